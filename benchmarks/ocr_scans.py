"""Degraded scans of born-digital PDFs, with the truth of each beside it.

    python benchmarks/ocr_scans.py OUT PDF_FOLDER TRUTH_FOLDER [--damages clean,fax] [--each 2] [--third kept]

writes ``OUT/in/NAME__DAMAGE.pdf`` (pages that are pictures only) and ``OUT/truth/NAME__DAMAGE.json``.
Without ``--each`` every document gets every damage named; with it, so many of them in turn. ``--third``
leaves out every third document (``dev``) or takes only these (``kept``), so that what was never
looked at can decide. ``--form`` writes pictures in place of PDFs.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from ocr_damage import DAMAGES, TEN, Damaged, Picture, apply
from PIL import Image

POINTS_PER_INCH = 72
KEPT_EVERY = 3
FORMS = ("pdf", "png", "jpg", "tiff")


def pages_of(path: Path, dpi: int) -> Iterator[Picture]:
    """Each page as printed, its form fields and annotations with it."""
    document = pypdfium2.PdfDocument(path)
    try:
        document.init_forms()
        for page in document:
            drawn = page.render(scale=dpi / POINTS_PER_INCH, may_draw_forms=True)
            yield np.asarray(drawn.to_pil().convert("RGB"))
            page.close()
    finally:
        document.close()


def scanned(path: Path, damage: str) -> list[Damaged]:
    """The pages of a document after this damage; the seed follows from its name and the page."""
    seed = zlib.crc32(path.stem.encode())
    pages = pages_of(path, DAMAGES[damage].dpi)
    return [apply(damage, page, seed + number) for number, page in enumerate(pages)]


def as_image(page: Damaged, colour: bool) -> Image.Image:
    image = Image.fromarray(page.picture)
    if page.bilevel:
        return image.convert("1", dither=Image.Dither.NONE)
    return image if colour else image.convert("L")


def write(pages: list[Damaged], colour: bool, target: Path, form: str) -> list[Path]:
    """A file of these pages; PNG and JPG hold one page each, so these give several files."""
    images = [as_image(page, colour) for page in pages]
    dpi, quality = pages[0].dpi, pages[0].quality
    first, rest = images[0], images[1:]
    if form == "pdf":
        path = target.with_suffix(".pdf")
        kept: dict[str, Any] = {} if pages[0].bilevel else {"quality": quality}
        first.save(path, save_all=True, append_images=rest, resolution=dpi, **kept)
        return [path]
    if form == "tiff":
        path = target.with_suffix(".tif")
        how = "group4" if pages[0].bilevel else "tiff_lzw"
        first.save(path, save_all=True, append_images=rest, compression=how, dpi=(dpi, dpi))
        return [path]
    paths = []
    for number, image in enumerate(images, 1):
        tail = f"_p{number}" if rest else ""
        path = target.with_name(f"{target.name}{tail}.{form}")
        if form == "jpg":
            image = image.convert("L") if image.mode == "1" else image
        image.save(path, dpi=(dpi, dpi), quality=quality)
        paths.append(path)
    return paths


def make(out: Path, sources: list[Path], truths: Path, damages: list[str], each: int, form: str) -> int:
    """Scans of these documents; how many files were written."""
    (out / "in").mkdir(parents=True, exist_ok=True)
    (out / "truth").mkdir(parents=True, exist_ok=True)
    written = 0
    for index, path in enumerate(sources):
        truth = truths / f"{path.stem}.json"
        if not truth.exists():
            print(f"{path.name}: no truth, left out", file=sys.stderr)
            continue
        start = index * each % len(damages) if each else 0
        turn = damages[start:] + damages[:start]
        for damage in turn[: each or None]:
            name = f"{path.stem}__{damage}"
            coloured = damage in ("stamps", "photo") or index % 2 == 0
            files = write(scanned(path, damage), coloured, out / "in" / name, form)
            written += len(files)
            # A picture of one page of several has no truth of its own.
            if len(files) == 1:
                shutil.copyfile(truth, out / "truth" / f"{name}.json")
    return written


def share(paths: list[Path], third: str) -> list[Path]:
    if third == "all":
        return paths
    return [p for k, p in enumerate(paths) if (k % KEPT_EVERY == 0) == (third == "kept")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("pdfs", type=Path)
    parser.add_argument("truths", type=Path)
    parser.add_argument("--damages", default=",".join(("clean", *TEN)))
    parser.add_argument("--each", type=int, default=0)
    parser.add_argument("--third", choices=("all", "dev", "kept"), default="all")
    parser.add_argument("--form", choices=FORMS, default="pdf")
    parser.add_argument("--pattern", default="*.pdf")
    options = parser.parse_args()
    names = options.damages.split(",")
    if unknown := [n for n in names if n not in DAMAGES]:
        parser.error(f"no such damage: {', '.join(unknown)}; there are {', '.join(DAMAGES)}")
    paths = [p for p in sorted(options.pdfs.glob(options.pattern)) if "_scan" not in p.stem]
    sources = share(paths, options.third)
    count = make(options.out, sources, options.truths, names, options.each, options.form)
    print(f"{count} files in {options.out / 'in'}")


if __name__ == "__main__":
    main()
