"""What a run has to do: which inputs are new or changed, and which results still stand.

An input whose size and times are those of the last run is taken as unchanged without opening it;
any other is looked at by a worker. What has the same content under the same rules, options and hints is not read
again, whatever its path, unless the path itself says whose or of which year it is.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from thai_ita.batch.archives import HIGHEST_RATIO, MEMBER_MARK, MOST_MEMBERS, is_bomb
from thai_ita.batch.corrected import Corrections
from thai_ita.batch.inputs import InputFile, fits_patterns
from thai_ita.batch.options import RunOptions
from thai_ita.batch.passing import PassedOver, Reason
from thai_ita.batch.store import KnownInput, Link, StoredResult
from thai_ita.batch.task import Loss, Task

SETTLED_S = 2.0
"""A file written to this short before it is hashed may change again within one tick of the file
system's clock: it is hashed again in the next run."""
FAILED = "failed"
NAMES_ASKED = 3
"""Of a path, the names that may say whose a report is: the file's and those of two folders."""
_TELLING = re.compile(r"[ก-๛]|25\d\d|ITA", re.I)
_AS_IT_WAS = KnownInput("", None, None, listed=True)
"""What is kept of an input of the last run that has not changed."""
MOST_DEEP = 4
"""Files inside files that are opened one after the other, the outermost aside."""


@dataclass(slots=True, eq=False)
class Planned:
    """One input: where it stands among them, what its content is and which result it needs.

    Files inside another have its ``place``; ``number`` is each one's own. ``size`` is that of
    the outermost file in bytes. ``looked`` tells that the content is what a look has given, also
    where that is nothing; ``before`` is what an earlier run knew of the path. ``doubt`` is
    how it was lost at last, while it is found out whether the machine is to blame.
    """

    input: InputFile
    place: int
    number: int
    fingerprint: str | None = None
    content: str | None = None
    key: str = ""
    size: int = 0
    looked: bool = False
    replans: int = 0
    losses: int = 0
    before: KnownInput | None = None
    doubt: Loss | None = None

    def link(self, result: StoredResult | None) -> Link:
        return Link(
            self.input.name,
            self.place,
            self.fingerprint if self.content else None,
            self.content,
            result.result_id if result else None,
        )

    def task(self) -> Task:
        return Task(
            self.number,
            self.input.name,
            self.whole_path(),
            self.input.hints,
            within=self.input.within,
            doubted=self.doubt is not None,
        )

    def whole_path(self) -> str:
        return os.path.abspath(self.input.path)

    def let_go(self) -> None:
        """Forget what is of no use any more once the store has the input with its result."""
        self.fingerprint = self.content = self.before = None
        self.key = ""

    @property
    def is_known(self) -> bool:
        """Whether its content is known, or that it cannot be; else it must be looked at."""
        return self.looked or self.content is not None or bool(self.input.within)


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
        known: Iterable[tuple[bytes, KnownInput]],
        find: Callable[[str], StoredResult | None],
        options: RunOptions,
        versions: tuple[str, str],
        corrections: Corrections | None = None,
    ) -> None:
        """``find`` gives the result of a key that the store has by now."""
        self.options = options
        self.corrections = corrections or Corrections()
        self.versions = versions
        self._find = find
        # The keys of the results that this run has made, as bytes.
        self._made: set[bytes] = set()
        self.changes = Changes()
        self.planned = [Planned(file, place, place, fingerprint_of(file.path)) for place, file in enumerate(inputs)]
        self.passed: list[PassedOver] = []
        self.problems: list[str] = []
        self._total = 0
        self._held: dict[int, tuple[int, int]] = {}
        # What is known of files inside of others, and the paths by content that are no more.
        self._inside: dict[str, KnownInput] = {}
        self._gone: dict[str, list[str]] = {}
        self._compare(known)

    @property
    def total(self) -> int:
        """The inputs so far, with those found inside of others."""
        return len(self.planned) or self._total

    def let_go(self) -> None:
        """Forget all inputs, when all are done."""
        self._total = len(self.planned)
        self.planned.clear()
        self._inside.clear()
        self._gone.clear()
        self._made.clear()

    def result_of(self, planned: Planned) -> StoredResult | None:
        """The result that stands for an input, None where it has to be read."""
        if planned.content is None and not planned.key:
            return None
        planned.key = planned.key or self._key(planned)
        result = self._find(planned.key)
        if result is None or bytes.fromhex(planned.key) in self._made:
            return result
        return result if _is_current(result, self.options) else None

    def was_made(self, key: str) -> None:
        """Note that the result of this key is of this run, and stands whatever the options say."""
        self._made.add(bytes.fromhex(key))

    def task(self, planned: Planned) -> Task:
        """The reading of an input, with what persons have corrected in its content."""
        return replace(planned.task(), corrections=self.corrections.of(planned.content))

    def held_by(self, planned: Planned, result: StoredResult) -> list[Planned]:
        """The files inside of one that has been read, planned now; call it once for each.

        Their content is known with the result, so none of them is opened here.
        """
        children: list[Planned] = []
        asked = planned.input.asked
        wanted = asked.inner if asked is not None and not asked.whole else None
        if wanted and result.status != FAILED:
            there = {held.name for held in result.inside.held}
            self.problems += [f"{planned.input.name}: no entry {name}" for name in wanted if name not in there]
        for at, held in enumerate(result.inside.held):
            if wanted is not None and held.name not in wanted:
                continue
            name = f"{planned.input.name}{MEMBER_MARK}{held.name}"
            if not fits_patterns(name, self.options):
                self.passed.append(PassedOver(name, Reason.PATTERN))
                continue
            if problem := self._too_much(planned, held.size):
                # One line, however many follow.
                left = len(result.inside.held) - at - 1
                more = f" (nor are {left} more of {planned.input.name})" if left else ""
                self.problems.append(f"{name}: is not read{more}: {problem}")
                break
            inner = asked.inner.get(held.name) if asked is not None else None
            hints = inner.hints if inner is not None and inner.whole else planned.input.hints
            file = replace(
                planned.input,
                name=name,
                hints=hints,
                asked=inner,
                within=(*planned.input.within, held.index),
            )
            child = Planned(
                file,
                planned.place,
                len(self.planned),
                planned.fingerprint,
                held.content or None,
                size=planned.size,
            )
            child.key = self._key(child)
            self.planned.append(child)
            children.append(child)
        return children

    def finish(self) -> None:
        """Note which files inside others of the last run are no more, when all are planned."""
        if not any(known.listed for known in self._inside.values()):
            return
        names = {planned.input.name for planned in self.planned}
        partly = {each.input.name for each in self.planned if each.input.asked is not None}
        for name, known in self._inside.items():
            if known.listed and name not in names:
                outer = name.partition(MEMBER_MARK)[0]
                gone = self.changes.left_out if outer in partly else self.changes.deleted
                gone.append(known.path)

    def _too_much(self, planned: Planned, size: int) -> str:
        """Why a file inside others is one too many; "" where it is not.

        The bounds are those of one archive, for all that comes out of one input however deep.
        """
        if len(planned.input.within) >= MOST_DEEP:
            return f"it is more than {MOST_DEEP} archives deep; unpack it and read that"
        number, total = self._held.get(planned.place, (0, 0))
        number, total = number + 1, total + size
        self._held[planned.place] = number, total
        if number > MOST_MEMBERS:
            return f"more than {MOST_MEMBERS} files are in it in all; unpack the archive and read that"
        if total > self.options.max_zip_mb * 1_000_000:
            return f"it all unpacks to more than {self.options.max_zip_mb} MB; unpack it yourself or raise --max-zip-mb"
        if is_bomb(total, planned.size):
            return f"it all unpacks to more than {HIGHEST_RATIO} times its size, as zip bombs do"
        return ""

    def looking(self, planned: Planned) -> int:
        """Note how an input stands just before it is looked at; its size in bytes."""
        planned.fingerprint = fingerprint_of(planned.input.path)
        planned.size = _size(planned.fingerprint)
        if not _settled(planned.fingerprint):
            planned.fingerprint = None
        return planned.size

    def saw(self, planned: Planned, content: str | None) -> None:
        """Take the content that a look has given, None where it could not be had."""
        planned.looked = True
        planned.content = content
        planned.key = self._key(planned)

    def settle(self, planned: Planned) -> None:
        """Note how an input whose content is known differs from last time."""
        before = planned.before
        if planned.input.within:
            before = self._inside.get(planned.input.name)
        if not planned.key:
            planned.key = self._key(planned)
        if before is None or not before.listed:
            self._note_new(planned, before)
        elif before.content is not None and before.content != planned.content:
            self.changes.changed.append(planned.input.name)

    def _compare(self, known: Iterable[tuple[bytes, KnownInput]]) -> None:
        """Take the content of each input that is as it was, and note which are no more.

        What is known goes through one by one: only what differs is kept.
        """
        by_name = {planned.input.name: planned for planned in self.planned}
        for key, before in known:
            name = os.fsdecode(key)
            planned = by_name.get(name)
            if planned is None:
                self._note_missing(name, before, by_name)
            elif before.content and before.fingerprint == planned.fingerprint is not None:
                planned.content = before.content
                planned.size = _size(planned.fingerprint)
                planned.before = _AS_IT_WAS if before.listed else before
            else:
                planned.before = before

    def _key(self, planned: Planned) -> str:
        """What a result depends on. A file that cannot be read has a key of its own path."""
        file = planned.input
        # The ending has a say in how content is read.
        ending = PurePath(file.name).suffix.lower()
        content = planned.content or f"unread:{file.name}"
        hints = repr((file.hints.agency, file.hints.fiscal_year))
        parts = [content, ending, hints, telling_name(file.name), *self.versions]
        if corrected := self.corrections.digest(planned.content):
            parts.append(corrected)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]

    def _note_missing(self, name: str, known: KnownInput, names: Container[str]) -> None:
        """Note a path of an earlier run that is none of the inputs, if the last run had it."""
        if _inside_one_of(name, names):
            self._inside[name] = known
        elif not known.listed:
            return
        elif os.path.exists(name.partition(MEMBER_MARK)[0]):
            self.changes.left_out.append(known.path)
        else:
            self.changes.deleted.append(known.path)
            if known.content:
                self._gone.setdefault(known.content, []).append(known.path)

    def _note_new(self, planned: Planned, before: KnownInput | None) -> None:
        earlier = self._gone.get(planned.content or "")
        if earlier:
            old = earlier.pop(0)
            self.changes.renamed.append((old, planned.input.name))
            self.changes.deleted.remove(old)
        elif before is None:
            self.changes.new += 1


def telling_name(name: str) -> str:
    """The last parts of a path where they may say whose a report is or of which year, else "".

    Where the text is silent the names of a file and of the folders above it are guesses, so that one content
    under two such names may give two results.
    """
    parts = "/".join(name.replace("\\", "/").split("/")[-NAMES_ASKED:])
    return parts if _TELLING.search(parts) else ""


def _inside_one_of(name: str, names: Container[str]) -> bool:
    """Whether a file lies inside one of these, at whatever depth."""
    while MEMBER_MARK in name:
        name = name.rpartition(MEMBER_MARK)[0]
        if name in names:
            return True
    return False


def _is_current(result: StoredResult, options: RunOptions) -> bool:
    if result.passing or options.force or (options.format.with_json and not result.has_record):
        return False
    return not (options.retry_failed and result.status == FAILED)


def fingerprint_of(path: str) -> str | None:
    """What changes when a file does, without opening it; None for what is no file.

    The time of change of the inode is in it too: a copy that keeps the date keeps size and mtime.
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:"


def _size(fingerprint: str | None) -> int:
    return int(fingerprint.partition(":")[0]) if fingerprint else 0


def _settled(fingerprint: str | None) -> bool:
    """Whether the file was last changed so long ago that another change would show."""
    if fingerprint is None:
        return False
    _, changed, inode_changed, _ = fingerprint.split(":")
    return time.time() - max(int(changed), int(inode_changed)) / 1e9 > SETTLED_S
