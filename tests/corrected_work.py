"""Reports whose facts have names, and corrections that are applied in the simplest way."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import make_report
from thai_ita.batch.options import RunOptions
from thai_ita.batch.task import FileResult, Task
from thai_ita.batch.worker import to_result
from thai_ita.corrections.values import same
from thai_ita.model import CorrectionResult, Measure, Score, ScoreKind, ScoreStatus
from thai_ita.model.document_id import doc_id_of as id_of_content

CODES = ("1", "2", "3", "9.1")


def doc_id_of(text: str) -> str:
    return id_of_content(text.encode())


def named(task: Task, options: RunOptions) -> FileResult:
    """Four scores and a measure that follow from the content alone, corrected as the task says."""
    content = task.content if task.content is not None else Path(task.file).read_bytes()
    report = make_report(task.name, doc_id=id_of_content(content))
    report.scores = [
        Score(
            None, 2567, ScoreKind.INDICATOR, code, 80 + n + 0.5, f"{80 + n}.50", decimals=2,
            fact=f"2567/indicator/{code}",
        )
        for n, code in enumerate(CODES)
    ]  # fmt: skip
    report.measures = [
        Measure(
            1, "อบรมเจ้าหน้าที่", fact="1:abcdef", start_date="2024-10-01", timeframe="1 ต.ค. 2567",
            steps=["=ประชุม", "รายงาน"], responsible=["กองคลัง", "สำนักปลัด"],
        )
    ]  # fmt: skip
    for correction in task.corrections:
        score = next((s for s in report.scores if s.fact == correction.fact), None)
        if score is None or not same("scores", "value", score.value, correction.was):
            report.corrections.append(CorrectionResult("misfit", "holds something else"))
            continue
        score.value, score.status = float(correction.becomes), ScoreStatus.CORRECTED
        score.corrected_by = correction.who
        report.corrections.append(CorrectionResult("applied", "as the person says"))
    return to_result(report, options)
