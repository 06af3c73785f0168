"""Environment variables that hold for one block: what libraries ask for when they are imported."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

TELLS_NOBODY = {"ORT_DISABLE_TELEMETRY": "1"}
"""For whoever loads onnxruntime: from 1.32 on the builds that pip installs keep an identifier of the
user and a log of what is run in the home, and send them to their maker, but for this variable. It is
read when the library begins."""

_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def environment_variables(**values: str | None) -> Iterator[None]:
    """Within the block the variables have these values (None: are not set), then the old ones.

    The environment belongs to the whole process: other threads and the processes they start see
    the values too, so a block should be as short as an import.
    """
    # Two at once would each take the other's values for the old ones, and leave them.
    with _ONE_AT_A_TIME:
        before = {name: os.environ.get(name) for name in values}
        try:
            _set(values)
            yield
        finally:
            _set(before)


def _set(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
