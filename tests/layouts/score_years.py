"""Tables of the scores of several years, with changes, averages and targets beside them."""

from __future__ import annotations

from fractions import Fraction

from .blocks import Cell, Para, table, tables
from .phrases import intro, overall_sentence, start_analysis
from .report import Report, Style, template
from .results import (
    INSTRUMENT_NAMES,
    INSTRUMENTS,
    history,
    indicator_name,
    result,
)
from .thai import round2


def _change(s: Style, a: Fraction, b: Fraction) -> str:
    """b - a of the printed values, signed."""
    d = Fraction(round2(b)) - Fraction(round2(a))
    sign = "+" if d > 0 else "-" if d < 0 else ""
    return s.t(sign + round2(abs(d)))


@template("years_matrix_average", "html", "tab", "ocr")
def years_matrix_average(s: Style) -> Report:
    """Indicator x 3 years with instrument and overall rows and an average column that is no score."""
    last = s.rng.choice([2565, 2566, 2567, 2568])
    years = [last - 2, last - 1, last]
    rep, p = start_analysis(s, last)
    rs = history(s.rng, years)
    rep.add(intro(s, p, last), Para(f"ตารางเปรียบเทียบผลคะแนนย้อนหลัง {s.t(3)} ปี"))

    def line(name: str, values: list[Fraction], no: str) -> list[object]:
        mean = sum((Fraction(round2(v)) for v in values), Fraction(0)) / len(values)
        return [no, name, *[s.n(v) for v in values], s.n(mean)]

    rows: list[list[object]] = []
    for inst, codes in INSTRUMENTS.items():
        for n in codes:
            rows.append(line(indicator_name(n, last), [rs[y].indicators[n] for y in years], s.t(n)))
        rows.append(line(f"คะแนน {inst}", [rs[y].instruments[inst] for y in years], ""))
    rows.append(line("คะแนนภาพรวม", [rs[y].overall for y in years], ""))
    rep.add(
        table(
            ["ที่", "ตัวชี้วัด", *[f"ปี {s.fy(y)}" for y in years], f"เฉลี่ย {s.t(3)} ปี"],
            rows,
            [1, 5, 2, 2, 2, 2],
        )
    )
    for y in years:
        rep.indicators(rs[y])
        rep.instruments(rs[y])
        rep.overall(rs[y])
    return rep


@template("years_matrix_change", "md", "tab", "html")
def years_matrix_change(s: Style) -> Report:
    """Indicators of two years with a change column and a trend word."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    rs = history(s.rng, [y - 1, y])
    rep.add(overall_sentence(s, p, rs[y], rep))
    rows = []
    for n in range(1, 11):
        a, b = rs[y - 1].indicators[n], rs[y].indicators[n]
        trend = "เพิ่มขึ้น" if round2(b) != round2(a) and b > a else "ลดลง" if b < a else "คงที่"
        rows.append([s.t(n), indicator_name(n, y), s.n(a), s.n(b), _change(s, a, b), trend])
    heads = s.rng.choice(
        [
            [f"ปี {s.t(y - 1)}", f"ปี {s.t(y)}", "ผลต่าง", "แนวโน้ม"],
            [f"คะแนนปี {s.t(y - 1)}", f"คะแนนปี {s.t(y)}", "เพิ่ม (+) / ลด (-)", "ผลการเปรียบเทียบ"],
            [f"พ.ศ. {s.t(y - 1)}", f"พ.ศ. {s.t(y)}", "+/-", "หมายเหตุ"],
        ]
    )
    rep.add(table(["ลำดับ", "ตัวชี้วัด", *heads], rows, [1, 5, 2, 2, 2, 2]))
    rep.indicators(rs[y - 1])
    rep.indicators(rs[y])
    return rep


@template("years_matrix_two_heads", "html", "ocr", "tab")
def years_matrix_two_heads(s: Style) -> Report:
    """Four years under one spanning header, indicators only; a second table of year, overall, level."""
    last = s.rng.choice([2566, 2567, 2568])
    years = list(range(last - 3, last + 1))
    rep, p = start_analysis(s, last)
    rs = history(s.rng, years)
    rep.add(intro(s, p, last))
    rep.add(Para("ตารางที่ " + s.t(1) + " คะแนนภาพรวมย้อนหลัง"))
    rep.add(
        table(
            ["ปีงบประมาณ", "คะแนน ITA", "ระดับ"],
            [[s.fy(y), s.n(rs[y].overall), rs[y].level] for y in years],
        )
    )
    rep.add(Para("ตารางที่ " + s.t(2) + " คะแนนรายตัวชี้วัดย้อนหลัง"))
    heads: list[list[object]] = [
        [Cell("ตัวชี้วัด", 2), Cell("ปีงบประมาณ พ.ศ.", 1, 4)],
        [s.t(y) for y in years],
    ]
    rows = [[f"{s.t(n)}. {indicator_name(n, last)}", *[s.n(rs[y].indicators[n]) for y in years]] for n in range(1, 11)]
    rep.add(tables(heads, rows, [5, 2, 2, 2, 2]))
    for y in years:
        rep.overall(rs[y])
        rep.indicators(rs[y])
    rep.level = rs[last].level
    return rep


@template("years_descending", "tab", "md")
def years_descending(s: Style) -> Report:
    """Newest year first, codes IIT/EIT/OIT for rows, short years, a dash where a year was not assessed."""
    y = s.rng.choice([2566, 2567, 2568])
    years = [y, y - 1, y - 2]
    rep, p = start_analysis(s, y)
    rs = history(s.rng, [y - 2, y - 1, y])
    rep.add(overall_sentence(s, p, rs[y], rep))
    gone = (s.rng.choice(list(INSTRUMENTS)), y - 2)
    rows: list[list[str]] = []
    for inst, codes in INSTRUMENTS.items():
        cells = ["-" if (inst, v) == gone else s.n(rs[v].instruments[inst]) for v in years]
        rows.append([f"{inst} : {INSTRUMENT_NAMES[inst]}", *cells])
        for v in years:
            if (inst, v) != gone:
                rep.score("instrument", inst, rs[v].instruments[inst], v)
        for n in codes:
            rows.append(
                [
                    f"ตัวชี้วัดที่ {s.t(n)} {indicator_name(n, y)}",
                    *[s.n(rs[v].indicators[n]) for v in years],
                ]
            )
    rows.append(["ผลคะแนนรวม", *[s.n(rs[v].overall) for v in years]])
    rep.add(table(["แบบวัด / ตัวชี้วัด", *[f"ปี {s.t(v)}" for v in years]], rows, [6, 2, 2, 2]))
    for v in years:
        rep.indicators(rs[v])
        rep.overall(rs[v])
    return rep


@template("transposed_years", "html", "tab", "ocr")
def transposed_years(s: Style) -> Report:
    """Years as rows, instruments over their indicators as two header rows, total and level last."""
    y = s.rng.choice([2566, 2567, 2568])
    years = [y - 2, y - 1, y]
    rep, p = start_analysis(s, y)
    rs = history(s.rng, years)
    rep.add(intro(s, p, y))
    heads: list[list[object]] = [
        [
            Cell("ปีงบประมาณ", 2),
            Cell("IIT", 1, 5),
            Cell("EIT", 1, 3),
            Cell("OIT", 1, 2),
            Cell("คะแนนรวม", 2),
            Cell("ระดับ", 2),
        ],
        [indicator_name(n, y) for n in range(1, 11)],
    ]
    rows = [[s.t(v), *[s.n(rs[v].indicators[n]) for n in range(1, 11)], s.n(rs[v].overall), rs[v].level] for v in years]
    rep.add(tables(heads, rows))
    for v in years:
        rep.indicators(rs[v])
        rep.overall(rs[v])
    rep.level = rs[y].level
    rep.landscape = True
    return rep


@template("last_year_column", "tab", "html", "ocr")
def last_year_column(s: Style) -> Report:
    """Two years named as this and last year, their difference, instruments among the indicators."""
    y = s.rng.choice([2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    rs = history(s.rng, [y - 1, y])
    rep.add(intro(s, p, y))
    rows: list[list[object]] = []
    for inst, codes in INSTRUMENTS.items():
        a, b = rs[y - 1].instruments[inst], rs[y].instruments[inst]
        rows.append([f"{INSTRUMENT_NAMES[inst]} ({inst})", s.n(b), s.n(a), _change(s, a, b)])
        for n in codes:
            a, b = rs[y - 1].indicators[n], rs[y].indicators[n]
            rows.append([f"- ตัวชี้วัดที่ {s.t(n)} {indicator_name(n, y)}", s.n(b), s.n(a), _change(s, a, b)])
    a, b = rs[y - 1].overall, rs[y].overall
    rows.append(["รวม", s.n(b), s.n(a), _change(s, a, b)])
    rep.add(
        table(
            ["รายการประเมิน", f"ปีนี้ (พ.ศ. {s.t(y)})", f"ปีที่แล้ว (พ.ศ. {s.t(y - 1)})", "ส่วนต่าง"],
            rows,
            [6, 2, 2, 2],
        )
    )
    for v in (y - 1, y):
        rep.indicators(rs[v])
        rep.instruments(rs[v])
        rep.overall(rs[v])
    return rep


@template("target_column", "html", "tab", "md")
def target_column(s: Style) -> Report:
    """A target beside each result, met or not; the target is no result."""
    y = s.rng.choice([2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    goal = s.rng.choice([85, 90, 92])
    rep.add(overall_sentence(s, p, r, rep))
    rep.add(
        Para(
            f"ทั้งนี้ {p.name}ได้กำหนดค่าเป้าหมายไว้ที่ร้อยละ {s.t(goal)} ของทุกตัวชี้วัด และตั้งเป้าหมายคะแนนรวมในปีถัดไปไม่น้อยกว่า {s.t(95)} คะแนน"
        )
    )
    rows = [
        [
            s.t(n),
            indicator_name(n, y),
            s.t(f"{goal}.00"),
            s.n(r.indicators[n]),
            "บรรลุ" if r.indicators[n] >= goal else "ไม่บรรลุ",
        ]
        for n in range(1, 11)
    ]
    rep.add(table(["ข้อ", "ตัวชี้วัด", "ค่าเป้าหมาย", "ผลการประเมิน", "ผลเทียบเป้าหมาย"], rows, [1, 5, 2, 2, 2]))
    rep.indicators(r)
    return rep


@template("target_in_head", "tab", "ocr")
def target_in_head(s: Style) -> Report:
    """Columns this year, target of next year, national average; only one holds this agency's results."""
    y = s.rng.choice([2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(intro(s, p, y))
    mean = [Fraction(s.rng.randint(8800, 9600), 100) for _ in range(10)]
    rows = [[f"{indicator_name(n, y)}", s.n(r.indicators[n]), s.n(mean[n - 1]), s.t("≥ 95.00")] for n in range(1, 11)]
    rep.add(
        table(
            ["ตัวชี้วัด", f"คะแนนของหน่วยงาน ปี {s.t(y)}", "ค่าเฉลี่ยระดับประเทศ", f"เป้าหมาย ปี {s.t(y + 1)}"],
            rows,
            [5, 2.4, 2.2, 2.2],
        )
    )
    rep.indicators(r)
    rep.add(overall_sentence(s, p, r, rep))
    return rep
