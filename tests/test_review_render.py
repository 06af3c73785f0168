"""Evidence pages as HTML: texts of strangers stay texts, every word is there, links lead somewhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.review_pages import AGENCY, correction, document, index_rows, score, text_document
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.corrections.csv_file import merged
from thai_ita.corrections.record import CORRECTABLE
from thai_ita.model import (
    Basis,
    DocStatus,
    DocType,
    EstablishedBy,
    FindingKind,
    Media,
    ScoreKind,
    ScoreStatus,
)
from thai_ita.review.arranging import gravity, index_order, score_groups
from thai_ita.review.page_content import (
    DOUBTS,
    CheckLine,
    DocumentPage,
    IndexRow,
    Place,
    Refused,
    TextBlock,
    TextPiece,
)
from thai_ita.review.render import (
    FIRST_ROWS,
    KnownCorrection,
    corrections_script,
    index_portions,
    render_document,
    render_index,
    static_assets,
)
from thai_ita.review.scripts import PORTION
from thai_ita.review.spots import LEAST_BOX, find_spots
from thai_ita.web.assets import data_script, script_json
from thai_ita.web.words import LANGUAGES, words

WEB = ROOT / "thai_ita" / "web"
HOSTILE = (
    "</script><script>attacked()</script>\"'><img src=x onerror=attacked()>"
    "{{ 7*7 }}{% raw %}<!-- ]]> javascript:attacked() =1+1\u2028\u202e\x1b[0m\0\ud800 &amp;"
)
MOST_OF_A_SCORE, MOST_OF_A_PAGE = 1_200, 14_000
"""Bytes of HTML for a score with its place and its doubt, and for a page without scores."""
VOID = {"meta", "link", "img", "input", "br", "use", "path", "circle", "rect"}


class Page(HTMLParser):
    """What the tests ask of a page: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open[-1] == tag, (self.open[-3:], tag)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def ids(self) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get("id"))]

    def tags(self) -> Counter[str]:
        return Counter(tag for tag, _ in self.elements)


def with_texts(value: Any, text: str, *, keep: frozenset[str]) -> Any:
    """The same record with ``text`` for every text in it, but for fields and keys of ``keep``."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(with_texts(one, text, keep=keep) for one in value)
    if isinstance(value, dict):
        return {key: one if key in keep else with_texts(one, text, keep=keep) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        # A mark, anchor and name of a file are made by us; a table and kind are of closed lists.
        return replace(value, **{
            f.name: with_texts(getattr(value, f.name), text, keep=keep) for f in fields(value) if f.name not in keep
        })  # fmt: skip
    return value


OURS = frozenset(
    {
        "anchor",
        "table",
        "mark",
        "file",
        "doc_id",
        "previous",
        "next",
        "facts",
        "href",
        "statuses",
        "doubts",
        "identity_places",
    }
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", [document(), text_document()], ids=["pictures", "text"])
def test_texts_of_strangers_stay_texts(page: DocumentPage, lang: str) -> None:
    plain = Page(render_document(page, lang))
    html = render_document(with_texts(page, HOSTILE, keep=OURS), lang)
    attacked = Page(html)
    assert not plain.open
    assert not attacked.open
    # No element more than the same page with harmless texts has, but where a text decides what is shown.
    assert attacked.tags()["script"] == plain.tags()["script"]
    assert attacked.tags()["img"] == plain.tags()["img"]
    assert not any(name.startswith("on") for _, attributes in attacked.elements for name in attributes)
    assert "{{ 7*7 }}" in "".join(attacked.texts)
    assert "49" not in html.partition("<body")[2].replace("2549", "")
    # What turns the order of letters round, or ends a text, is not shown.
    assert not {"\u202e", "\x1b", "\ud800"} & set("".join(attacked.texts))
    html.encode("utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_keeps_texts_texts_too(lang: str) -> None:
    rows = [with_texts(row, HOSTILE, keep=OURS) for row in index_rows(3)]
    plain, attacked = Page(render_index(index_rows(3), lang)), Page(render_index(rows, lang))
    assert attacked.tags()["script"] == plain.tags()["script"]
    assert not attacked.tags()["img"]
    assert not any(name.startswith("on") for _, attributes in attacked.elements for name in attributes)
    render_index(rows, lang).encode("utf-8")
    for _, script in index_portions(rows):
        assert b"<" not in script
        assert "\u2028" not in script.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_inline_and_nothing_from_elsewhere(lang: str) -> None:
    for html in (
        render_document(document(), lang),
        render_document(text_document(), lang),
        render_index(index_rows(150), lang),
    ):
        page = Page(html)
        for tag, attributes in page.elements:
            assert "style" not in attributes
            assert tag != "style"
            # Data is no script: nothing runs it.
            assert tag != "script" or attributes.get("src") or attributes == {"type": "application/json", "id": "data"}
            for name in ("src", "href", "action", "formaction"):
                assert not re.match(r"\s*(?:[a-z]+:|//)", attributes.get(name) or "", re.IGNORECASE), attributes
        assert html.count("Content-Security-Policy") == 1


@pytest.mark.parametrize("page", [document(), text_document()], ids=["pictures", "text"])
def test_ids_are_unique_and_every_link_on_the_page_leads_somewhere(page: DocumentPage) -> None:
    made = Page(render_document(page))
    assert len(made.ids) == len(set(made.ids))
    assert all(re.fullmatch(r"[A-Za-z][\w.-]*", one) for one in made.ids)
    for _, attributes in made.elements:
        if (attributes.get("href") or "").startswith("#"):
            assert (attributes["href"] or "")[1:] in made.ids, attributes
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            assert all(one in made.ids for one in (attributes.get(name) or "").split()), attributes


def test_a_value_leads_to_its_box_and_the_box_to_its_value() -> None:
    html = render_document(document())
    box = re.search(
        r'<a href="#(s-2567-indicator-2)" id="(b1-\d+)" class="box box-doubtful"[^>]*><rect x="70.0" y="28.0"', html
    )
    assert box
    row = html.partition(f'id="{box[1]}"')[2].partition("</tbody>")[0]
    assert f'<a class="place" href="#{box[2]}">หน้า 1 แถว 2</a>' in row


def test_a_marked_text_leads_to_its_value_and_a_place_that_nothing_shows_is_no_link() -> None:
    page = text_document()
    html = render_document(page)
    assert re.search(r'<a class="mark box-plain" id="t-1" href="#s-2567-indicator-1"', html)
    assert '<a class="place" href="#t-1">ตาราง 1 แถว 2</a>' in html
    nowhere = replace(page, text=())
    html = render_document(replace(nowhere, why_no_source="ไฟล์ไม่อยู่แล้ว"))
    assert '<span class="place">ตาราง 1 แถว 2</span>' in html
    assert "ไฟล์ไม่อยู่แล้ว" in html


def test_one_box_for_all_facts_of_one_place() -> None:
    place = Place(1, (10.0, 10.0, 5.0, 5.0))
    page = document(scores=[score("1", "90", places=(place,)), score("2", "80", places=(place,), doubts=("conflict",))])
    boxes = [box for box in find_spots(page, words("review", "th")).boxes[1] if box.x == 10.0]
    assert [box.facts for box in boxes] == [("s-2567-indicator-1", "s-2567-indicator-2")]
    assert boxes[0].kind == "doubtful"


@pytest.mark.parametrize("box", [(-5.0, 99.9, 300.0, 0.0), (100.0, 100.0, 0.0, 0.0), (0.0, 0.0, 1e300, 1e300)])
def test_a_box_lies_on_its_page_and_can_be_hit(box: tuple[float, float, float, float]) -> None:
    page = document(scores=[score("1", "90", places=(Place(1, box),))])
    for one in find_spots(page, words("review", "th")).boxes[1]:
        assert 0 <= one.x <= one.x + one.width <= 100
        assert 0 <= one.y <= one.y + one.height <= 100
        assert min(one.width, one.height) >= LEAST_BOX


@pytest.mark.parametrize("edge", [float("nan"), float("inf")])
def test_a_box_that_is_no_place_is_not_drawn(edge: float) -> None:
    page = document(scores=[score("1", "90", places=(Place(2, (edge, 1.0, 1.0, 1.0)),))])
    assert all(
        "s-2567-indicator-1" not in box.facts
        for boxes in find_spots(page, words("review", "th")).boxes.values()
        for box in boxes
    )


def test_scores_stand_by_year_and_instrument() -> None:
    listed = [
        score("10", "1"), score("9.2", "1", kind="subindicator"), score("9", "1"), score("EIT", "1", kind="instrument"), score("IIT", "1", kind="instrument"),
        score("e2", "1", kind="question"), score("i10", "1", kind="question"), score("i9", "1", kind="question"),
        score("ITA", "1", kind="overall"), score("9.1", "1", kind="subindicator"),
        score("1", "1", fiscal_year="2568"), score("1", "1", fiscal_year=""), score("1", "1", agency="เทศบาลเมืองอื่น"),
    ]  # fmt: skip
    groups = score_groups(document(scores=listed))
    assert [(group.year, group.owner) for group in groups] == [
        ("2568", ""),
        ("2567", ""),
        ("2567", "เทศบาลเมืองอื่น"),
        ("", ""),
    ]
    assert [fact.cells["code"] for fact in groups[1].facts] == [
        "ITA",
        "IIT",
        "EIT",
        "9",
        "9.1",
        "9.2",
        "10",
        "i9",
        "i10",
        "e2",
    ]


def test_the_agencies_of_a_list_stand_in_the_order_of_the_list() -> None:
    owners = ("เทศบาลเมืองฮ", AGENCY, "เทศบาลเมืองก", "เทศบาลเมืองฮ")
    groups = score_groups(document(scores=[score("1", "1", agency=owner) for owner in owners]))
    assert [group.owner for group in groups] == ["", "เทศบาลเมืองฮ", "เทศบาลเมืองก"]


def test_what_needs_a_look_first_stands_first() -> None:
    def row(path: str, *doubts: str, n: int = 1) -> IndexRow:
        return replace(index_rows(1)[0], path=path, doubts=doubts, n_doubtful=n if doubts else 0)

    rows = [
        row("d"),
        row("c", "scan", n=9),
        row("b", "unchecked", "conflict"),
        row("a", "conflict", n=2),
        row("e", "year"),
    ]
    assert [one.path for one in index_order(rows)] == ["a", "b", "e", "c", "d"]
    assert gravity(("trouble", "no such doubt")) == len(DOUBTS) - 1


def test_the_first_rows_stand_in_the_page_and_all_of_them_in_portions() -> None:
    rows = index_rows(FIRST_ROWS + 30)
    page = Page(render_index(rows))
    shown = [attributes["data-doc"] for tag, attributes in page.elements if tag == "tr" and "data-doc" in attributes]
    assert shown == [row.doc_id for row in rows[:FIRST_ROWS]]
    files = dict(index_portions(rows * 80))
    assert list(files) == [f"rows-{n}.js" for n in range(-(-len(rows) * 80 // PORTION))]
    listed = [json.loads(text.decode().partition("] = ")[2].rstrip(";\n")) for text in files.values()]
    assert sum(map(len, listed)) == len(rows) * 80
    assert listed[0][0][:3] == [rows[0].doc_id, rows[0].href, rows[0].path]
    assert [DOUBTS[n] for n in listed[0][0][13]] == list(rows[0].doubts)


def test_a_filter_names_what_there_is_and_how_often() -> None:
    rows = index_rows(60)
    html = render_index(rows, "en")
    for province, n in Counter(row.province for row in rows).items():
        assert f'<option value="{province}">{province} ({n})</option>' in html
    one_year = [replace(row, fiscal_year="2567") for row in rows]
    assert 'name="fiscal_year"' not in render_index(one_year, "en")
    assert words("review", "en")("empty_index") in render_index([], "en")


def test_data_is_a_script_that_holds_nothing_but_data() -> None:
    script = corrections_script(
        "ab12", [KnownCorrection(correction(who=HOSTILE, why=HOSTILE), "applied", HOSTILE)]
    ).decode()
    assert not set("<>&\u2028\u2029") & set(script)
    value = json.loads(script.removeprefix("self.thaiItaKnown = ").removesuffix(";\n"))
    assert value["corrections"][0][0][6] == HOSTILE
    assert data_script("one", {"a": "ก"}) == 'self.one = {"a":"ก"};\n'.encode()
    assert json.loads(script_json("\u2028<&>")) == "\u2028<&>"


def test_what_a_script_needs_stands_in_the_data_of_the_page_once() -> None:
    scores = [score(str(n), value, doubts=("conflict",)) for n, value in ((1, "90.00"), (2, HOSTILE))]
    html = render_document(document(scores=scores))
    text = html.partition('id="data">')[2].partition("</script>")[0]
    assert not set("<>&\u2028\u2029\u202e") & set(text)
    data = json.loads(text)["scores"]
    # What all rows share is said once; what the HTML shows as the table holds it stands there alone.
    assert (data["same"]["agency"], data["same"]["kind"]) == (AGENCY, "indicator")
    at = 2 + data["columns"].index("value")
    assert [row[at] for row in data["rows"]] == [None, HOSTILE]
    assert [row[:2] for row in data["rows"]] == [[one.fact, [DOUBTS.index("conflict")]] for one in scores]
    assert html.count(scores[0].fact) == 1


def test_a_page_is_small() -> None:
    page = document(
        scores=[score(str(n), "85.07", doubts=("unchecked",), places=document().scores[0].places) for n in range(1, 21)]
    )
    bare = replace(page, scores=())
    each = (len(render_document(page).encode()) - len(render_document(bare).encode())) / len(page.scores)
    # 1,000 and not 3,000 bytes of each score; what is the same on all pages stands beside them.
    assert each < MOST_OF_A_SCORE
    assert len(render_document(bare).encode()) < MOST_OF_A_PAGE


def test_a_document_without_anything_has_a_page() -> None:
    page = document(scores=[])
    bare = replace(
        page, measures=(), findings=(), checks=(), refused=(), problems=(), pictures=(), identity_places={}, previous="", next="",
        document=replace(page.document, cells={}, doubts=()), doubts=(),
    )  # fmt: skip
    for lang in LANGUAGES:
        assert words("review", lang)("no_scores") in render_document(bare, lang)


def test_what_is_told_of_a_fact_stands_on_its_page() -> None:
    page = replace(
        document(), explanations=("คะแนนรวมควรเป็น 86",), left_out="หน้า 41 ถึง 300",
        refused=(Refused("r-9", "95", "no-rule", "a target", ()),),
        checks=(CheckLine("x", "repaired", "info", "ซ่อมแล้ว"),),
        text=(TextBlock("table", ((TextPiece("ก", colspan=2, rowspan=3),),), 4),),
    )  # fmt: skip
    html = render_document(page)
    for text in (
        "คะแนนรวมควรเป็น 86",
        "หน้า 41 ถึง 300",
        "no-rule",
        "a target",
        'rowspan="3" colspan="2"',
        "check-repaired",
        AGENCY,
    ):
        assert text in html
    for doubt in ("conflict", "year"):
        assert words("review", "th").of("doubt_means", doubt) in html


# Words

USED = re.compile(r"""\b[wt]\(\s*["']([a-z_.]+)["']""")
CHOSEN = re.compile(r"""\? ["']([a-z_]+(?:\.[a-z_]+)?)["'] : ["']([a-z_]+(?:\.[a-z_]+)?)["']\)""")
GROUPS = {
    "status": list(ScoreStatus), "status_means": list(ScoreStatus), "document_status": list(DocStatus), "doc_type": list(DocType),
    "media": list(Media), "score_kind": list(ScoreKind), "finding_kind": list(FindingKind), "basis": list(Basis),
    "from": [source for source in EstablishedBy if source], "doubt": DOUBTS, "doubt_means": DOUBTS,
    "state": ["applied", "confirmed", "duplicate", "superseded", "disputed", "misfit", "unread", "pending", "absent", "new", "untried", "removed"],
    "column": sorted({column for columns in CORRECTABLE.values() for column in columns}),
    "sort": ["look", "doubtful", "agency", "province", "year"], "progress": ["open", "begun", "done"],
    "judged": ["accepted", "rejected", "added", "emptied"], "check_result": ["holds", "fails", "repaired"],
    "filter": ["doubt", "province", "fiscal_year", "agency_type", "doc_type", "media", "status", "score_status", "progress"],
    "key": ["next", "previous", "doubt", "accept", "correct", "reject", "undo", "only", "document", "document_before", "help", "search"],
}  # fmt: skip


def sources() -> dict[str, str]:
    files = [*WEB.glob("templates/review*.j2"), *WEB.glob("assets/*.js"), *(ROOT / "thai_ita" / "review").glob("*.py")]
    return {path.name: path.read_text("utf-8") for path in files}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_that_is_used_is_there(lang: str) -> None:
    w = words("review", lang)
    for name, text in sources().items():
        for key in USED.findall(text):
            assert key in w.texts or key.endswith("."), f"{name}: {key}"
    for group, codes in GROUPS.items():
        assert [code for code in codes if not w.says(group, code)] == [], group


def test_every_word_that_is_there_is_used() -> None:
    everything = "\n".join(sources().values())
    dynamic = tuple(f"{group}." for group in GROUPS)
    written = json.loads((WEB / "words" / "th" / "review.json").read_text("utf-8"))
    assert [
        key
        for key in written
        if not key.startswith(dynamic) and f'"{key}"' not in everything and f"'{key}'" not in everything
    ] == []


@pytest.mark.parametrize("path", sorted((WEB / "words" / "th").glob("*.json")), ids=lambda path: path.stem)
def test_both_languages_say_the_same_things(path: Any) -> None:
    thai = json.loads(path.read_text("utf-8"))
    english = json.loads((WEB / "words" / "en" / path.name).read_text("utf-8"))
    assert list(thai) == list(english)
    for key, text in thai.items():
        assert text.strip(), key
        blanks, others = ({*re.findall(r"\{\w+\}", one)} for one in (text, english[key]))
        # One of them may leave a blank out, such as a year of the other era.
        assert blanks <= others or others <= blanks, key
    assert not [key for key, text in english.items() if re.search("[ก-๙]", text)]


def test_the_rules_have_words_in_both_languages() -> None:
    from docs.make_rules import rules_by_module

    rules = [rule for its in rules_by_module().values() for rule in its]
    thai, english = (words("rules", lang) for lang in LANGUAGES)
    assert [rule.id for rule in rules if not thai.says("rule", rule.id)] == []
    assert {rule.id: rule.means for rule in rules} == {rule.id: english.of("rule", rule.id) for rule in rules}
    refused = (
        Refused("r-1", "1", rules[0].id, rules[0].means),
        Refused("r-2", "2", "no-such-rule", "a reason of its own"),
    )
    html = render_document(replace(document(), refused=refused), "th")
    assert thai.of("rule", rules[0].id) in html
    assert rules[0].means not in html
    assert "a reason of its own" in html


def test_no_word_stands_in_a_template_or_script_itself() -> None:
    for name, text in sources().items():
        # It has to know the words that people write beside numbers, and says none.
        if name.endswith((".j2", ".js")) and name != "values.js":
            without = re.sub(r"\{#.*?#\}|//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)
            assert not re.findall("[ก-ฮ]{2,}", without), name


def test_words_of_another_language_are_refused() -> None:
    with pytest.raises(ValueError, match="th, en"):
        words("review", "../en")
    with pytest.raises(KeyError):
        words("review", "th")("no such word")


def test_columns_that_are_shown_have_names() -> None:
    w = words("review", "th")
    for table in ("documents", "scores", "measures", "findings"):
        assert [column.name for column in TABLE_COLUMNS[table] if not w.says("column", column.name)] == []


# Scripts and looks

FORBIDDEN = re.compile(
    r"\b(?:eval|Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|fetch|XMLHttpRequest|importScripts)\b"
)


def test_scripts_make_nothing_out_of_text() -> None:
    for name, content in static_assets("th").items():
        if name.endswith(".js") and name != "words.js":
            assert not FORBIDDEN.search(content.decode()), name
            assert not re.search(r"\.style\b|setAttribute\(\"style", content.decode()), name


def test_scripts_ask_for_no_newer_browser_than_they_must() -> None:
    newer = re.compile(r"Object\.hasOwn\(|\.(?:replaceAll|findLast|findLastIndex|at|toSorted|toReversed)\(|\?\?=|\|\|=")
    for name, content in static_assets("th").items():
        if name.endswith(".js") and name != "words.js":
            assert not newer.search(content.decode()), name


def test_looks_load_nothing() -> None:
    for path in WEB.glob("assets/*.css"):
        assert not re.search(r"url\(|@import|@font-face", path.read_text("utf-8")), path.name


def test_pages_load_what_is_written_beside_them() -> None:
    written = {*static_assets("en"), "corrections.js"}
    for html in (render_document(document()), render_index(index_rows(1))):
        for tag, attributes in Page(html).elements:
            name = (
                attributes.get("src")
                if tag == "script"
                else attributes.get("href")
                if attributes.get("rel") == "stylesheet"
                else None
            )
            if name:
                assert name.rpartition("/")[2] in written


def test_corrections_are_listed_once() -> None:
    one = correction()
    assert merged([one], [one]) == [one]
