"""Who reports and for which year where only running heads, properties or names of files say it."""

from __future__ import annotations

import pytest

from tests.layouts.inline import document, report, tabs
from thai_ita.analyze.reconcile import reconcile
from thai_ita.batch.hints import apply_hints
from thai_ita.batch.task import Hints
from thai_ita.ingest.text import read_text
from thai_ita.model import DocStatus, EstablishedBy, Line, Media, Properties, Report, ScoreStatus
from thai_ita.parse import parse_document
from thai_ita.parse.outside_text import year_of_folder, year_of_name

OWN, OTHER = "เทศบาลตำบลสมมุติธาร", "เทศบาลเมืองตัวอย่างสุข"
HEAD = "ผลการประเมิน ITA"
TABLE = "\n\n" + tabs("เครื่องมือ|คะแนน", "IIT|80.00", "EIT|81.10", "OIT|90.30", "คะแนนรวม|84.45")


def read(
    text: str = HEAD + TABLE,
    heads: tuple[str, ...] = (),
    path: str = "a.txt",
    title: str = "",
    **more: str,
) -> Report:
    made = document(text, path)
    made.path = path
    made.running_heads = [Line(head, head) for head in heads]
    made.properties = Properties(title, **more)
    found = parse_document(made)
    reconcile(found)
    return found


def told(found: Report) -> tuple[str, int | None, str, str]:
    identity = found.identity
    name = identity.agency.name if identity.agency else ""
    return name, identity.fiscal_year, str(identity.agency_from), str(identity.year_from)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (read(heads=(OWN, f"{HEAD} ปีงบประมาณ พ.ศ. 2566")), (OWN, 2566, "running_head", "running_head")),
        (read(heads=(f"สำนักปลัด {OWN}", "ประจำปีงบประมาณ 2566")), (OWN, 2566, "running_head", "running_head")),
        (read(title=f"{HEAD} ปี 2566 {OWN}"), (OWN, 2566, "properties", "properties")),
        (read(title="Microsoft Word - ITA2566_ทต.สมมุติธาร.docx"), (OWN, 2566, "properties", "properties")),
        (read(title="", subject=OWN), (OWN, None, "properties", "")),
        (read(path=f"in/ITA_2566_{OWN}.pdf"), (OWN, 2566, "file_name", "file_name")),
        (read(path=f"in/{OWN}/ITA67/report.pdf"), (OWN, 2567, "file_name", "file_name")),
        (read(path=f"in/{OWN} ปี 2566.zip!/report.pdf"), (OWN, 2566, "file_name", "file_name")),
        # The text before all, running heads before properties, properties before names of files.
        (
            read(f"{HEAD} ปีงบประมาณ พ.ศ. 2567 {OWN}{TABLE}", (OTHER, f"{HEAD} ปีงบประมาณ พ.ศ. 2560"), "2565.txt", OTHER),
            (OWN, 2567, "title", "title"),
        ),
        (read(heads=(OWN, f"{HEAD} ปีงบประมาณ พ.ศ. 2566"), title=f"{OTHER} ปี 2561"), (OWN, 2566, "running_head", "running_head")),
        # Two names outside the pages that differ: one is left over from a template.
        (read(path=f"ITA2566_{OWN}.docx", title=f"แผนปี 2561 {OTHER}"), ("", None, "", "")),
        (read(f"{HEAD} ปีงบประมาณ พ.ศ. 2567{TABLE}", title=f"แผนปี 2561 {OTHER}"), ("", 2567, "", "title")),
        # Who supervises, and where it lies, is nobody's own name.
        (read(heads=("กรมส่งเสริมการปกครองท้องถิ่น",)), ("", None, "", "")),
        (read(f"{HEAD} ของ อปท.{TABLE}", heads=("จังหวัดน่าน",)), ("", None, "", "")),
        (read(heads=("แบบฟอร์ม ITA ปีงบประมาณ พ.ศ. 2566", "แผนปฏิบัติการป้องกันการทุจริต พ.ศ. 2566-2570")), ("", None, "", "")),
    ],
)  # fmt: skip
def test_the_most_trusted_place_that_says_it(found: Report, expected: tuple[object, ...]) -> None:
    assert told(found) == expected


def test_an_agency_met_on_the_way_does_not_report_where_the_running_head_names_one() -> None:
    text = f"{HEAD} ปีงบประมาณ พ.ศ. 2567{TABLE}\n\nคณะทำงานได้ไปศึกษาดูงานที่{OTHER}\n"
    assert told(read(text))[0] == OTHER
    assert told(read(text, (OWN,)))[0] == OWN
    said = f"{HEAD} ปีงบประมาณ พ.ศ. 2567{TABLE}\n\nคณะผู้บริหาร{OTHER}ได้กำหนดมาตรการ\n"
    assert told(read(said, (OWN,)))[0] == OTHER


def test_a_running_head_proves_and_a_guess_does_not() -> None:
    year = f"{HEAD} ปีงบประมาณ พ.ศ. 2567"
    sure = read(heads=(OWN, year))
    assert {s.status for s in sure.scores if s.code == "ITA"} == {ScoreStatus.VERIFIED}
    for guessed in (
        read(heads=(OWN,), path="ITA2567.pdf"), read(heads=(year,), path=f"{OWN}.pdf"),
        read(heads=(year,), title=OWN), read(title=f"{year} {OWN}"),
    ):  # fmt: skip
        assert guessed.status is DocStatus.OK
        assert ScoreStatus.VERIFIED not in {s.status for s in guessed.scores}
        assert max(s.confidence for s in guessed.scores) < 0.95


def test_the_head_of_a_plan_gives_its_results_no_year() -> None:
    found = read("ผลคะแนน ITA" + TABLE, (f"มาตรการส่งเสริมคุณธรรม ปีงบประมาณ พ.ศ. 2568 {OWN}",))
    assert told(found) == (OWN, 2568, "running_head", "running_head")
    assert {s.year_from for s in found.scores} == {EstablishedBy.INFERRED}


def test_a_list_of_the_user_beats_a_guess_and_no_running_head() -> None:
    guessed = read(path=f"ITA2566_{OTHER}.pdf")
    apply_hints(guessed, Hints(OWN, 2567))
    assert told(guessed) == (OWN, 2567, "hint", "hint")
    assert {(s.fiscal_year, s.agency and s.agency.name) for s in guessed.scores} == {(2567, OWN)}
    printed = read(heads=(OTHER, f"{HEAD} ปีงบประมาณ พ.ศ. 2566"))
    apply_hints(printed, Hints(OWN, 2567))
    assert told(printed)[:2] == (OTHER, 2566)


def test_the_assessment_may_be_named_in_the_running_head_alone() -> None:
    text = "\n\n" + tabs("ตัวชี้วัด|คะแนน", "การปฏิบัติหน้าที่|80.10", "การใช้งบประมาณ|80.20")
    assert not report(text).scores
    assert len(read(text, (f"{HEAD} ปีงบประมาณ พ.ศ. 2567 {OWN}",)).scores) == 2


def test_a_file_named_after_the_assessment_needs_its_indicators() -> None:
    names = ("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "คุณภาพการดำเนินงาน")
    rows = ("ตัวชี้วัด|คะแนน", *(f"{name}|8{n}.10" for n, name in enumerate(names)))
    path = f"ITA2567_{OWN}.txt"
    assert [s.value for s in read(tabs(*rows), path=path).scores] == [80.1, 81.1, 82.1, 83.1]
    assert not read(tabs(*rows)).scores
    # A paper that the assessment asks for is filed under it, and is about something else.
    for text in ("ผลการประเมินศูนย์พัฒนาเด็กเล็ก ปี 2567 ได้คะแนนรวม 92.50 คะแนน\n", tabs(*rows[:1], *rows[3:], "รวม|82.60")):
        assert not read(text, path=path).scores


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("ITA2567 final(2)", 2567), ("ITA67", 2567), ("ITA-66 ฉบับแก้ไข", 2566), ("รายงานผล ปี ๒๕๖๗", 2567),
        ("o13-2567", 2567), ("report2567", 2567), ("ITA ปีงบประมาณ 2568 (ประกาศ 1 ต.ค. 2567)", 2568),
        ("คู่มือ ITA 2566", None), ("แบบฟอร์ม ITA 2566", None), ("ITA template 2566", None),
        ("ITA 2023-11-05", None), ("ITA 2566-11-05", None), ("ITA 5-11-2566", None), ("รายงาน 25661105", None),
        ("ผล 12 มกราคม 2567", None), ("ผล ต.ค. 2567", None), ("โทร 02-567-2567", None), ("0812562567", None),
        ("IMG 2567", None), ("2567", None), ("แผน 2566-2570", None), ("ผล ปี 2566 และ 2567", None),
        ("มติ 3/2567", None), ("รายงาน หน้า 2567", None), ("ITA2024", None), ("รายงาน v2567.1", None),
    ],
)  # fmt: skip
def test_the_year_in_a_name(name: str, year: int | None) -> None:
    assert year_of_name(name) == year


@pytest.mark.parametrize(
    ("name", "year"),
    [("ITA 2567", 2567), ("ปี 2567", 2567), ("2567", 2567), ("งานประชุม 2567", None), ("ITA 2566-2567", None), ("คู่มือ ITA 2567", None)],
)  # fmt: skip
def test_the_year_in_the_name_of_a_folder(name: str, year: int | None) -> None:
    assert year_of_folder(name) == year


def test_the_head_of_a_web_page_is_a_hint() -> None:
    from pathlib import Path

    rows = "<table><tr><th>เครื่องมือ<th>คะแนน<tr><td>IIT<td>80.00<tr><td>คะแนนรวม<td>84.45</table>"
    page = f"<html><head><title>{HEAD} ปี 2567 | {OWN}</title><meta property='og:site_name' content='{OTHER}'></head><body><p>{HEAD}</p>{rows}</body></html>"
    made = read_text(page, "0" * 16, Path("a.html"), Media.HTML)
    assert made.properties == Properties(f"{HEAD} ปี 2567 | {OWN}", OTHER)
    assert told(parse_document(made)) == (OWN, 2567, "properties", "properties")
    assert OWN not in "".join(line.text for line in made.lines)


PLAN = f"{OWN}\n\n" + tabs(
    "มาตรการ|ผู้รับผิดชอบ|ระยะเวลา", "เปิดเวทีรับฟังความเห็น|สำนักปลัด|ต.ค. 67", "เผยแพร่งบประมาณ|กองคลัง|ก.ย. 68"
)
OF_PLAN = "แผนมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2568"


@pytest.mark.parametrize(
    ("head", "scores", "level"),
    [
        ("ผล ITA ปี 2567 = 90.96 (ผ่านดี)", [(2567, 90.96)], "ผ่านดี"),
        ("คะแนน ITA ปี 2567 : 91.20 คะแนน", [(2567, 91.2)], ""),
        # A goal, a mean of others, a form's edition, a result without its year.
        ("เป้าหมาย ITA ปี 2568 ไม่ต่ำกว่า 95.00 คะแนน", [], ""),
        ("คะแนน ITA เฉลี่ยของจังหวัด ปี 2567 = 88.15", [], ""),
        ("แบบฟอร์ม ITA ปี 2567 = 88.15", [], ""),
        ("ผล ITA = 90.96 (ผ่านดี)", [], ""),
    ],
)
def test_a_result_in_a_running_head(head: str, scores: list[tuple[int, float]], level: str) -> None:
    found = read(PLAN, (OWN, OF_PLAN, head))
    assert [(s.fiscal_year, s.value) for s in found.scores] == scores
    assert (found.identity.fiscal_year, found.identity.level) == (2568, level)


def test_a_sentence_with_a_result_is_no_title_where_a_running_head_is_one() -> None:
    text = f"ผลการประเมิน ITA ปี 2567 ได้ 91.20 คะแนน\n\n{PLAN}"
    assert read(text, (OF_PLAN,)).identity.fiscal_year == 2568
    assert read(text, (OWN,)).identity.fiscal_year == 2567
