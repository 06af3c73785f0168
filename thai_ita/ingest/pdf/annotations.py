"""What viewers show over a page: values of form fields, typed notes, and strikes drawn by hand.

PDFium's text of a page knows nothing of them. Values become glyphs at their place; their letters
share the line that the field has room for. Comments that open on a click are no part of the page.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Final

import numpy as np

from thai_ita.ingest.pdf import pdfium
from thai_ita.ingest.pdf.clips import Matrix
from thai_ita.ingest.pdf.glyphs import Glyphs, Ints, find_codes_of_marks
from thai_ita.ingest.pdf.ruling import Box

_FREE_TEXT: Final = 3
_STRIKE_OUT: Final = 12
_WIDGET: Final = 20
# Squares, circles, polygons, stamps and redactions may hide what is below them, as notes may.
_COVERING: Final = frozenset({_FREE_TEXT, 5, 6, 7, 13, 28})
_HIDDEN_OR_NO_VIEW: Final = 1 << 1 | 1 << 5
_CHECK_BOX, _RADIO, _COMBO, _LIST, _TEXT_FIELD = 2, 3, 4, 5, 6
_PASSWORD: Final = 1 << 13
_CHECKED: Final = "✓"
_SIZE_OF_FONT = re.compile(rb"(?<![\d.])([\d.]++)\s+Tf")
# A field that leaves the size of its letters open gives them this size, or as its height allows.
_USUAL_PT: Final = 12.0
_OF_HEIGHT: Final = 0.7
_LINE_HEIGHT: Final = 1.2
# Shares of the font size: the width of a letter, its middle above the baseline, the margin of a
# field, and how far a value may be moved to the line of the text beside it.
_LETTER_EM: Final = 0.5
_MIDDLE_EM: Final = 0.27
_MARGIN_PT: Final = 2.0
_MARGIN_EM: Final = 0.3
_MOVED_EM: Final = 0.7
# Dots and lines to write on.
_LEADERS: Final = [ord(ch) for ch in "._…·‥-–"]

# A text with its box and font size.
Value = tuple[str, Box, float]


@dataclass(slots=True)
class AnnotationContent:
    """What annotations show: ``values`` of fields and ``notes`` with their boxes and font sizes (0:
    not said), the boxes of ``fields``, filled in or not, boxes that may ``cover`` text, boxes of text that is ``struck``."""

    values: list[Value] = field(default_factory=list)
    notes: list[Value] = field(default_factory=list)
    fields: list[Box] = field(default_factory=list)
    covers: list[Box] = field(default_factory=list)
    struck: list[Box] = field(default_factory=list)


class FormFields:
    """The form of a document, started when a page has a field."""

    def __init__(self, document: int) -> None:
        self._document = document
        self._form = 0
        self._info: Any = None

    @property
    def handle(self) -> int:
        """0 where it cannot be started."""
        if self._info is None:
            import pypdfium2.raw as raw

            self._info = raw.FPDF_FORMFILLINFO(version=2)
            start = pdfium.library().FPDFDOC_InitFormFillEnvironment
            self._form = start(self._document, ctypes.addressof(self._info)) or 0
        return self._form

    def close(self) -> None:
        if self._form:
            pdfium.library().FPDFDOC_ExitFormFillEnvironment(self._form)
            self._form = 0


def read_annotations(page: int, view: Matrix, form: FormFields) -> AnnotationContent:
    """What the annotations of a page show, boxes in the displayed frame."""
    shown = AnnotationContent()
    lib = pdfium.library()
    for annotation in _visible(lib, page):
        kind = lib.FPDFAnnot_GetSubtype(annotation)
        if kind == _WIDGET:
            text, box = _value(lib, annotation, form.handle), _box(lib, annotation, view)
        elif kind == _FREE_TEXT:
            text, box = _string(lib, annotation, b"Contents"), _box(lib, annotation, view)
        else:
            text, box = "", None
        if kind == _WIDGET and box is not None:
            shown.fields.append(box)
        if text.strip() and box is not None:
            shown_as = shown.notes if kind == _FREE_TEXT else shown.values
            shown_as.append((text, box, _font_size(lib, annotation)))
        if kind in _COVERING and (cover := _box(lib, annotation, view)) is not None:
            shown.covers.append(cover)
        if kind == _STRIKE_OUT:
            shown.struck += _quads(lib, annotation, view)
    return shown


def with_values(g: Glyphs, values: list[Value]) -> Glyphs:
    """The glyphs of a page and those of the values shown over it, without the dots that a value
    was typed over."""
    rows: list[tuple[float, ...]] = []
    run = int(g.run.max()) + 1 if len(g) else 0
    leaders = np.isin(g.code, _LEADERS)
    under = np.zeros(len(g), dtype=bool)
    for text, box, said in values:
        for line, base, size in _lines(text, box, said, g):
            rows += _row(line, box, base, size, run)
            run += 1
            middle = (g.x0 + g.x1) / 2
            level = np.abs(g.base_y - base) < _MOVED_EM * size
            under |= leaders & level & (middle > box[0]) & (middle < box[2])
    if not rows:
        return g
    g = g.take(~under)
    t = np.array(rows, dtype=np.float64).T
    n = len(rows)
    own: dict[str, Any] = {f.name: np.zeros(n) for f in fields(Glyphs)}
    own |= dict(zip(("code", "x0", "x1", "base_y", "size", "run"), t, strict=True))
    own["x"] = own["x0"]
    own["y0"], own["y1"] = own["base_y"] - 0.8 * own["size"], own["base_y"] + 0.25 * own["size"]
    own["ink_x0"] = own["ink_x1"] = (own["x0"] + own["x1"]) / 2
    own["ink_top"], own["ink_bottom"] = own["y0"], own["base_y"] - 0.6 * own["size"]
    last = int(g.order.max()) + 1 if len(g) else 0
    own["order"] = last + np.arange(n)
    joined = {}
    for f in fields(Glyphs):
        before = getattr(g, f.name)
        joined[f.name] = np.r_[before, own[f.name].astype(before.dtype)]
    return Glyphs(**joined)


def _visible(lib: Any, page: int) -> Iterator[int]:
    for number in range(lib.FPDFPage_GetAnnotCount(page)):
        annotation = lib.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            if not lib.FPDFAnnot_GetFlags(annotation) & _HIDDEN_OR_NO_VIEW:
                yield annotation
        finally:
            lib.FPDFPage_CloseAnnot(annotation)


def _value(lib: Any, annotation: int, form: int) -> str:
    """The value of a form field, as far as a viewer shows it."""
    if not form:
        return _string(lib, annotation, b"V")
    kind = lib.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (_CHECK_BOX, _RADIO):
        return _CHECKED if lib.FPDFAnnot_IsChecked(form, annotation) else ""
    if kind not in (_TEXT_FIELD, _COMBO, _LIST):
        return ""
    if kind == _TEXT_FIELD and lib.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD:
        return ""
    return _utf16(lambda at, n: int(lib.FPDFAnnot_GetFormFieldValue(form, annotation, at, n)))


def _string(lib: Any, annotation: int, key: bytes) -> str:
    return _utf16(lambda at, n: int(lib.FPDFAnnot_GetStringValue(annotation, key, at, n)))


def _utf16(call: Any) -> str:
    n = call(None, 0)
    if n <= 2:
        return ""
    buffer = ctypes.create_string_buffer(n)
    call(ctypes.addressof(buffer), n)
    return buffer.raw[: n - 2].decode("utf-16-le", "replace")


def _font_size(lib: Any, annotation: int) -> float:
    found = _SIZE_OF_FONT.search(_string(lib, annotation, b"DA").encode("ascii", "replace"))
    try:
        return float(found[1]) if found else 0.0
    except ValueError:
        return 0.0


def _box(lib: Any, annotation: int, view: Matrix) -> Box | None:
    slots = pdfium.Slots(ctypes.c_float, 4)
    if not lib.FPDFAnnot_GetRect(annotation, slots.addresses[0]):
        return None
    left, top, right, bottom = slots.values
    box = _displayed([(left, top), (right, bottom)], view)
    return box if box[2] > box[0] and box[3] > box[1] else None


def _quads(lib: Any, annotation: int, view: Matrix) -> list[Box]:
    boxes: list[Box] = []
    slots = pdfium.Slots(ctypes.c_float, 8)
    for number in range(lib.FPDFAnnot_CountAttachmentPoints(annotation)):
        if lib.FPDFAnnot_GetAttachmentPoints(annotation, number, slots.addresses[0]):
            v = list(slots.values)
            boxes.append(_displayed(list(zip(v[0::2], v[1::2], strict=True)), view))
    return boxes


def _displayed(points: list[tuple[float, float]], view: Matrix) -> Box:
    a, b, c, d, e, f = view
    xs = [x * a + y * c + e for x, y in points]
    ys = [x * b + y * d + f for x, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _lines(text: str, box: Box, said: float, g: Glyphs) -> Iterator[tuple[str, float, float]]:
    """The lines of a value with their baselines and font size."""
    width, height = box[2] - box[0], box[3] - box[1]
    size = said or min(_USUAL_PT, _OF_HEIGHT * height)
    lines = [
        line for part in re.split(r"[\r\n]+", text) for line in _wrapped(part, width, height, size)
    ]
    lines = [line.strip() for line in lines if line.strip()]
    if len(lines) == 1:
        yield lines[0], _beside(g, box, (box[1] + box[3]) / 2 + _MIDDLE_EM * size, size), size
        return
    step = min(_LINE_HEIGHT * size, height / max(1, len(lines)))
    size = min(size, step)
    for number, line in enumerate(lines):
        yield line, box[1] + (number + 0.8) * step, size


def _wrapped(text: str, width: float, height: float, size: float) -> list[str]:
    """The text in lines that fit the field, where it has room for several."""
    room = max(1, int(width / (_LETTER_EM * size)))
    if len(text) <= room * 1.3 or height < 2 * _LINE_HEIGHT * size:
        return [text]
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= room:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _beside(g: Glyphs, box: Box, base: float, size: float) -> float:
    """The baseline of the text beside a field, where one runs through it; else ``base``."""
    here = (g.base_y > box[1]) & (g.base_y < box[3] + 0.3 * size) & (g.turn == 0)
    here &= np.abs(g.base_y - base) < _MOVED_EM * size
    if not here.any():
        return base
    near = g.base_y[here]
    return float(near[np.argmin(np.abs(near - base))])


def _row(line: str, box: Box, base: float, size: float, run: int) -> list[tuple[float, ...]]:
    """Code, left, right, baseline, size and run of each letter; marks stand at their letter."""
    codes: Ints = np.array([ord(ch) for ch in line], dtype=np.int64)
    letters = ~find_codes_of_marks(codes)
    letters[0] = True
    margin = max(_MARGIN_PT, _MARGIN_EM * size)
    step = min(_LETTER_EM * size, (box[2] - box[0] - margin) / max(1, int(letters.sum())))
    place = np.cumsum(letters) - 1
    left = box[0] + margin
    return [
        (code, left + p * step, left + (p + 1) * step, base, size, run)
        for code, p in zip(codes.tolist(), place.tolist(), strict=True)
    ]
