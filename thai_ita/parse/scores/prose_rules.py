"""The rules by which a figure of running text is no score, in the order in which they are asked.

A figure is looked at with what stands around it (``FigureInText``). Windows have names: the clause
before it, what stands since its name, since the figure before it, right before and right behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thai_ita.model import Match, ScoreKind
from thai_ita.normalize.names import NameMatcher
from thai_ita.normalize.numerals import Number
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.rules import RefusingRule, rule
from thai_ita.parse.text.name_mentions import Mention
from thai_ita.parse.text.prose_patterns import (
    COUNTED,
    FORMULA,
    HYPOTHETICAL,
    MISPRINTED,
    OUT_OF,
    OWN_UNIT,
    RANGE_TO,
    SHARE_OF,
    SHARE_OF_COUNT,
)
from thai_ita.parse.text.topic_cues import (
    about_other_scores,
    names_assessment,
    other_topic,
    surveys,
)

# Letters of the windows around a figure.
RIGHT_BEHIND = 40
RIGHT_BEFORE = 60
SINCE_NAME = 45
SINCE_FIGURE = 120
LINE_BEFORE = 200
BEFORE_NAME = 30
HIGHEST = 100
# Answers of a survey are rated 1 to 5; no agency was ever given so little in all.
SCALE_OF_ANSWERS = 5


@dataclass(slots=True)
class FigureInText:
    """A figure of a passage with what stands around it.

    ``name`` is the name that holds where it stands, ``match`` what it would be a score of.
    ``since_name`` is the text behind that name or the figure before, ``since_figure`` that behind
    the figure before, ``clause`` that of its clause, ``line`` that of its line; ``owned`` tells that the
    clause names an agency, ``doubtful_owner`` that another one is named before it and given nothing.
    """

    number: Number
    text: str
    name: Mention | None
    match: Match | None
    since_name: str
    since_figure: str
    clause: str
    line: str
    matcher: NameMatcher
    section: str = ""
    title: str = ""
    owned: bool = False
    doubtful_owner: bool = False

    @property
    def behind(self) -> str:
        return self.text[self.number.end : self.number.end + RIGHT_BEHIND]

    @property
    def before(self) -> str:
        return self.text[max(0, self.number.start - RIGHT_BEFORE) : self.number.start]

    @property
    def near(self) -> str:
        """What stands since the name, its end."""
        return self.since_name[-SINCE_NAME:]

    @property
    def before_name(self) -> str:
        """What stands right before the name in its line."""
        if self.name is None:
            return ""
        start = max(self.text.rfind("\n", 0, self.name.start) + 1, self.name.start - BEFORE_NAME)
        return self.text[start : self.name.start]

    @property
    def is_of_a_part(self) -> bool:
        """Whether the name is that of an instrument, an indicator or a question."""
        return self.name is not None and self.name.kind not in (None, ScoreKind.OVERALL)


# Words right before a figure, or before the name that it stands behind.
_TO_FIGURE = r"(?:[^\d\n,;]{0,24}?)\s*+(?:ปี(?:งบประมาณ)?\s*+(?:พ\.?\s*ศ\.?)?\s*\d{4})?[^\d\n,;]{0,12}$"
_BEFORE_A_NAME = r"\s*+(?:ของ|ใน|ที่|คือ|คะแนน|ด้าน|ตัวชี้วัด)*\s*$"
_TARGET = r"เป้า(?:หมาย|ประสงค์)|ตั้งเป้า|คาดหวัง|คาดว่า|คาดการณ์|หวัง|อยาก|(?:ต้องการ|ควร|พึง|ขอ)(?:ทำ)?(?:ให้)?ได้|ให้(?:ได้|ถึง)|จะได(?!้?(?:รับ)?(?:เพียง|แค่))|ปี(?:หน้า|ถัดไป|ต่อไป)"
# A line that is headed as one of targets, as long as it tells no result.
_LINE_OF_TARGETS = compile_tone_tolerant(r"[\s\d.)(\-–•]*(?:(?:ค่า)?เป้าหมาย|ตัวชี้วัดความสำเร็จ)(?:(?!ผล|ได้)[^\n])*$")
_NEXT_YEAR_BEHIND = compile_tone_tolerant(
    r"\s*+(?:คะแนน|%)?(?:\s*ใน)?ปี(?:งบประมาณ)?(?:หน้า|ถัดไป|ต่อไป)|\s*+(?:คะแนน|%)?\s*ให้(?:จง)?ได้"
)
_THRESHOLD = (
    r"ไม่น้อยกว่า|ไม่ต่ำกว่า|ไม่เกิน|อย่างน้อย|ตั้งแต่|เกณฑ์(?!.?\s*+(?:การประเมิน)?\s*(?:ด้วย|โดย|ได้))|ขั้นต่ำ|ระหว่าง|(?<!ผล)ผ่านที่|ช่วง"
)
# "More than" a figure bounds; "more than the agency that got" a figure does not.
_MORE_THAN = r"(?:มากกว่า|สูงกว่า|ต่ำกว่า|น้อยกว่า|ดีกว่า|เกิน)(?:(?!ได้|ซึ่ง|ที่มี|มีคะแนน|\()[^\d\n,;]){0,24}$"
_TARGET_NEAR = compile_tone_tolerant(rf"(?:{_TARGET}){_TO_FIGURE}")
_TARGET_NAMED = compile_tone_tolerant(
    rf"(?:{_TARGET}|(?:ยกระดับ|พัฒนา|ปรับปรุง|ทำ|เพิ่ม|เพื่อ|ขอ|ต้องการ|มุ่ง)ให้){_BEFORE_A_NAME}"
)
# A sign before words opens a quotation; before the figure it is a bound.
_SIGN = r"[><≥≤]\s*+=?\s*+(?:ร้อยละ|คะแนน)?\s*$"
_THRESHOLD_NEAR = compile_tone_tolerant(rf"(?:{_THRESHOLD}){_TO_FIGURE}|{_SIGN}|{_MORE_THAN}")
_THRESHOLD_NAMED = compile_tone_tolerant(rf"(?:เกณฑ์|ขั้นต่ำ){_BEFORE_A_NAME}")
_BOUND_BEHIND = compile_tone_tolerant(
    r"\s*+(?:คะแนน|%)?\s*(?:(?:หรือ)?(?:ผ่าน)?ขึ้นไป|เป็นต้นไป|[-–—]\s*\d|ถึง\s*\d|ลงมา|ลงไป|หรือ(?:มาก|สูง|ผ่าน|ต่ำ|น้อย)|แต่ไม่)"
)
_OF_OTHERS = compile_tone_tolerant(
    r"เฉลี่ย(?:ย้อนหลัง)?\s*(?:\d|สอง|สาม|สี่|ห้า)\s*ปี|(?:ทั่ว|ทั้ง|ระดับ|แต่ละ)\s*(?:ประเทศ|จังหวัด|อำเภอ)|ของประเทศ|(?:เฉลี่ย|รวม|ภาพรวม)(?:รวม)?\s*+(?:ของ|ระดับ|ใน|ทั้ง|ราย)*\s*"
    r"(?:อปท|องค์กรปกครอง|หน่วยงานภาครัฐ|หน่วยงานทั้ง|เทศบาลทั้ง|จังหวัด|ประเทศ|อำเภอ|กลุ่ม)|ทุก(?:หน่วยงาน|แห่ง|อปท|จังหวัด)|หน่วยงานทั้ง"
    r"|จังหวัด[ก-๎]{2,20}?\s*(?:มี|ได้)?(?:ค่า)?(?:คะแนน)?เฉลี่ย|(?:จังหวัด|อำเภอ|ประเทศ)(?:ของ)?(?:เรา|นี้)?\s*(?:มี|ได้)?(?:ค่า)?(?:คะแนน)?เฉลี่ย|(?<![\d,])(?:\d{1,3}|\d{1,2},\d{3})\s*(?:หน่วยงาน|แห่ง|จังหวัด|อำเภอ|โรง(?:เรียน)?)(?!ที่)(?!\s*ด้วย)[^\d\n]{0,30}$|จังหวัด\s*+(?:ได้|มี|อยู่ที่)?\s*$|ประเทศที่|ประเทศไทย"
)
_FULL_MARK = compile_tone_tolerant(
    r"(?:ข้อ|ด้าน|รายการ)ละ\s*$|(?:คะแนน)?เต็ม\s*+(?:คะแนน|ร้อยละ|ข้อละ|ทั้งหมด|[:=(])*\s*$|^\s*+(?:คะแนน|%)?\s*\(?จาก\s*+(?:คะแนน)?\s*$|/\s*$"
)
_WEIGHT = compile_tone_tolerant(r"น้ำหนัก(?!แล้ว|คะแนน)\s*+(?:คะแนน)?\s*+(?:ร้อยละ|เท่ากับ|คือ|[:=(])*\s*$")
_WEIGHTS_TOLD = compile_tone_tolerant(r"น้ำหนัก(?!แล้ว)")
_WEIGHT_NAMED = compile_tone_tolerant(r"(?<!ง)น้ำหนัก(?:ของ)?\s*$")
_RANK = compile_tone_tolerant(
    r"(?:ลำดับ|อันดับ)(?:ที่)?\s*$|(?:ตัวชี้วัด|ส่วน|บท|ตาราง|ภาพ|ด้าน)ที่\s*$|หน้า\s*$|ข้อ(?:ที่)?\s*$|ครั้งที่\s*$|โทร[^\n]{0,12}$|ต่อ\s*$"
)
_DIFFERENCE = compile_tone_tolerant(
    r"อีก(?:อย่างน้อย|ประมาณ|ราว)?\s*$|(?:ผลต่าง|ส่วนต่าง|ห่างจาก|ต่างกัน|ขาดอีก)[^\d\n]{0,20}$|(?:หัก|หาย|ขาด|เสีย|สูญ)(?:คะแนน)?ไป(?:ถึง|กว่า|คือ|\s)*$"
)
_DIFFERENCE_OF_TWO = compile_tone_tolerant(r"(?:ผลต่าง|ส่วนต่าง|ความต่าง|ช่องว่าง)(?:คะแนน)?\s*(?:ระหว่าง|ของ)[^\d\n]{0,60}$")
_EXTREME_ALONE = compile_tone_tolerant(r"(?:สูง|ต่ำ)(?:ที่)?สุด\s*$")
_EXTREME = compile_tone_tolerant(
    r"คะแนน\s*(?:ที่)?(?:สูง|ต่ำ)(?:ที่)?สุด\s*+(?:ราย[^\d\n]{0,20}|ของ[^\d\n]{0,30})?\s*+[:=]?\s*$"
)
_RESPONDENTS = compile_tone_tolerant(
    r"ผู้(?:ตอบ|เข้าร่วม|เข้ารับ|เข้าอบรม|ผ่าน|มีส่วนได(?!้?ส่วนเสียภาย))[^\n]{0,40}$|กลุ่มตัวอย่าง[^\n]{0,30}$|ประชากร[^\n]{0,20}$"
)
# ผู้ตอบ IIT 84.16 EIT 85.92 และ OIT 90.42: of all three, as long as no result is told.
_RESPONDENTS_OF = compile_tone_tolerant(r"ผู้(?:เข้า)?ตอบ(?:(?!ได้|ผล|คะแนน)[^\n]){0,80}$")
_MEASURED_SHARE = compile_tone_tolerant(
    r"(?:ครบ|เบิกจ่าย|ใช้จ่าย|จัดซื้อ|จัดจ้าง|จัดเก็บ|ดำเนินการ(?:แล้ว)?(?:เสร็จ)?|แล้วเสร็จ|เข้าร่วม|แก้ไข(?!ปัญหา)|ร้องเรียน|ความก้าวหน้า|ครัวเรือน|สัดส่วน|เสียง)"
    r"[^\n]{0,30}?(?:ร้อยละ|คิดเป็น|เป็น|ได้)\s*+(?:ร้อยละ)?\s*$"
    # What is done so far: ตอบแล้วร้อยละ 87.50.
    r"|(?:ตอบ|ส่ง|นำเข้า|เผยแพร่|กรอก|บันทึก|รายงาน)[ก-๎]{0,20}แล้ว\s*+(?:คิดเป็น|เป็น|ได้)?\s*ร้อยละ\s*$"
)
_OTHER_SUBJECT = compile_tone_tolerant(
    r"(?:ผู้(?!.?(?:บริหาร|มีส่วน|ประเมิน))[ก-๎]{2}|นักเรียน|เด็ก|เยาวชน|ชุมชน|หมู่บ้าน|หมู่ที่|ครัวเรือน|ทีม|กลุ่ม|ศูนย์|ร้าน|ตลาด|สถานประกอบการ|โรงงาน|โรงแรม|โรงเรียน(?:ใน|เทศบาล)|ประชาชน)[ก-๎]{0,80}\s*+(?:[ก-๎]{1,12}\s+)?(?:ได้|มี|ทำ)"
)
# How many there are: OIT 2 ตัวชี้วัด รวมเป็น 10.00. With คะแนน behind it, it is what they got.
_SUM_OF_COUNTS = compile_tone_tolerant(r"\d\s*(?:ตัวชี้วัด|ข้อ|รายการ)\s*รวม(?:เป็น|ทั้งสิ้น|ทั้งหมด)?\s*$")
_MONEY = compile_tone_tolerant(r"\s*(?:บาท|ล้าน)")
_ROW_FIGURE = re.compile(r"(?<!\d)\d++\.\d+")
_ROW_BEFORE = re.compile(r"(?:(?<![\d.])\d{1,3}\.\d+[ \t]+){1,12}$")
_ROW_BEHIND = re.compile(r"(?:[ \t]+\d{1,3}\.\d+(?![\d.])){1,12}")
# So many figures with nothing between them are cells.
MIN_ROW = 3

# 88.42 คะแนนจากการประกวด.
_OF_OTHER_BEHIND = compile_tone_tolerant(
    r"\s*+(?:คะแนน|%)?\s*(?:จาก|ใน|ของ)(?:ผล)?(?:การ)?(?:ประกวด|แข่งขัน|ทดสอบ|สอบ|อบรม|สำรวจ|ความพึงพอใจ)"
)
# Nothing is missing: ได้คะแนนเต็ม 100, but not ให้ได้คะแนนเต็ม 100.
_REACHED_FULL = compile_tone_tolerant(r"(?:ได้รับ|ได้)\s*+(?:คะแนน)?\s*เต็ม\s*+(?:ร้อย)?\s*+(?:คะแนน)?\s*+\(?\s*$")

_NOT_REACHED = compile_tone_tolerant(r"(?:ให้|จะ|ต้อง|ควร|ไม่)\s*(?:ได้รับ|ได้)\s*+(?:คะแนน)?\s*เต็ม")

_BEFORE_EXTREME = compile_tone_tolerant(r"(?:มี)?คะแนน\s*+(?:ที่)?\s*(?:สูง|ต่ำ)(?:ที่)?สุด|(?:สูง|ต่ำ)สุด")


def reaches_full_mark(figure: FigureInText) -> bool:
    """Whether a full mark of 100 is what an instrument, an indicator or a question got."""
    whole = figure.number.value == HIGHEST and figure.is_of_a_part
    reached = _REACHED_FULL.search(figure.near) and not _NOT_REACHED.search(figure.near)
    return whole and bool(reached)


@rule(
    "out-of-bounds",
    "no result is below 0 or above 100, or has a sign",
    refuses="คะแนนภาพรวม ⟦-2.10⟧ คะแนน",
    passes="คะแนนภาพรวม ⟦82.10⟧ คะแนน",
)
def is_out_of_bounds(figure: FigureInText) -> bool:
    return figure.number.signed or not 0 <= figure.number.value <= HIGHEST


@rule(
    "money",
    "it is an amount of money",
    refuses="การใช้งบประมาณ ได้ ⟦93.05⟧ ล้านบาท",
    passes="การใช้งบประมาณ ได้ ⟦93.05⟧ คะแนน",
)
def is_money(figure: FigureInText) -> bool:
    return bool(_MONEY.match(figure.behind))


@rule(
    "count",
    "it counts people, items or times",
    refuses="แบบวัด IIT คะแนน ⟦47⟧ ชุด",
    passes="แบบวัด IIT คะแนน ⟦87⟧",
)
def is_count(figure: FigureInText) -> bool:
    number = figure.number
    if _SUM_OF_COUNTS.search(figure.before) and not OWN_UNIT.match(figure.behind):
        return True
    return not number.decimals and not number.percent and bool(COUNTED.match(figure.behind))


@rule(
    "row-of-figures",
    "it stands in a row of figures, as the cells of a table do",
    refuses="คะแนนรวม ⟦85.10⟧ 90.20 97.30 91.51",
    passes="คะแนนรวม ⟦85.10⟧",
)
def is_in_row(figure: FigureInText) -> bool:
    number, text = figure.number, figure.text
    if number.decimals == 0:
        return False
    start = _ROW_BEFORE.search(figure.before)
    before = len(_ROW_FIGURE.findall(start[0])) if start else 0
    behind = _ROW_BEHIND.match(text, number.end)
    return before + (len(_ROW_FIGURE.findall(behind[0])) if behind else 0) >= MIN_ROW - 1


@rule(
    "range",
    "it is an end of a range, or a bound",
    refuses="หน่วยงานที่ได้คะแนน ⟦85⟧ คะแนนขึ้นไป ผ่านเกณฑ์",
    passes="หน่วยงานได้คะแนน ⟦85.00⟧ คะแนน",
)
def is_of_range(figure: FigureInText) -> bool:
    before = figure.text[max(0, figure.number.start - 12) : figure.number.start]
    return bool(RANGE_TO.search(before) or _BOUND_BEHIND.match(figure.behind))


@rule(
    "condition",
    "it is what would be, not what is",
    refuses="หากเพิ่มคะแนนแบบวัด EIT ได้ คะแนนรวมจะเป็น ⟦89.61⟧ คะแนน",
    passes="เมื่อรวมคะแนนแล้ว คะแนนรวมเป็น ⟦89.61⟧ คะแนน",
)
def is_condition(figure: FigureInText) -> bool:
    return bool(HYPOTHETICAL.search(figure.line[-LINE_BEFORE:]))


@rule(
    "share",
    "it is a share of something done, or of people",
    refuses="ตัวชี้วัดที่ 2 การใช้งบประมาณ เบิกจ่ายร้อยละ ⟦93.50⟧",
    passes="ตัวชี้วัดที่ 2 การใช้งบประมาณ ร้อยละ ⟦93.50⟧",
)
def is_share(figure: FigureInText) -> bool:
    return bool(
        SHARE_OF_COUNT.search(figure.before)
        or SHARE_OF.match(figure.behind)
        or _MEASURED_SHARE.search(figure.since_name[-SINCE_NAME:])
        or _RESPONDENTS.search(figure.since_name[-SINCE_NAME:])
        or _RESPONDENTS.search(figure.before_name)
        or (figure.is_of_a_part and _RESPONDENTS_OF.search(figure.line))
    )


@rule(
    "misprint",
    "the document takes it back",
    refuses="คะแนนภาพรวม ค่าเดิม ⟦86.85⟧ คะแนน",
    passes="คะแนนภาพรวม ค่าใหม่ ⟦86.58⟧ คะแนน",
)
def is_misprint(figure: FigureInText) -> bool:
    return bool(MISPRINTED.search(figure.before))


@rule(
    "target",
    "it is aimed at",
    refuses="เป้าหมายคะแนนรวม ⟦95.00⟧ คะแนน",
    passes="คะแนนรวม ⟦90.00⟧ คะแนน สูงกว่าเป้าหมาย",
)
def is_target(figure: FigureInText) -> bool:
    return bool(
        _TARGET_NEAR.search(figure.near) or _TARGET_NAMED.search(figure.before_name)
        or _NEXT_YEAR_BEHIND.match(figure.behind) or _LINE_OF_TARGETS.match(figure.line)
    )  # fmt: skip


@rule(
    "threshold",
    "it is a bound that a result is compared with",
    refuses="คะแนนรวม ตั้งแต่ ⟦85.00⟧ คะแนน",
    passes="เทศบาลได้คะแนน ⟦85.00⟧ คะแนน สูงกว่าเกณฑ์",
)
def is_threshold(figure: FigureInText) -> bool:
    near = _BEFORE_EXTREME.sub("", figure.near)
    return bool(_THRESHOLD_NEAR.search(near) or _THRESHOLD_NAMED.search(figure.before_name))


@rule(
    "mean-in-words",
    "it is the mean of others: a country, a province, all agencies",
    refuses="คะแนนรวมเฉลี่ยของหน่วยงานทั่วประเทศ มีคะแนนเฉลี่ยอยู่ที่ ⟦87.57⟧ คะแนน",
    passes="เทศบาลมีคะแนนเฉลี่ยอยู่ที่ ⟦87.57⟧ คะแนน",
)
def is_mean_of_others(figure: FigureInText) -> bool:
    return bool(_OF_OTHERS.search(figure.since_figure[-SINCE_FIGURE:]))


@rule(
    "full-mark",
    "it is what a score is out of",
    refuses="การใช้อำนาจ คะแนนเต็ม ⟦100⟧ คะแนน",
    passes="การใช้อำนาจ ได้คะแนน ⟦100⟧ คะแนน",
)
def is_full_mark(figure: FigureInText) -> bool:
    return bool(_FULL_MARK.search(figure.near)) and not reaches_full_mark(figure)


@rule(
    "other-full-mark",
    "it is out of something that is neither 100 nor the instrument's weight",
    refuses="การใช้อำนาจ ได้ ⟦4.21⟧ คะแนน จากคะแนนเต็ม 5 คะแนน",
    passes="การใช้อำนาจ ได้ ⟦84.21⟧ คะแนน จากคะแนนเต็ม 100 คะแนน",
)
def has_other_full_mark(figure: FigureInText) -> bool:
    full = OUT_OF.match(figure.text, figure.number.end)
    if full is None or float(full.group(1)) == HIGHEST:
        of_all = figure.match is not None and figure.match.kind in (ScoreKind.OVERALL, None)
        return of_all and 0 < figure.number.value <= SCALE_OF_ANSWERS
    if figure.match is None or figure.match.kind is not ScoreKind.INSTRUMENT:
        return True
    weight = figure.matcher.edition.weights.get(figure.match.code)
    out_of = float(full.group(1))
    return weight is None or not figure.number.value <= out_of == round(100 * weight)


@rule(
    "weight",
    "it is the weight of an instrument",
    refuses="แบบวัด IIT ได้ร้อยละ ⟦30⟧",
    passes="แบบวัด IIT ได้ร้อยละ ⟦80⟧",
)
def is_weight(figure: FigureInText) -> bool:
    if _WEIGHT.search(figure.near) or _WEIGHT_NAMED.search(figure.before_name):
        return True
    name = figure.name
    if name is None or name.kind is not ScoreKind.INSTRUMENT:
        return False
    if figure.number.decimals and not _WEIGHTS_TOLD.search(figure.line):
        return False
    weight = figure.matcher.edition.weights.get(name.code)
    return weight is not None and figure.number.value == round(100 * weight)


@rule(
    "term",
    "it is on its way to a result: multiplied, or added to others",
    refuses="คะแนนภาพรวม = ⟦88.20⟧ x 30",
    passes="คะแนนภาพรวม = ⟦88.20⟧",
)
def is_term(figure: FigureInText) -> bool:
    return bool(FORMULA.match(figure.behind))


@rule(
    "rank",
    "it is a rank, a page or the number of a question",
    refuses="คะแนนรวม ลำดับที่ ⟦93⟧ คะแนน",
    passes="คะแนนรวม ได้ ⟦93⟧ คะแนน",
)
def is_rank(figure: FigureInText) -> bool:
    return bool(_RANK.search(figure.near))


@rule(
    "difference",
    "it is how far two results lie apart, or the best and worst of many",
    refuses="คะแนนภาพรวม ห่างจากปีก่อนอยู่ ⟦13.40⟧ คะแนน",
    passes="คะแนนภาพรวม อยู่ที่ ⟦83.40⟧ คะแนน",
)
def is_difference(figure: FigureInText) -> bool:
    if _DIFFERENCE.search(figure.near) or _DIFFERENCE_OF_TWO.search(figure.line):
        return True
    if figure.name is not None or figure.owned:
        return False
    return bool(_EXTREME.search(figure.clause) or _EXTREME_ALONE.search(figure.clause))


@rule(
    "other-survey",
    "it is a result of another survey, index or assessment",
    refuses="ผลสำรวจความพึงพอใจ ได้คะแนนรวม ⟦96.40⟧ คะแนน",
    passes="ผลการประเมิน ITA ได้คะแนนรวม ⟦96.40⟧ คะแนน",
)
def is_of_other_survey(figure: FigureInText) -> bool:
    if figure.match is not None and _OF_OTHER_BEHIND.match(figure.behind):
        return True
    if figure.match is None or (names_assessment(figure.line[-LINE_BEFORE:]) and not other_topic(figure.line)):
        return False
    if about_other_scores(figure.title) and not names_assessment(figure.section):
        return True
    if figure.match.kind not in (ScoreKind.OVERALL, None):
        return surveys(figure.line)
    return other_topic(figure.line) or (other_topic(figure.section) and not figure.line.strip())


def tells_of_others(before: str) -> bool:
    """Whether others than an agency got the figure that stands behind this text."""
    # The last letters without figures and ends of lines: from there on it is about the figure.
    return bool(_OTHER_SUBJECT.search(re.split(r"[\d\n]", before)[-1]))


@rule(
    "other-subject",
    "others than an agency got it: people, villages, projects",
    refuses="ชุมชนบ้านนาใสได้คะแนนรวม ⟦75.00⟧ คะแนน",
    passes="เทศบาลได้คะแนนรวม ⟦75.00⟧ คะแนน",
)
def is_of_other_subject(figure: FigureInText) -> bool:
    if figure.match is None or figure.match.kind is not ScoreKind.OVERALL or figure.owned:
        return False
    clause = figure.clause
    if figure.name is not None:
        clause = figure.text[max(0, figure.name.start - BEFORE_NAME) : figure.number.start]
    return tells_of_others(clause)


@rule(
    "doubtful-owner",
    "another agency is named before it, and nothing says whose it is",
    refuses="ทราบว่าเทศบาลเมืองสมมติใหญ่ซึ่งงบน้อยกว่าเรา แล้วได้คะแนนรวม ⟦96.02⟧ คะแนน",
    passes="หลังศึกษาดูงาน ณ เทศบาลเมืองสมมติใหญ่ จึงได้คะแนนรวม ⟦88.10⟧ คะแนน",
)
def is_of_doubtful_owner(figure: FigureInText) -> bool:
    return figure.doubtful_owner


@rule(
    "whole-number",
    "a whole number without a unit or a word that says that it is a score",
    refuses="การใช้อำนาจ ได้ ⟦80⟧",
    passes="การใช้อำนาจ ได้ ⟦80⟧ คะแนน",
)
def is_bare_whole_number(figure: FigureInText) -> bool:
    from thai_ita.parse.text.result_words import says_whole_number

    number = figure.number
    if number.decimals or number.percent or OWN_UNIT.match(figure.behind) or reaches_full_mark(figure):
        return False
    return not says_whole_number(figure.text, number, figure.near)


# After these the words before a figure are still those of the next one: 8,303 แห่ง พบว่า 87.57.
COUNTING = frozenset({"out-of-bounds", "count", "rank"})

# In the order in which they are asked; the first that holds is the reason.
PROSE_RULES: tuple[RefusingRule[FigureInText], ...] = (
    is_out_of_bounds,
    is_money,
    is_count,
    is_in_row,
    is_of_range,
    is_condition,
    is_share,
    is_misprint,
    is_target,
    is_full_mark,
    is_weight,
    is_term,
    is_rank,
    is_difference,
    is_threshold,
    is_mean_of_others,
    has_other_full_mark,
    is_of_other_survey,
    is_of_other_subject,
    is_of_doubtful_owner,
    is_bare_whole_number,
)
