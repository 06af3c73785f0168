"""What the batch engine costs and gains: thousands of perturbed reports, measured end to end.

    python benchmarks/batch.py [--files 2000] [--rounds 3] [--text] [--folder DIR]

The reports are those of data/samples and of ../shared/corpus, where that is present; ``--text``
takes the texts alone, which are read soonest and so show the engine's share at its largest. Each
copy of a text has a line and a digit of its own, and each two copies an agency of their own; a
PDF has a comment behind its end and an office file one in its archive, so that no two contents
are the same.
Prints a markdown table: throughput with one and two workers, the engine's share over bare parsing,
a second run over unchanged files, and how the memory of the parent grows. Each measurement runs in a process of its own; with several rounds the
best counts, since other work on the machine can only make it slower. Two figures hold on a busy
machine too: the CPU time of the engine over that of bare parsing, and the share of their time that
the workers had a file to read.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import statistics
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from runs import SYLLABLES, apart, memory_mb, timed_run, write_old

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
TEXT_ENDINGS = {".txt", ".md", ".html"}
ENDINGS = TEXT_ENDINGS | {".pdf", ".docx", ".xlsx"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--text", action="store_true", help="no PDF and no office file")
    parser.add_argument("--folder", type=Path, help="where to write; a temporary folder without it")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        what, source, out = given.measure
        print(json.dumps(_MEASURES[what](Path(source), Path(out))))
        return
    folder = Path(tempfile.mkdtemp(dir=given.folder))
    try:
        endings = TEXT_ENDINGS if given.text else ENDINGS
        _report(folder, given.files, given.rounds, endings)
    finally:
        shutil.rmtree(folder)


def make_inputs(folder: Path, number: int, endings: set[str] = TEXT_ENDINGS) -> None:
    """Write so many different reports."""
    originals = [p for p in sorted((ROOT / "data" / "samples").iterdir()) if p.stem != "README"]
    if CORPUS.is_dir():
        originals += sorted(CORPUS.iterdir())
    originals = [p for p in originals if p.suffix in endings]
    texts = {path: _text_and_locality(path) for path in originals if path.suffix in TEXT_ENDINGS}
    for n in range(number):
        again, which = divmod(n, len(originals))
        original = originals[which]
        content = _perturbed(*texts[original], n, again) if original in texts else _remarked(original, n)
        write_old(folder / f"{n:05}_{original.name}", content)


def _perturbed(text: str, locality: str, n: int, again: int) -> bytes:
    if locality:
        # Two documents an agency, as a result and the plan that answers it would be.
        text = text.replace(locality, locality + _syllables(again // 2))
    return (text.replace("5", str(n % 10), 1) + f"\n\nCopy {n}\n").encode()


def _remarked(original: Path, n: int) -> bytes:
    """A PDF or an office file that says the same in other bytes."""
    content = original.read_bytes()
    if original.suffix == ".pdf":
        return content + f"\n% Copy {n}\n".encode()
    changed = io.BytesIO(content)
    with zipfile.ZipFile(changed, "a") as archive:
        archive.comment = f"Copy {n}".encode()
    return changed.getvalue()


def _text_and_locality(path: Path) -> tuple[str, str]:
    """The text of a report, and the part of its agency's name that no other agency has."""
    import thai_ita

    report = thai_ita.read(path, guarded=False)
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp874")
    agency = report.identity.agency
    return text, agency.name.removeprefix(agency.type) if agency else ""


def _syllables(number: int) -> str:
    """A made-up ending of a name, another one for each number."""
    ending = ""
    while number:
        number, digit = divmod(number, len(SYLLABLES))
        ending += SYLLABLES[digit]
    return ending


def bare(source: Path, _out: Path) -> dict[str, float]:
    """Reading and parsing alone, one file after the other in one process."""
    from thai_ita.batch.options import RunOptions
    from thai_ita.batch.read_report import attempt_report

    files, options = sorted(source.iterdir()), RunOptions()
    attempt_report(files[0], options=options)
    cpu, wall = time.process_time(), time.perf_counter()
    for path in files:
        attempt_report(path, options=options)
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def engine(source: Path, out: Path, jobs: int) -> dict[str, Any]:
    """A whole run: hashing, workers, store, tables."""
    from thai_ita.batch.progress_events import ProgressEvent

    memory: list[float] = []
    busy: list[float] = []

    def watch(step: ProgressEvent) -> None:
        busy.append(step.elapsed_s)
        if step.done % 50 == 0:
            memory.append(memory_mb("VmRSS"))

    summary, measured = timed_run(source, out, jobs, watch)
    measured |= {"read": summary.read, "documents": summary.documents, "busy": sum(busy)}
    if len(memory) >= 10:
        tenth = len(memory) // 10
        measured |= {
            "early_mb": statistics.median(memory[tenth : 3 * tenth]),
            "late_mb": statistics.median(memory[-2 * tenth :]),
        }
    return measured


def in_process(source: Path, out: Path) -> dict[str, Any]:
    # The word lists are loaded before the clock starts, as in the measurement of bare parsing.
    from thai_ita.batch.options import RunOptions
    from thai_ita.batch.read_report import attempt_report

    attempt_report(next(source.iterdir()), options=RunOptions())
    return engine(source, out, 0)


_MEASURES = {
    "bare": bare,
    "in-process": in_process,
    "one": lambda source, out: engine(source, out, 1),
    "two": lambda source, out: engine(source, out, 2),
    "again": lambda source, out: engine(source, out, 2),
}


def _report(folder: Path, number: int, rounds: int, endings: set[str]) -> None:
    source = folder / "in"
    source.mkdir()
    make_inputs(source, number, endings)
    best: dict[str, dict[str, float]] = {}
    ratios: list[float] = []
    for _ in range(rounds):
        this: dict[str, dict[str, float]] = {}
        for what in ("bare", "in-process", "one", "two", "again"):
            out = folder / ("two" if what == "again" else what)
            if what != "again":
                shutil.rmtree(out, ignore_errors=True)
            this[what] = apart(__file__, "--measure", what, str(source), str(out))
            if what not in best or this[what]["wall"] < best[what]["wall"]:
                best[what] = this[what]
        ratios.append(this["one"]["wall"] / this["two"]["wall"])
    for line in _lines(number, best, ratios):
        print(line)


def _lines(number: int, best: dict[str, dict[str, float]], ratios: list[float]) -> Iterator[str]:
    wall = {what: values["wall"] for what, values in best.items()}
    if hasattr(os, "getloadavg"):
        yield f"{number} files, load of the machine {os.getloadavg()[2]:.1f} on {os.cpu_count()} CPUs"
        yield ""
    yield "| Measured | Value | Aim |"
    yield "|---|---:|---:|"
    for what, words in (
        ("bare", "bare parsing, one process"),
        ("in-process", "engine, `--jobs 0`"),
        ("one", "engine, `--jobs 1`"),
        ("two", "engine, `--jobs 2`"),
    ):
        yield f"| {words} | {wall[what]:.1f} s, {number / wall[what]:.0f} files/s | |"
    yield f"| two workers to one, best runs | {wall['one'] / wall['two']:.2f} | 1.8 |"
    listed = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    yield f"| two workers to one, within each round | {listed} | |"
    for what in ("in-process", "one"):
        share = wall[what] / wall["bare"] - 1
        flag = {"in-process": "0", "one": "1"}[what]
        yield f"| engine over bare parsing, `--jobs {flag}` | {share:+.1%} | below 10 % |"
    more = best["in-process"]["cpu"] / best["bare"]["cpu"] - 1
    yield f"| the same in CPU time, `--jobs 0` | {more:+.1%} | below 10 % |"
    for what, jobs in (("one", 1), ("two", 2)):
        share = best[what]["busy"] / (jobs * wall[what])
        yield f"| time that workers had a file, `--jobs {jobs}` | {share:.1%} | |"
    parent = best["one"]["cpu"] / best["one"]["wall"]
    yield f"| CPU of the parent, `--jobs 1` | {parent:.1%} of one core | |"
    again = best["again"]
    assert again["read"] == 0
    yield f"| second run, nothing changed | {number / again['wall']:,.0f} files/s | 2,000 |"
    two = best["two"]
    if "early_mb" in two:
        yield (
            f"| memory of the parent, first and last fifth | {two['early_mb']:.0f} MB, {two['late_mb']:.0f} MB | flat |"
        )


if __name__ == "__main__":
    main()
