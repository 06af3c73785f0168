"""The workbook as a reader opens and prints it: widths, headings, sheets, the summary, the pages."""

from __future__ import annotations

import io
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.analyze_tables import measure, score, tables
from thai_ita import analyze
from thai_ita.analyze.answer_words import dictionary
from thai_ita.choices import FileFormat, Headings
from thai_ita.export.created import created_now
from thai_ita.export.first_sheet import answer_lines
from thai_ita.export.frame_files import write_frames
from thai_ita.export.sheet_layout import (
    MOST_LINES,
    WIDEST_LONG,
    column_layout,
    lines_of_row,
    printed_rows,
    text_width,
)
from thai_ita.export.xlsx import LONGEST_SHEET_NAME, SUMMARY, sheet_name, xlsx_bytes
from thai_ita.ingest.outside.libreoffice import usual_places
from thai_ita.ingest.outside.programs import find_program

PROGRAM = find_program(("soffice", "libreoffice"), usual_places())
PLACES = ("เลย", "น่าน", "พระนครศรีอยุธยา")
MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NAMES = {"1": "การปฏิบัติหน้าที่", "2": "การใช้งบประมาณ"}


def answer_of(n: int, years: tuple[int, ...] = (2566, 2567)) -> analyze.Answer:
    """Scores of ``n`` agencies side by side."""
    rows = [
        score(f"แห่งที่สมมติ{k}", y, c, 70 + (k * 7 + y + len(c) * 3) % 29 + 0.25, province=PLACES[k % len(PLACES)])
        | ({"name": NAMES[c]} if c in NAMES else {})
        for k in range(n)
        for y in years
        for c in ("ITA", "IIT", "EIT", "OIT", *map(str, range(1, 11)))
    ]
    return analyze.compare(tables(rows))


def book_of(answer: analyze.Answer, headings: Headings = Headings.TH, **more: object) -> Workbook:
    frames = dict(answer.frames) | more  # type: ignore[operator]
    return load_workbook(io.BytesIO(xlsx_bytes(frames, headings=headings, name=answer.name)))


@pytest.fixture(scope="module")
def compared() -> analyze.Answer:
    return answer_of(3)


def test_marks_take_no_width() -> None:
    assert text_width("กี่ปั้นที่นั้น") == text_width("กปนทนน")
    assert text_width("abc\nabcdef") == len("abcdef")


@given(st.lists(st.text(max_size=200), max_size=20), st.text(max_size=40))
def test_a_column_is_neither_too_wide_nor_without_room(cells: list[str], head: str) -> None:
    column = column_layout("title", head, cells, is_text=True)
    assert 0 < column.width <= WIDEST_LONG
    for cell in cells:
        if text_width(cell) < column.width - 1 and "\n" not in cell:
            assert lines_of_row([column], [cell]) == 1


def test_long_texts_wrap_and_short_ones_fit() -> None:
    long = "ประชุมชี้แจงผู้เกี่ยวข้องทุกหน่วยงาน " * 20
    column = column_layout("steps", "ขั้นตอน", [long, "สั้น"], is_text=True)
    assert column.width == WIDEST_LONG
    assert lines_of_row([column], [long]) > MOST_LINES
    name = "องค์การบริหารส่วนตำบลทุ่งสมมติ"
    assert lines_of_row([column_layout("agency", "หน่วยงาน", [name], is_text=True)], [name]) == 1


def test_what_says_how_a_value_was_read_is_folded_and_so_is_an_empty_column() -> None:
    folded = {
        name: column_layout(name, name, cells, is_text=True).folded
        for name, cells in (("bbox", ["1,2,3,4"]), ("part", [None, ""]), ("agency", ["ก"]), ("code", []))
    }
    assert folded == {"bbox": True, "part": True, "agency": False, "code": False}


def test_a_long_sheet_prints_its_first_page() -> None:
    columns = [column_layout("agency", "หน่วยงาน", ["ก" * 20], is_text=True)]
    assert printed_rows(columns, 1, [1] * 40) == 40
    first = printed_rows(columns, 1, [1] * 4000)
    assert 20 < first < 60
    assert printed_rows(columns, 1, [2] * 4000) == first // 2


@pytest.mark.parametrize("headings", list(Headings))
def test_each_sheet_is_ready_to_print_and_filter(compared: analyze.Answer, headings: Headings) -> None:
    book = book_of(compared, headings)
    for sheet in book:
        setup = sheet.page_setup
        # One page wide is what a sheet that is fitted has where nothing is written.
        assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, None, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in sheet.oddFooter.right.text
        assert sheet.title in sheet.oddHeader.right.text
        if sheet is not book.worksheets[0]:
            assert sheet.print_title_rows == "$1:$1"
            assert sheet.freeze_panes
            assert sheet.auto_filter.ref
    assert book["Side by side" if headings is Headings.EN else book.sheetnames[1]].freeze_panes == "C2"


def test_heads_of_codes_have_the_names_of_the_indicators(compared: analyze.Answer) -> None:
    heads = [cell.value for cell in book_of(compared).worksheets[1][1]]
    assert {"1 การปฏิบัติหน้าที่", "2 การใช้งบประมาณ"} <= set(heads)
    assert {"1", "2"} <= {str(c.value) for c in book_of(compared, Headings.CODE).worksheets[1][1]}


def test_numbers_are_numbers_and_codes_are_texts_without_a_warning(compared: analyze.Answer) -> None:
    data = xlsx_bytes(compared.frames, headings=Headings.CODE, name="compare")
    sheet = load_workbook(io.BytesIO(data))["long"]
    heads = [cell.value for cell in sheet[1]]
    row = {head: sheet.cell(2, place) for place, head in enumerate(heads, start=1)}
    assert (row["value"].data_type, row["value"].number_format) == ("n", "0.00")
    assert (row["fiscal_year"].value, row["fiscal_year"].number_format) == (2566, "0")
    assert {row[name].data_type for name in ("code", "agency_id", "doc_id")} == {"s"}
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for number in range(2, len(compared.frames) + 3):
            assert b'numberStoredAsText="1"' in parts.read(f"xl/worksheets/sheet{number}.xml")


def test_every_title_is_a_whole_name_of_a_sheet() -> None:
    for language in ("th", "en"):
        taken: set[str] = set()
        for table in dictionary()["tables"].values():
            name = sheet_name(table[language], taken)
            assert name == table[language]
            taken.add(name.lower())


@given(st.text(max_size=60), st.integers(0, 12))
def test_sheet_names_are_those_that_spreadsheets_take(title: str, n: int) -> None:
    taken: set[str] = set()
    for _ in range(n + 1):
        name = sheet_name(title, taken)
        assert 0 < len(name) <= LONGEST_SHEET_NAME
        assert not set(name) & set("[]:*?/\\'")
        assert name.lower() not in taken
        taken.add(name.lower())


def test_a_long_title_is_shortened_between_words() -> None:
    assert sheet_name("Follow-through of planned measures by year", ()) == "Follow-through of planned"
    assert sheet_name("History", ()) == "History 2"


@pytest.mark.parametrize(("language", "label"), [("en", "Result 2"), ("th", "ผลที่ 2")])
def test_the_summary_answers_in_ten_lines(compared: analyze.Answer, language: str, label: str) -> None:
    lines = answer_lines("compare", compared.frames, language)
    assert len(lines) == 9  # and the one on printing
    assert all(label and text for label, text in lines)
    newest = compared["long"][compared["long"]["fiscal_year"] == 2567]
    medians = newest[newest["kind"] == "indicator"].groupby("code")["value"].median()
    told = dict(lines)[label]
    assert f"{medians.min():.2f}" in told
    assert "2567" in told


def test_the_summary_tells_of_trends_plans_and_tables() -> None:
    rows = [
        score(f"แห่ง{k}", y, c, 70.0 + k + y % 9)
        for k in range(5)
        for y in (2563, 2564, 2565)
        for c in ("ITA", "4", "5", "9")
    ]
    made = [measure(f"แห่ง{k}", 2566, 1, "จัดทำคู่มือ", indicators="4") for k in range(5)]
    source = tables(rows, made)
    trends = answer_lines("trends", analyze.trends(source).frames, "en")
    assert any(label == "Result 1" and "5 agencies" in text for label, text in trends)
    moved = pd.DataFrame({"agency": list("กขคง"), "code": "ITA", "movement": "fell"})
    named = dict(answer_lines("trends", {"slopes": pd.DataFrame(), "movers": moved}, "en"))["Result 2"]
    assert "ก ITA (fell" in named
    assert named.endswith("+1.")
    plans = answer_lines("plans", analyze.plans(source).frames, "en")
    assert any(label == "Result 1" and "plans 5" in text for label, text in plans)
    all_tables = answer_lines("thai-ita", dict(analyze.load_tables(source).items()), "en")
    assert ("Result 2", "Scores 60, measures 5, findings 0.") in all_tables
    for empty in ("compare", "trends", "plans", "thai-ita"):
        assert len(answer_lines(empty, {}, "th")) == 3


def test_each_sheet_is_linked_from_the_summary(compared: analyze.Answer) -> None:
    book = book_of(compared)
    links = {cell.hyperlink.location for cell in book.worksheets[0]["A"] if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in book.sheetnames[1:-1]}


def test_the_same_frames_make_the_same_bytes(
    compared: analyze.Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MADE.timestamp())))
    assert created_now() == MADE
    made = [
        write_frames(compared.frames, tmp_path / name, [FileFormat.XLSX], name="compare")[0].read_bytes()
        for name in ("a", "b")
    ]
    assert made[0] == made[1]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert created_now().year >= 2026


def test_a_cell_that_looks_like_a_header_sign_stays_text() -> None:
    frames = {"a&b": pd.DataFrame({"title": ["x"]})}
    book = load_workbook(io.BytesIO(xlsx_bytes(frames, title="ก&ข")))
    assert book.worksheets[1].oddHeader.left.text == "ก&&ข"
    signs = load_workbook(io.BytesIO(xlsx_bytes({"&" * 90: frames["a&b"]}, title="&" * 300)))
    header = signs.worksheets[1].oddHeader
    assert header.left.text.count("&") == 2 * len(header.left.text.replace("&&", "&"))
    assert header.right.text
    assert book.sheetnames == [SUMMARY, "a&b", "dictionary"]


@pytest.mark.libreoffice
@pytest.mark.skipif(PROGRAM is None, reason="needs LibreOffice")
def test_a_hundred_agencies_print_on_less_than_twenty_pages(tmp_path: Path) -> None:
    answer = answer_of(100)
    path = write_frames(answer.frames, tmp_path, [FileFormat.XLSX], headings=Headings.TH, name="compare")[0]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [str(PROGRAM), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    with pypdfium2.PdfDocument(path.with_suffix(".pdf")) as printed:
        assert 3 < len(printed) < 20
