"""What the plans address, against the weak indicators; what was reported on them; what is alike elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thai_ita.analyze.answer_words import message
from thai_ita.analyze.planning.addressing import addressed_indicators, planned_measures
from thai_ita.analyze.planning.copies import near_duplicates, template_limit
from thai_ita.analyze.planning.followthrough import (
    FollowThrough,
    follow_through,
    follow_through_summary,
)
from thai_ita.analyze.planning.theme_counts import UNASSIGNED, theme_counts
from thai_ita.analyze.planning.weakness_coverage import plan_coverage, weak_indicators
from thai_ita.analyze.score_order import in_order
from thai_ita.analyze.statistics import MIN_N, mean_interval
from thai_ita.extras import MissingExtraError, need
from thai_ita.pictures.picture_words import short_name
from thai_ita.profiles.indicators import WEAKEST
from thai_ita.profiles.material import Subject, SubjectRow, rows_of
from thai_ita.profiles.profile_content import (
    EMPTY,
    Block,
    Paragraph,
    ProfileCell,
    ProfileColumn,
    ProfileTable,
    Section,
    said,
)
from thai_ita.profiles.profile_words import count, figure

if TYPE_CHECKING:
    import pandas as pd

MOST_COPIES = 60
"""Measures alike that are listed; the rest is counted."""
MOST_MEASURES = 300


def plans_in_view(subject: Subject) -> pd.DataFrame:
    """The subject's planned measures of plans that answer to the page's year, or are of it."""
    measures = planned_measures(subject.own_tables())
    year = subject.year or -1
    near = (measures["plan_year"] == year) | (measures["responds_to"] == year)
    return measures[near.fillna(False).astype(bool)]


def area_plans(subject: Subject) -> Section:
    """The plans of an area: weak indicators with a measure beside the others, by indicator and by plan."""
    words = subject.words
    measures = plans_in_view(subject)
    if measures.empty:
        return Section("plans", words("plans"), (said(words("no_plans", year=subject.year or "–")),))
    addressed = addressed_indicators(measures)
    scores = subject.material.scores
    weak = weak_indicators(measures, addressed, scores, weakest=WEAKEST)
    coverage = plan_coverage(measures, addressed, scores, weak)
    seen = {
        "n": len(measures),
        "plans": len(coverage),
        "agencies": int(measures["agency_id"].nunique()),
    }
    mean = _mean_coverage(subject, coverage)
    blocks: list[Block] = [said(message("plans_seen", seen, words.language)), mean]
    if len(weak):
        blocks.append(_by_indicator(subject, weak))
    blocks.append(_by_plan(subject, measures, coverage))
    blocks.append(_themes(subject, measures, addressed))
    unassigned = int(coverage["n_unassigned"].sum())
    if unassigned:
        blocks.append(said(message("unassigned", {"n": unassigned, "all": len(measures)}, words.language), "note"))
    gist = f"{message('plans_seen', seen, words.language)} {mean.pieces[0].text}"
    return Section("plans", words("plans"), tuple(blocks), gist)


def _mean_coverage(subject: Subject, coverage: pd.DataFrame) -> Paragraph:
    """The mean share of weak indicators that have a measure, one value per agency, with its interval."""
    by_agency = (
        coverage.dropna(subset=["share_weak", "share_other"]).groupby("agency_id")[["share_weak", "share_other"]].mean()
    )
    if len(by_agency) < MIN_N:
        return said(subject.words("coverage_few", n=len(by_agency), least=MIN_N), "note")
    try:
        need("scipy", "stats")
    except MissingExtraError:
        return said(subject.words("needs_stats", what=subject.words("what_coverage")), "warning")
    weak, other = (by_agency[c].to_numpy(dtype=float) for c in ("share_weak", "share_other"))
    mean, low, high = mean_interval(weak)
    gap, gap_low, gap_high = mean_interval(weak - other)
    values: dict[str, str | int | float] = {
        "n": len(by_agency),
        "mean": figure(mean, places=0),
        "low": figure(low, places=0),
        "high": figure(high, places=0),
        "gap": figure(gap, signed=True, places=0),
        "gap_low": figure(gap_low, signed=True, places=0),
        "gap_high": figure(gap_high, signed=True, places=0),
    }
    return said(message("coverage_mean", values, subject.words.language))


def _by_indicator(subject: Subject, weak: pd.DataFrame) -> ProfileTable:
    words = subject.words
    rows = []
    for code in in_order(map(str, weak["code"])):
        own = weak[weak["code"] == code]
        has = own[own["addressed"] == "yes"]
        by = {str(k): int(v) for k, v in has["addressed_by"].value_counts().items()}
        rows.append(
            (
                ProfileCell(words.score("indicator", code, subject.year)),
                ProfileCell(count(len(own))),
                ProfileCell(count(len(has))),
                ProfileCell("; ".join(f"{words.value('addressed_by', k)} {v}" for k, v in sorted(by.items())) or "–"),
                ProfileCell(count(len(own) - len(has))),
            )
        )
    columns = (
        ProfileColumn(words("indicator")),
        ProfileColumn(words("plans_weak_in", n=WEAKEST), True),
        ProfileColumn(words("plans_addressing"), True),
        ProfileColumn(words("told_by")),
        ProfileColumn(words("plans_silent"), True),
    )
    return ProfileTable(
        words("weak_caption"), columns, tuple(rows), words("weak_method", n=WEAKEST, least=MIN_N), "weak"
    )


def _by_plan(subject: Subject, measures: pd.DataFrame, coverage: pd.DataFrame) -> ProfileTable:
    words = subject.words
    documents = measures.groupby(["agency_id", "plan_year"])["doc_id"].first()
    states = {
        (str(r["agency_id"]), int(r["plan_year"])): r
        for r in rows_of(follow_through_summary(follow_through(subject.own_tables())))
    }
    rows = []
    for row in rows_of(coverage.sort_values(["plan_year", "agency"])):
        key = (str(row["agency_id"]), int(row["plan_year"]))
        rows.append(
            (
                ProfileCell(short_name(str(row["agency"] or "–"))),
                ProfileCell(str(key[1])),
                ProfileCell(str(int(row["responds_to"]))),
                ProfileCell(count(row["n_measures"]), subject.links.to(documents[row["agency_id"], row["plan_year"]])),
                _share(subject, row, "weak"),
                _share(subject, row, "other"),
                _reported(subject, states.get(key)),
            )
        )
    columns = (
        ProfileColumn(words("agency")),
        ProfileColumn(words("plan_year"), True),
        ProfileColumn(words("responds_to"), True),
        ProfileColumn(words("n_measures"), True),
        ProfileColumn(words("weak_addressed"), True),
        ProfileColumn(words("other_addressed"), True),
        ProfileColumn(words("follow_through")),
    )
    return ProfileTable(
        words("plans_caption", n=len(rows)), columns, tuple(rows), words("plans_method"), "plan-list", wide=True
    )


def _share(subject: Subject, row: SubjectRow, side: str) -> ProfileCell:
    if row[f"share_{side}"] is None:
        return EMPTY
    return ProfileCell(subject.words("of", n=row[f"n_{side}_addressed"], all=row[f"n_{side}"]))


def _reported(subject: Subject, row: SubjectRow | None) -> ProfileCell:
    """How many planned measures the report of the year has, in part, or not."""
    if row is None:
        return ProfileCell(subject.words.value("follow_through", FollowThrough.NO_REPORT), mark="none")
    states = (FollowThrough.FOUND, FollowThrough.PARTLY, FollowThrough.ABSENT)
    parts = [f"{subject.words.value('follow_through', s)} {row[f'n_{s.value}']}" for s in states if row[f"n_{s.value}"]]
    return ProfileCell(f"{'; '.join(parts)} ({subject.words('n_is', n=row['n_planned'])})")


def _themes(subject: Subject, measures: pd.DataFrame, addressed: pd.DataFrame) -> ProfileTable:
    """What the measures are about: by indicator how many, of how many agencies, in each year of plans."""
    words = subject.words
    counted = theme_counts(measures, addressed)
    themes = {str(code): sorted({str(t) for t in own if t}) for code, own in counted.groupby("code")["theme"]}
    linked = measures[["measure", "agency_id", "plan_year"]].merge(addressed, on="measure", how="left")
    linked = linked.assign(code=linked["code"].fillna(UNASSIGNED))
    years = sorted({int(y) for y in measures["plan_year"]})
    with_plan = measures.groupby("plan_year")["agency_id"].nunique()
    rows = []
    for code in in_order(map(str, linked["code"])):
        own = linked[linked["code"] == code]
        name = words.score("indicator", code, subject.year) if code != UNASSIGNED else words("no_indicator")
        cells = []
        for year in years:
            here = own[own["plan_year"] == year]
            cells += [
                ProfileCell(count(here["measure"].nunique())),
                ProfileCell(words("of", n=here["agency_id"].nunique(), all=with_plan[year])),
            ]
        rows.append((ProfileCell(name), ProfileCell("; ".join(themes.get(code, [])) or "–"), *cells))
    columns = [ProfileColumn(words("indicator")), ProfileColumn(words("theme"))]
    for year in years:
        columns += [
            ProfileColumn(words("n_measures_of", year=year), True),
            ProfileColumn(words("n_agencies_of", year=year), True),
        ]
    return ProfileTable(words("themes_caption"), tuple(columns), tuple(rows), words("themes_method"), "themes")


def agency_plans(subject: Subject) -> Section:
    """The measures of one agency's plans with what they address and what the report says; its weak indicators."""
    words = subject.words
    measures = plans_in_view(subject)
    if measures.empty:
        return Section("plans", words("plans"), (said(words("no_plans", year=subject.year or "–")),))
    addressed = addressed_indicators(measures)
    weak = weak_indicators(measures, addressed, subject.material.scores, weakest=WEAKEST)
    blocks: list[Block] = []
    if len(weak):
        values = {(str(r["item"]), int(r["fiscal_year"])): r for r in rows_of(subject.own(subject.material.scores))}
        rows = tuple(
            (
                ProfileCell(words.score("indicator", str(r["code"]), int(r["responds_to"]))),
                subject.links.score(values.get((str(r["code"]), int(r["responds_to"])))),
                ProfileCell(str(r["plan_year"])),
                ProfileCell(words.value("addressed", r["addressed"])),
                ProfileCell(
                    str(r["measures"] or "–"),
                    note=words.value("addressed_by", r["addressed_by"]) if r["addressed_by"] else "",
                ),
            )
            for r in rows_of(weak)
        )
        columns = (
            ProfileColumn(words("indicator")),
            ProfileColumn(words("value"), True),
            ProfileColumn(words("plan_year"), True),
            ProfileColumn(words("has_measure")),
            ProfileColumn(words("which_measures")),
        )
        blocks.append(
            ProfileTable(words("weak_caption_one"), columns, rows, words("weak_method", n=WEAKEST, least=MIN_N), "weak")
        )
    else:
        blocks.append(said(words("weak_unknown", least=MIN_N), "note"))
    blocks.append(_measures_table(subject, measures, addressed))
    gist = words("gist_measures", n=len(measures), weak=len(weak), addressed=int((weak["addressed"] == "yes").sum()))
    return Section("plans", words("plans"), tuple(blocks), gist)


def _measures_table(subject: Subject, measures: pd.DataFrame, addressed: pd.DataFrame) -> ProfileTable:
    words = subject.words
    codes = addressed.groupby("measure")["code"].agg(list).to_dict()
    states = {(str(r["plan_doc"]), r["seq"], r["title"]): r for r in rows_of(follow_through(subject.own_tables()))}
    rows = []
    for row in rows_of(measures.sort_values(["plan_year", "measure"]).head(MOST_MEASURES)):
        state = states.get((str(row["doc_id"]), row["seq"], row["title"]))
        shown = subject.links.measure(row["doc_id"], row["seq"], row["title"])
        rows.append(
            (
                shown,
                ProfileCell(str(row["plan_year"])),
                ProfileCell(words.list(map(words.code, codes.get(row["measure"], []))) or "–"),
                ProfileCell(str(row["responsible"] or "–")),
                ProfileCell(str(row["timeframe"] or "–")),
                _state(subject, state),
            )
        )
    columns = (
        ProfileColumn(words("measure")),
        ProfileColumn(words("plan_year"), True),
        ProfileColumn(words("addresses")),
        ProfileColumn(words("responsible")),
        ProfileColumn(words("timeframe")),
        ProfileColumn(words("follow_through")),
    )
    rest = len(measures) - len(rows)
    more = f" {words('and_more', n=rest)}" if rest > 0 else ""
    return ProfileTable(
        words("measures_caption", n=len(measures)),
        columns,
        tuple(rows),
        words("measures_method") + more,
        "measures",
        wide=True,
    )


def _state(subject: Subject, row: SubjectRow | None) -> ProfileCell:
    if row is None:
        return EMPTY
    text = subject.words.value("follow_through", row["follow_through"])
    if row["report_title"] is None:
        return ProfileCell(text, mark="none")
    return subject.links.measure(row["report_doc"], row["report_seq"], row["report_title"], text)


def alike(subject: Subject) -> Section:
    """Measures of the subject that are near-duplicates of another agency's, either way, with the shared passage."""
    words = subject.words
    title = words("alike")
    everyone = planned_measures(subject.material.tables)
    agencies = int(everyone["agency_id"].nunique())
    own_measures = plans_in_view(subject)
    if own_measures.empty:
        return Section("alike", title, (said(words("no_plans", year=subject.year or "–")),))
    in_view = set(own_measures["plan_year"])
    try:
        near = near_duplicates(everyone) if len(everyone) else None
    except MissingExtraError:
        return Section("alike", title, (said(words("needs_stats", what=words("what_copies")), "warning"),))
    blocks: list[Block] = []
    if near is not None:
        copies = near.twins
        here = everyone["agency_id"].isin(list(subject.ids)) & everyone["plan_year"].isin(in_view)
        own = copies["agency_id"].isin(list(subject.ids)) & copies["plan_year"].isin(in_view)
        source = copies["twin_agency_id"].isin(list(subject.ids)) & copies["twin_year"].isin(in_view)
        found = rows_of(copies[own | source].sort_values(["similarity", "copy_group"], ascending=[False, True]))
        values: dict[str, str | int | float] = {
            "n": int(everyone[here]["measure"].isin(near.alike).sum()),
            "all": len(own_measures),
            "rows": len(found),
            "limit": template_limit(agencies),
        }
        blocks.append(said(message("copies", values, words.language)))
        if found:
            blocks.append(_alike_table(subject, found))
    if agencies <= template_limit(agencies):
        few: dict[str, str | int | float] = {"agencies": agencies, "limit": template_limit(agencies)}
        blocks.append(said(message("templates_unknown", few, words.language), "note"))
    return Section("alike", title, tuple(blocks))


def _alike_table(subject: Subject, found: list[SubjectRow]) -> ProfileTable:
    words = subject.words
    rows = tuple(
        (
            ProfileCell(f"{short_name(str(r['agency'] or '–'))} {r['plan_year']}"),
            subject.links.measure(r["doc_id"], r["seq"], r["title"]),
            _twin(subject, r),
            ProfileCell(f"{figure(r['similarity'], places=0)} %"),
            ProfileCell(
                str(r["shared_passage"] or "–"), note=words("letters_of", n=r["shared_letters"], all=r["n_letters"])
            ),
        )
        for r in found[:MOST_COPIES]
    )
    columns = (
        ProfileColumn(words("agency")),
        ProfileColumn(words("measure")),
        ProfileColumn(words("alike_with")),
        ProfileColumn(words("similarity"), True),
        ProfileColumn(words("shared_passage")),
    )
    rest = len(found) - len(rows)
    more = f" {words('and_more', n=rest)}" if rest > 0 else ""
    return ProfileTable(
        words("alike_caption", n=len(found)), columns, rows, words("alike_method") + more, "alike-list", wide=True
    )


def _twin(subject: Subject, row: SubjectRow) -> ProfileCell:
    """The agency and year of the other measure, linked to it by its number and title."""
    text = f"{short_name(str(row['twin_agency'] or '–'))} {row['twin_year']}"
    twins = subject.material.tables.measures
    own = twins[(twins["doc_id"] == row["twin_doc"]) & (twins["seq"] == row["twin_seq"])]
    title = rows_of(own.head(1))[0]["title"] if len(own) else None
    return subject.links.measure(row["twin_doc"], row["twin_seq"], title, text)
