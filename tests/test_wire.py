"""What goes from a worker to its parent comes back as it was, and nothing else is let in."""

from __future__ import annotations

import json
import pickle
import random
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from tests.conftest import make_report
from thai_ita.batch.machine_faults import NothingReadableError
from thai_ita.batch.options import OutputFormat, RunOptions
from thai_ita.batch.replies import outcome_in, reply_bytes, stop_bytes
from thai_ita.batch.task import FileResult, Loss, LossKind, Outcome, Task
from thai_ita.batch.wire import InvalidMessageError, from_bytes, to_bytes
from thai_ita.batch.worker import to_result
from thai_ita.ingest.text import read_text
from thai_ita.model import Report, Table
from thai_ita.parse import parse_document

TEXT = """# รายงาน ITA ปี 2567 เทศบาลตำบลตัวอย่างสุข

| ตัวชี้วัด | คะแนน |
|---|---|
| การปฏิบัติหน้าที่ | 90.00 |

ร้อยละ ๘๐.๕ \udc80
"""


N_CHANGES = 300


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class One:
    colour: Colour
    places: dict[int, tuple[float, ...]]
    names: set[str]
    data: bytes
    pair: tuple[str, int | None]


@dataclass(frozen=True)
class Two:
    held: list[One | int]
    flag: bool = False


def test_values_come_back_as_they_were() -> None:
    one = One(Colour.RED, {1: (0.1, 2), 2: ()}, {"ก", "\udc80"}, b"\0\xff", ("", None))
    for value in (Two([one, 7]), Two([], True)):
        assert from_bytes(Two, to_bytes(Two, value)) == value


def test_numbers_of_numpy_are_sent_as_numbers() -> None:
    numpy = pytest.importorskip("numpy", reason="numpy is not installed")
    value = from_bytes(tuple[float, int], to_bytes(tuple[float, int], (numpy.float32(0.5), numpy.int64(3))))
    assert [type(each) for each in value] == [float, int]


def test_reports_and_results_come_back_whole(tmp_path: Any) -> None:
    report = parse_document(read_text(TEXT, "0" * 16, tmp_path / "a.md"))
    assert any(isinstance(block, Table) for block in report.document.blocks)
    for each in (report, make_report("a.txt", "0" * 16)):
        assert from_bytes(Report, to_bytes(Report, each)) == each
        result = to_result(each, RunOptions(format=OutputFormat.BOTH))
        assert from_bytes(FileResult, to_bytes(FileResult, result)) == result


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Two, b""), (Two, b"null"), (Two, b"[]"), (Two, b"[[],1]"), (Two, b"[[],false,0]"),
        (Two, b'[[[5,7]],false]'), (Two, b'[[["1",7]],false]'), (Two, b"[[[0,[]]],false]"),
        (Two, pickle.dumps(Two([]))), (Two, b"[" * 1_000_000), (int, b"9" * 10_000),
        (int, b"true"), (int, b"1.0"), (str, b"1"), (bool, b"1"), (float, b'"1"'), (bytes, b'"a"'),
        (bytes, b"1"), (Colour, b'"blue"'), (Colour, b'["red"]'), (dict[str, int], b'[["a"]]'),
        (dict[str, int], b'{"a":1}'), (tuple[int, ...], b'["a"]'), (set[str], b"[[]]"),
        (tuple[int, str], b"[1]"), (One | None, b"[]"), (str, b'"\xff"'),
    ],
)  # fmt: skip
def test_nothing_else_is_let_in(kind: Any, data: bytes) -> None:
    with pytest.raises(InvalidMessageError):
        from_bytes(kind, data)


def test_no_change_of_an_answer_raises_anything_else() -> None:
    """A part of the JSON put in the place of any other gives an outcome or what workers may say."""
    task = Task(3, "a.txt", "a.txt")
    sent = reply_bytes(Outcome(task, to_result(make_report("a", "0" * 16), RunOptions())))

    def places(value: Any) -> list[tuple[list[Any], int]]:
        found = [(value, n) for n in range(len(value))] if isinstance(value, list) else []
        return found + [p for each in (value if isinstance(value, list) else []) for p in places(each)]

    chance = random.Random(0)
    whole, refused = 0, 0
    for _ in range(N_CHANGES):
        good = json.loads(sent)
        holder, at = chance.choice(places(good))
        other, there = chance.choice(places(json.loads(sent)))
        holder[at] = chance.choice([other[there], None, -1, 1e400, "", [], {}, True])
        try:
            outcome_in(json.dumps(good).encode(), task)
            whole += 1
        except (InvalidMessageError, NothingReadableError):
            refused += 1
    assert whole
    assert refused


def test_answers_are_of_their_task() -> None:
    task = Task(3, "a.txt", "a.txt")
    loss = Outcome(task, loss=Loss(LossKind.CRASHED, "ended"))
    assert outcome_in(reply_bytes(loss), task) == loss
    with pytest.raises(InvalidMessageError, match="another task"):
        outcome_in(reply_bytes(loss), Task(4, "b.txt", "b.txt"))
    with pytest.raises(NothingReadableError, match="no words"):
        outcome_in(stop_bytes(task, "no words"), task)


def test_a_result_that_cannot_be_sent_is_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    task = Task(3, "a.txt", "a.txt")
    result = to_result(make_report("a", "0" * 16), RunOptions())
    result.rows["scores"] = [(object(),)]  # type: ignore[list-item]
    loss = outcome_in(reply_bytes(Outcome(task, result)), task).loss
    assert loss is not None
    assert "cannot be sent" in loss.reason
    monkeypatch.setattr("thai_ita.batch.replies.MOST_REPLY_BYTES", 500)
    result = to_result(make_report("a", "0" * 16), RunOptions())
    loss = outcome_in(reply_bytes(Outcome(task, result)), task).loss
    assert loss is not None
    assert "more than" in loss.reason
