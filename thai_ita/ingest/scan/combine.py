"""Two readers of one line: letters that ours doubts are taken from the second, digits never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean

from rapidfuzz.distance import Levenshtein

from thai_ita.ingest.scan.ocr_engine import (
    Grey,
    LineReading,
    OcrEngine,
    OcrEngineError,
    PixelBox,
    ReadCharacter,
)
from thai_ita.ingest.scan.thai_writing import CONSONANTS, DIGITS, LEADING, MARKS, is_writable

# A line of prose has so many letters at least, and is doubtful below this mean probability.
LEAST_LETTERS = 8
DOUBTFUL_MEAN = 0.98
# A letter that is surer than this stays.
DOUBTFUL_LETTER = 0.9
# Two texts are of one line where this share of their characters agrees.
SAME_LINE = 0.75
_LETTERS = CONSONANTS | LEADING | MARKS | frozenset("ะาำๅฯๆ")


@dataclass(frozen=True)
class WithSecondReader:
    """A recogniser whose doubtful prose a second one helps to read.

    ``failures`` are what the second one said where it gave nothing; then ours stands alone.
    """

    first: OcrEngine
    second: OcrEngine
    failures: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.first.name}+{self.second.name}"

    @property
    def version(self) -> str:
        return f"{self.first.version}+{self.second.version}"

    @property
    def proven_digits(self) -> bool:
        return self.first.proven_digits

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        """The first one's readings; the second is asked for doubtful lines of prose only."""
        readings = self.first.read(image, boxes)
        doubtful = [i for i, reading in enumerate(readings) if is_doubtful_prose(reading)]
        if not doubtful:
            return readings
        try:
            others = self.second.read(image, [boxes[i] for i in doubtful])
        except OcrEngineError as error:
            if str(error) not in self.failures:
                self.failures.append(str(error))
            return readings
        for i, other in zip(doubtful, others, strict=True):
            readings[i] = combined(readings[i], other)
        return readings


def is_doubtful_prose(reading: LineReading) -> bool:
    """Whether a line has many letters, not all of which are sure."""
    letters = [c.p for c in reading.characters if c.char in _LETTERS]
    return len(letters) >= LEAST_LETTERS and fmean(letters) < DOUBTFUL_MEAN


def combined(ours: LineReading, other: LineReading) -> LineReading:
    """Our reading with the other's letters where ours are doubtful and both are of one line.

    Spaces are ours: Tesseract puts them between Thai letters.
    """
    written = other.text.replace(" ", "")
    shape, other_shape = _shape(ours.text), _shape(written)
    if Levenshtein.normalized_similarity(shape, other_shape) < SAME_LINE:
        return ours
    characters: list[ReadCharacter] = []
    for step in Levenshtein.opcodes(shape, other_shape):
        mine = list(ours.characters[step.src_start : step.src_end])
        theirs = written[step.dest_start : step.dest_end]
        keep = step.tag == "equal" or not _may_give_way(mine, theirs, ours, step.src_start)
        characters += mine if keep else _instead(mine, theirs, characters, ours, step.src_start)
    text = "".join(c.char for c in characters)
    same_digits = [c for c in text if c in DIGITS] == [c for c in ours.text if c in DIGITS]
    return LineReading(text, tuple(characters)) if same_digits and is_writable(text) else ours


def _shape(text: str) -> str:
    """The text with all digits alike."""
    return "".join("0" if char in DIGITS else char for char in text)


def _may_give_way(mine: Sequence[ReadCharacter], theirs: str, ours: LineReading, place: int) -> bool:
    """Whether only letters are exchanged, and ours are doubtful; beside a gap, those around it."""
    if not all(c.char in _LETTERS for c in mine) or not all(char in _LETTERS for char in theirs):
        return False
    around = mine or ours.characters[max(0, place - 1) : place + 1]
    return bool(around) and min(c.p for c in around) < DOUBTFUL_LETTER


def _instead(
    mine: Sequence[ReadCharacter],
    theirs: str,
    before: Sequence[ReadCharacter],
    ours: LineReading,
    place: int,
) -> list[ReadCharacter]:
    """The other's letters at the places of ours; ours become the runners-up."""
    here = mine or before[-1:] or ours.characters[place : place + 1]
    found = []
    for i, char in enumerate(theirs):
        stood = here[min(i, len(here) - 1)]
        second, p2 = (stood.char, stood.p) if mine else ("", 0.0)
        found.append(replace(stood, char=char, p=min(stood.p, 1 - stood.p), second=second, p2=p2))
    return found
