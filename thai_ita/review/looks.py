"""The version of what pages are made by: whether a page made earlier is what would be made now."""

from __future__ import annotations

from functools import lru_cache

from thai_ita.batch.fingerprint import sources_fingerprint

_ROOMS = ("messages", "review", "web")
_ENDINGS = {".py", ".json", ".j2", ".css", ".js", ".po"}
_MODULES = ("export/evidence.py", "analyze/reconcile/explain.py")
_DRAWING = ("batch/showing.py", "ingest/scan/render_pages.py", "ingest/scan/picture_files.py")


@lru_cache(maxsize=1)
def looks_version() -> str:
    """16 hex digits that change with the package's version, the templates, the words and the code of pages."""
    return sources_fingerprint(_ROOMS, _MODULES, _ENDINGS)


@lru_cache(maxsize=1)
def drawing_version() -> str:
    """The same of what makes pictures and texts of sources."""
    return sources_fingerprint((), _DRAWING, ())
