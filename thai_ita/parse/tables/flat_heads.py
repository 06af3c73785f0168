"""The head of a flattened table: words that name columns, parted by single spaces or by lines.

``ลำดับ หน่วยงาน คะแนน ITA ระดับ`` is four columns or five; every way to part it into pieces that all
are known headings is a reading, and the rows below tell which one is true. A line of which one
piece is no heading is no head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from thai_ita.model import ScoreKind
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import read_number
from thai_ita.parse.tables.column_roles import ColumnRole, classify_heading
from thai_ita.parse.tables.grid import short_years_of, without_year, year_of, years_of
from thai_ita.parse.tables.line_units import AGENCY, CODE, FIGURE, SIGNED, WHOLE, WORD, YEAR, Unit

# Units of one heading, and columns of one table.
MAX_UNITS, MAX_COLUMNS = 8, 24
MAX_HEADING = 80
# So many years side by side are a head; one may be a date.
MIN_YEARS = 2
# How surely a piece is a heading: a known phrase, one that resembles it, one that contains it.
_KNOWN, _ALIKE, _CONTAINS, _UNKNOWN = 1.0, 0.9, 0.6, 0.1
# Among so many known headings one unknown word may be a heading too.
MIN_KNOWN = 3
_PLAIN_WORD = re.compile(r"[ก-๎]{3,20}")
# A year or unit in brackets belongs to the heading before it, not to words behind it.
_OF_THE_ONE_BEFORE = re.compile(r"\((?!\s*[\d๐-๙]{1,2}\s*\))[^()]*\)\s*[^\s()]")
# A phrase that makes up less of a heading than this does not tell what the column is.
_MIN_FIT = 0.6
# Each further unit of a heading costs a little: คะแนน | ระดับ rather than a longer likeness.
_UNIT_COST = 0.01

_NUMBER_SIGNS = frozenset({"#", "№"})
_OF_FIGURES = frozenset(
    {
        ColumnRole.SCORE, ColumnRole.TARGET, ColumnRole.FULL, ColumnRole.WEIGHT, ColumnRole.POINTS, ColumnRole.CHANGE,
        ColumnRole.AVERAGE, ColumnRole.COUNT, ColumnRole.BUDGET,
    }
)  # fmt: skip
_OF_LABELS = frozenset({ColumnRole.INDICATOR, ColumnRole.QUESTION, ColumnRole.ITEM, ColumnRole.ISSUE, ColumnRole.KPI})
_OTHERS = frozenset(
    {
        ColumnRole.SEQ, ColumnRole.RANK, ColumnRole.INSTRUMENT, ColumnRole.CODE, ColumnRole.LEVEL, ColumnRole.AGENCY,
        ColumnRole.DISTRICT, ColumnRole.PROVINCE, ColumnRole.YEAR, ColumnRole.NOTE,
    }
)  # fmt: skip
# Headings that are never part of the name of a score.
_APART = frozenset(
    {
        ColumnRole.SEQ, ColumnRole.RANK, ColumnRole.LEVEL, ColumnRole.AGENCY, ColumnRole.DISTRICT, ColumnRole.PROVINCE,
        ColumnRole.YEAR, ColumnRole.CHANGE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of a flattened table: its heading, the units of it, and what it holds.

    ``named`` tells that the heading names a score, a year or an agency, whose figures it heads.
    """

    text: str
    units: tuple[Unit, ...]
    role: ColumnRole
    named: bool
    sureness: float

    @property
    def holds_figures(self) -> bool:
        return self.named or self.role in _OF_FIGURES

    @property
    def holds_labels(self) -> bool:
        return not self.named and (
            self.role in _OF_LABELS
            or self.role in (ColumnRole.AGENCY, ColumnRole.INSTRUMENT, ColumnRole.CODE, ColumnRole.YEAR)
        )


def read_heads(units: Sequence[Unit], matcher: NameMatcher) -> list[list[Slot]]:
    """Every number of columns that a head can have, each in its surest reading, surest first."""
    return read_heads_from(units, matcher)[-1]


def read_heads_from(units: Sequence[Unit], matcher: NameMatcher) -> list[list[list[Slot]]]:
    """The readings of a head by how many of the units belong to it, none of them up to all."""
    if len(units) > MAX_UNITS * MAX_COLUMNS:
        return [[]]
    # By the place that is reached and the number of columns: the sum of sureness, and the columns.
    best: list[dict[int, tuple[float, list[Slot]]]] = [{} for _ in range(len(units) + 1)]
    best[0][0] = (0.0, [])
    for at in range(len(units)):
        if not best[at]:
            continue
        for end in range(at + 1, min(at + MAX_UNITS, len(units)) + 1):
            slot = _slot(tuple(units[at:end]), matcher)
            if slot is None:
                continue
            for n, (sureness, slots) in best[at].items():
                total = sureness + slot.sureness
                if n < MAX_COLUMNS and total > best[end].get(n + 1, (-1.0, []))[0]:
                    best[end][n + 1] = (total, [*slots, slot])
    return [_surest(reached) for reached in best]


def _surest(reached: dict[int, tuple[float, list[Slot]]]) -> list[list[Slot]]:
    found = [(total / n, slots) for n, (total, slots) in reached.items() if n]
    found = [reading for reading in found if _is_known_enough(reading[1])]
    return [slots for _, slots in sorted(found, key=lambda reading: -reading[0])]


def _is_known_enough(slots: Sequence[Slot]) -> bool:
    """Whether all headings are known, or all but one word among several."""
    unknown = sum(slot.sureness == _UNKNOWN for slot in slots)
    known = sum(slot.sureness >= _ALIKE - _UNIT_COST * MAX_UNITS for slot in slots)
    return unknown == 0 or (unknown == 1 and known >= MIN_KNOWN)


def _slot(units: tuple[Unit, ...], matcher: NameMatcher) -> Slot | None:
    if any(unit.kind in (FIGURE, SIGNED) for unit in units):
        return None
    text = " ".join(unit.text for unit in units)
    if len(text) > MAX_HEADING or text.count("(") != text.count(")"):
        return None
    if _OF_THE_ONE_BEFORE.match(text):
        return None
    if len(units) == 1 and units[0].kind == AGENCY:
        return Slot(text, units, ColumnRole.UNKNOWN, True, _KNOWN)
    found = _heading(text, matcher)
    if found is None:
        if len(units) > 1 or units[0].kind != WORD or not _PLAIN_WORD.fullmatch(text):
            return None
        return Slot(text, units, ColumnRole.UNKNOWN, False, _UNKNOWN)
    role, named, sureness = found
    if len(units) > 1 and (named or sureness == _CONTAINS):
        # Two headings side by side are no longer heading: หน่วยงาน IIT, ITA ระดับ.
        for inner in (_heading(word, matcher) for word in _outside_brackets(units)):
            if inner is None or inner[2] == _CONTAINS:
                continue
            if inner[0] in _APART or (not named and inner[:2] != (role, named)):
                return None
    return Slot(text, units, role, named, sureness - _UNIT_COST * (len(units) - 1))


def _outside_brackets(units: Sequence[Unit]) -> list[str]:
    """The words of a heading but those in brackets, which say more of the ones before them."""
    out: list[str] = []
    inside = False
    for unit in units:
        inside = inside or unit.text.startswith("(")
        if not inside:
            out.append(unit.text)
        inside = inside and not unit.text.endswith(")")
    return out


@lru_cache(maxsize=8192)
def _heading(text: str, matcher: NameMatcher) -> tuple[ColumnRole, bool, float] | None:
    """The role of a heading, whether it names what is scored, and how sure that is."""
    if year_of(text) is not None or short_years_of(text):
        return ColumnRole.SCORE, True, _KNOWN
    if text in _NUMBER_SIGNS:
        return ColumnRole.SEQ, False, _KNOWN
    if read_number(text.strip("()")) is not None:
        return None
    bare = without_year(text) if years_of(text) else text
    heading = classify_heading(bare.strip(" ()"))
    found = matcher.match(bare, Context(table=True))
    named = found.accepted and found.kind is not None and found.rule != "average-words"
    if named and found.kind in (ScoreKind.QUESTION, ScoreKind.OIT_ITEM):
        named = read_code(text) and heading.fit < 1.0
    if named and (heading.fit < 1.0 or heading.role in (ColumnRole.SCORE, ColumnRole.UNKNOWN)):
        return ColumnRole.SCORE, True, _KNOWN
    if heading.role not in _OF_FIGURES | _OF_LABELS | _OTHERS or heading.fit < _MIN_FIT:
        return None
    if bare != text and heading.role not in _OF_FIGURES and heading.role is not ColumnRole.LEVEL:
        # A year stands over figures, not over names or numbers of rows.
        return None
    sureness = _KNOWN if heading.fit >= 2.0 else _ALIKE if heading.fit >= 1.0 else _CONTAINS
    return heading.role, False, sureness


def read_code(text: str) -> bool:
    """Whether a heading is the code of a question and nothing else."""
    return len(text) <= 4 and text[:1].lower() in ("i", "e", "o")


_KINDS = {
    ColumnRole.SEQ: f"({WHOLE}?)",
    ColumnRole.RANK: f"({WHOLE}?)",
    ColumnRole.CODE: f"({CODE}?)",
    ColumnRole.INSTRUMENT: "(I?)",
    ColumnRole.YEAR: "(y)",
    ColumnRole.DISTRICT: "([wd]{1,2}?)",
    ColumnRole.PROVINCE: "([wd]{1,2}?)",
    ColumnRole.COUNT: "([fnsdb])",
    ColumnRole.BUDGET: "([fnsdb])",
    ColumnRole.CHANGE: "(w?[fnsd])",
}


def row_pattern(slots: Sequence[Slot], *, whole_lines: bool) -> str:
    """What a row under these columns looks like, over the kinds of its units.

    Every column of figures must have one: nothing tells which one would be missing. Of whole lines
    a label is at most three, and only the last column may be left out. Rows of agencies may be
    numbered though their head is not.
    """
    has_year = any(slot.role is ColumnRole.YEAR and not slot.named for slot in slots)
    has_tool = any(slot.role is ColumnRole.INSTRUMENT for slot in slots)
    n_figures = sum(slot.holds_figures for slot in slots)
    first_label = next((k for k, slot in enumerate(slots) if slot.holds_labels), 0)
    out = [f"{WHOLE}?" if slots[0].role is ColumnRole.AGENCY else ""]
    for k, slot in enumerate(slots):
        last = k == len(slots) - 1
        if slot.holds_figures and k < first_label:
            # A whole number before the name numbers the row.
            out.append(f"({FIGURE})")
        elif slot.named:
            out.append("([fnd])")
        elif slot.role is ColumnRole.SCORE and n_figures > 1:
            # ผลการประเมิน beside คะแนน is a column of levels.
            out.append("([fnsdl])")
        elif slot.role in _KINDS:
            out.append(_KINDS[slot.role])
        elif slot.role in _OF_FIGURES:
            out.append("([fnsd])")
        elif slot.role is ColumnRole.LEVEL:
            out.append("([ld]?)" if whole_lines else "([lwd]{0,3})" if last else "(l|d|w{1,2}|)")
        elif slot.role is ColumnRole.AGENCY:
            optional = "?" if has_year else ""
            words = "Aw?|A|w{1,2}" if whole_lines else "Aw{0,3}|w{1,4}"
            out.append(f"((?:{words}){optional})")
        elif slot.role is ColumnRole.UNKNOWN:
            out.append("(w)" if whole_lines else "(w{1,2}?)")
        elif slot.role is ColumnRole.NOTE:
            out.append("(w?)" if whole_lines else "([^fs]*)")
        else:
            tool = "" if has_tool else "I"
            label = f"n?[wcl{tool}]{{1,3}}" if whole_lines else f"[nwcylA{tool}]*[wclA{tool}]"
            out.append(f"({label}|n|A)")
    return "".join(out)


def first_figure_pattern(slots: Sequence[Slot]) -> str:
    """A row whose later figures stand in cells merged with those of the row above: a label and the
    figure of the first column."""
    first = next(k for k, slot in enumerate(slots) if slot.holds_figures)
    return row_pattern(slots[: first + 1], whole_lines=False)


def below_corner(slots: Sequence[Slot]) -> list[Slot] | None:
    """The columns of a head of years alone, whose labels stand below its empty corner."""
    if len(slots) < MIN_YEARS or any(slot.units[-1].kind != YEAR for slot in slots):
        return None
    return [Slot("", (), ColumnRole.INDICATOR, False, _KNOWN), *slots]


def n_names(units: Sequence[Unit], matcher: NameMatcher) -> int:
    """How many columns of a head name what is scored; 0 where it is no head."""
    readings = read_heads(units, matcher)
    return sum(slot.named for slot in readings[0]) if readings else 0


def may_head_rows(slots: Sequence[Slot]) -> bool:
    """Whether columns can be a table: figures, and beside them labels or names over each."""
    figures = [slot for slot in slots if slot.holds_figures]
    labelled = any(slot.holds_labels for slot in slots)
    return bool(figures) and (labelled or (len(figures) > 1 and all(slot.named for slot in figures)))


def two_tiers(tiers: Sequence[Sequence[Unit]], matcher: NameMatcher) -> Iterator[tuple[list[Slot], list[Slot]]]:
    """Heads of which the lower line parts one column of figures of the upper: (upper, columns)."""
    for lower in read_heads(tiers[1], matcher):
        if len(lower) < 2 or not all(slot.holds_figures for slot in lower):
            continue
        for upper in read_heads(tiers[0], matcher):
            places = [k for k, slot in enumerate(upper) if slot.holds_figures]
            for k in places:
                columns = [*upper[:k], *lower, *upper[k + 1 :]]
                above = [*upper[:k], *([upper[k]] * len(lower)), *upper[k + 1 :]]
                yield above, columns
