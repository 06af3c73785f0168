"""Names of agencies and places that a recogniser read: one letter wrong is another municipality."""

from __future__ import annotations

import pytest

from tests.recognised_documents import document, indicators, read, summary
from tests.scan_pages import Sheet
from thai_ita.ingest.scan.letters import letter_doubts
from thai_ita.ingest.scan.ocr_engine import ReadCharacter
from thai_ita.ingest.scan.page_assembly import page_of
from thai_ita.ingest.scan.placing import PlacedDoubt, Recognised, attach_figures
from thai_ita.model import BBox, Cell, Document, LetterDoubt, Line, Media, Page, ScoreStatus, Table
from thai_ita.normalize.gazetteer import Gazetteer, GazetteerRow
from thai_ita.normalize.look_alikes import edits
from thai_ita.parse.recognised_mentions import letter_places
from thai_ita.parse.recognised_names import SettledNames, settle_names

GAZETTEER = Gazetteer.embedded()
KIND = "เทศบาลตำบล"


def line(text: str, *doubts: tuple[str, int, float, str]) -> Line:
    found = tuple(LetterDoubt(word, at, p, other) for word, at, p, other in doubts)
    return Line(text, text, page=1, bbox=BBox(0, 0, 1, 1), doubts=found)


def settled(*blocks: Line | Table, recognised: str = "test") -> SettledNames:
    made = Document("0" * 16, "scan.pdf", Media.PDF_SCAN, list(blocks), [Page(1, recognised=recognised)])
    return settle_names(made, GAZETTEER)


def texts(found: SettledNames) -> list[str]:
    return [block.text for block in found.document.blocks if isinstance(block, Line)]


def test_marks_are_compared_at_their_letter() -> None:
    found = edits("หนองดอถูจวูน", "หนองดอกจาน")
    assert [(e.char, e.instead) for e in found] == [("ถ", "ก"), ("ู", ""), ("ว", "า"), ("ู", "")]
    assert all(e.alike for e in found)
    assert not edits("หนองบัว", "หนองกัว")[0].alike


@pytest.mark.parametrize("other", ["หนองบัวรกัด", "หนองาัระบัด"])
def test_names_whose_differences_count_otherwise_from_behind(other: str) -> None:
    """One edit of a letter with its mark may be two the other way round; both places are told."""
    name = "หนองบัวระบัด"
    assert settled(line(f"เทศบาลตำบล{name}"), line(f"เทศบาลตำบล{other}")).document.blocks
    for found, first, second in ((edits(name, other), name, other), (edits(other, name), other, name)):
        for edit in found:
            assert first[edit.at : edit.at + 1] == edit.char or not edit.char
            assert second[edit.there : edit.there + 1] == edit.instead or not edit.instead


def test_of_two_mentions_the_one_with_surer_letters_is_taken() -> None:
    office = line("เรียน นายกเทศมนตรีตำบลทดลองดอกจาน")
    wrong = line(
        "เทศบาลตำบลทดลองดอถูจวูน ได้คะแนน",
        ("ดอถูจวูน", 2, 0.57, "ก"), ("ดอถูจวูน", 5, 0.74, "า"), ("ดอถูจวูน", 6, 0.85, ""),
    )  # fmt: skip
    found = settled(wrong, office)
    assert texts(found) == ["เทศบาลตำบลทดลองดอกจาน ได้คะแนน", office.text]
    assert "was read for เทศบาลตำบลทดลองดอกจาน" in found.notes[0]
    assert not found.unsure


def test_two_that_are_as_sure_stay_and_are_told() -> None:
    lines = line("เทศบาลตำบลทดลองซอน"), line("นายกเทศมนตรีตำบลทดลองชอน")
    found = settled(*lines)
    assert texts(found) == [each.text for each in lines]
    assert found.disputed == {KIND + "ทดลองซอน", KIND + "ทดลองชอน"}


def test_the_form_of_most_mentions_wins_over_one_read_as_surely() -> None:
    right = line("เทศบาลตำบลทดลองชอน")
    found = settled(line("เทศบาลตำบลทดลองซอน"), right, line("นายกเทศมนตรีตำบลทดลองชอน"))
    assert texts(found)[0] == right.text


def test_three_mentions_that_all_differ_vote_letter_by_letter() -> None:
    found = settled(
        line("เทศบาลตำบลทดลองซอนสาต", ("งซอน", 1, 0.6, "ช")),
        line("เทศบาลตำบลทดลองชอนลาต", ("นลาต", 1, 0.6, "ส")),
        line("เทศบาลตำบลทดลองชอนสาด", ("สาด", 2, 0.6, "ต")),
    )
    assert set(texts(found)) == {"เทศบาลตำบลทดลองชอนสาต"}


def test_other_letters_other_types_and_other_districts_are_other_agencies() -> None:
    for other in (
        "เทศบาลตำบลทดลองปอน",  # no look-alike
        "องค์การบริหารส่วนตำบลทดลองซอน",
        "เทศบาลตำบลทดลองซอน อำเภอพาน",
    ):
        lines = [line("เทศบาลตำบลทดลองชอน อำเภอเทิง")] * 2 + [line(other)]
        assert texts(settled(*lines)) == [each.text for each in lines]


def test_cells_of_one_table_name_different_agencies() -> None:
    names = ("เทศบาลตำบลทดลองชอน", "เทศบาลตำบลทดลองซอน")
    doubt = LetterDoubt("งซอน", 1, 0.6, "ช")
    grid: list[list[Cell | None]] = [[Cell(n, n, i, page=1, doubts=(doubt,))] for i, n in enumerate(names)]
    found = settled(line(names[0]), Table(grid, page=1))
    assert [cell.text for cell in found.document.tables[0].cells()] == list(names)


def test_a_typed_document_and_a_typed_name_stay() -> None:
    lines = line("เทศบาลตำบลทดลองซอน"), *[line("เทศบาลตำบลทดลองชอน")] * 2
    assert texts(settled(*lines, recognised=""))[0] == lines[0].text
    assert texts(settled(*lines))[0] != lines[0].text


def test_a_name_read_once_with_doubt_says_which_letter() -> None:
    found = settled(line("เทศบาลตำบลทดลองซอน", ("ลองซอน", 3, 0.8, "ช")))
    assert found.unsure == {KIND + "ทดลองซอน": "doubtful: ซ (or ช) with probability 0.80"}
    again = line("นายกเทศมนตรีตำบลทดลองซอน")
    assert not settled(line("เทศบาลตำบลทดลองซอน", ("ลองซอน", 3, 0.8, "ช")), again).unsure


def test_a_doubtful_letter_is_the_one_that_names_of_places_have() -> None:
    doubt = ("ลองใด้", 4, 0.8, "ต")
    found = settled(line("เทศบาลตำบลทดลองใด้", doubt))
    assert texts(found) == ["เทศบาลตำบลทดลองใต้"]
    assert "read as ทดลองใด้, doubtful: ด (or ต)" in found.unsure[KIND + "ทดลองใต้"]
    # Read nearly surely; or with letters that names have as well.
    for text, doubts in (("ทดลองใด้", (("ลองใด้", 4, 0.96, "ต"),)), ("ทดลองชา", (("ลองชา", 3, 0.6, "ซ"),))):
        assert texts(settled(line(KIND + text, *doubts))) == [KIND + text]


def test_the_list_knows_a_name_that_was_read_with_doubt() -> None:
    rows = [GazetteerRow(KIND, "ทดลองซอน"), GazetteerRow(KIND, "ทดลองดอน"), GazetteerRow(KIND, "ทดลองตอน")]
    for name, other, unsure in (("ทดลองซอน", "ช", False), ("ทดลองดอน", "ต", True)):
        read_so = line(KIND + name, (name, 5, 0.8, other))
        made = Document("0" * 16, "s.pdf", Media.PDF_SCAN, [read_so], [Page(1, recognised="test")])
        assert bool(settle_names(made, Gazetteer(tuple(rows))).unsure) is unsure


@pytest.mark.parametrize(
    ("text", "doubts", "expected"),
    [
        ("อำเภอปาดิ้ว จังหวัดยโสธร", [("ปาดิ้ว", 2, 0.6, "ต")], "อำเภอป่าติ้ว จังหวัดยโสธร"),
        ("อำเภอปาดิ้ว จังหวัดยโสธร", [], "อำเภอปาดิ้ว จังหวัดยโสธร"),  # read surely
        ("จังหวัดพิจิดร", [("พิจิดร", 4, 0.6, "ต")], "จังหวัดพิจิตร"),
        ("อำเภอเทิง", [("เทิง", 1, 0.6, "ห")], "อำเภอเทิง"),  # listed as it stands
        ("อำเภอพวน", [("พวน", 1, 0.6, "า")], "อำเภอพาน"),
        ("อำเภอสมมุติ", [("สมมุติ", 0, 0.6, "ล")], "อำเภอสมมุติ"),  # near none
    ],
)
def test_places_are_official_ones(text: str, doubts: list[tuple[str, int, float, str]], expected: str) -> None:
    assert texts(settled(line(text, *doubts))) == [expected]


def test_nothing_is_verified_of_an_agency_whose_name_is_doubtful() -> None:
    def statuses(*doubts: LetterDoubt, more: str = "") -> set[ScoreStatus]:
        made = document(indicators(), summary(), *([more] if more else []))
        first = made.blocks[1]
        assert isinstance(first, Line)
        first.doubts = doubts
        return {score.status for score in read(made).scores if score.value_as_seen}

    assert ScoreStatus.VERIFIED in statuses()
    assert ScoreStatus.VERIFIED not in statuses(LetterDoubt("อย่างสุข", 5, 0.8, "ล"))
    disputed = statuses(more="เทศบาลตำบลตัวอย่างลุข")
    assert disputed == {ScoreStatus.UNCHECKED}


def test_the_problem_says_what_is_doubtful() -> None:
    made = document(indicators(), summary())
    first = made.blocks[1]
    assert isinstance(first, Line)
    first.doubts = (LetterDoubt("อย่างสุข", 5, 0.8, "ล"),)
    said = [t.message for t in read(made).problems if t.code == "name-recognised"]
    assert any("doubtful: ส (or ล) with probability 0.80" in message for message in said)


def test_doubtful_letters_reach_lines_and_cells() -> None:
    sheet = Sheet()
    sheet.write(200, 300, "ตำบลดอนชา", doubts="ช")
    read_page = page_of(sheet.layout(), sheet.readings(), 200)
    block = Line("ตำบลดอนชา", "ตำบลดอนชา", page=1, bbox=read_page.doubts[0].box)
    attach_figures([block], {1: [Recognised([], doubts=read_page.doubts)]})
    assert [(d.word[d.at], d.p) for d in block.doubts] == [("ช", 0.6)]
    elsewhere = PlacedDoubt(LetterDoubt("ก", 0, 0.5), BBox(500, 500, 510, 510))
    cell = Cell("ก", "ก", page=1, bbox=BBox(0, 0, 100, 20))
    attach_figures([Table([[cell]], page=1)], {1: [Recognised([], doubts=[elsewhere])]})
    assert cell.doubts == ()


def test_figures_spaces_and_sure_letters_are_no_doubts() -> None:
    read_so = [ReadCharacter(c, p) for c, p in (("ก", 0.99), ("๘", 0.5), (" ", 0.5), ("ต", 0.96))]
    assert [d.word for _, d in letter_doubts(read_so)] == ["ต"]


def test_the_same_letters_are_doubted_one_after_the_other() -> None:
    doubts = [LetterDoubt("ชา", 0, 0.5), LetterDoubt("ชา", 0, 0.6)]
    assert {at: d.p for at, d in letter_places("ชา ชา", doubts).items()} == {0: 0.5, 3: 0.6}
    # Repair changed a letter farther away.
    assert set(letter_places("ดํดอนชาม", [LetterDoubt("ดำดอนชาม", 5, 0.5)])) == {5}
