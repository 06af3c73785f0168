"""Words of closed lists, where the frames of a line nearly show one.

A list proves nothing by itself: each letter that is changed must have been seen a little, and
another word of the list must be much less likely. What the frames show surely stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from thai_ita.ingest.scan.thai_writing import ARABIC_DIGITS, THAI_DIGITS
from thai_ita.ingest.scan.writable_path import Shares, Span, aligned
from thai_ita.normalize.closed_words import ClosedWords, closed_words

if TYPE_CHECKING:
    from thai_ita.ingest.scan.charset import Charset

_D: Final = THAI_DIGITS + ARABIC_DIGITS
# A word takes the place of what was read where each frame shows it at least so likely, measured by
# what that frame shows most.
LEAST_SHARE: Final = 0.01
# Behind words that only such a number follows, and two digits of which may be changed.
LEAST_SHARE_OF_DIGITS: Final = 0.002
MOST_DIGITS: Final = 2
# And so many times likelier than the next word of the list.
LEAD: Final = 3.0
# Letters that may be changed: one of a short word, else this share of them.
SHORT_WORD: Final = 6
CHANGED_SHARE: Final = 0.2
# Words of fewer characters than this have too many neighbours.
SHORTEST: Final = 3
# What stands between two numbers or spaces; an abbreviated month keeps its stops, 0IT its zero.
_TOKEN: Final = re.compile(rf"(?:[{_D}](?=[A-Z]{{2}}))?[^\s{_D}()]+")
_NUMBERING: Final = re.compile(rf"^(?:ตัวชี้วัด(?:ที่)?\s*)?(?:[({_D}][.{_D}]*[.)]?\s*|[-•]\s*)?")
# What may be a number of at most four digits, one of them read as something else.
_NUMBER: Final = re.compile(r"[^\s.,()/-]{1,5}(?![^\s.,()/-])")
_TO_THAI: Final = str.maketrans(ARABIC_DIGITS, THAI_DIGITS)
_THAI: Final = re.compile(f"[{THAI_DIGITS}]")
_ARABIC: Final = re.compile(f"[{ARABIC_DIGITS}]")


@dataclass(frozen=True, slots=True)
class Rescored:
    """The best word of a list, and how likely it is where all of the list and what was read count."""

    word: str
    p: float
    spans: tuple[Span, ...]


def rescored(
    shares: Shares,
    text: str,
    words: Iterable[str],
    charset: Charset,
    first: int = 0,
    least: float = LEAST_SHARE,
) -> Rescored | None:
    """The word of ``words`` that frames show, where they were read as ``text``.

    None where no word is near, where a frame speaks against it (``least``), or where two are as
    likely. The spans begin at frame ``first``.
    """
    near = [word for word in words if _is_near(text, word)]
    if not near or text in near:
        return None
    read = log_share(shares, charset.numbers(text))
    found = sorted(((log_share(shares, charset.numbers(word)), word) for word in near), reverse=True)
    best, word = found[0]
    if best == -np.inf or (len(found) > 1 and best - found[1][0] < np.log(LEAD)):
        return None
    spans = aligned(shares, charset.numbers(word))
    if _least_support(shares, spans) < least:
        return None
    others = sum(float(np.exp(share - best)) for share, _ in found[1:])
    p = 1 / (1 + others + float(np.exp(read - best)))
    moved = (Span(s.number, s.first + first, s.last + first, s.peak + first) for s in spans)
    return Rescored(word, p, tuple(moved))


def _least_support(shares: Shares, spans: Sequence[Span]) -> float:
    """How likely a path is in the frame that speaks most against it, measured by the likeliest."""
    path = np.zeros(len(shares), np.int64)
    for span in spans:
        path[span.first : span.last + 1] = span.number
    on_path = shares[np.arange(len(shares)), path]
    return float((on_path / shares.max(1)).min())


def _is_near(text: str, word: str) -> bool:
    most = max(1, round(CHANGED_SHARE * len(word))) if len(word) >= SHORT_WORD else 1
    if word[0] in _D:
        most = min(MOST_DIGITS, max(1, len(word) - 2))
    return Levenshtein.distance(text, word, score_cutoff=most) <= most


def log_share(shares: Shares, numbers: Sequence[int]) -> float:
    """The log of how likely frames show a text, over all its ways through them."""
    if not numbers or len(shares) < len(numbers) or 0 in numbers:
        return -np.inf
    steps = np.zeros(2 * len(numbers) + 1, np.int64)
    steps[1::2] = numbers
    may_skip = np.zeros(len(steps), bool)
    may_skip[3::2] = steps[3::2] != steps[1:-2:2]
    frames = shares[:, steps].astype(np.float64)
    alpha = np.zeros(len(steps))
    alpha[:2] = frames[0, :2]
    total = 0.0
    for frame in frames[1:]:
        one = np.concatenate(([0.0], alpha[:-1]))
        two = np.where(may_skip, np.concatenate(([0.0, 0.0], alpha[:-2])), 0.0)
        alpha = (alpha + one + two) * frame
        size = float(alpha.sum())
        if size <= 0:
            return -np.inf
        alpha /= size
        total += float(np.log(size))
    end = float(alpha[-2:].sum())
    return total + float(np.log(end)) if end > 0 else -np.inf


def with_closed_words(
    spans: Sequence[Span],
    shares: Shares,
    charset: Charset,
    before: str = "",
    closed: ClosedWords | None = None,
) -> list[Span]:
    """The spans of a line with words of the closed lists where they are nearly seen.

    ``before`` is the text that stands right before it on the page.
    """
    closed = closed or closed_words()
    found = _with_line(list(spans), shares, charset, closed)
    text = charset.text([span.number for span in found])
    for token in reversed(list(_TOKEN.finditer(text))):
        if len(token[0]) >= SHORTEST - 1:
            near = _candidates(token[0], closed.words)
            found = _replaced(found, token.start(), token.end(), near, shares, charset)
    lead = f"{before} " if before else ""
    for number in closed.numbers:
        text = lead + charset.text([span.number for span in found])
        for words in reversed(list(re.finditer(number.words, text))):
            digits = _NUMBER.match(text, max(words.end(), len(lead)))
            if digits and words.end() >= len(lead):
                allowed = _same_script(number.numbers, digits[0])
                start, end = digits.start() - len(lead), digits.end() - len(lead)
                found = _replaced(found, start, end, allowed, shares, charset, LEAST_SHARE_OF_DIGITS)
    return found


def _with_line(spans: list[Span], shares: Shares, charset: Charset, closed: ClosedWords) -> list[Span]:
    text = charset.text([span.number for span in spans])
    numbering = _NUMBERING.match(text)
    start = numbering.end() if numbering else 0
    near = _candidates(text[start:], closed.lines)
    return _replaced(spans, start, len(text), near, shares, charset)


@lru_cache(maxsize=4096)
def _candidates(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that a text may be; none where it is one."""
    if len(text) < SHORTEST - 1 or text in words:
        return ()
    found = process.extract(
        text,
        words,
        scorer=Levenshtein.normalized_similarity,
        processor=None,
        limit=8,
        score_cutoff=0.6,
    )
    return tuple(word for word, _, _ in found if len(word) >= SHORTEST and _is_near(text, word))


def _same_script(numbers: Sequence[str], read: str) -> list[str]:
    """The numbers in the script that was read; in both where it was neither."""
    thai = [number.translate(_TO_THAI) for number in numbers]
    if _THAI.search(read):
        return thai
    return list(numbers) if _ARABIC.search(read) else [*numbers, *thai]


def _replaced(
    spans: list[Span],
    a: int,
    b: int,
    words: Iterable[str],
    shares: Shares,
    charset: Charset,
    least: float = LEAST_SHARE,
) -> list[Span]:
    """The spans from ``a`` to ``b`` as the word that they nearly show, if any."""
    words = list(words)
    if not words or a >= b:
        return spans
    first = spans[a - 1].last + 1 if a else 0
    last = spans[b].first if b < len(spans) else len(shares)
    text = charset.text([span.number for span in spans[a:b]])
    better = rescored(shares[first:last], text, words, charset, first, least)
    return [*spans[:a], *better.spans, *spans[b:]] if better else spans
