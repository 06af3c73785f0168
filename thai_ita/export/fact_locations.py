"""Where on its pages a fact stands: the printed line that holds a figure, all that holds a measure.

What reads a document gives the place where a fact begins, which tables of results show. To be seen in
a picture it takes more: the one line of a paragraph, its vowels and tone marks, the rows below and
those on the next page. Nothing is read here again: a row or line belongs to a text when it says a part of it.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from thai_ita.model import BBox, Cell, Document, Evidence, Line, Media, Table
from thai_ita.normalize.numerals import to_arabic

ABOVE = 0.42
"""Of the height of a typed line: how far upper vowels and tone marks reach above its box, which is
made of baseline and font size. The most that fonts of Thai offices and browsers need. Fonts that need
less are set closer: a box reaches no further than to the line above."""
BELOW = 0.12
"""The same for lower vowels."""
SHORTEST_PART = 5
"""Letters of a text by which it is known as a part of another."""
MOST_BESIDE = 8
"""Lines beside one another among which the one above is looked for."""
MOST_APART = 2
"""Rows or lines that say nothing of a measure between two that do: a label, a number of a page."""
SHORTEST_HALF = 8
"""Letters of a half of a line that is known as a part, the other half being something else."""
MOST_PARTS = 200
MOST_BELOW = 400
"""Rows or lines below its beginning that are looked at for one fact."""
LONGEST_TEXT = 20_000
"""Letters of a fact, and of a paragraph, that are compared."""
LONGEST_SEEN = 300
"""Letters of its line that a place keeps."""
_LEAST_LINE_PT = 5.0
_NUMBER = re.compile(r"[0-9]++(?:[.,][0-9]++)*+")
_IMAGES = (Media.PDF_SCAN, Media.IMAGE)


@dataclass(frozen=True, slots=True)
class FactText:
    """What a fact says, without spaces: its ``parts``, and all of them one after the other."""

    parts: tuple[str, ...]
    whole: str

    @classmethod
    def of(cls, texts: Iterable[str]) -> FactText:
        parts = tuple(filter(None, map(squeezed, texts)))
        return cls(parts[:MOST_PARTS], "".join(parts)[:LONGEST_TEXT])

    def holds(self, text: str) -> bool:
        """Whether a line or cell says a part of it, or a part of one; a number or label may stand before it."""
        bare = squeezed(text)
        if len(bare) >= SHORTEST_PART and bare in self.whole:
            return True
        if any(bare == part or (len(part) >= SHORTEST_PART and part in bare) for part in self.parts):
            return True
        half = len(bare) // 2
        return half >= SHORTEST_HALF and (bare[half:] in self.whole or bare[:half] in self.whole)

    def goes_on(self, above: str, below: str) -> bool:
        """Whether it stands over the break between two lines."""
        seam = squeezed(above)[-SHORTEST_PART:] + squeezed(below)[:SHORTEST_PART]
        return len(seam) > SHORTEST_PART and seam in self.whole


@dataclass(frozen=True, slots=True)
class Begins:
    """Where facts begin: rows (0-based) by table, and blocks by their place in the document."""

    rows: dict[int, set[int]] = field(default_factory=dict)
    blocks: set[int] = field(default_factory=set)


@dataclass(slots=True)
class FactLocator:
    """The lines and tables of a document, found again by the places of facts."""

    document: Document
    _lines: dict[tuple[int | None, BBox | str], list[int]] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)
    _tables: dict[int, Table] = field(default_factory=dict)
    _turns: dict[int, int] = field(default_factory=dict)
    _bottoms: dict[int | None, list[tuple[float, float, float]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, block in enumerate(self.document.blocks):
            if isinstance(block, Line):
                key = block.bbox or block.text[:LONGEST_SEEN]
                self._lines.setdefault((block.page, key), []).append(index)
                self._numbers.setdefault(block.number, index)
            elif block.number:
                self._tables[block.number] = block
        self._turns = {page.number: page.turn for page in self.document.pages if page.turn}

    # -- a figure ----------------------------------------------------------------------------

    def of_figure(self, evidence: Evidence, figure: str, nth: int = 0, of: int = 1) -> Evidence:
        """The place with the printed line that holds a figure, or the column of the cell of its row that does.

        Where ``of`` figures of a row are printed alike, it is the ``nth`` of them, in as many cells.
        """
        figure = to_arabic(figure.strip())
        if evidence.table:
            return self._in_cell(evidence, figure, nth, of)
        line = self._line(evidence)
        if line is None or line.bbox is None:
            return evidence
        return replace(evidence, bbox=self._around(line, _rows_of_figure(line, figure, evidence.text)))

    def of_text(self, line: Line, said: FactText) -> BBox | None:
        """The box of the printed lines of a line that say a text; of all of them where none does."""
        return self._around(line, _rows_of_text(line, said)) if line.bbox is not None else None

    def _in_cell(self, evidence: Evidence, figure: str, nth: int, of: int) -> Evidence:
        table = self._tables.get(evidence.table or 0)
        if table is None or not evidence.row or evidence.column or not figure:
            return evidence
        row = [(to_arabic(cell.text.strip()), cell) for cell in _row(table, evidence.row - 1)]
        holding = [cell for text, cell in row if text == figure]
        holding = holding or [cell for text, cell in row if figure in text]
        holding = holding or [cell for _, cell in row if cell.text.strip() == evidence.text.strip()]
        if len(holding) == 1:
            return replace(evidence, column=holding[0].column + 1)
        return replace(evidence, column=holding[nth].column + 1) if len(holding) == of else evidence

    # -- a text over several rows or lines -----------------------------------------------------

    def begins(self, places: Iterable[Evidence]) -> Begins:
        """Where facts begin, so that each ends where the next does."""
        found = Begins()
        for place in places:
            if place.table and place.row:
                found.rows.setdefault(place.table, set()).add(place.row - 1)
            elif (index := self._index(place)) is not None:
                found.blocks.add(index)
        return found

    def of_fact(self, evidence: Evidence, said: FactText, others: Begins) -> list[Evidence]:
        """All places of what a fact says, that of its beginning first: on pages one box a page, in a
        text without pages each line and cell. It ends where one of ``others`` begins."""
        if evidence.table and evidence.row:
            table = self._tables.get(evidence.table)
            if table is None or not _row(table, evidence.row - 1):
                return [evidence]
            rows = others.rows.get(evidence.table, set())
            return _placed(evidence, self._in_table(table, evidence, said, rows))
        start = self._index(evidence)
        if start is None:
            return [evidence]
        return _placed(evidence, self._in_lines(start, said, others.blocks))

    def _in_table(self, table: Table, evidence: Evidence, said: FactText, ends: set[int]) -> Iterator[Evidence]:
        only = evidence.column
        first = (evidence.row or 1) - 1
        begin = next(
            (c for c in _row(table, first, only) if c.bbox == evidence.bbox and said.holds(c.text)),
            None,
        )
        merged = first + begin.rowspan if begin is not None else 0
        last, row = first, first + 1
        end = min(table.n_rows, first + MOST_BELOW)
        while row < end and row not in ends and row - last <= MOST_APART + 1:
            here = [cell for cell in _row(table, row, only) if cell.text.strip()]
            # More than half of it: a row of something else may name the same unit or time.
            if row < merged or 2 * sum(said.holds(cell.text) for cell in here) > len(here):
                last = row
            elif only:
                break
            row += 1
        for row in range(first, last + 1):
            for cell in _row(table, row, only):
                # A box around a cell that is merged over the rows of others too would hold these.
                own = cell.bbox is None or row + cell.rowspan - 1 <= last
                if own and said.holds(cell.text):
                    text = cell.text.strip()[:LONGEST_SEEN]
                    yield Evidence(
                        cell.page or table.page,
                        evidence.table,
                        row + 1,
                        cell.bbox,
                        text,
                        cell.line,
                        cell.column + 1,
                    )

    def _in_lines(self, start: int, said: FactText, ends: set[int]) -> Iterator[Evidence]:
        last = index = start
        end = min(len(self.document.blocks), start + MOST_BELOW)
        while index < end and index - last <= MOST_APART + 1:
            line = self.document.blocks[index]
            if not isinstance(line, Line) or (index > start and index in ends):
                break
            if index == start or said.holds(line.text):
                last = index
                text = line.text[:LONGEST_SEEN]
                yield Evidence(line.page, bbox=self.of_text(line, said), text=text, line=line.number or None)
            index += 1

    # -- lines -------------------------------------------------------------------------------

    def _index(self, evidence: Evidence) -> int | None:
        """The first block that a place outside tables names."""
        if evidence.table:
            return None
        found = self._lines.get((evidence.page, evidence.bbox or evidence.text[:LONGEST_SEEN]), ())
        if len(found) > 1 and evidence.line:
            blocks = self.document.blocks
            return next((i for i in found if getattr(blocks[i], "number", 0) == evidence.line), found[0])
        return found[0] if found else self._numbers.get(evidence.line or -1)

    def _line(self, evidence: Evidence) -> Line | None:
        index = self._index(evidence)
        block = self.document.blocks[index] if index is not None else None
        return block if isinstance(block, Line) else None

    def _around(self, line: Line, rows: Sequence[int]) -> BBox | None:
        """The box around some of the printed lines of a line, or all of it, with what reaches out of it."""
        boxes = [line.printed[row] for row in rows] or ([line.bbox] if line.bbox is not None else [])
        if not boxes:
            return None
        box = boxes[0]
        for other in boxes[1:]:
            box = box.union(other)
        if self.document.media in _IMAGES:
            return box  # drawn around what was seen
        turn = self._turns.get(line.page or 0, 0)
        side = box.x1 - box.x0 if turn % 2 else box.bottom - box.top
        height = side / (len(rows) or line.raw.count("\n") + 1)
        return _padded(box, min(ABOVE * height, self._free_above(line.page, box, turn)), BELOW * height, turn)

    def _free_above(self, page: int | None, box: BBox, turn: int) -> float:
        """How far it is to the line above, on a page with upright text."""
        if turn:
            return inf
        if not self._bottoms:
            self._bottoms = _bottoms(self.document)
        bottoms = self._bottoms.get(page, [])
        # Boxes of lines that are set close overlap a little.
        middle = (box.top + min(box.bottom, box.top + 2 * _LEAST_LINE_PT)) / 2
        at = bisect(bottoms, (middle,))
        for bottom, x0, x1 in reversed(bottoms[max(0, at - MOST_BESIDE) : at]):
            if x0 < box.x1 and x1 > box.x0:
                return max(0.0, box.top - bottom)
        return inf


def _bottoms(document: Document) -> dict[int | None, list[tuple[float, float, float]]]:
    """Where the printed lines of each page end: bottom, x0, x1, from top to bottom."""
    found: dict[int | None, list[tuple[float, float, float]]] = {}
    for line in document.lines:
        for box in line.printed or (line.bbox,):
            if box is not None:
                found.setdefault(line.page, []).append((box.bottom, box.x0, box.x1))
    for bottoms in found.values():
        bottoms.sort()
    return found


def squeezed(text: str) -> str:
    """A text without spaces and line ends."""
    return "".join(text.split())


def _padded(box: BBox, above: float, below: float, turn: int) -> BBox:
    """A box made larger above and below its text, which has that turn."""
    x0, top, x1, bottom = box.x0, box.top, box.x1, box.bottom
    if turn == 1:
        return BBox(x0 - below, top, x1 + above, bottom)
    if turn == 2:
        return BBox(x0, top - below, x1, bottom + above)
    if turn == 3:
        return BBox(x0 - above, top, x1 + below, bottom)
    return BBox(x0, top - above, x1, bottom + below)


def _rows_of_figure(line: Line, figure: str, seen: str) -> list[int]:
    """The printed line that holds a figure, as a list; [] where it cannot be told which of them does."""
    wanted = _NUMBER.findall(figure)
    if not line.printed or len(wanted) != 1 or len(line.raw) > LONGEST_TEXT:
        return []
    rows = to_arabic(line.raw).split("\n")
    holding = [row for row, text in enumerate(rows) if wanted[0] in _NUMBER.findall(text)]
    if len(holding) == 1:
        return holding
    # Stated again in the paragraph: what was kept around the figure may have it once.
    around = to_arabic(seen.strip("…"))
    if _NUMBER.findall(around).count(wanted[0]) != 1:
        return []
    said = FactText.of([around])
    holding = [row for row in holding if said.holds(rows[row])]
    return holding if len(holding) == 1 else []


def _rows_of_text(line: Line, said: FactText) -> list[int]:
    """The printed lines of a line from the first to the last that says a text."""
    if not line.printed or len(line.raw) > LONGEST_TEXT:
        return []
    rows = line.raw.split("\n")
    telling = [row for row, text in enumerate(rows) if said.holds(text)]
    if not telling:
        return []
    first, last = telling[0], telling[-1]
    # A word or year that is left over for a line of its own is too short to be known alone.
    while first and said.goes_on(rows[first - 1], rows[first]):
        first -= 1
    while last + 1 < len(rows) and said.goes_on(rows[last], rows[last + 1]):
        last += 1
    return [*range(first, last + 1)]


def _row(table: Table, row: int, only: int | None = None) -> list[Cell]:
    """The cells that begin in a row (0-based), or the one in a column (1-based); none where there is no such row."""
    if not 0 <= row < table.n_rows:
        return []
    return [c for c in table.grid[row] if c is not None and (only is None or c.column + 1 == only)]


def _placed(first: Evidence, found: Iterable[Evidence]) -> list[Evidence]:
    """Places as one box a page, and each for itself where there are no boxes; that of the beginning first."""
    pages: dict[int | None, Evidence] = {}
    apart: list[Evidence] = []
    for place in found:
        if place.bbox is None:
            apart.append(place)
        elif (known := pages.get(place.page)) is None:
            pages[place.page] = place
        elif known.bbox is not None:
            pages[place.page] = replace(known, bbox=known.bbox.union(place.bbox), column=None, text="")
    if first.page in pages:
        begins = pages.pop(first.page)
        box = begins.bbox if first.bbox is None or begins.bbox is None else begins.bbox.union(first.bbox)
        first = replace(first, bbox=box, line=first.line or begins.line)
    elif first.bbox is None:
        # The cell or line that holds the beginning is among them.
        held = next((place for place in apart if _begins(place, first)), None)
        if held is not None:
            apart.remove(held)
            first = replace(first, column=first.column or held.column, line=first.line or held.line)
    return [first, *pages.values(), *apart]


def _begins(place: Evidence, first: Evidence) -> bool:
    """Whether a place is the one that a fact begins at."""
    if first.line or first.column:
        return (place.line, place.column) == (first.line, first.column) and place.row == first.row
    text = squeezed(place.text)
    return bool(text) and squeezed(first.text).startswith(text[:LONGEST_SEEN])
