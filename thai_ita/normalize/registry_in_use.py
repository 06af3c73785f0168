"""The registry of local governments that a user has brought up to date, and where it is kept."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from thai_ita.side_files import SideFileError, side_bytes

if TYPE_CHECKING:
    from thai_ita.normalize.registry import Registry

PLACE = "THAI_ITA_REGISTRY"
"""The variable that names the file of an updated registry."""
FILE_NAME = "local_governments.csv"
LARGEST_MB = 20


def place_of_update() -> Path | None:
    """Where an updated registry is kept: what THAI_ITA_REGISTRY names, else the user's folder for data of
    programs; None where this system tells no such folder."""
    if named := os.environ.get(PLACE):
        return Path(named)
    if sys.platform == "win32":
        home = os.environ.get("APPDATA", "")
    elif sys.platform == "darwin":
        home = _in_home("Library", "Application Support")
    else:
        home = os.environ.get("XDG_DATA_HOME") or _in_home(".local", "share")
    return Path(home, "thai-ita", FILE_NAME) if home else None


def _in_home(*parts: str) -> str:
    home = os.environ.get("HOME", "")
    return str(Path(home, *parts)) if home else ""


def registry_in_use() -> Registry:
    """The updated registry of this user, else that of the package.

    Raises ``SideFileError`` for an updated one that cannot be read.
    """
    from thai_ita.normalize.registry import Registry

    place = place_of_update()
    return registry_at(place) if place is not None and place.is_file() else Registry.embedded()


def registry_at(place: Path) -> Registry:
    """A registry as ``thai-ita agencies update`` writes it; raises ``SideFileError`` for another file."""
    return _read(place, side_bytes(place, LARGEST_MB))


@lru_cache(maxsize=1)
def _read(place: Path, content: bytes) -> Registry:
    from thai_ita.normalize.registry import read_registry

    try:
        return read_registry(content.decode("utf-8").splitlines())
    except (ValueError, KeyError, IndexError) as error:
        raise SideFileError(
            f"{place}: is no registry as thai-ita agencies update writes it ({error}); delete it, and update again"
        ) from error
