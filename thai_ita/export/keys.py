"""Keys of the tables: which columns name a row, and which lead to another table.

Only what holds in the tables at hand is declared. The one thing made to hold is that ``documents`` has
a row per content: a file that was given twice stands in ``duplicates``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

    Frames = Mapping[str, pd.DataFrame]

DOCUMENTS, DUPLICATES = "documents", "duplicates"
_PRIMARY: Final[dict[str, tuple[str, ...]]] = {
    DOCUMENTS: ("doc_id",),
    DUPLICATES: ("path",),
    "scores": ("doc_id", "fact"),
    "measures": ("doc_id", "fact"),
    "findings": ("doc_id", "fact"),
    "agencies": ("agency_id",),
    "wide": ("agency_id", "fiscal_year"),
}
"""Columns that name a row. ``checks`` has none: a check may be made twice of the same scores."""
_LEADS: Final = {
    "doc_id": DOCUMENTS,
    "plan_doc": DOCUMENTS,
    "report_doc": DOCUMENTS,
    "twin_doc": DOCUMENTS,
    "agency_id": "agencies",
    "merged_id": "agencies",
    "twin_agency_id": "agencies",
}
"""Columns that lead to the row of another table which has one primary column."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A column whose values are all in the ``key`` column of ``table``, or missing."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one table that hold: ``primary`` columns (none where none hold)."""

    primary: tuple[str, ...] = ()
    foreign: tuple[Foreign, ...] = ()


def with_documents_once(frames: Frames) -> dict[str, pd.DataFrame]:
    """The frames with every content once in ``documents``, further paths of it in ``duplicates``."""
    made = dict(frames)
    documents = made.get(DOCUMENTS)
    if documents is None or "doc_id" not in documents:
        return made
    again = documents["doc_id"].duplicated() & documents["doc_id"].notna()
    if again.any():
        made[DOCUMENTS] = documents[~again].reset_index(drop=True)
        made[DUPLICATES] = documents[again].reset_index(drop=True)
    return made


def keys_of(frames: Frames) -> dict[str, Keys]:
    """The keys of every frame that hold in it."""
    primary = {name: _primary(name, frame) for name, frame in frames.items()}
    return {name: Keys(primary[name], tuple(_foreign(name, frame, frames, primary))) for name, frame in frames.items()}


def lost_keys(frames: Frames) -> list[str]:
    """A sentence on each key that a table should have and does not hold."""
    keys = keys_of(frames)
    lines: list[str] = []
    for name, frame in frames.items():
        wanted = _PRIMARY.get(name, ())
        if wanted and not keys[name].primary and set(wanted) <= set(frame.columns):
            lines.append(f"{name}: rows are not named by {', '.join(wanted)}, so no key is declared.")
        declared = {foreign.column for foreign in keys[name].foreign}
        for column, table in _led(name, frame, frames):
            if column not in declared and _PRIMARY.get(table):
                lines.append(f"{name}: {column} leads to rows that {table} lacks, so no key is declared.")
    return lines


def _primary(name: str, frame: pd.DataFrame) -> tuple[str, ...]:
    columns = _PRIMARY.get(name, ())
    if not columns or not set(columns) <= set(frame.columns):
        return ()
    part = frame[list(columns)]
    holds = not part.isna().any(axis=None) and not (part == "").any(axis=None)
    return columns if holds and not part.duplicated().any() else ()


def _led(name: str, frame: pd.DataFrame, frames: Frames) -> list[tuple[str, str]]:
    """Columns that should lead to another of the frames, with its name."""
    return [
        (column, table)
        for column, table in _LEADS.items()
        if column in frame.columns and table in frames and not (table == name and (column,) == _PRIMARY[table])
    ]


def _foreign(name: str, frame: pd.DataFrame, frames: Frames, primary: Mapping[str, Sequence[str]]) -> list[Foreign]:
    found: list[Foreign] = []
    for column, table in _led(name, frame, frames):
        if len(primary[table]) != 1:
            continue
        key = primary[table][0]
        if frame[column].dropna().isin(frames[table][key]).all():
            found.append(Foreign(column, table, key))
    return found
