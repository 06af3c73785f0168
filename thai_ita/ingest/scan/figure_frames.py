"""Numbers within a line: one script for a number, and digits where a letter was seen in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from thai_ita.ingest.scan.recognised_numbers import FIGURE
from thai_ita.ingest.scan.thai_writing import ARABIC_DIGITS, DIGITS, POINTS, THAI_DIGITS
from thai_ita.ingest.scan.writable_path import Shares, Span

if TYPE_CHECKING:
    from thai_ita.ingest.scan.charset import Charset

_D: Final = THAI_DIGITS + ARABIC_DIGITS
# A letter within a number becomes the digit that its frames show at least so likely.
LEAST_SUPPORT: Final = 0.02
# A digit of the other script is replaced by one that is at least so likely.
LEAST_SAME_SCRIPT: Final = 0.02
# What a number with one letter in it must be, once that is a digit.
_SCORE: Final = re.compile(rf"[{_D}]{{1,3}}\.[{_D}]{{2}}%?")
# Letters with digits of a whole number on both sides, one digit more than letters at least.
_INNER: Final = re.compile(rf"[{_D}]+(?P<letters>[^\W{_D}]+)[{_D}][{_D}.,]*%?")
MOST_INNER: Final = 2
# A letter stays where neither a digit nor nothing is so likely in its frame (2x3).
LEAST_INNER: Final = 0.005
# No number begins with 0 and goes on without a point; a code with the letter O does.
_ZERO_FIRST: Final = re.compile(rf"(?<!\S)[0๐][{_D}]{{1,2}}(?![{_D}.,/-]|\S)")
# It is so likely at least, measured by what was read.
LETTER_SHARE: Final = 0.2
_O: Final = "oO"
_LETTERS_OF_CODES: Final = "ioeIOE"
# A letter before a number that is none of a code.
_OTHER_CODE: Final = re.compile(rf"(?<!\S)[^\W{_D}{_LETTERS_OF_CODES}][{_D}]{{1,2}}(?!\S)")
_WORD: Final = re.compile(r"\S+")
# Of the characters of such a number at most so many are letters.
MOST_LETTERS: Final = 1


def with_figures(spans: Sequence[Span], shares: Shares, charset: Charset) -> list[Span]:
    """The spans with the digits that they mean in place of letters and of the other script."""
    found = list(spans)
    text = charset.text([span.number for span in found])
    for word in reversed(list(_WORD.finditer(text))):
        _mend_letters(found, word.start(), word.end(), shares, charset)
        found = _mend_inner(found, word.start(), word.end(), shares, charset)
    text = charset.text([span.number for span in found])
    for figure in FIGURE.finditer(text):
        _one_script(found, figure.start(), figure.end(), shares, charset)
    text = charset.text([span.number for span in found])
    for code in _ZERO_FIRST.finditer(text):
        _letter_of_code(found, code.start(), _O, shares, charset)
    for code in _OTHER_CODE.finditer(text):
        _letter_of_code(found, code.start(), _LETTERS_OF_CODES, shares, charset)
    return found


def _mend_letters(spans: list[Span], a: int, b: int, shares: Shares, charset: Charset) -> None:
    """A letter in a score becomes the digit that its frame supports; codes (o12) stay."""
    text = charset.text([span.number for span in spans[a:b]])
    letters = [i for i, char in enumerate(text) if char not in DIGITS and char not in POINTS and char != "%"]
    if not 1 <= len(letters) <= MOST_LETTERS or "." not in text:
        return
    for i in letters:
        span = spans[a + i]
        frame = shares[span.peak]
        number = int(charset.digits[frame[charset.digits].argmax()])
        mended = text[:i] + charset.char(number) + text[i + 1 :]
        if frame[number] >= LEAST_SUPPORT and _SCORE.fullmatch(mended):
            spans[a + i] = replace(span, number=number)


def _mend_inner(spans: list[Span], a: int, b: int, shares: Shares, charset: Charset) -> list[Span]:
    """Letters between the digits of one number become digits, or are none: few words are written so.

    The digit is as doubtful as its frame, which may show it but a little.
    """
    text = charset.text([span.number for span in spans[a:b]])
    inner = _INNER.fullmatch(text)
    if not inner or len(inner["letters"]) > MOST_INNER:
        return spans
    first = a + inner.start("letters")
    last = a + inner.end("letters")
    mended = []
    for span in spans[first:last]:
        frame = shares[span.peak]
        number = int(charset.digits[frame[charset.digits].argmax()])
        if max(frame[number], frame[0]) < LEAST_INNER:
            mended.append(span)
        elif frame[number] >= frame[0]:
            mended.append(replace(span, number=number))
    return [*spans[:first], *mended, *spans[last:]]


def _one_script(spans: list[Span], a: int, b: int, shares: Shares, charset: Charset) -> None:
    """The digits of one number in the script that all of them together make the likelier."""
    places = [i for i in range(a, b) if charset.char(spans[i].number) in DIGITS]
    if len({charset.char(spans[i].number) in ARABIC_DIGITS for i in places}) < 2:
        return
    best: list[tuple[float, list[int]]] = []
    for digits in (charset.thai_digits, charset.arabic_digits):
        frames = shares[[spans[i].peak for i in places]][:, digits]
        numbers = digits[frames.argmax(1)].tolist()
        best.append((float(np.log(np.maximum(frames.max(1), 1e-9)).sum()), numbers))
    for i, number in zip(places, max(best)[1], strict=True):
        twin = charset.twins.get(spans[i].number) == number
        if twin or shares[spans[i].peak, number] >= LEAST_SAME_SCRIPT:
            spans[i] = replace(spans[i], number=number)


def _letter_of_code(spans: list[Span], place: int, chars: str, shares: Shares, charset: Charset) -> None:
    """The letter of ``chars`` in front of a number, where its frame shows one."""
    frame = shares[spans[place].peak]
    letters = [number for number in charset.numbers(chars) if number]
    best = max(letters, key=lambda i: float(frame[i]), default=0)
    if best and frame[best] >= LETTER_SHARE * frame[spans[place].number]:
        spans[place] = replace(spans[place], number=best)
