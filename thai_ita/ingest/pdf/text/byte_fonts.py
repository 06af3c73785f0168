"""Thai text of fonts that know bytes only: read as Latin letters, and put right.

Old Thai fonts call their letters by the bytes of TIS-620 and tell no Unicode, so that ก comes out
as ``¡``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from thai_ita.ingest.pdf.text.glyphs import Bools, Ints

# The bytes of ก to ๛, and the step from them to the Thai block.
_FIRST: Final = 0xA1
_LAST: Final = 0xFB
_STEP: Final = 0x0E01 - _FIRST
_LAST_CONSONANT: Final = 0xCE
# So many such characters, and this share of the letters, are no accented Latin letters.
_LEAST: Final = 20
_MOST_LETTERS: Final = 0.6
# Share of the marks that stand behind a letter that carries marks, or behind another mark.
_CARRIED: Final = 0.8


def thai_of_bytes(code: Ints) -> Ints:
    """The code points, with Thai letters for bytes where the page was written in such a font."""
    high = (code >= _FIRST) & (code <= _LAST)
    n = int(high.sum())
    if n < _LEAST:
        return code
    latin = (code >= ord("A")) & (code <= ord("z"))
    thai = (code >= 0x0E01) & (code <= 0x0E5B)
    if n < _MOST_LETTERS * (n + int(latin.sum()) + int(thai.sum())):
        return code
    marks = _is_mark(code)
    before = np.r_[0, code[:-1]]
    carried = _is_mark(before) | ((before >= _FIRST) & (before <= _LAST_CONSONANT))
    if not marks.any() or carried[marks].mean() < _CARRIED:
        return code
    return np.where(high, code + _STEP, code)


def _is_mark(code: Ints) -> Bools:
    found: Bools = (code == 0xD1) | ((code >= 0xD4) & (code <= 0xDA)) | ((code >= 0xE7) & (code <= 0xEE))
    return found
