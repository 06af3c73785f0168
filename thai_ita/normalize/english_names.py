"""English names of indicators and instruments: Performance of Duties, Duty Performance.

Translations vary in words and in their order, so a name is the set of what its words mean, little
words aside. It counts only where nothing else is said: ``Budget Utilization`` is the name,
``Budget Utilization Plan`` is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from thai_ita.model import ScoreKind
from thai_ita.normalize.editions import english_words
from thai_ita.normalize.name_ranking import Alias

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import Edition

# A word this long may have one letter misread.
SHORTEST_MISREAD = 6
# Words of the longest name, little words included.
LONGEST_NAME = 9

_WORD = re.compile(r"[A-Za-z]+")
_RUN = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}+(?:(?:[ \n]++|-|[ ]?[&/][ ]?)[A-Za-z]++)+")
# What may stand before and behind a name in a sentence.
_BEFORE = frozenset(
    [
        "the",
        "a",
        "in",
        "for",
        "of",
        "on",
        "indicator",
        "indicators",
        "score",
        "scores",
        "is",
        "are",
        "was",
        "and",
        "while",
        "with",
        "namely",
    ]
)
_BEHIND = frozenset(
    [
        "is",
        "was",
        "are",
        "were",
        "at",
        "has",
        "had",
        "got",
        "gets",
        "scored",
        "scores",
        "score",
        "with",
        "received",
        "receives",
        "reached",
        "and",
        "which",
        "indicator",
        "in",
        "obtained",
        "achieved",
    ]
)

Meaning = frozenset[str]


@dataclass(frozen=True, slots=True)
class EnglishMention:
    """An English name in a text, from ``start`` to ``end``."""

    start: int
    end: int
    alias: Alias


@lru_cache(maxsize=1)
def _meanings() -> dict[str, str]:
    return {word: group[0] for group in english_words().synonyms for word in group}


@lru_cache(maxsize=4096)
def _meaning_of(word: str) -> str:
    """What a word stands for: the first of its synonyms, one misread letter mended; else itself."""
    word = word.lower()
    known = _meanings()
    if word in known or len(word) < SHORTEST_MISREAD:
        return known.get(word, word)
    near = process.extractOne(word, list(known), scorer=Levenshtein.distance, score_cutoff=1)
    return known[near[0]] if near else word


def _meaning(words: Iterable[str]) -> Meaning:
    fillers = english_words().fillers
    return frozenset(_meaning_of(word) for word in words if word.lower() not in fillers)


class EnglishNames:
    """Recognises the English names of one edition."""

    def __init__(self, edition: Edition) -> None:
        self._names: dict[Meaning, list[Alias]] = {}
        common = english_words()
        indicators = common.indicators.get(edition.scheme, {})
        for indicator in edition.indicators:
            self._add(
                ScoreKind.INDICATOR,
                indicator.code,
                indicator.name,
                (indicator.name_en, *indicator.aliases_en, *indicators.get(indicator.code, ())),
            )
        for instrument in edition.instruments:
            self._add(
                ScoreKind.INSTRUMENT,
                instrument.code,
                instrument.name,
                (instrument.name_en, *instrument.aliases_en, *common.instruments.get(instrument.code, ())),
            )

    def _add(self, kind: ScoreKind, code: str, name: str, english: Iterable[str]) -> None:
        for text in english:
            if meaning := _meaning(_WORD.findall(text)):
                self._names.setdefault(meaning, []).append(Alias(text, name, kind, code))

    def match(self, text: str, instrument: str = "") -> Alias | None:
        """What a text names that holds an English name and nothing else.

        ``Open Data`` is an indicator, and the instrument where its letters stand beside it.
        """
        words = [word for word in _WORD.findall(text) if word.upper() != instrument]
        if not 2 <= len(words) <= LONGEST_NAME:
            return None
        named = self._names.get(_meaning(words), [])
        return next((a for a in named if a.code == instrument), named[0] if named else None)

    def find(self, text: str) -> list[EnglishMention]:
        """The English names in a text, the longest at each place, where only words that introduce
        names and report results stand beside them."""
        found: list[EnglishMention] = []
        for run in _RUN.finditer(text):
            words = list(_WORD.finditer(text, run.start(), run.end()))
            at = 0
            while at < len(words):
                end, alias = self._longest(words, at)
                if alias is not None:
                    found.append(EnglishMention(words[at].start(), words[end - 1].end(), alias))
                at = end
        return found

    def _longest(self, words: list[re.Match[str]], at: int) -> tuple[int, Alias | None]:
        fillers = english_words().fillers
        introduced = at == 0 or words[at - 1][0].lower() in _BEFORE
        if not introduced or words[at][0].lower() in fillers:
            return at + 1, None
        for end in range(min(len(words), at + LONGEST_NAME), at + 1, -1):
            closed = end == len(words) or words[end][0].lower() in _BEHIND
            named = self._names.get(_meaning(w[0] for w in words[at:end])) if closed else None
            if named and words[end - 1][0].lower() not in fillers:
                return end, named[0]
        return at + 1, None
