"""HTML fragments inside text: a cell or a paragraph with tags becomes plain lines.

OCR output mixes tags into tab tables and Markdown. They are read by an HTML parser, never by
regular expressions; a plain ``<`` as in ``ITA < 85`` is no tag and stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from thai_ita.ingest.html_nesting import hides_itself, parsed
from thai_ita.normalize.numerals import read_number

# A typed bullet at the start of a line. A sign before a digit is a number, not a bullet.
BULLET = re.compile(r"\s*(?:[-*+–](?![\d๐-๙.])|[•▪●○◦■□➢✓]|\\-)\s*(?=\S)")
_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)")
_END_OF_EMPHASIS = {mark: re.compile(rf"(?<=\S){re.escape(mark)}") for mark in ("**", "__")}
_STARRED = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![*\w])")
_STRUCK = re.compile(r"~~(?=\S)[^~\n]+?(?<=\S)~~\s*")
_BLANKS = re.compile(r"[ \t\u00a0]+")
_MAY_HIDE = re.compile(r"<[^<>]*\s(?:style|hidden)\b", re.I)
_ENDS_IN_FIGURE = re.compile(r"[\d๐-๙][.,][\d๐-๙]+$|[A-Za-zก-ฮะ-์)]$")
# Letters of a figure at the end of a text; what is before them is not looked at each time.
_LONGEST_FIGURE = 40
_FIGURE_FIRST = re.compile(r"[\d๐-๙]+[.,][\d๐-๙]")
_BULLETED = re.compile(r"\s*([-–•*▪●○]|\(?[\d๐-๙ก-ฮ]{1,2}[.)])")

# What a page does not show, what it strikes out, and the links by which a site is moved about in
# (other years' pages).
NO_CONTENT = frozenset({"script", "style", "head", "template", "noscript", "nav", "del", "s", "strike"})
BLOCK_TAGS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "figure",
        "figcaption",
        "blockquote",
        "pre",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "body",
    ]
)
# Markup in which a source offers a second reading of what stands before it.
_VARIANT_TAGS = frozenset({"i", "em", "ins", "sup", "mark"})


@dataclass(slots=True)
class Fragment:
    """Plain text of a fragment: ``lines`` without empty ones, and second readings of a number."""

    lines: list[str] = field(default_factory=list)
    alternates: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def has_markup(text: str) -> bool:
    """Whether the text holds a tag or an entity."""
    return ("<" in text and _TAG.search(text) is not None) or ("&" in text and bool(_TAG.search(text)))


def plain(text: str) -> Fragment:
    """The lines of a piece of text in which tags and Markdown emphasis may stand."""
    if has_markup(text):
        body = parsed(text)[0].body
        if body is not None and _MAY_HIDE.search(text):
            _drop_hidden(body)
        fragment = node_fragment(body) if body is not None else Fragment()
    else:
        fragment = Fragment(text.split("\n"))
    fragment.lines = [line for line in map(clean_line, fragment.lines) if line]
    return fragment


def _drop_hidden(body: LexborNode) -> None:
    """Takes out what is hidden or struck through by its own attributes; whole pages have styles as
    well (``ingest.html``)."""
    # The inner ones first: an element goes with all that it holds.
    for node in reversed(body.css("[style], [hidden]")):
        if hides_itself(node):
            node.decompose()


def clean_line(line: str) -> str:
    """One line without Markdown emphasis, escapes and runs of blanks."""
    line = line.replace("\\|", "|").replace("\\*", "*").replace("\\.", ".").replace("\\_", "_")
    line = _STARRED.sub(r"\1", _without_emphasis(_STRUCK.sub("", line)))
    return _BLANKS.sub(" ", line).strip()


def _without_emphasis(line: str) -> str:
    """The line without the marks of ``**words**`` and ``__words__``; a mark alone stays."""
    if "**" not in line and "__" not in line:
        return line
    return "\n".join(map(_part_without_emphasis, line.split("\n")))


def _part_without_emphasis(part: str) -> str:
    # Where a mark is not closed no later one of its kind is, so the rest is looked at once.
    kept, at, unclosed = [], 0, set()
    opened = _EMPHASIS.search(part)
    while opened:
        mark = opened[1]
        closed = None
        if mark not in unclosed:
            closed = _END_OF_EMPHASIS[mark].search(part, opened.end() + 1)
        if closed:
            kept += [part[at : opened.start()], part[opened.end() : closed.start()]]
            at = closed.end()
        else:
            unclosed.add(mark)
        opened = _EMPHASIS.search(part, closed.end() if closed else opened.start() + 1)
    return "".join((*kept, part[at:]))


def node_fragment(node: LexborNode, *, skip: frozenset[str] = frozenset()) -> Fragment:
    """The text under a parsed node as lines; block elements and ``<br>`` end a line.

    Subtrees whose tag is in ``skip`` are left out.
    """
    fragment = Fragment([""])
    _walk(node, fragment, skip)
    return fragment


def _walk(node: LexborNode, out: Fragment, skip: frozenset[str]) -> None:
    ordinal = 0
    child = node.child
    while child is not None:
        tag = child.tag or ""
        if tag == "-text":
            out.lines[-1] = beside(out.lines[-1], (child.text_content or "").replace("\n", " "))
        elif tag == "br":
            out.lines.append("")
        elif tag.startswith(("-", "!")) or tag in NO_CONTENT or tag in skip:
            pass
        elif tag in _VARIANT_TAGS:
            _variant(child, out, skip)
        elif tag in BLOCK_TAGS:
            out.lines.append("")
            if tag == "li":
                ordinal += 1
                first = len(out.lines) - 1
                _walk(child, out, skip)
                _number_item(out, first, ordinal, ordered=node.tag == "ol")
            else:
                _walk(child, out, skip)
            out.lines.append("")
        else:
            _walk(child, out, skip)
        child = child.next


def beside(before: str, after: str) -> str:
    """Texts of two elements in one line; a figure with decimals does not run into a figure or a
    name before it."""
    if (
        before
        and after[:1].isdigit()
        and _FIGURE_FIRST.match(after)
        and _ENDS_IN_FIGURE.search(before, len(before) - _LONGEST_FIGURE)
    ):
        return f"{before} {after}"
    return before + after


def _number_item(out: Fragment, first: int, ordinal: int, *, ordered: bool) -> None:
    """A list item keeps its mark, so that items can be told apart further on."""
    for i in range(first, len(out.lines)):
        line = out.lines[i].strip()
        if line:
            if not _BULLETED.match(line):
                out.lines[i] = f"{ordinal}. {line}" if ordered else f"- {line}"
            return


def _variant(node: LexborNode, out: Fragment, skip: frozenset[str]) -> None:
    """``๙๙.๘๓ <i>100.00</i>`` offers two readings of one number; other emphasis is plain text."""
    inner = node_fragment(node, skip=skip)
    if len(inner.lines) == 1 and read_number(out.lines[-1]) and read_number(inner.lines[0]):
        out.alternates.append(inner.lines[0].strip())
        return
    out.lines[-1] += inner.lines[0]
    out.lines.extend(inner.lines[1:])
    out.alternates.extend(inner.alternates)
