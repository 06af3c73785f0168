"""Characters that stand for a Thai character: the tables of the first repairs.

Old Thai fonts draw shifted marks from the private use area, with one code for each position. The
codes are those of HarfBuzz, ``hb-ot-shaper-thai.cc``: one set for Windows fonts, one for Mac.
"""

from __future__ import annotations

from typing import Final

CONSONANTS: Final = "ก-ฮ"
LEADING_VOWELS: Final = "เแโใไ"
TONES: Final = "่้๊๋"
NIKHAHIT: Final = "ํ"
SARA_AM: Final = "ำ"
SARA_AA: Final = "า"
THANTHAKHAT: Final = "์"
UPPER_LOWER_VOWELS: Final = "ัิีึืฺุู็"
MARKS: Final = UPPER_LOWER_VOWELS + NIKHAHIT + TONES + THANTHAKHAT + "๎"
# Follow a consonant and start no word.
DEPENDENT: Final = MARKS + "ะาำๅ"
THAI: Final = "ก-ฺเ-๎"  # letters and marks, without digits, ฿ and ๏ ๚ ๛
REPLACEMENT: Final = "\ufffd"

_PUA_CODES: Final = {
    "่": "F70A F705 F713 F88B F88C F88A",
    "้": "F70B F706 F714 F88E F88F F88D",
    "๊": "F70C F707 F715 F891 F892 F890",
    "๋": "F70D F708 F716 F894 F895 F893",
    "์": "F70E F709 F717 F897 F898 F896",
    "ุ": "F718 F89B",
    "ู": "F719 F89C",
    "ฺ": "F71A F89D",
    "ั": "F710 F884",
    "ิ": "F701 F885",
    "ี": "F702 F886",
    "ึ": "F703 F887",
    "ื": "F704 F888",
    "็": "F712 F889",
    "ํ": "F711 F899",
    "ญ": "F70F F89A",
    "ฐ": "F700 F89E",
}
PUA: Final[dict[int, str]] = {int(code, 16): thai for thai, codes in _PUA_CODES.items() for code in codes.split()}


def _lao_to_thai() -> dict[int, str]:
    """The Lao block repeats the Thai one 0x80 higher, where both have a letter."""
    letters = [*range(0x0E01, 0x0E3A), *range(0x0E40, 0x0E4E), *range(0x0E50, 0x0E5A)]
    return {cp + 0x80: chr(cp) for cp in letters if cp not in (0x0E24, 0x0E26)}


LAO: Final = _lao_to_thai()

# Zero width, byte order mark, soft hyphen, direction marks, and the circle that a shaper draws
# under a mark without a base.
INVISIBLE: Final = "\u00ad\u200b-\u200f\u2060\ufeff\u25cc"
ODD_SPACES: Final = "\u00a0\u2007\u202f"
