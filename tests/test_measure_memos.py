"""Measures in memos, forms one below the other, bold paragraphs and transposed sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.layouts.inline import PLACE, PLAN, plan, report, tabs
from tests.test_docx import docx_bytes
from thai_ita.ingest.read_document import read_document
from thai_ita.model import Measure, Report
from thai_ita.parse import parse_document

TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2567"
FIRST = {"n": "1", "t": "จัดทำคู่มือการยืมพัสดุ", "s": "ร่างคู่มือแจกทุกกอง", "r": "กองคลัง", "w": "ไตรมาส 2", "m": "รายงานทุกเดือน"}
SECOND = {"n": "2", "t": "พัฒนาเว็บไซต์ของเทศบาล", "s": "จัดเมนูให้ค้นง่าย", "r": "กองช่าง", "w": "ไตรมาส 3", "m": "ตรวจทุกสัปดาห์"}


def both(form: str) -> str:
    """The two measures of this module written in one form."""
    return form.format(**FIRST) + "\n" + form.format(**SECOND) + "\n"


def check(found: list[Measure], *, monitored: bool = True) -> None:
    assert [m.title for m in found] == [FIRST["t"], SECOND["t"]]
    assert [m.steps for m in found] == [[FIRST["s"]], [SECOND["s"]]]
    assert [m.responsible for m in found] == [[FIRST["r"]], [SECOND["r"]]]
    assert [m.timeframe for m in found] == [FIRST["w"], SECOND["w"]]
    if monitored:
        assert [m.monitoring for m in found] == [FIRST["m"], SECOND["m"]]


# -- labelled lines ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        "มาตรการที่ {n} {t}\nวิธีการ/ขั้นตอน  (๑) {s}\nผู้รับผิดชอบ  {r}\nระยะเวลา  {w}\nการกำกับติดตาม  {m}",
        "มาตรการที่ {n} {t}\nวิธีการ - {s}\nหน่วยงานหลัก - {r}\nห้วงเวลา - {w}\nการติดตามและรายงาน - {m}",
        "มาตรการที่ {n} {t}\n[วิธีการ] {s}\n[เจ้าของเรื่อง] {r}\n[กรอบเวลา] {w}\n[การติดตาม] {m}",
        "มาตรการที่ {n} {t}\nวิธีการ.......{s}\nผู้รับผิดชอบ.......{r}\nระยะเวลา......{w}\nกลไกการติดตาม.......{m}",
        "มาตรการที่ {n} {t}\nวิธีการ = {s}\nผู้รับผิดชอบ = {r}\nระยะเวลา = {w}\nการติดตาม = {m}",
        "มาตรการที่ {n} {t}\nวิธีการ : {s}\nผู้รับผิดชอบ : {r}   ระยะเวลา : {w}\nการติดตาม : {m}",
        "มาตรการที่ {n} {t}\nวิธีการ : {s}  ผู้รับผิดชอบ : {r}   ระยะเวลา : {w}  การติดตาม : {m}",
        "มาตรการที่ {n} {t}\nวิธีการ {s}\nผู้รับผิดชอบ {r} ระยะเวลา {w}\nการติดตาม {m}",
        "ข้อ {n} {t}\nวิธีการ: {s}\nผู้รับผิดชอบ: {r}\nระยะเวลา: {w}\nการติดตาม: {m}",
        "มาตรการ {t}\nวิธีการ: {s}\nผู้รับผิดชอบ: {r}\nระยะเวลา: {w}\nการติดตาม: {m}",
        "ชื่อมาตรการ: {t}\nกิจกรรม/ขั้นตอน: {s}\nผู้รับผิดชอบหลัก: {r}\nเดือนที่ดำเนินการ: {w}\nรอบการรายงาน: {m}",
        "- {t}\n  - วิธีการ: {s}\n  - ผู้รับผิดชอบ: {r}\n  - ระยะเวลา: {w}\n  - การติดตาม: {m}",
        "มาตรการที่ {n} {t}\n{s} ผู้รับผิดชอบ {r} ระยะเวลา {w} การติดตาม: {m}",
    ],
    ids=["bare", "dash", "brackets", "leaders", "equals", "two a line", "all on a line", "two bare", "clause", "named", "slash", "bullets", "sentence"],
)  # fmt: skip
def test_labels_of_many_forms(form: str) -> None:
    check(plan(both(form)).measures)


def test_a_step_of_label_words_is_a_step() -> None:
    body = "มาตรการที่ 1 จัดทำคู่มือ\nขั้นตอน\n1. ร่างคู่มือ\n2. ดำเนินการตามแผน\n3. ติดตามและรายงานผล\nผู้รับผิดชอบ : กองคลัง\n"
    (found,) = plan(body).measures
    assert (found.steps, found.monitoring) == (["ร่างคู่มือ", "ดำเนินการตามแผน", "ติดตามและรายงานผล"], "")


def test_content_made_of_label_words_stays_content() -> None:
    form = "มาตรการที่ {n} {t}\nผู้รับผิดชอบ {r}\nการติดตาม รายงานผล {w}"
    assert [m.monitoring for m in plan(both(form)).measures] == ["รายงานผล ไตรมาส 2", "รายงานผล ไตรมาส 3"]


@pytest.mark.parametrize(
    "between",
    [
        "ลงชื่อ ................ ผู้เสนอมาตรการ\nแผ่นที่ {n}/2  รหัสเอกสาร ITA-{n}\nข้อคำถามที่เกี่ยวข้อง : ข้อ i1{n}\nสาเหตุที่พบ : {s}",
        "(ลงนาม)\n\fแบบที่ {n}\nสาเหตุที่พบ : {s}\nข้อคำถาม : ข้อ i1{n}",
        "แผ่นที่ {n}/2  ของแผน",
        "ผู้รายงาน\nแบบเสนอมาตรการ หมายเลข {n}\nคำถาม : i1{n}",
    ],
)
def test_a_field_ends_where_the_next_form_begins(between: str) -> None:
    form = between + "\nชื่อมาตรการ : {t}\nวิธีการ : {s}\nผู้รับผิดชอบ : {r}\nระยะเวลา : {w}\nการติดตาม : {m}"
    found = plan(both(form) + "จึงเรียนมาเพื่อโปรดพิจารณา\n(นายก ข)\n").measures
    check(found)
    assert [m.items for m in found] == ([["i11"], ["i12"]] if "คำถาม" in between else [[], []])


def test_a_label_that_stands_once_is_content() -> None:
    form = "ชื่อมาตรการ : {t}\nวิธีการ : {s}\nผู้รับผิดชอบ : {r}\nระยะเวลา : {w}\nการติดตาม : {m}"
    body = both(form).replace(FIRST["m"], FIRST["m"] + "\nพร้อมสรุป : ทุกสิ้นปี")
    assert plan(body).measures[0].monitoring == FIRST["m"] + "\nพร้อมสรุป : ทุกสิ้นปี"


def test_grounds_below_a_title_are_no_steps() -> None:
    form = "มาตรการที่ {n} {t}\nเนื่องจากผู้รับบริการไม่ทราบ\nผู้รับผิดชอบ : {r}"
    assert [m.steps for m in plan(both(form)).measures] == [[], []]


def test_a_heading_that_says_measures_is_no_group() -> None:
    text = (
        PLAN.replace("มาตรการ", "# มาตรการ", 1)
        + "## ข้อสังเกต\n\nไม่มี\n\n## 4. มาตรการที่จะดำเนินการ\n\n"
        + both("มาตรการที่ {n} {t}\nวิธีการ: {s}\nผู้รับผิดชอบ: {r}\n")
    )
    assert [m.group for m in report(text).measures] == ["", ""]


@pytest.mark.parametrize(
    ("form", "groups"),
    [
        ("{n}. ประเด็น : ข้อ {n}\nมาตรการ : {t}\nวิธีการ : {s}\nผู้รับผิดชอบ : {r}\nระยะเวลา : {w}", ["ข้อ 1", "ข้อ 2"]),
        ("ตัวชี้วัดที่ {n} การใช้อำนาจ\nมาตรการที่ {n} {t}\nวิธีการ {s}\nผู้รับผิดชอบ {r}\nระยะเวลา {w}",
         ["ตัวชี้วัดที่ 1 การใช้อำนาจ", "ตัวชี้วัดที่ 2 การใช้อำนาจ"]),
        ("มาตรการที่ {n}\nชื่อ : {t}\nวิธีการ : {s}\nผู้รับผิดชอบ : {r}\nระยะเวลา : {w}", ["", ""]),
    ],
    ids=["issue", "indicator", "name apart"],
)  # fmt: skip
def test_what_stands_over_the_title(form: str, groups: list[str]) -> None:
    found = plan(both(form)).measures
    check(found, monitored=False)
    assert [m.group for m in found] == groups


@pytest.mark.parametrize("form", ["{n}. {t}\nได้{s}\nผู้รับผิดชอบ : {r}", "มาตรการที่ {n} {t}\nได้{s}\nผู้รับผิดชอบ : {r}"])
def test_a_paragraph_below_a_title_is_a_result_in_a_report(form: str) -> None:
    title = f"รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี 2567\n{PLACE}\n\nผลการดำเนินการตามมาตรการ\n"
    found = report(title + both(form)).measures
    assert [(m.title, m.output, m.steps) for m in found] == [(m["t"], "ได้" + m["s"], []) for m in (FIRST, SECOND)]


# -- bold paragraphs ---------------------------------------------------------------------------


def paragraph(text: str, bold: bool = False) -> str:
    mark = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:r>{mark}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def word(tmp_path: Path, *lines: str) -> Report:
    """The report of a Word file; a line that begins with * is bold."""
    body = "".join(paragraph(line.lstrip("*"), line.startswith("*")) for line in (f"*{TITLE}", PLACE, *lines))
    path = tmp_path / "plan.docx"
    path.write_bytes(docx_bytes(body))
    return parse_document(read_document(path))


@pytest.mark.parametrize(
    "form",
    [
        "*มาตรการที่ {n} {t}|{s}|ผู้รับผิดชอบ {r}|ระยะเวลา {w}",
        "*มาตรการที่ {n} {t}|{s}|{r} รับผิดชอบ {w}",
        "*{n}. {t}|{s} โดยมอบหมาย{r} ดำเนินการใน{w}",
        "*{t}|{s} โดย{r} ระยะเวลา {w}",
        "{n}) {t}|{s} ผู้รับผิดชอบ {r} ระยะเวลา {w}",
        "*{t}|แนวทาง: {s}|เจ้าของเรื่อง: {r}|ระยะเวลา: {w}",
    ],
)
def test_a_sentence_below_a_bold_title(tmp_path: Path, form: str) -> None:
    check(word(tmp_path, *both(form).replace("\n", "|").strip("|").split("|")).measures, monitored=False)


def test_bold_chapters_over_sentences_are_no_measures(tmp_path: Path) -> None:
    lines = (
        "*ความเป็นมา",
        "เทศบาลเข้ารับการประเมิน",
        "*วัตถุประสงค์",
        "เพื่อยกระดับ ภายในปีงบประมาณ 2567",
        "*ผลการประเมิน",
        "ได้รับการประเมินในไตรมาส 3",
    )
    assert word(tmp_path, *lines).measures == []


# -- transposed sheets -------------------------------------------------------------------------


def sheet(tmp_path: Path, *rows: str) -> list[Measure]:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (TITLE, PLACE, *rows):
        page.append(row.split("|"))
    path = tmp_path / "plan.xlsx"
    book.save(path)
    return parse_document(read_document(path)).measures


REST = ("ขั้นตอนดำเนินการ|ร่างคู่มือแจกทุกกอง|จัดเมนูให้ค้นง่าย", "กอง/ฝ่ายที่รับผิดชอบ|กองคลัง|กองช่าง", "ระยะเวลาแล้วเสร็จ|ไตรมาส 2|ไตรมาส 3",
        "วิธีติดตาม|รายงานทุกเดือน|ตรวจทุกสัปดาห์")  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        ("มาตรการ|{}|{}",), ("ลำดับ|1|2", "ประเด็น|ไม่ทราบ|ไม่สะดวก", "แนวทาง/มาตรการแก้ไข|{}|{}"), ("หัวข้อ|มาตรการ 1|มาตรการ 2", "ชื่อ|{}|{}"),
        ("รายการ|{}|{}",), ("หัวข้อ|มาตรการที่ 1 {}|มาตรการที่ 2 {}",),
    ],
)  # fmt: skip
def test_one_measure_a_column(tmp_path: Path, head: tuple[str, ...]) -> None:
    filled = [line.format(FIRST["t"], SECOND["t"]) for line in head]
    check(sheet(tmp_path, *filled, *REST))


def test_counted_steps_and_two_ends(tmp_path: Path) -> None:
    rows = ("|มาตรการที่ 1|มาตรการที่ 2", "เรื่อง|จัดทำคู่มือ|พัฒนาเว็บไซต์", "ขั้นตอนที่ 1|ร่าง|จัด", "ขั้นตอนที่ 2|แจก|ทดสอบ",
            "ผู้รับผิดชอบ|กองคลัง|กองช่าง", "เริ่ม|1 ต.ค. 66|1 พ.ย. 66", "สิ้นสุด|31 ธ.ค. 66|31 ม.ค. 67")  # fmt: skip
    found = sheet(tmp_path, *rows)
    assert [m.steps for m in found] == [["ร่าง", "แจก"], ["จัด", "ทดสอบ"]]
    assert [(m.start_date, m.end_date) for m in found] == [("2023-10-01", "2023-12-31"), ("2023-11-01", "2024-01-31")]


def test_a_corner_over_numbers_names_no_measures(tmp_path: Path) -> None:
    assert sheet(tmp_path, "รายการ|2566|2567", *REST) == []


@pytest.mark.parametrize(
    ("head", "measured"),
    [("กิจกรรม/ขั้นตอน", True), ("แนวทางการดำเนินงาน", True), ("ขั้นตอน", False)],
)
def test_a_lone_column_of_what_is_to_be_done(head: str, measured: bool) -> None:
    body = tabs(f"{head}|ผู้รับผิดชอบ|ระยะเวลา", "จัดทำคู่มือ|กองคลัง|ไตรมาส 2", "พัฒนาเว็บไซต์|กองช่าง|ไตรมาส 3")
    assert [m.title for m in plan(body).measures] == (["จัดทำคู่มือ", "พัฒนาเว็บไซต์"] if measured else [])
