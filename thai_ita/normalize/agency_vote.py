"""Which agency a document is about: a vote over its mentions.

A document may spell its agency in three ways and run other words into the name. The spelling that
most mentions support wins, or another of the document that is near and that the gazetteer has in the very
place of the document. Whom of the registry it stands for is told at the end (``agency_codes``).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import Levenshtein

from thai_ita.model import Agency
from thai_ita.normalize.agencies import AgencyMention, find_agencies
from thai_ita.normalize.gazetteer import (
    AGENCY_TYPES,
    PAO,
    Gazetteer,
    GazetteerRow,
    capital_district,
    key_of,
)
from thai_ita.normalize.owner_kinds import OTHER_OWNERS, PROVINCE
from thai_ita.normalize.places import Place

TITLE_LINES = 25
TITLE_WEIGHT = 2.0
CLOSED_WEIGHT = 1.0
OPEN_WEIGHT = 0.6
KNOWN_BONUS = 1.5
CORRECT_SCORE = 75.0
"""A spelling is corrected to a listed one of the document that is this similar (0-100)."""
HINT_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Vote:
    """The winner of a vote and the support of every full name, best first."""

    type: str
    name: str
    support: dict[str, float]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The agency of a document and how it was decided.

    ``rule`` is ``majority``, ``corrected``, ``listed`` or ``none``; ``explanation`` says it
    plainly. ``votes`` counts mentions by full name.
    """

    agency: Agency | None
    rule: str
    explanation: str
    votes: dict[str, int] = field(default_factory=dict)


def agencies_of_lines(
    lines: Iterable[str], gazetteer: Gazetteer | None = None
) -> tuple[list[AgencyMention], list[int]]:
    """Mentions of all lines, those of the first lines weighted up, and the 0-based numbers of the
    lines that hold them."""
    mentions: list[AgencyMention] = []
    numbers: list[int] = []
    filled = 0
    for number, line in enumerate(lines):
        filled += bool(line.strip())
        found = find_agencies(line, gazetteer)
        if found:
            numbers.append(number)
        weight = TITLE_WEIGHT if filled <= TITLE_LINES else 1.0
        mentions += [replace(mention, weight=weight) for mention in found]
    return mentions, numbers


def vote(mentions: Sequence[AgencyMention]) -> Vote | None:
    """The type and name that most mentions support, None without mentions.

    A mention supports a name if its text begins with it; in full where it was cut there, less
    where it was cut elsewhere.
    """
    support: dict[tuple[str, str], float] = defaultdict(float)
    candidates = {(m.type, m.name): m for m in mentions}
    for key in candidates:
        for mention in mentions:
            if mention.type != key[0]:
                continue
            support[key] += mention.weight * _agreement(key[1], mention)
    for key, mention in candidates.items():
        if mention.known and any(_may_be_one(key, other) for other in candidates):
            support[key] += KNOWN_BONUS
        # Two different texts that go on behind one name: the name is what they share.
        longer = [
            m
            for m in mentions
            if m.type == key[0] and m.closed and not m.known and m.name != key[1] and m.name.startswith(key[1])
        ]
        if len({m.name for m in longer}) > 1:
            support[key] += sum(m.weight for m in longer) * OPEN_WEIGHT / 2
    if not support:
        return None
    ranked = sorted(support.items(), key=lambda entry: (-entry[1], -len(entry[0][1])))
    (agency_type, name), _ = ranked[0]
    return Vote(agency_type, name, {candidates[key].full_name: round(value, 2) for key, value in ranked})


def _may_be_one(key: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two names may be spellings of one, of which a listed one is likelier; being listed is no merit
    against another agency's name."""
    (own_type, name), (other_type, spelled) = key, other
    return (
        own_type == other_type
        and name != spelled
        and (spelled.startswith(name) or name.startswith(spelled) or _similar(name, spelled) >= CORRECT_SCORE)
    )


def _agreement(name: str, mention: AgencyMention) -> float:
    if mention.name == name:
        return CLOSED_WEIGHT if mention.closed else OPEN_WEIGHT
    if mention.closed and not mention.name.startswith(name):
        return 0.0
    if mention.run.startswith(name):
        # A sure longer name speaks against its own beginning, a doubtful one for it.
        return 0.0 if mention.closed else OPEN_WEIGHT / 2
    return 0.0


def resolve_agency(
    mentions: Sequence[AgencyMention],
    place: Place,
    gazetteer: Gazetteer | None = None,
    *,
    hint: str | None = None,
) -> Resolution:
    """The agency that a document is about.

    ``hint`` is a text that should name it too, such as a file name or a title; it votes like a few
    mentions. The district stays empty where neither document nor list tells it; a provincial
    organisation has its seat in the district of the province's capital.
    """
    gazetteer = gazetteer or Gazetteer.embedded()
    every = list(mentions)
    if hint:
        every += [replace(m, weight=HINT_WEIGHT) for m in find_agencies(hint, gazetteer)]
    winner = vote(every)
    votes: dict[str, int] = defaultdict(int)
    for mention in mentions:
        votes[mention.full_name] += 1
    counted = dict(sorted(votes.items(), key=lambda entry: -entry[1]))
    if winner is None:
        return Resolution(None, "none", "no local government is named", counted)
    rule, note = "majority", _majority_note(winner)
    name = winner.name
    if _compatible(gazetteer, winner.type, winner.name, place):
        rule, note = "listed", f"{note}; a gazetteer entry"
    elif listed := _listed_spelling(winner, every, place, gazetteer):
        reason = f"{listed} is the spelling of the document that the list knows there"
        name, rule, note = listed, "corrected", f"{note}; {reason}"
    return Resolution(_agency(winner.type, name, place), rule, note, counted)


def _majority_note(winner: Vote) -> str:
    shown = ", ".join(f"{name} {value:g}" for name, value in list(winner.support.items())[:4])
    return f"support by spelling: {shown}"


def _compatible(gazetteer: Gazetteer, agency_type: str, name: str, place: Place) -> list[GazetteerRow]:
    """Entries of that type and name in that place; a doubtful district is given up first."""
    return gazetteer.find(agency_type, name, place.province, place.district) or gazetteer.find(
        agency_type, name, place.province
    )


def _listed_spelling(winner: Vote, mentions: Sequence[AgencyMention], place: Place, gazetteer: Gazetteer) -> str:
    """The one other spelling in the document that is near and that the gazetteer has in its place, or ""."""
    spellings = {m.name for m in mentions if m.type == winner.type}
    listed = [
        name
        for name in spellings
        if name != winner.name
        and _similar(name, winner.name) >= CORRECT_SCORE
        and _compatible(gazetteer, winner.type, name, place)
    ]
    return listed[0] if len(listed) == 1 and _located(gazetteer, winner.type, listed[0], place) else ""


def _located(gazetteer: Gazetteer, agency_type: str, name: str, place: Place) -> bool:
    """Whether the list knows that agency in the very place of the document."""
    return any(
        row.province and row.province == place.province
        for row in gazetteer.find(agency_type, name, place.province, place.district)
    )


def _similar(a: str, b: str) -> float:
    return Levenshtein.normalized_similarity(a, b, processor=None) * 100


def _agency(agency_type: str, name: str, place: Place) -> Agency:
    province, district = place.province, place.district
    if agency_type == PAO:
        province = province or name
        district = district or capital_district(province)
    return Agency(
        agency_slug(agency_type, name, province, district),
        GazetteerRow(agency_type, name).full_name, agency_type, district, province,
    )  # fmt: skip


_TYPE_CODES = {
    **dict(zip(AGENCY_TYPES, ("tao", "pao", "city", "town", "mun", "pattaya"), strict=True)),
    **dict(zip(OTHER_OWNERS, ("prov", "dept", "school", "hosp", "univ", "org"), strict=True)),
}


def agency_of(mention: AgencyMention, district: str = "", province: str = "") -> Agency:
    """The agency that a mention names, in a place where one is known."""
    if mention.type == PROVINCE:
        district, province = "", mention.full_name.removeprefix(PROVINCE)
    slug = agency_slug(mention.type, mention.full_name.removeprefix(mention.type), province, district)
    return Agency(slug, mention.full_name, mention.type, district, province)


def agency_slug(agency_type: str, name: str, province: str = "", district: str = "") -> str:
    """A stable ASCII identifier from type, name and place: ``tao-`` and 10 hex digits."""
    # The type and the name alone would make two agencies of different provinces one.
    text = "|".join(key_of(part) for part in (agency_type, name, province, district))
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:10]
    return f"{_TYPE_CODES.get(agency_type, 'org')}-{digest}"
