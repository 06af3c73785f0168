"""What the columns of a table of scores say: which may hold scores, and of what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from thai_ita.model import Agency, Match, ScoreKind
from thai_ita.normalize.labels import read_label
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import Number, read_number, to_arabic
from thai_ita.parse.scores.agency_cells import AgencyReader
from thai_ita.parse.scores.candidates import NAMED_BY_SUMS
from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading
from thai_ita.parse.tables.grid import Column, GridView, without_year, years_of
from thai_ita.parse.tables.provisional_columns import former_labels, is_official, superseded
from thai_ita.parse.tables.response_rates import response_rate_columns
from thai_ita.parse.tables.run_columns import columns_by_sums
from thai_ita.parse.text.topic_cues import names_assessment

# Columns whose figures are never scores.
NOT_SCORES = frozenset(
    {
        ColumnRole.SEQ, ColumnRole.RANK, ColumnRole.WEIGHT, ColumnRole.FULL, ColumnRole.TARGET, ColumnRole.CHANGE, ColumnRole.COUNT,
        ColumnRole.BUDGET, ColumnRole.CODE, ColumnRole.STATUS, ColumnRole.KPI, ColumnRole.TIMEFRAME, ColumnRole.LEVEL, ColumnRole.NOTE,
        ColumnRole.AVERAGE, ColumnRole.YEAR,
    }
)  # fmt: skip
# Of these, the ones that stay what they are even where a year or a name stands in their heading.
_NEVER = frozenset(
    {ColumnRole.CHANGE, ColumnRole.TARGET, ColumnRole.RANK, ColumnRole.WEIGHT, ColumnRole.FULL, ColumnRole.COUNT, ColumnRole.CODE}
)
_PER_INSTRUMENT = re.compile(r"(?:ราย|แต่ละ|ระดับ|ของ)\s*(?:เครื่องมือ|แบบวัด|แบบ(?!สอบ))")
_POINTS_TO_BE_HAD = re.compile(
    r"\(\s*(?:คะแนนเต็ม|เต็ม|ร้อยละ|น้ำหนัก)?\s*[\d๐-๙]{1,3}(?:\.\d+)?\s*(?:คะแนน|%)?\s*\)"
)
# A heading of points beside full marks, and of anything that was reached.
_GOT = "ได้"
# A mean over others than the agency, which no year in its heading makes a score of it.
_MEAN_OF_OTHERS = re.compile(
    r"(?:เฉลี่ย|mean|average)\S{0,12}?\s*(?:ของ|ใน|ระดับ|ทั้ง|ทุก|ราย)*\s*"
    r"(?:ประเทศ|จังหวัด|อำเภอ|ภาค(?!รัฐ|ประชา|เอกชน|ี)|เขต|หน่วยงาน(?:อื่น|ทั้ง)|อปท|องค์กรปกครอง|national|province)",
    re.I,
)
_OVERALL_WORDS = re.compile(r"รวม|ITA|overall|total|สุทธิ", re.I)


# A column filled in at most this share of its rows has merged cells, or lost the spans of them.
SPARSE = 0.7
# So many names of the assessment tell that a table is of it.
MIN_NAMED = 2
# A mean is printed with two decimals, rounded or cut, of figures that are rounded themselves.
ROUNDED = 0.0101
# Headings that say how a figure is given and leave open of what it is.
_OPEN_ROLES = frozenset({ColumnRole.SCORE, ColumnRole.POINTS, ColumnRole.YEAR, ColumnRole.AVERAGE, ColumnRole.LEVEL, ColumnRole.WEIGHT})


def _leaves_open(text: str) -> bool:
    """Whether a heading says only year, part or unit, so that the one above it names the thing."""
    if years_of(text) or read_label(text).part or read_number(text.strip("()")) is not None:
        return True
    return classify_heading(text).role in _OPEN_ROLES


class ScoreColumns:
    """The columns of one table and what each of them names."""

    def __init__(
        self,
        view: GridView,
        matcher: NameMatcher,
        agencies: AgencyReader,
        year: int | None = None,
    ) -> None:
        self.view = view
        self.matcher = matcher
        self._owners: dict[int, Column | None] = {}
        self._shares = response_rate_columns(view)
        # Columns that are called the result, beside others that are called provisional.
        self._results: set[int] = set()
        self.former = former_labels(view.columns, year)
        self.matches: list[Match | None] = [self._match(column) for column in view.columns]
        self._name_by_sums()
        self.agencies: list[Agency | None] = [
            next((a for t in reversed(column.parts) if (a := agencies.read(t))), None)
            for column in view.columns
        ]

    def match(self, column: Column) -> Match | None:
        """What the head of a column names."""
        return self.matches[column.index]

    def agency(self, column: Column) -> Agency | None:
        """The agency whose scores a column holds, where agencies stand side by side."""
        return self.agencies[column.index]

    def _name_by_sums(self) -> None:
        """Columns of all indicators and their total are named by the sums, where their head is not
        understood or lost."""
        rows = [
            [self.view.number(r, c) for c in range(self.view.n_columns)]
            for r in range(self.view.first_row, self.view.n_rows)
        ]
        named = dict(enumerate(self.matches))
        for c, match in self.named_by_sums(rows, named).items():
            self.matches[c] = replace(match, seen=self.view.columns[c].heading)

    def named_by_sums(
        self, figures: Sequence[Sequence[Number | None]], named: Mapping[int, Match | None]
    ) -> dict[int, Match]:
        """What the sums name of columns (of their rows of figures) or of rows (of their columns) that
        nothing else names."""
        codes = {place: match.code for place, match in named.items() if match is not None}
        around = [self.view.table.caption, *self.view.captions, *(c.heading for c in self.view.columns)]
        near = names_assessment(" ".join(around)) or len(codes) >= MIN_NAMED
        found = columns_by_sums(figures, self.matcher.edition, codes, near=near)
        return {
            place: replace(match, rule=NAMED_BY_SUMS)
            for place, code in found.items()
            if place not in codes and (match := self._of_code(code)).accepted
        }

    def _of_code(self, code: str) -> Match:
        """What a code stands for: ITA, EIT, 7."""
        return self.matcher.match(f"ตัวชี้วัดที่ {code}" if code.isdecimal() else code)

    def _match(self, column: Column) -> Match | None:
        """The lowest part of the head that names something scored."""
        if numbered := self._indicator_by_number(column):
            return numbered
        for text in reversed(column.parts):
            if found := self._named(text):
                return found
            if not _leaves_open(text):
                # A name that is not understood is not replaced by that of the group above it.
                break
        return self._named(column.heading) if len(column.parts) > 1 else None

    def _named(self, text: str) -> Match | None:
        bare = _POINTS_TO_BE_HAD.sub(" ", text)
        found = self.matcher.match(bare, Context(table=True))
        if not found.accepted and years_of(bare):
            # "IIT ปี 2567" names what IIT names.
            found = self.matcher.match(without_year(bare), Context(table=True))
            if found.kind is ScoreKind.OVERALL:
                return None
        if not found.accepted or found.rule == "average-words":
            return None
        if found.kind is ScoreKind.OVERALL:
            by_year = bool(years_of(text)) and not names_assessment(text)
            if by_year or not _OVERALL_WORDS.search(bare):
                return None
        return found

    def _indicator_by_number(self, column: Column) -> Match | None:
        """``(4)`` below ``IIT`` is indicator 4, if the instrument has it."""
        if len(column.parts) < 2:
            return None
        number = read_number(column.parts[-1].strip("()"))
        instrument = self.matcher.edition.instrument(read_label(column.parts[-2]).instrument)
        if number is None or instrument is None or number.decimals:
            return None
        code = str(int(number.value))
        return self.matcher.match(f"ตัวชี้วัดที่ {code}") if code in instrument.indicators else None

    def is_per_instrument(self, column: Column) -> bool:
        """A column of the scores of the instruments, each beside the rows of its indicators."""
        return bool(_PER_INSTRUMENT.search(column.heading))

    @cached_property
    def scores(self) -> list[Column]:
        """The columns that may hold scores, without those that say they hold something else."""
        columns = self._final_columns([c for c in self.view.columns if self._may_hold_scores(c)])
        named = self._best_of_equals([c for c in columns if self._claims_scores(c)])
        return named or [
            c for c in columns if c.role is ColumnRole.UNKNOWN and not c.heading and not self._counts(c)
        ]

    @cached_property
    def full_marks(self) -> list[int]:
        """The columns of full marks, one for each row; not those of the best and worst results."""
        return [
            c.index
            for c in self.view.columns
            if c.role is ColumnRole.FULL and "เต็ม" in c.heading and self.owner(c) is None
        ]

    def _final_columns(self, columns: list[Column]) -> list[Column]:
        """The columns without the drafts, rehearsals and withdrawn figures of a result beside them."""
        figures = [c for c in columns if self._holds_figures(c)]
        kept = []
        for column in columns:
            beside = [c for c in figures if c is not column and self._names_same(c, column)]
            if superseded(column, beside):
                self._results |= {c.index for c in beside if is_official(c.heading)}
            else:
                kept.append(column)
        return kept

    def _names_same(self, one: Column, other: Column) -> bool:
        first, second = self.match(one), self.match(other)
        return (first and (first.kind, first.code)) == (second and (second.kind, second.code))

    def _all_whole(self, column: Column) -> bool:
        rows = range(self.view.first_row, self.view.n_rows)
        figures = [n for r in rows if (n := self.view.number(r, column.index)) is not None]
        return all(n.decimals == 0 for n in figures)

    def _counts(self, column: Column) -> bool:
        """Whether the figures of a column only number its rows."""
        rows = range(self.view.first_row, self.view.n_rows)
        figures = [n for r in rows if (n := self.view.number(r, column.index)) is not None]
        whole = [int(n.value) for n in figures if n.decimals == 0]
        return len(whole) == len(figures) and all(b == a + 1 for a, b in pairwise(whole))

    def _may_hold_scores(self, column: Column) -> bool:
        per_instrument = self.is_per_instrument(column)
        if column.index in self._shares or column.index in self.former:
            return False
        if column.parts[-1:] == [_GOT] and not self.full_marks and self._all_whole(column):
            # People asked and people who answered are "เป้าหมาย" and "ได้" too.
            return False
        if self.agency(column) is None and _MEAN_OF_OTHERS.search(column.heading):
            return False
        if column.role in _NEVER or (column.role is ColumnRole.LEVEL and not column.years):
            return False
        if column.role is ColumnRole.SEQ and self.match(column) is None:
            # Under a year a number is the place of the agency among others.
            return False
        if column.role is ColumnRole.AVERAGE and column.fit >= 1.0 and not per_instrument:
            return self._averages_groups(column)
        named = self.match(column) is not None or column.year is not None or per_instrument
        return named or column.role not in NOT_SCORES

    def _claims_scores(self, column: Column) -> bool:
        return bool(
            column.role in (ColumnRole.SCORE, ColumnRole.POINTS)
            or column.years
            or column.relative_year
            or column.index in self._results
            or self.match(column) is not None
            or self.agency(column) is not None
            or self.is_per_instrument(column)
            or (column.role is ColumnRole.AVERAGE and self._averages_groups(column))
            or read_label(column.heading).part
            # "หน่วยงาน" over figures is this agency's column, beside those of others.
            or (column.role is ColumnRole.AGENCY and self._holds_figures(column))
        )

    def _holds_figures(self, column: Column) -> bool:
        rows = range(self.view.first_row, self.view.n_rows)
        filled = [r for r in rows if self.view.text(r, column.index)]
        figures = [r for r in filled if self.view.number(r, column.index) is not None]
        return bool(filled) and len(figures) * 2 > len(filled)

    def _averages_groups(self, column: Column) -> bool:
        """Whether every figure is the mean of the indicators of one instrument, merged over them.

        That is the score of the instrument. The mean of years or of a country is not.
        """
        owner = self.owner(column)
        if owner is None:
            return False
        starts = sorted(self._starts(column))
        groups = [range(a, b) for a, b in pairwise([*starts, self.view.n_rows])]
        if not all(self._is_instrument(owner, rows) for rows in groups):
            return False
        others = [c for c in self.view.columns if c is not column and c.role not in NOT_SCORES]
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

    def owner(self, column: Column) -> Column | None:
        """The column of labels whose merged cells stand beside the merged cells of a column.

        A figure over five rows belongs to the name over the same five rows, not to the first of the
        five names beside it. Where spans are lost both leave the same places empty.
        """
        if column.index not in self._owners:
            self._owners[column.index] = self._find_owner(column)
        return self._owners[column.index]

    def _find_owner(self, column: Column) -> Column | None:
        starts = self._starts(column)
        n_rows = self.view.n_rows - self.view.first_row
        if len(starts) < 2 or len(starts) > SPARSE * n_rows:
            return None
        for label in self.view.columns:
            figures = any(self.view.number(r, label.index) is not None for r in self._starts(label))
            if label is column or figures:
                continue
            for mine in (self._starts(label), self._changes(label)):
                if starts <= mine and len(mine - starts) <= 1:
                    return label
        return None

    def _changes(self, column: Column) -> set[int]:
        """The data rows in which a column says something else than in the row above."""
        rows = range(self.view.first_row, self.view.n_rows)
        texts = [self.view.text(r, column.index) for r in rows]
        return {
            r
            for r, text, above in zip(rows, texts, ["", *texts], strict=False)
            if text and text != above
        }

    def _starts(self, column: Column) -> set[int]:
        """The data rows in which a cell of the column begins and holds something."""
        return {
            r
            for r in range(self.view.first_row, self.view.n_rows)
            if (cell := self.view.cells[r][column.index]) is not None
            and cell.row == r
            and cell.column == column.index
            and cell.text.strip()
        }

    def is_plain(self, column: Column) -> bool:
        """A column that says it holds scores, and nothing of which."""
        return (
            column.role is ColumnRole.SCORE
            and not column.years
            and not column.relative_year
            and self.match(column) is None
            and self.agency(column) is None
            and not read_label(column.heading).part
            and not self.is_per_instrument(column)
            and self.owner(column) is None
        )

    def _best_of_equals(self, columns: list[Column]) -> list[Column]:
        """Of several columns that are all just "scores", the one whose heading says it plainest.

        Columns that take turns (scores of items in one, of indicators in the next) are all kept.
        """
        plain = [c for c in columns if self.is_plain(c)]
        if len(plain) < 2 or self._are_complementary(plain):
            return columns
        best = max(c.fit for c in plain)
        return [c for c in columns if c not in plain or c.fit == best]

    def _are_complementary(self, columns: list[Column]) -> bool:
        """Whether no row has a figure in more than one of the columns, and each column has some."""
        rows = range(self.view.first_row, self.view.n_rows)
        filled = [
            {r for r in rows if self.view.number(r, c.index) is not None} for c in columns
        ]
        return all(filled) and sum(map(len, filled)) == len(set.union(*filled))

    @cached_property
    def zero_codes(self) -> int | None:
        """A column of item codes whose letter o was read as zero: 01, 02 ... 010."""
        for column in self.view.columns:
            rows = range(self.view.first_row, self.view.n_rows)
            filled = [to_arabic(t) for r in rows if (t := self.view.text(r, column.index))]
            zeros = [t for t in filled if re.fullmatch(r"0\d{1,2}", t)]
            if len(zeros) >= 2 and len(zeros) >= 0.6 * len(filled):
                return column.index
        return None
