"""Loading the five tables from what a run leaves behind, and saying what is wrong with others."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import thai_ita
from tests.analyze_tables import score, tables
from tests.conftest import make_report
from thai_ita.analyze import typed_tables as own
from thai_ita.analyze.agencies_file import write_listing
from thai_ita.analyze.typed_tables import TableError, load_tables
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.export.csv_files import write_csv
from thai_ita.export.sqlite import sqlite_bytes
from thai_ita.export.tables import build_tables
from thai_ita.model import Report
from thai_ita.normalize.csv_injection import neutralise, restore_text


def report_with_a_formula() -> Report:
    report = make_report()
    report.measures[0].outcome = "=1+1"
    return report


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    for table in build_tables([report_with_a_formula()]):
        with (tmp_path / f"{table.name}.csv").open("wb") as file:
            write_csv(file, table)
    return tmp_path


def test_a_run_comes_back_as_the_frames_it_was_made_from(run_folder: Path) -> None:
    loaded = load_tables(run_folder)
    direct = thai_ita.frames(report_with_a_formula())
    for name, frame in direct.items():
        back = loaded.frame(name)
        for column in frame.columns:
            # A CSV knows no difference between an empty text and none.
            a = [None if pd.isna(v) or v == "" else v for v in frame[column]]
            b = [None if pd.isna(v) else v for v in back[column]]
            assert a == b, f"{name}.{column}"
    assert loaded.measures["outcome"].iloc[0] == "=1+1", "the apostrophe of the CSV is gone"


def test_store_folder_and_frames_are_one(run_folder: Path) -> None:
    from_csv = load_tables(run_folder)
    store = run_folder / "other" / "thai-ita.sqlite"
    store.parent.mkdir()
    store.write_bytes(sqlite_bytes(dict(from_csv.items())))
    for source in (store, store.parent, dict(from_csv.items())):
        other = load_tables(source)
        for name, frame in from_csv.items():
            wanted = frame.astype(dict.fromkeys(frame.columns, "string"))
            got = other.frame(name).astype(dict.fromkeys(frame.columns, "string"))
            pd.testing.assert_frame_equal(got, wanted, check_like=True)


def test_the_columns_of_the_analyses_are_those_of_the_tables() -> None:
    for name, needed in own.REQUIRED.items():
        assert {*needed, *own.OPTIONAL[name]} <= {c.name for c in TABLE_COLUMNS[name]}


def test_a_listing_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "agencies.csv").mkdir()
    with pytest.raises(TableError, match="cannot be written"):
        write_listing(tmp_path / "agencies.csv", pd.DataFrame({"agency": ["ก"]}))
    assert [path.name for path in tmp_path.iterdir()] == ["agencies.csv"]


@pytest.mark.parametrize("text", ["'", "''", "'=1", "=1", "\ta", "- ก", "ทต.ก"])
def test_a_written_listing_gives_back_its_texts(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "agencies.csv")
        write_listing(path, pd.DataFrame({"agency": [text]}))
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert [restore_text(row[0]) for row in list(csv.reader(file))[1:] if row] == [text]


@given(st.text(max_size=30))
def test_text_is_restored_as_the_writer_says(text: str) -> None:
    assert restore_text(neutralise(text)) == text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("scores.csv", b"", ["scores.csv", "empty"]),
        ("scores.csv", "รหัส".encode("cp874") + b"\n1\n", ["scores.csv", "UTF-8"]),
        ("scores.csv", b"doc_id,agency\nx,y\n", ["scores.csv", "agency_id", "docs/output.md"]),
        (
            "scores.csv",
            b"agency_id,agency,fiscal_year,kind,code,value\na,b,2567,overall,ITA,high\n",
            ["scores.csv", "row 1", "high", "value"],
        ),
        (
            "scores.csv",
            b"agency_id,agency,fiscal_year,kind,code,value\na,b,2567,overall,ITA,123\n",
            ["0 to 100", "123"],
        ),
        (
            "scores.csv",
            b"agency_id,agency,fiscal_year,kind,code,value\na,b,2567.5,overall,ITA,9\n",
            ["whole number", "fiscal_year"],
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said(run_folder: Path, name: str, content: bytes, words: list[str]) -> None:
    (run_folder / name).write_bytes(content)
    with pytest.raises(TableError) as error:
        load_tables(run_folder)
    for word in words:
        assert word in str(error.value)


def test_missing_sources_are_named(tmp_path: Path, run_folder: Path) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "notes.sqlite").write_bytes(b"not a store")
    for source in ("absent", "bare", "notes.sqlite"):
        with pytest.raises(TableError, match=source):
            load_tables(tmp_path / source)
    (run_folder / "documents.csv").unlink()
    with pytest.raises(TableError, match="documents"):
        load_tables(run_folder)


def test_absent_values_and_tables_stay_absent() -> None:
    frames = tables([score("ก", 2567, "1", None), score("ก", 2567, "2", 0.0)])
    del frames["measures"]
    loaded = load_tables(frames)
    assert loaded.scores["value"].isna().tolist() == [True, False]
    assert loaded.measures.empty
    assert "title" in loaded.measures.columns
