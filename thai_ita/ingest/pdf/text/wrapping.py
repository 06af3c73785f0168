"""Lines that a cell or a page wrapped become running text again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# A line that leaves more of its cell free than the next word needs ends a paragraph.
_FULL: Final = 0.85
_SHORTEST_WORD: Final = 8
_SEAM: Final = 12

_DIGIT: Final = "0-9๐-๙"
_LISTED: Final = re.compile(
    rf"""(?: \(?[{_DIGIT}]{{1,2}}[.)](?![{_DIGIT}])      # 1.  ๑)  (1)
        | [1-9๑-๙][{_DIGIT}]?(?:\.[1-9๑-๙][{_DIGIT}]?){{1,3}}[.)]?[ ]+(?=[ก-๎a-zA-Z])   # 1.1 text
        | [•●○▪■◦➢✓*][ ]*
        | [\uf076\uf0a7\uf0b7\uf0d8\uf0fc][ ]+
        | [-–—](?=[ ]*[^\s{_DIGIT}-])
        | [-–—][ ]*(?=[{_DIGIT}]{{1,2}}[.)])
        )""",
    re.X,
)
# A decimal number that begins a line is no number of a list: 93.33 คะแนน.
_DECIMAL: Final = re.compile(rf"[{_DIGIT}]+\.[{_DIGIT}]{{2}}(?![{_DIGIT}.)])")
# A word and its number at the start of a line.
_COUNTED: Final = re.compile(rf"\s*([ก-ฮเ-ไ][ก-๎]{{1,19}}?)\s*([{_DIGIT}]{{1,2}})(?![{_DIGIT}.])")
_OPENING: Final = tuple('([{“‘"/')
_CLOSING: Final = tuple(")]}”’,.;:%/ๆฯ")
_THAI: Final = re.compile("[ก-ฺเ-๎]")
# How much wider than its letters tell the next word may be.
_WORD_SLACK: Final = 1.5


def join_wrapped(lines: Sequence[str], widths: Sequence[float] | None = None) -> str:
    """The lines as text: wrapped ones joined, list items and paragraphs on lines of their own.

    Thai goes on without a space, words of other scripts and numbers with one. ``widths`` tells how
    much of its column each line fills (0-1); a line that ends although the next word had room ends
    a paragraph, unless the break cuts a word.

    >>> join_wrapped(["๑. จัดทำคู่มือการยืม", "ทรัพย์สิน", "๒. ตลอดปีงบประมา", "ณ ๒๕๖๖"])
    '๑. จัดทำคู่มือการยืมทรัพย์สิน\\n๒. ตลอดปีงบประมาณ ๒๕๖๖'
    """
    out = ""
    counted = _counted_lines(lines)
    before: str | None = None
    width_before = 1.0
    for i, raw in enumerate(lines):
        line = raw.strip()
        if not line:
            continue
        width = widths[i] if widths is not None and i < len(widths) else None
        if before is None:
            out = line
        elif (
            is_list_item(line)
            or i in counted
            or (width is not None and _ends_paragraph(before, line, width_before, width))
        ):
            out += "\n" + line
        else:
            out += _glue(before, line) + line
        before, width_before = line, 1.0 if width is None else width
    return out


def is_list_item(line: str) -> bool:
    """Whether a line begins with a number or a bullet of a list."""
    found = _LISTED.match(line)
    return bool(found) and not _DECIMAL.match(line)


def _counted_lines(lines: Sequence[str]) -> set[int]:
    """The lines that count on with the words that the first begins with: ตัวชี้วัดที่ 1, 2, 3."""
    first = _COUNTED.match(lines[0]) if len(lines) > 1 else None
    if not first:
        return set()
    found: set[int] = set()
    number = int(first[2])
    for i, line in enumerate(lines[1:], 1):
        other = _COUNTED.match(line)
        if other and other[1] == first[1] and int(other[2]) == number + 1:
            found.add(i)
            number += 1
    return found


def _glue(before: str, line: str) -> str:
    """What stands between two pieces of a wrapped line."""
    last, first = before[-1], line[0]
    if last in _OPENING or (first in _CLOSING and first not in "ๆฯ."):
        return ""
    if last in "-–":
        # A range (๒๕๖๕ - ๓๐ กันยายน) has spaces around its dash, a broken word has none.
        return " " if before[-2:-1] in ("", " ") else ""
    if _THAI.match(last) and _THAI.match(first):
        return ""
    return " "


def _ends_paragraph(before: str, line: str, width_before: float, width: float) -> bool:
    head = line.split(" ", 1)[0][:_SHORTEST_WORD]
    needed = width * min(1.0, max(len(head), 1) / max(len(line), 1))
    if width_before + needed * _WORD_SLACK > _FULL:
        return False
    return not _cuts_word(before, line)


def _cuts_word(before: str, line: str) -> bool:
    """Whether a word of the dictionary goes over the seam, and one of its halves is none."""
    from thai_ita.normalize.dictionary import words

    if not (_THAI.match(before[-1]) and _THAI.match(line[0])):
        return False
    known = words()
    for i in range(1, min(_SEAM, len(before)) + 1):
        left = before[-i:]
        for j in range(1, min(_SEAM, len(line)) + 1):
            right = line[:j]
            if left + right in known and not (left in known and right in known):
                return True
    return False
