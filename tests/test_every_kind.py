"""Every file of a folder has a line: what docs/batch.md says of each kind is what a run says."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.kinds_of_files import every_kind, text, write_every_kind
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import RunSummary, run_batch
from thai_ita.batch.run_status import read_status

ROW = re.compile(r"\| `([^`|]+)` \| [^|]+ \| (ok|no_data|failed|opened|passed over) \| (?:`([\w-]+)`)? ?\|([^|]*)\|")
# The table says what is said where LibreOffice is not installed and no picture is read.
ONE_PROCESS = RunOptions(jobs=0, libreoffice="off", ocr="off")


def documented() -> dict[str, tuple[str, str, str]]:
    """Status, code and words of each file in the table."""
    words = (ROOT / "docs" / "batch.md").read_text("utf-8")
    table = words.partition("### What is said of each kind of file")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    found = {m[1]: (m[2], m[3] or "", m[4].strip()) for m in map(ROW.match, rows) if m}
    assert len(found) == len(rows), "a row is not in the form of the others, or stands twice"
    return found


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RunSummary]:
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "report.txt").write_text(text(), "utf-8")
    write_every_kind(folder / "in")
    run_batch([folder / "report.txt"], folder / "in" / "earlier", ONE_PROCESS)
    return folder, run_batch([folder / "in"], folder / "out", ONE_PROCESS)


def said_by(folder: Path) -> dict[str, tuple[str, str, str]]:
    """Status, codes and words of each file, as the tables and ``run.json`` have them."""
    with (folder / "out" / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        said = {row["path"]: (row["status"], row["troubles"], row["error"]) for row in csv.DictReader(file)}
    record = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    said |= {each["path"]: ("passed over", each["reason"], each["meaning"]) for each in record["passed_over"]}
    return {
        Path(path).relative_to(folder / "in").as_posix() + "/" * path.endswith("/"): told for path, told in said.items()
    }


def test_what_is_said_is_what_the_table_says(ran: tuple[Path, RunSummary]) -> None:
    folder, _ = ran
    said, table = said_by(folder), documented()
    for name, (status, code, words) in table.items():
        if status == "opened":
            assert name not in said
            assert any(other.startswith(f"{name}!/") for other in table)
            continue
        assert said[name][0] == status, (name, said[name])
        assert code in said[name][1].split("; ") or not code, (name, said[name])
        assert words in said[name][2], (name, said[name])
        if status == "ok" and not code:
            assert said[name][1] == "", name


def test_the_table_has_every_kind_and_no_file_is_without_a_line(ran: tuple[Path, RunSummary]) -> None:
    folder, _ = ran
    said, table = said_by(folder), documented()
    ours = {name for name in said if name.startswith("earlier/")}
    assert {"earlier/scores.csv", "earlier/thai-ita.sqlite", "earlier/run.json"} <= ours
    opened = {name for name, told in table.items() if told[0] == "opened"}
    assert set(said) - ours | opened | {"earlier/scores.csv"} == set(table)
    for name in every_kind():
        assert name in table or any(other.startswith(f"{name}!/") for other in table), name


def test_status_and_summary_name_what_gave_nothing(ran: tuple[Path, RunSummary]) -> None:
    folder, summary = ran
    status = read_status(folder / "out")
    lines = "\n".join(status.lines())
    for name, (told, _, words) in documented().items():
        if told in ("failed", "no_data"):
            assert f"{name}: " in lines
            assert any(f"{name}: " in problem and words in problem for problem in summary.problems)
    assert status.passed_over == summary.passed_over
    for reason in {each.reason for each in summary.passed_over}:
        assert f"passed over, {reason.meaning}: " in lines


def test_nothing_is_read_twice_and_what_is_gone_leaves(ran: tuple[Path, RunSummary]) -> None:
    folder, first = ran
    again = run_batch([folder / "in"], folder / "out", ONE_PROCESS)
    # What waits for LibreOffice is looked at in every run.
    waiting = [name for name, told in documented().items() if told[1] == "needs-libreoffice"]
    assert (again.read, again.documents, again.notes) == (len(waiting), first.documents, [])
    assert again.passed_over == first.passed_over
