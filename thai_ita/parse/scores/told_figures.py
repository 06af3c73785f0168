"""Whether the words right around a figure of running text say that it is a score, and which."""

from __future__ import annotations

from thai_ita.normalize.numerals import Number
from thai_ita.parse.scores.prose_rules import FigureInText
from thai_ita.parse.text.passage import MAX_STRAY, Passage, stray
from thai_ita.parse.text.prose_patterns import NEIGHBOUR, OUT_OF, OWN_UNIT, SCORE_WORD
from thai_ita.parse.text.result_words import is_bare


def is_told(figure: FigureInText) -> bool:
    """Whether a figure is said to be a score: by its unit, a word before it, or its place."""
    beside = figure.name is not None and figure.number.decimals == 2 and is_bare(figure.since_name)
    return bool(OWN_UNIT.match(figure.behind) or SCORE_WORD.search(figure.near) or beside)


def is_points(figure: FigureInText) -> bool:
    """Whether a figure is points of the instrument's weight (27.10 of 30)."""
    full = OUT_OF.match(figure.text, figure.number.end)
    return full is not None and float(full.group(1)) != 100


def only_got(figure: FigureInText, passage: Passage) -> bool:
    """Whether nothing but an agency, a year and "got" stands in the clause of a figure."""
    clause = figure.clause
    for seen in passage.owners_between(figure.number.start - len(clause), figure.number.start):
        clause = clause.replace(seen, " ")
    return len(stray(NEIGHBOUR.sub("", clause))) <= MAX_STRAY


def is_plain_figure(number: Number) -> bool:
    return number.decimals > 0 and not number.signed and 0 <= number.value <= 100
