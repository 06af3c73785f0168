"""Inputs of every kind: globs, patterns, zip archives with their dangers, lists with hints."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import make_report
from thai_ita.batch import archives
from thai_ita.batch.archives import ArchiveError
from thai_ita.batch.containers import Container, look_inside
from thai_ita.batch.hints import apply_hints, hinted_agency
from thai_ita.batch.inputs import Inputs, collect_inputs
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import run_batch
from thai_ita.batch.task import Hints
from thai_ita.ingest.formats import Format
from thai_ita.model import DocStatus, Problem
from thai_ita.normalize.fiscal_year import fiscal_year_of

TEXT = "รายงานผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567\nคะแนนภาพรวม 90.12\n"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def make_zip(name: str, entries: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries.items():
            archive.writestr(entry, content)
    return Path(name)


def names(inputs: Inputs) -> list[str]:
    return [Path(file.name).as_posix() for file in inputs.files]


def test_globs_and_patterns() -> None:
    for name in ("in/a.txt", "in/b.md", "in/deep/draft_c.txt", "in/deep/d.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(name)
    assert names(collect_inputs([Path("in/**/*.txt")])) == ["in/a.txt", "in/deep/d.txt", "in/deep/draft_c.txt"]
    options = RunOptions(include=("*.txt",), exclude=("draft*", "in/a*"))
    assert names(collect_inputs([Path("in")], options=options)) == ["in/deep/d.txt"]
    # A pattern that fits nothing is named in the problem, as a path that does not exist.
    assert names(collect_inputs([Path("none*.txt")])) == ["none*.txt"]


def test_archives_give_their_reports() -> None:
    make_zip(
        "in.zip",
        {
            "b/รายงาน.txt": TEXT,
            "a.md": TEXT,
            "x.exe": "x",
            "__MACOSX/a.txt": "x",
            ".h.txt": "x",
            "README.md": "x",
            "__MACOSX/b.txt": "x",
        },
    )
    assert names(collect_inputs([Path("in.zip")])) == ["in.zip"]
    summary = run_batch([Path("in.zip")], Path("out"), RunOptions(jobs=0))
    assert (summary.documents, summary.problems) == (2, [])
    assert sorted((p.path, str(p.reason)) for p in summary.passed_over) == [
        ("in.zip!/.h.txt", "hidden"),
        ("in.zip!/README.md", "readme"),
        ("in.zip!/__MACOSX/", "system"),
        ("in.zip!/x.exe", "no-document"),
    ]
    assert "in.zip!/a.md" in Path("out/documents.csv").read_text("utf-8-sig")
    assert run_batch([Path("in.zip")], Path("out"), RunOptions(jobs=0)).read == 0


@pytest.mark.parametrize("name", ["../up.txt", "/top.txt", "a/../../up.txt", "c:\\x.txt"])
def test_names_that_lead_out_of_the_archive_are_refused(name: str) -> None:
    make_zip("in.zip", {name: TEXT, "good.txt": TEXT})
    summary = run_batch([Path("in.zip")], Path("out"), RunOptions(jobs=0))
    assert (summary.documents, len(summary.problems)) == (2, 1)
    assert f"in.zip!/{name}: its name leads out of the archive" in summary.problems[0]


def test_bombs_are_refused() -> None:
    make_zip("in.zip", {"bomb.txt": b"0" * 30_000_000, "good.txt": TEXT})
    summary = run_batch([Path("in.zip")], Path("out"), RunOptions(jobs=0))
    assert (summary.documents, len(summary.problems)) == (2, 1)
    assert "as zip bombs do" in summary.problems[0]
    small = RunOptions(max_zip_mb=1, max_file_mb=4000)
    make_zip("many.zip", {f"{n}.txt": f"{n}" * 300_000 for n in range(4)})
    summary = run_batch([Path("many.zip")], Path("out"), replace(small, jobs=0))
    assert summary.statuses == {"failed": 1}
    assert "--max-zip-mb" in summary.problems[0]


def test_an_entry_that_is_larger_than_it_says_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = make_zip("in.zip", {"a.txt": TEXT * 1000})
    declared = zipfile.ZipFile(path).infolist()[0].file_size
    data = path.read_bytes()
    # The size stands in the entry's own header and in the directory at the end.
    lie = (20).to_bytes(4, "little")
    path.write_bytes(data.replace(declared.to_bytes(4, "little"), lie))
    with pytest.raises(ArchiveError):
        list(Container(path.open("rb"), "in.zip", RunOptions()).blocks(0))


def test_damaged_archives_are_one_problem() -> None:
    path = make_zip("in.zip", {"a.txt": TEXT * 50})
    data = path.read_bytes()
    Path("cut.zip").write_bytes(data[: len(data) // 2])
    Path("empty.zip").write_bytes(b"")
    make_zip("nothing.zip", {"x.exe": "x"})
    given = [Path("cut.zip"), Path("empty.zip"), Path("nothing.zip")]
    summary = run_batch(given, Path("out"), RunOptions(jobs=0))
    assert summary.passed_over[0].path == "nothing.zip!/x.exe"
    assert summary.statuses == {"failed": 3}
    for said, name in zip(summary.problems, ("cut.zip", "empty.zip", "nothing.zip"), strict=True):
        assert said.startswith(f"{name}: ")
    # Damage inside an entry is that document's failure.
    Path("bad.zip").write_bytes(data[:45] + bytes(10) + data[55:])
    summary = run_batch([Path("bad.zip")], Path("out"), RunOptions(jobs=0))
    assert summary.statuses == {"failed": 1}
    assert "cannot be unpacked" in summary.problems[0]


def test_thai_names_of_windows_archives() -> None:
    info = zipfile.ZipInfo("x")
    info.flag_bits = 0
    for encoding in ("cp874", "utf-8"):
        info.filename = "แผน.txt".encode(encoding).decode("cp437")
        assert archives.member_name(info) == "แผน.txt"


def test_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    path = make_zip("in.zip", {f"{n}.txt": "x" for n in range(4)})
    with pytest.raises(ArchiveError, match="more than 3 entries"):
        look_inside(path, Format.ZIP, "in.zip", RunOptions())


def test_a_list_gives_paths_and_hints() -> None:
    Path("lists").mkdir()
    Path("lists/a.txt").write_text(TEXT)
    Path("b.txt").write_text(TEXT)
    Path("lists/list.csv").write_text(
        "Path,agency,fiscal_year,province\na.txt,อบต.ตัวอย่างสุข,๒๕๖๗,เชียงใหม่\nb.txt,,2024,\n,,,\nc.txt,,soon,\n",
        "utf-8-sig",
    )
    inputs = collect_inputs([Path("lists/list.csv")])
    assert [(Path(f.name).as_posix(), f.hints) for f in inputs.files] == [
        ("lists/a.txt", Hints("อบต.ตัวอย่างสุข จังหวัดเชียงใหม่", 2567)),
        ("b.txt", Hints("", 2567)),
        ("c.txt", Hints()),
    ]
    assert len(inputs.problems) == 1
    assert "line 5" in inputs.problems[0]


def test_a_csv_file_without_paths_is_a_report() -> None:
    Path("scores.csv").write_text("ตัวชี้วัด,คะแนน\nการปฏิบัติหน้าที่,90\n", "utf-8")
    assert names(collect_inputs([Path("scores.csv")])) == ["scores.csv"]


def test_hints_complete_and_never_replace() -> None:
    report = make_report()
    report.identity.agency = report.identity.fiscal_year = None
    report.status = DocStatus.PARTIAL
    report.problems.append(Problem("identity-incomplete", "..."))
    apply_hints(report, Hints("องค์การบริหารส่วนตำบลตัวอย่างสุข จังหวัดเชียงใหม่", 2568))
    assert report.identity.agency is not None
    assert report.identity.agency.name == "องค์การบริหารส่วนตำบลตัวอย่างสุข"
    assert report.identity.agency.province == "เชียงใหม่"
    assert (report.identity.fiscal_year, report.status) == (2568, DocStatus.OK)
    assert report.problems == []
    apply_hints(report, Hints("เทศบาลตำบลตัวอย่างสุข", 2567))
    assert report.identity.agency.name == "องค์การบริหารส่วนตำบลตัวอย่างสุข"
    assert report.identity.fiscal_year == 2568
    assert [problem.code for problem in report.problems] == ["hint-year", "hint-agency"]


def test_hints_that_say_nothing() -> None:
    assert hinted_agency("กองคลัง") is None
    assert fiscal_year_of(" ") is None
    assert fiscal_year_of("2567.0") == 2567
    for wrong in ("67", "9999", "x"):
        with pytest.raises(ValueError, match=r"fiscal year|int|float"):
            fiscal_year_of(wrong)
