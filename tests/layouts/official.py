"""Official names by fiscal year, as the editions have them.

``ITEMS``: questions and items with the number of their indicator; ``SUBINDICATORS``: names and items
of the sub-indicators, where the items of the year are known.
"""

from __future__ import annotations

from thai_ita.normalize.editions import load_edition

YEARS = (2564, 2565, 2566, 2567, 2568)
# The indicators of the disclosure items of 2567 are not certain; its items are left out.
_ITEMS_KNOWN = {2564, 2565, 2566, 2568}

ITEMS: dict[int, dict[str, tuple[str, int]]] = {
    year: {
        item.code: (item.wording, int(item.indicator))
        for item in load_edition(year).items
        if item.indicator and (item.code[0] != "o" or year in _ITEMS_KNOWN)
    }
    for year in YEARS
}
SUBINDICATORS: dict[int, dict[str, tuple[str, list[str]]]] = {
    year: {s.code: (s.name, list(s.items)) for s in load_edition(year).subindicators} for year in YEARS
}
