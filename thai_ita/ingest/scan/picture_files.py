"""Picture files as pixels: each page upright as a viewer shows it, of the size that text is read at."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from thai_ita.ingest.errors import DamagedPictureError, NotReadError, TooLargeError
from thai_ita.ingest.formats import Format
from thai_ita.ingest.scan.render_pages import A4_LONG_INCH, DPI, MOST_PIXELS, Rendered

if TYPE_CHECKING:
    from PIL.Image import Image

# A page of A3 at 600 dpi has 70 million pixels; what has more is no page.
MOST_MEGAPIXELS: Final = 120
# What a file says of its resolution is believed where a page of such a length follows, in inches.
_PAGE_INCHES: Final = (4.0, 24.0)
# Without it the longer side is that of A4, unless letters would be too small or large to be drawn.
_LIKELY_DPI: Final = (72.0, 600.0)
# Small text of a picture is drawn larger before it is read, but not more than so many times.
_MOST_ENLARGED: Final = 3.0
# A frame of a TIFF that is a small copy of another one says so in this tag.
_KIND_OF_FRAME: Final = 254
_SMALL_COPY: Final = 1
_POINTS_AN_INCH: Final = 72.0
# Grey of more than eight bits, as modes of Pillow.
_DEEP_GREY: Final = frozenset({"I;16", "I;16B", "I;16L", "I", "F"})


def frames(data: bytes, name: str) -> Iterator[Rendered]:
    """The pages of a picture file: the frames of a TIFF, the first one of any other.

    Raises ``TooLargeError``, ``DamagedPictureError``, and ``NotReadError`` for a format that cannot be decoded.
    """
    from PIL import Image, ImageSequence, UnidentifiedImageError

    with warnings.catch_warnings():
        # The bound on pixels is our own.
        warnings.simplefilter("ignore")
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            with Image.open(io.BytesIO(data)) as image:
                several = image.format == "TIFF"
                for frame in ImageSequence.Iterator(image):
                    if several and _is_small_copy(frame):
                        continue
                    _check_size(frame, name)
                    yield _as_page(frame)
                    if not several:
                        break
        except UnidentifiedImageError as error:
            raise NotReadError(name, Format.PICTURE) from error
        except (
            OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError,
        ) as error:  # fmt: skip
            # A damaged picture ends in whatever its bytes bring about.
            raise DamagedPictureError(name) from error
        finally:
            Image.MAX_IMAGE_PIXELS = limit


def _is_small_copy(frame: Image) -> bool:
    kind = getattr(frame, "tag_v2", {}).get(_KIND_OF_FRAME, 0)
    return isinstance(kind, int) and bool(kind & _SMALL_COPY)


def _check_size(image: Image, name: str) -> None:
    if image.width * image.height > MOST_MEGAPIXELS * 1_000_000:
        size = f"a picture of {image.width:,} by {image.height:,} pixels"
        raise TooLargeError(name, size, f"{MOST_MEGAPIXELS} million pixels")


def _as_page(image: Image) -> Rendered:
    """A frame as a viewer shows it, with the resolution that its letters have."""
    from PIL import ImageOps

    dpi = _dpi_of(image)
    width, height = image.size
    fit = min(DPI / dpi, _MOST_ENLARGED, (MOST_PIXELS / (width * height)) ** 0.5)
    size = max(1, round(width * fit)), max(1, round(height * fit))
    # A JPEG can be decoded at a half or a quarter of its size.
    image.draft(None, size)
    page = _in_colour(image)
    if page.size != size:
        page = page.resize(size, reducing_gap=2.0)
    page = ImageOps.exif_transpose(page)
    pixels = np.asarray(page.convert("RGB"))
    return Rendered(pixels, dpi * fit, dpi * fit / _POINTS_AN_INCH)


def _dpi_of(image: Image) -> float:
    """The resolution that a file states where a page follows from it, else that of A4."""
    longer = max(image.size)
    stated = image.info.get("dpi")
    try:
        dpi = float(stated[0])  # type: ignore[index]
    except (TypeError, ValueError, LookupError, ArithmeticError):
        dpi = 0.0
    if dpi > 1 and _PAGE_INCHES[0] <= longer / dpi <= _PAGE_INCHES[1]:
        return dpi
    return min(max(longer / A4_LONG_INCH, _LIKELY_DPI[0]), _LIKELY_DPI[1])


def _in_colour(image: Image) -> Image:
    """Grey or red, green and blue of eight bits; what is transparent is paper."""
    from PIL import Image as Images

    if image.mode in _DEEP_GREY:
        values = np.asarray(image, dtype=np.float64)
        top = max(float(values.max(initial=0.0)), 1.0)
        return Images.fromarray((values * (255.0 / top)).astype(np.uint8))
    if "A" in image.getbands() or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Images.new("RGBA", clear.size, (255, 255, 255, 255))
        return _with_info(Images.alpha_composite(paper, clear).convert("RGB"), image)
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image.convert("RGB")


def _with_info(new: Image, old: Image) -> Image:
    """The picture with what the file says of it, which way is up among it."""
    new.info.update({k: v for k, v in old.info.items() if k != "transparency"})
    return new
