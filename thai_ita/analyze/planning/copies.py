"""Near-duplicate measures of different agencies, with the passage they share.

Candidates come from MinHash and locality-sensitive hashing (datasketch), similarity from rapidfuzz
on the texts without template sentences. That two texts are alike says neither who wrote first nor
that anything is wrong: agencies share advisers, and guidance is meant to be followed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from thai_ita.analyze.planning.shingles import (
    SHORT_RUN,
    plain_letters,
    run_hashes,
    template_masks,
    unmasked,
    with_positions,
)
from thai_ita.extras import need
from thai_ita.normalize.gazetteer import split_type

if TYPE_CHECKING:
    import pandas as pd

NEAR_AT, WHOLE_AT = 80.0, 75.0
"""Similarity (0-100) without templates, and of the whole texts, from which two measures are
near-duplicates: what is left beside templates may be alike by chance where the rest is not."""
SHORTEST = 40
"""Letters that a text needs outside templates: shorter ones are alike by chance."""
TEMPLATE_LEAST = 10
TEMPLATE_SHARE = 0.02
"""A passage that more than this many (and this share of) agencies have is a template's."""
_MAY_BEGIN = re.compile("[ก-ฯเ-ไa-z]")
_PERMUTATIONS = 64
_CANDIDATE_AT = 0.4
_MOST_CANDIDATES = 200

COLUMNS = (
    "copy_group",
    "agency_id",
    "agency",
    "province",
    "plan_year",
    "doc_id",
    "page",
    "seq",
    "title",
    "twin_agency_id",
    "twin_agency",
    "twin_province",
    "twin_year",
    "twin_doc",
    "twin_page",
    "twin_seq",
    "similarity",
    "shared_passage",
    "shared_letters",
    "n_letters",
)
GROUP_COLUMNS = (
    "copy_group",
    "n_measures",
    "n_agencies",
    "n_provinces",
    "first_year",
    "last_year",
    "title",
    "agencies",
)


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """``twins`` has a row per measure that comes after one like it of another agency, ``alike`` the numbers (column
    ``measure``) of all that another agency has one like, be it before or after."""

    twins: pd.DataFrame
    alike: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Twin:
    index: int
    similarity: float


def template_limit(n_agencies: int) -> int:
    """How many agencies may share a passage before it counts as a template's."""
    return max(TEMPLATE_LEAST, int(TEMPLATE_SHARE * n_agencies))


def near_duplicates(measures: pd.DataFrame) -> NearDuplicates:
    """The measures that are near-duplicates of another agency's, each with its most similar twin.

    Twins are of the same or an earlier year, so each pair stands once. ``shared_passage`` is the
    longest passage that both have, as the measure writes it. Raises MissingExtraError without
    datasketch.
    """
    import pandas as pd

    need("datasketch", "stats")
    ordered = measures.sort_values(["plan_year", "agency_id", "measure"], ignore_index=True)
    raw = [
        _without_names("\n".join(p for p in (title, steps) if p), agency, district, province)
        for title, steps, agency, district, province in zip(
            *(ordered[c].fillna("").astype(str) for c in ("title", "steps", "agency", "district", "province")),
            strict=True,
        )
    ]
    texts = [plain_letters(text) for text in raw]
    owners = pd.factorize(ordered["agency_id"])[0].tolist()
    masks = template_masks(texts, owners, template_limit(len(set(owners))))
    telling = [unmasked(text, mask) for text, mask in zip(texts, masks, strict=True)]
    twins, groups, alike = _find_twins(telling, texts, owners)
    rows = []
    for index, twin in sorted(twins.items()):
        own, other = ordered.iloc[index], ordered.iloc[twin.index]
        passage, letters = shared_passage(raw[index], masks[index], texts[twin.index])
        rows.append(
            {
                "copy_group": groups[index],
                "agency_id": own["agency_id"],
                "agency": own["agency"],
                "province": own["province"],
                "plan_year": own["plan_year"],
                "doc_id": own["doc_id"],
                "page": own["page"],
                "seq": own["seq"],
                "title": own["title"],
                "twin_agency_id": other["agency_id"],
                "twin_agency": other["agency"],
                "twin_province": other["province"],
                "twin_year": other["plan_year"],
                "twin_doc": other["doc_id"],
                "twin_page": other["page"],
                "twin_seq": other["seq"],
                "similarity": round(twin.similarity, 1),
                "shared_passage": passage,
                "shared_letters": letters,
                "n_letters": len(texts[index]),
            }
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in COLUMNS:
        if column not in ("similarity",):
            number = column in (
                "copy_group",
                "plan_year",
                "page",
                "seq",
                "twin_year",
                "twin_page",
                "twin_seq",
                "shared_letters",
                "n_letters",
            )
            table[column] = table[column].astype("Int64" if number else "string")
    table = table.sort_values(["copy_group", "plan_year", "agency_id"], ignore_index=True)
    return NearDuplicates(table, frozenset(int(ordered["measure"].iloc[i]) for i in alike))


def copy_groups(copies: pd.DataFrame) -> pd.DataFrame:
    """A row per set of measures that are near-duplicates of one another, the widest first."""
    import pandas as pd

    own = ["agency_id", "agency", "province", "plan_year", "doc_id", "seq"]
    twin = ["twin_agency_id", "twin_agency", "twin_province", "twin_year", "twin_doc", "twin_seq"]
    both = pd.concat(
        [
            copies[["copy_group", *own]],
            copies[["copy_group", *twin]].set_axis(["copy_group", *own], axis=1),
        ]
    ).drop_duplicates(["copy_group", "agency_id", "plan_year", "doc_id", "seq"])
    grouped = both.groupby("copy_group", sort=True)
    names: dict[int, set[str]] = defaultdict(set)
    for group, agency in zip(both["copy_group"], both["agency"].fillna(""), strict=True):
        names[int(group)].add(str(agency))
    table = pd.DataFrame(
        {
            "n_measures": grouped.size(),
            "n_agencies": grouped["agency_id"].nunique(),
            "n_provinces": grouped["province"].nunique(),
            "first_year": grouped["plan_year"].min(),
            "last_year": grouped["plan_year"].max(),
            "title": copies.groupby("copy_group", sort=True)["title"].first(),
        }
    ).reset_index()
    table["agencies"] = pd.Series([_some(names[int(group)]) for group in table["copy_group"]], dtype="string")
    return table[list(GROUP_COLUMNS)].sort_values(
        ["n_agencies", "copy_group"], ascending=[False, True], ignore_index=True
    )


def _some(names: set[str]) -> str:
    """The first five names, and how many more there are."""
    ordered = sorted(names)
    return "; ".join(ordered[:5]) + (f"; +{len(ordered) - 5}" if len(ordered) > 5 else "")


def _without_names(text: str, agency: str, district: str, province: str) -> str:
    """The text without the agency's own name and place, which every copyist changes."""
    kind, bare = split_type(agency)
    for name in (agency, bare, district, province):
        if len(name) > 2:
            text = text.replace(name, " ")
    return text.replace(kind, " ") if kind else text


def _find_twins(
    texts: Sequence[str], whole: Sequence[str], owners: Sequence[int]
) -> tuple[dict[int, _Twin], dict[int, int], set[int]]:
    """The best earlier twin of each text, the number of the group that each belongs to, and all texts that
    another owner has one like."""
    from rapidfuzz import fuzz

    own = {index: text for index, text in enumerate(texts) if len(text) >= SHORTEST}
    leaders = _same_text(own)
    candidates = _candidates({i: own[i] for i in sorted(set(leaders.values()))})
    alike: dict[int, list[_Twin]] = defaultdict(list)
    parent = {index: index for index in own}

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for a, others in candidates.items():
        for b in others:
            score = fuzz.ratio(own[a], own[b], processor=None, score_cutoff=NEAR_AT)
            if score and fuzz.ratio(whole[a], whole[b], processor=None, score_cutoff=WHOLE_AT):
                alike[a].append(_Twin(b, score))
                alike[b].append(_Twin(a, score))
                parent[root(max(a, b))] = root(min(a, b))
    members: dict[int, list[int]] = defaultdict(list)
    for index, leader in leaders.items():
        members[leader].append(index)
        parent[root(index)] = root(leader)
    twins: dict[int, _Twin] = {}
    for index, leader in leaders.items():
        found = _best_twin(index, owners, members, [_Twin(leader, 100.0), *alike[leader]])
        if found:
            twins[index] = found
    named = {r: n for n, r in enumerate(sorted({root(i) for i in twins}), start=1)}
    of_others = {
        index
        for index, leader in leaders.items()
        if any(
            owners[other] != owners[index]
            for near in (leader, *(twin.index for twin in alike[leader]))
            for other in members[near]
        )
    }
    return twins, {index: named[root(index)] for index in twins}, of_others


def _best_twin(index: int, owners: Sequence[int], members: dict[int, list[int]], alike: list[_Twin]) -> _Twin | None:
    """The most similar text of another agency before this one, the earliest where equal; none
    where the agency itself had written it before."""
    earlier = [_Twin(other, twin.similarity) for twin in alike for other in members[twin.index] if other < index]
    first_own = min((t.index for t in earlier if owners[t.index] == owners[index]), default=index)
    # What the agency wrote before anybody else, or before this twin, is its own.
    others = [t for t in earlier if owners[t.index] != owners[index] and t.index < first_own]
    return max(others, key=lambda t: (t.similarity, -t.index), default=None)


def _same_text(texts: dict[int, str]) -> dict[int, int]:
    """For each text the first one that reads exactly alike."""
    first: dict[str, int] = {}
    return {index: first.setdefault(text, index) for index, text in sorted(texts.items())}


def _candidates(texts: dict[int, str]) -> dict[int, list[int]]:
    """For each text the earlier ones that share enough shingles by their MinHash."""
    from datasketch import MinHash, MinHashLSH

    index_of = MinHashLSH(threshold=_CANDIDATE_AT, num_perm=_PERMUTATIONS)
    # One object holds the permutations; making them anew for every text would take longest.
    blank = MinHash(num_perm=_PERMUTATIONS, hashfunc=int)
    found: dict[int, list[int]] = {}
    for index, text in texts.items():
        signature = blank.copy()
        signature.update_batch(run_hashes(text, SHORT_RUN))
        near = sorted(index_of.query(signature))[:_MOST_CANDIDATES]
        if near:
            found[index] = near
        index_of.insert(index, signature, check_duplication=False)
    return found


def shared_passage(text: str, template: NDArray[np.bool_], other: str) -> tuple[str, int]:
    """The longest passage that two measures share, as ``text`` writes it, and its letters.

    ``template`` marks the letters of ``text`` that stand in a template: the passage with most
    letters outside is taken, and templates at its ends are cut off. ``other`` is letters alone.
    """
    from rapidfuzz.distance import Indel

    letters, places = with_positions(text)
    blocks = Indel.editops(letters, other, processor=None).as_matching_blocks()
    own = ~template
    best = max(blocks, key=lambda block: int(own[block.a : block.a + block.size].sum()))
    telling = np.flatnonzero(own[best.a : best.a + best.size])
    if not len(telling):
        return "", 0
    first, last = best.a + int(telling[0]), best.a + int(telling[-1])
    # Never begin behind the vowel that is written before its consonant, nor with a bare mark.
    while first > best.a and (letters[first - 1] in "เแโใไ" or not _MAY_BEGIN.match(letters[first])):
        first -= 1
    return re.sub(r"\s+", " ", text[places[first] : places[last] + 1]), last - first + 1
