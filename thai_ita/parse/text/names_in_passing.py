"""Names that stand in a text without taking the figure behind them from the name before, and what
the names of a text say together."""

from __future__ import annotations

from thai_ita.model import Line, ScoreKind
from thai_ita.normalize.names import NameMatcher
from thai_ita.parse.text.name_mentions import Mention, find_mentions
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


def names_part(text: str, matcher: NameMatcher) -> bool:
    """Whether a text names an instrument, an indicator or a question."""
    return any(m.kind not in (None, ScoreKind.OVERALL) for m in find_mentions(text, matcher))


def names_all_instruments(line: str, matcher: NameMatcher) -> bool:
    """Whether a line names every instrument: what it sums up then is the whole assessment."""
    weights = matcher.edition.weights
    return bool(weights) and set(weights) <= {m.code for m in find_mentions(line, matcher)}


def names_several_parts(lines: list[Line], matcher: NameMatcher) -> bool:
    """Whether lines speak of both parts of the EIT: then what follows stands below neither."""
    named = find_mentions("\n".join(line.text for line in lines), matcher)
    return len({m.part for m in named if m.kind is None and m.part}) > 1
