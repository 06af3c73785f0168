"""The sections of a document: which heading governs which line and table.

Read once, used by every reader that asks what stands above a line: of which year, which agency,
which instrument, which issue. A section is what stands below one heading up to the next of its
rank; sections lie in each other, and ``Section.path`` is the way down to one from the title.

>>> from thai_ita.model import Document, Line, LineKind, Media
>>> lines = [Line(t, t, number=n) for n, t in enumerate([
...     "1. ผลการประเมิน ITA ปี 2566", "คะแนน 85.20", "2. ข้อเสนอแนะ", "ควรจัดอบรม"], 1)]
>>> sections = find_sections(Document("0" * 16, "a.txt", Media.TEXT, lines))
>>> [s.heading for s in sections.all], sections.of(lines[3]).heading
(['', '1. ผลการประเมิน ITA ปี 2566', '2. ข้อเสนอแนะ'], '2. ข้อเสนอแนะ')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from thai_ita.model import Block, Document, Line, LineKind, Table
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.text.heading_lines import (
    HeadingMark,
    goes_on,
    is_heading,
    may_be_tail,
    opens_annex,
    opens_contents,
    read_mark,
)

# Similarity (0-1) from which two headings are the same, one of them damaged.
SAME_HEADING = 0.9
# A heading has no more lines than this.
MAX_HEADING_LINES = 4
# A line with fewer letters was not broken: what stands below it is no tail.
MIN_BROKEN = 60
# Lines this far apart stand in different paragraphs (1 is the next line).
NEXT_LINE = 1
# Numbers that begin anew again and again stand no deeper in one another than this.
MAX_DEPTH = 40
# A contents entry ends with its page, behind dots, a tab or blanks.
_PAGE_BEHIND = re.compile(r"(?:(?:\.\.|…|__)\s*+|(?<!\s)(?:\s{2,}+|\t))(?:หน้า\s*)?\d{1,3}\s*$|\S\s+\d{1,3}\s*$")
# A heading that is the name of an instrument.
_INSTRUMENT = compile_tone_tolerant(
    r"(?:(?:แบบ|เครื่องมือ)(?:วัด|สำรวจ|ตรวจ)?|(?:IIT|EIT|OIT)(?![A-Za-z]))(?!ประเมิน|ฟอร์ม|สอบถาม)[^:：]{0,70}$", re.I
)
_PAGE = re.compile(r"(?:หน้า\s*)?\d{1,3}")
_PAGE_HEAD = re.compile(r"\s*+(?:เรื่อง|หัวข้อ|รายการ|บทที่|ลำดับ)?\s*(?:เลข)?หน้า(?:ที่)?\s*")


class SectionKind(StrEnum):
    """BODY, or one of the parts in which nothing is reported: CONTENTS; ANNEX quotes others."""

    BODY = "body"
    CONTENTS = "contents"
    ANNEX = "annex"


@dataclass(slots=True, eq=False)
class Section:
    """What stands below one heading, sections below it not included.

    ``heading`` is the whole heading, its lines joined by spaces, "" for what stands before the
    first. ``number`` is its number in Arabic figures ("2.1", "" for none), ``title`` the heading
    without it. ``level`` counts the headings above its own. ``blocks`` are the lines
    and tables below the heading, in order; ``heading_lines`` those of the heading itself. ``repeated`` marks a heading without number that
    the document has several times, one below each part.
    """

    heading: str
    number: str = ""
    title: str = ""
    level: int = 0
    kind: SectionKind = SectionKind.BODY
    parent: Section | None = None
    heading_lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    style: str = ""
    marked_level: int = 0
    repeated: bool = False

    @property
    def lines(self) -> list[Line]:
        return [b for b in self.blocks if isinstance(b, Line)]

    @property
    def tables(self) -> list[Table]:
        return [b for b in self.blocks if isinstance(b, Table)]

    @property
    def outward(self) -> Iterator[Section]:
        """The section, the one that it lies in, and so on to the outermost."""
        section: Section | None = self
        while section is not None:
            yield section
            section = section.parent

    @property
    def path(self) -> list[str]:
        """The headings that govern it, outermost first."""
        return [s.heading for s in self.outward if s.heading][::-1]


class Sections:
    """The sections of one document, in order; the first holds what has no heading."""

    def __init__(self, found: list[Section]) -> None:
        self.all = found
        self._of = {id(b): s for s in found for b in (*s.heading_lines, *s.blocks)}

    def of(self, block: Block) -> Section:
        """The section that a line or table of the document stands in, or is the heading of."""
        return self._of[id(block)]

    def by_line_number(self) -> dict[int, Section]:
        """The section of each line, by its number."""
        return {line.number: s for s in self.all for line in (*s.heading_lines, *s.lines)}

    def __iter__(self) -> Iterator[Section]:
        return iter(self.all)


def find_sections(document: Document) -> Sections:
    """The sections of a document."""
    blocks = document.blocks
    listed = _list_items(blocks)
    listed |= _tails(blocks)
    repeated = _repeated_headings(blocks, listed)
    root = Section("")
    found, stack = [root], [root]
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Line) and block.kind is LineKind.NOTE and stack[-1].heading:
            # Notes are no part of the section that the text ends with.
            stack = [Section("")]
            found.append(stack[0])
        if not isinstance(block, Line) or id(block) in listed or not is_heading(block):
            stack[-1].blocks.append(block)
            at += 1
            continue
        lines = _heading_lines(blocks, at, listed)
        section = _section(lines)
        section.repeated = not section.style and _is_one_of(section.title, repeated)
        _enter(section, stack)
        found.append(section)
        at += len(lines)
        if section.kind is SectionKind.CONTENTS and opens_contents(section.heading):
            end = _contents_end(blocks, at)
            section.blocks.extend(blocks[at:end])
            at = end
    return Sections(found)


def _heading_lines(blocks: list[Block], at: int, listed: set[int]) -> list[Line]:
    """The lines of the heading that begins at a place."""
    first = blocks[at]
    assert isinstance(first, Line)
    lines = [first]
    if opens_contents(first.text):
        return lines
    for block in blocks[at + 1 : at + MAX_HEADING_LINES]:
        if not isinstance(block, Line) or id(block) in listed:
            break
        adjacent = block.number - lines[-1].number <= NEXT_LINE
        both = block.kind is first.kind is LineKind.HEADING and block.level == first.level
        if not (adjacent or both) or (block.kind is LineKind.HEADING and not both):
            break
        if len(lines) == 1 and _is_bare_chapter(first.text) and _is_plain_heading(block):
            lines.append(block)
            continue
        if not goes_on(_joined(lines), block):
            break
        lines.append(block)
    return lines


def _is_plain_heading(line: Line) -> bool:
    """Whether a line may be the title below a chapter word: บทที่ 3 // ผลการประเมิน."""
    return is_heading(line) and not read_mark(line.text).style


def _is_bare_chapter(text: str) -> bool:
    mark = read_mark(text)
    return mark.style == "chapter" and not mark.text


def _joined(lines: Iterable[Line]) -> str:
    return " ".join(" ".join(line.text.split()).strip(" *") for line in lines)


def _section(lines: list[Line]) -> Section:
    heading = _joined(lines)
    mark = read_mark(heading)
    kind = SectionKind.BODY
    style = mark.style
    if opens_contents(heading):
        kind, style = SectionKind.CONTENTS, "chapter"
    elif opens_annex(heading):
        kind, style = SectionKind.ANNEX, "chapter"
    return Section(heading, mark.number, mark.text, kind=kind, heading_lines=lines, style=style,
                   marked_level=lines[0].level)  # fmt: skip


def _enter(section: Section, stack: list[Section]) -> None:
    """Put a section in its place below those that are open, and close the others."""
    if section.style == "chapter":
        keep = 1 + next((i for i, s in enumerate(stack[1:]) if s.style == "chapter"), len(stack) - 1)
        # A chapter ends whatever is open, but the title above the first chapter.
        if not any(s.style == "chapter" for s in stack):
            keep = 2 if len(stack) > 1 and not stack[1].style else 1
        del stack[keep:]
    elif section.marked_level and any(s.marked_level for s in stack):
        beside = (i for i, s in enumerate(stack) if s.marked_level >= section.marked_level)
        inner = max(i for i, s in enumerate(stack) if s.marked_level) + 1
        del stack[next(beside, inner) :]
    elif section.style:
        _close_for_number(section, stack)
    elif section.repeated:
        # One below each part: beside its like, below the part.
        while stack[-1].repeated:
            stack.pop()
    elif _INSTRUMENT.match(section.title) and (like := [i for i, s in enumerate(stack) if i and _is_beside(s)]):
        # One instrument after the other, below the same heading.
        del stack[like[-1] :]
    elif stack[-1].blocks:
        # Without a number: below the title and the chapter, beside what is numbered.
        while len(stack) > 2 and stack[-1].style != "chapter":
            stack.pop()
    del stack[MAX_DEPTH:]
    section.parent, section.level = stack[-1], len(stack) - 1
    if section.parent.kind is SectionKind.ANNEX:
        section.kind = SectionKind.ANNEX
    stack.append(section)


def _is_beside(section: Section) -> bool:
    """Whether a section is headed by the name of an instrument alone."""
    return not section.style and bool(_INSTRUMENT.match(section.title))


def _close_for_number(section: Section, stack: list[Section]) -> None:
    """A number goes on with the series that it counts on in, or begins one inside the last."""
    same = [i for i, s in enumerate(stack) if s.style == section.style and i]
    here = _last(section.number)
    for i in reversed(same):
        before = _last(stack[i].number)
        if before is not None and here == before + 1:
            del stack[i:]
            return
    if section.number.count("."):
        head = section.number.rpartition(".")[0]
        for i in range(len(stack) - 1, 0, -1):
            if stack[i].number == head:
                del stack[i + 1 :]
                return
    if same and here != 1:
        del stack[same[-1] :]


def _last(number: str) -> int | None:
    return HeadingMark("", number, "").last


def _list_items(blocks: list[Block]) -> set[int]:
    """Lines that stand in a list: neighbours of one style whose numbers count on."""
    items: set[int] = set()
    before: tuple[HeadingMark, Line] | None = None
    for block in blocks:
        if not isinstance(block, Line) or block.kind is LineKind.HEADING:
            before = None
            continue
        mark = read_mark(block.text)
        if mark.style and before and mark.style == before[0].style and mark.style != "chapter":
            last, here = before[0].last, mark.last
            if last is not None and here == last + 1:
                items |= {id(before[1]), id(block)}
        before = (mark, block) if mark.style else None
    return items


def _tails(blocks: list[Block]) -> set[int]:
    """Lines that go on with a broken line above, though they open as a heading may: ... ประชาสัมพันธ์ใน
    ทุก // ช่องทางของเทศบาล."""
    tails: set[int] = set()
    for before, line in pairwise(blocks):
        if not isinstance(before, Line) or not isinstance(line, Line) or line.number - before.number != NEXT_LINE:
            continue
        plain = before.kind is not LineKind.HEADING and line.kind is LineKind.PARAGRAPH
        if plain and may_be_tail(line.text) and len(before.text) >= MIN_BROKEN and not is_heading(before):
            tails.add(id(line))
    return tails


def _repeated_headings(blocks: list[Block], listed: set[int]) -> set[str]:
    """Headings without a number that a document has several times: one below each part."""
    counts: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, Line) and id(block) not in listed and is_heading(block):
            mark = read_mark(block.text)
            if not mark.style:
                counts[_key(mark.text)] = counts.get(_key(mark.text), 0) + 1
    return {key for key, n in counts.items() if n > 1}


def _is_one_of(title: str, repeated: set[str]) -> bool:
    """Whether a heading is one of those, damage set aside."""
    key = _key(title)
    return key in repeated or any(Levenshtein.normalized_similarity(key, other) >= SAME_HEADING for other in repeated)


def _key(text: str) -> str:
    return "".join(text.split())


def _contents_end(blocks: list[Block], at: int) -> int:
    """Where the entries of a table of contents end: at a heading that the format marks, at a
    repeated title, or where the entries have pages and a line has none."""
    titles: set[str] = set()
    paged = False
    for i in range(at, len(blocks)):
        block = blocks[i]
        if isinstance(block, Table):
            return i + 1 if i == at and _lists_pages(block) else i
        if block.kind is LineKind.HEADING:
            return i
        text = to_arabic(block.text)
        if _is_bare_chapter(text):
            return i
        page = _PAGE_BEHIND.search(text)
        title = _key(read_mark(text[: page.start() + 1] if page else text).text)
        if _PAGE_HEAD.fullmatch(text):
            continue
        if not page and (title in titles or (paged and not _has_page(blocks, i + 1))):
            return i
        if not page and not (is_heading(block) or read_mark(text).style) and not paged:
            return i
        paged = paged or page is not None
        titles.add(title)
    return len(blocks)


def _lists_pages(table: Table) -> bool:
    """Whether the last column of a table holds page numbers."""
    last = [row[-1].text.strip() for row in table.grid if row and row[-1] is not None]
    filled = [text for text in last if text and not _PAGE_HEAD.fullmatch(text)]
    return bool(filled) and all(_PAGE.fullmatch(to_arabic(text)) for text in filled)


def _has_page(blocks: list[Block], at: int) -> bool:
    block = blocks[at] if at < len(blocks) else None
    return isinstance(block, Line) and bool(_PAGE_BEHIND.search(to_arabic(block.text)))
