"""The tables as CSV that spreadsheets open correctly and cannot be attacked through.

UTF-8 with a byte order mark (else Excel shows Thai as garbage), commas, CR LF, RFC 4180 quoting.
Text cells that a spreadsheet would run are neutralised (``normalize/csv_injection.py``). Number columns are
left alone: -2.62 stays a number. So a text that begins with a dash as a bullet has the apostrophe
in CSV, and only there.
"""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from thai_ita.columns import ColumnKind
from thai_ita.export.tables import RowTable
from thai_ita.normalize.csv_injection import neutralise

BYTE_ORDER_MARK = "\ufeff"

_TEXT_KINDS = {ColumnKind.TEXT, ColumnKind.DATE}


def write_csv(file: BinaryIO, table: RowTable) -> None:
    """Write one table with its header row to a binary file."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    names = [column.name for column in table.columns]
    writer.writerow(names)
    text_at = [at for at, column in enumerate(table.columns) if column.kind in _TEXT_KINDS]
    for row in table.rows:
        # The writer itself leaves an absent value empty and writes a Decimal with its decimals.
        cells = [row[name] for name in names]
        for at in text_at:
            if cells[at] is not None:
                cells[at] = neutralise(str(cells[at]))
        writer.writerow(cells)
    # A lone surrogate (from a damaged PDF or file name) has no UTF-8 form; one sign less is better
    # than no table.
    file.write((BYTE_ORDER_MARK + buffer.getvalue()).encode("utf-8", "replace"))
