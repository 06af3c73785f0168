"""Ratings: reading the level that a report states, and the level that scores give.

Each scheme (letters AA-F, pass words, the five words of 2561) is data in
``data/editions/levels.json`` with its bounds and source. Levels of different schemes are not
comparable, so a level always carries its scheme.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from importlib.resources import files

from thai_ita.normalize.repair import KNOWN_TEXTS, repair_text

PROSE_SCHEMES = ("letters", "pass_words")
"""Schemes looked for in prose: สูง and ต่ำ of the five words also rate risk and satisfaction."""


@dataclass(frozen=True, slots=True)
class Level:
    """A rating. Bounds are inclusive lower bounds of the overall and of each instrument."""

    scheme: str
    word: str
    name_en: str
    overall_min: float
    instrument_min: float | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class LevelMention:
    """A level stated in prose; ``span`` are offsets in the repaired text.

    ``cued`` tells that a word such as ระดับ introduces it.
    """

    level: Level
    span: tuple[int, int]
    as_seen: str
    cued: bool


@lru_cache(maxsize=1)
def level_schemes() -> dict[str, tuple[Level, ...]]:
    """The levels of every scheme, best first."""
    text = files("thai_ita.data").joinpath("editions", "levels.json").read_text(encoding="utf-8")
    return {
        scheme["id"]: tuple(
            Level(scheme["id"], x["word"], x["name_en"], x["overall_min"], x["instrument_min"], x["pass"])
            for x in scheme["levels"]
        )
        for scheme in json.loads(text)["schemes"]
    }


@lru_cache(maxsize=1)
def level_words() -> tuple[str, ...]:
    """The words of every scheme, the worst of each first: the order of an ordered category. Words of
    different schemes do not compare."""
    words = (level.word for levels in level_schemes().values() for level in reversed(levels))
    return tuple(dict.fromkeys(words))


@lru_cache(maxsize=1)
def _by_word() -> dict[str, Level]:
    return {level.word: level for levels in level_schemes().values() for level in levels}


_LEAD = re.compile(
    r"^(?:(?:และ)?(?:มี)?(?:ผล)?(?:การประเมิน)?(?:อยู่)?(?:ใน)?(?:ได้)?(?:รับ)?(?:ผล)?"
    r"(?:ระดับ|เกรด|grade|level)(?:ผล)?(?:การประเมิน|คะแนน|คุณธรรมและความโปร่งใส)?)?[:=]?",
    re.IGNORECASE,
)
_QUOTES = "\"'“”‘’«»`*_"
# What may stand in brackets behind a level: its English name, the year, or the bounds.
_ASIDE = re.compile(
    r"[(\[](?:pass[a-z ,\-]*|fail[a-z ]*|needs?[a-z ]*|grade|level|excellent|good"
    r"|(?:ประจำ)?(?:(?:ปีงบ(?:ประมาณ)?|ปี|พ\.?ศ\.?)\s*)*[\d๐-๙]{2,4}|[\d๐-๙.,\s\-–≥>]+(?:คะแนน)?)[)\]]",
    re.IGNORECASE,
)


@lru_cache(maxsize=KNOWN_TEXTS)
def read_level(text: str) -> Level | None:
    """The level that a short text (a cell, a value) states, None if it states anything else.

    ระดับ, เกรด, quotes, spaces and a bracketed English name or year around it are allowed; any
    other word makes it something else: a risk level, an award, another assessment.
    """
    plain = repair_text(text).strip()
    plain = "".join(c for c in plain if c not in _QUOTES)
    plain = re.sub(r"\s+", "", _ASIDE.sub("", plain)).strip(".:;,-–")
    plain = _LEAD.sub("", plain, count=1).strip(".:;,-–")
    return _by_word().get(plain)


_WORDS = {
    "letters": r"AA|[A-F]",
    "pass_words": (
        r"ผ่าน\s?ดี\s?เยี่ยม|ผ่าน\s?ดี(?!\s?เยี่ยม)|ผ่าน"
        r"|ต้อง\s?ปรับปรุง\s?โดย\s?ด่วน|ต้อง\s?ปรับปรุง"
    ),
    "five_words": r"สูง\s?มาก|สูง|ปานกลาง|ต่ำ\s?มาก|ต่ำ",
}
_CUE = (
    r"(?:(?:ระดับ|เกรด|[Gg]rade|[Ll]evel)\s*+"
    r"(?:(?:ผล|การประเมิน|คะแนน|คุณธรรมและความโปร่งใส|ITA|ภาพรวม|ของหน่วยงาน|ที่ได้(?:รับ)?"
    r"|(?:ประจำ)?ปี(?:งบประมาณ)?\s*+(?:พ\s?\.?\s?ศ\s?\.?)?\s*[2๒][5๕][\d๐-๙]{2})\s*+)*"
    r"(?:\s*\([A-Za-z ]+\))?(?:\s*(?:คือ|เป็น|ที่))?\s*+[:=]?\s*+|(?:^|\n)[^\S\n]*+ผลการประเมิน(?:\s*[:=]|[^\S\n]*+\n)\s*+"
    # Label and field of a form on one line.
    r"|(?:^|\n)[^\S\n]*+ผลการประเมิน\s*+(?=(?:ผ่าน|ต้อง)\S*\s*(?:$|\n)))"
)
# A Thai word may follow a level without a space; these are the ones that do.
_FOLLOWERS = r"โดย|และ|ดังนี้|ซึ่ง|ตาม|เพิ่ม|ลดลง|แต่|จาก|ใน|เมื่อ|เนื่อง|ทั้งนี้|เป็น|ของ|คะแนน|มี|ได้|ที่|กับ|หรือ|ทำให้"
_NO_WORD_AFTER = rf"(?=$|[^A-Za-z0-9+ก-๎]|{_FOLLOWERS})"
# ระดับ A ขึ้นไป and ไม่ต่ำกว่าระดับ A are goals; ผ่าน เกณฑ์ is a verdict, not a level.
# AA 95.00-100 is a line of the scale.
_NOT_STATED_AFTER = (
    r"(?!\s*+[”\"'’)]?\s*(?:ขึ้นไป|เกณฑ์|หรือสูงกว่า)|\s*+[:=(]?\s*[\d๐-๙]+(?:\.[\d๐-๙]+)?\s*+(?:คะแนน)?\s*[-–]\s*[\d๐-๙])"
)
_GOAL_BEFORE = re.compile(r"(?:ไม่(?:ต่ำ|น้อย)กว่า|เป้าหมาย|ตั้งแต่|อย่างน้อย)\s*+(?:อยู่)?(?:ใน)?\s*$")


@lru_cache(maxsize=8)
def _patterns(schemes: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    words = "|".join(_WORDS[scheme] for scheme in schemes)
    tail = _NO_WORD_AFTER + _NOT_STATED_AFTER
    cued = re.compile(rf"{_CUE}[“\"'‘(]*\s*(?P<word>{words}){tail}")
    if "pass_words" not in schemes:
        return cued, None
    # These words mean nothing else, so they count without a cue when they stand by themselves.
    bare = re.compile(rf"(?<![ก-๎A-Za-z])(?P<word>ผ่าน\s?ดี\s?เยี่ยม|ผ่านดี|ต้องปรับปรุงโดยด่วน){tail}")
    return cued, bare


def find_levels(text: str, schemes: Collection[str] = PROSE_SCHEMES) -> list[LevelMention]:
    """The levels that a prose text states, in order; goals (ระดับ A ขึ้นไป) are left out."""
    plain = repair_text(text)
    found: dict[tuple[int, int], LevelMention] = {}
    cued, bare = _patterns(tuple(schemes))
    for pattern, has_cue in ((cued, True), (bare, False)):
        for match in pattern.finditer(plain) if pattern else ():
            if _GOAL_BEFORE.search(plain[max(0, match.start() - 30) : match.start()]):
                continue
            level = _by_word()[re.sub(r"\s", "", match["word"])]
            span = match.span("word")
            found.setdefault(span, LevelMention(level, span, match[0].strip(), has_cue))
    return sorted(found.values(), key=lambda mention: mention.span)


def level_bounds(scheme: str) -> dict[str, tuple[float, float]]:
    """For each word the lower bound (inclusive) and upper bound (exclusive, 100 for the best)
    of the overall score; ``pass_words`` overlap since they also ask for each instrument."""
    levels = level_schemes()[scheme]
    bounds: dict[str, tuple[float, float]] = {}
    for level in levels:
        higher = [x.overall_min for x in levels if x.overall_min > level.overall_min and x.instrument_min is None]
        bounds[level.word] = (level.overall_min, min(higher, default=100.0))
    return bounds


def possible_levels(
    score: float, instruments: Mapping[str, float] | Iterable[float] | None, scheme: str
) -> tuple[Level, ...]:
    """The levels that an overall score allows, best first: more than one only where the scheme
    asks for each instrument and ``instruments`` is None. Scores are rounded to 2 decimals."""
    overall = _round2(score)
    parts: list[float] | None = None
    if instruments is not None:
        values = instruments.values() if isinstance(instruments, Mapping) else instruments
        parts = [_round2(value) for value in values] or None
    allowed: list[Level] = []
    for level in level_schemes()[scheme]:
        if overall < level.overall_min:
            continue
        if level.instrument_min is None:
            allowed.append(level)
            break
        if parts is None:
            allowed.append(level)
        elif min(parts) >= level.instrument_min:
            allowed.append(level)
            break
    return tuple(allowed)


def level_of(score: float, instruments: Mapping[str, float] | Iterable[float] | None, scheme: str) -> Level | None:
    """The one level that the scores give, None where the instruments are needed to tell."""
    allowed = possible_levels(score, instruments, scheme)
    return allowed[0] if len(allowed) == 1 else None


def _round2(value: float) -> float:
    return float(Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
