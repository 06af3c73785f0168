"""Names of the instruments of an edition: by their letters, their names, or both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thai_ita.model import Match, ScoreKind
from thai_ita.normalize.label_parts import Label
from thai_ita.normalize.name_ranking import (
    ACCEPT,
    ACCEPT_IN_CONTEXT,
    NameList,
    accepted,
    aliases_of,
    refused,
    similarity,
    without_words,
)
from thai_ita.normalize.repair import squash

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import Edition
    from thai_ita.normalize.indicator_names import IndicatorNames

_INSTRUMENT_WORDS = (
    "แบบวัดการรับรู้",
    "แบบสำรวจการรับรู้",
    "การรับรู้",
    "เครื่องมือ",
    "แบบวัด",
    "แบบตรวจ",
    "แบบ",
    "ผลการประเมิน",
    "คะแนน",
    "เฉลี่ย",
    "รวม",
    "ร้อยละ",
    "ด้าน",
    "ของ",
    "ผล",
    "ที่ได้",
    "ได้",
    "%",
    "score",
    "integrityandtransparencyassessment",
    "internal",
    "external",
    "stakeholders",
    "instrument",
)


class InstrumentNames:
    """Recognises the instruments of one edition."""

    def __init__(self, edition: Edition, indicators: IndicatorNames) -> None:
        self._instruments = aliases_of(edition.instruments, ScoreKind.INSTRUMENT)
        self._codes = {i.code for i in edition.instruments}
        self._names = NameList(self._instruments)
        self._indicators = indicators.names

    def match(self, label: Label) -> Match | None:
        """The instrument that a label names, None if it names none."""
        if label.ordinal or label.explicit:
            return None
        key = squash(re.sub(r"\([^)\n]*+(\))?", lambda m: " " if m[1] else m[0], label.name))
        codes = [c for c in self._codes if c.lower() in squash(label.seen)]
        if len(codes) > 1:
            return None
        ranked = self._names.rank(key)
        # ภายใน and ภายนอก differ by two letters: the nearest name counts, not any near one. The
        # name of the disclosure form is nearly that of indicator 9: it says "แบบ".
        if ranked is not None and ranked[1] >= ACCEPT and "แบบ" in key:
            if codes and codes[0] != ranked[0].code:
                reason = f"names {ranked[0].code} and says {codes[0]}"
                return refused("code-disagrees", reason, *ranked)
            return accepted(*ranked, "instrument-name")
        if ranked is not None and ranked[1] >= ACCEPT and (not codes or codes[0] == ranked[0].code):
            return accepted(*ranked, "instrument-name")
        if codes and not without_words(key.replace(codes[0].lower(), ""), _INSTRUMENT_WORDS):
            alias = next(a for a in self._instruments if a.code == codes[0])
            return accepted(alias, 100.0, 100.0, "instrument-code")
        if codes:
            rest = without_words(key.replace(codes[0].lower(), ""), _INSTRUMENT_WORDS)
            indicator = self._indicators.rank(key.replace(codes[0].lower(), ""))
            for alias in self._instruments:
                core = without_words(alias.key, _INSTRUMENT_WORDS)
                alike = similarity(rest, core)
                if indicator is not None and indicator[1] >= alike:
                    continue
                if alias.code == codes[0] and alike >= ACCEPT_IN_CONTEXT:
                    return accepted(alias, alike, 100.0, "instrument-code-and-name")
        return None
