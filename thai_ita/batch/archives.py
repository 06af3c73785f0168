"""Reports inside zip archives: which entries are read, and within which bounds.

Nothing is unpacked under the name that an archive gives it, so no name can lead out of a folder;
names that try are refused all the same, since such an archive is not to be trusted. An entry is
read up to the size that it declares and no further, whatever comes out of it. Archives inside are
entries like others; ``containers`` opens them, in a worker.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from thai_ita.ingest.thai_names import thai_name

if TYPE_CHECKING:
    from thai_ita.batch.options import RunOptions

MEMBER_MARK = "!/"
"""Between the path of an archive and the name of its entry: ``archive.zip!/report.pdf``."""
MOST_MEMBERS = 20_000
HIGHEST_RATIO = 200
"""Unpacked to packed size. Text shrinks to a tenth, a zip bomb to a thousandth."""
RATIO_FROM = 10_000_000
"""Bytes below which the ratio is of no concern: a small file of one repeated letter is harmless."""
BLOCK = 1 << 20
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_MEGA = 1_000_000


class ArchiveError(Exception):
    """An archive or an entry that is not read; ``message`` has no path in it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of an archive: its index, its repaired name and what tells its content apart.

    ``problem`` says why it cannot be had, "" where it can.
    """

    index: int
    name: str
    size: int
    crc: int
    problem: str = ""


def list_members(path: Path, options: RunOptions) -> list[Member]:
    """The files in an archive, sorted by name.

    Raises ``ArchiveError`` for an archive that is not read at all.
    """
    members: list[Member] = []
    with opened(path) as archive:
        infos = archive.infolist()
        if len(infos) > MOST_MEMBERS:
            raise ArchiveError(f"holds more than {MOST_MEMBERS} entries; unpack it and read that")
        total = 0
        seen: dict[str, int] = {}
        for index, info in enumerate(infos):
            if info.is_dir() or not info.filename:
                continue
            name = apart_from(seen, member_name(info))
            problem = _problem(info, name, options)
            total += 0 if problem else info.file_size
            members.append(Member(index, name, info.file_size, info.CRC, problem))
        if total > options.max_zip_mb * _MEGA:
            raise ArchiveError(
                f"unpacks to {total / _MEGA:.0f} MB, over the limit of {options.max_zip_mb} MB; "
                "unpack it yourself or raise --max-zip-mb"
            )
    members.sort(key=lambda member: member.name)
    return members


def member_blocks(path: str | Path, index: int, options: RunOptions) -> Iterator[bytes]:
    """The content of one entry, in blocks. Raises ``ArchiveError`` where it cannot be had whole."""
    with opened(Path(path)) as archive:
        yield from blocks_of(archive, index, options)


def blocks_of(archive: zipfile.ZipFile, index: int, options: RunOptions) -> Iterator[bytes]:
    """``member_blocks`` of an archive that is open."""
    infos = archive.infolist()
    if index >= len(infos):
        raise ArchiveError("is not in the archive any more; run again")
    info = infos[index]
    if problem := _problem(info, member_name(info), options):
        raise ArchiveError(problem)
    left = info.file_size
    try:
        with archive.open(info) as entry:
            # One byte more than declared is enough to know that the archive lies.
            while block := entry.read(min(BLOCK, left + 1)):
                left -= len(block)
                if left < 0:
                    raise ArchiveError("is larger than its archive says; it is not read")
                yield block
    except (zipfile.BadZipFile, EOFError, ValueError, RuntimeError, NotImplementedError) as bad:
        raise ArchiveError(f"cannot be unpacked ({bad}); download the archive again") from bad
    except OSError as error:
        raise ArchiveError(f"cannot be unpacked ({error.strerror or error})") from error
    except Exception as error:
        if type(error).__module__ not in {"zlib", "lzma", "_lzma", "bz2", "_bz2"}:
            raise
        raise ArchiveError(f"cannot be unpacked ({error}); download it again") from error


def is_package(members: list[Member]) -> bool:
    """Whether an archive is itself a document, as those of Office are."""
    names = {member.name for member in members}
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry, with Thai repaired that Windows wrote without saying its encoding.

    Python reads such names as code page 437, as the format demands.
    """
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    return thai_name(raw, info.filename)


def opened(path: Path) -> zipfile.ZipFile:
    """A zip archive to read from. Raises ``ArchiveError``."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise ArchiveError("is not a whole zip archive; download it again") from error
    except OSError as error:
        raise ArchiveError(f"cannot be opened ({error.strerror or error})") from error


def apart_from(seen: dict[str, int], name: str) -> str:
    """A name that is not among those seen, with a number where it has to be; it is added to them.

    Archives and mails may hold several files of one name.
    """
    path, apart = PurePosixPath(name), name
    while apart in seen:
        # Counted on for each name, so that a thousand of one name cost no million looks.
        seen[name] += 1
        apart = str(path.with_name(f"{path.stem} ({seen[name]}){path.suffix}"))
    seen[apart] = 1
    return apart


def leads_out(name: str) -> bool:
    """Whether a name in an archive would be written outside of the folder it is unpacked to."""
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or ":" in name or "\0" in name


def _problem(info: zipfile.ZipInfo, name: str, options: RunOptions) -> str:
    """Why an entry is not read, "" for one that is."""
    if leads_out(name):
        return "its name leads out of the archive; it is not read"
    if info.flag_bits & _ENCRYPTED_FLAG:
        return "is protected by a password; unpack it yourself"
    if info.file_size > options.max_file_mb * _MEGA:
        return f"{info.file_size / _MEGA:.0f} MB is over the limit of {options.max_file_mb} MB"
    packed = max(info.compress_size, 1)
    if info.file_size > RATIO_FROM and info.file_size / packed > HIGHEST_RATIO:
        return f"unpacks to {info.file_size // packed} times its size, as zip bombs do"
    return ""
