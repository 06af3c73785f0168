"""The words in pictures: short names of agencies, titles and axes in Thai and English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from thai_ita.analyze.names_by_year import newest_names
from thai_ita.normalize.agency_types import SHORT_TYPES
from thai_ita.normalize.areas import english_provinces

if TYPE_CHECKING:
    import pandas as pd

WORDS = {
    "score": {"en": "score (0-100)", "th": "คะแนน (0-100)"},
    "year": {"en": "fiscal year", "th": "ปีงบประมาณ พ.ศ."},
    "median": {"en": "median of the group", "th": "มัธยฐานของกลุ่ม"},
    "heatmap": {"en": "Scores by agency and indicator, FY{year}", "th": "คะแนนรายหน่วยงานและตัวชี้วัด ปี {year}"},
    "trend": {"en": "{name}, FY{first} to FY{last}", "th": "{name} ปี {first} ถึง {last}"},
    "slope": {"en": "{name}, FY{first} and FY{last}", "th": "{name} ปี {first} และ {last}"},
    "distribution": {"en": "{name} by type, FY{year}", "th": "{name} ตามประเภทหน่วยงาน ปี {year}"},
    "missing": {"en": "hatched: not known", "th": "ช่องลาย: ไม่ทราบคะแนน"},
    "break": {
        "en": "dotted: the assessment changed; lines are not joined over a break",
        "th": "เส้นประแนวตั้ง: เกณฑ์เปลี่ยน ไม่ต่อเส้นข้ามปีที่เทียบกันไม่ได้",
    },
    "others": {"en": "grey: the other agencies", "th": "สีเทา: หน่วยงานอื่น"},
    "each": {"en": "grey: one line per agency", "th": "สีเทา: หน่วยงานละหนึ่งเส้น"},
    "full": {"en": "at 100: {share:.0f} %", "th": "เต็ม 100: {share:.0f} %"},
    "everywhere": {"en": "all agencies of the tables", "th": "ทุกหน่วยงานในตาราง"},
    "unstated": {"en": "type not stated", "th": "ไม่ระบุประเภท"},
}


def word(key: str, language: str, /, **values: object) -> str:
    """A text of the pictures in ``th`` or ``en``."""
    return WORDS[key][language].format(**values)


def short_name(agency: str) -> str:
    """The name with its type abbreviated: ทต. for เทศบาลตำบล."""
    for full, short in SHORT_TYPES.items():
        if agency.startswith(full) and len(agency) > len(full):
            return short + agency[len(full) :]
    return agency


def score_name(scores: pd.DataFrame) -> str:
    """The name of the one score that the rows are of, else its code."""
    names = scores["name"].dropna()
    return str(names.iloc[-1]) if len(names) else str(scores["code"].iloc[0])


def titled(title: str, rows: pd.DataFrame, language: str) -> str:
    """A title with the area below it: province and type where all rows have the same, and how many
    agencies are drawn."""
    n = int(rows["agency_id"].nunique())
    parts = []
    for column in ("agency_type", "province"):
        told = rows[column].dropna() if column in rows.columns else rows["agency_id"].iloc[:0]
        if len(told) == len(rows) and told.nunique() == 1:
            parts.append(_area(column, str(told.iloc[0]), language))
    area = " ".join(parts) or word("everywhere", language)
    return f"{title}\n{area} (n={n})"


def _area(column: str, value: str, language: str) -> str:
    if column == "agency_type":
        return value
    return f"จังหวัด{value}" if language == "th" else f"{english_provinces().get(value, value)} province"


def labels_of(agencies: pd.DataFrame) -> dict[str, str]:
    """A short label per agency id; namesakes get their province or district."""
    people = newest_names(agencies)
    names: Sequence[str] = [short_name(str(a)) for a in people["agency"]]
    counts = Counter(names)
    labels = {}
    for name, row in zip(names, people.itertuples(), strict=True):
        place = next((p for p in (row.province, row.district) if isinstance(p, str) and p), "")
        labels[str(row.agency_id)] = f"{name} ({place})" if counts[name] > 1 and place else name
    return labels
