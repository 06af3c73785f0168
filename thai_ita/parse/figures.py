"""Every figure of a document and what became of it: a score, or refused by a rule.

Readers note what they take and what their rules refuse. A figure of which no reader said anything
is accounted for at the end, so that none goes missing without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from thai_ita.model import Cell, Document, Evidence, Line, Refusal, Table
from thai_ita.normalize.numerals import Number, find_numbers, read_number, to_arabic
from thai_ita.parse.rules import Rule, register
from thai_ita.parse.text.excerpts import excerpt

# Where a figure stands: a line (table 0), or a row of a table. Readers may move columns.
Place = tuple[int, int]

UNNAMED = register(
    Rule(
        "unnamed",
        "nothing says that it is a result of the assessment or of what",
        refuses="ระยะทางจากตัวอำเภอ ⟦73.31⟧ กิโลเมตร",
        passes="คะแนนภาพรวม ⟦73.31⟧ คะแนน",
    )
)
OTHER_DOCUMENT = register(
    Rule(
        "other-document",
        "the document is not about the assessment",
        refuses="",
        passes="",
    )
)


def _place_of(evidence: Evidence) -> Place:
    if evidence.line is not None:
        return 0, evidence.line
    return evidence.table or 0, evidence.row or 0


def _digits(text: str) -> str:
    return "".join(c for c in to_arabic(text) if c.isdigit() or c == ".").strip(".")


@dataclass(slots=True)
class FigureLedger:
    """What the readers said of the figures of one document.

    A figure that one reader refuses and another takes is taken.
    """

    _taken: Counter[tuple[Place, str]] = field(default_factory=Counter)
    _refused: dict[tuple[Place, str], Rule] = field(default_factory=dict)

    def take(self, figure: str, place: Evidence) -> None:
        """Notes that a figure, as printed, was read as a score or a change at a place."""
        self._taken[_place_of(place), _digits(figure)] += 1

    def give_back(self, figure: str, place: Evidence) -> None:
        """Takes back that a figure was read: what was learned later speaks against it."""
        self._taken[_place_of(place), _digits(figure)] -= 1

    def refuse(self, rule: Rule, figure: str, place: Evidence) -> None:
        """Notes the rule by which a figure, as printed, is no score. The first rule counts."""
        self._refused.setdefault((_place_of(place), _digits(figure)), rule)

    def refusals(self, document: Document, *, about_ita: bool) -> list[Refusal]:
        """Every figure of the document that was not taken, in reading order, with its rule."""
        default = UNNAMED if about_ita else OTHER_DOCUMENT
        left = self._taken.copy()
        out: list[Refusal] = []
        for figure, place in figures_of(document):
            key = (_place_of(place), _digits(figure))
            if left[key] > 0:
                left[key] -= 1
                continue
            rule = self._refused.get(key, default)
            out.append(Refusal(rule.id, rule.means, figure, place))
        return out


def figures_of(document: Document) -> Iterator[tuple[str, Evidence]]:
    """Every figure as printed, with its place: no dates, years, codes or list numbers."""
    for block in document.blocks:
        if isinstance(block, Line):
            for number in find_numbers(block.text):
                yield number.text, line_place(block, number)
        else:
            for cell in block.cells():
                for number in _of_cell(cell):
                    yield number.text, cell_place(block, cell)


def figures_of_cell(cell: Cell) -> list[str]:
    """The figures of a cell as printed: no dates, years, codes or list numbers."""
    return [number.text for number in _of_cell(cell)]


def _of_cell(cell: Cell) -> list[Number]:
    if not any(c.isdigit() for c in cell.text):
        return []
    alone = read_number(cell.text)
    return find_numbers(cell.text) or ([alone] if alone else [])


def line_place(line: Line, number: Number | None = None) -> Evidence:
    """The place of a line, and the text around a figure in it."""
    start, end = (number.start, number.end) if number is not None else (0, 0)
    text = excerpt(line.text, start, end)
    return Evidence(page=line.page, bbox=line.bbox, text=text, line=line.number)


def cell_place(table: Table, cell: Cell) -> Evidence:
    """The place of a cell, and its text."""
    text = excerpt(" ".join(cell.text.split()))
    page = cell.page or table.page
    if cell.line is not None:
        return Evidence(page=page, bbox=cell.bbox, text=text, line=cell.line)
    return Evidence(
        page=page, table=table.number or None, row=cell.row + 1, bbox=cell.bbox, text=text,
        column=cell.column + 1,
    )  # fmt: skip
