"""The project's own layouts and samples printed as PDFs in fonts of one's choice, with their truth.

    python benchmarks/ocr_layouts.py OUT --fonts FOLDER... [--families Kanit,Loma] [--seed 7] [--every 2]

Chromium prints them (looked for on PATH); without it nothing is made and a line says so. Fonts, sizes,
margins and the look of tables follow from the seed, so that no two papers are alike.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ocr_fonts import Font, fonts_by_family

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.layouts.build import Made, _style  # noqa: E402
from tests.layouts.render_text import html_body  # noqa: E402
from tests.layouts.report import TEMPLATES, Template  # noqa: E402

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PRINT_SECONDS = 60
SAMPLES = ROOT / "data" / "samples"


def paper(template: Template, seed: int, font: Font) -> Made:
    """One layout as a page to print; its truth also names the font."""
    rng = random.Random(f"{template.name}/{seed}/print")
    style = _style(rng)
    report = template.make(style)
    truth = report.truth(template.name, "print", style) | {"font": font.family}
    name = f"{template.name}_{seed}.html"
    return Made(name, sheet(html_body(report.blocks), font, rng, report.landscape), truth)


def sheet(body: str, font: Font, rng: random.Random, landscape: bool) -> str:
    """A body of HTML with the looks of an office paper."""
    size = rng.choice((14, 15, 16)) * font.scale
    rule = rng.choice(("0.5pt solid #000", "0.75pt solid #000", "1pt solid #333", "0.5pt solid #777"))
    shade = rng.choice(("", "", "background:#e4e4e4;", "background:#dbe7f3;"))
    align = rng.choice(("center", "center", "left"))
    page = "A4 landscape" if landscape or rng.random() < 0.1 else "A4"
    bold = f"@font-face{{font-family:F;font-weight:700;src:url('{font.bold.as_uri()}')}}"
    css = (
        f"@font-face{{font-family:F;font-weight:400;src:url('{font.regular.as_uri()}')}}{bold}"
        f"@page{{size:{page};margin:{rng.choice((15, 20, 25))}mm}}"
        f"body{{font-family:F;font-size:{size:.1f}pt;line-height:{rng.choice((1.15, 1.3, 1.5))}}}"
        "h1,h2,h3{font-size:1.1em;text-align:center}"
        f"table{{border-collapse:collapse;width:100%;border:{rule}}}"
        f"td,th{{border:{rule};padding:{rng.choice((1, 2, 4))}pt {rng.choice((3, 5))}pt;"
        f"vertical-align:{rng.choice(('top', 'middle'))}}}th{{{shade}text-align:{align}}}"
        "tr{break-inside:avoid}"
    )
    return (
        f'<!DOCTYPE html><html lang="th"><head><meta charset="utf-8"><title>-</title>'
        f"<style>{css}</style></head><body>{body}</body></html>"
    )


def printed(source: Path, target: Path, program: str) -> bool:
    """Whether the browser printed it."""
    with tempfile.TemporaryDirectory() as profile:
        command = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={profile}", f"--print-to-pdf={target}", source.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, capture_output=True, timeout=PRINT_SECONDS, check=False)
    return target.exists()


def sample_papers(fonts: list[Font], seed: int) -> list[Made]:
    """The samples that are web pages, printed."""
    made = []
    for index, path in enumerate(sorted(SAMPLES.glob("*"))):
        truth_file = ROOT / "tests" / "samples_truth" / f"{path.stem}.json"
        if path.suffix != ".html" or not truth_file.exists():
            continue
        font = fonts[index % len(fonts)]
        text = path.read_text(encoding="utf-8")
        body = text.split("<body>")[-1].split("</body>")[0]
        truth = json.loads(truth_file.read_text(encoding="utf-8")) | {"font": font.family}
        rng = random.Random(f"{path.stem}/{seed}")
        made.append(Made(f"{path.stem}.html", sheet(body, font, rng, False), truth))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fonts", type=Path, nargs="+", required=True)
    parser.add_argument("--families", default="", help="only these, in this order")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--every", type=int, default=1, help="only every so many of the layouts")
    options = parser.parse_args()
    program = next((p for p in map(shutil.which, PROGRAMS) if p), None)
    if program is None:
        sys.exit(f"nothing made: no browser on PATH (looked for {', '.join(PROGRAMS)})")
    found = fonts_by_family(options.fonts)
    wanted = options.families.split(",") if options.families else sorted(found)
    fonts = [found[name] for name in wanted if name in found]
    if missing := [name for name in wanted if name not in found]:
        print(f"no fonts of {', '.join(missing)}", file=sys.stderr)
    if not fonts:
        sys.exit("nothing made: no font found")
    (options.out / "in").mkdir(parents=True, exist_ok=True)
    (options.out / "truth").mkdir(parents=True, exist_ok=True)
    templates = list(TEMPLATES.values())[:: options.every]
    papers = [paper(template, options.seed, fonts[index % len(fonts)]) for index, template in enumerate(templates)]
    count = 0
    for made in [*papers, *sample_papers(fonts, options.seed)]:
        with tempfile.TemporaryDirectory() as folder:
            source = made.write(Path(folder))
            target = options.out / "in" / f"{source.stem}.pdf"
            if not printed(source, target, program):
                print(f"{source.stem}: not printed", file=sys.stderr)
                continue
        truth = json.dumps(made.truth, ensure_ascii=False, indent=1)
        (options.out / "truth" / f"{source.stem}.json").write_text(truth, encoding="utf-8")
        count += 1
    print(f"{count} papers in {options.out / 'in'}")


if __name__ == "__main__":
    main()
