"""Every pattern of the package, where it is made, what is asked of it and how long its texts are.

``python -m tests.pattern_census`` prints JSON: the patterns that were compiled while all modules
were imported and some documents were read, and the places in the code where patterns are made.
It runs in a process of its own, since patterns are compiled when a module is first imported.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1] / "thai_ita"
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
# A place that compiles a pattern for others: what calls it is the place that is told.
MAKERS = {"normalize/tone_tolerant.py"}
# A text of long runs, to see how long the texts are that patterns are given.
PUMPED = "\n".join(
    (unit * 400)[:1500] for unit in ("คะแนน ", "ตัวชี้วัดที่ 1 ", "ได้ ", "ปี 2567 ", "80.12 ", "มาตรการ ", "ก | ", "- ")
)


@dataclass
class Pattern:
    """A pattern as it was compiled; ``places`` are ``module:line``, ``asked`` are methods."""

    source: str | bytes
    flags: int
    places: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    longest: int = 0


class Watched:
    """Stands for a compiled pattern and notes what is asked of it."""

    def __init__(self, compiled: re.Pattern[Any], told: Pattern) -> None:
        self._compiled = compiled
        self._told = told

    @property
    def __class__(self) -> type:  # type: ignore[override]
        return re.Pattern

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        if name not in METHODS:
            return found
        self._told.asked.add(name)

        def asked(*given: Any, **named: Any) -> Any:
            replaces = name in ("sub", "subn")
            text = given[1] if replaces else given[0]
            begin, end = given[1:] if len(given) == 3 and not replaces else (0, len(text))
            self._told.longest = max(self._told.longest, end - begin)
            return found(*given, **named)

        return asked

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Watched) and self._compiled == other._compiled

    def __hash__(self) -> int:
        return hash(self._compiled)

    def __repr__(self) -> str:
        return repr(self._compiled)

    def __reduce__(self) -> Any:
        return re.compile, (self._compiled.pattern, self._compiled.flags)


def watch() -> dict[tuple[str | bytes, int], Pattern]:
    """Every pattern that the package compiles from now on, by its source and flags."""
    seen: dict[tuple[str | bytes, int], Pattern] = {}
    compiled_by: Callable[..., Any] = re._compile  # type: ignore[attr-defined]

    def compiled(pattern: Any, flags: int) -> Any:
        if isinstance(pattern, Watched):
            return pattern
        made = compiled_by(pattern, flags)
        place = _place()
        if place is None:
            return made
        told = seen.setdefault((made.pattern, made.flags), Pattern(made.pattern, made.flags))
        told.places.add(place)
        return Watched(made, told)

    re._compile = compiled  # type: ignore[attr-defined]
    return seen


def _place() -> str | None:
    """Module and line of the package that asked for a pattern; None for other packages."""
    frame: FrameType | None = sys._getframe(2)
    by = ""
    while frame and Path(frame.f_code.co_filename).parent.name == "re":
        frame, by = frame.f_back, frame.f_code.co_name
    while frame:
        path = Path(frame.f_code.co_filename)
        if not path.is_relative_to(PACKAGE):
            return None
        name = path.relative_to(PACKAGE).as_posix()
        if name not in MAKERS or by != "compile":
            return f"{name}:{frame.f_lineno}"
        frame = frame.f_back
    return None


@dataclass(frozen=True)
class Place:
    """A call in the code that makes a pattern, the name it gets and the expression itself."""

    place: str
    asked: str
    name: str
    expression: str
    flags: str

    @property
    def module(self) -> str:
        return self.place.partition(":")[0]


def places() -> Iterator[Place]:
    """Every call of ``re.compile``, ``re.sub`` and the like, and of ``lenient``."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        if module in MAKERS:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        named = {id(call): name for call, name in _named_values(tree)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called not in ("compile_tone_tolerant", "re.compile", *(f"re.{m}" for m in METHODS)):
                continue
            n_before = {"re.sub": 3, "re.subn": 3}.get(
                called, 1 if called in ("re.compile", "compile_tone_tolerant") else 2
            )
            flags = [ast.unparse(k.value) for k in node.keywords if k.arg == "flags"]
            flags += [ast.unparse(a) for a in node.args[n_before:] if called != "re.split"]
            yield Place(
                f"{module}:{node.lineno}",
                called.rpartition(".")[2],
                named.get(id(node), ""),
                ast.unparse(node),
                flags[0] if flags else "0",
            )


def _named_values(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every call and the name of what it stands in: a function, or a value of the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from ((each, node.name) for each in ast.walk(node) if isinstance(each, ast.Call))
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            name, value = node.target.id, node.value
        else:
            continue
        yield from ((each, name) for each in ast.walk(value) if isinstance(each, ast.Call))


def asked_by_name() -> dict[str, set[str]]:
    """What the code asks of each name: ``{"parse/x.py:_NAME": {"search"}}``, ``?`` where unknown.

    A name that is handed on, put in a list or imported elsewhere is asked anything.
    """
    asked: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        origin: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("thai_ita"):
                home = "/".join(node.module.split(".")[1:])  # type: ignore[union-attr]
                for alias in node.names:
                    origin[alias.asname or alias.name] = f"{home}.py:{alias.name}"
        owner = {id(n.value): n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                full = origin.get(node.id, f"{module}:{node.id}")
                method = owner.get(id(node), "?")
                if method not in ("pattern", "groups", "groupindex", "flags"):
                    asked.setdefault(full, set()).add(method if method in METHODS else "?")
    return asked


def import_all() -> None:
    """Imports every module of the package whose needs are met."""
    package = importlib.import_module("thai_ita")
    for module in pkgutil.walk_packages(package.__path__, "thai_ita."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def read_documents(folder: Path) -> None:
    """Reads what compiles patterns only when they are needed."""
    from tests import recognised_documents, test_flattened
    from tests.kinds_of_files import write_every_kind
    from tests.layouts.inline import ANALYSIS, report
    from tests.test_garbled import TEXT
    from thai_ita.batch.options import RunOptions
    from thai_ita.batch.run import run_batch
    from thai_ita.ingest.pdf.properties import _entry
    from thai_ita.ingest.scan.vocabulary import closed_words
    from thai_ita.normalize.garbled import READINGS, ungarble

    write_every_kind(folder / "in")
    run_batch([folder / "in"], folder / "out", RunOptions(jobs=0, libreoffice="off", ocr="off"))
    for text in _texts_of(test_flattened):
        report(test_flattened.OWN + text)
        report(f"{test_flattened.TITLE}\n{text}")
    report(ANALYSIS + "<div>\n<p>ผล</p>\n</div>\n" + PUMPED)
    for reading in READINGS:
        for data in (TEXT.encode(), TEXT.encode("cp874", "ignore")):
            once = reading.decode(data)
            ungarble(once)
            ungarble(reading.decode(once.encode()))
    for text in ("คะแนนรวม 8o.12 คะแนน", "ได้ 85 .19 คะแนน และ IIT 90.20"):
        recognised_documents.read(recognised_documents.document(text, recognised_documents.summary()))
    _entry("<dc:title>ก</dc:title>", "dc:title")
    _entry('pdf:title="ก"', "pdf:title")
    assert closed_words()


def _texts_of(module: Any) -> Iterator[str]:
    """The texts that the tests of a module are given."""
    for test in vars(module).values():
        for mark in getattr(test, "pytestmark", ()):
            for values in mark.args[1] if mark.name == "parametrize" else ():
                yield from (v for v in (values if isinstance(values, tuple) else (values,)) if isinstance(v, str))


def main() -> None:
    """Prints what was found, as JSON."""
    seen = watch()
    import_all()
    with tempfile.TemporaryDirectory() as folder:
        read_documents(Path(folder))
    every = list(places())
    known = {place for told in seen.values() for place in told.places}
    samples = made_by_hand()
    for each in every:
        if each.place not in known:
            for pattern, flags in samples.get(f"{each.module}:{each.name}") or _without_locals(each):
                _compile_at(each, pattern, flags)
    print(
        json.dumps(
            {
                "patterns": [_as_json(told) for told in seen.values()],
                "places": [asdict(each) for each in every],
                "asked": {name: sorted(asked) for name, asked in asked_by_name().items()},
            }
        )
    )


def _as_json(told: Pattern) -> dict[str, object]:
    source = told.source if isinstance(told.source, str) else told.source.decode("latin-1")
    return {
        "source": source, "bytes": isinstance(told.source, bytes), "flags": told.flags,
        "places": sorted(told.places), "asked": sorted(told.asked), "longest": told.longest,
    }  # fmt: skip


def made_by_hand() -> dict[str, list[tuple[str, int]]]:
    """Patterns of places that only a scan or the command line leads to: ``module:function``."""
    from fnmatch import translate

    from thai_ita.normalize.closed_words import closed_words
    from thai_ita.parse.tables.flattened import _RUN_ROW

    return {
        "batch/folders.py:_named": [(translate("*ก*ข?.pdf"), 0)],
        "ingest/scan/vocabulary.py:with_closed_words": [(n.words, 0) for n in closed_words().numbers],
        "parse/recognised_mentions.py:letter_places": [("(?=กขค)", 0)],
        "parse/tables/flattened.py:_rows_by_sums": [(_RUN_ROW.format(n), 0) for n in (1, 3)],
    }


def _without_locals(place: Place) -> list[tuple[Any, int]]:
    """The pattern of a place, where it is made of what the module has; else none."""
    module = importlib.import_module(f"thai_ita.{place.module.removesuffix('.py').replace('/', '.')}")
    call = ast.parse(place.expression, mode="eval").body
    assert isinstance(call, ast.Call)
    try:
        pattern = eval(ast.unparse(call.args[0]), dict(vars(module)))
        return [(pattern, eval(place.flags, {**vars(module), "re": re}))]
    except NameError:
        return []


def _compile_at(place: Place, pattern: Any, flags: int) -> None:
    """Compiles a pattern as if the line of the place did."""
    code = "\n" * (int(place.place.partition(":")[2]) - 1) + "maker(pattern, flags)"
    maker: Callable[..., Any] = re.compile
    if place.asked == "compile_tone_tolerant":
        maker = importlib.import_module("thai_ita.normalize.tone_tolerant").compile_tone_tolerant
    exec(compile(code, str(PACKAGE / place.module), "exec"), {"maker": maker, "pattern": pattern, "flags": flags})


if __name__ == "__main__":
    main()
