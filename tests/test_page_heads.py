"""Page headers and footers, and what files say of themselves: read beside the text, not in it."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest
from openpyxl import Workbook

from tests.make_pdfs import PdfMaker
from tests.office_files import element, p, tbl, word, workbook
from thai_ita.ingest.ingest_options import IngestOptions
from thai_ita.ingest.pdf.properties import pdf_properties
from thai_ita.ingest.pdf_document import read_pdf_document
from thai_ita.model import Document, LineKind, Properties
from thai_ita.parse.identity import read_identity
from thai_ita.parse.report import parse_document

OWN = "เทศบาลตำบลสมมุติธาร"


def heads(document: Document) -> list[str]:
    return [line.text for line in document.running_heads]


def section(*references: str, title: bool = False) -> str:
    marks = "".join(
        f'<w:{part}Reference w:type="{kind}" r:id="{key}"/>'
        for part, kind, key in (reference.split() for reference in references)
    )
    return f"<w:sectPr>{marks}{'<w:titlePg/>' if title else ''}</w:sectPr>"


def head(text: str, *, foot: bool = False) -> tuple[str, str, str]:
    kind = "footer" if foot else "header"
    inner = text if text.startswith("<") else p(text)
    return kind, f"{kind}{crc32(text.encode())}.xml", element("w:ftr" if foot else "w:hdr", inner)


def test_headers_of_word_are_said_once_and_are_no_text() -> None:
    parts = {"r1": head("หัวกระดาษ"), "r2": head(f"หน้า 1 {OWN}", foot=True), "r3": head("หัวกระดาษ สอง")}
    body = f"<w:p><w:pPr>{section('header default r1')}</w:pPr></w:p>" + p("เนื้อความ")
    document = word(body + section("header default r3", "footer default r2"), parts)
    assert heads(document) == ["หัวกระดาษ", "หัวกระดาษ สอง", f"หน้า 1 {OWN}"]
    assert [line.text for line in document.lines] == ["เนื้อความ"]


@pytest.mark.parametrize(("kind", "setting"), [("first", "<w:titlePg/>"), ("even", "<w:evenAndOddHeaders/>")])
def test_headers_of_first_and_even_pages_count_where_they_are_switched_on(kind: str, setting: str) -> None:
    def read(on: bool) -> list[str]:
        settings = element("w:settings", setting if on and kind == "even" else "")
        parts = {"r1": head("ทุกหน้า"), "r2": head("บางหน้า"), "r3": ("settings", "settings.xml", settings)}
        end = section("header default r1", f"header {kind} r2", title=on and kind == "first")
        return heads(word(p("เนื้อความ") + end, parts))

    assert read(False) == ["ทุกหน้า"]
    assert read(True) == ["ทุกหน้า", "บางหน้า"]


def test_tables_boxes_and_struck_words_in_a_header() -> None:
    box = f"<w:pict><v:shape><v:textbox><w:txbxContent>{p(OWN)}</w:txbxContent></v:textbox></v:shape></w:pict>"
    inner = tbl(("กองคลัง", "หน้า 1/3")) + p(box) + p("เทศบาลเดิม", "<w:strike/>")
    document = word(p("เนื้อความ") + section("header default r1"), {"r1": head(inner)})
    assert heads(document) == ["กองคลัง", "หน้า 1/3", OWN]
    assert [t.code for t in document.problems] == ["hidden-text"]
    assert not document.tables


def test_a_table_of_figures_in_a_header_is_one_of_the_document() -> None:
    rows = tbl(("เครื่องมือ", "คะแนน"), ("IIT", "80.10"), ("EIT", "81.20"))
    document = word(p("เนื้อความ") + section("header default r1"), {"r1": head(rows)})
    assert [cell.text for cell in document.tables[0].cells()] == ["เครื่องมือ", "คะแนน", "IIT", "80.10", "EIT", "81.20"]
    assert not document.running_heads
    assert [block.number for block in document.tables] == [1]


def test_properties_of_an_office_file() -> None:
    core = f"<dc:title>ผล ITA &amp; {OWN}</dc:title><dc:creator>ผู้อื่น</dc:creator><cp:keywords> ITA </cp:keywords>"
    assert word(p("เนื้อความ"), core=core).properties == Properties(f"ผล ITA & {OWN}", "", "ITA")
    made = Workbook()
    made.active.append(["ก", "ข"])
    made.properties.title = OWN
    assert workbook(made).properties.title == OWN


def sheet(**settings: object) -> Workbook:
    made = Workbook()
    made.active.append(["ตัวชี้วัด", "คะแนน"])
    made.active.append(["ก", 80.5])
    for name, value in settings.items():
        setattr(made.active.HeaderFooter, name, value)
    return made


def test_page_headers_of_a_sheet_without_their_codes() -> None:
    coded = b'&amp;L&amp;"TH Sarabun,Bold"&amp;14&amp;KFF0000\xe0\xb8\x81\xe0\xb8\xad\xe0\xb8\x87 &amp;&amp; A&amp;R&amp;P/&amp;N 5&amp;D'
    made = sheet()
    made.active.oddHeader.left.text = "MARK"
    made.active.evenHeader.left.text = "หน้าคู่"
    made.active.firstFooter.center.text = "หน้าแรก"
    assert heads(workbook(made, change={b"&amp;LMARK": coded})) == ["กอง & A", "/ 5"]
    made.active.HeaderFooter.differentOddEven = made.active.HeaderFooter.differentFirst = True
    assert heads(workbook(made)) == ["MARK", "หน้าคู่", "หน้าแรก"]
    assert not heads(workbook(sheet()))


def read_pdf(path: Path) -> Document:
    return read_pdf_document(path, "0" * 16, IngestOptions())


def test_running_titles_of_a_pdf_are_kept_beside_its_lines(tmp_path: Path) -> None:
    pdf = PdfMaker()
    for number in range(1, 5):
        page = pdf.page()
        page.text(60, 810, f"เทศบาล หน้า {number}")
        page.text(60, 500, "เนื้อความ" + "กขคง"[number - 1])
        page.text(300, 20, f"- {number} -")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf.save())
    document = read_pdf(path)
    assert heads(document) == ["เทศบาล หน้า 1"]
    assert not any("หน้า" in line.text for line in document.lines)


@pytest.mark.parametrize("n_pages", [1, 4])
def test_a_year_alone_in_the_margin_ends_the_title_above_it(tmp_path: Path, n_pages: int) -> None:
    pdf = PdfMaker()
    for number in range(n_pages):
        page = pdf.page()
        page.text(60, 815, "ผลการประเมิน ITA ของเทศบาลตำบลสมมุติธาร ประจำปีงบประมาณ พ.ศ.")
        page.text(60, 800, "๒๕๖๖")
        page.text(60, 500, "เนื้อความ" + "กขคง"[number])
        page.text(60, 480, "ต่อ")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf.save())
    document = read_pdf(path)
    said = [*heads(document), *(line.text for line in document.lines)]
    assert any(text.endswith("พ.ศ. ๒๕๖๖") for text in said), said


def with_info(tmp_path: Path, entries: bytes, packet: str = "") -> Properties:
    pdf = PdfMaker()
    pdf.page().text(60, 500, "เนื้อความ")
    data = pdf.save()
    start = len(data)
    # An update at the end of the file, as a program that sets the title writes it.
    data += b"99 0 obj << " + entries + b" >> endobj\n" + packet.encode()
    xref = len(data)
    before = data.rindex(b"startxref") + len("startxref")
    old = int(data[before:].split()[0])
    data += b"xref\n99 1\n%010d 00000 n \n" % start
    data += b"trailer << /Size 100 /Root 1 0 R /Info 99 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF" % (old, xref)
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return pdf_properties(path)


@pytest.mark.parametrize(
    "title",
    [
        b"<feff" + f"ผล ITA {OWN}".encode("utf-16-be").hex().encode() + b">",
        # Bytes of Thai Windows, as printer drivers write them.
        b"(" + f"ผล ITA {OWN}".encode("cp874") + b")",
    ],
)
def test_the_title_of_a_pdf(tmp_path: Path, title: bytes) -> None:
    assert with_info(tmp_path, b"/Title " + title) == Properties(f"ผล ITA {OWN}")


def test_the_packet_of_a_pdf_speaks_where_its_dictionary_does_not(tmp_path: Path) -> None:
    def packet(title: str, more: str = "") -> str:
        return f"<x:xmpmeta><rdf:li xml:lang='x-default'/>{more}<dc:title><rdf:Alt><rdf:li>{title}</rdf:li></rdf:Alt></dc:title></x:xmpmeta>"

    of_picture, of_pdf = packet("ภาพถ่าย"), packet("แผน &amp; ผล", "<pdf:Producer>x</pdf:Producer>")
    assert with_info(tmp_path, b"", of_picture + of_pdf) == Properties("แผน & ผล")
    assert with_info(tmp_path, b"/Title (Plan)", of_pdf) == Properties("Plan")
    assert with_info(tmp_path, b"", of_picture) == Properties()


def test_notes_come_last_and_belong_to_no_section() -> None:
    note = element("w:footnotes", f'<w:footnote w:id="2">{p("คะแนนเต็ม 100 คะแนน")}</w:footnote>')
    mark = '<w:p><w:r><w:t>ข้อเสนอแนะ : ควรเผยแพร่ขั้นตอนการยืม</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    title = p("รายงานวิเคราะห์ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566") + p(OWN) + p("ผลการวิเคราะห์")
    document = word(title + mark, {"r1": ("footnotes", "footnotes.xml", note)})
    assert [line.text for line in document.lines if line.kind is LineKind.NOTE] == ["คะแนนเต็ม 100 คะแนน"]
    assert document.lines[-1].kind is LineKind.NOTE
    findings = parse_document(document).findings
    assert [finding.text for finding in findings] == ["ควรเผยแพร่ขั้นตอนการยืม"]


def test_a_line_with_a_result_is_no_title_beside_a_head_that_names_the_year() -> None:
    body = p("ผลการวิเคราะห์") + p("ได้ไปดูงานซึ่งได้คะแนน ITA ปี 2566 เท่ากับ 97.20 คะแนน")
    parts = {"r1": head(OWN), "r2": head("ประจำปีงบประมาณ 2567", foot=True)}
    found = read_identity(word(body + section("header default r1", "footer default r2"), parts))
    assert found.fiscal_year == 2567
    assert read_identity(word(body)).fiscal_year == 2566
