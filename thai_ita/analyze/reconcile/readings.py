"""A score as a variable of the arithmetic: what was printed, how sure its digits are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from thai_ita.analyze.reconcile.intervals import (
    HIGHEST,
    LOWEST,
    Interval,
    printed_interval,
    rounding_half,
)
from thai_ita.model import Basis, Document, Media, Report, Score, ScoreKey, ScoreKind, ScoreStatus
from thai_ita.normalize.editions import nearest_edition
from thai_ita.normalize.numerals import find_numbers, to_arabic

Key = tuple[int, ScoreKind, str]
"""A variable of one agency: assessment year, kind, code. Scores of EIT parts are no variables:
how the parts combine is not known."""

# Results are published with two decimals; a value with fewer has lost a zero, or more.
FULL_DECIMALS = 2
_THAI_DIGIT = re.compile("[๐-๙]")
_ARABIC_DIGIT = re.compile("[0-9]")
_LETTER_FOR_DIGIT = re.compile("[oOοlI]")


@dataclass(slots=True)
class ScoreReading:
    """One score with its printed digits.

    ``value`` is the score that is being tried, ``score.value`` the one that was read. ``scale`` is
    the factor from score to printed number: 1, or the weight for weighted points. ``half`` is half
    its rounding interval, in score units. ``rivals`` are the other readings that the source itself
    offers, as long as nothing has chosen; ``offered`` tells that there were some,
    here or in a column beside. ``echoes`` counts the places that state the same value with all its decimals.

    ``recognised`` tells that a recogniser read it from a picture, with the probability ``p`` (1
    where it was typed); ``read_as`` are the other scores that the picture may show, likeliest first.
    The same glyph is misread the same way twice, so there ``echoes`` is 0 and ``repeats`` counts.
    ``fixed``: a person gave it, so that it is no reading any more and stands for nothing else.
    ``proven`` tells that the arithmetic proves the value, whatever it says of year and owner.
    ``sure`` is the chance (0-1) that digits and name are right.
    """

    key: Key
    score: Score
    value: float
    half: float
    decimals: int
    scale: float = 1.0
    doubtful: bool = False
    derived: bool = False
    disputed: bool = False
    echoes: int = 0
    rivals: tuple[float, ...] = ()
    offered: bool = False
    repaired_from: float | None = None
    recognised: bool = False
    p: float = 1.0
    read_as: tuple[float, ...] = ()
    repeats: int = 0
    proven: bool = False
    sure: float = 1.0
    fixed: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def interval(self) -> Interval:
        return printed_interval(self.value, self.half)

    @property
    def digits(self) -> str:
        """The printed number with Arabic digits: ``81.64``, or ``24.56`` for points."""
        return format_number(self.value * self.scale, self.decimals)

    @property
    def thai_digits(self) -> bool:
        return bool(_THAI_DIGIT.search(self.score.value_as_seen))

    def from_digits(self, digits: str) -> float:
        """The score that these printed digits would stand for."""
        return float(digits) / self.scale


def format_number(value: float, decimals: int) -> str:
    """The number with exactly so many decimals."""
    return f"{value:.{decimals}f}"


@lru_cache(maxsize=4096)
def one_digit_changes(digits: str) -> tuple[str, ...]:
    """Every printed number that differs from this one in exactly one digit.

    >>> len(one_digit_changes("81.64"))
    36
    """
    out = []
    for at, digit in enumerate(digits):
        if digit.isdigit():
            out += [digits[:at] + other + digits[at + 1 :] for other in "0123456789" if other != digit]
    return tuple(out)


@lru_cache(maxsize=8192)
def _changed_values(digits: str, scale: float) -> tuple[float, ...]:
    values = [float(changed) / scale for changed in one_digit_changes(digits)]
    return tuple(value for value in values if LOWEST <= value <= HIGHEST + 1e-9)


def possible_changes(reading: ScoreReading) -> tuple[float, ...]:
    """The scores from 0 to 100 that a change of one digit would give.

    Decimals that were not printed count as zeros: 86.5 may be 86.50 with its zero left out, or
    86.54 with a digit lost.
    """
    decimals = max(reading.decimals, FULL_DECIMALS)
    return _changed_values(format_number(reading.value * reading.scale, decimals), reading.scale)


def doubtful_pages(document: Document) -> bool | frozenset[int]:
    """Where digits may be misread: True everywhere, False nowhere, else these page numbers.

    Scans and images are read by OCR. A plain text file is itself a reading of a report that was
    published in another form, and nothing tells how it was made. A page of which a recogniser read
    a part is as doubtful in any kind of file. Word, HTML, Excel and the text
    layer of a PDF hold the digits that were typed.
    """
    if document.media in (Media.PDF_SCAN, Media.IMAGE, Media.TEXT):
        return True
    read = frozenset(page.number for page in document.pages if page.recognised)
    if document.media is Media.PDF_MIXED:
        return read | {page.number for page in document.pages if page.needs_ocr}
    return read or False


def _looks_misread(seen: str) -> bool:
    """A letter for a digit, or Thai and Arabic digits in one number."""
    return bool(_LETTER_FOR_DIGIT.search(seen) or (_THAI_DIGIT.search(seen) and _ARABIC_DIGIT.search(seen)))


def is_doubtful(score: Score, pages: bool | frozenset[int]) -> bool:
    """Whether the digits of this score may be misread."""
    if score.reading_p is not None:
        return True
    if isinstance(pages, bool):
        return pages or _looks_misread(score.value_as_seen)
    return score.evidence.page in pages or _looks_misread(score.value_as_seen)


def variables(report: Report) -> list[Score]:
    """The scores that take part in the arithmetic: of several under one name the one that a person
    stands for, else the first.

    Left out: scores without a year, scores of EIT parts and items that are none of the edition.
    """
    own = report.identity.agency
    found: dict[ScoreKey, Score] = {}
    for score in report.scores:
        if score.fiscal_year is None or score.part or score.by_code_alone:
            continue
        owner = score.agency or own
        name = (owner.agency_id if owner else "", *score.key[1:])
        if score.fixed and name in found and not found[name].fixed:
            found[name] = score
        found.setdefault(name, score)
    return list(found.values())


def read_variables(report: Report, doubt: bool | None = None) -> dict[str, dict[Key, ScoreReading]]:
    """The variables of a report by agency id.

    ``doubt`` overrides what the kind of file says on whether digits may be misread.
    """
    pages = doubtful_pages(report.document) if doubt is None else doubt
    out: dict[str, dict[Key, ScoreReading]] = {}
    for score in variables(report):
        agency = score.agency or report.identity.agency
        reading = make_reading(score, pages)
        out.setdefault(agency.agency_id if agency else "", {})[reading.key] = reading
    return out


def make_reading(score: Score, pages: bool | frozenset[int] = False) -> ScoreReading:
    """A score as a variable; ``score.fiscal_year`` must not be None."""
    year = score.fiscal_year
    if year is None:
        raise ValueError(f"{score.kind} {score.code} has no year")
    scale = _scale(score, year)
    derived = score.basis is Basis.DERIVED
    rivals = tuple(dict.fromkeys(a for a in score.alternates if abs(a - score.value) > 1e-9))
    half = rounding_half(score.decimals, scale)
    recognised = score.reading_p is not None and not score.fixed
    echoes = _echoes(score)
    return ScoreReading(
        key=(year, score.kind, score.code),
        score=score,
        value=score.value,
        # A derived value has the rounding of the stated one and that of the stated change.
        half=2 * half if derived else half,
        decimals=score.decimals,
        scale=scale,
        doubtful=not derived and is_doubtful(score, pages),
        derived=derived,
        disputed=score.status is ScoreStatus.CONFLICT,
        echoes=0 if recognised else echoes,
        rivals=rivals,
        offered=bool(rivals) or score.chosen_by_sums,
        recognised=recognised,
        p=score.reading_p if recognised and score.reading_p is not None else 1.0,
        read_as=tuple(value / scale for value, _ in score.readings if recognised and value / scale <= HIGHEST),
        repeats=echoes if recognised else 0,
        fixed=score.fixed,
    )


def _scale(score: Score, year: int) -> float:
    """The weight where the printed number is weighted points, else 1."""
    if score.kind is not ScoreKind.INSTRUMENT or score.basis is Basis.DERIVED:
        return 1.0
    weight = nearest_edition(year).weights.get(score.code)
    try:
        printed = float(to_arabic(score.value_as_seen).replace(" ", ""))
    except ValueError:
        return 1.0
    if weight and abs(printed - score.value) > 0.02 and abs(printed / weight - score.value) < 0.001:
        return weight
    return 1.0


def _echoes(score: Score) -> int:
    """The other places that print the same number with at least the same decimals."""
    own = score.evidence
    seen = {(own.page, own.table, own.row, own.text)}
    count = 0
    for place in score.restated:
        where = (place.page, place.table, place.row, place.text)
        if where in seen:
            continue
        seen.add(where)
        count += any(
            abs(number.value - score.value) < 1e-9 and number.decimals >= score.decimals
            for number in find_numbers(place.text)
        )
    return count
