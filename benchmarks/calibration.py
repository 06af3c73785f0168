"""Whether ``confidence`` is the share that is right, kind by kind of value.

    python benchmarks/calibration.py [FOLDER...] [--reports 400] [--variants 4] [--seed 1]

Each FOLDER holds documents (or ``in/`` does) and ``truth/`` with a JSON file for each; made-up
reports and the layouts of the tests are always there. Every report is taken ``--variants`` times: each figure is misread with the chance
that ``confidence`` assumes of its kind of file, some rows are left out so that they are derived, and
what reconciling says is compared with the truth. ``--as-read`` takes the documents as they are, once.
Prints Markdown tables. Everything follows from the seed.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import recognised as pictures
import reconcile as made_up

from thai_ita.analyze.reconcile import reconcile, reconcile_across
from thai_ita.analyze.reconcile.calendar import contradicted_years
from thai_ita.analyze.reconcile.confidence import (
    ASSUMED_RULE_FAILS,
    MISREAD_DOUBTFUL,
    MISREAD_TYPED,
    ONLY_SUSPECT,
)
from thai_ita.analyze.reconcile.readings import doubtful_pages, is_doubtful
from thai_ita.ingest.errors import IngestError
from thai_ita.ingest.read_document import read_document
from thai_ita.model import (
    Basis,
    Evidence,
    Media,
    Report,
    Score,
    ScoreKind,
    ScoreStatus,
)
from thai_ita.parse.report import parse_document

SAME_VALUE = 0.005 + 1e-6
# Of the instruments and indicators of a variant, so many are left out to be derived.
LEFT_OUT = 0.08
# Of the made-up reports, so many have a date before their result, or a year too late.
WRONG_YEAR = 0.03
# Of the made-up reports, so many state last year's overall score by the change only.
BY_CHANGE = 0.3
# Of the recogniser's surest digits one in a thousand is wrong: more than was ever measured.
SURE_ERRORS = 0.001
PICTURES_A_REPORT = 0.25
Z = 1.96
Fact = tuple[str, int | None, ScoreKind, str, str]
Truth = dict[Fact, float]


@dataclass
class Source:
    """Reports of one generator as parsed, each with its truth and the kinds that this covers."""

    name: str
    reports: list[tuple[Report, Truth, frozenset[str]]] = field(default_factory=list)


@dataclass
class Share:
    """Values of one kind: how many, how many right, the sum of what was stated, and for the
    interval the squares of what each report has too many or too few."""

    values: int = 0
    right: int = 0
    stated: float = 0.0
    reports: list[tuple[int, int]] = field(default_factory=list)

    def add(self, rows: Iterable[tuple[bool, float]]) -> None:
        listed = list(rows)
        right = sum(ok for ok, _ in listed)
        self.values += len(listed)
        self.right += right
        self.stated += sum(chance for _, chance in listed)
        self.reports.append((len(listed), right))

    @property
    def mean(self) -> float:
        return self.stated / self.values

    @property
    def measured(self) -> float:
        return self.right / self.values

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval; values of one report stand and fall together, so that they count
        for fewer where they do."""
        p = self.measured
        spread = sum((right - p * n) ** 2 for n, right in self.reports)
        effect = max(1.0, spread / (self.values * p * (1 - p))) if 0 < p < 1 else 1.0
        n = self.values / effect
        middle, reach = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return (middle - reach) / (1 + Z * Z / n), min((middle + reach) / (1 + Z * Z / n), 1.0)


Shares = dict[str, Share]
DERIVED = "derived: "
# The bounds between which stated chances of derived values are compared with what is measured.
BANDS = (0.0, 0.1, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.0)


# -- kinds -------------------------------------------------------------------------------------


def kind_of(report: Report, score: Score, doubted_years: set[int]) -> str:
    """The kind of a value as docs/reconcile.md lists them."""
    if score.status is ScoreStatus.CONFLICT:
        if score.confidence <= ONLY_SUSPECT:
            return "conflict: the only suspect"
        few = score.confidence <= 0.5
        return f"conflict: {'two suspects or readings' if few else 'three or more suspects'}"
    if score.fiscal_year in doubted_years:
        return "year contradicted by the calendar"
    if score.basis is Basis.DERIVED:
        return derived_how(score)
    if score.status is ScoreStatus.VERIFIED:
        return "verified"
    if score.year_from.is_guess or score.agency_from.is_guess:
        return "year or owner guessed"
    if score.basis is Basis.REPAIRED:
        return "consistent or unchecked, repaired"
    if score.confidence <= ASSUMED_RULE_FAILS and score.status is ScoreStatus.UNCHECKED:
        return "unchecked, an assumed rule fails"
    medium = "typed"
    if score.reading_p is not None:
        medium = "recognised"
    elif is_doubtful(score, doubtful_pages(report.document)):
        medium = "doubtful"
    return f"{score.status}, {medium}"


def derived_how(score: Score) -> str:
    if score.value_as_seen:
        return "derived: a stated change"
    if score.evidence.text.startswith("mean of "):
        return "derived: mean of all parts"
    digits = "two decimals" if score.decimals >= 2 else "fewer"
    return f"derived: what a total leaves, {digits}"


# -- reports -----------------------------------------------------------------------------------


def fact(report: Report, score: Score) -> Fact:
    agency = score.agency or report.identity.agency
    name = plain(agency.name if agency else "")
    return (name, score.fiscal_year, score.kind, score.code, score.part)


def plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\u0e4d\u0e32", "\u0e33")
    return re.sub(r"[^\w\u0e00-\u0e7f]+", "", text)


def made_up_reports(count: int, seed: int) -> Source:
    """Reports of an invented agency; three of four are plain text, the others Word files."""
    source = Source("made-up")
    for number in range(count):
        rng = random.Random(f"{seed} made-up {number}")
        media = Media.TEXT if number % 4 else Media.DOCX
        sample = made_up.clean_sample(rng, media=media)
        report = sample.report
        year = report.identity.fiscal_year or 0
        truth = {("", year, kind, code, ""): value for (kind, code), value in sample.truth.items()}
        if rng.random() < BY_CHANGE:
            add_last_year(report, truth, rng)
        if rng.random() < WRONG_YEAR:
            # The date or the year: nothing in the report says which.
            report.identity.decided_on = f"{year - 544}-12-08"
            if rng.random() < 0.5:
                truth = {(*k[:1], (k[1] or 0) - 1, *k[2:]): v for k, v in truth.items()}
        owner = plain(report.identity.agency.name if report.identity.agency else "")
        named = {(owner, *key[1:]): value for key, value in truth.items()}
        source.reports.append((report, named, frozenset()))
    return source


def add_last_year(report: Report, truth: Truth, rng: random.Random) -> None:
    """The overall score of the year before, as the parser derives it from a stated change.

    The change is that of the printed scores: an agency has no others.
    """
    base = next(s for s in report.scores if s.kind is ScoreKind.OVERALL)
    last = made_up.half_up(min(max(base.value + rng.gauss(0, 4), 40.0), 99.9), 2)
    year = (base.fiscal_year or 0) - 1
    truth["", year, base.kind, base.code, ""] = last
    report.scores.append(Score(
        base.agency, year, base.kind, base.code, last, f"{base.value - last:+.2f}",
        basis=Basis.DERIVED, evidence=Evidence(1, text="a stated change"),
        year_from=base.year_from, agency_from=base.agency_from,
    ))  # fmt: skip


def documents(folder: Path) -> Source:
    """The documents of a folder that can be read and whose truth is there."""
    source = Source(folder.name)
    files = folder / "in" if (folder / "in").is_dir() else folder
    for path in sorted(files.iterdir()):
        known = folder / "truth" / f"{path.stem}.json"
        if not (path.is_file() and known.is_file()):
            continue
        try:
            report = parse_document(read_document(path))
        except IngestError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            continue
        told = json.loads(known.read_text(encoding="utf-8"))
        truth = truth_of(report, told)
        if truth and report.scores:
            source.reports.append((report, truth, frozenset(told.get("kinds") or ())))
    return source


def layouts(seed: int) -> Source:
    """One made-up document of every layout that the tests have."""
    sys.path.append(str(Path(__file__).resolve().parent.parent))
    from tests.layouts.build import documents as made_documents

    source = Source("layouts")
    with TemporaryDirectory() as folder:
        for document in made_documents(seed):
            report = parse_document(read_document(document.write(Path(folder))))
            truth = truth_of(report, document.truth)
            if truth and report.scores:
                kinds = frozenset(document.truth.get("kinds") or ())
                source.reports.append((report, truth, kinds))
    return source


def truth_of(report: Report, told: dict[str, Any]) -> Truth:
    """The scores of a truth file; whose they are where it does not say is what was read."""
    own = report.identity.agency.name if report.identity.agency else ""
    truth: Truth = {}
    for entry in told.get("scores", []):
        kind = ScoreKind(entry.get("level") or entry["kind"])
        code = str(entry.get("code") or ("ITA" if kind is ScoreKind.OVERALL else ""))
        weight = {"IIT": 0.3, "EIT": 0.3, "OIT": 0.4}[code] if entry.get("weighted") else 1.0
        agency = plain(str(entry.get("agency") or told.get("agency") or own))
        year = entry.get("fiscal_year") or told.get("fiscal_year")
        part = str(entry.get("part") or "")
        truth[agency, year, kind, code, part] = float(entry["value"]) / weight
    return truth


# -- damage ------------------------------------------------------------------------------------


def misread(report: Report, rng: random.Random) -> None:
    """Gives each figure one wrong digit with the chance that its kind of file is assumed to have."""
    pages = doubtful_pages(report.document)
    for score in report.scores:
        doubtful = score.basis is not Basis.DERIVED and is_doubtful(score, pages)
        if score.basis is Basis.DERIVED:
            doubtful = pages is True
        if rng.random() < (MISREAD_DOUBTFUL if doubtful else MISREAD_TYPED):
            change_a_digit(report, score, rng)


def change_a_digit(report: Report, score: Score, rng: random.Random) -> None:
    before = score.value
    places = max(score.decimals, 2) if score.basis is Basis.DERIVED else score.decimals
    digits = f"{before:.{places}f}"
    if abs(float(digits) - before) > 1e-6:
        return  # weighted points: what was printed is another number
    options = [digits[:at] + other + digits[at + 1 :]
               for at, digit in enumerate(digits) if digit.isdigit()
               for other in "0123456789" if other != digit]  # fmt: skip
    new = rng.choice([o for o in options if float(o) <= 100])
    score.value = float(new)
    if score.basis is Basis.DERIVED:
        return
    thai = any("๐" <= ch <= "๙" for ch in score.value_as_seen)
    score.value_as_seen = new.translate(made_up.TO_THAI) if thai else new
    if score.restated:
        score.alternates = (before,)
        score.status = ScoreStatus.CONFLICT
    for other in report.scores:  # the parser adds the change to what it reads
        beside = abs((other.fiscal_year or 0) - (score.fiscal_year or 0)) == 1
        same = (other.kind, other.code) == (score.kind, score.code)
        if other.basis is Basis.DERIVED and beside and same:
            other.value = min(max(round(other.value + score.value - before, 4), 0.0), 100.0)


def leave_out(report: Report, rng: random.Random) -> None:
    """Takes some rows out, so that others give them."""
    kinds = (ScoreKind.INSTRUMENT, ScoreKind.INDICATOR)
    report.scores = [
        s for s in report.scores
        if s.kind not in kinds or s.basis is Basis.DERIVED or rng.random() >= LEFT_OUT
    ]  # fmt: skip


# -- measuring ---------------------------------------------------------------------------------


def measure(sources: Iterable[Source], variants: int, seed: int) -> dict[str, Shares]:
    """The shares of each generator by kind; ``variants`` 0 takes every report as it is, once."""
    found: dict[str, Shares] = {}
    for source in sources:
        shares: Shares = defaultdict(Share)
        for number, (parsed, truth, kinds) in enumerate(source.reports):
            for variant in range(max(variants, 1)):
                rng = random.Random(f"{seed} {source.name} {number} {variant}")
                report = copy.deepcopy(parsed)
                if variants:
                    leave_out(report, rng)
                    misread(report, rng)
                reconcile(report)
                count(shares, report, truth, kinds)
        found[source.name] = dict(shares)
    return found


def count(shares: Shares, report: Report, truth: Truth, kinds: frozenset[str] = frozenset()) -> None:
    """Judges every row of a report; a derived one only where the truth has its fact."""
    rows: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    doubted = contradicted_years(report)
    parted = any(key[4] for key in truth)
    for score in report.scores:
        key = fact(report, score)
        known = truth.get(key if parted else (*key[:4], ""))
        if (kinds and score.kind not in kinds) or (known is None and score.basis is Basis.DERIVED
                                                   and score.fiscal_year not in doubted):  # fmt: skip
            continue
        right = known is not None and abs(score.value - known) < SAME_VALUE
        rows[kind_of(report, score, doubted)].append((right, score.confidence))
    for kind, judged in rows.items():
        shares[kind].add(judged)
        if kind.startswith(DERIVED):
            for low, high in pairwise(BANDS):
                in_band = [row for row in judged if low <= row[1] < high]
                if in_band:
                    shares[f"derived, stated {low:g} to {high:g}"].add(in_band)


def of_pairs(reports: int, seed: int) -> Shares:
    """Two made-up documents that state the same facts, each misread by itself."""
    shares: Shares = defaultdict(Share)
    for number in range(reports):
        rng = random.Random(f"{seed} pair {number}")
        sample = made_up.clean_sample(rng)
        pair = [sample.report, copy.deepcopy(sample.report)]
        pair[1].document.doc_id = "1" * 16
        for report in pair:
            misread(report, rng)
            reconcile(report)
        alone = {id(s): s.status for r in pair for s in r.scores}
        reconcile_across(pair)
        rows: dict[str, list[tuple[bool, float]]] = defaultdict(list)
        for report in pair:
            for score in report.scores:
                if not score.value_as_seen or score.basis is Basis.DERIVED:
                    continue
                right = abs(score.value - sample.truth[score.kind, score.code]) < SAME_VALUE
                if score.status is ScoreStatus.VERIFIED and alone[id(score)] is not score.status:
                    rows["verified by another document"].append((right, score.confidence))
                elif score.status is ScoreStatus.CONFLICT and alone[id(score)] is not score.status:
                    rows["conflict: another document"].append((right, score.confidence))
        for kind, judged in rows.items():
            shares[kind].add(judged)
    return dict(shares)


def of_pictures(sources: Iterable[Source], seed: int) -> Shares:
    """The same documents as a recogniser would read them, one digit in a thousand wrong for sure."""
    shares: Shares = defaultdict(Share)
    rng = random.Random(f"{seed} pictures")
    faults = pictures.Faults(sure_wrong=SURE_ERRORS)
    for source in sources:
        for parsed, told, kinds in source.reports:
            if not parsed.document.blocks or rng.random() > PICTURES_A_REPORT:
                continue
            whole = pictures.read(pictures.recognised(parsed.document, pictures.Faults(0, 0, 0), rng))
            read = {fact(whole, s): s.value for s in whole.scores if s.basis is not Basis.DERIVED}
            report = pictures.read(pictures.recognised(parsed.document, faults, rng))
            count(shares, report, read | told, kinds)
    return dict(shares)


def pooled(found: Iterable[Shares]) -> Shares:
    whole: Shares = defaultdict(Share)
    for shares in found:
        for kind, share in shares.items():
            into = whole[kind]
            into.values += share.values
            into.right += share.right
            into.stated += share.stated
            into.reports += share.reports
    return dict(whole)


# -- printing ----------------------------------------------------------------------------------


def table(shares: Shares) -> Iterator[str]:
    yield "| kind | values | wrong | stated | right | 95 % interval |"
    yield "|---|--:|--:|--:|--:|---|"
    for kind in sorted(shares):
        share = shares[kind]
        low, high = share.interval()
        yield (f"| {kind} | {share.values} | {share.values - share.right} | {share.mean:.3f} | {share.measured:.3f} "
               f"| {low:.3f} to {high:.3f} |")  # fmt: skip


def by_source(found: dict[str, Shares]) -> Iterator[str]:
    """Stated and measured side by side, for each generator."""
    yield f"| kind | {' | '.join(found)} |"
    yield f"|---|{'---|' * len(found)}"
    for kind in sorted({kind for shares in found.values() for kind in shares}):
        cells = []
        for shares in found.values():
            share = shares.get(kind)
            cells.append(f"{share.mean:.3f}: {share.measured:.3f} of {share.values}" if share else "")
        yield f"| {kind} | {' | '.join(cells)} |"


def run(folders: Iterable[Path], reports: int, variants: int, seed: int) -> dict[str, Shares]:
    """The shares of each generator; without ``reports`` those of the folders alone."""
    sources = [documents(folder) for folder in folders]
    own = [made_up_reports(reports, seed), layouts(seed)] if reports else []
    found = measure([*own, *sources], variants, seed)
    if reports:
        found["pairs"] = of_pairs(reports, seed)
    if sources:
        found["pictures"] = of_pictures([*own[1:], *sources], seed)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--reports", type=int, default=400, help="made-up ones; 0: only the folders")
    parser.add_argument("--variants", type=int, default=4, help="of each report")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-read", action="store_true", help="documents as they are, nothing misread")
    given = parser.parse_args()
    if given.as_read:
        found = measure([documents(folder) for folder in given.folders], 0, given.seed)
    else:
        found = run(given.folders, given.reports, given.variants, given.seed)
    print(*table(pooled(found.values())), "", *by_source(found), sep="\n")


if __name__ == "__main__":
    main()
