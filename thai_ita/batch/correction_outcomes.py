"""What came of the corrections of an output folder at its last run: read from the store."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thai_ita.corrections.record import FILE_NAME, Correction
from thai_ita.model.document_id import doc_id_of_hash

if TYPE_CHECKING:
    from thai_ita.batch.corrected import Corrections
    from thai_ita.batch.store import Store


class Came(StrEnum):
    """What a correction did. The first four stand in a table, or say no other than one that does."""

    APPLIED = "applied"
    CONFIRMED = "confirmed"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    DISPUTED = "disputed"
    MISFIT = "misfit"
    UNREAD = "unread"
    PENDING = "pending"
    ABSENT = "absent"

    @property
    def is_in(self) -> bool:
        return self in _IN

    @property
    def meaning(self) -> str:
        """What is said of one by itself, where nothing else is."""
        return _MEANING[self]


_IN = {Came.APPLIED, Came.CONFIRMED, Came.DUPLICATE, Came.SUPERSEDED}
MOST_NAMED = 50
"""Corrections that are named one by one at the end of a run."""
_MEANING = {
    Came.APPLIED: "stands in the tables",
    Came.CONFIRMED: "what was read is confirmed",
    Came.DUPLICATE: "another one says the same",
    Came.SUPERSEDED: "a later one counts",
    Came.DISPUTED: "persons say different things; none is applied",
    Came.MISFIT: "what is read now is not what it corrects",
    Came.UNREAD: "its document gave nothing",
    Came.PENDING: "its document has not been read with it; run again",
    Came.ABSENT: "no input of the last run has this doc_id",
}


@dataclass(frozen=True, slots=True)
class CorrectionOutcome:
    """A correction and what came of it; ``path`` is its document's, "" where it is absent.

    ``given_id`` is the doc_id of the file where a spreadsheet had rounded it.
    """

    correction: Correction
    came: Came
    message: str
    path: str = ""
    given_id: str = ""

    def as_record(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            **asdict(self.correction),
            "state": str(self.came),
            "message": self.message,
            "path": self.path,
        }

    def line(self) -> str:
        """One line: the cell, what it was and becomes, whose it is, what came of it."""
        given = self.correction
        cell = " ".join(filter(None, (given.table, given.fact, given.column)))
        who = f" ({given.who})" if given.who else ""
        change = f"{given.was or 'nothing'} -> {given.becomes or 'nothing'}"
        where = self.path or given.doc_id
        return f"{self.came}: {where}: {cell}: {change}{who}: {self.message}"


def correction_outcomes(store: Store, corrections: Corrections) -> Iterator[CorrectionOutcome]:
    """What came of each correction, document by document, in the order of the inputs; those of no input
    last."""
    if not corrections:
        return
    wanted = set(corrections)
    rows = store.db.execute(
        "SELECT s.doc_id, s.path, s.error, r.corrections, r.status FROM first_shown s "
        "JOIN results r USING (result_id) ORDER BY s.place, s.path"
    )
    for doc_id, path, error, kept, status in rows:
        for name, correction in _taken(corrections, doc_id, wanted):
            yield CorrectionOutcome(correction, *_came(correction, kept, status, error), path, name)
    waiting = store.db.execute(
        "SELECT path, content FROM inputs WHERE run_id = ? AND result_id IS NULL "
        "AND content IS NOT NULL ORDER BY place, path", (store.last_run_id(),),
    )  # fmt: skip
    for path, content in waiting:
        for name, correction in _taken(corrections, doc_id_of_hash(content), wanted):
            yield CorrectionOutcome(correction, Came.PENDING, Came.PENDING.meaning, path, name)
    for doc_id in corrections:
        if doc_id in wanted:
            for correction in corrections.under(doc_id, doc_id):
                yield CorrectionOutcome(correction, Came.ABSENT, Came.ABSENT.meaning)


def _taken(corrections: Corrections, doc_id: str, wanted: set[str]) -> Iterator[tuple[str, Correction]]:
    """The corrections of a document that are wanted, each with its doc_id in the file where that is another."""
    for name in corrections.names_of(doc_id):
        if name in wanted:
            wanted.discard(name)
            for correction in corrections.under(name, doc_id):
                yield ("" if name == doc_id else name), correction


def gone_with_file(store: Store, corrections: Corrections, out: Path) -> list[str]:
    """A note where the last run had corrections and their file is not there any more: what was read stands again.

    To be asked before the results of that run are replaced.
    """
    if corrections.path is not None:
        return []
    kept = store.db.execute(
        "SELECT r.corrections FROM first_shown s JOIN results r USING (result_id) WHERE r.corrections IS NOT NULL"
    ).fetchall()
    number = sum(Came(state).is_in for (each,) in kept for *_, state, _ in json.loads(each))
    if not number:
        return []
    what = "1 correction that stood" if number == 1 else f"{number:,} corrections that stood"
    whose = "1 document" if len(kept) == 1 else f"{len(kept):,} documents"
    return [
        f"{out / FILE_NAME}: is not there any more; {what} in the tables of {whose} {'is' if number == 1 else 'are'} "
        "taken back, and what was read stands there again; put the file back and run again if that is not meant"
    ]


def counts_of(all_told: Iterable[CorrectionOutcome]) -> dict[str, int]:
    """How many corrections came to each end, those that did something first."""
    counts = Counter(each.came for each in all_told)
    return {str(came): counts[came] for came in Came if counts[came]}


def not_applied(all_told: Sequence[CorrectionOutcome]) -> list[str]:
    """A line for each correction of a document that was read and did not take it, up to a bound, and for each doc_id
    that a spreadsheet has rounded."""
    lines = [f"{each.line()}; it is not applied" for each in all_told if each.came in (Came.MISFIT, Came.DISPUTED)]
    rounded = {each.given_id: each for each in all_told if each.given_id}
    ids = [
        f"{FILE_NAME}: doc_id {given} was rounded by a spreadsheet; it is taken for {each.correction.doc_id} ({each.path}), "
        "which should stand there with an apostrophe in front"
        for given, each in rounded.items()
    ]  # fmt: skip
    return [*_bounded(lines), *_bounded(ids)]


def _bounded(lines: list[str]) -> list[str]:
    more = len(lines) - MOST_NAMED
    return lines[:MOST_NAMED] + ([f"so it is with {more:,} corrections more"] if more > 0 else [])


def in_words(counts: dict[str, int]) -> str:
    """``3 corrections applied, 1 superseded, 1 not (1 misfit)``, or "" where there are none."""
    if not counts:
        return ""
    superseded = counts.get(Came.SUPERSEDED, 0)
    applied = sum(n for came, n in counts.items() if Came(came).is_in) - superseded
    other = {came: n for came, n in counts.items() if not Came(came).is_in}
    noun = "correction" if applied == 1 else "corrections"
    words = f"{applied} {noun} applied" + (f", {superseded} superseded" if superseded else "")
    if other:
        parts = ", ".join(f"{n} {came}" for came, n in other.items())
        words += f", {sum(other.values())} not ({parts})"
    return words


def _came(correction: Correction, kept: str | None, status: str, error: str) -> tuple[Came, str]:
    entries: dict[tuple[str, ...], tuple[str, str]] = {}
    for *given, state, message in json.loads(kept) if kept else ():
        entries[tuple(given)] = state, message
    found = entries.get(astuple(correction))
    if found is not None:
        try:
            came = Came(found[0])
        except ValueError:
            came = Came.MISFIT
        return came, found[1] or came.meaning
    if status == "failed":
        return Came.UNREAD, error or Came.UNREAD.meaning
    return Came.PENDING, Came.PENDING.meaning
