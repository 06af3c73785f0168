"""Bytes become text: UTF-8, UTF-16, TIS-620/CP874, or a clear refusal."""

from __future__ import annotations

import re

from thai_ita.ingest.errors import BinaryInput, EmptyDocument, Mojibake
from thai_ita.model import Trouble

# UTF-8 Thai read as Latin-1 or CP1252 and saved again: every letter is à¸x or à¹x.
_UTF8_AS_LATIN1 = re.compile("à[¸¹]")
# TIS-620 read the same way: runs of accented Latin letters, as no European language writes them.
_TIS620_AS_LATIN1 = re.compile("[¡-ûŒœŠšŸŽž]{4,}")
_THAI = re.compile("[\u0e00-\u0e7f]")
# Share of undecodable bytes up to which a UTF-8 file counts as slightly damaged UTF-8.
MAX_BAD_UTF8_SHARE = 0.005
# Share of the letters of a text that must look like mojibake before it is refused.
MIN_MOJIBAKE_SHARE = 0.2


def decode(data: bytes, name: str) -> tuple[str, str, list[Trouble]]:
    """The text of ``data``, the name of its encoding, and what was odd about it.

    Raises EmptyDocument, BinaryInput or Mojibake, each naming the file ``name``.
    """
    if not data.strip():
        raise EmptyDocument(name)
    text, encoding, troubles = _decode(data, name)
    _refuse_mojibake(text, name)
    if not text.strip("\ufeff \t\r\n\f\x00"):
        raise EmptyDocument(name)
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), encoding, troubles


def _decode(data: bytes, name: str) -> tuple[str, str, list[Trouble]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "utf-16", []
    if b"\x00" in data or _control_share(data) > 0.02:
        raise BinaryInput(name)
    try:
        return data.decode("utf-8-sig"), "utf-8", []
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", errors="replace")
    bad = damaged.count("\ufffd")
    if bad <= MAX_BAD_UTF8_SHARE * len(damaged) and _THAI.search(damaged):
        note = f"{bad} byte(s) were not UTF-8 and are kept as the replacement character"
        return damaged, "utf-8", [Trouble("damaged-utf8", note)]
    try:
        thai = data.decode("cp874")
    except UnicodeDecodeError:
        thai = data.decode("cp874", errors="replace")
        if thai.count("\ufffd") > MAX_BAD_UTF8_SHARE * len(thai):
            raise BinaryInput(name) from None
    letters = sum(ch > "\x7f" for ch in thai)
    if len(_THAI.findall(thai)) < 0.8 * letters:
        raise BinaryInput(name)
    return thai, "cp874", []


def _control_share(data: bytes) -> float:
    sample = data[:65536]
    controls = sum(b < 32 and b not in (9, 10, 12, 13) for b in sample)
    return controls / len(sample)


def _refuse_mojibake(text: str, name: str) -> None:
    sample = text[:200_000]
    letters = sum(ch.isalpha() or ch > "\x7f" for ch in sample) or 1
    if 3 * len(_UTF8_AS_LATIN1.findall(sample)) > MIN_MOJIBAKE_SHARE * letters:
        raise Mojibake(name, "UTF-8")
    latin = sum(len(run) for run in _TIS620_AS_LATIN1.findall(sample))
    if latin > MIN_MOJIBAKE_SHARE * letters and not _THAI.search(sample):
        raise Mojibake(name, "TIS-620")
