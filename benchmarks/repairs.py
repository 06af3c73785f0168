"""What the repair changes in the text of PDFs, and what stays damaged; prints Markdown tables.

    python benchmarks/repairs.py FOLDER

For every PDF of a folder: its pages, characters, how many of them were repaired by which rule, the
share of possible Thai before and after, and the kinds of damage that remain. Marks that the reader
itself knows again by their shape are counted under ``by shape``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# Damage that can be told without knowing what the text should say.
REMAINING: list[tuple[str, re.Pattern[str]]] = [
    ("no character", re.compile(r"�|\(cid:\d+\)")),
    ("private use", re.compile("[\ue000-\uf8ff]")),
    ("mark without letter", re.compile("(?<![ก-ฮัิ-ฺ็-๎])[ัิ-ฺ็-๎]")),
    ("mark twice", re.compile("([ัิ-ฺ็-๎])\\1")),
    ("ring without า", re.compile("ํ(?![่-๋]?า)")),
    ("space before a vowel", re.compile("(?<=[ก-ฮ]) +(?=[ะาำ])")),
    ("letters set apart", re.compile("(?<![ก-๎])(?:[ก-ฮ][ัิ-ฺ็-๎]* ){3,}")),
    ("Latin letter in a word", re.compile("(?<=[ก-๎])[a-zA-ZÀ-ÿ](?=[ก-๎])")),
]


@dataclass(slots=True)
class Tally:
    pages: int = 0
    unread: int = 0
    characters: int = 0
    by_shape: int = 0
    before: float = 1.0
    after: float = 1.0
    rules: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)


def texts_of(path: Path, tally: Tally) -> Iterator[str]:
    """The lines and cells of a PDF as read."""
    from thai_ita.ingest.pdf import RawTable, read_pdf

    for page in read_pdf(path):
        tally.pages += 1
        tally.unread += page.n_thai == 0
        tally.by_shape += page.mended
        for block in page.blocks:
            if isinstance(block, RawTable):
                yield from (cell.text for cell in block.cells)
            else:
                yield block.text


def examine(path: Path) -> Tally:
    from thai_ita.normalize.repair import repair, thai_quality

    tally = Tally()
    raw, mended = [], []
    for text in texts_of(path, tally):
        repaired = repair(text)
        tally.rules.update(repaired.counts)
        raw.append(text)
        mended.append(repaired.text)
    before, after = "\n".join(raw), "\n".join(mended)
    tally.characters = sum(not ch.isspace() for ch in before)
    tally.before, tally.after = thai_quality(before), thai_quality(after)
    for kind, pattern in REMAINING:
        tally.left[kind] = sum(1 for _ in pattern.finditer(after))
    return tally


def shown(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counts.most_common() if n) or "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    paths = sorted(options.folder.glob("*.pdf"))
    if not paths:
        parser.error(f"{options.folder} holds no PDF")
    print("| file | pages | characters | by shape | repaired by rule | Thai before | after | remains |")
    print("|---|---:|---:|---:|---|---:|---:|---|")
    for path in paths:
        t = examine(path)
        pages = f"{t.pages} ({t.unread} without Thai)" if t.unread else str(t.pages)
        print(
            f"| {path.stem} | {pages} | {t.characters:,} | {t.by_shape} | {shown(t.rules)} "
            f"| {t.before:.4f} | {t.after:.4f} | {shown(t.left)} |"
        )


if __name__ == "__main__":
    main()
