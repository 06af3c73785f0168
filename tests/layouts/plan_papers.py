"""Plans within memos and announcements, in paragraphs, beside scores and reports."""

from __future__ import annotations

from .blocks import Break, Bullets, Heading, Para, table
from .places import place
from .plan_parts import (
    FIELDS,
    STEP_FORMS,
    WIDTH,
    field_text,
    head,
    note_measures,
    plan_year,
    start_plan,
    steps_text,
    units_text,
)
from .pool import measures
from .report import Report, Style, template
from .results import INSTRUMENTS, indicator_name, result


@template("memo_plan", "tab", "html", "ocr")
def memo_plan(s: Style) -> Report:
    """A memo on the first page, the plan on the next."""
    rep, p, y = Report(), place(s.rng), plan_year(s)
    rep.place, rep.fiscal_year, rep.doc_type, rep.where = p, y, "measures_plan", False
    rep.add(Heading("บันทึกข้อความ", 1), Para(f"ส่วนราชการ สำนักปลัด {p.name}"))
    rep.add(
        Para(
            s.t(
                f"ที่ {s.rng.choice(['นม', 'ขก', 'สท'])} {s.rng.randint(50000, 89999)}/{s.rng.randint(1, 300)} วันที่ {s.rng.randint(1, 28)} ธันวาคม {y - 1}"
            )
        )
    )
    rep.add(
        Para(f"เรื่อง ขออนุมัติมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ {s.fy(y)}"),
        Para(f"เรียน {p.head}"),
    )
    rep.add(
        Para(f"ตามที่{p.name}ได้รับทราบผลการประเมิน ITA ประจำปีงบประมาณ {s.fy(y - 1)} แล้ว คณะทำงานได้จัดทำมาตรการเสร็จเรียบร้อย")
    )
    rep.add(
        Para("จึงเรียนมาเพื่อโปรดพิจารณา"),
        Para(f"(ลงชื่อ) ............................ {p.clerk}", "right"),
        Break(),
    )
    got = measures(s.rng, s.rng.randint(4, 7), y)
    form = s.rng.choice(STEP_FORMS)
    rep.add(
        Heading(f"มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ {s.fy(y)}", 1),
        Para(p.name, "center"),
    )
    rows = [[s.t(f"{k}. ") + m.title, *[field_text(s, m, f, form) for f in FIELDS]] for k, m in enumerate(got, 1)]
    rep.add(
        table(
            [head(s, "title"), *[head(s, f) for f in FIELDS]],
            rows,
            [4, *[WIDTH[f] for f in FIELDS]],
        )
    )
    note_measures(rep, s, got, *FIELDS)
    return rep


@template("announcement_plan", "html", "tab")
def announcement_plan(s: Style) -> Report:
    """A signed announcement with the plan as its annex."""
    rep, p, y = Report(), place(s.rng), plan_year(s)
    rep.place, rep.fiscal_year, rep.doc_type = p, y, "measures_plan"
    rep.add(
        Heading(f"ประกาศ{p.name}", 1),
        Para(f"เรื่อง มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ {s.fy(y)}", "center"),
    )
    rep.add(
        Para(
            f"เพื่อให้การปฏิบัติราชการของ{p.name} อำเภอ{p.district} จังหวัด{p.province} เป็นไปด้วยความโปร่งใส จึงประกาศกำหนดมาตรการตามบัญชีแนบท้ายประกาศนี้"
        )
    )
    rep.add(
        Para(s.t(f"ประกาศ ณ วันที่ {s.rng.randint(2, 28)} เดือน มกราคม พ.ศ. {y}"), "center"),
        Para(f"({p.head})", "center"),
        Break(),
    )
    got = measures(s.rng, s.rng.randint(4, 6), y)
    rep.add(Para("บัญชีแนบท้ายประกาศ", "center", True))
    form = s.rng.choice(STEP_FORMS)
    rows = [[s.t(k), m.title, steps_text(s, m, form), s.t(m.timeframe), units_text(s, m)] for k, m in enumerate(got, 1)]
    rep.add(
        table(
            ["ที่", head(s, "title"), head(s, "steps"), head(s, "timeframe"), head(s, "responsible")],
            rows,
            [0.8, 4, 6, 2.4, 2.4],
        )
    )
    note_measures(rep, s, got, "steps", "timeframe", "responsible")
    return rep


@template("scores_then_plan", "html", "tab", "ocr")
def scores_then_plan(s: Style) -> Report:
    """The result of last year, then the plan of this year."""
    rep, p, y = start_plan(s)
    r = result(s.rng, y - 1)
    rep.add(Heading(f"{s.t(1)}. ผลการประเมิน ITA ปีงบประมาณ {s.fy(y - 1)}", 2))
    rep.add(Para(f"ผลการประเมิน ITA ประจำปีงบประมาณ {s.fy(y - 1)} ของ{p.name} ได้ {s.n(r.overall)} คะแนน"))
    rep.overall(r)
    rows = [[s.t(n), indicator_name(n, y - 1), s.n(r.indicators[n])] for n in range(1, 11)]
    rep.add(table(["ที่", "ตัวชี้วัด", f"คะแนน ปี {s.t(y - 1)}"], rows, [1, 6, 2]))
    rep.indicators(r)
    got = measures(s.rng, s.rng.randint(4, 6), y)
    form = s.rng.choice(STEP_FORMS)
    rep.add(Heading(f"{s.t(2)}. มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ {s.fy(y)}", 2))
    rows = [[s.t(f"{k}. ") + m.title, *[field_text(s, m, f, form) for f in FIELDS]] for k, m in enumerate(got, 1)]
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


@template("plan_with_scores_inside", "html", "tab")
def plan_with_scores_inside(s: Style) -> Report:
    """Indicator, its score of last year, and the measure that answers it in one table."""
    rep, _p, y = start_plan(s)
    r = result(s.rng, y - 1)
    got = measures(s.rng, 5, y)
    order = sorted(range(1, 11), key=lambda n: r.indicators[n])[:5]
    form = s.rng.choice(["bullets", "numbered"])
    rep.add(Para(f"คะแนนภาพรวมปีงบประมาณ {s.fy(y - 1)} เท่ากับ {s.n(r.overall)} คะแนน"))
    rep.overall(r)
    rows = []
    for k, (n, m) in enumerate(zip(order, got, strict=True), 1):
        rows.append(
            [
                indicator_name(n, y - 1),
                s.n(r.indicators[n]),
                s.t(f"{k}. ") + m.title,
                steps_text(s, m, form),
                units_text(s, m),
                s.t(m.timeframe),
            ]
        )
        rep.score("indicator", str(n), r.indicators[n], y - 1)
    rep.add(
        table(
            [
                "ตัวชี้วัด ITA",
                f"ผลคะแนน ปี {s.t(y - 1)}",
                head(s, "title"),
                head(s, "steps"),
                head(s, "responsible"),
                head(s, "timeframe"),
            ],
            rows,
            [2.4, 1.6, 4, 5, 2.2, 2.2],
        )
    )
    note_measures(rep, s, got, "steps", "responsible", "timeframe")
    rep.landscape = True
    return rep


@template("report_with_scores", "html", "tab")
def report_with_scores(s: Style) -> Report:
    """Results of the measures, then the scores of two years they are said to have moved."""
    rep, _p, y = start_plan(s, "implementation_report")
    got = measures(s.rng, s.rng.randint(4, 6), y)
    rows = [[s.t(k), m.title, m.output, m.outcome] for k, m in enumerate(got, 1)]
    rep.add(table(["ที่", head(s, "title"), head(s, "output"), head(s, "outcome")], rows, [0.8, 4, 4, 4]))
    note_measures(rep, s, got, "output", "outcome")
    a, b = result(s.rng, y - 1, "fair"), result(s.rng, y, "good")
    rep.add(Para("ผลการเปลี่ยนแปลงของคะแนน ITA หลังดำเนินการตามมาตรการ"))
    rows2 = [[i, s.n(a.instruments[i]), s.n(b.instruments[i])] for i in INSTRUMENTS]
    rows2.append(["คะแนนรวม", s.n(a.overall), s.n(b.overall)])
    rep.add(table(["เครื่องมือ", f"ปีงบประมาณ {s.t(y - 1)}", f"ปีงบประมาณ {s.t(y)}"], rows2, [3, 3, 3]))
    for r in (a, b):
        rep.instruments(r)
        rep.overall(r)
    return rep


@template("plan_then_report", "tab", "html")
def plan_then_report(s: Style) -> Report:
    """A plan table and, on a later page, a table of results of the same measures."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, s.rng.randint(4, 6), y)
    form = s.rng.choice(STEP_FORMS)
    rows = [[s.t(f"{k}. ") + m.title, *[field_text(s, m, f, form) for f in FIELDS]] for k, m in enumerate(got, 1)]
    rep.add(Heading(f"ส่วนที่ {s.t(1)} มาตรการที่กำหนด", 2))
    rep.add(
        table(
            [head(s, "title"), *[head(s, f) for f in FIELDS]],
            rows,
            [4, *[WIDTH[f] for f in FIELDS]],
        )
    )
    rep.add(Break(), Heading(f"ส่วนที่ {s.t(2)} ผลการดำเนินการตามมาตรการ", 2))
    rows = [[s.t(f"{k}. ") + m.title, m.output, m.outcome] for k, m in enumerate(got, 1)]
    rep.add(table([head(s, "title"), head(s, "output"), head(s, "outcome")], rows, [4, 4, 4]))
    note_measures(rep, s, got, *FIELDS, "output", "outcome")
    rep.landscape = True
    return rep


@template("plan_paragraphs", "plain", "md", "html")
def plan_paragraphs(s: Style) -> Report:
    """No table: each measure a heading, its fields labelled lines."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, s.rng.randint(3, 6), y)
    word = s.rng.choice(["มาตรการที่ {} ", "มาตรการที่ {} : ", "{}. มาตรการ"])
    for k, m in enumerate(got, 1):
        rep.add(Heading(word.format(s.t(k)) + m.title, 2))
        rep.add(Para("ขั้นตอนการดำเนินงาน"))
        rep.add(Bullets(m.steps, "-"))
        rep.add(Para("ผู้รับผิดชอบ : " + ", ".join(m.responsible)))
        rep.add(Para("ระยะเวลาดำเนินการ : " + s.t(m.timeframe)))
        rep.add(Para("การติดตามผล : " + s.t(m.monitoring)))
    if word.startswith("{}. มาตรการ"):
        for m in got:
            m.title = "มาตรการ" + m.title
    note_measures(rep, s, got, *FIELDS)
    return rep


@template("plan_vertical_cards", "html", "tab", "ocr")
def plan_vertical_cards(s: Style) -> Report:
    """A two-column table a measure: label left, content right."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, s.rng.randint(3, 5), y)
    for k, m in enumerate(got, 1):
        form = s.rng.choice(["numbered", "bullets"])
        rep.add(
            table(
                ["มาตรการที่ " + s.t(k), m.title],
                [
                    ["วิธีการดำเนินการ", steps_text(s, m, form)],
                    ["ผู้รับผิดชอบ", units_text(s, m)],
                    ["ระยะเวลา", s.t(m.timeframe)],
                    ["การติดตามผล", s.t(m.monitoring)],
                ],
                [2, 8],
            )
        )
        rep.add(Para(" "))
    note_measures(rep, s, got, *FIELDS)
    return rep
