"""Profiles beside true evidence pages, and on paper."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path
from urllib.parse import unquote

from tests.browser.conftest import Opener
from tests.browser.output import Output
from thai_ita.profiles.profile_content import (
    Profile,
    ProfileCell,
    ProfileColumn,
    ProfileTable,
    Section,
    said,
)
from thai_ita.profiles.profile_files import write_page

TABLES = 120
"""So many, at all heights of a page, that some headings would stand at its foot."""


def test_links_lead_to_what_the_evidence_pages_hold(profiled: Output) -> None:
    assert len(profiled.profiles) >= 2
    for page in profiled.profiles:
        text = page.read_text("utf-8")
        links = [html.unescape(link) for link in re.findall(r'href="(\.\./review/d/[^"]+)"', text)]
        assert {link.partition("#")[2][:1] for link in links} >= {"", "s", "m"}
        for link in links:
            path, _, anchor = link.partition("#")
            evidence = (page.parent / unquote(path)).read_text("utf-8")
            assert not anchor or f'id="{anchor}"' in evidence, link


def test_on_paper_no_heading_of_a_table_stands_alone_at_the_foot_of_a_page(tmp_path: Path, opened: Opener) -> None:
    import pypdfium2

    def section(place: int) -> Section:
        before = tuple(said("text") for _ in range(place * 5 % 13))
        rows = tuple((ProfileCell("body"), ProfileCell("1.00")) for _ in range(3))
        table = ProfileTable("CAPTION", (ProfileColumn("HEADING"), ProfileColumn("HEADING", True)), rows)
        return Section(f"part-{place}", "PART", (*before, table))

    made = Profile("en", "title", "", "warning", tuple(map(section, range(TABLES))), "cite", "made")
    page = opened(write_page(tmp_path, "page.html", made), folder=tmp_path)
    printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    # Letters come one by one, and the number of the page first.
    sheets = ["".join(sheet.get_textpage().get_text_range().split()) for sheet in printed]
    assert sum(sheet.count("CAPTION") for sheet in sheets) == TABLES
    assert not [sheet[-60:] for sheet in sheets if sheet.endswith(("PART", "CAPTION", "HEADING"))]
