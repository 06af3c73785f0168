"""Agencies are one across documents: which rows of the tables are the same agency.

Two ids are one agency where type, name and place say so: the same name in the same province, with
districts that do not contradict each other. A name that differs only by lost marks, in the same
district, is a damaged spelling of the other, unless a list of names knows both, or both state
different values of the same score. The same name in another province is another agency. A name
without any place is joined only to the one namesake that states the same scores. Everything decided stands in ``agencies.csv``, where the
column ``merged_id`` can be corrected.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from thai_ita.analyze.names_by_year import NamesByYear, named_by_year, names_by_year, spans_of
from thai_ita.analyze.typed_tables import Tables
from thai_ita.normalize.gazetteer import key_of, split_type
from thai_ita.normalize.registry import ID_PREFIX, Registry

if TYPE_CHECKING:
    import pandas as pd

PLACE_COLUMNS = ("agency", "agency_type", "district", "province")
SAME_PLACE = "same name and place"
SAME_SCORES = "same name and the same scores"
FORMER_NAME = "former or later name by the registry"
SAME_VALUE = 0.011
"""Two statements of a score differ only beyond this: published values have two decimals."""
MOST_NAMED = 20
"""Namesakes that a note names: the list has a row for each of them."""

_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")

Values = Mapping[tuple[str, ...], float]
"""The scores of an agency by year, kind and code."""

KnownName = Callable[[str, str], bool]
"""Whether a list of names knows an agency of that type and bare name."""


@dataclass(frozen=True, slots=True)
class ObservedAgency:
    """An agency as the tables have it: one id with its most frequent spelling and place."""

    agency_id: str
    agency: str
    agency_type: str = ""
    district: str = ""
    province: str = ""
    n_rows: int = 0

    @property
    def bare(self) -> str:
        """The name without its type and spaces."""
        kind, name = split_type(self.agency)
        return key_of(name if kind else self.agency)

    @property
    def type(self) -> str:
        return self.agency_type or split_type(self.agency)[0]

    @property
    def place(self) -> str:
        """District and province in words, for telling namesakes apart."""
        parts = [f"อำเภอ{self.district}"] if self.district else []
        return " ".join([*parts, *([f"จังหวัด{self.province}"] if self.province else [])])


@dataclass(slots=True)
class Merging:
    """``head`` maps each id to the id it is merged into (itself where it stands alone)."""

    head: dict[str, str]
    rule: dict[str, str] = field(default_factory=dict)
    note: dict[str, str] = field(default_factory=dict)

    def root(self, agency_id: str) -> str:
        while self.head[agency_id] != agency_id:
            agency_id = self.head[agency_id]
        return agency_id


def merge_agencies(
    tables: Tables,
    corrections: Mapping[str, str] | None = None,
    *,
    known: KnownName | None = None,
    registry: Registry | None = None,
) -> tuple[Tables, pd.DataFrame]:
    """The tables with one ``agency_id``, name and place per agency, and the list of the merging.

    ``corrections`` maps ids of the tables to the id that a person says they belong to; it wins
    over every rule. ``known`` tells whether a list of names knows (type, bare name); ``registry`` is that of
    the package unless another is given.
    """
    registry = registry or Registry.embedded()
    seen = observed_agencies(tables)
    proposed = propose_merging(seen, _values_by_agency(tables), known or (lambda *_: False), registry)
    final = {agency_id: proposed.root(agency_id) for agency_id in seen}
    listed = dict(final)
    for agency_id, target in (corrections or {}).items():
        if agency_id in final:
            final[agency_id] = target
    final = _flattened(final)
    people = _people(seen, final)
    names = names_by_year(tables, final, registry)
    listing = _listing(tables, seen, proposed, listed, final, people, spans_of(names))
    return _applied(tables, final, people, names), listing


def observed_agencies(tables: Tables) -> dict[str, ObservedAgency]:
    """Every agency id of the tables with its most frequent spelling and place."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    rows: Counter[str] = Counter()
    for name in ("documents", "scores", "measures"):
        frame = tables.frame(name)
        columns = [c for c in PLACE_COLUMNS if c in frame.columns]
        known = frame[frame["agency_id"].notna()]
        for key, n in known.groupby(["agency_id", *columns], dropna=False).size().items():
            cells = key if isinstance(key, tuple) else (key,)
            agency_id = str(cells[0])
            rows[agency_id] += int(n)
            for column, cell in zip(columns, cells[1:], strict=True):
                if isinstance(cell, str) and cell:
                    counts[agency_id][column][cell] += int(n)
    found: dict[str, ObservedAgency] = {}
    for agency_id, n in sorted(rows.items()):
        name, kind, district, province = (_most(counts[agency_id][c]) for c in PLACE_COLUMNS)
        found[agency_id] = ObservedAgency(agency_id, name, kind, district, province, n)
    return found


def _most(counter: Counter[str]) -> str:
    return min(counter, key=lambda text: (-counter[text], text)) if counter else ""


def propose_merging(
    seen: Mapping[str, ObservedAgency],
    values: Mapping[str, Values],
    known: KnownName,
    registry: Registry,
) -> Merging:
    """Which ids the rules hold for the same agency, with the rule and what stays in doubt."""
    merging = Merging({agency_id: agency_id for agency_id in seen})
    by_name: dict[tuple[str, str], list[ObservedAgency]] = defaultdict(list)
    for agency in seen.values():
        by_name[agency.type, agency.bare].append(agency)
    for group in by_name.values():
        _merge_namesakes(group, merging, values)
    heads = [seen[a] for a in seen if merging.root(a) == a]
    by_skeleton: dict[tuple[str, str], list[ObservedAgency]] = defaultdict(list)
    for agency in heads:
        if agency.bare:
            skeleton = _MARKS.sub("", agency.bare.replace("ำ", "า"))
            by_skeleton[agency.type, skeleton].append(agency)
    for group in by_skeleton.values():
        if len({agency.bare for agency in group}) > 1:
            _merge_damaged(group, merging, values, known)
    _merge_former_names(seen, merging, registry)
    _doubt_types([a for a in heads if merging.root(a.agency_id) == a.agency_id], merging)
    return merging


def _merge_former_names(seen: Mapping[str, ObservedAgency], merging: Merging, registry: Registry) -> None:
    """Ids without a code whose type and name one agency of the registry bore in another year, in the
    same place."""
    borne: dict[tuple[str, str], list[ObservedAgency]] = defaultdict(list)
    for agency in seen.values():
        entry = registry.entry(agency.agency_id) if agency.agency_id.startswith(ID_PREFIX) else None
        for period in entry.periods if entry else ():
            borne[period.type, key_of(period.name)].append(agency)
    for agency in seen.values():
        if agency.agency_id.startswith(ID_PREFIX) or merging.root(agency.agency_id) != agency.agency_id:
            continue
        fitting = [a for a in borne[agency.type, agency.bare] if _agree(a, agency)]
        if len({merging.root(a.agency_id) for a in fitting}) == 1:
            _join(merging, {agency.agency_id, fitting[0].agency_id}, FORMER_NAME, seen.values())


def _merge_namesakes(group: list[ObservedAgency], merging: Merging, values: Mapping[str, Values]) -> None:
    """Ids of one type and name: joined where their places agree, left apart where they do not."""
    by_place: dict[tuple[str, str], set[str]] = defaultdict(set)
    for agency in group:
        if agency.province or agency.district:
            by_place[agency.province, agency.district].add(agency.agency_id)
    for ids in by_place.values():
        _join(merging, ids, SAME_PLACE, group)
    complete = [a for a in group if a.province and a.district]
    placed = [a for a in group if a.province or a.district]
    for agency in group:
        if agency.province and agency.district:
            continue
        fitting = [a for a in complete if _agree(a, agency)]
        homes = {merging.root(a.agency_id) for a in fitting}
        if len(homes) == 1:
            _join(merging, {agency.agency_id, *homes}, SAME_PLACE, group)
        elif len(homes) > 1:
            merging.note[agency.agency_id] = "several namesakes fit its place: " + _named(fitting, len(fitting))
        elif len(group) > 1 and not (agency.province or agency.district):
            homes = {
                merging.root(a.agency_id)
                for a in placed
                if _corroborate(values.get(a.agency_id, {}), values.get(agency.agency_id, {}))
            }
            if len(homes) == 1:
                _join(merging, {agency.agency_id, *homes}, SAME_SCORES, group)
                continue
            merging.note[agency.agency_id] = "no place stated; namesake of " + _named(
                (a for a in group if a is not agency), len(group) - 1
            )


def _named(agencies: Iterable[ObservedAgency], n: int) -> str:
    """The first of ``n`` agencies, and how many more there are."""
    first = [f"{a.agency_id} {a.place}".strip() for a in islice(agencies, MOST_NAMED)]
    return "; ".join([*first, *([f"{n - len(first)} more"] if n > len(first) else [])])


def _compatible(a: ObservedAgency, b: ObservedAgency) -> bool:
    """No part of the two places contradicts the other."""
    return not (a.province and b.province and a.province != b.province) and not (
        a.district and b.district and a.district != b.district
    )


def _agree(a: ObservedAgency, b: ObservedAgency) -> bool:
    """The places are compatible and share a part that both state."""
    shared = (a.province and a.province == b.province) or (a.district and a.district == b.district)
    return bool(shared) and _compatible(a, b)


def _merge_damaged(
    group: list[ObservedAgency],
    merging: Merging,
    values: Mapping[str, Values],
    known: KnownName,
) -> None:
    """Names with the same consonants, of which one has lost marks of the other."""
    ordered = sorted(group, key=lambda a: (-len(a.bare), -a.n_rows, a.agency_id))
    for index, damaged in enumerate(ordered):
        whole = [
            a
            for a in ordered[:index]
            if a.bare != damaged.bare
            and _lost_marks(a.bare, damaged.bare)
            and _agree(a, damaged)
            and merging.root(a.agency_id) != merging.root(damaged.agency_id)
        ]
        if not whole:
            continue
        if len({merging.root(a.agency_id) for a in whole}) > 1:
            merging.note[damaged.agency_id] = "may be a damaged spelling of several names"
            continue
        target = whole[0]
        if known(damaged.type, damaged.bare):
            continue
        if _contradict(values.get(target.agency_id, {}), values.get(damaged.agency_id, {})):
            merging.note[damaged.agency_id] = (
                f"spelled like {target.agency}, but states other values of the same scores"
            )
            continue
        _join(merging, {target.agency_id, damaged.agency_id}, "damaged spelling", group, into=target.agency_id)


def _lost_marks(whole: str, damaged: str) -> bool:
    """Whether taking marks away from ``whole`` (and ำ to า) can give ``damaged``."""
    left = iter(whole)
    for sign in damaged:
        for other in left:
            if other == sign or (other == "ำ" and sign == "า"):
                break
            if not _MARKS.fullmatch(other):
                return False
        else:
            return False
    return all(_MARKS.fullmatch(sign) for sign in left)


def _contradict(a: Values, b: Values) -> bool:
    return any(abs(a[key] - b[key]) > SAME_VALUE for key in a.keys() & b.keys())


def _corroborate(a: Values, b: Values) -> bool:
    """Both state the same scores; full marks, which many have, prove nothing."""
    shared = [key for key in a.keys() & b.keys() if a[key] < 100]
    return bool(shared) and not _contradict(a, b)


def _join(merging: Merging, ids: set[str], rule: str, group: Iterable[ObservedAgency], into: str = "") -> None:
    rows = {a.agency_id: a for a in group}
    roots = {merging.root(agency_id) for agency_id in ids}

    def best(agency_id: str) -> tuple[bool, bool, int, str]:
        agency = rows.get(agency_id)
        full = bool(agency and agency.district and agency.province)
        coded = agency_id.startswith(ID_PREFIX)
        return (not coded, not full, -(agency.n_rows if agency else 0), agency_id)

    coded = {root for root in roots if root.startswith(ID_PREFIX)}
    if len(coded) > 1:
        # Two official codes are two agencies, whatever their names; a person may say otherwise.
        for root in roots:
            others = [rows[other] for other in sorted(roots - {root}) if other in rows]
            merging.note.setdefault(root, "alike in name and place: " + _named(others, len(others)))
        return
    head = merging.root(into) if into and not coded else min(roots, key=best)
    for root in roots - {head}:
        merging.head[root] = head
        merging.rule[root] = rule


def _both_coded(one: str, other: str) -> bool:
    return one.startswith(ID_PREFIX) and other.startswith(ID_PREFIX)


def _doubt_types(heads: list[ObservedAgency], merging: Merging) -> None:
    """A name that changed its type in the same district may be one that was upgraded."""
    by_home: dict[tuple[str, str, str], list[ObservedAgency]] = defaultdict(list)
    for agency in heads:
        if agency.district:
            by_home[agency.bare, agency.district, agency.province].append(agency)
    for group in by_home.values():
        for agency in group:
            # Two codes are two agencies by the registry.
            others = [a for a in group if a.type != agency.type and not _both_coded(a.agency_id, agency.agency_id)]
            if others:
                merging.note.setdefault(
                    agency.agency_id,
                    f"same name and place as {others[0].agency}, another type: if one became the "
                    "other, write one id into merged_id of both",
                )


def _flattened(final: dict[str, str]) -> dict[str, str]:
    """Each id with the end of its chain; a circle of corrections ends where it began."""
    flat: dict[str, str] = {}
    for start in final:
        here, passed = start, {start}
        while (target := final.get(here, here)) != here and target not in passed:
            passed.add(target)
            here = target
        flat[start] = here
    return flat


def _people(seen: Mapping[str, ObservedAgency], final: Mapping[str, str]) -> dict[str, ObservedAgency]:
    """The name and place of every merged agency; a missing place is taken from its other ids."""
    members: dict[str, list[ObservedAgency]] = defaultdict(list)
    for agency_id, head in final.items():
        members[head].append(seen[agency_id])
    people: dict[str, ObservedAgency] = {}
    for head, group in members.items():
        main = seen.get(head) or max(group, key=lambda a: a.n_rows)
        ordered = sorted(group, key=lambda a: -a.n_rows)
        people[head] = replace(
            main,
            agency_id=head,
            agency_type=main.type or next((a.type for a in ordered if a.type), ""),
            district=main.district or next((a.district for a in ordered if a.district), ""),
            province=main.province or next((a.province for a in ordered if a.province), ""),
            n_rows=sum(a.n_rows for a in group),
        )
    return people


def _applied(
    tables: Tables, final: Mapping[str, str], people: Mapping[str, ObservedAgency], names: NamesByYear
) -> Tables:
    import pandas as pd

    frames: dict[str, pd.DataFrame] = {}
    for name, frame in tables.items():
        changed = frame.copy()
        changed["agency_id"] = frame["agency_id"].map(final).astype("string")
        if name in ("documents", "scores", "measures"):
            for column in PLACE_COLUMNS:
                cells = {head: getattr(agency, column) or pd.NA for head, agency in people.items()}
                changed[column] = changed["agency_id"].map(cells).astype("string")
            changed = named_by_year(changed, names)
        frames[name] = changed
    return replace(tables.with_frames(**frames), merged=True)


def _values_by_agency(tables: Tables) -> dict[str, dict[tuple[str, ...], float]]:
    """Of every agency the values of indicators, instruments and the overall, by year and code."""
    import pandas as pd

    scores = tables.scores
    kept = scores[
        scores["kind"].isin(["overall", "instrument", "indicator"])
        & scores["agency_id"].notna()
        & scores["value"].notna()
        & scores["fiscal_year"].notna()
        & (scores["status"].fillna("unchecked") != "conflict")
    ]
    found: dict[str, dict[tuple[str, ...], float]] = defaultdict(dict)
    columns = [pd.Series(kept[c]).astype("object") for c in ("agency_id", "fiscal_year", "kind", "code", "value")]
    for agency_id, year, kind, code, value in zip(*columns, strict=True):
        found[str(agency_id)].setdefault((str(year), str(kind), str(code)), float(value))
    return found


def _listing(
    tables: Tables,
    seen: Mapping[str, ObservedAgency],
    proposed: Merging,
    listed: Mapping[str, str],
    final: Mapping[str, str],
    people: Mapping[str, ObservedAgency],
    called: Mapping[str, str],
) -> pd.DataFrame:
    """The rows of ``agencies.csv``; ``called`` says of an agency of several names which it bore when."""
    import pandas as pd

    documents = tables.documents.groupby("agency_id").size()
    scores = tables.scores
    years = scores.dropna(subset=["agency_id", "fiscal_year"]).groupby("agency_id")["fiscal_year"]
    spans = {str(k): "; ".join(map(str, sorted(set(v)))) for k, v in years}
    n_scores = scores.groupby("agency_id").size()
    rows = []
    for agency_id, agency in seen.items():
        head = final[agency_id]
        corrected = head != listed[agency_id]
        rows.append(
            {
                "agency_id": agency_id,
                "agency": agency.agency,
                "agency_type": agency.type,
                "district": agency.district,
                "province": agency.province,
                "n_documents": int(documents.get(agency_id, 0)),
                "n_scores": int(n_scores.get(agency_id, 0)),
                "years": spans.get(agency_id, ""),
                "proposed_id": listed[agency_id],
                "merged_id": head,
                "merged_agency": people[head].agency,
                "names": called.get(head, ""),
                "rule": "corrected by hand" if corrected else proposed.rule.get(agency_id, ""),
                "note": "" if corrected else proposed.note.get(agency_id, ""),
            }
        )
    frame = pd.DataFrame(
        rows,
        columns=[
            "agency_id",
            "agency",
            "agency_type",
            "district",
            "province",
            "n_documents",
            "n_scores",
            "years",
            "proposed_id",
            "merged_id",
            "merged_agency",
            "names",
            "rule",
            "note",
        ],
    )
    for column in frame.columns:
        frame[column] = frame[column].astype("Int64" if column.startswith("n_") else "string")
    return frame.sort_values(["province", "agency", "agency_id"], ignore_index=True)
