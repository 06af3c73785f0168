"""Bytes become text: UTF-8, UTF-16, TIS-620/CP874, or a clear refusal.

Thai that was saved in a wrong character set or in codes is restored on the way, with a Problem.
"""

from __future__ import annotations

import re

from thai_ita.ingest.errors import BinaryInputError, EmptyDocumentError, MojibakeError
from thai_ita.ingest.lost_letters import garbled_problem
from thai_ita.model import Problem, Severity
from thai_ita.normalize.escaped import unescape_codes
from thai_ita.normalize.garbled import Ungarbled, ungarble

# What is left of UTF-8 Thai read as Latin-1, as TIS-620 or as GBK, and that cannot be undone.
_UTF8_AS_OTHER = re.compile("à[¸¹]|[เโ][ธน€][\ufffd?]|[喔喙].?[\ufffd?]?")
# TIS-620 read as Latin-1: runs of accented Latin letters, as no European language writes them.
_TIS620_AS_LATIN1 = re.compile("[¡-ûŒœŠšŸŽž]{4,}")
_ACCENTED = re.compile("[À-ÖØ-öø-û]{4,}")
# Fewer signs of garbled text are a slip of somebody's pen.
MIN_LEFT = 6
_THAI = re.compile("[\u0e00-\u0e7f]")
# UTF-8 Thai and its punctuation within bytes of another encoding; two letters at least, for one
# alone may be two of TIS-620.
_UTF8_THAI = re.compile(
    rb"(?:\xe0[\xb8\xb9][\x80-\xbf]|\xe2\x80[\x80-\xbf]){2,}"
    rb"|(?<![\x80-\xff])\xe0[\xb8\xb9][\x80-\xbf](?![\x80-\xff])"
)
# What is left of a letter of UTF-8 that was cut off; its end is a letter of TIS-620 where it stands alone.
_FIRST_HALF = re.compile(rb"\xe0[\xb8\xb9]?")
_CUT_OFF = re.compile(rb"\xe0[\xb8\xb9]?|[\x80-\xbf]{1,2}")
# Share of undecodable bytes up to which a UTF-8 file counts as slightly damaged UTF-8.
MAX_BAD_UTF8_SHARE = 0.005
# Share of the letters of a text that must look like mojibake before it is refused.
MIN_MOJIBAKE_SHARE = 0.2
# Share of the letters restored of which the last byte was lost, up to which they are told, not refused.
MAX_LOST_SHARE = 0.25
# So many bytes of UTF-8 Thai make a text in which bytes of TIS-620 stand a text of two encodings.
MIN_UTF8_BYTES = 30
# Share of every other byte that is 0 or 0x0E in UTF-16 without its mark.
MIN_UTF16_SHARE = 0.9
SAMPLE = 65536


def decode(data: bytes, name: str) -> tuple[str, str, list[Problem]]:
    """The text of ``data``, the name of its encoding, and what was odd about it.

    Raises EmptyDocumentError, BinaryInputError or MojibakeError, each naming the file ``name``.
    """
    if not data.strip():
        raise EmptyDocumentError(name)
    text, encoding, problems = _decode(data, name)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text, n_coded = unescape_codes(text)
    whole = ungarble(text)
    _refuse_mojibake(whole, name)
    causes = dict(whole.mended)
    if n_coded:
        causes["written in codes"] = n_coded
    if causes:
        problems.append(garbled_problem(causes, whole.n_lost))
    problems += _still_garbled(whole.text)
    if not whole.text.strip("\ufeff \t\n\f\x00"):
        raise EmptyDocumentError(name)
    return whole.text, encoding, problems


def _decode(data: bytes, name: str) -> tuple[str, str, list[Problem]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "utf-16", []
    if bare := _bare_utf16(data):
        return data.decode(bare, errors="replace"), "utf-16", []
    if b"\x00" in data or _control_share(data) > 0.02:
        raise BinaryInputError(name)
    try:
        return data.decode("utf-8-sig"), "utf-8", []
    except UnicodeDecodeError:
        pass
    if sum(map(len, _UTF8_THAI.findall(data))) >= MIN_UTF8_BYTES and (found := _two_encodings(data)):
        return found
    damaged = data.decode("utf-8", errors="replace")
    bad = damaged.count("\ufffd")
    if bad <= MAX_BAD_UTF8_SHARE * len(damaged) and _THAI.search(damaged):
        return damaged, "utf-8", [_damaged_utf8(bad)]
    try:
        thai = data.decode("cp874")
    except UnicodeDecodeError:
        thai = data.decode("cp874", errors="replace")
        if thai.count("\ufffd") > MAX_BAD_UTF8_SHARE * len(thai):
            raise BinaryInputError(name) from None
    letters = sum(ch > "\x7f" for ch in thai)
    if len(_THAI.findall(thai)) < 0.8 * letters:
        raise BinaryInputError(name)
    return thai, "cp874", []


def _two_encodings(data: bytes) -> tuple[str, str, list[Problem]] | None:
    """UTF-8 in which some bytes are TIS-620, as of a page put together from two, or cut off."""
    parts: list[str] = []
    n_cut = n_tis = end = 0
    for match in (*_UTF8_THAI.finditer(data), None):
        between = data[end : match.start() if match else len(data)]
        try:
            parts.append(between.decode("utf-8"))
        except UnicodeDecodeError:
            for piece in re.finditer(rb"[\x00-\x7f]+|[\x80-\xff]+", between):
                beside = (piece.start() == 0 < end) or (match and piece.end() == len(between))
                run = piece.group()
                if run[0] < 0x80:
                    parts.append(run.decode("ascii"))
                elif _FIRST_HALF.fullmatch(run) or (beside and _CUT_OFF.fullmatch(run)):
                    parts.append("\ufffd")
                    n_cut += 1
                else:
                    parts.append(run.decode("cp874", errors="replace"))
                    n_tis += len(run)
        if match:
            parts.append(match.group().decode("utf-8"))
            end = match.end()
    text = "".join(parts)
    if text.count("\ufffd") - n_cut > MAX_BAD_UTF8_SHARE * len(text):
        return None
    problems = [_damaged_utf8(n_cut)] if n_cut else []
    if n_tis:
        note = f"{n_tis} letter(s) are TIS-620 in a file of UTF-8; both were read"
        problems.append(Problem("two-encodings", note, Severity.INFO))
    return text, "utf-8", problems


def _damaged_utf8(n_bad: int) -> Problem:
    note = f"{n_bad} byte(s) were not UTF-8 and are kept as the replacement character"
    return Problem("damaged-utf8", note)


def _bare_utf16(data: bytes) -> str:
    """The name of UTF-16 where its byte order mark is missing; "" for anything else."""
    sample = data[: SAMPLE & ~1]
    if b"\x00" not in sample:
        return ""
    for first, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[first::2]
        if len(high) > 1 and sum(b in (0, 0x0E) for b in high) >= MIN_UTF16_SHARE * len(high):
            low = sample[1 - first :: 2]
            if sum(b == 0 for b in low) <= (1 - MIN_UTF16_SHARE) * len(low):
                return codec
    return ""


_CONTROLS = bytes(b for b in range(32) if b not in (9, 10, 12, 13))


def _control_share(data: bytes) -> float:
    sample = data[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls / len(sample)


def _still_garbled(text: str) -> list[Problem]:
    """The problem of a text some lines of which could not be restored."""
    left = [m.group() for m in _UTF8_AS_OTHER.finditer(text)]
    left += [m.group() for m in _ACCENTED.finditer(text)]
    n = sum(map(len, left))
    if n < MIN_LEFT:
        return []
    note = f"{n} signs, as {left[0]!r}, are garbled letters that could not be restored; compare the original"
    return [Problem("garbled-text", note)]


def _letters(text: str) -> int:
    return sum(ch.isalpha() or ch > "\x7f" for ch in text) or 1


def _refuse_mojibake(whole: Ungarbled, name: str) -> None:
    sample = whole.text[:200_000]
    garbled = 3 * len(_UTF8_AS_OTHER.findall(sample))
    latin = sum(len(run) for run in _TIS620_AS_LATIN1.findall(sample))
    # Most texts have neither, and need no count of their letters.
    share = MIN_MOJIBAKE_SHARE * _letters(sample) if garbled or latin else 0.0
    if garbled > share:
        raise MojibakeError(name, "UTF-8")
    if whole.n_lost > MAX_LOST_SHARE * sum(whole.mended.values()):
        raise MojibakeError(name, "UTF-8")
    if latin > share and not _THAI.search(sample):
        raise MojibakeError(name, "TIS-620")
