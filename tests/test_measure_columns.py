"""Columns of tables of measures: heads that no phrase fits, calendars, first and last days, forms by issue."""

from __future__ import annotations

import pytest

from tests.layouts.inline import document, plan, tabs
from thai_ita.model import Measure
from thai_ita.parse.measures.column_contents import is_question, item_codes
from thai_ita.parse.measures.issues import read_issue
from thai_ita.parse.measures.table_kind import MeasureTable, table_kind
from thai_ita.parse.tables.grid import GridView


def measures(*rows: str) -> list[Measure]:
    return plan(tabs(*rows)).measures


def web(table: str, above: str = "") -> list[Measure]:
    return plan(f"{above}\n\n{table}").measures


def html(*rows: str, head: str = "") -> str:
    """A table of rows written with ``|`` between cells; ``head`` is markup."""
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row.split("|")) + "</tr>" for row in rows)
    return f"<table>{head}{body}</table>"


# -- heads that no phrase fits ---------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "ที่|สิ่งที่จะดำเนินการ|เจ้าภาพ|ห้วงเวลา",
        "ลำดับที่|แนวปฏิบัติ|ผู้รับมอบหมาย|กรอบเวลา",
        "ลำดับ|กิจกรรมที่กำหนด|มอบหมายให้|กำหนดเวลา",
        "ที่|มาตรการ|ทีมงาน|เมื่อไร",
        "ที่|เรื่องที่จะทำ|ผู้ดูแล|ช่วง",
    ],
)
def test_what_the_cells_are_tells_what_a_column_is(head: str) -> None:
    found = measures(head, "1|จัดทำผังขั้นตอน|สำนักปลัด|ต.ค. - ธ.ค. 2566", "2|ชี้แจงงบประมาณ|กองคลัง|ม.ค. 2567")
    assert [(m.title, m.responsible, m.start_date) for m in found] == [
        ("จัดทำผังขั้นตอน", ["สำนักปลัด"], "2023-10-01"),
        ("ชี้แจงงบประมาณ", ["กองคลัง"], "2024-01-01"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        # A table of projects, of documents, of members: no unit or no period beside a text.
        ("ที่|ชื่อโครงการ|งบประมาณ (บาท)|เดือน", "1|จัดซื้อคอมพิวเตอร์|350,000|มกราคม"),
        ("ที่|เอกสาร|วันที่", "1|แผนจัดซื้อ|1 ต.ค. 2566", "2|คำสั่ง|2 ต.ค. 2566"),
        ("ที่|ชื่อ|ตำแหน่ง", "1|นายก้อง|ปลัดเทศบาล", "2|นางแก้ว|นิติกร"),
        ("หัวข้อ|ผู้รายงาน|วันประชุม", "1|ผู้อำนวยการกองช่าง|1 ต.ค. 2566"),
    ],
)
def test_units_or_periods_alone_make_no_measures(rows: tuple[str, ...]) -> None:
    assert measures(*rows) == []


def test_a_table_without_known_heads_counts_only_where_there_are_no_measures() -> None:
    known = ["ที่|มาตรการ|ผู้รับผิดชอบ", "1|จัดทำผัง|กองช่าง"]
    for head in ("ที่|เรื่อง|ผู้ดูแล|ช่วง", "ที่|เรื่อง|ผู้รับผิดชอบ|ระยะเวลา"):
        other = tabs(head, "1|ประชุมประจำเดือน|กองคลัง|ม.ค. 2567")
        assert [m.title for m in plan(f"{tabs(*known)}\nการประชุม\n\n{other}").measures] == ["จัดทำผัง"]
        assert [m.title for m in plan(other).measures] == ["ประชุมประจำเดือน"]


@pytest.mark.parametrize(
    "head", ["ที่|มาตรการ|ผลการดำเนินการ|ผลที่เกิดขึ้น", "ที่|มาตรการ|สิ่งที่ทำไปแล้ว|ผลที่ได้", "ที่|มาตรการ|การดำเนินการ|ผลที่ได้รับ"]
)
def test_of_two_columns_of_results_the_second_is_what_came_of_it(head: str) -> None:
    (found,) = measures(head, "1|จัดทำผัง|ติดครบ 14 จุด|ไม่ต้องถามซ้ำ")
    assert (found.output, found.outcome) == ("ติดครบ 14 จุด", "ไม่ต้องถามซ้ำ")


def test_the_results_of_two_halves_of_a_year_are_both_results() -> None:
    head = (
        "<tr><td rowspan=2>ที่</td><td rowspan=2>มาตรการ</td><td colspan=2>ผลการดำเนินการ</td></tr>"
        "<tr><td>รอบ 6 เดือน</td><td>รอบ 12 เดือน</td></tr>"
    )
    (found,) = web(html("1|จัดทำผัง|ติด 7 จุด|ติดครบ", head=head))
    assert (found.output, found.outcome) == ("ติด 7 จุด\nติดครบ", "")


def test_a_cell_over_two_columns_is_read_once() -> None:
    row = "<tr><td>1</td><td>จัดทำป้าย</td><td colspan=2>{}</td><td>กองช่าง</td></tr>"
    steps = "<tr><th>ที่</th><th>มาตรการ</th><th>ขั้นตอน</th><th>วิธีการ</th><th>ผู้รับผิดชอบ</th></tr>"
    (found,) = web(f"<table>{steps}{row.format('ออกแบบแล้วติดตั้ง')}</table>")
    assert found.steps == ["ออกแบบแล้วติดตั้ง"]
    results = steps.replace("ขั้นตอน", "ผลการดำเนินการ").replace("วิธีการ", "ผลลัพธ์")
    (found,) = web(f"<table>{results}{row.format('ติดตั้งแล้ว')}</table>")
    assert (found.output, found.outcome) == ("ติดตั้งแล้ว", "")
    (found,) = web(html("1|จัดทำป้าย|ออกแบบ|ติดตั้ง|กองช่าง", head=steps))
    assert found.steps == ["ออกแบบ", "ติดตั้ง"]


# -- times -----------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["เริ่มต้น|สิ้นสุด", "วันเริ่มต้น|วันสิ้นสุด", "ตั้งแต่|ถึง", "วันแรก|วันท้าย"])
def test_the_first_and_the_last_day_stand_in_two_columns(head: str) -> None:
    (found,) = measures(f"มาตรการ|ผู้รับผิดชอบ|{head}", "1. จัดทำผัง|กองช่าง|1 ต.ค. 66|31 มี.ค. 67")
    assert found.timeframe == "1 ต.ค. 66 - 31 มี.ค. 67"
    assert (found.start_date, found.end_date) == ("2023-10-01", "2024-03-31")


def test_a_period_and_a_remark_on_it_are_no_first_and_last_day() -> None:
    (found,) = measures("มาตรการ|ผู้รับผิดชอบ|ระยะเวลา|กำหนดเวลา", "1. จัดทำผัง|กองช่าง|ต.ค. 66 - มี.ค. 67|30 วัน")
    assert found.timeframe == "ต.ค. 66 - มี.ค. 67 30 วัน"


MONTHS = "ต.ค.|พ.ย.|ธ.ค.|ม.ค.|ก.พ.|มี.ค."


@pytest.mark.parametrize(
    ("heads", "ticks", "timeframe", "start", "end"),
    [
        (MONTHS, "/|/|/|||", "ต.ค. - ธ.ค.", "2023-10-01", "2023-12-31"),
        (MONTHS, "✓|||●||", "ต.ค., ม.ค.", "2023-10-01", "2024-01-31"),
        (MONTHS, "-|-|-|-|X|-", "ก.พ.", "2024-02-01", "2024-02-29"),
        (MONTHS, "/|/|-|||/", "ต.ค. - พ.ย., มี.ค.", "2023-10-01", "2024-03-31"),
        # As narrow columns break them, a vowel on the wrong line; by their first letters alone.
        ("ต .ค.|พ .ย|ธ.ค.|ม .ค.|ก. พ.|ม .คี.", "|||/|/|/", "ม.ค. - มี.ค.", "2024-01-01", "2024-03-31"),
        ("ต.ค. 6 6|พ.ย. 66|ธ.ค. 66|ม.ค. 6 7|ก.พ. 67|มี .ค. 67", "/||||/|/", "ต.ค. 66, ก.พ. 67 - มี.ค. 67", "2023-10-01", "2024-03-31"),
        ("ต.|พ.|ธ.|ม.|ก.|มี.", "/|/||||/", "ต.ค. - พ.ย., มี.ค.", "2023-10-01", "2024-03-31"),
        # A head that cannot be read is the month between; only where as many are missing as columns.
        ("ต.ค.|�|ธ.ค.|ตุลาคมม.ค.|ก.พ.|มี.ค.", "|/||||", "พ.ย.", "2023-11-01", "2023-11-30"),
        ("ตุลาคมพฤศจิกา|ยน|ธันวาคม|มกราคม|กุมภาพันธ์|มีนาคม", "/|/||||", "ต.ค. - พ.ย.", "2023-10-01", "2023-11-30"),
        ("ต.ค.|ก่อน|ม.ค.|ก.พ.|มี.ค.|เม.ย.", "|/||||", "", "", ""),
        ("ไตรมาส 1|ไตรมาส 2|ไตรมาส 3|ไตรมาส 4", "|✓|✓|", "ไตรมาส 2 - ไตรมาส 3", "2024-01-01", "2024-06-30"),
    ],
)  # fmt: skip
def test_ticks_under_months_are_a_time(heads: str, ticks: str, timeframe: str, start: str, end: str) -> None:
    (found,) = measures(f"ที่|มาตรการ|ผู้รับผิดชอบ|{heads}", f"1|จัดทำผัง|กองช่าง|{ticks}")
    assert (found.timeframe, found.start_date, found.end_date) == (timeframe, start, end)


@pytest.mark.parametrize(
    ("years", "start"), [(("พ.ศ. 2565", "พ.ศ. 2566"), "2022-12-01"), (("ปีงบประมาณ 2566",) * 2, "2022-12-01")]
)
def test_months_have_the_year_over_them(years: tuple[str, str], start: str) -> None:
    head = (
        "<tr><td rowspan=2>มาตรการ</td><td rowspan=2>ผู้รับผิดชอบ</td>"
        f"<td colspan=2>{years[0]}</td><td colspan=2>{years[1]}</td></tr>"
        "<tr><td>พ.ย.</td><td>ธ.ค.</td><td>ม.ค.</td><td>ก.พ.</td></tr>"
    )
    (found,) = web(html("1. จัดทำผัง|กองช่าง||/|/|", head=head))
    assert (found.start_date, found.end_date) == (start, "2023-01-31")


def test_months_from_october_on_under_one_year_are_its_fiscal_year() -> None:
    for months, start in (("ต.ค.|พ.ย.|ธ.ค.|ม.ค.", "2023-10-01"), ("ม.ค.|ก.พ.|พ.ย.|ธ.ค.", "2024-01-01")):
        head = (
            "<tr><td rowspan=2>มาตรการ</td><td rowspan=2>ผู้รับผิดชอบ</td><td colspan=4>ปี 2567</td></tr>"
            "<tr>" + "".join(f"<td>{month}</td>" for month in months.split("|")) + "</tr>"
        )
        (found,) = web(html("1. จัดทำผัง|กองช่าง|/|||", head=head))
        assert found.start_date == start


@pytest.mark.parametrize("heads", ["ก|ข|ค|ง|จ|ฉ", "ต|พ|ธ|ม|ก", "ม|ต|ก|พ|ธ|มี", "กก.|ชม.|คน|บาท|ชุด|เล่ม"])
def test_other_letters_are_no_months(heads: str) -> None:
    ticks = "|".join("/" for _ in heads.split("|"))
    (found,) = measures(f"ที่|มาตรการ|ผู้รับผิดชอบ|{heads}", f"1|จัดทำผัง|กองช่าง|{ticks}")
    assert found.timeframe == ""


def test_results_by_quarter_are_no_calendar() -> None:
    heads = "ที่|มาตรการ|ผู้รับผิดชอบ|ไตรมาส 1|ไตรมาส 2|ไตรมาส 3"
    found = measures(heads, "1|จัดทำผัง|กองช่าง|ดำเนินการแล้ว|อยู่ระหว่างดำเนินการ|ยังไม่ดำเนินการ")
    assert [m.timeframe for m in found] == [""]


# -- forms by issue --------------------------------------------------------------------------

FORM = "ประเด็น (ข้อคำถาม)|คะแนน|ข้อค้นพบ|{}|{}|ผู้รับผิดชอบ|ระยะเวลา|การติดตามผล"
ANSWER = "e1 เจ้าหน้าที่ให้บริการตามเวลาเพียงใด|78.34|รอคิวนาน|นำระบบบัตรคิวมาใช้|ติดตั้งเครื่อง|สำนักปลัด|ต.ค. 2566|รายงานในที่ประชุม"


@pytest.mark.parametrize(
    ("way", "steps"),
    [
        ("วิธีการนำผลการวิเคราะห์ไปสู่การปฏิบัติ", "ขั้นตอน/วิธีการ"),
        ("แนวทางการปฏิบัติ", "ขั้นตอนการดำเนินงาน"),
        ("มาตรการ/แนวทาง", "ขั้นตอน"),
        ("แนวทางการแก้ไข", "วิธีดำเนินการ"),
    ],
)
def test_the_way_is_the_measure_and_the_question_what_it_answers_to(way: str, steps: str) -> None:
    above = "๑) กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ"
    (found,) = plan(f"{above}\n\n{tabs(FORM.format(way, steps), ANSWER)}").measures
    assert (found.title, found.steps) == ("นำระบบบัตรคิวมาใช้", ["ติดตั้งเครื่อง"])
    assert (found.items, found.issue) == (["e1"], 1)
    assert found.group == "กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ"
    assert found.monitoring == "รายงานในที่ประชุม"


def test_a_table_of_scores_may_stand_between_the_issue_and_its_measures() -> None:
    scores = tabs("ข้อคำถาม|คะแนน", "e1|78.34", "e2|80.10")
    form = tabs(FORM.format("วิธีการ", "ขั้นตอน"), ANSWER)
    (found,) = plan(f"ประเด็นที่ 3 ช่องทางการสื่อสาร\n\n{scores}\n{form}").measures
    assert (found.group, found.issue) == ("ช่องทางการสื่อสาร", 3)


def test_a_numbered_heading_that_is_no_issue_is_no_group() -> None:
    table = tabs("ที่|มาตรการ|ผู้รับผิดชอบ", "1|จัดทำผัง|กองช่าง")
    (found,) = plan(f"2. แนวทางการดำเนินงาน\n\n{table}").measures
    assert (found.group, found.issue) == ("", None)
    (found,) = plan(f"ประเด็นที่ 3 ช่องทางการสื่อสาร\n\nสรุปทุกเรื่องเป็นมาตรการ\n\n{table}").measures
    assert (found.group, found.issue) == ("", None)


def test_a_column_of_issues_gives_their_numbers() -> None:
    head = "ประเด็นการวิเคราะห์|มาตรการ|ผู้รับผิดชอบ"
    rows = ["๒. การให้บริการและระบบ E-Service|จัดทำผัง|กองช่าง", "เรื่องอื่น|ชี้แจง|กองคลัง"]
    assert [(m.group, m.issue) for m in measures(head, *rows)] == [
        ("การให้บริการและระบบ E-Service", 2), ("เรื่องอื่น", None),
    ]  # fmt: skip


def test_a_merged_question_is_answered_by_all_measures_beside_it() -> None:
    head = "<tr><th>ประเด็น</th><th>ข้อคำถาม</th><th>ข้อค้นพบ</th><th>วิธีการ</th><th>ขั้นตอน</th><th>ผู้รับผิดชอบ</th></tr>"
    rows = "<tr><td rowspan=2>3. การสื่อสาร</td><td rowspan=2>e4 ช่องทาง</td><td rowspan=2>หายาก</td>{}</tr><tr>{}</tr>"
    cells = ["<td>ทำเมนูใหม่</td><td>ร่าง</td><td>กองช่าง</td>", "<td>ตอบไลน์</td><td>ตั้งคน</td><td>กองคลัง</td>"]
    found = web(f"<table>{head}{rows.format(*cells)}</table>")
    assert [(m.title, m.items, m.issue, m.group) for m in found] == [
        ("ทำเมนูใหม่", ["e4"], 3, "การสื่อสาร"), ("ตอบไลน์", ["e4"], 3, "การสื่อสาร"),
    ]  # fmt: skip


# -- the parts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ข้อ i๑๐ ท่านรู้ และ E4", ["i10", "e4"]),
        ("i10, i12 และ o26", ["i10", "i12", "o26"]),
        ("ระบบ E-Service 24 ชม.", []),
        ("Wifi 5", []),
        ("iit 85.10", []),
    ],
)
def test_codes_of_questions_are_those_printed(text: str, codes: list[str]) -> None:
    assert item_codes(text) == codes


def test_questions_are_told_by_code_or_wording() -> None:
    assert is_question("ข้อ i๑๐ ท่านรู้ขั้นตอน")
    assert is_question("หน่วยงานเปิดโอกาสให้มีส่วนร่วม มากน้อยเพียงใด")
    assert not is_question("การใช้งบประมาณ (i4)")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ประเด็นที่ ๖ กระบวนการควบคุม", 6),
        ("5) กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ", 5),
        ("กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ", 4),
        ("การให้บริการและระบบ E - Service", 2),
        ("กระบวนการพัสดุ", None),
        ("2567 กระบวนการ", None),
    ],
)
def test_issues_have_the_number_printed_or_that_of_their_name(text: str, number: int | None) -> None:
    issue = read_issue(text)
    assert (issue.number if issue else None) == number


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (("ที่|มาตรการ|ผู้รับผิดชอบ", "1|จัดทำผัง|กองช่าง"), MeasureTable.ROWS),
        (("หัวข้อ|มาตรการที่ 1", "ชื่อมาตรการ|จัดทำผัง", "ขั้นตอน|ร่าง", "ผู้รับผิดชอบ|กองช่าง"), MeasureTable.FORM),
        (("ขั้นตอน|ผู้รับผิดชอบ", "มาตรการที่ 1 จัดทำผัง|", "ร่าง|กองช่าง"), MeasureTable.TITLE_ROWS),
        (("ตัวชี้วัด|คะแนน", "การใช้อำนาจ|80.10"), MeasureTable.OTHER),
    ],
)
def test_a_table_has_one_kind_and_reasons_for_it(rows: tuple[str, ...], kind: MeasureTable) -> None:
    (table,) = document(tabs(*rows)).tables
    told = table_kind(GridView(table), [])
    assert told.kind is kind
    assert told.reasons
    assert bool(told.records) == (kind is not MeasureTable.OTHER)
