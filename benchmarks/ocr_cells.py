"""How exactly cells and lines of text are found in pictures of pages; prints a Markdown table.

    pip install 'thai-ita[ocr]'
    python benchmarks/ocr_cells.py [--kinds clean,stamps] [--pages N] [--misses] PATH...

PATH is a born-digital PDF or a folder of such. Each page is drawn, damaged as scanners, fax machines
and telephones do, and laid out. The cells that its rules make, by the code that reads printed
pages, are compared with the cells and lines that are read from the file itself, carried through the
same damage: a cell is found where they share 0.7 of their common area, a line where one box of ours
covers it from end to end and no more.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

Box = tuple[float, float, float, float]
Picture = Any
Damage = Callable[[Picture, float, random.Random], tuple[Picture, Any]]

FOUND = 0.7
LINE_ENDS = 0.8
LINE_OFF = 0.5
PAPER, INK = 248, 20
# Pages of smaller letters are none that can be read.
SMALLEST_PT = 6.5


@dataclass
class Truth:
    """A page as read from its file, in points."""

    path: Path
    index: int
    cells: list[Box]
    lines: list[Box]


@dataclass
class Count:
    pages: int = 0
    cells: int = 0
    found: int = 0
    extra: int = 0
    lines: int = 0
    whole: int = 0
    turned_wrong: int = 0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)


# What is true


def truths(paths: list[Path], most_pages: int) -> Iterator[Truth]:
    """Pages that hold ruled cells or lines, with what the reader of printed pages finds."""
    from thai_ita.ingest.pdf import page_builder, read_pdf

    seen: dict[int, tuple[list[Box], list[Box]]] = {}
    compose, assemble, grids = page_builder._compose, page_builder.assemble, page_builder._grids
    found_lines: list[Box] = []
    found_cells: list[Box] = []

    def recorded_grids(*arguments: Any) -> Any:
        result = grids(*arguments)
        found_cells[:] = [box for grid in result[0] for box in grid.boxes]
        return result

    def recorded_lines(g: Any, owner: Any) -> Any:
        result = assemble(g, owner)
        found_lines.extend((line.x0, line.top, line.x1, line.bottom) for line in result if line.text.strip())
        return result

    def recorded(finder: Any, fields: Any, content: Any, *rest: Any) -> None:
        found_lines.clear()
        compose(finder, fields, content, *rest)
        if not content.turned:
            seen[content.number] = (list(found_cells), list(found_lines))

    page_builder._compose, page_builder.assemble, page_builder._grids = recorded, recorded_lines, recorded_grids
    for path in paths:
        seen.clear()
        contents = list(read_pdf(path))
        for content in contents[:most_pages]:
            if content.number not in seen or content.image_coverage > 0.5 or content.n_chars < 40:
                continue
            if any(problem.code == "hidden-text" for problem in content.problems):
                continue
            heights = [box[3] - box[1] for box in seen[content.number][1]]
            if not heights or float(np.median(heights)) < SMALLEST_PT:
                continue
            cells, lines = seen[content.number]
            # What the page does not show is not asked for.
            cells = [c for c in cells if c[3] <= content.height and c[2] <= content.width]
            yield Truth(path, content.number - 1, cells, lines)


def drawn(truth: Truth, dpi: float) -> Picture:
    import pypdfium2

    document = pypdfium2.PdfDocument(truth.path)
    picture = document[truth.index].render(scale=dpi / 72).to_pil().convert("RGB")
    document.close()
    scale = (PAPER - INK) / 255
    return (INK + np.asarray(picture, np.float32) * scale).astype(np.uint8)


# What scanners do


def same(picture: Picture, dpi: float, chance: random.Random) -> tuple[Picture, Any]:
    return picture, np.eye(3)


def blurred(picture: Picture, dpi: float, chance: random.Random) -> tuple[Picture, Any]:
    return cv2.GaussianBlur(picture, (0, 0), 1.5 * dpi / 200), np.eye(3)


def noisy(picture: Picture, dpi: float, chance: random.Random) -> tuple[Picture, Any]:
    grain = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 22, picture.shape[:2])
    return np.clip(picture + grain[..., None], 0, 255).astype(np.uint8), np.eye(3)


def skewed(degrees: float) -> Damage:
    def damage(picture: Picture, dpi: float, chance: random.Random) -> tuple[Picture, Any]:
        height, width = picture.shape[:2]
        matrix = np.eye(3)
        angle = degrees * chance.choice([-1, 1])
        matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
        turned = cv2.warpAffine(picture, matrix[:2], (width, height), borderValue=(PAPER,) * 3)
        return turned, matrix

    return damage


def packed(picture: Picture, dpi: float, chance: random.Random) -> tuple[Picture, Any]:
    data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 40])[1]
    return cv2.imdecode(data, cv2.IMREAD_COLOR), np.eye(3)


def faxed(picture: Picture, dpi: float, chance: random.Random) -> tuple[Picture, Any]:
    grey = cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), 0.6), cv2.COLOR_RGB2GRAY)
    return np.repeat(((grey > 165) * np.uint8(255))[..., None], 3, axis=2), np.eye(3)


def faint(picture: Picture, dpi: float, chance: random.Random) -> tuple[Picture, Any]:
    pale = 170 + (picture.astype(np.float32) - INK) * (250 - 170) / (PAPER - INK)
    return np.clip(pale, 0, 255).astype(np.uint8), np.eye(3)


def stamped(inks: list[tuple[int, int, int]], pen: tuple[int, int, int]) -> Damage:
    def damage(picture: Picture, dpi: float, chance: random.Random) -> tuple[Picture, Any]:
        height, width = picture.shape[:2]
        sheet = np.full_like(picture, 255)
        for ink in inks:
            x = chance.randint(width // 4, 3 * width // 4)
            y = chance.randint(height // 5, 4 * height // 5)
            radius, thick = int(dpi * 0.6), max(2, int(dpi / 70))
            cv2.circle(sheet, (x, y), radius, ink, thick, cv2.LINE_AA)
            cv2.circle(sheet, (x, y), int(radius * 0.7), ink, thick, cv2.LINE_AA)
            cv2.putText(
                sheet,
                "SEAL 2566",
                (x - radius // 2, y),
                cv2.FONT_HERSHEY_SIMPLEX,
                dpi / 200 * 0.8,
                ink,
                thick,
            )
        x, y = chance.randint(width // 3, width // 2), chance.randint(height // 2, 3 * height // 4)
        reach = int(dpi // 4)
        points = [(x + i * dpi / 8, y + chance.randint(-reach, reach)) for i in range(9)]
        cv2.polylines(sheet, [np.array(points, np.int32)], False, pen, max(2, int(dpi / 70)), cv2.LINE_AA)
        blended = picture.astype(np.float32) * sheet / 255
        data = cv2.imencode(".jpg", blended.astype(np.uint8)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 75])[1]
        return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1]), np.eye(3)

    return damage


def photographed(picture: Picture, dpi: float, chance: random.Random) -> tuple[Picture, Any]:
    height, width = picture.shape[:2]

    def inwards() -> float:
        return chance.uniform(0, 0.035)

    square = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    bent = np.float32(
        [
            [inwards() * width, inwards() * height],
            [width - inwards() * width, inwards() * height],
            [width - inwards() * width, height - inwards() * height],
            [inwards() * width, height - inwards() * height],
        ]
    )
    matrix = cv2.getPerspectiveTransform(square, bent)
    photo = cv2.warpPerspective(picture, matrix, (width, height), borderValue=(200,) * 3)
    rows, columns = np.mgrid[0:height, 0:width]
    light = 0.62 + 0.38 * (columns / width * 0.6 + rows / height * 0.4)
    tint = np.array([1.0, 0.97, 0.9])
    return np.clip(photo * light[..., None] * tint, 0, 255).astype(np.uint8), matrix


def turned(quarters: int) -> Damage:
    def damage(picture: Picture, dpi: float, chance: random.Random) -> tuple[Picture, Any]:
        from thai_ita.ingest.scan.straighten import quarter_turned, turn_matrix

        height, width = picture.shape[:2]
        return quarter_turned(picture, quarters), turn_matrix(quarters, width, height)

    return damage


GREY, RED, BLUE, VIOLET = (130, 130, 130), (205, 50, 60), (50, 60, 190), (110, 50, 170)
KINDS: list[tuple[str, float, Damage]] = [
    ("clean", 200, same),
    ("clean", 150, same),
    ("clean", 300, same),
    ("blur", 200, blurred),
    ("noise", 200, noisy),
    ("skew1", 200, skewed(1)),
    ("skew2", 200, skewed(2)),
    ("skew3", 200, skewed(3)),
    ("jpeg40", 200, packed),
    ("fax", 200, faxed),
    ("grey-stamps", 200, stamped([GREY, GREY, GREY], (90, 90, 90))),
    ("colour-stamps", 200, stamped([RED, BLUE, VIOLET], (30, 40, 140))),
    ("faint", 200, faint),
    ("photo", 200, photographed),
    ("turn90", 200, turned(1)),
    ("turn180", 200, turned(2)),
    ("turn270", 200, turned(3)),
]


# What was found


def cells_of(layout: Any) -> list[Box]:
    """The cells that our edges make, by the builder of printed pages, in pixels."""
    from thai_ita.ingest.pdf import page_builder
    from thai_ita.ingest.pdf.reader import PageContent
    from thai_ita.ingest.pdf.tables.ruling import Edge, find_cells, merge_edges

    points = 72 / layout.dpi

    def scaled(edges: Any) -> Any:
        return merge_edges([Edge(e.at * points, e.start * points, e.end * points) for e in edges])

    height, width = layout.image.shape
    content = PageContent(1, width * points, height * points)
    grids, _ = page_builder._grids(content, find_cells, scaled(layout.vertical), scaled(layout.horizontal), [])
    return [tuple(v / points for v in box) for grid in grids for box in grid.boxes]  # type: ignore[misc]


def carried(box: Box, matrix: Any) -> Box:
    x0, y0, x1, y1 = box
    corners = np.array([[[x0, y0]], [[x1, y0]], [[x1, y1]], [[x0, y1]]], np.float64)
    at = cv2.perspectiveTransform(corners, matrix)[:, 0]
    return (*at.min(axis=0), *at.max(axis=0))


def shared(a: Box, b: Box) -> float:
    x = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    y = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return x * y / (both - x * y + 1e-9)


def same_line(a: Box, b: Box) -> bool:
    """Whether a box of ours is the line b."""
    along = min(a[2], b[2]) - max(a[0], b[0])
    whole = max(a[2], b[2]) - min(a[0], b[0])
    off = abs((a[1] + a[3]) / 2 - (b[1] + b[3]) / 2)
    return along >= LINE_ENDS * whole and off < LINE_OFF * (b[3] - b[1])


def compare(truth: Truth, kind: str, dpi: float, damage: Damage, count: Count, seed: int) -> None:
    from thai_ita.ingest.scan.page_layout import lay_out

    picture, matrix = damage(drawn(truth, dpi), dpi, random.Random(seed))
    started = time.process_time()
    layout = lay_out(picture, dpi)
    count.seconds += time.process_time() - started
    count.pages += 1
    there = np.linalg.inv(layout.to_picture) @ matrix @ np.diag([dpi / 72, dpi / 72, 1])
    x_axis = there[:2, :2] @ np.array([1.0, 0])
    upright = x_axis[0] > abs(x_axis[1])
    count.turned_wrong += not upright
    cells = cells_of(layout)
    true = [carried(box, there) for box in truth.cells]
    hits = [max((shared(box, ours) for ours in cells), default=0) > FOUND for box in true]
    extra = sum(max((shared(box, ours) for box in true), default=0) <= FOUND for ours in cells)
    count.cells += len(true)
    count.found += sum(hits)
    count.extra += extra
    lines = [carried(box, there) for box in truth.lines]
    boxes = [line.box for line in layout.lines]
    whole = sum(any(same_line(ours, line) for ours in boxes) for line in lines)
    count.lines += len(lines)
    count.whole += whole
    if not all(hits) or extra or whole < 0.9 * len(lines) or not upright:
        count.misses.append(
            f"  {kind} {dpi:.0f} {seed} {truth.path.name} page {truth.index + 1}: cells {sum(hits)}/{len(true)}"
            f", extra {extra}, lines {whole}/{len(lines)}{'' if upright else ', WRONG WAY UP'}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--kinds", default="")
    parser.add_argument("--pages", type=int, default=3, help="pages of each file")
    parser.add_argument("--every", type=int, default=1, help="take every so-manieth page")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    paths: list[Path] = []
    for path in options.paths:
        paths += sorted(path.glob("*.pdf")) if path.is_dir() else [path]
    paths = [path for path in paths if "_scan" not in path.name]
    pages = list(truths(paths, options.pages))[:: options.every]
    wanted = {kind for kind in options.kinds.split(",") if kind}
    print("| damage | dpi | pages | cells found | extra | lines whole | wrong way up | CPU s a page |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for kind, dpi, damage in KINDS:
        if wanted and kind not in wanted:
            continue
        count = Count()
        for seed, truth in enumerate(pages):
            compare(truth, kind, dpi, damage, count, seed)
        print(
            f"| {kind} | {dpi:.0f} | {count.pages} | {count.found}/{count.cells} "
            f"({100 * count.found / max(1, count.cells):.1f} %) | {count.extra} "
            f"| {count.whole}/{count.lines} ({100 * count.whole / max(1, count.lines):.1f} %) "
            f"| {count.turned_wrong} | {count.seconds / max(1, count.pages):.2f} |",
            flush=True,
        )
        if options.misses:
            print("\n".join(count.misses), file=sys.stderr)


if __name__ == "__main__":
    main()
