"""Text cells that no spreadsheet runs as a formula: an apostrophe in front, and off again.

A spreadsheet runs a cell that begins like a formula, and the texts come from files of strangers:
such text cells get an apostrophe in front, as OWASP advises (CSV Injection). It goes before any
text that begins with = + - @, a tab, a line end or a NUL, or with the full-width forms of those
signs, also after blanks and apostrophes, so that taking one apostrophe off gives exactly the
text that was there.

A hyphen as a bullet is no sign of a sum, so texts of the tables have ``•`` in its place and need no
apostrophe; a hyphen before a figure may be a minus, and stays.
"""

from __future__ import annotations

import re

_RISKY = re.compile(r"[' ]*[=+\-@\t\r\n\0＝＋－＠]")

# The signs that such a text may begin with; most texts begin with none, and "" with none either.
_FIRST = frozenset("' =+-@\t\r\n\0＝＋－＠")

# Behind a blank whatever is no figure, sign or second hyphen; without one a Thai letter.
_BULLET = re.compile(r"^([^\S\n]*+)-(?:[^\S\n]++(?=[^\s\d=+\-@.,<>–—−＝＋－＠])|(?=[ก-ฮเ-ไ]))", re.M)


def with_bullets(text: str) -> str:
    """A text in which each hyphen that begins a line as its bullet is ``• ``.

    ``-5``, ``- 2.62``, ``--`` and a hyphen alone stay: they may be figures, or mean "none".
    """
    return _BULLET.sub(r"\1• ", text) if "-" in text else text


def neutralise(text: str) -> str:
    """A text as it may stand in a cell: ``=1+1`` becomes ``'=1+1``, other text stays."""
    return f"'{text}" if text[:1] in _FIRST and _RISKY.match(text) else text


def restore_text(cell: str) -> str:
    """The text that ``neutralise`` was given."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell
