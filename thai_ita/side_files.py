"""Files that are read besides the reports: settings, lists of agencies, corrections.

Whoever runs the program names them, or they lie where it looks; what stands under the name may be
anything all the same: a pipe, a device without end, another kind of file, a quote left open. They
are read in the main process, so they are bounded before they are taken apart.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from thai_ita.regular_files import open_regular

MEGABYTE = 1_000_000
MOST_COLUMNS = 1_000
LONGEST_ROW = 1_000_000
"""Letters of a row of a table, over all its lines."""
LONGEST_CELL = 131_072
LONGEST_SHOWN = 300
"""Letters of what others wrote that a message quotes."""
_ENCODINGS = ("utf-8-sig", "cp874")


class SideFileError(ValueError):
    """A file that cannot be used; the message names it, says what is wrong and what to do."""


def side_bytes(path: str | Path, most_mb: int) -> bytes:
    """The content of a file of at most so many megabytes; raises SideFileError."""
    most = most_mb * MEGABYTE
    parts: list[bytes] = []
    left = most
    try:
        with open_regular(path) as file:
            # Piece by piece: what the system makes up states no size, and may have no end.
            while left >= 0 and (part := file.read(MEGABYTE)):
                parts.append(part)
                left -= len(part)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise SideFileError(f"{path}: cannot be read ({why}); check the path") from error
    if left < 0:
        raise SideFileError(f"{path}: is over the limit of {most_mb} MB for such a file")
    return b"".join(parts)


def side_table(path: str | Path, most_mb: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file in UTF-8 or TIS-620, each with the number of its last line.

    Raises SideFileError, also on the way.
    """
    raw = side_bytes(path, most_mb)
    # Excel's "Unicode text" is UTF-16, in which every second byte of a Latin letter is NUL.
    text = None if b"\0" in raw else side_text(raw)
    if text is None:
        raise SideFileError(f"{path}: is not UTF-8 text, nor TIS-620; save it as CSV UTF-8")
    yield from _rows(text, path)


def side_text(raw: bytes) -> str | None:
    """The content of a file as text, in UTF-8 or TIS-620; None where it is neither."""
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def table_rows(lines: Iterable[str], delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The rows of a table as text, each with the number of its last line.

    Raises ``csv.Error`` for a row or cell without measure, such as a quote left open makes.
    """
    letters = 0

    def counted() -> Iterator[str]:
        nonlocal letters
        for line in lines:
            letters += len(line)
            if letters > LONGEST_ROW:
                raise csv.Error(f"a row of over {LONGEST_ROW:,} letters")
            yield line

    reader = csv.reader(counted(), delimiter=delimiter)
    for cells in reader:
        letters = 0
        if len(cells) > MOST_COLUMNS:
            raise csv.Error(f"a row of {len(cells):,} cells, over the limit of {MOST_COLUMNS:,}")
        # The limit of ``csv`` is one for the whole process, and readers of other tables raise it.
        if max(map(len, cells), default=0) > LONGEST_CELL:
            raise csv.Error(f"a cell of over {LONGEST_CELL:,} letters")
        yield reader.line_num, cells


def shortened(text: str, most: int = LONGEST_SHOWN) -> str:
    """A text for a message: its beginning, where it is long."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} letters)"


def _rows(text: str, path: str | Path) -> Iterator[tuple[int, list[str]]]:
    line = 0
    try:
        for line, cells in table_rows(io.StringIO(text, newline="")):
            yield line, cells
    except csv.Error as error:
        raise SideFileError(
            f"{path}: what follows line {line} cannot be read as CSV ({error}); look for a quote that "
            "is not closed, and save it as CSV UTF-8"
        ) from error
