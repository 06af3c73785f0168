"""Evidence pages from made-up documents, for tests of what they show and of what a person does on them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from thai_ita.corrections.record import Correction
from thai_ita.review.anchors import anchor_of
from thai_ita.review.items import items_of, packed_keys
from thai_ita.review.page_content import (
    ASSETS,
    DOUBTS,
    PAGES,
    CheckLine,
    DocumentPage,
    Fact,
    IndexRow,
    Picture,
    Place,
    Refused,
    TextBlock,
    TextPiece,
)
from thai_ita.review.render import (
    KnownCorrection,
    corrections_script,
    index_order,
    index_portions,
    render_document,
    render_index,
    static_assets,
)

FIRST, SECOND = "d-00ff11aa22bb33cc", "d-11ff22aa33bb44cc"
AGENCY = "เทศบาลตำบลบ้านสมมุติ"
_NAMES = ("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต")


def score(
    code: str,
    value: str,
    *,
    kind: str = "indicator",
    doubts: tuple[str, ...] = (),
    places: tuple[Place, ...] = (),
    **cells: str,
) -> Fact:
    """A score of 2567, ``cells`` replacing what is given here."""
    fact = f"{cells.get('fiscal_year', '2567')}/{kind}/{code}"
    name = dict(enumerate(_NAMES, 1)).get(int(code), code) if code.isdecimal() else code
    row = {
        "agency": AGENCY, "district": "เมือง", "province": "น่าน", "fiscal_year": "2567", "kind": kind, "code": code, "part": "",
        "name": name, "name_as_seen": name, "value": value, "value_as_seen": value, "basis": "stated", "status": "unchecked",
        "confidence": "0.99", "page": "1", "year_from": "title", "agency_from": "heading", "evidence": f"{code} {value}",
        "fact": fact, "corrected_by": "",
    }  # fmt: skip
    return Fact(anchor_of("scores", fact), "scores", fact, {**row, **cells}, places, doubts)


def document(
    doc_id: str = FIRST,
    *,
    scores: Sequence[Fact] | None = None,
    previous: str = "",
    following: str = SECOND,
    **cells: str,
) -> DocumentPage:
    """A document with two pictures, five indicators (the second in conflict, the fifth without doubt), a measure, a finding."""
    if scores is None:
        values = ("92.11", "85.07", "88.90", "84.15", "79.40")
        scores = [
            score(
                str(n), value, doubts=("conflict",) if n == 2 else (), status="conflict" if n == 2 else "consistent",
                places=(Place(1, (70.0, 20.0 + 4 * n, 9.0, 2.2), "", f"หน้า 1 แถว {n}"),),
            )
            for n, value in enumerate(values, 1)
        ]  # fmt: skip
    row = {
        "doc_id": doc_id, "path": f"น่าน/{AGENCY}.pdf", "media": "pdf_text", "pages": "2", "doc_type": "score_analysis",
        "title": "รายงานผลการประเมิน ITA", "agency": AGENCY, "district": "เมือง", "province": "น่าน", "fiscal_year": "2567",
        "level": "", "decided_on": "", "status": "ok", "year_from": "file_name", "agency_from": "title",
    }  # fmt: skip
    measure = Fact(
        "m-1-ab12cd", "measures", "1:ab12cd",
        {"seq": "1", "title": "เผยแพร่ขั้นตอนการให้บริการ", "steps": "ประชุม\nเผยแพร่", "responsible": "สำนักปลัด", "fact": "1:ab12cd"},
        (Place(2, (10.0, 20.0, 80.0, 8.0), "", "หน้า 2"),),
    )  # fmt: skip
    finding = Fact(
        "f-weakness-12345678", "findings", "weakness:12345678", {"kind": "weakness", "text": "ช่องทางร้องเรียนไม่ชัด"}
    )
    return DocumentPage(
        doc_id,
        Fact("document", "documents", "", {**row, **cells}, (), ("year",)),
        identity_places={"agency": (Place(1, (20.0, 5.0, 40.0, 3.0), "", "หน้า 1"),)},
        scores=tuple(scores),
        measures=(measure,),
        findings=(finding,),
        checks=(
            CheckLine("sum", "fails", "error", "ผลรวมไม่ตรง", (anchor_of("scores", "2567/indicator/2"),)),
            CheckLine("mean", "holds", "info", "ค่าเฉลี่ยตรงกัน"),
        ),
        refused=(
            Refused("r-1", "95.00", "target", "a target, no result", (Place(2, (20.0, 80.0, 10.0, 2.5), "", "หน้า 2"),)),
        ),
        problems=("หน้า 2 อ่านจากภาพ",),
        pictures=(Picture(1, f"{doc_id}/1.webp", 500, 707), Picture(2, f"{doc_id}/2.webp", 500, 707)),
        doubts=("conflict", "year"),
        previous=previous,
        next=following,
    )


def text_document(doc_id: str = SECOND) -> DocumentPage:
    """A document whose source is text; its one score is marked in a table, and no picture shows it."""
    one = score("1", "92.11", places=(Place(mark="t-1", words="ตาราง 1 แถว 2"),))
    rows = (
        (TextPiece("ตัวชี้วัด", header=True), TextPiece("คะแนน", header=True)),
        (TextPiece(_NAMES[0]), TextPiece("92.11", "t-1")),
    )
    return DocumentPage(
        doc_id,
        Fact(
            "document",
            "documents",
            "",
            {"doc_id": doc_id, "path": "b.txt", "media": "text", "agency": AGENCY, "fiscal_year": "2567"},
        ),
        scores=(one,),
        text=(
            TextBlock("heading", ((TextPiece("ผลการประเมิน"),),)),
            TextBlock("table", rows, 1),
            TextBlock("line", ((TextPiece("จบ"),),)),
        ),
        previous=FIRST,
    )


def index_rows(n: int) -> list[IndexRow]:
    """``n`` documents in the order of the index, the same each time."""
    luck = random.Random(7)
    rows = []
    for number in range(n):
        doc_id = f"{number:016x}"
        doubts = tuple(doubt for doubt in DOUBTS if luck.random() < 0.1)
        year = str(luck.choice((2565, 2566, 2567, 2568)))
        rows.append(
            IndexRow(
                doc_id, f"{PAGES}/{doc_id}.html", f"{luck.choice(('เหนือ', 'ใต้'))}/{year}/รายงาน {number}.pdf", f"{AGENCY} {number}",
                luck.choice(("เทศบาลตำบล", "องค์การบริหารส่วนตำบล")), luck.choice(("น่าน", "แพร่", "ตรัง")), year,
                luck.choice(("measures_plan", "score_analysis")), luck.choice(("pdf_text", "pdf_scan", "docx")),
                luck.choice(("ok", "partial")), 20, 3 if doubts else 0, {"verified": 2, "conflict": number % 2}, doubts,
            )
        )  # fmt: skip
    return index_order(rows)


def row_of(page: DocumentPage) -> IndexRow:
    """The row of the index for a page."""
    cells = page.document.cells
    tables = {"scores": page.scores, "measures": page.measures, "findings": page.findings}
    items = items_of(page.document, tables, [refused.fact for refused in page.refused if refused.fact])
    return IndexRow(
        page.doc_id, f"{PAGES}/{page.doc_id}.html", cells["path"], cells["agency"], "เทศบาลตำบล", cells.get("province", ""),
        cells["fiscal_year"], cells.get("doc_type", ""), cells["media"], "ok", len(items),
        sum(item.doubtful for item in items), {"unchecked": len(page.scores)}, page.doubts, packed_keys(items),
    )  # fmt: skip


def write_review(
    folder: Path, pages: Iterable[DocumentPage] = (), *, more_rows: Sequence[IndexRow] = (),
    known: Iterable[KnownCorrection] = (), lang: str = "th", review_id: str = "0123456789abcdef",
) -> Path:  # fmt: skip
    """A folder of pages as ``thai-ita review`` writes it, with white pictures; the path of its index."""
    from PIL import Image

    pages = list(pages)
    for name in (ASSETS, PAGES):
        (folder / name).mkdir(parents=True, exist_ok=True)
    rows = index_order([*map(row_of, pages), *more_rows])
    files = {
        **static_assets(lang),
        **dict(index_portions(rows)),
        "corrections.js": corrections_script(review_id, known),
    }
    for name, content in files.items():
        (folder / ASSETS / name).write_bytes(content)
    for page in pages:
        (folder / PAGES / f"{page.doc_id}.html").write_text(render_document(page, lang), "utf-8", newline="")
        for picture in page.pictures:
            path = folder / PAGES / picture.file
            path.parent.mkdir(exist_ok=True)
            Image.new("L", (picture.width, picture.height), 255).save(path)
    index = folder / "index.html"
    index.write_text(render_index(rows, lang), "utf-8", newline="")
    return index


def correction(
    *,
    fact: str = "2567/indicator/1",
    column: str = "value",
    was: str = "92.11",
    becomes: str = "92.10",
    who: str = "สมชาย",
    **cells: str,
) -> Correction:
    """A correction of the first document's first score, unless told otherwise."""
    given = {"doc_id": FIRST, "table": "scores", "when": "2026-11-01T10:00:00Z", "why": "", **cells}
    return Correction(fact=fact, column=column, was=was, becomes=becomes, who=who, **given)
