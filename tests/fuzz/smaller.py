"""Makes a file that brings about a fault smaller, as long as it is the same fault."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from tests.fuzz.packed import packed, parts_of
from tests.fuzz.printed import objects_of, printed, trailer_of

Unit = TypeVar("Unit")
Keeps = Callable[[bytes], bool]
"""Whether a file still brings the fault about."""
FEW_BYTES = 3000
"""Below this a file is made smaller byte by byte."""


def smaller(data: bytes, keeps: Keeps, patience_s: float = 60.0) -> bytes:
    """The smallest file found within some seconds; ``data`` itself must bring the fault about."""
    until = time.monotonic() + patience_s

    def holds(tried: bytes) -> bool:
        return time.monotonic() < until and keeps(tried)

    before = None
    while before != data and time.monotonic() < until:
        before = data
        data = _once(data, holds)
    return data


def _once(data: bytes, holds: Keeps) -> bytes:
    parts = parts_of(data)
    if parts and holds(packed(parts)):
        parts = fewest(parts, lambda some: holds(packed(some)))
        for at, (name, body) in enumerate(parts):

            def with_body(new: bytes, at: int = at, name: str = name) -> bytes:
                return packed([*parts[:at], (name, new), *parts[at + 1 :]])

            parts[at] = (name, _once(body, lambda new, made=with_body: holds(made(new))))
        return packed(parts)
    if data.startswith(b"%PDF") and (objects := objects_of(data)):
        trailer = trailer_of(data)
        if holds(printed(objects, trailer)):
            fewer = fewest(objects, lambda some: holds(printed(some, trailer)))
            data = printed(fewer, trailer)
    for pattern in (rb"(?<=\n)", rb"(?=<)", rb"(?<=[ ;,>])"):
        units = re.split(pattern, data)
        if len(units) > 1:
            data = b"".join(fewest(units, lambda some: holds(b"".join(some))))
    if len(data) <= FEW_BYTES:
        single = [data[n : n + 1] for n in range(len(data))]
        return b"".join(fewest(single, lambda some: holds(b"".join(some))))
    return data


def fewest(units: Sequence[Unit], holds: Callable[[list[Unit]], bool]) -> list[Unit]:
    """The units without those that are not missed, halves first and then ever smaller pieces."""
    kept = list(units)
    size = max(1, len(kept) // 2)
    while kept:
        at = 0
        while at < len(kept):
            tried = kept[:at] + kept[at + size :]
            if tried and holds(tried):
                kept = tried
            else:
                at += size
        if size == 1:
            break
        size //= 2
    return kept
