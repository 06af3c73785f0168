"""Data objects (JSON) in a text: each value becomes a line behind its label.

``{"agency": "...", "scores": {"ITA": 87.00, "IIT": 88.00}}`` reads as the lines ``agency: ...``,
``ITA: 87.00``, ``IIT: 88.00``. A list of like objects stays a table, one object a row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

# An object stretches over no more lines, and nests no deeper.
MAX_LINES, MAX_DEPTH = 200, 6


def read_json(lines: Sequence[str], i: int) -> tuple[object, int] | None:
    """The object or list that begins at line ``i`` and how many lines it takes; else None.

    Numbers keep the digits that they are written with. An object of plain values in one line is
    left as it is: it is a row among others.
    """
    if lines[i].lstrip()[:1] not in ("{", "["):
        return None
    taken: list[str] = []
    depth = 0
    for line in lines[i : i + MAX_LINES]:
        taken.append(line)
        depth += sum(map(line.count, "{[")) - sum(map(line.count, "}]"))
        if depth <= 0:
            break
    else:
        return None
    try:
        value = json.loads("\n".join(taken).strip().rstrip(","), parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None
    flat = isinstance(value, dict) and all(_is_scalar(v) for v in value.values())
    return None if len(taken) == 1 and flat else (value, len(taken))


def entries_of(value: object, label: str = "", depth: int = 0) -> Iterator[str | list[list[str]]]:
    """The values as lines ``label: value`` in their order, lists of like objects as rows."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from entries_of(inner, str(key), depth + 1)
    elif isinstance(value, list) and (rows := _rows(value)):
        if label:
            yield label
        yield rows
    elif isinstance(value, list):
        for inner in value:
            yield from entries_of(inner, label, depth + 1)
    elif value is not None and value != "":
        yield f"{label}: {value}" if label else str(value)


def _rows(values: list[object]) -> list[list[str]]:
    """Objects with the same keys and plain values as rows below their keys; else nothing."""
    first = values[0] if values else None
    if not isinstance(first, dict) or len(values) < 2:
        return []
    rows = [list(map(str, first))]
    for value in values:
        if not isinstance(value, dict) or list(value) != list(first):
            return []
        if not all(_is_scalar(v) for v in value.values()):
            return []
        rows.append(["" if v is None else str(v) for v in value.values()])
    return rows


def _is_scalar(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)
