"""What is asked of a worker for looking at a file, and what it gives: plain data, which whoever asked checks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Show:
    """What is wanted of a file for looking at it: ``pages`` (1-based) of a PDF or picture as pictures, of
    any other its text. ``content`` is the SHA-256 that it must have in hex.

    Pictures have ``pixels`` for each point of the page. ``turns`` are pages whose text does not stand upright, each
    with the direction in which it reads (``model.Page.turn``): they are turned upright.
    """

    content: str
    pages: tuple[int, ...] = ()
    turns: tuple[tuple[int, int], ...] = ()
    pixels: float = 1.5


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page as WebP, ``width`` by ``height`` pixels; ``why`` there is none, "" where there is one."""

    number: int
    webp: bytes = b""
    width: int = 0
    height: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of a table, ``row`` and ``column`` from 0; or a line, which is the one cell of its block."""

    text: str
    row: int = 0
    column: int = 0
    rowspan: int = 1
    colspan: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A line, heading or table of a text; ``number`` as in ``model.Line`` and ``model.Table``."""

    kind: str
    number: int
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """What can be shown of a file. ``why`` not, a word of ``batch.showing``, "" where it can; ``message``
    says more. ``cut``: the text went on."""

    why: str = ""
    message: str = ""
    pages: tuple[ShownPage, ...] = ()
    blocks: tuple[ShownBlock, ...] = ()
    cut: bool = False
