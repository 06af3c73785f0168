"""Generated reports with exact truth, as text: everything must be right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import thai_ita
from tests.test_seeds import export, scored

pytestmark = pytest.mark.shared


def test_text_reports_are_read_without_a_miss(shared_dir: Path, tmp_path: Path) -> None:
    corpus = shared_dir / "corpus"
    out, truth = tmp_path / "out", tmp_path / "truth"
    out.mkdir()
    truth.mkdir()
    texts = sorted(corpus.glob("*.txt"))
    assert len(texts) >= 5
    for path in texts:
        shutil.copy(corpus / "truth" / f"{path.stem}.json", truth)
    export([thai_ita.read(path, guarded=False) for path in texts], out)
    total = scored(shared_dir, out, truth)
    assert total["docs"] == len(texts)
    judged = ("facts", "score_precision", "score_recall", "measure_recall", "measure_precision", "measure_fields")
    assert {name: total[name] for name in judged} == dict.fromkeys(judged, 1.0)
