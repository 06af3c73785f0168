"""Thai numerals, rounding and the damage that PDF and OCR text suffers."""

from __future__ import annotations

import random
import re
from fractions import Fraction

ARABIC = "0123456789"
THAI = "๐๑๒๓๔๕๖๗๘๙"
TO_THAI = str.maketrans(ARABIC, THAI)
TO_ARABIC = str.maketrans(THAI, ARABIC)


def round2(value: Fraction) -> str:
    """A value rounded half up to two decimals, as text."""
    cents = int(value * 100 + Fraction(1, 2))
    return f"{cents // 100}.{cents % 100:02d}"


# Private-use forms of shifted marks that Windows fonts leave in extracted text.
PUA_LOW = {"่": "\uf70a", "้": "\uf70b", "๊": "\uf70c", "๋": "\uf70d", "์": "\uf70e"}
PUA_LEFT = {
    "่": "\uf713",
    "้": "\uf714",
    "๊": "\uf715",
    "๋": "\uf716",
    "์": "\uf717",
    "ั": "\uf710",
    "ิ": "\uf701",
    "ี": "\uf702",
    "ึ": "\uf703",
    "ื": "\uf704",
    "็": "\uf712",
}
TALL = "ปฝฟฬ"
UPPER = "ัิีึืํ็"
MARKS = "่้๊๋์"


def pua(text: str) -> str:
    """Marks replaced by the private-use glyphs a Windows font would pick."""
    out: list[str] = []
    for index, char in enumerate(text):
        before = text[index - 1] if index else ""
        before2 = text[index - 2] if index > 1 else ""
        tall = before in TALL or (before in UPPER and before2 in TALL)
        if char in PUA_LEFT and tall:
            out.append(PUA_LEFT[char])
        elif char in PUA_LOW and before not in UPPER:
            out.append(PUA_LOW[char])
        elif char == "ญ" and text[index + 1 : index + 2] in ("ุ", "ู") and index + 1 < len(text):
            out.append("\uf70f")
        else:
            out.append(char)
    return "".join(out)


def split_am(text: str) -> str:
    """Sara am drawn as nikhahit and sara aa, the tone mark after it as some producers do."""
    text = re.sub("([่้๊๋])ำ", "ํ\\1า", text)
    return text.replace("ำ", "ํา")


def spaced_am(text: str) -> str:
    """Sara am that lost its circle and left a space: ส านัก."""
    return text.replace("ำ", " า")


def spaced_marks(text: str, rng: random.Random, share: float = 0.12) -> str:
    """A space before some marks: ที ่."""
    return "".join(" " + c if c in MARKS + "ัิีื" and rng.random() < share else c for c in text)


def invisible(text: str, rng: random.Random, share: float = 0.04) -> str:
    """Zero-width spaces between letters and no-break spaces for spaces."""
    out = []
    for c in text:
        if c == " " and rng.random() < 0.3:
            out.append("\u00a0")
            continue
        out.append(c)
        if "ก" <= c <= "ฮ" and rng.random() < share:
            out.append("\u200b")
    # a break between a consonant and its mark would be another damage
    return re.sub("\u200b(?=[ะ-ฺ็-๎])", "", "".join(out))


def doubled(text: str, rng: random.Random, share: float = 0.3) -> str:
    """Marks written twice, as fake-bold text comes out."""
    return "".join(c + c if c in MARKS + "ัิีืุู" and rng.random() < share else c for c in text)


def tone_order(text: str) -> str:
    """Tone before the upper vowel."""
    return re.sub("([ัิีึื])([่้๊๋])", "\\2\\1", text)


def damage(text: str, kind: str, rng: random.Random) -> str:
    if kind == "pua":
        return pua(split_am(text))
    if kind == "am":
        return split_am(text)
    if kind == "am_space":
        return spaced_am(text)
    if kind == "marks":
        return spaced_marks(text, rng)
    if kind == "invisible":
        return invisible(text, rng)
    if kind == "doubled":
        return doubled(text, rng)
    if kind == "order":
        return tone_order(text)
    raise ValueError(kind)
