"""What flattened text is made of: words of a line, or whole lines, each with its kind.

A table that became text keeps the order of its cells. Their kinds (a figure, a whole number, a year,
an agency, a level, other words) are one letter each, so that a row is a pattern over a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from thai_ita.model import Line
from thai_ita.normalize.agencies import find_agencies
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.levels import read_level
from thai_ita.normalize.numerals import read_number, to_arabic
from thai_ita.parse.tables.grid import year_of

FIGURE, WHOLE, SIGNED, DASH, AMOUNT, YEAR = "f", "n", "s", "d", "b", "y"
AGENCY, INSTRUMENT, CODE, LEVEL, WORD = "A", "I", "c", "l", "w"

# A line longer than this is a passage, and no row of cells.
MAX_LINE = 600
# Scores and numbers of rows have no more digits before the point; sums of money have.
_HIGHEST = 999
# Letters that a cell of an agency has beside its name.
_MAX_BESIDE_AGENCY = 12

_BLANKS = re.compile(r"\S+")
_LEADER = re.compile(r"[.…·_]{3,}")
_YEAR = re.compile(
    r"(?:ประจำ)?(?:ปี(?:งบประมาณ|งบ)?\s*)?(?:พ\.?\s?ศ\.?\s*)?(?<![\d๐-๙.,])(?:25|๒๕)[\d๐-๙]{2}(?![\d๐-๙.,])"
)
_NUMBERED = re.compile(r"\(?[\d๐-๙]{1,3}[.)]|\([\d๐-๙]{1,3}\)|#?[\d๐-๙]{1,3}")
_WITH_REMARK = re.compile(r"[+\-−–]?[\d๐-๙]{1,3}[.,][\d๐-๙]{1,4}(?:[^\d๐-๙\s]\S*)?")
_UNIT = re.compile(r"(?:คะแนน|%|ร้อยละ)")
_DASHES = frozenset({"-", "–", "—", "−", "N/A", "n/a", "ไม่มี"})
_AGENCY_HEAD = re.compile(r"เทศบาล|องค|อ\.?บ\.?[ตจ]|ท[ตมน]\.|พัทยา")
_CODE = re.compile(r"[ieoIEO][\d๐-๙]{1,2}")
_INSTRUMENT_WORDS = re.compile(r"แบบ(?:วัด|ตรวจ|สำรวจ)?|เครื่องมือ|แบบ(?:วัด|ตรวจ|สำรวจ)?(?:การ)\S{12,}")
# A level of one letter is one only as a word of its own.
_SHORTEST_LEVEL = re.compile(r"AA|[A-F]|[ก-๎]{4,}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a line that may be a cell or part of one, and its kind."""

    text: str
    kind: str
    line: Line


def kinds_of(units: Sequence[Unit]) -> str:
    """The kinds of some units as one string."""
    return "".join(unit.kind for unit in units)


def words_of(line: Line) -> list[Unit]:
    """The words of a line; years, agencies, instruments and figures with their unit are one each."""
    text = _LEADER.sub(lambda m: " " * len(m.group()), line.text)
    out: list[Unit] = []
    for start, end, kind in _pieces(text):
        piece = " ".join(text[start:end].split())
        if kind == WORD:
            kind = _kind_of_word(piece)
        above = out[-1] if out else None
        if above is not None and above.kind in (FIGURE, SIGNED) and _UNIT.fullmatch(piece):
            out[-1] = Unit(f"{above.text} {piece}", above.kind, line)
        elif above is not None and kind == INSTRUMENT and _INSTRUMENT_WORDS.fullmatch(above.text):
            out[-1] = Unit(f"{above.text} {piece}", kind, line)
        else:
            out.append(Unit(piece, kind, line))
    return out


def line_unit(line: Line) -> Unit:
    """A line as one cell."""
    text = " ".join(_LEADER.sub(" ", line.text).split())
    kind = YEAR if year_of(text) is not None else _kind_of_word(text)
    if kind == WORD and _AGENCY_HEAD.search(text):
        mentions = find_agencies(text)
        named = len({mention.full_name for mention in mentions}) == 1
        if named and len(text) - len(mentions[0].as_seen) <= _MAX_BESIDE_AGENCY:
            kind = AGENCY
    return Unit(text, kind, line)


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """The words by their places, those of a year or an agency taken together."""
    spans = [(m.start(), m.end(), YEAR) for m in _YEAR.finditer(text) if _is_free(text, m)]
    if _AGENCY_HEAD.search(text):
        for mention in find_agencies(text):
            start, end = mention.span
            if text[start:end] == mention.as_seen:
                spans.append((start, end, AGENCY))
    spans.sort()
    at, k = 0, 0
    for match in _BLANKS.finditer(text):
        if match.start() < at:
            continue
        while k < len(spans) and spans[k][0] < match.start():
            k += 1
        if k < len(spans) and spans[k][0] == match.start():
            start, end, kind = spans[k]
            while end < len(text) and not text[end].isspace():
                end += 1
            yield start, end, kind
            at = end
        else:
            yield match.start(), match.end(), WORD
            at = match.end()


def _is_free(text: str, match: re.Match[str]) -> bool:
    """Whether a year stands as words of its own."""
    before = match.start() == 0 or text[match.start() - 1].isspace()
    behind = match.end() == len(text) or text[match.end()].isspace()
    return before and behind


def _kind_of_word(text: str) -> str:
    if text in _DASHES:
        return DASH
    if _NUMBERED.fullmatch(text):
        return WHOLE
    number = read_number(text)
    if number is not None:
        if number.signed:
            return SIGNED
        if abs(number.value) > _HIGHEST:
            return AMOUNT
        return FIGURE if number.decimals else WHOLE
    if _WITH_REMARK.fullmatch(text):
        return SIGNED if text[0] in "+-−–" else FIGURE
    if _CODE.fullmatch(to_arabic(text)):
        return CODE
    if len(text) <= MAX_LEVEL and _SHORTEST_LEVEL.match(text) and read_level(text) is not None:
        return LEVEL
    if len(text) <= MAX_INSTRUMENT and read_label(text).instrument and not read_label(text).ordinal:
        return INSTRUMENT
    return WORD


# A level, and the short name of an instrument, in letters.
MAX_LEVEL, MAX_INSTRUMENT = 40, 24
