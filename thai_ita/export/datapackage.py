"""``datapackage.json``: what the CSV files hold, for machines (Frictionless Data Package)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from thai_ita import __version__
from thai_ita.analyze.dictionary import Headings, column_entry, in_words, table_title
from thai_ita.export.json_files import write_json

if TYPE_CHECKING:
    import pandas as pd


def describe_package(
    file: BinaryIO,
    frames: Mapping[str, pd.DataFrame],
    written: Mapping[str, bytes],
    headings: Headings,
    *,
    name: str,
    title: str = "",
    notes: Iterable[str] = (),
) -> None:
    """Write the description of CSV files to ``file``; ``written`` are their bytes by table.

    Field names are the headings as written; titles and descriptions are in English and Thai.
    """
    resources = [
        _resource(table, frame, written[table], headings) for table, frame in frames.items()
    ]
    description = " ".join([
        "Tables read from published ITA reports of Thai local governments by thai-ita.",
        "Text cells that begin like a formula have an apostrophe in front.", *notes,
    ])
    write_json(file, {
        "profile": "tabular-data-package",
        "name": name.lower(),
        "title": title or "ITA reports of Thai local governments",
        "description": description,
        "version": __version__,
        "keywords": ["ITA", "Thailand", "integrity", "transparency", "local government"],
        "resources": resources,
    })


def _resource(
    table: str, frame: pd.DataFrame, data: bytes, headings: Headings
) -> dict[str, Any]:
    shown = in_words(frame, table, headings)
    fields = [
        {
            "name": str(heading),
            "type": _type(frame[column]),
            "title": f"{entry['en']} / {entry['th']}",
            "description": f"{entry['about_en']} / {entry['about_th']}",
        }
        for column, heading in zip(frame.columns, shown.columns, strict=True)
        for entry in [column_entry(table, str(column))]
    ]
    return {
        "name": table.replace("_", "-"),
        "path": f"{table}.csv",
        "profile": "tabular-data-resource",
        "title": f"{table_title(table, Headings.EN)} / {table_title(table, Headings.TH)}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"'},
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _type(series: pd.Series) -> str:
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(series):
        return "date"
    if pd.api.types.is_integer_dtype(series):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(series) else "string"
