"""The corrections of an output folder as a run hands them out: by document, packed.

Those of a document are part of what its result depends on, so that a correction that is added or
taken back costs one reading and no other.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from thai_ita.batch.wire import from_bytes, to_bytes
from thai_ita.corrections.record import FILE_NAME, Correction
from thai_ita.model.document_id import DOC_ID, as_doc_id, digits_of, doc_id_of_hash

SPREADSHEET_LOCKS = ("~${}", ".~lock.{}#")
"""What Excel and LibreOffice leave beside a file that they have open."""
_MANY = tuple[Correction, ...]


class Corrections:
    """Corrections by document. ``problems`` are lines on rows of their file ``path`` that could not be used.

    They stay packed, a tenth of what they take as objects. When ids had no letter, one of figures alone may have come
    into the file as a spreadsheet had rounded it, with a zero at its end; the corrections are those of the document
    that has it so.
    """

    def __init__(
        self,
        corrections: Iterable[Correction] = (),
        problems: Iterable[str] = (),
        path: Path | None = None,
    ) -> None:
        self.path = path
        by_document: dict[str, list[Correction]] = {}
        for correction in corrections:
            by_document.setdefault(correction.doc_id, []).append(correction)
        self.problems = list(problems)
        self._packed = {doc_id: to_bytes(_MANY, tuple(its)) for doc_id, its in by_document.items()}

    def __iter__(self) -> Iterator[str]:
        """The ids of the documents that have any."""
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def of(self, content: str | None) -> tuple[Correction, ...]:
        """Those of a document, by its id or the SHA-256 of its content, in the order of the file."""
        doc_id = _id_of(content)
        return tuple(each for name in self.names_of(doc_id) for each in self.under(name, doc_id))

    def names_of(self, doc_id: str) -> list[str]:
        """The ids under which the file has corrections of a document: its own, and what a spreadsheet has made of it."""
        return [name for name in (doc_id, *rounded_ids(doc_id)) if name in self._packed]

    def under(self, name: str, doc_id: str) -> tuple[Correction, ...]:
        """Those that the file has under an id, as of a document."""
        found = from_bytes(_MANY, self._packed[name])
        return found if name == doc_id else tuple(replace(each, doc_id=doc_id) for each in found)

    def digest(self, content: str | None) -> str:
        """What tells the corrections of a document from any others, "" where it has none."""
        packed = [self._packed[name] for name in self.names_of(_id_of(content))]
        return hashlib.sha256(b"".join(packed)).hexdigest() if packed else ""


def _id_of(content: str | None) -> str:
    """A document's id, of itself or of the SHA-256 of its content; "" for none."""
    return content or "" if not content or DOC_ID.fullmatch(content) else doc_id_of_hash(content)


def rounded_ids(doc_id: str) -> tuple[str, ...]:
    """What a spreadsheet that keeps 15 digits may have made of an id without its letter: cut or rounded."""
    digits = digits_of(doc_id)
    if not digits.isdecimal() or digits.startswith("0"):
        return ()
    cut = int(digits) // 10 * 10
    return tuple(each for each in (as_doc_id(str(cut)), as_doc_id(str(cut + 10))) if each != doc_id)


def open_elsewhere(path: Path) -> Path | None:
    """The file by which a spreadsheet says that it has another one open, None where none does."""
    beside = (path.with_name(lock.format(path.name)) for lock in SPREADSHEET_LOCKS)
    return next((lock for lock in beside if os.path.lexists(lock)), None)


def corrections_in(out: Path) -> Corrections:
    """The corrections that stand in an output folder, none where there is no such file.

    Raises ``SideFileError`` where the file cannot be read.
    """
    path = out / FILE_NAME
    # A link that leads nowhere is a file that cannot be read, not one that is not there.
    if not os.path.lexists(path):
        return Corrections()
    from thai_ita.corrections.csv_file import read_corrections

    corrections, problems = read_corrections(path)
    return Corrections(corrections, [f"{path}: {problem}" for problem in problems], path)
