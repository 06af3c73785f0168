"""Measures in words and layouts of their own: bands below the head, groups and rows that a page cuts,
labels that no list knows, lettered groups, plans that do not call themselves measures."""

from __future__ import annotations

import pytest

from tests.layouts.inline import plan, report, tabs
from thai_ita.model import Cell, DocType, Measure, Table
from thai_ita.parse.measures.column_contents import follows_up
from thai_ita.parse.measures.measure_tables import MeasureRow
from thai_ita.parse.measures.table_kind import table_kind
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import GridView

TITLES = ("จัดคิวล่วงหน้า", "เชิญประชาชนตรวจรับงาน", "ทำตู้แจ้งเบาะแส")
HEAD = "ที่|สิ่งที่จะทำ|วิธีทำ|เจ้าภาพ|ช่วงเวลา|การเฝ้าดูความก้าวหน้า"
ROWS = (
    "1|จัดช่องบริการด่วน|- สำรวจ|สำนักปลัด|ม.ค. 2567|นับจำนวนทุกสัปดาห์",
    "2|พิมพ์บัตรขั้นตอน|- ออกแบบ|กองช่าง|ก.พ. 2567|ถามเดือนละ 10 ราย",
)


def table(*rows: str) -> str:
    """A table of HTML; a row of one cell goes over all columns."""

    def line(row: str) -> str:
        cells = row.split("|")
        span = f' colspan="{HEAD.count("|") + 1}"' if len(cells) == 1 else ""
        return "<tr>" + "".join(f"<td{span}>{cell}</td>" for cell in cells) + "</tr>"

    return f"<table>{''.join(map(line, rows))}</table>\n"


# -- bands -----------------------------------------------------------------------------------------


def test_a_band_below_the_head_is_the_group_of_the_first_measures() -> None:
    read = plan(table(HEAD, "ด้านการให้บริการ", ROWS[0], "ด้านการใช้ทรัพย์สิน", ROWS[1]))
    assert [m.group for m in read.measures] == ["ด้านการให้บริการ", "ด้านการใช้ทรัพย์สิน"]
    assert [m.monitoring for m in read.measures] == ["นับจำนวนทุกสัปดาห์", "ถามเดือนละ 10 ราย"]
    assert read.identity.doc_type is DocType.MEASURES_PLAN


def test_a_text_above_the_head_is_no_group() -> None:
    read = plan(table("แผนงานประจำปีของเทศบาล", HEAD, *ROWS))
    assert [m.group for m in read.measures] == ["", ""]


@pytest.mark.parametrize(
    ("cells", "monitored"),
    [(("ดูจากสมุดทุกวัน", "ถามผู้ใช้เดือนละครั้ง"), True), (("เสร็จแล้ว", "ยังไม่เริ่ม"), False)],
)
def test_a_heading_like_progress_over_what_is_done_again_and_again(cells: tuple[str, str], monitored: bool) -> None:
    rows = [row.rsplit("|", 1)[0] + f"|{cell}" for row, cell in zip(ROWS, cells, strict=True)]
    read = plan(table(HEAD.replace("การเฝ้าดู", "ไล่ตามดู"), *rows))
    assert [m.monitoring for m in read.measures] == (list(cells) if monitored else ["", ""])


# -- what a page cuts ------------------------------------------------------------------------------


def cut(*rows: str, starts: tuple[int, ...], merged: tuple[int, ...] = ()) -> list[MeasureRow]:
    """The measures of a table whose first column holds groups; rows of ``merged`` lack the cell that is
    merged from above."""
    grid: list[list[Cell | None]] = []
    for r, row in enumerate(rows):
        cells: list[Cell | None] = [Cell(t, t, r, c) for c, t in enumerate(row.split("|"))]
        if r in merged:
            above = grid[r - 1][0]
            assert above is not None
            above.rowspan, cells[0] = 2, None
        grid.append(cells)
    return table_kind(GridView(Table(grid, number=1, starts=starts)), []).records


GROUPED = "ประเด็น|มาตรการ|ผู้รับผิดชอบ|ผลการดำเนินการ"


def groups(*rows: str, starts: tuple[int, ...], merged: tuple[int, ...] = ()) -> list[str]:
    return [r.group for r in cut(GROUPED, *rows, starts=starts, merged=merged)]


def test_the_name_of_a_group_cut_with_its_measure_is_joined() -> None:
    rows = (
        "การป้องกันผล|1. จัดทำทะเบียน|กองคลัง|ลงนาม",
        "ประโยชน์ทับซ้อน|คู่สัญญา||ครบแล้ว",
        "|2. อบรมบุคลากร|กองช่าง|อบรมแล้ว",
    )
    assert groups(*rows, starts=(0, 2), merged=(3,)) == ["การป้องกันผลประโยชน์ทับซ้อน"] * 2


@pytest.mark.parametrize(
    "below",
    ["การป้องกัน (ต่อ)", "ด้านการสื่อสาร", "2. การสื่อสาร"],
    ids=["repeated on its next page", "another one", "a numbered one"],
)
def test_other_groups_beside_the_rest_of_a_measure_are_not_joined(below: str) -> None:
    first = "การวางแผน|1. ทำผัง|กองช่าง|ติดแล้ว"
    rows = (first, "การป้องกัน|2. จัดทำทะเบียน|กองคลัง|ลงนาม", f"{below}|คู่สัญญา||ครบแล้ว")
    assert groups(*rows, starts=(0, 3)) == ["การวางแผน", "การป้องกัน"]


def test_a_group_that_begins_with_a_measure_is_not_joined() -> None:
    rows = ("การป้องกัน|1. จัดทำทะเบียน|กองคลัง|ลงนาม", "การสื่อสาร|2. เปิดเพจ|กองช่าง|เปิดแล้ว")
    assert groups(*rows, starts=(0, 2)) == ["การป้องกัน", "การสื่อสาร"]


NUMBERED = "ที่|มาตรการ|ผู้รับผิดชอบ|ผลการดำเนินการ"


def test_a_number_in_the_second_half_alone_is_that_of_the_row_that_a_page_cut() -> None:
    rows = (
        "1|เชิญวิทยากร|กองคลัง|บรรยายแล้ว",
        "|ปรับเว็บไซต์ให้ค้นข่าว|งานสารสน|ปรับแล้ว",
        "2|ย้อนหลังได้|เทศ|เสร็จ",
    )
    found = cut(NUMBERED, *rows, starts=(0, 3))
    assert [(r.number, r.title) for r in found] == [
        (1, "เชิญวิทยากร"),
        (2, "ปรับเว็บไซต์ให้ค้นข่าวย้อนหลังได้"),
    ]
    assert found[1].texts[ColumnRole.RESPONSIBLE] == "งานสารสนเทศ"


@pytest.mark.parametrize(
    ("rows", "starts"),
    [
        # Within a page; a number that does not count on from the measure before the cut.
        (("1|เชิญวิทยากร|กองคลัง|แล้ว", "|ปรับเว็บไซต์|กองช่าง|แล้ว", "2|จัดทำคู่มือ|กองคลัง|แล้ว", "3|เปิดเพจ|กองช่าง|แล้ว"), (0,)),
        (("1|เชิญวิทยากร|กองคลัง|แล้ว", "|ปรับเว็บไซต์|กองช่าง|แล้ว", "3|จัดทำคู่มือ|กองคลัง|แล้ว", "4|เปิดเพจ|กองช่าง|แล้ว"), (0, 3)),
    ],
)  # fmt: skip
def test_a_measure_with_another_number_is_no_rest(rows: tuple[str, ...], starts: tuple[int, ...]) -> None:
    assert [r.title for r in cut(NUMBERED, *rows, starts=starts)][-2:] == ["จัดทำคู่มือ", "เปิดเพจ"]


# -- labels ----------------------------------------------------------------------------------------


def cards(label: str, contents: tuple[str, ...], between: str = "\n\n") -> list[Measure]:
    """The measures of a plan with labels alone on their lines; ``between`` stands before the last one."""
    units = ("กองคลัง", "สำนักปลัด", "กองช่าง")
    body = "\n\n".join(
        f"มาตรการที่ {n} {title}\n\nขั้นตอน\n1. ประชุม\n2. ลงมือทำ\n\nผู้รับผิดชอบ\n{unit}{between}{label}\n{text}"
        for n, (title, unit, text) in enumerate(zip(TITLES, units, contents, strict=True), 1)
    )
    return plan(body + "\n").measures


OFTEN = ("ถามผู้ใช้เดือนละ 15 คน", "นับเรื่องทุกสัปดาห์", "ตรวจปฏิทินทุกวันจันทร์")
WISHES = ("คนมาเร็วขึ้น", "คนเข้าใจงบ", "ไม่มีข้อโต้แย้ง")


def test_an_unknown_label_alone_ends_the_field_above() -> None:
    found = cards("ข้อคิด", WISHES)
    assert [m.responsible for m in found] == [["กองคลัง"], ["สำนักปลัด"], ["กองช่าง"]]
    assert not any(m.monitoring for m in found)


@pytest.mark.parametrize("label", ["สายตาที่คอยมอง", "ดูผลจากอะไร"])
def test_what_stands_below_an_unknown_label_tells_its_field(label: str) -> None:
    found = cards(label, OFTEN)
    assert [m.monitoring for m in found] == list(OFTEN)
    assert [m.responsible for m in found] == [["กองคลัง"], ["สำนักปลัด"], ["กองช่าง"]]


def test_a_line_that_all_measures_have_in_a_row_with_others_is_no_label() -> None:
    steps = "ประชุมคณะทำงาน\nจัดทำรายงาน\nเผยแพร่"
    body = "\n\n".join(
        f"มาตรการที่ {n} {title}\n\nขั้นตอน\n{steps}\n\nผู้รับผิดชอบ\nกองคลัง" for n, title in enumerate(TITLES, 1)
    )
    assert all(" ".join(m.steps).count("เผยแพร่") == 1 for m in plan(body + "\n").measures)


def test_what_stands_below_a_known_label_is_its_content() -> None:
    body = "\n\n".join(
        f"มาตรการที่ {n} {title}\n\nขั้นตอน\n\nช่วยกันทำ\nแล้วบอกต่อ\n\nผู้รับผิดชอบ\n\nกองคลัง" for n, title in enumerate(TITLES, 1)
    )
    assert all("ช่วยกันทำ" in " ".join(m.steps) for m in plan(body + "\n").measures)


@pytest.mark.parametrize(
    ("text", "follows"),
    [("พิมพ์รายการเสนอปลัดทุกสิ้นเดือน", True), ("คณะทำงานสุ่มตรวจไตรมาสละครั้ง", True), ("รายงานผล", True),
     ("จัดทำคู่มือ", False), ("ทุกกองร่วมกันทำ", False), ("นำรายได้ไปใช้", False)],
)  # fmt: skip
def test_how_often_something_is_done_tells_that_it_follows_up(text: str, follows: bool) -> None:
    assert follows_up(text) is follows


# -- lettered groups -------------------------------------------------------------------------------


def lettered(*marks: str) -> list[Measure]:
    """The measures of a plan in lines; each mark stands before a title, "" for none."""
    form = "{mark}\n{n}. {title}\nขั้นตอน\n{n}.1 ประชุม\n{n}.2 ลงมือ\nผู้รับผิดชอบ : กองคลัง\nการติดตาม : รายงานทุกเดือน"
    text = "\n".join(form.format(mark=mark, n=n, title=TITLES[n - 1]).strip() for n, mark in enumerate(marks, 1))
    return plan(text + "\n").measures


def test_letters_that_count_on_over_titles_are_groups() -> None:
    found = lettered("ก. งานเพื่อประชาชน", "", "ข. งานเพื่อพนักงาน")
    assert [m.group for m in found] == ["ก. งานเพื่อประชาชน", "ก. งานเพื่อประชาชน", "ข. งานเพื่อพนักงาน"]
    assert {m.monitoring for m in found} == {"รายงานทุกเดือน"}


@pytest.mark.parametrize(
    "steps",
    [
        ("ก. ประชุม\nข. ลงมือ", "ก. ประชุม\nข. ลงมือ", ""),
        ("ก. ประชุม\nข. ลงมือ", "", ""),
        ("ก. ลงมือ", "ก. ลงมือ", ""),
    ],
)
def test_lettered_steps_are_no_groups(steps: tuple[str, ...]) -> None:
    form = "{n}. {title}\nผู้รับผิดชอบ : กองคลัง\nขั้นตอน : ประกอบด้วย\n{steps}"
    text = "\n".join(form.format(n=n, title=TITLES[n - 1], steps=s).strip() for n, s in enumerate(steps, 1))
    found = plan(text + "\n").measures
    assert [m.group for m in found] == [""] * 3
    assert all(any("ลงมือ" in step for step in m.steps) for m, s in zip(found, steps, strict=True) if s)


# -- titles ----------------------------------------------------------------------------------------

BODY = "1. จัดคิวล่วงหน้า\nผู้รับผิดชอบ : กองคลัง\nการติดตาม : รายงานทุกเดือน\n2. เปิดเพจ\nผู้รับผิดชอบ : กองช่าง\nการติดตาม : รายงานทุกปี\n"
PLACE = "เทศบาลตำบลตัวอย่างสุข อำเภอปัว จังหวัดน่าน\n"


@pytest.mark.parametrize(
    "title",
    ["แนวทางยกระดับคุณธรรมและความโปร่งใสภายในหน่วยงาน ปีงบประมาณ พ.ศ. 2566", "สิ่งที่จะทำเพื่อคุณธรรมและความโปร่งใส ปี 2566", "มาตรการยกระดับความโปร่งใส 2566",
     "การเสริมสร้างคุณธรรม และความโปร่งใส\nประจำปีงบประมาณ พ.ศ. 2566"],
)  # fmt: skip
def test_a_plan_by_another_name_is_one(title: str) -> None:
    read = report(f"{PLACE}{title}\n\n{BODY}")
    assert [m.title for m in read.measures] == ["จัดคิวล่วงหน้า", "เปิดเพจ"]
    assert (read.identity.fiscal_year, read.identity.doc_type) == (2566, DocType.MEASURES_PLAN)


@pytest.mark.parametrize(
    "title",
    [
        "นโยบายคุณธรรมและความโปร่งใส ปี 2566",
        "แผนพัฒนาตลาดสด ปี 2566",
        "มาตรการสร้างความโปร่งใสในการจัดซื้อจัดจ้าง ปี 2566",
        "ตามแนวทางคุณธรรมและความโปร่งใส ปี 2566",
    ],
)
def test_other_titles_announce_no_measures(title: str) -> None:
    assert not report(f"{PLACE}{title}\n\n{BODY}").measures


def test_a_title_of_the_assessment_goes_before_a_plan_by_another_name() -> None:
    read = report(
        f"แผนคุณธรรมและความโปร่งใส ปี 2566\n{PLACE}มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2567\n\n{tabs(HEAD, *ROWS)}"
    )
    assert read.identity.fiscal_year == 2567


# -- rows that count on ----------------------------------------------------------------------------

MORE = "3|เปิดเพจ|- ตั้งผู้ดูแล|กองคลัง|มี.ค. 2567|รายงานทุกเดือน"


def test_a_table_without_a_head_counts_on_from_the_one_above() -> None:
    first = table(HEAD, "ด้านการให้บริการ", *ROWS)
    read = plan(f"{first}\nด้านการสื่อสาร\n\n{table(MORE)}\n")
    assert [(m.title, m.group) for m in read.measures][2:] == [("เปิดเพจ", "ด้านการสื่อสาร")]
    assert read.measures[2].responsible == ["กองคลัง"]


def test_a_text_between_is_no_group_where_none_of_the_measures_has_one() -> None:
    read = plan(f"{table(HEAD, *ROWS)}\nแผนส่วนที่สอง\n\n{table(MORE)}\n")
    assert [m.group for m in read.measures] == ["", "", ""]


@pytest.mark.parametrize(
    "other",
    [MORE.replace("3|", "1|"), MORE.replace("3|", "5|"), MORE.rsplit("|", 1)[0]],
    ids=["anew", "a gap", "fewer columns"],
)
def test_a_table_without_head_that_does_not_count_on_is_another(other: str) -> None:
    read = plan(f"{table(HEAD, *ROWS)}\nทะเบียนพัสดุ\n\n{table(other)}\n")
    assert len(read.measures) == 2


def test_a_table_with_a_head_of_its_own_is_another() -> None:
    stock = table("ที่|พัสดุ|หน่วย|จำนวน|ราคา|ผู้เก็บ", "3|โต๊ะทำงาน|ตัว|4|500|กองคลัง")
    assert len(plan(f"{table(HEAD, *ROWS)}\nทะเบียนพัสดุ\n\n{stock}\n").measures) == 2
