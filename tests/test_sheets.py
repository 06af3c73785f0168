"""Excel and CSV files: values as shown, tables cut apart, scores of score sheets, bad files."""

from __future__ import annotations

import contextlib
import functools
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill

import thai_ita
from thai_ita.ingest.errors import (
    BinaryInputError,
    DamagedError,
    EmptyDocumentError,
    EncryptedError,
    IngestError,
    TooLargeError,
    UnknownFormatError,
)
from thai_ita.ingest.sheet_display import display
from thai_ita.ingest.sheet_document import MAX_CELLS
from thai_ita.ingest.sheets import read_csv, read_xlsx
from thai_ita.model import Document, Line, Media, Table

INDICATORS = [
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต", "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร",
    "การปรับปรุงระบบการทำงาน", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต",
]  # fmt: skip


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def sheet_of(rows: Sequence[Sequence[Any]], *merged: str) -> Workbook:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    for area in merged:
        workbook.active.merge_cells(area)
    return workbook


def read(workbook: Workbook) -> Document:
    return read_xlsx(saved(workbook), "0" * 16, Path("a.xlsx"))


def csv_document(text: str, encoding: str = "utf-8") -> Document:
    return read_csv(text.encode(encoding), "0" * 16, Path("a.csv"))


def shape(table: Table) -> list[list[str | None]]:
    return [[None if c is None else c.text for c in row] for row in table.grid]


def outline(document: Document) -> list[str]:
    return [b.text if isinstance(b, Line) else f"table {b.n_rows}x{b.n_columns}" for b in document.blocks]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.8523, "0.00%", "85.23%"),
        (85.125, "0.00", "85.13"),  # halves away from zero
        (85.2, "0.00", "85.20"),
        (0.1 + 0.2, "General", "0.3"),
        (100.0, "General", "100"),
        (1234.5, "#,##0.00", "1,234.50"),
        (85.23, "t0.00", "๘๕.๒๓"),
        (85.23, "[$-D00041E]0.00", "๘๕.๒๓"),
        (85.23, '0.00" คะแนน"', "85.23 คะแนน"),
        (-1.5, "0.00;[Red](0.00)", "(1.50)"),
        (-1.5, "0.00", "-1.50"),
        (-0.001, "0.00", "0.00"),
        (0, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "-"),
        (85.5, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "85.50"),
        (85.5, '[>=85]"ผ่าน";"ไม่ผ่าน"', "ผ่าน"),
        (80, '[>=85]"ผ่าน";"ไม่ผ่าน"', "ไม่ผ่าน"),
        (85, "0.##", "85"),
        (datetime(2024, 10, 1), "dd/mm/yyyy", "1 ตุลาคม 2567"),
        (datetime(2567, 10, 1), "mmm-yy", "ตุลาคม 2567"),
        (datetime(2024, 10, 1, 9, 30), "hh:mm", "09:30"),
        (True, "General", "TRUE"),
        (None, "0.00", ""),
    ],
)
def test_values_are_shown_as_excel_shows_them(value: object, number_format: str, shown: str) -> None:
    assert display(value, number_format) == shown


@given(st.decimals(0, 100, places=2))
def test_two_decimals_stay_two_decimals(value: Any) -> None:
    assert display(float(value), "0.00") == f"{value:.2f}"
    assert display(float(value) / 100, "0.00%") == f"{value:.2f}%"


@given(st.floats(), st.text('0#?.,%;"-_*[]$t GE/@\\<>=5', max_size=14))
def test_no_number_format_breaks_the_display(value: float, number_format: str) -> None:
    assert isinstance(display(value, number_format), str)


def test_titles_stand_before_the_table_and_merged_heads_keep_their_spans() -> None:
    workbook = sheet_of(
        [
            ["ผลการประเมิน ITA เทศบาลตำบลตัวอย่างสุข", None, None, None],
            ["ลำดับ", "ตัวชี้วัด", "คะแนน", None],
            [None, None, 2566, 2567],
            [1, "การใช้อำนาจ", 80.5, None],
        ],
        "A1:D1", "A2:A3", "B2:B3", "C2:D2",
    )  # fmt: skip
    workbook.active["C4"].number_format = "0.00"
    workbook.active.title = "คะแนน"
    document = read(workbook)
    assert document.media is Media.XLSX
    assert outline(document) == ["คะแนน", "ผลการประเมิน ITA เทศบาลตำบลตัวอย่างสุข", "table 3x4"]
    table = document.tables[0]
    assert shape(table) == [
        ["ลำดับ", "ตัวชี้วัด", "คะแนน", None],
        [None, None, "2566", "2567"],
        ["1", "การใช้อำนาจ", "80.50", ""],
    ]
    assert [(c.rowspan, c.colspan) for c in table.grid[0] if c] == [(2, 1), (2, 1), (1, 2)]
    assert table.caption == "ผลการประเมิน ITA เทศบาลตำบลตัวอย่างสุข"


def test_a_head_merged_over_some_columns_is_no_title() -> None:
    rows = [[None, None, "คะแนน", None], ["ที่", "ตัวชี้วัด", 2566, 2567], [1, "ก", 80, 81]]
    assert outline(read(sheet_of(rows, "C1:D1"))) == ["table 3x4"]


def test_tables_are_cut_at_blank_rows_and_columns() -> None:
    rows = [
        ["ตัวชี้วัด", "คะแนน", None, "มาตรการ", "ผู้รับผิดชอบ"],
        ["การใช้อำนาจ", 80, None, "จัดประชุม", "กองคลัง"],
        ["การใช้งบประมาณ", 81, None, "จัดทำคู่มือ", "กองช่าง"],
        [],
        ["ตารางที่ 2"],
        ["หน่วยงาน", "ที่ตั้ง", "โทร", "ผู้ติดต่อ", "หมายเหตุ"],
        ["ก", "ข", "ค", "ง", "จ"],
    ]
    assert outline(read(sheet_of(rows))) == ["table 3x2", "table 3x2", "ตารางที่ 2", "table 2x5"]


def test_figures_beside_a_blank_column_stay_with_their_labels() -> None:
    rows = [["ตัวชี้วัด", None, 2566, 2567], ["ก", None, 80, 81], ["ข", None, 70, 71]]
    assert outline(read(sheet_of(rows))) == ["table 3x4"]


def test_a_blank_row_inside_a_table_does_not_end_it() -> None:
    rows = [["หน่วยงาน", "คะแนน"], ["ก", 80.5], ["ข", 81.5], [], ["ค", 82.5], ["ง", 83.5]]
    assert outline(read(sheet_of(rows))) == ["table 5x2"]


def test_far_away_formatting_costs_nothing() -> None:
    workbook = sheet_of([["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", 80]])
    workbook.active["XFD1048576"].fill = PatternFill("solid", fgColor="FF0000")
    assert outline(read(workbook)) == ["table 2x2"]


def test_hidden_sheets_and_formulas_without_values_are_told() -> None:
    workbook = sheet_of([["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", 80], ["รวม", "=SUM(B2)"]])
    hidden = workbook.create_sheet("ร่าง")
    hidden.append(["x", "y"])
    hidden.sheet_state = "hidden"
    document = read(workbook)
    assert outline(document) == ["table 3x2"]
    assert [t.code for t in document.problems] == ["hidden-sheet", "formula-without-value"]
    assert "1 formula" in document.problems[1].message


def test_stored_values_of_formulas_are_read() -> None:
    data = saved(sheet_of([["ตัวชี้วัด", "คะแนน"], ["รวม", "=SUM(B2)"]]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = re.sub(rb"<v ?/>|<v></v>", b"<v>85.5</v>", part)
            new.writestr(name, part)
    document = read_xlsx(out.getvalue(), "0" * 16, Path("a.xlsx"))
    assert shape(document.tables[0])[1] == ["รวม", "85.5"]
    assert not document.problems


# -- scores through the parser ------------------------------------------------------------------


def _scores(path: Path) -> dict[tuple[str, int | None, str], float]:
    return {
        (s.agency.name if s.agency else "", s.fiscal_year, s.code): s.value
        for s in thai_ita.read(path, guarded=False).scores
    }


def test_indicators_by_year(tmp_path: Path) -> None:
    """Head of two rows, merged; the years stand over the columns; the last row is the overall."""
    rows: list[list[Any]] = [
        ["ผลการประเมินคุณธรรมและความโปร่งใส (ITA) เทศบาลตำบลตัวอย่างสุข"],
        ["ลำดับ", "ตัวชี้วัด", "คะแนน", None, None],
        [None, None, "ปี 2565", "ปี 2566", "ปี 2567"],
    ]
    rows += [[i, name, 60 + i, 70 + i + 0.25, 80 + i] for i, name in enumerate(INDICATORS, 1)]
    rows.append(["คะแนนรวม", None, 65.5, 75.75, 85.5])
    workbook = sheet_of(rows, "A1:E1", "A2:A3", "B2:B3", "C2:E2", "A14:B14")
    for row in workbook.active.iter_rows(min_row=4, min_col=3):
        for cell in row:
            cell.number_format = "0.00"
    path = tmp_path / "years.xlsx"
    workbook.save(path)
    found = _scores(path)
    own = "เทศบาลตำบลตัวอย่างสุข"
    wanted = {(own, 2565 + k, str(i)): base + i + (0.25 if k == 1 else 0)
              for i in range(1, 11) for k, base in enumerate((60, 70, 80))}  # fmt: skip
    wanted |= {(own, 2565, "ITA"): 65.5, (own, 2566, "ITA"): 75.75, (own, 2567, "ITA"): 85.5}
    assert found == wanted


def test_many_agencies_with_percent_cells(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["ผลการประเมิน ITA องค์กรปกครองส่วนท้องถิ่น ประจำปีงบประมาณ พ.ศ. 2567"],
        [],
        ["ที่", "หน่วยงาน", "คะแนน ITA", "ระดับ"],
        [1, "เทศบาลตำบลตัวอย่างสุข", 0.8523, "ผ่าน"],
        [2, "เทศบาลตำบลสมมติชัย", 0.912, "ผ่านดี"],
        [3, "องค์การบริหารส่วนตำบลบ้านทดลอง", 0.7, "ต้องปรับปรุง"],
    ]
    workbook = sheet_of(rows)
    for row in workbook.active.iter_rows(min_row=4, min_col=3, max_col=3):
        row[0].number_format = "0.00%"
    path = tmp_path / "agencies.xlsx"
    workbook.save(path)
    assert _scores(path) == {
        ("เทศบาลตำบลตัวอย่างสุข", 2567, "ITA"): 85.23,
        ("เทศบาลตำบลสมมติชัย", 2567, "ITA"): 91.2,
        ("องค์การบริหารส่วนตำบลบ้านทดลอง", 2567, "ITA"): 70.0,
    }


def test_scores_of_a_csv_file(tmp_path: Path) -> None:
    lines = ["ผลการประเมิน ITA ปี 2567 เทศบาลตำบลตัวอย่างสุข,,", "", "ที่,ตัวชี้วัด,คะแนน"]
    lines += [f"{i},{name},{80 + i}.50" for i, name in enumerate(INDICATORS[:3], 1)]
    path = tmp_path / "scores.csv"
    path.write_bytes("\r\n".join(lines).encode("cp874"))
    own = "เทศบาลตำบลตัวอย่างสุข"
    assert _scores(path) == {(own, 2567, str(i)): 80.5 + i for i in (1, 2, 3)}


# -- CSV ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_told(delimiter: str) -> None:
    rows = [["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", "80.5"], ["การใช้งบประมาณ", "81.5"]]
    document = csv_document("\n".join(delimiter.join(row) for row in rows))
    assert shape(document.tables[0]) == rows


def test_decimal_commas_between_semicolons() -> None:
    document = csv_document("ตัวชี้วัด;คะแนน\nก;80,5\nข;81,5\n")
    assert shape(document.tables[0])[1] == ["ก", "80,5"]


def test_quotes_hold_delimiters_and_line_breaks() -> None:
    document = csv_document('\ufeffsep=;\nมาตรการ;ผู้รับผิดชอบ\n"ก; ""ข""\nค";กองคลัง\n')
    assert shape(document.tables[0])[1] == ['ก; "ข"\nค', "กองคลัง"]


def test_a_quote_that_is_never_closed_does_not_swallow_the_file() -> None:
    document = csv_document('ก,"ข\n' + "ค,ง\n" * 200)
    assert document.tables[0].n_rows == 201
    assert [t.code for t in document.problems] == ["damaged-csv"]


def test_csv_in_tis620_names_its_encoding() -> None:
    document = csv_document("ตัวชี้วัด,คะแนน\nการใช้อำนาจ,80\n", "cp874")
    assert (document.encoding, document.media) == ("cp874", Media.TEXT)


# -- bad files ----------------------------------------------------------------------------------


def test_bad_files_are_refused_with_the_reason() -> None:
    def refuse(data: bytes, error: type[Exception], words: str) -> None:
        with pytest.raises(error, match=words):
            read_xlsx(data, "0" * 16, Path("a.xlsx"))

    good = saved(sheet_of([["ตัวชี้วัด", "คะแนน"]]))
    refuse(good[: len(good) // 2], DamagedError, "cut short")
    refuse(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), EncryptedError, "password")
    refuse(saved(Workbook()), EmptyDocumentError, "no text")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    refuse(out.getvalue(), UnknownFormatError, "no Excel workbook")
    refuse(_with_sheet(good, b"<worksheet><sheetData><row>"), DamagedError, "no valid Excel")
    many = b"<c><v>1</v></c>" * (MAX_CELLS + 1)
    refuse(_with_sheet(good, b"<worksheet>" + many + b"</worksheet>"), TooLargeError, "cells")
    merged = b'<worksheet><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    refuse(_with_sheet(good, merged), TooLargeError, "merged")


@functools.cache
def _small_workbook() -> bytes:
    """Made once: the time of its making stands in it, so no two are of the same length."""
    return saved(sheet_of([["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", 80.5]]))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=4))
def test_damage_is_an_ingest_error_or_a_document(damage: list[tuple[int, int]]) -> None:
    data = bytearray(_small_workbook())
    for place, byte in damage:
        data[place % len(data)] = byte
    with contextlib.suppress(IngestError):
        assert read_xlsx(bytes(data), "0" * 16, Path("a.xlsx")).blocks


def _with_sheet(data: bytes, sheet: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return out.getvalue()


def test_bad_csv_files_are_refused() -> None:
    with pytest.raises(EmptyDocumentError):
        csv_document(" ,, \n,,\n")
    with pytest.raises(BinaryInputError):
        read_csv(bytes(range(256)) * 10, "0" * 16, Path("a.csv"))
    with pytest.raises(TooLargeError):
        csv_document("1,2\n" * (MAX_CELLS // 2 + 1))


# -- what a sheet does not show ----------------------------------------------------------------------


def test_hidden_rows_and_columns_are_not_read_and_merged_ones_that_show_are() -> None:
    workbook = sheet_of(
        [["ที่", "ตัวชี้วัด", "คะแนน", "คะแนน"], [1, "ก", 51.25, 82.66], [2, "ข", 52.25, 83.42], [3, "ค", 53.25, 84.42]]
    )
    sheet = workbook.active
    assert sheet is not None
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet.merge_cells("C1:D1")
    document = read(workbook)
    texts = [[c.text for c in row if c and c.text] for row in document.tables[0].grid]
    assert texts == [["ที่", "ตัวชี้วัด", "คะแนน"], ["1", "ก", "82.66"], ["3", "ค", "84.42"]]
    # The four cells of the hidden row, and those of the hidden column in two other rows.
    assert [(t.code, t.message[:8]) for t in document.problems] == [("hidden-cells", "6 hidden")]


def test_a_filtered_list_is_one_table_and_a_blank_row_still_parts_two() -> None:
    rows: list[list[object]] = [["ที่", "หน่วยงาน", "", "คะแนน"]]
    rows += [[k, f"อบต. {k}", "x", 80 + k / 4] for k in range(1, 10)]
    workbook = sheet_of([*rows, [], ["แบบวัด", "คะแนน"], ["IIT", 81.25]])
    sheet = workbook.active
    assert sheet is not None
    for hidden in (2, 3, 5, 8, 9):
        sheet.row_dimensions[hidden].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.merge_cells("A6:A9")  # over two rows that are hidden
    first, second = read(workbook).tables
    assert [[c.text if c else None for c in row] for row in first.grid] == [
        ["ที่", "หน่วยงาน", "คะแนน"], ["3", "อบต. 3", "80.75"], ["5", "อบต. 5", "81.25"],
        [None, "อบต. 6", "81.5"], ["9", "อบต. 9", "82.25"],
    ]  # fmt: skip
    assert first.grid[2][0] is not None
    assert first.grid[2][0].rowspan == 2
    assert second.n_rows == 2


def test_what_is_struck_out_in_a_cell_or_as_a_whole_is_not_read() -> None:
    workbook = sheet_of([["ที่", "คะแนน"], [1, 82.66], [2, 83.42], [3, 84.42]])
    sheet = workbook.active
    assert sheet is not None
    sheet["B2"] = CellRichText(TextBlock(InlineFont(strike=True), "55.55"), " 82.66")
    sheet["A3"].font = sheet["B3"].font = Font(strike=True)
    document = read(workbook)
    texts = [c.text for row in document.tables[0].grid for c in row if c and c.text]
    assert texts == ["ที่", "คะแนน", "1", "82.66", "3", "84.42"]
