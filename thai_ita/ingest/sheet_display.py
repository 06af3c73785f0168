"""Values of a spreadsheet as its cells show them: ``0.8523`` formatted ``0.00%`` is ``85.23%``.

Number formats: ECMA-376 part 1, 18.8.31. What is read of them is what changes a figure: decimals,
percent, thousands, literals, Thai digits, and dates.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from thai_ita.ingest.thai_forms import thai_date, thai_digits

# Excel shows General numbers with up to this many significant digits.
GENERAL_DIGITS = 10
# Figures beyond this are written as General: no count and no score is so large.
LARGEST = Decimal(10) ** 20

# The fourth section of a format is that of texts.
TEXT_SECTION = 4
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]', re.S)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
# Quoted text, an escaped sign, padding (skipped), brackets, places for digits, anything else.
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\[\]]*)\]|([0#?.,%]+)|(.)', re.S)
# [$-D00041E]: the first of the hex digits in front of the locale is the shape of the digits.
_THAI_SHAPE = re.compile(r"\$.*-0?D[0-9A-F]{6}|\$-(?:th-TH)?,?D00", re.I)


class _Form(StrEnum):
    NUMBER = "number"
    GENERAL = "general"
    LITERAL = "literal"


class _Figures(NamedTuple):
    """A section of a number format: the texts around the figure and how the figure is written."""

    form: _Form
    before: str = ""
    after: str = ""
    least_decimals: int = 0
    most_decimals: int = 0
    percent: int = 0
    thousands: bool = False
    shows_zero: bool = True
    thai: bool = False


def display(value: object, number_format: str) -> str:
    """The text that a cell with this value and number format shows; "" for an empty cell.

    Dates are written in Thai with the Buddhist year, whatever their format.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float, Decimal)):
        return _number(value, number_format or "General")
    if isinstance(value, (datetime, date)):
        return _date(value, number_format)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    sections = _sections(number_format or "")
    if len(sections) == TEXT_SECTION and "@" not in sections[-1]:
        return _figures(sections[-1]).before.strip()  # ;;; shows nothing
    return str(value)


def _date(value: datetime | date, number_format: str) -> str:
    plain = re.sub(r'"[^"]*"|\[[^\[\]]*\]|\\.', "", number_format).lower()
    day = value.date() if isinstance(value, datetime) else value
    # Without day or year an m beside hours is minutes.
    if isinstance(value, datetime) and re.search("[hs]", plain) and not re.search("[ydbe]", plain):
        return value.strftime("%H:%M")
    with_day = "d" in plain or not re.search("[ymb]", plain)
    return thai_date(day, with_day=with_day)


def _number(value: int | float | Decimal, number_format: str) -> str:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return str(value)
    section, signed = _section(_sections(number_format), exact)
    figures = _figures(section)
    if figures.form is _Form.LITERAL:
        return figures.before.strip()
    general = figures.form is _Form.GENERAL
    text = _general(abs(exact)) if general else _fixed(abs(exact), figures)
    sign = "-" if exact < 0 and signed and re.search("[1-9]", text) else ""
    text = f"{figures.before}{sign}{text}{figures.after}".strip()
    return thai_digits(text) if figures.thai else text


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[str, ...]:
    """The sections between semicolons outside quotes and brackets."""
    masked = _QUOTED.sub(lambda m: "x" * len(m[0]), number_format)
    cuts = [-1, *(m.start() for m in re.finditer(";", masked)), len(masked)]
    return tuple(number_format[a + 1 : b] for a, b in pairwise(cuts))


def _section(sections: tuple[str, ...], value: Decimal) -> tuple[str, bool]:
    """The section for a value, and whether a minus is still to be written."""
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _meets(value, condition[1], Decimal(condition[2])):
                return section, True
        return "General", True
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _meets(value: Decimal, sign: str, bound: Decimal) -> bool:
    equal, less = value == bound, value < bound
    return {
        "=": equal, "<>": not equal, "<": less, "<=": less or equal,
        ">": not (less or equal), ">=": not less,
    }[sign]  # fmt: skip


@lru_cache(maxsize=1024)
def _figures(section: str) -> _Figures:
    before, after, digits = "", "", ""
    thai = general = False
    for match in _TOKEN.finditer(section):
        quoted, escaped, bracket, placeholder, other = match.groups()
        literal = quoted if quoted is not None else escaped or other or ""
        if bracket is not None:
            thai = thai or bool(_THAI_SHAPE.match(bracket))
        elif placeholder:
            digits += placeholder
        elif other in ("G", "E", "e", "/", "@"):  # General, exponents, fractions, text
            general = True
            break
        elif other == "t" and not digits:
            thai = True  # t0.00 is how the Thai edition of Excel asks for Thai digits
        elif digits:
            after += literal
        else:
            before += literal
    whole, _, decimals = digits.replace("%", "").partition(".")
    if general:
        return _Figures(_Form.GENERAL, thai=thai)
    if not re.search("[0#?]", digits):
        return _Figures(_Form.LITERAL, before)
    return _Figures(
        form=_Form.NUMBER,
        before=before,
        after="%" * digits.count("%") + after,
        least_decimals=decimals.count("0"),
        most_decimals=len(re.findall("[0#?]", decimals)),
        percent=digits.count("%"),
        thousands="," in whole.strip(","),
        shows_zero="0" in digits,
        thai=thai,
    )


def _general(value: Decimal) -> str:
    if value == value.to_integral_value() and value < Decimal(10) ** 15:
        return str(int(value))
    return f"{float(value):.{GENERAL_DIGITS}g}"


def _fixed(value: Decimal, figures: _Figures) -> str:
    if value > LARGEST:
        return _general(value)
    with localcontext() as context:
        context.prec = 60
        step = Decimal(1).scaleb(-min(figures.most_decimals, 30))
        # Excel rounds halves away from zero.
        rounded = value.scaleb(2 * figures.percent).quantize(step, rounding=ROUND_HALF_UP)
    if not rounded and not figures.shows_zero:
        return ""
    whole, _, decimals = (f"{rounded:,f}" if figures.thousands else f"{rounded:f}").partition(".")
    least = figures.least_decimals
    kept = decimals[:least] + decimals[least:].rstrip("0")
    return f"{whole}.{kept}" if kept else whole
