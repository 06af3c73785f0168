"""The id on its evidence page under which a fact stands: what links of other pages lead to."""

from __future__ import annotations

import hashlib
import re

_PREFIX = {"documents": "d", "scores": "s", "measures": "m", "findings": "f"}
_PLAIN = re.compile(r"[A-Za-z0-9.:/]++")
_SIGNS = str.maketrans({"/": "-", ":": "_"})
LONGEST = 60
"""Letters of a fact that stands in its anchor as it is; a longer one, or one of other signs, is hashed."""
_HASH_LETTERS = 16


def anchor_of(table: str, fact: str) -> str:
    """The anchor of a fact by its key: letters, digits and ``-_.`` alone, another for every fact.

    ``s-2567-indicator-9.1`` for the score ``2567/indicator/9.1``, ``sx-`` and a hash where the key has other signs
    (an owner's name, ``#2``), ``d`` for the row of documents. It depends on the key alone, so it is the same
    after every run. Raises ValueError for another table.
    """
    prefix = _PREFIX.get(table)
    if prefix is None:
        raise ValueError(f"no table {table}; there are {', '.join(_PREFIX)}")
    if not fact:
        return prefix
    if len(fact) <= LONGEST and _PLAIN.fullmatch(fact):
        # No key of plain signs has - or _, so two keys never meet.
        return f"{prefix}-{fact.translate(_SIGNS)}"
    digest = hashlib.sha256(fact.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}x-{digest[:_HASH_LETTERS]}"
