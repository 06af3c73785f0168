"""Damage to HTML and XML that mostly leaves it well-formed: elements, attributes, texts, heads."""

from __future__ import annotations

import random
import re

from tests.fuzz.plain import FIGURES, MOST_BYTES, REPEATS, TOKENS, damaged, reworded

_TAG = re.compile(r"<[^<>]*>")
_NAME = re.compile(r"</?([\w:.-]+)")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*("[^"<>]*"|'[^'<>]*')""")
_TEXT = re.compile(r">([^<>]+)<")
DEPTHS = (30, 300, 3000)
VALUES = (
    *FIGURES,
    "",
    "x" * 5000,
    "../../../../etc/passwd",
    "A1:XFD1048576",
    "'A'!A1",
    "#REF!",
    "rId1",
    "rId999",
    "file:///dev/zero",
    "true",
    "\u202e",
)
HEADS = (
    '<!DOCTYPE a [<!ENTITY b "cccccccc"><!ENTITY d "&b;&b;&b;&b;&b;&b;&b;&b;">]>', '<!DOCTYPE html SYSTEM "file:///dev/zero">',
    '<?xml version="1.0" encoding="utf-16"?>', '<?xml version="9.9" encoding="idna"?>', '<?xml version="1.0" encoding="hex"?>',
    '<meta charset="undefined">', '<meta charset="base64">', '<meta charset="utf-7">', "<!--", "<![CDATA[", "<base href='//x'>", "<plaintext>",
    '<style>td{display:none}</style>', "<template>", "<frameset>", "<svg><math>",
)  # fmt: skip


def marked_damaged(data: bytes, rng: random.Random) -> bytes:
    """Markup with elements doubled, lost, nested or moved, attributes and texts changed."""
    if rng.random() < 0.1:
        return damaged(data, rng)
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(rng.choice((1, 1, 2, 4))):
        text = _CHANGES[rng.randrange(len(_CHANGES))](text, rng)[:MOST_BYTES]
    return (
        text.encode("utf-8", "surrogatepass" if "\ud800" in text else "surrogateescape")
        if _plain(text)
        else text.encode("utf-8", "replace")
    )


def _plain(text: str) -> bool:
    try:
        text.encode("utf-8", "surrogatepass" if "\ud800" in text else "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def _element(text: str, rng: random.Random) -> tuple[int, int] | None:
    """Where an element begins and ends."""
    tags = list(_TAG.finditer(text))
    if not tags:
        return None
    at = rng.randrange(len(tags))
    name = _NAME.match(tags[at][0])
    if name is None or tags[at][0].startswith("</") or tags[at][0].endswith("/>"):
        return tags[at].span()
    depth = 0
    for tag in tags[at:]:
        found = _NAME.match(tag[0])
        if found and found[1] == name[1] and not tag[0].endswith("/>"):
            depth += -1 if tag[0].startswith("</") else 1
            if depth == 0:
                return tags[at].start(), tag.end()
    return tags[at].span()


def _lost(text: str, rng: random.Random) -> str:
    span = _element(text, rng)
    return text if span is None else text[: span[0]] + text[span[1] :]


def _many(text: str, rng: random.Random) -> str:
    span = _element(text, rng)
    if span is None:
        return text
    return text[: span[0]] + text[slice(*span)] * rng.choice(REPEATS) + text[span[1] :]


def _moved(text: str, rng: random.Random) -> str:
    span = _element(text, rng)
    if span is None:
        return text
    piece, rest = text[slice(*span)], text[: span[0]] + text[span[1] :]
    places = [m.end() for m in _TAG.finditer(rest)] or [0]
    at = rng.choice(places)
    return rest[:at] + piece + rest[at:]


def _nested(text: str, rng: random.Random) -> str:
    """An element within itself, many times over."""
    tags = [m for m in _TAG.finditer(text) if m[0][1:2].isalpha() and not m[0].endswith("/>")]
    span = _element(text, rng)
    if not tags or span is None:
        return text
    open_ = "".join(rng.choice(tags)[0] for _ in range(rng.choice((1, 1, 3))))
    depth = rng.choice(DEPTHS)
    close = "".join(f"</{_NAME.match(t)[1]}>" for t in reversed(_TAG.findall(open_)))  # type: ignore[index]
    inner = text[slice(*span)]
    return text[: span[0]] + open_ * depth + inner + close * rng.choice((depth, 0)) + text[span[1] :]


def _attribute(text: str, rng: random.Random) -> str:
    found = list(_ATTRIBUTE.finditer(text))
    if not found:
        return text
    match = rng.choice(found)
    changed = rng.choice((f'{match[1]}="{rng.choice(VALUES)}"', "", f"x{match[0]}", f"{match[0]} {match[0]}"))
    return text[: match.start()] + changed + text[match.end() :]


def _span_set(text: str, rng: random.Random) -> str:
    """Cells that claim many rows or columns, in the words of each format."""
    tags = [m for m in _TAG.finditer(text) if m[0][1:2].isalpha()]
    if not tags:
        return text
    tag = rng.choice(tags)
    names = (
        "colspan",
        "rowspan",
        "span",
        "r",
        "s",
        "t",
        "min",
        "max",
        "ref",
        "count",
        "w:val",
        "gridSpan",
        "hMerge",
        "style",
        "hidden",
        "table:number-columns-repeated",
        "table:number-rows-repeated",
        "table:number-columns-spanned",
        "text:c",
        "ss:Index",
        "ss:MergeAcross",
    )
    at = tag.end() - (2 if tag[0].endswith("/>") else 1)
    return f'{text[:at]} {rng.choice(names)}="{rng.choice(VALUES)}"{text[at:]}'


def _worded(text: str, rng: random.Random) -> str:
    found = list(_TEXT.finditer(text))
    if not found:
        return reworded(text, rng)
    match = rng.choice(found)
    words = rng.choice((rng.choice(FIGURES), rng.choice(TOKENS), reworded(match[1], rng)))
    if rng.random() < 0.8:
        words = words.replace("<", "&lt;").replace("&", "&amp;")
    return text[: match.start(1)] + words + text[match.end(1) :]


def _headed(text: str, rng: random.Random) -> str:
    head = rng.choice(HEADS)
    at = 0
    if rng.random() < 0.5 and (first := _TAG.search(text)):
        at = first.end() if rng.random() < 0.5 else first.start()
    return text[:at] + head + text[at:]


def _renamed(text: str, rng: random.Random) -> str:
    names = sorted({m[1] for m in _NAME.finditer(text)})
    if len(names) < 2:
        return text
    old, new = rng.sample(names, 2)
    return re.sub(rf"(</?){re.escape(old)}\b", rf"\g<1>{new}", text, count=rng.choice((0, 1)))


_CHANGES = (
    _lost,
    _many,
    _moved,
    _nested,
    _attribute,
    _attribute,
    _span_set,
    _span_set,
    _worded,
    _worded,
    _headed,
    _renamed,
)
