"""What each code of a problem means: how grave it is, why it comes about, what to do."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from thai_ita.messages.catalogue import translated
from thai_ita.messages.language import Language


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means: ``kind`` is ``file`` (nothing was read of it), ``document`` (of a document that was
    read) or ``check``; ``severity`` is info, warning or error; cause and remedy are one or two sentences."""

    code: str
    kind: str
    severity: str
    cause: str
    remedy: str

    def said(self, lang: Language | None = None) -> tuple[str, str]:
        """Cause and remedy in a language."""
        return translated(self.cause, lang), translated(self.remedy, lang)


@cache
def problems() -> dict[str, Meaning]:
    """What every code means, by code, in the order of ``problems.toml``."""
    table = tomllib.loads(files("thai_ita.messages").joinpath("problems.toml").read_text("utf-8"))
    return {code: Meaning(code=code, **entry) for code, entry in table.items()}
