"""What a person changed in a table is found, whatever saved it; what saving changed is not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from thai_ita.columns import TABLE_COLUMNS
from thai_ita.corrections import differences
from thai_ita.corrections.differences import (
    TableDifferences,
    find_differences,
    is_rounded,
    is_saved_otherwise,
    table_of,
)
from thai_ita.corrections.spreadsheet import rows_of
from thai_ita.side_files import SideFileError

Cells = dict[str, str]
A, B = "d-0123456789abcdef", "d-1234567890123456"
FACTS = ("2567/indicator/1", "2567/indicator/2", "2567/indicator/9.1")


def score(doc_id: str, n: int) -> Cells:
    row = {column.name: "" for column in TABLE_COLUMNS["scores"]}
    return row | {
        "doc_id": doc_id, "agency": "เทศบาลตำบลตัวอย่างสุข", "fiscal_year": "2567", "kind": "indicator",
        "code": FACTS[n].rpartition("/")[2], "value": f"{80 + n}.50", "value_as_seen": f"๘{n}.๕๐",
        "status": "verified", "confidence": "0.990", "page": str(n + 1), "evidence": f"- ตัวชี้วัด {n} ของ {doc_id}",
        "part": "1" if (doc_id, n) == (A, 0) else "", "fact": FACTS[n], "name": "การปฏิบัติหน้าที่ “ดี”",
    }  # fmt: skip


def measure(n: int) -> Cells:
    row = {column.name: "" for column in TABLE_COLUMNS["measures"]}
    return row | {
        "doc_id": A, "seq": str(n), "title": f"อบรมครั้งที่ {n}", "steps": "=ประชุม\nรายงาน",
        "responsible": "กองคลัง; สำนักปลัด", "start_date": f"2024-10-0{n}", "end_date": "2025-09-30",
        "timeframe": "1 ต.ค. 2567", "page": "1", "fact": f"{n}:abcde{n}",
    }  # fmt: skip


TABLES: dict[str, dict[str, list[Cells]]] = {
    "scores": {doc_id: [score(doc_id, n) for n in range(3)] for doc_id in (A, B)},
    "measures": {A: [measure(1), measure(2)]},
    "documents": {
        A: [
            {c.name: "" for c in TABLE_COLUMNS["documents"]}
            | {"doc_id": A, "path": path, "agency": "เทศบาลตำบลตัวอย่างสุข", "fiscal_year": "2568"}
            for path in ("in/a.pdf", "in/b.pdf")
        ],
    },
}


class Held:
    def __init__(self, table: str) -> None:
        self._rows = TABLES[table]

    def doc_ids(self) -> Iterable[str]:
        return self._rows

    def rows(self, doc_id: str) -> Sequence[Cells]:
        return self._rows.get(doc_id, ())

    def has_rows(self, doc_id: str) -> bool:
        return bool(self._rows.get(doc_id))

    def path(self, doc_id: str) -> str:
        return f"in/{doc_id[2:4]}.pdf"

    knows_late = True


def frame(table: str = "scores") -> pd.DataFrame:
    """The table as a run writes it."""
    from thai_ita.normalize.csv_injection import neutralise

    rows = [row for rows in TABLES[table].values() for row in rows]
    return pd.DataFrame([{name: neutralise(cell) for name, cell in row.items()} for row in rows])


def found(raw: bytes | pd.DataFrame, table: str = "scores") -> TableDifferences:
    if isinstance(raw, pd.DataFrame):
        raw = raw.to_csv(index=False).encode()
    return find_differences(table, rows_of(raw, "t.csv"), "t.csv", Held(table))


def changes(result: TableDifferences) -> list[tuple[str, str, str, str, str]]:
    return [(c.doc_id, c.fact, c.column, c.was, c.becomes) for c in result.changed]


def as_excel(rows: pd.DataFrame) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(rows.columns)
    writer.writerows(rows.itertuples(index=False))
    return text.getvalue().encode("cp874", "replace")


def as_unicode_text(rows: pd.DataFrame) -> bytes:
    return ("\ufeff" + rows.to_csv(index=False, sep="\t")).encode("utf-16-le")


def as_google(rows: pd.DataFrame) -> bytes:
    return rows.to_csv(index=False, lineterminator="\r\n").encode()


def numbers_reformatted(rows: pd.DataFrame) -> bytes:
    rows = rows.assign(value=rows["value"].str.replace(".50", ",5"), confidence="0,99")
    return rows.to_csv(index=False, sep=";").encode()


def ids_as_numbers(rows: pd.DataFrame) -> bytes:
    return rows.assign(doc_id=rows["doc_id"].replace(B, "1.23457E+15")).to_csv(index=False).encode()


def in_another_order(rows: pd.DataFrame) -> bytes:
    return rows[rows.columns[::-1]].sort_values("value").to_csv(index=False).encode()


def few_columns(rows: pd.DataFrame) -> bytes:
    return rows[["doc_id", "fact", "value"]].to_csv(index=False).encode()


def without_facts(rows: pd.DataFrame) -> bytes:
    return rows.drop(columns=["fact"]).to_csv(index=False).encode()


def without_ids(rows: pd.DataFrame) -> bytes:
    return rows.drop(columns=["doc_id"]).to_csv(index=False).encode()


def through_pandas(rows: pd.DataFrame) -> bytes:
    rows = rows.assign(part=["1", "", "", "", "", ""])
    return pd.read_csv(io.BytesIO(rows.to_csv(index=False).encode())).to_csv(index=False).encode()


def with_blank_rows(rows: pd.DataFrame) -> bytes:
    return (rows.to_csv(index=False) + ",,,\n\n").encode()


SAVED: list[Callable[[pd.DataFrame], bytes]] = [
    as_excel, as_unicode_text, as_google, numbers_reformatted, ids_as_numbers, in_another_order, few_columns,
    without_facts, without_ids, with_blank_rows, through_pandas,
]  # fmt: skip


@pytest.mark.parametrize("save", SAVED, ids=lambda save: save.__name__)
def test_saving_changes_nothing_and_an_edit_is_found(save: Callable[[pd.DataFrame], bytes]) -> None:
    rows = frame()
    assert found(save(rows)).is_same
    rows.loc[4, "value"] = "77.25"
    result = found(save(rows))
    assert changes(result) == [(B, FACTS[1], "value", "81.50", "77.25")]
    assert (result.told, result.removed, result.rows) == ([], [], 6)


def test_dates_texts_and_lists_that_a_spreadsheet_writes_otherwise_are_the_same() -> None:
    rows = frame("measures")
    rows["start_date"] = ["1/10/2024", "2/10/2567"]
    rows["timeframe"] = "1/10/2567"
    rows["responsible"] = "กองคลัง;สำนักปลัด"
    rows["steps"] = "'=ประชุม\r\nรายงาน"
    assert found(rows, "measures").is_same
    rows.loc[0, "responsible"] = "กองช่าง"
    rows.loc[1, "end_date"] = "1/9/2568"
    assert changes(found(rows, "measures")) == [
        (A, "1:abcde1", "responsible", "กองคลัง; สำนักปลัด", "กองช่าง"),
        (A, "2:abcde2", "end_date", "2025-09-30", "2025-09-01"),
    ]


def test_a_spreadsheet_that_puts_the_month_first_is_known_by_its_other_dates() -> None:
    rows = frame("measures")
    rows["start_date"] = ["10/1/2024", "10/2/2024"]
    rows.loc[0, "end_date"] = "9/1/2025"
    assert changes(found(rows, "measures")) == [(A, "1:abcde1", "end_date", "2025-09-30", "2025-09-01")]


def dated(*starts: str, ends: str = "2025-09-30") -> TableDifferences:
    rows = frame("measures")
    rows["start_date"] = list(starts)
    rows["end_date"] = ends
    return found(rows, "measures")


@pytest.mark.parametrize(
    ("starts", "ends", "meant"),
    [
        # The other cell of the column, another column, and a date of which there is but one reading tell the order.
        (("11/1/2024", "10/2/2024"), "2025-09-30", "2024-11-01"),
        (("1/11/2024", "2/10/2024"), "2025-09-30", "2024-11-01"),
        (("11/1/2024", "2024-10-02"), "9/30/2025", "2024-11-01"),
        (("11/1/2024", "2024-10-02"), "30/9/2568", "2024-01-11"),
        (("11/1/2024", "12/31/2024"), "2025-09-30", "2024-11-01"),
        (("11/01/24", "10/02/24"), "09/30/25", "2024-11-01"),
        (("1.11.67", "2.10.67"), "30.9.68", "2024-11-01"),
        (("11/1/2024 0:00", "10/2/2024 0:00"), "9/30/2025 0:00", "2024-11-01"),
        # One of the column is no other's: it says itself which figure is what.
        (("31/12/2567", "10/2/2024"), "9/30/2025", "2024-12-31"),
        (("๑/๑๑/๒๕๖๗", "2024-10-02"), "2025-09-30", "2024-11-01"),
    ],
)
def test_the_other_dates_tell_whether_the_month_is_first(starts: tuple[str, str], ends: str, meant: str) -> None:
    result = dated(*starts, ends=ends)
    assert changes(result)[0] == (A, "1:abcde1", "start_date", "2024-10-01", meant)
    assert not result.told


@pytest.mark.parametrize("starts", [("11/1/2024", "2024-10-02"), ("10/1/2024", "2/10/2024"), ("5/5/2024", "11/2/2024")])
def test_a_date_that_may_be_two_is_told_and_not_taken(starts: tuple[str, str]) -> None:
    result = dated(*starts)
    assert all(becomes == "2024-05-05" for *_, becomes in changes(result))
    told = "\n".join(result.told)
    assert "(in/01.pdf): start_date" in told
    assert "may be 2024-" in told
    assert "write it as one of these" in told


def test_one_cell_in_the_other_order_is_no_unchanged_one() -> None:
    rows = frame("measures")
    rows["start_date"] = ["10/1/2567", "2/10/2567"]
    rows["end_date"] = "30/9/2568"
    result = found(rows, "measures")
    assert changes(result) == []
    assert "start_date 10/1/2567 may be 2024-01-10 or 2024-10-01" in result.told[0]


def test_a_date_of_an_added_row_is_read_as_the_others() -> None:
    rows = frame("measures")
    rows["start_date"] = ["10/1/2024", "10/2/2024"]
    rows.loc[2] = dict.fromkeys(rows, "") | {"doc_id": A, "title": "อบรม", "start_date": "11/5/2024"}
    result = found(rows, "measures")
    assert [(c.column, c.becomes) for c in result.changed] == [("title", "อบรม"), ("start_date", "2024-11-05")]


@pytest.mark.parametrize("era", ["2024", "๒๕๖๗", "2567.0"])
def test_a_year_in_the_other_era_is_no_change(era: str) -> None:
    rows = frame()
    rows["fiscal_year"] = era
    rows["fiscal_year_ce"] = ""
    assert found(rows).is_same
    rows.loc[0, "fiscal_year"] = "2023"
    assert changes(found(rows)) == [(A, FACTS[0], "fiscal_year", "2567", "2023")]


def test_an_added_row_may_have_its_year_in_either_era() -> None:
    rows = frame()
    rows.loc[6] = dict.fromkeys(rows, "") | {
        "doc_id": A,
        "kind": "indicator",
        "code": "7",
        "fiscal_year": "2024",
        "value": "80",
    }
    assert [c.fact for c in found(rows).changed] == ["2567/indicator/7"]


@pytest.mark.parametrize(("column", "cell"), [("status", "consistent"), ("confidence", "0.5")])
def test_what_follows_from_others_is_told_where_it_was_edited(
    column: str, cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = frame()
    rows.loc[0, column] = cell
    result = found(rows)
    assert (len(result.told), result.changed) == (1, [])
    assert f"line 2 (in/01.pdf): column {column} follows" in result.told[0]
    assert "to confirm a value: a row of corrections.csv" in result.told[0]
    # What other documents say is compared when the table is written, and is no edit.
    monkeypatch.setattr(Held, "knows_late", False)
    assert found(rows).is_same


def test_what_is_told_is_bounded_with_a_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "MOST_TOLD", 2)
    rows = frame()
    rows["value"] = [f"n{n}" for n in range(6)]
    result = found(rows)
    assert [line.partition(":")[0] for line in result.told] == [
        "line 2 (in/01.pdf)",
        "line 3 (in/01.pdf)",
        "so it is with 4 cells more, which no line tells of",
    ]


def test_documents_that_never_had_a_row_are_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES["scores"], "f" * 16, [])
    assert found(frame().drop(index=[3, 4, 5])).elsewhere == 1


def test_what_cannot_be_corrected_is_told_by_line() -> None:
    rows = frame()
    rows.loc[0, "evidence"] = "seen"
    rows.loc[1, "name"] = "other"
    rows.loc[2, "value"] = "ninety"
    rows["mine"] = "x"
    result = found(rows)
    assert result.changed == []
    told = "\n".join(result.told)
    for words in (
        "no column mine",
        "line 2 (in/01.pdf): column evidence follows",
        "line 3 (in/01.pdf): column name follows",
        "line 4 (in/01.pdf): value of 2567/indicator/9.1 cannot become that: “ninety”",
    ):
        assert words in told
    assert "status" not in told


def test_rows_that_are_gone_are_told_apart_from_documents_that_are() -> None:
    result = found(frame().drop(index=[1, 3, 4, 5]))
    assert [(c.doc_id, c.fact, c.column, c.was, c.becomes) for c in result.removed] == [
        (A, FACTS[1], "value", "81.50", "")
    ]
    assert (result.elsewhere, result.changed) == (1, [])


def test_a_main_cell_that_is_emptied_rejects_the_fact() -> None:
    rows = frame()
    rows.loc[0, "value"] = ""
    assert changes(found(rows)) == [(A, FACTS[0], "value", "80.50", "")]


def test_rows_that_are_of_nothing_are_told() -> None:
    rows = frame()
    rows.loc[6] = {**score("f" * 16, 0)}
    rows.loc[7] = {**score(A, 0), "fact": "2567/indicator/10", "evidence": "read by other rules"}
    rows.loc[8] = {**score(A, 0), "value": "99"}
    rows.loc[9] = {**score(A, 0), "value": "98"}
    result = found(rows)
    told = "\n".join(result.told)
    assert result.changed == []
    for words in (
        "line 8: doc_id is that of no document",
        "line 9 (in/01.pdf): is of no fact that was read",
        "lines 10 (in/01.pdf), 11 (in/01.pdf): a fact has a second row",
        "line 11 (in/01.pdf): value becomes two things",
    ):
        assert words in told


def by_hand(table: str, **cells: str) -> Cells:
    return {column.name: "" for column in TABLE_COLUMNS[table]} | {"doc_id": A} | cells


@pytest.mark.parametrize(
    ("table", "cells", "made"),
    [
        ("scores", {"kind": "Indicator", "code": "10", "fiscal_year": "๒๕๖๗.0", "value": "90.5", "page": "3"},
         [("2567/indicator/10", "value", "", "90.5")]),
        ("scores", {"kind": "indicator", "code": "7", "part": "2", "value": "90"},
         [("-/indicator/7/2", "value", "", "90")]),
        ("scores", {"kind": "overall", "code": "ITA", "fiscal_year": "2567", "value": "90", "agency": "เทศบาลตำบลอื่น"},
         [("2567/overall/ITA@เทศบาลตำบลอื่น", "value", "", "90")]),
        ("scores", {"fact": "2566/overall/ITA", "value": "90"}, [("2566/overall/ITA", "value", "", "90")]),
        ("measures", {"seq": "7", "title": "ใหม่", "steps": "ก\nข", "start_date": "1/10/2567"},
         [("7:new-c268e2", "title", "", "ใหม่"), ("7:new-c268e2", "steps", "", "ก\nข"),
          ("7:new-c268e2", "start_date", "", "2024-10-01")]),
        ("measures", {"title": "ใหม่"}, [("3:new-c268e2", "title", "", "ใหม่")]),
        # One that is there, one without a code, one that is no score, one without a main cell.
        ("scores", {"kind": "indicator", "code": "2", "fiscal_year": "2567", "value": "90"}, []),
        ("scores", {"kind": "indicator", "value": "90"}, []),
        ("scores", {"kind": "indicator", "code": "10", "value": "900"}, []),
        ("scores", {"kind": "indicator", "code": "10"}, []),
        ("scores", {"kind": "indicator", "code": "10", "value": "90", "evidence": "as read"}, []),
    ],
)  # fmt: skip
def test_a_row_that_was_added_is_a_fact_that_was_missing(
    table: str, cells: dict[str, str], made: list[tuple[str, str, str, str]]
) -> None:
    rows = frame(table)
    rows.loc[len(rows)] = by_hand(table, **cells)
    result = found(rows, table)
    assert [change[1:] for change in changes(result)] == made
    assert len(result.told) == (not made)


def test_a_damaged_id_that_two_documents_may_have_is_told_by_what_else_the_row_holds() -> None:
    near = B[:-1] + "7"
    TABLES["scores"][near] = [score(near, n) for n in range(3)]
    try:
        rows = frame()
        rows["doc_id"] = rows["doc_id"].replace({B: "1.23457E+15", near: "1.23457E+15"})
        rows.loc[7, "value"] = "60"
        assert changes(found(rows)) == [(near, FACTS[1], "value", "81.50", "60")]
        rows["evidence"] = "alike"
        result = found(rows)
        assert changes(result) == []
        assert "no document" in "\n".join(result.told)
    finally:
        del TABLES["scores"][near]


def test_an_edit_of_one_of_two_rows_of_a_document_counts() -> None:
    rows = frame("documents")
    rows.loc[1, "fiscal_year"] = "2567"
    assert changes(found(rows, "documents")) == [(A, "", "fiscal_year", "2568", "2567")]
    rows.loc[0, "fiscal_year"] = "2566"
    result = found(rows, "documents")
    assert (result.changed, ["two things" in line for line in result.told]) == ([], [True])


@pytest.mark.parametrize(
    ("shown", "cell", "alike"),
    [
        ("ก" * 40_000, "ก" * 32_767, True),
        ("ก" * 40_000, "ก" * 32_000, False),
        ("ดี ✓ มาก", "ดี ? มาก", True),
        ("ดีมาก", "ดี?", False),
        ("086", "86", True),
        ("9.10", "9.1", True),
        ("ข้อ 1", "1", False),
        ("", "?", False),
    ],
)  # fmt: skip
def test_what_saving_does_to_a_text(shown: str, cell: str, alike: bool) -> None:
    assert is_saved_otherwise("measures", "title", shown, cell) is alike


def test_codes_are_no_numbers() -> None:
    assert not is_saved_otherwise("scores", "code", "9.10", "9.1")
    assert is_saved_otherwise("scores", "code", "9", "9.0")
    assert not is_saved_otherwise("scores", "code", "9", "9.00")


@pytest.mark.parametrize(
    ("doc_id", "given", "fits"),
    [
        (B, "1.23457E+15", True),
        (B, "1,23457E+15", True),
        (B, "1234567890123450", True),
        (B, "1.2346E+15", True),
        (B, "1.23467E+15", False),
        ("d-0000000000000012", "12", True),
        ("d-0000000000000012", "13", False),
        ("d-12345678901234e5", "1.23457E+18", True),
        ("d-1234567890e12345", "1", False),
        (B, "1E+999", False),
        (B, "abc", False),
    ],
)
def test_an_id_that_became_a_number(doc_id: str, given: str, fits: bool) -> None:
    assert is_rounded(doc_id, given) is fits


@pytest.mark.parametrize(
    ("heading", "stem", "table"),
    [
        ("doc_id,fact,value", "", "scores"),
        ("doc_id;fact;title", "", ""),
        ("doc_id,fact,title", "measures (1)", "measures"),
        ("doc_id,fact,title,steps", "", "measures"),
        ("doc_id,path,agency", "", "documents"),
        ("doc_id,check,result,message", "", "checks"),
        ("a,b", "scores", ""),
        ("value", "", ""),
    ],
)
def test_which_table_it_is(heading: str, stem: str, table: str) -> None:
    assert table_of(heading.split(","), stem) == table


@pytest.mark.parametrize("heading", ["doc_id,evidence", "doc_id,value,value", "value,kind", "a,b"])
def test_what_is_none_of_the_table_is_refused(heading: str) -> None:
    with pytest.raises(SideFileError, match=r"t\.csv"):
        found(f"{heading}\n1,2,3\n".encode())


def test_differences_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "MOST_DIFFERENCES", 2)
    rows = frame()
    rows["value"] = "1"
    result = found(rows)
    assert len(result.changed) == 2
    assert "lines 4 (in/01.pdf), 5 (in/12.pdf), 6 (in/12.pdf) and 1 more: over 2 cells differ" in result.told[0]


def test_formulas_are_texts() -> None:
    rows = frame("measures")
    rows.loc[0, "title"] = "'=HYPERLINK(1)"
    assert changes(found(rows, "measures")) == [(A, "1:abcde1", "title", "อบรมครั้งที่ 1", "=HYPERLINK(1)")]
    assert Path


@pytest.mark.parametrize("table", ["scores", "documents"])
def test_documents_without_a_row_are_counted(table: str) -> None:
    assert found(frame(table), table).elsewhere == 0
    result = found(frame(table).iloc[:0], table)
    assert (result.elsewhere, result.removed, result.is_same) == (len(TABLES[table]), [], False)


def test_a_document_that_never_had_rows_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = frame()
    monkeypatch.setitem(TABLES["scores"], "f" * 16, [])
    assert (found(rows).elsewhere, found(rows).is_same) == (0, True)


def test_a_cell_whose_letters_were_lost_is_told_and_the_others_are_taken() -> None:
    rows = frame()
    rows.loc[0, "agency"] = "????"
    rows.loc[1, "value"] = "70.5"
    result = found(rows)
    assert changes(result) == [(A, FACTS[1], "value", "81.50", "70.5")]
    (line,) = result.told
    assert line.startswith("line 2 (in/01.pdf): agency of 2567/indicator/1 cannot become that: ")
    assert "question marks" in line


def test_a_row_whose_letters_were_lost_is_not_added() -> None:
    rows = frame("measures")
    rows.loc[len(rows)] = dict.fromkeys(rows, "") | {"doc_id": A, "title": "????", "responsible": "กองคลัง"}
    result = found(rows, "measures")
    assert result.changed == []
    (line,) = result.told
    assert "cannot be added: " in line
    assert "question marks" in line
