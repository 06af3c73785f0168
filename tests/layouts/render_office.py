"""Blocks as Word files and workbooks, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from .blocks import Block, Break, Bullets, Heading, Leader, Table

THEN = datetime(2025, 1, 6)


def word(blocks: list[Block]) -> bytes:
    """The blocks as a Word file, spans as merged cells."""
    import docx

    document = docx.Document()
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, min(block.level, 9))
        elif isinstance(block, Table):
            grid = block.grid()
            table = document.add_table(len(grid), block.columns)
            table.style = "Table Grid"
            for r, row in enumerate(grid):
                for c, cell in enumerate(row):
                    if cell is None:
                        continue
                    table.cell(r, c).text = cell.text
                    if cell.rows > 1 or cell.cols > 1:
                        table.cell(r, c).merge(table.cell(r + cell.rows - 1, c + cell.cols - 1))
        elif isinstance(block, Break):
            document.add_page_break()
        else:
            for line in _lines(block):
                document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue())


def workbook(blocks: list[Block]) -> bytes:
    """The blocks on one sheet: a line a row, a table's cells in columns."""
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = THEN
    sheet = book.active
    assert sheet is not None
    for block in blocks:
        if isinstance(block, Table):
            for row in block.grid():
                sheet.append([_value(cell.text) if cell else None for cell in row])
        else:
            for line in _lines(block):
                sheet.append([line])
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _value(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


def _lines(block: Block) -> list[str]:
    if isinstance(block, Bullets):
        return [f"{block.mark} {item}" for item in block.items]
    if isinstance(block, Leader):
        return [f"{block.name} {block.char * block.dots} {block.value}"]
    return [getattr(block, "text", "") or getattr(block, "caption", "")]


def settled(packed: bytes) -> bytes:
    """A zip file with one time for all of its parts; openpyxl also writes when it saved."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, THEN.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, _timeless(old.read(name)))
    return out.getvalue()


def _timeless(data: bytes) -> bytes:
    start, mark, rest = data.partition(b"<dcterms:modified")
    if not mark:
        return data
    attributes, _, rest = rest.partition(b">")
    _, _, rest = rest.partition(b"<")
    return start + mark + attributes + b">" + THEN.isoformat().encode() + b"Z<" + rest
