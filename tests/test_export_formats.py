"""Exports: the same facts in every format, safe in spreadsheets, described in two languages."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from string import Formatter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyze_tables import measure, score, tables
from thai_ita import analyze
from thai_ita.analyze.answer import Answer
from thai_ita.analyze.answer_words import column_entry, dictionary, in_words, message
from thai_ita.analyze.typed_tables import load_tables
from thai_ita.choices import FileFormat, Headings
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.export.frame_files import frame_csv, write_frames
from thai_ita.normalize.csv_injection import restore_text

RISKY = ("=1+1", "+๒.๖๒", "@SUM(A1)", "-- ข้อ", "http://example.org/x", "{=A1}", "'=2")


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    rows = [score(n, 2565, c, v) for n, v in (("หนึ่ง", 91.25), ("สอง", 0.0), ("สาม", None)) for c in ("ITA", "4")]
    made = [measure("หนึ่ง", 2566, k, text, steps="ก\nข") for k, text in enumerate(RISKY, start=1)]
    loaded = load_tables(tables(rows, made))
    return dict(loaded.items())


def exported(
    frames: dict[str, pd.DataFrame],
    folder: Path,
    *formats: FileFormat,
    headings: Headings = Headings.CODE,
    notes: tuple[str, ...] = (),
) -> list[Path]:
    return write_frames(frames, folder, formats, headings=headings, notes=notes)


def test_xlsx_holds_values_and_no_formula(frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    from openpyxl import load_workbook

    (path,) = exported(frames, tmp_path, FileFormat.XLSX, notes=("หมายเหตุแรก", "=1+1"))
    book = load_workbook(path)
    assert book.sheetnames == ["summary", *frames, "dictionary"]
    told = [c.value for c in book["summary"]["B"]]
    assert told[told.index("หมายเหตุแรก") + 1] == "=1+1"
    for sheet in book:
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    sheet = book["measures"]
    heads = [c.value for c in sheet[1]]
    titles = [sheet.cell(r, heads.index("title") + 1) for r in range(2, sheet.max_row + 1)]
    assert [c.value for c in titles] == list(RISKY)
    assert all(c.hyperlink is None for c in titles)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    scores = book["scores"]
    heads = [c.value for c in scores[1]]
    values = [scores.cell(r, heads.index("value") + 1) for r in range(2, scores.max_row + 1)]
    assert [c.value for c in values] == [91.25, 91.25, 0, 0, None, None]
    assert values[0].number_format == "0.00"
    assert scores.conditional_formatting
    link = scores.cell(2, heads.index("doc_id") + 1).hyperlink
    assert link is not None
    assert link.location == "'documents'!A2"


def test_evidence_links_lead_to_files_that_exist(frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    from openpyxl import load_workbook

    report = tmp_path / "รายงาน #1.txt"
    report.write_text("x")
    documents = frames["documents"].copy()
    documents["path"] = [str(report), *["gone.txt"] * (len(documents) - 1)]
    (path,) = exported(frames | {"documents": documents}, tmp_path / "out", FileFormat.XLSX)
    sheet = load_workbook(path)["documents"]
    column = [c.value for c in sheet[1]].index("path") + 1
    assert sheet.cell(2, column).hyperlink is not None
    assert sheet.cell(3, column).hyperlink is None


def test_long_text_is_cut_and_said(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    frame = pd.DataFrame({"title": ["ก" * 40_000]})
    (path,) = exported({"measures": frame}, tmp_path, FileFormat.XLSX)
    book = load_workbook(path)
    assert len(book["measures"]["A2"].value) == 32_767
    assert any("are cut" in str(cell.value) for cell in book["summary"]["B"])


def test_sqlite_keeps_types_and_joins(frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    path, _ = exported(frames, tmp_path, FileFormat.SQLITE)
    with closing(sqlite3.connect(path)) as store:
        rows = store.execute(
            "SELECT s.value, typeof(s.value), typeof(s.fiscal_year), d.path FROM scores s "
            "JOIN documents d USING (doc_id) WHERE s.code = '4' ORDER BY s.rowid"
        ).fetchall()
        meaning = store.execute(
            "SELECT th FROM dictionary WHERE \"table\" = 'scores' AND \"column\" = 'value'"
        ).fetchone()
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [row[:3] for row in rows] == [
        (91.25, "real", "integer"),
        (0.0, "real", "integer"),
        (None, "null", "integer"),
    ]
    assert meaning == ("คะแนน",)
    assert len(load_tables(path).scores) == 6


def test_parquet_comes_back_as_it_was(frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    exported(frames, tmp_path, FileFormat.PARQUET)
    back = load_tables(tmp_path)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(back.frame(name), frame, check_dtype=False)


@pytest.mark.parametrize("headings", list(Headings))
def test_the_data_package_is_valid(frames: dict[str, pd.DataFrame], tmp_path: Path, headings: Headings) -> None:
    frictionless = pytest.importorskip("frictionless")
    exported(frames, tmp_path, FileFormat.DATAPACKAGE, headings=headings)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    record = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert {r["name"] for r in record["resources"]} == set(frames)
    broken = (tmp_path / "scores.csv").read_bytes().replace(b"2565", b"year")
    (tmp_path / "scores.csv").write_bytes(broken)
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_csv_headings_in_thai(frames: dict[str, pd.DataFrame]) -> None:
    text = frame_csv(frames["scores"], "scores", Headings.TH).decode("utf-8-sig")
    head, first = next(csv.reader(io.StringIO(text))), text.splitlines()[1]
    assert {"หน่วยงาน", "ปีงบประมาณ", "คะแนน", "สถานะการตรวจสอบ"} <= set(head)
    assert len(set(head)) == len(list(head))
    assert "ยืนยันแล้ว" in first
    assert "ตัวชี้วัด" in text


@settings(max_examples=60)
@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1), max_size=5
    ),
    number=st.floats(0, 100) | st.none(),
)
def test_csv_round_trip(texts: list[str], number: float | None) -> None:
    frame = pd.DataFrame(
        {
            "title": pd.Series(texts, dtype="string"),
            "value": pd.Series([number] * len(texts), dtype="float64"),
        }
    )
    data = frame_csv(frame, "measures", Headings.CODE).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data, newline="")))
    assert [restore_text(row[0]) for row in rows[1:]] == texts
    for row in rows[1:]:
        assert row[1] == "" if number is None else float(row[1]) == number
        assert not row[0].startswith(("=", "+", "-", "@", "\t"))


def test_nothing_is_written_where_one_format_fails(
    frames: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thai_ita.export.xlsx.MOST_ROWS", 5)
    with pytest.raises(ValueError, match="scores has 6 rows"):
        exported(frames, tmp_path / "out", FileFormat.CSV, FileFormat.XLSX)
    assert list((tmp_path / "out").iterdir()) == []


def answers() -> dict[str, Answer]:
    rng = np.random.default_rng(0)
    rows = [
        score(f"แห่ง{k}", y, c, round(float(rng.uniform(60, 100)), 2))
        for k in range(20)
        for y in (2563, 2564, 2565)
        for c in ("ITA", "4", "9")
    ]
    made = [
        measure(f"แห่ง{k}", y, 1, f"มาตรการ{k}{y}", indicators="4" if k % 2 else "9")
        for k in range(20)
        for y in (2564, 2565)
    ]
    source = tables(rows, made)
    return {
        "compare": analyze.compare(source, by="province"),
        "trends": analyze.trends(source),
        "plans": analyze.plans(source),
    }


def test_every_column_value_and_note_has_its_words() -> None:
    words = dictionary()
    columns = {(t, c.name) for t, cs in TABLE_COLUMNS.items() for c in cs}
    _, listing = analyze.one_agency_each(tables([score("หนึ่ง", 2565, "ITA", 80.0)]))
    columns |= {("agencies", str(c)) for c in listing.columns}
    used_tables = {*TABLE_COLUMNS, "agencies", "duplicates", "summary", "dictionary"}
    for answer in answers().values():
        for name in answer:
            used_tables.add(name)
            columns |= {
                (name, str(c)) for c in answer[name].columns if not (name == "wide" and str(c) in ("ITA", "4", "9"))
            }
    assert used_tables == set(words["tables"])
    for table, column in sorted(columns):
        entry = column_entry(table, column)
        assert entry["about_en"], f"{table}.{column}"
        assert entry["th"] != column
    names = {c for _, c in columns} | {f"{t}.{c}" for t, c in columns}
    assert {k for k in words["columns"] if k not in names} <= {"link"}
    for code, texts in words["messages"].items():
        fields = [sorted(f for _, f, _, _ in Formatter().parse(texts[x]) if f) for x in ("en", "th")]
        assert fields[0] == fields[1], code


def test_headings_stay_distinct_in_every_language() -> None:
    for answer in answers().values():
        for name in answer:
            for headings in Headings:
                shown = in_words(answer[name], name, headings)
                assert len(set(shown.columns)) == shown.shape[1], (name, headings)
                assert not any("(2)" in str(c) for c in shown.columns), (name, headings)


def test_messages_take_their_values() -> None:
    text = message("breaks_refused", {"n": 3, "why": "FY2566-2567: OIT went from 43 to 35 items"}, "th")
    assert "ปี 2566-2567" in text
    assert "FY" not in text
