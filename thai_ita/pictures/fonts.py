"""The font of the pictures: Sarabun, which comes with the extra, or one that the caller names.

Sarabun (SIL Open Font License) is the typeface of Thai official documents under its free name; it
has Thai and Latin letters and the anchors by which marks are placed. No font of the computer is
looked for unless it is named, so the same tables give the same picture everywhere.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thai_ita.extras import need
from thai_ita.pictures.backend import EXTRA, import_matplotlib
from thai_ita.side_files import shortened

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry

BUNDLED = "Sarabun"
FONT_ENDINGS = (".ttf", ".otf", ".ttc")
PLAIN_WEIGHT = 400
MOST_NAMED = 12
"""Fonts listed in the message on one that is not there."""
_NEEDED = "กูที่น้ำปั้ฏฐญุ๐๙AZaz09.%-"
_WITHOUT = f"without --font {BUNDLED} is used, which comes with thai-ita"


class UnusableFontError(ValueError):
    """The font that was named cannot be used; the message says why and what there is."""


def thai_style(font: str = "") -> Any:
    """Matplotlib settings: the font, paper colours, letters as outlines in SVG.

    ``font`` is a font file or the name of a font of this computer; without one the bundled font is
    used. Outlines keep marks in place on a computer without the font. Raises UnusableFontError for a
    font that is not there or lacks letters, MissingExtraError where the extra is not installed.
    """
    import_matplotlib()
    return {
        "font.family": [_registered(font)],
        "font.size": 9,
        "axes.titlesize": 11,
        "axes.labelsize": 9,
        "xtick.labelsize": 8.5,
        "ytick.labelsize": 8.5,
        "svg.fonttype": "path",
        "axes.unicode_minus": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "#666666",
        "axes.titlelocation": "left",
        "figure.facecolor": "white",
        "savefig.dpi": 200,
        "svg.hashsalt": "thai-ita",
    }


@lru_cache(maxsize=8)
def _registered(font: str) -> str:
    """A family name that stands for this face and no other, whatever fonts are installed."""
    from matplotlib.font_manager import fontManager

    family = f"thai ita {len(fontManager.ttflist)}"
    fontManager.ttflist.append(replace(_face_of(font), name=family))
    return family


def _face_of(font: str) -> FontEntry:
    from matplotlib.font_manager import FontEntry

    if font == "":
        need("fontpkg_sarabun", EXTRA)
        import fontpkg

        return FontEntry(fname=str(fontpkg.path(BUNDLED)))
    is_path = Path(font).suffix.lower() in FONT_ENDINGS or os.path.exists(font)
    face = FontEntry(fname=font) if is_path else _named(font)
    if not os.path.isfile(face.fname):
        raise UnusableFontError(f"{shortened(font)}: there is no such font file; {_WITHOUT}")
    missing = _missing(face)
    if missing is None:
        raise UnusableFontError(f"{face.fname}: is no font that can be read; {_WITHOUT}")
    if missing:
        raise UnusableFontError(f"{face.fname}: the font lacks letters ({missing}); {_WITHOUT}")
    return face


def _named(name: str) -> FontEntry:
    """The plainest face of a family of this computer."""
    from matplotlib.font_manager import FontManager

    families: dict[str, list[FontEntry]] = {}
    # Looked for anew: matplotlib's own list may have been made before the font was installed.
    for face in FontManager().ttflist:
        families.setdefault(face.name.casefold(), []).append(face)
    faces = families.get(name.casefold())
    if faces:
        return min(faces, key=lambda face: (face.style != "normal", _boldness(face), face.fname))
    thai = sorted(faces[0].name for faces in families.values() if _missing(faces[0]) == "")
    raise UnusableFontError(
        f"no font of this computer is called {shortened(name)!r}; those with Thai letters: "
        f"{', '.join(thai[:MOST_NAMED]) or 'none'}; {_WITHOUT}"
    )


def _boldness(face: FontEntry) -> int:
    """How far a face is from the plain weight."""
    from matplotlib.font_manager import weight_dict

    weight = face.weight if isinstance(face.weight, int) else weight_dict.get(face.weight)
    return abs((PLAIN_WEIGHT if weight is None else weight) - PLAIN_WEIGHT)


def _missing(face: FontEntry) -> str | None:
    """The letters that a face lacks; None where it cannot be read.

    A fallback font has one sign for a whole script, such as a box: such a letter is not there.
    """
    from matplotlib.ft2font import FT2Font

    try:
        known = FT2Font(face.fname, face_index=face.index).get_charmap()
    except (OSError, RuntimeError):
        return None
    glyphs = {sign: known.get(ord(sign)) for sign in _NEEDED}
    uses = Counter(glyphs.values())
    return "".join(sign for sign, glyph in glyphs.items() if glyph is None or uses[glyph] > 1)
