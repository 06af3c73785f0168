"""Words of the overall score: ``คะแนนรวม``, ``ผลการประเมิน ITA ภาพรวม``, ``Overall score``."""

from __future__ import annotations

import re

from thai_ita.model import Match, ScoreKind
from thai_ita.normalize.label_parts import Label
from thai_ita.normalize.name_ranking import without_words
from thai_ita.normalize.repair import squash

_OVERALL_WORDS = (
    "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ",
    "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ",
    "integrityandtransparencyassessment",
    "การประเมินคุณธรรมและความโปร่งใส",
    "คุณธรรมและความโปร่งใส",
    "ของหน่วยงาน",
    "หน่วยงาน",
    "ทุกตัวชี้วัด",
    "ทุกเครื่องมือ",
    "ผลการประเมิน",
    "การประเมิน",
    "ประเมิน",
    "ทั้งหมด",
    "ทั้งสิ้น",
    "ที่ได้รับ",
    "ที่ได้",
    "โดย",
    "ระดับ",
    "คะแนน",
    "ร้อยละ",
    "ค่า",
    "ผล",
    "ใน",
    "ฯ",
    "%",
    "100",
    "เต็มร้อย",
    "เต็ม",
    "score",
    "total",
    "overall",
)
_OVERALL_CORE = ("คะแนนภาพรวม", "ภาพรวม", "รวม", "สุทธิ", "ita", "overall", "total")
# A bracket behind the name, whole or cut off by the side of a cell, and the fewest letters that tell its
# word. Weighted is a total by its bracket alone; as a word of the name it may be one of some indicators.
_ASIDE = re.compile(r"\(([^()]*)(\)|…|\.{3})\s*$")
_WEIGHTED = ("ถ่วงน้ำหนัก", "แบบถ่วงน้ำหนัก", "ที่ถ่วงน้ำหนัก", "ค่าถ่วงน้ำหนัก")
_LEAST_LETTERS = 3
_AVERAGE = ("เฉลี่ย", "average", "mean")
# How it is computed, behind its name: = (IIT x 30%) + (EIT x 30%) + (OIT x 40%).
# Read from the end of the text: its signs and figures, and what it begins with.
_FORMULA_BACKWARDS = re.compile(r"[IEOT\d\s.,%x×*+/()\[\]]*+[=:(\[\s]++|[IEOT\d\s.,%x×*+/()\[\]]*[(\[\s]", re.I)
_FACTORS = ("IIT", "EIT", "OIT", "+")

_OPERATORS = "xX×*+/=(["
# 30 (IIT) + 30 (EIT) + 40 (OIT) are full marks.
_WEIGHTS = re.compile(r"[%xX×*]|(?<!\d)0?\.\d")
N_INSTRUMENTS = 3


def match_overall(label: Label, *, table: bool = False) -> Match | None:
    """``คะแนนรวม``, ``ผลการประเมิน ITA ภาพรวม``: words of the overall score and nothing else; in a
    ``table`` also how it is computed."""
    if label.code or label.explicit or label.ordinal or label.instrument in ("IIT", "EIT", "OIT"):
        return None
    key = squash((_without_formula(label.seen) if table else "") or _without_aside(label))
    rest = re.sub(r"(?:ประจำ)?(?:ปี(?:งบประมาณ)?(?:พศ)?|(?<=ita))25\d\d", "", key)
    average = any(word in rest for word in _AVERAGE)
    for word in _AVERAGE:
        rest = rest.replace(word, "")
    core = [word for word in _OVERALL_CORE if word in rest]
    rest = without_words(without_words(rest, _OVERALL_WORDS), _OVERALL_CORE)
    if rest or not (core or average):
        return None
    rule = "overall-words" if core else "average-words"
    return Match("ITA", "ผลการประเมินภาพรวม", label.name, 100.0, 100.0, rule, True, "", ScoreKind.OVERALL)


def _without_aside(label: Label) -> str:
    """The name without a bracket that says that it is weighted, or that is cut off in a word of the
    overall score: ``(ถ่วง…``."""
    aside = _ASIDE.search(label.seen)
    begun = squash(aside[1]) if aside else ""
    if aside is None or len(begun) < _LEAST_LETTERS:
        return label.name
    words = _WEIGHTED if aside[2] == ")" else (*_WEIGHTED, *_OVERALL_WORDS)
    told = begun in words if aside[2] == ")" else any(word.startswith(begun) for word in words)
    return label.seen[: aside.start()].strip() if told else label.name


def _without_formula(text: str) -> str:
    """What stands before a formula of the three instruments; "" where none is complete. One that is
    cut before its last factor has that for the score: ``... + OIT x`` and 40%."""
    backwards = _FORMULA_BACKWARDS.match(text[::-1])
    found = backwards[0][::-1] if backwards else ""
    if not all(each in found.upper() for each in _FACTORS) or found.rstrip()[-1] in _OPERATORS:
        return ""
    whole = all(found.count(a) == found.count(b) for a, b in ("()", "[]"))
    factors = len(re.findall(r"\d++(?:\.\d+)?", found))
    weighted = factors >= N_INSTRUMENTS and _WEIGHTS.search(found)
    return text[: -len(found)] if whole and (not factors or weighted) else ""
