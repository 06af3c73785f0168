"""Figures that the end of a line cuts at their point: ``ได้ ๙๒.`` above ``๔๗ คะแนน``."""

from __future__ import annotations

import re
from dataclasses import replace

from thai_ita.model import Line
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant

_CUT = re.compile(r"(?<![\d๐-๙.,/])[\d๐-๙]{1,2}\.\s*$")
# Two decimals and a unit: a line that begins with a number of its own has none behind it.
_REST = compile_tone_tolerant(r"\s*([\d๐-๙]{2})(?=\s*(?:คะแนน|คะเเนน|%))")


def mend_cut_numbers(lines: list[Line]) -> list[Line]:
    """The lines, with the decimals of a figure on the line on which it begins."""
    mended = list(lines)
    for i in range(len(mended) - 1):
        above, below = mended[i], mended[i + 1]
        rest = _REST.match(below.text)
        if rest is not None and _CUT.search(above.text):
            mended[i] = replace(above, text=above.text.rstrip() + rest[1])
            mended[i + 1] = replace(below, text=below.text[rest.end() :])
    return mended
