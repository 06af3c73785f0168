"""Which local government a text names, where its name ends, and which one a document is about."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai_ita.normalize.agencies import canonical_agency, find_agencies
from thai_ita.normalize.agency_vote import (
    agencies_of_lines,
    agency_slug,
    resolve_agency,
    vote,
)
from thai_ita.normalize.gazetteer import (
    PAO,
    SUBDISTRICT,
    TAO,
    Gazetteer,
    load_gazetteer,
)
from thai_ita.normalize.places import Place, vote_place
from thai_ita.normalize.repair import repair_text

SHARED = Path(__file__).parents[2] / "shared"
VARIANTS = SHARED / "variants.csv"
KNOWN_SHARE = 0.85

NAMES = ["ตัวอย่างสุข", "หนองตัวอย่าง", "บ้านสมมติ", "โคกสมมุติ"]
FULL = {
    "เทศบาลตำบล{}": "เทศบาลตำบล{}",
    "เทศบาลตาบล{}": "เทศบาลตำบล{}",
    "ทต.{}": "เทศบาลตำบล{}",
    "ทต. {}": "เทศบาลตำบล{}",
    "นายกเทศมนตรีตำบล{}": "เทศบาลตำบล{}",
    "นายกเทศบาลตำบล {}": "เทศบาลตำบล{}",
    "เทศบาลเมือง{}": "เทศบาลเมือง{}",
    "ทม. {}": "เทศบาลเมือง{}",
    "เทศบาลนคร{}": "เทศบาลนคร{}",
    "ทน.{}": "เทศบาลนคร{}",
    "องค์การบริหารส่วนตำบล{}": "องค์การบริหารส่วนตำบล{}",
    "องค้การบริหารส่วนตำบล{}": "องค์การบริหารส่วนตำบล{}",
    "องค์การบริหารส่วนตำบลตำบล{}": "องค์การบริหารส่วนตำบล{}",
    "นายกองค์การบริหารส่วนตำบล{}": "องค์การบริหารส่วนตำบล{}",
    "นายก อบต.{}": "องค์การบริหารส่วนตำบล{}",
    "อบต. {}": "องค์การบริหารส่วนตำบล{}",
}
TAILS = [
    "",
    " ได้รับคะแนน",
    "ได้รับคะแนน",
    "พบว่ามีคะแนน",
    "ประจำปีงบประมาณ",
    "อำเภอเมือง",
    "มีผลคะแนน",
    "ให้เจ้าหน้าที่ทราบ",
    "ในการประเมิน",
    "เป็นหน่วยงานที่",
    "และพนักงาน",
    "</li>",
    "สู่มาตรฐาน",
    ", ",
]


@given(st.sampled_from(sorted(FULL)), st.sampled_from(NAMES), st.sampled_from(TAILS))
def test_every_form_gives_the_official_name_whatever_follows(form: str, name: str, tail: str) -> None:
    mentions = find_agencies(f"ผลการประเมินของ {form.format(name)}{tail}")
    assert [mention.full_name for mention in mentions] == [FULL[form].format(name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("เทศบาลนครนครศรีธรรมราช", "เทศบาลนครนครศรีธรรมราช"),
        ("ของเมืองพัทยา", "เมืองพัทยา"),
        ("อบจ.อุดรธานี", "องค์การบริหารส่วนจังหวัดอุดรธานี"),
        ("องค์การบริหารส่วนจังหวัดสตูลได้จัดทำ", "องค์การบริหารส่วนจังหวัดสตูล"),
        ("องค์การบริหารส่วนตำบลภูกระดึง (อบต. ภูกระดึง)", "องค์การบริหารส่วนตำบลภูกระดึง"),
        ("อบต.ในเมือง", "องค์การบริหารส่วนตำบลในเมือง"),
        ("เทศบาลเมืองหัว หิน ได้รับคะแนน", "เทศบาลเมืองหัวหิน"),
    ],
)
def test_special_names(text: str, name: str) -> None:
    assert canonical_agency(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "เทศบาล",
        "เทศบาลฯ สามารถอำนวย",
        "อบต. เช่น หมายเลขโทรศัพท์",
        "เทศบาลตำบลและเทศบาลเมือง",
        "",
        "ปลัด อบต.",
        "องค์การบริหารส่วนตำบลได้ดำเนินการ",
        "สภาเทศบาลตำบล",
        "ต.ค. ๒๕๖๗",
        "พนักงานเทศบาล",
    ],
)
def test_a_type_without_a_name_is_no_mention(text: str) -> None:
    assert find_agencies(text) == []


def test_a_span_covers_what_was_seen() -> None:
    text = repair_text("ผลของเทศบาลตำบลตัวอย่างสุขได้รับคะแนน")
    (mention,) = find_agencies(text)
    assert text[slice(*mention.span)] == mention.as_seen == "เทศบาลตำบลตัวอย่างสุข"


def test_the_spelling_that_most_mentions_support_wins() -> None:
    lines = ["องค์การบริหารส่วนตำบลบ้านสมมติ", "อบต.บ้านสมมติ", "อบต.บ้านสมมต", "อบต.บ้านสมมติพบว่า"]
    mentions, numbers = agencies_of_lines(lines)
    winner = vote(mentions)
    assert winner is not None
    assert winner.name == "บ้านสมมติ"
    assert numbers == [0, 1, 2, 3]


def test_a_run_on_text_does_not_beat_the_name_that_others_agree_on() -> None:
    lines = ["เทศบาลตำบลบ้านสมมติ", "เทศบาลตำบลบ้านสมมติแน่วแน่", "เทศบาลตำบลบ้านสมมติมุ่งมั่น"]
    winner = vote(agencies_of_lines(lines)[0])
    assert winner is not None
    assert winner.name == "บ้านสมมติ"


def test_a_name_the_embedded_lists_lack_is_kept() -> None:
    mentions, _ = agencies_of_lines(["เทศบาลตำบลตัวอย่างสุข อำเภอโพนพิสัย จังหวัดหนองคาย"])
    resolution = resolve_agency(mentions, Place("โพนพิสัย", "หนองคาย"))
    assert resolution.agency is not None
    assert resolution.agency.name == "เทศบาลตำบลตัวอย่างสุข"
    assert resolution.votes == {"เทศบาลตำบลตัวอย่างสุข": 1}


def test_a_provincial_organisation_lies_in_its_province() -> None:
    mentions, _ = agencies_of_lines(["อบจ.สตูล"])
    agency = resolve_agency(mentions, Place()).agency
    assert agency is not None
    assert (agency.type, agency.province, agency.district) == (PAO, "สตูล", "เมืองสตูล")


def test_a_hint_decides_where_the_document_is_silent() -> None:
    resolution = resolve_agency([], Place(), hint="ITA 2568 เทศบาลตำบลตัวอย่างสุข.pdf")
    assert resolution.agency is not None
    assert resolution.agency.name == "เทศบาลตำบลตัวอย่างสุข"
    assert resolve_agency([], Place()).agency is None


@given(st.sampled_from(NAMES), st.sampled_from(["", "เลย", "หนองคาย"]))
def test_identifiers_are_ascii_and_tell_places_and_types_apart(name: str, province: str) -> None:
    slug = agency_slug(TAO, name, province)
    assert slug.isascii()
    assert slug == agency_slug(TAO, f"{name} ", province)
    assert slug != agency_slug(SUBDISTRICT, name, province)
    assert slug != agency_slug(TAO, name, "สตูล")


@pytest.mark.shared
@pytest.mark.skipif(not VARIANTS.exists(), reason="the shared evaluation material is not here")
def test_agencies_as_seen_in_the_wild() -> None:
    with VARIANTS.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "agency"]
    wrong = [r for r in rows if (canonical_agency(r["as_seen"]) or repair_text(r["as_seen"])) != r["canonical"]]
    assert len(wrong) <= (1 - KNOWN_SHARE) * len(rows), wrong


REPORTS = sorted([*SHARED.glob("seeds/*.txt"), *SHARED.glob("corpus/*.txt")])
OFFICIAL_LIST = SHARED / "gazetteer" / "lao_dola2560.csv"


@pytest.mark.shared
@pytest.mark.skipif(not REPORTS, reason="the shared evaluation material is not here")
@pytest.mark.parametrize("with_list", [False, True], ids=["embedded", "official"])
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_agency_and_place_of_reports(path: Path, with_list: bool) -> None:
    gazetteer = load_gazetteer(OFFICIAL_LIST) if with_list else Gazetteer.embedded()
    lines = path.read_text(encoding="utf-8").splitlines()
    mentions, near = agencies_of_lines(lines, gazetteer)
    agency = resolve_agency(mentions, vote_place(lines, gazetteer, near), gazetteer).agency
    truth = json.loads((path.parent / "truth" / f"{path.stem}.json").read_text(encoding="utf-8"))
    assert agency is not None
    found = {
        "agency": agency.name,
        "agency_type": agency.type,
        "district": agency.district,
        "province": agency.province,
    }
    assert {k: v for k, v in found.items() if truth.get(k)} == {k: truth[k] for k in found if truth.get(k)}


def test_a_verb_behind_a_short_name_is_no_part_of_it() -> None:
    (found,) = find_agencies("แบบวัด IIT ทต.หนองตัวอย่างได้ 83.79 คะแนน")
    assert (found.name, found.closed) == ("หนองตัวอย่าง", False)
