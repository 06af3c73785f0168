"""The model of the package: what is told about it, and figures that it must read."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import fontpkg
import numpy as np
import pytest

from tests.conftest import ROOT
from thai_ita.ingest.scan import line_engine
from training.ocr.evaluate import FIGURES, Model, Shown, shown
from training.ocr.fonts import FREE, HELD_OUT, TEST_ONLY, listed
from training.ocr.numerals import ARABIC_DIGITS, THAI_DIGITS, thai
from training.ocr.text import CHARSET

MODEL = ROOT / "thai_ita" / "data" / "ocr" / "thai_lines.onnx"
LARGEST = 3_000_000
VALUES = 40
DAMAGED_RIGHT = 38
"""Of VALUES, at 150 dpi after JPEG of quality 40."""
PROSE_WRONG = 0.02
PROSE = (
    "ผลการประเมินคุณธรรมและความโปร่งใส",
    "การเปิดเผยข้อมูล",
    "คะแนนเฉลี่ยร้อยละ ๘๙.๗๒",
    "องค์การบริหารส่วนตำบล",
    "ปีงบประมาณ พ.ศ. ๒๕๖๖",
    "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)",
    "การแก้ไขปัญหาการทุจริต",
)


@lru_cache(maxsize=1)
def about() -> dict[str, Any]:
    return dict(json.loads(MODEL.with_suffix(".json").read_text("utf-8")))


@lru_cache(maxsize=1)
def model() -> Model:
    return Model(MODEL)


def pages(texts: list[str], kind: str, dpi: int) -> list[Shown]:
    random, noise = Random(5), np.random.default_rng(5)
    paths = [Path(str(fontpkg.path("Sarabun", weight=weight))) for weight in (400, 700)]
    return [shown(t, "Sarabun", paths[n % 2], kind, dpi, random, noise) for n, t in enumerate(texts)]


def values() -> list[str]:
    """dd.dd with every digit in both scripts."""
    random = Random(11)
    found = [f"{random.uniform(0, 100):.2f}" for _ in range(VALUES - 2)] + ["100.00", "0.00"]
    found = [thai(text) if number % 2 else text for number, text in enumerate(found)]
    assert set(THAI_DIGITS + ARABIC_DIGITS) <= set("".join(found))
    return found


def read(texts: list[str], kind: str, dpi: int, allowed: str) -> list[tuple[str, float]]:
    """Text and least probability of every one of the texts."""
    found = model().read([page.crop for page in pages(texts, kind, dpi)], allowed)
    return [("".join(c.char for c in line), min((c.p for c in line), default=0.0)) for line in found]


def test_the_file_is_small() -> None:
    assert MODEL.stat().st_size <= LARGEST


@pytest.mark.parametrize("damage", ["flip", "cut", "gone", "json", "no hash"])
def test_a_damaged_model_is_refused(damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One weight that has changed reads other figures; the file of the package is known by its hash."""
    folder = tmp_path / "ocr"
    folder.mkdir()
    data, told = bytearray(MODEL.read_bytes()), about()
    if damage == "flip":
        data[len(data) // 2] ^= 1
    elif damage == "cut":
        del data[-1000:]
    elif damage == "no hash":
        told = {name: value for name, value in told.items() if name != "sha256"}
    if damage != "gone":
        (folder / MODEL.name).write_bytes(data)
    text = json.dumps(told)
    (folder / MODEL.with_suffix(".json").name).write_text(text[:-5] if damage == "json" else text)
    monkeypatch.setattr(line_engine, "files", lambda package: tmp_path)
    with pytest.raises(line_engine.DamagedModelError, match="install thai-ita anew"):
        line_engine.line_engine.__wrapped__()


def test_what_is_told_is_what_it_was_made_of() -> None:
    told = about()
    assert (told["height"], told["blank"]) == (40, 0)
    assert told["charset"] == CHARSET
    assert len(set(CHARSET)) == len(CHARSET)
    assert told["training"]["lines"] > 0
    assert told["training"]["stages"]
    assert {d for font in told["fonts"] for f in font["files"] for d in [f["sha256"]]} == {
        digest for font in listed() for _, digest in font.files
    }
    assert told["held_out"] == sorted(HELD_OUT)


def test_the_measured_table_is_complete() -> None:
    held = about()["test"]["held_out"]
    assert set(held["by_family"]) == HELD_OUT
    assert sum(row["characters"] for row in held["digits"]) > 10_000
    assert {"clean 200", "clean 150", "jpeg40 150", "fax 200", "stamp 200"} <= set(held["by_damage"])


def test_a_class_for_every_character_and_the_blank() -> None:
    crop = pages(["1"], "clean", 200)[0].crop
    y = model()._session.run(None, {"x": crop[None, None]})[0]
    assert y.shape == ((crop.shape[1] + 1) // 2, 1, len(CHARSET) + 1)


def test_fonts_trained_on_are_free_and_none_is_held_out() -> None:
    for font in listed():
        assert (font.role == "test") == (font.family in HELD_OUT | TEST_ONLY), font.family
        assert font.licence in FREE or font.family in TEST_ONLY, font.family
        assert all(len(digest) == 64 for _, digest in font.files)


def test_figures_of_a_clean_scan_are_exact() -> None:
    expected = values()
    assert [text for text, _ in read(expected, "clean", 200, "")] == expected


@pytest.mark.parametrize("kind", ["jpeg40", "clean"])
def test_figures_of_a_poor_scan_are_nearly_all_exact(kind: str) -> None:
    expected = values()
    found = [text for text, _ in read(expected, kind, 150, FIGURES)]
    assert sum(a == b for a, b in zip(found, expected, strict=True)) >= DAMAGED_RIGHT


def test_a_figure_read_wrong_is_not_sure() -> None:
    expected = values()
    for kind in ("fax", "noise", "blur", "stamp"):
        for (text, p), truth in zip(read(expected, kind, 200, FIGURES), expected, strict=True):
            assert text == truth or len(text) != len(truth) or p < 0.99, (kind, text, truth, p)


def test_words_of_the_field() -> None:
    from training.ocr.evaluate import distance

    found = read(list(PROSE), "clean", 200, "")
    wrong = sum(distance(text, truth) for (text, _), truth in zip(found, PROSE, strict=True))
    assert wrong <= PROSE_WRONG * sum(map(len, PROSE)), [text for text, _ in found]
