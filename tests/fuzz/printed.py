"""Damage to PDF objects: numbers, references, filters, streams and their operators, the page tree."""

from __future__ import annotations

import random
import re
import zlib

from tests.fuzz.plain import MOST_BYTES, REPEATS, damaged

_OBJECT = re.compile(rb"(\d+) (\d+) obj\b(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"(.*?)stream\r?\n(.*)\r?\nendstream\s*$", re.DOTALL)
_NUMBER = re.compile(rb"(?<![\w.#])-?\d+(?:\.\d+)?(?![\w.])")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_ENTRY = re.compile(rb"/[A-Za-z0-9]+\s+(?:\d+ 0 R|/?[\w.-]+|\[[^\[\]]*\]|<[0-9A-Fa-f]*>|\([^()]*\))")
_VALUES = (
    b"0",
    b"-1",
    b"1",
    b"65536",
    b"2147483647",
    b"2147483648",
    b"-2147483649",
    b"99999999999999999999",
    b"1e9",
    b"0.0000001",
    b"null",
    b"true",
    b"()",
    b"<>",
    b"<zz>",
    b"[]",
    b"<<>>",
    b"/X",
    b"(x",
    b"[[[[",
    b"nan",
    b"--5",
    b".",
    b"9" * 400,
)
_ENTRIES = (
    b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]", b"/Filter /LZWDecode", b"/Filter /ASCIIHexDecode", b"/Filter /ASCII85Decode",
    b"/Filter /RunLengthDecode", b"/Filter /DCTDecode", b"/Filter /JPXDecode", b"/Filter /JBIG2Decode", b"/Filter /CCITTFaxDecode", b"/Filter /Crypt",
    b"/DecodeParms << /Predictor 15 /Columns 99999999 >>", b"/DecodeParms << /Predictor 2 /Colors -1 >>", b"/Type /ObjStm /N 99 /First 0", b"/Type /XRef",
    b"/Length 99999999", b"/Length -1", b"/Count 99999999", b"/Count -1", b"/Kids []", b"/Rotate 45", b"/Rotate 90", b"/UserUnit 1e9", b"/UserUnit 0",
    b"/MediaBox [0 0 0 0]", b"/MediaBox [0 0 1e9 1e9]", b"/MediaBox [500 500 0 0]", b"/MediaBox null", b"/CropBox [9 9 1 1]", b"/Encoding /Identity-V",
    b"/Encoding << /Differences [0 /a 999 /b -5 /uni0E01 /gXX] >>", b"/FirstChar 900", b"/Widths [0 -5 nan 1e30]", b"/W [0 [1 2 3] 5 99999999 0]",
    b"/Encrypt << /Filter /Standard /V 9 /R 9 /O () /U () /P 0 >>", b"/FontMatrix [0 0 0 0 0 0]", b"/Matrix [0 0 0 0 0 0]", b"/BBox [0 0 0 0]",
    b"/OCProperties << /D << /OFF [1 0 R] >> >>", b"/StructParents 5", b"/Annots [1 0 R 2 0 R 3 0 R]", b"/DW 1e9", b"/BitsPerComponent 77", b"/Width 99999",
)  # fmt: skip
_OPERATORS = (
    b"q ", b"Q ", b"BT ", b"ET ", b"0 0 0 0 0 0 cm ", b"1e9 0 0 1e9 0 0 cm ", b"1 0 0 -1 0 0 cm ", b"0 Tf ", b"/F1 0 Tf ", b"/F1 1e9 Tf ", b"/F1 -12 Tf ",
    b"/Nope 12 Tf ", b"(x) Tj ", b"<0001> Tj ", b"[(a) -99999999 (b)] TJ ", b"[<<>> null] TJ ", b"3 Tr ", b"0 Tz ", b"-100 Tz ", b"1e9 TL T* ",
    b"0 0 m 1e9 1e9 l S ", b"0 0 1e9 1e9 re f ", b"0 0 -5 -5 re S ", b"nan nan l ", b"/I1 Do ", b"/Fm0 Do ", b"BI /W 9999 /H 9999 ID x EI ", b"BI ID ",
    b"/P << /MCID 0 >> BDC ", b"EMC ", b"/Span << /ActualText <FEFFD800> >> BDC ", b"1 0 0 1 Tm ", b"0 0 0 0 0 0 Tm ", b"(\xff\xfe\x00) ' ", b"1 2 (x) \" ", b"W n ", b"/GS gs ",
    b"beginbfchar <01> <D800> endbfchar ", b"beginbfrange <0000> <FFFF> <0E01> endbfrange ", b"begincodespacerange <00> <FFFFFFFFFF> endcodespacerange ", b"usecmap ", b"[ ", b"<< ", b"( ",
)  # fmt: skip
Object = tuple[bytes, bytes]
"""The number of an object and what stands between ``obj`` and ``endobj``."""


def objects_of(data: bytes) -> list[Object]:
    return [(m[1], m[3]) for m in _OBJECT.finditer(data)]


def printed(objects: list[Object], trailer: bytes) -> bytes:
    """A PDF of objects, with a table of where they are."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, body in objects:
        places[int(number)] = len(out)
        out += number + b" 0 obj" + body + b"endobj\n"
    at, most = len(out), max(places, default=0)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (most + 1)
    for number in range(1, most + 1):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % at
    return bytes(out)


def trailer_of(data: bytes) -> bytes:
    found = re.findall(rb"trailer\s*(<<.*?>>)\s*startxref", data, re.DOTALL)
    return found[-1] if found else b"<< /Root 1 0 R >>"


def pdf_damaged(data: bytes, rng: random.Random) -> bytes:
    """A PDF with objects changed; its table of objects fits again, most times."""
    objects, trailer = objects_of(data), trailer_of(data)
    if not objects or rng.random() < 0.1:
        return damaged(data, rng)
    for _ in range(rng.choice((1, 1, 2, 4, 8))):
        at = rng.randrange(len(objects))
        number, body = objects[at]
        match rng.randrange(12):
            case 0 if len(objects) > 1:
                del objects[at]
            case 1:
                objects[at] = (rng.choice(objects)[0], body)
            case 2:
                objects[at] = (number, rng.choice(objects)[1])
            case 3:
                trailer = _dictionary(trailer, rng, objects)
            case _:
                objects[at] = (number, _body(body, rng, objects))
    made = printed(objects, trailer)[:MOST_BYTES]
    match rng.randrange(8):
        case 0:
            return damaged(made, rng)
        case 1:
            return re.sub(rb"startxref\n\d+", b"startxref\n" + rng.choice(_VALUES), made)
        case 2:
            return made + re.sub(rb"^%PDF-1.7", b"", made)
    return made


def _body(body: bytes, rng: random.Random, objects: list[Object]) -> bytes:
    stream = _STREAM.match(body)
    if stream is None or rng.random() < 0.3:
        return _dictionary(body, rng, objects)
    head, content = stream[1], stream[2]
    packed = b"/FlateDecode" in head
    if packed:
        try:
            content = zlib.decompressobj().decompress(content, MOST_BYTES)
        except zlib.error:
            packed = False
    content = _content(content, rng)
    if packed:
        content = zlib.compress(content)
    if rng.random() < 0.9:
        head = re.sub(rb"/Length \d+(?: 0 R)?", b"/Length %d" % len(content), head)
    return head + b"stream\n" + content + b"\nendstream\n"


def _content(content: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 2, 5))):
        places = [0, *(m.end() for m in re.finditer(rb"\s", content[:MOST_BYTES]))]
        at, to = sorted((rng.choice(places), rng.choice(places)))
        match rng.randrange(6):
            case 0:
                content = damaged(content, rng)
            case 1:
                content = content[:at] + content[to:]
            case 2:
                content = content[:at] + content[at:to] * rng.choice((2, 10)) + content[to:]
            case 3:
                content = content[:at] + rng.choice(_OPERATORS) * rng.choice(REPEATS) + content[at:]
            case 4:
                content = _one(_NUMBER, content, rng.choice(_VALUES), rng)
            case _:
                content = content[:at] + rng.choice(_OPERATORS) + content[at:]
        content = content[:MOST_BYTES]
    return content


def _dictionary(body: bytes, rng: random.Random, objects: list[Object]) -> bytes:
    other = rng.choice(objects)[0] + b" 0 R"
    match rng.randrange(6):
        case 0:
            return _one(_NUMBER, body, rng.choice(_VALUES), rng)
        case 1:
            return _one(_REFERENCE, body, rng.choice((other, other, b"999 0 R", rng.choice(_VALUES))), rng)
        case 2:
            return _one(_ENTRY, body, b"", rng)
        case 3:
            return _one(_NUMBER, body, other, rng)
        case 4:
            return _one(_ENTRY, body, rng.choice(_ENTRIES), rng)
    return body.replace(b"<<", b"<< " + rng.choice(_ENTRIES) + b" ", 1)


def _one(pattern: re.Pattern[bytes], body: bytes, new: bytes, rng: random.Random) -> bytes:
    found = list(pattern.finditer(body[:MOST_BYTES]))
    if not found:
        return body
    match = rng.choice(found)
    return body[: match.start()] + new + body[match.end() :]
