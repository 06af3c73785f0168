"""What the head of a web page says of the page: its title, the name of its site, its keywords."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from thai_ita.ingest.html_fragments import clean_line
from thai_ita.ingest.html_nesting import parsed
from thai_ita.model import Properties
from thai_ita.normalize.repair import repair_text

# Longer texts are descriptions, which tell of other matters too.
MAX_CHARS = 300


def html_properties(source: str) -> Properties:
    """Title, site and keywords of a page, repaired; the title that it gives to others where it has none."""
    head = parsed(source)[0].head
    if head is None:
        return Properties()
    title = head.css_first("title")
    metas = {_name(meta): meta.attributes.get("content") or "" for meta in head.css("meta")}
    shown = clean_line(title.text()) if title is not None else ""
    texts = (shown or metas.get("og:title", ""), metas.get("og:site_name", ""), metas.get("keywords", ""))
    return Properties(*(repair_text(clean_line(text))[:MAX_CHARS] for text in texts))


def _name(meta: LexborNode) -> str:
    return (meta.attributes.get("property") or meta.attributes.get("name") or "").lower()
