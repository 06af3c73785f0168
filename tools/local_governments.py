"""Makes ``thai_ita/data/local_governments.csv``: the local governments, their types and names over the years.

    python tools/local_governments.py LIST.csv CHANGES.csv

LIST.csv is the list of local governments of 2560 with the codes of the Department of Local Administration,
CHANGES.csv the changes of status and name in the Royal Gazette. Only facts are taken: types, names, places,
codes and dates. Says what it could not use.

A code is the type (one digit), province, district and a number (two digits each). It tells the province and
the district where the list's own columns, joined by another code, are empty or wrong.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

import geothai

from thai_ita.normalize.agency_types import CITY, PAO, PATTAYA, SUBDISTRICT, TAO, TOWN
from thai_ita.normalize.registry import Period, Registry, RegistryEntry, registry_text

TARGET = Path(__file__).parents[1] / "thai_ita" / "data" / "local_governments.csv"
AS_OF = 2560
LAST_GAZETTE = 2563
ABOUT = f"""\
Local governments of Thailand: code, type, name, district, province, and from when to when.
องค์กรปกครองส่วนท้องถิ่น: รหัส ประเภท ชื่อ อำเภอ จังหวัด และช่วงเวลาที่ใช้ชื่อนั้น
Sources: list of local governments, Department of Local Administration (กรมส่งเสริมการปกครองท้องถิ่น), {AS_OF};
changes of status and name, Royal Gazette (ราชกิจจานุเบกษา), 2550 to {LAST_GAZETTE}.
as_of: {LAST_GAZETTE}
A code stands for one agency; each further line of a code is a later type or name of it.
since, until: first and last day, B.E. (YYYY-MM-DD); empty where no change is known. Made by tools/local_governments.py.
"""
TYPES = {"TAO": TAO, "PAO": PAO, "ThesabanNakhon": CITY, "ThesabanMueang": TOWN, "ThesabanTambon": SUBDISTRICT}
DIGITS = {"2": PAO, "3": CITY, "4": TOWN, "5": SUBDISTRICT, "6": TAO}
PROVINCES = {p.code: p.name_th for p in geothai.provinces()}
DISTRICTS = {d.code: d.name_th for code in PROVINCES for d in geothai.districts(code)}
BUDDHIST_ERA = 543


class Agency:
    """A local government with its periods: [type, name, since, until], the dates of the Christian era."""

    def __init__(self, row: dict[str, str], code: str) -> None:
        self.code = code
        self.geocode = row["geocode"]
        self.province = PROVINCES[code[1:3]] if code else row["province"]
        self.district = district_of(row, code)
        self.periods = [[TYPES.get(row["type"], PATTAYA), row["name"].replace(" ", ""), "", ""]]
        if not code:
            self.periods[0][1], self.district = PATTAYA, "บางละมุง"


def district_of(row: dict[str, str], code: str) -> str:
    """The district of the geocode where the list names it too, else that of the agency's code."""
    told = DISTRICTS.get(row["geocode"][:4], "")
    if len(row["geocode"]) == 6 and told == row["district_by_geocode"]:
        return told
    return DISTRICTS.get(code[1:5], row["district_by_geocode"])


def agencies(path: str) -> list[Agency]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [row["dola_code"] for row in rows]
    # Two agencies of one province that carry each other's code: its first digit tells the type.
    wrong = [i for i, r in enumerate(rows) if codes[i] and DIGITS[codes[i][0]] != TYPES[r["type"]]]
    for a, b in ((a, b) for a in wrong for b in wrong if a < b and rows[a]["province"] == rows[b]["province"]):
        codes[a], codes[b] = codes[b], codes[a]
    out, seen = [], set()
    for row, code in zip(rows, codes, strict=True):
        if code and PROVINCES[code[1:3]] != row["province"]:
            print("another province by its code, listed there too:", row["full_name"], row["province"])
        elif code in seen:
            print("twice:", code, row["full_name"])
        else:
            seen.add(code)
            out.append(Agency(row, code))
    return sorted(out, key=lambda agency: (agency.code[1:] or "9", agency.code))


def changed(listed: list[Agency], path: str) -> None:
    """Gives the agencies the periods that the changes tell, the later ones forwards, the earlier backwards."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    by_geocode = {a.geocode: a for a in listed}
    groups: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        groups[(row["published"], row["geocode"], row["tambon_geocode"])].append(row)
    of: dict[str, list[list[dict[str, str]]]] = defaultdict(list)
    for (_, geocode, tambon), group in sorted(groups.items()):
        agency = by_geocode.get(geocode) or _named(listed, tambon, group)
        if agency is None:
            print("not joined:", *("|".join(row.values()) for row in group), sep="\n   ")
        else:
            of[agency.code].append(group)
    for agency in listed:
        later = [g for g in of[agency.code] if _is_later(g)]
        earlier = [g for g in of[agency.code] if g not in later]
        for group in later:
            _forward(agency, group)
        for group in reversed(earlier):
            _backward(agency, group)


def _named(listed: list[Agency], tambon: str, group: list[dict[str, str]]) -> Agency | None:
    """The one agency of the district, else of the province, that the list has as it was before a later
    change, or as it was after an earlier one."""
    later = _is_later(group)
    side = "old" if later else "new"
    names = {row[k] for row in group for k in (("old_name",) if later else ("name",)) if row[k]}
    names = names or {row["name"] for row in group if row["name"]}
    if not names and (found := geothai.subdistrict(tambon)):
        names = {found.name_th}
    kinds = {TYPES[row[f"{side}_type"]] for row in group if row[f"{side}_type"]}
    for width in (4, 2):
        fitting = [
            a
            for a in listed
            if a.code[1 : 1 + width] == tambon[:width]
            and a.periods[0][1] in names
            and (not kinds or a.periods[0][0] in kinds)
        ]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _is_later(group: list[dict[str, str]]) -> bool:
    """Whether the list does not have the change yet."""
    return int(group[0]["published"][:4]) + BUDDHIST_ERA >= AS_OF


def _days(group: list[dict[str, str]]) -> tuple[str, str]:
    """The first day of the new and the last of the old name."""
    row = group[0]
    first = row["effective"] or min(row["signed"] or row["published"], row["published"])
    return first, row["effective"] or row["published"]


def _forward(agency: Agency, group: list[dict[str, str]]) -> None:
    first, last = _days(group)
    kind, name, _, _ = agency.periods[-1]
    new = [kind, name, first, ""]
    for row in group:
        if row["change"] == "status":
            if TYPES[row["old_type"]] != kind:
                print("of another type:", agency.code, kind, row)
            new[0] = TYPES[row["new_type"]]
        elif row["old_name"] != name:
            print("of another name:", agency.code, name, row)
        else:
            new[1] = row["name"]
    agency.periods[-1][3] = last
    agency.periods.append(new)


def _backward(agency: Agency, group: list[dict[str, str]]) -> None:
    first, last = _days(group)
    kind, name, _, until = agency.periods[0]
    old = [kind, name, "", last]
    for row in group:
        if row["change"] == "status":
            if TYPES[row["new_type"]] != kind:
                print("of another type:", agency.code, kind, row)
                return
            old[0] = TYPES[row["old_type"]]
        elif row["name"] != name:
            print("of another name:", agency.code, name, row)
            return
        else:
            old[1] = row["old_name"]
    if until and until < first:
        print("out of order:", agency.code, group)
        return
    agency.periods[0][2] = first
    agency.periods.insert(0, old)


def _buddhist(date: str) -> str:
    return f"{int(date[:4]) + BUDDHIST_ERA}{date[4:]}" if date else ""


def main(list_path: str, changes_path: str) -> None:
    listed = agencies(list_path)
    changed(listed, changes_path)
    entries = tuple(
        RegistryEntry(agency.code, agency.district, agency.province, tuple(
            Period(kind, name, _buddhist(since), _buddhist(until)) for kind, name, since, until in agency.periods
        ))
        for agency in listed
    )  # fmt: skip
    TARGET.write_text(registry_text(Registry(entries, tuple(ABOUT.splitlines()))), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
