"""The sums name columns and rows: all indicators with their total, whatever their heading is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.layouts.inline import report, tabs
from thai_ita.analyze.reconcile import reconcile
from thai_ita.ingest.read_document import read_document
from thai_ita.model import ScoreStatus, Table
from thai_ita.normalize.editions import load_edition
from thai_ita.normalize.numerals import Number, read_number
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.tables.run_columns import columns_by_sums, is_layout, layouts

EDITION = load_edition(2567)
REAL = Path(__file__).resolve().parents[2] / "shared" / "realpdf"
TITLE = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567"
A, B = "เทศบาลตำบลดอยมะปราง", "องค์การบริหารส่วนตำบลหนองมะเฟือง"
FIRST = "74.29 76.70 83.43 90.41 77.33 76.70 79.56 92.18 77.54 91.78 82.84"
SECOND = "86.69 88.06 94.24 95.57 95.17 82.75 96.77 84.18 81.35 76.27 85.48"
CODES = [*map(str, range(1, 11)), "ITA"]
WINDOWS, SEED = 19_000, 2567


def figures(text: str) -> list[Number]:
    return [number for word in text.split() if (number := read_number(word)) is not None]


def named(text: str) -> set[tuple[str, str, float]]:
    found = report(text).scores
    return {(s.agency.name if s.agency else "", s.code, s.value) for s in found}


def of(agency: str, values: str) -> set[tuple[str, str, float]]:
    return {(agency, c, float(v)) for c, v in zip(CODES, values.split(), strict=True)}


# -- what names itself ---------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["", "ก า ร ป ฏิ\nบั ติ ห น้ า ที่ งบ อำ นาจ\n", "หน่วยงาน ก. ข. ค. ง. จ.\n"])
def test_rows_below_a_torn_head(head: str) -> None:
    rows = f"1 {A} {FIRST}\n2 {B} {SECOND}\n"
    assert named(f"{TITLE}\n{head}{rows}") == of(A, FIRST) | of(B, SECOND)


def test_the_total_may_stand_first() -> None:
    rows = "".join(f"{a} {v.split()[-1]} {' '.join(v.split()[:-1])}\n" for a, v in ((A, FIRST), (B, SECOND)))
    assert named(f"{TITLE}\n{rows}") == of(A, FIRST) | of(B, SECOND)


def test_figures_alone_one_a_line() -> None:
    text = f"{TITLE}\n{A}\n" + FIRST.replace(" ", "\n") + "\n"
    assert named(text) == of(A, FIRST)


def test_unknown_heads_of_a_table() -> None:
    head = "|".join(["หน่วยงาน", *(f"ช่อง {n}" for n in "กขคงจฉชซฌญฎ")])
    rows = [f"{a}|{v.replace(' ', '|')}" for a, v in ((A, FIRST), (B, SECOND))]
    found = report(f"{TITLE}\n{tabs(head, *rows)}").scores
    assert {(s.agency.name if s.agency else "", s.code, s.value) for s in found} == of(A, FIRST) | of(B, SECOND)
    assert {s.match.rule for s in found if s.match} == {"sums-of-the-year"}


def test_unknown_labels_of_a_table() -> None:
    rows = [f"รายการ {n}|{v}" for n, v in zip("กขคงจฉชซฌญฎ", FIRST.split(), strict=True)]
    found = report(f"{A}\n{TITLE}\n{tabs('รายการ|คะแนน', *rows)}").scores
    assert {(s.code, s.value) for s in found} == {(c, float(v)) for c, v in zip(CODES, FIRST.split(), strict=True)}


@pytest.mark.parametrize("order", layouts(EDITION))
def test_every_order_with_instruments(order: tuple[str, ...]) -> None:
    values = dict(zip(CODES, figures(FIRST), strict=True))
    for code, inputs in (("IIT", "12345"), ("EIT", "678")):
        mean = sum(values[c].value for c in inputs) / len(inputs)
        values[code] = figures(f"{mean:.2f}")[0]
    values["OIT"] = figures("84.66")[0]
    row = [values[code] for code in order]
    assert is_layout(row, EDITION)
    assert columns_by_sums([row], EDITION, {}, near=True) == dict(enumerate(order))


# -- what does not ------------------------------------------------------------------------------


def test_one_row_needs_words_of_the_assessment() -> None:
    one = figures(FIRST)
    assert not columns_by_sums([one], EDITION, {}, near=False)
    # Printed twice it is one row still.
    assert not columns_by_sums([one, one], EDITION, {}, near=False)
    assert columns_by_sums([one, figures(SECOND)], EDITION, {}, near=False)


def test_a_heading_that_says_otherwise_is_believed() -> None:
    assert not columns_by_sums([figures(FIRST), figures(SECOND)], EDITION, {4: "3"}, near=True)
    assert columns_by_sums([figures(FIRST), figures(SECOND)], EDITION, {4: "5"}, near=True)


def test_rows_of_which_few_fit() -> None:
    rows = [figures(FIRST), figures(SECOND)]
    other = [figures(" ".join(reversed(FIRST.split()))) for _ in range(2)]
    assert not columns_by_sums([*rows, *other], EDITION, {}, near=True)


def test_random_figures_hardly_ever_fit() -> None:
    """Two rows of one table, as a list has them, never; single rows as rarely as chance has it."""
    draw = random.Random(SEED)
    rows = [
        [figures(f"{draw.uniform(60, 100):.2f}")[0] for _ in CODES] for _ in range(WINDOWS)
    ]  # fmt: skip
    single = sum(is_layout(row, EDITION) for row in rows)
    assert single <= WINDOWS * 0.003
    pairs = zip(rows[::2], rows[1::2], strict=True)
    assert not any(columns_by_sums(pair, EDITION, {}, near=False) for pair in pairs)


def test_tables_of_means_and_of_whole_numbers_do_not_fit() -> None:
    draw = random.Random(SEED)
    by_chance = 0
    for _ in range(WINDOWS // 10):
        values = [draw.uniform(70, 100) for _ in range(10)]
        mean = figures(" ".join(f"{v:.2f}" for v in [*values, sum(values) / 10]))
        by_chance += is_layout(mean, EDITION)
        whole = figures(" ".join(str(draw.randint(20, 100)) for _ in CODES))
        assert not columns_by_sums([whole], EDITION, {}, near=True)
    assert by_chance <= WINDOWS / 10 * 0.005


@pytest.mark.skipif(not REAL.is_dir(), reason="the real PDFs are not here")
def test_real_tables_of_other_things_do_not_fit() -> None:
    """No column or row of the budgets and plans names itself, with or without words beside it."""
    seen = 0
    for path in sorted(REAL.glob("*.pdf"))[:8]:
        for table in (block for block in read_document(path).blocks if isinstance(block, Table)):
            view = GridView(table)
            rows = [[view.number(r, c) for c in range(view.n_columns)] for r in range(view.n_rows)]
            for figures_of in (rows, [list(column) for column in zip(*rows, strict=True)]):
                seen += 1
                assert not columns_by_sums(figures_of, EDITION, {}, near=True), path.name
    assert seen


def test_what_the_sums_named_they_do_not_prove() -> None:
    read = report(f"{TITLE}\n1 {A} {FIRST}\n2 {B} {SECOND}\n")
    assert all(s.chosen_by_sums for s in read.scores)
    reconcile(read)
    assert {s.status for s in read.scores} <= {ScoreStatus.CONSISTENT, ScoreStatus.UNCHECKED}
