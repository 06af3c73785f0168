"""Documents of one run that state the same fact, and what `thai-ita check` says of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from thai_ita.batch.check_report import NoTablesError, describe_checks
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import run_batch
from thai_ita.cli import app
from thai_ita.corrections.folder_corrections import made_of_table
from thai_ita.normalize.csv_injection import restore_text

HEAD = """{title} ประจำปีงบประมาณ พ.ศ. {year}
องค์การบริหารส่วนตำบลทดสอบดี อำเภอทดลอง จังหวัดขอนแก่น

ผลการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๗

| ตัวชี้วัด | คะแนน |
|---|---|
| การปฏิบัติหน้าที่ | {first} |
| การใช้งบประมาณ | ๘๐.๑๑ |
| การใช้อำนาจ | ๗๐.๒๕ |
"""


def write(name: str, title: str, year: str, first: str) -> None:
    Path("in").mkdir(exist_ok=True)
    text = HEAD.format(title=title, year=year, first=first)
    Path("in", name).write_text(text, encoding="utf-8")


def rows(table: str) -> list[dict[str, str]]:
    with Path("out", f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{name: restore_text(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def run(*firsts: str) -> list[dict[str, str]]:
    """A result and a plan of the year after, each with its first score; the rows of that score."""
    write("result.txt", "รายงานผลการประเมิน ITA", "๒๕๖๗", firsts[0])
    if len(firsts) > 1:
        write("plan.txt", "มาตรการส่งเสริมคุณธรรมและความโปร่งใส", "๒๕๖๘", firsts[1])
    run_batch([Path("in")], Path("out"), RunOptions(jobs=0))
    return [row for row in rows("scores") if row["code"] == "1"]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def edit(table: str, column: str, row: int, value: str) -> None:
    path = Path("out", f"{table}.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.DictReader(file))
    cells[row][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, cells[0])
        writer.writeheader()
        writer.writerows(cells)


def test_a_status_that_was_edited_is_told_where_no_other_document_says_anything() -> None:
    run("๙๐.๑๒")
    edit("scores", "status", 0, "verified")
    assert "column status follows from others" in made_of_table(Path("out", "scores.csv"), who="ก").told[0]


@pytest.mark.parametrize("firsts", [("๙๐.๑๒", "๙๐.๑๒"), ("๙๐.๑๒", "๙๑.๑๒")])
def test_a_table_in_which_documents_change_one_another_was_not_edited(firsts: tuple[str, str]) -> None:
    run(*firsts)
    edit("scores", "value", 0, "12.34")
    edit("documents", "level", 0, "A")
    for table in ("scores", "documents"):
        added = made_of_table(Path("out", f"{table}.csv"), who="ก")
        assert (len(added.new), added.told) == (1, [])


@pytest.mark.parametrize(
    ("table", "column"), [("scores", "status"), ("scores", "confidence"), ("documents", "n_conflicts")]
)
def test_what_documents_change_in_one_another_is_told_where_it_was_edited(table: str, column: str) -> None:
    run("๙๐.๑๒", "๙๑.๑๒")
    edit(table, column, 0, {"status": "verified", "confidence": "0.999", "n_conflicts": "0"}[column])
    added = made_of_table(Path("out", f"{table}.csv"), who="ก")
    assert added.new == []
    (line,) = added.told
    assert line.startswith(f"out/{table}.csv: line 2 (in/plan.txt): column {column} follows from others")


def test_where_it_is_not_kept_what_documents_say_of_one_another_is_no_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thai_ita.batch.write_tables.MOST_CHANGES", 1)
    run("๙๐.๑๒", "๙๑.๑๒")
    edit("scores", "value", 0, "12.34")
    added = made_of_table(Path("out", "scores.csv"), who="ก")
    assert (len(added.new), added.told) == (1, [])


def test_the_same_value_in_two_documents_proves_it() -> None:
    assert [row["status"] for row in run("๙๐.๑๒")] == ["unchecked"]
    both = run("๙๐.๑๒", "๙๐.๑๒")
    assert [(row["value"], row["status"]) for row in both] == [("90.12", "verified")] * 2
    held = [row for row in rows("checks") if row["check"] == "agreement"]
    assert held
    assert {row["result"] for row in held} == {"holds"}


def test_two_plans_dated_too_early_prove_no_year() -> None:
    """The plan is dated before any result of 2567 was known."""
    Path("in").mkdir()
    for name, day in (("a.txt", "๘ ธันวาคม ๒๕๖๖"), ("b.txt", "๙ ธันวาคม ๒๕๖๖")):
        write(name, "มาตรการส่งเสริมคุณธรรมและความโปร่งใส", "๒๕๖๗", "๙๐.๑๒")
        text = Path("in", name).read_text("utf-8")
        Path("in", name).write_text(f"{text}\nประกาศ ณ วันที่ {day}\n", "utf-8")
    run_batch([Path("in")], Path("out"), RunOptions(jobs=0))
    assert {row["result"] for row in rows("checks") if row["check"] == "agreement"} == {"holds"}
    assert "verified" not in {row["status"] for row in rows("scores")}
    assert {row["status"] for row in rows("documents")} == {"partial"}
    assert sum(row["check"] == "time" for row in rows("checks")) == 2


def test_two_values_in_two_documents_contradict_each_other() -> None:
    both = run("๙๐.๑๒", "๙๐.๒๑")
    assert sorted((row["value"], row["status"]) for row in both) == [
        ("90.12", "conflict"),
        ("90.21", "conflict"),
    ]
    failed = [row for row in rows("checks") if row["result"] == "fails"]
    assert {row["check"] for row in failed} == {"agreement"}
    assert len({row["doc_id"] for row in failed}) == 2
    assert [row["n_conflicts"] for row in rows("documents")] == ["1", "1"]


def test_items_of_two_wordings_under_one_code_are_not_compared() -> None:
    """Such a code names no item of the year: the two documents need not speak of one thing."""
    body = "{head}\n\nOIT\n\n| ข้อ OIT | คะแนน |\n|---|---|\n| ข้อ o15 {wording} | {value} |\n| o1 | ๙๙.๐๐ |\n"
    items = ("ประกาศ", "แผนผังชุมชน ประจำปี", "๕๐.๐๐"), ("สำเนา", "ทะเบียนพัสดุ ของหน่วยงาน", "๑๐๐.๐๐")
    Path("in").mkdir()
    for name, wording, value in items:
        head = HEAD.format(title=name, year="๒๕๖๗", first="๙๐.๑๒")
        Path("in", f"{name}.txt").write_text(body.format(head=head, wording=wording, value=value), "utf-8")
    run_batch([Path("in")], Path("out"), RunOptions(jobs=0))
    found = {r["value_as_seen"]: r["status"] for r in rows("scores") if r["code"] == "o15"}
    assert found == {"๕๐.๐๐": "unchecked", "๑๐๐.๐๐": "unchecked"}
    assert {r["status"] for r in rows("scores") if r["code"] == "o1"} == {"verified"}


def test_a_document_taken_away_takes_its_confirmation_with_it() -> None:
    run("๙๐.๑๒", "๙๐.๑๒")
    Path("in", "plan.txt").unlink()
    run_batch([Path("in")], Path("out"), RunOptions(jobs=0))
    assert [r["status"] for r in rows("scores") if r["code"] == "1"] == ["unchecked"]
    assert not [row for row in rows("checks") if row["check"] == "agreement"]


def test_check_says_where_the_contradiction_is() -> None:
    run("๙๐.๑๒", "๙๐.๒๑")
    result = CliRunner().invoke(app, ["check", "out", "--problems"])
    assert result.exit_code == 0
    assert "90.12" in result.output
    assert "90.21" in result.output
    assert "plan.txt" in result.output


def test_check_leaves_out_documents_without_problems_when_asked() -> None:
    run("๙๐.๑๒")
    assert list(describe_checks(Path("out")))
    assert not list(describe_checks(Path("out"), problems_only=True))


def test_check_of_a_folder_without_tables_says_what_to_do() -> None:
    with pytest.raises(NoTablesError, match="thai-ita run INPUT"):
        list(describe_checks(Path("nowhere")))
    result = CliRunner().invoke(app, ["check", "nowhere"])
    assert result.exit_code != 0


def test_another_document_proves_no_year_that_the_calendar_contradicts() -> None:
    Path("in").mkdir(exist_ok=True)
    text = HEAD.format(title="รายงานผลการประเมิน ITA", year="๒๕๖๗", first="๙๐.๑๒")
    signed = "\nประกาศ ณ วันที่ ๘ ธันวาคม พ.ศ. ๒๕๖๖\n"
    for name, end in (("early.txt", signed), ("early2.txt", signed + "สำเนา\n")):
        Path("in", name).write_text(text + end, encoding="utf-8")
    run_batch([Path("in")], Path("out"), RunOptions(jobs=0))
    assert [r["check"] for r in rows("checks") if r["result"] == "fails"] == ["time", "time"]
    assert {r["status"] for r in rows("scores") if r["code"] == "1"} == {"consistent"}
