"""One meaning for each column: rivals, wholes by the sums, merged cells, and what is not read."""

from __future__ import annotations

import pytest

from tests.layouts.inline import analysis, facts, report, tabs, values
from thai_ita.model import DocStatus, Report

A, B = "การใช้อำนาจ", "การใช้งบประมาณ"
TEN = [
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต", "คุณภาพการดำเนินงาน",
    "ประสิทธิภาพการสื่อสาร", "การปรับปรุงระบบการทำงาน", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต",
]  # fmt: skip
SCORES = [89.56, 90.83, 96.97, 78.71, 75.57, 93.78, 81.99, 82.94, 93.56, 78.40]


def codes(read: Report) -> set[str]:
    return {t.code for t in read.problems}


def named(read: Report) -> dict[tuple[str, str, int | None], float]:
    return {(s.agency.name if s.agency else "", s.code, s.fiscal_year): s.value for s in read.scores}


# -- rivals --------------------------------------------------------------------------------------


@pytest.mark.parametrize("heads", ["คะแนน|คะแนน", "ผล (ก)|ผล (ข)", "คะแนน|ค่าคะแนน"])
@pytest.mark.parametrize("first", [True, False])
def test_the_sums_choose_among_columns_of_one_name(heads: str, first: bool) -> None:
    rows = [
        f"{n}|{v:.2f}|{v - 9.37:.2f}" if first else f"{n}|{v - 9.37:.2f}|{v:.2f}"
        for n, v in zip(TEN, SCORES, strict=True)
    ]
    read = analysis("ผลคะแนนรวม 86.16 คะแนน\n\n" + tabs(f"ตัวชี้วัด|{heads}", *rows))
    found = {s.code: s.value for s in read.scores if s.kind == "indicator"}
    assert found == {str(i): v for i, v in enumerate(SCORES, start=1)}
    assert {r.rule for r in read.refusals} == {"rival-column"}


def test_where_nothing_decides_none_is_taken_and_the_document_is_partial() -> None:
    body = "ผลคะแนนรวม 86.16 คะแนน\n\n"
    read = analysis(body + tabs("ตัวชี้วัด|คะแนน|คะแนน", f"{A}|80.10|55.10", f"{B}|80.20|55.20"))
    assert values(read) == {"ITA": 86.16}
    assert "rivals-undecided" in codes(read)
    assert read.status is DocStatus.PARTIAL


# -- the whole ------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["เฉลี่ย", "ค่าเฉลี่ย", "คะแนนเฉลี่ย"])
def test_a_mean_that_the_sums_give_is_the_overall_score(head: str) -> None:
    read = report(
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566\n\n"
        + tabs(
            f"หน่วยงาน|{head}|IIT|EIT|OIT", "เทศบาลตำบลดอนงาม|84.48|85.69|83.03|84.66",
            "เทศบาลเมืองนาดี|87.89|88.92|88.30|86.82",
        )
    )  # fmt: skip
    assert named(read)["เทศบาลเมืองนาดี", "ITA", 2566] == 87.89
    assert len(read.scores) == 8


def test_a_plain_mean_beside_the_instruments_is_none() -> None:
    read = report(
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566\n\n"
        + tabs(
            "หน่วยงาน|เฉลี่ย|IIT|EIT|OIT", "เทศบาลตำบลดอนงาม|84.46|85.69|83.03|84.66",
            "เทศบาลเมืองนาดี|90.00|80.00|90.00|100.00",
        )
    )  # fmt: skip
    assert "ITA" not in {s.code for s in read.scores}


@pytest.mark.parametrize("head", ["ปี 2566|ปี 2567", "2566|2567", "พ.ศ. 2566|พ.ศ. 2567", "ปีงบฯ 66|ปีงบฯ 67"])
def test_years_alone_as_heads_over_agencies(head: str) -> None:
    read = report("ผลคะแนนการประเมิน ITA\n\n" + tabs(f"ชื่อหน่วยงาน|{head}", "เทศบาลเมืองดอนงาม|81.71|83.63"))
    assert named(read) == {
        ("เทศบาลเมืองดอนงาม", "ITA", 2566): 81.71, ("เทศบาลเมืองดอนงาม", "ITA", 2567): 83.63,
    }  # fmt: skip


def test_years_as_heads_of_counts_are_no_scores() -> None:
    read = report("ผลการประเมิน ITA และเรื่องร้องเรียน\n\n" + tabs("หน่วยงาน|2566|2567", "เทศบาลเมืองดอนงาม|81|83"))
    assert read.scores == []


# -- rows and columns ------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["ตัวชี้วัดที่", "ตัวชี้วัด", "ตชว."])
def test_numbers_of_indicators_as_heads(head: str) -> None:
    assert values(analysis(tabs(f"{head}|1|2|3", "คะแนน|86.69|88.06|94.24"))) == {
        "1": 86.69, "2": 88.06, "3": 94.24,
    }  # fmt: skip


def test_a_merged_head_over_numbers() -> None:
    read = report(
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565\n\n<table><tr><th>หน่วยงาน</th>"
        "<th colspan=3>คะแนนรายตัวชี้วัด</th></tr><tr><td></td><td>1</td><td>2</td><td>3</td></tr>"
        "<tr><td>เทศบาลตำบลดอนงาม</td><td>86.57</td><td>81.07</td><td>93.95</td></tr></table>\n"
    )
    assert {s.code: s.value for s in read.scores} == {"1": 86.57, "2": 81.07, "3": 93.95}


def test_heads_that_reach_down_beside_others_that_are_divided() -> None:
    read = report(
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567\n\n<table><tr><th rowspan=3>อปท.</th>"
        "<th colspan=4>ผลการประเมิน ITA</th></tr><tr><td colspan=2>IIT</td><td colspan=2>OIT</td></tr>"
        "<tr><td>คะแนน</td><td>ถ่วงน้ำหนัก</td><td>คะแนน</td><td>ถ่วงน้ำหนัก</td></tr>"
        "<tr><td>เทศบาลตำบลดอนงาม</td><td>88.00</td><td>26.40</td><td>90.00</td><td>36.00</td></tr></table>\n"
    )
    assert {s.code: s.value for s in read.scores} == {"IIT": 88.0, "OIT": 90.0}


def test_names_and_figures_in_turns_without_a_head() -> None:
    read = analysis(
        "<table><tr><td>1 การปฏิบัติหน้าที่</td><td>88.07</td><td>2 การใช้งบประมาณ</td><td>85.41</td></tr>"
        "<tr><td>3 การใช้อำนาจ</td><td>86.01</td><td>รวม IIT</td><td>86.11</td></tr>"
        "<tr><td colspan=3>คะแนนรวมทั้งหมด</td><td>91.98 (ผ่านดี)</td></tr></table>\n"
    )
    assert values(read) == {"1": 88.07, "2": 85.41, "3": 86.01, "IIT": 86.11, "ITA": 91.98}


@pytest.mark.parametrize("lost", [True, False])
def test_figures_beside_the_indicators_of_an_instrument(lost: bool) -> None:
    span, end = ("", "<td></td>") if lost else (" rowspan=2", "")
    read = analysis(
        "<table><tr><th>ตัวชี้วัด</th><th>คะแนน</th><th>คะแนนที่ได้</th></tr>"
        f"<tr><td>{TEN[0]}</td><td>92.26</td><td{span}>85.91</td></tr><tr><td>{TEN[1]}</td><td>75.06</td>{end}</tr>"
        f"<tr><td>{TEN[5]}</td><td>94.97</td><td{span}>80.50</td></tr><tr><td>{TEN[6]}</td><td>92.92</td>{end}</tr></table>\n"
    )
    assert values(read) == {"1": 92.26, "2": 75.06, "6": 94.97, "7": 92.92, "IIT": 85.91, "EIT": 80.5}


@pytest.mark.parametrize("label", ["คะแนนเฉลี่ยรายเครื่องมือ", "เฉลี่ย"])
def test_a_mean_below_its_indicators_is_the_instruments(label: str) -> None:
    rows = [f"IIT|{n}|{v}" for n, v in zip(TEN[:5], ("81.43", "89.27", "82.30", "86.94", "87.12"), strict=True)]
    read = analysis(tabs("เครื่องมือ|ตัวชี้วัด|คะแนน", *rows, f"|{label}|85.41", f"EIT|{TEN[5]}|83.79", f"|{TEN[6]}|82.34"))
    assert values(read)["IIT"] == 85.41
    assert "ITA" not in values(read)


@pytest.mark.parametrize("label", ["เป้าหมาย 2568", "เฉลี่ยจังหวัด 2567", "ค่าเฉลี่ยทุกหน่วยงาน"])
def test_rows_of_targets_and_of_others_are_no_results(label: str) -> None:
    read = analysis(tabs("ปี|IIT|EIT|OIT", "2567|89.10|85.20|91.00", f"{label}|95.00|94.00|93.00"))
    assert values(read) == {"IIT": 89.1, "EIT": 85.2, "OIT": 91.0}


@pytest.mark.parametrize("row", ["รวม||85.65|85.55", "|เฉลี่ย|85.65|85.55", "ค่าเฉลี่ย||85.65|85.55"])
def test_the_total_of_a_list_is_nobodys_though_no_name_is_known(row: str) -> None:
    read = report(
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566\n\n"
        + tabs("ลำดับ|หน่วยงาน|คะแนน ITA|IIT", "1|ศูนย์ดาวเทียม ก|83.66|84.14", "2|ศูนย์ดาวเทียม ข|87.77|85.46", row)
    )
    assert not {85.65, 85.55} & {s.value for s in read.scores}


# -- nothing lost in silence ------------------------------------------------------------------------


def test_names_beside_figures_of_which_none_was_taken() -> None:
    read = analysis(
        "คะแนนภาพรวม 85.10 คะแนน\n\n" + tabs("ตัวชี้วัด|รอบ 6 เดือน|รอบ 12 เดือน", f"{A}|80.10|85.10", f"{B}|80.20|85.20")
    )
    assert "scores-not-read" in codes(read)
    assert read.status is DocStatus.PARTIAL


def test_figures_that_a_rule_explains_are_no_loss() -> None:
    read = analysis("คะแนนภาพรวม 85.10 คะแนน\n\n" + tabs("ตัวชี้วัด|น้ำหนัก|เป้าหมาย", f"{A}|80.10|85.10", f"{B}|80.20|85.20"))
    assert "scores-not-read" not in codes(read)
    assert read.status is DocStatus.OK


def test_a_result_column_without_results() -> None:
    read = analysis("คะแนนภาพรวม 85.10 คะแนน\n\n" + tabs("ตัวชี้วัด|น้ำหนัก|คะแนน", f"{A}|10|", f"{B}|10|"))
    assert "empty-result-column" in codes(read)


def test_a_total_without_its_parts() -> None:
    read = analysis(tabs("รายการ|คะแนน", "กลุ่ม ก|88.10", "กลุ่ม ข|81.10", "คะแนนรวม ITA|84.20"))
    assert values(read) == {"ITA": 84.2}
    assert "total-without-parts" in codes(read)


# -- issues -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "above", ["ประเด็นที่ ๔ การยืมทรัพย์สิน\n\n", "(4) กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ\n\nตารางที่ 3 ผลรายข้อ\n\n"]
)
def test_questions_stand_under_the_issue_above_them(above: str) -> None:
    read = analysis(above + tabs("ข้อคำถาม|คะแนน", "i10|88.10", "i11|84.20"))
    assert {(s.code, s.issue) for s in read.scores} == {("i10", 4), ("i11", 4)}


def test_the_issue_of_a_merged_cell() -> None:
    read = analysis(
        tabs("ประเด็น|ข้อคำถาม|คะแนน", "การให้บริการและระบบ E-Service|i1|88.10", "|i2|84.20",
             "ช่องทางและรูปแบบการประชาสัมพันธ์เผยแพร่ข้อมูลข่าวสารภาครัฐ|e4|84.30")
    )  # fmt: skip
    assert {(s.code, s.issue) for s in read.scores} == {("i1", 2), ("i2", 2), ("e4", 3)}


def test_every_figure_of_a_refused_column_has_its_rule() -> None:
    read = analysis(tabs("ตัวชี้วัด|น้ำหนัก|ผลต่าง|คะแนน", f"{A}|12.50|3.25|88.10", f"{B}|11.50|2.25|84.20"))
    assert facts(read) == {("3", 2567, ""): 88.1, ("2", 2567, ""): 84.2}
    rules = {r.figure: r.rule for r in read.refusals}
    assert rules == {
        "12.50": "column-of-weights", "11.50": "column-of-weights", "3.25": "column-of-changes", "2.25": "column-of-changes",
    }  # fmt: skip


@pytest.mark.parametrize("lying", [True, False])
def test_the_mean_beside_the_questions_of_an_indicator_is_its_score(lying: bool) -> None:
    head = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2568\nเทศบาลตำบลดอนงาม\n\n"
    codes, figures = ["e1", "e2", "e3", "เฉลี่ย"], ["98.48", "98.12", "91.44", "96.01"]
    rows = [f"ข้อ|{'|'.join(codes)}", f"คะแนน|{'|'.join(figures)}"] if lying else [
        "ข้อ|คะแนน", *(f"{c}|{v}" for c, v in zip(codes, figures, strict=True))
    ]  # fmt: skip
    read = report(head + tabs(*rows))
    assert {s.code: s.value for s in read.scores} == {"e1": 98.48, "e2": 98.12, "e3": 91.44, "6": 96.01}
    other = report(head + tabs(*(row.replace("96.01", "90.01") for row in rows)))
    assert {s.code for s in other.scores} == {"e1", "e2", "e3"}


def test_the_title_does_not_make_results_of_a_table_of_something_else() -> None:
    title = "ผลการประเมิน ITA และผลการดำเนินงานของอำเภอ ปีงบประมาณ พ.ศ. 2567\n\n"
    rows = tabs("หน่วยงาน|ปี 2566|ปี 2567", "เทศบาลเมืองดอนงาม|81.71|83.63", "เทศบาลตำบลนาดี|80.79|89.36")
    assert report(title + "ร้อยละการเบิกจ่ายงบประมาณ\n\n" + rows).scores == []
    assert len(report(title + "คะแนนรวมของแต่ละแห่ง\n\n" + rows).scores) == 4


def test_means_of_others_by_their_caption() -> None:
    rows = tabs("ตัวชี้วัด|ค่าเฉลี่ย", f"{A}|80.10", f"{B}|80.20")
    assert analysis("ค่าเฉลี่ยระดับประเทศรายตัวชี้วัด\n\n" + rows).scores == []
    assert len(analysis("ผลคะแนนรายตัวชี้วัด\n\n" + rows).scores) == 2


def test_levels_of_a_target_under_numbers_are_no_indicators() -> None:
    read = analysis(tabs("ตัวชี้วัด|1|2|3|4|5", "ร้อยละของการเบิกจ่าย|60.50|70.50|80.50|90.50|95.50"))
    assert read.scores == []


def test_the_own_estimate_gives_way_to_what_stands_beside_it() -> None:
    read = analysis(tabs("ตัวชี้วัด|คะแนนประเมินตนเอง|คะแนนจากคณะกรรมการ", f"{A}|90.10|80.10", f"{B}|91.10|81.10"))
    assert values(read) == {"3": 80.1, "2": 81.1}


def test_a_total_of_so_many_agencies_is_not_of_the_last_of_them() -> None:
    read = report(
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566\n\n"
        + tabs(
            "ที่|หน่วยงาน|ITA 2565|ITA 2566",
            "1|เทศบาลตำบลดอนงาม|85.69|86.10",
            "2|เทศบาลเมืองนาดี|84.92|85.10",
            "รวม 2 แห่ง||85.30|85.60",
        )
    )
    assert named(read)["เทศบาลเมืองนาดี", "ITA", 2566] == 85.1
    assert codes(read) == set()


@pytest.mark.parametrize("head", ["รวมคะแนนถ่วงน้ำหนัก", "คะแนนสุทธิ", "Total", "สรุปผล", "ค่าเฉลี่ยคะแนน"])
def test_the_whole_whatever_its_head(head: str) -> None:
    read = report(
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566\n\n"
        + tabs(
            f"หน่วยงาน|IIT|EIT|OIT|{head}",
            "เทศบาลตำบลดอนงาม|85.69|83.03|84.66|84.48",
            "เทศบาลเมืองนาดี|88.92|88.30|86.82|87.89",
        )
    )
    assert named(read)["เทศบาลเมืองนาดี", "ITA", 2566] == 87.89


@pytest.mark.parametrize("head", ["ได้จริง", "ผลที่ได้จริง", "ทำได้", "คะแนนจริง"])
def test_what_was_reached_beside_the_target(head: str) -> None:
    rows = (f"ตัวชี้วัด|เป้าหมาย|{head}|ผลต่าง", "การใช้อำนาจ|90|88.67|-1.33", "การใช้งบประมาณ|90|91.33|1.33")
    assert values(analysis(tabs(*rows))) == {"3": 88.67, "2": 91.33}


def test_results_under_the_words_for_what_came_of_it() -> None:
    rows = ("รายการ|เกณฑ์ผ่าน|ผลที่ได้รับ|ห่างจากเกณฑ์", "การใช้อำนาจ|85.00|92.05|+7.05", "การใช้งบประมาณ|85.00|89.73|+4.73")
    assert values(analysis(tabs(*rows))) == {"3": 92.05, "2": 89.73}
    words = ("การใช้อำนาจ|85|จัดอบรมแล้ว 2", "การใช้งบประมาณ|85|จัดอบรมแล้ว 3")
    assert values(analysis(tabs("รายการ|เกณฑ์ผ่าน|ผลที่ได้รับ", *words))) == {}


def test_a_caption_of_results_that_also_names_the_targets() -> None:
    rows = tabs("ตัวชี้วัด|ปี 2567|เป้าหมายปี 2568", "การใช้อำนาจ|83.15|95", "การใช้งบประมาณ|80.44|95")
    assert values(analysis("เปรียบเทียบคะแนนย้อนหลัง และค่าเป้าหมาย\n" + rows)) == {"3": 83.15, "2": 80.44}
    assert values(analysis("ค่าเป้าหมายของตัวชี้วัด\n" + rows)) == {}


def test_codes_of_questions_with_thai_digits() -> None:
    """I๑ looks like a misread ๑๑."""
    rows = tabs("ข้อ|คำถาม|คะแนน|แปลผล", "I๑|การปฏิบัติงาน|๙๓.๓๓|ผ่าน", "I๒|การให้บริการ|๘๖.๖๗|ผ่าน")
    assert values(analysis(rows)) == {"i1": 93.33, "i2": 86.67}


def test_a_quotation_mark_of_markdown_is_no_bound() -> None:
    assert values(analysis("> ผลการประเมินปีงบประมาณ พ.ศ. ๒๕๖๗ ได้ ๘๗.๖๔ คะแนน")) == {"ITA": 87.64}
