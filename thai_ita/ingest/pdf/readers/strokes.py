"""Drawn paths become lines and boxes of colour, as a reader sees them on the page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import Any, Final

import numpy as np

from thai_ita.ingest.pdf.reader import PageLimits
from thai_ita.ingest.pdf.readers import pdfium
from thai_ita.ingest.pdf.readers.clips import EVERYWHERE, Matrix, clip_of, overlap
from thai_ita.ingest.pdf.tables.painted import Fill
from thai_ita.ingest.pdf.tables.ruling import Box, Edge

Point = tuple[float, float]

# A side shorter than this makes a filled box a drawn line.
THIN_PT: Final = 3.0
# How far a line may lean and still count as upright or level.
_LEAN_PT: Final = 0.3
_WHITE: Final = 250
_OPAQUE: Final = 255
# A fill this large beside the page is its background.
_BACKGROUND: Final = 0.85
_MAX_NESTING: Final = 8
# Of so many fills the last ones are looked at for what a box stands on.
_MOST_GROUNDS: Final = 200
# A box with rounded corners: its points, its least side, its widest corner.
_MOST_ROUNDED: Final = 500
_LEAST_ROUNDED_PT: Final = 10.0
_CORNER_PT: Final = 16.0


# Letters drawn as shapes: their heights, the step of their baselines, how many stand in a row and
# how many on a page at least.
_LETTER_PT: Final = (3.0, 60.0)
_ROW_PT: Final = 1.0
_LEAST_IN_ROW: Final = 6
_LEAST_LETTERS: Final = 40
_FAR: Final = 1 << 20
# How near the fifth corner of a box lies to its first.
_CLOSED_PT: Final = 0.01


class OverLimitError(Exception):
    """A page holds more objects or path segments than its limits allow.

    ``letters`` tells that the shapes seen so far stand in rows, as letters do.
    """

    letters = False


@dataclass(frozen=True, slots=True)
class Cover:
    """A filled box or a picture, drawn when ``n_before`` text objects of the page were.

    ``handle`` is 0 for one that is no object of the page.
    """

    n_before: int
    box: Box
    handle: int
    matrix: Matrix
    picture: bool = False


@dataclass(slots=True)
class Rulings:
    """The lines of a page, its boxes of colour, and what else its objects tell.

    ``text_objects`` are in drawing order; ``nested`` gives the matrix of those in form XObjects.
    ``painting.tell_rules`` tells which lines and ``fills`` are rules of tables. ``covers`` are the
    boxes and pictures that may hide text, ``clipped`` the displayed box of the forms around text
    objects, ``shapes`` the boxes of filled shapes that are no boxes themselves, ``fields`` those of the
    fields of a form.
    """

    vertical: list[Edge] = field(default_factory=list)
    horizontal: list[Edge] = field(default_factory=list)
    shades: list[Box] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    image_area: float = 0.0
    text_objects: list[int] = field(default_factory=list)
    nested: dict[int, Matrix] = field(default_factory=dict)
    clipped: dict[int, Box] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)
    fields: list[Box] = field(default_factory=list)

    def add_line(self, a: Point, b: Point, white: bool) -> None:
        dx, dy = abs(a[0] - b[0]), abs(a[1] - b[1])
        if dx > _LEAN_PT and dy > _LEAN_PT:
            return
        x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        if white and not self._shaded(x, y):
            return
        if dx >= dy:
            self.horizontal.append(Edge(y, min(a[0], b[0]), max(a[0], b[0])))
        else:
            self.vertical.append(Edge(x, min(a[1], b[1]), max(a[1], b[1])))

    def add_fill(self, box: Box, white: bool, page_area: float, colour: int = -1) -> None:
        """A filled box: a line where it is thin. ``colour`` is that of ``Fill``."""
        x0, top, x1, bottom = box
        width, height = x1 - x0, bottom - top
        if height <= THIN_PT or width <= THIN_PT:
            if colour >= 0 and self._on_its_colour(box, colour):
                return
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            if white and not self._shaded(x, y):
                return
            if height <= width:
                self.horizontal.append(Edge(y, x0, x1))
            else:
                self.vertical.append(Edge(x, top, bottom))
            return
        if width * height > _BACKGROUND * page_area:
            return
        # White boxes show on a coloured ground only.
        if white and not any(_holds(shade, box) for shade in self.shades[-_MOST_GROUNDS:]):
            return
        if not white:
            self.shades.append(box)
        self.fills.append(Fill(*box, colour))

    def _on_its_colour(self, box: Box, colour: int) -> bool:
        """Whether a box cannot be seen, because a fill below it has its colour."""
        some = self.fills[-_MOST_GROUNDS:]
        return any(fill.colour == colour and _holds(fill[:4], box) for fill in some)

    def draw_letters(self) -> bool:
        """Whether the shapes stand in rows as the letters of a text do."""
        if len(self.shapes) < _LEAST_LETTERS:
            return False
        x0, top, x1, bottom = np.array(self.shapes).T
        low, high = _LETTER_PT
        letters = (bottom - top >= low) & (bottom - top <= high) & (x1 - x0 <= 2 * high)
        rows = np.round(bottom[letters] / _ROW_PT).astype(np.int64)
        starts = np.unique(np.round(x0[letters]) + rows * _FAR)
        in_rows = np.unique(starts // _FAR, return_counts=True)[1]
        return int(in_rows[in_rows >= _LEAST_IN_ROW].sum()) >= _LEAST_LETTERS

    def drop_fill(self, box: Box) -> None:
        """Takes out a box that only covers text."""
        self.fills = [fill for fill in self.fills if fill[:4] != box]

    def _shaded(self, x: float, y: float) -> bool:
        """Whether a colour lies under the point: white lines part the cells of coloured tables."""
        return any(b[0] - 1 <= x <= b[2] + 1 and b[1] - 1 <= y <= b[3] + 1 for b in self.shades)


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + _LEAN_PT
        and outer[1] <= inner[1] + _LEAN_PT
        and outer[2] >= inner[2] - _LEAN_PT
        and outer[3] >= inner[3] - _LEAN_PT
    )


class PathWalker:
    """Walks the objects of a page, form XObjects included, and collects its rulings.

    ``view`` takes page coordinates to the displayed frame; ``page_area`` is in square points.
    """

    def __init__(self, view: Matrix, page_area: float, limits: PageLimits) -> None:
        self.view = view
        self.page_area = page_area
        self.limits = limits
        self.found = Rulings()
        self.lib: Any = pdfium.library()
        self.n_segments = 0
        self.n_objects = 0
        self._ints = pdfium.Slots(ctypes.c_uint, 4)
        self._floats = pdfium.Slots(ctypes.c_float, 6)

    def walk(self, page: int) -> Rulings:
        """Raises ``OverLimitError``."""
        n = self.lib.FPDFPage_CountObjects(page)
        self._count_objects(n)
        objects = pdfium.by_index(self.lib.FPDFPage_GetObject, page, range(n))
        self._visit(objects, self.view, 0)
        return self.found

    def _count_objects(self, n: int) -> None:
        self.n_objects += n
        if self.n_objects > self.limits.max_objects:
            raise OverLimitError(f"more than {self.limits.max_objects:,} objects")

    def _visit(self, objects: list[int], matrix: Matrix, depth: int) -> None:
        lib = self.lib
        texts = self.found.text_objects
        for obj, kind in zip(objects, map(lib.FPDFPageObj_GetType, objects), strict=True):
            if kind == pdfium.TEXT:
                texts.append(obj)
                if depth:
                    self.found.nested[obj] = matrix
            elif kind == pdfium.PATH:
                self._path(obj, matrix)
            elif kind == pdfium.IMAGE:
                self._image(obj, matrix)
            elif kind == pdfium.FORM and depth < _MAX_NESTING:
                self._form(obj, matrix, depth)

    def _form(self, obj: int, matrix: Matrix, depth: int) -> None:
        lib = self.lib
        n = lib.FPDFFormObj_CountObjects(obj)
        if n <= 0:
            return
        self._count_objects(n)
        inner = list(map(lib.FPDFFormObj_GetObject, repeat(obj), range(n)))
        before = len(self.found.text_objects)
        self._visit(inner, self._placed(obj, matrix), depth + 1)
        clip = clip_of(obj, matrix)
        if clip != EVERYWHERE:
            for text in self.found.text_objects[before:]:
                held = self.found.clipped.get(text, EVERYWHERE)
                self.found.clipped[text] = overlap(held, clip)

    def _placed(self, obj: int, outer: Matrix) -> Matrix:
        """The matrix of an object followed by that of what holds it."""
        if not self.lib.FPDFPageObj_GetMatrix(obj, self._floats.addresses[0]):
            return outer
        a, b, c, d, e, f = self._floats.values
        oa, ob, oc, od, oe, of = outer
        return (
            a * oa + b * oc,
            a * ob + b * od,
            c * oa + d * oc,
            c * ob + d * od,
            e * oa + f * oc + oe,
            e * ob + f * od + of,
        )

    def _image(self, obj: int, matrix: Matrix) -> None:
        # An image fills the unit square of its matrix.
        a, b, c, d, e, f = self._placed(obj, matrix)
        xs = (e, e + a, e + c, e + a + c)
        ys = (f, f + b, f + d, f + b + d)
        self.found.image_area += (max(xs) - min(xs)) * (max(ys) - min(ys))
        box = (min(xs), min(ys), max(xs), max(ys))
        self._cover(box, obj, matrix, picture=True)

    def _cover(self, box: Box, obj: int, matrix: Matrix, *, picture: bool = False) -> None:
        n_before = len(self.found.text_objects)
        self.found.covers.append(Cover(n_before, box, obj, matrix, picture))

    def _path(self, obj: int, matrix: Matrix) -> None:
        lib = self.lib
        n = lib.FPDFPath_CountSegments(obj)
        self.n_segments += n
        if self.n_segments > self.limits.max_segments:
            raise OverLimitError(f"more than {self.limits.max_segments:,} path segments")
        fill_at, stroke_at = self._ints.addresses[:2]
        if not lib.FPDFPath_GetDrawMode(obj, fill_at, stroke_at):
            return
        filled, stroked = bool(self._ints.values[0]), bool(self._ints.values[1])
        white, colour = False, -1
        if stroked:
            stroked, white, _ = self._colour(obj, lib.FPDFPageObj_GetStrokeColor)
        if filled and not stroked:
            filled, white, colour = self._colour(obj, lib.FPDFPageObj_GetFillColor)
        if not filled and not stroked:
            return
        # Most rulings are straight strokes or thin boxes: their bounds tell all.
        if (n == 2 or (n <= 5 and not stroked)) and self._thin(obj, matrix, white, colour):
            return
        for points, closed in self._subpaths(obj, n, self._placed(obj, matrix)):
            box = _as_box(points) or _as_rounded_box(points)
            if filled and box is not None:
                self._cover(box, obj, matrix)
            elif filled:
                ends = [p for p in points if p is not None]
                xs, ys = [p[0] for p in ends], [p[1] for p in ends]
                self.found.shapes.append((min(xs), min(ys), max(xs), max(ys)))
            if box is not None and None in points:
                points = [(box[i], box[j]) for i, j in ((0, 1), (2, 1), (2, 3), (0, 3), (0, 1))]
            if box is not None and not stroked:
                self.found.add_fill(box, white, self.page_area, colour)
                continue
            if closed or not stroked:
                points.append(points[0])
            for a, b in pairwise(points):
                if a is not None and b is not None:
                    self.found.add_line(a, b, white)
            if filled and stroked and box is not None:
                self.found.shades.append(box)

    def _thin(self, obj: int, matrix: Matrix, white: bool, colour: int) -> bool:
        """Adds a shape that is as thin as a line, whatever its outline."""
        if not self.lib.FPDFPageObj_GetBounds(obj, *self._floats.addresses[:4]):
            return False
        left, bottom, right, top, _, _ = self._floats.values
        a, b, c, d, e, f = matrix
        xs = (left * a + bottom * c + e, right * a + top * c + e)
        ys = (left * b + bottom * d + f, right * b + top * d + f)
        box = (min(xs), min(ys), max(xs), max(ys))
        if min(box[2] - box[0], box[3] - box[1]) > THIN_PT:
            return False
        self.found.add_fill(box, white, self.page_area, colour)
        return True

    def _colour(self, obj: int, call: Any) -> tuple[bool, bool, int]:
        """Whether the colour can be seen, whether it is white, and its value as in ``Fill``."""
        if not call(obj, *self._ints.addresses):
            return True, False, -1
        r, g, b, a = self._ints.values
        colour = r << 16 | g << 8 | b if a == _OPAQUE else -1
        return a > 0, min(r, g, b) >= _WHITE, colour

    def _subpaths(self, obj: int, n: int, matrix: Matrix) -> list[tuple[list[Point | None], bool]]:
        """The points of each subpath; None parts the ends of a curve."""
        lib = self.lib
        a, b, c, d, e, f = matrix
        x_at, y_at = self._floats.addresses[:2]
        values = self._floats.values
        out: list[tuple[list[Point | None], bool]] = []
        points: list[Point | None] = []
        closed = False
        segments = list(map(lib.FPDFPath_GetPathSegment, repeat(obj), range(n)))
        for segment in segments:
            kind = lib.FPDFPathSegment_GetType(segment)
            lib.FPDFPathSegment_GetPoint(segment, x_at, y_at)
            x, y = values[0], values[1]
            point = (x * a + y * c + e, x * b + y * d + f)
            if kind == pdfium.MOVE_TO:
                if len(points) > 1:
                    out.append((points, closed))
                points, closed = [point], False
                continue
            if kind == pdfium.LINE_TO:
                points.append(point)
            else:
                points += [None, point]
            closed = closed or bool(lib.FPDFPathSegment_GetClose(segment))
        if len(points) > 1:
            out.append((points, closed))
        return out


def _as_rounded_box(points: list[Point | None]) -> Box | None:
    """The box that straight sides with rounded corners outline, if they do."""
    if None not in points or len(points) > _MOST_ROUNDED:
        return None
    ends = [p for p in points if p is not None]
    x0, x1 = min(p[0] for p in ends), max(p[0] for p in ends)
    y0, y1 = min(p[1] for p in ends), max(p[1] for p in ends)
    if min(x1 - x0, y1 - y0) < _LEAST_ROUNDED_PT:
        return None
    corner = min(_CORNER_PT, (x1 - x0) / 3, (y1 - y0) / 3)
    near = all(min(p[0] - x0, x1 - p[0]) <= corner and min(p[1] - y0, y1 - p[1]) <= corner for p in ends)
    corners = {(p[0] - x0 < x1 - p[0], p[1] - y0 < y1 - p[1]) for p in ends}
    return (x0, y0, x1, y1) if near and len(corners) == 4 else None


def _as_box(points: list[Point | None]) -> Box | None:
    """The box that four or five points outline, if they do."""
    if not 4 <= len(points) <= 5 or None in points:
        return None
    corners = [p for p in points if p is not None]
    if len(corners) == 5:
        if max(abs(corners[0][0] - corners[4][0]), abs(corners[0][1] - corners[4][1])) > _CLOSED_PT:
            return None
        corners.pop()
    xs = sorted(p[0] for p in corners)
    ys = sorted(p[1] for p in corners)
    if max(xs[1] - xs[0], xs[3] - xs[2], ys[1] - ys[0], ys[3] - ys[2]) > _LEAN_PT:
        return None
    p, q = corners[0], corners[1]
    if abs(p[0] - q[0]) > _LEAN_PT and abs(p[1] - q[1]) > _LEAN_PT:
        return None
    return (xs[0], ys[0], xs[3], ys[3])
