"""What the training lines say: strings of the package's data, place names, words, figures.

No line comes from a report: sentences are put together from the names, questions and aliases of the
editions, the words of PyThaiNLP by their frequency, and the phrases below.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from training.ocr.numerals import either_script, numeral, thai, year

DATA = Path(__file__).resolve().parents[2] / "thai_ita" / "data"
CHECKS = "✓✗☑☐"
"""Drawn, as few fonts hold them."""
LEADER = "…"
"""A dot leader of any length is one character."""
_THAI = "".join(
    chr(code)
    for code in (*range(0x0E01, 0x0E3A), *range(0x0E3F, 0x0E4E), *range(0x0E50, 0x0E5A))
    if chr(code) not in "ฃฅ"
)
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SIGNS = " .,%-–+()/:;\"“”'*&=<>@_|!?•#[]≥≤~" + LEADER + CHECKS
CHARSET = _THAI + "0123456789" + _LATIN + _SIGNS
"""Every character that can be read; class n is the n-th of them, class 0 the blank."""
_MARK = re.compile("[\u0e31\u0e33-\u0e3a\u0e45\u0e47-\u0e4e]")
_BEFORE = "เแโใไ"
LONGEST = 60
_WORDS: dict[str, list[str]] = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))
WORDS_OF_THE_FIELD, OFFICE_WORDS = _WORDS["latin"], _WORDS["thai"]
LEADS, TAILS, BULLETS = _WORDS["before_figures"], _WORDS["after_figures"], _WORDS["bullets"]


@dataclass(frozen=True, slots=True)
class Sources:
    """The strings that lines are made of; ``heap`` are the running weights of ``words``."""

    terms: list[str]
    places: list[str]
    words: list[str]
    heap: list[float]
    rare: list[str]

    @staticmethod
    def load() -> Sources:
        """From the package's data and PyThaiNLP's lists."""
        from pythainlp.corpus import thai_words, tnc

        from thai_ita.normalize.gazetteer import Gazetteer

        usable = set(CHARSET)
        common = [(w.strip(), n) for w, n in tnc.word_freqs() if set(w.strip()) <= usable and w.strip()]
        rows = Gazetteer.embedded().rows
        places = sorted({name for row in rows for name in (row.full_name, row.province, row.district) if name})
        return Sources(
            terms=sorted(set(data_strings())),
            places=[name for name in places if set(name) <= usable],
            words=[word for word, _ in common],
            heap=list(accumulate(n**0.7 for _, n in common)),
            rare=sorted(word for word in thai_words() if set(word) <= usable),
        )


def data_strings() -> Iterator[str]:
    """Every Thai string of the package's data."""
    for path in sorted(DATA.rglob("*.json")):
        yield from _strings(json.loads(path.read_text("utf-8")))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if any("\u0e01" <= c <= "\u0e5b" for c in value):
            yield " ".join(value.split())
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(key)
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def cut(text: str, length: int, random: Random) -> str:
    """A piece of about ``length`` characters that starts and ends at whole letters."""
    if len(text) <= length:
        return text
    start = 0 if random.random() < 0.5 else random.randint(0, len(text) - length)
    while start > 0 and (_MARK.match(text[start]) or text[start - 1] in _BEFORE):
        start -= 1
    end = min(len(text), start + length)
    while end < len(text) and _MARK.match(text[end]):
        end += 1
    if text[end - 1] in _BEFORE and end - start > 1:
        end -= 1
    return text[start:end]


def line(sources: Sources, random: Random, longest: int = LONGEST) -> str:
    """One line of a report, at most about ``longest`` characters, all of them in CHARSET."""
    while True:
        text = random.choices(_MAKERS, _SHARES)[0](sources, random, _length(random, longest))
        if random.random() < 0.04:
            text += random.choice((":", " :", ";", ".", ","))
        text = clean(text)
        if text:
            return text if random.random() < 0.5 else either_script(text, random)


def clean(text: str) -> str:
    """One space between words, no character that cannot be read, one spelling of what looks alike."""
    text = text.replace("เเ", "แ").replace("ํา", "ำ").replace("‘", "'").replace("’", "'")
    text = re.sub(r"\.{4,}|…+", LEADER, text)
    return " ".join("".join(c for c in text if c in _KNOWN).split())


_KNOWN = frozenset(CHARSET)


def _length(random: Random, longest: int) -> int:
    """Mostly pieces of a line, some whole lines."""
    if random.random() < 0.65:
        return random.randint(2, max(3, longest * 2 // 5))
    return random.randint(longest // 4, longest)


def _term(sources: Sources, random: Random, length: int) -> str:
    return cut(random.choice(sources.terms), length, random)


def _sentence(sources: Sources, random: Random, length: int) -> str:
    """Words of offices and common words, run together as Thai is written."""
    parts: list[str] = []
    size = 0
    while size < length + 8:
        kind = random.random()
        if kind < 0.45:
            part = random.choice(OFFICE_WORDS)
        elif kind < 0.8:
            part = random.choices(sources.words, cum_weights=sources.heap)[0]
        elif kind < 0.88:
            part = random.choice(sources.rare)
        elif kind < 0.94:
            part = cut(random.choice(sources.terms), 24, random)
        else:
            part = " " + random.choice((numeral(random), random.choice(WORDS_OF_THE_FIELD))) + " "
        parts.append(part + (" " if random.random() < 0.12 else ""))
        size += len(parts[-1])
    return cut("".join(parts).lstrip("ๆฯ "), length, random)


def _rare_words(sources: Sources, random: Random, length: int) -> str:
    text = ""
    while len(text) < length:
        text += random.choice(sources.rare) + random.choice(("", "", "", " "))
    return cut(text, length, random)


_ALIKE = (
    "ขชซ",
    "ดตค",
    "กถภ",
    "ลส",
    "พฟผฝ",
    "บปษ",
    "อฮ",
    "นมฆ",
    "ณญ",
    "ฎฏ",
    "วจ",
    "ทหฑ",
    "ธร",
    "ศค",
    "ฤถ",
    "ฬพ",
    "เแ",
    "ไใโ",
    "ิีึื",
    "ั้็",
    "ุู",
    "่้",
    "๊๋",
)
_LOOKS_LIKE = {c: group for group in _ALIKE for c in group}
_SWAPPED = 0.35


def _alike(sources: Sources, random: Random, length: int) -> str:
    """Names and words in which letters give way to those that look like them: sense does not help."""
    text = random.choice(sources.places if random.random() < 0.5 else sources.rare)
    while len(text) < length and random.random() < 0.7:
        text += random.choice(("", " ")) + random.choice(sources.rare)
    swapped = (random.choice(_LOOKS_LIKE[c]) if c in _LOOKS_LIKE and random.random() < _SWAPPED else c for c in text)
    return cut("".join(swapped), length, random)


def _place(sources: Sources, random: Random, length: int) -> str:
    name = random.choice(sources.places)
    return cut(random.choice(("", "", "", "จังหวัด", "อำเภอ", "ตำบล", "ของ", "นายก")) + name, max(length, 16), random)


def _latin(sources: Sources, random: Random, length: int) -> str:
    words = random.sample(WORDS_OF_THE_FIELD, random.choice((1, 1, 2, 3)))
    text = random.choice((" ", " ", ", ", "/")).join(words)
    if random.random() < 0.15:
        text = text.upper() if random.random() < 0.5 else f"({text})"
    if random.random() < 0.4:
        text += random.choice((" ", "")) + _term(sources, random, 14)
    return text if random.random() < 0.8 else _sentence(sources, random, 12) + " " + text


def _letters(sources: Sources, random: Random, length: int) -> str:
    """Letters without sense: what teaches their shapes."""
    pool = random.choice((_LATIN, _LATIN + "0123456789", _LATIN.lower()[26:] + "._-/@", "ABCD"))
    return "".join(random.choice(pool) for _ in range(random.randint(1, 10)))


def _figure_in_text(sources: Sources, random: Random, length: int) -> str:
    lead, tail = random.choice(LEADS), random.choice(TAILS)
    text = lead + (year(random) if "พ.ศ." in lead else numeral(random)) + tail
    if random.random() < 0.5:
        text += " " + _sentence(sources, random, random.randint(4, 24))
    if random.random() < 0.3:
        text = _sentence(sources, random, random.randint(4, 24)) + " " + text
    return text


def _numeral(sources: Sources, random: Random, length: int) -> str:
    text = numeral(random)
    if random.random() < 0.12:  # Cells beside one another that come as one line.
        text = "  ".join((text, *(numeral(random) for _ in range(random.randint(1, 4)))))
    return text


def _cell(sources: Sources, random: Random, length: int) -> str:
    """What stands alone in a narrow cell."""
    one = random.choice((*"0123456789", *"0123456789", "-", *CHECKS, "A", "B", "C", "D", "F", "AA", "/", "i", "e", "o"))
    if random.random() < 0.5:
        one = str(random.randint(0, 60))
    return thai(one) if random.random() < 0.6 else one


def _bullet(sources: Sources, random: Random, length: int) -> str:
    mark = random.choice(BULLETS)
    mark = "".join(random.choice("123456789") if c.isdigit() else c for c in mark)
    return either_script(mark, random) + (_sentence if random.random() < 0.7 else _term)(sources, random, length)


def _leader(sources: Sources, random: Random, length: int) -> str:
    before = _sentence(sources, random, random.randint(2, 16)) if random.random() < 0.8 else ""
    after = random.choice((str(random.randint(1, 60)), "", numeral(random)))
    return f"{before}{random.choice(('', ' '))}{LEADER}{random.choice(('', ' '))}{after}"


def _quoted(sources: Sources, random: Random, length: int) -> str:
    inner = _term(sources, random, min(length, 24))
    pair = random.choice((("“", "”"), ('"', '"'), ("(", ")"), ("[", "]"), ("'", "'")))
    return (
        random.choice(("", _sentence(sources, random, 8)))
        + pair[0]
        + inner
        + pair[1]
        + random.choice(("", ":", ";", ",", " *", "!", "?"))
    )


_MAKERS = (
    _term,
    _sentence,
    _rare_words,
    _alike,
    _place,
    _latin,
    _letters,
    _figure_in_text,
    _numeral,
    _cell,
    _bullet,
    _leader,
    _quoted,
)
_SHARES = (13, 20, 4, 11, 5, 5, 2, 13, 30, 4, 4, 1.5, 2)
