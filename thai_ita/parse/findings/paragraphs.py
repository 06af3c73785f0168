"""The lines of a section as paragraphs and items, joined where the page broke them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thai_ita.model import Block, Line, LineKind, Media
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.findings.drafting import CLOSES, is_legend
from thai_ita.parse.findings.governing_lines import read_governing
from thai_ita.parse.findings.labels import opened_by_intro, read_opening, stated_kind
from thai_ita.parse.findings.subjects import row_code
from thai_ita.parse.text.heading_lines import announces_list, is_sentence, read_mark, without_number

# A line that is so long (share of the longest around it, letters) was broken, the next goes on.
BROKEN_SHARE = 0.75
MIN_BROKEN = 50
# A topic above bullets (1. ด้านการสื่อสาร) is no longer.
MAX_TOPIC_ITEM = 60
WRAPPED = frozenset({Media.TEXT, Media.PDF_TEXT, Media.PDF_SCAN, Media.PDF_MIXED, Media.IMAGE})
FIELD = re.compile(r"^[^:：]{3,30}[:：]\s*\S")
_BEGINS = compile_tone_tolerant(r"(?:เห็น)?ควร|ขอให้|ให้|ขาด|ยังไม่|ไม่")
_ENDS_OPEN = compile_tone_tolerant(r"(?:และ|หรือ|ซึ่ง|โดย|ที่|ว่า|เพื่อ|รวมทั้ง|ตลอดจน|หน่วยงาน|เทศบาล)\s*$")
# Under such headings stands why and by which rules, and nothing that was found.
NO_ANALYSIS = compile_tone_tolerant(
    r"(?:หลักการและเหตุผล|ความเป็นมา|ความสำคัญ|วัตถุประสงค์|เป้าหมาย|เป้าประสงค์|ขอบเขต|นิยาม|คำจำกัดความ|(?:ข้อ)?กฎหมาย|ระเบียบ|กฎ|เกณฑ์|หลักเกณฑ์|วิธีการประเมิน|วิธีประเมิน"
    r"|ประโยชน์|ผลที่คาดว่า|ผลที่คาดหวัง|(?:การ|ช่องทาง(?:การ)?)?ติดต่อ|ที่อยู่|สถานที่ติดต่อ)"
)


@dataclass(slots=True)
class Paragraph:
    """Lines that are one paragraph or item; ``last`` is the number of its last line,
    ``width`` the letters of that."""

    first: Line
    text: str
    listed: bool
    last: int
    width: int = 0

    @property
    def depth(self) -> int:
        return 9 if self.first.kind is LineKind.BULLET else read_mark(self.text).number.count(".") + 1


def read_paragraphs(lines: list[Block], matcher: NameMatcher, *, wrapped: bool) -> Iterator[Paragraph]:
    """The paragraphs of some lines; ``wrapped`` tells that the format breaks lines, which are joined."""
    texts = [b for b in lines if isinstance(b, Line)]
    longest = max((len(line.text) for line in texts), default=0)
    current: Paragraph | None = None
    for line, following in zip(texts, [*texts[1:], None], strict=True):
        if current is not None and wrapped and _goes_on(current, line, following, longest, matcher):
            current.text = f"{current.text} {line.text.strip()}"
            current.last, current.width = line.number, len(line.text)
            continue
        if current is not None:
            yield current
        listed = line.kind is LineKind.BULLET or bool(read_mark(line.text).style)
        current = Paragraph(line, line.text.strip(), listed, line.number, len(line.text))
    if current is not None:
        yield current


def _goes_on(paragraph: Paragraph, line: Line, following: Line | None, longest: int, matcher: NameMatcher) -> bool:
    if line.number - paragraph.last != 1:
        return False
    text = line.text.strip()
    marked = line.kind is not LineKind.PARAGRAPH or read_mark(text).style or row_code(text)
    if marked or announces_list(paragraph.text) or CLOSES.match(text) or FIELD.match(text):
        return False
    if read_opening(text) is not None or stated_kind(text) is not None:
        return False
    if is_legend(text) or read_governing(text, matcher) is not None:
        return False
    if paragraph.listed and (opened_by_intro(text)[1] is not None or _heads_list(paragraph, text, following, longest)):
        return False
    before = without_number(paragraph.text)
    alike = text[:4] == before[:4] or _begins_alike(before, text)
    broken = paragraph.width >= max(MIN_BROKEN, BROKEN_SHARE * longest)
    return not alike and (paragraph.listed or broken)


def _heads_list(paragraph: Paragraph, text: str, following: Line | None, longest: int) -> bool:
    """Whether a short line between two items heads another list: the next counts anew, or nothing
    was broken above it."""
    if len(text) > MAX_TOPIC_ITEM or is_sentence(text) or following is None:
        return False
    mark = read_mark(following.text)
    if not (mark.style or following.kind is LineKind.BULLET):
        return False
    anew = mark.last == 1 and read_mark(paragraph.text).number not in ("", "1")
    return anew or heads_no_analysis(text) or paragraph.width < BROKEN_SHARE * longest


def heads_no_analysis(text: str) -> bool:
    """Whether a short line heads what is no analysis: เป้าหมาย, กฎหมายที่เกี่ยวข้อง."""
    return len(text) <= MAX_TOPIC_ITEM and bool(NO_ANALYSIS.match(without_number(text))) and not is_sentence(text)


def _begins_alike(before: str, text: str) -> bool:
    """Whether two lines begin as two findings of one list do: ควรจัดทำ... // ควรชี้แจง..."""
    first, second = _BEGINS.match(before), _BEGINS.match(text)
    return bool(first and second and first.group() == second.group()) and not _ENDS_OPEN.search(before)


def with_next(
    paragraphs: Iterator[Paragraph],
) -> Iterator[tuple[Paragraph, Paragraph | None]]:
    """Each paragraph with the one behind it."""
    last: Paragraph | None = None
    for paragraph in paragraphs:
        if last is not None:
            yield last, paragraph
        last = paragraph
    if last is not None:
        yield last, None
