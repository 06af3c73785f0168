"""Which agency a document is the report of, what in the document says so, and how it is printed.

Local governments are voted for over the whole text. An owner of another kind (a school, a province)
reports where a title or a line of its own names it and no local government stands there, or where
the whole document names nobody else. Where the text names nobody, or names somebody only in passing,
the running heads speak, and in the end the properties and the name of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from thai_ita.model import Agency, Document, EstablishedBy, Line
from thai_ita.normalize.agencies import AgencyMention, awaits_name, find_agencies
from thai_ita.normalize.agency_vote import agencies_of_lines, agency_of, resolve_agency
from thai_ita.normalize.english_agencies import english_agencies, thai_agency
from thai_ita.normalize.gazetteer import Gazetteer
from thai_ita.normalize.numerals import strip_numbering
from thai_ita.normalize.owner_kinds import HOSPITAL, SCHOOL
from thai_ita.normalize.owners import find_owners, is_place, other_owners, read_owner
from thai_ita.normalize.places import Place, find_places, vote_place
from thai_ita.normalize.repair import repair_text, squash
from thai_ita.parse.outside_text import guessed_agency, running_lines

# Filled lines from the top among which a cover, a letterhead and a title stand.
TOP_LINES = 25
# A line that a page head repeats stands there so often.
RUNNING_TIMES = 3
# Letters beside a name up from which its line says more than whose paper it is.
MAX_BESIDE = 12
# A cell of a column of names is no longer than this; more is a text.
MAX_NARROW = 70
IN_TITLE, ALONE, IN_TEXT = 3, 2, 1
# What stands before the name on a line that names the reporter and nothing else.
_LABEL = re.compile(r"\s*+(?:ส่วนราชการ|หน่วยงาน|ชื่อหน่วยงาน|โดย|ของ|จัดทำโดย)?\s*+[:：]?\s*")
# The agency that another belongs to is not the one that reports.
_PARENT = re.compile(r"(?:สังกัด|เสนอ(?:ต่อ)?|เรียน|ขึ้นตรงต่อ|กำกับของ)\s*$")
# A letter that tells others their results: its head names the sender.
_LETTER = re.compile(r"\s*เรื่อง\s*+[:：]?\s*(?:การ)?(?:ขอ)?(?:แจ้ง|ประกาศ|ส่ง|เผยแพร่)")
# Who assesses local governments or looks after them stands at the head of papers about them.
_SUPERVISES = re.compile(r"ป\.ป\.ช|ป้องกันและปราบปราม|ส่งเสริมการปกครองท้องถิ่น|ท้องถิ่น(?:จังหวัด|อำเภอ)")
# What belongs to a local government where its name stands right below.
_BELONG_TO_LOCAL = frozenset({SCHOOL, HOSPITAL})
_RESULTS = re.compile(r"ผลการประเมิน|ผลคะแนน|คะแนน\s*(?:ITA|การประเมิน)")
_PLACE = re.compile(r"(?:ตำบล|อำเภอ|จังหวัด|ต\.|อ\.|จ\.)[ \t]*[ก-๎]+")
# Beside a name: the agency is visited or compared with, and nothing says that the paper is its own.
_ON_THE_WAY = re.compile(
    r"ดูงาน|(?:สูง|ต่ำ|มาก|น้อย|ดี)กว่า|เทียบ|ต้นแบบ|แบบอย่าง|ตัวอย่าง(?:จาก|ของ)|ร่วมกับ|เครือข่าย|เพื่อนบ้าน|ใกล้เคียง|อาทิ|เช่น|วิทยากร"
)
_LISTS_OTHERS = re.compile(r"อปท|องค์กรปกครองส่วนท้องถิ่น|หน่วยงานใน|ในเขต|ในพื้นที่|อำเภอ|ราย(?:หน่วยงาน|จังหวัด|อำเภอ)")


@dataclass(frozen=True, slots=True)
class Reporter:
    """The agency of a document: ``agency`` is None where it cannot be told.

    ``votes`` counts mentions by full name; ``place`` is where the document says that it lies.
    """

    agency: Agency | None = None
    established: EstablishedBy = EstablishedBy.UNKNOWN
    as_seen: str = ""
    votes: dict[str, int] = field(default_factory=dict)
    place: Place = field(default_factory=Place)


def reporting_agency(document: Document, title: str, gazetteer: Gazetteer, fiscal_year: int | None = None) -> Reporter:
    """Who reports: from the lines of a document and its title, else from its running heads, else from
    the properties or the name of the file. ``fiscal_year`` is the one that the document names."""
    lines = list(_lines(document, gazetteer))
    reporter = _reporter_of(document, lines, title, gazetteer)
    if reporter is None or (reporter.established is EstablishedBy.CLAUSE and _is_met_on_the_way(reporter, lines)):
        reporter = _of_running_heads(document, lines, gazetteer) or reporter
    return reporter or _guessed(document, lines, fiscal_year, gazetteer)


def _reporter_of(document: Document, lines: list[str], title: str, gazetteer: Gazetteer) -> Reporter | None:
    """The agency that the text of a document names, None where it names none."""
    printed = _printed_lines(document.lines)
    mentions, near = agencies_of_lines(lines, gazetteer)
    outside = {line.text for line in printed}
    around = [*lines, *(line.text for line in running_lines(document))]
    if not mentions and (english := english_agencies(" ".join(lines[:TOP_LINES]))):
        # A province beside an English name is where it lies, not who reports.
        return _in_english(document, title, english, around, gazetteer)
    other = _other_reporter(lines, outside, title, [lines[n] for n in near], gazetteer)
    if other is not None:
        place = vote_place(around, gazetteer, _lines_with(other.as_seen, lines))
        agency = agency_of(other, place.district, place.province)
        return _established(document, title, agency, [other], _votes(lines, gazetteer), place)
    if not mentions:
        return None
    place = vote_place(around, gazetteer, near)
    resolution = resolve_agency(mentions, place, gazetteer, hint=title)
    if resolution.agency is None:
        return None
    behind = districts_behind(lines, resolution.agency.name, gazetteer)
    if len(behind) == 1 and place.district not in behind:
        # What stands right behind the name goes before what the rest of the paper names more often.
        place = replace(place, district=behind.pop())
        again = resolve_agency(mentions, place, gazetteer, hint=title)
        resolution = again if again.agency is not None else resolution
    votes = {**_votes(lines, gazetteer), **resolution.votes}
    owner = resolution.agency
    return _established(document, title, owner, mentions, votes, place) if owner else None


def districts_behind(lines: Iterable[str], name: str, gazetteer: Gazetteer) -> set[str]:
    """The districts that stand right behind an agency's name in lines, nothing but its subdistrict
    and blanks between."""
    found: set[str] = set()
    for line in lines:
        plain = repair_text(line)
        for mention in find_agencies(plain, gazetteer):
            if mention.full_name != name:
                continue
            rest = plain[mention.span[1] :]
            end = 0
            for place in find_places(rest, gazetteer):
                if rest[end : place.span[0]].strip(" ,(") or place.kind == "province":
                    break
                end = place.span[1]
                if place.kind == "district" and place.known:
                    found.add(place.name)
                    break
    return found


def _in_english(
    document: Document,
    title: str,
    english: list[tuple[str, str, str]],
    around: list[str],
    gazetteer: Gazetteer,
) -> Reporter | None:
    """The agency that a document names in English alone; None where it cannot be told which that is."""
    place = vote_place(around, gazetteer, _lines_with(english[0][2], around))
    every = list(dict.fromkeys(english))
    mention = thai_agency(*every[0], place.province, gazetteer) if len(every) == 1 else None
    if mention is None:
        return None
    named = [mention]
    resolution = resolve_agency(named, place, gazetteer)
    if resolution.agency is None:
        return None
    return _established(document, title, resolution.agency, named, resolution.votes, place)


def _is_met_on_the_way(reporter: Reporter, lines: Sequence[str]) -> bool:
    """Whether every line that names the agency speaks of a visit, a comparison or an example."""
    return all(_ON_THE_WAY.search(line) for line in lines if reporter.as_seen in line)


def _of_running_heads(document: Document, lines: list[str], gazetteer: Gazetteer) -> Reporter | None:
    """The one agency that the running heads name; its place may stand in the text."""
    heads = _printed_lines(running_lines(document))
    texts = [line.text for line in heads]
    mentions, near = agencies_of_lines(texts, gazetteer)
    other = _other_reporter(texts, set(texts), "", [texts[n] for n in near], gazetteer)
    if other is not None:
        listing = is_place(other) and not _may_be_alone(lines, 0)
        if listing or _SUPERVISES.search(other.full_name):
            return None
        place = vote_place([*texts, *lines], gazetteer, _lines_with(other.as_seen, texts))
        agency = agency_of(other, place.district, place.province)
        return Reporter(agency, EstablishedBy.RUNNING_HEAD, other.as_seen)
    if len({m.full_name for m in mentions}) != 1:
        return None
    place = vote_place([*texts, *lines], gazetteer, near)
    resolution = resolve_agency(mentions, place, gazetteer)
    if resolution.agency is None:
        return None
    return Reporter(
        resolution.agency, EstablishedBy.RUNNING_HEAD, mentions[0].as_seen, resolution.votes, place
    )  # fmt: skip


def _printed_lines(lines: Iterable[Line]) -> list[Line]:
    """The filled lines outside tables; a name that breaks behind its type comes whole."""
    out: list[Line] = []
    for line in lines:
        if not line.text.strip():
            continue
        if out and awaits_name(out[-1].text):
            out[-1] = replace(out[-1], text=out[-1].text + line.text, raw=out[-1].raw + line.raw)
        else:
            out.append(line)
    return out


def _lines(document: Document, gazetteer: Gazetteer) -> Iterable[str]:
    """The texts of a document in reading order; a name that breaks behind its type, or over the
    lines of a narrow cell, comes whole."""
    held = ""
    for block in document.blocks:
        if isinstance(block, Line):
            held += block.text
            if not awaits_name(held):
                yield held
                held = ""
            continue
        for cell in block.cells():
            joined = cell.text.replace("\n", "")
            if joined == cell.text or len(joined) > MAX_NARROW or not find_agencies(joined, gazetteer):
                yield from cell.text.split("\n")
            else:
                yield joined
    if held:
        yield held


# -- owners of other kinds ------------------------------------------------------------------------


def _other_reporter(
    lines: Sequence[str],
    outside: set[str],
    title: str,
    naming: Sequence[str],
    gazetteer: Gazetteer,
) -> AgencyMention | None:
    """The owner of another kind that reports, or None.

    ``outside`` are the lines outside tables, ``naming`` those that name local governments.
    """
    local = max((_strength_of_local(line, title, gazetteer) for line in naming), default=0)
    top = [line for line in lines if line.strip()][:TOP_LINES]
    found: Counter[str] = Counter()
    first: dict[str, AgencyMention] = {}
    strongest: dict[str, int] = {}
    province = _province_of_title(title) if _may_be_alone(lines, local) else None
    if province is not None:
        found[province.full_name], first[province.full_name] = 1, province
        strongest[province.full_name] = IN_TITLE
    letter = any(_LETTER.match(line) for line in top)
    for text, below in zip([title, *top], [*top, ""], strict=True):
        for mention, strength in _others_of(text, gazetteer):
            name = mention.full_name
            if strength == ALONE:
                if is_place(mention) and not (text in outside and _may_be_alone(lines, local)):
                    continue
                if naming and (letter or _SUPERVISES.search(name)):
                    continue
                if mention.type in _BELONG_TO_LOCAL and _is_of_local(below, gazetteer):
                    strength = IN_TITLE
            elif text == title:
                strength = IN_TITLE
            found[name] += 1
            first.setdefault(name, mention)
            strongest[name] = max(strongest.get(name, 0), strength)
    if not found:
        return None
    ranked = sorted(found, key=lambda name: (-strongest[name], -found[name]))
    best = ranked[0]
    rivals = [name for name in ranked if strongest[name] == strongest[best]]
    if strongest[best] <= local or len(rivals) > 1:
        return None
    return first[best]


def _is_of_local(line: str, gazetteer: Gazetteer) -> bool:
    """Whether a line is a local government's name alone, as below the name of its school."""
    return _strength_of_local(line, "", gazetteer) == ALONE


def _province_of_title(title: str) -> AgencyMention | None:
    """The province of ผลการประเมิน ITA จังหวัดน่าน ประจำปี...: whose result it is if nobody else's."""
    plain = repair_text(title)
    named = [m for m in other_owners(plain) if is_place(m)]
    return named[0] if len(named) == 1 and _RESULTS.search(plain[: named[0].span[0]]) else None


def _others_of(text: str, gazetteer: Gazetteer) -> Iterable[tuple[AgencyMention, int]]:
    """Owners of other kinds in a line, each with how strongly the line speaks of the reporter."""
    plain = repair_text(text)
    if not other_owners(plain):
        return
    label = _LABEL.match(plain)
    bare = plain[label.end() :] if label else plain
    alone = read_owner(strip_numbering(bare)[1] or bare)
    if alone is not None:
        yield alone, ALONE
        return
    for mention in find_owners(plain, gazetteer):
        if not mention.is_local:
            yield mention, IN_TEXT


def _votes(lines: Sequence[str], gazetteer: Gazetteer) -> dict[str, int]:
    """In how many lines each owner of another kind is named as one."""
    counts = Counter(name for line in lines for name in {m.full_name for m, _ in _others_of(line, gazetteer)})
    return dict(counts.most_common())


def _strength_of_local(line: str, title: str, gazetteer: Gazetteer) -> int:
    """How strongly a line that names a local government speaks of it as the reporter."""
    plain = repair_text(line)
    mentions = [m for m in find_agencies(plain, gazetteer) if not _PARENT.search(plain[: m.span[0]])]
    if not mentions:
        return 0
    if title and any(m.as_seen in repair_text(title) for m in mentions):
        return IN_TITLE
    return ALONE if len(mentions) == 1 and _is_alone(mentions[0].as_seen, plain) else IN_TEXT


def _is_alone(name: str, line: str) -> bool:
    """Whether a line says hardly more than a name and its place."""
    beside = _PLACE.sub("", line.replace(name, " "))
    return len(squash(beside)) <= MAX_BESIDE


def _may_be_alone(lines: Sequence[str], local: int) -> bool:
    """Whether a line that holds a province alone may name the owner: nothing else lies in it."""
    return local == 0 and not any(_LISTS_OTHERS.search(line) for line in lines)


# -- what says so ---------------------------------------------------------------------------------


def _lines_with(text: str, lines: Sequence[str]) -> list[int]:
    return [number for number, line in enumerate(lines) if text in line]


def _established(
    document: Document,
    title: str,
    agency: Agency,
    mentions: Sequence[AgencyMention],
    votes: dict[str, int],
    place: Place,
) -> Reporter:
    spelled = {m.as_seen for m in mentions if m.full_name == agency.name}
    # A corrected name stands in no line as it is; any spelling of the type was a vote for it.
    spelled = spelled or {m.as_seen for m in mentions if m.type == agency.type}
    by, seen = _place_of(document, title, spelled)
    return Reporter(agency, by, seen, votes, place)


def _place_of(document: Document, title: str, spelled: set[str]) -> tuple[EstablishedBy, str]:
    """What in a document names the agency, the most telling place first, and its printed form."""

    def name_in(text: str) -> str:
        return max((s for s in spelled if s in text), key=len, default="")

    if seen := name_in(repair_text(title)):
        return EstablishedBy.TITLE, seen
    lines = _printed_lines(document.lines)
    holding = [(n, line, seen) for n, line in enumerate(lines) if (seen := name_in(line.text))]
    for number, line, seen in holding:
        if number < TOP_LINES and _is_alone(seen, line.text):
            return EstablishedBy.TITLE, _printed(line, seen)
    repeated = Counter(line.text for _, line, _ in holding)
    for _, line, seen in holding:
        if repeated[line.text] >= RUNNING_TIMES:
            return EstablishedBy.RUNNING_HEAD, _printed(line, seen)
    for _, line, seen in holding:
        if line.level:
            return EstablishedBy.HEADING, _printed(line, seen)
    for table in document.tables:
        if seen := name_in(table.caption):
            return EstablishedBy.CAPTION, seen
    for _, line, seen in holding:
        return EstablishedBy.CLAUSE, _printed(line, seen)
    for table in document.tables:
        for cell in table.cells():
            if seen := name_in(cell.text):
                return EstablishedBy.COLUMN, seen
    return EstablishedBy.INFERRED, ""


def _printed(line: Line, seen: str) -> str:
    """A name as the source has it: unrepaired where the line is the name alone."""
    if seen in line.raw or squash(line.text) != squash(seen):
        return seen
    return line.raw.strip(" \t#*_")


def _guessed(document: Document, lines: Sequence[str], fiscal_year: int | None, gazetteer: Gazetteer) -> Reporter:
    """The local government that the properties or the name of the file name."""
    saying = guessed_agency(document, fiscal_year, gazetteer)
    if saying is None:
        return Reporter()
    mentions, near = agencies_of_lines([saying.text], gazetteer)
    place = vote_place([saying.text, *lines], gazetteer, near)
    resolution = resolve_agency(mentions, place, gazetteer)
    return Reporter(resolution.agency, saying.by, mentions[0].as_seen, place=place)
