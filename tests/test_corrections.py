"""What a person says of a report stands in its tables, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recognised_documents import document as recognised
from tests.recognised_documents import indicators
from tests.test_reconcile_basics import (
    AGENCY,
    FULL,
    INDICATORS,
    SUMMARY,
    report_of,
    score,
    scores_of,
    with_digit,
)
from thai_ita.analyze.reconcile import explain, reconcile
from thai_ita.analyze.reconcile.confidence import PERSON, VERIFIED
from thai_ita.batch.read_report import finish_report
from thai_ita.corrections import apply
from thai_ita.corrections.apply import corrected
from thai_ita.corrections.fact_names import name_facts
from thai_ita.corrections.record import CORRECTABLE, MAIN_COLUMNS, Correction
from thai_ita.corrections.stated_owners import owner_said
from thai_ita.export.tables import build_tables
from thai_ita.model import (
    Agency,
    Basis,
    Change,
    Check,
    CheckResult,
    DocStatus,
    DocType,
    EstablishedBy,
    Evidence,
    FigureReading,
    Finding,
    FindingKind,
    Measure,
    Media,
    Problem,
    Report,
    Score,
    ScoreKind,
    ScoreStatus,
    Severity,
)
from thai_ita.parse import parse_document

ID = "0" * 16
NINE = "2568/indicator/9"


def cell(
    fact: str, was: str, becomes: str, who: str = "สมชาย", *, column: str = "", table: str = "scores",
    when: str = "", why: str = "",
) -> Correction:  # fmt: skip
    column = column or {"scores": "value", "measures": "title", "findings": "text"}[table]
    return Correction(ID, table, fact, column, was, becomes, who, when, why)


def of_document(column: str, was: str, becomes: str, who: str = "สมชาย") -> Correction:
    return Correction(ID, "documents", "", column, was, becomes, who)


def finish(report: Report) -> None:
    finish_report(report, repair=True)


def put(report: Report, *corrections: Correction) -> Report:
    """The finished report; the parsed one stays as it is."""
    name_facts(report)
    report.status = DocStatus.OK
    return corrected(report, corrections, finish)


def states(report: Report) -> list[str]:
    return [result.state for result in report.corrections]


def fact(report: Report, name: str) -> Score:
    return next(s for s in report.scores if s.fact == name)


def row(report: Report, table: str, name: str = "") -> dict[str, object]:
    tables = {t.name: t.rows for t in build_tables([report])}
    return dict(next(r for r in tables[table] if not name or r["fact"] == name))


# -- scores --------------------------------------------------------------------------------------


def test_a_corrected_value_says_whose_it_is_and_keeps_what_was_printed() -> None:
    made = put(report_of(SUMMARY), cell(NINE, "97.5", "๙๗.๔๐", when="2026-01-05", why="หน้า 3"))
    one = row(made, "scores", NINE)
    assert (str(one["value"]), one["value_as_seen"]) == ("97.40", "97.50")
    assert (one["status"], one["basis"], one["corrected_by"]) == ("corrected", "stated", "สมชาย")
    assert one["row"] == fact(put(report_of(SUMMARY)), NINE).evidence.row
    assert fact(made, NINE).confidence == PERSON
    (check,) = [c for c in made.checks if c.check == "correction"]
    assert (check.result, check.severity) == (CheckResult.REPAIRED, Severity.INFO)
    assert (check.found, check.expected, check.scores) == ("97.5", "๙๗.๔๐", ["9"])
    for word in ("สมชาย", "2026-01-05", "หน้า 3", NINE):
        assert word in check.message
    assert any(line.startswith("Corrected: scores") for line in explain(made))


def test_the_parsed_report_stays_as_it_is() -> None:
    report = report_of(SUMMARY)
    put(report, cell(NINE, "97.50", "1"), cell("2568/indicator/8", "78.75", ""))
    assert {s.code: s.value_as_seen for s in report.scores} == SUMMARY
    assert not report.checks
    assert score(report, "9").value == 97.5


def test_one_that_does_not_fit_is_told_and_not_applied() -> None:
    made = put(report_of(SUMMARY), cell(NINE, "97.40", "90"))
    assert fact(made, NINE).value == 97.5
    assert fact(made, NINE).corrected_by == ""
    assert states(made) == ["misfit"]
    assert "97.50" in made.corrections[0].message
    (check,) = [c for c in made.checks if c.check == "correction"]
    assert (check.result, check.severity) == (CheckResult.FAILS, Severity.WARNING)
    assert [t.code for t in made.problems] == ["correction-misfit"]


def test_arithmetic_neither_repairs_nor_blames_what_a_person_gave() -> None:
    misread = with_digit(FULL, "4", "31.07")
    plain = report_of(misread)
    reconcile(plain)
    assert score(plain, "4").basis is Basis.REPAIRED
    made = put(report_of(misread), cell("2568/indicator/4", "81.07", "31.07"))
    four = score(made, "4")
    assert (four.value, four.basis, four.status) == (31.07, Basis.STATED, ScoreStatus.CORRECTED)
    assert four.confidence == PERSON
    # The checks say so all the same, and no other score is repaired for it.
    failing = {c.check for c in made.checks if c.result is CheckResult.FAILS}
    assert failing == {"instrument", "indicator"}
    assert not any(s.basis is Basis.REPAIRED for s in made.scores)


def test_a_given_value_is_known_to_the_arithmetic_of_the_others() -> None:
    wrong = {**SUMMARY, "9": "91.50"}
    plain = report_of(wrong, media=Media.DOCX)
    reconcile(plain)
    assert score(plain, "1").status is ScoreStatus.UNCHECKED
    made = put(report_of(wrong, media=Media.DOCX), cell(NINE, "91.50", "97.50"))
    assert score(made, "1").status is ScoreStatus.CONSISTENT
    assert score(made, "9").status is ScoreStatus.CORRECTED
    assert score(made, "ITA").status is ScoreStatus.VERIFIED


def test_a_confirmed_value_stays_verified_or_becomes_corrected() -> None:
    made = put(report_of(FULL), cell(NINE, "97.50", "97.50"), cell("2568/overall/ITA", "92.26", "92.26"))
    plain = put(report_of(FULL))
    assert states(made) == ["confirmed", "confirmed"]
    assert score(plain, "ITA").status is score(made, "ITA").status is ScoreStatus.VERIFIED
    assert score(made, "ITA").corrected_by == "สมชาย"
    assert score(plain, "9").status is ScoreStatus.CONSISTENT
    assert score(made, "9").status is ScoreStatus.CORRECTED
    assert score(made, "ITA").confidence == VERIFIED
    results = [c.result for c in made.checks if c.check == "correction"]
    assert results == [CheckResult.HOLDS, CheckResult.HOLDS]


def test_a_repaired_value_is_confirmed() -> None:
    made = put(report_of(with_digit(FULL, "4", "31.07")), cell("2568/indicator/4", "81.07", "81.07"))
    four = score(made, "4")
    assert (four.value, four.value_as_seen, four.status) == (81.07, "31.07", ScoreStatus.VERIFIED)
    assert four.basis is Basis.STATED
    assert not [c for c in made.checks if c.check == "repair"]


def test_a_score_of_a_part_is_confirmed() -> None:
    report = report_of({"7": "90.00"})
    report.scores[0].part = "1"
    made = put(report, cell("2568/indicator/7/1", "90.00", "90.00"))
    assert fact(made, "2568/indicator/7/1").status is ScoreStatus.CORRECTED


def test_a_conflict_is_settled_by_the_person() -> None:
    def disputed() -> Report:
        report = report_of({"9": "97.50", "8": "78.75"})
        report.scores[0].status = ScoreStatus.CONFLICT
        report.scores[0].alternates = (95.0,)
        return report

    assert score(put(disputed()), "9").status is ScoreStatus.CONFLICT
    made = put(disputed(), cell(NINE, "97.50", "96.00"))
    assert (score(made, "9").value, score(made, "9").status) == (96.0, ScoreStatus.CORRECTED)
    assert not [c for c in made.checks if c.check in ("restated", "alternates")]


def test_a_rejected_score_is_in_no_table_and_told() -> None:
    made = put(report_of(SUMMARY), cell(NINE, "97.50", ""))
    assert NINE not in {s.fact for s in made.scores}
    assert states(made) == ["applied"]
    # Nor does the sum of the others derive it.
    rest = {k: v for k, v in SUMMARY.items() if k != "9"}
    assert score(put(report_of(rest)), "9").basis is Basis.DERIVED
    assert "9" not in {s.code for s in made.scores}


def test_a_derived_value_is_corrected_confirmed_and_rejected() -> None:
    rest = {k: v for k, v in SUMMARY.items() if k != "9"}
    shown = f"{score(put(report_of(rest)), '9').value:.2f}"
    for becomes, basis, status in (
        ("97.10", Basis.STATED, "corrected"),
        (shown, Basis.STATED, "corrected"),
    ):
        made = put(report_of(rest), cell(NINE, shown, becomes))
        nine = fact(made, NINE)
        assert (nine.basis, nine.status, nine.value_as_seen) == (basis, status, "")
    made = put(report_of(rest), cell(NINE, shown, ""))
    assert "9" not in {s.code for s in made.scores}
    instrument = put(report_of(INDICATORS), cell("2568/instrument/IIT", "87.95", ""))
    assert "IIT" not in {s.code for s in instrument.scores}


def test_a_score_is_added_to_what_was_read() -> None:
    made = put(report_of(INDICATORS), cell("2568/overall/ITA", "", "92.26"))
    total = fact(made, "2568/overall/ITA")
    assert (total.kind, total.code, total.fiscal_year) == (ScoreKind.OVERALL, "ITA", 2568)
    assert (total.basis, total.status, total.agency) == (
        Basis.STATED,
        ScoreStatus.CORRECTED,
        AGENCY,
    )
    assert total.year_from is total.agency_from is EstablishedBy.CORRECTION
    assert "สมชาย" in total.evidence.text
    assert score(made, "1").status is ScoreStatus.CONSISTENT


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("9", "no score has such a name"),
        ("2568/indicator/9.1", "no code of kind"),
        ("2568/colour/9", "no score has such a name"),
        ("1234/indicator/9", "no fiscal year"),
        ("2568/indicator/9@ไม่มีชื่อ", "names no agency"),
        (f"{NINE}#2", "one already"),
    ],
)
def test_what_names_no_score_adds_none(name: str, words: str) -> None:
    made = put(report_of(SUMMARY), cell(name, "", "50"))
    assert states(made) == ["misfit"]
    assert words in made.corrections[0].message
    assert len(made.scores) == len(put(report_of(SUMMARY)).scores)


def test_a_score_of_a_part_or_of_another_agency_is_added() -> None:
    made = put(report_of(INDICATORS), cell("2568/indicator/7/2@อบต.บ้านนา", "", "80.00"))
    added = fact(made, "2568/indicator/7/2@อบต.บ้านนา")
    assert (added.part, added.status) == ("2", ScoreStatus.CORRECTED)
    assert added.agency is not None
    assert added.agency.name == "องค์การบริหารส่วนตำบลบ้านนา"


def test_scores_of_many_agencies_are_told_apart() -> None:
    report = report_of(INDICATORS)
    other = Agency("x", "เทศบาลตำบลอื่น", "เทศบาลตำบล")
    report.scores += scores_of(INDICATORS, agency=other)
    name = f"{NINE}@{other.name}"
    made = put(report, cell(name, "97.50", "97.50"), cell(name, "97.50", "97.5", who="ข"))
    assert states(made) == ["confirmed", "duplicate"]
    assert fact(made, name).status is ScoreStatus.CORRECTED
    assert fact(made, NINE).corrected_by == ""


def test_of_two_scores_under_one_name_the_given_one_counts() -> None:
    report = report_of({"9": "97.50"})
    report.scores += scores_of({"9": "91.00"})
    for name, value in ((NINE, 97.5), (f"{NINE}#2", 91.0)):
        made = put(report, cell(name, f"{value}", f"{value}"))
        assert fact(made, name).status is ScoreStatus.CORRECTED
        assert sum(s.status is ScoreStatus.CORRECTED for s in made.scores) == 1


def test_what_the_document_derives_from_a_value_moves_with_it() -> None:
    def report() -> Report:
        made = report_of({"9": "90.00"})
        last = scores_of({"9": "88.00"}, 2567)[0]
        last.basis, last.value_as_seen = Basis.DERIVED, "+2.00"
        other = scores_of({"9": "70.00"}, 2567, Agency("x", "เทศบาลตำบลอื่น"))[0]
        other.basis = Basis.DERIVED
        made.scores += [last, other]
        made.changes = [Change(ScoreKind.INDICATOR, "9", 2568, 2.0, "+2.00", Evidence())]
        return made

    made = put(report(), cell(NINE, "90.00", "91.00"))
    assert fact(made, "2567/indicator/9").value == 89.0
    assert fact(made, "2567/indicator/9@เทศบาลตำบลอื่น").value == 70.0
    assert "2567" in made.corrections[0].message
    gone = put(report(), cell(NINE, "90.00", ""))
    assert [s.value for s in gone.scores] == [70.0]
    assert "2567" in gone.corrections[0].message


def test_year_owner_and_code_of_a_score_are_a_persons_word() -> None:
    made = put(
        report_of({"9": "97.50"}),
        cell(NINE, "2568", "2024", column="fiscal_year"),
        cell(NINE, AGENCY.name, "อบต. บ้านนา", column="agency"),
        cell(NINE, "9", "๘", column="code"),
    )
    nine = fact(made, NINE)
    assert (nine.fiscal_year, nine.code) == (2567, "8")
    assert nine.agency is not None
    assert nine.agency.name == "องค์การบริหารส่วนตำบลบ้านนา"
    # Where it lies is not corrected.
    assert (nine.agency.district, nine.agency.province) == (AGENCY.district, AGENCY.province)
    assert nine.year_from is nine.agency_from is EstablishedBy.CORRECTION
    assert nine.corrected_by == "สมชาย"
    # Nobody has said that the value is right.
    assert nine.status is ScoreStatus.UNCHECKED
    assert states(made) == ["applied"] * 3


def test_a_code_that_is_none_of_its_kind_is_refused() -> None:
    made = put(report_of({"9": "97.50"}), cell(NINE, "9", "o12", column="code"))
    assert (states(made), fact(made, NINE).code) == (["misfit"], "9")
    both = put(
        report_of({"9": "97.50"}),
        cell(NINE, "9", "o12", column="code"),
        cell(NINE, "indicator", "oit_item", column="kind"),
    )
    assert (fact(both, NINE).kind, fact(both, NINE).code) == (ScoreKind.OIT_ITEM, "o12")


@pytest.mark.parametrize("becomes", ["101", "-1", "มาก"])
def test_what_is_no_score_is_refused_with_a_word(becomes: str) -> None:
    made = put(report_of({"9": "97.50"}), cell(NINE, "97.50", becomes))
    assert states(made) == ["misfit"]
    assert becomes in made.corrections[0].message


def test_zeros_that_a_spreadsheet_dropped_are_put_back() -> None:
    made = put(report_of({"9": "97.50"}), cell(NINE, "97.5", "90"))
    assert str(row(made, "scores", NINE)["value"]) == "90.00"


# -- what a recogniser was not sure of -------------------------------------------------------------


def unsure() -> Report:
    doubts = {"๙๗.๕๐": FigureReading("๙๗.๕๐", 0.5, (("๙๑.๕๐", 0.4),))}
    return parse_document(recognised(indicators(), doubts=doubts))


def unsure_put(*corrections: Correction) -> Report:
    report = unsure()
    name_facts(report)
    return corrected(report, corrections, finish)


def test_a_withheld_figure_is_published_when_a_person_confirms_it() -> None:
    plain = unsure_put()
    assert [s.fact for s in plain.withheld] == [NINE]
    assert plain.status is DocStatus.PARTIAL
    for was in ("", "97.5"):
        made = unsure_put(cell(NINE, was, "97.50"))
        nine = fact(made, NINE)
        assert (nine.value, nine.status, nine.value_as_seen) == (
            97.5,
            ScoreStatus.CORRECTED,
            "๙๗.๕๐",
        )
        assert nine.evidence.table == plain.withheld[0].evidence.table
        assert not made.withheld
        assert made.status is DocStatus.OK
        assert "readings-withheld" not in {t.code for t in made.problems}


def test_a_withheld_figure_is_rejected() -> None:
    made = unsure_put(cell(NINE, "", ""))
    assert not made.withheld
    assert NINE not in {s.fact for s in made.scores}
    assert states(made) == ["applied"]
    assert states(put(report_of(SUMMARY), cell("2567/indicator/9", "", ""))) == ["misfit"]


def test_a_row_whose_code_was_in_doubt_is_settled_by_hand() -> None:
    rows = [("ข้อ", "คะแนน"), ("i1", "๘๐.๒๕"), ("i2", "๗๐.๒๕"), ("i2", "๗๑.๒๕"), ("i4", "๘๒.๒๕")]
    report = parse_document(recognised("IIT", rows))
    name_facts(report)
    (kept,) = [s for s in report.withheld if s.value == 71.25]
    plain = corrected(report, [], finish)
    assert any("71.25" in c.message or "๗๑.๒๕" in c.message for c in plain.checks)
    given = cell(kept.fact, "", "71.25"), cell(kept.fact, "i2", "i3", column="code")
    made = corrected(report, given, finish)
    assert (fact(made, kept.fact).code, fact(made, kept.fact).value) == ("i3", 71.25)
    told = [c for c in made.checks if c.check != "correction"]
    assert not any("๗๑.๒๕" in c.found and "left out" in c.message for c in told)
    early = corrected(report, given[1:], finish)
    assert "left out" in early.corrections[0].message


def test_an_impossible_value_is_mended_by_hand() -> None:
    report = report_of({"8": "78.75"})
    report.impossible = scores_of({"9": "9750"})
    made = put(report, cell(NINE, "", "97.50"))
    assert (fact(made, NINE).value, fact(made, NINE).value_as_seen) == (97.5, "9750")
    assert not made.impossible
    assert "impossible-value" not in {t.code for t in made.problems}


# -- who says what ----------------------------------------------------------------------------------


def test_persons_who_differ_are_told_and_nothing_is_applied() -> None:
    made = put(report_of(SUMMARY), cell(NINE, "97.50", "90", "ก"), cell(NINE, "97.50", "91", "ข"))
    assert states(made) == ["disputed", "disputed"]
    assert fact(made, NINE).value == 97.5
    for who in ("ก:", "ข:"):
        assert who in made.corrections[0].message


def test_the_later_word_of_a_person_counts() -> None:
    old = cell(NINE, "97.50", "90", "ก", when="2026-01-01")
    new = cell(NINE, "97.50", "91", "ก", when="2026-01-02T09:00")
    for listed, value in (((old, new), 91), ((new, old), 91)):
        made = put(report_of(SUMMARY), *listed)
        assert fact(made, NINE).value == value
        assert sorted(states(made)) == ["applied", "superseded"]
    # One that says no time leaves the order of the file.
    undated = cell(NINE, "97.50", "92", "ก", when="5/1/2026")
    assert fact(put(report_of(SUMMARY), new, undated), NINE).value == 92
    unknown = put(report_of(SUMMARY), cell(NINE, "97.50", "90", ""), cell(NINE, "97.50", "91", ""))
    assert states(unknown) == ["superseded", "applied"]
    assert fact(unknown, NINE).corrected_by == "unnamed"


def test_persons_who_agree_are_one() -> None:
    made = put(report_of(SUMMARY), cell(NINE, "97.50", "90", "ก"), cell(NINE, "97.5", "90.0", "ข"))
    assert states(made) == ["applied", "duplicate"]
    assert fact(made, NINE).corrected_by == "ก"


def test_a_second_person_follows_on_a_first() -> None:
    made = put(report_of(SUMMARY), cell(NINE, "90.00", "91", "ข"), cell(NINE, "97.50", "90", "ก"))
    assert states(made) == ["applied", "superseded"]
    assert "a later one follows on it: “91”, says ข" in made.corrections[1].message
    assert fact(made, NINE).value == 91
    assert fact(made, NINE).corrected_by == "ก; ข"


def test_there_and_back_and_there_again() -> None:
    there, back = cell(NINE, "97.50", "90.00"), cell(NINE, "90.00", "97.50")
    again = cell(NINE, "97.50", "90.00", why="again")
    assert fact(put(report_of(SUMMARY), there, back), NINE).value == 97.5
    made = put(report_of(SUMMARY), there, back, again)
    assert (fact(made, NINE).value, states(made)) == (90.0, ["superseded", "superseded", "applied"])


def test_a_rejected_fact_may_be_brought_back() -> None:
    made = put(report_of(SUMMARY), cell(NINE, "97.50", ""), cell(NINE, "", "97.40", "ข"))
    nine = fact(made, NINE)
    assert (nine.value, nine.value_as_seen, nine.evidence.table) == (97.4, "97.50", 1)


def test_a_chain_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apply, "MOST_ROUNDS", 3)
    chain = [cell(NINE, f"{97.5 - n}", f"{96.5 - n}") for n in range(6)]
    made = put(report_of(SUMMARY), *chain)
    assert states(made) == ["superseded"] * 2 + ["applied"] + ["misfit"] * 3
    assert fact(made, NINE).value == 94.5


def test_what_is_read_so_by_now_is_no_misfit() -> None:
    made = put(report_of(SUMMARY), cell(NINE, "91.50", "97.50"), cell(NINE, "", "97.5", "ข"))
    assert states(made) == ["confirmed", "duplicate"]
    assert (fact(made, NINE).status, fact(made, NINE).corrected_by) == (ScoreStatus.CORRECTED, "สมชาย")
    assert not made.problems


# -- the document -----------------------------------------------------------------------------------


def lines(*texts: str) -> Report:
    """A parsed report of indicators below these lines."""
    document = recognised(*texts, indicators(), typed=True, media=Media.TEXT)
    return parse_document(document)


def test_a_corrected_agency_takes_the_documents_scores_along() -> None:
    report = lines()
    other = Agency("x", "เทศบาลตำบลอื่น", "เทศบาลตำบล")
    report.scores += scores_of({"9": "50.00"}, agency=other)
    own = report.identity.agency
    assert own is not None
    made = put(report, of_document("agency", own.name, "อบต.บ้านนา จังหวัดน่าน"))
    agency = made.identity.agency
    assert agency is not None
    assert (agency.name, agency.type, agency.province) == (
        "องค์การบริหารส่วนตำบลบ้านนา", "องค์การบริหารส่วนตำบล", "น่าน"
    )  # fmt: skip
    assert made.identity.agency_from is EstablishedBy.CORRECTION
    assert made.identity.corrected_by == "สมชาย"
    assert {(s.agency or agency).name for s in made.scores} == {agency.name, other.name}
    assert fact(made, NINE).agency_from is EstablishedBy.CORRECTION
    assert {c.agency for c in made.checks if c.check == "missing"} == {agency}
    assert row(made, "documents")["corrected_by"] == "สมชาย"


def test_a_name_that_was_recognised_is_settled_by_a_person() -> None:
    report = parse_document(recognised(indicators()))
    own = report.identity.agency
    assert own is not None
    report.unsure_names, report.disputed_names = {own.name: "x"}, {own.name}
    report.unsure_years = {2568: 0.5}
    name_facts(report)
    plain = corrected(report, [], finish)
    assert "name-recognised" in {t.code for t in plain.problems}
    said = of_document("agency", own.name, own.name), of_document("fiscal_year", "2568", "2568")
    made = corrected(report, said, finish)
    assert "name-recognised" not in {t.code for t in made.problems}
    assert not any((made.unsure_names, made.disputed_names, made.unsure_years))
    assert all((report.unsure_names, report.disputed_names, report.unsure_years))


@pytest.mark.parametrize(
    ("column", "becomes", "words"),
    [("agency", "บ้านเลขที่ 5", "names no agency"), ("province", "ดาวอังคาร", "is no province"),
     ("agency", "อบต." + "ก" * 400, "over 300 letters")],
)  # fmt: skip
def test_what_names_no_owner_is_refused(column: str, becomes: str, words: str) -> None:
    report = report_of(SUMMARY)
    was = AGENCY.name if column == "agency" else AGENCY.province
    made = put(report, of_document(column, was, becomes))
    assert states(made) == ["misfit"]
    assert words in made.corrections[0].message
    assert made.identity.agency == AGENCY


def test_what_is_said_of_one_score_is_narrower_than_what_is_said_of_the_document() -> None:
    made = put(
        report_of({"9": "97.50", "8": "78.75"}),
        cell(NINE, "2568", "2568", column="fiscal_year"),
        cell(NINE, AGENCY.name, AGENCY.name, column="agency"),
        of_document("fiscal_year", "2568", "2566"),
        of_document("agency", AGENCY.name, "อบต.บ้านนา"),
    )
    nine = fact(made, NINE)
    assert (nine.fiscal_year, nine.agency) == (2568, AGENCY)
    assert fact(made, "2568/indicator/8").agency == made.identity.agency


def test_a_rejected_score_stays_away_under_a_corrected_owner() -> None:
    report = report_of(SUMMARY)
    report.checks = [Check("code-order", CheckResult.FAILS, agency=AGENCY)]
    made = put(report, cell(NINE, "97.50", ""), of_document("agency", AGENCY.name, "อบต.บ้านนา"))
    assert "9" not in {s.code for s in made.scores}
    assert {c.agency for c in made.checks} == {made.identity.agency}


def test_another_province_is_told_by_the_name() -> None:
    now = Agency("x", "เทศบาลเมืองน่าน", "เทศบาลเมือง", "เมืองน่าน", "น่าน")
    said = owner_said(now, {"agency": "อบจ.แพร่"})
    assert said is not None
    assert (said.name, said.province) == ("องค์การบริหารส่วนจังหวัดแพร่", "แพร่")


def test_a_place_is_corrected_without_the_name() -> None:
    made = put(
        report_of(SUMMARY),
        of_document("province", AGENCY.province, "จังหวัดน่าน"),
        of_document("district", AGENCY.district, "อำเภอปัว"),
    )
    agency = made.identity.agency
    assert agency is not None
    assert (agency.name, agency.district, agency.province) == (AGENCY.name, "ปัว", "น่าน")
    assert agency.agency_id != AGENCY.agency_id


def test_a_corrected_year_moves_the_scores_that_have_it_from_the_document() -> None:
    report = report_of(SUMMARY)
    for one in report.scores[:3]:
        one.year_from = EstablishedBy.TITLE
    made = put(report, of_document("fiscal_year", "2568", "๒๕๖๗"))
    years = [s.fiscal_year for s in made.scores]
    assert years[:3] == [2567] * 3
    assert years[3] == 2568
    assert made.scores[0].year_from is made.identity.year_from is EstablishedBy.CORRECTION
    assert made.scores[3].year_from is EstablishedBy.CAPTION


def test_what_was_missing_makes_a_document_whole() -> None:
    report = lines()
    report.identity.agency = None
    for one in report.scores:
        one.agency, one.agency_from = None, EstablishedBy.UNKNOWN
    report.identity.fiscal_year = None
    name_facts(report)
    report.status = DocStatus.PARTIAL
    report.problems.append(Problem("identity-incomplete", ""))
    year, agency = of_document("fiscal_year", "", "2568"), of_document("agency", "", "ทต.บ้านนา")
    half = corrected(report, [agency], finish)
    assert half.status is DocStatus.PARTIAL
    assert "identity-incomplete" in {t.code for t in half.problems}
    whole = corrected(report, [agency, year], finish)
    assert whole.status is DocStatus.OK
    assert "identity-incomplete" not in {t.code for t in whole.problems}
    assert fact(whole, NINE).agency_from is EstablishedBy.CORRECTION


def test_dates_without_a_year_are_of_the_corrected_year() -> None:
    report = plan()
    report.measures += [
        Measure(2, "ก", timeframe="ม.ค. - มี.ค.", start_date="2025-01-01", end_date="2025-03-31"),
        Measure(3, "ข", timeframe="ม.ค. - มี.ค.", start_date="2025-01-02"),
    ]
    made = put(report, of_document("fiscal_year", "2568", "2567"))
    starts = [measure.start_date for measure in made.measures]
    assert starts == ["2024-10-01", "2024-01-01", "2025-01-02"]


def test_an_undated_score_takes_the_year_that_a_person_gives_the_document() -> None:
    report = report_of({"9": "97.50"}, year=2568)
    report.identity.fiscal_year = None
    report.scores[0].fiscal_year, report.scores[0].year_from = None, EstablishedBy.UNKNOWN
    made = put(report, of_document("fiscal_year", "", "2567"))
    assert (made.scores[0].fiscal_year, made.scores[0].fact) == (2567, "-/indicator/9")
    assert made.scores[0].year_from is EstablishedBy.INFERRED


def test_a_document_that_gave_nothing_gets_a_score() -> None:
    report = parse_document(recognised("ประกาศวันหยุด", typed=True, media=Media.TEXT))
    assert report.status is DocStatus.NO_DATA
    made = corrected(report, [cell("2568/overall/ITA", "", "92.26")], finish)
    assert made.status is DocStatus.OK
    assert "no-data" not in {t.code for t in made.problems}
    assert [s.value for s in made.scores] == [92.26]


def test_other_columns_of_a_document() -> None:
    made = put(
        report_of(SUMMARY, level="A"),
        of_document("doc_type", "other", "score_analysis"),
        of_document("title", "", "รายงาน"),
        of_document("decided_on", "", "1/10/2568"),
        of_document("level", "A", "ผ่านดี"),
    )
    identity = made.identity
    assert identity.doc_type is DocType.SCORE_ANALYSIS
    assert (identity.title, identity.decided_on, identity.level) == ("รายงาน", "2025-10-01", "ผ่านดี")
    assert states(made) == ["applied"] * 4


def test_a_year_that_a_person_gives_is_not_doubted_by_the_calendar() -> None:
    def dated() -> Report:
        return report_of(SUMMARY, decided_on="2024-12-01")

    plain = put(dated())
    assert plain.status is DocStatus.PARTIAL
    assert max(s.confidence for s in plain.scores) == 0.5
    made = put(dated(), *(
        cell(s.fact, "2568", "2568", column="fiscal_year") for s in plain.scores if s.value_as_seen
    ))  # fmt: skip
    assert min(s.confidence for s in made.scores) > 0.5
    assert score(made, "ITA").year_from is EstablishedBy.CORRECTION
    assert made.status is DocStatus.OK
    assert "time" in {c.check for c in made.checks if c.result is CheckResult.FAILS}
    given = put(dated(), cell(NINE, "97.50", "97.50"))
    assert (fact(given, NINE).status, fact(given, NINE).confidence) == ("corrected", PERSON)


# -- measures and findings --------------------------------------------------------------------------


def plan() -> Report:
    report = report_of({"9": "97.50"})
    report.measures = [
        Measure(1, "อบรม", steps=["ก", "ข"], responsible=["กองคลัง"], timeframe="ปี 2568",
                start_date="2024-10-01", end_date="2025-09-30"),
    ]  # fmt: skip
    report.findings = [Finding(FindingKind.WEAKNESS, "ขาดข้อมูล", items=["e4"])]
    name_facts(report)
    return report


def the_measure(*corrections: tuple[str, str, str]) -> Measure:
    report = plan()
    name = report.measures[0].fact
    made = put(report, *(
        cell(name, was, becomes, column=column, table="measures") for column, was, becomes in corrections
    ))  # fmt: skip
    assert states(made) == ["applied"] * len(corrections)
    (measure,) = made.measures
    assert measure.corrected_by == "สมชาย"
    assert measure.fact == name
    return measure


def test_cells_of_a_measure() -> None:
    measure = the_measure(
        ("title", "อบรม", "อบรมบุคลากร"), ("steps", "ก\r\nข", "ก\nค\n"), ("responsible", "กองคลัง", "สำนักปลัด; กองช่าง"),
        ("items", "", "e4, o26"), ("indicators", "", "1; 9"), ("issue", "", "๓"), ("theme", "", "การใช้อำนาจ"),
    )  # fmt: skip
    assert measure.title == "อบรมบุคลากร"
    assert measure.steps == ["ก", "ค"]
    assert measure.responsible == ["สำนักปลัด", "กองช่าง"]
    assert (measure.items, measure.indicators, measure.issue) == (["e4", "o26"], ["1", "9"], 3)
    assert (measure.start_date, measure.end_date) == ("2024-10-01", "2025-09-30")


def test_dates_follow_a_corrected_time_frame_unless_they_are_said() -> None:
    measure = the_measure(("timeframe", "ปี 2568", "ม.ค. - มี.ค. 2568"))
    assert (measure.start_date, measure.end_date) == ("2025-01-01", "2025-03-31")
    measure = the_measure(("timeframe", "ปี 2568", "ม.ค. - มี.ค. 2568"), ("end_date", "30/9/2568", "15/3/2568"))
    assert (measure.start_date, measure.end_date) == ("2025-01-01", "2025-03-15")


def test_dates_are_read_as_the_spreadsheet_shows_them() -> None:
    assert the_measure(("start_date", "10/1/2024", "11/2/2024")).start_date == "2024-11-02"
    assert the_measure(("start_date", "1/10/2024", "2/11/2024")).start_date == "2024-11-02"
    assert the_measure(("end_date", "2025-09-30", "")).end_date == ""


def test_a_measure_is_added_with_its_other_columns() -> None:
    made = put(
        plan(),
        cell("7:new", "", "จัดทำคู่มือ", table="measures"),
        cell("7:new", "", "กองคลัง", column="responsible", table="measures"),
        cell("weakness:new", "", "ประชาชนไม่รู้จัก", table="findings"),
        cell("colour:new", "", "ใดๆ", table="findings"),
    )
    assert states(made) == ["applied"] * 3 + ["misfit"]
    added = made.measures[1]
    assert (added.seq, added.title, added.responsible) == (7, "จัดทำคู่มือ", ["กองคลัง"])
    assert "สมชาย" in added.evidence.text
    assert (made.findings[1].kind, made.findings[1].text) == (FindingKind.WEAKNESS, "ประชาชนไม่รู้จัก")
    assert row(made, "documents")["n_measures"] == 2


def test_measures_and_findings_are_rejected_and_confirmed() -> None:
    report = plan()
    measure, finding = report.measures[0].fact, report.findings[0].fact
    made = put(
        report,
        cell(measure, "อบรม", "", table="measures"),
        cell(finding, "ขาดข้อมูล", "ขาดข้อมูล", table="findings"),
        cell(finding, "weakness", "improve", column="kind", table="findings"),
        cell(measure, "กองคลัง", "กองช่าง", column="responsible", table="measures"),
    )
    assert not made.measures
    assert states(made) == ["applied", "confirmed", "applied", "misfit"]
    assert "rejected" in made.corrections[3].message
    assert (made.findings[0].kind, made.findings[0].corrected_by) == (FindingKind.IMPROVE, "สมชาย")
    assert states(put(plan(), cell("9:none", "x", "y", table="measures"))) == ["misfit"]


def test_hostile_texts_stay_texts_and_short() -> None:
    long = "<script>" * 1000
    made = put(report_of(SUMMARY), cell(NINE, long, "1", long, why=long), of_document("title", "", long))
    assert states(made) == ["misfit", "applied"]
    assert made.identity.title == long
    assert all(len(check.message) < 2_000 for check in made.checks)


PIECES = st.sampled_from([
    "", "97.50", "97.5", "90", "-", "101", "2567", "9", "o12", "ITA", "indicator", "question", "1",
    "อบต.บ้านนา", "น่าน", AGENCY.name, "weakness", "1/10/2567", "ก; ข", "e4", "ขาดข้อมูล", "อบรม", "x" * 500,
])  # fmt: skip


@st.composite
def anything(draw: st.DrawFn) -> Correction:
    table = draw(st.sampled_from([*CORRECTABLE]))
    column = draw(st.sampled_from(CORRECTABLE[table]))
    names = [f.fact for f in (*plan().measures, *plan().findings)]
    names += [
        NINE,
        "2568/indicator/8",
        "2568/overall/ITA",
        "2567/question/e3/2@อบจ.น่าน",
        "4:new",
        "improve:new",
    ]
    name = "" if table == "documents" else draw(st.sampled_from(names))
    main = column == MAIN_COLUMNS.get(table)
    was = draw(st.sampled_from(["97.50", "อบรม", "ขาดข้อมูล", ""])) if main else draw(PIECES)
    return Correction(ID, table, name, column, was, draw(PIECES), draw(st.sampled_from(["ก", "ข"])))


@given(st.lists(anything(), max_size=12))
@settings(max_examples=60)
def test_whatever_is_said_each_has_an_answer_and_names_stay_unique(said: list[Correction]) -> None:
    report = plan()
    made = put(report, *said)
    assert len(made.corrections) == len(said)
    assert sum(check.check == "correction" for check in made.checks) == len(said)
    for facts in (made.scores, made.measures, made.findings):
        names = [one.fact for one in facts]
        assert len(set(names)) == len(names)
        assert all(names)
    assert all(0 <= one.value <= 100 for one in made.scores)
    if not any(result.state in ("applied", "confirmed") for result in made.corrections):
        assert [(s.fact, s.value) for s in made.scores] == [(s.fact, s.value) for s in put(plan()).scores]
    # What is in the tables is read so again, and nothing is left to say.
    again = put(plan(), *said)
    assert build_tables([again]) == build_tables([made])


@pytest.mark.parametrize("table", ["checks", "scores"])
def test_columns_that_follow_from_others_stay(table: str) -> None:
    made = put(report_of(SUMMARY), Correction(ID, table, NINE, "confidence", "0.9", "1"))
    assert states(made) == ["misfit"]


def test_without_corrections_nothing_is_copied() -> None:
    calls: Sequence[object] = put(report_of(SUMMARY)).corrections
    assert calls == []
