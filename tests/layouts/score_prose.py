"""Scores told in sentences, lists, dot leaders and cards."""

from __future__ import annotations

from fractions import Fraction

from .blocks import Bullets, Heading, Leader, Para
from .official import ITEMS
from .phrases import any_year, intro, overall_sentence, start_analysis
from .report import Report, Style, template
from .results import INSTRUMENT_NAMES, INSTRUMENTS, history, indicator_name, result
from .thai import round2


@template("dot_leaders", "tab", "aligned", "ocr")
def dot_leaders(s: Style) -> Report:
    """Name, run of dots, score."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    char = s.rng.choice([".", "…", "."])
    for inst, codes in INSTRUMENTS.items():
        rep.add(Para(f"{INSTRUMENT_NAMES[inst]} ({inst})", bold=True))
        for n in codes:
            dots = s.rng.randint(8, 16) if char == "…" else 60 - len(indicator_name(n, y))
            rep.add(Leader(f"{s.t(n)}. {indicator_name(n, y)}", f"{s.n(r.indicators[n])} คะแนน", dots, char))
    rep.indicators(r)
    return rep


@template("dot_leaders_all", "tab", "plain")
def dot_leaders_all(s: Style) -> Report:
    """Dot leaders without the word for points, instruments and total among them."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(intro(s, p, y))
    for inst, codes in INSTRUMENTS.items():
        rep.add(Leader(f"แบบวัด {inst}", s.n(r.instruments[inst]), 50))
        for n in codes:
            rep.add(Leader(f"     ตัวชี้วัดที่ {s.t(n)} {indicator_name(n, y)}", s.n(r.indicators[n]), 40))
    rep.add(Leader("คะแนนรวมทั้งสิ้น", s.n(r.overall), 45))
    rep.indicators(r)
    rep.instruments(r)
    rep.overall(r)
    return rep


@template("prose_equal", "plain", "html")
def prose_equal(s: Style) -> Report:
    """One sentence an indicator: ได้คะแนนเท่ากับ."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(intro(s, p, y), overall_sentence(s, p, r, rep))
    for inst, codes in INSTRUMENTS.items():
        said = [f"ตัวชี้วัดที่ {s.t(n)} {indicator_name(n, y)} ได้คะแนนเท่ากับ {s.n(r.indicators[n])}" for n in codes]
        rep.add(
            Para(f"ผลการประเมินตาม{INSTRUMENT_NAMES[inst]} ({inst}) พบว่า " + " ".join(said[:-1]) + " และ" + said[-1])
        )
    rep.indicators(r)
    return rep


@template("prose_percent", "plain", "md")
def prose_percent(s: Style) -> Report:
    """Instruments and extremes as percentages, with a national average that is not this agency's."""
    y = s.rng.choice([2565, 2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    mean = Fraction(s.rng.randint(8500, 9400), 100)
    rep.add(
        Para(
            f"ผลการประเมิน ITA ของประเทศไทยในปีงบประมาณ {s.fy(y)} มีคะแนนเฉลี่ยระดับประเทศร้อยละ {s.n(mean)} มีหน่วยงานผ่านเกณฑ์คิดเป็นร้อยละ {s.t('84.62')}"
        )
    )
    rep.add(overall_sentence(s, p, r, rep))
    said = [f"{INSTRUMENT_NAMES[i]} ({i}) คิดเป็นร้อยละ {s.n(r.instruments[i])}" for i in INSTRUMENTS]
    rep.add(Para("เมื่อจำแนกตามเครื่องมือการประเมิน พบว่า " + said[0] + " " + said[1] + " และ" + said[2]))
    rep.instruments(r)
    order = sorted(range(1, 11), key=lambda n: r.indicators[n])
    lo, hi = order[0], order[-1]
    rep.add(
        Para(
            f"ตัวชี้วัดที่มีผลคะแนนสูงที่สุด ได้แก่ ตัวชี้วัด{indicator_name(hi, y)} คิดเป็นร้อยละ {s.n(r.indicators[hi])} ส่วนตัวชี้วัดที่มีผลคะแนนน้อยที่สุด ได้แก่ ตัวชี้วัด{indicator_name(lo, y)} คิดเป็นร้อยละ {s.n(r.indicators[lo])}"
        )
    )
    rep.score("indicator", str(hi), r.indicators[hi], y)
    rep.score("indicator", str(lo), r.indicators[lo], y)
    rep.add(Para(f"ผู้ตอบแบบสอบถามภายในมีจำนวน {s.t(s.rng.randint(20, 80))} คน คิดเป็นร้อยละ {s.t('96.30')} ของบุคลากรทั้งหมด"))
    return rep


@template("prose_brackets", "plain", "tab", "ocr")
def prose_brackets(s: Style) -> Report:
    """All ten in one sentence, scores in brackets."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    unit = s.rng.choice([" คะแนน", "", " คะแนน"])
    said = [f"ตัวชี้วัดที่ {s.t(n)} {indicator_name(n, y)} ({s.n(r.indicators[n])}{unit})" for n in range(1, 11)]
    rep.add(Para("ผลการประเมินรายตัวชี้วัด ได้แก่ " + s.rng.choice([", ", " "]).join(said)))
    rep.indicators(r)
    return rep


@template("prose_ranked", "plain", "html")
def prose_ranked(s: Style) -> Report:
    """Ordered by score in running text: รองลงมาคือ, ตามลำดับ with names first and scores after."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    order = sorted(range(1, 11), key=lambda n: -r.indicators[n])
    a, b, c = order[:3]
    rep.add(
        Para(
            f"ตัวชี้วัดที่ได้คะแนนมากที่สุดคือ {indicator_name(a, y)} มีค่าคะแนน {s.n(r.indicators[a])} รองลงมาคือ {indicator_name(b, y)} มีค่าคะแนน {s.n(r.indicators[b])} และ{indicator_name(c, y)} มีค่าคะแนน {s.n(r.indicators[c])}"
        )
    )
    rest = order[3:]
    said = "ลำดับถัดไป ได้แก่ " + " ".join(
        f"{k}) {indicator_name(n, y)} {s.n(r.indicators[n])} คะแนน" for k, n in enumerate(rest, 4)
    )
    rep.add(Para(s.t(said)))
    rep.indicators(r)
    return rep


@template("prose_by_instrument", "plain", "md")
def prose_by_instrument(s: Style) -> Report:
    """A numbered heading an instrument with its score, its indicators in sentences of mixed form."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    for k, (inst, codes) in enumerate(INSTRUMENTS.items(), 1):
        rep.add(Heading(f"{s.t(k)}. {INSTRUMENT_NAMES[inst]} ({inst}) ผลคะแนน {s.n(r.instruments[inst])}", 2))
        said = []
        for n in codes:
            v, name = s.n(r.indicators[n]), indicator_name(n, y)
            said.append(
                s.rng.choice(
                    [
                        f"{name}มีผลคะแนนร้อยละ {v}",
                        f"ด้าน{name} ได้ {v} คะแนน",
                        f"ตัวชี้วัด{name} มีค่าเฉลี่ย {v} คะแนน",
                        f"{name} = {v}",
                        f"ในส่วนของ{name}ได้รับคะแนน {v}",
                    ]
                )
            )
        rep.add(Para(" ".join(said)))
    rep.instruments(r)
    rep.indicators(r)
    return rep


@template("prose_change", "plain", "html")
def prose_change(s: Style) -> Report:
    """This year's and last year's overall in words, the difference stated, indicators as ups and downs."""
    y = s.rng.choice([2566, 2567, 2568])
    rep, p = start_analysis(s, y)
    rs = history(s.rng, [y - 1, y])
    a, b = rs[y - 1].overall, rs[y].overall
    diff = Fraction(round2(b)) - Fraction(round2(a))
    word = "เพิ่มขึ้น" if diff >= 0 else "ลดลง"
    rep.add(
        Para(
            f"ปีงบประมาณ {s.fy(y)} {p.name}มีคะแนนภาพรวม {s.n(b)} คะแนน ระดับ {rs[y].level} เมื่อเทียบกับปีงบประมาณ {s.fy(y - 1)} ซึ่งได้ {s.n(a)} คะแนน ระดับ {rs[y - 1].level} พบว่า{word} {s.n(abs(diff))} คะแนน"
        )
    )
    rep.overall(rs[y - 1])
    rep.overall(rs[y])
    rep.level = rs[y].level
    n = s.rng.randint(1, 8)
    x, z = rs[y - 1].indicators[n], rs[y].indicators[n]
    rep.add(
        Para(
            f"ตัวชี้วัดที่ {s.t(n)} {indicator_name(n, y)} จากเดิม {s.n(x)} คะแนน ในปี {s.fy(y - 1)} เปลี่ยนเป็น {s.n(z)} คะแนน ในปี {s.fy(y)}"
        )
    )
    rep.score("indicator", str(n), x, y - 1)
    rep.score("indicator", str(n), z, y)
    return rep


@template("bullets", "tab", "md", "html")
def bullets(s: Style) -> Report:
    """Bullets a line: name : score."""
    y = any_year(s)
    rep, p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(overall_sentence(s, p, r, rep))
    mark = s.rng.choice(["-", "•", "○", "✓", "*"])
    sep = s.rng.choice([" : ", " ", " ได้ ", " – "])
    unit = s.rng.choice([" คะแนน", "", "%"])
    for inst, codes in INSTRUMENTS.items():
        rep.add(Para(f"{inst}{sep}{s.n(r.instruments[inst])}{unit}"))
        rep.add(Bullets([f"{indicator_name(n, y)}{sep}{s.n(r.indicators[n])}{unit}" for n in codes], mark))
    rep.instruments(r)
    rep.indicators(r)
    return rep


@template("cards", "plain", "ocr")
def cards(s: Style) -> Report:
    """A dashboard read line by line: the name on one line, its score on the next."""
    y = s.rng.choice([2566, 2567, 2568])
    s.thai = s.rng.random() < 0.3
    rep, _p = start_analysis(s, y)
    r = result(s.rng, y)
    rep.add(Para("ผลคะแนนภาพรวม"), Para(f"{s.n(r.overall)}"), Para(f"ระดับ {r.level}"))
    rep.overall(r)
    rep.level = r.level
    for n in range(1, 11):
        rep.add(Para(f"{s.t(n)}. {indicator_name(n, y)}\n{s.n(r.indicators[n])} คะแนน"))
    rep.indicators(r)
    return rep


@template("questions_in_sentences", "plain", "md")
def questions_in_sentences(s: Style) -> Report:
    """The weakest questions quoted in sentences, code, wording, score."""
    y = s.rng.choice([2567, 2568])
    rep, p = start_analysis(s, y)
    r = result(s.rng, y, s.rng.choice(["good", "fair"]))
    rep.add(overall_sentence(s, p, r, rep))
    weak = sorted((c for c in r.questions), key=lambda c: r.questions[c])[:6]
    for k, c in enumerate(weak, 1):
        form = s.rng.choice(
            [
                "{k}. ข้อ {c} {q} ได้คะแนน {v}",
                "{k}) คำถามข้อ {c} “{q}” มีคะแนนเพียง {v} คะแนน",
                "{k}. {c} {q} (ร้อยละ {v})",
            ]
        )
        rep.add(Para(form.format(k=s.t(k), c=c[0] + s.t(c[1:]), q=ITEMS[y][c][0], v=s.n(r.questions[c]))))
        rep.score("question", c, r.questions[c], y)
    return rep
