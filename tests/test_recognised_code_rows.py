"""Rows without a code among rows whose codes were recognised: they are rows all the same."""

from __future__ import annotations

import pytest

from tests.recognised_documents import checks, document, read, values
from thai_ita.model import FigureReading, Report, Table

HEAD = ("ข้อ", "ประเด็นคำถาม", "คะแนน")
DOUBT = 0.6
SURE_ENOUGH = 0.98


def rows(*codes: str) -> list[tuple[str, ...]]:
    """A row of a question for each code, "-" for one whose code cannot be read; ``#`` heads a group."""
    made = []
    for i, code in enumerate(codes):
        if code == "#":
            made.append(("", "ด้านการให้บริการของเจ้าหน้าที่", ""))
        else:
            made.append(("" if code == "-" else code, f"ถามเรื่องหนึ่ง {'กขคงจฉชซ'[i]}", f"8{i}.25"))
    return [HEAD, *made]


def of(*codes: str, doubtful: str = "", p: float = DOUBT, pages: int = 0) -> Report:
    """What is read of rows with these codes; one number is doubtful; a page ends behind ``pages`` rows."""
    doubts = {doubtful[1:]: FigureReading(doubtful[1:], p, (("7", 1 - p),))} if doubtful else {}
    made = document(rows(*codes), doubts=doubts)
    table = next(b for b in made.blocks if isinstance(b, Table))
    for cell in table.cells():
        cell.page = 2 if pages and cell.row > pages else 1
    return read(made)


def withheld(report: Report) -> set[float]:
    return {score.value for score in report.withheld}


@pytest.mark.parametrize("p", [SURE_ENOUGH, DOUBT])
def test_a_row_without_a_code_counts_as_a_row(p: float) -> None:
    report = of("e5", "e6", "e7", "-", "e9", doubtful="e9", p=p)
    assert "e8" not in values(report)
    assert values(report)["e9"] == 84.25


@pytest.mark.parametrize("p", [0.9999, SURE_ENOUGH, DOUBT])
def test_a_row_without_a_code_between_is_counted_from_both_sides(p: float) -> None:
    report = of("e7", "-", "e9", "e10", doubtful="e9", p=p)
    assert values(report) == {"e7": 80.25, "e9": 82.25, "e10": 83.25}
    # Two such rows, and the first of a list.
    report = of("e6", "-", "-", "e9", "e10", doubtful="e9", p=p)
    assert values(report) == {"e6": 80.25, "e9": 83.25, "e10": 84.25}
    report = of("-", "e9", "e10", "e11", doubtful="e9", p=p)
    assert values(report) == {"e9": 81.25, "e10": 82.25, "e11": 83.25}


def test_a_doubtful_code_is_put_right_over_a_row_without_a_code() -> None:
    report = of("e5", "-", "e1", "e8", doubtful="e1")
    assert values(report) == {"e5": 80.25, "e7": 82.25, "e8": 83.25}
    assert "stands between its neighbours as e7" in checks(report, "code-order")[0]


def test_where_the_rows_do_not_add_up_a_doubtful_code_is_withheld() -> None:
    report = of("e5", "-", "e1", "e7", doubtful="e1")
    assert values(report) == {"e5": 80.25, "e7": 83.25}
    assert withheld(report) == {82.25}
    assert checks(report, "code-order")


def test_a_number_read_surely_gives_way_only_to_runs_on_both_sides() -> None:
    report = of("i1", "i2", "i9", "i4", "i5")
    assert values(report) == {"i1": 80.25, "i2": 81.25, "i3": 82.25, "i4": 83.25, "i5": 84.25}
    for codes in (("i1", "i2", "i9", "i4"), ("i2", "i9", "i4", "i5")):
        report = of(*codes)
        assert "i3" not in values(report)
        assert "i9" not in values(report)
        assert checks(report, "code-order")
    # Of two neighbours it may be chance: a list of its own choice.
    assert set(values(of("i2", "i9", "i4"))) == {"i2", "i9", "i4"}


def test_one_side_never_gives_a_code() -> None:
    report = of("i1", "i2", "i9", doubtful="i9")
    assert values(report) == {"i1": 80.25, "i2": 81.25}
    assert withheld(report) == {82.25}
    # It says that a code was read right, where the row after the next fits too.
    assert values(of("i1", "i2", "i3", doubtful="i3"))["i3"] == 82.25
    assert values(of("i1", "#", "i2", "i3", doubtful="i3"))["i3"] == 83.25
    assert "i3" not in values(of("i8", "#", "i2", "i3", doubtful="i3"))


def test_a_letter_at_the_end_of_a_run_is_in_doubt() -> None:
    report = of("i1", "i2", "e3")
    assert values(report) == {"i1": 80.25, "i2": 81.25}
    assert withheld(report) == {82.25}
    assert set(values(of("i1", "i2", "e1"))) == {"i1", "i2", "e1"}


def test_a_code_that_lacks_a_digit_of_its_place_is_in_doubt() -> None:
    for codes in (("i11", "i12", "i1"), ("i12", "i3", "i14")):
        report = of(*codes)
        assert not {"i1", "i3"} & set(values(report))
        assert checks(report, "code-order")
    assert "i5" in values(of("i11", "i12", "i5"))


def test_a_heading_between_groups_may_be_a_row_or_none() -> None:
    # What was read fits: it stands.
    report = of("i1", "i2", "#", "i3", "i4", doubtful="i3")
    assert set(values(report)) == {"i1", "i2", "i3", "i4"}
    # What was not read is not made up.
    report = of("i1", "i2", "#", "i9", "i4", doubtful="i9")
    assert set(values(report)) == {"i1", "i2", "i4"}
    assert checks(report, "code-order")
    # At an end it may be i3 or i4.
    assert "i3" not in values(of("i1", "i2", "#", "i3", doubtful="i3"))


def test_a_row_may_be_lost_where_a_page_ends() -> None:
    assert "i3" in values(of("i1", "i2", "i3", "i4", doubtful="i3", pages=2))
    assert "i3" not in values(of("i1", "i2", "i3", doubtful="i3", pages=2))
    assert "i3" not in values(of("i1", "i2", "i9", "i4", doubtful="i9", pages=2))
    assert "i3" in values(of("i1", "i2", "i9", "i4", doubtful="i9"))


def test_the_row_of_an_indicator_between_its_questions_is_no_question() -> None:
    made = rows("i1", "i2", "-", "i3", "i4")
    doubts = {"3": FigureReading("3", DOUBT, (("7", 1 - DOUBT),))}
    named = [*made[:3], ("", "การใช้งบประมาณ", "82.25"), *made[4:]]
    assert "i3" in values(read(document(named, doubts=doubts)))
    assert "i3" not in values(read(document(made, doubts=doubts)))


def test_a_row_is_withheld_once() -> None:
    doubts = {"3": FigureReading("3", DOUBT, (("7", 1 - DOUBT),))}
    report = read(document(rows("e3"), [HEAD, ("e3", "ถามอีก", "71.25")], doubts=doubts))
    assert values(report) == {}
    assert sorted(score.value for score in report.withheld) == [71.25, 80.25]
