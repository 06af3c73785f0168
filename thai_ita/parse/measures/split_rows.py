"""Several measures in one row, sub-points under one measure, steps cut by a page break."""

from __future__ import annotations

import itertools
from dataclasses import replace

from thai_ita.parse.measures.measure_tables import TEXT_ROLES, MeasureRow, join_words
from thai_ita.parse.tables.column_roles import ColumnRole
from thai_ita.parse.text.list_items import Item, read_items

_FIELD_OF_ALL = (ColumnRole.RESPONSIBLE, ColumnRole.TIMEFRAME, ColumnRole.MONITORING)


def split_records(records: list[MeasureRow]) -> list[MeasureRow]:
    """One record a measure: rows with several measures split, titles without their sub-points."""
    out: list[MeasureRow] = []
    for record in records:
        titles = _titles(record, out[-1].number if out else None)
        if len(titles) == 1:
            number, title = titles[0]
            out.append(replace(record, title=title, number=number or record.number))
            continue
        shares = {role: _share(record.texts.get(role, ""), role, titles) for role in TEXT_ROLES}
        for i, (number, title) in enumerate(titles):
            texts = {role: shares[role][i] for role in TEXT_ROLES}
            out.append(replace(record, title=title, number=number, texts=texts))
    _return_cut_steps(out)
    return out


def _titles(record: MeasureRow, before: int | None) -> list[tuple[int | None, str]]:
    """The measures named in a title cell.

    Numbers that count on are measures of their own. Numbers that start again under a first line
    (``๑.คู่มือ / ๑. ปรับปรุง / ๒. แจกเวียน``) are its sub-points, and the first line is the title.
    """
    items = read_items(record.title)
    if not items:
        return [(record.number, record.title.strip())]
    first = items[0]
    later = [i.number for i in items[1:] if i.number is not None]
    if first.number is not None and later and later[0] == first.number + 1 and not _restarts(later):
        return _joined(items)
    if first.number is None and later and later[0] == 1 and len(items) > 1 and first.bulleted:
        return [(None, i.text) for i in items]
    if first.number is not None and later:
        return [(first.number, _until_number(items))]
    if first.number is None and later:
        return [(record.number, _until_number(items))]
    if first.bulleted and len(items) > 1 and all(i.bulleted for i in items):
        return [(None, i.text) for i in items]
    text = " ".join(i.text for i in items)
    return [(first.number or record.number, text)]


def _restarts(numbers: list[int]) -> bool:
    return any(b <= a for a, b in itertools.pairwise(numbers))


def _joined(items: list[Item]) -> list[tuple[int | None, str]]:
    """Numbered items with the unnumbered lines that follow them."""
    out: list[tuple[int | None, str]] = []
    for item in items:
        if item.number is None and out:
            out[-1] = (out[-1][0], f"{out[-1][1]} {item.text}")
        else:
            out.append((item.number, item.text))
    return out


def _until_number(items: list[Item]) -> str:
    """The first item and what follows it up to the first numbered sub-point."""
    text = items[0].text
    for item in items[1:]:
        if item.number is not None or item.bulleted:
            break
        text = f"{text} {item.text}"
    return text


def _share(text: str, role: ColumnRole, titles: list[tuple[int | None, str]]) -> list[str]:
    """What of a cell belongs to each of several measures in its row."""
    n = len(titles)
    items = read_items(text)
    numbers = [number for number, _ in titles]
    by_number = {i.number: i.text for i in items if i.number is not None}
    if (
        all(k in by_number for k in numbers)
        and len(by_number) == n
        and not (role is ColumnRole.STEPS and numbers[0] == 1 and n != len(items))
    ):
        return (
            [t for _, t in _joined(items)]
            if len(_joined(items)) == n
            else [by_number[k] for k in numbers if k is not None]
        )
    groups = _restarted_groups(items)
    if len(groups) == n:
        return ["\n".join(_marked(i) for i in group) for group in groups]
    if len(items) == n and role not in _FIELD_OF_ALL:
        return [i.text for i in items]
    # What cannot be divided holds for all of them.
    return [text] * n


def _restarted_groups(items: list[Item]) -> list[list[Item]]:
    """Items grouped by numbering that starts again at 1."""
    groups: list[list[Item]] = []
    for item in items:
        if item.number == 1 or not groups:
            groups.append([])
        groups[-1].append(item)
    return groups


def _marked(item: Item) -> str:
    if item.number is not None:
        return f"{item.number}. {item.text}"
    return f"- {item.text}" if item.bulleted else item.text


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
                text = f"{text}\n{_marked(item)}"
        before.texts[ColumnRole.STEPS] = text
        record.texts[ColumnRole.STEPS] = "\n".join(_marked(i) for i in own)
