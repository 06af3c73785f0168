"""Tables of measures with merged, split and subdivided rows."""

from __future__ import annotations

from .blocks import Cell, Heading, cut, table, tables
from .plan_parts import (
    FIELDS,
    HEADS,
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


@template("report_two_columns", "tab", "ocr")
def report_two_columns(s: Style) -> Report:
    """Measure and its result only, numbered in the cell, in two pages with the header repeated."""
    rep, _p, y = start_plan(s, "implementation_report", place_known=False)
    got = measures(s.rng, 8, y)
    rows = [[s.t(f"{k}. ") + m.title, m.output] for k, m in enumerate(got, 1)]
    rep.add(
        *cut(
            table([head(s, "title"), head(s, "output")], rows, [5, 5]),
            [s.rng.randint(3, 5)],
            numbers=[s.t("- 2 -")],
        )
    )
    note_measures(rep, s, got, "output")
    return rep


@template("plan_row_split", "tab", "html", "ocr")
def plan_row_split(s: Style) -> Report:
    """A page break inside a row: the steps go on in a row with empty cells, the header repeated."""
    rep, _p, y = start_plan(s)
    got = [m for m in measures(s.rng, 12, y) if len(m.steps) >= 3][:5]
    form = "numbered"
    order = ("steps", "responsible", "timeframe", "monitoring")
    rows = [[s.t(f"{k}. ") + m.title, *[field_text(s, m, f, form) for f in order]] for k, m in enumerate(got, 1)]
    at = s.rng.randint(1, len(got) - 1)
    lines = str(rows[at][1]).split("\n")
    top = [rows[at][0], "\n".join(lines[:-1]), *rows[at][2:]]
    rest = ["", lines[-1], "", "", ""]
    rows = [*rows[:at], top, rest, *rows[at + 1 :]]
    rep.add(
        *cut(
            table(
                [head(s, "title"), *[head(s, f) for f in order]],
                rows,
                [4, *[WIDTH[f] for f in order]],
            ),
            [at + 1],
            numbers=[s.t("2")],
        )
    )
    note_measures(rep, s, got, *order)
    rep.landscape = True
    return rep


@template("plan_tables_restart", "html", "tab", "md")
def plan_tables_restart(s: Style) -> Report:
    """One table an instrument under its heading; the numbers start again at 1 in each."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, 7, y)
    sizes = {"IIT": 3, "EIT": 2, "OIT": 2}
    form = s.rng.choice(STEP_FORMS)
    fields = ("steps", "responsible", "timeframe")
    heads = [head(s, "title"), *[head(s, f) for f in fields]]
    k = 0
    for inst, size in sizes.items():
        rep.add(Heading(f"มาตรการพัฒนาตามแบบวัด {inst}", 2))
        rows = [
            [s.t(j), m.title, *[field_text(s, m, f, form) for f in fields]] for j, m in enumerate(got[k : k + size], 1)
        ]
        rep.add(table(["ที่", *heads], rows, [0.8, 4, *[WIDTH[f] for f in fields]]))
        k += size
    note_measures(rep, s, got, *fields)
    return rep


@template("plan_shared_cells", "ocr", "html", "tab")
def plan_shared_cells(s: Style) -> Report:
    """Responsible and follow-up merged over several measures."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, 6, y)
    form = s.rng.choice(["numbered", "bullets"])
    rows: list[list[object]] = []
    for k, m in enumerate(got):
        if k % 3 == 0:
            lead = m
        m.responsible, m.monitoring = lead.responsible, lead.monitoring
        cells: list[object] = [s.t(k + 1), m.title, steps_text(s, m, form)]
        if k % 3 == 0:
            cells.append(Cell(units_text(s, m), 3))
        cells.append(s.t(m.timeframe))
        if k % 3 == 0:
            cells.append(Cell(s.t(m.monitoring), 3))
        rows.append(cells)
    rep.add(
        table(
            [
                "ที่",
                head(s, "title"),
                head(s, "steps"),
                head(s, "responsible"),
                head(s, "timeframe"),
                head(s, "monitoring"),
            ],
            rows,
            [0.8, 4, 5, 2.4, 2.3, 3],
        )
    )
    note_measures(rep, s, got, *FIELDS)
    rep.landscape = True
    return rep


@template("plan_two_head_rows", "html", "ocr", "tab")
def plan_two_head_rows(s: Style) -> Report:
    """Two header rows: start and end under period, ticks a quarter beside."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, 5, y)
    form = s.rng.choice(["numbered", "bullets"])
    heads: list[list[object]] = [
        [
            Cell("ลำดับ", 2),
            Cell(head(s, "title"), 2),
            Cell(head(s, "steps"), 2),
            Cell("ไตรมาสที่ดำเนินการ", 1, 4),
            Cell(head(s, "responsible"), 2),
        ],
        [s.t(k) for k in range(1, 5)],
    ]
    rows = []
    for k, m in enumerate(got, 1):
        on = s.rng.randint(0, 3)
        rows.append(
            [
                s.t(k),
                m.title,
                steps_text(s, m, form),
                *["✓" if q >= on else "" for q in range(4)],
                units_text(s, m),
            ]
        )
    rep.add(tables(heads, rows, [0.9, 4, 5, 0.7, 0.7, 0.7, 0.7, 2.4]))
    note_measures(rep, s, got, "steps", "responsible")
    rep.landscape = True
    return rep


@template("plan_decimal_numbers", "tab", "html")
def plan_decimal_numbers(s: Style) -> Report:
    """Groups 1, 2, 3 and measures numbered 1.1, 1.2, 2.1 under them."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, 6, y)
    form = s.rng.choice(["bullets", "plain"])
    fields = ("steps", "responsible", "timeframe")
    rows: list[list[object]] = []
    for k, m in enumerate(got):
        if k % 2 == 0:
            rows.append(
                [
                    Cell(
                        s.t(f"{k // 2 + 1}. ") + ["ด้านบุคลากร", "ด้านบริการประชาชน", "ด้านข้อมูลข่าวสาร"][k // 2],
                        1,
                        4,
                    )
                ]
            )
        rows.append(
            [
                s.t(f"{k // 2 + 1}.{k % 2 + 1} ") + m.title,
                *[field_text(s, m, f, form) for f in fields],
            ]
        )
    rep.add(
        table(
            [head(s, "title"), *[head(s, f) for f in fields]],
            rows,
            [4, *[WIDTH[f] for f in fields]],
        )
    )
    note_measures(rep, s, got, *fields)
    return rep


@template("damaged_plan", "tab", "html", damage=("pua", "am", "order", "invisible"))
def damaged_plan(s: Style) -> Report:
    """A plan whose Thai is damaged in ways that can be mended without loss."""
    rep, _p, y = start_plan(s)
    got = measures(s.rng, 5, y)
    rows = [[s.t(f"{k}. ") + m.title, *[field_text(s, m, f, "numbered") for f in FIELDS]] for k, m in enumerate(got, 1)]
    rep.add(
        table(
            [HEADS["title"][0], *[HEADS[f][0] for f in FIELDS]],
            rows,
            [4, *[WIDTH[f] for f in FIELDS]],
        )
    )
    note_measures(rep, s, got, *FIELDS)
    return rep
