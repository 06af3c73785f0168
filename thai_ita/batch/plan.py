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
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from thai_ita.batch.archives import MEMBER_MARK, MOST_MEMBERS, ArchiveError, member_blocks
from thai_ita.batch.inputs import InputFile, fits_patterns
from thai_ita.batch.options import RunOptions
from thai_ita.batch.passing import PassedOver, Reason
from thai_ita.batch.store import KnownInput, Link, StoredResult
from thai_ita.batch.task import Task

SETTLED_S = 2.0
"""A file written to this short before it is hashed may change again within one tick of the file
system's clock: it is hashed again in the next run."""
FAILED = "failed"
MOST_DEEP = 4
"""Files inside files that are opened one after the other, the outermost aside."""


@dataclass(slots=True, eq=False)
class Planned:
    """One input: where it stands among them, what its content is and which result it needs.

    Files inside another have its ``place``; ``number`` is each one's own.
    """

    input: InputFile
    place: int
    number: int
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
        return Task(
            self.number, self.input.name, file, self.input.member, self.input.hints,
            within=self.input.within,
        )


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
        self.passed: list[PassedOver] = []
        self.problems: list[str] = []
        self._held: dict[int, tuple[int, int]] = {}
        self._perhaps_gone: list[KnownInput] = []
        names = {os.fsencode(file.name) for file in inputs}
        self._gone = self._missing(names)

    def result_of(self, planned: Planned) -> StoredResult | None:
        """The result that stands for an input, None where it has to be read."""
        return self.results.get(planned.key) if planned.key else None

    def held_by(self, planned: Planned, result: StoredResult) -> list[Planned]:
        """The files inside of one that has been read, planned now; call it once for each.

        Their content is known with the result, so none of them is opened here.
        """
        children: list[Planned] = []
        for held in result.inside.held:
            name = f"{planned.input.name}{MEMBER_MARK}{held.name}"
            if not fits_patterns(name, self.options):
                self.passed.append(PassedOver(name, Reason.PATTERN))
                continue
            if problem := self._too_much(planned, held.size):
                self.problems.append(f"{name}: {problem}")
                continue
            file = replace(
                planned.input, name=name, mark=held.content,
                within=(*planned.input.within, held.index),
            )
            child = Planned(
                file, planned.place, len(self.planned), planned.fingerprint, held.content or None
            )
            child.key = self._key(child)
            self.planned.append(child)
            children.append(child)
        return children

    def finish(self) -> None:
        """Note which files inside others of the last run are no more, when all are planned."""
        names = {planned.input.name for planned in self.planned}
        self.changes.deleted += [k.path for k in self._perhaps_gone if k.path not in names]
        self._perhaps_gone.clear()

    def _too_much(self, planned: Planned, size: int) -> str:
        """Why a file inside others is one too many; "" where it is not.

        The bounds are those of one archive, for all that comes out of one input however deep.
        """
        if len(planned.input.within) >= MOST_DEEP:
            return f"is more than {MOST_DEEP} archives deep; unpack it and read that"
        number, total = self._held.get(planned.place, (0, 0))
        number, total = number + 1, total + size
        self._held[planned.place] = number, total
        if number > MOST_MEMBERS:
            return f"is one of more than {MOST_MEMBERS} in all; unpack the archive and read that"
        if total > self.options.max_zip_mb * 1_000_000:
            return f"all unpacks to more than {self.options.max_zip_mb} MB; unpack it yourself or raise --max-zip-mb"
        return ""

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
        planned = Planned(file, place, place, fingerprint=_fingerprint(file))
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
            if _inside_one_of(os.fsdecode(key), names):
                self._perhaps_gone.append(known)
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
    """The SHA-256 of a file's content in hex; None where it cannot be read or lies
    inside of a file that a worker has to open.

    The caller's process reads bytes here and nothing else: no format is looked into.
    """
    if file.within:
        return None
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


def _inside_one_of(name: str, names: set[bytes]) -> bool:
    """Whether a file lies inside one of these, at whatever depth."""
    while MEMBER_MARK in name:
        name = name.rpartition(MEMBER_MARK)[0]
        if os.fsencode(name) in names:
            return True
    return False


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
