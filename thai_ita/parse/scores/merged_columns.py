"""Columns of fewer figures than the table has rows: merged cells, and what their figures belong to.

A figure over five rows belongs to the name over the same five rows, or to the instrument whose
indicators these five are; not to the first of the five names beside it. Where spans are lost, the
same places are left empty.
"""

from __future__ import annotations

from itertools import pairwise

from thai_ita.model import ScoreKind
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.parse.tables.column_roles import NOT_SCORES
from thai_ita.parse.tables.grid import Column, GridView

# A column filled in at most this share of its rows has merged cells, or lost the spans of them.
SPARSE = 0.7
# A mean is printed with two decimals, rounded or cut, of figures that are rounded themselves.
ROUNDED = 0.0101


class MergedColumns:
    """Which columns of a table are merged over rows, and how."""

    def __init__(self, view: GridView, matcher: NameMatcher) -> None:
        self.view = view
        self.matcher = matcher
        self._owners: dict[int, Column | None] = {}

    def owner(self, column: Column) -> Column | None:
        """The column of labels whose merged cells stand beside the merged cells of a column."""
        if column.index not in self._owners:
            self._owners[column.index] = self._find_owner(column)
        return self._owners[column.index]

    def _find_owner(self, column: Column) -> Column | None:
        starts = self.starts(column)
        n_rows = self.view.n_rows - self.view.first_row
        if len(starts) < 2 or len(starts) > SPARSE * n_rows:
            return None
        for label in self.view.columns:
            figures = any(self.view.number(r, label.index) is not None for r in self.starts(label))
            if label is column or figures:
                continue
            for mine in (self.starts(label), self._changes(label)):
                if starts <= mine and len(mine - starts) <= 1:
                    return label
        return None

    def _changes(self, column: Column) -> set[int]:
        """The data rows in which a column says something else than in the row above."""
        rows = range(self.view.first_row, self.view.n_rows)
        texts = [self.view.text(r, column.index) for r in rows]
        return {r for r, text, above in zip(rows, texts, ["", *texts], strict=False) if text and text != above}

    def starts(self, column: Column) -> set[int]:
        """The data rows in which a cell of the column begins and holds something."""
        return {
            r
            for r in range(self.view.first_row, self.view.n_rows)
            if (cell := self.view.cells[r][column.index]) is not None
            and cell.row == r
            and cell.column == column.index
            and cell.text.strip()
        }

    def instruments_by_place(self, column: Column, codes: dict[int, str]) -> dict[int, str]:
        """The instrument of each figure of a column that has one for the indicators of each.

        ``codes`` are the indicators of the rows. The figures must stand where the indicators of
        another instrument begin, and another column must have a figure for each indicator.
        """
        instrument_of = self.matcher.edition.instrument_of
        runs = {r: found for r, code in codes.items() if (found := instrument_of(code))}
        firsts: dict[int, str] = {}
        before = ""
        for r in sorted(runs):
            if runs[r] != before:
                firsts[r] = before = runs[r]
        filled = {r for r in self.starts(column) & set(codes) if self.view.number(r, column.index) is not None}
        if filled != set(firsts) or len(codes) <= len(firsts) or len(set(firsts.values())) < len(firsts):
            return {}
        beside = (c for c in self.view.columns if c is not column and c.role not in NOT_SCORES)
        complete = any(
            all(
                (cell := self.view.cells[r][c.index]) is not None
                and cell.row == r
                and self.view.number(r, c.index) is not None
                for r in codes
            )
            for c in beside
        )
        return firsts if complete else {}

    def averages_groups(self, column: Column, others: list[Column]) -> bool:
        """Whether every figure is the mean of the indicators of one instrument, merged over them.

        That is the score of the instrument. The mean of years or of a country is not.
        """
        owner = self.owner(column)
        if owner is None:
            return False
        starts = sorted(self.starts(column))
        groups = [range(a, b) for a, b in pairwise([*starts, self.view.n_rows])]
        if not all(self._is_instrument(owner, rows) for rows in groups):
            return False
        return any(all(self._is_mean(column, c, rows) for rows in groups) for c in others)

    def _is_instrument(self, owner: Column, rows: range) -> bool:
        """Whether a merged cell names an instrument, and the rows beside it all its indicators."""
        code = read_label(self.view.text(rows[0], owner.index)).instrument
        instrument = self.matcher.edition.instrument(code)
        texts = [self.view.text(r, c.index) for r in rows for c in self.view.columns]
        found = [self.matcher.match(t, Context(table=True)) for t in texts if t]
        named = {m.code for m in found if m.accepted and m.kind is ScoreKind.INDICATOR}
        return instrument is not None and named == set(instrument.indicators)

    def _is_mean(self, column: Column, other: Column, rows: range) -> bool:
        stated = self.view.number(rows[0], column.index)
        found = [n for r in rows if (n := self.view.number(r, other.index)) is not None]
        if stated is None or len(found) < len(rows):
            return False
        return abs(sum(n.value for n in found) / len(found) - stated.value) <= ROUNDED
