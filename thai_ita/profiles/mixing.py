"""Scores that stand side by side and come from different documents: those from another than the most are marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from thai_ita.profiles.material import Subject, SubjectRow, rows_of
from thai_ita.profiles.profile_content import ProfileCell
from thai_ita.profiles.profile_words import Words, rounded

OTHER_DOCUMENT = "‡"
"""Before a score of another document than the one that states most of its neighbours."""
_FACT = ("agency_id", "fiscal_year", "kind", "code", "part")
Statement = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """What each document says of the subject: a score that two documents state alike is of both."""

    said: frozenset[Statement]

    @classmethod
    def of(cls, subject: Subject) -> Statements:
        stated = subject.own(subject.material.tables.scores)
        return cls(frozenset(_statement(r, r["doc_id"]) for r in rows_of(stated) if r["value"] is not None))

    def from_others(self, rows: Sequence[SubjectRow | None]) -> list[bool]:
        """For each score whether the document that states most of them does not state it; of documents that state
        equally many the one of the earliest score counts."""
        known = [row for row in rows if row is not None]
        documents = dict.fromkeys(str(row["doc_id"]) for row in known)
        if len(documents) < 2:
            return [False] * len(rows)
        most = max(documents, key=lambda doc: sum(_statement(row, doc) in self.said for row in known))
        return [row is not None and _statement(row, most) not in self.said for row in rows]


def _statement(row: SubjectRow, doc_id: object) -> Statement:
    return (str(doc_id), *(str(row[c] or "") for c in _FACT), str(rounded(float(row["value"]))))


def marked(cells: Iterable[ProfileCell], others: Iterable[bool], words: Words) -> list[ProfileCell]:
    """The cells, with the sign on those that are of another document."""
    return [
        replace(
            cell,
            sign=cell.sign + OTHER_DOCUMENT,
            sign_means=words.list(filter(None, [cell.sign_means, words("other_document")])),
        )
        if other
        else cell
        for cell, other in zip(cells, others, strict=True)
    ]


def mixed_note(rows: Iterable[Iterable[ProfileCell]], words: Words) -> str:
    """What the sign means, behind the method of a table that has it; else ""."""
    return (
        f" {words('other_document_method')}" if any(OTHER_DOCUMENT in cell.sign for row in rows for cell in row) else ""
    )
