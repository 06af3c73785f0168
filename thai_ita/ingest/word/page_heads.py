"""Which page headers and footers of a Word file are shown, and the notes that its text refers to."""

from __future__ import annotations

from collections.abc import Iterator

from thai_ita.ingest.office import Package
from thai_ita.ingest.word.xml import Element, local, parse_part, switch, w

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_GONE = frozenset({"del", "moveFrom"})


def page_heads(package: Package, main: str, body: Element) -> Iterator[tuple[str, Element]]:
    """The headers and footers that some page shows, headers first, each with the name of its part.

    A first page has its own only where its section says so, even pages where the settings do.
    """
    settings = parse_part(package, package.related(main, "settings"))
    even = bool(switch(settings, "evenAndOddHeaders"))
    related = package.relations(main)
    seen: set[str] = set()
    for kind in ("headerReference", "footerReference"):
        for section in body.iter(w("sectPr")):
            if local(section.getparent()) == "sectPrChange":
                continue
            first = bool(switch(section, "titlePg"))
            for reference in section.iterchildren(w(kind)):
                shown = {"first": first, "even": even}.get(reference.get(w("type")) or "", True)
                part = related.get(reference.get(_RELATION_ID) or "", ("", ""))[1]
                if not shown or not part or part in seen:
                    continue
                seen.add(part)
                root = parse_part(package, part)
                if root is not None:
                    yield part, root


def notes_of(package: Package, main: str, body: Element) -> Iterator[Element]:
    """The footnotes and endnotes that the text refers to, in the order of their marks."""
    for kind, reference in (("footnotes", "footnoteReference"), ("endnotes", "endnoteReference")):
        root = parse_part(package, package.related(main, kind))
        if root is None:
            continue
        notes = {note.get(w("id")): note for note in root}
        for mark in body.iter(w(reference)):
            gone = any(local(above) in _GONE for above in mark.iterancestors())
            note = notes.pop(mark.get(w("id")), None)
            if note is not None and not gone:
                yield note
