"""What the makers of pages say themselves, in the language of the page."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

LANGUAGES = ("th", "en")


def say(language: str, key: str, **values: object) -> str:
    """The sentence of this name with its values."""
    return _words(language)[key].format(**values)


@cache
def _words(language: str) -> dict[str, str]:
    text = files("thai_ita.web").joinpath("words", language, "making.json").read_text("utf-8")
    words: dict[str, str] = json.loads(text)
    return words
