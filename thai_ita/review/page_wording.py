"""What the makers of pages say themselves, in the language of the page."""

from __future__ import annotations

from thai_ita.web.words import words


def sentence(language: str, key: str, **values: object) -> str:
    """The sentence of this name with its values."""
    return words("making", language)(key, **values)
