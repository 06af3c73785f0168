"""A terminal breaks Thai between words, never inside one and never between a letter and its marks."""

from __future__ import annotations

import io
import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from tests.analyze_tables import score, tables
from thai_ita.analyze import compare, trends
from thai_ita.analyze.answer import Answer, Note
from thai_ita.choices import Headings
from thai_ita.normalize.thai_corpus import words_of
from thai_ita.present_answer import WIDEST_KEPT, short_form, show_answer
from thai_ita.word_wrap import breaks, letters, pieces

TEXTS = (
    "การพัฒนาระบบการเปิดเผยข้อมูลสาธารณะบนเว็บไซต์ของหน่วยงานอย่างโปร่งใส",
    "เทศบาลตำบลหนองบัวแดงตัวอย่าง จังหวัดเลย",
    "ไม่เปลี่ยนแปลง",
    "OIT ลดจาก 43 ข้อเป็น 35 ข้อ",
    "plain English words only",
    "ก็",
    "",
    "   ",
)


def parts(text: str, width: int) -> list[str]:
    places = [0, *breaks(text, width), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(places)]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [14, 20, 40, 80])
def test_lines_end_where_words_end(text: str, width: int) -> None:
    found = parts(text, width)
    assert "".join(found) == text
    ends = {0}
    for piece in pieces(text):
        ends.add(max(ends) + len(piece))
    at = 0
    for part in found:
        assert cell_len(part.rstrip()) <= width
        at += len(part)
        assert at in ends, f"{part!r} ends inside a word"


@given(st.text(st.sampled_from("กขคงจนมรลสหอ่้๊ิีึืุูเแโใไาำั็์ 12a"), max_size=60), st.integers(1, 30))
def test_any_text_comes_whole_and_no_mark_leaves_its_letter(text: str, width: int) -> None:
    found = parts(text, width)
    assert "".join(found) == text
    assert "".join(pieces(text)) == text
    starts = {len("".join(list(letters(text))[:k])) for k in range(len(list(letters(text))) + 1)}
    at = 0
    for part in found[:-1]:
        at += len(part)
        assert at in starts


def test_words_are_the_text() -> None:
    for text in TEXTS:
        assert "".join(words_of(text)) == text


def printed(answer: Answer, width: int, headings: Headings = Headings.TH) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    show_answer(console, answer, headings)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def ten(name: str, year: int = 2567) -> list[dict[str, object]]:
    codes = ["ITA", "IIT", "EIT", "OIT", *map(str, range(1, 11))]
    return [score(name, year, code, 80.0 + n) for n, code in enumerate(codes)]


def test_a_wide_table_goes_over_pages_with_its_agencies() -> None:
    answer = compare(tables([row for name in ("หนึ่ง", "สอง", "สาม") for row in ten(name)]))
    for width in (60, 80, 100):
        shown = printed(answer, width)
        assert max(cell_len(line) for line in shown.splitlines() if line[:1] in "┃│┏└┡") <= width
        first = shown[: shown.index("จุดอ่อนและจุดแข็ง")]
        pages = first.count("ทต.หนึ่ง")
        assert pages > 1
        assert f"ตารางเปรียบเทียบ {pages}/{pages}" in first
        assert "80.00" in first
        assert "93.00" in first
    assert printed(answer, 250).count("ตารางเปรียบเทียบ") == 1


def test_types_are_short() -> None:
    answer = compare(tables(ten("หนึ่ง")))
    shown = printed(answer, 200)
    assert "ทต.หนึ่ง" in shown
    assert "เทศบาลตำบล" not in shown
    assert short_form("เทศบาลตำบล") == "ทต."
    assert short_form("กรมการปกครอง") == "กรมการปกครอง"


def test_a_repeated_note_stands_once_below_the_table() -> None:
    pytest.importorskip("scipy")
    rows = [score(f"ที่{n}", year, "OIT", 80.0 + n + year - 2566) for n in range(5) for year in (2564, 2565, 2566)]
    answer = trends(tables(rows))
    reason = next(str(t) for t in answer["slopes"]["break_note"] if t)
    shown = printed(answer, 250, Headings.EN)
    table = shown[shown.index("Trends by agency") : shown.index("Changes by year")]
    assert table.count("(1)") == 6, "five rows and the footnote"
    assert table.count(reason) == 1


def test_every_answer_says_which_statuses_it_uses() -> None:
    frames = tables(ten("หนึ่ง"))
    for answer in (compare(frames), compare(frames, include=["unchecked"])):
        note = next(n for n in answer.notes if n.code == "publish")
        assert "docs/publish.md" in note.text()
        assert ("unchecked" in note.text()) == ("unchecked" in str(note.values["status_codes"]))
        assert "ยืนยันแล้ว" in note.text("th")


def test_columns_keep_a_word() -> None:
    frame = pd.DataFrame({"agency": ["เทศบาลตำบลหนองบัวแดงตัวอย่าง"], "fiscal_year": [2567]})
    answer = Answer("compare", {"wide": frame}, (Note("regression_to_mean"),))
    assert WIDEST_KEPT >= 20
    assert "ทต." in printed(answer, 40)
