"""Corrections of an output folder: what they have read again, and what is told of them."""

from __future__ import annotations

import json
import os
import sqlite3
import time
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.corrected_work import doc_id_of, named
from thai_ita.batch.corrected import Corrections, corrections_in
from thai_ita.batch.correction_outcomes import Came, correction_outcomes, in_words
from thai_ita.batch.executor import Executor, InProcessExecutor
from thai_ita.batch.opening import read_store
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import RunRefusedError, RunSummary, plan_run, run_batch
from thai_ita.batch.run_status import read_status
from thai_ita.batch.storable import UnfitError, check_storable
from thai_ita.batch.task import FileResult, Task
from thai_ita.corrections.csv_file import write_corrections
from thai_ita.corrections.record import Correction
from thai_ita.exitcodes import ExitCode
from thai_ita.export.evidence import unpacked
from thai_ita.model import CorrectionResult
from thai_ita.model.document_id import digits_of
from thai_ita.output_folder import STORE_NAME

OUT = Path("out")
FACT = "2567/indicator/1"
FIGURES = next(
    text for text in map(str, range(100_000))
    if (digits := digits_of(doc_id_of(text))).isdecimal() and digits[0] != "0" and digits[-2] not in "09"
    and digits[-1] != "0"
)  # fmt: skip
"""A text whose id has figures alone, which was a number to spreadsheets when ids had no letter."""


class Runs:
    """Runs in which every reading is noted, with the corrections that came with it."""

    def __init__(self) -> None:
        self.read: dict[str, int] = {}
        self.fails: set[str] = set()

    def run(self, **options: Any) -> RunSummary:
        self.read = {}

        def work(task: Task, given: RunOptions) -> FileResult:
            self.read[Path(task.name).name] = len(task.corrections)
            if Path(task.name).name in self.fails:
                raise RuntimeError("no")
            return named(task, given)

        def make(given: RunOptions, _scratch: Path) -> Executor:
            return InProcessExecutor(given, work)

        return run_batch([Path("in")], OUT, RunOptions(**options), executor=make)


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b", "c"):
        put(f"in/{name}.txt", f"text {name}")
    return Runs()


def put(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    before = time.time() - 3600
    os.utime(path, (before, before))


def correct(*corrections: Correction) -> None:
    OUT.mkdir(exist_ok=True)
    with (OUT / "corrections.csv").open("wb") as file:
        write_corrections(file, corrections)


def of(text: str, was: str = "80.50", becomes: str = "90", **more: str) -> Correction:
    return Correction(doc_id_of(text), "scores", more.pop("fact", FACT), "value", was, becomes, "ก")


def states() -> list[str]:
    with read_store(OUT) as store:
        return [str(each.came) for each in correction_outcomes(store, corrections_in(OUT))]


def value_of(text: str) -> str:
    rows = (OUT / "scores.csv").read_text("utf-8-sig").splitlines()
    return next(row.split(",")[14] for row in rows if row.startswith(doc_id_of(text)))


def test_a_correction_has_its_document_read_anew_and_no_other(runs: Runs) -> None:
    runs.run()
    assert runs.read == {"a.txt": 0, "b.txt": 0, "c.txt": 0}
    correct(of("text b"))
    summary = runs.run()
    assert (runs.read, summary.corrections) == ({"b.txt": 1}, {"applied": 1})
    assert (value_of("text b"), value_of("text a")) == ("90.00", "80.50")
    runs.run()
    assert runs.read == {}


def test_a_correction_taken_back_costs_no_reading(runs: Runs) -> None:
    runs.run()
    correct(of("text b"))
    runs.run()
    (OUT / "corrections.csv").unlink()
    summary = runs.run()
    # What was read without it stands under the key it had.
    assert (runs.read, summary.corrections, value_of("text b")) == ({}, {}, "80.50")


def test_a_dry_run_says_what_would_be_read_with_corrections(runs: Runs) -> None:
    runs.run()
    correct(of("text b"))
    steps = {path: what for what, path in plan_run([Path("in")], OUT, RunOptions())}
    assert steps == {"in/a.txt": "reuse", "in/b.txt": "read", "in/c.txt": "reuse"}


def test_both_names_of_a_content_are_corrected(runs: Runs) -> None:
    put("in/รายงาน 2567.txt", "text b")
    correct(of("text b"))
    runs.run()
    assert runs.read == {"a.txt": 0, "b.txt": 1, "c.txt": 0, "รายงาน 2567.txt": 1}


def test_what_came_of_each_is_told(runs: Runs) -> None:
    correct(
        of("text a"), of("text b", was="11.11"), of("no such text"),
        of("text c", fact="2567/indicator/2", was="81.5"),
    )  # fmt: skip
    runs.fails = {"c.txt"}
    summary = runs.run()
    assert states() == ["applied", "misfit", "unread", "absent"]
    assert summary.corrections == {"applied": 1, "misfit": 1, "unread": 1, "absent": 1}
    (note,) = [each for each in summary.notes if "not applied" in each]
    assert "misfit: in/b.txt: scores 2567/indicator/1 value: 11.11 -> 90 (ก)" in note
    record = json.loads((OUT / "run.json").read_text("utf-8"))
    assert record["corrections"] == summary.corrections
    status = read_status(OUT)
    assert status.corrections == summary.corrections
    assert any("1 correction applied, 3 not (1 misfit, 1 unread, 1 absent)" in line for line in status.lines())


def test_an_id_that_a_spreadsheet_has_rounded_is_of_the_one_document_that_has_it_so(runs: Runs) -> None:
    text = FIGURES
    doc_id = doc_id_of(text)
    put("in/d.txt", text)
    # As they stand in a file of the version whose ids had no letter.
    cut = digits_of(doc_id)[:-1] + "0"
    rounded = str(int(cut) + 10)
    correct(
        replace(of(text), doc_id=cut),
        replace(of(text, fact="2567/indicator/2", was="81.5"), doc_id=rounded),
        of("text a"),
    )
    assert {path: what for what, path in plan_run([Path("in")], OUT, RunOptions())}["in/d.txt"] == "read"
    summary = runs.run()
    assert summary.corrections == {"applied": 3}
    assert (value_of(text), states()) == ("90.00", ["applied"] * 3)
    notes = [note for note in summary.notes if "rounded by a spreadsheet" in note]
    assert [note[:38] for note in notes] == [f"corrections.csv: doc_id d-{each[:12]}" for each in (cut, rounded)]
    assert f"it is taken for {doc_id} (in/d.txt)" in notes[0]
    runs.run()
    assert runs.read == {}
    # One that is another's own id, and one that differs in more.
    correct(replace(of(text), doc_id=str(int(cut) + 20)), replace(of(text), doc_id=cut[:-2] + "00"))
    assert set(runs.run().corrections) == {"absent"}


def test_what_a_later_word_has_replaced_is_not_counted_as_applied() -> None:
    assert in_words({"applied": 1, "superseded": 1}) == "1 correction applied, 1 superseded"
    assert in_words({"superseded": 1, "disputed": 2}) == "0 corrections applied, 1 superseded, 2 not (2 disputed)"
    assert in_words({"applied": 1, "confirmed": 1, "duplicate": 1}) == "3 corrections applied"


def test_those_that_are_not_applied_are_named_up_to_a_bound(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thai_ita.batch.correction_outcomes.MOST_NAMED", 2)
    correct(*(of("text a", was=f"1{n}") for n in range(5)))
    notes = [note for note in runs.run().notes if "correction" in note or "applied" in note]
    assert len(notes) == 3
    assert notes[-1] == "so it is with 3 corrections more"


def test_one_that_waits_for_a_run_is_pending(runs: Runs) -> None:
    runs.run()
    correct(of("text a"))
    assert states() == [Came.PENDING]
    put("in/0.txt", "text 0")
    runs.run(limit=1)
    # The reading went to another file.
    assert (list(runs.read), states()) == (["0.txt"], [Came.PENDING])
    runs.run()
    assert states() == [Came.APPLIED]


def test_a_file_that_cannot_be_read_stops_the_run_before_anything(runs: Runs) -> None:
    runs.run()
    before = (OUT / "scores.csv").read_bytes()
    put("in/d.txt", "text d")
    (OUT / "corrections.csv").write_bytes(b"doc_id,table\0")
    with pytest.raises(RunRefusedError, match=r"corrections\.csv"):
        runs.run()
    assert (runs.read, (OUT / "scores.csv").read_bytes()) == ({}, before)
    with pytest.raises(RunRefusedError, match=r"corrections\.csv"):
        plan_run([Path("in")], OUT, RunOptions())
    assert any("corrections.csv" in line for line in read_status(OUT).lines())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize("make", ["folder", "pipe", "dangling link"])
def test_what_is_no_file_stops_the_run_too(runs: Runs, make: str) -> None:
    OUT.mkdir()
    path = OUT / "corrections.csv"
    if make == "folder":
        path.mkdir()
    elif make == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("nowhere")
    with pytest.raises(RunRefusedError, match=r"corrections\.csv"):
        runs.run()


def test_a_row_that_is_none_is_told_and_the_others_count(runs: Runs) -> None:
    correct(of("text a"), replace(of("text b"), table="checks"))
    summary = runs.run()
    assert summary.corrections == {"applied": 1}
    assert summary.exit_code is ExitCode.SOME_FAILED
    (problem,) = summary.problems
    assert problem.startswith("out/corrections.csv: line 3: ")
    assert problem in read_status(OUT).problems


def test_a_file_that_a_spreadsheet_has_open_is_noted(runs: Runs) -> None:
    correct(of("text a"))
    assert "open in a spreadsheet" not in " ".join(runs.run().notes)
    (OUT / ".~lock.corrections.csv#").touch()
    assert "open in a spreadsheet" in " ".join(runs.run().notes)


def test_where_facts_stand_is_kept_with_every_result(runs: Runs) -> None:
    runs.fails = {"c.txt"}
    runs.run()
    with sqlite3.connect(OUT / STORE_NAME) as db:
        kept = dict(db.execute("SELECT read_as, evidence FROM results").fetchall())
    assert list(unpacked(kept["in/a.txt"])["scores"]) == [f"2567/indicator/{c}" for c in ("1", "2", "3", "9.1")]
    assert unpacked(kept["in/c.txt"])["troubles"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("evidence", b"other"), ("evidence", None), ("corrections", "[]"), ("corrections", None)],
)
def test_what_is_kept_of_a_result_has_its_sum(runs: Runs, column: str, value: object) -> None:
    correct(of("text a"))
    runs.run()
    with sqlite3.connect(OUT / STORE_NAME) as db:
        db.execute(f"UPDATE results SET {column} = ? WHERE read_as = 'in/a.txt'", (value,))
    db.close()
    summary = runs.run()
    assert runs.read == {"a.txt": 1}
    assert any("was damaged" in note for note in summary.notes)


def test_evidence_and_record_do_not_stand_for_one_another(runs: Runs) -> None:
    from thai_ita.stored.checksums import result_sum

    assert result_sum([1], [b"ab", b"c"], {}) != result_sum([1], [b"a", b"bc"], {})
    assert result_sum([1], [b"", None], {}) != result_sum([1], [None, b""], {})


def test_a_worker_tells_of_no_other_corrections_than_it_was_given(runs: Runs) -> None:
    result = named(Task(0, "a", os.path.abspath("in/a.txt")), RunOptions())
    one = (CorrectionResult("applied", "x"),)
    check_storable(replace(result, corrections=one), 1)
    check_storable(result, 1)
    for corrections, given in [(one, 0), (one, 2), ((CorrectionResult("applied", "\0"),), 1)]:
        with pytest.raises(UnfitError):
            check_storable(replace(result, corrections=corrections), given)


@pytest.mark.parametrize("evidence", [b"", b"x", zlib.compress(b"[1]"), zlib.compress(b"{} ")[:-1]])
def test_evidence_that_cannot_be_read_again_is_not_kept(runs: Runs, evidence: bytes) -> None:
    result = named(Task(0, "a", os.path.abspath("in/a.txt")), RunOptions())
    check_storable(result)
    with pytest.raises(UnfitError, match="cannot be read"):
        check_storable(replace(result, evidence=evidence))


def test_corrections_stay_in_their_order_and_tell_themselves_apart() -> None:
    one, two, other = of("a"), of("a", becomes="91"), of("b")
    given = Corrections([one, other, two])
    assert given.of(doc_id_of("a")) == (one, two)
    assert given.of(digits_of(doc_id_of("a")) + "f" * 48) == (one, two)
    assert (given.of("d-" + "0" * 16), given.of(None), given.digest("0" * 64)) == ((), (), "")
    assert given.digest(doc_id_of("a")) != Corrections([two, one]).digest(doc_id_of("a"))
    assert (list(given), len(given)) == ([doc_id_of("a"), doc_id_of("b")], 2)
