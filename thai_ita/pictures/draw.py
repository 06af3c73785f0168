"""``draw``: one picture from a comparison, as PNG or SVG by the ending of the file's name."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thai_ita.analyze.answer import Answer
from thai_ita.analyze.typed_tables import TableError
from thai_ita.choices import Picture
from thai_ita.pictures.fonts import thai_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


ENDINGS = (".png", ".svg")
LONGEST_LABEL = 160
"""Letters of a name that are drawn; those of real agencies have fewer."""


def draw(
    answer: Answer,
    picture: Picture | str,
    path: Path,
    *,
    code: str = "ITA",
    years: tuple[int, ...] = (),
    highlight: tuple[str, ...] = (),
    language: str = "th",
    font: str = "",
) -> Path:
    """Draw a picture of a comparison (``analyze.compare``) into a PNG or SVG file; its path.

    ``code`` is the score of lines, slopes and distribution. ``years``: the one of heat map and
    distribution (default the newest), both ends of the slopes (default the last two); lines have
    every year. ``highlight`` are agency ids whose lines get a colour. ``font`` is a font file or
    the name of a font of this computer to use instead of the bundled one. Raises TableError where
    the answer has nothing to draw, UnusableFontError, MissingExtraError.
    """
    if path.suffix.lower() not in ENDINGS:
        raise TableError(f"{path}: a picture ends in {' or '.join(ENDINGS)}")
    picture = Picture(picture)
    rows = _fitting(_rows(answer, picture, code))
    settings = thai_style(font)
    import matplotlib as mpl

    with mpl.rc_context():
        # What a matplotlibrc says of a computer has no say in the picture.
        mpl.rcdefaults()
        mpl.rcParams.update(settings)
        figure = _figure(rows, picture, years, highlight, language)
        buffer = io.BytesIO()
        ending = path.suffix.lower().removeprefix(".")
        # Without a date the same tables give the same file.
        metadata: dict[str, Any] = {"Date": None} if ending == "svg" else {}
        figure.savefig(buffer, format=ending, bbox_inches="tight", pad_inches=0.15, metadata=metadata)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())
    return path


def _rows(answer: Answer, picture: Picture, code: str) -> pd.DataFrame:
    """What is drawn: the wide table for the heat map, else the scores of one code."""
    if picture is Picture.HEATMAP:
        return answer["wide"]
    long = answer["long"]
    own = long[(long["code"] == code) & (long["part"] == "")]
    if own.empty:
        have = ", ".join(dict.fromkeys(long["code"])) or "none"
        raise TableError(f"no scores of {code} to draw; codes: {have}")
    return own


def _fitting(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with names that fit on a picture: one of 50,000 letters would take gigabytes."""

    def fitted(value: object) -> object:
        if isinstance(value, str) and len(value) > LONGEST_LABEL:
            return f"{value[:LONGEST_LABEL]}…"
        return value

    texts = rows.select_dtypes(exclude=["number", "bool"]).columns.difference(["agency_id"])
    return rows.assign(**{str(c): rows[c].map(fitted) for c in texts}).rename(columns=fitted)


def _figure(
    rows: pd.DataFrame,
    picture: Picture,
    years: tuple[int, ...],
    highlight: tuple[str, ...],
    language: str,
) -> Figure:
    from thai_ita.pictures import distribution, heatmap, score_lines, slopes

    if picture is Picture.HEATMAP:
        return heatmap.heat_map(rows, years[-1] if years else None, language)
    if picture is Picture.TRENDS:
        return score_lines.trend_lines(rows, highlight, language)
    if picture is Picture.SLOPES:
        return slopes.slope_chart(rows, years[:2], language)
    return distribution.by_type(rows, years[-1] if years else None, language)
