"""Names of the assessment recognised in damaged and varying Thai.

Telling the ten indicators apart is easy; refusing what only resembles one is the hard part. A name
is accepted when it is close to an alias, clearly closer than to any other, and what differs is the
kind of damage that PDFs and OCR do (marks lost, moved or doubled) rather than other words. Less
close names are accepted only where their number or their table says the same. Every refusal tells
its reason. Similarity is rapidfuzz's normalised Levenshtein on text without spaces; token and
partial scorers rate "การใช้" and "การใช้อำนาจ" alike and are not used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from thai_ita.model import CODE_ALONE, Match, ScoreKind
from thai_ita.normalize.damage import base_edits, base_letters
from thai_ita.normalize.editions import load_exclusions, name_prefixes, nearest_edition
from thai_ita.normalize.labels import Label, read_label
from thai_ita.normalize.repair import squash

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import Edition

# Thresholds 0-100, measured on the published damage (docs/matching.md).
ACCEPT = 85.0
ACCEPT_IN_CONTEXT = 70.0
MIN_MARGIN = 10.0
# A name with all its letters and few of its marks, as fonts without Thai marks leave it.
SAME_LETTERS = 60.0
# Wordings of questions and items are long; a shorter share of them decides.
ACCEPT_WORDING = 80.0
# Letters of a wording that is cut short, for it to name one item and no other.
SHORTEST_WORDING = 8
# Edits of base letters (not marks) that damage explains, as a share of the name's letters.
BASE_EDIT_SHARE = 0.08
BASE_EDIT_SHARE_IN_CONTEXT = 0.25

_OVERALL_WORDS = (
    "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ",
    "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ",
    "integrityandtransparencyassessment",
    "การประเมินคุณธรรมและความโปร่งใส",
    "คุณธรรมและความโปร่งใส",
    "ของหน่วยงาน",
    "หน่วยงาน",
    "ทุกตัวชี้วัด",
    "ทุกเครื่องมือ",
    "ผลการประเมิน",
    "การประเมิน",
    "ประเมิน",
    "ทั้งหมด",
    "ทั้งสิ้น",
    "ที่ได้รับ",
    "ที่ได้",
    "โดย",
    "ระดับ",
    "คะแนน",
    "ร้อยละ",
    "ค่า",
    "ผล",
    "ใน",
    "ฯ",
    "%",
    "100",
    "เต็มร้อย",
    "เต็ม",
    "score",
    "total",
    "overall",
)
_OVERALL_CORE = ("คะแนนภาพรวม", "ภาพรวม", "รวม", "สุทธิ", "ita", "overall", "total")
_AVERAGE = ("เฉลี่ย", "average", "mean")
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
)

# What may stand behind a name: with what it was measured, and the words before a score.
_REMARK = re.compile(
    r"(?<=\S{4})\s*[-–:(]?\s*(?:"
    r"(?:ซึ่ง|โดย|ที่)?(?:วัด|ประเมิน|สำรวจ)(?:ผล)?จาก(?:เครื่องมือ|แบบ(?:วัด|ตรวจ|สำรวจ)).*"
    r"|(?:ได้(?:รับ)?|มี|อยู่ที่|เท่ากับ|คิดเป็น)\s*(?:คะแนน|ร้อยละ)(?:เฉลี่ย)?(?:เท่ากับ|อยู่ที่|ร้อยละ)?"
    r")\s*$",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the surroundings of a label say.

    ``number``: the number of the indicator from a numbering column that counts them (never a rank).
    ``instrument``: the instrument of the section. ``table``: the label stands in a table or list of
    scores, which is evidence by itself. ``part``: the part of the EIT of the section.
    """

    number: str = ""
    instrument: str = ""
    table: bool = False
    items: bool = False


@dataclass(frozen=True, slots=True)
class _Alias:
    key: str
    text: str
    kind: ScoreKind
    code: str


class NameMatcher:
    """Recognises the names of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._indicators = _aliases(edition.indicators, ScoreKind.INDICATOR)
        self._indicators += _aliases(edition.subindicators, ScoreKind.SUBINDICATOR)
        self._instruments = _aliases(edition.instruments, ScoreKind.INSTRUMENT)
        self._codes = {i.code for i in edition.instruments}
        self._items = [
            _Alias(squash(text), text, item.kind, item.code)
            for item in edition.items
            for text in (item.wording, *item.aliases)
            if text
        ]
        self._knows_oit = any(alias.code[0] == "o" for alias in self._items)
        self._exclusions = [(squash(x.name), x) for x in load_exclusions()]

    def match(self, text: str, context: Context = Context()) -> Match:
        """What a label stands for; ``accepted`` is False where it stands for nothing known."""
        label = read_label(text)
        return replace(self._match(label, context), seen=label.seen)

    def _match(self, label: Label, context: Context) -> Match:
        if not label.seen:
            return _refused("empty", "an empty label")
        if item := self._item(label, context):
            return item
        if overall := _overall(label):
            return overall
        if instrument := self._instrument(label):
            return instrument
        return self._indicator(label, context)

    # -- instruments -------------------------------------------------------------------------

    def _instrument(self, label: Label) -> Match | None:
        if label.ordinal or label.explicit:
            return None
        key = squash(re.sub(r"\(.*?\)", " ", label.name))
        codes = [c for c in self._codes if c.lower() in squash(label.seen)]
        if len(codes) > 1:
            return None
        ranked = _rank(key, self._instruments)
        # ภายใน and ภายนอก differ by two letters: the nearest name counts, not any near one. The
        # name of the disclosure form is nearly that of indicator 9: it says "แบบ".
        if ranked is not None and ranked[1] >= ACCEPT and "แบบ" in key:
            if codes and codes[0] != ranked[0].code:
                reason = f"names {ranked[0].code} and says {codes[0]}"
                return _refused("code-disagrees", reason, *ranked)
            return _accepted(*ranked, "instrument-name")
        if ranked is not None and ranked[1] >= ACCEPT and (not codes or codes[0] == ranked[0].code):
            return _accepted(*ranked, "instrument-name")
        if codes and not _without(key.replace(codes[0].lower(), ""), _INSTRUMENT_WORDS):
            alias = next(a for a in self._instruments if a.code == codes[0])
            return _accepted(alias, 100.0, 100.0, "instrument-code")
        if codes:
            rest = _without(key.replace(codes[0].lower(), ""), _INSTRUMENT_WORDS)
            indicator = _rank(key.replace(codes[0].lower(), ""), self._indicators)
            for alias in self._instruments:
                core = _without(alias.key, _INSTRUMENT_WORDS)
                similarity = _similarity(rest, core)
                if indicator is not None and indicator[1] >= similarity:
                    continue
                if alias.code == codes[0] and similarity >= ACCEPT_IN_CONTEXT:
                    return _accepted(alias, similarity, 100.0, "instrument-code-and-name")
        return None

    # -- questions and items -----------------------------------------------------------------

    def _item(self, label: Label, context: Context) -> Match | None:
        code = label.code
        if not code and label.zero_code and (context.instrument == "OIT" or context.items):
            code = label.zero_code
        if not code and label.zero_code and not context.instrument:
            by_wording = self._by_wording(label.name, "o")
            code = label.zero_code if by_wording is not None else ""
        if not code:
            return self._item_by_wording(label, context)
        return self._item_by_code(code, label)

    def _by_wording(self, name: str, letter: str) -> tuple[_Alias, float, float] | None:
        key = squash(name)
        if len(key) < 4:
            return None
        best = _rank(key, [a for a in self._items if a.code[0] == letter])
        return best if best and best[1] >= ACCEPT_WORDING and best[2] >= MIN_MARGIN / 2 else None

    def _item_by_code(self, code: str, label: Label) -> Match:
        """The code decides for questions. OIT codes are misread and change meaning by year and by
        kind of agency, so there the wording decides: that of another item of the year outweighs
        the code, and an unknown one keeps its printed name beside the code."""
        key = squash(label.name)
        own = [a for a in self._items if a.code == code]
        score = max((_similarity(key, a.key) for a in own), default=0.0) if key else 0.0
        is_oit = code[0] == "o"
        other = self._by_wording(label.name, "o") if is_oit else None
        if other is not None and other[0].code != code:
            alias, other_score, margin = other
            reason = f"the wording is that of {alias.code}; the code was read as {code}"
            accepted = _accepted(alias, other_score, margin, "wording-over-code")
            return replace(accepted, reason=reason)
        if not own and int(code[1:]) > _LAST_CODE[code[0]]:
            return _refused("code-out-of-range", f"no edition has an item {code}")
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
        letters = {"IIT": "i", "EIT": "e", "OIT": "o"}.get(context.instrument, "ieo")
        if not context.items and not context.table:
            letters = letters.replace("o", "")
        best = max(
            (b for letter in letters if (b := self._by_wording(label.name, letter))),
            key=lambda b: b[1],
            default=None,
        )
        if best is None or best[1] < ACCEPT:
            return None
        other = _rank(squash(_strip_prefix(label.name)), self._indicators)
        if other is not None and other[1] > best[1]:
            # Sub-indicators bear names that are nearly those of their items.
            return None
        return _accepted(best[0], best[1], best[2], "item-wording")

    # -- indicators --------------------------------------------------------------------------

    def _indicator(self, label: Label, context: Context) -> Match:
        name = _REMARK.sub("", _strip_prefix(label.name))
        key = squash(name)
        if not key:
            return self._by_number_alone(label, context)
        ranked = _rank(key, self._indicators)
        if ranked is None:
            return _refused("nothing-near", "no name of the edition resembles it")
        alias, score, margin = ranked
        excluded = self._excluded(key, score)
        if excluded:
            return _refused("excluded", excluded, alias, score, margin)
        if len(key) > 1.6 * len(alias.key):
            return _refused("too-long", f"says more than {alias.text}", alias, score, margin)
        stated = self._stated_code(label, context)
        if stated and label.explicit and stated != alias.code and "." not in alias.code:
            reason = f"is called number {stated}, but reads like {alias.code}"
            return _refused("number-disagrees", reason, alias, score, margin)
        agrees = stated == alias.code or (
            context.table and context.instrument == self.edition.instrument_of(alias.code) != ""
        )
        base = base_edits(key, alias.key) / max(1, len(base_letters(alias.key)))
        if score >= ACCEPT and margin >= MIN_MARGIN and base <= BASE_EDIT_SHARE:
            return _accepted(alias, score, margin, "name")
        if score >= SAME_LETTERS and margin >= MIN_MARGIN and not base_edits(key, alias.key):
            return _accepted(alias, score, margin, "letters")
        in_context = score >= ACCEPT_IN_CONTEXT and base <= BASE_EDIT_SHARE_IN_CONTEXT
        if in_context and agrees and (margin >= MIN_MARGIN or stated == alias.code):
            rule = "name-and-number" if stated == alias.code else "name-and-instrument"
            return _accepted(alias, score, margin, rule)
        if context.table and stated and (short := self._by_short_name(key, stated)):
            return short
        reason = f"nearest is {alias.text} at {score:.0f}, with nothing else to confirm it"
        return _refused("unsure", reason, alias, score, margin)

    def _by_short_name(self, key: str, stated: str) -> Match | None:
        """ใช้งบประมาณ for การใช้งบประมาณ: particles left out, where the number says the same."""
        for alias in self._indicators:
            if alias.code == stated:
                score = _similarity(_terse(key), _terse(alias.key))
                if score >= ACCEPT:
                    return _accepted(alias, score, 100.0, "short-name-and-number")
        return None

    def _stated_code(self, label: Label, context: Context) -> str:
        if label.ordinal and label.instrument:
            instrument = self.edition.instrument(label.instrument)
            codes = instrument.indicators if instrument else ()
            return codes[label.ordinal - 1] if 0 < label.ordinal <= len(codes) else ""
        if label.explicit or "." in label.number:
            return label.number
        return context.number or label.number

    def _by_number_alone(self, label: Label, context: Context) -> Match:
        """``ตัวชี้วัดที่ 4`` without a name is enough where scores are listed."""
        indicator = self.edition.indicator(label.number) if label.explicit else None
        sub = self.edition.subindicator(label.number)
        if indicator is not None and self.edition.scheme == "ten-indicators":
            alias = _Alias("", indicator.name, ScoreKind.INDICATOR, indicator.code)
            return _accepted(alias, 100.0, 100.0, "explicit-number")
        if sub is not None and (label.explicit or context.table):
            alias = _Alias("", sub.name, ScoreKind.SUBINDICATOR, sub.code)
            return _accepted(alias, 100.0, 100.0, "explicit-number")
        return _refused("no-name", "a number without a name")

    def _excluded(self, key: str, score: float) -> str:
        for excluded, entry in self._exclusions:
            if _similarity(key, excluded) > max(score, ACCEPT):
                return f"{entry.name}: {entry.reason}"
        return ""


# The highest code that any edition has had, by letter; beyond it a code is a misreading.
_LAST_CODE = {"i": 30, "e": 15, "o": 48}


def same_wording(name: str, other: str) -> bool:
    """Whether two wordings of an item are one, spaces and damage aside."""
    return _similarity(squash(name), squash(other)) >= ACCEPT_WORDING


@lru_cache(maxsize=16)
def matcher_for(year: int | None) -> NameMatcher:
    """The matcher of a fiscal year, or of the nearest year that has an edition."""
    edition = nearest_edition(year)
    return NameMatcher(edition)


def _aliases(entries: object, kind: ScoreKind) -> list[_Alias]:
    return [
        _Alias(squash(text), text, kind, entry.code)
        for entry in entries  # type: ignore[attr-defined]
        for text in (entry.name, *entry.aliases)
    ]


def _similarity(key: str, other: str) -> float:
    return 100 * Levenshtein.normalized_similarity(key, other)


def _shortened(key: str, other: str) -> bool:
    """One is the beginning of the other: a wording cut short, or with a remark behind it."""
    return min(len(key), len(other)) >= SHORTEST_WORDING and (
        key.startswith(other) or other.startswith(key)
    )


def _rank(key: str, aliases: list[_Alias]) -> tuple[_Alias, float, float] | None:
    """The nearest alias, its score, and its lead over the nearest alias of another entry."""
    scored = sorted(
        ((_similarity(key, a.key), i) for i, a in enumerate(aliases)),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if not scored or scored[0][0] < 40:
        return None
    best = aliases[scored[0][1]]
    second = next(
        (s for s, i in scored if (aliases[i].kind, aliases[i].code) != (best.kind, best.code)), 0.0
    )
    return best, round(scored[0][0], 1), round(scored[0][0] - second, 1)


def _accepted(alias: _Alias, score: float, margin: float, rule: str) -> Match:
    return Match(
        alias.code,
        alias.text,
        alias.text,
        round(score, 1),
        round(margin, 1),
        rule,
        True,
        "",
        alias.kind,
    )


def _refused(
    rule: str, reason: str, alias: _Alias | None = None, score: float = 0.0, margin: float = 0.0
) -> Match:
    code, name, kind = (alias.code, alias.text, alias.kind) if alias else ("", "", None)
    return Match(code, name, name, score, margin, rule, False, reason, kind)


def _without(key: str, words: tuple[str, ...]) -> str:
    for word in _squashed(words):
        key = key.replace(word, "")
    return key


@lru_cache(maxsize=8)
def _squashed(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(squash, words))


def _overall(label: Label) -> Match | None:
    """``คะแนนรวม``, ``ผลการประเมิน ITA ภาพรวม``: words of the overall score and nothing else."""
    if label.code or label.explicit or label.ordinal or label.instrument in ("IIT", "EIT", "OIT"):
        return None
    key = squash(label.name)
    rest = re.sub(r"(?:ประจำ)?(?:ปี(?:งบประมาณ)?(?:พศ)?|(?<=ita))25\d\d", "", key)
    average = any(word in rest for word in _AVERAGE)
    for word in _AVERAGE:
        rest = rest.replace(word, "")
    core = [word for word in _OVERALL_CORE if word in rest]
    rest = _without(_without(rest, _OVERALL_WORDS), _OVERALL_CORE)
    if rest or not (core or average):
        return None
    rule = "overall-words" if core else "average-words"
    return Match(
        "ITA", "ผลการประเมินภาพรวม", label.name, 100.0, 100.0, rule, True, "", ScoreKind.OVERALL
    )


def _strip_prefix(name: str) -> str:
    for prefix in name_prefixes():
        if name.startswith(prefix):
            return name[len(prefix) :].lstrip(" :-–.")
    return name


def _terse(key: str) -> str:
    return key.replace("การ", "").replace("ทาง", "").replace("ของ", "").replace("ระบบ", "")
