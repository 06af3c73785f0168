"""Imported once by the server that worker processes are forked from: loads what reading needs.

Word lists, gazetteer and editions take a second to load. Loaded before the fork, every worker has
them at once and shares their memory. Nothing here may start a thread.
"""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from importlib import import_module

from thai_ita.batch.machine_faults import read_sample


def preload() -> None:
    """Load what the first file would load."""
    for module in ("pypdfium2", "pdfplumber", "thai_ita.export.tables"):
        with suppress(BaseException):  # A package may raise anything; the first file will say.
            import_module(module)
    with suppress(BaseException):
        read_sample()
    # What is loaded stays: keep the collector from touching, and so copying, its memory pages.
    gc.collect()
    gc.freeze()
    # A worker that starts while the parent ends has nothing to say to the terminal.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)


preload()
