"""The parts of an agency's page: its scores by year, its place among peers, its findings, its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thai_ita.analyze.comparison.level_counts import UNDECIDED, agency_levels
from thai_ita.analyze.comparison.peer_positions import with_places
from thai_ita.analyze.crosswalk import Comparability, comparability, reasons_in, segments
from thai_ita.analyze.scope import with_peer_group
from thai_ita.analyze.score_order import in_order
from thai_ita.analyze.selection import select_scores
from thai_ita.analyze.statistics import MIN_N
from thai_ita.choices import Peers
from thai_ita.model import CODE_ALONE, ScoreStatus
from thai_ita.pictures.picture_words import labels_of
from thai_ita.profiles import profile_charts
from thai_ita.profiles.indicators import (
    WEAKEST,
    beyond_the_marked,
    own_indicators,
    sides_of,
)
from thai_ita.profiles.links import SIGNS
from thai_ita.profiles.material import SHOWN_KINDS, Subject, SubjectRow, by_score, rows_of
from thai_ita.profiles.mixing import Statements, marked, mixed_note
from thai_ita.profiles.profile_charts import Group, Series
from thai_ita.profiles.profile_content import (
    EMPTY,
    Block,
    ProfileCell,
    ProfileColumn,
    ProfileTable,
    Section,
    said,
)
from thai_ita.profiles.profile_words import Words, count, difference, figure
from thai_ita.profiles.results import (
    OVERALL,
    change_cell,
    change_notes,
    changes_of_year,
    level_scheme_of,
    place_cell,
    place_in,
    summary_of,
)

if TYPE_CHECKING:
    import pandas as pd

MOST_FINDINGS = 200
MOST_NEIGHBOURS = 40
FINDING_KINDS = ("weakness", "improve", "maintain", "recommendation", "limitation")


def scores_by_year(subject: Subject) -> Section:
    """Every score of the agency by year with its status, also those that no figure uses; the lines above them."""
    words = subject.words
    title = words("by_year")
    # Of another status too: what is in doubt is shown as such, not left away.
    shown = select_scores(subject.own_tables(), include=[str(s) for s in ScoreStatus], kinds=SHOWN_KINDS).scores
    values = {(str(r["item"]), int(r["fiscal_year"])): r for r in rows_of(shown)}
    disputed = _disputed(subject, values)
    if not values and not disputed:
        return Section("years", title, (said(words("no_scores_at_all", year="–"), "warning"),))
    years = sorted({year for _, year in (*values, *disputed)})
    blocks: list[Block] = []
    series, broken = _lines(subject, words)
    if series:
        blocks.append(profile_charts.years(series, broken, words))
    levels = {
        int(r["fiscal_year"]): words("level_undecided")
        if r["level"] == UNDECIDED
        else words.level(r["level"], level_scheme_of(int(r["fiscal_year"])))
        for r in rows_of(agency_levels(subject.own(subject.material.scores)))
    }
    rows: list[tuple[ProfileCell, ...]] = [
        (ProfileCell(words("level")), *(ProfileCell(levels[y]) if y in levels else EMPTY for y in years))
    ]
    kinds = {item: str(row["kind"]) for (item, _), row in values.items()} | {
        item: kind for (item, _), (kind, _cell) in disputed.items()
    }
    items, statements = in_order(kinds), Statements.of(subject)
    cells = {}
    for year in years:
        stated = [values.get((item, year)) for item in items]
        cells[year] = marked(map(subject.links.score, stated), statements.from_others(stated), words)
        cells[year] = [
            disputed[item, year][1] if (item, year) in disputed else cell
            for item, cell in zip(items, cells[year], strict=True)
        ]
    for place, item in enumerate(items):
        name = words.score(kinds[item], item, subject.year)
        rows.append((ProfileCell(name), *(cells[year][place] for year in years)))
    columns = (ProfileColumn(words("score")), *(ProfileColumn(str(y), True) for y in years))
    blocks.append(
        ProfileTable(
            words("by_year_caption"),
            columns,
            tuple(rows),
            words("by_year_method") + mixed_note(rows, words),
            "by-year",
            wide=len(years) > 4,
        )
    )
    blocks += [said(text, "note") for text in broken.values()]
    own = values.get((OVERALL, subject.year or -1))
    gist = (
        words("no_results_of", year=subject.year or "–")
        if own is None
        else words(
            "gist_overall",
            value=figure(own["value"]),
            status=words.value("status", own["status"]),
            level=levels.get(subject.year or -1, words("level_undecided")),
        )
    )
    return Section("years", title, tuple(blocks), gist)


def _disputed(
    subject: Subject, values: dict[tuple[str, int], SubjectRow]
) -> dict[tuple[str, int], tuple[str, ProfileCell]]:
    """The scores of which equally good documents say different things, by item and year: their kind, and what the
    documents say."""
    own = subject.own(subject.material.tables.scores)
    own = own[own["kind"].isin([str(k) for k in SHOWN_KINDS]) & own["value"].notna() & own["fiscal_year"].notna()]
    own = own[own["match_rule"].fillna("") != CODE_ALONE]
    said: dict[tuple[str, int], list[SubjectRow]] = {}
    for row in rows_of(own):
        item = f"{row['code']}/{row['part']}" if row["part"] else str(row["code"])
        said.setdefault((item, int(row["fiscal_year"])), []).append(row)
    return {
        key: (
            str(rows[0]["kind"]),
            ProfileCell(
                " / ".join(dict.fromkeys(figure(row["value"]) for row in rows)),
                subject.links.to(rows[0]["doc_id"], "scores", rows[0].get("fact")),
                mark="unused",
                sign=SIGNS["conflict"],
                sign_means=subject.words.value("reason", "disputed"),
            ),
        )
        for key, rows in said.items()
        if key not in values
    }


def _lines(subject: Subject, words: Words) -> tuple[list[Series], dict[int, str]]:
    """The overall score and the instruments over the years that may be used, and the breaks between them."""
    own = subject.own(subject.material.scores)
    own = own[own["kind"].isin(["overall", "instrument"]) & (own["part"] == "")]
    series: list[Series] = []
    why: dict[int, dict[str, None]] = {}
    for item in in_order(map(str, own["item"]))[: len(profile_charts.FORMS)]:
        rows = own[own["item"] == item]
        kind = str(rows["kind"].iloc[0])
        values = {int(y): float(v) for y, v in zip(rows["fiscal_year"], rows["value"], strict=True)}
        runs = segments(kind, item, values)
        series.append(Series(item, values, runs))
        for run in runs[1:]:
            joint = comparability(kind, item, run[0] - 1, run[0])
            if joint.grade is Comparability.BREAK:
                why.setdefault(run[0], {}).update(dict.fromkeys(joint.reasons))
    broken = {
        year: words("broken_at", year=year, why=reasons_in("; ".join(reasons), words.language))
        for year, reasons in sorted(why.items())
    }
    if not any(len(one.values) > 1 for one in series):
        return [], broken
    return series, broken


def beside_peers(subject: Subject) -> Section:
    """The agency's indicators of the year beside those of its type: place, percentile, spread, change."""
    words, year = subject.words, subject.year
    title = words("peers", year=words.year(year) if year else "–")
    now = subject.of_year(subject.material.scores)
    placed = with_places(with_peer_group(now, Peers.TYPE)) if len(now) else now
    own = subject.own(placed)
    if own.empty:
        return Section("peers", title, (said(words("no_results_of", year=year or "–"), "warning"),))
    kind = str(own["peer_group"].iloc[0]) if own["peer_group"].notna().any() else ""
    peers = placed[
        (placed["peer_group"] == kind).fillna(False).astype(bool) & ~placed["agency_id"].isin(list(subject.ids))
    ]
    n_peers = int(peers["agency_id"].nunique())
    blocks: list[Block] = [said(words("peers_are", n=n_peers, kind=kind or words("type_unknown")))]
    rows = {str(r["item"]): r for r in rows_of(own)}
    codes = in_order(map(str, rows))
    spread = {c: summary_of(peers[peers["item"] == c]) for c in codes}
    chosen = [c for c in codes if rows[c]["kind"] == "indicator"]
    if chosen:
        blocks.append(
            profile_charts.indicators(
                [(words.score("indicator", c, year), Group(1), spread[c], [float(rows[c]["value"])]) for c in chosen],
                words,
                one_agency=True,
            )
        )
    blocks.append(_peer_table(subject, rows, codes, spread))
    blocks += beyond_the_marked(subject, own_indicators(subject.own(now)))
    blocks += change_notes(subject, changes_of_year(subject).values())
    overall = rows.get(OVERALL)
    gist = (
        ""
        if overall is None or overall["rank"] is None
        else words(
            "gist_peers",
            value=figure(overall["value"]),
            place=place_in(overall),
            n=overall["peer_n"],
            kind=kind,
        )
    )
    return Section("peers", title, tuple(blocks), gist)


def _peer_table(
    subject: Subject, rows: dict[str, SubjectRow], codes: list[str], spread: dict[str, Group]
) -> ProfileTable:
    words = subject.words
    changes = changes_of_year(subject)
    own = own_indicators(subject.own(subject.of_year(subject.material.scores)))
    sides = {code: side for (_, code), side in sides_of(own).items()}
    stated: list[SubjectRow | None] = [rows[code] for code in codes]
    scores = marked(map(subject.links.score, stated), Statements.of(subject).from_others(stated), words)
    lines = []
    for code, score in zip(codes, scores, strict=True):
        row, others = rows[code], spread[code]
        side = sides.get(code, "")
        note = {"weakest": f"▼ {words('weak')}", "strongest": f"▲ {words('strong')}"}.get(side, "")
        lines.append(
            (
                ProfileCell(words.score(row["kind"], code, subject.year), note=note),
                score,
                ProfileCell(figure(others.median)),
                ProfileCell(f"{figure(others.q1)}–{figure(others.q3)}" if others.q1 is not None else "–"),
                ProfileCell(count(others.n)),
                place_cell(row, words) if row["rank"] is not None else EMPTY,
                ProfileCell(figure(row["percentile"], places=0)),
                change_cell(subject, changes.get((str(row["agency_id"]), code))),
            )
        )
    columns = (
        ProfileColumn(words("score")),
        ProfileColumn(words("value"), True),
        ProfileColumn(words("median_others"), True),
        ProfileColumn(words("middle_half"), True),
        ProfileColumn(words("n_others"), True),
        ProfileColumn(words("rank"), True),
        ProfileColumn(words("percentile"), True),
        ProfileColumn(words("change_from", year=(subject.year or 1) - 1), True),
    )
    return ProfileTable(
        words("peers_caption"),
        columns,
        tuple(lines),
        words("peers_method", n=WEAKEST, least=MIN_N) + mixed_note(lines, words),
        "peer-list",
        wide=True,
    )


def findings(subject: Subject) -> Section:
    """What the agency's own documents call weak, to improve, to maintain; recommendations and limitations."""
    words = subject.words
    own = subject.own(subject.material.tables.findings)
    order = {kind: place for place, kind in enumerate(FINDING_KINDS)}
    own = own.assign(_order=own["kind"].map(order).fillna(len(order)))
    own = own.sort_values(["fiscal_year", "_order"], ascending=[False, True], kind="stable")
    rows = tuple(
        (
            ProfileCell(str(r["text"] or "–"), subject.links.to(r["doc_id"], "findings", r.get("fact"))),
            ProfileCell(words.value("kind", r["kind"])),
            ProfileCell(str(r["fiscal_year"] or "–")),
            ProfileCell(words.list(c.strip() for c in str(r["indicators"] or "").split(";") if c.strip()) or "–"),
        )
        for r in rows_of(own.head(MOST_FINDINGS))
    )
    if not rows:
        return Section("findings", words("findings"), (said(words("no_findings")),))
    columns = (
        ProfileColumn(words("finding")),
        ProfileColumn(words("kind")),
        ProfileColumn(words("fiscal_year"), True),
        ProfileColumn(words("indicators_named")),
    )
    rest = len(own) - len(rows)
    more = f" {words('and_more', n=rest)}" if rest > 0 else ""
    return Section(
        "findings",
        words("findings"),
        (
            ProfileTable(
                words("findings_caption", n=len(own)), columns, rows, words("findings_method") + more, "finding-list"
            ),
        ),
        _kinds_in_short(words, own),
    )


def _kinds_in_short(words: Words, own: pd.DataFrame) -> str:
    counts = own["kind"].value_counts()
    return words.list(f"{words.value('kind', kind)} {counts[kind]}" for kind in FINDING_KINDS if kind in counts)


def neighbours(subject: Subject) -> Section:
    """The other agencies of the district, then of the province, with their overall score of the year."""
    words = subject.words
    people = subject.material.people
    own = rows_of(subject.own(people))[0]
    title = words("neighbours")
    if own["province"] is None:
        return Section("neighbours", title, (said(words("no_place")),))
    near = people[
        (people["province"] == own["province"]).fillna(False).astype(bool)
        & ~people["agency_id"].isin(list(subject.ids))
    ]
    if near.empty:
        return Section("neighbours", title, (said(words("no_neighbours", province=own["province"])),))
    near = near.assign(_far=near["district"].fillna("") != (own["district"] or "-"))
    near = near.sort_values(["_far", "agency_type", "agency", "agency_id"], kind="stable")
    labels = labels_of(near)
    scores = by_score(subject.of_year(subject.material.scores))
    mine = scores.get((str(own["agency_id"]), OVERALL))
    rows = []
    for row in rows_of(near.head(MOST_NEIGHBOURS)):
        score = scores.get((str(row["agency_id"]), OVERALL))
        gap, how = difference(score["value"], mine["value"]) if score and mine else ("–", "")
        rows.append(
            (
                ProfileCell(labels[str(row["agency_id"])]),
                ProfileCell(str(row["district"] or "–")),
                ProfileCell(str(row["agency_type"] or "–")),
                subject.links.score(score),
                ProfileCell(gap, note=how),
            )
        )
    columns = (
        ProfileColumn(words("agency")),
        ProfileColumn(words("district")),
        ProfileColumn(words("agency_type")),
        ProfileColumn(words("overall"), True),
        ProfileColumn(words("gap_to_own"), True),
    )
    rest = len(near) - len(rows)
    return Section(
        "neighbours",
        title,
        (
            ProfileTable(
                words("neighbours_caption", province=own["province"], n=len(near)),
                columns,
                tuple(rows),
                words("neighbours_method") + (f" {words('and_more', n=rest)}" if rest > 0 else ""),
                "neighbour-list",
            ),
        ),
    )
