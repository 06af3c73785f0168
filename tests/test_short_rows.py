"""Totals that have no number stand below the years that they are of, in whatever text a table is set."""

from __future__ import annotations

import pytest

from tests.layouts.inline import AGENCY, document, facts, report, tabs

HEAD = "ที่|ตัวชี้วัด|ปี 2565|ปี 2566|ปี 2567"
ROWS = (
    "1|การปฏิบัติหน้าที่|85.81|85.84|87.09", "2|การใช้งบประมาณ|82.66|84.94|94.97", "3|การใช้อำนาจ|77.96|86.46|92.09",
    "4|การใช้ทรัพย์สินของราชการ|82.72|82.22|96.41", "5|การแก้ไขปัญหาการทุจริต|80.26|89.87|93.97",
)  # fmt: skip
TOTAL = "IIT|81.88|85.87|92.91"
RIGHT = {2565: 81.88, 2566: 85.87, 2567: 92.91}


def bars(*rows: str) -> str:
    first, *rest = (f"| {row.replace('|', ' | ')} |" for row in rows)
    return "\n".join([first, "|---|---|---|---|---|", *rest]) + "\n"


def blanks(*rows: str) -> str:
    """Columns set with blanks; a row without a number begins below the others' second cell."""
    lines = []
    for row in rows:
        first, *rest = row.split("|") if row.count("|") == 4 else ["", *row.split("|")]
        lines.append(f"{first:<5}{rest[0]:<40}{'   '.join(rest[1:])}")
    return "\n".join(lines) + "\n"


def total(*rows: str, set_as: object = tabs) -> dict[int | None, float]:
    assert callable(set_as)
    found = facts(report(f"สรุปผลการประเมิน ITA {AGENCY}\n\n{set_as(HEAD, *rows)}\n"))
    assert found["1", 2567, ""] == 87.09
    return {year: value for (code, year, _), value in found.items() if code == "IIT"}


@pytest.mark.parametrize("set_as", [tabs, bars, blanks])
@pytest.mark.parametrize(
    "rows", [(*ROWS, TOTAL), (*ROWS, TOTAL, "ระดับ|C|ต้องปรับปรุง|ผ่านดี"), (*ROWS[:3], TOTAL, *ROWS[3:])]
)
def test_a_total_without_a_number_is_of_the_years_above_it(rows: tuple[str, ...], set_as: object) -> None:
    assert total(*rows, set_as=set_as) == RIGHT


def test_totals_that_a_gap_parts_from_the_table_are_too() -> None:
    rest = tabs(TOTAL, "EIT|78.51|86.17|88.03", "ระดับ|C|A|A")
    (table,) = document(f"{tabs(HEAD, *ROWS)}\n- 2 -\n\n{rest}").tables
    texts = [[cell.text if cell else None for cell in row] for row in table.grid[-3:]]
    assert [row[:2] for row in texts] == [["", "IIT"], ["", "EIT"], ["", "ระดับ"]]
    assert [cell.column for cell in table.grid[-1] if cell] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "rows",
    [
        # A row that lacks its last figure, or one in the middle, and rows of words: nothing says that the first is missing.
        ("1|การปฏิบัติหน้าที่|85.81|85.84", "2|การใช้งบประมาณ|82.66|84.94|94.97", "3|การใช้อำนาจ|77.96|86.46|92.09"),
        (*ROWS[:2], "ก|ข|ค|ง"),
        (*ROWS[:2], "รวม|81.88|85.87|ไม่มี"),
        # Whole rows are of words: there are no columns of figures.
        ("1|ก|ข|ค|ง", "2|ก|ข|ค|ง", "รวม|81.88|85.87|92.91"),
    ],
)
def test_other_short_rows_stay_as_they_are(rows: tuple[str, ...]) -> None:
    (table,) = document(tabs(HEAD, *rows)).tables
    short = next(row for row in table.grid if len(row) == 4)
    assert [cell.text for cell in short if cell] == next(r for r in rows if r.count("|") == 3).split("|")


def test_a_total_below_wrapped_rows_is_a_row_of_its_own() -> None:
    lines = (
        blanks(HEAD, *ROWS, TOTAL, "EIT|78.51|86.17|88.03")
        .replace("ของราชการ      ", "               ", 1)
        .splitlines()
    )
    lines.insert(5, f"{'':<5}ของราชการ")
    found = facts(report(f"สรุปผลการประเมิน ITA {AGENCY}\n\n" + "\n".join(lines) + "\n"))
    assert {year: found["IIT", year, ""] for year in RIGHT} == RIGHT
    assert (found["4", 2567, ""], found["5", 2567, ""], found["EIT", 2565, ""]) == (96.41, 93.97, 78.51)
