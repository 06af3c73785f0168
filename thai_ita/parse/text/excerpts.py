"""The part of a long text that goes along as evidence."""

from __future__ import annotations

# Letters of the source that go along as evidence.
MAX_EVIDENCE = 300
# Of them, so many stand before what is shown.
LEAD = 200


def excerpt(text: str, start: int = 0, end: int = 0) -> str:
    """At most ``MAX_EVIDENCE`` letters of a text, those from ``start`` to ``end`` among them."""
    if len(text) <= MAX_EVIDENCE:
        return text
    first = max(0, min(start - LEAD, len(text) - MAX_EVIDENCE))
    first = max(first, end - MAX_EVIDENCE)
    cut = text[first : first + MAX_EVIDENCE]
    return ("…" if first else "") + cut + ("…" if first + MAX_EVIDENCE < len(text) else "")
