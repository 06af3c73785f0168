"""What an analysis gives back: frames by name, and notes on what they leave out or cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

NOTEBOOK_ROWS = 8
"""Rows of a frame that a notebook shows."""
NoteValue = str | int | float


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of the answer by its ``code`` in the dictionary, with the values in it."""

    code: str
    values: Mapping[str, NoteValue] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """The sentence in ``en`` or ``th``."""
        from thai_ita.analyze.answer_words import message

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

    def _repr_html_(self) -> str:
        """The notes and the first rows of each frame, for notebooks; texts are escaped."""
        from html import escape

        from thai_ita.analyze.answer_words import in_words, table_title
        from thai_ita.choices import Headings

        notes = "".join(f"<li>{escape(note.text())}</li>" for note in self.notes)
        parts = [f"<ul>{notes}</ul>"] if notes else []
        for name, frame in self.frames.items():
            n = len(frame)
            told = f"{min(n, NOTEBOOK_ROWS)} of {n} rows" if n > NOTEBOOK_ROWS else f"{n} rows"
            parts.append(
                f"<p><b>{escape(table_title(name, Headings.EN))}</b> (<code>{escape(name)}</code>, {told})</p>"
            )
            if n:
                shown = in_words(frame.head(NOTEBOOK_ROWS), name, Headings.EN)
                parts.append(shown.to_html(index=False, na_rep="–", border=0))
        return f"<div>{''.join(parts)}</div>"

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)
