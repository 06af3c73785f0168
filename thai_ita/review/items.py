"""What of a document can be judged, one after the other: what its page and the index count."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from thai_ita.review.page_content import Fact

MOST_FACTS = 3_000
"""Rows of each table on a page: a page with more is none that anybody looks through."""
MOST_REFUSED = 1_000
DOCUMENT_COLUMNS = (
    "agency",
    "province",
    "district",
    "fiscal_year",
    "doc_type",
    "title",
    "level",
    "decided_on",
)
"""What a document is, in the order in which a person checks it."""
_DOUBT_OF_COLUMN = {"agency": "agency", "fiscal_year": "year", "level": "level"}
KEYS_AT_HAND = 5_000
"""Names of items, most of which are the same in many documents."""
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a person judges: a column of the document (``column``), a row of another table, or a figure that
    was withheld. ``doubtful`` where it needs a look."""

    table: str
    fact: str
    column: str = ""
    doubtful: bool = False

    @property
    def key(self) -> int:
        """32 bits that name it within its document; ``itemKey`` of judgements.js with index.js makes the same."""
        return _key(self.table, self.fact, self.column)


@lru_cache(KEYS_AT_HAND)
def _key(table: str, fact: str, column: str) -> int:
    return zlib.crc32(_HALVES.sub("\ufffd", f"{table}\n{fact}\n{column}").encode())


def items_of(document: Fact, tables: Mapping[str, Sequence[Fact]], withheld: Iterable[str] = ()) -> list[Item]:
    """The items of a document; ``withheld`` are the facts of scores that were read and not published."""
    facts = list(chain.from_iterable(its[:MOST_FACTS] for its in tables.values()))
    published = {fact.fact for fact in facts if fact.table == "scores"}
    return [
        *(Item("documents", "", column, bool(column_doubts(document, column))) for column in DOCUMENT_COLUMNS),
        *(Item(fact.table, fact.fact, doubtful=bool(fact.doubts)) for fact in facts),
        *(Item("scores", fact, doubtful=True) for fact in dict.fromkeys(withheld) if fact not in published),
    ]


def column_doubts(document: Fact, column: str) -> list[str]:
    """Why a column of what the document is needs a look."""
    doubt = _DOUBT_OF_COLUMN.get(column)
    return [doubt] if doubt is not None and doubt in document.doubts else []


def packed_keys(items: Iterable[Item]) -> bytes:
    """The keys of items, those in doubt first, four bytes each with the lowest first."""
    keys = [item.key for item in _doubtful_first(list(items))]
    return struct.pack(f"<{len(keys)}I", *keys)


def _doubtful_first(items: list[Item]) -> Iterator[Item]:
    yield from (item for item in items if item.doubtful)
    yield from (item for item in items if not item.doubtful)
