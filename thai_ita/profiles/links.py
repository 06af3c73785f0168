"""Links from figures to the evidence pages where they stand, and the documents that they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from thai_ita.profiles.profile_content import ProfileCell
from thai_ita.profiles.profile_words import Words, figure
from thai_ita.review.anchors import anchor_of

if TYPE_CHECKING:
    from thai_ita.analyze.typed_tables import Tables

SIGNS = {"verified": "✓", "corrected": "✎", "consistent": "≈", "unchecked": "?", "conflict": "!"}
"""A sign for the status of each score, for those who print without colour."""


@dataclass(slots=True)
class Links:
    """Makes the links of one page. ``base`` is the folder of the evidence pages as seen from the page;
    ``facts`` the keys of measures by document, number and title, which the answers do not carry."""

    words: Words
    base: str = "../review/d"
    facts: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)

    def to(self, doc_id: object, table: str = "", fact: object = "") -> str:
        """The address of a fact on the page of its document, or of the page; "" where no document is named."""
        if not isinstance(doc_id, str) or not doc_id:
            return ""
        self.documents.add(doc_id)
        page = f"{self.base}/{quote(doc_id, safe='')}.html"
        # Tables of older runs have no keys: the link leads to the page then.
        return f"{page}#{anchor_of(table, fact)}" if isinstance(fact, str) and fact else page

    def score(self, row: Mapping[str, object] | None, note: str = "") -> ProfileCell:
        """The value of a score with its status, linked to its evidence; "–" for None."""
        if row is None or not isinstance(value := row.get("value"), float) or value != value:
            return ProfileCell("–", mark="none", note=note)
        status = str(row.get("status") or "")
        return ProfileCell(
            figure(value),
            self.to(row.get("doc_id"), "scores", row.get("fact")),
            note,
            sign=SIGNS.get(status, ""),
            sign_means=self.words.value("status", status),
            mark="unused" if status in ("unchecked", "conflict") else "",
        )

    def measure(self, doc_id: object, seq: object, title: object, text: str = "") -> ProfileCell:
        """A measure by its title (or ``text``), linked to its evidence."""
        shown = title if isinstance(title, str) else "–"
        key = (str(doc_id), int(seq) if isinstance(seq, int) else 0, shown)
        return ProfileCell(text or shown, self.to(doc_id, "measures", self.facts.get(key)))


def facts_of_measures(tables: Tables) -> dict[tuple[str, int, str], str]:
    """The key of each measure by document, number and title."""
    measures = tables.measures
    if "fact" not in measures.columns:
        return {}
    known = measures[measures["fact"].notna() & measures["doc_id"].notna()]
    columns = (known["doc_id"], known["seq"].fillna(0), known["title"].fillna("–"), known["fact"])
    return {(str(doc), int(seq), str(title)): str(fact) for doc, seq, title, fact in zip(*columns, strict=True)}
