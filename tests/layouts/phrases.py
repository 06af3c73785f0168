"""Titles, introductions and level sentences, in several hands."""

from __future__ import annotations

from .blocks import Block, Heading, Para
from .places import Place, place
from .report import Report, Style
from .results import Result

FULL = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ"


def where(p: Place) -> str:
    return f"{p.name} อำเภอ{p.district} จังหวัด{p.province}"


def score_title(s: Style, rep: Report, p: Place, year: int) -> list[Block]:
    """A title of a score analysis; sets who, where and when."""
    rep.place, rep.fiscal_year, rep.doc_type = p, year, "score_analysis"
    fy = s.fy(year)
    forms: list[list[str]] = [
        [f"รายงานการวิเคราะห์ผล{FULL} (ITA) ประจำปีงบประมาณ {fy}", where(p)],
        [
            f"ผล{FULL}",
            "(Integrity and Transparency Assessment : ITA)",
            f"ประจำปีงบประมาณ {fy}",
            f"ของ{p.name}",
            f"อำเภอ{p.district} จังหวัด{p.province}",
        ],
        [f"สรุปผลคะแนน ITA ประจำปีงบประมาณ {fy} {where(p)}"],
        [f"การวิเคราะห์ผลการประเมิน ITA ปีงบประมาณ {fy}", p.name, f"อ.{p.district} จ.{p.province}"],
        [
            f"เอกสารสรุปผลการประเมิน ITA ประจำปีงบประมาณ {fy}",
            f"{p.name} ({p.abbreviated})",
            f"อำเภอ{p.district}  จังหวัด{p.province}",
        ],
    ]
    lines = s.rng.choice(forms)
    return [Heading(lines[0], 1), *[Para(x, "center", s.rng.random() < 0.5) for x in lines[1:]]]


def intro(s: Style, p: Place, year: int) -> Para:
    fy = s.fy(year)
    return Para(
        s.rng.choice(
            [
                f"สำนักงาน ป.ป.ช. ได้แจ้งผล{FULL} ประจำปีงบประมาณ {fy} แล้ว {p.name}จึงนำผลมาวิเคราะห์เพื่อพัฒนาการทำงาน",
                f"เอกสารฉบับนี้รวบรวมผลการประเมิน ITA ของ{p.name} ประจำปีงบประมาณ {fy} เพื่อให้ผู้บริหารและประชาชนได้รับทราบ",
                f"{p.name}ในฐานะหน่วยงานที่เข้ารับการประเมิน ITA ปีงบประมาณ {fy} ขอสรุปผลการประเมินไว้ดังต่อไปนี้",
                f"คณะทำงานขับเคลื่อน ITA ของ{p.name} ได้ประชุมพิจารณาผลการประเมินประจำปีงบประมาณ {fy} มีรายละเอียดดังนี้",
            ]
        )
    )


def overall_sentence(s: Style, p: Place, r: Result, rep: Report, level: bool = True) -> Para:
    """States overall and level of the year, and notes both."""
    rep.overall(r)
    v, fy, w = s.n(r.overall), s.fy(r.year), r.level
    q = s.rng.choice([f"“{w}”", w, f'"{w}"'])
    if level:
        rep.level = w if r.year == rep.fiscal_year else rep.level
        forms = [
            f"ในปีงบประมาณ {fy} {p.name}มีผลคะแนนในภาพรวม {v} คะแนน ผลการประเมินอยู่ในระดับ {q}",
            f"ผลการประเมินระดับหน่วยงาน ประจำปีงบประมาณ {fy} ได้คะแนนรวม {v} คะแนน จัดอยู่ในระดับ {q}",
            f"{p.name}ได้รับผลการประเมินในปีงบประมาณ {fy} จำนวน {v} คะแนน จากคะแนนเต็ม {s.t(100)} คะแนน โดยมีผลการประเมินระดับ {q}",
            f"คะแนนรวมของหน่วยงานในปี {fy} เท่ากับ {v} คะแนน (ระดับ {w})",
        ]
    else:
        forms = [
            f"ในปีงบประมาณ {fy} {p.name}มีคะแนนภาพรวม {v} คะแนน",
            f"ผลการประเมิน ITA ของ{p.name} ปีงบประมาณ {fy} มีค่าคะแนนรวมร้อยละ {v}",
        ]
    return Para(s.rng.choice(forms))


def start_analysis(s: Style, year: int) -> tuple[Report, Place]:
    """A score analysis that has its title, and the place that it is of."""
    report, at = Report(), place(s.rng)
    report.add(*score_title(s, report, at, year))
    return report, at


def any_year(s: Style) -> int:
    return s.rng.choice([2563, 2564, 2565, 2566, 2567, 2568])
