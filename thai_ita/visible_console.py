"""Rich's console and text, in which control characters are visible."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from thai_ita.visible import visible, visible_lines


class VisibleConsole(Console):
    """A console that obeys nobody but rich: its own codes pass, those in a text are made visible."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The pieces of something to print; called for each of its parts too."""
        for piece in super().render(renderable, options):
            if piece.control:
                yield piece
            else:
                yield Segment(visible_lines(piece.text), piece.style)


def lines_of(text: object, style: str = "") -> Text:
    """A text as it is printed, so that the width of a table allows for it. It may have lines."""
    return Text(visible_lines(str(text)), style=style)


def line_of(text: object, style: str = "") -> Text:
    """The same for what is one line whatever is in it, such as a path."""
    return Text(visible(text), style=style)
