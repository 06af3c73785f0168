"""What several words of persons come to: in which order, against which arithmetic, beside which others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.test_batch_corrections import OUT, Runs, correct, of, runs, value_of
from tests.test_corrections import cell, fact, of_document, report_of, score
from tests.test_corrections import put as corrected
from tests.test_corrections import states as came
from tests.test_reconcile_basics import INDICATORS, scores_of
from thai_ita.analyze.reconcile import reconcile
from thai_ita.batch.correction_outcomes import in_words
from thai_ita.corrections import apply
from thai_ita.corrections.csv_file import write_corrections
from thai_ita.corrections.fact_names import name_facts
from thai_ita.corrections.folder_corrections import CannotCorrectError, made_of_table, taken_over
from thai_ita.corrections.moments import moment, moments
from thai_ita.corrections.record import Correction
from thai_ita.model import Basis, CheckResult, EstablishedBy, Media, Report

__all__ = ["runs"]
FOUR = {"ITA": "85.50", "IIT": "81.77", "EIT": "81.04", "OIT": "91.64"}
PLAIN_P = 0.98
"""Read surely enough to be published, and not without doubt."""

# -- a level against scores that prove one another -------------------------------------------------


def scanned(level: str = "ผ่านดี", p: dict[str, float] | None = None, **values: str) -> Report:
    report = report_of(FOUR | values, level=level, media=Media.PDF_SCAN)
    for one in report.scores:
        one.reading_p = (p or {}).get(one.code, PLAIN_P)
    return report


def published(report: Report) -> set[str]:
    reconcile(report)
    return {one.code for one in report.scores}


def test_a_level_counts_for_nothing_against_scores_that_prove_one_another() -> None:
    report = scanned(p={"OIT": 0.5})
    one = score(report, "OIT")
    one.fixed, one.corrected_by = True, "ก"
    assert published(report) == set(FOUR)
    (level,) = [check for check in report.checks if check.check == "level"]
    assert level.result is CheckResult.FAILS
    assert published(scanned()) == set(FOUR)


def test_it_counts_where_a_figure_is_in_doubt_or_the_sum_fails() -> None:
    assert published(scanned(p={"OIT": 0.96})) == set(FOUR) - {"OIT"}
    wrong = scanned(ITA="86.50")
    score(wrong, "OIT").fixed = True
    assert published(wrong) == {"OIT"}
    # Nothing but its form speaks for a total by itself.
    assert published(scanned(p={"ITA": 0.96})) == set(FOUR) - {"ITA"}


# -- what follows from others ---------------------------------------------------------------------

DERIVED = "2568/indicator/9"
REST = {"ITA": "92.26", **{code: text for code, text in INDICATORS.items() if code != "9"}}


@pytest.mark.parametrize(
    ("column", "was", "becomes"),
    [("fiscal_year", "2568", "2568"), ("fiscal_year", "2568", "2567"), ("code", "9", "9"),
     ("agency", "", "อบต.บ้านนา จังหวัดน่าน")],
)  # fmt: skip
def test_a_derived_score_whose_year_or_owner_a_person_says_is_derived_still(
    column: str, was: str, becomes: str
) -> None:
    plain = corrected(report_of(REST))
    before = score(plain, "9")
    was = was or (before.agency.name if before.agency else "")
    made = corrected(report_of(REST), cell(DERIVED, was, becomes, column=column))
    nine = fact(made, DERIVED)
    assert (nine.basis, nine.corrected_by, nine.value) == (Basis.DERIVED, "สมชาย", before.value)
    assert nine.confidence == before.confidence
    assert [(one.status, one.confidence) for one in made.scores if one.code != "9"] == [
        (one.status, one.confidence) for one in plain.scores if one.code != "9"
    ]
    if becomes == "2567":
        assert (nine.fiscal_year, nine.year_from) == (2567, EstablishedBy.CORRECTION)
        assert [one.fiscal_year for one in made.scores if one.code == "9"] == [2567]


def test_a_derived_score_follows_what_it_comes_from_also_where_its_year_is_said() -> None:
    year = cell(DERIVED, "2568", "2568", column="fiscal_year")
    alone = corrected(report_of(REST), cell("2568/indicator/1", "92.53", "92.93"))
    made = corrected(report_of(REST), year, cell("2568/indicator/1", "92.53", "92.93"))
    assert fact(made, DERIVED).value == score(alone, "9").value != score(corrected(report_of(REST)), "9").value
    # Given by a person it stands for itself.
    shown = f"{score(corrected(report_of(REST)), '9').value:.2f}"
    made = corrected(report_of(REST), year, cell(DERIVED, shown, "97.40"))
    assert (fact(made, DERIVED).basis, fact(made, DERIVED).value) == (Basis.STATED, 97.4)


def test_what_is_said_of_a_derived_score_that_follows_no_more_is_told() -> None:
    year = cell(DERIVED, "2568", "2568", column="fiscal_year")
    made = corrected(report_of(REST), year, cell("2568/indicator/1", "92.53", ""))
    assert came(made) == ["misfit", "applied"]
    assert "follows from nothing any more" in made.corrections[0].message


@pytest.mark.parametrize("whole", [True, False])
def test_a_rejected_derived_score_comes_back_under_no_other_year(whole: bool) -> None:
    name = "2568/instrument/IIT"
    reject = cell(name, "87.95", "")
    if whole:
        report = report_of(INDICATORS)
        for one in report.scores:
            one.year_from = EstablishedBy.TITLE
        made = corrected(report, of_document("fiscal_year", "2568", "2567"), reject)
    else:
        moved = [cell(f"2568/indicator/{n}", "2568", "2567", column="fiscal_year") for n in range(1, 6)]
        made = corrected(report_of(INDICATORS), *moved, reject)
    assert set(came(made)) == {"applied"}
    assert {one.fiscal_year for one in made.scores if one.code in "12345"} == {2567}
    assert "IIT" not in {one.code for one in made.scores}


def test_what_follows_keeps_its_name_when_the_year_is_corrected() -> None:
    report = report_of(INDICATORS)
    for one in report.scores:
        one.year_from = EstablishedBy.TITLE
    made = corrected(
        report,
        of_document("fiscal_year", "2568", "2567"),
        cell("2568/instrument/IIT", "87.95", "87.96"),
    )
    assert (fact(made, "2568/instrument/IIT").value, came(made)) == (87.96, ["applied"] * 2)
    # Where another has that name by now it gets one of its own.
    twice = report_of(INDICATORS)
    name_facts(twice)
    twice.scores += scores_of({"IIT": "1.00"})
    twice.scores[-1].fact, twice.scores[-1].fiscal_year = "2568/instrument/IIT", 2560
    reconcile(twice)
    name_facts(twice)
    assert sorted(s.fact for s in twice.scores if s.code == "IIT") == [
        "2568/instrument/IIT",
        "2568/instrument/IIT#2",
    ]


def test_a_score_does_not_become_another_that_is_there() -> None:
    def code(n: int, becomes: int, column: str = "code") -> Correction:
        return cell(f"2568/indicator/{n}", str(n), str(becomes), column=column)

    made = corrected(report_of(INDICATORS), code(3, 4))
    assert (came(made), fact(made, "2568/indicator/3").code) == (["misfit"], "3")
    assert "there is one already, 2568/indicator/4" in made.corrections[0].message
    # Two may change places, and one may come where another is rejected.
    made = corrected(report_of(INDICATORS), code(3, 4), code(4, 3))
    assert (came(made), fact(made, "2568/indicator/3").code) == (["applied"] * 2, "4")
    made = corrected(report_of(INDICATORS), code(3, 4), cell("2568/indicator/4", "81.07", ""))
    assert (came(made), fact(made, "2568/indicator/3").code) == (["applied"] * 2, "4")
    # Of a chain that cannot stand nothing is left.
    made = corrected(report_of(INDICATORS), code(2, 3), code(3, 4))
    assert (came(made), [fact(made, f"2568/indicator/{n}").code for n in (2, 3)]) == (
        ["misfit"] * 2,
        ["2", "3"],
    )


def test_a_long_chain_of_codes_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apply, "MOST_ROUNDS", 1)
    chain = [cell(f"2568/indicator/{n}", str(n), str(n + 1), column="code") for n in range(1, 9)]
    made = corrected(report_of(INDICATORS), *chain)
    assert set(came(made)) == {"misfit"}
    assert sum("too many depend" in one.message for one in made.corrections) == 6


# -- in which order -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "is_at"),
    [
        ("2026-01-05", "2026-01-05"), ("2026-01-05T10:30", "2026-01-05T10:30:00"),
        ("2026-01-05T10:30:00Z", "2026-01-05T10:30:00"), ("2026-01-05T10:30+07:00", "2026-01-05T03:30:00"),
        ("9/1/2026", "2026-01-09"), ("9/1/2569", "2026-01-09"), ("๙ ม.ค. 2569", "2026-01-09"),
        ("2569-02-15", "2026-02-15"), ("9/1/2026 3:07", "2026-01-09T03:07:00"), ("9/1/2026 12:07 AM", "2026-01-09T00:07:00"),
        ("9/1/2026 3:07:09 PM", "2026-01-09T15:07:09"), ("เมื่อวาน", ""), ("", ""), ("32/1/2026", ""),
    ],
)  # fmt: skip
def test_when_somebody_said_it(when: str, is_at: str) -> None:
    assert moment(when) == is_at


def test_a_file_of_a_spreadsheet_that_puts_the_month_first() -> None:
    assert moments(["9/1/2026", "2/15/2026"]) == ["2026-09-01", "2026-02-15"]
    assert moments(["9/1/2026", "15/2/2026"]) == ["2026-01-09", "2026-02-15"]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("9/1/2026", "15/2/2026"), ("2026-01-09", "2/2/2026"), ("9 ม.ค. 2569", "15 ก.พ. 2569"), ("2569-02-15", "2026-11-27"),
     ("2026-01-05T12:30:00+07:00", "2026-01-05T06:00:00Z")],
)  # fmt: skip
def test_the_later_word_of_a_person_counts_however_its_date_is_written(earlier: str, later: str) -> None:
    rows = [
        cell(DERIVED, "97.50", "91.00", when=later),
        cell(DERIVED, "97.50", "90.00", when=earlier),
    ]
    for said in (rows, rows[::-1]):
        assert fact(corrected(report_of(INDICATORS), *said), DERIVED).value == 91


def test_a_when_that_is_no_date_is_told() -> None:
    rows = [
        cell(DERIVED, "97.50", "91.00", when="เมื่อวาน"),
        cell(DERIVED, "97.50", "90.00", when="2026-01-05"),
    ]
    made = corrected(report_of(INDICATORS), *rows)
    assert (fact(made, DERIVED).value, came(made)) == (90, ["superseded", "applied"])
    assert "by its row" in made.corrections[0].message


def test_scores_that_follow_are_counted_once() -> None:
    report = report_of(INDICATORS)
    for one in report.scores:
        one.year_from = EstablishedBy.TITLE
    made = corrected(report, of_document("fiscal_year", "2568", "2567"), of_document("province", "", "น่าน"))
    assert "10 scores follow" in made.corrections[0].message


def test_one_that_a_later_one_replaced_is_counted_apart() -> None:
    assert in_words({"applied": 1, "superseded": 2, "disputed": 1}) == (
        "1 correction applied, 2 superseded, 1 not (1 disputed)"
    )


# -- the corrections of others --------------------------------------------------------------------


def file_of(*corrections: Correction) -> Path:
    path = Path("theirs.csv")
    with path.open("wb") as file:
        write_corrections(file, corrections)
    return path


def at(hours: float) -> str:
    return f"{datetime.now(UTC) + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"


def test_an_older_file_takes_back_nothing_that_stands(runs: Runs) -> None:
    correct(replace(of("text a"), when=at(-2)))
    runs.run()
    # Said later than what stands, and before a table showed that.
    old = replace(of("text a", becomes="91"), who="ข", when=at(-1))
    added = taken_over(file_of(old, replace(of("text b"), when=at(-1))), OUT)
    assert [each.doc_id for each in added.new] == [of("text b").doc_id]
    (line,) = added.told
    assert "ข said 91" in line
    assert "before the table showed 90 by ก" in line
    runs.run()
    assert value_of("text a") == "90.00"


@pytest.mark.parametrize(
    "word",
    [
        replace(of("text a", becomes="91"), who="ข", when=at(1)),
        replace(of("text a", becomes="91"), who="ข", when=""),
        replace(of("text a", becomes="91"), who="ข", when=at(0)[:10]),
        replace(of("text a", was="90", becomes="91"), who="ข", when=at(-1)),
        replace(of("text a", becomes="91"), who="ก", when=at(-1)),
        replace(of("text b", becomes="91"), who="ข", when=at(-1)),
    ],
    ids=["said after the run", "nobody knows when", "of the same day", "of what stands", "of the same person", "elsewhere"],
)  # fmt: skip
def test_other_words_of_others_go_in(runs: Runs, word: Correction) -> None:
    correct(replace(of("text a"), when=at(-2)))
    runs.run()
    added = taken_over(file_of(word), OUT)
    assert (added.new, added.told) == ([word], [])


def test_an_older_word_of_the_same_person_is_left_out(runs: Runs) -> None:
    correct(replace(of("text a"), when=at(-2)))
    runs.run()
    added = taken_over(file_of(replace(of("text a", becomes="91"), when=at(-3))), OUT)
    assert (added.new, len(added.told)) == ([], 1)


def test_what_a_file_leaves_out_stays_and_is_told(runs: Runs) -> None:
    correct(of("text a"), replace(of("text a", becomes="91"), who="ข"), of("text b"))
    runs.run()
    added = taken_over(file_of(of("text a")), OUT)
    (note,) = [note for note in added.notes if "stays" in note]
    assert "1 correction of out/corrections.csv is not in theirs.csv and stays; to take one out delete its row" in note
    # A file that has nothing of them is no newer state of them.
    assert not [n for n in taken_over(file_of(of("text c")), OUT).notes if "stays" in n]


def test_a_table_that_lies_elsewhere_is_told_with_what_helps(runs: Runs) -> None:
    runs.run()
    Path("scores.csv").write_bytes((OUT / "scores.csv").read_bytes())
    Path("documents.csv").write_bytes((OUT / "documents.csv").read_bytes())
    with pytest.raises(CannotCorrectError, match="--out"):
        made_of_table(Path("scores.csv"), who="ก")


def test_rows_that_were_removed_on_purpose_make_no_noise(runs: Runs) -> None:
    runs.run()
    path = OUT / "scores.csv"
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(lines[:1] + lines[2:]), "utf-8")
    made_of_table(path, who="ก", removed=True)
    notes = runs.run().notes
    assert not [note for note in notes if "edited-" in note]
