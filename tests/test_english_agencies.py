"""Local governments named in English alone: never the province beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

import thai_ita
from thai_ita.normalize.english_agencies import english_agencies

TABLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567\n\nคะแนนภาพรวม 88.12 คะแนน\n"


@pytest.mark.parametrize(
    ("line", "agency", "code"),
    [
        ("Tha Uthen Subdistrict Municipality", "เทศบาลตำบลท่าอุเทน", "dla-5480301"),
        ("Tha-Uthen Tambon Municipality", "เทศบาลตำบลท่าอุเทน", "dla-5480301"),
        ("Nakhon Phanom Town Municipality", "เทศบาลเมืองนครพนม", ""),
    ],
)
def test_an_english_name_is_the_owner(tmp_path: Path, line: str, agency: str, code: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text(f"{line}\nจังหวัดนครพนม\n{TABLE}", "utf-8")
    report = thai_ita.read(path, guarded=False)
    assert report.identity.agency.name == agency
    assert report.identity.agency.province == "นครพนม"
    assert report.identity.agency.agency_id.startswith(code or "dla-")
    assert {s.agency.name for s in report.scores if s.agency} <= {agency}


@pytest.mark.parametrize("line", ["Nowhere Subdistrict Municipality", "Tha Uthen City Municipality"])
def test_one_that_cannot_be_told_leaves_no_owner(tmp_path: Path, line: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text(f"{line}\nจังหวัดนครพนม\n{TABLE}", "utf-8")
    report = thai_ita.read(path, guarded=False)
    assert report.identity.agency is None
    assert not [s for s in report.scores if s.agency is not None]
    assert "identity-incomplete" in {t.code for t in report.problems}


def test_a_thai_name_goes_first(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(f"เทศบาลตำบลตัวอย่างงาม จังหวัดเลย\nTha Uthen Subdistrict Municipality\n{TABLE}", "utf-8")
    assert thai_ita.read(path, guarded=False).identity.agency.name == "เทศบาลตำบลตัวอย่างงาม"


@pytest.mark.parametrize("text", ["Municipality", "the municipality", "Integrity Assessment", "SAO PAO", "Budget Town"])
def test_other_english_is_no_agency(text: str) -> None:
    assert english_agencies(text) == []
