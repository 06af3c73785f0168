"""Analyses, recommendations and limitations, each under the issue and instrument it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thai_ita.model import Document, Finding, FindingKind, Line, LineKind, ScoreKind
from thai_ita.normalize.labels import read_label
from thai_ita.normalize.names import NameMatcher
from thai_ita.parse.measures.measure_tables import measure_layout
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.list_items import read_items
from thai_ita.parse.text.name_mentions import find_mentions

# Words that open a finding, and the kind that they open; the first that fits is taken.
_LABELS: tuple[tuple[FindingKind, str], ...] = (
    (FindingKind.LIMITATION, r"[ขช]้?อจำกัด(?:/?\s*ปัญหา\s*/?\s*อุปสรรค)?|ปัญหา\s*(?:/|และ)?\s*อุปสรรค"),
    (FindingKind.WEAKNESS, r"ข้อบกพร่อง(?:\s*/\s*ข้อปรับปรุง)?|จุดอ่อน|ประเด็นที่ต้องแก้ไข(?:โดย)?เร่งด่วน|ข้อที่ต้องแก้ไข|จุดที่ควรปรับปรุง|สิ่งที่ต้องแก้ไข"),
    (FindingKind.MAINTAIN, r"(?:ข้อที่ต้อง|ประเด็นที่ต้อง|สิ่งที่ต้อง)?(?:การ)?รักษา(?:ระดับ|มาตรฐาน)|จุดแข็ง|ข้อดี"),
    (FindingKind.IMPROVE, r"(?:ข้อที่ต้อง|ประเด็นที่ต้อง|ข้อที่ควร|ประเด็นที่ควร)?(?:การ)?พัฒนา|ข้อปรับปรุง|ประเด็นที่ต้องปรับปรุง|แนวทางการปรับปรุง"),
    (FindingKind.RECOMMENDATION, r"ข้อเสนอแนะ(?:จาก[^:：]{0,60}|ในการ[^:：]{0,40}|เพิ่มเติม)?"),
)  # fmt: skip
_OPENING = re.compile(
    r"^\s*[*•▪■\-–]*\s*(?:[\d๐-๙]{1,2}(?:\.[\d๐-๙]{1,2})?[.)]?\s*)?(?:"
    + "|".join(f"(?P<k{i}>{pattern})" for i, (_, pattern) in enumerate(_LABELS))
    + r")\s*(?:พบว่า)?\s*(?P<colon>[:：])?\s*"
)
_INSIDE = re.compile(
    r"(?:(?<=\s)|^|(?<=[*>]))\*?(?:"
    + "|".join(f"(?P<k{i}>{pattern})" for i, (_, pattern) in enumerate(_LABELS[1:], start=1))
    + r")\s*[:：]\s*"
)
_GROUP = re.compile(r"^\s*ประเด็นที่\s*[\d๐-๙]{1,2}|^\s*[\d๐-๙]{1,2}\s*[.)]\s*กระบวนการ")
_ANNOUNCES = re.compile(r"^\s*วิเคราะห์ข้อบกพร่อง|ประเด็นที่ต้องแก้ไข/ปรับปรุง/รักษา")
_URGENT = re.compile(r"ตัวชี้วัดที่ต้องแก้ไข|ต้อง(?:มีการ)?แก้ไขโดยเร่งด่วน")
MIN_TEXT = 15
# A label that says there is nothing to say.
_NONE = re.compile(r"(?:-+|–|ไม่(?:มี|พบ)(?:ปัญหา)?(?:และ|/)?(?:อุปสรรค)?|N/?A)[.\s]*")
_FIELD = re.compile(r"^[^:：]{3,30}[:：]\s*\S")


@dataclass(slots=True)
class _Place:
    group: str = ""
    instrument: str = ""


def read_findings(document: Document, matcher: NameMatcher) -> list[Finding]:
    """The findings of a document, in order, none twice."""
    place = _Place()
    found: list[Finding] = []
    open_kind: FindingKind | None = None
    blank_number = 0
    on_its_line = False
    for block in document.blocks:
        if isinstance(block, Line):
            kind, rest = _opened(block.text)
            if (
                kind is None
                and open_kind is not None
                and _continues(block, blank_number, labelled=on_its_line)
            ):
                found.extend(_findings(block.text, open_kind, place, block.page, matcher))
                blank_number = block.number
                continue
            open_kind = None
            _see(block.text, place, heading=block.kind is LineKind.HEADING)
            if kind is not None:
                if len(rest) >= MIN_TEXT:
                    found.extend(_findings(rest, kind, place, block.page, matcher))
                lists = kind in (FindingKind.LIMITATION, FindingKind.RECOMMENDATION)
                if (lists or len(rest) < MIN_TEXT) and not _NONE.fullmatch(rest):
                    open_kind, blank_number, on_its_line = kind, block.number, bool(rest)
            elif _URGENT.search(block.text) and len(block.text) > 40:
                found.extend(
                    _findings(block.text, FindingKind.WEAKNESS, place, block.page, matcher)
                )
        else:
            open_kind = None
            found.extend(_of_table(block, place, matcher))
    return _distinct(found)


def _opened(text: str) -> tuple[FindingKind | None, str]:
    """The kind that a line opens and what follows its label."""
    if _ANNOUNCES.match(text):
        return None, text
    match = _OPENING.match(text)
    if match is None:
        return None, text
    index = next(i for i in range(len(_LABELS)) if match.group(f"k{i}"))
    rest = text[match.end() :]
    # Without a colon a label must be a heading of its own or open a limitation.
    kind = _LABELS[index][0]
    if not match.group("colon") and rest and kind not in (FindingKind.LIMITATION,):
        marked = text.lstrip().startswith(("*", "•", "▪", "■")) or re.match(
            r"\s", text[match.end() - 1 :]
        )
        if not marked:
            return None, text
    return kind, rest.strip() if kind is not FindingKind.LIMITATION or match.group("colon") else ""


def _continues(line: Line, number: int, *, labelled: bool) -> bool:
    """Whether a line goes on with the finding above it; ``labelled`` where that stands behind its
    label, as the next field of a form does."""
    if line.kind is LineKind.HEADING or _GROUP.match(line.text):
        return False
    items = read_items(line.text)
    listed = line.kind is LineKind.BULLET or bool(items and items[0].number is not None)
    if not listed and labelled and _FIELD.match(line.text):
        return False
    return listed or (line.number - number <= 2 and len(line.text) >= MIN_TEXT)


def _see(text: str, place: _Place, *, heading: bool) -> None:
    if _GROUP.match(text):
        place.group, place.instrument = " ".join(text.split()), ""
    label = read_label(text)
    if label.instrument and (heading or len(text) < 200):
        place.instrument = label.instrument


def _findings(
    text: str, kind: FindingKind, place: _Place, page: int | None, matcher: NameMatcher
) -> Iterator[Finding]:
    """A text cut at the labels inside it; each piece one finding."""
    for piece_kind, piece in _pieces(text, kind):
        clean = " ".join(piece.split()).strip(" *:-–")
        if len(clean) < MIN_TEXT:
            continue
        mentions = find_mentions(clean, matcher)
        codes = [
            m.code
            for m in mentions
            if m.kind and m.kind not in (ScoreKind.OVERALL, ScoreKind.INSTRUMENT)
        ]
        instruments = {m.code for m in mentions if m.kind is ScoreKind.INSTRUMENT}
        instruments |= {matcher.edition.instrument_of(c) for c in codes} - {""}
        instrument = instruments.pop() if len(instruments) == 1 else place.instrument
        yield Finding(piece_kind, clean, place.group, instrument, list(dict.fromkeys(codes)), page)


def _pieces(text: str, kind: FindingKind) -> Iterator[tuple[FindingKind, str]]:
    start = 0
    for match in _INSIDE.finditer(text):
        if match.start() > start:
            yield kind, text[start : match.start()]
        index = next(i for i in range(1, len(_LABELS)) if match.group(f"k{i}"))
        kind, start = _LABELS[index][0], match.end()
    yield kind, text[start:]


def _of_table(table: object, place: _Place, matcher: NameMatcher) -> Iterator[Finding]:
    """Findings in tables: labelled cells, and columns headed as analysis or recommendation."""
    view = GridView(table)  # type: ignore[arg-type]
    if table.caption:  # type: ignore[attr-defined]
        _see(table.caption, place, heading=False)  # type: ignore[attr-defined]
    analysed = {c.index for c in view.columns if c.role is ColumnRole.ANALYSIS}
    measures = measure_layout(view) is not None
    seen: set[int] = set()
    for r in range(view.n_rows):
        for c in range(view.n_columns):
            cell = view.cells[r][c]
            if cell is None or id(cell) in seen or not cell.text.strip():
                continue
            seen.add(id(cell))
            if view.is_single(r) or c == 0:
                _see(" ".join(cell.text.split()), place, heading=False)
            if measures:
                continue
            joined = " ".join(cell.text.split())
            kind, rest = _opened(joined)
            if kind is None and c in analysed and r >= view.first_row and len(joined) >= MIN_TEXT:
                kind, rest = FindingKind.RECOMMENDATION, joined
            if kind is not None:
                yield from _findings(rest or joined, kind, place, cell.page, matcher)


def _distinct(findings: list[Finding]) -> list[Finding]:
    seen: set[tuple[FindingKind, str]] = set()
    out = []
    for finding in findings:
        key = (finding.kind, "".join(finding.text.split()))
        if key not in seen:
            seen.add(key)
            out.append(finding)
    return out
