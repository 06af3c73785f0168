"""``confidence`` is the share that is right: by kind, as docs/reconcile.md has it."""

from __future__ import annotations

import importlib.util
import random
import re
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.conftest import ROOT
from thai_ita.analyze.reconcile import confidence, derive, reconcile
from thai_ita.analyze.reconcile.confidence import follows_right, suspected
from thai_ita.export.tables import stated_confidence
from thai_ita.model import (
    Agency,
    Basis,
    Document,
    EstablishedBy,
    Evidence,
    Identity,
    Media,
    Report,
    Score,
    ScoreKind,
    ScoreStatus,
)

AGENCY = Agency("example-1", "เทศบาลตำบลตัวอย่างสุข", "เทศบาลตำบล", "สมมติสุข", "ตัวอย่าง")
# What a kind may state above the end of its interval, and what sampling may move it by.
ABOVE = 0.001
BY_CHANCE = 0.08
FEW = 40
TABLE_ROW = re.compile(
    r"^\| (?P<kind>[^|]+) \| (?P<values>\d+) \| (?P<wrong>\d+) \| (?P<stated>[\d.]+) \| (?P<right>[\d.]+) "
    r"\| (?P<low>[\d.]+) to (?P<high>[\d.]+) \|$", re.M,
)  # fmt: skip


@pytest.fixture(scope="module")
def calibration() -> Iterator[ModuleType]:
    names = ("calibration", "recognised", "reconcile")
    kept = {name: sys.modules.pop(name, None) for name in names}
    path = list(sys.path)
    spec = importlib.util.spec_from_file_location("calibration", ROOT / "benchmarks/calibration.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["calibration"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = path
    for name, before in kept.items():
        sys.modules.pop(name, None)
        if before is not None:
            sys.modules[name] = before


def stated(kind: ScoreKind, code: str, value: float, **more: object) -> Score:
    made = Score(AGENCY, 2567, kind, code, value, f"{value:.2f}", evidence=Evidence(1, text=code),
                 year_from=EstablishedBy.TITLE, agency_from=EstablishedBy.TITLE)  # fmt: skip
    for name, content in more.items():
        setattr(made, name, content)
    return made


def report_of(*scores: Score, media: Media = Media.DOCX) -> Report:
    document = Document("0" * 16, "made-up", media)
    return Report(document, Identity(AGENCY, 2567), list(scores))


def found(report: Report, code: str, year: int = 2567) -> Score:
    return next(s for s in report.scores if (s.code, s.fiscal_year) == (code, year))


# -- what follows from others ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nominal", "halves"),
    [
        (84.372, [0.001] * 5),
        (84.3746, [0.001] * 5),
        (84.37, [0.0125, 0.005, 0.003]),
        (99.997, [0.0125, 0.005]),
        (84.37, [0.005]),
        (84.372, []),
    ],
)
def test_the_chance_that_rounding_leaves_the_same_digits(nominal: float, halves: list[float]) -> None:
    """As often as in 20,000 draws, scores above 100 left out."""
    rng = random.Random(1)
    value = round(nominal, 2)
    drawn = [nominal + sum(rng.uniform(-h, h) for h in halves) for _ in range(20_000)]
    possible = [x for x in drawn if x <= 100]
    share = sum(abs(x - value) <= 0.005 for x in possible) / len(possible)
    assert follows_right(value, nominal, halves, halves) == pytest.approx(share, abs=0.02)


def test_what_was_added_up_as_printed_follows_to_the_last_digit() -> None:
    sure = follows_right(84.37, 84.3746, [0.001] * 5, [])
    rounded = follows_right(84.37, 84.3746, [0.001] * 5, [0.001] * 5)
    assert rounded < sure < 1
    assert sure - rounded == pytest.approx(confidence.ADDS_PRINTED * (1 - rounded), abs=1e-6)


def test_a_value_with_fewer_decimals_is_seldom_the_published_one() -> None:
    assert follows_right(84.1, 84.11, [0.02, 0.01], [0.02]) < 0.25
    assert follows_right(84.0, 84.4, [0.1], []) == 0.0


@pytest.mark.parametrize(("last", "sure"), [(88.62, True), (88.60, False)])
def test_a_mean_near_the_bound_of_its_last_digit_is_less_sure(last: float, sure: bool) -> None:
    """Means of 87.460 and 87.4533...: an instrument of three printed indicators."""
    values = (85.40, 88.36, last)
    report = report_of(*(stated(ScoreKind.INDICATOR, str(6 + i), v) for i, v in enumerate(values)))
    reconcile(report)
    made = found(report, "EIT")
    assert made.basis is Basis.DERIVED
    assert (made.confidence > 0.88) is sure
    assert made.confidence < min(s.confidence for s in report.scores if s is not made)


def test_what_is_misread_makes_what_follows_less_sure() -> None:
    by_media = {}
    for media in (Media.DOCX, Media.TEXT):
        scores = [stated(ScoreKind.INDICATOR, str(6 + i), v) for i, v in enumerate((85.4, 88.36, 88.62))]
        report = report_of(*scores, media=media)
        reconcile(report)
        by_media[media] = found(report, "EIT").confidence
    expected = (1 - confidence.MISREAD_DOUBTFUL) ** 3 / (1 - confidence.MISREAD_TYPED) ** 3
    assert by_media[Media.TEXT] / by_media[Media.DOCX] == pytest.approx(expected, abs=0.001)


def test_a_stated_change_is_one_more_figure_that_may_be_misread() -> None:
    base = stated(ScoreKind.OVERALL, "ITA", 86.5)
    last = stated(ScoreKind.OVERALL, "ITA", 84.0, fiscal_year=2566, basis=Basis.DERIVED,
                  value_as_seen="+2.50")  # fmt: skip
    report = report_of(base, last, media=Media.TEXT)
    reconcile(report)
    assert last.confidence == pytest.approx(base.confidence**2, abs=1e-4)
    assert last.confidence < base.confidence


def test_a_change_of_a_contradicted_score_is_as_doubtful_as_that() -> None:
    base = stated(ScoreKind.OVERALL, "ITA", 86.5, alternates=(81.5,), status=ScoreStatus.CONFLICT)
    last = stated(ScoreKind.OVERALL, "ITA", 84.0, fiscal_year=2566, basis=Basis.DERIVED,
                  value_as_seen="+2.50")  # fmt: skip
    report = report_of(base, last)
    reconcile(report)
    assert base.status is last.status is ScoreStatus.CONFLICT
    assert base.confidence == last.confidence == confidence.UNDECIDED


# -- other kinds -------------------------------------------------------------------------------


@pytest.mark.parametrize(("third", "fails"), [(88.62, False), (78.62, True)])
def test_beside_a_failing_sum_of_an_assumed_rule(third: float, fails: bool) -> None:
    """No conflict, since the rule may be another; but the chance of an error is greater."""
    year = 2562
    scores = [stated(ScoreKind.INDICATOR, str(6 + i), v, fiscal_year=year)
              for i, v in enumerate((85.4, 88.36, third))]  # fmt: skip
    scores.append(stated(ScoreKind.INSTRUMENT, "EIT", 87.46, fiscal_year=year))
    report = report_of(*scores)
    reconcile(report)
    assert all(s.status is not ScoreStatus.CONFLICT for s in report.scores)
    limit = confidence.ASSUMED_RULE_FAILS
    assert all((s.confidence <= limit) is fails for s in scores)


def test_more_suspects_leave_more_to_each() -> None:
    chances = [suspected(n) for n in (1, 2, 3, 10)]
    assert chances == sorted(chances)
    assert chances[0] == confidence.ONLY_SUSPECT
    assert chances[-1] == confidence.CONFLICT_AT_MOST


def test_a_name_that_is_unlike_takes_a_little() -> None:
    alike, unlike = (confidence.read_right(0.05, 1.0, match) for match in (100.0, 0.0))
    assert unlike == pytest.approx(alike * (1 - confidence.UNLIKE_NAME))


def test_tables_do_not_print_certainty() -> None:
    assert str(stated_confidence(confidence.VERIFIED)) == "0.999"


# -- measured ----------------------------------------------------------------------------------


def documented() -> list[tuple[str, dict[str, float]]]:
    """The rows of both tables of kinds: values, wrong, stated, right, low and high."""
    text = (ROOT / "docs" / "reconcile.md").read_text(encoding="utf-8")
    part = text[text.index("### Stated and right") :]
    rows = []
    for found_row in TABLE_ROW.finditer(part):
        cells = found_row.groupdict()
        kind = cells.pop("kind")
        rows.append((kind, {name: float(cell) for name, cell in cells.items()}))
    return rows


def test_no_kind_states_more_than_was_measured() -> None:
    rows = documented()
    assert len(rows) > 40
    assert not [(kind, row) for kind, row in rows if row["stated"] > row["high"] + ABOVE]
    for kind, row in rows:
        assert row["right"] == pytest.approx(1 - row["wrong"] / row["values"], abs=5e-4), kind


def test_every_number_stands_in_the_documentation() -> None:
    text = (ROOT / "docs" / "reconcile.md").read_text(encoding="utf-8")
    part = text[text.index("## Confidence") : text.index("## Repair")]
    names = [name for name in vars(confidence) if name.isupper()]
    assert len(names) > 12
    for name in names:
        if name in ("LOWEST", "HIGHEST", "PUBLISHED_HALF"):
            continue
        value = getattr(confidence, name)
        assert f"`{name}` {value:g}" in part, name


def test_the_documented_shares_come_out_again(calibration: ModuleType) -> None:
    """A small sample of made-up reports states and measures what the table of all says."""
    rows = dict(reversed(documented()))
    shares = calibration.measure([calibration.made_up_reports(60, 11)], 1, 0)["made-up"]
    judged = {kind: s for kind, s in shares.items() if s.values >= FEW and s.mean > 0.5}
    assert len(judged) > 6
    for kind, share in judged.items():
        low, high = share.interval()
        assert share.mean <= high + BY_CHANCE, (kind, share.mean, high)
        assert share.mean == pytest.approx(rows[kind]["stated"], abs=BY_CHANCE), kind
        assert low - BY_CHANCE <= rows[kind]["right"] <= high + BY_CHANCE, kind


def test_the_judge_sees_what_states_too_much(calibration: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """With rounding and inputs left out of account derived values state more than is right."""
    monkeypatch.setattr(derive, "follows_right", lambda *_: 1.0)
    shares = calibration.measure([calibration.made_up_reports(40, 5)], 1, 0)["made-up"]
    derived = [s for kind, s in shares.items() if kind.startswith("derived: what a total leaves")]
    assert sum(s.values for s in derived) > 10
    assert all(s.mean > s.interval()[1] + ABOVE for s in derived)
