"""Thai in a wrong character set, in codes or in question marks: restored, or told."""

from __future__ import annotations

import quopri
import urllib.parse
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thai_ita.ingest.errors import LostTextError
from thai_ita.ingest.lost_letters import MIN_LOST_LETTERS
from thai_ita.ingest.read_document import read_document
from thai_ita.ingest.text_repair import TextRepairer
from thai_ita.normalize.charset_readings import CP874, DOS, DOS_WEST, LATIN, MAC, CharsetReading
from thai_ita.normalize.escaped import unescape_codes
from thai_ita.normalize.garbled import ungarble

TEXT = "ผลการประเมินคุณธรรม “ผ่านดี” – อำเภอแก้งคร้อ พ.ศ. ๒๕๖๗ ได้ 90.50 คะแนน"


@pytest.mark.parametrize("reading", [LATIN, CP874, MAC, DOS, DOS_WEST], ids=lambda r: r.codec)
def test_utf8_that_was_read_in_another_character_set(reading: CharsetReading) -> None:
    whole = ungarble(reading.decode(TEXT.encode()))
    assert whole.text == TEXT
    assert list(whole.mended) == [f"UTF-8 read as {reading.name}"]


@pytest.mark.parametrize("reading", [LATIN, MAC, DOS, DOS_WEST], ids=lambda r: r.codec)
def test_tis620_that_was_read_in_another_character_set(reading: CharsetReading) -> None:
    whole = ungarble(reading.decode(TEXT.encode("cp874")))
    assert whole.text == TEXT
    assert list(whole.mended) == [f"TIS-620 read as {reading.name}"]


@pytest.mark.parametrize(
    ("first", "second"),
    [(LATIN, LATIN), (CP874, CP874), (CP874, LATIN), (LATIN, CP874), (MAC, LATIN), (LATIN, MAC)],
)
def test_what_was_garbled_twice(first: CharsetReading, second: CharsetReading) -> None:
    assert ungarble(second.decode(first.decode(TEXT.encode()).encode())).text == TEXT


def test_tis620_as_latin_and_that_as_utf8_and_latin_again() -> None:
    once = LATIN.decode(TEXT.encode("cp874"))
    assert ungarble(LATIN.decode(once.encode())).text == TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Élève très âgé, café crème à la carte; él niño pingüino, GARÇON ÂGÉ",
        "ÄÖÜäöüß ÀÂÇÉÈÊËÎÏÔÛÙ éèêë àâçéèêëîïôûùüÿ",
        "Ã©lÃ¨ve trÃ¨s Ã¢gÃ©",
        "┌────┬───┐\n│ การ │ 1 │\n├────┼───┤",
        "เธอเนินเนื้อ เธียร เนยเนย เธอเธอ",
        "±±±± °°°° ····· ¤¤¤¤ ÷÷÷÷ ……… ——— “”“” ►●◆",
        "Ελληνικά Русский Tiếng Việt được 日本語",
    ],
)
def test_what_is_whole_or_of_another_language_stays(text: str) -> None:
    whole = ungarble(text)
    assert (whole.text, whole.mended, whole.n_lost) == (text, {}, 0)


def test_good_lines_stay_beside_garbled_ones() -> None:
    lines = [TEXT, LATIN.decode(TEXT.encode()), "café à 5 €", CP874.decode(TEXT.encode()), TEXT]
    assert ungarble("\n".join(lines)).text.split("\n") == [TEXT, TEXT, "café à 5 €", TEXT, TEXT]


def test_a_few_letters_alone_are_of_tis620_only_beside_more_of_it() -> None:
    cell = LATIN.decode("ที่".encode("cp874"))
    assert ungarble(cell).text == cell
    assert ungarble(LATIN.decode(TEXT.encode("cp874")) + f"\n{cell}").text.endswith("\nที่")


def test_lost_bytes_are_filled_by_words_and_counted() -> None:
    whole = ungarble("การเจริญเติบโต แก้ไข ฐานะ ของ".encode().decode("cp1252", errors="ignore"))
    assert whole.text == "การเจริญเติบโต แก้ไข ฐานะ ของ"
    assert whole.n_lost == 5


def test_signs_alone_are_restored_in_thai_text_only() -> None:
    assert ungarble("คะแนนÂ\xa085.20 â€“ ดี").text == "คะแนน\xa085.20 – ดี"
    assert ungarble("MÃ¼ller â€“ x").text == "MÃ¼ller â€“ x"


def test_no_digit_is_guessed() -> None:
    whole = ungarble("คะแนน ๙๐.๕๐".encode().decode("cp1252", errors="ignore"))
    assert whole.text == "คะแนน ๙\ufffd.๕\ufffd"


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=[chr(c) for c in range(0x0E01, 0x0E3B)] + list("éàü abc 12.\n«»"), min_size=30))
def test_ordinary_text_is_left_as_it_is_but_for_what_is_no_thai_at_all(text: str) -> None:
    once = ungarble(text).text
    assert ungarble(once).text == once


@pytest.mark.parametrize(
    "coded",
    [
        quopri.encodestring(TEXT.encode()).decode(),
        quopri.encodestring(TEXT.encode("cp874").replace(b"\x96", b"-")).decode(),
        urllib.parse.quote(TEXT, safe=" .“”–"),
        "".join(ch if ch < "\x7f" else f"\\u{ord(ch):04x}" for ch in TEXT),
        "".join(ch if ch < "\u0e00" or ch > "\u0e7f" else f"%u{ord(ch):04X}" for ch in TEXT),
        "".join(ch if ch < "\u0e00" or ch > "\u0e7f" else "".join(f"\\x{b:02x}" for b in ch.encode()) for ch in TEXT),
        "".join(ch if ch < "\u0e00" or ch > "\u0e7f" else f"&amp;#{ord(ch)};" for ch in TEXT),
    ],
    ids=["quoted", "quoted-tis", "percent", "u", "percent-u", "x", "entities"],
)
def test_codes_become_letters(coded: str) -> None:
    text, n_letters = unescape_codes(coded)
    thai = [ch for ch in text if "\u0e00" < ch < "\u0e7f"]
    assert thai == [ch for ch in TEXT if "\u0e00" < ch < "\u0e7f"]
    assert n_letters > 40


@pytest.mark.parametrize(
    "text",
    [
        "ดูที่ https://a.go.th/%E0%B8%AA%E0%B8%B5%E0%B8%94.pdf",
        "a=E0=B8 b",
        "AT&amp;T &eacute;t&eacute;",
        "100%E0",
    ],
)
def test_addresses_and_signs_are_no_codes(text: str) -> None:
    assert unescape_codes(text) == (text, 0)


def test_latin_entities_side_by_side_are_tis620() -> None:
    coded = "".join(f"&#{b};" if b > 0xA0 else chr(b) for b in "การประเมิน ITA".encode("cp874"))
    assert ungarble(unescape_codes(coded)[0]).text == "การประเมิน ITA"


def test_strings_of_any_format_are_restored() -> None:
    repairer = TextRepairer()
    assert repairer.repair(LATIN.decode("เทศบาลตำบล".encode("cp874"))) == "เทศบาลตำบล"
    assert repairer.counts["garbled"] == 10
    assert repairer.repair("เทศบาลตำบล") == "เทศบาลตำบล"
    assert repairer.counts["garbled"] == 10


# -- question marks ------------------------------------------------------------------------------


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_question_marks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LostTextError, match="18 letters"):
        read_document(_file(tmp_path, "????????? ITA 2567\n????????? 85.20\n"))


def test_words_of_question_marks_in_good_text_are_told_with_a_place(tmp_path: Path) -> None:
    lost = "?" * MIN_LOST_LETTERS
    document = read_document(_file(tmp_path, f"{TEXT}\n{lost} 85.20\n"))
    (problem,) = document.problems
    assert problem.code == "lost-text"
    assert f"{lost} 85.20" in problem.message


@pytest.mark.parametrize("asked", ["จริงหรือ???", "ทำไม ?? " * 9, "มีหรือไม่ ????"])
def test_questions_are_no_lost_text(tmp_path: Path, asked: str) -> None:
    assert read_document(_file(tmp_path, f"{TEXT}\n{asked}\n")).problems == []
