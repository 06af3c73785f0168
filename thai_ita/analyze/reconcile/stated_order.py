"""What a document says about its scores besides the scores: ranks, highest and lowest, the level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from thai_ita.analyze.reconcile.constraints import (
    Constraint,
    ExtremeConstraint,
    Form,
    LevelConstraint,
    OrderConstraint,
)
from thai_ita.analyze.reconcile.edition_constraints import expand, indicator_keys, levels_scheme
from thai_ita.analyze.reconcile.intervals import rounding_half
from thai_ita.analyze.reconcile.readings import Key, ScoreReading
from thai_ita.model import Document, Report, ScoreKind, Table
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.editions import nearest_edition
from thai_ita.normalize.levels import level_schemes
from thai_ita.normalize.names import matcher_for
from thai_ita.normalize.numerals import find_numbers, to_arabic
from thai_ita.parse.text.name_mentions import find_mentions

# Fewer ranked rows prove no ranking.
MIN_RANKED = 3
# Stated extremes are compared where at most this many indicators of the year are missing.
MAX_MISSING_INDICATORS = 0

_RANK = re.compile(r"อันดับ|(?<![A-Za-z])rank(?:ing)?(?![A-Za-z])", re.I)
_EXTREME = re.compile(
    r"คะแนน(?:ตัวชี้วัด)?\s*+(?:ที่)?\s*(?P<which>สูง|มาก|ต่ำ|น้อย)(?:ที่)?สุด"
    r"\s*+(?:คือ|เท่ากับ|อยู่ที่|ได้|เป็น|[:=])?\s*(?=[\d๐-๙])"
)
_NAMED_EXTREME = re.compile(
    rf"(?:(?:คะแนน|ร้อยละ)\s*|{BLANKS_BEFORE})(?P<which>สูง|มาก|ต่ำ|น้อย)(?:ที่)?สุด\s*(?:คือ|ได้แก่|:)\s*"
)
_HIGHEST = frozenset({"สูง", "มาก"})


def order_constraints(document: Document, readings: dict[Key, ScoreReading]) -> list[Constraint]:
    """Neighbouring ranks of the tables that rank indicators by their score."""
    in_table: dict[int, dict[int, list[Key]]] = {}
    for key, reading in readings.items():
        place = reading.score.evidence
        if key[1] is ScoreKind.INDICATOR and place.table is not None and place.row is not None:
            in_table.setdefault(place.table, {}).setdefault(place.row, []).append(key)
    out: list[Constraint] = []
    for table in document.tables:
        rows = in_table.get(table.number, {})
        if len(rows) < MIN_RANKED or any(len(keys) != 1 for keys in rows.values()):
            continue
        ranks = _ranks(table)
        ranked = sorted((ranks[row], keys[0]) for row, keys in rows.items() if row in ranks)
        numbers = [rank for rank, _ in ranked]
        if len(ranked) < MIN_RANKED or len(set(numbers)) != len(numbers):
            continue
        out += [
            OrderConstraint(upper, lower, rule=f"rank {rank} is not below rank {rank_below}")
            for (rank, upper), (rank_below, lower) in pairwise(ranked)
            if upper[0] == lower[0]
        ]
    return out


def _ranks(table: Table) -> dict[int, int]:
    """The rank of each row (1-based), where a column is headed so; empty otherwise."""
    for r, row in enumerate(table.grid[:3]):
        for cell in row:
            if cell is None or len(cell.text) > 40 or not _RANK.search(cell.text):
                continue
            column = cell.column
            found: dict[int, int] = {}
            for below in range(r + 1, len(table.grid)):
                cells = table.grid[below]
                under = cells[column] if column < len(cells) else None
                text = to_arabic(under.text).strip(" .") if under is not None else ""
                if re.fullmatch(r"\d{1,2}", text):
                    found[below + 1] = int(text)
            return found
    return {}


def extreme_constraints(document: Document, readings: dict[Key, ScoreReading]) -> list[Constraint]:
    """The stated highest and lowest score of the indicators, for the one year that has them all."""
    whole = [
        keys
        for keys in map(indicator_keys, sorted({key[0] for key in readings}))
        if keys and sum(key not in readings for key in keys) <= MAX_MISSING_INDICATORS
    ]
    if len(whole) != 1:
        return []
    keys = tuple(key for key in whole[0] if key in readings)
    out: list[Constraint] = []
    for which, value, decimals in _stated_extremes(document):
        sign = 1 if which in _HIGHEST else -1
        word = "highest" if sign > 0 else "lowest"
        half = rounding_half(decimals)
        out.append(ExtremeConstraint(keys, sign, value, half, rule=f"the {word} is {value:g}"))
    return out


def named_extreme_constraints(document: Document, readings: dict[Key, ScoreReading]) -> list[Constraint]:
    """The indicator that a sentence names as the highest or lowest, against its own instrument.

    A sentence may mean the highest of all, of an instrument or of several, so it is compared with
    the other indicators of that instrument only, and its failure is a doubt and no contradiction.
    """
    years = {key[0] for key in readings if key[1] is ScoreKind.INDICATOR}
    if len(years) != 1:
        return []
    year = years.pop()
    matcher = matcher_for(year)
    out: dict[tuple[Key, Key], Constraint] = {}
    for line in document.lines:
        for match in _NAMED_EXTREME.finditer(line.text):
            behind = line.text[match.end() : match.end() + 60]
            named = next((m for m in find_mentions(behind, matcher)
                          if m.kind is ScoreKind.INDICATOR and m.start <= 12), None)  # fmt: skip
            key = (year, ScoreKind.INDICATOR, named.code) if named else None
            if key is None or key not in readings:
                continue
            instrument = matcher.edition.instrument(matcher.edition.instrument_of(key[2]))
            for code in instrument.indicators if instrument else ():
                other = (year, ScoreKind.INDICATOR, code)
                if other != key and other in readings:
                    pair = (key, other) if match["which"] in _HIGHEST else (other, key)
                    rule = f"{pair[0][2]} is not below {pair[1][2]}, as a sentence says"
                    out[pair] = OrderConstraint(*pair, refutes=False, rule=rule)
    return list(out.values())


def _stated_extremes(document: Document) -> Iterator[tuple[str, float, int]]:
    for line in document.lines:
        for match in _EXTREME.finditer(line.text):
            numbers = find_numbers(line.text[match.end() : match.end() + 24])
            if numbers and numbers[0].start == 0 and numbers[0].decimals:
                yield match["which"], numbers[0].value, numbers[0].decimals


def level_constraint(report: Report, readings: dict[Key, ScoreReading]) -> LevelConstraint | None:
    """The stated level against the scores of its year.

    The level is that of the report's year, or of another year with an overall score: it is
    compared with the year that it fits, and only a level that fits none of them contradicts the
    latest. None where level or score is missing, or the level is of another year's scheme.
    """
    level = report.identity.level
    scheme = _scheme_of(level)
    years = sorted(
        (
            key[0]
            for key, reading in readings.items()
            if key[1] is ScoreKind.OVERALL and levels_scheme(key[0]) == scheme
        ),
        key=lambda year: (year != report.identity.fiscal_year, -year),
    )
    if not scheme or not years:
        return None
    found = [_level_of_year(year, level, scheme, readings) for year in years]
    return next((c for c in found if c.holds(readings)), found[0])


def _level_of_year(year: int, level: str, scheme: str, readings: dict[Key, ScoreReading]) -> LevelConstraint:
    edition = nearest_edition(year)
    forms: list[Form] = []
    for instrument in edition.instruments:
        expanded = expand((year, ScoreKind.INSTRUMENT, instrument.code), readings)
        if expanded is not None:
            forms.append(expanded[0])
    overall = next(key for key in readings if key[0] == year and key[1] is ScoreKind.OVERALL)
    whole = len(forms) == len(edition.instruments)
    rule = f"the level of {year} is stated as {level}"
    return LevelConstraint(level, scheme, overall, tuple(forms) if whole else (), rule=rule)


def _scheme_of(level: str) -> str:
    if level:
        for name, levels in level_schemes().items():
            if any(entry.word == level for entry in levels):
                return name
    return ""
