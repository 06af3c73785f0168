"""Thai words, loaded once and late: what tells a broken word from a name nobody listed."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Final, TypeAlias, Union

from .areas import provinces
from .thai_characters import DEPENDENT
from .thai_corpus import listed_words

Trie: TypeAlias = dict[str, Union["Trie", bool]]

LONGEST_WORD: Final = 30
_DEPENDENT: Final = frozenset(DEPENDENT)

# Words of administration and of the assessment that the general list lacks or has only in parts,
# and phrases over whose seams a displaced mark moves.
_DOMAIN: Final = """
    งบประมาณ ปีงบประมาณ เทศบาล เทศบาลตำบล เทศบาลเมือง เทศบาลนคร ตัวชี้วัด ผู้รับผิดชอบ
    ผู้มีส่วนได้ส่วนเสีย ผู้มีส่วนได้เสีย มาตรการ แนวทาง แนวทางปฏิบัติ ขั้นตอน ระยะเวลา
    องค์การบริหารส่วนตำบล องค์การบริหารส่วนจังหวัด องค์กรปกครองส่วนท้องถิ่น หน่วยงาน
    หน่วยงานภาครัฐ สำนักงาน สำนักปลัด เป้าหมาย โปร่งใส ความโปร่งใส คุณธรรม จริยธรรม
    ประสิทธิภาพ สื่อสาร ทรัพย์สิน ราชการ เปิดเผย ข้อมูล สาธารณะ ป้องกัน ปราบปราม ทุจริต
    ประพฤติมิชอบ จัดซื้อจัดจ้าง จัดซื้อ จัดจ้าง ร้องเรียน เรื่องร้องเรียน ดำเนินการ ดำเนินงาน
    ผลการดำเนินงาน การดำเนินงาน การดำเนินการ ปรับปรุง การทำงาน ประเมิน การประเมิน ข้อเสนอแนะ
    ประจำปี ปฏิบัติ ปฏิบัติหน้าที่ ปฏิบัติงาน ลำดับ ร้อยละ คะแนน ตุลาคม กันยายน ไตรมาส
    ผู้บริหาร ผู้รับบริการ ผู้มาติดต่อ เจ้าหน้าที่ บุคลากร เว็บไซต์ ช่องทาง เผยแพร่ ประชาสัมพันธ์
    ประชาชน การมีส่วนร่วม ขับเคลื่อน ส่งเสริม กำกับ ติดตาม ตรวจสอบ วิเคราะห์ ผลการวิเคราะห์
    สินบน ขัดกัน ผลประโยชน์ทับซ้อน แบบวัด รับรู้ ภายใน ภายนอก ให้บริการ การให้บริการ อำนวย
"""
DOMAIN_WORDS: Final = frozenset(_DOMAIN.split())

# Single letters and vowelless pairs fill the general list with abbreviations and rare words that
# would explain any fragment; these pairs are the ones that running text uses.
_PAIRS: Final = """
    กฎ กด กบ กล คน คบ คง งด งบ จด จน จบ จร ชก ชง ชน ชม ซน ดง ดน ตก ตน ตม ตอ ถก ถม
    ทน ทบ ทศ ธง นก นม บก บท บน บอ บด ปน ปม ปก ผม ผล ผง ฝน พบ พล พร พอ พก ภพ ภย มด มอ ยก ยศ ยอ
    รก รถ รบ รอ รส รม ลง ลด ลบ ลม วง วน สด สม สน สบ สอ สง หก หด หน หอ อก อด อบ อม ออ ขน ขอ ขม
    งง งอ คอ ทอ ศพ ศร มล กก กอ
"""
_PLAIN_PAIRS: Final = frozenset(_PAIRS.split())
_VOWELLESS: Final = frozenset(chr(c) for c in range(0x0E01, 0x0E2F))
_ALONE: Final = frozenset({"ณ", "ฯ", "ๆ"})


def _usable(word: str) -> bool:
    if not 2 <= len(word) <= LONGEST_WORD or not all("ก" <= c <= "๎" for c in word):
        return False
    if word[0] in _DEPENDENT or "ฯ" in word or "ๆ" in word:
        return False
    return len(word) > 2 or word in _PLAIN_PAIRS or not _VOWELLESS.issuperset(word)


def _names_like_damage() -> frozenset[str]:
    """Official names that would be mended into other words: ตรำดม is no broken ตราดม."""
    table = files("thai_ita.data").joinpath("whole_names.json").read_text(encoding="utf-8")
    return frozenset(json.loads(table)["mended"])


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """Every known word of two letters and more: PyThaiNLP's list, the provinces, DOMAIN_WORDS."""
    listed = {w for w in listed_words() if _usable(w)}
    return frozenset(listed | set(provinces()) | DOMAIN_WORDS | _names_like_damage())


@lru_cache(maxsize=1)
def trie() -> Trie:
    """The words as nested dictionaries; the key "" marks the end of a word."""
    root: Trie = {}
    for word in words():
        node = root
        for letter in word:
            child = node.get(letter)
            if not isinstance(child, dict):
                child = {}
                node[letter] = child
            node = child
        node[""] = True
    return root


def starts_with_word(token: str) -> bool:
    """Whether a known word ends inside ``token`` where a new word may start."""
    if token[:1] in _ALONE:
        return True
    known = words()
    for end in range(2, min(len(token), LONGEST_WORD) + 1):
        if token[:end] in known and (end == len(token) or token[end] not in _DEPENDENT):
            return True
    return False


def ends_with_word(token: str) -> bool:
    """Whether a known word ends ``token`` and may start where it starts."""
    if token[-1:] in _ALONE:
        return True
    known = words()
    return any(token[-n:] in known for n in range(2, min(len(token), LONGEST_WORD) + 1))


@lru_cache(maxsize=32768)
def is_made_of_words(token: str) -> bool:
    """Whether ``token`` divides into known words without a rest."""
    known = words()
    reached = [True] + [False] * len(token)
    for start in range(len(token)):
        if not reached[start] or token[start] in _DEPENDENT:
            continue
        if token[start] in _ALONE:
            reached[start + 1] = True
        for end in range(start + 2, min(len(token), start + LONGEST_WORD) + 1):
            if token[start:end] in known:
                reached[end] = True
    return reached[-1] and token != ""
