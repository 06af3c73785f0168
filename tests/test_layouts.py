"""One made-up report of every layout, read and judged against what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

import thai_ita
from tests.layouts.build import Made, documents, made
from tests.layouts.judge import Verdict
from tests.layouts.report import TEMPLATES
from thai_ita.model import DocStatus, Report

SEED = 5
MIN_FACTS = 0.995
MIN_PRECISION = 0.998
MIN_RECALL = 0.995
MIN_FIELDS = 0.99


@pytest.fixture(scope="module")
def read_layouts(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Made, Report]]:
    folder = tmp_path_factory.mktemp("layouts")
    return [(d, thai_ita.read(d.write(folder), guarded=False)) for d in documents(SEED)]


def test_every_layout_is_read_as_it_stands(read_layouts: list[tuple[Made, Report]]) -> None:
    verdict = Verdict()
    for document, report in read_layouts:
        verdict.judge(document.name, report, document.truth)
    told = "\n".join(verdict.misses[:20])
    assert verdict.counts["facts"] > 400, "a judge without documents is no judge"
    assert verdict.share("facts right", "facts") >= MIN_FACTS, told
    assert verdict.share("read right", "read") >= MIN_PRECISION, told
    assert verdict.share("stated right", "stated") >= MIN_RECALL, told
    assert verdict.share("measures right", "measures") == 1.0, told
    assert verdict.counts["extra measures"] == 0, told
    assert verdict.share("fields right", "fields") >= MIN_FIELDS, told


def test_papers_that_are_no_report_give_nothing(read_layouts: list[tuple[Made, Report]]) -> None:
    others = [r for d, r in read_layouts if d.truth["template"].startswith("neg_")]
    assert len(others) >= 12
    for report in others:
        assert (report.scores, report.measures) == ([], []), report.document.path
        assert report.status is DocStatus.NO_DATA


@pytest.mark.parametrize("name", sorted(n for n in TEMPLATES if n.startswith("neg_")))
def test_no_format_of_another_paper_gives_a_score(name: str, tmp_path: Path) -> None:
    template = TEMPLATES[name]
    for turn in range(len(template.formats)):
        report = thai_ita.read(made(template, SEED + 1, turn).write(tmp_path), guarded=False)
        assert not report.scores, [s.evidence.text for s in report.scores]
