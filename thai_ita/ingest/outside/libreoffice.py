"""LibreOffice as a converter: formats that nothing else reads become .docx, .pptx or .xlsx.

It runs without a window in a profile folder of its own, which says: no macros, no links, no network.
Where it is absent, or cannot even convert a few words of our own, the machine is to blame and not
the file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from thai_ita.ingest.errors import IngestError, NeedsInstallingError, TooLargeError
from thai_ita.ingest.formats import Format
from thai_ita.ingest.office import DamagedOfficeFileError, LockedOfficeFileError, Package
from thai_ita.ingest.outside.programs import (
    Bounds,
    OutsideProgramError,
    find_program,
    own_folder,
    run,
)
from thai_ita.ingest.outside.watch import End

# Names or switches off the program for a whole machine; --libreoffice does so for a run.
VARIABLE = "THAI_ITA_LIBREOFFICE"
OFF = "off"
# A sample of our own needs a second; a machine under load some more.
SAMPLE_S = 60.0

_NAMES = ("soffice", "libreoffice")
_DOWNLOAD = "https://www.libreoffice.org/download"
_WINDOWS_PLACES = ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432")
_FLAGS = (
    "--headless", "--invisible", "--nologo", "--nodefault", "--nolockcheck", "--norestore",
    "--nofirststartwizard",
)  # fmt: skip


class Family(StrEnum):
    """What a file becomes: the ending of its new form. Each needs a part of LibreOffice."""

    TEXT = "docx"
    SLIDES = "pptx"
    SHEETS = "xlsx"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of LibreOffice: its package in Debian and its kin, its name of the new form, and a few
    words that it can read, with their ending."""

    package: str
    export: str
    becomes: Format
    sample_ending: str
    sample: bytes


_FLAT_SLIDE = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.presentation">'
    '<office:body><office:presentation><draw:page draw:name="1"/></office:presentation>'
    "</office:body></office:document>"
)
_PARTS = {
    Family.TEXT: _Part(
        "libreoffice-writer", "MS Word 2007 XML", Format.WORD, ".rtf", b"{\\rtf1 ITA}"
    ),
    Family.SLIDES: _Part(
        "libreoffice-impress", "Impress MS PowerPoint 2007 XML", Format.SLIDES, ".fodp",
        _FLAT_SLIDE.encode(),
    ),
    Family.SHEETS: _Part(
        "libreoffice-calc", "Calc MS Excel 2007 XML", Format.EXCEL, ".csv", b"ITA,90.00\n"
    ),
}  # fmt: skip
# The ending that tells LibreOffice a format, also where a file is named otherwise; flat XML has another.
_CONVERTED = {
    Format.OLD_WORD: (".doc", Family.TEXT),
    Format.RTF: (".rtf", Family.TEXT),
    Format.ODT: (".odt", Family.TEXT),
    Format.WORD_XML: (".xml", Family.TEXT),
    Format.OLD_SLIDES: (".ppt", Family.SLIDES),
    Format.ODP: (".odp", Family.SLIDES),
    Format.BINARY_EXCEL: (".xlsb", Family.SHEETS),
}
_FLAT = {".odt": ".fodt", ".odp": ".fodp"}
_MANIFEST, _ENCRYPTED = "META-INF/manifest.xml", b"encryption-data"


class NeedsLibreOfficeError(NeedsInstallingError):
    """The program is not there, is switched off, or lacks the part for this format."""

    code = "needs-libreoffice"

    def __init__(self, name: str, why: str, family: Family) -> None:
        package = _PARTS[family].package
        super().__init__(
            name,
            f"{why}; install it (Debian, Ubuntu: apt install {package}; Windows, macOS: {_DOWNLOAD}) "
            f"and run the same command again, or save the file as .{family}",
        )


class NotConvertedError(DamagedOfficeFileError):
    """LibreOffice works and gave nothing for this file."""

    def __init__(self, name: str, what: str) -> None:
        IngestError.__init__(
            self, name,
            f"{what}; where it has a password remove that, else open it in its program and save it as "
            ".docx, .xlsx, .pptx or PDF",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """Where the program is (``named``: a path, ``off``, or "" to look for it) and its bounds."""

    named: str = ""
    bounds: Bounds = field(default_factory=Bounds)

    def converted(self, data: bytes, kind: Format, name: str) -> tuple[Format, bytes]:
        """The format that a file becomes, and its content in that.

        Raises NeedsLibreOfficeError, TooLargeError, encrypted, and NotConvertedError where the file is to blame.
        """
        ending, family = _CONVERTED[kind]
        if data.startswith(b"PK") and _ENCRYPTED in (Package(data, name).part(_MANIFEST) or b""):
            raise LockedOfficeFileError(name)
        program = self._program(name, ending, family)
        inside = ending if data.startswith(b"PK") else _FLAT.get(ending, ending)
        try:
            return _PARTS[family].becomes, _convert(program, data, inside, family, self.bounds)
        except OutsideProgramError as error:
            if error.end is End.TOO_LARGE:
                limit = f"{self.bounds.most_bytes / 1e6:.0f} MB for what LibreOffice makes of a file"
                raise TooLargeError(name, "its new form", limit) from None
            if error.end is End.DEADLINE:
                what = f"LibreOffice took longer than {self.bounds.seconds:.0f} s for it"
                raise NotConvertedError(name, what) from None
            if not _converts_sample(program, family, min(SAMPLE_S, self.bounds.seconds / 2)):
                why = f"needs LibreOffice to read {ending}, and {program} converts nothing here"
                raise NeedsLibreOfficeError(name, why, family) from None
            raise NotConvertedError(name, "LibreOffice cannot open it") from None

    def _program(self, name: str, ending: str, family: Family) -> Path:
        needs = f"needs LibreOffice to read {ending}"
        named = self.named or os.environ.get(VARIABLE, "")
        if named == OFF:
            raise NeedsLibreOfficeError(name, f"{needs}, which --libreoffice or {VARIABLE} switches off", family)
        program = Path(named) if named else find_program(_NAMES, usual_places())
        if program is None:
            raise NeedsLibreOfficeError(name, f"{needs}, which is not installed here", family)
        if not program.is_file():
            raise NeedsLibreOfficeError(name, f"{needs}, and there is no {program}", family)
        return program


def usual_places() -> list[Path]:
    """Where installers put the program without telling the PATH."""
    if sys.platform == "darwin":
        return [Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")]
    folders = [os.environ[v] for v in _WINDOWS_PLACES if v in os.environ]
    places = [Path(folder, "LibreOffice", "program", "soffice.com") for folder in folders]
    # What the project itself offers for Linux lies here, by its version.
    return places + sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def _convert(program: Path, data: bytes, ending: str, family: Family, bounds: Bounds) -> bytes:
    """The file in its new form; raises OutsideProgramError, also where the program left nothing."""
    with own_folder() as folder:
        source, made = folder / f"in{ending}", folder / "out" / f"in.{family}"
        source.write_bytes(data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        command = [
            str(program), f"-env:UserInstallation={profile.as_uri()}", *_FLAGS,
            "--convert-to", f"{family}:{_PARTS[family].export}", "--outdir", str(made.parent), str(source),
        ]  # fmt: skip
        code = run(command, folder, bounds)
        try:
            return made.read_bytes()
        except FileNotFoundError:
            raise OutsideProgramError(End.DONE, code) from None


def _converts_sample(program: Path, family: Family, seconds: float) -> bool:
    """Whether the program makes anything of a few words of our own."""
    part = _PARTS[family]
    try:
        return bool(_convert(program, part.sample, part.sample_ending, family, Bounds(seconds)))
    except OutsideProgramError:
        return False


_OFFICE = "/org.openoffice.Office."
# Path, name and value of what differs from LibreOffice's own settings.
_SETTINGS: tuple[tuple[str, str, object], ...] = (
    (f"{_OFFICE}Common/Security/Scripting", "MacroSecurityLevel", 3),
    (f"{_OFFICE}Common/Security/Scripting", "DisableMacrosExecution", True),
    (f"{_OFFICE}Common/Security/Scripting", "DisableActiveContent", True),
    (f"{_OFFICE}Common/Security/Scripting", "BlockUntrustedRefererLinks", True),
    (f"{_OFFICE}Common/Security/Scripting", "DisablePythonRuntime", True),
    # 0: never, in Writer; 2: never, in Calc.
    (f"{_OFFICE}Writer/Content/Update", "Link", 0),
    (f"{_OFFICE}Writer/Content/Update", "Field", False),
    (f"{_OFFICE}Calc/Content/Update", "Link", 2),
    # 1: never. The stored values of formulas are what the author saw.
    (f"{_OFFICE}Calc/Formula/Load", "OOXMLRecalcMode", 1),
    (f"{_OFFICE}Calc/Formula/Load", "ODFRecalcMode", 1),
    # 2: the proxy named here, where nobody answers.
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", 2),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", 9),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", 9),
    ("/org.openoffice.Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetFTPProxyPort", 9),
    ("/org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)


def _settings() -> str:
    return "\n".join(_xcu())


def _xcu() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    for path, name, value in _SETTINGS:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        yield (f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{text}</value></prop></item>')
    yield "</oor:items>"
