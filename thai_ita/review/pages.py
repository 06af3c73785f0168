"""The page of a document: its facts with their places, what was refused, and what is shown of its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from thai_ita.batch.shown import ShownBlock
from thai_ita.review.evidence import Evidence, Refusal, Spot
from thai_ita.review.facts import Facts
from thai_ita.review.model import DocumentPage, Fact, Picture, Place, Refused, Text, TextBlock
from thai_ita.review.wording import say

MOST_FACTS = 3_000
"""Rows of each table on a page: a page with more is none that anybody looks through."""
MOST_REFUSED = 1_000
LEAST_SIDE = 0.4
"""Per cent of a page that a box measures at least, so that it can be seen and hit."""
_REFUSED_PREFIX = {"figure": "r", "name": "n", "withheld": "w"}
_IDENTITY = {"agency": "agency", "fiscal_year": "year", "title": "title"}
"""The columns of documents whose places are known, with their names in the evidence."""


@dataclass(slots=True)
class ShownSource:
    """What is shown of a source: its pictures, or its text. ``why_none`` neither is."""

    pictures: tuple[Picture, ...] = ()
    blocks: tuple[ShownBlock, ...] = ()
    why_none: str = ""
    left_out: str = ""


def document_page(
    doc_id: str, facts: Facts, evidence: Evidence, explanations: Iterable[str], source: ShownSource,
    language: str, *, previous: str = "", next_: str = "",
) -> DocumentPage:  # fmt: skip
    """The page of a document, its places on the pictures or in the text that there are."""
    places = _Places(evidence, source, language)
    tables = {
        table: tuple(replace(fact, places=places.of(_spots(evidence, fact))) for fact in its[:MOST_FACTS])
        for table, its in facts.tables.items()
    }
    left_out = [source.left_out] + [
        say(language, "facts_left_out", left=len(its) - MOST_FACTS, table=table)
        for table, its in facts.tables.items() if len(its) > MOST_FACTS
    ]  # fmt: skip
    identity = {column: places.of(evidence.identity.get(name, ())) for column, name in _IDENTITY.items()}
    return DocumentPage(
        doc_id, facts.document, identity, **tables,
        checks=tuple(facts.checks[:MOST_FACTS]), explanations=tuple(explanations),
        refused=tuple(_refused(evidence.refusals[:MOST_REFUSED], places)),
        troubles=tuple(dict.fromkeys(trouble.message for trouble in evidence.troubles)),
        pictures=source.pictures, text=tuple(places.marked()), why_no_source=source.why_none,
        left_out=" ".join(filter(None, left_out)), doubts=facts.doubts, previous=previous, next=next_,
    )  # fmt: skip


def _spots(evidence: Evidence, fact: Fact) -> list[Spot]:
    """Where a fact was read; from the columns of its row where the record does not say."""
    found = evidence.of(fact.table, fact.fact)
    if found:
        return found
    page, table, row = (_whole(fact.cells.get(name, "")) for name in ("page", "table", "row"))
    sides = fact.cells.get("bbox", "").split(",")
    box = None
    if len(sides) == len(("x0", "top", "x1", "bottom")):
        x0, top, x1, bottom = map(float, sides)
        box = x0, top, x1, bottom
    spot = Spot(page, table, row, box=box, text=fact.cells.get("evidence", ""))
    return [spot] if spot != Spot() else []


def _whole(cell: str) -> int | None:
    return int(cell) if cell.isdecimal() else None


def _refused(refusals: list[Refusal], places: _Places) -> Iterator[Refused]:
    for number, refusal in enumerate(refusals, start=1):
        anchor = f"{_REFUSED_PREFIX[refusal.kind]}-{number}"
        where = places.of([refusal.spot]) if refusal.spot != Spot() else ()
        yield Refused(anchor, refusal.text, refusal.rule, refusal.means, where)


class _Places:
    """Places of facts on what is shown of a source; remembers which of its text is to be marked."""

    def __init__(self, evidence: Evidence, source: ShownSource, language: str) -> None:
        self._sizes = {
            p.number: _as_drawn(size, p)
            for p in source.pictures if p.file and (size := evidence.sizes.get(p.number)) is not None
        }
        self._pages = {p.number for p in source.pictures}
        self._blocks = source.blocks
        self._language = language
        self._marks: set[str] = set()
        self._there: dict[str, str] = {}
        for block in source.blocks:
            for mark, stands_for in _names(block):
                self._there.setdefault(mark, stands_for)

    def of(self, spots: Iterable[Spot]) -> tuple[Place, ...]:
        return tuple(self._place(spot) for spot in spots)

    def marked(self) -> Iterator[TextBlock]:
        """The text, marked where a place leads to it; call it after all places were asked for."""
        left = set(self._marks)
        for block in self._blocks:
            yield TextBlock(block.kind, tuple(_rows(block, left)), block.number)

    def _place(self, spot: Spot) -> Place:
        mark = self._mark(spot)
        if mark:
            self._marks.add(mark)
        page = spot.page if spot.page in self._pages else None
        return Place(page, self._box(spot), mark, _in_words(spot, self._language))

    def _box(self, spot: Spot) -> tuple[float, float, float, float] | None:
        """The box in per cent of the page's picture, cut to the page."""
        size = self._sizes.get(spot.page or 0)
        if spot.box is None or size is None:
            return None
        left, right = (min(max(100 * x / size[0], 0.0), 100.0) for x in (spot.box[0], spot.box[2]))
        top, bottom = (min(max(100 * y / size[1], 0.0), 100.0) for y in (spot.box[1], spot.box[3]))
        if right <= left or bottom <= top:
            return None
        width, height = max(right - left, LEAST_SIDE), max(bottom - top, LEAST_SIDE)
        return round(left, 2), round(top, 2), round(width, 2), round(height, 2)

    def _mark(self, spot: Spot) -> str:
        """The id of the text in which a fact was read, "" where that is not shown."""
        names: list[str] = []
        if spot.table is not None and spot.row is not None:
            if spot.column is not None:
                names.append(_cell_name(spot.table, spot.row, spot.column))
            # A whole row is marked at its first cell.
            names.append(_row_name(spot.table, spot.row))
        elif spot.line is not None:
            names.append(f"t-l{spot.line}")
        return next((self._there[name] for name in names if name in self._there), "")


def _as_drawn(size: tuple[float, float], picture: Picture) -> tuple[float, float]:
    """The size of a page in points as its picture shows it: one whose text stands sideways has its size as it was
    read, with the text upright."""
    width, height = size
    return (height, width) if (width < height) != (picture.width < picture.height) else size


def _names(block: ShownBlock) -> Iterator[tuple[str, str]]:
    """Every name of a place in a block with the id of the text that it leads to."""
    if block.kind != "table":
        yield f"t-l{block.number}", f"t-l{block.number}"
        return
    for cell in block.cells:
        mark = _cell_name(block.number, cell.row + 1, cell.column + 1)
        for row in range(cell.row, cell.row + cell.rowspan):
            yield _row_name(block.number, row + 1), mark
            for column in range(cell.column, cell.column + cell.colspan):
                yield _cell_name(block.number, row + 1, column + 1), mark


def _cell_name(table: int, row: int, column: int) -> str:
    return f"t-{table}-{row}-{column}"


def _row_name(table: int, row: int) -> str:
    return f"t-{table}-{row}"


def _rows(block: ShownBlock, marks: set[str]) -> Iterator[tuple[Text, ...]]:
    """The rows of a block; each mark is given once and taken from ``marks``."""
    if block.kind != "table":
        yield tuple(Text(cell.text, _taken(f"t-l{block.number}", marks)) for cell in block.cells)
        return
    rows: dict[int, list[Text]] = {row: [] for row in range(max(c.row for c in block.cells) + 1)}
    for cell in sorted(block.cells, key=lambda c: (c.row, c.column)):
        mark = _taken(_cell_name(block.number, cell.row + 1, cell.column + 1), marks)
        rows[cell.row].append(Text(cell.text, mark, cell.header, cell.rowspan, cell.colspan))
    for row in sorted(rows):
        yield tuple(rows[row])


def _taken(mark: str, marks: set[str]) -> str:
    if mark not in marks:
        return ""
    marks.discard(mark)
    return mark


def _in_words(spot: Spot, language: str) -> str:
    """``page 2, table 1, row 5``, as far as known."""
    named = ("page", "table", "row", "column") if spot.table is not None else ("page", "line")
    parts = ((name, getattr(spot, name)) for name in named)
    return ", ".join(say(language, name, n=n) for name, n in parts if n is not None)
