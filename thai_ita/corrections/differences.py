"""What a person has changed in a table, whatever program the table was saved by, as corrections.

Columns may be in another order or missing, numbers and dates written otherwise, long ids damaged: rows
find the facts they are of by what is left. What cannot be a correction is told, one line a kind.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Protocol

from thai_ita.columns import TABLE_COLUMNS
from thai_ita.corrections.csv_file import readable
from thai_ita.corrections.date_order import DATE_COLUMNS, DateCell, DateOrders, date_cell
from thai_ita.corrections.record import CORRECTABLE, FILE_NAME, MAIN_COLUMNS, Correction
from thai_ita.corrections.values import YEARS, BadValueError, composed, parsed, same
from thai_ita.model.document_id import DOC_ID, as_doc_id, digits_of
from thai_ita.normalize.csv_injection import restore_text
from thai_ita.normalize.numerals import read_number, to_arabic
from thai_ita.side_files import SideFileError, shortened

Cells = dict[str, str]
MOST_DIFFERENCES = 50_000
MOST_LINES_NAMED = 3
MOST_TOLD = 20
"""Things that are told of a table; of the others how many there are."""
LONGEST_QUOTED = 60
LONGEST_PATH = 200
LONGEST_OF_EXCEL = 32_767
"""Letters that a cell of a spreadsheet holds; what is longer is cut there."""
CLOSEST = 2
"""Columns beside the names that must agree before a row is known by them alone."""
_EXACT = frozenset({"code", "part", "fact", "doc_id"})
"""Columns in which 9.10 is another than 9.1."""
LATE = {"scores": {"status", "confidence"}, "documents": {"n_conflicts"}}
"""Columns in which the table also tells what other documents say."""
_SAY_HOW_READ = ("evidence", "value_as_seen", "confidence", "match_rule", "bbox")
_SAID_BY_NAME = {
    "scores": ("kind", "code", "part", "fiscal_year", "agency", "district", "province"), "findings": ("kind",),
}  # fmt: skip
"""Columns that follow from the name of a fact that is added."""
NEW_DIGITS = 6
_AS_NUMBER = re.compile(r"([0-9]++)(?:[.,]([0-9]++))?(?:[eE]\+?([0-9]{1,3}+))?")
_ID_AS_NUMBER = re.compile(r"[0-9]++(?:e[0-9]++)?")
MOST_SEARCHED = 500
"""Documents in which a row without an id is looked for."""
SHEET_DIGITS = 15
"""Digits of a number that spreadsheets keep."""
FEWEST_DIGITS = 3
"""Of a number that was rounded, by which an id may be known."""


class Known(Protocol):
    """What a table holds, document by document, as texts without guards."""

    def rows(self, doc_id: str) -> Sequence[Cells]: ...

    def has_rows(self, doc_id: str) -> bool: ...

    def path(self, doc_id: str) -> str: ...

    def doc_ids(self) -> Iterable[str]: ...

    @property
    def knows_late(self) -> bool:
        """Whether ``LATE`` columns are as the table had them."""
        ...


@dataclass(slots=True)
class TableDifferences:
    """What an edited table says otherwise than the one that was written.

    ``changed`` are corrections without who, when and why; ``removed`` those of rows that are no more, which
    count only where that was meant, and ``gone`` names the first of them by path and fact. ``told`` are lines on what cannot be a correction. ``elsewhere`` documents
    have none of their rows in the table any more, ``rows`` were compared.
    """

    changed: list[Correction] = field(default_factory=list)
    removed: list[Correction] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    rows: int = 0
    elsewhere: int = 0

    @property
    def is_same(self) -> bool:
        return not (self.changed or self.removed or self.told or self.elsewhere)


def find_differences(table: str, lines: Iterable[tuple[int, list[str]]], name: str, known: Known) -> TableDifferences:
    """What the rows of an edited table say otherwise; ``lines`` begin with the heading, ``name`` is its file.

    Raises SideFileError for what is none of this table.
    """
    return _Comparison(table, name, known).run(iter(lines))


def table_of(heading: Sequence[str], stem: str = "") -> str:
    """Which table a heading is of, "" where that cannot be told; the name of the file counts first."""
    names = set(_names(heading))
    likely = [
        table for table, columns in TABLE_COLUMNS.items()
        if MAIN_COLUMNS.get(table, "doc_id") in names
        and len(names & {column.name for column in columns}) > 1
    ]  # fmt: skip
    for table in likely:
        if stem.lower().startswith(table):
            return table
    shared = {t: len(names & {column.name for column in TABLE_COLUMNS[t]}) for t in likely}
    best = sorted(shared, key=lambda t: -shared[t])[:2]
    if not best or (len(best) > 1 and shared[best[0]] == shared[best[1]]):
        return ""
    return best[0]


class _Comparison:
    def __init__(self, table: str, name: str, known: Known) -> None:
        self.table = table
        self.name = name
        self.known = known
        self.found = TableDifferences()
        self._columns = [column.name for column in TABLE_COLUMNS[table]]
        self._correctable = CORRECTABLE.get(table, ())
        self._seen: dict[str, int] = {}
        self._changed: dict[tuple[str, str, str], Correction | None] = {}
        self._dates = DateOrders()
        self._late = () if known.knows_late else LATE.get(table, ())
        # Lines of the file by what is said of them; documents by what a spreadsheet made of their ids.
        self._noted: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        self._line_of: dict[tuple[str, str, str], int] = {}
        self._like: dict[str, list[str]] = {}

    def run(self, lines: Iterator[tuple[int, list[str]]]) -> TableDifferences:
        try:
            _, heading = next(lines)
        except StopIteration:
            raise SideFileError(f"{self.name}: is empty") from None
        names = _names(heading)
        self._check_heading(names)
        for line, cells in lines:
            row = {name: _restored(cell) for name, cell in zip(names, cells, strict=False) if name}
            self.found.rows += 1
            self._compare(line, row)
        self._finish()
        return self.found

    def _check_heading(self, names: list[str]) -> None:
        there = [name for name in names if name in self._columns]
        twice = [name for name, n in Counter(there).items() if n > 1]
        if twice:
            raise SideFileError(f"{self.name}: has the column {twice[0]} twice; take one of them away")
        if not set(there) & set(self._correctable):
            listed = ", ".join(self._correctable)
            raise SideFileError(
                f"{self.name}: has no column of {self.table} that can be corrected ({listed}); "
                "its first line has to name the columns"
            )
        if not set(there) & {"doc_id", "path", "fact", "evidence"}:
            raise SideFileError(f"{self.name}: has no column doc_id, so that nothing tells which document a row is of")
        if others := [name for name in names if name and name not in self._columns]:
            listed = ", ".join(shortened(name, LONGEST_QUOTED) for name in others[:MOST_LINES_NAMED])
            more = f" and {len(others) - MOST_LINES_NAMED} more" if len(others) > MOST_LINES_NAMED else ""
            self.found.told.append(
                f"{self.table}.csv has no column {listed}{more}; what stands there goes into no correction"
            )

    def _compare(self, line: int, row: Cells) -> None:
        doc_id = self._document(row)
        if not doc_id:
            self._note(line, "", "doc_id is that of no document of the last run")
            return
        rows = self.known.rows(doc_id)
        place = self._row(rows, row)
        if place is None:
            if self._is_added(doc_id, row):
                self._add(line, doc_id, rows, row)
                return
            self._note(
                line, doc_id, "is of no fact that was read; a fact that is missing is added in "
                "corrections.csv (docs/corrections.md)",
            )  # fmt: skip
            return
        if self.table != "documents":
            seen = self._seen.get(doc_id, 0)
            if seen >> place & 1:
                self._note(line, doc_id, "a fact has a second row")
            self._seen[doc_id] = seen | 1 << place
        else:
            self._seen[doc_id] = self._seen.get(doc_id, 0) | 1 << place
        ours = rows[place]
        for column in self._columns:
            if column in row and column not in ("doc_id", "fact"):
                self._compare_cell(line, ours, column, row[column])

    def _is_added(self, doc_id: str, row: Cells) -> bool:
        """Whether a row is one that a person wrote: nothing in it says how it was read."""
        main = MAIN_COLUMNS.get(self.table, "")
        by_hand = not any(row.get(name) for name in _SAY_HOW_READ)
        return bool(by_hand and "fact" in row and row.get(main) and as_doc_id(row.get("doc_id", "")) == doc_id)

    def _add(self, line: int, doc_id: str, rows: Sequence[Cells], row: Cells) -> None:
        """Make a fact of a row: its main cell, then whatever else its name does not say."""
        fact = row["fact"] or new_name(self.table, rows, row)
        main = MAIN_COLUMNS[self.table]
        try:
            readable(Correction(doc_id, self.table, fact or main, main, "", row[main]))
        except BadValueError as error:
            self._note(line, doc_id, f"cannot be added: {error}")
            return
        if not fact or (doc_id, fact, main) in self._changed:
            self._note(line, doc_id, "is added, and its cells do not tell which fact it is")
            return
        said = _SAID_BY_NAME.get(self.table, ())
        others = [name for name in self._correctable if name in row and name not in (main, *said)]
        for column in [main, *others]:
            if row[column]:
                self._change(line, Correction(doc_id, self.table, fact, column, "", row[column]))

    def _compare_cell(self, line: int, ours: Cells, column: str, cell: str) -> None:
        shown = ours[column]
        if same(self.table, column, shown, cell) and not (column in DATE_COLUMNS and cell):
            return
        if column not in self._correctable:
            late = column in self._late
            if not (late or is_saved_otherwise(self.table, column, shown, cell)):
                self._note(line, ours["doc_id"], _why_not(self.table, column))
            return
        fact = "" if self.table == "documents" else ours["fact"]
        self._change(line, Correction(ours["doc_id"], self.table, fact, column, shown, cell))

    def _change(self, line: int, made: Correction) -> None:
        """Take a cell as changed, if it says something else than the table did."""
        if made.column in DATE_COLUMNS:
            dated = date_cell(line, made.doc_id, made.fact, made.column, shown=made.was, cell=made.becomes)
            if dated is not None:
                self._dates.note(dated)
                return
        if same(self.table, made.column, made.was, made.becomes) or is_saved_otherwise(
            self.table, made.column, made.was, made.becomes
        ):
            return
        if len(self._changed) >= MOST_DIFFERENCES:
            self._note(line, made.doc_id, f"over {MOST_DIFFERENCES:,} cells differ; the others are left out")
            return
        key = (made.doc_id, made.fact, made.column)
        self._line_of.setdefault(key, line)
        before = self._changed.setdefault(key, made)
        if before != made:
            self._changed[key] = None
            self._note(line, made.doc_id, f"{made.column} becomes two things in two rows of one fact; neither is taken")

    def _finish(self) -> None:
        for dated, meant in self._dates.told():
            self._take_date(dated, meant)
        for key, made in self._changed.items():
            if made is not None and (usable := self._usable(self._line_of[key], made)) is not None:
                self.found.changed.append(usable)
        self._find_removed()
        lines = sorted(self._noted.items(), key=lambda told: told[1])
        self.found.told += [self._in_words(what, places) for what, places in lines[:MOST_TOLD]]
        if more := sum(len(places) for _, places in lines[MOST_TOLD:]):
            cells = "1 cell" if more == 1 else f"{more:,} cells"
            self.found.told.append(f"so it is with {cells} more, which no line tells of")

    def _in_words(self, what: str, places: list[tuple[int, str]]) -> str:
        named = ", ".join(
            f"{line} ({shortened(path, LONGEST_PATH)})" if path else str(line)
            for line, path in places[:MOST_LINES_NAMED]
        )
        more = f" and {len(places) - MOST_LINES_NAMED} more" if len(places) > MOST_LINES_NAMED else ""
        return f"{'line' if len(places) == 1 else 'lines'} {named}{more}: {what}"

    def _take_date(self, dated: DateCell, meant: str) -> None:
        made = Correction(dated.doc_id, self.table, dated.fact, dated.column, dated.shown, meant)
        if meant:
            self._change(dated.line, made)
            return
        cell = shortened(dated.cell, LONGEST_QUOTED)
        self._note(
            dated.line, dated.doc_id, f"{dated.column} {cell} may be {dated.day_first} or {dated.month_first}: the other "
            "cells do not tell whether the day or the month is first; it is not taken, write it as one of these",
        )  # fmt: skip

    def _usable(self, line: int, made: Correction) -> Correction | None:
        """The correction with a date as ISO, None where the column cannot hold what was written."""
        try:
            return readable(made)
        except BadValueError as error:
            of = f" of {made.fact}" if made.fact else ""
            self._note(line, made.doc_id, f"{made.column}{of} cannot become that: {error}")
            return None

    def _find_removed(self) -> None:
        main = MAIN_COLUMNS.get(self.table, "")
        for doc_id in self.known.doc_ids():
            # A document itself is no fact that could be removed.
            rows = self.known.rows(doc_id) if main and doc_id in self._seen else ()
            if doc_id not in self._seen and self.known.has_rows(doc_id):
                self.found.elsewhere += 1
            for place, ours in enumerate(rows):
                if not self._seen[doc_id] >> place & 1:
                    self.found.removed.append(Correction(doc_id, self.table, ours["fact"], main, ours[main], ""))
                    if len(self.found.gone) < MOST_LINES_NAMED:
                        path = shortened(self.known.path(doc_id), LONGEST_PATH)
                        self.found.gone.append(f"{path} {ours['fact']}")

    def _note(self, line: int, doc_id: str, what: str) -> None:
        places = self._noted[what]
        place = (line, self.known.path(doc_id) if doc_id else "")
        if place not in places[-1:]:
            places.append(place)

    def _document(self, row: Cells) -> str:
        """The document that a row is of, also by an id that a spreadsheet took for a number; "" for none."""
        given = as_doc_id(row.get("doc_id", ""))
        if DOC_ID.fullmatch(given) and self.known.rows(given):
            return given
        if given and not _AS_NUMBER.fullmatch(given):
            return ""
        if given not in self._like:
            ids = self._ids_like(given) if given else self.known.doc_ids()
            self._like[given] = list(islice(ids, MOST_SEARCHED + 1))
        candidates = self._like[given]
        if given and len(candidates) == 1:
            return candidates[0]
        if len(candidates) > MOST_SEARCHED:
            return ""
        fitting = [one for one in candidates if self._like_it(self.known.rows(one), row) is not None]
        return fitting[0] if len(fitting) == 1 else ""

    def _ids_like(self, given: str) -> Iterator[str]:
        for doc_id in self.known.doc_ids():
            if _ID_AS_NUMBER.fullmatch(digits_of(doc_id)) and is_rounded(doc_id, given):
                yield doc_id

    def _row(self, rows: Sequence[Cells], row: Cells) -> int | None:
        """The place of the fact that a row is of, None where that is none or not sure."""
        if self.table == "documents":
            paths = [n for n, ours in enumerate(rows) if ours["path"] == row.get("path", "")]
            return paths[0] if paths else (0 if len(rows) == 1 or "path" not in row else None)
        fact = composed(row.get("fact", ""))
        named = [n for n, ours in enumerate(rows) if fact and composed(ours["fact"]) == fact]
        return named[0] if named else self._like_it(rows, row)

    def _like_it(self, rows: Sequence[Cells], row: Cells) -> int | None:
        """The place of the one fact that all columns fit which say how it was read."""
        late = LATE.get(self.table, ())
        telling = [
            name for name in self._columns
            if name in row and name not in self._correctable and name not in late and name != "doc_id"
        ]  # fmt: skip
        if len(telling) < CLOSEST:
            return None
        fitting = [n for n, ours in enumerate(rows) if self._fits(telling, ours, row)]
        if len(fitting) > 1:
            main = MAIN_COLUMNS.get(self.table, "")
            others = [name for name in self._correctable if name in row and name != main]
            fitting = [n for n in fitting if self._fits(others, rows[n], row)]
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, columns: Iterable[str], ours: Cells, row: Cells) -> bool:
        return all(
            same(self.table, name, ours[name], row[name]) or is_saved_otherwise(self.table, name, ours[name], row[name])
            for name in columns
        )


def new_name(table: str, rows: Sequence[Cells], row: Cells) -> str:
    """What a fact is called that a person has added to a table, beside those of its document; "" where its
    cells do not say enough, or name one that is there."""
    if table == "scores":
        kind, code, year, part = (_plain(row.get(name, "")) for name in ("kind", "code", "fiscal_year", "part"))
        # As a name has it, whatever the era in which it was written.
        year = str(_year(year) or year)
        part = part and f"/{part}"
        agency = row.get("agency", "")
        owner = f"@{agency}" if agency and {ours["agency"] for ours in rows} - {agency} else ""
        name = f"{year or '-'}/{kind.lower()}/{code}{part}{owner}" if kind and code else ""
    else:
        # The number or kind that is its name's beginning, and something of its own.
        kind, number = row.get("kind", "").lower(), _plain(row.get("seq", "")) or str(len(rows) + 1)
        first = number if table == "measures" else kind
        text = row[MAIN_COLUMNS[table]]
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:NEW_DIGITS]
        name = f"{first}:new-{digest}" if first else ""
    return "" if any(ours["fact"] == name for ours in rows) else name


def _plain(number: str) -> str:
    """A number of a cell in the digits of names; pandas makes 2567.0 of one in a column with gaps."""
    return to_arabic(number).removesuffix(".0")


def is_rounded(doc_id: str, given: str) -> bool:
    """Whether a number is what a spreadsheet made of the digits of an id, when ids had no letter: 1.23457E+15 of
    d-1234567890123456."""
    match = _AS_NUMBER.fullmatch(given)
    if match is None:
        return False
    try:
        value, whole = Decimal(given.replace(",", ".")), Decimal(digits_of(doc_id))
        digits = len((match[1] + (match[2] or "")).lstrip("0"))
        exponent = int(value.as_tuple().exponent)
        # What is written out whole has zeros beyond the digits that a spreadsheet keeps.
        unit = Decimal(10) ** (exponent if match[3] else max(0, digits - SHEET_DIGITS))
        return value == whole or (digits >= FEWEST_DIGITS and abs(value - whole) < unit)
    except (InvalidOperation, ArithmeticError):
        return False


def is_saved_otherwise(table: str, column: str, shown: str, cell: str) -> bool:
    """Whether a cell differs only by what saving does to it: letters that an encoding does not have,
    a text cut at the bound of a cell, a text that was taken for a number or a date."""
    if not cell or not shown:
        return False
    ours, theirs = composed(shown), composed(cell)
    if len(theirs) >= LONGEST_OF_EXCEL - 1 and ours.startswith(theirs[: LONGEST_OF_EXCEL - 2]):
        return True
    if "?" in theirs and _lost(ours, theirs):
        return True
    if column in ("fiscal_year_ce", *YEARS):
        return _year(ours) is not None and _year(ours) == _year(theirs)
    if column in _EXACT:
        # A column of numbers with gaps comes out of pandas so.
        return theirs.removesuffix(".0") == ours
    one, other = read_number(ours), read_number(theirs)
    if one is not None and other is not None:
        return bool(one.exact == other.exact)
    return column == "timeframe" and _date(ours) is not None and _date(ours) == _date(theirs)


def _lost(ours: str, theirs: str) -> bool:
    """Whether the other text is this one with ``?`` for single letters."""
    return len(ours) == len(theirs) and all(a == b or b == "?" for a, b in zip(ours, theirs, strict=True))


def _date(text: str) -> object:
    try:
        return parsed("measures", "start_date", text)
    except BadValueError:
        return None


def _year(text: str) -> object:
    """A year of either era (พ.ศ.)."""
    try:
        return parsed("documents", "fiscal_year", text)
    except BadValueError:
        return None


def _why_not(table: str, column: str) -> str:
    why = f"column {column} follows from others or says how it was read; it cannot be corrected"
    if column in LATE.get(table, ()):
        why += f" (to confirm a value: a row of {FILE_NAME} in which becomes is what was is)"
    return why


def _names(heading: Sequence[str]) -> list[str]:
    return [cell.strip().strip("\"'").strip().lower() for cell in heading]


def _restored(cell: str) -> str:
    text = restore_text(cell.strip())
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return text.encode("utf-8", "replace").decode("utf-8").strip()
