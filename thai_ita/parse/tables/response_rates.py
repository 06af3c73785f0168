"""Per cents that are shares of something counted: of those asked, so many answered.

Such a share stands in tables that look like results: beside IIT and EIT, between 0 and 100. Two
things tell it: the columns beside it count people, or it is one whole number divided by another.
Shares of points and of OIT items are left alone, for these are scores.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import permutations

from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.numerals import Number
from thai_ita.normalize.repair import squash
from thai_ita.parse.tables.grid import GridView

Figures = dict[int, Number]

_PEOPLE = re.compile(
    r"\(\s*(?:คน|ราย|ชุด|ฉบับ)\s*\)|(?:จำนวน|ยอด)\s*(?:ผู้|คน|ราย|ประชาชน|บุคลากร)|ผู้ตอบ|ผู้มี(?:ส่วนได้|สิทธิ)|ตอบ(?:แล้ว|กลับ|แบบ)"
    r"|กลุ่ม(?:เป้าหมาย|ตัวอย่าง)"
)
_POINTS = re.compile(r"ข้อ|คะแนน|เต็ม|รายการ|น้ำหนัก|score|point", re.I)
_PER_CENT = frozenset(map(squash, ("ร้อยละ", "%", "คิดเป็นร้อยละ", "คิดเป็น %", "ร้อยละ (%)", "เปอร์เซ็นต์", "percent")))  # fmt: skip
_ANSWERED = re.compile(r"(?:ร้อยละ|%|อัตรา)(?:(?!ร้อยละ|%|อัตรา).)*?(?:ตอบ|แล้วเสร็จ|เข้าร่วม)")
# A heading that says by itself that those who answered are given in per cent.
_SAID = re.compile(
    r"(?=.*(?:ผู้|การ|อัตรา)(?:เข้า)?(?:มา)?ตอบ)(?=.*(?:ร้อยละ|%|อัตรา|สัดส่วน))(?!.*(?:คะแนน|ผลการประเมิน|ที่เห็น|ว่า))"
)
# Rows in which a division must come out right where no word says that people are counted.
MIN_DIVISIONS = 2
# A share stands this near to what it divides, in columns or rows.
NEAR = 4
FULL = 100


def response_rate_columns(view: GridView) -> set[int]:
    """The columns of a table that hold shares."""
    rows = range(view.first_row, view.n_rows)
    lines = [(c.heading, {r: n for r in rows if (n := view.number(r, c.index)) is not None}) for c in view.columns]
    return _shares(lines, [_label(view, r) for r in rows])


def share_rows(view: GridView) -> set[int]:
    """The rows of a table that hold shares, in a table that lies on its side."""
    rows = range(view.first_row, view.n_rows)
    columns = range(1, view.n_columns)
    lines: list[tuple[str, Figures]] = [("", {}) for _ in range(view.first_row)]
    for r in rows:
        figures = {c: n for c in columns if (n := view.number(r, c)) is not None}
        lines.append((_label(view, r), figures))
    return _shares(lines, [c.heading for c in view.columns[1:]])


def _label(view: GridView, r: int) -> str:
    """The first words of a row."""
    texts = (view.text(r, c) for c in range(view.n_columns) if view.number(r, c) is None)
    return next((text for text in texts if text), "")


def _shares(lines: Sequence[tuple[str, Figures]], labels: Sequence[str]) -> set[int]:
    """The places of the lines of figures that are shares of what others of them count."""
    counts = {i for i, (text, figures) in enumerate(lines) if _counts(text, figures)}
    people = {i for i in counts if _PEOPLE.search(lines[i][0])}
    found: set[int] = set()
    for i, (text, figures) in enumerate(lines):
        if not figures or i in people:
            continue
        plain = squash(text) in _PER_CENT or bool(_ANSWERED.search(text))
        if _SAID.match(text):
            found.add(i)
        if plain and (len(people) >= 2 or (people and _only_instruments(labels))):
            found.add(i)
        others = [k for k in range(i - NEAR, i + NEAR + 1) if k in counts and k != i]
        if any(_divides(lines, i, part, whole) for part, whole in permutations(others, 2)):
            found.add(i)
    return found


def _counts(text: str, figures: Figures) -> bool:
    """Whether a line holds whole numbers of something, not points."""
    return bool(figures) and all(n.decimals == 0 for n in figures.values()) and not _POINTS.search(text)


def _only_instruments(labels: Sequence[str]) -> bool:
    """Whether most names along a table are of instruments: the answers to them are counted."""
    filled = [text for text in labels if text]
    return sum(bool(read_label(text).instrument) for text in filled) * 2 > len(filled)


def _divides(lines: Sequence[tuple[str, Figures]], share: int, part: int, whole: int) -> bool:
    """Whether one line is the per cent of two others wherever all three have figures.

    Where no word says that people are counted, whole per cents prove nothing: too many fit.
    """
    shares, parts, wholes = lines[share][1], lines[part][1], lines[whole][1]
    said = any(_PEOPLE.search(lines[k][0]) for k in (part, whole))
    telling = 0
    for k, stated in shares.items():
        if k not in parts or k not in wholes or wholes[k].value <= 0:
            continue
        divided = 100 * parts[k].value / wholes[k].value
        if abs(divided - stated.value) > 0.5 * 10**-stated.decimals + 1e-9:
            return False
        # Of 100 everything is its own per cent.
        if said or (wholes[k].value != FULL and stated.decimals):
            telling += 0 < parts[k].value <= wholes[k].value
    return telling >= (1 if said else MIN_DIVISIONS)
