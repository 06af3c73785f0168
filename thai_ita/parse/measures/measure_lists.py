"""Measures that are only listed: below a line that announces them, or as clauses of an announcement.

::

    จึงประกาศมาตรการไว้ ดังต่อไปนี้
    ด้านการเผยแพร่ข้อมูลต่อสาธารณะ
    ข้อ ๑ กำหนดให้ทุกกองจัดส่งข้อมูล
        (ก) ส่งภายในวันที่ ๕

What an item says of its unit, time and result is read from its sentence (``measure_sentences``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thai_ita.model import Document, Evidence, Line, LineKind, Media, Table
from thai_ita.normalize.numerals import to_arabic
from thai_ita.parse.measures.measure_sentences import joined, read_paragraph, read_sentence
from thai_ita.parse.measures.measure_tables import PLAN_ROLES, RESULT_ROLES, MeasureRow, join_words
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.text.list_items import read_items, strip_decimal, strip_number

# What stands above a list of measures: a heading of that name, or a sentence that leads into it.
_LEADS = r"(?:ดังนี้|ดังต่อไปนี้|ได้แก่|ตามรายละเอียดดังนี้)"
_ANNOUNCES = re.compile(
    rf"(?:กำหนด|มี|จัดทำ|ดำเนิน|ร่วมกัน|ประกาศ|ออก|วาง|ใช้|ถือปฏิบัติ|เห็นชอบ|อนุมัติ|รับรอง|มีมติ|มอบหมาย)[^\n]{{0,80}}มาตรการ[^\n]{{0,120}}{_LEADS}\s*+[:：]?\s*$"
    rf"|^\s*(?:[\d๐-๙]+[.)]\s*)?มาตรการ(?:ส่งเสริม|เพื่อ|ที่กำหนด|ใน|มี)[^\n]{{0,100}}(?:{_LEADS}|[:：])\s*$"
)
# In a document whose title is about measures the sentence need not say so again.
_RESOLVES = re.compile(
    rf"(?:จึง|เห็นควร|เห็นสมควร|อาศัยอำนาจ)[^\n]{{0,60}}(?:ประกาศ|กำหนด|ออก|ถือปฏิบัติ)[^\n]{{0,80}}{_LEADS}\s*+[:：]?\s*$"
)
# Lists of something else that such a sentence may lead into: duties, members, a pledge.
_OTHER_LIST = re.compile(
    r"เจตนารมณ์|เจตจำนง|มี(?:อำนาจ)?หน้าที่|อำนาจหน้าที่|แต่งตั้งคณะ|คณะ(?:ทำงาน|กรรมการ)[^\n]{0,60}(?:ประกอบด้วย|ดังนี้)|นโยบาย[^\n]{0,30}ดังนี้"
)
_HEADS_LIST = re.compile(
    r"^\s*(?:[\d๐-๙]+[.)]\s*)?(?:แนวทาง(?:และ|/))?(?:(?:สรุป|รายงาน)*(?:ผล)?การ(?:ดำเนินการ|ดำเนินงาน|ปฏิบัติ|ขับเคลื่อน)(?:ตาม)?)?"
    r"มาตรการ(?:ส่งเสริม|เพื่อ|ที่|ใน)?[^\n:]{0,90}$"
)
_CHAPTER = re.compile(r"วิเคราะห์|ผลการประเมิน|ความเป็นมา|วัตถุประสงค์|หลักการและเหตุผล|บทที่|ภาคผนวก|ตัวชี้วัด|แบบวัด")
# What is to be done with indicators and questionnaires is no chapter about them.
_DOES = re.compile(
    r"(?:ให้|จะ|ควร)?(?:จัด|ทำ|กำหนด|พัฒนา|ปรับปรุง|ประชุม|ชี้แจง|อบรม|ประชาสัมพันธ์|เผยแพร่|แจ้ง|เชิญชวน|รณรงค์|กำกับ|ติดตาม|มอบหมาย|แต่งตั้ง|เพิ่ม|สร้าง|ส่งเสริม|ทบทวน|ติดตั้ง|ขยาย|เปิด|เร่ง|นำ|สื่อสาร|ถ่ายทอด)"
)
TITLE_LINES = 4
_LETTERED = re.compile(r"\s*\(?[กขคงจฉชซ][.)]\s+[ก-๙]")
# A clause of an announcement.
_CLAUSE = re.compile(r"^\s*ข้อ\s*+(?:ที่)?\s*([\d๐-๙]{1,2})(?:\s*[.):]\s++|\s++)(?=[ก-๎A-Za-z“\"(])")
# Clauses about the announcement itself.
_FORMAL = re.compile(
    r"(?:ประกาศ|ระเบียบ|คำสั่ง|มาตรการ)(?:ฉบับ)?นี้\s*(?:เรียกว่า|ให้ใช้|ใช้บังคับ|มีผล)|ใน(?:ประกาศ|ระเบียบ|มาตรการ)(?:ฉบับ)?นี้|ใช้บังคับ|หมายความว่า|รักษาการ|ให้ยกเลิก"
)
# Headings that divide a list of measures.
_GROUP = re.compile(r"(?:ด้าน|หมวด(?:ที่|\s)|ส่วนที่|กลุ่ม(?:ที่|\s)|มิติ|ประเด็นที่)")
MAX_GROUP = 110
_SURE_ROLES = frozenset({ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME})
# A line that fills less of the page's width than this ends its paragraph.
FULL_SHARE = 0.5
# A title over a paragraph is short more often.
FULL_TITLE_SHARE = 0.75
# What closes a letter, an announcement or a form.
CLOSES = re.compile(
    r"\s*+(?:\(?\s*ลงชื่อ|\(?ลงนาม\)?|จึงเรียน|จึงประกาศ|จึงขอ|ประกาศ\s*ณ|ให้ไว้\s*ณ|สั่ง\s*ณ|ระเบียบวาระ|วาระที่|(?:เลิก|ปิด)ประชุม|\(\s*(?:นาย|นาง|ว่าที่)|ขอแสดงความนับถือ"
    r"|[\s.]*ผู้(?:เสนอ|รายงาน|จัดทำ|ตรวจสอบ|อนุมัติ)(?:มาตรการ|ข้อมูล)?\s*$)"
)
_REMARK = re.compile(r"\s*(?:ทั้งนี้|หมายเหตุ)")


@dataclass(slots=True)
class _Item:
    """A listed measure: its first line, its text over all lines, what is listed below it, and the
    paragraph that ``told`` more where the item is a heading."""

    line: Line
    number: int | None
    text: str
    style: str | None
    group: str = ""
    below: list[str] = field(default_factory=list)
    told: str = ""


def mark_of(line: Line) -> str | None:
    """The kind of mark that opens a line, None for a line without one."""
    if line.kind is LineKind.BULLET:
        return "-"
    if strip_decimal(line.text) is not None:
        return "1.1"
    if _LETTERED.match(line.text):
        return "ก"
    if _CLAUSE.match(line.text):
        return "ข้อ"
    items = read_items(line.text)
    if not items or not items[0].marked:
        return None
    return "-" if items[0].bulleted else items[0].style


def letter_of(text: str) -> str:
    """The Thai letter that opens a line as the mark of a list, "" for any other line."""
    match = _LETTERED.match(text)
    return next((ch for ch in match[0] if "ก" <= ch <= "ฮ"), "") if match else ""


def is_marked(line: Line) -> bool:
    """Whether a line is an item of a list: bulleted, numbered, or numbered below a number (1.1)."""
    return mark_of(line) is not None


def unmarked(line: Line) -> str:
    """The text of a listed line without its mark."""
    below = strip_decimal(line.text)
    if below is not None:
        return below
    letter = _LETTERED.match(line.text)
    if letter:
        return line.text[letter.end() - 1 :].strip()
    return " ".join(item.text for item in read_items(line.text))


def widest_line(document: Document) -> int:
    """Letters of the longest line outside tables."""
    return max((len(line.text) for line in document.lines), default=0)


def goes_on(
    document: Document, before: Line, line: Line, share: float = FULL_SHARE, *, widest: int | None = None
) -> bool:
    """Whether an unmarked line is the wrapped rest of the line above, in a source that wraps. Who asks
    of many lines gives the ``widest_line``."""
    if document.media in (Media.HTML, Media.DOCX) or line.kind is not LineKind.PARAGRAPH:
        return False
    if document.media is Media.TEXT and line.number - before.number > 1:
        return False
    widest = widest_line(document) if widest is None else widest
    return len(before.text) >= share * widest and not CLOSES.match(line.text) and not _REMARK.match(line.text)


def read_listed_measures(document: Document, title: str = "") -> list[MeasureRow]:
    """Measures in a numbered or bulleted list below a line that announces them; two at least."""
    return _ListReader(document, title).read()


MOST_PARAGRAPH = 4_000
"""Letters of a paragraph in which the sentence that announces a list is looked for: two pages."""


class _ListReader:
    def __init__(self, document: Document, title: str) -> None:
        self.document = document
        self.about_measures = "มาตรการ" in title
        self.blocks = document.blocks
        self.widest = widest_line(document)
        self.records: list[MeasureRow] = []
        self.run: list[_Item] = []
        self.announced = False
        self.group = ""

    def read(self) -> list[MeasureRow]:
        begun = False
        last: Line | None = None
        paragraph = ""
        for i, line in enumerate(self.blocks):
            if isinstance(line, Table):
                begun, self.announced, last = True, False, None
                continue
            joined = last is not None and goes_on(self.document, last, line, widest=self.widest)
            paragraph = f"{paragraph} {line.text}"[-MOST_PARAGRAPH:] if joined else line.text
            # The title of the whole report announces its chapters, not measures.
            announces = self._announces(paragraph) or (
                (begun or i >= TITLE_LINES) and bool(_HEADS_LIST.search(line.text))
            )
            if not self.announced and (announces or number_of(line.text)[0] == 1):
                self._close()
            if (announces and not self.announced) or not self._takes(i, line, joined=joined):
                self._close()
                self.announced = announces
            last = line
        self._close()
        return self.records

    def _announces(self, paragraph: str) -> bool:
        resolves = self.about_measures and _RESOLVES.search(paragraph)
        return bool(resolves or _ANNOUNCES.search(paragraph)) and not _OTHER_LIST.search(paragraph)

    def _takes(self, i: int, line: Line, *, joined: bool) -> bool:
        """Whether the line belongs to the list: an item, what stands below one, or a group."""
        number, text = number_of(line.text)
        own = mark_of(line)
        if own == "ก" and (self.announced or self.run) and _GROUP.match(unmarked(line)):
            self.group = unmarked(line).strip(" :*")
            return True
        if self.run and own is not None and own != self.run[0].style:
            self.run[-1].below.append(unmarked(line))
            return True
        if own is None and self.run and joined and not _GROUP.match(line.text):
            self._go_on(line)
            return True
        if own is None and self.run and self._tells_more(line):
            self.run[-1].told = line.text
            return True
        if own is None and self._heads_sentence(i, line):
            self.run.append(_Item(line, None, line.text, None, self.group))
            return True
        if self._is_group(i, line) and (self.announced or self.run):
            self.group = line.text.strip(" :*")
            return True
        listed = number is not None or line.kind is LineKind.BULLET
        done = self.announced and _DOES.match(text)
        if not listed or (_CHAPTER.search(text) and not done):
            return False
        self.run.append(_Item(line, number, text, own, self.group))
        return True

    def _go_on(self, line: Line) -> None:
        item = self.run[-1]
        if item.below:
            item.below[-1] = join_words(item.below[-1], line.text)
        else:
            item.text = f"{item.text}\n{line.text}"

    def _is_group(self, i: int, line: Line) -> bool:
        """Whether an unmarked line divides the list: the next line counts on or begins at 1."""
        below = self.blocks[i + 1] if i + 1 < len(self.blocks) else None
        if not isinstance(below, Line) or len(line.text) > MAX_GROUP or mark_of(line) is not None:
            return False
        number = number_of(below.text)[0]
        counted = [item.number for item in self.run if item.number is not None]
        if _GROUP.match(line.text):
            return number is not None or below.kind is LineKind.BULLET
        return line.kind is LineKind.HEADING and bool(counted) and number == counted[-1] + 1

    def _close(self) -> None:
        """Ends the run: its items are measures where they are two, or one that tells two fields."""
        if not (self.announced or self._tell_themselves()):
            self.run, self.group = [], ""
            return
        run = [item for item in self.run if not (item.style == "ข้อ" and _FORMAL.search(item.text))]
        records = [_record(item) for item in _ungrouped(run)]
        if len(records) > 1 or (records and len(records[0].texts) > 1 and not records[0].sub_measures):
            self.records.extend(records)
        self.run, self.group = [], ""

    def _heads_sentence(self, i: int, line: Line) -> bool:
        """Whether a heading without a number stands over a paragraph that tells a unit or a time."""
        below = self.blocks[i + 1] if i + 1 < len(self.blocks) else None
        if line.kind is not LineKind.HEADING or not isinstance(below, Line) or not self.about_measures:
            return False
        told = read_paragraph(below.text)[1] if below.kind is LineKind.PARAGRAPH else {}
        return bool(_SURE_ROLES & set(told)) and not _CHAPTER.search(line.text)

    def _tells_more(self, line: Line) -> bool:
        """Whether a line is the paragraph below an item that stands alone as a heading does: marked as
        one, or in a source whose lines are paragraphs and with fields told in the paragraph."""
        item = self.run[-1]
        if item.below or item.told or line.kind is not LineKind.PARAGRAPH or CLOSES.match(line.text):
            return False
        if item.line.kind is LineKind.HEADING or (self.announced and self._stands_between(line)):
            return True
        return self.document.media in (Media.HTML, Media.DOCX) and bool(read_paragraph(line.text)[1])

    def _stands_between(self, line: Line) -> bool:
        """Whether a line stands between two items, or behind the last where all others have one."""
        at = next(i for i, block in enumerate(self.blocks) if block is line) + 1
        below = self.blocks[at] if at < len(self.blocks) else None
        item = self.run[-1]
        if isinstance(below, Line) and item.number is not None and number_of(below.text)[0] == item.number + 1:
            return not _GROUP.match(line.text) and mark_of(below) == item.style
        return len(self.run) > 1 and all(other.told for other in self.run[:-1])

    def _tell_themselves(self) -> bool:
        """Whether a list that nothing announces is one of measures: in a document about them, and
        each of its items, numbered from 1, tells its unit or its time beside another field."""
        numbers = [item.number for item in self.run]
        counted = numbers == list(range(1, len(numbers) + 1)) or not any(numbers)
        if not self.about_measures or len(numbers) < 2 or not counted:
            return False
        told = [set(_record(item).texts) for item in self.run]
        return all(len(roles) > 1 and roles & _SURE_ROLES for roles in told)


def number_of(text: str) -> tuple[int | None, str]:
    """The number that opens a line, as a clause too, and the rest."""
    clause = _CLAUSE.match(text)
    if clause:
        return int(to_arabic(clause[1])), text[clause.end() :].strip()
    return strip_number(text)


def _ungrouped(run: list[_Item]) -> list[_Item]:
    """The items, or what is listed below them where all of them only name a group (ด้าน...)."""
    if not run or not all(_GROUP.match(item.text) and item.below for item in run):
        return run
    return [
        _Item(item.line, None, text, "-", item.text) for item in run for text in item.below
    ]  # fmt: skip


def _record(item: _Item) -> MeasureRow:
    line = item.line
    evidence = Evidence(page=line.page, bbox=line.bbox, text=line.text[:300])
    title, fields = read_sentence(item.text)
    if item.told:
        rest, more = read_paragraph(item.told)
        fields = {ColumnRole.STEPS: rest, **more, **fields} if rest else {**more, **fields}
    record = MeasureRow(
        title if fields else joined(item.text),
        item.number,
        group=item.group,
        page=line.page,
        evidence=evidence,
        plan=False,
    )
    record.texts = dict(fields)
    record.plan = bool(PLAN_ROLES & set(fields))
    record.results = bool(RESULT_ROLES & set(fields))
    if item.below and item.style == "ข้อ":
        record.sub_measures = item.below
    elif item.below:
        record.texts[ColumnRole.STEPS] = "\n".join(
            filter(None, (fields.get(ColumnRole.STEPS, ""), *(f"- {text}" for text in item.below)))
        )
    return record
