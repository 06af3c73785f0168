"""Which of several measures each paragraph of a shared cell speaks of, told by common words.

Thai has no spaces between words; runs of letters that two texts have in common stand for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from thai_ita.normalize.repair import squash
from thai_ita.parse.text.list_items import Item

# Runs of so many letters are compared: shorter ones every Thai text has.
RUN = 5
# Of so much of a paragraph (0-1) in common with its measure, on the mean, words tell whose it is.
MIN_COMMON = 0.08


def as_text(items: Sequence[Item]) -> str:
    """Items as lines with their marks."""
    lines = []
    for item in items:
        if item.number is not None:
            lines.append(f"{item.number}. {item.text}")
        else:
            lines.append(f"- {item.text}" if item.bulleted or item.sub else item.text)
    return "\n".join(lines)


def carried_over(items: Sequence[Item]) -> bool:
    """Whether a cell begins with the rest of another one: no mark, where all that follows has one."""
    return len(items) > 1 and not items[0].marked and all(i.marked for i in items[1:])


def assign(items: Sequence[Item], measures: Sequence[str], *, optional_last: bool = False) -> list[int]:
    """The measure (0-based) of each paragraph, in order and at least one for each; [] where the
    words do not tell.

    ``measures`` are the words of each measure. With ``optional_last`` the last need not have one.
    """
    n, m = len(items), len(measures)
    least = m - 1 if optional_last else m
    if n < least or m < 2:
        return []
    runs = [_runs(text) for text in measures]
    common = [[_common(item.text, own) for own in runs] for item in items]
    best: list[list[tuple[float, int]]] = [[(float("-inf"), -1)] * m for _ in range(n)]
    best[0][0] = (common[0][0], -1)
    for i in range(1, n):
        for k in range(m):
            stay = best[i - 1][k][0]
            move = best[i - 1][k - 1][0] if k else float("-inf")
            before = k if stay >= move else k - 1
            best[i][k] = (max(stay, move) + common[i][k], before)
    ends = [m - 1, m - 2] if optional_last else [m - 1]
    end = max(ends, key=lambda k: best[n - 1][k][0])
    if best[n - 1][end][0] < MIN_COMMON * n:
        return []
    places = [end]
    for i in range(n - 1, 0, -1):
        places.append(best[i][places[-1]][1])
    return places[::-1]


def _runs(text: str) -> set[str]:
    key = squash(text)
    return {key[i : i + RUN] for i in range(len(key) - RUN + 1)}


def _common(text: str, runs: set[str]) -> float:
    """The share (0-1) of a text's runs that a measure has too."""
    own = _runs(text)
    return len(own & runs) / len(own) if own else 0.0
