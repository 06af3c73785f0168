"""What is kept with every result of where its facts were read."""

from __future__ import annotations

import json
import time
import zlib
from pathlib import Path

from thai_ita.batch.read_report import failed_report, read_report
from thai_ita.export import evidence
from thai_ita.export.evidence import evidence_record, packed, unpacked
from thai_ita.model import (
    BBox,
    Cell,
    Document,
    Evidence,
    Finding,
    FindingKind,
    Identity,
    Line,
    Match,
    Measure,
    Media,
    Page,
    Problem,
    Refusal,
    Report,
    Score,
    ScoreKind,
    Table,
)

TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2567"
AGENCY = "เทศบาลตำบลทดสอบ"
TEXT = f"# {TITLE}\n\n{AGENCY} อำเภอเมือง จังหวัดน่าน\n\nตัวชี้วัดที่ 9 ได้คะแนน 86.50\n"


def _score(fact: str, place: Evidence, restated: list[Evidence] | None = None) -> Score:
    return Score(
        None, 2567, ScoreKind.INDICATOR, "9", 86.5, "86.50", evidence=place, fact=fact,
        restated=restated or [],
    )  # fmt: skip


def _report(lines: list[str] | None = None) -> Report:
    document = Document("0" * 16, "a.pdf", Media.PDF_TEXT, pages=[Page(1, 595.28, 841.89)])
    document.blocks = [
        Line(text, text, page=1, number=n, bbox=BBox(10, 20 * n, 200, 20 * n + 12.34))
        for n, text in enumerate(lines or [TITLE, AGENCY], start=1)
    ]
    return Report(document, Identity(title=TITLE, agency_as_seen=AGENCY, year_as_seen=TITLE))


def test_every_fact_has_its_places_first_where_it_was_read() -> None:
    report = _report()
    read, again = Evidence(1, 2, 3, BBox(1, 2.26, 3, 4), "86.50", None, 4), Evidence(2, line=7)
    report.scores = [_score("2567/indicator/9", read, [again])]
    report.measures = [Measure(1, "ก", evidence=Evidence(3), fact="3:abcdef")]
    report.findings = [Finding(FindingKind.WEAKNESS, "ข", evidence=Evidence(4), fact="weakness:12")]
    record = evidence_record(report)
    first, second = record["scores"]["2567/indicator/9"]
    assert first == {
        "page": 1,
        "table": 2,
        "row": 3,
        "column": 4,
        "bbox": [1, 2.3, 3, 4],
        "text": "86.50",
    }
    assert second == {"page": 2, "line": 7}
    assert record["measures"] == {"3:abcdef": [{"page": 3}]}
    assert record["findings"] == {"weakness:12": [{"page": 4}]}
    assert record["pages"][0]["width"] == 595.28


def test_what_was_refused_is_there_with_its_rule() -> None:
    report = _report()
    report.refusals = [Refusal("share", "a share of answers", "12.5", Evidence(1, text="ร้อยละ 12.5"))]
    report.refused = [Match("", "", "", 40, 1, "too-far", False, "no such name", seen="งบ")]
    report.problems = [Problem("needs-ocr", "nothing on it", page=2)]
    record = evidence_record(report)
    assert record["refusals"][0]["place"] == {"page": 1, "text": "ร้อยละ 12.5"}
    assert record["names"] == [{"seen": "งบ", "rule": "too-far", "reason": "no such name"}]
    assert record["troubles"] == [{"code": "needs-ocr", "message": "nothing on it", "severity": "warning", "page": 2}]


def test_title_agency_and_year_are_found_in_lines_and_cells() -> None:
    report = _report([f"เรื่อง {TITLE}", "อื่น ๆ"])
    cell = Cell(AGENCY, f" {AGENCY}\n", row=1, column=2, page=1, bbox=BBox(1, 2, 3, 4))
    report.document.blocks.append(Table([[None, None, None], [None, None, cell]], number=5))
    identity = evidence_record(report)["identity"]
    assert [place["line"] for place in identity["title"]] == [1]
    assert identity["agency"] == [
        {"page": 1, "table": 5, "row": 2, "column": 3, "bbox": [1, 2, 3, 4], "text": cell.text}
    ]


def test_a_title_over_two_lines_has_two_places_and_its_parts_say_no_year() -> None:
    half, rest = TITLE[:37], TITLE[37:]
    identity = evidence_record(_report([half, rest, "2567"]))["identity"]
    assert [place["line"] for place in identity["title"]] == [1, 2]
    assert identity["year"] == []


def test_what_is_withheld_says_why() -> None:
    from thai_ita.analyze.reconcile.withhold import Withholding, withhold

    report = _report()
    score = _score("2567/indicator/9", Evidence(1, bbox=BBox(1, 2, 3, 4)))
    score.reading_p = 0.2
    report.scores = [score]
    withhold(report, Withholding(report.scores, {}))
    (withheld,) = evidence_record(report)["withheld"]
    assert withheld["value_as_seen"] == withheld["value"] == "86.50"
    assert withheld["fact"] == "2567/indicator/9"
    assert withheld["place"]["bbox"] == [1, 2, 3, 4]
    assert "left out because" in withheld["reason"]


def test_texts_are_cut_and_lists_bounded(monkeypatch) -> None:
    monkeypatch.setattr(evidence, "MOST_FACTS", 2)
    monkeypatch.setattr(evidence, "MOST_PLACES", 3)
    monkeypatch.setattr(evidence, "MOST_PROBLEMS", 1)
    report = _report()
    long = Evidence(1, text="ก" * 5_000)
    report.scores = [_score(f"2567/indicator/{n}", long, [long] * 50) for n in range(9)]
    report.problems = [Problem("a", "b" * 5_000), Problem("c", "d")]
    record = evidence_record(report)
    assert len(record["scores"]) == 2
    assert len(record["troubles"]) == 1
    assert [len(p["text"]) for p in record["scores"]["2567/indicator/0"]] == [evidence.LONGEST_TEXT] * 3
    assert len(record["troubles"][0]["message"]) == evidence.LONGEST_TEXT


def test_a_record_comes_back_from_its_bytes_and_nothing_else_does() -> None:
    report = _report()
    report.problems = [Problem("x", "half a character \ud800")]
    record = evidence_record(report)
    again = unpacked(packed(record))
    assert again["troubles"][0]["message"] == "half a character ?"
    assert again["identity"] == json.loads(json.dumps(record["identity"]))
    whole = packed(record)
    for data in (b"", b"no", whole[:-5], zlib.compress(b"[1]"), zlib.compress(b"{"), zlib.compress(b"[" * 99_999)):
        assert unpacked(data) == {}


def test_what_unpacks_without_end_is_none(monkeypatch) -> None:
    monkeypatch.setattr(evidence, "MOST_UNPACKED", 1_000)
    assert unpacked(zlib.compress(b'{"a":"' + b"b" * 2_000 + b'"}')) == {}
    assert unpacked(zlib.compress(b'{"a":"b"}')) == {"a": "b"}


def test_a_failed_file_has_one_too(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-")
    record = evidence_record(failed_report(path, "a.pdf: is damaged", code="damaged"))
    assert record["pages"] == []
    assert record["troubles"][0]["code"] == "damaged"


def test_it_costs_next_to_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT * 20, encoding="utf-8")
    report = read_report(path)
    taken = []
    for _ in range(20):
        start = time.perf_counter()
        packed(evidence_record(report))
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.001


def test_the_cell_of_a_row_is_told_where_one_alone_holds_the_figure() -> None:
    cells = [["9", "การเปิดเผยข้อมูล", "86.50", "90.00"], ["9", "ทุกปี", "86.50", "86.50"], ["9", "ได้ 86.50 คะแนน"]]
    report = _report()
    grid = [[Cell(text, text, r, c) for c, text in enumerate(row)] for r, row in enumerate(cells)]
    report.document.blocks.append(Table(grid, number=1))
    places = [Evidence(1, 1, row) for row in (1, 2, 3, 4)]
    report.scores = [_score(f"{k}", place) for k, place in enumerate(places)]
    found = [place.get("column") for (place,) in evidence_record(report)["scores"].values()]
    # Twice in a row, or no such row: nothing is guessed.
    assert found == [3, None, 2, None]
