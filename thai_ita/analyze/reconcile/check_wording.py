"""How checks and explanations name scores, numbers and places."""

from __future__ import annotations

from collections.abc import Iterable

from thai_ita.analyze.reconcile.readings import Key, ScoreReading
from thai_ita.messages import marked
from thai_ita.model import Evidence, ScoreKind

KIND_WORDS: dict[ScoreKind | str, str] = {
    ScoreKind.OVERALL: "the overall score",
    ScoreKind.INSTRUMENT: "instrument",
    ScoreKind.INDICATOR: "indicator",
    ScoreKind.SUBINDICATOR: "sub-indicator",
    ScoreKind.QUESTION: "question",
    ScoreKind.OIT_ITEM: "item",
}


_PHRASES = marked(
    "the overall score of {year}",
    "the overall score",
    "instrument {code} of {year}",
    "instrument {code}",
    "indicator {code} of {year}",
    "indicator {code}",
    "sub-indicator {code} of {year}",
    "sub-indicator {code}",
    "question {code} of {year}",
    "question {code}",
    "item {code} of {year}",
    "item {code}",
    "score {code} of {year}",
    "score {code}",
    "EIT part {n}",
    "{code} in page {n}",
    "{code} in table {n}",
    "{code} in row {n}",
    "{n} to {n2}",
    "lines {list}",
    "pages {list}",
)
"""The phrases of which the sentences of checks are put together."""


def score_named(kind: ScoreKind | str, code: str, year: int | str | None = None) -> str:
    """``indicator 7 of 2568``, ``the overall score of 2568``; ``score 7`` of another kind, as a
    table edited by hand may have."""
    word = KIND_WORDS.get(kind, "score")
    name = word if kind == ScoreKind.OVERALL else f"{word} {code}"
    return f"{name} of {year}" if year else name


def scores_named(keys: Iterable[Key]) -> str:
    """Several scores, ``indicator 7 and indicator 8 of 2568``, the year once where it is one."""
    listed = list(keys)
    years = {key[0] for key in listed}
    if len(years) == 1:
        return f"{joined([score_named(k, code) for _, k, code in listed])} of {years.pop()}"
    return joined([score_named(kind, code, year) for year, kind, code in listed])


MOST_QUOTED = 80
"""Letters of a line that a sentence quotes."""


def joined(parts: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def number(reading: ScoreReading) -> str:
    """The number as printed, in Arabic digits; weighted points stay points."""
    return reading.digits


def place_named(page: object, table: object, row: object) -> str:
    """``page 2, table 1, row 5``, as far as known; "" for nothing."""
    parts = [
        f"{word} {value}" for word, value in (("page", page), ("table", table), ("row", row)) if value not in (None, "")
    ]
    return ", ".join(parts)


def evidence_place(evidence: Evidence) -> str:
    return place_named(evidence.page, evidence.table, evidence.row)


def where(reading: ScoreReading) -> str:
    """The place of a reading in brackets, with a space before: page, table and row, or the line with
    its words where it stands in no table; "" where unknown."""
    evidence = reading.score.evidence
    place = evidence_place(evidence)
    if evidence.row is None and evidence.line is not None:
        words = " ".join(evidence.text.split())
        quoted = words if len(words) <= MOST_QUOTED else f"{words[:MOST_QUOTED]}…"
        line = f'line {evidence.line}: "{quoted}"'
        place = f"{place}, {line}" if place else line
    return f" ({place})" if place else ""


def where_all(readings: Iterable[ScoreReading]) -> str:
    """The tables, or else the pages, in which several readings stand, in brackets with a space
    before; "" where that is not known of each."""
    places = {place_named(e.page, e.table, None) for e in (r.score.evidence for r in readings)}
    return f" ({joined(sorted(places))})" if places and "" not in places else ""
