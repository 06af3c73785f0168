"""Makes ``thai_ita/data/whole_names.json`` from the official list of local governments.

    python tools/whole_names.py LIST.csv

The list itself is not carried: only the names that the rules of ``normalize/agency_names.py`` alone
would cut or mend, those with signs between their letters, and the words that open names.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from thai_ita.normalize import agencies, agency_names, dictionary, repair
from thai_ita.normalize.agencies import find_agencies
from thai_ita.normalize.dictionary import words
from thai_ita.normalize.gazetteer import PATTAYA, Gazetteer, load_gazetteer
from thai_ita.normalize.repair import repair_text

TARGET = Path(__file__).parents[1] / "thai_ita" / "data" / "whole_names.json"
# Text behind a name as reports have it, with and without a space.
TAILS = ("", "ได้รับคะแนน 85.20 คะแนน", "ได้ 85.20", "อำเภอเมือง จังหวัดน่าน", "จังหวัดน่าน", "ประจำปีงบประมาณ พ.ศ. 2567",
         "มีผลคะแนนภาพรวม", "ผลการประเมิน", "ได้ดำเนินการ", "จึงขอประกาศ", "พบว่า", "ตามมาตรการ", "ในการประเมิน")  # fmt: skip
CONTEXTS = ("{}", "{} ได้รับคะแนน", "ที่{} อำเภอเมือง", "1 {} 85.20")
VERBS = ("มี", "ได้")
MANY = 8
"""A word that opens so many names is one of the language of names."""
_DEPENDENT = re.compile("[ะ-ฺ็-๎]")
_PLAIN = re.compile("[ก-๎]+")


def main(path: str) -> None:
    rows = load_gazetteer(path).rows
    pairs = {(row.type, row.name) for row in rows if row.type != PATTAYA}
    _write({"whole": [], "spelled": [], "mended": [], "openers": [], "never_alone": [], "shorter": {}})
    names = {name for _, name in pairs}
    spelled = {name for name in names if not _PLAIN.fullmatch(name)}
    openers, alone = _openers(names)
    table: dict[str, list[str] | dict[str, str]] = {"whole": [], "spelled": sorted(spelled), "mended": sorted(_mended(pairs)),
             "openers": openers, "never_alone": alone, "shorter": {}}  # fmt: skip
    _write(table)
    nothing = Gazetteer((), {})
    cut = {
        name
        for agency_type, name in pairs - {(t, n) for t, n in pairs if n in spelled}
        for tail in TAILS
        if [m.name for m in find_agencies(agency_type + name + tail, nothing)] != [name]
    }
    table["whole"] = sorted(cut)
    table["shorter"] = _shorter(cut, names)
    _write(table)


def _mended(pairs: set[tuple[str, str]]) -> set[str]:
    return {
        name
        for agency_type, name in pairs
        for context in CONTEXTS
        if (text := context.format(agency_type + name)) != repair_text(text)
    }


def _shorter(whole: set[str], names: set[str]) -> dict[str, str]:
    """The official names that are another one without its last word, where that may be a verb."""
    return {
        name: name.removesuffix(verb)
        for name in sorted(whole)
        for verb in VERBS
        if name.endswith(verb) and name.removesuffix(verb) in names
    }


def _openers(names: set[str]) -> tuple[list[str], list[str]]:
    """The words that open many names, and those of them that are no name by themselves."""
    counts: Counter[str] = Counter()
    known = words()
    for name in names:
        for stop in range(2, len(name)):
            if name[:stop] in known and not _DEPENDENT.match(name[stop]):
                counts[name[:stop]] += 1
    often = {word for word, count in counts.items() if count >= MANY}
    # หนอ and บ้า are words too, but what begins หนอง and บ้าน is the longer.
    often = {w for w in often if not any(o.startswith(w) and o != w and counts[o] > counts[w] / 2 for o in often)}
    return sorted(often), sorted(word for word in often if word not in names)


def _write(table: dict[str, list[str] | dict[str, str]]) -> None:
    text = json.dumps(table, ensure_ascii=False, indent=1)
    TARGET.write_text(text + "\n", encoding="utf-8")
    for cached in (
        agency_names._table,
        agencies._spelled_patterns,
        repair.repair_text,
        dictionary.words,
        dictionary.trie,
        dictionary.is_made_of_words,
    ):
        cached.cache_clear()


if __name__ == "__main__":
    main(sys.argv[1])
