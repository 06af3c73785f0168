"""Questions and OIT items of an edition: by their codes, by their wordings, and by both."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from thai_ita.model import CODE_ALONE, Match, ScoreKind
from thai_ita.normalize.editions import known_codes
from thai_ita.normalize.label_parts import Label
from thai_ita.normalize.name_ranking import (
    ACCEPT,
    ACCEPT_WORDING,
    MIN_MARGIN,
    Alias,
    Context,
    NameList,
    accepted,
    refused,
    similarity,
)
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.repair import squash

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import Edition
    from thai_ita.normalize.indicator_names import IndicatorNames

# Letters of a wording that is cut short, for it to name one item and no other.
SHORTEST_WORDING = 8
# What stands between codes that follow one another: i1-i3; i1, i2 และ i3; i1 = 80.60 i2 = 95.98.
SEVERAL_CODES = "several-codes"
_CODE = r"(?:ข้อ(?:ที่)?\s*)?([ieoIEO])\s?(\d{1,2})(?![\d.])"
_BETWEEN_CODES = r"(?:[\s,;/&|=:()\[\]–—-]|และ|กับ|ถึง|ได้(?:รับ)?|เท่ากับ|เฉลี่ย|คะแนน|ร้อยละ|%|\d{1,3}(?:\.\d+)?)+?"
_LISTED = re.compile(rf"\W*(?:ข้อ(?:คำถาม)?(?:ที่)?\s*)?{_CODE}{_BETWEEN_CODES}{_CODE}")


class ItemNames:
    """Recognises the questions and items of one edition."""

    def __init__(self, edition: Edition, indicators: IndicatorNames) -> None:
        self._items = [
            Alias(squash(text), text, item.kind, item.code)
            for item in edition.items
            for text in (item.wording, *item.aliases)
            if text
        ]
        self._by_letter = {
            letter: NameList(a for a in self._items if a.code[0] == letter) for letter in known_codes().last
        }
        self._knows_oit = any(alias.code[0] == "o" for alias in self._items)
        self._indicators = indicators

    def match(self, label: Label, context: Context) -> Match | None:
        """The question or item that a label names, None if it names none."""
        code = label.code
        if not code and label.zero_code and (context.instrument == "OIT" or context.items):
            code = label.zero_code
        if not code and label.zero_code and not context.instrument:
            by_wording = self._by_wording(label.name, "o")
            code = label.zero_code if by_wording is not None else ""
        if not code:
            return self._item_by_wording(label, context)
        if lists_codes(label.seen):
            return refused(SEVERAL_CODES, "several questions or items, not one")
        return self._item_by_code(code, label)

    def _by_wording(self, name: str, letter: str) -> tuple[Alias, float, float] | None:
        key = squash(name)
        if len(key) < 4:
            return None
        best = self._by_letter[letter].rank(key)
        return best if best and best[1] >= ACCEPT_WORDING and best[2] >= MIN_MARGIN / 2 else None

    def _item_by_code(self, code: str, label: Label) -> Match:
        """The code decides for questions. OIT codes are misread and change meaning by year and by
        kind of agency, so there the wording decides: that of another item of the year outweighs
        the code, and an unknown one keeps its printed name beside the code."""
        key = squash(label.name)
        own = [a for a in self._items if a.code == code]
        score = max((similarity(key, a.key) for a in own), default=0.0) if key else 0.0
        is_oit = code[0] == "o"
        other = self._by_wording(label.name, "o") if is_oit else None
        if other is not None and other[0].code != code:
            alias, other_score, margin = other
            reason = f"the wording is that of {alias.code}; the code was read as {code}"
            found = accepted(alias, other_score, margin, "wording-over-code")
            return replace(found, reason=reason)
        if not own and int(code[1:]) > known_codes().last.get(code[0], 0):
            return refused("code-out-of-range", f"no edition has an item {code}")
        name = own[0].text if own else ""
        kind = ScoreKind.OIT_ITEM if is_oit else ScoreKind.QUESTION
        rule, reason = "item-code", ""
        if not key:
            score = 100.0
        elif score < ACCEPT_WORDING and not any(_shortened(key, a.key) for a in own):
            reason = "by its code; the wording differs from the edition"
            if is_oit and self._knows_oit:
                rule, name = CODE_ALONE, label.name
        return Match(code, name, name, round(score, 1), 100.0, rule, True, reason, kind)

    def _item_by_wording(self, label: Label, context: Context) -> Match | None:
        """A question or item without a code, recognised by its whole wording."""
        if not (context.items or len(squash(label.name)) >= 25):
            return None
        codes = known_codes()
        letters = codes.letters.get(context.instrument, "".join(codes.last))
        if not context.items and not context.table:
            letters = letters.replace("o", "")
        best = max(
            (b for letter in letters if (b := self._by_wording(label.name, letter))),
            key=lambda b: b[1],
            default=None,
        )
        if best is None or best[1] < ACCEPT:
            return None
        other = self._indicators.nearest(label.name)
        if other is not None and other[1] > best[1]:
            # Sub-indicators bear names that are nearly those of their items.
            return None
        return accepted(best[0], best[1], best[2], "item-wording")


def lists_codes(text: str) -> bool:
    """Whether a text begins with the codes of several questions or items, alone or with figures.

    >>> lists_codes("i1 = 80.60 i2 = 95.98"), lists_codes("i1-i3"), lists_codes("i1 เจ้าหน้าที่ ตาม i2")
    (True, True, False)
    """
    found = _LISTED.match(to_arabic(text))
    return found is not None and (found[1].lower(), found[2]) != (found[3].lower(), found[4])


def same_wording(name: str, other: str) -> bool:
    """Whether two wordings of an item are one, spaces and damage aside."""
    return similarity(squash(name), squash(other)) >= ACCEPT_WORDING


def _shortened(key: str, other: str) -> bool:
    """One is the beginning of the other: a wording cut short, or with a remark behind it."""
    return min(len(key), len(other)) >= SHORTEST_WORDING and (key.startswith(other) or other.startswith(key))
