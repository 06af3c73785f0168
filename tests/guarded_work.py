"""The process of ``batch.guarded`` with a made-up reader: what a file does stands in its first line."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

from tests.conftest import make_report
from thai_ita.batch import guarded_child, one_file
from thai_ita.batch.read_report import failed_report
from thai_ita.batch.task import OUT_OF_MEMORY
from thai_ita.ingest.errors import DamagedError
from thai_ita.ingest.scan.pace import page_is_read
from thai_ita.model import Report

BEGIN = "import sys; sys.path[:] = {path}; from tests.guarded_work import main; main(sys.argv[1])"


def main(scratch: str) -> NoReturn:
    guarded_child.read_report = _read  # type: ignore[assignment]
    one_file.attempt_report = _attempt  # type: ignore[assignment]
    guarded_child.main(scratch)


def _read(path: Path, **_: object) -> Report:
    word = path.read_text().split()[0]
    if word == "hang":
        time.sleep(3600)
    if word == "pages":
        for page in range(1, 5):
            time.sleep(0.8)
            page_is_read(page, 4)
    if word == "memory":
        hoard = []
        while True:
            hoard.append(bytearray(16 << 20))
    if word == "segfault":
        ctypes.string_at(0)
    if word == "vanish":
        os._exit(7)
    if word == "damaged":
        raise DamagedError(str(path), "is cut")
    if word == "fault":
        raise ZeroDivisionError("odd")
    if word == "leaves":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        path.with_name("left").write_text(str(child.pid))
    report = make_report(str(path), "0" * 16)
    report.identity.title = str(os.getpid())
    return report


def _attempt(path: Path, **given: object) -> Report:
    try:
        return _read(path, **given)
    except MemoryError:
        return failed_report(path, "no memory", code=OUT_OF_MEMORY)
