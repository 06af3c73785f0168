"""What a person sees is in the language asked for; what is data is the same in every language."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer import rich_utils
from typer.main import get_command
from typer.testing import CliRunner

from tests.conftest import ROOT
from thai_ita.cli import app
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.command_group import _AROUND, without_language
from thai_ita.exitcodes import ExitCode
from thai_ita.messages import Language, language, set_language
from thai_ita.messages.language import of_environment

SAMPLES = ROOT / "data" / "samples"
THAI = re.compile("[\u0e01-\u0e5b]")
NO_SENTENCE = re.compile(
    r"thai-ita [^;|│\n)]*|pip install \S+|python3 dev\.py \w+|\S*/\S*|'[^']*'|`[^`]*`|“[^”]*”|--\S+"
)
"""Commands, paths, options and quotations, which are the same in every language."""
ENGLISH = re.compile(r"\b[a-z]{2,}(?: [a-z]{2,}){2,}\b")
"""Three English words in a row."""


@pytest.fixture(autouse=True)
def _own_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("THAI_ITA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    # A command in Thai says these in Thai for the rest of its process.
    for name in (*_AROUND, "highlighter"):
        monkeypatch.setattr(rich_utils, name, getattr(rich_utils, name))
    yield
    set_language(None)


def thai_ita_command(*arguments: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(app, list(arguments))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with what goes wrong besides what is read."""
    folder = tmp_path_factory.mktemp("language")
    reports = folder / "reports"
    reports.mkdir()
    for path in (*SAMPLES.glob("0[1-4]*"), *SAMPLES.glob("06*")):
        (reports / path.name).write_bytes(path.read_bytes())
    (reports / "empty.txt").write_bytes(b"")
    (reports / "damaged.pdf").write_bytes(b"%PDF-1.4 damaged")
    (reports / "letter.txt").write_text("บันทึกข้อความ ขอเชิญประชุมประจำเดือน", encoding="utf-8")
    (reports / ".hidden.txt").write_text("x", encoding="utf-8")
    done = thai_ita_command("run", str(reports), "-o", str(folder / "out"), "-j", "1", "--quiet")
    assert done.exit_code == ExitCode.SOME_FAILED, done.output
    return folder / "out"


def left_in_english(text: str) -> list[str]:
    """English sentences in what is printed in Thai."""
    return [found for line in text.splitlines() for found in ENGLISH.findall(NO_SENTENCE.sub(" ", line))]


def test_sentences_left_in_english_are_noticed() -> None:
    assert left_in_english("ไฟล์ is not read here") == ["is not read here"]
    assert left_in_english("ดู thai-ita show one two three; /a/b c 'is not read here'") == []


@pytest.mark.parametrize(
    "arguments",
    [("--lang", "th", "check", "OUT"), ("check", "OUT", "--lang", "th"), ("check", "--lang=th", "OUT")],
)
def test_the_language_stands_before_or_behind_the_command(arguments: tuple[str, ...], out: Path) -> None:
    said = thai_ita_command(*(str(out) if a == "OUT" else a for a in arguments))
    assert said.exit_code == 0
    assert "คะแนน 14 รายการ: พิสูจน์แล้ว 3" in said.output
    assert "proven" not in said.output


def test_the_environment_says_the_language(out: Path) -> None:
    assert "พิสูจน์แล้ว" in thai_ita_command("check", str(out), THAI_ITA_LANG="th").output
    assert "พิสูจน์แล้ว" in thai_ita_command("check", str(out), LANG="th_TH.UTF-8").output
    assert "proven" in thai_ita_command("check", str(out), LANG="de_DE.UTF-8").output
    assert "proven" in thai_ita_command("check", str(out), LANG="th_TH.UTF-8", THAI_ITA_LANG="en").output
    assert "proven" in thai_ita_command("check", str(out), "--lang", "en", LANG="th_TH.UTF-8").output


def test_the_locale_is_asked_in_the_order_of_posix() -> None:
    assert of_environment({"LC_ALL": "th_TH.UTF-8", "LANG": "en_US.UTF-8"}) is Language.TH
    assert of_environment({"LC_ALL": "C", "LANG": "th_TH.UTF-8"}) is Language.EN
    assert of_environment({"THAI_ITA_LANG": "nonsense", "LANG": "th_TH"}) is Language.TH
    assert of_environment({}) is Language.EN or sys.platform == "win32"


def test_one_command_leaves_no_language_behind(out: Path) -> None:
    thai_ita_command("check", str(out), "--lang", "th")
    assert "proven" in thai_ita_command("check", str(out)).output
    assert language() is Language.EN


def test_an_unknown_language_is_told(out: Path) -> None:
    said = thai_ita_command("check", str(out), "--lang", "fr")
    assert said.exit_code == ExitCode.USAGE
    assert "--lang fr: is no language that is spoken here; there are: th, en" in said.output


def test_arguments_are_left_as_they_are() -> None:
    assert without_language(["run", "a", "--lang", "th", "-o", "b"]) == (Language.TH, ["run", "a", "-o", "b"])
    assert without_language(["run", "--", "--lang", "th"]) == (None, ["run", "--", "--lang", "th"])
    assert without_language(["review", "out", "--lang=en"], {"review"}) == (
        Language.EN, ["review", "out", "--lang", "en"]
    )  # fmt: skip
    assert without_language(["--lang", "en", "review", "out"], {"review"}) == (Language.EN, ["review", "out"])


COMMANDS = [
    ("status", "OUT"), ("check", "OUT"), ("show", "PLAN"), ("show", "PLAN", "--why"),
    ("show", "EMPTY"), ("problems",), ("problems", "figure-not-read"), ("problems", "nonsense"), ("status", "NOWHERE"),
    ("check", "NOWHERE"), ("run", "NOWHERE", "-o", "OUT"), ("nonsense",), ("run",), ("run", "PLAN", "-o", "OUT", "--jobs", "x"),
    ("run", "PLAN", "-o", "OUT", "--format", "x"), ("show", "PLAN", "--page", "0"), ("run", "PLAN", "-o", "OUT", "--jobs", "-1"),
    ("run", "PLAN", "-o", "OUT", "--agencies", "NOWHERE"),
    ("compare", "OUT"), ("compare", "OUT", "--year", "2500"), ("compare", "OUT", "--province", "Nowhere"),
    ("compare", "NOWHERE"), ("corrections", "list", "OUT"), ("agencies", "find", "nonsense"), ("editions", "2400"),
    ("report", "OUT"), ("export", "OUT", "-o", "OUT"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_nothing_is_said_in_english_where_thai_is_asked_for(arguments: tuple[str, ...], out: Path) -> None:
    names = {"OUT": out, "PLAN": SAMPLES / "01_plan.txt", "EMPTY": out.parent / "reports" / "empty.txt",
             "NOWHERE": out.parent / "nowhere"}  # fmt: skip
    said = thai_ita_command(
        *(str(names.get(a, a)) for a in arguments), "--lang", "th", COLUMNS="400", TERMINAL_WIDTH="400"
    )
    assert THAI.search(said.output), said.output
    assert left_in_english(said.output) == []


def test_a_run_tells_its_summary_in_thai(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "plan.txt").write_bytes((SAMPLES / "01_plan.txt").read_bytes())
    (reports / "empty.txt").write_bytes(b"")
    said = thai_ita_command("run", str(reports), "-o", str(tmp_path / "out"), "-j", "1", "--lang", "th")
    assert "เอกสาร 2 ฉบับ" in said.output
    assert left_in_english(said.output) == []
    (reports / "plan.txt").unlink()
    again = thai_ita_command("run", str(reports), "-o", str(tmp_path / "out"), "-j", "1", "--lang", "th")
    assert left_in_english(again.output) == []


def _commands() -> Iterator[tuple[str, ...]]:
    def walk(command: object, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield names
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, (*names, name))

    yield from walk(get_command(app), ())


@pytest.mark.parametrize("names", list(_commands()), ids=lambda names: " ".join(names) or "thai-ita")
def test_the_help_is_thai(names: tuple[str, ...]) -> None:
    said = thai_ita_command(*names, "--help", "--lang", "th", COLUMNS="200")
    assert said.exit_code == 0
    assert "วิธีใช้: thai-ita" in said.output or "วิธีใช้:" in said.output
    assert left_in_english(said.output) == []


def test_english_help_is_as_before() -> None:
    assert "Usage:" in thai_ita_command("run", "--help").output
    assert "Read reports and write the five tables to OUT." in thai_ita_command("run", "--help").output


def test_tables_are_the_same_in_every_language(tmp_path: Path) -> None:
    tables = {}
    for lang in Language:
        out = tmp_path / lang
        arguments = [sys.executable, "-m", "thai_ita", "run", "data/samples", "-o", str(out), "--quiet", "--lang", lang]
        subprocess.run(arguments, cwd=ROOT, check=True, env=os.environ | {"THAI_ITA_LANG": lang})
        tables[lang] = [(out / f"{name}.csv").read_bytes() for name in TABLE_COLUMNS]
    assert tables[Language.TH] == tables[Language.EN]


def test_the_quick_start_shows_what_the_demo_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "start.th.md").read_text("utf-8")
    shown = page.partition("<!-- demo -->")[2].partition("<!-- /demo -->")[0]
    said = thai_ita_command("run", str(SAMPLES), "-o", str(tmp_path / "out"), "--lang", "th", COLUMNS="200")
    for line in filter(None, map(str.strip, shown.splitlines())):
        assert line in said.output


def test_json_is_the_same_in_every_language(out: Path) -> None:
    said = [thai_ita_command("status", str(out), "--json", "--lang", lang).output for lang in Language]
    assert said[0] == said[1]
    said = [thai_ita_command("compare", str(out), "--json", "--lang", lang).output for lang in Language]
    assert said[0] == said[1]


def test_files_of_an_answer_are_english_unless_a_language_is_asked_for(out: Path, tmp_path: Path) -> None:
    def heading(*arguments: str, **environment: str) -> str:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        thai_ita_command("compare", str(out), "--include", "unchecked", "-o", str(folder), *arguments, **environment)
        return (folder / "long.csv").read_text("utf-8-sig").splitlines()[0]

    assert not THAI.search(heading(LANG="th_TH.UTF-8"))
    assert THAI.search(heading("--lang", "th"))
    assert THAI.search(heading("--headings", "th"))


def test_a_mistake_of_the_command_line_is_told_in_thai() -> None:
    assert "ยังไม่ได้ระบุ" in thai_ita_command("run", "--lang", "th", COLUMNS="200").output
    assert "ไม่มีตัวเลือก" in thai_ita_command("run", "a", "--nonsense", "--lang", "th", COLUMNS="200").output


def test_windows_is_asked_where_no_variable_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["thai_ita.messages.language"]
    monkeypatch.setattr(module.sys, "platform", "win32")
    monkeypatch.setattr(module, "_windows_is_thai", lambda: True)
    assert of_environment({}) is Language.TH
    assert of_environment({"LANG": "en_US"}) is Language.EN
