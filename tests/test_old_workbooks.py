"""Workbooks other than .xlsx: .xls, .ods, the XML of 2003, Strict Open XML. One set of facts, that
of what a sheet shows, holds for all of them."""

from __future__ import annotations

import io
import re
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.xls_files import Sheet, record, xls
from thai_ita.ingest.errors import NeedsPackageError, TooLargeError, UnknownFormatError
from thai_ita.ingest.office import DamagedOfficeFileError, LockedOfficeFileError
from thai_ita.ingest.opendocument import read_ods
from thai_ita.ingest.read_document import read_document
from thai_ita.ingest.sheets import read_xlsx
from thai_ita.ingest.spreadsheet_xml import read_spreadsheet_xml
from thai_ita.ingest.xls import read_xls
from thai_ita.model import Document

PATH = Path("a.xls")
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("number", "datastyle"), ("draw", "drawing"),
    )
) + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'  # fmt: skip
STYLES = """
<style:style style:name="struck" style:family="table-cell"><style:text-properties
 style:text-line-through-style="solid"/></style:style>
<style:style style:name="below" style:family="table-cell" style:parent-style-name="struck"/>
<style:style style:name="white" style:family="table-cell"><style:text-properties
 fo:color="#ffffff"/></style:style>
<style:style style:name="on-blue" style:family="table-cell" style:parent-style-name="white">
 <style:table-cell-properties fo:background-color="#0000ff"/></style:style>
<style:style style:name="gone" style:family="text"><style:text-properties
 style:text-line-through-type="single"/></style:style>
<style:style style:name="hidden" style:family="table"><style:table-properties
 table:display="false"/></style:style>
<number:date-style style:name="month"><number:month/><number:text> </number:text><number:year/>
</number:date-style>
<style:style style:name="in-months" style:family="table-cell" style:data-style-name="month"/>
"""


def shown(document: Document) -> list[list[str | None]]:
    (table,) = document.tables
    return [[None if cell is None else cell.text for cell in row] for row in table.grid]


def codes(document: Document) -> dict[str, str]:
    return {problem.code: problem.message for problem in document.problems}


def of_xls(*sheets: Sheet, shapes: tuple[str, ...] = ("General",), extra: bytes = b"") -> Document:
    return read_xls(xls(*sheets, shapes=shapes, extra=extra), "0" * 16, PATH)


def flat(sheets: str, styles: str = STYLES, master: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><office:document {NAMES} '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles>"
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document>"
    ).encode()


def ods(rows: str, *, columns: str = "", master: str = "") -> Document:
    table = f'<table:table table:name="Sheet1">{columns}{rows}</table:table>'
    return read_ods(flat(table, master=master), "0" * 16, Path("a.fods"))


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def td(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def workbook_2003(rows: str, *, columns: str = "", more: str = "") -> bytes:
    styles = (
        '<Style ss:ID="fixed"><NumberFormat ss:Format="Fixed"/></Style>'
        '<Style ss:ID="percent" ss:Parent="fixed"><NumberFormat ss:Format="Percent"/></Style>'
        '<Style ss:ID="struck"><Font ss:StrikeThrough="1"/></Style>'
        '<Style ss:ID="white"><Font ss:Color="#FFFFFF"/></Style>'
        '<Style ss:ID="on-blue" ss:Parent="white"><Interior ss:Color="#0000FF"/></Style>'
        '<Style ss:ID="date"><NumberFormat ss:Format="Short Date"/></Style>'
    )
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<Styles>{styles}</Styles><Worksheet ss:Name="Sheet1"><Table>{columns}{rows}</Table></Worksheet>'
        f"{more}</Workbook>"
    ).encode()


def xml_2003(rows: str, *, columns: str = "", more: str = "") -> Document:
    return read_spreadsheet_xml(workbook_2003(rows, columns=columns, more=more), "0" * 16, PATH)


def ss(value: str, kind: str = "String", **attributes: str) -> str:
    more = " ".join(f'ss:{name}="{text}"' for name, text in attributes.items())
    return f'<Cell {more}><Data ss:Type="{kind}">{value}</Data></Cell>'


# -- .xls -----------------------------------------------------------------------------------------


def test_xls_shows_figures_in_their_format() -> None:
    sheet = Sheet("สรุป")
    sheet.text(0, 0, "ตัวชี้วัด")
    sheet.text(0, 1, "คะแนน")
    for r, (value, style) in enumerate([(86.5, 1), (0.8523, 2), (86.5, 3), (45566, 4)], start=1):
        sheet.text(r, 0, f"ข้อ {r}")
        sheet.number(r, 1, value, style)
    shapes = ("General", "0.00", "0.00%", "[$-D00041E]0.00", "d mmm yyyy")
    document = of_xls(sheet, shapes=shapes)
    assert [r[1] for r in shown(document)] == ["คะแนน", "86.50", "85.23%", "๘๖.๕๐", "1 ตุลาคม 2567"]
    assert [line.text for line in document.lines] == ["สรุป"]
    assert not document.problems


def test_xls_does_not_show_what_is_hidden() -> None:
    sheet = Sheet()
    for r in range(4):
        for c in range(4):
            sheet.text(r, c, f"{r}{c}x")
    sheet.hide_row(1)
    sheet.hide_column(2)
    sheet.text(4, 0, "struck", style=1)
    sheet.number(4, 1, 5, style=2)
    sheet.rich(4, 3, "80.00 90.00", [(0, 5), (5, 0)])
    other = Sheet("ปีก่อน", hidden=True)
    other.text(0, 0, "99.99")
    document = of_xls(sheet, other)
    assert [[c for c in r if c] for r in shown(document)] == [
        ["00x", "01x", "03x"], ["20x", "21x", "23x"], ["30x", "31x", "33x"], ["90.00"],
    ]  # fmt: skip
    # No gap where the row and the column are.
    assert [(t.n_rows, t.n_columns) for t in document.tables] == [(4, 3)]
    # Four of the row, three more of the column, one struck out, one white, one in part.
    assert codes(document)["hidden-cells"].startswith("10 hidden")
    assert "'ปีก่อน'" in codes(document)["hidden-sheet"]


def test_xls_white_text_shows_where_rules_may_colour_cells() -> None:
    sheet = Sheet()
    for c in range(2):
        sheet.text(0, c, "หัว")
        sheet.number(1, c, 5, style=2)
    rules = record(0x01B0, struct.pack("<HHHHHHH", 1, 0, 1, 1, 0, 1, 0))
    assert all("5" not in line.text for line in of_xls(sheet).lines)
    sheet.cells.append(rules)
    assert shown(of_xls(sheet))[1] == ["5", "5"]


def test_xls_merged_cells_span() -> None:
    sheet = Sheet()
    sheet.text(0, 0, "ที่")
    sheet.text(0, 1, "ปี")
    sheet.merge(0, 0, 1, 2)
    for c in range(3):
        sheet.text(1, c, f"ค{c}")
    (table,) = of_xls(sheet).tables
    assert [(c.text, c.colspan) for c in table.grid[0] if c] == [("ที่", 1), ("ปี", 2)]


EMPTY_TEXT, NOUGHT = b"\x03\0\0\0\0\0\xff\xff", bytes(8)


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([(EMPTY_TEXT, False), (EMPTY_TEXT, False)], ["", ""]),
        ([(NOUGHT, True), (NOUGHT, True)], ["", ""]),
        # One with a result: the others' results are what they are.
        ([(NOUGHT, True), (struct.pack("<d", 2), False)], ["0", "2"]),
        ([(NOUGHT, False), (NOUGHT, False)], ["0", "0"]),
    ],
)
def test_xls_formulas_that_nobody_computed(results: list[tuple[bytes, bool]], expected: list[str]) -> None:
    sheet = Sheet()
    for r, (result, on_load) in enumerate(results):
        sheet.text(r, 0, f"ข้อ {r}")
        sheet.text(r, 1, "ก")
        sheet.formula(r, 2, result, on_load=on_load)
    document = of_xls(sheet)
    found = [(r[2] if len(r) > 2 else "") for r in shown(document)]
    assert found == expected
    assert ("formula-without-value" in codes(document)) == (expected == ["", ""])


def test_xls_errors_are_no_figures_and_told() -> None:
    sheet = Sheet()
    sheet.text(0, 0, "ก")
    sheet.error(0, 1, 0x07)
    sheet.text(1, 0, "ข")
    sheet.number(1, 1, 5)
    document = of_xls(sheet)
    assert shown(document)[0][1] == "#DIV/!"
    assert "1 cell(s) show an error" in codes(document)["figure-not-read"]


def test_xls_text_boxes_are_read_and_comments_are_not() -> None:
    sheet = Sheet()
    for r in range(2):
        sheet.text(r, 0, "ก")
        sheet.number(r, 1, r)
    sheet.box("ผลการประเมิน ITA\nปี 2567", 6)
    sheet.box("ใครแก้ตรงนี้", 25)
    hidden = Sheet("ปีก่อน", hidden=True)
    hidden.box("ปี 2566", 6)
    document = of_xls(sheet, hidden)
    assert [line.text for line in document.lines] == ["ผลการประเมิน ITA", "ปี 2567"]


def test_xls_page_heads_are_running_heads() -> None:
    sheet = Sheet()
    sheet.text(0, 0, "ก")
    sheet.page_head('&L&"TH SarabunPSK,Bold"&14เทศบาลตำบลตัวอย่างสุข&Rหน้า &P')
    heads = [line.text for line in of_xls(sheet).running_heads]
    assert heads == ["เทศบาลตำบลตัวอย่างสุข", "หน้า"]


def test_xls_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    sheet.text(0, 0, "ก")
    whole = xls(sheet)
    with pytest.raises(DamagedOfficeFileError, match="no valid Excel workbook"):
        read_xls(whole[:700], "0" * 16, PATH)
    # The stream's last sector leads back to its first.
    ring = bytearray(whole)
    n_sectors = len(whole) // 512 - 3
    struct.pack_into("<i", ring, len(whole) - 512 + 4 * (n_sectors - 1), 0)
    with pytest.raises(DamagedOfficeFileError, match="ring"):
        read_xls(bytes(ring), "0" * 16, PATH)
    # A style that the file does not have.
    nowhere = Sheet()
    nowhere.number(0, 0, 5, style=99)
    with pytest.raises(DamagedOfficeFileError):
        of_xls(nowhere)
    locked = record(0x002F, struct.pack("<HHHH", 0, 1, 1, 1))
    with pytest.raises(LockedOfficeFileError):
        of_xls(sheet, extra=locked)
    wide = Sheet()
    wide.text(0, 0, "ก")
    wide.merge(0, 65535, 0, 255)
    with pytest.raises(TooLargeError, match="merged cell"):
        of_xls(wide)
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(NeedsPackageError, match=r"needs the package .* pip install .*\[formats\]"):
        read_xls(whole, "0" * 16, PATH)


# -- .ods -----------------------------------------------------------------------------------------


def test_ods_shows_the_text_of_its_cells() -> None:
    document = ods(
        row(td("ตัวชี้วัด"), td("คะแนน"))
        + row(td("ก"), td("86.50", 'office:value-type="float" office:value="86.5"'))
        + row(td("ข"), td("๘๖.๕๐", 'office:value-type="float" office:value="86.5"'))
        + row(td("ค"), td("85.23%", 'office:value-type="percentage" office:value="0.85231"'))
        + row(td("ง"), td("1/10/24", 'office:value-type="date" office:date-value="2024-10-01"'))
        + row(td("จ"), td("ต.ค. 24", 'table:style-name="in-months" office:date-value="2024-10-01"'))
        + row(td("ฉ"), '<table:table-cell office:value-type="float" office:value="90.25"/>')
        + row(td("ช"), "<table:table-cell><text:p>ก<text:s text:c='2'/>ข</text:p><text:p>ค</text:p>"
                       "<office:annotation><text:p>บันทึก</text:p></office:annotation></table:table-cell>")
    )  # fmt: skip
    assert [r[1] for r in shown(document)] == [
        "คะแนน", "86.50", "๘๖.๕๐", "85.23%", "1 ตุลาคม 2567", "ตุลาคม 2567", "90.25", "ก ข\nค",
    ]  # fmt: skip


def test_ods_does_not_show_what_is_hidden() -> None:
    document = ods(
        row(td("ที่"), td("ปีก่อน"), td("คะแนน"))
        + row(td("1"), td("70.00"), td("<text:span text:style-name='gone'>80.00</text:span> 90.00"))
        + row(td("2"), td("70.00"), td("81.00", 'table:style-name="below"'))
        + row(td("3"), td("70.00"), td("82.00", 'table:style-name="white"'))
        + row(td("4"), td("70.00"), td("83.00", 'table:style-name="on-blue"'))
        + row(td("5"), td("70.00"), td("84.00"), more='table:visibility="filter"')
        + row(td("", 'table:number-columns-repeated="900"'), more='table:number-rows-repeated="1048000"'),
        columns='<table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-column table:number-columns-repeated="1022"/>',
    )
    assert [[c for c in r if c] for r in shown(document)] == [
        ["ที่", "คะแนน"], ["1", "90.00"], ["2"], ["3"], ["4", "83.00"],
    ]  # fmt: skip
    assert [(t.n_rows, t.n_columns) for t in document.tables] == [(5, 2)]
    # The column, the row with its two others, one struck out, one white, one in part.
    assert codes(document)["hidden-cells"].startswith("11 hidden")


def test_ods_hidden_sheets_spans_and_repeated_cells() -> None:
    first = '<table:table table:name="ผล">' + row(
        td("ที่", 'table:number-rows-spanned="2"'), td("ปี", 'table:number-columns-spanned="2"'),
        "<table:covered-table-cell/>",
    ) + row("<table:covered-table-cell/>", td("90.00", 'table:number-columns-repeated="2"')) + row(
        td("ก", 'table:number-columns-repeated="3"'), more='table:number-rows-repeated="2"'
    ) + "</table:table>"  # fmt: skip
    second = '<table:table table:name="ลับ" table:style-name="hidden">' + row(td("9")) + "</table:table>"
    document = read_ods(flat(first + second), "0" * 16, Path("a.fods"))
    assert shown(document) == [["ที่", "ปี", None], [None, "90.00", "90.00"], ["ก"] * 3, ["ก"] * 3]
    assert "'ลับ'" in codes(document)["hidden-sheet"]
    with pytest.raises(TooLargeError):
        ods(row(td("ก", 'table:number-columns-repeated="1000"'), more='table:number-rows-repeated="1000"'))
    with pytest.raises(TooLargeError, match="merged"):
        ods(row(td("ก", 'table:number-columns-spanned="1000" table:number-rows-spanned="1000000"')))


def test_ods_formulas_errors_boxes_and_page_heads() -> None:
    document = ods(
        row("<table:table-cell table:formula='of:=1+1'/>", td("ก"))
        + row(td("#DIV/0!", 'xmlns:c="urn:x" c:value-type="error" table:formula="of:=1/0"'), td("ข"))
        + row("<table:table-cell><text:p>ค</text:p><draw:frame><draw:text-box><text:p>กล่อง</text:p>"
              "</draw:text-box></draw:frame></table:table-cell>"),
        master="<style:master-page><style:header><text:p>เทศบาลตำบลตัวอย่างสุข หน้า "
        "<text:page-number>9</text:page-number></text:p></style:header></style:master-page>",
    )  # fmt: skip
    assert "formula-without-value" in codes(document)
    assert "1 cell(s) show an error" in codes(document)["figure-not-read"]
    assert [line.text for line in document.running_heads] == ["เทศบาลตำบลตัวอย่างสุข หน้า"]
    assert "กล่อง" in [line.text for line in document.lines]
    assert not any("กล่อง" in cell.text for t in document.tables for cell in t.cells())


def test_ods_packed_locked_and_damaged(tmp_path: Path) -> None:
    def packed(manifest: str, content: bytes) -> Path:
        path = tmp_path / "a.ods"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", manifest)
            archive.writestr("content.xml", content)
        return path

    sheet = flat(f'<table:table table:name="ผล">{row(td("ก"), td("90.00"))}</table:table>')
    document = read_document(packed("<m/>", sheet))
    assert [line.text for line in document.lines] == ["ผล"]
    with pytest.raises(LockedOfficeFileError):
        read_document(packed("<m:encryption-data/>", b"x"))
    with pytest.raises(DamagedOfficeFileError):
        read_document(packed("<m/>", sheet[:-30]))
    with pytest.raises(DamagedOfficeFileError):
        read_ods(b"<!DOCTYPE x [<!ENTITY e 'x'>]>" + sheet[21:], "0" * 16, PATH)
    with pytest.raises(UnknownFormatError):
        read_ods(sheet.replace(b"office:spreadsheet>", b"office:text>"), "0" * 16, PATH)


# -- the XML of 2003 ------------------------------------------------------------------------------


def test_xml_2003_shows_figures_in_their_format() -> None:
    document = xml_2003(
        f"<Row>{ss('ตัวชี้วัด')}{ss('คะแนน')}</Row>"
        f"<Row>{ss('ก')}{ss('86.5', 'Number', StyleID='fixed')}</Row>"
        f"<Row>{ss('ข')}{ss('0.8523', 'Number', StyleID='percent')}</Row>"
        f"<Row>{ss('ค')}{ss('2024-10-01T00:00:00.000', 'DateTime', StyleID='date')}</Row>"
    )
    assert [r[1] for r in shown(document)] == ["คะแนน", "86.50", "85.23%", "1 ตุลาคม 2567"]


def test_xml_2003_does_not_show_what_is_hidden() -> None:
    document = xml_2003(
        f"<Row>{ss('ที่')}{ss('ปีก่อน')}{ss('คะแนน')}</Row>"
        f"<Row ss:Hidden='1'>{ss('1')}{ss('70')}{ss('71')}</Row>"
        f"<Row>{ss('2')}{ss('70')}{ss('81', StyleID='struck')}</Row>"
        f"<Row>{ss('3')}{ss('70')}{ss('82', StyleID='white')}</Row>"
        f"<Row>{ss('4')}{ss('70')}{ss('83', StyleID='on-blue')}</Row>"
        f"<Row>{ss('5')}{ss('70')}{ss('<S>84</S><B>90</B>')}</Row>",
        columns='<Column ss:Index="2" ss:Hidden="1"/>',
        more='<Worksheet ss:Name="ลับ"><Table><Row>'
        f"{ss('9')}</Row></Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible>"
        "</x:WorksheetOptions></Worksheet>",
    )
    assert [[c for c in r if c] for r in shown(document)] == [
        ["ที่", "คะแนน"], ["2"], ["3"], ["4", "83"], ["5", "90"],
    ]  # fmt: skip
    assert [(t.n_rows, t.n_columns) for t in document.tables] == [(5, 2)]
    assert codes(document)["hidden-cells"].startswith("11 hidden")
    assert "'ลับ'" in codes(document)["hidden-sheet"]


def test_xml_2003_places_spans_and_formulas() -> None:
    document = xml_2003(
        f"<Row>{ss('ที่', MergeDown='1')}{ss('ปี', MergeAcross='1')}{ss('ท')}</Row>"
        f"<Row>{ss('2566', Index='2')}{ss('2567')}{ss('x')}</Row>"
        f"<Row ss:Index='3'>{ss('1')}<Cell ss:Formula='=1+1'/>{ss('#DIV/0!', 'Error')}{ss('y')}</Row>"
    )
    assert shown(document) == [
        ["ที่", "ปี", None, "ท"], [None, "2566", "2567", "x"], ["1", "", "#DIV/!", "y"],
    ]  # fmt: skip
    assert {"formula-without-value", "figure-not-read"} <= set(codes(document))


def test_cells_beyond_the_end_of_any_sheet_are_refused() -> None:
    with pytest.raises(TooLargeError, match="column 99,999"):
        xml_2003(f"<Row>{ss('ก', Index='99999')}</Row>")
    empty = "<table:table-cell/>"
    far = row(td("ก", ""), more='table:visibility="collapse" table:number-rows-repeated="99999999"')
    with pytest.raises(TooLargeError):
        ods(far)
    with pytest.raises(TooLargeError, match="row 99,999,999"):
        ods(row(empty, more='table:number-rows-repeated="99999998"') + row(td("ก")))
    # A region of little content may still be a grid without end.
    wide = [ss("ก", Index="1") + ss("1", Index="16000")]
    with pytest.raises(TooLargeError):
        xml_2003("".join(f"<Row>{cells}</Row>" for cells in wide * 200))


def test_xml_2003_that_is_none_or_damaged_is_told() -> None:
    with pytest.raises(DamagedOfficeFileError):
        read_spreadsheet_xml(b"<Workbook>", "0" * 16, PATH)
    with pytest.raises(UnknownFormatError):
        read_spreadsheet_xml(b"<a/>", "0" * 16, PATH)


# -- Strict Open XML ------------------------------------------------------------------------------


def test_a_strict_workbook_is_read_as_any_other() -> None:
    made = Workbook()
    made.active.append(["ตัวชี้วัด", "คะแนน"])
    made.active.append(["ก", 86.5])
    made.active["B2"].number_format = "0.00"
    made.active.append(["ลับ", 1])
    made.active.row_dimensions[3].hidden = True
    usual, strict = io.BytesIO(), io.BytesIO()
    made.save(usual)
    with zipfile.ZipFile(usual) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(
                rb"http://schemas\.openxmlformats\.org/(\w+)/2006/(main|relationships)",
                rb"http://purl.oclc.org/ooxml/\1/\2", old.read(name),
            ))  # fmt: skip
    document = read_xlsx(strict.getvalue(), "0" * 16, Path("a.xlsx"))
    assert shown(document) == [["ตัวชี้วัด", "คะแนน"], ["ก", "86.50"]]
    assert "hidden-cells" in codes(document)
