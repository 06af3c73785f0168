"""What a text layer over a scan says of the figures that were read from its picture.

A layer was written by another recogniser, most of which cannot write all Thai digits. Where it
agrees with most figures, it knows them, and another figure of it is a second reading; else it tells
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from thai_ita.ingest.pdf.reader import PageContent
from thai_ita.ingest.scan.page_assembly import PlacedFigure
from thai_ita.ingest.scan.recognised_numbers import FIGURE

# Numbers of fewer digits are everywhere.
_LEAST_DIGITS: Final = 3
# Of so many figures at least, the share that a layer must have read alike to be believed.
_LEAST_FIGURES: Final = 5
_AGREES: Final = 0.8
# How sure a figure is at most that a believed layer reads otherwise, and how likely that is.
_DOUBTED: Final = 0.9
_OTHER: Final = 0.5
# Readings of one figure differ in no more than so many characters.
_MOST_DIFFERENT: Final = 2


def compared(figures: Sequence[PlacedFigure], layer: PageContent) -> list[PlacedFigure]:
    """The figures, doubted where a layer that knows the others reads them otherwise."""
    said = Counter(t for t in FIGURE.findall(layer.text) if len(t) >= _LEAST_DIGITS)
    long = [k for k, f in enumerate(figures) if len(f.reading.text) >= _LEAST_DIGITS]
    alike: set[int] = set()
    for k in long:
        text = figures[k].reading.text
        if said[text] > 0:
            said[text] -= 1
            alike.add(k)
    if len(long) < _LEAST_FIGURES or len(alike) < _AGREES * len(long):
        return list(figures)
    out = list(figures)
    rest = list(said.elements())
    for k in long:
        if k in alike:
            continue
        reading = figures[k].reading
        other = min(rest, key=lambda t: _distance(t, reading.text), default="")
        others = reading.others
        if other and _distance(other, reading.text) <= _MOST_DIFFERENT:
            rest.remove(other)
            others = ((other, _OTHER), *others)
        doubted = replace(reading, p=min(reading.p, _DOUBTED), others=others)
        out[k] = replace(figures[k], reading=doubted)
    return out


def _distance(a: str, b: str) -> int:
    """In how many places texts of one length differ; many where their lengths do."""
    if len(a) != len(b):
        return _MOST_DIFFERENT + 1
    return sum(x != y for x, y in zip(a, b, strict=True))
