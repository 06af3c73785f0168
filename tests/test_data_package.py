"""The data package: valid with its keys, choices and bounds, and wrong where the data are."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.test_export_formats import answers
from thai_ita.choices import FileFormat, Headings
from thai_ita.export.frame_files import write_frames

frictionless = pytest.importorskip("frictionless")
Frames = dict[str, pd.DataFrame]


@pytest.fixture
def frames(tables_with_keys: Frames) -> Frames:
    return tables_with_keys


def package(frames: Frames, folder: Path, headings: Headings = Headings.CODE) -> dict[str, object]:
    write_frames(frames, folder, [FileFormat.DATAPACKAGE], headings=headings)
    record: dict[str, object] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return record


def problems(folder: Path) -> set[str]:
    report = frictionless.validate(str(folder / "datapackage.json"))
    return {kind for (kind,) in report.flatten(["type"])}


def changed(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8-sig")
    assert before in text
    path.write_text("\ufeff" + text.replace(before, after), encoding="utf-8", newline="")


def unhashed(folder: Path) -> None:
    """So that what is found wrong is not only the sum."""
    path = folder / "datapackage.json"
    record = json.loads(path.read_text("utf-8"))
    for resource in record["resources"]:
        del resource["hash"], resource["bytes"]
    path.write_text(json.dumps(record), encoding="utf-8")


@pytest.mark.parametrize("headings", list(Headings))
def test_the_package_is_valid_with_its_keys(frames: Frames, tmp_path: Path, headings: Headings) -> None:
    record = package(frames, tmp_path, headings)
    assert problems(tmp_path) == set()
    schemas = {r["name"]: r["schema"] for r in record["resources"]}  # type: ignore[attr-defined]
    assert len(schemas["scores"]["primaryKey"]) == 2
    led = {key["reference"]["resource"] for key in schemas["scores"]["foreignKeys"]}
    assert led == {"documents", "agencies"}
    assert schemas["agencies"]["foreignKeys"][0]["reference"]["resource"] == ""
    assert "primaryKey" not in schemas["checks"]
    assert len((tmp_path / "duplicates.csv").read_text("utf-8-sig").splitlines()) == 2


@pytest.mark.parametrize(
    ("table", "before", "after", "problem"),
    [
        ("scores", "d-0123456789abcdef", "d-fedcba9876543210", "foreign-key"),
        ("documents", "a.txt", "a.txt", ""),
        ("scores", "86.5,", "186.5,", "constraint-error"),
        ("scores", "stated", "invented", "constraint-error"),
        ("findings", "weakness", "strength", "constraint-error"),
    ],
)
def test_what_is_wrong_in_the_data_is_found(
    frames: Frames, tmp_path: Path, table: str, before: str, after: str, problem: str
) -> None:
    package(frames, tmp_path)
    unhashed(tmp_path)
    changed(tmp_path / f"{table}.csv", before, after)
    assert problems(tmp_path) == ({problem} if problem else set())


def test_a_row_that_stands_twice_breaks_the_key(frames: Frames, tmp_path: Path) -> None:
    package(frames, tmp_path)
    unhashed(tmp_path)
    path = tmp_path / "scores.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("\ufeff" + "\r\n".join([*lines, lines[1]]), encoding="utf-8", newline="")
    assert problems(tmp_path) == {"primary-key"}


def test_a_key_that_does_not_hold_is_not_declared_and_said(frames: Frames, tmp_path: Path) -> None:
    twice = frames | {"scores": pd.concat([frames["scores"]] * 2, ignore_index=True)}
    record = package(twice, tmp_path)
    schemas = {r["name"]: r["schema"] for r in record["resources"]}  # type: ignore[attr-defined]
    assert "primaryKey" not in schemas["scores"]
    assert "scores: rows are not named by doc_id, fact" in str(record["description"])
    assert problems(tmp_path) == set()


def test_a_choice_that_is_none_of_ours_is_not_declared(frames: Frames, tmp_path: Path) -> None:
    other = frames | {"scores": frames["scores"].assign(basis="guessed", value=-1.0)}
    record = package(other, tmp_path)
    fields = next(r["schema"]["fields"] for r in record["resources"] if r["name"] == "scores")  # type: ignore[attr-defined]
    found = {field["name"]: field.get("constraints", {}) for field in fields}
    assert "enum" not in found["basis"]
    assert "minimum" not in found["value"]
    assert found["value"]["maximum"] == 100
    assert problems(tmp_path) == set()


def test_where_it_comes_from_is_said_and_no_licence_made_up(
    frames: Frames, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")
    record = package(frames, tmp_path)
    assert record["created"] == "2026-01-02T03:04:05Z"
    assert record["sources"] == [{
        "title": "Reports on the ITA that agencies published: 1 documents, each by its doc_id",
        "path": "documents.csv",
    }]  # fmt: skip
    assert all(resource["sources"] for resource in record["resources"])  # type: ignore[attr-defined]
    assert "licenses" not in record
    assert "No licence is stated" in str(record["description"])


@pytest.mark.parametrize("headings", [Headings.CODE, Headings.TH])
def test_answers_are_valid_packages(tmp_path: Path, headings: Headings) -> None:
    for name, answer in answers().items():
        package(answer.frames, tmp_path / name, headings)
        assert problems(tmp_path / name) == set()
