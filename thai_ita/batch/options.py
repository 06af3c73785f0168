"""Everything a run can be told, in one frozen object.

The command line takes its help from here, and the object is written beside every output
(``run.json``), so that a result can be made again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from thai_ita.ingest import IngestOptions


class OutputFormat(StrEnum):
    CSV = "csv"
    JSON = "json"
    BOTH = "both"

    @property
    def with_csv(self) -> bool:
        return self is not OutputFormat.JSON

    @property
    def with_json(self) -> bool:
        return self is not OutputFormat.CSV


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options of one run; a value out of bounds raises ``ValueError`` that says the bounds."""

    agencies: Path | None = field(
        default=None,
        metadata={"about": "CSV list of local governments to check names and codes against."},
    )
    format: OutputFormat = field(
        default=OutputFormat.CSV,
        metadata={"about": "Tables as CSV, everything with its evidence as JSON, or both."},
    )
    max_file_mb: int = field(
        default=300,
        metadata={"about": "Refuse a file of more megabytes.", "minimum": 1, "maximum": 4000},
    )
    max_text_mb: int = field(
        default=20,
        metadata={"about": "Refuse a text file of more megabytes.", "minimum": 1, "maximum": 500},
    )
    max_pages: int = field(
        default=2000,
        metadata={"about": "Refuse a PDF of more pages.", "minimum": 1, "maximum": 20_000},
    )

    def __post_init__(self) -> None:
        for option in fields(self):
            low, high = option.metadata.get("minimum"), option.metadata.get("maximum")
            value = getattr(self, option.name)
            if low is not None and high is not None and not low <= value <= high:
                raise ValueError(f"{option.name} is {value}; it must be from {low} to {high}")

    @classmethod
    def from_values(cls, values: Mapping[str, object]) -> RunOptions:
        """Options from plain values by name, such as those of ``run.json``."""
        given: dict[str, Any] = dict(values)
        if given.get("agencies") is not None:
            given["agencies"] = Path(given["agencies"])
        if "format" in given:
            given["format"] = OutputFormat(given["format"])
        return cls(**given)

    def for_ingest(self) -> IngestOptions:
        """The bounds that the readers keep to."""
        return IngestOptions(
            max_text_mb=self.max_text_mb, max_file_mb=self.max_file_mb, max_pages=self.max_pages
        )

    def as_record(self) -> dict[str, str | int | None]:
        """The options as plain JSON values."""
        record: dict[str, str | int | None] = {}
        for option in fields(self):
            value = getattr(self, option.name)
            record[option.name] = str(value) if isinstance(value, (Path, StrEnum)) else value
        return record


def about(name: str) -> str:
    """The description of one option, with its bounds where it has any."""
    option = next(o for o in fields(RunOptions) if o.name == name)
    text = str(option.metadata["about"])
    if "minimum" in option.metadata:
        text += f" From {option.metadata['minimum']} to {option.metadata['maximum']}."
    return text
