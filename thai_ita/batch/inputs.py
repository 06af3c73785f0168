"""Which files a run reads: the files named, and what the folders named hold."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from thai_ita.ingest.reading import KNOWN_ENDINGS


@dataclass(slots=True)
class Inputs:
    """The files to read, in order and each once, and what was wrong with the rest.

    ``problems`` are whole sentences that name the input.
    """

    files: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def collect_inputs(paths: Iterable[Path], *, leave_out: Path | None = None) -> Inputs:
    """The files to read for the inputs of a command line.

    A file that is named is always taken, whatever its ending; so is a path that does not exist,
    for the reader to say so. A folder gives every file of a known ending under it, sorted, but for
    hidden files, README files and the lock files that office programs leave behind. Nothing under
    ``leave_out`` (the output folder) is taken from a folder.
    """
    inputs = Inputs()
    seen: set[Path] = set()
    for path in paths:
        if not path.is_dir():
            found = [path]
        else:
            found, closed = _reports_under(path, leave_out)
            inputs.problems += closed
        if not found:
            known = " ".join(sorted(KNOWN_ENDINGS))
            inputs.problems.append(f"{path}: no report in this folder (looked for {known})")
        for file in found:
            identity = file.resolve()
            if identity not in seen:
                seen.add(identity)
                inputs.files.append(file)
    return inputs


def _reports_under(folder: Path, leave_out: Path | None) -> tuple[list[Path], list[str]]:
    """The files under a folder, and a sentence for each folder that cannot be opened."""
    excluded = leave_out.resolve() if leave_out is not None else None
    found: list[Path] = []
    closed: list[str] = []

    def note(error: OSError) -> None:
        closed.append(f"{error.filename}: cannot open this folder ({error.strerror})")

    for root, folders, names in os.walk(folder, onerror=note):
        # Sorting in place also sets the order in which os.walk goes down.
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (Path(root) / name).resolve() != excluded
        )
        found += [Path(root) / name for name in sorted(names) if _looks_like_report(name)]
    return found, closed


def _looks_like_report(name: str) -> bool:
    path = Path(name)
    return (
        path.suffix.lower() in KNOWN_ENDINGS
        and not name.startswith((".", "~$"))
        and path.stem.upper() != "README"
    )
