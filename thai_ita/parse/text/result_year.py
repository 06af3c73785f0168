"""Which year's result a passage speaks of.

The year of a report is not the year of its scores: a plan for 2568 quotes the result of 2567. A
passage that speaks of results and names a year sets the year for what follows, until the next one
does; plans, dates and measures do not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from thai_ita.model import EstablishedBy, Identity
from thai_ita.normalize.dates import YearMention, find_dates, find_years
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.sections import Section

_RESULT = re.compile(
    r"ผล\s*(?:คะแนน|การ\s*ประเมิน|ประเมิน)|คะแนน|การประเมิน\s*(?:คุณธรรม|ITA)|(?<![A-Za-z])ITA(?![A-Za-z])"
)
PLAN_WORDS = re.compile(r"มาตรการ|แผน(?:ปฏิบัติ|พัฒนา|งาน)|ดำเนินการตาม|แนวทางการ|นำผล|ไปสู่การปฏิบัติ|เป้าหมาย|กำหนดให้|แต่งตั้ง")
_TITLE_WORDS = re.compile(r"(?:ปี(?:งบประมาณ|งบ)?|(?<![A-Za-z])ITA\)?)\s*+(?:พ\s*+\.?\s*ศ\s*+\.?)?\s*$")
# "เพิ่มขึ้นจากปี 2566" names the year that is compared with.
_COMPARED = compile_tone_tolerant(
    r"(?:เพิ่ม(?:ขึ้น)?|ลด(?:ลง)?|สูง(?:ขึ้น)?|ต่ำ(?:ลง)?|แตกต่าง|ต่าง|เปลี่ยนแปลง|เทียบ|เปรียบเทียบ)\s*(?:จาก|กว่า|กับ)\s*+"
    r"(?:ผลการประเมิน|คะแนน|ผลคะแนน)?\s*+(?:ใน|ของ)?\s*+(?:ปี(?:งบประมาณ|งบ)?)?\s*+(?:พ\s*+\.?\s*ศ\s*+\.?)?\s*$"
)
_RELATIVE = re.compile(r"(?:ใน)?ปี(?:งบประมาณ)?\s*(?:ที่ผ่านมา|ก่อนหน้า|ที่แล้ว)")
# "จาก 91.32 คะแนน ในปี 2566 เป็น 91.85": the year that the result moved from.
_MOVED_FROM = compile_tone_tolerant(
    r"จาก(?:เดิม)?\s*+(?:ร้อยละ|คะแนน)?\s*[\d.]+\s*+(?:คะแนน|%)?\s*+\(?(?:ใน)?\s*+(?:ปี(?:งบประมาณ|งบ)?)?\s*+(?:พ\s*+\.?\s*ศ\s*+\.?)?\s*$"
)
# Letters before a year in which stands what the year is of.
BEFORE_YEAR = 70
YEAR_WORDS = r"(?:(?:ใน|ของ|เมื่อ|ช่วง)?\s*+(?:ประจำ)?\s*ปี(?:งบประมาณ|งบ|ที่ผ่านมา)?\s*+(?:\(?\s*พ\s*+\.?\s*ศ\s*+\.?)?|พ\s*+\.?\s*ศ\s*+\.?)?\s*+\(?\s*$"
_NO_RESULT = compile_tone_tolerant(
    r"(?:"
    # Since when, until when.
    r"(?:ตั้งแต่|นับแต่|นับจาก|จนถึง|ไปจนถึง|ภายใน|ก่อน|ต่อเนื่องจาก|เป็นต้นมา)\s*+"
    # When an agency was founded, raised or renamed.
    r"|(?:จัดตั้ง|ก่อตั้ง|ยกฐานะ|เปลี่ยนแปลงฐานะ|เปลี่ยนฐานะ|เปลี่ยนชื่อ|ตั้งขึ้น|ประกาศใช้|มีผลบังคับใช้)[^\d\n]{0,45}"
    # What is aimed at or meant for a year to come.
    r"|(?:เป้าหมาย|ตั้งเป้า|คาดหวัง|คาดว่า|คาดการณ์|มุ่งหวัง|ตั้งใจ|ข้อเสนอแนะ|มาตรการ|แนวทาง|เพื่อใช้|ยกระดับ|เตรียม|(?<!การ)ปรับปรุง|(?<!การ)พัฒนา)"
    r"(?:(?!ผล\s*(?:คะแนน|การ\s*ประเมิน|ประเมิน)|คะแนน|ITA)[^\d\n]){0,40}"
    # ตั้งเป้าไว้ 85 คะแนน ในปีงบประมาณ 2562.
    r"|(?:เป้าหมาย|ตั้งเป้า|คาดหวัง|คาดว่า|คาดการณ์)[^\d\n]{0,30}\d{1,3}(?:\.\d+)?\s*+(?:คะแนน|%)?\s*+(?=ใน|สำหรับ|ภายใน)"
    # Years in titles of plans and laws.
    r"|(?:แผน(?!ภูมิ|ภาพ)|ยุทธศาสตร์|พระราชบัญญัติ|พ\.ร\.บ|ระเบียบ|กฎกระทรวง|กฎหมาย|รัฐธรรมนูญ|ข้อบัญญัติ|เทศบัญญัติ|มาตรา|คำสั่ง|หลักสูตร|ปฏิทิน|ปีการศึกษา)"
    r"(?:(?!ผล(?:คะแนน|การประเมิน)|ได้คะแนน|\d[^\n]{0,12}ผล)[^\n]){0,60}"
    r")" + YEAR_WORDS
)
# What is said behind a year of which there is no result: ปี 2564 ไม่ได้เผยแพร่.
_NONE_BEHIND = compile_tone_tolerant(
    r"\s{0,3}(?:ยัง)?(?:ไม่(?:ได้)?(?:มี(?:ข้อมูล|ผล|คะแนน|การประเมิน)|พบ(?:ข้อมูล|ผล)|เผยแพร่|เข้ารับ|รับการประเมิน|เข้าร่วม|ประเมิน|จัดทำ|ปรากฏ)|อยู่ระหว่าง)"
)
# The years of a span: พ.ศ. 2566 - 2570.
SPAN_OF_YEARS = re.compile(r"\s*+\)?\s*(?:-|–|—|ถึง|จนถึง)\s*+\(?\s*+(?:ปี(?:งบประมาณ)?)?\s*+(?:พ\.?\s*ศ\.?)?\s*")
_REFERENCE = re.compile(r"(?:ที่|เลขที่|ว)\s*+[^\s\d]{0,8}\s*[\d./]+/\s*$|\d/\s*$")
_SPAN_END = re.compile(rf"{SPAN_OF_YEARS.pattern}(25\d\d)(?!\d)")
# A result phrase and its year stand close together.
REACH = 110


class YearTracker:
    """The year whose result the text at hand speaks of, going down a document."""

    def __init__(
        self, fiscal_year: int | None, title: str = "",
        by: EstablishedBy = EstablishedBy.TITLE, as_seen: str = "",
    ) -> None:  # fmt: skip
        """``by`` and ``as_seen`` are what names the year of the report where its title does not."""
        self.fiscal_year = fiscal_year
        self.stated: int | None = None
        self._stated_by = EstablishedBy.UNKNOWN
        self._section: Section | None = None
        self._stated_in: Section | None = None
        # A plan's title names the year of the plan; only one of a result says of which year that is.
        of_title = fiscal_year is not None and result_year(title) == fiscal_year
        self._default = EstablishedBy.TITLE if of_title else EstablishedBy.INFERRED
        self._title = as_seen
        self._by_title = False
        of_head = by is EstablishedBy.RUNNING_HEAD and result_year(as_seen) == fiscal_year
        if of_head or by in (EstablishedBy.PROPERTIES, EstablishedBy.FILE_NAME):
            self._default = by

    @classmethod
    def of(cls, identity: Identity) -> YearTracker:
        """The tracker at the beginning of a document with this identity."""
        return cls(identity.fiscal_year, identity.title, identity.year_from, identity.year_as_seen)

    @property
    def year(self) -> int | None:
        """The stated year of the results, else the year of the report."""
        return self.stated or self.fiscal_year

    @property
    def year_from(self) -> EstablishedBy:
        """What says that the results are of ``year``."""
        if self.year is None:
            return EstablishedBy.UNKNOWN
        return self._stated_by if self.stated else self._default

    @property
    def is_firm(self) -> bool:
        """Whether the document has named a year of results by now, be it in an earlier section."""
        return self.stated is not None or self._default.is_established

    def is_of_title(self, year: int | None, by: EstablishedBy) -> bool:
        """Whether it is a line of the document's title that says above a figure of which year it is. A title may
        stand right above a table, as its caption."""
        return self._by_title and by is self._stated_by and year == self.stated

    def title_says(self, text: str, year: int | None) -> bool:
        """Whether all that names a year in a passage are lines of the document's title."""
        return _is_said_by(self._title, text, year)

    def enter_section(self, section: Section | None = None) -> None:
        """A new heading: a year that an earlier section named is only inferred from there on,
        unless that section lies around the new one, or the headings around it or the title name
        the same year."""
        self._section = section
        if self.stated is None:
            return
        around = [] if section is None else [s for s in section.outward if s.heading]
        if any(s is self._stated_in or result_year(s.heading) == self.stated for s in around):
            self._stated_by = EstablishedBy.HEADING
        elif self._default.is_established and self.stated == self.fiscal_year:
            self._stated_by = self._default
        else:
            self._stated_by = EstablishedBy.INFERRED

    def state(self, year: int, by: EstablishedBy) -> None:
        """Takes note of a year that heads what follows."""
        self.stated, self._stated_by, self._stated_in = year, by, self._section
        self._by_title = False

    def see_passage(self, text: str, beside: Sequence[int], by: EstablishedBy = EstablishedBy.HEADING) -> None:
        """Takes note of running text, but for the years that it only compares with."""
        years = {y.year for y in years_of_results(text) if y.start not in beside}
        if len(years) > 1 and self.stated in years:
            return
        if beside and not years:
            return
        self.see(text, by, beside)

    def see(self, text: str, by: EstablishedBy = EstablishedBy.HEADING, beside: Sequence[int] = ()) -> None:
        """Takes note of a text above; ``by`` says what it is to what stands below it."""
        year = result_year(text, beside)
        if year is not None:
            last = last_of_span(text, year)
            # Of which of several years what follows is, the text above does not say.
            self.stated, self._stated_in = last or year, self._section
            self._stated_by = EstablishedBy.INFERRED if last else by
            self._by_title = _is_said_by(self._title, text, self.stated)
        elif self.fiscal_year and _RELATIVE.search(text) and _RESULT.search(text):
            relative = _RELATIVE.search(text)
            result = _RESULT.search(text)
            # "เพิ่มขึ้นจากปีที่ผ่านมา" compares; "ผลการประเมินปีที่ผ่านมา" names the year.
            if (
                relative
                and result
                and 0 <= relative.start() - result.start() < 60
                and not re.search(r"(?:จาก|กว่า|กับ|\()\s*$", text[: relative.start()])
            ):
                self.stated, self._stated_by = self.fiscal_year - 1, by
                self._stated_in = self._section
                self._by_title = False


def _is_said_by(title: str, text: str, year: int | None) -> bool:
    """Whether all that names a year in a text are the lines of a title."""
    title = _without_blanks(title)
    lines = [line for line in text.splitlines() if any(y.year == year for y in find_years(line))]
    if not title or not lines:
        return False
    rests = [_without_blanks(line) for line in lines]
    rests = ["" if rest in title else rest.replace(title, " ") for rest in rests]
    return not any(y.year == year for rest in rests for y in find_years(rest))


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def last_of_span(text: str, first: int) -> int | None:
    """The last year of a span that begins with a year, such as พ.ศ. 2562 ถึง 2566."""
    arabic = to_arabic(text)
    for year in years_of_results(text):
        if year.year == first and (upto := _SPAN_END.match(arabic, year.end)):
            return int(upto.group(1))
    return None


def result_year(text: str, beside: Sequence[int] = ()) -> int | None:
    """The year of the results that a passage speaks of, where it names one.

    ``beside`` are the places of years that are only brought in for comparison.
    """
    arabic = to_arabic(text)
    years = [
        y for y in years_of_results(text)
        if y.start not in beside and not _MOVED_FROM.search(arabic[max(0, y.start - 60) : y.start])
    ]  # fmt: skip
    if not years:
        return None
    best: tuple[int, YearMention] | None = None
    starts = [year.start for year in years]
    for result in _RESULT.finditer(text):
        first = bisect_left(starts, result.start() - REACH)
        for year in years[first : bisect_right(starts, result.end() + REACH)]:
            distance = year.start - result.end() if year.start >= result.end() else (result.start() - year.end) + 40
            between = text[min(result.end(), year.start) : max(result.start(), year.end)]
            if distance > REACH or PLAN_WORDS.search(between):
                continue
            if best is None or distance < best[0]:
                best = (distance, year)
    return best[1].year if best else None


def stated_years(text: str, *, compared: bool = False) -> list[YearMention]:
    """The years that a text speaks of as years: fiscal ones, else any that is not part of a date.

    With ``compared`` also those with which it compares.
    """
    years = [
        y for y in find_years(text)
        if compared or not _COMPARED.search(text[max(0, y.start - 60) : y.start])
    ]  # fmt: skip
    on_year = [y for y in years if y.fiscal or _TITLE_WORDS.search(text[max(0, y.start - 25) : y.start])]
    if on_year or not years:
        return on_year
    dates = find_dates(text)
    return [y for y in years if not any(d.start <= y.start < d.end for d in dates)]


def is_of_no_result(text: str, year: YearMention) -> bool:
    """Whether a year is one of a plan, a law, a target or a beginning, or without a result, in whose text it stands."""
    before = text[max(0, year.start - BEFORE_YEAR) : year.start]
    return bool(_NO_RESULT.search(before) or _REFERENCE.search(before) or _NONE_BEHIND.match(text, year.end))


def years_of_results(text: str, *, compared: bool = False) -> list[YearMention]:
    """The years of a text that may be of results, spans of years left out with their plan."""
    found: list[YearMention] = []
    refused_end = -1
    for year in stated_years(text, compared=compared):
        joined = refused_end >= 0 and SPAN_OF_YEARS.fullmatch(text[refused_end : year.start])
        if joined or is_of_no_result(text, year):
            refused_end = year.end
        else:
            found.append(year)
    return found


def majority_year(years: Iterable[int]) -> int | None:
    """The most frequent year; of equally frequent ones the first seen."""
    counts: dict[int, int] = {}
    for year in years:
        counts[year] = counts.get(year, 0) + 1
    return max(counts, key=lambda y: counts[y]) if counts else None
