"""The version of the rules: whether a result made earlier is what would be made now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from thai_ita import __version__
from thai_ita.batch.options import RESULT_OPTIONS, RunOptions
from thai_ita.ingest.scan.settings import recogniser_version
from thai_ita.side_files import side_bytes

# What a result depends on: how files are read, what the rows are, and the data of the editions.
_ROOMS = ("data", "model", "normalize", "ingest", "parse", "analyze", "export")
_MODULES = (
    "columns.py", "batch/read_report.py", "batch/hints.py", "batch/row_codec.py", "batch/containers.py",
    "batch/passing.py", "batch/archives.py",
    *(f"corrections/{name}.py" for name in (
        "fact_names", "given", "record", "values", "stated_owners", "moments", "state", "fact_changes", "document_identity", "apply", "twins", "date_order",
    )),
)  # fmt: skip
_ENDINGS = {".py", ".json", ".csv", ".txt", ".onnx"}


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """16 hex digits that change with the package's version, its rules and its data files.

    The sources count as well as the version number: an editable installation changes without one.
    """
    return sources_fingerprint(_ROOMS, _MODULES, _ENDINGS)


def sources_fingerprint(rooms: Iterable[str], modules: Iterable[str], endings: Collection[str]) -> str:
    """16 hex digits that change with the package's version, these modules, and the files of these endings in these rooms."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256(__version__.encode())
    files = [root / name for name in modules]
    for room in rooms:
        files += [path for path in (root / room).rglob("*") if path.suffix in endings]
    for path in sorted(files, key=lambda p: p.as_posix()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def options_fingerprint(options: RunOptions) -> str:
    """16 hex digits that change with every option that changes results, with what is installed
    to read pictures, and with the names of places; raises ``SideFileError`` for a list of agencies that cannot be read."""
    values: dict[str, object] = {name: getattr(options, name) for name in RESULT_OPTIONS}
    values["ocr"] = recogniser_version(options.for_ocr())
    values["places"] = version("geothai")
    if options.agencies is not None:
        from thai_ita.normalize.gazetteer import LARGEST_LIST_MB

        listed = side_bytes(options.agencies, LARGEST_LIST_MB)
        values["agencies"] = hashlib.sha256(listed).hexdigest()
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
