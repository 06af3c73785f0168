"""Texts of a terminal that break between Thai words, never inside one.

Thai has no spaces between words, so a table that folds by cells cuts words, and marks from their
letters. Words come from PyThaiNLP's word list (newmm); a word wider than its column is cut between
letters, each with its marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text

from thai_ita.normalize.thai_corpus import words_of
from thai_ita.visible_console import lines_of

_THAI_FIRST, _THAI_LAST = "\u0e01", "\u0e5b"
WIDEST_KEPT = 24
"""Cells that a column leaves a word; wider ones may be cut."""


class ThaiText(Text):
    """A rich text that wraps between Thai words."""

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        lines = self.plain.split("\n")
        widest = max((cell_len(line) for line in lines), default=0)
        word = max((cell_len(piece.rstrip()) for line in lines for piece in pieces(line)), default=0)
        return Measurement(min(word, WIDEST_KEPT), widest)

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """The lines of the text in so many cells."""
        lines = Lines()
        for line in self.split(allow_blank=True):
            line.expand_tabs(tab_size)
            divided = line.divide(breaks(line.plain, max(width, 1)))
            for piece in divided:
                piece.rstrip()
            if justify or self.justify:
                divided.justify(console, width, justify=justify or self.justify or "left", overflow="fold")
            lines.extend(divided)
        return lines


def thai_lines(text: object, style: str = "") -> Text:
    """A text as it is printed (``lines_of``), breaking between words."""
    plain = lines_of(text)
    return ThaiText(plain.plain, style=style)


def breaks(line: str, width: int) -> list[int]:
    """Where a line is broken so that no part is wider than ``width`` cells: between words, and
    inside a word only where it is wider by itself."""
    found: list[int] = []
    at = used = 0
    for piece in pieces(line):
        size = cell_len(piece.rstrip())
        if used and used + size > width:
            found.append(at)
            used = 0
        if size > width:
            for letter in letters(piece):
                step = cell_len(letter)
                if used and used + step > width:
                    found.append(at)
                    used = 0
                used += step
                at += len(letter)
            continue
        used += cell_len(piece)
        at += len(piece)
    return found


def pieces(line: str) -> Iterator[str]:
    """The words of a line, each with the blanks behind it."""
    thai = any(_THAI_FIRST <= sign <= _THAI_LAST for sign in line)
    piece = ""
    for word in words_of(line) if thai else re.split(r"(\s+)", line):
        # A mark that damage has parted from its letter stays with what it stands on.
        if piece and word.strip() and cell_len(word[0]):
            yield piece
            piece = ""
        piece += word
    if piece:
        yield piece


def letters(word: str) -> Iterator[str]:
    """The letters of a word, each with the marks that stand over and under it."""
    letter = ""
    for sign in word:
        if letter and cell_len(sign):
            yield letter
            letter = ""
        letter += sign
    if letter:
        yield letter
