"""Workers that do harm when they are to show a file: what it does stands in its first line."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

from thai_ita.batch.options import RunOptions
from thai_ita.batch.showing import show_task
from thai_ita.batch.source_view import ShownBlock, ShownCell, ShownPage, SourceView
from thai_ita.batch.task import Task


def show_or_harm(task: Task, options: RunOptions) -> SourceView:
    """What ``show_task`` gives, but for a file that says what it does, at its page 2 where it names one."""
    word, *where = Path(task.file).read_bytes().partition(b"\n")[0].decode("utf-8", "replace").split()[1:] or ["-"]
    pages = task.show.pages if task.show else ()
    if where and 2 not in pages:
        return _white(pages)
    if word == "hang":
        time.sleep(600)
    elif word == "segfault":
        ctypes.string_at(0)
    elif word == "exit":
        os._exit(3)
    elif word == "memory":
        raise MemoryError
    elif word in _ANSWERS:
        return _ANSWERS[word](pages)
    return show_task(task, options)


def _white(pages: tuple[int, ...]) -> SourceView:
    return SourceView(pages=tuple(ShownPage(page, WEBP, 2, 2) for page in pages))


def _other_page(pages: tuple[int, ...]) -> SourceView:
    return SourceView(pages=(*_white(pages).pages, ShownPage(999, WEBP, 2, 2)))


def _html(pages: tuple[int, ...]) -> SourceView:
    return SourceView(pages=tuple(ShownPage(page, b"<script>alert(1)</script>" * 9, 2, 2) for page in pages))


def _sizes(pages: tuple[int, ...]) -> SourceView:
    return SourceView(pages=tuple(ShownPage(page, WEBP, 10**9, 2) for page in pages))


def _huge_table(_pages: tuple[int, ...]) -> SourceView:
    cell = ShownCell("a", rowspan=10**9, colspan=10**9)
    return SourceView(blocks=(ShownBlock("table", 1, (cell,)),))


def _odd_kind(_pages: tuple[int, ...]) -> SourceView:
    return SourceView(blocks=(ShownBlock("script", 1, (ShownCell("a"),)),))


def _odd_why(_pages: tuple[int, ...]) -> SourceView:
    return SourceView("../../x", "message")


_ANSWERS = {
    "other": _other_page,
    "html": _html,
    "sizes": _sizes,
    "table": _huge_table,
    "kind": _odd_kind,
    "why": _odd_why,
}


def _webp() -> bytes:
    import io

    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (2, 2), "white").save(made, "WEBP", quality=60)
    return made.getvalue()


WEBP = _webp()


def with_deed(shown: bytes, deed: str) -> bytes:
    """A PDF whose first line says what it does to its worker."""
    return b"%PDF-1.4 " + deed.encode() + b"\n" + shown.partition(b"\n")[2]
