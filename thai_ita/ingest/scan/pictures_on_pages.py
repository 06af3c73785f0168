"""Pictures on a page of text: which of them may hold a table or text that the page does not say.

Most pictures of a report are emblems, photographs, signatures and banners. They are refused by
their size and their shades, before anything is looked for in them.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from thai_ita.ingest.pdf.reader import PageContent
from thai_ita.ingest.scan.page_assembly import POINTS_AN_INCH, Keep, Matrix, mapped
from thai_ita.ingest.scan.page_layout import Rgb, TextLine
from thai_ita.ingest.scan.recognised_numbers import FIGURE
from thai_ita.model import BBox

Box = tuple[float, float, float, float]
# A picture that is read is at least so wide and so high, in points: a table of three short lines.
MIN_WIDTH_PT: Final = 150.0
MIN_HEIGHT_PT: Final = 50.0
# Strips of one picture touch, and have the same sides, within so many points.
_SAME_PT: Final = 2.0
# So many pictures of a page are looked at, the largest first.
_MOST_PICTURES: Final = 8
# A picture with so many typed characters on it is the ground of a text.
_MOST_TYPED: Final = 200
# Writing stands on few shades: of so many, the commonest few make up this share of it.
_SHADES: Final = 16
_FEW_SHADES: Final = 3
_SHARE_OF_FEW: Final = 0.6
# Every so many pixels is enough to tell.
_SAMPLE: Final = 4
# A typed cell this much higher than a line of the picture holds the picture beside its text.
_ROOM_OF_LINE: Final = 4.0
# Paper is at least so light, of 255, and ink darker by so much; a blank page has no more than this
# share of it.
_PAPER: Final = 170
_DARKER: Final = 60
_SPECKS: Final = 0.001
# What a picture without a table has to say at least: so many lines, so many of them with a figure.
_MIN_LINES: Final = 4
_MIN_FIGURES: Final = 3
# A line of a picture that says something has so many letters and digits: ``88.89``.
_MIN_LETTERS: Final = 4
# The mean probability of what is read in a picture on a page of text: less is a photograph.
MIN_SURENESS: Final = 0.8
# A table in a picture has at least so many rows and columns with text.
_MIN_ROWS: Final = 2
_MIN_COLUMNS: Final = 2


def worth_a_look(content: PageContent) -> list[Box]:
    """The pictures of a page that are large enough, and no ground of its text."""
    if content.turned or content.right:
        return []
    # What lies outside of the page is not seen.
    inside = [
        (max(0.0, x0), max(0.0, y0), min(content.width, x1), min(content.height, y1))
        for x0, y0, x1, y1 in content.pictures
    ]
    boxes = [
        box
        for box in _joined([b for b in inside if b[2] > b[0] and b[3] > b[1]])
        if box[2] - box[0] >= MIN_WIDTH_PT and box[3] - box[1] >= MIN_HEIGHT_PT
    ]
    boxes.sort(key=lambda b: -(b[2] - b[0]) * (b[3] - b[1]))
    return [box for box in boxes[:_MOST_PICTURES] if _typed_on(content, box) < _MOST_TYPED]


def _joined(boxes: list[Box]) -> list[Box]:
    """The boxes with strips that lie one below the other made one, and each place once."""
    out: list[Box] = []
    for box in sorted(set(boxes), key=lambda b: (b[0], b[1])):
        last = out[-1] if out else None
        if last is not None and _go_on(last, box):
            out[-1] = (last[0], last[1], max(last[2], box[2]), max(last[3], box[3]))
        else:
            out.append(box)
    return out


def _go_on(above: Box, below: Box) -> bool:
    """Whether a box lies right below another one with the same sides, or over it."""
    sides = max(abs(above[0] - below[0]), abs(above[2] - below[2]))
    return sides <= _SAME_PT and below[1] <= above[3] + _SAME_PT


def _typed_on(content: PageContent, box: Box) -> int:
    """How many typed characters stand on a box."""
    return sum(len(text) for text, place in _typed(content) if _middle_in(place, box))


def _typed(content: PageContent) -> list[tuple[str, BBox]]:
    found = [(line.text, line.bbox) for line in content.lines]
    cells = [cell for table in content.tables for cell in table.cells if cell.text]
    return found + [(cell.text, cell.bbox) for cell in cells]


def _middle_in(place: BBox, box: Box) -> bool:
    x, y = (place.x0 + place.x1) / 2, (place.top + place.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def may_hold_text(picture: Rgb) -> bool:
    """Whether a picture has the few shades of writing; photographs have all."""
    grey = picture[::_SAMPLE, ::_SAMPLE].max(axis=2)
    counts = np.bincount((grey // (256 // _SHADES)).ravel(), minlength=_SHADES)
    few = np.sort(counts)[-_FEW_SHADES:].sum()
    return bool(few >= _SHARE_OF_FEW * grey.size)


def is_blank(picture: Rgb) -> bool:
    """Whether a picture is the empty side of a sheet, without ink worth speaking of."""
    grey = picture[::_SAMPLE, ::_SAMPLE].max(axis=2)
    paper = int(np.median(grey))
    return bool((grey < paper - _DARKER).mean() <= _SPECKS) and paper >= _PAPER


def says_something(content: PageContent) -> bool:
    """Whether what was read from a picture is a table, or lines with figures."""
    for table in content.tables:
        written = [cell for cell in table.cells if cell.text.strip()]
        rows, columns = ({getattr(c, k) for c in written} for k in ("row", "column"))
        if len(rows) >= _MIN_ROWS and len(columns) >= _MIN_COLUMNS:
            return True
    with_figures = sum(bool(FIGURE.search(line.text)) for line in content.lines)
    return len(content.lines) >= _MIN_LINES and with_figures >= _MIN_FIGURES


def without_scraps(content: PageContent) -> None:
    """Takes off lines of a few strokes, as pictures have them beside their text."""
    content.lines = [line for line in content.lines if len(_letters(line.text)) >= _MIN_LETTERS]


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def without_typed(content: PageContent, to_page: Matrix, dpi: float) -> Keep:
    """What tells lines of a picture from typed ones that stand over it."""
    points = POINTS_AN_INCH / dpi
    to_points = np.diag([points, points, 1.0])
    typed = [place for text, place in _typed(content) if text]

    def keep(line: TextLine, to_picture: Matrix) -> bool:
        place = mapped(BBox(*map(float, line.box)), to_page @ to_points @ to_picture)
        height = place.bottom - place.top
        return not any(
            _middle_in(place, (b.x0, b.top, b.x1, b.bottom)) and b.bottom - b.top <= _ROOM_OF_LINE * height
            for b in typed
        )

    return keep
