"""Codes of questions and items that a recogniser misread: i๑๓ read e๓.

A code is a figure outside all arithmetic. Two rows of a picture that bear one code and different
values are an error in a code, never two readings of one value. The order of the rows (i12, ?, i14)
and the wording beside the code say which row it is; where they do not, the value is withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from thai_ita.model import Check, CheckResult, ScoreKind, Severity
from thai_ita.normalize.edition_fit import Matchers
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.name_ranking import ACCEPT_WORDING, similarity
from thai_ita.normalize.recognised import PUBLISHED, SURE
from thai_ita.normalize.repair import squash
from thai_ita.parse.scores.candidates import SAME_VALUE, Candidate
from thai_ita.parse.scores.item_rows import ITEMS, ItemRows, Row, row_of

# Letters of a wording that is long enough to tell one item from another.
MIN_WORDING = 8
_BY_ORDER = "item-code-by-order"


@dataclass(slots=True)
class CodeSettlement:
    """The candidates with the codes of their rows, those whose row is not known, and checks."""

    candidates: list[Candidate]
    withheld: list[Candidate] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)


def settle_codes(
    candidates: list[Candidate], matchers: Matchers, texts: Mapping[Row, bool] | None = None
) -> CodeSettlement:
    """Puts right or takes out what recognised rows say of their codes; typed ones stay as they are.

    ``texts`` are the rows of the document in which a text begins, those without a code too.
    """
    out = CodeSettlement(list(candidates))
    recognised = [c for c in candidates if c.reading_p is not None]
    if not recognised:
        return out
    order = ItemRows(recognised, texts or {})
    colliding = {id(c) for group in _collisions(recognised) for c in group}
    for at, candidate in enumerate(out.candidates):
        if candidate.reading_p is None or candidate.kind not in ITEMS:
            continue
        expected = order.expected(candidate)
        if expected == candidate.code or _is_worded(candidate, candidate.code, matchers):
            continue
        if not expected:
            if _is_unsure(candidate):
                _leave_out(candidate, "", out, (
                    f"has a code that was recognised with probability {candidate.code_p:.2f}, and "
                    "neither its wording nor its neighbours say which it is"
                ))  # fmt: skip
        elif _is_of_its_place(candidate, expected, order):
            out.candidates[at] = _as_expected(candidate, expected, order, out, matchers)
        elif id(candidate) in colliding or _is_doubted(candidate, expected, order):
            _leave_out(candidate, expected, out, (
                f"stands where {expected} should by its neighbours, which do not prove it"
            ))  # fmt: skip
    _part_collisions(out, order)
    gone = set(map(id, out.withheld))
    out.candidates = [c for c in out.candidates if id(c) not in gone]
    return out


def _is_of_its_place(candidate: Candidate, expected: str, order: ItemRows) -> bool:
    """Whether the place of a row outweighs its code, which was read otherwise.

    A number read surely gives way only to two rows on either side that count on; its letter, of which
    no probability is known, to three rows around it; a doubtful number to the rows above and below.
    """
    if _is_unsure(candidate):
        return order.counts_exactly(candidate, expected)
    if candidate.code[1:] == expected[1:]:
        return order.is_run(candidate, expected)
    return order.is_run_on_both_sides(candidate, expected)


def _is_doubted(candidate: Candidate, expected: str, order: ItemRows) -> bool:
    """Whether a row whose code is not that of its place may not keep it: it was read with doubt, only
    the letter differs, digits are missing (i1 for i13), or its neighbours count on but for it."""
    if (candidate.code_p or 1.0) < SURE and order.counts_exactly(candidate, expected):
        return True
    number, placed = candidate.code[1:], expected[1:]
    return (
        _is_unsure(candidate)
        or placed.startswith(number)
        or placed.endswith(number)
        or order.is_run(candidate, expected)
    )


def _leave_out(candidate: Candidate, expected: str, out: CodeSettlement, reason: str) -> None:
    out.withheld.append(candidate)
    out.checks.append(_check(
        "code-order", CheckResult.FAILS, candidate, expected, f"{reason}; it was left out",
    ))  # fmt: skip


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
    candidate: Candidate, expected: str, order: ItemRows, out: CodeSettlement, matchers: Matchers
) -> Candidate:
    """The candidate under the code that its place says; withheld where another row has that."""
    edition = matchers.of(candidate.year).edition
    name = edition.canonical_name(candidate.kind, expected) or ""
    free = not order.is_used(expected) and (name or not edition.items)
    if not free or _kind_of(expected) is not candidate.kind:
        _leave_out(candidate, expected, out, (
            f"stands where {expected} should, which another row bears or the year does not have"
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


def _part_collisions(out: CodeSettlement, order: ItemRows) -> None:
    """Takes out the values of rows that bear one code; the row whose place says the code keeps it."""
    gone = {id(c): order.expected(c) for c in out.withheld}
    # A row that stands where another code should says nothing against one that bears its code.
    left = [c for c in out.candidates if c.reading_p is not None and not gone.get(id(c))]
    for group in _collisions(left):
        placed = [c for c in group if order.expected(c) == c.code]
        kept = {row_of(c) for c in placed}
        lost = [c for c in group if len(kept) != 1 or row_of(c) not in kept]
        for candidate in (c for c in lost if id(c) not in gone):
            others = [c for c in group if row_of(c) != row_of(candidate)]
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
        row = row_of(candidate)
        if row is None or candidate.kind not in (*ITEMS, ScoreKind.INDICATOR, ScoreKind.SUBINDICATOR):
            continue
        table = None if candidate.kind in ITEMS else row[0]
        key = (candidate.agency_key, candidate.year, candidate.kind, candidate.code,
               candidate.part, candidate.points, table)  # fmt: skip
        groups.setdefault(key, []).append(candidate)
    for group in groups.values():
        values = [c.value for c in group]
        if len({row_of(c) for c in group}) > 1 and max(values) - min(values) > SAME_VALUE:
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
