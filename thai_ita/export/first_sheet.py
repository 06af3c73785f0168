"""The first sheet of a workbook: what it answers, in ten lines, from the frames that it holds.

Each line is a sentence of the dictionary with its label before the first colon. A result that the
frames do not give has no line; nothing is computed here that their columns do not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from thai_ita import __version__
from thai_ita.analyze.answer_words import dictionary, message
from thai_ita.analyze.score_order import in_order
from thai_ita.export.sheet_layout import MOST_LINES, WHOLE_PAGES
from thai_ita.model import ScoreKind

if TYPE_CHECKING:
    import pandas as pd

    Frames = Mapping[str, pd.DataFrame]

MOST_NAMED: Final = 3
"""Agencies and reasons that a line names; of the others it says how many."""
YEAR_COLUMNS: Final = ("fiscal_year", "plan_year", "first_year", "last_year", "from_year", "to_year")
_OVERALL = "ITA"


def answer_lines(name: str, frames: Frames, language: str) -> list[tuple[str, str]]:
    """Label and text of each line, in ``en`` or ``th``; ``name`` is the answer's, and any other
    means the tables themselves."""
    which, results = _answer(name)
    lines = [message(f"book_{which}", {}, language), *_covers(frames, language)]
    lines += [*_statuses(frames, language), *results(frames, language), *_left_out(frames, language)]
    lines.append(message("book_cite", {"version": __version__}, language))
    lines.append(message("book_reading", {"lines": MOST_LINES}, language))
    return [_labelled(line) for line in lines]


def book_title(name: str, language: str) -> str:
    """What a workbook with the frames of an answer is called."""
    return message(f"book_title_{_answer(name)[0]}", {}, language)


def printing_line(sheet: str, language: str) -> tuple[str, str]:
    """What of the workbook is printed; ``sheet`` is the one that is printed whole."""
    return _labelled(message("book_printing", {"sheet": sheet, "pages": WHOLE_PAGES}, language))


def _labelled(line: str) -> tuple[str, str]:
    label, _, text = line.partition(": ")
    return label, text[:1].upper() + text[1:]


def _covers(frames: Frames, language: str) -> Iterator[str]:
    main = _frame_with(frames, "agency_id")
    if main is None:
        return
    years = [y for f in frames.values() for c in YEAR_COLUMNS if c in f for y in f[c].dropna()]
    if "fiscal_year" in main:
        years = list(main["fiscal_year"].dropna())
    provinces = main["province"].replace("", None).nunique() if "province" in main else 0
    yield message(
        "book_covers",
        {
            "agencies": main["agency_id"].nunique(),
            "provinces": provinces,
            "years": _span(years),
        },
        language,
    )


def _span(years: list[int]) -> str:
    if not years:
        return "-"
    first, last = int(min(years)), int(max(years))
    return str(first) if first == last else f"{first}–{last}"


def _statuses(frames: Frames, language: str) -> Iterator[str]:
    scores = frames.get("long", frames.get("scores"))
    if scores is not None and "status" in scores and len(scores):
        counted = _counted(scores["status"], "status", language)
        yield message("book_statuses", {"statuses": counted}, language)


def _compared(frames: Frames, language: str) -> Iterator[str]:
    """The overall score and the lowest and highest indicator of the newest year, by medians."""
    scores = frames.get("long")
    if scores is None or not len(scores):
        return
    known = scores[scores["value"].notna() & scores["fiscal_year"].notna()]
    overall = known[known["code"] == _OVERALL]
    if len(overall):
        year = int(overall["fiscal_year"].max())
        values = overall.loc[overall["fiscal_year"] == year, "value"]
        yield message(
            "book_overall",
            {
                "year": year,
                "median": f"{values.median():.2f}",
                "low": f"{values.min():.2f}",
                "high": f"{values.max():.2f}",
                "n": len(values),
            },
            language,
        )
    indicators = known[(known["kind"] == ScoreKind.INDICATOR) & (known["part"].fillna("") == "")]
    if not len(indicators):
        return
    year = int(indicators["fiscal_year"].max())
    newest = indicators[indicators["fiscal_year"] == year]
    medians = newest.groupby("code")["value"].median()
    # Of equal ones the first.
    medians = medians.reindex(in_order(map(str, medians.index)))
    if len(medians) < 2:
        return
    for code, median in (("book_weakest", medians.min()), ("book_strongest", medians.max())):
        of_it = newest[newest["code"] == medians.index[medians == median][0]]
        yield message(
            code,
            {
                "year": year,
                "indicator": _named(of_it),
                "median": f"{median:.2f}",
                "n": of_it["agency_id"].nunique(),
            },
            language,
        )


def _named(scores: pd.DataFrame) -> str:
    names = scores["name"].dropna()
    return " ".join([str(scores["code"].iloc[0]), *map(str, names.iloc[:1])])


def _trended(frames: Frames, language: str) -> Iterator[str]:
    slopes, movers, changes = (frames.get(n) for n in ("slopes", "movers", "changes"))
    if slopes is not None and len(slopes):
        yield message(
            "book_movements",
            {
                "agencies": slopes["agency_id"].nunique(),
                "movements": _counted(slopes["movement"], "movement", language),
            },
            language,
        )
    if movers is not None and len(movers):
        words = dictionary()["values"]["movement"]
        names = [
            f"{row.agency} {row.code} ({words.get(str(row.movement), {}).get(language, row.movement)})"
            for row in movers.itertuples()
        ]
        yield message("book_movers", {"names": _first_of(names)}, language)
    elif slopes is not None and len(slopes):
        yield message("book_no_movers", {}, language)
    if changes is not None and len(changes):
        broken = int((changes["comparability"] == "break").sum())
        yield message("book_breaks", {"n": broken, "all": len(changes)}, language)


def _planned(frames: Frames, language: str) -> Iterator[str]:
    coverage, through, groups = (frames.get(n) for n in ("coverage", "follow_through", "copy_groups"))
    if coverage is not None and len(coverage) and coverage["n_weak"].notna().any():
        known = coverage[coverage["n_weak"].notna()]
        yield message(
            "book_coverage",
            {
                "addressed": int(known["n_weak_addressed"].sum()),
                "weak": int(known["n_weak"].sum()),
                "n": len(known),
            },
            language,
        )
    if through is not None and len(through):
        found, partly, planned = (int(through[c].sum()) for c in ("n_found", "n_partly", "n_planned"))
        yield message("book_follow_through", {"found": found, "n": planned, "partly": partly}, language)
    if groups is not None and len(groups):
        widest = int(groups["n_agencies"].max())
        yield message("book_copies", {"n": len(groups), "agencies": widest}, language)


def _table_results(frames: Frames, language: str) -> Iterator[str]:
    documents, checks = frames.get("documents"), frames.get("checks")
    if documents is not None and len(documents) and "status" in documents:
        statuses = _counted(documents["status"], "status", language)
        yield message("book_documents", {"n": len(documents), "statuses": statuses}, language)
    counts = {n: len(frames[n]) for n in ("scores", "measures", "findings") if n in frames}
    if len(counts) == len(("scores", "measures", "findings")):
        yield message("book_facts", counts, language)
    if checks is not None and len(checks):
        fails = int((checks["result"] == "fails").sum())
        yield message("book_checks", {"n": len(checks), "fails": fails}, language)


def _left_out(frames: Frames, language: str) -> Iterator[str]:
    left = frames.get("left_out")
    if left is None:
        return
    if not len(left):
        yield message("book_nothing_left_out", {}, language)
        return
    words = dictionary()["values"]["reason"]
    reasons = [f"{words.get(str(row.reason), {}).get(language, row.reason)} {row.n:,}" for row in left.itertuples()]
    n = f"{int(left['n'].sum()):,}"
    yield message("book_left_out", {"n": n, "reasons": _first_of(reasons)}, language)


def _counted(values: pd.Series[str], column: str, language: str) -> str:
    """How often each coded value stands in a column, the most frequent first."""
    words = dictionary()["values"].get(column, {})
    counts = values.dropna().value_counts()
    return ", ".join(f"{words.get(str(value), {}).get(language, value)} {n:,}" for value, n in counts.items()) or "-"


def _first_of(names: list[str]) -> str:
    more = f", +{len(names) - MOST_NAMED:,}" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _frame_with(frames: Frames, column: str) -> pd.DataFrame | None:
    return next((f for f in frames.values() if column in f.columns and len(f)), None)


Results = Callable[["Frames", str], Iterator[str]]
_ANSWERS: Final[dict[str, Results]] = {"compare": _compared, "trends": _trended, "plans": _planned}


def _answer(name: str) -> tuple[str, Results]:
    return (name, _ANSWERS[name]) if name in _ANSWERS else ("tables", _table_results)
