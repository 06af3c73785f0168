"""What was made before, so that only what changed is made anew and only what was made is removed.

One line of JSON a document, written behind the others as soon as its page stands: a killed making goes on
where it was. Whatever is not as it should be in that file is as if it had not been made.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from thai_ita.atomic_files import AtomicFiles
from thai_ita.model.document_id import DOC_ID
from thai_ita.regular_files import open_regular
from thai_ita.side_files import SideFileError, side_bytes

FILE_NAME = ".made.jsonl"
MOST_MB = 300
"""Of that file: a document takes 200 bytes and 30 for each picture."""
HEAD = {"made-by": "thai-ita review", "form": 1}
MOST_PICTURES = 20_000
HIGHEST_PAGE = 1_000_000
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class MadePicture:
    """A picture of a page: its size in pixels and bytes, and how it was turned upright; ``why`` there is none, as (word, message)."""

    number: int
    width: int = 0
    height: int = 0
    size: int = 0
    why: str = ""
    message: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """What stands of a document: ``page`` is the digest of all that its page was made from, ``source`` of what its
    pictures were; "" where it was begun and not finished; ``size`` are the bytes of the page. ``why`` and ``message`` say why it shows no source."""

    doc_id: str
    page: str = ""
    source: str = ""
    why: str = ""
    message: str = ""
    size: int = 0
    pictures: tuple[MadePicture, ...] = ()


class MadeBefore:
    """The documents of an earlier making by their id; ``note`` adds to it. A context manager."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._file: IO[bytes] | None = None
        self.known: dict[str, Made] = {}

    def __enter__(self) -> Self:
        self.known = read_made(self._path)
        self._rewrite()
        self._file = self._path.open("ab")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def note(self, made: Made) -> None:
        """Remember what is made of a document now, also where this process ends in a moment."""
        assert self._file is not None
        self.known[made.doc_id] = made
        self._file.write(_line(astuple(made)))
        self._file.flush()

    def begin(self, doc_id: str, pages: Iterable[int]) -> None:
        """Remember which pictures may stand from now on, beside those that do."""
        before = self.known.get(doc_id, Made(doc_id))
        there = {picture.number for picture in before.pictures}
        more = tuple(MadePicture(number) for number in pages if number not in there)
        self.note(replace(before, page="", source="", pictures=before.pictures + more))

    def forget(self, doc_id: str) -> None:
        """A document whose files are gone."""
        self.known.pop(doc_id, None)

    def finish(self) -> None:
        """Write what is known now in place of all that was noted on the way."""
        if self._file is not None:
            self._file.close()
            self._file = None
        self._rewrite()

    def _rewrite(self) -> None:
        with AtomicFiles(self._path.parent) as files:
            file = files.stage(FILE_NAME)
            file.write(_line(HEAD))
            for made in self.known.values():
                file.write(_line(astuple(made)))


def is_ours(folder: Path) -> bool:
    """Whether a folder is one that this has made: its file says so."""
    try:
        with open_regular(folder / FILE_NAME) as file:
            return file.readline(len(_line(HEAD))) == _line(HEAD)
    except (OSError, ValueError):
        return False


def read_made(path: Path) -> dict[str, Made]:
    """What such a file says, the last word on each document; nothing where it is none."""
    if not os.path.lexists(path):
        return {}
    try:
        head, *lines = side_bytes(path, MOST_MB).split(b"\n")
    except SideFileError:
        return {}
    if head + b"\n" != _line(HEAD):
        return {}
    known: dict[str, Made] = {}
    for line in lines:
        made = _made_in(line)
        if made is not None:
            known[made.doc_id] = made
    return known


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _made_in(line: bytes) -> Made | None:
    try:
        doc_id, *texts, size, pictures = json.loads(line)
        if not (isinstance(doc_id, str) and DOC_ID.fullmatch(doc_id) and len(pictures) <= MOST_PICTURES):
            return None
        page, source, why, message = map(_text, texts)
        return Made(doc_id, page, source, why, message, _whole(size), tuple(_picture(*each) for each in pictures))
    except (ValueError, TypeError, RecursionError):
        return None


def _picture(
    number: object, width: object, height: object, size: object, why: object, message: object, turn: object
) -> MadePicture:
    page = _whole(number)
    if not 0 < page <= HIGHEST_PAGE:
        raise ValueError
    return MadePicture(
        page, _whole(width), _whole(height), _whole(size), _text(why), _text(message), _whole(turn) % QUARTERS
    )


def _whole(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
