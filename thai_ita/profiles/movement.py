"""Who is ahead of their group or behind it beyond noise, by the method of ``trends``; and that nobody can be named where that is so."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from thai_ita.analyze.answer_words import message
from thai_ita.analyze.crosswalk import Comparability, comparability, reasons_in
from thai_ita.analyze.scope import with_peer_group
from thai_ita.analyze.statistics import MIN_N
from thai_ita.analyze.trajectories.trend_lines import (
    BACKWARD,
    FORWARD,
    Movement,
    agency_slopes,
    judged,
)
from thai_ita.analyze.trajectories.trends import movers
from thai_ita.choices import Peers
from thai_ita.extras import MissingExtraError, need
from thai_ita.normalize.editions import nearest_edition
from thai_ita.pictures.picture_words import labels_of
from thai_ita.profiles import profile_charts
from thai_ita.profiles.material import Subject, SubjectRow, rows_of
from thai_ita.profiles.profile_content import (
    EMPTY,
    Block,
    ProfileCell,
    ProfileColumn,
    ProfileTable,
    Section,
    said,
)
from thai_ita.profiles.profile_words import figure
from thai_ita.profiles.results import REVISED

if TYPE_CHECKING:
    import pandas as pd

RATE = 0.05
"""The share of false names among those that are named."""
MOST_MOVERS = 40
MOST_IN_SHORT = 6


def movement(subject: Subject, *, all_lines: bool = False) -> Section:
    """The agencies that moved away from those of their type, up to the year. With ``all_lines`` every line of the
    subject stands in the table with its slope and verdict."""
    words = subject.words
    title = words("movement")
    try:
        need("scipy", "stats")
    except MissingExtraError:
        return Section("movement", title, (said(words("needs_stats", what=words("what_movers")), "warning"),))
    slopes = slopes_of(subject)
    tested = int(slopes["p"].notna().sum())
    blocks: list[Block] = []
    moved = rows_of(movers(slopes).head(MOST_MOVERS))
    if not tested:
        blocks += [said(words("movers_untested", least=MIN_N), "note"), *_joints(subject)]
    elif not moved:
        blocks.append(said(words("movers_none", n=tested, rate=f"{100 * RATE:g}")))
    else:
        blocks.append(said(_counted(subject, slopes)))
        labels = labels_of(subject.own(subject.material.scores))
        blocks.append(
            profile_charts.moves(
                [
                    (
                        f"{labels[str(r['agency_id'])]} {words.code(r['code'])}"
                        if len(subject.ids) > 1
                        else words.score(r["kind"], r["code"], subject.year),
                        float(r["first_value"]),
                        float(r["last_value"]),
                    )
                    for r in moved
                ],
                words,
            )
        )
    shown = rows_of(slopes) if all_lines else moved
    if shown:
        blocks.append(_table(subject, shown, all_lines))
        notes = dict.fromkeys(str(r["break_note"]) for r in shown if r["break_note"])
        blocks += [said(f"{REVISED}: {reasons_in(note, words.language)}", "note") for note in notes]
    if tested:
        blocks.append(said(message("tests", {"n": tested, "rate": f"{100 * RATE:g}"}, words.language), "note"))
    return Section("movement", title, tuple(blocks), _named(subject, slopes, moved) if moved else "")


def _named(subject: Subject, slopes: pd.DataFrame, moved: list[SubjectRow]) -> str:
    """How many moved, and who."""
    words = subject.words
    labels = labels_of(subject.own(subject.material.scores))

    def names(which: Collection[Movement]) -> str:
        own = [r for r in moved if r["movement"] in which]
        shown = [
            f"{labels[str(r['agency_id'])] + ' – ' if len(subject.ids) > 1 else ''}{words.score(r['kind'], r['code'], subject.year)}"
            for r in own[:MOST_IN_SHORT]
        ]
        rest = len(own) - len(shown)
        return (words.list(shown) or "–") + (words("and_more_short", n=rest) if rest > 0 else "")

    return words(
        "movers_named", counted=_counted(subject, slopes), ahead_names=names(FORWARD), behind_names=names(BACKWARD)
    )


def slopes_of(subject: Subject) -> pd.DataFrame:
    """The lines of the subject through the comparable years that end with the page's year, judged among all
    agencies of the type."""
    year = subject.year or 0
    scores = subject.material.scores
    upto = scores[(scores["fiscal_year"] <= year).fillna(False).astype(bool)]
    own = subject.own(agency_slopes(with_peer_group(upto, Peers.TYPE)))
    return judged(own[own["run"].astype("string").str.endswith(f"-{year}").fillna(False).astype(bool)], RATE)


def _counted(subject: Subject, slopes: pd.DataFrame) -> str:
    def n(*which: Movement) -> int:
        return int(slopes["movement"].isin(which).sum())

    return subject.words(
        "movers_counted",
        ahead=n(*FORWARD),
        rose=n(Movement.ROSE),
        behind=n(*BACKWARD),
        fell=n(Movement.FELL),
        noise=n(Movement.NOISE),
    )


def _joints(subject: Subject) -> list[Block]:
    """Why the year does not compare with the one before, where it does not."""
    year = subject.year
    if year is None:
        return []
    reasons = joint_reasons(year, subject.words.language, [i.code for i in nearest_edition(year).instruments])
    return [said(subject.words("movers_break", first=year - 1, last=year, why=reasons), "note")] if reasons else []


def joint_reasons(year: int, language: str, codes: Collection[str]) -> str:
    """What broke between the year before and the year for instruments, "" where nothing did."""
    joints = [comparability("instrument", code, year - 1, year) for code in codes]
    broken = {reason: None for j in joints if j.grade is Comparability.BREAK for reason in j.reasons}
    return reasons_in("; ".join(broken), language)


def _table(subject: Subject, shown: list[SubjectRow], all_lines: bool) -> ProfileTable:
    words = subject.words
    labels = labels_of(subject.own(subject.material.scores))
    values = {
        (str(r["agency_id"]), str(r["item"]), int(r["fiscal_year"])): r
        for r in rows_of(subject.own(subject.material.scores).dropna(subset=["fiscal_year"]))
    }
    rows = []
    for row in shown:
        item = row["code"] if not row["part"] else f"{row['code']}/{row['part']}"
        own = str(row["agency_id"])
        ends = [(own, item, int(row[c])) for c in ("first_year", "last_year")]
        rows.append(
            (
                *((ProfileCell(labels[own]),) if len(subject.ids) > 1 else ()),
                ProfileCell(words.score(row["kind"], row["code"], subject.year)),
                *(subject.links.score(values.get(end), note=str(end[2])) for end in ends),
                ProfileCell(str(row["n"])),
                _slope(row),
                ProfileCell(figure(row["relative_slope"], signed=True)),
                ProfileCell(figure(row["q"], places=3)) if row["q"] is not None else EMPTY,
                ProfileCell(
                    words.value("movement", row["movement"]),
                    sign=REVISED if row["break_note"] else "",
                    sign_means=reasons_in(str(row["break_note"] or ""), words.language),
                ),
            )
        )
    columns = (
        *((ProfileColumn(words("agency")),) if len(subject.ids) > 1 else ()),
        ProfileColumn(words("score")),
        ProfileColumn(words("first"), True),
        ProfileColumn(words("last"), True),
        ProfileColumn(words("n_years"), True),
        ProfileColumn(words("slope"), True),
        ProfileColumn(words("relative_slope"), True),
        ProfileColumn(words("q"), True),
        ProfileColumn(words("verdict")),
    )
    caption = words("lines_caption" if all_lines else "movers_caption", n=len(rows))
    return ProfileTable(caption, columns, tuple(rows), words("movers_method", least=MIN_N), "movers", wide=True)


def _slope(row: SubjectRow) -> ProfileCell:
    """Points a year with the interval; below three years neither."""
    if row["slope"] is None:
        return EMPTY
    interval = ""
    if row["slope_low"] is not None and row["slope_high"] is not None:
        interval = f"{figure(row['slope_low'], signed=True)} … {figure(row['slope_high'], signed=True)}"
    return ProfileCell(figure(row["slope"], signed=True), note=interval)
