"""One document after the other: whether its page is as it should be, what it needs, and the page made."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.batch.agreement import Agreement
from thai_ita.batch.corrected import corrections_in
from thai_ita.batch.options import RunOptions
from thai_ita.batch.plan import fingerprint_of
from thai_ita.batch.showing import NO_PAGE, TOO_HEAVY
from thai_ita.batch.source_view import ShownBlock, ShownPage
from thai_ita.batch.store import Store, legible
from thai_ita.model import Media
from thai_ita.review.evidence_record import Evidence, evidence_in, is_grave
from thai_ita.review.fact_page import ShownSource, document_page
from thai_ita.review.faults import Faults
from thai_ita.review.judged_facts import Facts, facts_of, index_row
from thai_ita.review.listing import Kept, kept_of
from thai_ita.review.looks import drawing_version, looks_version
from thai_ita.review.made import Made, MadeBefore, MadePicture
from thai_ita.review.page_content import IndexRow, Picture
from thai_ita.review.page_folder import ReviewFolder
from thai_ita.review.page_wording import sentence
from thai_ita.review.source_requests import LOST, NOT_TRIED, Job
from thai_ita.review.stored import Listed, Rows, Source, Sources, documents, rows_of
from thai_ita.web.environment import said_in
from thai_ita.web.words import LANGUAGES

if TYPE_CHECKING:
    from thai_ita.review.render import KnownCorrection

MOST_PAGES = 40
"""Pages of a document that are shown where nobody says otherwise."""
GONE, UNHASHED, GIVEN_UP, NOT_WANTED, NOTHING = "gone", "unhashed", "given_up", "not_wanted", "nothing"
"""Why no source is shown, besides the words of ``drawing`` and ``batch.showing``: its file is not there, was never
read, took its reader with it; no pictures were asked for; there is nothing to show in it."""
_FAILED = ":"
"""Begins what is added to the digest of a source that could not be shown as a whole."""
_DIGITS = 24
_OF_PAGES = (Media.PDF_TEXT, Media.PDF_SCAN, Media.PDF_MIXED, Media.IMAGE)
_PAGE_WORDS = {LOST: "lost_page", NO_PAGE: "no_page", TOO_HEAVY: "too_heavy", NOT_TRIED: "not_tried"}
"""The words of these reasons in words/*/making.json; the others have their own names there."""


@dataclass(frozen=True, slots=True)
class MakeOptions:
    """How pages are made: their language, how many pages of a document are shown at most, whether sources are
    shown at all; ``run`` has the limits of the workers."""

    language: str = LANGUAGES[0]
    pages: int = MOST_PAGES
    pictures: bool = True
    run: RunOptions = field(default_factory=RunOptions)


class Maker:
    """Knows of each document what it was made from, and makes its page."""

    def __init__(
        self, store: Store, agreement: Agreement, folder: ReviewFolder, before: MadeBefore, options: MakeOptions
    ) -> None:
        self.folder, self.before, self.options = folder, before, options
        self._store, self._agreement = store, agreement
        out = store.path.parent
        self._sources = Sources(store, list(dict.fromkeys([Path(), out.absolute().parent, out.absolute()])))
        self._data: dict[str, str] = {}
        self._beside: dict[str, tuple[str, str]] = {}
        self._underway: dict[str, _Document] = {}
        self.faults = Faults()
        # Read before anything is made: a file that cannot be used is told at once.
        self._corrections = corrections_in(out)

    def documents(self) -> list[Listed]:
        with legible(self._store.path):
            return documents(self._store)

    def kept(self, listed: list[Listed]) -> Iterator[Kept]:
        """What the store holds of each."""
        with legible(self._store.path):
            yield from kept_of(self._store, listed)

    def index_row(self, kept: Kept, href: str) -> IndexRow:
        """The line of a document on the index; what its page is made from is remembered as a digest."""
        doc_id = kept.listed.doc_id
        try:
            rows, self._data[doc_id] = kept.line(self._agreement)
            return index_row(kept.facts(rows), doc_id, href)
        except Exception as error:  # noqa: BLE001 -- a fault of ours, whatever it is
            self.faults.note(kept.listed, error)
            return self.faults.row_without_facts(kept.listed, href)

    def _rows(self, listed: Listed) -> Rows:
        with legible(self._store.path):
            return rows_of(self._store, listed, self._agreement)

    def set_order(self, doc_ids: list[str]) -> None:
        """Which document follows which."""
        around = ["", *doc_ids, ""]
        self._beside = {doc_id: (around[at], around[at + 2]) for at, doc_id in enumerate(doc_ids)}

    def job_of(self, listed: Listed) -> tuple[Job | None, bool]:
        """What has to be shown of a source for its page; None where the page stands or could be made without, and
        whether it was made. A fault makes a page that tells it."""
        if listed.doc_id not in self.faults.known:
            try:
                return self._job_of(listed)
            except Exception as error:  # noqa: BLE001 -- as above
                self.faults.note(listed, error)
        self._write_fault(listed)
        return None, True

    def _job_of(self, listed: Listed) -> tuple[Job | None, bool]:
        made = self.before.known.get(listed.doc_id, Made(listed.doc_id))
        why, sources = self._why_none(listed)
        holds = self._holds(made, listed, why, sources)
        page = self._page_digest(listed, made.source if holds else why)
        if (holds or why) and made.page == page and self.folder.stands(made):
            return None, False
        rows = self._rows(listed)
        one = _Document(listed, rows, evidence_in(rows.evidence), sources)
        if holds and (made.why or made.pictures) and self.folder.has_pictures(made):
            self._write(one, replace(made, page=page))
            return None, True
        if why:
            self._write(one, Made(listed.doc_id, page, why=why))
            return None, True
        pages = self._pages(one)
        self.before.begin(listed.doc_id, pages)
        if pages:
            self.folder.begin(listed.doc_id)
        self._underway[listed.doc_id] = one

        def keep(shown: ShownPage, message: str) -> None:
            turn = one.evidence.turns.get(shown.number, 0)
            one.pictures.append(self.folder.keep_picture(listed.doc_id, shown, message, turn))

        return Job(listed.doc_id, listed.content, sources, pages, keep, one.evidence.turns), False

    def finish(self, job: Job) -> str:
        """Make the page of a document whose source is shown as far as it can be; its path."""
        one = self._underway.pop(job.doc_id)
        try:
            self._finish(one, job)
        except Exception as error:  # noqa: BLE001 -- as above
            self.faults.note(one.listed, error)
            self._write_fault(one.listed)
        return one.listed.path

    def _finish(self, one: _Document, job: Job) -> None:
        pictures = tuple(sorted(one.pictures, key=lambda picture: picture.number))
        why = job.why or ("" if job.blocks or pictures else NOTHING)
        source = self._shown_digest(one.listed)
        if why or any(picture.why for picture in pictures):
            source += self._failed_digest(one.sources)
        page = self._page_digest(one.listed, source)
        if job.passing:
            page = source = ""
        made = Made(job.doc_id, page, source, why, job.message, pictures=pictures)
        self._write(one, made, job.blocks, cut=job.cut)

    def remove_others(self, doc_ids: Iterable[str]) -> int:
        """Remove the pages of documents that are no more; how many."""
        gone = set(self.before.known) - set(doc_ids)
        for doc_id in gone:
            self.folder.remove(self.before.known[doc_id])
            self.before.forget(doc_id)
        return len(gone)

    def without_source(self) -> int:
        """How many documents show nothing of their source."""
        return sum(bool(made.why) for made in self.before.known.values())

    def write_index(self, rows: list[IndexRow]) -> None:
        """Write the index with its scripts and styles, and the corrections that there are."""
        from thai_ita.review.render import (
            corrections_script,
            index_portions,
            render_index,
            static_assets,
        )

        named = [
            *static_assets(self.options.language).items(),
            ("corrections.js", corrections_script(self._review_id(), list(self._known_corrections()))),
        ]
        self.folder.write_assets([*named, *index_portions(rows)])
        self.folder.write_index(render_index(rows, self.options.language))

    def _review_id(self) -> str:
        """What names the review in browsers; the same whenever its pages are made anew."""
        path = str(self._store.path.parent.resolve())
        return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]

    def _known_corrections(self) -> Iterator[KnownCorrection]:
        from thai_ita.batch.correction_outcomes import correction_outcomes
        from thai_ita.review.render import KnownCorrection

        for each in correction_outcomes(self._store, self._corrections):
            yield KnownCorrection(each.correction, str(each.came), each.message)

    def _why_none(self, listed: Listed) -> tuple[str, list[Source]]:
        """Why no source can be shown, as a word; else the places where it may lie."""
        if not self.options.pictures:
            return NOT_WANTED, []
        if not listed.content:
            return UNHASHED, []
        if listed.given_up:
            return GIVEN_UP, []
        sources = self._sources.of(listed)
        return ("", sources) if sources else (GONE, [])

    def _holds(self, made: Made, listed: Listed, why: str, sources: list[Source]) -> bool:
        """Whether what was shown of a source, or could not be, is what would be shown now. Pictures outlive their
        file."""
        shown, failed = self._shown_digest(listed), made.source.partition(_FAILED)[2]
        if not made.source.startswith(shown) or why in (NOT_WANTED, GIVEN_UP):
            return False
        if why == GONE:
            return any(not picture.why for picture in made.pictures) or not (made.why or made.pictures)
        return not failed or _FAILED + failed == self._failed_digest(sources)

    def _shown_digest(self, listed: Listed) -> str:
        return _digest([listed.content, drawing_version(), self.options.pages])

    def _failed_digest(self, sources: list[Source]) -> str:
        """What may change where a source, or a page of it, could not be shown."""
        run = self.options.run
        prints = [fingerprint_of(str(source.file)) for source in sources]
        return _FAILED + _digest([run.deadline_s, run.memory_mb, prints])

    def _page_digest(self, listed: Listed, source: str) -> str:
        beside = self._beside.get(listed.doc_id, ("", ""))
        return _digest([self._data[listed.doc_id], source, beside, self.options.language, looks_version()])

    def _pages(self, one: _Document) -> tuple[int, ...]:
        """The pages to be drawn, those with facts first where there are too many; none of a text."""
        if one.media not in _OF_PAGES:
            return ()
        if one.n_pages <= self.options.pages:
            return tuple(range(1, one.n_pages + 1))
        spoken = Counter(spot.page for spot in one.evidence.spots() if spot.page and spot.page <= one.n_pages)
        telling = [page for page, _ in spoken.most_common(self.options.pages)]
        others = (page for page in range(1, one.n_pages + 1) if page not in spoken)
        return tuple(sorted([*telling, *islice(others, self.options.pages - len(telling))]))

    def _write(self, one: _Document, made: Made, blocks: tuple[ShownBlock, ...] = (), *, cut: bool = False) -> None:
        """Write the page of a document, then what is remembered of it."""
        from thai_ita.analyze.reconcile import explain_rows
        from thai_ita.review.render import render_document

        doc_id, language = made.doc_id, self.options.language
        before = self.before.known.get(doc_id, Made(doc_id))
        source = self._source(one, made, blocks, cut)
        lines = explain_rows([one.rows.document], one.rows.tables["scores"], one.rows.tables["checks"])
        previous, next_ = self._beside.get(doc_id, ("", ""))
        page = document_page(
            doc_id, _facts(one.rows, one.evidence), one.evidence, [line.strip() for line in lines[1:]], source,
            language, previous=previous, next_=next_,
        )  # fmt: skip
        size = self.folder.write_page(doc_id, render_document(page, language))
        self.before.note(replace(made, size=size))
        drawn = {picture.number for picture in made.pictures if not picture.why}
        self.folder.remove_pictures(doc_id, {picture.number for picture in before.pictures} - drawn)

    def _write_fault(self, listed: Listed) -> None:
        """Write the page of a document that could not be made, which is tried again the next time."""
        from thai_ita.review.render import render_fault

        previous, next_ = self._beside.get(listed.doc_id, ("", ""))
        message = self.faults.known[listed.doc_id].message
        html = render_fault(listed.path, message, self.options.language, previous=previous, following=next_)
        before = self.before.known.get(listed.doc_id, Made(listed.doc_id))
        self.before.note(replace(before, page="", size=self.folder.write_page(listed.doc_id, html)))

    def _source(self, one: _Document, made: Made, blocks: tuple[ShownBlock, ...], cut: bool) -> ShownSource:
        language = self.options.language
        if made.why and not made.pictures:
            word = _PAGE_WORDS.get(made.why, made.why) if made.why != LOST else LOST
            return ShownSource(
                why_none=sentence(language, word, path=one.listed.path, message=said_in(made.message, language))
            )
        left_out = sentence(language, "text_left_out") if cut else ""
        if one.n_pages > len(made.pictures) > 0:
            left_out = sentence(language, "pages_left_out", shown=len(made.pictures), total=one.n_pages)
        pictures = tuple(self._picture(made.doc_id, each) for each in made.pictures)
        return ShownSource(pictures, blocks, "", left_out, {each.number: each.turn for each in made.pictures})

    def _picture(self, doc_id: str, made: MadePicture) -> Picture:
        if made.why:
            word = _PAGE_WORDS.get(made.why, "no_page")
            message = said_in(made.message, self.options.language)
            return Picture(made.number, why_none=sentence(self.options.language, word, message=message))
        return Picture(made.number, f"{doc_id}/{made.number}.webp", made.width, made.height)


@dataclass(slots=True)
class _Document:
    """A document while its page is made; ``pictures`` are those of its pages so far."""

    listed: Listed
    rows: Rows
    evidence: Evidence
    sources: list[Source]
    pictures: list[MadePicture] = field(default_factory=list)

    @property
    def media(self) -> str:
        return str(self.rows.document.get("media") or "")

    @property
    def n_pages(self) -> int:
        pages = self.rows.document.get("pages")
        return max(pages if isinstance(pages, int) else 0, self.evidence.n_pages, 1)


def _facts(rows: Rows, evidence: Evidence) -> Facts:
    troubled = any(is_grave(problem.severity) for problem in evidence.problems)
    withheld = (refusal.fact for refusal in evidence.refusals if refusal.kind == "withheld" and refusal.fact)
    return facts_of(rows, troubled=troubled, withheld=withheld)


def _digest(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
