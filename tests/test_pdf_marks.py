"""Marks that only the fast reader can undo: replacement texts, false maps, hidden layers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make_pdfs import MARKS, PdfMaker, read_page
from thai_ita.ingest.pdf import PageContent
from thai_ita.ingest.pdf.text.glyphs import Glyphs, clusters


@pytest.fixture
def pdf() -> PdfMaker:
    return PdfMaker()


def test_a_replacement_text_is_read_once(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "กอน")
    page.replaced(68, 700, "ที่", "ท")
    page.ops.pop()  # the span goes on: its marks are text objects of their own
    page.text(74, 700, "ี")
    page.text(74, 700, "่")
    page.ops.append("EMC")
    page.text(74, 700, "นอน")
    assert [line.text for line in read_page(pdf, tmp_path).lines] == ["กอนที่นอน"]


def test_a_replacement_text_fills_its_whole_span(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.replaced(50, 700, "ดำ", "ด")
    page.ops.pop()
    page.text(56, 700, "า")
    page.ops.append("EMC")
    page.text(62, 700, "เนิน")
    assert [line.text for line in read_page(pdf, tmp_path).lines] == ["ดำเนิน"]


def test_a_mark_called_a_space_is_known_by_its_shape(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "คุณ สํานัก")
    page.text(50, 650, "สNานัก ทUจริต")
    got = _read_with_false_marks(pdf, tmp_path, {"N": "ํ", "U": "ุ"}, called=" ")
    assert [line.text for line in got.lines] == ["คุณ สํานัก", "สํานัก ทุจริต"]
    assert got.mended == 2


def test_a_mark_without_a_character_is_known_by_its_shape(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "ที่นี้")
    page.text(50, 650, "ทEวไป ขTอ")
    got = _read_with_false_marks(pdf, tmp_path, {"E": "่", "T": "้"}, called=None)
    assert [line.text for line in got.lines] == ["ที่นี้", "ท่วไป ข้อ"]
    assert got.unmapped == 0


def test_the_ring_of_sara_am_called_a_tone_mark(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.text(50, 700, "ได้ ข้าว จNาเป็น")
    got = _read_with_false_marks(pdf, tmp_path, {"N": "ํ"}, called="้")
    assert got.lines[0].text == "ได้ ข้าว จําเป็น"


def _read_with_false_marks(pdf: PdfMaker, tmp_path: Path, shapes: dict[str, str], called: str | None) -> PageContent:
    """Reads with glyphs drawn as marks but mapped to ``called``, or to nothing."""
    import tests.make_pdfs as make_pdfs

    original = make_pdfs.glyph
    make_pdfs.glyph = lambda ch: original(shapes.get(ch, ch))  # type: ignore[assignment]
    try:
        for ch in shapes:
            if called is None:
                pdf.unmapped.add(ch)
            else:
                pdf.called[ch] = called
        return read_page(pdf, tmp_path)
    finally:
        make_pdfs.glyph = original


def test_an_invisible_layer_is_labelled(pdf: PdfMaker, tmp_path: Path) -> None:
    page = pdf.page()
    page.picture(0, 0, 595, 842)
    page.text(50, 700, "ข้อความจากโปรแกรมอ่านภาพ", mode=3)
    got = read_page(pdf, tmp_path)
    assert got.invisible_chars == 1.0
    assert [t.code for t in got.problems] == ["hidden-text"]
    assert got.lines[0].text == "ข้อความจากโปรแกรมอ่านภาพ"


@given(
    st.lists(
        st.tuples(st.sampled_from("กขคงจทนมรส"), st.sets(st.sampled_from("ีุ่้ั์"), max_size=2)),
        min_size=1,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_no_mark_is_lost_in_any_order(word: list[tuple[str, set[str]]], random: object) -> None:
    drawn: list[tuple[str, float]] = []
    for i, (letter, marks) in enumerate(word):
        drawn.append((letter, i * 6.0))
        drawn += [(mark, (i + 1) * 6.0) for mark in marks]
    random.shuffle(drawn)  # type: ignore[attr-defined]
    heads, texts = clusters(_glyphs(drawn))
    by_place = [text for _, text in sorted(zip(heads.x0.tolist(), texts, strict=True))]
    assert [text[0] for text in by_place] == [letter for letter, _ in word]
    assert [set(text[1:]) for text in by_place] == [marks for _, marks in word]


def _glyphs(drawn: list[tuple[str, float]]) -> Glyphs:
    n = len(drawn)
    x = np.array([place for _, place in drawn])
    marks = np.array([ch in MARKS for ch, _ in drawn])
    ink0 = np.where(marks, x - 4.2, np.nan)
    zero, none = np.zeros(n), np.zeros(n, dtype=bool)
    return Glyphs(
        np.array([ord(ch) for ch, _ in drawn]), x, np.where(marks, x - 4.2, x),
        np.where(marks, x, x + 6), zero, zero + 10, zero + 10, ink0, ink0 + 3,
        np.where(marks, 2.0, np.nan), np.where(marks, 3.0, np.nan), zero + 10,
        np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64), none, none, np.arange(n),
    )  # fmt: skip
