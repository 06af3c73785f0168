"""The sample reports give what a careful reader finds in them, and keep their own arithmetic."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import thai_ita
from tests.conftest import ROOT
from thai_ita.model import Basis, DocStatus, Report

SAMPLES = ROOT / "data" / "samples"
TRUTH = ROOT / "tests" / "samples_truth"
NAMES = sorted(path.stem for path in TRUTH.glob("*.json"))
FIRST_LINE = "ตัวอย่างสมมติ — ไม่ใช่ข้อมูลจริง"
TOLERANCE = 0.005
WEIGHT = {"IIT": 0.3, "EIT": 0.3, "OIT": 0.4}


def sample_path(name: str) -> Path:
    (path,) = SAMPLES.glob(f"{name}.*")
    return path


def truth_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((TRUTH / f"{name}.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def report(request: pytest.FixtureRequest) -> Report:
    return thai_ita.read(sample_path(request.param), guarded=False)


each_report = pytest.mark.parametrize(
    ("report", "name"), [(name, name) for name in NAMES], ids=NAMES, indirect=["report"]
)


def expected_scores(truth: dict[str, Any]) -> dict[tuple[str, int, str, str], float]:
    return {
        (s.get("agency") or truth["agency"], s["fiscal_year"], s["level"], s["code"]): s["value"]
        / (WEIGHT[s["code"]] if s.get("weighted") else 1)
        for s in truth["scores"]
    }


@each_report
def test_identity(report: Report, name: str) -> None:
    truth = truth_of(name)
    identity = report.identity
    agency = identity.agency
    found = {
        "agency": agency and agency.name,
        "agency_type": agency and agency.type,
        "district": agency and agency.district,
        "province": agency and agency.province,
        "fiscal_year": identity.fiscal_year,
        "doc_type": identity.doc_type,
        "level": identity.level,
    }
    wanted = {key: truth[key] for key in found if key in truth}
    assert {key: found[key] for key in wanted} == wanted
    assert report.status is DocStatus.OK


@each_report
def test_scores(report: Report, name: str) -> None:
    wanted = expected_scores(truth_of(name))
    found = {}
    for score in report.scores:
        agency = score.agency or report.identity.agency
        assert agency is not None
        key = (agency.name, score.fiscal_year, str(score.kind), score.code)
        assert key not in found, "the same fact twice"
        assert score.evidence.text
        # What follows from stated scores may come besides; what follows wrongly would show here.
        if score.basis is not Basis.DERIVED or key in wanted:
            found[key] = score.value
    assert found == pytest.approx(wanted, abs=TOLERANCE)


@each_report
def test_measures(report: Report, name: str) -> None:
    wanted = truth_of(name)["measures"]
    assert [m.seq for m in report.measures] == [m["seq"] for m in wanted]
    for measure, want in zip(report.measures, wanted, strict=True):
        for field in want:
            assert without_thai_digits(getattr(measure, field)) == want[field], (measure.seq, field)


def without_thai_digits(value: Any) -> Any:
    """Texts keep their digits as printed; truth files hold Arabic ones."""
    if isinstance(value, str):
        return value.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))
    return [without_thai_digits(v) for v in value] if isinstance(value, list) else value


def years_with_ten_indicators() -> Iterator[tuple[str, int, list[float], float]]:
    for name in NAMES:
        truth = truth_of(name)
        for year in {s["fiscal_year"] for s in truth["scores"]}:
            of_year = [s for s in truth["scores"] if s["fiscal_year"] == year]
            ten = [s["value"] for s in of_year if s["level"] == "indicator"]
            if len(ten) == 10:
                overall = next(s["value"] for s in of_year if s["level"] == "overall")
                yield name, year, ten, overall


@pytest.mark.parametrize(("name", "year", "ten", "overall"), list(years_with_ten_indicators()))
def test_arithmetic_of_the_samples(name: str, year: int, ten: list[float], overall: float) -> None:
    computed = 0.3 * sum(ten[:5]) / 5 + 0.3 * sum(ten[5:8]) / 3 + 0.4 * sum(ten[8:]) / 2
    assert computed == pytest.approx(overall, abs=TOLERANCE + 1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_says_that_it_is_one(name: str) -> None:
    data = sample_path(name).read_bytes()
    encoding = "cp874" if "tis620" in name else "utf-8"
    assert FIRST_LINE in data.decode(encoding)[:400]
    assert sample_path(name).name in (SAMPLES / "README.md").read_text("utf-8")
