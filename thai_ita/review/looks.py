"""The version of what pages are made by: whether a page made earlier is what would be made now."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import thai_ita

_ROOMS = ("review", "web")
_ENDINGS = {".py", ".json", ".j2", ".css", ".js"}
_MODULES = ("export/evidence.py", "analyze/reconcile/explain.py")


@lru_cache(maxsize=1)
def looks_version() -> str:
    """16 hex digits that change with the package's version, the templates, the words and the code of pages."""
    root = Path(thai_ita.__file__).parent
    digest = hashlib.sha256(thai_ita.__version__.encode())
    files = [root / name for name in _MODULES]
    for room in _ROOMS:
        files += [path for path in (root / room).rglob("*") if path.suffix in _ENDINGS]
    for path in sorted(files, key=lambda p: p.as_posix()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def drawing_version() -> str:
    """The same of what makes pictures and texts of sources."""
    root = Path(thai_ita.__file__).parent
    digest = hashlib.sha256()
    for name in ("batch/showing.py", "ingest/scan/render.py", "ingest/scan/frames.py"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()[:16]
