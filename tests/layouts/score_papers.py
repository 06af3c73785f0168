"""Memos, announcements and analyses, damaged and restated."""

from __future__ import annotations

from fractions import Fraction

from .blocks import Break, Bullets, Heading, Para, table
from .phrases import FULL, any_year, intro, overall_sentence, start_analysis, where
from .places import place
from .report import Report, Style, template
from .results import INSTRUMENT_NAMES, INSTRUMENTS, indicator_name, instrument_of, result
from .score_prose import prose_by_instrument
from .thai import round2


@template("restated_thrice", "html", "tab")
def restated_thrice(s: Style) -> Report:
    """Overall in the text, a table of indicators, and a closing summary that states all again."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rows = [[s.t(n), indicator_name(n, y), s.n(r.indicators[n])] for n in range(1, 11)]
    rep.add(table(["ที่", "ตัวชี้วัด", "ผลการประเมิน (คะแนน)"], rows, [1, 6, 2]))
    rep.indicators(r)
    worst = sorted(range(1, 11), key=lambda n: r.indicators[n])[:3]
    rep.add(Heading("บทสรุป", 2))
    rep.add(
        Para("ตัวชี้วัดที่ควรเร่งพัฒนา ได้แก่ " + " ".join(f"{indicator_name(n, y)} ({s.n(r.indicators[n])})" for n in worst))
    )
    rep.add(
        Para(
            f"โดยสรุป {p.abbreviated} ได้ {s.n(r.overall)} คะแนน ระดับ {r.level} จะนำผลไปใช้ปรับปรุงงานในปีงบประมาณ {s.fy(y + 1)} ต่อไป"
        )
    )
    return rep


@template("year_of_report_differs", "tab", "html", "plain")
def year_of_report_differs(s: Style) -> Report:
    """An analysis of year N that states the results of N-1 in a table whose caption gives the year."""
    n0 = s.rng.choice([2566, 2567, 2568])
    y = n0 - 1
    rep = Report()
    p = place(s.rng)
    rep.place, rep.fiscal_year, rep.doc_type = p, n0, "score_analysis"
    rep.add(
        Heading(f"การวิเคราะห์ผล{FULL} เพื่อใช้ขับเคลื่อนงาน ประจำปีงบประมาณ {s.fy(n0)}", 1),
        Para(where(p), "center"),
    )
    r = result(s.rng, y)
    rep.add(
        Para(
            f"ในปีงบประมาณ {s.fy(y)} {p.name}มีผลการประเมินภาพรวม {s.n(r.overall)} คะแนน คณะทำงานจึงนำผลดังกล่าวมาวิเคราะห์เพื่อวางแนวทางของปีงบประมาณ {s.fy(n0)}"
        )
    )
    rep.overall(r)
    rep.add(Para(f"ตาราง ผลการประเมิน ITA ปีงบประมาณ {s.fy(y)} รายตัวชี้วัด"))
    rows = [[s.t(n), indicator_name(n, y), instrument_of(n), s.n(r.indicators[n])] for n in range(1, 11)]
    rep.add(table(["ลำดับ", "ตัวชี้วัด", "เครื่องมือ", "คะแนน"], rows, [1, 6, 2, 2]))
    rep.indicators(r)
    return rep


@template("memo_scores", "plain", "tab", "html")
def memo_scores(s: Style) -> Report:
    """A memo that reports the result to the mayor; numbers of the memo are no scores."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep = Report()
    p = place(s.rng)
    rep.place, rep.fiscal_year, rep.doc_type, rep.where = p, y, "score_analysis", False
    r = result(s.rng, y)
    day = s.rng.randint(1, 28)
    rep.add(
        Heading("บันทึกข้อความ", 1),
        Para(f"ส่วนราชการ สำนักปลัด {p.name} โทร. {s.t('0 5394 1234 ต่อ 11')}"),
    )
    rep.add(Para(s.t(f"ที่ ชม {s.rng.randint(51000, 79999)}/{s.rng.randint(10, 400)}    วันที่ {day} สิงหาคม {y}")))
    rep.add(
        Para(f"เรื่อง รายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ {s.fy(y)}"),
        Para(f"เรียน {p.head} ผ่าน{p.clerk}"),
    )
    rep.add(overall_sentence(s, p, r, rep))
    rep.add(Para("แยกตามตัวชี้วัดได้ดังนี้"))
    rep.add(Bullets([f"{indicator_name(n, y)} {s.n(r.indicators[n])} คะแนน" for n in range(1, 11)], "-"))
    rep.indicators(r)
    rep.add(
        Para("จึงเรียนมาเพื่อโปรดทราบ"),
        Para("(ลงชื่อ)......................................ผู้รายงาน", "right"),
    )
    return rep


@template("announcement_scores", "plain", "html")
def announcement_scores(s: Style) -> Report:
    """A public announcement with the result by instrument, date and signature."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep = Report()
    p = place(s.rng)
    rep.place, rep.fiscal_year, rep.doc_type = p, y, "score_analysis"
    r = result(s.rng, y)
    rep.add(
        Heading(f"ประกาศ{p.name}", 1),
        Para(f"เรื่อง ผล{FULL} ประจำปีงบประมาณ {s.fy(y)}", "center"),
        Para("----------------------------", "center"),
    )
    rep.add(
        Para(
            f"ด้วย{p.name} อำเภอ{p.district} จังหวัด{p.province} ได้เข้ารับการประเมิน ITA ประจำปีงบประมาณ {s.fy(y)} จึงขอประกาศผลให้ทราบโดยทั่วกัน ดังนี้"
        )
    )
    rep.add(overall_sentence(s, p, r, rep))
    for k, inst in enumerate(INSTRUMENTS, 1):
        rep.add(Para(f"({s.t(k)}) {INSTRUMENT_NAMES[inst]} ({inst}) ได้ {s.n(r.instruments[inst])} คะแนน"))
    rep.instruments(r)
    rep.add(
        Para(s.t(f"ประกาศ ณ วันที่ {s.rng.randint(1, 28)} กันยายน พ.ศ. {y}"), "center"),
        Para(p.head, "center"),
    )
    return rep


@template("aligned_columns", "aligned")
def aligned_columns(s: Style) -> Report:
    """A table kept only by spaces, as layout-preserving extraction writes it."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rows = [[s.t(n), indicator_name(n, y), instrument_of(n), s.n(r.indicators[n])] for n in range(1, 11)]
    rep.add(table(["ลำดับ", "ตัวชี้วัด", "แบบ", "คะแนน"], rows))
    rep.indicators(r)
    return rep


@template(
    "damaged_table",
    "tab",
    "html",
    damage=("pua", "am", "marks", "order", "invisible", "doubled", "am_space"),
)
def damaged_table(s: Style) -> Report:
    """A plain indicator table whose Thai is damaged, one kind of damage a document."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rows = [[s.t(n), indicator_name(n, y), s.n(r.indicators[n])] for n in range(1, 11)]
    rep.add(table(["ลำดับ", "ตัวชี้วัด", "คะแนน"], rows, [1, 6, 2]))
    rep.indicators(r)
    return rep


@template("damaged_prose", "plain", damage=("pua", "am", "order", "invisible"))
def damaged_prose(s: Style) -> Report:
    """Prose by instrument with damaged Thai."""
    return prose_by_instrument(s)


@template("broken_title", "plain", "tab")
def broken_title(s: Style) -> Report:
    """The title broken over many short lines, then a table."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep = Report()
    p = place(s.rng)
    rep.place, rep.fiscal_year, rep.doc_type = p, y, "score_analysis"
    r = result(s.rng, y)
    rep.add(
        Para(
            "\n".join(
                [
                    "รายงานผลการวิเคราะห์",
                    "การประเมินคุณธรรมและความโปร่งใส",
                    "ในการดำเนินงานของหน่วยงานภาครัฐ",
                    "(Integrity and Transparency",
                    "Assessment : ITA)",
                    "ประจำปีงบประมาณ",
                    s.fy(y),
                    "ของ",
                    p.name,
                    f"อำเภอ{p.district}",
                    f"จังหวัด{p.province}",
                ]
            )
        ),
        Break(),
    )
    rep.add(overall_sentence(s, p, r, rep))
    rows = [[i, INSTRUMENT_NAMES[i], s.n(r.instruments[i])] for i in INSTRUMENTS]
    rep.add(table(["แบบ", "ชื่อแบบวัด", "คะแนน"], rows, [1, 6, 2]))
    rep.instruments(r)
    return rep


def _noisy(s: Style, value: Fraction) -> str:
    """A score as bad OCR leaves it: numerals mixed, spaces inside, the letter o for zero."""
    text = round2(value)
    kind = s.rng.choice(["plain", "mixed", "space", "letter"])
    if kind == "mixed":
        return "".join(chr(ord(c) + 0x0E20) if c.isdigit() and s.rng.random() < 0.5 else c for c in text)
    if kind == "space":
        return s.t(text.replace(".", s.rng.choice([" .", ". ", " . "])))
    if kind == "letter" and "0" in text:
        return text.replace("0", s.rng.choice(["o", "O"]))
    return s.t(text)


@template("noisy_numerals", "tab", "html", "ocr")
def noisy_numerals(s: Style) -> Report:
    """Numerals mixed, with spaces inside, or with the letter o for zero."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rows = [[s.t(n), indicator_name(n, y), _noisy(s, r.indicators[n])] for n in range(1, 11)]
    rep.add(table(["ที่", "ตัวชี้วัด", "คะแนนที่ได้รับ"], rows, [1, 6, 2]))
    rep.indicators(r)
    return rep


@template("agency_misspelt", "plain", "html")
def agency_misspelt(s: Style) -> Report:
    """The agency right four times and misspelt once."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    wrong = p.name.replace("่", "", 1).replace("้", "", 1) if any(c in p.name for c in "่้") else p.name[:-1]
    rep.add(intro(s, p, y), overall_sentence(s, p, r, rep))
    rep.add(Para(f"{wrong}ขอขอบคุณผู้ตอบแบบวัดทุกท่าน"))
    said = [f"{i} ได้ {s.n(r.instruments[i])} คะแนน" for i in INSTRUMENTS]
    rep.add(Para(f"{p.name}มีคะแนนแยกตามเครื่องมือ ดังนี้ " + " ".join(said)))
    rep.instruments(r)
    rep.add(Para(f"ทั้งนี้ {p.name}จะนำผลไปพัฒนาต่อไป"))
    return rep
