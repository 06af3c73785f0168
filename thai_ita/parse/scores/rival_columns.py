"""Columns that say the same of themselves and hold other figures: options of one choice.

Which of them holds the scores is not decided here: the sums of the year know more (``rivals``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from thai_ita.parse.scores.candidates import LIST, Candidate
from thai_ita.parse.tables.grid import Column

# Columns that contradict each other in this share of what the smaller one says are rivals as a
# whole; in less, only the figures at stake are.
WHOLE_COLUMNS = 0.5

InColumn = tuple[Candidate, Column]


def mark_rivals(found: Sequence[InColumn], plain: Iterable[Column], where: str) -> list[str]:
    """Marks the candidates of rival columns as options of a choice, and names each choice.

    ``plain`` are the columns that say no more than "scores": of these, those whose heading says it
    less well give way where the sums do not decide.
    """
    by_place: dict[tuple[object, ...], list[InColumn]] = {}
    for candidate, column in found:
        by_place.setdefault(candidate.place_key, []).append((candidate, column))
    contested: dict[frozenset[int], set[tuple[object, ...]]] = {}
    columns = {column.index: column for _, column in found}
    for place, there in by_place.items():
        for (one, a), (other, b) in combinations(there, 2):
            if a.index != b.index and one.value != other.value:
                contested.setdefault(frozenset((a.index, b.index)), set()).add(place)
    plainest = {c.index: c.fit for c in plain}
    choices = []
    for group in _groups(contested):
        places = {p for pair, at in contested.items() if pair <= group for p in at}
        of_group = [(c, column) for c, column in found if column.index in group]
        smallest = min(sum(column.index == i for _, column in of_group) for i in group)
        whole = len(places) >= WHOLE_COLUMNS * smallest
        name = f"{where}:" + "|".join(f"c{i + 1}" for i in sorted(group))
        best = max((plainest.get(i, 0.0) for i in group), default=0.0)
        for candidate, column in of_group:
            if not whole and candidate.place_key not in places:
                continue
            candidate.choice, candidate.option = name, f"c{column.index + 1}"
            candidate.option_name = f'column {column.index + 1} "{column.heading}"'
            if group <= plainest.keys() and plainest[column.index] < best:
                candidate.strength = min(candidate.strength, LIST)
        choices.append(" and ".join(f'"{columns[i].heading}"' for i in sorted(group)))
    return choices


def _groups(pairs: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """The columns that are tied to each other, pair by pair."""
    groups: list[frozenset[int]] = []
    for pair in pairs:
        tied = [g for g in groups if g & pair]
        groups = [g for g in groups if not g & pair] + [frozenset().union(pair, *tied)]
    return groups
