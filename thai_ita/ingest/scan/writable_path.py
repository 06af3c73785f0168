"""The likeliest reading of a line that Thai can write, where the likeliest of all is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.scan.thai_writing import may_be_seen, may_end

Shares = NDArray[np.float32]

# So many beginnings of the line are followed at a time.
BEAM = 8
# A character that is less likely in a frame is not tried there.
LEAST_SHARE = 1e-4
# A frame that surely shows nothing new.
SURE_NONE = 0.9995
# What breaks the rules is believed where it is so much likelier than all that keeps them: a mark
# that is shown alone, say.
FAR_LIKELIER = 1e5


@dataclass(frozen=True, slots=True)
class Span:
    """A character in the frames from ``first`` to ``last``, likeliest in ``peak``."""

    number: int
    first: int
    last: int
    peak: int


def best_path(shares: Shares) -> list[Span]:
    """The likeliest character of each frame, repeated ones taken together."""
    best = shares.argmax(1)
    edges = (np.flatnonzero(np.diff(best)) + 1).tolist()
    spans = []
    for a, b in zip([0, *edges], [*edges, len(best)], strict=True):
        number = int(best[a]) if b > a else 0
        if number:
            spans.append(Span(number, a, b - 1, a + int(shares[a:b, number].argmax())))
    return spans


def writable_path(shares: Shares, chars: str, near: NDArray[np.bool_]) -> list[Span] | None:
    """The likeliest path whose text can be written; None where any such is far less likely.

    Frames that are not ``near`` show what they show most.
    """
    settled = np.zeros_like(shares)
    settled[np.arange(len(shares)), shares.argmax(1)] = 1
    shares = np.where(near[:, None], shares, settled)
    found = _beam(shares, chars)
    if found is None:
        return None
    numbers, p = found
    freely = float(np.log(np.maximum(shares.max(1), 1e-12)).sum())
    if freely - p > np.log(FAR_LIKELIER):
        return None
    return aligned(shares, numbers)


_Beginning = tuple[int, ...]


def _beam(shares: Shares, chars: str) -> tuple[list[int], float] | None:
    """The numbers of the likeliest text that can be written, and the log of its probability."""
    # For each beginning: how likely it is with its last character seen in this frame, and not.
    beginnings: dict[_Beginning, tuple[float, float]] = {(): (0.0, 1.0)}
    scale = 0.0
    for frame in shares:
        none = float(frame[0])
        if none > SURE_NONE:
            beginnings = {b: (0.0, (seen + unseen) * none) for b, (seen, unseen) in beginnings.items()}
            continue
        tried = [int(i) for i in np.flatnonzero(frame > LEAST_SHARE) if i]
        after: dict[_Beginning, list[float]] = {}
        for beginning, (seen, unseen) in beginnings.items():
            after.setdefault(beginning, [0.0, 0.0])[1] += (seen + unseen) * none
            for number in tried:
                share = float(frame[number])
                again = bool(beginning) and beginning[-1] == number
                if again:
                    after[beginning][0] += seen * share
                more = unseen if again else seen + unseen
                if more > 0 and _may_go_on(beginning, number, chars):
                    after.setdefault((*beginning, number), [0.0, 0.0])[0] += more * share
        best = sorted(after.items(), key=lambda item: -sum(item[1]))[:BEAM]
        total = sum(sum(both) for _, both in best)
        if total <= 0:
            return None
        scale += float(np.log(total))
        beginnings = {b: (seen / total, unseen / total) for b, (seen, unseen) in best}
    ended = {b: sum(both) for b, both in beginnings.items() if _may_stop(b, chars)}
    if not ended:
        return None
    numbers = max(ended, key=lambda b: ended[b])
    return list(numbers), scale + float(np.log(max(ended[numbers], 1e-30)))


def _may_go_on(beginning: _Beginning, number: int, chars: str) -> bool:
    before = chars[beginning[-1] - 1] if beginning else ""
    earlier = chars[beginning[-2] - 1] if len(beginning) > 1 else ""
    return may_be_seen(before, chars[number - 1], earlier)


def _may_stop(beginning: _Beginning, chars: str) -> bool:
    last = chars[beginning[-1] - 1] if beginning else ""
    return may_end(last, chars[beginning[-2] - 1] if len(beginning) > 1 else "")


def aligned(shares: Shares, numbers: list[int]) -> list[Span]:
    """The frames of each character of a text, on the likeliest way through them."""
    if not numbers:
        return []
    steps = np.zeros(2 * len(numbers) + 1, np.int64)
    steps[1::2] = numbers
    logs = np.log(np.maximum(shares[:, steps], 1e-12))
    may_skip = np.zeros(len(steps), bool)
    may_skip[3::2] = steps[3::2] != steps[1:-2:2]
    score = np.full(len(steps), -np.inf)
    score[:2] = logs[0, :2]
    came = np.zeros((len(shares), len(steps)), np.int8)
    for t in range(1, len(shares)):
        one = np.concatenate(([-np.inf], score[:-1]))
        two = np.where(may_skip, np.concatenate(([-np.inf, -np.inf], score[:-2])), -np.inf)
        ways = np.stack((score, one, two))
        came[t] = ways.argmax(0)
        score = ways.max(0) + logs[t]
    place = len(steps) - (1 if score[-1] >= score[-2] else 2)
    frames: list[list[int]] = [[] for _ in steps]
    for t in range(len(shares) - 1, -1, -1):
        frames[place].append(t)
        place -= int(came[t, place])
    spans = []
    for number, seen in zip(numbers, frames[1::2], strict=True):
        peak = max(seen, key=lambda t: float(shares[t, number]))
        spans.append(Span(number, seen[-1], seen[0], peak))
    return spans
