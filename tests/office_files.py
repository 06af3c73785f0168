"""Office files made in a test: a Word file with further parts, a workbook with a drawing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from thai_ita.ingest.docx import read_docx
from thai_ita.ingest.sheets import read_xlsx
from thai_ita.model import Document

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMES = (
    f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}" xmlns:a="{DRAWING}/main" xmlns:c="{DRAWING}/chart" '
    f'xmlns:dgm="{DRAWING}/diagram" xmlns:xdr="{DRAWING}/spreadsheetDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def links(parts: Mapping[str, tuple[str, str]]) -> str:
    """Relationships: the kind and the target by their id."""
    inner = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>' for key, (kind, target) in parts.items()
    )
    return f"<Relationships>{inner}</Relationships>"


def element(name: str, inner: str = "", attributes: str = "") -> str:
    """An element with all the namespaces."""
    return f"<{name} {NAMES} {attributes}>{inner}</{name}>"


def word(body: str, parts: Mapping[str, tuple[str, str, str]] | None = None, core: str = "") -> Document:
    """The document of a Word file; ``parts`` are kind, name and XML by the id of the relationship."""
    parts = parts or {}
    files: dict[str, str | bytes] = {
        "_rels/.rels": links({"r1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": links({i: (kind, name) for i, (kind, name, _) in parts.items()}),
        "word/document.xml": element("w:document", f"<w:body>{body}</w:body>"),
        **{f"word/{name}": xml for _, name, xml in parts.values()},
    }
    if core:
        files["docProps/core.xml"] = f"<cp:coreProperties>{core}</cp:coreProperties>"
    return read_docx(zipped(files), "0" * 16, Path("a.docx"))


def p(text: str, run: str = "") -> str:
    inner = text if text.startswith("<") else f"<w:t>{text}</w:t>"
    return f"<w:p><w:r><w:rPr>{run}</w:rPr>{inner}</w:r></w:p>"


def tbl(*rows: Sequence[str]) -> str:
    cells = ("".join(f"<w:tc>{p(text)}</w:tc>" for text in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def workbook(
    made: Workbook, *, drawing: str = "", parts: Mapping[str, str] | None = None,
    change: Mapping[bytes, bytes] | None = None,
) -> Document:  # fmt: skip
    """The document of a workbook with this drawing on its first sheet; ``change`` replaces XML of it."""
    out = io.BytesIO()
    made.save(out)
    files: dict[str, Any] = dict(parts or {})
    with zipfile.ZipFile(out) as archive:
        for name in archive.namelist():
            files[name] = archive.read(name)
    sheet = "xl/worksheets/sheet1.xml"
    if drawing:
        tail = element("drawing", attributes='r:id="r9"').encode() + b"</worksheet>"
        files[sheet] = files[sheet].replace(b"</worksheet>", tail)
        files["xl/worksheets/_rels/sheet1.xml.rels"] = links({"r9": ("drawing", "/xl/drawings/drawing1.xml")})
        files["xl/drawings/drawing1.xml"] = element("xdr:wsDr", drawing)
    for old, new in (change or {}).items():
        assert any(old in files[n] for n in (sheet, "xl/workbook.xml"))
        for name in (sheet, "xl/workbook.xml"):
            files[name] = files[name].replace(old, new)
    return read_xlsx(zipped(files), "0" * 16, Path("a.xlsx"))
