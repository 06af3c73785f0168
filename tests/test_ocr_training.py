"""How training lines are made: their text, their fonts, their damage, their batches."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import fontpkg
import numpy as np
import pytest

from training.ocr import damage
from training.ocr import text as texts
from training.ocr.feed import PAPER, batches, packed, unpacked
from training.ocr.fonts import Font, FontError, listed, make_ready
from training.ocr.lines import HEIGHT, Lines, cropped, normalised, rendered
from training.ocr.numerals import numeral, score
from training.ocr.text import CHARSET, LEADER, Sources, clean, cut, line

SOURCES = Sources(
    terms=["การเปิดเผยข้อมูล", "การใช้งบประมาณ", "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่"],
    places=["เทศบาลตำบลท่าศาลา"],
    words=["ที่", "และ", "ประชาชน"],
    heap=[3.0, 5.0, 6.0],
    rare=["กระทรวง", "น้ำ"],
)


def sarabun() -> Path:
    return Path(str(fontpkg.path("Sarabun", weight=400)))


def font_of(role: str, family: str = "Sarabun") -> Font:
    return Font(family, "package", "pypi", "OFL-1.1", role, 400, False, (("Sarabun.ttf", "0" * 64),))


def test_lines_hold_only_characters_that_can_be_read() -> None:
    random = Random(3)
    for _ in range(2000):
        text = line(SOURCES, random)
        assert text
        assert set(text) <= set(CHARSET), text
        assert text == text.strip()
        assert "  " not in text


def test_text_that_looks_alike_is_spelt_one_way() -> None:
    assert clean("เเผน  น\u0e4d\u0e32 ‘ก’ ข้อ .......... ๕") == f"แผน น\u0e33 'ก' ข้อ {LEADER} ๕"


def test_a_cut_keeps_letters_whole() -> None:
    random = Random(1)
    for _ in range(300):
        piece = cut("เพื่อให้เจ้าหน้าที่เผยแพร่ข้อมูล", 6, random)
        assert not re.match("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]", piece)
        assert piece[-1] not in "เแโใไ"


def test_letters_that_look_alike_change_places() -> None:
    random = Random(4)
    made = {texts._alike(SOURCES, random, 30) for _ in range(200)}
    assert any("กระหรวง" in t or "ภระทรวง" in t or "ถระทรวง" in t for t in made)
    assert any("กระทรวง" in t for t in made)
    assert all(len(t) <= 36 for t in made)


def test_scores_are_two_decimals_as_a_rule_and_figures_come_in_both_scripts() -> None:
    random = Random(2)
    scores = [score(random) for _ in range(500)]
    assert sum(bool(re.fullmatch(r"\d{1,3}\.\d\d", text)) for text in scores) > 350
    figures = [numeral(random) for _ in range(500)]
    assert sum(any(c in "๐๑๒๓๔๕๖๗๘๙" for c in text) for text in figures) > 200
    assert sum(any(c in "0123456789" for c in text) for text in figures) > 120


def test_held_out_fonts_make_no_training_line() -> None:
    lines = Lines([(font_of("train"), sarabun()), (font_of("test", "Loma"), Path("never-opened.ttf"))], SOURCES, 5)
    for _ in range(60):
        values, text = lines.one(20)
        assert values.shape[0] == HEIGHT
        assert text


def test_the_same_seed_makes_the_same_lines() -> None:
    first, second = (Lines([(font_of("train"), sarabun())], SOURCES, 9) for _ in range(2))
    for _ in range(40):
        (a, text_a), (b, text_b) = first.one(), second.one()
        assert text_a == text_b
        assert np.array_equal(a, b)


def test_a_dash_is_not_blown_up_to_the_whole_height() -> None:
    made = rendered("-", str(sarabun()), 44)
    box = damage.ink_box(made.picture)
    assert box is not None
    alone = normalised(cropped(made.picture, box, em=made.em))
    assert 0.1 < (alone > 0.5).any(1).mean() < 0.5
    # Cut out by its ink alone it fills the crop, and no paper is left to tell it from.
    assert not (normalised(cropped(made.picture, box)) > 0.5).any()


def test_contrast_does_not_matter_to_the_network() -> None:
    made = rendered("๘๙.๗๒", str(sarabun()), 44)
    box = damage.ink_box(made.picture)
    assert box is not None
    strong = normalised(cropped(made.picture, box))
    faint = normalised(cropped((140 + made.picture * 0.4).astype(np.uint8), box))
    assert np.abs(strong - faint).mean() < 0.03


@pytest.mark.parametrize("seed", range(12))
def test_damage_leaves_a_picture_of_the_same_size_with_ink(seed: int) -> None:
    random, noise = Random(seed), damage.Noise(seed)
    made = rendered("คะแนน ๘๙.๗๒", str(sarabun()), 40)
    box = damage.ink_box(made.picture)
    assert box is not None
    picture = damage.redrawn(damage.turned(made.picture, random), random, noise, made.em)
    picture = damage.remains(picture, box, random, made.em, made.picture)
    picture = damage.scanned(damage.thickened_or_thinned(picture, random, made.em), random, noise, made.em)
    assert picture.shape == made.picture.shape
    x0, y0, x1, y1 = box
    inside, outside = picture[y0:y1, x0:x1], picture[: made.em // 4]
    assert float(np.percentile(inside, 3)) + 15 < float(np.median(outside))


def test_batches_are_padded_with_paper_and_hold_their_texts() -> None:
    def one(longest: int) -> tuple[Any, str]:
        width = 30 + 7 * (longest % 9)
        return np.ones((HEIGHT, width), np.float32), "ab"

    made = batches(SimpleNamespace(one=one, random=Random(0)), 5)
    for batch in made:
        assert len(batch.lines) == len(batch.columns) == len(batch.classes)
        assert batch.lines.shape[3] % 8 == 0
        for row, columns in zip(batch.lines, batch.columns, strict=True):
            assert (row[0, :, columns:] == PAPER).all()
            assert (row[0, :, :columns] != PAPER).all()
    assert abs(float(unpacked(packed(np.zeros(1, np.float32)))[0])) < 0.005


def test_another_version_of_a_font_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "unpacked" / "pypi"
    folder.mkdir(parents=True)
    (folder / "Sarabun.ttf").write_bytes(b"another version")
    with pytest.raises(FontError, match="not the file that"):
        make_ready(font_of("train"), tmp_path)
    with pytest.raises(FontError, match="holds no"):
        make_ready(Font("X", "p", "npm", "OFL-1.1", "train", 400, False, (("gone.ttf", "0"),)), tmp_path)


def test_the_list_of_fonts_names_packages_and_no_host() -> None:
    text = (Path(__file__).parents[1] / "training" / "ocr" / "fonts.json").read_text("utf-8")
    assert "://" not in text
    packages = {name for names in json.loads(text)["packages"].values() for name in names}
    assert {font.package for font in listed()} <= packages
