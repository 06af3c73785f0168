"""The issue (1-7) by which results are analysed, as a heading or a cell names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from thai_ita.normalize.editions import known_years, load_edition
from thai_ita.normalize.numerals import strip_numbering, to_arabic
from thai_ita.normalize.repair import squash

# Similarity (0-1) of a heading to the name of an issue from which it counts as that name.
SAME_ISSUE = 0.8
# A longer text is no heading.
MAX_HEADING = 120
_BY_NUMBER = re.compile(r"\s*ประเด็นที่\s*([1-7])(?![\d.])")


def known_issues() -> Iterator[tuple[int, str]]:
    """Number and name of the issues of all editions, from the first year on."""
    for year in known_years():
        for issue in load_edition(year).issues:
            yield issue.number, issue.name


@lru_cache(maxsize=1)
def issue_keys() -> tuple[tuple[int, str], ...]:
    """Number and name of each issue, the name as a key for matching, none twice."""
    return tuple(dict.fromkeys((number, squash(name)) for number, name in known_issues()))


@lru_cache(maxsize=4096)
def issue_number(text: str) -> int | None:
    """The number of the issue that a heading names, by its number or its name.

    >>> issue_number("๔) กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ")
    4
    """
    if len(text) > MAX_HEADING:
        return None
    if match := _BY_NUMBER.match(to_arabic(text)):
        return int(match.group(1))
    key = squash(strip_numbering(text)[1] or text)
    near = [(Levenshtein.normalized_similarity(key, name), number) for number, name in issue_keys()]
    best = max(near, default=(0.0, 0))
    return best[1] if best[0] >= SAME_ISSUE else None
