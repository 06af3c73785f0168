"""Letters become lines: grouped by baseline inside each cell, spaced by the gaps between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import numpy as np

from thai_ita.ingest.pdf.text.glyphs import Floats, Glyphs, Ints, clusters, is_space, steps
from thai_ita.ingest.pdf.text.overprint import reading_order
from thai_ita.ingest.superscripts import to_superscript

# Shares of the font size.
SAME_LINE: Final = 0.22  # baselines of one line: bold and plain fonts differ by a little
_SPACE: Final = 0.13  # a gap that is a space although none is drawn
_DRAWN_SPACE: Final = 0.07  # a drawn space that its neighbours leave open
SEGMENT_GAP: Final = 0.6  # a gap that may part two columns
_TAB_GAP: Final = 2.0  # a gap that parts two columns of a line outside tables
_LETTER_SPACED: Final = 0.1
ASCENT: Final = 0.8
# A raised mark: its size, how far it is lifted, and its distance, as shares of the letter before.
_RAISED_SIZE: Final = 0.75
_LIFT: Final = (0.15, 0.7)
_RAISED_GAP: Final = 0.4
_MARKS_OF_NOTES: Final = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙()")
DESCENT: Final = 0.25

_SEGMENT: Final = "\x1f"
# Baselines of raised figures that belong together (pt); lines of no more letters are not told to be stretched.
_ONE_BASELINE_PT: Final = 0.1
_SHORT_RUN: Final = 3
_LEADER = re.compile(r"(?:(?<![ \t])[ \t]++)?(?:(?:[.·‥…•][ \x1f]?){4,}|…{2,}|(?:_ ?){4,}|(?:\. ){3,}\.?)[ \t\x1f]*")
_MAYBE_LEADER = re.compile(r"\.\.\.\.|…|‥|__|··|\. \. \.")


@dataclass(slots=True)
class Segment:
    """A stretch of a line without a wide gap."""

    text: str
    x0: float
    x1: float


@dataclass(slots=True)
class AssembledLine:
    """A line of one owner (a cell, or -1 outside tables), in the frame of its own direction.

    ``words`` are the stretches without any space; they are known outside tables only.
    """

    owner: int
    segments: list[Segment]
    x0: float
    top: float
    x1: float
    bottom: float
    base_y: float
    size: float
    bold: bool
    words: list[Segment] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.segments)

    def tabbed_text(self) -> str:
        """The text with one tab for each dot leader and each gap that parts columns."""
        out = self.segments[0].text
        for left, right in pairwise(self.segments):
            out += ("\t" if self._is_wide(left, right) else " ") + right.text
        return tab_leaders(out)

    def extents(self) -> tuple[tuple[float, float], ...]:
        """From where to where each part between gaps that part columns reaches."""
        found = [(self.segments[0].x0, self.segments[0].x1)]
        for left, right in pairwise(self.segments):
            if self._is_wide(left, right):
                found.append((right.x0, right.x1))
            else:
                found[-1] = (found[-1][0], max(found[-1][1], right.x1))
        return tuple(found)

    def _is_wide(self, left: Segment, right: Segment) -> bool:
        """Whether a gap parts columns; a text that lies over another is one of the next."""
        gap = right.x0 - left.x1
        return gap >= _TAB_GAP * self.size or gap < 0


def tab_leaders(text: str) -> str:
    """The text with a tab for each row of leader dots; rows at its ends are dropped."""
    if not _MAYBE_LEADER.search(text):
        return text
    if not any(c.isalnum() for c in text):
        return text.strip()
    return re.sub(r"(?<![ \t]) *+\t[ \t]*", "\t", _LEADER.sub("\t", text)).strip()


def assemble(g: Glyphs, owner: Ints) -> list[AssembledLine]:
    """The lines of upright glyphs, sorted by owner, then from top to bottom.

    ``owner`` tells the cell of each glyph. Marks are joined to their letters first and go with
    them.
    """
    blank = is_space(g.code)
    spaces = g.take(blank)
    space_owner = owner[blank]
    inked = g.take(~blank)
    letters, texts = clusters(inked)
    if not len(letters):
        return []
    letter_owner = _owners_of(letters, inked, owner[~blank])
    letters = _lower_raised(letters, texts, letter_owner)
    return _build(letters, texts, letter_owner, spaces, space_owner)


def _lower_raised(g: Glyphs, texts: list[str], owner: Ints) -> Glyphs:
    """The letters with small raised figures behind a letter put on its line, as raised figures."""
    if len(g) < 2:
        return g
    size = g.size[:-1]
    lift, gap = g.base_y[:-1] - g.base_y[1:], g.x0[1:] - g.x1[:-1]
    begins = (
        (g.size[1:] <= _RAISED_SIZE * size)
        & (lift > _LIFT[0] * size)
        & (lift < _LIFT[1] * size)
        & (np.abs(gap) < _RAISED_GAP * size)
        & (owner[1:] == owner[:-1])
    )
    if not begins.any():
        return g
    base_y = g.base_y.copy()
    for before in np.flatnonzero(begins).tolist():
        at = before + 1
        while at < len(g) and texts[at] in _MARKS_OF_NOTES:
            texts[at] = to_superscript(texts[at])
            base_y[at] = g.base_y[before]
            at += 1
            if at == len(g) or owner[at] != owner[before]:
                break
            same = abs(g.base_y[at] - g.base_y[at - 1]) < _ONE_BASELINE_PT and g.size[at] == g.size[at - 1]
            if not same or abs(g.x0[at] - g.x1[at - 1]) > _RAISED_GAP * g.size[at]:
                break
    return replace(g, base_y=base_y)


def _owners_of(heads: Glyphs, inked: Glyphs, owner: Ints) -> Ints:
    if len(heads) == len(inked):
        return owner
    # Heads keep the drawing order, so that their rows in ``inked`` are found by ``order``.
    return owner[np.searchsorted(inked.order, heads.order)]


def _build(g: Glyphs, texts: list[str], owner: Ints, spaces: Glyphs, space_owner: Ints) -> list[AssembledLine]:
    line = _line_numbers(g, owner)
    order, parted = reading_order(g, line)
    line = line[order]
    x0, x1, size = g.x0[order], g.x1[order], g.size[order]
    first = np.flatnonzero(steps(line))
    gap = np.zeros(len(order))
    gap[1:] = x0[1:] - x1[:-1]
    gap[first] = 0.0
    em = np.maximum(size, np.r_[size[:1], size[:-1]])
    loose = _letter_spacing(gap, em, first, len(order))
    drawn = _drawn_spaces(g, order, line, spaces, space_owner, owner)
    space = (gap > _SPACE * em + loose) | (drawn & (gap > _DRAWN_SPACE * em))
    wide = gap > SEGMENT_GAP * em + loose
    if parted is not None:
        wide |= parted
    marks = np.where(wide, 2, np.where(space, 1, 0))
    marks[first] = 0
    prefix = ("", " ", _SEGMENT)
    pieces = [prefix[m] + texts[i] for m, i in zip(marks.tolist(), order.tolist(), strict=True)]
    last = np.r_[first[1:], len(order)]
    left = np.minimum.reduceat(x0, first)
    right = np.maximum.reduceat(x1, first)
    height = np.maximum.reduceat(size, first)
    base = g.base_y[order]
    base_low = np.maximum.reduceat(base, first)
    base_high = np.minimum.reduceat(base, first)
    bold = np.add.reduceat(g.bold[order].astype(np.int64), first) * 2 > (last - first)
    cuts = marks.tolist()
    x0s, x1s = x0.tolist(), x1.tolist()
    out: list[AssembledLine] = []
    for a, b, who, l, r, h, low, high, fat in zip(  # noqa: E741
        first.tolist(), last.tolist(), owner[order[first]].tolist(), left.tolist(),
        right.tolist(), height.tolist(), base_low.tolist(), base_high.tolist(), bold.tolist(),
        strict=True,
    ):  # fmt: skip
        text = "".join(pieces[a:b])
        segments = [Segment(text, l, r)]
        words: list[Segment] = []
        if _SEGMENT in text:
            at = [a, *(i for i in range(a + 1, b) if cuts[i] == 2), b]
            segments = _segments(text.split(_SEGMENT), at, x0s, x1s)
        if who < 0:
            at = [a, *(i for i in range(a + 1, b) if cuts[i]), b]
            words = _segments(text.replace(_SEGMENT, " ").split(" "), at, x0s, x1s)
        out.append(AssembledLine(who, segments, l, high - ASCENT * h, r, low + DESCENT * h, low, h, fat, words))
    return out


def _segments(parts: list[str], cuts: list[int], x0: list[float], x1: list[float]) -> list[Segment]:
    return [Segment(part, x0[a], max(x1[a:b])) for part, (a, b) in zip(parts, pairwise(cuts), strict=True)]


def _line_numbers(g: Glyphs, owner: Ints) -> Ints:
    """For each letter its line, counted by owner and from top to bottom."""
    order = np.lexsort((g.base_y, owner))
    y, who, size = g.base_y[order], owner[order], g.size[order]
    step = np.ones(len(order), dtype=bool)
    step[1:] = (who[1:] != who[:-1]) | (y[1:] - y[:-1] > SAME_LINE * np.minimum(size[1:], size[:-1]))
    line = np.empty(len(order), dtype=np.int64)
    line[order] = np.cumsum(step)
    return line


def _letter_spacing(gap: Floats, em: Floats, first: Ints, n: int) -> Floats:
    """How far apart the letters of each line are set beyond the usual, for every letter.

    Justified Thai may be stretched between all letters; a space is then what is wider still.
    """
    share = gap / em
    lengths = np.diff(np.r_[first, n])
    stretched = np.add.reduceat((share > _LETTER_SPACED).astype(np.int64), first) * 2 > lengths
    if not stretched.any():
        return np.zeros(n)
    extra = np.zeros(len(first))
    for k in np.flatnonzero(stretched & (lengths > _SHORT_RUN)).tolist():
        a = int(first[k])
        extra[k] = max(0.0, float(np.median(gap[a + 1 : a + int(lengths[k])])))
    return np.repeat(extra, lengths)


def _drawn_spaces(
    g: Glyphs, order: Ints, line: Ints, spaces: Glyphs, space_owner: Ints, owner: Ints
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Before which letters (in sorted order) a space is drawn.

    A space stands before the letter that follows it on its line; one that is not drawn between
    two letters of a line is no space.
    """
    found = np.zeros(len(order), dtype=bool)
    if not len(spaces):
        return found
    # Lines are sorted by owner and height: a space looks up its line, then its place in it.
    y, who, x = g.base_y[order], owner[order], g.x[order]
    first = np.flatnonzero(steps(line))
    span = float(np.ptp(np.r_[y, spaces.base_y])) + 1e3
    line_key = who[first] * span * 4 + y[first]
    by_key = np.argsort(line_key, kind="stable")
    sorted_key = line_key[by_key]
    key = space_owner * span * 4 + spaces.base_y
    right = np.clip(np.searchsorted(sorted_key, key), 0, len(first) - 1)
    left = np.maximum(right - 1, 0)
    nearer = np.abs(sorted_key[left] - key) < np.abs(sorted_key[right] - key)
    near = np.where(nearer, left, right)
    good = np.abs(sorted_key[near] - key) < 0.5 * spaces.size
    at_line = by_key[near[good]]
    last = np.r_[first[1:], len(order)]
    middle = (spaces.x0[good] + spaces.x1[good]) / 2
    # The letter after the space: the first of its line whose pen is right of the space's middle.
    width = float(np.ptp(np.r_[x, spaces.x0])) + 1e3
    number = np.repeat(np.arange(len(first)), last - first)
    at = np.searchsorted(number * width * 4 + x, at_line * width * 4 + middle)
    inside = (at < last[at_line]) & (at > first[at_line])
    found[at[inside]] = True
    return found
