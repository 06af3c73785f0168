"""Which files a run reads: files, folders, patterns, and CSV lists of paths.

Nothing but lists is opened here: what a file holds its reader says.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from stat import S_ISLNK
from urllib.parse import unquote, urlsplit

from thai_ita.batch.archives import MEMBER_MARK
from thai_ita.batch.folders import GLOB_SIGNS, matching, walk
from thai_ita.batch.input_lists import ListRow, list_rows
from thai_ita.batch.options import RunOptions
from thai_ita.batch.passing import (
    PassedOver,
    Reason,
    is_output_beside,
    is_parts_folder,
    pages_among,
    why_folder_passed,
    why_passed,
)
from thai_ita.batch.task import NO_HINTS, Hints
from thai_ita.ingest.formats import CONTAINERS, format_by_ending
from thai_ita.regular_files import is_special

LIST_ENDINGS = frozenset({".csv", ".tsv"})
STDIN, STDIN_NAME = "-", "stdin"
NO_OPTIONS = RunOptions()
_ADDRESS = re.compile(r"(?i)(?:https?|ftps?|s3|gs|sftp):/+\S")
_QUOTES = "\"'“”‘’"


@dataclass(slots=True)
class Asked:
    """What is asked for of a file that holds others: it ``whole``, or the files ``inner`` alone."""

    hints: Hints = NO_HINTS
    whole: bool = False
    inner: dict[str, Asked] = field(default_factory=dict)

    def add(self, names: list[str], hints: Hints) -> None:
        """Ask for the file that these names lead to; what was asked for first has the say."""
        if names:
            self.inner.setdefault(names[0], Asked()).add(names[1:], hints)
        elif not self.whole:
            self.whole, self.hints = True, hints


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read. ``name`` is its path as shown in the tables, ``path`` the one to open.

    ``within`` are the indices that lead to a file inside that, from the outermost. ``asked`` names
    the files of it that are wanted, None for all.
    """

    name: str
    path: str
    hints: Hints = NO_HINTS
    within: tuple[int, ...] = ()
    asked: Asked | None = None

    @property
    def file(self) -> Path:
        return Path(self.path)


@dataclass(slots=True)
class Inputs:
    """The files to read, in order and each once, what is passed over, and what was wrong.

    What was given is in one of the three: ``problems`` are whole sentences that name the input.
    ``addresses`` are inputs that lie elsewhere and would have to be fetched.
    """

    files: list[InputFile] = field(default_factory=list)
    passed: list[PassedOver] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


def collect_inputs(
    paths: Iterable[Path],
    *,
    leave_out: Path | None = None,
    options: RunOptions = NO_OPTIONS,
    stdin: Path | None = None,
) -> Inputs:
    """The files to read for the inputs of a command line.

    A file that is named is always taken, whatever it is; so is a path that does not exist, for the
    reader to say so. A folder gives every file under it, sorted, but for those that ``passing``
    names with the reason. A path that does not exist and holds ``*``, ``?`` or ``[`` is a pattern
    (``**`` for any folders). A CSV file that is named and has a column ``path`` is a list of
    inputs; its columns ``agency`` (with ``district``, ``province``) and ``fiscal_year`` are hints.
    Nothing under ``leave_out`` (the output folder) is taken from a folder. Patterns of ``include``
    and ``exclude`` are matched against the name of a file and against its path as shown. ``-`` is
    the file ``stdin``, into which the caller has written standard input.
    """
    return _Collector(options, leave_out, stdin).collect(paths)


class _Collector:
    def __init__(self, options: RunOptions, leave_out: Path | None, stdin: Path | None) -> None:
        self.options = options
        self.excluded = _identity(leave_out) if leave_out is not None else None
        self.stdin = stdin
        self.inputs = Inputs()
        # What was taken, by a digest of its real path.
        self._seen: set[bytes] = set()
        # The names under which files are told, from the first that leads to one of them again.
        self._told: set[str] | None = None
        # The files of which single ones inside are asked for, by the same.
        self._asked: dict[bytes, Asked] = {}

    def collect(self, paths: Iterable[Path]) -> Inputs:
        for path in paths:
            if str(path) == STDIN and self.stdin is not None:
                self._add(InputFile(STDIN_NAME, str(self.stdin)))
                continue
            for single in self._expanded(meant_path(path)):
                self._input(single)
        return self.inputs

    def _expanded(self, path: Path) -> Iterable[Path]:
        """The paths that a pattern fits, sorted; the path itself where it is none or fits nothing."""
        if not GLOB_SIGNS & set(str(path)) or os.path.exists(path):
            return [path]
        links: list[str] = []
        found = sorted(matching(str(path), links))
        self.inputs.passed += [PassedOver(f"{link}{os.sep}", Reason.FOLDER_LINK) for link in links]
        return map(Path, found) if found else [path]

    def _input(self, path: Path) -> None:
        if path.suffix.lower() in LIST_ENDINGS and (rows := list_rows(path)) is not None:
            self._list(path, rows)
        else:
            self._path(path, NO_HINTS)

    def _list(self, path: Path, rows: Iterable[ListRow]) -> None:
        for row in rows:
            if row.problem:
                self.inputs.problems.append(f"{path}: line {row.line}: {row.problem}")
            if not row.path:
                continue
            target = Path(row.path)
            if not target.is_absolute() and os.path.exists(path.parent / target):
                target = path.parent / target
            self._path(meant_path(target), row.hints)

    def _path(self, path: Path, hints: Hints) -> None:
        """A path as it was given, without patterns: a folder, an archive, one of its entries, a
        file, or what is none of these."""
        if "\0" in str(path):
            # As ``file:%00`` gives it.
            self.inputs.problems.append(f"{path}: no path has a NUL in it; check this input")
        elif os.path.isdir(path):
            self._folder(path, hints)
        elif not os.path.exists(path) and (address := _address(path)):
            self.inputs.addresses.append(address)
            self.inputs.problems.append(
                f"{address}: is a web address; thai-ita fetches nothing: download the file and give its path"
            )
        else:
            self._file(path, hints)

    def _folder(self, path: Path, hints: Hints) -> None:
        problems = len(self.inputs.problems)
        found = False
        for file in self._under(path):
            found = True
            self._file(file, hints)
        if not found and len(self.inputs.problems) == problems:
            problem = f"{path}: no report in this folder, nor any file that could be one"
            self.inputs.problems.append(problem)

    def _file(self, path: Path, hints: Hints) -> None:
        shown = str(path)
        outer, mark, inner = shown.partition(MEMBER_MARK)
        if mark and inner and not os.path.exists(path):
            self._add(InputFile(outer, outer), inner.split(MEMBER_MARK), hints)
        else:
            self._add(InputFile(shown, shown, hints))

    def _add(self, file: InputFile, inner: Sequence[str] = (), hints: Hints = NO_HINTS) -> None:
        """Take a file, or of one that holds others those that ``inner`` leads to."""
        identity = _digest(os.path.realpath(file.path))
        if (asked := self._asked.get(identity)) is not None:
            asked.add(list(inner), hints if inner else file.hints)
            return
        if identity in self._seen:
            self._again(file.name)
            return
        self._seen.add(identity)
        if inner:
            asked = self._asked[identity] = Asked()
            asked.add(list(inner), hints)
            file = replace(file, asked=asked)
        if self._told is not None:
            self._told.add(file.name)
        if fits_patterns(file.name, self.options):
            self.inputs.files.append(file)
        else:
            self.inputs.passed.append(PassedOver(file.name, Reason.PATTERN))

    def _again(self, name: str) -> None:
        """Tell of another name of a file that is an input; not of the same name given twice."""
        if self._told is None:
            self._told = {file.name for file in self.inputs.files}
            self._told.update(each.path for each in self.inputs.passed)
        if name not in self._told:
            self._told.add(name)
            self.inputs.passed.append(PassedOver(name, Reason.SAME_FILE))

    def _under(self, folder: Path) -> Iterator[Path]:
        """The files to read under a folder; a folder that cannot be opened is a problem."""

        def note(error: OSError) -> None:
            self.inputs.problems.append(f"{error.filename}: cannot open this folder ({error.strerror})")

        parts: set[str] = set()
        for root, folders, names in walk(str(folder), note):
            # Changed in place, which sets where the walk goes on.
            output = is_output_beside(names)
            folders[:] = sorted(n for n in folders if self._enters(Path(root, n), output))
            inside_parts = root in parts
            pages = pages_among(names)
            parts.update(os.path.join(root, n) for n in folders if inside_parts or is_parts_folder(n, pages))
            for name in sorted(names):
                path = Path(root, name)
                reason = why_passed(name, beside_output=output, parts=inside_parts)
                if reason is None and is_special(path):
                    reason = Reason.SPECIAL
                if reason is None:
                    yield path
                else:
                    self.inputs.passed.append(PassedOver(str(path), reason))

    def _enters(self, folder: Path, beside_output: bool) -> bool:
        reason = why_folder_passed(folder.name, beside_output=beside_output)
        try:
            status = os.lstat(folder)
        except OSError:
            # The walk will say why it cannot be opened: its path may be too long.
            return True
        if reason is None and S_ISLNK(status.st_mode):
            reason = Reason.FOLDER_LINK
        if (status.st_dev, status.st_ino) == self.excluded:
            reason = Reason.OUTPUT
        if reason is not None:
            self.inputs.passed.append(PassedOver(f"{folder}{os.sep}", reason))
        return reason is None


def fits_patterns(name: str, options: RunOptions) -> bool:
    """Whether ``include`` and ``exclude`` let a path as shown pass.

    ``include`` asks for reports; an archive is none and is opened for those in it.
    """
    shown = name.replace(os.sep, "/")
    last = shown.rpartition("/")[2]

    def fits(pattern: str) -> bool:
        return fnmatchcase(last, pattern) or fnmatchcase(shown, pattern)

    wanted = not options.include or any(map(fits, options.include))
    wanted = wanted or format_by_ending(last) in CONTAINERS
    return wanted and not any(map(fits, options.exclude))


def meant_path(path: Path) -> Path:
    """The path that was meant by one that is not there: a file's address, or a path with the quotes
    and blanks that dragging it into a terminal or a sheet leaves around it."""
    if os.path.lexists(path):
        return path
    text = str(path).strip()
    if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    if text.lower().startswith("file:"):
        # A Path has made one slash of several.
        text = unquote(urlsplit(re.sub("(?i)^file:/*(localhost/)?", "file:///", text)).path)
        if re.match("/[A-Za-z]:", text) and sys.platform == "win32":
            text = text[1:]
    meant = Path(text).expanduser() if text.startswith("~") else Path(text)
    return meant if text else path


def _address(path: Path) -> str:
    """The web address that a path is, as it was given; "" for none."""
    text = str(path)
    if not _ADDRESS.match(text):
        return ""
    scheme, _, rest = text.partition(":")
    return f"{scheme}://{rest.lstrip('/')}"


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from any other, also under another name; None where it is not there."""
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _digest(path: str) -> bytes:
    return hashlib.blake2b(os.fsencode(path), digest_size=12).digest()
