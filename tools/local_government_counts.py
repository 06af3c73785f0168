"""Makes ``thai_ita/data/local_governments.json``: how many local governments each province has, by type.

    python tools/local_government_counts.py LIST.csv YEAR

LIST.csv is the official list of local governments, YEAR the year (พ.ศ.) it is of. The list itself is not
carried: only the counts, against which a page tells how much of a province the tables cover.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from thai_ita.normalize.gazetteer import AGENCY_TYPES, load_gazetteer, provinces

TARGET = Path(__file__).parents[1] / "thai_ita" / "data" / "local_governments.json"


def main(path: str, year: int) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in load_gazetteer(path).rows:
        if row.province in provinces():
            counts[row.province][row.type] += 1
    table = {
        "description": "Local governments by province and type; made by tools/local_government_counts.py.",
        "source": "Department of Local Administration, list of local governments", "as_of": year,
        "provinces": {
            name: {kind: counts[name][kind] for kind in AGENCY_TYPES if counts[name][kind]}
            for name in sorted(counts)
        },
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
