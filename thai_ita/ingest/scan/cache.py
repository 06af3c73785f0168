"""Readings that are kept: the same picture read by the same recogniser is not read again.

One small file a picture, named by what its content depends on. Two workers may write the same one:
it appears whole or not at all. A cache that cannot be read or written costs time and nothing else.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from thai_ita.atomic_files import AtomicFiles
from thai_ita.ingest.scan.ocr_engine import Grey, LineReading, OcrEngine, PixelBox, ReadCharacter
from thai_ita.regular_files import open_regular

# What this module writes; with another form what was kept is read anew.
FORM = 1
# So many pictures are kept, some 30 kB each; then the oldest tenth goes.
MOST_KEPT = 10_000
# What the readings of one picture may unpack to.
MOST_BYTES = 50_000_000
_SUFFIX = ".json.gz"
# How often a folder is counted, in pictures kept by this process.
COUNT_EVERY = 500


@dataclass
class ReadingCache:
    """Readings in a folder, which is made when the first is kept."""

    folder: Path
    most: int = MOST_KEPT
    _written: int = 0

    def get(self, key: str) -> Any:
        """What was kept under a key; None where there is nothing, or nothing that can be used."""
        try:
            with (
                open_regular(self.folder / (key + _SUFFIX)) as packed,
                gzip.GzipFile(fileobj=packed) as file,
            ):
                text = file.read(MOST_BYTES + 1)
            return json.loads(text) if len(text) <= MOST_BYTES else None
        except (OSError, EOFError, ValueError, zlib.error, RecursionError):
            return None

    def keep(self, key: str, value: Any) -> None:
        """Keep something that JSON can hold; nothing happens where the folder cannot be written."""
        packed = gzip.compress(json.dumps(value, ensure_ascii=False).encode(), 6, mtime=0)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with AtomicFiles(self.folder) as files:
                files.stage(key + _SUFFIX).write(packed)
            if self._written % COUNT_EVERY == 0:
                self._drop_oldest()
        except OSError:
            return
        self._written += 1

    def _drop_oldest(self) -> None:
        """Down to nine tenths of what may be kept, where there is more."""
        with os.scandir(self.folder) as entries:
            kept = [(e.stat().st_mtime_ns, e.name) for e in entries if e.name.endswith(_SUFFIX)]
        if len(kept) > self.most:
            for _, name in sorted(kept)[: len(kept) - self.most * 9 // 10]:
                (self.folder / name).unlink(missing_ok=True)


def picture_key(image: Grey, engine: OcrEngine, *more: object) -> str:
    """The name under which what depends on a picture, a recogniser and more is kept."""
    digest = hashlib.sha256()
    for part in (FORM, image.shape, engine.name, engine.version, *more):
        digest.update(repr(part).encode() + b"\0")
    digest.update(image.tobytes())
    return digest.hexdigest()[:40]


@dataclass(frozen=True)
class CachedEngine:
    """A recogniser that reads no picture twice with the same boxes.

    The boxes stand for the layout: where another version finds others, they are read anew.
    """

    engine: OcrEngine
    cache: ReadingCache

    @property
    def name(self) -> str:
        return self.engine.name

    @property
    def version(self) -> str:
        return self.engine.version

    @property
    def proven_digits(self) -> bool:
        return self.engine.proven_digits

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        """One reading a box, in their order, from the cache or anew."""
        if not boxes:
            return []
        key = picture_key(image, self.engine, [tuple(map(int, box)) for box in boxes])
        kept = readings_from(self.cache.get(key))
        if kept is not None and len(kept) == len(boxes):
            return kept
        readings = self.engine.read(image, boxes)
        self.cache.keep(key, [[astuple(c) for c in reading.characters] for reading in readings])
        return readings


def readings_from(kept: Any) -> list[LineReading] | None:
    """The readings that were kept; None where it is none of them."""
    if not isinstance(kept, list):
        return None
    try:
        return [_reading(characters) for characters in kept]
    except (TypeError, ValueError):
        return None


def _reading(kept: Any) -> LineReading:
    characters = tuple(
        ReadCharacter(
            str(char), float(p), str(second), float(p2), float(x0), float(x1), float(none),
            (str(before[0]), float(before[1])), (str(behind[0]), float(behind[1])),
        )
        for char, p, second, p2, x0, x1, none, before, behind in kept
    )  # fmt: skip
    return LineReading("".join(c.char for c in characters), characters)
