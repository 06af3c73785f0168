"""Where on a page's picture, or in a text, each fact was read: the boxes and marks that lead to it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from thai_ita.corrections.record import CORRECTABLE, MAIN_COLUMNS
from thai_ita.review.arranging import document_anchor, label_of
from thai_ita.review.page_content import DocumentPage, Place
from thai_ita.web.words import Words

LEAST_BOX = 0.6
"""Width and height (per cent of the page) below which a box could not be hit."""
_Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A box on a page, or a marked text: ``facts`` are the anchors it leads to, the first by a plain link.

    ``label`` says what they are, ``kind`` is doubtful, plain, identity or refused.
    """

    id: str
    x: float
    y: float
    width: float
    height: float
    facts: tuple[str, ...]
    label: str
    kind: str


@dataclass(slots=True)
class Spots:
    """The boxes on each page in reading order, and for each marked text what was read from it."""

    boxes: dict[int, list[Box]] = field(default_factory=dict)
    marks: dict[str, Box] = field(default_factory=dict)
    pages: set[int] = field(default_factory=set)
    _ids: dict[tuple[int, _Corners], str] = field(default_factory=dict)

    def target(self, place: Place) -> str:
        """The id that shows a place: its mark, its box, its page; "" where nothing shows it."""
        if place.mark in self.marks:
            return place.mark
        if place.page not in self.pages:
            return ""
        corners = _clean(place)
        return self._ids.get((place.page, corners), "") if corners else page_id(place.page)


def page_id(number: int) -> str:
    """The id of the picture of a page."""
    return f"p{number}"


def find_spots(page: DocumentPage, w: Words) -> Spots:
    """The places of all facts that pictures or text show; one box or mark for all facts of the very same place."""
    spots = Spots(pages={picture.number for picture in page.pictures if picture.file})
    marked = {text.mark for block in page.text for row in block.rows for text in row if text.mark}
    found: dict[tuple[int, _Corners], Box] = {}
    for box, places in _placed(page, w):
        for place in places:
            if place.mark in marked:
                spots.marks[place.mark] = _joined(spots.marks.get(place.mark), box)
            if place.page in spots.pages and (corners := _clean(place)):
                found[place.page, corners] = _joined(found.get((place.page, corners)), box)
    # From top to bottom, and in a line from left to right.
    for (number, corners), box in sorted(found.items(), key=lambda item: (item[0][0], item[0][1][1], item[0][1][0])):
        boxes = spots.boxes.setdefault(number, [])
        x, y, width, height = corners
        boxes.append(replace(box, id=f"b{number}-{len(boxes) + 1}", x=x, y=y, width=width, height=height))
        spots._ids[number, corners] = boxes[-1].id
    return spots


def _joined(known: Box | None, box: Box) -> Box:
    if known is None or box.facts[0] in known.facts:
        return known or box
    kind = "doubtful" if "doubtful" in (known.kind, box.kind) else known.kind
    return replace(known, facts=known.facts + box.facts, label=f"{known.label}; {box.label}", kind=kind)


def _placed(page: DocumentPage, w: Words) -> Iterator[tuple[Box, tuple[Place, ...]]]:
    """Everything that has a place, as a box that is nowhere yet, and its places."""

    def box(anchor: str, label: str, kind: str) -> Box:
        return Box("", 0, 0, 0, 0, (anchor,), label, kind)

    for column, places in page.identity_places.items():
        if column in CORRECTABLE["documents"]:
            doubtful = {"agency": "agency", "fiscal_year": "year"}.get(column) in page.document.doubts
            label = f"{w.of('column', column)}: {page.document.cells.get(column, '')}"
            yield (
                box(document_anchor(column), label, "doubtful" if doubtful else "identity"),
                places,
            )
    for fact in (*page.scores, *page.measures, *page.findings):
        main = fact.cells.get(MAIN_COLUMNS[fact.table], "")
        yield (
            box(fact.anchor, f"{label_of(fact, w)}: {main}", "doubtful" if fact.doubts else "plain"),
            fact.places,
        )
    for refused in page.refused:
        yield box(refused.anchor, f"{w('refused')}: {refused.text}", "refused"), refused.places


def _clean(place: Place) -> tuple[float, float, float, float] | None:
    """A box that lies on its page and can be hit; None where there is none, or no number says where."""
    if place.box is None or not all(math.isfinite(edge) for edge in place.box):
        return None
    x, y, width, height = place.box
    width, height = min(max(width, LEAST_BOX), 100.0), min(max(height, LEAST_BOX), 100.0)
    x, y = min(max(x, 0.0), 100.0 - width), min(max(y, 0.0), 100.0 - height)
    return round(x, 2), round(y, 2), round(width, 2), round(height, 2)
