"""Plans on small tables: coverage, themes, follow-through, copies, with n and refusals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analyze_tables import agency_id, measure, score, tables
from thai_ita.analyze import plans
from thai_ita.analyze.planning.addressing import addressed_indicators, planned_measures
from thai_ita.analyze.planning.copies import shared_passage
from thai_ita.analyze.planning.shingles import TEMPLATE_RUN, plain_letters, template_masks
from thai_ita.analyze.typed_tables import TableError, load_tables

VALUES = {"1": 70.0, "2": 75.0, "3": 80.0, "4": 90.0, "9": 100.0}


def ten(name: str, year: int = 2566) -> list[dict[str, object]]:
    return [score(name, year, code, value) for code, value in VALUES.items()]


def test_coverage_counts_weak_and_other_indicators() -> None:
    frames = tables(
        ten("หนึ่ง"),
        [
            measure("หนึ่ง", 2567, 1, "ก", indicators="1; i10", doc="p"),
            measure("หนึ่ง", 2567, 2, "ข", indicators="o1", doc="p"),
            measure("หนึ่ง", 2567, 3, "ค", doc="p"),
        ],
    )
    answer = plans(frames, parts=["coverage"])
    row = answer["coverage"].iloc[0]
    # i10 of 2566 belongs to indicator 2, o1 to indicator 9.
    assert (row["responds_to"], row["n_measures"], row["n_unassigned"]) == (2566, 3, 1)
    # Three of five cannot all be the weakest: they would be the strongest too.
    assert (row["n_known"], row["n_weak"], row["n_weak_addressed"]) == (5, 2, 2)
    assert (row["n_other"], row["n_other_addressed"]) == (3, 1)
    assert (row["share_weak"], row["share_other"]) == (100.0, 33.3)
    weak = answer["weak_indicators"].set_index("code")
    assert weak["addressed"].to_dict() == {"1": "yes", "2": "yes"}
    assert weak.loc["1", "measures"] == "ก"


def test_a_plan_answers_to_the_year_that_its_own_document_states() -> None:
    scores = [row | {"doc_id": "p"} for row in ten("หนึ่ง", 2568)]
    made = [measure("หนึ่ง", 2568, 1, "ก", indicators="1", doc="p"), measure("สอง", 2568, 1, "ข")]
    table = plans(tables(scores, made), parts=["coverage"])["coverage"].set_index("agency_id")
    assert table.loc[agency_id("หนึ่ง"), "responds_to"] == 2568
    assert table.loc[agency_id("หนึ่ง"), "n_weak_addressed"] == 1
    assert table.loc[agency_id("สอง"), "responds_to"] == 2567


def test_a_plan_without_scores_has_no_share() -> None:
    frames = tables([score("หนึ่ง", 2566, "1", 70.0)], [measure("หนึ่ง", 2567, 1, "ก", doc="p")])
    row = plans(frames, parts=["coverage"])["coverage"].iloc[0]
    assert row["n_known"] == 1
    assert row[["n_weak", "share_weak", "n_other", "share_other"]].isna().all()


def test_stated_codes_go_before_the_theme() -> None:
    frames = tables(
        [],
        [
            measure("หนึ่ง", 2568, 1, "ก", indicators="4", theme="งบประมาณและการจัดซื้อจัดจ้าง"),
            measure("หนึ่ง", 2568, 2, "ข", theme="งบประมาณและการจัดซื้อจัดจ้าง"),
            measure("หนึ่ง", 2568, 3, "ค", indicators="nonsense"),
        ],
    )
    rows = addressed_indicators(planned_measures(load_tables(frames)))
    assert list(zip(rows["measure"], rows["code"], rows["addressed_by"], strict=True)) == [
        (0, "4", "stated"),
        (1, "2", "theme"),
    ]


def test_themes_count_agencies_and_plans() -> None:
    theme = "ทรัพย์สินของราชการ"
    frames = tables(
        [],
        [
            measure("หนึ่ง", 2568, 1, "ก", theme=theme),
            measure("หนึ่ง", 2568, 2, "ข", theme=theme),
            measure("สอง", 2568, 1, "ค", theme=theme),
            measure("สาม", 2568, 1, "ง"),
        ],
    )
    table = plans(frames, parts=["themes"])["themes"].set_index("code")
    assert table.loc["4", ["n_measures", "n_agencies", "n_plans"]].tolist() == [3, 2, 3]
    assert table.loc["4", "share_agencies"] == 66.7
    assert table.loc["-", "n_measures"] == 1


def test_follow_through_found_partly_absent() -> None:
    plan = [
        "จัดทำคู่มือการให้บริการประชาชน ณ จุดบริการ",
        "อบรมการใช้ทรัพย์สินของราชการ",
        "เปิดช่องทางร้องเรียนออนไลน์",
        "ตั้งคณะทำงานติดตามงบประมาณ",
    ]
    frames = tables(
        [],
        [
            *(measure("หนึ่ง", 2567, k, t, doc="plan") for k, t in enumerate(plan, start=1)),
            measure("หนึ่ง", 2567, 1, "1. " + plan[0], doc="report", output="จัดทำแล้ว 9 เล่ม"),
            measure("หนึ่ง", 2567, 2, plan[1], doc="report"),
            measure("หนึ่ง", 2567, 3, "เปิดช่องทางการร้องเรียนแบบออนไลน์ผ่านเว็บไซต์", doc="report", output="เปิดแล้ว"),
            measure("สอง", 2567, 1, plan[0], doc="lone"),
        ],
        {"report": "implementation_report"},
    )
    answer = plans(frames, parts=["followthrough"])
    rows = answer["followthrough_measures"]
    states = rows[rows["plan_doc"] == "plan"]["follow_through"].tolist()
    assert states == ["found", "partly", "partly", "absent"]
    assert rows[rows["plan_doc"] == "lone"]["follow_through"].tolist() == ["no_report"]
    summary = answer["follow_through"].iloc[0]
    assert summary[["n_planned", "n_found", "n_partly", "n_absent"]].tolist() == [4, 1, 2, 1]
    assert len(answer["follow_through"]) == 1, "an agency without a report is not judged"
    note = next(n for n in answer.notes if n.code == "follow_through")
    assert 'not "not done"' in note.text("en")
    assert "ไม่ได้หมายความว่าไม่ได้ทำ" in note.text("th")


def test_a_report_alone_counts_for_coverage_but_not_for_follow_through() -> None:
    frames = tables(ten("หนึ่ง"), [measure("หนึ่ง", 2567, 1, "ก", indicators="1", doc="r")], {"r": "implementation_report"})
    answer = plans(frames, parts=["coverage", "followthrough"])
    assert answer["coverage"]["n_weak_addressed"].tolist() == [1]
    assert answer["followthrough_measures"].empty


OWN = "สำรวจเส้นทางเดินเรือข้ามฟากและติดป้ายเตือนผู้โดยสารทุกท่าเทียบเรือ พร้อมจัดเวรยามอาสาสมัครดูแลตลอดวันหยุดยาว"


def test_copies_of_another_agency_not_of_oneself() -> None:
    frames = tables(
        [],
        [
            measure("หนึ่ง", 2566, 1, OWN),
            measure("หนึ่ง", 2567, 1, OWN),
            measure("สอง", 2567, 4, OWN.replace("ผู้โดยสาร", "นักท่องเที่ยว"), province="น่าน"),
            measure("สาม", 2567, 1, "จัดซื้อรถน้ำดับเพลิงคันใหม่และฝึกซ้อมพนักงานดับเพลิงประจำสถานีทุกเดือนตลอดปี"),
        ],
    )
    answer = plans(frames, parts=["copies"])
    rows = answer["copies"]
    assert list(zip(rows["agency_id"], rows["twin_agency_id"], rows["twin_year"], strict=True)) == [
        (agency_id("สอง", "น่าน"), agency_id("หนึ่ง"), 2566),
    ]
    assert rows["shared_passage"].iloc[0] in OWN
    group = answer["copy_groups"].iloc[0]
    assert (group["n_measures"], group["n_agencies"], group["first_year"]) == (2, 2, 2566)
    notes = {note.code: note for note in answer.notes}
    assert "templates_unknown" in notes
    # Both that the agency wrote, and the one like them.
    assert (
        notes["copies"]
        .text("en")
        .startswith("3 of 4 measures are near-duplicates of another agency's; the list has 1,")
    )


def test_of_two_plans_of_one_year_both_are_alike() -> None:
    other = "จัดซื้อรถน้ำดับเพลิงคันใหม่และฝึกซ้อมพนักงานดับเพลิงประจำสถานีทุกเดือนตลอดปี"
    frames = tables([], [measure(n, 2567, k, t) for n in ("หนึ่ง", "สอง") for k, t in enumerate((OWN, other), 1)])
    for chosen in ([], ["หนึ่ง"], ["สอง"]):
        answer = plans(frames, parts=["copies"], agencies=chosen)
        note = next(note for note in answer.notes if note.code == "copies")
        n = 2 if chosen else 4
        assert note.text("en").startswith(f"{n} of {n} measures are near-duplicates of another agency's")


def test_what_very_many_write_is_a_template() -> None:
    same = [measure(f"แห่ง{k}", 2567, 1, OWN) for k in range(12)]
    assert plans(tables([], same), parts=["copies"])["copies"].empty
    assert len(plans(tables([], same[:10]), parts=["copies"])["copies"]) == 9


def test_own_names_do_not_hide_a_copy() -> None:
    text = "ให้ประชาชนในเขต{0}ร่วมตรวจรับงานก่อสร้างถนนทุกสาย โดย{0}ประกาศรายชื่อผู้แทนหน้าที่ทำการก่อนเริ่มงานเจ็ดวัน"
    frames = tables([], [measure(n, 2567, 1, text.format(n)) for n in ("ดอนทรายขาวเหนือ", "ริมห้วยใหญ่")])
    rows = plans(frames, parts=["copies"])["copies"]
    assert rows["similarity"].tolist() == [100.0]


def test_what_followed_is_refused_for_few() -> None:
    rows = [s for k in range(6) for y in (2564, 2565) for s in ten(f"แห่ง{k}", y)]
    made = [measure(f"แห่ง{k}", 2565, 1, "ก", indicators="1" if k % 2 else "2", doc=f"plan{k}") for k in range(6)]
    answer = plans(tables(rows, made), parts=["followed"])
    table = answer["followed"].set_index("code")
    assert set(table["reading"]) == {"refused"}
    assert table["difference"].isna().all()
    assert table.loc["1", ["n", "n_controls"]].tolist() == [3, 3]
    words = " ".join(note.text("en") for note in answer.notes)
    assert "not an effect" in words


def test_pairs_of_years_over_a_break_are_not_used() -> None:
    rows = [s for k in range(20) for y in (2566, 2567) for s in ten(f"แห่ง{k}", y)]
    made = [measure(f"แห่ง{k}", 2567, 1, "ก", indicators="1" if k % 2 else "9", doc=f"plan{k}") for k in range(20)]
    codes = set(plans(tables(rows, made), parts=["followed"])["followed"]["code"])
    assert codes == {"9"}, "OIT was revised, IIT asks other questions"


def test_unknown_parts_and_empty_tables() -> None:
    with pytest.raises(TableError, match="no part"):
        plans(tables(), parts=["verdict"])
    answer = plans(tables())
    assert all(answer[name].empty for name in answer)


@given(st.lists(st.text("กขคงจฉชซ", min_size=0, max_size=60), max_size=6))
def test_masks_fit_their_texts_and_need_enough_owners(texts: list[str]) -> None:
    masks = template_masks(texts, list(range(len(texts))), len(texts))
    assert [len(m) for m in masks] == [len(t) for t in texts]
    assert not any(m.any() for m in masks)


def test_masks_cover_the_shared_clause_only() -> None:
    clause = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพ"
    assert len(clause) > TEMPLATE_RUN
    texts = [f"{a * 5}{clause}{a * 7}" for a in "ฟภมย"]
    for text, mask in zip(texts, template_masks(texts, [0, 1, 2, 3], 3), strict=True):
        assert "".join(s for s, m in zip(text, mask, strict=True) if m) == clause
    same_owner = template_masks(texts, [0, 0, 1, 1], 2)
    assert not any(m.any() for m in same_owner), "two owners are not more than two"


def test_the_shared_passage_is_as_written() -> None:
    text = "จัด ประชุม ๑ ครั้ง\nและ สรุปผล"
    mask = template_masks([plain_letters(text)], [0], 5)[0]
    passage, letters = shared_passage(text, mask, plain_letters("คณะจัดประชุม ครั้งที่สอง"))
    assert passage == "จัด ประชุม ๑ ครั้ง"
    assert letters == len("จัดประชุมครั้ง")
