"""What a recogniser saw, frame by frame, becomes text that Thai can write and numbers of one script."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from thai_ita.ingest.scan.charset import Charset
from thai_ita.ingest.scan.decoding import Frames, read_frames
from thai_ita.ingest.scan.line_pictures import Cut
from thai_ita.ingest.scan.ocr_engine import LineReading, ReadCharacter
from thai_ita.ingest.scan.recognised_numbers import HEADLESS_P, MOST_OTHERS, figure_readings
from thai_ita.ingest.scan.thai_writing import is_writable

THAI = "".join(chr(c) for c in [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4E), *range(0x0E50, 0x0E5A)])
CHARSET = Charset(THAI + "0123456789CIOTEoeicx .,%-")
Seen = str | dict[str, float]


def frames(seen: Sequence[Seen]) -> Frames:
    """Frames that show one character each, surely or by shares, with nothing between; "" is nothing."""
    rows = []
    for item in seen:
        shares = {item: 0.999} if isinstance(item, str) else item
        row = np.zeros(len(CHARSET.chars) + 1, np.float32)
        for char, p in shares.items():
            row[CHARSET.chars.index(char) + 1 if char else 0] = p
        row[0] += max(0.0, 1 - row.sum())
        nothing = np.zeros_like(row)
        nothing[0] = 1
        rows += [row, nothing]
    shares = np.array(rows)
    line = np.zeros((40, 2 * len(rows)), np.float32)
    line[:, ::4] = line[:, 1::4] = 1
    return Frames(shares, Cut(line, 100.0, 1.0), 2)


def read(*seen: Seen) -> LineReading:
    return read_frames(frames(seen), CHARSET, (0, 1000))


def test_what_is_seen_is_read_with_runner_up() -> None:
    reading = read("ก", {"๓": 0.8, "๘": 0.15}, "ข")
    assert reading.text == "ก๓ข"
    assert reading.characters[1].p == pytest.approx(0.8)
    assert (reading.characters[1].second, round(reading.characters[1].p2, 2)) == ("๘", 0.15)


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        # A mark without its letter, at the beginning and behind a vowel.
        ([{"่": 0.6, "ก": 0.3}, "า"], "กา"),
        (["ก", "า", {"ิ": 0.6, "ง": 0.3}], "กาง"),
        # Two marks of a class on one letter.
        (["ก", "่", {"้": 0.6, "อ": 0.2}, "น"], "ก่อน"),
        (["ก", "ิ", {"ุ": 0.6, "น": 0.2}], "กิน"),
        # ำา is one vowel seen twice.
        (["ท", "ำ", {"า": 0.7}], "ทำ"),
        (["ท", {"ำ": 0.6}, "า", "ย"], "ทำย"),
        # A vowel that is written first wants its consonant.
        (["เ", {"า": 0.6, "ร": 0.3}, "ก"], "เรก"),
        (["ก", {"เ": 0.6, "น": 0.3}], "กน"),
        # Vowels within a syllable want one behind.
        (["ต", {"ั": 0.6, "ี": 0.3}], "ตี"),
        (["เ", "ด", {"ื": 0.6, "ิ": 0.3}, "ม"], "เดืม"),
    ],
)
def test_what_cannot_be_written_is_read_as_the_next_likely(seen: list[Seen], text: str) -> None:
    assert read(*seen).text == text


@pytest.mark.parametrize(
    "text",
    [
        "กิ่ง",
        "ก็",
        "น้ำ",
        "เพราะ",
        "สิทธิ์",
        "พันธุ์",
        "โต๊ะ",
        "เปี๊ยะ",
        "ฤๅษี",
        "ชื่อ",
        "มือ",
        "ทั้ง",
        "ศุกร์",
        "ฯลฯ",
        "ต่างๆ",
        "พ.ศ.",
        "IIT",
        "๒๕๖๗",
        "(ก)",
        "ป.ป.ช.",
        "ณ",
    ],
)
def test_what_can_be_written_is_let_pass(text: str) -> None:
    assert is_writable(text)


@pytest.mark.parametrize("text", ["กา่", "ำา", "ทำา", "ก่้อ", "กิี", "เ่ก", "เ", "แ-", "ตั", "ชื", "กุา", "็ก", "๒ิ", "ส์์"])
def test_what_cannot_be_written_is_known(text: str) -> None:
    assert not is_writable(text)


def test_what_stands_apart_stays_as_it_is() -> None:
    # Alone, ล is likelier seen than not seen by all its ways together; a fault far off is no reason.
    doubt: Seen = {"": 0.51, "ล": 0.49}
    seen = ["ก", doubt, doubt, "น", *"ดีมาก", "า", {"่": 0.6, "ง": 0.3}]
    assert read(*seen).text == "กนดีมากาง"


def test_a_tone_seen_before_its_vowel_is_put_behind() -> None:
    assert read("ก", "่", "ิ", "ง").text == "กิ่ง"


def test_a_mark_shown_alone_is_believed_where_nothing_else_is_likely() -> None:
    assert read("-", {"่": 0.9999999}, "-").text == "-่-"


def test_a_digit_of_the_other_script_is_the_likely_one_of_its_number() -> None:
    reading = read("๘", {"3": 0.6, "๓": 0.3}, ".", "๓", "๓")
    assert reading.text == "๘๓.๓๓"
    # The value is as sure as both scripts together.
    assert reading.characters[1].p == pytest.approx(0.9)
    assert read("8", {"๓": 0.6, "3": 0.3}, ".", "3", "3").text == "83.33"


def test_a_digit_of_another_script_without_support_stays() -> None:
    assert read("๘", "7", ".", "๓", "๓").text == "๘7.๓๓"


def test_two_numbers_may_be_in_two_scripts() -> None:
    assert read("๘", {"๗": 0.6, "7": 0.3}, " ", "8", "6").text == "๘๗ 86"


def test_a_letter_in_a_score_is_the_digit_that_was_nearly_seen() -> None:
    reading = read("๘", {"ด": 0.7, "๑": 0.2}, ".", "๓", "๔")
    assert reading.text == "๘๑.๓๔"
    assert reading.characters[1].p == pytest.approx(0.2)


@pytest.mark.parametrize(
    "seen",
    [
        ["๘", {"ด": 0.999}, ".", "๓", "๔"],  # nothing speaks for a digit
        [{"o": 0.7, "0": 0.2}, "1", "2"],  # a code
        ["ก", {"o": 0.6, "0": 0.3}, ".", "1", "2"],  # two letters
    ],
)
def test_other_letters_stay(seen: list[Seen]) -> None:
    text = "".join(max(s, key=lambda c: s[c]) if isinstance(s, dict) else s for s in seen)
    assert read(*seen).text == text


def test_a_zero_before_a_whole_number_is_the_letter_of_a_code() -> None:
    assert read({"๐": 0.6, "O": 0.3}, "1", "2").text == "O12"
    assert read({"๐": 0.6, "O": 0.3}, ".", "1").text.startswith(("๐", "0"))
    assert read({"0": 0.9, "O": 0.05}, "1").text == "01"


def test_places_are_those_of_the_ink() -> None:
    reading = read("ก", "ิ", "ง")
    letter, mark, last = reading.characters
    assert (mark.x0, mark.x1) == (letter.x0, letter.x1)
    assert letter.x0 == 100
    assert letter.x1 <= last.x0 < last.x1


def test_spaces_around_a_line_are_dropped() -> None:
    assert read(" ", "ก", " ", "ข", " ").text == "ก ข"


def character(char: str, p: float = 1.0, second: str = "", p2: float = 0.0) -> ReadCharacter:
    return ReadCharacter(char, p, second, p2)


def test_numbers_in_reading_order_with_their_least_probability() -> None:
    read_text = [character(c) for c in "ข้อ 12 ได้ ๘๖"] + [character(".", 0.7)] + [character(c) for c in "๙๗%"]
    assert [(f.text, f.p) for f in figure_readings(read_text)] == [("12", 1.0), ("๘๖.๙๗", 0.7)]


def test_other_readings_are_in_order_of_likelihood() -> None:
    (figure,) = figure_readings([character("๘", 0.8, "๗", 0.15), character("๓", 0.9, "๕", 0.05)])
    assert [text for text, _ in figure.others] == ["๗๓", "๘๕", "๗๕"]
    assert [p for _, p in figure.others] == pytest.approx([0.15, 0.05, 0.0075])


def test_a_runner_up_that_is_no_digit_is_no_other_reading() -> None:
    (figure,) = figure_readings([character("๘", 0.8, "ฒ", 0.15), character("๓")])
    assert figure.others == ()


def test_a_digit_that_hides_between_two_makes_both_readings() -> None:
    (figure,) = figure_readings([character("๘"), ReadCharacter("๓", 1.0, before=("๐", 0.3))])
    assert figure.p == pytest.approx(0.7)
    assert figure.others == (("๘๐๓", 0.3),)


def test_a_digit_that_may_be_dirt() -> None:
    (figure,) = figure_readings([character("๘"), ReadCharacter("๑", 0.6, p_none=0.4), character("๓")])
    assert figure.others == (("๘๓", 0.4),)


def test_a_number_without_its_first_digit_is_not_believed() -> None:
    for text in ("๐๐.๐๐", "06.50"):
        (figure,) = figure_readings([character(c) for c in text])
        assert figure.p == HEADLESS_P
    for text in ("๐.๕๐", "100.00", "0", "08"):
        (figure,) = figure_readings([character(c) for c in text])
        assert figure.p == 1


def test_no_more_other_readings_than_are_of_use() -> None:
    (figure,) = figure_readings([character("๘", 0.6, "๗", 0.3) for _ in range(6)])
    assert len(figure.others) == MOST_OTHERS


def test_a_digit_seen_in_frames_that_show_nothing_is_kept_as_possible() -> None:
    reading = read("๘", {"๐": 0.3, "": 0.7}, "๓")
    assert reading.text == "๘๓"
    assert reading.characters[1].before == ("๐", pytest.approx(0.3))


def test_the_letter_of_a_code_is_one_of_its_three() -> None:
    assert read({"ร": 0.6, "i": 0.3}, "๑", "๓").text == "i๑๓"
    assert read({"ร": 0.9, "i": 0.05}, "๑", "๓").text == "ร๑๓"
    assert read("ก", {"ร": 0.6, "i": 0.3}, "๑", "๓").text == "กร๑๓"


def test_letters_between_digits_are_digits_or_nothing() -> None:
    reading = read("2", "5", {"c": 0.8, "6": 0.1}, "6")
    assert reading.text == "2566"
    assert reading.characters[2].p == pytest.approx(0.1)
    assert read("2", "5", "6", {"c": 0.7, "": 0.3}, "7").text == "2567"


@pytest.mark.parametrize(
    "seen",
    [
        ["2", "x", "3"],  # surely seen
        ["2", "5", "6", {"c": 0.8, "6": 0.1}],  # behind the number: ๑๕ น.
        ["1", {"c": 0.8, "6": 0.1}, ".", "6", "7", "8"],
        ["1", "c", "o", "e", "2"],
    ],
)
def test_other_letters_beside_digits_stay(seen: list[Seen]) -> None:
    text = "".join(max(s, key=lambda c: s[c]) if isinstance(s, dict) else s for s in seen)
    assert read(*seen).text == text


def test_what_fades_out_of_a_digit_is_no_second_one() -> None:
    made = frames(["๘", "๓"])
    eight = CHARSET.numbers("๘")[0]
    made.shares[1, [0, eight]] = (0.6, 0.4)
    reading = read_frames(made, CHARSET, (0, 1000))
    assert reading.text == "๘๓"
    assert reading.characters[1].before == ("", 0.0)
