"""Districts and provinces that a recogniser read with one letter wrong: there are only so many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from thai_ita.model import Cell, Line
from thai_ita.normalize.agency_names import ends_name
from thai_ita.normalize.edit_kinds import base_letters
from thai_ita.normalize.gazetteer import Gazetteer, provinces
from thai_ita.normalize.look_alikes import edits
from thai_ita.parse.recognised_mentions import letter_places

# A name of fewer letters is near to too many others.
LEAST_LETTERS = 3
# So many letters, and so many marks, may be misread at once.
LETTERS, MARKS = 1, 2
_PLACE = re.compile(
    r"(?P<district>อำเภอ|(?<![ก-๎.])อ\.)\s{0,2}(?P<name>[ก-๎]+)"
    r"|(?P<province>จังหวัด|(?<![ก-๎.])จ\.)\s{0,2}(?P<named>[ก-๎]+)"
)


def settled_places(text: Line | Cell, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str]]:
    """Where a district or province of a text was misread, and the official name that it is.

    Only one may be near, by letters that look alike, and a letter must have been read with doubt.
    """
    doubts = letter_places(text.text, text.doubts)
    found = list(_PLACE.finditer(text.text))
    for k, match in enumerate(found):
        group = "name" if match["district"] else "named"
        start, run = match.start(group), match[group].split("จังหวัด")[0]
        end = start + len(run)
        if not any(start <= at < end for at in doubts):
            continue
        known: Iterable[str] = provinces()
        if match["district"]:
            later = (m["named"] for m in found[k:] if m["province"])
            home = next((name for name in later if name in provinces()), "")
            known = gazetteer.districts_of(home)
        near = _nearest(run, known)
        if near is not None and near[1] != run[: near[0]]:
            yield start, start + near[0], near[1]


def _nearest(run: str, known: Iterable[str]) -> tuple[int, str] | None:
    """How much of a run is a misread name of a closed list, and the name; None where it is none,
    one of the list as it stands, or may be two."""
    names = list(known)
    if any(run == name or (run.startswith(name) and ends_name(run[len(name) :])) for name in names):
        return None
    found: set[tuple[int, str]] = set()
    for name in names:
        if len(base_letters(name)) < LEAST_LETTERS:
            continue
        for length in range(len(name) - MARKS, len(name) + MARKS + 1):
            rest = run[length:]
            if 0 < length <= len(run) and (not rest or ends_name(rest)):
                differing = edits(run[:length], name)
                marks = sum(e.is_mark for e in differing)
                few = len(differing) - marks <= LETTERS and marks <= MARKS
                if few and all(e.alike for e in differing):
                    found.add((length, name))
    return next(iter(found)) if len({name for _, name in found}) == 1 else None
