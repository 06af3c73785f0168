"""Files that give nothing: one exception a reason, each message names the file and what to do."""

from __future__ import annotations

from pathlib import Path

from thai_ita.ingest.formats import NAMES, Format
from thai_ita.output_folder import is_output, quoted


class IngestError(Exception):
    """A file that could not be read at all.

    ``code`` is a stable kebab-case word; ``str(error)`` is one line for a person: the file, what is
    wrong and what to do about it.
    """

    code = "unreadable"

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message

    def __reduce__(self) -> tuple[object, ...]:
        # Subclasses take other arguments; a worker process must still be able to send them back.
        return (_rebuild, (type(self), self.name, self.message))


def _rebuild(kind: type[IngestError], name: str, message: str) -> IngestError:
    error = kind.__new__(kind)
    IngestError.__init__(error, name, message)
    return error


class UnreadableError(IngestError):
    """The operating system refused."""

    code = "unreadable"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, f"cannot be opened ({reason}); check its path and permissions")


class NotAFileError(IngestError):
    """A pipe, a socket or a device, which may have no end and is not opened."""

    code = "no-file"

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "is a pipe, socket or device, no file; save its content as a file and give that, "
            "or use - for standard input",
        )


class IsAFolderError(IngestError):
    code = "folder"

    def __init__(self, path: Path) -> None:
        what = (
            f"was written by thai-ita run; what is in it: thai-ita status {quoted(path)}"
            if is_output(path)
            else f"is a folder; this takes one report; to read all in it: thai-ita run {quoted(path)} -o OUT"
        )
        super().__init__(str(path), what)


class IsAnArchiveError(IngestError):
    code = "zip-archive"

    def __init__(self, name: str, kind: Format = Format.ZIP) -> None:
        super().__init__(
            name,
            f"is {NAMES[kind]}; this takes one report; to read all in it: thai-ita run {quoted(name)} -o OUT",
        )


class EmptyDocumentError(IngestError):
    code = "empty"

    def __init__(self, name: str, what: str = "the file holds no text") -> None:
        super().__init__(name, f"{what}; download or export it again")


class BinaryInputError(IngestError):
    code = "binary"

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "is binary or in an unknown encoding, not UTF-8 or TIS-620 text; convert it to UTF-8 text, PDF or DOCX",
        )


class MojibakeError(IngestError):
    code = "mojibake"

    def __init__(self, name: str, original: str) -> None:
        super().__init__(
            name,
            f"its Thai was {original} read in another character set, and letters of it are lost; "
            f"open the original as {original} and save it as UTF-8",
        )


class LostTextError(IngestError):
    code = "lost-text"

    def __init__(self, name: str, n_lost: int) -> None:
        super().__init__(
            name,
            f"its Thai was saved as question marks ({n_lost} letters) and is lost; "
            "get the original, or export it again as UTF-8",
        )


class TooLargeError(IngestError):
    code = "too-large"

    def __init__(self, name: str, size: str, limit: str) -> None:
        super().__init__(name, f"{size} is over the limit of {limit}; split it or raise the limit")


class TooManyCellsError(Exception):
    """A document has more cells than are read; who knows its name says so."""


NOT_OF_THE_FILE = (IngestError, TooManyCellsError, MemoryError, ImportError, PermissionError, FileNotFoundError)
"""What passes where a library is given the bytes of a file; any other exception is of their making, as
damage ends in whatever it brings about."""


class UnknownFormatError(IngestError):
    code = "unknown-format"

    def __init__(self, name: str, what: str = "its format is not known") -> None:
        super().__init__(name, f"{what}; thai-ita reads text, Markdown, HTML, PDF, DOCX, XLSX and CSV")


class NotReadError(IngestError):
    """A file of a format that is known and not read: what it is, and what to do about it.

    Its ``code`` is the one of the format in ``NOT_READ``.
    """

    def __init__(self, name: str, kind: Format) -> None:
        code, advice = NOT_READ.get(kind, ("unknown-format", _SAVE))
        super().__init__(name, f"is {NAMES[kind]}, which is not read; {advice}")
        self.code = code

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_coded, (self.code, self.name, self.message))


def _rebuild_coded(code: str, name: str, message: str) -> IngestError:
    error = _rebuild(NotReadError, name, message)
    error.code = code
    return error


_SAVE = "open it in the program that made it and save it as PDF, DOCX or XLSX"
_UNPACK = "unpack it and give the folder"
NOT_READ: dict[Format, tuple[str, str]] = {
    Format.PICTURE: (
        "picture",
        "read it with --ocr auto, save it as PNG or JPG if it is of another kind, or get the report "
        "as PDF, Word or text",
    ),
    Format.DRAWING: ("unknown-format", "save it as PDF"),
    Format.PACKED: ("packed", _UNPACK),
    Format.MAILBOX: ("mailbox", "save each mail in it as .eml"),
    Format.OUTLOOK: ("outlook-mail", "save the mail as .eml, or its attachments as files"),
    Format.LINK: ("link", "it holds no report; open it and download what it leads to"),
    Format.UNFINISHED: ("unfinished-download", "download it again to its end"),
    Format.XML: ("data-file", "export the data as CSV or XLSX"),
    Format.MEDIA: ("no-document", "it can hold no report"),
    Format.PROGRAM: ("no-document", "it can hold no report"),
    Format.DATABASE: ("data-file", "export the data as CSV or XLSX"),
    Format.FONT: ("no-document", "it can hold no report"),
}
"""Code and advice for each format without a reader."""


class OwnOutputError(IngestError):
    """A table of thai-ita itself: read as a report it would tell everything twice."""

    code = "own-output"

    def __init__(self, name: str) -> None:
        super().__init__(name, "was written by thai-ita run and is no report; give the reports it was made from")


class NotWhatItsNameSaysError(IngestError):
    """Nothing was found in a file whose content is of another format than its ending says."""

    code = "wrong-ending"

    def __init__(self, name: str, promised: Format, kind: Format, told: str) -> None:
        shows = f" (it begins “{told}”)" if told else ""
        super().__init__(
            name,
            f"is {NAMES[kind]}{shows}, not {NAMES[promised]} as its ending says, and nothing of a "
            "report is in it; perhaps an error or login page was saved in its place: download it "
            "again",
        )


class EncryptedError(IngestError):
    code = "encrypted"

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "is protected by a password; remove it with "
            "'qpdf --password=PASSWORD --decrypt IN.pdf OUT.pdf' and read OUT.pdf",
        )


class DamagedError(IngestError):
    code = "damaged"

    def __init__(self, name: str, what: str) -> None:
        super().__init__(name, f"{what}; download it again or repair it with 'qpdf IN.pdf OUT.pdf'")


class TooDeepError(DamagedError):
    """Parts in parts without end, deeper than anything that people make."""

    def __init__(self, name: str) -> None:
        message = (
            "holds parts in parts in parts, deeper than can be read; open it in the program that made it "
            "and save it anew"
        )
        IngestError.__init__(self, name, message)


class NotOfItsEndingError(DamagedError):
    """Bytes of no known format under an ending that promises one."""

    def __init__(self, name: str, promised: Format) -> None:
        message = f"is damaged, or not {NAMES[promised]} as its ending says; download it again"
        IngestError.__init__(self, name, message)


class DamagedPictureError(DamagedError):
    """A picture that ends before it should, or is none."""

    def __init__(self, name: str) -> None:
        message = "is a damaged or truncated picture; download it again, or save it anew as PNG"
        IngestError.__init__(self, name, message)


NEEDS_INSTALLING = frozenset({"needs-package", "needs-libreoffice"})
"""The codes of what is no fault of a file: something that reads it is not installed. A later run,
with it installed, reads the file unasked."""


class NeedsInstallingError(IngestError):
    """Something that reads the file is not installed; ``code`` is one of ``NEEDS_INSTALLING``."""


class NeedsPackageError(NeedsInstallingError):
    """A Python package that is in the extra ``formats``."""

    code = "needs-package"

    def __init__(self, name: str, ending: str, package: str) -> None:
        from thai_ita.extras import install_hint

        what = f"needs the package {package} to read {ending}; {install_hint('formats')}"
        super().__init__(name, f"{what}, and run the same command again")


class NeedsOcrError(NeedsInstallingError):
    """The packages that read pictures; ``how`` says which, and how to install them."""

    code = "needs-package"

    def __init__(self, name: str, how: str) -> None:
        super().__init__(name, f"is a picture, and pictures must be read by OCR; {how}, and run the same command again")
