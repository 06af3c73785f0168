"""Rival readings: which of two columns counts, decided by standing, by the sums, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from thai_ita.analyze.reconcile import reconcile
from thai_ita.model import (
    Agency,
    Document,
    EstablishedBy,
    Evidence,
    Identity,
    Match,
    Media,
    Report,
    Score,
    ScoreKind,
    ScoreStatus,
)
from thai_ita.normalize.edition_fit import Matchers
from thai_ita.normalize.numerals import read_number
from thai_ita.parse.scores.candidates import LIST, SENTENCE, TABLE, Candidate, Standing
from thai_ita.parse.scores.resolve import ScoreReading, resolve_candidates

AGENCY = Agency("x-1", "เทศบาลตำบลตัวอย่าง", "เทศบาลตำบล")
IDENTITY = Identity(AGENCY, 2567, agency_from=EstablishedBy.TITLE)


def by_number(values: str) -> dict[int, str]:
    return dict(enumerate(values.split(), start=1))


# The sums of 2567 hold: IIT 86.33, EIT 86.24, OIT 85.98, in all 86.16.
RIGHT = by_number("89.56 90.83 96.97 78.71 75.57 93.78 81.99 82.94 93.56 78.40")
OTHER = by_number("80.19 81.46 87.60 69.34 66.20 84.41 72.62 73.57 84.19 69.03")
INSTRUMENTS = {"IIT": "86.33", "EIT": "86.24", "OIT": "85.98"}


def candidate(code: str, text: str, **more: object) -> Candidate:
    number = read_number(text)
    assert number is not None
    kinds = {"ITA": ScoreKind.OVERALL} | dict.fromkeys(INSTRUMENTS, ScoreKind.INSTRUMENT)
    kind = kinds.get(code, ScoreKind.INDICATOR)
    match = Match(code, code, code, 100.0, 100.0, "test", True, "", kind, code)
    made = Candidate(kind, code, number, match, Evidence(page=2, text=text), 2567, strength=TABLE)
    return replace(made, **more)  # type: ignore[arg-type]


def column(values: Mapping[int | str, str], option: str, choice: str = "t1:c2|c3", **more: object) -> list[Candidate]:
    return [
        candidate(str(code), text, choice=choice, option=option, option_name=f"column {option}", **more)
        for code, text in values.items()
    ]


def resolved(*candidates: Candidate) -> tuple[dict[str, float], list[str], list[Score]]:
    """The values by code, the codes of the problems, and the scores."""
    out = ScoreReading()
    listed = [replace(c, order=i) for i, c in enumerate(candidates)]
    scores = resolve_candidates(listed, IDENTITY, out, Matchers())
    return {s.code: s.value for s in scores}, [t.code for t in out.problems], scores


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("totals", [{"ITA": "86.16"}, INSTRUMENTS])
def test_the_column_that_gives_the_stated_totals_counts(totals: dict[str, str], first: bool) -> None:
    columns = [column(RIGHT, "c2"), column(OTHER, "c3")]
    columns = columns if first else columns[::-1]
    stated = [candidate(code, text, strength=SENTENCE) for code, text in totals.items()]
    values, problems, _ = resolved(*stated, *columns[0], *columns[1])
    assert {code: values[str(code)] for code in RIGHT} == {c: float(t) for c, t in RIGHT.items()}
    assert problems == ["rivals-decided"]


def test_the_sums_that_chose_a_column_do_not_verify_it() -> None:
    """A misread total may fit the wrong column; a total stated twice is still verified."""
    stated = [candidate(code, text, strength=SENTENCE) for code, text in INSTRUMENTS.items()]
    _, _, scores = resolved(*stated, *column(RIGHT, "c2"), *column(OTHER, "c3"))
    report = Report(Document("0" * 16, "x.md", Media.TEXT), IDENTITY, scores)
    for score in scores:
        score.year_from = EstablishedBy.CAPTION
    reconcile(report)
    assert {s.status for s in scores} == {ScoreStatus.CONSISTENT}


def test_one_damaged_digit_does_not_give_the_column_away() -> None:
    """Two of the three instruments still follow from the right column."""
    damaged = {**RIGHT, 9: "98.56"}
    stated = [candidate(code, text) for code, text in INSTRUMENTS.items()]
    values, _, _ = resolved(*stated, *column(damaged, "c2"), *column(OTHER, "c3"))
    assert values["1"] == 89.56
    assert values["9"] == 98.56


def test_without_a_total_nothing_decides_and_nothing_is_taken() -> None:
    same = {**OTHER, 4: RIGHT[4]}
    values, problems, _ = resolved(*column(RIGHT, "c2"), *column(same, "c3"))
    assert values == {"4": 78.71}  # what both say
    assert problems == ["rivals-undecided"]


def test_a_total_that_fits_neither_decides_nothing() -> None:
    values, problems, _ = resolved(candidate("ITA", "91.00"), *column(RIGHT, "c2"), *column(OTHER, "c3"))
    assert values == {"ITA": 91.0}
    assert problems == ["rivals-undecided"]


def test_two_columns_with_their_own_totals_are_decided_by_what_is_said_elsewhere() -> None:
    lower = {**OTHER, "ITA": "76.79"}
    right = {**RIGHT, "ITA": "86.16"}
    columns = [*column(lower, "c2"), *column(right, "c3")]
    values, _, _ = resolved(candidate("ITA", "86.16", strength=SENTENCE), *columns)
    assert (values["ITA"], values["1"]) == (86.16, 89.56)
    values, problems, _ = resolved(*columns)
    assert (values, problems) == ({}, ["rivals-undecided"])


def test_the_final_result_counts_before_the_provisional_one() -> None:
    draft = column(OTHER, "c2", standing=Standing.PROVISIONAL)
    values, _, _ = resolved(*draft, *column(RIGHT, "c3"))
    assert values["1"] == 89.56
    final = column(RIGHT, "c3", standing=Standing.FINAL)
    values, _, _ = resolved(*column(OTHER, "c2"), *final)
    assert values["1"] == 89.56


def test_a_heading_against_the_sums_decides_nothing() -> None:
    final = column(OTHER, "c2", standing=Standing.FINAL)
    values, problems, _ = resolved(candidate("ITA", "86.16"), *final, *column(RIGHT, "c3"))
    assert values == {"ITA": 86.16}
    assert problems == ["rivals-undecided"]


def test_three_tables_are_decided_together() -> None:
    """No table of one instrument has a total of its own; the overall score needs all three."""
    tables = []
    for name, codes in (("t1", range(1, 6)), ("t2", range(6, 9)), ("t3", range(9, 11))):
        for option, values in (("c2", OTHER), ("c3", RIGHT)):
            tables += column({code: values[code] for code in codes}, option, f"{name}:c2|c3")
    values, problems, _ = resolved(candidate("ITA", "86.16"), *tables)
    assert values == {**{str(c): float(t) for c, t in RIGHT.items()}, "ITA": 86.16}
    assert problems == ["rivals-decided"] * 3


def test_each_agency_of_a_list_speaks_for_its_column() -> None:
    rows = []
    for number in range(3):
        owner = Agency(f"x-{number}", f"เทศบาลตำบลตัวอย่าง{number}")
        rows += [candidate("ITA", "86.16", agency=owner)]
        rows += column(OTHER, "c2", agency=owner) + column(RIGHT, "c3", agency=owner)
    _, _, scores = resolved(*rows)
    assert {s.value for s in scores if s.code == "1"} == {89.56}


def test_a_table_counts_before_a_list_where_nothing_else_decides() -> None:
    """Two readings of one place: as a table of two columns, as a list."""
    values, _, _ = resolved(*column({1: "80.00"}, "list", strength=LIST), *column({1: "90.00"}, "table"))
    assert values == {"1": 90.0}


def test_columns_that_hold_the_same_are_one() -> None:
    values, problems, _ = resolved(*column(RIGHT, "c2"), *column(RIGHT, "c3"))
    assert len(values) == 10
    assert problems == ["rivals-decided"]


# -- weighted points over a document -----------------------------------------------------------

POINTS = {"OIT": "26.75", "IIT": "20.95", "EIT": "23.85"}


def test_points_that_add_up_to_the_overall_score_are_no_scores() -> None:
    """In lines below one another, the total in another sentence."""
    stated = [candidate(code, text, strength=LIST) for code, text in POINTS.items()]
    values, _, _ = resolved(*stated, candidate("ITA", "71.55", strength=SENTENCE))
    assert values == {"OIT": 66.875, "IIT": 69.8333, "EIT": 79.5, "ITA": 71.55}


@pytest.mark.parametrize("total", ["72.55", ""])
def test_low_figures_without_their_sum_stay_what_they_are(total: str) -> None:
    stated = [candidate(code, text) for code, text in POINTS.items()]
    values, _, _ = resolved(*stated, *([candidate("ITA", total)] if total else []))
    assert values["OIT"] == 26.75


def test_points_beside_the_scores_give_way() -> None:
    scores = {"OIT": "66.88", "IIT": "69.83", "EIT": "79.50", "ITA": "71.55"}
    both = [candidate(code, text) for code, text in (*POINTS.items(), *scores.items())]
    values, problems, _ = resolved(*both)
    assert values == {code: float(text) for code, text in scores.items()}
    assert not problems


def test_a_place_that_states_another_value_confirms_nothing() -> None:
    """Its text holds the first value as well."""
    both = Evidence(page=3, text="ได้ 86.16 คะแนน (เดิม 80.16)")
    table = [candidate(str(code), text) for code, text in RIGHT.items()]
    _, problems, scores = resolved(
        candidate("ITA", "86.16"),
        candidate("ITA", "80.16", evidence=both, strength=SENTENCE),
        *table,
    )
    assert problems == ["restated-differently"]
    for score in scores:
        score.year_from = EstablishedBy.CAPTION
    reconcile(Report(Document("0" * 16, "x.md", Media.TEXT), IDENTITY, scores))
    overall = next(s for s in scores if s.code == "ITA")
    assert overall.restated == []
    assert overall.status is not ScoreStatus.VERIFIED


# -- what says of which year and whose ---------------------------------------------------------


def test_of_two_statements_of_one_value_the_better_source_counts() -> None:
    _, _, (score,) = resolved(
        candidate("ITA", "86.16", year_from=EstablishedBy.INFERRED),
        candidate("ITA", "86.16", year_from=EstablishedBy.CLAUSE, strength=SENTENCE),
    )
    assert score.year_from is EstablishedBy.CLAUSE


def test_another_value_says_nothing_of_the_year() -> None:
    _, _, (score,) = resolved(
        candidate("ITA", "86.16", year_from=EstablishedBy.INFERRED),
        candidate("ITA", "71.16", year_from=EstablishedBy.CLAUSE, strength=SENTENCE),
    )
    assert score.year_from is EstablishedBy.INFERRED


def test_a_year_without_a_reason_is_inferred_and_no_year_is_unknown() -> None:
    _, _, scores = resolved(candidate("1", "86.16"), candidate("2", "86.20", year=None))
    assert [s.year_from for s in scores] == [EstablishedBy.INFERRED, EstablishedBy.UNKNOWN]


def test_the_documents_own_agency_is_as_sure_as_its_identity() -> None:
    _, _, (score,) = resolved(candidate("1", "86.16"))
    assert score.agency_from is EstablishedBy.TITLE
    other = Agency("x-2", "เทศบาลตำบลอื่น")
    _, _, (score,) = resolved(candidate("1", "86.16", agency=other))
    assert score.agency_from is EstablishedBy.INFERRED


# -- a year that is only inferred --------------------------------------------------------------


def inferred(values: Mapping[int, str], year: int = 2568) -> list[Candidate]:
    return [candidate(str(code), text, year=year, year_from=EstablishedBy.INFERRED) for code, text in values.items()]


def said(code: str, text: str, year: int = 2567) -> Candidate:
    return candidate(code, text, year=year, year_from=EstablishedBy.CLAUSE, strength=SENTENCE)


def years(*candidates: Candidate) -> dict[str, list[int | None]]:
    _, _, scores = resolved(*candidates)
    return {s.code: [o.fiscal_year for o in scores if o.code == s.code] for s in scores}


def test_a_table_without_a_year_is_of_the_year_whose_total_it_gives() -> None:
    read = years(said("ITA", "86.16"), said("ITA", "80.00", 2566), *inferred(RIGHT))
    assert read == {"ITA": [2567, 2566], **{str(c): [2567] for c in RIGHT}}
    _, _, scores = resolved(said("ITA", "86.16"), *inferred(RIGHT))
    assert {s.year_from for s in scores if s.code != "ITA"} == {EstablishedBy.INFERRED}


def test_a_value_that_is_stated_for_a_year_ties_its_whole_table() -> None:
    assert years(said("3", "96.97"), *inferred({3: "96.97", 4: "78.71"})) == {
        "3": [2567],
        "4": [2567],
    }


@pytest.mark.parametrize(
    ("stated", "table"),
    [
        ([("3", "95.00")], {3: "96.97", 4: "78.71"}),  # another value
        ([("3", "96.97"), ("4", "78.17")], {3: "96.97", 4: "78.71"}),  # one of two differs
        ([("9", "100.00")], {9: "100.00", 4: "78.71"}),  # a value of many years
        ([("ITA", "86.16")], {3: "96.97", 4: "78.71"}),  # nothing to compare
        ([("ITA", "86.16")], OTHER),  # the sum fails
    ],
)
def test_other_figures_stay_with_the_year_that_was_inferred(
    stated: list[tuple[str, str]], table: dict[int, str]
) -> None:
    read = years(*(said(*fact) for fact in stated), *inferred(table))
    assert 2568 in read["4"]


def test_an_inferred_year_with_stated_figures_of_its_own_stays() -> None:
    read = years(said("3", "96.97"), said("3", "90.00", 2568), *inferred({3: "96.97", 4: "78.71"}))
    assert read["4"] == [2568]
