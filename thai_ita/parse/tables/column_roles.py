"""What a column holds, told by its heading.

Headings vary without end, so nothing here is a list of templates: a heading is compared with many
phrases for each role, as a whole (for damaged and reworded ones) and by the longest phrase it
contains. Data: ``data/headings.json``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.repair import squash
from thai_ita.normalize.term_spelling import canonical_term
from thai_ita.parse.tables.heading_words import field_by_words

# Similarity (0-1) of a whole heading to a phrase from which the phrase counts as met.
SAME_PHRASE = 0.82
# A phrase shorter than this is met only as the whole heading.
MIN_CONTAINED = 5
# Fit of a heading that is no known phrase but has no other words than a field's.
BY_WORDS = 1.2
# Fit of a known phrase.
EXACT = 2.0


class ColumnRole(StrEnum):
    SEQ = "seq"
    RANK = "rank"
    INSTRUMENT = "instrument"
    INDICATOR = "indicator"
    QUESTION = "question"
    ITEM = "item"
    CODE = "code"
    SCORE = "score"
    POINTS = "points"
    WEIGHT = "weight"
    FULL = "full"
    TARGET = "target"
    CHANGE = "change"
    AVERAGE = "average"
    COUNT = "count"
    LEVEL = "level"
    AGENCY = "agency"
    DISTRICT = "district"
    PROVINCE = "province"
    YEAR = "year"
    ISSUE = "issue"
    ANALYSIS = "analysis"
    MEASURE = "measure"
    STEPS = "steps"
    RESPONSIBLE = "responsible"
    TIMEFRAME = "timeframe"
    MONITORING = "monitoring"
    OUTPUT = "output"
    OUTCOME = "outcome"
    STATUS = "status"
    KPI = "kpi"
    BUDGET = "budget"
    OBSTACLES = "obstacles"
    NOTE = "note"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Heading:
    """The role of a heading, the phrase that decided and how well it fits (0-1)."""

    role: ColumnRole
    phrase: str = ""
    fit: float = 0.0


# Columns whose figures are never scores, where neither a year nor a name stands in their heading.
NOT_SCORES = frozenset(
    {
        ColumnRole.SEQ, ColumnRole.RANK, ColumnRole.WEIGHT, ColumnRole.FULL, ColumnRole.TARGET, ColumnRole.CHANGE, ColumnRole.COUNT,
        ColumnRole.BUDGET, ColumnRole.CODE, ColumnRole.STATUS, ColumnRole.KPI, ColumnRole.TIMEFRAME, ColumnRole.LEVEL, ColumnRole.NOTE,
        ColumnRole.AVERAGE, ColumnRole.YEAR,
    }
)  # fmt: skip

# How many points there are to be had, behind what they are for: IIT (น้ำหนัก 30), คะแนน (เต็ม 100).
POINTS_TO_BE_HAD = re.compile(
    r"\(\s*+(?:คะแนนเต็ม|เต็ม|ร้อยละ|(?:ค่า)?น้ำหนัก)?\s*+(?:ร้อยละ)?\s*[\d๐-๙]{1,3}(?:\.\d+)?\s*+(?:คะแนน|%)?\s*\)"
)
# A letter behind a heading tells it from its neighbours: ผล (ก), ผล (ข).
_LETTER = re.compile(BLANKS_BEFORE + r"[(\[]\s*[ก-ฮA-Za-z\d๐-๙]{1,2}\s*[)\]]\s*$")
_NAMED_THINGS = frozenset(
    {ColumnRole.INDICATOR, ColumnRole.INSTRUMENT, ColumnRole.QUESTION, ColumnRole.ITEM, ColumnRole.ISSUE}
)
_SCORE_OF = ("คะแนน", "ผลคะแนน", "ร้อยละ")


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[ColumnRole, str, str], ...]:
    text = files("thai_ita.data").joinpath("headings.json").read_text(encoding="utf-8")
    roles = json.loads(text)["roles"]
    return tuple(
        (ColumnRole(role), squash(phrase) or phrase, phrase) for role, phrases in roles.items() for phrase in phrases
    )


def _without_marks(text: str) -> str:
    return _LETTER.sub("", POINTS_TO_BE_HAD.sub(" ", text)).strip() or text


@lru_cache(maxsize=4096)
def classify_heading(text: str) -> Heading:
    """The role of a column heading; UNKNOWN where neither a phrase nor its words tell one."""
    text = _without_marks(text)
    best = heading_by_phrase(text)
    if best.fit < EXACT and (field := field_by_words(text)):
        # No phrase word for word: what the words say counts for more than a similar phrase.
        role = ColumnRole(field)
        return best if best.role is role and best.fit > BY_WORDS else Heading(role, "", BY_WORDS)
    return best


@lru_cache(maxsize=4096)
def heading_by_phrase(text: str) -> Heading:
    """The role of a heading by the phrase that it is, resembles or contains."""
    text = _without_marks(text)
    key = squash(canonical_term(text) or text)
    if not key:
        return Heading(ColumnRole.UNKNOWN)
    best = Heading(ColumnRole.UNKNOWN)
    for role, phrase_key, phrase in _phrases():
        fit = _fit(key, phrase_key)
        if fit > best.fit:
            best = Heading(role, phrase, fit)
    if best.role in _NAMED_THINGS and best.fit < 1.0 and key.startswith(_SCORE_OF):
        # "คะแนนตัวชี้วัดย่อย" is a column of scores, not of names.
        return Heading(ColumnRole.SCORE, best.phrase, best.fit)
    return best


@lru_cache(maxsize=1)
def _roles_by_phrase() -> dict[str, ColumnRole]:
    return {key: role for role, key, _ in reversed(_phrases())}


def known_role(text: str) -> ColumnRole:
    """The role of a text that is one of the known phrases word for word, else UNKNOWN."""
    return _roles_by_phrase().get(squash(text), ColumnRole.UNKNOWN)


def exact_role(text: str) -> ColumnRole:
    """The role of a text that is a known phrase word for word, or has no other words than the
    heading of a field; else UNKNOWN."""
    known = known_role(text)
    return known if known is not ColumnRole.UNKNOWN else ColumnRole(field_by_words(text) or ColumnRole.UNKNOWN)


def _fit(key: str, phrase: str) -> float:
    if key == phrase:
        return EXACT
    similarity = Levenshtein.normalized_similarity(key, phrase)
    if similarity >= SAME_PHRASE:
        return 1.0 + similarity / 2
    if len(phrase) >= MIN_CONTAINED and phrase in key:
        # The longest phrase says most; one that opens the heading says what the column is.
        opening = 0.15 if key.startswith(phrase) else 0.0
        return min(0.99, 0.3 + 0.5 * len(phrase) / len(key) + opening)
    return 0.0


def role_of(text: str) -> ColumnRole:
    """Shorthand for ``classify_heading(text).role``."""
    return classify_heading(text).role
