"""Measure a model on families that it was not trained on and put the figures into its .json.

    python -m training.ocr.evaluate build/thai_lines.onnx --fonts build/ocr-fonts --write

Every row of the table is one damage at one resolution: values dd.dd, half of them in Thai digits,
set in 14 to 16 points in every held-out family in turn.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.ocr.damage import Box, Grey, ink_box
from training.ocr.fonts import HELD_OUT, LOOPLESS, TEST_ONLY, Font, fetch
from training.ocr.lines import Rendered, cropped, normalised, rendered
from training.ocr.numerals import ARABIC_DIGITS, THAI_DIGITS, thai
from training.ocr.text import Sources, clean
from training.ocr.text import line as field_line

CONDITIONS = (
    ("clean", 200),
    ("clean", 300),
    ("clean", 150),
    ("clean", 110),
    ("blur", 200),
    ("noise", 200),
    ("jpeg40", 200),
    ("jpeg40", 150),
    ("faint", 200),
    ("skew", 200),
    ("fax", 200),
    ("thick", 200),
    ("thin", 200),
    ("stamp", 200),
    ("shifted", 200),
)
POINTS = (14, 15, 16, 16)
BUCKETS = (0.0, 0.5, 0.8, 0.9, 0.97, 0.99, 0.999, 1.01)
KEPT_FROM = (0.9, 0.97, 0.99, 0.999)
VALUE = re.compile(r"\d{1,3}\.\d\d")
FIGURES = THAI_DIGITS + ARABIC_DIGITS + ".,%"
USUAL_WEIGHTS = (400, 700)
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Character:
    char: str
    p: float
    second: str
    p2: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it stands on a page: damaged picture, the box of its ink, em in pixels."""

    text: str
    family: str
    picture: Grey
    box: Box
    em: int

    @property
    def crop(self) -> NDArray[np.float32]:
        return normalised(cropped(self.picture, self.box, em=self.em))


class Model:
    """A model file with the most likely character of every column; no rule of Thai, no dictionary."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        about = json.loads(path.with_suffix(".json").read_text("utf-8"))
        self.charset: str = about.get("charset") or about["chars"]

    def read(self, crops: Sequence[NDArray[np.float32]], allowed: str = "") -> list[list[Character]]:
        """The characters of every crop; only ``allowed`` ones where some are given."""
        order = sorted(range(len(crops)), key=lambda i: crops[i].shape[1])
        result: list[list[Character]] = [[] for _ in crops]
        for start in range(0, len(order), _BATCH):
            group = order[start : start + _BATCH]
            width = -(-max(crops[i].shape[1] for i in group) // 8) * 8
            x = np.zeros((len(group), 1, crops[0].shape[0], width), np.float32)
            for row, i in zip(x, group, strict=True):
                row[0, :, : crops[i].shape[1]] = crops[i]
            y = self._session.run(None, {"x": x})[0]
            for row, i in enumerate(group):
                result[i] = self.decoded(y[: (crops[i].shape[1] + 1) // 2, row], allowed)
        return result

    def decoded(self, scores: NDArray[np.float32], allowed: str) -> list[Character]:
        if allowed:
            hidden = [n for n, c in enumerate(self.charset, 1) if c not in allowed]
            scores[:, hidden] = -1e9
        shares = np.exp(scores - scores.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        best = shares.argmax(1)
        found, start = [], 0
        while start < len(best):
            end = start
            while end < len(best) and best[end] == best[start]:
                end += 1
            if best[start]:
                column = shares[start + int(shares[start:end, best[start]].argmax())].copy()
                p = float(column[best[start]])
                column[[0, best[start]]] = 0
                second = int(column.argmax())
                found.append(
                    Character(
                        self.charset[best[start] - 1],
                        p,
                        self.charset[second - 1] if second else "",
                        float(column[second]),
                    )
                )
            start = end
        return found


def shown(text: str, family: str, path: Path, kind: str, dpi: int, random: Random, noise: np.random.Generator) -> Shown:
    """The text at a resolution with one damage."""
    em = round(random.choice(POINTS) * dpi / 72)
    made: Rendered = rendered(text, str(path), em)
    picture = made.picture
    if kind == "skew":
        height, width = picture.shape
        angle = random.choice((-1, 1)) * random.uniform(0.4, 1)
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
        picture = np.asarray(cv2.warpAffine(picture, matrix, (width, height), borderValue=255), np.uint8)
    if kind == "thick":
        picture = np.asarray(cv2.erode(picture, np.ones((2, 2), np.uint8)), np.uint8)
    if kind == "thin":
        picture = np.asarray(cv2.dilate(picture, np.ones((2, 1), np.uint8)), np.uint8)
    box = ink_box(picture) or (0, 0, picture.shape[1], picture.shape[0])
    values = picture.astype(np.float32)
    if kind == "faint":
        values = 150 + values * ((245 - 150) / 255)
    values = np.asarray(cv2.GaussianBlur(values, (0, 0), dpi / 200 * (1.6 if kind == "blur" else 0.5)), np.float32)
    values += noise.normal(0, 22 if kind == "noise" else 4, values.shape).astype(np.float32)
    if kind == "stamp":
        over = np.full_like(values, 255)
        height, width = values.shape
        axes = random.randint(em // 2, em * 2), random.randint(em // 2, em * 2)
        centre = random.randint(0, width), random.randint(0, height)
        cv2.ellipse(over, centre, axes, 0, 0, 360, random.uniform(110, 170), max(2, dpi // 70))
        values = np.minimum(values, over)
    grey = np.clip(values, 0, 255).astype(np.uint8)
    if kind == "jpeg40":
        grey = np.asarray(cv2.imdecode(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 40])[1], 0), np.uint8)
    if kind == "fax":
        grey = np.where(grey > 150, 255, 0).astype(np.uint8)
    if kind == "shifted":  # The box misses the ink by a tenth of its height, inwards or outwards.
        reach = 0.1 * (box[3] - box[1])
        x0, y0, x1, y1 = (edge + round(random.uniform(-reach, reach) * 0.6) for edge in box)
        box = (x0, y0, x1, y1)
    return Shown(text, family, grey, box, em)


def usual(fonts: Iterable[tuple[Font, Path]], families: frozenset[str]) -> dict[str, list[Path]]:
    """The upright and slanted regular and bold cuts of the families."""
    found: dict[str, list[Path]] = defaultdict(list)
    for font, path in fonts:
        if font.family in families and font.weight in USUAL_WEIGHTS:
            found[font.family].append(path)
    return dict(sorted(found.items()))


def values_table(model: Model, fonts: dict[str, list[Path]], rows: int, seed: int = 99) -> dict[str, Any]:
    """Exact values by damage, by family, by least probability, and how well probabilities hold."""
    random, noise = Random(seed), np.random.default_rng(seed)
    families, damages = list(fonts), {}
    by_family: dict[str, list[bool]] = defaultdict(list)
    loopless: list[bool] = []
    kept: list[tuple[float, bool, bool]] = []
    digits: list[tuple[float, bool, bool]] = []
    for kind, dpi in CONDITIONS:
        lines = []
        for number in range(rows):
            text = f"{random.uniform(0, 100):.2f}"
            family = families[number // 2 % len(families)]
            path = random.choice(fonts[family])
            lines.append(shown(thai(text) if number % 2 == 0 else text, family, path, kind, dpi, random, noise))
        right: list[bool] = []
        within: list[bool] = []
        for line, characters in zip(lines, model.read([line.crop for line in lines], FIGURES), strict=True):
            read = "".join(c.char for c in characters)
            right.append(read == line.text)
            same = len(read) == len(line.text)
            pairs = list(zip(characters, line.text, strict=True)) if same else []
            within.append(same and all(truth in (c.char, c.second) for c, truth in pairs))
            by_family[line.family].append(right[-1])
            if kind != "stamp" and line.family in LOOPLESS:
                loopless.append(right[-1])
            kept.append((min((c.p for c in characters), default=0.0), bool(VALUE.fullmatch(read)), right[-1]))
            digits += [(c.p, c.char == truth, c.second == truth) for c, truth in pairs]
        damages[f"{kind} {dpi}"] = {
            "thai": share(right[::2]),
            "arabic": share(right[1::2]),
            "within_two": share(within),
        }
    return {
        "values_a_row": rows,
        "by_damage": damages,
        "by_family": {name: share(found) for name, found in sorted(by_family.items())},
        "loopless_without_stamps": share(loopless),
        "kept": kept_table(kept),
        "digits": calibration(digits),
    }


def share(found: Sequence[bool]) -> float:
    return round(sum(found) / max(1, len(found)), 4)


def kept_table(values: list[tuple[float, bool, bool]]) -> dict[str, dict[str, float]]:
    """Well-formed values whose every character has that probability: their share, wrong ones, of how many."""
    table = {}
    for least in KEPT_FROM:
        chosen = [right for p, formed, right in values if formed and p >= least]
        table[str(least)] = {
            "share": round(len(chosen) / len(values), 4),
            "wrong": len(chosen) - sum(chosen),
            "of": len(chosen),
        }
    return table


def calibration(digits: list[tuple[float, bool, bool]]) -> list[dict[str, float]]:
    table = []
    for low, high in pairwise(BUCKETS):
        inside = [item for item in digits if low <= item[0] < high]
        wrong = [second for _, right, second in inside if not right]
        table.append(
            {
                "from": low,
                "characters": len(inside),
                "wrong": len(wrong),
                "right_by_second": sum(wrong),
            }
        )
    return table


def prose_table(model: Model, fonts: dict[str, list[Path]], lines: int, seed: int = 31) -> dict[str, Any]:
    """Characters wrong in made-up lines of the field, a clean and a damaged half; spaces count."""
    random, noise, sources = Random(seed), np.random.default_rng(seed), Sources.load()
    families, table = list(fonts), {}
    for kind, dpi in (("clean", 200), ("clean", 150), ("jpeg40", 150), ("blur", 200)):
        texts = [clean(field_line(sources, random)) for _ in range(lines)]
        pages = []
        for number, text in enumerate(texts):
            family = families[number % len(families)]
            pages.append(shown(text, family, random.choice(fonts[family]), kind, dpi, random, noise))
        wrong = total = 0
        for page, characters in zip(pages, model.read([page.crop for page in pages]), strict=True):
            wrong += distance("".join(c.char for c in characters).strip(), page.text)
            total += len(page.text)
        table[f"{kind} {dpi}"] = {"characters": total, "wrong": round(wrong / total, 4)}
    return table


def distance(a: str, b: str) -> int:
    """Insertions, deletions and replacements between two texts."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def evaluated(path: Path, folder: Path, rows: int) -> dict[str, Any]:
    """The whole table of a model."""
    model, fonts = Model(path), fetch(folder)
    held = usual(fonts, HELD_OUT)
    return {
        "held_out": values_table(model, held, rows),
        "near_relations": values_table(model, usual(fonts, TEST_ONLY), rows // 2),
        "prose_held_out": prose_table(model, held, rows * 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--fonts", type=Path, default=Path("build/ocr-fonts"))
    parser.add_argument("--rows", type=int, default=320, help="values of every damage")
    parser.add_argument("--write", action="store_true", help="put the table into the .json of the model")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    table = evaluated(options.model, options.fonts, options.rows)
    print(json.dumps(table, ensure_ascii=False, indent=1))
    if options.write:
        path = options.model.with_suffix(".json")
        about = json.loads(path.read_text("utf-8"))
        about["test"] = table
        path.write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
