"""What may be compared between two fiscal years, and why not where not.

The indicators keep their names while the questions under them change, so a difference over such a
joint is not a change of the agency. Data: ``data/crosswalk.json``, made from the editions; single
questions, items and sub-indicators are compared by their wording in the editions of both years.
"""

from __future__ import annotations

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
from thai_ita.normalize.editions import known_years, load_edition, nearest_edition

if TYPE_CHECKING:
    import pandas as pd

SAME_WORDING = 0.85
"""Two wordings of an item are the same question at this similarity (0-1) or more."""


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


@lru_cache(maxsize=1)
def crosswalk_data() -> dict[str, Any]:
    """The content of ``data/crosswalk.json``."""
    text = files("thai_ita.data").joinpath("crosswalk.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@lru_cache(maxsize=8192)
def comparability(kind: str, code: str, year: int, other: int) -> Joint:
    """How far the score ``code`` of two years (พ.ศ.) compares, over every year between them."""
    first, last = sorted((year, other))
    if first == last:
        return Joint(Comparability.SAME)
    data = crosswalk_data()
    low, high = data["years"]
    if first < low or last > high:
        outside = first if first < low else last
        return Joint(
            Comparability.BREAK,
            (f"the assessment of FY{outside} is not known",),
        )
    scopes = _instruments_of(kind, code, first)
    found = [
        joint for joint in data["joints"]
        if first <= joint["from"] and joint["to"] <= last and scopes & set(joint["scope"])
    ]
    grade = max((Comparability(j["grade"]) for j in found), key=_ORDER.index,
                default=Comparability.SAME)
    result = Joint(
        grade,
        tuple(f"FY{j['from']}-{j['to']}: {j['en']}" for j in found),
    )
    if kind in (ScoreKind.QUESTION, ScoreKind.OIT_ITEM, ScoreKind.SUBINDICATOR):
        return _by_wording(kind, code, first, last, result)
    return result


def _instruments_of(kind: str, code: str, year: int) -> set[str]:
    if kind == ScoreKind.OVERALL:
        return {"IIT", "EIT", "OIT", "EBIT"}
    instrument = nearest_edition(year).instrument_of(code)
    # A score whose instrument is not known compares only where every instrument does.
    return {instrument} if instrument else {"IIT", "EIT", "OIT", "EBIT"}


def _by_wording(kind: str, code: str, first: int, last: int, joint: Joint) -> Joint:
    """An item or sub-indicator: the same only where both years word it alike."""
    if joint.grade is Comparability.SAME:
        return joint
    years = [y for y in (first, last) if y in known_years()]
    names = [load_edition(y).canonical_name(kind, code) for y in years]
    alike = len(names) == 2 and all(names) and Levenshtein.normalized_similarity(
        names[0].replace(" ", ""), names[1].replace(" ", ""), processor=None
    ) >= SAME_WORDING
    if kind != ScoreKind.SUBINDICATOR and alike and joint.grade is Comparability.REVISED:
        return Joint(Comparability.SAME)
    if alike:
        return joint
    return Joint(
        Comparability.BREAK,
        (*joint.reasons, f"{code} is something else in FY{last}"),
    )


def segments(
    kind: str, code: str, years: Iterable[int], *, across: bool = False
) -> list[list[int]]:
    """Runs of years within which a score compares; a new run begins at each break.

    With ``across`` all years are one run, and whoever shows it has to name the breaks in it.
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        joined = runs and (
            across or comparability(kind, code, runs[-1][-1], year).grade is not Comparability.BREAK
        )
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
    joints = [
        comparability(str(kind), str(code), int(a), int(b))
        for kind, code, a, b in pairs.itertuples(index=False)
    ]
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
    thai = {f"FY{j['from']}-{j['to']}: {j['en']}": f"ปี {j['from']}-{j['to']}: {j['th']}"
            for j in crosswalk_data()["joints"]}

    def one(reason: str) -> str:
        if reason in thai:
            return thai[reason]
        if match := _OUTSIDE.fullmatch(reason):
            return f"ยังไม่ทราบเกณฑ์การประเมินของปี {match[1]}"
        match = _ELSE.fullmatch(reason)
        return f"{match[1]} ของปี {match[2]} เป็นคนละเรื่อง" if match else reason

    return "; ".join(one(reason) for reason in reasons.split("; "))
