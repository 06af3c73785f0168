"""What stands in a cell: the figures with their roles, a level, and what is left over.

The one place that knows how cells are written::

    91.10 (ผ่านดี)   91.10 / A   91.10 ▲ 2.10   91.10 (+2.10)   80.10 -> 82.30   27.32 จาก 30
    91.10/100   77.84 ± 2.16   เกณฑ์ 85 / ได้ 82.30   ปี 2566: 85.25 / ปี 2567: 97.90   (91.10)
    91.10*   91.10 1/   ๙๑.๑๐ %   91,10   -   ″

What a figure in brackets is, is often told by the whole column only (``cell_columns``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from thai_ita.normalize.levels import read_level
from thai_ita.normalize.numerals import HIGHEST_SCORE, read_number, read_score, to_arabic
from thai_ita.normalize.repair import squash
from thai_ita.parse.tables.column_roles import ColumnRole, heading_by_phrase
from thai_ita.parse.tables.grid import LAST_YEAR, short_years_of, without_year, year_of, years_of

# What stands where a figure is not known.
NO_FIGURE = ("-", "–", "—", "")
# The word above, again.
DITTO = ("″", '"', "''", ",,", "”", "„", "〃", "ๆ", '-"-', "-”-", "-″-", "- ,, -")
# A longer cell holds sentences.
MAX_CELL = 160


class FigureRole(StrEnum):
    """What a figure is within its cell."""

    SCORE = "score"
    FULL = "full"
    CHANGE = "change"
    SPREAD = "spread"
    RANK = "rank"
    WEIGHT = "weight"
    TARGET = "target"
    AVERAGE = "average"
    COUNT = "count"
    FORMER = "former"
    BESIDE = "beside"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed. ``label`` is what the cell itself calls it: ``ปี 2566``, ``เกณฑ์``."""

    text: str
    role: FigureRole
    label: str = ""

    @property
    def value(self) -> float | None:
        number = read_number(self.text)
        return number.value if number else None

    @property
    def is_whole(self) -> bool:
        number = read_number(self.text)
        return number is not None and not number.decimals


@dataclass(frozen=True, slots=True)
class CellValue:
    """The figures of a cell in their order, its level, and the words that are neither.

    ``form`` is how a second figure stands beside the first: ``->``, ``/`` or ``()``. A cell with
    ``rest`` is text that holds figures. ``is_plain`` cells are one figure and nothing else.
    """

    figures: tuple[Figure, ...] = ()
    level: str = ""
    rest: str = ""
    form: str = ""
    is_plain: bool = False

    @property
    def scores(self) -> list[Figure]:
        return [f for f in self.figures if f.role is FigureRole.SCORE]

    @property
    def is_figure(self) -> bool:
        """Whether the cell states a score, and nothing that is not understood."""
        return bool(self.scores) and not self.rest

    def others(self, role: FigureRole) -> list[Figure]:
        return [f for f in self.figures if f.role is role]


_D = "0-9๐-๙"
_N = rf"(?<![{_D}.,])[{_D}]{{1,3}}(?:\s?[.,]\s?[{_D}]{{1,4}})?(?![{_D}]|[.,][{_D}])"
_UNIT = r"(?:คะแนน|คะเเนน|%|％|ร้อยละ|เปอร์เซ็นต์|percent|points?|pts?\.?)"
_SAID = r"(?:ร้อยละ|คะแนนเฉลี่ย|คะแนนรวม|คะแนน|ค่าเฉลี่ย|เฉลี่ย|ได้คะแนน|ได้รับ|ได้|เท่ากับ|ค่า|[:=≈])"
# What leads over from a figure that was struck to the one that holds.
_CORRECTED = r"(?:(?:ขอ)?(?:แก้ไข|แก้|ปรับแก้|เปลี่ยน)เป็น|ที่ถูก(?:ต้อง)?(?:คือ|เป็น)?)"
_UP_DOWN = r"[▲▼△▽↑↓⬆⬇⇧⇩⇑⇓↗↘🔺🔻🔼🔽▴▾]\ufe0f?"
_MOVED = r"(?:(?:ปรับ|เปลี่ยน)?(?:เพิ่มขึ้น|ลดลง|สูงขึ้น|ต่ำลง|ดีขึ้น|เพิ่ม|ลด|คงเดิม|คงที่|เท่าเดิม|ไม่เปลี่ยนแปลง))"
_FROM_LAST = r"(?:\s*จาก(?:ปี)?\s*+(?:[2๒][5๕][\d๐-๙]{2}|เดิม|ก่อน|ที่แล้ว|ที่ผ่านมา)*)?\s*+[=:]?"
_ARROW = r"(?:[→➜➔➝➞➡⇒⟶⟹▶►]\ufe0f?|-{1,2}>|=>)"
_LEADING = re.compile(rf"(?:{_UP_DOWN}\s*)?(?:(?:{_CORRECTED}|{_SAID})\s*)*({_N})")
# Patterns of what may follow a figure, in the order in which they are tried. Each has at most one
# group, the figure.
_TAIL: tuple[tuple[re.Pattern[str], FigureRole | None], ...] = tuple(
    (re.compile(pattern, re.I), role)
    for pattern, role in (
        (rf"\s*{_UNIT}(?![ก-๎])", None),
        # Marks of a footnote.
        (r"\s*(?:[*†‡#^]+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+[⁾)]?|\[\d{1,2}\])", None),
        (rf"\s+([{_D}]{{1,2}})/(?=\s|$|\))", FigureRole.MARK),
        (rf"\s*{_UP_DOWN}\s*+[+\-−–]?\s*({_N})\s*{_UNIT}?", FigureRole.CHANGE),
        (rf"\s*(?:{_UP_DOWN}|[▬●○◯])", None),
        (rf"\s*{_MOVED}{_FROM_LAST}\s*({_N})\s*{_UNIT}?", FigureRole.CHANGE),
        (rf"\s*{_MOVED}{_FROM_LAST}", None),
        (rf"\s*(?:±|\+\s?/\s?[-–−]|\+[-–−])\s*({_N})", FigureRole.SPREAD),
        (rf"\s*+,?\s*(?:S\.?\s?D\.?|σ|ส่วนเบี่ยงเบน\S*)\s*+[=:]?\s*({_N})", FigureRole.SPREAD),
        (rf"\s*\+\s?({_N})\s*{_UNIT}?", FigureRole.CHANGE),
        (rf"\s+[\-−–]({_N})\s*{_UNIT}?(?=$|\))", FigureRole.CHANGE),
        (rf"\s*(?:จาก|out of)\s*+(?:คะแนน)?(?:เต็ม)?\s*({_N})\s*{_UNIT}?", FigureRole.FULL),
        (rf"\s*(?:อันดับ|ลำดับ)(?:ที่)?\s*({_N})(?:\s*/\s*{_N})?", FigureRole.RANK),
        (rf"\s*(?:ที่|No\.?)\s*({_N})", FigureRole.RANK),
        (r"\s*(?:ไม่)?ผ่าน(?:เกณฑ์)?(?![ก-๎])", None),
        # A verdict in words of its own, which is none of the levels.
        (r"\s*ผ่านเกณฑ์(?:ใน)?(?:ระดับ)?(?:ดีเยี่ยม|ดีมาก|ดี|พอใช้)(?![ก-๎])", None),
        (r"\s*(?:ควร|ต้อง|เห็นควร)(?:ได้รับการ)?(?:เร่ง)?(?:ปรับปรุง|พัฒนา|แก้ไข)(?:โดยด่วน|เร่งด่วน)?(?![ก-๎])", None),
    )
)  # fmt: skip
_MOVES = re.compile(rf"\s*{_ARROW}\s*({_N})")
_SLASH = re.compile(rf"\s*/\s*({_N})\s*{_UNIT}?(?![ก-๎])")
_BRACKET = re.compile(r"\s*[(\[]\s*+([^()\[\]]*?)\s*[)\]]")
_LABELLED_TAIL = re.compile(rf"\s*([ก-๎A-Za-z. ]{{2,30}}?)\s*+[=:]?\s*({_N})\s*{_UNIT}?")
# Between pieces: blanks, punctuation, ticks, stars, arrows and whatever else is no letter or digit.
_SEPARATORS = re.compile(r"(?:[^\w\s()\[\]/\u0e00-\u0e7f]|\s)+")
_FULL_MARKS = frozenset({4.0, 5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 100.0})
_BY_COLUMN = {
    ColumnRole.FULL: FigureRole.FULL,
    ColumnRole.WEIGHT: FigureRole.WEIGHT,
    ColumnRole.TARGET: FigureRole.TARGET,
    ColumnRole.CHANGE: FigureRole.CHANGE,
    ColumnRole.RANK: FigureRole.RANK,
    ColumnRole.AVERAGE: FigureRole.AVERAGE,
    ColumnRole.COUNT: FigureRole.COUNT,
}


def figure_role(role: ColumnRole) -> FigureRole | None:
    """What a figure is that stands under such a heading; None for scores and unknown ones."""
    return _BY_COLUMN.get(role)


@lru_cache(maxsize=16384)
def parse_cell(text: str) -> CellValue:
    """What a cell states.

    >>> [(f.text, f.role.value) for f in parse_cell("27.32 จาก 30").figures]
    [('27.32', 'score'), ('30', 'full')]
    >>> parse_cell("91.10 / A").level
    'A'
    """
    plain = " ".join(text.split())
    if plain in NO_FIGURE or len(plain) > MAX_CELL or not any(c.isdigit() for c in plain):
        level = read_level(plain)
        return CellValue(level=level.word) if level else CellValue(rest=plain)
    if (number := read_score(plain)) is not None:
        return CellValue((Figure(number.text, FigureRole.SCORE),), is_plain=True)
    if labelled := read_labelled(plain):
        found = tuple(Figure(seen, _role_of_label(label), label) for label, seen in labelled.items())
        return CellValue(found)
    if whole := _BRACKET.fullmatch(plain):
        inner = parse_cell(whole.group(1))
        return inner if inner.is_plain else CellValue(rest=plain)
    return _led_by_level(plain) or _led_by_figure(plain)


def _led_by_level(plain: str) -> CellValue | None:
    """``A (91.10)``, ``ผ่านดี 91.10``: the level first."""
    match = re.fullmatch(rf"([^{_D}]+?)[\s:/,–-]*[(\[]?\s*({_N})\s*+{_UNIT}?\s*[)\]]?", plain)
    level = read_level(match.group(1)) if match else None
    if match is None or level is None or read_score(match.group(2)) is None:
        return None
    return CellValue((Figure(match.group(2), FigureRole.SCORE),), level.word)


def _led_by_figure(plain: str) -> CellValue:
    """A figure and what stands behind it, peeled off piece by piece."""
    match = _LEADING.match(plain)
    if match is None or read_score(match.group(1)) is None:
        return CellValue(rest=plain)
    tail = _Tail(match.group(1), plain[match.end() :])
    tail.read()
    return CellValue(tuple(tail.figures), tail.level, tail.rest, tail.form)


class _Tail:
    """What stands behind the first figure of a cell."""

    def __init__(self, first: str, rest: str) -> None:
        self.figures = [Figure(first, FigureRole.SCORE)]
        self.level = ""
        self.form = ""
        self.rest = rest

    def read(self) -> None:
        while self.rest.strip():
            if not (self._move() or self._slash() or self._bracket() or self._piece()):
                break
        self.rest = self.rest.strip()

    def _add(self, text: str, role: FigureRole, form: str = "") -> None:
        self.figures.append(Figure(text, role))
        self.form = self.form or form

    def _move(self) -> bool:
        match = _MOVES.match(self.rest)
        if match is None or len(self.figures) > 1:
            return False
        self.figures[0] = Figure(self.figures[0].text, FigureRole.FORMER)
        self._add(match.group(1), FigureRole.SCORE, "->")
        self.rest = self.rest[match.end() :]
        return True

    def _slash(self) -> bool:
        match = _SLASH.match(self.rest)
        if match is None or len(self.figures) > 1:
            return False
        self._add(match.group(1), self._of_fraction(match.group(1)), "/")
        self.rest = self.rest[match.end() :]
        return True

    def _of_fraction(self, below: str) -> FigureRole:
        mark, score = read_number(below), self.figures[0].value
        is_mark = mark and score is not None and mark.value in _FULL_MARKS and score <= mark.value
        return FigureRole.FULL if is_mark else FigureRole.BESIDE

    def _bracket(self) -> bool:
        match = _BRACKET.match(self.rest)
        if match is None:
            return False
        inner = match.group(1)
        number = read_number(inner)
        if number is not None and not number.signed:
            self._add(inner, FigureRole.BESIDE, "()")
        elif number is not None:
            self._add(inner, FigureRole.CHANGE, "()")
        elif not self._note(inner):
            return False
        self.rest = self.rest[match.end() :]
        return True

    def _note(self, inner: str) -> bool:
        """A note in brackets that is understood as a whole."""
        if (year := year_of(inner)) is not None and not self.figures[0].label:
            self.figures[0] = replace(self.figures[0], label=f"ปี {year}")
            return True
        note = _Tail(self.figures[0].text, inner)
        while note.rest.strip():
            if not note._piece():
                return False
        self.figures += note.figures[1:]
        self.level = self.level or note.level
        self.form = self.form or "()"
        return True

    def _piece(self) -> bool:
        if self._level():
            return True
        for pattern, role in _TAIL:
            match = pattern.match(self.rest)
            if match is None or match.end() == 0:
                continue
            if role is FigureRole.CHANGE and self._is_higher(match.group(1)):
                # 85 -94.99 is a range.
                return False
            if role is not None:
                self._add(match.group(1), role)
            self.rest = self.rest[match.end() :]
            return True
        return self._labelled() or self._separator()

    def _is_higher(self, change: str) -> bool:
        moved, score = read_number(change), self.figures[0].value
        return moved is None or score is None or moved.value > score

    def _level(self) -> bool:
        text = self.rest.strip(" /:-–,;|")
        level = read_level(text)
        if level is None:
            return False
        self.level, self.rest = level.word, ""
        return True

    def _labelled(self) -> bool:
        """A figure with the known name of another column before it: ``เป้าหมาย 85``."""
        match = _LABELLED_TAIL.match(self.rest)
        if match is None:
            return False
        heading = heading_by_phrase(match.group(1))
        role = figure_role(heading.role) if heading.fit >= 1.0 else None
        if LAST_YEAR.search(match.group(1)) or squash(match.group(1)) == "เดิม":
            role = FigureRole.FORMER
        if role is None:
            return False
        self._add(match.group(2), role)
        self.rest = self.rest[match.end() :]
        return True

    def _separator(self) -> bool:
        match = _SEPARATORS.match(self.rest)
        if match is None:
            return False
        self.rest = self.rest[match.end() :]
        return True


def out_of_full_marks(figure: Figure) -> bool:
    """Whether full marks say that the score beside them is out of 100."""
    return figure.value == float(HIGHEST_SCORE)


# -- figures that have their labels ----------------------------------------------------------------

_YEAR = r"(?<![\d.])25\d\d(?![\d.])"
# A label may hold a year; the figure is the first other number behind it.
_LABELLED = re.compile(
    rf"((?:{_YEAR}|ปี\s*+(?:พ\.?\s*ศ\.?)?\s*[5-7]\d(?!\d|\.\d)|\D)+?)(?<![\d.])(\d{{1,3}}(?:\.\d{{1,4}})?)(?![\d.])"
)
_MARKS = r"(?:คะแนน|ร้อยละ|%|[✓✔✗✘×☑☒✅❌]|\((?:ไม่)?ผ่าน\)|(?:ไม่)?ผ่าน)"
_BETWEEN = r"[\s/|;,.()\ufe0f]"
_MARK = re.compile(rf"{_BETWEEN}+|{_MARKS}")
_REST = re.compile(rf"(?:{_MARKS}|{_BETWEEN})*")
_LABEL_TAIL = re.compile(r"[\s:=\-–—()]+$")
_YEAR_WORDS = ("", "พศ", "ได้", "คะแนน", "ผล", "ผลคะแนน", "ได้คะแนน", "ร้อยละ", "เท่ากับ", "คะแนนที่ได้")
_FIGURES = frozenset(
    {
        ColumnRole.SCORE, ColumnRole.POINTS, ColumnRole.TARGET, ColumnRole.FULL, ColumnRole.WEIGHT, ColumnRole.CHANGE, ColumnRole.AVERAGE,
    }
)  # fmt: skip

Labelled = dict[str, str]


def read_labelled(text: str) -> Labelled:
    """The figures of a cell by their labels; empty where anything else stands in it.

    Only labels that are a year or the known heading of a figure are understood; a label that stands
    alone must be a year.
    """
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
    if not _REST.fullmatch(plain[end:]):
        return {}
    return out if len(out) > 1 or any(years_of(label) for label in out) else {}


def _label(text: str, *, first: bool) -> str:
    """A label as it heads a column: ``ปี 2566``, or a known heading; "" for anything else."""
    while not first and (mark := _MARK.match(text)) and mark.end():
        # The unit of the figure before it, or the first word of the label.
        if found := _label(text, first=True):
            return found
        text = text[mark.end() :]
    text = _LABEL_TAIL.sub("", text).strip()
    if years := years_of(text) or short_years_of(text):
        rest = _LABEL_TAIL.sub("", without_year(text)) if years_of(text) else ""
        return f"ปี {years[0]}" if len(years) == 1 and squash(rest) in _YEAR_WORDS else ""
    heading = heading_by_phrase(text)
    return text if heading.role in _FIGURES and heading.fit >= 1.0 else ""


def _role_of_label(label: str) -> FigureRole:
    if years_of(label):
        return FigureRole.SCORE
    return figure_role(heading_by_phrase(label).role) or FigureRole.SCORE
