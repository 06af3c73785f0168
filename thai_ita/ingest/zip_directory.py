"""Zip archives whose directory is of a size that is read.

The directory at the end of an archive is taken into memory as a whole, half a kilobyte and more for
an entry. How long it is the end record says, and it may lie about the number of entries; so what is
bounded is what is really read as the directory, before it is taken apart.
"""

from __future__ import annotations

import zipfile
from typing import IO, Any

MOST_ENTRIES = 20_000
LARGEST_DIRECTORY = 20_000_000
"""Bytes: a thousand for each entry, where a name in Thai takes 300 at most."""
ENTRY = b"PK\x01\x02"
"""The mark with which each entry of a directory begins."""


class TooManyEntries(zipfile.BadZipFile):
    """The directory of an archive is longer than is read."""


class BoundedFile:
    """A file that gives no more at a time than a directory may have.

    While ``counts`` is set, what is read may have no more than that many beginnings of entries.
    """

    def __init__(self, file: IO[bytes], largest: int, counts: int | None = None) -> None:
        self._file = file
        self._largest = largest
        self.counts = counts

    def read(self, size: int = -1) -> bytes:
        if size > self._largest:
            raise TooManyEntries(f"more than {self._largest} bytes in one piece")
        data = self._file.read(size if size >= 0 else self._largest + 1)
        if len(data) > self._largest:
            raise TooManyEntries(f"more than {self._largest} bytes in one piece")
        if self.counts is not None and data.count(ENTRY) > self.counts:
            raise TooManyEntries(f"more than {self.counts} entries")
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def open_zip(file: IO[bytes], *, most: int = MOST_ENTRIES, largest: int = LARGEST_DIRECTORY) -> zipfile.ZipFile:
    """A zip archive to read from, of at most so many entries and bytes of its directory.

    Raises what ``zipfile.ZipFile`` raises, ``TooManyEntries`` among it, and ``OSError``.
    """
    bounded: Any = BoundedFile(file, largest, counts=most)
    archive = zipfile.ZipFile(bounded)
    bounded.counts = None
    return archive
