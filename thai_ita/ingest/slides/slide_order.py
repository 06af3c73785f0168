"""The order in which what stands on a slide is read: from top to bottom, columns one by one.

A slide has no order of its own; its shapes lie where they were put. It is cut at gaps: into bands,
and bands that share gaps from top to bottom into columns. Where the columns are labels and their
figures the bands are rows, and are read across.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from thai_ita.normalize.numerals import read_number

# Shapes overlap by the blank rim of their boxes: so much of the smaller one may.
MAX_OVERLAP = 0.25
# A label beside its text is one line of so many characters at most.
MAX_LABEL_CHARS = 60
# A column with so many figures, and more of them than texts, is read with the labels beside it.
MIN_FIGURES = 2
# A box stands level with another whose top is off by no more of its height; a column of labels is no
# wider than this share of the column of their texts.
LEVEL = 0.25
NARROW = 0.75
# Shapes that are cut more often than this in depth lie in no order.
MAX_CUTS = 30


@dataclass(slots=True)
class Placed:
    """A shape with its box in any unit. ``text`` tells labels, figures and paragraphs apart."""

    item: object
    x0: float
    y0: float
    x1: float
    y1: float
    text: str = ""
    within: list[Placed] = field(default_factory=list)

    @property
    def is_figure(self) -> bool:
        return read_number(self.text) is not None

    @property
    def is_label(self) -> bool:
        """Whether it is one short line of words."""
        text = self.text.strip()
        return 0 < len(text) <= MAX_LABEL_CHARS and "\n" not in text and not self.is_figure


def in_order(placed: list[Placed], depth: int = 0) -> Iterator[list[Placed]]:
    """The shapes in reading order; those that make one line (a label and its figure) together."""
    by_place = sorted(placed, key=lambda p: (p.y0, p.x0))
    bands = _cut(by_place, lambda p: (p.y0, p.y1))
    if depth > MAX_CUTS or len(placed) < 2:
        yield from ([p] for p in by_place)
    elif len(bands) == 1:
        columns = _cut(by_place, lambda p: (p.x0, p.x1))
        if len(columns) == 1:
            yield from ([p] for p in by_place)
        elif _is_line(columns):
            yield [column[0] for column in columns]
        else:
            for column in columns:
                yield from in_order(column, depth + 1)
    elif pairs := _pairs(bands):
        yield from pairs
    else:
        yield from _banded(bands, depth)


def _banded(bands: list[list[Placed]], depth: int) -> Iterator[list[Placed]]:
    """The bands from the top; those that stand in the same columns together."""
    at = 0
    while at < len(bands):
        end, columns = _shared_columns(bands, at)
        for part in columns if columns else [bands[at]]:
            yield from in_order(part, depth + 1)
        at = end


def _shared_columns(bands: list[list[Placed]], start: int) -> tuple[int, list[list[Placed]]]:
    """The longest run of bands from ``start`` on that are to be read column by column: its end, and
    the columns; no columns where the first band stands for itself."""
    for end in range(len(bands), start + 1, -1):
        run = bands[start:end]
        columns = _cut([p for band in run for p in band], lambda p: (p.x0, p.x1))
        if len(columns) > 1 and all(len(column) > 1 for column in columns):
            return (start + 1, []) if _are_rows(columns) else (end, columns)
    return start + 1, []


def _are_rows(columns: list[list[Placed]]) -> bool:
    """Whether columns belong together row by row: labels and figures, or labels and texts."""
    for column in columns[1:]:
        figures = sum(p.is_figure for p in column)
        if figures >= MIN_FIGURES and 2 * figures > len(column):
            return True
    others = [p for column in columns[1:] for p in column]
    labelled = all(p.is_label for p in columns[0])
    return labelled and (_are_lined_up(columns) or not any(p.is_label for p in others))


def _are_lined_up(columns: list[list[Placed]]) -> bool:
    """Whether each box of a narrow column stands level with one of the wide column beside it: a form,
    the answers of which may be as short as its labels."""
    if len(columns) != 2 or len(columns[0]) != len(columns[1]):
        return False
    pairs = zip(*(sorted(column, key=lambda p: p.y0) for column in columns), strict=True)
    return all(abs(a.y0 - b.y0) <= LEVEL * (a.y1 - a.y0) and a.x1 - a.x0 <= NARROW * (b.x1 - b.x0) for a, b in pairs)


def _is_line(columns: list[list[Placed]]) -> bool:
    """Whether a band is a label with figures behind it."""
    cells = [column[0] for column in columns if len(column) == 1]
    return len(cells) == len(columns) and cells[0].is_label and all(c.is_figure for c in cells[1:])


def _pairs(bands: list[list[Placed]]) -> list[list[Placed]]:
    """Labels and figures below one another by turns (a card), as pairs; [] for anything else."""
    cells = [band[0] for band in bands if len(band) == 1]
    if len(cells) < len(bands) or len(cells) % 2:
        return []
    pairs = [[cells[i], cells[i + 1]] for i in range(0, len(cells), 2)]
    if all(a.is_label and b.is_figure for a, b in pairs):
        return pairs
    if all(a.is_figure and b.is_label for a, b in pairs):
        return [[b, a] for a, b in pairs]
    return []


def _cut(placed: list[Placed], span: Callable[[Placed], tuple[float, float]]) -> list[list[Placed]]:
    """The shapes in groups parted by gaps along one direction."""
    groups: list[list[Placed]] = []
    end = 0.0
    for shape in sorted(placed, key=lambda p: span(p)[0]):
        low, high = span(shape)
        smaller = min([high - low, *(b - a for a, b in map(span, groups[-1] if groups else ()))])
        if groups and low < end - MAX_OVERLAP * smaller:
            groups[-1].append(shape)
            end = max(end, high)
        else:
            groups.append([shape])
            end = high
    return groups
