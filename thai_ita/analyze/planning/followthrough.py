"""Are the measures of a plan in the report on the same year?

Absent from a document is not "not done": the document may be incomplete, or the measure reported
elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from thai_ita.analyze.planning.addressing import with_doc_type
from thai_ita.analyze.typed_tables import Tables
from thai_ita.model import DocType

if TYPE_CHECKING:
    import pandas as pd

FOUND_AT = 85.0
PARTLY_AT = 62.0
"""Similarity of titles (0-100): the same measure, or one that may be it."""
SHORTEST_PART = 15
"""Signs that a title needs before being contained in the other counts."""

COLUMNS = (
    "agency_id",
    "agency",
    "agency_type",
    "province",
    "plan_year",
    "plan_doc",
    "plan_page",
    "seq",
    "title",
    "follow_through",
    "similarity",
    "report_doc",
    "report_page",
    "report_seq",
    "report_title",
    "result",
)


class FollowThrough(StrEnum):
    """FOUND: the report names the measure with a result. PARTLY: it names it without one, or
    something like it. ABSENT: not in the report. NO_REPORT: no report of that year in the data."""

    FOUND = "found"
    PARTLY = "partly"
    ABSENT = "absent"
    NO_REPORT = "no_report"


def follow_through(tables: Tables) -> pd.DataFrame:
    """A row per planned measure: whether the agency's report on that year has it, and where.

    A measure of the report answers to one measure of the plan, the most similar first. Plans whose
    agency has no separate report of the year have ``no_report``.
    """
    import pandas as pd

    measures = with_doc_type(tables).dropna(subset=["agency_id", "fiscal_year"])
    reports = _by_agency_year(measures[measures["doc_type"] == DocType.IMPLEMENTATION_REPORT])
    plans = _by_agency_year(measures[measures["doc_type"] == DocType.MEASURES_PLAN])
    rows: list[PlanRow] = []
    for key, plan in sorted(plans.items()):
        report = reports.get(key)
        matches = _assigned(plan, report) if report else {}
        for place, measure in enumerate(plan):
            row: PlanRow = {
                "plan_year": measure["fiscal_year"],
                "plan_doc": measure["doc_id"],
                "plan_page": measure["page"],
                **{c: measure[c] for c in ("agency_id", "agency", "agency_type", "province", "seq", "title")},
                "follow_through": FollowThrough.ABSENT if report else FollowThrough.NO_REPORT,
            }
            if report:
                row["report_doc"] = report[0]["doc_id"]
            if report and place in matches:
                other, similarity = matches[place]
                row |= _reported(report[other], similarity)
            rows.append(row)
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in (
        "agency_id",
        "agency",
        "agency_type",
        "province",
        "follow_through",
        "title",
        "plan_doc",
        "report_doc",
        "report_title",
        "result",
    ):
        table[column] = table[column].astype("string")
    for column in ("plan_year", "plan_page", "seq", "report_page", "report_seq"):
        table[column] = table[column].astype("Int64")
    return table.astype({"similarity": "float64"}).round({"similarity": 1})


PlanRow = dict[str, Any]
_USED = (
    "agency_id",
    "agency",
    "agency_type",
    "province",
    "fiscal_year",
    "doc_id",
    "page",
    "seq",
    "title",
    "output",
    "outcome",
)


def _by_agency_year(measures: pd.DataFrame) -> dict[tuple[str, int], list[PlanRow]]:
    """The measures of each agency and year as plain rows, None where a cell is missing."""
    columns = [measures[c].astype("object").where(measures[c].notna(), None) for c in _USED]
    found: dict[tuple[str, int], list[PlanRow]] = defaultdict(list)
    for cells in zip(*columns, strict=True):
        row = dict(zip(_USED, cells, strict=True))
        found[row["agency_id"], int(row["fiscal_year"])].append(row)
    return found


def _reported(row: PlanRow, similarity: float) -> PlanRow:
    texts = [row[c] for c in ("output", "outcome") if row[c]]
    sure = similarity >= FOUND_AT and bool(texts)
    return {
        "follow_through": FollowThrough.FOUND if sure else FollowThrough.PARTLY,
        "similarity": similarity,
        "report_doc": row["doc_id"],
        "report_page": row["page"],
        "report_seq": row["seq"],
        "report_title": row["title"],
        "result": "; ".join(texts) or None,
    }


def _assigned(plan: list[PlanRow], report: list[PlanRow]) -> dict[int, tuple[int, float]]:
    """For each place in the plan the place in the report and the similarity, each used once."""
    planned = [_plain(row["title"] or "") for row in plan]
    reported = [_plain(row["title"] or "") for row in report]
    scored = sorted(
        ((title_similarity(a, b), i, j) for i, a in enumerate(planned) for j, b in enumerate(reported)),
        key=lambda entry: (-entry[0], entry[1], entry[2]),
    )
    taken: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for similarity, i, j in scored:
        if similarity < PARTLY_AT:
            break
        if i not in taken and j not in used:
            taken[i] = (j, similarity)
            used.add(j)
    return taken


def title_similarity(a: str, b: str) -> float:
    """How alike two titles without spaces are (0-100); one that contains the other counts too."""
    from rapidfuzz import fuzz

    whole = fuzz.ratio(a, b, processor=None)
    if min(len(a), len(b)) < SHORTEST_PART:
        return whole
    # Contained in a longer title is not quite being it.
    return max(whole, 0.92 * fuzz.partial_ratio(a, b, processor=None))


def _plain(text: str) -> str:
    return re.sub(r"[\s\W\d_๐-๙]+(?![\u0e30-\u0e4e])", "", str(text)).lower()


def follow_through_summary(rows: pd.DataFrame) -> pd.DataFrame:
    """A row per plan that has a report: planned measures found, partly found and absent."""
    import pandas as pd

    key = ["agency_id", "agency", "agency_type", "province", "plan_year"]
    columns = [*key, "n_planned", "n_found", "n_partly", "n_absent", "share_found"]
    judged = rows[rows["follow_through"] != FollowThrough.NO_REPORT]
    if judged.empty:
        return pd.DataFrame(columns=columns)
    filled = judged.assign(**{c: judged[c].fillna("") for c in key[1:4]})
    counts = filled.groupby([*key, "follow_through"]).size().unstack(fill_value=0)
    table = pd.DataFrame(
        {
            "n_planned": counts.sum(axis=1),
            **{
                f"n_{s.value}": counts.get(s.value, 0)
                for s in (FollowThrough.FOUND, FollowThrough.PARTLY, FollowThrough.ABSENT)
            },
        }
    ).reset_index()
    table["share_found"] = (100 * table["n_found"] / table["n_planned"]).round(1)
    return table[columns]
