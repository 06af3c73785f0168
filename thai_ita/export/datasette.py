"""``metadata.json``: what datasette shows beside the SQLite file (https://docs.datasette.io).

Made from the dictionary, in English and Thai. Whose the data are and under which licence only its
owner can say, so nothing is said of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from thai_ita import __version__
from thai_ita.analyze.answer_words import column_entry as entry_of
from thai_ita.analyze.answer_words import dictionary, message

if TYPE_CHECKING:
    import pandas as pd

FILE_NAME: Final = "metadata.json"
_FACETS: Final = (
    "fiscal_year",
    "plan_year",
    "province",
    "agency_type",
    "doc_type",
    "kind",
    "code",
    "status",
    "instrument",
    "theme",
    "check",
    "result",
    "severity",
    "level",
    "movement",
    "reason",
)
"""Columns by whose values rows are counted and chosen, where the table has them."""
_MOST_FACETS: Final = 5
_LABELS: Final = {"documents": ("title", "path"), "agencies": ("agency", "agency_id")}
"""What is shown in the place of a key that leads to a row of the table: the first that no row lacks."""
_SORTED: Final = {"documents": "path", "agencies": "agency", "duplicates": "path"}


def datasette_metadata(frames: Mapping[str, pd.DataFrame], *, database: str, title: str) -> dict[str, Any]:
    """The metadata of the file ``database`` (without its ending) with these frames as tables."""
    tables = {name: _table(name, frame) for name, frame in frames.items()}
    for name in ("dictionary", "labels", "about"):
        tables[name] = {
            "title": name,
            "description": _both(message(f"sqlite_{name}", {}, language) for language in ("en", "th")),
        }
    about = _both(message("sqlite_database", {}, language) for language in ("en", "th"))
    return {
        "title": title,
        "description": about,
        "source": f"Reports that the agencies published, read by thai-ita {__version__}",
        "databases": {database: {"title": title, "description": about, "tables": tables}},
    }


def _table(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    words = dictionary()["tables"].get(name)
    made: dict[str, Any] = {
        "title": _both((words["en"], words["th"])) if words else name,
        "columns": {
            column: f"{_both((entry['en'], entry['th']))}: {_both((entry['about_en'], entry['about_th']))}"
            for column in map(str, frame.columns)
            for entry in [entry_of(name, column)]
        },
        "facets": [column for column in _FACETS if column in frame.columns][:_MOST_FACETS],
    }
    if words:
        made["description"] = _both((words["about_en"], words["about_th"]))
    for column in _LABELS.get(name, ()):
        if column in frame.columns and frame[column].notna().all():
            made["label_column"] = column
            break
    if name in _SORTED and _SORTED[name] in frame.columns:
        made["sort"] = _SORTED[name]
    return made


def _both(texts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(text for text in texts if text))
