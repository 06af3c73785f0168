"""What a document's page holds for its script: the cells of its facts, each once, where HTML does not show them already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from thai_ita.corrections.record import CORRECTABLE, MAIN_COLUMNS
from thai_ita.review.arranging import (
    SOURCES,
    FactCell,
    correctable_cells,
    document_cell,
    graver_first,
    other_cells,
)
from thai_ita.review.page_content import DOUBTS, DocumentPage, Fact
from thai_ita.visible import without_control
from thai_ita.web.words import Words

IN_HTML = None
"""Stands for a cell that the HTML shows letter by letter as the table holds it."""
STATIC_TABLES = ("measures", "findings")
"""Tables of which the columns of each row stand in the HTML, so that they can be read without script."""
ASIDE = ("responsible", "timeframe")
"""Columns of these that stand in the line of the fact, joined."""


def page_data(
    page: DocumentPage, scores: Iterable[Fact], identity: dict[str, list[str]], w: Words
) -> dict[str, object]:
    """The data of a page as JSON takes it: ``documents`` by column [cell, where from, doubts], the other tables as ``_table`` has them.

    ``scores`` are in the order of the page, ``identity`` the doubts of each column of the document that is shown.
    """
    document = {
        column: [cell.raw, cell.source, _numbers(doubts)]
        for column, doubts in identity.items() if (cell := document_cell(page, column, w))
    }  # fmt: skip
    tables = {"scores": list(scores), "measures": page.measures, "findings": page.findings}
    return {"documents": document, **{name: _table(facts, w) for name, facts in tables.items() if facts}}


def _table(facts: Sequence[Fact], w: Words) -> dict[str, object]:
    """The facts of one table: ``same`` are cells that all of them share, ``columns`` the names of the others, and of each
    row its key, its doubts (places in ``DOUBTS``) and these cells, ``IN_HTML`` for what the page shows."""
    listed = [_cells(fact, w) for fact in facts]
    columns = list(dict.fromkeys(column for cells in listed for column in cells))
    first = listed[0]
    same = {
        column: first[column] for column in columns
        if first.get(column) and all(cells.get(column) == first[column] for cells in listed)
    } if len(listed) > 1 else {}  # fmt: skip
    columns = [column for column in columns if column not in same]
    rows = [
        [fact.fact, _numbers(fact.doubts), *(cells.get(column, "") for column in columns)]
        for fact, cells in zip(facts, listed, strict=True)
    ]
    return {"same": same, "columns": columns, "rows": rows}


def _cells(fact: Fact, w: Words) -> dict[str, str | None]:
    """The filled cells of a fact that its page shows, those that may be corrected first."""
    names = (*CORRECTABLE[fact.table], *SOURCES.values())
    cells: dict[str, str | None] = {name: raw for name in names if (raw := fact.cells.get(name))}
    static = {MAIN_COLUMNS[fact.table], *(cell.column for cell in static_cells(fact, w))}
    cells |= {name: IN_HTML for name, raw in cells.items() if name in static and raw and is_plain(raw)}
    return cells | {cell.column: cell.raw for cell in other_cells(fact, w) if cell.column != "evidence"}


def static_cells(fact: Fact, w: Words) -> list[FactCell]:
    """The cells that the HTML shows below the line of a fact."""
    if fact.table not in STATIC_TABLES:
        return []
    return [
        cell for cell in correctable_cells(fact, w)[0][1:]
        if cell.column not in ASIDE and cell.shown == cell.raw
    ]  # fmt: skip


def evidence_of(fact: Fact) -> str:
    """The text that a fact was read from, "" where its line says it."""
    evidence = fact.cells.get("evidence", "")
    return "" if evidence == fact.cells.get(MAIN_COLUMNS[fact.table]) else evidence


def is_plain(text: str) -> bool:
    """Whether a page shows a text letter by letter as it is."""
    return "\r" not in text and without_control(text) == text


def _numbers(doubts: Iterable[str]) -> list[int]:
    return [DOUBTS.index(doubt) for doubt in graver_first(doubts)]
