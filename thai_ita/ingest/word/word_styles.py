"""Styles of a Word file: which are headings or bold, hide their text, or number paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thai_ita.ingest.word.xml import Element, child, local, number, switch, value, w

_HEADING = re.compile(r"heading\s*(\d)", re.I)
_CONTENTS = re.compile(r"toc\s*\d|table of figures", re.I)
# Styles based on one another; Word itself goes ten deep.
MOST_BASED = 50
# Levels of an outline run from 0 to 8; 9 is body text.
_BODY_LEVEL = 9
MAX_LEVEL = 6


class Styles:
    """Styles by id; properties are those of the style or of the styles it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self.default = ""
        for style in root if root is not None else ():
            if local(style) != "style":
                continue
            style_id = style.get(w("styleId")) or ""
            self._styles[style_id] = style
            is_default = style.get(w("default")) in ("1", "true", "on")
            if is_default and style.get(w("type")) == "paragraph":
                self.default = style_id

    def name(self, style_id: str | None) -> str:
        """The name of a style; built-in ones have English names in every language of Word."""
        return value(self._styles.get(style_id or ""), "name") or ""

    def chain(self, style_id: str | None) -> Iterator[Element]:
        """A style and those it is based on, nearest first."""
        seen: set[str] = set()
        while style_id and style_id in self._styles and style_id not in seen:
            if len(seen) == MOST_BASED:
                return
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = value(self._styles[style_id], "basedOn")

    def run_switch(self, style_id: str | None, name: str) -> bool | None:
        """Whether a style turns a property of its text on or off, None where it does not say."""
        for style in self.chain(style_id):
            found = switch(child(style, "rPr"), name)
            if found is not None:
                return found
        return None

    def numbering(self, style_id: str | None) -> tuple[Element, str] | None:
        """The ``w:numPr`` that a style gives its paragraphs, and the id of the style with it."""
        for style in self.chain(style_id):
            found = child(child(style, "pPr"), "numPr")
            if found is not None:
                return found, style.get(w("styleId")) or ""
        return None

    def heading_level(self, paragraph: Element | None, style_id: str | None) -> int:
        """1-6 for a heading by its style or its outline level, 0 for body text.

        ``paragraph`` is the ``w:pPr`` of the paragraph.
        """
        outline = number(paragraph, "outlineLvl")
        for style in self.chain(style_id):
            name = value(style, "name") or ""
            match = _HEADING.fullmatch(name.strip())
            if match:
                return max(1, min(int(match.group(1)), MAX_LEVEL))
            if name.lower() in ("title", "subtitle"):
                return 1 if name.lower() == "title" else 2
            if outline is None:
                outline = number(child(style, "pPr"), "outlineLvl")
        if outline is None or not 0 <= outline < _BODY_LEVEL:
            return 0
        return min(outline + 1, MAX_LEVEL)

    def is_contents(self, style_id: str | None) -> bool:
        """Whether a paragraph is a line of a table of contents, made from other lines."""
        return any(_CONTENTS.match(value(s, "name") or "") for s in self.chain(style_id))
