"""PDFium by its C interface, called in bulk: a whole page's values in a few mapped calls.

pypdfium2 wraps each call in Python objects; a page has thousands of characters, so the functions
are bound here once more, with handles as plain integers and results written into shared buffers.
PDFium is not thread-safe: one document at a time in one process.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import numpy as np

from thai_ita.ingest.errors import DamagedError, EmptyDocumentError, EncryptedError, UnreadableError
from thai_ita.ingest.pdf.text.glyphs import Floats, Ints

TEXT: Final = 1
PATH: Final = 2
IMAGE: Final = 3
FORM: Final = 5
STRING: Final = 3
LINE_TO: Final = 0
MOVE_TO: Final = 2

_NO_PAGES: Final = re.compile(rb"/Type\s*/Pages\b[^>]{0,200}/Count\s+0\b")
_LOOKED_AT: Final = 1_000_000

_P, _I, _F = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
_SIGNATURES: Final[dict[str, tuple[Any, list[Any]]]] = {
    "FPDF_GetPageCount": (_I, [_P]),
    "FPDF_LoadPage": (_P, [_P, _I]),
    "FPDF_ClosePage": (None, [_P]),
    "FPDF_GetPageWidthF": (_F, [_P]),
    "FPDF_GetPageHeightF": (_F, [_P]),
    "FPDF_GetPageBoundingBox": (_I, [_P, _P]),
    "FPDFPage_GetRotation": (_I, [_P]),
    "FPDFPage_CountObjects": (_I, [_P]),
    "FPDFPage_GetObject": (_P, [_P, _I]),
    "FPDFPageObj_GetType": (_I, [_P]),
    "FPDFPageObj_GetMatrix": (_I, [_P, _P]),
    "FPDFPageObj_CountMarks": (_I, [_P]),
    "FPDFPageObj_GetMark": (_P, [_P, ctypes.c_ulong]),
    "FPDFPageObjMark_GetParamValueType": (_I, [_P, ctypes.c_char_p]),
    "FPDFPageObj_GetBounds": (_I, [_P, _P, _P, _P, _P]),
    "FPDFPageObj_GetFillColor": (_I, [_P, _P, _P, _P, _P]),
    "FPDFPageObj_GetStrokeColor": (_I, [_P, _P, _P, _P, _P]),
    "FPDFPath_GetDrawMode": (_I, [_P, _P, _P]),
    "FPDFPath_CountSegments": (_I, [_P]),
    "FPDFPath_GetPathSegment": (_P, [_P, _I]),
    "FPDFPathSegment_GetType": (_I, [_P]),
    "FPDFPathSegment_GetClose": (_I, [_P]),
    "FPDFPathSegment_GetPoint": (_I, [_P, _P, _P]),
    "FPDFFormObj_CountObjects": (_I, [_P]),
    "FPDFFormObj_GetObject": (_P, [_P, ctypes.c_ulong]),
    "FPDFPageObj_GetClipPath": (_P, [_P]),
    "FPDFClipPath_CountPaths": (_I, [_P]),
    "FPDFClipPath_CountPathSegments": (_I, [_P, _I]),
    "FPDFClipPath_GetPathSegment": (_P, [_P, _I, _I]),
    "FPDFTextObj_SetTextRenderMode": (_I, [_P, _I]),
    "FPDFPage_RemoveObject": (_I, [_P, _P]),
    "FPDFPageObj_Destroy": (None, [_P]),
    "FPDFBitmap_CreateEx": (_P, [_I, _I, _I, _P, _I]),
    "FPDFBitmap_FillRect": (_I, [_P, _I, _I, _I, _I, ctypes.c_uint]),
    "FPDFBitmap_Destroy": (None, [_P]),
    "FPDF_RenderPageBitmap": (None, [_P, _P, _I, _I, _I, _I, _I, _I]),
    "FPDFPage_GetAnnotCount": (_I, [_P]),
    "FPDFPage_GetAnnot": (_P, [_P, _I]),
    "FPDFPage_CloseAnnot": (None, [_P]),
    "FPDFAnnot_GetSubtype": (_I, [_P]),
    "FPDFAnnot_GetFlags": (_I, [_P]),
    "FPDFAnnot_GetRect": (_I, [_P, _P]),
    "FPDFAnnot_GetStringValue": (ctypes.c_ulong, [_P, ctypes.c_char_p, _P, ctypes.c_ulong]),
    "FPDFAnnot_GetFormFieldType": (_I, [_P, _P]),
    "FPDFAnnot_GetFormFieldFlags": (_I, [_P, _P]),
    "FPDFAnnot_GetFormFieldValue": (ctypes.c_ulong, [_P, _P, _P, ctypes.c_ulong]),
    "FPDFAnnot_IsChecked": (_I, [_P, _P]),
    "FPDFDOC_InitFormFillEnvironment": (_P, [_P, _P]),
    "FPDFDOC_ExitFormFillEnvironment": (None, [_P]),
    "FPDFAnnot_CountAttachmentPoints": (ctypes.c_size_t, [_P]),
    "FPDFAnnot_GetAttachmentPoints": (_I, [_P, ctypes.c_size_t, _P]),
    "FPDFText_LoadPage": (_P, [_P]),
    "FPDFText_ClosePage": (None, [_P]),
    "FPDFText_CountChars": (_I, [_P]),
    "FPDFText_GetUnicode": (ctypes.c_uint, [_P, _I]),
    "FPDFText_HasUnicodeMapError": (_I, [_P, _I]),
    "FPDFText_GetTextObject": (_P, [_P, _I]),
    "FPDFText_GetLooseCharBox": (_I, [_P, _I, _P]),
    "FPDFText_GetCharBox": (_I, [_P, _I, _P, _P, _P, _P]),
    "FPDFText_GetText": (_I, [_P, _I, _I, _P]),
    "FPDFText_GetMatrix": (_I, [_P, _I, _P]),
    "FPDFText_GetFontSize": (ctypes.c_double, [_P, _I]),
    "FPDFTextObj_GetTextRenderMode": (_I, [_P]),
    "FPDFTextObj_GetFont": (_P, [_P]),
    "FPDFFont_GetWeight": (_I, [_P]),
    "FPDFFont_GetBaseFontName": (ctypes.c_size_t, [_P, _P, ctypes.c_size_t]),
}

# Called by ``by_index`` and ``rows_of`` only, which pass handles and references as ctypes objects.
_BY_INDEX: Final = frozenset(
    {
        "FPDFText_GetUnicode",
        "FPDFText_HasUnicodeMapError",
        "FPDFText_GetTextObject",
        "FPDFText_GetFontSize",
        "FPDFText_GetLooseCharBox",
        "FPDFText_GetMatrix",
        "FPDFPage_GetObject",
    }
)


class _Library:
    """The bound functions, by their name without the ``FPDF`` prefix's noise."""

    def __init__(self) -> None:
        import pypdfium2  # noqa: F401  (starts the library and ends it at exit)
        import pypdfium2_raw.bindings as bindings  # type: ignore[import-untyped]

        # PyDLL keeps the interpreter's lock during a call, and lists of arguments without declared
        # types go through faster: both count where a page takes thousands of calls.
        library = ctypes.PyDLL(bindings._libs["pdfium"]._name)
        for name, (result, arguments) in _SIGNATURES.items():
            function = library[name]
            function.restype = result
            if name not in _BY_INDEX:
                function.argtypes = arguments
            setattr(self, name, function)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


@lru_cache(maxsize=1)
def library() -> Any:
    """The library, loaded at first use."""
    return _Library()


@contextmanager
def open_document(path: str | Path) -> Iterator[int]:
    """The handle of an open document. Tries the empty password; raises an ``IngestError``."""
    import pypdfium2
    import pypdfium2.raw as raw

    name = str(path)
    try:
        with open(name, "rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise UnreadableError(name, error.strerror or str(error)) from error
    if not head:
        raise EmptyDocumentError(name, "the file is empty")
    document = None
    for password in (None, ""):
        try:
            document = pypdfium2.PdfDocument(name, password=password)
            break
        except pypdfium2.PdfiumError as error:
            code = getattr(error, "err_code", None)
            if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                if password is None:
                    continue
                raise EncryptedError(name) from error
            if b"%PDF" not in head:
                raise DamagedError(name, "is not a PDF") from error
            if _has_no_pages(Path(path)):
                raise EmptyDocumentError(name, "is a PDF without pages") from error
            raise DamagedError(name, "is a damaged or truncated PDF") from error
    assert document is not None
    try:
        handle = ctypes.cast(document.raw, ctypes.c_void_p).value
        assert handle is not None
        yield handle
    finally:
        document.close()


def _has_no_pages(path: Path) -> bool:
    """Whether the page tree says so; PDFium calls such a file damaged."""
    return bool(_NO_PAGES.search(path.read_bytes()[:_LOOKED_AT]))


def by_index(call: Any, handle: int, index: Iterable[int]) -> list[Any]:
    """What ``call(handle, i)`` gives for each index."""
    return list(map(call, repeat(ctypes.c_void_p(handle)), index))


def code_points(text: int, n: int) -> Ints:
    """The code point of each of the ``n`` characters of a text page."""
    lib = library()
    units = np.zeros(n + 1, dtype=np.uint16)
    # One call gives the text as UTF-16; it has one unit for each character unless the page holds
    # characters that the text leaves out, or some beyond the basic plane.
    written = lib.FPDFText_GetText(text, 0, n, units.ctypes.data)
    if written == n + 1 and not ((units & 0xF800) == 0xD800).any():
        return units[:n].astype(np.int64)
    return np.array(by_index(lib.FPDFText_GetUnicode, text, range(n)), dtype=np.int64)


def rows_of(call: Any, handle: int, index: Ints, kind: Any, width: int) -> Floats:
    """What ``call(handle, i, &struct)`` writes for each index: rows of ``width`` numbers."""
    n = len(index)
    rows, buffer = _rows(kind, width, n)
    _exhaust(map(call, repeat(ctypes.c_void_p(handle)), index.tolist(), rows))
    return np.frombuffer(buffer, dtype=kind, count=n * width).reshape(n, width).astype(np.float64)


def bounds_of(handles: list[int]) -> Floats:
    """The boxes (left, bottom, right, top) of page objects."""
    n = len(handles)
    buffer = np.zeros((n, 4), dtype=np.float32)
    start = buffer.ctypes.data
    places = [range(start + 4 * k, start + 16 * n, 16) for k in range(4)]
    _exhaust(map(library().FPDFPageObj_GetBounds, handles, *places))
    return buffer.astype(np.float64)


def remove_objects(page: int, handles: list[int]) -> None:
    """Takes objects off a page, in memory only. The handles end here."""
    lib = library()
    for handle in handles:
        if lib.FPDFPage_RemoveObject(page, handle):
            lib.FPDFPageObj_Destroy(handle)


def fill_colours(handles: list[int]) -> Ints:
    """Red, green, blue and strength (0-255) of page objects; black where an object has none."""
    n = len(handles)
    buffer = np.zeros((n, 4), dtype=np.uint32)
    buffer[:, 3] = 255
    start = buffer.ctypes.data
    places = [range(start + 4 * k, start + 16 * n, 16) for k in range(4)]
    _exhaust(map(library().FPDFPageObj_GetFillColor, handles, *places))
    return buffer.astype(np.int64)


def ink_boxes(text: int, index: Ints) -> Floats:
    """The drawn boxes (left, right, bottom, top) of characters."""
    n = len(index)
    buffer = np.zeros((n, 4), dtype=np.float64)
    start = buffer.ctypes.data
    places = [range(start + 8 * k, start + 32 * n, 32) for k in range(4)]
    _exhaust(map(library().FPDFText_GetCharBox, repeat(text), index.tolist(), *places))
    return buffer


_POOL: Final[dict[tuple[Any, int], tuple[list[Any], Any]]] = {}


def _rows(kind: Any, width: int, n: int) -> tuple[list[Any], Any]:
    """References to the rows of a buffer that is kept from page to page, and the buffer."""
    rows, buffer = _POOL.get((kind, width), ([], None))
    if len(rows) < n:
        size = ctypes.sizeof(kind) * width
        room = max(4096, 2 * n)
        buffer = ctypes.create_string_buffer(size * room)
        rows = [ctypes.byref(buffer, size * i) for i in range(room)]
        _POOL[kind, width] = rows, buffer
    return rows, buffer


def _exhaust(calls: Iterator[int]) -> None:
    deque(calls, maxlen=0)


@lru_cache
def _array_type(kind: Any, n: int) -> Any:
    return kind * n


class Slots:
    """A few numbers that calls write to, with the address of each."""

    def __init__(self, kind: Any, n: int) -> None:
        self.values = _array_type(kind, n)()
        start = ctypes.addressof(self.values)
        step = ctypes.sizeof(kind)
        self.addresses = tuple(start + step * i for i in range(n))
