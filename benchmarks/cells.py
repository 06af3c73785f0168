"""How exactly the cells of ruled tables are read, side by side with camelot; prints Markdown tables.

    pip install camelot-py
    python benchmarks/cells.py [--shared FOLDER] [--misses N]

Two questions are asked of every reader in the same way, on the tables of each page as it finds them:

- **Shape**: rows and columns of each ruled table, against what a person counted on pictures of the
  pages (``cells_seen.json``; no text of the documents is in it).
- **Facts in their cells**: a score that the truth states stands *alone* in a cell whose row or
  column also holds the name or number that it belongs to; a measure's title begins one cell, and each unit
  responsible for it stands in a cell of its row. Texts are compared repaired, without blanks, and
  with one kind of numerals, so that the readers are told apart by their cells. Scores are those of instruments and indicators.

Camelot (lattice) and pdfplumber (``extract_tables``) run with their defaults. Facts that stand in no
ruled table, or in a row that a page break cuts, are out of reach for all; the same truth is asked of each.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SEEN = Path(__file__).with_name("cells_seen.json")

Grid = list[list[str]]
"""A table: each row its texts, a merged cell at its first place and empty at the others."""

_BLANKS = re.compile(r"[\s\u200b\u00a0]+")
_NUMBERING = re.compile(r"^\(?\d{1,2}(?:\.\d{1,2})*[.)]*")


def tables_of_ours(path: Path) -> dict[int, list[Grid]]:
    from thai_ita.ingest.pdf import RawTable, read_pdf

    found: dict[int, list[Grid]] = {}
    for page in read_pdf(path):
        for block in page.blocks:
            if isinstance(block, RawTable) and block.ruled:
                grid = [[""] * block.n_columns for _ in range(block.n_rows)]
                for cell in block.cells:
                    grid[cell.row][cell.column] = cell.text
                found.setdefault(page.number, []).append(grid)
    return found


def tables_of_camelot(path: Path) -> dict[int, list[Grid]]:
    import camelot

    found: dict[int, list[Grid]] = {}
    for table in camelot.read_pdf(str(path), pages="all", flavor="lattice"):
        found.setdefault(table.page, []).append(table.df.values.tolist())
    return found


def tables_of_pdfplumber(path: Path) -> dict[int, list[Grid]]:
    import pdfplumber

    found: dict[int, list[Grid]] = {}
    with pdfplumber.open(path) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for table in page.extract_tables():
                rows = [[cell or "" for cell in row] for row in table]
                found.setdefault(number, []).append(rows)
    return found


READERS: list[tuple[str, Callable[[Path], dict[int, list[Grid]]]]] = [
    ("ours", tables_of_ours),
    ("camelot", tables_of_camelot),
    ("pdfplumber", tables_of_pdfplumber),
]


@dataclass(slots=True)
class Counts:
    """How much there is to find, or was found, of each kind."""

    shapes: int = 0
    scores: int = 0
    titles: int = 0
    units: int = 0


@dataclass(slots=True)
class Asked(Counts):
    """What there is to find."""

    files: int = 0


@dataclass(slots=True)
class Tally(Counts):
    """What one reader found, the tables that are none, and the CPU seconds that it took."""

    extra: int = 0
    seconds: float = 0.0
    missed: list[str] = field(default_factory=list)


def plain(text: str) -> str:
    """A text as it is compared: repaired, one kind of numerals, no blanks."""
    from thai_ita.normalize.numerals import to_arabic
    from thai_ita.normalize.repair import repair

    # A word may run on over the end of a line; the repair must see it whole.
    whole = text.replace("\n", "")
    return _BLANKS.sub("", to_arabic(repair(whole).text))


def compare(folders: list[tuple[Path, str]], seen: dict[str, Any]) -> tuple[Asked, dict[str, Tally]]:
    """Every reader on the files of these folders (with their patterns)."""
    asked, tallies = Asked(), {name: Tally() for name, _ in readers()}
    for folder, pattern in folders:
        for path in sorted(folder.glob(pattern)):
            shapes = seen.get(path.name)
            truth = _truth(folder, path)
            if shapes is None and truth is None:
                continue
            asked.files += 1
            asked.shapes += sum(map(len, (shapes or {}).values()))
            for key in ("scores", "titles", "units"):
                setattr(asked, key, getattr(asked, key) + len(list(facts(truth, key))))
            for name, read in readers():
                start = time.process_time()
                tables = read(path)
                tallies[name].seconds += time.process_time() - start
                _judge(path.name, tables, shapes, truth, tallies[name])
    return asked, tallies


def readers() -> list[tuple[str, Callable[[Path], dict[int, list[Grid]]]]]:
    return [
        (name, read) for name, read in READERS
        if name == "ours" or importlib.util.find_spec(name) is not None
    ]  # fmt: skip


def _truth(folder: Path, path: Path) -> dict[str, Any] | None:
    for place in (folder / "truth", folder.parent / "truth"):
        file = place / f"{path.stem}.json"
        if file.exists():
            found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            return found
    return None


def facts(truth: dict[str, Any] | None, key: str) -> Iterator[tuple[str, ...]]:
    """What the truth states: (label, value) of scores, titles, or (title, unit) of measures."""
    if truth is None:
        return
    if key == "scores":
        for score in truth.get("scores", ()):
            if (score.get("kind") or score.get("level")) in ("instrument", "indicator"):
                yield str(score["code"]), f"{score['value']:.2f}"
        return
    for measure in truth.get("measures", ()):
        title = plain(measure["title"])
        if key == "titles":
            yield (title,)
        else:
            units = measure.get("responsible") or ()
            yield from ((title, plain(unit)) for unit in units)


def _judge(
    file: str,
    tables: dict[int, list[Grid]],
    shapes: dict[str, list[list[int]]] | None,
    truth: dict[str, Any] | None,
    tally: Tally,
) -> None:
    for page, wanted in (shapes or {}).items():
        left = [[len(grid), len(grid[0])] for grid in tables.get(int(page), []) if grid]
        for shape in wanted:
            if shape in left:
                left.remove(shape)
                tally.shapes += 1
            else:
                tally.missed.append(f"{file} p{page}: no table of {shape}")
        tally.extra += len(left)
    if shapes is not None:
        tally.extra += sum(len(t) for n, t in tables.items() if str(n) not in shapes)
    texts = [[[plain(c) for c in row] for row in grid] for t in tables.values() for grid in t]
    for code, value in facts(truth, "scores"):
        good = any(_score_stands(grid, code, value) for grid in texts)
        tally.scores += good
        if not good:
            tally.missed.append(f"{file}: score {code} {value}")
    rows = [row for grid in texts for row in grid]
    for (title,) in facts(truth, "titles"):
        good = any(_is_title(cell, title) for row in rows for cell in row)
        tally.titles += good
        if not good:
            tally.missed.append(f"{file}: title {title}")
    for title, unit in facts(truth, "units"):
        good = any(unit in cell for row in rows if any(_is_title(c, title) for c in row) for cell in row)
        tally.units += good
        if not good:
            tally.missed.append(f"{file}: unit {unit} of {title}")


def _is_title(cell: str, title: str) -> bool:
    return any(text.startswith(title) for text in (cell, _NUMBERING.sub("", cell)))


def _score_stands(grid: Grid, code: str, value: str) -> bool:
    """A cell holds nothing but the value, and its row or column the indicator's number or name."""
    names = _names().get(code, set())
    short = value.removesuffix("0").removesuffix(".0")
    for r, row in enumerate(grid):
        for c, cell in enumerate(row):
            if cell not in (value, short):
                continue
            others = [row[k] for k in range(len(row)) if k != c]
            others += [line[c] for k, line in enumerate(grid) if k != r and c < len(line)]
            if any(o.strip(".)(") == code for o in others):
                return True
            if any(f"ตัวชี้วัดที่{code}" in o or any(name in o for name in names) for o in others):
                return True
    return False


@cache
def _names() -> dict[str, set[str]]:
    """The names of each indicator in all years, by its number."""
    from thai_ita.normalize.editions import known_years, load_edition

    names: dict[str, set[str]] = {}
    for year in known_years():
        for indicator in load_edition(year).indicators:
            names.setdefault(str(indicator.code), set()).add(plain(indicator.name))
    return names


def report(title: str, asked: Asked, tallies: dict[str, Tally], misses: int) -> None:
    print(f"\n{title} ({asked.files} files)\n")
    print("| reader | tables of the right shape | tables that are none | scores in their cells "
          "| titles in one cell | units in the row | CPU s |")  # fmt: skip
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, tally in tallies.items():
        print(
            f"| {name} | {tally.shapes} of {asked.shapes} | {tally.extra} "
            f"| {tally.scores} of {asked.scores} | {tally.titles} of {asked.titles} "
            f"| {tally.units} of {asked.units} | {tally.seconds:.1f} |"
        )
    for name, tally in tallies.items():
        for line in tally.missed[:misses]:
            print(f"{name}: {line}", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--misses", type=int, default=0, help="so many misses of each reader, on stderr")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    seen = json.loads(SEEN.read_text(encoding="utf-8"))
    shared = options.shared
    for title, folders in (
        ("corpus", [(shared / "corpus", "*_chrome.pdf"), (shared / "corpus", "*_lo.pdf")]),
        ("real PDFs", [(shared / "realpdf", "*.pdf")]),
        ("a real plan", [(shared / "realita", "*.pdf")]),
        ("shaded cells", [(shared / "cases" / "in", "shaded_text_lines-*.pdf")]),
    ):
        report(title, *compare(folders, seen), options.misses)


if __name__ == "__main__":
    main()
