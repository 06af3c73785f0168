"""Values of a spreadsheet as its cells show them: ``0.8523`` formatted ``0.00%`` is ``85.23%``.

Number formats: ECMA-376 part 1, 18.8.31. What is read of them is what changes a figure: decimals,
percent, thousands, literals, Thai digits, and dates.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache
from typing import NamedTuple

from thai_ita.ingest.thai_forms import thai_date, thai_digits

# Excel shows General numbers with up to this many significant digits.
GENERAL_DIGITS = 10

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|([0#?.,%]+)|([eE][+-])|(.)', re.S)
# [$-D00041E]: the first of the hex digits in front of the locale is the shape of the digits.
_THAI_SHAPE = re.compile(r"\$.*-0?D[0-9A-F]{6}|\$-(?:th-TH)?,?D00", re.I)


class _Figures(NamedTuple):
    """A section of a number format: texts around the figure and how the figure is written."""

    before: str
    after: str
    least: int
    most: int
    percent: int
    thousands: bool
    thai: bool
    general: bool


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
    return str(value)


def _date(value: datetime | date, number_format: str) -> str:
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format).lower()
    day = value.date() if isinstance(value, datetime) else value
    if plain and not re.search("[ymdbe]", plain) and isinstance(value, datetime):
        return value.strftime("%H:%M")
    with_day = "d" in plain or not re.search("[ymb]", plain)
    return thai_date(day, with_day=with_day)


def _number(value: int | float | Decimal, number_format: str) -> str:
    try:
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return str(value)
    sections = tuple(_sections(number_format))
    section, signed = _section(sections, exact)
    figures = _figures(section)
    text = _general(exact) if figures.general else _fixed(abs(exact), figures)
    sign = "-" if exact < 0 and signed and not figures.general and text.strip("0.,") else ""
    text = f"{figures.before}{sign}{text}{figures.after}".strip()
    return thai_digits(text) if figures.thai else text


def _sections(number_format: str) -> list[str]:
    """The sections between semicolons outside quotes and brackets."""
    return re.findall(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])+', number_format) or ["General"]


def _section(sections: tuple[str, ...], value: Decimal) -> tuple[str, bool]:
    """The section for a value, and whether a minus is still to be written."""
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


@lru_cache(maxsize=1024)
def _figures(section: str) -> _Figures:
    before, after, digits, thai = "", "", "", False
    general = False
    for match in _TOKEN.finditer(section):
        quoted, escaped, bracket, placeholder, exponent, other = match.groups()
        if bracket is not None:
            thai = thai or bool(_THAI_SHAPE.match(bracket))
            continue
        if exponent or (other is not None and other in "/@gGeE"):
            general = True
            break
        if placeholder:
            digits += placeholder
        elif other == "t" and not digits:
            thai = True  # t0.00 is how the Thai edition of Excel writes Thai digits
        else:
            literal = quoted if quoted is not None else escaped if escaped is not None else other
            if literal is None:
                continue
            if digits:
                after += literal
            else:
                before += literal
    if "General" in section or not re.search("[0#?]", digits):
        only_text = not re.search("[0#?]", digits) and not general and bool(before or digits)
        general = not only_text
    percent = digits.count("%")
    body = digits.replace("%", "")
    _, _, decimals = body.partition(".")
    whole = body.partition(".")[0]
    return _Figures(
        before="" if general else before,
        after="" if general else "%" * percent + after,
        least=decimals.count("0"),
        most=len(re.findall("[0#?]", decimals)),
        percent=percent,
        thousands="," in whole.strip(","),
        thai=thai,
        general=general,
    )


def _general(value: Decimal) -> str:
    if value == value.to_integral_value() and abs(value) < Decimal(10) ** 15:
        return str(int(value))
    text = f"{float(value):.{GENERAL_DIGITS}g}"
    return text


def _fixed(value: Decimal, figures: _Figures) -> str:
    if not (figures.most or figures.least) and not figures.general and figures.before and (
        figures.after == "" and figures.percent == 0 and _is_text_only(figures)
    ):
        return ""
    with localcontext() as context:
        context.prec = 60
        value = value.scaleb(2 * figures.percent)
        if abs(value) > Decimal(10) ** 40:
            return str(value)
        rounded = value.quantize(Decimal(1).scaleb(-figures.most), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if figures.thousands else f"{rounded:f}"
    if "." in text:
        whole, _, decimals = text.partition(".")
        kept = decimals[: figures.least] + decimals[figures.least :].rstrip("0")
        text = f"{whole}.{kept}" if kept else whole
    return text
