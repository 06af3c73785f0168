"""Damage to archives: in their parts, in their directories, in what they claim of themselves."""

from __future__ import annotations

import gzip
import io
import random
import re
import struct
import warnings
import zipfile
import zlib

from tests.fuzz.marked import marked_damaged
from tests.fuzz.plain import MOST_BYTES, NUMBERS, REPEATS, damaged, text_damaged

_NAMES = (
    "../a.txt",
    "/a.txt",
    "a/../../b.txt",
    "",
    "a" * 300 + ".txt",
    "a\\b.txt",
    "con",
    "\u202e.txt",
    "a\x1b[2J.txt",
    "\0.txt",
    "รายงาน.txt",
    "a.zip",
    "a.eml",
    "a/",
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
Parts = list[tuple[str, bytes]]


def parts_of(data: bytes) -> Parts | None:
    """The parts of a zip archive with their names; None for what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        zlib.error,
        EOFError,
        ValueError,
    ):
        return None


def packed(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of parts; their times are always the same."""
    out = io.BytesIO()
    # The module warns of names that stand twice, which is what is wanted here.
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts:
            info = zipfile.ZipInfo(name or "x", (2024, 1, 1, 0, 0, 0))
            info.compress_type = method
            archive.writestr(info, data)
    return out.getvalue()


def zip_damaged(data: bytes, rng: random.Random) -> bytes:
    """A zip archive or Office file, in its parts or as a whole."""
    parts = parts_of(data)
    if not parts or rng.random() < 0.1:
        return damaged(data, rng)
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.randrange(len(parts))
        name, body = parts[at]
        match rng.randrange(12):
            case 0 if len(parts) > 1:
                del parts[at]
            case 1:
                parts.append((name, body))
            case 2:
                parts[at] = (rng.choice(_NAMES), body)
            case 3:
                other = rng.randrange(len(parts))
                parts[at], parts[other] = (name, parts[other][1]), (parts[other][0], body)
            case 4:
                parts[at] = (name, damaged(body, rng))
            case 5:
                parts[at] = (name, data)
            case _:
                parts[at] = (name, part_damaged(name, body, rng))
    made = packed(parts, rng.choice(_METHODS) if rng.random() < 0.2 else zipfile.ZIP_DEFLATED)
    return _misdirected(made, rng) if rng.random() < 0.25 else made


def part_damaged(name: str, body: bytes, rng: random.Random) -> bytes:
    if body.lstrip()[:1] == b"<":
        return marked_damaged(body, rng)
    if body.startswith(b"PK"):
        return zip_damaged(body, rng)
    return text_damaged(body, rng) if name.endswith((".txt", ".csv", ".md")) else damaged(body, rng)


_FIELDS = {
    b"PK\x01\x02": (6, 8, 10, 16, 20, 24, 28, 30, 32, 42),
    b"PK\x03\x04": (6, 8, 14, 18, 22, 26, 28),
    b"PK\x05\x06": (8, 10, 12, 16, 20),
}
"""Where numbers stand in the headers of zip: flags, methods, checks, sizes, offsets, counts."""


def _misdirected(data: bytes, rng: random.Random) -> bytes:
    """An archive whose headers tell of other sizes, places, methods or counts."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 5))):
        mark = rng.choice(list(_FIELDS))
        found = [m.start() for m in re.finditer(re.escape(mark), data)]
        if not found:
            continue
        at = rng.choice(found) + rng.choice(_FIELDS[mark])
        size = rng.choice((2, 4))
        if at + size <= len(out):
            value = rng.choice((*NUMBERS, *found)) & ((1 << 8 * size) - 1)
            out[at : at + size] = value.to_bytes(size, "little")
    return bytes(out)


def tar_damaged(data: bytes, rng: random.Random) -> bytes:
    """A tar archive, perhaps packed, with a header that claims another thing and says it is whole."""
    zipped = data[:2] == b"\x1f\x8b"
    try:
        out = bytearray(gzip.decompress(data) if zipped else data)
    except (OSError, EOFError, zlib.error):
        return damaged(data, rng)
    if len(out) < 512 or rng.random() < 0.2:
        return damaged(data, rng)
    at = rng.randrange(len(out) // 512) * 512
    start, size = rng.choice(((0, 100), (100, 8), (124, 12), (136, 12), (156, 1), (157, 100), (257, 8), (345, 155)))
    value = rng.choice(
        (
            b"0" * size,
            b"7" * size,
            b"\xff" * size,
            b"\x80" + b"\xff" * (size - 1),
            b"-1",
            b"../" * 20,
            b"2",
            b"3",
            b"6",
            b"L",
            b"x",
            b"g",
            b"S",
        )
    )
    out[at + start : at + start + size] = value[:size].ljust(size, b"\0")
    total = sum(out[at : at + 148]) + 8 * 32 + sum(out[at + 156 : at + 512])
    out[at + 148 : at + 156] = b"%06o\0 " % total
    made = bytes(out) * rng.choice((1, 1, 2))
    return gzip.compress(made, mtime=0) if zipped or rng.random() < 0.3 else made


def picture_damaged(data: bytes, rng: random.Random) -> bytes:
    """A picture; the checks of a PNG fit again after its chunks were changed."""
    if data[:8] != b"\x89PNG\r\n\x1a\n" or rng.random() < 0.2:
        return damaged(data, rng)
    chunks, at = [], 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += 12 + size
    if not chunks:
        return damaged(data, rng)
    for _ in range(rng.choice((1, 2, 3))):
        n = rng.randrange(len(chunks))
        kind, body = chunks[n]
        match rng.randrange(5):
            case 0:
                chunks.append(chunks[n])
            case 1 if len(chunks) > 2:
                del chunks[n]
            case 2 if kind == b"IDAT":
                chunks[n] = (
                    kind,
                    zlib.compress(b"\0" * rng.choice((0, 1, 100_000)) * rng.choice(REPEATS))[:MOST_BYTES],
                )
            case 3 if len(body) >= 4:
                place = rng.randrange(len(body) - 3)
                number = struct.pack(">I", rng.choice(NUMBERS) & 0xFFFFFFFF)
                chunks[n] = (kind, body[:place] + number + body[place + 4 :])
            case _:
                chunks[n] = (
                    rng.choice((kind, b"tEXt", b"iCCP", b"zTXt", b"acTL", b"tRNS", b"PLTE")),
                    damaged(body, rng),
                )
    whole = data[:8]
    for kind, body in chunks:
        whole += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return whole
