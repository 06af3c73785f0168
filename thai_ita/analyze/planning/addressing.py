"""Which indicators a measure addresses: by the codes it names, else by its theme."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from thai_ita.analyze.statistics import MIN_N
from thai_ita.analyze.typed_tables import Tables
from thai_ita.model import DocType, ScoreKind
from thai_ita.normalize.editions import nearest_edition
from thai_ita.parse.measures.themes import indicators_of_theme

if TYPE_CHECKING:
    import pandas as pd

STATED, THEME = "stated", "theme"
_RESPONDS_AFTER = 1
"""A plan of year N answers to the result of year N-1, unless it states which."""


def planned_measures(tables: Tables) -> pd.DataFrame:
    """The measures of plans, and of implementation reports where an agency has no plan of the year.

    Adds ``doc_type``, ``plan_year`` and ``responds_to``: the assessment year that the plan answers
    to, which is the newest whose indicators its own document states (three at least), else the
    year before the plan's. Measures without an agency or year are left out.
    """
    measures = with_doc_type(tables)
    known = measures.dropna(subset=["agency_id", "fiscal_year"])
    plan = known["doc_type"] != DocType.IMPLEMENTATION_REPORT
    key = ["agency_id", "fiscal_year"]
    has_plan = plan.groupby([known[k] for k in key]).transform("any")
    kept = known[plan | ~has_plan]
    answered = kept.assign(_year=_analysed_year(tables, kept)).groupby(key)["_year"]
    return kept.assign(
        plan_year=kept["fiscal_year"],
        responds_to=answered.transform("max").fillna(kept["fiscal_year"] - _RESPONDS_AFTER),
    ).reset_index(drop=True)


def _analysed_year(tables: Tables, measures: pd.DataFrame) -> pd.Series[int]:
    """For each measure the newest year, not after its plan's, whose indicators its document states
    in earnest; missing where it states none."""
    own = tables.scores[tables.scores["kind"] == ScoreKind.INDICATOR]
    counts = own.groupby(["doc_id", "fiscal_year"])["code"].nunique()
    stated = counts[counts >= MIN_N].reset_index()[["doc_id", "fiscal_year"]]
    stated = stated.rename(columns={"fiscal_year": "_stated"})
    pairs = measures[["measure", "doc_id", "fiscal_year"]].merge(stated, on="doc_id")
    newest = pairs[pairs["_stated"] <= pairs["fiscal_year"]].groupby("measure")["_stated"].max()
    return measures["measure"].map(newest).astype("Int64")


def with_doc_type(tables: Tables) -> pd.DataFrame:
    """The measures with the ``doc_type`` of their document and a running number ``measure``."""
    types = tables.documents.drop_duplicates("doc_id").set_index("doc_id")["doc_type"]
    measures = tables.measures
    return measures.assign(
        doc_type=measures["doc_id"].map(types).astype("string").fillna(DocType.OTHER),
        measure=range(len(measures)),
    )


def addressed_indicators(measures: pd.DataFrame) -> pd.DataFrame:
    """A row per measure and indicator that it addresses: ``measure``, ``code``, ``addressed_by``.

    Codes of questions, items and sub-indicators count for their indicator in the year that the plan
    answers to. A measure that names no code counts for the indicators of its theme; one with
    neither has no row.
    """
    import pandas as pd

    rows: list[tuple[int, str, str]] = []
    for number, codes, theme, year in zip(
        measures["measure"],
        measures["indicators"].fillna(""),
        measures["theme"].fillna(""),
        measures["responds_to"],
        strict=True,
    ):
        found, by = _indicators(str(codes), str(theme), int(year))
        rows += [(int(number), code, by) for code in found]
    frame = pd.DataFrame(rows, columns=["measure", "code", "addressed_by"])
    return frame.astype({"measure": "int64", "code": "string", "addressed_by": "string"})


@lru_cache(maxsize=65536)
def _indicators(codes: str, theme: str, year: int) -> tuple[tuple[str, ...], str]:
    edition = nearest_edition(year)
    found: dict[str, None] = {}
    for code in (part.strip() for part in codes.split(";")):
        item, sub = edition.item(code), edition.subindicator(code)
        indicator = (item.indicator if item else None) or (sub.indicator if sub else code)
        if indicator and edition.indicator(indicator):
            found[indicator] = None
    if found:
        return tuple(found), STATED
    return indicators_of_theme(theme), THEME
