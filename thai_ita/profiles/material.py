"""What a profile is made from: the tables with one id per agency, and the scores that may be used."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from thai_ita.analyze.selection import DEFAULT_STATUSES, FACT, Selection, select_scores
from thai_ita.analyze.typed_tables import Tables
from thai_ita.model import ScoreKind, ScoreStatus
from thai_ita.profiles.links import Links, facts_of_measures
from thai_ita.profiles.profile_words import Words
from thai_ita.profiles.whom import people_of

if TYPE_CHECKING:
    import pandas as pd

SubjectRow = dict[str, Any]

SHOWN_KINDS = (ScoreKind.OVERALL, ScoreKind.INSTRUMENT, ScoreKind.INDICATOR)


@dataclass(frozen=True, slots=True)
class Material:
    """``usable`` are the scores of all agencies that bear a check (or that ``include`` adds), one per fact;
    ``people`` the agencies of the tables."""

    tables: Tables
    usable: Selection
    people: pd.DataFrame
    include: tuple[str, ...] = ()

    @property
    def scores(self) -> pd.DataFrame:
        return self.usable.scores

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses of the scores that are used."""
        used = {*map(str, DEFAULT_STATUSES), *self.include}
        return tuple(str(s) for s in ScoreStatus if str(s) in used)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a page is about, and all that its parts are made with. ``ids`` are the agencies, ``year`` the
    assessed year, None where the tables tell none; ``year_by`` what it was chosen by, "" where it was given."""

    material: Material
    words: Words
    links: Links
    ids: frozenset[str]
    year: int | None
    year_by: str = ""

    def own(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a frame that are about the subject."""
        return frame[frame["agency_id"].isin(list(self.ids))]

    def of_year(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a frame of the assessed year; none where there is no year."""
        return frame[(frame["fiscal_year"] == (self.year or -1)).fillna(False).astype(bool)]

    def own_tables(self) -> Tables:
        """The tables with the rows of the subject alone."""
        return self.material.tables.with_frames(
            **{name: self.own(frame) for name, frame in self.material.tables.items()}
        )


def gather(tables: Tables, *, include: Collection[str] = ()) -> Material:
    """The material from tables whose agencies are merged. TableError for a status that does not exist."""
    usable = select_scores(tables, include=include, kinds=SHOWN_KINDS)
    return Material(tables, usable, people_of(tables), tuple(include))


def subject_of(material: Material, words: Words, ids: Collection[str], year: int | None, *, base: str) -> Subject:
    """A subject. Without a year the newest with a usable overall score is taken, for without one nothing is ranked;
    else the newest of any usable score, of any score, of any document."""
    links = Links(words, base, facts_of_measures(material.tables))
    found = Subject(material, words, links, frozenset(ids), year)
    if year is not None:
        return found
    newest, by = _newest_year(found)
    return Subject(material, words, links, found.ids, newest, by)


def _newest_year(subject: Subject) -> tuple[int | None, str]:
    """The newest year of the best that there is, and what that is."""
    usable, tables = subject.material.scores, subject.material.tables
    frames = {
        "overall": usable[usable["kind"] == ScoreKind.OVERALL],
        "usable": usable,
        "stated": tables.scores,
        "documents": tables.documents,
    }
    for by, frame in frames.items():
        years = subject.own(frame)["fiscal_year"].dropna()
        if len(years):
            return int(years.max()), by
    return None, ""


def with_overall(subject: Subject, year: int | None) -> set[str]:
    """The agencies of the subject with a usable overall score of a year."""
    own = subject.own(subject.material.scores)
    own = own[(own["kind"] == ScoreKind.OVERALL) & (own["fiscal_year"] == (year or -1)).fillna(False).astype(bool)]
    return set(map(str, own["agency_id"]))


def documents_of(subject: Subject) -> set[str]:
    """The documents that the page rests on, by id: those of the subject's agencies, and those of others (tables of
    many agencies) with a score, measure or finding of them. One file under several names is one document."""
    tables = subject.material.tables
    frames = (tables.documents, tables.scores, tables.measures, tables.findings)
    return {str(doc) for frame in frames for doc in subject.own(frame)["doc_id"].dropna()}


def known_years(subject: Subject) -> list[int]:
    """The years of the subject's scores and documents."""
    frames = (subject.material.tables.scores, subject.material.tables.documents)
    return sorted({int(y) for frame in frames for y in subject.own(frame)["fiscal_year"].dropna()})


def rows_of(frame: pd.DataFrame) -> list[SubjectRow]:
    """The rows as plain values, None where a cell is missing."""
    plain = frame.astype("object").where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in plain.to_dict("records")]


def by_score(frame: pd.DataFrame) -> dict[tuple[str, str], SubjectRow]:
    """Rows of one year by agency and item, one per fact."""
    return {(str(row["agency_id"]), str(row["item"])): row for row in rows_of(frame)}


def unused_scores(subject: Subject) -> list[SubjectRow]:
    """The subject's scores of the year that no figure of the page uses: of another status, or disputed."""
    own = subject.of_year(subject.own(subject.material.tables.scores))
    own = own[own["kind"].isin([str(k) for k in SHOWN_KINDS]) & own["value"].notna()]
    own = own.assign(part=own["part"].fillna(""), status=own["status"].fillna("unchecked"))
    used = {
        tuple(map(str, key))
        for key in subject.of_year(subject.own(subject.material.scores))[FACT].itertuples(index=False)
    }
    rows = [row for row in rows_of(own) if tuple(str(row[c]) for c in FACT) not in used]
    return [row | {"why": _why_unused(row, subject.material.statuses)} for row in rows]


def _why_unused(row: Mapping[str, object], statuses: Collection[str]) -> str:
    return "disputed" if row["status"] in statuses else str(row["status"])
