"""Thai that was read in a wrong character set and saved again: undone where the bytes say how.

``à¸ªà¸§à¸±`` is UTF-8 read as Latin-1, ``เธชเธงเธฑ`` UTF-8 read as TIS-620, ``¼Å¡ÒÃ`` TIS-620 read
as Latin-1; twice over, in Mac Roman and in the sets of DOS too. Work goes line by line, so that good
parts of a file stay as they are. UTF-8 is told by its three bytes a letter, which no language
writes; TIS-620 by runs of accented letters that read as Thai words. ftfy, the library for
this, knows no TIS-620 and turns ``Ã»`` within such text into ``û``, after which it is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from .charset_readings import CP874, LATIN, READINGS, CharsetReading
from .dictionary import words
from .quality import thai_quality
from .thai_characters import CONSONANTS, REPLACEMENT, THAI

# How often a text may have been garbled, one time on top of another.
MAX_TIMES: Final = 4
# So many letters of three bytes side by side are UTF-8 read as TIS-620; เธ and เน alone are Thai.
MIN_CP874_RUN: Final = 3
# Share of the Thai letters of a line that such runs hold where all of it is garbled.
MIN_CP874_LINE: Final = 0.6
MIN_CP874_SEQUENCES: Final = 0.95
# A run of accented letters that may be TIS-620: so long, of so many different letters.
MIN_TIS_RUN: Final = 4
MIN_TIS_LETTERS: Final = 3
# Share of the letters of such runs that must belong to Thai words of two letters and more.
MIN_TIS_WORDS: Final = 0.7
# Share of the accented letters of a line that sure runs hold where all of it is TIS-620.
MIN_TIS_LINE: Final = 0.5
# Where so many letters of a text are TIS-620, its shorter runs are as well.
MIN_TIS_TEXT: Final = 12

_THAI_LETTER: Final = re.compile(f"[{THAI}]")
# Punctuation in UTF-8 read as Latin-1; letters of European languages are none of ours.
_LATIN_SIGN: Final = re.compile(f"â€{LATIN.class_of(range(0x90, 0xAF))}|Â[\xa0«»]|ï»¿")
_CONSONANT: Final = re.compile(f"[{CONSONANTS}]")
# Signs of other scripts that stand for themselves where they stand alone.
_SIGNS: Final = frozenset("“”‘’–—…•°·«»§±×÷©®´¨ªº¹²³¼½¾¢£¤¥¿¡")
# A letter whose last byte is gone, as programs leave it: nothing, a sign for it, or a space.
_GONE: Final = rf"(?:[{REPLACEMENT}?]| (?! ))?"


@dataclass(frozen=True, slots=True)
class Ungarbled:
    """Text as it was meant; letters that were mended by cause, and how many could not be."""

    text: str
    mended: dict[str, int] = field(default_factory=dict)
    n_lost: int = 0


# What no Thai text of a report has but for a sign here and there, and UTF-8 read as TIS-620. Most
# texts hold neither and are not looked at again.
_ODD: Final = re.compile("[^\x00-\x7f\xa0\u0e00-\u0e7f\u2010-\u2027\uf700-\uf71a]")
_ODD_RUN: Final = re.compile(rf"{_ODD.pattern}(?:{_ODD.pattern}|\xa0)|[\x80-\u02ff] ?[{THAI}]")
# Two letters of UTF-8 read as TIS-620; and the same of what was garbled before.
_TWICE_E: Final = re.compile("เ[ธน].เ[ธน]")


def may_be_garbled(text: str) -> bool:
    """Whether a closer look is worth its time."""
    if _ODD.search(text) and _ODD_RUN.search(text):
        return True
    if ("เธ" in text or "เน" in text) and _TWICE_E.search(text):
        return True
    return "ยธ" in text and ("ร ยธ" in text or "ร\xa0ยธ" in text)


def ungarble(text: str) -> Ungarbled:
    """The text with its garbled Thai restored.

    >>> ungarble("เธชเธงเธฑเธชเธ”เธต à¸ªà¸§à¸±à¸ª").text
    'สวัสดี สวัส'
    """
    if not may_be_garbled(text):
        return Ungarbled(text)
    mended: Counter[str] = Counter()
    lines = [_line(line, mended) for line in text.split("\n")]
    changed = _from_tis("\n".join(lines), mended)
    filled, n_lost = _fill(changed) if mended else (changed, 0)
    return Ungarbled(filled, dict(mended), n_lost)


def _line(line: str, mended: Counter[str]) -> str:
    """A line with its UTF-8 undone, as often as it was garbled."""
    if line.isascii():
        return line
    was, done = line, Counter[str]()
    for _ in range(MAX_TIMES):
        before = line
        for reading in READINGS:
            line = _from_utf8(line, reading, done)
        if line == before:
            line = _from_doubled(line)
        if line == before:
            break
    if n_thai(line) == n_thai(was) > 0 and _LATIN_SIGN.search(line):
        # Thai of which only the signs were garbled: quotation marks, no-break spaces.
        mended[f"UTF-8 read as {LATIN.name}"] += len(_LATIN_SIGN.findall(line))
    elif n_thai(line) <= n_thai(was) and not done:
        # Text of another language: garbled or not, it is none of ours. TIS-620 is looked for below.
        return line if _tis_runs(line, LATIN) else was
    mended.update(done)
    return _LATIN_SIGN.sub(lambda m: LATIN.encode(m.group()).decode("utf-8"), line)


def n_thai(text: str) -> int:
    """How many Thai letters a text has."""
    return len(_THAI_LETTER.findall(text))


@lru_cache(maxsize=len(READINGS))
def _utf8_patterns(reading: CharsetReading) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What must stand in a line for it to be UTF-8 read so, and what is then a letter."""
    letter = reading.thai_letter
    if reading is CP874:
        # Real Thai has the same letters: only runs are taken.
        return re.compile(f"(?:{letter}){{{MIN_CP874_RUN},}}"), re.compile(f"(?:{letter}){{2,}}")
    return re.compile(letter), re.compile(f"{letter}|{reading.lead}{_GONE}|{reading.sequence.pattern}")


def _is_wholly_cp874(line: str, runs: list[str]) -> bool:
    """Whether a line with some runs of letters is garbled from end to end: all its Thai letters are
    those of UTF-8, whatever letters these are."""
    n = n_thai(line)
    in_sequences = sum(n_thai(sequence) for sequence in CP874.sequence.findall(line))
    return sum(map(n_thai, runs)) >= MIN_CP874_LINE * n or in_sequences >= MIN_CP874_SEQUENCES * n


@lru_cache(maxsize=1)
def _whole_cp874() -> re.Pattern[str]:
    """All letters of a line that is UTF-8 read as TIS-620 from end to end."""
    return re.compile(f"{CP874.sequence.pattern}|{CP874.lead}[{REPLACEMENT}?]?")


def _from_utf8(line: str, reading: CharsetReading, done: Counter[str]) -> str:
    sure, letters = _utf8_patterns(reading)
    found = sure.findall(line)
    if not found:
        return line
    if reading is CP874 and _is_wholly_cp874(line, found):
        letters = _whole_cp874()
    cause = f"UTF-8 read as {reading.name}"

    def restore(match: re.Match[str]) -> str:
        text = match.group()
        if reading is CP874:
            restored = "".join(_restored(t, reading) for t in reading.sequence.findall(text) or [text])
        else:
            restored = _restored(text, reading)
        done[cause] += n_thai(restored)
        return restored

    return letters.sub(restore, line)


# Stand-ins for a letter of which only the first or second half of its block is known: U+0E00 to
# U+0E3F, and from U+0E40. They never leave this module.
_GAP_LOW, _GAP_HIGH, _GAP_SPACE = "\ue0b8", "\ue0b9", "\ue0ba"


def _restored(text: str, reading: CharsetReading) -> str:
    """The letter of one sequence; a stand-in where its last byte is gone."""
    try:
        return reading.encode(text).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        pass
    if reading is CP874:  # which has no letter for a third of the bytes: too many to guess
        return REPLACEMENT
    second = reading.bytes_of.get(text[1]) if len(text) > 1 else None
    if second == 0xB9:
        return _GAP_HIGH + text[2:].replace(REPLACEMENT, "").replace("?", "")
    return _GAP_SPACE if text[2:] == " " else _GAP_LOW


@lru_cache(maxsize=1)
def _doubled() -> tuple[tuple[CharsetReading, re.Pattern[str]], ...]:
    """Per reading: what marks a line as garbled once more on top of another time.

    Its signs are the first letters of UTF-8 in another reading, or runs of accented letters, in
    two and three bytes each.
    """
    found = []
    for outer in READINGS:
        marks = [
            re.escape(outer.decode((inner.char(0xE0) + inner.char(second)).encode()))
            for inner in READINGS
            for second in (0xB8, 0xB9)
            if not (outer is CP874 and inner is CP874)
        ]
        pairs = outer.class_of((0xC2, 0xC3)) + outer.class_of(range(0x80, 0xC0))
        marks.append(f"(?:{pairs}){{{MIN_TIS_RUN},}}")
        if outer is LATIN:  # the second byte of à is a no-break space, which becomes a space
            marks.append("Ã Â[¸¹]")
        if outer is CP874:
            marks.append("ร ย[ธน]")
        found.append((outer, re.compile("|".join(marks))))
    return tuple(found)


def _from_doubled(line: str) -> str:
    for outer, mark in _doubled():
        if not mark.search(line):
            continue
        if outer is LATIN:
            line = re.sub("Ã (?=Â[¸¹])", "Ã\xa0", line)
        if outer is CP874:
            line = re.sub("ร (?=ย[ธน])", "ร\xa0", line)

        def restore(match: re.Match[str], outer: CharsetReading = outer) -> str:
            try:
                return outer.encode(match.group()).decode("utf-8")
            except UnicodeDecodeError:
                return match.group()

        return outer.sequence.sub(restore, line)
    return line


# -- TIS-620 -----------------------------------------------------------------------------------


def _from_tis(text: str, mended: Counter[str]) -> str:
    """The text with TIS-620 that was read in another character set restored."""
    runs = {r.name: _tis_runs(text, r) for r in READINGS if r is not CP874}
    sure = {name: sum(map(len, found)) for name, found in runs.items() if found}
    for reading in sorted(READINGS, key=lambda r: -sure.get(r.name, 0)):
        if reading.name not in sure:
            continue
        done: Counter[str] = Counter()
        whole = sure[reading.name] >= MIN_TIS_TEXT
        text = "\n".join(_tis_line(line, reading, whole, done) for line in text.split("\n"))
        mended[f"TIS-620 read as {reading.name}"] += done.total()
        # What is left looks like it in other readings too.
        break
    return text


def _tis_line(line: str, reading: CharsetReading, whole: bool, done: Counter[str]) -> str:
    if line.isascii():
        return line
    foreign = sum(1 for ch in line if ch in reading.bytes_of)
    of_tis = sum(map(len, _tis_runs(line, reading)))
    pattern = _tis_pattern(reading)
    if of_tis and of_tis >= MIN_TIS_LINE * foreign and not n_thai(line):
        pattern, whole = _foreign_run(reading), True
    return pattern.sub(_tis_restorer(reading, whole, pattern is not _tis_pattern(reading), done), line)


@lru_cache(maxsize=len(READINGS))
def _foreign_run(reading: CharsetReading) -> re.Pattern[str]:
    return re.compile(reading.class_of(range(0x80, 0x100)) + "+")


@lru_cache(maxsize=len(READINGS))
def _tis_pattern(reading: CharsetReading) -> re.Pattern[str]:
    """A run of TIS-620: its no-break spaces are part of it only in between."""
    return re.compile(f"{reading.tis_letter}+")


def _tis_runs(text: str, reading: CharsetReading) -> list[str]:
    """The runs that are TIS-620 beyond doubt, as Thai."""
    found = []
    for match in _tis_pattern(reading).finditer(text):
        run = match.group()
        if len(run) >= MIN_TIS_RUN and len(set(run)) >= MIN_TIS_LETTERS:
            thai = reading.encode(run).decode("cp874", "replace")
            if _reads_as_thai(thai):
                found.append(thai)
    return found


def _tis_restorer(
    reading: CharsetReading, whole: bool, signs: bool, done: Counter[str]
) -> Callable[[re.Match[str]], str]:
    """What a run becomes. ``whole``: the text around is TIS-620; ``signs``: signs of its line too."""

    def restore(match: re.Match[str]) -> str:
        run = match.group()
        thai = reading.encode(run).decode("cp874", "replace")
        if not _reads_as_thai(thai) and not (whole and _may_be_thai(match, run, signs)):
            return run
        done[reading.name] += n_thai(thai)
        return thai

    return restore


def _may_be_thai(match: re.Match[str], run: str, signs: bool) -> bool:
    """Whether a short run in a text of TIS-620 is Thai as well: not an accent within a word of Latin
    letters, nor a sign alone."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    if any(ch.isascii() and ch.islower() for ch in (before, after)):
        return len(run) >= MIN_TIS_LETTERS
    return signs or len(run) > 1 or run not in _SIGNS or before.isdigit() or after.isdigit()


def _reads_as_thai(thai: str) -> bool:
    """Whether a run is Thai: written as Thai may be, and mostly of known words."""
    if len(thai) < MIN_TIS_RUN or not _CONSONANT.search(thai) or thai_quality(thai) < 1:
        return False
    return _share_of_words(thai) >= MIN_TIS_WORDS


@lru_cache(maxsize=4096)
def _share_of_words(thai: str) -> float:
    """The share (0-1) of the letters that known words cover, at best."""
    known = words()
    best = [0] * (len(thai) + 1)
    for end in range(1, len(thai) + 1):
        best[end] = best[end - 1]
        for start in range(max(0, end - LONGEST_COVER), end - 1):
            if best[start] + end - start > best[end] and thai[start:end] in known:
                best[end] = best[start] + end - start
    return best[-1] / len(thai)


LONGEST_COVER: Final = 20


# -- letters whose last byte is gone -----------------------------------------------------------

# Thai letters whose byte has no letter in cp1252, likeliest first, and those whose byte is one that
# does not show, a soft hyphen and a no-break space: lost from all of a text, or from none of it.
_LOW_LETTERS: Final = "กญฐฝฏ"
_UNSEEN_LETTERS: Final = "อภ"
_WINDOW: Final = 12


def _fill(text: str) -> tuple[str, int]:
    """Gaps filled by the letter that gives the longest known word; the rest become U+FFFD.

    A gap that may be the numeral ๐ is left open: no digit is guessed.
    """
    if not any(gap in text for gap in (_GAP_LOW, _GAP_HIGH, _GAP_SPACE)):
        return text, 0
    letters = _LOW_LETTERS + "".join(c for c in _UNSEEN_LETTERS if c not in text)
    pieces = list(text)
    n_lost = 0
    for kind in (_GAP_HIGH, _GAP_LOW, _GAP_SPACE):
        for at, piece in enumerate(pieces):
            if piece == kind:
                n_lost += 1
                before = "".join(pieces[max(0, at - _WINDOW) : at])
                after = "".join(pieces[at + 1 : at + 1 + _WINDOW])
                pieces[at] = _likeliest(kind, before, after, letters)
    return "".join(pieces), n_lost


_DIGIT_NEAR: Final = re.compile("[0-9๐-๙.,/]")


@lru_cache(maxsize=4096)
def _likeliest(gap: str, before: str, after: str, letters: str) -> str:
    """What a gap between two texts was."""
    if gap == _GAP_HIGH:
        beside = before[-1:] + after[:1]
        is_vowel = bool(_CONSONANT.match(after) or after[:1] == _GAP_LOW)
        return "แ" if is_vowel and not _DIGIT_NEAR.search(beside) else REPLACEMENT
    options = [c + (" " if gap == _GAP_SPACE and c != "ภ" else "") for c in letters]
    plain = after.replace(_GAP_LOW, "ก")
    lengths = [_longest_word(before, option, plain) for option in options]
    return options[lengths.index(max(lengths))]


def _longest_word(before: str, letter: str, after: str) -> int:
    """The letters of the longest known word over a gap that is filled so."""
    known = words()
    text = before + letter + after
    place = len(before)
    return max(
        (
            end - start
            for start in range(place + 1)
            for end in range(place + 1, len(text) + 1)
            if end - start > 1 and text[start:end] in known
        ),
        default=0,
    )
