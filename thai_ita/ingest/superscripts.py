"""Marks of footnotes stay apart from the figures they stand behind: 91.93² is not 91.932."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789๐๑๒๓๔๕๖๗๘๙()+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻")


def to_superscript(text: str) -> str:
    """The text as it stands raised over the line; what has no raised form stays.

    >>> to_superscript("๒)")
    '²⁾'
    """
    return text.translate(_RAISED)
