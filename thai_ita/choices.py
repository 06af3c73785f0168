"""What may be chosen: one list each, for the library and the command line alike.

The command line imports it before anything else, so it imports nothing.
"""

from __future__ import annotations

from enum import StrEnum


class Headings(StrEnum):
    """The language of headings, of coded values and of the notes beside them."""

    TH = "th"
    EN = "en"
    CODE = "code"


class Peers(StrEnum):
    """What makes agencies peers: their type, their province, both, or nothing."""

    TYPE = "type"
    PROVINCE = "province"
    TYPE_PROVINCE = "type-province"
    ALL = "all"


class AreaKind(StrEnum):
    """What an area is."""

    PROVINCE = "province"
    DISTRICT = "district"
    TYPE = "type"


class Picture(StrEnum):
    """The pictures there are."""

    HEATMAP = "heatmap"
    TRENDS = "trends"
    SLOPES = "slopes"
    DISTRIBUTION = "distribution"


class FileFormat(StrEnum):
    """CSV, one workbook, Parquet, one SQLite file, or CSV with a ``datapackage.json``."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    DATAPACKAGE = "datapackage"


class PlanPart(StrEnum):
    """What the answer on plans has."""

    COVERAGE = "coverage"
    THEMES = "themes"
    FOLLOWTHROUGH = "followthrough"
    COPIES = "copies"
    FOLLOWED = "followed"


class Included(StrEnum):
    """Statuses of scores that an analysis leaves out where nobody asks for them."""

    UNCHECKED = "unchecked"
    CONFLICT = "conflict"
