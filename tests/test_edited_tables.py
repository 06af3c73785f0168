"""Commands on tables that a person or a spreadsheet has edited, and on odd things in their place."""

from __future__ import annotations

import csv
import io
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from tests.analyze_tables import measure, score, tables
from thai_ita.analyze import agencies_file, csv_tables
from thai_ita.analyze.agencies_file import FILE_NAME, one_agency_each, read_corrections
from thai_ita.analyze.agency_identity import merge_agencies
from thai_ita.analyze.reconcile.explain import explain_rows
from thai_ita.analyze.score_order import in_order
from thai_ita.analyze.typed_tables import TABLE_NAMES, TableError, load_tables
from thai_ita.batch.lock import LOCK_NAME, NoLockFileError, holder, is_held, locked
from thai_ita.cli import app
from thai_ita.exitcodes import ExitCode
from thai_ita.stored.seal import has_seal, is_sealed, seal, seal_of

Rows = list[list[str]]
Edit = Callable[[Rows], object]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    scores = [score("ก", 2567, code, 80.0 + n) for n, code in enumerate(("ITA", "1", "2"))]
    frames = tables([*scores, score("ข", 2567, "1", 90.0)], [measure("ก", 2567, 1, "อบรม")])
    frames["documents"]["n_conflicts"] = 0
    frames["checks"] = pd.DataFrame(columns=["doc_id", "agency_id", "fiscal_year", "check", "result"], data=[])
    for name, frame in frames.items():
        frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")
    return folder


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: Rows, delimiter: str = ",") -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(("\ufeff" + text.getvalue()).encode("utf-8"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def set_cell(column: str, value: str, row: int = 2) -> Edit:
    return lambda rows: rows[row].__setitem__(rows[0].index(column), value)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (set_cell("fiscal_year", "9" * 30), ["row 2 below", "fiscal_year", "2400 to 2700"]),
        (set_cell("fiscal_year", "256"), ["row 2 below", "2400 to 2700"]),
        (set_cell("value", "inf"), ["row 2 below", "value", "0 to 100"]),
        (set_cell("value", "NaN"), ["row 2 below", "value"]),
        (set_cell("value", "1e308"), ["row 2 below", "value"]),
        (set_cell("confidence", "-inf"), ["row 2 below", "confidence", "a number"]),
        (set_cell("value", "x" * 200_000), ["row 2 below", "xxx..."]),
        (lambda rows: rows[3].append("x"), ["row 3 below", "cells"]),
        (lambda rows: rows[3].pop(), ["row 3 below", "cells"]),
        (lambda rows: [row.append("x") for row in rows[1:]], ["row 1 below", "cells"]),
        (lambda rows: [row.append("x" if n else "") for n, row in enumerate(rows)],
         ["row 1 below", "without a heading"]),
        (lambda rows: rows.pop(0), ["lacks the columns", "first line"]),
        (lambda rows: rows[0].__setitem__(-1, "value"), ["the column value twice"]),
        (lambda rows: [row.extend([str(n)] * 1000) for n, row in enumerate(rows)], ["columns"]),
        (set_cell("name", "a\0b"), ["line 3", "NUL"]),
        (lambda rows: rows.clear(), ["is empty"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_table_is_told_with_its_row(out: Path, edit: Edit, words: list[str]) -> None:
    rows = read(out / "scores.csv")
    edit(rows)
    write(out / "scores.csv", rows)
    result = run("compare", out)
    assert result.exit_code == ExitCode.USAGE, result.output
    assert len(result.stderr.splitlines()) == 1
    assert len(result.stderr) < 500
    for word in [str(out / "scores.csv"), *words]:
        assert word in result.stderr


@pytest.mark.parametrize(
    "edit",
    [
        lambda rows: rows.append([]),
        lambda rows: rows.append([""] * len(rows[0])),
        lambda rows: rows.insert(2, []),
        lambda rows: [row.extend(["", ""]) for row in rows],
        lambda rows: [row.append(f"mine {n}") for n, row in enumerate(rows)],
        lambda rows: rows.__setitem__(slice(1, None), rows[:0:-1]),
        lambda rows: [row.insert(0, row.pop()) for row in rows],
    ],
)  # fmt: skip
def test_what_a_spreadsheet_leaves_around_a_table_changes_nothing(out: Path, edit: Edit) -> None:
    def values(folder: Path) -> set[tuple[object, ...]]:
        frame = load_tables(folder).scores
        return set(frame[["agency_id", "code", "value"]].itertuples(index=False, name=None))

    before = values(out)
    rows = read(out / "scores.csv")
    edit(rows)
    write(out / "scores.csv", rows)
    assert values(out) == before
    assert run("check", out).exit_code == ExitCode.OK


def test_a_row_is_counted_as_it_stands_in_the_file(out: Path) -> None:
    rows = read(out / "scores.csv")
    rows.insert(1, [])
    set_cell("value", "high", 3)(rows)
    write(out / "scores.csv", rows)
    with pytest.raises(TableError, match="row 3 below"):
        load_tables(out)


@pytest.mark.parametrize(("day", "kept"), [("2024-02-30", True), ("", True), ("31/12/2567", False)])
def test_a_day_in_another_form_is_not_lost_without_a_word(out: Path, day: str, kept: bool) -> None:
    rows = read(out / "measures.csv")
    rows[0].append("start_date")
    rows[1].append(day)
    write(out / "measures.csv", rows)
    if kept:
        assert load_tables(out).measures["start_date"].isna().all()
    else:
        with pytest.raises(TableError, match=r"row 1 below .*start_date; a date such as"):
            load_tables(out)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda data: data.decode("utf-8-sig").encode("utf-16"), "UTF-8"),
        (lambda data: data.decode("utf-8-sig").encode("cp874"), "UTF-8"),
        (lambda data: data.replace(b",", b";"), "semicolons"),
        (lambda data: data.replace(b",", b"\t"), "tabs"),
        (lambda data: data.replace(b"ITA", b'"ITA', 1), "quotation marks"),
        (lambda data: data.replace(b"ITA", b'"I"TA', 1), "quotation marks"),
    ],
)  # fmt: skip
def test_another_form_of_file_is_told(out: Path, damage: Callable[[bytes], bytes], words: str) -> None:
    path = out / "scores.csv"
    path.write_bytes(damage(path.read_bytes()))
    for command in ("compare", "check"):
        result = run(command, out)
        assert (result.exit_code, len(result.stderr.splitlines())) == (ExitCode.USAGE, 1)
        assert words in result.stderr


def test_a_line_without_end_is_not_taken_into_memory(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_tables, "MAX_LINE", 500)
    with (out / "scores.csv").open("ab") as file:
        file.write(b"x" * 1000)
    with pytest.raises(TableError, match="over 500 characters"):
        load_tables(out)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", [*TABLE_NAMES, "agencies"])
@pytest.mark.parametrize("odd", ["pipe", "folder", "device", "loop", "dangling"])
def test_what_is_no_file_is_told_and_not_waited_for(out: Path, name: str, odd: str) -> None:
    path = out / f"{name}.csv"
    path.unlink(missing_ok=True)
    make: dict[str, Callable[[], object]] = {
        "pipe": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "device": lambda: path.symlink_to("/dev/zero"),
        "loop": lambda: path.symlink_to(path.name),
        "dangling": lambda: path.symlink_to("none"),
    }
    make[odd]()
    with pytest.raises(TableError, match=rf"{name}\.csv: cannot be read \(.*move it away"):
        one_agency_each(out, write=True)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda rows: rows.append([*rows[1][:-1], "x", "y"]), "cells"),
        (lambda rows: rows[0].append(rows[0][0]), "twice"),
        (lambda rows: rows.extend([["a", "b", "c"], ["a", "b", "d"]]), "leave one"),
        (lambda rows: rows[1].__setitem__(0, "\0"), "NUL"),
    ],
)  # fmt: skip
def test_a_listing_that_contradicts_itself_is_refused(tmp_path: Path, edit: Edit, words: str) -> None:
    rows = [["agency_id", "proposed_id", "merged_id"], ["a", "b", "c"], ["d", "d", "d"]]
    path = tmp_path / FILE_NAME
    write(path, rows)
    assert read_corrections(path) == {"a": "c"}
    edit(rows)
    write(path, rows)
    with pytest.raises(TableError, match=words):
        read_corrections(path)


def test_a_listing_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agencies_file, "LARGEST_MB", 0)
    (tmp_path / FILE_NAME).write_bytes(b"x" * 101)
    with pytest.raises(TableError, match="is over"):
        read_corrections(tmp_path / FILE_NAME)


def test_damaged_parquet_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    for name, frame in tables([score("ก", 2567, "1", 90.0)]).items():
        frame.to_parquet(tmp_path / f"{name}.parquet")
    assert len(load_tables(tmp_path).scores) == 1
    path = tmp_path / "scores.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(TableError, match=r"scores\.parquet: is no table in Parquet"):
        load_tables(tmp_path)


def test_a_table_may_lack_what_no_analysis_needs() -> None:
    frames = tables([score("ก", 2567, "1", 90.0)])
    loaded = load_tables({**frames, "scores": frames["scores"].drop(columns="confidence")})
    assert loaded.scores["confidence"].isna().all()


@pytest.mark.parametrize("column", ["name", "value", "fiscal_year"])
def test_bytes_in_a_frame_are_told(column: str) -> None:
    frames = tables([score("ก", 2567, "1", 90.0)])
    scores = frames["scores"].astype(object)
    scores[column] = [b"\xff"]
    with pytest.raises(TableError, match=f"frame scores: .*{column}"):
        load_tables({**frames, "scores": scores})


def test_a_thousand_namesakes_without_a_place_take_no_square() -> None:
    def seconds(n: int) -> float:
        rows = [score("ก", 2567, "1", 90.0, id_=str(k), province=None) for k in range(n)]
        loaded = load_tables(tables(rows))
        start = time.process_time()
        _, listing = merge_agencies(loaded)
        assert listing["note"].str.len().max() < 500
        return time.process_time() - start

    assert seconds(2400) < 8 * seconds(600) + 0.2


def test_a_folder_in_the_place_of_a_result_is_named(out: Path, tmp_path: Path) -> None:
    (tmp_path / "made" / "scores.csv" / "x").mkdir(parents=True)
    result = run("export", out, "-o", tmp_path / "made")
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr.startswith(f"problem: {tmp_path / 'made' / 'scores.csv'}: ")


def test_codes_of_any_length_have_an_order() -> None:
    assert in_order(["i" + "9" * 5000, "9" * 5000, "i1", "10", "9.1"])[:3] == ["10", "9.1", "i1"]


def test_check_takes_kinds_that_it_does_not_know() -> None:
    row = {"doc_id": "d", "kind": "x", "code": "7", "value": "80", "status": "conflict"}
    assert "score 7 = 80" in explain_rows([{"doc_id": "d"}], [row], [])[-1]


def test_check_does_not_take_the_square_of_a_document() -> None:
    def seconds(n: int) -> float:
        scores = [{"doc_id": "d", "code": str(k), "page": "1"} for k in range(n)]
        failing = {"doc_id": "d", "result": "fails", "severity": "error", "check": "overall"}
        checks = [{**failing, "scores": str(k)} for k in range(n)]
        start = time.process_time()
        explain_rows([{"doc_id": "d"}], scores, checks)
        return time.process_time() - start

    few, many = (min(seconds(n) for _ in range(3)) for n in (1000, 4000))
    assert many < 10 * few + 0.1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_as_seal_and_lock_are_not_waited_for(tmp_path: Path) -> None:
    store = tmp_path / "thai-ita.sqlite"
    store.write_bytes(b"bytes")
    seal(store)
    assert is_sealed(store)
    seal_of(store).unlink()
    os.mkfifo(seal_of(store))
    assert not has_seal(store)
    assert not is_sealed(store)
    seal_of(store).unlink()
    seal_of(store).symlink_to("/dev/zero")
    assert not is_sealed(store)
    os.mkfifo(tmp_path / LOCK_NAME)
    assert not is_held(tmp_path)
    assert holder(tmp_path) == ""
    with pytest.raises(NoLockFileError, match="no lock file"), locked(tmp_path):
        pass


def test_nothing_left_is_said_on_stderr(out: Path) -> None:
    result = run("compare", out, "--year", "2550")
    assert result.exit_code == ExitCode.NOTHING_USABLE
    assert result.stderr.startswith("problem: ")
    assert len(result.stderr.splitlines()) == 1


ODD_CELLS = (
    "", "NaN", "inf", "1e308", "9" * 30, "-1", "2567.0", "๒๕๖๗", "None", "\x1b[31m", "x" * 9000,
    '"', "'=1", "\r\n", "1,234", "#REF!", "5/1/2567", "0x10", "i99999999999999999999", "conflict",
)  # fmt: skip


def edit_at_random(rows: Rows, chance: random.Random) -> None:
    """A cell or a column changed or gone, a row cut, rows doubled or shuffled."""
    row = chance.choice(rows) if rows else []
    place = chance.randrange(len(row)) if row else 0
    odd, kind = chance.choice(ODD_CELLS), chance.randrange(6)
    if kind < 2:
        for changed in [row] if kind else rows[1:]:
            changed[place : place + 1] = [odd]
    elif kind == 2:
        del row[place:]
    elif kind == 3:
        for changed in rows:
            del changed[place : place + 1]
    elif kind == 4:
        rows.extend([list(changed) for changed in rows[1:]])
    else:
        chance.shuffle(rows)


def test_tables_edited_at_random_answer_or_say_why(out: Path) -> None:
    original = {name: read(out / f"{name}.csv") for name in TABLE_NAMES if name != "findings"}
    for seed in range(10):
        chance = random.Random(seed)
        made = {name: [list(row) for row in rows] for name, rows in original.items()}
        for _ in range(chance.choice([1, 1, 2, 4])):
            edit_at_random(made[chance.choice(list(made))], chance)
        for name, rows in made.items():
            write(out / f"{name}.csv", rows)
        problem = ""
        try:
            values = one_agency_each(out)[0].scores["value"]
        except TableError as error:
            problem, values = str(error), pd.Series([], dtype="float64")
        assert values.dropna().between(0, 100).all(), seed
        assert not problem or ".csv: " in problem, seed
        assert len(problem.splitlines()) < 2, seed
