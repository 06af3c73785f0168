"""Columns that name themselves: all indicators and their total, told by the sums of the year.

Hardly any other eleven figures are tied as the ten indicators and the overall score are, so a row of
them needs no heading that can be read: a head torn apart, standing upright or lost with its page.
What a heading does say must agree. Two rows are proof, one needs words of the assessment beside it
(``normalize.edition_arithmetic`` has the guards and what they were measured on).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from thai_ita.normalize.edition_arithmetic import (
    MAX_MARGIN,
    OVERALL,
    ROWS_FOR_PROOF,
    is_run,
    margin,
)
from thai_ita.normalize.numerals import Number

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import Edition

# Rows of a list whose sums may fail: a digit misread, an agency that was not assessed.
FITTING_ROWS = 0.6

Figures = Sequence[Number | None]


def layouts(edition: Edition) -> list[tuple[str, ...]]:
    """The orders in which all indicators stand with their total, and with the instruments before,
    behind or between them; longest first."""
    indicators = [indicator.code for indicator in edition.indicators]
    instruments = [instrument.code for instrument in edition.instruments]
    groups = [(i.code, [c for c in i.indicators if c in indicators]) for i in edition.instruments]
    bodies = [indicators]
    if instruments and sum(len(codes) for _, codes in groups) == len(indicators):
        bodies = [
            [code for head, codes in groups for code in (head, *codes)],
            [code for head, codes in groups for code in (*codes, head)],
            [*instruments, *indicators],
            [*indicators, *instruments],
            indicators,
        ]
    found = [order for body in bodies for order in ((*body, OVERALL), (OVERALL, *body))]
    if len(bodies) > 1:
        found += [(*instruments, OVERALL, *indicators), (*indicators, OVERALL, *instruments)]
    return sorted(dict.fromkeys(map(tuple, found)), key=len, reverse=True)


def columns_by_sums(
    rows: Sequence[Figures], edition: Edition, named: Mapping[int, str], *, near: bool
) -> dict[int, str]:
    """The codes of the columns that the sums name, by place; empty where they name none.

    ``rows`` hold the figures of each row by column, None for anything else. ``named`` are the codes
    that headings give already. ``near`` tells that words of the assessment stand beside the table.
    """
    columns = _columns_of_figures(rows)
    if len(columns) <= len(edition.indicators):
        return {}
    for order in layouts(edition):
        for start in range(len(columns) - len(order) + 1):
            window = columns[start : start + len(order)]
            codes = dict(zip(window, order, strict=True))
            if any(named.get(c, code) != code for c, code in codes.items()):
                continue
            if all(c in named for c in window):
                return {}
            if _is_proven(rows, codes, edition, near=near):
                return codes
    return {}


def is_layout(figures: Sequence[Number], edition: Edition) -> bool:
    """Whether figures, and no more, are all indicators with their total in one of their orders."""
    return any(
        len(order) == len(figures) and _fits(dict(zip(order, figures, strict=True)), edition)
        for order in layouts(edition)
    )


def _columns_of_figures(rows: Sequence[Figures]) -> list[int]:
    """The columns that hold figures in most rows."""
    width = max(map(len, rows), default=0)
    return [c for c in range(width) if 2 * sum(len(row) > c and row[c] is not None for row in rows) > len(rows)]


def _is_proven(rows: Sequence[Figures], codes: Mapping[int, str], edition: Edition, *, near: bool) -> bool:
    whole = fitting = 0
    seen: set[tuple[float, ...]] = set()
    for row in rows:
        figures = {code: row[c] if c < len(row) else None for c, code in codes.items()}
        numbers = {code: n for code, n in figures.items() if n is not None}
        if len(numbers) < len(codes):
            continue
        whole += 1
        values = tuple(n.value for n in numbers.values())
        if values not in seen and _fits(numbers, edition):
            # A row that is printed twice proves no more than one.
            seen.add(values)
            fitting += 1
    return fitting >= (1 if near else ROWS_FOR_PROOF) and fitting >= FITTING_ROWS * whole


def _fits(numbers: Mapping[str, Number], edition: Edition) -> bool:
    """Whether figures are all indicators of the year, their total and their instruments' means."""
    instruments = {instrument.code for instrument in edition.instruments}
    values = {code: n for code, n in numbers.items() if code != OVERALL and code not in instruments}
    if not is_run(values, numbers[OVERALL], edition):
        return False
    plain = {code: n.value for code, n in values.items()}
    return all(
        (off := margin(plain, numbers[code].value, edition, of=code)) is not None and off <= MAX_MARGIN
        for code in instruments
        if code in numbers
    )
