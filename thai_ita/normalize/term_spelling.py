"""Terms of the field in their right spelling, where a font lost or moved the marks of a word.

Repair restores nothing of which no trace is left. A whole text that is one of these terms but for
its marks can be nothing else, so it may be restored here.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from thai_ita.normalize.edit_kinds import base_letters
from thai_ita.normalize.repair import squash

# Similarity (0-1) that a text must have to a term whose letters it shares.
MIN_SIMILARITY = 0.75


@lru_cache(maxsize=1)
def _terms() -> dict[str, list[str]]:
    text = files("thai_ita.data").joinpath("terms.json").read_text(encoding="utf-8")
    by_letters: dict[str, list[str]] = {}
    for term in json.loads(text)["terms"]:
        by_letters.setdefault(base_letters(squash(term)), []).append(term)
    return by_letters


@lru_cache(maxsize=4096)
def canonical_term(text: str) -> str:
    """The term that a text is, "" where it is none.

    >>> canonical_term("ความโปรงใส")
    'ความโปร่งใส'
    """
    key = squash(text)
    twins = _terms().get(base_letters(key), [])
    best = max(twins, key=lambda term: Levenshtein.normalized_similarity(key, squash(term)), default="")
    near = best and Levenshtein.normalized_similarity(key, squash(best)) >= MIN_SIMILARITY
    return best if near else ""
