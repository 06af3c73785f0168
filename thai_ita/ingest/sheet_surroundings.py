"""What stands on a sheet and around it besides its cells: text boxes, charts, page headers and footers."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

from thai_ita.ingest.counts import count_of
from thai_ita.ingest.drawn import ChartData, charts_of, drawn_texts
from thai_ita.ingest.office import Package
from thai_ita.ingest.word.xml import Element, local, parse_part

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Codes of a page header (ECMA-376 part 1, 18.3.1.39): fonts, colours, sizes, then fields and switches.
_STYLE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&K\d\d[+-]\d{3}|&\d{1,3}')
_FIELD = re.compile(r"&[PNDTFAZGBIUESXYOH]")
_PART = re.compile(r"&[LCR]")
_TO_DRAWING = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*/relationships/drawing\"[^>]*/>")
_HEAD = re.compile(rb"<(?:\w+:)?(odd|even|first)(?:Header|Footer)>([^<]*)</|<(?:\w+:)?headerFooter\b([^>]*)>")


@dataclass(slots=True)
class Surroundings:
    """``above`` and ``below`` are the texts of boxes that begin before or behind the first filled row,
    ``heads`` the lines of page headers and footers."""

    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    charts: list[ChartData] = field(default_factory=list)


def sheet_parts(package: Package) -> dict[str, str]:
    """The name of each sheet's part by the title of the sheet."""
    main = package.related("", "officeDocument") or "xl/workbook.xml"
    root = parse_part(package, main)
    related = package.relations(main)
    sheets = [e for e in root.iter() if local(e) == "sheet"] if root is not None else []
    found = ((sheet.get("name") or "", related.get(sheet.get(_ID) or "")) for sheet in sheets)
    return {title: target[1] for title, target in found if target}


def surroundings(package: Package, part: str, first_row: int) -> Surroundings:
    """What stands around the cells of the sheet in a part; ``first_row`` is its first filled, 0-based."""
    out = Surroundings(heads=page_heads(package.part(part) or b""))
    for kind, drawing in package.relations(part).values():
        if kind != "drawing" or (root := parse_part(package, drawing)) is None:
            continue
        out.charts += charts_of(root, package, drawing)
        for anchor in root:
            texts = [*_box_texts(anchor), *drawn_texts(anchor, package, drawing)]
            (out.above if _row_of(anchor) <= first_row else out.below).extend(texts)
    return out


def without_drawings(package: Package) -> bytes:
    """The file with no link from a sheet to its drawing, as an archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(package.names):
            data = package.part(name) or b""
            archive.writestr(name, _TO_DRAWING.sub(b"", data) if name.endswith(".rels") else data)
    return made.getvalue()


def _row_of(anchor: Element) -> int:
    start = next((e for e in anchor if local(e) == "from"), None)
    row = next((e.text for e in start if local(e) == "row"), None) if start is not None else None
    return count_of(row)


def _box_texts(anchor: Element) -> list[str]:
    """The paragraphs of the shapes of an anchor that are shown."""
    out: list[str] = []
    for shape in anchor.iter():
        if local(shape) != "sp" or any(local(e) == "cNvPr" and e.get("hidden") in ("1", "true") for e in shape.iter()):
            continue
        for paragraph in (e for e in shape.iter() if local(e) == "p"):
            text = "".join(_run_text(e) for e in paragraph if local(e) in ("r", "fld", "br"))
            out += [line for line in text.split("\n") if line.strip()]
    return out


def _run_text(run: Element) -> str:
    """The text of a run, but for one that is struck out; a break is a line end."""
    if local(run) == "br":
        return "\n"
    struck = any(local(e) == "rPr" and e.get("strike", "noStrike") != "noStrike" for e in run)
    return "" if struck else "".join(e.text or "" for e in run if local(e) == "t")


def page_heads(source: bytes) -> list[str]:
    """The lines of the page headers and footers in a sheet's XML that some page shows."""
    from html import unescape

    shown = {b"odd"}
    out: list[str] = []
    for match in _HEAD.finditer(source):
        kind, text, attributes = match.groups()
        if attributes is not None:
            shown |= {b"even"} if re.search(rb'differentOddEven="(?:1|true)"', attributes) else set()
            shown |= {b"first"} if re.search(rb'differentFirst="(?:1|true)"', attributes) else set()
        elif kind in shown:
            out += plain_lines(unescape(text.decode("utf-8", "replace")))
    return list(dict.fromkeys(out))


def plain_lines(coded: str) -> list[str]:
    """The lines of a header's parts without its codes: ``&L&"TH SarabunPSK,Bold"&14เทศบาล&Rหน้า &P``."""
    lines: list[str] = []
    # && is the sign itself.
    for part in _PART.split(coded.replace("&&", "\0")):
        text = _FIELD.sub(" ", _STYLE.sub("", part)).replace("\0", "&")
        lines += [" ".join(line.split()) for line in text.splitlines()]
    return [line for line in lines if line]
