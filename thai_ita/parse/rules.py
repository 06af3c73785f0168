"""Rules that refuse a figure: each with an id, a meaning, a text it refuses and one it lets pass.

A rule is a predicate with a name. Readers ask their rules in a written order, the first that holds
refuses the figure, and the refusal is kept with its place::

    @rule(
        "threshold",
        "it is a bound that a result is compared with",
        refuses="ผู้ที่ได้ตั้งแต่ ⟦85.00⟧ คะแนนขึ้นไปผ่านเกณฑ์",
        passes="เทศบาลได้ ⟦85.00⟧ คะแนน",
    )
    def is_threshold(figure: FigureInText) -> bool: ...

The texts are bodies of a report of 2567 (``EXAMPLE_HEAD`` stands above them); the figure that the
rule is about stands in ⟦ ⟧. ``python3 dev.py rules`` removes each rule in turn and fails where its
text is refused all the same: then nothing would notice if the rule were lost.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

Looked = TypeVar("Looked")

EXAMPLE_HEAD = (
    "รายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. 2567\nเทศบาลตำบลนาคำหวาน อำเภอปัว จังหวัดน่าน\n\n"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What refuses a figure. ``means`` completes the sentence "the figure is no score:"."""

    id: str
    means: str
    refuses: str
    passes: str


class RefusingRule(Generic[Looked]):
    """A rule with its predicate. It never holds while it is removed (``without_rule``)."""

    def __init__(self, described: Rule, test: Callable[[Looked], bool]) -> None:
        self.rule = described
        self._test = test
        self.__doc__ = test.__doc__
        self.module = test.__module__

    def __call__(self, looked_at: Looked) -> bool:
        return self.rule.id not in _removed and self._test(looked_at)


_rules: dict[str, Rule] = {}
_removed: set[str] = set()


def rule(
    id: str, means: str, *, refuses: str, passes: str
) -> Callable[[Callable[[Looked], bool]], RefusingRule[Looked]]:
    """Makes a predicate a rule. Ids are unique; a second rule of one id is a ValueError."""
    described = register(Rule(id, means, refuses, passes))

    def named(test: Callable[[Looked], bool]) -> RefusingRule[Looked]:
        return RefusingRule(described, test)

    return named


def register(described: Rule) -> Rule:
    """A rule that has no predicate of its own: a reader asks ``is_removed`` where it applies it."""
    if described.id in _rules:
        raise ValueError(f"two rules are called {described.id}")
    _rules[described.id] = described
    return described


def is_removed(described: Rule) -> bool:
    """Whether a rule is out of force, as ``without_rule`` makes it."""
    return described.id in _removed


def first_refusal(rules: Iterable[RefusingRule[Looked]], looked_at: Looked) -> Rule | None:
    """The first of some rules that refuses, in their order; None where none does."""
    return next((r.rule for r in rules if r(looked_at)), None)


def all_rules() -> list[Rule]:
    """Every rule of parse, by id."""
    import thai_ita.parse as room

    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        importlib.import_module(module.name)
    return [_rules[id] for id in sorted(_rules)]


@contextmanager
def without_rule(id: str) -> Iterator[None]:
    """Takes a rule out of force, to see what notices."""
    _removed.add(id)
    try:
        yield
    finally:
        _removed.discard(id)
