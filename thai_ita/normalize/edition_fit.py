"""The edition that fits a document which states no year, and the matchers of a document by year.

The names of the indicators are the same for years while the questions under them change, so what
decides is whose questions and items the document words, which codes it uses, which instruments it
speaks of, and by which scheme it names levels. The edition is a key for reading: nothing of it says
of which year the results are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from thai_ita.model import ScoreKind
from thai_ita.normalize.editions import is_complete, known_codes, known_years, load_edition
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.levels import find_levels
from thai_ita.normalize.name_ranking import ACCEPT, aliases_of
from thai_ita.normalize.names import NameMatcher, matcher_for
from thai_ita.normalize.repair import squash

# Letters that a wording or name must have to speak for a year.
SHORTEST_EVIDENCE = 8
# A longer text holds more than one wording.
LONGEST_LABEL = 300
# What each piece of evidence weighs. A wording under its own code outweighs one under another.
WORDING = 2.0
WORDING_WITH_CODE = 3.0
NAME = 1.0
LEVEL_SCHEME = 1.0
FOREIGN_CODE = -2.0

# In a label, which is no longer than that.
_FIGURES = re.compile(r"(?:[\s\d.,%:|/–-]|คะแนน|ร้อยละ|ได้|เท่ากับ)+$")


@dataclass(frozen=True, slots=True)
class _Names:
    """What each wording and name (squashed) is called in which year.

    ``telling`` are names of indicators that not every year has: they count inside a sentence too.
    """

    codes: dict[str, dict[int, str]]
    wordings: tuple[str, ...]
    telling: tuple[str, ...]


@lru_cache(maxsize=1)
def _names() -> _Names:
    codes: dict[str, dict[int, str]] = defaultdict(dict)
    wordings: set[str] = set()
    canonical: set[str] = set()
    for year in known_years():
        edition = load_edition(year)
        for item in edition.items:
            for text in (item.wording, *item.aliases):
                codes[squash(text)][year] = item.code
                wordings.add(squash(text))
        for alias in (
            *aliases_of(edition.indicators, ScoreKind.INDICATOR),
            *aliases_of(edition.subindicators, ScoreKind.SUBINDICATOR),
        ):
            codes[alias.key].setdefault(year, alias.code)
        canonical |= {squash(indicator.name) for indicator in edition.indicators}
    telling = sorted(name for name in canonical if len(codes[name]) < len(known_years()))
    return _Names(codes, tuple(sorted(wordings)), tuple(telling))


def fitting_year(texts: Iterable[str]) -> int:
    """The year of the edition that fits the lines and cells of a document best.

    Of editions that fit alike, also where nothing speaks for any, the newest that is known as a
    whole: a new edition that is known by half reads no undated document. It is no statement of the
    year of the document.
    """
    scores = dict.fromkeys(known_years(), 0.0)
    seen: set[str] = set()
    instruments: set[str] = set()
    schemes: set[str] = set()
    for text in texts:
        if text in seen:
            continue
        seen.add(text)
        label = read_label(text[:LONGEST_LABEL])
        if label.instrument:
            instruments.add(label.instrument)
        schemes |= {mention.level.scheme for mention in find_levels(text)}
        if len(text) <= LONGEST_LABEL:
            key = squash(_FIGURES.sub("", label.name))
            for year, weight in _evidence(key, label.code).items():
                scores[year] += weight
    for year in known_years():
        edition = load_edition(year)
        scores[year] += LEVEL_SCHEME * (schemes == {edition.level_scheme})
        scores[year] += FOREIGN_CODE * len(instruments - {i.code for i in edition.instruments})
    return max(known_years(), key=lambda year: (scores[year], is_complete(year), year))


def _evidence(key: str, code: str) -> dict[int, float]:
    """What a label says for and against each year: by its wording, its name, its code."""
    out: dict[int, float] = {}
    for year, own in _years_of(key).items():
        item = own[0] in known_codes().last
        out[year] = NAME if not item else WORDING_WITH_CODE if own == code else WORDING
    if code:
        for year in known_years():
            last = _last_number(year, code[0])
            if last is not None and int(code[1:]) > last:
                out[year] = out.get(year, 0.0) + FOREIGN_CODE
    return out


def _years_of(key: str) -> dict[int, str]:
    """The years that have this wording or name, and its code in each."""
    if len(key) < SHORTEST_EVIDENCE:
        return {}
    names = _names()
    if key in names.codes:
        return names.codes[key]
    near = process.extractOne(key, names.wordings, scorer=Levenshtein.normalized_similarity, score_cutoff=ACCEPT / 100)
    if near:
        return names.codes[near[0]]
    named = next((name for name in names.telling if name in key), "")
    return names.codes[named] if named else {}


@lru_cache(maxsize=64)
def _last_number(year: int, letter: str) -> int | None:
    """The highest number of the items of a letter in a year, None where it is not known."""
    edition = load_edition(year)
    numbers = [int(item.code[1:]) for item in edition.items if item.code[0] == letter]
    counts = [
        count
        for instrument, own in known_codes().letters.items()
        if own == letter and (count := edition.item_counts.get(instrument))
    ]
    return max((*numbers, *counts), default=None)


class Matchers:
    """The matchers of one document: made once where it is read, and handed down.

    ``of(year)`` is the matcher of that year's edition, or of the nearest; ``of(None)``, and that of
    a year after the last edition, is the one whose edition fits the texts of the document best. It
    is found when it is first asked for.
    """

    def __init__(self, texts: Callable[[], Iterable[str]] = tuple) -> None:
        self._texts = texts
        self._undated: NameMatcher | None = None

    def of(self, year: int | None) -> NameMatcher:
        """The matcher to read what is of this year with."""
        if year is not None and year <= known_years()[-1]:
            return matcher_for(year)
        if self._undated is None:
            self._undated = matcher_for(fitting_year(self._texts()))
        return self._undated
