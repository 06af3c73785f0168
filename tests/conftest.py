"""What several test files need: the sample reports, made-up reports, the evaluation material."""

from __future__ import annotations

import ast
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.skips import (  # noqa: F401
    may_skip,
    pytest_collectreport,
    pytest_runtest_logreport,
    pytest_sessionfinish,
    pytest_terminal_summary,
)
from thai_ita.model import (
    Agency,
    Check,
    CheckResult,
    DocStatus,
    DocType,
    Document,
    Evidence,
    Finding,
    FindingKind,
    Identity,
    Match,
    Measure,
    Media,
    Page,
    Report,
    Score,
    ScoreKind,
)

# A shared machine is slow by turns; a deadline would fail at random. CI tries the same examples.
settings.register_profile("steady", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("steady")

_TIMES = ("process_time", "perf_counter", "tests.pumping")
"""What a module of tests names that measures how long something takes."""


_BY_NAME = {"slow", "libreoffice", "browser"}
"""Marks by which modules are chosen before they are imported."""


def bears(path: Path, mark: str) -> bool:
    """Whether a module of tests may hold one with this mark: it names it, measures time, or stands in the browser's folder."""
    text = path.read_text("utf-8")
    if mark == "timed":
        return any(name in text for name in _TIMES)
    return f"mark.{mark}" in text or mark == path.parent.name


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import no module that holds no test that is asked for by its mark: importing all takes half a minute."""
    asked = _asked_marks(config.getoption("markexpr", ""))
    is_module = collection_path.name.startswith("test_") and collection_path.suffix == ".py"
    if is_module and not all(bears(collection_path, mark) for mark in asked):
        return True
    return None


def _asked_marks(expression: str) -> list[str]:
    """The marks that each test must have by an expression of marks joined by ``and``; none of any other."""
    if re.search(r"\bor\b|[()]", expression):
        return []
    return [mark for mark in map(str.strip, expression.split(" and ")) if re.fullmatch(r"\w+", mark)]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that measure time get the mark ``timed``: beside others on the same cores they would measure those.

    Not one that is ``steady``: it is sure of what it measures whatever else goes on.
    """
    for item in items:
        marks = {each.name for each in item.iter_markers()}
        names = {item.name.partition("[")[0], *getattr(item, "fixturenames", ())}
        if measuring(item.path) & names and "steady" not in marks:
            item.add_marker(pytest.mark.timed)
        for mark in _BY_NAME & marks:
            assert bears(item.path, mark), (
                f"{item.nodeid}: write pytest.mark.{mark} in its module, which is found by it"
            )


@cache
def measuring(path: Path) -> frozenset[str]:
    """Names of the functions of a module that measure time: by themselves, by functions or fixtures that do, or by code
    in a text."""
    text = path.read_text("utf-8")
    if not any(name in text for name in _TIMES):
        return frozenset()
    parts: dict[str, ast.stmt] = {}
    found: set[str] = set()
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            parts[statement.name] = statement
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            parts.update({target.id: statement for target in targets if isinstance(target, ast.Name)})
        elif isinstance(statement, ast.ImportFrom) and statement.module == "tests.pumping":
            found |= {alias.asname or alias.name for alias in statement.names}
    found |= {name for name, part in parts.items() if any(time in ast.unparse(part) for time in _TIMES)}
    grows = True
    while grows:
        more = {name for name, part in parts.items() if found & _names_in(part)} - found
        found |= more
        grows = bool(more)
    return frozenset(found)


def _names_in(part: ast.stmt) -> set[str]:
    names = {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}
    return names | {node.arg for node in ast.walk(part) if isinstance(node, ast.arg)}


ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def project_root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def samples_dir() -> Path:
    return ROOT / "data" / "samples"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The evaluation material beside the checkout. In CI its absence is a failure."""
    if not SHARED.is_dir():
        message = f"the evaluation material is not at ../{SHARED.name}"
        if os.environ.get("CI") and not may_skip(message):
            pytest.fail(message)
        pytest.skip(message)
    return SHARED


def make_report(name: str = "plan.txt", doc_id: str = "d-0123456789abcdef") -> Report:
    """A report with one row for every table, of an invented municipality."""
    agency = Agency("th-example-1", "เทศบาลตำบลตัวอย่างสุข", "เทศบาลตำบล", "สมมติสุข", "ตัวอย่าง")
    match = Match("4", "การใช้ทรัพย์สินของราชการ", "การใช้ทรัพย์สิน", 91.5, 30.0, "alias", True)
    return Report(
        document=Document(doc_id, name, Media.TEXT, pages=[Page(1)]),
        identity=Identity(agency, 2568, DocType.MEASURES_PLAN, "มาตรการ ปี ๒๕๖๘", "ผ่าน"),
        scores=[
            Score(
                agency,
                2567,
                ScoreKind.INDICATOR,
                "4",
                86.5,
                "๘๖.๕",
                decimals=1,
                match=match,
                evidence=Evidence(1, 1, 4, text="การใช้ทรัพย์สิน ๘๖.๕"),
            )
        ],
        measures=[
            Measure(
                1,
                "จัดทำคู่มือ",
                steps=["ร่าง", "เผยแพร่"],
                responsible=["กองคลัง", "กองช่าง"],
                start_date="2024-10-01",
                end_date="2025-09-30",
                indicators=["4", "i10"],
                page=1,
            )
        ],
        findings=[Finding(FindingKind.WEAKNESS, "- ยังไม่ทั่วถึง", indicators=["4"])],
        checks=[Check("overall", CheckResult.HOLDS, 2567, expected="86.50", found="86.5")],
        refused=[
            Match(
                "10",
                "การป้องกันการทุจริต",
                "แผนป้องกันการทุจริต",
                74,
                12,
                "exclusion",
                False,
                "a plan's name",
            )
        ],
        status=DocStatus.OK,
    )


@pytest.fixture
def report() -> Report:
    return make_report()


@pytest.fixture
def tables_with_keys() -> dict[str, Any]:
    """The frames of one report that was given under two names, and the list of agencies."""
    from thai_ita import analyze
    from thai_ita.corrections.fact_names import name_facts
    from thai_ita.export.frames import frames

    reports = [make_report("a.txt"), make_report("b/copy.txt")]
    for report in reports:
        name_facts(report)
    loaded, listing = analyze.one_agency_each(frames(reports))
    return {**dict(loaded.items()), "agencies": listing}
