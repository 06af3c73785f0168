"""The command report, the words of its pages, and the counts that it measures coverage by."""

from __future__ import annotations

import json
import re
import shutil
import string
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.analyze_tables import score, tables
from tests.conftest import ROOT
from thai_ita.cli import app
from thai_ita.exitcodes import ExitCode
from thai_ita.normalize.gazetteer import AGENCY_TYPES, BANGKOK, provinces
from thai_ita.normalize.registry import Registry
from thai_ita.profiles.profile_words import figure, span
from thai_ita.web.words import LANGUAGES


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "out"
    folder.mkdir()
    rows = [
        score(name, 2567, code, value)
        for name in ("ดอนงาม", "ริมน้ำ", "บ้านใหม่")
        for code, value in (("ITA", 88.5), ("1", 90.0), ("2", 70.0), ("3", 80.0))
    ]
    rows.append(score("ดอนงาม", 2567, "ITA", 70.0, province="น่าน"))
    for name, frame in tables(rows).items():
        frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def test_a_page_is_written_and_the_command_for_its_evidence_told(out: Path) -> None:
    result = run(out, "--province", "จ.เลย", "--year", "2567")
    assert result.exit_code == ExitCode.OK, result.output
    page = out / "profiles" / "province-เลย-2567.html"
    assert result.stdout == f"{page}\n"
    assert (out / "profiles" / "assets" / "profile.css").exists()
    assert (
        f"note: 3 of 3 documents that the page links to have no evidence page yet; to make them: thai-ita review {out}"
        in result.stderr
    )
    assert '<html lang="th">' in page.read_text("utf-8")


def test_nothing_is_said_of_evidence_pages_that_are_there(out: Path, tmp_path: Path) -> None:
    pages = out / "review" / "d"
    pages.mkdir(parents=True, exist_ok=True)
    for name in ("ดอนงาม", "ริมน้ำ", "บ้านใหม่"):
        (pages / f"{name}2567.html").write_text("", encoding="utf-8")
    result = run(out, "--agency", "ทต.ริมน้ำ", "--lang", "en", "-o", tmp_path / "pages")
    assert result.exit_code == ExitCode.OK, result.output
    assert result.stderr == ""
    page = Path(result.stdout.strip()).read_text("utf-8")
    assert '<html lang="en">' in page
    linked = re.findall(r'href="([^"#]+/review/d/[^"#]+)', page)
    assert linked
    for link in linked:
        assert (tmp_path / "pages").joinpath(*re.split("/", link)[:-1]).resolve() == pages.resolve()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], ExitCode.USAGE, "give one of --province and --agency"),
        (["--province", "เลย", "--agency", "x"], ExitCode.USAGE, "give one of --province and --agency"),
        (["--province", "ไม่มีจริง"], ExitCode.USAGE, "no province ไม่มีจริง"),
        (["--province", "ตราด"], ExitCode.NOTHING_USABLE, "no agency of ตราด in"),
        (["--agency", "ทต.ดอนงาม"], ExitCode.USAGE, "several agencies are called ทต.ดอนงาม"),
        (["--province", "เลย", "--year", "ปีนี้"], ExitCode.USAGE, "ปีนี้ is no year"),
        (["--agency", "ทต.ไม่มีจริง"], ExitCode.USAGE, "no agency ทต.ไม่มีจริง in the tables"),
    ],
)
def test_what_cannot_be_made_is_one_clear_line(out: Path, arguments: list[str], code: ExitCode, said: str) -> None:
    result = run(out, *arguments)
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("problem: ")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_year_without_data_is_told(out: Path, tmp_path: Path) -> None:
    result = run(out, "--province", "เลย", "--year", "2560", "-o", tmp_path)
    assert result.exit_code == ExitCode.OK
    assert "note: the tables have nothing of 2560 for it; years that they have: 2567" in result.stderr


@pytest.mark.parametrize("year", ["67", "๒๕๖๗", "2024", " 2567 ", "ปี 2567"])
def test_a_year_is_understood_as_people_write_it(out: Path, tmp_path: Path, year: str) -> None:
    result = run(out, "--province", "เลย", "--year", year, "-o", tmp_path)
    assert result.exit_code == ExitCode.OK, result.output
    assert result.stdout == f"{tmp_path / 'province-เลย-2567.html'}\n"


def test_an_official_list_says_how_many_there_are(out: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(
        "full_name,province\nเทศบาลตำบลดอนงาม,เลย\nเทศบาลตำบลริมน้ำ,เลย\nเทศบาลตำบลบ้านใหม่,เลย\nเทศบาลตำบลอื่น,เลย\n",
        encoding="utf-8",
    )
    result = run(out, "--province", "เลย", "--agencies", listed)
    assert "ของหน่วยงาน 3 จาก 4 แห่ง" in Path(result.stdout.strip()).read_text("utf-8")
    listed.write_text("x\n1\n", encoding="utf-8")
    result = run(out, "--province", "เลย", "--agencies", listed)
    assert result.exit_code == ExitCode.USAGE
    assert "no column with full names" in result.stderr


def test_the_registry_covers_every_province_and_adds_up_to_the_country() -> None:
    kinds = {
        name: Counter(e.latest.type for e in Registry.embedded().entries if e.province == name) for name in provinces()
    }
    for name, by_type in kinds.items():
        assert set(by_type) <= set(AGENCY_TYPES), name
        assert by_type["องค์การบริหารส่วนจังหวัด"] == (name != BANGKOK), name
    # 76 provinces, 30 city and some 180 town municipalities: the country has 7,800 and some.
    assert 7_800 < sum(map(Counter.total, kinds.values())) < 7_900


def _words() -> dict[str, dict[str, str]]:
    """The sentences of profiles by key and language."""
    texts = {
        lang: json.loads(files("thai_ita.web").joinpath("words", lang, "profile.json").read_text("utf-8"))
        for lang in LANGUAGES
    }
    return {key: {lang: own[key] for lang, own in texts.items() if key in own} for key in texts["th"] | texts["en"]}


def test_both_languages_have_every_word_with_the_same_values() -> None:
    for key, texts in _words().items():
        assert set(texts) == set(LANGUAGES), key
        fields = [{name for _, name, _, _ in string.Formatter().parse(texts[lang]) if name} for lang in LANGUAGES]
        if key == "year":
            fields = [found - {"ce"} for found in fields]
        if key in ("province_title", "province_name"):
            fields = [found - {"thai"} for found in fields]
        assert fields[0] == fields[1], key
        assert texts["th"].strip(), key
        assert not re.search("[ก-๎]", texts["en"]), key


def test_every_word_is_used_and_every_word_that_is_used_is_there() -> None:
    sources = [
        path.read_text("utf-8")
        for folder in ("profiles", "web/templates/profile")
        for path in (ROOT / "thai_ita" / folder).iterdir()
        if path.is_file()
    ]
    text = "\n".join(sources)
    used = set(re.findall(r"\bwords\(\s*[\"'](\w+)[\"']", text))
    used |= {f"in_{column}" for column in ("district", "province")} | {
        f"state_n_{x}" for x in ("conflicts", "withheld")
    }
    used |= {f"indicators_{part}_{which}" for part in ("caption", "describes", "method") for which in ("area", "one")}
    quoted = set(re.findall(r'"(\w+)"', text))
    common = json.loads(files("thai_ita.web").joinpath("words", "th", "common.json").read_text("utf-8"))
    assert used <= set(_words()) | set(common), used - set(_words())
    assert {key for key in _words() if "." not in key} <= used | quoted


def test_figures_are_written_plainly() -> None:
    assert [figure(v) for v in (None, float("nan"), 0.0, 86.5, 100.0)] == ["–", "–", "0.00", "86.50", "100.00"]
    assert [figure(v, signed=True) for v in (1.5, -1.5, -0.001, 0.0)] == ["+1.50", "−1.50", "0.00", "0.00"]
    assert [span(3, 3), span(3, 5)] == ["3", "3–5"]


@pytest.mark.parametrize("where", ["profiles", "profiles/assets"])
def test_nothing_is_written_through_a_link_that_nobody_named(out: Path, tmp_path: Path, where: str) -> None:
    mine, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    shutil.copytree(out, mine, ignore=shutil.ignore_patterns("profiles"))
    elsewhere.mkdir()
    (mine / where).parent.mkdir(exist_ok=True)
    (mine / where).symlink_to(elsewhere)
    result = run(mine, "--province", "เลย")
    assert result.exit_code == ExitCode.USAGE
    assert "is a link that leads elsewhere; remove it" in result.stderr
    assert not list(elsewhere.iterdir())
    # A link that the caller names is meant.
    named = tmp_path / "named"
    named.symlink_to(elsewhere)
    assert run(mine, "--province", "เลย", "-o", named).exit_code == ExitCode.OK
    assert list(elsewhere.glob("*.html"))
