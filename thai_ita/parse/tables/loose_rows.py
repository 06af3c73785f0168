"""Lines of a name and several figures below no head: nothing tells which figure is the result."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from thai_ita.model import Line
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.parse.figures import FigureLedger, line_place
from thai_ita.parse.rules import Rule, is_removed, register
from thai_ita.parse.tables.line_units import DASH, FIGURE, LEVEL, SIGNED, Unit, kinds_of

# One line of a name and two figures may be a sentence; so many alike are the rows of a table.
MIN_ROWS = 2
# A name, and behind it nothing but figures with decimals, a change and a level.
_ROW = re.compile(rf"([^{FIGURE}{SIGNED}]*?)({FIGURE}{{2,}})[{SIGNED}{LEVEL}{DASH}]{{0,2}}")

NO_HEAD = register(
    Rule(
        "figures-of-no-head",
        "several figures stand behind each name, and no head tells which is which",
        refuses="การใช้อำนาจ ⟦80.10⟧ 81.20\nการใช้งบประมาณ 70.10 71.20\n",
        passes="การใช้อำนาจ ⟦80.10⟧\nการใช้งบประมาณ 70.10\n",
    )
)


def loose_rows(
    units_at: Callable[[int], Sequence[Unit]], i: int, matcher: NameMatcher, ledger: FigureLedger | None
) -> list[Line]:
    """The names of the rows that begin at a place, as lines without the figures, which are refused;
    [] where no such rows stand there."""
    found: list[tuple[Sequence[Unit], int]] = []
    width = 0
    while match := _ROW.fullmatch(kinds_of(units := units_at(i + len(found)))):
        n_names = match.end(1)
        label = " ".join(unit.text for unit in units[:n_names])
        width = width or len(match[2])
        if len(match[2]) != width or not matcher.match(label, Context(table=True)).accepted:
            break
        found.append((units, n_names))
    if len(found) < MIN_ROWS or is_removed(NO_HEAD):
        return []
    lines: list[Line] = []
    for units, n_names in found:
        for unit in units[n_names:]:
            if ledger is not None and unit.kind == FIGURE:
                ledger.refuse(NO_HEAD, unit.text, line_place(unit.line))
        label = " ".join(unit.text for unit in units[:n_names])
        lines.append(replace(units[0].line, text=label, raw=label))
    return lines
