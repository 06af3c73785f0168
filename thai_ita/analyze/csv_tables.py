"""CSV tables as a run, a spreadsheet or a person left them: looked through before a cell counts.

Cells that moved would put a figure under another name. So a table in which a row has more or fewer
cells than the heading, or a heading stands twice, is refused, with the row to look at; rows without
any text are passed over, and so are columns without heading and text, as spreadsheets leave them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from thai_ita.regular_files import open_regular

if TYPE_CHECKING:
    import pandas as pd

MAX_FIELD = 10_000_000
"""Characters of a cell: more than the whole text of a long report."""
MAX_LINE = 20_000_000
"""Characters of a line: a file without line ends is not taken into memory."""
MAX_COLUMNS = 1_000
"""Columns of a table, those that others have added too."""
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}
"""What spreadsheets separate cells by under some regional settings."""


class BadTableError(ValueError):
    """A CSV file that is no table; the message names the file, the row, and what to do."""


def csv_rows(path: Path, needed: Sequence[str]) -> Iterator[dict[str, str]]:
    """The rows of a CSV file by column, those without any text left out.

    Raises BadTableError, also where a column of ``needed`` is absent.
    """
    with _opened(path) as file:
        yield from _by_column(_looked_through(path, file, needed))


def text_rows(path: Path, text: str, needed: Sequence[str]) -> Iterator[dict[str, str]]:
    """The same of a text at hand, which stood in the file ``path``."""
    yield from _by_column(_rows(path, io.StringIO(text, newline=""), needed))


def _by_column(rows: Iterator[list[str]]) -> Iterator[dict[str, str]]:
    heading = next(rows)
    for row in rows:
        if any(row):
            yield {name: cell for name, cell in zip(heading, row, strict=True) if name}


def csv_frame(path: Path, needed: Sequence[str]) -> pd.DataFrame:
    """The same as a frame of strings, empty cells missing. The index counts the rows from 0 as they
    stand below the heading, so that it tells where a row is.
    """
    import pandas as pd

    with _opened(path) as file:
        rows = _looked_through(path, file, needed)
        heading = next(rows)
        for _ in rows:
            pass
        file.seek(0)
        try:
            frame = pd.read_csv(
                file,
                dtype="string",
                encoding="utf-8-sig",
                keep_default_na=False,
                na_values=[""],
                index_col=False,
                skip_blank_lines=False,
                header=None,
                skiprows=0,
                names=range(len(heading)),
            )
        except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
            raise BadTableError(f"{path}: is not a table of commas ({error})") from error
    frame = frame.iloc[1:].reset_index(drop=True)
    frame = frame[[place for place, name in enumerate(heading) if name]]
    frame.columns = pd.Index([name for name in heading if name])
    return frame[frame.notna().any(axis=1)]


def _opened(path: Path) -> BinaryIO:
    try:
        return open_regular(path)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadTableError(f"{path}: cannot be read ({why}); move it away") from error


def _looked_through(path: Path, file: BinaryIO, needed: Sequence[str]) -> Iterator[list[str]]:
    """The heading, then each row; the file stays open."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield from _rows(path, text, needed)
    except UnicodeDecodeError as error:
        raise BadTableError(f"{path}: is not UTF-8 text; if a spreadsheet saved it, save it as CSV UTF-8") from error
    except OSError as error:
        raise BadTableError(f"{path}: cannot be read ({error.strerror or error})") from error
    finally:
        text.detach()


def _rows(path: Path, text: TextIO, needed: Sequence[str]) -> Iterator[list[str]]:
    """The heading, then each row, which is as long or, a blank line, empty."""
    csv.field_size_limit(max(csv.field_size_limit(), MAX_FIELD))
    rows = csv.reader(_lines(path, text), strict=True)
    number = 0
    try:
        heading = next(rows, [])
        _check_heading(path, heading, needed)
        yield heading
        spare = [place for place, name in enumerate(heading) if not name]
        for number, row in enumerate(rows, 1):
            if not any(row) and len(row) <= len(heading):
                yield []
                continue
            if len(row) != len(heading):
                raise BadTableError(
                    f"{path}: row {number} below the heading has {len(row)} cells, the heading "
                    f"{len(heading)}; mend that row"
                )
            if any(row[place] for place in spare):
                raise BadTableError(
                    f"{path}: row {number} below the heading has text in a column without a "
                    "heading; mend that row, or give the column a heading"
                )
            yield row
    except csv.Error as error:
        raise BadTableError(
            f"{path}: row {number + 1} below the heading cannot be told from the next ({error}); "
            "mend its quotation marks"
        ) from error


def _lines(path: Path, text: TextIO) -> Iterator[str]:
    number = 0
    while line := text.readline(MAX_LINE):
        number += 1
        if "\0" in line:
            # Readers of CSV end a cell at it, without a word.
            raise BadTableError(f"{path}: line {number} has a NUL, which no text has; save it as CSV UTF-8")
        if len(line) == MAX_LINE:
            raise BadTableError(f"{path}: line {number} is over {MAX_LINE:,} characters long; it is no table")
        yield line


def _check_heading(path: Path, heading: list[str], needed: Sequence[str]) -> None:
    if not any(heading):
        raise BadTableError(f"{path}: is empty; a heading line is needed")
    if absent := [name for name in needed if name not in heading]:
        for sign, words in _OTHER_SEPARATORS.items():
            if set(needed) <= {name.strip('"') for name in sign.join(heading).split(sign)}:
                raise BadTableError(f"{path}: its cells are separated by {words}; save it as CSV UTF-8 with commas")
        raise BadTableError(
            f"{path}: lacks the column{'s' if len(absent) > 1 else ''} {', '.join(absent)}; its "
            "first line has to name the columns, and docs/output.md lists them"
        )
    if len(heading) > MAX_COLUMNS:
        raise BadTableError(
            f"{path}: has {len(heading):,} columns, more than {MAX_COLUMNS:,}; take away those "
            "that thai-ita did not write"
        )
    if twice := _first_twice(name for name in heading if name):
        raise BadTableError(f"{path}: has the column {twice} twice; take one of them away")


def _first_twice(names: Iterable[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return ""
