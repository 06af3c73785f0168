"""Analyses of the five tables: ``compare``, ``trends`` and ``plans`` give pandas frames.

    import thai_ita.analyze as ita
    answer = ita.compare("out", provinces=["..."], include=["unchecked"])
    answer["wide"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thai_ita.analyze.answer import Answer
    from thai_ita.analyze.tables import Tables, TableSource

__all__ = ["compare", "load_tables", "plans", "trends"]

# Imported inside the functions: whoever only reads reports does not pay for pandas.


def load_tables(source: TableSource) -> Tables:
    """The five tables of a folder, a store or frames; see ``analyze.tables.load_tables``."""
    from thai_ita.analyze.tables import load_tables as load

    return load(source)


def compare(tables: TableSource, **options: object) -> Answer:
    """Agencies side by side; the options are those of ``analyze.comparison.compare.compare``."""
    from typing import Any, cast

    from thai_ita.analyze.comparison.compare import compare as answer

    return answer(tables, **cast("Any", options))


def trends(tables: TableSource, **options: object) -> Answer:
    """Scores over years; the options are those of ``analyze.trajectories.trends.trends``."""
    from typing import Any, cast

    from thai_ita.analyze.trajectories.trends import trends as answer

    return answer(tables, **cast("Any", options))


def plans(tables: TableSource, **options: object) -> Answer:
    """Measures; the options are those of ``analyze.planning.plans.plans``."""
    from typing import Any, cast

    from thai_ita.analyze.planning.plans import plans as answer

    return answer(tables, **cast("Any", options))
