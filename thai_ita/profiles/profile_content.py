"""What a profile shows: plain data, made from the tables, turned into HTML by one template.

Texts are as they stand on the page, unescaped; the template escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ProfileCell:
    """A piece of text. ``href`` leads to what it rests on; ``note`` stands small behind it; ``mark`` is a
    class of the style sheet; ``sign`` is set before the text and said by ``sign_means`` to a screen reader."""

    text: str
    href: str = ""
    note: str = ""
    mark: str = ""
    sign: str = ""
    sign_means: str = ""


EMPTY = ProfileCell("–", mark="none")
"""What is not known; never 0."""


@dataclass(frozen=True, slots=True)
class ProfileColumn:
    """The heading of a column; ``numeric`` sets it to the right, ``about`` is its longer name."""

    heading: str
    numeric: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """A table. ``method`` says how its figures are made and their n."""

    caption: str
    columns: tuple[ProfileColumn, ...]
    rows: tuple[tuple[ProfileCell, ...], ...]
    method: str = ""
    anchor: str = ""
    header: int = 0
    """Which cell of a row says what the row is about."""
    wide: bool = False
    """Whether it needs a landscape page, and may be scrolled on a phone."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An element of SVG: its tag, its attributes (numbers and classes, never style), its text, its title."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG: ``describes`` says in words what is to be seen; the figures stand in the table of the section."""

    anchor: str
    caption: str
    describes: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    method: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more, of pieces that may be links. ``kind``: text, note or warning."""

    pieces: tuple[ProfileCell, ...]
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences."""

    items: tuple[tuple[ProfileCell, ...], ...]


Block = Paragraph | Points | ProfileTable | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page with a heading, an id and blocks. ``gist`` is what the summary says of it, else the
    first paragraph does."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    gist: str = ""

    def in_short(self) -> str:
        """The sentence of the summary, "" where there is none."""
        if self.gist:
            return self.gist
        first = self.blocks[0] if self.blocks else None
        return "".join(piece.text for piece in first.pieces) if isinstance(first, Paragraph) else ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A whole page. ``facts`` are the lines below the title, ``sections`` its parts in order."""

    language: str
    title: str
    subtitle: str
    warning: str
    sections: tuple[Section, ...]
    citation: str
    made: str
    contents: str = ""
    documents: frozenset[str] = field(default_factory=frozenset)
    """The documents that it links to, by id."""
    years: tuple[int, ...] = ()
    """The years of which the tables have scores or documents of whom it is about."""


def said(text: str, kind: str = "text") -> Paragraph:
    """A paragraph of one piece."""
    return Paragraph((ProfileCell(text),), kind)


_TEMPLATES: dict[type[Block], str] = {
    Paragraph: "paragraph", Points: "points", ProfileTable: "table", Picture: "picture",
}  # fmt: skip


def kind_of(block: Block) -> str:
    """The name of a block's template."""
    return _TEMPLATES[type(block)]
