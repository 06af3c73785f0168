"""What kind of report a document is."""

from __future__ import annotations

import pytest

from tests.layouts.inline import ANALYSIS, PLACE, PLAN, report, tabs
from thai_ita.model import DocStatus, DocType

SCORES = tabs("ตัวชี้วัด|คะแนน", "การใช้อำนาจ|80.10", "การใช้งบประมาณ|80.20") + "\n"
PLANNED = tabs("มาตรการ|ขั้นตอน|ผู้รับผิดชอบ|ระยะเวลา", "1. จัดทำคู่มือ|ร่าง|กองช่าง|ทั้งปี", "2. พัฒนาเว็บไซต์|จัดเมนู|กองคลัง|ทั้งปี") + "\n"
REPORTED = tabs("มาตรการ|ผลการดำเนินการ|ผลลัพธ์", "1. จัดทำคู่มือ|แจกแล้ว|ดีขึ้น", "2. พัฒนาเว็บไซต์|ปรับแล้ว|เร็วขึ้น") + "\n"
BOTH = tabs("มาตรการ|ขั้นตอน|ผู้รับผิดชอบ|ผลการดำเนินการ", "1. จัดทำคู่มือ|ร่าง|กองช่าง|แจกแล้ว") + "\n"
QUARTERS = "มาตรการ|ผู้รับผิดชอบ|ไตรมาส 1|ไตรมาส 2"
PROGRESS = tabs(QUARTERS, "1. จัดทำคู่มือ|กองช่าง|อยู่ระหว่างร่าง|แล้วเสร็จ", "2. พัฒนาเว็บไซต์|กองคลัง|ยังไม่ได้ดำเนินการ|แล้วเสร็จ")
SCHEDULE = tabs(QUARTERS, "1. จัดทำคู่มือ|กองช่าง|ร่างคู่มือ|ให้แล้วเสร็จ", "2. พัฒนาเว็บไซต์|กองคลัง|✓|ดำเนินการต่อเนื่อง")
RESULTS = f"รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. 2567\n{PLACE}\n\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ANALYSIS + SCORES, DocType.SCORE_ANALYSIS),
        (PLAN + PLANNED, DocType.MEASURES_PLAN),
        (RESULTS + REPORTED, DocType.IMPLEMENTATION_REPORT),
        (RESULTS + BOTH, DocType.IMPLEMENTATION_REPORT),
        (PLAN + BOTH, DocType.IMPLEMENTATION_REPORT),
        (ANALYSIS + SCORES + "มาตรการที่กำหนด\n\n" + PLANNED, DocType.MEASURES_PLAN),
        (PLAN + PLANNED + "ผลการดำเนินการ\n\n" + REPORTED, DocType.MEASURES_PLAN),
        (RESULTS + REPORTED + "ผลการประเมิน ITA\n\n" + SCORES, DocType.IMPLEMENTATION_REPORT),
        (RESULTS + PROGRESS, DocType.IMPLEMENTATION_REPORT),
        (PLAN + SCHEDULE, DocType.MEASURES_PLAN),
        (f"ประกาศ{PLACE} เรื่อง วันหยุด ปี 2567\n", DocType.OTHER),
    ],
)
def test_the_type_follows_from_what_a_report_holds(text: str, kind: DocType) -> None:
    assert report(text).identity.doc_type is kind


def test_status_says_how_far_the_reading_got() -> None:
    assert report(ANALYSIS + SCORES).status is DocStatus.OK
    assert report("ผลการประเมิน ITA\n\n" + SCORES).status is DocStatus.PARTIAL
    empty = report(ANALYSIS)
    assert (empty.status, [t.code for t in empty.problems]) == (DocStatus.NO_DATA, ["no-data"])
