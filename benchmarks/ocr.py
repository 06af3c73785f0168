"""How exactly figures and prose are read from scans, ours, the prototype and Tesseract side by side.

    python benchmarks/ocr.py [--quick] [--fonts FOLDER...] [--prototype MODEL.onnx] [--write docs/ocr.md]

Sheets of ``dd.dd`` values (half in Thai digits, in a ruled table) and of prose are printed in fonts
that the model was not trained on, at the size that 14 to 16 pt of TH Sarabun has, damaged in ten ways,
made straight by the package's own layout, and cut at the true places: so each reader gets the same
pictures, and only reading is compared. Whole documents are in ``ocr_pages.py``. Everything follows
from fixed seeds. The families kept out of training are those that the model's ``thai_lines.json`` names;
fonts come from ``--fonts``, or from the downloader of the training. What is absent is left out with a line.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from ocr_damage import DAMAGES, SCAN_DPI, TEN, Damaged, apply
from ocr_fonts import Font, fonts_by_family
from ocr_readers import BenchReader, Ours, Prototype, Tesseract
from ocr_sheets import Placed, Sheet, prose_sheet, values_sheet

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

KINDS = ("clean", *TEN, "stamps_grey")
HEAD = "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๖"
SURE = 0.97
SCORE = re.compile(r"[0-9]{1,3}\.[0-9]{2}|[๐-๙]{1,3}\.[๐-๙]{2}")
# A line of Thai text without what marks up text.
PROSE = re.compile(r"(?=.*[ก-ฮ])[\u0e01-\u0e5b A-Za-z0-9.,:;()/%+=\"“”–-]+")
BUCKETS = (0.0, 0.5, 0.8, 0.9, 0.97, 0.99, 0.999)
PAD_PX = 3
LINE_LENGTH = (40, 95)
# Tesseract takes fifty times as long, so it is asked so many values and lines of a sheet.
TESSERACT_VALUES, TESSERACT_LINES = 12, 4
FIGURES = ("<!-- figures: written by benchmarks/ocr.py -->", "<!-- end of figures -->")


@dataclass(slots=True)
class Row:
    """One value as one reader read it."""

    reader: str
    damage: str
    font: Font
    thai: bool
    exact: bool
    within_two: bool = False
    among_others: bool = False
    kept: bool = False


@dataclass(slots=True)
class Found:
    """All that was measured."""

    rows: list[Row] = field(default_factory=list)
    digits: list[tuple[float, bool, bool]] = field(default_factory=list)
    prose: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    layout_s: float = 0.0
    sheets: int = 0
    turned: int = 0
    missed: list[str] = field(default_factory=list)


def straight(damaged: Damaged) -> tuple[Any, np.ndarray[Any, Any], float]:
    """The layout of a damaged sheet, clean pixels to its straight ones, and the seconds it took."""
    from thai_ita.ingest.scan.page_layout import lay_out

    picture = damaged.as_kept()
    start = time.process_time()
    layout = lay_out(picture, damaged.dpi)
    seconds = time.process_time() - start
    return layout, np.linalg.inv(layout.to_picture) @ damaged.to_damaged, seconds


def mapped(placed: Placed, matrix: np.ndarray[Any, Any], dpi: float) -> tuple[int, int, int, int]:
    """The box of a text in the straight picture, with a little room."""
    x0, y0, x1, y1 = placed.box
    corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], dtype=np.float64)
    seen: Any = cv2.perspectiveTransform(corners, matrix)[0]
    pad = PAD_PX * dpi / SCAN_DPI
    low, high = np.floor(seen.min(0) - pad), np.ceil(seen.max(0) + pad)
    return (int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def ask_values(sheet: Sheet, name: str, font: Font, readers: list[BenchReader], found: Found) -> None:
    from thai_ita.ingest.scan.recognised_numbers import figure_readings

    damaged = apply(name, sheet.picture, len(font.family))
    layout, matrix, seconds = straight(damaged)
    found.layout_s += seconds
    found.sheets += 1
    found.turned += layout.turned != 0
    for reader in readers:
        asked = sheet.placed[:TESSERACT_VALUES] if reader.name == "Tesseract" else sheet.placed
        boxes = [mapped(p, matrix, layout.dpi) for p in asked]
        for placed, reading in zip(asked, reader.read(layout.image, boxes), strict=True):
            text, true = reading.text.replace(" ", ""), placed.text
            row = Row(reader.name, name, font, true[0] > "9", text == true)
            characters = [c for c in reading.characters if c.char != " "]
            row.within_two = len(characters) == len(true) and all(
                t in (c.char, c.second) for c, t in zip(characters, true, strict=True)
            )
            if characters:
                # The prototype knows nothing of lost digits: its figure is the least of its digits.
                figures = figure_readings(characters) if reader.name == "ours" else []
                sure = figures[0].p if len(figures) == 1 else min(c.p for c in characters)
                row.kept = bool(SCORE.fullmatch(text)) and sure >= SURE
                row.among_others = row.exact or any(true == other for f in figures for other, _ in f.others)
            found.rows.append(row)
            if reader.name == "ours":
                _note_digits(characters, true, found)
            if not row.exact and reader.name == "ours":
                found.missed.append(f"{name} {font.family}: {true} read {reading.text}, kept {row.kept}")


def _note_digits(characters: list[Any], true: str, found: Found) -> None:
    if len(characters) == len(true):
        for c, t in zip(characters, true, strict=True):
            if t != ".":
                found.digits.append((c.p, c.char == t, c.second == t))


def ask_prose(sheet: Sheet, name: str, readers: list[BenchReader], font: Font, found: Found) -> None:
    damaged = apply(name, sheet.picture, len(font.family))
    layout, matrix, _ = straight(damaged)
    boxes = [mapped(p, matrix, layout.dpi) for p in sheet.placed]
    for reader in readers:
        for number, (placed, box) in enumerate(zip(sheet.placed, boxes, strict=True)):
            if reader.name == "Tesseract":
                if number >= TESSERACT_LINES:
                    break
                pieces = [box]
            else:
                pieces = _pieces(layout, box)
            got = "".join(r.text for r in reader.read(layout.image, pieces)) if pieces else ""
            true = placed.text.replace(" ", "")
            # Tesseract writes sara am as two characters.
            got = got.replace(" ", "").replace("\u0e4d\u0e32", "\u0e33")
            wrong = distance(got, true)
            found.prose[reader.name, name, "wrong"] += wrong
            found.prose[reader.name, name, "all"] += len(true)


def _pieces(layout: Any, box: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    """The pieces that the layout cut from the line whose middle stands in this box."""
    return [
        piece for line in layout.lines for piece in line.pieces
        if box[1] <= (line.box[1] + line.box[3]) / 2 <= box[3]
    ]  # fmt: skip


def distance(got: str, true: str) -> int:
    """How many characters are wrong, missing or too many."""
    before = list(range(len(true) + 1))
    for i, a in enumerate(got, 1):
        row = [i]
        for j, b in enumerate(true, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b)))
        before = row
    return before[-1]


def prose_lines(seed: int) -> list[str]:
    """Lines of running text from the project's own layouts, undamaged."""
    from tests.layouts.build import documents

    shortest, longest = LINE_LENGTH
    lines = set()
    for document in documents(seed):
        for raw in re.split(r"[\n\t]|<[^>]+>", document.text):
            line = " ".join(raw.strip(" |#*-").split())
            if shortest <= len(line) <= longest and PROSE.fullmatch(line):
                lines.add(line)
    chosen = sorted(lines)
    random.Random(seed).shuffle(chosen)
    return chosen


def share(part: float, whole: float, digits: int = 1) -> str:
    return f"{100 * part / whole:.{digits}f}" if whole else "-"


def by_damage(found: Found, readers: list[str]) -> Iterator[str]:
    """Exact values by damage."""
    yield (
        "| damage | values | "
        + " | ".join(f"{r}: Thai / Arabic" for r in readers)
        + (" | ours within two readings | among its candidates | kept | wrong among kept |")
    )
    yield "|---|--:" + "|--:" * (len(readers) + 4) + "|"
    for name in (*dict.fromkeys(r.damage for r in found.rows), "all"):
        rows = [r for r in found.rows if name in ("all", r.damage)]
        ours = [r for r in rows if r.reader == "ours"]
        cells = [_exact(rows, reader) for reader in readers]
        kept = [r for r in ours if r.kept]
        yield (
            f"| {_about(name)} | {len(ours)} | "
            + " | ".join(cells)
            + (
                f" | {share(sum(r.within_two for r in ours), len(ours))}"
                f" | {share(sum(r.among_others for r in ours), len(ours))}"
                f" | {share(len(kept), len(ours))} | {sum(not r.exact for r in kept)} of {len(kept)} |"
            )
        )


def _exact(rows: list[Row], reader: str) -> str:
    parts = []
    for thai in (True, False):
        some = [r for r in rows if r.reader == reader and r.thai == thai]
        parts.append(share(sum(r.exact for r in some), len(some)))
    return " / ".join(parts)


def _about(name: str) -> str:
    if name not in DAMAGES:
        return name
    damage = DAMAGES[name]
    return name if name.startswith("dpi") else f"{name} ({damage.dpi} dpi)"


def by_font(found: Found, readers: list[str]) -> Iterator[str]:
    """Exact values by family and class of letters, stamps aside."""
    yield "| letters, family | " + " | ".join(f"{r}: Thai / Arabic" for r in readers) + " |"
    yield "|---" + "|--:" * len(readers) + "|"
    rows = [r for r in found.rows if not r.damage.startswith("stamps")]
    for title, looped in (("with loops", True), ("without loops", False)):
        some = [r for r in rows if r.font.looped == looped]
        if some:
            yield f"| **{title}** | " + " | ".join(_exact(some, r) for r in readers) + " |"
        for family in sorted({r.font.family for r in some}):
            one = [r for r in some if r.font.family == family]
            yield f"| {family} | " + " | ".join(_exact(one, r) for r in readers) + " |"


def calibration(found: Found) -> Iterator[str]:
    """How often a digit of ours is right, by its probability."""
    yield "| p of a digit | digits | mean p | right | wrong | runner-up right of the wrong |"
    yield "|---|--:|--:|--:|--:|--:|"
    for low, high in zip(BUCKETS, (*BUCKETS[1:], 1.01), strict=True):
        some = [d for d in found.digits if low <= d[0] < high]
        wrong = [d for d in some if not d[1]]
        if some:
            yield (
                f"| {low} to {min(high, 1.0)} | {len(some)} | {sum(d[0] for d in some) / len(some):.4f} "
                f"| {share(len(some) - len(wrong), len(some), 2)} | {len(wrong)} "
                f"| {share(sum(d[2] for d in wrong), len(wrong), 0)} |"
            )


def prose_table(found: Found, readers: list[str]) -> Iterator[str]:
    """Characters wrong in prose, blanks aside."""
    yield "| damage | " + " | ".join(readers) + " |"
    yield "|---" + "|--:" * len(readers) + "|"
    for name in dict.fromkeys(key[1] for key in found.prose):
        cells = [share(found.prose[r, name, "wrong"], found.prose[r, name, "all"], 2) for r in readers]
        yield f"| {_about(name)} | " + " | ".join(cells) + " |"


def report(found: Found, readers: list[BenchReader], families: list[str]) -> str:
    names = [r.name for r in readers]
    asked = Counter(r.reader for r in found.rows)
    lines = [f"Fonts: {', '.join(families)}.", "", "Values `dd.dd` read exactly, in per cent:", ""]
    lines += [*by_damage(found, names), "", "By family (stamps aside):", "", *by_font(found, names)]
    lines += ["", "Digits by probability:", "", *calibration(found)]
    lines += ["", "Characters wrong in prose, in per cent, blanks aside:", ""]
    lines += prose_table(found, names)
    lines += ["", f"CPU: layout {found.layout_s / max(found.sheets, 1):.2f} s a sheet; of a value " + ", ".join(
        f"{r.name} {1000 * r.seconds / asked[r.name]:.1f} ms" for r in readers if asked[r.name]
    ) + " (prose with it)."]  # fmt: skip
    return "\n".join(lines)


def held_out() -> tuple[set[str], set[str]]:
    """Families kept out of the training of the package's model, and those it was trained on."""
    import json

    about = ROOT / "thai_ita" / "data" / "ocr" / "thai_lines.json"
    found: dict[str, Any] = json.loads(about.read_text(encoding="utf-8"))
    held = {*found.get("held_out", ()), *found.get("test_only", ())}
    return held, {f["family"] for f in found.get("fonts", ())} - held


def chosen_fonts(options: argparse.Namespace) -> list[Font]:
    folders: list[Path] = options.fonts
    if not folders:
        folders = _fetched()
    found = fonts_by_family(folders)
    held, trained = held_out()
    wanted = set(options.families.split(",")) if options.families else held
    if not wanted:
        print("the model names no families kept out of training: give --families", file=sys.stderr)
    if missing := sorted(wanted - set(found)):
        print(f"fonts not found, left out: {', '.join(missing)}", file=sys.stderr)
    if known := sorted(wanted & trained):
        print(f"trained on, so no test: {', '.join(known)}", file=sys.stderr)
    return [found[name] for name in sorted(wanted & set(found))]


def _fetched() -> list[Path]:
    folder = ROOT / "build" / "ocr-fonts"
    try:
        from training.ocr.fonts import fetch

        fetch(folder)
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        print(f"fonts could not be fetched ({error}): give --fonts", file=sys.stderr)
    return [folder / "ready"]


def chosen_readers(options: argparse.Namespace) -> list[BenchReader]:
    readers: list[BenchReader] = [Ours()]
    if options.prototype is not None and options.prototype.exists():
        readers.append(Prototype(options.prototype))
    else:
        print("no model of the prototype (--prototype): left out", file=sys.stderr)
    if reason := Tesseract.missing():
        print(reason, file=sys.stderr)
    else:
        readers.append(Tesseract())
    return readers


def write_into(path: Path, text: str) -> None:
    """The figures between their markers in a page of documentation."""
    page = path.read_text(encoding="utf-8")
    before, _, rest = page.partition(FIGURES[0])
    _, _, after = rest.partition(FIGURES[1])
    path.write_text(f"{before}{FIGURES[0]}\n{text}\n{FIGURES[1]}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three fonts, thirty values, two lines")
    parser.add_argument("--fonts", type=Path, nargs="*", default=[])
    parser.add_argument("--families", default="", help="these, in place of those kept out")
    parser.add_argument("--prototype", type=Path)
    parser.add_argument("--write", type=Path, help="a page that holds the markers")
    parser.add_argument("--damages", default=",".join(KINDS))
    parser.add_argument("--values", type=int, default=110, help="so many on a sheet")
    parser.add_argument("--lines", type=int, default=8, help="of prose on a sheet")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    if importlib.util.find_spec("onnxruntime") is None:
        sys.exit("onnxruntime is not installed: pip install 'thai-ita[ocr]'")
    cv2.setNumThreads(1)
    fonts, readers = chosen_fonts(options), chosen_readers(options)
    count, lines = (30, 2) if options.quick else (options.values, options.lines)
    fonts = fonts[:3] if options.quick else fonts
    if not fonts:
        sys.exit("nothing measured: no font that was kept out of training")
    prose, found = prose_lines(3), Found()
    for number, font in enumerate(fonts):
        for name in options.damages.split(","):
            dpi = DAMAGES[name].dpi
            sheet = values_sheet(font, dpi, 1, count, HEAD)
            ask_values(sheet, name, font, readers, found)
            some = prose[number * lines : (number + 1) * lines]
            ask_prose(prose_sheet(font, dpi, some), name, readers, font, found)
    text = report(found, readers, [f.family for f in fonts])
    print(text)
    if options.write:
        write_into(options.write, text)
    for line in found.missed[: options.misses]:
        print(line, file=sys.stderr)
    if found.turned:
        print(f"{found.turned} sheets were turned by the layout", file=sys.stderr)


if __name__ == "__main__":
    main()
