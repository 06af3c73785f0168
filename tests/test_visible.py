"""Nothing that a file or its name holds reaches a terminal that the terminal would obey."""

from __future__ import annotations

import ast
import io
import json
import logging
import os
import re
import subprocess
import sys
import unicodedata
import warnings
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from tests.conftest import make_report
from thai_ita import console as terminal
from thai_ita.batch.passing import PassedOver
from thai_ita.batch.progress_events import EventKind, ProgressEvent
from thai_ita.batch.run import RunSummary
from thai_ita.cli import app
from thai_ita.commands_analyze import problems_reported
from thai_ita.exitcodes import ExitCode
from thai_ita.export.json_files import write_json
from thai_ita.export.xlsx import xlsx_bytes
from thai_ita.model import Problem, Report, Severity
from thai_ita.output_folder import quoted
from thai_ita.present import show_report, show_summary
from thai_ita.progress import log_event, shown_progress
from thai_ita.visible import has_control, json_text, visible, visible_lines

PACKAGE = Path(terminal.__file__).parent
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")
HOSTILE = "\x1b[31mRED\x1b]0;title\x07\x9b5m\u202egnp\u2028x\ny\rz\t\x7f"
SEEN = r"\x1b[31mRED\x1b]0;title\x07\x9b5m\u202egnp\u2028x\ny\rz\t\x7f"
JOINERS = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def hostile_report() -> Report:
    report = make_report(f"plan{HOSTILE}.txt")
    report.identity.title = report.identity.level = HOSTILE
    report.error = report.scores[0].name = report.scores[0].value_as_seen = HOSTILE
    report.scores[0].evidence = replace(report.scores[0].evidence, text=HOSTILE)
    report.findings[0].text = HOSTILE
    measure = report.measures[0]
    measure.title = measure.group = measure.timeframe = measure.output = HOSTILE
    measure.steps = [HOSTILE]
    report.checks[0].message = report.checks[0].found = HOSTILE
    report.problems.append(Problem(HOSTILE, HOSTILE, Severity.WARNING))
    return report


def test_what_a_terminal_obeys_is_seen() -> None:
    assert visible(HOSTILE) == SEEN
    assert visible(Path("a\udcb4\U000e0041")) == r"a\udcb4\U000e0041"
    assert visible_lines("a\n\tb\x1b") == "a\n\tb\\x1b"
    honest = f"รายงานผล ๒๕๖๗ “ทต.” – 90.00 {JOINERS} ำ \uf70a C:\\temp\\x1b 😀"
    assert visible(honest) == honest
    assert not has_control(honest)
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        turning = unicodedata.bidirectional(character) in {
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        }  # fmt: skip
        if turning or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
            assert visible(character) != character, hex(code)


def test_json_says_the_same_without_control_characters() -> None:
    record = {"ชื่อ": [HOSTILE, "ก\n"], "path\u202e": "a\udcb4b"}
    text = json_text(record, indent=1)
    assert not OBEYED.search(text)
    assert json.loads(text) == {"ชื่อ": [HOSTILE, "ก\n"], "path\u202e": "a?b"}
    assert "ชื่อ" in text
    assert "\n" not in json_text(record)
    file = io.BytesIO()
    write_json(file, record)
    assert file.getvalue().decode() == text + "\n"


def test_all_of_a_report_is_shown_without_obeying_it(capsys: pytest.CaptureFixture[str]) -> None:
    show_report(terminal.console(pipe_width=400), hostile_report(), why=True)
    printed = capsys.readouterr().out
    assert not OBEYED.search(printed)
    assert printed.count(r"\x1b[31mRED") > 10
    assert SEEN in printed, "a path is one line"
    widths = {len(line) for line in printed.splitlines() if line.startswith(("╭", "╰"))}
    assert len(widths) == 1


def test_a_console_makes_visible_what_others_forgot(capsys: pytest.CaptureFixture[str]) -> None:
    console = terminal.console(pipe_width=80)
    console.print("\x9b31m [red]plain[/red] :smile:")
    console.print("a\u202eb", style="bold")
    assert capsys.readouterr().out == "\\x9b31m [red]plain[/red] :smile:\na\\u202eb\n"


def test_a_console_on_a_terminal_keeps_its_own_colours() -> None:
    from thai_ita.visible_console import VisibleConsole

    file = io.StringIO()
    console = VisibleConsole(file=file, force_terminal=True, color_system="standard", width=80)
    console.print("\x9bred", style="red")
    assert "\x1b[31m" in file.getvalue()
    assert "\\x9bred" in file.getvalue()


@pytest.mark.parametrize("log_json", [False, True])
def test_progress_and_summary(log_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    steps = [ProgressEvent(kind, 1, 2, path=HOSTILE, status="ok", message=HOSTILE) for kind in EventKind]
    with shown_progress(quiet=False, log_json=log_json) as progress:
        assert progress is not None
        for step in steps:
            progress(step)
    log_event("problem", message=HOSTILE)
    summary = RunSummary(passed_over=[PassedOver(HOSTILE, "hidden")], files=[Path(f"out{HOSTILE}")], rows={"x": 1})
    show_summary(terminal.console(pipe_width=160), summary)
    done = capsys.readouterr()
    assert not OBEYED.search(done.out + done.err)
    assert SEEN in done.out
    assert len(done.err.splitlines()) <= len(steps) + 1, "each is one line"


def test_the_bar_shows_names_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    with shown_progress(quiet=False) as progress:
        assert progress is not None
        for kind in EventKind:
            progress(ProgressEvent(kind, 1, 2, path="a\x9bq\x1b]0;title\x07", message="\u202e"))
    printed = sys.stderr.getvalue()
    assert "\x9b" not in printed
    assert "\x1b]0" not in printed
    assert "\u202e" not in printed
    assert r"\x1b]0;title\x07" in printed


MISTAKES = [
    ["{}"], ["show", "{}"], ["status", "{}"], ["check", "{}"], ["compare", "{}"],
    ["run", "{}", "-o", "out", "--jobs", "0"], ["run", ".", "-o", "{}/no"], ["run", ".", "--{}"],
    ["run", ".", "-o", "out", "--format", "{}"], ["run", ".", "-o", "out", "--config", "{}"],
    ["run", ".", "-o", "out", "--agencies", "{}"], ["show", ".", "--ocr", "{}"], ["editions", "{}"],
    ["export", "{}", "-o", "x"], ["draw", "{}", "x.png"], ["run", ".", "{}", "-o", "out", "--jobs", "{}"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", MISTAKES, ids=lambda a: " ".join(a)[:30])
@pytest.mark.parametrize("there", [True, False])
def test_a_mistake_is_told_without_obeying_the_name(
    arguments: list[str], there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = HOSTILE.replace("/", "")
    if there:
        Path(name).write_text("")
    done = CliRunner().invoke(app, [a.format(name) for a in arguments])
    assert done.exit_code in (ExitCode.USAGE, ExitCode.NOTHING_USABLE), done.exception
    assert done.output
    assert not OBEYED.search(done.output)


def test_a_name_that_is_not_in_utf8_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as stopped, problems_reported():
        "x\udcb4".encode()
    assert stopped.value.exit_code == ExitCode.USAGE
    assert capsys.readouterr().err == "problem: x\\udcb4: is not in UTF-8; type the name anew\n"


def test_a_run_over_hostile_names_and_texts(tmp_path: Path, samples_dir: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = (samples_dir / "07_prose.txt").read_text("utf-8")
    (folder / f"a{HOSTILE}.txt").write_text(f"รายงาน \x1b[31mสี {text} \x9b5m\u202e", "utf-8")
    (folder / f"empty{HOSTILE}.txt").write_text("")
    if sys.platform == "linux":
        Path(os.fsdecode(os.fsencode(folder) + b"/b\xb4\x9b.txt")).write_text("")
    out = tmp_path / f"out{HOSTILE}"
    commands = [
        ["run", str(folder), "-o", str(out), "--jobs", "0", "--dry-run"],
        ["run", str(folder), "-o", str(out), "--jobs", "0"],
        ["run", str(folder), "-o", str(out), "--jobs", "0", "--json"],
        ["status", str(out)], ["status", str(out), "--json"], ["check", str(out)],
    ]  # fmt: skip
    for arguments in commands:
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code in (ExitCode.OK, ExitCode.SOME_FAILED), (arguments, done.exception)
        assert not OBEYED.search(done.output), arguments
        assert r"\x1b[31mRED" in done.output or "001b[31mRED" in done.output
        named = [line for line in done.stderr.splitlines() if line.startswith("problem: ")]
        assert all(line.count("empty") <= 1 for line in named), "a file is named once"


def test_what_libraries_say_in_this_process(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    monkeypatch.setattr(logging, "lastResort", logging.lastResort)
    terminal.guard_streams()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = terminal._tell_warning
        warnings.warn(f"odd{HOSTILE}", stacklevel=1)
    record = logging.LogRecord("x", logging.WARNING, "x", 1, f"odd{HOSTILE}", None, None)
    assert logging.lastResort is not None
    assert not OBEYED.search(logging.lastResort.format(record))
    try:
        raise ValueError(HOSTILE)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    said = capsys.readouterr().err
    assert not OBEYED.search(said)
    assert r"odd\x1b[31m" in said
    assert r"ValueError: \x1b[31m" in said


BREAKING = """
import sys
import thai_ita.cli

def fail(*arguments):
    raise ZeroDivisionError("\\x1b[31m")

thai_ita.cli.Path.exists = fail
sys.argv = ["thai-ita", "nonsense"]
thai_ita.cli.main()
"""


@pytest.mark.parametrize("wanted", [False, True])
def test_a_fault_of_thai_ita_is_one_line(wanted: bool) -> None:
    environment = {**os.environ, **({"THAI_ITA_TRACEBACK": "1"} if wanted else {})}
    done = subprocess.run([sys.executable, "-c", BREAKING], capture_output=True, text=True, env=environment)
    assert "\x1b" not in done.stderr
    assert ("Traceback" in done.stderr) is wanted
    assert done.returncode == ExitCode.USAGE
    *_, line = lines = done.stderr.splitlines()
    assert line.startswith("problem: a fault in thai-ita (ZeroDivisionError: \\x1b[31m)")
    assert wanted or len(lines) == 1


@pytest.mark.skipif(os.name == "nt", reason="another shell")
def test_a_path_in_a_command_is_typed_so_that_it_works(tmp_path: Path) -> None:
    assert quoted("plan.txt") == "plan.txt"
    name = tmp_path / "it's \x1b1\\\u202e\n9"
    name.write_text("here")
    assert not OBEYED.search(quoted(name))
    done = subprocess.run(["bash", "-c", f"cat {quoted(name)}"], capture_output=True, text=True)
    assert done.stdout == "here"


def test_a_workbook_opens_whatever_its_cells_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    long = "/".join(["x" * 200] * 12)
    for name in (HOSTILE, "plain.txt", long):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("x")
    frame = pd.DataFrame(
        {
            "doc_id": ["1", "2", "3"],
            "path": [HOSTILE, "plain.txt", long],
            "title": [HOSTILE] * 3,
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = xlsx_bytes({"documents": frame}, folder=tmp_path)
    sheet = openpyxl.load_workbook(io.BytesIO(book))["documents"]
    paths = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.column == 2]
    assert [bool(cell.hyperlink) for cell in paths] == [False, True, False]
    assert paths[2].value == long
    assert "\x1b" not in str(paths[0].value)


def prints(path: Path) -> list[str]:
    """What a module says to a terminal past ``thai_ita.console``."""
    found: list[str] = []
    text = path.read_text("utf-8")
    if not re.search(r"print|echo|Console|Text|inspect|\bstd|\brich\b", text):
        return found
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in {"print", "Console", "Text"} or called.endswith((".echo", ".secho")):
                found.append(called)
            if re.fullmatch(r"(rich\.)?(console\.Console|text\.Text|print|inspect)", called):
                found.append(called)
            if re.search(r"\bstd(out|err)(\.buffer)?\.(write|writelines)$", called):
                found.append(called)
        if isinstance(node, ast.ImportFrom) and node.module in {"rich", "rich.markup"}:
            found.append(node.module)
    return found


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("print('x')", True),
        ("typer.echo('x')", True),
        ("Console(stderr=True)", True),
        ("sys.stderr.write('x')", True),
        ("rich.print('x')", True),
        ("Text('x')", True),
        ("sys.stdout.buffer.write(b'x')", True),
        ("from rich import print as p", True),
        ("tell('x')", False),
        ("console.print(line_of('x'))", False),
        ("file.write('x')", False),
        ("'print(x)'", False),
    ],
)
def test_what_counts_as_printing(code: str, refused: bool, tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(code)
    assert bool(prints(tmp_path / "x.py")) is refused


def test_nothing_else_prints() -> None:
    own = {"console.py", "visible_console.py"}
    # Runs by itself and speaks to its parent through a pipe.
    apart = {Path("ingest", "outside", "watch.py")}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE)
        if str(name) not in own and name not in apart:
            assert not prints(path), f"{name}: use thai_ita.console"
