"""Text that was a table once: rows parted by single spaces, one cell a line, figures beside names."""

from __future__ import annotations

import pytest

from tests.layouts.inline import report

NAMES = [
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงระบบการทำงาน", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต",
]  # fmt: skip
TITLE = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567"
OWN = f"{TITLE}\nเทศบาลตำบลนาคำหวาน อำเภอปัว จังหวัดน่าน\n"
TEN = (86.69, 88.06, 94.24, 95.57, 95.17, 82.75, 96.77, 84.18, 81.35, 76.27)
TWO = "74.29 76.70 83.43 90.41 77.33 76.70 79.56 92.18 77.54 91.78 82.84"

Read = set[tuple[str, int | None, str, float]]


def read(text: str) -> Read:
    """Agency, year, code and value of each score."""
    return {(s.agency.name if s.agency else "", s.fiscal_year, s.code, s.value) for s in report(text).scores}


def own(*scores: tuple[str, float], year: int = 2567) -> Read:
    return {("เทศบาลตำบลนาคำหวาน", year, code, value) for code, value in scores}


def of(agency: str, *scores: tuple[str, float], year: int = 2567) -> Read:
    return {(agency, year, code, value) for code, value in scores}


A, B = "เทศบาลตำบลดอยมะปราง", "องค์การบริหารส่วนตำบลหนองมะเฟือง"
TWO_AGENCIES = of(A, ("ITA", 91.2)) | of(B, ("ITA", 79.03))


# -- rows of one line ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"ลำดับ หน่วยงาน คะแนน\n1 {A} 91.20\n2 {B} 79.03\n",
        f"อันดับที่ ชื่อหน่วยงาน คะแนน ITA ระดับ\n๑. {A} ๙๑.๒๐ ผ่านดี\n๒. {B} ๗๙.๐๓ ต้องปรับปรุง\n",
        f"ที่ อปท. อำเภอ จังหวัด ผลคะแนน\n1 {A} ปัว น่าน 91.20\n2 {B} เมืองน่าน น่าน 79.03\n",
        f"หน่วยงาน ผลการประเมิน ระดับ\n{A} 91.20 A\n{B} 79.03 B\n",
        # The numbers of the rows have no heading.
        f"หน่วยงาน คะแนนเฉลี่ย หมายเหตุ\n1 {A} 91.20\n2 {B} 79.03 จัดตั้งใหม่\n",
        # The head is broken over two lines.
        f"ลำดับ หน่วยงาน\nคะแนน ระดับผลการประเมิน\n1 {A} 91.20 ผ่านดี\n2 {B} 79.03 ต้องปรับปรุง\n",
        # A page ends between the rows, and the head comes again.
        f"ลำดับ หน่วยงาน คะแนน\n1 {A} 91.20\n- 2 -\nลำดับ หน่วยงาน คะแนน\n2 {B} 79.03\n",
        # One heading is not known.
        f"ลำดับ ชื่อหน่วยงาน กลุ่มที่จัด คะแนน ระดับ\n1 {A} ดีเด่น 91.20 A\n2 {B} พอใช้ 79.03 B\n",
        # Names broken over two lines.
        f"ลำดับ หน่วยงาน คะแนน ระดับ\n1 องค์การบริหารส่วนตำบล\nหนองมะเฟือง 79.03 C\n2 {A} 91.20 A\n",
        # One cell a line.
        f"ลำดับ\nหน่วยงาน\nคะแนน\nระดับ\n1\n{A}\n91.20\nผ่านดี\n2\n{B}\n79.03\nต้องปรับปรุง\n",
        f"ที่\nหน่วยงาน\nคะแนน\nผลการประเมิน\n1\n{A}\n91.20\nผ่านดี\n- 2 -\nที่\nหน่วยงาน\nคะแนน\nผลการประเมิน\n2\n{B}\n79.03\nต้องปรับปรุง\n",
        # Bars between the cells alone, or at their end.
        f"หน่วยงาน | คะแนน | ระดับ\n{A} | 91.20 | A\n{B} | 79.03 | B\n",
        f"ที่ | หน่วยงาน | คะแนน |\n1 | {A} | 91.20 |\n2 | {B} | 79.03 |\n",
    ],
)  # fmt: skip
def test_lists_of_agencies(text: str) -> None:
    assert read(f"{TITLE}\n{text}") == TWO_AGENCIES


@pytest.mark.parametrize(
    "head",
    [
        "หน่วยงาน " + " ".join(f"ตัวชี้วัดที่ {n}" for n in range(1, 11)) + " คะแนน ITA",
        "หน่วยงาน " + " ".join(NAMES) + " คะแนนรวม",
        "ลำดับ หน่วยงาน " + " ".join(NAMES[:5]) + "\n" + " ".join(NAMES[5:]) + " ITA",
    ],
)
@pytest.mark.parametrize("numbered", [False, True])
def test_agencies_by_indicators(head: str, *, numbered: bool) -> None:
    rows = [f"{A} {TWO}", f"{B} {' '.join(map(str, TEN))} 87.25"]
    if numbered:
        rows = [f"{n} {row}" for n, row in enumerate(rows, start=1)]
    found = read(f"{TITLE}\n{head}\n" + "\n".join(rows) + "\n")
    first = zip(map(str, range(1, 11)), map(float, TWO.split()), strict=False)
    second = zip(map(str, range(1, 11)), TEN, strict=True)
    assert found == of(A, *first, ("ITA", 82.84)) | of(B, *second, ("ITA", 87.25))


def test_indicators_by_agencies() -> None:
    text = f"ตัวชี้วัด {A} {B}\n1. {NAMES[0]} 91.10 80.20\n2. {NAMES[1]} 88.30 70.40\nรวม 90.00 75.00\n"
    assert read(f"{TITLE}\n{text}") == of(A, ("1", 91.1), ("2", 88.3), ("ITA", 90.0)) | of(
        B, ("1", 80.2), ("2", 70.4), ("ITA", 75.0)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"ที่ ตัวชี้วัด ปี 2566 ปี 2567 ผลต่าง\n1 {NAMES[0]} 80.10 82.30 +2.20\n2 {NAMES[1]} 81.10 80.00 -1.10\n",
            own(("1", 80.1), ("2", 81.1), year=2566) | own(("1", 82.3), ("2", 80.0)),
        ),
        # Two tiers: the years stand below the heading of the scores.
        (
            f"ตัวชี้วัด คะแนน ระดับ\nปี 2566 ปี 2567\n{NAMES[0]} 80.10 82.30 ผ่าน\n{NAMES[1]} 81.10 80.00 ผ่าน\n",
            own(("1", 80.1), ("2", 81.1), year=2566) | own(("1", 82.3), ("2", 80.0)),
        ),
        (
            "ที่ ข้อคำถาม แบบวัด คะแนน\n1 i1 IIT 90.10\n2 i2 IIT 88.20\n3 e1 EIT 84.30\n",
            own(("i1", 90.1), ("i2", 88.2), ("e1", 84.3)),
        ),
        # Numbers of the indicators alone.
        ("ตัวชี้วัด คะแนน\n1 85.10\n2 90.20\n3 97.30\n", own(("1", 85.1), ("2", 90.2), ("3", 97.3))),
        # The wording of a question is broken over lines, its figure stands at the end.
        (
            "ข้อ ประเด็นคำถาม คะแนน\ni1 เจ้าหน้าที่ในหน่วยงานของท่าน ปฏิบัติงานเป็นไปตามขั้นตอน\nและระยะเวลา มากน้อยเพียงใด 81.75\n"
            "i2 เจ้าหน้าที่ในหน่วยงานของท่าน ให้บริการ\nอย่างเท่าเทียมกัน มากน้อยเพียงใด 90.41\n",
            own(("i1", 81.75), ("i2", 90.41)),
        ),
        (
            f"แบบวัด ตัวชี้วัด คะแนน\nIIT {NAMES[0]} 80.10\n{NAMES[1]} 81.20\nEIT {NAMES[5]} 82.30\n",
            own(("1", 80.1), ("2", 81.2), ("6", 82.3)),
        ),
        ("ปีงบประมาณ | คะแนน | ระดับ |\n๒๕๖๗ | ๙๑.๑๕ | ผ่าน |\n", own(("ITA", 91.15))),
        (
            "ปีงบประมาณ คะแนน ระดับ\n๒๕๖๗ ๙๑.๑๕ ผ่าน\n๒๕๖๖ ๘๖.๗๘ ผ่าน\n",
            own(("ITA", 91.15)) | own(("ITA", 86.78), year=2566),
        ),
        (
            f"ที่\nตัวชี้วัด\nปีงบประมาณ 2566\nปีงบประมาณ 2567\nผลต่าง\n1\n{NAMES[0]}\n89.86\n95.93\n+6.07\n2\n{NAMES[1]}\n91.48\n96.20\n+4.72\n",
            own(("1", 89.86), ("2", 91.48), year=2566) | own(("1", 95.93), ("2", 96.2)),
        ),
    ],
)  # fmt: skip
def test_rows_of_one_agency(text: str, expected: Read) -> None:
    assert read(OWN + "\n" + text) == expected


def test_figures_merged_over_rows_are_not_those_of_the_first() -> None:
    text = f"ตัวชี้วัด คะแนน น้ำหนัก คะแนนถ่วงน้ำหนัก\n{NAMES[0]} 94.59 30.00 27.50\n{NAMES[1]} 90.11\n{NAMES[2]} 92.79\n"
    found = read(OWN + "\n" + text)
    assert {s for s in found if s[2].isdecimal()} == own(("1", 94.59), ("2", 90.11), ("3", 92.79))


# -- names and figures apart ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IIT EIT OIT คะแนนรวม\n85.10 90.20 97.30 91.51\n", "IIT EIT OIT ITA"),
        ("แบบวัด IIT แบบวัด EIT แบบวัด OIT ภาพรวม\n85.10 90.20 97.30 91.51\n", "IIT EIT OIT ITA"),
        ("IIT\nEIT\nOIT\nคะแนนรวม\n85.10\n90.20\n97.30\n91.51\n", "IIT EIT OIT ITA"),
        (f"{NAMES[0]} {NAMES[1]} {NAMES[2]} {NAMES[3]}\n85.10 90.20 97.30 91.51\n", "1 2 3 4"),
        (f"{NAMES[0]}\n{NAMES[1]}\n{NAMES[2]}\n{NAMES[3]}\n85.10\n90.20\n97.30\n91.51\n", "1 2 3 4"),
        (f"85.10\n{NAMES[0]}\n90.20\n{NAMES[1]}\n97.30\n{NAMES[2]}\n91.51\nคะแนนภาพรวม\n", "1 2 3 ITA"),
        ("**85.10**\n\nแบบวัด IIT\n\n**90.20**\n\nแบบวัด EIT\n\n**97.30**\n\nแบบวัด OIT\n\n**91.51**\n\nคะแนนรวม ITA\n", "IIT EIT OIT ITA"),
        ("ITA 2567|IIT 85.10|EIT 90.20|OIT 97.30|คะแนนรวม 91.51\n", "IIT EIT OIT ITA"),
        (f"85.10 {NAMES[0]}\n90.20 {NAMES[1]}\n97.30 {NAMES[2]}\n91.51 คะแนนรวม ITA\n", "1 2 3 ITA"),
        (f"1 {NAMES[0]} IIT 85.10\n2 {NAMES[1]} IIT 90.20\n3 {NAMES[2]} IIT 97.30\n6 {NAMES[5]} EIT 91.51\n", "1 2 3 6"),
        ('{"scores": {"IIT": 85.10, "EIT": 90.20, "OIT": 97.30, "ITA": 91.51}}\n', "IIT EIT OIT ITA"),
        ('{\n "year": 2567,\n "scores": {\n  "IIT": 85.10,\n  "EIT": 90.20,\n  "OIT": 97.30,\n  "ITA": 91.51\n }\n}\n', "IIT EIT OIT ITA"),
    ],
)  # fmt: skip
def test_names_apart_from_their_figures(text: str, expected: str) -> None:
    figures = (85.1, 90.2, 97.3, 91.51)
    assert read(OWN + "\n" + text) == own(*zip(expected.split(), figures, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "คะแนน ITA ย้อนหลัง\nปี 2566 85.10\nปี 2567 90.20\n",
        "คะแนน ITA\nปีงบประมาณ พ.ศ. ๒๕๖๖ : ๘๕.๑๐\nปีงบประมาณ พ.ศ. ๒๕๖๗ : ๙๐.๒๐\n",
        "คะแนนภาพรวม\n2566\n85.10\n2567\n90.20\n",
        "ปี พ.ศ. 2566 2567\nคะแนน ITA 85.10 90.20\nระดับ B A\n",
        "คะแนน ITA ปี 2566\n85.10\nคะแนน ITA ปี 2567\n90.20\n",
    ],
)
def test_a_year_and_its_figure(text: str) -> None:
    assert read(OWN + "\n" + text) == own(("ITA", 85.1), year=2566) | own(("ITA", 90.2))


@pytest.mark.parametrize("indent", ["\t", "\t\t", "    "])
def test_indented_lines_are_lines(indent: str) -> None:
    text = f"{OWN}\n{indent}คะแนนภาพรวม 84.12 คะแนน\n{indent}\t{NAMES[2]} ได้ 76.55 คะแนน\n"
    assert read(text) == own(("ITA", 84.12), ("3", 76.55))


# -- what is no table ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        # Sentences with figures below a line that heads nothing.
        "คะแนน ระดับ\nเทศบาลจัดอบรม 2 ครั้ง มีผู้เข้าร่วมร้อยละ 85.10 ของทั้งหมด\nใช้งบประมาณร้อยละ 90.20 ของแผน\n",
        # A head without its rows.
        "ลำดับ หน่วยงาน คะแนน\nรายละเอียดตามเอกสารแนบ 1 ชุด\n",
        # Rows of another count of figures than the head names.
        f"หน่วยงาน IIT EIT OIT\n{A} 85.10 90.20\n{B} 80.10 81.20\n",
        # Numbers of a list, in brackets within a line.
        "ตัวชี้วัดที่ 9.1 ข้อมูลพื้นฐาน\nเผยแพร่ครบทั้ง 4 เรื่อง คือ (2.2) ร้านอาหาร (2.3) คณะกรรมการ\n",
        # Numbers of chapters.
        f"5.1 {NAMES[4]}\n5.2 {NAMES[2]}\n",
        # The means of others.
        f"คะแนนเฉลี่ยระดับจังหวัด\n{NAMES[0]} {NAMES[1]}\n85.10 90.20\n",
        # Budgets of projects.
        "ลำดับ โครงการ งบประมาณ\n1 จัดซื้อเครื่องคอมพิวเตอร์ 85.10\n2 อบรมเชิงปฏิบัติการ 90.20\n",
        # A footer with bars.
        "เทศบาลตำบลนาคำหวาน | แผนปฏิบัติการ | หน้า 85.10\nข้อความ | ต่อไป | อีก\n",
        # More names than figures, more figures than names.
        f"{NAMES[0]} {NAMES[1]} {NAMES[2]}\n85.10 90.20\n",
        f"{NAMES[0]}\n{NAMES[1]}\n{NAMES[2]}\n85.10\n90.20\n",
    ],
)  # fmt: skip
def test_what_is_no_table_gives_nothing(text: str) -> None:
    assert read(OWN + "\n" + text) == set()


def test_the_place_of_a_figure_is_its_line() -> None:
    found = report(f"{TITLE}\nหน่วยงาน คะแนน\n{A} 91.20\n{B} 79.03\n")
    assert [(s.evidence.line, s.evidence.table) for s in found.scores] == [(3, None), (4, None)]
    assert not [r for r in found.refusals if r.figure in ("91.20", "79.03")]


# -- brackets in a head ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "ประเด็น คะแนน (ปี 2566) คะแนน (ปี 2567) เปลี่ยนแปลง", "ตัวชี้วัด ผล (2566) ผล (2567) ผลต่าง",
        "ตัวชี้วัด คะแนน (พ.ศ. 2566) คะแนน (พ.ศ. 2567) เพิ่ม/ลด",
    ],
)  # fmt: skip
def test_a_year_in_brackets_belongs_to_the_heading_before_it(head: str) -> None:
    found = read(f"{OWN}{head}\n{NAMES[0]} 90.54 93.02 2.48\n{NAMES[1]} 88.10 87.05 -1.05\n")
    assert found == own(("1", 93.02), ("2", 87.05)) | own(("1", 90.54), ("2", 88.1), year=2566)
