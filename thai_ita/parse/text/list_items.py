"""Numbered and bulleted items inside a cell, whether each has a line of its own or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from thai_ita.normalize.numerals import to_arabic

_D = "0-9๐-๙"
_LINE_NUMBER = re.compile(rf"^\s*(?:ข้อ(?:ที่)?\s*)?[(]?([{_D}]{{1,2}})\s*[.)]\)?(?![{_D}])\s*")
_WORD_NUMBER = re.compile(
    rf"^\s*(?:มาตรการ|กิจกรรม|โครงการ|แนวทาง)\s*ที่\s*([{_D}]{{1,2}})\s*[.:)]?\s+"
)
_LINE_BULLET = re.compile(r"^\s*(?:[-–*](?![\d๐-๙.])|[•▪●○◦■□➢✓✔◆❖])\s*")
# A number in the middle of a line: after a space, and followed by words.
_INNER = re.compile(
    rf"(?:(?<=\s)|(?<=[ก-๙a-zA-Z)])(?<![.ๆฯ]))[(]?([{_D}]{{1,2}})\s?[.)](?![{_D}])\s*(?=[ก-๙A-Za-z(“\"])"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its number (None for a bullet or plain paragraph) and its text without the mark."""

    number: int | None
    text: str
    bulleted: bool = False


def read_items(text: str) -> list[Item]:
    """The items of a cell, in order.

    Each line is an item; numbers that count on inside a line (``๑. ... ๒. ...``) begin items too.
    A line without a mark that follows a marked one continues it only where the ingest could not
    tell; here it stays an item of its own with ``number`` None.
    """
    items: list[Item] = []
    for line in text.split("\n"):
        if line.strip():
            items.extend(_items_of_line(line.strip(), items))
    return items


def _items_of_line(line: str, before: list[Item]) -> list[Item]:
    match = _LINE_NUMBER.match(line) or _WORD_NUMBER.match(line)
    if match:
        number = int(to_arabic(match.group(1)))
        return _split_inner(number, line[match.end() :])
    bullet = _LINE_BULLET.match(line)
    if bullet and line[bullet.end() :].strip():
        return [Item(None, piece, True) for piece in _split_bullets(line[bullet.end() :])]
    expected = next((i.number for i in reversed(before) if i.number is not None), 0) or 0
    pieces = _split_at(line, expected + 1)
    if len(pieces) > 1:
        first = [Item(None, pieces[0][1])] if pieces[0][1] else []
        return first + [Item(n, t) for n, t in pieces[1:]]
    return [Item(None, line)]


def _split_inner(number: int, rest: str) -> list[Item]:
    return [
        Item(number if i == 0 else n, t) for i, (n, t) in enumerate(_split_at(rest, number + 1))
    ]


def _split_at(text: str, expected: int) -> list[tuple[int, str]]:
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
    return [p.strip() for p in re.split(r"\s+[-–•▪]\s+(?=[ก-๙A-Za-z])", text) if p.strip()] or [
        text
    ]


def strip_number(text: str) -> tuple[int | None, str]:
    """The number at the start of a text, if any, and the rest."""
    match = _LINE_NUMBER.match(text) or _WORD_NUMBER.match(text)
    if not match:
        return None, text.strip()
    return int(to_arabic(match.group(1))), text[match.end() :].strip()


# Marks of a list inside one paragraph, each of one style; the first of each is its beginning.
_LETTERS = "กขคงจฉชซฌญ"
_LETTERED = re.compile(rf"(?:(?<=\s)|^|(?<=[ก-๙)]))\(?([{_LETTERS}])\)\s*(?=[ก-๙A-Za-z])")
_CIRCLED = re.compile(r"([①②③④⑤⑥⑦⑧⑨])\s*")
_WORDS = ("แรก|ที่หนึ่ง", "ที่สอง", "ที่สาม", "ที่สี่", "ที่ห้า", "ที่หก", "ที่เจ็ด", "ที่แปด")
_ORDINAL = re.compile(
    rf"(?:(?<=\s)|^|(?<=[ก-๙]))(?:ประการ|ข้อ)\s*(?:({'|'.join(f'(?:{w})' for w in _WORDS)})|ที่\s*([{_D}]{{1,2}})|(?<=ข้อ)\s+([{_D}]{{1,2}})(?![{_D}.]))\s*[:.)]?\s*(?:คือ\s*|ได้แก่\s*)?"
)
_LEADS_OVER = re.compile(r"[\s;,]*(?:(?<=[\s;,])(?:และ|หรือ|กับ|รวมทั้ง))?[\s;,]*$")
_INNER_BULLET = re.compile(r"(?:(?<=\s)|^)(?:[•▪●○◦■□➢✓✔◆❖]|[-–](?=\s))\s*(?=[ก-๙A-Za-z])")


def split_paragraph(text: str) -> tuple[str, list[str]]:
    """What stands before a list that runs on inside a paragraph, and its items; no items where
    there is none: a list counts from its first number (letter, word) and has two items.

    >>> split_paragraph("ข้อเสนอแนะ (1) ควรจัดทำคู่มือ (2) ควรชี้แจง")
    ('ข้อเสนอแนะ', ['ควรจัดทำคู่มือ', 'ควรชี้แจง'])
    """
    pieces = _split_at(f" {text}", 1)
    marks: list[tuple[int, int]] = []
    if len(pieces) > 2 or (len(pieces) > 1 and pieces[0][1]):
        return pieces[0][1], _items([piece for _, piece in pieces[1:]])
    for find in (_lettered, _circled, _ordinals, _bullets):
        marks = find(text)
        if len(marks) > 1:
            ends = [start for start, _ in marks[1:]] + [len(text)]
            items = [text[b:e] for (_, b), e in zip(marks, ends, strict=True)]
            return text[: marks[0][0]].strip(), _items(items)
    return text, []


def _items(pieces: list[str]) -> list[str]:
    """The items without what leads over to the next: ... และ (3) ..."""
    bare = [_LEADS_OVER.sub("", piece.strip()) for piece in pieces[:-1]] + [pieces[-1].strip()]
    return [item for item in bare if item]


def _lettered(text: str) -> list[tuple[int, int]]:
    return _counting((_LETTERS.index(m.group(1)) + 1, m) for m in _LETTERED.finditer(text))


def _circled(text: str) -> list[tuple[int, int]]:
    return _counting((ord(m.group(1)) - ord("①") + 1, m) for m in _CIRCLED.finditer(text))


def _ordinals(text: str) -> list[tuple[int, int]]:
    return _counting((_ordinal(m), m) for m in _ORDINAL.finditer(text))


def _ordinal(match: re.Match[str]) -> int:
    if digits := match.group(2) or match.group(3):
        return int(to_arabic(digits))
    word = match.group(1)
    return next(i for i, words in enumerate(_WORDS, 1) if word in words.split("|"))


def _bullets(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in _INNER_BULLET.finditer(text)]


def _counting(found: Iterable[tuple[int, re.Match[str]]]) -> list[tuple[int, int]]:
    """The marks that count on from the first."""
    marks: list[tuple[int, int]] = []
    for number, match in found:
        if number == len(marks) + 1:
            marks.append(match.span())
    return marks
