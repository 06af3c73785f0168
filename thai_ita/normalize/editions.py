"""The editions of the assessment: one data file per fiscal year, checked when it is loaded."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thai_ita.normalize.edition_schema import Edition


class EditionNotFoundError(LookupError):
    """There is no edition of that year; the message lists the years that there are."""


class EditionInvalidError(ValueError):
    """An edition file does not have the required shape; the message names file and field."""


@lru_cache(maxsize=1)
def known_years() -> tuple[int, ...]:
    """The fiscal years (พ.ศ.) that have an edition file, in ascending order."""
    names = (entry.name for entry in files("thai_ita.data").joinpath("editions").iterdir())
    return tuple(sorted(int(m[1]) for name in names if (m := re.fullmatch(r"(\d{4})\.json", name))))


@lru_cache(maxsize=32)
def load_edition(year: int) -> Edition:
    """The edition of a fiscal year, loaded and validated once.

    Raises EditionNotFoundError where there is no such file, EditionInvalidError where its content is wrong.
    """
    if year not in known_years():
        years = ", ".join(map(str, known_years()))
        raise EditionNotFoundError(f"no edition of fiscal year {year}; known years: {years}")
    name = f"{year}.json"
    edition = parse_edition(_edition_text(year), name)
    if edition.fiscal_year != year:
        raise EditionInvalidError(f"{name}: fiscal_year is {edition.fiscal_year}, expected {year}")
    return edition


def parse_edition(text: str, name: str) -> Edition:
    """The edition in a JSON text; ``name`` is the file's name for messages."""
    from pydantic import ValidationError

    from thai_ita.normalize.edition_schema import Edition

    try:
        return Edition.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file as a whole"
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise EditionInvalidError(f"{name}: {place}: {first['msg']}{more}") from error


def nearest_edition(year: int | None) -> Edition:
    """The edition of that year, else of the closest year that has one.

    Of two equally close years the earlier one is taken, since it was in force. For None the newest
    that knows its questions and items: a new edition is often known by half.
    """
    years = known_years()
    if year is None:
        return load_edition(max(years, key=lambda known: (is_complete(known), known)))
    return load_edition(min(years, key=lambda known: (abs(known - year), known)))


@lru_cache(maxsize=32)
def is_complete(year: int) -> bool:
    """Whether the edition of a year knows the items of each of its instruments."""
    edition = load_edition(year)
    known = {item.instrument for item in edition.items}
    return all(instrument.code in known for instrument in edition.instruments)


OVERALL = "ITA"
"""``edition_schema.OVERALL_CODE``, whose module is slow to import."""
LONGEST_NUMBER = 2
"""Digits of an indicator's number; codes of the editions before have the year in front."""


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """The codes that at least one edition has.

    ``instruments``: IIT, EIT and so on. ``letters``: the letter of the items of an instrument.
    ``last``: by letter the highest number of an item; beyond it a code is a misreading. ``indicators``: those of
    indicators and what they are parted into.
    """

    instruments: frozenset[str]
    letters: dict[str, str]
    last: dict[str, int]
    indicators: frozenset[str]

    def has(self, code: str) -> bool:
        """Whether some edition has this code: ITA, IIT, 9, 9.1, i12."""
        if code[:1] in self.last and code[1:].isdecimal():
            return 1 <= int(code[1:]) <= self.last[code[0]]
        return code == OVERALL or code in self.instruments or code in self.indicators

    def in_words(self) -> str:
        """Which codes there are, for a message."""
        numbers = [int(code) for code in self.indicators if code.isdecimal() and len(code) <= LONGEST_NUMBER]
        items = ", ".join(f"{letter}1 to {letter}{last}" for letter, last in self.last.items())
        return f"there are {min(numbers)} to {max(numbers)}, {items}, {', '.join(sorted(self.instruments))}"


@lru_cache(maxsize=1)
def known_codes() -> KnownCodes:
    """The codes of all editions together; read without the schema, which is slow to import."""
    instruments: set[str] = set()
    letters: dict[str, str] = {}
    last: dict[str, int] = {}
    indicators: set[str] = set()
    raw = [json.loads(_edition_text(year)) for year in known_years()]
    for edition in raw:
        instruments |= {instrument["code"] for instrument in edition["instruments"]}
        for kind in ("indicators", "subindicators"):
            indicators |= {entry["code"] for entry in edition.get(kind, ())}
        for item in edition.get("items", ()):
            letter, number = item["code"][0], int(item["code"][1:])
            letters.setdefault(item["instrument"], letter)
            last[letter] = max(last.get(letter, 0), number)
    for edition in raw:
        # The number of questions may be known before their wordings are.
        for instrument, count in edition["item_counts"].items():
            letter = letters.get(instrument, "")
            if letter and count:
                last[letter] = max(last[letter], count)
    return KnownCodes(frozenset(instruments), letters, last, frozenset(indicators))


def _edition_text(year: int) -> str:
    folder = files("thai_ita.data").joinpath("editions")
    return folder.joinpath(f"{year}.json").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A name that must not be taken for the indicator ``near`` ("" for any of them)."""

    name: str
    near: str
    reason: str


@lru_cache(maxsize=1)
def _aliases() -> dict[str, Any]:
    text = files("thai_ita.data").joinpath("aliases.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@lru_cache(maxsize=1)
def load_exclusions() -> tuple[Exclusion, ...]:
    """Names close to an indicator's that stand for something else, in any year."""
    return tuple(Exclusion(**entry) for entry in _aliases()["exclusions"])


@lru_cache(maxsize=1)
def name_prefixes() -> tuple[str, ...]:
    """Words that stand before an indicator's name and are not part of it, longest first."""
    return tuple(sorted(_aliases()["prefixes"], key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """What the English names are made of, in any year.

    ``fillers`` mean nothing, ``synonyms`` mean one thing a group, ``indicators`` are further names
    by scheme and code, ``instruments`` by code.
    """

    fillers: frozenset[str]
    synonyms: tuple[tuple[str, ...], ...]
    indicators: dict[str, dict[str, list[str]]]
    instruments: dict[str, list[str]]


@lru_cache(maxsize=1)
def english_words() -> EnglishWords:
    """The English words and names that no edition needs to repeat."""
    data = _aliases()["english"]
    return EnglishWords(
        frozenset(data["fillers"]),
        tuple(map(tuple, data["synonyms"])),
        data["indicators"],
        data["instruments"],
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table of an edition, ready to print."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def describe_edition(year: int) -> list[Section]:
    """An edition as titled tables of text, in the order in which a reader wants them."""
    edition = load_edition(year)
    announced = edition.announcement
    months = f"months {announced.first_month}-{announced.last_month}"
    when = announced.date or (months if announced.first_month else "unknown")
    overview = Section(
        f"Edition {edition.fiscal_year} ({edition.fiscal_year_ce})",
        ("field", "value", "basis"),
        (
            ("scheme", edition.scheme, ""),
            ("level scheme", edition.level_scheme or "unknown", edition.level_scheme_basis),
            ("results announced", when, announced.basis),
            *(
                (f"report: {kind}", f"{doc.item} {doc.name}".strip(), doc.basis)
                for kind, doc in edition.documents.items()
            ),
            *(("event", event.text, "") for event in edition.events),
            *(("note", note, "") for note in edition.notes),
        ),
    )
    instruments = Section(
        "Instruments",
        ("code", "name", "weight", "basis of weight", "items"),
        tuple(
            (
                i.code,
                i.name,
                "unknown" if i.weight is None else f"{i.weight:.2f}",
                i.weight_basis,
                _count(edition.item_counts.get(i.code)),
            )
            for i in edition.instruments
        ),
    )
    indicators = Section(
        "Indicators",
        ("no", "instrument", "name", "also written", "basis"),
        tuple((i.code, i.instrument or "", i.name, ", ".join(i.aliases), i.basis) for i in edition.indicators),
    )
    return [overview, instruments, indicators, *_detail_sections(edition)]


def _count(value: int | None) -> str:
    return "unknown" if value is None else str(value)


def _detail_sections(edition: Edition) -> list[Section]:
    sections = []
    if edition.subindicators:
        sections.append(
            Section(
                "Sub-indicators",
                ("code", "name", "items", "basis of items"),
                tuple(
                    (s.code, s.name, f"{s.items[0]}-{s.items[-1]}" if s.items else "", s.items_basis)
                    for s in edition.subindicators
                ),
            )
        )
    if edition.items:
        sections.append(
            Section(
                "Questions and items",
                ("code", "belongs to", "wording", "basis"),
                tuple(
                    (i.code, i.subindicator or i.indicator or i.instrument, i.wording, i.basis) for i in edition.items
                ),
            )
        )
    sections.append(
        Section(
            "Arithmetic",
            ("score", "rule", "strength", "basis"),
            tuple(
                (rule.target, _formula(rule.inputs, rule.method, rule.weights), rule.strength, rule.basis)
                for rule in edition.arithmetic
            ),
        )
    )
    return sections


def _formula(inputs: tuple[str, ...], method: str, weights: dict[str, float] | None) -> str:
    if method == "mean":
        return f"mean({', '.join(inputs)})"
    if weights is None:
        return f"weighted sum of {', '.join(inputs)}, weights unknown"
    return " + ".join(f"{weights[code]:g} x {code}" for code in inputs)
