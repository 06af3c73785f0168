"""Who reports, where, and for which fiscal year: the facts of a document besides its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thai_ita.model import Document, EstablishedBy, Identity, Line
from thai_ita.normalize.dates import YearMention, find_dates, years_of_months
from thai_ita.normalize.gazetteer import Gazetteer
from thai_ita.normalize.numerals import find_numbers, strip_numbering
from thai_ita.parse.outside_text import guessed_year, is_for_others, running_lines
from thai_ita.parse.reporting_agency import reporting_agency
from thai_ita.parse.text.result_year import SPAN_OF_YEARS, last_of_span, stated_years
from thai_ita.parse.text.year_heads import bare_year

# How far down a title may stand, in lines of text, and how many lines one title may take.
TITLE_REACH = 60
TITLE_LINES = 8

# What titles of these reports say; each phrase weighs as much as it is peculiar to titles.
_TITLE = re.compile(
    r"มาตรการ.{0,40}?(?:คุณธรรม|ความโปร่งใส(?!\s*(?:ใน|ของ)การ))|มาตรการส่งเสริม|มาตรฐานส่งเสริมคุณธรรม"
    r"|(?:รายงาน|สรุป)?ผล(?:การ)?(?:ดำเนินการ|ดำเนินงาน|ปฏิบัติ)(?:ตาม|เพื่อ)"
    r"|การดำเนินการตามมาตรการ|วิเคราะห์ผล|ผลการประเมิน\s*(?:คุณธรรม|ITA|ระดับ)|การประเมินคุณธรรม|ผลคะแนน|สรุปผล|รายงานผล"
    r"|แนวทางการ(?:นำผล|พัฒนา|ยกระดับ)|แนวทาง(?:การ)?ส่งเสริม.{0,20}คุณธรรม|แผนปฏิบัติการ(?:ป้องกัน|ส่งเสริม|ต่อต้าน)|(?:Integrity|ITA)",
    re.I,
)
# A title that calls the measures by another name: taken where no line says more of itself.
_PLAN_NAME = re.compile(
    r"\s*+(?:ร่าง|กรอบ|สรุป)?\s*(?:แผน|แนว|วิธี|สิ่งที่|งานที่|กิจกรรม|โครงการ|ข้อปฏิบัติ|การ(?:ยกระดับ|พัฒนา|ส่งเสริม|เสริมสร้าง|ขับเคลื่อน|ปรับปรุง))[^\n]{0,60}คุณธรรม\s*(?:และ|จริยธรรม|\s)*ความโปร่งใส"
    # Openness as such, and not that of one thing (ในการจัดซื้อจัดจ้าง).
    r"|\s*มาตรการ[^\n]{0,40}ความโปร่งใส\s*+(?:(?:ภาย)?ใน(?:หน่วยงาน|องค์กร))?\s*(?:ประจำ|ปี|พ\.ศ|[\d๐-๙]|$)"
)
_REPORT_NAME = re.compile(
    r"มาตรการ.{0,40}?คุณธรรม|มาตรการ\s*+(?:เพื่อ|ใน)?\s*+(?:การ)?\s*(?:ส่งเสริม|เสริมสร้าง)|ผล(?:การ)?(?:ดำเนิน|ปฏิบัติ|ประเมิน)|วิเคราะห์ผล|รายงาน|แผน|แนวทาง(?:การ)?ส่งเสริม|การประเมินคุณธรรม|ผลคะแนน"
)
_SUBJECT = re.compile(r"^\s*(?:เรื่อง|หัวข้อ|ชื่อเรื่อง)\s*+[:：]?\s*")
# A date of the report itself: of the meeting that decided it, its signing, the head of its memo.
_DECIDED = re.compile(r"ประชุม[^\n]{0,120}(?:เมื่อ)?วันที่\s*$|(?:ประกาศ|สั่ง|ให้ไว้)\s*ณ\s*วันที่\s*$|^\s*(?:ที่\s.*)?วันที่\s*$")
# The date of the results' announcement is that of another paper.
_ANNOUNCED = re.compile(r"คณะกรรมการป้องกันและปราบปราม|ป\.?ป\.?ช|ประกาศผลการประเมิน|เรื่อง\s*ผลการประเมิน")
# Lines of a head, and letters of a title that is no sentence.
HEAD_LINES = 4
MAX_TITLE = 140
# A span goes from one month to another.
MONTHS_OF_SPAN = 2
_OF_RESULTS = re.compile(r"ผล|สถิติ|คะแนน|ย้อน")
_SENTENCE_START = re.compile(r"^\s*(?:ตามที่|ด้วย|จาก(?:ผล|การ)|ในการนี้|เพื่อให้|ทั้งนี้|โดย|ควร|ขอให้)")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it stands in the document: its lines joined, its year, its weight."""

    text: str
    year: int | None
    weight: float
    index: int


def read_identity(document: Document, gazetteer: Gazetteer | None = None) -> Identity:
    """The identity of a document, without its type (see ``doctype``) and its level."""
    gazetteer = gazetteer or Gazetteer.embedded()
    identity = Identity()
    lines = all_lines(document)
    titles = find_titles(document)
    heads = _running_titles(document)
    if any(head.year is not None for head in heads):
        # Beside a head that says what the paper is, a line with a result is a sentence.
        titles = [title for title in titles if not _gives_result(title.text)]
    if titles or heads:
        identity.title = (titles or heads)[0].text
    _set_year(identity, document, titles, heads, lines)
    said = identity.fiscal_year if not identity.year_from.is_guess else None
    reporter = reporting_agency(document, identity.title, gazetteer, said)
    identity.agency, identity.agency_votes = reporter.agency, reporter.votes
    identity.agency_from, identity.agency_as_seen = reporter.established, reporter.as_seen
    identity.subdistrict, identity.sender = reporter.place.subdistrict, reporter.place.sender
    identity.decided_on = _decided_on(lines)
    return identity


def _set_year(
    identity: Identity, document: Document, titles: list[Title], heads: list[Title], lines: list[str]
) -> None:
    """The fiscal year, what says so, and the text that does: the titles, the running heads, the years
    that the text names most, and where it names none, the properties or the name of the file."""
    dated = [title for title in heads if title.year is not None]
    if len({title.year for title in dated}) > 1:
        dated = [title for title in dated if not _gives_result(title.text)]
    if any(t.year is not None and not _gives_result(t.text) for t in titles) or not dated:
        identity.fiscal_year = year = _fiscal_year(titles, lines)
        saying = next((title.text for title in titles if year and title.year == year), "")
        by = EstablishedBy.TITLE if saying else EstablishedBy.INFERRED
        if year is None:
            guess = guessed_year(document)
            if guess is None:
                return
            identity.fiscal_year, (saying, by) = guess[0], (guess[1].text, guess[1].by)
        identity.year_from, identity.year_as_seen = by, saying
    elif len({title.year for title in dated}) == 1:
        identity.fiscal_year, identity.year_as_seen = dated[0].year, dated[0].text
        identity.year_from = EstablishedBy.RUNNING_HEAD
    else:
        identity.fiscal_year = _fiscal_year(titles, lines)
        if identity.fiscal_year is not None:
            identity.year_from = EstablishedBy.INFERRED


def _running_titles(document: Document) -> list[Title]:
    """The titles among the running heads: what each page says it is a page of."""
    found = []
    for index, line in enumerate(running_lines(document)):
        year = title_year(line.text)
        if len({found.year for found in stated_years(line.text)}) > 1 or is_for_others(line.text):
            year = None  # a span of years, the edition of a form
        if _TITLE.search(line.text) and len(line.text) <= MAX_TITLE:
            found.append(Title(line.text, year, _weight(line.text, index, False, year, False), index))
        elif year is not None and "ปีงบประมาณ" in line.text:
            # A head of several parts: left the agency, right the year.
            found.append(Title(line.text, year, 0.0, index))
    return sorted(found, key=lambda title: (-title.weight, title.index))


def all_lines(document: Document) -> list[str]:
    """The texts of a document in reading order, table rows among them as lines."""
    out: list[str] = []
    for block in document.blocks:
        if isinstance(block, Line):
            out.append(block.text)
        else:
            for row in block.grid:
                out.extend(text for cell in row if cell for text in cell.text.split("\n"))
    return out


def find_titles(document: Document) -> list[Title]:
    """The titles of a document, the weightiest first.

    A title may take several lines; a memo's subject line is one; headings count more, sentences
    (``ตามที่...``) do not count. What stands higher weighs more.
    """
    texts: list[tuple[str, bool]] = []
    for block in document.blocks[: TITLE_REACH * 2]:
        if isinstance(block, Line):
            texts.append((block.text, block.level > 0))
        elif len(texts) < 12 and block.n_rows <= 3:
            texts.extend((c.text, False) for c in block.cells() if _TITLE.search(c.text))
    texts = texts[:TITLE_REACH]
    titles = []
    for i, (text, heading) in enumerate(texts):
        if not _TITLE.search(text) or _SENTENCE_START.match(text) or len(text) > 300:
            continue
        joined, year = _title_at([t for t, _ in texts], i)
        weight = _weight(joined, i, heading, year, bool(_SUBJECT.match(text)))
        titles.append(Title(_SUBJECT.sub("", joined), year, weight, i))
    return sorted(titles, key=lambda t: (-t.weight, t.index)) or _plan_titles([t for t, _ in texts])


def _plan_titles(texts: list[str]) -> list[Title]:
    """The line at the head of a document that names a plan for integrity in words of its own."""
    for i, text in enumerate(texts[:TITLE_LINES]):
        if len(text) <= MAX_TITLE and _PLAN_NAME.match(_SUBJECT.sub("", text)):
            joined, year = _title_at(texts, i)
            return [Title(_SUBJECT.sub("", joined), year, 0.0, i)]
    return []


def _title_at(texts: list[str], start: int) -> tuple[str, int | None]:
    """The title that begins at a line: lines are taken up until one names the year."""
    joined = ""
    for text in texts[start : start + TITLE_LINES]:
        if joined and (len(text) > 160 or _SENTENCE_START.match(text) or len(joined) > 240):
            break
        joined = f"{joined} {text}".strip()
        year = title_year(joined)
        if year is not None:
            return joined, year
    return texts[start], None


def _weight(title: str, index: int, heading: bool, year: int | None, subject: bool) -> float:
    weight = 3.0 if year is not None else 0.0
    weight += 2.0 if _REPORT_NAME.search(title) else 0.0
    weight += 1.0 if heading else 0.0
    weight += 1.5 if subject else 0.0
    weight += 1.0 if len(title) < 200 else 0.0
    weight -= 1.5 if len(title) > 260 else 0.0
    # A line that gives a result is a sentence.
    weight -= 2.0 if _gives_result(title) else 0.0
    # A numbered line heads a chapter, not the report.
    weight -= 2.0 if strip_numbering(title)[0] else 0.0
    return weight + max(0.0, 2.0 - index / 10)


def _gives_result(text: str) -> bool:
    """Whether a line states a score: its year is that of the score, often the one before."""
    return any(number.decimals for number in find_numbers(text))


def title_year(title: str) -> int | None:
    """The fiscal year that a title names: the one it is for, not one whose results it uses."""
    years = stated_years(title)
    if (of_months := _year_of_months(title, years)) is not None:
        return of_months
    if years and _OF_RESULTS.search(title):
        last = last_of_span(title, years[0].year)
        if last is not None:
            return last
    if len(years) > 1 and SPAN_OF_YEARS.fullmatch(title[years[0].end : years[1].start]):
        # Looked back over several years: the report is of the last.
        return years[1].year
    return years[0].year if years else None


def _year_of_months(title: str, years: Sequence[YearMention]) -> int | None:
    """The fiscal year from whose one month to whose other a title speaks of, if it names no other
    year: รอบหกเดือนแรก (ตุลาคม 2567 - มีนาคม 2568) is 2568. One month alone dates the paper."""
    months = years_of_months(title)
    places = {month.start for month in months}
    if len(months) < MONTHS_OF_SPAN or any(year.start not in places for year in years):
        return None
    of_months = {month.year for month in months}
    return of_months.pop() if len(of_months) == 1 else None


def _fiscal_year(titles: list[Title], lines: list[str]) -> int | None:
    """The year of the best title; where titles disagree, the year that most of their weight has."""
    votes: dict[int, float] = {}
    for title in titles:
        if title.year is not None:
            votes[title.year] = votes.get(title.year, 0.0) + title.weight
    dated = [t for t in titles if t.year is not None]
    if dated:
        best = dated[0]
        head = _head_year(lines)
        told = len(best.text) > MAX_TITLE or _gives_result(best.text)
        if head is not None and best.index >= HEAD_LINES and told:
            # A long line far below is a sentence; the head names the year by itself.
            return head
        rivals = [y for y in votes if y != best.year and votes[y] > 2.0 * votes[best.year or 0]]
        return rivals[0] if rivals else best.year
    counts: dict[int, int] = {}
    for line in lines[:400]:
        for year in stated_years(line):
            counts[year.year] = counts.get(year.year, 0) + (3 if year.fiscal else 1)
    return max(counts, key=lambda y: (counts[y], y)) if counts else None


def _head_year(lines: list[str]) -> int | None:
    """The fiscal year that a short line at the head of a document is for, whatever its title."""
    for line in lines[:HEAD_LINES]:
        if len(line) <= MAX_TITLE and "ประจำปี" in line and (years := stated_years(line)):
            return years[0].year
        if (year := bare_year(line)) is not None:
            return year
    return None


def _decided_on(lines: list[str]) -> str:
    """The date on which the report was decided or signed, ISO; "" where it states none."""
    for line in lines[:400]:
        if "วันที่" not in line or _ANNOUNCED.search(line):
            continue
        for found in find_dates(line):
            if _DECIDED.search(line[: found.start]):
                return found.value.isoformat()
    return ""
