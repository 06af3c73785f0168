"""The measures of a document: one row each, from tables and from labelled paragraphs."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from thai_ita.model import Document, Measure, ScoreKind
from thai_ita.normalize.dates import read_period
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.repair import squash
from thai_ita.normalize.units import split_units
from thai_ita.parse.measures.column_contents import item_codes
from thai_ita.parse.measures.continuations import SAME_TITLE, give_units, join_continued
from thai_ita.parse.measures.issues import issues_over_tables, read_issue
from thai_ita.parse.measures.measure_lists import read_listed_measures
from thai_ita.parse.measures.measure_prose import read_labelled_measures
from thai_ita.parse.measures.measure_tables import (
    CONTINUED,
    TEXT_ROLES,
    MeasureRow,
)
from thai_ita.parse.measures.table_kind import MeasureTable, table_kind
from thai_ita.parse.measures.themes import theme_of
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.list_items import read_items, strip_number
from thai_ita.parse.text.name_mentions import find_mentions
from thai_ita.parse.text.sections import Sections
from thai_ita.parse.text.topic_cues import names_assessment, reports_results

# Similarity (0-1) of titles that name one measure where their numbers agree too.
SAME_TITLE_AND_NUMBER = 0.6
# Blank forms have rows of dots.
_WORD = re.compile("[A-Za-zก-๎]{2}")
_NOT_MEASURES = re.compile(r"(?:มิ|ไม่)(?:ใช่|ได้เป็น|เป็น)\s*มาตรการ")
# Plans of other laws, which reports enclose beside their own.
_OTHER_PLAN = re.compile(
    r"แผน(?:ปฏิบัติการ)?ป้องกัน(?:และปราบปราม)?การทุจริต|แผนพัฒนาท้องถิ่น|แผน(?:การ)?ดำเนินงานประจำปี|แผน(?:การ)?จัดซื้อจัดจ้าง|แผนอัตรากำลัง"
)


def read_records(document: Document, title: str, sections: Sections) -> list[MeasureRow]:
    """One record a measure, in document order, before plan and report are merged.

    Handbooks and annual plans have such tables too. In a document whose title does not speak of
    measures or of the assessment, only a table counts that calls its rows measures.
    """
    told = "มาตรการ" in title
    assessed, reports = names_assessment(title), reports_results(title)
    records: list[MeasureRow] = []
    above: GridView | None = None
    for table in document.tables:
        view = GridView(table)
        read = table_kind(view, records, above, reports=reports)
        found = [record for record in read.records if _WORD.search(record.title)]
        called = any(record.called_measure for record in found)
        if not called and _is_of_another_plan(table.caption, records):
            continue
        called = called or "มาตรการ" in table.caption
        if told or called or (read.labels_say_so and assessed):
            records.extend(found)
            above = view if read.kind is MeasureTable.ROWS and found else above
    if not records and (told or assessed):
        records = read_labelled_measures(document, title) or read_listed_measures(document, title)
    if not records and told:
        records = _by_content(document)
    records = join_continued(records)
    give_units(document, records)
    _give_issues(document, records, sections)
    return records


def _by_content(document: Document) -> list[MeasureRow]:
    """The measures of the tables without a known heading, where there are no others: a column of
    units and one of periods beside one of text."""
    tables = [t for t in document.tables if not _is_of_another_plan(t.caption, [])]
    read = [table_kind(GridView(table), [], by_content=True) for table in tables]
    return [r for kind in read for r in kind.records if _WORD.search(r.title)]


def _give_issues(document: Document, records: list[MeasureRow], sections: Sections) -> None:
    """The issue of each measure: of its group, or of the heading over its table where the table
    has no groups. A heading further up counts for a form that takes one question after the other."""
    over = issues_over_tables(document, sections) if any(r.table for r in records) else {}
    for record in records:
        issue = read_issue(record.group) if record.group else None
        if not record.group and record.table in over:
            issue, right_above = over[record.table]
            if not (right_above and issue.sure) and not (record.questions and (issue.sure or right_above)):
                continue
            record.indicator_texts.append(issue.name)
            record.issue = issue.number
        elif issue is not None and (issue.sure or record.questions):
            record.issue = issue.number
        if issue is not None and (issue.sure or not record.group):
            record.group = issue.name
    for record in records:
        if not record.group and not any(map(item_codes, record.questions)):
            # A question without its code cannot stand among the codes.
            record.group = " ".join(record.questions[:1])


def _is_of_another_plan(caption: str, before: list[MeasureRow]) -> bool:
    """Whether a table behind the measures is announced as something else: an enclosed plan."""
    if not any(record.called_measure for record in before):
        return False
    if _NOT_MEASURES.search(caption):
        return True
    return bool(_OTHER_PLAN.search(caption)) and "มาตรการ" not in caption


def build_measures(records: list[MeasureRow], fiscal_year: int | None, matcher: NameMatcher) -> list[Measure]:
    """The measures of the records; a plan and its report in one document become one measure."""
    merged = _merge(records)
    numbers = [r.number for r in merged if r.number is not None]
    all_numbered = len(numbers) == len(merged)
    if all_numbered and sorted(numbers) == list(range(1, len(merged) + 1)):
        # Sorted by something else (the day on which each begins), they keep the numbers they have.
        merged.sort(key=lambda record: record.number or 0)
    counted = all_numbered and all(
        a.number < b.number for a, b in itertools.pairwise(merged) if a.number is not None and b.number is not None
    )
    return [
        _measure(record, record.number if counted and record.number else i, fiscal_year, matcher)
        for i, record in enumerate(merged, start=1)
    ]


def _merge(records: list[MeasureRow]) -> list[MeasureRow]:
    merged: list[MeasureRow] = []
    for record in records:
        twin = next((m for m in merged if _same(m, record)), None)
        if twin is None:
            merged.append(replace(record, texts=dict(record.texts)))
            continue
        for role in TEXT_ROLES:
            if not twin.texts.get(role):
                twin.texts[role] = record.texts.get(role, "")
        twin.plan |= record.plan
        twin.results |= record.results
    return merged


def _same(a: MeasureRow, b: MeasureRow) -> bool:
    """Whether two records of different tables, or of one table printed twice, are one measure."""
    left, right = squash(a.title), squash(b.title)
    similarity = Levenshtein.normalized_similarity(left, right)
    if a.table == b.table and a.table:
        same_cells = all(squash(a.texts.get(r, "")) == squash(b.texts.get(r, "")) for r in TEXT_ROLES)
        return left == right and same_cells and squash(a.group) == squash(b.group)
    if similarity >= SAME_TITLE:
        # The same title under another issue is another measure, unless one table lacks issues.
        return not (a.group and b.group) or a.plan != b.plan or squash(a.group) == squash(b.group)
    return (
        a.number is not None and a.number == b.number and a.results != b.results and similarity >= SAME_TITLE_AND_NUMBER
    )


def _measure(record: MeasureRow, seq: int, fiscal_year: int | None, matcher: NameMatcher) -> Measure:
    texts = record.texts
    timeframe = " ".join(texts.get(ColumnRole.TIMEFRAME, "").split())
    period = read_period(timeframe, fiscal_year) if timeframe else None
    indicators = _indicators(record, matcher)
    printed = [c for text in [*record.questions, record.group] for c in item_codes(text)]
    items = list(dict.fromkeys(printed or [c for c in indicators if c[:1] in "ieo"]))
    return Measure(
        seq=seq,
        title=_clean(record.title),
        group=_clean(record.group),
        steps=_steps(texts.get(ColumnRole.STEPS, "")),
        responsible=split_units(texts.get(ColumnRole.RESPONSIBLE, "")),
        timeframe=timeframe,
        start_date=period.start.isoformat() if period else "",
        end_date=period.end.isoformat() if period and period.end else "",
        monitoring=_field(texts.get(ColumnRole.MONITORING, "")),
        output=_field(texts.get(ColumnRole.OUTPUT, "")),
        outcome=_field(texts.get(ColumnRole.OUTCOME, "")),
        theme=theme_of(f"{record.title} {record.group}"),
        indicators=indicators,
        page=record.page,
        evidence=record.evidence,
        sub_measures=[" ".join(line.split()) for line in record.sub_measures],
        issue=record.issue,
        items=items,
    )


def _clean(text: str) -> str:
    _, rest = strip_number(CONTINUED.sub("", " ".join(text.split())))
    return rest.strip(" *")


def _field(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _steps(text: str) -> list[str]:
    """The steps without their numbers; an unmarked line after a numbered one belongs to it."""
    items = read_items(text)
    numbered = sum(i.number is not None for i in items)
    steps: list[str] = []
    for item in items:
        goes_on = not item.marked and steps and numbered >= 2
        if goes_on:
            steps[-1] = f"{steps[-1]} {item.text}"
        else:
            steps.append(item.text)
    return [s for s in (" ".join(s.split()) for s in steps) if s]


def _indicators(record: MeasureRow, matcher: NameMatcher) -> list[str]:
    """Codes of the indicators that the measure says it addresses, in its group or its title."""
    codes: list[str] = []
    for text in [*record.indicator_texts, record.title]:
        for line in re.split(r"\n|(?<=\s)(?=\(?[\d๐-๙]+[.)])", text):
            found = matcher.match(line, Context(table=True))
            if found.accepted and found.kind in (
                ScoreKind.INDICATOR, ScoreKind.QUESTION, ScoreKind.OIT_ITEM, ScoreKind.SUBINDICATOR,
            ):  # fmt: skip
                codes.append(found.code)
                continue
            codes.extend(
                m.code
                for m in find_mentions(line, matcher)
                if m.kind in (ScoreKind.INDICATOR, ScoreKind.QUESTION, ScoreKind.OIT_ITEM)
            )
    return list(dict.fromkeys(codes))
