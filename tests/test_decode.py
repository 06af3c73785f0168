"""Bytes become text, or the refusal says why not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thai_ita.ingest.decode import decode
from thai_ita.ingest.errors import BinaryInputError, EmptyDocumentError, IngestError, MojibakeError
from thai_ita.model import Severity

TEXT = "ผลการประเมินคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. ๒๕๖๗ ได้ 90.50 คะแนน\n" * 3


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp874", "cp874"),
        ("tis-620", "cp874"),
        ("utf-16", "utf-16"),
    ],
)
def test_encodings_are_told_and_read(encoding: str, name: str) -> None:
    text, told, problems = decode(TEXT.encode(encoding), "a.txt")
    assert (text, told, problems) == (TEXT, name, [])


def test_utf16_big_endian_with_its_mark() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), "a.txt")[0] == TEXT


def test_windows_quotes_in_cp874() -> None:
    text = "ระดับ “ผ่านดี” – ๙๐ คะแนน…"
    assert decode(text.encode("cp874"), "a.txt")[:2] == (text, "cp874")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_are_made_one(ending: str) -> None:
    assert decode(f"ก{ending}ข".encode(), "a.txt")[0] == "ก\nข"


def test_slightly_damaged_utf8_is_read_with_a_note() -> None:
    data = (TEXT * 10).encode() + b"\xe0\xb8" + TEXT.encode()
    text, encoding, problems = decode(data, "a.txt")
    assert encoding == "utf-8"
    assert [t.code for t in problems] == ["damaged-utf8"]
    assert text.startswith(TEXT)


@pytest.mark.parametrize(
    ("original", "read_as"),
    [("utf-8", "latin-1"), ("cp874", "latin-1"), ("cp874", "mac_roman"), ("utf-8", "mac_roman")],
)
def test_garbled_thai_is_restored_and_told(original: str, read_as: str) -> None:
    text, _, problems = decode(TEXT.encode(original).decode(read_as).encode(), "a.txt")
    assert text == TEXT
    assert [(t.code, t.severity) for t in problems] == [("garbled-text", Severity.INFO)]


def test_letters_that_lost_a_byte_are_a_warning() -> None:
    garbled = TEXT.encode().decode("cp1252", errors="ignore")
    text, _, problems = decode(garbled.encode(), "a.txt")
    assert text == TEXT
    assert [(t.code, t.severity) for t in problems] == [("garbled-text", Severity.WARNING)]
    assert "compare the original" in problems[0].message


@pytest.mark.parametrize(
    ("garbled", "original"),
    [
        # A third of the bytes have no letter in TIS-620.
        (TEXT.encode().decode("cp874", errors="replace"), "UTF-8"),
        (TEXT.encode().decode("gbk", errors="replace"), "UTF-8"),
        ("¡ÄËÞÃÜÀÝ ÂÉÈÊËÎÏÔÛÙ ÝÜÛÞÝ\n" * 5, "TIS-620"),
    ],
)
def test_what_cannot_be_restored_is_refused_with_its_cause(garbled: str, original: str) -> None:
    with pytest.raises(MojibakeError, match=original) as caught:
        decode(garbled.encode(), "a.txt")
    assert str(caught.value).startswith("a.txt: ")


def test_lines_that_cannot_be_restored_are_told() -> None:
    lost = "ปกครองที่ดี".encode().decode("cp874", errors="replace")
    text, _, problems = decode(f"{TEXT * 3}{lost}\n".encode(), "a.txt")
    assert text.startswith(TEXT)
    assert ("garbled-text", Severity.WARNING) in [(t.code, t.severity) for t in problems]
    assert decode((TEXT + "“ÀÉÈ” ±±±±±±±±").encode(), "a.txt")[2] == []


def test_a_file_of_two_encodings_is_read_line_by_line() -> None:
    lines = TEXT.splitlines()
    data = b"\n".join([lines[0].encode(), lines[1].encode("cp874"), lines[2].encode(), b"."])
    text, encoding, problems = decode(data, "a.txt")
    assert text == "\n".join([*lines, "."])
    assert (encoding, [t.code for t in problems]) == ("utf-8", ["two-encodings"])


def test_utf8_that_is_cut_off_in_every_line_is_no_tis620() -> None:
    line = "ผลการประเมินคุณธรรมและความโปร่งใส".encode()[:-1]
    text, encoding, problems = decode(b"\n".join([line] * 5), "a.txt")
    assert text.split("\n") == ["ผลการประเมินคุณธรรมและความโปร่งใ\ufffd"] * 5
    assert (encoding, [t.code for t in problems]) == ("utf-8", ["damaged-utf8"])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt")[:2] == (TEXT, "utf-16")


def test_french_is_not_garbled_thai() -> None:
    text = "Élève très âgé, café crème à la carte; él niño pingüino\n" * 5
    assert decode(text.encode(), "a.txt")[0] == text


@pytest.mark.parametrize("data", [b"", b"  \n\t\r\n", b"\xef\xbb\xbf \n", b"\xff\xfe", b"\x0c\n"])
def test_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyDocumentError):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a\x00\x01" + bytes(range(256)) * 4,
        b"\x7fELF\x02\x01\x01" + b"\x00" * 64,
        "日本語の文章です。".encode("shift-jis") * 10,
        bytes(range(1, 9)) * 20,
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BinaryInputError):
        decode(data, "a.bin")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_refusal_of_one_line(data: bytes) -> None:
    told = ""
    try:
        text, encoding, _ = decode(data, "a.bin")
    except IngestError as error:
        told = str(error)
    if told:
        assert told.startswith("a.bin: ")
        assert "\n" not in told
    else:
        assert encoding in {"utf-8", "utf-16", "cp874"}
        assert "\r" not in text


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=[chr(c) for c in range(0x0E01, 0x0E3B)] + list("abc 12.\n"), min_size=30))
def test_every_thai_text_survives_tis620(text: str) -> None:
    if sum(ch > "\u0e00" for ch in text) < 5:
        return
    assert decode(text.encode("cp874"), "a.txt")[0] == text
