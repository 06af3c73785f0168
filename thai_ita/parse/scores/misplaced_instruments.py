"""Figures merged beside the indicators of an instrument that are not its score after all.

Such a figure is neither the mean of its indicators nor does it give the total that the document
states, while the mean does: it is another mean, that of one part of the survey say.
"""

from __future__ import annotations

from collections.abc import Iterable

from thai_ita.model import ScoreKind
from thai_ita.normalize.edition_arithmetic import OVERALL, fits_edition
from thai_ita.normalize.edition_fit import Matchers
from thai_ita.parse.rules import Rule, is_removed, register
from thai_ita.parse.scores.candidates import Candidate

# How the match of an instrument is called that the place of a figure names.
BY_PLACE = "beside-its-indicators"

_TABLE = (
    "คะแนนภาพรวม 92.12 คะแนน\n\n<table><tr><th>ตัวชี้วัด</th><th>คะแนน</th><th>คะแนนแบบวัด</th></tr>"
    "<tr><td>การปฏิบัติหน้าที่</td><td>90.00</td><td rowspan=5>{}</td></tr>"
    "<tr><td>การใช้งบประมาณ</td><td>91.00</td></tr><tr><td>การใช้อำนาจ</td><td>92.00</td></tr>"
    "<tr><td>การใช้ทรัพย์สินของราชการ</td><td>93.00</td></tr>"
    "<tr><td>การแก้ไขปัญหาการทุจริต</td><td>94.50</td></tr>"
    "<tr><td>คุณภาพการดำเนินงาน</td><td>85.00</td><td rowspan=3>86.00</td></tr>"
    "<tr><td>ประสิทธิภาพการสื่อสาร</td><td>86.00</td></tr>"
    "<tr><td>การปรับปรุงการทำงาน</td><td>87.00</td></tr>"
    "<tr><td>การเปิดเผยข้อมูล</td><td>97.00</td><td rowspan=2>96.72</td></tr>"
    "<tr><td>การป้องกันการทุจริต</td><td>96.44</td></tr></table>\n"
)
MISPLACED = register(
    Rule(
        "instrument-contradicted",
        "it is neither the mean of the indicators beside it nor does it give the stated total",
        refuses=_TABLE.format("⟦81.15⟧"),
        passes=_TABLE.format("⟦92.10⟧"),
    )
)

Values = dict[str, float]


def misplaced_instruments(candidates: Iterable[Candidate], matchers: Matchers) -> list[Candidate]:
    """The candidates of instruments, named by their place alone, that the stated total refutes."""
    candidates = list(candidates)
    if is_removed(MISPLACED):
        return []
    found: dict[tuple[str, int | None], Values] = {}
    for c in sorted(candidates, key=lambda c: -c.strength):
        if not c.part and not c.points and not c.choice:
            found.setdefault((c.agency_key, c.year), {}).setdefault(c.code, c.value)
    return [c for c in candidates if c.match.rule == BY_PLACE and _is_refuted(c, found, matchers)]


def _is_refuted(c: Candidate, found: dict[tuple[str, int | None], Values], matchers: Matchers) -> bool:
    known = found.get((c.agency_key, c.year), {})
    edition = matchers.of(c.year).edition
    instrument = edition.instrument(c.code)
    if c.kind is not ScoreKind.INSTRUMENT or instrument is None or OVERALL not in known:
        return False
    indicators = [known[code] for code in instrument.indicators if code in known]
    if len(indicators) < len(instrument.indicators):
        return False
    total = known[OVERALL]
    as_mean = {**known, c.code: sum(indicators) / len(indicators)}
    return not fits_edition({**known, c.code: c.value}, total, edition) and fits_edition(as_mean, total, edition)
