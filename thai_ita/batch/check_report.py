"""What the checks of a run say, document by document, from the tables in its output folder."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from thai_ita.analyze.csv_tables import BadTableError, csv_rows
from thai_ita.normalize.csv_injection import restore_text
from thai_ita.output_folder import quoted, why_no_output

CsvRow = dict[str, str]
_NEEDED = {"documents": ("doc_id", "n_conflicts"), "scores": ("doc_id",), "checks": ("doc_id", "result")}
"""The tables read, with columns that each must have."""


class NoTablesError(ValueError):
    """The folder holds no tables of a run; the message says what to do."""


def describe_checks(out: Path, *, problems_only: bool = False) -> Iterator[list[str]]:
    """The sentences on each document, its path first; raises NoTablesError.

    With ``problems_only`` documents of which nothing is doubtful are left out.
    """
    from thai_ita.analyze.reconcile import explain_rows

    for name in _NEEDED:
        if not os.path.lexists(out / f"{name}.csv"):
            raise NoTablesError(why_no_output(out, f"{name}.csv"))
    rows = {name: _rows(out / f"{name}.csv", needed) for name, needed in _NEEDED.items()}
    scores, checks = _by_document(rows["scores"]), _by_document(rows["checks"])
    for document in rows["documents"]:
        doc_id = document["doc_id"]
        failing = any(check["result"] != "holds" for check in checks[doc_id])
        if problems_only and not failing and document["n_conflicts"] in ("", "0"):
            continue
        lines = explain_rows([document], scores[doc_id], checks[doc_id])
        if lines:
            yield lines


def _rows(path: Path, needed: tuple[str, ...]) -> list[CsvRow]:
    try:
        return [{name: restore_text(cell) for name, cell in row.items()} for row in csv_rows(path, needed)]
    except BadTableError as error:
        again = f"to make it anew: thai-ita run INPUT -o {quoted(path.parent)}"
        raise NoTablesError(f"{error}; {again}") from error


def _by_document(rows: list[CsvRow]) -> dict[str, list[CsvRow]]:
    grouped: dict[str, list[CsvRow]] = defaultdict(list)
    for row in rows:
        grouped[row["doc_id"]].append(row)
    return grouped
