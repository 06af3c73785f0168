"""A result that stands alone on a page: a figure with its level, as posters and slides print it.

``90.39 คะแนน`` above ``ระดับ ผ่าน`` names nothing, yet says what no other score has: a level of the
assessment. It is taken for the overall score only where the document states none in words, where
nothing else in the lines bears a score, and where the level is one that the figure allows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thai_ita.model import Line
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.levels import find_levels, possible_levels
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.numerals import Number, find_numbers
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.scores.prose_rules import tells_of_others
from thai_ita.parse.text.name_mentions import find_mentions
from thai_ita.parse.text.prose_patterns import NOT_A_RESULT
from thai_ita.parse.text.topic_cues import about_other_scores, is_example

MAX_LETTERS = 120
MAX_LINES = 5
# What the score is out of, which may stand beside it.
_FULL_MARK = compile_tone_tolerant(
    rf"(?:\(\s*+|{BLANKS_BEFORE})(?:จาก\s*+)?(?:คะแนน\s*)?เต็ม" r"\s*+(?:คะแนน)?\s*[1๑][0๐]{2}\s*+(?:คะแนน)?\s*\)?"
)
_OTHER_FIGURE = re.compile(r"[\d๐-๙]")
_UNIT = compile_tone_tolerant(r"คะแนน|%|ร้อยละ")


@dataclass(frozen=True, slots=True)
class LoneResult:
    """The figure and the line in which it stands."""

    line: Line
    number: Number


def find_headline_score(runs: list[list[Line]], matcher: NameMatcher) -> LoneResult | None:
    """The one result that stands alone in a document; None where there is none, or several."""
    found = [result for run in runs if (result := _read(run, matcher)) is not None]
    if len({result.number.value for result in found}) != 1:
        return None
    return found[0]


def _read(run: list[Line], matcher: NameMatcher) -> LoneResult | None:
    # Years, the agency and a motto may stand above: what counts stands at the end, together.
    for first in range(max(0, len(run) - MAX_LINES), len(run)):
        lines = run[first:]
        text = _FULL_MARK.sub(" ", "\n".join(line.text for line in lines))
        if len(text) > MAX_LETTERS or is_example(text) or about_other_scores(text):
            continue
        numbers = find_numbers(text)
        levels = [m.level for m in find_levels(text) if m.cued]
        if len(numbers) != 1 or len({level.word for level in levels}) != 1:
            continue
        number = numbers[0]
        if number.decimals != 2 or number.signed or not 0 <= number.value <= 100:
            continue
        rest = text[: number.start] + text[number.end :]
        if _OTHER_FIGURE.search(rest) or NOT_A_RESULT.search(rest) or not _UNIT.search(rest):
            continue
        if tells_of_others(text[: number.start]):
            continue
        if any(m.kind is not None for m in find_mentions(text, matcher)):
            continue
        if levels[0] not in possible_levels(number.value, None, levels[0].scheme):
            continue
        line = next(line for line in lines if number.text in line.text)
        return LoneResult(line, number)
    return None
