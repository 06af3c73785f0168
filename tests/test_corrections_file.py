"""corrections.csv as hands, spreadsheets and pages leave it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai_ita.corrections import csv_file
from thai_ita.corrections.csv_file import (
    merged,
    parse_corrections,
    read_corrections,
    write_corrections,
)
from thai_ita.corrections.record import CORRECTION_COLUMNS, Correction
from thai_ita.corrections.spreadsheet import spreadsheet_rows
from thai_ita.corrections.values import BadValueError, is_month_first, parsed, same
from thai_ita.side_files import SideFileError

ID = "d-00c0ffee00c0ffee"
ONE = Correction(ID, "scores", "2567/indicator/9", "value", "86.50", "๘๖.๗๕", "สมชาย", "2026-01-05", "=ดูหน้า 3")


def file_of(*corrections: Correction) -> bytes:
    buffer = io.BytesIO()
    write_corrections(buffer, corrections)
    return buffer.getvalue()


def text_of(**cells: str) -> bytes:
    """A file with one row: that of ONE but for these cells."""
    row = {name: getattr(ONE, name) for name in CORRECTION_COLUMNS} | cells
    return (",".join(row) + "\n" + ",".join(row.values()) + "\n").encode()


def problem(**cells: str) -> str:
    corrections, problems = parse_corrections(text_of(**cells), "c.csv")
    assert not corrections
    return problems[0]


def test_what_is_written_is_read_again_and_runs_nowhere() -> None:
    raw = file_of(ONE)
    assert raw.startswith(b"\xef\xbb\xbfdoc_id,table,fact,column,was,becomes,who,when,why\r\n")
    assert ",'=ดู".encode() in raw
    assert parse_corrections(raw, "c.csv") == ([ONE], [])


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(
    lambda text: text.replace("\r", "\n").replace("\0", "").strip()
)


@given(texts, texts, texts, st.sampled_from(["d-" + "0" * 16, "d-1234567890123456", "d-00000000000001e5"]))
def test_any_text_comes_back(was: str, who: str, why: str, doc_id: str) -> None:
    made = Correction(doc_id, "documents", "", "title", was, "แผน", who, "", why)
    assert parse_corrections(file_of(made), "c.csv") == ([made], [])


def test_names_that_look_like_numbers_keep_an_apostrophe() -> None:
    made = Correction("d-1234567890123456", "measures", "3:123456", "title", "ก", "ข")
    cells = next(csv.reader(io.StringIO(file_of(made).decode("utf-8-sig").splitlines()[1])))
    assert cells[0] == "d-1234567890123456", "which no spreadsheet takes for a number"
    assert cells[2] == "'3:123456"


@pytest.mark.parametrize("old", ["1234567890123456", "'1234567890123456", "12345678901E2345", "00c0ffee00c0ffee"])
def test_ids_of_a_version_without_their_letter_are_read(old: str) -> None:
    text = file_of(Correction("d-0", "measures", "3:a1b2c3", "title", "ก", "ข")).decode("utf-8-sig")
    (made,), problems = parse_corrections(text.replace("d-0", old).encode(), "c.csv")
    assert not problems
    assert made.doc_id == "d-" + old.strip("'").lower()


@pytest.mark.parametrize(
    "raw",
    [
        file_of(ONE).decode("utf-8-sig").encode("cp874"),
        file_of(ONE).decode("utf-8-sig").replace(",", ";").encode(),
        ("sep=;\n\n" + file_of(ONE).decode("utf-8-sig").replace(",", ";")).encode("cp874"),
        file_of(ONE).decode("utf-8-sig").replace(",", "\t").encode("utf-16"),
        file_of(ONE).decode("utf-8-sig").replace("\r\n", "\r\n,,,\r\n").encode(),
        file_of(ONE).decode("utf-8-sig").replace("doc_id", ' "Doc_ID" ').encode(),
    ],
)
def test_spreadsheets_save_in_many_ways(raw: bytes) -> None:
    assert parse_corrections(raw, "c.csv") == ([ONE], [])


def test_columns_in_any_order_and_others_beside() -> None:
    text = "note,becomes,was,column,fact,table,doc_id\nx,90,80,value,2567/overall/ITA,Scores,"
    (made,), problems = parse_corrections((text + ID.upper() + "\n").encode(), "c.csv")
    assert not problems
    assert made == Correction(ID, "scores", "2567/overall/ITA", "value", "80", "90")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"doc_id": "1.2E+15"}, "spreadsheet made of it"),
        ({"doc_id": "1234567890"}, "spreadsheet made of it"),
        ({"doc_id": "a.pdf"}, "is none"),
        ({"table": "checks"}, "no table 'checks'"),
        ({"column": "confidence"}, "follows from other columns"),
        ({"column": "colour"}, "no column 'colour'"),
        ({"fact": ""}, "names no fact"),
        ({"becomes": "101"}, "no score from 0 to 100"),
        ({"becomes": "มาก"}, "no score from 0 to 100"),
        ({"column": "fiscal_year", "becomes": "12"}, "no fiscal year"),
        ({"column": "kind", "becomes": ""}, "cannot be empty"),
        ({"column": "kind", "becomes": "unknown"}, "none of overall"),
        ({"column": "agency", "becomes": "???? ??"}, "letters were lost"),
        ({"who": "x" * 201}, "over 200 letters"),
    ],
)
def test_a_row_that_makes_no_correction_is_told(cells: dict[str, str], words: str) -> None:
    assert words in problem(**cells)
    assert problem(**cells).startswith("line 2: ")


def test_good_rows_beside_bad_ones_count() -> None:
    raw = file_of(replace(ONE, becomes="101"), ONE, ONE)
    corrections, problems = parse_corrections(raw, "c.csv")
    assert corrections == [ONE]
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b"doc_id,table,fact,column\n", "lacks the columns was, becomes"),
        (b"doc_id,doc_id,table,fact,column,was,becomes\n", "doc_id twice"),
        (b"doc_id\0,table", "is no text"),
        # One damaged byte in Thai UTF-8 would be Thai letters of another kind.
        (file_of(ONE).replace("สมชาย".encode(), "สมชาย".encode()[:-1] + b"\xff"), "line 2"),
        (file_of(ONE)[:-2] + b'\r\n"' + b"x" * 2_000_000, "cannot be read as CSV"),
    ],
)
def test_what_is_no_such_file_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(SideFileError, match=words):
        parse_corrections(raw, "c.csv")


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(SideFileError):
            read_corrections(path)


def test_corrections_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MOST_OF_A_DOCUMENT", 2)
    many = [replace(ONE, fact=f"2567/indicator/{n}") for n in range(1, 5)]
    corrections, problems = parse_corrections(file_of(*many), "c.csv")
    assert len(corrections) == 2
    # A line for the document, however many are too many.
    (problem,) = problems
    assert "line 4: over 2 corrections of one document" in problem
    assert "2 of it are left out" in problem
    monkeypatch.setattr(csv_file, "MOST_CORRECTIONS", 1)
    corrections, problems = parse_corrections(file_of(*many), "c.csv")
    assert (len(corrections), len(problems)) == (1, 1)


def test_rows_that_make_no_correction_are_told_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MOST_PROBLEMS", 2)
    bad = [replace(ONE, becomes=f"{n}00") for n in range(2, 7)]
    corrections, problems = parse_corrections(file_of(*bad, ONE), "c.csv")
    assert corrections == [ONE]
    assert [problem[:8] for problem in problems] == ["line 2: ", "line 3: ", "and 3 ro"]
    monkeypatch.setattr(csv_file, "MOST_OF_A_DOCUMENT", 0)
    many = [replace(ONE, doc_id=f"{n:016x}") for n in range(5)]
    assert parse_corrections(file_of(*many), "c.csv").problems[-1] == "and 3 rows more make no correction"


@pytest.mark.parametrize(
    ("column", "cell"),
    [("indicators", "4; 99"), ("indicators", "i31"), ("items", "o99"), ("indicators", "9.9")],
)
def test_codes_that_no_year_has_are_told(column: str, cell: str) -> None:
    words = problem(table="measures", fact="1:abcdef", column=column, was="", becomes=cell)
    assert "is a code of no year: there are 1 to 10, i1 to i" in words
    (made,), _ = parse_corrections(
        text_of(
            table="measures",
            fact="1:abcdef",
            column=column,
            was="",
            becomes="o48" if column == "items" else "10; 9.1; i30; IIT",
        ),
        "c.csv",
    )
    assert made.column == column


def test_a_code_of_a_score_is_one_that_some_year_has() -> None:
    assert "is a code of no year" in problem(column="code", was="9", becomes="99")
    assert not parse_corrections(text_of(column="code", was="9", becomes="8"), "c.csv").problems


@pytest.mark.parametrize(
    ("shown", "was", "is_first"),
    [("2024-10-01", "10/1/2024", True), ("2024-10-01", "1/10/2024", False), ("2025-09-30", "9/30/2025", True),
     ("2025-09-30", "30/9/2568", False), ("2024-05-05", "5/5/2024", False), ("2024-10-01", "2024-10-01", False)],
)  # fmt: skip
def test_a_month_that_stands_first_is_known_by_what_was_there(shown: str, was: str, is_first: bool) -> None:
    assert is_month_first(shown, was) is is_first


def dates(*pairs: tuple[str, str]) -> list[str]:
    """What the dates of a file become, given with what they were."""
    made = [replace(ONE, table="measures", fact=f"{n}:abcdef", column="start_date", was=was, becomes=becomes)
            for n, (was, becomes) in enumerate(pairs)]  # fmt: skip
    corrections, problems = parse_corrections(file_of(*made), "c.csv")
    assert not problems
    return [each.becomes for each in corrections]


def test_dates_of_a_file_whose_others_have_the_month_first_are_read_so() -> None:
    assert dates(("9/30/2025", "9/1/2025"), ("", "11/1/2024")) == ["2025-09-01", "2024-11-01"]
    # What was there may be two dates as well: the table tells which.
    assert dates(("9/30/2025", "2025-09-01"), ("10/1/2024", "11/1/2024")) == ["2025-09-01", "11/1/2024"]
    # No date says so, or they differ.
    assert dates(("", "11/1/2024")) == ["11/1/2024"]
    assert dates(("9/30/2025", "9/1/2025"), ("30/9/2568", "1/9/2568")) == ["9/1/2025", "1/9/2568"]


def test_a_year_that_was_there_may_stand_in_either_era() -> None:
    assert same("scores", "fiscal_year", 2567, "2024")
    assert same("findings", "assessed_year", 2567, "๒๕๖๗")
    assert not same("scores", "fiscal_year", 2567, "2023")
    assert not same("scores", "fiscal_year_ce", 2024, "2567")


def test_one_date_tells_the_order_of_all_in_a_file() -> None:
    def whens(*given: str) -> list[str]:
        rows = [replace(ONE, fact=f"2567/indicator/{n}", when=when) for n, when in enumerate(given)]
        return [each.when for each in parse_corrections(file_of(*rows), "c.csv").corrections]

    assert whens("9/1/2026", "2/15/2026 10:30", "เมื่อวาน") == ["2026-09-01", "2026-02-15T10:30:00", "เมื่อวาน"]
    assert whens("9/1/2026", "15/2/2026") == ["9/1/2026", "15/2/2026"]


def test_merging_keeps_each_once_in_order() -> None:
    other = replace(ONE, who="สมหญิง")
    assert merged([ONE], [other, ONE]) == [ONE, other]


def test_rows_of_any_table_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_bytes('sep=;\na;b\n\n"1\n2";3\n'.encode("utf-16"))
    assert list(spreadsheet_rows(path, 1)) == [(2, ["a", "b"]), (5, ["1\n2", "3"])]


@pytest.mark.parametrize(
    ("table", "column", "shown", "was"),
    [
        ("scores", "value", "86.50", "86.5"),
        ("scores", "value", "86.50", "๘๖.๕๐"),
        ("scores", "fiscal_year", 2567, "๒๕๖๗"),
        ("measures", "start_date", "2024-10-01", "1/10/2567"),
        ("measures", "start_date", "2024-10-01", "10/1/2024"),
        ("measures", "start_date", "2024-10-01", "1/10/2024"),
        ("measures", "steps", "ก ข\nค", "ก  ข \r\n\r\nค"),
        ("measures", "responsible", "กอง; สำนัก", "กอง;สํานัก"),
        ("findings", "text", "ทำ", "ทํา"),
        ("findings", "text", "• ทำป้าย", "- ทำป้าย"),
        ("measures", "output", "• ป้าย\n• แผนผัง", "-ป้าย\n-  แผนผัง"),
        ("documents", "title", None, ""),
        ("documents", "title", "a\0\ud800", "a\ufffd?"),
    ],
)
def test_a_cell_is_the_same_after_a_spreadsheet(table: str, column: str, shown: object, was: str) -> None:
    assert same(table, column, shown, was)


@pytest.mark.parametrize(
    ("table", "column", "shown", "was"),
    [
        ("scores", "value", "86.50", "86.51"),
        ("scores", "value", None, "0"),
        ("scores", "code", "9.1", "9.10"),
        ("measures", "start_date", "2024-10-01", "2/10/2567"),
        ("measures", "steps", "ก\nข", "กข"),
        ("findings", "text", "ทำ", "ทา"),
        ("measures", "outcome", "- 2.62", "• 2.62"),
    ],
)
def test_another_cell_is_another(table: str, column: str, shown: object, was: str) -> None:
    assert not same(table, column, shown, was)


@pytest.mark.parametrize(
    ("table", "column", "text", "value"),
    [
        ("scores", "fiscal_year", "2024", 2567),
        ("scores", "fiscal_year", "๒๕๖๗", 2567),
        ("scores", "fiscal_year", "", None),
        ("scores", "code", "O๒๘", "o28"),
        ("scores", "code", "iit", "IIT"),
        ("scores", "part", "๒", "2"),
        ("measures", "indicators", "1, 9;e4", ["1", "9", "e4"]),
        ("measures", "items", "E4; o26", ["e4", "o26"]),
        ("measures", "steps", "ก\r\n ข ", ["ก", "ข"]),
        ("measures", "start_date", "๑ ต.ค. ๒๕๖๗", "2024-10-01"),
        ("measures", "issue", "๓", 3),
        ("documents", "doc_type", "Other", "other"),
        ("documents", "decided_on", "2567-10-01", "2024-10-01"),
        ("findings", "instrument", "eit", "EIT"),
    ],
)
def test_what_a_person_writes_is_understood(table: str, column: str, text: str, value: object) -> None:
    assert parsed(table, column, text) == value


@pytest.mark.parametrize(
    ("column", "text"),
    [("code", "9.1.2"), ("part", "สอง"), ("issue", "1.5"), ("issue", "100"), ("indicators", "99"), ("items", "อื่น"),
     ("start_date", "32/10/2567"), ("start_date", "ปีหน้า"), ("instrument", "XIT"),
     ("fiscal_year", "9" * 5000)],
)  # fmt: skip
def test_what_a_column_cannot_hold_is_refused(column: str, text: str) -> None:
    with pytest.raises(BadValueError):
        parsed("measures", column, text)


def test_dates_with_the_month_first_are_told_by_what_was() -> None:
    assert is_month_first("2024-10-01", "10/1/2024")
    assert not is_month_first("2024-10-01", "1/10/2024")
    assert parsed("measures", "end_date", "11/2/2024", month_first=True) == "2024-11-02"
