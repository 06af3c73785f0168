"""The corpus of the evidence pages: the same every time, of every kind, and read as it was written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.review_corpus import Made, corpus
from thai_ita.batch.read_report import read_report
from thai_ita.model import Media, ScoreStatus

FEW = 30
SCANS = 55_000
"""Bytes from which on a file is a scan, which takes a second to read."""


def written(folder: Path, made: Made) -> Path:
    path = folder / made.name
    path.write_bytes(made.data)
    return path


def test_it_is_the_same_every_time() -> None:
    first, second = list(corpus(12)), list(corpus(12))
    assert first == second
    assert [each.data for each in corpus(12, seed=2)] != [each.data for each in first]


def test_it_has_every_kind_and_every_fault() -> None:
    made = list(corpus(FEW))
    assert len({each.data for each in made}) == FEW
    assert {each.name.rpartition(".")[2] for each in made} == {
        "pdf",
        "docx",
        "xlsx",
        "html",
        "txt",
        "md",
    }
    assert {"analysis", "plan", "report"} <= {each.kind for each in made}
    assert {"", "conflict", "slip", "no year", "no agency", "odd"} <= {each.fault for each in made}


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    media: Counter[Media] = Counter()
    seen = set()
    for each in corpus(FEW):
        key = (each.name.rpartition(".")[2], each.kind, each.fault)
        if each.fault == "odd" or each.kind != "analysis" or key in seen or len(each.data) > SCANS:
            continue
        seen.add(key)
        report = read_report(written(tmp_path, each))
        media[report.document.media] += 1
        assert len(report.scores) >= 10, each.name
        if each.fault == "conflict":
            assert any(score.status is ScoreStatus.CONFLICT for score in report.scores), each.name
        if each.fault != "no agency":
            assert report.identity.agency is not None, each.name
        assert (report.identity.year_from == "title") is (each.fault != "no year"), each.name
    assert len(media) >= 4
