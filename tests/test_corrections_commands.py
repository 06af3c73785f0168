"""``thai-ita corrections``: list, from, add; what they say, what they write, how they end."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.test_batch_corrections import FIGURES, OUT, Runs, correct, of, put, runs
from tests.test_edited_outputs import edit
from thai_ita.atomic_files import AtomicFiles
from thai_ita.batch.lock import locked
from thai_ita.cli import app
from thai_ita.corrections.csv_file import read_corrections, write_corrections
from thai_ita.corrections.record import CORRECTION_COLUMNS, Correction

__all__ = ["runs"]
CORRECTIONS = OUT / "corrections.csv"


def command(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["corrections", *map(str, arguments)])


def kept() -> list[Correction]:
    corrections, problems = read_corrections(CORRECTIONS)
    assert problems == []
    return corrections


def test_a_folder_is_listed_with_and_without_the_word(runs: Runs) -> None:
    correct(of("text a"), of("text b", was="11"), of("gone"))
    runs.run()
    for words in ([OUT], ["list", OUT]):
        result = command(*words)
        assert result.exit_code == 0
        lines = result.stdout.splitlines()
        assert [line.partition(":")[0] for line in lines] == ["applied", "misfit", "absent"]
        assert "in/a.txt: scores 2567/indicator/1 value: 80.50 -> 90 (ก): as the person says" in lines[0]
        assert "1 correction applied, 2 not (1 misfit, 1 absent)" in result.stderr
    assert "applied" not in command(OUT, "--not-applied").stdout
    record = json.loads(command("--json", OUT).stdout)
    assert record["counts"] == {"applied": 1, "misfit": 1, "absent": 1}
    assert set(record["corrections"][0]) == {*CORRECTION_COLUMNS, "state", "message", "path"}


def test_a_folder_without_corrections_says_so(runs: Runs) -> None:
    runs.run()
    result = command(OUT)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no corrections" in result.stderr


def test_a_file_of_corrections_that_cannot_be_read_is_named(runs: Runs) -> None:
    runs.run()
    CORRECTIONS.write_bytes(b"\0")
    edit()
    for arguments in ([OUT], ["from", OUT / "scores.csv", "--who", "ก"]):
        result = command(*arguments)
        assert (result.exit_code, CORRECTIONS.read_bytes()) == (2, b"\0")
        assert "out/corrections.csv: is no text" in result.stderr


def test_rows_that_are_none_are_listed_as_problems(runs: Runs) -> None:
    correct(of("text a"), replace(of("text b"), column="page"))
    runs.run()
    result = command(OUT)
    assert result.exit_code == 1
    assert "problem: out/corrections.csv: line 3: " in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [["nowhere"], ["from", "nowhere.csv", "--who", "ก"], ["add", "nowhere.csv", "out"], ["add", "a.csv", "nowhere"],
     ["from", "in/a.txt", "--who", "ก"], ["from", "in/a.txt", "--who", "ก", "-o", "out"], ["from", "out/scores.csv"],
     ["from", "out/scores.csv", "--who", " "], ["from", "out/checks.csv", "--who", "ก"], ["add", "in/a.txt", "out"],
     ["from", "out/corrections.csv", "--who", "ก"], ["from", "out/run.json", "--who", "ก"], ["from", "out", "--who", "ก"]],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_done_is_one_line_and_writes_nothing(runs: Runs, arguments: list[str]) -> None:
    runs.run()
    result = command(*arguments)
    assert result.exit_code == 2, result.output
    assert not CORRECTIONS.exists()
    assert "damaged" not in result.stderr
    if "--who" in arguments and " " not in arguments:
        assert result.stderr.count("\n") == 1
        assert f"{arguments[1]}: " in result.stderr or "in/a.txt: " in result.stderr


def test_an_edited_table_becomes_corrections(runs: Runs) -> None:
    runs.run()
    edit()
    result = command("from", OUT / "scores.csv", "--who", "ก. ข.", "--why", "หน้า 3")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "1 corrections added" in result.stdout
    (made,) = kept()
    assert (made.was, made.becomes, made.who, made.why) == ("80.50", "70.5", "ก. ข.", "หน้า 3")
    assert made.when[:2] == "20"
    again = command("from", OUT / "scores.csv", "--who", "another")
    assert "0 corrections added, 1 were in it already" in again.stdout
    assert kept() == [made]
    assert runs.run().corrections == {"applied": 1}


def test_a_table_from_elsewhere_is_compared_with_the_store_and_told(runs: Runs, tmp_path: Path) -> None:
    runs.run()
    edit()
    sent = tmp_path / "ตาราง.csv"
    (OUT / "scores.csv").rename(sent)
    result = command("from", sent, "--who", "ก", "-o", OUT)
    assert result.exit_code == 0
    assert "is compared with what the store of out holds now" in result.stderr
    assert len(kept()) == 1
    other = command("from", sent, "--who", "ก", "-o", OUT, "--table", "measures")
    assert other.exit_code == 1
    assert "is of no fact that was read" in other.stderr


def test_rows_that_are_gone_count_only_where_that_is_said(runs: Runs) -> None:
    runs.run()
    path = OUT / "scores.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    result = command("from", path, "--who", "ก")
    assert result.exit_code == 1
    assert "1 row of documents in the table are gone (in/a.txt 2567/indicator/2); if" in result.stderr
    assert not CORRECTIONS.exists()
    assert command("from", path, "--who", "ก", "--removed").exit_code == 0
    assert [(c.fact, c.was, c.becomes) for c in kept()] == [("2567/indicator/2", "81.50", "")]


def test_an_emptied_cell_is_noted(runs: Runs) -> None:
    runs.run()
    edit(value="")
    result = command("from", OUT / "scores.csv", "--who", "ก")
    assert "note: 1 fact whose main cell was emptied will be in no table" in result.stderr


def test_a_file_of_others_is_added_each_once(runs: Runs, tmp_path: Path) -> None:
    correct(of("text a"))
    runs.run()
    theirs = tmp_path / "theirs.csv"
    with theirs.open("wb") as file:
        write_corrections(
            file, [of("text a"), replace(of("text b"), who="ข"), of("gone"), replace(of("text a"), table="x")]
        )
    result = command("add", theirs, OUT, "--json")
    assert result.exit_code == 1
    record = json.loads(result.stdout)
    assert (len(record["new"]), record["known"]) == (2, 1)
    assert "theirs.csv: line 5: " in result.stderr
    assert "1 document of" in result.stderr
    assert [each.doc_id for each in kept()] == [of(text).doc_id for text in ("text a", "text b", "gone")]
    assert command("add", CORRECTIONS, OUT).exit_code == 2


def test_ids_that_a_spreadsheet_has_rounded_are_mended_by_adding(runs: Runs, tmp_path: Path) -> None:
    put("in/d.txt", FIGURES)
    runs.run()
    theirs = tmp_path / "theirs.csv"
    with theirs.open("wb") as file:
        write_corrections(file, [replace(of(FIGURES), doc_id=of(FIGURES).doc_id[:-1] + "0")])
    result = command("add", theirs, OUT)
    assert result.exit_code == 0
    assert f"was rounded by a spreadsheet; it is taken for {of(FIGURES).doc_id}" in result.stderr
    assert kept() == [of(FIGURES)]


def as_xlsx(path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")


NO_TABLES = {
    "a book": as_xlsx,
    "a heading in Thai": lambda path: path.write_text("รหัสเอกสาร,คะแนน\nx,80\n", "utf-8"),
    "no heading": lambda path: path.write_text("0123456789abcdef,scores,80.5\n", "utf-8"),
    "nothing": lambda path: path.write_bytes(b""),
    "blank lines": lambda path: path.write_bytes(b"\n\n"),
    "bytes": lambda path: path.write_bytes(bytes(range(256)) * 9),
    "a folder": lambda path: path.mkdir(),
    "no file": lambda path: None,
    "checks": lambda path: path.write_bytes((OUT / "checks.csv").read_bytes()),
    "too few columns": lambda path: path.write_text("agency,fiscal_year,kind,code,value\n", "utf-8"),
    "an open quote": lambda path: path.write_text('doc_id,fact,value\n"' + "x" * 200_000, "utf-8"),
}


@pytest.mark.parametrize("what", NO_TABLES)
def test_a_file_that_is_no_table_is_one_line_that_blames_the_file(runs: Runs, what: str) -> None:
    runs.run()
    file = OUT / "scores2.csv"
    NO_TABLES[what](file)
    result = command("from", file, "--who", "ก")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith(f"problem: {file}: ")
    assert "sqlite" not in result.stderr
    assert not CORRECTIONS.exists()


def test_a_table_that_lies_elsewhere_is_told_of_the_option_that_helps(runs: Runs) -> None:
    runs.run()
    edit()
    (OUT / "scores.csv").rename("mine.csv")
    result = command("from", "mine.csv", "--who", "ก")
    assert result.exit_code == 2
    assert "--out" in result.stderr
    assert command("from", "mine.csv", "--who", "ก", "--out", OUT).exit_code == 0


def test_lines_on_a_table_name_file_line_and_document(runs: Runs) -> None:
    runs.run()
    edit(value="ninety")
    result = command("from", OUT / "scores.csv", "--who", "ก")
    assert result.exit_code == 1
    assert "problem: out/scores.csv: line 2 (in/a.txt): value of 2567/indicator/1 cannot become that" in result.stderr


def test_persons_who_say_different_things_are_told(runs: Runs, tmp_path: Path) -> None:
    correct(of("text a"))
    runs.run()
    theirs = tmp_path / "theirs.csv"
    with theirs.open("wb") as file:
        write_corrections(file, [replace(of("text a", becomes="91"), who="ข")])
    result = command("add", theirs, OUT)
    assert result.exit_code == 0
    assert "ก: 90, ข: 91; none of them is applied until they agree" in result.stderr


def test_one_who_says_something_else_later_disputes_with_nobody(runs: Runs, tmp_path: Path) -> None:
    correct(of("text a"))
    runs.run()
    with (tmp_path / "t.csv").open("wb") as file:
        write_corrections(file, [of("text a", becomes="91")])
    assert "agree" not in command("add", tmp_path / "t.csv", OUT).stderr


@pytest.mark.parametrize("lock", ["~$corrections.csv", ".~lock.corrections.csv#"])
def test_nothing_is_written_below_an_open_spreadsheet(runs: Runs, lock: str) -> None:
    correct(of("text b"))
    runs.run()
    before = CORRECTIONS.read_bytes()
    edit()
    (OUT / lock).write_text("somebody")
    result = command("from", OUT / "scores.csv", "--who", "ก")
    assert (result.exit_code, CORRECTIONS.read_bytes()) == (2, before)
    assert "is open in a spreadsheet" in result.stderr


def test_rows_that_are_none_are_not_lost_by_adding(runs: Runs) -> None:
    runs.run()
    correct(replace(of("text b"), column="page"))
    before = CORRECTIONS.read_bytes()
    edit()
    result = command("from", OUT / "scores.csv", "--who", "ก")
    assert (result.exit_code, CORRECTIONS.read_bytes()) == (2, before)
    assert "mend or take out such rows first" in result.stderr


@pytest.mark.parametrize("given", [["--who", "ก" * 201], ["--who", "ก", "--why", "x" * 2_001]])
def test_what_the_next_run_could_not_read_is_not_written(runs: Runs, given: list[str]) -> None:
    correct(of("text b"))
    runs.run()
    before = CORRECTIONS.read_bytes()
    edit()
    result = command("from", OUT / "scores.csv", *given)
    assert (result.exit_code, CORRECTIONS.read_bytes()) == (2, before)
    assert "nothing was added" in result.stderr


def test_columns_of_ones_own_are_kept_beside(runs: Runs) -> None:
    correct(of("text b"))
    text = CORRECTIONS.read_bytes().replace(b"why\r\n", b"why,mine\r\n").replace(b",\r\n", b",,x\r\n")
    CORRECTIONS.write_bytes(text)
    runs.run()
    edit()
    assert command("from", OUT / "scores.csv", "--who", "ก").exit_code == 0
    (before,) = OUT.glob("corrections.before-*.csv")
    assert before.read_bytes() == text
    assert len(kept()) == 2


def test_a_run_that_goes_on_is_waited_for(runs: Runs) -> None:
    runs.run()
    edit()
    with locked(OUT):
        assert command("from", OUT / "scores.csv", "--who", "ก").exit_code == 2
        assert command("add", OUT / "scores.csv", OUT).exit_code == 2
    assert not CORRECTIONS.exists()


def test_a_folder_of_others_is_not_written_to(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    runs.run()
    edit()

    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(OUT))

    # Its mode would not keep out a user who may write anywhere.
    monkeypatch.setattr(AtomicFiles, "stage", refused)
    assert command("from", OUT / "scores.csv", "--who", "ก").exit_code == 2
    assert not CORRECTIONS.exists()


def test_control_signs_reach_no_terminal(runs: Runs) -> None:
    put("in/d.txt", "text d")
    correct(replace(of("text d"), who="\x1b[31mก\n", why="\u202e"), replace(of("text d"), fact="\x1b]0;x"))
    runs.run()
    result = command(OUT)
    assert "\x1b" not in result.output
    assert len(result.stdout.splitlines()) == 2


@pytest.mark.parametrize("table", ["scores", "documents"])
def test_documents_without_a_row_are_noted(runs: Runs, table: str) -> None:
    runs.run()
    path = OUT / f"{table}.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    first = lines[1].split(b",")[0]
    path.write_bytes(b"".join(line for line in lines if not line.startswith(first)))
    result = command("from", path, "--who", "ก")
    assert result.exit_code == 0
    assert "of 1 document the table has no row any more" in result.stderr
    assert "nothing of them is taken as removed" in result.stderr
    assert not CORRECTIONS.exists()


def test_letters_that_were_lost_in_a_cell_keep_no_other_edit_out(runs: Runs) -> None:
    runs.run()
    edit(value="????", column="agency")
    edit()
    result = command("from", OUT / "scores.csv", "--who", "ก")
    assert result.exit_code == 1
    assert "problem: out/scores.csv: line 2 (in/a.txt): agency of 2567/indicator/1 cannot" in result.stderr
    assert [(c.column, c.becomes) for c in kept()] == [("value", "70.5")]
