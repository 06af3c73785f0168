"""Everything a run found, as JSON: what the tables hold and what they leave out.

Texts are as they were read, not neutralised. Beside each fact stand its evidence, how its name was
matched, the other places that state it, and for each document the names that were refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, BinaryIO

from thai_ita.model import Report, to_ce
from thai_ita.visible import json_text


def write_json(file: BinaryIO, record: object) -> None:
    """Write one value as indented UTF-8 JSON, Thai letters as themselves."""
    file.write(json_text(record, indent=1).encode() + b"\n")


def write_reports(file: BinaryIO, reports: Iterable[Report], *, version: str) -> None:
    """Write reports under the key ``reports``, with the version that read them."""
    write_json(file, {"version": version, "reports": [report_record(r) for r in reports]})


def report_record(report: Report) -> dict[str, Any]:
    """One report as plain JSON values; the document's text itself is left out."""
    document = report.document
    return {
        "doc_id": document.doc_id,
        "path": document.path,
        "media": document.media,
        "pages": len(document.pages),
        "status": report.status,
        "error": report.error,
        "identity": asdict(report.identity) | {"fiscal_year_ce": to_ce(report.identity.fiscal_year)},
        "scores": [asdict(s) | {"fiscal_year_ce": to_ce(s.fiscal_year)} for s in report.scores],
        "withheld": [asdict(s) | {"fiscal_year_ce": to_ce(s.fiscal_year)} for s in report.withheld],
        "measures": [asdict(measure) for measure in report.measures],
        "findings": [asdict(finding) for finding in report.findings],
        "checks": [asdict(check) for check in report.checks],
        "corrections": [asdict(result) for result in report.corrections],
        "refused": [asdict(match) for match in report.refused],
        "refusals": [asdict(refusal) for refusal in report.refusals],
        "repairs": dict(document.repairs),
        "troubles": [asdict(t) for t in [*document.problems, *report.problems]],
    }
