"""Whole scans read as a user would read them, beside what their born-digital twins give.

    python benchmarks/ocr_pages.py SET... [--twins FOLDER] [--out FOLDER] [--agencies FILE] [--misses N]

A SET is a folder with ``in/`` and ``truth/`` (``ocr_scans.py`` makes such); ``--twins`` holds
``in/NAME.pdf`` for scans named ``NAME__DAMAGE``. Each set goes through ``thai-ita run`` in one process
and is judged by ``score.py``; beyond that every published value is held against the truth by year,
kind and code, with the owner left aside: a number that the document does not print for that is wrong.
Prints a Markdown table; misses go to stderr.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SAME_VALUE = 0.0051
WEIGHT = {"IIT": 0.3, "EIT": 0.3, "OIT": 0.4}
PUBLISHED = ("verified", "consistent", "unchecked")
Key = tuple[str, str, str]
"""Fiscal year, kind, code."""


@dataclass(slots=True)
class Outcome:
    """What one run on one set gave."""

    name: str
    scored: dict[str, Any] = field(default_factory=dict)
    pages: int = 0
    withheld: int = 0
    seconds: float = 0.0
    published: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    also_in_twin: int = 0
    lines: list[str] = field(default_factory=list)


def run(inputs: Path, out: Path, agencies: Path | None) -> float:
    """Read a folder; the CPU seconds it took, those of its workers with it."""
    command = [sys.executable, "-P", "-m", "thai_ita", "run", str(inputs), "-o", str(out),
               "--force", "-j", "0", "--no-cache"]  # fmt: skip
    if not _has_cache_option():
        command.remove("--no-cache")
    if agencies is not None:
        command += ["--agencies", str(agencies)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not (out / "documents.csv").exists():
        raise RuntimeError(f"no tables in {out}: {done.stderr[-2000:]}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _has_cache_option() -> bool:
    from typer.main import get_command

    from thai_ita.cli import app

    context = get_command(app)
    command = getattr(context, "commands", {}).get("run")
    return any("--no-cache" in p.opts for p in getattr(command, "params", ()))


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def scores_by_stem(out: Path) -> dict[str, list[dict[str, str]]]:
    stems = {d["doc_id"]: Path(d["path"]).stem for d in rows(out / "documents.csv")}
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows(out / "scores.csv"):
        found.setdefault(stems[row["doc_id"]], []).append(row)
    return found


def key_of(row: dict[str, str]) -> Key:
    return (row["fiscal_year"].split(".")[0], row["kind"], row["code"].lower())


def stated(truth: dict[str, Any]) -> dict[Key, list[float]]:
    """What the document prints; of many agencies, the values of all."""
    found: dict[Key, list[float]] = {}
    for entry in truth.get("scores", ()):
        kind = entry.get("level") or entry.get("kind")
        code = str(entry.get("code") or "ITA")
        year = str(entry.get("fiscal_year") or truth.get("fiscal_year") or "")
        value = float(entry["value"]) / (WEIGHT[code] if entry.get("weighted") else 1)
        found.setdefault((year, kind, code.lower()), []).append(value)
    return found


def judge(truths: Path, out: Path, twins: dict[str, list[dict[str, str]]], outcome: Outcome) -> None:
    """Published values by status, and those of them that the document does not say."""
    for stem, found in scores_by_stem(out).items():
        file = truths / f"{stem}.json"
        if not file.exists():
            continue
        truth = json.loads(file.read_text(encoding="utf-8"))
        wanted, kinds = stated(truth), truth.get("kinds")
        twin = {(key_of(row), row["value"]) for row in twins.get(stem.rpartition("__")[0], ())}
        for row in found:
            key, value = key_of(row), float(row["value"])
            if row["status"] not in PUBLISHED or (kinds and row["kind"] not in kinds):
                continue
            if row["basis"] == "derived" and key not in wanted:
                continue
            outcome.published[row["status"]] += 1
            if any(abs(value - v) <= SAME_VALUE for v in wanted.get(key, ())):
                continue
            if (key, row["value"]) in twin:
                outcome.also_in_twin += 1
                continue
            outcome.wrong[row["status"]] += 1
            outcome.lines.append(
                f"WRONG {row['status']} {stem} p{row['page']}: {' '.join(key)} = {value} "
                f"({row['value_as_seen']!r}), true {wanted.get(key)}"
            )


def score(out: Path, truths: Path, shared: Path, misses: int) -> tuple[dict[str, Any], list[str]]:
    command = [sys.executable, str(shared / "eval" / "score.py"), str(out), str(truths), "--json",
               "--misses", str(misses)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout).get("ALL", {})
    return found, done.stderr.splitlines()


def measure(folder: Path, options: argparse.Namespace, out: Path, twins: Path | None) -> Outcome:
    outcome = Outcome(folder.name)
    outcome.seconds = run(folder / "in", out, options.agencies)
    outcome.pages = sum(int(d["pages"] or 0) for d in rows(out / "documents.csv"))
    outcome.withheld = sum(int(d.get("n_withheld") or 0) for d in rows(out / "documents.csv"))
    truths = folder / "truth"
    outcome.scored, lines = score(out, truths, options.shared, options.misses)
    outcome.lines += lines
    judge(truths, out, scores_by_stem(twins) if twins else {}, outcome)
    return outcome


def table(outcomes: list[Outcome]) -> Iterator[str]:
    yield ("| set | documents | facts | score precision | recall | measure recall | fields | published "
           "| wrong: verified | consistent | unchecked | also in the twin | withheld | CPU s a page |")  # fmt: skip
    yield "|---" + "|--:" * 13 + "|"
    for o in outcomes:
        s = o.scored
        figures = [s.get("docs"), s.get("facts"), s.get("score_precision"), s.get("score_recall"),
                   s.get("measure_recall"), s.get("measure_fields"), o.published.total(),
                   *(f"{o.wrong[k]} of {o.published[k]}" for k in PUBLISHED), o.also_in_twin, o.withheld,
                   f"{o.seconds / o.pages:.2f}" if o.pages else None]  # fmt: skip
        yield f"| {o.name} | " + " | ".join("-" if f is None else str(f) for f in figures) + " |"


def total(outcomes: list[Outcome]) -> str:
    published, wrong = Counter[str](), Counter[str]()
    for o in outcomes:
        published += o.published
        wrong += o.wrong
    parts = (f"{wrong[k]} of {published[k]} {k}" for k in PUBLISHED)
    return f"Wrong among published, in all: {', '.join(parts)}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--twins", type=Path, help="a set of the born-digital documents")
    parser.add_argument("--out", type=Path, help="keep the tables here")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--agencies", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        base = options.out or Path(scratch)
        twins = None
        outcomes = []
        if options.twins:
            twins = base / "twins"
            outcomes.append(measure(options.twins, options, twins, None))
            outcomes[0].name = "born digital"
            outcomes[0].lines = []
        for folder in options.sets:
            outcomes.append(measure(folder, options, base / folder.name, twins))
            for line in outcomes[-1].lines:
                print(f"{folder.name}: {line}", file=sys.stderr)
    print("\n".join(table(outcomes)))
    print()
    print(total(outcomes[1:] if options.twins else outcomes))


if __name__ == "__main__":
    main()
