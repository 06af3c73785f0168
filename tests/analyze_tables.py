"""Small tables by hand, for the tests of the analyses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

TOWN = "เทศบาลตำบล"


def agency_id(name: str, province: str = "เลย") -> str:
    return f"{name}@{province}"


def score(
    name: str,
    year: int,
    code: str,
    value: float | None,
    *,
    province: str | None = "เลย",
    district: str | None = None,
    status: str = "verified",
    kind: str | None = None,
    doc: str = "",
    part: str = "",
    type_: str = TOWN,
    id_: str | None = None,
    rule: str = "name",
) -> dict[str, object]:
    """One row of ``scores``."""
    kinds = {"ITA": "overall", "IIT": "instrument", "EIT": "instrument", "OIT": "instrument"}
    return {
        "doc_id": doc or f"{name}{year}",
        "agency_id": id_ or agency_id(name, province or ""),
        "agency": type_ + name,
        "agency_type": type_,
        "district": district,
        "province": province,
        "fiscal_year": year,
        "kind": kind or kinds.get(code, "indicator"),
        "code": code,
        "part": part,
        "name": f"ชื่อ {code}",
        "value": value,
        "basis": "stated",
        "status": status,
        "confidence": 0.9,
        "match_rule": rule,
    }


def measure(
    name: str,
    year: int,
    seq: int,
    title: str,
    *,
    doc: str = "",
    steps: str = "",
    indicators: str = "",
    theme: str = "",
    output: str = "",
    province: str = "เลย",
) -> dict[str, object]:
    """One row of ``measures``."""
    return {
        "doc_id": doc or f"{name}{year}",
        "agency_id": agency_id(name, province),
        "agency": TOWN + name,
        "fiscal_year": year,
        "seq": seq,
        "title": title,
        "steps": steps,
        "indicators": indicators,
        "theme": theme,
        "output": output,
    }


def tables(
    scores: Iterable[Mapping[str, object]] = (),
    measures: Iterable[Mapping[str, object]] = (),
    doc_types: Mapping[str, str] | None = None,
) -> dict[str, pd.DataFrame]:
    """Frames of documents, scores and measures; documents follow from the other two."""
    score_rows, measure_rows = list(scores), list(measures)
    documents: dict[object, dict[str, object]] = {}
    for row in [*score_rows, *measure_rows]:
        documents.setdefault(
            row["doc_id"],
            {
                "doc_id": row["doc_id"],
                "agency_id": row["agency_id"],
                "agency": row["agency"],
                "fiscal_year": row["fiscal_year"],
                "path": f"{row['doc_id']}.txt",
                "doc_type": (doc_types or {}).get(str(row["doc_id"]), "measures_plan"),
                **{c: row.get(c) for c in ("agency_type", "district", "province")},
            },
        )
    columns = list(score("ก", 2567, "ITA", 1.0))
    wanted = list(measure("ก", 2567, 1, ""))
    return {
        "documents": pd.DataFrame(
            list(documents.values()),
            columns=None if documents else ["doc_id", "agency_id", "agency", "fiscal_year", "doc_type"],
        ),
        "scores": pd.DataFrame(score_rows, columns=columns),
        "measures": pd.DataFrame(measure_rows, columns=wanted),
    }
