"""Names that stand in a text without taking the figure behind them from the name before."""

from __future__ import annotations

from thai_ita.model import ScoreKind
from thai_ita.parse.text.name_mentions import Mention
from thai_ita.parse.text.passage import stray
from thai_ita.parse.text.prose_patterns import ATTRIBUTE


def is_attribute(current: Mention | None, mention: Mention, text: str) -> bool:
    """Whether an instrument is named only as an attribute of the indicator above it."""
    if current is None or mention.kind is not ScoreKind.INSTRUMENT:
        return False
    if current.kind not in (ScoreKind.INDICATOR, ScoreKind.SUBINDICATOR, ScoreKind.QUESTION):
        return False
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.start)
    return current.end <= start and bool(ATTRIBUTE.fullmatch(text[start : end if end >= 0 else None]))


def is_unit(current: Mention | None, mention: Mention, text: str) -> bool:
    """Whether "คะแนน ITA" only says what the figure of the name right before it is."""
    if current is None or mention.kind is not ScoreKind.OVERALL:
        return False
    if current.kind not in (ScoreKind.INDICATOR, ScoreKind.SUBINDICATOR, ScoreKind.INSTRUMENT):
        return False
    between = text[current.end : mention.start]
    return "\n" not in between and not stray(between) and text[mention.start : mention.end].endswith("ITA")
