"""Where facts were read, from the record that the store keeps with a result (``export.evidence``).

A worker that had read a file of anybody's made the record, so whatever does not fit is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from thai_ita.export.evidence import LONGEST_TEXT, unpacked
from thai_ita.model import Severity

_GRAVE = (str(Severity.WARNING), str(Severity.ERROR))
FACT_TABLES = ("scores", "measures", "findings")
QUARTERS = (1, 2, 3)
HIGHEST = 10_000_000
"""Numbers of pages, lines, rows and points that are believed."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as ``model.Evidence`` has it; ``box`` is x0, top, x1, bottom in points of the page."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    box: tuple[float, float, float, float] | None = None
    text: str = ""


NOWHERE = Spot()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A figure, a name or a withheld score (``kind`` figure, name, withheld) with rule, meaning and place.

    ``fact`` names a score that was withheld, ``figure`` is its value in digits.
    """

    kind: str
    text: str
    rule: str
    means: str
    spot: Spot
    fact: str = ""
    figure: str = ""


@dataclass(frozen=True, slots=True)
class StoredProblem:
    code: str
    message: str
    severity: str
    page: int | None


@dataclass(slots=True)
class Evidence:
    """The places of what one document says. ``sizes`` are width and height of pages in points, ``turns``
    the pages whose text does not stand upright (``model.Page.turn``); ``facts`` are lists of spots by table and key, those of title,
    agency and year in ``identity``."""

    n_pages: int = 0
    sizes: dict[int, tuple[float, float]] = field(default_factory=dict)
    turns: dict[int, int] = field(default_factory=dict)
    identity: dict[str, list[Spot]] = field(default_factory=dict)
    facts: dict[str, dict[str, list[Spot]]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    problems: list[StoredProblem] = field(default_factory=list)

    def of(self, table: str, fact: str) -> list[Spot]:
        return self.facts.get(table, {}).get(fact, [])

    def spots(self) -> Iterator[Spot]:
        """Every place there is."""
        for by_fact in (self.identity, *self.facts.values()):
            for spots in by_fact.values():
                yield from spots
        for refusal in self.refusals:
            yield refusal.spot


def evidence_in(data: object) -> Evidence:
    """The evidence of a result, from what stands in its column; empty for what is none."""
    record = unpacked(data) if isinstance(data, bytes) else {}
    found = Evidence()
    for page in _dicts(record.get("pages")):
        number = _whole(page.get("number"))
        width, height = _number(page.get("width")), _number(page.get("height"))
        if number is None:
            continue
        found.n_pages = max(found.n_pages, number)
        if width and height:
            found.sizes[number] = width, height
        if (turn := page.get("turn")) in QUARTERS:
            found.turns[number] = turn
    found.identity = _by_name(record.get("identity"))
    found.facts = {table: _by_name(record.get(table)) for table in FACT_TABLES}
    found.refusals = [*_refusals(record)]
    found.problems = [
        StoredProblem(_text(t.get("code")), _text(t.get("message")), _text(t.get("severity")), _whole(t.get("page")))
        for t in _dicts(record.get("troubles"))
    ]
    return found


def is_grave(severity: str) -> bool:
    """Whether a problem is one to look at; others say how something was read."""
    return severity in _GRAVE


def has_grave_problem(record: dict[str, Any]) -> bool:
    """Whether an unpacked record tells of a problem to look at."""
    return any(is_grave(_text(problem.get("severity"))) for problem in _dicts(record.get("troubles")))


def withheld_in(record: dict[str, Any]) -> list[str]:
    """The names of the scores that were withheld, "" where one has none."""
    return [_text(each.get("fact")) for each in _dicts(record.get("withheld"))]


def _refusals(record: dict[str, Any]) -> Iterator[Refusal]:
    for each in _dicts(record.get("withheld")):
        names = ("code", "value_as_seen", "reason", "fact", "value")
        code, seen, reason, fact, figure = (_text(each.get(name)) for name in names)
        year = _whole(each.get("fiscal_year"))
        text = f"{code}{f' ({year})' if year else ''}: {seen}"
        yield Refusal("withheld", text, "unsure-reading", reason, _spot(each.get("place")), fact, figure)
    for each in _dicts(record.get("refusals")):
        figure, rule, means = (_text(each.get(name)) for name in ("figure", "rule", "means"))
        yield Refusal("figure", figure, rule, means, _spot(each.get("place")))
    for each in _dicts(record.get("names")):
        seen, rule, reason = (_text(each.get(name)) for name in ("seen", "rule", "reason"))
        yield Refusal("name", seen, rule, reason, NOWHERE)


def _by_name(value: object) -> dict[str, list[Spot]]:
    if not isinstance(value, dict):
        return {}
    return {
        str(name): [_spot(each) for each in spots if isinstance(each, dict)]
        for name, spots in value.items()
        if isinstance(spots, list)
    }


def _spot(value: object) -> Spot:
    if not isinstance(value, dict):
        return NOWHERE
    page, table, row, column, line = (_whole(value.get(name)) for name in ("page", "table", "row", "column", "line"))
    return Spot(page, table, row, column, line, _box(value.get("bbox")), _text(value.get("text")))


def box_in(cell: str) -> tuple[float, float, float, float] | None:
    """The box in a cell of a table, as ``model.BBox`` prints it."""
    try:
        return _box([float(side) for side in cell.split(",")])
    except ValueError:
        return None


def _box(value: object) -> tuple[float, float, float, float] | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    x0, top, x1, bottom = (_number(each) for each in value)
    if x0 is None or top is None or x1 is None or bottom is None:
        return None
    return x0, top, x1, bottom


def _dicts(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _whole(value: object) -> int | None:
    return value if type(value) is int and 0 < value <= HIGHEST else None


def _number(value: object) -> float | None:
    if type(value) not in (int, float):
        return None
    assert isinstance(value, int | float)
    return float(value) if -HIGHEST <= value <= HIGHEST else None


def _text(value: object) -> str:
    return value[:LONGEST_TEXT] if isinstance(value, str) else ""
