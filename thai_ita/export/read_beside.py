"""The text of a scanned page as it was read, drawn beside the page."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from thai_ita.ingest.pdf.text.glyphs import is_thai_mark
from thai_ita.model import BBox

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

    from thai_ita.ingest.scan.page_assembly import ReadPicture

# Characters that are less sure than this are shown as doubtful; figures below it are not published.
DOUBTFUL_P: Final = 0.97
_DOUBT, _TEXT, _GROUND = (210, 20, 30, 255), (20, 20, 20, 255), (255, 255, 255, 255)
# The height of the font beside the height of the box of a line.
_OF_BOX: Final = 0.75
# Where the middle of small letters stands in that box, from its top.
_MIDDLE: Final = 0.5
_LEAST_PX: Final = 6
_TOUCHING_PT: Final = 0.1
# Without this font, of the extra ``pictures``, the places of the letters are drawn as boxes.
_FONT: Final = "Sarabun"


def draw_doubts(draw: ImageDraw, read: ReadPicture, scale: float) -> None:
    """Outlines the characters on the page that are not sure."""
    for placed in read.characters:
        if placed.read.p < DOUBTFUL_P:
            draw.rectangle(_scaled(read.on_picture(placed.box), scale), outline=_DOUBT, width=2)


def beside(page: Image, read: list[ReadPicture], scale: float) -> Image:
    """The page with a second one to its right that holds the text as read."""
    from PIL import Image as Images
    from PIL import ImageDraw

    # It stands upright, whichever way the picture is turned on its page.
    right = max(round(one.content.width * scale) for one in read)
    height = max(page.height, *(round(one.content.height * scale) for one in read))
    both = Images.new("RGBA", (page.width + right, height), _GROUND)
    both.paste(page, (0, 0))
    draw = ImageDraw.Draw(both)
    for one in read:
        goes_on = 0.0
        behind: BBox | None = None
        for text, box, sure in _stretches(one):
            colour = _TEXT if sure else _DOUBT
            x0, top, x1, bottom = _scaled(box, scale)
            x0, x1 = x0 + page.width, x1 + page.width
            font = _font(max(_LEAST_PX, round((bottom - top) * _OF_BOX)))
            if font is None:
                draw.rectangle((x0, top, x1, bottom), outline=colour)
                continue
            # Letters of a word stand as their own font sets them.
            x0 = goes_on if behind is not None and _touches(behind, box) else x0
            draw.text((x0, top + (bottom - top) * _MIDDLE), text, fill=colour, font=font, anchor="lm")
            goes_on, behind = x0 + font.getlength(text), box
    return both


def _touches(left: BBox, right: BBox) -> bool:
    """Whether a letter stands right behind another one of its line."""
    return left.top == right.top and abs(right.x0 - left.x1) < _TOUCHING_PT


def _stretches(read: ReadPicture) -> list[tuple[str, BBox, bool]]:
    """The letters, those of a word that are equally sure together."""
    out: list[tuple[str, BBox, bool]] = []
    for text, box, sure in _letters(read):
        if out and out[-1][2] == sure and _touches(out[-1][1], box):
            before, place, _ = out[-1]
            out[-1] = (before + text, BBox(place.x0, place.top, box.x1, place.bottom), sure)
        else:
            out.append((text, box, sure))
    return out


def _letters(read: ReadPicture) -> list[tuple[str, BBox, bool]]:
    """The letters with their marks, where they stand and whether they are sure."""
    import numpy as np

    out: list[tuple[str, BBox, bool]] = []
    codes = np.array([ord(placed.read.char) for placed in read.characters], dtype=np.int64)
    marks = is_thai_mark(codes)
    for placed, mark in zip(read.characters, marks, strict=True):
        sure = placed.read.p >= DOUBTFUL_P
        if mark and out:
            text, box, so_far = out[-1]
            out[-1] = (text + placed.read.char, box, so_far and sure)
        else:
            out.append((placed.read.char, placed.box, sure))
    return out


@lru_cache(maxsize=64)
def _font(size: int) -> Any | None:
    """The font that comes with the extra ``pictures``; None where it is not installed."""
    from PIL import ImageFont

    if find_spec("fontpkg") is None or find_spec("fontpkg_sarabun") is None:
        return None
    import fontpkg

    return ImageFont.truetype(str(fontpkg.path(_FONT)), size)


def _scaled(box: BBox, scale: float) -> tuple[float, float, float, float]:
    return box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale
