"""Readings that are kept, a second reader for letters, a vision endpoint, and which is chosen."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.fake_readers import endpoint_stub, fake_tesseract
from tests.test_ocr_engines import BOXES, TEXTS, page, widths
from thai_ita import extras
from thai_ita.extras import MissingExtraError
from thai_ita.ingest.scan import choose, tesseract, vision_endpoint
from thai_ita.ingest.scan.cache import CachedEngine, ReadingCache, picture_key
from thai_ita.ingest.scan.choose import OcrChoice, chosen_engine
from thai_ita.ingest.scan.combine import WithSecondReader, combined, is_doubtful_prose
from thai_ita.ingest.scan.endpoint_setting import EndpointSettingError
from thai_ita.ingest.scan.ocr_engine import (
    Grey,
    LineReading,
    OcrEngineError,
    PixelBox,
    ReadCharacter,
)
from thai_ita.ingest.scan.recognised_numbers import figure_readings
from thai_ita.ingest.scan.tesseract import MARGIN, Tesseract
from thai_ita.ingest.scan.vision_endpoint import VisionEndpoint

posix = pytest.mark.skipif(os.name != "posix", reason="the program is one of POSIX")


class Counting:
    """A recogniser that counts what it is asked."""

    name, version, proven_digits = "counting", "1", True

    def __init__(self) -> None:
        self.asked = 0

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        self.asked += 1
        one = ReadCharacter("๓", 0.987654, "๘", 0.01, 1.5, 2.5, 0.001, ("๐", 0.2), ("", 0.0))
        return [LineReading("๓", (one,)), *[LineReading("") for _ in boxes[1:]]]


def test_a_picture_is_read_once(tmp_path: Path) -> None:
    engine = Counting()
    kept = CachedEngine(engine, ReadingCache(tmp_path / "new" / "cache"))
    first = kept.read(page(), BOXES)
    assert kept.read(page(), BOXES) == first == engine.read(page(), BOXES)
    assert engine.asked == 2


def test_another_picture_box_or_version_is_read_anew(tmp_path: Path) -> None:
    engine = Counting()
    kept = CachedEngine(engine, ReadingCache(tmp_path))
    kept.read(page(), BOXES)
    kept.read(255 - page(), BOXES)
    kept.read(page(), BOXES[:2])
    engine.version = "2"
    kept.read(page(), BOXES)
    assert engine.asked == 4


def test_what_was_kept_and_damaged_is_read_anew(tmp_path: Path) -> None:
    engine = Counting()
    kept = CachedEngine(engine, ReadingCache(tmp_path))
    right = kept.read(page(), BOXES)
    (file,) = tmp_path.iterdir()
    for damaged in (b"", file.read_bytes()[:40], b"no gzip"):
        file.write_bytes(damaged)
        assert kept.read(page(), BOXES) == right
    ReadingCache(tmp_path).keep(file.name.partition(".")[0], [["?"]])
    assert kept.read(page(), BOXES) == right
    assert engine.asked == 5


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    engine = Counting()
    kept = CachedEngine(engine, ReadingCache(tmp_path / "file" / "cache"))
    assert kept.read(page(), BOXES) == kept.read(page(), BOXES)
    assert engine.asked == 2


def test_the_oldest_go_where_too_many_are_kept(tmp_path: Path) -> None:
    for i in range(12):
        ReadingCache(tmp_path).keep(f"k{i}", i)
        os.utime(tmp_path / f"k{i}.json.gz", (i, i))
    (tmp_path / "other.txt").write_text("not ours")
    cache = ReadingCache(tmp_path, most=10)
    cache.keep("last", "x")
    assert [i for i in range(12) if cache.get(f"k{i}") is not None] == list(range(4, 12))
    assert cache.get("last") == "x"
    assert (tmp_path / "other.txt").exists()


def test_a_key_depends_on_everything() -> None:
    engine = Counting()
    keys = {
        picture_key(page(), engine),
        picture_key(page(), engine, "layout 2"),
        picture_key(page().T, engine),
    }
    assert len(keys) == 3
    assert picture_key(page(), engine) in keys


def reading(text: str, doubtful: str = "", p: float = 0.5) -> LineReading:
    """A reading that is sure but for these characters."""
    return LineReading(
        text,
        tuple(ReadCharacter(c, p if c in doubtful else 0.999, x0=i, x1=i + 1) for i, c in enumerate(text)),
    )


def test_doubtful_letters_come_from_the_second_reader() -> None:
    mended = combined(reading("การใช้งบปรมาณ", "รม"), reading("การใช้งบประมาณ"))
    assert mended.text == "การใช้งบประมาณ"
    assert "".join(c.char for c in mended.characters) == mended.text
    changed = combined(reading("เขตจำนงสุจริต", "ข"), reading("เจตจำนงสุจริต"))
    assert changed.text == "เจตจำนงสุจริต"
    assert (changed.characters[1].p, changed.characters[1].second) == (0.5, "ข")


@pytest.mark.parametrize(
    ("ours", "other", "doubtful"),
    [
        ("เขตจำนงสุจริต", "เจตจำนงสุจริต", ""),  # ours is sure
        ("คะแนนเฉลี่ย ๘๖.๙๗ คะแนน", "คะแนนเฉลี่ย ๐๒.๑๓ คะแนน", "๘๖๙๗."),  # digits never
        ("ได้คะแนนเฉลี่ย ๘๖", "ได้คะแนนเฉลี่ย ๘๖๓", "๘๖"),
        ("การใช้งบประมาณ", "เทศบาลตำบลตัวอย่าง", "การ"),  # another line
        ("ประกาศเจตจำนงสุจริต", "ประกาศเ่ตจำนงสุจริต", "จ"),  # cannot be written
    ],
)
def test_else_ours_stays(ours: str, other: str, doubtful: str) -> None:
    assert combined(reading(ours, doubtful), reading(other)) == reading(ours, doubtful)


def test_spaces_are_ours() -> None:
    mended = combined(reading("เขตจำนง สุจริต", "ข"), reading("เ จ ต จำ น ง สุ จ ริ ต"))
    assert mended.text == "เจตจำนง สุจริต"


def test_digits_stay_where_letters_beside_them_are_mended() -> None:
    mended = combined(reading("คะแบนเฉลี่ย ๘๖.๙๗", "บ๘๖"), reading("คะแนนเฉลี่ย ๐๒.๑๓"))
    assert mended.text == "คะแนนเฉลี่ย ๘๖.๙๗"


def test_only_doubtful_prose_is_read_twice() -> None:
    assert is_doubtful_prose(reading("เขตจำนงสุจริตของผู้บริหาร", "ข", 0.1))
    assert not is_doubtful_prose(reading("เจตจำนงสุจริตของผู้บริหาร"))
    assert not is_doubtful_prose(reading("๘๖.๙๗ ๘๘.๐๐ ๙๐.๑๒", "๘"))


class Doubting(Counting):
    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        return [reading("เขตจำนงสุจริต", "ข") for _ in boxes]


@posix
def test_a_second_reader_that_fails_leaves_ours_and_says_so(tmp_path: Path) -> None:
    broken = Tesseract(fake_tesseract(tmp_path, {}, "raise SystemExit(1)"))
    both = WithSecondReader(Doubting(), broken)
    assert [r.text for r in both.read(page(), BOXES)] == ["เขตจำนงสุจริต"] * 3
    assert both.read(page(), BOXES)
    assert len(both.failures) == 1
    assert "tesseract-ocr-tha" in both.failures[0]


@posix
@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(1)",
        "import sys; open(sys.argv[2] + '.tsv', 'w').write(''); raise SystemExit(3)",
        "import time; time.sleep(60)",
    ],
)
def test_a_tesseract_that_gives_too_little_fails(tmp_path: Path, code: str) -> None:
    engine = Tesseract(fake_tesseract(tmp_path, {}, code), deadline_s=1.0)
    with pytest.raises(OcrEngineError, match="tesseract"):
        engine.read(page(), BOXES)


def test_the_words_of_a_picture_make_its_line() -> None:
    row = "5\t{}" + "\t0" * 8 + "\t90\t{}"
    rows = [
        "head",
        row.format(1, "ผล"),
        row.format(1, "คะแนน"),
        row.format(3, "ปี"),
        "5\t9\tshort",
        row.format(7, "no"),
    ]
    assert tesseract._texts("\n".join(rows), 3) == ["ผลคะแนน", "", "ปี"]
    assert tesseract._joined("น ํ า ITA 2567 ปี") == "นำ ITA 2567 ปี"


@posix
def test_tesseract_is_asked_once_a_page_and_proves_nothing(tmp_path: Path) -> None:
    engine = Tesseract(fake_tesseract(tmp_path, widths(MARGIN)))
    readings = engine.read(page(), BOXES)
    assert all(c.p == 0.5 for r in readings for c in r.characters)
    assert not engine.proven_digits


def test_the_endpoint_gets_one_picture_of_all_lines_and_the_key_in_its_head() -> None:
    with endpoint_stub(widths()) as stub:
        engine = VisionEndpoint(stub.address, "typhoon", "sesame")
        readings = engine.read(page(), BOXES)
    assert [r.text for r in readings] == list(TEXTS)
    assert len(stub.asked) == 1
    assert stub.asked[0]["model"] == "typhoon"
    assert "sesame" not in str(stub.asked)
    assert stub.heads[0]["Authorization"] == "Bearer sesame"
    assert stub.heads[0]["path"] == "/v1/chat/completions"
    assert "sesame" not in repr(engine)
    assert "sesame" not in engine.version


def test_figures_of_an_endpoint_are_unproven() -> None:
    with endpoint_stub(widths()) as stub:
        engine = VisionEndpoint(stub.address, "typhoon")
        (figure,) = figure_readings(engine.read(page(), BOXES)[0].characters)
    assert (figure.text, figure.p) == ("86.97", 0.5)
    assert not engine.proven_digits


def test_lines_are_asked_for_one_by_one_where_their_number_is_wrong() -> None:
    with endpoint_stub(widths()) as stub:
        stub.answers = [(200, "86.97\n12 256789")]
        readings = VisionEndpoint(stub.address, "typhoon").read(page(), BOXES)
    assert [r.text for r in readings] == list(TEXTS)
    assert len(stub.asked) == 1 + len(BOXES)


def test_fences_and_question_marks_are_no_text() -> None:
    with endpoint_stub(widths()) as stub:
        stub.answers = [(200, "```text\n86.97\n\n?\n256789\n```")]
        readings = VisionEndpoint(stub.address, "typhoon").read(page(), BOXES)
    assert [r.text for r in readings] == ["86.97", "", "256789"]


def test_a_fault_that_passes_is_tried_again() -> None:
    with endpoint_stub(widths()) as stub:
        stub.answers = [(503, ""), (429, "")]
        engine = VisionEndpoint(stub.address, "typhoon", first_wait_s=0.01)
        assert engine.read(page(), BOXES)[0].text == "86.97"
    assert len(stub.asked) == 3


@pytest.mark.parametrize("status", [401, 404, 302, 307, 500])
def test_a_fault_that_stays_is_told_without_the_key(status: int) -> None:
    with endpoint_stub(widths()) as stub:
        stub.answers = [(status, "")] * 5
        engine = VisionEndpoint(stub.address, "typhoon", "sesame", first_wait_s=0.01)
        with pytest.raises(OcrEngineError, match=f"127.0.0.1 answered {status}") as failed:
            engine.read(page(), BOXES)
    assert "sesame" not in str(failed.value)
    assert len(stub.asked) == (3 if status == 500 else 1)


def test_an_endpoint_that_is_not_there_is_told() -> None:
    with endpoint_stub(widths()) as stub:
        address = stub.address
    with pytest.raises(OcrEngineError, match="cannot be reached"):
        VisionEndpoint(address, "typhoon", first_wait_s=0.01).read(page(), BOXES)


def test_an_answer_of_another_kind_or_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vision_endpoint, "MOST_ANSWER_BYTES", 200)
    with endpoint_stub(widths()) as stub:
        stub.answers = [(200, "x" * 300)]
        with pytest.raises(OcrEngineError, match="more than 200 bytes"):
            VisionEndpoint(stub.address, "typhoon").read(page(), BOXES)
    with pytest.raises(OcrEngineError, match="OpenAI"):
        vision_endpoint._content(b'{"error": 1}')


def test_large_pictures_are_split_and_made_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vision_endpoint, "MOST_PIXELS", 4000)
    with endpoint_stub(widths()) as stub:
        readings = VisionEndpoint(stub.address, "typhoon").read(page(), BOXES)
    assert len(stub.asked) == 3
    assert all(r.text for r in readings)


@pytest.mark.parametrize(
    ("address", "model", "key", "why"),
    [
        ("ftp://host/v1", "m", "", "http"),
        ("host/v1", "m", "", "http"),
        ("https://host/v1", "", "", "--ocr-model"),
        ("https://user:key@host/v1", "m", "", "THAI_ITA_OCR_KEY"),
        ("http://host/v1", "m", "sesame", "in the clear"),
    ],
)
def test_an_endpoint_that_cannot_be_used_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str, model: str, key: str, why: str
) -> None:
    monkeypatch.setenv("THAI_ITA_OCR_KEY", key)
    with pytest.raises(EndpointSettingError, match=why) as refused:
        chosen_engine(OcrChoice("endpoint", address, model))
    assert "sesame" not in str(refused.value)


def test_an_endpoint_with_the_key_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THAI_ITA_OCR_KEY", "sesame")
    for address in ("https://host/v1", "http://localhost:8000/v1"):
        engine = chosen_engine(OcrChoice("endpoint", address, "m"))
        assert isinstance(engine, VisionEndpoint)
        assert engine.key == "sesame"


def test_our_own_is_the_default_and_kept_where_a_cache_is_given(tmp_path: Path) -> None:
    assert chosen_engine().proven_digits
    assert chosen_engine().name == chosen_engine(OcrChoice(cache=tmp_path)).name
    assert isinstance(chosen_engine(OcrChoice(cache=tmp_path)), CachedEngine)
    with pytest.raises(ValueError, match="own, tesseract, endpoint"):
        chosen_engine(OcrChoice("easyocr"))


def test_tesseract_helps_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tesseract, "find_spec", lambda _: None)
    monkeypatch.setattr(tesseract, "find_program", lambda *_: tmp_path / "tesseract")
    engine = chosen_engine(OcrChoice("tesseract"))
    assert isinstance(engine, WithSecondReader)
    assert engine.proven_digits
    monkeypatch.setattr(tesseract, "find_program", lambda *_: None)
    with pytest.raises(MissingExtraError, match="tesseract-ocr-tha"):
        chosen_engine(OcrChoice("tesseract"))


@pytest.mark.parametrize("package", ["onnxruntime", "cv2"])
def test_without_the_extra_its_install_line_is_told(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    choose.line_engine.cache_clear()
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == package else object())
    with pytest.raises(MissingExtraError, match=rf"{package}.*\[ocr\]"):
        chosen_engine()


def test_pictures_without_ink_are_sent_nowhere() -> None:
    with endpoint_stub(widths()) as stub:
        white = np.full((100, 100), 255, np.uint8)
        assert VisionEndpoint(stub.address, "typhoon").read(white, [(0, 0, 90, 90)]) == [LineReading("")]
    assert stub.asked == []
