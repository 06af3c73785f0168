"""Whole profiles: the parts of a province's and of an agency's page, in order, with what a reader needs first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from thai_ita import __version__
from thai_ita.analyze.statistics import MIN_N
from thai_ita.normalize.gazetteer import Gazetteer
from thai_ita.profiles import coverage, indicators, measures, movement, one_agency, results
from thai_ita.profiles.citation import citation, day_in_words
from thai_ita.profiles.links import SIGNS
from thai_ita.profiles.material import (
    Material,
    Subject,
    documents_of,
    known_years,
    rows_of,
    subject_of,
    with_overall,
)
from thai_ita.profiles.profile_content import Block, Points, Profile, ProfileCell, Section, said
from thai_ita.profiles.profile_words import Words
from thai_ita.profiles.whom import english_province

EVIDENCE = "../review/d"
"""The evidence pages of an output folder, as seen from its profiles."""


def province_profile(
    material: Material,
    province: str,
    *,
    year: int | None = None,
    language: str = "th",
    made_on: date,
    listed: Gazetteer | None = None,
    base: str = EVIDENCE,
) -> Profile | None:
    """The page of a province; None where the tables have no agency of it."""
    words = Words(language)
    people = material.people
    ids = [str(a) for a in people[(people["province"] == province).fillna(False).astype(bool)]["agency_id"]]
    if not ids:
        return None
    subject = subject_of(material, words, ids, year, base=base)
    name = english_province(province) if language == "en" else province
    title = words("province_title", name=name, thai=province)
    register = coverage.register_of(province, subject, listed)
    parts: list[Callable[[], Section]] = [
        lambda: coverage.area_coverage(subject, register),
        lambda: results.results(subject),
        lambda: indicators.area_indicators(subject),
        lambda: movement.movement(subject),
        lambda: measures.area_plans(subject),
        lambda: measures.alike(subject),
        lambda: coverage.doubts(subject),
    ]
    sections = [part() for part in parts]
    sections.append(Section("sources", words("sources"), (coverage.documents_table(subject, with_agency=True),)))
    return _profile(subject, title, _area_first(subject, register), sections, made_on)


def agency_profile(
    material: Material,
    agency_id: str,
    *,
    year: int | None = None,
    language: str = "th",
    made_on: date,
    base: str = EVIDENCE,
) -> Profile:
    """The page of one agency of the tables."""
    words = Words(language)
    subject = subject_of(material, words, [agency_id], year, base=base)
    own = rows_of(subject.own(material.people))[0]
    where = " ".join(
        words(f"in_{column}", name=own[column]) for column in ("district", "province") if own[column] is not None
    )
    documents = words("agency_first", documents=len(documents_of(subject)))
    title = str(own["agency"] or agency_id)
    parts: list[Callable[[], Section]] = [
        lambda: one_agency.scores_by_year(subject),
        lambda: one_agency.beside_peers(subject),
        lambda: movement.movement(subject, all_lines=True),
        lambda: measures.agency_plans(subject),
        lambda: one_agency.findings(subject),
        lambda: measures.alike(subject),
        lambda: one_agency.neighbours(subject),
        lambda: coverage.doubts(subject),
    ]
    sections = [part() for part in parts]
    sections.append(Section("sources", words("sources"), (coverage.documents_table(subject, with_agency=False),)))
    return _profile(subject, title, " · ".join(filter(None, [where, documents])), sections, made_on)


def _area_first(subject: Subject, register: coverage.Register | None) -> str:
    """What the page rests on, in one line: it is said before any figure."""
    words = subject.words
    agencies = len(subject.ids)
    known = words("of", n=agencies, all=register.total) if register else str(agencies)
    return words("area_first", documents=len(documents_of(subject)), agencies=known)


def _profile(subject: Subject, title: str, first: str, sections: list[Section], made_on: date) -> Profile:
    words = subject.words
    documents = documents_of(subject)
    year = words("results_of_year", year=words.year(subject.year)) if subject.year else words("year_unknown")
    whole = f"{title} – {year}"
    sections = [_summary(words, sections), *sections, _methods(subject)]
    return Profile(
        words.language,
        whole,
        " · ".join(filter(None, [first, _why_this_year(subject), _other_years(subject)])),
        words("not_official"),
        tuple(sections),
        citation(whole, documents, made_on, words),
        words("made", version=__version__, day=day_in_words(made_on, words)),
        words("contents"),
        frozenset(documents | subject.links.documents),
        tuple(known_years(subject)),
    )


def _summary(words: Words, sections: list[Section]) -> Section:
    """A sentence on each part, led to by its title."""
    items = tuple(
        (ProfileCell(section.title, f"#{section.anchor}"), ProfileCell(f": {text}"))
        for section in sections
        if (text := section.in_short())
    )
    return Section("summary", words("summary"), (Points(items),))


def _why_this_year(subject: Subject) -> str:
    """What the year was chosen by, where nobody gave it."""
    keys = {
        "overall": "year_by_overall",
        "usable": "year_by_usable",
        "stated": "year_by_stated",
        "documents": "year_by_documents",
    }
    return subject.words(keys[subject.year_by]) if subject.year_by else ""


def _other_years(subject: Subject) -> str:
    """The other years of the tables, and whether they have overall scores to rank by."""
    words = subject.words
    years = [y for y in known_years(subject) if y != subject.year]
    told = []
    for year in years:
        n = len(with_overall(subject, year))
        told.append(words("other_year" if n else "other_year_without", year=year, n=n))
    return words("other_years", years=words.list(told)) if told else ""


def _methods(subject: Subject) -> Section:
    """How the figures are made, once for the page: statuses and their signs, what compares, what n means."""
    words = subject.words
    used = words.list(words.value("status", s) for s in subject.material.statuses)
    signs = "  ".join(f"{sign} {words.value('status', status)}" for status, sign in SIGNS.items())
    points = [
        words("method_statuses", used=used),
        words("method_signs", signs=signs),
        words("method_one_value"),
        words("method_rounding"),
        words("method_links"),
        words("method_least", least=MIN_N),
        words("method_ranks"),
        words("method_breaks"),
        words("method_ceiling"),
    ]
    blocks: list[Block] = [Points(tuple((ProfileCell(point),) for point in points)), said(words("method_more"), "note")]
    return Section("methods", words("methods"), tuple(blocks))
