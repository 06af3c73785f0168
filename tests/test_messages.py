"""The catalogue of messages: whole, sound, and found again in what the program says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from thai_ita.messages import Language, translated
from thai_ita.messages.catalogue import Catalogue
from thai_ita.messages.catalogue import sentences as known_sentences
from thai_ita.messages.problems import problems
from thai_ita.messages.sentences import Template, blanks, core, filled
from tools.message_census import faults, is_sentence, sentences, sentences_of
from tools.messages import problems_page

THAI = re.compile("[\u0e01-\u0e5b]")


def test_every_sentence_of_the_program_has_its_thai() -> None:
    known = known_sentences(Language.TH)
    missing = {s: found for s in sentences() if (found := faults(s, known.get(s, "")))}
    assert not missing, "run: python3 dev.py docs, then fill what is empty in thai_ita/messages/th.po"


def test_no_sentence_of_the_catalogue_is_one_that_nobody_says() -> None:
    assert set(known_sentences(Language.TH)) <= set(sentences()), "run: python3 dev.py docs"


def test_thai_is_thai() -> None:
    for english, thai in known_sentences(Language.TH).items():
        bare = re.sub(r"\{\w+\}", "", thai)
        assert THAI.search(bare) or not re.search(r"[a-z]{3}", bare) or thai == english, english
        # What is left is the stop of an abbreviation.
        assert not thai.removesuffix("อปท.").endswith("."), english


def test_problems_page_is_that_of_the_catalogue() -> None:
    assert (ROOT / "docs" / "problems.md").read_text("utf-8") == problems_page(), "run: python3 dev.py docs"


def _codes_given() -> set[str]:
    """Every code that stands in the source as the first argument of a problem or check, or as the code of an exception."""
    found: set[str] = set()
    for path in sorted((ROOT / "thai_ita").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if name in ("Problem", "Check") and isinstance(first, ast.Constant):
                    found.add(str(first.value))
            elif isinstance(node, ast.ClassDef):
                for line in node.body:
                    named = isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "code"
                    if named and isinstance(line.value, ast.Constant):
                        found.add(str(line.value.value))
    return found


def test_every_code_has_its_entry() -> None:
    from thai_ita.ingest.errors import NOT_READ

    given_codes = _codes_given() | {code for code, _ in NOT_READ.values()}
    assert given_codes <= set(problems()), sorted(given_codes - set(problems()))


def test_every_problem_says_what_to_do() -> None:
    for problem in problems().values():
        assert problem.kind in ("file", "document", "check")
        assert problem.severity in ("info", "warning", "error")
        for text in (problem.cause, problem.remedy, *problem.said(Language.TH)):
            assert len(text) > 10, problem.code
        assert problem.said(Language.TH)[1] != problem.remedy, problem.code


# What the census takes for a sentence.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('x = f"{path}: is empty; a heading line is needed"', {"is empty; a heading line is needed"}),
        ("x = f\"{n} row{'s' if n > 1 else ''} left out\"", {"{n} rows left out", "{n} row left out"}),
        ('x = f"{a}{b} gives {len(c)} of them"', {"{a} gives {c} of them"}),
        ('x = f"{a.name} and {b.name} are one"', {"{name} and {name2} are one"}),
        ('def f():\n    """What it gives you."""\n    "said of the code"', set()),
        ('x = "SELECT a FROM b"; y = r"\\d+ and more"; z = "one"', set()),
        ('x = counted(n, "score")', {"{n} score", "{n} scores"}),
        ('x = marked("agency", "page {n}")', {"agency", "page {n}"}),
    ],
)
def test_what_the_census_finds(source: str, expected: set[str]) -> None:
    assert set(sentences_of(source)) == expected


def test_a_translation_keeps_its_blanks() -> None:
    assert faults("{n} rows", "{n} แถว") == []
    assert faults("{n} rows", "แถว")
    assert faults("{n} rows", "")


# Finding a sentence again.

NAME = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
WORDS = st.lists(st.sampled_from(["is", "of", "rows", "left;", "file", "(not", "read)"]), min_size=1, max_size=4)
VALUE = st.from_regex(r"[A-Z0-9\u0e01-\u0e2e/.]{1,8}", fullmatch=True)


@given(st.lists(st.tuples(WORDS, NAME), min_size=1, max_size=4), st.data())
def test_values_are_read_out_of_a_sentence_as_they_were_put_in(
    parts: list[tuple[list[str], str]], data: st.DataObject
) -> None:
    text = " ".join(f"{' '.join(words)} {{x{name}{n}}}" for n, (words, name) in enumerate(parts))
    values = {name: data.draw(VALUE) for name in blanks(text)}
    assert values in Template(text).matches(filled(text, values))


def test_a_blank_may_be_empty_and_the_words_around_it_may_not() -> None:
    assert list(Template("is {what} here{more}").matches("is left here")) == [{"what": "left", "more": ""}]
    assert not list(Template("row {n} of {m}").matches("row 3 of"))
    assert not list(Template("aa{x}a").matches("aa"))


def test_two_blanks_side_by_side_may_part_either_way() -> None:
    found = Template("what {a} {b} leaves").matches("what the score of 2568 92.26 leaves")
    assert {"a": "the score of 2568", "b": "92.26"} in found
    assert {"a": "x", "b": "among those there"} in Template("no {a} {b}").matches("no x among those there")


def test_a_blank_for_a_number_takes_nothing_else() -> None:
    assert list(Template("{n} rows").matches("3 rows")) == [{"n": "3"}]
    assert not list(Template("{n} rows").matches("all of the rows"))


def test_what_parts_sentences_is_none_of_them() -> None:
    assert core("; the file is empty.") == "the file is empty"
    assert core("{path}: is empty") == "is empty"


SMALL = Catalogue(
    {
        "is empty": "ว่างเปล่า",
        "{n} rows": "{n} แถว",
        "no table {name}": "ไม่มีตาราง {name}",
        "no table {name}; there are {list}": "ไม่มีตาราง {name} มีแต่ {list}",
        "save it again": "บันทึกใหม่",
        "mean of {list}": "ค่าเฉลี่ยของ {list}",
        "problem": "ปัญหา",
    }
)


@pytest.mark.parametrize(
    ("english", "thai"),
    [
        ("a.csv: is empty; save it again", "a.csv: ว่างเปล่า; บันทึกใหม่"),
        ("problem: my file is empty.csv: is empty", "ปัญหา: my file is empty.csv: ว่างเปล่า"),
        # The longer sentence is meant.
        ("no table x; there are y, z", "ไม่มีตาราง x มีแต่ y, z"),
        ("Is unknown here", "Is unknown here"),
        ("  mean of 3 rows.", "  ค่าเฉลี่ยของ 3 แถว"),
        ("3 rows and 4 rows", "3 แถว และ 4 แถว"),
        ("Integrity and Transparency", "Integrity and Transparency"),
        ("is empty. save it again.", "ว่างเปล่า บันทึกใหม่"),
    ],
)
def test_sentences_are_found_again_in_a_text(english: str, thai: str) -> None:
    assert SMALL.say(english) == thai


@pytest.mark.parametrize(
    "text",
    [
        ", ".join(["mean of the overall score of 2568"] * 40),
        "; ".join(["problem: no table 3 rows; there are 4 rows and 5 rows"] * 30),
        "row 1 of 2 and " * 200,
    ],
)
def test_a_text_made_to_be_searched_for_long_is_not(text: str) -> None:
    from thai_ita.messages.catalogue import MOST_TRIES, _Search, catalogue

    search = _Search(catalogue(Language.TH))
    assert search.best(text, 4).text
    assert search._tries > MOST_TRIES - 10_000


def test_a_stop_stays_where_no_sentence_stands_before_it() -> None:
    assert SMALL.say("by Mr. Smith: is empty") == "by Mr. Smith: ว่างเปล่า"


@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text: str) -> None:
    assert isinstance(translated(text, Language.TH), str)


def test_english_stays_as_it_is() -> None:
    assert translated("a.csv: is empty", Language.EN) == "a.csv: is empty"


def test_what_is_no_sentence() -> None:
    assert not is_sentence("scores.csv")
    assert not is_sentence("SELECT path FROM inputs")
    assert is_sentence("the file is empty")


def test_the_catalogue_is_one_that_tools_open() -> None:
    from babel.messages.pofile import read_po

    with Path(ROOT, "thai_ita", "messages", "th.po").open("rb") as stream:
        catalogue = read_po(stream, abort_invalid=True)
    assert str(catalogue.locale) == "th"
    assert not [message.id for message in catalogue if message.fuzzy and message.id]
