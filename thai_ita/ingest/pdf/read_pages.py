"""Pages of a PDF, one after the other: the fast reader, checked by the reference where in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Literal

from thai_ita.ingest.pdf.reader import OpenPdf, PageContent, PageLimits, PageReader
from thai_ita.ingest.pdf.readers.reader_diff import better, compare
from thai_ita.ingest.pdf.text.legible import why_illegible
from thai_ita.model import Problem, Severity

Verify = Literal["never", "suspicious", "always"]
ReaderName = Literal["fast", "pdfplumber"]

# Below this share of possible Thai a page is read a second time.
SUSPICIOUS_QUALITY: Final = 0.93
# This many glyphs without a Unicode value make a page suspicious.
SUSPICIOUS_UNMAPPED: Final = 5
# So many rulings and no table make a page suspicious.
SUSPICIOUS_RULINGS: Final = 8
# What is said of the text of a page, and not of a page without text.
_OF_TEXT: Final = frozenset({"hidden-text", "readers-differ", "unchecked-page"})
_UNCHECKED: Final = "unchecked-page"
# A page with more characters than this is not read by the slow reader.
_TOO_LONG_TO_CHECK: Final = 20_000
# Pages with less text are not suspicious for it: letters for its share of Thai, characters for rulings without a table.
_ENOUGH_THAI: Final = 20
_ENOUGH_CHARS: Final = 50


def get_reader(name: ReaderName) -> PageReader:
    """The reader of this name. Raises ``ValueError`` for any other."""
    if name == "fast":
        from thai_ita.ingest.pdf.readers.fast import FastReader

        return FastReader()
    if name == "pdfplumber":
        from thai_ita.ingest.pdf.readers.plumber import PlumberReader

        return PlumberReader()
    raise ValueError(f"there is no PDF reader {name!r}; choose 'fast' or 'pdfplumber'")


def read_pdf(
    path: str | Path,
    *,
    reader: ReaderName = "fast",
    verify: Verify = "suspicious",
    max_pages: int | None = None,
    limits: PageLimits | None = None,
) -> Iterator[PageContent]:
    """The pages of a PDF in order, each read, checked and closed before the next.

    Pages over ``max_pages`` are left out, which the last page that is given says in a Problem.
    With ``verify`` a second reader is asked on suspicious pages, on all or on none; the better
    result is given and the difference is a Problem. A page whose text is no text is given empty,
    and ``illegible`` says why. Raises an ``IngestError`` for a file that
    gives nothing.
    """
    limits = limits or PageLimits()
    with ExitStack() as stack:
        document = stack.enter_context(get_reader(reader).open(path, limits))
        checker: OpenPdf | None = None
        last = document.n_pages if max_pages is None else min(max_pages, document.n_pages)
        for number in range(1, last + 1):
            page = document.read_page(number)
            if reader == "fast" and _must_check(page, verify):
                if checker is None:
                    checker = _open_checker(stack, path, limits, page)
                if checker is not None:
                    page = _checked(page, checker.read_page(number))
            if reason := why_illegible(page):
                page.illegible = reason
                page.lines, page.tables = [], []
                page.problems = [t for t in page.problems if t.code not in _OF_TEXT]
            if number == last < document.n_pages:
                message = (
                    f"the file has {document.n_pages} pages, of which {last} were read; raise the limit to read more"
                )
                page.problems.append(Problem("too-many-pages", message, page=number))
            yield page


def _must_check(page: PageContent, verify: Verify) -> bool:
    # The second reader takes hidden text for text and knows no form.
    if verify == "never" or page.by_sight or page.n_chars > _TOO_LONG_TO_CHECK:
        return False
    if verify == "always":
        return True
    return bool(suspicions(page))


def suspicions(page: PageContent) -> list[str]:
    """Why a page of the fast reader is not trusted without a second reading."""
    found: list[str] = []
    if page.skipped:
        if any(problem.code == "bad-page" for problem in page.problems):
            found.append("it could not be read")
        return found
    if page.quality < SUSPICIOUS_QUALITY and page.n_thai > _ENOUGH_THAI:
        found.append(f"only {page.quality:.0%} of its text is possible Thai")
    if page.unmapped >= SUSPICIOUS_UNMAPPED:
        found.append(f"{page.unmapped} of its glyphs have no Unicode value")
    ruled = any(table.ruled for table in page.tables)
    if page.n_rulings >= SUSPICIOUS_RULINGS and not ruled and page.n_chars > _ENOUGH_CHARS:
        found.append("it has rulings and no table")
    return found


def _open_checker(stack: ExitStack, path: str | Path, limits: PageLimits, page: PageContent) -> OpenPdf | None:
    from thai_ita.ingest.errors import IngestError

    try:
        return stack.enter_context(get_reader("pdfplumber").open(path, limits))
    except IngestError as error:
        message = f"the page could not be checked by a second reader: {error}"
        page.problems.append(Problem(_UNCHECKED, message, Severity.INFO, page.number))
        return None


def _checked(fast: PageContent, reference: PageContent) -> PageContent:
    """The better of two readings, with a Problem that tells how they differ."""
    if reference.skipped:
        if not fast.skipped:
            message = f"the page could not be checked by a second reader: {_why(reference)}"
            fast.problems.append(Problem(_UNCHECKED, message, Severity.INFO, fast.number))
        return fast
    differences = compare(fast, reference)
    if not differences:
        return fast
    use_reference = better(fast, reference)
    page = reference if use_reference else fast
    name = "pdfplumber" if use_reference else "fast"
    reasons = "; ".join(suspicions(fast)) or "it was checked as asked"
    message = (
        f"two readers differ in {len(differences)} places ({differences[0]}); the {name} "
        f"reader's result is kept; the page was read twice because {reasons}"
    )
    page.problems = [*fast.problems, Problem("readers-differ", message, Severity.INFO, fast.number)]
    return page


def _why(page: PageContent) -> str:
    return "; ".join(problem.message for problem in page.problems)
