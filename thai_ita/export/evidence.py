"""Where each fact of a report was read, small enough to be kept with every result for evidence pages.

The record is plain JSON::

    pages     [{number, width, height, recognised, needs_ocr, turn}], as in ``model.Page``
    identity  {title: [place], agency: [place], year: [place]}: lines and cells that hold them as printed
    scores       {fact: [place]}, where it was read first, then where it is restated
    measures, findings   {fact: [place]}, where it begins first; all that it says stands in them (``standing``)
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
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from thai_ita.export.fact_locations import FactLocator, FactText, squeezed
from thai_ita.model import BBox, Cell, Document, Evidence, Line, Report, Score

LONGEST_TEXT = 300
MOST_PLACES = 8
"""Places of one fact."""
MOST_OF_WHOLE = 40
"""Places of a measure or finding: its cells and lines, or a box a page."""
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
MOST_PROBLEMS = 500
MOST_UNPACKED = 1 << 26
"""Bytes of a record that is read again."""
_COMPRESSION = 1


def evidence_record(report: Report) -> dict[str, Any]:
    """The places of all that a report says and refuses; what the keys hold stands above."""
    document = report.document
    standing = FactLocator(document)
    return {
        "pages": [
            {
                "number": page.number, "width": page.width, "height": page.height,
                "recognised": page.recognised, "needs_ocr": page.needs_ocr, "turn": page.turn,
            }
            for page in document.pages[:MOST_PAGES]
        ],
        "identity": _identity(report, standing),
        "scores": _of_facts(_score_places(report, standing), MOST_PLACES),
        "measures": _of_facts(_measure_places(report, standing), MOST_OF_WHOLE),
        "findings": _of_facts(_finding_places(report, standing), MOST_OF_WHOLE),
        "refusals": [
            {
                "rule": r.rule, "means": _cut(r.means), "figure": _cut(r.figure),
                "place": place(standing.of_figure(r.place, r.figure)),
            }
            for r in report.refusals[:MOST_REFUSALS]
        ],
        "names": [
            {"seen": _cut(match.seen), "rule": match.rule, "reason": _cut(match.reason)}
            for match in report.refused[:MOST_NAMES]
        ],
        "withheld": _withheld(report, standing),
        "troubles": [
            {"code": t.code, "message": _cut(t.message), "severity": t.severity, "page": t.page}
            for t in islice(chain(document.problems, report.problems), MOST_PROBLEMS)
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


def _score_places(report: Report, standing: FactLocator) -> Iterator[tuple[str, list[Evidence]]]:
    """The places of each score; figures that are printed alike in a row stand there in the order of the scores."""
    claims = Counter(_claim(s, each) for s in report.scores for each in (s.evidence, *s.restated))
    met: Counter[_Claim] = Counter()
    for score in report.scores:
        places = []
        for each in islice((score.evidence, *score.restated), MOST_PLACES):
            claim = _claim(score, each)
            places.append(standing.of_figure(each, score.value_as_seen, met[claim], claims[claim]))
            met[claim] += 1
        yield score.fact, places


_Claim = tuple[int | None, int | None, str]


def _claim(score: Score, place: Evidence) -> _Claim:
    """What a score says stands somewhere: the table, the row, the figure."""
    return place.table, place.row, score.value_as_seen.strip()


def _measure_places(report: Report, standing: FactLocator) -> Iterator[tuple[str, list[Evidence]]]:
    """The places of each measure: of its title first, then of all that it says, up to the next measure."""
    begins = standing.begins(measure.evidence for measure in report.measures)
    for measure in report.measures:
        said = FactText.of([
            measure.title, *measure.sub_measures, *measure.steps, *measure.responsible, measure.timeframe,
            measure.monitoring, measure.output, measure.outcome,
        ])  # fmt: skip
        yield measure.fact, standing.of_fact(measure.evidence, said, begins)


def _finding_places(report: Report, standing: FactLocator) -> Iterator[tuple[str, list[Evidence]]]:
    begins = standing.begins(finding.evidence for finding in report.findings)
    for finding in report.findings:
        yield finding.fact, standing.of_fact(finding.evidence, FactText.of([finding.text]), begins)


def _of_facts(facts: Iterable[tuple[str, Sequence[Evidence]]], most: int) -> dict[str, list[dict[str, Any]]]:
    return {fact: [place(evidence) for evidence in places[:most]] for fact, places in islice(facts, MOST_FACTS)}


def _withheld(report: Report, standing: FactLocator) -> list[dict[str, Any]]:
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
            "place": place(standing.of_figure(score.evidence, score.value_as_seen)),
        }
        for score, reason in zip(report.withheld[:MOST_WITHHELD], reasons, strict=False)
    ]  # fmt: skip


def _identity(report: Report, standing: FactLocator) -> dict[str, list[dict[str, Any]]]:
    """The lines and cells that hold title, agency and year as they were printed."""
    identity = report.identity
    wanted = {
        name: text
        for name, seen in (
            ("title", identity.title), ("agency", identity.agency_as_seen), ("year", identity.year_as_seen),
        )
        if (text := squeezed(seen))
    }  # fmt: skip
    found: dict[str, list[dict[str, Any]]] = {"title": [], "agency": [], "year": []}
    if not wanted:
        return found
    for item, table in islice(_pieces(report.document), MOST_LOOKED_AT):
        text = squeezed(item.text)
        for name, text_wanted in list(wanted.items()):
            if text_wanted in text or (name == "title" and len(text) >= SHORTEST_PART and text in text_wanted):
                found[name].append(_place_of(item, table, standing, text_wanted))
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


def _place_of(item: Line | Cell, table: int, standing: FactLocator, wanted: str) -> dict[str, Any]:
    if isinstance(item, Line):
        box = standing.of_text(item, FactText.of([wanted]))
        return place(Evidence(item.page, bbox=box, text=item.text, line=item.number or None))
    return place(Evidence(item.page, table, item.row + 1, item.bbox, item.text, item.line, item.column + 1))


def _cut(text: str) -> str:
    return text[:LONGEST_TEXT]


def _box(box: BBox) -> list[float]:
    return [round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1)]
