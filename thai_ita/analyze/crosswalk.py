"""What may be compared between two fiscal years, and why not where not.

The indicators keep their names while the questions under them change, so a difference over such a
joint is not a change of the agency. Data: ``data/crosswalk.json`` for the years that were judged
by hand; the joints of later editions are worked out from their questions and items. Single
questions, items and sub-indicators are compared by their wording in the editions of both years.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein

from thai_ita.model import ScoreKind
from thai_ita.normalize.editions import known_codes, known_years, load_edition, nearest_edition

if TYPE_CHECKING:
    import pandas as pd

    from thai_ita.normalize.edition_schema import Edition

SAME_WORDING = 0.85
"""Two wordings of an item are the same question at this similarity (0-1) or more."""

KEPT_SHARE = 0.5
"""Of an instrument's items so many must be those of the year before for it to be the same one."""


class Comparability(StrEnum):
    """SAME: a difference means a change. REVISED: the indicator is the same, its items are not
    all. BREAK: other questions or another scheme; a difference means nothing by itself."""

    SAME = "same"
    REVISED = "revised"
    BREAK = "break"


_ORDER = (Comparability.SAME, Comparability.REVISED, Comparability.BREAK)


@dataclass(frozen=True, slots=True)
class Joint:
    """The grade of a pair of years for one score, with the reasons (``reasons_in`` for Thai)."""

    grade: Comparability
    reasons: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why, in one line; "" where the years are simply comparable."""
        return "; ".join(self.reasons)


@dataclass(frozen=True, slots=True)
class YearJoint:
    """What changed from one fiscal year (พ.ศ.) to the next for the instruments of ``scope``."""

    first: int
    last: int
    scope: frozenset[str]
    grade: Comparability
    en: str
    th: str

    @property
    def english(self) -> str:
        """The reason as ``break_note`` holds it."""
        return f"FY{self.first}-{self.last}: {self.en}"

    @property
    def thai(self) -> str:
        """The reason for Thai readers."""
        return f"ปี {self.first}-{self.last}: {self.th}"


@lru_cache(maxsize=1)
def crosswalk_data() -> dict[str, Any]:
    """The content of ``data/crosswalk.json``."""
    text = files("thai_ita.data").joinpath("crosswalk.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@lru_cache(maxsize=1)
def all_joints() -> tuple[YearJoint, ...]:
    """The joints judged by hand, then those of editions that came later, in the order of years."""
    data = crosswalk_data()
    joints = [
        YearJoint(j["from"], j["to"], frozenset(j["scope"]), Comparability(j["grade"]), j["en"], j["th"])
        for j in data["joints"]
    ]
    judged = range(data["years"][0], data["years"][1] + 1)
    for first, last in itertools.pairwise(known_years()):
        if last not in judged or first not in judged:
            joints += _compare_editions(first, last)
    return tuple(joints)


def _compare_editions(first: int, last: int) -> list[YearJoint]:
    """What changed by what the editions of both years hold, one joint for each instrument."""
    before, after = load_edition(first), load_edition(last)
    everything = frozenset(i.code for i in (*before.instruments, *after.instruments))
    if before.scheme != after.scheme or {i.code for i in before.indicators} != {i.code for i in after.indicators}:
        return [YearJoint(first, last, everything, Comparability.BREAK, "other indicators", "ตัวชี้วัดเปลี่ยนไป")]
    joints = []
    for code in sorted(everything):
        change = _change_of(before, after, code)
        if change is not None:
            joints.append(YearJoint(first, last, frozenset({code}), *change))
    return joints


def _change_of(before: Edition, after: Edition, instrument: str) -> tuple[Comparability, str, str] | None:
    """How an instrument changed between two editions: the grade, in English, in Thai."""
    old, new = (
        {item.code: item.wording for item in edition.items if item.instrument == instrument}
        for edition in (before, after)
    )
    for edition, items in ((before, old), (after, new)):
        if not items:
            year = edition.fiscal_year
            return (
                Comparability.BREAK,
                f"the items of {instrument} of FY{year} are not known",
                f"ยังไม่ทราบข้อของ {instrument} ปี {year}",
            )
    kept = sum(any(_alike(wording, other) for other in old.values()) for wording in new.values())
    moved = any(not _alike(wording, old.get(code, "")) for code, wording in new.items())
    if len(old) == len(new) and not moved:
        return None
    grade = Comparability.REVISED if kept >= KEPT_SHARE * max(len(old), len(new)) else Comparability.BREAK
    return (
        grade,
        f"{instrument} went from {len(old)} to {len(new)} items, {kept} of them kept",
        f"{instrument} เปลี่ยนจาก {len(old)} เป็น {len(new)} ข้อ คงเดิม {kept} ข้อ",
    )


def _alike(wording: str, other: str) -> bool:
    """Whether two wordings are the same question or item."""
    return (
        Levenshtein.normalized_similarity(wording.replace(" ", ""), other.replace(" ", ""), processor=None)
        >= SAME_WORDING
    )


@lru_cache(maxsize=8192)
def comparability(kind: str, code: str, year: int, other: int) -> Joint:
    """How far the score ``code`` of two years (พ.ศ.) compares, over every year between them."""
    first, last = sorted((year, other))
    if first == last:
        return Joint(Comparability.SAME)
    unknown = next((y for y in range(first, last + 1) if y not in known_years()), None)
    if unknown is not None:
        return Joint(
            Comparability.BREAK,
            (f"the assessment of FY{unknown} is not known",),
        )
    scopes = _instruments_of(kind, code, first)
    found = [joint for joint in all_joints() if first <= joint.first and joint.last <= last and scopes & joint.scope]
    grade = max((joint.grade for joint in found), key=_ORDER.index, default=Comparability.SAME)
    result = Joint(grade, tuple(joint.english for joint in found))
    if kind in (ScoreKind.QUESTION, ScoreKind.OIT_ITEM, ScoreKind.SUBINDICATOR):
        return _by_wording(kind, code, first, last, result)
    return result


def _instruments_of(kind: str, code: str, year: int) -> set[str]:
    if kind == ScoreKind.OVERALL:
        return set(known_codes().instruments)
    instrument = nearest_edition(year).instrument_of(code)
    # A score whose instrument is not known compares only where every instrument does.
    return {instrument} if instrument else set(known_codes().instruments)


def _by_wording(kind: str, code: str, first: int, last: int, joint: Joint) -> Joint:
    """An item or sub-indicator: the same only where both years word it alike."""
    if joint.grade is Comparability.SAME:
        return joint
    names = [load_edition(y).canonical_name(kind, code) for y in (first, last)]
    alike = len(names) == 2 and all(names) and _alike(*names)
    if kind != ScoreKind.SUBINDICATOR and alike and joint.grade is Comparability.REVISED:
        return Joint(Comparability.SAME)
    if alike:
        return joint
    return Joint(
        Comparability.BREAK,
        (*joint.reasons, f"{code} is something else in FY{last}"),
    )


def segments(kind: str, code: str, years: Iterable[int], *, across: bool = False) -> list[list[int]]:
    """Runs of years within which a score compares; a new run begins at each break.

    With ``across`` all years are one run, and whoever shows it has to name the breaks in it.
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        joined = runs and (across or comparability(kind, code, runs[-1][-1], year).grade is not Comparability.BREAK)
        if joined:
            runs[-1].append(year)
        else:
            runs.append([year])
    return runs


def joint_reason(kind: str, code: str, years: Sequence[int]) -> str:
    """What changed in the assessment between the first and the last of the years, "" if nothing."""
    return comparability(kind, code, min(years), max(years)).reason if years else ""


def add_comparability(frame: pd.DataFrame, year: str, other: str) -> pd.DataFrame:
    """The frame with ``comparability`` and ``break_note`` for the years in two of its columns.

    Rows without one of the years have neither.
    """
    import pandas as pd

    keys = ["kind", "code", year, other]
    pairs = frame[keys].dropna().drop_duplicates()
    joints = [comparability(str(kind), str(code), int(a), int(b)) for kind, code, a, b in pairs.itertuples(index=False)]
    pairs = pairs.assign(
        comparability=pd.Series([str(j.grade) for j in joints], index=pairs.index, dtype="string"),
        break_note=pd.Series([j.reason for j in joints], index=pairs.index, dtype="string"),
    )
    return frame.merge(pairs, on=keys, how="left")


def distinct_reasons(notes: pd.Series[str]) -> str:
    """The different reasons of a column ``break_note``, in one line."""
    return "; ".join(sorted({r for text in notes.dropna().unique() for r in str(text).split("; ")}))


_OUTSIDE = re.compile(r"the assessment of FY(\d{4}) is not known")
_ELSE = re.compile(r"(\S+) is something else in FY(\d{4})")


def reasons_in(reasons: str, language: str) -> str:
    """Reasons as ``break_note`` holds them (English, ``; `` between), in ``en`` or ``th``."""
    if language != "th" or not reasons:
        return reasons
    thai = {joint.english: joint.thai for joint in all_joints()}

    def one(reason: str) -> str:
        if reason in thai:
            return thai[reason]
        if match := _OUTSIDE.fullmatch(reason):
            return f"ยังไม่ทราบเกณฑ์การประเมินของปี {match[1]}"
        match = _ELSE.fullmatch(reason)
        return f"{match[1]} ของปี {match[2]} เป็นคนละเรื่อง" if match else reason

    return "; ".join(one(reason) for reason in reasons.split("; "))
