"""The five tables and their files."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import thai_ita
from tests.conftest import make_report
from thai_ita.atomic_files import AtomicFiles
from thai_ita.columns import TABLE_COLUMNS, ColumnKind, ColumnSpec
from thai_ita.export.csv_files import write_csv
from thai_ita.export.json_files import report_record, write_reports
from thai_ita.export.tables import Row, RowTable, build_tables, decimal_score
from thai_ita.model import Agency, DocStatus, Report
from thai_ita.normalize.csv_injection import neutralise, restore_text, with_bullets

FORMULA_STARTS = tuple("=+-@\t\r\n\0")
texts = st.text(st.characters(codec="utf-8"), max_size=30)
# pandas' reader ends a field at a NUL; everything else must come back from it.
texts_without_nul = texts.map(lambda text: text.replace("\0", ""))


def csv_bytes(table: RowTable) -> bytes:
    buffer = io.BytesIO()
    write_csv(buffer, table)
    return buffer.getvalue()


def one_column(values: list[str]) -> RowTable:
    columns = (ColumnSpec("number", ColumnKind.INTEGER), ColumnSpec("text"))
    rows: list[Row] = [{"number": n, "text": value} for n, value in enumerate(values)]
    return RowTable("table", columns, rows)


@given(st.lists(texts, max_size=5))
def test_csv_comes_back_whole(values: list[str]) -> None:
    data = csv_bytes(one_column(values))
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [restore_text(line[1]) for line in lines[1:]] == values


@given(st.lists(texts_without_nul, min_size=1, max_size=5))
def test_pandas_reads_the_same_csv(values: list[str]) -> None:
    frame = pd.read_csv(
        io.BytesIO(csv_bytes(one_column(values))),
        encoding="utf-8-sig",
        dtype=str,
        keep_default_na=False,
    )
    assert [restore_text(text) for text in frame["text"]] == values


@given(texts)
def test_no_text_cell_begins_like_a_formula(text: str) -> None:
    assert not neutralise(text).lstrip(" ").startswith(FORMULA_STARTS)


@pytest.mark.parametrize(("text", "shown"), [
    ("- ยังไม่ทั่วถึง", "• ยังไม่ทั่วถึง"),
    ("-เทศบาลจัดป้าย\n-  เทศบาลจัดแผนผัง", "• เทศบาลจัดป้าย\n• เทศบาลจัดแผนผัง"),
    ("ผลการดำเนินงาน\n - Website ของหน่วยงาน", "ผลการดำเนินงาน\n • Website ของหน่วยงาน"),
    ("- “ป้าย” หน้าสำนักงาน", "• “ป้าย” หน้าสำนักงาน"),
    ("-\u00a0ป้าย", "• ป้าย"),
])  # fmt: skip
def test_a_hyphen_before_a_point_is_a_bullet(text: str, shown: str) -> None:
    assert with_bullets(text) == shown
    assert neutralise(shown) == shown


@pytest.mark.parametrize(
    "text",
    ["-2.62", "- 2.62", "-๒.๖๒", "- ๒.๖๒ คะแนน", "-", "- ", "-- ข้อ", "- - ข้อ", "-cmd|x", "- =1+1", "- @SUM(A1)",
     "ต.ค. 66 - ก.ย. 67", "e-Service", "-\nป้าย"],
)  # fmt: skip
def test_a_hyphen_that_may_be_a_minus_stays(text: str) -> None:
    assert with_bullets(text) == text


def test_what_is_kept_as_printed_keeps_its_hyphens(report: Report) -> None:
    printed = "- ร้อยละ ๘๖.๕"
    read = report.scores[0]
    read.value_as_seen, read.evidence = printed, replace(read.evidence, text=printed)
    report.measures[0].output = "- จัดป้ายแล้ว\n- อบรมแล้ว"
    report.measures[0].outcome = "- 2.62"
    _, scores, measures, *_ = (table.rows[0] for table in build_tables([report]))
    assert scores["value_as_seen"] == scores["evidence"] == printed
    assert measures["output"] == "• จัดป้ายแล้ว\n• อบรมแล้ว"
    assert measures["outcome"] == "- 2.62"
    assert "'• " not in csv_bytes(build_tables([report])[2]).decode("utf-8")


def test_csv_form() -> None:
    data = csv_bytes(one_column(['เลข "๑", และ']))
    assert data == '\ufeffnumber,text\r\n0,"เลข ""๑"", และ"\r\n'.encode()


def test_number_columns_keep_their_minus() -> None:
    table = RowTable("t", (ColumnSpec("value", ColumnKind.NUMBER),), [{"value": Decimal("-2.62")}])
    assert csv_bytes(table).endswith(b"\r\n-2.62\r\n")


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (86.5, 1, "86.5"),
        (86.5, 2, "86.50"),
        (95.0, 0, "95"),
        (22.4 / 0.3, 2, "74.67"),
        (22.4 / 0.3, 1, "74.67"),
        (88.1, 27, "88.100000000000000"),
        (99.375, 3, "99.375"),
        (0.285, 2, "0.29"),
        (100.0, 2, "100.00"),
    ],
)
def test_scores_keep_the_decimals_of_their_source(value: float, decimals: int, shown: str) -> None:
    assert str(decimal_score(value, decimals)) == shown


def test_contract_columns_come_first() -> None:
    first = {name: [c.name for c in columns][:8] for name, columns in TABLE_COLUMNS.items()}
    assert first["documents"][:5] == ["doc_id", "path", "media", "pages", "doc_type"]
    assert first["scores"][5:] == ["province", "fiscal_year", "fiscal_year_ce"]
    assert first["measures"][4:] == ["seq", "group", "title", "steps"]


def test_rows_of_a_report(report: Report) -> None:
    documents, scores, measures, findings, checks = (t.rows[0] for t in build_tables([report]))
    assert (documents["fiscal_year"], documents["fiscal_year_ce"]) == (2568, 2025)
    assert (documents["n_scores"], documents["status"]) == (1, "ok")
    assert (scores["fiscal_year"], scores["fiscal_year_ce"]) == (2567, 2024)
    assert (scores["value"], scores["value_as_seen"]) == (Decimal("86.5"), "๘๖.๕")
    assert (scores["page"], scores["table"], scores["row"]) == (1, 1, 4)
    assert measures["steps"] == "ร่าง\nเผยแพร่"
    assert measures["responsible"] == "กองคลัง; กองช่าง"
    assert findings["text"] == "• ยังไม่ทั่วถึง"
    assert (checks["result"], checks["fiscal_year_ce"]) == ("holds", 2024)


def test_a_failed_document_has_its_row() -> None:
    failed = make_report()
    failed.status, failed.error = DocStatus.FAILED, "plan.txt: is empty"
    failed.scores.clear()
    row = build_tables([failed])[0].rows[0]
    assert (row["status"], row["error"], row["n_scores"]) == ("failed", "plan.txt: is empty", 0)


def test_the_same_content_twice_counts_once() -> None:
    tables = build_tables([make_report("a.txt"), make_report("b/copy.txt")])
    assert [row["duplicate_of"] for row in tables[0].rows] == [None, "a.txt"]
    assert [len(table.rows) for table in tables] == [2, 1, 1, 1, 1]


def test_a_score_names_its_own_agency(report: Report) -> None:
    other = Agency("x", "องค์การบริหารส่วนตำบลทุ่งสมมติ")
    report.scores[0].agency = other
    assert build_tables([report])[1].rows[0]["agency"] == other.name


def test_frames_have_types(report: Report) -> None:
    frames = thai_ita.frames([report])
    assert list(frames) == ["documents", "scores", "measures", "findings", "checks"]
    assert frames["scores"]["value"].dtype == "float64"
    assert frames["scores"]["fiscal_year"].dtype == "Int64"
    assert frames["scores"]["bbox"].isna().all()
    assert frames["measures"]["end_date"][0] == pd.Timestamp("2025-09-30")
    assert frames["findings"]["text"][0] == "• ยังไม่ทั่วถึง"


def test_frames_of_nothing_keep_columns_and_types() -> None:
    frame = thai_ita.frames([])["scores"]
    assert list(frame) == [column.name for column in TABLE_COLUMNS["scores"]]
    assert frame["value"].dtype == "float64"


def test_json_holds_what_the_tables_leave_out(report: Report) -> None:
    buffer = io.BytesIO()
    write_reports(buffer, [report], version="1")
    assert "การใช้ทรัพย์สิน".encode() in buffer.getvalue()
    loaded = json.loads(buffer.getvalue())["reports"][0]
    assert loaded["scores"][0]["match"]["rule"] == "alias"
    assert loaded["scores"][0]["evidence"]["row"] == 4
    assert loaded["refused"][0]["reason"] == "a plan's name"
    assert loaded["findings"][0]["text"] == "- ยังไม่ทั่วถึง"
    assert loaded == json.loads(json.dumps(report_record(report)))


def test_a_failed_write_leaves_the_old_files(tmp_path: Path) -> None:
    (tmp_path / "scores.csv").write_text("old")

    def write_half() -> None:
        with AtomicFiles(tmp_path) as files:
            files.stage("documents.csv").write(b"new")
            files.stage("scores.csv").write(b"ne")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert [p.name for p in tmp_path.iterdir()] == ["scores.csv"]
    assert (tmp_path / "scores.csv").read_text() == "old"


def test_nothing_shows_before_all_is_written(tmp_path: Path) -> None:
    with AtomicFiles(tmp_path) as files:
        files.stage("scores.csv").write(b"new")
        assert not (tmp_path / "scores.csv").exists()
    assert (tmp_path / "scores.csv").read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["scores.csv"]


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_run_leaves_no_half_file(tmp_path: Path) -> None:
    (tmp_path / "scores.csv").write_text("old")
    code = (
        "import os, pathlib, signal, sys\n"
        "from thai_ita.atomic_files import AtomicFiles\n"
        "with AtomicFiles(pathlib.Path(sys.argv[1])) as files:\n"
        "    files.stage('scores.csv').write(b'ne')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)]).returncode != 0
    assert [p.name for p in tmp_path.iterdir() if not p.name.startswith(".")] == ["scores.csv"]
    assert (tmp_path / "scores.csv").read_text() == "old"
