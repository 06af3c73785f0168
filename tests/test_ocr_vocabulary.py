"""Words of closed lists take the place of what was nearly one, and of nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from tests.test_ocr_decoding import CHARSET, Seen, frames, read
from thai_ita.ingest.scan.vocabulary import log_share, rescored
from thai_ita.normalize.closed_words import closed_words


def nearly(text: str, place: int, instead: str, p: float = 0.3) -> list[Seen]:
    """A text as seen with another character at one place, its own less likely."""
    seen: list[Seen] = list(text)
    seen[place] = {instead: 0.69, text[place]: p}
    return seen


@pytest.mark.parametrize(
    ("text", "place", "instead"),
    [
        ("IIT", 1, ""),
        ("OIT", 0, "0"),
        ("ตุลาคม", 0, "ด"),
        ("มี.ค. ๒๕๖๗", 1, "ิ"),
        ("๓๐ กันยายน ๒๕๖๗", 3, "ภ"),
        ("จังหวัดพิษณุโลก", 11, "ึ"),
        ("การใช้งบประมาณ", 8, "น"),
        ("๒. การปฏิบัติหน้าที่", 7, "ฎ"),
        ("กองคลัง", 3, "ด"),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๗", 17, "๔"),
        ("ปีงบประมาณ ๒๕๖๗", 12, ""),
        ("ไตรมาสที่ ๓", 10, "๗"),
        ("ไตรมาส ๒", 7, "ว"),
        ("๕ ก.พ. ๒๕๖๒", 8, "๔"),
        ("ปีงบประมาณ พ.ศ. 2567", 19, "e"),
    ],
)
def test_a_word_of_a_list_that_is_nearly_seen_is_read(text: str, place: int, instead: str) -> None:
    assert read(*nearly(text, place, instead)).text == text


@pytest.mark.parametrize(
    ("text", "place", "instead"),
    [
        ("IIT", 1, ""),
        ("ตุลาคม", 0, "ด"),
        ("การใช้งบประมาณ", 8, "น"),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๗", 17, "๔"),
        ("ไตรมาสที่ ๓", 10, "๗"),
    ],
)
def test_what_the_frames_show_surely_stays(text: str, place: int, instead: str) -> None:
    other = text[:place] + instead + text[place + 1 :]
    assert read(*nearly(text, place, instead, 0.00005)).text == other


@pytest.mark.parametrize(
    "seen",
    [
        # A year of a law, a number of no quarter and a word of no list.
        nearly("พ.ศ. ๒๕๔๐", 7, "๕"),
        nearly("แผนที่ ๓", 7, "๗"),
        nearly("การใช้งาน", 7, "ว"),
        # Longer texts are no lines of the list, and words that go on no words of it.
        nearly("การใช้งบประมาณประจำปี", 8, "น"),
        nearly("ปีงบประมาณ ๑๒๕๖๗", 13, "๔"),
    ],
)
def test_other_texts_stay(seen: list[Seen]) -> None:
    likeliest = "".join(max(s, key=lambda c: s[c]) if isinstance(s, dict) else s for s in seen)
    assert read(*seen).text == likeliest


def test_between_two_words_of_the_list_that_are_as_likely_none_is_chosen() -> None:
    assert read({"C": 0.4, "E": 0.29, "O": 0.29}, "I", "T").text == "CIT"
    assert read({"C": 0.4, "E": 0.5, "O": 0.05}, "I", "T").text == "EIT"


def test_a_changed_digit_is_as_sure_as_its_frame() -> None:
    reading = read(*nearly("ปีงบประมาณ ๒๕๖๗", 12, "๔", 0.2))
    assert reading.characters[12].char == "๕"
    assert reading.characters[12].p == pytest.approx(0.2)
    assert reading.characters[12].second == "๔"


def test_the_best_word_has_its_probability_among_all() -> None:
    shares = frames([{"ด": 0.5, "ต": 0.4}, *".ค."]).shares
    best = rescored(shares, "ด.ค.", closed_words().words, CHARSET)
    assert best is not None
    assert (best.word, round(best.p, 2)) == ("ต.ค.", 0.44)
    assert rescored(shares, "ต.ค.", closed_words().words, CHARSET) is None


def test_the_share_of_a_text_counts_all_its_ways() -> None:
    half = np.array([[0.5, 0.5], [0.5, 0.5]], np.float32)
    assert np.exp(log_share(half, [1])) == pytest.approx(0.75)
    assert log_share(half, [1, 1]) == -np.inf
    assert log_share(half, []) == -np.inf


def test_the_lists_hold_what_reports_name() -> None:
    closed = closed_words()
    assert {"IIT", "EIT", "OIT", "ตุลาคม", "ก.ย.", "จังหวัดเลย"} <= set(closed.words)
    assert {"การใช้อำนาจ", "กองคลัง"} <= set(closed.lines)
