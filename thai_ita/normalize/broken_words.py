"""Where Thai words are broken: finds the stretches that the decoder should read.

A word list is asked only at the seams: does a word end before this space, does one start behind
it? Most damage shows without the list, as a letter where none can stand.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from .decoder import decode
from .dictionary import ends_with_word, is_made_of_words, starts_with_word
from .thai_characters import CONSONANTS, LEADING_VOWELS, THAI, TONES

_C: Final = f"[{CONSONANTS}]"
_T: Final = f"[{TONES}]"
_L: Final = f"[{LEADING_VOWELS}]"

# Thai with single spaces; with lone Latin letters stuck to it, where a line has any. Short letters
# before a full stop are an abbreviation (พ.ศ.) and no fragment.
_ABBREVIATED: Final = rf"(?! {_C}{{1,3}}\.)"
_PLAIN_RUN: Final = re.compile(rf"[{THAI}]+(?:{_ABBREVIATED} [{THAI}]+)*")
_STUCK_LETTER: Final = rf"(?<=[{THAI}])[A-Za-z](?![A-Za-z0-9])"
_RUN_WITH_LATIN: Final = re.compile(rf"[{THAI}]+(?:{_ABBREVIATED} (?=[{THAI}])|[{THAI}]+|{_STUCK_LETTER})*")
_HAS_STUCK_LETTER: Final = re.compile(_STUCK_LETTER)

# Shapes that no whole word has, or few: a hint to ask the word list.
_END: Final = r"(?= |$)"
_BROKEN: Final = re.compile(
    rf"[ัื]{_T}?{_END}"  # these vowels need a final consonant
    rf"|(?<!ก)็{_END}"
    rf"|{_L}{_END}"
    rf"|(?<!{_L})(?<!{_L}{_C}){_C}{_T}{_END}"  # a tone without a vowel
    rf"|(?:^| )(?:[ะาำๅ]|{_C}{_END})"
    rf"|{_C}{_C}[ิีึุู]{_END}"
    rf"|[ปฝฟ]ู(?:[าอ]|{_END})"
    r"|[A-Za-z]"
    r"|อ้า"
)
_PLAIN_AM: Final = re.compile(
    "ดำเนิน|สำนัก|ตำบล|อำเภอ|ประจำ|สำหรับ|กำหนด|จำนวน|กำกับ|สำคัญ|สำเร็จ|อำนวย|อำนาจ|ตำแหน่ง"
    "|ลำดับ|ชำระ|จำเป็น|จำกัด|ดำรง|บำรุง|บำบัด|สำรวจ|สำเนา|แนะนำ|กระทำ|จัดทำ|การทำงาน|น้ำ|คำร้อง"
    "|คำสั่ง|กำลัง|กำจัด|ดำริ|ผู้นำ|คำปรึกษา|คำแนะนำ|สำนึก|อำนวย|ต่ำ|ซ้ำ|จำแนก|จำหน่าย|ชำนาญ|สำคัญ"
)


# Either right (มีทั้ง) or a tone moved onto a consonant that has ั (ชีวั้ด for ชี้วัด).
_TONE_MOVED_ON: Final = re.compile(rf"{_C}[ิีึืุู]{_C}ั{_T}")


def _is_broken(token: str) -> bool:
    if _BROKEN.search(token):
        return True
    if _TONE_MOVED_ON.search(token):
        return not is_made_of_words(token)
    return "ำ" in token and "ำ" in _PLAIN_AM.sub("", token) and not is_made_of_words(token)


def _stretches(run: str, tokens: list[str]) -> list[tuple[int, int]]:
    """Index ranges of tokens to decode together: the broken ones, with a neighbour either side."""
    n = len(tokens)
    doubtful = {i for i, token in enumerate(tokens) if _is_broken(token)} if _hints(run) else set()
    for i in range(n - 1):
        if not (starts_with_word(tokens[i + 1]) and ends_with_word(tokens[i])):
            doubtful |= {i, i + 1}
    ranges: list[tuple[int, int]] = []
    for i in sorted(doubtful):
        start, end = max(i - 1, 0), min(i + 2, n)
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((start, end))
    return ranges


def _hints(run: str) -> bool:
    return "ำ" in run or bool(_BROKEN.search(run) or _TONE_MOVED_ON.search(run))


def mend_words(line: str, counts: Counter[str]) -> str:
    """``line`` with broken words mended; ``counts`` gains the edits by rule id."""

    def mend(match: re.Match[str]) -> str:
        run = match.group()
        if " " not in run and not _hints(run):
            return run
        tokens = run.split(" ")
        ranges = _stretches(run, tokens)
        if not ranges:
            return run
        out: list[str] = []
        done = 0
        for start, end in ranges:
            out += tokens[done:start]
            mended, edits = decode(" ".join(tokens[start:end]))
            counts.update(edits)
            out.append(mended)
            done = end
        return " ".join(out + tokens[done:])

    pattern = _RUN_WITH_LATIN if _HAS_STUCK_LETTER.search(line) else _PLAIN_RUN
    return pattern.sub(mend, line)
