"""The blocks of a document in the order in which they are meant to be read.

Captions of tables stand above their tables in most reports and below them in some. In the second
kind a caption read where it stands would give its year to the next table.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from thai_ita.model import Block, Line, LineKind, Table
from thai_ita.normalize.numerals import strip_numbering

# ``ตารางที่ 1``, ``ตาราง ๒.๑``, ``Table 3`` at the start of a line.
_CAPTION = re.compile(r"\W*(?:ตาราง(?:ที่)?|table)\s*([\d๐-๙]{1,3}(?:[.\-][\d๐-๙]{1,2})?)(?![\d๐-๙])", re.I)
# What stands between a caption and its table, or below both.
_NOTE = re.compile(r"\W*(?:ที่มา|หมายเหตุ|หน่วย(?!งาน)|source|note)|\s*\(.*\)\s*$", re.I)
# A caption is no longer than this; a longer line that begins so speaks of the table.
MAX_CAPTION = 200


def captions_first(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with every caption before its table, and noted in it.

    They change only where the captions of the whole document stand below: none before the first
    table, one directly behind each from the first captioned to the last, no number twice, and
    behind the last one no table or a new passage.
    """
    below = _captions_below(blocks)
    if not below:
        return list(blocks)
    moved = {caption: blocks[caption] for caption in below.values()}
    texts = {line.text for line in moved.values() if isinstance(line, Line)}
    out: list[Block] = []
    for i, block in enumerate(blocks):
        if isinstance(block, Table):
            own = moved.get(below.get(i, -1))
            if isinstance(own, Line):
                out += [own, replace(block, caption=own.text)]
            else:
                out.append(replace(block, caption="") if block.caption in texts else block)
        elif i not in moved:
            out.append(block)
    return out


def _captions_below(blocks: Sequence[Block]) -> dict[int, int]:
    """The place of each table with the place of the caption below it; empty where captions stand
    above, or where the document does not show plainly where they stand."""
    tables = [i for i, block in enumerate(blocks) if isinstance(block, Table)]
    captions = _captions(blocks)
    if not tables or not captions or min(captions) < tables[0]:
        return {}
    if len(set(captions.values())) < len(captions):
        return {}
    below: dict[int, int] = {}
    places = sorted(captions)
    for table, following in pairwise([*tables, len(blocks)]):
        own = places[bisect(places, table) : bisect(places, following)]
        if own == [table + 1]:
            below[table] = own[0]
        elif own or (below and table < places[-1]):
            return {}
    last = places[-1]
    after = next((i for i in tables if i > last), len(blocks))
    return below if after == len(blocks) or _leads_on(blocks[last:after]) else {}


def _leads_on(blocks: Sequence[Block]) -> bool:
    """Whether what follows a caption before the next table is a new passage, not more of it."""
    lines = [block for block in blocks if isinstance(block, Line)]
    end = lines[0]
    for k, line in enumerate(lines[1:], start=1):
        if _NOTE.match(line.text):
            end = line
            continue
        begins = line.kind is LineKind.HEADING or strip_numbering(line.text)[0] is not None
        return begins or line.number > end.number + 1 or len(lines) > k + 1
    return False


def _captions(blocks: Sequence[Block]) -> dict[int, str]:
    """The numbers of the captions by their places, without those of a list of tables."""
    numbers: dict[int, str] = {}
    for i, block in enumerate(blocks):
        if isinstance(block, Line) and len(block.text) <= MAX_CAPTION:
            match = _CAPTION.match(block.text)
            if match is not None:
                numbers[i] = match.group(1)
    return {i: n for i, n in numbers.items() if i - 1 not in numbers and i + 1 not in numbers}
