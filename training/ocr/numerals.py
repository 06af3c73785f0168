"""Figures of every kind that reports print, in Thai and in Arabic digits."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS = "0123456789"
_TO_THAI = str.maketrans(ARABIC_DIGITS, THAI_DIGITS)
MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
FIRST_YEAR, LAST_YEAR = 2550, 2579
_IN_THAI = 0.6
_WITH_PERCENT = 0.1
_BOTH_SCRIPTS = 0.02
"""A code as O๑๒ aside, digits of both scripts in one figure are a rare slip."""


def thai(text: str) -> str:
    """The text with Thai digits."""
    return text.translate(_TO_THAI)


def numeral(random: Random) -> str:
    """One figure as it stands alone in a cell."""
    text = random.choices(_KINDS, _WEIGHTS)[0](random)
    if text[-1].isdigit() and random.random() < _WITH_PERCENT:
        text += random.choice(("%", " %"))
    return either_script(text, random)


def either_script(text: str, random: Random) -> str:
    if random.random() < _IN_THAI:
        return thai(text)
    if random.random() < _BOTH_SCRIPTS:
        return "".join(thai(c) if random.random() < 0.5 else c for c in text)
    return text


def score(random: Random) -> str:
    """dd.dd, as nearly every value of the assessment is printed."""
    low = random.choice((0, 0, 60, 80))
    if random.random() < 0.08:
        return random.choice(("100.00", "100", "0.00", "0", "100.0"))
    return f"{random.uniform(low, 100):.{random.choices((2, 1, 0), (16, 2, 1))[0]}f}"


def digits(random: Random) -> str:
    """Any digits and dots: what teaches the shapes and nothing about likely values."""
    return "".join(random.choice(ARABIC_DIGITS + "..") for _ in range(random.randint(1, 8))).strip(".") or "0"


def year(random: Random) -> str:
    return str(random.randint(FIRST_YEAR, LAST_YEAR))


def years(random: Random) -> str:
    first = random.randint(FIRST_YEAR, LAST_YEAR)
    return random.choice((f"{first} - {first + 1}", f"{first}-{first + 4}", f"({first})"))


def difference(random: Random) -> str:
    sign = random.choice("+-")
    return f"{sign}{random.choice(('', ' '))}{random.uniform(0, 30):.2f}"


def count(random: Random) -> str:
    return str(random.choice((random.randint(0, 9), random.randint(0, 45), random.randint(0, 999))))


def money(random: Random) -> str:
    amount = random.choice((1, 10, 100, 1000)) * random.randint(1, 9999)
    return f"{amount:,}" + random.choice(("", "", ".00", ".-", f".{random.randint(0, 99):02d}"))


def code(random: Random) -> str:
    letter, last = random.choice((("i", 45), ("e", 45), ("o", 48), ("O", 48), ("I", 30), ("E", 15), ("OIT ", 43)))
    return letter + str(random.randint(1, last))


def standard(random: Random) -> str:
    return f"MOIT {random.randint(1, 23)}"


def paragraph(random: Random) -> str:
    text = ".".join(str(random.randint(1, 12)) for _ in range(random.choice((1, 2, 2, 3))))
    return random.choice((text, text + ".", text + ")", f"({text})"))


def bracketed(random: Random) -> str:
    return random.choice((f"({score(random)})", f"({count(random)})", f"[{count(random)}]"))


def fraction(random: Random) -> str:
    whole = random.randint(1, 60)
    return random.choice((f"{random.randint(0, whole)}/{whole}", f"{random.randint(1, 999)}/{year(random)}"))


def date(random: Random) -> str:
    day, month = random.randint(1, 31), random.randint(0, 11)
    if random.random() < 0.3:
        return f"{day}/{month + 1}/{year(random)}"
    if random.random() < 0.5:
        return f"{day} {MONTHS[month]} {random.choice(('', 'พ.ศ. '))}{year(random)}"
    return f"{day} {SHORT_MONTHS[month]} {random.choice((year(random), year(random)[2:]))}"


def months(random: Random) -> str:
    names = random.choice((MONTHS, SHORT_MONTHS))
    dash = random.choice(("-", " - ", "–", " – "))
    if names is SHORT_MONTHS and random.random() < 0.7:
        first, last = (str(random.randint(50, 75)) for _ in range(2))
        gap = random.choice(("", " "))
        return f"{random.choice(names)}{gap}{first}{dash}{random.choice(names)}{gap}{last}"
    return f"{random.choice(names)} {year(random)}{dash}{random.choice(names)} {year(random)}"


def spread(random: Random) -> str:
    dash = random.choice((" - ", "-", " – ", "–"))
    return f"{score(random)}{dash}{score(random)}"


def clock(random: Random) -> str:
    return f"{random.randint(0, 23):02d}.{random.choice(('00', '30', '15', '45'))} น."


def telephone(random: Random) -> str:
    return f"0-{random.randint(2000, 7999)}-{random.randint(0, 9999):04d}"


_KINDS: tuple[Callable[[Random], str], ...] = (
    score,
    digits,
    year,
    years,
    difference,
    count,
    money,
    code,
    standard,
    paragraph,
    bracketed,
    fraction,
    date,
    months,
    spread,
    clock,
    telephone,
)
_WEIGHTS = (44, 8, 6, 2, 5, 7, 6, 7, 1, 5, 3, 4, 4, 3, 2, 1, 1)
