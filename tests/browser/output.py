"""An output folder as a user has it: tables, evidence pages, profiles."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from tests.browser.commands import thai_ita

Row = dict[str, str]


@dataclass(frozen=True)
class Output:
    """``folder`` is what ``thai-ita run -o`` was given."""

    folder: Path

    @property
    def review(self) -> Path:
        return self.folder / "review"

    @property
    def index(self) -> Path:
        return self.review / "index.html"

    @property
    def profiles(self) -> list[Path]:
        return sorted((self.folder / "profiles").glob("*.html"))

    def pages(self) -> list[Path]:
        """The pages of documents."""
        return sorted((self.review / "d").glob("*.html"))

    def page_of(self, doc_id: str) -> Path:
        return self.review / "d" / f"{doc_id}.html"

    def table(self, name: str) -> list[Row]:
        return rows_of(self.folder / f"{name}.csv")

    def document(self, part: str) -> Row:
        """The row of the document whose path holds a text."""
        return next(row for row in self.table("documents") if part in row["path"])

    def run(self, *inputs: str | Path) -> Output:
        thai_ita("run", *inputs, "-o", self.folder, "--jobs", "1")
        return self

    def make_pages(self, *options: str) -> Output:
        thai_ita("review", self.folder, "--jobs", "1", *options)
        return self


def rows_of(path: Path) -> list[Row]:
    """The rows of a CSV file that thai-ita or a page has written."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
