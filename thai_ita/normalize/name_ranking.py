"""What the matchers of names share: what surrounds a label, aliases, their likeness, and thresholds.

Similarity is rapidfuzz's normalised Levenshtein on text without spaces; token and partial scorers
rate "การใช้" and "การใช้อำนาจ" alike and are not used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from thai_ita.model import Match, ScoreKind
from thai_ita.normalize.repair import squash

# Thresholds 0-100, measured on the published damage (docs/matching.md).
ACCEPT = 85.0
# Below it nothing is even the nearest.
NOTHING_NEAR = 40.0
ACCEPT_IN_CONTEXT = 70.0
MIN_MARGIN = 10.0
# A name with all its letters and few of its marks, as fonts without Thai marks leave it.
SAME_LETTERS = 60.0
# Wordings of questions and items are long; a shorter share of them decides.
ACCEPT_WORDING = 80.0
# Edits of base letters (not marks) that damage explains, as a share of the name's letters.
BASE_EDIT_SHARE = 0.08
BASE_EDIT_SHARE_IN_CONTEXT = 0.25


@dataclass(frozen=True, slots=True)
class Context:
    """What the surroundings of a label say.

    ``number``: the number of the indicator from a numbering column that counts them (never a rank).
    ``instrument``: the instrument of the section. ``table``: the label stands in a table or list of
    scores, which is evidence by itself. ``items``: questions or items are listed.
    """

    number: str = ""
    instrument: str = ""
    table: bool = False
    items: bool = False


ALONE = Context()
"""A label of which nothing is known but itself."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name as it may be printed; ``key`` is what is compared."""

    key: str
    text: str
    kind: ScoreKind
    code: str


def aliases_of(entries: object, kind: ScoreKind) -> list[Alias]:
    """The names of the entries of an edition, each with what else it is called."""
    return [
        Alias(squash(text), text, kind, entry.code)
        for entry in entries  # type: ignore[attr-defined]
        for text in (entry.name, *entry.aliases)
    ]


def similarity(key: str, other: str) -> float:
    """How alike two keys are, 0-100."""
    return 100 * Levenshtein.normalized_similarity(key, other)


class NameList:
    """Aliases that are compared with a key all at once."""

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self.aliases = tuple(aliases)
        self._keys = [alias.key for alias in self.aliases]

    def rank(self, key: str, at_least: float = NOTHING_NEAR) -> tuple[Alias, float, float] | None:
        """The nearest alias, its score, and its lead over the nearest alias of another entry;
        None where no score reaches ``at_least``."""
        scored = process.extract(key, self._keys, scorer=Levenshtein.normalized_similarity, limit=None)
        if not scored or 100 * scored[0][1] < at_least:
            return None
        best = self.aliases[scored[0][2]]
        own = (best.kind, best.code)
        second = next((score for _, score, i in scored if (self.aliases[i].kind, self.aliases[i].code) != own), 0.0)
        return best, round(100 * scored[0][1], 1), round(100 * (scored[0][1] - second), 1)


def accepted(alias: Alias, score: float, margin: float, rule: str) -> Match:
    """The match with an alias, by a rule."""
    return Match(
        alias.code,
        alias.text,
        alias.text,
        round(score, 1),
        round(margin, 1),
        rule,
        True,
        "",
        alias.kind,
    )


def refused(rule: str, reason: str, alias: Alias | None = None, score: float = 0.0, margin: float = 0.0) -> Match:
    """No match: by which rule and why, and what came nearest."""
    code, name, kind = (alias.code, alias.text, alias.kind) if alias else ("", "", None)
    return Match(code, name, name, score, margin, rule, False, reason, kind)


def without_words(key: str, words: tuple[str, ...]) -> str:
    """What remains of a key when the words are taken out in their order."""
    for word in _squashed(words):
        key = key.replace(word, "")
    return key


@lru_cache(maxsize=8)
def _squashed(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(squash, words))
