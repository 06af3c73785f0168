"""The reference reader: characters, lines and the table finder of pdfplumber.

It is slow, and asked only where the fast reader is in doubt. Joining marks and assembling lines is
the same code for both readers: what they check of each other is what stands on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from thai_ita.ingest.errors import DamagedError
from thai_ita.ingest.pdf.page_builder import PageParts, build_page
from thai_ita.ingest.pdf.reader import PageContent, PageLimits
from thai_ita.ingest.pdf.readers import pdfium
from thai_ita.ingest.pdf.readers.leash import TooMuchError, on_leash
from thai_ita.ingest.pdf.readers.strokes import Rulings
from thai_ita.ingest.pdf.tables.ruling import Box, Edge, find_cells
from thai_ita.ingest.pdf.text.byte_fonts import thai_of_bytes
from thai_ita.ingest.pdf.text.glyphs import UNMAPPED, Glyphs
from thai_ita.machine import is_of_the_machine
from thai_ita.model import Problem

UNREAD: Final = "bad-page"
# What no bytes of a file bring about. A bad place to seek to is a ValueError.
_NOT_THE_FILE: Final = (ImportError, PermissionError, FileNotFoundError)
# Above this many crossings pdfplumber's finder takes seconds; the equal fast one is used.
_MAX_CROSSINGS: Final = 4000
_COLOUR_BITS: Final = 0xFFFFFF
# What text may lean and still be level or upright, as a tangent; shares of ink and of light up to which white is white.
_LEAN: Final = 0.1
_NO_INK: Final = 0.02
_ALL_LIGHT: Final = 0.98


class PlumberReader:
    """Reads pages by pdfplumber."""

    name = "pdfplumber"

    @contextmanager
    def open(self, path: str | Path, limits: PageLimits | None = None) -> Iterator[PlumberDocument]:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect

        # PDFium tells encrypted, damaged and empty files apart reliably.
        with pdfium.open_document(path) as handle:
            n_pages: int = pdfium.library().FPDF_GetPageCount(handle)
        try:
            pdf = on_leash(lambda: pdfplumber.open(path))
        except _NOT_THE_FILE:
            raise
        except Exception as error:
            cause = error.args[0] if error.args else error
            what = "is a PDF that pdfplumber cannot open"
            if isinstance(cause, PDFPasswordIncorrect):
                what += " (its encryption is not supported)"
            raise DamagedError(str(path), what) from error
        try:
            yield PlumberDocument(pdf, n_pages, limits or PageLimits())
        finally:
            pdf.stream.close()


class PlumberDocument:
    """An open PDF; valid inside ``with reader.open(...)``."""

    def __init__(self, pdf: Any, n_pages: int, limits: PageLimits) -> None:
        self._pdf = pdf
        self._limits = limits
        self._pages: Iterator[Any] | None = None
        self._next = 1
        self._ended = False
        self._too_much = ""
        self.n_pages = n_pages

    def read_page(self, number: int) -> PageContent:
        """The page, 1-based. A page that cannot be read is empty, ``skipped`` and has a Problem.

        Damaged bytes bring about whatever exception, in pdfminer and in what it gives. A page that takes too
        much is the last one: no other is tried.
        """
        if self._too_much or self._ended:
            why = f" ({self._too_much})" if self._too_much else ""
            return _skipped(number, UNREAD, f"pdfplumber cannot read the page{why}")
        try:
            return on_leash(lambda: self._opened(number))
        except TooMuchError as error:
            self._too_much = f"one took {error}"
            why = f"; it took {error}"
        except Exception as error:
            if is_of_the_machine(error):
                raise
            why = ""
        return _skipped(number, UNREAD, f"pdfplumber cannot read the page{why}")

    def _opened(self, number: int) -> PageContent:
        page = self._page(number)
        try:
            return self._read(page, number)
        finally:
            page.close()

    def _page(self, number: int) -> Any:
        """One page object. ``pdf.pages`` would hold them all, with what they have parsed."""
        from pdfminer.pdfpage import PDFPage
        from pdfplumber.page import Page

        if self._pages is None or number < self._next:
            self._pages = PDFPage.create_pages(self._pdf.doc)
            self._next = 1
        while True:
            # Where the tree of pages breaks, none of those behind is found either.
            self._ended = True
            raw = next(self._pages)
            self._ended = False
            self._next += 1
            if self._next > number:
                return Page(self._pdf, raw, page_number=number, initial_doctop=0)

    def _read(self, page: Any, number: int) -> PageContent:
        chars = page.chars
        drawn = page.lines + page.rects + page.curves
        over = ""
        if len(chars) > self._limits.max_chars:
            over = f"more than {self._limits.max_chars:,} characters"
        elif sum(len(obj.get("pts", ())) for obj in drawn) > self._limits.max_segments:
            over = f"more than {self._limits.max_segments:,} path segments"
        if over:
            message = f"the page has {over} and was left out; raise the limit to read it"
            return _skipped(number, "page-over-limit", message)
        left, top, right, bottom = map(float, page.cropbox)
        width, height = right - left, bottom - top
        rulings = _rulings(drawn, left, top, width * height)
        area = sum(max(0.0, im["x1"] - im["x0"]) * max(0.0, im["bottom"] - im["top"]) for im in page.images)
        parts = PageParts(
            number,
            width,
            height,
            _glyphs(page, chars, left, top),
            rulings.vertical,
            rulings.horizontal,
            rulings.fills,
            find_cells=_plumber_cells,
            image_coverage=min(1.0, area / max(width * height, 1.0)),
        )
        return build_page(parts)


def _skipped(number: int, code: str, message: str) -> PageContent:
    problem = Problem(code, message, page=number)
    return PageContent(number, 0.0, 0.0, skipped=True, problems=[problem])


def _rulings(drawn: list[dict[str, Any]], left: float, top: float, area: float) -> Rulings:
    """The edges of pdfplumber's lines, rectangles and curves that can be seen."""
    found = Rulings()
    for obj in drawn:
        stroke, fill = obj.get("stroke"), obj.get("fill")
        if not stroke and not fill:
            continue
        white = _is_white(obj.get("stroking_color" if stroke else "non_stroking_color"))
        box = (obj["x0"] - left, obj["top"] - top, obj["x1"] - left, obj["bottom"] - top)
        points = [(x - left, y - top) for x, y in obj["pts"]]
        if obj["object_type"] == "rect":
            if not stroke:
                found.add_fill(box, white, area, _value(obj.get("non_stroking_color")))
                continue
            if fill and not _is_white(obj.get("non_stroking_color")):
                found.shades.append(box)
            x0, y0, x1, y1 = box
            points = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
        for a, b in pairwise(points):
            found.add_line(a, b, white)
    return found


def _value(colour: Any) -> int:
    """A number for the colour: equal where colours are; -1 for patterns."""
    parts = colour if isinstance(colour, tuple | list) else [colour]
    if not all(isinstance(part, int | float) for part in parts):
        return -1
    return hash(tuple(map(float, parts))) & _COLOUR_BITS


def _is_white(colour: Any) -> bool:
    """Whether a colour of one, three or four parts is white (four parts are inks)."""
    try:
        parts = [float(part) for part in (colour if isinstance(colour, tuple | list) else [colour])]
    except (TypeError, ValueError):
        return False
    if len(parts) == 4:
        return max(parts) <= _NO_INK
    return len(parts) in (1, 3) and min(parts) >= _ALL_LIGHT


def _plumber_cells(vertical: list[Edge], horizontal: list[Edge]) -> list[Box]:
    """The cells by pdfplumber's own finder."""
    from pdfplumber.table import edges_to_intersections, intersections_to_cells

    if len(vertical) * len(horizontal) > _MAX_CROSSINGS:
        return find_cells(vertical, horizontal)
    edges = [{"orientation": "v", "x0": e.at, "x1": e.at, "top": e.start, "bottom": e.end} for e in vertical] + [
        {"orientation": "h", "x0": e.start, "x1": e.end, "top": e.at, "bottom": e.at} for e in horizontal
    ]
    cells: list[Box] = intersections_to_cells(edges_to_intersections(edges, 3, 3))
    return cells


def _glyphs(page: Any, chars: list[dict[str, Any]], left: float, top: float) -> Glyphs:
    """pdfplumber's characters as columns; one that holds several letters is cut into them."""
    rows: list[tuple[float, ...]] = []
    shift_x = float(page.mediabox[0]) - left
    floor = float(page.mediabox[1]) + float(page.height) - top
    for number, char in enumerate(chars):
        text = char["text"]
        if text.startswith("(cid:") or not text:
            text = chr(UNMAPPED)
        a, b, c, d, e, f = char["matrix"]
        x0, x1 = char["x0"] - left, char["x1"] - left
        turn = _turn(a, b, c, d)
        size = abs(char.get("size", 0.0))
        if turn not in (0, 2):
            size = char["width"] if turn in (1, 3) else size
        bold = "bold" in str(char.get("fontname", "")).lower()
        letters = len(text)
        for k, letter in enumerate(text):
            step = (x1 - x0) / letters
            rows.append((
                ord(letter),
                e + shift_x + k * step if turn == 0 else e + shift_x,
                x0 + k * step, x0 + (k + 1) * step,
                char["top"] - top, char["bottom"] - top,
                floor - f, size, turn, number, bold,
            ))  # fmt: skip
    if not rows:
        return Glyphs.empty()
    t = np.array(rows, dtype=np.float64).T
    unknown = np.full(len(rows), np.nan)
    return Glyphs(
        thai_of_bytes(t[0].astype(np.int64)), t[1], t[2], t[3], t[4], t[5], t[6],
        unknown, unknown, unknown, unknown, t[7],
        t[8].astype(np.int64), t[9].astype(np.int64), t[10] > 0,
        np.zeros(len(rows), dtype=bool), np.arange(len(rows)),
    )  # fmt: skip


def _turn(a: float, b: float, c: float, d: float) -> int:
    """The direction of text with this matrix, in a frame where y counts upwards."""
    level = abs(b) < _LEAN * abs(a)
    if a * d - b * c < 0 and not (level and a > 0):
        return -1
    if abs(b) < _LEAN * abs(a):
        return 0 if a > 0 else 2
    if abs(a) < _LEAN * abs(b):
        return 3 if b > 0 else 1
    return -1
