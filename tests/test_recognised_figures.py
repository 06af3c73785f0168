"""Figures that a recogniser read from a picture: what is published, what is withheld, and why."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from tests.recognised_documents import (
    INSTRUMENTS,
    TOTAL,
    VALUES,
    checks,
    document,
    indicators,
    read,
    summary,
    values,
)
from thai_ita.analyze.reconcile import reconcile_across
from thai_ita.analyze.reconcile.withhold import Withholding
from thai_ita.batch.run import RunSummary
from thai_ita.export.tables import build_tables
from thai_ita.model import (
    Basis,
    CheckResult,
    DocStatus,
    FigureReading,
    Media,
    Page,
    Report,
    Score,
    ScoreStatus,
)
from thai_ita.normalize.recognised import is_score_form, locate, plain_digits
from thai_ita.present import show_summary


def doubt(text: str, p: float, *others: str) -> dict[str, FigureReading]:
    """A number that was read with doubt, and as what else."""
    return {text: FigureReading(text, p, tuple((other, 1 - p) for other in others))}


def score(report: Report, code: str) -> Score:
    return next(s for s in report.scores if s.code == code)


def statuses(report: Report) -> dict[str, str]:
    return {s.code: str(s.status) for s in report.scores}


# -- what goes along with a score ----------------------------------------------------------------


def test_a_score_has_the_probability_and_the_other_readings_of_its_figure() -> None:
    report = read(document(indicators(), summary(), doubts=doubt("๙๒.๕๓", 0.98, "๙๒.๘๓", "๙x")))
    assert (score(report, "1").reading_p, score(report, "1").readings[0][0]) == (0.98, 92.83)
    assert len(score(report, "1").readings) == 1
    assert score(report, "2").reading_p == 0.9999


def test_typed_figures_have_none() -> None:
    report = read(document(indicators(), summary(), typed=True, media=Media.PDF_TEXT))
    assert {s.reading_p for s in report.scores} == {None}
    assert not report.withheld


def test_typed_figures_beside_a_picture_are_typed() -> None:
    made = document(indicators(), summary(), media=Media.PDF_TEXT)
    for cell in made.tables[1].cells():
        cell.figures = ()
    report = read(made)
    assert score(report, "IIT").reading_p is None
    assert score(report, "1").reading_p == 0.9999


def test_a_figure_of_a_scan_that_the_recogniser_did_not_give_is_unsure() -> None:
    made = document(indicators())
    cell = next(c for c in made.tables[0].cells() if c.text == VALUES[2])
    cell.figures = ()
    report = read(made)
    assert "3" not in values(report)
    assert "probability 0.00" in checks(report, "unsure-reading")[0]


@pytest.mark.parametrize(
    ("text", "form"),
    [("83.33", True), ("100.00", True), ("0.00", True), ("00.00", False), ("8333", False), ("110.00", False)],
)
def test_the_form_of_a_result(text: str, form: bool) -> None:
    assert is_score_form(text) is form


def test_numbers_are_found_by_their_digits_in_order() -> None:
    figures = [FigureReading(text, 1.0) for text in ("๑", "๘๓.๓๓", "๑")]
    assert [f.start for f in locate("๑. ได้ ๘๓. ๓๓ ใน ๑๑ ข้อ ๑", figures)] == [0, 7, 24]
    assert plain_digits("+๐.๘๐") == "0.80"


# -- published or withheld -----------------------------------------------------------------------


@pytest.mark.parametrize(("p", "published"), [(0.97, True), (0.96, False)])
def test_a_doubtful_figure_is_withheld_and_listed(p: float, published: bool) -> None:
    report = read(document(indicators(), doubts=doubt(VALUES[3], p, "๘๗.๐๗")))
    assert ("4" in values(report)) is published
    assert len(report.withheld) == (not published)
    if not published:
        (message,) = checks(report, "unsure-reading")
        for part in ("indicator 4", VALUES[3], "0.96", "table 1, row 5", "87.07"):
            assert part in message
        assert report.status is DocStatus.PARTIAL
        assert "readings-withheld" in {t.code for t in report.problems}


def test_what_the_arithmetic_proves_is_published_however_it_was_read() -> None:
    report = read(document(indicators(), summary(), doubts=doubt("๘๗.๙๕", 0.6, "๘๗.๔๕")))
    assert not report.withheld
    assert (score(report, "IIT").value, score(report, "IIT").status) == (87.95, ScoreStatus.CONSISTENT)
    # The sum holds with this one as well.
    report = read(document(indicators(), summary(), doubts=doubt("๘๗.๙๕", 0.6, "๘๗.๙๔")))
    assert [s.code for s in report.withheld] == ["IIT"]


def test_a_sum_with_another_doubtful_score_proves_nothing() -> None:
    doubts = doubt("๘๗.๙๕", 0.6) | doubt(VALUES[0], 0.6)
    report = read(document(indicators(), summary(), doubts=doubts))
    assert "IIT" in {s.code for s in report.withheld}


@pytest.mark.parametrize(("seen", "published"), [("๗๘.๗", False), ("๐๗๘.๗๕", False), ("๑๐๐", True)])
def test_a_figure_without_the_form_of_a_result_is_withheld(seen: str, published: bool) -> None:
    report = read(document(indicators((*VALUES[:7], seen, *VALUES[8:]))))
    assert ("8" in values(report)) is published


def test_a_figure_above_100_is_listed_too() -> None:
    report = read(document(indicators((*VALUES[:9], "๑๑๐.๐๐")), doubts=doubt("๑๑๐.๐๐", 0.6, "๑๐๐.๐๐")))
    assert "10" not in values(report)
    assert "110.00" in checks(report, "unsure-reading")[0] or "๑๑๐.๐๐" in checks(report, "unsure-reading")[0]


def test_where_nothing_is_left_the_document_says_so() -> None:
    text = "เทศบาลตำบลตัวอย่างสุข มีผลคะแนน ITA ในภาพรวม ๙๒.๒๖ คะแนน"
    report = read(document(text, doubts=doubt("๙๒.๒๖", 0.5)))
    assert not report.scores
    assert report.status is DocStatus.PARTIAL
    assert "1 figure was recognised" in report.error


def test_nothing_is_derived_from_a_withheld_figure() -> None:
    sure = read(document(indicators()))
    unsure = read(document(indicators(), doubts=doubt(VALUES[3], 0.9)))
    # Published, and a hundredth more of it would pass unseen.
    nearly = read(document(indicators(), doubts=doubt(VALUES[3], 0.98)))
    derived = [{s.code for s in r.scores if s.basis is Basis.DERIVED} for r in (sure, unsure, nearly)]
    assert derived == [{"IIT", "EIT", "OIT"}, {"EIT", "OIT"}, {"EIT", "OIT"}]


def test_tables_count_what_was_withheld() -> None:
    report = read(document(indicators(), doubts=doubt(VALUES[3], 0.5)))
    tables = {table.name: table.rows for table in build_tables([report])}
    row = tables["documents"][0]
    assert (row["n_withheld"], row["n_recognised"]) == (1, 1)
    assert {r["code"] for r in tables["scores"]}.isdisjoint({"4"})
    assert str(tables["scores"][0]["reading_p"]) == "0.9999"
    assert "unsure-reading" in {r["check"] for r in tables["checks"]}


def test_the_end_of_a_run_counts_pages_and_withheld_figures() -> None:
    out = io.StringIO()
    console = Console(file=out, width=200)
    show_summary(console, RunSummary(documents=2, recognised=3, withheld=1))
    assert "3 pages recognised from pictures; 1 figure read with doubt" in out.getvalue()
    out.truncate(0)
    show_summary(console, RunSummary(documents=2))
    assert "recognised" not in out.getvalue()


# -- proof ---------------------------------------------------------------------------------------


def test_the_same_digits_in_another_place_prove_nothing() -> None:
    text = "เทศบาลตำบลตัวอย่างสุข มีผลคะแนน ITA ในภาพรวม ๙๒.๒๖ คะแนน"
    alone = [("รายการ", "คะแนน"), ("คะแนนรวม ITA", TOTAL)]
    typed = read(document(text, alone, typed=True, media=Media.PDF_TEXT))
    recognised = read(document(text, alone))
    assert statuses(typed) == {"ITA": "verified"}
    assert statuses(recognised) == {"ITA": "consistent"}
    assert statuses(read(document(text, alone, doubts=doubt("๙๒.๒๖", 0.98)))) == {"ITA": "unchecked"}


@pytest.mark.parametrize("p", [0.5, 0.98])
def test_a_typed_place_that_prints_it_proves_it(p: float) -> None:
    made = document(
        "เทศบาลตำบลตัวอย่างสุข มีผลคะแนน ITA ในภาพรวม ๙๒.๒๖ คะแนน", [("รายการ", "คะแนน"), ("คะแนนรวม ITA", TOTAL)],
        media=Media.PDF_TEXT, doubts=doubt("๙๒.๒๖", p),
    )  # fmt: skip
    made.lines[2].figures = ()
    report = read(made)
    assert statuses(report) == {"ITA": "verified"}


def test_a_total_to_the_last_digit_proves_only_what_was_read_surely() -> None:
    sure = read(document(indicators(), summary()))
    others = [read(document(indicators(), summary(), doubts=doubt(TOTAL, 0.98, other)))
              for other in ("๙๒.๔๖", "๙๒.๒๗")]  # fmt: skip
    found = [statuses(report)["ITA"] for report in (sure, *others)]
    assert found == ["verified", "consistent", "unchecked"]


@pytest.mark.parametrize(("other", "status"), [("๙๒.๔๖", "verified"), ("๙๒.๒๗", "consistent")])
def test_a_sum_proves_nothing_where_it_allows_another_reading(other: str, status: str) -> None:
    report = read(document(indicators(), summary(), doubts=doubt(TOTAL, 0.9995, other)))
    assert statuses(report)["ITA"] == status


def test_other_scans_with_the_same_digits_prove_nothing_and_typed_documents_do() -> None:
    def of(doc_id: str, **more: object) -> Report:
        made = document([("รายการ", "คะแนน"), ("คะแนนรวม ITA", TOTAL)], **more)  # type: ignore[arg-type]
        return read(replace(made, doc_id=doc_id * 16, path=doc_id))

    one, other = of("1"), of("2")
    reconcile_across([one, other])
    assert statuses(one) == {"ITA": "consistent"}
    one, typed = of("1"), of("2", typed=True, media=Media.PDF_TEXT)
    reconcile_across([one, typed])
    assert statuses(one) == {"ITA": "verified"}


def test_a_scan_that_differs_from_a_typed_document_is_alone_in_conflict() -> None:
    scan = read(document([("รายการ", "คะแนน"), ("คะแนนรวม ITA", "๙๓.๒๖")]))
    made = document([("รายการ", "คะแนน"), ("คะแนนรวม ITA", TOTAL)], typed=True, media=Media.PDF_TEXT)
    typed = read(replace(made, doc_id="2" * 16))
    reconcile_across([scan, typed])
    assert statuses(scan) == {"ITA": "conflict"}
    assert statuses(typed) == {"ITA": "unchecked"}


# -- repair and blame ----------------------------------------------------------------------------


def misread(code: str, text: str) -> list[tuple[str, ...]]:
    """The summary with another figure for an instrument."""
    rows = [(name, text if name == code else value) for name, value in INSTRUMENTS]
    return [("เครื่องมือ", "คะแนน"), *rows, ("คะแนนรวม", TOTAL)]


def test_another_reading_is_taken_where_the_sums_leave_no_other() -> None:
    doubts = doubt("๘๓.๙๕", 0.6, "๘๗.๙๕")
    report = read(document(indicators(), misread("IIT", "๘๓.๙๕"), doubts=doubts))
    found = score(report, "IIT")
    assert (found.value, found.basis, found.value_as_seen) == (87.95, Basis.REPAIRED, "๘๓.๙๕")
    repairs = [c.message for c in report.checks if c.result is CheckResult.REPAIRED]
    assert any("another reading of the recogniser" in m for m in repairs)
    assert not report.withheld


def test_no_reading_is_taken_by_its_probability_alone() -> None:
    doubts = doubt("๘๓.๙๕", 0.6, "๘๗.๙๕")
    report = read(document(misread("IIT", "๘๓.๙๕"), doubts=doubts))
    assert [s.code for s in report.withheld] == ["IIT"]
    assert not [s for s in report.scores if s.basis is Basis.REPAIRED]


def test_a_digit_that_was_read_surely_is_not_mended() -> None:
    report = read(document(indicators(), misread("IIT", "๘๓.๙๕")))
    assert not [s for s in report.scores if s.basis is Basis.REPAIRED]
    assert "IIT" in {s.code for s in report.withheld}


@pytest.mark.parametrize(("read_as", "published"), [(((78.75, 0.02),), True), ((), False)])
def test_a_repair_to_what_was_not_read_is_withheld(read_as: tuple[tuple[float, float], ...], published: bool) -> None:
    report = read(document(indicators()))
    repaired = replace(score(report, "8"), value_as_seen="18.75", basis=Basis.REPAIRED, readings=read_as)
    assert (Withholding([repaired], {}).reason(repaired) == "") is published


def test_what_follows_from_a_withheld_figure_is_withheld() -> None:
    text = "ปี ๒๕๖๘ ได้คะแนนภาพรวม ITA {} คะแนน เพิ่มขึ้นจากปี ๒๕๖๗ จำนวน ๒.๑๐ คะแนน"
    whole, cut = (read(document(indicators(), text.format(v))) for v in ("๙๒.๒๖", "๙๒.๒"))
    years = [{s.fiscal_year for s in report.scores if s.code == "ITA"} for report in (whole, cut)]
    assert years == [{2567, 2568}, set()]
    assert "what it follows from is withheld" in " ".join(checks(cut, "unsure-reading"))
    unsure = read(document(indicators(), text.format("๙๒.๒๖"), doubts=doubt("๒.๑๐", 0.6)))
    assert {s.fiscal_year for s in unsure.scores if s.code == "ITA"} == {2568}


def test_the_doubtful_score_of_a_failing_sum_is_blamed_and_no_other() -> None:
    wrong = (*VALUES[:5], "๙๖.๐๐", *VALUES[6:])
    report = read(document(indicators(wrong), doubts=doubt("๙๖.๐๐", 0.7)))
    failing = read(document(indicators(wrong), summary(), doubts=doubt("๙๖.๐๐", 0.7)))
    assert [s.code for s in report.withheld] == ["6"]
    assert [s.code for s in failing.withheld] == ["6"]
    assert statuses(failing)["7"] == "unchecked"


def test_a_score_of_a_failing_sum_is_not_consistent_because_it_is_repeated() -> None:
    text = "ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร ได้คะแนน ๙๐.๐๐ คะแนน"
    holding = read(document(indicators(), summary(), text))
    wrong = (*VALUES[:5], "๙๖.๐๐", *VALUES[6:])
    failing = read(document(indicators(wrong), summary(), text, doubts=doubt("๙๖.๐๐", 0.7)))
    assert [statuses(report)["7"] for report in (holding, failing)] == ["consistent", "unchecked"]
    assert score(failing, "7").restated


def test_a_doubtful_statement_contradicts_no_sure_one() -> None:
    text = "เทศบาลตำบลตัวอย่างสุข มีผลคะแนน ITA ในภาพรวม ๙๒.๒๘ คะแนน"
    alone = [("รายการ", "คะแนน"), ("คะแนนรวม ITA", TOTAL)]
    told = read(document(text, alone, doubts=doubt("๙๒.๒๘", 0.6, "๙๒.๒๖")))
    assert values(told) == {"ITA": 92.26}
    assert "is 92.26" in checks(told, "unsure-reading")[0] or TOTAL in checks(told, "unsure-reading")[0]
    # The table says it with doubt and the sentence surely.
    alone[1] = ("คะแนนรวม ITA", "๙๒.๒๙")
    told = read(document(text, alone, doubts=doubt("๙๒.๒๙", 0.6, "๙๒.๒๘")))
    assert values(told) == {"ITA": 92.28}
    sure = read(document(text, alone))
    assert values(sure) == {}
    assert "contradict" in checks(sure, "unsure-reading")[0]


def test_pages_with_pictures_are_doubtful_in_any_file() -> None:
    from thai_ita.analyze.reconcile.readings import doubtful_pages

    made = document(indicators(), media=Media.DOCX)
    made.pages.append(Page(2))
    assert doubtful_pages(made) == frozenset({1})
    assert doubtful_pages(replace(made, pages=[Page(1)])) is False
