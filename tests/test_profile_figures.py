"""What a reader may take from the figures of a profile: their rounding, their year, their documents, their doubts."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from tests.analyze_tables import agency_id, score, tables
from tests.test_profiles import (
    NAMES,
    agency,
    part,
    part_html,
    province,
    scores_of,
    six_agencies,
    with_facts,
)
from thai_ita.profiles.profile_files import page_of
from thai_ita.profiles.profile_words import difference, figure, rounded, unrounded


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (73.845, "73.85"),
        (74.685, "74.69"),
        (88.115, "88.12"),
        (83.265, "83.27"),
        (0.285, "0.29"),
        (2.675, "2.68"),
        ((73.85 + 73.84) / 2, "73.85"),
        (73.8449, "73.84"),
        (-18.815, "−18.82"),
        (-0.004, "0.00"),
        (0.0, "0.00"),
        (99.995, "100.00"),
    ],
)
def test_a_half_is_rounded_up_whatever_the_nearest_float_is(value: float, shown: str) -> None:
    assert figure(value) == shown


def test_figures_of_whole_numbers_are_rounded_alike() -> None:
    assert [figure(v, places=0) for v in (62.5, 87.5, 0.5)] == ["63", "88", "1"]
    assert [unrounded(v) for v in (70.235, 70.2, 70.0, 70.2375)] == ["70.235", "70.20", "70.00", "70.2375"]


@pytest.mark.parametrize(
    ("value", "other", "shown", "note"),
    [
        (88.115, 80.46, "+7.66", ""),
        (90.0, 85.5, "+4.50", ""),
        (73.84, 70.235, "+3.61", "= 73.84 − 70.235"),
        (74.685, 93.5, "−18.82", "= 74.685 − 93.50"),
        (80.0, 80.0, "0.00", ""),
    ],
)
def test_a_difference_follows_from_what_is_shown_or_says_what_it_follows_from(
    value: float, other: float, shown: str, note: str
) -> None:
    assert difference(value, other) == (shown, note)
    assert bool(note) == (rounded(value) - rounded(other) != rounded(value - other))


def four_at_halves() -> pd.DataFrame:
    rows = [score(name, 2567, "1", value) for name, value in zip(NAMES, (70.0, 74.68, 74.69, 90.0), strict=False)]
    rows += [score(f"อื่น{n}", 2567, "1", 93.5, province="น่าน") for n in range(3)]
    return tables(rows)


def test_medians_at_a_half_and_their_difference_on_the_page() -> None:
    text = part(page_of(province(four_at_halves())), "indicators")
    assert re.search(r"การปฏิบัติหน้าที่ 4 74\.69 .*93\.50 .*−18\.82 = 74\.685 − 93\.50", text)
    assert "ครึ่งปัดขึ้น" in part(page_of(province(four_at_halves())), "methods")


def test_the_year_is_the_newest_that_can_be_ranked() -> None:
    newer = [score("ดอนงาม", 2568, code, 80.0 + n) for n, code in enumerate(("1", "2", "3"))]
    page = page_of(province(tables(six_agencies(2567) + newer)))
    assert "ผลการประเมินปีงบประมาณ พ.ศ. 2567" in page
    assert "แสดงปีล่าสุดที่มีคะแนนภาพรวมที่ใช้ได้" in page
    assert "2568 (ไม่มีคะแนนภาพรวมที่ใช้ได้)" in page
    newer[0]["status"] = "unchecked"
    assert "พ.ศ. 2568" in page_of(agency(tables(newer), agency_id("ดอนงาม")))


def test_an_overall_score_in_doubt_does_not_choose_the_year() -> None:
    rows = [*six_agencies(2567), score("ดอนงาม", 2568, "ITA", 90.0, status="conflict")]
    assert "พ.ศ. 2567" in province(tables(rows)).title


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([score("ดอนงาม", 2567, "1", 80.0)], "ไม่มีปีใดมีคะแนนภาพรวมที่ใช้ได้"),
        ([score("ดอนงาม", 2567, "ITA", 80.0, status="unchecked")], "ไม่มีปีใดมีคะแนนที่ใช้ได้"),
    ],
)
def test_a_year_without_an_overall_score_is_said_to_be_one(rows: list[dict[str, object]], said: str) -> None:
    assert said in page_of(province(tables(rows)))
    assert said not in page_of(province(tables(rows), year=2567))


def counts_of_documents(page: str) -> set[str]:
    text = re.sub("<[^>]+>", "", page)
    return set(re.findall(r"จากเอกสาร (\d+) ฉบับ", text)) | set(re.findall(r"เอกสาร (\d+) ฉบับ ชื่อเอกสาร", text))


def test_a_page_has_one_number_of_documents() -> None:
    """A table of many agencies, which itself belongs to none, is a document of each of them."""
    rows = six_agencies()
    rows += [score(name, 2568, "ITA", 90.0, doc="many") for name in (*NAMES[:2], "ใหม่มาก")]
    rows += [row for n in range(3) for row in scores_of(f"อื่น{n}", 2567, province="น่าน")]
    frames = tables(rows)
    documents = frames["documents"]
    frames["documents"] = documents.assign(
        agency_id=documents["agency_id"].where(documents["doc_id"] != "many"),
        agency=documents["agency"].where(documents["doc_id"] != "many"),
        province=documents["province"].where(documents["doc_id"] != "many") if "province" in documents else None,
    )
    area = page_of(province(frames))
    assert counts_of_documents(area) == {"7"}
    assert re.search(r"ของหน่วยงาน 7 จาก \d+ แห่ง", area)
    assert "หลายแห่ง" in part(area, "sources")
    assert "ที่ไม่ทราบจังหวัด" not in area, "its rows tell the province"
    # Pages of neighbours are linked, and are no documents of the agency.
    one = page_of(agency(frames, agency_id("ดอนงาม")))
    assert counts_of_documents(one) == {"2"}
    assert "ริมน้ำ2567" in one or "%E0" in one


def weak_and_unchecked() -> dict[str, pd.DataFrame]:
    rows = scores_of("ดอนงาม", 2567)
    rows += [
        score("ดอนงาม", 2567, code, value, status="unchecked")
        for code, value in (("6", 60.0), ("7", 80.0), ("8", 99.0))
    ]
    return with_facts(tables(rows))


def test_a_lower_score_that_is_not_used_is_named_beside_the_lowest() -> None:
    frames = weak_and_unchecked()
    for page, anchor in (
        (page_of(agency(frames, agency_id("ดอนงาม"))), "peers"),
        (page_of(province(frames)), "indicators"),
    ):
        text = part(page, anchor)
        assert "ต่ำสุดในคะแนนที่ใช้ได้" in text
        assert re.search(r"มี 2 ตัวที่ต่ำกว่าหรือสูงกว่า.*60\.00 \(ยังตรวจไม่ได้\).*99\.00", text)
        assert "80.00 (" not in text, "between the marked ones"
        assert re.search(r'href="[^"]+#s-2567-indicator-6"[^>]*>[^<]*60\.00', part_html(page, anchor))
    plain = part(page_of(agency(tables(scores_of("ดอนงาม", 2567)), agency_id("ดอนงาม"))), "peers")
    assert "ที่ต่ำกว่าหรือสูงกว่าตัวที่ทำเครื่องหมาย" not in plain


def test_no_indicator_is_among_the_lowest_and_the_highest() -> None:
    rows = [score("ดอนงาม", 2567, code, value) for code, value in (("1", 70.0), ("2", 80.0), ("3", 90.0))]
    page = part_html(page_of(province(tables(rows))), "indicators")
    signs = re.findall(r"(▼|▲)?</span>(?:<span class=\"unseen\">[^<]*</span>)?\s*(?:<a[^>]*>)?(\d\d)\.00", page)
    assert signs == [("▼", "70"), ("▲", "90")]
    equal = [score("ดอนงาม", 2567, code, 80.0) for code in "12345"]
    assert not re.search("[▼▲]</span>", part_html(page_of(province(tables(equal))), "indicators"))


def test_a_row_of_different_documents_says_so() -> None:
    rows = scores_of("ดอนงาม", 2567) + scores_of("ริมน้ำ", 2567)
    oit = next(row for row in rows if row["code"] == "OIT")
    oit.update(doc_id="another", value=99.0)
    frames = tables(rows)
    ranking = part_html(page_of(province(frames)), "results")
    assert re.findall(r"‡</span>.*?(\d\d\.\d\d)", ranking) == ["99.00"]
    assert "‡ มาจากเอกสารอีกฉบับ" in ranking
    years = part_html(page_of(agency(frames, agency_id("ดอนงาม"))), "years")
    assert re.findall(r"‡</span>.*?(\d\d\.\d\d)", years) == ["99.00"]
    assert "‡" not in page_of(province(tables(six_agencies())))


def test_a_score_that_both_documents_state_is_no_mixture() -> None:
    rows = scores_of("ดอนงาม", 2567)
    own = next(row for row in rows if row["code"] == "OIT")
    rows.append({**own, "doc_id": "another", "confidence": 1.0})
    assert "‡" not in page_of(province(tables(rows)))


def test_what_equally_good_documents_differ_on_is_not_shown_as_unknown() -> None:
    rows = [
        *scores_of("ดอนงาม", 2567),
        score("ดอนงาม", 2567, "9", 80.0),
        score("ดอนงาม", 2567, "9", 70.0, doc="another"),
    ]
    years = part(page_of(agency(tables(rows), agency_id("ดอนงาม"))), "years")
    assert "80.00 / 70.00" in years
    assert "ระบุต่างกัน" in years


def test_all_that_broke_between_two_years_is_told() -> None:
    rows = [row for year in (2566, 2567) for row in scores_of("ดอนงาม", year)]
    years = part(page_of(agency(tables(rows), agency_id("ดอนงาม"))), "years")
    told = re.search(r"ตั้งแต่ปี 2567 เทียบกับปีก่อนไม่ได้: [^†]*", years)
    assert told
    assert "IIT เปลี่ยน" in told[0]
    assert "EIT เปลี่ยน" in told[0]


def test_a_page_without_measures_says_nothing_of_copies() -> None:
    assert "0 จาก 0" not in part(page_of(province(tables(six_agencies()))), "alike")


def test_a_status_has_one_name_on_a_page() -> None:
    text = part(page_of(province(weak_and_unchecked())), "doubts")
    assert "ยังตรวจไม่ได้ 3" in text
    assert "ยังไม่ตรวจ" not in text


def test_checks_that_fail_are_told_by_whose_they_are() -> None:
    frames = tables(six_agencies())
    frames["checks"] = pd.DataFrame(
        [
            {
                "doc_id": "ดอนงาม2567",
                "agency_id": agency_id("ดอนงาม"),
                "fiscal_year": 2567,
                "check": "level",
                "result": "fails",
                "severity": "warning",
                "message": "x",
            },
        ]
    )
    text = part(page_of(province(frames)), "doubts")
    assert "ข้อตรวจที่ไม่ผ่าน 1 ข้อ ในเอกสาร 1 ฉบับ" in text
    assert "ทต.ดอนงาม 2567 (1 ข้อ)" in text
