"""A report as blocks, before any file format."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Cell:
    """Paragraphs separated by newlines; ``rows`` and ``cols`` are its spans."""

    text: str = ""
    rows: int = 1
    cols: int = 1


@dataclass
class Table:
    """Rows hold the cells that start in them, as in HTML. ``widths`` are relative."""

    rows: list[list[Cell]]
    head: int = 1
    widths: list[float] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return max(len(r) for r in self.grid())

    def grid(self) -> list[list[Cell | None]]:
        """Every place filled: a cell where it starts, None where a span covers."""
        placed: dict[tuple[int, int], Cell | None] = {}
        for r, row in enumerate(self.rows):
            c = 0
            for cell in row:
                while (r, c) in placed:
                    c += 1
                for dr in range(cell.rows):
                    for dc in range(cell.cols):
                        placed[r + dr, c + dc] = None
                placed[r, c] = cell
                c += cell.cols
        width = max(c for _, c in placed) + 1
        return [[placed.get((r, c), Cell()) for c in range(width)] for r in range(len(self.rows))]


@dataclass
class Heading:
    text: str
    level: int = 1


@dataclass
class Para:
    text: str
    align: str = ""
    bold: bool = False


@dataclass
class Bullets:
    items: list[str]
    mark: str = "-"


@dataclass
class Leader:
    """A name, a run of dots, a value."""

    name: str
    value: str
    dots: int = 30
    char: str = "."


@dataclass
class Break:
    """A page ends; ``number`` is what its footer prints, if anything."""

    number: str = ""


@dataclass
class Figure:
    caption: str


Block = Heading | Para | Bullets | Leader | Table | Break | Figure


def table(head: Iterable[object], rows: Iterable[Iterable[object]], widths: list[float] | None = None) -> Table:
    """A table with one header row; anything but a Cell is made one."""
    return tables([head], rows, widths)


def tables(
    heads: Iterable[Iterable[object]],
    rows: Iterable[Iterable[object]],
    widths: list[float] | None = None,
) -> Table:
    heads, rows = list(heads), list(rows)
    made = [[c if isinstance(c, Cell) else Cell(str(c)) for c in row] for row in [*heads, *rows]]
    return Table(made, len(heads), widths or [])


def cut(source: Table, at: list[int], repeat: bool = True, numbers: list[str] | None = None) -> list[Block]:
    """The table in pieces with page breaks between; ``at`` counts body rows."""
    body = source.rows[source.head :]
    head = source.rows[: source.head]
    out: list[Block] = []
    edges = [0, *at, len(body)]
    for index, (a, b) in enumerate(itertools.pairwise(edges)):
        if index:
            out.append(Break(numbers[index - 1] if numbers else ""))
        first = index == 0 or repeat
        out.append(Table((head if first else []) + body[a:b], len(head) if first else 0, source.widths))
    return out


def mapped(blocks: list[Block], change: Callable[[str], str]) -> list[Block]:
    """The same blocks with every text changed."""
    out: list[Block] = []
    for b in blocks:
        if isinstance(b, Table):
            out.append(Table([[replace(c, text=change(c.text)) for c in r] for r in b.rows], b.head, b.widths))
        elif isinstance(b, Bullets):
            out.append(Bullets([change(i) for i in b.items], b.mark))
        elif isinstance(b, (Heading, Para)):
            out.append(replace(b, text=change(b.text)))
        elif isinstance(b, Leader):
            out.append(replace(b, name=change(b.name), value=change(b.value)))
        else:
            out.append(b)
    return out
