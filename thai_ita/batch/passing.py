"""Files of a folder or archive that are passed over by their name, each with the reason.

Whatever is not passed over is taken: it is read, or has a row that says why it was not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from thai_ita.columns import TABLE_COLUMNS
from thai_ita.ingest.formats import NO_DOCUMENTS, Format, format_by_ending
from thai_ita.output_folder import STORE_NAME

EXAMPLES = 3
"""Names shown for each reason; ``run.json`` has all."""


class Reason(StrEnum):
    """Why a file is passed over."""

    SYSTEM = "system"
    HIDDEN = "hidden"
    README = "readme"
    OUTPUT = "output"
    NO_DOCUMENT = "no-document"
    DATA = "data"
    PAGE_PART = "page-part"
    FOLDER_LINK = "folder-link"
    SPECIAL = "special"
    SAME_FILE = "same-file"
    PATTERN = "pattern"

    @property
    def meaning(self) -> str:
        """What such files are and, where something can be done, what to do."""
        return _MEANING[self]


_MEANING = {
    Reason.SYSTEM: "made by the computer itself, no report",
    Reason.HIDDEN: "hidden (the name begins with a dot); name it to read it",
    Reason.README: "says what is in the folder; name it to read it",
    Reason.OUTPUT: "output of thai-ita",
    Reason.NO_DOCUMENT: "film, sound, program or font, no document",
    Reason.DATA: "data of a program (JSON); name it to read it as text",
    Reason.PAGE_PART: "part of a saved web page, mail or PDF",
    Reason.FOLDER_LINK: "a link to a folder, which is not followed; name the folder to read it",
    Reason.SPECIAL: "no file: a pipe, a socket or a device, or a link in an archive",
    Reason.SAME_FILE: "a link to a file that is an input under another name",
    Reason.PATTERN: "left out by --include or --exclude",
}


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file, or with ``/`` at the end a whole folder, that is not looked into."""

    path: str
    reason: Reason

    def as_record(self) -> dict[str, str]:
        return {"path": self.path, "reason": str(self.reason), "meaning": self.reason.meaning}


def summary_lines(passed: Iterable[PassedOver]) -> list[str]:
    """A line for each reason: how many, which at first, why."""
    by_reason: defaultdict[Reason, list[str]] = defaultdict(list)
    for each in passed:
        by_reason[each.reason].append(each.path)
    lines: list[str] = []
    for reason in Reason:
        if names := by_reason.get(reason):
            shown = ", ".join(names[:EXAMPLES])
            more = f" and {len(names) - EXAMPLES} more" if len(names) > EXAMPLES else ""
            lines.append(f"passed over, {reason.meaning}: {shown}{more}")
    return lines


_SYSTEM_NAMES = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", "icon\r", "autorun.inf", ".localized",
     ".directory", "ntuser.dat", "pagefile.sys"}
)  # fmt: skip
_SYSTEM_FOLDERS = frozenset(
    {"__macosx", "$recycle.bin", "system volume information", ".trash", ".trashes", "lost+found",
     "@eadir", "#recycle", ".spotlight-v100", ".fseventsd"}
)  # fmt: skip
# What Office, LibreOffice and macOS leave beside a file that is open or was copied.
_LOCK_BEGINNINGS = ("~$", ".~lock.", "._", "~wr")
_README_ENDINGS = ("", ".txt", ".md", ".markdown", ".text", ".rst", ".html", ".htm")
# Pages and tables of a saved page are documents of their own; the rest of its folder is not.
_PARTS_OF_PAGES = NO_DOCUMENTS | {Format.PICTURE, Format.DRAWING, Format.XML, Format.JSON}
_PARTS_FOLDERS = ("_files", ".files")
_TABLE_ENDINGS = (".csv", ".json", ".parquet", ".xlsx")
_OUTPUT_NAMES = frozenset(
    {STORE_NAME, f"{STORE_NAME}-wal", f"{STORE_NAME}-shm", ".thai-ita.lock", "run.json",
     "reports.json", "agencies.csv", "datapackage.json", "corrections.csv"}
) | {f"{table}{ending}" for table in TABLE_COLUMNS for ending in _TABLE_ENDINGS}  # fmt: skip

_KEPT_NAME = re.compile(rf"(?:{'|'.join(TABLE_COLUMNS)}|reports)\.edited-.*|corrections\.before-.*", re.DOTALL)
"""Of tables and corrections that were put by before something else took their place."""
_OUTPUT_FOLDERS = frozenset({"review", "profiles"})


def is_output_beside(names: Iterable[str]) -> bool:
    """Whether the files of these names in one folder are what a run of thai-ita wrote."""
    there = set(names)
    return STORE_NAME in there or ("run.json" in there and bool({"documents.csv", "reports.json"} & there))


def why_folder_passed(name: str, *, beside_output: bool = False) -> Reason | None:
    """Why a folder of this name is not gone into; ``beside_output`` as in ``why_passed``."""
    if beside_output and name in _OUTPUT_FOLDERS:
        return Reason.OUTPUT
    if name.lower() in _SYSTEM_FOLDERS:
        return Reason.SYSTEM
    return Reason.HIDDEN if name.startswith(".") else None


def why_passed(name: str, *, beside_output: bool = False, parts: bool = False) -> Reason | None:
    """Why a file of this name is passed over; None for one that is taken.

    ``beside_output`` tells that its folder holds the output of a run, ``parts`` that the folder
    belongs to a saved web page.
    """
    lower = name.lower()
    path = PurePosixPath(lower)
    if beside_output and (name in _OUTPUT_NAMES or _KEPT_NAME.fullmatch(name)):
        return Reason.OUTPUT
    if lower in _SYSTEM_NAMES or lower.startswith(_LOCK_BEGINNINGS):
        return Reason.SYSTEM
    if name.startswith("."):
        return Reason.HIDDEN
    if path.stem == "readme" and path.suffix in _README_ENDINGS:
        return Reason.README
    kind = format_by_ending(name)
    if parts and kind in _PARTS_OF_PAGES:
        return Reason.PAGE_PART
    if kind is Format.JSON:
        # Its figures stand without their words: what they are of can only be guessed.
        return Reason.DATA
    return Reason.NO_DOCUMENT if kind in NO_DOCUMENTS else None


def pages_among(names: Iterable[str]) -> set[str]:
    """The names of the web pages among the files of a folder, without their endings."""
    return {PurePosixPath(name).stem for name in names if format_by_ending(name) is Format.HTML}


def is_parts_folder(name: str, pages: set[str]) -> bool:
    """Whether a folder holds the parts of one of the pages that are saved beside it."""
    return any(name.endswith(end) and name.removesuffix(end) in pages for end in _PARTS_FOLDERS)


def split_entries(paths: Sequence[str]) -> Iterator[tuple[str, PassedOver | None]]:
    """Each path of an archive with why it is passed over, None for those that are taken.

    A folder that is passed over is told once, for the first of its files.
    """
    split = {path: PurePosixPath(path.replace("\\", "/")).parts for path in paths}
    files: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for parts in split.values():
        if parts:
            files[parts[:-1]].add(parts[-1])
    pages = {folder: pages_among(names) for folder, names in files.items()}

    def in_parts(folder: tuple[str, ...]) -> bool:
        return any(is_parts_folder(n, pages.get(folder[:at], set())) for at, n in enumerate(folder))

    outputs = {folder for folder, names in files.items() if is_output_beside(names)}
    told: set[str] = set()
    for path, parts in split.items():
        if not parts:
            continue
        closed = next(
            ((n, r) for n, p in enumerate(parts[:-1], 1)
             if p != ".." and (r := why_folder_passed(p, beside_output=parts[: n - 1] in outputs))), None,
        )  # fmt: skip
        if closed is not None:
            shown = "/".join(parts[: closed[0]]) + "/"
            if shown not in told:
                told.add(shown)
                yield path, PassedOver(shown, closed[1])
            else:
                yield path, PassedOver("", closed[1])
            continue
        folder = parts[:-1]
        reason = why_passed(parts[-1], beside_output=folder in outputs, parts=in_parts(folder))
        yield path, PassedOver(path, reason) if reason else None
