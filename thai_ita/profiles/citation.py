"""The line by which a profile is cited: the software as CITATION.cff has it, the documents, the day."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date

from thai_ita import __version__
from thai_ita.profiles.profile_words import Words

AUTHORS = "The thai-ita developers"
TITLE = "thai-ita: tidy, checked tables from the ITA reports of Thai local governments"
_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
    "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip


def citation(title: str, documents: Collection[str], made_on: date, words: Words) -> str:
    """One line: who made the software, what page this is, from how many documents, when.

    The set of documents has a number of its own, the same whatever their order: whoever has the
    same tables can tell.
    """
    return words(
        "citation",
        authors=AUTHORS,
        year=made_on.year,
        software=TITLE,
        version=__version__,
        title=title,
        n=len(documents),
        number=number_of(documents),
        day=day_in_words(made_on, words),
    )


def number_of(documents: Collection[str]) -> str:
    """Ten hexadecimal digits that stand for a set of document ids."""
    text = "\n".join(sorted(documents))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def day_in_words(day: date, words: Words) -> str:
    """A day: 27 พฤศจิกายน 2569, in English as ISO has it."""
    if words.language == "en":
        return day.isoformat()
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year + 543}"
