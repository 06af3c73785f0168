"""One digit of one stated score altered in the source: does anything wrong come out as ``verified``?

    python benchmarks/damage.py PATH... [--variants 500] [--seed 1] [--show]

PATH is a text, Markdown, HTML or TSV file, or a folder with such files. Each variant takes one of
them, alters one digit of one place that states a score, and reads and reconciles it anew. What the
whole file reads as is the truth. Everything follows from the seed.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from thai_ita.analyze.reconcile import reconcile
from thai_ita.ingest.decode import decode
from thai_ita.ingest.text import read_text
from thai_ita.model import Report, Score, ScoreKind, ScoreStatus
from thai_ita.parse import parse_document

ENDINGS = frozenset({".txt", ".md", ".html", ".htm", ".tsv"})
THAI, ARABIC = "๐๑๒๓๔๕๖๗๘๙", "0123456789"
SAME_VALUE = 0.0051
# Agency, year, kind, code, part.
Fact = tuple[str, int | None, ScoreKind, str, str]


@dataclass(frozen=True)
class Source:
    """A file with what it reads as: the values of each fact, and the places that state a score."""

    path: Path
    text: str
    truth: dict[Fact, float]
    places: list[tuple[int, int]]


@dataclass
class Tally:
    """Rows of all variants by status and whether they are right, and each that is verified and
    wrong, as text."""

    variants: int = 0
    rows: Counter[tuple[str, bool]] = field(default_factory=Counter)
    lost: int = 0
    wrong: list[str] = field(default_factory=list)


def read(text: str, path: Path) -> Report:
    report = parse_document(read_text(text, "0" * 16, path))
    reconcile(report)
    return report


def fact(report: Report, score: Score) -> Fact:
    agency = score.agency or report.identity.agency
    return (agency.name if agency else "", score.fiscal_year, score.kind, score.code, score.part)


def sources(paths: Iterable[Path]) -> list[Source]:
    """The files that state scores."""
    found = []
    for path in paths:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        for file in files:
            if file.suffix.lower() in ENDINGS and (source := make_source(file)) is not None:
                found.append(source)
    return found


def make_source(path: Path) -> Source | None:
    """A file as a source; None where it states no score."""
    text = decode(path.read_bytes(), path.name)[0]
    report = read(text, path)
    truth: dict[Fact, float] = {}
    seen: set[str] = set()
    for score in report.scores:
        truth[fact(report, score)] = score.value
        if len(score.value_as_seen.strip()) > 1 and score.value_as_seen in text:
            seen.add(score.value_as_seen.strip())
    digit = f"[{THAI}{ARABIC}]"
    places = [
        match.span()
        for number in sorted(seen)
        for match in re.finditer(rf"(?<!{digit})(?<!\.){re.escape(number)}(?!{digit})", text)
    ]
    return Source(path, text, truth, sorted(set(places))) if places else None


def altered(source: Source, rng: random.Random) -> tuple[str, str]:
    """The text with another digit at one place, and what was done."""
    start, end = rng.choice(source.places)
    at = rng.choice([i for i in range(start, end) if source.text[i] in THAI + ARABIC])
    digits = THAI if source.text[at] in THAI else ARABIC
    other = rng.choice([d for d in digits if d != source.text[at]])
    text = source.text[:at] + other + source.text[at + 1 :]
    return text, f"{source.text[start:end]} -> {text[start:end]}"


def variants(of: list[Source], count: int, seed: int) -> Iterator[tuple[Source, str, str]]:
    rng = random.Random(seed)
    for _ in range(count):
        source = rng.choice(of)
        yield (source, *altered(source, rng))


def run(of: list[Source], count: int, seed: int) -> Tally:
    """Reads ``count`` altered files and judges every row that comes out."""
    tally = Tally()
    for source, text, what in variants(of, count, seed):
        report = read(text, source.path)
        tally.variants += 1
        for score in report.scores:
            judge(tally, source, report, score, what)
        facts = {fact(report, score) for score in report.scores}
        tally.lost += sum(known not in facts for known in source.truth)
    return tally


def judge(tally: Tally, source: Source, report: Report, score: Score, what: str) -> None:
    known = source.truth.get(fact(report, score))
    right = known is not None and abs(score.value - known) < SAME_VALUE
    tally.rows[score.status, right] += 1
    if score.status is ScoreStatus.VERIFIED and not right:
        tally.wrong.append(
            f"{source.path.name}: {what}: {fact(report, score)} {score.value} for {known}: {score.evidence.text[:80]!r}"
        )


def table(tally: Tally) -> str:
    lines = ["| status | rows | right |", "|---|--:|--:|"]
    for status in ScoreStatus:
        right, wrong = tally.rows[status, True], tally.rows[status, False]
        rows = right + wrong
        share = f"{100 * right / rows:.2f} %" if rows else ""
        lines.append(f"| {status} | {rows} | {share} |")
    lines.append("")
    lines.append(
        f"{tally.variants} variants, {tally.lost} facts not read any more, "
        f"**{len(tally.wrong)} rows verified and wrong**."
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--variants", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="name each row verified and wrong")
    given = parser.parse_args()
    tally = run(sources(given.paths), given.variants, given.seed)
    print(table(tally))
    if given.show:
        print("\n".join(tally.wrong))


if __name__ == "__main__":
    main()
