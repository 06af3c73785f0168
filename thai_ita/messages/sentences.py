"""Sentences with blanks: what a text says is found again in the text, blank by blank.

A sentence is written in English where the program says it (``f"{n} rows are hidden"``); its template
is the same with names for the blanks (``{n} rows are hidden``). ``Template.matches`` reads the values
of the blanks back out of a text, so that a text kept in a table or a store can be said in
another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_BLANK = re.compile(r"\{(\w+)\}")
_EDGES = " \t;,:."
"""What parts a sentence from those beside it and is no part of its template."""
_OWNER = re.compile(r"^\{\w+\}: ")
"""``{path}: `` before a sentence: whatever it is about, named in front of it."""
_SEPARATOR = re.compile(r"(\n+|\t+|(?<=\]) |; |: |\. (?=\S)|, | and | \(|\) |\)(?=$|[.;,:])|(?<= )[•–] |“|”)")
_TAKES = {"n": re.compile(r"[\d,.-]+"), "year": re.compile(r"\d+"), "code": re.compile(r"\S+")}
"""What stands in blanks of these names, and nothing else."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")


def core(text: str) -> str:
    """A sentence without what parts it from those beside it: blanks, commas, the full stop."""
    return _OWNER.sub("", text.strip(_EDGES)).strip(_EDGES)


def pieces(text: str) -> list[str]:
    """The text in pieces, every second one a separator: ``["a.txt", ": ", "is empty"]``."""
    return _SEPARATOR.split(text)


def words(text: str) -> list[str]:
    """The English words of a text, or of a template without its blanks."""
    return _WORD.findall(_BLANK.sub(" ", text))


def blanks(template: str) -> list[str]:
    """The names of the blanks of a template, in their order."""
    return _BLANK.findall(template)


def filled(template: str, values: dict[str, str]) -> str:
    """The template with values in its blanks."""
    return _BLANK.sub(lambda m: values[m[1]], template)


@dataclass(frozen=True)
class Template:
    """A sentence with named blanks, no two of which stand side by side."""

    text: str
    _literals: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _names: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts = _BLANK.split(self.text)
        object.__setattr__(self, "_literals", tuple(parts[::2]))
        object.__setattr__(self, "_names", tuple(parts[1::2]))

    @property
    def weight(self) -> int:
        """How many characters it says itself; of two that match a text the heavier is meant."""
        return sum(map(len, self._literals))

    def may_be(self, text: str) -> bool:
        """Whether a text begins and ends as the sentence does; quicker than ``matches``."""
        return text.startswith(self._literals[0]) and text.endswith(self._literals[-1])

    def matches(self, text: str) -> Iterator[dict[str, str]]:
        """The values of the blanks where the text is this sentence; none where it is another.

        Each blank takes as little as it can, where need be nothing. Where but a space parts two blanks there is a second
        way: the first takes as much as it can. Linear in the text.
        """
        for greedy in dict.fromkeys((False, any(map(str.isspace, self._literals[1:-1])))):
            values = self._values(text, greedy=greedy)
            if values is not None and all(_fits(name, value) for name, value in values.items()):
                yield values

    def _values(self, text: str, *, greedy: bool) -> dict[str, str] | None:
        first, *rest = self._literals
        if not rest:
            return {} if text == first else None
        last = rest.pop()
        end = len(text) - len(last)
        if len(text) < len(first) + len(last) or not self.may_be(text):
            return None
        values: dict[str, str] = {}
        at = len(first)
        for place, (name, literal) in enumerate(zip(self._names, rest, strict=False)):
            found = text.find(literal, at, end)
            if greedy and literal.isspace():
                behind = text.find(rest[place + 1], at, end) if place + 1 < len(rest) else end
                found = text.rfind(literal, at, behind)
            if found < 0:
                return None
            values[name] = text[at:found]
            at = found + len(literal)
        if at > end:
            return None
        values[self._names[-1]] = text[at:end]
        return values


def _fits(name: str, value: str) -> bool:
    """Whether a value can stand in a blank: ``n`` takes numbers, ``year`` years, ``code`` no blanks."""
    pattern = _TAKES.get(name.rstrip("0123456789"))
    return pattern is None or pattern.fullmatch(value) is not None
