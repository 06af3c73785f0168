"""Names of agencies on recognised pages: where they stand and how sure each of their letters is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thai_ita.model import Document, LetterDoubt, Media
from thai_ita.normalize.agencies import find_agencies
from thai_ita.normalize.gazetteer import Gazetteer
from thai_ita.normalize.look_alikes import Edit, edits
from thai_ita.normalize.recognised import PUBLISHED
from thai_ita.normalize.repair import repair_text
from thai_ita.parse.document_texts import texts_of

# One in so many letters of a name may be another in two readings of it, and one in so many may have
# lost or gained its mark.
LETTERS_AN_EDIT = 4
LETTERS_A_MARK = 3
# Where repair changed the letters around a doubtful one, so many to either side still find it.
_NARROW = 2
_DISTRICT = re.compile(r"\s*(?:อำเภอ|อ\.)\s*([ก-๎]+)")


@dataclass(slots=True)
class NameMention:
    """A local government named in a text: ``start`` to ``end`` is its bare name.

    ``letters`` are the probabilities of its letters (1 for a typed one), ``others`` what each may be
    instead. ``run`` is the unbroken text from the name on, ``open`` tells that the name may end
    elsewhere in it. ``table`` and ``row`` tell cells of one table apart.
    """

    block: int
    start: int
    type: str
    name: str
    run: str
    open: bool
    known: bool
    recognised: bool
    page: int | None
    letters: tuple[float, ...]
    others: tuple[str, ...]
    district: str = ""
    table: int | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.name)

    @property
    def least_sure(self) -> float:
        """The least probability of its letters."""
        return min(self.letters, default=1.0)

    def doubted(self, at: int) -> bool:
        """Whether the letter at a place, or one right beside it, was read with doubt."""
        near = self.letters[max(0, at - 1) : at + 2]
        return min(near, default=1.0) < PUBLISHED

    def least(self, differing: Sequence[Edit]) -> float:
        """The least probability of the letters that differ from another reading."""
        near = (p for e in differing for p in self.letters[max(0, e.at - 1) : e.at + 2])
        return min(near, default=1.0)


def recognised_texts(document: Document) -> set[int]:
    """The numbers of the texts that were read from pictures, as far as the document tells."""
    pages = {page.number for page in document.pages if page.recognised}
    if not pages:
        return set()
    scan = document.media in (Media.PDF_SCAN, Media.IMAGE)
    return {
        number
        for number, text in enumerate(texts_of(document))
        if (text.page is None or text.page in pages) and (scan or text.figures or text.doubts)
    }


def name_mentions(document: Document, gazetteer: Gazetteer, recognised: set[int]) -> list[NameMention]:
    """The local governments that the lines and cells of a document name, in their order.

    ``recognised`` are the numbers of those that were read from pictures.
    """
    tables = {id(cell): i for i, table in enumerate(document.tables) for cell in table.cells()}
    out: list[NameMention] = []
    for block, text in enumerate(texts_of(document)):
        if repair_text(text.text) != text.text:
            continue  # the places of what is found in it would be others
        read = block in recognised
        doubts = letter_places(text.text, text.doubts) if read else {}
        for found in find_agencies(text.text, gazetteer):
            start = text.text.rfind(found.name, *found.span)
            if start < 0:
                continue
            run = found.run[found.run.find(found.name) :] if found.name in found.run else found.name
            places = range(start, start + len(run))
            sure = tuple(doubts[i].p if i in doubts else 1.0 for i in places)
            others = tuple(doubts[i].other if i in doubts else "" for i in places)
            place = _DISTRICT.match(text.text, start + len(found.name))
            out.append(NameMention(
                block, start, found.type, found.name, run, not found.closed, found.known, read,
                text.page, sure, others, place[1] if place else "", tables.get(id(text)),
            ))  # fmt: skip
    return out


def letter_places(text: str, doubts: Sequence[LetterDoubt]) -> dict[int, LetterDoubt]:
    """The doubtful letters of a text by their places in it.

    >>> sorted(letter_places("ดอถจาน", [LetterDoubt("ดอถจาน", 2, 0.6, "ก")]))
    [2]
    """
    out: dict[int, LetterDoubt] = {}
    for doubt in doubts:
        first = max(0, doubt.at - _NARROW)
        narrow = doubt.word[first : doubt.at + _NARROW + 1]
        for word, at in ((doubt.word, doubt.at), (narrow, doubt.at - first)):
            free = [m.start() + at for m in re.finditer(f"(?={re.escape(word)})", text)]
            free = [place for place in free if place not in out]
            if free:
                out[free[0]] = doubt
                break
    return out


def may_be_same(a: NameMention, b: NameMention) -> bool:
    """Whether two mentions may be one name that was misread in one of them.

    Letters may differ that look alike or were read with doubt, few of them, and marks. Cells of one
    table name different agencies, and so does a text that names both, where nothing is doubtful.
    """
    if a.type != b.type or (a.district and b.district and not _alike(a.district, b.district)):
        return False
    if a.name == b.name:
        return True
    if a.table is not None and a.table == b.table:
        return False
    differing = edits(a.name, b.name)
    doubted = [a.doubted(e.at) or b.doubted(e.there) for e in differing]
    if a.block == b.block and not all(doubted):
        return False
    explained = all(e.alike or d for e, d in zip(differing, doubted, strict=True))
    return explained and _few(differing, min(len(a.name), len(b.name)))


def _few(differing: Sequence[Edit], letters: int) -> bool:
    marks = sum(e.is_mark for e in differing)
    most, most_marks = max(1, letters // LETTERS_AN_EDIT), max(1, letters // LETTERS_A_MARK)
    return len(differing) - marks <= most and marks <= most_marks


def _alike(a: str, b: str) -> bool:
    differing = edits(a, b)
    return all(e.alike for e in differing) and _few(differing, min(len(a), len(b)))
