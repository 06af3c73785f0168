"""How far apart the lines of a page are set.

Word sets Thai in one line and a half or two: what is far for a page that is set close is the next line
of the same paragraph there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from thai_ita.ingest.pdf.reader import RawLine

# Vertical distance of two lines of one paragraph, in line heights.
PARAGRAPH_GAP = 2.15
# A page is set in a distance that so many of its lines have, to so many points.
MIN_SET = 3
SAME_GAP_PT = 0.6


def line_pitch(lines: Sequence[RawLine]) -> float:
    """The distance (points) in which most lines of a page follow each other; 0.0 where few do."""
    gaps = [b.bbox.top - a.bbox.top for a, b in pairwise(lines) if a.column == b.column]
    alike = {gap: sum(abs(gap - other) <= SAME_GAP_PT for other in gaps) for gap in gaps if gap > 0}
    best = max(alike, key=lambda gap: (alike[gap], -gap), default=0.0)
    return best if alike.get(best, 0) >= MIN_SET else 0.0
