"""Published reports, read and scored as the acceptance figures demand, and facts read by hand."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import thai_ita
from tests.layouts.judge import alike
from thai_ita.export.csv_files import write_csv
from thai_ita.export.tables import build_tables
from thai_ita.model import Basis, Report
from thai_ita.normalize.numerals import to_arabic

pytestmark = pytest.mark.shared

MIN_FIELDS = 0.95


def export(reports: list[Report], folder: Path) -> None:
    for table in build_tables(reports):
        with (folder / f"{table.name}.csv").open("wb") as file:
            write_csv(file, table)


def scored(shared: Path, out: Path, truth: Path) -> dict[str, Any]:
    """What the scorer says of all documents together."""
    command = [sys.executable, str(shared / "eval" / "score.py"), str(out), str(truth), "--json"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    total: dict[str, Any] = json.loads(done.stdout)["ALL"]
    return total


@pytest.fixture(scope="module")
def reports(shared_dir: Path) -> dict[str, Report]:
    return {p.stem[:3]: thai_ita.read(p, guarded=False) for p in sorted((shared_dir / "seeds").glob("*.txt"))}


@pytest.fixture(scope="module")
def truths(shared_dir: Path) -> dict[str, dict[str, Any]]:
    found = sorted((shared_dir / "seeds" / "truth").glob("*.json"))
    return {p.stem[:3]: json.loads(p.read_text(encoding="utf-8")) for p in found}


def test_the_acceptance_figures(reports: dict[str, Report], shared_dir: Path, tmp_path: Path) -> None:
    export(list(reports.values()), tmp_path)
    total = scored(shared_dir, tmp_path, shared_dir / "seeds" / "truth")
    assert total["docs"] == 5
    assert total["facts"] == 1.0
    assert (total["score_precision"], total["score_recall"]) == (1.0, 1.0)
    assert total["measure_recall"] == 1.0
    assert total["measure_fields"] >= MIN_FIELDS


def test_every_score_shows_where_it_was_read(reports: dict[str, Report]) -> None:
    """The digits stand in the evidence, and the evidence stands in the document."""
    for report in reports.values():
        told = {re.sub(r"\s", "", t) for t in _texts(report)}
        for score in report.scores:
            assert score.value_as_seen.lstrip("+-") in score.evidence.text or not score.value_as_seen
            if score.basis is Basis.STATED:
                quoted = re.sub(r"\[also printed.*?\]|…|\s", "", score.evidence.text)
                pieces = quoted.split("|")
                assert all(any(piece in text for text in told) for piece in pieces)
                seen = float(re.sub(r"[^\d.]", "", to_arabic(score.value_as_seen)))
                assert seen == score.value or score.decimals == 4


def test_every_derived_score_tells_its_derivation(reports: dict[str, Report]) -> None:
    derived = [s for r in reports.values() for s in r.scores if s.basis is Basis.DERIVED]
    for score in derived:
        assert re.search(r"the stated change|follows as|mean of", score.evidence.text)
        assert not score.value_as_seen or "the stated change" in score.evidence.text
    # 2566 and 2568 from a stated change, three instruments each from the indicators of two reports.
    assert len(derived) == 8


def _texts(report: Report) -> list[str]:
    out = [line.text for line in report.document.lines]
    out += [cell.text for table in report.document.tables for cell in table.cells()]
    return out


# Read off the published pages: document, code, fiscal year, part, digits as printed.
SCORES = [
    ("001", "3", 2565, "", "79.52"),
    ("001", "2", 2565, "", "77.05"),
    ("001", "8", 2565, "", "74.75"),
    ("002", "i12", 2567, "", "๗๘.๙๘"),
    ("002", "e5", 2567, "2", "๗๖.๐๐"),
    ("004", "ITA", 2568, "", "๙๕.๓๐"),
    ("004", "8", 2568, "", "๙๙.๕๐"),
    ("004", "i1", 2568, "", "๘๐.๐๐"),
    ("004", "o10", 2568, "", "๑๐๐.๐๐"),
    ("004", "o2", 2568, "", "๕๐.๐๐"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "code", "year", "part", "seen"), SCORES)
def test_scores_read_by_hand(
    reports: dict[str, Report], document: str, code: str, year: int, part: str, seen: str
) -> None:
    found = [
        s for s in reports[document].scores
        if (s.code, s.fiscal_year, s.part) == (code, year, part) and s.basis is Basis.STATED
    ]  # fmt: skip
    assert [s.value_as_seen for s in found] == [seen]
    assert found[0].evidence.text
    assert found[0].match is not None
    assert found[0].match.accepted


def test_every_measure_of_the_truth_is_there_once(
    reports: dict[str, Report], truths: dict[str, dict[str, Any]]
) -> None:
    for document, truth in truths.items():
        wanted = truth.get("measures", [])
        got = reports[document].measures
        assert len(got) == len(wanted)
        assert len({m.seq for m in got}) == len(got)
        for measure in wanted:
            (same,) = [m for m in got if m.seq == measure["seq"]]
            assert alike(same.title, measure["title"]) >= 0.9


def test_findings_are_whole_sentences_of_the_document(reports: dict[str, Report]) -> None:
    found = [(r, f) for r in reports.values() for f in r.findings]
    assert len(found) >= 10
    for report, finding in found:
        text = re.sub(r"\s", "", "".join(_texts(report)))
        start = re.sub(r"[\s*•:-]", "", finding.text)[:20]
        assert start in re.sub(r"[*•:-]", "", text), finding.text
