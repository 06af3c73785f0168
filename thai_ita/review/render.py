"""Evidence pages as HTML: one document beside its source, and the index of them all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain, groupby, repeat

from thai_ita.review.arranging import (
    about_file,
    document_anchor,
    document_cell,
    graver_first,
    index_order,
    label_of,
    name_of,
    score_groups,
)
from thai_ita.review.items import DOCUMENT_COLUMNS, column_doubts
from thai_ita.review.page_content import (
    ASSETS,
    DOUBTS,
    PAGES,
    CheckLine,
    DocumentPage,
    Fact,
    IndexRow,
    Place,
    Refused,
)
from thai_ita.review.page_data import evidence_of, page_data, static_cells
from thai_ita.review.scripts import (
    KnownCorrection,
    corrections_script,
    index_portions,
    portions,
    static_assets,
)
from thai_ita.review.spots import Spots, find_spots, page_id
from thai_ita.web.assets import script_json
from thai_ita.web.environment import environment
from thai_ita.web.words import LANGUAGES, Words, words

__all__ = [
    "FIRST_ROWS", "KnownCorrection", "corrections_script", "index_order", "index_portions", "render_document", "render_fault",
    "render_index", "static_assets",
]  # fmt: skip

FIRST_ROWS = 100
"""Documents of the index that stand in its HTML; the others are data that a script shows."""
FEW_REFUSED = 8
"""Refused figures and names that are shown without being asked for."""
_THAI = re.compile("[ก-๙]")
_HALVES = re.compile("[\ud800-\udfff]")
_Option = tuple[str, str, int]


def render_document(page: DocumentPage, lang: str = LANGUAGES[0]) -> str:
    """The page of one document, as it stands in ``d/<doc_id>.html``."""
    w = words("review", lang)
    facts = {fact.anchor: _short_label(fact, w) for fact in (*page.scores, *page.measures, *page.findings)}
    spots = find_spots(page, w)
    holding = [line for line in page.checks if line.result == "holds"]
    failing = sorted((line for line in page.checks if line.result != "holds"), key=_gravity)
    identity = {column: column_doubts(page.document, column) for column in DOCUMENT_COLUMNS}
    groups = score_groups(page)
    data = page_data(page, chain.from_iterable(group.facts for group in groups), identity, w)
    html = environment().get_template("review_document.html.j2").render(
        w=w, lang=lang, page=page, assets=f"../{ASSETS}/", title=_title(page, w), doubts=graver_first(page.doubts),
        identity=[(document_cell(page, column, w), doubts) for column, doubts in identity.items()],
        about=about_file(page, w), groups=groups, data=script_json(data), spots=spots, page_id=page_id,
        labels=facts, failing=failing, holding=holding, name_of=name_of, static_cells=static_cells,
        evidence_of=evidence_of, document_anchor=document_anchor, graver_first=graver_first,
        column_places=page.identity_places, has_thai=_has_thai, few_refused=FEW_REFUSED,
        refused=_by_rule(page.refused, words("rules", lang)), links_of=lambda places: _links(places, spots, w),
    )  # fmt: skip
    return _whole(html)


def render_fault(path: str, message: str, lang: str = LANGUAGES[0], *, previous: str = "", following: str = "") -> str:
    """The page of a document whose page could not be made: the file, and the fault in one line."""
    w = words("review", lang)
    html = environment().get_template("review_fault.html.j2").render(
        w=w, lang=lang, assets=f"../{ASSETS}/", title=w("fault_title"), path=path, message=message, previous=previous,
        following=following,
    )  # fmt: skip
    return _whole(html)


def render_index(rows: Sequence[IndexRow], lang: str = LANGUAGES[0]) -> str:
    """``index.html`` for rows in the order of ``index_order``. All of them stand in ``index_portions``, the first here too."""
    w = words("review", lang)
    html = environment().get_template("review_index.html.j2").render(
        w=w, lang=lang, assets=f"{ASSETS}/", pages=PAGES, title=w("app"), rows=rows[:FIRST_ROWS], n_rows=len(rows),
        n_portions=portions(len(rows)), n_facts=sum(row.n_facts for row in rows),
        n_doubtful=sum(row.n_doubtful for row in rows), filters=_filters(rows, w), graver_first=graver_first,
        doubts=[doubt for doubt in DOUBTS if any(doubt in row.doubts for row in rows)],
        first_rows=FIRST_ROWS,
    )  # fmt: skip
    return _whole(html)


def _short_label(fact: Fact, w: Words) -> str:
    """What a fact is called where many are named one after the other: the code of a score."""
    return fact.cells.get("code") or label_of(fact, w)


def _links(places: Iterable[Place], spots: Spots, w: Words) -> list[tuple[str, str]]:
    """The id that each place leads to, "" where nothing shows it, and its words; none of a place without both."""
    found = [
        (spots.target(place), place.words or (w("page_number", n=place.page) if place.page else "")) for place in places
    ]
    return [(target, said or w("source")) for target, said in found if target or said]


def _by_rule(refused: Sequence[Refused], rules: Words) -> list[tuple[Refused, int]]:
    """What was refused, with what its rule means in the language of the page, and over how many rows of the table its reason stands: 0 where it stands above."""
    found: list[tuple[Refused, int]] = []
    refused = [replace(one, means=rules.texts.get(f"rule.{one.rule}", one.means)) for one in refused]
    for _, group in groupby(refused, key=lambda one: (one.rule, one.means)):
        same = list(group)
        found += zip(same, [len(same), *repeat(0, len(same) - 1)], strict=True)
    return found


def _has_thai(text: str) -> bool:
    return _THAI.search(text) is not None


def _whole(html: str) -> str:
    # A name of a file may hold half a character, which no file of text can.
    return _HALVES.sub("�", html)


def _title(page: DocumentPage, w: Words) -> str:
    cells = page.document.cells
    named = [
        cells.get("agency") or w("no_agency"),
        w.of("doc_type", cells.get("doc_type", "")),
        cells.get("fiscal_year", ""),
    ]
    return " · ".join(part for part in named if part)


def _gravity(line: CheckLine) -> int:
    return {"error": 0, "warning": 1}.get(line.severity, 2)


def _filters(rows: Sequence[IndexRow], w: Words) -> list[tuple[str, list[_Option]]]:
    """The filters with what each may choose: value, word, number of documents."""
    found: list[tuple[str, list[_Option]]] = []
    fields: list[tuple[str, Callable[[IndexRow], Iterable[str]], str]] = [
        ("doubt", lambda row: graver_first(row.doubts), "doubt"),
        ("province", lambda row: row.provinces or [row.province], ""),
        ("fiscal_year", lambda row: [row.fiscal_year], ""),
        ("agency_type", lambda row: [row.agency_type], ""),
        ("doc_type", lambda row: [row.doc_type], "doc_type"),
        ("media", lambda row: [row.media], "media"),
        ("status", lambda row: [row.status], "document_status"),
        ("score_status", lambda row: [status for status, n in row.statuses.items() if n], "status"),
    ]  # fmt: skip
    for name, values, group in fields:
        counts = Counter(value for row in rows for value in values(row) if value)
        options = [(value, w.of(group, value) if group else value, n) for value, n in counts.items()]
        options.sort(key=lambda option: _option_place(name, option))
        found.append((name, options))
    return found


def _option_place(name: str, option: _Option) -> tuple[float, str]:
    """Doubts by gravity, years from the newest, names by letter, other things by how many there are."""
    value, word, n = option
    if name == "doubt":
        return DOUBTS.index(value), ""
    if name == "fiscal_year":
        return -int(value) if value.isdecimal() else 0, value
    return (0, word) if name == "province" else (-n, word)
