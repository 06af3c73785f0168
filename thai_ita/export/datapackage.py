"""``datapackage.json``: what the CSV files hold, for machines (Frictionless Data Package, v1).

Keys, choices and bounds are declared where they hold in the tables at hand. Under which licence the
data are, only who publishes them can say: nothing is said of it but that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from thai_ita import __version__
from thai_ita.analyze.answer_words import column_entry, dictionary, in_words, message, table_title
from thai_ita.choices import Headings
from thai_ita.columns import ColumnKind, column_kind
from thai_ita.export.json_files import write_json
from thai_ita.export.keys import DOCUMENTS, DUPLICATES, Keys, keys_of, lost_keys
from thai_ita.model import (
    Basis,
    CheckResult,
    DocStatus,
    DocType,
    FindingKind,
    Media,
    ScoreKind,
    ScoreStatus,
    Severity,
)

if TYPE_CHECKING:
    import pandas as pd

_CHOICES: Final[dict[tuple[str, str], type[StrEnum]]] = {
    ("documents", "media"): Media,
    ("documents", "doc_type"): DocType,
    ("documents", "status"): DocStatus,
    ("scores", "kind"): ScoreKind,
    ("scores", "basis"): Basis,
    ("scores", "status"): ScoreStatus,
    ("findings", "kind"): FindingKind,
    ("checks", "result"): CheckResult,
    ("checks", "severity"): Severity,
}
_BOUNDS: Final[dict[str, tuple[int, int | None]]] = {
    "value": (0, 100), "match_score": (0, 100), "match_margin": (0, 100),
    "confidence": (0, 1), "reading_p": (0, 1),
    "page": (1, None), "table": (1, None), "row": (1, None), "pages": (1, None), "issue": (1, None),
}  # fmt: skip
"""Least and greatest value of a column; docs/output.md says the same."""
_FIRST_YEAR: Final = 2400
_OF_DOCUMENTS: Final = frozenset({DOCUMENTS, DUPLICATES})


def describe_package(
    file: BinaryIO,
    frames: Mapping[str, pd.DataFrame],
    written: Mapping[str, bytes],
    headings: Headings,
    *,
    name: str,
    created: datetime,
    title: str = "",
    notes: Iterable[str] = (),
) -> None:
    """Write the description of CSV files to ``file``; ``written`` are their bytes by table.

    Field names are the headings as written; titles and descriptions are in English and Thai.
    """
    keys = keys_of(frames)
    heads = {table: _heads(table, frame, headings) for table, frame in frames.items()}
    resources = [
        _resource(table, frame, written[table], heads, keys[table], headings) for table, frame in frames.items()
    ]
    for table, resource in zip(frames, resources, strict=True):
        resource["sources"] = _sources(table, frames)
    description = " ".join(
        [
            "Tables read from published ITA reports of Thai local governments by thai-ita.",
            "Text cells that begin like a formula have an apostrophe in front.",
            message("package_licence", {}),
            *lost_keys(frames),
            *notes,
        ]
    )
    write_json(
        file,
        {
            "profile": "tabular-data-package",
            "name": name.lower(),
            "title": title or "ITA reports of Thai local governments",
            "description": description,
            "version": __version__,
            "created": created.isoformat().replace("+00:00", "Z"),
            "keywords": ["ITA", "Thailand", "integrity", "transparency", "local government"],
            "sources": _sources("", frames),
            "contributors": [{"title": f"thai-ita {__version__}", "role": "wrangler"}],
            "resources": resources,
        },
    )


def _heads(table: str, frame: pd.DataFrame, headings: Headings) -> dict[str, str]:
    shown = in_words(frame.iloc[:0], table, headings)
    return dict(zip(map(str, frame.columns), map(str, shown.columns), strict=True))


def _sources(table: str, frames: Mapping[str, pd.DataFrame]) -> list[dict[str, str]]:
    """Where a table comes from; of ``""``, where the package does."""
    if table in _OF_DOCUMENTS:
        return [{"title": message("package_files", {})}]
    if DOCUMENTS in frames:
        listed = message("package_documents", {"n": len(frames[DOCUMENTS])})
        return [{"title": listed, "path": f"{DOCUMENTS}.csv"}]
    return [{"title": message("package_tables", {})}]


def _resource(
    table: str,
    frame: pd.DataFrame,
    data: bytes,
    heads: Mapping[str, Mapping[str, str]],
    keys: Keys,
    headings: Headings,
) -> dict[str, Any]:
    named = heads[table]
    fields = [
        {
            "name": heading,
            "type": _type(frame[column]),
            "title": f"{entry['en']} / {entry['th']}",
            "description": f"{entry['about_en']} / {entry['about_th']}",
        }
        | _constraints(table, column, frame[column], headings, is_key=column in keys.primary)
        for column, heading in named.items()
        for entry in [column_entry(table, column)]
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if keys.primary:
        schema["primaryKey"] = [named[column] for column in keys.primary]
    if keys.foreign:
        schema["foreignKeys"] = [
            {
                "fields": [named[foreign.column]],
                "reference": {
                    "resource": "" if foreign.table == table else _name(foreign.table),
                    "fields": [heads[foreign.table][foreign.key]],
                },
            }
            for foreign in keys.foreign
        ]
    return {
        "name": _name(table),
        "path": f"{table}.csv",
        "profile": "tabular-data-resource",
        "title": f"{table_title(table, Headings.EN)} / {table_title(table, Headings.TH)}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"'},
        "schema": schema,
    }


def _name(table: str) -> str:
    return table.replace("_", "-")


def _constraints(
    table: str, column: str, series: pd.Series[Any], headings: Headings, *, is_key: bool
) -> dict[str, Any]:
    """What every value of a column is, as it is written."""
    found: dict[str, Any] = {"required": True} if is_key else {}
    values = series.dropna()
    choices = _CHOICES.get((table if table != DUPLICATES else DOCUMENTS, column))
    if choices is not None and values.isin([str(choice) for choice in choices]).all():
        words = {} if headings is Headings.CODE else dictionary()["values"].get(column, {})
        found["enum"] = [words.get(str(c), {}).get(headings.value, str(c)) for c in choices]
    is_year = column_kind(column) is ColumnKind.INTEGER and column in ("fiscal_year", "assessed_year")
    least, most = (_FIRST_YEAR, None) if is_year else _BOUNDS.get(column, (None, None))
    if least is not None and _type(series) != "string" and (values >= least).all():
        found["minimum"] = least
    if most is not None and _type(series) != "string" and (values <= most).all():
        found["maximum"] = most
    return {"constraints": found} if found else {}


def _type(series: pd.Series) -> str:
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(series):
        return "date"
    if pd.api.types.is_integer_dtype(series):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(series) else "string"
