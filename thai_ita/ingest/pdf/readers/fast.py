"""The fast reader: characters and paths by PDFium, in a few bulk calls a page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

from thai_ita.ingest.pdf.page_builder import PageParts, build_page
from thai_ita.ingest.pdf.printed_headings import without_headings
from thai_ita.ingest.pdf.reader import PageContent, PageLimits
from thai_ita.ingest.pdf.readers import pdfium
from thai_ita.ingest.pdf.readers.annotations import FormFields, read_annotations
from thai_ita.ingest.pdf.readers.clips import Matrix
from thai_ita.ingest.pdf.readers.corrections import put_in_place
from thai_ita.ingest.pdf.readers.optional_content import has_layer_off
from thai_ita.ingest.pdf.readers.sight import (
    INVISIBLE,
    Drawn,
    TextObjects,
    Unseen,
    render_modes,
    visible_glyphs,
)
from thai_ita.ingest.pdf.readers.strokes import Cover, OverLimitError, PathWalker, Rulings
from thai_ita.ingest.pdf.readers.weight import PageWeights
from thai_ita.ingest.pdf.shown_values import with_values
from thai_ita.ingest.pdf.text.actual_text import find_groups, spread
from thai_ita.ingest.pdf.text.byte_fonts import thai_of_bytes
from thai_ita.ingest.pdf.text.glyphs import (
    UNMAPPED,
    Bools,
    Floats,
    Glyphs,
    Ints,
    find_codes_of_marks,
    steps,
)
from thai_ita.ingest.pdf.text.legible import LITTLE_TEXT_CHARS
from thai_ita.ingest.pdf.text.mark_shapes import MarkShapes
from thai_ita.ingest.pdf.wide_sheets import goes_on_to_the_right, join_right
from thai_ita.model import Problem

_BOLD_WEIGHT: Final = 600
# What text may lean and still be level or upright, as a tangent.
_LEAN: Final = 0.1

# What stands on a page, whether hidden text was left out, and whether letters are drawn as shapes;
# or the page as it is, where nothing can be read.
_Page = tuple[PageParts, bool, bool] | PageContent


class FastReader:
    """Reads pages by PDFium."""

    name = "fast"

    @contextmanager
    def open(self, path: str | Path, limits: PageLimits | None = None) -> Iterator[FastDocument]:
        with pdfium.open_document(path) as handle:
            data = Path(path).read_bytes()
            layers, weights = has_layer_off(data), PageWeights(data)
            del data
            document = FastDocument(handle, limits or PageLimits(), layers, weights)
            try:
                yield document
            finally:
                document.close()


class FastDocument:
    """An open PDF; valid inside ``with reader.open(...)``."""

    def __init__(self, handle: int, limits: PageLimits, layers: bool, weights: PageWeights) -> None:
        self._handle = handle
        self._layers = layers
        self._weights = weights
        self._limits = limits
        self._lib: Any = pdfium.library()
        self._form = FormFields(handle)
        self._bold: dict[int, bool] = {}
        self._shapes = MarkShapes()
        self._mended = 0
        self._ahead: tuple[int, _Page] | None = None
        self._told: dict[int, tuple[float, float]] = {}
        self.n_pages: int = self._lib.FPDF_GetPageCount(handle)

    def close(self) -> None:
        self._form.close()

    def read_page(self, number: int) -> PageContent:
        """The page, 1-based. A page that cannot be read is empty, ``skipped`` and has a Problem.

        Columns that were printed on the pages behind it are read with it; those pages are empty
        then.
        """
        if number in self._told:
            width, height = self._told.pop(number)
            return PageContent(number, width, height)
        found = self._page(number)
        if isinstance(found, PageContent):
            return found
        first, by_sight, letter_shapes = found
        parts = first
        right: list[tuple[int, float]] = []
        for ahead in range(number + 1, self.n_pages + 1):
            behind = self._page(ahead)
            self._ahead = (ahead, behind)
            left = parts if parts.sheet is not None else first
            if isinstance(behind, PageContent) or not goes_on_to_the_right(left, behind[0]):
                break
            parts, step = join_right(parts, behind[0])
            right.append((ahead, step))
            self._told[ahead] = (behind[0].width, behind[0].height)
        content = build_page(parts)
        content.by_sight = by_sight or bool(right)
        content.letter_shapes = letter_shapes
        content.right = right
        return content

    def _page(self, number: int) -> _Page:
        """What stands on a page; that of the page ahead is kept until it is asked for."""
        if self._ahead is not None and self._ahead[0] == number:
            found = self._ahead[1]
            self._ahead = None
            return found
        if self._weights.is_over(number):
            message = "the page unfolds to more than can be opened and was left out; print it anew as PDF"
            problem = Problem("page-over-limit", message, page=number)
            return PageContent(number, 0.0, 0.0, skipped=True, problems=[problem])
        lib = self._lib
        page = lib.FPDF_LoadPage(self._handle, number - 1)
        if not page:
            problem = Problem("bad-page", "the page is damaged and was left out", page=number)
            return PageContent(number, 0.0, 0.0, skipped=True, problems=[problem])
        try:
            return self._read(page, number)
        finally:
            lib.FPDF_ClosePage(page)

    def _read(self, page: int, number: int) -> _Page:
        width, height, view = self._frame(page)
        try:
            rulings, glyphs, unseen = self._look(page, width, height, view)
            if unseen.objects:
                # PDFium leaves out characters that repeat the covered ones that they stand over.
                pdfium.remove_objects(page, unseen.objects)
                under = unseen
                rulings, glyphs, unseen = self._look(page, width, height, view)
                unseen.add(under)
                for box in under.boxes:
                    rulings.drop_fill(box)
        except OverLimitError as over:
            if over.letters and self._without_text(page):
                return PageContent(number, width, height, letter_shapes=True)
            message = f"the page has {over} and was left out; raise the limit to read it"
            problem = Problem("page-over-limit", message, page=number)
            return PageContent(number, width, height, skipped=True, problems=[problem])
        parts = self._parts(number, width, height, glyphs, rulings)
        parts = without_headings(parts)
        parts.problems += unseen.problems(number)
        letter_shapes = len(glyphs) < LITTLE_TEXT_CHARS and rulings.draw_letters()
        return parts, unseen.any, letter_shapes

    def _without_text(self, page: int) -> bool:
        """Whether a page over the limits is a drawing of so many shapes, without text."""
        text = self._lib.FPDFText_LoadPage(page)
        if not text:
            return True
        try:
            return bool(self._lib.FPDFText_CountChars(text) < LITTLE_TEXT_CHARS)
        finally:
            self._lib.FPDFText_ClosePage(text)

    def _look(self, page: int, width: float, height: float, view: Matrix) -> tuple[Rulings, Glyphs, Unseen]:
        """The rulings and the glyphs that can be seen. Raises ``OverLimitError``."""
        self._mended = 0
        walker = PathWalker(view, width * height, self._limits)
        try:
            rulings = walker.walk(page)
        except OverLimitError as over:
            over.letters = walker.found.draw_letters()
            raise
        glyphs, texts = self._glyphs(page, view, rulings)
        drawn = Drawn(page, view, width, height, rulings, texts, self._layers)
        shown = None
        if self._lib.FPDFPage_GetAnnotCount(page):
            shown = read_annotations(page, view, self._form)
            n_texts = len(rulings.text_objects)
            rulings.covers += [Cover(n_texts, box, 0, view) for box in shown.covers]
            drawn.struck_boxes = shown.struck
            rulings.fields = shown.fields
        glyphs, unseen = visible_glyphs(glyphs, drawn)
        if shown is not None and (shown.values or shown.notes):
            notes = put_in_place(shown.notes, unseen.struck, glyphs)
            glyphs = with_values(glyphs, shown.values + notes)
            unseen.any = True
        return rulings, glyphs, unseen

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
            rulings.fills,
            rulings.fields,
            rulings.shapes,
            pictures=[cover.box for cover in rulings.covers if cover.picture],
            image_coverage=min(1.0, rulings.image_area / area),
            mended=self._mended,
        )

    def _frame(self, page: int) -> tuple[float, float, Matrix]:
        """Displayed width and height, and the matrix from page coordinates to that frame."""
        lib = self._lib
        slots = pdfium.Slots(ctypes.c_float, 4)
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

    def _glyphs(self, page: int, view: Matrix, rulings: Rulings) -> tuple[Glyphs, TextObjects]:
        """The glyphs of the page, those outside its crop box too, and their text objects."""
        none = Glyphs.empty(), TextObjects.none()
        lib = self._lib
        text = lib.FPDFText_LoadPage(page)
        if not text:
            return none
        try:
            n = lib.FPDFText_CountChars(text)
            if n > self._limits.max_chars:
                raise OverLimitError(f"more than {self._limits.max_chars:,} characters")
            if n < 1:
                return none
            listed = pdfium.by_index(lib.FPDFText_GetTextObject, text, range(n))
            # Spaces and line ends that PDFium makes up belong to no text object.
            objects = np.array([handle or 0 for handle in listed], dtype=np.int64)
            index = np.flatnonzero(objects)
            if not len(index):
                return none
            glyphs, texts = self._columns(text, n, index, objects[index], view)
            handles = texts.handles
            return self._without_pieces(text, index, glyphs, handles, view, rulings), texts
        finally:
            lib.FPDFText_ClosePage(text)

    def _columns(self, text: int, n: int, index: Ints, objects: Ints, view: Matrix) -> tuple[Glyphs, TextObjects]:
        """The glyphs as PDFium gives them, and their text objects."""
        lib = self._lib
        new = steps(objects)
        run, first = np.cumsum(new) - 1, np.flatnonzero(new)
        texts = TextObjects.of(objects[first], np.diff(first, append=len(index)))
        values = self._run_values(text, index[first], texts, view)
        size, turn, bold, invisible, font, along, base = values
        code = thai_of_bytes(self._codes(text, n, index, font[run]))
        loose = pdfium.rows_of(lib.FPDFText_GetLooseCharBox, text, index, ctypes.c_float, 4)
        ink = np.full((len(index), 4), np.nan)
        marks = np.flatnonzero(find_codes_of_marks(code) | (code == 0x20) | (code == 0xA0))
        if len(marks):
            ink[marks] = pdfium.ink_boxes(text, index[marks])
        x0, y0, x1, y1 = _boxes(view, loose[:, 0], loose[:, 3], loose[:, 2], loose[:, 1])
        i0, j0, i1, j1 = _boxes(view, ink[:, 0], ink[:, 2], ink[:, 1], ink[:, 3])
        # The baseline of an object is that of its letters; along it they stand at their boxes.
        side = (turn[run] & 1).astype(bool) & (turn[run] > 0)
        x = np.where(side, along[run], np.where(turn[run] == 2, x1, x0))
        y = np.where(side, np.where(turn[run] == 1, y0, y1), base[run])
        glyphs = Glyphs(
            code, x, x0, x1, y0, y1, y, i0, i1, j0, j1,
            size[run], turn[run], run, bold[run], invisible[run], np.arange(len(index)),
        )  # fmt: skip
        self._mended += self._shapes.mend(glyphs, font[run])
        return glyphs, texts

    def _codes(self, text: int, n: int, index: Ints, font: Ints) -> Ints:
        """The code points, with U+FFFD for glyphs that the font gives none."""
        lib = self._lib
        code = pdfium.code_points(text, n)[index]
        # The same code in the same font fails alike: one glyph of each is asked.
        _, first, kind = np.unique(code + (font % (1 << 40)) * 0x200000, return_index=True, return_inverse=True)
        asked = pdfium.by_index(lib.FPDFText_HasUnicodeMapError, text, index[first].tolist())
        failed = (np.array(asked) == 1)[kind]
        # A control character is what PDFium writes for a glyph without a Unicode value.
        failed |= (code < 0x20) & (code != 0x09) & (code != 0x0A) & (code != 0x0D)
        code[failed] = UNMAPPED
        return code

    def _run_values(
        self, text: int, first: Ints, texts: TextObjects, view: Matrix
    ) -> tuple[Floats, Ints, Bools, Bools, Ints, Floats, Floats]:
        """Size, direction, weight, visibility, font and origin of each text object."""
        lib = self._lib
        matrix = pdfium.rows_of(lib.FPDFText_GetMatrix, text, first, ctypes.c_float, 6)
        a, b, c, d = matrix[:, 0], matrix[:, 1], matrix[:, 2], matrix[:, 3]
        nominal = np.array(pdfium.by_index(lib.FPDFText_GetFontSize, text, first.tolist()))
        size = np.abs(nominal) * np.hypot(c, d)
        a, b, c, d = (np.where(nominal < 0, -part, part) for part in (a, b, c, d))
        along_x = a * view[0] + b * view[2]
        along_y = a * view[1] + b * view[3]
        turn = np.full(len(first), -1, dtype=np.int64)
        level = np.abs(along_y) < _LEAN * np.abs(along_x)
        steep = np.abs(along_x) < _LEAN * np.abs(along_y)
        turn[level] = np.where(along_x[level] > 0, 0, 2)
        turn[steep] = np.where(along_y[steep] > 0, 1, 3)
        # Text of which a viewer shows the mirror image reads in the order of its drawing only.
        # Upright letters of fonts whose own matrix is upside down only look mirrored.
        up_y = c * view[1] + d * view[3]
        up_x = c * view[0] + d * view[2]
        turn[(turn == 2) & (up_y < 0)] = -1
        turn[(turn == 1) & (up_x < 0)] = -1
        turn[(turn == 3) & (up_x > 0)] = -1
        modes = render_modes(texts)
        listed = [font or 0 for font in map(lib.FPDFTextObj_GetFont, texts.handles.tolist())]
        fonts = np.array(listed, dtype=np.int64)
        bold = np.isin(fonts, [font for font in set(listed) if self._is_bold(font)])
        x, y = _apply(view, matrix[:, 4], matrix[:, 5])
        return size, turn, bold, modes == INVISIBLE, fonts, x, y

    def _is_bold(self, font: int) -> bool:
        known = self._bold.get(font)
        if known is None:
            name = ctypes.create_string_buffer(128)
            weight = 0
            if font:
                self._lib.FPDFFont_GetBaseFontName(font, ctypes.addressof(name), 128)
                weight = self._lib.FPDFFont_GetWeight(font)
            known = b"bold" in name.value.lower() or weight >= _BOLD_WEIGHT
            self._bold[font] = known
        return known

    def _without_pieces(
        self, text: int, index: Ints, g: Glyphs, objects: Ints, view: Matrix, rulings: Rulings
    ) -> Glyphs:
        """The glyphs with those that share one drawn shape put side by side."""
        groups = find_groups(g)
        if not len(groups):
            return g
        heads = objects[g.run[groups[:, 0]]].tolist()
        marks = [self._span(handle) for handle in heads]
        replaced = np.array(marks) > 0
        groups = groups[replaced]
        if not len(groups):
            return g
        # PDFium gives a replacement text the box of one text object of its span. The others have
        # no characters of their own, or repeat the text where a letter of another span lies
        # between; their boxes belong to the span too.
        spans = {handle: mark for handle, mark in zip(heads, marks, strict=True) if mark}
        drawn: dict[int, int] = {}
        unlisted: list[tuple[int, int]] = []
        current = 0
        listed = set(objects.tolist())
        for place, handle in enumerate(rulings.text_objects):
            if handle in listed:
                current = spans.get(handle, 0)
                if current:
                    drawn[handle] = place
            elif current:
                unlisted.append((handle, current))
        kept = [(handle, mark) for handle, mark in zip(heads, marks, strict=True) if mark]
        # PDFium leaves the matrix of a form XObject out of the boxes of replacement texts.
        boxes = _object_boxes([handle for handle, _ in kept + unlisted], view, rulings)
        return spread(
            g,
            groups,
            boxes[: len(kept)],
            [mark for _, mark in kept],
            [drawn.get(handle, 0) for handle, _ in kept],
            [mark for _, mark in unlisted],
            boxes[len(kept) :],
        )

    def _span(self, handle: int) -> int:
        """What tells the replaced span that a text object stands in; 0 where it is in none."""
        lib = self._lib
        for i in range(lib.FPDFPageObj_CountMarks(handle) - 1, -1, -1):
            mark = lib.FPDFPageObj_GetMark(handle, i)
            if lib.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") == pdfium.STRING:
                return int(mark)
        return 0


def _object_boxes(handles: list[int], view: Matrix, rulings: Rulings) -> Floats:
    """The displayed boxes (x0, top, x1, bottom) of text objects."""
    found = pdfium.bounds_of(handles)
    if not rulings.nested:
        return np.column_stack(_boxes(view, *(found[:, k] for k in range(4))))
    boxes = [
        _boxes(rulings.nested.get(handle, view), *row.reshape(4, 1)) for handle, row in zip(handles, found, strict=True)
    ]
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _apply(view: Matrix, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    a, b, c, d, e, f = view
    return x * a + y * c + e, x * b + y * d + f


def _boxes(
    view: Matrix, left: Floats, bottom: Floats, right: Floats, top: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    x0, y0 = _apply(view, left, bottom)
    x1, y1 = _apply(view, right, top)
    return np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)
