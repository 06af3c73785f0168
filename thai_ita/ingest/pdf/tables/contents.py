"""Tables of contents told from tables: titles with the page each begins on are no figures of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from thai_ita.ingest.pdf.reader import RawTable

_PAGE: Final = re.compile(r"[\d๐-๙]{1,3}")
_TITLE: Final = re.compile(r"\s*(?:สารบัญ|table of contents|contents)", re.I)
_HEAD: Final = re.compile(r"\s*(?:เลข)?หน้า(?:ที่)?\s*|\s*page\s*", re.I)
_MIN_ENTRIES: Final = 3
# Number, title and page.
_MAX_COLUMNS: Final = 3
# Without a heading that says so, contents begin on one of the first pages.
_FIRST_PAGES: Final = 10


def is_contents(table: RawTable, above: Sequence[str]) -> bool:
    """Whether the last column holds page numbers that rise; ``above`` are the lines before it."""
    if table.n_columns > _MAX_COLUMNS:
        return False
    # Leaders that are drawn as rules may have made one row of several titles.
    cells = [row[-1] for row in table.grid()]
    last = [line.strip() for cell in cells if cell is not None for line in cell.text.split("\n")]
    titled = any(map(_TITLE.match, above))
    if last and _HEAD.fullmatch(last[0]):
        last, titled = last[1:], True
    pages = [int(text) for text in last if _PAGE.fullmatch(text)]
    if len(pages) < max(_MIN_ENTRIES, len([text for text in last if text])):
        return False
    rising = all(a <= b for a, b in pairwise(pages)) and 1 <= pages[0] < pages[-1]
    return rising and (titled or pages[0] <= _FIRST_PAGES)
