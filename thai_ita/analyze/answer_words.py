"""The words of the answers: headings, values and sentences in Thai and English.

Data: ``data/dictionary.json``. ``code`` headings are the column names themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from thai_ita.analyze.crosswalk import reasons_in
from thai_ita.choices import Headings

if TYPE_CHECKING:
    import pandas as pd


@lru_cache(maxsize=1)
def dictionary() -> dict[str, Any]:
    """The whole dictionary: tables, columns, values, messages."""
    text = files("thai_ita.data").joinpath("dictionary.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def message(code: str, values: Mapping[str, str | int | float], language: str = "en") -> str:
    """A sentence of the dictionary with its values put in."""
    template: str = dictionary()["messages"][code][language]
    shown = {
        name: _in_language(name, value, language) if isinstance(value, str) else value for name, value in values.items()
    }
    return template.format(**shown)


def _in_language(name: str, value: str, language: str) -> str:
    """The value of a sentence in its language: reasons, and the words of statuses."""
    if name == "status_codes":
        words = dictionary()["values"]["status"]
        return ", ".join(words[code][language] for code in value.split(", "))
    return reasons_in(value, language) if name == "why" else value


def column_entry(table: str, column: str) -> dict[str, str]:
    """What the dictionary says of a column: ``en``, ``th``, ``about_en``, ``about_th``.

    The entry ``table.column`` goes before the entry of the column's name. A column that the
    dictionary does not hold (a code such as IIT or 7 in a wide table) has its own name.
    """
    columns: dict[str, dict[str, str]] = dictionary()["columns"]
    found = columns.get(f"{table}.{column}") or columns.get(column)
    return found or {"en": column, "th": column, "about_en": "", "about_th": ""}


def heading(table: str, column: str, headings: Headings) -> str:
    """The heading of a column in a language."""
    return column if headings is Headings.CODE else column_entry(table, column)[headings.value]


def table_title(table: str, headings: Headings) -> str:
    """The title of a table or frame in a language; its name where it has none."""
    entry = dictionary()["tables"].get(table)
    return entry[headings.value] if entry and headings is not Headings.CODE else table


def in_words(frame: pd.DataFrame, table: str, headings: Headings) -> pd.DataFrame:
    """A frame with headings and coded values in a language; ``code`` leaves it as it is."""
    if headings is Headings.CODE:
        return frame
    shown = frame.copy()
    coded = dictionary()["values"]
    for column in frame.columns:
        labels = coded.get(str(column))
        if labels:
            mapping = {value: words[headings.value] for value, words in labels.items()}
            shown[column] = frame[column].map(lambda v, m=mapping: m.get(v, v), na_action="ignore")
    if headings is Headings.TH and "break_note" in frame.columns:
        shown["break_note"] = frame["break_note"].map(lambda text: reasons_in(str(text), "th"), na_action="ignore")
    shown.columns = _unique(heading(table, str(c), headings) for c in frame.columns)
    return shown


def _unique(names: Any) -> list[str]:
    """Headings of which none stands twice."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique
