"""Real and generated reports beside the checkout: read in place, skipped where they are absent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from thai_ita.ingest.pdf import read_pdf
from thai_ita.normalize.repair import repair_text

SHARED = Path(__file__).resolve().parents[2] / "shared"
CORPUS = sorted((SHARED / "corpus").glob("*.pdf"))
REAL = sorted((SHARED / "realpdf").glob("*.pdf"))
BORN_DIGITAL = [path for path in CORPUS if not path.stem.endswith("_scan")]

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CORPUS, reason="no evaluation material beside the checkout"),
]

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# Fields that hold codes or dates in another form than the page prints.
_NOT_PRINTED = {"theme", "indicators", "level", "kind", "code", "agency_type", "doc_type"}
_NOT_PRINTED |= {"start_date", "end_date", "template", "producer", "font", "agency", "province"}


def _squash(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(_DIGITS)


def _thai_strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NOT_PRINTED:
                yield from _thai_strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _thai_strings(inner)
    elif isinstance(value, str) and re.search("[ก-ฮ]", value):
        yield value


@pytest.mark.parametrize("path", BORN_DIGITAL, ids=lambda p: p.stem)
def test_every_text_of_the_truth_is_on_the_pages(path: Path) -> None:
    truth = json.loads((SHARED / "corpus" / "truth" / f"{path.stem}.json").read_text("utf-8"))
    columns: dict[tuple[int, int], list[str]] = {}
    header: dict[tuple[int, int], str] = {}
    for page in read_pdf(path):
        for table in page.tables:
            for cell in table.cells:
                key = (table.n_columns, cell.column)
                # A header that each page repeats would stand in the middle of a broken row.
                if cell.row == 0 and header.setdefault(key, cell.text) == cell.text:
                    continue
                columns.setdefault(key, []).append(cell.text)
    running = "#".join(_squash(repair_text("".join(c))) for c in columns.values())
    lines = [line.text for page in read_pdf(path) for line in page.lines]
    text = running + "#" + _squash(repair_text("\n".join(lines)))
    measures = list(_thai_strings(truth.get("measures", [])))
    missing = [s for s in measures if _squash(s) not in text]
    assert missing == []


@pytest.mark.parametrize("path", REAL, ids=lambda p: p.stem)
def test_real_pages_read_well(path: Path) -> None:
    n_thai = 0
    for page in read_pdf(path):
        assert not page.skipped
        n_thai += page.n_thai
        if page.n_thai > 200:
            assert page.quality > 0.95, page.number
    if path.stem.endswith("_scan"):
        assert n_thai == 0


@pytest.mark.parametrize("path", [p for p in CORPUS if p.stem.endswith("_scan")], ids=lambda p: p.stem)
def test_a_scan_has_an_image_and_no_text(path: Path) -> None:
    for page in read_pdf(path):
        assert page.n_chars == 0
        assert page.image_coverage > 0.9
