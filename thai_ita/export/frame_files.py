"""Frames as files: the formats that ``export`` and ``-o`` write, all from the same frames."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.analyze.answer_words import in_words
from thai_ita.atomic_files import AtomicFiles
from thai_ita.choices import FileFormat, Headings
from thai_ita.export.created import created_now
from thai_ita.export.csv_files import BYTE_ORDER_MARK
from thai_ita.export.plain_values import plain_rows
from thai_ita.extras import need
from thai_ita.normalize.csv_injection import neutralise

if TYPE_CHECKING:
    import pandas as pd


_PACKAGES = {FileFormat.XLSX: ("xlsxwriter", "xlsx"), FileFormat.PARQUET: ("pyarrow", "parquet")}
"""What a format needs: a package, and the extra that brings it."""


def write_frames(
    frames: Mapping[str, pd.DataFrame],
    folder: Path,
    formats: Collection[FileFormat],
    *,
    headings: Headings = Headings.CODE,
    name: str = "thai-ita",
    title: str = "",
    notes: Iterable[str] = (),
) -> list[Path]:
    """Write frames to a folder in the formats, all or none; the paths, in order.

    ``headings`` apply to CSV and XLSX; Parquet and SQLite keep the column names. ``notes`` go to
    the workbook's first sheet and into the data package. Raises MissingExtraError where a format's
    package is absent, OSError where the folder cannot be written.
    """
    from thai_ita.export.datapackage import describe_package
    from thai_ita.export.datasette import FILE_NAME as METADATA
    from thai_ita.export.datasette import datasette_metadata
    from thai_ita.export.first_sheet import book_title
    from thai_ita.export.json_files import write_json
    from thai_ita.export.keys import with_documents_once
    from thai_ita.export.parquet import parquet_bytes
    from thai_ita.export.sqlite import sqlite_bytes
    from thai_ita.export.xlsx import xlsx_bytes

    for file_format in formats:
        if file_format in _PACKAGES:
            need(*_PACKAGES[file_format])
    folder.mkdir(parents=True, exist_ok=True)
    notes, created = list(notes), created_now()
    with AtomicFiles(folder) as files:
        if {FileFormat.CSV, FileFormat.DATAPACKAGE} & set(formats):
            # A package has keys.
            tables = with_documents_once(frames) if FileFormat.DATAPACKAGE in formats else frames
            written = {n: frame_csv(frame, n, headings) for n, frame in tables.items()}
            for table, data in written.items():
                files.stage(f"{table}.csv").write(data)
            if FileFormat.DATAPACKAGE in formats:
                describe_package(
                    files.stage("datapackage.json"),
                    tables,
                    written,
                    headings,
                    name=name,
                    title=title,
                    notes=notes,
                    created=created,
                )
        if FileFormat.XLSX in formats:
            data = xlsx_bytes(
                frames,
                headings=headings,
                notes=notes,
                folder=folder,
                name=name,
                title=title,
                created=created,
            )
            files.stage(f"{name}.xlsx").write(data)
        if FileFormat.PARQUET in formats:
            for table, frame in frames.items():
                files.stage(f"{table}.parquet").write(parquet_bytes(frame))
        if FileFormat.SQLITE in formats:
            database = f"{name}-tables"
            files.stage(f"{database}.sqlite").write(sqlite_bytes(frames, notes))
            described = datasette_metadata(
                with_documents_once(frames),
                database=database,
                title=title or " / ".join(book_title(name, each) for each in ("en", "th")),
            )
            write_json(files.stage(METADATA), described)
        return files.paths


def frame_csv(frame: pd.DataFrame, table: str, headings: Headings) -> bytes:
    """A frame as CSV: UTF-8 with byte order mark, CR LF, text safe for spreadsheets."""
    shown = in_words(frame, table, headings)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([neutralise(str(c)) for c in shown.columns])
    for row in plain_rows(shown):
        writer.writerow(["" if cell is None else neutralise(cell) if isinstance(cell, str) else cell for cell in row])
    return (BYTE_ORDER_MARK + buffer.getvalue()).encode("utf-8", "replace")
