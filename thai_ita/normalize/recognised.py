"""Numbers that a recogniser read from a picture: where they stand in a text, how sure they are.

A recogniser gives each number with the least probability of its characters and with other readings.
What it read is looked up in the repaired text by its digits, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from thai_ita.model import FigureReading
from thai_ita.normalize.numerals import to_arabic

# Digits in print of ten fonts that were not trained on, under nine damages: of 8,461 read with this
# probability none was wrong.
SURE = 0.999
# Of values read with at least this 1 in 2,005 was wrong (0.9: 5 of 2,113); below it a value needs
# the arithmetic of its year.
PUBLISHED = 0.97
# The years of results; a recognised year beyond them is a misreading.
FIRST_YEAR, LAST_YEAR = 2561, 2575
# What stands for a year that could not be read.
UNREAD = 0
# A number as results print it; nobody prints 01.64, so a zero in front is the rest of a number.
_SCORE_FORM = re.compile(r"(?!0\d)\d{1,3}(?:\.\d{1,2})?")
_BLANKS = re.compile(r"\s+")
_EDGES = " .,:;()[]%+-–—−|/*"


def plain_digits(text: str) -> str:
    """A number with Arabic digits, without blanks and marks around it.

    >>> plain_digits(" ๘๓ .๓๓.")
    '83.33'
    """
    return _BLANKS.sub("", to_arabic(text)).strip(_EDGES)


def is_score_form(digits: str) -> bool:
    """Whether Arabic digits have the form of a result: one to three, and up to two decimals.

    >>> is_score_form("83.33"), is_score_form("00.00"), is_score_form("8333")
    (True, False, False)
    """
    return bool(_SCORE_FORM.fullmatch(digits)) and float(digits) <= 100


def other_values(figure: FigureReading) -> tuple[tuple[float, float], ...]:
    """The other readings of a number that may be results, with their probabilities."""
    own = plain_digits(figure.text)
    found = ((plain_digits(text), p) for text, p in figure.others)
    return tuple((float(digits), p) for digits, p in found if digits != own and is_score_form(digits))


@dataclass(frozen=True, slots=True)
class Located:
    """A recognised number and the span of its digits in the text."""

    start: int
    end: int
    figure: FigureReading


def locate(text: str, figures: Iterable[FigureReading]) -> Iterator[Located]:
    """The figures with their places in a text, in their order; one that repair changed is left out.

    >>> [f.start for f in locate("ข้อ ๑ ได้ ๘๓ .๓๓", [FigureReading("๑", 1.0), FigureReading("๘๓.๓๓", 0.9)])]
    [4, 10]
    """
    arabic = to_arabic(text)
    at = 0
    for figure in figures:
        digits = plain_digits(figure.text)
        if not digits:
            continue
        pattern = r"\s*".join(map(re.escape, digits))
        found = re.compile(rf"(?<![\d.]){pattern}(?!\d)").search(arabic, at)
        found = found or re.compile(pattern).search(arabic, at)
        if found is not None:
            at = found.end()
            yield Located(found.start(), found.end(), figure)
