"""A page as it lay on the scanner is turned upright: quarter turns, skew and perspective."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from thai_ita.ingest.scan.fills import rect
from thai_ita.ingest.scan.paper import Ink, RuleInk
from thai_ita.ingest.scan.runs import Run, find_runs

Matrix = NDArray[np.float64]
"""3x3, from pixels of one picture to those of another."""

# Skew is looked for up to this many degrees, in steps, then in finer ones.
_MOST_SKEW: Final = 8.0
_COARSE: Final = 0.5
_FINE: Final = 0.1
# The scales of the two looks (dots an inch).
_COARSE_DPI: Final = 50.0
_FINE_DPI: Final = 100.0
# Letters are so tall and wide, at least and at most (inches).
_LETTER_IN: Final = (0.03, 0.3)
# Letters of a line stand no further apart (inches).
_NEXT_IN: Final = 0.07
# A page is lying on its side where letters join so much better up and down than along.
_SIDEWAYS: Final = 1.15
_LEAST_LETTERS: Final = 30
# Joined lines tell it too, if they are so long in all (inches).
_STRIPES_IN: Final = 2.0
# Lines that tell the perspective: length (inches), how many each way, and how far from straight.
_LONG_IN: Final = 0.9
_LEAST_LINES: Final = 2
_LEAST_LEAN: Final = 0.0025
_MOST_LEAN: Final = 0.2
# How far the rules of one direction must lie apart, as a share of the page, to tell it.
_SPREAD: Final = 0.15
# Lines of text tell it where rules do not: letters join over this gap, lines are so long and no
# taller (inches), so many, over such a share of the page; they agree but for this share.
_JOIN_IN: Final = 0.12
_TEXT_IN: Final = 2.0
_LINE_IN: Final = 0.4
_LEAST_TEXT: Final = 7
_TEXT_SPREAD: Final = 0.3
_UNSURE: Final = 0.25
_WHITE: Final = 255


def quarter_turned(picture: Any, turns: int) -> Any:
    """The picture turned clockwise by quarter turns."""
    return np.ascontiguousarray(np.rot90(picture, -turns)) if turns % 4 else picture


def turn_matrix(turns: int, width: int, height: int) -> Matrix:
    """From pixels of a picture of this size to those of it turned clockwise."""
    matrices = {
        0: [[1, 0, 0], [0, 1, 0]],
        1: [[0, -1, height - 1], [1, 0, 0]],
        2: [[-1, 0, width - 1], [0, -1, height - 1]],
        3: [[0, 1, 0], [-1, 0, width - 1]],
    }
    return np.array([*matrices[turns % 4], [0, 0, 1]], np.float64)


def _letters(ink: Ink, dpi: float) -> Ink:
    """The ink at 100 dots an inch with only what has the size of letters."""
    return _of_size(_shrunk(ink, _FINE_DPI / dpi), min(dpi, _FINE_DPI))


def _of_size(small: Ink, dpi: float) -> Ink:
    """What has the size of letters; nothing where it is too little."""
    _n, labels, stats, _ = cv2.connectedComponentsWithStats(small, connectivity=8)
    low, high = _LETTER_IN[0] * dpi, _LETTER_IN[1] * dpi
    keep = (stats[:, 2:4].max(axis=1) <= high) & (stats[:, 2:4].max(axis=1) >= low)
    keep[0] = False
    if int(keep.sum()) < _LEAST_LETTERS:
        return np.zeros((0, 0), np.uint8)
    return np.asarray(keep[labels] * 255, np.uint8)


def _shrunk(ink: Ink, scale: float) -> Ink:
    if scale >= 1:
        return ink
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.threshold(small, 70, 255, cv2.THRESH_BINARY)[1], np.uint8)


def lies_sideways(ink: Ink, dpi: float) -> bool:
    """Whether the lines of text run up and down: letters join along their lines."""
    stand = _stripes_stand(ink, dpi)
    if stand is not None:
        return stand
    letters = _letters(ink, dpi)
    if not letters.size:
        return False
    reach = round(_NEXT_IN * min(dpi, _FINE_DPI)) | 1
    along = cv2.connectedComponents(cv2.dilate(letters, rect(reach, 1)), connectivity=8)[0]
    upward = cv2.connectedComponents(cv2.dilate(letters, rect(1, reach)), connectivity=8)[0]
    return along > _SIDEWAYS * upward


def _stripes_stand(ink: Ink, dpi: float) -> bool | None:
    """Whether text whose letters are joined runs up and down; None where letters are apart."""
    small = _shrunk(ink, _FINE_DPI / dpi)
    dpi = min(dpi, _FINE_DPI)
    _, _, stats, _ = cv2.connectedComponentsWithStats(small, connectivity=8)
    width, height = stats[1:, 2], stats[1:, 3]
    low, high = 2 * _LETTER_IN[0] * dpi, _LETTER_IN[1] * dpi
    lying = float(width[(width > 3 * height) & (height >= low) & (height <= high)].sum())
    standing = float(height[(height > 3 * width) & (width >= low) & (width <= high)].sum())
    letters = float(np.minimum(width, height)[(width <= high) & (height <= high)].sum())
    more, less = max(lying, standing), min(lying, standing)
    if more < max(_STRIPES_IN * dpi, 3 * less, letters):
        return None
    return standing > lying


def find_skew(ink: Ink, dpi: float) -> float:
    """By how many degrees to turn the page counterclockwise so that its lines lie level."""
    fine = _shrunk(ink, _FINE_DPI / dpi)
    coarse = _shrunk(ink, _COARSE_DPI / dpi)
    angles = np.arange(-_MOST_SKEW, _MOST_SKEW + _COARSE / 2, _COARSE)
    best = float(angles[int(np.argmax([_evenness(coarse, a) for a in angles]))])
    angles = np.arange(best - _COARSE, best + _COARSE + _FINE / 2, _FINE)
    scores = [_evenness(fine, a) for a in angles]
    i = int(np.argmax(scores))
    if 0 < i < len(scores) - 1:
        before, at, after = scores[i - 1 : i + 2]
        curve = before - 2 * at + after
        if curve < 0:
            return float(angles[i] + _FINE * 0.5 * (before - after) / curve)
    return float(angles[i])


def _evenness(ink: Ink, angle: float) -> float:
    """How sharply rows of ink begin and end once it is turned by so many degrees."""
    h, w = ink.shape
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), float(angle), 1)
    rows = cv2.reduce(
        cv2.warpAffine(ink, matrix, (w, h), flags=cv2.INTER_LINEAR), 1, cv2.REDUCE_SUM,
        dtype=cv2.CV_64F,
    )  # fmt: skip
    return float((np.diff(rows[:, 0]) ** 2).sum())


def skew_matrix(angle: float, width: int, height: int) -> Matrix:
    """Turns a picture counterclockwise about its middle."""
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return matrix


def warped(picture: Any, matrix: Matrix, size: tuple[int, int], smooth: bool = True) -> Any:
    """The picture under a matrix; paper where it had nothing."""
    flags = cv2.INTER_CUBIC if smooth else cv2.INTER_LINEAR
    if np.allclose(matrix[2], (0, 0, 1)):
        return cv2.warpAffine(picture, matrix[:2], size, flags=flags, borderValue=_WHITE)
    return cv2.warpPerspective(picture, matrix, size, flags=flags, borderValue=_WHITE)


def find_perspective(ink: Ink, dpi: float) -> Matrix | None:
    """The matrix that makes leaning rules level and upright; None where they are."""
    half = _shrunk(ink, 0.5)
    scale = np.diag([0.5, 0.5, 1.0])
    matrix = _from_rules(half, dpi / 2)
    return None if matrix is None else np.asarray(np.linalg.inv(scale) @ matrix @ scale)


def _from_rules(ink: Ink, dpi: float) -> Matrix | None:
    height, width = ink.shape
    level, upright = find_runs(RuleInk(ink, ink, ink, ink), dpi, least=_LONG_IN * dpi)
    level, upright = _agreeing(level), _agreeing(upright)
    if not _tells(level, height):
        level = _lines_of_text(ink, dpi)
    across = _tells(level, height)
    down = _tells(upright, width)
    if not across and not down:
        return None
    leans = [r.slope for r in level if across] + [r.slope for r in upright if down]
    if max(map(abs, leans)) < _LEAST_LEAN or max(map(abs, leans)) > _MOST_LEAN:
        return None
    middle = (width / 2, height / 2)
    size = max(width, height) / 2
    level_point = _meeting([_line(r, True, middle, size) for r in level], across, True)
    upright_point = _meeting([_line(r, False, middle, size) for r in upright], down, False)
    matrix = _levelling(level_point, upright_point)
    if matrix is None:
        return None
    centred = np.array([[1 / size, 0, -middle[0] / size], [0, 1 / size, -middle[1] / size], [0, 0, 1]])
    return np.asarray(np.linalg.inv(centred) @ matrix @ centred, np.float64)


def _lines_of_text(ink: Ink, dpi: float) -> list[Run]:
    """How text leans at the top and at the foot of a page, as two lines; none where it is unsure."""
    height, width = ink.shape
    letters = _of_size(ink, dpi)
    if not letters.size:
        return []
    joined = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, rect(_JOIN_IN * dpi, 1))
    _n, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    wide = np.flatnonzero((stats[:, 2] > _TEXT_IN * dpi) & (stats[:, 3] < _LINE_IN * dpi))
    slopes, places = [], []
    for i in wide[wide > 0]:
        x, y, w, h, _area = (int(v) for v in stats[i])
        ys, xs = np.nonzero(labels[y : y + h, x : x + w] == i)
        slopes.append(float(np.polyfit(xs, ys, 1)[0]))
        places.append(y + h / 2)
    if len(slopes) < _LEAST_TEXT or np.ptp(places) < _TEXT_SPREAD * height:
        return []
    a, b = np.array(slopes), np.array(places)
    for _ in range(2):
        fit = np.polyfit(b, a, 1)
        off = np.abs(a - np.polyval(fit, b))
        close = off <= max(float(np.median(off)) * 2.5, 0.001)
        a, b = a[close], b[close]
    if len(a) < _LEAST_TEXT or float(np.median(off)) > _UNSURE * abs(fit[0]) * np.ptp(places):
        return []
    ends = [float(b.min()), float(b.max())]
    return [Run(0, width, float(np.polyval(fit, y)), y - float(np.polyval(fit, y)) * width / 2) for y in ends]


def _agreeing(runs: list[Run]) -> list[Run]:
    """The rules whose lean changes evenly over the page; text beside a rule makes it doubtful."""
    runs = [r for r in runs if r.clear and r.solid]
    if len(runs) <= _LEAST_LINES:
        return runs
    places = np.array([r.middle for r in runs])
    leans = np.array([r.slope for r in runs])
    weights = np.array([r.length for r in runs])
    if np.ptp(places) == 0:
        return runs
    fit = np.polyfit(places, leans, 1, w=weights)
    off = np.abs(leans - np.polyval(fit, places))
    limit = max(_LEAST_LEAN, 2.5 * float(np.median(off)))
    return [r for r, o in zip(runs, off.tolist(), strict=True) if o <= limit]


def _tells(runs: list[Run], extent: int) -> bool:
    """Whether rules lie far enough apart to show a perspective."""
    if len(runs) < _LEAST_LINES:
        return False
    places = [r.middle for r in runs]
    return max(places) - min(places) > _SPREAD * extent


def _line(run: Run, level: bool, middle: tuple[float, float], size: float) -> NDArray[np.float64]:
    """A rule as a homogeneous line in centred coordinates, weighted by its length."""
    ends = [(run.start, run.at(run.start)), (run.end, run.at(run.end))]
    points = [(a, b) if level else (b, a) for a, b in ends]
    (x0, y0), (x1, y1) = [((x - middle[0]) / size, (y - middle[1]) / size) for x, y in points]
    line = np.array([y0 - y1, x1 - x0, x0 * y1 - x1 * y0])
    return np.asarray(line / np.hypot(line[0], line[1]) * np.hypot(x1 - x0, y1 - y0))


def _meeting(lines: list[NDArray[np.float64]], tells: bool, level: bool) -> NDArray[np.float64]:
    """Where lines meet, far outside the page; straight along the page where too few tell."""
    if not tells:
        return np.array([1.0, 0, 0] if level else [0, 1.0, 0])
    _, _, right = np.linalg.svd(np.stack(lines))
    point = right[-1]
    lead = point[0] if level else point[1]
    return np.asarray(point / lead if abs(lead) > 1e-9 else point)


def _levelling(level: NDArray[np.float64], upright: NDArray[np.float64]) -> Matrix | None:
    """The matrix that sends two meeting points to the ends of the axes."""
    far = np.cross(level, upright)
    if abs(far[2]) < 1e-9:
        return None
    far = far / far[2]
    if np.hypot(far[0], far[1]) > 0.8:
        return None
    flat = np.array([[1, 0, 0], [0, 1, 0], far])
    a, b = (flat @ level)[:2], (flat @ upright)[:2]
    if not np.hypot(*a) or not np.hypot(*b):
        return None
    axes = np.column_stack([a / np.hypot(*a), b / np.hypot(*b)])
    if abs(np.linalg.det(axes)) < 0.5:
        return None
    turn = np.eye(3)
    turn[:2, :2] = np.linalg.inv(axes)
    return np.asarray(turn @ flat, np.float64)
