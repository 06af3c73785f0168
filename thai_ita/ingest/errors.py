"""Files that give nothing: one exception a reason, each message names the file and what to do."""

from __future__ import annotations

from pathlib import Path

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


class Unreadable(IngestError):
    """The operating system refused."""

    code = "unreadable"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, f"cannot be opened ({reason}); check its path and permissions")


class IsAFolder(IngestError):
    code = "folder"

    def __init__(self, path: Path) -> None:
        what = (
            f"was written by thai-ita run; what is in it: thai-ita status {quoted(path)}"
            if is_output(path)
            else "is a folder; this takes one report; to read all in it: "
            f"thai-ita run {quoted(path)} -o OUT"
        )
        super().__init__(str(path), what)


class IsAnArchive(IngestError):
    code = "zip-archive"

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "is a zip archive; this takes one report; to read all in it: "
            f"thai-ita run {quoted(name)} -o OUT",
        )


class EmptyDocument(IngestError):
    code = "empty"

    def __init__(self, name: str, what: str = "the file holds no text") -> None:
        super().__init__(name, f"{what}; download or export it again")


class BinaryInput(IngestError):
    code = "binary"

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "is binary or in an unknown encoding, not UTF-8 or TIS-620 text; "
            "convert it to UTF-8 text, PDF or DOCX",
        )


class Mojibake(IngestError):
    code = "mojibake"

    def __init__(self, name: str, original: str) -> None:
        super().__init__(
            name,
            f"its Thai was {original} read in another character set, and letters of it are lost; "
            f"open the original as {original} and save it as UTF-8",
        )


class LostText(IngestError):
    code = "lost-text"

    def __init__(self, name: str, n_lost: int) -> None:
        super().__init__(
            name,
            f"its Thai was saved as question marks ({n_lost} letters) and is lost; "
            "get the original, or export it again as UTF-8",
        )


class TooLarge(IngestError):
    code = "too-large"

    def __init__(self, name: str, size: str, limit: str) -> None:
        super().__init__(name, f"{size} is over the limit of {limit}; split it or raise the limit")


class UnknownFormat(IngestError):
    code = "unknown-format"

    def __init__(self, name: str, what: str = "its format is not known") -> None:
        super().__init__(
            name, f"{what}; thai-ita reads text, Markdown, HTML, PDF, DOCX, XLSX and CSV"
        )


class Encrypted(IngestError):
    code = "encrypted"

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "is protected by a password; remove it with "
            "'qpdf --password=PASSWORD --decrypt IN.pdf OUT.pdf' and read OUT.pdf",
        )


class Damaged(IngestError):
    code = "damaged"

    def __init__(self, name: str, what: str) -> None:
        super().__init__(name, f"{what}; download it again or repair it with 'qpdf IN.pdf OUT.pdf'")
