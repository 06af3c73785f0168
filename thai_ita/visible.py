r"""Control characters made visible: a text of others on a terminal, or in JSON that is printed there.

Names and texts of files may hold what a terminal obeys: an ESC that recolours, moves or answers, a
line break that begins a line of its own, marks that turn the order of letters round. Printed, they
stand as ``\x1b``, ``\n``, ``\u202e``.
"""

from __future__ import annotations

import json
import re

_BREAKS = r"\n\t"
# C0, DEL and C1; the marks that turn the direction of writing; line and paragraph separators;
# annotations and tags that no terminal shows; halves of characters. What joins or parts letters
# without being seen (U+200B to U+200D, U+2060, U+FEFF, U+00AD) stands in honest Thai text.
_OBEYED = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
    r"\u2028\u2029"
    r"\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
    r"\ud800-\udfff"
)
_IN_LINES = re.compile(f"[{_OBEYED}]")
_IN_A_LINE = re.compile(f"[{_OBEYED}{_BREAKS}]")
_NAMED = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}
_LAST_BYTE, _LAST_SHORT = 0xFF, 0xFFFF


def visible(value: object) -> str:
    """A text for one line, in which nothing is left that a terminal obeys."""
    return _IN_A_LINE.sub(_escaped, str(value))


def visible_lines(text: str) -> str:
    """The same for a text of several lines: its line breaks and tabs stay."""
    return _IN_LINES.sub(_escaped, text)


def without_control(text: str) -> str:
    """A text without what a terminal obeys, but for line breaks and tabs."""
    return _IN_LINES.sub("", text)


def has_control(text: str) -> bool:
    """Whether ``visible`` would change a text."""
    return _IN_A_LINE.search(text) is not None


def json_text(record: object, *, indent: int | None = None) -> str:
    """A value as JSON that may be printed: Thai stays as it is, control characters are escapes.

    Halves of characters become ``?``, as in the tables, since many readers of JSON refuse them.
    """
    return _IN_LINES.sub(_json_escape, json.dumps(record, ensure_ascii=False, indent=indent))


def _escaped(found: re.Match[str]) -> str:
    character = found.group()
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    if code <= _LAST_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_SHORT else f"\\U{code:08x}"


def _json_escape(found: re.Match[str]) -> str:
    character = found.group()
    return "?" if "\ud800" <= character <= "\udfff" else json.dumps(character)[1:-1]
