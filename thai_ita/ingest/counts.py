"""Whole numbers that a file states, of a row, a level, a page: one that nobody means is as good as none."""

from __future__ import annotations

# No sheet has more rows, no list more items.
MOST_DIGITS = 8


def count_of(text: str | None, otherwise: int = 0) -> int:
    """The number in a text of digits, ``otherwise`` where it holds no other or far too many."""
    digits = (text or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) <= MOST_DIGITS else otherwise
