"""What an analysis gives back: frames by name, and notes on what they leave out or cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

NoteValue = str | int | float


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of the answer by its ``code`` in the dictionary, with the values in it."""

    code: str
    values: Mapping[str, NoteValue] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """The sentence in ``en`` or ``th``."""
        from thai_ita.analyze.dictionary import message

        return message(self.code, self.values, language)


@dataclass(frozen=True, slots=True)
class Answer:
    """Frames by name, in the order in which a reader wants them, and the notes to read first.

        answer = thai_ita.analyze.compare("out")
        answer["wide"]
        for note in answer.notes: print(note.text("th"))
    """

    name: str
    frames: dict[str, pd.DataFrame]
    notes: tuple[Note, ...] = ()

    def __getitem__(self, name: str) -> pd.DataFrame:
        """One frame by its name; KeyError names those that there are."""
        try:
            return self.frames[name]
        except KeyError as error:
            raise KeyError(f"{name}; this answer has {', '.join(self.frames)}") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)
