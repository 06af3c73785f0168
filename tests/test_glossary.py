"""Every coded value of the tables has its line in the glossary, in the words of the dictionary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import pytest

from tests.conftest import ROOT
from thai_ita.model import (
    Basis,
    CheckResult,
    DocStatus,
    DocType,
    FindingKind,
    ScoreKind,
    ScoreStatus,
)
from thai_ita.normalize.agency_types import AGENCY_TYPES, SHORT_TYPES
from thai_ita.normalize.editions import known_years, load_edition

DATA = ROOT / "thai_ita" / "data"
WORDS = json.loads((DATA / "dictionary.json").read_text("utf-8"))["values"]
PAGE = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
CODED: list[tuple[str, Iterable[str]]] = [
    ("kind", ScoreKind), ("kind", FindingKind), ("status", ScoreStatus), ("status", DocStatus), ("basis", Basis), ("doc_type", DocType), ("result", CheckResult),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), [(column, value) for column, values in CODED for value in values])
def test_every_value_has_its_line(column: str, value: str) -> None:
    words = WORDS[column][value]
    assert any(row[:3] == [words["th"], words["en"], f"`{value}`"] for row in ROWS)


@pytest.mark.parametrize("year", known_years())
def test_every_instrument_and_indicator_of_a_year_has_its_line(year: int) -> None:
    edition = load_edition(year)
    for entry in (*edition.instruments, *edition.indicators):
        assert any(f"`{entry.code}`" in row for row in ROWS), entry.code
        if year == 2568:
            assert any(row[:3] == [entry.name, entry.name_en, f"`{entry.code}`"] for row in ROWS), entry.code


def test_every_level_and_type_of_agency_has_its_line() -> None:
    levels = json.loads((DATA / "editions" / "levels.json").read_text("utf-8"))
    for scheme in levels["schemes"]:
        for level in scheme["levels"]:
            assert any(row[:3] == [level["word"], level["name_en"], str(level["overall_min"])] for row in ROWS), level[
                "word"
            ]
    for kind in AGENCY_TYPES:
        assert any(row[:2] == [kind, SHORT_TYPES[kind]] for row in ROWS), kind


def test_columns_that_the_glossary_names_are_there() -> None:
    from thai_ita.columns import TABLE_COLUMNS

    for table, column in re.findall(r"^## .*\(`(\w+)\.(\w+)`\)", PAGE, flags=re.MULTILINE):
        assert column in [c.name for c in TABLE_COLUMNS[table]]
