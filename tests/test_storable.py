"""The last look before a result is written: no value reaches SQLite that it cannot hold."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import make_report
from thai_ita.batch.options import OutputFormat, RunOptions
from thai_ita.batch.row_codec import plain_text
from thai_ita.batch.storable import UnfitError, check_storable
from thai_ita.batch.task import FileResult, Held, Inside, Note
from thai_ita.batch.worker import to_result


@pytest.fixture
def result() -> FileResult:
    return to_result(make_report("a.txt", "d-" + "0" * 16), RunOptions(format=OutputFormat.BOTH))


def test_what_a_reader_gives_passes(result: FileResult) -> None:
    check_storable(result)
    listed = Inside((Held(0, "a.pdf", 2**40, ""),), (("b.mp4", "no-document"),))
    check_storable(replace(result, inside=listed))


@pytest.mark.parametrize(
    "changes",
    [
        {"document": ()}, {"rows": {"runs": [(1,)]}}, {"rows": {"documents": []}},
        {"doc_id": "x"}, {"doc_id": "f" * 16 + "\n"}, {"error": "\udc80"},
        {"notes": (Note("a", "\0", "info"),)}, {"notes": (Note("a", "b", "info", 2**63),)},
        {"elapsed_s": float("inf")}, {"record": b"no zlib"}, {"record": zlib.compress(b"[]")},
        {"record": zlib.compress(b"[" * 100_000)},
        {"inside": Inside((Held(0, "a", 2**64, ""),))}, {"inside": Inside((), (("a", "for fun"),))},
    ],
)  # fmt: skip
def test_what_no_store_holds(result: FileResult, changes: dict[str, Any]) -> None:
    with pytest.raises(UnfitError):
        check_storable(replace(result, **changes))


@pytest.mark.parametrize("value", [2**63, -(2**64), float("nan"), float("inf"), True, b"a", ["a"]])
def test_no_cell_of_another_kind(result: FileResult, value: Any) -> None:
    first = result.rows["scores"][0]
    for place in range(len(first)):
        cells: Any = (*first[:place], value, *first[place + 1 :])
        with pytest.raises(UnfitError):
            check_storable(replace(result, rows={"scores": [cells]}))


@pytest.mark.parametrize("text", ["a\0b", "\udc80", "\ud800\0"])
def test_texts_are_made_fit_before_they_are_sent(text: str) -> None:
    report = make_report("a.txt", "d-" + "0" * 16)
    report.identity.title = report.error = report.measures[0].title = text
    check_storable(to_result(report, RunOptions()))
    assert "\0" not in plain_text(text)
    assert plain_text("ไทย") == "ไทย"


def test_a_record_that_would_fill_the_memory(
    result: FileResult, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("thai_ita.batch.storable.MOST_RECORD_BYTES", 1000)
    check_storable(replace(result, record=zlib.compress(b'{"a": 1}')))
    with pytest.raises(UnfitError, match="record"):
        check_storable(replace(result, record=zlib.compress(b'{"a": "' + b" " * 1000 + b'"}')))
