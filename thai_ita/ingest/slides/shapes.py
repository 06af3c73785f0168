"""The shapes of a slide with their places, groups opened and kept together, and what each one is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from thai_ita.ingest.slides.slide_order import Placed
from thai_ita.ingest.slides.slide_paragraphs import Element
from thai_ita.ingest.word.xml import local

# Groups inside groups deeper than this are not opened.
MAX_DEPTH = 12
# What a placeholder repeats on every slide, or numbers.
_FOOTERS = ("ftr", "hdr")
_SILENT = ("sldNum", "dt")
TITLES = ("title", "ctrTitle")
# Placeholders whose paragraphs have the bullets of the master's body text.
_BODIES = ("", "body", "obj", "tbl", "half", "qtr")


class Kind(StrEnum):
    TEXT = "text"
    TABLE = "table"
    DRAWING = "drawing"
    PICTURE = "picture"
    GROUP = "group"
    NOTHING = "nothing"


@dataclass(slots=True)
class Shape:
    """A shape (of python-pptx), what it is, and the role of the placeholder that it fills, if any."""

    shape: Any
    kind: Kind
    role: str | None = None

    @property
    def element(self) -> Element:
        return self.shape._element

    @property
    def is_title(self) -> bool:
        return self.role in TITLES

    @property
    def is_footer(self) -> bool:
        return self.role in _FOOTERS


@dataclass(frozen=True, slots=True)
class _View:
    """How the coordinates within a group lie on the slide."""

    scale_x: float = 1.0
    scale_y: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def box(self, shape: Any) -> tuple[float, float, float, float]:
        left, top = shape.left or 0, shape.top or 0
        right, bottom = left + (shape.width or 0), top + (shape.height or 0)
        return (
            self.x + left * self.scale_x, self.y + top * self.scale_y,
            self.x + right * self.scale_x, self.y + bottom * self.scale_y,
        )  # fmt: skip


def placed_shapes(shapes: Any) -> list[Placed]:
    """What stands on a slide, but for what is hidden; a group with its shapes ``within``."""
    return list(_placed(shapes, _View(), 0))


def _placed(shapes: Any, view: _View, depth: int) -> Iterator[Placed]:
    for shape in shapes:
        if is_hidden(shape._element):
            continue
        found = _known(shape)
        if found.kind is Kind.NOTHING:
            continue
        placed = Placed(found, *view.box(shape))
        if found.kind is Kind.GROUP and depth < MAX_DEPTH:
            placed.within = list(_placed(shape.shapes, _inner(shape, view), depth + 1))
            if not placed.within:
                continue
        elif found.kind is Kind.TEXT:
            placed.text = shape.text_frame.text.strip()
        yield placed


def is_hidden(element: Element) -> bool:
    """Whether a shape is switched off in the list of what stands on the slide."""
    named = next((e for e in element.iter() if local(e) == "cNvPr"), None)
    return named is not None and named.get("hidden") in ("1", "true")


def _known(shape: Any) -> Shape:
    role = _role(shape)
    name = local(shape._element)
    if role in _SILENT:
        return Shape(shape, Kind.NOTHING, role)
    if name == "grpSp":
        return Shape(shape, Kind.GROUP, role)
    if name == "graphicFrame":
        return Shape(shape, Kind.TABLE if shape.has_table else Kind.DRAWING, role)
    if name == "pic":
        return Shape(shape, Kind.PICTURE, role)
    if getattr(shape, "has_text_frame", False) and shape.text_frame.text.strip():
        return Shape(shape, Kind.TEXT, role)
    filled = any(local(e) == "blipFill" for e in shape._element.iter())
    return Shape(shape, Kind.PICTURE if filled else Kind.NOTHING, role)


def _role(shape: Any) -> str | None:
    """The role of a placeholder; None for a shape that is none."""
    element = next((e for e in shape._element.iter() if local(e) == "ph"), None)
    if element is None or not shape.is_placeholder:
        return None
    return str(element.get("type") or "")


def _inner(group: Any, view: _View) -> _View:
    """The view inside a group: its children have coordinates of their own (a:chOff, a:chExt)."""
    places = {local(e): e for e in group._element.iter() if local(e) in ("chOff", "chExt")}
    offset, extent = places.get("chOff"), places.get("chExt")
    if offset is None or extent is None:
        return view
    x0, y0, x1, y1 = view.box(group)
    width, height = (float(extent.get(name, "0")) for name in ("cx", "cy"))
    scale_x = (x1 - x0) / width if width else view.scale_x
    scale_y = (y1 - y0) / height if height else view.scale_y
    left, top = (float(offset.get(name, "0")) for name in ("x", "y"))
    return _View(scale_x, scale_y, x0 - left * scale_x, y0 - top * scale_y)


def inherited_marks(shape: Shape) -> Sequence[Element]:
    """The lists of styles that the paragraphs of a placeholder inherit, the nearest first."""
    if shape.role is None:
        return ()
    found: list[Element] = []
    base = shape.shape
    for _ in range(2):  # the layout's placeholder, then the master's
        base = getattr(base, "_base_placeholder", None)
        if base is None:
            break
        found += [e for e in base._element.iter() if local(e) == "lstStyle"]
    if shape.role in _BODIES:
        master = shape.shape.part.slide_layout.slide_master._element
        found += [e for e in master.iter() if local(e) == "bodyStyle"]
    return found
