"""The likeliest words behind a stretch of damaged Thai: a shortest path over a word list.

A stretch is read as letters with their marks. From each letter the search walks the word list and
may undo the damage that PDF fonts do, each at a cost: a space inside the word, marks drawn on the
next consonant, ำ for า, ปู for ป้, a Latin letter for a tone mark. Letters that no word explains
stay as they are, at the highest cost. So an edit happens only where it turns a fragment into a
word, and text that already consists of words is the cheapest reading of itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from .dictionary import Trie, is_made_of_words, trie
from .thai_characters import LEADING_VOWELS, SARA_AA, SARA_AM, THANTHAKHAT, TONES

WORD_COST: Final = 1.0
SHORT_WORD_COST: Final = 1.4  # two letters explain a fragment too easily
UNKNOWN_COST: Final = {"consonant": 3.0, "leading": 1.5, "following": 1.0}
LONE_LETTER_COST: Final = 1.2  # a letter set apart may be a label (ข้อ ก) and needs no word
INNER_SPACE_COST: Final = 1.2  # above WORD_COST: two words are never joined to save one
LONE_LETTER_SPACE_COST: Final = 0.6
CERTAIN_SPACE_COST: Final = 0.1
PLAIN_AA_COST: Final = 0.3  # behind a space; ค า is rather คำ than คา where both are words
MOVED_MARK_COST: Final = 2.5
MOVED_MARK_AT_SEAM_COST: Final = 0.6
LETTER_SWAP_COST: Final = 1.0
LATIN_MARK_COST: Final = {"f": "้", "c": "่", "n": "์"}  # what broken fonts give most
MAX_EDITS: Final = 4
SHORTEST_EDITED_WORD: Final = 3
LONG_WORD: Final = 5
_EVERYDAY_AA: Final = frozenset({"ว่า", "กว่า", "หน้า", "ค่า", "ถ้า", "ราคา", "สาขา", "มาตรา"})

_FOLLOWING: Final = frozenset("ะาำๅ")
_LEADING: Final = frozenset(LEADING_VOWELS)
_SWAPS: Final = frozenset({"am_for_aa", "tho_for_am", "uu_for_tho"})
_ALONE: Final = frozenset("ๆฯณ")
_LATE_MARKS: Final = TONES + THANTHAKHAT


class Unit(NamedTuple):
    """A letter with the marks on it; ``spaced`` if a space stands before it."""

    base: str
    marks: str
    spaced: bool

    @property
    def is_consonant(self) -> bool:
        return "ก" <= self.base <= "ฮ"


class WordReading(NamedTuple):
    """A word read from units ``start`` to ``end``; ``seams`` are (offset, unit) of lost spaces."""

    text: str
    start: int
    end: int
    end_marks: str
    cost: float
    seams: tuple[tuple[int, int], ...]
    edits: tuple[str, ...]


class _State(NamedTuple):
    at: int
    marks: str
    node: Trie
    text: str
    cost: float
    seams: tuple[tuple[int, int], ...]
    edits: tuple[str, ...]
    moved: bool


class _Step(NamedTuple):
    text: str
    cost: float
    next_index: int
    next_marks: str
    edit: str = ""


Path = tuple["Path | None", WordReading]


def ordered(marks: str) -> str:
    """Marks in the order of Thai encoding: vowels, then tones, then thanthakhat."""
    return "".join(sorted(marks, key=lambda m: (m in _LATE_MARKS) + (m == THANTHAKHAT)))


def to_units(stretch: str) -> list[Unit]:
    """Letters with their marks; at most one space stands between two letters."""
    units: list[Unit] = []
    spaced = False
    for char in stretch:
        if char == " ":
            spaced = True
        elif units and not spaced and (char == "ั" or "ิ" <= char <= "ฺ" or "็" <= char <= "๎"):
            last = units[-1]
            units[-1] = Unit(last.base, last.marks + char, last.spaced)
        else:
            units.append(Unit(char, "", spaced))
            spaced = False
    return units


def _marks_of(units: list[Unit], index: int) -> str:
    return units[index].marks if index < len(units) else ""


def _cannot_stay(units: list[Unit], index: int) -> bool:
    """Whether the marks at ``index`` look moved there: a space behind, or no Thai syllable.

    ั ื ็ need a final consonant, which has no vowel of its own; a tone alone ends no word.
    """
    marks = units[index].marks
    if index + 1 == len(units):
        return marks[-1] in "ัื็" or marks in TONES
    final = units[index + 1]
    if final.spaced:
        return True
    if marks[-1] not in "ัื็":
        return False
    voiced = index + 2 < len(units) and units[index + 2].base in _FOLLOWING
    return final.base in _LEADING or voiced or any(m != THANTHAKHAT for m in final.marks)


def _moved_marks(units: list[Unit], index: int, marks: str) -> Iterator[_Step]:
    """Readings in which marks of the next consonant belong to this one."""
    following = units[index + 1]
    if not (following.is_consonant and following.marks):
        return
    at_seam = _cannot_stay(units, index + 1)
    cost = MOVED_MARK_AT_SEAM_COST if at_seam else MOVED_MARK_COST
    for count in range(1, len(following.marks) + 1):
        for chosen in combinations(range(len(following.marks)), count):
            taken = "".join(following.marks[i] for i in chosen)
            if any(m in marks for m in taken):
                continue
            left = "".join(m for i, m in enumerate(following.marks) if i not in chosen)
            text = units[index].base + ordered(marks + taken)
            yield _Step(text, cost, index + 1, left, "moved_mark")


def _steps(units: list[Unit], index: int, marks: str) -> Iterator[_Step]:
    """Every way to read the letter at ``index`` with ``marks`` on it."""
    unit = units[index]
    base = unit.base
    after = index + 1
    plain_cost = PLAIN_AA_COST if base == SARA_AA and unit.spaced else 0.0
    yield _Step(base + marks, plain_cost, after, _marks_of(units, after))
    if base == SARA_AM:
        yield _Step(SARA_AA, LETTER_SWAP_COST, after, _marks_of(units, after), "am_for_aa")
    elif base == SARA_AA and unit.spaced:
        yield _Step(SARA_AM, 0.0, after, _marks_of(units, after), "nikhahit_space")
    if not unit.is_consonant:
        return
    if "ู" in marks and base in "ปฝฟ":
        text = base + ordered(marks.replace("ู", "้"))
        yield _Step(text, LETTER_SWAP_COST, after, _marks_of(units, after), "uu_for_tho")
    if after == len(units):
        return
    following = units[after]
    if following.base.isascii() and not following.spaced:
        for mark in _LATE_MARKS + "็":
            if mark in marks or (marks and marks[-1] in _LATE_MARKS):
                continue
            usual = LATIN_MARK_COST.get(following.base.lower()) == mark
            cost = LETTER_SWAP_COST if usual else LETTER_SWAP_COST + 0.5
            text = base + ordered(marks + mark)
            yield _Step(text, cost, after + 1, _marks_of(units, after + 1), "latin_mark")
    if marks == "้" and following.base == SARA_AA:
        text = base + SARA_AM
        yield _Step(text, LETTER_SWAP_COST + 0.5, after + 1, _marks_of(units, after + 1), "tho_for_am")
    yield from _moved_marks(units, index, marks)


def _follow(node: Trie, text: str) -> Trie | None:
    for letter in text:
        child = node.get(letter)
        if not isinstance(child, dict):
            return None
        node = child
    return node


def _is_plausible(word: str, edits: tuple[str, ...]) -> bool:
    """Whether so much was mended for a word long enough to trust.

    ำ before a final consonant is impossible, so กำร is การ. At the end of a word it may be right
    (names: หล่ำ, หรำ), so only long or everyday words count.
    """
    if set(edits) <= {"nikhahit_space"}:
        return True
    if len(word) < SHORTEST_EDITED_WORD:
        return False
    if "am_for_aa" not in edits or word[-1] != SARA_AA:
        return True
    return len(word) >= LONG_WORD or word[0] in _LEADING or word in _EVERYDAY_AA


def _space_cost(units: list[Unit], index: int) -> float:
    """What it costs to take the space before ``index`` for damage."""
    if units[index].base in _FOLLOWING or units[index - 1].base in _LEADING:
        return CERTAIN_SPACE_COST
    if _set_apart(units, index - 1) or _set_apart(units, index):
        return LONE_LETTER_SPACE_COST
    return INNER_SPACE_COST


def _set_apart(units: list[Unit], index: int) -> bool:
    """Whether the letter at ``index`` stands alone between spaces, without a mark."""
    unit = units[index]
    starts = index == 0 or unit.spaced
    ends = index + 1 == len(units) or units[index + 1].spaced
    return starts and ends and not unit.marks and unit.base not in _ALONE


def _readings(units: list[Unit], start: int, start_marks: str) -> Iterator[WordReading]:
    """Every word that can be read from ``start``."""
    stack = [_State(start, start_marks, trie(), "", 0.0, (), (), False)]
    while stack:
        state = stack.pop()
        index = state.at
        unit = units[index]
        cost, seams = state.cost, state.seams
        if index > start and unit.spaced:
            cost += CERTAIN_SPACE_COST if state.moved else _space_cost(units, index)
            seams = (*seams, (len(state.text), index))
        for step in _steps(units, index, state.marks):
            edits = (*state.edits, step.edit) if step.edit else state.edits
            if len(edits) > MAX_EDITS:
                continue
            node = _follow(state.node, step.text)
            if node is None:
                continue
            text, total, after = state.text + step.text, cost + step.cost, step.next_index
            ended = after == len(units)
            if "" in node and (ended or units[after].base not in _FOLLOWING):
                word_cost = WORD_COST if len(text) > 2 else SHORT_WORD_COST
                if _is_plausible(text, edits):
                    yield WordReading(text, start, after, step.next_marks, total + word_cost, seams, edits)
            if not ended:
                moved = step.edit == "moved_mark" or (state.moved and after == index + 1)
                stack.append(_State(after, step.next_marks, node, text, total, seams, edits, moved))


def _as_it_stands(units: list[Unit], index: int, marks: str) -> WordReading:
    """The letter at ``index`` left alone; a vowel that cannot stand alone is joined."""
    unit = units[index]
    text = unit.base + marks
    edits: tuple[str, ...] = ()
    kind = "consonant"
    if unit.base in _ALONE:
        cost = SHORT_WORD_COST
    else:
        if unit.base in _LEADING:
            kind = "leading"
        elif unit.base in _FOLLOWING:
            kind = "following"
        lone = kind == "consonant" and _set_apart(units, index)
        cost = LONE_LETTER_COST if lone else UNKNOWN_COST[kind]
    if _joins_before(units, index) and unit.base == SARA_AA and _lost_nikhahit(units, index):
        text, edits = SARA_AM, ("nikhahit_space",)
    after = index + 1
    return WordReading(text, index, after, _marks_of(units, after), cost, (), edits)


def _joins_before(units: list[Unit], index: int) -> bool:
    """Whether the letter at ``index`` cannot stand behind the space that it stands behind."""
    unit = units[index]
    if not unit.spaced or index == 0:
        return False
    before = units[index - 1]
    if unit.base in _FOLLOWING:
        return before.is_consonant and all(m in TONES for m in before.marks)
    return before.base in _LEADING and unit.is_consonant


def _lost_nikhahit(units: list[Unit], index: int) -> bool:
    """Whether the space before า is what is left of ํ, where no word decides.

    Not after เ-consonant (เ-า is a vowel of its own), nor where every letter is set apart.
    """
    if index >= 2 and units[index - 2].base in _LEADING and not units[index - 1].spaced:
        return False
    set_apart = units[index - 1].spaced or index == 1
    return not (set_apart and index + 1 < len(units) and units[index + 1].spaced)


def _best_path(units: list[Unit]) -> list[WordReading]:
    reached: list[dict[str, tuple[float, Path | None]]] = [{} for _ in range(len(units) + 1)]
    reached[0][units[0].marks] = (0.0, None)
    for index in range(len(units)):
        for marks, (cost, path) in reached[index].items():
            readings = [_as_it_stands(units, index, marks)]
            if units[index].base not in _FOLLOWING:
                readings += _readings(units, index, marks)
            for reading in readings:
                total = cost + reading.cost
                there = reached[reading.end].get(reading.end_marks)
                if there is None or total < there[0] - 1e-9:
                    reached[reading.end][reading.end_marks] = (total, (path, reading))
    path = reached[len(units)][""][1]
    found: list[WordReading] = []
    while path is not None:
        path, reading = path
        found.append(reading)
    return _without_weak_edits(units, found[::-1])


def _without_weak_edits(units: list[Unit], path: list[WordReading]) -> list[WordReading]:
    """The path with short words undone whose letters were swapped beside an unknown rest.

    In สำนวจ (a slip for สำรวจ) the word สาน explains half and changes a vowel that was right.
    """
    kept: list[WordReading] = []
    for i, reading in enumerate(path):
        weak = len(reading.text) <= SHORTEST_EDITED_WORD and any(edit in _SWAPS for edit in reading.edits)
        if weak and "moved_mark" not in reading.edits:
            after = path[i + 1] if i + 1 < len(path) else None
            beside = (i > 0 and _unknown(path[i - 1]) and not units[reading.start].spaced) or (
                after is not None and _unknown(after) and not units[after.start].spaced
            )
            if beside:
                kept += [_as_it_stands(units, k, units[k].marks) for k in range(reading.start, reading.end)]
                continue
        kept.append(reading)
    return kept


def _unknown(reading: WordReading) -> bool:
    return reading.cost == UNKNOWN_COST["consonant"]


def _whole_words_between(reading: WordReading) -> bool:
    """Whether the lost spaces of a word stood between complete words: then they stay."""
    if reading.edits or not reading.seams:
        return False
    cuts = [0, *(offset for offset, _ in reading.seams), len(reading.text)]
    parts = [reading.text[a:b] for a, b in pairwise(cuts)]
    return all(is_made_of_words(part) for part in parts)


def _joined_before(units: list[Unit], path: list[WordReading]) -> set[int]:
    """Units whose space goes: inside a word, or between two fragments of broken words."""
    joined: set[int] = set()
    scattered: set[int] = set()  # joined, and by neither ํ nor a moved mark, which leave one space
    for reading in path:
        if not _whole_words_between(reading):
            inner = {index for _, index in reading.seams}
            joined |= inner
            if "moved_mark" not in reading.edits:
                scattered |= {i for i in inner if units[i].base not in _FOLLOWING}
        if _joins_before(units, reading.start):
            joined.add(reading.start)
            if units[reading.start].is_consonant:
                scattered.add(reading.start)
    spaces = [i for i, unit in enumerate(units) if unit.spaced]
    for before, space, after in zip(spaces, spaces[1:], spaces[2:], strict=False):
        if space not in joined and before in scattered and after in scattered:
            joined.add(space)
    return joined


@lru_cache(maxsize=8192)
def decode(stretch: str) -> tuple[str, tuple[str, ...]]:
    """The stretch with its words mended, and the rule ids of the edits, one for each.

    ``stretch`` holds Thai letters and marks, single spaces between them, and Latin letters
    directly after a Thai one.
    """
    units = to_units(stretch)
    if not units:
        return stretch, ()
    path = _best_path(units)
    joined = _joined_before(units, path)
    out: list[str] = []
    edits = ["inner_space"] * len(joined)
    for reading in path:
        edits += reading.edits
        if units[reading.start].spaced and reading.start not in joined:
            out.append(" ")
        previous = 0
        for offset, index in reading.seams:
            out.append(reading.text[previous:offset])
            if index not in joined:
                out.append(" ")
            previous = offset
        out.append(reading.text[previous:])
    return "".join(out), tuple(edits)
