"""What reads the text lines of a picture: the seam that every recogniser implements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""A grey picture, rows by columns; 0 is black."""
PixelBox = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels of the picture; x1 and y1 are outside."""


@dataclass(frozen=True, slots=True)
class ReadCharacter:
    """One character as read: its probability (0-1), the runner-up ("" for none) and that one's.

    ``x0`` and ``x1`` are where it stands, in pixels of the picture; a mark has those of its letter.
    ``p_none`` is how likely nothing stands there. ``before`` and ``behind`` are a character that may
    stand beside it unread, with its probability; "" for none.
    """

    char: str
    p: float
    second: str = ""
    p2: float = 0.0
    x0: float = 0.0
    x1: float = 0.0
    p_none: float = 0.0
    before: tuple[str, float] = ("", 0.0)
    behind: tuple[str, float] = ("", 0.0)


@dataclass(frozen=True, slots=True)
class LineReading:
    """The text of one box; its characters in reading order, marks behind their letter."""

    text: str
    characters: tuple[ReadCharacter, ...] = ()


class OcrEngine(Protocol):
    """Reads text lines. ``name`` and ``version`` tell results apart that are kept.

    ``proven_digits`` tells that its probabilities are calibrated: figures of any other engine are
    published only where the arithmetic of the year proves them.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def proven_digits(self) -> bool: ...

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        """One reading a box, in their order; an empty one where nothing can be read."""
        ...


class OcrEngineError(Exception):
    """A recogniser that works by another program or machine gave nothing; ``str()`` says why."""
