"""On a machine with nothing prepared: no home, no locale, no network, no font, nothing written."""

from __future__ import annotations

import csv
import os
import tempfile
from itertools import chain
from pathlib import Path

import pytest

from tests.make_pdfs import PdfMaker
from tests.write_audit import Audited, run_audited
from thai_ita.choices import FileFormat

EXPORT = ["export", "out", "-o", "all", *chain.from_iterable(("--format", str(each)) for each in FileFormat)]
"""All tables in every format."""
COMMANDS = [
    ["run", "รายงาน", "-o", "out", "--jobs", "1", "--format", "both"],
    ["status", "out"],
    ["check", "out"],
    ["show", "รายงาน/แผน.txt", "--why"],
    ["show", "รายงาน/page.pdf", "--image", "page.png"],
    ["editions", "2568"],
    ["compare", "out", "-o", "answer"],
    ["trends", "out"],
    ["plans", "out"],
    ["draw", "out", "picture.png"],
    ["draw", "out", "trends.svg"],
    EXPORT,
]
MAIN_JOBS = [["run", "รายงาน", "-o", "out", "--jobs", "0"], ["draw", "out", "picture.png"]]
SCRIPT = """
from thai_ita.cli import app

if __name__ == "__main__":
    for arguments in {commands!r}:
        try:
            app(arguments, standalone_mode=False)
        except SystemExit as stop:
            print("exit", arguments[0], stop.code)
"""


def script_of(commands: list[list[str]], folder: Path) -> list[str]:
    """A script that does commands in turn, as arguments for Python."""
    path = folder / "commands.py"
    path.write_text(SCRIPT.format(commands=commands), "utf-8")
    return [str(path)]


def no_home(folder: Path) -> str:
    """A home that is not there and that nobody can make, not even root."""
    file = folder / "no-folder"
    file.write_text("")
    return str(file / "home")


def make_office_files(folder: Path) -> None:
    """One file of each kind that has a reader of its own, each with one score."""
    import docx
    import openpyxl

    words = "ผลการประเมิน ITA เทศบาลตำบลตัวอย่างสุข ปีงบประมาณ พ.ศ. 2567"
    pdf = PdfMaker()
    page = pdf.page()
    page.text(50, 780, words)
    page.text(50, 740, "คะแนนรวม 90.20 คะแนน")
    (folder / "page.pdf").write_bytes(pdf.save())
    letter = docx.Document()
    letter.add_paragraph(words)
    letter.add_paragraph("คะแนนรวม 90.20 คะแนน")
    letter.save(str(folder / "letter.docx"))
    book = openpyxl.Workbook()
    for row in ([words], ["คะแนนรวม", 90.2]):
        book.active.append(row)
    book.save(folder / "book.xlsx")


def make_picture(path: Path) -> None:
    """A picture of a line of text, which the recogniser is asked to read."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1200, 400), 255)
    ImageDraw.Draw(picture).text((100, 150), "ITA 2567  90.20", 0, ImageFont.load_default(60))
    picture.save(path)


@pytest.fixture(scope="module")
def bare_run(tmp_path_factory: pytest.TempPathFactory, samples_dir: Path) -> tuple[Audited, Path, Path]:
    """Every command in turn: what happened, the folder of the user and the temporary one."""
    folder = tmp_path_factory.mktemp("bare")
    inputs = folder / "รายงาน"
    inputs.mkdir()
    for sample in samples_dir.glob("0*"):
        (inputs / sample.name).write_bytes(sample.read_bytes())
    (inputs / "01_plan.txt").rename(inputs / "แผน.txt")
    make_office_files(inputs)
    # Sockets of the worker processes stand in the temporary folder; their paths must be short.
    with tempfile.TemporaryDirectory(prefix="b") as temporary:
        done = run_audited(
            script_of(COMMANDS, folder),
            folder,
            {"HOME": no_home(folder), "LC_ALL": "C", "TMPDIR": temporary, "PATH": os.defpath},
        )
        left = sorted(p.name for p in Path(temporary).iterdir())
    assert done.code == 0, done.stderr
    assert not left, "nothing stays in the temporary folder"
    return done, folder, Path(temporary)


def test_every_command_works(bare_run: tuple[Audited, Path, Path]) -> None:
    done, folder, _ = bare_run
    assert "exit" not in done.stdout
    assert "problem: " not in done.stderr
    assert "Traceback" not in done.stderr
    with (folder / "out" / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 12
    assert {row["status"] for row in rows} == {"ok"}
    # The locale says ASCII, the names stay Thai.
    assert str(Path("รายงาน", "แผน.txt")) in {row["path"] for row in rows}
    assert "การใช้ทรัพย์สินของราชการ" in done.stdout
    for name in ("picture.png", "trends.svg", "page.png"):
        assert (folder / name).stat().st_size > 5000


def test_nothing_is_written_but_what_was_asked_for(bare_run: tuple[Audited, Path, Path]) -> None:
    done, folder, temporary = bare_run
    made = [folder / name for name in ("out", "answer", "all", "picture.png", "trends.svg", "page.png")]
    assert any(folder / "out" in path.parents for path in done.writes), "the audit sees writes"
    assert not done.outside(*made, temporary)


def test_nobody_is_called(bare_run: tuple[Audited, Path, Path]) -> None:
    done, _, _ = bare_run
    assert not done.calls


@pytest.mark.parametrize("home", ["empty", pytest.param("unset", marks=pytest.mark.slow)])
def test_a_home_that_could_be_written_stays_as_it_was(home: str, tmp_path: Path, samples_dir: Path) -> None:
    """What a library does in the home of a user shows where that home is open to it.

    The audit sees what is written in Python; what else is written shows in the folders.
    """
    (tmp_path / "รายงาน").mkdir()
    make_picture(tmp_path / "รายงาน" / "scan.png")
    (tmp_path / "รายงาน" / "a.md").write_bytes((samples_dir / "04_multi_year.md").read_bytes())
    own, temporary = tmp_path / "home", tmp_path / "temporary"
    own.mkdir()
    temporary.mkdir()
    done = run_audited(
        script_of(MAIN_JOBS, tmp_path),
        tmp_path,
        {"PATH": os.defpath, "TMPDIR": str(temporary), **({"HOME": str(own)} if home == "empty" else {})},
    )
    assert done.code == 0, done.stderr
    assert (tmp_path / "picture.png").is_file()
    assert not done.outside(tmp_path / "out", tmp_path / "picture.png", temporary)
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        read = {row["path"]: row["n_recognised"] for row in csv.DictReader(file)}
    assert read[str(Path("รายงาน", "scan.png"))] == "1", "the recogniser has run"
    assert not list(own.iterdir())
    assert not list(temporary.iterdir())
