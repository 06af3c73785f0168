"""The words of profiles in Thai and English, and how figures are written.

The sentences are in ``web/words``; words of answers (reasons, movements) come from the dictionary of the analyses.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from thai_ita.analyze.answer_words import dictionary
from thai_ita.normalize.editions import nearest_edition
from thai_ita.normalize.levels import level_schemes
from thai_ita.web.words import words as page_words

PLACES = 2
"""Decimals of a score or a figure made of scores."""
EXACT_PLACES = 9
"""Decimals that a sum or a mean of scores holds; what stands behind them is noise of floats."""
MOST_PLACES = 4
"""Decimals of a figure that is shown before it is rounded."""


class Words:
    """The words of one language: ``words("weak_for", n=3)``. KeyError for what ``words/<lang>/profile.json`` has not,
    ValueError for another language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._own = page_words("profile", language)

    def __call__(self, key: str, /, **values: object) -> str:
        return self._own(key, **values)

    def value(self, column: str, value: object) -> str:
        """What a coded value of a column is called, itself where there is no word for it."""
        code = str(value)
        if column == "reason" and self._own.says("status", code):
            # A score that is left out for its status is called by one name on the page.
            column = "status"
        if self._own.says(column, code):
            return self._own.of(column, code)
        entry: dict[str, str] = dictionary()["values"].get(column, {}).get(code, {})
        return entry.get(self.language, code)

    def list(self, items: Any) -> str:
        """Items in a row."""
        return ", ".join(str(item) for item in items)

    def year(self, year: int) -> str:
        """A fiscal year: พ.ศ., in English with the common era."""
        return self("year", year=year, ce=year - 543)

    def level(self, word: str, scheme: str | None) -> str:
        """A level: its Thai word, in English its English name."""
        if self.language == "en" and scheme:
            name = next((x.name_en for x in level_schemes().get(scheme, ()) if x.word == word), "")
            return name or word
        return self.value("level", word)

    def score(self, kind: str, code: str, year: int | None) -> str:
        """A score in words: its code and the name of that year's edition."""
        return f"{self.code(code)} {self.score_name(kind, code, year)}".strip()

    def code(self, code: str) -> str:
        """A code as it is printed: an indicator of 2561 without its year."""
        return code.rpartition(".")[2] if code.startswith("2561.") else code

    def score_name(self, kind: str, code: str, year: int | None) -> str:
        """The name of a score in that year's edition, "" where it has none."""
        edition = nearest_edition(year)
        code = code.partition("/")[0]
        if self.language == "en":
            if kind == "overall":
                return self("overall")
            entry = edition.indicator(code) or next((i for i in edition.instruments if i.code == code), None)
            if entry is not None and entry.name_en:
                return entry.name_en
        return edition.canonical_name(kind, code) or ""


def rounded(value: float, places: int = PLACES) -> Decimal:
    """A value as it is shown, half rounded up (away from zero), as the published results and the tables do: 73.845
    is 73.85, whatever the nearest float is."""
    exact = Decimal(f"{value:.{EXACT_PLACES}f}")
    # What rounds to nothing has no sign.
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0


def figure(value: float | None, *, signed: bool = False, places: int = PLACES) -> str:
    """A figure with two decimals, a true minus, and its sign where ``signed``; "–" where there is none."""
    if value is None or math.isnan(value):
        return "–"
    shown = rounded(value, places)
    text = f"{shown:+.{places}f}" if signed and shown else f"{shown:.{places}f}"
    return text.replace("-", "−")


def unrounded(value: float) -> str:
    """A figure with the decimals that it has, two at least: 70.235."""
    digits = -int(rounded(value, MOST_PLACES).normalize().as_tuple().exponent)
    return figure(value, places=max(PLACES, digits))


def difference(value: float, other: float) -> tuple[str, str]:
    """A value less another, with its sign; and where that does not follow from the two as they are shown (73.84 less
    70.235, shown as 70.24, is 3.605, shown as 3.61), what it was worked out from, else ""."""
    gap = value - other
    follows = rounded(value) - rounded(other) == rounded(gap)
    return figure(gap, signed=True), "" if follows else f"= {unrounded(value)} − {unrounded(other)}"


def count(number: float) -> str:
    """A whole number."""
    return f"{int(number):,}"


def span(first: float, last: float) -> str:
    """Places from the first to the last that equal values share: 3, or 3–5."""
    return str(int(first)) if first == last else f"{int(first)}–{int(last)}"
