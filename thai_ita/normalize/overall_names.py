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
_AVERAGE = ("เฉลี่ย", "average", "mean")


def match_overall(label: Label) -> Match | None:
    """``คะแนนรวม``, ``ผลการประเมิน ITA ภาพรวม``: words of the overall score and nothing else."""
    if label.code or label.explicit or label.ordinal or label.instrument in ("IIT", "EIT", "OIT"):
        return None
    key = squash(label.name)
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
