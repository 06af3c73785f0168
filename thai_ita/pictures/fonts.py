"""A font of this computer that has both Thai and Latin letters, and Thai set right with it.

Matplotlib shapes text since 3.11 (libraqm and HarfBuzz): marks stand above one another instead of
over each other. Older versions draw them wrong, so they are refused.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from thai_ita.analyze.extras import MissingExtra, need

FAMILIES = (
    # Linux: fonts-thai-tlwg, fonts-noto; made for both scripts
    "Sarabun", "TH Sarabun New", "TH Sarabun PSK", "Laksaman", "Loma", "Waree", "Garuda", "Umpush",
    "Noto Sans Thai Looped", "Noto Looped Thai", "Noto Sans Thai", "Norasi", "Kinnari",
    # macOS
    "Thonburi", "Sukhumvit Set", "Ayuthaya", "Silom", "Sathu",
    # Windows
    "Leelawadee UI", "Leelawadee", "Tahoma", "Browallia New", "Cordia New", "Angsana New",
    "Microsoft Sans Serif",
)
"""Families looked for, in this order."""

LEAST_VERSION = (3, 11)
_NEEDED = "กูที่น้ำปั้ฏฐญุ๐๙AZaz09.%-"


class NoThaiFont(MissingExtra):
    """No font with Thai letters was found; the message says how to install one."""


@lru_cache(maxsize=1)
def thai_font_path() -> str:
    """The file of the first family of ``FAMILIES`` on this computer that has every letter needed.

    Raises NoThaiFont with the line that installs one, MissingExtra without matplotlib 3.11.
    """
    need("matplotlib", "pictures")
    import matplotlib
    from matplotlib import font_manager

    have = tuple(int(part) for part in matplotlib.__version__.split(".")[:2])
    if have < LEAST_VERSION:
        raise NoThaiFont(
            f"matplotlib {matplotlib.__version__} draws Thai marks over each other; install a "
            "newer one: pip install 'thai-ita[pictures]'"
        )
    entries = font_manager.fontManager.ttflist
    plain = [e for e in entries if e.style == "normal" and e.weight in (400, "normal", "regular")]
    for family in FAMILIES:
        for entry in plain:
            if entry.name == family and _has_letters(entry.fname):
                return str(entry.fname)
    raise NoThaiFont(
        "no font with Thai letters was found. Debian, Ubuntu: apt install fonts-thai-tlwg. Fedora: "
        "dnf install google-noto-sans-thai-fonts. macOS and Windows have one (Thonburi, Leelawadee "
        "UI). Else install Sarabun from fonts.google.com. If one was just installed, delete the "
        f"folder {matplotlib.get_cachedir()}"
    )


def _has_letters(path: str) -> bool:
    from matplotlib import font_manager

    try:
        known = font_manager.get_font(path).get_charmap()
    except (OSError, RuntimeError):
        return False
    return all(ord(sign) in known for sign in _NEEDED)


def thai_style() -> Any:
    """Matplotlib settings: the Thai font, paper colours, letters as outlines in SVG.

    Outlines keep marks in place on a computer without the font.
    """
    from matplotlib import font_manager

    path = thai_font_path()
    name = font_manager.FontProperties(fname=path).get_name()
    return {
        "font.family": [name], "font.size": 9, "axes.titlesize": 11, "axes.labelsize": 9,
        "xtick.labelsize": 8.5, "ytick.labelsize": 8.5, "svg.fonttype": "path",
        "axes.unicode_minus": False, "axes.spines.top": False, "axes.spines.right": False,
        "axes.edgecolor": "#666666", "axes.titlelocation": "left", "figure.facecolor": "white",
        "savefig.dpi": 200, "svg.hashsalt": "thai-ita",
    }
