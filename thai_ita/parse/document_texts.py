"""The lines and cells of a document one by one, and the document with some of them replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from thai_ita.model import Cell, Document, Line, Table


def texts_of(document: Document) -> Iterator[Line | Cell]:
    """Every line and cell in a fixed order: running heads first, then the blocks."""
    yield from document.running_heads
    for block in document.blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from block.cells()


def with_texts(document: Document, new: Mapping[int, Line | Cell]) -> Document:
    """The document with lines and cells replaced; ``new`` has each by the ``id`` of the old one."""

    def line(old: Line) -> Line:
        kept = new.get(id(old), old)
        return kept if isinstance(kept, Line) else old

    def cell(old: Cell | None) -> Cell | None:
        kept = new.get(id(old), old)
        return kept if isinstance(kept, Cell) else None

    def block(old: Line | Table) -> Line | Table:
        if isinstance(old, Line):
            return line(old)
        return replace(old, grid=[[cell(place) for place in row] for row in old.grid])

    return replace(
        document,
        blocks=[block(old) for old in document.blocks],
        running_heads=[line(old) for old in document.running_heads],
    )
