"""Measures that are no row of one table: forms, columns, title rows, parts that stand elsewhere."""

from __future__ import annotations

import pytest

from tests.layouts.inline import plan, tabs
from thai_ita.model import Measure

HEAD = "มาตรการ|ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา"
TITLES = [(1, "จัดทำคู่มือการยืมพัสดุ"), (2, "พัฒนาเว็บไซต์ให้ค้นง่าย")]
UNITS = [["กองช่าง"], ["กองคลัง"]]


def measures(*rows: str) -> list[Measure]:
    return plan(tabs(*rows)).measures


def titles(found: list[Measure]) -> list[tuple[int, str]]:
    return [(m.seq, m.title) for m in found]


def check(found: list[Measure]) -> None:
    """The two measures of this module, each with its unit and its step."""
    assert titles(found) == TITLES
    assert [m.responsible for m in found] == UNITS
    assert [m.steps for m in found] == [["ร่างคู่มือ"], ["จัดเมนู"]]


# -- labels at the side ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        # One column a measure, named in the head or by a row of titles.
        ("หัวข้อ|มาตรการที่ 1|มาตรการที่ ๒", "ชื่อมาตรการ|จัดทำคู่มือการยืมพัสดุ|พัฒนาเว็บไซต์ให้ค้นง่าย",
         "ขั้นตอน|ร่างคู่มือ|จัดเมนู", "ผู้รับผิดชอบ|กองช่าง|กองคลัง"),
        ("รายการ|มาตรการที่ 1 จัดทำคู่มือการยืมพัสดุ|มาตรการที่ 2 พัฒนาเว็บไซต์ให้ค้นง่าย",
         "ขั้นตอน|ร่างคู่มือ|จัดเมนู", "ผู้รับผิดชอบ|กองช่าง|กองคลัง", "งบประมาณ|-|-"),
        # Remarks beside are no measure.
        ("หัวข้อ|มาตรการที่ 1|มาตรการที่ 2|หมายเหตุ", "ชื่อมาตรการ|จัดทำคู่มือการยืมพัสดุ|พัฒนาเว็บไซต์ให้ค้นง่าย|ดูผนวก ก",
         "ขั้นตอน|ร่างคู่มือ|จัดเมนู|", "ผู้รับผิดชอบ|กองช่าง|กองคลัง|"),
        # Label and value side by side, one form after the other.
        ("มาตรการ|จัดทำคู่มือการยืมพัสดุ|ผู้รับผิดชอบ|กองช่าง", "ขั้นตอน|ร่างคู่มือ|ระยะเวลา|ไตรมาส 2",
         "มาตรการ|พัฒนาเว็บไซต์ให้ค้นง่าย|ผู้รับผิดชอบ|กองคลัง", "ขั้นตอน|จัดเมนู|ระยะเวลา|ไตรมาส 3"),
        ("มาตรการที่ 1 จัดทำคู่มือการยืมพัสดุ|", "ขั้นตอน|ร่างคู่มือ", "ผู้รับผิดชอบ|กองช่าง",
         "มาตรการที่ 2 พัฒนาเว็บไซต์ให้ค้นง่าย|", "ขั้นตอน|จัดเมนู", "ผู้รับผิดชอบ|กองคลัง"),
    ],
    ids=["columns", "titles in the head", "remarks", "pairs", "title over pairs"],
)  # fmt: skip
def test_fields_labelled_at_the_side(rows: tuple[str, ...]) -> None:
    check(measures(*rows))


def test_labels_behind_their_numbers() -> None:
    (found,) = measures("1|มาตรการ|จัดทำคู่มือ", "2|ขั้นตอน|ร่าง", "3|ผู้รับผิดชอบ|กองช่าง", "4|ระยะเวลา|ไตรมาส 2")
    assert (found.title, found.responsible, found.timeframe) == ("จัดทำคู่มือ", ["กองช่าง"], "ไตรมาส 2")


def test_a_title_merged_over_the_rows_of_its_fields() -> None:
    block = "<tr><td rowspan=3>{}. {}</td><td>ขั้นตอน</td><td>{}</td></tr><tr><td>ผู้รับผิดชอบ</td><td>{}</td></tr><tr><td>ระยะเวลา</td><td>ทั้งปี</td></tr>"
    rows = block.format(*TITLES[0], "ร่างคู่มือ", "กองช่าง") + block.format(*TITLES[1], "จัดเมนู", "กองคลัง")
    for head in ("", "<tr><th>มาตรการ</th><th>รายการ</th><th>รายละเอียด</th></tr>"):
        check(plan(f"<table>{head}{rows}</table>").measures)


def test_columns_with_one_title_are_not_measures_each() -> None:
    rows = ["รายการ|ตามแผน|ที่ทำจริง", "มาตรการ|จัดทำคู่มือ|จัดทำคู่มือ", "ขั้นตอน|ร่าง|แจก", "ผู้รับผิดชอบ|กองช่าง|กองคลัง"]
    assert measures(*rows) == []


def test_a_table_of_one_column_is_no_form() -> None:
    assert (
        plan("<table><tr><td>มาตรการ</td></tr><tr><td>ขั้นตอน</td></tr><tr><td>ผู้รับผิดชอบ</td></tr></table>").measures == []
    )


# -- title rows ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["มาตรการที่ {} ", "{}. "])
def test_a_title_row_over_its_fields(name: str) -> None:
    one, two = (name.format(n) + title for n, title in TITLES)
    check(
        measures("ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา", f"{one}||", "ร่างคู่มือ|กองช่าง|ไตรมาส 2", f"{two}||", "จัดเมนู|กองคลัง|ไตรมาส 3")
    )


def test_a_title_row_above_the_head() -> None:
    check(measures("มาตรการที่ 1 จัดทำคู่มือการยืมพัสดุ||", "ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา", "ร่างคู่มือ|กองช่าง|ไตรมาส 2",
                   "มาตรการที่ 2 พัฒนาเว็บไซต์ให้ค้นง่าย||", "ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา", "จัดเมนู|กองคลัง|ไตรมาส 3"))  # fmt: skip


def test_a_row_over_a_column_of_measures_is_their_issue() -> None:
    found = measures(HEAD, "1. การใช้อำนาจ|||", "จัดอบรม|เชิญวิทยากร|กองช่าง|ไตรมาส 1", "2. การใช้งบประมาณ|||",
                     "เปิดเผยแผน|ติดประกาศ|กองคลัง|ไตรมาส 2")  # fmt: skip
    assert [(m.title, m.group) for m in found] == [("จัดอบรม", "การใช้อำนาจ"), ("เปิดเผยแผน", "การใช้งบประมาณ")]


def test_a_numbered_row_over_several_named_rows_is_their_issue() -> None:
    found = measures("งาน|ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา", "โครงการที่ 1 ยกระดับบริการ|||", "จัดทำคู่มือ|ร่าง|กองช่าง|ไตรมาส 1",
                     "พัฒนาเว็บไซต์|จัดเมนู|กองคลัง|ไตรมาส 2", "โครงการที่ 2 เปิดเผยข้อมูล|||", "ติดประกาศ|พิมพ์|กองคลัง|ไตรมาส 3")  # fmt: skip
    assert [m.title for m in found] == ["จัดทำคู่มือ", "พัฒนาเว็บไซต์", "ติดประกาศ"]


# -- rows that go on -------------------------------------------------------------------------

ONE = "1. จัดทำคู่มือการยืมพัสดุ|1) ร่าง 2) แจกเวียน|กองช่าง|ไตรมาส 2"
TWO = "2. พัฒนาเว็บไซต์ให้ค้นง่าย|1) จัดเมนู|กองคลัง|ไตรมาส 3"


@pytest.mark.parametrize(
    "again",
    [
        "1. จัดทำคู่มือการยืมพัสดุ (ต่อ)|3) สรุปผล||",
        "1. จัดทำคู่มือการยืมพัสดุ (ต่อ)|3) สรุปผล|กองช่าง|ไตรมาส 2",
        "1. (ต่อ)|3) สรุปผล||",
        "จัดทำคู่มือการยืม (ต่อ)|3) สรุปผล||",
        "1. จัดทำคู่มือการยืมพัสดุ|3) สรุปผล|กองช่าง|ไตรมาส 2",
    ],
)
def test_a_title_repeated_on_the_next_page_is_the_same_measure(again: str) -> None:
    found = plan(tabs(HEAD, ONE) + "\n- 2 -\n\n" + tabs(HEAD, again, TWO)).measures
    assert titles(found) == TITLES
    assert found[0].steps == ["ร่าง", "แจกเวียน", "สรุปผล"]
    assert (found[0].responsible, found[0].timeframe) == (["กองช่าง"], "ไตรมาส 2")


def test_the_number_may_say_that_a_measure_goes_on() -> None:
    head = "ที่|มาตรการ|ขั้นตอน|ผู้รับผิดชอบ"
    found = plan(
        tabs(head, "1|จัดทำคู่มือการยืมพัสดุ|ร่าง|กองช่าง") + "\n- 2 -\n\n"
        + tabs(head, "1 (ต่อ)|จัดทำคู่มือการยืมพัสดุ|- สรุปผล|กองช่าง", "2|พัฒนาเว็บไซต์ให้ค้นง่าย|จัดเมนู|กองคลัง")
    ).measures  # fmt: skip
    assert titles(found) == TITLES
    assert found[0].steps == ["ร่าง", "สรุปผล"]


def test_alike_titles_with_steps_of_their_own_stay_two() -> None:
    found = measures(HEAD, "1. จัดอบรมครั้งที่หนึ่ง|1) เชิญ 2) อบรม|กองช่าง|ไตรมาส 1", "2. จัดอบรมครั้งที่สอง|3) เชิญ|กองช่าง|ไตรมาส 2")
    assert len(found) == 2


# -- columns in a second table ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "number"), [("ลำดับที่|มาตรการ", "{}"), ("มาตรการที่|ชื่อมาตรการ", "{}"), ("ที่|มาตรการ", "{}.")]
)
def test_columns_that_go_on_in_a_second_table(head: str, number: str) -> None:
    one, two = number.format(1), number.format("๒")
    key = head.split("|", maxsplit=1)[0]
    check(
        plan(
            tabs(f"{head}|ขั้นตอน", f"{one}|จัดทำคู่มือการยืมพัสดุ|ร่างคู่มือ", f"{two}|พัฒนาเว็บไซต์ให้ค้นง่าย|จัดเมนู")
            + "\nตารางต่อ\n\n" + tabs(f"{key}|ผู้รับผิดชอบ|ระยะเวลา", f"{one}|กองช่าง|ไตรมาส 2", f"{two}|กองคลัง|ไตรมาส 3")
        ).measures
    )  # fmt: skip


@pytest.mark.parametrize(
    "second",
    [
        ("ที่|ผู้รับผิดชอบ|ระยะเวลา", "1|กองช่าง|ไตรมาส 2", "3|กองคลัง|ไตรมาส 3"),
        ("ที่|ความเสี่ยง|ผู้รับผิดชอบ", "1|ยืมไม่คืน|กองช่าง", "2|ข้อมูลเก่า|กองคลัง"),
    ],
)
def test_a_table_of_other_things_fills_no_measure(second: tuple[str, ...]) -> None:
    first = tabs("ที่|มาตรการ|ขั้นตอน", "1|จัดทำคู่มือการยืมพัสดุ|ร่าง", "2|พัฒนาเว็บไซต์ให้ค้นง่าย|จัดเมนู")
    found = plan(first + "\nตารางต่อ\n\n" + tabs(*second)).measures
    assert [m.responsible for m in found[:2]] == [[], []]


# -- units above -----------------------------------------------------------------------------

_BY_UNIT = ("มาตรการ|ขั้นตอน|ระยะเวลา", "1. จัดทำคู่มือการยืมพัสดุ|ร่างคู่มือ|ไตรมาส 2", "2. พัฒนาเว็บไซต์ให้ค้นง่าย|จัดเมนู|ไตรมาส 3")


@pytest.mark.parametrize("name", ["หน่วยงานที่รับผิดชอบ : {}", "ผู้รับผิดชอบ: {}", "{}"])
def test_a_unit_over_its_table_is_responsible(name: str) -> None:
    head, one, two = _BY_UNIT
    text = "\n\n".join(name.format(u[0]) + "\n\n" + tabs(head, row) for u, row in zip(UNITS, (one, two), strict=True))
    check(plan(text).measures)


@pytest.mark.parametrize("name", ["ผู้รับผิดชอบ : {}", "{}"])
def test_a_unit_over_its_rows_is_responsible(name: str) -> None:
    head, one, two = _BY_UNIT
    found = measures(head, name.format("กองช่าง") + "||", one, name.format("กองคลัง") + "||", two)
    check(found)
    assert [m.group for m in found] == ["", ""]


def test_a_unit_at_the_top_of_its_table_is_responsible() -> None:
    head, one, two = (f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in _BY_UNIT)
    unit = "<tr><td colspan=3>ผู้รับผิดชอบ : {}</td></tr>"
    check(
        plan(
            f"<table>{unit.format('กองช่าง')}{head}{one}</table><p>ต่อไป</p><table>{unit.format('กองคลัง')}{head}{two}</table>"
        ).measures
    )


def test_an_issue_that_goes_on_keeps_its_name() -> None:
    head = "มาตรการ|ขั้นตอน|ผู้รับผิดชอบ"
    found = plan(tabs(head, "ด้านการบริการ||", "1. จัดทำคู่มือ|ร่าง|กองช่าง") + "\n- 2 -\n\n"
                 + tabs(head, "ด้านการบริการ (ต่อ)||", "2. พัฒนาเว็บไซต์|จัดเมนู|กองคลัง")).measures  # fmt: skip
    assert [m.group for m in found] == ["ด้านการบริการ"] * 2


def test_a_unit_below_a_table_is_not_that_of_the_next() -> None:
    head, one, two = _BY_UNIT
    found = plan(f"{tabs(head, one)}\nผู้รับผิดชอบ : กองช่าง\n\n{tabs(head, two)}\nผู้รับผิดชอบ : กองคลัง\n").measures
    assert [m.responsible for m in found] == [[], []]


@pytest.mark.parametrize("above", ["สำนักปลัด เทศบาลตำบลตัวอย่างสุข", "กองทุนหลักประกันสุขภาพ", "สำนักปลัด"])
def test_a_letterhead_is_responsible_for_nothing(above: str) -> None:
    assert [m.responsible for m in plan(f"{above}\n\n{tabs(*_BY_UNIT)}").measures] == [[], []]


def test_a_unit_over_labelled_paragraphs() -> None:
    text = "หน่วยงานที่รับผิดชอบ : {}\n\nมาตรการที่ {} {}\nขั้นตอน : {}\nระยะเวลา : ไตรมาส 2\n\n"
    check(plan(text.format("กองช่าง", *TITLES[0], "ร่างคู่มือ") + text.format("กองคลัง", *TITLES[1], "จัดเมนู")).measures)


# -- labels without a colon ------------------------------------------------------------------


def test_a_label_that_every_measure_has_needs_no_colon() -> None:
    text = "## มาตรการที่ {} {}\n\n**ขั้นตอน**\n\n1. {}\n\n**ผู้รับผิดชอบ** {}\n\n**ระยะเวลา** ไตรมาส 2\n\n"
    found = plan(text.format(*TITLES[0], "ร่างคู่มือ", "กองช่าง") + text.format(*TITLES[1], "จัดเมนู", "กองคลัง")).measures
    check(found)
    assert [m.timeframe for m in found] == ["ไตรมาส 2"] * 2


def test_labels_in_a_list_need_no_colon_either() -> None:
    text = "### {}. {}\n\n- **ขั้นตอน** {}\n- **ผู้รับผิดชอบ** {}\n- **ระยะเวลา** ไตรมาส 2\n\n"
    check(plan(text.format(*TITLES[0], "ร่างคู่มือ", "กองช่าง") + text.format(*TITLES[1], "จัดเมนู", "กองคลัง")).measures)


def test_what_an_analysis_says_of_each_indicator_is_no_measure() -> None:
    said = "{}. {}\nผลการดำเนินงาน พบว่าบุคลากรส่วนใหญ่เข้าใจขั้นตอน\n"
    assert plan(said.format(1, "การปฏิบัติหน้าที่") + said.format(2, "การใช้งบประมาณ")).measures == []


def test_a_wrapped_line_that_begins_like_a_label_is_none() -> None:
    text = "มาตรการที่ {} {}\nผู้รับผิดชอบ : กองช่าง\nการติดตามผล : {}\n\n"
    wrapped = "รายงานความก้าวหน้าตาม\nระยะเวลา ที่ผู้บริหารเห็นชอบ"
    found = plan(text.format(1, "จัดทำคู่มือ", wrapped) + text.format(2, "พัฒนาเว็บไซต์", "รายงานปลายปี")).measures
    assert [m.timeframe for m in found] == ["", ""]
    assert "ที่ผู้บริหารเห็นชอบ" in found[0].monitoring


THREE = [*TITLES, (3, "ติดประกาศขั้นตอนการยื่นคำขอ")]


@pytest.mark.parametrize("tail", ["เข้าชม 1,204 ครั้ง", "(ลงชื่อ) นายตัวอย่าง สุขใจ\nปลัดเทศบาล"])
def test_what_follows_the_last_measure_is_not_its_last_field(tail: str) -> None:
    text = "มาตรการที่ {} {}\nผู้รับผิดชอบ : กองช่าง\nการติดตามผล : รายงานทุกเดือน\n\n"
    found = plan("".join(text.format(*t) for t in THREE) + tail).measures
    assert [m.monitoring for m in found] == ["รายงานทุกเดือน"] * 3


def test_a_wrapped_field_of_the_last_measure_is_kept() -> None:
    text = "มาตรการที่ {} {}\nผู้รับผิดชอบ : กองช่าง\nการติดตามผล : รายงาน\n"
    found = plan("\n".join(text.format(*t) for t in THREE) + "ให้ผู้บริหารทราบ\n").measures
    assert "ให้ผู้บริหารทราบ" in found[2].monitoring


def test_a_line_above_something_like_a_label_is_no_measure() -> None:
    assert plan("รายละเอียดตามเอกสารแนบ\n\n1. การปฏิบัติ\nหน้าที่ของบุคลากร\n").measures == []


MEASURES = "ที่\tมาตรการ\tผู้รับผิดชอบ\n1\tจัดทำคู่มือการให้บริการ\tสำนักปลัด\n2\tอบรมบุคลากร\tกองคลัง\n"


@pytest.mark.parametrize("rest", [
    "ภาคผนวก แบบฟอร์มรายงานผล (แบบเปล่า)\n\nที่\tมาตรการ\tผลการดำเนินการ\n1\t..........\t..........\n2\t..........\t..........\n",
    "รายการต่อไปนี้เป็นโครงการตามแผนปฏิบัติการป้องกันการทุจริต มิใช่มาตรการตามผลการประเมิน\n\n"
    "ลำดับ\tโครงการ\tงบประมาณ\tหน่วยงานรับผิดชอบ\n1\tโครงการก่อสร้างถนน\t1,485,000\tกองช่าง\n2\tโครงการจัดเก็บภาษี\t15,000\tกองคลัง\n",
])  # fmt: skip
def test_what_is_enclosed_behind_the_measures_is_none_of_them(rest: str) -> None:
    assert [m.title for m in plan(f"{MEASURES}\n{rest}").measures] == ["จัดทำคู่มือการให้บริการ", "อบรมบุคลากร"]
