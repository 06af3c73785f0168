"""Texts as overlapping runs of letters, and which passages everybody writes.

Thai puts no spaces between words, so runs of letters (shingles) stand for words. A long run that
many agencies have comes from a template and tells nothing of copying.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SHORT_RUN = 8
"""Letters in a shingle, about two Thai words: what near-duplicates are looked for by."""
TEMPLATE_RUN = 24
"""Letters in a run, about a clause: what templates are told by."""
_LETTER = re.compile(r"[ก-\u0e39\u0e40-\u0e4eA-Za-z]")

Hashes = NDArray[np.uint32]
_BUCKET_BITS = 24


def plain_letters(text: str) -> str:
    """The letters of a text alone: spaces, digits and signs differ between copies."""
    return "".join(_LETTER.findall(text)).lower()


def with_positions(text: str) -> tuple[str, list[int]]:
    """Like ``plain_letters``, with the place of each letter in the text."""
    found = [(m.group().lower(), m.start()) for m in _LETTER.finditer(text)]
    return "".join(sign for sign, _ in found), [place for _, place in found]


def run_hashes(text: str, length: int) -> Hashes:
    """A 32-bit polynomial hash of every run of ``length`` letters."""
    letters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    n = len(letters) - length + 1
    if n <= 0:
        return np.zeros(0, np.uint32)
    total = np.zeros(n, np.uint64)
    for place in range(length):
        total = total * np.uint64(1_000_003) + letters[place : place + n]
    # The high bits of a product are its best mixed ones.
    mixed = (total * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)
    return mixed.astype(np.uint32)


def template_masks(texts: Sequence[str], owners: Sequence[int], limit: int) -> list[NDArray[np.bool_]]:
    """For every letter of every text whether it stands in a passage that more than ``limit``
    owners have.

    ``texts`` are letters alone, ``owners`` small numbers, one per text. A passage counts from
    ``TEMPLATE_RUN`` letters on.
    """
    nothing = [np.zeros(len(text), dtype=bool) for text in texts]
    if not texts:
        return nothing
    runs = [run_hashes(text, TEMPLATE_RUN) for text in texts]
    lengths = np.array([len(run) for run in runs], dtype=np.int64)
    hashes = np.concatenate(runs)
    common = np.zeros(len(hashes), dtype=bool)
    # Nearly every run stands once: counting by the first bits of the hash drops those cheaply.
    bucket = hashes >> np.uint32(32 - _BUCKET_BITS)
    crowded = np.flatnonzero((np.bincount(bucket, minlength=1 << _BUCKET_BITS) > limit)[bucket])
    del bucket
    if not len(crowded):
        return nothing
    owner = np.repeat(np.asarray(owners, dtype=np.uint64), lengths)[crowded]
    pairs = np.sort((hashes[crowded].astype(np.uint64) << np.uint64(32)) | owner)
    values = pairs[np.concatenate([[True], pairs[1:] != pairs[:-1]])] >> np.uint64(32)
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    counts = np.diff(np.concatenate([starts, [len(values)]]))
    frequent = values[starts[counts > limit]].astype(np.uint32)
    if not len(frequent):
        return nothing
    place = np.searchsorted(frequent, hashes[crowded])
    common[crowded] = frequent[np.minimum(place, len(frequent) - 1)] == hashes[crowded]
    ends = np.cumsum(lengths)
    return [
        _covered(len(text), common[end - length : end])
        for text, end, length in zip(texts, ends.tolist(), lengths.tolist(), strict=True)
    ]


def _covered(n_letters: int, common: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The letters that a common run covers."""
    depth = np.zeros(n_letters + 1, dtype=np.int64)
    places = np.flatnonzero(common)
    np.add.at(depth, places, 1)
    np.add.at(depth, places + TEMPLATE_RUN, -1)
    return np.cumsum(depth)[:-1] > 0


def unmasked(text: str, mask: NDArray[np.bool_]) -> str:
    """The letters of a text that no template covers."""
    if not mask.any():
        return text
    return "".join(sign for sign, hidden in zip(text, mask.tolist(), strict=True) if not hidden)
