"""Cells of ``corrections.csv`` as values: what a person wrote, and whether it is what a table shows.

A spreadsheet may have been over them: 86.50 is 86.5 then, a date has strokes, line ends are others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from thai_ita.columns import ColumnKind, column_kind
from thai_ita.corrections.record import MAIN_COLUMNS
from thai_ita.model import DocType, FindingKind, ScoreKind
from thai_ita.normalize.csv_injection import with_bullets
from thai_ita.normalize.numerals import Number, read_number, read_score, to_arabic
from thai_ita.side_files import shortened

Parsed = Number | int | str | list[str] | None
"""What a cell says: a score, a year or number, a text, a list; None where it is emptied."""

LINE_LISTS = frozenset({"steps", "sub_measures"})
"""Columns that hold one entry a line."""
SIGN_LISTS = frozenset({"responsible", "indicators", "items"})
"""Columns that hold entries with ``; `` between."""
YEARS = frozenset({"fiscal_year", "assessed_year"})
_CHOICES: dict[tuple[str, str], type[StrEnum]] = {
    ("documents", "doc_type"): DocType,
    ("scores", "kind"): ScoreKind,
    ("findings", "kind"): FindingKind,
}
_INSTRUMENTS = ("IIT", "EIT", "OIT", "EBIT")
_CODE = re.compile(r"ITA|E?BIT|[IEO]IT|[ieo]\d{1,2}|\d{1,4}(?:\.\d{1,2})?")
_ITEM = re.compile(r"[ieo]\d{1,2}")
_PART = re.compile(r"[1-9]")
HIGHEST_ISSUE = 99
INDICATORS = range(1, 11)
"""Those of every edition that numbers them."""
MONTHS = 12
LONGEST_DATE = 60
"""Letters of a cell that may be a date."""
_SPLIT_AM = re.compile("ํ([่-๋]?)า|([่-๋])ํา")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_STROKES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2,4})")


class BadValueError(ValueError):
    """A text that its column cannot hold; the message says why, and what it may hold."""


def parsed(table: str, column: str, text: str, *, month_first: bool = False) -> Parsed:
    """What a cell says, None for an emptied one; raises BadValueError.

    Numbers and years may have Thai digits, years may be of either era. A date with strokes is
    day/month/year unless ``month_first``.
    """
    if not text:
        if column in ("kind", "code"):
            raise BadValueError(f"a {column} cannot be empty")
        return None
    if column == MAIN_COLUMNS["scores"] and table == "scores":
        return _score(text)
    if column in YEARS:
        return _year(text)
    if column == "issue":
        return _issue(text)
    if column_kind(column) is ColumnKind.DATE or column == "decided_on":
        return _date(text, month_first)
    if (table, column) in _CHOICES:
        return _choice(_CHOICES[table, column], text)
    if column in ("code", "part", "instrument"):
        return _short(column, text)
    if column in SIGN_LISTS or column in LINE_LISTS:
        return _entries(column, text)
    if column == "level":
        return _level(text)
    return composed(text)


def same(table: str, column: str, shown: object, was: str) -> bool:
    """Whether a table's cell shows what a person says that it showed."""
    cell = "" if shown is None else _as_stored(str(shown))
    if cell == was or not (cell and was):
        return cell == was
    if column in YEARS and (year := _year_or_none(was)) is not None:
        return _year_or_none(cell) == year  # of whichever era
    if column_kind(column) in (ColumnKind.NUMBER, ColumnKind.INTEGER):
        ours, theirs = read_number(cell), read_number(was)
        return ours is not None and theirs is not None and ours.exact == theirs.exact
    if column_kind(column) is ColumnKind.DATE or column == "decided_on":
        return cell in _dates(was)
    if column in SIGN_LISTS:
        return _signs(cell) == _signs(was)
    return _lines(cell) == _lines(was)


def is_month_first(shown: object, was: str) -> bool:
    """Whether a spreadsheet shows its dates with the month before the day, as ``was`` tells."""
    readings = _dates(was)
    is_its = only_month_first(was) or len(set(readings)) > 1
    return is_its and readings[-1:] == (str(shown),)


def is_ambiguous_date(text: str) -> bool:
    """Whether a date means one day with the day first and another with the month first."""
    return len(set(_dates(text))) > 1


def only_month_first(text: str) -> bool:
    """Whether a date with strokes can only be one with the month first: 9/30/2025."""
    if len(text) > LONGEST_DATE:
        return False
    strokes = _STROKES.fullmatch(to_arabic(text).strip())
    return strokes is not None and int(strokes[2]) > MONTHS >= int(strokes[1])


def composed(text: str) -> str:
    """A text as it is compared and kept: line ends alike, Thai letters put together one way."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text)
    return _SPLIT_AM.sub(lambda m: f"{m[1] or m[2] or ''}ำ", text).strip()


def _lines(text: str) -> tuple[str, ...]:
    # Tables had hyphens where they have bullets now, and what was said of them still counts.
    lines = (" ".join(line.split()) for line in with_bullets(composed(text)).split("\n"))
    return tuple(line for line in lines if line)


def _signs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in composed(text).split(";") if part.strip())


def _as_stored(text: str) -> str:
    """A text as a table's file holds it: no lone surrogate, no zero byte."""
    text = text.replace("\0", "\ufffd")
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def _score(text: str) -> Number:
    number = read_score(text)
    if number is None:
        raise BadValueError(f"{_quoted(text)} is no score from 0 to 100")
    return number


def _year_or_none(text: str) -> int | None:
    from thai_ita.normalize.fiscal_year import fiscal_year_of

    try:
        return fiscal_year_of(text)
    except (ValueError, OverflowError):
        return None


def _year(text: str) -> int:
    year = _year_or_none(text)
    if year is None:
        raise BadValueError(f"{_quoted(text)} is no fiscal year")
    return year


def _issue(text: str) -> int:
    number = read_number(text)
    if number is None or number.exact != int(number.exact) or not 1 <= number.exact <= HIGHEST_ISSUE:
        raise BadValueError(f"{_quoted(text)} is no number of an issue")
    return int(number.exact)


def _date(text: str, month_first: bool) -> str:
    readings = _dates(text)
    if not readings:
        raise BadValueError(f"{_quoted(text)} is no date; write 2024-10-01 or 1/10/2567")
    return readings[-1] if month_first else readings[0]


def _dates(text: str) -> tuple[str, ...]:
    """The ISO dates that a text may mean: with the day first, then with the month first."""
    from thai_ita.normalize.dates import find_dates

    plain = to_arabic(text).strip()
    if len(plain) > LONGEST_DATE:
        return ()
    if match := _ISO.fullmatch(plain):
        # Of either era, as the year tells.
        plain = f"{int(match[3])}/{int(match[2])}/{match[1]}"
    tried = [plain]
    if not match and (strokes := _STROKES.fullmatch(plain)):
        tried.append(f"{strokes[2]}/{strokes[1]}/{strokes[3]}")
    found = [find_dates(one) for one in tried]
    return tuple(dates[0].value.isoformat() for dates in found if len(dates) == 1)


def _choice(choices: type[StrEnum], text: str) -> str:
    word = text.strip().lower()
    if word not in {str(choice) for choice in choices}:
        raise BadValueError(f"{_quoted(text)} is none of {', '.join(choices)}")
    return word


def _level(text: str) -> str:
    from thai_ita.normalize.levels import read_level

    level = read_level(text)
    return level.word if level else composed(text)


def _short(column: str, text: str) -> str:
    plain = to_arabic(text).replace(" ", "")
    plain = plain.upper() if plain.isalpha() else plain.lower()
    fits = {
        "code": _CODE.fullmatch(plain),
        "part": _PART.fullmatch(plain),
        "instrument": plain in _INSTRUMENTS,
    }
    if not fits[column]:
        raise BadValueError(f"{_quoted(text)} is no {column} of a score" if column != "instrument"
                       else f"{_quoted(text)} is none of {', '.join(_INSTRUMENTS)}")  # fmt: skip
    return _known(plain) if column == "code" else plain


def _entries(column: str, text: str) -> list[str]:
    if column in LINE_LISTS:
        return [line.strip() for line in composed(text).split("\n") if line.strip()]
    parts = [part.strip() for part in composed(text).split(";") if part.strip()]
    if column == "responsible":
        return parts
    pattern = _CODE if column == "indicators" else _ITEM
    return [_known(_matching(pattern, column, part)) for part in _comma_parts(parts)]


def _known(code: str) -> str:
    """A code that some edition of the assessment has; raises BadValueError for any other."""
    from thai_ita.normalize.editions import known_codes

    if not known_codes().has(code):
        raise BadValueError(f"{_quoted(code)} is a code of no year: {known_codes().in_words()}")
    return code


def _comma_parts(parts: Iterable[str]) -> list[str]:
    """Codes that a person parted by commas."""
    return [one.strip() for part in parts for one in part.split(",") if one.strip()]


def _matching(pattern: re.Pattern[str], column: str, text: str) -> str:
    plain = to_arabic(text)
    plain = plain.upper() if plain.isalpha() else plain.lower()
    if not pattern.fullmatch(plain):
        raise BadValueError(f"{_quoted(text)} is no code of {column}; put ; between codes")
    return plain


def _quoted(text: str) -> str:
    return f"“{shortened(text, 60)}”"
