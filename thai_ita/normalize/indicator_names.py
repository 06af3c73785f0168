"""Names of indicators and sub-indicators of an edition, and the refusal of what only resembles one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thai_ita.model import Match, ScoreKind
from thai_ita.normalize.damage import base_edits, base_letters
from thai_ita.normalize.editions import load_exclusions, name_prefixes
from thai_ita.normalize.labels import Label
from thai_ita.normalize.name_ranking import (
    ACCEPT,
    ACCEPT_IN_CONTEXT,
    BASE_EDIT_SHARE,
    BASE_EDIT_SHARE_IN_CONTEXT,
    MIN_MARGIN,
    SAME_LETTERS,
    Alias,
    Context,
    accepted,
    aliases_of,
    rank_names,
    refused,
    similarity,
)
from thai_ita.normalize.repair import squash

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import Edition

# What may stand behind a name: with what it was measured, and the words before a score.
_REMARK = re.compile(
    r"(?<=\S{4})\s*[-–:(]?\s*(?:"
    r"(?:ซึ่ง|โดย|ที่)?(?:วัด|ประเมิน|สำรวจ)(?:ผล)?จาก(?:เครื่องมือ|แบบ(?:วัด|ตรวจ|สำรวจ)).*"
    r"|(?:ได้(?:รับ)?|มี|อยู่ที่|เท่ากับ|คิดเป็น)\s*(?:คะแนน|ร้อยละ)(?:เฉลี่ย)?(?:เท่ากับ|อยู่ที่|ร้อยละ)?"
    r")\s*$",
    re.S,
)


class IndicatorNames:
    """Recognises the indicators and sub-indicators of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.aliases = aliases_of(edition.indicators, ScoreKind.INDICATOR)
        self.aliases += aliases_of(edition.subindicators, ScoreKind.SUBINDICATOR)
        self._exclusions = [(squash(x.name), x) for x in load_exclusions()]

    def nearest(self, name: str) -> tuple[Alias, float, float] | None:
        """The nearest name, its similarity and its lead, whether it is near enough or not."""
        return rank_names(squash(_strip_prefix(name)), self.aliases)

    def match(self, label: Label, context: Context) -> Match:
        """The indicator that a label names, or why it names none."""
        name = _REMARK.sub("", _strip_prefix(label.name))
        key = squash(name)
        if not key:
            return self._by_number_alone(label, context)
        ranked = rank_names(key, self.aliases)
        if ranked is None:
            return refused("nothing-near", "no name of the edition resembles it")
        alias, score, margin = ranked
        excluded = self._excluded(key, score)
        if excluded:
            return refused("excluded", excluded, alias, score, margin)
        if len(key) > 1.6 * len(alias.key):
            return refused("too-long", f"says more than {alias.text}", alias, score, margin)
        stated = self._stated_code(label, context)
        if stated and label.explicit and stated != alias.code and alias.kind is ScoreKind.INDICATOR:
            reason = f"is called number {stated}, but reads like {alias.code}"
            return refused("number-disagrees", reason, alias, score, margin)
        agrees = stated == alias.code or (
            context.table and context.instrument == self.edition.instrument_of(alias.code) != ""
        )
        base = base_edits(key, alias.key) / max(1, len(base_letters(alias.key)))
        if score >= ACCEPT and margin >= MIN_MARGIN and base <= BASE_EDIT_SHARE:
            return accepted(alias, score, margin, "name")
        if score >= SAME_LETTERS and margin >= MIN_MARGIN and not base_edits(key, alias.key):
            return accepted(alias, score, margin, "letters")
        in_context = score >= ACCEPT_IN_CONTEXT and base <= BASE_EDIT_SHARE_IN_CONTEXT
        if in_context and agrees and (margin >= MIN_MARGIN or stated == alias.code):
            rule = "name-and-number" if stated == alias.code else "name-and-instrument"
            return accepted(alias, score, margin, rule)
        if context.table and stated and (short := self._by_short_name(key, stated)):
            return short
        reason = f"nearest is {alias.text} at {score:.0f}, with nothing else to confirm it"
        return refused("unsure", reason, alias, score, margin)

    def _by_short_name(self, key: str, stated: str) -> Match | None:
        """ใช้งบประมาณ for การใช้งบประมาณ: particles left out, where the number says the same."""
        for alias in self.aliases:
            if alias.code == stated:
                score = similarity(_terse(key), _terse(alias.key))
                if score >= ACCEPT:
                    return accepted(alias, score, 100.0, "short-name-and-number")
        return None

    def _stated_code(self, label: Label, context: Context) -> str:
        if label.ordinal and label.instrument:
            instrument = self.edition.instrument(label.instrument)
            codes = instrument.indicators if instrument else ()
            return codes[label.ordinal - 1] if 0 < label.ordinal <= len(codes) else ""
        number = label.number
        if not label.explicit and "." not in number:
            number = context.number or number
        indicator = self.edition.indicator_numbered(number)
        return indicator.code if indicator else number

    def _by_number_alone(self, label: Label, context: Context) -> Match:
        """``ตัวชี้วัดที่ 4`` without a name is enough where scores are listed."""
        indicator = self.edition.indicator(label.number) if label.explicit else None
        sub = self.edition.subindicator(label.number)
        if indicator is not None and self.edition.scheme == "ten-indicators":
            alias = Alias("", indicator.name, ScoreKind.INDICATOR, indicator.code)
            return accepted(alias, 100.0, 100.0, "explicit-number")
        if sub is not None and (label.explicit or context.table):
            alias = Alias("", sub.name, ScoreKind.SUBINDICATOR, sub.code)
            return accepted(alias, 100.0, 100.0, "explicit-number")
        return refused("no-name", "a number without a name")

    def _excluded(self, key: str, score: float) -> str:
        for excluded, entry in self._exclusions:
            if similarity(key, excluded) > max(score, ACCEPT):
                return f"{entry.name}: {entry.reason}"
        return ""


def _strip_prefix(name: str) -> str:
    for prefix in name_prefixes():
        if name.startswith(prefix):
            return name[len(prefix) :].lstrip(" :-–.")
    return name


def _terse(key: str) -> str:
    return key.replace("การ", "").replace("ทาง", "").replace("ของ", "").replace("ระบบ", "")
