"""Thai fonts found by family in given folders, with what kind of letters they have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

REGULAR, BOLD = 400, 700
NAME_FAMILY, NAME_TYPOGRAPHIC_FAMILY = 1, 16
NEEDED = "".join(map(chr, [*range(0x0E50, 0x0E5A), *range(0x30, 0x3A)])) + "กท่"
# A consonant's height over the em of TH Sarabun, in 16 pt of which offices write. Most other fonts are
# taller on their em: 11 pt of them look as large.
SARABUN_HEIGHT = 0.4
# Families whose letters have no loops; all others named in docs and papers have them.
LOOPLESS = (
    "Kanit", "Prompt", "Mitr", "Athiti", "K2D", "Kodchasan", "Krub", "Bai Jamjuree", "Chakra Petch",
    "Anuphan", "Noto Sans Thai", "IBM Plex Sans Thai", "Google Sans", "Sukhumvit", "Fahkwang",
    "Itim", "Sriracha", "Mali", "KoHo", "Charm", "Charmonman", "Srisakdi", "Sawasdee",
)  # fmt: skip
LOOPED_ANYWAY = ("Looped", "TH ", "AS")


@dataclass(frozen=True, slots=True)
class Font:
    """A family: its regular and bold files (the same where there is one only).

    ``scale`` makes 16 pt of it as large as 16 pt of TH Sarabun, the usual print of offices.
    """

    family: str
    regular: Path
    bold: Path
    scale: float

    @property
    def looped(self) -> bool:
        return is_looped(self.family)


def is_looped(family: str) -> bool:
    if any(mark in family for mark in LOOPED_ANYWAY):
        return True
    return not any(family.startswith(name) for name in LOOPLESS)


def fonts_by_family(folders: Iterable[Path]) -> dict[str, Font]:
    """Each upright family with all digits, Thai and Arabic; italics and hairlines are left out."""
    files: dict[str, dict[int, Path]] = {}
    heights: dict[str, float] = {}
    for folder in folders:
        for path in sorted([*folder.rglob("*.ttf"), *folder.rglob("*.otf")]):
            if "ital" in path.stem.lower() or "oblique" in path.stem.lower():
                continue
            try:
                with TTFont(path, lazy=True) as font:
                    known = font.getBestCmap() or {}
                    if any(ord(c) not in known for c in NEEDED):
                        continue
                    name, weight = _named(font), int(font["OS/2"].usWeightClass)
                    heights.setdefault(name, _height(font))
            except (TTLibError, OSError, KeyError, AttributeError):
                continue
            files.setdefault(name, {}).setdefault(weight, path)
    return {
        name: Font(
            name,
            cuts[min(cuts, key=lambda w: abs(w - REGULAR))],
            cuts[min(cuts, key=lambda w: abs(w - BOLD))],
            SARABUN_HEIGHT / heights[name],
        )
        for name, cuts in sorted(files.items())
    }


def _named(font: TTFont) -> str:
    names = font["name"]
    family = names.getDebugName(NAME_TYPOGRAPHIC_FAMILY) or names.getDebugName(NAME_FAMILY) or ""
    return str(family).strip()


def _height(font: TTFont) -> float:
    """How tall a letter without marks is, over the em."""
    from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]

    em = float(font["head"].unitsPerEm)
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[font.getBestCmap()[ord("ก")]].draw(pen)
    bounds = pen.bounds or (0, 0, 0, SARABUN_HEIGHT * em)
    return float(bounds[3]) / em
