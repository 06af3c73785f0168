"""Characters of symbol fonts, which Word keeps in the private use area by their place in the font.

Source: the code charts of Symbol and Wingdings; only what occurs in reports is listed.
"""

from __future__ import annotations

import re
from typing import Final

_SYMBOL: Final = {
    0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
    0xBB: "≈", 0xAE: "→", 0xAC: "←", 0xE5: "Σ", 0xD6: "√", 0xA5: "∞", 0x2D: "-", 0x2B: "+",
    0x3D: "=", 0x3C: "<", 0x3E: ">", 0x25: "%",
}  # fmt: skip
_WINGDINGS: Final = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "❖", 0x9F: "•",
    0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xB7: "•", 0xD8: "➢", 0xE0: "→", 0xE8: "→", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x50: "✓", 0x52: "☑", 0xA3: "□", 0x54: "☒",
}  # fmt: skip
_SYMBOL_FONT: Final = re.compile(r"symbol|wingdings|webdings|marlett|dingbats", re.I)
_PRIVATE: Final = re.compile("[\uf020-\uf0ff]")


def is_symbol_font(font: str) -> bool:
    """Whether the letters of a font are pictures."""
    return bool(_SYMBOL_FONT.search(font))


def symbol(code: int, font: str) -> str:
    """The character at a private place (0xF020-0xF0FF, or 0x20-0xFF) of a font.

    A picture without a name becomes a bullet. In a Thai font of old such places hold TIS-620.
    """
    place = code & 0xFF
    if code > 0xFF and not 0xF000 <= code <= 0xF0FF:
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
    if is_symbol_font(font):
        table = _SYMBOL if font.lower().startswith("symbol") else _WINGDINGS
        return table.get(place, "•")
    try:
        return bytes([place]).decode("cp874")
    except UnicodeDecodeError:
        return ""


def readable(text: str, font: str) -> str:
    """A text with the private characters of its font made readable.

    Without a named symbol font they are taken for Wingdings and Symbol, where bullets come from.
    """
    if not _PRIVATE.search(text):
        return text
    if is_symbol_font(font):
        return _PRIVATE.sub(lambda m: symbol(ord(m[0]), font), text)
    return _PRIVATE.sub(_of_any_font, text)


def _of_any_font(match: re.Match[str]) -> str:
    place = ord(match[0]) & 0xFF
    return _WINGDINGS.get(place) or _SYMBOL.get(place) or ""
