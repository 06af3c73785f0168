"""The SQLite file: keys that hold, search inside Thai text, labels, and datasette's metadata."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from tests.analyze_tables import measure, score, tables
from thai_ita import analyze
from thai_ita.analyze.typed_tables import load_tables
from thai_ita.choices import FileFormat
from thai_ita.export import sqlite as sqlite_file
from thai_ita.export.frame_files import write_frames
from thai_ita.export.keys import Foreign, keys_of, lost_keys, with_documents_once
from thai_ita.export.sqlite import SEARCHED, can_search, sqlite_bytes

WORD = "ทรัพย์สิน"
Frames = dict[str, pd.DataFrame]


@pytest.fixture
def frames(tables_with_keys: Frames) -> Frames:
    return tables_with_keys


@pytest.fixture
def store(frames: Frames) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as store:
        store.deserialize(sqlite_bytes(frames, ["หมายเหตุ"]))
        yield store


def test_the_keys_hold_and_are_declared(store: sqlite3.Connection) -> None:
    keys = {
        table: ([c[1] for c in store.execute(f'PRAGMA table_info("{table}")') if c[5]],
                {(f[3], f[2]) for f in store.execute(f'PRAGMA foreign_key_list("{table}")')})
        for table in ("documents", "duplicates", "scores", "measures", "findings", "checks", "agencies")
    }  # fmt: skip
    facts = ["doc_id", "fact"]
    led = {("doc_id", "documents"), ("agency_id", "agencies")}
    assert keys == {
        "documents": (["doc_id"], {("agency_id", "agencies")}),
        "duplicates": (["path"], led),
        "scores": (facts, led), "measures": (facts, led), "findings": (facts, led),
        "checks": ([], led),
        "agencies": (["agency_id"], {("merged_id", "agencies")}),
    }  # fmt: skip
    assert store.execute("PRAGMA foreign_key_check").fetchall() == []
    assert store.execute("SELECT path FROM duplicates").fetchall() == [("b/copy.txt",)]
    with pytest.raises(sqlite3.IntegrityError):
        store.execute("INSERT INTO scores SELECT * FROM scores")


def test_a_key_that_does_not_hold_is_not_declared_and_said(frames: Frames) -> None:
    twice = pd.concat([frames["scores"]] * 2, ignore_index=True)
    once = with_documents_once(frames)
    lost = once | {"scores": twice, "agencies": frames["agencies"].iloc[:0]}
    assert keys_of(lost)["scores"].primary == ()
    assert keys_of(lost)["scores"].foreign == (Foreign("doc_id", "documents", "doc_id"),)
    told = lost_keys(lost)
    assert any("scores: rows are not named by doc_id, fact" in line for line in told)
    assert any("scores: agency_id leads to rows that agencies lacks" in line for line in told)
    with closing(sqlite3.connect(":memory:")) as store:
        store.deserialize(sqlite_bytes(lost))
        assert store.execute("SELECT count(*) FROM scores").fetchone() == (2,)
        assert set(told) <= {line for (line,) in store.execute("SELECT about FROM about")}


def test_missing_values_lead_nowhere_and_break_no_key(frames: Frames) -> None:
    scores = frames["scores"].assign(agency_id=pd.Series([pd.NA], dtype="string"))
    assert Foreign("agency_id", "agencies", "agency_id") in keys_of(frames | {"scores": scores})["scores"].foreign
    assert keys_of(frames | {"scores": scores.assign(fact=pd.NA)})["scores"].primary == ()


def test_documents_without_copies_stay_as_they_are() -> None:
    loaded = dict(load_tables(tables([score("หนึ่ง", 2565, "ITA", 80.0)])).items())
    assert "duplicates" not in with_documents_once(loaded)
    pd.testing.assert_frame_equal(with_documents_once(loaded)["documents"], loaded["documents"])


@pytest.mark.skipif(not can_search(), reason="this SQLite has no trigram tokenizer")
def test_a_word_inside_thai_text_is_found(store: sqlite3.Connection) -> None:
    found = store.execute(
        "SELECT code FROM scores WHERE rowid IN (SELECT rowid FROM scores_fts WHERE scores_fts MATCH ?)",
        (f'"{WORD}"',),
    ).fetchall()
    assert found == [("4",)]
    for word, hits in (("ทั่วถึง", 1), ("ไม่มีคำนี้", 0)):
        query = "SELECT count(*) FROM findings_fts WHERE findings_fts MATCH ?"
        assert store.execute(query, (f'"{word}"',)).fetchone() == (hits,)


def test_without_full_text_search_the_file_says_so(frames: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "_TOKENIZER", "no_such_tokenizer")
    assert not can_search()
    with closing(sqlite3.connect(":memory:")) as store:
        store.deserialize(sqlite_bytes(frames))
        assert store.execute("SELECT name FROM sqlite_master WHERE name LIKE '%fts%'").fetchall() == []
        lines = [line for (line,) in store.execute("SELECT about FROM about")]
        assert any("no FTS5" in line for line in lines)
        query = f"SELECT code FROM scores WHERE evidence LIKE '%{WORD}%'"
        assert store.execute(query).fetchall() == [("4",)]


def test_searched_columns_are_there(frames: Frames) -> None:
    known = dict(with_documents_once(frames))
    source = tables([score("หนึ่ง", 2565, "ITA", 80.0)], [measure("หนึ่ง", 2566, 1, "จัดทำคู่มือ")])
    known |= analyze.compare(source).frames | analyze.plans(source).frames
    for table, columns in SEARCHED.items():
        assert set(columns) <= set(known[table].columns), table


def test_coded_values_have_labels_and_joins_an_index(store: sqlite3.Connection) -> None:
    query = "SELECT l.th FROM checks c JOIN labels l ON l.column = 'result' AND l.value = c.result"
    assert store.execute(query).fetchall() == [("เป็นจริง",)]
    plan = store.execute("EXPLAIN QUERY PLAN SELECT * FROM scores WHERE code = '4'").fetchall()
    assert "scores_code" in plan[0][3]


def test_datasette_knows_titles_columns_facets_and_labels(frames: Frames, tmp_path: Path) -> None:
    paths = write_frames(frames, tmp_path, [FileFormat.SQLITE])
    assert [path.name for path in paths] == ["thai-ita-tables.sqlite", "metadata.json"]
    record = json.loads((tmp_path / "metadata.json").read_text("utf-8"))
    described = record["databases"]["thai-ita-tables"]["tables"]
    with closing(sqlite3.connect(tmp_path / "thai-ita-tables.sqlite")) as store:
        names = {n for (n,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert {n for n in names if "_fts" not in n} == set(described)
        for table, about in described.items():
            columns = {row[1] for row in store.execute(f'PRAGMA table_info("{table}")')}
            assert set(about.get("columns", ())) <= columns
            named = {*about.get("facets", ()), about.get("sort"), about.get("label_column")} - {None}
            assert named <= columns
    assert described["documents"]["label_column"] == "title"
    assert described["scores"]["title"] == "Scores / คะแนน"
    assert "0-100" in described["scores"]["columns"]["value"]
    assert "license" not in record


def test_the_file_is_read_back_as_tables(frames: Frames, tmp_path: Path) -> None:
    path, _ = write_frames(frames, tmp_path, [FileFormat.SQLITE])
    assert len(load_tables(path).scores) == len(frames["scores"])
