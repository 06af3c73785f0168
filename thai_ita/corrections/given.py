"""A correction with its value, and the name of whoever gave it."""

from __future__ import annotations

from dataclasses import dataclass

from thai_ita.corrections.record import Correction
from thai_ita.corrections.values import Parsed

UNNAMED = "unnamed"
"""Who says it, where nobody says who."""
LONGEST_PERSON = 200


@dataclass(frozen=True, slots=True)
class Given:
    """A correction with its value: ``confirms`` what the table shows, or changes it."""

    correction: Correction
    value: Parsed
    confirms: bool

    @property
    def who(self) -> str:
        return person(self.correction)

    @property
    def name(self) -> tuple[str, str]:
        return self.correction.table, self.correction.fact


def person(correction: Correction) -> str:
    """Who says it, on one line."""
    return " ".join(correction.who[:LONGEST_PERSON].split()).replace(";", ",") or UNNAMED
