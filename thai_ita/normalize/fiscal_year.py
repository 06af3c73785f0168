"""A fiscal year as a person writes it: 2567, ๒๕๖๗, 2024, and where nothing else can be meant 67."""

from __future__ import annotations

FIRST_YEAR, LAST_YEAR = 2540, 2640
"""Fiscal years (พ.ศ.) that a year may mean; the assessment began in 2556."""
TO_BUDDHIST = 543
_CENTURY = 2500


def fiscal_year_of(text: str | int, *, short: bool = False) -> int | None:
    """The fiscal year (พ.ศ.) of a year in Thai or Arabic digits, None for a blank.

    A year of the Common Era is converted; with ``short`` two digits are a year of this Buddhist
    century (67 is 2567), and ปี or พ.ศ. may stand before it. Raises ``ValueError`` for anything else.

    >>> fiscal_year_of("๒๕๖๗"), fiscal_year_of("2024"), fiscal_year_of("67", short=True)
    (2567, 2567, 2567)
    """
    digits = "".join(str(text).split())
    if short:
        for marker in ("ปีงบประมาณ", "ปี", "พ.ศ.", "ค.ศ."):
            digits = digits.removeprefix(marker)
    if not digits:
        return None
    # int() reads Thai digits as it reads Arabic ones.
    year = int(float(digits)) if digits.endswith(".0") else int(digits)
    if short and 0 <= year < 100 and len(digits) == 2:
        year += _CENTURY
    elif year < FIRST_YEAR - 500:
        year += TO_BUDDHIST
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{text!r} is no fiscal year")
    return year
