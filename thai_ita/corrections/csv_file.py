"""``corrections.csv``: read as a person or a spreadsheet left it, written so that both can open it.

A row that makes no correction is a problem with its line, and the others count all the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from thai_ita.columns import TABLE_COLUMNS
from thai_ita.corrections.date_order import DATE_COLUMNS, MONTH_FIRST, DateCell, date_cell
from thai_ita.corrections.moments import times_read
from thai_ita.corrections.record import CORRECTABLE, CORRECTION_COLUMNS, Correction
from thai_ita.corrections.spreadsheet import rows_of
from thai_ita.corrections.values import BadValueError, parsed
from thai_ita.model.document_id import DOC_ID, as_doc_id
from thai_ita.normalize.csv_injection import neutralise, restore_text
from thai_ita.side_files import SideFileError, shortened, side_bytes

LARGEST_MB = 50
MOST_CORRECTIONS = 200_000
MOST_OF_A_DOCUMENT = 2_000
"""Corrections of one document: more than a long report has facts."""
MOST_PROBLEMS = 50
"""Rows without a correction that are told one by one; of the others how many there are."""
NEEDED = ("doc_id", "table", "fact", "column", "was", "becomes")
"""Columns without which no row is a correction; the others may be missing."""
LONGEST = {"fact": 1_000, "who": 200, "when": 200, "why": 2_000}
"""Letters of a cell; texts of a table may be as long as ``side_files.LONGEST_CELL``."""
LONGEST_QUOTED = 60
_AS_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")
_TAKEN_FOR_NUMBER = re.compile(r"[0-9]+(?:e[0-9]+)?|[0-9]+:[0-9]+")
"""Ids and names of facts that a spreadsheet turns into a number or a time of day."""
_LOST_LETTERS = re.compile(r"\?[?\s]*+")


class CorrectionsRead(NamedTuple):
    """The corrections of a file in its order, and a sentence on each row that makes none."""

    corrections: list[Correction]
    problems: list[str]


def read_corrections(path: str | Path) -> CorrectionsRead:
    """What a file of corrections says (``spreadsheet`` tells which are read). Columns may stand in
    any order, and others beside them.

    Raises SideFileError for a file that is no such table, is over ``LARGEST_MB`` or cannot be read.
    """
    return parse_corrections(side_bytes(path, LARGEST_MB), str(path))


def parse_corrections(raw: bytes, name: str) -> CorrectionsRead:
    """The same of the content of a file called ``name``."""
    rows = rows_of(raw, name)
    names = _names(next(rows)[1], name)
    corrections: dict[Correction, None] = {}
    problems: list[str] = []
    left_out: Counter[str] = Counter()
    first_left: dict[str, int] = {}
    more = 0
    of_document: Counter[str] = Counter()
    for line, made in _made(rows, names):
        if len(corrections) == MOST_CORRECTIONS:
            problems.append(f"line {line}: from here on nothing is read: over {MOST_CORRECTIONS:,} corrections")
            break
        if isinstance(made, str):
            more += len(problems) >= MOST_PROBLEMS
            problems += [f"line {line}: {made}"] if len(problems) < MOST_PROBLEMS else []
        elif made not in corrections:
            of_document[made.doc_id] += 1
            if of_document[made.doc_id] <= MOST_OF_A_DOCUMENT:
                corrections[made] = None
            else:
                left_out[made.doc_id] += 1
                first_left.setdefault(made.doc_id, line)
    # A line for a document, not for each of its rows.
    for doc_id, count in left_out.most_common(MOST_PROBLEMS):
        problems.append(
            f"line {first_left[doc_id]}: over {MOST_OF_A_DOCUMENT:,} corrections of one document ({doc_id}); from here on "
            f"{count:,} of it are left out"
        )
    more += sum(count for _, count in left_out.most_common()[MOST_PROBLEMS:])
    if more:
        problems.append(f"and {more:,} rows more make no correction")
    return CorrectionsRead(times_read(_dates_read(list(corrections))), problems)


def _dates_read(corrections: list[Correction]) -> list[Correction]:
    """The corrections with a date that may be two as ISO, where other dates of the file say that the month is first.

    Where ``was`` may be two dates as well it is told by what the table holds.
    """
    places = [n for n, each in enumerate(corrections) if each.column in DATE_COLUMNS]
    orders: set[str] = set()
    for n in places:
        for cell in _cells_of(corrections[n]):
            if cell is not None and cell.is_one_date and cell.day_first != cell.month_first:
                orders.update(cell.orders)
    if orders == {MONTH_FIRST}:
        for n in places:
            was, becomes = _cells_of(corrections[n])
            if becomes is not None and (was is None or was.is_one_date) and becomes.month_first:
                corrections[n] = replace(corrections[n], becomes=becomes.month_first)
    return corrections


def _cells_of(made: Correction) -> tuple[DateCell | None, DateCell | None]:
    was, becomes = (
        date_cell(0, made.doc_id, made.fact, made.column, shown="", cell=cell) for cell in (made.was, made.becomes)
    )
    return was, becomes


def merged(*lists: Iterable[Correction]) -> list[Correction]:
    """The corrections of several lists, each once, in their order."""
    return list(dict.fromkeys(chain.from_iterable(lists)))


def write_corrections(file: BinaryIO, corrections: Iterable[Correction]) -> None:
    """Write a file of corrections: UTF-8 with a byte order mark, commas, CR LF."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(CORRECTION_COLUMNS)
    for correction in corrections:
        writer.writerow([_cell(name, getattr(correction, name)) for name in CORRECTION_COLUMNS])
    file.write(("\ufeff" + buffer.getvalue()).encode("utf-8", "replace"))


def readable(made: Correction) -> Correction:
    """A correction that a file of them gives back, with a date as ISO; raises BadValueError for what none can hold."""
    value = parsed(made.table, made.column, made.becomes)
    if made.column in DATE_COLUMNS and isinstance(value, str):
        made = replace(made, becomes=value)
    read = _correction({name: getattr(made, name) for name in CORRECTION_COLUMNS})
    if isinstance(read, str):
        raise BadValueError(read)
    return made


def _cell(column: str, text: str) -> str:
    if column in ("doc_id", "fact") and _TAKEN_FOR_NUMBER.fullmatch(text):
        return f"'{text}"
    return neutralise(text)


def _names(heading: list[str], name: str) -> list[str]:
    names = [cell.strip().strip("\"'").strip().lower() for cell in heading]
    if absent := [column for column in NEEDED if column not in names]:
        raise SideFileError(
            f"{name}: lacks the column{'s' if len(absent) > 1 else ''} {', '.join(absent)}; its first "
            "line has to name the columns, and docs/corrections.md lists them"
        )
    if twice := [column for column in CORRECTION_COLUMNS if names.count(column) > 1]:
        raise SideFileError(f"{name}: has the column {twice[0]} twice; take one of them away")
    return names


def _made(rows: Iterator[tuple[int, list[str]]], names: list[str]) -> Iterator[tuple[int, Correction | str]]:
    """The correction of each row, or why it is none."""
    for line, cells in rows:
        row = dict(zip(names, cells, strict=False))
        yield line, _correction({name: _restored(name, row.get(name, "")) for name in CORRECTION_COLUMNS})


def _correction(cells: dict[str, str]) -> Correction | str:
    cells["doc_id"] = as_doc_id(cells["doc_id"])
    for name in ("table", "column"):
        cells[name] = cells[name].lower()
    table, column = cells["table"], cells["column"]
    if problem := _id_problem(cells["doc_id"]) or _column_problem(table, column):
        return problem
    if table == "documents":
        cells["fact"] = ""
    elif not cells["fact"]:
        return f"names no fact of {table}; copy it from the column fact of {table}.csv"
    for name, most in LONGEST.items():
        if len(cells[name]) > most:
            return f"its {name} is over {most:,} letters"
    if _LOST_LETTERS.fullmatch(cells["becomes"]):
        return "holds question marks where letters were lost in saving; save it as CSV UTF-8"
    try:
        parsed(table, column, cells["becomes"])
    except BadValueError as error:
        return f"{column} cannot become that: {error}"
    return Correction(**cells)


def _restored(column: str, cell: str) -> str:
    text = restore_text(cell.strip())
    if column in ("doc_id", "fact") and text[:1] == "'" and _TAKEN_FOR_NUMBER.fullmatch(text[1:]):
        text = text[1:]
    # As tables hold it; a page may have put in what no file of text can hold.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def _id_problem(doc_id: str) -> str:
    if DOC_ID.fullmatch(doc_id):
        return ""
    shown = shortened(doc_id, LONGEST_QUOTED)
    if _AS_NUMBER.fullmatch(doc_id):
        return (
            f"its doc_id {shown} is a number that a spreadsheet made of it; copy it anew from documents.csv, "
            "with an apostrophe in front"
        )
    return f"its doc_id {shown!r} is none; copy it from documents.csv"


def _column_problem(table: str, column: str) -> str:
    if table not in CORRECTABLE:
        shown = shortened(table, LONGEST_QUOTED)
        return f"there is no table {shown!r} to correct; there are {', '.join(CORRECTABLE)}"
    if column in CORRECTABLE[table]:
        return ""
    what = f"{table} has no column {shortened(column, LONGEST_QUOTED)!r}"
    if any(column == known.name for known in TABLE_COLUMNS[table]):
        what = f"{column} of {table} follows from other columns or says how it was read"
    return f"{what}; those that can be corrected: {', '.join(CORRECTABLE[table])}"
