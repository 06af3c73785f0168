"""Tables of many agencies."""

from __future__ import annotations

from .blocks import Cell, Heading, table
from .places import neighbours
from .report import Report, Style, template
from .results import (
    INSTRUMENTS,
    history,
    indicator_name,
    result,
)


@template("province_rows", "tab", "html", "ocr")
def province_rows(s: Style) -> Report:
    """Many agencies, one row each: instruments, total, level."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep = Report(fiscal_year=y, doc_type="score_analysis")
    ps = neighbours(s.rng, s.rng.randint(6, 14))
    rep.add(
        Heading(
            f"สรุปผลการประเมิน ITA ขององค์กรปกครองส่วนท้องถิ่นในจังหวัด{ps[0].province} ประจำปีงบประมาณ {s.fy(y)}",
            1,
        )
    )
    short = s.rng.random() < 0.5
    got = sorted(((result(s.rng, y), p) for p in ps), key=lambda x: -x[0].overall)
    rows = []
    for n, (r, p) in enumerate(got, 1):
        name = p.abbreviated if short else p.name
        rows.append(
            [
                s.t(n),
                name,
                p.district,
                *[s.n(r.instruments[i]) for i in INSTRUMENTS],
                s.n(r.overall),
                r.level,
            ]
        )
        rep.instruments(r, p.name)
        rep.overall(r, p.name)
    rep.add(
        table(
            ["ลำดับ", "หน่วยงาน", "อำเภอ", "IIT", "EIT", "OIT", "คะแนนรวม", "ระดับ"],
            rows,
            [1, 4, 2, 1.5, 1.5, 1.5, 1.6, 1.6],
        )
    )
    rep.landscape = True
    return rep


@template("province_two_years", "html", "tab")
def province_two_years(s: Style) -> Report:
    """Each agency over two rows, one a year, with the ten indicators and the total as columns."""
    y = s.rng.choice([2564, 2565, 2566])
    rep = Report(fiscal_year=y, doc_type="score_analysis")
    ps = neighbours(s.rng, s.rng.randint(3, 6))
    rep.add(
        Heading(
            f"ผลการประเมิน ITA รายหน่วยงาน จังหวัด{ps[0].province} ประจำปีงบประมาณ {s.fy(y)} เปรียบเทียบกับปีก่อน",
            1,
        )
    )
    rows: list[list[object]] = []
    for p in ps:
        rs = history(s.rng, [y - 1, y])
        for k, v in enumerate((y, y - 1)):
            cells: list[object] = [
                f"ปี {s.t(v)}",
                *[s.n(rs[v].indicators[n]) for n in range(1, 11)],
                s.n(rs[v].overall),
            ]
            rows.append([Cell(p.name, 2), *cells] if k == 0 else cells)
            rep.indicators(rs[v], p.name)
            rep.overall(rs[v], p.name)
    rep.add(
        table(
            ["หน่วยงาน", "ปีงบประมาณ", *[f"ตัวชี้วัดที่ {s.t(n)}" for n in range(1, 11)], "คะแนน ITA"],
            rows,
            [4, 2, *[1.6] * 11],
        )
    )
    rep.landscape = True
    return rep


@template("agency_columns", "html", "tab")
def agency_columns(s: Style) -> Report:
    """Agencies as columns, indicators, instruments and level as rows."""
    y = s.rng.choice([2565, 2566, 2567])
    rep = Report(fiscal_year=y, doc_type="score_analysis")
    ps = neighbours(s.rng, s.rng.randint(3, 5), ("เทศบาลตำบล", "องค์การบริหารส่วนตำบล"))
    rep.add(Heading(f"ตารางเปรียบเทียบผลการประเมิน ITA ปีงบประมาณ {s.fy(y)} ของหน่วยงานข้างเคียง", 1))
    rs = [result(s.rng, y) for _ in ps]
    rows: list[list[object]] = []
    for inst, codes in INSTRUMENTS.items():
        rows += [[f"ตัวชี้วัดที่ {s.t(n)} {indicator_name(n, y)}", *[s.n(r.indicators[n]) for r in rs]] for n in codes]
        rows.append([f"คะแนนแบบวัด {inst}", *[s.n(r.instruments[inst]) for r in rs]])
    rows.append(["คะแนน ITA ภาพรวม", *[s.n(r.overall) for r in rs]])
    rows.append(["ระดับ", *[r.level for r in rs]])
    rep.add(table(["รายการ", *[p.name for p in ps]], rows, [4, *[2.4] * len(ps)]))
    for p, r in zip(ps, rs, strict=True):
        rep.indicators(r, p.name)
        rep.instruments(r, p.name)
        rep.overall(r, p.name)
    rep.landscape = True
    return rep
