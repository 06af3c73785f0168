"""A file of corrections that a command is given by its name."""

from __future__ import annotations

from pathlib import Path

from thai_ita.console import stop, tell
from thai_ita.corrections.csv_file import read_corrections
from thai_ita.corrections.record import Correction
from thai_ita.exitcodes import ExitCode
from thai_ita.side_files import SideFileError


def named_corrections(path: Path | None) -> list[Correction]:
    """The corrections of a file, none without one; rows that make none are told, and a file that
    cannot be used ends the command."""
    if path is None:
        return []
    try:
        found, problems = read_corrections(path)
    except SideFileError as error:
        stop(str(error), ExitCode.USAGE)
    for problem in problems:
        tell(f"{path}: {problem}", err=True)
    return found
