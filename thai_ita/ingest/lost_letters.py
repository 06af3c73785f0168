"""What is said of text whose Thai was garbled, or went lost to question marks, in any format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from thai_ita.ingest.errors import LostTextError
from thai_ita.ingest.text_repair import GARBLED, GARBLED_LOST
from thai_ita.model import Document, Line, Problem, Severity
from thai_ita.normalize.garbled import n_thai

# A program that has no sign for a letter writes a question mark: whole words of them.
_QUESTION_MARKS = re.compile("[?\ufffd]{3,}")
# Fewer such letters in a document are somebody's question marks.
MIN_LOST_LETTERS = 12
# Share of a document's letters that must be lost before nothing is read from it.
MIN_LOST_SHARE = 0.9
# Letters that one problem shows of the place.
MAX_SHOWN = 40


def garbled_problem(causes: Mapping[str, int], n_lost: int) -> Problem:
    """The problem of text that was restored; a warning where letters of it are lost or guessed."""
    n = sum(causes.values())
    why = ", ".join(causes)
    note = f"{n} Thai letter(s) were garbled ({why}) and were restored"
    if not n_lost:
        return Problem("garbled-text", note, Severity.INFO)
    note += f"; {n_lost} of them lost a byte and were filled in by known words or left out: compare the original"
    return Problem("garbled-text", note)


def report_lost_text(document: Document) -> None:
    """Adds what is to be said of garbled and lost text. Raises LostTextError where most of it is lost."""
    n_garbled = document.repairs.get(GARBLED, 0)
    if n_garbled:
        causes = {"read in a wrong character set": n_garbled}
        document.problems.append(garbled_problem(causes, document.repairs.get(GARBLED_LOST, 0)))
    places = [text for text in _texts(document) if _QUESTION_MARKS.search(text)]
    n_lost = sum(len(run) for text in places for run in _QUESTION_MARKS.findall(text))
    if n_lost < MIN_LOST_LETTERS:
        return
    n_letters = sum(n_thai(text) for text in _texts(document))
    if n_lost > MIN_LOST_SHARE * (n_lost + n_letters):
        raise LostTextError(document.path, n_lost)
    note = (
        f"{n_lost} letter(s) were saved as question marks and are lost, as in "
        f"{places[0].strip()[:MAX_SHOWN]!r}; export the file again as UTF-8, or compare the original"
    )
    document.problems.append(Problem("lost-text", note))


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells())
