"""A score printed without its decimal point: proven by the rest, or withheld."""

from __future__ import annotations

from pathlib import Path

import thai_ita
from thai_ita.model import Basis, Report

HEAD = "รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567\n\nเทศบาลตำบลตัวอย่างสุข อำเภอปัว จังหวัดน่าน\n\n"
REST = "2. การใช้งบประมาณ\t77.05\n3. การใช้อำนาจ\t79.52\n4. การใช้ทรัพย์สินของราชการ\t74.10\n5. การแก้ไขปัญหาการทุจริต\t78.30\n"
OTHERS = (
    "6. คุณภาพการดำเนินงาน\t78.88\n7. ประสิทธิภาพการสื่อสาร\t82.02\n8. การปรับปรุงระบบการทำงาน\t74.75\n"
    "9. การเปิดเผยข้อมูล\t97.50\n10. การป้องกันการทุจริต\t100.00\n"
)


def report(tmp_path: Path, text: str) -> Report:
    path = tmp_path / "report.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    return thai_ita.read(path, guarded=False)


def test_two_sums_give_the_point_back(tmp_path: Path) -> None:
    table = f"ตัวชี้วัด\tคะแนน\n1. การปฏิบัติหน้าที่\t8164\n{REST}IIT\t78.12\n{OTHERS}"
    found = report(tmp_path, f"คะแนนภาพรวม 86.50 คะแนน\n\n{table}")
    (score,) = [s for s in found.scores if s.code == "1"]
    assert (score.value, score.value_as_seen, score.basis) == (81.64, "8164", Basis.REPAIRED)
    assert "8164" in score.evidence.text
    assert "81.64" in score.evidence.text
    frame = thai_ita.frames(found)["scores"]
    assert frame.loc[frame["code"] == "1", "value"].item() == 81.64


def test_without_a_sum_it_is_no_score(tmp_path: Path) -> None:
    found = report(tmp_path, f"ตัวชี้วัด\tคะแนน\n1. การปฏิบัติหน้าที่\t8164\n{REST}")
    assert "1" not in {s.code for s in found.scores}
    assert "impossible-value" in {t.code for t in found.problems}
    assert all(0 <= s.value <= 100 for s in found.scores)
