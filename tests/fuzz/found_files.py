"""The kept findings: small files under ``found``, and the table that tells of them."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import astuple, dataclass, fields
from pathlib import Path, PurePath

FOLDER = Path(__file__).with_name("found")
TABLE = FOLDER / "FOUND.tsv"
MOST_KEPT = 60_000
"""Bytes of a finding that is kept; a larger one is told with its seed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that brought about a fault: ``made_by`` says how to make it again."""

    file: str
    fault: str
    made_by: str


def known(folder: Path = FOLDER) -> list[Found]:
    table = folder / TABLE.name
    if not table.is_file():
        return []
    with table.open(encoding="utf-8", newline="") as file:
        return [Found(**row) for row in csv.DictReader(file, delimiter="\t")]


def keep(data: bytes, name: str, kind: str, fault: str, made_by: str, folder: Path = FOLDER) -> Found:
    """Write a finding and its line; one of the same content is there once."""
    word = re.sub(r"[^a-z0-9]+", "-", fault.lower()).strip("-")[:40].strip("-")
    digest = hashlib.sha256(data).hexdigest()[:8]
    found = Found(f"{kind}-{word}-{digest}{PurePath(name).suffix}", fault, made_by)
    before = known(folder)
    if len(data) > MOST_KEPT or any(each.file == found.file for each in before):
        return found
    folder.mkdir(exist_ok=True)
    (folder / found.file).write_bytes(data)
    with (folder / TABLE.name).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n")
        out.writerow([each.name for each in fields(Found)])
        out.writerows(sorted(astuple(each) for each in [*before, found]))
    return found
