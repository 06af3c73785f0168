"""The corrections of an output folder: listed, made of an edited table, taken from another file.

``OUT/corrections.csv`` is written whole or not at all; what stood in it stays in it.
"""

from __future__ import annotations

import io
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from thai_ita.atomic_files import AtomicFiles
from thai_ita.batch.corrected import corrections_in, open_elsewhere, rounded_ids
from thai_ita.batch.correction_outcomes import CorrectionOutcome, correction_outcomes
from thai_ita.batch.edited import compared, hash_of, noted
from thai_ita.batch.lock import LockedError, holder, is_held, locked
from thai_ita.batch.opening import read_store
from thai_ita.batch.store import Store, StoreError, legible
from thai_ita.batch.stored_texts import StoredTexts
from thai_ita.batch.write_tables import RUN_RECORD, is_as_written
from thai_ita.corrections.csv_file import (
    LARGEST_MB,
    merged,
    parse_corrections,
    read_corrections,
    write_corrections,
)
from thai_ita.corrections.differences import TableDifferences, table_of
from thai_ita.corrections.moments import now
from thai_ita.corrections.outdated_words import outdated
from thai_ita.corrections.record import (
    CORRECTABLE,
    CORRECTION_COLUMNS,
    FILE_NAME,
    MAIN_COLUMNS,
    Correction,
)
from thai_ita.corrections.spreadsheet import rows_of, spreadsheet_rows
from thai_ita.messages.phrases import counted
from thai_ita.output_folder import STORE_NAME, quoted
from thai_ita.side_files import MEGABYTE, SideFileError, side_bytes

LARGEST_TABLE_MB = 100
MOST_NAMED = 3


class CannotCorrectError(Exception):
    """Nothing was written; the message names the file, says why and what to do."""


@dataclass(slots=True)
class Added:
    """What went into ``path``, the corrections of a folder.

    ``new`` are those that were not in it, ``known`` others were. ``correction_outcomes`` are lines on what cannot be used,
    ``notes`` on what should be known.
    """

    path: Path
    new: list[Correction] = field(default_factory=list)
    known: int = 0
    told: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def listed(out: Path) -> tuple[list[CorrectionOutcome], list[str]]:
    """Each correction of a folder with what came of it, and lines on rows of its file that are none.

    Raises ``CannotCorrectError``.
    """
    with _explained(out):
        corrections = corrections_in(out)
        with legible(out / STORE_NAME), read_store(out) as store:
            return list(correction_outcomes(store, corrections)), corrections.problems


def made_of_table(
    table: Path,
    *,
    out: Path | None = None,
    name: str = "",
    who: str,
    why: str = "",
    removed: bool = False,
) -> Added:
    """Corrections of what a person changed in a table of ``out`` (the folder it lies in), added to its file.

    ``name`` says which table it is, where neither its name nor its heading does. Rows that are gone become
    corrections only where they were ``removed`` on purpose. Raises ``CannotCorrectError``.
    """
    folder = table.parent if out is None else out
    _refuse_no_table(table, out)
    with _explained(folder):
        _refuse_while_running(folder)
        added = Added(folder / FILE_NAME)
        # What is wrong with the table is none of the store's faults, which ``legible`` tells.
        with legible(folder / STORE_NAME), read_store(folder) as store, _explained(folder):
            found = _found(store, table, folder, name, added)
        changed = [*found.changed, *(found.removed if removed else ())]
        added.told += [f"{table}: {each}" for each in found.told]
        _report_gone(found, removed, added)
        made = [replace(each, who=who, when=now(), why=why) for each in changed]
        _add(folder, made, added)
    return added


def taken_over(file: Path, out: Path) -> Added:
    """The corrections of another file, added to those of a folder. Raises ``CannotCorrectError``."""
    with _explained(out):
        if file.exists() and (out / FILE_NAME).exists() and file.samefile(out / FILE_NAME):
            raise CannotCorrectError(f"{file}: is the file of {out} itself; a run reads it as it is")
        _refuse_while_running(out)
        added = Added(out / FILE_NAME)
        corrections, problems = read_corrections(file)
        added.told += [f"{file}: {problem}" for problem in problems]
        before = corrections_in(out)
        with legible(out / STORE_NAME), read_store(out) as store:
            there = set(StoredTexts(store, "documents").doc_ids())
            corrections = _ids_mended(corrections, there, added)
            known = {each for doc_id in before for each in before.of(doc_id)}
            old = outdated(store, before, [each for each in corrections if each not in known])
        corrections = [each for each in corrections if each not in old]
        added.told += _older(old)
        added.notes += _staying(known, corrections, file, added.path)
        absent = {each.doc_id for each in corrections} - there
        if absent:
            added.notes.append(
                f"{counted(len(absent), 'document')} of {file} are not among the inputs of the last run; their "
                "corrections wait for them"
            )
        _add(out, corrections, added)
    return added


def _ids_mended(corrections: Iterable[Correction], there: set[str], added: Added) -> list[Correction]:
    """Corrections with the ids of these documents where a spreadsheet has rounded them, where that is one."""
    meant: defaultdict[str, list[str]] = defaultdict(list)
    for doc_id in there:
        for rounded in rounded_ids(doc_id):
            meant[rounded].append(doc_id)
    made: list[Correction] = []
    mended: dict[str, str] = {}
    for each in corrections:
        if each.doc_id not in there and len(ids := meant.get(each.doc_id, [])) == 1:
            mended[each.doc_id] = ids[0]
            each = replace(each, doc_id=ids[0])
        made.append(each)
    lines = [f"doc_id {given} was rounded by a spreadsheet; it is taken for {one}" for given, one in mended.items()]
    more = len(lines) - MOST_NAMED
    added.notes += lines[:MOST_NAMED] + ([f"so it is with {more} more"] if more > 0 else [])
    return made


def _found(store: Store, table: Path, folder: Path, name: str, added: Added) -> TableDifferences:
    """What was changed in a table: as the run that kept it found out, else by the store as it is."""
    with _file_named(table):
        digest = hash_of(table)
    if (found := noted(store, digest)) is not None and not name:
        return found
    if not name:
        heading = next(spreadsheet_rows(table, LARGEST_TABLE_MB))[1]
        name = table_of(heading, table.stem)
    if name not in CORRECTABLE:
        what = (
            f"is of the table {name}"
            if name
            else ("is none of the tables that a run writes, or its first line does not name the columns as these do")
        )
        raise CannotCorrectError(
            f"{table}: {what}; corrections can be made of {', '.join(CORRECTABLE)} (--table names one)"
        )
    beside = folder / f"{name}.csv"
    is_current = beside.exists() and table.exists() and beside.samefile(table)
    if not (is_current and is_as_written(store)):
        added.notes.append(
            f"{table}: is compared with what the store of {folder} holds now; where something was read anew "
            f"since it was written that shows as a change too: look at {FILE_NAME} before the next run"
        )
    return compared(store, name, table, LARGEST_TABLE_MB)


def _report_gone(found: TableDifferences, removed: bool, added: Added) -> None:
    if found.removed and not removed:
        rows = counted(len(found.removed), "row")
        named = ", ".join(found.gone[:MOST_NAMED])
        more = f" and {len(found.removed) - MOST_NAMED} more" if len(found.removed) > MOST_NAMED else ""
        added.told.append(
            f"{rows} of documents in the table are gone ({named}{more}); if they are no facts say so with --removed"
        )
    if found.elsewhere:
        added.notes.append(
            f"of {counted(found.elsewhere, 'document')} the table has no row any more, as where it was filtered; "
            "nothing of them is taken as removed"
        )
    emptied = sum(not each.becomes and MAIN_COLUMNS.get(each.table) == each.column for each in found.changed)
    if emptied:
        added.notes.append(f"{counted(emptied, 'fact')} whose main cell was emptied will be in no table")


def _add(out: Path, made: Iterable[Correction], added: Added) -> None:
    """Write the corrections of a folder with those that are not in it yet."""
    with locked(out):
        path = out / FILE_NAME
        before = _before(path)
        known = {astuple(each)[:6] for each in before}
        made = list(made)
        added.new = merged(each for each in made if astuple(each)[:6] not in known)
        added.known = len(made) - len(added.new)
        added.notes += _disputes(before, added.new)
        if not added.new:
            return
        _refuse_open(path)
        content = _written(path, merged(before, added.new))
        with AtomicFiles(out) as files:
            if path.exists() and _has_more_columns(path):
                kept = f"{path.stem}.before-{datetime.now():%Y%m%d-%H%M%S}{path.suffix}"
                files.stage(kept).write(side_bytes(path, LARGEST_MB))
                added.notes.append(f"{path}: had columns of its own, which stand in {kept}")
            files.stage(FILE_NAME).write(content)


def _before(path: Path) -> list[Correction]:
    if not os.path.lexists(path):
        return []
    corrections, problems = parse_corrections(side_bytes(path, LARGEST_MB), str(path))
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise CannotCorrectError(f"{path}: {problems[0]}{more}; mend or take out such rows first, they would be lost")
    return corrections


def _written(path: Path, corrections: Iterable[Correction]) -> bytes:
    """The content of a file of corrections, which the next run can read. Raises ``CannotCorrectError``."""
    file = io.BytesIO()
    write_corrections(file, corrections)
    if file.tell() > LARGEST_MB * MEGABYTE:
        raise CannotCorrectError(f"{path}: would be over the limit of {LARGEST_MB} MB; nothing was added")
    if problems := parse_corrections(file.getvalue(), str(path)).problems:
        raise CannotCorrectError(f"{path}: nothing was added, since a run could not read it ({problems[0]})")
    return file.getvalue()


def _has_more_columns(path: Path) -> bool:
    heading = next(rows_of(side_bytes(path, LARGEST_MB), str(path)))[1]
    return any(cell.strip() and cell.strip().lower() not in CORRECTION_COLUMNS for cell in heading)


def _older(old: Mapping[Correction, Correction]) -> list[str]:
    """A line for each word that is left out, since it is older than what stands."""
    lines = [
        f"{' '.join(filter(None, astuple(each)[:4]))}: {each.who or 'nobody named'} said {each.becomes or 'nothing'} "
        f"({each.when}), before the table showed {stands.becomes or 'nothing'} by {stands.who or 'nobody named'}; it is "
        "left out: who still means it corrects what stands there now"
        for each, stands in old.items()
    ]
    more = len(lines) - MOST_NAMED
    return lines[:MOST_NAMED] + ([f"{more} more words are older than what stands, and left out"] if more > 0 else [])


def _staying(known: Iterable[Correction], others: Iterable[Correction], file: Path, path: Path) -> list[str]:
    """What is said where a file holds some of a folder's corrections and not all of the same documents."""
    cells = {astuple(each)[:6] for each in others}
    documents = {each.doc_id for each in others}
    ours = [each for each in known if each.doc_id in documents]
    staying = sum(astuple(each)[:6] not in cells for each in ours)
    if not staying or staying == len(ours):
        return []
    kept = f"is not in {file} and stays" if staying == 1 else f"are not in {file} and stay"
    return [
        f"{counted(staying, 'correction')} of {path} {kept}; to take one out delete its row in {path} and run again"
    ]


def _disputes(before: Iterable[Correction], new: Iterable[Correction]) -> list[str]:
    """A line for each cell of which persons say different things now."""
    by_cell: defaultdict[tuple[str, ...], Counter[tuple[str, str]]] = defaultdict(Counter)
    fresh = {astuple(each)[:5] for each in new}
    for each in merged(before, new):
        by_cell[astuple(each)[:5]][each.becomes, each.who] += 1
    lines: list[str] = []
    for cell, said in by_cell.items():
        persons = {who for _, who in said}
        if cell in fresh and len({becomes for becomes, _ in said}) > 1 and len(persons) > 1:
            words = ", ".join(f"{who or 'nobody named'}: {becomes or 'nothing'}" for becomes, who in said)
            name = " ".join(filter(None, cell[:4]))
            lines.append(f"{name}: {words}; none of them is applied until they agree")
    more = len(lines) - MOST_NAMED
    return lines[:MOST_NAMED] + ([f"{more} more cells of which persons say different things"] if more > 0 else [])


def _refuse_no_table(table: Path, out: Path | None) -> None:
    if table.name == FILE_NAME:
        add = f"thai-ita corrections add {quoted(table)} OUT"
        raise CannotCorrectError(f"{table}: holds corrections already; to take them over: {add}")
    if table.is_dir():
        one = quoted(table / "scores.csv")
        raise CannotCorrectError(f"{table}: is a folder; name a table in it: thai-ita corrections from {one}")
    if not os.path.lexists(table):
        raise CannotCorrectError(f"{table}: there is no such file")
    has_store = any(os.path.lexists(table.parent / mark) for mark in (STORE_NAME, RUN_RECORD))
    if out is None and not has_store:
        raise CannotCorrectError(f"{table}: lies in no folder that a run has written; name that one with --out")


def _refuse_while_running(out: Path) -> None:
    if out.is_dir() and is_held(out):
        raise LockedError(out, holder(out))


def _refuse_open(path: Path) -> None:
    """Raise where a spreadsheet has the file open: it would write over what is added."""
    if (lock := open_elsewhere(path)) is not None:
        raise CannotCorrectError(
            f"{path}: is open in a spreadsheet ({lock.name}); save and close it and do this again, or "
            "remove that file if no program has it open"
        )


@contextmanager
def _explained(out: Path) -> Iterator[None]:
    """Turns what may go wrong with files into ``CannotCorrectError``."""
    try:
        yield
    except (StoreError, SideFileError, LockedError) as error:
        raise CannotCorrectError(str(error)) from error
    except OSError as error:
        raise CannotCorrectError(f"{error.filename or out}: cannot be used ({error.strerror or error})") from error


@contextmanager
def _file_named(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CannotCorrectError(f"{path}: cannot be read ({why}); check the path") from error
