"""Tables of one year's instruments and indicators."""

from __future__ import annotations

from fractions import Fraction

from .blocks import Break, Cell, Figure, Heading, Para, cut, table, tables
from .phrases import intro, overall_sentence, start_analysis, where
from .places import place
from .report import Report, Style, template
from .results import (
    INSTRUMENT_NAMES,
    INSTRUMENTS,
    LETTERS,
    WEIGHTS,
    indicator_name,
    instrument_of,
    result,
)


@template("instrument_weights", "html", "tab", "ocr")
def instrument_weights(s: Style) -> Report:
    """Instruments with weight, score and weighted points, and a total."""
    y = s.rng.choice([2564, 2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(intro(s, p, y))
    rows: list[list[object]] = []
    for n, inst in enumerate(INSTRUMENTS, 1):
        w, v = WEIGHTS[inst], r.instruments[inst]
        unit = s.rng.choice(["{}", "ร้อยละ {}", "{} %"])
        rows.append(
            [
                s.t(n),
                f"{INSTRUMENT_NAMES[inst]} ({inst})",
                unit.format(s.t(int(w * 100))),
                s.n(v),
                s.n(v * w),
            ]
        )
    rows.append([Cell("คะแนนรวม ITA", 1, 2), s.t(100), "", s.n(r.overall)])
    rep.add(
        table(
            ["ที่", "เครื่องมือการประเมิน", "น้ำหนัก", "คะแนนที่ได้ (เต็ม " + s.t(100) + ")", "คะแนนถ่วงน้ำหนัก"],
            rows,
            [1, 5, 2, 2, 2],
        )
    )
    rep.instruments(r)
    rep.overall(r)
    rep.add(Para(f"ผลการประเมินระดับ {r.level}"))
    rep.level = r.level
    return rep


@template("weighted_only", "tab", "html", "md")
def weighted_only(s: Style) -> Report:
    """Instruments only as points of 30, 30 and 40."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rows: list[list[object]] = []
    for inst in INSTRUMENTS:
        w = int(WEIGHTS[inst] * 100)
        rows.append(
            [
                f"{inst} ({INSTRUMENT_NAMES[inst]})",
                s.t(f"{w}.00") if s.rng.random() < 0.5 else s.t(w),
                s.n(r.instruments[inst] * WEIGHTS[inst]),
            ]
        )
        rep.score("instrument", inst, r.instruments[inst] * WEIGHTS[inst], y, weighted=True)
    rows.append(["รวม", s.t(100), s.n(r.overall)])
    rep.add(table(["แบบวัด", s.rng.choice(["คะแนนเต็ม", "คะแนนเต็มตามน้ำหนัก"]), "คะแนนที่ได้"], rows, [6, 2, 2]))
    rep.overall(r)
    rep.add(Para(f"{p.name}ได้คะแนนรวม {s.n(r.overall)} คะแนน อยู่ในระดับ {r.level}"))
    rep.level = r.level
    return rep


@template("transposed_one", "html", "tab", "md")
def transposed_one(s: Style) -> Report:
    """Indicators as columns, one row of values."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rep.add(
        table(
            ["รายการ", *[f"{s.t(n)}. {indicator_name(n, y)}" for n in range(1, 11)]],
            [["คะแนน", *[s.n(r.indicators[n]) for n in range(1, 11)]]],
        )
    )
    rep.indicators(r)
    rep.landscape = True
    return rep


@template("six_columns", "tab", "html", "md")
def six_columns(s: Style) -> Report:
    """Number, instrument, indicator, full score, score, remark in words."""
    y = s.rng.choice([2564, 2565, 2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rows: list[list[object]] = []
    for n in range(1, 11):
        inst = instrument_of(n)
        v = r.indicators[n]
        note = "รักษาระดับ" if v >= 95 else "พัฒนาให้ดีขึ้น" if v >= 85 else "ต้องปรับปรุง"
        first = n == INSTRUMENTS[inst][0]
        start = [s.t(n), Cell(inst, len(INSTRUMENTS[inst]))] if first else [s.t(n)]
        rows.append([*start, indicator_name(n, y), s.t(100), s.n(v), note])
    rep.add(
        table(
            ["ลำดับ", "เครื่องมือ", "ตัวชี้วัด", "คะแนนเต็ม", "คะแนนที่ได้", "แนวทาง"],
            rows,
            [1, 1.5, 5, 1.7, 1.7, 2.5],
        )
    )
    rep.indicators(r)
    return rep


@template("rank_lowest_first", "tab", "html")
def rank_lowest_first(s: Style) -> Report:
    """Indicators ranked from the lowest, instrument in brackets, best and worst repeated below."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    order = sorted(range(1, 11), key=lambda n: r.indicators[n])
    rows = [
        [s.t(k), f"{indicator_name(n, y)} ({instrument_of(n)})", s.n(r.indicators[n])] for k, n in enumerate(order, 1)
    ]
    rep.add(table(["อันดับที่", "ประเด็นการประเมิน (เรียงจากคะแนนน้อยไปมาก)", "ผลคะแนน"], rows, [1.3, 6, 2]))
    lo, hi = order[0], order[-1]
    rep.add(
        Para(
            f"ตัวชี้วัดที่ได้คะแนนสูงสุด คือ {indicator_name(hi, y)} {s.n(r.indicators[hi])} คะแนน และตัวชี้วัดที่ได้คะแนนต่ำสุด คือ {indicator_name(lo, y)} {s.n(r.indicators[lo])} คะแนน"
        )
    )
    rep.indicators(r)
    return rep


@template("criteria_beside", "html", "tab", "ocr")
def criteria_beside(s: Style) -> Report:
    """The rating scale printed before the real results."""
    y = s.rng.choice([2564, 2565, 2566, 2567])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(Para("เกณฑ์การประเมิน ระดับผลการประเมิน (Rating Score) จำแนกดังนี้"))
    if y <= 2565:
        scale = [
            ("95.00 – 100", "AA", "ผ่าน"),
            ("85.00 – 94.99", "A", "ผ่าน"),
            ("75.00 – 84.99", "B", "ไม่ผ่าน"),
            ("65.00 – 74.99", "C", "ไม่ผ่าน"),
            ("55.00 – 64.99", "D", "ไม่ผ่าน"),
            ("50.00 – 54.99", "E", "ไม่ผ่าน"),
            ("0 – 49.99", "F", "ไม่ผ่าน"),
        ]
        rep.add(table(["คะแนน", "ระดับ", "ผลการประเมิน"], [[s.t(a), b, c] for a, b, c in scale]))
    else:
        scale2 = [
            ("95 คะแนนขึ้นไป และทุกเครื่องมือไม่ต่ำกว่า 95", "ผ่านดีเยี่ยม"),
            ("85 คะแนนขึ้นไป และทุกเครื่องมือไม่ต่ำกว่า 85", "ผ่านดี"),
            ("85 คะแนนขึ้นไป แต่มีบางเครื่องมือต่ำกว่า 85", "ผ่าน"),
            ("70.00 – 84.99 คะแนน", "ต้องปรับปรุง"),
            ("ต่ำกว่า 70.00 คะแนน", "ต้องปรับปรุงโดยด่วน"),
        ]
        rep.add(table(["ช่วงคะแนนภาพรวม", "ระดับ"], [[s.t(a), b] for a, b in scale2]))
    rep.add(Para(f"สัดส่วนคะแนน : IIT ร้อยละ {s.t(30)} EIT ร้อยละ {s.t(30)} และ OIT ร้อยละ {s.t(40)}"))
    rep.add(overall_sentence(s, p, r, rep))
    rows = [[f"{i} {INSTRUMENT_NAMES[i]}", s.n(r.instruments[i])] for i in INSTRUMENTS]
    rep.add(table(["เครื่องมือ", "คะแนนที่ได้รับ"], rows, [7, 2]))
    rep.instruments(r)
    return rep


@template("two_blocks_side_by_side", "html", "tab")
def two_blocks_side_by_side(s: Style) -> Report:
    """IIT left, EIT and OIT right, in one table of two column pairs."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rows = []
    for n in range(1, 6):
        rows.append(
            [
                f"{s.t(n)}. {indicator_name(n, y)}",
                s.n(r.indicators[n]),
                f"{s.t(n + 5)}. {indicator_name(n + 5, y)}",
                s.n(r.indicators[n + 5]),
            ]
        )
    rep.add(table(["ตัวชี้วัด", "คะแนน", "ตัวชี้วัด", "คะแนน"], rows, [5, 2, 5, 2]))
    rep.indicators(r)
    return rep


@template("ocr_spans", "ocr", "html")
def ocr_spans(s: Style) -> Report:
    """Instrument cells over their rows, with the instrument's own score in a spanning column."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(intro(s, p, y), Figure(f"กราฟเรดาร์แสดงผลคะแนนรายตัวชี้วัด {s.t(10)} ด้าน"))
    rows: list[list[object]] = []
    for inst, codes in INSTRUMENTS.items():
        k = len(codes)
        for n in codes:
            body: list[object] = [f"{s.t(n)}. {indicator_name(n, y)}", s.n(r.indicators[n])]
            if n == codes[0]:
                body = [
                    Cell(f"{INSTRUMENT_NAMES[inst]}\n({inst})", k),
                    *body,
                    Cell(s.n(r.instruments[inst]), k),
                ]
            rows.append(body)
    rows.append([Cell("คะแนนรวมทุกเครื่องมือ", 1, 3), s.n(r.overall)])
    rep.add(table(["แบบวัด", "ตัวชี้วัด", "คะแนน", "คะแนนเฉลี่ยรายเครื่องมือ"], rows, [3, 5, 1.6, 2]))
    rep.add(Break())
    rep.add(Para(f"ระดับผลการประเมิน : {r.level}"))
    rep.level = r.level
    rep.indicators(r)
    rep.instruments(r)
    rep.overall(r)
    return rep


@template("wide_head_nested", "tab", "html")
def wide_head_nested(s: Style) -> Report:
    """Three header rows: title across, instruments, numbered indicators; one value row, then weights."""
    y = s.rng.choice([2566, 2567, 2568])
    rep, _p = start_analysis(s, y)
    r = result(s.rng, y)
    heads: list[list[object]] = [
        [Cell(f"ผลคะแนนการประเมิน ITA ปีงบประมาณ {s.fy(y)}", 1, 11)],
        [Cell("IIT", 1, 5), Cell("EIT", 1, 3), Cell("OIT", 1, 2), Cell("รวม", 2)],
        [f"({s.t(n)})" for n in range(1, 11)],
    ]
    rep.add(tables(heads, [[*[s.n(r.indicators[n]) for n in range(1, 11)], s.n(r.overall)]]))
    rep.add(
        Para(
            "หมายเหตุ : หมายเลขในวงเล็บคือลำดับตัวชี้วัด "
            + " ".join(f"({s.t(n)}) {indicator_name(n, y)}" for n in range(1, 11))
        )
    )
    rep.indicators(r)
    rep.overall(r)
    rep.landscape = True
    return rep


@template("english_mix", "md", "html", "tab")
def english_mix(s: Style) -> Report:
    """English and Thai labels side by side."""
    y = s.rng.choice([2566, 2567, 2568])
    s.thai = False
    rep = Report()
    p = place(s.rng)
    rep.place, rep.fiscal_year, rep.doc_type = p, y, "score_analysis"
    r = result(s.rng, y)
    rep.add(
        Heading(f"ITA Result FY {y} ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. {y}", 1),
        Para(where(p), "center"),
    )
    rep.add(Para(f"Overall Score (คะแนนภาพรวม): {s.n(r.overall)} | Level (ระดับ): {r.level}"))
    rep.overall(r)
    rep.level = r.level
    names = {
        "IIT": "Internal Integrity & Transparency Assessment",
        "EIT": "External Integrity & Transparency Assessment",
        "OIT": "Open Data Integrity & Transparency Assessment",
    }
    rows = [
        [
            i,
            f"{names[i]} / {INSTRUMENT_NAMES[i]}",
            f"{int(WEIGHTS[i] * 100)}%",
            s.n(r.instruments[i]),
        ]
        for i in INSTRUMENTS
    ]
    rep.add(table(["Tool", "เครื่องมือการประเมิน", "Weight", "Score (คะแนน)"], rows, [1, 6, 1.2, 1.6]))
    rep.instruments(r)
    rows = [[f"KPI {n}", indicator_name(n, y), s.n(r.indicators[n])] for n in range(1, 11)]
    rep.add(table(["No.", "Indicator (ตัวชี้วัด)", "Score"], rows, [1, 6, 1.6]))
    rep.indicators(r)
    return rep


@template("page_split_no_head", "tab", "ocr")
def page_split_no_head(s: Style) -> Report:
    """Ten indicators over a page break, the header not repeated, page numbers between."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rows = [[s.t(n), indicator_name(n, y), instrument_of(n), s.n(r.indicators[n])] for n in range(1, 11)]
    at = s.rng.randint(3, 7)
    rep.add(
        *cut(
            table(["ที่", "ตัวชี้วัด", "แบบวัด", "คะแนน"], rows, [1, 6, 1.5, 2]),
            [at],
            repeat=False,
            numbers=[s.t("2")],
        )
    )
    rep.indicators(r)
    return rep


@template("letter_codes_grades", "tab", "html")
def letter_codes_grades(s: Style) -> Report:
    """Each indicator with its own letter grade by the scale; only the overall grade is the level."""
    y = s.rng.choice([2563, 2564, 2565])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)

    def grade(v: Fraction) -> str:
        return next(w for b, w in LETTERS if v >= b)

    rows: list[list[object]] = [
        [s.t(n), indicator_name(n, y), s.n(r.indicators[n]), grade(r.indicators[n])] for n in range(1, 11)
    ]
    rows.append([Cell("ภาพรวมของหน่วยงาน", 1, 2), s.n(r.overall), r.level])
    rep.add(intro(s, p, y), table(["ที่", "ตัวชี้วัด", "คะแนน", "เกรด"], rows, [1, 6, 2, 1.5]))
    rep.indicators(r)
    rep.overall(r)
    rep.add(Para(f"สรุป ผลการประเมินในภาพรวมอยู่ในระดับ {r.level}"))
    rep.level = r.level
    return rep
