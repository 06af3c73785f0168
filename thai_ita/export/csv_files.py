"""The tables as CSV that spreadsheets open correctly and cannot be attacked through.

UTF-8 with a byte order mark (else Excel shows Thai as garbage), commas, CR LF, RFC 4180 quoting.
A spreadsheet runs a cell that begins like a formula, and the texts come from files of strangers:
such text cells get an apostrophe in front, as OWASP advises (CSV Injection). It goes before any
text that begins with = + - @, a tab, a line end or a NUL, or with the full-width forms of those
signs, also after blanks and apostrophes, so that taking one apostrophe off gives exactly the
text that was there (``restore_text``). Number columns are left alone: -2.62 stays a number. So a
text that begins with a dash as a bullet has the apostrophe in CSV, and only there.
"""

from __future__ import annotations

import csv
import io
import re
from typing import BinaryIO

from thai_ita.export.columns import ColumnKind
from thai_ita.export.tables import RowTable, Value

BYTE_ORDER_MARK = "\ufeff"

_RISKY = re.compile(r"[' ]*[=+\-@\t\r\n\0＝＋－＠]")
_TEXT_KINDS = {ColumnKind.TEXT, ColumnKind.DATE}


def write_csv(file: BinaryIO, table: RowTable) -> None:
    """Write one table with its header row to a binary file."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(row[c.name], c.kind) for c in table.columns])
    # A lone surrogate (from a damaged PDF or file name) has no UTF-8 form; one sign less is better
    # than no table.
    file.write((BYTE_ORDER_MARK + buffer.getvalue()).encode("utf-8", "replace"))


def neutralise(text: str) -> str:
    """A text as it may stand in a cell: ``=1+1`` becomes ``'=1+1``, other text stays."""
    return f"'{text}" if _RISKY.match(text) else text


def restore_text(cell: str) -> str:
    """The text that ``neutralise`` was given."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def _cell(value: Value, kind: ColumnKind) -> str:
    if value is None:
        return ""
    return neutralise(str(value)) if kind in _TEXT_KINDS else format(value, "")
