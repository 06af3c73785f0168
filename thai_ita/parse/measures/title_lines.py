"""Which lines are titles over labelled lines, and which are steps below one.

::

    ๒. ข้อเท็จจริง              a chapter
    (๑) จัดทำคู่มือ             a title: (๒) stands over the same labels
    ผู้รับผิดชอบ กองคลัง
"""

from __future__ import annotations

from thai_ita.model import Line, LineKind
from thai_ita.parse.measures.measure_forms import NAMED_MEASURE
from thai_ita.parse.measures.measure_lists import is_marked, letter_of, mark_of
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.text.list_items import strip_number

# So many titles in a row tell that they are no steps.
FIRST_TITLES = 2
# Lists are lettered without the two obsolete letters and, as a rule, without ฆ.
_LETTERS = "กขคงจฉชซ"


def behind_steps(lines: list[Line], labels: list[ColumnRole | None], i: int) -> int:
    """The place of the first line behind a numbered one and a paragraph or list below it, whose marks
    are others than its own (1.1 or bullets below 1); a labelled line is in no such list."""
    own, k = mark_of(lines[i]), i + 1
    if own is None or strip_number(lines[i].text)[0] is None:
        return k
    told = k + 1 < len(lines) and labels[k] is None and labels[k + 1] is not None
    if told and lines[k].kind is LineKind.PARAGRAPH and not is_marked(lines[k]):
        return k + 1
    if _are_titles(lines, labels, k, own):
        return k
    while k < len(lines) and lines[k].kind is not LineKind.HEADING and is_marked(lines[k]):
        if labels[k] is not None or mark_of(lines[k]) == own:
            break
        k += 1
    return k


def _are_titles(lines: list[Line], labels: list[ColumnRole | None], k: int, own: str) -> bool:
    """Whether the line at ``k`` begins titles, and no steps, below a chapter with the mark ``own``:
    what counts on from it stands above labels too, before the next chapter."""
    style, number = mark_of(lines[k]) if k < len(lines) else None, 1
    if style in (None, own, "-") or strip_number(lines[k].text)[0] != number:
        return False
    for line, below in zip(lines[k:], [*labels[k + 1 :], None], strict=True):
        mark = mark_of(line)
        if mark == own:
            break
        if mark == style and strip_number(line.text)[0] == number:
            if below is None:
                return False
            number += 1
    return number > FIRST_TITLES


def lettered_groups(lines: list[Line], labels: list[ColumnRole | None]) -> set[int]:
    """The lines ก. ข. ค. that stand over the titles of groups of measures: all lines with letters do, and
    count on. The last of the lettered steps of a measure may stand there too, but not all of them."""
    letters = {i: letter for i, line in enumerate(lines) if labels[i] is None and (letter := letter_of(line.text))}
    counted = list(letters.values()) == list(_LETTERS[: len(letters)])
    if len(letters) < 2 or not counted:
        return set()
    return set(letters) if all(_is_title(lines, labels, i + 1) for i in letters) else set()


def _is_title(lines: list[Line], labels: list[ColumnRole | None], i: int) -> bool:
    if i >= len(lines):
        return False
    below = behind_steps(lines, labels, i)
    numbered = strip_number(lines[i].text)[0] is not None and below < len(lines) and labels[below] is not None
    return bool(NAMED_MEASURE.match(lines[i].text)) or labels[i] is ColumnRole.MEASURE or numbered
