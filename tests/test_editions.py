"""The edition files hold together, say how sure they are, and reproduce published results."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from thai_ita.model import ScoreKind
from thai_ita.normalize.editions import (
    EditionInvalidError,
    EditionNotFoundError,
    describe_edition,
    is_complete,
    known_codes,
    known_years,
    load_edition,
    load_exclusions,
    name_prefixes,
    nearest_edition,
    parse_edition,
)


def raw_edition(year: int) -> dict[str, object]:
    path = files("thai_ita.data").joinpath("editions", f"{year}.json")
    loaded: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def test_every_year_since_2561_loads() -> None:
    assert known_years()[0] == 2561
    assert list(known_years()) == sorted(set(known_years()))
    assert [load_edition(year).fiscal_year for year in known_years()] == list(known_years())


def test_an_unknown_year_lists_the_known_ones() -> None:
    with pytest.raises(EditionNotFoundError, match=rf"2680.*2561.*{known_years()[-1]}"):
        load_edition(2680)


@pytest.mark.parametrize(("asked", "given"), [(2568, 2568), (2680, known_years()[-1]), (2550, known_years()[0])])
def test_nearest_edition(asked: int, given: int) -> None:
    assert nearest_edition(asked).fiscal_year == given


def test_nearest_edition_without_a_year_is_the_newest_that_knows_its_items() -> None:
    newest = nearest_edition(None)
    assert is_complete(newest.fiscal_year)
    assert not any(is_complete(y) for y in known_years() if y > newest.fiscal_year)
    assert not is_complete(2569)


def test_the_codes_of_all_editions_together() -> None:
    codes = known_codes()
    assert codes.instruments == {"IIT", "EIT", "OIT", "EBIT"}
    assert codes.letters == {"IIT": "i", "EIT": "e", "OIT": "o"}
    items = [i.code for y in known_years() for i in load_edition(y).items]
    assert codes.last == {letter: max(int(c[1:]) for c in items if c[0] == letter) for letter in "ieo"}


def test_bad_data_names_file_and_field() -> None:
    data = raw_edition(2568)
    data["instruments"][0]["weight"] = 3  # type: ignore[index]
    with pytest.raises(EditionInvalidError, match=r"2568\.json: instruments\.0\.weight"):
        parse_edition(json.dumps(data), "2568.json")


def test_a_reference_that_leads_nowhere_is_refused() -> None:
    data = raw_edition(2568)
    data["subindicators"][0]["items"].append("o99")  # type: ignore[index]
    with pytest.raises(EditionInvalidError, match=r"9\.1 names the unknown oit_item o99"):
        parse_edition(json.dumps(data), "2568.json")


def test_an_unknown_field_is_refused() -> None:
    data = raw_edition(2568) | {"wieghts": {}}
    with pytest.raises(EditionInvalidError, match="wieghts"):
        parse_edition(json.dumps(data), "2568.json")


def test_no_json_is_an_error_with_the_name_of_the_file() -> None:
    with pytest.raises(EditionInvalidError, match=r"2570\.json"):
        parse_edition("{", "2570.json")


@pytest.mark.parametrize(
    ("year", "iit", "eit", "oit"),
    [(2562, 30, 15, 48), (2564, 30, 15, 43), (2566, 30, 15, 43), (2567, 15, 9, 35), (2568, 15, 9, 28)],
)
def test_the_items_are_as_many_as_the_year_has(year: int, iit: int, eit: int, oit: int) -> None:
    edition = load_edition(year)
    counts = [sum(i.instrument == code for i in edition.items) for code in ("IIT", "EIT", "OIT")]
    assert counts == [iit, eit, oit]
    assert [edition.item_counts[code] for code in ("IIT", "EIT", "OIT")] == counts


@pytest.mark.parametrize("year", range(2562, 2569))
def test_every_item_is_reached_from_the_overall_score_by_rules(year: int) -> None:
    edition = load_edition(year)
    reached, todo = set(), ["ITA"]
    while todo:
        code = todo.pop()
        reached.add(code)
        rule = edition.rule_for(code)
        todo += rule.inputs if rule else ()
    assert {item.code for item in edition.items} <= reached


def recomputed(year: int, indicators: list[float]) -> float:
    """The overall score that an edition's rules give for the scores of indicators 1-10."""
    edition = load_edition(year)
    scores = {str(number): value for number, value in enumerate(indicators, 1)}
    for code in ("IIT", "EIT", "OIT"):
        rule = edition.rule_for(code)
        assert rule is not None
        scores[code] = sum(scores[c] for c in rule.inputs) / len(rule.inputs)
    return sum(weight * scores[code] for code, weight in edition.weights.items())


def test_the_arithmetic_reproduces_published_results() -> None:
    # Scores of two published reports; the first analyses the assessment of the year before.
    first = [81.64, 77.05, 79.52, 74.10, 78.30, 78.88, 82.02, 74.75, 97.50, 100]
    second = [93.33, 93.33, 100, 60.22, 80, 100, 99.83, 99.50, 98.75, 100]
    assert recomputed(2564, first) == pytest.approx(86.50, abs=0.01)
    assert recomputed(2568, second) == pytest.approx(95.30, abs=0.01)


def test_2561_is_a_scheme_of_its_own() -> None:
    edition = load_edition(2561)
    assert edition.scheme == "five-indices"
    assert edition.canonical_name(ScoreKind.INDICATOR, "2561.1") == "ดัชนีความโปร่งใส"
    assert set(edition.weights) == {f"2561.{n}" for n in range(1, 6)}


def test_no_index_of_2561_bears_the_code_of_an_indicator() -> None:
    old = {i.code for i in load_edition(2561).indicators}
    for year in known_years():
        if year != 2561:
            assert not old & {i.code for i in load_edition(year).indicators}
    index = load_edition(2561).indicator_numbered("3")
    assert index is not None
    assert (index.code, index.number) == ("2561.3", "3")


def test_what_2569_does_not_know_is_unknown_and_not_invented() -> None:
    edition = load_edition(2569)
    assert edition.weights == {}
    assert edition.level_scheme is None
    assert all(i.weight is None and i.weight_basis == "unknown" for i in edition.instruments)
    assert {rule.strength for rule in edition.arithmetic} == {"unknown"}
    assert edition.announcement.date is None


def test_an_entry_without_a_source_never_claims_to_be_direct() -> None:
    for year in known_years():
        edition = load_edition(year)
        entries = [
            *edition.instruments,
            *edition.indicators,
            *edition.subindicators,
            *edition.items,
            *edition.documents.values(),
            *edition.issues,
        ]
        assert [e for e in entries if e.basis == "direct" and not e.source] == []


def test_lookups_find_entries_and_their_relations() -> None:
    edition = load_edition(2568)
    assert [edition.instrument_of(c) for c in ("i3", "7", "9.1", "O28", "eit", "ITA")] == [
        "IIT",
        "EIT",
        "OIT",
        "OIT",
        "EIT",
        "",
    ]
    assert [q.code for q in edition.questions_of("4")] == ["i10", "i11", "i12"]
    assert [i.code for i in edition.items_of("9.1")] == ["o1", "o2", "o3", "o4"]
    assert [i.code for i in edition.items_of("10")] == [f"o{n}" for n in range(21, 29)]
    assert edition.item("O27") is edition.item("o27") is not None
    assert edition.indicator("11") is None
    assert edition.canonical_name("question", "o27") == ""


@pytest.mark.parametrize(("year", "plan"), [(2564, "o42"), (2567, "o34"), (2568, "o27"), (2569, "o25")])
def test_the_plan_has_its_item_of_the_year(year: int, plan: str) -> None:
    edition = load_edition(year)
    document = edition.documents["measures_plan"]
    assert document.item == plan
    assert edition.canonical_name("oit_item", plan) == document.name


def test_synonyms_of_indicator_names_are_aliases_in_every_year() -> None:
    for year in known_years()[1:]:
        for code, pair in (
            ("5", {"การแก้ไขปัญหาการทุจริต", "การแก้ปัญหาการทุจริต"}),
            ("8", {"การปรับปรุงการทำงาน", "การปรับปรุงระบบการทำงาน"}),
        ):
            indicator = load_edition(year).indicator(code)
            assert indicator is not None
            assert pair <= {indicator.name, *indicator.aliases}


def test_no_alias_is_shared_between_indicators_or_excluded() -> None:
    excluded = {exclusion.name for exclusion in load_exclusions()}
    for year in known_years():
        names = [n for i in load_edition(year).indicators for n in (i.name, *i.aliases)]
        assert len(names) == len(set(names))
        assert not excluded & set(names)


def test_exclusions_point_to_indicators_and_prefixes_come_longest_first() -> None:
    edition = load_edition(2568)
    assert all(not e.near or edition.indicator(e.near) for e in load_exclusions())
    assert name_prefixes()[0] == max(name_prefixes(), key=len)


@pytest.mark.parametrize("year", known_years())
def test_a_described_edition_has_rectangular_tables(year: int) -> None:
    for section in describe_edition(year):
        assert section.rows
        assert {len(row) for row in section.rows} == {len(section.columns)}
        assert all(isinstance(cell, str) for row in section.rows for cell in row)
