"""How much of what a document says was read, and how much was read that it does not say."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from thai_ita.model import Basis, Measure, Report

# Half of the last decimal that reports print.
SAME_VALUE = 0.005
SAME_TITLE, SAME_FIELD = 0.9, 0.95
WEIGHTS = {"IIT": 0.3, "EIT": 0.3, "OIT": 0.4}
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

Key = tuple[str, object, str, str, str]


class Verdict:
    """Counts over documents: of each thing how many there are and how many are right."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.misses: list[str] = []

    def share(self, right: str, of: str) -> float:
        return self.counts[right] / self.counts[of] if self.counts[of] else 1.0

    def judge(self, name: str, report: Report, truth: dict[str, Any]) -> None:
        self._facts(name, report, truth)
        self._scores(name, report, truth)
        self._measures(name, report, truth)

    def _note(self, what: str, right: bool, miss: str) -> None:
        self.counts[what] += 1
        self.counts[f"{what} right"] += right
        if not right:
            self.misses.append(miss)

    def _facts(self, name: str, report: Report, truth: dict[str, Any]) -> None:
        who = report.identity.agency
        got = {
            "agency": who.name if who else "", "agency_type": who.type if who else "",
            "district": who.district if who else "", "province": who.province if who else "",
            "fiscal_year": report.identity.fiscal_year, "doc_type": report.identity.doc_type,
            "level": report.identity.level,
        }  # fmt: skip
        for fact, value in got.items():
            if truth[fact] is not None:
                right = _key(value) == _key(truth[fact])
                self._note("facts", right, f"{name}: {fact} {truth[fact]!r}, read {value!r}")

    def _scores(self, name: str, report: Report, truth: dict[str, Any]) -> None:
        parted = any(s.get("part") for s in truth["scores"])
        want: dict[Key, float] = {}
        for s in truth["scores"]:
            weight = WEIGHTS[s["code"]] if s.get("weighted") else 1
            agency = _key(s.get("agency") or truth["agency"])
            key = (agency, s["fiscal_year"], s["level"], s["code"], s.get("part", ""))
            want[key] = s["value"] / weight
        got: dict[Key, list[float]] = {}
        for score in report.scores:
            if truth.get("kinds") and score.kind not in truth["kinds"]:
                continue
            agency = _key(score.agency.name if score.agency else "")
            key = (agency, score.fiscal_year, score.kind.value, score.code,
                   score.part if parted else "")  # fmt: skip
            if score.basis is not Basis.DERIVED or key in want:
                got.setdefault(key, []).append(score.value)
        for key, value in want.items():
            right = any(abs(value - v) <= SAME_VALUE + 1e-9 for v in got.get(key, []))
            self._note("stated", right, f"{name}: {key} {value}, read {got.get(key)}")
        for key, values in got.items():
            for v in values:
                right = key in want and abs(want[key] - v) <= SAME_VALUE + 1e-9
                self._note("read", right, f"{name}: {key} read {v}, which it does not say")

    def _measures(self, name: str, report: Report, truth: dict[str, Any]) -> None:
        by_seq = {m.seq: m for m in report.measures}
        for _ in range(len(truth["measures"]), len(report.measures)):
            self._note("extra measures", False, f"{name}: a measure that it does not have")
        for want in truth["measures"]:
            got = by_seq.get(want["seq"])
            found = got is not None and alike(got.title, want["title"]) >= SAME_TITLE
            title = got.title if got else None
            self._note("measures", found, f"{name}: measure {want['title']!r}, read {title!r}")
            if got is not None and found:
                for field in want.keys() - {"seq", "title"}:
                    self._field(f"{name}: measure {want['seq']}", field, got, want[field])

    def _field(self, name: str, field: str, measure: Measure, want: Any) -> None:
        got = getattr(measure, field)
        if field == "responsible":
            right = {_key(u) for u in got} == {_key(u) for u in want}
        else:
            right = alike(_text(got), _text(want)) >= SAME_FIELD
        self._note("fields", right, f"{name}: {field} {want!r}, read {got!r}")


def _text(value: str | Iterable[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def _key(value: object) -> str:
    text = unicodedata.normalize("NFC", str("" if value is None else value)).translate(_DIGITS)
    return re.sub(r"[\s.,;:|/\"“”()\-–•]+", "", text.replace("\u0e4d\u0e32", "\u0e33")).lower()


def alike(a: str, b: str) -> float:
    """Similarity (0-1) of two texts, spaces and punctuation aside."""
    a, b = _key(a), _key(b)
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()
