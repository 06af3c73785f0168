"""Pages whose text is no text: fonts without Unicode, letters drawn as shapes, layers of garbage.

Nothing is read from them, digits neither: beside words that cannot be read they say nothing.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from thai_ita.ingest.pdf.reader import PageContent
from thai_ita.ingest.pdf.text.letter_pairs import looks_english

# A page of fewer characters holds no text worth speaking of.
LITTLE_TEXT_CHARS: Final = 40
PICTURE: Final = "it is a picture without text"
# Pictures over this share of a page, or so much of its text without ink, make the text a layer.
_PICTURE: Final = 0.4
_LAYER: Final = 0.5
# Share of glyphs that have no Unicode value, or one of a private area.
_UNKNOWN: Final = 0.4
# Share of Thai among the letters from which on a text is Thai, for the repair to judge.
_THAI: Final = 0.3
# From this share of all characters on nothing more is asked: the rest cannot be unknown.
_MOSTLY_THAI: Final = 0.6
# Share of its Latin words that a text of words has at least: laid over a picture, and printed.
_WORDS_OF_LAYER: Final = 0.5
_WORDS_OF_PRINT: Final = 0.3
# Fewer words are not judged; a layer with fewer than so many, and no Thai, says nothing.
_LEAST_WORDS: Final = 8
_LEAST_SAID: Final = 2

# Private codes of Thai marks and letters, which the repair knows; of symbol fonts (check boxes).
_KNOWN_PRIVATE = "\uf700-\uf71a\uf884-\uf89e\uf020-\uf0ff"
_PRIVATE = re.compile(rf"(?![{_KNOWN_PRIVATE}])[\ue000-\uf8ff]")
_THAI_LETTER = re.compile("[ก-ฮะ-ูเ-ๆ]")
_LETTER = re.compile(r"[^\W\d_]")
_QUOTES = "\"'“”‘’()[]{}<>.,;:!?…-–—*/|"
_PLAIN = re.compile(r"[A-Za-z]+(?:[-'’/][A-Za-z]+)*")
_ACCENT = re.compile("[\u0300-\u036f]")
_CASE = re.compile(r"[a-z]+|[A-Z][a-z]+|[A-Z]+")
# Codes, acronyms and addresses tell nothing.
_CODE = re.compile(r"[A-Za-z]{0,2}\d{1,3}|[A-Z]{1,5}s?|[a-z]|(?=\S*(?:@|www|https?:|\.(?:go|or|ac|com|co)\b))\S+")


def why_illegible(page: PageContent) -> str:
    """Why the text of a page is no text; empty where it can be read."""
    if page.n_chars < LITTLE_TEXT_CHARS:
        if page.invisible_chars >= _LAYER and page.image_coverage >= _PICTURE:
            return PICTURE
        return "its letters are drawn as shapes" if page.letter_shapes else ""
    n = max(1, page.n_chars)
    if page.n_thai > _MOSTLY_THAI * n:
        return ""
    text = page.text
    if (page.unmapped + len(_PRIVATE.findall(text))) / n >= _UNKNOWN:
        return "its fonts do not tell which letters they draw"
    layer = page.image_coverage >= _PICTURE or page.invisible_chars >= _LAYER
    if _is_garbage(text, layer):
        if layer:
            return "the text laid over its picture is no text of any language"
        return "its fonts give Latin letters that are no words"
    return ""


def _is_garbage(text: str, layer: bool) -> bool:
    letters = len(_LETTER.findall(text))
    if len(_THAI_LETTER.findall(text)) > _THAI * letters:
        return False
    found = [judged for token in text.split() if (judged := _is_word(token)) is not None]
    words = sum(found)
    if len(found) < _LEAST_WORDS:
        return layer and words < _LEAST_SAID
    return words < (_WORDS_OF_LAYER if layer else _WORDS_OF_PRINT) * len(found)


def _is_word(token: str) -> bool | None:
    """Whether a token is a word in Latin letters; None where it is no token of letters, or a
    code that tells nothing."""
    token = token.strip(_QUOTES)
    if not _LETTER.search(token) or _THAI_LETTER.search(token) or _CODE.fullmatch(token):
        return None
    token = _ACCENT.sub("", normalize("NFD", token))
    if not _PLAIN.fullmatch(token):
        return False
    parts = re.split(r"[-'’/]", token)
    return all(_CASE.fullmatch(part) and looks_english(part) for part in parts)
