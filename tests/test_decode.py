"""Bytes become text, or the refusal says why not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thai_ita.ingest.decode import decode
from thai_ita.ingest.errors import BinaryInput, EmptyDocument, IngestError, Mojibake

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
    text, told, troubles = decode(TEXT.encode(encoding), "a.txt")
    assert (text, told, troubles) == (TEXT, name, [])


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
    text, encoding, troubles = decode(data, "a.txt")
    assert encoding == "utf-8"
    assert [t.code for t in troubles] == ["damaged-utf8"]
    assert text.startswith(TEXT)


@pytest.mark.parametrize("original", ["utf-8", "cp874"])
@pytest.mark.parametrize("read_as", ["latin-1", "cp1252"])
def test_garbled_thai_is_refused_with_its_cause(original: str, read_as: str) -> None:
    garbled = TEXT.encode(original).decode(read_as, errors="ignore")
    with pytest.raises(Mojibake, match="UTF-8" if original == "utf-8" else "TIS-620") as caught:
        decode(garbled.encode(), "a.txt")
    assert str(caught.value).startswith("a.txt: ")


def test_french_is_not_garbled_thai() -> None:
    text = "Élève très âgé, café crème à la carte; él niño pingüino\n" * 5
    assert decode(text.encode(), "a.txt")[0] == text


@pytest.mark.parametrize("data", [b"", b"  \n\t\r\n", b"\xef\xbb\xbf \n", b"\xff\xfe", b"\x0c\n"])
def test_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyDocument):
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
    with pytest.raises(BinaryInput):
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
