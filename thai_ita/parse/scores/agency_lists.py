"""Lists of agencies, each with its overall score, outside tables: letters of a province, notices.

``๑. อบต.ตัวอย่าง ได้ 89.26 คะแนน ระดับผ่าน``, line after line, each district under its own heading.
"""

from __future__ import annotations

import re

from thai_ita.model import Agency, Cell, EstablishedBy, Evidence, Line, ScoreKind, Table
from thai_ita.normalize.agencies import find_agencies
from thai_ita.normalize.agency_vote import agency_slug
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.numerals import Number, find_numbers, strip_numbering
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.scores.agency_cells import place_alone
from thai_ita.parse.scores.candidates import LIST, Candidate
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.name_mentions import find_mentions
from thai_ita.parse.text.prose_patterns import END_OF_ENTRY
from thai_ita.parse.text.topic_cues import (
    about_other_scores,
    is_example,
    is_of_other_matter,
    names_assessment,
)

# One line alone may speak of anybody; so many one after the other are a list.
MIN_ENTRIES = 2
_BETWEEN = compile_tone_tolerant(
    r"(?:[\s:=(.…·_\-–—]|ได้รับ|ได้|มี|ผล|คะแนน|รวม|ภาพรวม|เฉลี่ย|การประเมิน|เท่ากับ|อยู่ที่|คิดเป็น|ร้อยละ|ITA)*"
)
_BETWEEN_ENTRIES = re.compile(rf"{BLANKS_BEFORE}[,;]\s*|(?<!\s)[^\S\n]*+\n\s*|(?<=[)\d๐-๙])\s*และ\s*")
_RANK = re.compile(BLANKS_BEFORE + r"(?:อันดับ|ลำดับ)(?:ที่)?\s*[\d๐-๙]{1,4}(?:\s*[.):：-]\s+|\s+)")


class AgencyListReader:
    """Goes down the passages of a document and keeps the place that heads a list."""

    def __init__(self, province: str) -> None:
        self._province = province
        self._district = ""

    def read(
        self, lines: list[Line], matcher: NameMatcher, year: int | None, *, title: str, section: str
    ) -> tuple[list[Candidate], list[Line]]:
        """The scores of a passage by agency, and the lines that are no entry of the list.

        Title and section must speak of the assessment, and the section of no other scores and of
        no single instrument or indicator.
        """
        found: list[tuple[Line, Agency, Number]] = []
        rest: list[Line] = []
        for line in lines:
            entry = None
            place = place_alone(line.text)
            if place is not None:
                self._district = place[ColumnRole.DISTRICT]
                self._province = place.get(ColumnRole.PROVINCE, self._province)
            else:
                entry = self._entry(line.text)
            if entry is None:
                rest.append(line)
            else:
                found.append((line, *entry))
        listed = len({agency.agency_id for _, agency, _ in found}) == len(found) >= MIN_ENTRIES
        if not listed or not _is_of_results(title, section, matcher):
            return [], lines
        return [
            Candidate.of_all(number, line, year, agency=agency, strength=LIST, agency_from=EstablishedBy.CLAUSE)
            for line, agency, number in found
        ], rest

    def read_cells(
        self, table: Table, matcher: NameMatcher, year: int | None, *, title: str, section: str
    ) -> list[Candidate]:
        """The scores of a table whose cells hold nothing but agencies, each with its figure."""
        found: list[tuple[Cell, Agency, Number]] = []
        columns = GridView(table).columns
        for cell in table.cells():
            if columns[cell.column].role in (ColumnRole.TARGET, ColumnRole.CHANGE, ColumnRole.RANK):
                continue
            entries = [self._entry(piece) for piece in _BETWEEN_ENTRIES.split(cell.text) if piece.strip()]
            whole = [entry for entry in entries if entry is not None]
            if len(whole) == len(entries):
                found += [(cell, *entry) for entry in whole]
        listed = len({agency.agency_id for _, agency, _ in found}) == len(found) >= MIN_ENTRIES
        about = f"{section} {table.caption}"
        if not listed or is_of_other_matter(table.caption) or not _is_of_results(title, about, matcher):
            return []
        out = []
        for cell, agency, number in found:
            line = Line(cell.raw, cell.text, page=cell.page)
            candidate = Candidate.of_all(
                number, line, columns[cell.column].year or year,
                agency=agency, strength=LIST, agency_from=EstablishedBy.CLAUSE,
            )  # fmt: skip
            candidate.evidence = Evidence(cell.page, table.number or None, cell.row + 1, cell.bbox, cell.text[:300])
            out.append(candidate)
        return out

    def _entry(self, text: str) -> tuple[Agency, Number] | None:
        text = _RANK.sub("", strip_numbering(text)[1] or text)
        numbers = find_numbers(text)
        mentions = find_agencies(text)
        if len(numbers) != 1 or len(mentions) != 1 or not numbers[0].decimals:
            return None
        number, mention = numbers[0], mentions[0]
        if number.signed or not 0 <= number.value <= 100 or not END_OF_ENTRY.match(text[number.end :]):
            return None
        before = text[: text.find(mention.as_seen)].strip(" -–•*")
        between = text[text.find(mention.as_seen) + len(mention.as_seen) : number.start]
        if mention.as_seen not in text or before or not _BETWEEN.fullmatch(between):
            return None
        slug = agency_slug(mention.type, mention.name, self._province, self._district)
        agency = Agency(slug, mention.full_name, mention.type, self._district, self._province)
        return agency, number


def _is_of_results(title: str, section: str, matcher: NameMatcher) -> bool:
    if not names_assessment(f"{title}\n{section}") or is_example(section) or about_other_scores(section):
        return False
    return not any(m.kind not in (None, ScoreKind.OVERALL) for m in find_mentions(section, matcher))
