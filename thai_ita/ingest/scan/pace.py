"""Tells how far the reading of a file is, page by page: pictures take long enough to be asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int], None]
"""Takes the number of a page that was read from its picture, and how many pages its file has (0 where
that is not known)."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Inside of it the listener is told of every page that is read from its picture."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def page_is_read(number: int, pages: int = 0) -> None:
    """To be called after each such page, whatever came of it."""
    listener = _listener.get()
    if listener is not None:
        listener(number, pages)
