"""What a person sees of an answer in a terminal: the notes, then the frames that matter most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table as RichTable

from thai_ita.analyze.answer import Answer
from thai_ita.analyze.dictionary import Headings, in_words, table_title
from thai_ita.visible_console import lines_of

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console
    from rich.text import Text

MOST_ROWS = 20
"""Rows of a frame that are printed; the files have all."""

SHOWN: dict[str, dict[str, tuple[str, ...]]] = {
    "compare": {
        "areas": ("area", "fiscal_year", "code", "name", "place", "n", "n_unknown", "median", "q1", "q3", "minimum",
                  "share_below_pass"),
        "wide": (),
        "extremes": ("agency", "fiscal_year", "side", "position", "code", "name", "value",
                     "diff_to_median", "peer_n", "n_known"),
        "indicators": ("peer_group", "fiscal_year", "code", "name", "n", "n_unknown", "mean",
                       "median", "sd", "share_at_100"),
        "levels": (),
        "not_used": ("agency", "province", "fiscal_year", "n_scores", "n_unchecked", "n_conflict"),
    },
    "trends": {
        "movers": ("agency", "province", "code", "name", "first_year", "last_year", "n", "slope", "relative_slope", "q",
                   "movement", "break_note"),
        "slopes": ("agency", "code", "name", "first_year", "last_year", "n", "first_value",
                   "last_value", "slope", "slope_low", "slope_high", "theil_sen", "movement",
                   "break_note"),
        "changes": ("agency", "code", "name", "from_year", "to_year", "value_before",
                    "value_after", "change", "expected_change", "n_pairs", "comparability"),
        "group_slopes": ("peer_group", "code", "name", "run", "n_years", "n", "slope", "slope_low",
                         "slope_high", "theil_sen"),
        "dispersion": ("peer_group", "code", "from_year", "to_year", "n_pairs", "sd_before",
                       "sd_after", "sd_ratio", "ratio_low", "ratio_high", "share_at_100"),
        "ranks": ("peer_group", "code", "from_year", "to_year", "n_pairs", "spearman",
                  "spearman_low", "spearman_high", "kendall", "top_ten_kept"),
    },
    "plans": {
        "coverage": ("agency", "plan_year", "responds_to", "n_measures", "n_unassigned", "n_known",
                     "n_weak", "n_weak_addressed", "share_weak", "share_other"),
        "weak_indicators": ("agency", "plan_year", "position", "code", "name", "value", "n_known",
                            "addressed", "measures"),
        "themes": ("plan_year", "code", "name", "theme", "addressed_by", "n_measures", "n_agencies", "n_plans",
                   "share_agencies"),
        "follow_through": ("agency", "plan_year", "n_planned", "n_found", "n_partly", "n_absent",
                           "share_found"),
        "copy_groups": (),
        "copies": ("copy_group", "agency", "plan_year", "seq", "twin_agency", "twin_year",
                   "twin_seq", "similarity", "shared_passage"),
        "followed": ("code", "name", "n", "n_controls", "change_with", "change_without",
                     "difference", "difference_low", "difference_high", "q", "matched_difference",
                     "n_pairs", "reading"),
    },
}
"""The frames of each answer that are printed, and their columns (none: all but the ids)."""


TELLING = {"indicators": "mean", "slopes": "slope", "group_slopes": "slope", "ranks": "spearman",
           "dispersion": "sd_ratio", "changes": "value_before"}
"""Of these frames only rows with a value in the column are printed: the others say too few."""


EVIDENCE = ("agency", "fiscal_year", "code", "value", "status", "path", "page", "table", "row", "evidence")
"""The columns of a row per score that say where it stands."""


def show_answer(
    console: Console, answer: Answer, headings: Headings, *, rows: int = MOST_ROWS, only: str = ""
) -> None:
    """Print the notes and the first rows of each frame that has any; with ``only`` all rows of
    that frame, and where its scores stand."""
    language = "th" if headings is Headings.TH else "en"
    for note in answer.notes:
        console.print(lines_of(f"• {note.text(language)}"), soft_wrap=True)
    frames = {only: EVIDENCE} if only else SHOWN[answer.name]
    for name, columns in frames.items():
        frame = answer.frames.get(name)
        if frame is None:
            continue
        if name in TELLING:
            frame = frame[frame[TELLING[name]].notna()]
        if frame.empty:
            continue
        chosen = [c for c in (columns or map(str, frame.columns)) if c != "agency_id"]
        # A column without a single value says nothing in a terminal.
        chosen = [c for c in chosen if frame[c].notna().any() or c in ("code", "value")]
        most = len(frame) if only else rows
        shown = in_words(frame[chosen].head(most), name, headings)
        title = table_title(name, headings)
        if len(frame) > most:
            title = f"{title} ({most}/{len(frame)})"
        console.print()
        console.print(_grid(shown, title))


def _grid(frame: pd.DataFrame, title: str) -> RichTable:
    import pandas as pd

    table = RichTable(title=lines_of(title), title_justify="left", title_style="bold")
    for place, column in enumerate(frame.columns):
        numeric = pd.api.types.is_numeric_dtype(frame.iloc[:, place])
        table.add_column(lines_of(str(column)), justify="right" if numeric else "left",
                         overflow="fold")
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
    text = str(cell)
    return lines_of(text if len(text) <= 120 else f"{text[:119]}…")
