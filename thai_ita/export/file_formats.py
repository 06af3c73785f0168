"""The formats that ``export`` and ``-o`` write: their names, and what each needs.

It imports no reader and no writer of them, so that the command line has the names at no cost.
"""

from __future__ import annotations

from enum import StrEnum


class FileFormat(StrEnum):
    """CSV, one workbook, Parquet, one SQLite file, or CSV with a ``datapackage.json``."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    DATAPACKAGE = "datapackage"


PACKAGES = {FileFormat.XLSX: ("xlsxwriter", "xlsx"), FileFormat.PARQUET: ("pyarrow", "parquet")}
"""What a format needs beyond the package: a module, and the extra that brings it."""
