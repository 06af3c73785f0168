"""What the columns of a table of scores say: which may hold scores, and of what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from thai_ita.model import Agency, EstablishedBy, Match, ScoreKind
from thai_ita.normalize.edition_arithmetic import (
    MAX_MARGIN,
    MIN_FROM_PLAIN_MEAN,
    margin,
    weights_below,
)
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import Number, find_numbers, read_number, to_arabic
from thai_ita.parse.rules import is_removed
from thai_ita.parse.scores.agency_cells import AgencyReader
from thai_ita.parse.scores.candidates import NAMED_BY_SUMS, OVERALL
from thai_ita.parse.scores.column_meaning import ColumnMeaning, ColumnStanding
from thai_ita.parse.scores.column_rules import (
    OUTCOMES,
    SUPERSEDED,
    UNCLAIMED,
    is_mean_of_others,
    refusal_of,
)
from thai_ita.parse.scores.merged_columns import ROUNDED, MergedColumns
from thai_ita.parse.tables.column_roles import (
    NOT_SCORES,
    POINTS_TO_BE_HAD,
    ColumnRole,
    classify_heading,
)
from thai_ita.parse.tables.difference_columns import difference_columns
from thai_ita.parse.tables.grid import Column, GridView, without_year, years_of
from thai_ita.parse.tables.provisional_columns import (
    former_labels,
    is_official,
    is_provisional,
    superseded,
)
from thai_ita.parse.tables.response_rates import response_rate_columns
from thai_ita.parse.tables.run_columns import columns_by_sums
from thai_ita.parse.text.topic_cues import names_assessment

_PER_INSTRUMENT = re.compile(r"(?:ราย|แต่ละ|ระดับ|ของ|รวม|เฉลี่ย|คะแนน)\s*(?:เครื่องมือ|แบบวัด|แบบ(?!สอบ))")
_OVERALL_WORDS = re.compile(r"รวม|ITA|overall|total|สุทธิ", re.I)


# So many names of the assessment tell that a table is of it.
MIN_NAMED = 2
# Fewer parts than these have no mean.
MIN_PARTS = 2
# Headings of what may be the whole: a mean, a total, or no more than "score".
_WHOLES = frozenset({ColumnRole.AVERAGE, ColumnRole.SCORE, ColumnRole.POINTS, ColumnRole.UNKNOWN})
# Means no higher than this are of a scale of five.
SMALL_SCALE = 5
# Headings that say how a figure is given and leave open of what it is.
_OPEN_ROLES = frozenset(
    {ColumnRole.SCORE, ColumnRole.POINTS, ColumnRole.YEAR, ColumnRole.AVERAGE, ColumnRole.LEVEL, ColumnRole.WEIGHT}
)


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
        self.merged = MergedColumns(view, matcher)
        self.shares = response_rate_columns(view)
        self.differences = difference_columns(view)
        # Columns that are called the result, beside others that are called provisional.
        self._results: set[int] = set()
        self.former = former_labels(view.columns, year)
        self.matches: list[Match | None] = [self._match(column) for column in view.columns]
        self._name_by_sums()
        # The columns whose headings name something, and what; the wholes follow their parts.
        self._naming = [(c, m.code) for c in view.columns if (m := self.matches[c.index]) is not None]
        for column in view.columns:
            if self.matches[column.index] is not None:
                continue
            match = self._mean_beside_parts(column)
            if match is None and self._is_overall_by_sums(column):
                match = replace(OVERALL, seen=column.heading, rule=NAMED_BY_SUMS)
            if match is not None:
                self.matches[column.index] = match
                self._naming.append((column, match.code))
                self._naming.sort(key=lambda named: named[0].index)
        self.agencies: list[Agency | None] = [
            next((a for t in reversed(column.parts) if (a := agencies.read(t))), None) for column in view.columns
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
        bare = POINTS_TO_BE_HAD.sub(" ", text)
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
        """``(4)`` below ``IIT`` is indicator 4, if the instrument has it; so is ``4`` in a row of
        numbers that a heading above or before it calls indicators."""
        number = read_number(column.parts[-1].strip("()")) if column.parts else None
        if number is None or number.decimals:
            return None
        code = str(int(number.value))
        above = column.parts[-2] if len(column.parts) > 1 else ""
        instrument = self.matcher.edition.instrument(read_label(above).instrument)
        if instrument is not None:
            counted = code in instrument.indicators
        else:
            first = any(self.view.counts_indicators(r) for r in self.view.head_rows)
            counted = first or classify_heading(above).role is ColumnRole.INDICATOR or "ตัวชี้วัด" in above
        found = self.matcher.match(f"ตัวชี้วัดที่ {code}")
        return found if counted and found.accepted else None

    def is_per_instrument(self, column: Column) -> bool:
        """A column of the scores of the instruments, each beside the rows of its indicators."""
        return bool(_PER_INSTRUMENT.search(column.heading))

    @cached_property
    def roles(self) -> frozenset[ColumnRole]:
        """What the columns hold."""
        return frozenset(column.role for column in self.view.columns)

    @cached_property
    def meanings(self) -> list[ColumnMeaning]:
        """What each column means, by its place."""
        meanings = [self._meaning(c) for c in self.view.columns]
        open_columns = [m.column for m in meanings if m.refused is None]
        final = self._final_columns(open_columns)
        places = {column.index for column in final}
        for column in open_columns:
            if column.index not in places:
                meanings[column.index].refused = SUPERSEDED
                meanings[column.index].standing = ColumnStanding.PROVISIONAL
        named = [c for c in final if self._claims_scores(c)]
        if not named:
            named = [c for c in final if c.role is ColumnRole.UNKNOWN and not c.heading and not self._counts(c)]
        places = {column.index for column in named}
        for column in final:
            if column.index not in places and not is_removed(UNCLAIMED):
                meanings[column.index].refused = UNCLAIMED
            elif column.index in self._results:
                meanings[column.index].standing = ColumnStanding.FINAL
        return meanings

    def _meaning(self, column: Column) -> ColumnMeaning:
        of, agency = self.match(column), self.agency(column)
        beside = EstablishedBy.COLUMN
        refused = refusal_of(self, column)
        standing = ColumnStanding.STATED
        if column.index in self.shares:
            standing = ColumnStanding.SHARE
        elif column.index in self.former:
            standing = ColumnStanding.FORMER
        elif agency is None and is_mean_of_others(column.heading):
            standing = ColumnStanding.MEAN_OF_OTHERS
        elif is_provisional(column.heading):
            standing = ColumnStanding.PROVISIONAL
        evidence = [f"heading: {column.heading}"] if column.heading else []
        if of is not None:
            evidence.append(f"names {of.code}: {of.rule}")
        return ColumnMeaning(
            column=column,
            role=column.role,
            of=of,
            year=column.year,
            year_from=beside if column.year else EstablishedBy.UNKNOWN,
            part=read_label(column.heading).part,
            agency=agency,
            agency_from=beside if agency else EstablishedBy.UNKNOWN,
            standing=standing,
            refused=refused,
            evidence=evidence,
        )

    @cached_property
    def scores(self) -> list[Column]:
        """The columns that may hold scores, without those that say they hold something else."""
        return [m.column for m in self.meanings if m.may_hold_scores]

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
        figures = [c for c in columns if self.holds_figures(c)]
        kept = []
        for column in columns:
            if not is_provisional(column.heading):
                kept.append(column)
                continue
            beside = [c for c in figures if c is not column and self._names_same(c, column)]
            if superseded(column, beside):
                self._results |= {c.index for c in beside if is_official(c.heading)}
                if not is_removed(SUPERSEDED):
                    continue
            kept.append(column)
        return kept

    def _names_same(self, one: Column, other: Column) -> bool:
        first, second = self.match(one), self.match(other)
        return (first and (first.kind, first.code)) == (second and (second.kind, second.code))

    def figures(self, column: Column) -> list[Number]:
        """The figures of a column below its head."""
        rows = range(self.view.first_row, self.view.n_rows)
        return [n for r in rows if (n := self.view.number(r, column.index)) is not None]

    def all_whole(self, column: Column) -> bool:
        """Whether no figure of a column has decimals."""
        return all(n.decimals == 0 for n in self.figures(column))

    def has_decimals(self, column: Column) -> bool:
        """Whether most figures of a column have decimals, as printed scores have."""
        figures = self.figures(column)
        return sum(n.decimals > 0 for n in figures) * 2 > len(figures)

    def _counts(self, column: Column) -> bool:
        """Whether the figures of a column only number its rows."""
        figures = self.figures(column)
        if not figures:
            return False
        whole = [int(n.value) for n in figures if n.decimals == 0]
        return len(whole) == len(figures) and all(b == a + 1 for a, b in pairwise(whole))

    def means_count(self, column: Column) -> bool:
        """Whether a column of means is one of scores: of the instruments, of the whole by the sums of
        the year, or the only column of figures."""
        if self.is_per_instrument(column) or self.match(column) is not None:
            return True
        return self._averages_groups(column) or self._is_only_column(column)

    def parent(self, match: Match) -> str:
        """The code of what a score is averaged to: the instrument of an indicator, the indicator of a
        question or item; "" for anything else."""
        edition = self.matcher.edition
        if match.kind is ScoreKind.INDICATOR:
            return edition.instrument_of(match.code) or ""
        if match.kind in (ScoreKind.QUESTION, ScoreKind.OIT_ITEM):
            item = edition.item(match.code)
            return (item.indicator or "") if item is not None else ""
        return ""

    def named(self, code: str) -> Match:
        """The instrument or indicator of a code."""
        text = code if self.matcher.edition.instrument(code) is not None else f"ตัวชี้วัดที่ {code}"
        return self.matcher.match(text)

    def _mean_beside_parts(self, column: Column) -> Match | None:
        """What a column of means is of: the indicator or instrument whose parts stand beside it, where
        every figure is their mean."""
        if column.role is not ColumnRole.AVERAGE or column.years:
            return None
        parts = [(c, m) for c in self.view.columns if (m := self.matches[c.index]) is not None]
        parents = {self.parent(m) for _, m in parts}
        if len(parts) < MIN_PARTS or len(parents) != 1 or not (code := parents.pop()):
            return None
        found = 0
        for r in range(self.view.first_row, self.view.n_rows):
            mean = self.view.number(r, column.index)
            values = [n.value for c, _ in parts if (n := self.view.number(r, c.index)) is not None]
            if mean is None:
                continue
            if len(values) < len(parts) or abs(sum(values) / len(values) - mean.value) > ROUNDED:
                return None
            found += 1
        return replace(self.named(code), seen=column.heading) if found else None

    def _is_overall_by_sums(self, column: Column) -> bool:
        """Whether a column of means or totals gives, row by row, what the year's rule makes of the
        scores beside it; in one row at least the plain mean would be another."""
        if column.role not in _WHOLES or column.years or self.is_per_instrument(column):
            return False
        edition = self.matcher.edition
        off: list[float] = []
        telling = False
        for r in range(self.view.first_row, self.view.n_rows):
            total = self.view.number(r, column.index)
            values = {code: n.value for c, code in self._naming if (n := self.view.number(r, c.index))}
            found = margin(values, total.value, edition) if total is not None else None
            if total is None or found is None:
                continue
            off.append(found)
            parts = weights_below(edition, OVERALL.code, values) or {}
            plain = sum(values[code] for code in parts) / len(parts)
            telling = telling or abs(plain - total.value) > MIN_FROM_PLAIN_MEAN
        return bool(off) and telling and max(off) <= MAX_MARGIN

    def _averages_groups(self, column: Column) -> bool:
        others = [c for c in self.view.columns if c is not column and c.role not in NOT_SCORES]
        return self.merged.averages_groups(column, others)

    def _is_only_column(self, column: Column) -> bool:
        """Whether no other column has figures but those that number the rows, and these are of 100."""
        others = [c for c in self.view.columns if c is not column and self._speaks_of_figures(c)]
        figures = self.figures(column)
        if any(map(is_mean_of_others, (self.view.table.caption, *self.view.captions))):
            return False
        return (
            self.has_decimals(column)
            and all(c.role in (ColumnRole.SEQ, ColumnRole.CODE) or self._counts(c) for c in others)
            and max((n.value for n in figures), default=0.0) > SMALL_SCALE
        )

    def _claims_scores(self, column: Column) -> bool:
        return bool(
            # Means that are none of the scores were refused before.
            column.role in (ColumnRole.SCORE, ColumnRole.POINTS, ColumnRole.AVERAGE)
            or column.years
            or column.relative_year
            or column.index in self._results
            or self.match(column) is not None
            or self.agency(column) is not None
            or self.is_per_instrument(column)
            or read_label(column.heading).part
            # "หน่วยงาน" over figures is this agency's column, beside those of others.
            or (column.role is ColumnRole.AGENCY and self.holds_figures(column))
            # What came of a measure is told in words; figures with decimals are what came of the ITA.
            or (column.role in OUTCOMES and self.holds_figures(column) and not self.all_whole(column))
        )

    def holds_figures(self, column: Column) -> bool:
        """Whether most filled cells of a column hold a figure and nothing else."""
        rows = range(self.view.first_row, self.view.n_rows)
        filled = [r for r in rows if self.view.text(r, column.index)]
        figures = [r for r in filled if self.view.number(r, column.index) is not None]
        return bool(filled) and len(figures) * 2 > len(filled)

    def _speaks_of_figures(self, column: Column) -> bool:
        """Whether a column holds figures, alone in their cells or with decimals among words."""
        rows = range(self.view.first_row, self.view.n_rows)
        texts = (self.view.text(r, column.index) for r in rows)
        return self.holds_figures(column) or any(n.decimals for t in texts for n in find_numbers(t))

    def owner(self, column: Column) -> Column | None:
        """The column of labels whose merged cells stand beside the merged cells of a column."""
        return self.merged.owner(column)

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
