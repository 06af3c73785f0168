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
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1] / "thai_ita"
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
# A place that compiles a pattern for others: what calls it is the place that is told.
MAKERS = {"normalize/lenient.py"}
# Modules that compile what they are given need not show all of it: the longest tell enough.
MOST_OF_A_PLACE = 12


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
            text = given[1] if name in ("sub", "subn") else given[0]
            begin, end = (given[1:3] + (0, len(text)))[:2] if len(given) == 3 and name not in ("sub", "subn") else (0, len(text))
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
    frame = sys._getframe(2)
    while frame and Path(frame.f_code.co_filename).parent.name == "re":
        frame = frame.f_back
    while frame:
        path = Path(frame.f_code.co_filename)
        if not path.is_relative_to(PACKAGE):
            return None
        name = path.relative_to(PACKAGE).as_posix()
        if name not in MAKERS:
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


def places() -> Iterator[Place]:
    """Every call of ``re.compile``, ``re.sub`` and the like, and of ``lenient``."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        if module in MAKERS:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        named = {id(v): n for v, n in _named_values(tree)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called not in ("lenient", "re.compile", *(f"re.{m}" for m in METHODS)):
                continue
            n_before = {"re.sub": 3, "re.subn": 3}.get(called, 1 if called in ("re.compile", "lenient") else 2)
            flags = [ast.unparse(k.value) for k in node.keywords if k.arg == "flags"]
            flags += [ast.unparse(a) for a in node.args[n_before:] if called != "re.split"]
            yield Place(
                f"{module}:{node.lineno}",
                called.rpartition(".")[2],
                named.get(id(node), ""),
                ast.unparse(node),
                flags[0] if flags else "0",
            )


def _named_values(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.value, node.targets[0].id
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.value, node.target.id


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
    from tests.kinds_of_files import write_every_kind
    from thai_ita.batch.options import RunOptions
    from thai_ita.batch.run import run_batch

    write_every_kind(folder / "in")
    run_batch([folder / "in"], folder / "out", RunOptions(jobs=0, libreoffice="off", ocr="off"))


def main() -> None:
    seen = watch()
    import_all()
    with tempfile.TemporaryDirectory() as folder:
        read_documents(Path(folder))
    known = {place for told in seen.values() for place in told.places}
    all_places = list(places())
    for each in all_places:
        if each.place not in known and each.asked:
            module = importlib.import_module("thai_ita." + each.place.partition(".py")[0].replace("/", ".").removesuffix(".__init__"))
            _compile_alone(each, vars(module))
    print(json.dumps({
        "patterns": [
            {**asdict(told), "source": told.source if isinstance(told.source, str) else told.source.decode("latin-1"),
             "bytes": isinstance(told.source, bytes), "places": sorted(told.places), "asked": sorted(told.asked)}
            for told in seen.values()
        ],
        "places": [asdict(each) for each in all_places],
        "asked": {name: sorted(asked) for name, asked in asked_by_name().items()},
    }, ensure_ascii=False))


def _compile_alone(place: Place, names: dict[str, Any]) -> None:
    """Compiles the pattern of a place that no document came to, where it needs nothing local."""
    call = ast.parse(place.expression, mode="eval").body
    assert isinstance(call, ast.Call)
    try:
        pattern = eval(ast.unparse(call.args[0]), dict(names))  # noqa: S307
        flags = eval(place.flags, {**names, "re": re})  # noqa: S307
    except NameError:
        return
    code = "\n" * (int(place.place.partition(":")[2]) - 1) + "made = maker(pattern, flags)"
    maker = names["lenient"] if place.asked == "lenient" else re.compile
    exec(compile(code, str(PACKAGE / place.place.partition(":")[0]), "exec"), {"maker": maker, "pattern": pattern, "flags": flags})  # noqa: S102


if __name__ == "__main__":
    main()
