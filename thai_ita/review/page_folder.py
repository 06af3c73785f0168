"""The folder of evidence pages: what is written to it, what is removed from it, whose it is.

Pages and pictures appear whole or not at all, and nothing waits for the disk: each can be made again, and one that a
power cut emptied has not the size that is remembered of it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from thai_ita.atomic_files import AtomicFiles
from thai_ita.batch.source_view import ShownPage
from thai_ita.review.made import Made, MadePicture, is_ours
from thai_ita.review.page_content import ASSETS, PAGES

FOLDER_NAME = "review"


class ForeignFolderError(Exception):
    """The folder holds files of others, or cannot be made; the message names it and says what to do."""


class ReviewFolder:
    """``OUT/review``: index.html, ``assets``, ``d/<doc_id>.html`` and ``d/<doc_id>/<page>.webp``."""

    def __init__(self, out: Path) -> None:
        self.path = out / FOLDER_NAME
        self.pages = self.path / PAGES
        self.assets = self.path / ASSETS

    def prepare(self) -> None:
        """Make it, and remove what a killed making left half written. Raises ``ForeignFolderError``."""
        for folder in (self.path, self.pages, self.assets):
            if folder.is_symlink():
                raise ForeignFolderError(
                    f"{folder}: is a link, and would have files written elsewhere; remove it and call again"
                )
        if self.path.is_dir():
            if any(self.path.iterdir()) and not is_ours(self.path):
                raise ForeignFolderError(
                    f"{self.path}: holds files that thai-ita review has not made; move them away and call it again"
                )
        elif os.path.lexists(self.path):
            raise ForeignFolderError(f"{self.path}: is no folder; move it away and call thai-ita review again")
        for folder in (self.path, self.pages, self.assets):
            folder.mkdir(exist_ok=True)
            _remove_parts(folder)

    def stands(self, made: Made) -> bool:
        """Whether the page of a document is there in its size, with its pictures."""
        try:
            size = self._page(made.doc_id).lstat().st_size
        except OSError:
            return False
        return size == made.size and self.has_pictures(made)

    def has_pictures(self, made: Made) -> bool:
        """Whether the pictures of a document are there in their sizes."""
        wanted = {f"{p.number}.webp": p.size for p in made.pictures if not p.why}
        if not wanted:
            return True
        try:
            with os.scandir(self.pages / made.doc_id) as there:
                sizes = {e.name: e.stat(follow_symlinks=False).st_size for e in there if e.name in wanted}
        except OSError:
            return False
        return sizes == wanted

    def begin(self, doc_id: str) -> None:
        """Make ready for the pictures of a document."""
        folder = self.pages / doc_id
        if folder.is_symlink():
            folder.unlink()
        folder.mkdir(exist_ok=True)
        _remove_parts(folder)

    def keep_picture(self, doc_id: str, page: ShownPage, message: str, turn: int) -> MadePicture:
        """Write a picture that was turned so; what is to be remembered of it."""
        if page.why:
            return MadePicture(page.number, why=page.why, message=message)
        with AtomicFiles(self.pages / doc_id, durable=False) as files:
            files.stage(f"{page.number}.webp").write(page.webp)
        return MadePicture(page.number, page.width, page.height, len(page.webp), turn=turn)

    def write_page(self, doc_id: str, html: str) -> int:
        """Write the page of a document; its bytes."""
        data = html.encode("utf-8", "replace")
        with AtomicFiles(self.pages, durable=False) as files:
            files.stage(f"{doc_id}.html").write(data)
        return len(data)

    def write_assets(self, named: Iterable[tuple[str, bytes]]) -> None:
        """Write files below ``assets`` that are not there as they should be, and remove rows of a longer index."""
        names: set[str] = set()
        for name, data in named:
            names.add(name)
            if _holds(self.assets / name, data):
                continue
            with AtomicFiles(self.assets) as files:
                files.stage(name).write(data)
        for old in self.assets.glob("rows-*.js"):
            if old.name not in names:
                old.unlink(missing_ok=True)

    def write_index(self, html: str) -> None:
        data = html.encode("utf-8", "replace")
        if not _holds(self.path / "index.html", data):
            with AtomicFiles(self.path) as files:
                files.stage("index.html").write(data)

    def remove(self, made: Made) -> None:
        """Remove the page of a document and its pictures; what others laid beside them stays."""
        with contextlib.suppress(OSError):
            self._page(made.doc_id).unlink()
        self.remove_pictures(made.doc_id, (picture.number for picture in made.pictures))

    def remove_pictures(self, doc_id: str, numbers: Iterable[int]) -> None:
        folder = self.pages / doc_id
        for number in numbers:
            with contextlib.suppress(OSError):
                (folder / f"{number}.webp").unlink()
        with contextlib.suppress(OSError):
            _remove_parts(folder)
            folder.rmdir()

    def _page(self, doc_id: str) -> Path:
        return self.pages / f"{doc_id}.html"


def _remove_parts(folder: Path) -> None:
    for part in folder.glob(".*.part"):
        part.unlink(missing_ok=True)


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file holds this and nothing else."""
    try:
        return path.stat().st_size == len(data) and path.is_file() and path.read_bytes() == data
    except OSError:
        return False
