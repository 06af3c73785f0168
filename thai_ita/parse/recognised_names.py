"""Names of agencies that a recogniser read: settled by all mentions before anything is read.

One letter wrong makes another municipality. A document names its own agency several times, at the
head, in sentences and by its mayor, and each mention is read for itself: the form that most
mentions have is taken, of two forms that differ the one whose letters are surer. Where neither
decides, the name stays as read and is unsure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from thai_ita.model import Cell, Document, Line
from thai_ita.normalize.gazetteer import Gazetteer
from thai_ita.normalize.look_alikes import edits
from thai_ita.normalize.name_parts import likelier
from thai_ita.normalize.recognised import PUBLISHED
from thai_ita.parse.document_texts import texts_of, with_texts
from thai_ita.parse.recognised_mentions import (
    NameMention,
    may_be_same,
    name_mentions,
    recognised_texts,
)
from thai_ita.parse.recognised_places import settled_places

# So much surer must the letters of one form be than those of another that is named as often.
SURER = 0.05
# From so many mentions on, each letter is voted for where no two are alike.
VOTING = 3

Change = tuple[int, int, int, str]
"""The number of the text, from where to where, and what stands there instead."""


@dataclass(slots=True)
class SettledNames:
    """The document with its names put right; ``unsure`` says of full names what is doubtful, and
    ``disputed`` are those of them that two mentions spell differently."""

    document: Document
    gazetteer: Gazetteer
    unsure: dict[str, str] = field(default_factory=dict)
    disputed: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def settle_names(document: Document, gazetteer: Gazetteer) -> SettledNames:
    """The names of recognised pages settled; a document that was typed comes back as it is."""
    recognised = recognised_texts(document)
    if not recognised:
        return SettledNames(document, gazetteer)
    out = SettledNames(document, gazetteer)
    changes: list[Change] = []
    mentions = name_mentions(document, gazetteer, recognised)
    named = {(m.type, m.name) for m in mentions}
    for group in _groups(mentions):
        changes += _settle(group, named, out)
    for number, text in enumerate(texts_of(document)):
        if number in recognised:
            for start, end, name in settled_places(text, gazetteer):
                changes.append((number, start, end, name))
    if changes:
        out.document = _rewritten(document, changes)
    return out


# -- mentions of one agency ----------------------------------------------------------------------


def _groups(mentions: Sequence[NameMention]) -> list[list[NameMention]]:
    """Mentions of what must be the same agency, the commonest form of each first."""
    counts = Counter((m.type, m.name) for m in mentions)
    ranked = sorted(mentions, key=lambda m: (m.open, -counts[m.type, m.name], -m.least_sure))
    groups: list[list[NameMention]] = []
    for mention in ranked:
        for group in groups:
            fitted = _fitted(mention, group[0])
            if may_be_same(group[0], fitted) and not _beside(fitted, group):
                group.append(fitted)
                break
        else:
            groups.append([mention])
    return groups


def _fitted(mention: NameMention, other: NameMention) -> NameMention:
    """A mention whose end is not sure, cut where it is most like another."""
    if not mention.open or mention.type != other.type:
        return mention
    cuts = {mention.name, *(mention.run[: len(other.name) + by] for by in (-1, 0, 1))}
    best = min(sorted(cuts), key=lambda name: len(edits(name, other.name)))
    return replace(mention, name=best) if best else mention


def _beside(mention: NameMention, group: Sequence[NameMention]) -> bool:
    """Whether the table of a mention names the group's agency by another cell, as a list does."""
    return any(m.table is not None and m.table == mention.table and m.name != mention.name for m in group)


def _settle(group: list[NameMention], named: set[tuple[str, str]], out: SettledNames) -> list[Change]:
    """The changes that make all mentions of a group one name; what is unsure goes into ``out``."""
    forms = Counter(m.name for m in group)
    if len(forms) == 1:
        return _usual(group, named, out)
    name = _winner(group, forms)
    full = {form: group[0].type + form for form in forms}
    if name is None:
        both = " and ".join(sorted(full.values()))
        for form in full.values():
            out.unsure[form] = f"two mentions read {both}, and neither is surer"
            out.disputed.add(form)
        return []
    changes: list[Change] = []
    for mention in group:
        if mention.name == name:
            continue
        if not mention.recognised or (mention.known and not _all_doubted(mention, name)):
            continue  # typed, or a listed name that was read surely: another agency
        changes.append((mention.block, mention.start, mention.end, name))
        out.notes.append(f"{mention.type}{mention.name} was read for {mention.type}{name}, as other mentions have it")
    _tell_doubts(group, name, out)
    return changes


def _usual(group: list[NameMention], named: set[tuple[str, str]], out: SettledNames) -> list[Change]:
    """The changes where a doubtful letter makes what no name of a place has, and its other reading
    what many have; the name stays doubtful. ``named`` are all names of the document."""
    first = max(group, key=lambda m: m.least_sure)
    name = first.name
    _tell_doubts(group, name, out)
    if first.known or not all(m.recognised for m in group):
        return []
    for at in range(len(name)):
        best = max(group, key=lambda m: m.letters[at])
        p, other = best.letters[at], best.others[at]
        if p < PUBLISHED and len(other) == 1 and likelier(name, at, other, p):
            name = name[:at] + other + name[at + 1 :]
    if name == first.name or (first.type, name) in named:
        return []  # another agency of the document bears that name
    told = out.unsure.pop(first.type + first.name)
    out.unsure[first.type + name] = f"read as {first.name}, {told}"
    return [(m.block, m.start, m.end, name) for m in group]


def _all_doubted(mention: NameMention, name: str) -> bool:
    return all(mention.doubted(e.at) for e in edits(mention.name, name))


def _winner(group: list[NameMention], forms: Counter[str]) -> str | None:
    """The name that the mentions of a group support most; None where nothing tells."""
    typed = {m.name for m in group if not m.recognised}
    if len(typed) == 1:
        return next(iter(typed))
    (first, most), (second, next_most) = forms.most_common(2)
    if most > next_most:
        return first
    if len(group) >= VOTING and most == 1:
        return _by_letters(group)
    a, b = (max((m for m in group if m.name == form), key=lambda m: m.least_sure) for form in (first, second))
    sure = a.least(edits(a.name, b.name)), b.least(edits(b.name, a.name))
    if abs(sure[0] - sure[1]) < SURER:
        return None
    return first if sure[0] > sure[1] else second


def _by_letters(group: list[NameMention]) -> str:
    """The name of which each letter is the one that the mentions support most, by probability."""

    def far(mention: NameMention) -> tuple[int, float]:
        return sum(len(edits(mention.name, other.name)) for other in group), -mention.least_sure

    middle = min(group, key=far)
    votes: list[dict[str, float]] = [defaultdict(float) for _ in middle.name]
    for mention in group:
        changes = edits(middle.name, mention.name)
        differing = {e.at: (e.instead, e.there) for e in changes if e.char}
        for at, char in enumerate(middle.name):
            said, place = differing.get(at, (char, at))
            votes[at][said] += mention.letters[min(place, len(mention.letters) - 1)]
    return "".join(max(vote, key=lambda char: vote[char]) for vote in votes)


def _tell_doubts(group: Sequence[NameMention], name: str, out: SettledNames) -> None:
    """Says which letters of a name no mention read surely, but for those of a listed name that would
    be in no list with the other letter."""
    alike = [m for m in group if m.name == name and m.recognised]
    if not alike or any(m.name == name and not m.recognised for m in group):
        return
    doubtful = []
    for at, char in enumerate(name):
        best = max(alike, key=lambda m: m.letters[at])
        instead = name[:at] + best.others[at] + name[at + 1 :]
        listed = best.known and not out.gazetteer.find(best.type, instead)
        if best.letters[at] < PUBLISHED and not listed:
            other = f" (or {best.others[at]})" if best.others[at] else ""
            doubtful.append(f"{char}{other} with probability {best.letters[at]:.2f}")
    if doubtful:
        out.unsure[alike[0].type + name] = "doubtful: " + ", ".join(doubtful)


# -- the document --------------------------------------------------------------------------------


def _rewritten(document: Document, changes: Iterable[Change]) -> Document:
    """The document with the names that the mentions are."""
    by_text: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        by_text[change[0]].append(change)
    new = {
        id(text): _with_names(text, by_text[i])
        for i, text in enumerate(texts_of(document)) if i in by_text
    }  # fmt: skip
    return with_texts(document, new)


def _with_names(text: Line | Cell, changes: Sequence[Change]) -> Line | Cell:
    changed = text.text
    lines = text.lines if isinstance(text, Cell) else ()
    taken = len(changed)
    for _, start, end, name in sorted(changes, key=lambda c: -c[1]):
        if end > taken:
            continue  # within a name that was put right
        lines = tuple(line.replace(text.text[start:end], name) for line in lines)
        changed = changed[:start] + name + changed[end:]
        taken = start
    if isinstance(text, Cell):
        return replace(text, text=changed, lines=lines)
    return replace(text, text=changed)
