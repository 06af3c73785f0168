"""What the documentation site is built from; the generator itself is not needed here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tools.site_pages import BrokenLinksError, anchor, lay_out, place, relinked


def _pages(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    for inner in entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ():
        yield from _pages(inner)


def test_every_page_stands_in_the_navigation_once() -> None:
    navigation = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]["nav"]
    named = [page for page in _pages(navigation) if not page.startswith("repository/")]
    written = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")]
    assert sorted(named) == sorted(written)


def test_all_that_pages_link_to_comes_along(tmp_path: Path) -> None:
    files = lay_out(ROOT, tmp_path)
    assert {"README.md", "CONTRIBUTING.md", "docs/pdf.md", "CITATION.cff"} <= set(files)
    assert (tmp_path / "site-source" / "pdf.md").is_file()
    assert (tmp_path / "site-source" / "repository" / "README.md").is_file()
    assert (tmp_path / "zensical.toml").is_file()


def _repository(root: Path, page: str) -> Path:
    (root / "docs").mkdir(parents=True)
    (root / "zensical.toml").write_text('[project]\nnav = ["index.md", "repository/NOTES.md"]\n', "utf-8")
    (root / "docs" / "index.md").write_text(page, "utf-8")
    (root / "NOTES.md").write_text("[back](docs/index.md) [data](data/a.txt)", "utf-8")
    (root / "data").mkdir()
    (root / "data" / "a.txt").write_text("a", "utf-8")
    return root


def test_links_out_of_the_folder_lead_to_copies(tmp_path: Path) -> None:
    root = _repository(tmp_path / "r", "[n](../NOTES.md#x) [h](https://a.example/b.md) [t](#top)")
    assert lay_out(root, tmp_path / "out") == ["NOTES.md", "data/a.txt", "docs/index.md"]
    source = tmp_path / "out" / "site-source"
    assert (source / "index.md").read_text("utf-8") == (
        "[n](repository/NOTES.md#x) [h](https://a.example/b.md) [t](#top)"
    )
    assert (source / "repository" / "NOTES.md").read_text("utf-8") == "[back](../index.md) [data](data/a.txt)"
    assert (source / "repository" / "data" / "a.txt").read_text("utf-8") == "a"


def test_what_was_built_before_goes(tmp_path: Path) -> None:
    root = _repository(tmp_path / "r", "")
    for name in ("site-source/old.md", "site/old.html"):
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_text("old", "utf-8")
    lay_out(root, tmp_path / "out")
    assert not list((tmp_path / "out").rglob("old.*"))


@pytest.mark.parametrize("page", ["[a](gone.md)", "![p](../gone.png)", "[f](../data)", "[o](../../NOTES.md)"])
def test_a_link_to_no_file_of_the_repository_is_told(tmp_path: Path, page: str) -> None:
    with pytest.raises(BrokenLinksError, match=r"docs/index\.md: .* is no file of the repository"):
        lay_out(_repository(tmp_path / "r", page), tmp_path / "out")


def test_code_keeps_what_looks_like_a_link() -> None:
    page = "`[a](../A.md)` [a](../A.md)\n\n    [a](../A.md)\n\n```\n[a](../A.md)\n```\n"
    assert relinked(page, "docs/p.md") == page.replace("` [a](../A.md)", "` [a](repository/A.md)")


def test_places_are_those_of_the_pages_folder_or_below_repository() -> None:
    assert place("docs/recipes/a.md") == "recipes/a.md"
    assert place("data/samples/README.md") == "repository/data/samples/README.md"


@pytest.mark.parametrize(("heading", "name"), [
    ("What is said of each kind of file", "what-is-said-of-each-kind-of-file"),
    ("Numerals, dates & (other) signs", "numerals-dates--other-signs"),
    ("ภาษาไทย", "ภาษาไทย"),
    ("ที่อยู่ของค่า", "ที่อยู่ของค่า"),
    ("`snake_case` kept", "snake_case-kept"),
])  # fmt: skip
def test_anchors_are_named_as_code_hosts_name_them(heading: str, name: str) -> None:
    assert anchor(heading, "-") == name
