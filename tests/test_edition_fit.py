"""A document without a year is read with the edition whose names fit it, and gets no year."""

from __future__ import annotations

import pytest

from tests.layouts.inline import AGENCY, report, tabs
from thai_ita.normalize.edition_fit import Matchers, fitting_year
from thai_ita.normalize.editions import known_years, load_edition, nearest_edition

UNDATED = f"ผลคะแนนการประเมินคุณธรรมและความโปร่งใส (ITA)\n{AGENCY}\n\n"
FULL = (2562, 2564, 2565, 2566, 2567, 2568)


def wordings(year: int, *codes: str) -> list[str]:
    return [load_edition(year).canonical_name(kind_of(code), code) for code in codes]


def kind_of(code: str) -> str:
    return "oit_item" if code[0] == "o" else "question"


def undated(*rows: str) -> dict[str, float]:
    """The scores of a table in a document without a year; no score may have got one."""
    scores = report(UNDATED + tabs(*rows)).scores
    assert {score.fiscal_year for score in scores} <= {None}
    return {score.code: score.value for score in scores}


@pytest.mark.parametrize("year", FULL)
@pytest.mark.parametrize("form", ["{code} {wording}", "ข้อ {code} {wording} 91.10", "{wording}"])
def test_the_items_of_a_year_are_told_from_those_of_others(year: int, form: str) -> None:
    items = load_edition(year).items
    texts = [form.format(code=i.code, wording=i.wording) for i in items]
    assert fitting_year(texts) == year


@pytest.mark.parametrize("year", FULL)
def test_some_items_with_their_codes_are_read_as_their_year_calls_them(year: int) -> None:
    codes = ("o5", "o12", "o20", "o25")
    named = [f"{c} {w}" for c, w in zip(codes, wordings(year, *codes), strict=True)]
    fits = load_edition(fitting_year(named))
    assert [fits.canonical_name("oit_item", c) for c in codes] == wordings(year, *codes)


@pytest.mark.parametrize("year", FULL)
def test_questions_without_codes_and_without_a_year(year: int) -> None:
    two, four = wordings(year, "i2", "i4")
    assert undated("คำถาม|คะแนน", f"{two}|81.10", f"{four}|82.20") == {"i2": 81.1, "i4": 82.2}


def test_items_without_a_year_keep_the_codes_that_are_printed() -> None:
    five, twelve = wordings(2564, "o5", "o12")
    assert undated("ข้อ|คะแนน", f"o5 {five}|100", f"o12 {twelve}|0") == {"o5": 100, "o12": 0}


def test_a_damaged_wording_speaks_for_its_year() -> None:
    wording = wordings(2564, "i7")[0]
    assert fitting_year([wording.replace("่", "").replace("้", "")]) in range(2562, 2567)


@pytest.mark.parametrize(
    ("texts", "years"),
    [
        (["ดัชนีความโปร่งใส 84.20 คะแนน"], {2561}),
        (["แบบสำรวจ EBIT ได้ 80.10 คะแนน"], {2561}),
        (["ข้อ i25 ได้ 80.00 คะแนน"], set(range(2562, 2567))),
        (["ข้อ o47 ได้ 100 คะแนน"], {2562}),
        (["ผลการประเมินอยู่ในระดับ AA"], set(range(2562, 2566))),
        (["ผลการประเมินอยู่ในระดับ ผ่านดีเยี่ยม"], {2566, 2567, 2568}),
    ],
)
def test_what_speaks_for_a_year(texts: list[str], years: set[int]) -> None:
    assert fitting_year(texts) in years


@pytest.mark.parametrize("texts", [[], ["การใช้อำนาจ 90.10"], ["OIT", "IIT"], ["2569", "แผนงาน"]])
def test_where_nothing_speaks_for_a_year_the_newest_whole_edition_is_taken(
    texts: list[str],
) -> None:
    assert fitting_year(texts) == nearest_edition(None).fiscal_year


def test_weighted_points_without_a_year_are_converted_and_get_no_year() -> None:
    found = undated("เครื่องมือ|คะแนนเต็ม|คะแนนที่ได้", "IIT|30|27.00", "EIT|30|26.10", "OIT|40|38.00")
    assert found == {"IIT": 90, "EIT": 87, "OIT": 95}


def test_the_matchers_of_a_document_are_made_once() -> None:
    asked = []

    def texts() -> list[str]:
        asked.append(1)
        return wordings(2564, "i1", "o5")

    matchers = Matchers(texts)
    assert matchers.of(2567).edition.fiscal_year == 2567
    assert not asked
    undated_matcher = matchers.of(None)
    assert undated_matcher is matchers.of(known_years()[-1] + 1)
    assert undated_matcher.edition.canonical_name("question", "i1") == wordings(2564, "i1")[0]
    assert asked == [1]
