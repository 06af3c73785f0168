"""Where the time of a run went."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Times:
    """Seconds by the clock in each part of a run, and those that workers spent on each format.

    The parts follow one another; the seconds of several workers add up.
    """

    parts: dict[str, float] = field(default_factory=dict)
    formats: dict[str, float] = field(default_factory=dict)
    files: int = 0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.parts[name] = self.parts.get(name, 0.0) + time.perf_counter() - start

    def spent(self, format: str, seconds: float) -> None:
        """Note a file that a worker has read."""
        self.files += 1
        self.formats[format] = self.formats.get(format, 0.0) + seconds

    @property
    def total_s(self) -> float:
        return float(sum(self.parts.values()))

    @property
    def files_per_s(self) -> float:
        """Files read a second, from the first look at the inputs to the last table."""
        return self.files / self.total_s if self.total_s else 0.0

    def as_record(self) -> dict[str, object]:
        """As plain JSON values, in seconds."""
        return {
            "total": round(self.total_s, 3),
            "files_per_second": round(self.files_per_s, 1),
            "parts": {name: round(s, 3) for name, s in self.parts.items()},
            "workers": {name: round(s, 3) for name, s in self._longest()},
        }

    def _longest(self) -> list[tuple[str, float]]:
        return sorted(self.formats.items(), key=lambda item: -item[1])

    def in_words(self) -> str:
        """One line: ``200 files in 2.1 s, 95 a second; listing 0.1 s, ...; workers: text 3.9 s``."""
        parts = ", ".join(f"{name} {s:.1f} s" for name, s in self.parts.items() if s >= LEAST_TOLD)
        formats = ", ".join(f"{name} {s:.1f} s" for name, s in self._longest()[:MOST_FORMATS])
        number = f"{self.files} file" + "s" * (self.files != 1)
        line = f"{number} read in {self.total_s:.1f} s, {self.files_per_s:.0f} a second"
        return f"{line}; {parts}; workers: {formats}" if parts else f"{line}; workers: {formats}"


LEAST_TOLD = 0.05
"""Parts of a run that took fewer seconds are not told."""
MOST_FORMATS = 4
