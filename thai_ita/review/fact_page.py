"""The page of a document: its facts with their places, what was refused, and what is shown of its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from thai_ita.batch.source_view import ShownBlock, ShownCell
from thai_ita.export.evidence import LONGEST_TEXT
from thai_ita.ingest.pdf.page_rotation import turn_box
from thai_ita.review.evidence_record import Evidence, Refusal, Spot, box_in
from thai_ita.review.items import MOST_FACTS, MOST_REFUSED
from thai_ita.review.judged_facts import Facts
from thai_ita.review.page_content import (
    DocumentPage,
    Fact,
    Picture,
    Place,
    Refused,
    TextBlock,
    TextPiece,
)
from thai_ita.review.page_wording import sentence

LEAST_SIDE = 0.4
"""Per cent of a page that a box measures at least, so that it can be seen and hit."""
_REFUSED_PREFIX = {"figure": "r", "name": "n", "withheld": "w"}
_IDENTITY = {"agency": "agency", "fiscal_year": "year", "title": "title"}
"""The columns of documents whose places are known, with their names in the evidence."""


@dataclass(slots=True)
class ShownSource:
    """What is shown of a source: its pictures, or its text. ``why_none`` neither is. ``turns`` are the quarters by
    which pictures were turned upright."""

    pictures: tuple[Picture, ...] = ()
    blocks: tuple[ShownBlock, ...] = ()
    why_none: str = ""
    left_out: str = ""
    turns: Mapping[int, int] = field(default_factory=dict)


def document_page(
    doc_id: str, facts: Facts, evidence: Evidence, explanations: Iterable[str], source: ShownSource,
    language: str, *, previous: str = "", next_: str = "",
) -> DocumentPage:  # fmt: skip
    """The page of a document, its places on the pictures or in the text that there are."""
    places = _Places(evidence, source, language)
    tables = {
        table: tuple(
            replace(fact, places=places.of(_spots(evidence, fact), fact.cells.get("value_as_seen", "")))
            for fact in its[:MOST_FACTS]
        )
        for table, its in facts.tables.items()
    }
    left_out = [source.left_out] + [
        sentence(language, "facts_left_out", left=len(its) - MOST_FACTS, table=table)
        for table, its in facts.tables.items() if len(its) > MOST_FACTS
    ]  # fmt: skip
    identity = {column: places.of(evidence.identity.get(name, ())) for column, name in _IDENTITY.items()}
    return DocumentPage(
        doc_id, facts.document, identity, **tables,
        checks=tuple(facts.checks[:MOST_FACTS]), explanations=tuple(explanations),
        refused=tuple(_refused(evidence.refusals[:MOST_REFUSED], places)),
        problems=tuple(dict.fromkeys(problem.message for problem in evidence.problems)),
        pictures=source.pictures, text=tuple(places.marked()), why_no_source=source.why_none,
        left_out=" ".join(filter(None, left_out)), doubts=facts.doubts, previous=previous, next=next_,
    )  # fmt: skip


def _spots(evidence: Evidence, fact: Fact) -> list[Spot]:
    """Where a fact was read; from the columns of its row where the record does not say."""
    found = evidence.of(fact.table, fact.fact)
    if found:
        return found
    page, table, row = (_whole(fact.cells.get(name, "")) for name in ("page", "table", "row"))
    spot = Spot(page, table, row, box=box_in(fact.cells.get("bbox", "")), text=fact.cells.get("evidence", ""))
    return [spot] if spot != Spot() else []


def _whole(cell: str) -> int | None:
    return int(cell) if cell.isdecimal() else None


def _refused(refusals: list[Refusal], places: _Places) -> Iterator[Refused]:
    for number, refusal in enumerate(refusals, start=1):
        anchor = f"{_REFUSED_PREFIX[refusal.kind]}-{number}"
        where = places.of([refusal.spot]) if refusal.spot != Spot() else ()
        yield Refused(anchor, refusal.text, refusal.rule, refusal.means, where, refusal.fact, refusal.figure)


class _Places:
    """Places of facts on what is shown of a source; remembers which of its text is to be marked."""

    def __init__(self, evidence: Evidence, source: ShownSource, language: str) -> None:
        self._sizes = {
            p.number: _as_displayed(size, p, source.turns.get(p.number, 0))
            for p in source.pictures
            if p.file and (size := evidence.sizes.get(p.number)) is not None
        }
        self._turns = source.turns
        self._pages = {p.number for p in source.pictures}
        self._text = _MarkedText(source.blocks)
        self._language = language

    def of(self, spots: Iterable[Spot], seen: str = "") -> tuple[Place, ...]:
        """The places of a fact; ``seen`` is what was read there, where it is more than the spots say."""
        return tuple(self._place(spot, seen) for spot in spots)

    def marked(self) -> Iterator[TextBlock]:
        """The text, marked where a place leads to it; call it after all places were asked for."""
        return self._text.marked()

    def _place(self, spot: Spot, seen: str) -> Place:
        page = spot.page if spot.page in self._pages else None
        return Place(page, self._box(spot), self._text.mark_of(spot, seen), _in_words(spot, self._language))

    def _box(self, spot: Spot) -> tuple[float, float, float, float] | None:
        """The box in per cent of the page's picture, cut to the page."""
        size = self._sizes.get(spot.page or 0)
        if spot.box is None or size is None:
            return None
        turn = self._turns.get(spot.page or 0, 0)
        box = turn_box(spot.box, turn, *size)
        width, height = size[:: -1 if turn % 2 else 1]
        left, right = (min(max(100 * x / width, 0.0), 100.0) for x in (box[0], box[2]))
        top, bottom = (min(max(100 * y / height, 0.0), 100.0) for y in (box[1], box[3]))
        if right <= left or bottom <= top:
            return None
        width, height = max(right - left, LEAST_SIDE), max(bottom - top, LEAST_SIDE)
        return round(left, 2), round(top, 2), round(width, 2), round(height, 2)


class _MarkedText:
    """The text of a source and the ids of those of its lines and cells that places lead to."""

    def __init__(self, blocks: tuple[ShownBlock, ...]) -> None:
        self._blocks = blocks
        self._wanted: set[str] = set()
        self._lines: dict[int, str] = {}
        self._by_text: dict[str, str] = {}
        self._cells: dict[tuple[int, int, int], str] = {}
        self._rows: dict[tuple[int, int], list[tuple[str, str]]] = {}
        for block in blocks:
            if block.kind == "table":
                self._add_table(block)
            else:
                self._lines.setdefault(block.number, _line_id(block))
                self._by_text.setdefault(block.cells[0].text[:LONGEST_TEXT], _line_id(block))

    def mark_of(self, spot: Spot, seen: str) -> str:
        """The id of the text in which something was read, "" where that is not shown."""
        mark = self._find(spot, seen)
        if mark:
            self._wanted.add(mark)
        return mark

    def marked(self) -> Iterator[TextBlock]:
        left = set(self._wanted)
        for block in self._blocks:
            yield TextBlock(block.kind, tuple(_rows(block, left)), block.number)

    def _add_table(self, block: ShownBlock) -> None:
        for cell in block.cells:
            mark = _cell_id(block, cell)
            for row in range(cell.row + 1, cell.row + cell.rowspan + 1):
                self._rows.setdefault((block.number, row), []).append((mark, cell.text))
                for column in range(cell.column + 1, cell.column + cell.colspan + 1):
                    self._cells.setdefault((block.number, row, column), mark)

    def _find(self, spot: Spot, seen: str) -> str:
        if spot.table is None or spot.row is None:
            return self._lines.get(spot.line or 0) or self._by_text.get(spot.text, "")
        if spot.column is not None and (mark := self._cells.get((spot.table, spot.row, spot.column))):
            return mark
        row = self._rows.get((spot.table, spot.row), [])
        for text in filter(None, (seen, spot.text)):
            for fits in (str.__eq__, str.__contains__):
                if mark := next((mark for mark, cell in row if fits(cell.strip(), text)), ""):
                    return mark
        # The whole row then, at its first cell.
        return row[0][0] if row else ""


def _as_displayed(size: tuple[float, float], picture: Picture, turn: int) -> tuple[float, float]:
    """The size of a page in points as a viewer shows it: one whose text stands sideways may have its size as it was
    read, with the text upright. ``turn`` is how its picture was turned."""
    width, height = size
    upright = (picture.width < picture.height) != bool(turn % 2)
    return size if (width < height) == upright else (height, width)


def _line_id(block: ShownBlock) -> str:
    return f"t-l{block.number}"


def _cell_id(block: ShownBlock, cell: ShownCell) -> str:
    return f"t-{block.number}-{cell.row + 1}-{cell.column + 1}"


def _rows(block: ShownBlock, marks: set[str]) -> Iterator[tuple[TextPiece, ...]]:
    """The rows of a block; each mark is given once and taken from ``marks``."""
    if block.kind != "table":
        yield tuple(TextPiece(cell.text, _taken(_line_id(block), marks)) for cell in block.cells)
        return
    rows: dict[int, list[TextPiece]] = {row: [] for row in range(max(c.row for c in block.cells) + 1)}
    for cell in sorted(block.cells, key=lambda c: (c.row, c.column)):
        mark = _taken(_cell_id(block, cell), marks)
        rows[cell.row].append(TextPiece(cell.text, mark, cell.header, cell.rowspan, cell.colspan))
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
    return ", ".join(sentence(language, name, n=n) for name, n in parts if n is not None)
