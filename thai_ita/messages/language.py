"""The language in which the program speaks to a person: Thai or English.

Tables, stores, JSON and logs are English whatever the language: they are data, and two runs of the
same files are the same. What is shown is said in the language of ``language()``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from enum import StrEnum

VARIABLE = "THAI_ITA_LANG"
"""The variable that says the language; ``--lang`` goes before it."""
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a system says its language, as POSIX orders them."""
_WINDOWS_THAI = 0x1E
"""The number of Thai among the primary languages of Windows (winnt.h, LANG_THAI)."""
_PRIMARY = 0x3FF


class Language(StrEnum):
    """A language of the messages."""

    TH = "th"
    EN = "en"


class _State:
    """The language of this process: set by the command line, else that of the environment."""

    chosen: Language | None = None


def set_language(lang: Language | None) -> None:
    """Speak a language from now on; None is that of the environment again."""
    _State.chosen = lang


def language() -> Language:
    """The language to speak in."""
    return _State.chosen or of_environment(os.environ)


def chosen_language() -> Language | None:
    """The language that a person asked for, by ``--lang`` or ``THAI_ITA_LANG``; None where nobody did."""
    return _State.chosen or named(os.environ.get(VARIABLE, ""))


def named(text: str) -> Language | None:
    """The language that a text names: ``th``, ``TH``, ``th_TH.UTF-8``; None for any other."""
    word = text.strip().lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return Language(word) if word in tuple(Language) else None


def of_environment(environment: Mapping[str, str]) -> Language:
    """The language of the environment: ``THAI_ITA_LANG``, the locale, on Windows the language of its
    menus. English where none of them is Thai."""
    if asked := named(environment.get(VARIABLE, "")):
        return asked
    for name in _LOCALE_VARIABLES:
        if said := environment.get(name, ""):
            return named(said) or Language.EN
    return Language.TH if sys.platform == "win32" and _windows_is_thai() else Language.EN


def _windows_is_thai() -> bool:
    import ctypes

    kernel = getattr(ctypes, "windll", None)
    return kernel is not None and kernel.kernel32.GetUserDefaultUILanguage() & _PRIMARY == _WINDOWS_THAI
