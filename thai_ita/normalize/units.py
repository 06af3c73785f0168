"""Responsible units: a cell such as "- สำนักปลัด - กองคลัง" becomes a list of units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thai_ita.normalize.blanks import BLANKS_BEFORE
from thai_ita.normalize.repair import repair_text, squash

# Words that open the name of a unit wherever they stand: they are hardly ever inside a name.
_OFFICE = r"สำนัก|กอง|ฝ่าย|หน่วย|คณะกรรมการ|คณะทำงาน|ทุก(?:กอง|สำนัก|ส่วน|ฝ่าย|หน่วย|งาน)"
# Words that open a unit or a post, but also occur inside names: only after a separator.
_POST = (
    r"งาน|กลุ่ม|ศูนย์|ส่วน|คณะ|ทุก|โรงเรียน|โรงพยาบาล|สถาน|สภา|ปลัด|รองปลัด|นายก|รองนายก|เลขานุการ"
    r"|หัวหน้า|ผู้อำนวยการ|ผอ\.?|ผู้บริหาร|ผู้บังคับบัญชา|ผู้รับผิดชอบ|พนักงาน|ลูกจ้าง|เจ้าพนักงาน|เจ้าหน้าที่"
    r"|บุคลากร|นักวิชาการ|นักทรัพยากร|นักวิเคราะห์|นักจัดการ|นักพัฒนา|นักป้องกัน|นิติกร|วิศวกร|นายช่าง"
    r"|ประธาน|สมาชิก|กำนัน|ผู้ใหญ่บ้าน|ครู|เทศบาล|องค์การบริหาร|อบต|ที่ปรึกษา|ประชาชน"
)
_STARTS_UNIT = re.compile(rf"(?:{_OFFICE}|{_POST})")
_NUMBER = r"[(]?[0-9๐-๙]{1,2}[.)](?![0-9๐-๙])"
_BULLET = r"[•●○▪■◦\uf0b7➢✓✔]|(?<!\S)[-–*](?=\s|[ก-๎])|(?<=\s)[-–](?=\s)"
_MARK = re.compile(rf"{_BULLET}|(?<![0-9๐-๙.]){_NUMBER}")
_BREAK = "\x1f"
# A unit word behind one of these belongs to it: หัวหน้าสำนักปลัด, ผู้อำนวยการกองคลัง.
_GOVERNS = re.compile(
    r"(?:หัวหน้า|ผู้อำนวยการ|ผอ\.?|ทุก|รอง|(?<!การ)เจ้าหน้าที่|พนักงาน|บุคลากร|(?<!ภาย)ใน|ของ|ประจำ|สังกัด|จาก|ระหว่าง"
    r"|เลขานุการ|กรรมการ|ผู้แทน|ตัวแทน|\()\s*$"
)
_HEAD_ALONE = re.compile(r"สำนัก|กอง|ฝ่าย|หน่วย|งาน|หัวหน้า|ผู้อำนวยการ|ผอ\.?|ทุก")
# The word for a kind of office, which names none without more.
_BARE = re.compile(r"(?:สำนัก|กอง|ฝ่าย|หน่วย(?:งาน)?|ส่วน(?:ราชการ)?|งาน)")
# ผู้อำนวยการกองทุกกอง is one.
_HEAD_OF = re.compile(rf"(?:หัวหน้า|ผู้อำนวยการ|ผอ\.?)\s*{_BARE.pattern}\s*$")
_EVERY = re.compile(r"ทุก(?:สำนัก|กอง|ฝ่าย|หน่วย|ส่วน|งาน)")
# Offices by their official names (ประกาศ ก.จ. ก.ท. ก.อบต.), so that a blank in one makes no other.
_OFFICIAL = """
สำนักปลัดเทศบาล|สำนักปลัดองค์การบริหารส่วนตำบล|สำนักปลัดองค์การบริหารส่วนจังหวัด|สำนักคลัง|สำนักช่าง|สำนักการศึกษา
|สำนักสาธารณสุขและสิ่งแวดล้อม|กองยุทธศาสตร์และงบประมาณ|กองวิชาการและแผนงาน|กองการเจ้าหน้าที่|กองสวัสดิการสังคม
|กองสาธารณสุขและสิ่งแวดล้อม|กองการศึกษา|กองการศึกษา ศาสนาและวัฒนธรรม|กองส่งเสริมการเกษตร|กองการประปา|กองการแพทย์
|กองพัสดุและทรัพย์สิน|กองผังเมือง|กองช่างสุขาภิบาล|กองนิติการ|กองการท่องเที่ยวและกีฬา|กองป้องกันและบรรเทาสาธารณภัย
|กองสารสนเทศภาษีและทะเบียนทรัพย์สิน|กองทะเบียนราษฎรและบัตรประจำตัวประชาชน|หน่วยตรวจสอบภายใน|ฝ่ายอำนวยการ
|งานการเจ้าหน้าที่|งานนิติการ|งานธุรการ|งานประชาสัมพันธ์|งานป้องกันและบรรเทาสาธารณภัย|งานวิเคราะห์นโยบายและแผน
|งานสวัสดิการสังคม|งานการเงินและบัญชี|งานพัสดุและทรัพย์สิน|งานทะเบียนราษฎร
"""
_SPELLINGS = {squash(name): name for name in _OFFICIAL.replace("\n", "").split("|")}
_ABBREVIATED = re.compile(r"(?:อบต|อบจ|ทต|ทม|ทน|ผอ|รพ\.สต)\.$")
_OFFICE_INSIDE = re.compile(rf"(?<=[ก-๎ฯ.)])(?:{_OFFICE})")
_AND = re.compile(rf"{BLANKS_BEFORE}และ\s*(?={_OFFICE}|งาน(?!บ)|ปลัด|รองปลัด|นายก|รองนายก|หัวหน้า|ผู้อำนวยการ|ผอ\.?)")
_SPACE_START = re.compile(rf"(?<=[ก-๎ฯ)])[ \t]+(?=(?:{_OFFICE}|งาน|หัวหน้า|ผู้อำนวยการ|ผอ\.|ปลัด|รองปลัด|นายก|รองนายก))")


def official_units() -> tuple[str, ...]:
    """Offices by their official names, such as กองคลัง."""
    return tuple(_SPELLINGS.values())


def split_units(text: str) -> list[str]:
    """The units of a cell, in order and without duplicates.

    Separators are bullets, numbers, commas, semicolons, slashes, และ before another unit, spaces
    before another unit, line breaks unless the next line continues a name, and nothing at all
    where unit names run together (สำนักปลัดกองคลัง). A word for offices alone is no unit: it belongs
    to what stands beside it (สำนัก ปลัดเทศบาล, ทุกสำนัก/กอง, สำนัก/กองทุกแห่ง). Blanks inside a name
    do not count.
    """
    plain = repair_text(text).replace("\r\n", "\n").replace("\xa0", " ")
    plain = _MARK.sub(_BREAK, plain)
    units: list[str] = []
    for block in plain.split(_BREAK):
        for piece in _separated(_unwrap(block)):
            for unit in _run_together(piece):
                clean = _clean(unit)
                if clean and clean not in units:
                    units.append(clean)
    return units


def is_unit(text: str) -> bool:
    """Whether a short text begins like the name of a unit or of a post."""
    return bool(_STARTS_UNIT.match(text.strip(" -–•*")))


def join_unit_lines(lines: Sequence[str]) -> str:
    """Lines of a narrow cell as one unit a line: wrapped names joined, stacked units kept apart.

    A line that begins with the word for an office is a unit of its own, unless the line above ends
    in a word that governs it or is that word alone (สำนัก / ปลัด, หัวหน้า / กองคลัง).

    >>> join_unit_lines(["กองการ", "เจ้าหน้าที่", "กองคลัง"])
    'กองการเจ้าหน้าที่\\nกองคลัง'
    """
    joined = ""
    for line in (part.strip() for part in lines):
        above = joined.rsplit("\n", 1)[-1]
        opens = bool(_LINE_OPENS.match(line) or _MARK.match(line))
        if above and opens and not _GOVERNS.search(above) and not _HEAD_ALONE.fullmatch(above):
            joined += "\n" + line
        elif above.endswith(("และ", "/", ",", ";")) or line.startswith((",", "/", ";")):
            joined += line
        else:
            thai = bool(_THAI_END.search(above)) and bool(_THAI_END.match(line))
            joined += ("" if thai or not above else " ") + line
    return joined


_LINE_OPENS = re.compile(rf"(?:{_OFFICE}|งาน(?!ที่|นี้)|ศูนย์|โรงเรียน|โรงพยาบาล|ทุก)")
_THAI_END = re.compile(r"^[ก-๎]|[ก-๎]$")


def _unwrap(block: str) -> str:
    """Line breaks become separators, except where a line goes on with the name before it."""
    joined = ""
    for line in (part.strip() for part in block.split("\n")):
        if not line:
            continue
        if not joined:
            joined = line
        elif _continues(joined, line):
            joined += line if not joined.endswith((",", ";", "/")) else f" {line}"
        else:
            joined += _BREAK + line
    return joined


def _continues(before: str, line: str) -> bool:
    if before.endswith(("และ", "/", ",", ";", "(")) or line.startswith((")", "/", ",")):
        return True
    if line.startswith("และ"):
        return True
    last = before.rsplit(_BREAK, 1)[-1]
    if _HEAD_ALONE.fullmatch(last):
        return True
    return not _STARTS_UNIT.match(line) and bool(_STARTS_UNIT.match(last))


def _separated(text: str) -> list[str]:
    text = re.sub(rf"({_BREAK})?[,;،、]\s*", _BREAK, text)
    text = _AND.sub(_split_and, text)
    text = _BREAK.join(_split_slashes(piece) for piece in text.split(_BREAK))
    text = _SPACE_START.sub(_keep_governed, text)
    return [piece for piece in text.split(_BREAK) if piece.strip()]


def _split_and(match: re.Match[str]) -> str:
    return _BREAK if not _unclosed(match.string[: match.start()]) else match[0]


def _keep_governed(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()], match.string[match.end() :]
    last = before.split()[-1].rsplit("/", 1)[-1]
    whole = _BARE.fullmatch(last) or (_EVERY.match(last) and _BARE.fullmatch(after.strip()))
    governed = _GOVERNS.search(before) or _unclosed(before) or whole
    return match[0] if governed else _BREAK


def _unclosed(before: str) -> bool:
    """Inside brackets, where a name is explained rather than listed."""
    return before.count("(") > before.count(")")


def _split_slashes(text: str) -> str:
    """A slash separates units, but ทุกสำนัก/กอง, สำนัก/กองทุกแห่ง and a slash in brackets are one."""
    parts = re.split(BLANKS_BEFORE + r"/\s*", text)
    joined = parts[0]
    for part in parts[1:]:
        before = joined.rsplit(_BREAK, 1)[-1].strip()
        words_alone = all(_BARE.fullmatch(word.strip()) for word in before.split("/"))
        more = not part.startswith("ทุก") and (words_alone or _EVERY.match(before))
        keep = (more and (words_alone or _BARE.fullmatch(part.strip()))) or _unclosed(joined)
        joined += ("/" if keep else _BREAK) + part
    return joined


def _run_together(text: str) -> list[str]:
    """Cut before a unit word that follows a complete name without any separator."""
    cuts = [0]
    for match in _OFFICE_INSIDE.finditer(text):
        before = text[cuts[-1] : match.start()]
        if not _STARTS_UNIT.match(before.strip()) or len(before.strip()) < 5:
            continue
        if _GOVERNS.search(before) or _unclosed(before) or before.endswith(("และ", "/", "หรือ")):
            continue
        if _HEAD_OF.search(before) and text.startswith("ทุก", match.start()):
            continue
        if _EVERY.match(before.strip()) and _BARE.fullmatch(text[match.start() :].strip()):
            continue
        cuts.append(match.start())
    return [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _clean(unit: str) -> str:
    unit = re.sub(r"\s+", " ", unit).strip(" \t\n-–:;,•*/").lstrip(".")
    unit = unit if _ABBREVIATED.search(unit) else unit.rstrip(".")
    unit = re.sub(r"(?<=[ก-๎])\s*และ\s+(?=[ก-๎])|(?<=[ก-๎])\s+และ(?=[ก-๎])", "และ", unit)
    unit = re.sub(rf"^({_BARE.pattern})\s+(?=[ก-๎])(?!กอง|สำนัก|ฝ่าย)", r"\1", unit)
    return _SPELLINGS.get(squash(unit), unit) if re.search(r"[ก-ฮA-Za-z]", unit) else ""
