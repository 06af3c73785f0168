"""Lines that reach into one another are read one at a time: each without the marks of the others.

Where lines are set close, the box of one holds vowels and tone marks of the next, which a
recogniser takes for marks of its own letters.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.scan.ocr_engine import Grey, PixelBox
from thai_ita.ingest.scan.page_layout import PictureLayout, TextLine

# Letters are a little larger than their ink, as it is told from paper.
_RIM_PX: Final = 1
# White above and below a line that stands apart, and on its sides of what is looked at.
_AIR_PX: Final = 8
_WHITE: Final = 255


def set_apart(layout: PictureLayout) -> tuple[Grey, list[PixelBox]]:
    """The picture, below it each line that holds ink of another without that ink, and the box of
    each piece in reading order.

    Lines keep their place from left to right, so that characters are found where they stand.
    """
    picture = layout.image
    strips: list[Grey] = []
    boxes: list[PixelBox] = []
    foot = picture.shape[0]
    for line in layout.lines:
        strip = None if layout.owners is None else _alone(picture, layout.owners, line)
        down = 0
        if strip is not None:
            down = foot + _AIR_PX - line.box[1]
            foot += strip.shape[0]
            strips.append(strip)
        boxes += [(x0, y0 + down, x1, y1 + down) for x0, y0, x1, y1 in line.pieces]
    return (np.vstack([picture, *strips]) if strips else picture), boxes


def _alone(picture: Grey, owners: NDArray[np.int32], line: TextLine) -> Grey | None:
    """The line without the ink of others, with white above and below; None where there is none."""
    x0, y0, x1, y1 = line.box
    whose = owners[y0:y1, x0:x1]
    others = (whose > 0) & (whose != line.number)
    if not others.any():
        return None
    kernel = np.ones((2 * _RIM_PX + 1, 2 * _RIM_PX + 1), np.uint8)
    gone = cv2.dilate(others.astype(np.uint8), kernel) > 0
    strip = np.full((y1 - y0 + 2 * _AIR_PX, picture.shape[1]), _WHITE, np.uint8)
    strip[_AIR_PX:-_AIR_PX, x0:x1] = np.where(gone, _WHITE, picture[y0:y1, x0:x1])
    return strip
