"""Everything a run can be told, in one frozen object.

The command line takes its help from here, and the object is written beside every output
(``run.json``), so that a result can be made again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from thai_ita.ingest import IngestOptions
from thai_ita.ingest.scan.endpoint_setting import endpoint_key
from thai_ita.ingest.scan.settings import AUTO, OFF, OcrSettings

RESULT_OPTIONS = ("max_file_mb", "max_text_mb", "max_pages", "no_repair")
"""The options that a result depends on, besides the content of the list of agencies."""

ENDPOINT = "endpoint"
OCR_READERS = (AUTO, OFF, "own", "tesseract", ENDPOINT)
"""What may read pictures: ``ingest.scan.choose.ENGINES``, which is not imported for it, and more."""

OUTSIDE_SHARE = 0.5
"""The share of a file's deadline that a program of others may take for it: reading follows."""


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


def _about(text: str, low: int | None = None, high: int | None = None) -> dict[str, str | int]:
    return {"about": text} if low is None or high is None else {"about": text, "minimum": low, "maximum": high}


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options of one run; a value out of bounds raises ``ValueError`` that says the bounds."""

    agencies: Path | None = field(
        default=None,
        metadata=_about("CSV list of local governments to check names and codes against."),
    )
    format: OutputFormat = field(
        default=OutputFormat.CSV,
        metadata=_about("Tables as CSV, everything with its evidence as JSON, or both."),
    )
    max_file_mb: int = field(default=300, metadata=_about("Refuse a file of more megabytes.", 1, 4000))
    max_text_mb: int = field(default=20, metadata=_about("Refuse a text file of more megabytes.", 1, 500))
    max_pages: int = field(default=2000, metadata=_about("Refuse a PDF of more pages.", 1, 20_000))
    max_zip_mb: int = field(
        default=4000,
        metadata=_about("Refuse a zip archive that unpacks to more megabytes.", 1, 1_000_000),
    )
    no_repair: bool = field(
        default=False,
        metadata=_about("Change no value, also where the arithmetic tells a slip of one digit."),
    )
    include: tuple[str, ...] = field(
        default=(),
        metadata=_about("Read only inputs whose name or path fits this pattern, such as '*.pdf'; repeatable."),
    )
    exclude: tuple[str, ...] = field(
        default=(),
        metadata=_about("Leave out inputs whose name or path fits this pattern; repeatable."),
    )
    limit: int | None = field(
        default=None,
        metadata=_about("Read at most so many new or changed files in this run.", 1, 10_000_000),
    )
    force: bool = field(
        default=False,
        metadata=_about("Read every file again, also those that were read before."),
    )
    retry_failed: bool = field(default=False, metadata=_about("Read the files again that failed or were quarantined."))
    jobs: int | None = field(
        default=None,
        metadata=_about(
            "Worker processes; without it one per CPU. 0 reads in the main process, without deadline and memory limit.",
            0,
            1024,
        ),
    )
    deadline_s: int = field(default=300, metadata=_about("Seconds that a file may take.", 1, 86_400))
    memory_mb: int = field(
        default=2048,
        metadata=_about("Megabytes of address space of a worker process.", 512, 1_000_000),
    )
    recycle: int = field(
        default=200,
        metadata=_about("Replace a worker process after so many files.", 1, 1_000_000),
    )
    libreoffice: str | None = field(
        default=None,
        metadata=_about(
            "The program that reads .doc, .rtf and .odt: its path, or 'off'; without it the one that is installed."
        ),
    )
    ocr: str = field(
        default="auto",
        metadata=_about(
            "What reads scans and pictures: 'auto' is the recogniser of the extra ocr, where it is "
            "installed; 'off'; 'tesseract' asks that program for doubtful letters besides; 'endpoint' "
            "is a vision model."
        ),
    )
    ocr_endpoint: str = field(
        default="",
        metadata=_about(
            "Address of a vision model (OpenAI-compatible) for --ocr endpoint; pictures are sent to "
            "it. Its key is taken from THAI_ITA_OCR_KEY."
        ),
    )
    ocr_model: str = field(default="", metadata=_about("The name of the model at --ocr-endpoint."))
    ocr_cache: Path | None = field(
        default=None,
        metadata=_about("Folder in which readings of pictures are kept, for several outputs; without it one in OUT."),
    )
    scheduler: str | None = field(
        default=None,
        metadata=_about("Read on a Dask cluster: the address of its scheduler, such as tcp://host:8786."),
    )
    send_content: bool = field(
        default=False,
        metadata=_about("Send the files to the cluster's workers, which then need no shared storage."),
    )

    def __post_init__(self) -> None:
        if self.ocr not in OCR_READERS:
            raise ValueError(f"ocr is {self.ocr!r}; it must be one of {', '.join(OCR_READERS)}")
        if self.ocr == ENDPOINT:
            endpoint_key(self.ocr_endpoint, self.ocr_model)
        for option in fields(self):
            low, high = option.metadata.get("minimum"), option.metadata.get("maximum")
            value = getattr(self, option.name)
            if low is None or high is None or (value is None and option.default is None):
                continue
            if not low <= value <= high:
                raise ValueError(f"{option.name} is {value}; it must be from {low} to {high}")

    @property
    def workers(self) -> int:
        """How many worker processes, where ``jobs`` leaves it to the machine."""
        if self.jobs is not None:
            return self.jobs
        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1

    @classmethod
    def from_values(cls, values: Mapping[str, object]) -> RunOptions:
        """Options from plain values by name, such as those of ``run.json``."""
        given: dict[str, Any] = dict(values)
        for name in ("agencies", "ocr_cache"):
            if given.get(name) is not None:
                given[name] = Path(given[name])
        if "format" in given:
            given["format"] = OutputFormat(given["format"])
        for name in ("include", "exclude"):
            if name in given:
                patterns = given[name] or ()
                given[name] = (patterns,) if isinstance(patterns, str) else tuple(patterns)
        return cls(**given)

    def for_ingest(self) -> IngestOptions:
        """The bounds that the readers keep to."""
        return IngestOptions(
            max_text_mb=self.max_text_mb, max_file_mb=self.max_file_mb, max_pages=self.max_pages,
            libreoffice=self.libreoffice or "", outside_s=self.deadline_s * OUTSIDE_SHARE,
            ocr=self.for_ocr(),
        )  # fmt: skip

    def for_ocr(self) -> OcrSettings:
        """What reads pictures."""
        return OcrSettings(self.ocr, self.ocr_endpoint, self.ocr_model, self.ocr_cache)

    def as_record(self) -> dict[str, str | int | list[str] | None]:
        """The options as plain JSON values."""
        record: dict[str, str | int | list[str] | None] = {}
        for option in fields(self):
            value = getattr(self, option.name)
            if isinstance(value, tuple):
                record[option.name] = list(value)
            else:
                record[option.name] = str(value) if isinstance(value, (Path, StrEnum)) else value
        return record


def about(name: str) -> str:
    """The description of one option, with its bounds where it has any."""
    option = next(o for o in fields(RunOptions) if o.name == name)
    text = str(option.metadata["about"])
    if "minimum" in option.metadata:
        text += f" From {option.metadata['minimum']} to {option.metadata['maximum']}."
    return text
