"""One correction: which cell of which table, what stood there, what a person says instead."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of ``corrections.csv``, its texts as they stand there, stripped.

    ``table`` is documents, scores, measures or findings; ``fact`` the column ``fact`` of its row, ""
    in documents. ``column`` is the one that is corrected, ``was`` what stood in it, ``becomes`` what
    it should hold. Where ``becomes`` is what ``was`` is, a person confirms it. An empty ``becomes`` in the main
    column of a table (``MAIN_COLUMNS``) says that there is no such fact; an empty ``was`` there adds one.
    ``who`` says so, ``when`` (ISO date or time) and ``why`` are free text.
    """

    doc_id: str
    table: str
    fact: str
    column: str
    was: str
    becomes: str
    who: str = ""
    when: str = ""
    why: str = ""


CORRECTION_COLUMNS = tuple(field.name for field in fields(Correction))
"""The columns of ``corrections.csv``, in order."""
FILE_NAME = "corrections.csv"
MAIN_COLUMNS = {"scores": "value", "measures": "title", "findings": "text"}
"""The column of each table without which there is no fact."""
CORRECTABLE = {
    "documents": ("agency", "district", "province", "fiscal_year", "doc_type", "title", "level", "decided_on"),
    "scores": ("value", "fiscal_year", "agency", "district", "province", "kind", "code", "part"),
    "measures": (
        "title", "group", "steps", "responsible", "timeframe", "start_date", "end_date", "monitoring", "output",
        "outcome", "theme", "indicators", "sub_measures", "issue", "items",
    ),
    "findings": ("text", "kind", "group", "instrument", "indicators", "issue", "items", "assessed_year"),
}  # fmt: skip
"""The columns that a person may correct; the others follow from them or say how it was read."""
APPLIED, CONFIRMED, DUPLICATE, SUPERSEDED = "applied", "confirmed", "duplicate", "superseded"
DISPUTED, MISFIT = "disputed", "misfit"
"""What comes of a correction (``model.CorrectionResult.state``)."""
