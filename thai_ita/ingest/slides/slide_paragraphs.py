"""The paragraphs of a shape or a cell on a slide: lines with the numbers and bullets that they show.

DrawingML: ECMA-376 part 1, 21.1.2. What marks a paragraph may stand in it, in its shape, or in the
placeholder of the layout and of the master that the shape fills.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from thai_ita.ingest.counts import count_of
from thai_ita.ingest.superscripts import to_superscript
from thai_ita.ingest.word.list_numbers import format_count
from thai_ita.ingest.word.symbols import readable
from thai_ita.ingest.word.xml import local

# An lxml element; lxml has no types of its own.
Element: TypeAlias = Any

LEVELS = 9
_ON = ("1", "true")
_STRUCK = ("sngStrike", "dblStrike")
_MARKS = ("buNone", "buChar", "buBlip", "buAutoNum")
# The beginning of a numbering's name and the count's form in Word; its end says what stands around.
_FORMS = (
    ("arabic", "decimal"), ("thaiNum", "thaiNumbers"), ("thaiAlpha", "thaiLetters"),
    ("alphaLc", "lowerLetter"), ("alphaUc", "upperLetter"), ("romanLc", "lowerRoman"),
    ("romanUc", "upperRoman"),
)  # fmt: skip
_AROUND = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})"}


@dataclass(slots=True)
class Paragraph:
    """``lines`` between soft breaks; ``mark`` is the number before the first, ``bullet`` a sign."""

    lines: list[str] = field(default_factory=list)
    mark: str = ""
    bullet: bool = False
    chars: int = 0
    bold_chars: int = 0
    n_struck: int = 0

    @property
    def is_bold(self) -> bool:
        return 0 < self.chars == self.bold_chars


def paragraphs_of(body: Element | None, marks_from: Sequence[Element] = ()) -> Iterator[Paragraph]:
    """The paragraphs of a text body; ``marks_from`` are the lists of styles that it inherits."""
    if body is None:
        return
    sources = [e for e in body if local(e) == "lstStyle"] + list(marks_from)
    counts: list[int | None] = [None] * LEVELS
    for element in (e for e in body if local(e) == "p"):
        properties = next((e for e in element if local(e) == "pPr"), None)
        level = _level(properties)
        found = _read(element, bold=_is_bold(sources, level))
        if any(line.strip() for line in found.lines):
            _mark(found, _bullet(properties, sources, level), counts, level)
        yield found


def _level(properties: Element | None) -> int:
    text = "0" if properties is None else properties.get("lvl", "0")
    return min(count_of(text), LEVELS - 1)


def _bullet(properties: Element | None, sources: Sequence[Element], level: int) -> Element | None:
    """What the nearest of a paragraph's styles says of its mark."""
    for style in (properties, *_of_level(sources, level)):
        for element in style if style is not None else ():
            if local(element) in _MARKS:
                return element
    return None


def _of_level(sources: Sequence[Element], level: int) -> Iterator[Element]:
    return (style for source in sources for style in source if local(style) == f"lvl{level + 1}pPr")


def _is_bold(sources: Sequence[Element], level: int) -> bool:
    """Whether the styles of a paragraph make it bold where its runs say nothing."""
    said = (
        run.get("b")
        for style in _of_level(sources, level) for run in style if local(run) == "defRPr"
    )  # fmt: skip
    return next((word for word in said if word is not None), "0") in _ON


def _mark(found: Paragraph, bullet: Element | None, counts: list[int | None], level: int) -> None:
    counts[level + 1 :] = [None] * (LEVELS - level - 1)
    kind = "" if bullet is None else local(bullet)
    if bullet is None or kind != "buAutoNum":
        counts[level] = None
        found.bullet = kind in ("buChar", "buBlip")
        return
    start = bullet.get("startAt", "1")
    now = counts[level]
    counts[level] = count = count_of(start, 1) if now is None else now + 1
    name = bullet.get("type", "")
    form = next((word for begin, word in _FORMS if name.startswith(begin)), "decimal")
    around = next((text for end, text in _AROUND.items() if name.endswith(end)), "{}")
    found.mark = around.format(format_count(count, form))


def _read(element: Element, *, bold: bool) -> Paragraph:
    found = Paragraph([""])
    for run in element:
        name = local(run)
        if name == "br":
            found.lines.append("")
        elif name == "r" or (name == "fld" and run.get("type") != "slidenum"):
            _add_run(run, found, bold=bold)
    return found


def _add_run(run: Element, found: Paragraph, *, bold: bool) -> None:
    properties = next((e for e in run if local(e) == "rPr"), None)
    text = "".join(e.text or "" for e in run if local(e) == "t")
    struck = properties is not None and properties.get("strike") in _STRUCK
    if struck:
        found.n_struck += bool(text.strip())
        return
    text = text.replace("\v", " ").replace("\n", " ")
    chars = len("".join(text.split()))
    if properties is not None:
        font = next((e.get("typeface", "") for e in properties if local(e) == "sym"), "")
        high = properties.get("baseline", "0").strip("0%")
        text = readable(text, font)
        text = to_superscript(text) if high and not high.startswith("-") else text
        bold = properties.get("b", "1" if bold else "0") in _ON
    found.bold_chars += chars if bold else 0
    found.lines[-1] += text
    found.chars += chars
