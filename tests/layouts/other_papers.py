"""Papers that are no ITA report: no score and no measure may come out."""

from __future__ import annotations

from .blocks import Bullets, Cell, Heading, Para, table, tables
from .official import ITEMS
from .phrases import FULL, where
from .places import place
from .report import Report, Style, template
from .results import INSTRUMENT_NAMES, INSTRUMENTS, NAMES, WEIGHTS, instrument_of


def _none() -> Report:
    return Report(doc_type="other")


@template("neg_lpa", "html", "tab")
def neg_lpa(s: Style) -> Report:
    """Local performance assessment (LPA) with five areas and a total."""
    rep, p, y = _none(), place(s.rng), s.rng.choice([2565, 2566, 2567])
    rep.add(
        Heading(f"รายงานผลการประเมินประสิทธิภาพขององค์กรปกครองส่วนท้องถิ่น (LPA) ประจำปี {s.fy(y)}", 1),
        Para(where(p), "center"),
    )
    areas = [
        "การบริหารจัดการ",
        "การบริหารงานบุคคลและกิจการสภา",
        "การบริหารงานการเงินและการคลัง",
        "การบริการสาธารณะ",
        "ธรรมาภิบาล",
    ]
    rows: list[list[object]] = [
        [f"ด้านที่ {s.t(k)} {a}", s.t(100), s.t(f"{s.rng.uniform(70, 98):.2f}")] for k, a in enumerate(areas, 1)
    ]
    rows.append(["คะแนนเฉลี่ยรวม", s.t(100), s.t(f"{s.rng.uniform(75, 95):.2f}")])
    rep.add(table(["ด้านการประเมิน", "คะแนนเต็ม", "คะแนนที่ได้ (ร้อยละ)"], rows))
    rep.add(Para("ผลการประเมินอยู่ในระดับ ดีเด่น ผ่านเกณฑ์ขั้นต่ำทุกด้าน ด้านธรรมาภิบาลครอบคลุมการป้องกันการทุจริตและการเปิดเผยข้อมูล"))
    return rep


@template("neg_award", "plain")
def neg_award(s: Style) -> Report:
    """An award letter with points."""
    rep, p, y = _none(), place(s.rng), s.rng.choice([2565, 2566, 2567])
    rep.add(
        Heading("ประกาศเกียรติคุณ", 1),
        Para(
            s.t(
                f"คณะกรรมการคัดเลือกองค์กรปกครองส่วนท้องถิ่นที่มีการบริหารจัดการที่ดี ประจำปี {y} มีมติให้{p.name} ได้รับรางวัลชมเชย ด้วยคะแนน 88.75 จากคะแนนเต็ม 100 คะแนน"
            )
        ),
    )
    rep.add(
        Para(
            s.t(
                "โดยมีคะแนนด้านการใช้งบประมาณ 17.50 จาก 20 ด้านการมีส่วนร่วมของประชาชน 18.00 จาก 20 และด้านนวัตกรรมท้องถิ่น 53.25 จาก 60"
            )
        )
    )
    return rep


@template("neg_budget", "tab", "html")
def neg_budget(s: Style) -> Report:
    """A budget paper whose indicators name ITA as a target."""
    rep, p, y = _none(), place(s.rng), s.rng.choice([2567, 2568])
    rep.add(Heading(f"เอกสารประกอบข้อบัญญัติงบประมาณรายจ่าย ประจำปีงบประมาณ {s.fy(y)} {p.name}", 1))
    rows = [
        [
            "แผนงานบริหารงานทั่วไป",
            "ผลการประเมินคุณธรรมและความโปร่งใส (ITA)",
            "คะแนน",
            s.t("ไม่น้อยกว่า 90"),
            s.t("350,000"),
        ],
        [
            "แผนงานการรักษาความสงบภายใน",
            "ร้อยละของเหตุที่ระงับได้ภายในเวลา",
            "ร้อยละ",
            s.t("85.00"),
            s.t("1,250,000"),
        ],
        ["แผนงานการศึกษา", "ร้อยละของเด็กที่มีพัฒนาการสมวัย", "ร้อยละ", s.t("92.50"), s.t("4,780,000")],
        ["แผนงานเคหะและชุมชน", "ร้อยละของครัวเรือนที่คัดแยกขยะ", "ร้อยละ", s.t("70"), s.t("980,500")],
    ]
    rep.add(table(["แผนงาน", "ตัวชี้วัด", "หน่วยนับ", f"ค่าเป้าหมาย ปี {s.t(y)}", "งบประมาณ (บาท)"], rows))
    rep.add(Para(s.t(f"เป้าหมายการให้บริการ : หน่วยงานมีผลการประเมิน ITA ผ่านเกณฑ์ ๘๕ คะแนนขึ้นไป ภายในปี {y + 1}")))
    return rep


@template("neg_procurement", "tab", "html")
def neg_procurement(s: Style) -> Report:
    """Procurement in percentages by method."""
    rep, p, y = _none(), place(s.rng), s.rng.choice([2566, 2567, 2568])
    rep.add(Heading(f"รายงานผลการจัดซื้อจัดจ้างประจำปีงบประมาณ {s.fy(y)}", 1), Para(p.name, "center"))
    rows = [
        ["วิธีประกาศเชิญชวนทั่วไป (e-bidding)", 12, "21.05", "68.40"],
        ["วิธีคัดเลือก", 3, "5.26", "8.35"],
        ["วิธีเฉพาะเจาะจง", 42, "73.69", "23.25"],
        ["รวม", 57, "100.00", "100.00"],
    ]
    rep.add(
        table(
            ["วิธีการจัดซื้อจัดจ้าง", "จำนวนโครงการ", "ร้อยละของจำนวน", "ร้อยละของงบประมาณ"],
            [[r[0], *[s.t(x) for x in r[1:]]] for r in rows],
        )
    )
    rep.add(Para(s.t("การประหยัดงบประมาณคิดเป็นร้อยละ 4.82 ของวงเงินทั้งหมด ปัญหาและอุปสรรคในการใช้งบประมาณ คือ ผู้เสนอราคาน้อยราย")))
    return rep


@template("neg_satisfaction", "html", "tab", "plain")
def neg_satisfaction(s: Style) -> Report:
    """A satisfaction survey with percentages by aspect."""
    rep, p, y = _none(), place(s.rng), s.rng.choice([2565, 2566, 2567, 2568])
    rep.add(
        Heading(f"รายงานผลการสำรวจความพึงพอใจของผู้รับบริการ ประจำปีงบประมาณ {s.fy(y)}", 1),
        Para(where(p), "center"),
    )
    rows = [
        ["ด้านขั้นตอนการให้บริการ", "4.82", "96.40", "10"],
        ["ด้านช่องทางการให้บริการ", "4.79", "95.80", "10"],
        ["ด้านเจ้าหน้าที่ผู้ให้บริการ", "4.85", "97.00", "10"],
        ["ด้านสิ่งอำนวยความสะดวก", "4.71", "94.20", "9"],
    ]
    rep.add(
        table(
            ["คุณภาพการให้บริการ", "ค่าเฉลี่ย", "ร้อยละ", "ระดับคะแนน"],
            [[r[0], *[s.t(x) for x in r[1:]]] for r in rows],
        )
    )
    rep.add(Para(s.t("สรุป ความพึงพอใจในภาพรวมคิดเป็นร้อยละ 95.85 ระดับคะแนน 10 คุณภาพการให้บริการอยู่ในระดับมากที่สุด")))
    return rep


@template("neg_risk", "html", "tab")
def neg_risk(s: Style) -> Report:
    """A corruption-risk table with likelihood, impact and product."""
    rep, p, y = _none(), place(s.rng), s.rng.choice([2566, 2567, 2568])
    rep.add(Heading(f"การประเมินความเสี่ยงการทุจริต ประจำปีงบประมาณ {s.fy(y)} ของ{p.name}", 1))
    rows = [
        ["การใช้ทรัพย์สินของราชการเพื่อประโยชน์ส่วนตัว", 3, 4, 12, "สูง"],
        ["การเบิกจ่ายค่าเดินทางเป็นเท็จ", 2, 4, 8, "ปานกลาง"],
        ["การเรียกรับสินบนในการออกใบอนุญาต", 2, 5, 10, "สูง"],
        ["การใช้อำนาจมอบหมายงานส่วนตัว", 1, 3, 3, "ต่ำ"],
    ]
    rep.add(
        table(
            ["เหตุการณ์ความเสี่ยง", "โอกาส (L)", "ผลกระทบ (I)", "คะแนนความเสี่ยง (L x I)", "ระดับ"],
            [[r[0], *[s.t(x) for x in r[1:]]] for r in rows],
        )
    )
    return rep


@template("neg_letter", "plain")
def neg_letter(s: Style) -> Report:
    """A letter that asks staff to answer the questionnaire."""
    rep, p, y = _none(), place(s.rng), s.rng.choice([2567, 2568])
    rep.add(
        Para(s.t(f"ที่ ลย {s.rng.randint(50000, 79999)}/ว {s.rng.randint(10, 400)}")),
        Para(f"ที่ทำการ{p.name}", "right"),
    )
    rep.add(
        Para(f"เรื่อง ขอความร่วมมือตอบแบบวัด IIT และ EIT ประจำปีงบประมาณ {s.fy(y)}"),
        Para("เรียน กำนัน ผู้ใหญ่บ้าน ทุกหมู่บ้าน"),
    )
    rep.add(
        Para(
            s.t(
                f"ด้วย{p.name}เข้ารับการประเมิน ITA ประกอบด้วย IIT น้ำหนักร้อยละ 30 EIT น้ำหนักร้อยละ 30 และ OIT น้ำหนักร้อยละ 40 ต้องมีผู้ตอบแบบวัดไม่น้อยกว่าร้อยละ 10 ของบุคลากร จึงขอเชิญสแกนรหัสคิวอาร์เพื่อตอบแบบวัดภายในวันที่ 30 เมษายน {y}"
            )
        )
    )
    rep.add(Para("จึงเรียนมาเพื่อขอความอนุเคราะห์"), Para("ขอแสดงความนับถือ", "center"), Para(p.head, "center"))
    return rep


@template("neg_procurement_plan", "tab", "md")
def neg_procurement_plan(s: Style) -> Report:
    """The yearly procurement plan: projects, amounts, months."""
    rep, p, y = _none(), place(s.rng), s.rng.choice([2566, 2567, 2568])
    rep.add(Heading(f"แผนการจัดซื้อจัดจ้าง ประจำปีงบประมาณ {s.fy(y)} {p.name}", 1))
    names = [
        "จัดซื้อเครื่องคอมพิวเตอร์",
        "จ้างก่อสร้างถนนคอนกรีตเสริมเหล็ก",
        "จัดซื้อวัสดุสำนักงาน",
        "จ้างเหมาบริการเก็บขยะ",
    ]
    rows = [
        [s.t(k), n, s.t(f"{s.rng.randint(50, 900)},000.00"), s.t(f"{s.rng.randint(1, 12):02d}/{y}")]
        for k, n in enumerate(names, 1)
    ]
    rep.add(table(["ลำดับ", "ชื่อโครงการ", "งบประมาณโครงการ (บาท)", "คาดว่าจะประกาศจัดซื้อจัดจ้าง (เดือน/ปี)"], rows))
    return rep


@template("neg_manual", "tab", "html", "plain")
def neg_manual(s: Style) -> Report:
    """A manual that shows how a score is worked out, with example numbers of no agency."""
    rep, y = _none(), s.rng.choice([2566, 2567, 2568])
    rep.add(Heading(f"คู่มือ{FULL} ประจำปีงบประมาณ {s.fy(y)}", 1), Heading("การประมวลผลคะแนน", 2))
    rows = [[INSTRUMENT_NAMES[i] + f" ({i})", s.t(int(WEIGHTS[i] * 100))] for i in INSTRUMENTS]
    rep.add(table(["แบบวัด", "น้ำหนัก (ร้อยละ)"], rows))
    rep.add(
        Para(
            s.t(
                "ตัวอย่างเช่น หน่วยงาน ก ได้คะแนน IIT เท่ากับ 80.00 คะแนน EIT เท่ากับ 90.00 คะแนน และ OIT เท่ากับ 95.00 คะแนน คะแนนรวมจะเท่ากับ 24.00 + 27.00 + 38.00 = 89.00 คะแนน"
            )
        )
    )
    rep.add(Para(s.t("ตัวอย่างการคำนวณ : ข้อ i1 มีผู้ตอบ 4 คน ได้ 100 80 60 และ 100 คะแนน คะแนนข้อ i1 จึงเท่ากับ 85.00")))
    return rep


@template("neg_news", "plain", "html")
def neg_news(s: Style) -> Report:
    """News on training for ITA, with a goal and the country's mean."""
    rep, p, y = _none(), place(s.rng), s.rng.choice([2567, 2568])
    rep.add(Heading(f"{p.name} จัดอบรมเตรียมความพร้อมรับการประเมิน ITA ปี {s.t(y)}", 1))
    rep.add(
        Para(
            s.t(
                f"เมื่อวันที่ 14 กุมภาพันธ์ {y} {p.head}เป็นประธานเปิดการอบรม มีผู้เข้าร่วม 95 คน โดยตั้งเป้าหมายว่าปีนี้จะต้องได้คะแนน ITA ไม่ต่ำกว่า 93 คะแนน และอยู่ในระดับผ่านดี"
            )
        )
    )
    rep.add(Para(s.t("ทั้งนี้ ค่าเฉลี่ยของหน่วยงานภาครัฐทั่วประเทศในปีที่ผ่านมาอยู่ที่ 93.05 คะแนน โดยมีหน่วยงานผ่านเกณฑ์ร้อยละ 94.17")))
    return rep


@template("neg_blank_form", "html", "tab")
def neg_blank_form(s: Style) -> Report:
    """The ten indicators with full scores and number of questions, results left blank."""
    rep, y = _none(), s.rng.choice([2564, 2566, 2568])
    rep.add(Heading(f"แบบสรุปผลการประเมินตนเองตามแนวทาง ITA ประจำปีงบประมาณ {s.fy(y)} (แบบฟอร์มเปล่า)", 1))
    counts = {n: sum(1 for c, (_, of) in ITEMS[y].items() if of == n) for n in range(1, 11)}
    rows = [
        [
            s.t(n),
            NAMES[n],
            instrument_of(n),
            s.t(counts[n]),
            s.t(100),
            "" if s.rng.random() < 0.5 else "........",
        ]
        for n in range(1, 11)
    ]
    rep.add(table(["ที่", "ตัวชี้วัด", "แบบวัด", "จำนวนข้อ", "คะแนนเต็ม", "คะแนนที่ได้"], rows))
    return rep


@template("neg_checklist", "html", "tab", "ocr")
def neg_checklist(s: Style) -> Report:
    """OIT items with links, no scores."""
    rep, p, y = _none(), place(s.rng), s.rng.choice([2564, 2565, 2566])
    rep.add(Heading(f"แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT) ประจำปีงบประมาณ {s.fy(y)} {p.name}", 1))
    rows = [
        [
            c.upper() if s.rng.random() < 0.5 else c,
            name,
            f"http://www.example.go.th/ita{y}/{c}.pdf",
            s.rng.choice(["มี", "/", ""]),
        ]
        for c, (name, _) in ITEMS[y].items()
        if c[0] == "o"
    ][:20]
    rep.add(table(["ข้อ", "ข้อมูล", "ลิงก์", "หมายเหตุ"], rows))
    return rep


@template("neg_staff_appraisal", "tab")
def neg_staff_appraisal(s: Style) -> Report:
    """A staff appraisal whose achievements carry weights and points."""
    rep, y = _none(), s.rng.choice([2566, 2567])
    rep.add(Heading(f"แบบประเมินผลการปฏิบัติงานของพนักงานส่วนท้องถิ่น รอบที่ {s.t(1)} ประจำปีงบประมาณ {s.fy(y)}", 1))
    rows = [
        ["ผลสัมฤทธิ์ของงาน", 70, "63.50"],
        ["พฤติกรรมการปฏิบัติราชการ (สมรรถนะ)", 30, "27.25"],
        ["รวม", 100, "90.75"],
    ]
    rep.add(
        table(
            ["องค์ประกอบการประเมิน", "คะแนนเต็ม", "คะแนนที่ได้"],
            [[r[0], *[s.t(x) for x in r[1:]]] for r in rows],
        )
    )
    rep.add(Para("ระดับผลการประเมิน : ดีเด่น"))
    rep.add(Bullets(["การปฏิบัติหน้าที่ด้วยความตั้งใจ", "การใช้ทรัพยากรอย่างประหยัด"]))
    return rep


@template("neg_hospital_moit", "html")
def neg_hospital_moit(s: Style) -> Report:
    """A health unit's MOIT list with scores of its own ministry's scheme."""
    rep, y = _none(), s.rng.choice([2566, 2567])
    rep.add(Heading(f"ผลการประเมิน MOPH ITA โรงพยาบาลส่งเสริมสุขภาพตำบล ปีงบประมาณ {s.fy(y)}", 1))
    heads: list[list[object]] = [
        [Cell("ข้อ", 2), Cell("รายการ", 2), Cell("คะแนน", 1, 2)],
        ["ไตรมาส " + s.t(2), "ไตรมาส " + s.t(4)],
    ]
    rows = [
        [f"MOIT {s.t(k)}", n, s.t(a), s.t(b)]
        for k, n, a, b in [
            (1, "การวางระบบเผยแพร่ข้อมูลต่อสาธารณะ", "1.00", "1.00"),
            (2, "การเปิดเผยข้อมูลข่าวสารที่เป็นปัจจุบัน", "0.50", "1.00"),
            (12, "มาตรการป้องกันการรับสินบน", "1.00", "1.00"),
            (14, "แนวปฏิบัติการใช้ทรัพย์สินของราชการ", "0.80", "1.00"),
        ]
    ]
    rep.add(tables(heads, rows))
    return rep
