"""Lists of inputs: a table as text with a column of paths, and hints beside them."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from thai_ita.batch.task import NO_HINTS, Hints
from thai_ita.regular_files import open_regular
from thai_ita.side_files import MEGABYTE, table_rows

PATH_COLUMN = "path"
# Heads under which people keep paths. Tables of results have such columns too, so what stands below
# must be files that are there.
_OTHER_PATH_COLUMNS = frozenset(
    {"file", "filename", "file_name", "filepath", "ไฟล์", "ชื่อไฟล์", "ที่อยู่ไฟล์", "แฟ้ม", "ชื่อแฟ้ม", "พาธ"}
)
_PATH_COLUMNS = {PATH_COLUMN} | _OTHER_PATH_COLUMNS
_HINT_COLUMNS = {
    "หน่วยงาน": "agency", "ชื่อหน่วยงาน": "agency", "อำเภอ": "district", "จังหวัด": "province",
    "ปี": "fiscal_year", "ปีงบประมาณ": "fiscal_year", "ปีงบประมาณ พ.ศ.": "fiscal_year",
}  # fmt: skip
LARGEST_LIST_MB = 20
MOST_LISTED = 500_000
HEAD_BYTES = 256_000
"""Within which the heading ends: no more is taken apart of a table that turns out to be no list."""
_USED_COLUMNS = _PATH_COLUMNS | {"agency", "district", "province", "fiscal_year"}
_DELIMITERS = ",;\t|"
_DIRECTIVE = "sep="


@dataclass(frozen=True, slots=True)
class ListRow:
    """One input of a list; ``problem`` is what is wrong with its hints, "" for nothing.

    Without a ``path`` the problem is the list's, from that line on.
    """

    line: int
    path: str
    hints: Hints = NO_HINTS
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Heading:
    names: list[str]
    delimiter: str
    # Lines of the file to its end: some have a line break in a cell.
    lines: int


def list_rows(path: Path) -> list[ListRow] | None:
    """The rows of a list of paths; None for a table that is no such list.

    Cells may be parted by commas, semicolons, tabs or bars, in UTF-8, UTF-16 or TIS-620.
    """
    from thai_ita.ingest.decode import decode
    from thai_ita.ingest.errors import IngestError

    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            head = file.read(HEAD_BYTES)
            text = decode(head[: head.rfind(b"\n") + 1] if size > len(head) else head, str(path))[0]
            heading = _heading(text)
            if heading is None:
                return None
            if size > LARGEST_LIST_MB * MEGABYTE:
                why = f"the list is over the limit of {LARGEST_LIST_MB} MB and not read; split it"
                return [ListRow(1, "", problem=why)] if PATH_COLUMN in heading.names else None
            if size > len(head):
                text = decode(head + file.read(size - len(head)), str(path))[0]
    except (OSError, IngestError, csv.Error):
        return None
    return _rows(path, text, heading)


def _heading(text: str) -> _Heading | None:
    """The heading of a table that may be a list of paths."""
    skipped = 0
    lines = io.StringIO(text.lstrip("\ufeff"), newline="")
    for line in lines:
        if line.strip() and not line.lower().startswith(_DIRECTIVE):
            break
        skipped += 1
    else:
        return None
    counts = Counter(letter for letter in line if letter in _DELIMITERS)
    delimiter = counts.most_common(1)[0][0] if counts else ","
    length, cells = next(table_rows(chain([line], lines), delimiter))
    names = [_column(cell) for cell in cells]
    if PATH_COLUMN not in names and not _OTHER_PATH_COLUMNS & set(names):
        return None
    return _Heading(names, delimiter, skipped + length)


def _rows(path: Path, text: str, heading: _Heading) -> list[ListRow] | None:
    """The rows below the heading; None where they hold no paths of files after all."""
    lines = io.StringIO(text.lstrip("\ufeff"), newline="")
    for _ in range(heading.lines):
        lines.readline()
    columns = [name for name in heading.names if name in _PATH_COLUMNS]
    rows: list[tuple[int, dict[str, str]]] = []
    problem = ""
    try:
        for line, cells in table_rows(lines, heading.delimiter):
            row = {name: cell for name, cell in zip(heading.names, cells, strict=False) if name in _USED_COLUMNS}
            if not any(row.get(name, "").strip() for name in columns):
                continue
            if len(rows) == MOST_LISTED:
                rows = []
                problem = f"the list names over {MOST_LISTED:,} files and is not read; split it"
                break
            rows.append((heading.lines + line, row))
    except csv.Error as error:
        problem = f"the list cannot be read from here on ({error})"
    column = _path_column(path, heading.names, [row for _, row in rows])
    if column is None:
        return None
    listed = [_row(at, row[column].strip(), row) for at, row in rows if row.get(column, "").strip()]
    if problem:
        listed.append(ListRow(rows[-1][0] + 1 if rows else heading.lines + 1, "", problem=problem))
    return listed


def _column(name: str) -> str:
    plain = name.strip().strip("\"'").strip().lower()
    return _HINT_COLUMNS.get(plain, plain)


def _path_column(path: Path, names: list[str], rows: list[dict[str, str]]) -> str | None:
    if PATH_COLUMN in names:
        return PATH_COLUMN
    for name in names:
        if name in _OTHER_PATH_COLUMNS:
            given = [cell for row in rows if (cell := row.get(name, "").strip())]
            if given and all(os.path.exists(cell) or os.path.exists(path.parent / cell) for cell in given):
                return name
    return None


def _row(line: int, target: str, row: dict[str, str]) -> ListRow:
    from thai_ita.normalize.fiscal_year import fiscal_year_of

    parts = [row.get("agency", "").strip()]
    if parts[0]:
        for name, prefix in (("district", "อำเภอ"), ("province", "จังหวัด")):
            if value := row.get(name, "").strip():
                parts.append(value if value.startswith(prefix) else prefix + value)
    agency = " ".join(filter(None, parts))
    try:
        return ListRow(line, target, Hints(agency, fiscal_year_of(row.get("fiscal_year", ""))))
    except ValueError as error:
        return ListRow(line, target, Hints(parts[0]), f"{error}; the hint is not used")
