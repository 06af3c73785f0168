"""Files inside files: nested archives, mails with attachments, PDFs with files in them.

Opened in the workers only, by content, one level at a time: what is found is planned as inputs of
its own. Nothing is written under a name that a container gives, and all bounds of ``archives`` hold.
"""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from thai_ita.batch.archives import (
    BLOCK,
    HIGHEST_RATIO,
    MEMBER_MARK,
    MOST_MEMBERS,
    RATIO_FROM,
    ArchiveError,
    apart_from,
    blocks_of,
    leads_out,
    list_members,
    opened,
)
from thai_ita.batch.options import RunOptions
from thai_ita.batch.passing import PassedOver, Reason, split_entries
from thai_ita.batch.task import Held, Inside
from thai_ita.ingest.formats import Format, format_by_ending
from thai_ita.ingest.sniffing import HEAD, sniff
from thai_ita.ingest.thai_names import thai_name

if TYPE_CHECKING:
    from thai_ita.ingest.mail import MailPart

_MEGA = 1_000_000
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A file inside another. ``blocks`` gives its content and raises ``ArchiveError``; ``problem``
    says beforehand that it cannot be had. A ``minor`` one is part of what the other says."""

    index: int
    name: str
    blocks: Callable[[], Iterator[bytes]]
    problem: str = ""
    minor: bool = False


def format_at(path: Path, name: str) -> Format:
    """The format of a file that lies at ``path`` and is called ``name``."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        # Of zip archives the directory tells, which stands at the end.
        data = head + file.read() if head.startswith(b"PK") else head
    return sniff(data, PurePosixPath(name).name)


def look_inside(path: Path, kind: Format, name: str, options: RunOptions) -> Inside:
    """What a container of this format holds. Raises ``ArchiveError``."""
    with ExitStack() as open_files:
        return _listed(_entries(path, kind, name, options, open_files), options)


def _listed(entries: list[Entry], options: RunOptions) -> Inside:
    entries = _named_apart(entries)
    if len(entries) > MOST_MEMBERS:
        raise ArchiveError(f"holds more than {MOST_MEMBERS} files; unpack it and read that")
    passed = _passed_over(entries)
    held: list[Held] = []
    left_bytes = options.max_zip_mb * _MEGA
    for at, entry in enumerate(entries):
        if at in passed:
            continue
        size, content = _measured(entry, options)
        left_bytes -= size
        if left_bytes < 0:
            raise ArchiveError(
                f"unpacks to more than {options.max_zip_mb} MB; unpack it yourself or raise "
                "--max-zip-mb"
            )
        held.append(Held(entry.index, entry.name, size, content))
    told = tuple((why.path, str(why.reason)) for why in passed.values() if why.path)
    return Inside(tuple(held), told)


def inner_blocks(
    path: Path, kind: Format, name: str, index: int, options: RunOptions
) -> Iterator[bytes]:
    """The content of one file inside another. Raises ``ArchiveError``."""
    with ExitStack() as open_files:
        for entry in _entries(path, kind, name, options, open_files):
            if entry.index == index:
                if entry.problem:
                    raise ArchiveError(entry.problem)
                yield from entry.blocks()
                return
    raise ArchiveError("is not in the file any more; run again")


def _entries(
    path: Path, kind: Format, name: str, options: RunOptions, open_files: ExitStack
) -> list[Entry]:
    """The files in a file. Their contents can be had while ``open_files`` are."""
    if kind is Format.ZIP:
        members = list_members(path, options)
        archive = open_files.enter_context(opened(path))
        return [
            Entry(m.index, m.name, _bound(blocks_of, archive, m.index, options), m.problem)
            for m in members
        ]
    if kind is Format.TAR:
        return _of_tar(path, options, open_files)
    if kind is Format.GZIP:
        return [Entry(0, _without_gz(name), _bound(_unpacked, path, options))]
    if kind is Format.MAIL:
        return _of_mail(path)
    if kind is Format.PDF:
        from thai_ita.ingest.pdf.attachments import attached_names

        return [
            Entry(index, given, _bound(_attached, path, index), minor=_is_for_machines(given))
            for index, given in enumerate(attached_names(path))
        ]
    return []


def _bound(
    make: Callable[..., Iterator[bytes]], *arguments: object
) -> Callable[[], Iterator[bytes]]:
    return lambda: make(*arguments)


def _passed_over(entries: list[Entry]) -> dict[int, PassedOver]:
    """The entries that are passed over, by their place."""
    why = dict(split_entries([entry.name for entry in entries]))
    passed: dict[int, PassedOver] = {}
    for at, entry in enumerate(entries):
        reason = PassedOver(entry.name, Reason.PAGE_PART) if entry.minor else why[entry.name]
        if reason is not None:
            passed[at] = reason
    return passed


def _measured(entry: Entry, options: RunOptions) -> tuple[int, str]:
    """Size and SHA-256 of an entry; (0, "") for one that cannot be had."""
    if entry.problem:
        return 0, ""
    digest, size = hashlib.sha256(), 0
    try:
        for block in entry.blocks():
            digest.update(block)
            size += len(block)
            if size > options.max_file_mb * _MEGA:
                return 0, ""
    except ArchiveError:
        return 0, ""
    return size, digest.hexdigest()


def _named_apart(entries: list[Entry]) -> list[Entry]:
    """The entries with names that are fit to be shown and are each one's own."""
    seen: dict[str, int] = {}
    apart: list[Entry] = []
    for entry in entries:
        name = "".join(c if c.isprintable() else "_" for c in entry.name)[-LONGEST_NAME:]
        name = name.replace(MEMBER_MARK, "!_").strip() or f"file-{entry.index}"
        name = apart_from(seen, name)
        apart.append(Entry(entry.index, name, entry.blocks, entry.problem, entry.minor))
    return apart


def _of_tar(path: Path, options: RunOptions, open_files: ExitStack) -> list[Entry]:
    try:
        archive = open_files.enter_context(tarfile.open(path, "r:", encoding="utf-8"))  # noqa: SIM115
        infos = archive.getmembers()
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise ArchiveError(f"is no whole tar archive ({error}); download it again") from error
    entries: list[Entry] = []
    for index, info in enumerate(infos):
        if not info.isreg():
            continue
        # What is no UTF-8 comes as surrogates.
        name = thai_name(info.name.encode("utf-8", "surrogateescape")).removeprefix("./")
        problem = "its name leads out of the archive; it is not read" if leads_out(name) else ""
        if info.size > options.max_file_mb * _MEGA:
            problem = f"{info.size / _MEGA:.0f} MB is over the limit of {options.max_file_mb} MB"
        entries.append(Entry(index, name, _bound(_from_tar, archive, info), problem))
    return entries


def _from_tar(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    try:
        file = archive.extractfile(info)
        while file is not None and (block := file.read(BLOCK)):
            yield block
    except (tarfile.TarError, EOFError, ValueError, KeyError, OSError) as error:
        raise ArchiveError(f"cannot be unpacked ({error}); download it again") from error


def _without_gz(name: str) -> str:
    last = PurePosixPath(name.rpartition(MEMBER_MARK)[2]).name
    path = PurePosixPath(last)
    if path.suffix.lower() == ".tgz":
        return path.with_suffix(".tar").name
    return path.stem if path.suffix.lower() == ".gz" else f"{last}.unpacked"


def _unpacked(path: Path, options: RunOptions) -> Iterator[bytes]:
    packed = max(path.stat().st_size, 1)
    total = 0
    try:
        with gzip.open(path) as file:
            while block := file.read(BLOCK):
                total += len(block)
                if total > options.max_file_mb * _MEGA:
                    raise ArchiveError(f"unpacks to more than {options.max_file_mb} MB")
                if total > RATIO_FROM and total > HIGHEST_RATIO * packed:
                    raise ArchiveError("unpacks to so many times its size as zip bombs do")
                yield block
    except (EOFError, zlib.error, OSError) as error:
        raise ArchiveError(f"cannot be unpacked ({error}); download it again") from error


def _of_mail(path: Path) -> list[Entry]:
    from thai_ita.ingest.errors import IngestError
    from thai_ita.ingest.mail import mail_parts

    try:
        parts = mail_parts(path.read_bytes(), path)
    except IngestError as error:
        raise ArchiveError(error.message) from error
    return [
        Entry(index, part.name, _bound(_carried, part), minor=part.minor)
        for index, part in enumerate(parts)
    ]


def _carried(part: MailPart) -> Iterator[bytes]:
    yield part.data()


def _is_for_machines(name: str) -> bool:
    """Whether a file in a PDF says again in data what its pages say, as e-documents have it."""
    return format_by_ending(name) in (Format.XML, Format.JSON)


def _attached(path: Path, index: int) -> Iterator[bytes]:
    from thai_ita.ingest.pdf.attachments import NoAttachment, attached_data

    try:
        yield attached_data(path, index)
    except NoAttachment as error:
        raise ArchiveError(str(error)) from error
