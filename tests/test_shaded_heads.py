"""Texts of shaded cells that come out as small tables go back into their cells."""

from __future__ import annotations

from thai_ita.model import BBox, Cell, Document, Media, Table
from thai_ita.parse.tables.shaded_heads import MAX_LINES, with_shaded_heads


def cell(text: str, row: int, column: int, box: BBox | None = None) -> Cell:
    return Cell(text, text, row, column, bbox=box)


def big(*, empty: str = "") -> Table:
    head: list[Cell | None] = [cell("ประเด็น", 0, 0, BBox(0, 0, 100, 50)), cell(empty, 0, 1, BBox(100, 0, 200, 50))]
    row: list[Cell | None] = [
        cell("e1 การให้บริการ", 1, 0, BBox(0, 50, 100, 90)),
        cell("รอคิวนาน", 1, 1, BBox(100, 50, 200, 90)),
    ]
    return Table([head, row], page=1, bbox=BBox(0, 0, 200, 90))


def small(box: BBox, *lines: str, page: int = 1) -> Table:
    return Table([[cell(line, r, 0)] for r, line in enumerate(lines)], page=page, bbox=box)


def heads(*tables: Table) -> list[list[str]]:
    read = with_shaded_heads(Document("0" * 16, "a.pdf", Media.PDF_TEXT, list(tables)))
    return [[c.text for c in table.grid[0] if c is not None] for table in read.tables]


INSIDE = BBox(105, 10, 195, 40)


def test_the_lines_of_a_shaded_head_are_its_text() -> None:
    assert heads(big(), small(INSIDE, "ข้อค้นพบ", "จากการประเมิน")) == [["ประเด็น", "ข้อค้นพบ จากการประเมิน"]]


def test_other_tables_stay() -> None:
    outside, elsewhere = small(BBox(105, 10, 260, 40), "ก"), small(INSIDE, "ก", page=2)
    long = small(INSIDE, *["ก"] * (MAX_LINES + 1))
    for other in (outside, elsewhere, long):
        assert heads(big(), other)[0] == ["ประเด็น", ""]
    assert heads(big(empty="คะแนน"), small(INSIDE, "ก")) == [["ประเด็น", "คะแนน"], ["ก"]]
    nested = Table([[cell("ก", 0, 0), cell("ข", 0, 1)]], page=1, bbox=INSIDE)
    assert heads(big(), nested) == [["ประเด็น", ""], ["ก", "ข"]]


def test_a_document_without_such_is_the_same() -> None:
    document = Document("0" * 16, "a.pdf", Media.PDF_TEXT, [big()])
    assert with_shaded_heads(document) is document
