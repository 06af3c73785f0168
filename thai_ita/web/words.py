"""Every visible word of the pages, in Thai and in English."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from thai_ita.messages import Language

LANGUAGES = tuple(map(str, Language))
"""The first is the one that pages speak where nothing else is asked for."""
_COMMON = "common"


class Words:
    """The words of one kind of page in one language: ``w("facts_of", n=3)`` is a text, its blanks filled."""

    def __init__(self, lang: str, texts: Mapping[str, str]) -> None:
        self.lang = lang
        self.texts = texts

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key; KeyError where there is none, or where a blank gets no value."""
        text = self.texts[key]
        return text.format_map(values) if values else text

    def of(self, group: str, code: str) -> str:
        """The word for a code of a closed list (``w.of("status", "verified")``), the code where it has none."""
        return self.texts.get(f"{group}.{code}", code)

    def says(self, group: str, code: str) -> bool:
        """Whether there is a word for that code."""
        return f"{group}.{code}" in self.texts


@cache
def words(part: str, lang: str) -> Words:
    """The words that all pages share and those of one part (``words/<lang>/<part>.json``), in a language of ``LANGUAGES``."""
    if lang not in LANGUAGES:
        raise ValueError(f"no words in {lang!r}; there are: {', '.join(LANGUAGES)}")
    texts: dict[str, str] = {}
    for name in (_COMMON, part):
        texts.update(json.loads(files("thai_ita.web").joinpath("words", lang, f"{name}.json").read_text("utf-8")))
    return Words(lang, texts)
