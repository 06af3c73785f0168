"""Lists that run on inside a paragraph: (1) ... (2) ..., ก) ... ข) ..., first ... second ..."""

from __future__ import annotations

import re
from collections.abc import Iterable

from thai_ita.normalize.numerals import to_arabic
from thai_ita.parse.text.list_items import DIGITS, split_at

# Marks of a list inside one paragraph, each of one style; the first of each is its beginning.
_LETTERS = "กขคงจฉชซฌญ"
_LETTERED = re.compile(rf"(?:(?<=\s)|^|(?<=[ก-๙)]))\(?([{_LETTERS}])\)\s*(?=[ก-๙A-Za-z])")
_CIRCLED = re.compile(r"([①②③④⑤⑥⑦⑧⑨])\s*")
_WORDS = ("แรก|ที่หนึ่ง", "ที่สอง", "ที่สาม", "ที่สี่", "ที่ห้า", "ที่หก", "ที่เจ็ด", "ที่แปด")
_ORDINAL = re.compile(
    rf"(?:(?<=\s)|^|(?<=[ก-๙]))(?:ประการ|ข้อ)\s*(?:({'|'.join(f'(?:{w})' for w in _WORDS)})|ที่\s*([{DIGITS}]{{1,2}})|(?<=ข้อ)\s+([{DIGITS}]{{1,2}})(?![{DIGITS}.]))\s*+[:.)]?\s*(?:คือ\s*|ได้แก่\s*)?"
)
_LEADS_OVER = re.compile(r"(?<![\s;,])[\s;,]*+(?:(?<=[\s;,])(?:และ|หรือ|กับ|รวมทั้ง)[\s;,]*)?$")
_INNER_BULLET = re.compile(r"(?:(?<=\s)|^)(?:[•▪●○◦■□➢✓✔◆❖]|[-–](?=\s))\s*(?=[ก-๙A-Za-z])")


def split_paragraph(text: str) -> tuple[str, list[str]]:
    """What stands before a list that runs on inside a paragraph, and its items; no items where
    there is none: a list counts from its first number (letter, word) and has two items.

    >>> split_paragraph("ข้อเสนอแนะ (1) ควรจัดทำคู่มือ (2) ควรชี้แจง")
    ('ข้อเสนอแนะ', ['ควรจัดทำคู่มือ', 'ควรชี้แจง'])
    """
    pieces = split_at(f" {text}", 1)
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
