"""Whether processes that a test has started, by whatever ways, are gone."""

from __future__ import annotations

import time
from pathlib import Path

GONE_S = 20.0


def is_alive(pid: int) -> bool:
    """Whether a process runs; what nobody has waited for yet is dead all the same."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until_gone(*pids: int, within_s: float = GONE_S) -> None:
    limit = time.monotonic() + within_s
    while any(map(is_alive, pids)):
        assert time.monotonic() < limit, "a process is left behind"
        time.sleep(0.05)
