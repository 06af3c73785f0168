"""The characters that a recogniser of lines knows, by their numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.scan.thai_writing import ARABIC_DIGITS, DIGITS, POINTS, THAI_DIGITS


@dataclass(frozen=True)
class Charset:
    """The characters of a recogniser; number 0 stands for none, ``chars[i - 1]`` has number i.

    ``digits`` and ``figures`` are the numbers of digits, and of these with points; ``twins`` are
    the digits of one value in both scripts.
    """

    chars: str
    number: dict[str, int] = field(init=False)
    digits: NDArray[np.int64] = field(init=False)
    figures: NDArray[np.int64] = field(init=False)
    thai_digits: NDArray[np.int64] = field(init=False)
    arabic_digits: NDArray[np.int64] = field(init=False)
    twins: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        number = {char: i for i, char in enumerate(self.chars, 1)}
        object.__setattr__(self, "number", number)
        digits = [i for char, i in number.items() if char in DIGITS]
        points = [number[char] for char in POINTS if char in number]
        pairs = zip(THAI_DIGITS, ARABIC_DIGITS, strict=True)
        twins = {number[a]: number[b] for a, b in pairs if a in number and b in number}
        for name, script in (("thai_digits", THAI_DIGITS), ("arabic_digits", ARABIC_DIGITS)):
            found = [number[char] for char in script if char in number]
            object.__setattr__(self, name, np.array(found, np.int64))
        object.__setattr__(self, "digits", np.array(digits, np.int64))
        object.__setattr__(self, "figures", np.array(digits + points, np.int64))
        object.__setattr__(self, "twins", twins | {b: a for a, b in twins.items()})

    def char(self, number: int) -> str:
        return self.chars[number - 1] if number else ""

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's characters; 0 for one that is not among them."""
        return [self.number.get(char, 0) for char in text]

    def text(self, numbers: list[int]) -> str:
        return "".join(self.char(number) for number in numbers)
