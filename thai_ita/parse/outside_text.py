"""What stands outside the text of a document and may tell whose it is and of which year.

Running heads are on the page and are believed where the text is silent. What nobody sees, the title in
the file's properties, the names of the file and its folders, is a guess: templates carry the name of
another agency, copies the day of a download. A guess fills a gap, never overrides, and proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import unquote

from thai_ita.model import Document, EstablishedBy, Line, Problem, Severity
from thai_ita.normalize.agency_vote import agencies_of_lines
from thai_ita.normalize.dates import find_years
from thai_ita.normalize.gazetteer import Gazetteer
from thai_ita.normalize.numerals import to_arabic
from thai_ita.normalize.repair import squash

# Years of the assessment, and as many to come as a file of today may name.
FIRST_YEAR, LAST_YEAR = 2556, 2580
# How many folders above a file are asked.
FOLDERS = 2
# Programs put themselves before the name of the file that they printed.
_PROGRAM = re.compile(r"^\s*(?:Microsoft\s+(?:Office\s+)?(?:Word|Excel|PowerPoint)|Print|Slide)\s*[-–—:]\s*", re.I)
_ENDING = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|html?|odt|ods|rtf|txt)\s*$", re.I)
# What is made for every year, or for others to fill in, is no report of the year in its name.
_FOR_OTHERS = re.compile(
    r"คู่มือ|แบบฟอร์ม|แบบรายงาน|(?<![ก-๙])(?:ไฟล์|แบบ)?ตัวอย่าง|เทมเพลต|(?:หลัก)?เกณฑ์|ปฏิทิน|หนังสือสั่งการ|ระเบียบ|พระราชบัญญัติ|แผนพัฒนา|(?<![a-z])(?:manual|handbook|guide|template|sample|example|form)(?![a-z])",
    re.I,
)
# A number is a year where the name speaks of reports; IMG_2567 is a count.
_SPEAKS = re.compile(
    r"[ก-๎]{2}|(?<![A-Za-z])(?:ITA|OIT|EIT|IIT|O\d\d?|report|plan|result|score|measure|integrity|FY)(?![A-Za-z])", re.I
)
# Before a year: a number and a sign between them, as in dates, telephones and numbers of letters; a
# month, whose calendar year is not always the fiscal one; what other numbers are called.
_NUMBER_BEFORE = re.compile(
    r"(?<![A-Za-zก-๛\d(])\d{1,4}\s?[-./]\s?$|(?<![A-Za-zก-๛\d(])\d{1,4} $"
    r"|(?:หน้า|เลขที่|ฉบับที่|ครั้งที่|โทร\.?|แผ่นที่|ว)\s?$"
    r"|(?:[มกพสตธ]\.?|มี\.?|เม\.?|มิ\.?)[คพย]\.?\s?$|(?:คม|ยน|พันธ์|พันธุ์)\s?$"
)
_NUMBER_BEHIND = re.compile(r"\s?[-./ ]\s?\d{1,2}\s?[-./ ]\s?\d{1,2}(?!\d)|\s?[-–./]\s?\d{4}(?!\d)")
# The year in the name of a folder: of the assessment, not of the upload.
_YEAR_OF_FOLDER = re.compile(
    r"(?:(?<![A-Za-z])(?:ITA|OIT)|ปี(?:งบ(?:ประมาณ)?)?(?:\s?พ\.?\s?ศ\.?)?|(?<![A-Za-z])FY)\s?[-.]?\s?$", re.I
)
# ITA67: two digits from the first year of the assessment on.
_SHORT_YEAR = re.compile(r"(?<![A-Za-z])ITA[ -]?(5[6-9]|[67]\d)(?![\d.,])", re.I)
_DIGITS = re.compile(r"25\d\d")
# What says only that paper has pages, or which.
_PAGE_LINE = re.compile(r"(?:(?:หน้า|page|แผ่น)(?:ที่)?|จาก|of|[\d๐-๙/|\-–—() .:])*", re.I)


@dataclass(frozen=True, slots=True)
class Saying:
    """A text from outside the document, and what it is."""

    text: str
    by: EstablishedBy


def running_lines(document: Document) -> list[Line]:
    """The running heads that say something."""
    return [line for line in document.running_heads if not _PAGE_LINE.fullmatch(line.text)]


def properties_of(document: Document) -> list[Saying]:
    """What the file's properties say, the title first."""
    told = document.properties
    texts = [_without_program(text) for text in (told.title, told.subject, told.keywords)]
    return [Saying(text, EstablishedBy.PROPERTIES) for text in dict.fromkeys(texts) if text]


def names_of(document: Document) -> list[Saying]:
    """The name of the file and those of its folders, the nearest first, as plain words."""
    parts = [part.removesuffix("!") for part in PurePath(document.path).parts if part != "/"]
    if not parts:
        return []
    names = [PurePath(parts[-1]).stem, *(_ENDING_OF_ARCHIVE.sub("", p) for p in parts[-2 : -2 - FOLDERS : -1])]
    return [Saying(_as_words(name), EstablishedBy.FILE_NAME) for name in names]


_ENDING_OF_ARCHIVE = re.compile(r"\.zip$", re.I)


def _without_program(title: str) -> str:
    named = _PROGRAM.sub("", title)
    return _as_words(_ENDING.sub("", named)) if named != title or _ENDING.search(title) else title.strip()


def _as_words(name: str) -> str:
    return re.sub(r"[_+\s]+", " ", unquote(name)).strip()


# -- years ----------------------------------------------------------------------------------------


def year_of_name(text: str) -> int | None:
    """The one year (พ.ศ.) that a title or a name of a file is of; None for dates, counts, spans.

    >>> year_of_name("ITA2567 final(2)"), year_of_name("คู่มือ ITA 2566"), year_of_name("2566-11-05")
    (2567, None, None)
    """
    if is_for_others(text) or not _SPEAKS.search(text):
        return None
    found = {year for year, _ in _years(to_arabic(text))}
    return found.pop() if len(found) == 1 else None


def year_of_folder(text: str) -> int | None:
    """The one year that a folder's name gives with ITA or ปี before it, or as the whole name."""
    arabic = to_arabic(text)
    found = dict(_years(arabic))
    if len(found) != 1 or is_for_others(text):
        return None
    ((year, start),) = found.items()
    led = _YEAR_OF_FOLDER.search(arabic[:start]) or _DIGITS.fullmatch(arabic.strip())
    return year if led else None


def is_for_others(text: str) -> bool:
    """Whether a text names a handbook, a form or a plan of many years, whose year is its edition's."""
    return bool(_FOR_OTHERS.search(text))


def _years(text: str) -> Iterator[tuple[int, int]]:
    """The years of a name with their places; a year in a span gives two, so that it gives none."""
    for short in _SHORT_YEAR.finditer(text):
        yield 2500 + int(short[1]), short.start(1)
    for year in find_years(text):
        printed = text[year.start : year.end]
        whole = _DIGITS.fullmatch(printed) is not None
        if not (whole or len(printed) == 2) or not FIRST_YEAR <= year.year <= LAST_YEAR:
            continue  # 2024 may be the day of a download, 25 67 is two numbers
        if _NUMBER_BEFORE.search(text[: year.start]) or _NUMBER_BEHIND.match(text, year.end):
            continue
        yield year.year, year.start


def guessed_year(document: Document) -> tuple[int, Saying] | None:
    """The year that the properties or the names of the file give; None where they disagree."""
    by_title = next(((y, s) for s in properties_of(document) if (y := year_of_name(s.text))), None)
    by_name = None
    for place, saying in enumerate(names_of(document)):
        year = year_of_folder(saying.text) if place else year_of_name(saying.text)
        if year is not None:
            by_name = (year, saying)
            break
    if by_title and by_name and by_title[0] != by_name[0]:
        return None
    return by_title or by_name


# -- agencies -------------------------------------------------------------------------------------


def told_agencies(texts: Sequence[Saying], gazetteer: Gazetteer) -> Saying | None:
    """The first of the texts that names a local government, if it names one alone."""
    for saying in texts:
        mentions, _ = agencies_of_lines([saying.text], gazetteer)
        if mentions:
            return saying if len({m.full_name for m in mentions}) == 1 else None
    return None


def guessed_agency(document: Document, fiscal_year: int | None, gazetteer: Gazetteer) -> Saying | None:
    """The text outside the pages that names the agency; None where two name different ones.

    Properties that name another year than the document are left over from its template.
    """
    told = properties_of(document)
    years = {year for saying in told if (year := year_of_name(saying.text))}
    stale = fiscal_year is not None and bool(years) and fiscal_year not in years
    by_title = None if stale else told_agencies(told, gazetteer)
    by_name = told_agencies(names_of(document), gazetteer)
    if by_title and by_name and _names(by_title, gazetteer) != _names(by_name, gazetteer):
        note = (
            f"its properties name {by_title.text!r}, the file is named {by_name.text!r}, and the text "
            "names nobody: neither was believed"
        )
        document.problems.append(Problem("hints-disagree", note, Severity.INFO))
        return None
    return by_title or by_name


def _names(saying: Saying, gazetteer: Gazetteer) -> set[str]:
    mentions, _ = agencies_of_lines([saying.text], gazetteer)
    return {squash(m.full_name) for m in mentions}
