"""Words of the overall score: ``คะแนนรวม``, ``ผลการประเมิน ITA ภาพรวม``, ``Overall score``."""

from __future__ import annotations

import re

from thai_ita.model import Match, ScoreKind
from thai_ita.normalize.labels import Label
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
    "แบบถ่วงน้ำหนัก",
    "ที่ถ่วงน้ำหนัก",
    "ค่าถ่วงน้ำหนัก",
    "ถ่วงน้ำหนัก",
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
# A bracket that the side of a cell cut off, and the fewest letters of it that tell its word.
_CUT_ASIDE = re.compile(r"\(([^()]*)(?:…|\.{3})\s*$")
_LEAST_LETTERS = 3
_AVERAGE = ("เฉลี่ย", "average", "mean")


def match_overall(label: Label) -> Match | None:
    """``คะแนนรวม``, ``ผลการประเมิน ITA ภาพรวม``: words of the overall score and nothing else."""
    if label.code or label.explicit or label.ordinal or label.instrument in ("IIT", "EIT", "OIT"):
        return None
    key = squash(_without_cut_aside(label))
    rest = re.sub(r"(?:ประจำ)?(?:ปี(?:งบประมาณ)?(?:พศ)?|(?<=ita))25\d\d", "", key)
    average = any(word in rest for word in _AVERAGE)
    for word in _AVERAGE:
        rest = rest.replace(word, "")
    core = [word for word in _OVERALL_CORE if word in rest]
    rest = without_words(without_words(rest, _OVERALL_WORDS), _OVERALL_CORE)
    if rest or not (core or average):
        return None
    rule = "overall-words" if core else "average-words"
    return Match(
        "ITA", "ผลการประเมินภาพรวม", label.name, 100.0, 100.0, rule, True, "", ScoreKind.OVERALL
    )


def _without_cut_aside(label: Label) -> str:
    """The name without a bracket that is cut off in a word of the overall score: ``(ถ่วง…``."""
    cut = _CUT_ASIDE.search(label.seen)
    begun = squash(cut[1]) if cut else ""
    if cut is None or len(begun) < _LEAST_LETTERS:
        return label.name
    if not any(word.startswith(begun) for word in _OVERALL_WORDS):
        return label.name
    return label.seen[: cut.start()].strip()
