"""Labels that no list knows, rows that add up, columns that hold figures, and what ends a measure."""

from __future__ import annotations

import pytest

from tests.layouts.inline import PLACE, analysis, plan, report, tabs
from thai_ita.model import DocType, Measure
from thai_ita.parse.measures.measure_rows import indicators_of
from thai_ita.parse.tables.heading_words import field_by_words

UNITS = ("กองคลัง", "สำนักปลัดเทศบาล", "กองช่าง")
TIMES = ("ต.ค. 66 ถึง ธ.ค. 66", "ม.ค. 67", "ไตรมาสที่ 3")
TITLES = ("จัดทำคู่มือการยืมพัสดุ", "พัฒนาเว็บไซต์ให้ค้นง่าย", "จัดเวทีพบประชาชน")


def cards(form: str, n: int = 3) -> list[Measure]:
    """The measures of a plan that writes each in that form."""
    rows = zip(range(1, n + 1), TITLES, UNITS, TIMES, strict=False)
    return plan("\n".join(form.format(n=i, t=t, r=r, w=w) for i, t, r, w in rows)).measures


# -- rows that add up ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        "|ความก้าวหน้าเฉลี่ย|||||๕๐.๓๓",
        "|รวมงบประมาณ|||||25,000 บาท",
        "|ผลการดำเนินงานโดยรวม|||||80",
        "|เฉลี่ยทุกมาตรการ|||||66.67 %",
        "|คิดเป็นร้อยละ|||||75.00",
        "|รวม|||||",
        "||||รวม 2 มาตรการ||",
        "|ยอดรวม|||||30,000",
        "|**รวมทั้งสิ้น 2 มาตรการ**|||||2",
    ],
)
def test_a_row_that_adds_up_is_no_measure(row: str) -> None:
    found = plan(tabs(
        "ที่|มาตรการ|ผู้รับผิดชอบ|ระยะเวลา|ผลการดำเนินการ|งบประมาณ|ร้อยละ",
        "1|จัดทำคู่มือ|กองคลัง|ม.ค. 2567|แจกแล้ว 10 เล่ม|-|100",
        "2|จัดเวทีพบพนักงาน|สำนักปลัด|ก.พ. 2567|จัดแล้ว 2 ครั้ง|-|50", row,
    )).measures  # fmt: skip
    assert [m.title for m in found] == ["จัดทำคู่มือ", "จัดเวทีพบพนักงาน"]


def test_a_measure_that_begins_with_a_word_of_sums_is_one() -> None:
    found = plan(tabs(
        "ที่|มาตรการ|ผู้รับผิดชอบ|ระยะเวลา",
        "1|รวมข้อมูลการให้บริการทุกงานไว้หน้าเดียวบนเว็บไซต์ของเทศบาล|กองคลัง|ม.ค. 2567",
        "2|กระจายอำนาจการอนุมัติเฉลี่ย|สำนักปลัด|ก.พ. 2567",
        "3|รวมพลังต้านโกง|สำนักปลัด|มี.ค. 2567",
    )).measures  # fmt: skip
    assert len(found) == 3


# -- columns --------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["ผล ๒๕๖๖", "ผลปี 2566", "ผล", "ได้"])
@pytest.mark.parametrize("remark", ["เลือกเฉพาะข้อที่ได้ต่ำกว่า 80.00 คะแนน", "หมายเหตุ ค่าเป้าหมายทุกข้อ 90.00"])
def test_figures_over_a_remark_are_no_results(head: str, remark: str) -> None:
    rows = "".join(
        f"<tr><td>{code}</td><td>{asked}เพียงใด</td><td>{score}</td><td>{t}</td><td>{r}</td><td>ม.ค. 2567</td></tr>"
        for code, asked, score, t, r in zip(
            ("i10", "e4", "e9"), ("ยืมถูกต้อง", "เข้าถึงง่าย", "ใช้บริการ"), (71.43, 78.26, 46.52), TITLES, UNITS, strict=True
        )
    )
    heads = "".join(f"<td>{h}</td>" for h in ("ข้อ", "ข้อคำถาม", head, "มาตรการแก้ไข", "ผู้ปฏิบัติ", "ระยะเวลา"))
    read = plan(f"<table><tr>{heads}</tr>{rows}<tr><td colspan='6'>{remark}</td></tr></table>")
    assert [(m.title, m.output) for m in read.measures] == [(t, "") for t in TITLES]
    assert read.identity.doc_type is DocType.MEASURES_PLAN


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("ผลถึงสิ้นเดือน มี.ค. ๖๖", "output"), ("ผล ณ วันที่ 31 มีนาคม 2566", "output"), ("ผลจนถึงปัจจุบัน", "output"),
        ("ผลงานถึงไตรมาสที่ 2", "output"), ("ผลรอบ 6 เดือน", "output"), ("ผลรอบ 2566", ""), ("ผลถึงประชาชน", ""), ("ผลปี 2566", ""),
        ("ผู้มีหน้าที่", "responsible"), ("มอบหมายให้", "responsible"), ("ใครเป็นคนทำ", "responsible"), ("การปฏิบัติหน้าที่", ""),
        ("ได้อะไรออกมา", "output"), ("ทำอะไรไปแล้วบ้าง", "output"), ("แล้วดีขึ้นอย่างไร", "outcome"), ("มีอะไรเปลี่ยนไปบ้าง", "outcome"),
        ("ดีขึ้น", ""), ("เปลี่ยนแปลง", ""), ("ทำกันอย่างไร", "steps"), ("ติดตามอย่างไร", "monitoring"), ("จะเสร็จเมื่อไหร่", "timeframe"),
    ],
)  # fmt: skip
def test_heads_that_ask_or_name_a_day(head: str, field: str) -> None:
    assert field_by_words(head) == field


@pytest.mark.parametrize("done", ["สิ่งที่ดำเนินการ", "สิ่งที่ได้ดำเนินการ", "การดำเนินการ", "สิ่งที่ทำ", "กิจกรรมที่ได้ทำ"])
def test_what_was_done_beside_what_came_out_of_it_are_steps(done: str) -> None:
    (found,) = report(
        f"รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. 2567\n{PLACE}\n\n"
        + tabs(f"ประเด็น|มาตรการ|{done}|ผลผลิต|ผลลัพธ์|เจ้าภาพ", "บริการ|ขยายเวลา|ออกคำสั่งจัดเวร|48 วัน|คิวสั้นลง|กองคลัง")
    ).measures
    assert (found.steps, found.output, found.outcome) == (["ออกคำสั่งจัดเวร"], "48 วัน", "คิวสั้นลง")


@pytest.mark.parametrize("head", ["มาตรการที่", "เลขมาตรการ", "ลำดับมาตรการ", "ลำดับ"])
def test_measures_sorted_by_their_day_keep_their_numbers(head: str) -> None:
    found = plan(tabs(
        f"เริ่ม|เสร็จ|กิจกรรม|เจ้าของเรื่อง|{head}",
        "1 พ.ย. 66|15 พ.ย. 66|ประชุมทีมงาน|สำนักปลัด|1", "2 ธ.ค. 66|6 ธ.ค. 66|อบรมระบบ|กองคลัง|3", "6 ม.ค. 67|31 มี.ค. 67|ติดป้าย|กองช่าง|2",
    )).measures  # fmt: skip
    assert [(m.seq, m.title) for m in found] == [(1, "ประชุมทีมงาน"), (2, "ติดป้าย"), (3, "อบรมระบบ")]


def test_numbers_that_are_no_count_are_not_kept() -> None:
    found = plan(tabs(
        "ที่|กิจกรรม|ผู้รับผิดชอบ|ระยะเวลา", "1|ประชุม|สำนักปลัด|ม.ค. 2567", "3|อบรม|กองคลัง|ก.พ. 2567", "3|ติดป้าย|กองช่าง|มี.ค. 2567",
    )).measures  # fmt: skip
    assert [(m.seq, m.title) for m in found] == [(1, "ประชุม"), (2, "อบรม"), (3, "ติดป้าย")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("4", "ตัวชี้วัดที่ 4"), ("๒, ๔", "ตัวชี้วัดที่ ๒ ตัวชี้วัดที่ ๔"), ("2 และ 10", "ตัวชี้วัดที่ 2 ตัวชี้วัดที่ 10"),
        ("11", "11"), ("2.5", "2.5"), ("i10", "i10"), ("84.16", "84.16"),
    ],
)  # fmt: skip
def test_numbers_alone_are_those_of_indicators(text: str, read: str) -> None:
    assert indicators_of(text) == read


@pytest.mark.parametrize("head", ["ตชว. ITA", "ตชว.", "ตัวชี้วัดที่", "สนองตัวชี้วัด"])
def test_a_column_of_indicators_by_number(head: str) -> None:
    found = plan(tabs(
        f"ที่|มาตรการ|{head}|ผู้รับผิดชอบ|ระยะเวลา", "1|จัดทำสมุดคุมรถ|4|กองช่าง|ม.ค. 2567", "2|ทำคลิปสั้น|7, 9|กองคลัง|ก.พ. 2567",
    )).measures  # fmt: skip
    assert [m.indicators for m in found] == [["4"], ["7", "9"]]


# -- labels told by what stands behind them ---------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        "### กิจกรรมที่ {n} | {t}\n**ทีมงาน** {r}\n**ช่วงที่ทำ** {w}\n**ได้อะไรออกมา** ทำแล้ว {n} ครั้ง\n**แล้วดีขึ้นอย่างไร** ร้องเรียนลดลง\n",
        "มาตรการที่ {n} {t}\nทีมขับเคลื่อน {r}\nหมุดหมาย {w}\nผลผลิต ทำแล้ว {n} ครั้ง\nผลลัพธ์ ร้องเรียนลดลง\n",
        "มาตรการที่ {n} {t}\nคนทำงาน : {r}\nปักหมุด : {w}\nผลผลิต : ทำแล้ว {n} ครั้ง\nผลลัพธ์ : ร้องเรียนลดลง\n",
        "มาตรการที่ {n} {t}\nแม่งานหลัก: {r}\nลงมือ: {w}\nได้อะไรบ้าง: ทำแล้ว {n} ครั้ง\nมีอะไรเปลี่ยนไปบ้าง: ร้องเรียนลดลง\n",
        "มาตรการที่ {n} {t}\nผู้มีหน้าที่   {r}\nกำหนดเวลา   {w}\nผลผลิต   ทำแล้ว {n} ครั้ง\nผลลัพธ์   ร้องเรียนลดลง\n",
    ],
)
def test_units_and_periods_tell_what_their_label_is(form: str) -> None:
    found = cards(form)
    assert [m.responsible for m in found] == [[u] for u in UNITS]
    assert [m.timeframe for m in found] == list(TIMES)
    assert [(m.output, m.outcome) for m in found] == [(f"ทำแล้ว {i} ครั้ง", "ร้องเรียนลดลง") for i in (1, 2, 3)]


def test_a_word_before_something_else_is_no_label() -> None:
    found = cards("มาตรการที่ {n} {t}\nระยะเวลา : {w}\nขั้นตอน : ประชุม\nแจ้ง {r} ให้ส่งรายชื่อ\n")
    assert [m.responsible for m in found] == [[], [], []]
    assert [m.steps for m in found] == [["ประชุม", f"แจ้ง {u} ให้ส่งรายชื่อ"] for u in UNITS]


@pytest.mark.parametrize(
    "form",
    [
        "    ({n}) ให้{t}\n        มอบหมาย {r}  กำหนดแล้วเสร็จ ภายในวันที่ ๒๙ มีนาคม ๒๕๖๗\n        วิธีติดตาม รายงานที่ประชุม",
        "    ({n}) ให้{t}\n        มอบหมายให้ {r}\n        กำหนดแล้วเสร็จ ภายในวันที่ ๒๙ มีนาคม ๒๕๖๗\n        การติดตาม รายงานที่ประชุม",
        "    ({n}) ให้{t}\n        เจ้าภาพ {r}  กำหนดเวลา ภายในวันที่ ๒๙ มีนาคม ๒๕๖๗\n        การกำกับ รายงานที่ประชุม",
        "    ({n}) ให้{t}\n        ผู้รับผิดชอบ : {r}\n        แล้วเสร็จ : ภายในวันที่ ๒๙ มีนาคม ๒๕๖๗\n        การติดตาม : รายงานที่ประชุม",
    ],
)
def test_measures_that_a_meeting_resolves(form: str) -> None:
    rows = "\n".join(form.format(n=i, t=t, r=r) for i, t, r in zip((1, 2, 3), TITLES, UNITS, strict=True))
    read = report(
        f"รายงานการประชุมคณะทำงานยกระดับคุณธรรมและความโปร่งใส\n{PLACE}\nระเบียบวาระที่ ๓ ผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๖\n"
        f"    เทศบาลได้คะแนนภาพรวม ๙๑.๔๗ คะแนน\n\nระเบียบวาระที่ ๔ พิจารณามาตรการ\n"
        f"    มติที่ประชุม เห็นชอบมาตรการ จำนวน ๓ เรื่อง ดังนี้\n{rows}\n\nระเบียบวาระที่ ๕ เรื่องอื่น ๆ\n    - ไม่มี -\nเลิกประชุมเวลา ๑๒.๑๐ น.\n"
    )
    assert [(m.title, m.responsible, m.end_date) for m in read.measures] == [
        (f"ให้{t}", [u], "2024-03-29") for t, u in zip(TITLES, UNITS, strict=True)
    ]
    assert {m.monitoring for m in read.measures} == {"รายงานที่ประชุม"}
    assert read.identity.doc_type is DocType.MEASURES_PLAN


def test_who_shall_raise_a_score_makes_it_no_measure() -> None:
    found = report(
        f"รายงานการประชุมคณะทำงานขับเคลื่อนคุณธรรมและความโปร่งใส\n{PLACE}\nระเบียบวาระที่ ๒ ผลการประเมิน ITA ปี ๒๕๖๖\n"
        "๑. ตัวชี้วัดที่ ๑ ได้ ๙๐.๐๐\nมอบหมาย กองคลัง\n๒. ตัวชี้วัดที่ ๒ ได้ ๙๒.๐๐\nมอบหมาย กองช่าง\nเลิกประชุม\n"
    )
    assert found.measures == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("ผลรอบ 6 เดือน", "ผลรอบ 12 เดือน"), ("ผลช่วงที่ 1", "ผลช่วงที่ 2"), ("ผลดำเนินงานครึ่งปีแรก", "ผลดำเนินงานครึ่งปีหลัง")],
)
def test_the_results_of_two_rounds_are_both_results(first: str, second: str) -> None:
    found = plan(tabs(f"ที่|มาตรการ|ผู้รับผิดชอบ|{first}|{second}", "1|คู่มือ|กองคลัง|ร่างแล้ว|แจกแล้ว 10 เล่ม")).measures
    assert [(m.output, m.outcome) for m in found] == [("ร่างแล้ว\nแจกแล้ว 10 เล่ม", "")]


# -- what ends a measure --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "end",
    ["๓. ผลการประเมินในปีที่ดำเนินมาตรการ\n", "๓. สรุป\n", "๓. การดำเนินงานในปีถัดไป\n", "๓. ข้อพิจารณา\n"],
)
def test_the_next_chapter_ends_the_last_measure(end: str) -> None:
    form = "     ({n}) {t}\n         ผู้รับผิดชอบ {r}\n         ผลผลิต จัดแล้ว\n         ผลลัพธ์ ร้องเรียนลดลง\n"
    rows = "".join(form.format(n=i, t=t, r=r) for i, t, r in zip((1, 2, 3), TITLES, UNITS, strict=True))
    found = plan(
        f"     ๑. เรื่องเดิม\n     ตามที่ได้รายงานแล้ว\n     ๒. ข้อเท็จจริง\n{rows}     {end}     ได้คะแนนดีขึ้นมาก\n     ๔. ข้อเสนอ\n     ควรทำต่อไป\n"
    ).measures
    assert [(m.title, m.outcome) for m in found] == [(t, "ร้องเรียนลดลง") for t in TITLES]


def test_steps_below_a_measure_end_nothing() -> None:
    form = "({n}) {t}\nขั้นตอน :\n1. ประชุม\n2. แจ้งเวียน\n3. รายงาน\nผู้รับผิดชอบ : {r}\nระยะเวลา : {w}\n"
    assert [m.steps for m in cards(form)] == [["ประชุม", "แจ้งเวียน", "รายงาน"]] * 3


@pytest.mark.parametrize(
    "subject", ["ตัวชี้วัด ประสิทธิภาพการสื่อสาร (ผลปี ๒๕๖๖ = ๗๐.๘๑)", "ตัวชี้วัด : ประสิทธิภาพการสื่อสาร", "ประเด็น การสื่อสาร", "๒. ตัวชี้วัด ประสิทธิภาพการสื่อสาร", "ด้านการสื่อสาร"]
)  # fmt: skip
@pytest.mark.parametrize("mark", ["", "- "])
def test_what_the_next_measures_answer_to_is_no_rest_of_a_field(subject: str, mark: str) -> None:
    def card(n: int) -> str:
        return (
            f"{mark}มาตรการ {n} : {TITLES[n - 1]}\n{mark}ผู้รับผิดชอบ : {UNITS[n - 1]}\n{mark}ระยะเวลา : {TIMES[n - 1]}\n"
        )

    found = plan(f"ตัวชี้วัด การใช้อำนาจ\n{card(1)}{subject}\n{card(2)}{card(3)}").measures
    assert [(m.title, m.timeframe) for m in found] == list(zip(TITLES, TIMES, strict=True))


@pytest.mark.parametrize(
    "item",
    ["จัดประชุมชี้แจงแบบวัด EIT แก่ผู้นำชุมชน", "ติดตามตัวชี้วัดที่ต่ำทุกเดือน", "เผยแพร่ผลการประเมินบนเว็บไซต์", "อบรมการวิเคราะห์ความเสี่ยง"],
)
def test_what_is_done_with_the_assessment_is_a_measure(item: str) -> None:
    found = analysis(
        f"คะแนนรวม 90.00 คะแนน\n\nได้ระดับผ่านดี\n\n### มาตรการที่จะดำเนินการต่อไป\n\n๑. จัดทำทะเบียนคุม\n๒. {item}\n"
    ).measures
    assert [m.title for m in found] == ["จัดทำทะเบียนคุม", item]


@pytest.mark.parametrize("item", ["ผลการประเมินรายตัวชี้วัด", "แบบวัดการรับรู้ภายใน", "ตัวชี้วัดการใช้อำนาจ"])
def test_chapters_about_the_assessment_end_a_list(item: str) -> None:
    found = analysis(
        f"คะแนนรวม 90.00 คะแนน\n\nได้ระดับผ่านดี\n\n### มาตรการที่จะดำเนินการต่อไป\n\n๑. จัดทำทะเบียนคุม\n๒. เปิดเผยแผน\n๓. {item}\n"
    ).measures
    assert [m.title for m in found] == ["จัดทำทะเบียนคุม", "เปิดเผยแผน"]
