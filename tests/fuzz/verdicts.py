"""What is said of a file that none may say: the words for faults, from rows and from outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from thai_ita.model import DocStatus

NEVER = (
    "internal",
    "quarantined-crashed",
    "quarantined-deadline",
    "quarantined-out-of-memory",
    "out-of-memory",
    "quarantined-environment",
    "quarantined-changed",
)
"""Codes that a file of at most some hundred kilobytes must not bring about on a sound machine."""
_FAULT = re.compile(r"fault in thai-ita \((\w+)|raised (\w+)|ended its process \(([^)]*)|(TRACEBACK)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys, or what turns the order of letters around."""


def fault_of_row(status: str, error: str, codes: Iterable[str], counts: tuple[int, int, int]) -> str:
    """The fault that a document's row tells of; "" for none. ``counts`` are scores, measures, findings."""
    for code in codes:
        if code in NEVER:
            return f"{code}{_what(error)}"
    if "Traceback" in error or "\n" in error:
        return "status: an error of several lines"
    if status == DocStatus.FAILED and not error:
        return "status: failed without a word"
    if status == DocStatus.FAILED and any(counts):
        return "status: failed with facts"
    if status == DocStatus.OK and not any(counts):
        return "status: ok without facts"
    if status not in set(DocStatus):
        return f"status: {status!r:.20}"
    return ""


def _what(error: str) -> str:
    found = _FAULT.search(error)
    return f": {next(filter(None, found.groups()))}" if found else ""


def control_in(text: str) -> str:
    """The first control character of an output, as code; "" for none."""
    found = _CONTROL.search(text.replace("\r\n", "\n"))
    return f"U+{ord(found[0]):04X}" if found else ""
