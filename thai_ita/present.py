"""What a person sees in a terminal: a report, an edition, the summary of a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table as RichTable

from thai_ita.batch.correction_outcomes import in_words
from thai_ita.batch.passing import summary_lines
from thai_ita.export.tables import decimal_score
from thai_ita.messages import Language, language, marked, translated
from thai_ita.messages.phrases import counted
from thai_ita.model import (
    EstablishedBy,
    Evidence,
    Measure,
    Report,
    Score,
    ScoreStatus,
    Severity,
)
from thai_ita.output_folder import quoted
from thai_ita.visible_console import line_of
from thai_ita.web.words import words
from thai_ita.word_wrap import thai_lines

if TYPE_CHECKING:
    from rich.text import Text

    from thai_ita.batch.run import RunSummary
    from thai_ita.normalize.editions import Section

_STATUS_STYLE = {
    ScoreStatus.VERIFIED: "green",
    ScoreStatus.CONSISTENT: "green",
    ScoreStatus.UNCHECKED: "",
    ScoreStatus.CONFLICT: "bold red",
    ScoreStatus.CORRECTED: "cyan",
}
_SEVERITY_STYLE = {Severity.INFO: "dim", Severity.WARNING: "yellow", Severity.ERROR: "bold red"}
MOST_ALIKE, FIRST_ALIKE = 20, 3
"""Files with the same fault that are each printed; and how many are where there are more."""
EVIDENCE_LENGTH = 60
"""How many characters of the text as seen fit beside a score."""


WORDS = marked(
    # Headings of what is printed of a report.
    "agency",
    "year",
    "kind",
    "code",
    "name",
    "value",
    "status",
    "from",
    "as seen",
    "how matched",
    "step",
    "responsible",
    "timeframe",
    "monitoring",
    "output",
    "outcome",
    "theme",
    "indicators",
    "instrument",
    "text",
    "check",
    "result",
    "expected",
    "found",
    "message",
    "severity",
    "what",
    "alias",
    "nearest",
    "score",
    "lead",
    "rule",
    "why not",
    "figure",
    "is no score",
    "file",
    "title",
    "agency id",
    "fiscal year",
    "kind of report",
    "level",
    "repaired text",
    "document",
    "Document",
    # Counts and words of states.
    "info",
    "warning",
    "error",
    "{n} ok",
    "{n} partial",
    "{n} no_data",
    "{n} failed",
    "{n} quarantined",
    "none",
    "ok",
    "partial",
    "no_data",
    "failed",
    "quarantined",
    "{n} names refused",
    "{n} name refused",
    "{n} figures refused",
    "{n} figure refused",
)
"""Words and short phrases that are printed by themselves."""


def show_report(console: Console, report: Report, *, why: bool = False) -> None:
    """Print what was found in one document and from where; with ``why`` also how each name was
    matched and what was refused."""
    console.print(_identity(report))
    sections: list[RenderableType | None] = [
        _scores(report.scores, why=why),
        _measures(report.measures),
        _findings(report),
        _checks(report),
        _problems(report),
        _refused(report) if why else None,
        _refusals(report) if why else None,
    ]
    for section in sections:
        if section is not None:
            console.print()
            console.print(section)
    if (report.refused or report.refusals) and not why:
        names, figures = len(report.refused), len(report.refusals)
        console.print(
            translated(
                f"\nRead and not taken for an ITA score: {counted(names, 'name')}, "
                f"{counted(figures, 'figure')}; --why lists them."
            ),
            style="dim",
        )


def show_sections(console: Console, sections: Iterable[Section]) -> None:
    """Print titled tables, as ``describe_edition`` gives them."""
    for section in sections:
        console.print(_grid(section.title, section.columns, section.rows))
        console.print()


def show_summary(console: Console, summary: RunSummary) -> None:
    """Print how a run went: documents by status, rows by table, and where the files are."""

    def line(text: str, *, style: str = "", soft_wrap: bool = True) -> None:
        console.print(line_of(translated(text), style=style), soft_wrap=soft_wrap)

    statuses = ", ".join(f"{count} {status}" for status, count in summary.statuses.items())
    rows = ", ".join(f"{count} {table}" for table, count in summary.rows.items() if table != "documents")
    # Paths and problems hold brackets that are not markup.
    documents = counted(summary.documents, "document")
    line(f"{documents}: {statuses or 'none'}", style="bold", soft_wrap=False)
    if summary.reused:
        line(f"{summary.read} read now, {summary.reused} known from earlier runs", soft_wrap=False)
    line(rows, soft_wrap=False)
    if corrected := in_words(summary.corrections):
        out = quoted(summary.files[0].parent) if summary.files else "OUT"
        line(f"{corrected}; thai-ita corrections {out} lists them")
    if summary.recognised:
        pages = counted(summary.recognised, "page")
        recognised = f"{pages} recognised from pictures"
        if summary.withheld:
            recognised += (
                f"; {counted(summary.withheld, 'figure')} read with doubt and left out of scores, "
                "which checks list (unsure-reading, code-order, code-collision)"
            )
        line(recognised)
    if summary.read:
        line(summary.times.in_words())
    for passed in summary_lines(summary.passed_over):
        line(passed)
    for path in summary.files:
        console.print(line_of(f"  {path}"), soft_wrap=True)


def gathered(problems: Sequence[str]) -> list[str]:
    """Problems as they are printed: of many files with the same fault the first few are named."""
    by_fault: defaultdict[str, list[str]] = defaultdict(list)
    for problem in problems:
        by_fault[problem.partition(": ")[2]].append(problem)
    lines: list[str] = []
    for problem in problems:
        fault = problem.partition(": ")[2]
        alike = by_fault[fault]
        if len(alike) <= MOST_ALIKE:
            lines.append(problem)
        elif problem in alike[:FIRST_ALIKE]:
            lines.append(problem)
            if problem == alike[FIRST_ALIKE - 1]:
                lines.append(f"{len(alike) - FIRST_ALIKE} more: {fault}; run.json names each")
    return lines


def place_of(evidence: Evidence) -> str:
    """Where a fact stands, as a person would say it: ``page 2, table 1, row 3``."""
    parts = (
        ("page", evidence.page), ("line", evidence.line), ("table", evidence.table),
        ("row", evidence.row), ("column", evidence.column),
    )  # fmt: skip
    return translated(", ".join(f"{name} {number}" for name, number in parts if number is not None) or "text")


def _grid(title: str, columns: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> RichTable:
    table = RichTable(title=thai_lines(translated(title)), title_justify="left", title_style="bold")
    for name in columns:
        table.add_column(translated(name), justify="right" if name == "value" and "code" in columns else "left")
    for row in rows:
        table.add_row(*(thai_lines(cell) if isinstance(cell, str) else cell for cell in row))
    return table


def _identity(report: Report) -> Panel:
    identity, document = report.identity, report.document
    lines: list[tuple[str, str]] = [("file", f"{document.path} ({document.media})")]
    lines.append(("title", identity.title))
    if identity.agency:
        agency = identity.agency
        place = [f"อำเภอ{agency.district}"] if agency.district else []
        place += [f"จังหวัด{agency.province}"] if agency.province else []
        lines.append(("agency", " ".join([agency.name, *place]) + _guessed(identity.agency_from)))
        lines.append(("agency id", agency.agency_id))
    year = identity.fiscal_year
    lines.append(("fiscal year", f"{year}{_guessed(identity.year_from)}" if year else ""))
    lines.append(("kind of report", _word("doc_type", identity.doc_type)))
    lines.append(("level", identity.level))
    lines.append(("status", _word("document_status", report.status)))
    lines.append(("error", translated(report.error or "")))
    repairs = ", ".join(f"{rule} {count}" for rule, count in document.repairs.items() if count)
    lines.append(("repaired text", repairs))
    body = RichTable.grid(padding=(0, 2))
    for name, value in lines:
        if value:
            body.add_row(line_of(translated(name), style="dim"), line_of(value))
    return Panel(body, title=translated("Document"), title_align="left")


def _word(group: str, code: str) -> str:
    """The word for a coded value; in English the code itself, which is what the tables hold."""
    lang = language()
    return str(code) if lang is Language.EN else words("common", lang).of(group, str(code))


def _guessed(by: EstablishedBy) -> str:
    """What an identity is believed from where no page says it."""
    guesses = {EstablishedBy.PROPERTIES: "the file's properties", EstablishedBy.FILE_NAME: "the file's name"}
    return translated(f" (a guess from {guesses[by]})") if by in guesses else ""


def _scores(scores: Sequence[Score], *, why: bool) -> RenderableType | None:
    if not scores:
        return None
    columns = ["agency", "year", "kind", "code", "name", "value", "status", "from", "as seen"]
    agencies = {score.agency.name for score in scores if score.agency}
    if len(agencies) < 2:
        columns.remove("agency")
    if why:
        columns.append("how matched")
    rows: list[list[str | Text]] = []
    for score in scores:
        cells: dict[str, str | Text] = {
            "agency": score.agency.name if score.agency else "",
            "year": str(score.fiscal_year or ""),
            "kind": _word("score_kind", score.kind),
            "code": f"{score.code} part {score.part}" if score.part else score.code,
            "name": score.name or score.name_as_seen,
            "value": str(decimal_score(score.value, score.decimals)),
            "status": thai_lines(
                f"{_word('status', score.status)}, {_word('basis', score.basis)}", style=_STATUS_STYLE[score.status]
            ),
            "from": place_of(score.evidence),
            "as seen": _shortened(score.evidence.text or score.value_as_seen),
            "how matched": translated(_match_in_words(score)),
        }
        rows.append([cells[name] for name in columns])
    return _grid(counted(len(scores), "score"), columns, rows)


def _match_in_words(score: Score) -> str:
    known = f"year: {score.year_from or 'unknown'}, agency: {score.agency_from or 'unknown'}"
    if score.match is None:
        return f"score {score.match_score:.0f}; {known}"
    match = score.match
    words = f"{match.rule}: “{match.alias}” {match.score:.0f}, lead {match.margin:.0f}; {known}"
    return f"{words}; {match.reason}" if match.reason else words


def _measures(measures: Sequence[Measure]) -> RenderableType | None:
    if not measures:
        return None
    parts: list[RenderableType] = [thai_lines(translated(counted(len(measures), "measure")), style="bold")]
    group = ""
    for measure in measures:
        if measure.group != group:
            group = measure.group
            parts.append(thai_lines(group, style="italic"))
        parts.append(thai_lines(f"{measure.seq}. {measure.title}"))
        dates = translated(" to ".join(d for d in (measure.start_date, measure.end_date) if d))
        timeframe = f"{measure.timeframe} ({dates})".strip() if dates else measure.timeframe
        details = [
            *(("step", step) for step in measure.steps),
            ("responsible", "; ".join(measure.responsible)),
            ("timeframe", timeframe),
            ("monitoring", measure.monitoring),
            ("output", measure.output),
            ("outcome", measure.outcome),
            ("theme", measure.theme),
            ("indicators", "; ".join(measure.indicators)),
            ("from", place_of(measure.evidence)),
        ]
        body = RichTable.grid(padding=(0, 2))
        for name, value in details:
            if value:
                body.add_row(thai_lines(f"   {translated(name)}", style="dim"), thai_lines(value))
        parts.append(body)
    return Group(*parts)


def _findings(report: Report) -> RenderableType | None:
    if not report.findings:
        return None
    rows = [
        (
            _word("finding_kind", finding.kind),
            finding.instrument,
            "; ".join([*finding.indicators, *finding.items]),
            finding.text,
            place_of(finding.evidence),
        )
        for finding in report.findings
    ]
    columns = ("kind", "instrument", "indicators", "text", "from")
    return _grid(counted(len(rows), "finding"), columns, rows)


def _checks(report: Report) -> RenderableType | None:
    if not report.checks:
        return None
    rows = [
        (
            check.check,
            _word("check_result", check.result),
            translated(check.expected),
            translated(check.found),
            translated(check.message),
        )
        for check in report.checks
    ]
    columns = ("check", "result", "expected", "found", "message")
    return _grid(counted(len(rows), "check"), columns, rows)


def _problems(report: Report) -> RenderableType | None:
    problems = list(dict.fromkeys([*report.document.problems, *report.problems]))
    if not problems:
        return None
    rows = [
        (
            thai_lines(translated(str(problem.severity)), style=_SEVERITY_STYLE[problem.severity]),
            problem.code,
            translated(f"page {problem.page}") if problem.page else "",
            translated(problem.message),
        )
        for problem in problems
    ]
    return _grid(counted(len(rows), "trouble"), ("severity", "code", "from", "what"), rows)


def _refused(report: Report) -> RenderableType | None:
    if not report.refused:
        return thai_lines(translated("No name was refused."), style="dim")
    rows = [
        (m.alias, f"{m.code} {m.name}".strip(), f"{m.score:.0f}", f"{m.margin:.0f}", m.rule, translated(m.reason))
        for m in report.refused
    ]
    columns = ("alias", "nearest", "score", "lead", "rule", "why not")
    return _grid(f"{counted(len(rows), 'name')} refused", columns, rows)


def _refusals(report: Report) -> RenderableType | None:
    if not report.refusals:
        return thai_lines(translated("No figure was refused."), style="dim")
    rows = [
        (place_of(r.place), r.figure, r.rule, _meaning(r.rule, r.means), _shortened(r.place.text))
        for r in report.refusals
    ]
    columns = ("from", "figure", "rule", "is no score:", "text")
    return _grid(f"{counted(len(rows), 'figure')} refused", columns, rows)


def _meaning(rule: str, means: str) -> str:
    """What the refusal by a rule means; rules that carry no words of their own say it in English."""
    lang = language()
    own = words("rules", lang) if lang is not Language.EN else None
    return own.of("rule", rule) if own and own.says("rule", rule) else translated(means)


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= EVIDENCE_LENGTH else flat[: EVIDENCE_LENGTH - 1] + "…"
