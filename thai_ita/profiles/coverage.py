"""What a profile rests on: documents and agencies, out of how many, and what is missing or in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thai_ita.analyze.selection import select_scores
from thai_ita.model import ScoreStatus
from thai_ita.normalize.gazetteer import AGENCY_TYPES, Gazetteer
from thai_ita.normalize.registry_in_use import registry_in_use
from thai_ita.pictures.picture_words import short_name
from thai_ita.profiles.material import (
    SHOWN_KINDS,
    Subject,
    SubjectRow,
    documents_of,
    rows_of,
    unused_scores,
    with_overall,
)
from thai_ita.profiles.profile_content import (
    Block,
    Paragraph,
    ProfileCell,
    ProfileColumn,
    ProfileTable,
    Section,
    said,
)
from thai_ita.profiles.profile_words import count, figure

if TYPE_CHECKING:
    import pandas as pd

MOST_DOUBTFUL = 60
"""Scores that are listed one by one as not used; the rest is counted."""
MOST_DOCUMENTS = 400
"""Documents that are listed; the rest is counted."""
MOST_NAMED = 60
"""Agencies that a sentence names."""


@dataclass(frozen=True, slots=True)
class Register:
    """How many local governments a province has, by type, and where that is from."""

    by_type: dict[str, int]
    source: str

    @property
    def total(self) -> int:
        return sum(self.by_type.values())


def register_of(province: str, subject: Subject, listed: Gazetteer | None = None) -> Register | None:
    """The local governments of a province by a list at hand, else by the registry in use; None where
    neither has the province."""
    words = subject.words
    if listed is not None:
        own = [row.type for row in listed.rows if row.province == province and not row.until]
        source = words("register_given")
    else:
        registry = registry_in_use()
        own = [entry.latest.type for entry in registry.entries if entry.province == province]
        source = words("register_built_in", year=registry.as_of)
    return Register({t: own.count(t) for t in AGENCY_TYPES if t in own}, source) if own else None


def area_coverage(subject: Subject, register: Register | None) -> Section:
    """How many of an area's agencies have documents, and usable results of the year."""
    words, year = subject.words, subject.year
    overall = with_overall(subject, year)
    people = subject.own(subject.material.people)
    types = [
        t for t in AGENCY_TYPES if t in set(people["agency_type"].dropna()) | set(register.by_type if register else ())
    ]
    kinds = people.set_index("agency_id")["agency_type"]
    others = [str(t) for t in sorted(set(kinds.dropna()) - set(AGENCY_TYPES))]
    rows = []
    for kind in [*types, *others, None]:
        ids = set(kinds[kinds == kind].index) if kind else set(kinds[kinds.isna()].index)
        if kind is None and not ids:
            continue
        known = str(register.by_type.get(kind, 0)) if register and kind else "–"
        rows.append(
            (
                ProfileCell(kind or words("type_unknown")),
                ProfileCell(known),
                ProfileCell(count(len(ids))),
                ProfileCell(count(len(ids & overall))),
            )
        )
    rows.append(
        (
            ProfileCell(words("all")),
            ProfileCell(count(register.total) if register else "–"),
            ProfileCell(count(len(subject.ids))),
            ProfileCell(count(len(overall))),
        )
    )
    columns = (
        ProfileColumn(words("agency_type")),
        ProfileColumn(words("in_register"), True),
        ProfileColumn(words("with_documents"), True),
        ProfileColumn(words("with_result", year=year or "–"), True),
    )
    method = register.source if register else words("register_none")
    blocks: list[Block] = [
        ProfileTable(words("coverage_caption"), columns, tuple(rows), method),
        said(words("not_random"), "note"),
    ]
    if silent := [row for row in rows_of(people) if row["agency_id"] not in overall]:
        names = words.list(short_name(str(row["agency"] or row["agency_id"])) for row in silent[:MOST_NAMED])
        rest = len(silent) - MOST_NAMED
        text = words("without_result", n=len(silent), year=year or "–", names=names)
        blocks.append(said(text + (words("and_more", n=rest) if rest > 0 else "")))
    if placeless := _placeless(subject):
        blocks.append(said(words("placeless", n=placeless), "note"))
    gist = words("gist_coverage", n=len(overall), agencies=len(subject.ids), year=year or "–")
    if register:
        gist += words("gist_register", all=register.total)
    return Section("coverage", words("coverage"), tuple(blocks), gist)


def _placeless(subject: Subject) -> int:
    """How many documents of the tables tell no province, neither of themselves nor of any row."""
    tables = subject.material.tables
    frames = (tables.documents, tables.scores, tables.measures)
    placed = {str(doc) for frame in frames for doc in frame[frame["province"].notna()]["doc_id"].dropna()}
    return len(set(map(str, tables.documents["doc_id"].dropna())) - placed)


def documents_table(subject: Subject, *, with_agency: bool) -> ProfileTable:
    """The documents that the page rests on, the newest first, each with its state."""
    words = subject.words
    # One file under several names is one document.
    documents = subject.material.tables.documents
    documents = (
        documents[documents["doc_id"].isin(list(documents_of(subject)))]
        .drop_duplicates("doc_id")
        .sort_values(
            ["fiscal_year", "agency", "doc_type", "doc_id"], ascending=[False, True, True, True], na_position="last"
        )
    )
    scores = subject.own(subject.material.tables.scores).groupby("doc_id").size()
    measures = subject.own(subject.material.tables.measures).groupby("doc_id").size()
    rows = []
    for row in rows_of(documents.head(MOST_DOCUMENTS)):
        doc = str(row["doc_id"])
        title = row.get("title") or words.value("doc_type", row["doc_type"])
        rows.append(
            (
                ProfileCell(str(title), subject.links.to(doc)),
                *((ProfileCell(short_name(str(row["agency"] or words("several_agencies")))),) if with_agency else ()),
                ProfileCell(words.value("doc_type", row["doc_type"])),
                ProfileCell(str(row["fiscal_year"] or "–"), note=_guess(subject, row)),
                ProfileCell(_state(subject, row)),
                ProfileCell(count(scores.get(doc, 0))),
                ProfileCell(count(measures.get(doc, 0))),
            )
        )
    columns = (
        ProfileColumn(words("document")),
        *((ProfileColumn(words("agency")),) if with_agency else ()),
        ProfileColumn(words("doc_type")),
        ProfileColumn(words("fiscal_year"), True),
        ProfileColumn(words("state")),
        ProfileColumn(words("n_scores"), True),
        ProfileColumn(words("n_measures"), True),
    )
    rest = len(documents) - len(rows)
    return ProfileTable(
        words("documents_caption", n=len(documents)),
        columns,
        tuple(rows),
        words("and_more", n=rest) if rest > 0 else "",
        "documents",
        wide=with_agency,
    )


def _guess(subject: Subject, row: SubjectRow) -> str:
    return subject.words("guessed") if row.get("year_from") in ("properties", "file_name", "inferred") else ""


def _state(subject: Subject, row: SubjectRow) -> str:
    """The state of a document in words: read or in part, contradictions, what was withheld."""
    words = subject.words
    parts = [words.value("status", row.get("status"))] if row.get("status") else []
    parts += [words(f"state_{key}", n=int(row[key])) for key in ("n_conflicts", "n_withheld") if row.get(key)]
    return "; ".join(parts) or "–"


def doubts(subject: Subject) -> Section:
    """What is missing or in doubt: scores of the year that no figure uses, by reason and one by one."""
    words = subject.words
    own = subject.own_tables()
    years = [subject.year] if subject.year is not None else None
    left = select_scores(own, include=subject.material.include, kinds=SHOWN_KINDS, years=years)
    corrected = int((left.scores["status"] == ScoreStatus.CORRECTED).sum())
    rows = tuple(
        (
            ProfileCell(words.value("reason", row["reason"])),
            ProfileCell(count(row["n"])),
            ProfileCell(f"{figure(row['share'], places=1)} %"),
        )
        for row in rows_of(left.left_out)
    )
    blocks: list[Block] = [said(words("doubts_used", n=len(left.scores), all=left.n_stated, year=subject.year or "–"))]
    if corrected:
        blocks.append(said(words("corrected_n", n=corrected)))
    if rows:
        columns = (
            ProfileColumn(words("reason")),
            ProfileColumn(words("n_rows"), True),
            ProfileColumn(words("share"), True),
        )
        blocks.append(ProfileTable(words("left_out_caption"), columns, rows, words("left_out_method")))
    unused = unused_scores(subject)
    if unused:
        blocks.append(_unused_table(subject, unused))
    blocks += _failing(subject, own.checks)
    if not left.n_stated:
        blocks = [said(words("no_scores_at_all", year=subject.year or "–"), "warning")]
    return Section("doubts", words("doubts"), tuple(blocks))


def _unused_table(subject: Subject, unused: list[SubjectRow]) -> ProfileTable:
    words = subject.words
    shown = sorted(unused, key=lambda r: (str(r["agency"]), str(r["kind"]), str(r["code"])))[:MOST_DOUBTFUL]
    rows = tuple(
        (
            ProfileCell(short_name(str(row["agency"] or "–"))),
            ProfileCell(words.score(row["kind"], row["code"], subject.year)),
            subject.links.score(row),
            ProfileCell(words.value("reason", row["why"])),
        )
        for row in shown
    )
    columns = (
        ProfileColumn(words("agency")),
        ProfileColumn(words("score")),
        ProfileColumn(words("value"), True),
        ProfileColumn(words("reason")),
    )
    rest = len(unused) - len(shown)
    return ProfileTable(
        words("unused_caption", n=len(unused)), columns, rows, words("and_more", n=rest) if rest > 0 else "", "unused"
    )


def _failing(subject: Subject, checks: pd.DataFrame) -> list[Block]:
    """A sentence on the checks that do not hold, each document of them linked."""
    words = subject.words
    failing = checks[(checks["result"] == "fails") & checks["severity"].isin(["warning", "error"])]
    if failing.empty:
        return []
    by_document = failing.groupby("doc_id").size().sort_values(ascending=False, kind="stable")
    documents = {str(r["doc_id"]): r for r in rows_of(subject.material.tables.documents.drop_duplicates("doc_id"))}
    pieces = [ProfileCell(words("checks_failing", n=len(failing), documents=len(by_document)))]
    for place, (doc, n) in enumerate(list(by_document.items())[:MOST_DOUBTFUL]):
        row = documents.get(str(doc), {})
        whose = short_name(str(row.get("agency") or words("several_agencies")))
        text = words("document_of", agency=whose, year=row.get("fiscal_year") or "–", n=n)
        pieces += [ProfileCell("; " if place else ""), ProfileCell(text, subject.links.to(str(doc)))]
    rest = len(by_document) - MOST_DOUBTFUL
    return [Paragraph((*pieces, ProfileCell(words("and_more_short", n=rest) if rest > 0 else "")), "note")]
