"""What may be chosen stands in one list each, and the command line takes it from there."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pandas as pd
import pytest
import typer

from tests.conftest import ROOT
from thai_ita import choices
from thai_ita.analyze.planning.plans import PARTS
from thai_ita.analyze.selection import DEFAULT_STATUSES
from thai_ita.analyze.typed_tables import TableError, load_tables
from thai_ita.choices import FileFormat, Headings, Included, PlanPart
from thai_ita.cli import app
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.export.frame_files import write_frames
from thai_ita.messages import Language
from thai_ita.model import ScoreStatus
from thai_ita.web.words import LANGUAGES

# Made for other programs and for people, and read by these.
NOT_READ_BACK = {FileFormat.XLSX}


def commands(of: typer.Typer) -> Iterator[Any]:
    for command in of.registered_commands:
        yield command.callback
    for group in of.registered_groups:
        if group.typer_instance is not None:
            yield from commands(group.typer_instance)


def enums_in(kind: Any) -> Iterator[type[Enum]]:
    if inspect.isclass(kind) and issubclass(kind, Enum):
        yield kind
    for part in get_args(kind):
        yield from enums_in(part)


def test_the_command_line_makes_no_list_of_its_own() -> None:
    for path in [ROOT / "thai_ita" / "cli.py", *(ROOT / "thai_ita").glob("commands_*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                assert not [b for b in node.bases if "Enum" in ast.unparse(b)], f"{path.name}: {node.name}"


def test_choices_of_commands_are_those_of_the_library() -> None:
    found = {
        enum
        for command in commands(app)
        for kind in get_type_hints(command, include_extras=False).values()
        for enum in enums_in(kind)
    }
    homes = {"thai_ita.choices", "thai_ita.messages.language", "thai_ita.batch.options", "thai_ita.model.terms"}
    assert {enum.__module__ for enum in found} <= homes
    here = {each for _, each in inspect.getmembers(choices, inspect.isclass) if each.__module__ == choices.__name__}
    assert here <= found, "nobody may choose it"


def test_lists_of_the_library_are_made_from_the_choices() -> None:
    assert tuple(PlanPart) == PARTS
    assert tuple(Language) == LANGUAGES
    assert set(Included) == {str(status) for status in ScoreStatus} - set(map(str, DEFAULT_STATUSES))


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_every_format_is_written_and_read_back(file_format: FileFormat, tmp_path: Path) -> None:
    frames = {
        name: pd.DataFrame({column.name: pd.Series(dtype="string") for column in columns})
        for name, columns in TABLE_COLUMNS.items()
    }
    paths = write_frames(frames, tmp_path, [file_format], headings=Headings.CODE)
    assert paths
    place = next((path for path in paths if path.suffix == ".sqlite"), tmp_path)
    if file_format in NOT_READ_BACK:
        with pytest.raises(TableError):
            load_tables(place)
    else:
        assert [name for name, _ in load_tables(place).items()] == list(TABLE_COLUMNS)
