"""The worked study of docs/study.md: what was put into the corpus is found, and nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.study_corpus import LIFT, YEARS, Study, make_study, write_reports, write_tables
from thai_ita import analyze
from thai_ita.analyze.answer import Answer
from thai_ita.analyze.trajectories.trend_lines import BACKWARD, FORWARD
from thai_ita.analyze.typed_tables import load_tables

NOMINAL = 0.05


@pytest.fixture(scope="module")
def study() -> Study:
    return make_study()


@pytest.fixture(scope="module")
def trends(study: Study) -> Answer:
    return analyze.trends(study.frames)


@pytest.fixture(scope="module")
def plans(study: Study) -> Answer:
    return analyze.plans(study.frames)


def test_who_is_ahead_and_behind(study: Study, trends: Answer) -> None:
    slopes = trends["slopes"]
    movers = trends["movers"]

    def named(code: str, *movements: str) -> set[str]:
        rows = movers[(movers["code"] == code) & movers["movement"].isin(movements)]
        return set(rows["agency_id"])

    # Not each is found: 872 lines are judged together. Nobody else is named.
    full = set(slopes[(slopes["code"] == "4") & (slopes["n"] == len(YEARS))]["agency_id"])
    risers = study.truth.risers & full
    assert len(named("4", *FORWARD)) >= len(risers) - 1 > 0
    assert named("4", *FORWARD) <= risers
    # Of four years the own interval is wide: not each riser is also said to have risen.
    assert named("4", "rose") < named("4", *FORWARD)
    full = set(slopes[(slopes["code"] == "6") & (slopes["n"] == len(YEARS))]["agency_id"])
    assert named("6", *BACKWARD) >= study.truth.fallers & full
    assert named("6", *BACKWARD) <= study.truth.fallers
    quiet = movers[movers["code"].isin(["1", "3", "5", "8", "9", "10"])]
    assert quiet.empty


def test_the_group_grew_more_alike_in_one_indicator_only(trends: Answer) -> None:
    table = trends["dispersion"]
    ends = table[(table["from_year"] == YEARS[0]) & (table["to_year"] == YEARS[-1])]
    ends = ends[ends["kind"] == "indicator"].set_index("code")
    assert 0.35 < ends.loc["7", "sd_ratio"] < 0.65
    # Indicators 2, 4 and 6 had agencies pulled away or up.
    for code in ("1", "3", "5", "8", "9", "10"):
        assert ends.loc[code, "ratio_low"] < 1 < ends.loc[code, "ratio_high"]
    assert (ends["n_pairs"] < 64).all(), "agencies without one of the years are not counted"


def test_lines_over_the_revision_of_oit_say_so(trends: Answer) -> None:
    slopes = trends["slopes"]
    over = slopes[(slopes["last_year"] == 2566)]
    assert over[over["code"].isin(["9", "10", "OIT", "ITA"])]["break_note"].str.len().gt(0).all()
    assert over[over["code"].isin(["1", "8", "IIT", "EIT"])]["break_note"].eq("").all()


def test_low_starters_rise_by_chance_and_the_table_says_how_much(trends: Answer) -> None:
    changes = trends["changes"]
    own = changes[(changes["code"] == "5") & (changes["from_year"] == YEARS[0])].dropna(subset=["expected_change"])
    low = own.nsmallest(12, "value_before")
    assert low["change"].mean() > 0.5
    assert abs(low["change_beyond_expected"].mean()) < 1


def test_plans_aim_at_weak_points(study: Study, plans: Answer) -> None:
    coverage = plans["coverage"].dropna(subset=["share_weak"])
    assert 75 < coverage["share_weak"].mean() < 92
    assert coverage["share_weak"].mean() - coverage["share_other"].mean() > 30
    weak = plans["weak_indicators"]
    scores = load_tables(study.frames).scores
    assert (weak["plan_year"] == weak["responds_to"] + 1).all()
    row = weak.iloc[0]
    own = scores[
        (scores["agency_id"] == row["agency_id"])
        & (scores["fiscal_year"] == row["responds_to"])
        & (scores["kind"] == "indicator")
        & scores["status"].isin(["verified", "consistent"])
    ]
    assert row["n_known"] == len(own)


def test_follow_through_is_what_was_put_in(study: Study, plans: Answer) -> None:
    rows = plans["followthrough_measures"]
    found = {
        (a, int(y), int(s)): str(f)
        for a, y, s, f in zip(rows["agency_id"], rows["plan_year"], rows["seq"], rows["follow_through"], strict=True)
    }
    assert {key: found[key] for key in study.truth.follow} == study.truth.follow
    others = {state for key, state in found.items() if key not in study.truth.follow}
    assert others == {"no_report"}
    summary = plans["follow_through"]
    assert (summary[["n_found", "n_partly", "n_absent"]].sum(axis=1) == summary["n_planned"]).all()


def test_copies_are_those_put_in_and_templates_are_not_shown(study: Study, plans: Answer) -> None:
    rows = plans["copies"]
    pairs = {
        ((twin, int(ty), int(ts)), (own, int(y), int(s)))
        for own, y, s, twin, ty, ts in zip(
            rows["agency_id"],
            rows["plan_year"],
            rows["seq"],
            rows["twin_agency_id"],
            rows["twin_year"],
            rows["twin_seq"],
            strict=True,
        )
    }
    assert pairs == study.truth.copies
    assert len(pairs) >= 8
    assert not rows["shared_passage"].str.contains("เว็บไซต์ของหน่วยงานภายในสิ้นปี").any()
    assert rows["shared_letters"].gt(40).all()


def test_what_followed_is_seen_where_something_did(plans: Answer) -> None:
    table = plans["followed"].set_index("code")
    assert table.loc["2", "reading"] == "higher_after"
    assert table.loc["2", "difference_low"] < LIFT < table.loc["2", "difference_high"]
    assert table.loc["2", "matched_low"] > 2
    assert set(table.drop("2")["reading"]) <= {"no_difference_seen", "refused"}


def test_agencies_are_one_over_the_years(study: Study) -> None:
    _, listing = analyze.one_agency_each(study.frames)
    ids = dict(zip(listing["agency_id"], listing["merged_id"], strict=True))
    assert study.truth.damaged
    for damaged, whole in study.truth.damaged.items():
        assert ids[damaged] == whole
    first, second = study.truth.namesakes
    assert ids[first] != ids[second]
    assert {k: v for k, v in ids.items() if k != v} == study.truth.damaged


def test_the_provinces_differ_as_they_were_made_to(study: Study) -> None:
    answer = analyze.compare(study.frames, years=[2565], peers="province")
    table = answer["indicators"]
    medians = table[table["code"] == "ITA"].set_index("peer_group")["median"]
    assert medians.idxmin() == "สตูล"


def test_files_and_frames_give_the_same_answer(study: Study, tmp_path: Path) -> None:
    folder = write_tables(study, tmp_path / "out")
    a = analyze.compare(folder)["wide"]
    b = analyze.compare(study.frames)["wide"]
    pd.testing.assert_frame_equal(a, b, check_dtype=False)


@pytest.mark.slow
def test_nothing_is_found_where_nothing_is() -> None:
    """Whole answers on corpora without effects: the shares of false findings are nominal."""
    tests, false, answers, any_false, ratios, outside, followed = 0, 0, 40, 0, 0, 0, []
    for seed in range(answers):
        frames = make_study(n_agencies=60, seed=seed, effects=False).frames
        answer = analyze.trends(frames, n_bootstrap=400)
        slopes = answer["slopes"][answer["slopes"]["kind"] == "indicator"].dropna(subset=["p"])
        tests, false = tests + len(slopes), false + int((slopes["p"] < NOMINAL).sum())
        any_false += not answer["movers"].empty
        spread = answer["dispersion"]
        spread = spread[
            (spread["kind"] == "indicator") & (spread["from_year"] == YEARS[0]) & (spread["to_year"] == YEARS[-1])
        ]
        ratios += len(spread)
        outside += int(((spread["ratio_low"] > 1) | (spread["ratio_high"] < 1)).sum())
        plans = analyze.plans(frames, parts=["followed"])
        followed += plans["followed"]["p"].dropna().tolist()
        assert analyze.plans(frames, parts=["copies"])["copies"].empty
    assert tests > 20_000
    assert false / tests <= NOMINAL + 0.005
    assert any_false / answers <= NOMINAL + 3 * np.sqrt(NOMINAL * 0.95 / answers)
    assert outside / ratios <= NOMINAL + 3 * np.sqrt(NOMINAL * 0.95 / ratios)
    share = float(np.mean(np.array(followed) < NOMINAL))
    assert share == pytest.approx(NOMINAL, abs=3 * np.sqrt(NOMINAL * 0.95 / len(followed)))


@pytest.mark.slow
def test_the_reports_read_back_as_the_tables(tmp_path: Path) -> None:
    """The same corpus as text reports, read by ``run``: the same scores and measures."""
    import thai_ita

    study = make_study(n_agencies=60)
    folder = write_reports(study, tmp_path / "reports")
    thai_ita.run([folder], tmp_path / "out")
    read = load_tables(tmp_path / "out")
    made = load_tables(study.frames)
    names = read.documents.set_index("doc_id")["path"].map(lambda p: Path(p).stem)
    told = made.documents.set_index("doc_id")["path"].map(lambda p: Path(p).stem)

    def facts(scores: pd.DataFrame, stems: pd.Series) -> set[tuple[object, ...]]:
        main = scores[scores["kind"].isin(["overall", "indicator"])]
        return set(
            zip(main["doc_id"].map(stems), main["fiscal_year"], main["code"], main["value"].round(2), strict=True)
        )

    assert facts(read.scores, names) == facts(made.scores, told)

    def listed(measures: pd.DataFrame, stems: pd.Series) -> set[tuple[object, ...]]:
        return set(zip(measures["doc_id"].map(stems), measures["seq"], measures["title"], strict=True))

    assert listed(read.measures, names) == listed(made.measures, told)
    answer = analyze.trends(tmp_path / "out", include=["unchecked"])
    movers = answer["movers"]
    assert len(movers[(movers["code"] == "4") & movers["movement"].isin(FORWARD)]) >= 2
