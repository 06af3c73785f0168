"""Where facts stand on their pages: printed lines, marks of Thai letters, rows over a page break."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.make_pdfs import PdfMaker
from thai_ita.batch.read_report import read_report
from thai_ita.export import fact_locations
from thai_ita.export.evidence import evidence_record
from thai_ita.export.fact_locations import ABOVE, BELOW, MOST_APART, FactLocator, FactText
from thai_ita.ingest.scan.placing import Recognised, show_places
from thai_ita.model import (
    BBox,
    Cell,
    Document,
    Evidence,
    Finding,
    FindingKind,
    Identity,
    Line,
    Measure,
    Media,
    Page,
    Report,
    Score,
    ScoreKind,
    Table,
)

HEIGHT = 10.0
PARAGRAPH = (
    "เทศบาลตำบลทดสอบได้คะแนนภาพรวม 86.50",
    "แบบ IIT ได้ ๙๑.๒๐ แบบ EIT ได้ 83.10 และ",
    "แบบ OIT ได้ 83.10",
)
TITLE, STEP, REST = "จัดทำคู่มือการยืมทรัพย์สิน", "1. สำรวจทรัพย์สินของกอง", "2. ประกาศใช้คู่มือฉบับใหม่"


def _paragraph(gap: float = HEIGHT, first: float = 100.0) -> Line:
    tops = [first + (HEIGHT + gap) * row for row in range(len(PARAGRAPH))]
    boxes = tuple(BBox(50, top, 400, top + HEIGHT) for top in tops)
    whole = boxes[0].union(boxes[-1])
    return Line("\n".join(PARAGRAPH), " ".join(PARAGRAPH), page=1, number=1, bbox=whole, printed=boxes)


def _document(*blocks: Line | Table, media: Media = Media.PDF_TEXT, turn: int = 0) -> Document:
    return Document("0" * 16, "a.pdf", media, list(blocks), [Page(1, 600, 800, turn=turn), Page(2, 600, 800)])


def _box_of_figure(document: Document, figure: str, text: str = "") -> BBox:
    line = document.lines[0]
    place = Evidence(line.page, bbox=line.bbox, text=text or line.text, line=line.number)
    box = FactLocator(document).of_figure(place, figure).bbox
    assert box is not None
    return box


def test_a_figure_in_a_paragraph_has_the_box_of_its_printed_line() -> None:
    line = _paragraph()
    for figure, row in (("86.50", 0), ("๙๑.๒๐", 1), ("91.20", 1)):
        box, printed = _box_of_figure(_document(line), figure), line.printed[row]
        assert (box.x0, box.x1) == (printed.x0, printed.x1)
        assert box.top == pytest.approx(printed.top - ABOVE * HEIGHT)
        assert box.bottom == pytest.approx(printed.bottom + BELOW * HEIGHT)


def test_a_figure_of_two_printed_lines_is_told_by_the_text_around_it_or_has_the_whole_paragraph() -> None:
    line = _paragraph()
    assert _box_of_figure(_document(line), "83.10").top < line.printed[0].top
    assert _box_of_figure(_document(line), "83.10", "…แบบ OIT ได้ 83.10").top > line.printed[1].top
    # 6.50 is no part of 86.50: nothing tells where it stands.
    whole = _box_of_figure(_document(line), "6.50")
    assert whole.bottom > line.printed[2].top > line.printed[0].top > whole.top


def test_boxes_reach_over_upper_vowels_but_not_into_the_line_above() -> None:
    tight = _paragraph(gap=1.0)
    box = _box_of_figure(_document(tight), "91.20")
    assert box.top == tight.printed[0].bottom
    # What stands beside it, in another column, is not above it.
    beside = Line("x", "x", page=1, number=2, bbox=BBox(450, 80, 550, 99))
    assert _box_of_figure(_document(tight, beside), "86.50").top == pytest.approx(100 - ABOVE * HEIGHT)


@pytest.mark.parametrize(
    ("turn", "sides"),
    [(1, (-BELOW, 0, ABOVE, 0)), (2, (0, -BELOW, 0, ABOVE)), (3, (-ABOVE, 0, BELOW, 0))],
)
def test_above_is_where_the_text_has_its_upper_edge(turn: int, sides: tuple[float, ...]) -> None:
    box = BBox(100, 100, 110, 300) if turn % 2 else BBox(100, 100, 300, 110)
    line = Line("ได้ 86.50", "ได้ 86.50", page=1, number=1, bbox=box)
    found = _box_of_figure(_document(line, turn=turn), "86.50")
    moved = (found.x0 - box.x0, found.top - box.top, found.x1 - box.x1, found.bottom - box.bottom)
    assert moved == pytest.approx([HEIGHT * side for side in sides])


def test_boxes_of_pictures_stay_as_they_were_seen() -> None:
    line = Line("ได้ 86.50", "ได้ 86.50", page=1, number=1, bbox=BBox(1, 50, 100, 60))
    assert _box_of_figure(_document(line, media=Media.PDF_SCAN), "86.50") == line.bbox


def _rows(*rows: tuple[int, list[str]], boxes: bool = True) -> Table:
    """A table of rows with the page that each stands on, 20 points high and 100 a column."""
    grid: list[list[Cell | None]] = []
    for r, (page, texts) in enumerate(rows):
        grid.append([
            Cell(text, text, r, c, page=page, bbox=BBox(100 * c, 20 * r, 100 * c + 100, 20 * r + 20) if boxes else None)
            for c, text in enumerate(texts)
        ])  # fmt: skip
    return Table(grid, number=1, page=rows[0][0])


def _measures(table: Table) -> list[list[dict[str, object]]]:
    report = Report(_document(table), Identity())
    where = {cell.text: Evidence(cell.page, 1, cell.row + 1, cell.bbox, cell.text) for cell in table.cells()}
    report.measures = [
        Measure(
            1,
            TITLE,
            steps=[STEP[3:], REST[3:]],
            responsible=["กองคลัง"],
            evidence=where[TITLE],
            fact="1",
        ),
        Measure(
            2,
            "เปิดช่องทางร้องเรียน",
            responsible=["กองคลัง"],
            evidence=where["เปิดช่องทางร้องเรียน"],
            fact="2",
        ),
    ]
    return list(evidence_record(report)["measures"].values())


def test_a_measure_has_a_box_around_all_its_cells_on_each_page() -> None:
    first, second = _measures(_rows(
        (1, ["1", TITLE, STEP, "กองคลัง"]), (2, ["", "", REST, ""]), (2, ["2", "เปิดช่องทางร้องเรียน", "", "กองคลัง"])
    ))  # fmt: skip
    assert [(place["page"], place["bbox"]) for place in first] == [
        (1, [100, 0, 400, 20]),
        (2, [200, 20, 300, 40]),
    ]
    assert first[0]["text"] == TITLE
    assert [(place["page"], place["bbox"]) for place in second] == [(2, [100, 40, 400, 60])]


def test_a_row_of_something_else_or_far_below_is_no_part_of_a_measure() -> None:
    heads = [(1, ["", "หมวดที่สอง", f"เรื่องที่ {n}", ""]) for n in range(MOST_APART + 1)]
    other = (2, ["", "งบประมาณที่ใช้ทั้งหมด", "ไม่มีรายการ", "กองคลัง"])
    last = (2, ["9", "เปิดช่องทางร้องเรียน", "", ""])
    for between in ([other], [*heads, (2, ["", "", REST, ""])]):
        first, _ = _measures(_rows((1, ["1", TITLE, STEP, "กองคลัง"]), *between, last))
        assert [place["page"] for place in first] == [1]


def test_a_cell_merged_over_other_measures_does_not_widen_the_box() -> None:
    table = _rows((1, ["1", TITLE, STEP, "กองคลัง"]), (1, ["2", "เปิดช่องทางร้องเรียน", "", ""]))
    shared = table.grid[0][3]
    assert shared is not None
    shared.rowspan, shared.bbox = 2, BBox(300, 0, 400, 40)
    assert _measures(table)[0][0]["bbox"] == [100, 0, 300, 20]


def test_in_a_text_every_cell_of_a_measure_is_marked_its_title_first() -> None:
    table = _rows(
        (1, ["1", STEP, TITLE, "กองคลัง"]),
        (1, ["", REST, "", ""]),
        (1, ["2", "", "เปิดช่องทางร้องเรียน", ""]),
        boxes=False,
    )
    first, _ = _measures(table)
    assert [(place["row"], place["column"]) for place in first] == [(1, 3), (1, 2), (1, 4), (2, 2)]


def test_a_measure_in_running_text_has_its_lines_up_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# มาตรการส่งเสริมคุณธรรมและความโปร่งใส เทศบาลตำบลทดสอบ ปี พ.ศ. 2567\n\n## มาตรการ\n\n"
        "### มาตรการที่ 1 จัดทำคู่มือการยืมทรัพย์สินของทางราชการ\n\nขั้นตอน: สำรวจรายการทรัพย์สิน\n\n"
        "ผู้รับผิดชอบ: กองคลัง\n\n### มาตรการที่ 2 เปิดช่องทางรับเรื่องร้องเรียนผ่านไลน์\n\nขั้นตอน: เปิดบัญชีทางการ\n\n"
        "ผู้รับผิดชอบ: กองคลัง\n\n## ลงนาม\n\nนายกเทศมนตรี\n",
        encoding="utf-8",
    )
    record = evidence_record(read_report(path))
    assert [[place["line"] for place in places] for places in record["measures"].values()] == [
        [5, 7, 9],
        [11, 13, 15],
    ]


def test_a_finding_over_several_lines_or_cells_has_all_of_them() -> None:
    texts = ("1. บุคลากรยังไม่ทราบแนวทางการยืม", "ทรัพย์สินของทางราชการไปใช้", "2. เรื่องอื่นที่ต้องปรับปรุง")
    lines = [
        Line(t, t, page=1 + (n > 0), number=n + 1, bbox=BBox(50, 50 + 30 * n, 400, 60 + 30 * n))
        for n, t in enumerate(texts)
    ]
    table = _rows((1, ["จุดอ่อน", texts[0]]), (2, ["", texts[1]]), (2, ["ข้อดี", texts[2]]))
    report = Report(_document(*lines, table), Identity())
    text = texts[0][3:] + texts[1]
    cell = table.grid[0][1]
    assert cell is not None
    report.findings = [
        Finding(
            FindingKind.WEAKNESS,
            text,
            evidence=Evidence(1, bbox=lines[0].bbox, text=text, line=1),
            fact="lines",
        ),
        Finding(
            FindingKind.WEAKNESS,
            text,
            evidence=Evidence(1, 1, 1, cell.bbox, text, column=2),
            fact="cells",
        ),
    ]
    found = evidence_record(report)["findings"]
    assert [place["page"] for place in found["lines"]] == [1, 2]
    assert [(place["page"], place["bbox"]) for place in found["cells"]] == [
        (1, [100, 0, 200, 20]),
        (2, [100, 20, 200, 40]),
    ]


def test_alike_figures_of_a_row_stand_in_their_cells_in_order() -> None:
    table = _rows((1, ["เทศบาล ก", "100.00", "90.00", "๑๐๐.๐๐"]), boxes=False)
    report = Report(_document(table), Identity())
    report.scores = [
        Score(
            None,
            2567,
            ScoreKind.INDICATOR,
            code,
            value,
            seen,
            evidence=Evidence(1, 1, 1),
            fact=code,
        )
        for code, value, seen in (
            ("8", 100.0, "100.00"),
            ("9", 90.0, "90.00"),
            ("10", 100.0, "100.00"),
        )
    ]
    columns = [places[0].get("column") for places in evidence_record(report)["scores"].values()]
    assert columns == [2, 3, 4]
    # One more than there are cells: nothing is guessed.
    report.scores.append(
        Score(
            None,
            2567,
            ScoreKind.INDICATOR,
            "7",
            100.0,
            "100.00",
            evidence=Evidence(1, 1, 1),
            fact="7",
        )
    )
    assert [places[0].get("column") for places in evidence_record(report)["scores"].values()] == [
        None,
        3,
        None,
        None,
    ]


def test_short_words_are_no_part_of_a_text_by_chance() -> None:
    said = FactText.of([TITLE, "กองคลัง", "ปี"])
    assert said.holds("คู่มือการยืม")
    assert said.holds("ผู้รับผิดชอบ: กองคลัง")
    assert said.holds("ปี")
    assert not said.holds("จัด")
    assert not said.holds("ปีหน้า")


def test_boxes_of_printed_lines_move_with_their_paragraph() -> None:
    line = _paragraph()
    line.move(lambda box: BBox(box.x0 + 1, box.top + 2, box.x1 + 1, box.bottom + 2))
    assert line.printed[0] == BBox(51, 102, 401, 112)
    assert line.bbox == line.printed[0].union(line.printed[-1])


def test_a_long_document_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    real = fact_locations._bottoms
    monkeypatch.setattr(fact_locations, "_bottoms", lambda document: calls.append(1) or real(document))
    document = _document(_paragraph(), Line("ได้ 70.00", "ได้ 70.00", page=2, number=9, bbox=BBox(1, 2, 3, 4)))
    stands = FactLocator(document)
    for line in document.lines:
        stands.of_figure(Evidence(line.page, bbox=line.bbox, line=line.number), "70.00")
    assert calls == [1]


def test_paragraphs_of_a_page_keep_the_boxes_of_their_printed_lines(tmp_path: Path) -> None:
    pdf = PdfMaker()
    page = pdf.page()
    page.text(50, 700, "เทศบาลตำบลทดสอบมีผลการประเมินในภาพรวมของปีนี้อยู่ที่ร้อยละของคะแนนเต็ม")
    page.text(50, 682, "ได้ 86.50 คะแนน")
    page.text(50, 400, "บรรทัดเดียว")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf.save())
    paragraph, alone = read_report(path).document.lines
    assert paragraph.raw.count("\n") + 1 == len(paragraph.printed) == 2
    assert paragraph.bbox == paragraph.printed[0].union(paragraph.printed[1])
    assert paragraph.printed[0].bottom < paragraph.printed[1].bottom
    assert alone.printed == ()


def test_printed_lines_go_with_a_picture_to_their_place_on_the_page() -> None:
    line = _paragraph()
    before = line.printed
    show_places([line], {1: [Recognised([], np.array([[0.5, 0, 3], [0, 0.5, 4], [0, 0, 1]]))]})
    assert line.printed[1] == BBox(28, before[1].top / 2 + 4, 203, before[1].bottom / 2 + 4)
    assert line.bbox == line.printed[0].union(line.printed[-1])


def test_a_text_has_its_printed_lines_with_a_number_before_it_and_a_word_left_over() -> None:
    rows = (
        "ผลการประเมินมีดังนี้ทั้งหมด",
        "1. บุคลากรยังไม่ทราบแนวทางการยืม",
        "ทรัพย์สินของทางราชการปี",
        "2567",
        "2. เรื่องอื่นที่ต้องทำ",
    )
    boxes = tuple(BBox(50, 30 * n, 400, 30 * n + HEIGHT) for n in range(len(rows)))
    line = Line(
        "\n".join(rows),
        " ".join(rows),
        page=1,
        number=1,
        bbox=boxes[0].union(boxes[-1]),
        printed=boxes,
    )
    said = FactText.of([rows[1][3:] + rows[2] + rows[3]])
    box = FactLocator(_document(line)).of_text(line, said)
    assert box is not None
    assert boxes[0].bottom < box.top < boxes[1].top
    assert boxes[3].bottom < box.bottom < boxes[4].top
    # A text of which no line says a part has the whole paragraph.
    whole = FactLocator(_document(line)).of_text(line, FactText.of(["ไม่มีในนี้เลย"]))
    assert whole is not None
    assert (whole.top, whole.bottom) == pytest.approx((-ABOVE * HEIGHT, boxes[4].bottom + BELOW * 130 / 5), abs=9)
