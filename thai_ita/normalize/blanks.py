"""How a pattern that is searched for may begin with blanks and still take a linear time.

A search for ``\\s*X`` tries every blank of a long run as a beginning, and each runs to the end of
the run: n² steps. ``BLANKS_BEFORE + "X"`` finds the same, but a run is begun only where it begins.
"""

from __future__ import annotations

from typing import Final

# What comes after it must begin with something else than a blank, and be searched for: ``match``
# at a place inside a run of blanks would not take the rest of the run.
BLANKS_BEFORE: Final = r"(?:(?<!\s)\s++)?"
