"""Texts as overlapping runs of signs, and which of those runs everybody writes.

Thai puts no spaces between words, so runs of signs (shingles) stand for words. A run that many
agencies have comes from a template and tells nothing of copying.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LENGTH = 8
"""Signs in a shingle: about two Thai words."""
_LETTER = re.compile(r"[ก-\u0e39\u0e40-\u0e4eA-Za-z]")

Hashes = NDArray[np.uint64]


def plain_letters(text: str) -> str:
    """The letters of a text alone: spaces, digits and signs differ between copies."""
    return "".join(_LETTER.findall(text)).lower()


def with_positions(text: str) -> tuple[str, list[int]]:
    """Like ``plain_letters``, with the place of each letter in the text."""
    found = [(m.group().lower(), m.start()) for m in _LETTER.finditer(text)]
    return "".join(sign for sign, _ in found), [place for _, place in found]


@dataclass(frozen=True, slots=True)
class Shingled:
    """The shingles of many texts: ``hashes[starts[i]:starts[i + 1]]`` are those of text i, one for
    each of its letters up to the last whole run; ``common`` marks those of a template."""

    hashes: Hashes
    starts: NDArray[np.int64]
    common: NDArray[np.bool_]

    def telling(self, index: int) -> Hashes:
        """The distinct shingles of one text that no template has."""
        part = slice(self.starts[index], self.starts[index + 1])
        return np.unique(self.hashes[part][~self.common[part]])

    def without_templates(self, index: int, text: str) -> str:
        """The letters of a text that stand in at least one shingle no template has."""
        part = slice(self.starts[index], self.starts[index + 1])
        own = ~self.common[part]
        if own.all():
            return text
        covered = np.zeros(len(text), dtype=bool)
        for place in np.flatnonzero(own):
            covered[place : place + LENGTH] = True
        return "".join(sign for sign, keep in zip(text, covered, strict=True) if keep)


def shingle(texts: Sequence[str], owners: Sequence[int], template_agencies: int) -> Shingled:
    """The shingles of texts; those that more than ``template_agencies`` owners have are common.

    ``owners`` are small numbers, one per text. Hashes have 32 bits.
    """
    lengths = np.array([max(len(t) - LENGTH + 1, 0) for t in texts], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    hashes = np.concatenate([_hashes(t) for t in texts]) if len(texts) else np.zeros(0, np.uint64)
    owner = np.repeat(np.asarray(owners, dtype=np.uint64), lengths)
    pairs = np.unique((hashes << np.uint64(24)) | (owner & np.uint64(0xFFFFFF)))
    values, counts = np.unique(pairs >> np.uint64(24), return_counts=True)
    frequent = values[counts > template_agencies]
    common = np.isin(hashes, frequent) if len(frequent) else np.zeros(len(hashes), dtype=bool)
    return Shingled(hashes, starts, common)


def _hashes(text: str) -> Hashes:
    """A 32-bit polynomial hash of every run of ``LENGTH`` letters."""
    letters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    n = len(letters) - LENGTH + 1
    if n <= 0:
        return np.zeros(0, np.uint64)
    total = np.zeros(n, np.uint64)
    for place in range(LENGTH):
        total = total * np.uint64(1_000_003) + letters[place : place + n]
    # The high bits of a product are its best mixed ones.
    return (total * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)
