"""A look at files: what tells their content apart, without reading what it says.

Done where files are read: a disk that does not answer costs a worker, not the run.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from thai_ita.batch.task import LookResult
from thai_ita.ingest.formats import CONTAINERS, format_by_ending
from thai_ita.ingest.sniffing import HEAD, is_packed
from thai_ita.model.document_id import doc_id_of, doc_id_of_hash
from thai_ita.regular_files import open_regular

if TYPE_CHECKING:
    from thai_ita.batch.options import RunOptions

BLOCK = 1 << 20
LARGEST_NAMED = 1_000_000_000
"""Bytes up to which a file that was not read has its content's name."""
_MEGA = 1_000_000


def look_at(paths: Iterable[str], options: RunOptions) -> tuple[LookResult, ...]:
    """What is seen of each of these files, in order."""
    return tuple(LookResult(content_of(path, options)) for path in paths)


def content_of(path: str | Path, options: RunOptions) -> str | None:
    """The SHA-256 of a file's content in hex; None where it cannot be opened, is no file or is
    larger than is read."""
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            largest = options.max_file_mb
            if is_packed(file.read(HEAD)) or format_by_ending(str(path)) in CONTAINERS:
                largest = max(largest, options.max_zip_mb)
            return _hash(file, size) if size <= largest * _MEGA else None
    except (OSError, ValueError):
        return None


def document_id(path: Path) -> str:
    """The document's id: from the content as everywhere, from the path where that cannot be had."""
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size <= LARGEST_NAMED:
                return doc_id_of_hash(_hash(file, size))
    except (OSError, ValueError):
        pass
    return doc_id_of(str(path).encode("utf-8", "surrogateescape"))


def _hash(file: BinaryIO, size: int) -> str:
    """The SHA-256 of so many bytes of a file, and not to its end: one that grows has none."""
    digest = hashlib.sha256()
    file.seek(0)
    while size > 0 and (block := file.read(min(BLOCK, size))):
        digest.update(block)
        size -= len(block)
    return digest.hexdigest()
