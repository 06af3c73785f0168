"""The columns of the five tables, in order. docs/output.md describes them; a test compares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnKind(StrEnum):
    """What a column holds: its type in pandas, and whether CSV neutralises it."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"


PANDAS_TYPES = {
    ColumnKind.TEXT: "string",
    ColumnKind.INTEGER: "Int64",
    ColumnKind.NUMBER: "float64",
    ColumnKind.DATE: "datetime64[ns]",
}


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    name: str
    kind: ColumnKind = ColumnKind.TEXT


_KINDS = {
    ColumnKind.INTEGER: {
        *("pages", "page", "table", "row", "seq", "fiscal_year", "fiscal_year_ce"),
        *("n_scores", "n_measures", "n_findings", "n_conflicts"),
        *("n_refused", "issue", "assessed_year", "n_withheld", "n_recognised"),
    },
    ColumnKind.NUMBER: {"match_score", "match_margin", "value", "confidence", "reading_p"},
    ColumnKind.DATE: {"start_date", "end_date"},
}


_KIND_OF = {name: kind for kind, members in _KINDS.items() for name in members}


def column_kind(name: str) -> ColumnKind:
    """What a column of this name holds, in whichever table it stands; TEXT for any other name."""
    return _KIND_OF.get(name, ColumnKind.TEXT)


def _columns(names: str) -> tuple[ColumnSpec, ...]:
    return tuple(ColumnSpec(name, column_kind(name)) for name in names.split())


TABLE_COLUMNS: dict[str, tuple[ColumnSpec, ...]] = {
    "documents": _columns(
        "doc_id path media pages doc_type title agency_id agency agency_type district province "
        "fiscal_year fiscal_year_ce level n_scores n_measures n_findings n_conflicts status error "
        "decided_on troubles duplicate_of "
        "n_refused year_from agency_from agency_as_seen agency_candidates n_withheld "
        "n_recognised corrected_by"
    ),
    "scores": _columns(
        "doc_id agency_id agency agency_type district province fiscal_year fiscal_year_ce kind "
        "code part name name_as_seen match_score value value_as_seen basis status confidence "
        "page table row bbox evidence match_rule match_margin year_from agency_from issue "
        "reading_p fact corrected_by"
    ),
    "measures": _columns(
        "doc_id agency_id agency fiscal_year seq group title steps responsible timeframe "
        "start_date end_date monitoring output outcome theme indicators page "
        "fiscal_year_ce table row sub_measures issue items fact corrected_by"
    ),
    "findings": _columns(
        "doc_id agency_id agency fiscal_year kind group instrument indicators text page "
        "fiscal_year_ce issue items assessed_year table row evidence fact corrected_by"
    ),
    "checks": _columns(
        "doc_id agency_id fiscal_year check result severity expected found scores message agency fiscal_year_ce"
    ),
}

CORRECTIONS_HEADING = "doc_id,table,fact,column,was,becomes,who,when,why"
"""The first line of a file of corrections, by which it is told from a report."""
