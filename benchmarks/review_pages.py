"""Evidence pages measured: made, made again, made after a correction, opened in Chromium; prints Markdown.

    python benchmarks/review_pages.py [--documents 200] [--jobs N] [--rows 1000,60000] [--folder DIR]

The reports are those of tests/review_corpus.py. Every command runs in a process of its own; without
--jobs it has no workers, so that its CPU seconds are all there are: on a busy machine they tell more
than the wall clock. An index of more rows than there are documents repeats them under other names.
Without Chromium, pages are not opened.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.browser.chromium import chromium, find_chromium, watched  # noqa: E402
from tests.review_corpus import write  # noqa: E402
from thai_ita.corrections.record import CORRECTION_COLUMNS  # noqa: E402

TRIES = 5
READY_MS = 60_000


@dataclass(frozen=True)
class Cost:
    wall: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=0, help="0: all in one process, of which all CPU seconds are known")
    parser.add_argument("--rows", default="1000,60000")
    parser.add_argument("--folder", type=Path, help="work here and keep it; without it in a temporary folder")
    given = parser.parse_args()
    with _folder(given.folder) as folder:
        _report(folder, given.documents, given.jobs, [int(n) for n in given.rows.split(",") if n])


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def _report(folder: Path, documents: int, jobs: int, rows: list[int]) -> None:
    source, out = folder / "in", folder / "out"
    made = write(source, documents)
    print(f"{len(made)} documents, --jobs {jobs}.\n")
    print(
        "| Step | wall s | CPU s | documents a second of wall | of CPU | files written | of them pages of documents |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    read = command("run", source, "-o", out, "--jobs", str(jobs))
    print(f"| run | {read.wall:.1f} | {read.cpu:.1f} | {documents / read.wall:.1f} | {documents / read.cpu:.1f} | | |")
    _step("review", out, documents, jobs)
    _step("review again, nothing new", out, documents, jobs)
    doc_id = correct_one(out)
    command("run", source, "-o", out, "--jobs", str(jobs))
    _step("review after one correction", out, documents, jobs, doc_id)
    size = sum(path.stat().st_size for path in (out / "review").rglob("*") if path.is_file())
    pictures = list((out / "review").rglob("*.webp"))
    print(f"\nThe folder holds {size / 1e6:.1f} MB, {len(pictures)} pictures of pages among them.\n")
    if find_chromium() is None:
        print("No Chromium: nothing was opened.")
        return
    opening(out, folder, rows)


def command(*arguments: object) -> Cost:
    """A command of thai-ita in a process of its own, and what it and its workers cost."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "thai_ita", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    # 1: some documents hold no result, as some of the corpus do.
    if done.returncode not in (0, 1):
        sys.exit(done.stderr[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - start, cpu)


def _step(name: str, out: Path, documents: int, jobs: int, doc_id: str = "") -> None:
    before = _written(out / "review")
    cost = command("review", out, "--jobs", str(jobs))
    after = _written(out / "review")
    new = [path for path, told in after.items() if before.get(path) != told]
    pages = [path for path in new if path.suffix == ".html" and path.parent.name == "d"]
    other = [path for path in pages if doc_id and path.stem != doc_id]
    told = f"{len(pages)}" + (f", {len(other)} of other documents" if doc_id else "")
    print(
        f"| {name} | {cost.wall:.1f} | {cost.cpu:.1f} | {documents / cost.wall:.1f} | {documents / cost.cpu:.1f} "
        f"| {len(new)} | {told} |"
    )


def _written(folder: Path) -> dict[Path, tuple[int, int]]:
    """The files of a folder with inode and time: another of either means that it was written."""
    found = {}
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file():
            told = path.stat()
            found[path] = (told.st_ino, told.st_mtime_ns)
    return found


def correct_one(out: Path) -> str:
    """Write a correction of the first stated score there is; the document's id."""
    with (out / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        score = next(row for row in csv.DictReader(file) if row["basis"] == "stated" and row["fact"])
    values = (
        score["doc_id"],
        "scores",
        score["fact"],
        "value",
        score["value"],
        "77.77",
        "benchmark",
        "2025-01-06",
        "to see what it costs",
    )
    with (out / "corrections.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([CORRECTION_COLUMNS, values])
    return score["doc_id"]


def opening(out: Path, folder: Path, rows: list[int]) -> None:
    """How long it takes until an index is open, complete and filtered, and a document is."""
    print("| Opened from the disk | until loaded ms | until it answers ms | a filter ms |")
    print("|---|---:|---:|---:|")
    with chromium() as browser:
        review = out / "review"
        print(_opened(browser, review, f"index of {len(list((review / 'd').glob('*.html')))} documents"))
        for n in rows:
            print(_opened(browser, many(review, folder / f"many{n}", n), f"index of {n:,} documents"))
        page = max((review / "d").glob("*.html"), key=lambda path: path.stat().st_size)
        with watched(browser, review, "disk") as pages:
            times = []
            for _ in range(TRIES):
                opened = pages.open(page)
                times.append(opened.evaluate(_LOADED))
                opened.close()
        print(f"| the largest page ({page.stat().st_size / 1e3:.0f} kB) | {statistics.median(times):.0f} | | |")


_LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


def _opened(browser: object, review: Path, name: str) -> str:
    loaded, ready, filtered = [], [], []
    with watched(browser, review, "disk") as pages:  # type: ignore[arg-type]
        for _ in range(TRIES):
            start = time.perf_counter()
            page = pages.open(review / "index.html")
            loaded.append(page.evaluate(_LOADED))
            page.wait_for_function("document.querySelector('#found')?.textContent.trim()", timeout=READY_MS)
            ready.append(1000 * (time.perf_counter() - start))
            filtered.append(page.evaluate(_FILTER))
            page.close()
        complaints = pages.all_complaints()
    if complaints:
        sys.exit("\n".join(complaints))
    return f"| {name} | {statistics.median(loaded):.0f} | {statistics.median(ready):.0f} | {statistics.median(filtered):.0f} |"


_FILTER = """async () => {
  const box = document.querySelector("#filter-q"), found = document.querySelector("#found");
  const before = found.textContent, start = performance.now();
  box.value = "สมมติ";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  while (found.textContent === before && performance.now() - start < 5000)
    await new Promise((done) => requestAnimationFrame(done));
  return performance.now() - start;
}"""


def many(review: Path, folder: Path, count: int) -> Path:
    """An index of so many rows: those of a review, again and again under other names."""
    import json

    from thai_ita.review.page_content import DOUBTS, IndexRow
    from thai_ita.review.render import index_order, index_portions, render_index, static_assets

    text = (review / "assets" / "rows-0.js").read_text("utf-8")
    arrays = json.loads(text.partition("[0] = ")[2].rstrip().rstrip(";"))
    rows = [IndexRow(*row[:13], doubts=tuple(DOUBTS[k] for k in row[13])) for row in arrays]
    repeated = []
    for k in range(count):
        again, which = divmod(k, len(rows))
        row = rows[which]
        doc_id = f"{k:016x}"
        repeated.append(
            replace(
                row,
                doc_id=doc_id,
                href=f"d/{doc_id}.html",
                path=f"{again}/{row.path}",
                agency=f"{row.agency}{again or ''}",
            )
        )
    repeated = index_order(repeated)
    assets = folder / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    for name, data in static_assets("th").items():
        (assets / name).write_bytes(data)
    (assets / "corrections.js").write_bytes((review / "assets" / "corrections.js").read_bytes())
    for name, data in index_portions(repeated):
        (assets / name).write_bytes(data)
    (folder / "index.html").write_text(render_index(repeated, "th"), "utf-8")
    return folder


if __name__ == "__main__":
    main()
