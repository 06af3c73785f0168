"""What the link check of the documentation site must notice, and what it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.site_links import main, problems

SOUND = """<!doctype html><html><head>
<link rel="stylesheet" href="look.css"><link rel="canonical" href="https://pages.example/">
</head><body>
<h2 id="ภาษาไทย">ภาษาไทย</h2>
<a href="#%E0%B8%A0%E0%B8%B2%E0%B8%A9%E0%B8%B2%E0%B9%84%E0%B8%97%E0%B8%A2">below</a>
<a href="inner/page.html#part">another</a> <a href="inner/">a folder</a> <a href="#">top</a>
<a href="https://pages.example/source">source</a> <a href="mailto:someone@pages.example">mail</a>
<img src="a%20picture.svg" alt=""><img src="data:image/png;base64,AA==" alt="">
</body></html>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "inner").mkdir()
    (tmp_path / "index.html").write_text(SOUND, "utf-8")
    (tmp_path / "look.css").write_text("@font-face { src: url('letters.woff2') }", "utf-8")
    (tmp_path / "letters.woff2").write_bytes(b"")
    (tmp_path / "a picture.svg").write_text("<svg><g id='x'/></svg>", "utf-8")
    for name in ("page", "index"):
        (tmp_path / "inner" / f"{name}.html").write_text("<a href='/index.html'></a><a name='part'></a>", "utf-8")
    return tmp_path


def test_a_sound_site_has_no_problems(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert problems(site) == []
    assert main([str(site)]) == 0
    assert "3 pages, 0 broken links" in capsys.readouterr().out


@pytest.mark.parametrize(("markup", "reason"), [
    ("<a href='inner/gone.html'>", "leads to no file of the site"),
    ("<a href='../index.html'>", "leads to no file of the site"),
    ("<img src='gone.webp'>", "leads to no file of the site"),
    ("<img srcset='gone.webp 2x'>", "leads to no file of the site"),
    ("<link rel='next' href='gone.html'>", "leads to no file of the site"),
    ("<a href='#gone'>", "leads to an anchor that is not there"),
    ("<a href='inner/page.html#gone'>", "leads to an anchor that is not there"),
    ("<a href='a%20picture.svg#y'>", "leads to an anchor that is not there"),
    ("<script src='https://scripts.example/x.js'></script>", "is loaded from outside of the site"),
    ("<script src='//scripts.example/x.js'></script>", "is loaded from outside of the site"),
    ("<link rel='stylesheet' href='https://letters.example/css'>", "is loaded from outside of the site"),
    ("<link rel='preconnect' href='https://letters.example/'>", "is loaded from outside of the site"),
    ("<img src='http://pictures.example/x.png'>", "is loaded from outside of the site"),
    ("<iframe src='https://pages.example/'></iframe>", "is loaded from outside of the site"),
    ("<p style='background: url(https://pictures.example/x.png)'>", "is loaded from outside of the site"),
    ("<style>@import 'https://letters.example/css';</style>", "is loaded from outside of the site"),
])  # fmt: skip
def test_each_fault_is_told(site: Path, markup: str, reason: str) -> None:
    (site / "fault.html").write_text(f"<!doctype html><body>{markup}", "utf-8")
    [told] = problems(site)
    assert told.startswith("fault.html: ")
    assert told.endswith(reason)
    assert main([str(site)]) == 1


def test_a_style_sheet_that_loads_from_outside_is_told(site: Path) -> None:
    (site / "look.css").write_text("@font-face { src: url(https://letters.example/a.woff2) }", "utf-8")
    assert problems(site) == ["look.css: https://letters.example/a.woff2, is loaded from outside of the site"]


def test_a_folder_without_pages_is_no_site(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1
