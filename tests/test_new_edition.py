"""A new fiscal year is one file of data: everything that asks for editions takes it, without code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import thai_ita
from thai_ita.normalize.editions import known_codes, known_years

LAST = known_years()[-1]
NEW = LAST + 1
NEWER = LAST + 2

_READ = """
import json, sys
from pathlib import Path
from thai_ita import read
from thai_ita.analyze.crosswalk import comparability, reasons_in
from thai_ita.normalize.edition_fit import fitting_year
from thai_ita.normalize.editions import describe_edition, known_years, nearest_edition
from thai_ita.normalize.names import matcher_for

asked = json.loads(sys.stdin.read())
report = read(Path(asked["report"]))
print(json.dumps({
    "years": known_years(),
    "scores": [[s.fiscal_year, s.code, s.value, s.name] for s in report.scores],
    "joints": [[str(j.grade), j.reason, reasons_in(j.reason, "th")]
               for j in (comparability(*pair) for pair in asked["pairs"])],
    "undated": [nearest_edition(None).fiscal_year, fitting_year([])],
    "fits": fitting_year(asked["texts"]),
    "beyond": [matcher_for(2568).match(code).accepted for code in asked["codes"]],
    "tables": [section.title for section in describe_edition(asked["new"])],
}))
"""


def _edition(year: int, **changes: Any) -> dict[str, Any]:
    """The edition of 2568 as that of another year."""
    folder = Path(thai_ita.__file__).parent / "data" / "editions"
    edition: dict[str, Any] = json.loads((folder / "2568.json").read_text(encoding="utf-8"))
    return edition | {"fiscal_year": year, "fiscal_year_ce": year - 543} | changes


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the package says once two more years lie among its editions: the first with another
    question and more items, the second known by half."""
    root = tmp_path_factory.mktemp("package")
    shutil.copytree(Path(thai_ita.__file__).parent, root / "thai_ita", ignore=shutil.ignore_patterns("__pycache__"))
    last = known_codes().last["o"] + 2
    new = _edition(NEW)
    wording = "ท่านเคยเห็นป้ายประกาศราคากลางหน้าสำนักงาน มากน้อยเพียงใด"
    new["items"] = [i | {"wording": wording} if i["code"] == "i1" else i for i in new["items"]]
    more = next(i for i in new["items"] if i["code"] == "o1")
    new["items"].append(more | {"code": f"o{last}", "wording": "แผนที่ทางหนีไฟของสำนักงาน"})
    half = _edition(
        NEWER,
        items=[],
        subindicators=[],
        documents={},
        arithmetic=[],
        item_counts={"IIT": None, "EIT": None, "OIT": None},
    )
    for edition in (new, half):
        path = root / "thai_ita" / "data" / "editions" / f"{edition['fiscal_year']}.json"
        path.write_text(json.dumps(edition, ensure_ascii=False), encoding="utf-8")
    report = root / "report.md"
    report.write_text(
        f"# ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. {NEW}\n\nเทศบาลตำบลบึงนกเขา\n\n"
        f"| ข้อ | คะแนน |\n|---|---|\n| {wording} | 81.10 |\n"
        f"| o{last} แผนที่ทางหนีไฟของสำนักงาน | 100 |\n| การใช้อำนาจ | 88.20 |\n",
        encoding="utf-8",
    )
    asked = {
        "report": str(report),
        "new": NEW,
        "texts": [wording],
        "pairs": [
            ["indicator", "1", LAST, NEW],
            ["indicator", "6", 2568, 2568],
            ["indicator", "9", NEW, NEWER],
            ["question", "i1", 2568, NEW],
        ],
        "codes": [f"o{last}", f"o{last + 1}"],
    }
    done = subprocess.run(
        [sys.executable, "-P", "-c", _READ],
        input=json.dumps(asked),
        text=True,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded | {"wording": wording, "last": last}


def test_a_new_year_is_known_and_described(told: dict[str, Any]) -> None:
    assert told["years"] == [*known_years(), NEW, NEWER]
    assert told["tables"][0] == f"Edition {NEW} ({NEW - 543})"


def test_a_report_of_the_new_year_is_read_by_its_own_questions_and_items(
    told: dict[str, Any],
) -> None:
    scores = {code: (year, value, name) for year, code, value, name in told["scores"]}
    assert scores["i1"] == (NEW, 81.1, told["wording"])
    assert scores[f"o{told['last']}"] == (NEW, 100.0, "แผนที่ทางหนีไฟของสำนักงาน")
    assert scores["3"][:2] == (NEW, 88.2)


def test_an_item_beyond_those_of_every_edition_stays_a_misreading(told: dict[str, Any]) -> None:
    assert told["beyond"] == [True, False]


def test_the_joints_to_a_new_year_come_from_its_items(told: dict[str, Any]) -> None:
    unknown, same, half, question = told["joints"]
    assert unknown[0] == "break"
    assert f"FY{LAST}-{NEW}: the items of IIT of FY{LAST} are not known" in unknown[1]
    assert f"ปี {LAST}-{NEW}: ยังไม่ทราบข้อของ IIT ปี {LAST}" in unknown[2]
    assert same == ["same", "", ""]
    assert half[0] == "break"
    assert f"the items of OIT of FY{NEWER} are not known" in half[1]
    assert question[0] == "break"


def test_a_year_known_by_half_reads_no_undated_document(told: dict[str, Any]) -> None:
    assert told["undated"] == [NEW, NEW]
    assert told["fits"] == NEW
