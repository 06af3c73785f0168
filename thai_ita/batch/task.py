"""The vocabulary of the engine: what goes to a worker, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from thai_ita.batch.source_view import Show, SourceView
from thai_ita.corrections.record import Correction
from thai_ita.model import CorrectionResult, DocStatus

StoredValue = str | int | float | None
StoredRow = tuple[StoredValue, ...]


@dataclass(frozen=True, slots=True)
class Hints:
    """What the caller knows of a file: its agency as a name in Thai, its year (พ.ศ.)."""

    agency: str = ""
    fiscal_year: int | None = None

    def __bool__(self) -> bool:
        return bool(self.agency or self.fiscal_year)


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read, or several to look at.

    ``name`` is the path as the tables show it, ``file`` the absolute path to open. ``content`` holds
    the bytes where the reader cannot open the file itself. ``within`` are the indices that lead from
    there to a file inside it.

    ``look`` are absolute paths of which only the content is told apart (``Outcome.seen``); then
    there is no file to read, and the ``number`` is below zero. ``doubted``: the file has taken its
    workers with it and is not read again; a harmless one of its format is, to see whether that
    takes a worker too. Nothing comes back where it does not. ``corrections`` are those of its content.

    ``show``: the file is not read for its facts but for looking at it (``Outcome.shown``).
    """

    number: int
    name: str
    file: str
    hints: Hints = NO_HINTS
    content: bytes | None = None
    within: tuple[int, ...] = ()
    look: tuple[str, ...] = ()
    doubted: bool = False
    corrections: tuple[Correction, ...] = ()
    show: Show | None = None


@dataclass(frozen=True, slots=True)
class LookResult:
    """What a look at a file gave: the SHA-256 of its content in hex, None where it was not hashed.

    Its reader then says why.
    """

    content: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """A problem, as the store keeps it."""

    code: str
    message: str
    severity: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A file inside another: its index and name there, its size in bytes, its SHA-256 in hex.

    The last is "" for one that cannot be had, which its reader then says.
    """

    index: int
    name: str
    size: int
    content: str


@dataclass(frozen=True, slots=True)
class Inside:
    """What a file holds: the files to read, and those passed over as (name, reason)."""

    held: tuple[Held, ...] = ()
    passed: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.held or self.passed)


NOTHING_INSIDE = Inside()


@dataclass(frozen=True, slots=True)
class FileResult:
    """What one file gave: the rows of the five tables in storable values.

    ``rows`` holds for each table but ``documents`` its rows, ``document`` the one row of that
    table; the values stand in the order of ``batch.row_codec.stored_columns``. ``record`` is the whole
    report as compressed JSON, where it was asked for. ``rules`` is the version that read it.
    ``inside`` are the files that it holds; it is ``hidden`` where it says nothing besides.
    ``evidence`` is where each fact stands (``export.evidence``), ``corrections`` what came of those
    of the task, one each; none where the file gave nothing.
    """

    doc_id: str
    status: DocStatus
    usable: bool
    error: str
    document: StoredRow
    rows: dict[str, list[StoredRow]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    record: bytes | None = None
    elapsed_s: float = 0.0
    rules: str = ""
    inside: Inside = NOTHING_INSIDE
    hidden: bool = False
    evidence: bytes | None = None
    corrections: tuple[CorrectionResult, ...] = ()

    @property
    def out_of_memory(self) -> bool:
        return any(note.code == OUT_OF_MEMORY for note in self.notes)


OUT_OF_MEMORY = "out-of-memory"


class LossKind(StrEnum):
    """Why a worker came back without a result."""

    DEADLINE = "deadline"
    CRASHED = "crashed"
    MEMORY = OUT_OF_MEMORY
    CHANGED = "changed"
    ENVIRONMENT = "environment"

    @property
    def passes(self) -> bool:
        """Whether the loss says nothing of the file: the next run reads it again."""
        return self in (LossKind.CHANGED, LossKind.ENVIRONMENT)


@dataclass(frozen=True, slots=True)
class Loss:
    """A file that took its worker with it; ``reason`` ends the sentence "the file ..."."""

    kind: LossKind
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one task: a result or a loss; of a look what was ``seen``, one for each path; what is
    ``shown`` of a file, where that was asked for."""

    task: Task
    result: FileResult | None = None
    loss: Loss | None = None
    seen: tuple[LookResult, ...] = ()
    shown: SourceView | None = None


class EngineStoppedError(Exception):
    """The run cannot go on, through no fault of a file; the message says what to do."""
