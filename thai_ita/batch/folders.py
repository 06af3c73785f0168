"""Folders from top to bottom, as deep as they are, and patterns over them.

Links to folders are not followed, so that a folder which leads back to itself has an end.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from fnmatch import translate

GLOB_SIGNS = frozenset("*?[")
_ANY_FOLDERS = "**"


def walk(top: str, note: Callable[[OSError], None]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each folder under one, with the names of the folders and files in it.

    The caller may change the list of folders: it sets where the walk goes on, and in which order. A
    folder that cannot be opened is given to ``note``.
    """
    waiting = [top]
    while waiting:
        root = waiting.pop()
        folders: list[str] = []
        names: list[str] = []
        try:
            with os.scandir(root) as entries:
                for entry in entries:
                    (folders if _is_folder(entry) else names).append(entry.name)
        except OSError as error:
            note(error)
            continue
        yield root, folders, names
        waiting += [os.path.join(root, name) for name in reversed(folders)]


def matching(pattern: str, links: list[str]) -> set[str]:
    """The paths that a pattern fits: ``*``, ``?`` and ``[`` within a name, ``**`` for any folders.

    Hidden names are fitted by patterns alone that begin with a dot. Links to folders that ``**``
    does not follow are added to ``links``.
    """
    drive, rest = os.path.splitdrive(pattern)
    root = drive + os.sep if rest.startswith(("/", os.sep)) else drive
    found = {root}
    parts = [part for part in re.split(r"[/\\]" if os.sep == "\\" else "/", rest) if part]
    for at, part in enumerate(parts):
        last = at == len(parts) - 1
        if part == _ANY_FOLDERS:
            found = {each for base in found for each in _all_under(base, links, files=last)}
        elif GLOB_SIGNS & set(part):
            found = {each for base in found for each in _named(base, part, folders=not last)}
        else:
            found = {os.path.join(base, part) for base in found}
            found = {path for path in found if os.path.lexists(path)}
    return found - {""}


def _named(base: str, pattern: str, *, folders: bool) -> Iterator[str]:
    fits = re.compile(translate(pattern)).match
    for entry in _listed(base):
        hidden = entry.name.startswith(".") and not pattern.startswith(".")
        if fits(entry.name) and not hidden and (not folders or _is_folder(entry)):
            yield os.path.join(base, entry.name)


def _all_under(base: str, links: list[str], *, files: bool) -> Iterator[str]:
    """A folder and those under it, and their files too where those are asked for."""
    waiting = [base]
    while waiting:
        folder = waiting.pop()
        yield folder
        for entry in _listed(folder):
            path = os.path.join(folder, entry.name)
            if entry.name.startswith("."):
                continue
            if not _is_folder(entry):
                if files:
                    yield path
            elif entry.is_symlink():
                links.append(path)
            else:
                waiting.append(path)


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder or os.curdir) as entries:
            return list(entries)
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
