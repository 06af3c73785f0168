"""What plans are made of: headings of columns, titles, cells."""

from __future__ import annotations

from .blocks import Heading, Para
from .phrases import where
from .places import Place, place
from .pool import Measure
from .report import Report, Style

HEADS = {
    "title": [
        "มาตรการ",
        "มาตรการ/กิจกรรม",
        "มาตรการ / โครงการ / กิจกรรม",
        "แนวทาง/มาตรการ",
        "ชื่อมาตรการ",
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใส",
        "มาตรการที่กำหนด",
        "โครงการ/กิจกรรม/มาตรการ",
    ],
    "steps": [
        "ขั้นตอน/วิธีการดำเนินการ",
        "วิธีการดำเนินงาน",
        "แนวทางปฏิบัติ",
        "ขั้นตอนการดำเนินงาน",
        "วิธีปฏิบัติ",
        "ขั้นตอนหรือวิธีปฏิบัติ",
    ],
    "responsible": [
        "ผู้รับผิดชอบ",
        "หน่วยงานที่รับผิดชอบ",
        "ส่วนราชการผู้รับผิดชอบ",
        "หน่วยงานรับผิดชอบ",
        "ผู้รับผิดชอบหลัก",
        "สำนัก/กองที่รับผิดชอบ",
    ],
    "timeframe": [
        "ระยะเวลา",
        "ระยะเวลาดำเนินการ",
        "ห้วงเวลาดำเนินการ",
        "กำหนดแล้วเสร็จ",
        "ช่วงเวลา",
        "กรอบระยะเวลา",
    ],
    "monitoring": [
        "การติดตามผล",
        "การกำกับติดตาม",
        "วิธีการติดตามและรายงานผล",
        "แนวทางการกำกับติดตาม",
        "การติดตามประเมินผล",
    ],
    "output": ["ผลการดำเนินการ", "ผลการดำเนินงาน", "สรุปผลการดำเนินการ", "ผลการดำเนินการ (Output)"],
    "outcome": ["ผลลัพธ์", "ผลลัพธ์/ความสำเร็จ", "ผลสัมฤทธิ์ที่เกิดขึ้น", "ผลลัพธ์ (Outcome)"],
}


WIDTH = {
    "title": 4,
    "steps": 6,
    "responsible": 2.3,
    "timeframe": 2.3,
    "monitoring": 3.4,
    "output": 3.6,
    "outcome": 3.6,
}


FIELDS = ("steps", "responsible", "timeframe", "monitoring")


def head(s: Style, name: str) -> str:
    return s.rng.choice(HEADS[name])


def plan_year(s: Style) -> int:
    return s.rng.choice([2564, 2565, 2566, 2567, 2568])


def start_plan(s: Style, kind: str = "measures_plan", place_known: bool = True) -> tuple[Report, Place, int]:
    rep, p, y = Report(), place(s.rng), plan_year(s)
    rep.place, rep.fiscal_year, rep.doc_type, rep.where = p, y, kind, place_known
    fy = s.fy(y)
    if kind == "measures_plan":
        forms = [
            ["มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", f"ประจำปีงบประมาณ {fy}"],
            [f"มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ {fy}"],
            [f"การกำหนดมาตรการเพื่อขับเคลื่อนคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ {fy}"],
        ]
    else:
        forms = [
            [
                "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
                f"ประจำปีงบประมาณ {fy}",
            ],
            [f"การดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ {fy}"],
            [f"รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ {fy}"],
        ]
    lines = [*s.rng.choice(forms), where(p) if place_known else p.name]
    rep.add(Heading(lines[0], 1), *[Para(x, "center", True) for x in lines[1:]])
    return rep, p, y


def steps_text(s: Style, m: Measure, form: str) -> str:
    if form == "numbered":
        return "\n".join(s.t(f"{k}. ") + x for k, x in enumerate(m.steps, 1))
    if form == "brackets":
        return "\n".join(s.t(f"{k}) ") + x for k, x in enumerate(m.steps, 1))
    if form == "inline":
        return " ".join(s.t(f"{k}. ") + x for k, x in enumerate(m.steps, 1))
    if form == "inline_brackets":
        return " ".join(s.t(f"({k}) ") + x for k, x in enumerate(m.steps, 1))
    if form == "bullets":
        return "\n".join("- " + x for x in m.steps)
    return "\n".join(m.steps)


STEP_FORMS = ["numbered", "brackets", "inline", "inline_brackets", "bullets", "plain"]


def units_text(s: Style, m: Measure) -> str:
    if len(m.responsible) == 1:
        return m.responsible[0]
    form = s.rng.choice(["bullets", "lines", "slash", "comma"])
    if form == "bullets":
        return "\n".join("- " + u for u in m.responsible)
    return {"lines": "\n", "slash": "/", "comma": ", "}[form].join(m.responsible)


def field_text(s: Style, m: Measure, name: str, form: str) -> str:
    if name == "steps":
        return steps_text(s, m, form)
    if name == "responsible":
        return units_text(s, m)
    return s.t(getattr(m, name))


def note_measures(rep: Report, s: Style, got: list[Measure], *fields: str, seqs: list[int] | None = None) -> None:
    rep.measures += [m.truth(seqs[k] if seqs else k + 1, *fields) for k, m in enumerate(got)]
