"""What kind of report a document is, from what it holds first and from its title second.

The definitions are those of the output contract (docs/output.md): a table that plans makes a plan,
also with a score analysis before it or a report of the same measures behind it; a table of results
makes an implementation report; scores with at most a short list of measures make an analysis, and so
do findings alone under a title that speaks of results.
"""

from __future__ import annotations

import re

from thai_ita.model import DocType, Finding, Measure, Score
from thai_ita.parse.measures.measure_tables import MeasureRow
from thai_ita.parse.text.topic_cues import reports_results

# A report of measures by its title, whatever was read of them.
_REPORTS_MEASURES = re.compile(
    r"(?:(?:รายงาน|สรุป)\s*+(?:ผล)?\s*(?:การ)?(?:ดำเนินการ|ดำเนินงาน|ปฏิบัติ)|ผลการดำเนิน)[^\n]{0,40}มาตรการ"
    r"|การดำเนินการตามมาตรการ|กำกับติดตาม\S*\s*มาตรการ"
)
_ANALYSES = re.compile(r"วิเคราะห์|ผลการประเมิน|ผลคะแนน|สรุปผลการประเมิน|รายงานผลการประเมิน")

# So many measures below the scores are a short list.
SHORT_LIST = 5

# So many measures at least, each with its unit and its time, are a plan however they are written.
MIN_PLAN = 3


def _is_plan(measures: list[Measure]) -> bool:
    return len(measures) >= MIN_PLAN and all(m.responsible and m.timeframe for m in measures)


def document_type(
    title: str,
    scores: list[Score],
    measures: list[Measure],
    records: list[MeasureRow],
    findings: list[Finding],
) -> DocType:
    """The type of a document."""
    if not measures and _REPORTS_MEASURES.search(title):
        return DocType.IMPLEMENTATION_REPORT
    if not scores and not measures:
        analyses = bool(findings) and bool(_ANALYSES.search(title))
        return DocType.SCORE_ANALYSIS if analyses else DocType.OTHER
    if not measures:
        # Its measures could not be read; a result or two are what it begins with.
        plans = "มาตรการ" in title and not _ANALYSES.search(title) and len(scores) <= SHORT_LIST
        return DocType.MEASURES_PLAN if plans else DocType.SCORE_ANALYSIS
    listed = not any(r.table for r in records)
    if scores and listed and len(measures) <= SHORT_LIST and "มาตรการ" not in title and not _is_plan(measures):
        return DocType.SCORE_ANALYSIS
    with_results = sum(r.results for r in records)
    if listed and with_results and (reports_results(title) or 2 * with_results > len(records)):
        # In running text one measure may lack its result.
        return DocType.IMPLEMENTATION_REPORT
    if any(r.plan and not r.results for r in records):
        return DocType.MEASURES_PLAN
    if any(r.results for r in records):
        return DocType.IMPLEMENTATION_REPORT
    if reports_results(title):
        return DocType.IMPLEMENTATION_REPORT
    listed_below = len(measures) <= SHORT_LIST and "มาตรการ" not in title
    if scores and (_ANALYSES.search(title) or listed_below):
        return DocType.SCORE_ANALYSIS
    return DocType.MEASURES_PLAN
