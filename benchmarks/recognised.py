"""What is published of documents whose digits a recogniser misreads.

    python benchmarks/recognised.py ../shared/seeds ../shared/corpus data/samples --variants 500

Every document is taken as if each number in it had been recognised: digits are misread at random, with
probabilities as measured and, with ``--sure-errors``, some read wrong with full probability. A row is
right where year, kind, code and value are those of the document as it is.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from thai_ita.analyze.reconcile import reconcile
from thai_ita.analyze.reconcile.withhold import READING_CHECKS
from thai_ita.ingest.errors import IngestError
from thai_ita.ingest.read_document import read_document
from thai_ita.model import (
    Basis,
    Cell,
    Document,
    FigureReading,
    Line,
    Media,
    Page,
    Report,
    Score,
    ScoreStatus,
    Table,
)
from thai_ita.parse.report import parse_document

_NUMBER = re.compile(r"[0-9๐-๙]+(?:\.[0-9๐-๙]+)?")
_THAI, _ARABIC = "๐๑๒๓๔๕๖๗๘๙", "0123456789"
# A wrong digit's runner-up is the right one in so many of a hundred.
RUNNER_UP_RIGHT = 0.92


@dataclass(frozen=True, slots=True)
class Faults:
    """How digits are read: the shares of doubtful and of nearly sure ones, and of those wrong
    among the nearly sure and the sure."""

    doubtful: float = 0.02
    nearly: float = 0.05
    nearly_wrong: float = 0.01
    sure_wrong: float = 0.0


def main() -> None:
    """Prints the counts for every document together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--variants", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--doubtful", type=float, default=Faults().doubtful)
    parser.add_argument("--sure-errors", type=float, default=0.0)
    parser.add_argument("--show", action="store_true", help="print every published row that is wrong")
    told = parser.parse_args()
    rng = random.Random(told.seed)
    faults = Faults(doubtful=told.doubtful, sure_wrong=told.sure_errors)
    documents = [d for folder in told.folders for d in _documents(folder)]
    truths = [read(recognised(d, Faults(0, 0, 0), rng)) for d in documents]
    counts: Counter[str] = Counter()
    for _ in range(told.variants):
        at = rng.randrange(len(documents))
        report = read(recognised(documents[at], faults, rng))
        _count(report, _facts(truths[at]), _stated(truths[at]), counts, show=told.show)
    print(f"{len(documents)} documents, {told.variants} variants, seed {told.seed}")
    for status in ScoreStatus:
        rows, wrong = counts[status], counts[f"{status} wrong"]
        print(f"{status:<12} {rows:>7} rows, {wrong} wrong")
    print(f"withheld     {counts['withheld']:>7}, {counts['withheld wrong']} of them wrong")
    print(f"lost         {counts['lost']:>7} facts stated facts of {counts['facts']} in no table and not withheld")
    print(f"published    {counts['right']:>7} right of {counts['facts']} facts")


def read(document: Document) -> Report:
    """The report of a document, reconciled."""
    report = parse_document(document)
    if report.scores or report.withheld:
        reconcile(report)
    return report


def _documents(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.iterdir()):
        if path.is_file():
            try:
                document = read_document(path)
            except IngestError:
                continue
            if _facts(read(document)):
                yield document


def _facts(report: Report) -> dict[tuple[object, ...], float]:
    return {_key(s): s.value for s in report.scores}


def _stated(report: Report) -> set[tuple[object, ...]]:
    return {_key(s) for s in report.scores if s.basis is Basis.STATED}


def _key(score: Score) -> tuple[object, ...]:
    agency = score.agency.name if score.agency else ""
    return agency, score.fiscal_year, score.kind, score.code, score.part


def _count(
    report: Report, truth: dict[tuple[object, ...], float], stated: set[tuple[object, ...]],
    counts: Counter[str], *, show: bool,
) -> None:  # fmt: skip
    told = {_key(s) for s in [*report.scores, *report.withheld]}
    for score in report.scores:
        right = abs(truth.get(_key(score), -1.0) - score.value) < 0.0051
        counts[score.status] += 1
        counts["right"] += right
        counts[f"{score.status} wrong"] += not right
        if show and not right:
            print(report.document.path, score.status, _key(score), score.value_as_seen, score.value,
                  truth.get(_key(score)), score.reading_p, score.basis)  # fmt: skip
    counts["withheld"] += len(report.withheld)
    for score in report.withheld:
        counts["withheld wrong"] += abs(truth.get(_key(score), -1.0) - score.value) > 0.0051
    counts["facts"] += len(truth)
    lost = [key for key in stated if key not in told]
    counts["lost"] += len(lost)
    if show and lost:
        refused = [f"{r.figure} {r.rule}" for r in report.refusals]
        checks = [c.message for c in report.checks if c.check in READING_CHECKS]
        print(report.document.path, "lost", [(k[1], k[3]) for k in lost], refused, checks, "\n")


def recognised(document: Document, faults: Faults, rng: random.Random) -> Document:
    """The document as a recogniser might read it from a picture."""
    blocks: list[Line | Table] = []
    for block in document.blocks:
        if isinstance(block, Line):
            text, figures = _misread(block.text, faults, rng)
            blocks.append(replace(block, text=text, raw=text, figures=figures))
        else:
            grid = [[_cell(cell, faults, rng) for cell in row] for row in block.grid]
            blocks.append(replace(block, grid=grid))
    heads = []
    for line in document.running_heads:
        text, figures = _misread(line.text, faults, rng)
        heads.append(replace(line, text=text, raw=text, figures=figures))
    pages = [replace(page, recognised="made-up") for page in document.pages]
    pages = pages or [Page(1, recognised="made-up")]
    return replace(document, blocks=blocks, running_heads=heads, pages=pages, media=Media.PDF_SCAN)


def _cell(cell: Cell | None, faults: Faults, rng: random.Random) -> Cell | None:
    if cell is None:
        return None
    text, figures = _misread(cell.text, faults, rng)
    lines = cell.lines if text == cell.text else tuple(text.split("\n"))
    return replace(cell, text=text, raw=text, figures=figures, lines=lines)


def _misread(text: str, faults: Faults, rng: random.Random) -> tuple[str, tuple[FigureReading, ...]]:
    """A text with digits misread, and its numbers as the recogniser gives them."""
    out, at, figures = [], 0, []
    for found in _NUMBER.finditer(text):
        figure = _figure(found[0], faults, rng)
        figures.append(figure)
        out += [text[at : found.start()], figure.text]
        at = found.end()
    return "".join([*out, text[at:]]), tuple(figures)


def _figure(number: str, faults: Faults, rng: random.Random) -> FigureReading:
    read, least = list(number), 1.0
    others: list[tuple[float, int, str]] = []
    for i, digit in enumerate(number):
        if digit == ".":
            continue
        alphabet = _THAI if digit in _THAI else _ARABIC
        wrong = rng.choice(alphabet.replace(digit, ""))
        chance = rng.random()
        if chance < faults.doubtful:
            p = rng.uniform(0.5, 0.97)
            is_wrong = rng.random() > p
        elif chance < faults.doubtful + faults.nearly:
            p, is_wrong = rng.uniform(0.97, 0.999), rng.random() < faults.nearly_wrong
        else:
            p, is_wrong = rng.uniform(0.999, 1.0), rng.random() < faults.sure_wrong
        least = min(least, p)
        if is_wrong:
            read[i] = wrong
            other = digit if rng.random() < RUNNER_UP_RIGHT else rng.choice(alphabet)
        else:
            other = wrong
        if p < 0.999:
            others.append((1 - p, i, other))
    seen = "".join(read)
    listed = [(seen[:i] + other + seen[i + 1 :], p) for p, i, other in sorted(others, reverse=True)]
    return FigureReading(seen, least, tuple((text, p) for text, p in listed if text != seen))


if __name__ == "__main__":
    main()
