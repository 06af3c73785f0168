"""A table for each agency: the caption says whose it is."""

from __future__ import annotations

import pytest

from tests.layouts.inline import document
from thai_ita.parse import parse_document

NAMES = ["เทศบาลตำบลเนินน้ำพราย", "เทศบาลเมืองวังพลับพลึงป่า", "องค์การบริหารส่วนตำบลหนองไผ่ลู่ลม"]
SCORES = [("83.21", "82.11"), ("84.96", "84.11"), ("87.18", "79.65")]


def owners_of(text: str) -> dict[str, str]:
    """Whose each score is, by the value as seen."""
    report = parse_document(document(text))
    own = report.identity.agency
    return {s.value_as_seen: (s.agency or own).name if (s.agency or own) else "" for s in report.scores}


def owners(captions: list[str], title: str = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567 จังหวัดน่าน") -> dict[str, str]:
    parts = [f"{title}\n\n"]
    for caption, (iit, eit) in zip(captions, SCORES, strict=False):
        parts.append(f"{caption}\n\n| IIT | EIT |\n|---|---|\n| {iit} | {eit} |\n\n")
    return owners_of("".join(parts))


@pytest.mark.parametrize("caption", ["{}", "### 1. {}", "**{}**", "ตารางที่ 1 ผลคะแนนของ{}", "{} อำเภอเมือง จังหวัดน่าน"])
def test_each_table_is_of_the_agency_in_its_caption(caption: str) -> None:
    found = owners([caption.format(name) for name in NAMES])
    assert found == {v: name for name, values in zip(NAMES, SCORES, strict=True) for v in values}


def test_in_a_report_of_one_agency_captions_name_it_again() -> None:
    title = f"ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567 {NAMES[0]}"
    found = owners([f"ผลคะแนนของ{NAMES[0]}", "ผลคะแนนของหน่วยงาน"], title)
    assert set(found.values()) == {NAMES[0]}


def under_headings(headings: list[str], title: str) -> dict[str, str]:
    parts = [f"# {title}\n\n"]
    for heading, (score, _) in zip(headings, SCORES, strict=False):
        parts.append(f"{heading}\n\nคะแนนภาพรวม\n\n{score}\n\n")
    return owners_of("".join(parts))


def test_each_part_is_of_the_agency_in_its_heading() -> None:
    found = under_headings([f"## {name}" for name in NAMES], "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567")
    assert found == {values[0]: name for name, values in zip(NAMES, SCORES, strict=True)}


def test_another_heading_of_the_level_ends_the_part_of_an_agency() -> None:
    headings = [f"## {NAMES[1]}", f"## {NAMES[2]}", "## ผลของเรา"]
    title = f"ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567 {NAMES[0]}"
    assert under_headings(headings, title).get("87.18") in (None, NAMES[0])


def test_a_caption_of_two_agencies_says_nothing() -> None:
    title = f"ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567 {NAMES[0]}"
    found = owners([f"ผลของ{NAMES[0]}", f"{NAMES[0]} เทียบกับ{NAMES[1]}"], title)
    assert NAMES[1] not in found.values()
