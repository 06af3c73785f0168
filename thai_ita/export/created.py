"""When a file says that it was made."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def created_now() -> datetime:
    """The time in UTC to the second, or that of ``SOURCE_DATE_EPOCH``, with which the same tables
    make the same files (https://reproducible-builds.org/specs/source-date-epoch/)."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    # Twelve digits are far beyond the years that a date has.
    if given.isascii() and given.isdigit() and len(given) < 12:
        return datetime.fromtimestamp(int(given), UTC)
    return datetime.now(UTC).replace(microsecond=0)
