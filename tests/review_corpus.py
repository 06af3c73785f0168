"""Two hundred reports of invented local governments, over provinces, types, years and kinds of file.

    python -m tests.review_corpus FOLDER [--documents 200] [--seed 1] [--made-up]

Provinces and districts are real; every local government and every figure is invented. Four documents of
five follow agencies over two years: analyses of their results, plans and reports on the plans; every
fifth is one of the odd layouts of tests/layouts, some of which hold no result at all. Some state
what the arithmetic contradicts, some a slip that it can mend, some leave out their year or their agency,
some have figures that are no results. The same seed gives the same bytes. With ``--made-up`` the provinces are
invented too and the odd layouts are left out: pictures for the docs are taken of these.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from tests.layouts.blocks import Block, Break, Bullets, Heading, Para, table
from tests.layouts.build import TEMPLATES
from tests.layouts.phrases import where
from tests.layouts.places import NAMES, Place
from tests.layouts.pool import Measure, measures
from tests.layouts.render_office import word, workbook
from tests.layouts.render_pages import pdf, scan
from tests.layouts.render_text import markdown, page, tab
from tests.layouts.report import Report, Style
from tests.layouts.results import (
    INSTRUMENT_NAMES,
    INSTRUMENTS,
    Result,
    history,
    indicator_name,
    instrument_of,
)
from tests.layouts.thai import round2

PROVINCES = (
    ("น่าน", ("ปัว", "ภูเพียง")), ("เลย", ("เชียงคาน", "ภูเรือ")), ("ขอนแก่น", ("บ้านไผ่", "ชุมแพ")),
    ("ระยอง", ("แกลง", "บ้านค่าย")), ("สตูล", ("ละงู", "ควนกาหลง")), ("พิษณุโลก", ("วังทอง", "บางกระทุ่ม")),
)  # fmt: skip
MADE_UP = tuple((name, ("เมือง" + name, "สมมติสุข")) for name in ("ตัวอย่าง", "สมมติ", "จำลอง"))
TYPES = ("เทศบาลตำบล", "องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนตำบล", "เทศบาลเมือง")
YEARS = (2567, 2568)
KINDS = ("analysis", "plan", "report", "analysis")
ODD_EVERY = 5
FORMS = ("pdf", "docx", "pdf", "html", "pdf", "txt", "xlsx", "pdf", "md", "pdf")
SCAN_EVERY = 6
"""Of so many PDFs of analyses one is a scan."""
FAULTS = ("", "", "", "conflict", "conflict", "slip", "slip", "no year", "no agency", "figures", "")


@dataclass(frozen=True)
class Made:
    """A file of the corpus. ``fault`` is one of FAULTS, "odd" for a layout of others."""

    name: str
    data: bytes
    kind: str
    fault: str


def corpus(documents: int = 200, seed: int = 1, made_up: bool = False) -> Iterator[Made]:
    """The files, one after the other."""
    odd = sorted(TEMPLATES)
    random.Random(f"{seed}/odd").shuffle(odd)
    people = _people(seed, MADE_UP if made_up else PROVINCES)
    turn = pictures = 0
    for number in range(documents):
        form = _dealt(FORMS, number, f"{seed}/form")
        if number % ODD_EVERY == ODD_EVERY - 1 and not made_up:
            yield _odd(odd[(number // ODD_EVERY) % len(odd)], number, form, seed)
            continue
        agency, history_of = people[turn // len(KINDS) % len(people)]
        kind, fault = KINDS[turn % len(KINDS)], _dealt(FAULTS, turn, f"{seed}/fault")
        year = YEARS[(turn // len(KINDS) // len(people) + turn % len(KINDS) // 3) % len(YEARS)]
        style = Style(random.Random(f"{seed}/{number}"), thai=number % 2 == 0 and form != "xlsx")
        blocks = _MAKERS[kind](style, agency, history_of, year, fault)
        ending, data = _written(blocks, form, style.rng)
        if form == "pdf" and kind == "analysis" and (pictures := pictures + 1) % SCAN_EVERY == 0:
            data = scan(data)
        told = "" if fault == "no year" else f" {year}"
        name = f"{number:03} {_WORDS[kind]} {agency.short}{told}{ending}"
        yield Made(name, data, kind, fault)
        turn += 1


def write(folder: Path, documents: int = 200, seed: int = 1, made_up: bool = False) -> list[Made]:
    """Write the files into a folder; what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for each in corpus(documents, seed, made_up):
        (folder / each.name).write_bytes(each.data)
        made.append(each)
    return made


_MISREAD = str.maketrans("0123456789", "6717839126")
_WORDS = {"analysis": "ผลคะแนน", "plan": "มาตรการ", "report": "รายงานผล"}


def _dealt(choices: tuple[str, ...], turn: int, seed: str) -> str:
    """One of the choices, each once before any comes again."""
    again, which = divmod(turn, len(choices))
    return random.Random(f"{seed}/{again}").sample(choices, len(choices))[which]


def _people(seed: int, provinces: Sequence[tuple[str, tuple[str, str]]]) -> list[tuple[Place, dict[int, Result]]]:
    rng = random.Random(f"{seed}/people")
    found = []
    for k, name in enumerate(NAMES):
        province, districts = provinces[k % len(provinces)]
        place = Place(TYPES[k % len(TYPES)], name, districts[k // len(provinces) % 2], province)
        found.append((place, history(rng, [YEARS[0] - 1, *YEARS])))
    return found


def _written(blocks: list[Block], form: str, rng: random.Random) -> tuple[str, bytes]:
    if form == "pdf":
        return ".pdf", pdf(blocks)
    if form in {"docx", "xlsx"}:
        return f".{form}", (word if form == "docx" else workbook)(blocks)
    text = {"html": page, "md": markdown, "txt": tab}[form](blocks, rng)
    return f".{form}", text.encode()


def _odd(name: str, number: int, form: str, seed: int) -> Made:
    rng = random.Random(f"{seed}/{name}")
    report: Report = TEMPLATES[name].make(Style(rng, number % 3 > 0))
    if form == "pdf":
        ending, data = ".pdf", pdf(report.blocks, report.landscape)
    else:
        ending, data = _written(report.blocks, form, rng)
    return Made(f"{number:03} {name}{ending}", data, name, "odd")


def _title(s: Style, place: Place, text: str, year: int, fault: str) -> list[Block]:
    return [
        Heading(text),
        *([] if fault == "no year" else [Para(f"ประจำปีงบประมาณ {s.fy(year)}", "center")]),
        *([] if fault == "no agency" else [Para(where(place), "center")]),
    ]


def _analysis(s: Style, place: Place, of: dict[int, Result], year: int, fault: str) -> list[Block]:
    """Overall, instruments, indicators, questions and what is strong and weak: three pages as a PDF."""
    r = of[year]
    shown = {n: round2(value) for n, value in r.indicators.items()}
    of_instruments = {i: round2(value) for i, value in r.instruments.items()}
    if fault == "conflict":
        spoiled = s.rng.choice(sorted(shown))
        shown[spoiled] = round2(max(r.indicators[spoiled] - 11, Fraction(1)))
    elif fault == "slip":
        # Its indicators and the overall result both tell what it was.
        printed = of_instruments["EIT"]
        of_instruments["EIT"] = s.rng.choice((printed.replace(".", ""), printed[0] + printed[1:].translate(_MISREAD)))
    who = "หน่วยงาน" if fault == "no agency" else place.name
    blocks = _title(s, place, "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส (ITA)", year, fault)
    blocks += [
        Para(f"{who}มีผลคะแนนในภาพรวม {s.n(r.overall)} คะแนน ผลการประเมินอยู่ในระดับ {r.level} รายละเอียดมีดังนี้"),
        Heading("ผลการประเมินรายเครื่องมือ", 2),
        table(["เครื่องมือ", "คะแนน"], [[f"{INSTRUMENT_NAMES[i]} ({i})", s.t(of_instruments[i])] for i in INSTRUMENTS], [6, 2]),
        Heading("ผลการประเมินรายตัวชี้วัด", 2),
        table(["ตัวชี้วัดที่", "ตัวชี้วัด", "เครื่องมือ", "คะแนน"],
              [[s.t(n), indicator_name(n, year), instrument_of(n), s.t(shown[n])] for n in sorted(shown)], [1.5, 6, 2, 2]),
    ]  # fmt: skip
    if fault == "figures":
        blocks += [
            Para(
                f"งบประมาณที่ใช้ในการขับเคลื่อน {s.t('85,500.00')} บาท มีผู้ตอบแบบสอบถาม {s.t(132)} คน คิดเป็นร้อยละ {s.t('88.00')} ของกลุ่มเป้าหมาย"
            ),
            Para(f"ค่าเป้าหมายของปีถัดไปไม่น้อยกว่า {s.t('95.00')} คะแนน ค่าเฉลี่ยของประเทศ {s.t('91.33')} คะแนน"),
        ]
    blocks.append(Break())
    blocks.append(Heading("ผลคะแนนรายข้อคำถาม", 2))
    rows = [[s.t(code), s.n(value)] for code, value in r.questions.items()]
    blocks.append(table(["ข้อคำถาม", "คะแนน"], rows, [3, 2]))
    order = sorted(r.indicators, key=lambda n: r.indicators[n])
    blocks += [
        Break(),
        Heading("จุดแข็งและจุดที่ควรพัฒนา", 2),
        Para("จุดแข็งที่ควรรักษาไว้"),
        Bullets([f"{indicator_name(n, year)} ได้คะแนน {s.t(shown[n])}" for n in order[-2:]]),
        Para("จุดที่ควรพัฒนา"),
        Bullets([f"{indicator_name(n, year)} ได้คะแนน {s.t(shown[n])} ควรชี้แจงและเปิดเผยข้อมูลให้ทั่วถึง" for n in order[:3]]),
    ]
    return blocks


def _plan(s: Style, place: Place, of: dict[int, Result], year: int, fault: str) -> list[Block]:
    """What last year's result was, and the measures that answer it."""
    r = of[year - 1]
    blocks = _title(s, place, "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", year, fault)
    blocks += [
        Para(f"จากผลการประเมิน ITA ปีงบประมาณ {s.fy(year - 1)} หน่วยงานมีคะแนนรวม {s.n(r.overall)} คะแนน รายตัวชี้วัดดังนี้"),
        table(["ที่", "ตัวชี้วัด", "คะแนน"], [[s.t(n), indicator_name(n, year - 1), s.n(r.indicators[n])] for n in sorted(r.indicators)], [1, 6, 2]),
        Break(),
        Heading("มาตรการและแนวทางการดำเนินงาน", 2),
        table(["มาตรการ", "ขั้นตอน/วิธีการดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ", "การติดตามผล"],
              [[f"{s.t(k)}. {m.title}", "\n".join(f"- {x}" for x in m.steps), "\n".join(m.responsible), s.t(m.timeframe), s.t(m.monitoring)]
               for k, m in enumerate(_measures_of(place, year), 1)], [4, 6, 2.6, 3, 3.6]),
    ]  # fmt: skip
    return blocks


def _report(s: Style, place: Place, of: dict[int, Result], year: int, fault: str) -> list[Block]:
    """What became of the measures of the plan."""
    got = _measures_of(place, year)
    blocks = _title(s, place, "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", year, fault)
    blocks.append(
        table(["ที่", "มาตรการ", "ผลการดำเนินการ", "ผลลัพธ์"],
              [[s.t(k), m.title, m.output, m.outcome] for k, m in enumerate(got[: 3 + year % 2], 1)], [1, 4, 4, 4])
    )  # fmt: skip
    return blocks


def _measures_of(place: Place, year: int) -> list[Measure]:
    return measures(random.Random(f"{place.name}/{year}"), 5, year)


_MAKERS = {"analysis": _analysis, "plan": _plan, "report": _report}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--made-up", action="store_true", help="no name of a real place")
    given = parser.parse_args()
    made = write(given.folder, given.documents, given.seed, given.made_up)
    print(f"{len(made)} documents in {given.folder}")


if __name__ == "__main__":
    main()
