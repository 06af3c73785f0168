"""Writes the rules of parse into docs/parse.md. Run it with ``python3 dev.py docs``."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import thai_ita.parse
from thai_ita.parse.rules import RefusingRule, Rule

TARGET = Path(__file__).with_name("parse.md")
BEGIN, END = "<!-- rules: written by dev.py docs -->", "<!-- end of rules -->"
STAGES = {
    "parse.scores.read_scores": "Before anything is read",
    "parse.tables.table_kind": "Is this a table of results?",
    "parse.tables.cell_columns": "In the cell: figures beside the score",
    "parse.scores.column_rules": "The column",
    "parse.scores.table_rules": "The figure under an open column",
    "parse.scores.prose_rules": "The figure in a clause",
    "parse.scores.misplaced_instruments": "When all is read: against the stated total",
    "parse.figures": "When no rule spoke",
}
"""Modules whose rules are asked first, in this order; those of any other module come behind."""


def _rules_of(value: object, module: str, source: str) -> Iterator[Rule]:
    """The rules that a module defines; those that it only imports are named elsewhere."""
    if isinstance(value, Rule):
        if f'"{value.id}"' in source or value.id.startswith("in-cell"):
            yield value
    elif isinstance(value, RefusingRule):
        if value.module == module:
            yield value.rule
    elif isinstance(value, tuple | dict):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _rules_of(entry, module, source)


def rules_by_module() -> dict[str, list[Rule]]:
    """The rules in the modules that define them, in the order in which they are asked: that of a
    tuple of rules, else that of definition."""
    room = thai_ita.parse
    seen: set[str] = set()
    found: dict[str, list[Rule]] = {}
    names = [m.name for m in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    order = {f"thai_ita.{name}": i for i, name in enumerate(STAGES)}
    for name in sorted(names, key=lambda n: (order.get(n, len(order)), n)):
        module = importlib.import_module(name)
        values = list(vars(module).values())
        own = [*(v for v in values if isinstance(v, tuple)), *values]
        source = inspect.getsource(module)
        for described in (r for v in own for r in _rules_of(v, name, source)):
            if described.id not in seen:
                seen.add(described.id)
                found.setdefault(name.removeprefix("thai_ita."), []).append(described)
    return found


def rules_section() -> str:
    """The tables of rules, as Markdown."""
    lines = [BEGIN, ""]
    for module, rules in rules_by_module().items():
        path = module.replace(".", "/") + ".py"
        lines += [f"### {STAGES.get(module, 'Elsewhere')} (`{path}`)", ""]
        lines += ["| Rule | The figure is no score: |", "|---|---|"]
        lines += [f"| `{r.id}` | {r.means} |" for r in rules]
        lines.append("")
    return "\n".join([*lines, END])


def page() -> str:
    """docs/parse.md with its rules as they are now."""
    text = TARGET.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    return before + rules_section() + rest.partition(END)[2]


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
