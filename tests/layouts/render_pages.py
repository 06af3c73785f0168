"""Blocks as pages: a PDF in letters that a person reads, and a scan of one."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from tests.make_pdfs import A4, LETTER_WIDTH, MARKS, Page, PdfMaker

from .blocks import Block, Break, Bullets, Figure, Heading, Leader, Para, Table

MARGIN, SIZE, LEADING, PAD = 50.0, 11.0, 16.0, 4.0
HEAD_SIZE = 13.0
SCAN_DPI = 150
GREY = 16
"""Greys of a scan are so far apart, which makes it small."""
# Thai breaks no word here; a line may end before any letter that starts a syllable.
_NEVER_FIRST = set(MARKS + "ะาำๆฯ.,)%”")
_NEVER_LAST = set("เแโใไ(“")


class LegiblePdf(PdfMaker):
    """A PDF whose glyphs are those of Sarabun, drawn by the file itself."""

    def drawn(self, ch: str) -> tuple[int, str]:
        from fontTools.pens.boundsPen import BoundsPen

        font, glyphs, names = _sarabun()
        if ord(ch) not in names:
            return super().drawn(ch)
        glyph = glyphs[names[ord(ch)]]
        scale = 1000 / font["head"].unitsPerEm
        bounds = BoundsPen(glyphs)
        glyph.draw(bounds)
        box = " ".join(f"{scale * each:.0f}" for each in bounds.bounds or (0, 0, 0, 0))
        width = round(scale * glyph.width)
        return width, f"{width} 0 {box} d1 {_path(glyphs, glyph, scale)} f"


@cache
def _sarabun() -> tuple[Any, Any, dict[int, str]]:
    """The font, its glyphs and their names by code."""
    import fontpkg
    from fontTools.ttLib import TTFont

    font = TTFont(str(fontpkg.path("Sarabun")))
    return font, font.getGlyphSet(), font.getBestCmap()


def _path(glyphs: Any, glyph: Any, scale: float) -> str:
    from fontTools.pens.basePen import BasePen

    ops: list[str] = []

    def at(*points: tuple[float, float]) -> str:
        return " ".join(f"{scale * each:.0f}" for point in points for each in point)

    class Operators(BasePen):
        def _moveTo(self, p: tuple[float, float]) -> None:
            ops.append(f"{at(p)} m")

        def _lineTo(self, p: tuple[float, float]) -> None:
            ops.append(f"{at(p)} l")

        def _curveToOne(self, *points: tuple[float, float]) -> None:
            ops.append(f"{at(*points)} c")

        def _closePath(self) -> None:
            ops.append("h")

    glyph.draw(Operators(glyphs))
    return " ".join(ops)


@cache
def advance(ch: str) -> float:
    """The advance of a character in ems."""
    font, glyphs, names = _sarabun()
    if ord(ch) not in names:
        return 0.0 if ch in MARKS else LETTER_WIDTH / 1000
    return float(glyphs[names[ord(ch)]].width) / float(font["head"].unitsPerEm)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The lines of a text that fit into a width; at spaces where there are some."""
    lines = []
    for paragraph in text.split("\n"):
        line, used, good = "", 0.0, 0
        for ch in paragraph:
            if line and ch not in _NEVER_FIRST and line[-1] not in _NEVER_LAST:
                good = len(line)
            used += advance(ch) * size
            if used > width and good:
                at = line.rfind(" ") if " " in line[len(line) // 2 :] else good
                lines.append(line[:at].strip())
                line, good = line[at:].lstrip(), 0
                used = sum(advance(each) for each in line + ch) * size
            line += ch
        lines.append(line)
    return lines


class _Writer:
    """Writes blocks from the top of a page down, on the next page where one is full."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.pdf = LegiblePdf()
        self.size = size
        self.page: Page
        self.y = 0.0
        self.turn()

    def turn(self) -> None:
        self.page = self.pdf.page(self.size)
        self.y = self.size[1] - MARGIN

    def need(self, height: float) -> None:
        if self.y - height < MARGIN:
            self.turn()

    def lines(self, text: str, size: float = SIZE, align: str = "", indent: float = 0) -> None:
        width = self.size[0] - 2 * MARGIN - indent
        for line in wrapped(text, width, size):
            self.need(LEADING)
            self.y -= LEADING
            spare = width - sum(map(advance, line)) * size
            x = MARGIN + indent + (spare / 2 if align == "center" else 0)
            self.page.text(round(x, 2), round(self.y, 2), line, size)

    def table(self, table: Table) -> None:
        grid = table.grid()
        shares = table.widths or [1.0] * table.columns
        whole = self.size[0] - 2 * MARGIN
        xs = [MARGIN]
        for share in shares:
            xs.append(round(xs[-1] + whole * share / sum(shares), 2))
        self.y -= LEADING / 2
        for row in grid:
            cells = [
                wrapped(cell.text, sum(w for w in _widths(xs, c, cell.cols)) - 2 * PAD, SIZE) if cell else []
                for c, cell in enumerate(row)
            ]
            height = round(max(map(len, cells)) * LEADING + PAD, 2)
            self.need(height)
            bottom = round(self.y - height, 2)
            self.page.grid(xs, [self.y, bottom])
            for c, lines in enumerate(cells):
                for n, line in enumerate(lines):
                    if line:
                        self.page.text(xs[c] + PAD, round(self.y - (n + 0.8) * LEADING, 2), line, SIZE)
            self.y = bottom
        self.y -= LEADING / 2


def _widths(xs: list[float], first: int, count: int) -> list[float]:
    return [xs[k + 1] - xs[k] for k in range(first, min(first + count, len(xs) - 1))]


def pdf(blocks: list[Block], landscape: bool = False) -> bytes:
    """The blocks as a PDF. Cells that span are drawn with the rules of single ones."""
    writer = _Writer((A4[1], A4[0]) if landscape else A4)
    for block in blocks:
        if isinstance(block, Heading):
            writer.y -= LEADING / 2
            writer.lines(block.text, HEAD_SIZE, "center" if block.level == 1 else "")
        elif isinstance(block, Table):
            writer.table(block)
        elif isinstance(block, Break):
            writer.turn()
        elif isinstance(block, Bullets):
            for item in block.items:
                writer.lines(f"{block.mark} {item}", indent=18)
        elif isinstance(block, Leader):
            writer.lines(f"{block.name} {block.char * block.dots} {block.value}")
        elif isinstance(block, Figure):
            writer.lines(block.caption, align="center")
        elif isinstance(block, Para):
            writer.lines(block.text, align=block.align)
    return writer.pdf.save()


def scan(printed: bytes, most_pages: int = 1) -> bytes:
    """The first pages of a PDF as pictures in another."""
    import pypdfium2

    made = PdfMaker()
    document = pypdfium2.PdfDocument(printed)
    for number in range(min(most_pages, len(document))):
        page = document[number]
        picture = page.render(scale=SCAN_DPI / 72).to_pil().convert("L")
        picture = picture.point(lambda grey: min(255, grey // GREY * GREY + GREY - 1))
        data = made.stream(
            picture.tobytes(),
            f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} "
            "/BitsPerComponent 8 /ColorSpace /DeviceGray",
        )
        sheet = made.page(page.get_size())
        sheet.forms["I1"] = data
        sheet.ops.append(f"q {page.get_width()} 0 0 {page.get_height()} 0 0 cm /I1 Do Q")
    document.close()
    return made.save()


def looked_at(data: bytes, page: int = 0, scale: float = 1.0) -> bytes:
    """A page as a PNG, to look at."""
    import pypdfium2

    out = io.BytesIO()
    pypdfium2.PdfDocument(data)[page].render(scale=scale).to_pil().save(out, "PNG")
    return out.getvalue()
