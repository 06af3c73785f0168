"""Names of the assessment recognised in damaged and varying Thai.

Telling the ten indicators apart is easy; refusing what only resembles one is the hard part. A name
is accepted when it is close to an alias, clearly closer than to any other, and what differs is the
kind of damage that PDFs and OCR do (marks lost, moved or doubled) rather than other words. Less
close names are accepted only where their number or their table says the same. Every refusal tells
its reason. Each kind of name has a module of its own, in the order in which they are asked: items,
the overall score, English names, instruments, indicators.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from thai_ita.model import Match
from thai_ita.normalize.editions import nearest_edition
from thai_ita.normalize.english_names import EnglishNames
from thai_ita.normalize.indicator_names import IndicatorNames
from thai_ita.normalize.instrument_names import InstrumentNames
from thai_ita.normalize.item_names import ItemNames, same_wording
from thai_ita.normalize.label_parts import Label, read_label
from thai_ita.normalize.name_ranking import ALONE, Context, accepted, refused
from thai_ita.normalize.overall_names import match_overall

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import Edition

__all__ = ["Context", "NameMatcher", "matcher_for", "same_wording"]


KNOWN_LABELS = 8192


class NameMatcher:
    """Recognises the names of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._indicators = IndicatorNames(edition)
        self._instruments = InstrumentNames(edition, self._indicators)
        self._items = ItemNames(edition, self._indicators)
        self.english = EnglishNames(edition)
        # The same labels stand in every table and in every report.
        self._known = lru_cache(maxsize=KNOWN_LABELS)(self._match)

    def match(self, text: str, context: Context = ALONE) -> Match:
        """What a label stands for; ``accepted`` is False where it stands for nothing known."""
        return self._known(text, context)

    def _match(self, text: str, context: Context) -> Match:
        label = read_label(text)
        if not label.seen:
            return refused("empty", "an empty label")
        found = (
            self._items.match(label, context)
            or match_overall(label, table=context.table)
            or self._in_english(label, context)
            or self._instruments.match(label)
            or self._indicators.match(label, context)
        )
        return replace(found, seen=label.seen)

    def _in_english(self, label: Label, context: Context) -> Match | None:
        """What an English name stands for; a number or instrument that contradicts it refuses it."""
        alias = self.english.match(label.name, label.instrument) if label.name.isascii() else None
        if alias is None:
            return None
        stated = self._indicators.stated_code(label, context) if label.explicit else alias.code
        said = label.instrument or self.edition.instrument_of(alias.code)
        if stated != alias.code or said != self.edition.instrument_of(alias.code):
            reason = f"reads like {alias.code}, and says {label.instrument or stated}"
            return refused("number-disagrees", reason, alias, 100.0)
        return accepted(alias, 100.0, 100.0, "english-name")


@lru_cache(maxsize=16)
def matcher_for(year: int | None) -> NameMatcher:
    """The matcher of a fiscal year, or of the nearest year that has an edition."""
    edition = nearest_edition(year)
    return NameMatcher(edition)
