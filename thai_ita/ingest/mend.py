"""Repair of text as it comes in, with a count of what each rule changed."""

from __future__ import annotations

from collections import Counter

from thai_ita.normalize.repair import repair


class Mender:
    """Repairs the texts of one document and keeps the tally for ``Document.repairs``."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def mend(self, text: str) -> str:
        repaired = repair(text)
        if repaired.counts:
            self.counts.update(repaired.counts)
        return repaired.text
