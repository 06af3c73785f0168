"""The issues under which results are analysed and measures set: their headings and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from thai_ita.model import Document, Line
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.repair import squash
from thai_ita.parse.text.issue_headings import issue_keys
from thai_ita.parse.text.list_items import strip_number
from thai_ita.parse.text.sections import Section, Sections

# Similarity (0-1) from which a text is the name of an issue.
SAME_ISSUE = 0.75
# A longer text is no heading.
MAX_HEADING = 160
# The assessment has had no more issues than these.
MAX_ISSUES = 9
_NAMED = re.compile(r"^\s*ประเด็น(?:ที่)?\s*([\d๐-๙])\s*+[.):]?\s*(\S.*)$", re.S)


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as a heading names it; ``sure`` where its wording is that of an issue."""

    number: int | None
    name: str
    sure: bool


@lru_cache(maxsize=4096)
def read_issue(text: str) -> Issue | None:
    """The issue that a heading or a cell names: by the word, by its number, by a known name.

    >>> read_issue("ประเด็นที่ ๖ กระบวนการควบคุม")
    Issue(number=6, name='กระบวนการควบคุม', sure=True)
    """
    line = " ".join(text.split()).strip(" *:#")
    if len(line) > MAX_HEADING:
        return None
    if match := _NAMED.match(line):
        return Issue(int(to_arabic(match[1])), match[2].strip(" *:"), sure=True)
    number, name = strip_number(line)
    key = squash(name)
    near = max(
        ((Levenshtein.normalized_similarity(key, known), n) for n, known in issue_keys()),
        default=(0.0, 0),
    )
    if near[0] >= SAME_ISSUE:
        return Issue(number or near[1], name, sure=True)
    counted = number is not None and 1 <= number <= MAX_ISSUES
    return Issue(number, name, sure=False) if counted and name else None


def issues_over_tables(document: Document, sections: Sections) -> dict[int, tuple[Issue, bool]]:
    """The issue named over each table, by the table's number, and whether nothing but tables stands
    between: a table of scores often comes before that of the measures."""
    found: dict[int, tuple[Issue, bool]] = {}
    for table in document.tables:
        section = sections.of(table)
        issue = _issue_of(section)
        if issue is not None:
            place = next(i for i, b in enumerate(section.blocks) if b is table)
            found[table.number] = (issue, not any(isinstance(b, Line) for b in section.blocks[:place]))
    return found


def _issue_of(section: Section) -> Issue | None:
    """The issue that the heading of a section names, or that over it where its number goes on from
    that of the issue (3.1 below 3)."""
    issue = read_issue(section.heading)
    over = section.parent
    if (issue is None or not issue.sure) and over is not None and section.number.startswith(f"{over.number}."):
        outer = read_issue(over.heading) if over.number else None
        return outer if outer is not None and outer.sure else issue
    return issue
