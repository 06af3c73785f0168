"""Reports inside zip archives: which entries are read, and within which bounds.

Nothing is unpacked under the name that an archive gives it, so no name can lead out of a folder;
names that try are refused all the same, since such an archive is not to be trusted. An entry is
read up to the size that it declares and no further, whatever comes out of it. ``containers`` opens
archives, in a worker.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from thai_ita.ingest.thai_names import thai_name
from thai_ita.ingest.zip_directory import MOST_ENTRIES, TooManyEntries, open_zip

if TYPE_CHECKING:
    from thai_ita.batch.options import RunOptions

MEMBER_MARK = "!/"
"""Between the path of an archive and the name of its entry: ``archive.zip!/report.pdf``."""
MOST_MEMBERS = MOST_ENTRIES
HIGHEST_RATIO = 200
"""Unpacked to packed size. Text shrinks to a tenth, a zip bomb to a thousandth."""
RATIO_FROM = 10_000_000
"""Bytes below which the ratio is of no concern: small files of one repeated letter are harmless,
as long as they are not many."""
SMALLEST_HEADER = 30
"""Bytes before the content of an entry, at least."""
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
    """An entry of an archive: its index and its repaired name.

    ``problem`` says why it cannot be had, "" where it can.
    """

    index: int
    name: str
    problem: str = ""


def members_of(archive: zipfile.ZipFile, options: RunOptions) -> list[Member]:
    """The files in an archive that is open, sorted by name.

    Raises ``ArchiveError`` for an archive that is not read at all.
    """
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise ArchiveError(_too_many())
    _refuse_overlaps(infos)
    members: list[Member] = []
    total = 0
    seen: dict[str, int] = {}
    together = _bombs_together(infos)
    for index, info in enumerate(infos):
        if not info.filename or info.is_dir():
            continue
        name = apart_from(seen, member_name(info))
        problem = _problem(info, name, options) or (together if _is_tight(info) else "")
        total += 0 if problem else info.file_size
        members.append(Member(index, name, problem))
    if total > options.max_zip_mb * _MEGA:
        raise ArchiveError(
            f"unpacks to {total / _MEGA:.0f} MB, over the limit of {options.max_zip_mb} MB; "
            "unpack it yourself or raise --max-zip-mb"
        )
    members.sort(key=lambda member: member.name)
    return members


def blocks_of(archive: zipfile.ZipFile, index: int) -> Iterator[bytes]:
    """The content of one entry, in blocks. Raises ``ArchiveError`` where it cannot be had whole."""
    info = archive.infolist()[index]
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


def is_bomb(unpacked: int, packed: int) -> bool:
    """Whether so much comes out of so little that it was made to fill the disk."""
    return unpacked > max(RATIO_FROM, HIGHEST_RATIO * packed)


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


def opened(file: IO[bytes]) -> zipfile.ZipFile:
    """A zip archive to read from. Raises ``ArchiveError``."""
    try:
        return open_zip(file, most=MOST_MEMBERS)
    except TooManyEntries as error:
        raise ArchiveError(_too_many()) from error
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, struct.error) as error:
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
    if info.file_size > RATIO_FROM and _is_tight(info):
        times = info.file_size // max(info.compress_size, 1)
        return f"unpacks to {times} times its size, as zip bombs do"
    return ""


def _too_many() -> str:
    return f"holds more than {MOST_MEMBERS} entries; unpack it and read that"


def _refuse_overlaps(infos: list[zipfile.ZipInfo]) -> None:
    """Raise where entries share bytes of the archive, so that a few are unpacked many times."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise ArchiveError("has entries that lie over one another, as zip bombs do")
        end = info.header_offset + SMALLEST_HEADER + info.compress_size


def _is_tight(info: zipfile.ZipInfo) -> bool:
    return info.file_size / max(info.compress_size, 1) > HIGHEST_RATIO


def _bombs_together(infos: list[zipfile.ZipInfo]) -> str:
    """Why no entry is read that unpacks to too many times its size; "" where they are small.

    What is of no concern in one file is one in hundreds, so their sizes are added up.
    """
    total = sum(info.file_size for info in infos if _is_tight(info))
    if total <= RATIO_FROM:
        return ""
    return f"unpacks, with others like it, to more than {HIGHEST_RATIO} times its size, as zip bombs do"
