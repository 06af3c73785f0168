"""The order in which a page shows what was read, and what stands in which line of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from thai_ita.corrections.record import CORRECTABLE, MAIN_COLUMNS
from thai_ita.model import ScoreKind
from thai_ita.review.page_content import DOUBTS, DocumentPage, Fact, IndexRow
from thai_ita.web.words import Words

_KINDS = {kind: number for number, kind in enumerate(ScoreKind)}
_NUMBERS = re.compile(r"\d{1,9}")
# Columns of a line that need no second telling below it, and those that other columns say better.
_TOLD = {
    "doc_id", "agency_id", "agency_type", "fiscal_year_ce", "page", "table", "row", "bbox", "status",
    "year_from", "agency_from", "name", "fact", "match_margin",
}  # fmt: skip
_ABOUT_FILE = (
    "path", "media", "pages", "status", "error", "duplicate_of", "agency_as_seen", "agency_candidates", "agency_type",
    "agency_id", "n_scores", "n_measures", "n_findings", "n_conflicts", "n_refused", "n_withheld", "n_recognised",
    "corrected_by", "doc_id",
)  # fmt: skip
CODED = {
    "basis": "basis", "media": "media", "doc_type": "doc_type", "year_from": "from", "agency_from": "from",
}  # fmt: skip
CODED_IN = {
    ("scores", "kind"): "score_kind", ("findings", "kind"): "finding_kind",
    ("scores", "status"): "status", ("documents", "status"): "document_status",
}  # fmt: skip


# What is printed is told where it is not what the table holds anyway.
_SAME_AS = {"name_as_seen": "name", "value_as_seen": "value"}
SOURCES = {"fiscal_year": "year_from", "agency": "agency_from"}


@dataclass(frozen=True, slots=True)
class FactCell:
    """One column of a fact: what it is called, ``raw`` as the table holds it, ``shown`` for the eye, ``source`` that says it."""

    column: str
    name: str
    raw: str
    shown: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The scores of one year and owner, the owner "" where it is the document's own."""

    year: str
    owner: str
    facts: tuple[Fact, ...]


def index_order(rows: Iterable[IndexRow]) -> list[IndexRow]:
    """The documents in the order in which they need a look: the gravest doubt first, then the most of them."""
    return sorted(rows, key=lambda row: (gravity(row.doubts), -row.n_doubtful, row.path, row.doc_id))


def gravity(doubts: Sequence[str]) -> int:
    """The place of the gravest of them in ``DOUBTS``; behind them all where there is none."""
    return min((DOUBTS.index(doubt) for doubt in doubts if doubt in DOUBTS), default=len(DOUBTS))


def graver_first(doubts: Iterable[str]) -> list[str]:
    """Doubts in the order of ``DOUBTS``, once each; words that are none of them are left out."""
    present = set(doubts)
    return [doubt for doubt in DOUBTS if doubt in present]


def score_groups(page: DocumentPage) -> list[Group]:
    """The scores by year (newest first) and owner (the document's own first, the others as they come), in each the overall score first, sub-indicators below theirs."""
    own = page.document.cells.get("agency", "")
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in page.scores:
        owner = fact.cells.get("agency", "")
        key = (fact.cells.get("fiscal_year", ""), "" if owner == own else owner)
        groups.setdefault(key, []).append(fact)
    ordered = sorted(groups.items(), key=lambda item: (_newest_first(item[0][0]), item[0][1] != ""))
    return [Group(year, owner, tuple(sorted(facts, key=_score_place))) for (year, owner), facts in ordered]


def _newest_first(year: str) -> int:
    found = _NUMBERS.search(year)
    return -int(found.group()) if found else 1


def _score_place(fact: Fact) -> tuple[int, int, list[int], str]:
    kind, code = fact.cells.get("kind", ""), fact.cells.get("code", "")
    # A sub-indicator stands below its indicator: 9, 9.1, 9.2, 10.
    nested = ScoreKind.INDICATOR if kind == ScoreKind.SUBINDICATOR else kind
    place = next((number for name, number in _KINDS.items() if name == nested), len(_KINDS))
    # IIT, EIT, OIT, and the questions in the order of the instruments that ask them: i, e, o.
    instrument = next((n for n, letter in enumerate("IEO") if code[:1].upper() == letter), 0)
    return (
        place,
        instrument,
        [int(found) for found in _NUMBERS.findall(code)],
        fact.cells.get("part", ""),
    )


def name_of(fact: Fact) -> str:
    """The name of a score beside its code, "" where the code is all there is."""
    name = fact.cells.get("name") or fact.cells.get("name_as_seen", "")
    return "" if name == fact.cells.get("code") else name


def label_of(fact: Fact, w: Words) -> str:
    """What a fact is called in a sentence: ``9 การแก้ไขปัญหาการทุจริต``, ``measure 3``."""
    cells = fact.cells
    if fact.table == "scores":
        return f"{cells.get('code', '')} {name_of(fact)}".strip()
    if fact.table == "measures":
        return f"{w('head.measure')} {cells.get('seq', '')}".strip()
    if fact.table == "findings":
        return w.of("finding_kind", cells.get("kind", ""))
    return w("identity")


def shown(table: str, column: str, raw: str, w: Words) -> str:
    """A cell for the eye: the word for a code, else the text."""
    group = CODED_IN.get((table, column)) or CODED.get(column)
    return w.of(group, raw) if group and raw else raw


def correctable_cells(fact: Fact, w: Words) -> tuple[list[FactCell], list[str]]:
    """The cells that a person may correct, the main column first, and the columns that hold nothing."""
    main = MAIN_COLUMNS.get(fact.table)
    columns = sorted(CORRECTABLE[fact.table], key=lambda column: column != main)
    filled = [column for column in columns if fact.cells.get(column) or column == main]
    return [_cell(fact, column, w) for column in filled], [column for column in columns if column not in filled]


def document_cell(page: DocumentPage, column: str, w: Words) -> FactCell:
    """One of the things that the document is: its agency, its year."""
    return _cell(page.document, column, w)


def _cell(fact: Fact, column: str, w: Words) -> FactCell:
    raw = fact.cells.get(column, "")
    source = fact.cells.get(SOURCES.get(column, ""), "")
    return FactCell(
        column,
        w.of("column", column),
        raw,
        shown(fact.table, column, raw, w),
        w.of("from", source) if source else "",
    )


def other_cells(fact: Fact, w: Words) -> list[FactCell]:
    """What else the table holds of a fact: how it was read."""
    correctable = CORRECTABLE[fact.table]
    return [
        FactCell(column, w.of("column", column), raw, shown(fact.table, column, raw, w))
        for column, raw in fact.cells.items()
        if raw
        and raw != fact.cells.get(_SAME_AS.get(column, ""))
        and column not in correctable
        and column not in _TOLD
        and w.says("column", column)
    ]


def about_file(page: DocumentPage, w: Words) -> list[FactCell]:
    """What the row of documents holds beside what may be corrected."""
    cells = page.document.cells
    return [
        FactCell(column, w.of("column", column), cells[column], shown("documents", column, cells[column], w))
        for column in _ABOUT_FILE if cells.get(column)
    ]  # fmt: skip


def document_anchor(column: str) -> str:
    """The id of one of the things that the document is."""
    return f"document-{column}"
