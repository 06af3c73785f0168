"""What a notebook gets: answers at top level, HTML that is escaped, frames with types."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import thai_ita
from tests.analyze_tables import score, tables
from thai_ita import analyze
from thai_ita.model import Problem, Report, Severity

SAMPLE = Path(__file__).parent.parent / "data" / "samples" / "01_plan.txt"
ATTACK = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def report() -> Report:
    return thai_ita.read(SAMPLE, guarded=False)


def test_the_answers_stand_at_top_level() -> None:
    assert (thai_ita.compare, thai_ita.trends, thai_ita.plans) == (analyze.compare, analyze.trends, analyze.plans)
    assert {"compare", "plans", "trends"} < set(thai_ita.__all__)
    with pytest.raises(AttributeError, match="no attribute moon"):
        thai_ita.moon  # noqa: B018


def test_a_short_notebook(report: Report) -> None:
    frames = thai_ita.frames(report)
    answer = thai_ita.compare(frames, by="type", include=["unchecked"])
    assert answer["areas"]["area"].tolist() == [report.identity.agency.type] * len(answer["areas"])
    assert "Side by side" in answer._repr_html_()


def test_a_report_shows_itself(report: Report) -> None:
    page = report._repr_html_()
    first = report.scores[0]
    for words in (
        report.identity.agency.name,
        str(report.identity.fiscal_year),
        first.value_as_seen,
        str(first.status),
        f"{len(report.scores)} scores",
    ):
        assert words in page
    assert "<script" not in page
    assert "<style" not in page


def test_what_was_read_is_escaped(report: Report) -> None:
    hostile = thai_ita.read(SAMPLE, guarded=False)
    hostile.scores[0].value_as_seen = ATTACK
    hostile.scores[0].name = ATTACK
    hostile.problems.append(Problem("x", ATTACK, Severity.WARNING))
    hostile.document.path = ATTACK
    page = hostile._repr_html_()
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 4
    rows = [score(ATTACK, 2565, str(k), 80.0) for k in range(1, 4)]
    answer = thai_ita.compare(tables(rows), agencies=[])
    assert "<script" not in answer._repr_html_()
    assert "&lt;script&gt;" in answer._repr_html_()


def test_a_report_without_anything_shows_itself(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("ประกาศ", "utf-8")
    assert "no agency found" in thai_ita.read(path, guarded=False)._repr_html_()


def test_many_rows_are_counted() -> None:
    rows = [score(f"ที่{n}", 2565, "ITA", 80.0) for n in range(30)]
    assert "8 of 30 rows" in thai_ita.compare(tables(rows))._repr_html_()


def test_years_are_integers_and_levels_ordered(report: Report) -> None:
    frames = thai_ita.frames(report)
    assert str(frames["scores"]["fiscal_year"].dtype) == "Int64"
    level = frames["documents"]["level"].dtype
    assert isinstance(level, pd.CategoricalDtype)
    assert level.ordered
    order = list(level.categories)
    assert order.index("F") < order.index("C") < order.index("AA")
    assert order.index("ต้องปรับปรุง") < order.index("ผ่าน") < order.index("ผ่านดีเยี่ยม")
    counts = thai_ita.compare(tables([score("ก", 2565, "ITA", 96.0), score("ข", 2565, "ITA", 86.0)]))["levels"]
    assert counts["level"].tolist() == ["AA", "A"]
    assert counts["level"].min() == "A"


def test_a_level_that_no_rating_has_is_kept_as_text(report: Report) -> None:
    odd = thai_ita.read(SAMPLE, guarded=False)
    odd.identity.level = "A+"
    assert thai_ita.frames(odd)["documents"]["level"].tolist() == ["A+"]
