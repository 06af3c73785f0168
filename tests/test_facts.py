"""Names of facts: the same whenever a document is read, one for each."""

from __future__ import annotations

from pathlib import Path

from thai_ita.batch.read_report import read_report
from thai_ita.batch.task import Hints
from thai_ita.corrections.fact_names import name_facts
from thai_ita.model import (
    Agency,
    Document,
    Finding,
    FindingKind,
    Identity,
    Measure,
    Media,
    Report,
    Score,
    ScoreKind,
)

OWN = Agency("a", "เทศบาลตำบลบ้านนา")
OTHER = Agency("b", "เทศบาลตำบลบ้านสวน")


def score(code: str = "9", year: int | None = 2567, agency: Agency | None = None, part: str = "") -> Score:
    return Score(agency, year, ScoreKind.INDICATOR, code, 80.0, "80.00", part=part)


def report_of(**parts: object) -> Report:
    report = Report(Document("0" * 16, "a.txt", Media.TEXT), Identity(agency=OWN))
    for name, value in parts.items():
        setattr(report, name, value)
    name_facts(report)
    return report


def test_scores_are_named_by_year_kind_code_part_and_strange_owner() -> None:
    scores = [
        score(),
        score("7", part="2"),
        score(year=None),
        score(agency=OTHER),
        score("8", agency=OWN),
    ]
    assert [s.fact for s in report_of(scores=scores).scores] == [
        "2567/indicator/9", "2567/indicator/7/2", "-/indicator/9",
        "2567/indicator/9@เทศบาลตำบลบ้านสวน", "2567/indicator/8",
    ]  # fmt: skip


def test_facts_with_one_name_are_numbered_published_ones_first() -> None:
    report = report_of(scores=[score(), score()], withheld=[score()], impossible=[score()])
    facts = [s.fact for s in (*report.scores, *report.impossible, *report.withheld)]
    assert facts == ["2567/indicator/9", *(f"2567/indicator/9#{n}" for n in (2, 3, 4))]


def test_a_name_once_given_stays_and_is_not_given_again() -> None:
    report = report_of(scores=[score()])
    report.scores[0].code = "8"
    report.scores.append(score())
    name_facts(report)
    assert [s.fact for s in report.scores] == ["2567/indicator/9", "2567/indicator/9#2"]


def test_measures_and_findings_are_named_by_their_texts_whatever_their_blanks() -> None:
    one = report_of(
        measures=[Measure(3, "อบรม  บุคลากร"), Measure(3, "อบรมบุคลากร"), Measure(3, "อื่น")],
        findings=[
            Finding(FindingKind.WEAKNESS, "ขาดข้อมูล"),
            Finding(FindingKind.IMPROVE, "ขาดข้อมูล"),
        ],
    )
    first, second, third = (m.fact for m in one.measures)
    assert second == f"{first}#2"
    assert third.startswith("3:")
    assert len(third) == len("3:123456")
    assert third != first
    kinds = [f.fact.partition(":") for f in one.findings]
    assert [kind for kind, _, _ in kinds] == ["weakness", "improve"]
    assert kinds[0][2] == kinds[1][2]


PLAN = """รายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. 2567
ของเทศบาลตำบลบ้านนา อำเภอเมือง จังหวัดน่าน

| ตัวชี้วัด | คะแนน |
|---|---|
| การปฏิบัติหน้าที่ | 90.00 |
| การใช้งบประมาณ | 80.00 |
| การใช้อำนาจ | 85.00 |
| การใช้ทรัพย์สินของราชการ | 85.00 |
| การแก้ไขปัญหาการทุจริต | 85.00 |
"""


def test_what_is_read_is_named_and_what_follows_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(PLAN, "utf-8")
    report = read_report(path)
    assert {s.fact for s in report.scores} == {f"2567/{s.kind}/{s.code}" for s in report.scores}
    assert any(s.basis == "derived" for s in report.scores)
    assert len({s.fact for s in report.scores}) == len(report.scores) == 6


def test_hints_do_not_rename(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(PLAN.replace("ของเทศบาลตำบลบ้านนา อำเภอเมือง จังหวัดน่าน", ""), "utf-8")
    plain = [s.fact for s in read_report(path).scores]
    hinted = read_report(path, hints=Hints(agency="เทศบาลตำบลบ้านนา จังหวัดน่าน"))
    assert plain
    assert [s.fact for s in hinted.scores][: len(plain)] == plain
