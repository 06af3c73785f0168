"""Cells in which every figure has a label of its own, and figures with their deviation.

``ปี 2566 : 85.25 / ปี 2567 : 97.90`` and ``เกณฑ์ 85.00 / ได้ 90.47 ✓`` become one column for each
label, headed by it. Only labels that are a year or the known heading of a figure are understood.
Of ``77.84 ± 2.16`` the figure before the sign stays.
"""

from __future__ import annotations

import re
from dataclasses import replace

from thai_ita.model import Table
from thai_ita.normalize.labels import read_label
from thai_ita.normalize.numerals import read_score, to_arabic
from thai_ita.normalize.repair import squash
from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading
from thai_ita.parse.tables.grid import GridView, short_years_of, without_year, years_of
from thai_ita.parse.tables.year_pairs import with_split

# A longer cell holds sentences.
MAX_CELL = 160
# Figures no higher than this may be means on a scale of five.
SMALL_SCALE = 5

_NO_FIGURE = ("-", "–", "—", "")
_YEAR = r"(?<![\d.])25\d\d(?![\d.])"
# A label may hold a year; the figure is the first other number behind it.
_LABELLED = re.compile(
    rf"((?:{_YEAR}|ปี\s*(?:พ\.?\s*ศ\.?)?\s*[5-7]\d(?!\d|\.\d)|\D)+?)(?<![\d.])(\d{{1,3}}(?:\.\d{{1,4}})?)(?![\d.])"
)
_MARKS = r"(?:คะแนน|ร้อยละ|%|[✓✔✗✘×☑☒✅❌]|\((?:ไม่)?ผ่าน\)|(?:ไม่)?ผ่าน)"
_SEPARATOR = r"[\s/|;,.()\ufe0f]"
_MARK = re.compile(rf"{_SEPARATOR}+|{_MARKS}")
_REST = re.compile(rf"(?:{_MARKS}|{_SEPARATOR})*")
_TAIL = re.compile(r"[\s:=\-–—()]+$")
_YEAR_WORDS = ("", "พศ", "ได้", "คะแนน", "ผล", "ผลคะแนน", "ได้คะแนน", "ร้อยละ", "เท่ากับ", "คะแนนที่ได้")
_FIGURES = frozenset(
    {
        ColumnRole.SCORE, ColumnRole.POINTS, ColumnRole.TARGET, ColumnRole.FULL, ColumnRole.WEIGHT, ColumnRole.CHANGE, ColumnRole.AVERAGE,
    }
)  # fmt: skip
_SPREAD = re.compile(r"(.*?\S)\s*(?:±|\+\s?/\s?[-–−]|\+[-–−])\s*(\S.*)", re.S)

Labelled = dict[str, str]


def split_labelled(table: Table) -> Table:
    """The table with each column of labelled figures as one column for each label."""
    cells = [c for c in table.cells() if len(c.text) <= MAX_CELL and _may_be_labelled(c.text)]
    if not cells:
        return table
    view = GridView(table)
    # From the right, so that the places of those to the left stay.
    for c in sorted({cell.column for cell in cells}, reverse=True):
        if pieces := _pieces_of(view, c):
            table = with_split(table, c, pieces)
    return table


def _may_be_labelled(text: str) -> bool:
    return text[:1].strip() != "" and len(re.findall(r"[\d๐-๙]+", text)) >= 2


def _pieces_of(view: GridView, c: int) -> dict[int, list[str]]:
    """The texts of a column by row, cut by label; empty for any other column."""
    texts = {r: view.text(r, c) for r in range(view.n_rows) if not view.is_single(r)}
    found = {r: cut for r, text in texts.items() if (cut := read_labelled(text))}
    if not found or max(map(len, found.values())) < 2:
        return {}
    first = min(found)
    heads = [r for r in texts if r < first and texts[r]]
    others = [text for r, text in texts.items() if r >= first and r not in found]
    if not heads or any(text not in _NO_FIGURE for text in others):
        return {}
    labels = list(dict.fromkeys(label for cut in found.values() for label in cut))
    head = heads[-1]
    pieces = {r: [cut.get(label, "") for label in labels] for r, cut in found.items()}
    return {head: [_heading(texts[head], label) for label in labels], **pieces}


def read_labelled(text: str) -> Labelled:
    """The figures of a cell by their labels; empty where anything else stands in it."""
    plain, end = to_arabic(text), 0
    out: Labelled = {}
    if len(plain) > MAX_CELL:
        return {}
    for match in _LABELLED.finditer(plain):
        label = _label(plain[end : match.start(2)], first=end == 0)
        if not label or label in out or read_score(match.group(2)) is None:
            return {}
        out[label] = text[match.start(2) : match.end(2)]
        end = match.end()
    return out if _REST.fullmatch(plain[end:]) else {}


def _label(text: str, *, first: bool) -> str:
    """A label as it heads a column: ``ปี 2566``, or a known heading; "" for anything else."""
    while not first and (mark := _MARK.match(text)) and mark.end():
        # The unit of the figure before it, or the first word of the label.
        if found := _label(text, first=True):
            return found
        text = text[mark.end() :]
    text = _TAIL.sub("", text).strip()
    if years := years_of(text) or short_years_of(text):
        rest = _TAIL.sub("", without_year(text)) if years_of(text) else ""
        return f"ปี {years[0]}" if len(years) == 1 and squash(rest) in _YEAR_WORDS else ""
    heading = classify_heading(text)
    return text if heading.role in _FIGURES and heading.fit >= 1.0 else ""


def _heading(head: str, label: str) -> str:
    """The heading over the figures of one label."""
    if years_of(label):
        return f"{without_year(head)} {label}"
    # The label says what the figures are; the head may still say of which year and instrument.
    return f"{label} {head}" if years_of(head) or read_label(head).instrument else label


# -- deviations ----------------------------------------------------------------------------------


def without_spread(table: Table) -> Table:
    """The table with ``77.84`` for ``77.84 ± 2.16``; its heading loses the same half.

    Only where every figure of the column has its deviation, and they are no means of a scale of
    five.
    """
    if not any("±" in cell.text or "+" in cell.text for cell in table.cells()):
        return table
    view = GridView(table)
    grid = [list(row) for row in table.grid]
    for c in range(table.n_columns):
        kept = _before_sign(view, c)
        for r, text in kept.items():
            cell = grid[r][c] if c < len(grid[r]) else None
            if cell is not None:
                grid[r][c] = replace(cell, text=text, raw=text, lines=())
    return replace(table, grid=grid)


def _before_sign(view: GridView, c: int) -> dict[int, str]:
    texts = {r: view.text(r, c) for r in range(view.n_rows) if not view.is_single(r)}
    halves = {r: m.groups() for r, text in texts.items() if (m := _SPREAD.fullmatch(text))}
    figures = {
        r: number
        for r, (mean, spread) in halves.items()
        if (number := read_score(mean)) is not None and read_score(spread) is not None
    }
    if not figures or all(n.value <= SMALL_SCALE for n in figures.values()):
        return {}
    first = min(figures)
    rows = {r for r, text in texts.items() if r >= first and text not in _NO_FIGURE}
    return {r: halves[r][0] for r in halves if r < first or r in figures} if rows <= set(figures) else {}
