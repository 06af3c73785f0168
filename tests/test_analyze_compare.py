"""Comparisons on tables small enough to work out by hand: n is right and missing stays missing."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.analyze_tables import agency_id, score, tables
from thai_ita.analyze import compare
from thai_ita.analyze.answer import Answer
from thai_ita.analyze.typed_tables import TableError
from thai_ita.model import CODE_ALONE

NAMES = ("หนึ่ง", "สอง", "สาม", "สี่")


def four(code: str = "ITA", year: int = 2565, values: tuple[float, ...] = (90, 80, 80, 70)):
    return [score(n, year, code, v) for n, v in zip(NAMES, values, strict=True)]


def long_of(answer: Answer, name: str, code: str = "ITA", year: int = 2565) -> pd.Series:
    rows = answer["long"]
    rows = rows[(rows["agency_id"] == agency_id(name)) & (rows["code"] == code) & (rows["fiscal_year"] == year)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_places_among_peers() -> None:
    answer = compare(tables(four()))
    places = {n: long_of(answer, n) for n in NAMES}
    assert [places[n]["rank"] for n in NAMES] == [1, 2, 2, 4]
    assert [places[n]["rank_last"] for n in NAMES] == [1, 3, 3, 4]
    assert [places[n]["percentile"] for n in NAMES] == [87.5, 50.0, 50.0, 12.5]
    assert [places[n]["diff_to_median"] for n in NAMES] == [10, 0, 0, -10]
    assert {places[n]["peer_n"] for n in NAMES} == {4}


def test_fewer_than_three_peers_are_refused_and_said() -> None:
    answer = compare(tables(four()[:2]))
    row = long_of(answer, "หนึ่ง")
    assert row["peer_n"] == 2
    assert row[["peer_median", "rank", "percentile"]].isna().all()
    summary = answer["indicators"].iloc[0]
    assert summary["n"] == 2
    assert pd.isna(summary["mean"])
    assert pd.isna(summary["share_at_100"])
    assert "small_groups" in {note.code for note in answer.notes}


def test_missing_is_not_zero() -> None:
    rows = [*four("1"), *four("2")[:3], score("สี่", 2565, "2", None)]
    answer = compare(tables(rows))
    wide = answer["wide"].set_index("agency_id")
    assert pd.isna(wide.loc[agency_id("สี่"), "2"])
    summary = answer["indicators"].set_index("code")
    assert (summary.loc["2", "n"], summary.loc["2", "n_unknown"]) == (3, 1)
    assert summary.loc["2", "mean"] == pytest.approx(250 / 3, abs=1e-4)
    assert summary.loc["2", "minimum"] == 80


def test_filters_choose_rows_and_leave_the_peers() -> None:
    answer = compare(tables(four()), agencies=["ทต.หนึ่ง"])
    assert len(answer["long"]) == 1
    assert long_of(answer, "หนึ่ง")["peer_n"] == 4
    assert compare(tables(four()), types=["ทต."])["long"].shape[0] == 4
    for wrong in (
        {"agencies": ["ทต.ไม่มี"]},
        {"provinces": ["ไกล"]},
        {"types": ["กรม"]},
        {"include": ["maybe"]},
        {"kinds": ["verdict"]},
    ):
        with pytest.raises(TableError, match="no "):
            compare(tables(four()), **wrong)


def test_namesakes_are_asked_about() -> None:
    rows = [*four(), score("หนึ่ง", 2565, "ITA", 60, province="น่าน")]
    with pytest.raises(TableError, match="several agencies"):
        compare(tables(rows), agencies=["ทต.หนึ่ง"])
    answer = compare(tables(rows), agencies=["ทต.หนึ่ง จังหวัดน่าน"])
    assert answer["long"]["value"].tolist() == [60]


@pytest.mark.parametrize(
    ("code", "years", "change", "grade"),
    [
        ("4", (2565, 2566), 3.0, "same"),
        ("9", (2565, 2566), 3.0, "revised"),
        ("4", (2566, 2567), None, "break"),
        ("4", (2564, 2566), None, None),
    ],
)
def test_change_from_last_year_minds_the_edition(
    code: str, years: tuple[int, int], change: float | None, grade: str | None
) -> None:
    rows = [score("หนึ่ง", years[0], code, 80.0), score("หนึ่ง", years[1], code, 83.0)]
    row = long_of(compare(tables(rows)), "หนึ่ง", code, years[1])
    assert (None if pd.isna(row["change"]) else row["change"]) == change
    assert (None if pd.isna(row["comparability"]) else row["comparability"]) == grade
    assert bool(row["break_note"]) if grade in ("revised", "break") else True
    crossed = compare(tables(rows), across_breaks=True)
    if grade == "break":
        assert long_of(crossed, "หนึ่ง", code, years[1])["change"] == 3.0
        codes = {note.code for note in crossed.notes}
        assert "breaks_crossed" in codes
        assert "breaks_refused" in {n.code for n in compare(tables(rows)).notes}


def test_an_item_that_is_none_of_the_years_is_not_compared_by_its_code() -> None:
    rows = [score(name, 2565, "o3", 90, kind="oit_item") for name in ("หนึ่ง", "สอง", "สาม")]
    rows.append(score("สาม", 2565, "o3", 10, kind="oit_item", rule=CODE_ALONE))
    answer = compare(tables(rows), kinds=["oit_item"])
    assert set(answer["long"]["value"]) == {90.0}
    assert answer["left_out"].set_index("reason")["n"].to_dict() == {"other_item": 1}


def test_only_borne_out_values_are_used_and_the_rest_is_counted() -> None:
    rows = [
        *four(),
        score("ห้า", 2565, "ITA", 50, status="unchecked"),
        score("หก", 2565, "ITA", 40, status="conflict"),
        score("เจ็ด", 2565, "ITA", None),
    ]
    answer = compare(tables(rows))
    left = answer["left_out"].set_index("reason")["n"].to_dict()
    assert left == {"unchecked": 1, "conflict": 1, "no_value": 1}
    assert answer.notes[0].values == {"n": 4, "left": 3, "share": "42.9"}
    assert len(compare(tables(rows), include=["unchecked"])["long"]) == 5
    assert len(compare(tables(rows), include=["unchecked", "conflict"])["long"]) == 6


def test_a_fact_stated_by_several_documents_counts_once() -> None:
    rows = [
        *four(),
        score("หนึ่ง", 2565, "ITA", 90.0, doc="later"),
        score("สอง", 2565, "ITA", 11.0, doc="scan", status="unchecked"),
        score("สี่", 2565, "ITA", 71.0, doc="later"),
    ]
    answer = compare(tables(rows), include=["unchecked"])
    assert long_of(answer, "หนึ่ง")["n_sources"] == 2
    assert long_of(answer, "สอง")["value"] == 80, "the better supported statement"
    assert agency_id("สี่") not in set(answer["long"]["agency_id"]), "documents contradict"
    left = answer["left_out"].set_index("reason")["n"].to_dict()
    assert left == {"disputed": 2, "repeated": 2}


def test_weakest_and_strongest_say_out_of_how_many() -> None:
    rows = [score("หนึ่ง", 2565, str(k), v) for k, v in enumerate([70.0, 71, 71, 71, 99, 100], start=1)]
    table = compare(tables(rows), extremes=2)["extremes"]
    weakest = table[table["side"] == "weakest"]
    assert weakest["code"].tolist() == ["1", "2", "3", "4"], "equal values come along"
    assert weakest["position"].tolist() == [1, 2, 2, 2]
    assert table["n_known"].unique().tolist() == [6]
    assert compare(tables(rows[:2]))["extremes"].empty, "two known indicators have no weakest"
    full = [row | {"value": 100.0} for row in rows]
    assert compare(tables(full))["extremes"].empty, "equal ones are neither"


@pytest.mark.parametrize(
    ("values", "weak", "strong"),
    [
        ([80.0, 90, 95], "1", "3"),
        ([80.0, 80, 95], "1 2", "3"),
        ([80.0, 90, 90], "1", "2 3"),
        ([80.0, 85, 90, 95], "1 2", "3 4"),
        ([80.0, 90, 90, 95], "1", "4"),
        ([90.0, 90, 90, 90], "", ""),
        ([70.0, 80, 90, 90, 90, 90, 90, 90, 90, 99], "1 2", "10"),
        ([70.0, 71, 72, 72, 80, 81, 90, 90, 90, 99], "1 2 3 4", "7 8 9 10"),
        ([70.0, 100, 100, 100, 100], "1", ""),
        ([70.0, 70.004, 90, 90.001], "1 2", "3 4"),
        ([90.0, 90.004, 89.996], "", ""),
    ],
)
def test_no_indicator_is_weak_and_strong(values: list[float], weak: str, strong: str) -> None:
    rows = [score("หนึ่ง", 2565, str(k), v) for k, v in enumerate(values, start=1)]
    table = compare(tables(rows))["extremes"]
    sides = {s: set(table[table["side"] == s]["code"]) for s in ("weakest", "strongest")}
    assert sides == {"weakest": set(weak.split()), "strongest": set(strong.split())}


def test_levels_need_what_the_rule_of_the_year_needs() -> None:
    rows = [
        score("หนึ่ง", 2565, "ITA", 86.0),
        score("สอง", 2567, "ITA", 96.0),
        score("สาม", 2567, "ITA", 96.0),
        *(score("สาม", 2567, code, 96.0) for code in ("IIT", "EIT", "OIT")),
    ]
    table = compare(tables(rows))["levels"]
    found = {(r.fiscal_year, r.level): r.n for r in table.itertuples()}
    assert found == {(2565, "A"): 1, (2567, "undecided"): 1, (2567, "ผ่านดีเยี่ยม"): 1}
    assert table[table["fiscal_year"] == 2567]["share"].tolist() == [50, 50]


def test_share_at_the_ceiling() -> None:
    answer = compare(tables(four("9", values=(100, 100, 99.99, 80))))
    assert answer["indicators"]["share_at_100"].tolist() == [50]


def test_like_takes_the_province_where_it_has_enough() -> None:
    near = [score(f"ใกล้{i}", 2565, "ITA", 80 + i) for i in range(6)]
    far = [score(f"ไกล{i}", 2565, "ITA", 60 + i, province="น่าน") for i in range(3)]
    other = [score("อื่น", 2565, "ITA", 50, type_="เทศบาลเมือง")]
    answer = compare(tables([*near, *far, *other]), like="ทต.ใกล้0")
    assert set(answer["long"]["province"]) == {"เลย"}
    assert len(answer["long"]) == 6
    few = compare(tables([*near[:3], *far, *other]), like="ทต.ใกล้0")
    assert len(few["long"]) == 6
    assert set(few["long"]["agency_type"]) == {"เทศบาลตำบล"}


def test_parts_stand_apart() -> None:
    rows = [
        score("หนึ่ง", 2567, "e1", 90, kind="question", part="1"),
        score("หนึ่ง", 2567, "e1", 70, kind="question", part="2"),
    ]
    wide = compare(tables(rows), kinds=["question"])["wide"]
    assert wide[["e1/1", "e1/2"]].iloc[0].tolist() == [90, 70]


def test_empty_tables_give_an_empty_answer() -> None:
    answer = compare(tables())
    assert all(answer[name].empty for name in answer)
    assert "nothing_shown" in {note.code for note in answer.notes}


def test_areas_have_their_weakest_first_and_refuse_few() -> None:
    rows = [
        *(
            score(n, 2565, c, v)
            for c, values in {"1": (80, 90, 84.99), "2": (70, 72, 74), "ITA": (86, 84, 90)}.items()
            for n, v in zip(NAMES, values, strict=False)
        ),
        *(score(n, 2565, "1", 60.0, province="น่าน") for n in NAMES[:2]),
        score("ไร้", 2565, "1", 50.0, province=None),
    ]
    answer = compare(tables(rows), by="province")
    areas = answer["areas"]
    loei = areas[areas["area"] == "เลย"]
    assert loei["code"].tolist() == ["ITA", "2", "1"], "the overall, then the weakest indicator"
    assert loei["place"].tolist() == [1, 1, 2]
    assert loei["median"].tolist() == [86, 72, 84.99]
    assert loei["pass_mark"].unique().tolist() == [85]
    assert loei["share_below_pass"].tolist() == [33.3, 100.0, 66.7]
    nan = areas[areas["area"] == "น่าน"].iloc[0]
    assert nan["n"] == 2
    assert nan[["median", "place", "share_below_pass"]].isna().all(), "below three only n"
    assert {"n": 1, "by": "province"} in [note.values for note in answer.notes if note.code == "areas_unplaced"]
    assert next(iter(answer)) == "areas"
    assert "areas" not in compare(tables(rows)).frames


def test_districts_of_one_name_in_two_provinces_are_two_areas() -> None:
    rows = [
        score(n, 2565, "1", v, province=p, district="เฉลิมพระเกียรติ")
        for p, v in (("น่าน", 80.0), ("สระบุรี", 60.0))
        for n in NAMES[:3]
    ]
    areas = compare(tables(rows), by="district")["areas"]
    assert areas[["area", "province", "median"]].values.tolist() == [
        ["เฉลิมพระเกียรติ", "น่าน", 80.0],
        ["เฉลิมพระเกียรติ", "สระบุรี", 60.0],
    ]
    assert compare(tables(rows), by="type")["areas"]["n"].tolist() == [6]
    with pytest.raises(ValueError, match="is not a valid AreaKind"):
        compare(tables(rows), by="moon")


def test_an_agency_of_which_nothing_is_used_is_named() -> None:
    rows = [
        *four(),
        *(score("ห้า", 2565, str(k), 80.0, status="unchecked") for k in range(1, 11)),
        score("หก", 2565, "ITA", 80.0, status="conflict"),
    ]
    answer = compare(tables(rows))
    unused = answer["not_used"].set_index("agency")
    assert unused[["n_scores", "n_unchecked", "n_conflict"]].values.tolist() == [[1, 0, 1], [10, 10, 0]]
    note = next(note for note in answer.notes if note.code == "agencies_unused_include")
    assert "เทศบาลตำบลห้า 2565" in note.text()
    assert "--include unchecked" in note.text()
    assert compare(tables(rows), include=["unchecked", "conflict"])["not_used"].empty
    assert compare(tables(rows), agencies=["ทต.หนึ่ง"])["not_used"].empty, "filters hold there too"


@pytest.mark.parametrize(
    "filters",
    [
        {"years": ["2565"]},
        {"years": ["65"]},
        {"years": ["๒๕๖๕"]},
        {"years": [2022]},
        {"years": ["ปี 2565 "]},
        {"types": ["ทต"]},
        {"types": ["เทศบาล"]},
        {"types": ["อปท."]},
        {"types": [" เทศบาลตำบล "]},
        {"provinces": ["จังหวัดเลย"]},
        {"provinces": ["จ.เลย"]},
        {"provinces": [" เลย "]},
        {"provinces": ["Loei"]},
    ],
)
def test_filters_are_understood_as_people_write_them(filters: dict[str, list[object]]) -> None:
    rows = [*four(), score("ไกล", 2564, "ITA", 50.0, province="น่าน", type_="องค์การบริหารส่วนตำบล")]
    shown = compare(tables(rows), **filters)["long"]
    assert set(shown["fiscal_year"]) >= {2565}
    assert len(shown) == (5 if filters == {"types": ["อปท."]} else 4)


@pytest.mark.parametrize("wrong", ["25677", "ปีที่แล้ว", "6", "-67", "67.5"])
def test_what_is_no_year_is_refused(wrong: str) -> None:
    with pytest.raises(TableError, match="is no year; give a fiscal year such as 2567"):
        compare(tables(four()), years=[wrong])


def test_filters_that_leave_nothing_say_what_there_is() -> None:
    rows = [*four(), score("ไกล", 2564, "ITA", 50.0, province="น่าน")]
    one = compare(tables(rows), years=[2561])
    assert [n.values for n in one.notes if n.code == "filter_empties"] == [
        {
            "filter": "years",
            "fiscal_year": "2564 (1), 2565 (4)",
            "agency_type": "เทศบาลตำบล (5)",
            "province": "น่าน (1), เลย (4)",
        }
    ]
    both = compare(tables(rows), years=[2565], provinces=["น่าน"])
    assert "filters_empty_together" in {n.code for n in both.notes}
    assert "2564 (1)" in both.notes[-1].text("th")


def test_each_value_says_where_it_stands() -> None:
    frames = tables(four())
    frames["scores"] = frames["scores"].assign(page=3, table=1, row=7, evidence="ภาพรวม ๙๐.๐๐", value_as_seen="๙๐.๐๐")
    row = long_of(compare(frames), "หนึ่ง")
    assert row[["path", "page", "table", "row", "evidence", "value_as_seen"]].tolist() == [
        "หนึ่ง2565.txt",
        3,
        1,
        7,
        "ภาพรวม ๙๐.๐๐",
        "๙๐.๐๐",
    ]
