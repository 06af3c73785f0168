"""Whether a repeat may keep all it took: what possessive repeats are held against.

``\\s*+X`` fits what ``\\s*X`` fits as long as X cannot begin with a blank: then giving a blank back
never helps. This is proved from the parse tree, through what may be absent, and round loops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

from tests.pumping import ONE, REPEATS, hashable, inner_of, takes

# Characters up to the Thai, the general punctuation, and some from further on.
_TRIED: Final = (*range(0x180), *range(0xE00, 0xE80), *range(0x2000, 0x2070), 0x3000, 0x6F22, 0xF700, 0x1F600)


class Next(Enum):
    """What follows a repeat: a character that it does not take, the end, or what it may take."""

    OTHER = "other"
    END = "end"
    SAME = "same"


# What is still to come: nodes, the place among them, and what comes after these.
Rest = tuple[Sequence[Any], int, Any] | None


def needing(source: str | bytes, flags: int) -> list[str]:
    """The possessive repeats of one character that take what may be needed after them."""
    return [
        repr(body)
        for node, body, rest in _single_repeats(list(parser.parse(source, flags)), None)
        if node[0] is code.POSSESSIVE_REPEAT and follows(rest, body, flags) is Next.SAME
    ]


def _single_repeats(nodes: Sequence[Any], after: Rest) -> Iterator[tuple[Any, Any, Rest]]:
    """Every repeat of one character, its body, and what comes after it."""
    for i, node in enumerate(nodes):
        name, value = node
        rest: Rest = (nodes, i + 1, after)
        if name in REPEATS:
            body = list(value[2])
            if len(body) == 1 and body[0][0] in ONE:
                yield node, body[0], rest
                continue
            again = [(name, (0, value[1], value[2]))]
            yield from _single_repeats(body, (again, 0, rest) if value[1] > 1 else rest)
        elif name in (code.ASSERT, code.ASSERT_NOT, code.ATOMIC_GROUP):
            for inner in inner_of(node):
                yield from _single_repeats(inner, None)
        else:
            for inner in inner_of(node):
                yield from _single_repeats(inner, rest)


def follows(rest: Rest, body: Any, flags: int, met: frozenset[int] = frozenset()) -> Next:
    """What may come right after a repeat of ``body``."""
    while rest is not None and rest[1] >= len(rest[0]):
        rest = rest[2]
    if rest is None:
        return Next.END
    nodes, i, after = rest
    (name, value), onward = nodes[i], (nodes, i + 1, after)
    if name in ONE:
        return Next.OTHER if _apart(hashable(nodes[i]), hashable(body), flags) else Next.SAME
    if name in REPEATS:
        return _after_repeat(name, value, onward, body, flags, met)
    if name is code.AT:
        found = follows(onward, body, flags, met)
        plain_end = value is code.AT_END_STRING or (value is code.AT_END and not flags & re.M)
        return found if found is Next.OTHER or plain_end else Next.SAME
    if name is code.ASSERT and value[0] > 0 and follows((list(value[1]), 0, None), body, flags, met) is Next.OTHER:
        return Next.OTHER
    if name in (code.ASSERT, code.ASSERT_NOT):
        found = follows(onward, body, flags, met)
        return found if found is Next.OTHER else Next.SAME
    if name in (code.SUBPATTERN, code.BRANCH, code.ATOMIC_GROUP):
        return _worst(follows((inner, 0, onward), body, flags, met) for inner in inner_of(nodes[i]))
    return Next.SAME


def _after_repeat(name: Any, value: Any, onward: Rest, body: Any, flags: int, met: frozenset[int]) -> Next:
    low, high, inner = value
    inner = list(inner)
    if len(inner) == 1 and inner[0][0] in ONE:
        if low == 0:  # What the first took the second need not take.
            return follows(onward, body, flags, met)
        return follows((inner, 0, None), body, flags, met)
    if id(value[2]) in met:
        return Next.OTHER  # The loop has been round: it tells nothing new.
    met = met | {id(value[2])}
    again: Rest = ([(name, (0, high, value[2]))], 0, onward) if high > 1 else onward
    found = [
        follows((way, 0, again), body, flags, met)
        for way in _ways(inner)
        # A loop that could take what was given back one by one is as well off without it.
        if high < code.MAXREPEAT or not _takes_one(way)
    ]
    taken = _worst(found) if found else Next.OTHER
    return _worst([taken, follows(onward, body, flags, met)] if low == 0 else [taken])


def _ways(inner: list[Any]) -> list[list[Any]]:
    """The branches of what is repeated, or all of it as one."""
    if len(inner) == 1 and inner[0][0] is code.SUBPATTERN:
        return _ways(list(inner[0][1][3]))
    if len(inner) == 1 and inner[0][0] is code.BRANCH:
        return [list(way) for way in inner[0][1][1]]
    return [inner]


def _takes_one(way: list[Any]) -> bool:
    """Whether a branch is one character, or some of one kind."""
    if len(way) != 1:
        return False
    name, value = way[0]
    if name in REPEATS:
        return value[0] <= 1 and len(value[2]) == 1 and value[2][0][0] in ONE
    return name in ONE


def _worst(found: Any) -> Next:
    every = set(found)
    return next(each for each in (Next.SAME, Next.END, Next.OTHER) if each in every)


@cache
def _apart(one: Any, other: Any, flags: int) -> bool:
    return not any(takes(one, c, flags) and takes(other, c, flags) for c in _TRIED)
