"""The one catalogue of messages: every sentence the program says, in Thai (``th.po``).

The English sentence is its key, as with gettext. A sentence reaches here with its blanks filled, often
out of a table or a store, and several may stand in one text; ``translated`` finds each again, reads
the values out of it and says it in the language wanted. What is no sentence of the
catalogue (a path, a name, a text of a document) stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from thai_ita.messages.language import Language, language
from thai_ita.messages.sentences import Template, filled, pieces, words

LONGEST_TEXT = 4_000
"""Characters of a text that is looked through; longer ones quote a document."""
MOST_PIECES = 40
"""Pieces of a text between separators that are tried together."""
FEW_PIECES = 9
"""The same in a text that has more of them, as a list of scores has."""
DEEPEST = 4
"""Sentences within sentences that are looked for."""
MOST_TRIES = 20_000
"""Templates that are held against one text and its parts; a text made to need more is said as far as it was understood."""
_STOP, _SPACE = ". ", " "
_AND, _AND_THAI = " and ", " และ "
_WEAK = (", ", _AND)
"""What parts the members of a list rather than sentences."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A text in the language, and how many of its characters were found in sentences of the catalogue."""

    text: str
    known: int


class _Way(NamedTuple):
    """One way to say the first pieces of a text.

    ``known`` characters are of sentences of the catalogue. Of ways that know the same the one is meant whose sentences end
    where sentences do: ``ends`` counts colons, semicolons and stops between them, less the commas.
    """

    known: int
    ends: int
    said: tuple[str, ...]
    is_sentence: bool

    def on(self, separator: str, found: _Said | None, piece: str) -> _Way:
        """This way and one piece more."""
        between = _between(separator, self.is_sentence, found is not None)
        ends = self.ends + (0 if not separator else -1 if separator in _WEAK else 1)
        text = piece if found is None else found.text
        return _Way(self.known + (found.known if found else 0), ends, (*self.said, between, text), found is not None)


_NO_WAY = _Way(-1, 0, (), False)


class Catalogue:
    """The sentences of the program and what they are called in one other language."""

    def __init__(self, sentences: dict[str, str]) -> None:
        self.exact = dict(sentences)
        self.templates = {Template(english): other for english, other in sentences.items() if "{" in english}
        self._by_word: defaultdict[str, list[Template]] = defaultdict(list)
        for template in self.templates:
            if has := words(template.text):
                self._by_word[max(has, key=len)].append(template)

    def say(self, text: str) -> str:
        """The text with each sentence of the catalogue in its language.

        A text may be parted into sentences in several ways; the one that knows most of it is meant.
        """
        if len(text) > LONGEST_TEXT:
            return text
        said = _Search(self).best(text, DEEPEST)
        return said.text.removesuffix(".") if said.known else text

    def candidates(self, text: str) -> list[Template]:
        """The templates of which the longest word stands in a text: no other one can be found there."""
        return [template for word in dict.fromkeys(words(text)) for template in self._by_word.get(word, ())]


class _Search:
    """The search for the sentences of one text. Nothing is looked for twice, and it ends (``MOST_TRIES``)."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[tuple[str, int], _Said] = {}
        self._tries = MOST_TRIES

    def best(self, text: str, deep: int) -> _Said:
        """The text in the language; with ``deep`` sentences within sentences."""
        if deep == 0 or self._tries <= 0 or not words(text):
            return _Said(text, 0)
        if (text, deep) not in self._known:
            self._known[text, deep] = self._parted(text, deep)
        return self._known[text, deep]

    def _parted(self, text: str, deep: int) -> _Said:
        parts = pieces(text)
        if len(parts) > MOST_PIECES:
            whole = self._sentence(text, deep, self._catalogue.candidates(text))
            if whole is not None:
                return whole
        reach = len(parts) if len(parts) <= MOST_PIECES else FEW_PIECES
        of_piece = [self._catalogue.candidates(part) for part in parts]
        # The best way to say the pieces up to each place.
        ways = [_Way(0, 0, (), False)] + [_NO_WAY] * len(parts)
        for start in range(0, len(parts), 2):
            before = parts[start - 1] if start else ""
            candidates: dict[Template, None] = {}
            for end in range(start + 1, min(len(parts), start + reach) + 1, 2):
                # A separator may be a word of a template: "and".
                for piece in of_piece[max(start, end - 2) : end]:
                    candidates.update(dict.fromkeys(piece))
                found = self._sentence("".join(parts[start:end]), deep, candidates)
                if found is not None or end == start + 1:
                    at = min(end + 1, len(parts))
                    way = ways[start].on(before, found, parts[start])
                    ways[at] = max(ways[at], way, key=lambda way: way[:2])
        return _Said("".join(ways[-1].said), ways[-1].known)

    def _sentence(self, text: str, deep: int, candidates: Iterable[Template]) -> _Said | None:
        """One whole sentence in the language; None where the text is none of the catalogue."""
        bare = text.strip()
        before, behind = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        shapes = dict.fromkeys((bare, bare.rstrip(".;:, ")))
        for shape in shapes:
            if shape in self._catalogue.exact:
                return _Said(before + self._catalogue.exact[shape] + _after(bare, shape) + behind, len(shape))
        best: _Said | None = None
        for shape in shapes:
            for template, values in self._matches(shape, candidates):
                inside = {name: self.best(value, deep - 1) for name, value in values.items()}
                known = template.weight + sum(value.known for value in inside.values())
                if best is None or known > best.known:
                    thai = self._catalogue.templates[template]
                    said = filled(thai, {name: value.text for name, value in inside.items()})
                    best = _Said(before + said + _after(bare, shape) + behind, known)
        return best

    def _matches(self, text: str, candidates: Iterable[Template]) -> Iterator[tuple[Template, dict[str, str]]]:
        for template in candidates:
            if not template.may_be(text):
                continue
            self._tries -= 1
            if self._tries < 0:
                return
            for values in template.matches(text):
                yield template, values


def _after(whole: str, sentence: str) -> str:
    """What stands behind a sentence in its text, without the full stop, which Thai has not."""
    return whole[len(sentence) :].removeprefix(".")


def _between(separator: str, behind_sentence: bool, before_sentence: bool) -> str:
    """What parts two pieces in Thai, which has no full stop behind a sentence."""
    if separator == _STOP and behind_sentence:
        return _SPACE
    return _AND_THAI if separator == _AND and behind_sentence and before_sentence else separator


@cache
def sentences(lang: Language) -> dict[str, str]:
    """What each English sentence is called in a language; empty for English itself."""
    if lang is Language.EN:
        return {}
    from babel.messages.pofile import read_po

    with files("thai_ita.messages").joinpath(f"{lang}.po").open("rb") as stream:
        entries = read_po(stream)
    return {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string}


@cache
def catalogue(lang: Language) -> Catalogue:
    """The catalogue of a language."""
    return Catalogue(sentences(lang))


def translated(text: str, lang: Language | None = None) -> str:
    """The text in a language, else in that of ``language()``; in English as it is."""
    lang = lang or language()
    return text if lang is Language.EN else _translated(text, lang)


@lru_cache(maxsize=4_096)
def _translated(text: str, lang: Language) -> str:
    return catalogue(lang).say(text)


def marked(*texts: str) -> tuple[str, ...]:
    """The texts themselves: words that are said, which the census of messages takes for sentences."""
    return texts
