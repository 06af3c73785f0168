"""Every rule that refuses a figure: its text refused, its other text let through, its loss noticed."""

from __future__ import annotations

import pytest

from tests.rule_examples import (
    became,
    read_example,
    removable_rules,
    rules_with_texts,
    unnoticed,
)
from thai_ita.model import Evidence
from thai_ita.parse.figures import OTHER_DOCUMENT, UNNAMED, FigureLedger, figures_of
from thai_ita.parse.rules import Rule, all_rules, first_refusal, register, rule, without_rule

RULES = rules_with_texts()


@pytest.mark.parametrize("described", RULES, ids=lambda r: r.id)
def test_a_rule_refuses_its_text_and_lets_the_other_pass(described: Rule) -> None:
    assert became(described.refuses) == described.id
    assert became(described.passes) == "score"


@pytest.mark.parametrize("described", removable_rules(), ids=lambda r: r.id)
def test_the_loss_of_a_rule_is_noticed(described: Rule) -> None:
    assert not unnoticed(described)


def test_every_rule_has_its_texts() -> None:
    assert {r.id for r in all_rules()} - {r.id for r in RULES} == {OTHER_DOCUMENT.id}


def test_rules_are_asked_in_their_order_and_may_be_removed() -> None:
    @rule("test-small", "it is small", refuses="", passes="")
    def is_small(value: float) -> bool:
        return value < 10

    @rule("test-odd", "it is odd", refuses="", passes="")
    def is_odd(value: float) -> bool:
        return value % 2 == 1

    try:
        order = (is_small, is_odd)
        assert first_refusal(order, 3.0) is is_small.rule
        assert first_refusal(order, 11.0) is is_odd.rule
        assert first_refusal(order, 12.0) is None
        with without_rule("test-small"):
            assert first_refusal(order, 3.0) is is_odd.rule
        with pytest.raises(ValueError, match="test-small"):
            register(is_small.rule)
    finally:
        from thai_ita.parse import rules

        for id in ("test-small", "test-odd"):
            rules._rules.pop(id)


def test_every_figure_of_a_document_is_a_score_or_refused() -> None:
    report, _ = read_example(
        "คะแนนภาพรวม 81.25 คะแนน\nมีผู้เข้าร่วม ⟦47⟧ คน ใช้งบ 12,500 บาท\n\n"
        "| ตัวชี้วัด | คะแนน |\n|---|---|\n| การใช้อำนาจ | 88.10 |\n| จำนวนผู้ตอบ | 231 |\n"
    )
    printed = [figure for figure, _ in figures_of(report.document)]
    assert printed == ["81.25", "47", "12,500", "88.10", "231"]
    assert [r.figure for r in report.refusals] == ["47", "12,500", "231"]
    assert sorted(s.value_as_seen for s in report.scores) == ["81.25", "88.10"]
    line, cell = report.refusals[0].place, report.refusals[2].place
    assert (line.line, line.table) == (5, None)
    assert (cell.table, cell.row, cell.column) == (1, 3, 2)


def test_a_figure_refused_by_one_reader_and_taken_by_another_is_taken() -> None:
    report, _ = read_example("ก ⟦81.25⟧")
    ledger = FigureLedger()
    ledger.refuse(UNNAMED, "81.25", Evidence(line=4))
    ledger.take("81.25", Evidence(line=4))
    assert ledger.refusals(report.document, about_ita=True) == []
