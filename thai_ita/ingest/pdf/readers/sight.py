"""What of a page's text can be seen: clipped, struck, covered and white text is not read.

Each question is asked of a few text objects first, as most pages hide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from thai_ita.ingest.pdf.readers import pdfium
from thai_ita.ingest.pdf.readers.clips import (
    Matrix,
    are_clipped,
    clip_boxes,
    clip_of,
    overlap,
    probes,
)
from thai_ita.ingest.pdf.readers.corrections import Struck, struck_figures
from thai_ita.ingest.pdf.readers.picture import leave_a_mark
from thai_ita.ingest.pdf.readers.strokes import Cover, Rulings
from thai_ita.ingest.pdf.readers.struck import find_struck, in_boxes
from thai_ita.ingest.pdf.tables.ruling import Box
from thai_ita.ingest.pdf.text.clipped_text import HEIGHT, mark_cuts, outside
from thai_ita.ingest.pdf.text.figures_cut import cut_figures, find_crosshatch
from thai_ita.ingest.pdf.text.glyphs import Bools, Glyphs, Ints, is_space
from thai_ita.model import Problem, Severity

INVISIBLE: Final = 3
# Objects of so many characters are all asked; of a row of shorter ones every fifth character.
_PROBED: Final = 5
# Colours of so much in each part are near white; ink of so little strength is hardly seen.
_PALE: Final = 235
_FAINT: Final = 40
# Letters of less than so many points, and of this share of the page's usual size, are not for
# reading.
_SMALL_PT: Final = 2.0
_TINY: Final = 0.25
# A picture over this share of the page is a scan, and the text below it an OCR layer.
_SCAN: Final = 0.4
_MOST_PLACES: Final = 6
# The share of a letter's width and height that a cover must lie over.
_COVERED_SHARE: Final = 0.2


@dataclass(slots=True)
class Unseen:
    """What of a page was not read: pieces of hidden text, and the places of unreadable figures.

    ``struck`` are the figures that were struck whole. ``objects`` are the text objects that lie under something whole, ``boxes`` what covers them.
    """

    pieces: int = 0
    any: bool = False
    objects: list[int] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    cut: list[tuple[float, float]] = field(default_factory=list)
    crossed: list[tuple[float, float]] = field(default_factory=list)
    struck: list[Struck] = field(default_factory=list)

    def add(self, other: Unseen) -> None:
        """Takes in what another look at the same page left out."""
        self.pieces += other.pieces
        self.any |= other.any
        self.struck += other.struck

    def problems(self, number: int) -> list[Problem]:
        found: list[Problem] = []
        for places, what in (
            (self.cut, "cut off or partly covered"),
            (self.crossed, "printed as ### because their column is too narrow"),
        ):
            if places:
                shown = "; ".join(f"{x:.0f}, {y:.0f}" for x, y in places[:_MOST_PLACES])
                more = " ..." if len(places) > _MOST_PLACES else ""
                note = (
                    f"{len(places)} figure(s) on page {number} are {what} and were not read "
                    f"(at {shown}{more} points from the left and the top); look for them in the "
                    "file that was printed"
                )
                found.append(Problem("figure-not-read", note, page=number))
        if self.pieces:
            note = (
                f"{self.pieces} piece(s) of text on page {number} that are struck out or cannot be seen were not read"
            )
            found.append(Problem("hidden-cells", note, Severity.INFO, number))
        return found


@dataclass(frozen=True, slots=True)
class TextObjects:
    """The handles of the text objects of a page, by the ``run`` of their glyphs, and those few of
    them that questions are asked of first."""

    handles: Ints
    asked: list[int]

    @classmethod
    def of(cls, handles: Ints, lengths: Ints) -> TextObjects:
        """``lengths`` counts the characters of each."""
        return cls(handles, handles[probes(lengths, _PROBED)].tolist())

    @classmethod
    def none(cls) -> TextObjects:
        return cls(np.zeros(0, dtype=np.int64), [])


@dataclass(slots=True)
class Drawn:
    """A page as drawn: what its text is looked at with. ``layers`` tells that some may be off."""

    page: int
    view: Matrix
    width: float
    height: float
    rulings: Rulings
    texts: TextObjects
    layers: bool = False
    struck_boxes: list[Box] = field(default_factory=list)


def render_modes(texts: TextObjects) -> Ints:
    """The render mode of each text object, all asked only where a few of them differ."""
    lib = pdfium.library()
    few = set(map(lib.FPDFTextObj_GetTextRenderMode, texts.asked))
    if len(few) == 1:
        return np.full(len(texts.handles), few.pop(), dtype=np.int64)
    every = map(lib.FPDFTextObj_GetTextRenderMode, texts.handles.tolist())
    return np.array(list(every), dtype=np.int64)


def visible_glyphs(g: Glyphs, drawn: Drawn) -> tuple[Glyphs, Unseen]:
    """The glyphs that can be seen, and what was left out.

    Lines that strike text are taken out of the rulings. An invisible layer over a picture stays:
    it says what the picture shows.
    """
    unseen = Unseen()
    if not len(g):
        return g, unseen
    rulings = drawn.rulings
    struck, lines = find_struck(g, rulings.horizontal, rulings.vertical)
    if lines:
        strikes = {id(line) for line in lines}
        rulings.horizontal = [edge for edge in rulings.horizontal if id(edge) not in strikes]
    if drawn.struck_boxes:
        struck |= in_boxes(g, drawn.struck_boxes)
    hidden = _hidden(g, drawn, unseen) | _tiny(g)
    gone = struck | hidden
    cut = np.zeros(len(g), dtype=bool)
    clip = None
    if rulings.clipped or are_clipped(drawn.texts.asked):
        handles = drawn.texts.handles.tolist()
        clip = clip_boxes(handles, drawn.view, rulings.nested, rulings.clipped)[g.run]
        clipped, cut = outside(g, clip)
        gone |= clipped
    if gone.any():
        unseen.any = True
        unseen.pieces = _n_pieces(g, struck | hidden)
        unseen.struck = struck_figures(g, struck)
        left, unseen.cut = cut_figures(g, gone, struck)
        gone |= left
        if clip is not None:
            g, gone = mark_cuts(g, clip, gone, cut, left)
        g = g.take(~gone)
    unseen.crossed = find_crosshatch(g)
    return g, unseen


def _hidden(g: Glyphs, drawn: Drawn, unseen: Unseen) -> Bools:
    """Glyphs that leave no mark in the picture of the page."""
    hidden = np.zeros(len(g), dtype=bool)
    rulings = drawn.rulings
    if g.invisible.any():
        over = in_boxes(g, [cover.box for cover in rulings.covers if cover.picture])
        if not rulings.draw_letters():
            hidden |= g.invisible & ~over
    suspect = np.zeros(len(g), dtype=bool)
    if _are_pale(drawn.texts.asked).any():
        pale = _are_pale(drawn.texts.handles.tolist())
        suspect |= pale[g.run] & ~in_boxes(g, rulings.shades)
    covered, under_scan, boxes = _covered(g, drawn)
    suspect |= covered
    doubted = suspect.copy()
    suspect |= drawn.layers
    suspect &= ~g.invisible
    if suspect.any():
        rows = np.flatnonzero(suspect)
        some = g.take(rows)
        used = drawn.texts.handles[np.unique(some.run)].tolist()
        seen = leave_a_mark(drawn.page, some, used, drawn.width, drawn.height)
        if drawn.layers:
            # A layer is off for whole text objects; that a dot leaves little ink says nothing.
            shown = np.zeros(len(drawn.texts.handles), dtype=bool)
            shown[some.run[seen]] = True
            seen |= shown[some.run] & ~doubted[rows]
        lost = rows[~seen & ~is_space(some.code)]
        hidden[lost] = True
    layer = hidden & under_scan
    if layer.any():
        # A scan was laid over the text that an OCR program made of it.
        g.invisible |= layer
        hidden &= ~layer
    covered &= hidden
    if covered.any():
        whole = np.ones(len(drawn.texts.handles), dtype=bool)
        whole[g.run[~covered & ~is_space(g.code)]] = False
        runs = [run for run in np.unique(g.run[covered]).tolist() if whole[run]]
        handles = drawn.texts.handles[runs].tolist()
        unseen.objects = [handle for handle in handles if handle not in rulings.nested]
        unseen.boxes = boxes
    return hidden


def _tiny(g: Glyphs) -> Bools:
    """Glyphs too small to be read beside the others; a page shrunk as a whole is as it is."""
    if float(g.size.min()) >= _SMALL_PT:
        return np.zeros(len(g), dtype=bool)
    usual = float(np.median(g.size))
    return (g.size < _SMALL_PT) & (g.size < _TINY * usual) & ~is_space(g.code)


def _are_pale(objects: list[int]) -> Bools:
    """Which text objects are drawn in white, or hardly at all."""
    rgba = pdfium.fill_colours(objects)
    pale: Bools = (rgba[:, :3].min(axis=1) >= _PALE) | (rgba[:, 3] <= _FAINT)
    return pale


def _covered(g: Glyphs, drawn: Drawn) -> tuple[Bools, Bools, list[Box]]:
    """Glyphs over which a fill or picture was drawn later, those under a scan of the page, and
    the boxes over them."""
    covered, under_scan = np.zeros((2, len(g)), dtype=bool)
    covers = [cover for cover in drawn.rulings.covers if cover.n_before]
    boxes: list[Box] = []
    if not covers:
        return covered, under_scan, boxes
    place = {handle: i for i, handle in enumerate(drawn.rulings.text_objects)}
    handles = drawn.texts.handles.tolist()
    order = np.array([place.get(handle, len(place)) for handle in handles])[g.run]
    top = g.base_y - HEIGHT * g.size
    area = drawn.width * drawn.height
    for cover in covers:
        box = _visible_box(cover)
        x0, y0, x1, y1 = box
        wide = np.minimum(g.x1, x1) - np.maximum(g.x0, x0) > _COVERED_SHARE * (g.x1 - g.x0)
        high = np.minimum(g.base_y, y1) - np.maximum(top, y0) > _COVERED_SHARE * HEIGHT * g.size
        under = wide & high & (order < cover.n_before)
        covered |= under
        if under.any():
            boxes.append(cover.box)
        if cover.picture and (x1 - x0) * (y1 - y0) >= _SCAN * area:
            under_scan |= under
    return covered, under_scan, boxes


def _visible_box(cover: Cover) -> Box:
    if not cover.handle:
        return cover.box
    return overlap(cover.box, clip_of(cover.handle, cover.matrix))


def _n_pieces(g: Glyphs, gone: Bools) -> int:
    """The number of stretches of hidden letters that follow one another."""
    rows = np.flatnonzero(gone & ~is_space(g.code))
    if not len(rows):
        return 0
    apart: Any = np.diff(rows) > 1
    moved = np.abs(np.diff(g.base_y[rows])) > 0.5 * g.size[rows[1:]]
    return 1 + int((apart | moved).sum())
