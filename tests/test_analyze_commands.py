"""The commands compare, trends, plans, export and draw, on the made-up corpus."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner, Result

from tests.study_corpus import make_study, write_tables
from thai_ita.cli import app
from thai_ita.exitcodes import ExitCode


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tables(make_study(n_agencies=60), tmp_path_factory.mktemp("study") / "out")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.mark.parametrize(
    ("command", "english", "thai"),
    [
        (
            "compare",
            ["Side by side", "Weakest and strongest", "Share at 100"],
            ["ตารางเปรียบเทียบ", "จุดอ่อนและจุดแข็ง", "หน่วยงาน"],
        ),
        ("trends", ["Ahead of or behind", "Spread over time", "Spearman"], ["ผู้ที่นำหรือตามหลังกลุ่ม", "การกระจายตามเวลา"]),
        ("plans", ["What followed", "Near-duplicate", 'not "not done"'], ["สิ่งที่ตามมา", "ไม่ได้หมายความว่าไม่ได้ทำ"]),
    ],
)
def test_answers_in_two_languages(out: Path, command: str, english: list[str], thai: list[str]) -> None:
    result = run(command, out, "--headings", "en")
    assert result.exit_code == ExitCode.OK, result.output
    assert all(words in result.stdout for words in english)
    result = run(command, out, "--headings", "th")
    assert all(words in result.stdout for words in thai)
    notes = [line for line in result.stdout.splitlines() if line.startswith("• ")]
    assert notes
    assert not any("FY25" in line for line in notes), "reasons are translated too"


@pytest.mark.parametrize("command", ["compare", "trends", "plans"])
def test_the_whole_answer_as_json(out: Path, command: str) -> None:
    record = json.loads(run(command, out, "--json").stdout)
    assert record["notes"]
    assert record["frames"]["left_out"]
    assert "NaN" not in json.dumps(record)


def test_the_whole_answer_as_files(out: Path, tmp_path: Path) -> None:
    result = run(
        "compare",
        out,
        "-o",
        tmp_path,
        "--format",
        "csv",
        "--format",
        "xlsx",
        "--year",
        "2565",
        "--headings",
        "th",
        "--province",
        "เลย",
    )
    assert result.exit_code == ExitCode.OK, result.output
    assert (tmp_path / "compare.xlsx").stat().st_size > 5000
    with (tmp_path / "wide.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["จังหวัด"] for row in rows} == {"เลย"}
    assert {row["ปีงบประมาณ"] for row in rows} == {"2565"}


def test_how_agencies_were_merged_is_written_and_read_back(out: Path, tmp_path: Path) -> None:
    run("compare", out)
    path = out / "agencies.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    damaged = [row for row in rows if row["rule"] == "damaged spelling"]
    assert len(damaged) == 2
    changed = tmp_path / "mine.csv"
    with changed.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row | {"merged_id": row["agency_id"]} if row is damaged[0] else row for row in rows)
    apart = json.loads(run("compare", out, "--merging", changed, "--json").stdout)
    ids = {row["agency_id"] for row in apart["frames"]["wide"]}
    assert damaged[0]["agency_id"] in ids
    assert damaged[1]["agency_id"] not in ids


def test_like_one_agency(out: Path) -> None:
    record = json.loads(run("compare", out, "--like", "ทต.ตัวอย่างใหม่", "--json").stdout)
    places = {row["province"] for row in record["frames"]["wide"]}
    assert len(places) == 1
    assert any("Peers of" in note for note in record["notes"])


def test_export_and_draw(out: Path, tmp_path: Path) -> None:
    result = run("export", out, "-o", tmp_path / "x", "--format", "datapackage", "--format", "sqlite")
    assert result.exit_code == ExitCode.OK, result.output
    names = {p.name for p in (tmp_path / "x").iterdir()}
    assert {"datapackage.json", "scores.csv", "agencies.csv", "thai-ita-tables.sqlite"} <= names
    picture = tmp_path / "trends.svg"
    result = run("draw", out, picture, "--province", "เลย", "--code", "4")
    assert result.exit_code == ExitCode.OK, result.output
    assert "การใช้ทรัพย์สินของราชการ" in picture.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "absent"], "absent"),
        (["compare", "OUT", "--agency", "ทต.ไม่มี"], "ทต.ไม่มี"),
        (["compare", "OUT", "--province", "ไกล"], "ไกล"),
        (["trends", "OUT", "--type", "กรม"], "กรม"),
        (["draw", "OUT", "p.pdf"], ".png or .svg"),
        (["draw", "OUT", "trends.png", "--code", "99"], "99"),
        (["export", "OUT", "-o", "OUT"], "another folder"),
    ],
)
def test_mistakes_are_one_line(
    out: Path, arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*(out if a == "OUT" else a for a in arguments))
    assert result.exit_code == ExitCode.USAGE
    assert words in result.stderr
    assert result.stderr.startswith("problem: ")
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.output


def test_nothing_left_is_its_own_exit_code(out: Path) -> None:
    result = run("compare", out, "--year", "2550")
    assert result.exit_code == ExitCode.NOTHING_USABLE
    assert "the filter years fits nothing here" in result.stdout


def test_a_missing_package_is_named_with_its_extra(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thai_ita.extras.find_spec", lambda name: None)
    result = run("trends", out)
    assert result.exit_code == ExitCode.USAGE
    assert "pip install '.[stats]'" in result.stderr


def test_one_file_for_a_whole_answer(out: Path, tmp_path: Path) -> None:
    book = tmp_path / "cmp.xlsx"
    result = run("compare", str(out), "--province", "จ.เลย", "-o", str(book))
    assert result.exit_code == ExitCode.OK, result.output
    assert book.is_file()
    assert [p.name for p in tmp_path.iterdir()] == ["cmp.xlsx"]
    for arguments, words in (
        (("-o", str(tmp_path / "cmp.csv")), "one file that holds them ends in .xlsx"),
        (("-o", str(book), "--format", "csv"), "is a workbook"),
        (("--format", "xlsx"), "nothing was written"),
    ):
        refused = run("compare", str(out), *arguments)
        assert refused.exit_code == ExitCode.USAGE
        assert words in refused.output
    assert [p.name for p in tmp_path.iterdir()] == ["cmp.xlsx"]


def test_only_a_workbook_of_its_own_is_written_anew(out: Path, tmp_path: Path) -> None:
    book = tmp_path / "cmp.xlsx"
    first = run("compare", str(out), "-o", str(book))
    again = run("compare", str(out), "--province", "เลย", "-o", str(book))
    assert (first.exit_code, again.exit_code) == (ExitCode.OK, ExitCode.OK), again.output
    theirs = tmp_path / "budget.xlsx"
    with xlsxwriter.Workbook(theirs) as workbook:
        workbook.set_properties({"title": "thai-ita", "comments": "made by hand from thai-ita 1"})
    for content in (theirs.read_bytes(), b"text", b""):
        theirs.write_bytes(content)
        for name in ("budget.xlsx", "budget.XLSX"):
            refused = run("compare", str(out), "-o", str(tmp_path / name))
            assert refused.exit_code == ExitCode.USAGE
            assert "give another name" in refused.output
        assert theirs.read_bytes() == content


def test_areas_and_evidence_on_the_screen(out: Path) -> None:
    areas = run("compare", str(out), "--by", "province", "--province", "น่าน", "--year", "66")
    assert areas.exit_code == ExitCode.OK, areas.output
    assert areas.stdout.index("Areas") < areas.stdout.index("Side by side")
    evidence = run("compare", str(out), "--long", "--province", "น่าน", "--year", "66")
    assert "_2567_plan.txt" in evidence.stdout, "the file of each value"
    assert "Areas" not in evidence.stdout
