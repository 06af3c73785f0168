"""Rows of instruments that their labels alone do not tell: by what stands with them, and by the sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from thai_ita.model import Match, ScoreKind
from thai_ita.normalize.edition_arithmetic import MAX_MARGIN, margin
from thai_ita.normalize.label_parts import read_label
from thai_ita.parse.scores.candidates import NAMED_BY_SUMS
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import Column, year_of

if TYPE_CHECKING:
    from thai_ita.parse.scores.score_columns import ScoreColumns
    from thai_ita.parse.scores.score_rows import Row

OVERALL = Match("ITA", "ผลการประเมินภาพรวม", "", 100.0, 100.0, "column-of-scores", True, "", ScoreKind.OVERALL)
# The labels of a row with their columns.
Words = Callable[["Row"], list[tuple[Column, str]]]
# The name of an instrument, however it is worded; a longer text is a question.
MAX_LABEL = 60
TAGGED = "tagged-with-its-instrument"


def name_tagged_rows(columns: ScoreColumns, rows: list[Row], words: Words) -> None:
    """``บุคลากรภายใน (IIT)``, ``การเปิดเผยข้อมูล (OIT)``: labels of which each has another instrument's
    letters are the instruments, where their column says so or the total is the sum of them all. The
    name of the OIT may be that of its first indicator; a second indicator among them tells that they
    are indicators, each with its instrument behind it."""
    edition = columns.matcher.edition
    groups: dict[tuple[str, int | None], list[Row]] = {}
    for row in rows:
        owner = row.agency.name if row.agency is not None else ""
        groups.setdefault((owner, row.year), []).append(row)
    for group in groups.values():
        tagged = {row.index: found for row in group if (found := _tag(columns, row, words))}
        codes = [match.code for match, _ in tagged.values()]
        named = [row for row in group if row.match is not None and columns.parent(row.match)]
        if set(codes) != {i.code for i in edition.instruments} or len(set(codes)) < len(codes):
            continue
        if len(named) > 1 or any(row.index not in tagged for row in named):
            continue
        as_read = {row.index: row.match for row in group}
        for row in group:
            if row.index in tagged and not _is_instrument(row):
                row.match = tagged[row.index][0]
        said = all(role is ColumnRole.INSTRUMENT for _, role in tagged.values())
        totals = [r for r in group if r.match is not None and r.match.kind is ScoreKind.OVERALL]
        parts = [row for row in group if row.index in tagged]
        summed = not said and any(adds_up(columns, total, parts) for total in totals)
        for row in parts if not said else ():
            if row.match is not as_read[row.index]:
                named_so = replace(tagged[row.index][0], rule=NAMED_BY_SUMS)
                row.match = named_so if summed else as_read[row.index]


def _is_instrument(row: Row) -> bool:
    return row.match is not None and row.match.kind is ScoreKind.INSTRUMENT


def _tag(columns: ScoreColumns, row: Row, words: Words) -> tuple[Match, ColumnRole] | None:
    """The instrument whose letters stand in the one label of a row, and the role of its column."""
    labels = [(column, text) for column, text in words(row) if year_of(text) is None]
    if row.skip or len(labels) != 1 or len(labels[0][1]) > MAX_LABEL:
        return None
    column, text = labels[0]
    label = read_label(text)
    if label.code or label.explicit or label.ordinal:
        return None
    if columns.matcher.edition.instrument(label.instrument) is None:
        return None
    return replace(columns.named(label.instrument), seen=text, rule=TAGGED), column.role


def name_agency_totals(columns: ScoreColumns, rows: list[Row], words: Words) -> None:
    """A total below the instruments of one agency among several is that agency's overall score,
    where it is what the year's rule makes of them."""
    edition = columns.matcher.edition
    group: list[Row] = []
    for row in rows:
        of = row.match.code if row.match is not None else ""
        if row.agency is not None and edition.instrument(of) is not None:
            own = group and group[-1].agency == row.agency and group[-1].year == row.year
            group = [*group, row] if own else [row]
            continue
        if group and row.is_total and row.agency is None and adds_up(columns, row, group):
            row.agency, row.year = group[-1].agency, row.year or group[-1].year
            label = next((text for _, text in words(row)), "")
            row.match = replace(OVERALL, seen=label)
        group = []


def adds_up(columns: ScoreColumns, total: Row, group: Iterable[Row]) -> bool:
    """Whether the figures of a row are the weighted sums of those of other rows."""
    view = columns.view
    found = 0
    for column in columns.scores:
        whole = view.number(total.index, column.index)
        values = {
            r.match.code: n.value
            for r in group
            if r.match is not None and (n := view.number(r.index, column.index)) is not None
        }
        if whole is None:
            continue
        off = margin(values, whole.value, columns.matcher.edition)
        if off is None or off > MAX_MARGIN:
            return False
        found += 1
    return found > 0
