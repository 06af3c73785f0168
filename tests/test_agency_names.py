"""Where the name of a local government ends: official names, invented ones, and sentences behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from thai_ita.normalize.agencies import find_agencies
from thai_ita.normalize.gazetteer import Gazetteer, load_gazetteer

OFFICIAL_LIST = Path(__file__).parents[2] / "shared" / "gazetteer" / "lao_dola2560.csv"
MUN = "เทศบาลตำบล"

# Words that may end a name, at its beginning, in it and at its end; none of these names is listed.
INVENTED = """
    ดำเนินธารทอง เขามีทองงาม ปากคลองหลังวัง ห้วยตามลม ดำเนินสุขใจ โคกมีสุข ท่าควรงาม บ้านในฝัน นาในหุบ หนองจากไทร
    ห้วยผ่านเมฆ ทุ่งร่วมใจ ดอนผลไม้งาม บางต่อเรือ วังคือแก้ว เนินจะเมา หนองให้ทาน บ้านพร้อมใจ ทุ่งช่วยสุข โคกสามารถดี
    ลานประกาศแก้ว นาต้องตะวัน ธารขอพร ดอยเข้าหมอก เกาะที่รัก คลองยังยืน ผาเป็นหนึ่ง สระนำโชค วังว่าวลม ท่าทุกสุข
    เวียงปีทอง หาดไปรษณีย์ ดอนทำนา บ่อร่วมทอง ปากทั้งสอง บ้านแล้วใจ นาไม่แห้ง ดงกับไฟ ทุ่งนี้งาม โนนผู้ไท
    หนองคณะโคก บ้านสู่ขวัญ ดอนบริหารสุข หลังเขียว ตามใจ ร่วมสุข ในดอย จากแดง ผลสมบูรณ์ทอง นำชัย ต้องชม
    ที่ราบสูง ขอนแก่นงาม สามเรื่องดาว หนองระดับ เมืองเรืองรอง แสดงธรรม ทุ่งจำนวนทอง
"""
TAILS = ["", "ได้รับคะแนน 85.20 คะแนน", " ได้คะแนน 85.20", "อำเภอเมืองน่าน จังหวัดน่าน", " จังหวัดน่าน", "ประจำปีงบประมาณ พ.ศ. 2567",
         "ได้ 85.20 คะแนน", "มีคะแนนรวม 85.20", "ที่ได้ 90.71 คะแนน", "จึงได้ดำเนินการ"]  # fmt: skip


@pytest.mark.parametrize("name", INVENTED.split())
def test_an_ordinary_word_in_a_name_does_not_cut_it(name: str) -> None:
    for tail in TAILS:
        found = [m.name for m in find_agencies(f"ผลการประเมินของ{MUN}{name}{tail}")]
        assert found == [name], tail


@pytest.mark.parametrize(
    "tail",
    [
        "ตามมาตรการส่งเสริม", "ตามที่กำหนด", "มีผลคะแนน", "มีกระบวนการเปิดโอกาส", "ควรมีกระบวนการ", "จะต้องปรับปรุง", "ต้องไม่เรียกรับ",
        "ที่ถูกร้องเรียน", "ที่เกี่ยวข้อง", "ให้ดียิ่งขึ้น", "ให้เจ้าหน้าที่ทราบ", "ในขณะที่", "ในอำเภอสมมุติ", "จากผลการประเมิน", "จากจังหวัด",
        "หลังการประเมิน", "ผ่านเกณฑ์", "ทุกคน", "ทั้งหมด", "อย่างเคร่งครัด", "ต่อประชาชน", "เป็นหน่วยงานที่", "ยังไม่เข้าใจ", "เข้าร่วมการประเมิน",
        "นำผลการประเมิน", "ดำเนินการตามแผน", "สามารถลดขั้นตอน", "พร้อมด้วยหน่วยงาน", "แสดงความ", "บริหารงาน", "ประกาศใช้คู่มือ", "กำหนดมาตรการ",
        "สู่มาตรฐาน", "ช่วยประชาชน", "ผู้บริหาร", "คณะผู้บริหาร", "ได้จัดทำ", "ของหน่วยงาน", "คือหน่วยงานที่", "ดังกล่าว", "มากยิ่งขึ้น", "และหน่วยงานอื่น",
    ],
)  # fmt: skip
def test_a_sentence_behind_a_name_is_no_part_of_it(tail: str) -> None:
    assert [m.name for m in find_agencies(f"ของ{MUN}โคกสมมุติ{tail} ต่อ")] == ["โคกสมมุติ"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("เทศบาลตำบลธารใส-ผาหมอก ผลการประเมิน", "ธารใส-ผาหมอก"),
        ("เทศบาลตำบลธารใส-ผาหมอกได้คะแนน 85.20", "ธารใส-ผาหมอก"),
        ("เทศบาลตำบลธารใส - ผาหมอก", "ธารใส-ผาหมอก"),
        ("เทศบาลตำบลธารใส–ผาหมอก", "ธารใส-ผาหมอก"),
        ("เทศบาลตำบล บ้าน ธารใส ได้คะแนน 85.20", "บ้านธารใส"),
        ("เทศบาลตำบลกม.5 ได้คะแนน 85.20", "กม.5"),
        ("เทศบาลตำบล กม.๕", "กม.5"),
        ("เทศบาลตำบลกม.๕๐ ได้คะแนน 85.20", "กม"),
        ("เทศบาลตำบลกม.50 ได้คะแนน 85.20", "กม"),
        ("เทศบาลตำบลธารใส - ผ่านเกณฑ์", "ธารใส"),
        ("เทศบาลตำบลธารใส-ได้ 85.20", "ธารใส"),
        ("เทศบาลตำบลธารใส - เชียงใหม่", "ธารใส"),
        ("เทศบาลตำบลธารใส - 85.20", "ธารใส"),
        ("เทศบาลตำบลธารใส สายธาร น่าน 85.20", "ธารใส"),
    ],
)
def test_hyphens_and_spaces(text: str, name: str) -> None:
    assert [m.name for m in find_agencies(text)] == [name]


def test_a_hyphen_between_two_agencies_joins_nothing() -> None:
    found = find_agencies("เทศบาลตำบลธารใส-เทศบาลตำบลผาหมอก")
    assert [m.name for m in found] == ["ธารใส", "ผาหมอก"]


@pytest.mark.parametrize(
    "printed",
    ["เทศบาลต้าบลแสงทราย", "เทศบาลตาํ บลแสงทราย", "เทศบาลต าบลแสงทราย", "เทศบาล ตำบล แสงทราย", "เทศบาลตบลแสงทราย",
     "เทศบาลต.แสงทราย", "นายกเทศมนตรีตำบลแสงทราย"],
)  # fmt: skip
def test_a_damaged_type(printed: str) -> None:
    assert [m.full_name for m in find_agencies(printed)] == ["เทศบาลตำบลแสงทราย"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("องค์การบริหารส่วนตำบลและเทศบาลเมืองตัวอย่าง", ["ตัวอย่าง"]),
        ("องค์การบริหารส่วนตำบลควรมีแนวทาง", []),
        ("องค์การบริหารส่วนตำบลและ อำเภอทุ่งช้าง จังหวัดน่าน", ["และ"]),
        ("เทศบาลตำบลแม่คำมีคะแนน 85.20", ["แม่คำ"]),
        ("เทศบาลตำบลแม่คำมีได้คะแนน 85.20", ["แม่คำมี"]),
    ],
)
def test_names_that_are_words(text: str, names: list[str]) -> None:
    assert [m.name for m in find_agencies(text)] == names


LINES = [
    "{}ได้รับคะแนน 85.20 คะแนน", "{} ได้รับคะแนน 85.20 คะแนน", "ผลการประเมินของ{} อำเภอเมืองน่าน จังหวัดน่าน",
    "ผลการประเมินของ{}อำเภอเมืองน่าน จังหวัดน่าน", "{}ประจำปีงบประมาณ พ.ศ. 2567", "{} ประจำปีงบประมาณ พ.ศ. 2567",
    "1 {} 85.20", "{}ผลการประเมินคุณธรรม", "{}ได้ 85.20",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not OFFICIAL_LIST.exists(), reason="the shared evaluation material is not here")
@pytest.mark.parametrize("known", ["embedded", "official", "nothing"])
def test_every_official_name_comes_out_whole(known: str) -> None:
    listed = load_gazetteer(OFFICIAL_LIST)
    gazetteer = {
        "embedded": Gazetteer.embedded(), "official": listed, "nothing": Gazetteer((), {}),
    }[known]  # fmt: skip
    names = sorted({row.full_name for row in listed.rows})
    wrong = [
        (line.format(name), found)
        for name in names
        for line in LINES
        if (found := [m.full_name for m in find_agencies(line.format(name), gazetteer)]) != [name]
    ]
    assert len(names) > 6000
    assert not wrong
