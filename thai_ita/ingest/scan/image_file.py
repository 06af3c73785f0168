"""Pictures as files: each frame upright as a viewer shows it, at the resolution that text is read at."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from thai_ita.ingest.errors import DamagedPicture, NeedsOcr, NotRead, TooLarge
from thai_ita.ingest.formats import Format
from thai_ita.ingest.joining import join_tables, number_tables
from thai_ita.ingest.mend import Mender
from thai_ita.ingest.page_blocks import PageBlocks
from thai_ita.ingest.scan.choice import engine_for, how_to_read, is_off
from thai_ita.ingest.scan.placing import Recognised, attach_figures, show_places
from thai_ita.ingest.scan.page import MIN_CHARS, MIN_SURENESS, POINTS_AN_INCH, read_picture
from thai_ita.ingest.scan.render import A4_LONG_INCH, DPI, MOST_PIXELS, Rendered
from thai_ita.model import Document, Media, Page, Severity, Trouble

if TYPE_CHECKING:
    from PIL.Image import Image

    from thai_ita.ingest.scan.engine import OcrEngine

# A page of A3 at 600 dpi has 70 million pixels; what has more is no page.
MOST_MEGAPIXELS: Final = 120
# What a file says of its resolution is believed where a page of such a length follows, in inches.
_PAGE_INCHES: Final = (4.0, 24.0)
# Small text of a picture is drawn larger before it is read, but not more than so many times.
_MOST_ENLARGED: Final = 3.0
# Smaller pictures (pixels along either side) are buttons and emblems.
_SMALLEST: Final = 40
# A frame of a TIFF that is a small copy of another one says so in this tag.
_KIND_OF_FRAME: Final = 254
_SMALL_COPY: Final = 1
_WHITE: Final = (255, 255, 255, 255)


def read_image_document(
    data: bytes, doc_id: str, path: Path, *, ocr: str, max_pages: int
) -> Document:
    """The Document of a picture, each frame of it a page.

    Raises an IngestError where the picture is damaged or too large, or where nothing is installed
    that reads it.
    """
    name = str(path)
    if is_off(ocr):
        raise NotRead(name, Format.PICTURE)
    if (engine := engine_for(ocr)) is None:
        raise NeedsOcr(name, how_to_read())
    document = Document(doc_id, name, Media.IMAGE)
    mender = Mender()
    builder = PageBlocks(mender)
    recognised: dict[int, list[Recognised]] = {}
    for number, frame in enumerate(frames(data, name), start=1):
        if number > max_pages:
            note = f"only {max_pages} pages of it were read; raise the limit to read more"
            document.troubles.append(Trouble("too-many-pages", note, page=max_pages))
            break
        _read_frame(frame, number, engine, document, builder, recognised)
    document.blocks = join_tables(builder.blocks())
    document.running_heads = builder.running_heads()
    number_tables(document.blocks)
    items = [*document.blocks, *document.running_heads]
    attach_figures(items, recognised)
    show_places(items, recognised)
    document.repairs = dict(mender.counts)
    unread = [page.number for page in document.pages if page.needs_ocr]
    if unread:
        note = f"page(s) {', '.join(map(str, unread))} could not be read: nothing on them is sure"
        document.troubles.append(Trouble("needs-ocr", note, page=unread[0]))
    note = f"its text was read from the picture by {engine.name} {engine.version}"
    document.troubles.append(Trouble("read-by-ocr", note, Severity.INFO))
    return document


def _read_frame(
    frame: Rendered,
    number: int,
    engine: OcrEngine,
    document: Document,
    builder: PageBlocks,
    recognised: dict[int, list[Recognised]],
) -> None:
    """Adds a page: its record, its blocks and what is known of its figures."""
    read = read_picture(frame.picture, frame.dpi, engine, number=number)
    content = read.content
    height, width = frame.picture.shape[:2]
    points = POINTS_AN_INCH / frame.dpi
    unsure = len(read.characters) >= MIN_CHARS and read.sureness < MIN_SURENESS
    page = Page(
        number, width * points, height * points, round(content.quality, 4), unsure, content.n_chars,
        f"{engine.name} {engine.version}",
    )  # fmt: skip
    document.pages.append(page)
    if unsure:
        content.lines, content.tables = [], []
    document.troubles.extend(content.troubles)
    recognised[number] = [Recognised(read.figures, read.to_picture)]
    builder.add(content)


def frames(data: bytes, name: str) -> Iterator[Rendered]:
    """The pages of a picture as pixels. Raises an IngestError."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    # The bound on pixels is our own, and tells what to do.
    with warnings.catch_warnings():
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
            raise NotRead(name, Format.PICTURE) from error
        except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError) as error:
            raise DamagedPicture(name, str(error)) from error
        finally:
            Image.MAX_IMAGE_PIXELS = limit


def _is_small_copy(frame: Image) -> bool:
    tags = getattr(frame, "tag_v2", {})
    return bool(tags.get(_KIND_OF_FRAME, 0) & _SMALL_COPY)


def _check_size(image: Image, name: str) -> None:
    pixels = image.width * image.height
    if pixels > MOST_MEGAPIXELS * 1_000_000:
        size = f"a picture of {image.width:,} by {image.height:,} pixels"
        raise TooLarge(name, size, f"{MOST_MEGAPIXELS} million pixels")


def _as_page(image: Image) -> Rendered:
    """A frame as a viewer shows it, with the resolution that its letters have."""
    from PIL import Image as Images
    from PIL import ImageOps

    dpi = _dpi_of(image)
    fit = min(DPI / dpi, _MOST_ENLARGED, (MOST_PIXELS / (image.width * image.height)) ** 0.5)
    if fit < 1:
        # A JPEG can be decoded at a half or a quarter of its size.
        image.draft(None, (round(image.width * fit), round(image.height * fit)))
    before = image.width
    if (step := int(1 / fit * before / image.width)) < 1:
        step = 1
    wanted = (max(1, round(image.width * fit)), max(1, round(image.height * fit)))
    image = ImageOps.exif_transpose(_in_colour(image))
    if image.size != wanted and image.size != wanted[::-1]:
        ...
    raise NotImplementedError(Images, step)
