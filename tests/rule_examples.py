"""Reads the texts that a rule carries: what becomes of the figure in ⟦ ⟧."""

from __future__ import annotations

import re
from pathlib import Path

from thai_ita.ingest.text import read_text
from thai_ita.model import Report
from thai_ita.normalize.numerals import to_arabic
from thai_ita.parse import parse_document
from thai_ita.parse.figures import UNNAMED
from thai_ita.parse.rules import EXAMPLE_HEAD, Rule, all_rules, without_rule

_MARKED = re.compile(r"⟦([^⟧]+)⟧")


def read_example(body: str) -> tuple[Report, str]:
    """The report of an example and its marked figure as printed, which stands in it once."""
    marked = _MARKED.findall(body)
    assert len(marked) == 1, f"one figure is to be marked: {body}"
    text = EXAMPLE_HEAD + _MARKED.sub(r"\1", body)
    assert text.count(marked[0]) == 1, f"{marked[0]} stands twice: {body}"
    return parse_document(read_text(text, "0" * 16, Path("example.txt"))), marked[0]


def became(body: str) -> str:
    """``score``, or the id of the rule that refused the marked figure."""
    report, figure = read_example(body)
    value = float(to_arabic(figure).replace(",", "."))
    seen = [s for s in report.scores if s.value_as_seen.strip() == figure or s.value == value]
    if seen:
        return "score"
    return next((r.rule for r in report.refusals if r.figure.strip() == figure), "nothing")


def unnoticed(rule: Rule) -> str:
    """Why nobody would notice the loss of a rule; "" where its text turns into a score."""
    with without_rule(rule.id):
        result = became(rule.refuses)
    return "" if result == "score" else f"without it the figure is still refused: {result}"


def rules_with_texts() -> list[Rule]:
    return [rule for rule in all_rules() if rule.refuses]


def removable_rules() -> list[Rule]:
    """Without those that speak when no other rule did: nothing is left that could be removed."""
    return [rule for rule in rules_with_texts() if rule is not UNNAMED]


def main() -> int:
    """Removes each rule in turn; the exit code is 1 where one is not missed."""
    missed = 0
    for rule in removable_rules():
        why = unnoticed(rule)
        missed += bool(why)
        print(f"{'NOT NOTICED' if why else 'noticed':12}{rule.id:40}{why}")
    print(f"{len(removable_rules())} rules, {missed} not noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
