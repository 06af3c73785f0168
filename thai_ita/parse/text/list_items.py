"""Numbered and bulleted items inside a cell, whether each has a line of its own or not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from thai_ita.normalize.numerals import to_arabic

DIGITS = "0-9๐-๙"
_LINE_NUMBER = re.compile(rf"^\s*(?:ข้อ(?:ที่)?\s*)?[(]?([{DIGITS}]{{1,2}})\s*[.)]\)?(?![{DIGITS}])\s*")
_WORD_NUMBER = re.compile(rf"^\s*(?:มาตรการ|กิจกรรม|โครงการ|แนวทาง)\s*ที่\s*([{DIGITS}]{{1,2}})\s*[.:)]?\s+")
_LINE_BULLET = re.compile(r"^\s*(?:[-–*](?![\d๐-๙.])|[•▪●○◦■□➢✓✔◆❖])\s*")
# A number in the middle of a line: after a space, and followed by words.
_INNER = re.compile(
    rf"(?:(?<=\s)|(?<=[ก-๙a-zA-Z)])(?<![.ๆฯ]))[(]?([{DIGITS}]{{1,2}})\s?[.)](?![{DIGITS}])\s*(?=[ก-๙A-Za-z(“\"])"
)


# 1.1, ๒.๓) before words: a line below the item 1 or 2.
_AMOUNT = r"(?!ล้าน|แสน|หมื่น|บาท|คะแนน|เท่า|เมตร|กิโล|วัน|ชั่วโมง|ตัน|ไร่|คน)"
_LINE_DECIMAL = re.compile(rf"^\s*([{DIGITS}]{{1,2}})\.([{DIGITS}]{{1,2}})[.)]?\s*{_AMOUNT}(?=[ก-๙A-Za-z(“\"])")
_INNER_DECIMAL = re.compile(rf"(?<=\s)([{DIGITS}]{{1,2}})\.([{DIGITS}]{{1,2}})[.)]?\s+{_AMOUNT}(?=[ก-๙A-Za-z(“\"])")
# A number without a stop, which only counts where the lines below count on.
_BARE_NUMBER = re.compile(rf"^\s*([{DIGITS}]{{1,2}})\s+(?=[ก-๙A-Za-z])")
_LETTERS = ("กขคงจฉชซ", "abcdefgh")
_LETTER = re.compile(r"(?:^|(?<=\s))\(?([กขคงจฉชซA-Ha-h])[.)]\s*(?=[ก-๙A-Za-z])")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its number (None for a bullet or plain paragraph) and its text without the mark.

    ``style`` tells marks apart: ``.``, ``)``, ``()``, ``ก`` for letters (whose number is their
    place in the alphabet), ``word``, ``bare``; ``sub`` an item numbered below another one (1.1).
    """

    number: int | None
    text: str
    bulleted: bool = False
    style: str = ""
    sub: bool = False

    @property
    def marked(self) -> bool:
        return self.number is not None or self.bulleted or self.sub


def read_items(text: str) -> list[Item]:
    """The items of a cell, in order.

    Each line is an item; numbers that count on inside a line (``๑. ... ๒. ...``) begin items too.
    A line without a mark that follows a marked one continues it only where the ingest could not
    tell; here it stays an item of its own with ``number`` None.
    """
    lead, pieces = _lettered(text)
    if not pieces:
        return _plain_items(text)
    items = _plain_items(lead)
    for n, piece in pieces:
        first, *more = _plain_items(piece) or [Item(None, "")]
        items += [Item(n, first.text, style="ก"), *more]
    return items


def _lettered(text: str) -> tuple[str, list[tuple[int, str]]]:
    """What stands before letters that mark pieces from the first letter on, two at least, and the
    place in the alphabet and the text of each piece."""
    text = text.strip()
    leads = [m for m in _LETTER.finditer(text) if m[1].lower() in "กa" and _opens_line(text, m)]
    if not leads:
        return "", []
    alphabet = next(a for a in _LETTERS if leads[0][1].lower() in a)
    marks: list[re.Match[str]] = []
    for match in _LETTER.finditer(text, leads[0].start()):
        if alphabet.find(match[1].lower()) == len(marks):
            marks.append(match)
    if len(marks) < 2:
        return "", []
    ends = [m.start() for m in marks[1:]] + [len(text)]
    pieces = [text[m.end() : end].strip() for m, end in zip(marks, ends, strict=True)]
    return text[: marks[0].start()], list(enumerate(pieces, start=1))


def _opens_line(text: str, match: re.Match[str]) -> bool:
    return not text[: match.start()].rstrip(" ") or text[: match.start()].rstrip(" ").endswith("\n")


def _plain_items(text: str) -> list[Item]:
    lines = [line.strip() for line in _decimals_apart(text).split("\n") if line.strip()]
    counts = _bare_counts(lines)
    items: list[Item] = []
    decimal = (0, 0)
    for i, line in enumerate(lines):
        if items and line.startswith("ๆ"):
            # The sign that repeats the word before it begins no line.
            items[-1] = replace(items[-1], text=f"{items[-1].text} {line}")
            continue
        below = _LINE_DECIMAL.match(line)
        place = (int(to_arabic(below[1])), int(to_arabic(below[2]))) if below else (0, 0)
        if below and (place[1] == 1 or place == (decimal[0], decimal[1] + 1)):
            decimal = place
            items.append(Item(None, line[below.end() :], sub=True))
            continue
        bare = _BARE_NUMBER.match(line)
        if bare and i in counts:
            items.append(Item(counts[i], line[bare.end() :], style="bare"))
            continue
        items.extend(_items_of_line(line, items))
    return items


def _decimals_apart(text: str) -> str:
    """The text with a line break before each 1.1, 1.2 that counts on inside a line."""
    found = [(int(to_arabic(m[1])), int(to_arabic(m[2])), m.start()) for m in _INNER_DECIMAL.finditer(text)]
    first = [(major, start) for major, minor, start in found if minor == 1]
    cuts = []
    for major, start in first:
        run, expected = [start], 2
        for other, minor, place in found:
            if place > start and (other, minor) == (major, expected):
                run.append(place)
                expected += 1
        cuts += run if len(run) > 1 else []
    for cut in sorted(cuts, reverse=True):
        text = f"{text[:cut].rstrip()}\n{text[cut:]}"
    return text


def _bare_counts(lines: list[str]) -> dict[int, int]:
    """The numbers without a stop that open lines, where these count from 1, two at least."""
    found = {i: int(to_arabic(m[1])) for i, line in enumerate(lines) if (m := _BARE_NUMBER.match(line))}
    return found if len(found) > 1 and list(found.values()) == list(range(1, len(found) + 1)) else {}


def _items_of_line(line: str, before: list[Item]) -> list[Item]:
    match = _LINE_NUMBER.match(line) or _WORD_NUMBER.match(line)
    if match:
        number = int(to_arabic(match.group(1)))
        return [replace(i, style=_style(match[0])) for i in _split_inner(number, line[match.end() :])]
    bullet = _LINE_BULLET.match(line)
    if bullet and line[bullet.end() :].strip():
        return [Item(None, piece, True) for piece in _split_bullets(line[bullet.end() :])]
    expected = next((i.number for i in reversed(before) if i.number is not None), 0) or 0
    pieces = split_at(line, expected + 1)
    if len(pieces) > 1:
        first = [Item(None, pieces[0][1])] if pieces[0][1] else []
        return first + [Item(n, t, style="inner") for n, t in pieces[1:]]
    return [Item(None, line)]


def _style(mark: str) -> str:
    mark = mark.strip()
    if mark.startswith("("):
        return "()"
    return "word" if re.match(r"[ก-ฮ]{5}", mark) else ")" if mark.endswith(")") else "."


def _split_inner(number: int, rest: str) -> list[Item]:
    return [Item(number if i == 0 else n, t) for i, (n, t) in enumerate(split_at(rest, number + 1))]


def split_at(text: str, expected: int) -> list[tuple[int, str]]:
    """The text cut before each number that counts on from ``expected``; the first piece's number
    is meaningless."""
    pieces: list[tuple[int, str]] = []
    start, number = 0, -1
    for match in _INNER.finditer(text):
        found = int(to_arabic(match.group(1)))
        if found != expected or (not text[start : match.start()].strip() and start):
            continue
        pieces.append((number, text[start : match.start()].strip()))
        start, number, expected = match.end(), found, expected + 1
    pieces.append((number, text[start:].strip()))
    return pieces


def _split_bullets(text: str) -> list[str]:
    """Bullets that run on in one line: ``สำนักปลัด - กองคลัง``; only where each side is words."""
    return [p.strip() for p in re.split(r"(?<!\s)\s++[-–•▪]\s++(?=[ก-๙A-Za-z])", text) if p.strip()] or [text]


def strip_number(text: str) -> tuple[int | None, str]:
    """The number at the start of a text, if any, and the rest."""
    match = _LINE_NUMBER.match(text) or _WORD_NUMBER.match(text)
    if not match:
        return None, text.strip()
    return int(to_arabic(match.group(1))), text[match.end() :].strip()


def strip_decimal(text: str) -> str | None:
    """A line without the decimal number that opens it (``1.2 วาดแผนผัง``), None where none does."""
    match = _LINE_DECIMAL.match(text)
    return text[match.end() :].strip() if match else None
