"""Thai letters that a recogniser takes for one another, and how names differ that may be one."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from thai_ita.normalize.edit_kinds import MARKS

# ำ stands as a letter, for the า in it.
_MARKS: Final = MARKS - {"ำ"}
# Letters that differ in a loop, a notch or the length of a stroke.
_GROUPS: Final = (
    "กถภฤ", "ดตค", "ซชข", "ลส", "บปษ", "พฟ", "ผฝพ", "นมฉ", "ทหฑ", "อฮ", "วจ", "วา", "รธ", "จฉ", "งว",
    "ยผ", "ฎฏ", "ญณ", "ใไโ", "เแ", "ศคส", "รว", "ฆม", "ฒณ", "ตถ", "นฌ", "ะา", "าำ",
)  # fmt: skip


class Edit(NamedTuple):
    """One difference: ``at`` is the place in the first text, ``there`` that in the second; "" for what
    one of them lacks."""

    at: int
    char: str
    instead: str
    there: int

    @property
    def is_mark(self) -> bool:
        """Whether only a mark is lost, added or another."""
        return all(ch in _MARKS for ch in self.char + self.instead)

    @property
    def alike(self) -> bool:
        """Whether the two are easily taken for one another."""
        return self.is_mark or frozenset((self.char, self.instead)) in _pairs()


def edits(text: str, other: str) -> list[Edit]:
    """The changes that make one text of another; marks are compared letter by letter.

    >>> edits("ดอถู", "ดอก")
    [Edit(at=2, char='ถ', instead='ก', there=2), Edit(at=3, char='ู', instead='', there=3)]
    """
    own, others = _letters(text), _letters(other)
    out: list[Edit] = []
    opcodes = Levenshtein.opcodes([text[i] for i, _ in own], [other[i] for i, _ in others])
    for op in opcodes:
        place = own[op.src_start][0] if op.src_start < len(own) else len(text)
        beside = others[op.dest_start][0] if op.dest_start < len(others) else len(other)
        here, there = own[op.src_start : op.src_end], others[op.dest_start : op.dest_end]
        for a, b in zip_longest(here, there):
            at, end = a or (place, place)
            start, stop = b or (beside, beside)
            if op.tag != "equal":
                out.append(Edit(at, text[at:end][:1], other[start:stop][:1], start))
            out += _of_marks(text[at + 1 : end], other[start + 1 : stop], at + 1, start + 1)
    return out


def _letters(text: str) -> list[tuple[int, int]]:
    """From where to where each letter stands with its marks."""
    heads = [i for i, ch in enumerate(text) if i == 0 or ch not in _MARKS]
    return list(pairwise([*heads, len(text)]))


def _of_marks(marks: str, others: str, at: int, there: int) -> list[Edit]:
    if marks == others:
        return []
    pairs = enumerate(zip_longest(marks, others, fillvalue=""))
    return [Edit(at + i, a, b, there + i) for i, (a, b) in pairs if a != b]


def look_alikes_of(letter: str) -> frozenset[str]:
    """The letters that a letter is easily taken for.

    >>> sorted(look_alikes_of("ก"))
    ['ถ', 'ภ', 'ฤ']
    """
    return frozenset(ch for pair in _pairs() if letter in pair for ch in pair if ch != letter)


@lru_cache(maxsize=1)
def _pairs() -> frozenset[frozenset[str]]:
    return frozenset(frozenset((a, b)) for group in _GROUPS for a in group for b in group if a != b)
