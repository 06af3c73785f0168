"""The theme of a measure, by its words. Data: ``data/themes.json``."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files

from thai_ita.normalize.repair import squash

# The fiscal year is named after the budget and says nothing of it.
_FISCAL_YEAR = re.compile(r"ปี\s?งบ(?:\s?ประมาณ)?")


@lru_cache(maxsize=1)
def _themes() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    text = files("thai_ita.data").joinpath("themes.json").read_text(encoding="utf-8")
    return tuple(
        (t["theme"], tuple(t["indicators"]), tuple(squash(w) for w in t["words"])) for t in json.loads(text)["themes"]
    )


def theme_of(text: str) -> str:
    """The theme whose words stand most in the text, "" where none does.

    >>> theme_of("เผยแพร่แผนประจำปีงบประมาณ"), theme_of("ชี้แจงการใช้งบประมาณ")
    ('', 'งบประมาณและการจัดซื้อจัดจ้าง')
    """
    key = squash(_FISCAL_YEAR.sub(" ", text))
    best, most = "", 0
    for theme, _, words in _themes():
        hits = sum(len(word) for word in words if word in key)
        if hits > most:
            best, most = theme, hits
    return best


def indicators_of_theme(theme: str) -> tuple[str, ...]:
    """The indicators that a theme answers to."""
    return next((codes for name, codes, _ in _themes() if name == theme), ())
