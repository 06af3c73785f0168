"""A report as HTML, for notebooks: who, which year, the scores with their place, what is in doubt.

Everything that was read from a file is escaped; there is no script, style sheet or link.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thai_ita.model.report import Report, Score

MOST_SCORES = 40
MOST_PROBLEMS = 10
_HEADS = ("year", "kind", "code", "name", "value", "as printed", "status", "page")


def report_html(report: Report) -> str:
    """The report in one ``div``: at most ``MOST_SCORES`` scores and ``MOST_PROBLEMS`` problems, with
    the number of all."""
    identity, agency = report.identity, report.identity.agency
    places = [("อำเภอ", agency.district), ("จังหวัด", agency.province)] if agency else []
    where = " ".join(marker + place for marker, place in places if place)
    lines = [
        f"<b>{escape(agency.name if agency else 'no agency found')}</b> {escape(where)}",
        escape(
            f"{identity.doc_type} of fiscal year {identity.fiscal_year or 'not found'}"
            f"{f', level {identity.level}' if identity.level else ''}"
        ),
        escape(f"{report.document.path} ({report.status})"),
        f"{len(report.scores)} scores, {len(report.measures)} measures, {len(report.findings)} findings",
    ]
    shown = report.scores[:MOST_SCORES]
    rows = "".join(_row("td", _cells(score)) for score in shown)
    table = f"<table><thead>{_row('th', _HEADS)}</thead><tbody>{rows}</tbody></table>" if shown else ""
    if len(report.scores) > len(shown):
        table += f"<p>{len(report.scores) - len(shown)} more scores</p>"
    problems = [f"{t.severity}: {t.message}" for t in report.problems]
    told = "".join(f"<li>{escape(text)}</li>" for text in problems[:MOST_PROBLEMS])
    if len(problems) > MOST_PROBLEMS:
        told += f"<li>{len(problems) - MOST_PROBLEMS} more</li>"
    return f"<div><p>{'<br>'.join(lines)}</p>{table}{f'<ul>{told}</ul>' if told else ''}</div>"


def _cells(score: Score) -> tuple[str, ...]:
    code = f"{score.code}/{score.part}" if score.part else score.code
    return (
        str(score.fiscal_year or "–"),
        str(score.kind),
        code,
        score.name or score.name_as_seen,
        f"{score.value:.2f}",
        score.value_as_seen,
        str(score.status),
        str(score.evidence.page or "–"),
    )


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
