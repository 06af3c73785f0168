"""The five tables as pandas frames, with types: years are integers, scores floats, dates dates.

>>> import thai_ita
>>> report = thai_ita.read("report.txt")            # doctest: +SKIP
>>> thai_ita.frames(report)["scores"].value.mean()  # doctest: +SKIP
88.12
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from thai_ita.columns import PANDAS_TYPES, ColumnKind
from thai_ita.export.tables import RowTable, build_tables
from thai_ita.model import Report
from thai_ita.normalize.levels import level_words

if TYPE_CHECKING:
    import pandas as pd


def frames(reports: Report | Iterable[Report]) -> dict[str, pd.DataFrame]:
    """The five tables of one report or of many, by name: documents, scores, measures, ...

    Columns are those of the CSV files. Absent values are missing (``pd.NA``, ``NaT``), texts are
    as read. Levels are ordered categories where all are words of a known rating, the worst first;
    levels of different ratings (2561, letters, words of passing) do not compare.
    """
    given = [reports] if isinstance(reports, Report) else reports
    return {table.name: _frame(table) for table in build_tables(given)}


def _frame(table: RowTable) -> pd.DataFrame:
    import pandas as pd

    series: dict[str, pd.Series] = {}
    for column in table.columns:
        values = [row[column.name] for row in table.rows]
        if column.kind is ColumnKind.DATE:
            # A date that no calendar has stays in the CSV as it was read; here it is missing.
            series[column.name] = pd.to_datetime(pd.Series(values, dtype="string"), format="ISO8601", errors="coerce")
        elif column.kind is ColumnKind.NUMBER:
            numbers = [None if v is None else float(v) for v in values]
            series[column.name] = pd.Series(numbers, dtype=PANDAS_TYPES[column.kind])
        elif column.kind is ColumnKind.TEXT:
            texts = [None if v is None else str(v) for v in values]
            series[column.name] = pd.Series(texts, dtype=PANDAS_TYPES[column.kind])
        else:
            series[column.name] = pd.Series(values, dtype=PANDAS_TYPES[column.kind])
    frame = pd.DataFrame(series)
    if "level" in frame.columns and set(frame["level"].dropna()) <= set(level_words()):
        frame["level"] = frame["level"].astype(pd.CategoricalDtype(list(level_words()), ordered=True))
    return frame
