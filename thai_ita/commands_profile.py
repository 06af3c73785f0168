"""The command that makes profiles: a printable page on a province or an agency."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thai_ita.choices import Included
from thai_ita.commands_analyze import Merging, merged_tables_of, plain, problems_reported
from thai_ita.commands_review import language_of_pages
from thai_ita.console import stop, tell
from thai_ita.exitcodes import ExitCode
from thai_ita.messages import Language
from thai_ita.output_folder import quoted

if TYPE_CHECKING:
    from thai_ita.normalize.gazetteer import Gazetteer
    from thai_ita.profiles.profile_content import Profile


Province = Annotated[
    str | None,
    typer.Option("--province", metavar="NAME", help="The province of the page: น่าน, จ.น่าน or Nan."),
]

Agency = Annotated[
    str | None,
    typer.Option(
        "--agency",
        metavar="NAME",
        help="The agency of the page: its id, full name or short "
        "form, with its province behind it where several bear the name.",
    ),
]

Year = Annotated[
    str | None,
    typer.Option(
        "--year",
        metavar="YEAR",
        help="The fiscal year whose results are shown: 2567, 67, ๒๕๖๗ or 2024; "
        "default: the newest with a usable overall score.",
    ),
]

Lang = Annotated[Language | None, typer.Option("--lang", help="Language of the page, Thai or English; default: th.")]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: thai-ita report out --province น่าน --year 2568")(report)


def report(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="What thai-ita run wrote: a folder, or a store.")],
    province: Province = None,
    agency: Agency = None,
    year: Year = None,
    lang: Lang = None,
    include: Annotated[
        list[Included] | None,
        typer.Option("--include", help="Use scores that are unchecked, or in conflict, too."),
    ] = None,
    agencies: Annotated[
        Path | None,
        typer.Option(
            "--agencies",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="The official list of local "
            "governments, to say how many of a province are missing; default: counts that come with "
            "thai-ita.",
        ),
    ] = None,
    merging: Merging = None,
    out_dir: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder for the page; default: OUT/profiles.")
    ] = None,
) -> None:
    """Make a printable page on a province or an agency, with a link from each figure to its evidence.

    What stands where, who rose and fell beyond noise, what the plans address, what is alike
    elsewhere, what is missing or in doubt; n and method beside each figure. Parts that need the extra
    "stats" say so where it is not installed.
    """
    if (province is None) == (agency is None):
        stop("give one of --province and --agency")
    spoken = language_of_pages(lang)
    with problems_reported():
        from datetime import date

        from thai_ita.analyze.named import years_named
        from thai_ita.normalize.gazetteer import GazetteerError, load_gazetteer
        from thai_ita.profiles.material import gather
        from thai_ita.profiles.profile_files import evidence_base, file_name, write_page
        from thai_ita.profiles.whole_pages import agency_profile, province_profile
        from thai_ita.profiles.whom import agency_named, province_named

        wanted = years_named([year])[0] if year is not None else None
        tables = merged_tables_of(out, merging)
        home = tables.folder or out
        folder = out_dir or _own_folder(home)
        base = evidence_base(home, folder)
        material = gather(tables, include=plain(include))
        if agency is not None:
            name = agency_named(agency, material.people)
            made: Profile | None = agency_profile(
                material, name, year=wanted, language=spoken, made_on=date.today(), base=base
            )
        else:
            listed: Gazetteer | None = None
            try:
                listed = load_gazetteer(agencies) if agencies is not None else None
            except GazetteerError as error:
                stop(str(error))
            name = province_named(province or "", tables)
            made = province_profile(
                material, name, year=wanted, language=spoken, made_on=date.today(), listed=listed, base=base
            )
        if made is None:
            known = sorted(set(material.people["province"].dropna()))
            stop(
                f"no agency of {name} in {tables.source}; its provinces: {', '.join(map(str, known)) or 'none stated'}",
                ExitCode.NOTHING_USABLE,
            )
        kind = "agency" if agency is not None else "province"
        tell(write_page(folder, file_name(kind, name, wanted, spoken), made))
    _say_what_is_missing(home, made, wanted)


def _own_folder(home: Path) -> Path:
    """The folder for pages in OUT; raises ``OSError`` where that is a link."""
    from thai_ita.profiles.profile_files import FOLDER, refuse_link

    refuse_link(home / FOLDER)
    return home / FOLDER


def _say_what_is_missing(home: Path, made: Profile, year: int | None) -> None:
    from thai_ita.profiles.profile_files import pages_missing

    if year is not None and year not in made.years:
        known = ", ".join(map(str, made.years)) or "none"
        tell(f"note: the tables have nothing of {year} for it; years that they have: {known}", err=True)
    missing = pages_missing(home, made.documents)
    if missing:
        tell(
            f"note: {missing} of {len(made.documents)} documents that the page links to have no evidence page yet; to "
            f"make them: thai-ita review {quoted(home)}",
            err=True,
        )
