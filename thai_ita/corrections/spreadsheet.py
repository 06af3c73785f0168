"""The rows of a small table whatever saved it: a spreadsheet under any settings, an editor, a page.

Cells parted by commas, semicolons or tabs; in UTF-8, UTF-16 or TIS-620; with or without a byte order
mark and a line ``sep=;``.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from thai_ita.side_files import SideFileError, side_bytes, table_rows

_DELIMITERS = ",;\t"
_DIRECTIVE = "sep="
_UTF8_THAI = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
UTF8_SHARE = 0.5
"""Share of the bytes above ASCII that are Thai in UTF-8, from which a file is no TIS-620."""
BYTES_OF_A_LETTER = 3


def spreadsheet_rows(path: str | Path, most_mb: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with the number of their last line, the heading first, blank rows left out.

    Raises SideFileError, also on the way, for what is over ``most_mb`` megabytes or no such table.
    """
    yield from rows_of(side_bytes(path, most_mb), str(path))


def rows_of(raw: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The same of the content of a file called ``name``."""
    lines = io.StringIO(_text(raw, name), newline="")
    skipped = 0
    for heading in lines:
        if heading.strip() and not heading.lower().startswith(_DIRECTIVE):
            break
        skipped += 1
    else:
        raise SideFileError(f"{name}: is empty; its first line has to name the columns")
    counts = Counter(letter for letter in heading if letter in _DELIMITERS)
    delimiter = counts.most_common(1)[0][0] if counts else ","
    line = skipped
    try:
        for number, cells in table_rows(chain([heading], lines), delimiter):
            line = skipped + number
            if any(cell.strip() for cell in cells):
                yield line, cells
    except csv.Error as error:
        raise SideFileError(
            f"{name}: what follows line {line} cannot be read as CSV ({error}); look for a quote that "
            "is not closed, and save it as CSV UTF-8"
        ) from error


def _text(raw: bytes, name: str) -> str:
    try:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return raw.decode("utf-16").lstrip("\ufeff")
        if b"\0" not in raw:
            return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # TIS-620 has a letter for nearly every byte, also for those of UTF-8 of which one is damaged.
        thai = BYTES_OF_A_LETTER * len(_UTF8_THAI.findall(raw))
        if thai < UTF8_SHARE * len(_HIGH_BYTE.findall(raw)):
            try:
                return raw.decode("cp874")
            except UnicodeDecodeError:
                pass
        line = raw[: error.start].count(b"\n") + 1
        raise SideFileError(
            f"{name}: has bytes in line {line} that are neither UTF-8 nor TIS-620; save it as CSV UTF-8"
        ) from error
    raise SideFileError(f"{name}: is no text; save it as CSV UTF-8")
