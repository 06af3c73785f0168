"""Batches of training lines, made by a process of their own at low priority."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.synchronize import Event
from pathlib import Path
from queue import Empty, Full
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.ocr.text import CHARSET, LONGEST

AREA = 32 * 288
"""Columns of a batch: many short lines or few long ones, all about as long to learn from."""
FEWEST, MOST = 8, 96
POOL = 1024
"""Lines that are sorted by width at a time, so that a batch holds like widths."""
QUEUED = 96
REMEMBERED = 256
_FEWEST_COLUMNS = 2.1
"""A line must have so many columns a character, or its text cannot be written down."""
CLASS = {c: n for n, c in enumerate(CHARSET, 1)}


@dataclass(frozen=True, slots=True)
class Batch:
    """``lines`` (n, 1, height, w) as bytes (see ``packed``), columns and classes of every line."""

    lines: NDArray[np.uint8]
    columns: list[int]
    classes: list[list[int]]


def packed(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Normalised values (-0.3 to 1.3) as bytes."""
    return np.asarray(np.rint((values + 0.3) * (255 / 1.6)), np.uint8)


def unpacked(values: NDArray[np.uint8]) -> NDArray[np.float32]:
    return values.astype(np.float32) * np.float32(1.6 / 255) - np.float32(0.3)


PAPER = int(packed(np.zeros(1, np.float32))[0])


class Feed:
    """Batches on demand. Where the maker is too slow an earlier batch comes again (``repeated``)."""

    def __init__(self, fonts: Path, seed: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._queue: Any = context.Queue(QUEUED)
        self._stop = context.Event()
        self._longest: Any = context.Value("i", LONGEST)
        self._earlier: deque[Batch] = deque(maxlen=REMEMBERED)
        self._random = Random(seed)
        self._process = context.Process(
            target=_make, args=(fonts, seed, self._queue, self._stop, self._longest), daemon=True
        )
        self._process.start()
        self.repeated = 0

    def longest(self, characters: int) -> None:
        """Lines made from now on have about so many characters at most."""
        self._longest.value = characters

    def next(self) -> Batch:
        try:
            # The first batches are worth waiting for, and so is the end of a starved maker.
            batch: Batch = self._queue.get(timeout=0.02 if len(self._earlier) == REMEMBERED else 300)
        except Empty:
            self.repeated += 1
            return self._random.choice(self._earlier)
        self._earlier.append(batch)
        return batch

    def close(self) -> None:
        self._stop.set()
        self._process.join(5)
        if self._process.is_alive():
            self._process.terminate()


def _make(fonts: Path, seed: int, queue: Any, stop: Event, longest: Any) -> None:
    import cv2

    from training.ocr.fonts import fetch
    from training.ocr.lines import Lines
    from training.ocr.text import Sources

    os.nice(10)
    cv2.setNumThreads(1)
    lines = Lines(fetch(fonts), Sources.load(), seed)
    while not stop.is_set():
        for batch in batches(lines, longest.value):
            while not stop.is_set():
                try:
                    queue.put(batch, timeout=1)
                    break
                except Full:
                    continue


def batches(lines: Any, longest: int) -> list[Batch]:
    """The batches of one pool, in any order."""
    pool: list[tuple[NDArray[np.uint8], list[int]]] = []
    while len(pool) < POOL:
        values, text = lines.one(longest)
        classes = [CLASS[c] for c in text]
        again = sum(a == b for a, b in pairwise(text))
        if values.shape[1] >= _FEWEST_COLUMNS * (len(classes) + again):
            pool.append((packed(values), classes))
    pool.sort(key=lambda item: item[0].shape[1])
    made = []
    while pool:
        count = min(MOST, max(FEWEST, AREA // max(64, pool[-1][0].shape[1])))
        group, pool = pool[-count:], pool[:-count]
        width = -(-max(values.shape[1] for values, _ in group) // 8) * 8
        block = np.full((len(group), 1, group[0][0].shape[0], width), PAPER, np.uint8)
        for row, (values, _) in zip(block, group, strict=True):
            row[0, :, : values.shape[1]] = values
        made.append(Batch(block, [values.shape[1] for values, _ in group], [classes for _, classes in group]))
    lines.random.shuffle(made)
    return made
