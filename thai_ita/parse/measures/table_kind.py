"""Which kind of table of measures a table is, decided once and with its reasons.

The ways to write measures into a table are tried in this order; the first that fits decides:

1. further columns of the measures above (numbers and fields that they lack),
2. a form: labels at the side, one measure a column or one below the other,
3. a title row over the fields of each measure,
4. one measure a row, by the headings of the columns,
5. further rows: no head, the columns of the measures above, and numbers that count on from theirs,
6. one measure a row, by what the columns hold; only where the caller knows that measures stand here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from thai_ita.parse.measures.continuations import fill_from_columns
from thai_ita.parse.measures.measure_forms import read_form_table, read_titled_rows
from thai_ita.parse.measures.measure_rows import read_measure_table
from thai_ita.parse.measures.measure_tables import MeasureRow, measure_layout
from thai_ita.parse.measures.split_rows import split_records
from thai_ita.parse.tables.grid import GridView

# The name of a group between two tables is no longer than this; a longer text is a paragraph.
MAX_CAPTION = 100


class MeasureTable(StrEnum):
    FURTHER_COLUMNS = "further_columns"
    FORM = "form"
    TITLE_ROWS = "title_rows"
    ROWS = "rows"
    FURTHER_ROWS = "further_rows"
    ROWS_BY_CONTENT = "rows_by_content"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TableKind:
    """The kind of a table, why it is that, and the measures read from it so far."""

    kind: MeasureTable
    reasons: tuple[str, ...] = ()
    records: list[MeasureRow] = field(default_factory=list)

    @property
    def labels_say_so(self) -> bool:
        """Whether the table's own labels make it one of measures, whatever stands above it."""
        return self.kind in (MeasureTable.FORM, MeasureTable.TITLE_ROWS)


def table_kind(
    view: GridView,
    before: list[MeasureRow],
    above: GridView | None = None,
    *,
    by_content: bool = False,
    reports: bool = False,
) -> TableKind:
    """The kind of a table behind the measures ``before``, whose further columns it may hold, and the
    last ones of which stand in the table ``above``.

    ``reports`` says that the document's title announces results.
    """
    if not by_content:
        if fill_from_columns(view, before):
            why = "it has the numbers of the measures above and fields that they lack"
            return TableKind(MeasureTable.FURTHER_COLUMNS, (why,))
        if found := read_form_table(view):
            return TableKind(MeasureTable.FORM, ("labels of fields stand at its side",), split_records(found))
        if found := read_titled_rows(view):
            why = "numbered titles stand alone in rows over the fields"
            return TableKind(MeasureTable.TITLE_ROWS, (why,), split_records(found))
    layout = measure_layout(view, by_content=by_content, reports=reports)
    if layout is None and above is not None and (found := _rows_that_count_on(view, before, above, reports)):
        why = "it has the columns of the measures above and counts on from them"
        return TableKind(MeasureTable.FURTHER_ROWS, (why,), split_records(found))
    if layout is None:
        return TableKind(MeasureTable.OTHER, ("no column names measures beside columns of fields",))
    kind = MeasureTable.ROWS_BY_CONTENT if by_content else MeasureTable.ROWS
    return TableKind(kind, layout.reasons, split_records(read_measure_table(view, layout)))


def _rows_that_count_on(view: GridView, before: list[MeasureRow], above: GridView, reports: bool) -> list[MeasureRow]:
    """The measures of a table without a head whose first number is that after the last measure above.

    The text between the two tables is their group where the measures above have one.
    """
    layout = measure_layout(above, reports=reports)
    if layout is None or view.head_rows or view.n_columns != above.n_columns or not before:
        return []
    found = read_measure_table(view, layout)
    last = before[-1]
    if not found or last.number is None or found[0].number != last.number + 1:
        return []
    caption = " ".join(view.table.caption.split())
    for record in found:
        record.called_measure = last.called_measure
        if last.group and not record.group and len(caption) <= MAX_CAPTION:
            record.group = caption
    return found
