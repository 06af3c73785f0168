"""What a recogniser saw in each frame becomes characters: with probabilities, runners-up and places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.scan.charset import Charset
from thai_ita.ingest.scan.figure_frames import with_figures
from thai_ita.ingest.scan.line_pictures import Cut
from thai_ita.ingest.scan.ocr_engine import LineReading, ReadCharacter
from thai_ita.ingest.scan.thai_writing import (
    DIGITS,
    MARKS,
    is_writable,
    mark_order,
    seen_twice,
    unwritable_places,
)
from thai_ita.ingest.scan.vocabulary import with_closed_words
from thai_ita.ingest.scan.writable_path import Span, best_path, writable_path

# A character that is less likely than this is no runner-up, and none stands unread in a gap.
LEAST_SECOND = 0.001
LEAST_UNREAD = 0.01
# What cannot be written is looked at anew with so many characters less one on each side.
AROUND = 3
# A column of a line with less ink than this is white.
WHITE_COLUMN = 0.6


@dataclass(frozen=True)
class Frames:
    """``shares[t, i]`` is how likely frame ``t`` shows character ``i`` (0 none) of a cut line."""

    shares: NDArray[np.float32]
    cut: Cut
    columns_a_frame: int


def read_frames(frames: Frames, charset: Charset, bounds: tuple[float, float], before: str = "") -> LineReading:
    """The reading of a line; its characters lie within ``bounds``, left and right in the picture.

    ``before`` is the text right before it on the page.
    """
    return reading_of(frames, line_spans(frames.shares, charset, before), charset, bounds)


def line_spans(shares: NDArray[np.float32], charset: Charset, before: str = "") -> list[Span]:
    """The characters of a line, of what can be written and stand in a number or a closed list."""
    spans = _without_outer_spaces(_spans(shares, charset), charset)
    spans = with_figures(spans, shares, charset)
    return with_closed_words(spans, shares, charset, before)


def reading_of(frames: Frames, spans: list[Span], charset: Charset, bounds: tuple[float, float]) -> LineReading:
    """The reading of spans: with their probabilities and their places in the picture."""
    if not spans:
        return LineReading("")
    places = _places(spans, frames, charset)
    characters = []
    for read, (x0, x1) in zip(characters_of(spans, frames.shares, charset), places, strict=True):
        left, right = frames.cut.picture_x(x0), frames.cut.picture_x(x1)
        a, b = np.clip((left, right), *bounds)
        characters.append(replace(read, x0=round(float(a), 1), x1=round(float(b), 1)))
    return LineReading("".join(c.char for c in characters), tuple(characters))


def characters_of(spans: list[Span], shares: NDArray[np.float32], charset: Charset) -> list[ReadCharacter]:
    """The characters of spans with what else may stand there and beside them, without places."""
    characters = [_character(span, shares, charset) for span in spans]
    return _with_unread(characters, spans, shares, charset)


def _spans(shares: NDArray[np.float32], charset: Charset) -> list[Span]:
    """The characters of a line in the order that Thai is kept in, of what it can write."""
    spans = _in_order(best_path(shares), charset)
    text = charset.text([span.number for span in spans])
    if is_writable(text):
        return spans
    near = _near(spans, unwritable_places(text), len(shares))
    better = writable_path(shares, charset.chars, near)
    return _in_order(better, charset) if better else spans


def _in_order(spans: list[Span], charset: Charset) -> list[Span]:
    """The vowel before the tone, and each sign once."""
    order = mark_order(charset.text([span.number for span in spans]))
    spans = [spans[i] for i in order]
    again = seen_twice(charset.text([span.number for span in spans]))
    return [span for i, span in enumerate(spans) if i not in again]


def _near(spans: list[Span], places: list[int], n_frames: int) -> NDArray[np.bool_]:
    """The frames of some characters and of those around them."""
    near = np.zeros(n_frames, bool)
    for place in places:
        a, b = place - AROUND, place + AROUND
        first = spans[a].last + 1 if a >= 0 else 0
        last = spans[b].first if b < len(spans) else n_frames
        near[first:last] = True
    return near


def _without_outer_spaces(spans: list[Span], charset: Charset) -> list[Span]:
    inner = [i for i, span in enumerate(spans) if charset.char(span.number) != " "]
    return spans[inner[0] : inner[-1] + 1] if inner else []


def _character(span: Span, shares: NDArray[np.float32], charset: Charset) -> ReadCharacter:
    frame = shares[span.peak].copy()
    char = charset.char(span.number)
    p, none = float(frame[span.number]), float(frame[0])
    frame[span.number] = frame[0] = 0
    twin = charset.twins.get(span.number)
    if twin is not None:
        # The same digit of the other script: the value is as sure as both together.
        p = min(1.0, p + float(frame[twin]))
        frame[twin] = 0
    second = _likeliest_digit(frame, charset) if char in DIGITS else 0
    second = second or int(frame.argmax())
    p2 = float(frame[second])
    if p2 < LEAST_SECOND:
        second, p2 = 0, 0.0
    return ReadCharacter(char, p, charset.char(second), p2, p_none=none)


def _likeliest_digit(frame: NDArray[np.float32], charset: Charset) -> int:
    best = int(charset.digits[frame[charset.digits].argmax()]) if len(charset.digits) else 0
    return best if frame[best] >= LEAST_SECOND else 0


def _with_unread(
    characters: list[ReadCharacter],
    spans: list[Span],
    shares: NDArray[np.float32],
    charset: Charset,
) -> list[ReadCharacter]:
    """The characters with the digit or point that may stand unread beside each, in frames that show none."""
    found = list(characters)
    last = len(spans) - 1
    for i, span in enumerate(spans):
        before = (spans[i - 1].last + 1 if i else 0, span.first)
        found[i] = replace(found[i], before=_unread(shares, before, charset))
        if i == last:
            found[i] = replace(found[i], behind=_unread(shares, (span.last + 1, len(shares)), charset))
    return found


def _unread(shares: NDArray[np.float32], between: tuple[int, int], charset: Charset) -> tuple[str, float]:
    """The figure that rises in frames that show none, and falls again: no tail of a neighbour."""
    a, b = between
    if b <= a or not len(charset.figures):
        return "", 0.0
    around = np.zeros((b - a + 2, len(charset.figures)), np.float32)
    first, last = max(0, a - 1), min(len(shares), b + 1)
    around[first - a + 1 : last - a + 1] = shares[first:last][:, charset.figures]
    inner = around[1:-1]
    rising = (inner > around[:-2]) & (inner >= around[2:])
    hidden = np.where(rising, inner, 0).max(0)
    best = int(hidden.argmax())
    p = float(hidden[best])
    return (charset.char(int(charset.figures[best])), p) if p >= LEAST_UNREAD else ("", 0.0)


def _places(spans: list[Span], frames: Frames, charset: Charset) -> list[tuple[float, float]]:
    """Where each character stands, in columns of the line; a mark stands where its letter does."""
    ink = np.clip(frames.cut.line, 0, 1).sum(0)
    letters = [i for i, span in enumerate(spans) if _has_width(charset.char(span.number))]
    inked = np.flatnonzero(ink >= WHITE_COLUMN)
    start, end = (float(inked[0]), float(inked[-1]) + 1) if len(inked) else (0.0, float(len(ink)))
    left = {letters[0]: start} if letters else {}
    right = {letters[-1]: end} if letters else {}
    for i, k in pairwise(letters):
        a, b = (spans[j].peak * frames.columns_a_frame for j in (i, k))
        right[i], left[k] = _gap(ink, a, b)
    places: list[tuple[float, float]] = []
    here = (start, start)
    for i, span in enumerate(spans):
        if i in left:
            here = (left[i], right[i])
        elif charset.char(span.number) == " ":
            following = min((k for k in left if k > i), default=i)
            here = (here[1], left.get(following, here[1]))
        places.append(here)
    return places


def _has_width(char: str) -> bool:
    return char != " " and char not in MARKS


def _gap(ink: NDArray[np.float32], a: int, b: int) -> tuple[float, float]:
    """Where the one letter ends and the next begins, between their middles ``a`` and ``b``."""
    between = ink[a : b + 1]
    if len(between) < 3:
        return (a + b) / 2, (a + b) / 2
    white = between < WHITE_COLUMN
    if white.any():
        return _widest(white, a)
    middle = a + int(between.argmin())
    return float(middle), float(middle)


def _widest(white: NDArray[np.bool_], a: int) -> tuple[float, float]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], white, [False])).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    best = int((ends - starts).argmax())
    return float(a + starts[best]), float(a + ends[best])
