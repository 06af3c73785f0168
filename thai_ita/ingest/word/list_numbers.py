"""The numbers of Word lists, which stand nowhere in the text: counted as Word counts them.

Rules: ECMA-376 part 1, 17.9. Lists that share an abstract definition count on together; a level
starts anew after a higher one; an override of the start takes effect once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thai_ita.ingest.counts import count_of
from thai_ita.ingest.thai_forms import thai_digits
from thai_ita.ingest.word.word_styles import Styles
from thai_ita.ingest.word.xml import Element, child, local, number, switch, value, w

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before a list paragraph: a bullet, or a number as text (``๒.``, ``1.3)``)."""

    text: str
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int
    restart: int | None
    legal: bool


class Lists:
    """The counters of a document's lists. Ask for each paragraph once, in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                self._abstract[element.get(w("abstractNumId")) or ""] = element
            elif local(element) == "num":
                self._nums[element.get(w("numId")) or ""] = element
        self._counts: dict[str, list[int | None]] = {}
        self._overridden: set[tuple[str, int]] = set()
        self._levels: dict[tuple[str, int], _Level | None] = {}

    def mark(self, properties: Element | None, style_id: str | None) -> Mark | None:
        """The mark of a paragraph with these ``w:pPr``; None for one that is in no list."""
        place = self._place(properties, style_id)
        if place is None:
            return None
        num_id, depth = place
        abstract_id = self._abstract_id(num_id)
        level = self._level(num_id, abstract_id, depth)
        if level is None:
            return None
        counts = self._counts.setdefault(abstract_id, [None] * LEVELS)
        self._count(counts, num_id, abstract_id, depth, level)
        if level.form == "bullet":
            return Mark("", bullet=True)
        text = _PLACE.sub(lambda m: self._shown(counts, num_id, abstract_id, level, m), level.text)
        return Mark(" ".join(text.split())) if text.strip() else None

    # -- where a paragraph stands --------------------------------------------------------------

    def _place(self, properties: Element | None, style_id: str | None) -> tuple[str, int] | None:
        direct = child(properties, "numPr")
        styled = self._styles.numbering(style_id)
        num_id, depth = value(direct, "numId"), number(direct, "ilvl")
        if num_id is None and styled is not None:
            num_id = value(styled[0], "numId")
            if depth is None:
                depth = number(styled[0], "ilvl")
            if depth is None and num_id is not None:
                depth = self._depth_of_style(num_id, styled[1])
        if num_id is None or num_id == "0" or num_id not in self._nums:
            return None
        return num_id, max(0, min(depth or 0, LEVELS - 1))

    def _depth_of_style(self, num_id: str, style_id: str) -> int | None:
        """A level may name the style of its paragraphs instead."""
        abstract = self._abstract.get(self._abstract_id(num_id))
        for level in abstract if abstract is not None else ():
            if local(level) == "lvl" and value(level, "pStyle") == style_id:
                return _depth(level)
        return None

    def _abstract_id(self, num_id: str) -> str:
        """The abstract definition of a list, through a link to a list style where there is one."""
        seen: set[str] = set()
        while num_id in self._nums and num_id not in seen:
            seen.add(num_id)
            abstract_id = value(self._nums[num_id], "abstractNumId") or ""
            link = value(self._abstract.get(abstract_id), "numStyleLink")
            styled = self._styles.numbering(link) if link else None
            linked = value(styled[0], "numId") if styled else None
            if linked is None:
                return abstract_id
            num_id = linked
        return ""

    # -- levels --------------------------------------------------------------------------------

    def _override(self, num_id: str, depth: int) -> Element | None:
        for element in self._nums.get(num_id, ()):
            if local(element) == "lvlOverride" and _depth(element) == depth:
                return element
        return None

    def _level(self, num_id: str, abstract_id: str, depth: int) -> _Level | None:
        key = (num_id, depth)
        if key not in self._levels:
            self._levels[key] = self._find_level(num_id, abstract_id, depth)
        return self._levels[key]

    def _find_level(self, num_id: str, abstract_id: str, depth: int) -> _Level | None:
        override = self._override(num_id, depth)
        found = child(override, "lvl")
        if found is None:
            levels = self._abstract.get(abstract_id, ())
            found = next((e for e in levels if local(e) == "lvl" and _depth(e) == depth), None)
        if found is None:
            return None
        form = value(found, "numFmt") or "decimal"
        start = number(override, "startOverride")
        if start is None:
            start = number(found, "start")
        return _Level(
            form=form,
            text=value(found, "lvlText") or "",
            # Without w:start a level starts at 0 by the standard; Word itself writes it always.
            start=1 if start is None else start,
            restart=number(found, "lvlRestart"),
            legal=bool(switch(found, "isLgl")),
        )

    def _count(self, counts: list[int | None], num_id: str, abstract_id: str, depth: int, level: _Level) -> None:
        now = counts[depth]
        override = self._override(num_id, depth)
        fresh = number(override, "startOverride") is not None
        if fresh and (num_id, depth) not in self._overridden:
            self._overridden.add((num_id, depth))
            now = None
        counts[depth] = level.start if now is None else now + 1
        for deeper in range(depth + 1, LEVELS):
            below = self._level(num_id, abstract_id, deeper)
            # lvlRestart: 0 never, k after the k-th level or a higher one; by default any higher.
            restart = below.restart if below is not None else None
            if restart is None or depth < restart:
                counts[deeper] = None

    def _shown(
        self,
        counts: list[int | None],
        num_id: str,
        abstract_id: str,
        level: _Level,
        match: re.Match[str],
    ) -> str:
        depth = int(match.group(1)) - 1
        other = self._level(num_id, abstract_id, depth)
        count = counts[depth]
        if other is None:
            return ""
        form = "decimal" if level.legal else other.form
        return format_count(other.start if count is None else count, form)


def _depth(element: Element) -> int:
    return count_of(element.get(w("ilvl")))


def format_count(count: int, form: str) -> str:
    """A count in a number format of Word (``w:numFmt``); unknown ones as decimal."""
    if form in ("none", "bullet"):
        return ""
    if form in ("thaiNumbers", "thaiCounting"):
        return thai_digits(str(count))
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("lowerLetter", "upperLetter", "thaiLetters"):
        letters = _THAI_LETTERS if form == "thaiLetters" else "abcdefghijklmnopqrstuvwxyz"
        text = _letter(count, letters)
        return text.upper() if form == "upperLetter" else text
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        text = _roman(count)
        return text.upper() if form == "upperRoman" else text
    return str(count)


def _letter(count: int, letters: str) -> str:
    """a to z, then aa, bb, cc, as Word goes on."""
    if not 0 < count <= 30 * len(letters):
        return str(count)
    times, index = divmod(count - 1, len(letters))
    return letters[index] * (times + 1)


def _roman(count: int) -> str:
    out = ""
    for size, sign in _ROMAN:
        times, count = divmod(count, size)
        out += sign * times
    return out
