"""Tables of odd shapes: lists in cells, stacked rows, two years in a cell, bands, bare names."""

from __future__ import annotations

import pytest

from tests.layouts.inline import analysis, facts, report, tabs, values
from thai_ita.model import Report

A, B, C, D = "การใช้อำนาจ", "การใช้งบประมาณ", "คุณภาพการดำเนินงาน", "การเปิดเผยข้อมูล"
NAMES = ["การปฏิบัติหน้าที่", B, A, "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต"]
NAMES += [C, "ประสิทธิภาพการสื่อสาร", "การปรับปรุงการทำงาน", D, "การป้องกันการทุจริต"]


def table(*rows: str) -> Report:
    return analysis(tabs(*rows))


# -- lists in cells ------------------------------------------------------------------------------


def test_lists_of_one_length_are_read_entry_by_entry() -> None:
    read = table(
        "แบบวัด|ตัวชี้วัด|คะแนน", f"IIT|1. {NAMES[0]}<br>2. {B}<br>3. {A}|80.10<br>๘๑.๒๐<br>82.30",
        f"EIT|{C}<br>{NAMES[6]}|83.40<br>84.50",
    )  # fmt: skip
    assert values(read) == {"1": 80.1, "2": 81.2, "3": 82.3, "6": 83.4, "7": 84.5}
    # Each score tells the row of the source.
    assert [s.evidence.row for s in read.scores] == [2, 2, 2, 3, 3]


def test_lists_in_cells_of_html() -> None:
    cells = f"<td>{A}<br>{B}</td><td><p>80.10</p><p>81.20</p></td>"
    read = analysis(f"<table><tr><th>ตัวชี้วัด</th><th>คะแนน</th></tr><tr>{cells}</tr></table>\n")
    assert values(read) == {"3": 80.1, "2": 81.2}


@pytest.mark.parametrize(
    ("names", "figures"),
    [
        (f"{A}<br>{B}<br>{C}", "80.10<br>81.20"),
        (f"{A}<br>{B}", "80.10<br>81.20<br>82.30"),
        # A name on two lines beside as many figures: nothing tells which is whose.
        (f"{A}<br>การใช้<br>งบประมาณ", "80.10<br>81.20<br>82.30"),
        (f"{A}<br>{A}", "80.10<br>81.20"),
    ],
)
def test_lists_that_do_not_agree_are_left(names: str, figures: str) -> None:
    read = table("ตัวชี้วัด|คะแนน", f"{names}|{figures}", f"{D}|90.00", f"{NAMES[9]}|91.00")
    assert set(values(read)) <= {"9", "10"}


def test_the_mean_beside_a_list_is_the_score_of_the_instrument() -> None:
    iit = "<br>".join(NAMES[:5]) + "|80<br>82<br>84<br>86<br>88"
    eit = "<br>".join(NAMES[5:8]) + "|80.00<br>82.00<br>84.50"
    read = table("แบบวัด|ตัวชี้วัด|คะแนน|เฉลี่ย", f"IIT|{iit}|84.00", f"EIT|{eit}|82.17")
    stated = {s.code: s.value for s in read.scores if s.value_as_seen}
    assert (stated["IIT"], stated["EIT"]) == (84.0, 82.17)


def test_a_mean_that_is_not_that_of_the_list_is_left() -> None:
    iit = "<br>".join(NAMES[:5]) + "|80<br>82<br>84<br>86<br>88"
    eit = "<br>".join(NAMES[5:8]) + "|80.00<br>82.00<br>84.50"
    read = table("แบบวัด|ตัวชี้วัด|คะแนน|เฉลี่ย", f"IIT|{iit}|91.00", f"EIT|{eit}|92.17")
    assert not {"IIT", "EIT"} & {s.code for s in read.scores if s.value_as_seen}


def test_a_figure_merged_over_several_names_is_none_of_theirs() -> None:
    head = "<tr><th>ตัวชี้วัด</th><th>ผลคะแนน</th></tr>"
    rows = f"<tr><td>{A}</td><td rowspan=2>85.00</td></tr><tr><td>{B}</td></tr>"
    rest = f"<tr><td>{C}</td><td>81.00</td></tr><tr><td>{D}</td><td>82.00</td></tr>"
    assert values(analysis(f"<table>{head}{rows}{rest}</table>\n")) == {"6": 81.0, "9": 82.0}


# -- rows of names over rows of figures ----------------------------------------------------------


def test_stacked_rows() -> None:
    read = table(f"{A}|{B}|{C}", "80.10|81.20|๘๒.๓๐", f"{D}|IIT|ระดับ", "90.00|83.50|ผ่าน")
    assert values(read) == {"3": 80.1, "2": 81.2, "6": 82.3, "9": 90.0, "IIT": 83.5}
    assert read.identity.level == "ผ่าน"
    assert {s.code: s.evidence.row for s in read.scores}["9"] == 4


def test_stacked_rows_with_labels() -> None:
    read = table(
        f"ตัวชี้วัด|{A}|{B}", "คะแนน|80.10|81.20", f"ตัวชี้วัด|{C}|{D}", "คะแนน|82.30|90.00",
    )  # fmt: skip
    assert values(read) == {"3": 80.1, "2": 81.2, "6": 82.3, "9": 90.0}


def test_stacked_rows_that_name_the_same_twice_are_left() -> None:
    read = table(f"{A}|{B}", "80.10|81.20", f"{A}|{B}", "90.10|91.20")
    assert 90.1 not in values(read).values()


# -- two years in a cell -------------------------------------------------------------------------

BOTH = {("3", 2566, ""): 80.1, ("3", 2567, ""): 82.3, ("2", 2566, ""): 85.0, ("2", 2567, ""): 81.5}


@pytest.mark.parametrize(
    ("head", "first", "second"),
    [
        ("ปี 2566 → ปี 2567", "80.10 → 82.30", "85.00 → 81.50"),
        ("คะแนน 2566 ➜ 2567", "80.10➜82.30", "85.00 ➜ 81.50"),
        ("ปี 2567 / ปี 2566", "82.30 / 80.10", "81.50/85.00"),
        ("คะแนนปี 2567 (ในวงเล็บคือคะแนนปี 2566)", "82.30 (80.10)", "๘๑.๕๐ (๘๕.๐๐)"),
        ("ปี 2567 (ปี 2566)", "82.30 (80.10)", "81.50 (85.00)"),
        ("คะแนนปี 2567 (ปีก่อน)", "82.30 (80.10)", "81.50 (85.00)"),
    ],
)
def test_two_years_in_a_cell(head: str, first: str, second: str) -> None:
    read = table(f"ที่|ตัวชี้วัด|{head}|แนวโน้ม", f"3|{A}|{first}|▲", f"2|{B}|{second}|▼")
    assert facts(read) == BOTH


def test_two_years_of_several_instruments() -> None:
    read = table("หน่วยงาน|IIT ปี 2566 → 2567|EIT ปี 2566 → 2567", "เทศบาลตำบลตัวอย่างสุข|80 → 81|82 → 83")
    assert facts(read) == {
        ("IIT", 2566, ""): 80.0, ("IIT", 2567, ""): 81.0, ("EIT", 2566, ""): 82.0, ("EIT", 2567, ""): 83.0,
    }  # fmt: skip


@pytest.mark.parametrize("head", ["คะแนน", "คะแนน (ร้อยละ)", "คะแนนปี 2567", "คะแนนปี 2567 (เต็ม 100)"])
def test_a_figure_in_brackets_without_a_heading_is_no_other_year(head: str) -> None:
    read = table(f"ตัวชี้วัด|{head}", f"{A}|82.30 (80.10)", f"{B}|81.50 (85.00)")
    assert 80.1 not in facts(read).values()


def test_a_target_in_brackets_is_no_score() -> None:
    read = table("ตัวชี้วัด|คะแนนปี 2567 (เป้าหมายปี 2568)", f"{A}|82.30 (95.00)", f"{B}|81.50 (96.00)")
    assert facts(read) == {("3", 2567, ""): 82.3, ("2", 2567, ""): 81.5}


# -- bands ---------------------------------------------------------------------------------------


def test_a_score_in_the_column_of_its_band() -> None:
    read = table(
        "ตัวชี้วัด|95 คะแนนขึ้นไป|85 - 94.99 คะแนน|ต่ำกว่า 85 คะแนน",
        f"{A}|96.10|-|-", f"{B}||๙๐.๒๐|", f"{C}|-|-|70.30",
    )  # fmt: skip
    assert values(read) == {"3": 96.1, "2": 90.2, "6": 70.3}


@pytest.mark.parametrize("row", ["96.10|90.20|-", "70.30|-|-", "3|4|2", "-|ครบ|-"])
def test_columns_of_bands_that_hold_something_else(row: str) -> None:
    read = table(
        "ตัวชี้วัด|95 ขึ้นไป|85 - 94.99|ต่ำกว่า 85", f"{A}|{row}", f"{B}|-|90.20|-", f"{C}|-|91.00|-",
    )  # fmt: skip
    assert read.scores == []


# -- names below their type ----------------------------------------------------------------------


def test_bare_names_below_rows_of_their_type() -> None:
    read = report(
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 ในจังหวัดน่าน\n\n"
        + tabs(
            "ที่|หน่วยงาน|IIT|EIT|OIT|รวม", "เทศบาลตำบล (2 แห่ง)|||||", "1|ตัวอย่างสุข|80.10|81.20|90.30|84.50",
            "2|ทดลองงาม|82.10|83.20|92.30|86.50", "|เฉลี่ย|81.10|82.20|91.30|85.50", "อบต.|||||",
            "3|ทดลองงาม|70.10|71.20|80.30|74.50",
        )
    )  # fmt: skip
    overall = {s.agency.name: s.value for s in read.scores if s.code == "ITA" and s.agency}
    assert overall == {
        "เทศบาลตำบลตัวอย่างสุข": 84.5, "เทศบาลตำบลทดลองงาม": 86.5, "องค์การบริหารส่วนตำบลทดลองงาม": 74.5,
    }  # fmt: skip
    assert {s.value for s in read.scores}.isdisjoint({81.1, 82.2, 91.3, 85.5})


# -- totals and lists ----------------------------------------------------------------------------


@pytest.mark.parametrize("total", ["คะแนนเฉลี่ยถ่วงน้ำหนัก", "คะแนนรวมแบบถ่วงน้ำหนัก", "รวมคะแนนที่ถ่วงน้ำหนักแล้ว"])
def test_the_weighted_mean_below_all_indicators_is_the_overall_score(total: str) -> None:
    rows = [f"{name}|{80 + i}.00" for i, name in enumerate(NAMES)]
    assert values(table("ตัวชี้วัด|คะแนน", *rows, f"{total}|86.10"))["ITA"] == 86.1
    assert "ITA" not in {s.code for s in table("ตัวชี้วัด|คะแนน", *rows[:5], f"{total}|82.00").scores if s.value_as_seen}


def test_names_and_scores_one_column_below_the_other() -> None:
    body = f"ตัวชี้วัด\n1. {A}\n2. {B}\n3. {C}\n\nคะแนน\n80.10\n๘๑.๒๐\n82.30\n\nสิ้นสุดรายงาน\n"
    numbered = body.replace("1. ", "").replace("2. ", "").replace("3. ", "")
    for text in (body, numbered):
        assert set(values(analysis(text)).values()) <= {80.1, 81.2, 82.3}
    assert values(analysis(numbered)) == {"3": 80.1, "2": 81.2, "6": 82.3}


def test_several_lists_of_figures_below_the_names() -> None:
    target = "เป้าหมาย\n90.00\n91.00\n92.00\n"
    old, new = "ปี 2566\n70.10\n71.20\n72.30\n", "ปี 2567\n80.10\n81.20\n82.30\n"
    names = f"ตัวชี้วัด\n{A}\n{B}\n{C}\n"
    read = facts(analysis(names + target + old + new + "สิ้นสุด\n"))
    assert read[("3", 2566, "")] == 70.1
    assert read[("6", 2567, "")] == 82.3
    assert len(read) == 6


@pytest.mark.parametrize("figures", ["80.10\n81.20", "80.10\n81.20\n82.30\n83.40", "80.10\n81.20\n2567"])
def test_lists_of_other_lengths_are_left(figures: str) -> None:
    assert analysis(f"ตัวชี้วัด\n{A}\n{B}\n{C}\n\nคะแนน\n{figures}\n\nสิ้นสุด\n").scores == []


# -- entries, and rows that read on ------------------------------------------------------------------


@pytest.mark.parametrize("head", ["เฉลี่ย", "คะแนนตัวชี้วัด"])
def test_the_mean_beside_the_questions_of_an_indicator_is_the_indicators(head: str) -> None:
    read = analysis(
        f"| ตัวชี้วัด | ข้อ | ข้อ | ข้อ | {head} |\n|---|---|---|---|---|\n"
        "| ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ | i1 90.00 | i2 80.00 | i3 85.00 | 85.00 |\n"
        "| ตัวชี้วัดที่ 2 การใช้งบประมาณ | i4 91.00 | i5 80.00 | i6 84.00 | 85.00 |\n"
    )
    found = values(read)
    assert found["1"] == 85.0
    assert {found[f"i{n}"] for n in range(1, 7)} == {90.0, 80.0, 85.0, 91.0, 84.0}


@pytest.mark.parametrize("head", ["เป้าหมาย", "ผู้ตอบ"])
def test_a_figure_beside_them_that_is_not_their_mean_is_none(head: str) -> None:
    read = analysis(
        f"| ตัวชี้วัด | ข้อ 1 | ข้อ 2 | ข้อ 3 | {head} |\n|---|---|---|---|---|\n"
        "| ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ | i1 90.00 | i2 80.00 | i3 85.00 | 95.00 |\n"
        "| ตัวชี้วัดที่ 2 การใช้งบประมาณ | i4 91.00 | i5 80.00 | i6 84.00 | 95.00 |\n"
    )
    assert set(values(read)) == {f"i{n}" for n in range(1, 7)}


@pytest.mark.parametrize("sign", ["=", " ="])
def test_a_sentence_whose_figures_stand_in_cells_is_read(sign: str) -> None:
    read = report(f"เทศบาลตำบลตัวอย่างสุข\n\nผลการประเมิน ITA ปี 2566 {sign}\t80.10\tปี 2567 {sign}\t90.46\n")
    assert {(s.code, s.fiscal_year, s.value) for s in read.scores} == {("ITA", 2566, 80.1), ("ITA", 2567, 90.46)}


@pytest.mark.parametrize(
    "row", ["ผลการประเมิน ITA ปี 2566\t12\tแผ่นที่ =\t90.46", "งบประมาณปี 2567 =\t90.46\tคงเหลือ =\t80.10"]
)
def test_other_rows_are_no_sentences(row: str) -> None:
    assert not report(f"เทศบาลตำบลตัวอย่างสุข\nผลการประเมิน ITA ปี 2567\n\n{row}\n").scores


def test_names_and_figures_in_turn_with_a_level_among_them() -> None:
    read = analysis(tabs("คะแนนรวม|90.46|ระดับ|A", "IIT|88.10|EIT|87.20", "OIT|94.50||"))
    assert values(read).items() >= {"ITA": 90.46, "IIT": 88.1, "OIT": 94.5}.items()


# -- numbers, years and instruments alone ------------------------------------------------------------


@pytest.mark.parametrize("head", ["ตัวชี้วัด", "ตัวชี้วัดที่", "ตชว."])
def test_numbers_alone_below_a_heading_of_indicators(head: str) -> None:
    assert values(table(f"{head}|คะแนน", "1|88.10", "๒|78.10", "3|78.20")) == {"1": 88.1, "2": 78.1, "3": 78.2}


@pytest.mark.parametrize(
    "rows",
    [
        ("ข้อ|คะแนน", "1|88.10", "2|78.10", "3|78.20"), ("ตัวชี้วัด|คะแนน", "1|88.10", "12|78.10", "13|78.20"),
        ("ตัวชี้วัด|รายการ|คะแนน", "1|จัดซื้อ|88.10", "2|จัดจ้าง|78.10", "3|อบรม|78.20"), ("ตัวชี้วัด|คะแนน", "1|88.10", "1|78.10", "2|78.20"),
    ],
)  # fmt: skip
def test_other_numbers_are_no_indicators(rows: tuple[str, ...]) -> None:
    assert not table(*rows).scores


def test_numbers_of_another_matter_are_no_indicators() -> None:
    assert not analysis("ผลการปฏิบัติราชการ\n\n" + tabs("ตัวชี้วัด|คะแนน", "1|88.10", "2|78.10", "3|78.20")).scores


@pytest.mark.parametrize("head", ["รวมแบบวัด", "เฉลี่ยแบบวัด", "คะแนนรายแบบวัด"])
def test_the_instrument_merged_beside_its_indicators(head: str) -> None:
    rows = [
        ("IIT", B, "90.00", "85.00"),
        ("", A, "80.00", ""),
        ("EIT", C, "88.00", "84.00"),
        ("", NAMES[6], "80.00", ""),
    ]
    body = "".join(
        f"<tr><td rowspan=2>{t}</td><td>{n}</td><td>{v}</td><td rowspan=2>{m}</td></tr>"
        if t
        else f"<tr><td>{n}</td><td>{v}</td></tr>"
        for t, n, v, m in rows
    )
    read = analysis(f"<table><tr><th>แบบวัด</th><th>ตัวชี้วัด</th><th>คะแนน</th><th>{head}</th></tr>{body}</table>")
    assert values(read) == {"2": 90.0, "3": 80.0, "IIT": 85.0, "6": 88.0, "7": 80.0, "EIT": 84.0}


def test_one_row_of_figures_below_years_is_the_whole_where_the_caption_says_of_what() -> None:
    rows = "ปี 2565 ปี 2566 ปี 2567\n80.10 85.20 88.30\n"
    read = report(f"ผลการประเมิน ITA ย้อนหลัง เทศบาลตำบลตัวอย่างสุข\n{rows}")
    assert {(s.code, s.fiscal_year, s.value) for s in read.scores} == {
        ("ITA", 2565, 80.1),
        ("ITA", 2566, 85.2),
        ("ITA", 2567, 88.3),
    }
    for other in ("ร้อยละการจัดเก็บภาษี", "จำนวนผู้ตอบแบบวัด ITA ผลการประเมิน", "ปริมาณขยะ (ตัน)"):
        assert not report(f"ผลการประเมิน ITA เทศบาลตำบลตัวอย่างสุข\n\n{other}\n{rows}").scores


# -- a lead, then names and figures by turns ------------------------------------------------------


def test_names_and_figures_by_turns_behind_what_they_are_of() -> None:
    read = table("ผล ITA ปี 2566|IIT|89.36|EIT|91.08|OIT|96.25", "|รวม|92.63|ระดับ|ผ่าน||")
    assert values(read, 2566) == {"IIT": 89.36, "EIT": 91.08, "OIT": 96.25, "ITA": 92.63}
    assert [s.evidence.row for s in read.scores] == [1, 1, 1, 2]


def test_each_lead_tells_the_year_of_its_row() -> None:
    read = table("คะแนนปี ๒๕๖๖|IIT|89.36|EIT|91.08", "คะแนนปี 2565|IIT|79.36|EIT|81.08")
    assert values(read, 2566) == {"IIT": 89.36, "EIT": 91.08}
    assert values(read, 2565) == {"IIT": 79.36, "EIT": 81.08}


@pytest.mark.parametrize("lead", ["ค่าเฉลี่ยประเทศ ปี 2566", "เทศบาลตำบลอื่น ปี 2566", "เป้าหมาย ปี 2566", "คะแนนเต็ม", "ปีที่แล้ว"])
def test_a_lead_of_anything_else_gives_no_scores(lead: str) -> None:
    assert not table(f"{lead}|IIT|89.36|EIT|91.08|OIT|96.25").scores
