"""The order in which scores stand in a table: overall, instruments, indicators, their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_FIRST = {"ITA": 0, "IIT": 1, "EIT": 2, "OIT": 3, "EBIT": 4}
_LETTERS = {"i": 7, "e": 8, "o": 9}


def item_rank(item: str) -> tuple[int, int, int, str]:
    """A key that sorts codes as a reader expects: ITA, IIT, EIT, OIT, 1..10, 9.1, i1, e9, o28."""
    code, _, part = item.partition("/")
    if code in _FIRST:
        return (0, _FIRST[code], 0, part)
    if match := re.fullmatch(r"(\d{1,9})(?:\.(\d{1,9}))?", code):
        return (6 if match[2] else 5, int(match[1]), int(match[2] or 0), part)
    if match := re.fullmatch(r"([ieo])(\d{1,9})", code):
        return (_LETTERS[match[1]], int(match[2]), 0, part)
    return (99, 0, 0, item)


def item_ranks(items: pd.Series[str]) -> pd.Series[Any]:
    """``item_rank`` of every item of a column, worked out once per distinct one."""
    return items.map({item: item_rank(item) for item in items.unique()})


def in_order(items: Iterable[str]) -> list[str]:
    """The distinct codes in that order."""
    return sorted(set(items), key=item_rank)
