"""Tables that a person changed between two runs: noticed, kept beside, and told once."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time
from pathlib import Path

import pytest

from tests.corrected_work import doc_id_of
from tests.test_batch_corrections import OUT, Runs, put, runs
from thai_ita.batch.edited import hash_of, noted
from thai_ita.batch.executor import InProcessExecutor
from thai_ita.batch.opening import open_store, read_store
from thai_ita.batch.options import OutputFormat, RunOptions
from thai_ita.batch.run import RunRefusedError, run_batch
from thai_ita.batch.write_tables import known_hashes
from thai_ita.corrections.folder_corrections import made_of_table
from thai_ita.output_folder import STORE_NAME

__all__ = ["runs"]


def edit(table: str = "scores", *, value: str = "70.5", column: str = "value", row: int = 1) -> bytes:
    """Change a cell of a table of OUT; its bytes afterwards."""
    path = OUT / f"{table}.csv"
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    rows[row][rows[0].index(column)] = value
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_text("\ufeff" + text.getvalue(), "utf-8", newline="")
    return path.read_bytes()


def kept(table: str = "scores") -> list[bytes]:
    return [path.read_bytes() for path in sorted(OUT.glob(f"{table}.edited-*"))]


def about(notes: list[str]) -> list[str]:
    return [note for note in notes if "after a run had written it" in note]


def test_an_edited_table_is_kept_and_told_once(runs: Runs) -> None:
    runs.run()
    fresh = (OUT / "scores.csv").read_bytes()
    edited = edit()
    (note,) = about(runs.run().notes)
    assert (kept(), (OUT / "scores.csv").read_bytes(), runs.read) == ([edited], fresh, {})
    assert re.fullmatch(
        r"out/scores\.csv: was changed after a run had written it: 1 cell differs; it is now "
        r"(scores\.edited-\d{8}-\d{4}\.csv); to make corrections of it: "
        r"thai-ita corrections from out/\1 --who NAME", note,
    )  # fmt: skip
    assert about(runs.run().notes) == []
    assert len(kept()) == 1


def test_a_table_that_nobody_edited_is_not_kept(runs: Runs) -> None:
    runs.run()
    os.utime(OUT / "scores.csv", (1, 1))
    put("in/d.txt", "text d")
    assert (about(runs.run().notes), kept()) == ([], [])


def test_tables_are_not_read_that_have_their_size_and_time(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    runs.run()
    hashed: list[str] = []
    monkeypatch.setattr("thai_ita.batch.edited.hash_of", lambda path: hashed.append(path.name) or "0")
    put("in/d.txt", "text d")
    runs.run()
    assert hashed == []
    os.utime(OUT / "scores.csv", (1, 1))
    runs.run()
    assert set(hashed) == {"scores.csv"}


def test_two_edits_of_a_minute_are_two_files(runs: Runs) -> None:
    runs.run()
    first = edit(value="70")
    runs.run()
    second = edit(value="71")
    runs.run()
    assert sorted(kept()) == sorted([first, second])


def test_a_table_that_was_only_saved_anew_says_so(runs: Runs) -> None:
    runs.run()
    path = OUT / "scores.csv"
    text = path.read_text("utf-8-sig").replace(",80.50,", ",80.5,")
    path.write_text(text.replace("\r\n", "\n"), "utf-8")
    (note,) = about(runs.run().notes)
    assert "was saved anew" in note
    assert "says nothing else" in note
    assert len(kept()) == 1


def test_edits_that_are_corrections_already_make_no_noise(runs: Runs) -> None:
    runs.run()
    edit()
    made_of_table(OUT / "scores.csv", who="ก")
    summary = runs.run()
    assert (about(summary.notes), kept(), summary.corrections) == ([], [], {"applied": 1})


def test_rows_that_were_taken_out_as_no_facts_make_no_noise(runs: Runs) -> None:
    runs.run()
    path = OUT / "scores.csv"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    (gone,) = made_of_table(path, who="ก", removed=True).new
    assert gone.becomes == ""
    assert (about(runs.run().notes), kept()) == ([], [])


def test_all_that_cannot_be_corrected_is_counted_in_the_note(runs: Runs) -> None:
    runs.run()
    edit(column="evidence", value="seen")
    edit(column="name", value="seen")
    edit(column="page", value="9")
    (note,) = about(runs.run().notes)
    assert "follows from others" in note
    assert ", and 2 more that cannot be corrected; it is now" in note


@pytest.mark.parametrize("other", ["another cell", "a column that cannot be corrected", "a row less"])
def test_edits_beyond_the_corrections_are_kept(runs: Runs, other: str) -> None:
    runs.run()
    edit()
    made_of_table(OUT / "scores.csv", who="ก")
    if other == "another cell":
        edit(value="60", row=2)
    elif other == "a row less":
        path = OUT / "scores.csv"
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    else:
        edit(column="evidence", value="seen")
    assert len(about(runs.run().notes)) == 1
    assert len(kept()) == 1


def test_what_was_edited_is_known_also_after_the_document_was_read_anew(runs: Runs) -> None:
    runs.run()
    edit()
    put("in/d.txt", "text d")
    runs.run()

    # From here on the store says something else of this document.
    def other(task: object, options: RunOptions) -> object:
        from tests.corrected_work import named

        result = named(task, options)  # type: ignore[arg-type]
        scores = [tuple("86.00" if cell == "81.50" else cell for cell in row) for row in result.rows["scores"]]
        result.rows["scores"] = scores
        return result

    run_batch([Path("in")], OUT, RunOptions(force=True), executor=lambda o, _: InProcessExecutor(o, other))  # type: ignore[arg-type]
    (file,) = OUT.glob("scores.edited-*")
    added = made_of_table(file, who="ก")
    assert [(c.fact, c.was, c.becomes) for c in added.new] == [("2567/indicator/1", "80.50", "70.5")]
    assert added.notes == []


@pytest.mark.parametrize("lost", ["store", "record"])
def test_edits_are_noticed_where_the_store_or_the_record_is_gone(runs: Runs, lost: str) -> None:
    runs.run()
    edited = edit()
    before = time.time() - 60
    os.utime(OUT / "scores.csv", (before, before))
    for path in OUT.glob("*thai-ita.sqlite*" if lost == "store" else "run.json"):
        path.unlink()
    (note,) = about(runs.run().notes)
    assert kept() == [edited]
    assert "corrections from out/scores.edited-" in note
    assert kept("findings") == []


def test_of_an_older_version_only_a_newer_table_is_taken_for_edited(runs: Runs) -> None:
    runs.run()
    record = json.loads((OUT / "run.json").read_text("utf-8"))
    del record["tables"]
    (OUT / "run.json").write_text(json.dumps(record), "utf-8")
    (OUT / STORE_NAME).unlink()
    at = (OUT / "run.json").stat().st_mtime
    edit()
    os.utime(OUT / "scores.csv", (at + 60, at + 60))
    # Of another input than there is now, and no newer than its run.
    edit("documents", column="title", value="before")
    os.utime(OUT / "documents.csv", (at, at))
    runs.run()
    assert (len(kept()), len(kept("documents"))) == (1, 0)


def test_a_table_of_nobody_knows_whom_is_kept(runs: Runs) -> None:
    OUT.mkdir()
    (OUT / "scores.csv").write_text("mine")
    runs.run()
    assert kept() == [b"mine"]


def test_a_table_that_nobody_edited_is_not_kept_where_the_store_is_gone(runs: Runs) -> None:
    runs.run()
    put("in/d.txt", "text d")
    (OUT / STORE_NAME).unlink()
    assert (about(runs.run().notes), kept("documents"), kept()) == ([], [], [])


@pytest.mark.parametrize("content", ["[]", "{", '{\n "tables": 3}', '{"tables": {"scores.csv": 1}}', "\ud800"])
def test_a_record_that_is_damaged_says_nothing(runs: Runs, content: str) -> None:
    runs.run()
    (OUT / "run.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    (OUT / STORE_NAME).unlink()
    edit()
    runs.run()
    assert runs.read


def test_a_run_that_ended_while_it_wrote_leaves_no_edited_table(runs: Runs) -> None:
    runs.run()
    with open_store(OUT) as store:
        hashes = known_hashes(store)
        (OUT / "scores.csv").write_text("of a run that was killed")
        ours = [hash_of(OUT / "scores.csv"), *hashes["scores.csv"]]
        with store.transaction():
            store.set_meta("tables", json.dumps(hashes | {"scores.csv": ours}))
    assert (about(runs.run().notes), kept()) == ([], [])
    with read_store(OUT) as store:
        assert known_hashes(store)["scores.csv"] == [hash_of(OUT / "scores.csv")]


def test_an_interrupted_run_loses_no_edit(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    runs.run()
    edited = edit()
    put("in/d.txt", "text d")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "x")

    with monkeypatch.context() as patch:
        patch.setattr("thai_ita.batch.comparison_process.compare_apart", full)
        with pytest.raises(RunRefusedError):
            runs.run()
    assert ((OUT / "scores.csv").read_bytes(), kept()) == (edited, [])
    (note,) = about(runs.run().notes)
    assert "1 cell differs" in note
    assert kept() == [edited]


def test_a_table_that_is_saved_while_the_run_writes_is_kept(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    from thai_ita.batch import write_tables

    runs.run()
    put("in/d.txt", "text d")
    write = write_tables.write_tables
    saved: list[bytes] = []

    def slowly(*given: object) -> None:
        write(*given)  # type: ignore[arg-type]
        saved.append(edit())

    monkeypatch.setattr("thai_ita.batch.write_tables.write_tables", slowly)
    assert len(about(runs.run().notes)) == 1
    assert kept() == saved


def test_a_run_that_is_killed_between_two_names_has_kept_the_edited_table(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.run()
    edited = edit()
    replace = Path.replace
    names: list[str] = []

    def killed(path: Path, target: Path) -> Path:
        names.append(target.name)
        if target.name == "documents.csv":
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            runs.run()
    assert names[0].startswith("scores.edited-")
    assert kept() == [edited]


def test_reports_and_checks_are_kept_though_no_correction_comes_of_them(runs: Runs) -> None:
    runs.run(format=OutputFormat.BOTH)
    (OUT / "reports.json").write_text("{}")
    edit("checks", column="message", value="seen")
    notes = about(runs.run(format=OutputFormat.BOTH).notes)
    assert [note.endswith("no corrections can be made") for note in notes] == [True, True]
    assert (kept("reports"), len(kept("checks"))) == ([b"{}"], 1)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize("what", ["pipe", "folder"])
def test_what_is_no_table_is_not_waited_for(runs: Runs, what: str) -> None:
    runs.run()
    (OUT / "scores.csv").unlink()
    if what == "pipe":
        os.mkfifo(OUT / "scores.csv")
    else:
        (OUT / "scores.csv").mkdir()
    with pytest.raises(RunRefusedError, match=r"scores\.csv: cannot be read"):
        runs.run()


def test_no_more_than_some_edited_tables_are_remembered(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thai_ita.batch.edited.MOST_NOTED", 2)
    digests: list[str] = []
    runs.run()
    for value in ("61", "62", "63"):
        edit(value=value)
        digests.append(hash_of(OUT / "scores.csv"))
        runs.run()
    with read_store(OUT) as store:
        assert [noted(store, digest) is None for digest in digests] == [True, False, False]


def test_a_table_that_is_too_large_is_kept_and_not_compared(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    runs.run()
    edit()
    monkeypatch.setattr("thai_ita.batch.edited.COMPARED_MB", 0)
    (note,) = about(runs.run().notes)
    assert "differ" not in note
    assert len(kept()) == 1
    assert doc_id_of("text a")


@pytest.mark.parametrize("table", ["scores", "documents"])
def test_documents_without_a_row_are_told_and_not_called_nothing(runs: Runs, table: str) -> None:
    runs.run()
    path = OUT / f"{table}.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    first = lines[1].split(b",")[0]
    path.write_bytes(b"".join(line for line in lines if not line.startswith(first)))
    (note,) = about(runs.run().notes)
    assert "of 1 document it has no row any more (nothing of them is taken as removed)" in note
    assert "says nothing else" not in note
