"""From a correction to the tables, by the ways in which files are read."""

from __future__ import annotations

import csv
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kinds_of_files import text, zipped
from thai_ita.batch.cluster import run_on_cluster
from thai_ita.batch.options import RunOptions
from thai_ita.batch.replies import outcome_in
from thai_ita.batch.run import run_batch
from thai_ita.batch.task import Task
from thai_ita.batch.worker import read_task
from thai_ita.corrections.csv_file import write_corrections
from thai_ita.corrections.folder_corrections import listed, made_of_table
from thai_ita.corrections.record import Correction
from thai_ita.model.document_id import doc_id_of

OUT = Path("out")
REPORT = text().encode()
DOC_ID = doc_id_of(REPORT)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rows(table: str = "scores") -> list[dict[str, str]]:
    with (OUT / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def edited(value: str) -> tuple[str, str]:
    """Change the first score of the table; its name and what it was."""
    table = rows()
    fact, was = table[0]["fact"], table[0]["value"]
    table[0]["value"] = value
    with (OUT / "scores.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table[0])
        writer.writeheader()
        writer.writerows(table)
    return fact, was


@pytest.mark.parametrize("jobs", [0, 1])
def test_what_was_edited_in_a_table_stands_in_every_table_after(jobs: int) -> None:
    Path("in.zip").write_bytes(zipped({"r.txt": REPORT}))
    options = RunOptions(jobs=0)
    run_batch([Path("in.zip")], OUT, options)
    fact, was = edited("12.34")
    made_of_table(OUT / "scores.csv", who="ก. ข.")
    summary = run_batch([Path("in.zip")], OUT, RunOptions(jobs=jobs))
    assert (summary.read, summary.corrections) == (1, {"applied": 1})
    row = next(row for row in rows() if row["fact"] == fact)
    assert (row["value"], row["status"], row["corrected_by"]) == ("12.34", "corrected", "ก. ข.")
    assert row["value_as_seen"] != "12.34"
    (check,) = [row for row in rows("checks") if row["check"] == "correction"]
    assert "ก. ข." in check["message"]
    (one,), problems = listed(OUT)
    assert (str(one.came), one.path, problems) == ("applied", "in.zip!/r.txt", [])
    assert (one.correction.was, one.correction.becomes) == (was, "12.34")
    # Judged again, on what it is now.
    edited(was)
    made_of_table(OUT / "scores.csv", who="ก. ข.")
    summary = run_batch([Path("in.zip")], OUT, options)
    assert (summary.corrections, next(r for r in rows() if r["fact"] == fact)["value"]) == (
        {"applied": 1, "superseded": 1},
        was,
    )


def test_a_worker_of_a_cluster_applies_them_too() -> None:
    Path("r.txt").write_bytes(REPORT)
    plain = Task(0, "r.txt", str(Path("r.txt").absolute()))
    scores = outcome_in(run_on_cluster(plain, read_task, RunOptions(), True), plain).result
    assert scores is not None
    from thai_ita.batch.row_codec import to_row

    row = to_row("scores", scores.rows["scores"][0])
    correction = Correction(DOC_ID, "scores", str(row["fact"]), "value", str(row["value"]), "12.34", "ก")
    task = pickle.loads(pickle.dumps(Task(0, "r.txt", plain.file, corrections=(correction,))))
    result = outcome_in(run_on_cluster(task, read_task, RunOptions(), True), task).result
    assert result is not None
    assert [each.state for each in result.corrections] == ["applied"]


def test_one_that_does_not_fit_is_told_and_changes_nothing() -> None:
    Path("r.txt").write_bytes(REPORT)
    run_batch([Path("r.txt")], OUT, RunOptions(jobs=0))
    before = rows()
    with (OUT / "corrections.csv").open("wb") as file:
        write_corrections(file, [Correction(DOC_ID, "scores", before[0]["fact"], "value", "1.11", "2.22", "ก")])
    summary = run_batch([Path("r.txt")], OUT, RunOptions(jobs=0))
    assert summary.corrections == {"misfit": 1}
    assert any("it is not applied" in note for note in summary.notes)
    assert rows() == before
    assert "correction-misfit" in rows("documents")[0]["troubles"]


def test_a_row_that_was_added_to_a_table_stands_in_the_next() -> None:
    Path("r.txt").write_bytes(REPORT)
    run_batch([Path("r.txt")], OUT, RunOptions(jobs=0))
    table = rows()
    table.append(dict.fromkeys(table[0], "") | {
        "doc_id": DOC_ID, "kind": "overall", "code": "ITA", "fiscal_year": "2560", "value": "91.5",
    })  # fmt: skip
    with (OUT / "scores.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table[0])
        writer.writeheader()
        writer.writerows(table)
    made_of_table(OUT / "scores.csv", who="ก")
    summary = run_batch([Path("r.txt")], OUT, RunOptions(jobs=0))
    (added,) = [row for row in rows() if row["fact"] == "2560/overall/ITA"]
    assert (summary.corrections, added["value"], added["corrected_by"]) == ({"applied": 1}, "91.5", "ก")
    assert not list(OUT.glob("*.edited-*"))


def test_a_file_that_is_gone_is_told_once() -> None:
    for name in ("r.txt", "s.txt"):
        Path(name).write_bytes(REPORT + name.encode())
    inputs = [Path("r.txt"), Path("s.txt")]
    run_batch(inputs, OUT, RunOptions(jobs=0))
    first = {row["doc_id"]: row for row in rows()}
    corrections = [
        Correction(doc_id, "scores", row["fact"], "value", row["value"], "12.34", "ก") for doc_id, row in first.items()
    ]
    with (OUT / "corrections.csv").open("wb") as file:
        write_corrections(file, [*corrections, replace(corrections[0], fact="2567/indicator/99")])
    assert run_batch(inputs, OUT, RunOptions(jobs=0)).corrections["applied"] == 2
    (OUT / "corrections.csv").unlink()
    summary = run_batch(inputs, OUT, RunOptions(jobs=0))
    (told,) = [note for note in summary.notes if "corrections.csv" in note]
    assert "is not there any more; 2 corrections that stood in the tables of 2 documents" in told
    assert "12.34" not in {row["value"] for row in rows()}
    assert not any("corrections.csv" in note for note in run_batch(inputs, OUT, RunOptions(jobs=0)).notes)


def test_a_file_that_was_emptied_on_purpose_is_none_that_is_gone() -> None:
    Path("r.txt").write_bytes(REPORT)
    run_batch([Path("r.txt")], OUT, RunOptions(jobs=0))
    one = rows()[0]
    for said in ([Correction(DOC_ID, "scores", one["fact"], "value", one["value"], "12.34", "ก")], []):
        with (OUT / "corrections.csv").open("wb") as file:
            write_corrections(file, said)
        summary = run_batch([Path("r.txt")], OUT, RunOptions(jobs=0))
    assert not any("not there any more" in note for note in summary.notes)
