"""Agencies named in the cells of a table of many agencies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from thai_ita.model import Agency
from thai_ita.normalize.agencies import AgencyMention, find_agencies
from thai_ita.normalize.agency_codes import placed as in_place
from thai_ita.normalize.agency_names import never_alone
from thai_ita.normalize.agency_vote import agency_of, agency_slug
from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.gazetteer import BANGKOK, CITY, PAO, SUBDISTRICT, TAO, TOWN, Gazetteer
from thai_ita.normalize.levels import read_level
from thai_ita.normalize.numerals import strip_numbering
from thai_ita.normalize.owner_kinds import HOSPITAL, OTHER, PROVINCE, SCHOOL, UNIVERSITY
from thai_ita.normalize.owners import read_owner
from thai_ita.normalize.places import find_places, match_district, match_province
from thai_ita.normalize.repair import repair_text, squash
from thai_ita.normalize.tone_tolerant import compile_tone_tolerant
from thai_ita.parse.tables.column_roles import ColumnRole, heading_by_phrase

# A label that says much more than the agency's name is about something else.
MAX_REST = 12
_TYPES = {
    PAO: (PAO, "อบจ."),
    CITY: (CITY, "ทน."),
    TOWN: (TOWN, "ทม."),
    SUBDISTRICT: (SUBDISTRICT, "ทต."),
    TAO: (TAO, "อบต."),
    SCHOOL: (SCHOOL, "ชื่อโรงเรียน", "สถานศึกษา"),
    HOSPITAL: (HOSPITAL, "ชื่อโรงพยาบาล"),
    UNIVERSITY: (UNIVERSITY, "ชื่อมหาวิทยาลัย"),
    "กรม": ("กรม", "ชื่อกรม"),
    "กระทรวง": ("กระทรวง", "ชื่อกระทรวง"),
    "วิทยาลัย": ("วิทยาลัย", "ชื่อวิทยาลัย"),
}
# So many owners of other kinds among local governments make a list of all kinds.
MIN_OTHERS = 2
# Beside these a province is a place, not an owner.
_OTHERS_ROLES = frozenset({ColumnRole.AGENCY, ColumnRole.DISTRICT, ColumnRole.COUNT})
_OF_LOCAL_GOVERNMENTS = compile_tone_tolerant(
    r"อปท|องค์กรปกครองส่วนท้องถิ่น|เทศบาล|อบต|องค์การบริหาร|เฉลี่ย(?:ราย|ของ|ระดับ)จังหวัด|จำนวน|แห่ง"
)
# An owner whose kind no word tells (หอภาพยนตร์): words, and no division of a municipality.
_OTHER_OWNER = re.compile(
    r"(?!กอง|ฝ่าย|งาน|สำนัก(?:ปลัด|ช่าง|คลัง|การ)|หน่วย|กลุ่ม|แผนก|รวม|เฉลี่ย|ค่า|คะแนน|ระดับ|อันดับ|ทั้ง|ทั่ว|ประเทศ|ภาพรวม|หมายเหตุ|ที่มา|ตัวชี้วัด|การ(?!ไฟ|ประปา|ท่า|รถ|กีฬา|เคหะ))"
    r"[ก-ฮเ-ไ][ก-๎]{5,59}(?: [ก-๎]{3,30}){0,2}(?: ?\([ก-๎. ]{2,40}\))?"
)
_OF_ALL = compile_tone_tolerant(
    r"(?:คะแนน|ผล|ค่า)?(?:รวม|เฉลี่ย|ภาพรวม|ทั้งหมด|ทั้งสิ้น|สูงสุด|ต่ำสุด|คะแนน)+(?:ของ)?(?:ทั้งหมด|ทั้งสิ้น|ทุกหน่วยงาน|ทุกแห่ง|ระดับ(?:อำเภอ|จังหวัด|ประเทศ)|(?:อำเภอ|จังหวัด)[ก-๎]*|ทั้งประเทศ)?"
)
_COUNTED = re.compile(rf"(?:\(\s*+|{BLANKS_BEFORE})(?:จำนวน\s*)?(?<![\d๐-๙])[\d๐-๙]++\s*(?:แห่ง|หน่วยงาน)\s*+\)?\s*$")
# The rest of a name behind a blank that parts it: one short word.
_GOES_ON = re.compile(r" ((?!เดิม|ขนาด|ประเภท|สามัญ|พิเศษ|ใน|ที่|ได้|มี|ไม่|ราย|และ|แห่ง|ผ่าน|ยกฐานะ|เปลี่ยน)[ก-ฮเ-ไ][ก-๎]{1,10})")
# A name as it stands behind its type: no sums, no sentences.
_BARE = re.compile(r"(?!รวม|เฉลี่ย|ค่าเฉลี่ย|คะแนน|ทั้งหมด)[ก-ฮเ-ไ][ก-๎]{1,27}")


# Numbering and signs beside a place that is a heading.
_BESIDE_PLACE = re.compile(r"[\s\d๐-๙.:：,()\-–—•*|]+")


class AgencyReader:
    """Reads agencies out of labels; places come from the row, else from the document.

    ``about`` are the title and heading that the table stands under.
    """

    def __init__(self, province: str = "", district: str = "", about: Iterable[str] = ()) -> None:
        self.province = province
        self.district = district
        self.about = tuple(about)
        self.provinces_own = False
        self.lists_owners = False

    def of_table(self, labels: Iterable[str]) -> AgencyReader:
        """The reader for a table with these labels of rows.

        A row จังหวัด... beside local governments is the mean of the province; in a table of
        provinces, or with owners of other kinds, it is an owner.
        """
        reader = AgencyReader(self.province, self.district, self.about)
        named = {m.full_name: m for text in labels if (m := _named(_plain_label(text), True))}
        local = any(m.is_local for m in named.values())
        others = sum(not m.is_local and m.type != PROVINCE for m in named.values())
        reader.provinces_own = len(named) > 1 and (not local or others >= MIN_OTHERS)
        reader.lists_owners = not local and len(named) > 1
        return reader

    def read(self, text: str) -> Agency | None:
        """The one agency that a label names and little else, or None; no province."""
        named = _named(_plain_label(text), False)
        return None if named is None else agency_of(named, "", self.province)

    def read_cell(self, text: str, role: ColumnRole) -> Agency | None:
        """The agency in a cell of a label column."""
        if role not in (ColumnRole.AGENCY, ColumnRole.UNKNOWN, ColumnRole.INDICATOR):
            return None
        if self.provinces_own:
            named = _named(_plain_label(text), True)
            return None if named is None else agency_of(named, "", self.province)
        found = self.read(text)
        if found is None or role is not ColumnRole.AGENCY:
            return found
        return self.read(_joined(text, found.name)) or found

    def read_province(self, text: str) -> Agency | None:
        """The province of a cell as an owner, for a table whose owners are provinces."""
        found = match_province(text)
        if found is None or not found.accepted or found.name == BANGKOK:
            return None
        full = PROVINCE + found.name
        return Agency(agency_slug(PROVINCE, found.name, found.name), full, PROVINCE, "", found.name)

    def provinces_are_owners(self, roles: Iterable[ColumnRole], headings: Iterable[str]) -> bool:
        """Whether the provinces of a column are the owners of its rows.

        ``roles`` are those of all columns, ``headings`` their heads and the captions. Beside a
        column of agencies a province is where they lie; where means of the local governments of
        each province are given, a row is nobody's.
        """
        if _OTHERS_ROLES & set(roles):
            return False
        return not any(_OF_LOCAL_GOVERNMENTS.search(t) for t in (*self.about, *headings))

    def read_bare(self, text: str, agency_type: str) -> Agency | None:
        """The agency of a name that stands without its type, below a heading of that type."""
        name = strip_numbering(text)[1] or text
        if not agency_type or not _BARE.fullmatch(name) or heading_by_phrase(name).fit >= 1.0:
            return None
        found = self.read(agency_type + name)
        return found if found is not None and found.name == agency_type + name else None

    def read_unlisted(self, text: str) -> Agency | None:
        """The owner of no known kind in a column of agencies that holds others of known kinds."""
        name = " ".join(_plain_label(text).split())
        if not self.lists_owners or not _OTHER_OWNER.fullmatch(name) or is_of_all(name):
            return None
        if heading_by_phrase(name).fit >= 1.0 or match_province(name) or match_district(name):
            return None
        return Agency(agency_slug(OTHER, name, self.province, ""), name, OTHER, "", self.province)

    def placed(self, agency: Agency, places: dict[ColumnRole, str]) -> Agency:
        """The agency with the district and province of its row."""
        province, district = agency.province, ""
        if seen := places.get(ColumnRole.PROVINCE):
            found = match_province(seen)
            province = found.name if found and found.accepted else seen
        if seen := places.get(ColumnRole.DISTRICT):
            match = match_district(seen, province or None)
            district = match.name if match and match.accepted else seen
        if (province, district) == (agency.province, agency.district):
            return agency
        return in_place(agency, district, province)


def place_alone(text: str) -> dict[ColumnRole, str] | None:
    """The province and district of a heading that names a place and nothing else, None for any other.

    A province ends the district above it.
    """
    plain = repair_text(text)
    found = [p for p in find_places(plain) if p.kind in ("province", "district") and p.known]
    rest = plain
    for place in reversed(found):
        rest = rest[: place.span[0]] + rest[place.span[1] :]
    if not found or _BESIDE_PLACE.sub("", rest):
        return None
    roles = {"province": ColumnRole.PROVINCE, "district": ColumnRole.DISTRICT}
    named = {roles[place.kind]: place.name for place in found}
    if ColumnRole.DISTRICT not in named:
        named[ColumnRole.DISTRICT] = ""
    return named


def is_of_all(text: str) -> bool:
    """Whether the label of a row says that it is the total or mean of the others: nobody's."""
    return bool(_OF_ALL.fullmatch(squash(_plain_label(text))))


@lru_cache(maxsize=4096)
def type_alone(text: str) -> str:
    """The type of agency that a text names and nothing else, in full: ``อบต. (3 แห่ง)``."""
    bare = _COUNTED.sub("", strip_numbering(text)[1] or text)
    key = squash(bare.strip().removeprefix("ประเภท"))
    return next((full for full, forms in _TYPES.items() if key in map(squash, forms)), "")


def _plain_label(text: str) -> str:
    """A label without its number; a name that the lines of a narrow cell break comes whole."""
    label = strip_numbering(text)[1] or text
    lines = [line.strip() for line in label.split("\n")]
    if len(lines) == 1 or not _breaks_name(lines):
        return " ".join(lines)
    return "".join(lines)


def _breaks_name(lines: list[str]) -> bool:
    """Whether the first lines of a cell are no whole name: a type alone, บ้าน, the half of an
    office's name."""
    whole = find_agencies(" ".join(lines))
    if whole:
        return len(whole) == 1 and whole[0].name in never_alone()
    place = any(match_province(line) or match_district(line) for line in lines[1:])
    return not place or bool(find_agencies("".join(lines)))


def _joined(text: str, name: str) -> str:
    """A label whose name goes on behind a blank, written as one word: ``ทต.ดอนกระเบื้อง แก้ว``.

    What follows a name of the official list, a place and what tells of another thing is no part of it.
    """
    label = " ".join(_plain_label(text).split())
    found = find_agencies(label, Gazetteer.embedded())
    if len(found) != 1 or found[0].known or found[0].full_name != name:
        return label
    before, rest = label[: found[0].span[1]], label[found[0].span[1] :]
    more = _GOES_ON.fullmatch(rest)
    if more is None or match_district(more[1]) or match_province(more[1]) or read_level(more[1]):
        return label
    if heading_by_phrase(more[1]).fit >= 1.0 or _OF_ALL.fullmatch(more[1]):
        return label
    return before + more[1]


@lru_cache(maxsize=4096)
def _named(text: str, province: bool) -> AgencyMention | None:
    found = find_agencies(text, Gazetteer.embedded())
    if not found:
        return read_owner(text, province=province)
    if len({mention.full_name for mention in found}) != 1:
        return None
    mention = found[0]
    rest = len("".join(text.split())) - len("".join(mention.as_seen.split()))
    return mention if rest <= MAX_REST else None
