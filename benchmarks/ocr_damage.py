"""Pictures of pages as offices scan, copy, stamp and photograph them; every damage follows from its seed.

Each damage takes a clean picture of a page and gives it back hurt, together with where each point of
it went (``to_damaged``), so that true boxes can be carried along. The ten that the figures are given
for are ``TEN``; turned pages and grey copies of stamps stand beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Rows by columns by red, green, blue."""
Floats = NDArray[np.float32]
Matrix = NDArray[np.float64]

SCAN_DPI = 200
INK, PAPER = 18.0, 250.0
"""What print and paper of a good scan are, 0 to 255."""
SKEW_DEGREES = 2.0
RED, BLUE, DARK_BLUE, GREY = (196, 32, 44), (40, 60, 170), (24, 36, 120), (105, 105, 105)
GREY_LEVELS = 255.0


@dataclass(slots=True)
class Damaged:
    """A picture that was hurt. ``quality`` is of the JPEG it is kept as; ``bilevel`` is fax."""

    picture: Picture
    dpi: int
    to_damaged: Matrix = field(default_factory=lambda: np.eye(3))
    quality: int = 80
    bilevel: bool = False

    def as_kept(self) -> Picture:
        """The picture as it comes out of the file that it is kept in."""
        return self.picture if self.bilevel else through_jpeg(self.picture, self.quality)


Hurt = Callable[[Floats, float, np.random.Generator], tuple[Floats, Matrix]]


@dataclass(frozen=True, slots=True)
class Damage:
    """A kind of damage: what is done to the picture before and after the scanner's own softness."""

    hurt: Hurt | None = None
    dpi: int = SCAN_DPI
    blur: float = 0.6
    noise: float = 4.0
    quality: int = 80
    threshold: float | None = None


def through_jpeg(picture: Picture, quality: int) -> Picture:
    coded = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    back: Any = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(back[:, :, ::-1]).astype(np.uint8)


def apply(name: str, picture: Picture, seed: int) -> Damaged:
    """A clean picture, rendered at the dpi of this damage, with the damage done to it."""
    damage = DAMAGES[name]
    random = np.random.default_rng([seed, *name.encode()])
    scale = damage.dpi / SCAN_DPI
    page: Floats = (INK + picture * ((PAPER - INK) / GREY_LEVELS)).astype(np.float32)
    matrix = np.eye(3)
    if damage.hurt is not None:
        page, matrix = damage.hurt(page, scale, random)
    page = cv2.GaussianBlur(page, (0, 0), damage.blur * scale)  # type: ignore[assignment]
    grain = random.standard_normal(page.shape[:2], dtype=np.float32) * damage.noise
    page = np.clip(page + grain[:, :, None], 0, GREY_LEVELS)
    if damage.threshold is not None:
        page = np.where(page.mean(axis=2, keepdims=True) > damage.threshold, GREY_LEVELS, 0.0)
        page = np.repeat(page, 3, axis=2).astype(np.float32)
    return Damaged(page.astype(np.uint8), damage.dpi, matrix, damage.quality, damage.threshold is not None)


def _skew(page: Floats, scale: float, random: np.random.Generator) -> tuple[Floats, Matrix]:
    height, width = page.shape[:2]
    degrees = SKEW_DEGREES * float(random.choice((-1, 1)))
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return _warped(page, matrix, (width, height), (PAPER, PAPER, PAPER)), matrix


def _warped(page: Floats, matrix: Matrix, size: tuple[int, int], border: tuple[float, float, float]) -> Floats:
    done: Any = cv2.warpPerspective(
        page, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT,
        borderValue=border,
    )  # fmt: skip
    return np.asarray(done, dtype=np.float32)


def _photo(page: Floats, scale: float, random: np.random.Generator) -> tuple[Floats, Matrix]:
    """Laid on a desk, taken by hand: perspective, a small turn, light from one side, warm."""
    height, width = page.shape[:2]
    margin, wide, high = 0.05, int(width * 1.1), int(height * 1.1)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = corners + np.array([margin * width, margin * height], dtype=np.float32)
    seen += random.uniform(-0.03, 0.03, (4, 2)).astype(np.float32) * (width, height)
    matrix: Matrix = np.array(cv2.getPerspectiveTransform(corners, seen.astype(np.float32)), float)
    # The desk is a little darker than the paper, or much.
    desk = float(random.choice((90.0, 140.0, 190.0)))
    page = _warped(page, matrix, (wide, high), (desk, desk * 0.9, desk * 0.78))
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    side = xs / wide if random.random() < 0.5 else 1 - xs / wide
    light = 0.62 + 0.38 * (0.6 * side + 0.4 * ys / high)
    warm = np.array([1.0, 0.97, 0.91], dtype=np.float32)
    lit: Floats = (page * light[:, :, None] * warm).astype(np.float32)
    return lit, matrix


def _faint(page: Floats, scale: float, random: np.random.Generator) -> tuple[Floats, Matrix]:
    pale = 165.0
    return (pale + (page - INK) * (PAPER - pale) / (PAPER - INK)).astype(np.float32), np.eye(3)


def _quarter(turns: int) -> Hurt:
    """Turned clockwise by so many quarters."""

    def turn(page: Floats, scale: float, random: np.random.Generator) -> tuple[Floats, Matrix]:
        matrix = np.eye(3)
        for _ in range(turns):
            height = page.shape[0]
            page = np.ascontiguousarray(np.rot90(page, -1))
            matrix = np.array([[0, -1, height], [1, 0, 0], [0, 0, 1.0]]) @ matrix
        return page, matrix

    return turn


def _inked(page: Floats, mask: NDArray[np.uint8], colour: tuple[int, int, int]) -> Floats:
    """Print under ink that lets it through."""
    share = (mask.astype(np.float32) / GREY_LEVELS)[:, :, None] * 0.85
    tint = np.array(colour, dtype=np.float32) / GREY_LEVELS
    inked: Floats = (page * (1 - share * (1 - tint))).astype(np.float32)
    return inked


def _round_stamp(mask: NDArray[np.uint8], centre: tuple[int, int], radius: int, random: np.random.Generator) -> None:
    thick = max(2, radius // 30)
    full = int(GREY_LEVELS)
    cv2.circle(mask, centre, radius, full, thick * 2, cv2.LINE_AA)
    cv2.circle(mask, centre, int(radius * 0.68), full, thick, cv2.LINE_AA)
    # Letters of the rim: short strokes and loops, as a seal's name looks at this size.
    for angle in np.linspace(0, 2 * np.pi, 26, endpoint=False):
        rim = radius * 0.84
        x, y = (int(centre[0] + rim * np.cos(angle)), int(centre[1] + rim * np.sin(angle)))
        turn = float(np.degrees(angle))
        size = (max(3, radius // 14), max(3, radius // 9))
        cv2.ellipse(mask, (x, y), size, turn, 0, float(random.integers(160, 330)), full, thick)
    # What stands in the middle: a bird, a lion, a temple; here a figure of curves.
    for _ in range(5):
        where = (centre[0] + int(random.integers(-radius // 4, radius // 4 + 1)),
                 centre[1] + int(random.integers(-radius // 4, radius // 4 + 1)))  # fmt: skip
        axes = (
            int(random.integers(radius // 8, radius // 3)),
            int(random.integers(4, radius // 4)),
        )
        cv2.ellipse(mask, where, axes, float(random.integers(0, 180)), 0, 300, full, thick)


def _receipt_stamp(mask: NDArray[np.uint8], corner: tuple[int, int], inch: float) -> None:
    """The box that a registry stamps on what it receives: number, date, time."""
    wide, high = int(2.0 * inch), int(0.95 * inch)
    x, y = corner
    full, thick = int(GREY_LEVELS), max(2, int(inch / 80))
    cv2.rectangle(mask, (x, y), (x + wide, y + high), full, thick)
    for k, text in enumerate(("RECEIVED", "No. 2147", "12 MAR 2566")):
        place = (x + int(0.12 * inch), y + int((0.28 + 0.28 * k) * inch))
        cv2.putText(mask, text, place, cv2.FONT_HERSHEY_SIMPLEX, inch / 260, full, thick)


def _signature(mask: NDArray[np.uint8], start: tuple[int, int], inch: float, random: np.random.Generator) -> None:
    steps = np.linspace(0, 1, 160)
    xs, ys = start[0] + steps * 2.0 * inch, np.full(steps.shape, float(start[1]))
    for wave in (2.0, 5.0, 9.0):
        size = inch * 0.32 / wave**0.5
        ys += size * np.sin(2 * np.pi * (wave * steps + random.random())) * (1 - 0.6 * steps)
        xs += size * 0.8 * np.cos(2 * np.pi * (wave * steps + random.random()))
    points = np.stack([xs, ys], axis=1).astype(np.int32)
    thick = max(2, int(inch / 75))
    cv2.polylines(mask, [points], False, int(GREY_LEVELS), thick, cv2.LINE_AA)


def _stamps(coloured: bool) -> Hurt:
    """Two seals, a stamp of receipt and a signature, anywhere on the page."""

    def stamp(page: Floats, scale: float, random: np.random.Generator) -> tuple[Floats, Matrix]:
        height, width = page.shape[:2]
        inch = SCAN_DPI * scale

        def anywhere() -> tuple[int, int]:
            return (
                int(random.uniform(0.15, 0.8) * width),
                int(random.uniform(0.12, 0.85) * height),
            )

        for colour in (RED, BLUE):
            mask = np.zeros((height, width), np.uint8)
            _round_stamp(mask, anywhere(), int(random.uniform(0.55, 0.75) * inch), random)
            page = _inked(page, mask, colour if coloured else GREY)
        mask = np.zeros((height, width), np.uint8)
        _receipt_stamp(mask, anywhere(), inch)
        page = _inked(page, mask, (RED if random.random() < 0.5 else BLUE) if coloured else GREY)
        mask = np.zeros((height, width), np.uint8)
        _signature(mask, anywhere(), inch, random)
        return _inked(page, mask, DARK_BLUE if coloured else GREY), np.eye(3)

    return stamp


DAMAGES: dict[str, Damage] = {
    "clean": Damage(),
    "dpi150": Damage(dpi=150),
    "dpi300": Damage(dpi=300),
    "blur": Damage(blur=1.5),
    "noise": Damage(noise=22.0),
    "skew": Damage(_skew),
    "jpeg40": Damage(quality=40),
    "fax": Damage(threshold=165.0, noise=8.0),
    "stamps": Damage(_stamps(coloured=True)),
    "faint": Damage(_faint),
    "photo": Damage(_photo, blur=0.9, noise=5.0, quality=75),
    "stamps_grey": Damage(_stamps(coloured=False)),
    "turn90": Damage(_quarter(1)),
    "turn180": Damage(_quarter(2)),
    "turn270": Damage(_quarter(3)),
}
TEN = (
    "dpi150", "dpi300", "blur", "noise", "skew", "jpeg40", "fax", "stamps", "faint", "photo",
)  # fmt: skip
