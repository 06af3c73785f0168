"""Names of indicators and sub-indicators of an edition, and the refusal of what only resembles one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from thai_ita.model import Match, ScoreKind
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.edit_kinds import base_edits, base_letters
from thai_ita.normalize.editions import load_exclusions, name_prefixes
from thai_ita.normalize.label_parts import Label
from thai_ita.normalize.name_ranking import (
    ACCEPT,
    ACCEPT_IN_CONTEXT,
    BASE_EDIT_SHARE,
    BASE_EDIT_SHARE_IN_CONTEXT,
    MIN_MARGIN,
    SAME_LETTERS,
    Alias,
    Context,
    NameList,
    accepted,
    aliases_of,
    refused,
    similarity,
)
from thai_ita.normalize.repair import squash
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import Edition

# What may stand behind a name: with what it was measured, and the words before a score.
_REMARK = re.compile(
    r"(?<=\S{4})\s*+[-–:(]?\s*(?:"
    r"(?:ซึ่ง|โดย|ที่)?(?:วัด|ประเมิน|สำรวจ)(?:ผล)?จาก(?:เครื่องมือ|แบบ(?:วัด|ตรวจ|สำรวจ)).*"
    r"|(?:ได้(?:รับ)?|มี|อยู่ที่|เท่ากับ|คิดเป็น)\s*(?:คะแนน|ร้อยละ)(?:เฉลี่ย)?(?:เท่ากับ|อยู่ที่|ร้อยละ)?"
    r")\s*$",
    re.S,
)


# Whose the measured thing is; it tells no indicator from another.
_OWNER = (
    r"หน่วยงาน(?:ภาครัฐ|ของรัฐ|ของท่าน)?|องค์กร(?:ปกครองส่วนท้องถิ่น)?|อปท\.?|ส่วนราชการ|เจ้าหน้าที่(?:ของรัฐ)?|บุคลากร|พนักงาน|ผู้บริหาร"
    r"|ผู้บังคับบัญชา|เทศบาล(?:ตำบล|เมือง|นคร)?[ก-๎]*|อบต\.?\s*+[ก-๎]*|องค์การบริหารส่วน(?:ตำบล|จังหวัด)[ก-๎]*"
)
_TAIL = compile_tone_tolerant(rf"(?<=\S{{4}})\s*(?:(?:ภายใน|ใน|ของ)\s*(?:{_OWNER})|(?:ต่อ|สู่|แก่)สาธารณ(?:ะ|ชน))\s*$")
# What is left out of a name first.
_PARTICLES = ("การ", "ทาง", "ของ", "ระบบ", "ใน", "ด้าน")
# Words that may stand before a name: คะแนน ตัวชี้วัด ด้าน.
MAX_PREFIXES = 3
# A name with words left out keeps pieces of at least so many letters (marks aside), and so many.
SHORTEST_PIECE = 3
MAX_PIECES = 3
# A name that was cut off ends so. It holds at least so many letters, and this share of the name; one
# that does not show its cut holds more of it.
_CUT = re.compile(BLANKS_BEFORE + r"(?:…|\.\.)")
SHORTEST_CUT = 6
# Refusals that leave open that a name was cut.
_NOT_NEAR = frozenset({"nothing-near", "unsure", "too-long"})
_OF = ("ของ", "ใน", "ภายใน")
CUT_SHARE = 0.4
WHOLE_SHARE = 0.62


class IndicatorNames:
    """Recognises the indicators and sub-indicators of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.aliases = aliases_of(edition.indicators, ScoreKind.INDICATOR)
        self.aliases += aliases_of(edition.subindicators, ScoreKind.SUBINDICATOR)
        self.names = NameList(self.aliases)
        self._terse_names = NameList(replace(a, key=_terse(a.key)) for a in self.aliases)
        self._exclusions = [(squash(x.name), x) for x in load_exclusions()]

    def nearest(self, name: str) -> tuple[Alias, float, float] | None:
        """The nearest name, its similarity and its lead, whether it is near enough or not."""
        return self.names.rank(squash(_strip_prefix(name)))

    def match(self, label: Label, context: Context) -> Match:
        """The indicator that a label names, or why it names none."""
        name = _REMARK.sub("", _strip_prefix(label.name))
        if not squash(name):
            return self._by_number_alone(label, context)
        found = self._by_name(name, label, context)
        if not found.accepted and found.rule in _NOT_NEAR:
            found = self._by_beginning(name, label, context) or found
        if not found.accepted and (bare := _TAIL.sub("", name)) != name:
            # The tail says nothing of its own; what it stands behind must be a name without it.
            shorter = self._by_name(bare, label, context)
            return shorter if shorter.accepted else found
        return found

    def _by_name(self, name: str, label: Label, context: Context) -> Match:
        key = squash(name)
        stated = self.stated_code(label, context)
        ranked = self.names.rank(key)
        if ranked is None:
            short = self._by_short_name(key, stated, label, context)
            return short or refused("nothing-near", "no name of the edition resembles it")
        alias, score, margin = ranked
        excluded = self._excluded(key, score)
        if excluded:
            return refused("excluded", excluded, alias, score, margin)
        if len(key) > 1.6 * len(alias.key):
            return refused("too-long", f"says more than {alias.text}", alias, score, margin)
        named = is_name(key, *ranked)
        short = None if named else self._by_short_name(key, stated, label, context)
        disagrees = stated and label.explicit and stated != alias.code
        if disagrees and not short and alias.kind is ScoreKind.INDICATOR:
            reason = f"is called number {stated}, but reads like {alias.code}"
            return refused("number-disagrees", reason, alias, score, margin)
        agrees = stated == alias.code or (
            context.table and context.instrument == self.edition.instrument_of(alias.code) != ""
        )
        if named:
            return accepted(alias, score, margin, "name" if score >= ACCEPT else "letters")
        base = _base_share(key, alias.key)
        in_context = score >= ACCEPT_IN_CONTEXT and base <= BASE_EDIT_SHARE_IN_CONTEXT
        if in_context and agrees and (margin >= MIN_MARGIN or stated == alias.code):
            rule = "name-and-number" if stated == alias.code else "name-and-instrument"
            return accepted(alias, score, margin, rule)
        if short is not None:
            return short
        reason = f"nearest is {alias.text} at {score:.0f}, with nothing else to confirm it"
        return refused("unsure", reason, alias, score, margin)

    def _by_beginning(self, name: str, label: Label, context: Context) -> Match | None:
        """What a name that is cut off in a list of scores begins: ``การใช้ทรัพย์สินขอ…``.

        It must begin the name of one indicator alone, or of the one whose number is stated; one
        that does not show that it is cut must hold most of the name. A cut name may also go on
        with whose it is: ``การใช้อำนาจของหน่…``.
        """
        shown = _before_cut(name)
        shows, key = shown != name, squash(shown)
        if not context.table or not key:
            return None
        stated = self.stated_code(label, context)
        own = [alias for alias in self.aliases if alias.code == stated]
        counted = shows and (label.explicit or bool(context.number))
        for alias in own:
            half = 2 * len(base_letters(key)) >= len(base_letters(alias.key))
            begins = alias.key.startswith(key) and (counted or half)
            if begins or (counted and _goes_on(key, alias.key)):
                return accepted(alias, 100.0, 100.0, "cut-name-and-number")
        begun = [alias for alias in self.aliases if alias.key.startswith(key)]
        if not begun or any(excluded.startswith(key) for excluded, _ in self._exclusions):
            return None
        alias = max(begun, key=lambda a: len(a.key))
        share = len(base_letters(key)) / len(base_letters(alias.key))
        long = share >= (CUT_SHARE if shows else WHOLE_SHARE) and len(key) >= SHORTEST_CUT
        one = len({a.code for a in begun}) == 1 and alias.kind is ScoreKind.INDICATOR
        disagrees = label.explicit and stated != alias.code
        return accepted(alias, 100.0, 100.0, "cut-name") if one and long and not disagrees else None

    def _by_short_name(self, key: str, stated: str, label: Label, context: Context) -> Match | None:
        """ใช้งบประมาณ for การใช้งบประมาณ where scores are listed: particles left out.

        Of a name whose number is stated as that of an indicator still more may be left out:
        ``ตชว. 2 งบประมาณ``, ``ตชว. 6 คุณภาพงาน``.
        """
        if not context.table:
            return None
        terse = _terse(key)
        if not stated:
            ranked = self._terse_names.rank(terse, at_least=SAME_LETTERS)
            if ranked is None or ranked[0].kind is not ScoreKind.INDICATOR:
                # บริหารงาน is a sub-indicator's name and much else.
                return None
            return accepted(*ranked, "short-name") if is_name(terse, *ranked) else None
        counted = label.explicit or bool(context.number)
        for alias in self.aliases:
            if alias.code != stated:
                continue
            score = similarity(terse, _terse(alias.key))
            if score >= ACCEPT or (counted and is_abridged(key, alias.key)):
                return accepted(alias, score, 100.0, "short-name-and-number")
        return None

    def stated_code(self, label: Label, context: Context) -> str:
        """The code of the indicator whose number the label or its context states."""
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
        says_so = label.explicit and (context.table or not label.shared)
        indicator = self.edition.indicator(label.number) if says_so else None
        sub = self.edition.subindicator(label.number)
        if indicator is not None and self.edition.scheme == "ten-indicators":
            alias = Alias("", indicator.name, ScoreKind.INDICATOR, indicator.code)
            return accepted(alias, 100.0, 100.0, "explicit-number")
        if sub is not None and (says_so or context.table):
            alias = Alias("", sub.name, ScoreKind.SUBINDICATOR, sub.code)
            return accepted(alias, 100.0, 100.0, "explicit-number")
        return refused("no-name", "a number without a name")

    def _excluded(self, key: str, score: float) -> str:
        for excluded, entry in self._exclusions:
            if similarity(key, excluded) > max(score, ACCEPT):
                return f"{entry.name}: {entry.reason}"
        return ""


def is_name(key: str, alias: Alias, score: float, margin: float) -> bool:
    """Whether a key is the name that is nearest to it, by no more evidence than its likeness: it
    is near, or it lacks nothing but marks."""
    near = score >= ACCEPT and _base_share(key, alias.key) <= BASE_EDIT_SHARE
    return margin >= MIN_MARGIN and (near or (score >= SAME_LETTERS and not base_edits(key, alias.key)))


def _base_share(key: str, name: str) -> float:
    return base_edits(key, name) / max(1, len(base_letters(name)))


def _goes_on(key: str, name: str) -> bool:
    """Whether a key is a name and the beginning of whose it is."""
    rest = key[len(name) :]
    return key.startswith(name) and any(rest.startswith(w) or w.startswith(rest) for w in _OF)


def _strip_prefix(name: str) -> str:
    """The name without the words before it, of which there may be several: คะแนนตัวชี้วัดด้าน."""
    for _ in range(MAX_PREFIXES):
        prefix = next((p for p in name_prefixes() if name.startswith(p)), None)
        if prefix is None:
            break
        name = name[len(prefix) :].lstrip(" :-–.")
    return name


def is_abridged(key: str, name: str) -> bool:
    """Whether a key is what remains of a name when words are left out: คุณภาพงาน of
    คุณภาพการดำเนินงาน. It is made of few pieces of the name, in their order, none of them short."""
    key, name = base_letters(key), base_letters(name)
    if not SHORTEST_PIECE < len(key) < len(name):
        return False
    at = end = 0
    for _ in range(MAX_PIECES):
        sizes = range(len(key) - at, SHORTEST_PIECE - 1, -1)
        size = next((n for n in sizes if key[at : at + n] in name[end:]), 0)
        if not size:
            break
        end = name.index(key[at : at + size], end) + size
        at += size
    return at == len(key)


def _terse(key: str) -> str:
    """The key without particles."""
    for particle in _PARTICLES:
        key = key.replace(particle, "")
    return key


def _before_cut(name: str) -> str:
    """The name without the stops at its end that show where it was cut."""
    end = len(name)
    while end and (name[end - 1] in ".…" or name[end - 1].isspace()):
        end -= 1
    cut = _CUT.search(name, end)
    return name[: cut.start()] if cut else name
