"""What the scripts of the pages are given: the rows of the index, the corrections there are, the words they say."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass

from thai_ita.corrections.csv_file import LONGEST
from thai_ita.corrections.record import (
    CORRECTABLE,
    CORRECTION_COLUMNS,
    FILE_NAME,
    MAIN_COLUMNS,
    Correction,
)
from thai_ita.model import DocType, FindingKind, ScoreKind
from thai_ita.normalize.agency_types import SHORT_TYPES
from thai_ita.normalize.areas import english_provinces
from thai_ita.normalize.editions import OVERALL, known_codes
from thai_ita.review.arranging import CODED, CODED_IN, SOURCES, graver_first
from thai_ita.review.page_content import DOUBTS, IndexRow
from thai_ita.web.assets import data_script, read_asset, script_json
from thai_ita.web.environment import environment
from thai_ita.web.words import words

PORTION = 5_000
"""Rows of the index in one script: the first can be filtered while the others load."""
_FILES = (
    "tokens.css", "base.css", "review.css", "first.js", "frame.js", "values.js", "csv.js", "judgements.js", "dialogs.js", "filter.js", "index.js",
    "source.js", "editor.js", "facts.js", "document.js",
)  # fmt: skip
_SHORT_PLACES = {"กทม": "กรุงเทพมหานคร", "จ": "จังหวัด", "จว": "จังหวัด", "อ": "อำเภอ", "ต": "ตำบล"}
_CHOICES: dict[str, tuple[str, Iterable[str]]] = {
    "documents.doc_type": ("doc_type", list(DocType)),
    "scores.kind": ("score_kind", list(ScoreKind)),
    "findings.kind": ("finding_kind", list(FindingKind)),
}


@dataclass(frozen=True, slots=True)
class KnownCorrection:
    """A row of ``corrections.csv`` and what became of it at the last run.

    ``state`` is applied, confirmed, duplicate, superseded, misfit, disputed, absent (no such document), or "" where no run
    has tried it. ``message`` says why, in a sentence.
    """

    correction: Correction
    state: str = ""
    message: str = ""


def index_portions(rows: Sequence[IndexRow]) -> Iterator[tuple[str, bytes]]:
    """The scripts ``rows-0.js``, ``rows-1.js``... below ``assets``: all rows, in their order, as arrays."""
    for number in range(portions(len(rows))):
        part = [_row_array(row) for row in rows[number * PORTION : (number + 1) * PORTION]]
        text = f"(self.thaiItaRows = self.thaiItaRows || [])[{number}] = {script_json(part)};\n"
        yield f"rows-{number}.js", text.encode()


def portions(n_rows: int) -> int:
    """How many scripts hold that many rows."""
    return -(-n_rows // PORTION)


def _row_array(row: IndexRow) -> list[object]:
    doubts = [DOUBTS.index(doubt) for doubt in graver_first(row.doubts)]
    return [
        row.doc_id, row.href, row.path, row.agency, row.agency_type, row.province, row.fiscal_year, row.doc_type, row.media,
        row.status, row.n_facts, row.n_doubtful, row.statuses, doubts, b64encode(row.keys).decode(), row.district,
        row.provinces, row.agencies,
    ]  # fmt: skip


def corrections_script(review_id: str, known: Iterable[KnownCorrection]) -> bytes:
    """``corrections.js`` below ``assets``: the corrections that there are, with what became of each.

    ``review_id`` names what the browser keeps; it stays the same when the pages are made anew.
    """
    listed = [[list(astuple(one.correction)), one.state, one.message] for one in known]
    return data_script("thaiItaKnown", {"review": review_id, "corrections": listed})


def static_assets(lang: str) -> dict[str, bytes]:
    """The files below ``assets`` that are the same for every review: looks, scripts, and the words of the scripts."""
    files = {name: read_asset(name) for name in _FILES}
    files["words.js"] = _words_script(lang)
    return files


def _words_script(lang: str) -> bytes:
    w = words("review", lang)
    choices = {key: [[code, w.of(group, code)] for code in codes] for key, (group, codes) in _CHOICES.items()}
    codes = known_codes()
    settings = {
        "lang": lang, "words": dict(w.texts), "columns": CORRECTION_COLUMNS, "correctable": CORRECTABLE, "main": MAIN_COLUMNS,
        "doubts": DOUBTS, "fileName": FILE_NAME, "choices": choices, "sources": SOURCES,
        "provincesInEnglish": {thai: name.replace("-", " ") for thai, name in english_provinces().items()}, "longest": LONGEST,
        "codes": {"last": codes.last, "other": sorted({OVERALL, *codes.instruments, *codes.indicators})},
        "shortForms": {short.rstrip("."): full for full, short in SHORT_TYPES.items()} | _SHORT_PLACES,
        "coded": {**CODED, **{".".join(place): group for place, group in CODED_IN.items()}},
        "frame": environment().get_template("review_frame.html.j2").render(w=w),
    }  # fmt: skip
    return data_script("thaiItaSettings", settings)
