"""Numbers as Thai reports write them, digits Thai, Arabic or mixed, and damaged on the way.

Values are exact decimals. What could be a date, a range or a fraction is refused rather than
guessed: None means that no score is stated.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Final

from thai_ita.normalize.blanks import BLANKS_BEFORE

_TO_ARABIC: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# Letters that OCR puts for a digit; only beside a digit. ο is Greek.
_LOOK_ALIKES: Final = str.maketrans("oOοlI", "00011")

_THAI_DIGIT: Final = re.compile("[๐-๙]")

LOWEST_SCORE: Final = Decimal(0)
HIGHEST_SCORE: Final = Decimal(100)
MAX_SCORE_DECIMALS: Final = 4

_D: Final = "0-9๐-๙"
_DIGIT_RUN: Final = re.compile(rf"[{_D}lI][{_D}oOοlI.,  ]*")
_DASHES: Final = r"\-−–"  # for a character class
# Raised digits behind a figure are the mark of a footnote.
_AROUND: Final = "*_`'\"“”\u200b" + "".join(c for c in map(chr, range(0x3001)) if c.isspace())
_BEHIND: Final = _AROUND + "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾"
# A longer text is no number, whatever is about it.
LONGEST_NUMBER: Final = 200
# More digits are damage; with 300 no float holds their value.
LONGEST_FIGURE: Final = 60
_BEFORE: Final = re.compile(r"^(?:ร้อยละ|คะแนนเฉลี่ย|คะแนน|ค่าเฉลี่ย|เฉลี่ย|ได้|เท่ากับ|[:=])\s*")
_AFTER: Final = re.compile(BLANKS_BEFORE + r"(คะแนน|คะเเนน|%|％|เปอร์เซ็นต์|ร้อยละ|points?|pts?\.?)$", re.I)
_OUT_OF: Final = re.compile("จาก|เต็ม|out of")


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands: ``text`` is ``source[start:end]``, as seen.

    ``decimals`` counts the digits after the point; ``signed`` tells a written sign (a change, not
    a score); ``percent`` a % or ร้อยละ beside it.
    """

    value: float
    text: str
    start: int
    end: int
    decimals: int
    signed: bool
    percent: bool
    exact: Decimal


def to_arabic(text: str) -> str:
    """The text with Thai digits written as Arabic ones; same length.

    >>> to_arabic("๘๖.9๗")
    '86.97'
    """
    return text.translate(_TO_ARABIC) if _THAI_DIGIT.search(text) else text


def _digits(written: str) -> Decimal | None:
    """The value of a run of digits, points, commas and spaces; None if it is not one number.

    One comma before one or two digits at the end, and no point, is a decimal comma (86,97); any
    other comma must part thousands. A space is dropped between digits only where the point shows
    that they belong together, or where a comma does: "86 97" is two numbers.
    """
    plain = re.sub(r"[ \u00a0\u2009]+", " ", to_arabic(written).translate(_LOOK_ALIKES)).strip()
    if " " in plain and not re.search("[.,]", plain):
        return None
    # A space after the decimals began stays only if it cannot part two numbers: ๘๖.๙ ๗.
    if re.search(r"\.\s?\d{2,} \d", plain):
        return None
    plain = plain.replace(" ", "")
    if re.fullmatch(r"\d+,\d{1,2}", plain):
        plain = plain.replace(",", ".")
    elif "," in plain:
        if not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
            return None
        plain = plain.replace(",", "")
    if len(plain) > LONGEST_FIGURE or not re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return None
    return Decimal(plain)


@lru_cache(maxsize=16384)
def read_number(text: str) -> Number | None:
    """The number that ``text`` as a whole is, or None.

    Tolerates spaces beside the point, thousands commas, a decimal comma, letters o and l for 0
    and 1, asterisks and quotes around, the words คะแนน, ร้อยละ and %, and a sign.

    >>> read_number("ร้อยละ ๘๖ .๙๗").value
    86.97
    """
    left = text.lstrip(_AROUND).rstrip(_BEHIND)
    if len(left) > LONGEST_NUMBER:
        return None
    percent = False
    while True:
        before, after = _BEFORE.match(left), _AFTER.search(left)
        if after:
            percent = percent or after.group(1) in {"%", "％", "เปอร์เซ็นต์", "ร้อยละ"}
            left = left[: after.start()]
        elif before:
            percent = percent or before.group().startswith("ร้อยละ")
            left = left[before.end() :]
        else:
            break
        left = left.lstrip(_AROUND).rstrip(_BEHIND)
    sign = re.match(rf"[+{_DASHES}]\s*", left)
    body = left[sign.end() :] if sign else left
    if not re.search(rf"[{_D}]", body) or not _DIGIT_RUN.fullmatch(body):
        return None
    exact = _digits(body)
    if exact is None:
        return None
    if sign and sign.group()[0] != "+":
        exact = -exact
    start = text.find(left)
    return _number(exact, text[start : start + len(left)], start, bool(sign), percent)


def _number(exact: Decimal, seen: str, start: int, signed: bool, percent: bool) -> Number:
    exponent = exact.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Number(float(exact), seen, start, start + len(seen), decimals, signed, percent, exact)


# A date may lie in a longer one and behind the number of a list; more do not overlap.
MOST_OVERLAPS: Final = 8
_IN_TEXT: Final = re.compile(
    rf"(?P<percent>ร้อยละ\s*)?(?P<number>(?<![{_D}\w])?(?:(?<![{_D}\wก-๎])[+−–-])?"
    rf"[{_D}](?:[{_D}]|[oOο](?=[{_D}oOο.,\s)]|$)|,(?=[{_D}]{{3}}(?![{_D}]))|"
    rf",(?=[{_D}]{{2}}(?![{_D},]))| ?\.[  ]?(?=[{_D}]))*)(?P<after>\s*(?:%|％|เปอร์เซ็นต์))?"
)
_MONTH_NEAR: Final = (
    r"มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา"
    r"|ม\.?ค\.|ก\.?พ\.|มี\.?ค\.|เม\.?ย\.|พ\.?ค\.|มิ\.?ย\.|ก\.?ค\.|ส\.?ค\.|ก\.?ย\.|ต\.?ค\.|พ\.?ย\.|ธ\.?ค\."
)
_DATE_LIKE: Final = re.compile(
    rf"[{_D}]{{1,2}}\s*(?:[-–]\s*[{_D}]{{1,2}}\s*)?(?:{_MONTH_NEAR})[ก-๎.]*\s*(?:พ\.ศ\.\s*)?(?:[{_D}]{{2,4}})?"
    rf"|(?:{_MONTH_NEAR})[ก-๎.]*\s*(?:พ\.ศ\.\s*)?[{_D}]{{2,4}}"
    rf"|[{_D}]{{1,2}}/[{_D}]{{1,2}}/[{_D}]{{2,4}}"
    rf"|(?:พ\.\s?ศ\.|ค\.\s?ศ\.|ปีงบประมาณ|ปีงบ|ปี)\s*[{_D}]{{2,4}}(?![{_D}.,])"
    rf"|(?<![{_D}.,])(?:25|๒๕)[{_D}]{{2}}(?![{_D}.,])"
)
_AFTER_UNIT: Final = re.compile(r"\s*(?:คะแนน|คะเเนน|%|％|เปอร์เซ็นต์|บาท|ล้าน)")
_LIST_NUMBER: Final = re.compile(
    rf"^[\s*#]*(?P<number>ข้อ(?:ที่)?\s*[{_D}]+(?:\.[{_D}]+)*|\((?:[{_D}]{{1,2}}|[ก-ฮ])\)"
    rf"|[{_D}]{{1,2}}(?:\.[{_D}]{{1,2}})+\.?(?=\s|[ก-ฮเ-ไA-Za-z*])|[{_D}]{{1,3}}[.)](?![{_D}])"
    rf"|[ก-ฮ][.)](?=\s|[ก-ฮเ-ไ]{{2}})(?!\s?[ก-ฮ]\.)|[•▪◦●○‣∙·➢✓*–-](?=\s|[ก-ฮเ-ไ]))"
)


# The number of an entry within a line, before its words: (2.2) ร้านอาหาร (2.3) คณะกรรมการ.
_ENTRY_NUMBER: Final = re.compile(rf"\(([{_D}]{{1,2}})\.[{_D}]{{1,2}}\)(?=\s*[ก-ฮเ-ไ])")
HIGHEST_LIST_NUMBER: Final = 30  # above it 86.97 is a score, whatever follows


def _list_number(line: str) -> re.Match[str] | None:
    match = _LIST_NUMBER.match(line)
    if match is None:
        return None
    two_level = re.fullmatch(rf"([{_D}]+)\.[{_D}]+", match.group("number"))
    if two_level and (int(two_level.group(1)) > HIGHEST_LIST_NUMBER or _AFTER_UNIT.match(line, match.end())):
        return None
    return match


def strip_numbering(text: str) -> tuple[str | None, str]:
    """The list number or bullet at the start of ``text`` as seen, and the rest.

    A lone number with decimals (86.97) is no numbering: letters must follow 1.1.

    >>> strip_numbering("๑.๒ การมีส่วนร่วม")
    ('๑.๒', 'การมีส่วนร่วม')
    """
    match = _list_number(text)
    if not match:
        return None, text
    return match.group("number"), text[match.end() :].strip()


def _taken(text: str) -> list[tuple[int, int]]:
    """Spans of dates, years and list numbering, which hold no values."""
    spans = [m.span() for m in _DATE_LIKE.finditer(text)]
    spans += [m.span() for m in _ENTRY_NUMBER.finditer(text) if int(m.group(1)) <= HIGHEST_LIST_NUMBER]
    offset = 0
    for line in text.splitlines(keepends=True):
        numbering = _list_number(line)
        if numbering:
            spans.append((offset, offset + numbering.end()))
        offset += len(line)
    return spans


def _found(text: str) -> Iterator[Number]:
    taken = deque(sorted(_taken(text)))
    for match in _IN_TEXT.finditer(text):
        start, end = match.span("number")
        while taken and taken[0][1] <= start:
            taken.popleft()
        if any(a < end and start < b for a, b in islice(taken, MOST_OVERLAPS)):
            continue
        if start and text[start - 1].isascii() and text[start - 1].isalnum():
            continue  # o12, MOIT14: a code
        seen = match.group("number")
        signed = seen[0] in "+-−–"
        exact = _digits(seen[1:] if signed else seen)
        if exact is None:
            continue
        if signed and seen[0] != "+":
            exact = -exact
        percent = bool(match.group("percent") or match.group("after"))
        yield _number(exact, seen, start, signed, percent)


def find_numbers(text: str) -> list[Number]:
    """Every number in running text with its span; not dates, years, codes or list numbering.

    >>> [n.value for n in find_numbers("๑. ได้ ๘๖.๙๗ คะแนน ในปี ๒๕๖๗ เพิ่มขึ้น +2.5")]
    [86.97, 2.5]
    """
    return list(_known(text))


@lru_cache(maxsize=4096)
def _known(text: str) -> tuple[Number, ...]:
    # The same line or cell is asked by several readers.
    return tuple(_found(text))


def _fraction(text: str) -> tuple[str, str]:
    """What is stated and of how many; the text and "" where it is not told."""
    if "/" in text:
        stated, _, out_of = text.rpartition("/")
    elif sign := _OUT_OF.search(text):
        stated, out_of = text[: sign.start()], text[sign.end() :]
    else:
        return text, ""
    return (stated, out_of) if out_of else (text, "")


@lru_cache(maxsize=8192)
def read_score(text: str) -> Number | None:
    """The score from 0 to 100 that ``text`` as a whole states, or None.

    Refused: ranges (85-94.99), dates and years, signed numbers, more than four decimals, values
    out of bounds, and fractions of anything but 100 (82/100 is 82).
    """
    stated, out_of = _fraction(text)
    if out_of:
        whole = read_number(out_of.lstrip().removeprefix("คะแนนเต็ม"))
        if whole is None or whole.exact != HIGHEST_SCORE:
            return None
    number = read_number(stated)
    if number is None or number.signed or number.decimals > MAX_SCORE_DECIMALS:
        return None
    if not LOWEST_SCORE <= number.exact <= HIGHEST_SCORE:
        return None
    return number
