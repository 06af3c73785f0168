"""Fiscal years that a recogniser read from a picture: settled by all mentions before anything is read.

One digit wrong in ปีงบประมาณ ๒๕๖๕ puts every score of a document under a wrong year. The years of results
are few, and a document names its own several times: a mention that was read with doubt is taken for
what the sure ones say, and a fiscal year that there cannot be is put right by them. Where they do
not tell, the year stays as read and is unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from thai_ita.model import (
    Cell,
    Check,
    CheckResult,
    Document,
    EstablishedBy,
    FigureReading,
    Identity,
    Line,
    Media,
    Report,
    Score,
    Severity,
)
from thai_ita.normalize.dates import YearMention, find_years
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.recognised import (
    FIRST_YEAR,
    LAST_YEAR,
    PUBLISHED,
    SURE,
    UNREAD,
    locate,
    plain_digits,
)
from thai_ita.parse.document_texts import texts_of, with_texts
from thai_ita.parse.text.result_year import is_of_no_result, stated_years

# Years before the first that a document may still name as fiscal years: of a law, of a plan.
EARLIEST = 2550
# Before it stands no year of the Buddhist era that such a document would name.
OLDEST = 2400
COMMON_ERA = range(1900, 2050)
# One mention proves a year where it was read with SURE, else so many with PUBLISHED.
MENTIONS = 2
_LED = re.compile(r"(?:ปี\s?(?:งบ(?:\s?ประมาณ)?)?|ITA\)?)\s*+(?:\(?\s*พ\s?\.?\s?ศ\s?\.?)?\s*+\(?\s*$")
_FISCAL = re.compile(r"(?:ปี\s?งบ(?:\s?ประมาณ)?|ประจำปี)\s*+(?:\(?\s*พ\s?\.?\s?ศ\s?\.?)?\s*$")
_THAI = re.compile("[๐-๙]")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@dataclass(slots=True)
class _Mention:
    """A year in a text: what was read, what else it may be, and in the end what it is."""

    block: int
    start: int
    end: int
    text: str
    p: float
    readings: dict[int, float]
    fiscal: bool
    page: int | None
    table: int | None = None
    year: int | None = None
    unsure: bool = False

    @property
    def read(self) -> int:
        return int(plain_digits(self.text))


@dataclass(slots=True)
class SettledYears:
    """The document with its years put right, the years that are unsure and checks on both."""

    document: Document
    unsure: dict[int, float] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)


def settle_years(document: Document) -> SettledYears:
    """The years of recognised pages settled; a document that was typed comes back as it is."""
    if not any(page.recognised for page in document.pages) and not _has_figures(document):
        return SettledYears(document)
    tables = {id(cell): i for i, table in enumerate(document.tables) for cell in table.cells()}
    mentions: list[_Mention] = []
    for i, text in enumerate(texts_of(document)):
        found = list(_mentions(i, text, document))
        for mention in found:
            mention.table = tables.get(id(text))
        mentions += found
    for mention in mentions:
        _settle(mention, [m for m in mentions if m is not mention])
    out = SettledYears(document)
    for mention in mentions:
        if mention.year != mention.read or mention.unsure:
            out.checks.append(_check(mention))
    out.unsure = _unsure_years(mentions)
    changed = [m for m in mentions if m.year is not None and m.year != m.read]
    if changed:
        out.document = _rewritten(document, changed)
    return out


def doubt_years(report: Report) -> None:
    """Makes the facts of unsure years facts of an inferred year, in place."""
    facts: list[Identity | Score] = [report.identity, *report.scores, *report.withheld]
    for fact in facts:
        if fact.fiscal_year in report.unsure_years and fact.year_from.is_established:
            fact.year_from = EstablishedBy.INFERRED


def _has_figures(document: Document) -> bool:
    return any(text.figures for text in texts_of(document))


# -- the mentions ------------------------------------------------------------------------------


def _mentions(block: int, text: Line | Cell, document: Document) -> Iterator[_Mention]:
    """The years of a line or cell that may be years of results or of the report."""
    located = {found.start: found for found in locate(text.text, text.figures)}
    told = {year.start for year in stated_years(text.text) if not is_of_no_result(text.text, year)}
    told |= {year.start for year in find_years(text.text) if year.fiscal}
    for found in located.values():
        before = text.text[: found.start]
        place = YearMention(0, found.start, found.end, fiscal=False)
        if found.start not in told and is_of_no_result(text.text, place):
            continue
        alone = plain_digits(text.text) == plain_digits(found.figure.text)
        if not (found.start in told or _LED.search(before) or alone):
            continue
        readings = _years_of(found.figure)
        digits = plain_digits(found.figure.text)
        if not re.fullmatch(r"\d{4}", digits) or not (readings or _LED.search(before)):
            continue
        yield _Mention(
            block, found.start, found.end, text.text[found.start : found.end], found.figure.p,
            readings, bool(_FISCAL.search(before)), text.page,
        )  # fmt: skip
    for year in find_years(text.text):
        if year.start in told and not any(f.start <= year.start < f.end for f in located.values()):
            # Typed, or part of a picture whose recogniser did not say how sure it is.
            p = 0.0 if text.figures or _is_picture(document, text.page) else 1.0
            seen = text.text[year.start : year.end]
            if re.fullmatch(r"\d{4}", plain_digits(seen)) and FIRST_YEAR <= year.year <= LAST_YEAR:
                yield _Mention(block, year.start, year.end, seen, p, {year.year: p}, False, text.page)


def _is_picture(document: Document, page: int | None) -> bool:
    if document.media not in (Media.PDF_SCAN, Media.IMAGE):
        return False
    return any(p.recognised for p in document.pages if page is None or p.number == page)


def _years_of(figure: FigureReading) -> dict[int, float]:
    """The years of results that a figure may be, with their probabilities."""
    out: dict[int, float] = {}
    for text, p in ((figure.text, figure.p), *figure.others):
        digits = plain_digits(text)
        if re.fullmatch(r"\d{4}", digits) and FIRST_YEAR <= int(digits) <= LAST_YEAR:
            out.setdefault(int(digits), p)
    return out


# -- the vote ----------------------------------------------------------------------------------


def _settle(mention: _Mention, others: list[_Mention]) -> None:
    """Sets what a mention is, by its own readings and by the other mentions."""
    mention.year = read = mention.read
    if FIRST_YEAR <= read <= LAST_YEAR:
        if mention.p < PUBLISHED:
            _settle_doubtful(mention, others)
        return
    first = EARLIEST if mention.fiscal else OLDEST
    if mention.p >= PUBLISHED and (first <= read < FIRST_YEAR or read in COMMON_ERA):
        return  # an old year, of a law or of a founding
    near = mention.readings or [y for y in range(FIRST_YEAR, LAST_YEAR + 1) if _is_slip(read, y)]
    backed = [y for y in near if _is_sure(y, others)]
    if len(backed) == 1:
        mention.year = backed[0]
    else:
        mention.year, mention.unsure = None, True


def _settle_doubtful(mention: _Mention, others: list[_Mention]) -> None:
    """A year that there is, read with doubt: it is what it says where another place says so surely.

    A plan for one year quotes the result of the year before, and the columns of a table are of years
    that all differ. So it is taken for another reading only where that is the one year that the rest
    of the document names, several times, and no neighbour of what was read.
    """
    backed = [y for y in mention.readings if y != mention.read and _is_sure(y, others)]
    if _is_sure(mention.read, others):
        mention.unsure = bool(backed)
        return
    named = {m.read for m in others if m.p >= PUBLISHED and FIRST_YEAR <= m.read <= LAST_YEAR}
    apart = [m for m in others if m.table != mention.table or m.table is None]
    if (
        len(backed) == len(named) == 1
        and abs(backed[0] - mention.read) > 1
        and sum(m.read == backed[0] and m.p >= PUBLISHED for m in apart) >= MENTIONS
    ):
        mention.year = backed[0]
        return
    mention.unsure = True


def _is_sure(year: int, mentions: list[_Mention]) -> bool:
    """Whether a mention says a year without doubt."""
    return any(m.read == year and m.p >= PUBLISHED for m in mentions)


def _is_slip(read: int, year: int) -> bool:
    """Whether one digit before the last tells two years apart: by the last digit any is near."""
    return read % 10 == year % 10 and sum(a != b for a, b in zip(str(read), str(year), strict=True)) == 1


def _unsure_years(mentions: list[_Mention]) -> dict[int, float]:
    """The years that no mention proves, and those between which a mention does not decide, each with
    the probability of its surest mention."""
    out: dict[int, float] = {}
    for year in {m.year for m in mentions if m.year is not None}:
        of_year = [m for m in mentions if m.read == year and m.year == year]
        sure = any(m.p >= SURE for m in of_year)
        if not sure and sum(m.p >= PUBLISHED for m in of_year) < MENTIONS:
            out[year] = max((m.p for m in of_year), default=0.0)
    for mention in mentions:
        if mention.unsure:
            for year in (mention.read, *mention.readings):
                surest = max((m.p for m in mentions if m.read == year and m is not mention), default=0.0)
                if surest or year == mention.year:
                    out.setdefault(year, max(surest, mention.p if year == mention.year else 0.0))
    out = {year: p for year, p in out.items() if FIRST_YEAR <= year <= LAST_YEAR}
    if any(m.year is None for m in mentions):
        out[UNREAD] = 0.0
    return out


def _check(mention: _Mention) -> Check:
    read = f"the year {mention.text} was recognised with probability {mention.p:.2f}"
    read += f" (page {mention.page})" if mention.page is not None else ""
    if mention.unsure:
        said = "and no other mention says what it is: compare with the original"
    else:
        said = f"and is {mention.year} by the other mentions"
    others = ", ".join(f"{y} ({p:.2f})" for y, p in mention.readings.items() if y != mention.read)
    return Check(
        "unsure-year", CheckResult.FAILS if mention.unsure else CheckResult.REPAIRED,
        mention.year, Severity.WARNING, others if mention.unsure else str(mention.year),
        mention.text, [], f"{read} {said}",
    )  # fmt: skip


# -- the document ------------------------------------------------------------------------------


def _rewritten(document: Document, mentions: list[_Mention]) -> Document:
    """The document with the years that the mentions are."""
    by_block: dict[int, list[_Mention]] = {}
    for mention in mentions:
        by_block.setdefault(mention.block, []).append(mention)
    texts = enumerate(texts_of(document))
    new = {id(text): _with_years(text, by_block[i]) for i, text in texts if i in by_block}
    return with_texts(document, new)


def _with_years(text: Line | Cell, mentions: list[_Mention]) -> Line | Cell:
    changed = text.text
    lines = text.lines if isinstance(text, Cell) else ()
    for mention in sorted(mentions, key=lambda m: -m.start):
        year = str(mention.year)
        year = year.translate(_TO_THAI) if _THAI.search(mention.text) else year
        changed = changed[: mention.start] + year + changed[mention.end :]
        lines = tuple(line.replace(mention.text, year) for line in lines)
    figures = tuple(_as_settled(figure, mentions) for figure in text.figures)
    if isinstance(text, Cell):
        return replace(text, text=changed, lines=lines, figures=figures)
    return replace(text, text=changed, figures=figures)


def _as_settled(figure: FigureReading, mentions: list[_Mention]) -> FigureReading:
    same = (m for m in mentions if to_arabic(m.text) == plain_digits(figure.text))
    found = next(same, None)
    return figure if found is None else replace(figure, text=str(found.year))
