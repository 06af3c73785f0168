"""Tables of measures, planned or reported."""

from __future__ import annotations

from .blocks import Cell, table
from .plan_parts import (
    FIELDS,
    STEP_FORMS,
    WIDTH,
    field_text,
    head,
    note_measures,
    start_plan,
    steps_text,
    units_text,
)
from .pool import measures
from .report import Report, Style, template
from .results import indicator_name


@template("plan_shuffled", "tab", "html", "md")
def plan_shuffled(s: Style) -> Report:
    """A number column, then the columns of a plan in any order under varying headings."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, s.rng.randint(4, 8), y)
    order = list(FIELDS)
    s.rng.shuffle(order)
    form = s.rng.choice(STEP_FORMS)
    rows = [[s.t(k), m.title, *[field_text(s, m, f, form) for f in order]] for k, m in enumerate(got, 1)]
    rep.add(
        table(
            [s.rng.choice(["ที่", "ลำดับ", "ลำดับที่"]), head(s, "title"), *[head(s, f) for f in order]],
            rows,
            [1, 4, *[WIDTH[f] for f in order]],
        )
    )
    note_measures(rep, s, got, *FIELDS)
    rep.landscape = True
    return rep


@template("plan_group_rows", "html", "tab", "ocr")
def plan_group_rows(s: Style) -> Report:
    """Issue rows across the whole table; numbering restarts under each."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, 7, y)
    groups = [
        ("ด้านการปฏิบัติหน้าที่และการให้บริการ", 3),
        ("ด้านการใช้งบประมาณและทรัพย์สิน", 2),
        ("ด้านการเปิดเผยข้อมูลและการป้องกันการทุจริต", 2),
    ]
    form = s.rng.choice(["numbered", "bullets", "brackets"])
    rows: list[list[object]] = []
    it = iter(got)
    word = s.rng.choice(["ประเด็นที่ {} ", "{}. ", ""])
    for g, (name, count) in enumerate(groups, 1):
        rows.append([Cell(word.format(s.t(g)) + name, 1, 5)])
        for k in range(1, count + 1):
            m = next(it)
            rows.append([s.t(f"{k}. ") + m.title, *[field_text(s, m, f, form) for f in FIELDS]])
    rep.add(
        table(
            [head(s, "title"), *[head(s, f) for f in FIELDS]],
            rows,
            [4, *[WIDTH[f] for f in FIELDS]],
        )
    )
    note_measures(rep, s, got, *FIELDS)
    rep.landscape = True
    return rep


@template("plan_issue_column", "html", "tab", "ocr")
def plan_issue_column(s: Style) -> Report:
    """A merged issue column to the left of the measures, measures numbered through."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, 6, y)
    issues = ["ความโปร่งใสในการให้บริการ", "การบริหารพัสดุและทรัพย์สิน", "การสื่อสารกับประชาชน"]
    form = s.rng.choice(STEP_FORMS)
    fields = ("steps", "timeframe", "responsible")
    rows: list[list[object]] = []
    for k, m in enumerate(got):
        cells: list[object] = [
            s.t(f"{k + 1}) ") + m.title,
            *[field_text(s, m, f, form) for f in fields],
        ]
        rows.append([Cell(issues[k // 2], 2), *cells] if k % 2 == 0 else cells)
    rep.add(
        table(
            [
                s.rng.choice(["ประเด็น", "ประเด็นที่ต้องพัฒนา", "ประเด็นการประเมิน"]),
                head(s, "title"),
                *[head(s, f) for f in fields],
            ],
            rows,
            [3, 4, *[WIDTH[f] for f in fields]],
        )
    )
    note_measures(rep, s, got, *fields)
    rep.landscape = True
    return rep


@template("plan_issue_no_numbers", "tab", "html")
def plan_issue_no_numbers(s: Style) -> Report:
    """A merged indicator column, measures without numbers, the number column counts indicators."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, 6, y)
    order = s.rng.sample(range(1, 9), 3)
    form = s.rng.choice(["bullets", "numbered", "plain"])
    fields = ("steps", "responsible", "monitoring")
    rows: list[list[object]] = []
    for k, m in enumerate(got):
        cells: list[object] = [m.title, *[field_text(s, m, f, form) for f in fields]]
        if k % 2 == 0:
            cells = [Cell(s.t(k // 2 + 1), 2), Cell(indicator_name(order[k // 2], y), 2), *cells]
        rows.append(cells)
    rep.add(
        table(
            ["ที่", "ตัวชี้วัดที่ต้องพัฒนา", head(s, "title"), *[head(s, f) for f in fields]],
            rows,
            [0.8, 2.6, 4, *[WIDTH[f] for f in fields]],
        )
    )
    note_measures(rep, s, got, *fields)
    rep.landscape = True
    return rep


@template("plan_several_in_row", "tab", "html", "ocr")
def plan_several_in_row(s: Style) -> Report:
    """Rows that hold two or three numbered measures for one issue; units and period are the row's."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, 7, y, units=2)
    sizes = [2, 3, 2]
    rows: list[list[object]] = []
    k = 0
    for size, issue in zip(sizes, ["การปฏิบัติหน้าที่", "การใช้ทรัพย์สินของราชการ", "คุณภาพการดำเนินงาน"], strict=True):
        part = got[k : k + size]
        cell = "\n".join(s.t(f"{k + j}. ") + m.title for j, m in enumerate(part, 1))
        rows.append([issue, cell, units_text(s, part[0]), s.t(part[0].timeframe)])
        k += size
    rep.add(
        table(
            ["ประเด็น", head(s, "title"), head(s, "responsible"), head(s, "timeframe")],
            rows,
            [3, 7, 2.5, 2.5],
        )
    )
    note_measures(rep, s, got)
    return rep


@template("plan_budget_kpi", "html", "tab", "ocr")
def plan_budget_kpi(s: Style) -> Report:
    """Budget, indicator of success and target columns among those of the plan."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, s.rng.randint(4, 6), y)
    form = s.rng.choice(["numbered", "bullets", "inline"])
    rows = []
    for k, m in enumerate(got, 1):
        rows.append(
            [
                s.t(k),
                m.title,
                steps_text(s, m, form),
                s.t(s.rng.choice(["ไม่ใช้งบประมาณ", "15,000", "30,000 บาท", "-"])),
                s.t(s.rng.choice(["จำนวนครั้งที่ดำเนินการ", "ร้อยละของบุคลากรที่เข้าร่วม", "ระดับความพึงพอใจของผู้รับบริการ"])),
                s.t(s.rng.choice(["ไม่น้อยกว่า 1 ครั้ง", "ร้อยละ 80", "ไม่น้อยกว่าร้อยละ 85"])),
                units_text(s, m),
                s.t(m.timeframe),
            ]
        )
    rep.add(
        table(
            [
                "ที่",
                head(s, "title"),
                head(s, "steps"),
                "งบประมาณ",
                "ตัวชี้วัดความสำเร็จ",
                "ค่าเป้าหมาย",
                head(s, "responsible"),
                head(s, "timeframe"),
            ],
            rows,
            [0.8, 4, 5, 1.8, 2.4, 2, 2.3, 2.3],
        )
    )
    note_measures(rep, s, got, "steps", "responsible", "timeframe")
    rep.landscape = True
    return rep


@template("report_landscape", "html", "tab", "ocr")
def report_landscape(s: Style) -> Report:
    """Plan and results in one table of eight columns, with a column of problems."""
    rep, _p, y = start_plan(s, "implementation_report")
    got = measures(s.rng, s.rng.randint(4, 7), y)
    form = s.rng.choice(["numbered", "bullets", "brackets", "plain"])
    rows = []
    for k, m in enumerate(got, 1):
        rows.append(
            [
                s.t(k),
                m.title,
                steps_text(s, m, form),
                s.t(m.timeframe),
                units_text(s, m),
                m.output,
                m.outcome,
                s.rng.choice(["-", "ไม่มี", "บุคลากรมีภารกิจมาก"]),
            ]
        )
    rep.add(
        table(
            [
                "ที่",
                head(s, "title"),
                head(s, "steps"),
                head(s, "timeframe"),
                head(s, "responsible"),
                head(s, "output"),
                head(s, "outcome"),
                "ปัญหา/อุปสรรค",
            ],
            rows,
            [0.8, 3.6, 5, 2, 2.2, 3, 3, 2],
        )
    )
    note_measures(rep, s, got, "steps", "timeframe", "responsible", "output", "outcome")
    rep.landscape = True
    return rep


@template("report_status", "tab", "html", "md")
def report_status(s: Style) -> Report:
    """Results with status columns: done, in progress, not yet, ticked."""
    rep, _p, y = start_plan(s, "implementation_report")
    got = measures(s.rng, s.rng.randint(5, 8), y)
    rows = []
    ticks = s.rng.random() < 0.5
    for k, m in enumerate(got, 1):
        done = s.rng.random() < 0.8
        state: list[object] = (
            ["/" if done else "", "" if done else "/"]
            if ticks
            else [s.rng.choice(["ดำเนินการแล้ว", "แล้วเสร็จ"]) if done else "อยู่ระหว่างดำเนินการ"]
        )
        rows.append([s.t(k), m.title, units_text(s, m), *state, m.output])
    states = ["ดำเนินการแล้ว", "ยังไม่ดำเนินการ"] if ticks else ["สถานะ"]
    rep.add(
        table(
            ["ลำดับ", head(s, "title"), head(s, "responsible"), *states, head(s, "output")],
            rows,
            [1, 4, 2.4, *[1.8] * len(states), 4],
        )
    )
    note_measures(rep, s, got, "responsible", "output")
    return rep
