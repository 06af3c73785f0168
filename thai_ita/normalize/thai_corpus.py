"""The word list that comes with PyThaiNLP, and its words in a text; the one module that imports it.

PyThaiNLP makes a folder for downloads in the home of the user when its corpus is imported. Nothing
is downloaded here, and a home that cannot be written must not stop the reading, so it is imported
in its read-only mode (from its version 5.3 on). The mode ends with the import: a program that uses
PyThaiNLP besides finds it as it knows it.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from thai_ita.process_environment import environment_variables


def listed_words() -> frozenset[str]:
    """The general word list."""
    return frozenset(_corpus().thai_words())


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text by the word list (newmm), blanks among them; together they are the text."""
    _corpus()
    from pythainlp.tokenize import word_tokenize

    words = tuple(word_tokenize(text, engine="newmm", keep_whitespace=True))
    return words if "".join(words) == text else (text,)


@lru_cache(maxsize=1)
def _corpus() -> Any:
    # The older name of a variable beside the newer one is an error to PyThaiNLP, and alone a warning.
    data = os.environ.get("PYTHAINLP_DATA") or os.environ.get("PYTHAINLP_DATA_DIR")
    with environment_variables(
        PYTHAINLP_READ_ONLY="1", PYTHAINLP_READ_MODE=None,
        PYTHAINLP_DATA=data, PYTHAINLP_DATA_DIR=None,
    ):  # fmt: skip
        import pythainlp.corpus
    return pythainlp.corpus
