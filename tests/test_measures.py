"""Measures out of tables and labelled paragraphs: each whole, once, with its fields."""

from __future__ import annotations

import pytest

from tests.layouts.inline import plan, tabs
from thai_ita.model import DocType, Measure
from thai_ita.parse.measures.measure_tables import join_cut
from thai_ita.parse.measures.themes import indicators_of_theme, theme_of
from thai_ita.parse.text.list_items import read_items, strip_number

HEAD = "มาตรการ|ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา|การติดตามผล"
ONE = "1. จัดทำคู่มือการยืมพัสดุ|1. ร่าง 2. แจกเวียน|สำนักปลัด|ไตรมาส 2|รายงานทุกเดือน"
TWO = "2. พัฒนาเว็บไซต์ให้ค้นง่าย|1. จัดเมนู 2. ตรวจลิงก์|กองช่าง|ตลอดปีงบประมาณ|รายงานปลายปี"


def measures(*rows: str) -> list[Measure]:
    return plan(tabs(*rows)).measures


def titles(found: list[Measure]) -> list[tuple[int, str]]:
    return [(m.seq, m.title) for m in found]


TITLES = [(1, "จัดทำคู่มือการยืมพัสดุ"), (2, "พัฒนาเว็บไซต์ให้ค้นง่าย")]


def test_a_plan_with_all_its_fields() -> None:
    first, second = measures(HEAD, ONE, TWO)
    assert titles([first, second]) == TITLES
    assert (first.steps, first.responsible) == (["ร่าง", "แจกเวียน"], ["สำนักปลัด"])
    assert (first.timeframe, first.monitoring) == ("ไตรมาส 2", "รายงานทุกเดือน")
    assert (first.start_date, first.end_date) == ("2024-01-01", "2024-03-31")
    assert (second.start_date, second.end_date) == ("2023-10-01", "2024-09-30")
    assert first.evidence.row == 2


@pytest.mark.parametrize(
    "head",
    [
        "มาตรการ/กิจกรรม|วิธีการดำเนินงาน|หน่วยงานที่รับผิดชอบ|กรอบระยะเวลา|การกำกับติดตาม",
        "แนวทาง/มาตรการ|แนวทางปฏิบัติ|ส่วนราชการผู้รับผิดชอบ|กำหนดแล้วเสร็จ|วิธีการติดตามและรายงานผล",
        "โครงการ/กิจกรรม/มาตรการ|วิธีปฏิบัติ|ผู้รับผิดชอบหลัก|ห้วงเวลาดำเนินการ|การติดตามประเมินผล",
        "มาตรการ|ขนั้ ตอน|ผู้รับผดิ ชอบ|ระยะ เวลา|การติดตามผล",
    ],
)
def test_headings_vary(head: str) -> None:
    first, _ = measures(head, ONE, TWO)
    assert (len(first.steps), first.responsible, first.timeframe, first.monitoring) == (
        2, ["สำนักปลัด"], "ไตรมาส 2", "รายงานทุกเดือน",
    )  # fmt: skip


def test_a_column_of_numbers_counts_the_measures() -> None:
    rows = ["ที่|มาตรการ|ขั้นตอน|ผู้รับผิดชอบ", "1|จัดทำคู่มือ|ร่าง|กองช่าง", "3|พัฒนาเว็บไซต์|จัดเมนู|กองคลัง"]
    assert titles(measures(*rows)) == [(1, "จัดทำคู่มือ"), (3, "พัฒนาเว็บไซต์")]


def test_sub_points_under_a_title_are_no_measures() -> None:
    rows = [HEAD, "<p>๑. คู่มือการปฏิบัติงาน</p><p>๑. ปรับปรุง</p><p>๒. แจกเวียน</p>|ร่าง|กองช่าง|ทั้งปี|รายงาน", TWO]
    assert titles(measures(*rows))[0] == (1, "คู่มือการปฏิบัติงาน")
    assert len(measures(*rows)) == 2


def test_several_measures_in_one_row() -> None:
    found = measures(
        "ประเด็น|มาตรการ|ผู้รับผิดชอบ|ระยะเวลา",
        "การใช้อำนาจ|<p>๑. จัดทำคู่มือ</p><p>๒. พัฒนาเว็บไซต์</p>|กองช่าง|ไตรมาส 2",
        "การใช้งบประมาณ|<p>๓. เปิดเผยแผน</p><p>๔. ติดประกาศ</p>|กองคลัง|ไตรมาส 3",
    )
    assert titles(found) == [(1, "จัดทำคู่มือ"), (2, "พัฒนาเว็บไซต์"), (3, "เปิดเผยแผน"), (4, "ติดประกาศ")]
    assert [m.responsible for m in found] == [["กองช่าง"]] * 2 + [["กองคลัง"]] * 2
    assert found[0].indicators == ["3"]


def test_numbers_that_start_again_become_running_numbers() -> None:
    rows = [
        HEAD,
        "ด้านที่ 1 การบริการ||||",
        ONE,
        TWO,
        "ด้านที่ 2 งบประมาณ||||",
        ONE.replace("คู่มือ", "ป้าย"),
        TWO.replace("เว็บ", "แฟ้ม"),
    ]
    found = measures(*rows)
    assert [m.seq for m in found] == [1, 2, 3, 4]
    assert "การบริการ" in found[0].group
    assert "งบประมาณ" in found[3].group


def test_merged_fields_hold_for_all_their_rows() -> None:
    found = plan(
        "<table><tr><th>มาตรการ</th><th>ขั้นตอน</th><th>ผู้รับผิดชอบ</th><th>ระยะเวลา</th></tr>"
        "<tr><td>1. จัดทำคู่มือ</td><td>ร่าง</td><td rowspan=2>กองช่าง</td><td>ไตรมาส 1</td></tr>"
        "<tr><td>2. พัฒนาเว็บไซต์</td><td>จัดเมนู</td><td>ไตรมาส 2</td></tr></table>"
    ).measures
    assert [m.responsible for m in found] == [["กองช่าง"], ["กองช่าง"]]
    assert [m.steps for m in found] == [["ร่าง"], ["จัดเมนู"]]


def test_a_row_cut_by_a_page_goes_on() -> None:
    found = plan(tabs(HEAD, ONE) + "\f" + tabs(HEAD, "|3. สรุปผล|||", TWO)).measures
    assert titles(found) == TITLES
    assert found[0].steps == ["ร่าง", "แจกเวียน", "สรุปผล"]


def test_a_word_cut_by_a_page_is_one_word() -> None:
    found = plan(tabs(HEAD, ONE.replace("แจกเวียน", "แจกเวียนทุก")) + "\f" + tabs("|กองในสังกัด|||", TWO)).measures
    assert found[0].steps == ["ร่าง", "แจกเวียนทุกกองในสังกัด"]


def test_steps_carried_into_the_next_row_go_back() -> None:
    found = measures(
        HEAD, "1. จัดทำคู่มือ|<p>1. ร่าง</p><p>2. แจก</p>|กองช่าง|ทั้งปี|รายงาน",
        "2. พัฒนาเว็บไซต์|<p>3. สรุปผล</p><p>1. จัดเมนู</p><p>2. ตรวจลิงก์</p>|กองคลัง|ทั้งปี|รายงาน",
    )  # fmt: skip
    assert [m.steps for m in found] == [["ร่าง", "แจก", "สรุปผล"], ["จัดเมนู", "ตรวจลิงก์"]]


def test_a_plan_and_its_report_become_one_measure() -> None:
    read = plan(
        tabs(HEAD, ONE, TWO) + "\nผลการดำเนินการตามมาตรการ\n\n"
        + tabs("มาตรการ|ผลการดำเนินการ|ผลลัพธ์", "1. จัดทำคู่มือการยืมพัสดุ|แจกครบ|ของคืนครบ",
               "2. พัฒนาเว็บไซต์ให้ค้นง่าย|ปรับแล้ว|ค้นเร็วขึ้น")
    )  # fmt: skip
    assert titles(read.measures) == TITLES
    assert [(m.output, m.outcome) for m in read.measures] == [("แจกครบ", "ของคืนครบ"), ("ปรับแล้ว", "ค้นเร็วขึ้น")]
    assert read.measures[0].responsible == ["สำนักปลัด"]
    assert read.identity.doc_type is DocType.MEASURES_PLAN


def test_the_same_title_under_two_issues_is_two_measures() -> None:
    found = measures("ประเด็น|มาตรการ|ขั้นตอน|ผู้รับผิดชอบ", "การใช้อำนาจ|จัดอบรม|เชิญวิทยากร|กองช่าง",
                     "การใช้งบประมาณ|จัดอบรม|สรุปบทเรียน|กองคลัง")  # fmt: skip
    assert [(m.title, m.indicators) for m in found] == [("จัดอบรม", ["3"]), ("จัดอบรม", ["2"])]


def test_labelled_paragraphs() -> None:
    found = plan(
        "มาตรการที่ ๑ จัดทำคู่มือ\nขั้นตอน:\n- ร่าง\n- แจก\nผู้รับผิดชอบ : สำนักปลัด, กองช่าง\nระยะเวลา: ไตรมาส 2\n\n"
        "มาตรการที่ ๒ พัฒนาเว็บไซต์\nขั้นตอน: จัดเมนู\nผู้รับผิดชอบ : กองคลัง\nระยะเวลา: ตลอดปี\n"
    ).measures
    assert titles(found) == [(1, "จัดทำคู่มือ"), (2, "พัฒนาเว็บไซต์")]
    assert (found[0].steps, found[0].responsible) == (["ร่าง", "แจก"], ["สำนักปลัด", "กองช่าง"])
    assert found[1].timeframe == "ตลอดปี"


def test_a_table_a_measure_with_labels_at_the_side() -> None:
    card = "มาตรการที่ {}|{}\nขั้นตอน|ร่าง\nผู้รับผิดชอบ|กองช่าง\nระยะเวลา|ไตรมาส 2"
    text = "\n\n".join(tabs(*card.format(n, t).split("\n")) for n, t in ((1, "จัดทำคู่มือ"), (2, "พัฒนาเว็บไซต์")))
    found = plan(text).measures
    assert titles(found) == [(1, "จัดทำคู่มือ"), (2, "พัฒนาเว็บไซต์")]
    assert found[1].responsible == ["กองช่าง"]


def test_a_row_with_a_cell_too_many_is_fitted_to_the_columns() -> None:
    ragged = "2. พัฒนาเว็บไซต์|จัดเมนู|กองช่าง|กองคลัง|ไตรมาส 3|รายงานปลายปี"
    _, found = measures(HEAD, ONE, ragged)
    assert (found.seq, found.timeframe, found.monitoring) == (2, "ไตรมาส 3", "รายงานปลายปี")
    assert "กองคลัง" in found.responsible


def test_a_row_with_cells_too_few_keeps_what_it_has() -> None:
    found = measures(HEAD, ONE, "2. พัฒนาเว็บไซต์ให้ค้นง่าย|จัดเมนู")
    assert titles(found) == TITLES
    assert (found[1].steps, found[1].responsible) == (["จัดเมนู"], [])


@pytest.mark.parametrize(
    "rows",
    [
        ("ที่|ชื่อโครงการ|งบประมาณ (บาท)|เดือน", "1|จัดซื้อคอมพิวเตอร์|350,000|มกราคม"),
        ("เรื่อง|ผู้ติดต่อ", "ร้องเรียน|สำนักปลัด"),
        ("ตัวชี้วัด|คะแนน", "การใช้อำนาจ|80.10", "การใช้งบประมาณ|80.20"),
        ("วันที่|เวลา|สถานที่", "1 ต.ค. 2566|09.00 น.|ห้องประชุม"),
    ],
)
def test_other_tables_hold_no_measures(rows: tuple[str, ...]) -> None:
    assert measures(*rows) == []


# -- the parts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("๑. ร่าง\n๒. แจก", [(1, "ร่าง"), (2, "แจก")]),
        ("1. ร่าง 2. แจก", [(1, "ร่าง"), (2, "แจก")]),
        ("(1) ร่าง (2) แจก", [(1, "ร่าง"), (2, "แจก")]),
        ("1) ร่าง ๒) แจก", [(1, "ร่าง"), (2, "แจก")]),
        ("- ร่าง\n• แจก", [(None, "ร่าง"), (None, "แจก")]),
        ("- ร่าง - แจก", [(None, "ร่าง"), (None, "แจก")]),
        ("ร่าง\nแจก", [(None, "ร่าง"), (None, "แจก")]),
        ("1. ใช้เวลา 2.5 วัน", [(1, "ใช้เวลา 2.5 วัน")]),
        ("1. ตาม พ.ร.บ. 3. แจก", [(1, "ตาม พ.ร.บ. 3. แจก")]),
        ("มาตรการที่ 4 ร่าง", [(4, "ร่าง")]),
        ("-5.2 ลดลง", [(None, "-5.2 ลดลง")]),
        ("", []),
    ],
)
def test_items_of_a_cell(text: str, items: list[tuple[int | None, str]]) -> None:
    assert [(i.number, i.text) for i in read_items(text)] == items


def test_a_number_is_stripped_only_where_it_is_one() -> None:
    assert strip_number("๓. จัดทำ") == (3, "จัดทำ")
    assert strip_number("2567 เป็นต้นไป") == (None, "2567 เป็นต้นไป")


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("แจกเวียนทุก", "กอง", "แจกเวียนทุกกอง"),
        ("ร่าง", "2. แจก", "ร่าง\n2. แจก"),
        ("use", "case", "use case"),
        ("", "ข", "ข"),
    ],
)
def test_halves_of_a_cut_text(before: str, after: str, joined: str) -> None:
    assert join_cut(before, after) == joined


def test_themes_are_told_by_their_words() -> None:
    theme = theme_of("ประกาศนโยบายไม่รับของขวัญ (No Gift Policy)")
    assert theme
    assert indicators_of_theme(theme)
    assert theme_of("กขค") == ""
