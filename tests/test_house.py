"""The rules of the house that a reader of the tree relies on."""

from __future__ import annotations

import ast
import importlib.util
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import thai_ita
from tests.conftest import ROOT
from thai_ita.cli import app
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.exitcodes import ExitCode
from thai_ita.parse.rules import all_rules

PACKAGE = ROOT / "thai_ita"
MODULES = sorted(PACKAGE.rglob("*.py"))
FLOORS = {
    "model": 0,
    "columns": 0,
    "choices": 0,
    "exitcodes": 0,
    "atomic_files": 0,
    "process_environment": 0,
    "machine": 0,
    "streams": 0,
    "visible": 0,
    "regular_files": 0,
    "side_files": 0,
    "output_folder": 0,
    "extras": 0,
    "stored": 0,
    "console": 1,
    "visible_console": 1,
    "word_wrap": 1,
    "normalize": 1,
    "ingest": 2,
    "parse": 3,
    "analyze": 4,
    "messages": 0,
    "command_group": 2,
    "export": 5,
    "batch": 5,
    "pictures": 5,
    "corrections": 5,
    "web": 1,
    "review": 6,
    "profiles": 6,
    "present": 6,
    "present_answer": 6,
    "progress": 6,
    "commands_agencies": 7,
    "commands_analyze": 7,
    "commands_corrections": 7,
    "commands_review": 7,
    "commands_profile": 7,
    "commands_problems": 7,
    "cli": 7,
    "__main__": 8,
}
LONGEST_MODULE = 500
LONGEST_FUNCTION = 80
SKIPPED_FOLDERS = {".git", ".venv", "out", "build", "dist"}
TEXT_ENDINGS = {".py", ".md", ".toml", ".json", ".txt", ".html", ".cff", ".svg", ".lock", ".yml"}


def project_files() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(p.endswith(("_cache", ".egg-info")) or p == "__pycache__" for p in parts)
        if path.is_file() and not hidden and parts[0] not in SKIPPED_FOLDERS:
            yield path


def imported_rooms(path: Path) -> Iterator[str]:
    """The first part below ``thai_ita`` of every import, wherever in the module it stands."""
    folder = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = folder[: len(folder) + 1 - node.level] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        for name in names:
            first, _, rest = name.partition(".")
            room = rest.partition(".")[0]
            if first == "thai_ita" and room in FLOORS:
                yield room


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_point_down(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room == "__init__":
        return
    if room == "data":
        assert path.stat().st_size == 0, "data is data"
        return
    assert room in FLOORS, f"give {room} a floor"
    for other in imported_rooms(path):
        assert FLOORS[other] <= FLOORS[room], f"{room} imports {other}, which stands above it"


# What stands in parse/, from the ground up; a part may use those on its own floor and below.
PARSE_FLOORS = {
    "rules": 0,
    "text": 1,
    "tables": 1,
    "figures": 1,
    "scores": 2,
    "measures": 2,
    "findings": 3,
    "outside_text": 1,
    "reporting_agency": 2,
    "identity": 2,
    "document_type": 3,
    "recognised_years": 2,
    "recognised_ranges": 2,
    "document_texts": 1,
    "recognised_mentions": 1,
    "recognised_places": 2,
    "recognised_names": 2,
    "owner_codes": 2,
    "report": 4,
}


# The same for ingest/pdf/: what a reader gives; its text; its tables; its pages; who reads them.
PDF_FLOORS = {
    "reader": 0,
    "text": 1,
    "tables": 2,
    "page_rotation": 3,
    "shown_values": 3,
    "parts": 3,
    "page_builder": 4,
    "printed_headings": 5,
    "wide_sheets": 5,
    "readers": 6,
    "properties": 7,
    "attachments": 7,
    "read_pages": 8,
}


def imported_modules(path: Path) -> set[str]:
    """Full names of the package's modules that a module imports, in functions and for types as well."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            names = {alias.name: f"{base}.{alias.name}" for alias in node.names}
            found |= {whole if _module_path(whole) else base for whole in names.values()}
    return {name for name in found if name.partition(".")[0] == "thai_ita"}


def _module_path(name: str) -> Path | None:
    place = ROOT.joinpath(*name.split("."))
    if place.with_suffix(".py").exists():
        return place.with_suffix(".py")
    return place / "__init__.py" if (place / "__init__.py").exists() else None


@pytest.mark.parametrize(("room", "floors"), [("parse", PARSE_FLOORS), ("ingest/pdf", PDF_FLOORS)])
def test_parts_of_a_room_stand_on_their_floors(room: str, floors: dict[str, int]) -> None:
    above = f"thai_ita.{room.replace('/', '.')}."
    for path in sorted((PACKAGE / room).rglob("*.py")):
        part = path.relative_to(PACKAGE / room).parts[0].removesuffix(".py")
        if part == "__init__":
            continue
        for name in imported_modules(path):
            if name.startswith(above):
                other = name.removeprefix(above).split(".")[0]
                assert floors[other] <= floors[part], f"{path.name} imports {name}"


# Imports that close a circle and are known: inside a function, or for types alone.
CLOSING = {
    # A report shows itself in a notebook.
    ("model/report", "model/report_html"),
    # The seam, which needs no recogniser, and what finds lines by it.
    ("ingest/scan/page_layout", "ingest/scan/finding"),
    # All modules of the room are imported to know every rule.
    ("parse/rules", "parse/__init__"),
    # Rules are written for what they are asked of.
    ("parse/scores/column_rules", "parse/scores/score_columns"),
    ("parse/scores/instrument_rows", "parse/scores/score_rows"),
    ("parse/scores/table_rules", "parse/scores/score_tables"),
}


def test_no_modules_import_one_another_in_a_circle() -> None:
    def short(path: Path) -> str:
        return path.relative_to(PACKAGE).with_suffix("").as_posix()

    imports = {
        path: {p for name in imported_modules(path) if (p := _module_path(name)) and p != path} for path in MODULES
    }
    closing = {(short(a), short(b)) for a, others in imports.items() for b in others} & CLOSING
    assert closing == CLOSING, "no longer imported"
    # Of the root only the version is imported, which the test below sees to.
    root = PACKAGE / "__init__.py"
    down = {
        a: {b for b in others if b != root and (short(a), short(b)) not in CLOSING} for a, others in imports.items()
    }
    done: set[Path] = set()

    def visit(path: Path, above: tuple[Path, ...]) -> None:
        assert path not in above, " -> ".join(map(short, (*above[above.index(path) :], path)))
        if path not in done:
            for other in sorted(down.get(path, ())):
                visit(other, (*above, path))
            done.add(path)

    for path in MODULES:
        visit(path, ())


def test_rooms_within_a_room_import_one_another_in_no_circle() -> None:
    """Neither two folders, nor a folder and a module beside it."""
    arrows: dict[tuple[str, str], str] = {}
    for path in MODULES:
        for name in imported_modules(path):
            other = _module_path(name)
            if other is None or path.name == "__init__.py" or other.name == "__init__.py":
                continue
            one, two = path.relative_to(PACKAGE).parts, other.relative_to(PACKAGE).parts
            same = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), 0)
            # Of two modules beside one another the test above speaks.
            if same and max(len(one), len(two)) > same + 1:
                arrows["/".join(one[: same + 1]), "/".join(two[: same + 1])] = f"{path.name} imports {name}"
    for (one, two), first in arrows.items():
        assert (two, one) not in arrows, f"{first}; {arrows[two, one]}"


def test_nothing_but_the_version_is_imported_from_the_root() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "thai_ita" and not node.level:
                names = {alias.name for alias in node.names if not _module_path(f"thai_ita.{alias.name}")}
                assert names <= {"__version__"}, f"{path.name} imports {names} from the root"
            elif isinstance(node, ast.Import):
                assert "thai_ita" not in {alias.name for alias in node.names}, f"{path.name} imports the root"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_modules_and_functions_stay_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert path.stem not in {"utils", "helpers", "misc", "common"}
    assert text.count("\n") <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_module_says_what_it_is(path: Path) -> None:
    if path.read_text("utf-8").strip():
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), "no docstring"


def test_no_path_of_a_machine_in_any_file() -> None:
    # Put together here, so that this file does not hold what it looks for.
    leak = re.compile("|".join(f"/{top}/[a-z]" for top in ("home", "root", "Users", "work", "tmp")))
    for path in project_files():
        if path.suffix in TEXT_ENDINGS:
            found = leak.search(path.read_bytes().decode("utf-8", "replace"))
            assert not found, f"{path.relative_to(ROOT)}: {found.group()}"


def test_every_command_and_option_is_documented() -> None:
    spec = importlib.util.spec_from_file_location("make_cli", ROOT / "docs" / "make_cli.py")
    assert spec is not None
    assert spec.loader is not None
    make_cli = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_cli)
    written = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert written == make_cli.cli_page(), "run: python3 dev.py docs"
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"thai-ita {command.callback.__name__}" in readme
    for group in app.registered_groups:
        assert group.typer_instance is not None
        assert f"thai-ita {group.typer_instance.info.name}" in readme


def test_every_column_is_described_once_in_its_order() -> None:
    text = (ROOT / "docs" / "output.md").read_text("utf-8")
    for name, columns in TABLE_COLUMNS.items():
        section = text.partition(f"\n## {name}")[2].partition("\n## ")[0]
        described = re.findall(r"^\| `(\w+)`", section, flags=re.MULTILINE)
        assert described == [column.name for column in columns], name


def test_every_exit_code_has_its_meaning() -> None:
    assert {int(code) for code in ExitCode} == {0, 1, 2, 3, 130}
    assert len({code.meaning for code in ExitCode}) == len(ExitCode)


def test_every_picture_is_shown_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    shown = "\n".join(page.read_text("utf-8") for page in pages)
    for path in [*ROOT.glob("*.*"), *ROOT.glob("docs/*.*")]:
        if path.suffix in {".png", ".webp", ".jpg", ".svg"}:
            assert f"{path.name})" in shown, f"{path.name} is shown in no page"


def test_links_between_documents_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_version_is_the_same_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {thai_ita.__version__}\n" in citation
    assert f"\n## {thai_ita.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_lock_names_packages_and_versions_only() -> None:
    lock = ROOT / "requirements-dev.lock"
    for line in lock.read_text("utf-8").splitlines()[1:]:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!-]+", line), line


def test_declared_dependencies_are_the_imported_ones() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {
        re.split(r"[<>=~!\[ ]", name)[0]
        for group in [project["dependencies"], *project["optional-dependencies"].values()]
        for name in group
    }
    distributions = {
        "docx": "python-docx",
        "pdfminer": "pdfminer.six",
        "PIL": "pillow",
        "pypdfium2_raw": "pypdfium2",
        "pptx": "python-pptx",
        "cv2": "opencv-python-headless",
    }
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in (n.partition(".")[0] for n in names):
                known = importlib.util.find_spec(name)
                standard = known is None or "site-packages" not in str(known.origin)
                if name != "thai_ita" and not standard:
                    assert distributions.get(name, name) in declared, f"{path.name}: {name}"


def test_the_rules_in_the_docs_are_those_of_the_code() -> None:
    spec = importlib.util.spec_from_file_location("make_rules", ROOT / "docs" / "make_rules.py")
    assert spec is not None
    assert spec.loader is not None
    make_rules = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_rules)
    assert (ROOT / "docs" / "parse.md").read_text("utf-8") == make_rules.page(), "run: python3 dev.py docs"
    listed = {r.id for rules in make_rules.rules_by_module().values() for r in rules}
    assert listed == {r.id for r in all_rules()}
