"""CPU time per page of PDF reading, side by side in one run; prints Markdown tables.

    python benchmarks/pdf.py [--corpus FOLDER] [--pages N]

Ours reads tables and lines and repairs their text, and on the whole way also parses and proves;
pdfplumber does ``extract_tables`` and
``extract_text``; the floor is PDFium's plain text. Run it on an idle machine: the figures are CPU
times of one process, the shares between them are what counts.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

ROWS = [
    "การปฏิบัติหน้าที่ของเจ้าหน้าที่",
    "การใช้งบประมาณของหน่วยงาน",
    "การใช้อำนาจของผู้บริหาร",
    "การใช้ทรัพย์สินของทางราชการ",
    "การแก้ไขปัญหาการทุจริต",
]


def read_ours(path: Path) -> int:
    from thai_ita.ingest.pdf import RawTable, read_pdf
    from thai_ita.normalize.repair import repair

    pages = 0
    for page in read_pdf(path):
        for block in page.blocks:
            if isinstance(block, RawTable):
                for cell in block.cells:
                    repair(cell.text)
            else:
                repair(block.text)
        pages += 1
    return pages


def read_whole(path: Path) -> int:
    from thai_ita.batch.read_report import read_report

    return len(read_report(path).document.pages)


def read_unrepaired(path: Path) -> int:
    from thai_ita.ingest.pdf import read_pdf

    return sum(1 for _ in read_pdf(path))


def read_pdfplumber(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        pages = 0
        for page in pdf.pages:
            page.extract_tables()
            page.extract_text()
            page.close()
            pages += 1
        return pages


def read_floor(path: Path) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages = len(document)
    for number in range(pages):
        page = document[number]
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()
    return pages


def read_camelot(path: Path) -> int:
    import camelot

    camelot.read_pdf(str(path), pages="all", flavor="lattice")
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return len(document)


READERS: list[tuple[str, Callable[[Path], int]]] = [
    ("ours: tables, lines, repaired text", read_ours),
    ("ours, the whole way: read, parse, prove", read_whole),
    ("ours without repair", read_unrepaired),
    ("pdfplumber", read_pdfplumber),
    ("camelot (lattice)", read_camelot),
    ("pypdfium2 text alone", read_floor),
]


def measure(read: Callable[[Path], int], paths: Sequence[Path], repeat: int) -> float:
    """The least CPU time per page of a few runs, in milliseconds."""
    best = float("inf")
    for _ in range(repeat):
        gc.collect()
        start = time.process_time()
        pages = sum(read(path) for path in paths)
        best = min(best, (time.process_time() - start) / max(pages, 1) * 1000)
    return best


def long_pdf(path: Path, pages: int) -> str:
    """Writes pages of a ruled Thai table; tells which font they use."""
    font = _thai_font()
    if font is None or importlib.util.find_spec("reportlab") is None:
        from tests.make_pdfs import PdfMaker

        maker = PdfMaker()
        for number in range(pages):
            rows = [[str(i + 1), ROWS[(i + number) % 5], f"{80 + i}.{number % 100:02d}"]
                    for i in range(22)]  # fmt: skip
            maker.page().table([["ที่", "ตัวชี้วัด", "คะแนน"], *rows], width=160)
        path.write_bytes(maker.save())
        return "a Type 3 font of boxes"
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("thai", str(font)))
    canvas = Canvas(str(path))
    for number in range(pages):
        canvas.setFont("thai", 12)
        canvas.drawString(60, 800, f"ตารางผลการประเมิน หน้า {number + 1}")
        for r in range(24):
            y = 780 - r * 30
            canvas.line(60, y, 520, y)
            if r == 23:
                break
            cells = [str(r + 1), ROWS[(r + number) % 5], f"{75 + r}.{number % 100:02d}"]
            for x, cell in zip((65, 125, 445), cells, strict=True):
                canvas.drawString(x, y - 20, cell)
        for x in (60, 120, 440, 520):
            canvas.line(x, 780, x, 780 - 23 * 30)
        canvas.showPage()
    canvas.save()
    return font.name


def _thai_font() -> Path | None:
    for folder in ("/usr/share/fonts", "/Library/Fonts", "C:/Windows/Fonts"):
        for name in ("Sarabun-Regular.ttf", "Garuda.ttf", "Loma.ttf", "tahoma.ttf"):
            for found in Path(folder).rglob(name) if Path(folder).is_dir() else ():
                return found
    return None


def compare(title: str, paths: Sequence[Path], repeat: int) -> None:
    results: dict[str, float] = {}
    for name, read in READERS:
        if "camelot" in name and importlib.util.find_spec("camelot") is None:
            continue
        results[name] = measure(read, paths, repeat)
    plumber, floor = results["pdfplumber"], results["pypdfium2 text alone"]
    print(f"\n{title}\n")
    print("| reader | CPU ms a page | pdfplumber takes | the floor takes |")
    print("|---|---:|---:|---:|")
    for name, _ in READERS:
        if name not in results:
            print(f"| {name} | not installed | | |")
            continue
        took = results[name]
        print(f"| {name} | {took:.2f} | {plumber / took:.1f} x | 1/{took / floor:.1f} |")


def growth(folder: Path) -> None:
    print("\nGrowth with the length of a file\n")
    print("| pages | CPU ms a page | peak memory, MB |")
    print("|---:|---:|---:|")
    for pages in (1, 10, 100, 1000):
        path = folder / f"{pages}.pdf"
        long_pdf(path, pages)
        if pages == 1:
            read_ours(path)  # Imports and word lists are loaded once, at the first page.
            continue
        took = measure(read_ours, [path], 1)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {pages} | {took:.2f} | {peak:.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    paths = [p for p in sorted(options.corpus.glob("*.pdf")) if not p.stem.endswith("_scan")]
    with tempfile.TemporaryDirectory() as folder:
        # Memory first: pdfplumber's would hide ours.
        growth(Path(folder))
        if paths:
            compare(f"{len(paths)} reports of {options.corpus.name}", paths, options.repeat)
        path = Path(folder) / "long.pdf"
        font = long_pdf(path, options.pages)
        compare(f"A table of {options.pages} pages ({font})", [path], options.repeat)


if __name__ == "__main__":
    main()
