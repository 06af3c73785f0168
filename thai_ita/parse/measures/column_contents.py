"""What the cells of a column say where its heading is unknown: numbers, units, periods, questions.

A heading that no phrase fits is no reason to lose a column. A column of which every cell is a unit
names who is responsible, whatever stands above it; twelve narrow columns with ticks are a calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thai_ita.model import Cell
from thai_ita.normalize.dates import find_years, read_period
from thai_ita.normalize.months import month_of, months_between, months_by_initials, plain_month
from thai_ita.normalize.numerals import read_number, to_arabic
from thai_ita.normalize.units import is_unit, split_units
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import MIN_PERIODS, Column, GridView, is_period, years_of
from thai_ita.parse.text.list_items import read_items

# A cell that only counts.
NUMBER_ALONE = re.compile(r"(?:มาตรการ|ลำดับ|ข้อ)?\s*+(?:ที่)?\s*\(?([\d๐-๙]{1,2})\s*[.)]?")
# A quarter is a period only of some year; to tell that it is one, any will do.
ANY_YEAR = 2567
# Units and periods are short; a longer text only speaks of one.
MAX_UNITS = 150
MAX_PERIOD_TEXT = 80
# A tick, a stroke or an arrow in a calendar is no longer than this, and a dash is none.
MAX_TICK = 3
# A fiscal year begins with this month.
_FIRST_OF_FISCAL = 10
_NO_TICK = re.compile(r"[-–—.0๐]*")
# The code of a question or an item as printed: i10, e๑๔, ข้อ o26.
ITEM_CODE = re.compile(r"(?<![A-Za-z0-9])([ieoIEO])\s?[-.]?\s?([0-9๐-๙]{1,2})(?![0-9๐-๙.]|[A-Za-z])")
_QUESTION = re.compile(r"(?:มากน้อย)?เพียงใด\s*\??$|หรือไม่\s*\??$|\?$")
_FOLLOWS_UP = re.compile(r"(?:การ)?(?:รายงาน|ติดตาม|กำกับ|ตรวจ(?:สอบ)?|ประเมินผล|สรุปผล|นิเทศ)")
_HOW_OFTEN = re.compile(
    r"ทุก(?:ๆ)?\s*+(?:สิ้น|ต้น|กลาง|วันที่|[\d๐-๙]{1,2})?\s*(?:วัน|สัปดาห์|เดือน|ไตรมาส|รอบ|ปี|ครึ่งปี)|(?:วัน|สัปดาห์|เดือน|ไตรมาส|ปี)ละ|ราย(?:วัน|สัปดาห์|เดือน|ไตรมาส|ปี)(?!ได้)"
)

# What was done, as against what is to be done: words of the past; figures of people, times, pieces.
_DONE = re.compile(
    r"แล้ว(?=\s|$|[,;]|เสร็จ(?!\s*(?:ภายใน|ใน|ก่อน|ทัน)))|(?<!ให้)ได้(?:มีการ|ดำเนิน|จัด|ทำ|ออก|แต่งตั้ง|เผยแพร่|ประกาศ|แจ้ง|อบรม|รายงาน|ปรับปรุง|ประชุม|มอบหมาย)"
    r"|เมื่อ(?:วันที่|เดือน)|เรียบร้อย|ครบ(?:ถ้วน|ทุก)|เสร็จสิ้น"
)
_COUNTED = re.compile(
    r"[\d๐-๙],*\s*(?:คน|ราย|ครั้ง|รุ่น|เรื่อง|คัน|แห่ง|ฉบับ|โครงการ|หน่วยงาน|ชุมชน|รายการ|กิจกรรม|ช่องทาง|จุด|ข้อ|บาท|เล่ม|แผ่น|ชุด|ป้าย|เครื่อง|หมู่บ้าน|กอง|โพสต์|คลิป|หลัง|สาย)|ร้อยละ\s*[\d๐-๙]"
)


def follows_up(text: str) -> bool:
    """Whether a text says how something is followed up: by its first word, or by how often.

    >>> follows_up("พิมพ์รายการค้างคืนเสนอปลัดทุกสิ้นเดือน"), follows_up("จัดทำคู่มือ")
    (True, False)
    """
    return bool(_FOLLOWS_UP.match(text.lstrip("- •")) or _HOW_OFTEN.search(text))


def tells_done(view: GridView, column: int, *, figures: bool) -> bool:
    """Whether most cells of a column tell what was done; by ``figures`` too, which a plan may have."""
    cells = filled_cells(view, column)
    done = sum(bool(_DONE.search(c.text) or (figures and _COUNTED.search(c.text))) for c in cells)
    return bool(cells) and 2 * done > len(cells)


def item_codes(text: str) -> list[str]:
    """The codes of questions and items that a text prints, in order.

    >>> item_codes("ข้อ i๑๐ ท่านรู้ขั้นตอน และ E4")
    ['i10', 'e4']
    """
    codes = [f"{m[1].lower()}{int(to_arabic(m[2]))}" for m in ITEM_CODE.finditer(text)]
    return list(dict.fromkeys(codes))


def is_question(text: str) -> bool:
    """Whether a cell holds a question of the assessment: its code, or its wording's end."""
    lead = ITEM_CODE.search(text)
    coded = lead is not None and len(text[: lead.start()].strip(" (ข้อที่")) == 0
    return coded or bool(_QUESTION.search(" ".join(text.split())))


def filled_cells(view: GridView, column: int) -> list[Cell]:
    """The distinct cells of a column below the head that are not empty; a cell over the whole row
    is a remark or a group, and no cell of the column."""
    rows = (r for r in range(view.first_row, view.n_rows) if not _is_over_all(view, r))
    cells = (view.cells[r][column] for r in rows)
    return list({id(c): c for c in cells if c is not None and c.text.strip()}.values())


def _is_over_all(view: GridView, r: int) -> bool:
    """Whether one cell stands over all columns of a row."""
    first = view.cells[r][0]
    return first is not None and view.n_columns > 1 and first.colspan >= view.n_columns


def is_numbers(view: GridView, column: int) -> bool:
    """Whether a column holds nothing but numbers (มาตรการที่ | ชื่อมาตรการ)."""
    texts = [" ".join(c.text.split()) for c in filled_cells(view, column)]
    return bool(texts) and all(NUMBER_ALONE.fullmatch(t) for t in texts)


def is_lists(view: GridView, column: int) -> bool:
    """Whether most cells of a column are lists of items."""
    cells = filled_cells(view, column)
    return 2 * sum(len(read_items(c.text)) > 1 for c in cells) > len(cells)


def is_one_end(view: GridView, column: int) -> bool:
    """Whether every cell of a column is one date or month: a column of first or of last days."""
    return all(names_one_end(" ".join(c.text.split())) for c in filled_cells(view, column))


def names_one_end(text: str) -> bool:
    """Whether a text is one date or month."""
    period = read_period(text, ANY_YEAR)
    return period is not None and period.rule in ("date", "month")


def role_by_content(view: GridView, column: int) -> ColumnRole:
    """What all cells of a column are, UNKNOWN where they have nothing in common."""
    cells = filled_cells(view, column)
    texts = [" ".join(c.text.split()) for c in cells]
    if not texts:
        return ColumnRole.UNKNOWN
    if all(NUMBER_ALONE.fullmatch(t) for t in texts):
        return ColumnRole.SEQ
    if all(read_number(t) is not None for t in texts):
        return ColumnRole.SCORE
    if all(len(t) <= MAX_PERIOD_TEXT and read_period(t, ANY_YEAR) for t in texts):
        return ColumnRole.TIMEFRAME
    if all(len(c.text) <= MAX_UNITS and all(map(is_unit, split_units(c.text))) for c in cells):
        return ColumnRole.RESPONSIBLE
    if all(map(is_question, texts)):
        return ColumnRole.QUESTION
    if all(_FOLLOWS_UP.match(t.lstrip("- •")) for t in texts):
        return ColumnRole.MONITORING
    return ColumnRole.UNKNOWN


@dataclass(frozen=True, slots=True)
class CalendarColumn:
    """A column of a calendar: its index, and the month or quarter over it with the year."""

    index: int
    period: str


def calendar(view: GridView) -> list[CalendarColumn]:
    """The columns whose heads are months, their first letters in a row, or quarters, and whose
    cells hold ticks or nothing. A head that cannot be read is the month between its neighbours."""
    names: dict[int, str] = {}
    lowest = [column.parts[-1] if column.parts else "" for column in view.columns]
    initials = months_by_initials(lowest)
    for column in view.columns:
        heads = [plain_month(part) for part in column.parts if is_period(part)]
        if column.index in initials:
            heads = [initials[column.index]]
        if heads and _holds_ticks(view, column.index):
            names[column.index] = heads[-1]
    if len(names) < MIN_PERIODS:
        return []
    for index, name in months_between(names, lowest).items():
        if _holds_ticks(view, index):
            names[index] = name
    fiscal = _fiscal_years(view, names)
    return [CalendarColumn(index, _with_year(names[index], view.columns[index], fiscal)) for index in sorted(names)]


def _holds_ticks(view: GridView, column: int) -> bool:
    return all(len(c.text.strip()) <= MAX_TICK for c in filled_cells(view, column))


def _fiscal_years(view: GridView, names: dict[int, str]) -> set[str]:
    """The heads with a year that stand over a month from October on and a later one before it: the
    months of a fiscal year."""
    autumn: set[str] = set()
    found: set[str] = set()
    for index in sorted(names):
        month = month_of(names[index])
        for part in view.columns[index].parts:
            if month is not None and month >= _FIRST_OF_FISCAL:
                autumn.add(part)
            elif month is not None and part in autumn:
                found.add(part)
    return found


def _with_year(name: str, column: Column, fiscal: set[str]) -> str:
    """A month or quarter with the year that a head over it gives."""
    above = [p for p in column.parts if plain_month(p) != name and len(years_of(p)) == 1]
    if find_years(name) or not above:
        return name
    year = find_years(above[-1])[0]
    if not year.fiscal and above[-1] not in fiscal:
        return f"{name} {year.year}"
    period = read_period(name, year.year)
    return f"{name} {period.start.year + 543}" if period and period.rule == "month" else name


def ticked(view: GridView, columns: list[CalendarColumn], row: int) -> str:
    """The time of a row in a calendar: ``ต.ค. 2566 - ธ.ค. 2566, มี.ค. 2567``; "" without ticks."""
    runs: list[list[str]] = []
    for before, column in _with_neighbour(view, columns, row):
        if before:
            runs[-1].append(column.period)
        else:
            runs.append([column.period])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} - {run[-1]}" for run in runs)


def _with_neighbour(view: GridView, columns: list[CalendarColumn], row: int) -> Iterator[tuple[bool, CalendarColumn]]:
    """The ticked columns, and whether the one before each is ticked too."""
    before = False
    for column in columns:
        tick = not _NO_TICK.fullmatch(view.text(row, column.index))
        if tick:
            yield before, column
        before = tick
