"""Lines that hold a name and its score and nothing else: the entries of a list."""

from __future__ import annotations

import re

from thai_ita.model import Match
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import Number, find_numbers
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.prose_patterns import (
    END_OF_ENTRY,
    FIGURE_FIRST,
    LABEL_TAIL,
    LEADER,
    NOT_A_RESULT,
    OWN_UNIT,
    QUOTED_FIGURE,
    RANGE_TO,
)

_ANOTHER_SCORE = compile_tone_tolerant(r"ได้\s*[\d๐-๙]+\s*(?:คะแนน|%)")
# Longest name of an entry: the wording of a question.
MAX_WORDING = 420


def list_entry(text: str, matcher: NameMatcher, context: Context) -> tuple[Match, Number] | None:
    """The name and the score of a line that holds these two and nothing else.

    Whether a whole number is a score, ``is_figure`` tells from the lines around it.
    """
    text = unquoted(text)
    numbers = find_numbers(text)
    if not numbers or numbers[-1].signed or not 0 <= numbers[-1].value <= 100:
        return None
    number = numbers[-1]
    if RANGE_TO.search(text[: number.start]):
        return None
    if not END_OF_ENTRY.match(text[number.end :]):
        return None
    label = LEADER.sub(" ", text[: number.start])
    if any(n.decimals for n in find_numbers(label)) or NOT_A_RESULT.search(label[-16:]):
        return None
    tail = LABEL_TAIL.search(label.rstrip())
    label = label.rstrip()[: tail.start()] if tail else label.rstrip()
    label = re.sub(r"\((?:ร้อยละ|คะแนนเต็ม|เต็ม|(?:ค่า)?น้ำหนัก(?:ร้อยละ)?)?\s*[\d๐-๙]+\s*(?:คะแนน|%)?\)", " ", label).strip(
        " .:*-–|"
    )
    if not label or len(label) > MAX_WORDING or _ANOTHER_SCORE.search(label):
        return None
    found = matcher.match(label, context)
    if not found.accepted or found.rule == "average-words":
        return None
    return found, number


def overall_first(text: str, matcher: NameMatcher) -> tuple[Match, Number] | None:
    """The overall score of a line in which the figure stands before its name."""
    first = FIGURE_FIRST.match(text)
    if first is None:
        return None
    found = matcher.match(first["label"])
    numbers = find_numbers(text)
    if not found.accepted or found.rule != "overall-words" or len(numbers) != 1:
        return None
    return (found, numbers[0]) if 0 <= numbers[0].value <= 100 else None


def is_figure(text: str, number: Number, exact: bool) -> bool:
    """Whether the number at the end of a line is a score; ``exact`` where others beside it have
    decimals. A whole number without a unit may be a page number, as in a table of contents."""
    return bool(number.decimals or exact or number.value == 100 or OWN_UNIT.match(text[number.end :]))


def unquoted(text: str) -> str:
    """The text with blanks for quotation marks around figures: ได้ “80.11” คะแนน."""
    return QUOTED_FIGURE.sub(lambda m: " " * len(m[0]), text)
