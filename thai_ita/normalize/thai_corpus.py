"""The word lists and place names that come with PyThaiNLP; the one module that imports it.

PyThaiNLP makes a folder for downloads in the home of the user when its corpus is imported. Nothing
is downloaded here, and a home that cannot be written must not stop the reading, so it is imported
in its read-only mode (from its version 5.3 on). The mode ends with the import: a program that uses
PyThaiNLP besides finds it as it knows it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from thai_ita.process_environment import environment_variables

_TITLES = "wikipedia_titles_th.txt"


def listed_words() -> frozenset[str]:
    """The general word list."""
    return frozenset(_corpus().thai_words())


def listed_phrases() -> frozenset[str]:
    """The words and names of the Volubilis dictionary, districts with อำเภอ before them among them."""
    return frozenset(_corpus().thai_volubilis_words())


def listed_provinces() -> dict[str, str]:
    """The 77 provinces with their two-letter abbreviations."""
    entries = cast("list[dict[str, str]]", _corpus().provinces(details=True))
    return {entry["name_th"]: entry["abbr_th"] for entry in entries}


@lru_cache(maxsize=1)
def english_provinces() -> dict[str, str]:
    """The 77 provinces with their English names."""
    entries = cast("list[dict[str, str]]", _corpus().provinces(details=True))
    return {entry["name_th"]: entry["name_en"] for entry in entries}


def encyclopedia_titles() -> Iterator[str]:
    """Titles of the Thai Wikipedia, one by one; none where the installed version lacks them.

    Read line by line: PyThaiNLP's own loader keeps all 290,000 in memory.
    """
    titles = files(_corpus()).joinpath(_TITLES)
    if not titles.is_file():
        return
    with titles.open("r", encoding="utf-8-sig") as lines:
        yield from (str(line).strip() for line in lines)


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
