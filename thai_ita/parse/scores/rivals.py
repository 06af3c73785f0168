"""Which of several readings counts, where a document can be read in more than one way.

A reader that cannot tell which of two columns holds the scores proposes both, as options of one
choice (``Candidate.choice``). The choice is made once for all figures of an option, in this order:

1. standing: an announced result before an unnamed one before a provisional one, unless the sums
   say the opposite;
2. the sums of the year: the option that gives the totals which the document states, and whose
   values the document states elsewhere as well; several choices together where one needs another;
3. how plainly the place says what its figures are: table, list, sentence.

Where nothing decides, what all options say alike is kept, and nothing else: a Problem names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from thai_ita.model import CODE_ALONE, Problem, Severity
from thai_ita.normalize.edition_arithmetic import sum_holds, weights_below
from thai_ita.normalize.edition_fit import Matchers
from thai_ita.normalize.numerals import Number
from thai_ita.parse.scores.candidates import SAME_VALUE, Candidate

# Combinations of options that are still all tried: eight choices of two options.
MAX_COMBINATIONS = 256

Options = dict[str, list[Candidate]]


@dataclass(slots=True)
class Chosen:
    """The candidates that count, and what was told of each choice."""

    candidates: list[Candidate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How many sums and restatements speak for some figures (``fits``) and against (``fails``)."""

    fits: int
    fails: int

    @property
    def speaks_for(self) -> bool:
        return self.fits > 0 and self.fits > self.fails

    @property
    def order(self) -> tuple[int, int]:
        return (self.fits - self.fails, -self.fails)


def choose_rivals(candidates: list[Candidate], matchers: Matchers) -> Chosen:
    """The candidates without those of options that do not count."""
    base = [c for c in candidates if not c.choice]
    choices: dict[str, Options] = {}
    for c in candidates:
        if c.choice:
            choices.setdefault(c.choice, {}).setdefault(c.option, []).append(c)
    if not choices:
        return Chosen(candidates)
    taken: dict[str, str] = {}
    open_choices: dict[str, Options] = {}
    out = Chosen()
    for name, options in choices.items():
        option, why = _decide(options, base, matchers)
        if option is None:
            open_choices[name] = options
        else:
            taken[name] = option
            out.problems.append(_told(options, option, why))
            _note_proof(options[option], why)
    settled = base + [c for name, option in taken.items() for c in choices[name][option]]
    for name, option in _decide_together(open_choices, settled, matchers).items():
        taken[name] = option
        out.problems.append(_told(choices[name], option, _BY_SUMS))
        _note_proof(choices[name][option], _BY_SUMS)
    for name, options in open_choices.items():
        if name in taken:
            continue
        option, why = _by_strength(options)
        if option is not None:
            taken[name] = option
            out.problems.append(_told(options, option, why))
    agreed: set[int] = set()
    for name, options in open_choices.items():
        if name not in taken:
            agreed |= _said_by_all(options)
            out.problems.append(_undecided(options))
    out.candidates = [c for c in candidates if not c.choice or taken.get(c.choice) == c.option or id(c) in agreed]
    return out


_BY_SUMS = "the sums of the year hold with them and not with the others"
_BY_STANDING = "their heading says that they count"
_BY_STRENGTH = "their place says plainest what they are"
_ALIKE = "the others are the same"


def _note_proof(chosen: list[Candidate], why: str) -> None:
    """What the sums chose they cannot prove as well."""
    for c in chosen:
        c.chosen_by_sums = why is _BY_SUMS


def _decide(options: Options, base: list[Candidate], matchers: Matchers) -> tuple[str | None, str]:
    """The option that counts and why, from this choice alone; None where that does not tell."""
    if _all_alike(options):
        return next(iter(options)), _ALIKE
    evidence = {name: _weigh(of_option, base, matchers) for name, of_option in options.items()}
    highest = max(max(c.standing for c in of_option) for of_option in options.values())
    first = [n for n, of_option in options.items() if max(c.standing for c in of_option) == highest]
    if len(first) == 1:
        others = [evidence[name] for name in options if name != first[0]]
        refuted = evidence[first[0]].fails and any(e.speaks_for and not e.fails for e in others)
        return (None, "") if refuted else (first[0], _BY_STANDING)
    option = _best({name: evidence[name] for name in first})
    return option, _BY_SUMS


def _best(evidence: dict[str, _Evidence]) -> str | None:
    """The one option that the sums speak for more than for any other."""
    ordered = sorted(evidence, key=lambda name: evidence[name].order, reverse=True)
    best = evidence[ordered[0]]
    if not best.speaks_for:
        return None
    alone = len(ordered) == 1 or evidence[ordered[1]].order < best.order
    return ordered[0] if alone else None


def _decide_together(choices: dict[str, Options], base: list[Candidate], matchers: Matchers) -> dict[str, str]:
    """The options of several choices that only together give the totals: three tables of one
    result, each with two columns of figures."""
    names = list(choices)
    if len(names) < 2 or prod(len(choices[name]) for name in names) > MAX_COMBINATIONS:
        return {}
    weighed = {
        picked: _weigh(
            [c for name, option in zip(names, picked, strict=True) for c in choices[name][option]],
            base,
            matchers,
        )
        for picked in product(*(choices[name] for name in names))
    }
    best = max(evidence.order for evidence in weighed.values())
    ways = [picked for picked, evidence in weighed.items() if evidence.order == best]
    if not weighed[ways[0]].speaks_for:
        return {}
    return {name: ways[0][i] for i, name in enumerate(names) if len({picked[i] for picked in ways}) == 1}


def _by_strength(options: Options) -> tuple[str | None, str]:
    strengths = {name: max(c.strength for c in of_option) for name, of_option in options.items()}
    best = [name for name, strength in strengths.items() if strength == max(strengths.values())]
    return (best[0], _BY_STRENGTH) if len(best) == 1 else (None, "")


# -- evidence ----------------------------------------------------------------------------------


def _weigh(of_option: Sequence[Candidate], base: Iterable[Candidate], matchers: Matchers) -> _Evidence:
    """The sums in which the figures of an option take part, and the places that repeat them."""
    fits = fails = 0
    settled = _by_agency_and_year(base)
    for place, values in _by_agency_and_year(of_option).items():
        others = settled.get(place, {})
        for code in values.keys() & others.keys():
            same = abs(values[code].value - others[code].value) < SAME_VALUE
            fits, fails = fits + same, fails + (not same)
        known = {**others, **values}
        edition = matchers.of(place[1]).edition
        for rule in edition.arithmetic:
            if rule.target not in known:
                continue
            below = weights_below(edition, rule.target, known) or {}
            if not values.keys() & {rule.target, *below}:
                continue
            holds = sum_holds(known, rule.target, edition)
            fits, fails = fits + (holds is True), fails + (holds is False)
    return _Evidence(fits, fails)


def _by_agency_and_year(
    candidates: Iterable[Candidate],
) -> dict[tuple[str, int | None], dict[str, Number]]:
    """The figures by code, the plainest statement of each; without those that are in no sum."""
    out: dict[tuple[str, int | None], dict[str, Number]] = {}
    for c in sorted(candidates, key=lambda c: -c.strength):
        if not c.part and not c.points and c.match.rule != CODE_ALONE:
            out.setdefault((c.agency_key, c.year), {}).setdefault(c.code, c.number)
    return out


def _all_alike(options: Options) -> bool:
    first, *others = ({c.place_key: c.value for c in named} for named in options.values())
    return all(other == first for other in others)


def _said_by_all(options: Options) -> set[int]:
    """The ids of the first option's candidates whose values all options give."""
    first, *others = options.values()
    said = [{(c.place_key, c.value) for c in other} for other in others]
    return {id(c) for c in first if all((c.place_key, c.value) in other for other in said)}


# -- what is told ------------------------------------------------------------------------------


def _names(options: Options) -> str:
    return " and ".join(of_option[0].option_name or name for name, of_option in options.items())


def _where(options: Options) -> tuple[str, int | None]:
    place = next(iter(options.values()))[0].evidence
    return (f"table {place.table}: " if place.table else ""), place.page


def _told(options: Options, option: str, why: str) -> Problem:
    where, page = _where(options)
    name = options[option][0].option_name or option
    note = f"{where}of {_names(options)} the figures of {name} were taken: {why}"
    return Problem("rivals-decided", note, Severity.INFO, page)


def _undecided(options: Options) -> Problem:
    where, page = _where(options)
    note = (
        f"{where}{_names(options)} hold different figures of the same and nothing tells which are "
        "the scores, so none of them were taken: look there, and read the right ones by hand"
    )
    return Problem("rivals-undecided", note, Severity.WARNING, page)
