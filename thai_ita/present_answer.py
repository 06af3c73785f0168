"""What a person sees of an answer in a terminal: the notes, then the frames that matter most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.table import Table as RichTable

from thai_ita.analyze.answer import Answer
from thai_ita.analyze.answer_words import in_words, table_title
from thai_ita.choices import Headings
from thai_ita.normalize.agency_types import SHORT_TYPES
from thai_ita.visible_console import lines_of
from thai_ita.word_wrap import WIDEST_KEPT, thai_lines

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console
    from rich.text import Text

LONGEST_CELL = 120
"""Letters of a cell that are printed; the files have all."""
MOST_ROWS = 20
"""Rows of a frame that are printed; the files have all."""

SHOWN: dict[str, dict[str, tuple[str, ...]]] = {
    "compare": {
        "areas": (
            "area",
            "fiscal_year",
            "code",
            "name",
            "place",
            "n",
            "n_unknown",
            "median",
            "q1",
            "q3",
            "minimum",
            "share_below_pass",
        ),
        "wide": (),
        "extremes": (
            "agency",
            "fiscal_year",
            "side",
            "position",
            "code",
            "name",
            "value",
            "diff_to_median",
            "peer_n",
            "n_known",
        ),
        "indicators": (
            "peer_group",
            "fiscal_year",
            "code",
            "name",
            "n",
            "n_unknown",
            "mean",
            "median",
            "sd",
            "share_at_100",
        ),
        "levels": (),
        "not_used": ("agency", "province", "fiscal_year", "n_scores", "n_unchecked", "n_conflict"),
    },
    "trends": {
        "movers": (
            "agency",
            "province",
            "code",
            "name",
            "first_year",
            "last_year",
            "n",
            "slope",
            "relative_slope",
            "q",
            "movement",
            "break_note",
        ),
        "slopes": (
            "agency",
            "code",
            "name",
            "first_year",
            "last_year",
            "n",
            "first_value",
            "last_value",
            "slope",
            "slope_low",
            "slope_high",
            "theil_sen",
            "movement",
            "break_note",
        ),
        "changes": (
            "agency",
            "code",
            "name",
            "from_year",
            "to_year",
            "value_before",
            "value_after",
            "change",
            "expected_change",
            "n_pairs",
            "comparability",
        ),
        "group_slopes": (
            "peer_group",
            "code",
            "name",
            "run",
            "n_years",
            "n",
            "slope",
            "slope_low",
            "slope_high",
            "theil_sen",
        ),
        "dispersion": (
            "peer_group",
            "code",
            "from_year",
            "to_year",
            "n_pairs",
            "sd_before",
            "sd_after",
            "sd_ratio",
            "ratio_low",
            "ratio_high",
            "share_at_100",
        ),
        "ranks": (
            "peer_group",
            "code",
            "from_year",
            "to_year",
            "n_pairs",
            "spearman",
            "spearman_low",
            "spearman_high",
            "kendall",
            "top_ten_kept",
        ),
    },
    "plans": {
        "coverage": (
            "agency",
            "plan_year",
            "responds_to",
            "n_measures",
            "n_unassigned",
            "n_known",
            "n_weak",
            "n_weak_addressed",
            "share_weak",
            "share_other",
        ),
        "weak_indicators": (
            "agency",
            "plan_year",
            "position",
            "code",
            "name",
            "value",
            "n_known",
            "addressed",
            "measures",
        ),
        "themes": (
            "plan_year",
            "code",
            "name",
            "theme",
            "addressed_by",
            "n_measures",
            "n_agencies",
            "n_plans",
            "share_agencies",
        ),
        "follow_through": ("agency", "plan_year", "n_planned", "n_found", "n_partly", "n_absent", "share_found"),
        "copy_groups": (),
        "copies": (
            "copy_group",
            "agency",
            "plan_year",
            "seq",
            "twin_agency",
            "twin_year",
            "twin_seq",
            "similarity",
            "shared_passage",
        ),
        "followed": (
            "code",
            "name",
            "n",
            "n_controls",
            "change_with",
            "change_without",
            "difference",
            "difference_low",
            "difference_high",
            "q",
            "matched_difference",
            "n_pairs",
            "reading",
        ),
    },
}
"""The frames of each answer that are printed, and their columns (none: all but the ids)."""


TELLING = {
    "indicators": "mean",
    "slopes": "slope",
    "group_slopes": "slope",
    "ranks": "spearman",
    "dispersion": "sd_ratio",
    "changes": "value_before",
}
"""Of these frames only rows with a value in the column are printed: the others say too few."""


EVIDENCE = ("agency", "fiscal_year", "code", "value", "status", "path", "page", "table", "row", "evidence")
"""The columns of a row per score that say where it stands."""


def show_answer(console: Console, answer: Answer, headings: Headings, *, rows: int = MOST_ROWS, only: str = "") -> None:
    """Print the notes and the first rows of each frame that has any; with ``only`` all rows of
    that frame, and where its scores stand."""
    language = "th" if headings is Headings.TH else "en"
    for said in answer.notes:
        console.print(lines_of(f"• {said.text(language)}"), soft_wrap=True)
    frames = {only: EVIDENCE} if only else SHOWN[answer.name]
    for name, columns in frames.items():
        frame = answer.frames.get(name)
        if frame is None:
            continue
        if name in TELLING:
            frame = frame[frame[TELLING[name]].notna()]
        if frame.empty:
            continue
        chosen = [c for c in (columns or map(str, frame.columns)) if c not in ("agency_id", "path")]
        if name == only:
            chosen = list(columns)
        # A column without a single value says nothing in a terminal.
        chosen = [c for c in chosen if frame[c].notna().any() or c in ("code", "value")]
        most = len(frame) if only else rows
        first = frame[chosen].head(most)
        noted, notes = _footnoted(
            in_words(first, name, headings), [first.columns.get_loc(c) for c in FOOTNOTED if c in first.columns]
        )
        title = table_title(name, headings)
        if len(frame) > most:
            title = f"{title} ({most}/{len(frame)})"
        parts = [list(range(noted.shape[1]))]
        if name == "wide":
            parts = _pages([str(c) for c in first.columns], noted, console.width)
        for n, part in enumerate(parts, start=1):
            numbered = f"{title} {n}/{len(parts)}" if len(parts) > 1 else title
            console.print()
            console.print(_grid(noted.iloc[:, part], numbered))
        for note in notes:
            console.print(thai_lines(note))


FOOTNOTED = ("break_note",)
"""Columns whose sentences stand once below the table; the rows have a number in brackets."""
_KEYS = ("agency", "fiscal_year")


def _footnoted(frame: pd.DataFrame, places: Sequence[Any]) -> tuple[pd.DataFrame, list[str]]:
    """A frame in words with numbers in place of sentences, and the sentences by their number."""
    found: dict[str, int] = {}
    shown = frame.copy()
    for place in places:
        texts = shown.iloc[:, place]
        for text in texts.dropna():
            if str(text):
                found.setdefault(str(text), len(found) + 1)
        marks = texts.map(lambda t: f"({found[str(t)]})" if str(t) else "", na_action="ignore")
        shown[shown.columns[place]] = marks
    return shown, [f"({n}) {text}" for text, n in found.items()]


def _pages(names: Sequence[str], frame: pd.DataFrame, width: int) -> list[list[int]]:
    """The columns of each page of a wide table: the agency and year on each, the other columns as
    many as fit."""
    keys = [place for place, name in enumerate(names) if name in _KEYS]
    room = width - sum(_width(frame, place) for place in keys) - 1
    pages: list[list[int]] = []
    used = room + 1
    for place in range(len(names)):
        if place in keys:
            continue
        size = _width(frame, place)
        if used + size > room:
            pages.append([*keys])
            used = 0
        pages[-1].append(place)
        used += size
    return pages or [keys]


def _width(frame: pd.DataFrame, place: int) -> int:
    """Cells that a column takes with its borders."""
    texts = [str(frame.columns[place]), *(_shown(cell).plain for cell in frame.iloc[:, place])]
    return BORDERS + max(min(cell_len(text), WIDEST_KEPT) for text in texts)


BORDERS = 3
"""Cells of the blanks and the line beside a column."""


def _grid(frame: pd.DataFrame, title: str) -> RichTable:
    import pandas as pd

    table = RichTable(title=thai_lines(title), title_justify="left", title_style="bold")
    for place, column in enumerate(frame.columns):
        numeric = pd.api.types.is_numeric_dtype(frame.iloc[:, place])
        table.add_column(thai_lines(str(column)), justify="right" if numeric else "left", overflow="fold")
    for row in frame.itertuples(index=False):
        table.add_row(*(_shown(cell) for cell in row))
    return table


def _shown(cell: object) -> Text:
    import pandas as pd

    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:
        return lines_of("–", style="dim")
    if isinstance(cell, float):
        # Small chances would all read 0.00.
        return lines_of(f"{cell:.4f}" if 0 < abs(cell) < 0.01 else f"{cell:.2f}")
    text = short_form(str(cell))
    return thai_lines(text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…")


def short_form(text: str) -> str:
    """A type of agency, or a name that begins with one, by its official abbreviation (ทต.)."""
    for full, short in SHORT_TYPES.items():
        if text.startswith(full):
            return short + text[len(full) :]
    return text
