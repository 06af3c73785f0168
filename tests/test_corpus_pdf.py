"""The shared PDF and Word reports through the evaluation program; real PDFs through the repair."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import thai_ita
from thai_ita.ingest.pdf import RawTable, read_pdf
from thai_ita.model import DocStatus
from thai_ita.normalize.repair import repair

SHARED = Path(__file__).resolve().parents[2] / "shared"
REAL = sorted((SHARED / "realpdf").glob("*.pdf"))
ENDINGS = ("*_lo.pdf", "*_chrome.pdf", "*.docx")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REAL, reason="no evaluation material beside the checkout"),
]

LEAST = {"facts": 0.99, "score_f1": 1.0, "measure_recall": 1.0, "measure_fields": 0.98}


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    """What ``score.py`` says of a run over the born-digital reports, by producer."""
    folder = tmp_path_factory.mktemp("corpus")
    paths = [p for ending in ENDINGS for p in sorted((SHARED / "corpus").glob(ending))]
    truth = folder / "truth"
    truth.mkdir()
    for path in paths:
        shutil.copy(SHARED / "corpus" / "truth" / f"{path.stem}.json", truth)
    thai_ita.run(paths, folder / "out")
    program = SHARED / "eval" / "score.py"
    done = subprocess.run(
        [sys.executable, program, folder / "out", truth, "--by", "producer", "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("figure", LEAST)
def test_the_reports_are_read_as_well_as_asked(figures: dict[str, dict[str, float]], figure: str) -> None:
    assert {"ALL", "lo", "chrome", "docx"} <= figures.keys()
    for group, found in figures.items():
        assert found[figure] >= LEAST[figure], (group, figure)


@pytest.mark.parametrize("path", REAL, ids=lambda p: p.stem)
def test_real_pdfs_give_no_score(path: Path) -> None:
    report = thai_ita.read(path, guarded=False)
    assert report.status is not DocStatus.FAILED
    assert report.scores == []


_LETTER = re.compile("[ก-ฮะ-ฺเ-ๅ็ํ]")
# Which letters a rule may take away, and which it may add; ำ counts as ํ and า. All others move or
# exchange letters of the same kind, or touch none.
TAKES = {
    "am_for_aa": "ํ", "doubled_mark": "ัิีึืฺุู็ํา", "split_am": "ํ", "unmapped": "ัิีึืฺุู็ํ",
    "uu_for_tho": "ู", "double_e": "เเ", "lakkhangyao": "ๅ",
}  # fmt: skip
GIVES = {
    "lost_nikhahit": "ํ", "nikhahit_space": "ํ", "unmapped": "ํ", "tho_for_am": "ํ",
    "double_e": "แ", "lakkhangyao": "า", "pua": "ัิีึืุู็ญฐฎฏํ",
}  # fmt: skip


def _letters(text: str) -> Counter[str]:
    return Counter(_LETTER.findall(text.replace("ำ", "ํา")))


def _pieces(path: Path) -> Iterator[str]:
    for page in read_pdf(path):
        for block in page.blocks:
            if isinstance(block, RawTable):
                yield from (cell.text for cell in block.cells)
            else:
                yield block.text


@pytest.mark.parametrize("path", REAL, ids=lambda p: p.stem)
def test_repair_loses_and_makes_up_no_letter(path: Path) -> None:
    for text in _pieces(path):
        repaired = repair(text)
        counts = repaired.counts
        before, after = _letters(text), _letters(repaired.text)
        for letter, n in (before - after).items():
            allowed = sum(times * TAKES.get(rule, "").count(letter) for rule, times in counts.items())
            assert n <= allowed, (letter, text)
        for letter, n in (after - before).items():
            allowed = sum(times for rule, times in counts.items() if letter in GIVES.get(rule, ""))
            assert n <= allowed, (letter, text)
