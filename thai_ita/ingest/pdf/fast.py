"""The fast reader: characters and paths by PDFium, in a few bulk calls a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import numpy as np

from thai_ita.ingest.pdf import pdfium
from thai_ita.ingest.pdf.glyphs import UNMAPPED, Bools, Floats, Glyphs, Ints, find_codes_of_marks
from thai_ita.ingest.pdf.page import PageParts, build_page
from thai_ita.ingest.pdf.pieces import find_groups, spread
from thai_ita.ingest.pdf.reader import PageContent, PageLimits
from thai_ita.ingest.pdf.shapes import MarkShapes
from thai_ita.ingest.pdf.strokes import Matrix, OverLimit, PathWalker, Rulings
from thai_ita.model import Trouble

_INVISIBLE: Final = 3
_BOLD_WEIGHT: Final = 600


class FastReader:
    """Reads pages by PDFium."""

    name = "fast"

    @contextmanager
    def open(
        self, path: str | Path, limits: PageLimits | None = None
    ) -> Iterator[FastDocument]:
        with pdfium.open_document(path) as handle:
            yield FastDocument(handle, limits or PageLimits())


class FastDocument:
    """An open PDF; valid inside ``with reader.open(...)``."""

    def __init__(self, handle: int, limits: PageLimits) -> None:
        self._handle = handle
        self._limits = limits
        self._lib: Any = pdfium.library()
        self._bold: dict[int, bool] = {}
        self._shapes = MarkShapes()
        self._mended = 0
        self._slots = pdfium.Slots(pdfium.ctypes.c_float, 4)
        self.n_pages: int = self._lib.FPDF_GetPageCount(handle)

    def read_page(self, number: int) -> PageContent:
        """The page, 1-based. A page that cannot be read is empty, ``skipped`` and has a Trouble."""
        lib = self._lib
        page = lib.FPDF_LoadPage(self._handle, number - 1)
        if not page:
            trouble = Trouble("bad-page", "the page is damaged and was left out", page=number)
            return PageContent(number, 0.0, 0.0, skipped=True, troubles=[trouble])
        try:
            return self._read(page, number)
        finally:
            lib.FPDF_ClosePage(page)

    def _read(self, page: int, number: int) -> PageContent:
        width, height, view = self._frame(page)
        self._mended = 0
        try:
            rulings = PathWalker(view, width * height, self._limits).walk(page)
            glyphs = self._glyphs(page, view, rulings)
        except OverLimit as over:
            message = f"the page has {over} and was left out; raise the limit to read it"
            trouble = Trouble("page-over-limit", message, page=number)
            return PageContent(number, width, height, skipped=True, troubles=[trouble])
        return build_page(self._parts(number, width, height, glyphs, rulings))

    def _parts(
        self,
        number: int,
        width: float,
        height: float,
        glyphs: Glyphs,
        rulings: Rulings,
    ) -> PageParts:
        area = max(width * height, 1.0)
        return PageParts(
            number,
            width,
            height,
            glyphs,
            rulings.vertical,
            rulings.horizontal,
            image_coverage=min(1.0, rulings.image_area / area),
            mended=self._mended,
        )

    def _frame(self, page: int) -> tuple[float, float, Matrix]:
        """Displayed width and height, and the matrix from page coordinates to that frame."""
        lib = self._lib
        slots = pdfium.Slots(pdfium.ctypes.c_float, 4)
        lib.FPDF_GetPageBoundingBox(page, slots.addresses[0])
        left, top, right, bottom = slots.values
        width, height = lib.FPDF_GetPageWidthF(page), lib.FPDF_GetPageHeightF(page)
        views: tuple[Matrix, ...] = (
            (1.0, 0.0, 0.0, -1.0, -left, top),
            (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            (0.0, -1.0, -1.0, 0.0, top, right),
        )
        return width, height, views[lib.FPDFPage_GetRotation(page) % 4]

    def _glyphs(self, page: int, view: Matrix, rulings: Rulings) -> Glyphs:
        """The glyphs of the page, those outside its crop box too."""
        lib = self._lib
        text = lib.FPDFText_LoadPage(page)
        if not text:
            return Glyphs.empty()
        try:
            n = lib.FPDFText_CountChars(text)
            if n > self._limits.max_chars:
                raise OverLimit(f"more than {self._limits.max_chars:,} characters")
            objects = list(map(lib.FPDFText_GetTextObject, repeat(text), range(n)))
            # Spaces and line ends that PDFium makes up belong to no text object.
            index = np.array([i for i, obj in enumerate(objects) if obj], dtype=np.int64)
            if not len(index):
                return Glyphs.empty()
            glyphs = self._columns(text, index, objects, view)
            return self._without_pieces(glyphs, [objects[i] for i in index.tolist()], view, rulings)
        finally:
            lib.FPDFText_ClosePage(text)

    def _columns(
        self,
        text: int,
        index: Ints,
        objects: list[int | None],
        view: Matrix,
    ) -> Glyphs:
        lib = self._lib
        numbers = index.tolist()
        code = np.array(list(map(lib.FPDFText_GetUnicode, repeat(text), numbers)), dtype=np.int64)
        failed = np.array(list(map(lib.FPDFText_HasUnicodeMapError, repeat(text), numbers))) == 1
        # A control character is what PDFium writes for a glyph without a Unicode value.
        failed |= (code < 0x20) & (code != 0x09) & (code != 0x0A) & (code != 0x0D)
        code[failed] = UNMAPPED
        origin = pdfium.doubles(lib.FPDFText_GetCharOrigin, text, index, 2)
        loose = pdfium.floats(lib.FPDFText_GetLooseCharBox, text, index, 4)  # left top right bottom
        ink = np.full((len(index), 4), np.nan)
        marks = np.flatnonzero(find_codes_of_marks(code) | (code == 0x20) | (code == 0xA0))
        if len(marks):
            # Left, right, bottom, top.
            ink[marks] = pdfium.doubles(lib.FPDFText_GetCharBox, text, index[marks], 4)
        run, first = _runs([objects[i] for i in numbers])
        size, turn, bold, invisible, font = self._run_values(text, index[first], objects, view)
        x, y = _apply(view, origin[:, 0], origin[:, 1])
        x0, y0, x1, y1 = _boxes(view, loose[:, 0], loose[:, 3], loose[:, 2], loose[:, 1])
        i0, j0, i1, j1 = _boxes(view, ink[:, 0], ink[:, 2], ink[:, 1], ink[:, 3])
        glyphs = Glyphs(
            code, x, x0, x1, y0, y1, y, i0, i1, j0, j1,
            size[run], turn[run], run, bold[run], invisible[run], np.arange(len(index)),
        )  # fmt: skip
        self._mended += self._shapes.mend(glyphs, font[run])
        return glyphs

    def _without_pieces(
        self, g: Glyphs, objects: list[int | None], view: Matrix, rulings: Rulings
    ) -> Glyphs:
        """The glyphs with those that share one drawn shape put side by side."""
        groups = find_groups(g)
        if not len(groups):
            return g
        # PDFium gives a replacement text the box of one text object of its span. The others have
        # no characters of their own, or repeat the text where a letter of another span lies
        # between; their boxes belong to the span too.
        marks = [self._span(objects[row]) for row in groups[:, 0].tolist()]
        groups = groups[np.array(marks) > 0]
        if not len(groups):
            return g
        rows = groups[:, 0].tolist()
        numbers = [mark for mark in marks if mark]
        spans = dict(zip([objects[row] for row in rows], numbers, strict=True))
        boxes: dict[int, Floats] = {}
        order: dict[int | None, int] = {}
        current: int | None = None
        listed = set(objects)
        for place, (handle, matrix) in enumerate(rulings.text_objects):
            order[handle] = place
            span = spans.get(handle)
            if span is None and handle in listed:
                current = None
                continue
            if span is not None and span != current:
                current = span
            if current is not None and handle not in listed:
                box = self._bounds(handle, matrix)
                known = boxes.setdefault(current, np.full(4, np.nan))
                known[:2] = np.fmin(known[:2], box[:2])
                known[2:] = np.fmax(known[2:], box[2:])
        drawn = [order.get(objects[row], 0) for row in rows]
        return spread(g, groups, numbers, drawn, boxes)

    def _span(self, handle: int | None) -> int:
        """What tells the replaced span that a text object stands in; 0 where it is in none."""
        lib = self._lib
        for i in range(lib.FPDFPageObj_CountMarks(handle) - 1, -1, -1):
            mark = lib.FPDFPageObj_GetMark(handle, i)
            if lib.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") == pdfium.STRING:
                return int(mark)
        return 0

    def _bounds(self, handle: int, matrix: Matrix) -> Floats:
        slots = self._slots
        if not self._lib.FPDFPageObj_GetBounds(handle, *slots.addresses):
            return np.full(4, np.nan)
        left, bottom, right, top = slots.values
        a, b, c, d, e, f = matrix
        xs = (left * a + bottom * c + e, right * a + top * c + e)
        ys = (left * b + bottom * d + f, right * b + top * d + f)
        return np.array((min(xs), min(ys), max(xs), max(ys)))

    def _run_values(
        self, text: int, first: Ints, objects: list[int | None], view: Matrix
    ) -> tuple[Floats, Ints, Bools, Bools, Ints]:
        """Size, direction, weight, visibility and font of each text object."""
        lib = self._lib
        numbers = first.tolist()
        handles = [objects[i] for i in numbers]
        matrix = pdfium.floats(lib.FPDFText_GetMatrix, text, first, 6)
        a, b, c, d = matrix[:, 0], matrix[:, 1], matrix[:, 2], matrix[:, 3]
        nominal = np.array(list(map(lib.FPDFText_GetFontSize, repeat(text), numbers)))
        size = np.abs(nominal) * np.hypot(c, d)
        along_x = a * view[0] + b * view[2]
        along_y = a * view[1] + b * view[3]
        turn = np.full(len(first), -1, dtype=np.int64)
        level = np.abs(along_y) < 0.1 * np.abs(along_x)
        steep = np.abs(along_x) < 0.1 * np.abs(along_y)
        turn[level] = np.where(along_x[level] > 0, 0, 2)
        turn[steep] = np.where(along_y[steep] > 0, 1, 3)
        modes = list(map(lib.FPDFTextObj_GetTextRenderMode, handles))
        fonts = list(map(lib.FPDFTextObj_GetFont, handles))
        bold = np.array([self._is_bold(font) for font in fonts], dtype=bool)
        font = np.array([known or 0 for known in fonts], dtype=np.uint64).astype(np.int64)
        return size, turn, bold, np.array(modes) == _INVISIBLE, font

    def _is_bold(self, font: int | None) -> bool:
        if font is None:
            return False
        known = self._bold.get(font)
        if known is None:
            name = pdfium.ctypes.create_string_buffer(128)
            self._lib.FPDFFont_GetBaseFontName(font, pdfium.ctypes.addressof(name), 128)
            weight = self._lib.FPDFFont_GetWeight(font)
            known = b"bold" in name.value.lower() or weight >= _BOLD_WEIGHT
            self._bold[font] = known
        return known


def _runs(objects: list[int | None]) -> tuple[Ints, Ints]:
    """For each glyph the number of its text object, and where each object begins."""
    handles = np.array(objects, dtype=np.uint64)
    new = np.r_[True, handles[1:] != handles[:-1]]
    return np.cumsum(new) - 1, np.flatnonzero(new)


def _apply(view: Matrix, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    a, b, c, d, e, f = view
    return x * a + y * c + e, x * b + y * d + f


def _boxes(
    view: Matrix, left: Floats, bottom: Floats, right: Floats, top: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    x0, y0 = _apply(view, left, bottom)
    x1, y1 = _apply(view, right, top)
    return np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)
