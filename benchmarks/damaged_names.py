"""Whom damaged names of all local governments are taken for: right, left open, or wrong.

    python benchmarks/damaged_names.py [EVERY]

Each name of the registry is damaged in each way (with a fixed seed), put into a line with its place or without, and
read. ``open`` are those that keep an id made from the name, candidates told or not. A damaged name that is
another local government's own name in that place counts as wrong too. EVERY takes every so many-th name.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable

from thai_ita.model import Agency
from thai_ita.normalize.agency_codes import identified
from thai_ita.normalize.agency_vote import agencies_of_lines, resolve_agency
from thai_ita.normalize.edit_kinds import MARKS
from thai_ita.normalize.gazetteer import Gazetteer
from thai_ita.normalize.look_alikes import look_alikes_of
from thai_ita.normalize.places import vote_place
from thai_ita.normalize.registry import Registry

SEED = 15
Damage = Callable[[str, random.Random], str]


def untouched(name: str, chance: random.Random) -> str:
    return name


def one_mark_lost(name: str, chance: random.Random) -> str:
    places = [i for i, ch in enumerate(name) if ch in MARKS and ch != "ำ"]
    return _without(name, chance.choice(places)) if places else name


def all_tones_lost(name: str, chance: random.Random) -> str:
    return "".join(ch for ch in name if ch not in "่้๊๋์")


def am_without_circle(name: str, chance: random.Random) -> str:
    return name.replace("ำ", "า")


def am_split(name: str, chance: random.Random) -> str:
    return name.replace("ำ", " า")


def space_inside(name: str, chance: random.Random) -> str:
    places = [i for i in range(2, len(name) - 1) if name[i] not in MARKS and name[i - 1] not in "เแโใไ"]
    at = chance.choice(places) if places else len(name)
    return f"{name[:at]} {name[at:]}".strip()


def one_look_alike(name: str, chance: random.Random) -> str:
    places = [i for i, ch in enumerate(name) if ch not in MARKS and look_alikes_of(ch)]
    if not places:
        return name
    at = chance.choice(places)
    return name[:at] + chance.choice(sorted(look_alikes_of(name[at]))) + name[at + 1 :]


def _without(name: str, at: int) -> str:
    return name[:at] + name[at + 1 :]


WAYS: tuple[Damage, ...] = (
    untouched,
    one_mark_lost,
    all_tones_lost,
    am_without_circle,
    am_split,
    space_inside,
    one_look_alike,
)
CONTEXTS = ("{name} อำเภอ{district} จังหวัด{province}", "{name} จังหวัด{province}", "{name}")


def read(line: str) -> Agency | None:
    """The agency of a line, as documents have theirs."""
    known = Gazetteer.embedded()
    mentions, near = agencies_of_lines([line], known)
    agency = resolve_agency(mentions, vote_place([line], known, near), known).agency
    return identified(agency, known) if agency else None


def main(every: int = 1) -> None:
    entries = [e for e in Registry.embedded().entries if e.code and e.district][::every]
    print(f"{len(entries)} local governments")
    for context in CONTEXTS:
        print(context)
        for damage in WAYS:
            chance = random.Random(SEED)
            counts: Counter[str] = Counter()
            wrong: list[str] = []
            for entry in entries:
                name = damage(entry.latest.name, chance)
                if damage is not untouched and name == entry.latest.name:
                    continue
                full = entry.latest.full_name.removesuffix(entry.latest.name) + name
                agency = read(context.format(name=full, district=entry.district, province=entry.province))
                found = agency.agency_id if agency else ""
                state = "right" if found == entry.agency_id else "wrong" if found.startswith("dla-") else "open"
                counts[state] += 1
                if state == "wrong":
                    wrong.append(f"{full} ({entry.latest.full_name}) -> {agency.name if agency else ''}")
            print(
                f"  {damage.__name__:20} right {counts['right']:5} open {counts['open']:5} wrong {counts['wrong']:4}",
                *wrong[:3],
                sep="  ",
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
