"""The text of a Word paragraph as a reader sees it: no deleted, struck or hidden text, breaks kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from thai_ita.ingest.superscripts import to_superscript
from thai_ita.ingest.word.symbols import readable, symbol
from thai_ita.ingest.word.word_styles import Styles
from thai_ita.ingest.word.xml import Element, alternatives, child, local, number, switch, value, w

# Deleted or moved away, instructions of fields, and properties: no text of the page.
_UNSEEN = frozenset({
    "pPr", "rPr", "del", "moveFrom", "instrText", "delText", "delInstrText", "sdtPr", "sdtEndPr",
    "fldChar", "rt", "sectPr",
})  # fmt: skip
_GONE = ("vanish", "strike", "dstrike")
_PICTURES = frozenset({"drawing", "pict", "object"})


@dataclass(slots=True)
class PageCounter:
    """Counts pages by the breaks that a file holds; ``seen`` tells whether it holds any.

    Word notes after each break that is stated where the page really turned: that is one turn.
    """

    number: int = 1
    seen: bool = False
    _turned: bool = False

    def turn(self) -> None:
        """A break that the author made."""
        self.number += 1
        self.seen = self._turned = True

    def turn_before(self) -> None:
        """A paragraph that begins a page, unless a break has just begun it."""
        if not self._turned:
            self.turn()

    def rendered(self) -> None:
        """A break noted by the program that last laid the pages out."""
        if not self._turned:
            self.number += 1
        self.seen, self._turned = True, False

    def text(self) -> None:
        self._turned = False


@dataclass(slots=True)
class ParagraphText:
    """``lines`` of a paragraph between soft breaks, with the page on which each begins.

    ``boxes`` are the contents of text boxes that hang on it, ``drawings`` its pictures and diagrams;
    ``bold_chars`` of its ``chars`` are bold, blanks not counted.
    """

    lines: list[str] = field(default_factory=lambda: [""])
    pages: list[int] = field(default_factory=lambda: [0])
    boxes: list[Element] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)
    chars: int = 0
    bold_chars: int = 0

    @property
    def is_blank(self) -> bool:
        return not self.chars

    @property
    def is_bold(self) -> bool:
        return 0 < self.chars == self.bold_chars


class ParagraphReader:
    """Reads one paragraph after the other and keeps count of the pages.

    ``n_unseen`` counts the pieces of text that are struck out, hidden or deleted.
    """

    def __init__(self, styles: Styles, pages: PageCounter) -> None:
        self._styles = styles
        self._pages = pages
        self._by_style: dict[tuple[str, str, str], bool | None] = {}
        # The choice of a form field that is open, and how much text there was when it began.
        self._choice = ("", 0)
        # The fields that are open in this paragraph: whether their results have begun.
        self._fields: list[bool] = []
        self.n_unseen = 0

    def read(self, paragraph: Element, style_id: str) -> ParagraphText:
        """The text of a ``w:p`` whose style has this id."""
        properties = child(paragraph, "pPr")
        if switch(properties, "pageBreakBefore"):
            self._pages.turn_before()
        out = ParagraphText(pages=[self._pages.number])
        self._fields.clear()
        self._walk(paragraph, style_id, out)
        return out

    def _walk(self, element: Element, style_id: str, out: ParagraphText) -> None:
        for inner in element:
            name = local(inner)
            if name == "r":
                self._run(inner, style_id, out)
            elif name == "AlternateContent":
                self._alternative(inner, style_id, out)
            elif name in _PICTURES:
                self._drawing(inner, out)
            elif name == "t":  # of a formula
                self._add(inner.text or "", out, bold=False)
            elif name == "sdt" and is_placeholder(inner):
                continue
            elif name in ("del", "moveFrom"):
                self.n_unseen += _has_text(inner)
            elif name and name not in _UNSEEN:
                self._walk(inner, style_id, out)

    def _alternative(self, element: Element, style_id: str, out: ParagraphText) -> None:
        for branch in alternatives(element):
            before = (out.chars, len(out.boxes), len(out.drawings))
            self._walk(branch, style_id, out)
            if (out.chars, len(out.boxes), len(out.drawings)) != before:
                return

    def _drawing(self, element: Element, out: ParagraphText) -> None:
        out.boxes.extend(text_boxes(element))
        out.drawings.append(element)

    def _run(self, run: Element, style_id: str, out: ParagraphText) -> None:
        properties = child(run, "rPr")
        run_style = value(properties, "rStyle") or ""
        # What is struck out was replaced by what stands behind it.
        hidden = any(self._property(properties, run_style, style_id, n) for n in _GONE)
        self.n_unseen += hidden and _has_text(run)
        bold = self._is_bold(properties, run_style, style_id)
        font = _font(properties)
        high = value(properties, "vertAlign") == "superscript"
        for inner in run:
            name = local(inner)
            if name == "lastRenderedPageBreak":
                self._pages.rendered()
            elif name == "br" and inner.get(w("type")) == "page":
                self._pages.turn()
                self._break(out)
            elif hidden or (name == "t" and not all(self._fields[:-1])):
                continue  # the result of a field within the code of another is not shown
            elif name == "t":
                text = readable(inner.text or "", font)
                self._add(to_superscript(text) if high else text, out, bold=bold)
            elif name in ("tab", "ptab"):
                out.lines[-1] += "\t"
            elif name in ("br", "cr"):
                self._break(out)
            elif name == "noBreakHyphen":
                self._add("-", out, bold=bold)
            elif name == "sym":
                self._add(_symbol(inner), out, bold=bold)
            elif name == "AlternateContent":
                self._alternative(inner, style_id, out)
            elif name in _PICTURES:
                self._drawing(inner, out)
            elif name == "fldChar":
                self._form_field(inner, out)
            elif name == "ruby":
                self._walk(inner, style_id, out)

    def _form_field(self, mark: Element, out: ParagraphText) -> None:
        """Where fields begin and end, and the choice of a form field that no text in the file repeats: a
        box, an entry of a list."""
        form, kind = child(mark, "ffData"), mark.get(w("fldCharType"))
        if kind == "begin":
            self._choice = (_chosen(form), out.chars)
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end":
            if self._fields:
                self._fields.pop()
            chosen, chars = self._choice
            if chosen and out.chars == chars:
                self._add(chosen, out, bold=False)
            self._choice = ("", 0)

    def _add(self, text: str, out: ParagraphText, *, bold: bool) -> None:
        text = text.replace("\r", " ").replace("\n", " ")
        chars = len("".join(text.split()))
        if chars:
            if not out.lines[-1].strip():
                out.pages[-1] = self._pages.number
            self._pages.text()
        out.lines[-1] += text
        out.chars += chars
        out.bold_chars += chars if bold else 0

    def _break(self, out: ParagraphText) -> None:
        out.lines.append("")
        out.pages.append(self._pages.number)

    # -- properties of a run: its own, else of its style, else of the paragraph's ---------------

    def _is_bold(self, properties: Element | None, run_style: str, style_id: str) -> bool:
        # Thai is drawn bold by w:bCs, but programs write w:b for it as often.
        own = [switch(properties, name) for name in ("b", "bCs")]
        if own != [None, None]:
            return any(own)
        return any(self._property(None, run_style, style_id, name) for name in ("b", "bCs"))

    def _property(self, properties: Element | None, run_style: str, style_id: str, name: str) -> bool:
        own = switch(properties, name)
        if own is not None:
            return own
        key = (run_style, style_id, name)
        if key not in self._by_style:
            found = self._styles.run_switch(run_style, name)
            if found is None:
                found = self._styles.run_switch(style_id, name)
            self._by_style[key] = found
        return bool(self._by_style[key])


def _has_text(element: Element) -> bool:
    """Whether some letter stands in a run or in what was deleted."""
    texts = (e.text for e in element.iter() if local(e) in ("t", "delText"))
    return any(text and text.strip() for text in texts)


def _chosen(form: Element | None) -> str:
    """What a legacy form field shows: a ticked or empty box, the chosen entry of a list."""
    box, options = child(form, "checkBox"), child(form, "ddList")
    if box is not None:
        ticked = switch(box, "checked")
        return "☑" if (switch(box, "default") if ticked is None else ticked) else "☐"
    if options is None:
        return ""
    entries = [e.get(w("val")) or "" for e in options.iterchildren(w("listEntry"))]
    chosen = number(options, "result") or number(options, "default") or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def is_placeholder(control: Element) -> bool:
    """Whether a content control shows only its prompt (``Click to enter text``)."""
    return bool(switch(child(control, "sdtPr"), "showingPlcHdr"))


def text_boxes(element: Element) -> list[Element]:
    """The contents of text boxes in a drawing, each once."""
    found: list[Element] = []
    for inner in element:
        name = local(inner)
        if name == "txbxContent":
            found.append(inner)
        elif name == "AlternateContent":
            found.extend(next(filter(None, map(text_boxes, alternatives(inner))), []))
        elif name:
            found.extend(text_boxes(inner))
    return found


def _font(properties: Element | None) -> str:
    fonts = child(properties, "rFonts")
    if fonts is None:
        return ""
    return next((f for f in (fonts.get(w(n)) for n in ("ascii", "hAnsi", "cs")) if f), "")


def _symbol(element: Element) -> str:
    try:
        code = int(element.get(w("char")) or "", 16)
    except ValueError:
        return ""
    return symbol(code, element.get(w("font")) or "")
