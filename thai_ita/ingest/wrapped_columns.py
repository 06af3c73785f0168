"""Tables set with blanks whose cells are wrapped, as page layout in plain text leaves them.

::

    ที่     มาตรการ                ผู้รับผิดชอบ       กำหนดเวลา
    ๑.    จัดทำสัญญาคุณธรรม        สำนักปลัด         ต.ค. ๖๖
          ระหว่างหัวหน้างาน

Every row begins with its number, counting from 1, and has as many cells as the head. What stands on
the lines between belongs to the cell that begins at the same place. A line of further figures below those of a
row is none of it, but a row of its own without a number: a total.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

_GAP = re.compile(r" {2,}")
_CELL = re.compile(r"\S+(?: \S+)*")
_NUMBER = re.compile(r"\s*\(?([\d๐-๙]{1,2})[.)]?\s{2,}\S")
_DECIMAL = re.compile(r"[\d๐-๙]{1,3}\.[\d๐-๙]{1,2}")
MIN_COLUMNS = 4
MIN_ROWS = 2
# So far from where the cell above begins the next line of it may begin.
MAX_SHIFT = 3
# A line that begins so is one of its own in the cell, and no rest of the one above.
_OWN_LINE = re.compile(r"[-–•*]|\(?[\d๐-๙]{1,2}[.)]|(?:ทุก)?(?:กอง|สำนัก|งาน|ฝ่าย|หน่วย|ศูนย์|โรงเรียน)")


def wrapped_rows(lines: Sequence[str], i: int) -> tuple[list[list[str]], int]:
    """The rows of such a table that begins at a line, with its head, and over how many lines it
    goes; [] for any other lines, and where no cell is wrapped."""
    head = _GAP.split(lines[i].strip())
    if len(head) < MIN_COLUMNS or any(map(_counts, head)):
        return [], 0
    # Set for signs that take no place, or for all that take one: by which it goes on longer.
    return max((_read(lines, i, head, measure) for measure in (_width, len)), key=lambda read: read[1])


def _counts(text: str) -> bool:
    return text.strip(" .()").isdecimal()


def _width(text: str) -> int:
    """How wide a text is printed: signs over and under a letter take no place."""
    return sum(not unicodedata.combining(c) and unicodedata.category(c) != "Mn" for c in text)


def _read(lines: Sequence[str], i: int, head: list[str], measure: Callable[[str], int]) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = [head]
    numbered = 0
    starts: list[int] = []
    wrapped, end, apart = False, i + 1, False
    for at in range(i + 1, len(lines)):
        line = lines[at]
        if "\t" in line or "\f" in line or "|" in line:
            break
        if not line.strip():
            apart = True
            continue
        found = [(measure(line[: m.start()]), m[0]) for m in _CELL.finditer(line)]
        number = _NUMBER.match(line)
        if number and int(number[1]) == numbered + 1:
            if len(found) != len(head):
                break
            numbered += 1
            starts = [start for start, _ in found]
            rows.append([text for _, text in found])
        else:
            places = [_column(starts, start) for start, _ in found]
            # Below a blank line something else begins.
            if apart or not starts or None in places or 0 in places or len(set(places)) < len(places):
                break
            told = {column: text for column, (_, text) in zip(places, found, strict=True) if column is not None}
            if any(_is_figure(text) and _is_figure(rows[-1][column]) for column, text in told.items()):
                rows.append([told.get(column, "") for column in range(len(head))])
            else:
                for column, text in told.items():
                    rows[-1][column] = _go_on(rows[-1][column], text)
                wrapped = True
        end, apart = at + 1, False
    complete = numbered >= MIN_ROWS and wrapped
    return (rows, end - i) if complete else ([], 0)


def _is_figure(text: str) -> bool:
    return bool(_DECIMAL.fullmatch(text))


def _column(starts: Sequence[int], start: int) -> int | None:
    """The column whose cell begins at a place, None for a place between."""
    near = [c for c, other in enumerate(starts) if abs(other - start) <= MAX_SHIFT]
    return near[0] if len(near) == 1 else None


def _go_on(before: str, text: str) -> str:
    if _OWN_LINE.match(text):
        return f"{before}\n{text}"
    thai = "\u0e00" <= before[-1:] <= "\u0e7f" and "\u0e00" <= text[:1] <= "\u0e7f"
    return before + ("" if thai else " ") + text
