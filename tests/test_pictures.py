"""Pictures: every Thai mark is drawn, nothing is cut off, missing stays missing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analyze_tables import score, tables
from thai_ita.analyze import compare
from thai_ita.analyze.answer import Answer
from thai_ita.analyze.typed_tables import TableError
from thai_ita.choices import Picture
from thai_ita.extras import MissingExtraError
from thai_ita.pictures import backend
from thai_ita.pictures.draw import draw
from thai_ita.pictures.fonts import UnusableFontError, thai_style
from thai_ita.pictures.label_spacing import spread

NAMES = ("น้ำใสปั้นดี", "ที่ดอนกู้", "ป่าฎีกาญาติ", "รื่นรมย์ฐาน", "เจ้าพนมเปิ้ล", "สุขสันต์")


@pytest.fixture
def answer() -> Answer:
    rng = np.random.default_rng(0)
    rows = [
        score(
            name,
            year,
            code,
            round(float(rng.uniform(70, 100)), 2),
            type_="เทศบาลตำบล" if k % 2 else "องค์การบริหารส่วนตำบล",
        )
        for k, name in enumerate(NAMES)
        for year in (2563, 2564, 2565, 2566)
        for code in ("ITA", "4", "9")
        if (name, year, code) != (NAMES[0], 2566, "4")
    ]
    return compare(tables(rows), peers="all")


def drawn_texts(path: Path) -> list[tuple[str, int]]:
    """Of an SVG every text, which matplotlib leaves as a comment, and the glyphs drawn for it."""
    parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))
    found: list[tuple[str, int]] = []
    for group in ET.parse(path, parser).iter():
        for place, child in enumerate(group):
            if child.tag is ET.Comment and child.text:
                uses = sum(
                    1
                    for later in list(group)[place + 1 :]
                    for e in later.iter()
                    if str(e.tag).endswith("}use")
                    or (str(e.tag).endswith("}path") and e.get("d") and e.get("transform"))
                )
                found.append((child.text.strip(), uses))
    return found


def glyphs_needed(text: str) -> int:
    """Letters and marks; ำ may be drawn as one or two."""
    return len(re.sub(r"\s", "", text))


@pytest.mark.parametrize("picture", list(Picture))
@pytest.mark.parametrize("language", ["th", "en"])
def test_no_mark_is_lost(answer: Answer, picture: Picture, language: str, tmp_path: Path) -> None:
    path = draw(answer, picture, tmp_path / "p.svg", code="9", language=language)
    texts = drawn_texts(path)
    thai = [entry for entry in texts if re.search("[ก-๛]", entry[0])]
    assert len(thai) >= 2
    for text, glyphs in thai:
        assert glyphs >= glyphs_needed(text), text
    if picture in (Picture.HEATMAP, Picture.SLOPES):
        together = " ".join(text for text, _ in texts)
        for name in NAMES:
            assert name in together


def test_marks_change_what_is_drawn_and_stand_apart() -> None:
    import matplotlib as mpl
    from matplotlib.textpath import TextPath

    with mpl.rc_context(thai_style()):
        heights = {}
        for text in ("ก", "กิ", "กิ่", "ก่", "กุ", "ป", "ปิ", "ปิ้", "น", "นำ", "น้ำ"):
            box = TextPath((0, 0), text, size=40).get_extents()
            heights[text] = (box.y0, box.y1)
    # A tone above a vowel stands higher than the vowel, a tone alone lower than that.
    assert heights["ก"][1] < heights["กิ"][1] < heights["กิ่"][1]
    assert heights["กิ่"][1] > heights["ก่"][1] > heights["ก"][1]
    assert heights["ปิ้"][1] > heights["ปิ"][1]
    assert heights["กุ"][0] < heights["ก"][0]
    assert heights["น้ำ"][1] > heights["นำ"][1] > heights["น"][1]


@pytest.mark.parametrize("picture", list(Picture))
def test_png_has_a_white_margin(answer: Answer, picture: Picture, tmp_path: Path) -> None:
    import matplotlib.image

    path = draw(answer, picture, tmp_path / "p.png", code="9")
    pixels = matplotlib.image.imread(path)[:, :, :3]
    assert min(pixels.shape[:2]) > 400
    edges = [pixels[:5], pixels[-5:], pixels[:, :5], pixels[:, -5:]]
    assert all((edge > 0.99).all() for edge in edges), "something is cut off"
    assert (pixels < 0.5).any()


def test_the_same_tables_give_the_same_file(answer: Answer, tmp_path: Path) -> None:
    first, second = (draw(answer, "trends", tmp_path / name, code="9").read_bytes() for name in ("a.svg", "b.svg"))
    assert first == second


def test_unknown_scores_are_hatched_and_not_drawn_as_numbers(answer: Answer, tmp_path: Path) -> None:
    path = draw(answer, "heatmap", tmp_path / "p.svg", years=(2566,))
    numbers = [t for t, _ in drawn_texts(path) if re.fullmatch(r"\d+\.\d|100", t)]
    wide = answer["wide"]
    own = wide[wide["fiscal_year"] == 2566][["ITA", "4", "9"]]
    # The colour bar has whole numbers beside them.
    assert len([t for t in numbers if t != "100"]) == int(own.notna().to_numpy().sum())
    assert "<pattern" in path.read_text("utf-8")
    assert any("ไม่ทราบคะแนน" in t for t, _ in drawn_texts(path))


def test_slopes_are_refused_over_a_break_and_marked_over_a_revision(tmp_path: Path) -> None:
    rows = [score(n, y, c, 80.0 + k) for k, n in enumerate(NAMES) for y in (2565, 2566, 2567) for c in ("4", "9")]
    answer = compare(tables(rows))
    with pytest.raises(TableError, match="does not compare"):
        draw(answer, "slopes", tmp_path / "p.svg", code="4")
    path = draw(answer, "slopes", tmp_path / "p.svg", code="9", years=(2565, 2566))
    assert any("OIT 43 ข้อ" in text for text, _ in drawn_texts(path))
    lines = draw(answer, "trends", tmp_path / "l.svg", code="4")
    assert any("เกณฑ์เปลี่ยน" in text for text, _ in drawn_texts(lines))


@pytest.mark.parametrize(
    ("picture", "options", "words"),
    [
        ("heatmap", {"years": (2560,)}, r"no scores of 2560 to draw; years: 25\d\d, 25\d\d"),
        ("trends", {"code": "7"}, "no scores of 7"),
        ("distribution", {"code": "9", "years": (2560,)}, r"2560 to draw; years: 25\d\d, 25\d\d"),
    ],
)
def test_nothing_to_draw_is_said(
    answer: Answer, picture: str, options: dict[str, object], words: str, tmp_path: Path
) -> None:
    with pytest.raises(TableError, match=words):
        draw(answer, picture, tmp_path / "p.png", **options)
    assert not (tmp_path / "p.png").exists()
    with pytest.raises(TableError, match=r"\.png or \.svg"):
        draw(answer, picture, tmp_path / "p.pdf")


def test_too_many_agencies_are_refused(tmp_path: Path) -> None:
    answer = compare(tables([score(f"แห่ง{k}", 2566, "ITA", 80.0) for k in range(61)]))
    with pytest.raises(TableError, match="61 agencies"):
        draw(answer, "heatmap", tmp_path / "p.png")


def bundled() -> str:
    import fontpkg

    return str(fontpkg.path("Sarabun", weight=700))


def test_the_font_that_is_named_is_drawn_with(answer: Answer, tmp_path: Path) -> None:
    first, second = (
        draw(answer, "trends", tmp_path / name, code="9", font=font).read_bytes()
        for name, font in (("a.svg", ""), ("b.svg", bundled()))
    )
    assert first != second


@pytest.mark.parametrize("name", ["Tahoma Thai", "tahoma thai"])
def test_a_font_of_the_computer_is_found_by_its_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that was installed after matplotlib had made its list of fonts."""
    thai_style()
    from matplotlib import font_manager

    entry = font_manager.FontEntry(fname=bundled(), name="Tahoma Thai")
    bold = font_manager.FontEntry(fname="bold.ttf", name="Tahoma Thai", weight=700)
    found = type("Found", (), {"ttflist": [bold, entry]})
    monkeypatch.setattr(font_manager, "FontManager", found)
    (family,) = thai_style(name)["font.family"]
    assert font_manager.findfont(family) == bundled()


def test_a_font_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    thai_style()
    from matplotlib import get_data_path

    latin = Path(get_data_path(), "fonts", "ttf", "cmr10.ttf")
    with pytest.raises(UnusableFontError, match=r"cmr10.ttf: the font lacks letters \(กูที"):
        thai_style(str(latin))
    with pytest.raises(UnusableFontError, match="the font lacks letters"):
        thai_style("Last Resort High-Efficiency")  # matplotlib's own: a box for every script
    with pytest.raises(UnusableFontError, match=r"none.ttf: there is no such font file; without --font"):
        thai_style(str(tmp_path / "none.ttf"))
    broken = tmp_path / "broken.otf"
    broken.write_bytes(b"no font")
    with pytest.raises(UnusableFontError, match="is no font that can be read"):
        thai_style(str(broken))
    with pytest.raises(UnusableFontError, match="called 'No Such Font'; those with Thai") as caught:
        thai_style("No Such Font")
    assert "Last Resort" not in str(caught.value)


def test_an_old_matplotlib_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend, "LEAST_VERSION", (99, 0))
    backend.import_matplotlib.cache_clear()
    with pytest.raises(MissingExtraError, match=r"matplotlib .* draws Thai marks over each other"):
        backend.import_matplotlib()
    backend.import_matplotlib.cache_clear()


def test_no_setting_of_the_computer_changes_a_picture(answer: Answer, tmp_path: Path) -> None:
    import matplotlib as mpl

    plain = draw(answer, "trends", tmp_path / "a.svg", code="9").read_bytes()
    with mpl.rc_context({"axes.facecolor": "red", "lines.linestyle": ":"}):
        assert draw(answer, "trends", tmp_path / "b.svg", code="9").read_bytes() == plain
        assert mpl.rcParams["axes.facecolor"] == "red", "the settings of a program stay its own"


@given(st.lists(st.floats(0, 100), max_size=20), st.floats(0.1, 5))
def test_labels_are_spread_without_changing_their_order(heights: list[float], least: float) -> None:
    placed = spread(heights, least)
    assert len(placed) == len(heights)
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    gaps = [placed[b] - placed[a] for a, b in pairwise(order)]
    assert all(gap >= least - 1e-6 for gap in gaps)
    if len(heights) < 2 or min(np.diff(sorted(heights))) > least:
        assert placed == pytest.approx(heights)


@pytest.mark.parametrize("picture", list(Picture))
def test_a_name_without_end_is_cut_to_what_fits(picture: Picture, tmp_path: Path) -> None:
    """One of 50,000 letters took two gigabytes."""
    name = "เทศบาลตำบล" + "ก" * 5_000
    rows = [score(name, year, "9", 80.0 + year % 7) for year in (2566, 2567)]
    path = draw(compare(tables(rows)), picture, tmp_path / "p.png", code="9")
    head = path.read_bytes()[16:24]
    assert int.from_bytes(head[:4]) < 10_000
