"""Where each fact of a report was read, small enough to be kept with every result for evidence pages.

The record is plain JSON::

    pages     [{number, width, height, recognised, needs_ocr, turn}], as in ``model.Page``
    identity  {title: [place], agency: [place], year: [place]}: lines and cells that hold them as printed
    scores, measures, findings   {fact: [place]}, where it was read first, then where it is restated
    refusals  [{rule, means, figure, place}]        figures that are no score
    names     [{seen, rule, reason}]                names that are none of the assessment
    withheld  [{fact, kind, code, fiscal_year, value, value_as_seen, reason, place}]; the value in digits, as tables print it
    troubles  [{code, message, severity, page}]

A place has the fields of ``model.Evidence`` that are known: page, table, row, column, line (1-based),
bbox [x0, top, x1, bottom] in points of the page, text. Texts are cut, lists bounded.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from thai_ita.model import BBox, Cell, Document, Evidence, Line, Report, Table

LONGEST_TEXT = 300
MOST_PLACES = 8
"""Places of one fact."""
MOST_OF_IDENTITY = 3
MOST_LOOKED_AT = 4_000
"""Lines and cells, from the beginning, in which title, agency and year are looked for."""
SHORTEST_PART = 8
"""Letters of a line that is taken for a part of a title which runs over several lines."""
MOST_FACTS = 20_000
MOST_PAGES = 5_000
MOST_REFUSALS = 2_000
MOST_NAMES = 500
MOST_WITHHELD = 2_000
MOST_TROUBLES = 500
MOST_UNPACKED = 1 << 26
"""Bytes of a record that is read again."""
_COMPRESSION = 1


def evidence_record(report: Report) -> dict[str, Any]:
    """The places of all that a report says and refuses; what the keys hold stands above."""
    document = report.document
    return {
        "pages": [
            {
                "number": page.number, "width": page.width, "height": page.height,
                "recognised": page.recognised, "needs_ocr": page.needs_ocr, "turn": page.turn,
            }
            for page in document.pages[:MOST_PAGES]
        ],
        "identity": _identity(report),
        "scores": _of_facts(_score_places(report)),
        "measures": _of_facts((m.fact, (m.evidence,)) for m in report.measures),
        "findings": _of_facts((f.fact, (f.evidence,)) for f in report.findings),
        "refusals": [
            {"rule": r.rule, "means": _cut(r.means), "figure": _cut(r.figure), "place": place(r.place)}
            for r in report.refusals[:MOST_REFUSALS]
        ],
        "names": [
            {"seen": _cut(match.seen), "rule": match.rule, "reason": _cut(match.reason)}
            for match in report.refused[:MOST_NAMES]
        ],
        "withheld": _withheld(report),
        "troubles": [
            {"code": t.code, "message": _cut(t.message), "severity": t.severity, "page": t.page}
            for t in islice(chain(document.troubles, report.troubles), MOST_TROUBLES)
        ],
    }  # fmt: skip


def place(evidence: Evidence) -> dict[str, Any]:
    """The known fields of a place, its box as four numbers."""
    found: dict[str, Any] = {}
    for name in ("page", "table", "row", "column", "line"):
        if (value := getattr(evidence, name)) is not None:
            found[name] = value
    if evidence.bbox is not None:
        found["bbox"] = _box(evidence.bbox)
    if evidence.text:
        found["text"] = _cut(evidence.text)
    return found


def packed(record: dict[str, Any]) -> bytes:
    """A record as the bytes that a store keeps."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "replace"), _COMPRESSION)


def unpacked(data: bytes) -> dict[str, Any]:
    """The record in such bytes, its values of any kind; {} for what is none or is too large."""
    unzip = zlib.decompressobj()
    try:
        text = unzip.decompress(data, MOST_UNPACKED)
        record = json.loads(text) if unzip.eof else None
    except (zlib.error, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _score_places(report: Report) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    tables = {table.number: table for table in report.document.tables if table.number}
    for score in report.scores:
        places = (score.evidence, *score.restated)
        yield score.fact, tuple(_in_cell(each, score.value_as_seen.strip(), tables) for each in places)


def _in_cell(evidence: Evidence, figure: str, tables: Mapping[int, Table]) -> Evidence:
    """The place with its column, where one cell of its row alone holds the figure as printed."""
    table = tables.get(evidence.table or 0)
    if table is None or not evidence.row or evidence.column or not figure:
        return evidence
    (cells,) = table.grid[evidence.row - 1 : evidence.row] or ([],)
    row = [cell for cell in cells if cell is not None]
    same = [cell for cell in row if cell.text.strip() == figure]
    holding = same or [cell for cell in row if figure in cell.text]
    return replace(evidence, column=holding[0].column + 1) if len(holding) == 1 else evidence


def _of_facts(facts: Iterable[tuple[str, tuple[Evidence, ...]]]) -> dict[str, list[dict[str, Any]]]:
    return {
        fact: [place(evidence) for evidence in places[:MOST_PLACES]]
        for fact, places in islice(facts, MOST_FACTS)
    }


def _withheld(report: Report) -> list[dict[str, Any]]:
    """What was recognised and not published, each with the sentence of its check."""
    if not report.withheld:
        return []
    from thai_ita.analyze.reconcile.withhold import UNSURE
    from thai_ita.export.tables import decimal_score

    reasons = [check.message for check in report.checks if check.check == UNSURE]
    reasons += [""] * (len(report.withheld) - len(reasons))
    return [
        {
            "fact": _cut(score.fact), "kind": score.kind, "code": score.code, "fiscal_year": score.fiscal_year,
            "value": str(decimal_score(score.value, score.decimals)), "value_as_seen": _cut(score.value_as_seen), "reason": _cut(reason),
            "place": place(score.evidence),
        }
        for score, reason in zip(report.withheld[:MOST_WITHHELD], reasons, strict=False)
    ]  # fmt: skip


def _identity(report: Report) -> dict[str, list[dict[str, Any]]]:
    """The lines and cells that hold title, agency and year as they were printed."""
    identity = report.identity
    wanted = {
        name: text
        for name, seen in (
            ("title", identity.title), ("agency", identity.agency_as_seen), ("year", identity.year_as_seen),
        )
        if (text := _squeezed(seen))
    }  # fmt: skip
    found: dict[str, list[dict[str, Any]]] = {"title": [], "agency": [], "year": []}
    if not wanted:
        return found
    for item, table in islice(_pieces(report.document), MOST_LOOKED_AT):
        text = _squeezed(item.text)
        for name, text_wanted in list(wanted.items()):
            if text_wanted in text or (name == "title" and len(text) >= SHORTEST_PART and text in text_wanted):
                found[name].append(_place_of(item, table))
                if len(found[name]) == MOST_OF_IDENTITY:
                    del wanted[name]
        if not wanted:
            break
    return found


def _pieces(document: Document) -> Iterator[tuple[Line | Cell, int]]:
    """Lines and cells in reading order, each cell with the number of its table; running heads last."""
    for block in document.blocks:
        if isinstance(block, Line):
            yield block, 0
        else:
            for cell in block.cells():
                yield cell, block.number
    for head in document.running_heads:
        yield head, 0


def _place_of(item: Line | Cell, table: int) -> dict[str, Any]:
    if isinstance(item, Line):
        return place(Evidence(item.page, bbox=item.bbox, text=item.text, line=item.number or None))
    return place(
        Evidence(item.page, table, item.row + 1, item.bbox, item.text, item.line, item.column + 1)
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _cut(text: str) -> str:
    return text[:LONGEST_TEXT]


def _box(box: BBox) -> list[float]:
    return [round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1)]
