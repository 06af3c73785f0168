"""Which files a run reads: files, folders, globs, zip archives, and CSV lists of paths."""

from __future__ import annotations

import csv
import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from thai_ita.batch.archives import MEMBER_MARK, ArchiveError, list_members
from thai_ita.batch.options import RunOptions
from thai_ita.batch.task import NO_HINTS, Hints

KNOWN_ENDINGS = frozenset(
    {".txt", ".md", ".markdown", ".tsv", ".text", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".xlsx", ".csv"}
)
ARCHIVE_ENDINGS = frozenset({".zip"})
LIST_ENDINGS = frozenset({".csv"})
PATH_COLUMN = "path"
NO_OPTIONS = RunOptions()
_GLOB_SIGNS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read. ``name`` is its path as shown in the tables.

    For an entry of a zip archive ``member`` is its index, ``mark`` what tells its content apart.
    """

    name: str
    file: Path
    member: int | None = None
    mark: str = ""
    hints: Hints = NO_HINTS


@dataclass(slots=True)
class Inputs:
    """The files to read, in order and each once, and what was wrong with the rest.

    ``problems`` are whole sentences that name the input.
    """

    files: list[InputFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def collect_inputs(
    paths: Iterable[Path], *, leave_out: Path | None = None, options: RunOptions = NO_OPTIONS
) -> Inputs:
    """The files to read for the inputs of a command line.

    A file that is named is always taken, whatever its ending; so is a path that does not exist,
    for the reader to say so. A folder gives every file of a known ending and every zip archive
    under it, sorted, but for hidden files, README files and the lock files that office programs
    leave behind. A path that does not exist and holds ``*``, ``?`` or ``[`` is a pattern (``**``
    for any folders). A CSV file that is named and has a column ``path`` is a list of inputs; its
    columns ``agency`` (with ``district``, ``province``) and ``fiscal_year`` are hints. Nothing
    under ``leave_out`` (the output folder) is taken from a folder. Patterns of ``include`` and
    ``exclude`` are matched against the name of a file and against its path as shown.
    """
    return _Collector(options, leave_out).collect(paths)


class _Collector:
    def __init__(self, options: RunOptions, leave_out: Path | None) -> None:
        self.options = options
        self.excluded = leave_out.resolve() if leave_out is not None else None
        self.inputs = Inputs()
        self._seen: set[tuple[str, int | None]] = set()

    def collect(self, paths: Iterable[Path]) -> Inputs:
        for path in paths:
            for single in _expanded(path):
                self._input(single)
        return self.inputs

    def _input(self, path: Path) -> None:
        if path.is_dir():
            problems = len(self.inputs.problems)
            found = False
            for file in self._under(path):
                found = True
                self._file(file, NO_HINTS)
            if not found and len(self.inputs.problems) == problems:
                known = " ".join(sorted(KNOWN_ENDINGS | ARCHIVE_ENDINGS))
                problem = f"{path}: no report in this folder (looked for {known})"
                self.inputs.problems.append(problem)
        elif path.suffix.lower() in LIST_ENDINGS and (rows := _list_rows(path)) is not None:
            self._list(path, rows)
        else:
            self._file(path, NO_HINTS)

    def _list(self, path: Path, rows: Iterable[tuple[int, dict[str, str]]]) -> None:
        for line, row in rows:
            listed = row.get(PATH_COLUMN, "").strip()
            if not listed:
                continue
            try:
                hints = _hints_of(row)
            except ValueError as error:
                self.inputs.problems.append(f"{path}: line {line}: {error}; the hint is not used")
                hints = Hints(row.get("agency", "").strip())
            target = Path(listed)
            if not target.is_absolute() and (path.parent / target).exists():
                target = path.parent / target
            self._file(target, hints)

    def _file(self, path: Path, hints: Hints) -> None:
        archive, _, member = str(path).partition(MEMBER_MARK)
        if member and not path.exists():
            self._archive(Path(archive), hints, only=member)
        elif path.suffix.lower() in ARCHIVE_ENDINGS and path.is_file():
            self._archive(path, hints)
        else:
            self._add(InputFile(str(path), path, hints=hints))

    def _archive(self, path: Path, hints: Hints, only: str = "") -> None:
        def wanted(name: str) -> bool:
            parts = PurePosixPath(name.replace("\\", "/")).parts
            if only:
                return name == only
            hidden = any((p.startswith(".") and p != "..") or p == "__MACOSX" for p in parts)
            return bool(parts) and not hidden and _looks_like_report(parts[-1])

        try:
            members, refused = list_members(path, self.options, wanted)
        except ArchiveError as error:
            self.inputs.problems.append(f"{path}: {error.message}")
            return
        self.inputs.problems += [f"{path}{MEMBER_MARK}{line}" for line in refused]
        if not members and not refused:
            what = f"no entry {only}" if only else "no report in this archive"
            self.inputs.problems.append(f"{path}: {what}")
        for member in members:
            mark = f"{member.crc:08x}:{member.size}"
            name = f"{path}{MEMBER_MARK}{member.name}"
            self._add(InputFile(name, path, member.index, mark, hints))

    def _add(self, file: InputFile) -> None:
        identity = (os.path.realpath(file.file), file.member)
        if identity in self._seen:
            return
        self._seen.add(identity)
        if self._passes(file.name):
            self.inputs.files.append(file)

    def _passes(self, name: str) -> bool:
        shown = name.replace(os.sep, "/")
        last = shown.rpartition("/")[2]

        def fits(pattern: str) -> bool:
            return fnmatchcase(last, pattern) or fnmatchcase(shown, pattern)

        include, exclude = self.options.include, self.options.exclude
        return (not include or any(map(fits, include))) and not any(map(fits, exclude))

    def _under(self, folder: Path) -> Iterator[Path]:
        """The files under a folder; a folder that cannot be opened is a problem."""

        def note(error: OSError) -> None:
            self.inputs.problems.append(
                f"{error.filename}: cannot open this folder ({error.strerror})"
            )

        for root, folders, names in os.walk(folder, onerror=note):
            # Sorting in place also sets the order in which os.walk goes down.
            folders[:] = sorted(n for n in folders if not n.startswith("."))
            if self.excluded is not None:
                folders[:] = [n for n in folders if Path(root, n).resolve() != self.excluded]
            for name in sorted(names):
                if _looks_like_report(name) or _looks_like_archive(name):
                    yield Path(root, name)


def _expanded(path: Path) -> list[Path]:
    """The paths that a pattern fits, sorted; the path itself where it is none or fits nothing."""
    if not _GLOB_SIGNS & set(str(path)) or path.exists():
        return [path]
    return [Path(found) for found in sorted(glob.glob(str(path), recursive=True))] or [path]


def _list_rows(path: Path) -> list[tuple[int, dict[str, str]]] | None:
    """Line numbers and rows of a list of paths; None for a CSV file that is no such list."""
    from thai_ita.ingest.decode import decode
    from thai_ita.ingest.errors import IngestError

    try:
        text, _, _ = decode(path.read_bytes(), str(path))
        reader = csv.DictReader(text.lstrip("\ufeff").splitlines())
        names = [name.strip().lower() for name in reader.fieldnames or ()]
        if PATH_COLUMN not in names:
            return None
        reader.fieldnames = names
        return [
            (reader.line_num, {k: v or "" for k, v in row.items() if isinstance(k, str)})
            for row in reader
        ]
    except (OSError, IngestError, csv.Error):
        return None


def _hints_of(row: dict[str, str]) -> Hints:
    from thai_ita.batch.hints import year_of_hint

    parts = [row.get("agency", "").strip()]
    if parts[0]:
        for name, prefix in (("district", "อำเภอ"), ("province", "จังหวัด")):
            if value := row.get(name, "").strip():
                parts.append(value if value.startswith(prefix) else prefix + value)
    return Hints(" ".join(filter(None, parts)), year_of_hint(row.get("fiscal_year", "")))


def _looks_like_report(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        path.suffix.lower() in KNOWN_ENDINGS
        and not name.startswith((".", "~$"))
        and path.stem.upper() != "README"
    )


def _looks_like_archive(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in ARCHIVE_ENDINGS and not name.startswith(".")
