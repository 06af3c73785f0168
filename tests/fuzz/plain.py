"""Damage to bytes and to text, without knowledge of a format."""

from __future__ import annotations

import random
import struct

NUMBERS = (
    0,
    1,
    -1,
    2,
    7,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x10000,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
)
"""Values at which counters and sizes turn over."""
FIGURES = (
    "0", "-1", "1", "-0", "65536", "1048577", "2147483648", "4294967296", "9" * 20, "9" * 400, "1e999", "-1e-999",
    "NaN", "Infinity", "0.1.2", "1,000,000", "๙๙.๙๙", "๑๐๐.๐๑", "๘๓.๓๓", "100.01", "1" + "0" * 60, "²", "½", "٣", "0x10",
    "25670", "2567", "๒๕๖๗", "0000", "99999",
)  # fmt: skip
TOKENS = (
    "", " ", "\t", "\n", "\r", "\0", "\x0b", "\x1b[31m", "\u202e", "\u2028", "\u0085", "\ufeff", "\ufffd", "\u0e33", "\u0e4d\u0e32",
    "\u0e31" * 30, "|", "||", "a | b", "# ", "#" * 40, "- ", "* ", "**", "** a*", "> ", "```", "---", "=" * 70, "1.", "1.1.1.1.1.1",
    "ร้อยละ", "คะแนน", "ตัวชี้วัดที่", "ตัวชี้วัดที่ ๑", "ข้อ i1", "O1", "o43", "IIT", "EIT", "OIT", "ITA", "พ.ศ. ๒๕๖๗", "ปีงบประมาณ",
    "เทศบาลตำบล", "องค์การบริหารส่วนตำบล", "คะแนนเฉลี่ย", "ผ่าน", "ระดับ A", "มาตรการ", "จุดอ่อน", "ข้อเสนอแนะ", "=1+1", "@a", "(cid:1)",
    "&#0;", "&#xD800;", "&amp;" * 9, "<", ">", "</", "<table>", "]]>", "\"", "'", ";", ",", "%", "[a](b)", "![](data:,)", "\\", "\ud800",
)  # fmt: skip
REPEATS = (2, 3, 10, 100, 1000)
MOST_BYTES = 400_000
"""A mutation grows no further: what large files do is a matter of the tests of bounds."""


def damaged(data: bytes, rng: random.Random) -> bytes:
    """Bytes with some changed, lost, doubled, moved or put in."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        _BYTES[rng.randrange(len(_BYTES))](out, rng)
    return bytes(out[:MOST_BYTES])


def _place(out: bytearray, rng: random.Random) -> int:
    return rng.randrange(len(out) + 1)


def _span(out: bytearray, rng: random.Random) -> slice:
    start = _place(out, rng)
    return slice(start, min(len(out), start + rng.choice((1, 2, 4, 16, 100, 1000))))


def _flip(out: bytearray, rng: random.Random) -> None:
    if out:
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)


def _set(out: bytearray, rng: random.Random) -> None:
    if out:
        out[rng.randrange(len(out))] = rng.choice((0, 0xFF, 0x0A, 0x20, rng.randrange(256)))


def _lose(out: bytearray, rng: random.Random) -> None:
    del out[_span(out, rng)]


def _double(out: bytearray, rng: random.Random) -> None:
    piece = bytes(out[_span(out, rng)]) * rng.choice(REPEATS)
    place = _place(out, rng)
    out[place:place] = piece[:MOST_BYTES]


def _move(out: bytearray, rng: random.Random) -> None:
    span = _span(out, rng)
    piece = bytes(out[span])
    del out[span]
    place = _place(out, rng)
    out[place:place] = piece


def _cut(out: bytearray, rng: random.Random) -> None:
    if rng.random() < 0.3:
        del out[_place(out, rng) :]
    else:
        _lose(out, rng)


def _number(out: bytearray, rng: random.Random) -> None:
    """Puts a telling number over one of 1, 2, 4 or 8 bytes."""
    size = rng.choice((1, 2, 2, 4, 4, 8))
    if len(out) < size:
        return
    at = rng.randrange(len(out) - size + 1)
    value = rng.choice(NUMBERS) & ((1 << 8 * size) - 1)
    out[at : at + size] = value.to_bytes(size, rng.choice(("little", "big")))


def _token(out: bytearray, rng: random.Random) -> None:
    place = _place(out, rng)
    out[place:place] = spelled(rng.choice(TOKENS + FIGURES), rng)


_BYTES = (_flip, _flip, _set, _lose, _double, _move, _cut, _number, _number, _token)


def spelled(text: str, rng: random.Random) -> bytes:
    """A text in one of the encodings that reports come in."""
    encoding = rng.choice(("utf-8", "utf-8", "utf-8", "cp874", "utf-16-le", "utf-16"))
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


def reworded(text: str, rng: random.Random) -> str:
    """A text with pieces lost, doubled, swapped, or telling ones put in."""
    for _ in range(rng.choice((1, 2, 4, 8))):
        lines = text.split("\n")
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        place = rng.randrange(len(text) + 1)
        match rng.randrange(9):
            case 0:
                del lines[at]
            case 1:
                lines[at : at + 1] = [lines[at]] * rng.choice(REPEATS)
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] += lines[other]
            case 4:
                lines = [text[:place] + rng.choice(TOKENS) + text[place:]]
            case 5:
                lines = [text[:place] + rng.choice(TOKENS) * rng.choice(REPEATS) + text[place:]]
            case 6:
                lines = [text[:place] + rng.choice(FIGURES) + text[place + rng.randrange(6) :]]
            case 7:
                lines[at] = rng.choice(TOKENS).join(lines[at])
            case _:
                lines[at] = " " * rng.choice((1, 80, 4000)) + lines[at] + " " * rng.choice((0, 4000))
        text = "\n".join(lines)[:MOST_BYTES]
    return text


def text_damaged(data: bytes, rng: random.Random) -> bytes:
    """A text file, mostly still text, in any encoding."""
    if rng.random() < 0.2:
        return damaged(data, rng)
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    changed = reworded(text, rng)
    return changed.encode("utf-8", "surrogatepass") if rng.random() < 0.7 else spelled(changed, rng)


def record_damaged(data: bytes, rng: random.Random) -> bytes:
    """A binary file of records (kind and length in two bytes each): lengths and kinds are changed."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 6))):
        if len(out) > 8:
            at = rng.randrange(len(out) // 2) * 2
            struct.pack_into("<H", out, min(at, len(out) - 2), rng.choice(NUMBERS) & 0xFFFF)
    return damaged(bytes(out), rng) if rng.random() < 0.5 else bytes(out)
