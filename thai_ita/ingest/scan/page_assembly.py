"""The lines of a picture as they were read become the lines and tables of a page.

Each character becomes a glyph at its place, in points of the picture made straight, and goes the
way of printed pages (``ingest.pdf.page_builder``), so that cells, columns, headings and joins come from the
same code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.pdf.page_builder import PageParts, build_page
from thai_ita.ingest.pdf.reader import PageContent
from thai_ita.ingest.pdf.tables.ruling import Edge
from thai_ita.ingest.pdf.text.glyphs import Glyphs, is_thai_mark
from thai_ita.ingest.pdf.text.line_assembly import ASCENT, DESCENT
from thai_ita.ingest.scan.letters import letter_doubts
from thai_ita.ingest.scan.ocr_engine import Grey, LineReading, OcrEngine, PixelBox, ReadCharacter
from thai_ita.ingest.scan.page_layout import PictureLayout, Rgb, TextLine
from thai_ita.ingest.scan.recognised_numbers import FIGURE, figure_readings
from thai_ita.ingest.scan.struck_figures import is_struck
from thai_ita.model import BBox, FigureReading, LetterDoubt, Problem

POINTS_AN_INCH: Final = 72.0
# The size of a font whose letters without marks are one point high: fonts of official letters have
# 2.8, fonts without loops 1.8; what is made of it (room between words) lies well between.
_SIZE_OF_BODY: Final = 2.2
# Lines whose letters are so much lower or higher than most of the page are of the same font: a line
# of figures or of capitals is measured otherwise than one of Thai.
_SAME_FONT: Final = (0.75, 1.25)
# Sizes of other lines come in steps of so many points.
_STEP_PT: Final = 1.0
# Half of the room that a space which was read leaves at least, as a share of the font size.
_HALF_SPACE: Final = 0.1
# The ink of a mark stands over or under the middle of its letter, so high and so low.
_MARK_HEIGHTS: Final = (0.7, 0.5)
_SPACE: Final = " "
# The mean probability of its characters below which nothing was read: noise, handwriting.
MIN_SURENESS: Final = 0.6
# The same of a piece of a line, a stroke or a part of an emblem.
_NOISE: Final = 0.5
# Fewer characters do not tell how well a picture was read.
MIN_CHARS: Final = 20

Matrix = NDArray[np.float64]
Keep = Callable[[TextLine, Matrix], bool]
"""Whether a line is to be read, from the line and the matrix from its pixels to the picture."""


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A number as read and where it stands, in the frame of its page."""

    reading: FigureReading
    box: BBox


@dataclass(frozen=True, slots=True)
class PlacedDoubt:
    """A letter read with doubt and where it stands, in the frame of its page."""

    doubt: LetterDoubt
    box: BBox


@dataclass(frozen=True, slots=True)
class PlacedCharacter:
    """A character as read and where it stands, in the frame of its page."""

    read: ReadCharacter
    box: BBox


@dataclass(slots=True)
class ReadPicture:
    """What was read from a picture, in points of the picture made straight.

    ``to_picture`` leads from there to points of the picture as given (3x3, also for perspective).
    ``sureness`` is the mean probability (0-1) of the characters, 1 where there are none.
    """

    content: PageContent
    to_picture: Matrix
    figures: list[PlacedFigure]
    characters: list[PlacedCharacter]
    sureness: float
    doubts: list[PlacedDoubt] = field(default_factory=list)

    @property
    def unsure(self) -> bool:
        """Whether so little of it is sure that it is not to be taken."""
        return len(self.characters) >= MIN_CHARS and self.sureness < MIN_SURENESS

    def on_picture(self, box: BBox) -> BBox:
        """The box around a box, in points of the picture as given."""
        return mapped(box, self.to_picture)


def read_picture(
    picture: Rgb,
    dpi: float,
    engine: OcrEngine,
    *,
    number: int = 1,
    keep: Keep | None = None,
) -> ReadPicture:
    """The lines and tables of a picture; ``number`` is that of its page, for what is said of it.

    ``keep`` tells which lines are read. Raises ``OcrEngineError``.
    """
    from thai_ita.ingest.scan.apart import set_apart
    from thai_ita.ingest.scan.page_layout import lay_out

    layout = lay_out(picture, dpi, partial(_sureness_of, engine))
    if keep is not None:
        layout.lines = [line for line in layout.lines if keep(line, layout.to_picture)]
    image, boxes = set_apart(layout)
    readings = engine.read(image, boxes) if boxes else []
    return page_of(layout, readings, dpi, number=number)


def _sureness_of(engine: OcrEngine, image: Grey, boxes: list[PixelBox]) -> float:
    """The mean probability of what an engine reads in boxes; 0 where that is nothing."""
    read = [c.p for reading in engine.read(image, boxes) for c in reading.characters]
    return float(np.mean(read)) if read else 0.0


def page_of(layout: PictureLayout, readings: Sequence[LineReading], dpi: float, *, number: int = 1) -> ReadPicture:
    """The page of a layout; ``readings`` are those of its pieces, line by line.

    ``dpi`` is the resolution of the picture as given.
    """
    points = POINTS_AN_INCH / layout.dpi
    height, width = layout.image.shape[:2]
    builder = _GlyphBuilder(points, layout.image)
    sizes = _sizes(layout.lines, points)
    left = iter(readings)
    for line, size in zip(layout.lines, sizes, strict=True):
        for piece in line.pieces:
            builder.add(piece, next(left), line, size)
    parts = PageParts(
        number,
        width * points,
        height * points,
        builder.glyphs(),
        [_scaled(edge, points) for edge in layout.vertical],
        [_scaled(edge, points) for edge in layout.horizontal],
        image_coverage=1.0,
    )
    content = build_page(parts)
    if builder.struck:
        content.problems.append(_struck(builder.struck, number))
    read = [c.read.p for c in builder.characters]
    pixels, given = layout.dpi / POINTS_AN_INCH, POINTS_AN_INCH / dpi
    to_picture = np.diag([given, given, 1.0]) @ layout.to_picture @ np.diag([pixels, pixels, 1.0])
    sureness = float(np.mean(read)) if read else 1.0
    return ReadPicture(content, to_picture, builder.figures, builder.characters, sureness, builder.doubts)


def mapped(box: BBox, matrix: Matrix) -> BBox:
    """The box around the corners of a box after a transformation."""
    xs, ys = (box.x0, box.x1, box.x1, box.x0), (box.top, box.top, box.bottom, box.bottom)
    corners = matrix @ np.array([xs, ys, (1.0, 1.0, 1.0, 1.0)])
    x, y = corners[0] / corners[2], corners[1] / corners[2]
    return BBox(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def _scaled(edge: Edge, by: float) -> Edge:
    return Edge(edge.at * by, edge.start * by, edge.end * by)


def _sizes(lines: Sequence[TextLine], points: float) -> list[float]:
    """The font size of each line in points; lines of about the commonest height have one."""
    if not lines:
        return []
    bodies = np.array([line.body for line in lines]) * points
    widths = np.array([line.box[2] - line.box[0] for line in lines], dtype=np.float64)
    order = np.argsort(bodies)
    reached = np.cumsum(widths[order])
    common = float(bodies[order[int(np.searchsorted(reached, reached[-1] / 2))]])
    size = round(common * _SIZE_OF_BODY, 1)
    return [
        size
        if _SAME_FONT[0] * common <= body <= _SAME_FONT[1] * common
        else max(_STEP_PT, round(body * _SIZE_OF_BODY / _STEP_PT) * _STEP_PT)
        for body in bodies.tolist()
    ]


class _GlyphBuilder:
    """Collects glyphs piece by piece, in points."""

    def __init__(self, points: float, image: Grey) -> None:
        self.points = points
        self.image = image
        self.struck: list[str] = []
        self.figures: list[PlacedFigure] = []
        self.characters: list[PlacedCharacter] = []
        self.doubts: list[PlacedDoubt] = []
        # code, x0, x1, base_y, size, run, mark
        self._rows: list[tuple[int, float, float, float, float, int, bool]] = []
        self._run = 0

    def add(self, piece: PixelBox, reading: LineReading, line: TextLine, size: float) -> None:
        """The characters of one piece of a line, without figures that are struck out."""
        if _is_noise(reading):
            return
        self._run += 1
        base_y = line.base_y * self.points
        places = _places(reading.characters, piece, self.points, size)
        standing = self._belonging(reading.characters, places, line)
        characters = [reading.characters[i] for i in standing]
        places = [places[i] for i in standing]
        top, bottom = base_y - ASCENT * size, base_y + DESCENT * size
        for character, (x0, x1) in zip(characters, places, strict=True):
            if character.char == _SPACE:
                continue
            code = ord(character.char)
            mark = bool(is_thai_mark(np.array([code]))[0])
            self._rows.append((code, x0, x1, base_y, size, self._run, mark))
            self.characters.append(PlacedCharacter(character, BBox(x0, top, x1, bottom)))
        spans = [match.span() for match in FIGURE.finditer(_text(characters))]
        for figure, (start, end) in zip(figure_readings(characters), spans, strict=True):
            box = BBox(places[start][0], top, places[end - 1][1], bottom)
            self.figures.append(PlacedFigure(figure, box))
        for at, doubt in letter_doubts(characters):
            self.doubts.append(PlacedDoubt(doubt, BBox(places[at][0], top, places[at][1], bottom)))

    def _belonging(
        self,
        characters: Sequence[ReadCharacter],
        places: Sequence[tuple[float, float]],
        line: TextLine,
    ) -> list[int]:
        """Which characters belong to no figure that a line runs through."""
        gone: set[int] = set()
        for match in FIGURE.finditer(_text(characters)):
            start, end = match.span()
            x0, x1 = (round(x / self.points) for x in (places[start][0], places[end - 1][1]))
            if end > start + 1 and is_struck(self.image, (x0, x1), line.base_y, line.body):
                gone.update(range(start, end))
                self.struck.append(match[0])
        return [i for i in range(len(characters)) if i not in gone]

    def glyphs(self) -> Glyphs:
        n = len(self._rows)
        if not n:
            return Glyphs.empty()
        columns = list(zip(*self._rows, strict=True))
        code, run = (np.array(columns[k], dtype=np.int64) for k in (0, 5))
        x0, x1, base, size = (np.array(columns[k], dtype=np.float64) for k in (1, 2, 3, 4))
        mark = np.array(columns[6], dtype=bool)
        middle = (x0 + x1) / 2
        unknown = np.full(n, np.nan)
        off = np.zeros(n, dtype=bool)
        return Glyphs(
            code, x0, x0, x1, base - ASCENT * size, base + DESCENT * size, base,
            np.where(mark, middle, unknown), np.where(mark, middle, unknown),
            np.where(mark, base - _MARK_HEIGHTS[0] * size, unknown),
            np.where(mark, base - _MARK_HEIGHTS[1] * size, unknown),
            size, np.zeros(n, dtype=np.int64), run, off, off, np.arange(n),
        )  # fmt: skip


def _text(characters: Sequence[ReadCharacter]) -> str:
    return "".join(character.char for character in characters)


def _struck(figures: list[str], number: int) -> Problem:
    """What is said of figures that are struck out."""
    note = f"figures are struck out and were not read: {', '.join(figures)}; look what stands instead"
    return Problem("figure-not-read", note, page=number)


def _is_noise(reading: LineReading) -> bool:
    """Whether what was read is a stroke, a stamp or a photograph: nothing of it is sure.

    A figure is never noise: a doubtful one is told as doubtful.
    """
    read = [c.p for c in reading.characters]
    return not FIGURE.search(reading.text) and float(np.mean(read or [0.0])) < _NOISE


def _places(
    characters: Sequence[ReadCharacter], piece: PixelBox, points: float, size: float
) -> list[tuple[float, float]]:
    """From where to where each character stands, in points.

    A recogniser tells about where it saw a character. Letters of a word touch here, marks stand
    over the letter before them, and a space leaves room.
    """
    n = len(characters)
    places = [(c.x0 * points, c.x1 * points) for c in characters]
    codes = np.array([ord(c.char) for c in characters], dtype=np.int64)
    marks = is_thai_mark(codes) if n else np.zeros(0, dtype=bool)
    heads = [i for i in range(n) if not marks[i]]
    inked = [i for i in heads if characters[i].char != _SPACE]
    if not inked:
        return places
    left, right = piece[0] * points, piece[2] * points
    starts, ends = {inked[0]: left}, {inked[-1]: right}
    for a, b in pairwise(inked):
        border = (places[a][1] + places[b][0]) / 2
        room = _HALF_SPACE * size if b > a + 1 and _has_space(characters, a, b) else 0.0
        ends[a], starts[b] = border - room, border + room
    place = (left, left)
    for i in range(n):
        if i in starts:
            start = starts[i]
            place = (start, max(start, ends[i]))
        places[i] = place
    return places


def _has_space(characters: Sequence[ReadCharacter], a: int, b: int) -> bool:
    return any(characters[i].char == _SPACE for i in range(a + 1, b))
