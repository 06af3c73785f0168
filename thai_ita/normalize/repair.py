"""Damaged Thai made readable: every rule by which a character may change, and its count.

Marks are joined to their base first, before anything sorts or normalises. Unicode: NFC only, for
NFKC and NFKD split ำ. ``pythainlp.util.normalize`` is not used: it deletes a vowel that a space
separates from its consonant. Nothing here restores a mark of which no trace is left, save ำ in a
closed list of official words; matching against closed vocabularies does that.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Final

from .broken_words import mend_words
from .decoder import ordered
from .numerals import to_arabic
from .quality import thai_quality
from .thai_characters import (
    CONSONANTS,
    INVISIBLE,
    LAO,
    LEADING_VOWELS,
    MARKS,
    ODD_SPACES,
    PUA,
    REPLACEMENT,
    THAI,
    TONES,
)

# Labels and lines come again and again, within a report and from one to the next.
KNOWN_TEXTS: Final = 8192

__all__ = ["RULES", "RepairRule", "Repaired", "repair", "repair_text", "squash", "thai_quality"]


@dataclass(frozen=True, slots=True)
class RepairRule:
    """One kind of damage: its id in the counts, what is done, and where the rule comes from."""

    id: str
    description: str
    source: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """Text after repair, and how often each rule changed it, by rule id."""

    text: str
    counts: dict[str, int] = field(default_factory=dict)


_HARFBUZZ: Final = "HarfBuzz hb-ot-shaper-thai.cc"
_SEEN: Final = "seen in published PDFs"
_ORDER: Final = "Unicode Standard, Thai: vowels, then tones"

RULES: Final[tuple[RepairRule, ...]] = (
    RepairRule("pua", "private-use glyph of an old Thai font to the mark it draws", _HARFBUZZ),
    RepairRule("lao", "Lao letter beside Thai letters to its Thai twin, 0x80 lower", "Unicode code charts"),
    RepairRule("invisible", "zero-width characters, soft hyphens, dotted circles removed", _SEEN),
    RepairRule("odd_space", "no-break and fixed-width spaces to a plain space", _SEEN),
    RepairRule("nfc", "canonical composition", "Unicode UAX #15"),
    RepairRule("unmapped", "U+FFFD or (cid:n) beside ำ, า or a doubled mark: ส�ำนัก, ประจ�าปี", _SEEN),
    RepairRule("spaced_mark", "space between a mark and its base removed: เป ็น", "pdf-inspector #249"),
    RepairRule("spaced_am", "space before ำ removed: ส ำนัก", _SEEN),
    RepairRule("split_am", "ำ composed from ํ and า, in any order with a tone", "PyThaiNLP #374"),
    RepairRule("doubled_mark", "a mark written twice on one consonant kept once: ตััว", _SEEN),
    RepairRule("mark_order", "tones after vowels, thanthakhat last", _ORDER),
    RepairRule("tone_after_aa", "tone drawn after า moved before it: หนา้", _SEEN),
    RepairRule("double_e", "เเ to แ", _SEEN),
    RepairRule("lakkhangyao", "ๅ to า, unless after ฤ or ฦ", _SEEN),
    RepairRule("lost_nikhahit", "ำ restored in official words that are no words with า: ดาเนิน", _SEEN),
    RepairRule("nikhahit_space", "consonant, space, า to ำ where the words agree: ส านัก", _SEEN),
    RepairRule("inner_space", "spaces inside a word removed: ง บป ร ะม า ณ", _SEEN),
    RepairRule("moved_mark", "marks drawn on the next consonant moved back: คณุ ธรรม", _SEEN),
    RepairRule("am_for_aa", "ำ to า where only that gives a word: ควำม", _SEEN),
    RepairRule("tho_for_am", "้า to ำ where only that gives a word: อ้านาจ", _SEEN),
    RepairRule("uu_for_tho", "ปู to ป้ where only that gives a word: เปูาหมาย", _SEEN),
    RepairRule("latin_mark", "Latin letter to the tone mark that gives a word: ขfอมูล", _SEEN),
)

_C: Final = f"[{CONSONANTS}]"
_M: Final = f"[{MARKS}]"
_T: Final = f"[{TONES}]"
_UNMAPPED: Final = rf"(?:{REPLACEMENT}|\(cid:\d+\))"

_PUA: Final = re.compile("[\uf700-\uf71a\uf884-\uf89e]")
_LAO_RUN: Final = re.compile(rf"(?<![{THAI}\u0e80-\u0eff])[{THAI}]*+[\u0e80-\u0eff][{THAI}\u0e80-\u0eff]*")
_LAO: Final = re.compile("[\u0e80-\u0eff]")
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")
_ODD_SPACE: Final = re.compile(f"[{ODD_SPACES}]")
# Official words that are no Thai, or no likely Thai, when written with า for ำ.
_OFFICIAL: Final = re.compile(
    "า(?:(?<=ดา)เนิน|(?<=สา)(?:นัก|หรับ|คัญ|เร็จ)|(?<=อา)(?:นาจ|นวย|เภอ)|(?<=ตา)(?:บล|แหน่ง)"
    "|(?<=จา)(?:นวน(?!ิ)|เป็น)|(?<=กา)(?:หนด|กับ)|(?<=ลา)ดับ|(?<=ประจา)(?:ปี|เดือน)"
    "|(?<=การทา)งาน|(?<=กระทา)(?:ผิด|การ)|(?<=แนะนา)(?!ม)"
    "|(?<=จัดทา)(?:แผน|ประกาศ|ข้อ|คู่มือ|รายงาน|โครง|บัญชี|เอกสาร|มาตร))"
)
_DAMAGE: Final = re.compile(
    rf"[{INVISIBLE}{ODD_SPACES}\u0e80-\u0eff\uf700-\uf71a\uf884-\uf89e{REPLACEMENT}ํๅ]"
    rf"|\(cid:| {_M}|{_T}[ัิ-ฺ็{TONES}]|์[ัิ-ฺ็-๋]|({_M})\1|า{_T}|ำ[{TONES}ำ]| ำ|เเ"
)


def _translate_lao(match: re.Match[str]) -> str:
    run = match.group()
    lao = len(_LAO.findall(run))
    return run.translate(LAO) if len(run) - lao > lao else run


def _tidy_marks(match: re.Match[str]) -> str:
    return ordered("".join(dict.fromkeys(match.group())))


Substitution = tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]]

_SUBSTITUTIONS: Final[tuple[Substitution, ...]] = (
    ("pua", _PUA, lambda m: PUA.get(ord(m.group()), m.group())),
    ("lao", _LAO_RUN, _translate_lao),
    ("invisible", _INVISIBLE, ""),
    ("odd_space", _ODD_SPACE, " "),
    ("unmapped", re.compile(rf"(?<={_C})({_T}?){_UNMAPPED}+[าำ]"), r"\1ำ"),
    ("unmapped", re.compile(rf"(?<=ำ){_UNMAPPED}+(?=[{THAI}])"), ""),
    ("unmapped", re.compile(rf"(({_M})\2){_UNMAPPED}+(?=[{THAI}])"), r"\1"),
    ("spaced_mark", re.compile(rf"(?<=[{CONSONANTS}{MARKS}ำา]) +(?={_M})"), ""),
    ("spaced_am", re.compile(rf"(?<=[{CONSONANTS}{TONES}]) +(?=ำ)"), ""),
    ("split_am", re.compile(rf"(?<!ํ)ํ++({_T}*) ?า"), r"\1ำ"),
    ("split_am", re.compile(rf"(?<!{_T})({_T}++)ํ+ ?า"), r"\1ำ"),
    ("split_am", re.compile(rf"ำ({_T}+)"), r"\1ำ"),
    ("split_am", re.compile(r"(?<!ํ)ํ++(?=ำ)"), ""),
    ("doubled_mark", re.compile("ำำ+"), "ำ"),
    ("tone_after_aa", re.compile(rf"(?<={_C})า({_T}+)"), r"\1า"),
    ("doubled_mark", re.compile(rf"{_M}*({_M}){_M}*\1{_M}*"), _tidy_marks),
    ("mark_order", re.compile(rf"(?:{_T}[ัิ-ฺ็ํ]|์[ัิ-ฺ็ํ{TONES}]){_M}*|{_M}{{3,}}"), _tidy_marks),
    ("double_e", re.compile("เเ"), "แ"),
    ("lakkhangyao", re.compile("(?<![ฤฦ])ๅ"), "า"),
)


def _expand(template: str, match: re.Match[str]) -> str:
    return match.expand(template)


def _substitute(text: str, counts: Counter[str]) -> str:
    for rule, pattern, replacement in _SUBSTITUTIONS:
        changed = pattern.sub(replacement, text)
        if changed != text:
            new = replacement if callable(replacement) else partial(_expand, replacement)
            counts[rule] += sum(new(m) != m.group() for m in pattern.finditer(text))
            text = changed
    return text


def _restore_official(text: str, counts: Counter[str]) -> str:
    changed, n = _OFFICIAL.subn(lambda m: "ำ" + m.group()[1:], text)
    if n:
        counts["lost_nikhahit"] += n
    return changed


# Where no word list is asked, the space in "ส านัก" is taken for the trace of ํ; not after
# เ-consonant, whose vowel is เ-า, nor where single letters are set apart.
_NIKHAHIT_SPACE: Final = re.compile(rf"(?<={_C})(?<![{LEADING_VOWELS}]{_C})({_T}?) า(?! )")

MAX_PASSES: Final = 6


def repair(text: str, *, dictionary: bool = True) -> Repaired:
    """Thai text with its damage undone, and the count of changes by rule id (see RULES).

    Consonants, vowels and digits stay, save where a rule says otherwise; newlines, tabs, and
    spaces between complete words stay. Repairing twice changes nothing more. ``dictionary=False``
    leaves out the rules that ask a word list.

    >>> repair("ส านักงาน เปูาหมาย").text
    'สำนักงาน เป้าหมาย'
    """
    if text.isascii():
        return Repaired(text)
    mended, counts = _mended(text, dictionary)
    return Repaired(mended, dict(counts))


@lru_cache(maxsize=KNOWN_TEXTS)
def _mended(text: str, dictionary: bool) -> tuple[str, tuple[tuple[str, int], ...]]:
    counts: Counter[str] = Counter()
    lines = text.split("\n")
    mended = [line if line.isascii() else _repair_line(line, counts, dictionary) for line in lines]
    return "\n".join(mended), tuple(counts.items())


def _repair_line(line: str, counts: Counter[str], dictionary: bool) -> str:
    for _ in range(MAX_PASSES):
        before = line
        if _DAMAGE.search(line):
            line = _substitute(line, counts)
        if not unicodedata.is_normalized("NFC", line):
            line = unicodedata.normalize("NFC", line)
            counts["nfc"] += 1
        line = _restore_official(line, counts)
        if dictionary:
            line = mend_words(line, counts)
        else:
            line, n = _NIKHAHIT_SPACE.subn(r"\1ำ", line)
            if n:
                counts["nikhahit_space"] += n
        if line == before:
            break
    return line


@lru_cache(maxsize=KNOWN_TEXTS)
def repair_text(text: str) -> str:
    """The text of ``repair(text)``."""
    return repair(text).text


_UNWRITTEN: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff.,;:/\"'“”‘’()\[\]•·*_\-‐-―−]+")


@lru_cache(maxsize=KNOWN_TEXTS)
def squash(text: str) -> str:
    """A key for matching: repaired, without spaces and punctuation, digits Arabic, lower case.

    >>> squash("การ ป้องกัน การทุจริต (OIT ๒)")
    'การป้องกันการทุจริตoit2'
    """
    return to_arabic(_UNWRITTEN.sub("", repair_text(text))).lower()
