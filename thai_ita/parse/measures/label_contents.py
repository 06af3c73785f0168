"""Labels that no list of words knows, told by what stands behind them: units or periods, every time.

``ทีมงาน กองคลัง``, ``ทีมงาน สำนักปลัด``: a word that opens a line below every title and behind which
nothing but units ever stands names who is responsible. A line alone that comes again below every title,
as the labels do that are known, is a label too: what stands below it is no part of the field above.
"""

from __future__ import annotations

import re
from collections import defaultdict

from thai_ita.model import Line, LineKind
from thai_ita.normalize.dates import read_period
from thai_ita.normalize.repair import squash
from thai_ita.normalize.units import is_unit
from thai_ita.parse.measures.column_contents import ANY_YEAR, follows_up
from thai_ita.parse.measures.measure_sentences import is_content
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.text.list_items import strip_number

_COLONED = re.compile(r"\s*+([^:：]{2,30}?)\s*+[:：]\s*(\S.*)$")
_TOLD = (ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME)
MAX_WORDS = 3
MAX_LABEL = 30
# A label stands so often at least: one line may begin with any word.
MIN_TIMES = 2
# A name over a signature, or a place.
_NO_LABEL = re.compile(r"(?:นาย|นาง|ว่าที่|เทศบาล|องค์การ|อบต|อำเภอ|จังหวัด|กรรมการ|ประธาน|ประกาศ|เรื่อง|ปี|วันที่|ที่\b)|.*[\d๐-๙]")

# Words of a sentence: what only begins with a unit.
_SENTENCE = re.compile(r"ให้|ว่า|เพื่อ|แล้ว|ได้(?!แก่)|จะ|ต้อง|ทราบ|ดำเนิน|รายงาน|เข้าร่วม|ส่ง(?!เสริม)")


def _is_only(role: ColumnRole, text: str) -> bool:
    return is_content(role, text) and not (role is ColumnRole.RESPONSIBLE and _SENTENCE.search(text))


def labels_by_content(
    lines: list[Line],
    fields: list[tuple[ColumnRole | None, str]],
    bare: list[tuple[ColumnRole | None, str]],
) -> dict[int, tuple[ColumnRole, str, bool]]:
    """By the place of a line: the field that an unknown label opens, its content, and whether a colon
    stands between them. Only beside labels that are known."""
    known = {f[0] for f in (*fields, *bare)} - {None, ColumnRole.MEASURE}
    times = _known_times(fields, bare)
    if not known:
        return {}
    found: dict[tuple[str, bool], list[tuple[int, str]]] = defaultdict(list)
    for i, line in enumerate(lines):
        if fields[i][0] is not None or bare[i][0] is not None or line.kind is LineKind.HEADING:
            continue
        for label, content, coloned in _ways(line.text):
            found[squash(label), coloned].append((i, content))
    out: dict[int, tuple[ColumnRole, str, bool]] = {}
    for (_, coloned), places in found.items():
        if len(places) < max(MIN_TIMES, times // 2):
            continue
        for role in _TOLD:
            if role not in known and all(_is_only(role, content) for _, content in places):
                for i, content in places:
                    out.setdefault(i, (role, content, coloned))
    return out


def _known_times(*fields: list[tuple[ColumnRole | None, str]]) -> int:
    """How often the most frequent of the known fields is told."""
    roles = [f[0] for kind in fields for f in kind if f[0] is not None]
    return max((roles.count(role) for role in set(roles)), default=0)


def _ways(text: str) -> list[tuple[str, str, bool]]:
    """The ways to part a line into label and content."""
    text = strip_number(text)[1].lstrip("-–•* ")
    if match := _COLONED.match(text):
        return [(match[1], match[2], True)] if _may_be_label(match[1]) else []
    words = text.split()
    ways = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, min(MAX_WORDS, len(words) - 1) + 1)]
    return [(label, content, False) for label, content in ways if _may_be_label(label)]


def _may_be_label(label: str) -> bool:
    """Whether a text may be a label: no unit, period, name or number itself."""
    if len(label) > MAX_LABEL or _NO_LABEL.match(label):
        return False
    return not is_unit(label) and read_period(label, ANY_YEAR) is None


def lone_labels(
    lines: list[Line],
    fields: list[tuple[ColumnRole | None, str]],
    bare: list[tuple[ColumnRole | None, str]],
) -> dict[int, ColumnRole | None]:
    """By the place of a line: the field that an unknown label opens for the lines below it, None where
    these do not tell which. Only where the known labels have their lines for themselves as well, and
    only lines that come again as often as these."""
    alone = [f[0] is not None and f[0] is not ColumnRole.MEASURE and not f[1] for f in fields]
    known = defaultdict(list)
    for i, line in enumerate(lines):
        if alone[i]:
            known[squash(line.text)].append(i)
    times = max(map(len, known.values()), default=0)
    if len(known) < MIN_TIMES or times < MIN_TIMES:
        return {}
    again = defaultdict(list)
    for i, line in enumerate(lines):
        if fields[i][0] is None and bare[i][0] is None and _may_stand_alone(line):
            again[squash(line.text)].append(i)
    told = {f[0] for f in (*fields, *bare)}
    out: dict[int, ColumnRole | None] = {}
    for places in again.values():
        if len(places) == times and all(_opens_content(lines, alone, fields, i) for i in places):
            role = _role_of([lines[i + 1].text for i in places])
            out.update(dict.fromkeys(places, role if role not in told else None))
    return out


def _may_stand_alone(line: Line) -> bool:
    text = line.text.strip()
    short = 2 < len(text) <= MAX_LABEL and line.kind is not LineKind.BULLET
    return short and _may_be_label(text) and strip_number(text)[0] is None and text[0] not in "-–•*("


def _opens_content(lines: list[Line], alone: list[bool], fields: list[tuple[ColumnRole | None, str]], i: int) -> bool:
    """Whether a line stands between the content of one label and its own: neither right below a label,
    whose content it would be, nor right above one; and apart from what is above, or as a heading.
    A step that all measures have stands in a row with the other steps."""
    apart = i > 0 and (lines[i].number - lines[i - 1].number > 1 or lines[i].kind is LineKind.HEADING)
    below = i + 1 < len(lines) and fields[i + 1][0] is None and lines[i + 1].kind is not LineKind.HEADING
    return below and apart and not alone[i - 1]


def _role_of(contents: list[str]) -> ColumnRole | None:
    for role in _TOLD:
        if all(_is_only(role, text) for text in contents):
            return role
    return ColumnRole.MONITORING if all(map(follows_up, contents)) else None
