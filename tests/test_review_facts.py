"""What evidence pages say of facts: why they need a look, where they stand on what is shown."""

from __future__ import annotations

import json
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from thai_ita.batch.source_view import ShownBlock, ShownCell
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.export.evidence import packed
from thai_ita.review.evidence_record import Evidence, Spot, evidence_in
from thai_ita.review.fact_page import ShownSource, document_page
from thai_ita.review.items import DOCUMENT_COLUMNS, MOST_FACTS, Item, items_of
from thai_ita.review.judged_facts import MOST_AGENCIES, facts_of, index_row
from thai_ita.review.made import Made, MadeBefore, MadePicture, read_made
from thai_ita.review.page_content import DOUBTS, Picture
from thai_ita.review.stored import Rows

SOUND = {"status": "consistent", "basis": "stated", "year_from": "title", "agency_from": "title", "agency": "ก",
         "fiscal_year": 2567, "confidence": Decimal("0.9"), "value": Decimal("86.50"), "value_as_seen": "๘๖.๕๐",
         "code": "9", "kind": "indicator", "fact": "2567/indicator/9"}  # fmt: skip


def _row(table: str, /, **values: Any) -> dict[str, Any]:
    return {column.name: None for column in TABLE_COLUMNS[table]} | values


def _rows(*scores: dict[str, Any], misfits: tuple[tuple[str, str], ...] = (), **document: Any) -> Rows:
    known = {"agency": "ก", "fiscal_year": 2567, "year_from": "title", "agency_from": "title", "status": "ok",
             "path": "a.pdf", "agency_candidates": ""}  # fmt: skip
    tables = {
        "scores": [_row("scores", **SOUND | score) for score in scores],
        "measures": [],
        "findings": [],
        "checks": [],
    }
    return Rows(_row("documents", **known | document), tables, None, frozenset(misfits))  # type: ignore[arg-type]


def _page(rows: Rows, evidence: Evidence, source: ShownSource | None = None, language: str = "en") -> Any:
    facts = facts_of(rows, troubled=False)
    return document_page("d-" + "0" * 16, facts, evidence, [], source or ShownSource(), language)


@pytest.mark.parametrize(
    ("score", "doubts"),
    [
        ({}, ()),
        ({"status": "conflict"}, ("conflict",)),
        ({"status": "unchecked"}, ("unchecked",)),
        ({"status": "verified"}, ()),
        ({"basis": "repaired"}, ("repaired",)),
        ({"basis": "derived"}, ()),
        ({"confidence": Decimal("0.49")}, ("low_confidence",)),
        ({"confidence": Decimal("0.5")}, ()),
        ({"year_from": "file_name"}, ("year",)),
        ({"year_from": "running_head"}, ()),
        ({"fiscal_year": None}, ("year",)),
        ({"agency_from": "inferred"}, ("agency",)),
        ({"agency": None}, ("agency",)),
        ({"reading_p": Decimal("0.99")}, ("scan",)),
        ({"status": "conflict", "basis": "repaired", "reading_p": Decimal("0.1")}, ("conflict", "repaired", "scan")),
        # A person has looked.
        ({"status": "corrected", "confidence": Decimal("0.1"), "corrected_by": "ข"}, ()),
    ],
)
def test_why_a_score_needs_a_look(score: dict[str, Any], doubts: tuple[str, ...]) -> None:
    facts = facts_of(_rows(score), troubled=False)
    assert facts.tables["scores"][0].doubts == doubts
    assert facts.doubts == doubts


@pytest.mark.parametrize(
    ("document", "doubts"),
    [
        ({}, ()),
        ({"agency": None}, ("agency",)),
        ({"agency_candidates": "ก; ข"}, ("agency",)),
        ({"agency_from": "file_name"}, ("agency",)),
        ({"agency_from": "hint"}, ()),
        ({"agency_from": "correction"}, ()),
        ({"fiscal_year": None}, ("year",)),
        ({"year_from": "properties"}, ("year",)),
        ({"n_withheld": 2}, ("withheld",)),
        ({"n_recognised": 1}, ("scan",)),
        ({"status": "failed", "agency": None, "fiscal_year": None}, ("failed",)),
    ],
)
def test_why_a_document_needs_a_look(document: dict[str, Any], doubts: tuple[str, ...]) -> None:
    facts = facts_of(_rows({}, **document), troubled=False)
    assert facts.document.doubts == doubts


def test_a_document_without_facts_is_nobodys_and_needs_no_look() -> None:
    assert facts_of(_rows(agency=None, fiscal_year=None), troubled=False).doubts == ()
    assert facts_of(_rows(agency=None), troubled=True).doubts == ("trouble",)


def test_a_correction_that_does_not_fit_is_told_at_its_fact_or_its_document() -> None:
    facts = facts_of(_rows({}, misfits=(("scores", "2567/indicator/9"),)), troubled=False)
    assert facts.tables["scores"][0].doubts == ("misfit",)
    assert facts.document.doubts == ()
    facts = facts_of(_rows({}, misfits=(("scores", "2567/indicator/1"),)), troubled=False)
    assert facts.document.doubts == ("misfit",)


def test_the_row_of_the_index_counts_facts_and_states() -> None:
    rows = _rows({}, {"status": "conflict"}, {"status": "conflict"}, n_withheld=1)
    row = index_row(facts_of(rows, troubled=False), "d-" + "0" * 16, "d/x.html")
    assert (row.n_facts, row.n_doubtful) == (11, 2)
    assert row.statuses == {"conflict": 2, "consistent": 1}
    assert row.doubts == tuple(d for d in DOUBTS if d in ("conflict", "withheld"))


def test_facts_without_a_key_of_their_own_have_an_anchor_each() -> None:
    facts = facts_of(_rows({"fact": ""}, {"fact": ""}, {}, {}), troubled=False)
    assert len({fact.anchor for fact in facts.tables["scores"]}) == 4


def test_cells_are_what_the_table_holds_without_its_guard() -> None:
    cells = facts_of(_rows({"name": "=1+1"}), troubled=False).tables["scores"][0].cells
    assert (cells["value"], cells["fiscal_year"], cells["part"], cells["name"]) == ("86.50", "2567", "", "=1+1")


def test_a_check_leads_to_the_scores_that_it_speaks_of() -> None:
    rows = _rows({}, {"code": "8", "fact": "b"}, {"code": "9", "fiscal_year": 2566, "fact": "c"})
    rows.tables["checks"] = [_row("checks", check="mean", result="fails", severity="warning", scores="9; 7",
                                  fiscal_year=2567, message="m")]  # fmt: skip
    (line,) = facts_of(rows, troubled=False).checks
    assert line.facts == ("s-2567-indicator-9",)
    assert (line.check, line.result, line.message) == ("mean", "fails", "m")


def _evidence(**facts: Any) -> Evidence:
    return evidence_in(packed({"pages": [{"number": 1, "width": 200.0, "height": 400.0}], **facts}))


SHOWN = ShownSource((Picture(1, "x/1.webp", 300, 600),))


def test_a_box_is_given_in_per_cent_of_the_picture_and_cut_to_it() -> None:
    places = [{"page": 1, "bbox": [20, 40, 60, 80]}, {"page": 1, "bbox": [-50, 390, 100, 900]},
              {"page": 1, "bbox": [300, 10, 400, 20]}, {"page": 2, "bbox": [20, 40, 60, 80]}]  # fmt: skip
    page = _page(_rows({}), _evidence(scores={"2567/indicator/9": places}), SHOWN)
    boxes = [place.box for place in page.scores[0].places]
    assert boxes == [(10, 10, 20, 10), (0, 97.5, 50, 2.5), None, None]
    assert [place.page for place in page.scores[0].places] == [1, 1, 1, None]
    assert page.scores[0].places[0].words == "page 1"


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(
    ("turn", "box"), [(0, (10, 10, 20, 10)), (1, (10, 70, 10, 20)), (2, (70, 80, 20, 10)), (3, (80, 10, 10, 20))]
)
def test_a_picture_that_was_turned_upright_has_its_boxes_turned(
    turn: int, box: tuple[float, ...], swapped: bool
) -> None:
    # Text that is typed sideways has the size of its page as it was read, with the text upright.
    width, height = (400.0, 200.0) if swapped and turn % 2 else (200.0, 400.0)
    places = {"2567/indicator/9": [{"page": 1, "bbox": [20, 40, 60, 80]}]}
    evidence = evidence_in(packed({"pages": [{"number": 1, "width": width, "height": height}], "scores": places}))
    size = (300, 600) if turn % 2 == 0 else (600, 300)
    source = ShownSource((Picture(1, "x/1.webp", *size),), turns={1: turn})
    assert _page(_rows({}), evidence, source).scores[0].places[0].box == box


def test_without_a_record_the_row_tells_where_it_was_read() -> None:
    rows = _rows({"page": 1, "table": 2, "row": 3, "bbox": "20.0,40.0,60.0,80.0", "evidence": "86.50"})
    page = _page(rows, _evidence(), SHOWN, "th")
    (place,) = page.scores[0].places
    assert place.box == (10, 10, 20, 10)
    assert place.words == "หน้า 1, ตารางที่ 2, แถว 3"


@pytest.mark.parametrize("box", ["a,b,c,d", "1,2,3", "nan,inf,-inf,1", "1e999,1,2,3"])
def test_a_box_in_a_row_may_be_anything(box: str) -> None:
    page = _page(_rows({"page": 1, "bbox": box}), _evidence(), SHOWN)
    assert page.scores[0].places[0].box is None


TEXT = ShownSource(blocks=(
    ShownBlock("heading", 1, (ShownCell("หัวข้อ"),)),
    ShownBlock("line", 7, (ShownCell("คะแนน 86.50"),)),
    ShownBlock("line", 7, (ShownCell("again"),)),
    ShownBlock("table", 2, (ShownCell("ก", 0, 0, 2), ShownCell("86.50", 0, 1), ShownCell("๘๖.๕๐", 1, 1))),
))  # fmt: skip


@pytest.mark.parametrize(
    ("place", "seen", "mark"),
    [
        ({"line": 7}, "", "t-l7"),
        ({"table": 2, "row": 1, "column": 2}, "", "t-2-1-2"),
        # What a merged cell covers leads to it.
        ({"table": 2, "row": 2, "column": 1}, "", "t-2-1-1"),
        ({"table": 2, "row": 2}, "๘๖.๕๐", "t-2-2-2"),
        ({"table": 2, "row": 2}, "no such value", "t-2-1-1"),
        ({"table": 2, "row": 9}, "๘๖.๕๐", ""),
        ({"table": 9, "row": 1, "line": 7}, "", ""),
        ({"text": "คะแนน 86.50"}, "", "t-l7"),
        ({"text": "nothing"}, "", ""),
    ],
)
def test_a_place_leads_to_the_text_it_was_read_from(place: dict[str, Any], seen: str, mark: str) -> None:
    page = _page(_rows({"value_as_seen": seen}), _evidence(scores={"2567/indicator/9": [place]}), TEXT)
    assert page.scores[0].places[0].mark == mark
    marked = [cell.mark for block in page.text for row in block.rows for cell in row if cell.mark]
    assert marked == ([mark] if mark else [])


def test_what_was_refused_is_shown_with_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = _evidence(
        refusals=[
            {"rule": "share", "means": "a share", "figure": "12", "place": {"page": 1, "bbox": [0, 0, 100, 100]}}
        ],
        names=[{"seen": "ง", "rule": "far", "reason": "no name"}],
        withheld=[
            {"code": "e3", "fiscal_year": 2567, "fact": "f", "value": "9.00", "value_as_seen": "๙", "reason": "unsure"}
        ],
    )
    refused = _page(_rows(), evidence, SHOWN).refused
    assert [(r.text, r.rule, r.means) for r in refused] == [
        ("e3 (2567): ๙", "unsure-reading", "unsure"), ("12", "share", "a share"), ("ง", "far", "no name"),
    ]  # fmt: skip
    assert (refused[0].fact, refused[0].figure) == ("f", "9.00")
    assert [len(r.places) for r in refused] == [0, 1, 0]
    assert len({r.anchor for r in refused}) == 3


def test_a_page_of_more_rows_than_anybody_looks_through_says_what_is_left_out() -> None:
    rows = _rows(*({"fact": str(n)} for n in range(MOST_FACTS + 5)))
    page = _page(rows, _evidence())
    assert len(page.scores) == MOST_FACTS
    assert "5 further rows of scores" in page.left_out


@pytest.mark.parametrize(
    "record",
    [
        {"pages": {"a": 1}, "scores": [1], "identity": "x", "refusals": {"a": 1}, "troubles": [1, None]},
        {"pages": [{"number": -1}, {"number": "1"}, {"number": 1, "width": True, "height": None}]},
        {"scores": {"a": [{"page": 10**30, "bbox": [1, 2, 3], "text": 5, "row": -4}, 7, {"bbox": [1, 2, 3, "4"]}]}},
        {"withheld": [{"place": [], "reason": {}, "value_as_seen": None}]},
    ],
)
def test_a_record_may_hold_anything(record: dict[str, Any]) -> None:
    evidence = evidence_in(packed(record))
    assert evidence.sizes == {}
    assert all(spot == Spot() for spot in evidence.spots())


def test_numbers_that_are_none_are_not_believed() -> None:
    text = '{"pages":[{"number":1,"width":NaN,"height":Infinity}],"scores":{"a":[{"bbox":[NaN,1,2,3]}]}}'
    evidence = evidence_in(zlib.compress(text.encode()))
    assert evidence.sizes == {}
    assert evidence.of("scores", "a") == [Spot()]


def test_no_record_is_no_evidence() -> None:
    for data in (None, b"", b"x", 5, "text"):
        assert evidence_in(data) == Evidence(facts={"scores": {}, "measures": {}, "findings": {}})


def test_what_is_made_is_remembered_line_by_line(tmp_path: Path) -> None:
    made = Made("d-" + "0" * 16, "page", "source", "", "", 10, (MadePicture(1, 2, 3, 4),))
    with MadeBefore(tmp_path) as before:
        before.begin("d-" + "1" * 16, [5])
        before.note(made)
        # As if it was killed now.
        known = read_made(tmp_path / ".made.jsonl")
    assert known == {made.doc_id: made, "d-" + "1" * 16: Made("d-" + "1" * 16, pictures=(MadePicture(5),))}
    with MadeBefore(tmp_path) as before:
        before.begin(made.doc_id, [1, 2])
        assert before.known[made.doc_id].page == ""
        assert [picture.number for picture in before.known[made.doc_id].pictures] == [1, 2]
        before.forget("d-" + "1" * 16)
        before.finish()
    assert set(read_made(tmp_path / ".made.jsonl")) == {made.doc_id}
    lines = (tmp_path / ".made.jsonl").read_bytes().splitlines()
    assert len(lines) == 2


@pytest.mark.parametrize(
    "line",
    [
        ["d-" + "0" * 16, "a", "b", "", "", 1],
        ["../x" * 4, "a", "b", "", "", 1, []],
        ["d-" + "0" * 16, "a", 5, "", "", 1, []],
        ["d-" + "0" * 16, "a", "b", "", "", -1, []],
        ["d-" + "0" * 16, "a", "b", "", "", 1, [["1", 1, 1, 1, "", "", 0]]],
        ["d-" + "0" * 16, "a", "b", "", "", 1, [[0, 1, 1, 1, "", "", 0]]],
        ["d-" + "0" * 16, "a", "b", "", "", 1, [[1, 1, 1, 1, "", ""]]],
        ["d-" + "0" * 16, "a", "b", "", "", 1, 5],
        {"doc_id": "d-" + "0" * 16},
    ],
)
def test_a_line_that_does_not_fit_is_as_if_nothing_was_made(tmp_path: Path, line: object) -> None:
    path = tmp_path / ".made.jsonl"
    good = ["d-" + "1" * 16, "a", "b", "", "", 1, [[1, 1, 1, 1, "", "", 5]]]
    with MadeBefore(tmp_path):
        pass
    with path.open("a") as file:
        file.write(f"{json.dumps(line)}\n{json.dumps(good)}\n")
    (made,) = read_made(path).values()
    assert (made.doc_id, made.pictures[0].turn) == ("d-" + "1" * 16, 1)


@pytest.mark.parametrize(
    ("check", "doubts"),
    [
        ({"check": "level", "fiscal_year": 2567}, ("level",)),
        # Of another year than the document's: no column of it says that level.
        ({"check": "level", "fiscal_year": 2566}, ("check",)),
        ({"check": "mean", "scores": "9; 7", "fiscal_year": 2567}, ("check",)),
        ({"check": "mean", "scores": "9", "fiscal_year": 2567, "result": "holds"}, ()),
        ({"check": "search", "severity": "info"}, ()),
        ({"check": "unsure-reading"}, ()),
        ({"check": "correction"}, ()),
    ],
)
def test_a_check_that_fails_is_a_doubt_where_no_value_tells(check: dict[str, Any], doubts: tuple[str, ...]) -> None:
    rows = _rows({}, level="ผ่าน")
    rows.tables["checks"] = [_row("checks", **{"result": "fails", "severity": "warning", "scores": ""} | check)]
    facts = facts_of(rows, troubled=False)
    assert facts.doubts == doubts
    assert index_row(facts, "d-" + "0" * 16, "d/x.html").n_doubtful == (doubts == ("level",))


def test_a_check_of_a_value_in_doubt_is_no_further_doubt() -> None:
    rows = _rows({"status": "conflict"}, level="ผ่าน")
    rows.tables["checks"] = [
        _row("checks", check="mean", result="fails", severity="error", scores="9", fiscal_year=2567)
    ]
    assert facts_of(rows, troubled=False).doubts == ("conflict",)


def test_what_can_be_judged_is_counted_once() -> None:
    facts = facts_of(
        _rows({}, fiscal_year=None),
        troubled=False,
        withheld=("2567/indicator/8", "2567/indicator/8", "2567/indicator/9"),
    )
    items = items_of(facts.document, facts.tables, facts.withheld)
    assert len(items) == len(DOCUMENT_COLUMNS) + 1 + 1
    doubtful = [(item.table, item.fact, item.column) for item in items if item.doubtful]
    assert doubtful == [("documents", "", "fiscal_year"), ("scores", "2567/indicator/8", "")]
    row = index_row(facts, "d-" + "0" * 16, "d/x.html")
    assert (row.n_facts, row.n_doubtful) == (len(items), 2)
    # Those in doubt come first; the second is the CRC-32 of its table, fact and column.
    assert row.keys[4:8] == zlib.crc32(b"scores\n2567/indicator/8\n").to_bytes(4, "little")
    assert len(row.keys) == 4 * len(items)


def test_a_half_of_a_letter_in_a_name_is_counted_too() -> None:
    assert Item("scores", "2567/overall/ITA@\ud83d").key == Item("scores", "2567/overall/ITA@\ufffd").key


def test_a_document_is_found_by_the_agencies_and_provinces_in_its_tables() -> None:
    others = [{"agency": f"ข{n}", "province": ("น่าน", "แพร่")[n % 2], "fact": str(n)} for n in range(MOST_AGENCIES + 7)]
    row = index_row(
        facts_of(_rows({}, *others, province="ตาก", district="เมือง"), troubled=False), "d-" + "0" * 16, "d/x.html"
    )
    assert row.provinces == ("ตาก", "น่าน", "แพร่")
    assert row.agencies == tuple(f"ข{n}" for n in range(MOST_AGENCIES))
    assert (row.province, row.district) == ("ตาก", "เมือง")
