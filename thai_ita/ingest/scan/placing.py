"""Numbers as they were read find their way into the lines and cells that hold them.

Lines and cells are made, joined over pages and mended by the code of printed pages, which knows
nothing of recognisers. What a recogniser said of a number is looked up at the end: by the place of
the line or cell, then by the number itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from thai_ita.ingest.scan.page_assembly import Matrix, PlacedDoubt, PlacedFigure, mapped
from thai_ita.ingest.scan.recognised_numbers import FIGURE
from thai_ita.model import BBox, Block, Cell, FigureReading, Line, Table

# A box of text may end so many points beside the middle of a figure that belongs to it.
_AROUND_PT: Final = 2.0
# A number that no reading accounts for: nothing is known of it, so it is doubtful.
_UNKNOWN: Final = 0.0


@dataclass(slots=True)
class Recognised:
    """A page that was read from its picture, or a picture on it.

    ``figures`` stand in the frame in which the page was built; ``to_page`` leads from there to the
    page as it is displayed, None where they are the same. Lines and cells outside of ``region``
    were typed; None for the whole page. ``doubts`` are letters, in the frame of ``figures``.
    """

    figures: list[PlacedFigure]
    to_page: Matrix | None = None
    region: BBox | None = None
    used: set[int] = field(default_factory=set)
    doubts: list[PlacedDoubt] = field(default_factory=list)


def attach_figures(blocks: Iterable[Block], pages: Mapping[int, Sequence[Recognised]]) -> None:
    """Gives the lines and cells of these pages the readings of their numbers, in reading order, and
    the letters that were read with doubt.

    Every number of such a line has a reading afterwards; one that nothing accounts for has the
    probability 0.
    """
    items = list(_items(blocks, pages))
    for item, recognised in items:
        item.doubts = tuple(
            placed.doubt for placed in recognised.doubts if item.bbox is not None and _holds(item.bbox, placed.box)
        )
    found = [_by_place(item, recognised) for item, recognised in items]
    for (item, recognised), readings in zip(items, found, strict=True):
        if not readings:
            continue
        on_page = item.page or 0
        near = [recognised, *pages.get(on_page, ()), *pages.get(on_page + 1, ())]
        texts = FIGURE.findall(item.text)
        item.figures = tuple(
            reading or _elsewhere(text, near, item.bbox) or FigureReading(text, _UNKNOWN)
            for text, reading in zip(texts, readings, strict=True)
        )


def show_places(blocks: Iterable[Block], pages: Mapping[int, Sequence[Recognised]]) -> None:
    """Moves the boxes of what was read from pictures to where it stands on the displayed page."""
    for item, recognised in _items(blocks, pages, tables=True):
        if recognised.to_page is not None:
            item.move(partial(mapped, matrix=recognised.to_page))


def _items(
    blocks: Iterable[Block], pages: Mapping[int, Sequence[Recognised]], tables: bool = False
) -> Iterator[tuple[Line | Cell, Recognised]]:
    for block in blocks:
        inner: list[Line | Cell | Table] = [block]
        if isinstance(block, Table):
            inner = [*([block] if tables else []), *block.cells()]
        for item in inner:
            for recognised in pages.get(item.page or 0, ()):
                if item.bbox is not None and _is_inside(item.bbox, recognised.region):
                    yield item, recognised  # type: ignore[misc]
                    break


def _is_inside(box: BBox, region: BBox | None) -> bool:
    if region is None:
        return True
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return region.x0 <= x <= region.x1 and region.top <= y <= region.bottom


def _by_place(item: Line | Cell, recognised: Recognised) -> list[FigureReading | None]:
    """The readings of a text's numbers that stand inside its box; None for those that do not."""
    texts = FIGURE.findall(item.text)
    box = item.bbox
    if not texts or box is None:
        return []
    here = [k for k, figure in enumerate(recognised.figures) if k not in recognised.used and _holds(box, figure.box)]
    out: list[FigureReading | None] = []
    for text in texts:
        taken = _take(text, here, recognised)
        recognised.used.update(taken)
        here = [k for k in here if k not in taken]
        out.append(_together([recognised.figures[k].reading for k in taken]))
    return out


def _holds(box: BBox, figure: BBox) -> bool:
    x, y = (figure.x0 + figure.x1) / 2, (figure.top + figure.bottom) / 2
    return box.x0 - _AROUND_PT <= x <= box.x1 + _AROUND_PT and box.top - _AROUND_PT <= y <= box.bottom + _AROUND_PT


def _take(text: str, here: Sequence[int], recognised: Recognised) -> list[int]:
    """The figure with this text, or the parts of it that stand one behind the other."""
    texts = [recognised.figures[k].reading.text for k in here]
    if text in texts:
        return [here[texts.index(text)]]
    for first in range(len(here)):
        joined = ""
        for last in range(first, len(here)):
            joined += texts[last]
            if joined == text:
                return list(here[first : last + 1])
            if not text.startswith(joined):
                break
    return []


def _together(parts: Sequence[FigureReading]) -> FigureReading | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return FigureReading("".join(part.text for part in parts), min(part.p for part in parts))


def _elsewhere(text: str, pages: Sequence[Recognised], box: BBox | None) -> FigureReading | None:
    """The reading of a number whose line went on elsewhere, over the end of a page for one.

    One that another line has taken stands for a text that is given twice.
    """
    for free in (True, False):
        for recognised in pages:
            for k, figure in enumerate(recognised.figures):
                if figure.reading.text != text or free is (k in recognised.used):
                    continue
                if not free and (box is None or not _holds(box, figure.box)):
                    continue
                recognised.used.add(k)
                return figure.reading
    return None
