"""How much a page of a PDF unfolds to, found out before PDFium makes objects of it.

A form XObject that draws another one twice, which does the same, is seven kilobytes of file and gigabytes
of objects. A glance at the streams of the file settles most: only where their numbers allow a page to be
too heavy are its forms followed by their names.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from thai_ita.ingest.pdf.readers.leash import TooMuchError, on_leash
from thai_ita.machine import came_of_an_import

# Objects, letters and bytes of content of one page. An object takes PDFium 500 bytes; pages are left out
# for a tenth of this when they are read.
MOST_OBJECTS: Final = 500_000
MOST_LETTERS: Final = 2_000_000
MOST_BYTES: Final = 50_000_000
# Forms in forms are followed so deep; PDFium goes no deeper.
_MOST_NESTED: Final = 40
# A stream that follows its dictionary; what stands this far before it belongs to it.
_DICTIONARY: Final = 2_000

_PAINTS: Final = re.compile(rb"(?<![^\s\])>}])(?:Tj|TJ|'|\"|[qSsfFBb]\*?|sh|EI|Do)(?![^\s\[(</])")
_DRAWS: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do(?![^\s\[(</])")
# One that is not closed ends where the next begins, or with the text: no place is looked at twice.
_STRING: Final = re.compile(rb"\((?:[^()\\]++|\\.)*+(?:\)|(?=\()|\\?\Z)|<[0-9A-Fa-f\s]++>", re.S)
_FORM: Final = re.compile(rb"/(?:F|#46)(?:o|#6[fF])(?:r|#72)(?:m|#6[dD])\b")
_NO_CONTENT: Final = re.compile(
    rb"/Subtype\s*/Image|/Length1\b|/Type\s*/(?:XRef|Metadata)|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)"
)
_OBJECTS: Final = re.compile(rb"/Type\s*/ObjStm\b")
_REFERENCES: Final = re.compile(rb"\[\s*+((?:\d++\s++\d++\s++R\s*+)++)\]")
_REFERENCE: Final = re.compile(rb"(?<!\d)\d++\s++\d++\s++R")
# The key that a list stands behind; names of keys are short.
_KEY: Final = re.compile(rb"/([^\s/\[\]<>(){}]+)\s*\Z")
_LONGEST_KEY: Final = 60


@dataclass(frozen=True, slots=True)
class _Content:
    """What a content stream does itself: objects it paints, letters and bytes it has, forms it draws."""

    n_objects: int = 0
    n_letters: int = 0
    n_bytes: int = 0
    draws: tuple[bytes, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.n_objects > MOST_OBJECTS or self.n_letters > MOST_LETTERS or self.n_bytes > MOST_BYTES


class PageWeights:
    """Asked page by page, in order or not, whether a page is too heavy to be opened."""

    def __init__(self, data: bytes) -> None:
        self._light = _is_light(data)
        self._data = b"" if self._light else data
        self._heavy: frozenset[int] | None = None

    def is_over(self, number: int) -> bool:
        """Whether the page, 1-based, unfolds to more than its limits."""
        if self._light:
            return False
        if self._heavy is None:
            try:
                self._heavy = on_leash(lambda: frozenset(_heavy_pages(self._data)))
            except TooMuchError:  # nobody can say, and a page that is light would have been told so
                self._heavy = frozenset(range(1, 1 + _MOST_PAGES))
            except Exception as error:  # what pdfminer cannot open is left to PDFium
                if came_of_an_import(error):
                    raise
                self._heavy = frozenset()
        return number in self._heavy


_MOST_PAGES: Final = 100_000


def _is_light(data: bytes) -> bool:
    """Whether no page can be too heavy, whichever streams of the file it draws, and how often."""
    if b"/Encrypt" in data:
        return not _FORM.search(data)
    forms: list[_Content] = []
    pages = [_Content()]
    lists = list(_lists_of_streams(data))
    for dictionary, packed in _streams(data):
        unpacked = _unpacked(packed)
        if _OBJECTS.search(dictionary):
            lists += _lists_of_streams(unpacked)
            continue
        (forms if _FORM.search(dictionary) else pages).append(_content_of(unpacked))
    if any(len(form.draws) > 1 for form in forms):
        return False
    # One may stand in another, as deep as can be, or in itself.
    heaviest = _Content()
    for form in forms:
        heaviest = _heavier(heaviest, form)
    if any(form.draws for form in forms):
        heaviest = _sum(_Content(), heaviest, _MOST_NESTED)
    # A page may have its content in several streams, and in one of them many times.
    whole, most = _Content(), _Content()
    for page in pages:
        unfolded = _sum(page, heaviest, len(page.draws))
        whole, most = _sum(whole, unfolded, 1), _heavier(most, unfolded)
    repeats = max((max(Counter(each).values()) for each in lists), default=1)
    if not _sum(_Content(), whole, repeats).is_over:
        return True
    return not _sum(_Content(), most, max(map(len, lists), default=1)).is_over


def _lists_of_streams(data: bytes) -> Iterator[list[bytes]]:
    """The references of each list that may be that of the streams of a page: it stands behind the key for
    these, or is an object by itself."""
    for found in _REFERENCES.finditer(data):
        key = _KEY.search(data[max(0, found.start() - _LONGEST_KEY) : found.start()])
        if key is None or _plain_name(key[1]) == b"Contents":
            yield [b" ".join(each.split()) for each in _REFERENCE.findall(found[1])]


def _plain_name(name: bytes) -> bytes:
    """A name of a PDF without its escapes: ``#43ontents`` is ``Contents``."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), name)


def _sum(own: _Content, drawn: _Content, times: int) -> _Content:
    return _Content(
        own.n_objects + times * drawn.n_objects,
        own.n_letters + times * drawn.n_letters,
        own.n_bytes + times * drawn.n_bytes,
    )


def _heavier(a: _Content, b: _Content) -> _Content:
    return _Content(max(a.n_objects, b.n_objects), max(a.n_letters, b.n_letters), max(a.n_bytes, b.n_bytes))


def _streams(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Dictionary and packed content of each stream that may be drawn."""
    end = 0
    while (start := data.find(b"stream", end)) >= 0:
        end = start + 6
        if data[start - 3 : start] == b"end":
            continue
        head = data[max(0, start - _DICTIONARY) : start]
        dictionary = head[head.rfind(b" obj") + 4 :]
        if _NO_CONTENT.search(dictionary) or b">>" not in dictionary[-4:]:
            continue
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        yield dictionary, data[start + 6 : end].lstrip(b"\r\n")


def _unpacked(packed: bytes) -> bytes:
    """A stream without its packing, as far as it is allowed to go; as it is where it is not packed so."""
    try:
        return zlib.decompressobj().decompress(packed, MOST_BYTES + 1)
    except zlib.error:
        return packed


def _content_of(data: bytes) -> _Content:
    n_letters = 0
    if len(data) > MOST_LETTERS:
        n_letters = sum(len(string[0]) for string in _STRING.finditer(data))
    return _Content(sum(1 for _ in _PAINTS.finditer(data)), n_letters, len(data), tuple(_DRAWS.findall(data)))


# -- by name --------------------------------------------------------------------------------------


def _heavy_pages(data: bytes) -> Iterator[int]:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1

    with io.BytesIO(data) as file:
        document = PDFDocument(PDFParser(file))
        known: dict[tuple[int, int], _Content] = {}
        for number, page in enumerate(PDFPage.create_pages(document), start=1):
            resources = resolve1(page.resources) or {}
            total = _Content()
            for stream in page.contents:
                total = _sum(total, _unfolded(resolve1(stream), [resources], known), 1)
            if total.is_over:
                yield number


def _unfolded(stream: Any, resources: list[Any], known: dict[tuple[int, int], _Content], depth: int = 0) -> _Content:
    """What a stream unfolds to with all the forms that it draws, ``resources`` being those around it.

    A form that draws itself is followed as PDFium does, to the same depth.
    """
    from pdfminer.pdftypes import PDFStream, resolve1

    if not isinstance(stream, PDFStream) or depth > _MOST_NESTED:
        return _Content()
    key = (stream.objid or id(stream), depth)
    if key in known:
        return known[key]
    total = own = _content_of(_unpacked_by(stream))
    around = [*([resolve1(stream["Resources"])] if "Resources" in stream else []), *resources[-1:]]
    tables = [resolve1(each.get("XObject")) or {} for each in around if each]
    for name, times in Counter(own.draws).items():
        word = name.decode("latin-1")
        form = next((resolve1(table[word]) for table in tables if word in table), None)
        total = _sum(total, _unfolded(form, around, known, depth + 1), times)
        if total.is_over:
            break
    known[key] = total
    return total


def _unpacked_by(stream: Any) -> bytes:
    """The content of a stream; of a picture none."""
    if str(stream.get("Subtype")).strip("/'") == "Image":
        return b""
    raw = stream.get_rawdata()
    if raw is not None and stream.decipher is None:
        return _unpacked(raw)
    return bytes(stream.get_data())[: MOST_BYTES + 1]
