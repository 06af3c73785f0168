"""Districts and provinces: finding them in text, and the form of their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from thai_ita.model import Match
from thai_ita.normalize.edit_kinds import base_edits, base_letters
from thai_ita.normalize.gazetteer import (
    BANGKOK,
    Gazetteer,
    capital_district,
    key_of,
    provinces,
)
from thai_ita.normalize.repair import repair_text

PlaceKind = Literal["subdistrict", "district", "province"]

LONG_NAME = 6
ACCEPT_SCORE = 75.0
ACCEPT_MARGIN = 8.0
"""A damaged name is mended only when it is this similar (0-100) and leads by this much."""

_MARKERS: dict[PlaceKind, str] = {
    "subdistrict": r"(?<![ก-๎])ตำบล|(?<![ก-๎.])ต\.(?!ค\.)|แขวง",
    "district": r"อำเภอ|(?<![ก-๎.])อ\.|(?<![ก-๎])เขต",
    "province": r"จังหวัด|(?<![ก-๎.])จ\.|(?<![ก-๎])จว\.",
}
_FULL: dict[PlaceKind, str] = {"subdistrict": "ตำบล", "district": "อำเภอ", "province": "จังหวัด"}
_MARKER = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _MARKERS.items()))
# The words before a marker that make it part of a name stand this near.
BEFORE_MARKER = 60
_BANGKOK = re.compile(r"กรุงเทพ(?:มหานคร|ฯ)|(?<![ก-๎])กทม\.?")
_NAME = re.compile(r"[ \t]*(?:[:：][ \t]*)?([ก-๎]+)")
# A district and its province with nothing but a sign between: อรัญประเทศ > สระแก้ว.
_BARE_PAIR = re.compile(r"\s*([ก-๎]{2,})\s*(?:[>/,|·»›]|[-–—])\s*([ก-๎]{2,})\s*")
_LETTER_NUMBER = re.compile(r"\s*+ที่[\s.…]*([ก-ฮ]{2})[\s.…]*+[57๕๗][\d๐-๙]{4}(?![\d๐-๙])")
# A line that gives the agency's own address.
_CONTACT = re.compile(r"ติดต่อ|ที่อยู่|ที่ตั้ง|ที่ทำการ|โทร|สำนักงาน|สำนักปลัด|เลขที่")
_HYPHENED = re.compile(r"[ก-๎]+-[ก-๎]+")
# Words that follow a place or its marker without a space; none of them opens a place's name.
_NOT_A_NAME = re.compile(r"และ|หรือ|ของ|ที่|ใน|โดย|ซึ่ง|ได้|จะ(?!แนะ)|ให้|เพื่อ|ตาม|ต่าง|ทุก|นั้น|นี้|อื่น|ละ|ต่อ|ใกล้|เป็น|มี|ต้อง|เคลื่อนที่")
_AFTER_NAME = re.compile(r"จังหวัด|อำเภอ|ตำบล|ประจำปี|ประจำ|ปีงบประมาณ|พบว่า|ได้|โดย|และ|ซึ่ง|เพื่อ|เมื่อ|ในปี|ในการ|มี|เรื่อง|ตาม|รหัส")


_PROVINCE_NEXT = re.compile(r"\s+(?:จังหวัด|จ\.)")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text. ``span`` are offsets in the repaired text.

    ``known`` tells a name that the gazetteer has; ``match`` tells how it was recognised.
    """

    kind: PlaceKind
    name: str
    as_seen: str
    span: tuple[int, int]
    known: bool
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agency lies, as far as the document tells; empty text where it does not.

    ``sender`` is the province that the number of its letter names, where no text does: forms and copies carry
    numbers of others, so that it decides between namesakes and contradicts nothing.
    """

    district: str = ""
    province: str = ""
    subdistrict: str = ""
    explanation: str = ""
    sender: str = ""


def match_province(text: str) -> Match | None:
    """The province that a text names: full, abbreviated (จ.อด, กทม.) or slightly damaged."""
    name = key_of(re.sub(r"^\s*(?:จังหวัด|จว?\.)\s*", "", repair_text(text)))
    if name in ("กรุงเทพ", "กรุงเทพฯ", "กทม"):
        return _exact(BANGKOK, name, "abbreviation")
    if name in _by_abbreviation():
        return _exact(_by_abbreviation()[name], name, "abbreviation")
    return _closest(name, tuple(provinces()))


def match_district(text: str, province: str | None = None, gazetteer: Gazetteer | None = None) -> Match | None:
    """The district that a text names; อำเภอเมือง and เมืองฯ need the province."""
    gazetteer = gazetteer or Gazetteer.embedded()
    name = key_of(re.sub(r"^\s*(?:กิ่ง)?(?:อำเภอ|อ\.|เขต)\s*", "", repair_text(text)))
    if name in ("เมือง", "เมืองฯ"):
        capital = capital_district(province or "")
        return _exact(capital, name, "capital") if capital else None
    name = name.removesuffix("ฯ")
    if name in gazetteer.districts:
        return _exact(name, name, "exact")
    return _closest(name, tuple(gazetteer.districts_of(province or "")))


def _exact(name: str, alias: str, rule: str) -> Match:
    return Match(name, name, alias, 100.0, 100.0, rule, True)


@lru_cache(maxsize=4096)
def _closest(name: str, choices: tuple[str, ...]) -> Match | None:
    """The choice most like a name, None unless it is near and well ahead of the next."""
    if len(name) < 3:
        return _exact(name, name, "exact") if name in choices else None
    best = process.extract(name, choices, scorer=Levenshtein.normalized_similarity, processor=None, limit=2)
    if not best:
        return None
    found, score = best[0][0], best[0][1] * 100
    margin = score - (best[1][1] * 100 if len(best) > 1 else 0.0)
    if score == 100:
        return Match(found, found, name, 100.0, margin, "exact", True)
    if score < ACCEPT_SCORE or margin < ACCEPT_MARGIN:
        return None
    # Another letter makes another place; in a long name one may be a misreading.
    if base_edits(name, found) > (1 if len(base_letters(found)) >= LONG_NAME else 0):
        return None
    return Match(found, found, name, score, margin, "similar", True)


def find_places(text: str, gazetteer: Gazetteer | None = None) -> list[PlaceMention]:
    """Subdistricts, districts and provinces named behind their markers, in order.

    A subdistrict or district that no list knows is still reported (``known`` False) if it ends at
    a space, a mark or the next place; a province must be one of the 77.
    """
    gazetteer = gazetteer or Gazetteer.embedded()
    plain = repair_text(text)
    raw: list[tuple[PlaceKind, str, int, int]] = []
    for marker in _MARKER.finditer(plain):
        kind: PlaceKind = "province" if marker["province"] else "district" if marker["district"] else "subdistrict"
        before = plain[max(0, marker.start() - BEFORE_MARKER) : marker.start()]
        if kind == "subdistrict" and re.search(r"(?:เทศบาล|ส่วน)\s*$", before):
            continue
        if kind == "province" and re.search(r"ส่วน\s*$", before):
            continue
        run = _NAME.match(plain, marker.end())
        if run and (not _NOT_A_NAME.match(run[1]) or run[1] in gazetteer.districts):
            hyphened = _HYPHENED.match(plain, run.start(1))
            listed = hyphened and hyphened[0] in gazetteer.districts
            name = hyphened[0] if hyphened and listed else run[1]
            raw.append((kind, name, marker.start(), run.start(1)))
    mentions = [
        PlaceMention("province", BANGKOK, b[0], b.span(), True, _exact(BANGKOK, b[0], "exact"))
        for b in _BANGKOK.finditer(plain)
    ]
    by_province = [
        found
        for kind, name, start, name_start in raw
        if kind == "province"
        if (found := _mention(kind, name, start, name_start, plain, "", gazetteer))
    ]
    mentions += by_province
    for kind, name, start, name_start in raw:
        if kind == "province":
            continue
        home = next((p.name for p in by_province if p.span[0] > start), "")
        mention = _mention(kind, name, start, name_start, plain, home, gazetteer)
        if mention:
            mentions.append(mention)
    return sorted(mentions, key=lambda mention: mention.span)


def _mention(
    kind: PlaceKind,
    run: str,
    start: int,
    name_start: int,
    plain: str,
    province: str,
    gazetteer: Gazetteer,
) -> PlaceMention | None:
    after = next((m for m in _AFTER_NAME.finditer(run) if m.start() >= 2), None)
    name = run[: after.start()] if after else run
    if kind == "subdistrict":
        return PlaceMention(kind, name, name, (start, name_start + len(name)), False)
    known: Iterable[str] = provinces() if kind == "province" else gazetteer.districts
    found = match_province(name) if kind == "province" else match_district(name, province, gazetteer)
    if found is None or found.rule == "similar":
        # The text may run on behind the name: take the longest known name that it begins with.
        longest = max((k for k in known if run.startswith(k)), key=len, default="")
        if kind == "district" and longest and after is None and _PROVINCE_NEXT.match(plain, name_start + len(run)):
            # It ends where the province begins: a whole name, and not that of the shorter one.
            longest = ""
        if longest:
            found, name = _exact(longest, longest, "prefix"), longest
    elif found.rule == "exact":
        name = name[: len(found.name)] if name.startswith(found.name) else name
    if found is None and kind == "district":
        # The name may be broken by a space: อำเภอหนอง ใหญ่
        wider = re.match(r"([ก-๎]+) ([ก-๎]+)", plain[name_start:])
        if wider and wider[1] + wider[2] in gazetteer.districts:
            name = wider[0]
            found = _exact(wider[1] + wider[2], name, "exact")
    if found is None and kind == "province":
        return None
    if found is None and kind == "district":
        # ที่ว่าการอำเภอ นาย...: behind a space only a name that its province follows.
        followed = re.match(r"\s{0,2}(?:จังหวัด|จ\.)", plain[name_start + len(name) :])
        labelled = re.search(r"[:：]\s*$", plain[start:name_start])
        if plain[name_start - 1] == " " and not followed and not labelled:
            return None
    span = (start, name_start + len(name))
    if found is None:
        bare_capital = name in ("เมือง", "เมืองฯ")
        return PlaceMention(kind, name.removesuffix("ฯ"), name, span, bare_capital)
    return PlaceMention(kind, found.name, name, span, True, found)


def address(text: str, gazetteer: Gazetteer | None = None) -> str:
    """A place in full form: "ต.ในเมือง อ.เมืองฯ จ.ขอนแก่น" becomes
    "ตำบลในเมือง อำเภอเมืองขอนแก่น จังหวัดขอนแก่น". A bare name is matched against districts
    and provinces; a text without any place comes back repaired.
    """
    gazetteer = gazetteer or Gazetteer.embedded()
    plain = repair_text(text).strip()
    mentions = find_places(plain, gazetteer)
    if mentions:
        return " ".join(m.name if m.name == BANGKOK else _FULL[m.kind] + m.name for m in mentions)
    bare = key_of(plain)
    if bare in gazetteer.districts or bare in provinces():
        return bare
    found = match_province(bare) or match_district(bare, None, gazetteer)
    return found.name if found else plain


NEAR_AGENCY_WEIGHT = 4.0
TITLE_LINES = 15
TITLE_WEIGHT = 2.0
UNKNOWN_WEIGHT = 0.5
ELSEWHERE_WEIGHT = 0.1
CONTACT_WEIGHT = 2.0
LEAST_SUPPORT = 2.0
"""One passing mention far from the agency's name and from the title does not place the agency."""


def vote_place(lines: Iterable[str], gazetteer: Gazetteer | None = None, near: Iterable[int] = ()) -> Place:
    """The place of the agency, from all the places that the lines of a document name.

    ``near`` are 0-based numbers of lines that name the agency: places there and on the next two
    filled lines count more, as do those among the first lines. Names that no list knows count
    little, and a district that is known to lie in another province hardly at all.
    """
    gazetteer = gazetteer or Gazetteer.embedded()
    filled = [(number, line) for number, line in enumerate(lines) if line.strip()]
    close = set(near)
    votes: dict[PlaceKind, dict[str, float]] = {
        kind: defaultdict(float) for kind in ("subdistrict", "district", "province")
    }
    senders: set[str] = set()
    since_agency = 99
    for index, (number, line) in enumerate(filled):
        since_agency = 0 if number in close else since_agency + 1
        weight = NEAR_AGENCY_WEIGHT if since_agency <= 2 else 1.0
        weight *= TITLE_WEIGHT if index < TITLE_LINES else 1.0
        if since_agency <= 2 and (pair := _bare_pair(line, gazetteer)):
            votes["district"][pair[0]] += weight
            votes["province"][pair[1]] += weight
            continue
        senders.add(province_of_letter(line))
        if not _MARKER.search(line) and not _BANGKOK.search(line) and "เภอ" not in line:
            continue
        if weight == 1.0 and _CONTACT.search(line):
            weight = CONTACT_WEIGHT
        for mention in find_places(line, gazetteer):
            certain = mention.known or mention.kind == "subdistrict"
            votes[mention.kind][mention.name] += weight * (1.0 if certain else UNKNOWN_WEIGHT)
    province = _winner(votes["province"])
    for name in votes["district"]:
        homes = gazetteer.districts.get(name, frozenset())
        if province and homes and province not in homes:
            votes["district"][name] *= ELSEWHERE_WEIGHT
    district = _winner(votes["district"])
    if district in ("เมือง", "เมืองฯ"):
        district = capital_district(province)
    shown = "; ".join(
        f"{kind}: " + ", ".join(f"{n} {w:g}" for n, w in sorted(v.items(), key=lambda x: -x[1])[:4])
        for kind, v in votes.items()
        if v
    )
    senders.discard("")
    sender = senders.pop() if len(senders) == 1 and not province else ""
    return Place(district, province, _winner(votes["subdistrict"]), shown, sender)


def province_of_letter(line: str) -> str:
    """The province of the local government that sent a letter, by the number of the letter; "" without one.

    The number begins with the province's two letters and the five digits of a local government's office, whose
    first is 5 (เทศบาล, อบจ.) or 7 (อบต.).

    >>> province_of_letter("ที่ นธ ๗๗๒๐๑/๑๒๓"), province_of_letter("ที่ มท ๐๘๑๖.๓/ว ๑")
    ('นราธิวาส', '')
    """
    found = _LETTER_NUMBER.match(line)
    return _by_abbreviation().get(found[1], "") if found else ""


@lru_cache(maxsize=1)
def _by_abbreviation() -> dict[str, str]:
    return {abbreviation: full for full, abbreviation in provinces().items()}


def _bare_pair(line: str, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """The district and province of a line that holds these two names and nothing else."""
    found = _BARE_PAIR.fullmatch(repair_text(line))
    if found is None:
        return None
    for district, province in ((found[1], found[2]), (found[2], found[1])):
        if district == "เมือง":
            district = capital_district(province)
        homes = gazetteer.districts.get(district)
        # For some districts the embedded names do not tell the province.
        if province in provinces() and homes is not None and (not homes or province in homes):
            return district, province
    return None


def _winner(votes: dict[str, float]) -> str:
    best = max(votes, key=lambda name: votes[name], default="")
    return best if best and votes[best] >= LEAST_SUPPORT else ""
