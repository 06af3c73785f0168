"""Printed rating scales: does the scale that a report prints have gaps, overlaps, other bounds?

A scale is a run of lines or cells that each name a level and its range of scores. It is compared
with itself first (neighbouring ranges must meet) and then with the known bounds of its scheme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from thai_ita.analyze.reconcile.intervals import EPSILON, HIGHEST, LOWEST
from thai_ita.model import Cell, Check, CheckResult, Document, Line, Severity
from thai_ita.normalize.levels import level_bounds, level_schemes, read_level
from thai_ita.normalize.numerals import to_arabic

# A level with a range on fewer lines explains nothing about a whole scale.
MIN_RANGES = 3
# Printed scales part neighbouring levels by one unit of the second decimal: 84.99 and 85.
STEP = 0.01
LONGEST_TEXT = 160

_WORD = (
    r"ผ่าน\s?ดี\s?เยี่ยม|ผ่าน\s?ดี|ต้อง\s?ปรับปรุง\s?โดย\s?ด่วน|ต้อง\s?ปรับปรุง"
    r"|ผ่าน(?!\s*เกณฑ์)|(?<![A-Za-z])(?:AA|[A-F])(?![A-Za-z])"
)
_NAME = re.compile(_WORD)
_NUMBER = r"(\d{1,3}(?:\.\d{1,2})?)"
_RANGE = re.compile(rf"{_NUMBER}\s*(?:-|–|—|−|ถึง|to|~)\s*{_NUMBER}")
_FROM = re.compile(
    rf"(?:(?:ตั้งแต่|ไม่(?:ต่ำ|น้อย)กว่า|>=|≥|มากกว่าหรือเท่ากับ)\s*+(?:ร้อยละ)?\s*{_NUMBER}"
    rf"|{_NUMBER}\s*+(?:คะแนน|%)?\s*ขึ้นไป)"
)
_ABOVE = re.compile(rf"(?:มากกว่า|สูงกว่า|เกิน(?:กว่า)?|>)\s*+(?:ร้อยละ)?\s*{_NUMBER}")
_BELOW = re.compile(rf"(?:(?<!ไม่)ต่ำกว่า|(?<!ไม่)น้อยกว่า|<)\s*+(?:ร้อยละ)?\s*{_NUMBER}")
_UP_TO = re.compile(rf"(?:ไม่เกิน|<=|≤)\s*+(?:ร้อยละ)?\s*{_NUMBER}")


@dataclass(frozen=True, slots=True)
class LevelRange:
    """A level and the scores printed for it; ``page`` and ``table`` tell where."""

    word: str
    scheme: str
    lo: float
    hi: float
    page: int | None = None
    table: int | None = None


def read_range(text: str) -> tuple[float, float] | None:
    """The range of scores that a text states: ``75-84.99``, ``> 85``, ``0 - 44.99``.

    None where it states none, several, or numbers that are no scores.

    >>> read_range("ตั้งแต่ ๙๕ คะแนนขึ้นไป")
    (95.0, 100.0)
    """
    plain = to_arabic(text)
    found = _RANGE.findall(plain)
    if len(found) == 1:
        a, b = sorted((float(found[0][0]), float(found[0][1])))
        return _checked(a, b)
    if found:
        return None
    lower = _FROM.search(plain) or _ABOVE.search(plain)
    upper = _BELOW.search(plain)
    up_to = _UP_TO.search(plain)
    lo = float(next(g for g in lower.groups() if g)) if lower else None
    hi = float(upper[1]) - STEP if upper else (float(up_to[1]) if up_to else None)
    if lo is None and hi is None:
        return None
    return _checked(LOWEST if lo is None else lo, HIGHEST if hi is None else hi)


def _checked(lo: float, hi: float) -> tuple[float, float] | None:
    return (lo, hi) if LOWEST <= lo <= hi <= HIGHEST + EPSILON else None


def _ranges(document: Document) -> Iterator[list[LevelRange]]:
    """The level ranges of each table, and of each run of lines."""
    run: list[LevelRange] = []
    for block in document.blocks:
        if isinstance(block, Line):
            if len(block.text) <= LONGEST_TEXT:
                run += _in_text(block.text, block.page, None)
            continue
        yield run
        run = []
        found: list[LevelRange] = []
        for row in block.covering():
            found += _in_row(row, block.number)
        yield found
    yield run


def _in_row(row: list[Cell | None], table: int) -> list[LevelRange]:
    """A cell that holds level and range, else levels in cells beside one with a range."""
    cells = list({id(cell): cell for cell in row if cell is not None and cell.text.strip()}.values())
    out: list[LevelRange] = []
    for cell in cells:
        if len(cell.text) <= LONGEST_TEXT:
            out += _in_text(cell.text, cell.page, table)
    if out or len(cells) > 8:
        return out
    words = [
        level
        for cell in cells
        if len(cell.text) <= 60
        for name in re.split(r"[/,]|หรือ|และ", cell.text)
        if (level := read_level(name)) is not None
    ]
    bounds = [found for cell in cells
              if len(cell.text) <= 60 and (found := read_range(cell.text)) is not None]  # fmt: skip
    if len(bounds) != 1:
        return []
    return [LevelRange(w.word, w.scheme, *bounds[0], cells[0].page, table) for w in words]


def _in_text(text: str, page: int | None, table: int | None) -> list[LevelRange]:
    plain = to_arabic(text)
    names = list(_NAME.finditer(plain))
    out = []
    for i, name in enumerate(names):
        end = names[i + 1].start() if i + 1 < len(names) else len(plain)
        level = read_level(re.sub(r"\s", "", name.group()))
        bounds = read_range(plain[name.end() : end])
        if level is not None and bounds is not None:
            out.append(LevelRange(level.word, level.scheme, *bounds, page, table))
    return out


def rating_scale_checks(document: Document) -> list[Check]:
    """A failing check for each printed scale with a gap, an overlap or a bound of its own.

    A sound scale gives a check that holds. Levels that also depend on the instruments share their
    range with others, so overlaps count only where the scheme has none.
    """
    checks: list[Check] = []
    seen: set[tuple[object, ...]] = set()
    for found in _ranges(document):
        for scheme in level_schemes():
            ranges = list({r.word: r for r in found if r.scheme == scheme}.values())
            mark = (scheme, *((r.word, r.lo, r.hi) for r in ranges))
            if len(ranges) < MIN_RANGES or mark in seen:
                continue
            seen.add(mark)
            checks.append(_check(scheme, ranges))
    return checks


def _check(scheme: str, ranges: list[LevelRange]) -> Check:
    faults = _gaps(ranges) + _overlaps(scheme, ranges) + _deviations(scheme, ranges)
    first = ranges[0]
    place = f"table {first.table}" if first.table else "the text"
    if first.page:
        place = f"page {first.page}, {place}"
    known = level_bounds(scheme)
    return Check(
        check="rating-scale",
        result=CheckResult.FAILS if faults else CheckResult.HOLDS,
        severity=Severity.INFO,
        expected="; ".join(f"{word} from {lo:g}" for word, (lo, _) in known.items()),
        found="; ".join(f"{r.word} {r.lo:g}-{r.hi:g}" for r in ranges),
        message=f"the rating scale printed in {place}: {'; '.join(faults)}" if faults else "",
    )


def _ordered(ranges: list[LevelRange]) -> list[LevelRange]:
    return sorted(ranges, key=lambda r: (r.lo, r.hi))


def _gaps(ranges: list[LevelRange]) -> list[str]:
    faults = []
    ordered = _ordered(ranges)
    reached = ordered[0].hi
    for below, above in pairwise(ordered):
        reached = max(reached, below.hi)
        # 0-84 and 85-100 leave no printed gap where the bounds are whole numbers.
        whole = float(reached).is_integer() and float(above.lo).is_integer()
        if above.lo - reached > (1 if whole else STEP) + EPSILON:
            faults.append(
                f"scores from {reached:g} to {above.lo:g} belong to no level (gap between "
                f"{below.word} and {above.word})"
            )
    return faults


def _overlaps(scheme: str, ranges: list[LevelRange]) -> list[str]:
    if any(level.instrument_min is not None for level in level_schemes()[scheme]):
        return []
    return [
        f"{below.word} and {above.word} overlap from {above.lo:g} to {below.hi:g}"
        for below, above in pairwise(_ordered(ranges))
        if below.hi - above.lo > EPSILON
    ]


def _deviations(scheme: str, ranges: list[LevelRange]) -> list[str]:
    known = level_bounds(scheme)
    return [
        f"{r.word} begins at {r.lo:g}, known is {known[r.word][0]:g}"
        for r in ranges
        if r.word in known and abs(known[r.word][0] - r.lo) > STEP + EPSILON
    ]
