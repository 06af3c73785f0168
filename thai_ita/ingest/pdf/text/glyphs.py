"""The characters of a page as columns of numbers, and the joining of Thai marks to their letters.

Producers draw marks before or after their base letter, on text lines of their own, past the next
consonant. What stays true is where the ink stands, so a mark belongs to the letter that its ink
stands over or under; the drawing order decides only where geometry leaves a choice.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

UNMAPPED: Final = 0xFFFD
_SARA_AA: Final = 0x0E32
_SARA_AM: Final = 0x0E33
_NIKHAHIT: Final = 0x0E4D
# Shares of the font size.
_DOUBLE_STRIKE: Final = 0.12
_OFFSET: Final = 1 << 17
_INSIDE: Final = 0.06
_REACH: Final = 0.75
_ABOVE: Final = 0.4
_FOREIGN_ADVANCE: Final = 0.3
# Shares of the font size: how far the halves of ำ stand apart, how far a mark's baseline is from its letter's, and the
# width from which a mark has an advance of its own.
_HALVES_LEVEL: Final = 0.2
_HALVES_APART: Final = 0.8
_MARK_LEVEL: Final = 0.25
_ADVANCES: Final = 0.1


def _table(*ranges: tuple[int, int]) -> Bools:
    table = np.zeros(0x10000, dtype=bool)
    for first, last in ranges:
        table[first : last + 1] = True
    return table


# Thai marks, the private codes of shifted ones (Windows and Mac sets without ญ and ฐ), Lao twins.
_MARKS: Final = _table(
    (0x0E31, 0x0E31), (0x0E34, 0x0E3A), (0x0E47, 0x0E4E),
    (0xF701, 0xF70E), (0xF710, 0xF71A), (0xF884, 0xF899), (0xF89B, 0xF89D),
    (0x0EB1, 0x0EB1), (0x0EB4, 0x0EBC), (0x0EC8, 0x0ECE),
)  # fmt: skip
# Fonts with a false character map draw marks under these codes too.
_MAYBE_MARKS: Final = _MARKS | _table((0x00C0, 0x05FF), (UNMAPPED, UNMAPPED))
# Drawn last where a letter carries several: tone marks and thanthakhat stand over a vowel.
_TONES: Final = frozenset("่้๊๋")
_ABOVE_LETTER: Final = frozenset("ัิีึื็")
_UPPERMOST: Final = _table(
    (0x0E48, 0x0E4C), (0xF705, 0xF709), (0xF70A, 0xF70E), (0xF713, 0xF717),
    (0xF88A, 0xF898), (0x0EC8, 0x0ECC),
)  # fmt: skip
_THAI: Final = _table((0x0E01, 0x0E5B), (0xF700, 0xF71A), (0xF884, 0xF89E))
# Letters that carry marks: consonants, the private codes of ญ and ฐ without their lower part.
_CARRIERS: Final = _table(
    (0x0E01, 0x0E2E), (0xF700, 0xF700), (0xF70F, 0xF70F), (0xF89A, 0xF89A), (0xF89E, 0xF89E),
    (0x0E81, 0x0EAE), (0x25CC, 0x25CC),
)  # fmt: skip
_SPACES: Final = _table(
    (0x0000, 0x0020), (0x007F, 0x00A0), (0x2000, 0x200B), (0x2028, 0x2029), (0x202F, 0x202F),
    (0x205F, 0x2060), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
)  # fmt: skip


@dataclass(slots=True)
class Glyphs:
    """One row a character, in drawing order.

    ``x0, y0, x1, y1`` is the advance box and ``x, base_y`` the pen position on the baseline;
    ``ink_x0, ink_x1, ink_top, ink_bottom`` bound the drawn shape and are NaN where the reader does
    not know it. ``turn`` is 0 for upright text, 1 for text that reads downwards, 2 upside down, 3
    upwards and -1 for any other angle. ``run`` is equal for glyphs of one text object, ``order``
    counts the drawing.
    """

    code: Ints
    x: Floats
    x0: Floats
    x1: Floats
    y0: Floats
    y1: Floats
    base_y: Floats
    ink_x0: Floats
    ink_x1: Floats
    ink_top: Floats
    ink_bottom: Floats
    size: Floats
    turn: Ints
    run: Ints
    bold: Bools
    invisible: Bools
    order: Ints

    def __len__(self) -> int:
        return len(self.code)

    @classmethod
    def empty(cls) -> Glyphs:
        kinds = {"Ints": np.int64, "Floats": np.float64, "Bools": np.bool_}
        return cls(*(np.zeros(0, dtype=kinds[str(f.type)]) for f in fields(cls)))

    def take(self, index: Ints | Bools) -> Glyphs:
        return Glyphs(*(getattr(self, f.name)[index] for f in fields(self)))

    @property
    def n_thai(self) -> int:
        return int(_THAI[self.code & 0xFFFF].sum())


def steps(values: Ints) -> Bools:
    """Where a value differs from the one before; True at the first."""
    found = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def is_space(code: Ints) -> Bools:
    return _SPACES[np.minimum(code, 0xFFFF)]


def without_doubles(g: Glyphs) -> Glyphs:
    """Every glyph once: fake bold draws the same one two to four times, a hair apart."""
    if len(g) < 2:
        return g
    keep = np.ones(len(g), dtype=bool)
    drawn = ~is_space(g.code)
    eighths = np.clip((g.x * 8.0).astype(np.int64) + _OFFSET, 0, (1 << 21) - 1)
    # A pair that straddles the border of two bins is found with the bins shifted by half.
    for shift in (0.0, 0.5):
        bins = np.floor(g.base_y / 2.0 + shift).astype(np.int64) + _OFFSET
        # Sorted by code, then height, then place along the line, in eighths of a point.
        order = np.argsort((g.code << 42) | (bins << 21) | eighths, kind="stable")
        a, b = order[:-1], order[1:]
        limit = _DOUBLE_STRIKE * g.size[b]
        same = (
            (g.code[a] == g.code[b])
            & drawn[a]
            & (g.turn[a] == g.turn[b])
            & (np.abs(g.x[b] - g.x[a]) < limit)
            & (np.abs(g.x0[b] - g.x0[a]) < limit)
            & (np.abs(g.base_y[b] - g.base_y[a]) < limit)
        )
        if same.any():
            # The first drawn stays, so that the order of drawing is kept.
            keep[np.maximum(a[same], b[same])] = False
    return g if keep.all() else g.take(keep)


def with_rings(g: Glyphs) -> Glyphs:
    """The glyphs with ำ called ํ where an า follows: together they are drawn as one ำ.

    Producers that draw ำ by its two halves give the whole letter to the first of them.
    """
    if len(g) < 2:
        return g
    halves = np.flatnonzero((g.code[:-1] == _SARA_AM) & (g.code[1:] == _SARA_AA))
    if not len(halves):
        return g
    size = g.size[halves]
    near = np.abs(g.base_y[halves + 1] - g.base_y[halves]) < _HALVES_LEVEL * size
    near &= np.abs(g.x[halves + 1] - g.x[halves]) < _HALVES_APART * size
    code = g.code.copy()
    code[halves[near]] = _NIKHAHIT
    return replace(g, code=code)


def find_codes_of_marks(code: Ints) -> Bools:
    """Which codes are marks, or might be by their form: those whose ink must be known."""
    found: Bools = _MAYBE_MARKS[np.minimum(code, 0xFFFF)]
    return found


def is_thai_mark(code: Ints) -> Bools:
    """Which codes are marks of the Thai block itself."""
    return _MARKS[np.minimum(code, 0xFFFF)] & (code < 0x0E80)


def find_marks(g: Glyphs) -> Bools:
    """Which glyphs are marks: by code, or by form where a font maps its marks to nonsense."""
    code = np.minimum(g.code, 0xFFFF)
    marks = _MARKS[code]
    odd = (code > 0x7F) & ~_THAI[code] & ~_SPACES[code] & ~marks
    odd &= (code < 0x0600) | (code == UNMAPPED)
    if odd.any():
        # Latin or Cyrillic letters that stand high above the baseline and take little room of
        # their own are shifted tone marks of fonts with a false character map. Quotes stand high
        # too, but have codes of their own.
        with np.errstate(invalid="ignore"):
            high = (g.base_y - g.ink_bottom) > _ABOVE * g.size
        narrow = (g.x1 - np.maximum(g.x, g.x0)) < _FOREIGN_ADVANCE * g.size
        letter = (code >= 0x00C0) | (code == UNMAPPED)
        marks |= odd & high & narrow & letter & bool(_THAI[code].any())
    return marks


def join_marks(g: Glyphs, marks: Bools) -> Ints:
    """For each glyph the index of the glyph that it belongs to: itself unless it is a mark."""
    n = len(g)
    index = np.arange(n)
    owner = index.copy()
    where = np.flatnonzero(marks)
    if not len(where):
        return owner
    bases = ~marks & ~is_space(g.code)
    if not bases.any():
        return owner
    previous = np.maximum.accumulate(np.where(bases, index, -1))[where]
    centre = _ink_centre(g, where)
    size = g.size[where]
    known = np.maximum(previous, 0)
    slack = _INSIDE * size
    fits = (
        (previous >= 0)
        & (np.abs(g.base_y[known] - g.base_y[where]) < _MARK_LEVEL * size)
        & (centre >= g.x0[known])
        & (centre <= g.x1[known] + slack)
        & _CARRIERS[np.minimum(g.code[known], 0xFFFF)]
    )
    owner[where[fits]] = previous[fits]
    if not fits.all():
        lost = ~fits
        owner[where[lost]] = _nearest_base(g, np.flatnonzero(bases), where[lost], centre[lost])
    return owner


def _ink_centre(g: Glyphs, where: Ints) -> Floats:
    """Where the ink of marks stands; without a known shape, a little left of the pen.

    Thai fonts give marks no advance and draw them back over the letter before.
    """
    ink = (g.ink_x0[where] + g.ink_x1[where]) / 2
    width = g.x1[where] - g.x0[where]
    size = g.size[where]
    drawn_back = g.x[where] - 0.15 * size
    guess = np.where(width > _ADVANCES * size, (g.x0[where] + g.x1[where]) / 2, drawn_back)
    return np.where(np.isnan(ink), guess, ink)


def _nearest_base(g: Glyphs, bases: Ints, marks: Ints, centre: Floats) -> Ints:
    """The letter under or over each mark, on the line that is nearest; itself if none is near."""
    order = bases[np.argsort(g.x0[bases], kind="stable")]
    starts = g.x0[order]
    widest = float((g.x1[order] - starts).max())
    found = marks.copy()
    for i, (mark, x) in enumerate(zip(marks.tolist(), centre.tolist(), strict=True)):
        size = g.size[mark]
        reach = _REACH * size
        low = int(np.searchsorted(starts, x - widest - reach))
        high = int(np.searchsorted(starts, x + reach, side="right"))
        near = order[low:high]
        if not len(near):
            continue
        aside = np.maximum(np.maximum(g.x0[near] - x, x - g.x1[near]), 0.0)
        off_line = np.abs(g.base_y[near] - g.base_y[mark])
        # A consonant carries a mark rather than a vowel, a digit or a bracket does.
        carrier = _CARRIERS[np.minimum(g.code[near], 0xFFFF)]
        cost = aside + 0.8 * off_line + np.where(carrier, 0.0, 0.3 * size)
        # Between two letters as near, the one drawn before.
        cost = cost + np.where(near < mark, 0.0, 0.02 * size)
        best = int(np.argmin(cost))
        if aside[best] <= reach and off_line[best] <= size:
            found[i] = near[best]
    return found


def clusters(g: Glyphs) -> tuple[Glyphs, list[str]]:
    """The letters of a page with the text of each: the letter and its marks, vowel before tone.

    A mark that is drawn twice is given once.
    """
    g = with_rings(g)
    marks = find_marks(g)
    owner = join_marks(g, marks)
    index = np.arange(len(g))
    texts = list(g.code.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"))
    riders = np.flatnonzero(owner != index)
    if len(riders):
        rank = _UPPERMOST[g.code[riders] & 0xFFFF]
        order = np.lexsort((riders, rank, owner[riders]))
        for rider, head in zip(riders[order].tolist(), owner[riders[order]].tolist(), strict=True):
            mark = texts[rider]
            # No letter carries a mark twice, nor a tone mark and another that cannot be read.
            if mark in texts[head] or (mark == chr(UNMAPPED) and texts[head][-1] in _TONES):
                continue
            # A second glyph for the tone mark, drawn beside a vowel and left out of the character map.
            if mark in _TONES and texts[head][-1] == chr(UNMAPPED) and _ABOVE_LETTER & set(texts[head]):
                texts[head] = texts[head][:-1]
            texts[head] += mark
    heads = np.flatnonzero(owner == index)
    if len(heads) == len(g):
        return g, texts
    return g.take(heads), [texts[i] for i in heads.tolist()]
