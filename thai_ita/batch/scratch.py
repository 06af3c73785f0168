"""The folder for temporary files of whoever writes to an output folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCRATCH_PREFIX = ".thai-ita-scratch-"


@contextmanager
def scratch_folder(out: Path) -> Iterator[Path]:
    """A folder for temporary files; what killed runs left of theirs is removed. Hold the lock of ``out``."""
    for old in out.glob(f"{SCRATCH_PREFIX}*"):
        shutil.rmtree(old, ignore_errors=True)
    for old in out.glob(".*.part"):
        old.unlink(missing_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=SCRATCH_PREFIX, dir=out)).absolute()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
