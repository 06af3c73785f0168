"""Files inside files: nested archives, mails with attachments, PDFs with files in them.

Opened in the workers only, by content, one level at a time: what is found is planned as inputs of
its own. Nothing is written under a name that a container gives, and all bounds of ``archives`` hold.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from thai_ita.batch.archives import (
    BLOCK,
    HIGHEST_RATIO,
    MEMBER_MARK,
    MOST_MEMBERS,
    RATIO_FROM,
    ArchiveError,
    apart_from,
    blocks_of,
    is_bomb,
    leads_out,
    members_of,
    opened,
)
from thai_ita.batch.machine_faults import describe
from thai_ita.batch.options import RunOptions
from thai_ita.batch.passing import PassedOver, Reason, split_entries
from thai_ita.batch.task import Held, Inside
from thai_ita.ingest.formats import Format, format_by_ending
from thai_ita.ingest.sniffing import sniff_file
from thai_ita.ingest.thai_names import thai_name
from thai_ita.ingest.zip_directory import LARGEST_DIRECTORY, BoundedFile, TooManyEntries
from thai_ita.machine import is_of_the_machine
from thai_ita.regular_files import open_regular

if TYPE_CHECKING:
    from thai_ita.ingest.mail import MailPart

_MEGA = 1_000_000
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class ContainedFile:
    """A file inside another. ``blocks`` gives its content and raises ``ArchiveError``; ``problem``
    says beforehand that it cannot be had. A ``minor`` one is part of what the other says, a
    ``special`` one is a link or device in an archive."""

    index: int
    name: str
    blocks: Callable[[], Iterator[bytes]]
    problem: str = ""
    minor: bool = False
    special: bool = False


class Container:
    """A file that holds others, open. Close it, or use it as a context manager.

    It reads from ``file`` alone, which it closes. Raises ``ArchiveError`` for what is not read.
    """

    def __init__(self, file: BinaryIO, name: str, options: RunOptions, kind: Format | None = None) -> None:
        self._files = ExitStack()
        self._files.enter_context(file)
        self._options = options
        try:
            self.size = file.seek(0, os.SEEK_END)
            file.seek(0)
            self.kind = sniff_file(file, PurePosixPath(name).name) if kind is None else kind
            file.seek(0)
            with _damage_reported():
                entries = _entries(file, self.kind, name, options, self._files)
            if len(entries) > MOST_MEMBERS:
                raise ArchiveError(f"holds more than {MOST_MEMBERS} files; unpack it and read that")
            self._entries = _named_apart(entries)
        except BaseException:
            self.close()
            raise
        self._by_index = {entry.index: entry for entry in self._entries}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._files.close()

    def blocks(self, index: int) -> Iterator[bytes]:
        """The content of one of the files. Raises ``ArchiveError``."""
        entry = self._by_index.get(index)
        if entry is None:
            raise ArchiveError("is not in the file any more; run again")
        if entry.problem:
            raise ArchiveError(entry.problem)
        with _damage_reported():
            yield from entry.blocks()

    def inside(self) -> Inside:
        """The files that are taken, measured, and those passed over."""
        passed = _passed_over(self._entries)
        held: list[Held] = []
        total = 0
        for at, entry in enumerate(self._entries):
            if at in passed:
                continue
            size, content = _measured(entry, self._options)
            total += size
            if total > self._options.max_zip_mb * _MEGA:
                raise ArchiveError(
                    f"unpacks to more than {self._options.max_zip_mb} MB; unpack it yourself or raise --max-zip-mb"
                )
            if is_bomb(total, self.size):
                raise ArchiveError(f"unpacks to more than {HIGHEST_RATIO} times its size, as zip bombs do")
            held.append(Held(entry.index, entry.name, size, content))
        told = tuple((why.path, str(why.reason)) for why in passed.values() if why.path)
        return Inside(tuple(held), told)


def look_inside(path: Path, kind: Format, name: str, options: RunOptions) -> Inside:
    """What a container of this format holds. Raises ``ArchiveError``."""
    try:
        file = open_regular(path)
    except OSError as error:
        raise ArchiveError(f"cannot be opened ({error.strerror or error})") from error
    with Container(file, name, options, kind) as container:
        return container.inside()


@contextmanager
def _damage_reported() -> Iterator[None]:
    """What a library makes of a damaged container, a ``KeyError`` perhaps, is said of that."""
    try:
        yield
    except (ArchiveError, MemoryError):
        raise
    except Exception as error:
        if is_of_the_machine(error):
            raise
        what = "" if isinstance(error, RecursionError) else f" ({describe(error)})"
        raise ArchiveError(f"cannot be unpacked, it is damaged{what}; download it again") from error


def _entries(
    file: BinaryIO, kind: Format, name: str, options: RunOptions, open_files: ExitStack
) -> list[ContainedFile]:
    """The files in a file. Their contents can be had while ``open_files`` are."""
    if kind is Format.ZIP:
        archive = open_files.enter_context(opened(file))
        members = members_of(archive, options)
        return [ContainedFile(m.index, m.name, _bound(blocks_of, archive, m.index), m.problem) for m in members]
    if kind is Format.TAR:
        return _of_tar(file, options)
    if kind is Format.GZIP:
        return [ContainedFile(0, _without_gz(name), _bound(_unpacked, file, options))]
    if kind is Format.MAIL:
        return _of_mail(file, name)
    if kind is Format.PDF:
        from thai_ita.ingest.pdf.attachments import attached_names

        return [
            ContainedFile(index, given, _bound(_attached, file, index), minor=_is_for_machines(given))
            for index, given in enumerate(attached_names(file))
        ]
    return []


def _bound(make: Callable[..., Iterator[bytes]], *arguments: object) -> Callable[[], Iterator[bytes]]:
    return lambda: make(*arguments)


def _passed_over(entries: list[ContainedFile]) -> dict[int, PassedOver]:
    """The entries that are passed over, by their place."""
    why = dict(split_entries([entry.name for entry in entries]))
    passed: dict[int, PassedOver] = {}
    for at, entry in enumerate(entries):
        reason = why[entry.name]
        if entry.minor or entry.special:
            reason = PassedOver(entry.name, Reason.PAGE_PART if entry.minor else Reason.SPECIAL)
        if reason is not None:
            passed[at] = reason
    return passed


def _measured(entry: ContainedFile, options: RunOptions) -> tuple[int, str]:
    """Size and SHA-256 of an entry; (0, "") for one that cannot be had."""
    if entry.problem:
        return 0, ""
    digest, size = hashlib.sha256(), 0
    try:
        with _damage_reported():
            for block in entry.blocks():
                digest.update(block)
                size += len(block)
                if size > options.max_file_mb * _MEGA:
                    return 0, ""
    except ArchiveError:
        return 0, ""
    return size, digest.hexdigest()


def _named_apart(entries: list[ContainedFile]) -> list[ContainedFile]:
    """The entries with names that are fit to be shown and are each one's own."""
    seen: dict[str, int] = {}
    apart: list[ContainedFile] = []
    for entry in entries:
        name = "".join(c if c.isprintable() else "_" for c in entry.name)[-LONGEST_NAME:]
        name = name.replace(MEMBER_MARK, "!_").strip() or f"file-{entry.index}"
        name = apart_from(seen, name)
        apart.append(replace(entry, name=name))
    return apart


def _of_tar(file: BinaryIO, options: RunOptions) -> list[ContainedFile]:
    # A header of it may say that it is gigabytes long itself.
    bounded: Any = BoundedFile(file, LARGEST_DIRECTORY)
    entries: list[ContainedFile] = []
    try:
        archive = tarfile.open(fileobj=bounded, mode="r:", encoding="utf-8")  # noqa: SIM115
        for index, info in enumerate(archive):
            if index > MOST_MEMBERS:
                raise ArchiveError(f"holds more than {MOST_MEMBERS} entries; unpack it and read that")
            if not info.isdir():
                entries.append(_in_tar(archive, index, info, options))
    except (tarfile.TarError, TooManyEntries, EOFError, ValueError, OSError) as error:
        raise ArchiveError(f"is no whole tar archive ({error}); download it again") from error
    return entries


def _in_tar(archive: tarfile.TarFile, index: int, info: tarfile.TarInfo, options: RunOptions) -> ContainedFile:
    # What is no UTF-8 comes as surrogates.
    name = thai_name(info.name.encode("utf-8", "surrogateescape")).removeprefix("./")
    problem = ""
    if leads_out(name):
        problem = "its name leads out of the archive; it is not read"
    elif info.size > options.max_file_mb * _MEGA:
        problem = f"{info.size / _MEGA:.0f} MB is over the limit of {options.max_file_mb} MB"
    elif info.issparse() and info.size > RATIO_FROM:
        problem = "is almost empty for its size, as zip bombs are"
    return ContainedFile(index, name, _bound(_from_tar, archive, info), problem, special=not info.isreg())


def _from_tar(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    try:
        file = archive.extractfile(info)
        while file is not None and (block := file.read(BLOCK)):
            yield block
    except (tarfile.TarError, TooManyEntries, EOFError, ValueError, KeyError, OSError) as error:
        raise ArchiveError(f"cannot be unpacked ({error}); download it again") from error


def _without_gz(name: str) -> str:
    last = PurePosixPath(name.rpartition(MEMBER_MARK)[2]).name
    path = PurePosixPath(last)
    if path.suffix.lower() == ".tgz":
        return path.with_suffix(".tar").name
    return path.stem if path.suffix.lower() == ".gz" else f"{last}.unpacked"


def _unpacked(file: BinaryIO, options: RunOptions) -> Iterator[bytes]:
    packed = max(file.seek(0, os.SEEK_END), 1)
    total = 0
    try:
        file.seek(0)
        with gzip.GzipFile(fileobj=file) as unpacked:
            while block := unpacked.read(BLOCK):
                total += len(block)
                if total > options.max_file_mb * _MEGA:
                    raise ArchiveError(f"unpacks to more than {options.max_file_mb} MB")
                if is_bomb(total, packed):
                    raise ArchiveError("unpacks to so many times its size as zip bombs do")
                yield block
    except (EOFError, zlib.error, OSError) as error:
        raise ArchiveError(f"cannot be unpacked ({error}); download it again") from error


def _of_mail(file: BinaryIO, name: str) -> list[ContainedFile]:
    from thai_ita.ingest.errors import IngestError
    from thai_ita.ingest.mail import mail_parts

    try:
        parts = mail_parts(file.read(), Path(name))
    except IngestError as error:
        raise ArchiveError(error.message) from error
    return [
        ContainedFile(index, part.name, _bound(_carried, part), minor=part.minor) for index, part in enumerate(parts)
    ]


def _carried(part: MailPart) -> Iterator[bytes]:
    yield part.data()


def _is_for_machines(name: str) -> bool:
    """Whether a file in a PDF says again in data what its pages say, as e-documents have it."""
    return format_by_ending(name) in (Format.XML, Format.JSON)


def _attached(file: BinaryIO, index: int) -> Iterator[bytes]:
    from thai_ita.ingest.pdf.attachments import NoAttachmentError, attached_data

    try:
        yield attached_data(file, index)
    except NoAttachmentError as error:
        raise ArchiveError(str(error)) from error
