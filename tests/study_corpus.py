"""A made-up corpus with known effects: municipalities that do not exist, over four years.

``make_study`` gives the five tables as frames and what was put in; ``write_tables`` and
``write_reports`` put the same content on disk as CSV files and as published-looking text reports.
Scores are of 2563-2566: IIT and EIT ask the same questions in all four years, OIT was revised in
2566. A plan of year N states the results of N-1 and lists measures; some agencies also report on
their measures. Places are real, every municipality and every figure is invented.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from thai_ita.model.document_id import doc_id_of
from thai_ita.normalize.editions import load_edition
from thai_ita.parse.measures.themes import indicators_of_theme

YEARS = (2563, 2564, 2565, 2566)
KIND = "เทศบาลตำบล"
PLACES = (("เลย", "เมืองเลย"), ("น่าน", "เมืองน่าน"), ("ตราด", "เมืองตราด"), ("สตูล", "เมืองสตูล"))
LOW_PROVINCE = "สตูล"
MEANS = {"1": 84, "2": 80, "3": 81, "4": 78, "5": 82, "6": 86, "7": 83, "8": 81, "9": 90, "10": 88}
RISE, FALL, LIFT, PROVINCE_GAP = 6.0, -6.0, 5.0, -5.0
"""Points: a year up or down, after a measure on indicator 2, and of every score of one province."""
NOISE = 2.0
THEMES = {
    "งบประมาณและการจัดซื้อจัดจ้าง": (
        "เผยแพร่แผนการใช้จ่ายงบประมาณ",
        "ชี้แจงการเบิกจ่ายงบประมาณ",
        "เปิดให้บุคลากรตรวจสอบการใช้จ่ายงบประมาณ",
    ),
    "ทรัพย์สินของราชการ": ("ปรับปรุงทะเบียนการยืมทรัพย์สิน", "ตรวจนับทรัพย์สินและครุภัณฑ์", "กำหนดแนวทางการยืมใช้ทรัพย์สิน"),
    "การใช้อำนาจและการบริหารงานบุคคล": (
        "กำหนดเกณฑ์การมอบหมายงาน",
        "ทบทวนการบริหารงานบุคคล",
        "รับฟังปัญหาการใช้อำนาจของผู้บังคับบัญชา",
    ),
    "การป้องกันและแก้ไขปัญหาการทุจริต": ("ประกาศเจตนารมณ์ต่อต้านการทุจริต", "ประเมินความเสี่ยงการทุจริต", "จัดช่องทางแจ้งเบาะแสการทุจริต"),
    "การสื่อสารและประชาสัมพันธ์": ("ปรับปรุงข้อมูลข่าวสารบนเว็บไซต์", "ประชาสัมพันธ์งานของหน่วยงาน", "สื่อสารข่าวสารผ่านเสียงตามสาย"),
    "บริการออนไลน์และการปรับปรุงระบบงาน": ("เปิดบริการ E-Service", "นำเทคโนโลยีมาลดขั้นตอน", "พัฒนาแบบคำร้องอิเล็กทรอนิกส์"),
    "การเปิดเผยข้อมูล": ("เปิดเผยข้อมูลสาธารณะ", "ตรวจสอบการเปิดเผยข้อมูลตามรายการ OIT", "เผยแพร่ข้อมูลตามตัวชี้วัด OIT"),
    "การให้บริการและการปฏิบัติหน้าที่": ("จัดทำคู่มือการให้บริการ", "กำหนดมาตรฐานการปฏิบัติงาน", "ปรับปรุงจุดบริการประชาชน"),
}
TEMPLATE = "รายงานผลการดำเนินการต่อผู้บริหารและเผยแพร่ผลทางเว็บไซต์ของหน่วยงานภายในสิ้นปีงบประมาณ"
_FIRST = ("ตัวอย่าง", "สมมติ", "จำลอง", "สาธิต")
_SECOND = (
    "สุข",
    "งาม",
    "ใหม่",
    "เจริญ",
    "มั่นคง",
    "ร่มเย็น",
    "สามัคคี",
    "ก้าวหน้า",
    "ชัยดี",
    "ทองใส",
    "รุ่งเรือง",
    "พอเพียง",
    "น้ำใส",
    "ป่าสัก",
    "ดอนทราย",
    "ริมห้วย",
)
_VERBS = (
    "จัดประชุม",
    "สำรวจ",
    "รวบรวม",
    "อบรม",
    "ติดตั้ง",
    "คัดเลือก",
    "ทดลองใช้",
    "แลกเปลี่ยน",
    "จดบันทึก",
    "ออกเยี่ยม",
    "ทำสื่อวีดิทัศน์เรื่อง",
    "เชิญวิทยากรบรรยาย",
    "จัดนิทรรศการ",
    "ร่างข้อบังคับ",
    "ตั้งคณะทำงาน",
)
_THINGS = (
    "กลุ่มแม่บ้าน",
    "ผู้สูงอายุ",
    "ร้านค้าในตลาด",
    "เยาวชนนอกระบบ",
    "ผู้ขออนุญาตก่อสร้าง",
    "เกษตรกรสวนยาง",
    "ผู้รับเบี้ยยังชีพ",
    "อาสาสมัครหมู่บ้าน",
    "ผู้ประกอบการที่พัก",
    "ครูศูนย์เด็กเล็ก",
    "ช่างสำรวจ",
    "พนักงานเก็บขยะ",
    "ผู้เสียภาษีที่ดิน",
    "ชาวประมงพื้นบ้าน",
    "คณะกรรมการชุมชน",
    "นักเรียนชั้นมัธยม",
)
_WHERE = (
    "ศาลาประชาคม",
    "หอประชุมอำเภอ",
    "ลานวัดกลาง",
    "ตลาดนัดวันพุธ",
    "สวนสาธารณะริมคลอง",
    "โรงเรียนประจำตำบล",
    "ศูนย์พัฒนาเด็กเล็ก",
    "สนามกีฬาชุมชน",
    "ที่ทำการกองช่าง",
    "ห้องสมุดประชาชน",
    "ท่าน้ำเก่า",
    "โรงสีข้าวชุมชน",
)
_WHEN = (
    "ทุกวันจันทร์แรกของเดือน",
    "ก่อนฤดูฝน",
    "หลังเทศกาลสงกรานต์",
    "ในรอบหกเดือน",
    "ปีละสองครั้ง",
    "ตามคำขอของชุมชน",
    "ทุกสิ้นไตรมาส",
    "ช่วงปิดภาคเรียน",
    "เมื่อมีการร้องขอ",
    "ก่อนวันประชุมสภา",
)


@dataclass(slots=True)
class Truth:
    """What was put in: agency ids, pairs of measures as (agency id, year, seq), states by the
    same key."""

    risers: set[str] = field(default_factory=set)
    fallers: set[str] = field(default_factory=set)
    lifted: set[tuple[str, int]] = field(default_factory=set)
    copies: set[tuple[tuple[str, int, int], tuple[str, int, int]]] = field(default_factory=set)
    follow: dict[tuple[str, int, int], str] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)
    namesakes: tuple[str, str] = ("", "")


@dataclass(slots=True)
class Study:
    """The five tables and the truth."""

    frames: dict[str, pd.DataFrame]
    truth: Truth


@dataclass(frozen=True, slots=True)
class _Agency:
    id: str
    name: str
    district: str
    province: str


def make_study(*, n_agencies: int = 64, seed: int = 7, effects: bool = True) -> Study:
    """The corpus; without ``effects`` nothing but noise: plans still aim at weak
    indicators, and what follows is regression to the mean."""
    rng = np.random.default_rng(seed)
    agencies = _agencies(n_agencies)
    truth = Truth(namesakes=(agencies[0].id, agencies[1].id))
    measures, treated = [], {}
    values = {code: np.full((n_agencies, len(YEARS)), np.nan) for code in MEANS}
    level = rng.normal(0, 5, n_agencies)
    own = {code: level + rng.normal(0, 3, n_agencies) for code in MEANS}
    lift = np.zeros(n_agencies)
    if effects:
        truth.risers = {a.id for a in agencies[4:8]}
        truth.fallers = {a.id for a in agencies[8:11]}
    for step, year in enumerate(YEARS):
        if step:
            treated = _choose_themes(rng, agencies, values, step - 1)
            for i, agency in enumerate(agencies):
                if effects and "2" in _codes_of(treated[agency.id]):
                    lift[i] += LIFT
                    truth.lifted.add((agency.id, year))
            measures += _measures(rng, agencies, year, treated)
        for code, mean in MEANS.items():
            column = mean + own[code] + rng.normal(0, NOISE, n_agencies)
            if effects:
                column = _with_effects(column, code, step, agencies, truth, lift)
            values[code][:, step] = np.round(np.clip(column, 0, 100), 2)
    treated = _choose_themes(rng, agencies, values, len(YEARS) - 1)
    measures += _measures(rng, agencies, YEARS[-1] + 1, treated)
    if effects:
        _copy_some(rng, measures, agencies, truth)
    reports = _reports(rng, measures, agencies, truth) if effects else []
    frames = _frames(rng, agencies, values, measures, reports, truth, damage=effects)
    return Study(frames, truth)


def _agencies(count: int) -> list[_Agency]:
    names = [a + b for b in _SECOND for a in _FIRST]
    found = []
    for i in range(count):
        province, district = PLACES[i % len(PLACES)]
        # The first two are namesakes in different provinces.
        name = KIND + names[0 if i < 2 else i % len(names)] + ("" if i < len(names) else str(i))
        digest = hashlib.sha256(f"{name}|{province}".encode()).hexdigest()[:10]
        found.append(_Agency(f"mun-{digest}", name, district, province))
    return found


def _with_effects(
    column: np.ndarray,
    code: str,
    step: int,
    agencies: list[_Agency],
    truth: Truth,
    lift: np.ndarray,
) -> np.ndarray:
    column = column + np.array([PROVINCE_GAP * (a.province == LOW_PROVINCE) for a in agencies])
    if code == "4":
        column = column + np.array([RISE * step * (a.id in truth.risers) for a in agencies])
    if code == "6":
        column = column + np.array([FALL * step * (a.id in truth.fallers) for a in agencies])
    if code == "7":
        # The group grows more alike: in the last year half the spread of the first.
        column = MEANS["7"] + (column - MEANS["7"]) * (1 - step / 6)
    return column + lift if code == "2" else column


def _codes_of(themes: list[str]) -> set[str]:
    return {code for theme in themes for code in indicators_of_theme(theme)}


def _choose_themes(
    rng: np.random.Generator, agencies: list[_Agency], values: dict[str, np.ndarray], step: int
) -> dict[str, list[str]]:
    """The themes of each plan, mostly at the weak indicators of the year before."""
    chosen: dict[str, list[str]] = {}
    codes = list(MEANS)
    for i, agency in enumerate(agencies):
        order = sorted(codes, key=lambda c: values[c][i, step])
        weak = set(order[:3])
        themes = []
        for theme in THEMES:
            hit = bool(weak & set(indicators_of_theme(theme)))
            chance = 0.85 if hit else 0.3
            if rng.random() < chance:
                themes.append(theme)
        chosen[agency.id] = themes or [next(iter(THEMES))]
    return chosen


def _measures(
    rng: np.random.Generator, agencies: list[_Agency], year: int, themes: dict[str, list[str]]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for agency in agencies:
        for seq, theme in enumerate(themes[agency.id], start=1):

            def pick(words: tuple[str, ...]) -> str:
                return words[int(rng.integers(len(words)))]

            title = f"{pick(THEMES[theme])}แก่{pick(_THINGS)} ณ {pick(_WHERE)}"
            steps = [
                f"{pick(_VERBS)}{pick(_THINGS)} ชุมชน{_village(rng)} ณ {pick(_WHERE)} {pick(_WHEN)}" for _ in range(3)
            ]
            rows.append(
                {
                    "agency_id": agency.id,
                    "fiscal_year": year,
                    "seq": seq,
                    "title": title,
                    "steps": "\n".join([*steps, TEMPLATE]),
                    "theme": theme,
                    "indicators": "; ".join(indicators_of_theme(theme)) if rng.random() < 0.5 else "",
                    "responsible": "สำนักปลัด",
                    "timeframe": f"ตลอดปีงบประมาณ พ.ศ. {year}",
                }
            )
    return rows


def _village(rng: np.random.Generator) -> str:
    """A made-up place name of three syllables."""
    heads, tails = "กขคจชดตทนบปพมรลวสหอ", ("า", "ี", "ู", "ัน", "าง", "อม", "ิน", "าด", "ุก", "าย")
    return "".join(heads[int(rng.integers(len(heads)))] + tails[int(rng.integers(len(tails)))] for _ in range(3))


def _copy_some(
    rng: np.random.Generator,
    measures: list[dict[str, object]],
    agencies: list[_Agency],
    truth: Truth,
) -> None:
    """Some measures of 2566 become near copies of another agency's of 2565."""
    first = [m for m in measures if m["fiscal_year"] == 2565]
    later = [m for m in measures if m["fiscal_year"] == 2566]
    for n in range(16):
        own = [m for m in first if m["agency_id"] == agencies[20 + n].id]
        source = own[int(rng.integers(len(own)))]
        target = next(
            (m for m in later if m["agency_id"] == agencies[40 + n].id and m["theme"] == source["theme"]),
            None,
        )
        if target is None:
            continue
        steps = str(source["steps"]).split("\n")
        steps[int(rng.integers(3))] += " และสรุปผล"
        target["title"], target["steps"] = source["title"], "\n".join(steps)
        truth.copies.add((_key(source), _key(target)))


def _key(measure: dict[str, object]) -> tuple[str, int, int]:
    return (str(measure["agency_id"]), int(str(measure["fiscal_year"])), int(str(measure["seq"])))


def _reports(
    rng: np.random.Generator,
    measures: list[dict[str, object]],
    agencies: list[_Agency],
    truth: Truth,
) -> list[dict[str, object]]:
    """Of the first forty agencies a report on each plan: found 60 %, partly 20 %, absent 20 %."""
    reporting = {a.id for a in agencies[:40]}
    rows = []
    for measure in measures:
        if measure["agency_id"] not in reporting or measure["fiscal_year"] == YEARS[-1] + 1:
            continue
        state = str(rng.choice(["found", "partly", "absent"], p=[0.6, 0.2, 0.2]))
        truth.follow[_key(measure)] = state
        if state == "absent":
            continue
        row = dict(measure)
        if state == "found":
            n = int(rng.integers(5, 90))
            row |= {"output": f"ดำเนินการแล้ว มีผู้เข้าร่วม {n} คน", "outcome": "ผู้รับบริการพึงพอใจมากขึ้น"}
        rows.append(row)
    written = {(m["agency_id"], m["fiscal_year"]) for m in rows}
    for key in truth.follow:
        # A report that holds none of the measures is no report in the tables.
        if key[:2] not in written:
            truth.follow[key] = "no_report"
    return rows


def _spoiled(name: str) -> str:
    """A name as a damaged PDF gives it: marks lost."""
    return name[: len(KIND)] + re.sub("[่้ั]", "", name[len(KIND) :])


def _doc_id(*parts: object) -> str:
    return doc_id_of("|".join(map(str, parts)).encode())


def _frames(
    rng: np.random.Generator,
    agencies: list[_Agency],
    values: dict[str, np.ndarray],
    measures: list[dict[str, object]],
    reports: list[dict[str, object]],
    truth: Truth,
    *,
    damage: bool,
) -> dict[str, pd.DataFrame]:
    documents: list[dict[str, object]] = []
    scores: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    people = {a.id: a for a in agencies}
    spoiled = [a.id for a in agencies[11:] if _spoiled(a.name) != a.name]
    damaged_ids = set(spoiled[:2]) if damage else set()

    def place(agency: _Agency, year: int) -> dict[str, object]:
        name, agency_id = agency.name, agency.id
        if agency.id in damaged_ids and year == 2566:
            name = _spoiled(name)
            agency_id = f"{agency.id}x"
            truth.damaged[agency_id] = agency.id
        return {
            "agency_id": agency_id,
            "agency": name,
            "agency_type": KIND,
            "district": agency.district,
            "province": agency.province,
        }

    for i, agency in enumerate(agencies):
        for step, year in enumerate(YEARS):
            if rng.random() < 0.04:
                continue
            doc = _doc_id(agency.id, year + 1, "plan")
            rows_of = _score_rows(values, i, step, year)
            for row in rows_of:
                scores.append({"doc_id": doc, **place(agency, year + 1), **row})
        for year in range(YEARS[0] + 1, YEARS[-1] + 2):
            documents.append(
                {
                    "doc_id": _doc_id(agency.id, year, "plan"),
                    "path": f"{agency.id}_{year}_plan.txt",
                    "media": "text",
                    "doc_type": "measures_plan",
                    **place(agency, year),
                    "fiscal_year": year,
                    "status": "ok",
                }
            )
    for kind, source in (("plan", measures), ("report", reports)):
        for measure in source:
            year = int(str(measure["fiscal_year"]))
            agency = people[str(measure["agency_id"])]
            about = place(agency, year)
            row = measure | {
                "doc_id": _doc_id(agency.id, year, kind),
                "agency_id": about["agency_id"],
                "agency": about["agency"],
            }
            rows.append(row)
    for agency_id, year in sorted({(str(m["agency_id"]), int(str(m["fiscal_year"]))) for m in reports}):
        documents.append(
            {
                "doc_id": _doc_id(agency_id, year, "report"),
                "path": f"{agency_id}_{year}_report.md",
                "media": "text",
                "doc_type": "implementation_report",
                **place(people[agency_id], year),
                "fiscal_year": year,
                "status": "ok",
            }
        )
    frame = pd.DataFrame(scores)
    status = rng.choice(
        ["verified", "consistent", "unchecked", "conflict"], size=len(frame), p=[0.85, 0.12, 0.02, 0.01]
    )
    frame = frame.assign(status=status, basis="stated", confidence=0.9, part="")
    empty = {
        "findings": ["doc_id", "agency_id", "fiscal_year", "kind", "text"],
        "checks": ["doc_id", "agency_id", "fiscal_year", "check", "result"],
    }
    return {
        "documents": pd.DataFrame(documents),
        "scores": frame,
        "measures": pd.DataFrame(rows).reindex(
            columns=[
                "doc_id",
                "agency_id",
                "agency",
                "fiscal_year",
                "seq",
                "title",
                "steps",
                "responsible",
                "timeframe",
                "output",
                "outcome",
                "theme",
                "indicators",
            ]
        ),
        **{name: pd.DataFrame(columns=columns) for name, columns in empty.items()},
    }


def _score_rows(values: dict[str, np.ndarray], i: int, step: int, year: int) -> list[dict[str, object]]:
    edition = load_edition(year)
    parts = {
        instrument.code: float(np.mean([values[c][i, step] for c in instrument.indicators]))
        for instrument in edition.instruments
    }
    overall = sum(edition.weights[code] * value for code, value in parts.items())
    found = [
        ("overall", "ITA", overall),
        *(("instrument", c, v) for c, v in parts.items()),
        *(("indicator", c, float(values[c][i, step])) for c in MEANS),
    ]
    return [
        {
            "fiscal_year": year,
            "kind": kind,
            "code": code,
            "value": round(value, 2),
            "name": edition.canonical_name(kind, code),
        }
        for kind, code, value in found
    ]


def write_tables(study: Study, folder: Path) -> Path:
    """The five tables as ``thai-ita run`` writes them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in study.frames.items():
        frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return folder


def write_reports(study: Study, folder: Path, *, most: int | None = None) -> Path:
    """The documents as text reports: plans with the results of the year before, and reports."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = study.frames
    documents = frames["documents"].head(most) if most else frames["documents"]
    scores = dict(iter(frames["scores"].groupby("doc_id")))
    measures = dict(iter(frames["measures"].groupby("doc_id")))
    for document in documents.to_dict("records"):
        doc_id = document["doc_id"]
        lines = ["ตัวอย่างสมมติ — ไม่ใช่ข้อมูลจริง", ""]
        write = _plan if document["doc_type"] == "measures_plan" else _implementation
        lines += write(document, scores.get(doc_id), measures.get(doc_id))
        (folder / str(document["path"])).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _place(document: dict[str, object]) -> str:
    return f"{document['agency']} อำเภอ{document['district']} จังหวัด{document['province']}"


def _plan(document: dict[str, object], scores: pd.DataFrame | None, measures: pd.DataFrame | None) -> list[str]:
    year = int(str(document["fiscal_year"]))
    lines = [f"มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. {year}", "", _place(document), ""]
    if scores is not None:
        value = scores.set_index(["kind", "code"])["value"]
        lines += [
            f"จากผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. {year - 1} "
            f"{document['agency']}มีผลคะแนนภาพรวม {value['overall', 'ITA']:.2f} คะแนน โดยมีคะแนนรายตัวชี้วัด ดังนี้",
            "",
            "| เครื่องมือ | ตัวชี้วัดที่ | ชื่อตัวชี้วัด | คะแนน |",
            "|---|---|---|---|",
        ]
        instrument = {c: i.code for i in load_edition(year - 1).instruments for c in i.indicators}
        own = scores[scores["kind"] == "indicator"]
        lines += [
            f"| {instrument[code]} | {code} | {name} | {score:.2f} |"
            for code, name, score in zip(own["code"], own["name"], own["value"], strict=True)
        ]
        lines.append("")
    lines += [
        "มาตรการและแนวทางการดำเนินงาน",
        "",
        "| มาตรการ | ขั้นตอน/วิธีการปฏิบัติ | ผู้รับผิดชอบ | ระยะเวลาดำเนินการ | การติดตามผล |",
        "|---|---|---|---|---|",
    ]
    if measures is not None:
        lines += [
            f"| {m.seq}. {m.title} | {_steps(m.steps)} | {m.responsible} | {m.timeframe} | รายงานทุกไตรมาส |"
            for m in measures.itertuples()
        ]
    return lines


def _implementation(
    document: dict[str, object], scores: pd.DataFrame | None, measures: pd.DataFrame | None
) -> list[str]:
    year = document["fiscal_year"]
    lines = [
        f"รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. {year}",
        "",
        _place(document),
        "",
        "| มาตรการ | ขั้นตอน/วิธีการ | ผู้รับผิดชอบ | ระยะเวลา | ผลการดำเนินการ (Output) | ผลลัพธ์ (Outcome) |",
        "|---|---|---|---|---|---|",
    ]
    if measures is not None:
        filled = measures.fillna("")
        lines += [
            f"| {m.seq}. {m.title} | {_steps(m.steps)} | {m.responsible} | {m.timeframe} | {m.output} | {m.outcome} |"
            for m in filled.itertuples()
        ]
    return lines


def _steps(text: object) -> str:
    return "<br>".join(f"{n}) {step}" for n, step in enumerate(str(text).split("\n"), start=1))
