"""``agencies.csv``: the merging of agencies, written for a person to read and correct.

The column ``merged_id`` counts. Where it differs from ``proposed_id``, a person changed it, and it
stays so in every later run; ``merged_id`` equal to ``agency_id`` keeps an agency apart.
"""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.analyze.agency_identity import merge_agencies
from thai_ita.analyze.csv_tables import BadTableError, text_rows
from thai_ita.analyze.typed_tables import TableError, Tables, TableSource, load_tables
from thai_ita.atomic_files import AtomicFiles
from thai_ita.normalize.csv_injection import neutralise, restore_text
from thai_ita.normalize.registry_in_use import registry_in_use
from thai_ita.regular_files import open_regular
from thai_ita.side_files import SideFileError, side_bytes, side_text

if TYPE_CHECKING:
    import pandas as pd

FILE_NAME = "agencies.csv"
LARGEST_MB = 200
"""All local governments of the country take some 2 MB."""
_NEEDED = ("agency_id", "proposed_id", "merged_id")


def one_agency_each(
    source: TableSource, *, merging: str | os.PathLike[str] | None = None, write: bool = False
) -> tuple[Tables, pd.DataFrame]:
    """The tables with every agency under one id, and the list of how they were merged.

    Corrections are read from ``merging``, else from ``agencies.csv`` beside the tables. With
    ``write`` the list is written there, corrections kept.
    """
    tables = load_tables(source)
    path = Path(merging) if merging is not None else None
    if path is None and tables.folder is not None:
        path = tables.folder / FILE_NAME
    corrections: dict[str, str] = {}
    if path is not None and (os.path.lexists(path) or merging is not None):
        corrections = read_corrections(path)
    try:
        registry = registry_in_use()
    except SideFileError as error:
        raise TableError(str(error)) from error
    merged, listing = merge_agencies(
        tables,
        corrections,
        registry=registry,
        known=lambda kind, bare: bool(registry.find(kind, bare)),
    )
    if write and path is not None:
        write_listing(path, listing)
    return merged, listing


def merged_tables(source: TableSource) -> Tables:
    """The tables with every agency under one id; as they are where that was done."""
    tables = load_tables(source)
    return tables if tables.merged else one_agency_each(tables)[0]


def read_corrections(path: Path) -> dict[str, str]:
    """Of every id whose ``merged_id`` a person changed, the id that it belongs to."""
    text = _listing_text(path)
    corrections: dict[str, str] = {}
    try:
        for row in text_rows(path, text, _NEEDED):
            own, proposed, merged = (restore_text(row[c].strip()) for c in _NEEDED)
            if not own or not merged or merged == proposed:
                continue
            if corrections.setdefault(own, merged) != merged:
                raise TableError(f"{path}: gives {own} to {corrections[own]} and to {merged}; leave one of them")
    except BadTableError as error:
        raise TableError(
            f"{error}; give the {FILE_NAME} that thai-ita wrote, or move it away to have it made anew"
        ) from error
    return corrections


def _listing_text(path: Path) -> str:
    try:
        raw = side_bytes(path, LARGEST_MB)
    except SideFileError as error:
        raise TableError(f"{error}, or move it away to have it made anew") from error
    text = side_text(raw)
    if text is None:
        raise TableError(f"{path}: is not UTF-8 text; save it as CSV UTF-8")
    return text


def write_listing(path: Path, listing: pd.DataFrame) -> None:
    """Write the list as CSV (UTF-8 with byte order mark), whole or not at all."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(listing.columns)
    for row in listing.astype("object").where(listing.notna(), "").itertuples(index=False):
        writer.writerow([neutralise(str(cell)) for cell in row])
    data = ("\ufeff" + buffer.getvalue()).encode("utf-8", "replace")
    try:
        if _holds(path, data):
            return
        with AtomicFiles(path.parent) as files:
            files.stage(path.name).write(data)
    except OSError as error:
        raise TableError(f"{path}: cannot be written ({error.strerror})") from error


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file holds just these bytes."""
    if not path.is_file():
        return False
    with open_regular(path) as file:
        return file.read(len(data) + 1) == data
