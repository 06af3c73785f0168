"""Columns whose cells hold more than a figure, made plain: one figure a cell.

What a second figure is, the column tells as a whole: its heading in the same form (``ปี 2566 → ปี
2567``, ``คะแนน (ระดับ)``), or the other cells. Two figures that are both scores become two columns.
Of anything else the score stays, and what stood beside it is handed back with what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from thai_ita.model import Cell, Table
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.numerals import read_number
from thai_ita.normalize.repair import squash
from thai_ita.parse.rules import Rule, is_removed, register
from thai_ita.parse.tables.cell_value import (
    DITTO,
    NO_FIGURE,
    CellValue,
    FigureRole,
    figure_role,
    out_of_full_marks,
    parse_cell,
)
from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading
from thai_ita.parse.tables.grid import (
    LAST_YEAR,
    GridView,
    short_years_of,
    without_year,
    year_of,
    years_of,
)

# Means no higher than this are of a scale of five.
SMALL_SCALE = 5
FULL_HEADING = "คะแนนเต็ม"

_ARROW = re.compile(BLANKS_BEFORE + r"(?:[→➜➔➝➞➡⇒⟶⟹▶►]\ufe0f?|-{1,2}>|=>)\s*")
_SLASH = re.compile(BLANKS_BEFORE + r"/\s*")
_SIGN = re.compile(BLANKS_BEFORE + r"(?:±|\+\s?/\s?[-–−]|\+[-–−])\s*")
_BRACKET = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]\s*", re.S)
_IN_BRACKETS = re.compile(
    rf"(?:(?:ตัวเลข|คะแนน|ค่า)\s*|{BLANKS_BEFORE})ใน(?:วงเล็บ|\(\s*\))\s*+(?:คือ|เป็น|หมายถึง|แสดง)?\s*"
)


def _beside(role: FigureRole, means: str, cell: str) -> Rule:
    """The rule for figures beside a score in one cell."""
    rows = "| ตัวชี้วัด | คะแนน |\n|---|---|\n| การใช้อำนาจ | {} |\n| การใช้งบประมาณ | 84.20 |\n"
    return register(
        Rule(
            f"in-cell-{role.value}",
            f"it stands beside the score in its cell and is {means}",
            refuses=rows.format(cell),
            passes=rows.format("⟦88.10⟧"),
        )
    )


BESIDE_RULES = {
    FigureRole.FULL: _beside(FigureRole.FULL, "full marks", "88.10 (เต็ม ⟦100⟧)"),
    FigureRole.CHANGE: _beside(FigureRole.CHANGE, "a change", "88.10 ▲ ⟦12.15⟧"),
    FigureRole.SPREAD: _beside(FigureRole.SPREAD, "a deviation", "88.10 ± ⟦12.15⟧"),
    FigureRole.RANK: _beside(FigureRole.RANK, "a rank", "88.10 (อันดับ ⟦12⟧)"),
    FigureRole.WEIGHT: _beside(FigureRole.WEIGHT, "a weight", "88.10 (น้ำหนัก ⟦30⟧)"),
    FigureRole.TARGET: _beside(FigureRole.TARGET, "a target", "88.10 (เป้าหมาย ⟦85.00⟧)"),
    FigureRole.AVERAGE: _beside(FigureRole.AVERAGE, "a mean", "88.10 (เฉลี่ยจังหวัด ⟦85.00⟧)"),
    FigureRole.COUNT: _beside(FigureRole.COUNT, "a count", "88.10 (จำนวนผู้ตอบ ⟦85⟧)"),
    FigureRole.FORMER: _beside(FigureRole.FORMER, "the figure of before", "⟦85.00⟧ -> 88.10"),
    FigureRole.MARK: _beside(FigureRole.MARK, "the mark of a note", "88.40 ⟦12⟧/"),
}
Pair = tuple[str, str]
Beside = tuple[int, str, FigureRole]


@dataclass(slots=True)
class PlainTable:
    """A table of plain cells, and the figures that stood beside its scores by their rows."""

    table: Table
    beside: list[Beside] = field(default_factory=list)


def plain_cells(table: Table) -> PlainTable:
    """The table with one figure in each cell of its columns of figures."""
    out = PlainTable(_without_dittos(table))
    if not any(_holds_more(cell.text) for cell in out.table.cells()):
        return out
    view = GridView(out.table)
    # From the right, so that the places of those to the left stay.
    for c in reversed(range(table.n_columns)):
        column = _Column(view, c)
        if column.is_plain or not column.is_of_figures:
            continue
        out.beside += column.beside()
        pieces = column.pieces()
        if len(next(iter(pieces.values()), ())) > 1:
            out.table = with_split(out.table, c, pieces)
        else:
            out.table = _with_texts(out.table, c, {r: texts[0] for r, texts in pieces.items()})
    return out


def _holds_more(text: str) -> bool:
    value = parse_cell(text)
    return value.is_figure and not _is_bare(value, text)


def _is_bare(value: CellValue, text: str) -> bool:
    """Whether a cell reads as a score as it stands, brackets around it aside."""
    return value.is_plain and not text.strip().startswith(("(", "["))


class _Column:
    """One column, its cells parsed."""

    def __init__(self, view: GridView, c: int) -> None:
        self.view = view
        self.texts = {r: view.text(r, c) for r in range(view.n_rows) if not view.is_single(r) and _is_own(view, r, c)}
        self.values = {r: _as_ruled(v) for r, text in self.texts.items() if (v := parse_cell(text)).is_figure}
        telling = [r for r, v in self.values.items() if not _is_bare(v, self.texts[r])]
        self.is_plain = not telling
        first = min(telling, default=0)
        above = [r for r in self.values if r < first and view.number(r, c) is not None]
        # Plain scores right above the first that holds more are of the body, numbers are not.
        body = [r for r in above if (n := view.number(r, c)) is not None and n.decimals]
        self.first = min([first, *body])
        self.values = {r: v for r, v in self.values.items() if r >= self.first}
        self.head = max((r for r, text in self.texts.items() if r < self.first and text), default=None)

    @property
    def is_of_figures(self) -> bool:
        """Whether more cells below the head are figures than anything else."""
        others = [
            r for r, text in self.texts.items() if r >= self.first and r not in self.values and text not in NO_FIGURE
        ]
        means = [v.scores[0].value for v in self.values.values() if v.others(FigureRole.SPREAD)]
        if means and all(m is not None and m <= SMALL_SCALE for m in means):
            return False
        return len(self.values) > len(others) and not (
            # Two labels in some cells and words in others: a list of sentences.
            others and any(len(v.scores) > 1 for v in self.values.values())
        )

    # -- what the second figures are ---------------------------------------------------------

    def beside(self) -> list[Beside]:
        """The figures that are no scores, by their rows."""
        keep_full = self._is_of_other_marks()
        unknown = self._unknown()
        return [
            (r, f.text, unknown if f.role is FigureRole.BESIDE and unknown else f.role)
            for r, v in self.values.items()
            for f in v.figures
            if f.role is not FigureRole.SCORE
            and not (f.role is FigureRole.FULL and keep_full)
            and not (f.role is FigureRole.BESIDE and unknown is None)
            and not (f.role is FigureRole.FORMER and self._heads("->"))
        ]

    def _unknown(self) -> FigureRole | None:
        """What the figures in brackets or behind a slash are; None for scores of another year or of
        another kind, which become columns of their own."""
        found = [f for v in self.values.values() for f in v.others(FigureRole.BESIDE)]
        heads = self._heads("()") or self._heads("/")
        if heads:
            return figure_role(classify_heading(without_year(heads[1])).role)
        main = [f for v in self.values.values() for f in v.scores]
        if found and all(f.is_whole for f in found) and not all(f.is_whole for f in main):
            return FigureRole.MARK
        return None

    def _heads(self, form: str) -> Pair | None:
        """The two headings of the column, where its head has the form of its cells."""
        if self.head is None:
            return None
        pair = _split_head(self.texts[self.head], form)
        if pair is None or not (_two_years(pair) or _known(pair[1])):
            return None
        return _in_full(pair)

    def _is_of_other_marks(self) -> bool:
        marks = [f for v in self.values.values() for f in v.others(FigureRole.FULL)]
        return bool(marks) and not all(map(out_of_full_marks, marks))

    # -- the new columns ---------------------------------------------------------------------

    def pieces(self) -> dict[int, list[str]]:
        """The texts by row, each as long as the number of columns that they become."""
        labels = list(dict.fromkeys(f.label for v in self.values.values() for f in v.figures if f.label))
        if labels:
            return self._by_label(labels)
        if pairs := self._pairs():
            return pairs
        if self._is_of_other_marks():
            found = {
                r: [v.scores[0].text, next((f.text for f in v.others(FigureRole.FULL)), "")]
                for r, v in self.values.items()
            }
            return self._under(self._plain_head(), FULL_HEADING, found)
        plain = {r: [v.scores[0].text] for r, v in self.values.items()}
        return plain if self.head is None else {self.head: [self._plain_head()], **plain}

    def _under(self, first: str, second: str, found: dict[int, list[str]]) -> dict[int, list[str]]:
        return found if self.head is None else {self.head: [first, second], **found}

    def _plain_head(self) -> str:
        """The head without the half that speaks of what was taken away."""
        text = self.texts[self.head] if self.head is not None else ""
        for form in ("±", "()", "/"):
            pair = _split_head(text, form)
            if pair and _known(pair[1]) and squash(pair[0]):
                return pair[0]
        return text

    def _by_label(self, labels: list[str]) -> dict[int, list[str]]:
        """A column for each label, and one for the figures that have none."""
        bare = any(not f.label for v in self.values.values() for f in v.scores)
        names = [*([""] if bare else []), *labels]
        found = {
            r: [next((f.text for f in v.figures if f.label == name), "") for name in names]
            for r, v in self.values.items()
        }
        if self.head is None:
            return found if len(names) == 1 else {}
        head = self.texts[self.head]
        return {self.head: [_heading(head, name) if name else head for name in names], **found}

    def _pairs(self) -> dict[int, list[str]]:
        """Two columns of scores: of two years, or rivals where nothing tells which is which."""
        form = next((v.form for v in self.values.values() if len(v.figures) > 1 and v.form), "")
        roles = (FigureRole.BESIDE, FigureRole.SCORE, FigureRole.FORMER, FigureRole.FULL)
        pairs = {r: [f.text for f in v.figures if f.role in roles][:2] for r, v in self.values.items()}
        heads = self._heads(form)
        unknown = any(v.others(FigureRole.BESIDE) for v in self.values.values())
        if form == "->" and heads is None:
            return {}
        if self._unknown() is not None or (not unknown and (form != "->" or heads is None)):
            return {}
        if heads is not None and form == "/" and not _two_years(heads) and not _known(heads[1]):
            return {}
        full = {r: pair if len(pair) == 2 else [pair[0], ""] for r, pair in pairs.items()}
        if heads is None:
            head = self.texts[self.head] if self.head is not None else ""
            return self._under(head, head, full)
        return self._under(*heads, full)


def _as_ruled(value: CellValue) -> CellValue:
    """A cell as it is read where a rule for figures beside a score is out of force."""
    free = [f for f in value.figures if f.role in BESIDE_RULES and is_removed(BESIDE_RULES[f.role])]
    return CellValue((replace(free[0], role=FigureRole.SCORE),), form=value.form) if free else value


def _is_own(view: GridView, r: int, c: int) -> bool:
    cell = view.cells[r][c]
    return cell is None or (cell.row == r and cell.column == c and cell.colspan == 1)


def _split_head(text: str, form: str) -> Pair | None:
    if form == "()":
        match = _BRACKET.fullmatch(text)
        return (match.group(1).strip(), match.group(2).strip()) if match else None
    pattern = {"->": _ARROW, "/": _SLASH, "±": _SIGN}.get(form)
    parts = pattern.split(text) if pattern else []
    return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else None


def _known(heading: str) -> bool:
    found = classify_heading(without_year(_IN_BRACKETS.sub("", heading)))
    return found.fit >= 1.0 and found.role in (
        ColumnRole.LEVEL, ColumnRole.CHANGE, ColumnRole.RANK, ColumnRole.FULL, ColumnRole.WEIGHT, ColumnRole.TARGET,
        ColumnRole.COUNT, ColumnRole.AVERAGE, ColumnRole.POINTS,
    )  # fmt: skip


def _two_years(pair: Sequence[str]) -> bool:
    """Whether two headings name two years; the second may say ``ปีก่อน``."""
    first, second = (years_of(text) or short_years_of(text) for text in pair)
    if len(first) == 1 and len(second) == 1:
        return first != second
    return len(first) <= 1 and not second and bool(LAST_YEAR.search(pair[1]))


def _in_full(pair: Pair) -> Pair:
    """Two headings, the second with the words that it shares with the first: IIT 2566 → 2567."""
    first, second = pair[0], _IN_BRACKETS.sub("", pair[1])
    if not _two_years(pair):
        return first, second
    shared = without_year(first)
    return (first, second if squash(shared) in squash(second) else f"{shared} {second}")


def _heading(head: str, label: str) -> str:
    """The heading over the figures of one label."""
    if years_of(label):
        return f"{without_year(head)} {label}"
    # The label says what the figures are; the head may still say of which year and instrument.
    return f"{label} {head}" if years_of(head) or read_label(head).instrument else label


# -- tables with other cells -----------------------------------------------------------------------


def with_split(table: Table, c: int, pieces: Mapping[int, Sequence[str]]) -> Table:
    """The table with column ``c`` as several; ``pieces`` holds its texts by row, all of one number.

    A cell of the column without pieces is merged over all of them.
    """
    more = len(next(iter(pieces.values()))) - 1
    width = table.n_columns + more
    grid: list[list[Cell | None]] = [[None] * width for _ in table.grid]
    for cell in table.cells():
        row, column = cell.row, cell.column
        if column > c:
            grid[row][column + more] = replace(cell, column=column + more)
        elif column == c and row in pieces and cell.colspan == 1:
            for k, text in enumerate(pieces[row]):
                grid[row][c + k] = replace(cell, column=c + k, raw=text, text=text, lines=())
        else:
            wider = more if column + cell.colspan > c else 0
            grid[row][column] = replace(cell, colspan=cell.colspan + wider)
    return replace(table, grid=grid)


def _with_texts(table: Table, c: int, texts: Mapping[int, str]) -> Table:
    grid = [list(row) for row in table.grid]
    for r, text in texts.items():
        cell = grid[r][c] if c < len(grid[r]) else None
        if cell is not None and cell.text != text:
            grid[r][c] = replace(cell, text=text, raw=text, lines=())
    return replace(table, grid=grid)


def _without_dittos(table: Table) -> Table:
    """The table with the words that its ditto marks repeat. A figure is not repeated: a mark there
    may as well say that there is none."""
    if not any(cell.text.strip() in DITTO for cell in table.cells()):
        return table
    for c in range(table.n_columns):
        above = ""
        texts: dict[int, str] = {}
        for r, text in enumerate(_column_texts(table, c)):
            if not text or text not in DITTO:
                above = text or above
            elif above and (read_number(above) is None or year_of(above)):
                texts[r] = above
        table = _with_texts(table, c, texts)
    return table


def _column_texts(table: Table, c: int) -> Iterable[str]:
    for row in table.grid:
        cell = row[c] if c < len(row) else None
        yield cell.text.strip() if cell is not None else ""
