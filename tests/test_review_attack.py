"""An attack in every text of an evidence page stays text: the page is built of the same parts as with any other word."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from tests.hostile_texts import PAYLOADS
from tests.page_structure import faults, skeleton, text_of
from thai_ita.columns import TABLE_COLUMNS
from thai_ita.corrections.record import Correction
from thai_ita.review.page_content import (
    DOUBTS,
    CheckLine,
    DocumentPage,
    Fact,
    IndexRow,
    Picture,
    Place,
    Refused,
    TextBlock,
    TextPiece,
)
from thai_ita.review.render import (
    KnownCorrection,
    corrections_script,
    index_portions,
    render_document,
    render_index,
)
from thai_ita.visible import without_control

WORD = "คำ"
# What names files, ids and parts of the page: made by the code, never of a text.
OURS = {
    "anchor", "doc_id", "href", "file", "mark", "previous", "next", "table", "kind", "doubts",
}  # fmt: skip
PLACE = Place(1, (10.0, 10.0, 20.0, 5.0), "", WORD)


def fact(table: str, number: int) -> Fact:
    cells = {column.name: WORD for column in TABLE_COLUMNS[table]}
    return Fact(
        f"{table[0]}-{number}",
        table,
        WORD,
        cells,
        (PLACE, replace(PLACE, mark=f"m{number}", box=None)),
        DOUBTS[:4],
    )


PAGE = DocumentPage(
    doc_id="d-0123456789abcdef", document=fact("documents", 0),
    identity_places={"agency": (PLACE,), "title": (PLACE,), "fiscal_year": (PLACE,)}, scores=(fact("scores", 1), fact("scores", 2)),
    measures=(fact("measures", 3),), findings=(fact("findings", 4),), checks=(CheckLine(WORD, WORD, WORD, WORD, ("s-1",)),),
    explanations=(WORD,), refused=(Refused("r-1", WORD, WORD, WORD, (PLACE,)),), problems=(WORD,),
    pictures=(Picture(1, "d-0123456789abcdef/1.webp", 100, 140), Picture(2, why_none=WORD)),
    text=(TextBlock("heading", ((TextPiece(WORD),),)), TextBlock("table", ((TextPiece(WORD, "m1"), TextPiece(WORD, "m3")),))),
    why_no_source=WORD, left_out=WORD, doubts=DOUBTS, previous="1" * 16, next="2" * 16,
)  # fmt: skip
ROW = IndexRow(
    "d-0123456789abcdef",
    "d/d-0123456789abcdef.html",
    WORD,
    WORD,
    WORD,
    WORD,
    WORD,
    WORD,
    WORD,
    WORD,
    3,
    2,
    {"verified": 1},
    DOUBTS,
)
"""All that a page and a row of the index can hold."""


def with_text(value: Any, text: str, name: str = "") -> Any:
    """The same with another text for every one in it, but for those of ``OURS``."""
    if name in OURS:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{f.name: with_text(getattr(value, f.name), text, f.name) for f in fields(value)},
        )
    if isinstance(value, dict):
        return {key: with_text(each, text) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(with_text(each, text) for each in value)
    return text if isinstance(value, str) and value else value


def built(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """The parts of a page, but for what tells that a text is not Thai."""
    return [part for part in skeleton(html) if part != ("span", ("lang",))]


def test_every_text_of_the_page_is_tried() -> None:
    left = [name for name in ("document", "checks", "refused", "problems", "text", "why_no_source", "explanations", "left_out")
            if WORD in str(getattr(with_text(PAGE, "x"), name))]  # fmt: skip
    assert not left
    absent = [f.name for f in fields(DocumentPage) if not getattr(PAGE, f.name)]
    assert not absent, "a new field: give it a text here"


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_document_page_is_built_the_same(payload: str, lang: str) -> None:
    html = render_document(with_text(PAGE, payload), lang)
    assert built(html) == built(render_document(with_text(PAGE, WORD), lang))
    assert not list(faults(html))
    shown = text_of(html)
    told = without_control(payload)
    # Cells of every table, the source, refusals, checks: each shows it.
    assert shown.count(told) >= 30 or not told.strip()


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_index_is_built_the_same(payload: str, lang: str) -> None:
    other = replace(with_text(ROW, "อื่น"), doc_id="3" * 16)
    html = render_index([with_text(ROW, payload), other], lang)
    assert built(html) == built(render_index([with_text(ROW, WORD), other], lang))
    assert not list(faults(html))
    assert without_control(payload) in text_of(html)


def data_of(script: bytes) -> Any:
    """What a script of data holds; it is one statement whose value is JSON."""
    text = script.decode()
    # Whatever reads it, also where it is put into a page: nothing ends the script or a line of it.
    assert not re.search("[<\u2028\u2029]", text)
    assert "-->" not in text
    return json.loads(text.partition(" = ")[2] if text.count(" = ") == 1 else text.rpartition("] = ")[2].rstrip(";\n"))


@pytest.mark.parametrize("payload", [*PAYLOADS, "\x00\x1b[31m", "\ud800", "\r\n"])
def test_data_for_scripts_is_data(payload: str) -> None:
    ((_, rows),) = index_portions([with_text(ROW, payload)])
    (row,) = data_of(rows)
    told = payload.replace("\ud800", "?")
    assert row[2] in {told, payload, payload.replace("\ud800", "\ufffd")}
    correction = Correction("0" * 16, "scores", *([payload] * 7))
    script = corrections_script("1" * 16, [KnownCorrection(correction, "misfit", payload)])
    text = script.decode()
    assert not re.search("[<\u2028\u2029]", text)
    assert json.loads(text[text.index("{") : text.rindex("}") + 1])["corrections"][0][0][8] in {
        told,
        payload,
        "\ufffd",
    }
