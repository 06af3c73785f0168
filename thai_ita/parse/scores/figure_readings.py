"""How sure the digits of a candidate are where a recogniser read them from a picture.

Each candidate is looked up once among the numbers that the recogniser gave for its cell or line. A
number of a recognised page that cannot be found there is as unsure as can be; one in a cell or line
without such numbers was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from thai_ita.model import BBox, Change, Document, Evidence, FigureReading, Line, Media
from thai_ita.normalize.recognised import other_values, plain_digits
from thai_ita.parse.scores.candidates import Candidate

# A number that the recogniser did not give by itself: nothing tells how sure it is.
UNKNOWN = FigureReading("", 0.0)
_PICTURES = (Media.PDF_SCAN, Media.IMAGE)


@dataclass(frozen=True, slots=True)
class _Place:
    """A line or cell with its figures; ``digits`` is all of its text in Arabic digits."""

    page: int | None
    line: int | None
    table: int | None
    row: int | None
    bbox: BBox | None
    figures: tuple[FigureReading, ...]
    digits: str

    def find(self, digits: str) -> FigureReading | None:
        """The number as it was read here, the least sure of several that are alike."""
        alike = [f for f in self.figures if plain_digits(f.text) == digits]
        return min(alike, key=lambda f: f.p) if alike else self._of_pieces(digits)

    def _of_pieces(self, digits: str) -> FigureReading | None:
        """A number whose digits the recogniser gave apart, such as ๘๓. and ๓๓."""
        for first in range(len(self.figures)):
            joined = ""
            for last in range(first, len(self.figures)):
                joined += plain_digits(self.figures[last].text)
                if joined.replace(".", "") == digits.replace(".", ""):
                    return FigureReading(digits, min(f.p for f in self.figures[first : last + 1]))
        return None


class FigureReadings:
    """The recognised numbers of a document, looked up by place."""

    def __init__(self, document: Document) -> None:
        self._places = list(_places(document))
        self._pages = {page.number for page in document.pages if page.recognised}
        self._all_of_pictures = document.media in _PICTURES and bool(self._pages)
        self.any = bool(self._pages) or any(place.figures for place in self._places)

    def of(self, text: str, evidence: Evidence) -> FigureReading | None:
        """How a number at a place was read; None where it was typed."""
        digits = plain_digits(text)
        if not self.any or not digits:
            return None
        for near in (self._own(evidence), self._of_row(evidence), self._of_page(evidence)):
            found = [f for place in near if (f := place.find(digits)) is not None]
            typed = any(not p.figures and digits in p.digits for p in near) and not self._is_picture(evidence)
            if typed and not found:
                return None
            if found:
                return min(found, key=lambda f: f.p)
        recognised = self._all_of_pictures if evidence.page is None else evidence.page in self._pages
        return UNKNOWN if recognised else None

    def of_code(self, code: str, evidence: Evidence) -> float | None:
        """The least probability of the number of a code in its row or line; None where it was typed or
        is not found."""
        number = code.lstrip("ieo")
        places = self._own(evidence) if evidence.line is not None else self._of_row(evidence)
        # The o of an item is often printed as a zero: ๐๒.
        read = [
            f.p for place in places for f in place.figures
            if plain_digits(f.text).lstrip("0") == number
        ]  # fmt: skip
        return min(read, default=None)

    def _is_picture(self, evidence: Evidence) -> bool:
        """Whether nothing at a place can have been typed."""
        return self._all_of_pictures and (evidence.page is None or evidence.page in self._pages)

    def _own(self, at: Evidence) -> list[_Place]:
        if at.line is not None:
            return [p for p in self._places if p.line == at.line]
        return [p for p in self._places if p.table == at.table and at.bbox is not None and p.bbox == at.bbox]

    def _of_row(self, at: Evidence) -> list[_Place]:
        if at.table is None:
            return []
        return [p for p in self._places if p.table == at.table and p.row in (None, at.row)]

    def _of_page(self, at: Evidence) -> list[_Place]:
        return [p for p in self._places if p.page == at.page or at.page is None]


def _places(document: Document) -> Iterator[_Place]:
    for line in document.running_heads:
        # They are no blocks, and their numbers are none of the blocks'.
        yield _Place(line.page, None, None, None, line.bbox, line.figures, plain_digits(line.text))
    for block in document.blocks:
        if isinstance(block, Line):
            digits = plain_digits(block.text)
            yield _Place(block.page, block.number, None, None, block.bbox, block.figures, digits)
            continue
        for cell in block.cells():
            digits = plain_digits(cell.text)
            page = cell.page or block.page
            yield _Place(page, cell.line, block.number, cell.row + 1, cell.bbox, cell.figures, digits)


def mark_readings(candidates: Iterable[Candidate], changes: Iterable[Change], readings: FigureReadings) -> None:
    """Gives candidates and stated changes the probability of their digits, in place."""
    if not readings.any:
        return
    for candidate in candidates:
        figure = readings.of(candidate.number.text, candidate.evidence)
        if figure is not None:
            candidate.reading_p, candidate.readings = figure.p, other_values(figure)
            candidate.code_p = readings.of_code(candidate.code, candidate.evidence)
    for change in changes:
        figure = readings.of(change.as_seen, change.evidence)
        if figure is not None:
            change.reading_p = figure.p
