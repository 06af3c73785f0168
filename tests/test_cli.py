"""The command line and the run behind it, on made-up reports."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import thai_ita
from tests.conftest import make_report
from thai_ita.batch.inputs import collect_inputs
from thai_ita.batch.options import OutputFormat, RunOptions
from thai_ita.batch.progress_events import ProgressEvent
from thai_ita.batch.run import RunRefusedError, run_batch
from thai_ita.cli import app
from thai_ita.exitcodes import ExitCode
from thai_ita.ingest.errors import EmptyDocumentError
from thai_ita.model import DocStatus, Report
from thai_ita.model.document_id import doc_id_of
from thai_ita.present import FIRST_ALIKE, MOST_ALIKE

HEAVY = {"pandas", "pythainlp", "pdfplumber", "pydantic", "numpy"}
HELP_LIMIT = 2.3
"""How much longer --help may take than loading what prints it; it takes 1.9 times that."""


def reader(path: Path, **_: object) -> Report:
    """Stands for reading and parsing: what a file gives follows from its name."""
    if path.stem == "empty":
        raise EmptyDocumentError(str(path))
    if path.stem == "crash":
        raise ZeroDivisionError("two\nlines")
    if path.stem == "interrupt":
        raise KeyboardInterrupt
    report = make_report(str(path), doc_id_of(path.read_bytes()))
    if path.stem in ("poem", "husk"):
        report.status = DocStatus.NO_DATA if path.stem == "poem" else DocStatus.PARTIAL
        for facts in (report.scores, report.measures, report.findings):
            facts.clear()
    return report


@pytest.fixture(autouse=True)
def _made_up_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("thai_ita.batch.read_report.read_report", reader)
    # Worker processes would not see the made-up reader.
    monkeypatch.setenv("THAI_ITA_JOBS", "0")
    monkeypatch.setenv("THAI_ITA_IN_PROCESS", "1")
    monkeypatch.chdir(tmp_path)


def make_files(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def thai_ita_command(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def document_rows(out: str) -> list[dict[str, str]]:
    with Path(out, "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["in/a.txt", "in/b.md"], ExitCode.OK),
        (["in/a.txt", "in/empty.txt"], ExitCode.SOME_FAILED),
        (["in/a.txt", "in/crash.txt"], ExitCode.SOME_FAILED),
        (["in/a.txt", "in/poem.txt"], ExitCode.SOME_FAILED),
        (["in/a.txt", "in/husk.txt"], ExitCode.SOME_FAILED),
        (["in/empty.txt", "in/poem.txt"], ExitCode.NOTHING_USABLE),
        (["in/film.mp4"], ExitCode.NOTHING_USABLE),
        (["in/interrupt.txt"], ExitCode.INTERRUPTED),
    ],
)
def test_exit_codes_of_a_run(names: list[str], code: ExitCode) -> None:
    make_files(*names)
    assert thai_ita_command("run", "in", "-o", "out").exit_code == code


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "in"],
        ["nonsense"],
        ["show"],
        ["editions", "soon"],
        ["editions", "2400"],
        ["run", "in", "-o", "out", "--format", "xml"],
        ["run", "in", "-o", "in/a.txt"],
        ["run", "in", "-o", "in"],
        ["run", "in", "-o", "out", "--max-pages", "0"],
        ["run", "in", "-o", "out", "--agencies", "absent.csv"],
    ],
)
def test_usage_errors(arguments: list[str]) -> None:
    make_files("in/a.txt")
    result = thai_ita_command(*arguments)
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr
    assert "Traceback" not in result.output


def test_each_bad_input_is_one_line_and_the_rest_is_read() -> None:
    make_files("in/a.txt", "in/crash.txt", "in/empty.txt", "in/poem.txt", "in/z.txt")
    Path("bare").mkdir()
    result = thai_ita_command("run", "in", "bare", "-o", "out", "--quiet")
    lines = result.stderr.splitlines()
    assert len(lines) == 4
    for name, line in zip(["bare", "crash.txt", "empty.txt", "poem.txt"], lines, strict=True):
        assert line.startswith("problem: ")
        assert name in line
    assert {row["path"]: row["status"] for row in document_rows("out")} == {
        str(Path("in", "a.txt")): "ok",
        str(Path("in", "crash.txt")): "failed",
        str(Path("in", "empty.txt")): "failed",
        str(Path("in", "poem.txt")): "no_data",
        str(Path("in", "z.txt")): "ok",
    }


def test_output_files_and_summary() -> None:
    make_files("in/a.txt", "in/empty.txt")
    result = thai_ita_command("run", "in", "-o", "out", "--format", "both", "--json")
    summary = json.loads(result.stdout)
    assert summary["statuses"] == {"failed": 1, "ok": 1}
    assert summary["rows"]["scores"] == 1
    assert summary["exit_code"] == ExitCode.SOME_FAILED
    assert {Path(name).name for name in summary["files"]} == {
        "documents.csv",
        "scores.csv",
        "measures.csv",
        "findings.csv",
        "checks.csv",
        "reports.json",
        "run.json",
    }
    assert all(Path(name).is_file() for name in summary["files"])
    record = json.loads(Path("out", "run.json").read_text("utf-8"))
    assert record["options"]["format"] == "both"
    assert record["version"] == thai_ita.__version__
    expected = RunOptions(format=OutputFormat.BOTH, jobs=0)
    assert RunOptions.from_values(record["options"]) == expected


def test_progress_and_summary_do_not_mix() -> None:
    make_files("in/a.txt")
    result = thai_ita_command("run", "in", "-o", "out")
    assert "[1/1]" in result.stderr
    assert "1 document: 1 ok" in result.stdout
    assert str(Path("out", "scores.csv")) in result.stdout
    assert thai_ita_command("run", "in", "-o", "out", "--quiet").output == ""


def test_an_interrupted_run_leaves_the_tables_as_they_were() -> None:
    make_files("in/a.txt", "in/interrupt.txt", "out/scores.csv")
    result = thai_ita_command("run", "in", "-o", "out")
    assert result.exit_code == ExitCode.INTERRUPTED
    assert "1 of 2 files are done and kept; run the same command again" in result.stderr
    assert [path.name for path in Path("out").glob("*.csv")] == ["scores.csv"]
    assert Path("out", "scores.csv").read_text() == "out/scores.csv"


def test_status_of_an_interrupted_run() -> None:
    make_files("in/a.txt", "in/empty.txt", "in/interrupt.txt")
    assert thai_ita_command("status", "out").exit_code == ExitCode.USAGE
    thai_ita_command("run", "in", "-o", "out")
    shown = thai_ita_command("status", "out")
    assert shown.exit_code == ExitCode.OK
    assert "last run interrupted" in shown.stdout
    assert "3 inputs: 1 failed, 1 ok, 1 to read" in shown.stdout
    assert str(Path("in", "empty.txt")) in shown.stdout
    record = json.loads(thai_ita_command("status", "out", "--json").stdout)
    assert (record["state"], record["waiting"]) == ("interrupted", 1)


def test_a_second_run_says_what_it_did_not_read() -> None:
    make_files("in/a.txt", "in/b.txt")
    thai_ita_command("run", "in", "-o", "out")
    Path("in/b.txt").unlink()
    result = thai_ita_command("run", "in", "-o", "out", "--json")
    assert json.loads(result.stdout)["read"] == 0
    assert "note: " in result.stderr
    assert "[1/1] read before and unchanged" in result.stderr
    shown = thai_ita_command("run", "in", "-o", "out").stdout
    assert "0 read now, 1 known from earlier runs" in shown


def test_dry_run_writes_nothing() -> None:
    make_files("in/a.txt")
    result = thai_ita_command("run", "in", "-o", "out", "--dry-run")
    assert result.stdout.split("\t") == ["read", str(Path("in", "a.txt")) + "\n"]
    assert not Path("out").exists()


def test_the_log_as_json_lines() -> None:
    make_files("in/a.txt", "in/empty.txt")
    result = thai_ita_command("run", "in", "-o", "out", "--log-json")
    events = [json.loads(line) for line in result.stderr.splitlines()]
    assert [e["event"] for e in events] == ["reused", "read", "read", "problem", "end"]
    assert result.stdout == ""


def test_options_from_file_environment_and_flags(monkeypatch: pytest.MonkeyPatch) -> None:
    make_files("in/a.txt", "in/b.txt", "in/c.txt")
    Path("thai-ita.toml").write_text('limit = 1\nmax-pages = 11\nrecycle = 7\nexclude = ["c*"]\n')
    monkeypatch.setenv("THAI_ITA_MAX_PAGES", "12")
    monkeypatch.setenv("THAI_ITA_RECYCLE", "8")
    result = thai_ita_command("run", "in", "-o", "out", "--recycle", "9")
    assert result.exit_code == ExitCode.OK
    options = json.loads(Path("out", "run.json").read_text("utf-8"))["options"]
    assert (options["limit"], options["max_pages"], options["recycle"]) == (1, 12, 9)
    assert options["exclude"] == ["c*"]
    Path("other.toml").write_text("limit = 2\n")
    thai_ita_command("run", "in", "-o", "out", "--config", "other.toml")
    assert json.loads(Path("out", "run.json").read_text("utf-8"))["options"]["limit"] == 2


@pytest.mark.parametrize("text", ["limits = 3", "limit = ", "[limit]\nx = 1", 'limit = "many"', "limit = 0"])
def test_a_configuration_that_cannot_be_used(text: str) -> None:
    make_files("in/a.txt")
    Path("thai-ita.toml").write_text(text)
    result = thai_ita_command("run", "in", "-o", "out")
    assert result.exit_code == ExitCode.USAGE
    assert "limit" in result.stderr or "thai-ita.toml" in result.stderr


def test_an_output_that_cannot_be_written_is_refused_before_reading() -> None:
    make_files("in/a.txt", "out")
    steps: list[ProgressEvent] = []
    with pytest.raises(RunRefusedError, match="out: is a file"):
        run_batch([Path("in")], Path("out"), progress=steps.append)
    assert not steps


def test_a_list_of_agencies_that_is_none_is_refused() -> None:
    make_files("in/a.txt", "list.csv")
    result = thai_ita_command("run", "in", "-o", "out", "--agencies", "list.csv")
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr.startswith("problem: list.csv: ")


def test_show_says_what_and_from_where() -> None:
    make_files("a.txt")
    shown = thai_ita_command("show", "a.txt")
    assert shown.exit_code == ExitCode.OK
    for part in (
        "เทศบาลตำบลตัวอย่างสุข",
        "86.5 ",
        "page 1, table 1, row 4",
        "จัดทำคู่มือ",
        "ยังไม่ทั่วถึง",
        "score: 1 name, 0 figures;",
    ):
        assert part in shown.stdout
    assert "a plan's name" not in shown.stdout
    assert "a plan's name" in thai_ita_command("show", "a.txt", "--why").stdout
    record = json.loads(thai_ita_command("show", "a.txt", "--json").stdout)
    assert record["scores"][0]["code"] == "4"


def test_show_of_a_bad_file() -> None:
    make_files("empty.txt")
    result = thai_ita_command("show", "empty.txt")
    assert result.exit_code == ExitCode.NOTHING_USABLE
    assert result.stderr.startswith("problem: empty.txt: ")
    assert len(result.stderr.splitlines()) == 1


def test_editions_lists_years_and_prints_one() -> None:
    assert "2568 (2025)" in thai_ita_command("editions").stdout
    assert "การใช้งบประมาณ" in thai_ita_command("editions", "2568").stdout


def test_inputs_are_sorted_taken_once_and_leave_out_what_is_no_report() -> None:
    make_files(
        "in/b.txt",
        "in/a/z.PDF",
        "in/README.md",
        "in/.hidden.txt",
        "in/~$a.docx",
        "in/x.exe",
        "in/.git/c.txt",
        "in/out/scores.csv",
        "in/d.htm",
    )
    inputs = collect_inputs([Path("in/d.htm"), Path("in")], leave_out=Path("in/out"))
    assert [f.file.as_posix() for f in inputs.files] == ["in/d.htm", "in/b.txt", "in/a/z.PDF"]
    named = collect_inputs([Path("in/README.md"), Path("absent.txt")])
    assert len(named.files) == 2


def test_options_outside_their_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="max_pages is 0; it must be from 1 to"):
        RunOptions(max_pages=0)


def test_library_run_takes_plain_values() -> None:
    make_files("in/a.txt")
    summary = thai_ita.run(["in"], "out", format="json", jobs=0)
    assert [path.name for path in summary.files] == ["reports.json", "run.json"]
    assert summary.exit_code is ExitCode.OK


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, thai_ita.cli; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


def test_help_is_quick() -> None:
    timed = "import sys, time; start = time.process_time()\n{}\nprint(time.process_time() - start, file=sys.stderr)"
    ours = "sys.argv = ['thai-ita', '--help']\nfrom thai_ita.cli import main\ntry: main()\nexcept SystemExit: pass"
    theirs = "import typer.rich_utils, rich.markdown"
    # CPU time beside that of the libraries which print it, and the best of up to twenty each: other work on the
    # machine can only make it slower, but may do so for a while.
    best = dict.fromkeys((ours, theirs), float("inf"))
    for _ in range(20):
        for code in best:
            done = subprocess.run(
                [sys.executable, "-c", timed.format(code)], capture_output=True, text=True, check=True
            )
            best[code] = min(best[code], float(done.stderr))
        if best[ours] < HELP_LIMIT * best[theirs]:
            return
    pytest.fail(f"--help takes {best[ours]:.2f} s, and what prints it {best[theirs]:.2f} s")


def test_thai_comes_out_whole_under_an_ascii_locale() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "thai_ita.cli", "editions", "2568"],
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
    )
    assert "การป้องกันการทุจริต" in done.stdout.decode("utf-8")


def test_an_address_is_bad_input_and_says_what_to_do() -> None:
    result = thai_ita_command("run", "https://example.go.th/plan.pdf", "-o", "out")
    assert result.exit_code == ExitCode.USAGE
    assert "problem: https://example.go.th/plan.pdf: is a web address; " in result.stderr


def test_many_files_with_the_same_fault_are_counted() -> None:
    make_files("in/a.txt", *(f"in/{n:02}/empty.txt" for n in range(MOST_ALIKE + 1)))
    result = thai_ita_command("run", "in", "-o", "out", "-q")
    lines = [line for line in result.stderr.splitlines() if line.startswith("problem: ")]
    assert len(lines) == FIRST_ALIKE + 1
    assert lines[-1].startswith(f"problem: {MOST_ALIKE + 1 - FIRST_ALIKE} more: ")
    assert len(json.loads(Path("out/run.json").read_text("utf-8"))["problems"]) == MOST_ALIKE + 1


def test_what_is_passed_over_is_summed_up_and_named_in_the_record() -> None:
    make_files("in/a.txt", *(f"in/{n}.mp4" for n in range(150)), "in/Thumbs.db")
    shown = thai_ita_command("run", "in", "-o", "out").stdout
    assert "no document: in/0.mp4, in/1.mp4, in/10.mp4 and 147 more" in shown
    assert "no report: in/Thumbs.db" in shown
    assert len(json.loads(Path("out/run.json").read_text("utf-8"))["passed_over"]) == 151
    assert "and 147 more" in thai_ita_command("status", "out").stdout
    record = json.loads(thai_ita_command("status", "out", "--json").stdout)
    assert len(record["passed_over"]) == 151


def test_a_picture_is_not_drawn_over_its_report(samples_dir: Path, tmp_path: Path) -> None:
    report, link = tmp_path / "plan.txt", tmp_path / "page.png"
    shutil.copy(samples_dir / "01_plan.txt", report)
    link.symlink_to(report)
    before = report.read_bytes()
    for image in (report, link):
        result = CliRunner().invoke(app, ["show", str(report), "--image", str(image)])
        assert result.exit_code == ExitCode.USAGE
        assert "is the report itself" in result.output
    assert report.read_bytes() == before
