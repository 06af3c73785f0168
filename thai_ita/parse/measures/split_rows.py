"""Several measures in one row or one cell, lines below a title, steps cut by a page break."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

from thai_ita.parse.measures.assign_paragraphs import as_text, assign, carried_over
from thai_ita.parse.measures.measure_tables import TEXT_ROLES, MeasureRow, join_words
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.text.list_items import Item, read_items

_FIELD_OF_ALL = (ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME, ColumnRole.MONITORING)
# Fields whose paragraphs tell by their words whose they are.
_TOLD_BY_WORDS = (ColumnRole.OUTPUT, ColumnRole.OUTCOME)


@dataclass(slots=True)
class _Title:
    """A measure named in a title cell, with the lines below it."""

    number: int | None
    text: str
    below: list[str] = field(default_factory=list)


def split_records(records: list[MeasureRow]) -> list[MeasureRow]:
    """One record a measure: rows with several measures split, titles without the lines below."""
    out: list[MeasureRow] = []
    for record in records:
        titles = _titles(record)
        texts = [dict(record.texts) for _ in titles]
        if len(titles) > 1:
            for role in TEXT_ROLES:
                text = record.texts.get(role, "")
                lines = [line.strip() for line in text.split("\n") if line.strip()]
                by_line = record.numbers and len(lines) == len(titles)
                shares = lines if by_line else _share(text, role, titles)
                for own, share in zip(texts, shares, strict=True):
                    own[role] = share
        for title, own in zip(titles, texts, strict=True):
            out.append(
                replace(
                    record,
                    title=title.text,
                    number=title.number or (record.number if len(titles) == 1 else None),
                    texts=own,
                    sub_measures=list(title.below),
                    questions=list(record.questions),
                )
            )
    for role in _TOLD_BY_WORDS:
        _divide_by_words(out, role)
    _divide_merged(out)
    _return_cut_steps(out)
    return out


# -- titles ----------------------------------------------------------------------------------


def _titles(record: MeasureRow) -> list[_Title]:
    """The measures named in a title cell.

    Numbers or letters that count on are measures of their own, and so are bullets alone. What is
    numbered anew below a title (``๑.คู่มือ / ๑. ปรับปรุง / ๒. แจกเวียน``, 1.1, bullets) stands below.
    """
    items = read_items(record.title)
    if not items:
        return [_Title(record.number, record.title.strip())]
    if len(items) == len(record.numbers) and not any(i.marked for i in items):
        return [_Title(n, i.text) for n, i in zip(record.numbers, items, strict=True)]
    tops = _tops(items)
    if tops is None:
        return [_Title(None, i.text) for i in items if i.marked]
    titles: list[_Title] = []
    for i, item in enumerate(items):
        if i in tops:
            titles.append(_Title(item.number, item.text))
        elif item.marked:
            titles[-1].below.append(item.text)
        elif titles[-1].below:
            titles[-1].below[-1] = f"{titles[-1].below[-1]} {item.text}"
        else:
            titles[-1].text = f"{titles[-1].text} {item.text}"
    if len(titles) == 1:
        titles[0].number = titles[0].number or record.number
    return titles


def _tops(items: list[Item]) -> set[int] | None:
    """The places of the items that name measures; None where all marked ones do."""
    first = items[0]
    later = [(i, item) for i, item in enumerate(items) if i and item.number is not None]
    if first.number is not None:
        alike = [(i, item) for i, item in later if item.style == first.style]
        for some in (alike, later):
            if some and _count_on([first.number, *(n.number or 0 for _, n in some)]):
                return {0} | {i for i, _ in some}
        return {0}
    if first.bulleted:
        numbered = bool(later) and later[0][1].number == 1
        if len(items) > 1 and (numbered or all(i.bulleted for i in items)):
            return None
    return {0}


def _count_on(numbers: list[int]) -> bool:
    return numbers[1] == numbers[0] + 1 and all(a < b for a, b in itertools.pairwise(numbers))


# -- fields ----------------------------------------------------------------------------------


def _share(text: str, role: ColumnRole, titles: list[_Title]) -> list[str]:
    """What of a cell belongs to each of several measures in its row."""
    n = len(titles)
    items = read_items(text)
    numbers = [title.number for title in titles]
    by_number = {i.number: i.text for i in items if i.number is not None}
    if (
        all(k in by_number for k in numbers)
        and len(by_number) == n
        and not (role is ColumnRole.STEPS and numbers[0] == 1 and n != len(items))
    ):
        joined = _joined(items)
        return joined if len(joined) == n else [by_number[k] for k in numbers if k is not None]
    groups = _restarted_groups(items)
    if len(groups) == n:
        return [as_text(group) for group in groups]
    counted = len(by_number) == n == len(items)
    if len(items) == n and (role not in _FIELD_OF_ALL or (counted and role is not ColumnRole.STEPS)):
        return [i.text for i in items]
    # What cannot be divided holds for all of them.
    return [text] * n


def _joined(items: list[Item]) -> list[str]:
    """Numbered items with the unnumbered lines that follow them."""
    out: list[str] = []
    for item in items:
        if item.number is None and out:
            out[-1] = f"{out[-1]} {item.text}"
        else:
            out.append(item.text)
    return out


def _divide_merged(records: list[MeasureRow]) -> None:
    """Parts a cell merged over several measures: by its marks where it has one for each, or by its
    words; what cannot be divided holds for all of them."""
    for role in TEXT_ROLES:
        merged = [r for r in records if role in r.merged]
        for _, group in itertools.groupby(merged, key=lambda r: (r.table, *r.merged[role])):
            covered = list(group)
            text = covered[0].texts.get(role, "")
            others = [r.texts.get(role, "") for r in covered[1:]]
            if len(covered) < 2 or any(t and t != text for t in others):
                continue
            for record, share in zip(covered, _shares_of_merged(text, role, covered), strict=True):
                record.texts[role] = share


def _shares_of_merged(text: str, role: ColumnRole, covered: list[MeasureRow]) -> list[str]:
    n = len(covered)
    items = read_items(text)
    numbers = [r.number for r in covered]
    if len(items) == n and all(i.marked for i in items):
        by_number = [i.number for i in items] == numbers
        if by_number or role in _TOLD_BY_WORDS:
            return [i.text for i in items]
    if role in _TOLD_BY_WORDS and len(items) > n:
        places = assign(items, [_words_of(r, role) for r in covered])
        if places:
            return [as_text([i for i, p in zip(items, places, strict=True) if p == k]) for k in range(n)]
    return [text] * n


def _divide_by_words(records: list[MeasureRow], role: ColumnRole) -> None:
    """Parts a cell that several measures of one row share by what its paragraphs speak of.

    A page may have cut it: its first paragraph without a mark goes on with the measure before, and
    its last one may begin what goes on without a mark in the measure behind.
    """
    for start, end in _sharing(records, role):
        covered = records[start:end]
        text = covered[0].texts[role]
        items = read_items(text)
        before = records[start - 1] if start else None
        after = records[end] if end < len(records) else None
        head: list[Item] = []
        if before and before.texts.get(role) and carried_over(items):
            head, items = items[:1], items[1:]
        tail = after is not None and not _begins_marked(after.texts.get(role, ""))
        speakers = [*covered, after] if tail and after else covered
        places = assign(items, [_words_of(r, role) for r in speakers], optional_last=len(speakers) > len(covered))
        if not places:
            continue
        for k, record in enumerate(covered):
            record.texts[role] = as_text([i for i, p in zip(items, places, strict=True) if p == k])
        if head and before:
            before.texts[role] = f"{before.texts[role]} {head[0].text}"
        if (own := [i for i, p in zip(items, places, strict=True) if p == len(covered)]) and after:
            after.texts[role] = f"{as_text(own)} {after.texts[role]}"


def _sharing(records: list[MeasureRow], role: ColumnRole) -> list[tuple[int, int]]:
    """Where neighbouring measures of one row hold the same text of more paragraphs than measures."""
    found = []
    for _, group in itertools.groupby(
        enumerate(records), key=lambda p: (p[1].table, p[1].evidence.row, p[1].texts.get(role, ""))
    ):
        places = [i for i, _ in group]
        text = records[places[0]].texts.get(role, "")
        if len(places) > 1 and records[places[0]].table and len(read_items(text)) > len(places):
            found.append((places[0], places[-1] + 1))
    return found


def _words_of(record: MeasureRow, role: ColumnRole) -> str:
    other = ColumnRole.OUTPUT if role is ColumnRole.OUTCOME else ColumnRole.STEPS
    return f"{record.title} {record.texts.get(other, '')}"


def _begins_marked(text: str) -> bool:
    items = read_items(text)
    return not items or items[0].marked


def _restarted_groups(items: list[Item]) -> list[list[Item]]:
    """Items grouped by numbering that starts again at 1."""
    groups: list[list[Item]] = []
    for item in items:
        if item.number == 1 or not groups:
            groups.append([])
        groups[-1].append(item)
    return groups


def _return_cut_steps(records: list[MeasureRow]) -> None:
    """Steps that a page break carried into the next measure go back to their own.

    The sign is in the numbers: they go on from the measure before and only then start at 1.
    """
    for before, record in itertools.pairwise(records):
        items = read_items(record.texts.get(ColumnRole.STEPS, ""))
        earlier = read_items(before.texts.get(ColumnRole.STEPS, ""))
        last = next((i.number for i in reversed(earlier) if i.number is not None), None)
        numbers = [i.number for i in items if i.number is not None]
        if last is None or not numbers or numbers[0] != last + 1 or 1 not in numbers:
            continue
        start = next(k for k, item in enumerate(items) if item.number == 1)
        carried, own = items[:start], items[start:]
        text = before.texts[ColumnRole.STEPS]
        for item in carried:
            if item.number is None and not item.bulleted:
                text = join_words(text, item.text)
            else:
                text = f"{text}\n{as_text([item])}"
        before.texts[ColumnRole.STEPS] = text
        record.texts[ColumnRole.STEPS] = as_text(own)
