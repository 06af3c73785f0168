"""Lists of inputs: a table as text with a column of paths, and hints beside them."""

from __future__ import annotations

import csv
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from thai_ita.batch.task import NO_HINTS, Hints
from thai_ita.ingest.regular_files import open_regular

PATH_COLUMN = "path"
# Heads under which people keep paths. Tables of results have such columns too, so what stands below
# must be files that are there.
_OTHER_PATH_COLUMNS = frozenset(
    {"file", "filename", "file_name", "filepath", "ไฟล์", "ชื่อไฟล์", "ที่อยู่ไฟล์", "แฟ้ม", "ชื่อแฟ้ม", "พาธ"}
)
_HINT_COLUMNS = {
    "หน่วยงาน": "agency", "ชื่อหน่วยงาน": "agency", "อำเภอ": "district", "จังหวัด": "province",
    "ปี": "fiscal_year", "ปีงบประมาณ": "fiscal_year", "ปีงบประมาณ พ.ศ.": "fiscal_year",
}  # fmt: skip
LARGEST_LIST_BYTES = 100_000_000
_DELIMITERS = ",;\t|"
_DIRECTIVE = "sep="


@dataclass(frozen=True, slots=True)
class ListRow:
    """One input of a list; ``problem`` is what is wrong with its hints, "" for nothing."""

    line: int
    path: str
    hints: Hints = NO_HINTS
    problem: str = ""


def list_rows(path: Path) -> list[ListRow] | None:
    """The rows of a list of paths; None for a table that is no such list.

    Cells may be parted by commas, semicolons, tabs or bars, in UTF-8, UTF-16 or TIS-620.
    """
    from thai_ita.ingest.decode import decode
    from thai_ita.ingest.errors import IngestError

    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > LARGEST_LIST_BYTES:
                return None
            data = file.read(size)
        text, _, _ = decode(data, str(path))
        lines = text.lstrip("\ufeff").splitlines()
        skipped = 0
        while lines and (not lines[0].strip() or lines[0].lower().startswith(_DIRECTIVE)):
            del lines[0]
            skipped += 1
        if not lines:
            return None
        counts = Counter(letter for letter in lines[0] if letter in _DELIMITERS)
        delimiter = counts.most_common(1)[0][0] if counts else ","
        reader = csv.DictReader(lines, delimiter=delimiter)
        names = [_column(name) for name in reader.fieldnames or ()]
        reader.fieldnames = names
        if PATH_COLUMN not in names and not _OTHER_PATH_COLUMNS & set(names):
            # Not taken apart: a table of a hundred megabytes would take a gigabyte.
            return None
        rows = [
            (reader.line_num + skipped, {k: v or "" for k, v in row.items() if isinstance(k, str)})
            for row in reader
        ]
    except (OSError, IngestError, csv.Error):
        return None
    column = _path_column(path, names, [row for _, row in rows])
    if column is None:
        return None
    return [_row(line, row[column].strip(), row) for line, row in rows if row.get(column, "").strip()]


def _column(name: str) -> str:
    plain = (name or "").strip().strip("\"'").strip().lower()
    return _HINT_COLUMNS.get(plain, plain)


def _path_column(path: Path, names: list[str], rows: list[dict[str, str]]) -> str | None:
    if PATH_COLUMN in names:
        return PATH_COLUMN
    for name in names:
        if name in _OTHER_PATH_COLUMNS:
            given = [cell for row in rows if (cell := row.get(name, "").strip())]
            if given and all(
                os.path.exists(cell) or os.path.exists(path.parent / cell) for cell in given
            ):
                return name
    return None


def _row(line: int, target: str, row: dict[str, str]) -> ListRow:
    from thai_ita.batch.hints import year_of_hint

    parts = [row.get("agency", "").strip()]
    if parts[0]:
        for name, prefix in (("district", "อำเภอ"), ("province", "จังหวัด")):
            if value := row.get(name, "").strip():
                parts.append(value if value.startswith(prefix) else prefix + value)
    agency = " ".join(filter(None, parts))
    try:
        return ListRow(line, target, Hints(agency, year_of_hint(row.get("fiscal_year", ""))))
    except ValueError as error:
        return ListRow(line, target, Hints(parts[0]), f"{error}; the hint is not used")
