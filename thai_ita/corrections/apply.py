"""Corrections put into a report, in rounds, since each says what the tables showed when it was made.

The parsed report is reconciled on trial; the corrections that fit what its tables show then change
the parsed report, which is reconciled anew. So a derived or repaired value can be corrected, and a
correction can follow on an earlier one. It ends when no more fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from thai_ita.analyze.reconcile.explain import CORRECTION
from thai_ita.corrections.document_identity import change_document, restate_status
from thai_ita.corrections.fact_changes import change_fact, change_main, overlay
from thai_ita.corrections.given import Given, person
from thai_ita.corrections.moments import moments
from thai_ita.corrections.record import (
    APPLIED,
    CONFIRMED,
    CORRECTABLE,
    DISPUTED,
    DUPLICATE,
    MAIN_COLUMNS,
    MISFIT,
    SUPERSEDED,
    Correction,
)
from thai_ita.corrections.state import (
    Finish,
    ShownFacts,
    Work,
    copied,
    copied_score,
    full_key,
    restore,
)
from thai_ita.corrections.twins import MISFIT_CODE, doubt_twins
from thai_ita.corrections.values import BadValueError, is_month_first, parsed, same
from thai_ita.model import (
    Agency,
    Basis,
    Check,
    CheckResult,
    CorrectionResult,
    Problem,
    Report,
    Score,
    ScoreKey,
    Severity,
)
from thai_ita.normalize.numerals import Number
from thai_ita.side_files import shortened

if TYPE_CHECKING:
    from thai_ita.normalize.gazetteer import Gazetteer

MOST_ROUNDS = 20
"""Corrections that follow on one another, as when one cell was judged again and again."""
LONGEST_QUOTED = 120
_RESULTS = {APPLIED: CheckResult.REPAIRED, DISPUTED: CheckResult.FAILS, MISFIT: CheckResult.FAILS}


def corrected(
    report: Report,
    corrections: Sequence[Correction],
    finish: Finish,
    gazetteer: Gazetteer | None = None,
) -> Report:
    """A finished copy of a parsed report with the corrections that fit it.

    ``finish`` reconciles a report in place and names what it adds. The result says of each
    correction in ``Report.corrections`` and in a check what came of it.
    """
    rounds = _Rounds(Work(copied(report)), corrections, finish, gazetteer)
    finished = rounds.run()
    for correction, result in zip(corrections, rounds.results, strict=True):
        assert result is not None
        _report_result(finished, correction, result)
    doubt_twins(finished)
    return finished


@dataclass(frozen=True, slots=True)
class _Fitting:
    """A correction that fits, its place in the list, and its value."""

    place: int
    given: Given
    order: tuple[str, int]


CellKey = tuple[str, str, str]
"""Table, name of the fact, column."""


class _Rounds:
    def __init__(
        self, work: Work, corrections: Sequence[Correction], finish: Finish,
        gazetteer: Gazetteer | None,
    ) -> None:  # fmt: skip
        self.work = work
        self.corrections = corrections
        self.finish = finish
        self.gazetteer = gazetteer
        self.results: list[CorrectionResult | None] = [None] * len(corrections)
        # Rows of one cell are in order of time where each says when, else in that of the file.
        times = moments(each.when for each in corrections)
        self.undated = {_cell_of(each) for each, time in zip(corrections, times, strict=True) if not time}
        self.orders = [
            ("" if _cell_of(each) in self.undated else time, place)
            for place, (each, time) in enumerate(zip(corrections, times, strict=True))
        ]
        # The last word on each cell that was put in, and the ones before it.
        self.last: dict[CellKey, int] = {}

    def run(self) -> Report:
        for place, correction in enumerate(self.corrections):
            if correction.column not in CORRECTABLE.get(correction.table, ()):
                self._end([place], MISFIT, "this column cannot be corrected")
        for _ in range(MOST_ROUNDS):
            trial = self._trial()
            shown = ShownFacts(trial)
            fitting = self._fitting(shown)
            if not self._settle(shown, fitting):
                break
            restate_status(self.work.report)
        else:
            trial = self._trial()
            shown = ShownFacts(trial)
        if self._confirm_what_is_so(shown):
            trial = self._trial()
            shown = ShownFacts(trial)
        for place in self._open():
            correction = self.corrections[place]
            if _is_so(shown, correction):
                self._end([place], DUPLICATE, "it is so already")
            else:
                self._end([place], MISFIT, _why_not(shown, correction, self.work))
        for name, said in self.work.overlays.items():
            if name not in shown.facts:
                lost = [self.corrections.index(g.correction) for together in said for g in together]
                self._end(lost, MISFIT, "what it is about follows from nothing any more")
        trial.corrections = [result for result in self.results if result is not None]
        return trial

    def _confirm_what_is_so(self, shown: ShownFacts) -> bool:
        """Values that a person gave and that are read so by now, or were repaired to it, are that person's word."""
        before = len(self._open())
        given: set[str] = set()
        for place in self._open():
            correction = self.corrections[place]
            score = shown.facts.get(("scores", correction.fact))
            is_value = correction.table == "scores" and correction.column == MAIN_COLUMNS["scores"]
            if not (is_value and isinstance(score, Score) and _is_so(shown, correction)):
                continue
            if not score.fixed and correction.fact not in given:
                given.add(correction.fact)
                value = parsed("scores", correction.column, correction.becomes)
                change_main(self.work, shown, Given(correction, value, confirms=True), self.gazetteer)
                self._end([place], CONFIRMED, "it is so already, and right")
        return len(self._open()) < before

    def _trial(self) -> Report:
        """What the tables would show of the report as it is corrected by now."""
        for _ in range(MOST_ROUNDS):
            trial = copied(self.work.report)
            self.finish(trial)
            # By its name: since it was rejected the year or the owner may have become another.
            again = {
                full_key(trial, score) for score in trial.scores
                if score.basis is Basis.DERIVED and ("scores", score.fact) in self.work.removed
            }  # fmt: skip
            if again <= self.work.report.rejected:
                break
            self.work.report.rejected |= again
        for name, lost in overlay(self.work, trial, self.gazetteer):
            places = [self.corrections.index(given.correction) for given in lost]
            self._end(places, MISFIT, f"there is one already, {name}; correct or reject that first")
        return trial

    def _open(self) -> list[int]:
        return [place for place, result in enumerate(self.results) if result is None]

    def _end(self, places: Iterable[int], state: str, message: str) -> None:
        for place in places:
            self.results[place] = CorrectionResult(state, message)

    # -- what fits -----------------------------------------------------------------------------

    def _fitting(self, shown: ShownFacts) -> dict[CellKey, list[_Fitting]]:
        """The corrections that fit what is shown, by cell."""
        groups: dict[CellKey, list[_Fitting]] = {}
        for place in self._open():
            correction = self.corrections[place]
            if not _fits(shown, correction):
                continue
            table, column = correction.table, correction.column
            cell = _cell(shown, correction)
            month_first = is_month_first(cell, correction.was)
            try:
                value = parsed(table, column, correction.becomes, month_first=month_first)
            except BadValueError as error:
                self._end([place], MISFIT, str(error))
                continue
            there = (table, correction.fact) in shown.rows
            confirms = there and same(table, column, cell, correction.becomes)
            given = Given(correction, value, confirms)
            fitting = _Fitting(place, given, self.orders[place])
            groups.setdefault(_cell_of(correction), []).append(fitting)
        return self._but_for_later(groups)

    def _but_for_later(self, groups: dict[CellKey, list[_Fitting]]) -> dict[CellKey, list[_Fitting]]:
        """Without those that answer to what another correction makes of the cell: 80 to 85, back to
        80, to 85 again. The third waits for the second."""
        made: dict[tuple[CellKey, str], tuple[str, int]] = {}
        for place in self._open():
            one = self.corrections[place]
            if one.becomes != one.was and (cell := _cell_of(one)) in groups:
                order = self.orders[place]
                made[cell, one.becomes] = max(order, made.get((cell, one.becomes), order))
        for cell, group in groups.items():
            group.sort(key=_order)
            back = made.get((cell, group[0].given.correction.was))
            if back is not None:
                now = [fitting for fitting in group if fitting.order < back]
                groups[cell] = now or group
        return groups

    # -- who counts ----------------------------------------------------------------------------

    def _settle(self, shown: ShownFacts, groups: dict[CellKey, list[_Fitting]]) -> bool:
        """Apply what one person says of each cell, or all do; whether anything was settled."""
        counting = [one for group in groups.values() if (one := self._counting(group)) is not None]
        main = [f for f in counting if f.given.correction.column == MAIN_COLUMNS.get(f.given.name[0])]
        for fitting in main:
            try:
                also = change_main(self.work, shown, fitting.given, self.gazetteer)
            except BadValueError as error:
                self._end([fitting.place], MISFIT, str(error))
            else:
                self._done(fitting, also)
        rest: dict[tuple[str, str], list[_Fitting]] = {}
        for fitting in counting:
            if fitting not in main:
                rest.setdefault(fitting.given.name, []).append(fitting)
        # The document first: a year or owner of a single score is narrower.
        scores = {name: rest.pop(name) for name in list(rest) if name[0] == "scores"}
        for name, together in sorted(rest.items(), key=lambda item: item[0][0] != "documents"):
            self._apply_together(shown, name, together)
        self._apply_to_scores(shown, scores)
        return bool(groups)

    def _apply_to_scores(self, shown: ShownFacts, groups: dict[tuple[str, str], list[_Fitting]]) -> None:
        """All at once, so that two may change places; none becomes another that is there."""
        if not groups:
            return
        before = [(score, copied_score(score)) for score in self.work.scores()]
        overlays = {name: list(said) for name, said in self.work.overlays.items()}
        wrong: dict[tuple[str, str], str] = {}
        for tries in count():
            for name, together in groups.items():
                if name in wrong:
                    continue
                try:
                    change_fact(self.work, shown, [f.given for f in together], self.gazetteer)
                except BadValueError as error:
                    wrong[name] = str(error)
            taken = self._taken([name for name in groups if name not in wrong], before)
            if not taken:
                break
            for name, other in taken.items():
                wrong[name] = f"there is one already, {other}; correct or reject that first"
            if tries >= MOST_ROUNDS:
                wrong |= {name: "too many depend on one another" for name in groups if name not in wrong}
            self.work.overlays = {name: list(said) for name, said in overlays.items()}
            for score, was in before:
                restore(score, was)
        for name, together in groups.items():
            if name in wrong:
                self._end([fitting.place for fitting in together], MISFIT, wrong[name])
            else:
                for fitting in together:
                    self._done(fitting, "")

    def _taken(self, names: Iterable[tuple[str, str]], before: list[tuple[Score, Score]]) -> dict[tuple[str, str], str]:
        """Those scores that have become what another is, each with the name of that."""
        report = self.work.report
        were = {score.fact: (score, was) for score, was in before}
        now: dict[ScoreKey, list[Score]] = {}
        for score in report.scores:
            now.setdefault(full_key(report, score), []).append(score)
        taken: dict[tuple[str, str], str] = {}
        for name in names:
            if (pair := were.get(name[1])) is None:
                continue
            score, was = pair
            if full_key(report, score) == full_key(report, was):
                continue
            others = [o for o in now.get(full_key(report, score), ()) if o is not score]
            if others:
                taken[name] = others[0].fact
        return taken

    def _apply_together(self, shown: ShownFacts, name: tuple[str, str], together: list[_Fitting]) -> None:
        given = [fitting.given for fitting in together]
        try:
            also = ""
            if name[0] == "documents":
                also = change_document(self.work, given, self.gazetteer)
            else:
                change_fact(self.work, shown, given, self.gazetteer)
        except BadValueError as error:
            self._end([fitting.place for fitting in together], MISFIT, str(error))
            return
        for fitting in together:
            self._done(fitting, also)

    def _done(self, fitting: _Fitting, also: str) -> None:
        given, correction = fitting.given, fitting.given.correction
        if given.confirms:
            state, message = CONFIRMED, "is right as it stands"
        elif correction.column != MAIN_COLUMNS.get(correction.table):
            state, message = APPLIED, "stands in the table"
        elif given.value is None:
            state, message = APPLIED, "is in no table any more"
        else:
            state, message = APPLIED, "stands in the table" if correction.was else "is added"
        self._end([fitting.place], state, "; ".join(filter(None, (message, also))))
        before = self.last.get(_cell_of(correction))
        if before is not None and not given.confirms:
            follows = f"a later one follows on it: {_quoted(correction.becomes)}, says {given.who}"
            self._end([before], SUPERSEDED, follows)
        if before is None or not given.confirms:
            self.last[_cell_of(correction)] = fitting.place

    def _counting(self, group: list[_Fitting]) -> _Fitting | None:
        """The correction of a cell that counts; the others are told why they do not."""
        latest: dict[str, _Fitting] = {}
        again: list[_Fitting] = []
        for fitting in sorted(group, key=_order):
            before = latest.get(fitting.given.who)
            if before is not None and not _alike(before, fitting):
                undated = _cell_of(fitting.given.correction) in self.undated and any(
                    f.given.correction.when for f in group
                )
                by = " by its row, since not every “when” is a date" if undated else ""
                self._end([before.place], SUPERSEDED, f"a later one of the same person counts{by}")
            elif before is not None:
                again.append(fitting)
                continue
            latest[fitting.given.who] = fitting
        self._end([f.place for f in again], DUPLICATE, "the same person says it already")
        counting = sorted(latest.values(), key=lambda f: f.place)
        if all(_alike(counting[0], other) for other in counting):
            whose = counting[0].given.who
            self._end([f.place for f in counting[1:]], DUPLICATE, f"{whose} says the same")
            return counting[0]
        views = "; ".join(f"{f.given.who}: {_quoted(f.given.correction.becomes)}" for f in counting)
        disputed = [*counting, *(f for f in again if self.results[f.place] is not None)]
        self._end(
            [f.place for f in disputed], DISPUTED,
            f"persons say different things ({shortened(views)}): leave one of them",
        )  # fmt: skip
        return None


# -- whether it fits ---------------------------------------------------------------------------


def _cell(shown: ShownFacts, correction: Correction) -> object:
    row = shown.rows.get((correction.table, correction.fact))
    return None if row is None else row[correction.column]


def _fits(shown: ShownFacts, correction: Correction) -> bool:
    """Whether the tables show what the person saw: a cell, or no such fact at all."""
    table, column, was = correction.table, correction.column, correction.was
    if (table, correction.fact) in shown.rows:
        return same(table, column, _cell(shown, correction), was)
    if column != MAIN_COLUMNS.get(table):
        return False
    unsure = shown.unsure.get(correction.fact) if table == "scores" else None
    if unsure is not None and was:
        return same(table, column, f"{unsure.value:g}", was)
    return not was and bool(correction.becomes or unsure)


def _is_so(shown: ShownFacts, correction: Correction) -> bool:
    """Whether the tables show what a correction wants, whatever it thinks that they showed."""
    if (correction.table, correction.fact) in shown.rows:
        cell = _cell(shown, correction)
        return same(correction.table, correction.column, cell, correction.becomes)
    is_main = correction.column == MAIN_COLUMNS.get(correction.table)
    return is_main and bool(correction.was) and not correction.becomes


def _why_not(shown: ShownFacts, correction: Correction, work: Work) -> str:
    name = (correction.table, correction.fact)
    if name in shown.rows:
        cell = _cell(shown, correction)
        now = "empty" if cell is None or cell == "" else _quoted(str(cell))
        return f"the table shows {now} now, not {_quoted(correction.was)}"
    if correction.table == "scores" and correction.fact in shown.unsure:
        return "it was read with doubt and left out; give its value first"
    if name in work.removed:
        return "the fact is rejected by another correction"
    return "no such fact is read"


def _alike(one: _Fitting, other: _Fitting) -> bool:
    a, b = one.given.value, other.given.value
    if isinstance(a, Number) and isinstance(b, Number):
        return a.exact == b.exact
    return a == b


def _order(fitting: _Fitting) -> tuple[str, int]:
    return fitting.order


def _cell_of(correction: Correction) -> CellKey:
    return correction.table, correction.fact, correction.column


# -- what is told ------------------------------------------------------------------------------


def _quoted(text: str) -> str:
    return f"“{shortened(' '.join(text.split()), LONGEST_QUOTED)}”" if text else "nothing"


def _describe(correction: Correction) -> str:
    who = person(correction)
    when = f" ({shortened(' '.join(correction.when.split()))})" if correction.when else ""
    why = f": {shortened(' '.join(correction.why.split()))}" if correction.why else ""
    cell = " ".join(filter(None, (correction.table, shortened(correction.fact), correction.column)))
    return f"{cell}: {_quoted(correction.was)} becomes {_quoted(correction.becomes)}, says {who}{when}{why}"


def _report_result(report: Report, correction: Correction, result: CorrectionResult) -> None:
    fails = result.state in (DISPUTED, MISFIT)
    said = f"{_describe(correction)}; {result.message}"
    score = _score_of(report, correction)
    report.checks.append(Check(
        check=CORRECTION, result=_RESULTS.get(result.state, CheckResult.HOLDS),
        fiscal_year=score.fiscal_year if score else report.identity.fiscal_year,
        severity=Severity.WARNING if fails else Severity.INFO,
        expected=shortened(correction.becomes), found=shortened(correction.was),
        scores=[score.code] if score else [], message=said,
        agency=_owner(report, score),
    ))  # fmt: skip
    if fails:
        note = f"a correction is not applied: {said}"
        report.problems.append(Problem(MISFIT_CODE, note, Severity.WARNING))


def _score_of(report: Report, correction: Correction) -> Score | None:
    if correction.table != "scores":
        return None
    return next((s for s in report.scores if s.fact == correction.fact), None)


def _owner(report: Report, score: Score | None) -> Agency | None:
    return (score.agency if score else None) or report.identity.agency
