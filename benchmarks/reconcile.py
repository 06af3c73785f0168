"""How well reconciling finds, repairs and proves: thousands of made-up reports, damaged on purpose.

    python benchmarks/reconcile.py [--reports 1000] [--seed 1] [--witnesses 2] [--kind ...]

Prints two markdown tables: what happened to each kind of damage, and how often a value is right by
status and confidence. Everything follows from the seed. No report describes a real agency.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from thai_ita.analyze.reconcile import Policy, reconcile
from thai_ita.analyze.reconcile.digit_confusions import confusable
from thai_ita.analyze.reconcile.intervals import half_up
from thai_ita.model import (
    Agency,
    Basis,
    Cell,
    CheckResult,
    Document,
    EstablishedBy,
    Evidence,
    Identity,
    Line,
    Media,
    Report,
    Score,
    ScoreKind,
    ScoreStatus,
    Table,
)
from thai_ita.normalize.editions import load_edition
from thai_ita.normalize.levels import level_of

YEARS = (2564, 2565, 2566, 2567, 2568)
AGENCY = Agency("example-1", "เทศบาลตำบลตัวอย่างสุข", "เทศบาลตำบล", "สมมติสุข", "ตัวอย่าง")
TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
KINDS = ScoreKind
Truth = dict[tuple[ScoreKind, str], float]


@dataclass
class Sample:
    """A report with the values that it should have; ``touched`` are the damaged codes."""

    report: Report
    truth: Truth
    thai: bool
    rng: random.Random
    touched: set[tuple[ScoreKind, str]] = field(default_factory=set)


# -- generating --------------------------------------------------------------------------------


def question_score(rng: random.Random, quality: float) -> float:
    """The mean answer of some respondents on a scale of four or six steps, not rounded."""
    n = rng.randint(18, 160)
    steps = rng.choice(((0, 100 / 3, 200 / 3, 100), (0, 20, 40, 60, 80, 100)))
    centre = min(max(rng.gauss(quality, 0.12), 0.05), 1.0)
    return sum(steps[min(int(rng.betavariate(1 + 9 * centre, 1.4) * len(steps)),
                         len(steps) - 1)] for _ in range(n)) / n  # fmt: skip


def true_values(rng: random.Random, year: int) -> tuple[Truth, str]:
    """Every score of a year, printed with two decimals, and the level.

    Most agencies get the published result, rounded once at the end; some add up what is printed.
    """
    edition = load_edition(year)
    quality = rng.uniform(0.55, 1.0)
    exact: Truth = {}
    for item in edition.items:
        if item.kind is KINDS.OIT_ITEM:
            score = 100.0 if rng.random() < 0.5 + quality / 2.2 else 0.0
        else:
            score = question_score(rng, quality)
        exact[(item.kind, item.code)] = score
    stepwise = rng.random() < 0.3
    for rule in reversed(edition.arithmetic):
        inputs = [exact[(rule.inputs_kind, code)] for code in rule.inputs]
        if stepwise:
            inputs = [half_up(value, 2) for value in inputs]
        weights = [rule.weights[code] if rule.weights else 1 / len(inputs) for code in rule.inputs]
        exact[(rule.target_kind, rule.target)] = sum(w * v for w, v in zip(weights, inputs, strict=True))
    printed = {key: half_up(value, 2) for key, value in exact.items()}
    parts = [printed[(KINDS.INSTRUMENT, code)] for code in ("IIT", "EIT", "OIT")]
    level = level_of(printed[(KINDS.OVERALL, "ITA")], parts, edition.level_scheme or "letters")
    return printed, level.word if level else ""


DETAIL: dict[str, tuple[ScoreKind, ...]] = {
    "summary": (KINDS.OVERALL, KINDS.INDICATOR),
    "instruments": (KINDS.OVERALL, KINDS.INSTRUMENT),
    "both": (KINDS.OVERALL, KINDS.INSTRUMENT, KINDS.INDICATOR),
    "questions": (KINDS.OVERALL, KINDS.INDICATOR, KINDS.QUESTION),
    "all": tuple(ScoreKind),
}


def clean_sample(rng: random.Random, *, media: Media = Media.TEXT) -> Sample:
    year = rng.choice(YEARS)
    truth, level = true_values(rng, year)
    detail = rng.choice(list(DETAIL))
    kinds = DETAIL[detail]
    thai = rng.random() < 0.6
    stated = {key: value for key, value in truth.items() if key[0] in kinds}
    ranked = rng.random() < 0.2 and KINDS.INDICATOR in kinds
    scores: list[Score] = []
    tables: dict[int, int] = {}
    for (kind, code), value in in_printed_order(stated, ranked):
        table = 1 if kind in (KINDS.INDICATOR, KINDS.INSTRUMENT) else 2
        row = tables[table] = tables.get(table, 1) + 1
        place = Evidence(1, table, row) if kind is not KINDS.OVERALL else Evidence(1)
        scores.append(make_score(kind, code, value, year, thai, place))
        if kind is KINDS.INDICATOR and detail == "summary" and rng.random() < 0.2:
            text = f"ตัวชี้วัดที่ {code} ได้ {value:.2f} คะแนน"
            scores[-1].restated.append(Evidence(2, text=text))
    document = Document("0" * 16, "made-up.txt", media)
    if ranked:
        document.blocks = [rank_table(scores), extremes_line(scores)]
    identity = Identity(AGENCY, year, title="", level=level if rng.random() < 0.7 else "",
                        decided_on=f"{year - 543}-12-08" if rng.random() < 0.5 else "")  # fmt: skip
    return Sample(Report(document, identity, scores), truth, thai, rng)


def in_printed_order(stated: Truth, ranked: bool) -> list[tuple[tuple[ScoreKind, str], float]]:
    """Overall first, then kind by kind in the order of the edition, or by rank."""
    order = [*(KINDS.OVERALL, KINDS.INSTRUMENT, KINDS.INDICATOR), *ScoreKind]
    listed = sorted(stated.items(), key=lambda item: (order.index(item[0][0]), sort_code(item[0][1])))
    if ranked:
        indicators = [x for x in listed if x[0][0] is KINDS.INDICATOR]
        indicators.sort(key=lambda x: -x[1])
        listed = [x for x in listed if x[0][0] is not KINDS.INDICATOR] + indicators
    return listed


def sort_code(code: str) -> tuple[str, float]:
    digits = code.lstrip("ieoITAEO")
    return code[: len(code) - len(digits)], float(digits) if digits else 0.0


def make_score(kind: ScoreKind, code: str, value: float, year: int, thai: bool, place: Evidence) -> Score:
    seen = f"{value:.2f}"
    return Score(AGENCY, year, kind, code, value, seen.translate(TO_THAI) if thai else seen,
                 evidence=place, year_from=EstablishedBy.CAPTION,
                 agency_from=EstablishedBy.TITLE)  # fmt: skip


def rank_table(scores: list[Score]) -> Table:
    rows = [[Cell("อันดับ", "อันดับ", 0, 0), Cell("คะแนน", "คะแนน", 0, 1)]]
    placed = {s.evidence.row: s for s in scores if s.evidence.table == 1}
    rank = 0
    for row in range(2, max(r for r in placed if r) + 1):
        score = placed[row]
        rank += score.kind is KINDS.INDICATOR
        text = str(rank) if score.kind is KINDS.INDICATOR else ""
        rows.append([Cell(text, text, row - 1, 0), Cell("", score.value_as_seen, row - 1, 1)])
    return Table([list(row) for row in rows], header_rows=1, number=1)


def extremes_line(scores: list[Score]) -> Line:
    values = [s.value for s in scores if s.kind is KINDS.INDICATOR]
    text = f"คะแนนสูงสุด: {max(values):.2f} คะแนน คะแนนต่ำสุด: {min(values):.2f} คะแนน"
    return Line(text, text)


# -- damaging ----------------------------------------------------------------------------------


def print_as(sample: Sample, score: Score, digits: str) -> None:
    """Lets a score read ``digits``; what another place says of it stays."""
    score.value, score.decimals = float(digits), len(digits.partition(".")[2])
    score.value_as_seen = digits.translate(TO_THAI) if sample.thai else digits
    sample.touched.add((score.kind, score.code))
    disagree(score)


def disagree(score: Score) -> None:
    """What the parser makes of a score that another place states differently."""
    for place in score.restated:
        stated = float(place.text.split()[-2])
        if abs(stated - score.value) > 0.0051:
            score.alternates = (stated,)
            score.status = ScoreStatus.CONFLICT


def some_score(sample: Sample) -> Score:
    return sample.rng.choice(sample.report.scores)


def change_digit(sample: Sample, choices: Callable[[str], str]) -> bool:
    """Replaces one digit of one score by one of ``choices``; the result is a score still."""
    rng = sample.rng
    for _ in range(40):
        score = some_score(sample)
        digits = f"{score.value:.2f}"
        at = rng.choice([i for i, c in enumerate(digits) if c.isdigit()])
        options = [c for c in choices(digits[at]) if c != digits[at]]
        if not options or (score.kind, score.code) in sample.touched:
            continue
        new = digits[:at] + rng.choice(options) + digits[at + 1 :]
        if float(new) <= 100:
            print_as(sample, score, new)
            return True
    return False


def digit_like(thai: bool) -> Callable[[Sample], bool]:
    like = confusable(thai)

    def damage(sample: Sample) -> bool:
        sample.thai = thai
        for score in sample.report.scores:
            seen = f"{score.value:.2f}"
            score.value_as_seen = seen.translate(TO_THAI) if thai else seen
        return change_digit(sample, lambda digit: "".join(sorted(like[digit])))

    return damage


def any_digit(sample: Sample) -> bool:
    return change_digit(sample, lambda _: "0123456789")


def several(times: int) -> Callable[[Sample], bool]:
    return lambda sample: all(any_digit(sample) for _ in range(times))


def lost_point(sample: Sample) -> bool:
    score = some_score(sample)
    digits = f"{score.value:.2f}"
    print_as(sample, score, sample.rng.choice((digits.replace(".", ""), f"{score.value / 10:.3f}")))
    return True


def lost_digit(sample: Sample) -> bool:
    score = some_score(sample)
    digits = f"{score.value:.2f}"
    at = sample.rng.choice([i for i, c in enumerate(digits) if c.isdigit()])
    shorter = (digits[:at] + digits[at + 1 :]).removesuffix(".")
    if shorter.startswith(".") or float(shorter) == score.value:
        return False
    print_as(sample, score, shorter)
    return True


def swapped_rows(sample: Sample) -> bool:
    by_place = {(s.evidence.table, s.evidence.row): s for s in sample.report.scores}
    pairs = [
        (a, b) for (table, row), a in by_place.items()
        if row is not None and (b := by_place.get((table, row + 1))) is not None
        and a.value != b.value
    ]  # fmt: skip
    if not pairs:
        return False
    a, b = sample.rng.choice(pairs)
    first, second = f"{a.value:.2f}", f"{b.value:.2f}"
    print_as(sample, a, second)
    print_as(sample, b, first)
    return True


def dropped_row(sample: Sample) -> bool:
    kinds = (KINDS.INDICATOR, KINDS.INSTRUMENT)
    options = [s for s in sample.report.scores if s.kind in kinds]
    if not options:
        return False
    gone = sample.rng.choice(options)
    sample.report.scores.remove(gone)
    sample.touched.add((gone.kind, gone.code))
    return True


def wrong_year(sample: Sample) -> bool:
    """The title's year is misread as the next one; the report is dated before that year's result."""
    identity = sample.report.identity
    year = (identity.fiscal_year or 0) + 1
    identity.fiscal_year = year
    identity.decided_on = f"{year - 544}-12-08"
    for score in sample.report.scores:
        score.fiscal_year = year
    return True


def two_readings(sample: Sample) -> bool:
    """A cell offers the right value and another one, in either order."""
    score = some_score(sample)
    digits = f"{score.value:.2f}"
    other = sample.rng.choice([100.0, round(sample.rng.uniform(50, 100), 2)])
    if abs(other - score.value) < 0.005:
        return False
    if sample.rng.random() < 0.5:
        score.alternates = (score.value,)
        print_as(sample, score, f"{other:.2f}")
    else:
        score.alternates = (other,)
        sample.touched.add((score.kind, score.code))
        score.value_as_seen = digits
    return True


DAMAGE: dict[str, tuple[Callable[[Sample], bool], Media]] = {
    "none": (lambda _: True, Media.TEXT),
    "none (Word file)": (lambda _: True, Media.DOCX),
    "thai-digit": (digit_like(True), Media.TEXT),
    "arabic-digit": (digit_like(False), Media.TEXT),
    "any-digit": (any_digit, Media.TEXT),
    "lost-point": (lost_point, Media.TEXT),
    "lost-digit": (lost_digit, Media.TEXT),
    "swapped-rows": (swapped_rows, Media.TEXT),
    "dropped-row": (dropped_row, Media.TEXT),
    "wrong-year": (wrong_year, Media.TEXT),
    "two-readings": (two_readings, Media.TEXT),
    "two-digits": (several(2), Media.TEXT),
    "eight-digits": (several(8), Media.TEXT),
    "agency-error (Word file)": (any_digit, Media.DOCX),
}


# -- judging -----------------------------------------------------------------------------------


@dataclass
class Tally:
    reports: int = 0
    detected: int = 0
    right: int = 0
    wrong: int = 0
    flagged: int = 0
    verified: int = 0
    verified_wrong: int = 0
    stated: int = 0
    derived: int = 0
    derived_wrong: int = 0
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)


Calibration = dict[str, Counter[str]]


def judge(sample: Sample, tally: Tally, calibration: Calibration, policy: Policy) -> None:
    started = time.process_time()
    reconcile(sample.report, policy=policy)
    spent = time.process_time() - started
    tally.reports += 1
    tally.seconds += spent
    tally.times.append(spent)
    report, truth = sample.report, sample.truth
    tally.detected += any(c.result is not CheckResult.HOLDS for c in report.checks) or any(
        s.basis is Basis.DERIVED and (s.kind, s.code) in sample.touched for s in report.scores
    )
    wrong_repair, restored = False, set()
    for score in report.scores:
        key = (score.kind, score.code)
        is_right = abs(score.value - truth[key]) < 0.005
        if score.basis is Basis.DERIVED:
            lo, _, hi = score.evidence.text.rpartition(": ")[2].partition(" to ")
            inside = float(lo) - 0.006 <= truth[key] <= float(hi) + 0.006
            tally.derived += 1
            tally.derived_wrong += not inside
            restored |= {key} if inside else set()
            continue
        if score.basis is Basis.REPAIRED:
            wrong_repair |= not is_right
            restored |= {key} if is_right else set()
        tally.stated += 1
        tally.flagged += score.status is ScoreStatus.CONFLICT and is_right
        if score.status is ScoreStatus.VERIFIED:
            tally.verified += 1
            tally.verified_wrong += not is_right
        count = calibration[f"{score.status.value}"]
        count["all"] += 1
        count["right"] += is_right
        count["claimed"] += round(1e6 * score.confidence)
    tally.wrong += wrong_repair
    tally.right += bool(sample.touched) and sample.touched <= restored


def run(
    kinds: list[str],
    reports: int,
    seed: int,
    policy: Policy = Policy(),  # noqa: B008
) -> tuple[dict[str, Tally], Calibration]:
    tallies = {kind: Tally() for kind in kinds}
    calibration: Calibration = defaultdict(Counter)
    for kind in kinds:
        damage, media = DAMAGE[kind]
        rng = random.Random(f"{seed} {kind}")
        while tallies[kind].reports < reports:
            sample = clean_sample(rng, media=media)
            if damage(sample):
                judge(sample, tallies[kind], calibration, policy)
    return tallies, calibration


def percent(part: float, whole: float, digits: int = 1) -> str:
    return f"{100 * part / whole:.{digits}f} %" if whole else "-"


def print_tables(tallies: dict[str, Tally], calibration: Calibration) -> None:
    print("| damage | reports | detected | repaired right | repaired wrong | right values in "
          "conflict | verified values | verified but wrong | derived, outside interval "
          "| ms per report | 99 % within ms |")  # fmt: skip
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for kind, t in tallies.items():
        print(f"| {kind} | {t.reports} | {percent(t.detected, t.reports)} "
              f"| {percent(t.right, t.reports)} | {percent(t.wrong, t.reports, 2)} "
              f"| {percent(t.flagged, t.stated)} | {t.verified} "
              f"| {percent(t.verified_wrong, t.verified, 3)} "
              f"| {t.derived_wrong} of {t.derived} "
              f"| {1000 * t.seconds / t.reports:.1f} | {1000 * sorted(t.times)[int(0.99 * t.reports)]:.0f} |")  # fmt: skip
    print("\n| status | values | right | mean confidence |")
    print("|---|--:|--:|--:|")
    for status, count in calibration.items():
        print(f"| {status} | {count['all']} | {percent(count['right'], count['all'], 3)} "
              f"| {count['claimed'] / 1e6 / count['all']:.3f} |")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=1000, help="of each kind of damage")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--witnesses", type=int, default=Policy().witnesses,
                        help="failing sums that a repair must explain")  # fmt: skip
    parser.add_argument("--kind", nargs="*", choices=list(DAMAGE), default=list(DAMAGE))
    options = parser.parse_args()
    # Editions are loaded once per process; that is not part of the time per report.
    for year in YEARS:
        load_edition(year)
    reconcile(clean_sample(random.Random(0)).report)
    policy = Policy(witnesses=options.witnesses)
    print_tables(*run(options.kind, options.reports, options.seed, policy))


if __name__ == "__main__":
    main()
