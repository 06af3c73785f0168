"""Repair of text as it comes in, with a count of what each rule changed."""

from __future__ import annotations

from collections import Counter

from thai_ita.ingest.errors import TooManyCellsError
from thai_ita.normalize.garbled import may_be_garbled, ungarble
from thai_ita.normalize.repair import repair

# Keys of ``Document.repairs`` for text that was read in a wrong character set.
GARBLED = "garbled"
GARBLED_LOST = "garbled_lost"
# Cells of a document; the largest tables that are published have some ten thousand.
MAX_CELLS = 500_000


class TextRepairer:
    """Repairs the texts of one document and keeps the tally for ``Document.repairs``."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._n_cells = 0

    def repair(self, text: str) -> str:
        if may_be_garbled(text):
            whole = ungarble(text)
            text = whole.text
            self.counts[GARBLED] += sum(whole.mended.values())
            self.counts[GARBLED_LOST] += whole.n_lost
        repaired = repair(text)
        if repaired.counts:
            self.counts.update(repaired.counts)
        return repaired.text

    def count_cell(self) -> None:
        """One more cell of the document. Raises ``TooManyCellsError``."""
        self._n_cells += 1
        if self._n_cells > MAX_CELLS:
            raise TooManyCellsError
