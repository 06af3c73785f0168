"""The zip archive of a Word or Excel file, opened with bounds.

Parts are taken by name, so that a missing picture or a dead link elsewhere in the file does not
keep its text from being read.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from thai_ita.ingest.compound_file import BEGINNING
from thai_ita.ingest.errors import (
    NOT_OF_THE_FILE,
    DamagedError,
    EncryptedError,
    IngestError,
    TooLargeError,
    UnknownFormatError,
)
from thai_ita.ingest.xml_bounds import BadXmlError, check_nodes, n_nodes_of, safe_xml
from thai_ita.ingest.zip_directory import ENTRY, MOST_ENTRIES

# Bounds against archives made to fill the memory: unpacked size in all, and of one part as a
# multiple of its packed size. XML of long tables packs 50 times; 200 times is no document.
MAX_UNPACKED_MB = 500
MAX_RATIO = 200
# Parts smaller than this may pack as well as they like.
MIN_RATIO_BYTES = 20_000_000

_UNPACKING = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError,
    NotImplementedError,
)  # fmt: skip
"""What zipfile raises where a part is damaged."""
# An Office file packs its parts so or not at all (ECMA-376 part 2, B.2).
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# So much of a part tells whether it is XML.
_HEAD = 64

_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"(?<!\w)(\w++)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class LockedOfficeFileError(EncryptedError):
    """A Word or Excel file with a password for opening."""

    def __init__(self, name: str) -> None:
        message = (
            "is protected by a password; open it in Word, Excel or LibreOffice, remove the password and save it again"
        )
        IngestError.__init__(self, name, message)


class DamagedOfficeFileError(DamagedError):
    """An archive or a part of it that cannot be read."""

    def __init__(self, name: str, what: str) -> None:
        message = f"{what}; download it again, or open it in Word, Excel or LibreOffice and save it anew"
        IngestError.__init__(self, name, message)


@contextmanager
def damage_reported(name: str, what: str) -> Iterator[None]:
    """Tells whatever a damaged file brings about in a library within the block as ``what``: none of them has
    one error for it. What no file brings about passes."""
    try:
        yield
    except NOT_OF_THE_FILE:
        raise
    except Exception as error:
        raise DamagedOfficeFileError(name, what) from error


def ole_refusal(data: bytes, name: str) -> IngestError:
    """Why a compound file (OLE) is not read: a password, which wraps any Office file in one, or the
    formats of before 2007."""
    if _ENCRYPTED_STREAM in data:
        return LockedOfficeFileError(name)
    return UnknownFormatError(name, "is an old Word or Excel file; save it as .docx or .xlsx")


def as_transitional(package: Package) -> bytes:
    """A file saved as Strict Open XML (ISO/IEC 29500-4) with the usual names of its namespaces and
    relationships, as an archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(package.names):
            data = package.part(name) or b""
            if name.endswith((".xml", ".rels")):
                data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
            archive.writestr(name, data)
    return made.getvalue()


class Package:
    """The parts of an Office file. Every method raises IngestErrors that name the file."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        if data.startswith(BEGINNING):
            raise ole_refusal(data, name)
        # A presentation has some parts for each slide and each picture. They are counted by their entries in
        # the directory, which is then read whole.
        if (n_parts := data.count(ENTRY)) > MOST_ENTRIES:
            raise TooLargeError(name, f"{n_parts:,} parts", f"{MOST_ENTRIES:,} parts of an Office file")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise DamagedOfficeFileError(name, "is cut short or no Office file") from error
        if any(info.flag_bits & 1 for info in infos):
            raise LockedOfficeFileError(name)
        if any(info.compress_type not in _PACKINGS for info in infos):
            raise DamagedOfficeFileError(name, "is packed as no Office file is")
        self._check_size(infos)
        # An entry without a name is no part, and no archive can be written with one.
        self.names = frozenset(info.filename for info in infos if info.filename)
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}

    def _check_size(self, infos: list[zipfile.ZipInfo]) -> None:
        total = sum(info.file_size for info in infos)
        if total > MAX_UNPACKED_MB * 1_000_000:
            limit = f"{MAX_UNPACKED_MB} MB for what an Office file unpacks to"
            raise TooLargeError(self.name, f"{total / 1e6:.0f} MB", limit)
        for info in infos:
            size, packed = info.file_size, max(info.compress_size, 1)
            if size > MIN_RATIO_BYTES and size > MAX_RATIO * packed:
                limit = f"{MAX_RATIO} times for a part of an Office file"
                raise TooLargeError(self.name, f"a part that unpacks to {size // packed} times", limit)

    def part(self, name: str) -> bytes | None:
        """The content of a part, None where the file has no such part."""
        if name not in self.names:
            return None
        try:
            return self._zip.read(name)
        except _UNPACKING as error:
            raise DamagedOfficeFileError(self.name, f"its part {name} cannot be unpacked") from error

    def xml_parts(self) -> Iterator[tuple[str, bytes, bytes]]:
        """The parts that hold XML, whatever they are called: name, content, and that as ``safe_xml``."""
        for name in [name for name in sorted(self.names) if self._is_xml(name)]:
            part = self.part(name) or b""
            try:
                xml = safe_xml(part)
            except BadXmlError as error:
                raise DamagedOfficeFileError(self.name, f"its part {name} is no valid XML") from error
            yield name, part, xml

    def _is_xml(self, name: str) -> bool:
        if name.endswith((".xml", ".rels")):
            return True
        try:
            with self._zip.open(name) as part:
                head = part.read(_HEAD)
        except _UNPACKING as error:
            raise DamagedOfficeFileError(self.name, f"its part {name} cannot be unpacked") from error
        # Without the mark of its encoding, and the noughts of one with two bytes a letter.
        return head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")

    def check_trees(self) -> None:
        """Raises where a library that makes a tree of every part should not be given the file: for a document
        type in any, or more elements than a document has."""
        check_nodes(sum(n_nodes_of(xml) for _, _, xml in self.xml_parts()), self.name)

    def related(self, source: str, kind: str) -> str | None:
        """The name of the part that ``source`` ("" for the whole file) refers to as ``kind``, the
        last word of the relationship's type: ``officeDocument``, ``styles``, ``numbering``."""
        found = self.relations(source).values()
        return next((name for word, name in found if word == kind), None)

    def relations(self, source: str) -> dict[str, tuple[str, str]]:
        """The parts that ``source`` refers to: kind and name by the id of the relationship."""
        if source in self._relations:
            return self._relations[source]
        folder, base = posixpath.split(source)
        data = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = self._relations[source] = {}
        for number, match in enumerate(_RELATION.finditer(data or b"")):
            pairs = _ATTRIBUTE.findall(match.group(1))
            values = {key.decode(): (a or b).decode("utf-8", "replace") for key, a, b in pairs}
            target = values.get("Target", "")
            # A target that starts with a slash is counted from the top of the archive.
            name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if values.get("TargetMode") != "External" and name in self.names:
                kind = values.get("Type", "").rpartition("/")[2]
                found[values.get("Id") or f"{number}"] = (kind, name)
        return found
