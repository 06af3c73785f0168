"""Corrected values beside other documents, in analyses, and for one file that is read by itself."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import thai_ita
from tests.analyze_tables import score as table_score
from tests.analyze_tables import tables
from tests.test_agreement import HEAD
from tests.test_facts import PLAN
from tests.test_reconcile_basics import report_of, score
from thai_ita.analyze.reconcile import reconcile, reconcile_across
from thai_ita.analyze.selection import select_scores
from thai_ita.analyze.typed_tables import load_tables
from thai_ita.batch import fingerprint
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import run_batch
from thai_ita.cli import app
from thai_ita.corrections.csv_file import write_corrections
from thai_ita.corrections.record import Correction
from thai_ita.exitcodes import ExitCode
from thai_ita.model import Basis, CheckResult, Media, Report


def documents(*values: str, given: tuple[int, ...] = ()) -> list[Report]:
    """Documents that state one score, some of them as a person gave it."""
    made = []
    for number, value in enumerate(values):
        report = report_of({"9": value}, media=Media.DOCX, doc_id=f"{number:016}")
        if number in given:
            report.scores[0].fixed, report.scores[0].corrected_by = True, "ก"
        reconcile(report)
        made.append(report)
    reconcile_across(made)
    return made


def statuses(reports: list[Report]) -> list[str]:
    return [str(score(report, "9").status) for report in reports]


def test_what_a_person_gave_is_in_conflict_with_nothing() -> None:
    assert statuses(documents("97.50", "91.50")) == ["conflict", "conflict"]
    made = documents("97.50", "91.50", "97.50", given=(0,))
    assert statuses(made) == ["corrected", "conflict", "unchecked"]
    for report in made:
        (check,) = [c for c in report.checks if c.check == "agreement"]
        assert check.result is CheckResult.FAILS
    assert statuses(documents("97.50", "91.50", given=(0, 1))) == ["corrected", "corrected"]


def test_what_a_person_gave_verifies_others_that_say_the_same() -> None:
    assert statuses(documents("97.50", "97.50", given=(0,))) == ["corrected", "verified"]


def test_over_the_documents_of_a_run(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name, first in (("a.txt", "๙๐.๑๒"), ("b.txt", "๙๐.๒๑")):
        text = HEAD.format(title="รายงานผลการประเมิน ITA", year="๒๕๖๗", first=first)
        (folder / name).write_text(f"{name}\n{text}", "utf-8")

    def rows() -> dict[str, str]:
        run_batch([folder], out, RunOptions(jobs=0))
        with (out / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
            return {r["value"]: r["status"] for r in csv.DictReader(file) if r["code"] == "1"}

    assert rows() == {"90.12": "conflict", "90.21": "conflict"}
    with (out / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        doc_id = next(r["doc_id"] for r in csv.DictReader(file) if r["path"].endswith("a.txt"))
    made = Correction(doc_id, "scores", "2567/indicator/1", "value", "90.12", "90.12", "ก")
    with (out / "corrections.csv").open("wb") as written:
        write_corrections(written, [made])
    assert rows() == {"90.12": "corrected", "90.21": "conflict"}


def test_analyses_take_corrected_values() -> None:
    scores = [
        table_score("ก", 2567, "1", 80.0, status="corrected"),
        table_score("ก", 2567, "1", 70.0, status="consistent", doc="x"),
        table_score("ข", 2567, "1", 60.0, status="unchecked"),
    ]
    selection = select_scores(load_tables(tables(scores)))
    assert list(selection.scores["value"]) == [80.0]


def test_results_depend_on_how_corrections_are_applied() -> None:
    """A module that applying needs is one of those of which a change has documents read anew."""
    folder = Path(thai_ita.__file__).parent
    wanted, seen = ["corrections/apply.py", "corrections/fact_names.py"], set[str]()
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            text = (folder / name).read_text("utf-8")
            wanted += [f"corrections/{m}.py" for m in re.findall(r"from thai_ita\.corrections\.(\w+)", text)]
    assert len(seen) > 5
    assert seen <= set(fingerprint._MODULES)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(PLAN, "utf-8")
    return path


@pytest.fixture
def corrections(plan: Path) -> Path:
    doc_id = thai_ita.read(plan, guarded=False).document.doc_id
    path = plan.with_name("corrections.csv")
    mine = Correction(doc_id, "scores", "2567/indicator/3", "value", "85.00", "86.50", "ก")
    with path.open("wb") as file:
        write_corrections(file, [mine, Correction("f" * 16, "documents", "", "title", "", "x")])
    return path


def third(report: Report) -> tuple[float, str]:
    one = next(s for s in report.scores if s.fact == "2567/indicator/3")
    return one.value, one.corrected_by


@pytest.mark.parametrize("guarded", [False, True])
def test_one_file_is_read_with_its_corrections(plan: Path, corrections: Path, guarded: bool) -> None:
    report = thai_ita.read(plan, corrections=corrections, guarded=guarded)
    assert third(report) == (86.5, "ก")
    # Those of other files are none of it.
    assert [result.state for result in report.corrections] == ["applied"]
    assert third(thai_ita.read(plan, guarded=guarded)) == (85.0, "")


def test_rows_that_make_no_correction_are_a_warning(plan: Path, corrections: Path) -> None:
    with corrections.open("ab") as file:
        file.write(b"x,scores,a,value,1,2,,,\r\n")
    with pytest.warns(UserWarning, match="line 4: its doc_id"):
        assert third(thai_ita.read(plan, corrections=str(corrections), guarded=False))[0] == 86.5


def test_show_applies_a_file_of_corrections(plan: Path, corrections: Path) -> None:
    def shown(path: Path) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["show", str(plan), "--in-process", "--corrections", str(path)])
        return result.exit_code, result.output

    code, output = shown(corrections)
    assert code == ExitCode.OK
    assert "86.50" in output
    assert "corrected" in output
    assert "says ก" in " ".join(output.split())
    code, output = shown(plan)
    assert code == ExitCode.USAGE
    assert "lacks the column" in output


@pytest.mark.parametrize("derived", [False, True])
def test_what_a_person_adds_or_gives_in_place_of_a_derived_value_is_compared(derived: bool) -> None:
    """It was printed nowhere in its document, and still says something else than another document."""
    made = [report_of({"9": "97.50"}, media=Media.DOCX, doc_id=f"{number:016}") for number in range(2)]
    given = made[0].scores[0]
    given.value, given.value_as_seen, given.fixed, given.corrected_by = 91.5, "", True, "ก"
    given.basis = Basis.DERIVED if derived else Basis.STATED
    for report in made:
        reconcile(report)
    reconcile_across(made)
    assert statuses(made) == ["corrected", "conflict"]
    for report in made:
        (check,) = [c for c in report.checks if c.check == "agreement"]
        assert check.result is CheckResult.FAILS


def test_an_added_value_is_compared_over_the_documents_of_a_run(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    text = HEAD.format(title="รายงานผลการประเมิน ITA", year="๒๕๖๗", first="๙๐.๑๒")
    rest = [line for line in text.splitlines() if "๙๐.๑๒" not in line]
    (folder / "a.txt").write_text(text, "utf-8")
    (folder / "b.txt").write_text("\n".join(rest), "utf-8")

    def rows(name: str = "scores") -> list[dict[str, str]]:
        run_batch([folder], out, RunOptions(jobs=0))
        with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    assert [row["value"] for row in rows() if row["code"] == "1"] == ["90.12"]
    doc_id = next(r["doc_id"] for r in rows("documents") if r["path"].endswith("b.txt"))
    added = Correction(doc_id, "scores", "2567/indicator/1", "value", "", "95.00", "ก")
    with (out / "corrections.csv").open("wb") as written:
        write_corrections(written, [added])
    found = {row["value"]: row["status"] for row in rows() if row["code"] == "1"}
    assert found == {"90.12": "conflict", "95.00": "corrected"}
    selected = select_scores(load_tables(out)).scores
    assert list(selected.loc[selected["code"] == "1", "value"]) == [95.0]
