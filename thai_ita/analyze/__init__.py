"""Analyses of the five tables: ``compare``, ``trends`` and ``plans`` give pandas frames.

from thai_ita import analyze
answer = analyze.compare("out", types=["เทศบาลตำบล"], include=["unchecked"])
answer["wide"]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thai_ita.analyze.agencies_file import one_agency_each
    from thai_ita.analyze.comparison.compare import compare
    from thai_ita.analyze.planning.plans import plans
    from thai_ita.analyze.trajectories.trends import trends
    from thai_ita.analyze.typed_tables import load_tables

__all__ = ["compare", "load_tables", "one_agency_each", "plans", "trends"]

_HOMES = {
    "compare": "comparison.compare",
    "load_tables": "typed_tables",
    "one_agency_each": "agencies_file",
    "plans": "planning.plans",
    "trends": "trajectories.trends",
}


def __getattr__(name: str) -> Any:
    # Imported when asked for: whoever only reads reports does not pay for pandas.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
