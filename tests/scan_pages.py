"""Pictures of pages without a picture: where lines stand, and what a recogniser says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from thai_ita.ingest.pdf.tables.ruling import Edge
from thai_ita.ingest.pdf.text.glyphs import is_thai_mark
from thai_ita.ingest.scan.ocr_engine import Grey, LineReading, PixelBox, ReadCharacter
from thai_ita.ingest.scan.page_layout import PictureLayout, TextLine

DPI = 200.0
BODY = 20
LETTER = 18
A4 = (2339, 1654)


def characters(text: str, box: PixelBox, p: float = 0.999, doubts: str = "") -> LineReading:
    """A text as read in a box, its letters as wide as one another; those of ``doubts`` less sure."""
    marks = is_thai_mark(np.array([ord(c) for c in text], dtype=np.int64)) if text else []
    n = max(1, sum(not mark for mark in marks))
    step = (box[2] - box[0]) / n
    x, found = box[0] - step, []
    for char, mark in zip(text, marks, strict=True):
        x = x if mark else x + step
        sure = 0.6 if char in doubts else p
        found.append(ReadCharacter(char, sure, "๐" if sure < p else "", 1 - sure, x, x + step))
    return LineReading(text, tuple(found))


@dataclass
class Sheet:
    """A page being written: pieces of text by place, rules; pixels at 200 dpi."""

    size: tuple[int, int] = A4
    to_picture: np.ndarray = field(default_factory=lambda: np.eye(3))
    lines: list[TextLine] = field(default_factory=list)
    texts: dict[PixelBox, LineReading] = field(default_factory=dict)
    vertical: list[Edge] = field(default_factory=list)
    horizontal: list[Edge] = field(default_factory=list)

    def write(self, x: int, base: int, *pieces: str, apart: int = 12, doubts: str = "") -> None:
        """A line of pieces with white between them."""
        boxes: list[PixelBox] = []
        for piece in pieces:
            width = LETTER * sum(not m for m in is_thai_mark(np.array([ord(c) for c in piece])))
            box = (x, base - 2 * BODY, x + width, base + 4)
            self.texts[box] = characters(piece, box, doubts=doubts)
            boxes.append(box)
            x += width + apart
        whole = (boxes[0][0], base - 2 * BODY, boxes[-1][2], base + 4)
        self.lines.append(TextLine(whole, boxes, float(base), float(BODY)))

    def table(self, x: int, top: int, widths: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
        """A ruled table, a line a cell."""
        height = 70
        xs = np.cumsum([x, *widths]).tolist()
        ys = [top + height * k for k in range(len(rows) + 1)]
        self.vertical += [Edge(float(v), ys[0], ys[-1]) for v in xs]
        self.horizontal += [Edge(float(v), xs[0], xs[-1]) for v in ys]
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text:
                    self.write(xs[c] + 12, ys[r] + 48, text)

    def layout(self) -> PictureLayout:
        return PictureLayout(
            np.full(self.size, 255, np.uint8), DPI, self.to_picture, 0,
            self.vertical, self.horizontal, self.lines,
        )  # fmt: skip

    def readings(self) -> list[LineReading]:
        return [self.texts[piece] for line in self.lines for piece in line.pieces]


@dataclass
class KnowingEngine:
    """Lays out the sheets one after the other, and reads what was written on the last one."""

    sheets: list[Sheet]
    name: str = "knowing"
    version: str = "1"
    proven_digits: bool = True
    known: dict[PixelBox, LineReading] = field(default_factory=dict)

    def lay_out(self, *_: object) -> PictureLayout:
        self.known = self.sheets[0].texts
        return self.sheets.pop(0).layout()

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        return [self.known[box] for box in boxes]
