"""Thai that is written in the code of a mail, an address or a program: read as the letters it means.

``=E0=B8=AA`` (quoted-printable), ``%E0%B8%AA`` (outside addresses), ``%u0E2A``, ``\\u0e2a``,
``\\xe0\\xb8\\xaa``, ``&amp;#3626;`` (an entity that was escaped once more), and ``&frac14;&Aring;``:
TIS-620 whose letters were taken for Latin ones and written as entities.
"""

from __future__ import annotations

import html
import re
import urllib.parse
from typing import Final

from .garbled import n_thai

# So many coded letters in a row are a code that was left; fewer may be meant.
MIN_CODED: Final = 2
# So many entities of Latin letters side by side are letters of another script.
MIN_ENTITIES: Final = 4

_QUOTED_THAI: Final = re.compile(
    rf"(?:=E0=B[89]=[89AB][0-9A-F]){{{MIN_CODED},}}|(?:=(?:A[1-9A-F]|[BCE][0-9A-F]|D[0-9AF]|F[0-9AB])){{5,}}",
    re.I,
)
_SOFT_BREAK: Final = re.compile(r"=[ \t]*\r?\n")
_QUOTED: Final = re.compile("(?:=[0-9A-F]{2})+", re.I)
_PERCENT_THAI: Final = re.compile(rf"(?:%E0%B[89]%[89AB][0-9A-F]){{{MIN_CODED},}}", re.I)
_PERCENT: Final = re.compile(r"(?<![^\s<>\"'])[^\s<>\"']*?%E0%B[89]%[89AB][0-9A-F][^\s<>\"']*", re.I)
_ADDRESS: Final = re.compile(r"://|^www\.|/|\\|=", re.I)
_CODE_UNIT: Final = re.compile(r"(?:%u|\\u)(0e[0-7][0-9a-f])", re.I)
_CODE_BYTES: Final = re.compile(r"\\xe0\\xb[89]\\x[89ab][0-9a-f]", re.I)
_TWICE: Final = re.compile(r"&(?:amp;)+(#(?:3[56]\d\d|x0?e[0-7][0-9a-f]);?)", re.I)
_THAI_ENTITY: Final = re.compile(r"&#(?:3[56]\d\d|x0?e[0-7][0-9a-f]);", re.I)
_LATIN_ENTITIES: Final = re.compile(
    rf"(?:&(?:[A-Za-z]{{2,6}}\d{{0,2}}|#(?:1[6-9]\d|2[0-4]\d|25[01]));){{{MIN_ENTITIES},}}"
)
_LATIN_ENTITY: Final = re.compile(r"&(?!nbsp;|lt;|gt;|amp;|quot;|apos;)(?:[A-Za-z]{2,6}\d{0,2}|#\d{3});")


def unescape_codes(text: str) -> tuple[str, int]:
    """The text with Thai in codes read as letters, and how many letters that gave.

    >>> unescape_codes("=E0=B8=AA=E0=B8=B5 %E0%B8%AA%E0%B8%B5")
    ('สี สี', 4)
    """
    before = n_thai(text)
    if "=" in text and _QUOTED_THAI.search(text):
        text = _QUOTED.sub(_bytes_of_quoted, _SOFT_BREAK.sub("", text))
    if "%" in text and _PERCENT_THAI.search(text):
        text = _PERCENT.sub(_unless_address, text)
    if ("%u" in text or "\\u" in text) and len(_CODE_UNIT.findall(text)) >= MIN_CODED:
        text = _CODE_UNIT.sub(lambda m: chr(int(m[1], 16)), text)
    if "\\x" in text and len(_CODE_BYTES.findall(text)) >= MIN_CODED:
        text = _CODE_BYTES.sub(lambda m: bytes.fromhex(m[0].replace("\\x", "")).decode("utf-8"), text)
    if "&" in text:
        if _LATIN_ENTITIES.search(text):
            text = _LATIN_ENTITY.sub(_letter_of, text)
        n_entities = n_thai(_THAI_ENTITY.sub(_letter_of, text)) - n_thai(text)
        text = _THAI_ENTITY.sub(_letter_of, _TWICE.sub(r"&\1", text))
        # Entities are what a page of HTML may be written in: nothing to be told.
        before += n_entities
    return text, n_thai(text) - before


def _letter_of(match: re.Match[str]) -> str:
    return html.unescape(match.group())


def _bytes_of_quoted(match: re.Match[str]) -> str:
    data = bytes.fromhex(match.group().replace("=", ""))
    for encoding in ("utf-8", "cp874"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _unless_address(match: re.Match[str]) -> str:
    coded = match.group()
    if _ADDRESS.search(coded):
        return coded
    plain = urllib.parse.unquote(coded)
    return coded if "<" in plain or ">" in plain else plain
