"""E-mails and web pages saved in the form of one: their text, and the files that they carry."""

from __future__ import annotations

import email
import email.errors
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import collapse_rfc2231_value
from pathlib import Path, PurePosixPath

from thai_ita.ingest.decode import decode
from thai_ita.ingest.errors import DamagedError, EmptyDocumentError, IngestError
from thai_ita.ingest.text import read_text
from thai_ita.ingest.thai_names import thai_name
from thai_ita.model import Document, Media, Problem, Severity

MOST_PARTS = 2000
MOST_NAMED = 5
LONGEST_SUBJECT = 80
# Names of the Thai encodings that Python does not know.
_THAI_ENCODINGS = re.compile(r"(?i)\b(?:x-)?windows-874\b|\biso-8859-11\b|\btis620\b")
# Codecs of Python that are no character set of a mail; two of them take the square of a text's length.
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf_7"})
_ENDINGS = {
    "application/pdf": ".pdf", "message/rfc822": ".eml", "text/html": ".html", "text/plain": ".txt",
    "text/csv": ".csv", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif",
    "application/msword": ".doc", "application/vnd.ms-excel": ".xls", "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
     "message/delivery-status", "message/disposition-notification", "text/calendar"}
)  # fmt: skip


class DamagedMailError(DamagedError):
    """A mail that has no text and no files where its headers say so."""

    def __init__(self, name: str, what: str) -> None:
        IngestError.__init__(self, name, f"{what}; save the mail or page again")


@dataclass(slots=True)
class MailPart:
    """A file that a mail carries. ``minor`` tells a picture of its text or a signature."""

    name: str
    message: Message
    minor: bool

    def data(self) -> bytes:
        """The bytes of the file."""
        if self.message.get_content_type() == "message/rfc822":
            inner = _inner(self.message)
            return inner[0].as_bytes() if inner else b""
        return _bytes_of(self.message)


def read_mail(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of a mail's subject and text; a Problem names the files that it carries.

    Raises IngestErrors: empty, damaged.
    """
    message = _parsed(data, path)
    subject = _header(message, "Subject")
    bodies, parts = _split(message)
    pages = [text for kind, text in bodies if kind == "text/html"]
    if pages:
        text, media = f"<p>{html.escape(subject)}</p>\n" + "\n".join(pages), Media.HTML
    else:
        text, media = "\n\n".join([subject, *(text for _, text in bodies)]), Media.TEXT
    carried = [part.name for part in parts if not part.minor]
    if not text.strip() and not carried:
        raise EmptyDocumentError(str(path), "the mail holds no text and no file")
    document = read_text(text, doc_id, path, media if pages else None)
    if carried:
        more = " ..." if len(carried) > MOST_NAMED else ""
        note = (
            f"the mail carries {len(carried)} file(s) ({', '.join(carried[:MOST_NAMED])}{more}), "
            "which thai-ita run reads each by itself"
        )
        document.problems.append(Problem("carries-files", note, Severity.INFO))
    return document


def read_web_archive(data: bytes, doc_id: str, path: Path) -> Document:
    """The document of a web page saved in one file, all its frames in order."""
    message = _parsed(data, path)
    pages = [_text_of(part) for part in _leaves(message) if part.get_content_type() == "text/html"]
    if not pages:
        raise DamagedMailError(str(path), "holds no web page")
    return read_text("\n".join(pages), doc_id, path, Media.HTML)


def mail_parts(data: bytes, path: Path) -> list[MailPart]:
    """The files that a mail carries, under the names that it gives them, Thai ones decoded."""
    return _split(_parsed(data, path))[1]


def _parsed(data: bytes, path: Path) -> Message:
    try:
        message = email.message_from_bytes(data.lstrip(), policy=compat32)
    except RecursionError as error:
        raise DamagedMailError(str(path), "has parts in parts without end") from error
    if not message.keys():
        raise DamagedMailError(str(path), "has no headers of a mail")
    if sum(1 for _ in _leaves(message)) > MOST_PARTS:
        raise DamagedMailError(str(path), f"has more than {MOST_PARTS} parts")
    return message


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a mail in the mail is one of them."""
    waiting = [message]
    seen = 0
    while waiting and seen <= MOST_PARTS:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed(_inner(part)))
        else:
            seen += 1
            yield part


def _inner(message: Message) -> list[Message]:
    """The parts of a part, or the mail in it; a payload of text is not decoded for that."""
    inner = message.get_payload() if message.is_multipart() else None
    return [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []


def _split(message: Message) -> tuple[list[tuple[str, str]], list[MailPart]]:
    """The texts of a mail, as (type, text), and the files that it carries."""
    bodies: list[tuple[str, str]] = []
    parts: list[MailPart] = []
    for number, part in enumerate(_leaves(message), 1):
        kind = part.get_content_type()
        name = _file_name(part)
        attached = bool(name) or part.get_content_disposition() == "attachment"
        if kind in ("text/plain", "text/html") and not attached:
            bodies.append((kind, _text_of(part)))
        else:
            name = name or (_subject_within(part) or f"part-{number}") + _ENDINGS.get(kind, "")
            parts.append(MailPart(name, part, kind in _SIGNATURES))
    shown = "".join(text for kind, text in bodies if kind == "text/html")
    for carried in parts:
        mark = str(carried.message.get("Content-ID", "")).strip("<> ")
        carried.minor |= bool(mark) and f"cid:{mark}" in shown
    return bodies, parts


def _file_name(part: Message) -> str:
    """The name that a part gives its file, without folders; "" for none."""
    raw = dict(reversed([(key.lower(), value) for key, value in part.raw_items()]))
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        value = raw.get(header)
        if value is None:
            continue
        holder = Message()
        holder[header] = _THAI_ENCODINGS.sub("cp874", _unescaped(str(value)))
        found = holder.get_param(parameter, header=header)
        if found is None:
            continue
        text = collapse_rfc2231_value(found).strip()
        return PurePosixPath(_words(text).replace("\\", "/")).name
    return ""


def _subject_within(part: Message) -> str:
    """The subject of a mail that is forwarded as it was, fit for a name; "" for anything else."""
    inner = _inner(part)
    if part.get_content_type() != "message/rfc822" or not inner:
        return ""
    subject = _header(inner[0], "Subject")
    return " ".join(re.sub(r'[\\/:*?"<>|]', " ", subject).split())[:LONGEST_SUBJECT].strip()


def _header(message: Message, name: str) -> str:
    raw = next((str(v) for k, v in message.raw_items() if k.lower() == name.lower()), "")
    return " ".join(_words(_THAI_ENCODINGS.sub("cp874", _unescaped(raw))).split())


def _words(text: str) -> str:
    """A header's text with its encoded words (``=?utf-8?B?...?=``) decoded."""
    if "=?" not in text:
        return text
    try:
        found = decode_header(text)
        return "".join(
            word if isinstance(word, str) else word.decode(_known(charset) or "ascii", "replace")
            for word, charset in found
        )
    except (LookupError, ValueError, email.errors.HeaderParseError):
        return text


def _unescaped(text: str) -> str:
    """A header with Thai letters that a program wrote into it as they are, against the rules."""
    if text.isascii():
        return text
    return thai_name(text.encode("utf-8", "surrogateescape"))


def _text_of(part: Message) -> str:
    data = _bytes_of(part)
    charset = _THAI_ENCODINGS.sub("cp874", _known(part.get_content_charset()))
    try:
        return data.decode(charset) if charset else decode(data, "")[0]
    except (LookupError, ValueError, IngestError):
        return data.decode("utf-8", "replace")


def _known(charset: str | None) -> str:
    """The name of a character set; "" for those of Python that are none, some of which take for ever."""
    name = (charset or "").lower().replace("-", "_")
    return "" if name in _NO_CHARSETS else charset or ""


def _bytes_of(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
