"""Word files: order, list numbers, merged cells, what is hidden, pages, and bad files."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import thai_ita
from thai_ita.ingest.docx import read_docx
from thai_ita.ingest.errors import (
    DamagedError,
    EmptyDocumentError,
    EncryptedError,
    IngestError,
    TooLargeError,
    UnknownFormatError,
)
from thai_ita.ingest.word.list_numbers import format_count
from thai_ita.model import Document, LineKind, Table

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="หัวข้อ"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="hid"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="listed"><w:name w:val="listed"/>
  <w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
"""


def _level(depth: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + _level(0, "thaiNumbers", "%1.")
    + _level(1, "decimal", "%1.%2)")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + _level(0, "decimal", "%1.")
    + _level(1, "lowerLetter", "(%2)")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    + _level(0, "bullet", "\uf0b7")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def docx_bytes(body: str, *, numbering: str = _NUMBERING, strict: bool = False) -> bytes:
    """A Word file with this XML as its body."""
    parts = {
        "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{_REL}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        # A dead link, as converters leave it: no reason to refuse the file.
        "word/_rels/document.xml.rels": "<Relationships>"
        f'<Relationship Id="r1" Type="{_REL}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{_REL}/numbering" Target="/word/numbering.xml"/>'
        f'<Relationship Id="r3" Type="{_REL}/image" Target="../NULL"/></Relationships>',
        "word/document.xml": f"<w:document {_NS}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_NS}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NS}>{numbering}</w:numbering>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            if strict:
                text = text.replace(
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    "http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            archive.writestr(name, text)
    return out.getvalue()


def p(text: str = "", properties: str = "", run: str = "") -> str:
    inner = text if text.startswith("<") else f"<w:t xml:space='preserve'>{text}</w:t>"
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>{inner}</w:r></w:p>"


def item(text: str, num: int, depth: int = 0) -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>'
    return p(text, numbering)


def tc(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


SPAN2 = '<w:gridSpan w:val="2"/>'
RESTART = '<w:vMerge w:val="restart"/>'
GOES_ON = "<w:vMerge/>"


def read(body: str) -> Document:
    return read_docx(docx_bytes(body), "0" * 16, Path("a.docx"))


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def shape(table: Table) -> list[list[str | None]]:
    return [[None if c is None else c.text for c in row] for row in table.grid]


def test_blocks_come_in_reading_order_with_controls_and_text_boxes() -> None:
    box = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
        + p("ในกรอบ")
        + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        "<w:txbxContent>" + p("ในกรอบ") + "</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    body = (
        p("หนึ่ง")
        + f"<w:sdt><w:sdtContent>{p('สอง')}</w:sdtContent></w:sdt>"
        + p(box)
        + tbl(tr(tc("ก"), tc("ข")))
        + p("สาม")
    )
    kinds = [b.text if not isinstance(b, Table) else "table" for b in read(body).blocks]
    assert kinds == ["หนึ่ง", "สอง", "ในกรอบ", "table", "สาม"]


def test_headings_by_style_base_style_outline_and_bold() -> None:
    document = read(
        p("หัวเรื่อง", '<w:pStyle w:val="1"/>')
        + p("ตามแบบ", '<w:pStyle w:val="own"/>')
        + p("โครงร่าง", '<w:outlineLvl w:val="2"/>')
        + p("ตัวหนา", run="<w:bCs/>")
        + p("ไม่หนา", run='<w:b w:val="0"/>')
        + p("เนื้อความยาว " * 20)
    )
    found = [(line.kind, line.level) for line in document.lines]
    heading, plain = LineKind.HEADING, LineKind.PARAGRAPH
    assert found == [(heading, 1), (heading, 1), (heading, 3), (heading, 0), (plain, 0), (plain, 0)]


def test_bold_marks_nothing_where_everything_is_bold() -> None:
    document = read(p("หนึ่ง", run="<w:b/>") + p("สอง", run="<w:b/>") + p("ก"))
    assert {line.kind for line in document.lines} == {LineKind.PARAGRAPH}


def test_list_numbers_are_counted_as_word_shows_them() -> None:
    document = read(
        item("ก", 1)
        + item("ข", 1, 1)
        + item("ค", 1, 1)
        + p("คั่น")
        + item("ง", 1)
        + item("จ", 1, 1)  # starts anew below ง
        + item("ฉ", 2)
        + item("ช", 2, 1)
        + item("ซ", 4)  # the same list, told to start at 5
        + item("ฌ", 2)  # counts on
        + item("ญ", 3)
        + p("ฎ", '<w:pStyle w:val="listed"/>')
        + p("ฏ", '<w:pStyle w:val="listed"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert texts(document) == [
        "๑. ก", "๑.1) ข", "๑.2) ค", "คั่น", "๒. ง", "๒.1) จ", "1. ฉ", "(a) ช", "5. ซ", "6. ฌ",
        "ญ", "7. ฎ", "ฏ",
    ]  # fmt: skip
    assert [x.kind for x in document.lines if x.text == "ญ"] == [LineKind.BULLET]


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (12, "thaiNumbers", "๑๒"), (12, "thaiCounting", "๑๒"), (3, "thaiLetters", "ค"),
        (27, "lowerLetter", "aa"), (2, "upperLetter", "B"), (14, "lowerRoman", "xiv"),
        (4, "upperRoman", "IV"), (3, "decimalZero", "03"), (3, "none", ""), (3, "unheardOf", "3"),
    ],
)  # fmt: skip
def test_number_formats(count: int, form: str, shown: str) -> None:
    assert format_count(count, form) == shown


def test_soft_breaks_divide_and_blank_paragraphs_leave_a_gap() -> None:
    document = read(p("<w:t>มาตรการ</w:t><w:br/><w:t>ประจำปี 2567</w:t>") + p("ต่อ") + p() + p("อีกตอน"))
    assert texts(document) == ["มาตรการ", "ประจำปี 2567", "ต่อ", "อีกตอน"]
    assert [line.number for line in document.lines] == [1, 2, 3, 5]


def test_deleted_and_hidden_text_goes_inserted_text_stays() -> None:
    body = (
        "<w:p><w:r><w:t>คะแนน </w:t></w:r><w:del><w:r><w:delText>70.00</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>85.20</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ลับ</w:t></w:r>"
        '<w:r><w:rPr><w:rStyle w:val="hid"/></w:rPr><w:t>ลับ</w:t></w:r></w:p>'
        + p("สารบัญ....... 3", '<w:pStyle w:val="toc"/>')
        + "<w:p><w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r></w:p>"
        + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + p("คลิกเพื่อใส่ข้อความ")
        + "</w:sdtContent></w:sdt>"
    )
    assert texts(read(body)) == ["คะแนน 85.20"]


def test_symbols_tabs_and_hyphens() -> None:
    document = read(
        p('<w:sym w:font="Wingdings" w:char="F0FC"/><w:t> จัดทำแผน</w:t>')
        + p("\uf0b7 จัดประชุม", run='<w:rFonts w:ascii="Symbol"/>')
        + p("<w:t>การใช้อำนาจ</w:t><w:tab/><w:t>85.20</w:t>")
        + p("<w:t>1.</w:t><w:tab/><w:t>ประชุม</w:t>")
        + p("<w:t>ก</w:t><w:noBreakHyphen/><w:t>ข</w:t>")
    )
    assert texts(document) == ["จัดทำแผน", "จัดประชุม", "การใช้อำนาจ\t85.20", "1. ประชุม", "ก-ข"]
    assert [x.kind for x in document.lines[:2]] == [LineKind.BULLET] * 2


def test_merged_cells_keep_their_exact_place() -> None:
    table = read(
        tbl(
            tr(tc("ลำดับ", RESTART), tc("ตัวชี้วัด", RESTART), tc("คะแนน", SPAN2),
               properties="<w:tblHeader/>"),
            tr(tc("", GOES_ON), tc("", GOES_ON), tc("2566"), tc("2567")),
            tr(tc("1"), tc("การใช้อำนาจ"), tc("80.00"), tc("")),
            tr(tc("รวม", SPAN2), tc("81.00"), tc("82.00")),
            tr(tc("ท้าย"), properties='<w:gridBefore w:val="3"/>'),
        )
    ).tables[0]  # fmt: skip
    assert shape(table) == [
        ["ลำดับ", "ตัวชี้วัด", "คะแนน", None],
        [None, None, "2566", "2567"],
        ["1", "การใช้อำนาจ", "80.00", ""],
        ["รวม", None, "81.00", "82.00"],
        [None, None, None, "ท้าย"],
    ]
    assert table.header_rows == 2
    spans = [(c.rowspan, c.colspan) for c in table.cells() if (c.rowspan, c.colspan) != (1, 1)]
    assert spans == [(2, 1), (2, 1), (1, 2), (1, 2)]
    assert all(table.grid[c.row][c.column] is c for c in table.cells())


def test_cells_hold_paragraphs_and_list_numbers_as_lines() -> None:
    table = read(
        tbl(tr(tc("ขั้นตอน"), tc("ผู้รับผิดชอบ")),
            tr(tc(item("ร่าง", 1) + p() + item("ประกาศ", 1)), tc(item("กองคลัง", 3))))
    ).tables[0]  # fmt: skip
    assert shape(table)[1] == ["๑. ร่าง\n๒. ประกาศ", "- กองคลัง"]


def test_a_column_of_empty_list_paragraphs_shows_its_numbers() -> None:
    rows = [tr(tc(item("", 1)), tc(name)) for name in ("ก", "ข")]
    assert shape(read(tbl(*rows)).tables[0]) == [["๑.", "ก"], ["๒.", "ข"]]


def test_nested_tables_follow_the_one_around_them() -> None:
    inner = tbl(tr(tc("ตัวชี้วัด"), tc("คะแนน")), tr(tc("การใช้อำนาจ"), tc("85.20")))
    document = read(p("ก่อน") + tbl(tr(tc("ซ้าย"), tc(p("ผลปี 2567") + inner + p("ท้าย")))) + p("หลัง"))
    outer, nested = document.tables
    assert shape(outer) == [["ซ้าย", "ผลปี 2567\nท้าย"]]
    assert shape(nested)[1] == ["การใช้อำนาจ", "85.20"]
    assert (nested.caption, [t.number for t in document.tables]) == ("ผลปี 2567", [1, 2])
    assert texts(document) == ["ก่อน", "หลัง"]


def test_a_table_of_one_cell_is_a_frame() -> None:
    inner = tbl(tr(tc("ก"), tc("ข")))
    document = read(tbl(tr(tc(p("ในกรอบ") + inner))))
    assert texts(document) == ["ในกรอบ"]
    assert [shape(t) for t in document.tables] == [[["ก", "ข"]]]


def test_deleted_rows_and_rows_in_controls() -> None:
    row = f"<w:sdt><w:sdtContent>{tr(tc('ค'), tc('ง'))}</w:sdtContent></w:sdt>"
    gone = tr(tc("x"), tc("y"), properties="<w:del/>")
    assert shape(read(tbl(tr(tc("ก"), tc("ข")), gone, row)).tables[0]) == [["ก", "ข"], ["ค", "ง"]]


def test_pages_are_counted_by_breaks_and_unknown_without() -> None:
    assert read(p("ก") + tbl(tr(tc("ข"), tc("ค")))).blocks[0].page is None
    rendered = "<w:lastRenderedPageBreak/>"
    document = read(
        p("ก")
        + p('<w:br w:type="page"/>')
        + p(rendered + "<w:t>ข</w:t>")  # the same turn, noted again
        + tbl(tr(tc("ค"), tc("ง")), tr(tc(p(rendered + "<w:t>จ</w:t>")), tc("ฉ")))
        + p("ช", "<w:sectPr/>")
        + p("ซ")
        + "<w:sectPr/>"
    )
    assert [b.page for b in document.blocks] == [1, 2, 2, 3, 4]
    assert [c.page for c in document.tables[0].cells()] == [2, 2, 3, 3]
    assert [page.number for page in document.pages] == [1, 2, 3, 4]


def test_strict_files_are_read() -> None:
    document = read_docx(docx_bytes(p("เทศบาล"), strict=True), "0" * 16, Path("a.docx"))
    assert texts(document) == ["เทศบาล"]


# -- through the parser -------------------------------------------------------------------------

_TITLE = p("ผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. 2567") + p("เทศบาลตำบลตัวอย่างสุข")


def _scores(tmp_path: Path, body: str) -> dict[str, float]:
    path = tmp_path / "report.docx"
    path.write_bytes(docx_bytes(body))
    return {f"{s.kind}:{s.code}": s.value for s in thai_ita.read(path, guarded=False).scores}


def test_one_paragraph_for_each_score_is_a_list(tmp_path: Path) -> None:
    found = _scores(
        tmp_path,
        _TITLE
        + p("คะแนนรายตัวชี้วัด")
        + item("การปฏิบัติหน้าที่ 85.20", 1)
        + p("<w:t>การใช้งบประมาณ</w:t><w:tab/><w:t>80.15</w:t>")
        + p("การใช้อำนาจ 91.30"),
    )
    assert found == {"indicator:1": 85.2, "indicator:2": 80.15, "indicator:3": 91.3}


def test_prose_paragraphs_do_not_lend_each_other_figures(tmp_path: Path) -> None:
    found = _scores(
        tmp_path,
        _TITLE
        + p("จากผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 เทศบาลตำบลตัวอย่างสุขได้คะแนน 91.23 คะแนน")
        + p("ตัวชี้วัดที่ควรพัฒนาคือ การใช้งบประมาณ")
        + p("ทั้งนี้ มีผู้ตอบแบบสอบถาม 80.00 เปอร์เซ็นต์ของประชากรที่สุ่มไว้"),
    )
    assert found == {"overall:ITA": 91.23}


# -- bad files ----------------------------------------------------------------------------------


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_bad_files_are_refused_with_the_reason() -> None:
    def refuse(data: bytes, error: type[Exception], words: str) -> None:
        with pytest.raises(error, match=words):
            read_docx(data, "0" * 16, Path("a.docx"))

    good = docx_bytes(p("เทศบาล" * 500))
    ole = b"\xd0\xcf\x11\xe0" + bytes(600)
    refuse(ole + "EncryptedPackage".encode("utf-16-le"), EncryptedError, "password")
    refuse(ole, UnknownFormatError, "old Word")
    refuse(good[: len(good) // 2], DamagedError, "cut short")
    refuse(_zip(x=b"y"), DamagedError, "no text part")
    refuse(docx_bytes("<w:p>"), DamagedError, "no valid XML")
    refuse(docx_bytes(p()), EmptyDocumentError, "holds no text")
    refuse(_zip(bomb=bytes(30_000_000)), TooLargeError, "unpacks to")
    marked = bytearray(good)
    central = marked.rindex(b"PK\x01\x02")
    marked[central + 8] |= 1
    refuse(bytes(marked), EncryptedError, "password")


def test_entities_are_refused() -> None:
    """They could refer to files of this machine, or expand without end."""
    kinds = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    body = f"{kinds}<w:document {_NS}><w:body>{p('&a;')}</w:body></w:document>"
    with pytest.raises(DamagedError, match="no valid XML"):
        read_docx(_zip(**{"word/document.xml": body.encode()}), "0" * 16, Path("a.docx"))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=4))
def test_damage_is_an_ingest_error_or_a_document(damage: list[tuple[int, int]]) -> None:
    """Flipped bytes never give another exception."""
    data = bytearray(docx_bytes(item("การใช้อำนาจ", 1) + tbl(tr(tc("ก"), tc("ข")))))
    for place, byte in damage:
        data[place % len(data)] = byte
    with contextlib.suppress(IngestError):
        assert read_docx(bytes(data), "0" * 16, Path("a.docx")).blocks


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(1, 3), st.sampled_from(["", RESTART, GOES_ON])),
            min_size=1, max_size=5,
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_any_table_keeps_every_cell_once(rows: list[list[tuple[int, str]]]) -> None:
    """Whatever the merges: each place is covered by one cell at most, and no text is doubled."""
    body = tbl(
        *(
            tr(*(tc(f"r{r}c{c}", f'<w:gridSpan w:val="{span}"/>{merge}')
                 for c, (span, merge) in enumerate(row)))
            for r, row in enumerate(rows)
        )
    )  # fmt: skip
    document = read(body)
    for table in document.tables:
        seen: set[tuple[int, int]] = set()
        for cell in table.cells():
            for r in range(cell.row, cell.row + cell.rowspan):
                for c in range(cell.column, cell.column + cell.colspan):
                    assert (r, c) not in seen
                    seen.add((r, c))
        assert max((r for r, _ in seen), default=0) < table.n_rows
        shown = [c.text for c in table.cells()]
        assert len(shown) == len(set(shown))


def test_a_raised_figure_is_no_digit_of_the_one_before() -> None:
    body = (
        '<w:p><w:r><w:t>91.93</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        "<w:t>2</w:t></w:r><w:r><w:t> คะแนน</w:t></w:r></w:p>"
    )
    document = read_docx(docx_bytes(body), "0" * 16, Path("report.docx"))
    assert [line.text for line in document.lines] == ["91.93² คะแนน"]


@pytest.mark.parametrize("mark", ["strike", "dstrike"])
def test_what_is_struck_out_is_not_read(mark: str) -> None:
    struck = f"<w:r><w:rPr><w:{mark}/></w:rPr><w:t>80.10</w:t></w:r>"
    kept = f'<w:r><w:rPr><w:{mark} w:val="0"/></w:rPr><w:t>85.40</w:t></w:r>'
    document = read(f"<w:p>{struck}{kept}</w:p>")
    assert [line.text for line in document.lines] == ["85.40"]
