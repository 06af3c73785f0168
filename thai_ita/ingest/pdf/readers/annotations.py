"""What viewers show over a page: values of form fields, typed notes, and strikes drawn by hand.

PDFium's text of a page knows nothing of them. Values become glyphs at their place; their letters
share the line that the field has room for. Comments that open on a click are no part of the page.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from thai_ita.ingest.pdf.readers import pdfium
from thai_ita.ingest.pdf.readers.clips import Matrix
from thai_ita.ingest.pdf.shown_values import Value
from thai_ita.ingest.pdf.tables.ruling import Box

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
