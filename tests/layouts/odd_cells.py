"""Tables whose cells are written in unusual ways: units, no header, short names, number words, totals."""

from __future__ import annotations

from .blocks import Cell, Heading, Para, table, tables
from .official import ITEMS
from .phrases import intro, overall_sentence, score_title
from .places import Place, place
from .plan_parts import FIELDS, WIDTH, field_text, head, note_measures, start_plan, units_text
from .pool import measures
from .report import Report, Style, template
from .results import INSTRUMENT_NAMES, INSTRUMENTS, indicator_name, instrument_of, result

SHORT = {
    1: "ปฏิบัติหน้าที่",
    2: "ใช้งบประมาณ",
    3: "ใช้อำนาจ",
    4: "ใช้ทรัพย์สินราชการ",
    5: "แก้ไขปัญหาทุจริต",
    6: "คุณภาพดำเนินงาน",
    7: "ประสิทธิภาพสื่อสาร",
    8: "ปรับปรุงระบบทำงาน",
    9: "เปิดเผยข้อมูล",
    10: "ป้องกันทุจริต",
}


def _start(s: Style, *years: int) -> tuple[Report, Place, int]:
    rep, p = Report(), place(s.rng)
    y = s.rng.choice(years or (2564, 2565, 2566, 2567, 2568))
    rep.add(*score_title(s, rep, p, y))
    return rep, p, y


@template("units_in_cells", "tab", "html", "md")
def units_in_cells(s: Style) -> Report:
    """Each score cell with its unit, full score or percentage around the number."""
    rep, p, y = _start(s)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    form = s.rng.choice(["{} คะแนน", "ร้อยละ {}", "{} / 100", "{}%", "ได้ {} คะแนน"])
    rows = [
        [
            f"{s.t(n)}. {indicator_name(n, y)}",
            instrument_of(n),
            s.t(form).format(s.n(r.indicators[n])),
        ]
        for n in range(1, 11)
    ]
    rep.add(table(["ตัวชี้วัด", "แบบวัด", "ผลการประเมิน"], rows, [6, 2, 3]))
    rep.indicators(r)
    return rep


@template("no_header", "tab", "html", "ocr")
def no_header(s: Style) -> Report:
    """Name and score in two columns under a caption, no header row."""
    rep, p, y = _start(s)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rep.add(Para(f"ผลคะแนนรายตัวชี้วัด ปีงบประมาณ {s.fy(y)} มีดังนี้"))
    rows = [[f"ตัวชี้วัดที่ {s.t(n)} {indicator_name(n, y)}", s.n(r.indicators[n])] for n in range(1, 11)]
    rep.add(tables([], rows, [7, 2]))
    rep.indicators(r)
    return rep


@template("short_names", "tab", "html", "md")
def short_names(s: Style) -> Report:
    """Indicator names cut short, their numbers and instruments beside."""
    rep, p, y = _start(s)
    r = result(s.rng, y)
    rep.add(intro(s, p, y))
    rows: list[list[object]] = []
    for inst, codes in INSTRUMENTS.items():
        for n in codes:
            row: list[object] = [s.t(n), SHORT[n], s.n(r.indicators[n])]
            rows.append([Cell(inst, len(codes)), *row] if n == codes[0] else row)
    rep.add(table(["แบบ", "ตัวชี้วัดที่", "ด้าน", "คะแนน"], rows, [1.5, 1.5, 5, 2]))
    rep.indicators(r)
    rep.add(overall_sentence(s, p, r, rep))
    return rep


@template("score_and_count", "tab", "html")
def score_and_count(s: Style) -> Report:
    """Respondents and percentages of answers beside the scores of questions."""
    rep, p, y = _start(s, 2567, 2568)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rows = []
    for code, value in r.questions.items():
        if code[0] != "e":
            continue
        count = s.rng.randint(30, 120)
        share = f"{s.rng.uniform(60, 99):.2f}"
        rows.append([s.t(code), ITEMS[y][code][0], s.t(count), s.t(share), s.n(value)])
        rep.score("question", code, value, y)
    rep.add(Para("ผู้ตอบแบบวัด EIT และผลคะแนนรายข้อ"))
    rep.add(
        table(
            ["ข้อ", "ประเด็น", "จำนวนผู้ตอบ (คน)", "ตอบเชิงบวก (ร้อยละ)", "คะแนน"],
            rows,
            [1, 6, 1.8, 2, 1.5],
        )
    )
    return rep


@template("instrument_as_heading", "plain", "md", "html")
def instrument_as_heading(s: Style) -> Report:
    """A heading an instrument with a table each; the table's last row is the instrument's mean."""
    rep, p, y = _start(s)
    r = result(s.rng, y)
    for k, (inst, codes) in enumerate(INSTRUMENTS.items(), 1):
        rep.add(Heading(f"{s.t(k)}) {INSTRUMENT_NAMES[inst]} หรือ {inst}", 2))
        rows: list[list[object]] = [[indicator_name(n, y), s.n(r.indicators[n])] for n in codes]
        rows.append([s.rng.choice(["คะแนนเฉลี่ย", "เฉลี่ย"]) + f"แบบวัด {inst}", s.n(r.instruments[inst])])
        rep.add(table(["ตัวชี้วัด", "คะแนน"], rows, [7, 2]))
    rep.indicators(r)
    rep.instruments(r)
    rep.add(overall_sentence(s, p, r, rep))
    return rep


@template("plan_word_numbers", "tab", "html", "ocr")
def plan_word_numbers(s: Style) -> Report:
    """Measures that begin with มาตรการที่ n in their cells."""
    rep, _, y = start_plan(s)
    got = measures(s.rng, s.rng.randint(4, 6), y)
    form = s.rng.choice(["numbered", "bullets"])
    word = s.rng.choice(["มาตรการที่ {}\n", "มาตรการที่ {} ", "มาตรการที่ {}: "])
    rows = [[word.format(s.t(k)) + m.title, *[field_text(s, m, f, form) for f in FIELDS]] for k, m in enumerate(got, 1)]
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


@template("plan_total_row", "tab", "html")
def plan_total_row(s: Style) -> Report:
    """A plan that ends in a row of the total budget and a remark row across the table."""
    rep, _, y = start_plan(s)
    got = measures(s.rng, s.rng.randint(4, 6), y)
    form = s.rng.choice(["numbered", "plain", "inline_brackets"])
    rows: list[list[object]] = []
    for k, m in enumerate(got, 1):
        cells = [
            s.t(k),
            m.title,
            field_text(s, m, "steps", form),
            units_text(s, m),
            s.t(m.timeframe),
        ]
        rows.append([*cells, s.t("10,000")])
    rows.append([Cell("รวมงบประมาณทั้งสิ้น", 1, 5), s.t(f"{len(got)}0,000")])
    rows.append([Cell("หมายเหตุ : งบประมาณอาจเปลี่ยนแปลงได้ตามความจำเป็น", 1, 6)])
    heads = [head(s, f) for f in ("title", "steps", "responsible", "timeframe")]
    rep.add(table(["ที่", *heads, "งบประมาณ (บาท)"], rows, [0.8, 4, 5, 2.4, 2.4, 1.8]))
    note_measures(rep, s, got, "steps", "responsible", "timeframe")
    rep.landscape = True
    return rep
