"""What Word and Excel show is read, drawn texts too; what they hide is counted; what is lost is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table as SheetTable

from tests.office_files import DRAWING, OFFICE, element, p, tbl, word, workbook
from thai_ita.model import DocStatus, Document
from thai_ita.parse import parse_document

TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567 เทศบาลตำบลสมมุติธาร"
WHITE, BLUE = "FFFFFFFF", "FF1F4E78"


def codes(document: Document) -> list[str]:
    return [t.code for t in document.problems]


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def cells(document: Document) -> list[str]:
    return [c.text for table in document.tables for c in table.cells() if c.text]


# -- Word -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "gone",
    [
        "<w:r><w:rPr><w:dstrike/></w:rPr><w:t>เก่า</w:t></w:r>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>เก่า</w:t></w:r>",
        "<w:del><w:r><w:delText>เก่า</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>เก่า</w:t></w:r></w:moveFrom>",
    ],
)
def test_what_a_reader_does_not_see_is_counted(gone: str) -> None:
    document = word(f"<w:p>{gone}<w:ins><w:r><w:t>ใหม่</w:t></w:r></w:ins></w:p>")
    assert texts(document) == ["ใหม่"]
    assert [(t.code, t.message[:2]) for t in document.problems] == [("hidden-text", "1 ")]
    assert not codes(word(p("ใหม่") + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t> </w:t></w:r></w:p>"))


def test_a_deleted_row_is_counted() -> None:
    row = (
        "<w:tr>{}<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>"
    )
    gone = row.format("<w:trPr><w:del/></w:trPr>", "เก่า")
    document = word(f"<w:tbl>{row.format('', 'ก')}{gone}</w:tbl>")
    assert cells(document) == ["ก", "1"]
    assert codes(document) == ["hidden-text"]


def field(form: str, result: str = "") -> str:
    inner = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>' if result else ""
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar></w:r>{inner}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def test_choices_of_form_fields_are_read() -> None:
    listed = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="ก"/><w:listEntry w:val="ข"/></w:ddList>'
    body = field(listed) + field(listed, "ค") + field('<w:checkBox><w:default w:val="1"/></w:checkBox>')
    body += field('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>')
    assert texts(word(body)) == ["ข", "ค", "☑", "☐"]


def test_the_result_of_a_field_in_the_code_of_another_is_not_shown() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def run(text: str, name: str = "t") -> str:
        return f"<w:r><w:{name}>{text}</w:{name}></w:r>"

    inner = mark("begin") + run("MERGEFIELD x", "instrText") + mark("separate") + run("ซ่อน") + mark("end")
    outer = mark("begin") + run("IF ", "instrText") + inner + mark("separate") + run("ผล ") + inner + mark("end")
    assert texts(word(f"<w:p>{outer}{run(' ต่อ')}</w:p>" + p("ต่อไป"))) == ["ผล ซ่อน ต่อ", "ต่อไป"]


def graphic(inner: str) -> str:
    return f"<w:p><w:r><w:drawing><a:graphic>{inner}</a:graphic></w:drawing></w:r></w:p>"


def test_smart_art_comes_in_the_order_of_its_outline_with_values_behind_their_names() -> None:
    names = {"1": "IIT", "2": "80.10", "3": "EIT", "4": "คำอธิบายอย่างยาว ปี 2567", "5": "", "6": "OIT"}
    points = "".join(
        f'<dgm:pt modelId="{key}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for key, text in names.items()
    )
    points += '<dgm:pt modelId="9" type="pres"><dgm:t><a:p><a:r><a:t>X</a:t></a:r></a:p></dgm:t></dgm:pt>'
    order = [("0", "3", 1), ("0", "1", 0), ("1", "2", 0), ("3", "4", 0), ("0", "6", 2)]
    joins = "".join(f'<dgm:cxn srcId="{a}" destId="{b}" srcOrd="{n}"/>' for a, b, n in order)
    joins += '<dgm:cxn type="presOf" srcId="1" destId="9" srcOrd="0"/>'
    data = element(
        "dgm:dataModel",
        f'<dgm:ptLst><dgm:pt modelId="0" type="doc"/>{points}</dgm:ptLst><dgm:cxnLst>{joins}</dgm:cxnLst>',
    )
    body = p(TITLE) + graphic('<dgm:relIds r:dm="r5"/>')
    document = word(body, {"r5": ("diagramData", "diagrams/data1.xml", data)})
    assert texts(document) == [TITLE, "IIT 80.10", "EIT", "คำอธิบายอย่างยาว ปี 2567", "OIT"]
    inside = word(
        f"<w:tbl><w:tr><w:tc>{body}</w:tc><w:tc>{p('ข')}</w:tc></w:tr></w:tbl>",
        {"r5": ("diagramData", "diagrams/data1.xml", data)},
    )
    assert "IIT 80.10" in inside.tables[0].grid[0][0].text  # type: ignore[union-attr]


def chart(values: Sequence[float], *, labels: bool, form: str = "0.00") -> str:
    def points(them: Sequence[object]) -> str:
        return "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(them))

    names = ["IIT", "EIT", "OIT"][: len(values)]
    return element(
        "c:chartSpace",
        "<c:chart><c:title><a:p><a:r><a:t>คะแนนรายเครื่องมือ</a:t></a:r></a:p></c:title><c:plotArea><c:barChart><c:barDir val='bar'/><c:ser><c:idx val='0'/><c:order val='0'/>"
        f"<c:tx><c:strRef><c:strCache>{points(['คะแนน'])}</c:strCache></c:strRef></c:tx>"
        f'<c:dLbls><c:showVal val="{int(labels)}"/></c:dLbls>'
        f"<c:cat><c:strRef><c:strCache>{points(names)}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:numCache><c:formatCode>{form}</c:formatCode>{points(values)}</c:numCache></c:numRef></c:val>"
        "</c:ser></c:barChart></c:plotArea></c:chart>",
    )


def with_chart(text: str, xml: str) -> Document:
    return word(p(text) + graphic('<c:chart r:id="r5"/>'), {"r5": ("chart", "charts/chart1.xml", xml)})


def test_a_chart_that_prints_its_values_is_a_table() -> None:
    document = with_chart(TITLE, chart([80.104, 81.2], labels=True))
    assert texts(document) == [TITLE, "คะแนนรายเครื่องมือ"]
    assert cells(document) == ["คะแนน", "IIT", "80.10", "EIT", "81.20"]
    assert not codes(document)
    assert {s.code: s.value for s in parse_document(document).scores} == {"IIT": 80.10, "EIT": 81.20}


def test_a_chart_without_labels_is_told_unless_the_text_says_its_values() -> None:
    document = with_chart(TITLE, chart([80.104, 81.2], labels=False))
    assert codes(document) == ["figure-not-read"]
    assert "คะแนนรายเครื่องมือ" in document.problems[0].message
    said = with_chart(f"{TITLE} IIT ๘๐.๑๐ คะแนน EIT 81.20 คะแนน", chart([80.104, 81.2], labels=False, form="General"))
    assert not codes(said)


def test_notes_come_last_and_comments_not_at_all() -> None:
    parts = {
        "r5": ("footnotes", "footnotes.xml", element("w:footnotes", f'<w:footnote w:id="0">{p("เส้น")}</w:footnote><w:footnote w:id="2">{p("เชิงอรรถ")}</w:footnote>')),
        "r6": ("comments", "comments.xml", element("w:comments", f'<w:comment w:id="1">{p("ความเห็น")}</w:comment>')),
    }  # fmt: skip
    body = p('<w:footnoteReference w:id="2"/>') + p("เนื้อความ")
    assert texts(word(body, parts)) == ["เนื้อความ", "เชิงอรรถ"]
    gone = '<w:p><w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:del></w:p>'
    assert texts(word(gone + p("เนื้อความ"), parts)) == ["เนื้อความ"]


def test_word_art_is_read_and_embedded_sheets_are_told() -> None:
    art = '<w:pict><v:shape><v:textpath string="ผลการประเมิน"/></v:shape></w:pict>'
    assert texts(word(p(art))) == ["ผลการประเมิน"]
    embedded = '<w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>'
    document = word(p(TITLE) + p(embedded) + p(embedded.replace("Excel.Sheet.12", "Equation.3")))
    assert [(t.code, t.message[:2]) for t in document.problems] == [("part-not-read", "1 ")]
    assert parse_document(word(p(f"{TITLE} ได้คะแนนรวม 84.45 คะแนน") + p(embedded))).status is DocStatus.PARTIAL


# -- Excel ----------------------------------------------------------------------------------------


def sheet(*rows: Sequence[object], title: str = TITLE) -> Workbook:
    made = Workbook()
    for row in ([title], [], *rows):
        made.active.append(list(row))
    return made


SCORES = (("เครื่องมือ", "คะแนน"), ("IIT", 80.1), ("EIT", 81.2))


def hidden(document: Document) -> list[str]:
    return [t.message.split()[0] for t in document.problems if t.code == "hidden-cells"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="5"', b'<row r="5" ht="0" customHeight="1"'),
        (b'<row r="5"', b'<row r="5" hidden="1" outlineLevel="1"'),
    ],
)
def test_a_row_without_height_or_in_a_folded_group_is_hidden(old: bytes, new: bytes) -> None:
    document = workbook(sheet(*SCORES), change={old: new})
    assert cells(document) == ["เครื่องมือ", "คะแนน", "IIT", "80.1"]
    assert hidden(document) == ["2"]


def test_a_column_without_width_is_hidden() -> None:
    width = b'<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>'
    document = workbook(sheet(*SCORES), change={b"<sheetData>": width})
    assert hidden(document) == ["3"]
    assert "80.1" not in "".join(texts(document) + cells(document))


@pytest.mark.parametrize("value", [70.7, "ร่าง"])
def test_a_format_of_nothing_shows_nothing(value: object) -> None:
    made = sheet(*SCORES, ("OIT", value))
    made.active["B6"].number_format = ";;;"
    document = workbook(made)
    assert hidden(document) == ["1"]
    assert str(value) not in cells(document)[-1]
    made.active["B6"].number_format = ";;;@"
    assert (str(value) in cells(workbook(made))) is isinstance(value, str)


def test_white_on_white_is_hidden_and_white_on_a_colour_is_a_head() -> None:
    made = sheet(*SCORES)
    for cell in made.active[3]:
        cell.font, cell.fill = Font(color=WHITE), PatternFill("solid", fgColor=BLUE)
    assert not hidden(workbook(made))
    made.active["B5"].font = Font(color=WHITE)
    assert hidden(workbook(made)) == ["1"]
    made.active["B5"].fill = PatternFill("solid", fgColor=WHITE)
    assert hidden(workbook(made)) == ["1"]


def test_rules_and_tables_may_colour_what_lies_below_white_text() -> None:
    made = sheet(*SCORES)
    made.active["B3"].font = Font(color=WHITE)
    made.active.add_table(SheetTable(displayName="t", ref="A3:B5"))
    assert not hidden(workbook(made))
    made = sheet(*SCORES)
    made.active["B5"].font = Font(color=WHITE)
    made.active.conditional_formatting.add("B4:B5", CellIsRule("lessThan", ["85"], fill=PatternFill(bgColor=BLUE)))
    assert not hidden(workbook(made))


def test_an_error_is_no_figure_and_is_told() -> None:
    made = sheet(*SCORES, ("OIT", "#DIV/0!"))
    made.active["B6"].data_type = "e"
    document = workbook(made)
    assert codes(document) == ["figure-not-read"]
    assert cells(document)[-1] == "#DIV/!"
    read = parse_document(document)
    assert read.status is DocStatus.PARTIAL
    assert {s.code for s in read.scores} == {"IIT", "EIT"}


def test_a_formula_on_show_without_value_leaves_the_document_partial() -> None:
    made = sheet(*SCORES, ("OIT", "=B4+1"))
    document = workbook(made)
    assert codes(document) == ["formula-without-value"]
    assert parse_document(document).status is DocStatus.PARTIAL
    made.active.row_dimensions[6].hidden = True
    assert "formula-without-value" not in codes(workbook(made))


def test_a_formula_that_gives_no_text_or_nought_has_a_value() -> None:
    made = sheet(*SCORES, ("OIT", "=B4+1"))
    cell = b"<f>B4+1</f><v></v>"
    change = {cell: b"<f>B4+1</f><v>0</v>", b' fullCalcOnLoad="1"': b""}
    assert not codes(workbook(made, change=change))
    # A program that computes nothing writes noughts and asks for it to be done on opening.
    document = workbook(made, change={cell: b"<f>B4+1</f><v>0</v>"})
    assert codes(document) == ["formula-without-value"]
    assert "0" not in cells(document)
    text = {b'r="B6"><f>B4+1</f><v></v>': b'r="B6" t="str"><f>B4+1</f><v></v>'}
    assert not codes(workbook(made, change=text))


def anchor(row: int, inner: str) -> str:
    return f"<xdr:twoCellAnchor><xdr:from><xdr:row>{row}</xdr:row></xdr:from>{inner}</xdr:twoCellAnchor>"


def box(text: str, *, hide: bool = False, run: str = "") -> str:
    mark = ' hidden="1"' if hide else ""
    return (
        f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="1" name="b"{mark}/></xdr:nvSpPr><xdr:txBody>'
        f"<a:p><a:r><a:rPr{run}/><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )


def test_boxes_stand_before_or_behind_the_cells() -> None:
    made = sheet(*SCORES, title="")
    drawing = anchor(0, box(TITLE)) + anchor(9, box("ข้อมูล ณ วันที่ 1 ตุลาคม 2567"))
    drawing += anchor(0, box("ซ่อน", hide=True)) + anchor(0, box("เก่า", run=' strike="sngStrike"'))
    document = workbook(made, drawing=drawing)
    assert texts(document) == [TITLE, "ข้อมูล ณ วันที่ 1 ตุลาคม 2567"]
    read = parse_document(document)
    assert read.identity.fiscal_year == 2567
    assert {s.code: s.value for s in read.scores} == {"IIT": 80.1, "EIT": 81.2}


def test_a_chart_of_figures_that_no_cell_shows_is_told() -> None:
    def read(values: Sequence[float]) -> list[str]:
        parts = {
            "xl/drawings/_rels/drawing1.xml.rels": '<Relationships><Relationship Id="r1" Type="x/chart" Target="../charts/chart1.xml"/></Relationships>',
            "xl/charts/chart1.xml": chart(values, labels=True),
        }  # fmt: skip
        frame = f'<xdr:graphicFrame><a:graphic><a:graphicData uri="{DRAWING}/chart"><c:chart r:id="r1"/></a:graphicData></a:graphic></xdr:graphicFrame>'
        return codes(workbook(sheet(*SCORES), drawing=anchor(1, frame), parts=parts))

    assert read([80.1, 90.7]) == ["figure-not-read"]
    assert read([80.1, 81.2]) == []


def test_a_drawing_that_the_library_does_not_know_costs_no_sheet() -> None:
    parts = {
        "xl/drawings/_rels/drawing1.xml.rels": f'<Relationships><Relationship Id="r1" Type="{OFFICE}/chart" Target="../charts/chart1.xml"/></Relationships>',
        "xl/charts/chart1.xml": element("c:chartSpace", "<c:chart><c:plotArea/></c:chart>"),
    }  # fmt: skip
    frame = f'<xdr:graphicFrame><a:graphic><a:graphicData uri="{DRAWING}/chart"><c:chart r:id="r1"/></a:graphicData></a:graphic></xdr:graphicFrame>'
    document = workbook(sheet(*SCORES), drawing=anchor(9, frame), parts=parts)
    assert "80.1" in cells(document)
    assert codes(document) == ["figure-not-read"]


def test_tables_of_cells_with_drawings_keep_their_place() -> None:
    document = word(p(TITLE) + tbl(("IIT", "80.10"), ("EIT", "81.20")))
    assert cells(document) == ["IIT", "80.10", "EIT", "81.20"]
