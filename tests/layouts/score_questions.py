"""Tables of questions, items and sub-indicators."""

from __future__ import annotations

from .blocks import Cell, Heading, Para, cut, table, tables
from .official import ITEMS, SUBINDICATORS
from .phrases import overall_sentence, start_analysis
from .report import Report, Style, template
from .results import (
    indicator_name,
    result,
)


def _code(s: Style, code: str, zero: str) -> str:
    """A question code as authors and readers of scans write it."""
    letter, number = code[0], s.t(code[1:])
    if letter == "o" and zero:
        letter = s.t("0") if zero == "digit" else "O"
    return f"{letter}{number}"


@template("questions", "tab", "html", "ocr")
def questions(s: Style) -> Report:
    """Every question and its score by instrument, codes in this author's numerals."""
    y = s.rng.choice([2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    for inst, letter in (("IIT", "i"), ("EIT", "e")):
        rep.add(
            Para(
                f"ผลคะแนนรายข้อคำถาม แบบวัด {inst} ได้คะแนนเฉลี่ย {s.n(r.instruments[inst])} คะแนน",
                bold=True,
            )
        )
        rep.score("instrument", inst, r.instruments[inst], y)
        rows = []
        for code, value in r.questions.items():
            if code[0] == letter:
                rows.append([_code(s, code, ""), ITEMS[y][code][0], s.n(value)])
                rep.score("question", code, value, y)
        rep.add(table(["ข้อ", "ข้อคำถาม", "คะแนน"], rows, [1, 7, 1.5]))
    return rep


@template("questions_under_indicators", "html", "tab")
def questions_under_indicators(s: Style) -> Report:
    """Questions under indicator rows that span the table and carry the indicator's score."""
    y = s.rng.choice([2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rows: list[list[object]] = []
    for n in range(1, 9):
        rows.append([Cell(f"ตัวชี้วัดที่ {s.t(n)} {indicator_name(n, y)}", 1, 2), s.n(r.indicators[n])])
        for code, (name, of) in ITEMS[y].items():
            if of == n and code[0] in "ie":
                rows.append([_code(s, code, ""), name, s.n(r.questions[code])])
                rep.score("question", code, r.questions[code], y)
        rep.score("indicator", str(n), r.indicators[n], y)
    rep.add(table(["ข้อ", "ประเด็นคำถาม", "คะแนนเฉลี่ย"], rows, [1, 7, 1.5]))
    return rep


@template("questions_three_decades", "tab")
def questions_three_decades(s: Style) -> Report:
    """The thirty questions of the older form, number and score only, in three column pairs."""
    y = s.rng.choice([2564, 2565])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    rows = []
    for k in range(1, 11):
        row: list[object] = []
        for code in (f"i{k}", f"i{k + 10}", f"i{k + 20}"):
            row += [_code(s, code, ""), s.n(r.questions[code])]
        rows.append(row)
    rep.add(Para("คะแนนรายข้อแบบวัด IIT"))
    rep.add(table(["ข้อคำถาม", "คะแนน", "ข้อคำถาม", "คะแนน", "ข้อคำถาม", "คะแนน"], rows))
    for code, v in r.questions.items():
        if code[0] == "i":
            rep.score("question", code, v, y)
    return rep


@template("eit_parts_two_tables", "tab", "html")
def eit_parts_two_tables(s: Style) -> Report:
    """EIT part 1 and part 2 in a table each."""
    y = 2567
    rep, p = start_analysis(s, y)
    r = result(s.rng, y, parts=True)
    rep.add(overall_sentence(s, p, r, rep))
    about = ["ผู้รับบริการตอบเองผ่านระบบ ITAS", "ผู้สำรวจที่สำนักงาน ป.ป.ช. มอบหมายเป็นผู้เก็บข้อมูล"]
    for part in (1, 2):
        rep.add(Para(f"แบบวัด EIT ส่วนที่ {s.t(part)} ({about[part - 1]})", bold=True))
        rows = []
        for code, pair in r.parts.items():
            rows.append([f"ข้อ {_code(s, code, '')}", ITEMS[y][code][0], s.n(pair[part - 1])])
            rep.score("question", code, pair[part - 1], y, part=str(part))
        rep.add(table(["รหัส", "ข้อคำถาม", "คะแนน"], rows, [1.3, 7, 1.5]))
    rep.kinds = ["overall", "question"]
    return rep


@template("eit_parts_columns", "html", "tab")
def eit_parts_columns(s: Style) -> Report:
    """EIT part 1 and part 2 as two columns of one table."""
    y = 2567
    rep, p = start_analysis(s, y)
    r = result(s.rng, y, parts=True)
    rep.add(overall_sentence(s, p, r, rep))
    heads: list[list[object]] = [
        [Cell("ข้อ", 2), Cell("ข้อคำถาม", 2), Cell("ผลคะแนนแบบวัด EIT", 1, 2)],
        [f"ส่วนที่ {s.t(1)}", f"ส่วนที่ {s.t(2)}"],
    ]
    rows = []
    for code, pair in r.parts.items():
        rows.append([_code(s, code, ""), ITEMS[y][code][0], s.n(pair[0]), s.n(pair[1])])
        for part in (1, 2):
            rep.score("question", code, pair[part - 1], y, part=str(part))
    rep.add(tables(heads, rows, [1, 6, 1.5, 1.5]))
    rep.kinds = ["overall", "question"]
    return rep


@template("subindicators", "html", "tab", "ocr")
def subindicators(s: Style) -> Report:
    """OIT down to sub-indicators 9.1 to 10.2, indicators 9 and 10 as their heads."""
    y = s.rng.choice([2564, 2565, 2566])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y, s.rng.choice(["good", "fair"]))
    rep.add(overall_sentence(s, p, r, rep))
    rows = []
    for n in (9, 10):
        rows.append([f"ตัวชี้วัดที่ {s.t(n)} {indicator_name(n, y)}", s.n(r.indicators[n])])
        for code, (name, _) in SUBINDICATORS[y].items():
            if code.startswith(f"{n}."):
                rows.append([f"ตัวชี้วัดย่อยที่ {s.t(code)} {name}", s.n(r.subindicators[code])])
                rep.score("subindicator", code, r.subindicators[code], y)
        rep.score("indicator", str(n), r.indicators[n], y)
    rows.append(["รวมแบบวัด OIT", s.n(r.instruments["OIT"])])
    rep.score("instrument", "OIT", r.instruments["OIT"], y)
    rep.add(table(["ตัวชี้วัด / ตัวชี้วัดย่อย", "คะแนน"], rows, [7, 2]))
    return rep


@template("oit_items", "tab", "html", "ocr")
def oit_items(s: Style) -> Report:
    """Every OIT item with 100 or 0, over two pages with the header repeated, o written three ways."""
    y = s.rng.choice([2564, 2565, 2566, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y, s.rng.choice(["good", "fair"]))
    rep.add(overall_sentence(s, p, r, rep))
    zero = s.rng.choice(["", "digit", "capital"])
    rows = []
    for code, v in r.items.items():
        rows.append(
            [
                _code(s, code, zero),
                ITEMS[y][code][0],
                s.t(int(v)),
                "" if v else "ไม่พบข้อมูลตามองค์ประกอบ",
            ]
        )
        rep.score("oit_item", code, v, y)
    body = table(["ข้อ", "ประเด็นการเปิดเผยข้อมูล", "คะแนน", "ข้อเสนอแนะจากผู้ตรวจ"], rows, [1, 6, 1.3, 3])
    rep.add(*cut(body, [len(rows) // 2], numbers=[s.t("- 2 -")]))
    return rep


@template("oit_pass_words", "tab", "md")
def oit_pass_words(s: Style) -> Report:
    """OIT items that failed only, as a list under the OIT score; the item's score is printed as zero."""
    y = s.rng.choice([2566, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y, "fair")
    rep.add(overall_sentence(s, p, r, rep))
    rep.add(Para(f"แบบวัด OIT ได้คะแนน {s.n(r.instruments['OIT'])} คะแนน มีข้อที่ไม่ได้คะแนน ดังนี้"))
    rep.score("instrument", "OIT", r.instruments["OIT"], y)
    rows = []
    for code, v in r.items.items():
        if v == 0:
            rows.append(
                [
                    f"ข้อ {_code(s, code, '')} {ITEMS[y][code][0]}",
                    s.n(v) if not s.trim else s.t("0.00"),
                ]
            )
            rep.score("oit_item", code, v, y)
    rep.add(table(["ข้อที่ไม่ได้คะแนน", "คะแนน"], rows, [7, 2]))
    return rep


@template("issue_tables", "tab", "html", "ocr")
def issue_tables(s: Style) -> Report:
    """Seven issues, each a small table of question and item scores, with weak points below; no measures."""
    y = 2568
    rep, p = start_analysis(s, y)
    r = result(s.rng, y, s.rng.choice(["good", "fair"]))
    rep.add(overall_sentence(s, p, r, rep))
    issues = [
        ("กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ", ["i1", "i2", "i3", "o5", "o6", "o7", "o8"]),
        ("การให้บริการและระบบ E-Service", ["e1", "e2", "e3", "e7", "e8", "e9", "o9", "o10", "o11"]),
        ("กระบวนการใช้งบประมาณและการจัดซื้อจัดจ้าง", ["i4", "i5", "i6", "o12", "o13"]),
        ("กระบวนการใช้ทรัพย์สินของราชการ", ["i10", "i11", "i12"]),
    ]
    zero = s.rng.choice(["", "digit", "capital"])
    for k, (name, codes) in enumerate(issues, 1):
        rep.add(Heading(f"ประเด็นที่ {s.t(k)} {name}", 2))
        rows: list[list[object]] = []
        for letter, inst in (("i", "IIT"), ("e", "EIT"), ("o", "OIT")):
            mine = [c for c in codes if c[0] == letter]
            for c in mine:
                v = (r.items if letter == "o" else r.questions)[c]
                rep.score("oit_item" if letter == "o" else "question", c, v, y)
                cells: list[object] = [f"ข้อ {_code(s, c, zero)} {ITEMS[y][c][0]}", s.n(v)]
                rows.append([Cell(inst, len(mine)), *cells] if c == mine[0] else cells)
        rep.add(table(["เครื่องมือ", "ข้อคำถาม/ข้อมูล", "คะแนน"], rows, [1.4, 7, 1.5]))
        rep.add(
            Para(
                s.rng.choice(
                    [
                        "ข้อที่ควรพัฒนา : ควรชี้แจงขั้นตอนการทำงานให้บุคลากรเข้าใจตรงกัน",
                        "จุดแข็ง : มีการเผยแพร่ข้อมูลเป็นประจำ ควรรักษาระดับไว้",
                        "ข้อบกพร่องที่ต้องแก้ไข : การสื่อสารกับผู้รับบริการยังไม่ทั่วถึง",
                    ]
                )
            )
        )
    return rep
