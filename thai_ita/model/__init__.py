"""The vocabulary: what flows from a file to the five tables, and nothing else.

Everything here is plain data. A ``Document`` is what a file holds, with no idea of the
assessment; a ``Report`` is what the document says about it. Texts are kept twice: ``raw`` as read
and ``text`` after repair of damaged Thai. Page numbers are 1-based, boxes are in PDF points from
the top left corner of the page, scores are floats from 0 to 100, years are Buddhist era (พ.ศ.)
integers and their common-era twins are named ``_ce``.
"""

from __future__ import annotations

from thai_ita.model.document import (
    BBox,
    Block,
    Cell,
    Document,
    FigureReading,
    LetterDoubt,
    Line,
    Page,
    Problem,
    Properties,
    Table,
)
from thai_ita.model.report import (
    CODE_ALONE,
    Agency,
    Change,
    Check,
    CorrectionResult,
    Evidence,
    Finding,
    Identity,
    Match,
    Measure,
    Refusal,
    Report,
    Score,
    ScoreKey,
)
from thai_ita.model.terms import (
    BUDDHIST_ERA_OFFSET,
    Basis,
    CheckResult,
    DocStatus,
    DocType,
    EstablishedBy,
    FindingKind,
    LineKind,
    Media,
    ScoreKind,
    ScoreStatus,
    Severity,
    to_ce,
)

__all__ = [
    "BUDDHIST_ERA_OFFSET",
    "CODE_ALONE",
    "Agency",
    "BBox",
    "Basis",
    "Block",
    "Cell",
    "Change",
    "Check",
    "CheckResult",
    "CorrectionResult",
    "DocStatus",
    "DocType",
    "Document",
    "EstablishedBy",
    "Evidence",
    "FigureReading",
    "Finding",
    "FindingKind",
    "Identity",
    "LetterDoubt",
    "Line",
    "LineKind",
    "Match",
    "Measure",
    "Media",
    "Page",
    "Problem",
    "Properties",
    "Refusal",
    "Report",
    "Score",
    "ScoreKey",
    "ScoreKind",
    "ScoreStatus",
    "Severity",
    "Table",
    "to_ce",
]
