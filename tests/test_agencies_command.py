"""thai-ita agencies: who bears a name, and a registry that a newer official list brings up to date."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from thai_ita.batch.fingerprint import options_fingerprint
from thai_ita.batch.options import RunOptions
from thai_ita.cli import app
from thai_ita.exitcodes import ExitCode
from thai_ita.normalize.agency_types import SUBDISTRICT, TAO
from thai_ita.normalize.gazetteer import GazetteerRow, load_gazetteer
from thai_ita.normalize.registry import Registry, read_registry, registry_text

Rows = list[dict[str, str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, so that no registry of the machine is met."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_DATA_HOME", "THAI_ITA_REGISTRY", "THAI_ITA_AGENCIES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path / "home"


def kept(home: Path) -> Path:
    return home / ".local" / "share" / "thai-ita" / "local_governments.csv"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["agencies", *map(str, arguments)])


def country() -> Rows:
    return [
        {"code": e.code, "type": e.latest.type, "name": e.latest.name, "district": e.district, "province": e.province}
        for e in Registry.embedded().entries if e.code
    ]  # fmt: skip


def written(path: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def row_of(rows: Rows, code: str) -> dict[str, str]:
    return next(row for row in rows if row["code"] == code)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("อบต.พร่อน", ["dla-6950114", "dla-6960203"]),
        ("พร่อน จ.นราธิวาส", ["dla-6960203"]),
        ("องค์การบริหารส่วนตำบลพร่อน อำเภอตากใบ", ["dla-6960203"]),
        ("dla-6960203", ["dla-6960203"]),
        ("6960203", ["dla-6960203"]),
        ("อบต.นาหนึ่ง จ.หนองคาย", ["dla-6430506"]),
        ("อบต.กุฉินารายณ์ จ.กาฬสินธุ์", ["dla-4460502"]),  # under another type
        ("เทศบาลตำบลหาดโคมไฟ", []),
    ],
)
def test_find_says_who_bears_a_name(text: str, ids: list[str]) -> None:
    result = run("find", text, "--json")
    assert result.exit_code == (ExitCode.OK if ids else ExitCode.NOTHING_USABLE)
    assert [each["agency_id"] for each in json.loads(result.stdout)["found"]] == ids


def test_find_knows_the_year() -> None:
    assert run("find", "ทม.บางคูรัด", "--year", "2563").stdout.startswith("dla-6120402")
    assert "under another type" in run("find", "ทม.บางคูรัด", "--year", "2561").stderr


def test_list_gives_a_province_as_it_was_in_a_year() -> None:
    lines = run("list", "--province", "จ.นนทบุรี", "--year", "2561").stdout.splitlines()
    rows = [line for line in lines if not line.startswith("#")]
    assert rows[0] == "code,type,name,district,province,since,until"
    assert [row for row in rows if ",บางคูรัด," in row] == ["6120402,อบต.,บางคูรัด,บางบัวทอง,นนทบุรี,,2562-01-02"]
    assert run("list", "--province", "ไม่มี").exit_code == ExitCode.USAGE


@pytest.mark.parametrize("encoding", ["utf-8", "cp874"])
def test_an_update_says_what_changed_and_keeps_ids(tmp_path: Path, home: Path, encoding: str) -> None:
    rows = country()
    row_of(rows, "6960203")["name"] = "พร่อนใหม่"
    row_of(rows, "6430505").update(code="5430599", type=SUBDISTRICT)  # อบต.ทุ่งหลวง under a code of its new type
    row_of(rows, "6430504")["district"] = "ท่าบ่อ"
    rows.remove(row_of(rows, "6430506"))
    rows.append({"code": "6439999", "type": TAO, "name": "ตั้งใหม่", "district": "โพนพิสัย", "province": "หนองคาย"})
    result = run("update", written(tmp_path / "new.csv", rows, encoding), "--year", "2568")
    assert result.exit_code == ExitCode.OK, result.output
    said = result.stdout
    assert "1 new, 1 gone, 2 of another type or name, 1 moved, 7847 unchanged" in said
    for line in ("new: องค์การบริหารส่วนตำบลตั้งใหม่", "gone: องค์การบริหารส่วนตำบลนาหนัง",
                 "องค์การบริหารส่วนตำบลพร่อน is องค์การบริหารส่วนตำบลพร่อนใหม่", "องค์การบริหารส่วนตำบลทุ่งหลวง is เทศบาลตำบลทุ่งหลวง",
                 "moved: องค์การบริหารส่วนตำบลเซิม"):  # fmt: skip
        assert line in said
    assert said.splitlines()[-1] == str(kept(home))
    made = read_registry(kept(home).read_text("utf-8").splitlines())
    assert made.as_of == 2568
    assert [p.name for p in made.names_in("6960203", 2567)] == ["พร่อน"]
    assert [p.name for p in made.names_in("6960203", 2568)] == ["พร่อน", "พร่อนใหม่"]
    retyped = made.entry("6430505")
    assert retyped is not None
    assert retyped.latest.full_name == "เทศบาลตำบลทุ่งหลวง"
    assert made.entry("5430599") is None
    assert made.names_in("6430506", 2568)
    assert not made.names_in("6430506", 2569)
    assert run("find", "พร่อนใหม่").stdout.startswith("dla-6960203")
    again = run("update", tmp_path / "new.csv", "--year", "2569").stdout
    assert "0 new, 0 gone, 0 of another type or name, 0 moved, 7851 unchanged" in again


def test_what_a_run_reads_with_is_told_and_part_of_its_key(tmp_path: Path, home: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        "องค์การบริหารส่วนตำบลพร่อนใหม่\nผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2568\nคะแนนรวม 90.10 คะแนน\n", "utf-8"
    )

    def read(*more: str) -> tuple[str, str]:
        result = CliRunner().invoke(app, ["run", str(report), "-o", str(tmp_path / "out"), "--jobs", "0", *more])
        with (tmp_path / "out" / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
            return next(csv.DictReader(file))["agency_id"], result.stderr

    before, said = read()
    assert before.startswith("tao-")
    assert "updated registry" not in said
    rows = country()
    row_of(rows, "6960203")["name"] = "พร่อนใหม่"
    run("update", written(tmp_path / "new.csv", rows), "--year", "2568")
    after, said = read()
    assert after == "dla-6960203"
    assert f"note: local governments by the updated registry {kept(home)}" in said
    assert "updated registry" not in read("-q")[1]
    kept(home).unlink()
    assert read()[0] == before
    assert options_fingerprint(RunOptions()) != options_fingerprint(RunOptions(agencies=tmp_path / "new.csv"))


def test_a_dry_run_writes_nothing(tmp_path: Path, home: Path) -> None:
    result = run("update", written(tmp_path / "new.csv", country()), "--dry-run")
    assert "7851 unchanged" in result.stdout
    assert not home.exists()


def test_the_place_can_be_given(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = written(tmp_path / "new.csv", country())
    assert "--agencies" in run("update", listed, "--to", tmp_path / "here.csv").stderr
    monkeypatch.setenv("THAI_ITA_REGISTRY", str(tmp_path / "there" / "named.csv"))
    assert run("update", listed).stdout.splitlines()[-1] == str(tmp_path / "there" / "named.csv")
    assert not home.exists()
    monkeypatch.delenv("THAI_ITA_REGISTRY")
    monkeypatch.delenv("HOME")
    refused = run("update", listed)
    assert refused.exit_code == ExitCode.USAGE
    assert "--to" in refused.stderr


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    refused = run("update", written(tmp_path / "new.csv", country()), "--to", tmp_path / "file" / "x.csv")
    assert refused.exit_code == ExitCode.USAGE
    assert "cannot be written" in refused.stderr


def test_lists_that_cannot_be_one_of_the_country_are_refused(tmp_path: Path, home: Path) -> None:
    rows = country()
    part = run("update", written(tmp_path / "part.csv", rows[:500]))
    assert "give the list of the whole country" in part.stderr
    twice = run("update", written(tmp_path / "twice.csv", [*rows, {**rows[0], "name": "อื่น"}]))
    assert "gives the code" in twice.stderr
    assert {part.exit_code, twice.exit_code} == {ExitCode.USAGE}
    assert not home.exists()


def test_slips_of_a_list_change_nothing(tmp_path: Path) -> None:
    rows = country()
    # Two codes exchanged; a line of another province under a code; names of before a change.
    row_of(rows, "6430505")["name"], row_of(rows, "6430504")["name"] = "เซิม", "ทุ่งหลวง"
    rows.append({**row_of(rows, "6960203"), "province": "ยะลา"})
    row_of(rows, "6120402")["type"] = TAO
    said = run("update", written(tmp_path / "new.csv", rows)).stdout
    assert "0 new, 0 gone, 0 of another type or name, 0 moved" in said
    assert "1 under a former name, which is kept as such, 3 lines left out" in said
    assert "under a former name: องค์การบริหารส่วนตำบลบางคูรัด is เทศบาลเมืองบางคูรัด since 2562" in said


def test_a_damaged_registry_is_told(tmp_path: Path, home: Path) -> None:
    kept(home).parent.mkdir(parents=True)
    kept(home).write_text("code,type\n1,2\n", "utf-8")
    refused = run("find", "อบต.พร่อน")
    assert refused.exit_code == ExitCode.USAGE
    assert "delete it" in refused.stderr


def test_the_file_of_a_registry_reads_as_a_list(tmp_path: Path) -> None:
    path = tmp_path / "registry.csv"
    path.write_text(registry_text(Registry.embedded()), "utf-8")
    listed = load_gazetteer(path)
    assert not listed.complete
    assert GazetteerRow(TAO, "บางคูรัด", "บางบัวทอง", "นนทบุรี", "6120402", "", "2562-01-02") in listed.rows
    assert read_registry(path.read_text("utf-8").splitlines()).entries == Registry.embedded().entries
