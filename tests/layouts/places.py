"""Real provinces and districts, invented local governments."""

from __future__ import annotations

import random
from dataclasses import dataclass

DISTRICTS = [
    ("แม่ริม", "เชียงใหม่"),
    ("สารภี", "เชียงใหม่"),
    ("เทิง", "เชียงราย"),
    ("ปัว", "น่าน"),
    ("ภูเพียง", "น่าน"),
    ("วังทอง", "พิษณุโลก"),
    ("บางกระทุ่ม", "พิษณุโลก"),
    ("ตาคลี", "นครสวรรค์"),
    ("บรรพตพิสัย", "นครสวรรค์"),
    ("ปากช่อง", "นครราชสีมา"),
    ("สูงเนิน", "นครราชสีมา"),
    ("นางรอง", "บุรีรัมย์"),
    ("ปราสาท", "สุรินทร์"),
    ("กันทรลักษ์", "ศรีสะเกษ"),
    ("วารินชำราบ", "อุบลราชธานี"),
    ("เสลภูมิ", "ร้อยเอ็ด"),
    ("กุมภวาปี", "อุดรธานี"),
    ("ท่าบ่อ", "หนองคาย"),
    ("เชียงคาน", "เลย"),
    ("บ้านไผ่", "ขอนแก่น"),
    ("ชุมแพ", "ขอนแก่น"),
    ("บ้านโป่ง", "ราชบุรี"),
    ("ท่ามะกา", "กาญจนบุรี"),
    ("อู่ทอง", "สุพรรณบุรี"),
    ("เสนา", "พระนครศรีอยุธยา"),
    ("แก่งคอย", "สระบุรี"),
    ("พนัสนิคม", "ชลบุรี"),
    ("แกลง", "ระยอง"),
    ("ท่าใหม่", "จันทบุรี"),
    ("ปราณบุรี", "ประจวบคีรีขันธ์"),
    ("หลังสวน", "ชุมพร"),
    ("พุนพิน", "สุราษฎร์ธานี"),
    ("ทุ่งสง", "นครศรีธรรมราช"),
    ("ปากพนัง", "นครศรีธรรมราช"),
    ("ควนขนุน", "พัทลุง"),
    ("หาดใหญ่", "สงขลา"),
    ("กันตัง", "ตรัง"),
    ("ละงู", "สตูล"),
    ("ยะหริ่ง", "ปัตตานี"),
    ("เบตง", "ยะลา"),
]

# Invented: each name says that it is an example, a model or a trial.
NAMES = [
    "ตัวอย่างสุข",
    "สมมติชัย",
    "ทดลองพัฒนา",
    "ห้วยสมมติ",
    "บ้านจำลอง",
    "โนนตัวอย่าง",
    "หนองจำลอง",
    "วังสมมติ",
    "ดอนทดลอง",
    "คลองตัวอย่าง",
    "เขาจำลองใต้",
    "ท่าสมมติ",
    "นาทดลอง",
    "โคกตัวอย่าง",
    "ปากจำลอง",
    "แม่สมมติ",
    "สวนตัวอย่าง",
    "บึงจำลอง",
    "ทุ่งสมมติ",
    "เวียงตัวอย่าง",
    "ลำจำลอง",
    "ป่าทดลอง",
    "บางสมมติ",
    "สันตัวอย่าง",
    "ตลาดจำลอง",
    "กุดสมมติ",
    "ไร่ทดลอง",
    "เกาะตัวอย่าง",
    "ควนสมมติ",
    "ศรีจำลอง",
    "จำลองเหนือ",
    "ทับตัวอย่าง",
]

TYPES = {
    "เทศบาลตำบล": "ทต.",
    "องค์การบริหารส่วนตำบล": "อบต.",
    "เทศบาลเมือง": "ทม.",
    "เทศบาลนคร": "ทน.",
}
TYPE_WEIGHTS = [45, 40, 11, 4]


@dataclass(frozen=True)
class Place:
    type: str
    short: str
    district: str
    province: str

    @property
    def name(self) -> str:
        return self.type + self.short

    @property
    def abbreviated(self) -> str:
        return TYPES[self.type] + self.short

    @property
    def head(self) -> str:
        """The title of its mayor."""
        if self.type == "องค์การบริหารส่วนตำบล":
            return "นายกองค์การบริหารส่วนตำบล" + self.short
        return "นายกเทศมนตรี" + self.type.removeprefix("เทศบาล") + self.short

    @property
    def clerk(self) -> str:
        if self.type == "องค์การบริหารส่วนตำบล":
            return "ปลัดองค์การบริหารส่วนตำบล" + self.short
        return "ปลัด" + self.type + self.short


def place(rng: random.Random, kind: str | None = None) -> Place:
    district, province = rng.choice(DISTRICTS)
    kind = kind or rng.choices(list(TYPES), TYPE_WEIGHTS)[0]
    return Place(kind, rng.choice(NAMES), district, province)


def neighbours(rng: random.Random, count: int, kinds: tuple[str, ...] = ()) -> list[Place]:
    """Different places of one province."""
    province = rng.choice(["เชียงใหม่", "นครราชสีมา", "ขอนแก่น", "นครศรีธรรมราช", "น่าน", "พิษณุโลก", "นครสวรรค์"])
    districts = [d for d, p in DISTRICTS if p == province]
    return [
        Place(
            rng.choice(kinds) if kinds else rng.choices(list(TYPES), [45, 45, 8, 2])[0],
            name,
            rng.choice(districts),
            province,
        )
        for name in rng.sample(NAMES, count)
    ]
