"""Invented assessment results that obey the arithmetic of their year.

Questions and items are drawn; indicators, instruments, overall and level follow exactly from them:
indicator = mean of questions (IIT, EIT); sub-indicator = mean of items, indicators 9 and 10 = mean of
sub-indicators; instrument = mean of indicators; overall = 0.3 IIT + 0.3 EIT + 0.4 OIT. Values are
exact fractions, rounded half up to two decimals only when printed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction

from .official import ITEMS, SUBINDICATORS
from .thai import round2

INSTRUMENTS = {"IIT": range(1, 6), "EIT": range(6, 9), "OIT": range(9, 11)}
WEIGHTS = {"IIT": Fraction(3, 10), "EIT": Fraction(3, 10), "OIT": Fraction(4, 10)}
LETTERS = [(95, "AA"), (85, "A"), (75, "B"), (65, "C"), (55, "D"), (50, "E"), (0, "F")]
BOUNDS = {2562: 30, 2563: 30, 2564: 30, 2565: 30, 2566: 30, 2567: 15, 2568: 15}

NAMES = {
    1: "การปฏิบัติหน้าที่",
    2: "การใช้งบประมาณ",
    3: "การใช้อำนาจ",
    4: "การใช้ทรัพย์สินของราชการ",
    5: "การแก้ไขปัญหาการทุจริต",
    6: "คุณภาพการดำเนินงาน",
    7: "ประสิทธิภาพการสื่อสาร",
    8: "การปรับปรุงระบบการทำงาน",
    9: "การเปิดเผยข้อมูล",
    10: "การป้องกันการทุจริต",
}
EIGHT = {2564: "การปรับปรุงการทำงาน", 2568: "การปรับปรุงการทำงาน"}
INSTRUMENT_NAMES = {
    "IIT": "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน",
    "EIT": "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก",
    "OIT": "แบบวัดการเปิดเผยข้อมูลสาธารณะ",
}


def indicator_name(code: int, year: int) -> str:
    return EIGHT.get(year, NAMES[8]) if code == 8 else NAMES[code]


def instrument_of(code: int) -> str:
    return next(k for k, codes in INSTRUMENTS.items() if code in codes)


@dataclass
class Result:
    year: int
    questions: dict[str, Fraction] = field(default_factory=dict)
    parts: dict[str, tuple[Fraction, Fraction]] = field(default_factory=dict)
    items: dict[str, Fraction] = field(default_factory=dict)
    subindicators: dict[str, Fraction] = field(default_factory=dict)
    indicators: dict[int, Fraction] = field(default_factory=dict)
    instruments: dict[str, Fraction] = field(default_factory=dict)
    overall: Fraction = Fraction(0)
    level: str = ""


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _drawn(rng: random.Random, low: float, high: float) -> Fraction:
    return Fraction(round(min(100.0, rng.uniform(low, high)) * 100), 100)


def level_of(year: int, overall: Fraction, instruments: dict[str, Fraction]) -> str:
    if year <= 2565:
        return next(word for bound, word in LETTERS if overall >= bound)
    least = min(instruments.values())
    if overall >= 95 and least >= 95:
        return "ผ่านดีเยี่ยม"
    if overall >= 85 and least >= 85:
        return "ผ่านดี"
    if overall >= 85:
        return "ผ่าน"
    return "ต้องปรับปรุง" if overall >= 70 else "ต้องปรับปรุงโดยด่วน"


def result(rng: random.Random, year: int, tier: str | None = None, parts: bool = False) -> Result:
    """One agency's result of one year; ``tier`` high, good, fair or poor sets about where it lies."""
    tier = tier or rng.choice(["high", "good", "good", "fair", "poor"])
    low, high, missing = {
        "high": (93, 103, 0.01),
        "good": (80, 101, 0.06),
        "fair": (66, 98, 0.2),
        "poor": (52, 92, 0.4),
    }[tier]
    while True:
        out = Result(year)
        by_indicator: dict[int, list[Fraction]] = {n: [] for n in range(1, 11)}
        for code, (_, number) in ITEMS[min(max(year, 2564), 2568)].items():
            if code[0] == "o":
                continue
            bias = rng.uniform(-8, 4) if rng.random() < 0.15 and tier != "high" else 0
            if code[0] == "e" and parts:
                pair = _drawn(rng, low + bias, high), _drawn(rng, low + bias - 8, high)
                out.parts[code] = pair
                value = _mean(list(pair))
            else:
                value = _drawn(rng, low + bias, high)
            out.questions[code] = value
            by_indicator[number].append(value)
        subs = SUBINDICATORS[min(max(year, 2564), 2568)]
        for code, (_, items) in subs.items():
            got = [Fraction(0 if rng.random() < missing else 100) for _ in items]
            out.items.update(zip(items, got, strict=True))
            out.subindicators[code] = _mean(got)
            by_indicator[int(code.split(".")[0])].append(out.subindicators[code])
        out.indicators = {n: _mean(v) for n, v in by_indicator.items()}
        out.instruments = {k: _mean([out.indicators[n] for n in codes]) for k, codes in INSTRUMENTS.items()}
        out.overall = sum((WEIGHTS[k] * v for k, v in out.instruments.items()), Fraction(0))
        out.level = level_of(year, out.overall, out.instruments)
        printed = {k: Fraction(round2(v)) for k, v in out.instruments.items()}
        # a level that rounding would turn over is no certain truth; equal indicators hide mix-ups
        if level_of(year, Fraction(round2(out.overall)), printed) != out.level:
            continue
        return out


def history(rng: random.Random, years: list[int]) -> dict[int, Result]:
    """Results of several years, on the whole rising."""
    tiers = ["poor", "fair", "good", "high"]
    start = rng.randrange(0, 2)
    return {
        year: result(rng, year, tiers[min(3, start + (index * 2 + rng.randrange(2)) // 2)])
        for index, year in enumerate(years)
    }
