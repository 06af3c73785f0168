"""What fuzzing found stays mended, and fuzzing itself would notice."""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

import pytest

from tests.fuzz import alone, disturb, found_files, rounds
from tests.fuzz.alone import fault_alone
from tests.fuzz.kinds import MUTATORS, Input, made_input, sound_files
from tests.fuzz.smaller import fewest, smaller
from tests.fuzz.verdicts import control_in, fault_of_row
from thai_ita.batch.task import FileResult

FOUND = found_files.known()
MADE = 8


@pytest.fixture(scope="module")
def read_again(tmp_path_factory: pytest.TempPathFactory) -> rounds.Round:
    """All that was found, read by one run of the command."""
    inputs = [
        Input(
            f"found-{n:06}{Path(each.file).suffix}",
            (found_files.FOLDER / each.file).read_bytes(),
            "found",
        )
        for n, each in enumerate(FOUND)
    ]
    return rounds.read_round(inputs, tmp_path_factory.mktemp("found"))


@pytest.mark.parametrize("number", range(len(FOUND)), ids=[each.file for each in FOUND])
def test_what_was_found_is_mended(number: int, read_again: rounds.Round) -> None:
    assert read_again.files.get(number, "") == "", f"it was: {FOUND[number].fault}"


def test_a_run_over_what_was_found_is_sound(read_again: rounds.Round) -> None:
    assert read_again.whole == []


def test_the_table_tells_of_every_kept_file() -> None:
    there = {path.name for path in found_files.FOLDER.iterdir()} - {found_files.TABLE.name}
    assert there == {each.file for each in FOUND}
    assert all(each.fault and each.made_by for each in FOUND)


@pytest.mark.parametrize("kind", MUTATORS)
def test_damage_is_made_again_by_its_seed(kind: str) -> None:
    made = [made_input(7, kind, n) for n in range(MADE)]
    assert made == [made_input(7, kind, n) for n in range(MADE)]
    sound = {seed.data for seed in sound_files()[kind]}
    assert len({each.data for each in made} - sound) > MADE // 2
    assert [rounds.number_of(each.name) for each in made] == list(range(MADE))


def test_a_fault_of_a_reader_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each in the fork that reads one file: an exception, a death, a hang, a fault that is told."""

    def raises(*_: object) -> FileResult:
        raise ZeroDivisionError

    def dies(*_: object) -> FileResult:
        os._exit(7)

    def hangs(*_: object) -> FileResult:
        time.sleep(60)
        raise AssertionError

    monkeypatch.setattr(alone, "DEADLINE_S", 10.0)
    assert fault_alone(b"text", "a.txt") == ""
    for work, fault in (
        (raises, "quarantined-crashed: ZeroDivisionError"),
        (dies, "quarantined-crashed: 7"),
    ):
        monkeypatch.setattr(alone, "read_task", work)
        assert fault_alone(b"text", "a.txt") == fault
    monkeypatch.setattr(alone, "DEADLINE_S", 0.5)
    monkeypatch.setattr(alone, "read_task", hangs)
    assert fault_alone(b"text", "a.txt") == "quarantined-deadline"


FAULTY_RUNS = {
    "import time; time.sleep(60)": "hang: the command did not end",
    "import os; os.kill(os.getpid(), 11)": "died: exit code -11, ",
    "1 / 0": "traceback: ZeroDivisionError: division by zero",
    "import sys; print('cannot'); sys.exit(2)": "died: exit code 2, cannot",
    "import sys; sys.exit(0)": "tables: FileNotFoundError",
    "print('\\x1b[2J')": "terminal: U+001B",
    "import os, time; os.fork() or time.sleep(60)": "left: processes of the command go on",
}


@pytest.mark.parametrize("code", FAULTY_RUNS)
def test_a_fault_of_a_run_is_seen(code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(rounds, "command", lambda *_: [sys.executable, "-c", f"{code}"])
    monkeypatch.setattr(rounds, "REST_S", 0.5)
    limit = 1.0 if "hang" in FAULTY_RUNS[code] else 30.0
    monkeypatch.setattr(rounds, "SLOWEST_START_S", limit - 2 * rounds.DEADLINE_S)
    found = rounds.read_round([Input("a-000001.txt", b"x", "text")], tmp_path)
    assert FAULTY_RUNS[code] in found.whole


RUN = """
import json, os, sys
out = sys.argv[sys.argv.index("-o") + 1]
os.mkdir(out)
json.dump({"passed_over": [{"path": "in/c-000003.txt"}], "problems": ["in/d-000004.txt: deep"]}, open(out + "/run.json", "w"))
row = "path,status,error,troubles,n_scores,n_measures,n_findings\\nin/a-000001.txt,%s\\n"
open(out + "/documents.csv", "w").write(row % sys.argv[1])
"""


def test_a_lost_file_and_a_wrong_status_are_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    inputs = [Input(f"{stem}-{n:06}.txt", b"x", "text") for n, stem in enumerate("abcd", 1)]
    for row, fault in {
        "ok,,,1,0,0": "", "ok,,,0,0,0": "status: ok without facts", "failed,,,0,0,0": "status: failed without a word",
        "failed,because of a fault in thai-ita (KeyError: 1),a;internal,0,0,0": "internal: KeyError",
    }.items():  # fmt: skip
        monkeypatch.setattr(rounds, "command", lambda *given, row=row: [sys.executable, "-c", RUN, row, *given])
        found = rounds.read_round(inputs, tmp_path)
        assert found.files == {2: "lost: neither in documents.csv nor passed over"} | ({1: fault} if fault else {})
        assert found.whole == []


def test_words_for_faults() -> None:
    assert (
        fault_of_row("failed", "it raised TypeError: x outside", ["quarantined-crashed"], (0, 0, 0))
        == "quarantined-crashed: TypeError"
    )
    assert fault_of_row("partial", "a\nb", [], (1, 0, 0)) == "status: an error of several lines"
    assert fault_of_row("no_data", "", ["no-data"], (0, 0, 0)) == ""
    assert control_in("ก\tข\r\n") == ""
    assert control_in("a\u202eb") == "U+202E"


def test_a_file_is_made_smaller_as_far_as_its_fault_lasts() -> None:
    data = b"a line\n" * 30 + b"<b>one X and one Y</b>\n" + b"another\n" * 30
    assert smaller(data, lambda new: b"X" in new and b"Y" in new) == b"XY"
    assert fewest([1, 2, 3, 4, 5], lambda some: {2, 5} <= set(some)) == [2, 5]


@pytest.mark.parametrize("how", disturb.DAMAGES)
def test_each_damage_changes_a_store(how: str, tmp_path: Path) -> None:
    for n in range(8):
        folder = tmp_path / str(n)
        folder.mkdir()
        store = folder / "a.sqlite"
        before = b"SQLite format 3\0" + random.Random(1).randbytes(32_752)
        store.write_bytes(before)
        disturb.DAMAGES[how](store, random.Random(n))
        beside = [path for path in folder.iterdir() if path != store]
        if not store.is_file() or store.read_bytes() != before or beside:
            return
    raise AssertionError(how)
