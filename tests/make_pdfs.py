"""Small PDFs, written by hand at test time: every fault by its operators, no font file needed.

The font is a Type 3 font whose glyphs are boxes. Letters advance by 0.6 em; Thai marks have no
advance and are drawn back over the letter before, as Thai fonts do.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from thai_ita.ingest.pdf import PageContent, get_reader, read_pdf

LETTER_WIDTH = 600
MARKS = "ัิีึืฺุู็่้๊๋์ํ"
LOWER = "ฺุู"
TONES = "่้๊๋์"
A4 = (595, 842)


@dataclass
class Page:
    """A page being written: ``ops`` are content operators, sizes are points."""

    pdf: PdfMaker
    size: tuple[float, float] = A4
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    ops: list[str] = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=dict)
    annotations: list[int] = field(default_factory=list)

    def annotation(self, kind: str, box: tuple[float, float, float, float], entries: str = "", flags: int = 4) -> int:
        """An annotation over ``box`` (x, y, width, height); its object number."""
        x, y, w, h = box
        self.pdf.objects.append(
            f"<< /Type /Annot /Subtype /{kind} /F {flags} /Rect [{x} {y} {x + w} {y + h}] {entries} >>".encode()
        )
        self.annotations.append(len(self.pdf.objects))
        return self.annotations[-1]

    def field(
        self, box: tuple[float, float, float, float], name: str, value: str, flags: int = 4,
        kind: str = "/FT /Tx",
    ) -> None:  # fmt: skip
        """A field of a form."""
        entries = f"{kind} /T ({name}) /DA (/Helv 0 Tf 0 g) /V {pdf_text(value)}"
        self.pdf.fields.append(self.annotation("Widget", box, entries, flags))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10,
        matrix: tuple[float, float, float, float] = (1, 0, 0, 1),
        mode: int = 0,
    ) -> None:
        """Text with its baseline at (x, y), counted from the lower left corner."""
        a, b, c, d = matrix
        codes = "".join(f"{self.pdf.code(ch):02x}" for ch in text)
        self.ops.append(f"BT {mode} Tr /F1 {size} Tf {a} {b} {c} {d} {x} {y} Tm <{codes}> Tj ET")

    def replaced(self, x: float, y: float, actual: str, shown: str, size: float = 10) -> None:
        """Text with a replacement text, as Chrome writes it."""
        code = actual.encode("utf-16-be").hex()
        self.ops.append(f"/Span <</ActualText <feff{code}>>> BDC")
        self.text(x, y, shown, size)
        self.ops.append("EMC")

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, colour: str = "0 G") -> None:
        self.ops.append(f"q {colour} {width} w {x0} {y0} m {x1} {y1} l S Q")

    def rect(self, x: float, y: float, w: float, h: float, paint: str = "S", colour: str = "0 G 0 g") -> None:
        """``paint`` is S (stroke), f (fill), B (both) or n (nothing)."""
        self.ops.append(f"q {colour} {x} {y} {w} {h} re {paint} Q")

    def picture(self, x: float, y: float, w: float, h: float) -> None:
        """A grey picture."""
        self.ops.append(f"q {w} 0 0 {h} {x} {y} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")

    def clipped(self, box: tuple[float, float, float, float], x: float, y: float, text: str, size: float = 10) -> None:
        """Text of which a viewer shows what is inside ``box`` (x, y, width, height)."""
        self.ops.append("q {} {} {} {} re W* n".format(*box))
        self.text(x, y, text, size)
        self.ops.append("Q")

    def grid(self, xs: list[float], ys: list[float]) -> None:
        """Rulings through all positions."""
        for x in xs:
            self.line(x, min(ys), x, max(ys))
        for y in ys:
            self.line(min(xs), y, max(xs), y)

    def table(
        self, rows: list[list[str]], x: float = 50, top: float = 780, width: float = 120,
        height: float = 30, ruled: bool = True, size: float = 10,
    ) -> None:  # fmt: skip
        """A plain table, one line of text in each cell."""
        xs = [x + i * width for i in range(len(rows[0]) + 1)]
        ys = [top - i * height for i in range(len(rows) + 1)]
        if ruled:
            self.grid(xs, ys)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                self.text(xs[c] + 4, ys[r] - height / 2 - size / 3, cell, size)

    def form(self, ops: list[str], matrix: str = "1 0 0 1 0 0", at: str = "1 0 0 1 0 0") -> None:
        """Operators inside a form XObject with a matrix of its own, drawn under another."""
        name = f"X{len(self.forms)}"
        head = (
            "/Type /XObject /Subtype /Form /BBox [-2000 -2000 2000 2000] "
            f"/Matrix [{matrix}] /Resources << /Font << /F1 {self.pdf.font} 0 R >> >>"
        )
        self.forms[name] = self.pdf.stream(" ".join(ops).encode("latin-1"), head)
        self.ops.append(f"q {at} cm /{name} Do Q")


class PdfMaker:
    """Collects pages and writes the file."""

    def __init__(self) -> None:
        self.objects: list[bytes] = [b"", b"", b"", b"", b""]
        self.font = 3
        self.pages: list[Page] = []
        self._codes: dict[str, int] = {}
        self.unmapped: set[str] = set()
        self.called: dict[str, str] = {}
        self.fields: list[int] = []
        self.layers: dict[str, int] = {}

    def code(self, ch: str) -> int:
        return self._codes.setdefault(ch, len(self._codes) + 1)

    def page(
        self,
        size: tuple[float, float] = A4,
        rotate: int = 0,
        crop: tuple[float, float, float, float] | None = None,
    ) -> Page:
        page = Page(self, size, rotate, crop)
        self.pages.append(page)
        return page

    def layer(self, name: str) -> None:
        """A layer for ``/OC /name BDC``; the first one is off."""
        self.objects.append(f"<< /Type /OCG /Name ({name}) >>".encode())
        self.layers[name] = len(self.objects)

    def stream(self, data: bytes, head: str = "") -> int:
        packed = zlib.compress(data)
        body = f"<< {head} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        self.objects.append(body + packed + b"\nendstream")
        return len(self.objects)

    def save(self, password: str | None = None) -> bytes:
        """The file. Glyphs named in ``unmapped`` get no entry in the character map, those in
        ``called`` a false one. With a ``password`` the file is encrypted (40 bit RC4)."""
        kids = []
        named = " ".join(f"/{name} {number} 0 R" for name, number in self.layers.items())
        for page in self.pages:
            content = self.stream("\n".join(page.ops).encode("latin-1"))
            forms = " ".join(f"/{name} {number} 0 R" for name, number in page.forms.items())
            crop = f"/CropBox [{' '.join(map(str, page.crop))}]" if page.crop else ""
            self.objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.size[0]} {page.size[1]}] "
                f"{crop} /Rotate {page.rotate} /Contents {content} 0 R "
                f"/Annots [{' '.join(f'{a} 0 R' for a in page.annotations)}] /Resources << "
                f"/Font << /F1 {self.font} 0 R >> /XObject << {forms} >> "
                f"/Properties << {named} >> >> >>".encode()
            )
            kids.append(len(self.objects))
        form = " ".join(f"{number} 0 R" for number in self.fields)
        form = f"/AcroForm << /Fields [{form}] >>" if form else ""
        layers = [f"{number} 0 R" for number in self.layers.values()]
        if layers:
            form += f"/OCProperties << /OCGs [{' '.join(layers)}] /D << /OFF [{layers[0]}] /Order [] >> >>"
        self.objects[0] = f"<< /Type /Catalog /Pages 2 0 R {form} >>".encode()
        listed = " ".join(f"{k} 0 R" for k in kids)
        self.objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode()
        self._write_font()
        return self._file(password)

    def drawn(self, ch: str) -> tuple[int, str]:
        """The advance of a character, in thousandths of an em, and the operators that draw it."""
        width, box = glyph(ch)
        proc = f"{width} 0 {box[0]} {box[1]} {box[2]} {box[3]} d1"
        if box[2] > box[0]:
            proc += f" {box[0]} {box[1]} {box[2] - box[0]} {box[3] - box[1]} re f"
        return width, proc

    def _write_font(self) -> None:
        procs, names, widths = [], [], []
        for ch, code in self._codes.items():
            width, proc = self.drawn(ch)
            procs.append(f"/g{code} {self.stream(proc.encode())} 0 R")
            names.append(f"/g{code}")
            widths.append(str(width))
        entries = [
            f"<{code:02x}> <{self.called.get(ch, ch).encode('utf-16-be').hex()}>"
            for ch, code in self._codes.items()
            if ch not in self.unmapped
        ]
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
            "/CMapName /M def /CMapType 2 def "
            "1 begincodespacerange <00> <ff> endcodespacerange\n"
        )
        for at in range(0, len(entries), 100):
            some = entries[at : at + 100]
            cmap += f"{len(some)} beginbfchar\n" + "\n".join(some) + "\nendbfchar\n"
        cmap += "endcmap end end"
        self.objects[3] = (
            b"<< /Type /FontDescriptor /FontName /Boxes /Flags 4 /FontBBox [-600 -250 800 1050] "
            b"/Ascent 800 /Descent -250 /ItalicAngle 0 /CapHeight 700 /StemV 80 >>"
        )
        number = self.stream(cmap.encode())
        self.objects[2] = (
            f"<< /Type /Font /Subtype /Type3 /FontBBox [-600 -250 800 1050] "
            f"/FontMatrix [0.001 0 0 0.001 0 0] /FontDescriptor 4 0 R "
            f"/FirstChar 1 /LastChar {len(widths)} /Widths [{' '.join(widths)}] "
            f"/Encoding << /Type /Encoding /Differences [1 {' '.join(names)}] >> "
            f"/CharProcs << {' '.join(procs)} >> /ToUnicode {number} 0 R /Resources << >> >>"
        ).encode()
        self.objects[4] = b"<< >>"

    def _file(self, password: str | None) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        encryption = ""
        if password is not None:
            encryption = self._encrypt(password)
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(self.objects) + 1}\n0000000000 65535 f \n".encode()
        for place in places:
            out += f"{place:010d} 00000 n \n".encode()
        out += (
            f"trailer << /Size {len(self.objects) + 1} /Root 1 0 R {encryption} >>\nstartxref\n{start}\n%%EOF\n"
        ).encode()
        return bytes(out)

    def _encrypt(self, password: str) -> str:
        """Encrypts all streams; the trailer's entries. PDF 1.7, 7.6.3, revision 2."""
        user = (password.encode() + _PAD)[:32]
        owner = _rc4(hashlib.md5(_PAD).digest()[:5], user)
        permissions = (-4).to_bytes(4, "little", signed=True)
        key = hashlib.md5(user + owner + permissions + b"id").digest()[:5]
        for number, body in enumerate(self.objects, 1):
            found = re.search(rb"stream\n(.*)\nendstream$", body, re.S)
            if found:
                salt = number.to_bytes(3, "little") + b"\0\0"
                data = _rc4(hashlib.md5(key + salt).digest()[:10], found[1])
                self.objects[number - 1] = body[: found.start(1)] + data + b"\nendstream"
        self.objects.append(
            f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{_rc4(key, _PAD).hex()}> /P -4 >>".encode()
        )
        return f"/Encrypt {len(self.objects)} 0 R /ID [<{b'id'.hex()}> <{b'id'.hex()}>]"


_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def pdf_text(text: str) -> str:
    """A text as a string of a PDF."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def glyph(ch: str) -> tuple[int, tuple[int, int, int, int]]:
    """Advance and drawn box of a character, in thousandths of an em."""
    if ch == " ":
        return 250, (0, 0, 0, 0)
    if ch in LOWER:
        return 0, (-330, -240, -130 if ch == "ุ" else -30, -60)
    if ch == "ํ":
        return 0, (-260, 660, -90, 830)
    if ch in "่":
        return 0, (-180, 900, -120, 1050)
    if ch in TONES:
        return 0, (-330, 850, -80, 1040)
    if ch in MARKS:
        return 0, (-420, 660, -120, 830)
    if ch == ".":
        return 250, (80, 0, 170, 90)
    if ch == "ำ":
        return LETTER_WIDTH, (-150, 0, 500, 830)
    return LETTER_WIDTH, (60, 0, 540, 620)


def read_pages(pdf: PdfMaker, tmp_path: Path) -> list[PageContent]:
    """All pages, as ``read_pdf`` gives them."""
    path = tmp_path / "pages.pdf"
    path.write_bytes(pdf.save())
    return list(read_pdf(path))


def texts_of_table(content: PageContent) -> list[list[str]]:
    """The rows of the one table of a page; a merged cell's text stands at each of its places."""
    (table,) = content.tables
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def read_page(pdf: PdfMaker, tmp_path: Path, reader: str = "fast") -> PageContent:
    """The first page of a PDF as one of the readers gives it."""
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf.save())
    with get_reader(reader).open(path) as document:  # type: ignore[arg-type]
        return document.read_page(1)
