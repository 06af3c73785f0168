"""What a run has to do: which inputs are new or changed, and which results still stand.

An input whose size and times are those of the last run is taken as unchanged without opening it;
any other is hashed. What has the same content under the same rules, options and hints is not read
again, whatever its path.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from thai_ita.batch.archives import MEMBER_MARK, ArchiveError, member_blocks
from thai_ita.batch.inputs import InputFile
from thai_ita.batch.options import RunOptions
from thai_ita.batch.store import KnownInput, Link, StoredResult
from thai_ita.batch.task import Task

SETTLED_S = 2.0
"""A file written to this short before it is hashed may change again within one tick of the file
system's clock: it is hashed again in the next run."""
FAILED = "failed"


@dataclass(slots=True, eq=False)
class Planned:
    """One input: where it stands among them, what its content is and which result it needs."""

    input: InputFile
    place: int
    fingerprint: str | None = None
    content: str | None = None
    key: str = ""
    replans: int = 0
    losses: int = 0

    def link(self, result: StoredResult | None) -> Link:
        return Link(
            self.input.name, self.place, self.fingerprint if self.content else None, self.content,
            result.result_id if result else None,
        )

    def task(self) -> Task:
        file = os.path.abspath(self.input.file)
        return Task(self.place, self.input.name, file, self.input.member, self.input.hints)


@dataclass(slots=True)
class Changes:
    """How the inputs differ from those of the last run; all but counts are paths."""

    new: int = 0
    changed: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


class Plan:
    """The inputs of a run against what the store knows."""

    def __init__(
        self,
        inputs: Sequence[InputFile],
        known: dict[bytes, KnownInput],
        results: dict[str, StoredResult],
        options: RunOptions,
        versions: tuple[str, str],
    ) -> None:
        self.options = options
        self.versions = versions
        self.known = known
        self.results = {k: r for k, r in results.items() if _stands(r, options)}
        self.changes = Changes()
        self.planned = [self._quick(place, file) for place, file in enumerate(inputs)]
        names = {os.fsencode(file.name) for file in inputs}
        self._gone = self._missing(names)

    def result_of(self, planned: Planned) -> StoredResult | None:
        """The result that stands for an input, None where it has to be read."""
        return self.results.get(planned.key) if planned.key else None

    def settle(self, planned: Planned) -> None:
        """Hash an input whose content is not known, and note how it differs from last time."""
        before = self.known.get(os.fsencode(planned.input.name))
        if planned.content is None:
            self._hash(planned)
        if before is None or not before.listed:
            self._note_new(planned, before)
        elif before.content is not None and before.content != planned.content:
            self.changes.changed.append(planned.input.name)

    def rehash(self, planned: Planned) -> None:
        """Hash an input again that changed while it was read."""
        planned.replans += 1
        planned.content = None
        self._hash(planned)

    def _quick(self, place: int, file: InputFile) -> Planned:
        planned = Planned(file, place, fingerprint=_fingerprint(file))
        known = self.known.get(os.fsencode(file.name))
        if known and known.content and known.fingerprint == planned.fingerprint is not None:
            planned.content = known.content
            planned.key = self._key(planned)
        return planned

    def _hash(self, planned: Planned) -> None:
        planned.fingerprint = _fingerprint(planned.input)
        planned.content = content_of(planned.input, self.options)
        planned.key = self._key(planned)
        if planned.fingerprint and not _settled(planned.input.file):
            planned.fingerprint = None

    def _key(self, planned: Planned) -> str:
        """What a result depends on. A file that cannot be read has a key of its own path."""
        file = planned.input
        # The ending has a say in how content is read.
        ending = PurePath(file.name).suffix.lower()
        content = planned.content or f"unread:{file.name}"
        parts = (content, ending, repr((file.hints.agency, file.hints.fiscal_year)), *self.versions)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]

    def _missing(self, names: set[bytes]) -> dict[str, list[str]]:
        """Paths of the last run that are no more, by content; those merely not asked for apart."""
        gone: dict[str, list[str]] = {}
        for key, known in self.known.items():
            if not known.listed or key in names:
                continue
            archive, mark, _ = os.fsdecode(key).partition(MEMBER_MARK)
            if not mark and os.path.exists(archive):
                self.changes.left_out.append(known.path)
                continue
            self.changes.deleted.append(known.path)
            if known.content:
                gone.setdefault(known.content, []).append(known.path)
        return gone

    def _note_new(self, planned: Planned, before: KnownInput | None) -> None:
        earlier = self._gone.get(planned.content or "")
        if earlier:
            old = earlier.pop(0)
            self.changes.renamed.append((old, planned.input.name))
            self.changes.deleted.remove(old)
        elif before is None:
            self.changes.new += 1


def content_of(file: InputFile, options: RunOptions) -> str | None:
    """The SHA-256 of a file's content in hex; None where it cannot be read.

    The caller's process reads bytes here and nothing else: no format is looked into.
    """
    try:
        if file.member is None:
            with file.file.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        digest = hashlib.sha256()
        for block in member_blocks(file.file, file.member, options):
            digest.update(block)
    except (OSError, ArchiveError):
        return None
    return digest.hexdigest()


def _stands(result: StoredResult, options: RunOptions) -> bool:
    if result.passing or options.force or (options.format.with_json and not result.has_record):
        return False
    return not (options.retry_failed and result.status == FAILED)


def _fingerprint(file: InputFile) -> str | None:
    """What changes when a file does, without opening it.

    The time of change of the inode is in it too: a copy that keeps the date keeps size and mtime.
    """
    try:
        status = os.stat(file.file)
    except OSError:
        return None
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{file.mark}"


def _settled(path: Path) -> bool:
    try:
        status = os.stat(path)
    except OSError:
        return False
    return time.time() - max(status.st_mtime, status.st_ctime) > SETTLED_S
