"""Codes of questions and items that a recogniser misread: i๑๓ read e๓.

A code is a figure outside all arithmetic. Two rows of a picture that bear one code and different
values are an error in a code, never two readings of one value. The order of the rows (i12, ?, i14)
and the wording beside the code say which row it is; where they do not, the value is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from thai_ita.model import Check, CheckResult, ScoreKind, Severity
from thai_ita.normalize.edition_fit import Matchers
from thai_ita.normalize.labels import read_label
from thai_ita.normalize.name_ranking import ACCEPT_WORDING, similarity
from thai_ita.normalize.recognised import PUBLISHED, SURE
from thai_ita.normalize.repair import squash
from thai_ita.parse.scores.candidates import SAME_VALUE, TABLE, Candidate

ITEMS = frozenset({ScoreKind.QUESTION, ScoreKind.OIT_ITEM})
# Letters of a wording that is long enough to tell one item from another.
MIN_WORDING = 8
_CODE = re.compile(r"([a-z]?)(\d{1,2})")
_BY_ORDER = "item-code-by-order"

_Row = tuple[int, int]
"""The table and the row in it; 0 and the line of a row that was laid out as text."""


@dataclass(slots=True)
class CodeSettlement:
    """The candidates with the codes of their rows, those whose row is not known, and checks."""

    candidates: list[Candidate]
    withheld: list[Candidate] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)


def settle_codes(candidates: list[Candidate], matchers: Matchers) -> CodeSettlement:
    """Puts right or takes out what recognised rows say of their codes; typed ones stay as they are."""
    out = CodeSettlement(list(candidates))
    recognised = [c for c in candidates if c.reading_p is not None]
    if not recognised:
        return out
    order = _Order(c for c in candidates if c.reading_p is not None and c.kind in ITEMS)
    colliding = {id(c) for group in _collisions(recognised) for c in group}
    for at, candidate in enumerate(out.candidates):
        expected = order.expected(candidate)
        if not expected and _is_unsure(candidate) and not _is_worded(candidate, candidate.code, matchers):
            out.withheld.append(candidate)
            out.checks.append(_check(
                "code-order", CheckResult.FAILS, candidate, "",
                f"has a code that was recognised with probability {candidate.code_p:.2f}, and neither "
                "its wording nor its neighbours say which it is; it was left out",
            ))  # fmt: skip
        doubted = id(candidate) in colliding or (candidate.code_p or 1.0) < SURE or order.is_run(candidate)
        wrong = expected not in ("", candidate.code) and doubted
        if wrong and not _is_worded(candidate, candidate.code, matchers):
            out.candidates[at] = _as_expected(candidate, expected, order, out, matchers)
    _part_collisions(out, order)
    gone = set(map(id, out.withheld))
    out.candidates = [c for c in out.candidates if id(c) not in gone]
    return out


class _Order:
    """Which code a row has by its neighbours."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        rows: dict[_Row, set[str]] = {}
        for candidate in candidates:
            if (row := _row_of(candidate)) is not None:
                rows.setdefault(row, set()).add(candidate.code)
        self._rows = sorted((row, codes.pop()) for row, codes in rows.items() if len(codes) == 1)
        self._codes = [code for _, code in self._rows]
        self._at = {row: i for i, (row, _) in enumerate(self._rows)}

    def expected(self, candidate: Candidate) -> str:
        """The code that the rows above and below leave for a row, "" where they say nothing."""
        row = _row_of(candidate)
        at = self._at.get(row) if row is not None else None
        if at is None:
            return ""
        above, two_above = self._code(at, -1), self._code(at, -2)
        below, two_below = self._code(at, 1), self._code(at, 2)
        between = _moved(above, 1)
        if between and between == _moved(below, -1):
            return between
        # At an end of a list two rows that count on say it.
        if not below and between and above == _moved(two_above, 1):
            return between
        if not above and _moved(below, -1) and below == _moved(two_below, -1):
            return _moved(below, -1)
        return ""

    def is_run(self, candidate: Candidate) -> bool:
        """Whether three rows around a row count on but for it; of two it may be chance."""
        row = _row_of(candidate)
        at = self._at.get(row) if row is not None else None
        if at is None:
            return False
        here = self.expected(candidate)
        counted = {step: _moved(here, step) for step in (-2, -1, 1, 2)}
        steps = {step: code != "" and self._code(at, step) == code for step, code in counted.items()}
        return bool(here) and steps[-1] and steps[1] and (steps[-2] or steps[2])

    def is_used(self, code: str) -> bool:
        return code in self._codes

    def _code(self, at: int, step: int) -> str:
        """The code of a row of the same table; "" beyond its ends."""
        other = at + step
        if not 0 <= other < len(self._rows) or self._rows[other][0][0] != self._rows[at][0][0]:
            return ""
        return self._codes[other]


def _moved(code: str, step: int) -> str:
    """The code so many places further on, "" where there is none."""
    found = _CODE.fullmatch(code)
    if found is None or int(found[2]) + step < 1:
        return ""
    return f"{found[1]}{int(found[2]) + step}"


def _row_of(candidate: Candidate) -> _Row | None:
    at = candidate.evidence
    if at.table is not None and at.row is not None:
        return at.table, at.row
    return (0, at.line) if at.line is not None and candidate.strength == TABLE else None


def _is_unsure(candidate: Candidate) -> bool:
    """Whether the code of a row was recognised with doubt."""
    return (
        candidate.kind in ITEMS
        and candidate.reading_p is not None
        and candidate.code_p is not None
        and candidate.code_p < PUBLISHED
    )


def _is_worded(candidate: Candidate, code: str, matchers: Matchers) -> bool:
    """Whether the wording in the row is that of a code in its year."""
    texts = (candidate.match.seen, *candidate.evidence.text.split("|"))
    keys = [squash(read_label(text).name) for text in texts]
    items = matchers.of(candidate.year).edition.items
    wordings = [squash(t) for i in items if i.code == code for t in (i.wording, *i.aliases) if t]
    return any(
        similarity(key, wording) >= ACCEPT_WORDING
        for key in keys if len(key) >= MIN_WORDING
        for wording in wordings
    )  # fmt: skip


def _as_expected(
    candidate: Candidate, expected: str, order: _Order, out: CodeSettlement, matchers: Matchers
) -> Candidate:
    """The candidate under the code that its place says; withheld where another row has that."""
    edition = matchers.of(candidate.year).edition
    name = edition.canonical_name(candidate.kind, expected) or ""
    free = not order.is_used(expected) and (name or not edition.items)
    if not free or _kind_of(expected) is not candidate.kind:
        out.withheld.append(candidate)
        out.checks.append(_check(
            "code-order", CheckResult.FAILS, candidate, expected,
            f"stands where {expected} should, which another row bears or the year does not have; "
            "it was left out",
        ))  # fmt: skip
        return candidate
    match = replace(candidate.match, code=expected, name=name, rule=_BY_ORDER)
    out.checks.append(_check(
        "code-order", CheckResult.REPAIRED, candidate, expected,
        f"stands between its neighbours as {expected}, and its code was recognised in a picture; "
        f"it was taken for {expected}",
    ))  # fmt: skip
    return replace(candidate, code=expected, match=match)


def _kind_of(code: str) -> ScoreKind:
    return ScoreKind.OIT_ITEM if code[0] == "o" else ScoreKind.QUESTION


def _part_collisions(out: CodeSettlement, order: _Order) -> None:
    """Takes out the values of rows that bear one code; the row whose place says the code keeps it."""
    for group in _collisions(c for c in out.candidates if c.reading_p is not None):
        placed = [c for c in group if order.expected(c) == c.code]
        kept = {_row_of(c) for c in placed}
        lost = [c for c in group if len(kept) != 1 or _row_of(c) not in kept]
        for candidate in lost:
            others = [c for c in group if _row_of(c) != _row_of(candidate)]
            out.withheld.append(candidate)
            beside = ", ".join(f"{c.number.text} ({_place(c)})" for c in others)
            out.checks.append(_check(
                "code-collision", CheckResult.FAILS, candidate, "",
                f"bears the same code as {beside}: one of the codes was misread; it was left out",
            ))  # fmt: skip


def _collisions(candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """Candidates of one fact with different values that stand in different rows: of an item in
    whichever table, of an indicator in one table."""
    groups: dict[tuple[object, ...], list[Candidate]] = {}
    for candidate in candidates:
        row = _row_of(candidate)
        if row is None or candidate.kind not in (*ITEMS, ScoreKind.INDICATOR, ScoreKind.SUBINDICATOR):
            continue
        table = None if candidate.kind in ITEMS else row[0]
        key = (candidate.agency_key, candidate.year, candidate.kind, candidate.code,
               candidate.part, candidate.points, table)  # fmt: skip
        groups.setdefault(key, []).append(candidate)
    for group in groups.values():
        values = [c.value for c in group]
        if len({_row_of(c) for c in group}) > 1 and max(values) - min(values) > SAME_VALUE:
            yield group


def _check(name: str, result: CheckResult, of: Candidate, expected: str, said: str) -> Check:
    return Check(
        name, result, of.year, Severity.WARNING, expected, f"{of.code} {of.number.text}",
        list(dict.fromkeys(filter(None, (of.code, expected)))),
        f"{of.kind} {of.code} {of.number.text} ({_place(of)}) {said}", of.agency,
    )  # fmt: skip


def _place(candidate: Candidate) -> str:
    """Where a row stands, as a person would look it up."""
    at = candidate.evidence
    numbers = (("page", at.page), ("table", at.table), ("row", at.row), ("line", at.line))
    return ", ".join(f"{word} {n}" for word, n in numbers if n is not None)
