"""Frames as plain values, which every file format and JSON can hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

PlainValue = str | int | float | None


def plain_rows(frame: pd.DataFrame) -> Iterable[tuple[PlainValue, ...]]:
    """The rows as plain values: None where missing, dates as ISO text, whole numbers as int."""
    return zip(*(plain_column(frame.iloc[:, place]) for place in range(frame.shape[1])), strict=True)


def frame_records(frame: pd.DataFrame) -> list[dict[str, PlainValue]]:
    """The rows as dictionaries of plain values, for JSON."""
    names = [str(c) for c in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in plain_rows(frame)]


def plain_column(series: pd.Series[Any]) -> list[PlainValue]:
    """One column as plain values."""
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(series):
        return [None if v is pd.NaT else v.date().isoformat() for v in series]
    missing = series.isna().tolist()
    values = series.astype("object").tolist()
    return [None if gone else _plain(value) for gone, value in zip(missing, values, strict=True)]


def _plain(value: Any) -> PlainValue:
    import numpy as np

    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if isinstance(value, int | float | str) else str(value)
