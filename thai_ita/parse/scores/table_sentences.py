"""What is said in a table that is no table of figures: sentences in its cells, and rows that read on.

Memos and forms are laid out in tables. A long cell may hold sentences; a row may be a sentence whose
figures were typed into cells of their own: ``ผลการประเมิน ITA ปี 2567 = | 90.46 | ปี 2568 = | 93.12``.
"""

from __future__ import annotations

from collections.abc import Iterator

from thai_ita.model import Line, Table
from thai_ita.normalize.numerals import read_number
from thai_ita.parse.tables.grid import GridView
from thai_ita.parse.text.topic_cues import names_assessment

# A shorter cell is a label.
MIN_SENTENCE = 40
# Signs at the end of a label that its figure follows.
_LEADS_ON = ("=", ":", "：")


def table_sentences(table: Table) -> Iterator[list[Line]]:
    """The passages that stand in the cells of a table, and the rows that are one."""
    for cell in table.cells():
        if len(cell.text) >= MIN_SENTENCE and names_assessment(cell.text):
            yield [
                Line(text, text, page=cell.page, number=i, bbox=cell.bbox)
                for i, text in enumerate(cell.text.split("\n"))
            ]
    view = GridView(table)
    for r in range(view.n_rows):
        texts = view.row_texts(r)
        if _reads_on(texts):
            text = " ".join(texts)
            yield [Line(text, text, page=table.page, number=r + 1)]


def _reads_on(texts: list[str]) -> bool:
    """Whether every figure of a row stands behind a label that leads on to it, and the labels speak
    of the assessment."""
    places = [k for k, text in enumerate(texts) if read_number(text) is not None]
    leads = all(k > 0 and texts[k - 1].rstrip().endswith(_LEADS_ON) for k in places)
    return bool(places) and leads and names_assessment(" ".join(texts))
