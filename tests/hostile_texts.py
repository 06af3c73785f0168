"""Reports whose every text, name and path is an attack on whoever shows it.

``PAYLOADS`` would run something, load something, break out of a tag, a script, a comment, a cell or a
folder, or change the order in which letters are read. ``write_hostile`` writes reports of every kind
that hold them, under names that hold them, with a list of agencies, hints and corrections that do too.
"""

from __future__ import annotations

import csv
import html
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.layouts import places
from tests.layouts.blocks import Block, Bullets, Heading, Para, Table, table
from tests.layouts.render_office import word, workbook
from tests.layouts.render_pages import pdf
from tests.layouts.render_text import html_body
from thai_ita.corrections.record import CORRECTION_COLUMNS

PAYLOADS = (
    "<script>attacked(1)</script>",
    "</script><script>attacked(2)</script>",
    "<img src=x onerror=attacked(3)>",
    "\"><svg onload=attacked(4)><a href='javascript:attacked(4)'>x</a>",
    "' onmouseover='attacked(5)' autofocus onfocus='attacked(5)' x='",
    "<!--", "--><b>x</b>", "<![CDATA[<b>]]>",
    "</td></tr></table><iframe src=http://example.org/6></iframe>",
    "</title></style></textarea><style>body{display:none}</style>",
    "<base href=http://example.org/><link rel=stylesheet href=http://example.org/7.css>",
    "<meta http-equiv=refresh content=0;url=http://example.org/8>",
    "&lt;script&gt;attacked(9)&lt;/script&gt; &#60;img&#62; &amp;amp;",
    "javascript:attacked(10)", "data:text/html,<script>attacked(11)</script>",
    "{{ 7*7 }}{% include 'base.html.j2' %}${attacked(12)}`${1}`",
    "=HYPERLINK(\"http://example.org/13\",\"x\")", "+1+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3",
    "a\u2028attacked(14)\u2029//", "\u202etxet neddih\u202c", "\u2066\u2069\u200f\u061c",
    "../../../escaped15", "..\\..\\escaped16", "/etc/passwd", "C:\\Windows\\x",
    "%3Cscript%3Eattacked(17)%3C/script%3E%00%2e%2e%2f", "\\u003cscript\\u003e\\\"';attacked(18)//",
    "#anchor?query=1&x=y;z", "__proto__", "constructor", "ชื่อ \"อ้าง\" 'เดี่ยว' & <ไทย>",
)  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NAMES = (
    "a#b.txt", "50%25 100% ?x=1&y.txt", "'\"><img src=x onerror=attacked(21)>.html", "<script>attacked(22)<.txt",
    "..%2F..%2Fescaped23.txt", "javascript:attacked(24).txt", "=HYPERLINK(\"http:x\").txt", "\u202etxt.fdp.txt", "a\u2028b.txt",
    "-->{{7*7}}<!--.txt", " ช่อง ว่าง .txt", "ผล คะแนน 'ปี' \"๒๕๖๗\".txt", "\\..\\x;rm -rf $HOME`id`.txt", "a\nb.txt", "con.txt", ".hidden.txt",
)  # fmt: skip
"""Names of files on a disk; they are read where the system allows them."""
INSIDE = (
    "../../escaped31.txt",
    "/escaped32.txt",
    "..\\..\\escaped33.txt",
    "a/../../escaped34.txt",
    '"><svg onload=attacked(35)>/x.txt',
)
"""Names of files in an archive."""

ESCAPED = "escaped"
"""What would be in the name of any file that got out."""


@dataclass
class Hostile:
    """What was written: the inputs, the list of hints that names them, a list of agencies."""

    folder: Path
    inputs: list[Path] = field(default_factory=list)

    @property
    def hints(self) -> Path:
        return self.folder / "list.csv"

    @property
    def agencies(self) -> Path:
        return self.folder / "agencies.csv"


def _named(k: int) -> str:
    """A municipality that the list of agencies names, whose code and district there are an attack."""
    return f"เทศบาลตำบล{places.NAMES[k % len(places.NAMES)]}"


def _turns(first: int) -> Iterator[str]:
    k = first
    while True:
        yield PAYLOADS[k % len(PAYLOADS)]
        k += 1


def hostile_blocks(first: int, mark: str = "", agency: str = "") -> list[Block]:
    """A plan with results, each text with another payload, from the one with this number on.

    ``mark`` makes documents differ. The figures, the names of indicators and the heads of columns are
    left alone, so that there are scores, measures and findings to show.
    """
    turns = _turns(first)

    def bad(text: str) -> str:
        return f"{text} {next(turns)}".strip()

    indicators = (
        "การปฏิบัติหน้าที่",
        "การใช้งบประมาณ",
        "การใช้อำนาจ",
        "การใช้ทรัพย์สินของราชการ",
        "การแก้ไขปัญหาการทุจริต",
    )
    return [
        Heading(bad(f"มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2568 {mark}".strip())),
        Para(agency),
        Para(bad("ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567 ได้คะแนนรวม 86.50 คะแนน ระดับ ผ่านดี")),
        table(["ที่", "ตัวชี้วัด", "คะแนน", "หมายเหตุ"],
              [[k, name, f"8{k}.2{k}", bad("")] for k, name in enumerate(indicators, 1)], [1, 4, 2, 6]),
        Para(bad("ค่าเป้าหมาย 95.00 คะแนน งบประมาณ 85.50 บาท")),
        Para("จุดที่ควรพัฒนา"),
        Bullets([bad(f"{name} ยังไม่ทั่วถึง") for name in indicators[:3]]),
        Heading("มาตรการและแนวทางการดำเนินงาน", 2),
        table(["มาตรการ", "ขั้นตอน/วิธีการดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ", "การติดตามผล"],
              [[f"{k}. {bad('จัดทำคู่มือการให้บริการ')}", bad("- ร่างคู่มือ"), bad("กองคลัง"), bad("ภายในเดือนมีนาคม 2568"), bad("รายงานทุกไตรมาส")]
               for k in range(1, 6)], [4, 4, 3, 3, 3]),
    ]  # fmt: skip


def _page(blocks: list[Block]) -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(PAYLOADS[0])}</title></head><body>{html_body(blocks)}</body></html>'


def _text(blocks: list[Block]) -> str:
    lines = []
    for block in blocks:
        if isinstance(block, Table):
            lines += ["\t".join(" ".join((cell.text if cell else "").split()) for cell in row) for row in block.grid()]
        elif isinstance(block, Bullets):
            lines += [f"- {item}" for item in block.items]
        else:
            lines.append(getattr(block, "text", ""))
    return "\n\n".join(lines)


_MAKERS: dict[str, Callable[[list[Block]], bytes]] = {
    "pdf": pdf, "docx": word, "xlsx": workbook,
    "html": lambda blocks: _page(blocks).encode(), "txt": lambda blocks: _text(blocks).encode(),
}  # fmt: skip


def write_hostile(folder: Path) -> Hostile:
    """Write the reports, and what goes with them, into a new folder."""
    made = Hostile(folder)
    reports = folder / "in"
    reports.mkdir(parents=True)
    for k, (ending, make) in enumerate(_MAKERS.items()):
        for again in range(3):
            path = reports / f"{ending}{again}.{ending}"
            # The last is of the agency that the list names, or of the one that the hint names.
            agency = f"{_named(3 * k + again)} อำเภอปัว จังหวัดน่าน" if again < 2 else ""
            path.write_bytes(make(hostile_blocks(7 * k + 17 * again, f"({ending}{again})", agency)))
            made.inputs.append(path)
    for k, name in enumerate(NAMES):
        path = reports / name
        make = _MAKERS["html" if name.endswith(".html") else "txt"]
        try:
            path.write_bytes(make(hostile_blocks(3 * k, f"({k})", f"{_named(15 + k)} จังหวัดน่าน")))
        except OSError:
            continue  # A system on which there is no such name.
        made.inputs.append(path)
    path = reports / "ใน <b> #1.zip"
    path.write_bytes(_archive())
    made.inputs.append(path)
    _write_rows(made.hints, ("path", "agency", "fiscal_year"), (
        (path, f"เทศบาลตำบลสมมติชัย{PAYLOADS[k % len(PAYLOADS)]}", "") for k, path in enumerate(made.inputs)
    ))  # fmt: skip
    _write_rows(made.agencies, ("agency_id", "agency", "district", "province"), (
        (f"x-{k}{payload}", _named(k), f"ปัว{payload}", "น่าน") for k, payload in enumerate(PAYLOADS)
    ))  # fmt: skip
    return made


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for k, name in enumerate(INSIDE):
            archive.writestr(name, _MAKERS["txt"](hostile_blocks(5 * k, f"(in {k})")))
    return out.getvalue()


def _write_rows(path: Path, head: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


def hostile_corrections(documents: list[dict[str, str]], scores: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Corrections of rows as the tables hold them, whose free texts are payloads: some fit, some do not."""
    turns = _turns(0)
    for document in documents:
        yield _correction(
            document["doc_id"],
            "documents",
            "",
            "title",
            document["title"],
            f"ชื่อใหม่ {next(turns)}",
            turns,
        )
        yield _correction(document["doc_id"], "documents", "", "district", next(turns), next(turns), turns)
    for score in scores:
        yield _correction(score["doc_id"], "scores", score["fact"], "value", score["value"], "77.77", turns)
    yield _correction("0" * 16, "measures", next(turns), "title", next(turns), next(turns), turns)


def _correction(
    doc_id: str,
    table_name: str,
    fact: str,
    column: str,
    was: str,
    becomes: str,
    turns: Iterator[str],
) -> dict[str, str]:
    values = (doc_id, table_name, fact, column, was, becomes, next(turns), next(turns), next(turns))
    return dict(zip(CORRECTION_COLUMNS, values, strict=True))
