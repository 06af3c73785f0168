"""PowerPoint files: a slide a page, in the order in which its shapes are read."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from thai_ita.ingest.errors import EmptyDocumentError, NeedsPackageError, UnknownFormatError
from thai_ita.ingest.office import DamagedOfficeFileError
from thai_ita.ingest.read_document import read_document
from thai_ita.ingest.slides.read_slides import read_pptx
from thai_ita.ingest.slides.slide_order import Placed, in_order
from thai_ita.model import Document, LineKind, Media

TITLE_SLIDE, TITLE_AND_CONTENT, COMPARISON, TITLE_ONLY, BLANK = 0, 1, 4, 5, 6


def saved(presentation: Any) -> bytes:
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def read(presentation: Any) -> Document:
    return read_pptx(saved(presentation), "0" * 16, Path("a.pptx"))


def slide(presentation: Any, layout: int = BLANK, title: str = "") -> Any:
    made = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if title:
        made.shapes.title.text = title
    return made


def box(shapes: Any, x: float, y: float, text: str, width: float = 3, height: float = 0.6) -> Any:
    made = shapes.add_textbox(Inches(x), Inches(y), Inches(width), Inches(height))
    made.text_frame.text = text
    return made


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def codes(document: Document) -> dict[str, str]:
    return {problem.code: problem.message for problem in document.problems}


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(out, "PNG")
    out.seek(0)
    return out


def test_a_slide_is_a_page_and_its_title_a_heading() -> None:
    made = Presentation()
    first = slide(made, TITLE_SLIDE, "รายงานผล ITA ปี 2567")
    first.placeholders[1].text = "เทศบาลตำบลตัวอย่างสุข"
    body = slide(made, TITLE_AND_CONTENT, "ข้อเสนอแนะ").placeholders[1].text_frame
    body.text = "ปรับปรุงเว็บไซต์"
    body.add_paragraph().text = "จัดอบรม"
    document = read(made)
    assert document.media is Media.PPTX
    assert [page.number for page in document.pages] == [1, 2]
    assert [(line.page, str(line.kind), line.level, line.text) for line in document.lines] == [
        (1, "heading", 1, "รายงานผล ITA ปี 2567"), (1, "paragraph", 0, "เทศบาลตำบลตัวอย่างสุข"),
        (2, "heading", 1, "ข้อเสนอแนะ"), (2, "bullet", 0, "ปรับปรุงเว็บไซต์"),
        (2, "bullet", 0, "จัดอบรม"),
    ]  # fmt: skip


def test_tables_with_merged_cells_are_read() -> None:
    made = Presentation()
    one = slide(made, TITLE_ONLY, "ผล")
    table = one.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for r, row in enumerate([("ตัวชี้วัด", "คะแนน", ""), ("", "2566", "2567"), ("ก", "80.00", "๙๐.๒๕")]):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    (found,) = read(made).tables
    assert [[c and (c.text, c.rowspan, c.colspan) for c in row] for row in found.grid] == [
        [("ตัวชี้วัด", 2, 1), ("คะแนน", 1, 2), None],
        [None, ("2566", 1, 1), ("2567", 1, 1)],
        [("ก", 1, 1), ("80.00", 1, 1), ("๙๐.๒๕", 1, 1)],
    ]
    assert (found.page, found.caption) == (1, "ผล")


def test_columns_are_read_one_by_one_and_rows_across() -> None:
    made = Presentation()
    two = slide(made, COMPARISON, "เปรียบเทียบ")
    for place, text in ((1, "จุดแข็ง"), (2, "งานดี\nคนดี"), (3, "จุดอ่อน"), (4, "เงินน้อย\nคนน้อย")):
        two.placeholders[place].text = text
    rows = slide(made)
    for n, (name, value) in enumerate([("การปฏิบัติหน้าที่", "85.20"), ("การใช้อำนาจ", "88.10")]):
        box(rows.shapes, 0.5, 1 + n, name)
        box(rows.shapes, 6, 1 + n, value)
    cards = slide(made)
    for n, (name, value) in enumerate([("IIT", "85.20"), ("EIT", "88.10"), ("OIT", "95.00")]):
        box(cards.shapes, 0.3 + 3.2 * n, 1, name)
        box(cards.shapes, 0.3 + 3.2 * n, 2, value)
    document = read(made)
    assert [line.text for line in document.lines if line.page == 1] == [
        "เปรียบเทียบ", "จุดแข็ง", "งานดี", "คนดี", "จุดอ่อน", "เงินน้อย", "คนน้อย",
    ]  # fmt: skip
    assert [line.text for line in document.lines if line.page == 2] == [
        "การปฏิบัติหน้าที่ 85.20", "การใช้อำนาจ 88.10",
    ]  # fmt: skip
    assert [line.text for line in document.lines if line.page == 3] == [
        "IIT 85.20", "EIT 88.10", "OIT 95.00",
    ]  # fmt: skip
    heads = [line.text for line in document.lines if line.kind is LineKind.HEADING]
    assert heads == ["เปรียบเทียบ", "จุดแข็ง", "จุดอ่อน"], "the layout makes them bold"


def placed(*boxes: tuple[float, float, str]) -> list[str]:
    shapes = [Placed(text, x, y, x + 2.8, y + 0.8, text) for x, y, text in boxes]
    return [" ".join(str(p.item) for p in group) for group in in_order(shapes)]


@pytest.mark.parametrize(
    ("boxes", "order"),
    [
        # A label beside its text is read with it, row by row.
        ([(0, 0, "จุดแข็ง"), (3, 0, "ยาว " * 20), (0, 1, "จุดอ่อน"), (3, 1, "มาก " * 20)],
         ["จุดแข็ง", "ยาว " * 20, "จุดอ่อน", "มาก " * 20]),
        # A figure stands over its name.
        ([(0, 0, "85.20"), (0, 1, "IIT"), (3, 0, "88.10"), (3, 1, "EIT")], ["IIT 85.20", "EIT 88.10"]),
        # A band over everything comes before the columns below it.
        ([(3, 2, "ข"), (0, 2, "ก"), (0, 3, "ค"), (3, 3, "ง"), (1.5, 0, "บน")],
         ["บน", "ก", "ค", "ข", "ง"]),
        # Cards in two rows of three.
        ([(c * 3, r * 2 + k, t) for r in range(2) for c in range(3)
          for k, t in ((0, f"ชื่อ{'กขคงจฉ'[3 * r + c]}"), (1, f"{80 + 3 * r + c}.00"))],
         ["ชื่อก 80.00", "ชื่อง 83.00", "ชื่อข 81.00", "ชื่อจ 84.00", "ชื่อค 82.00", "ชื่อฉ 85.00"]),
        # A table made of boxes: names, then two columns of figures.
        ([(0, 0, "ก"), (3, 0, "80.00"), (6, 0, "81.00"), (0, 1, "ข"), (3, 1, "82.00"), (6, 1, "83.00")],
         ["ก 80.00 81.00", "ข 82.00 83.00"]),
        # Boxes that overlap by their rims are apart.
        ([(0, 0, "ก"), (0, 0.7, "ข"), (2.7, 0, "ค")], ["ก", "ค", "ข"]),
    ],
)  # fmt: skip
def test_the_order_of_shapes(boxes: list[tuple[float, float, str]], order: list[str]) -> None:
    assert placed(*boxes) == order


@pytest.mark.parametrize(
    ("wide", "lower", "order"),
    [
        (5.0, 0.0, ["วิธีทำ", "ประชุม", "ใครทำ", "กองคลัง"]),
        # Columns of one width, and boxes that are not level, are read one column after the other.
        (2.0, 0.0, ["วิธีทำ", "ใครทำ", "ประชุม", "กองคลัง"]),
        (5.0, 0.5, ["วิธีทำ", "ใครทำ", "ประชุม", "กองคลัง"]),
    ],
)
def test_narrow_labels_level_with_short_texts_are_read_across(wide: float, lower: float, order: list[str]) -> None:
    boxes = [
        ("วิธีทำ", 0.0, 0.0, 2.0),
        ("ใครทำ", 0.0, 1.0, 2.0),
        ("ประชุม", 3.0, lower, wide),
        ("กองคลัง", 3.0, 1 + lower, wide),
    ]
    shapes = [Placed(t, x, y, x + w, y + 0.8, t) for t, x, y, w in boxes]
    assert [str(p.item) for group in in_order(shapes) for p in group] == order


def test_groups_stay_together_where_they_lie_on_the_slide() -> None:
    made = Presentation()
    one = slide(made)
    box(one.shapes, 0.5, 3, "ล่าง")
    group = one.shapes.add_group_shape()
    box(group.shapes, 0.5, 0.5, "IIT")
    box(group.shapes, 4, 0.5, "85.20")
    # The group is moved down and halved; the places within it stay as they are written.
    group.left, group.top, group.width, group.height = map(Inches, (0.5, 5, 3, 0.3))
    assert texts(read(made)) == ["ล่าง", "IIT 85.20"]


def test_numbers_of_lists_are_those_that_show() -> None:
    made = Presentation()
    frame = box(slide(made).shapes, 1, 1, "หนึ่ง").text_frame
    for text in ("สอง", "คั่น", "สาม"):
        frame.add_paragraph().text = text
    for place, kind in ((0, "thaiNumPeriod"), (1, "thaiNumPeriod"), (3, "arabicParenR")):
        properties = frame.paragraphs[place]._p.get_or_add_pPr()
        number = properties.makeelement(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}buAutoNum", {"type": kind}
        )
        properties.append(number)
    assert texts(read(made)) == ["๑. หนึ่ง", "๒. สอง", "คั่น", "1) สาม"]


def test_what_is_hidden_is_not_read() -> None:
    made = Presentation()
    one = slide(made)
    frame = box(one.shapes, 1, 1, "80.00 ").text_frame
    frame.paragraphs[0].runs[0].font._element.set("strike", "sngStrike")
    frame.paragraphs[0].add_run().text = "คะแนน 90.00"
    secret = box(one.shapes, 1, 3, "ซ่อน")
    secret._element.nvSpPr.cNvPr.set("hidden", "1")
    one.notes_slide.notes_text_frame.text = "บันทึก 99.99"
    two = slide(made)
    box(two.shapes, 1, 1, "ปีก่อน")
    two._element.set("show", "0")
    document = read(made)
    assert texts(document) == ["คะแนน 90.00"]
    assert [page.number for page in document.pages] == [1]
    assert codes(document)["hidden-slide"] == "hidden slide(s) 2 were not read"
    assert codes(document)["hidden-text"].startswith("1 piece(s)")


def test_footers_and_the_master_are_running_heads() -> None:
    made = Presentation()
    _box_on_master(made)
    box(slide(made).shapes, 1, 1, "ก")
    box(slide(made).shapes, 1, 1, "ข")
    document = read(made)
    assert [line.text for line in document.running_heads] == ["เทศบาลตำบลตัวอย่างสุข"]
    assert texts(document) == ["ก", "ข"]


def _box_on_master(made: Any) -> None:
    """python-pptx puts no shapes on a master; one of a slide is moved there."""
    other = Presentation()
    shape = box(slide(other).shapes, 0, 0, "เทศบาลตำบลตัวอย่างสุข")
    made.slide_masters[0].shapes._spTree.append(shape._element)


def test_a_chart_that_prints_its_figures_is_a_table_another_is_told() -> None:
    made = Presentation()
    data = CategoryChartData(number_format="0.00")
    data.categories = ["IIT", "EIT"]
    data.add_series("2567", (86.5, 90.25))
    place = tuple(map(Inches, (1, 2, 6, 4)))
    chart = slide(made).shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data).chart
    chart.plots[0].has_data_labels = True
    chart.plots[0].data_labels.show_value = True
    other = CategoryChartData()
    other.categories = ["OIT"]
    other.add_series("2567", (77.7,))
    slide(made).shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, other)
    document = read(made)
    (table,) = document.tables
    assert [[c and c.text for c in row] for row in table.grid] == [
        ["", "2567"], ["IIT", "86.50"], ["EIT", "90.25"],
    ]  # fmt: skip
    assert "1 chart(s)" in codes(document)["figure-not-read"]


def test_slides_of_pictures_alone_are_scans() -> None:
    made = Presentation()
    whole = (0, 0, made.slide_width, made.slide_height)
    slide(made).shapes.add_picture(picture(), *whole)
    document = read(made)
    assert [(page.number, page.needs_ocr) for page in document.pages] == [(1, True)]
    assert "slide(s) 1 (1 of 1 on show)" in codes(document)["needs-ocr"]
    told = slide(made)
    box(told.shapes, 1, 1, "ผลคะแนนการประเมินคุณธรรมและความโปร่งใสรายตัวชี้วัดของหน่วยงาน")
    told.shapes.add_picture(picture(), *map(Inches, (0, 2, 9, 5)))
    logo = slide(made)
    box(logo.shapes, 1, 1, "ข")
    logo.shapes.add_picture(picture(), 0, 0, Inches(1), Inches(1))
    document = read(made)
    assert [page.needs_ocr for page in document.pages] == [True, False, False]
    pages = [t.page for t in document.problems if t.code == "figure-not-read"]
    assert pages == [2], "a logo is no figure"


@pytest.mark.parametrize("second", ["ผลคะแนน", "ผลคะแนน (ต่อ)", "ผลคะแนน - ต่อ", "ผลคะแนน (๒/๒)"])
@pytest.mark.parametrize("head", [[("ตัวชี้วัด", "คะแนน")], []])
def test_a_table_goes_on_below_the_same_title(second: str, head: list[tuple[str, str]]) -> None:
    made = Presentation()
    first = [("ตัวชี้วัด", "คะแนน"), ("ก", "80.00")]
    for title, part in (("ผลคะแนน", first), (second, [*head, ("ข", "81.00"), ("ค", "82.00")])):
        shapes = slide(made, TITLE_ONLY, title).shapes
        place = map(Inches, (1, 2, 6, 2))
        table = shapes.add_table(len(part), 2, *place).table
        for r, row in enumerate(part):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    document = read(made)
    (table,) = document.tables
    assert [[c and c.text for c in row] for row in table.grid] == [
        *map(list, first), ["ข", "81.00"], ["ค", "82.00"],
    ]  # fmt: skip
    assert texts(document) == ["ผลคะแนน"]


@pytest.mark.parametrize("second", ["ผลคะแนนปีก่อน", "ผลคะแนนส่งต่อ", "ผลคะแนน (ITA)"])
def test_another_title_begins_another_part(second: str) -> None:
    made = Presentation()
    for title in ("ผลคะแนน", second):
        slide(made, TITLE_ONLY, title)
    assert texts(read(made)) == ["ผลคะแนน", second]


@pytest.mark.parametrize("kind", ["slideshow.main", "template.main"])
def test_shows_and_templates_are_read_as_presentations(kind: str, tmp_path: Path) -> None:
    import zipfile

    made = Presentation()
    box(slide(made).shapes, 1, 1, "ก")
    path = tmp_path / "a.ppsx"
    with zipfile.ZipFile(io.BytesIO(saved(made))) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"presentation.main", kind.encode())
            data = data.replace(
                b"http://schemas.openxmlformats.org/presentationml/2006/",
                b"http://purl.oclc.org/ooxml/presentationml/",
            )
            new.writestr(name, data)
    assert texts(read_document(path)) == ["ก"]


def test_what_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Presentation()
    slide(made)
    with pytest.raises(EmptyDocumentError):
        read(made)
    box(slide(made).shapes, 1, 1, "ก")
    whole = saved(made)
    with pytest.raises(DamagedOfficeFileError):
        read_pptx(whole[:-200], "0" * 16, Path("a.pptx"))
    made = Presentation()
    frame = slide(made).shapes.add_table(1, 1, 0, 0, 9, 9)._element
    frame.remove(frame.graphic)
    with pytest.raises(DamagedOfficeFileError, match="no valid presentation"):
        read(made)
    import docx

    out = io.BytesIO()
    docx.Document().save(out)
    with pytest.raises(UnknownFormatError):
        read_pptx(out.getvalue(), "0" * 16, Path("a.pptx"))
    monkeypatch.setitem(sys.modules, "pptx.package", None)
    with pytest.raises(NeedsPackageError, match=r"needs the package .* pip install .*\[formats\]"):
        read_pptx(whole, "0" * 16, Path("a.pptx"))
