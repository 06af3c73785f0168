"""Files that appear whole or not at all, several together."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self


class AtomicFiles:
    """A set of output files of one folder that take their names together when the block ends well.

    Each is written to a hidden temporary file in the same folder and flushed to the disk; at the
    end all are renamed one after the other. A killed or failed run leaves the files of that name
    as they were, never a half one.

        with AtomicFiles(folder) as files:
            files.stage("scores.csv").write(data)
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """Without ``durable`` nothing is waited for: after a power cut a file may be there and be empty."""
        self.folder = folder
        self._durable = durable
        self._staged: dict[Path, tuple[Path, BinaryIO]] = {}

    @property
    def paths(self) -> list[Path]:
        """The paths that the files will have, in the order they were staged."""
        return list(self._staged)

    def stage(self, name: str, *, first: bool = False) -> BinaryIO:
        """A binary file to write to, that becomes ``folder/name``, the ``first`` before the others."""
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=f".{name}.", suffix=".part")
        file = os.fdopen(handle, "wb")
        staged = {self.folder / name: (Path(temporary), file)}
        if first:
            self._staged = staged | self._staged
        else:
            self._staged.update(staged)
        return file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._commit()
        finally:
            self._discard()

    def _commit(self) -> None:
        for temporary, file in self._staged.values():
            file.flush()
            if self._durable:
                os.fsync(file.fileno())
            file.close()
            # Temporary files are private; outputs get the permissions that open() would give.
            temporary.chmod(0o666 & ~umask())
        for path, (temporary, _) in list(self._staged.items()):
            temporary.replace(path)
            del self._staged[path]
        if self._durable:
            sync_folder(self.folder)

    def _discard(self) -> None:
        for temporary, file in self._staged.values():
            file.close()
            temporary.unlink(missing_ok=True)
        self._staged.clear()


def umask() -> int:
    """The rights that this process takes from the files it makes."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def sync_folder(folder: Path) -> None:
    """Make the renames durable, where the system lets a folder be opened for that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
