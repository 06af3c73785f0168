"""XML of documents, looked at before a library parses it: no document type, no flood of elements.

A document type brings entities, which grow while they are read, and files of this machine. No Office
format has one (ECMA-376 part 2, 8.1.4; OpenDocument part 2, 3.1). It stands before the first element or
nowhere, so what is looked at is what stands there, in whichever encoding.
"""

from __future__ import annotations

import re
from typing import Any, Final

from thai_ita.ingest.errors import TooLargeError

# Elements and attributes of a part that is made a tree; each takes some 150 bytes. A report of 500 pages
# has a million.
MOST_NODES: Final = 3_000_000
# Encodings in which the signs of XML are those of ASCII.
_ASCII: Final = re.compile(
    r"(?:utf-?8|us-ascii|ascii|iso-?8859.*|latin.*|windows-\d+|cp125\d|cp874|tis-?620|gb.*|big5.*|shift.jis|euc.*)",
    re.I,
)
_DECLARED: Final = re.compile(rb"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([^\"']*)[\"']")
_DECLARATION: Final = re.compile(r"\s*+<\?xml\b[^>]*\?>")
_BLANKS: Final = b" \t\r\n"
_HEAD: Final = 400


class BadXmlError(ValueError):
    """XML that is not to be parsed; the message says why."""


def safe_xml(data: bytes) -> bytes:
    """The XML as bytes whose signs are those of ASCII, without a document type. Raises ``BadXmlError``."""
    data = _in_ascii(data)
    at = 0
    while True:
        at = _behind_blanks(data, at)
        if data.startswith(b"<?", at):
            end = data.find(b"?>", at) + 2
        elif data.startswith(b"<!--", at):
            end = data.find(b"-->", at + 4) + 3
        elif data.startswith(b"<!", at):
            raise BadXmlError("a document type is declared")
        else:
            return data
        if end <= at:
            raise BadXmlError("it has no element")
        at = end


def parsed_xml(data: bytes, name: str) -> Any:
    """The root element of XML. Raises ``BadXmlError``, and ``TooLargeError`` of the file ``name``."""
    from lxml import etree  # type: ignore[import-untyped,unused-ignore]

    data = safe_xml(data)
    check_nodes(n_nodes_of(data), name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadXmlError(str(error)) from error


def n_nodes_of(data: bytes) -> int:
    """How many elements and attributes XML has at most."""
    return data.count(b"<") - data.count(b"</") + data.count(b"=")


def check_nodes(n: int, name: str, holder: str = "") -> None:
    """Raises ``TooLargeError`` of the file ``name`` where these are more elements and attributes than a document
    has; ``holder`` begins what is said of them."""
    if n > MOST_NODES:
        raise TooLargeError(name, f"{holder}{n:,} elements and attributes", f"{MOST_NODES:,} of these")


def _in_ascii(data: bytes) -> bytes:
    """XML in UTF-16 as UTF-8; any other as it is where its signs are those of ASCII."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        try:
            text = data.decode(_utf_16(data))
        except UnicodeError as error:
            raise BadXmlError("it is in no encoding of XML") from error
        declaration = _DECLARATION.match(text)
        text = text[declaration.end() :] if declaration else text
        return text.encode("utf-8", "replace")
    declared = _DECLARED.match(data.lstrip(_BLANKS)[:_HEAD])
    if declared and not _ASCII.fullmatch(declared[1].decode("ascii", "replace")):
        if declared[1].lower().startswith((b"utf-16", b"utf16", b"ucs-2")):
            # Written so by programs that changed the encoding and not what the file says of it.
            return data[:_HEAD].replace(declared[1], b"UTF-8", 1) + data[_HEAD:]
        raise BadXmlError("it is in an encoding that no such file has")
    return data


def _utf_16(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    return "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"


def _behind_blanks(data: bytes, at: int) -> int:
    while at < len(data) and data[at] in _BLANKS:
        at += 1
    return at
