"""A run in a process of its own, to be killed: ``python -m tests.batch_child IN OUT [WORK]``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests import batch_work
from thai_ita.batch.options import RunOptions
from thai_ita.batch.pool import PoolExecutor
from thai_ita.batch.run import run_batch


def main(source: str, out: str, work: str = "slow", file_limit: str = "0") -> None:
    if int(file_limit):
        import resource
        import signal

        # A file that would grow over the limit fails to be written, as on a full disk.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(file_limit), int(file_limit)))
    run_batch(
        [Path(source)],
        Path(out),
        RunOptions(jobs=2),
        progress=lambda step: print(step.done, flush=True),
        executor=lambda options, scratch: PoolExecutor(options, scratch, getattr(batch_work, work)),
    )


if __name__ == "__main__":
    # The forks of this process must find the tests too.
    os.environ["PYTHONPATH"] = os.getcwd()
    main(*sys.argv[1:])
