"""What a run tells while it goes on: one step for each document, and how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class EventKind(StrEnum):
    READ = "read"
    REUSED = "reused"
    RETRY = "retry"
    QUARANTINED = "quarantined"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class ProgressEvent:
    """``done`` of ``total`` inputs are finished; this one is ``path``.

    REUSED tells of many inputs at once that needed no reading, and has no path. PAGE tells how far
    a long file is, in ``message``.
    ``counts`` holds all statuses so far (a quarantined file counts as failed).
    """

    kind: EventKind
    done: int
    total: int
    path: str = ""
    status: str = ""
    scores: int = 0
    measures: int = 0
    findings: int = 0
    elapsed_s: float = 0.0
    message: str = ""
    counts: Counter[str] = field(default_factory=Counter)


Progress = Callable[[ProgressEvent], None]
"""Called in the main thread after each document."""
