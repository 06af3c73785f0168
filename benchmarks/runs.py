"""A whole run measured, in a process of its own: what batch.py and small_files.py share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thai_ita.batch.progress_events import Progress
    from thai_ita.batch.run import RunSummary

SYLLABLES = ("นา", "ดี", "งาม", "ทอง", "ชัย", "สุข", "ใหม่", "เหนือ", "ใต้", "กลาง")
"""Names of places are made up of these."""


def write_old(path: Path, content: bytes) -> None:
    """Write a file as an old one, whose times need no second look."""
    path.write_bytes(content)
    before = time.time() - 3600
    os.utime(path, (before, before))


def timed_run(
    source: Path, out: Path, jobs: int, progress: Progress | None = None
) -> tuple[RunSummary, dict[str, Any]]:
    """A whole run in this process and its workers; seconds and CPU seconds of this process."""
    from thai_ita.batch.options import RunOptions
    from thai_ita.batch.run import run_batch

    wall, cpu = time.perf_counter(), time.process_time()
    summary = run_batch([source], out, RunOptions(jobs=jobs), progress=progress)
    return summary, {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def memory_mb(what: str) -> float:
    """A size of this process (VmRSS, VmHWM) in MB; 0 where the system does not say."""
    try:
        text = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    return int(text.partition(f"{what}:")[2].split()[0]) / 1024


def apart(script: str, *arguments: str) -> dict[str, Any]:
    """What a benchmark prints as JSON in a process of its own."""
    done = subprocess.run([sys.executable, script, *arguments], check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told
