"""What a person means by a filter: a province, a type, an agency or a year, as people write them.

Nothing is guessed: what could be several things, or is only like one, is asked back with what
there is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING

from thai_ita.analyze.typed_tables import TableError
from thai_ita.normalize.agencies import canonical_agency
from thai_ita.normalize.agency_types import (
    CITY,
    SHORT_TYPES,
    SUBDISTRICT,
    TOWN,
    key_of,
    split_type,
)
from thai_ita.normalize.areas import english_provinces, provinces
from thai_ita.normalize.fiscal_year import fiscal_year_of
from thai_ita.normalize.places import match_province
from thai_ita.normalize.repair import repair_text
from thai_ita.side_files import shortened

if TYPE_CHECKING:
    import pandas as pd

MOST_CANDIDATES = 8
NEAR_AT = 60.0
"""Names this similar (0-100) are offered where none is the one that was typed."""
TYPE_GROUPS = {"เทศบาล": (CITY, TOWN, SUBDISTRICT), "อบท": tuple(SHORT_TYPES), "อปท": tuple(SHORT_TYPES)}
"""Words that mean several types."""
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_PLACE = re.compile(r"\s(?:(?:จังหวัด|จว?\.)|(?P<district>อำเภอ|อ\.))\s*(?P<name>[ก-๎]+)")


def years_named(wanted: Iterable[int | str]) -> tuple[int, ...]:
    """The fiscal years (พ.ศ.) that are meant: 2567, ๒๕๖๗, 67 or 2024. TableError for what is none."""
    years = []
    for each in wanted:
        try:
            year = fiscal_year_of(each, short=True)
        except ValueError:
            year = None
        if year is None:
            raise TableError(f"{shortened(str(each))} is no year; give a fiscal year such as 2567")
        years.append(year)
    return tuple(dict.fromkeys(years))


def types_named(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The types of agency that a text means, of those that the tables have: a full type, its
    abbreviation (ทต., ทต), or a word for several (เทศบาล). TableError where they have none."""
    plain = repair_text(text).strip()
    key = key_of(plain)
    if plain in known:
        return (plain,)
    wanted = TYPE_GROUPS.get(key) or tuple(
        full for full, short in SHORT_TYPES.items() if key in (key_of(full), key_of(short))
    )
    found = tuple(kind for kind in wanted if kind in known)
    if not found:
        raise TableError(unknown("agency_type", text, [], sorted(known)))
    return found


def province_named(text: str, known: Collection[str]) -> str:
    """The province that a text names: น่าน, จ.น่าน, จังหวัดน่าน, Nan, slightly damaged; or one that the tables
    alone have (``known``). TableError where none is meant, with those that are near."""
    if text in known:
        return text
    english = {_latin(name): thai for thai, name in english_provinces().items()}
    if found := english.get(re.sub("^(?:changwat|province)|province$", "", _latin(text))):
        return found
    match = match_province(text)
    if match is not None:
        return match.name
    near = _near(re.sub(r"^\s*(?:จังหวัด|จว?\.)\s*", "", text), [*provinces(), *known])
    near += [english[name] for name in _near(_latin(text), list(english))]
    raise TableError(unknown("province", text, near, sorted(known)))


def _latin(text: str) -> str:
    return re.sub("[^a-z]", "", text.casefold())


def agency_named(text: str, people: pd.DataFrame, *, among: str = "in the tables") -> str:
    """The ``agency_id`` that a text means: an id, a full, short or bare name, with its place behind it or not,
    marks of Thai lost or not. ``people`` has a row per agency and name. TableError where several fit, which are named, or
    none; ``among`` says whom ``people`` are."""
    if (people["agency_id"] == text).any():
        return text
    plain = re.sub(r"\s+", " ", repair_text(text)).strip()
    place = _PLACE.search(plain)
    name = plain[: place.start()] if place else plain
    found = _fitting(name, people)
    for mention in _PLACE.finditer(plain):
        column = "district" if mention["district"] else "province"
        found = found[found[column].fillna("").map(key_of) == key_of(mention["name"])]
    before, _, last = name.rpartition(" ")
    if before and (last in provinces() or last in set(people["province"].dropna()) | set(people["district"].dropna())):
        # อบต.บ้านใหม่ นนทบุรี: a last word that is a place says where.
        found = _fitting(before, people)
        found = found[((found["province"] == last) | (found["district"] == last)).fillna(False).astype(bool)]
    if found["agency_id"].nunique() == 1:
        return str(found["agency_id"].iloc[0])
    if len(found):
        found = found.drop_duplicates("agency_id")
        raise TableError(f"several agencies are called {shortened(text)}; give the id of one: {_listed(found)}")
    near = _near(_bare(name), {_bare(str(a)) for a in people["agency"].dropna()})
    alike = people[people["agency"].map(lambda a: isinstance(a, str) and _bare(a) in near).astype(bool)]
    hint = f"; near are: {_listed(alike)}" if len(alike) else ""
    raise TableError(f"no agency {shortened(text)} {among}{hint}; agencies.csv lists them all")


def _fitting(name: str, people: pd.DataFrame) -> pd.DataFrame:
    """The agencies of a name, by the surest way that finds any: as it is, in its full form, without its type,
    without the marks above and below its letters."""
    short = next((full + name[len(abbr) :] for full, abbr in SHORT_TYPES.items() if name.startswith(abbr)), name)
    wanted = [key_of(form) for form in (name, short, canonical_agency(name)) if form]
    keys = people["agency"].fillna("").map(lambda a: key_of(str(a)))
    bare = keys.map(lambda key: split_type(key)[1])
    for column, forms in ((keys, wanted), (bare, wanted[:1])):
        if (fits := column.isin(forms)).any():
            return people[fits]
    unmarked = {_MARKS.sub("", form) for form in wanted}
    for column in (keys, bare):
        if (fits := column.map(lambda key: _MARKS.sub("", key)).isin(unmarked)).any():
            return people[fits]
    return people.iloc[:0]


@cache
def _bare(name: str) -> str:
    return split_type(key_of(name))[1]


def _near(text: str, names: Iterable[str]) -> list[str]:
    from rapidfuzz import fuzz, process

    if not text:
        return []
    found = process.extract(
        text,
        sorted(set(names)),
        scorer=fuzz.ratio,
        processor=None,
        limit=MOST_CANDIDATES,
        score_cutoff=NEAR_AT,
    )
    return [str(name) for name, _, _ in found]


def _listed(people: pd.DataFrame) -> str:
    lines = [
        f"{shortened(str(row.agency_id))} ({' '.join(_where(row))})"
        for row in people.head(MOST_CANDIDATES).itertuples()
    ]
    more = len(people) - len(lines)
    return "; ".join([*lines, *([f"and {more} more"] if more else [])])


def _where(row: object) -> list[str]:
    marks = (("agency", ""), ("district", "อำเภอ"), ("province", "จังหวัด"))
    cells = [(mark, getattr(row, column)) for column, mark in marks]
    return [shortened(mark + cell) for mark, cell in cells if isinstance(cell, str)]


def unknown(what: str, text: str, near: list[str], known: list[str]) -> str:
    """The sentence that there is no such thing, with what is near and what there is."""
    hint = f"near are: {', '.join(dict.fromkeys(near))}; " if near else ""
    shown = ", ".join(shortened(name) for name in known[:MOST_CANDIDATES])
    more = f" and {len(known) - MOST_CANDIDATES} more" if len(known) > MOST_CANDIDATES else ""
    return f"no {what} {shortened(text)}; {hint}the tables have {shown or 'none'}{more}"
