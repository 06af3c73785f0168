"""The commands on the registry of local governments: agencies find, list, update."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thai_ita.console import say, stop, tell, tell_json
from thai_ita.exitcodes import ExitCode
from thai_ita.normalize.registry_in_use import PLACE, place_of_update, registry_at, registry_in_use
from thai_ita.side_files import SideFileError

if TYPE_CHECKING:
    from thai_ita.normalize.registry import Registry, RegistryEntry
    from thai_ita.normalize.registry_update import Changes

MOST_SHOWN = 20
"""Local governments that are named of each kind of change; --json names all."""
BUDDHIST_ERA = 543
FIRST_MONTH = 10
AsJson = Annotated[bool, typer.Option("--json", help="Print all of it as JSON on stdout.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(
        name="agencies", no_args_is_help=True,
        help="The registry of local governments: codes, names over the years, places.",
        epilog="Example: thai-ita agencies find อบต.บ้านใหม่",
    )  # fmt: skip
    group.command("find", epilog="Example: thai-ita agencies find 'อบต.บ้านใหม่ จ.นนทบุรี'")(find)
    group.command("list", epilog="Example: thai-ita agencies list --province น่าน > nan.csv")(list_agencies)
    group.command("update", epilog="Example: thai-ita agencies update list2568.csv --year 2568")(update)
    app.add_typer(group)


def list_in_use(ctx: Any, given: Path | None) -> Path | None:
    """The list of local governments to read with: the one that was given, else the updated registry of this
    user, which is then told; None for that of the package."""
    if given is not None or ctx.resilient_parsing:
        return given
    place = place_of_update()
    if place is None or not place.is_file():
        return None
    if not ctx.params.get("quiet"):
        tell(f"note: local governments by the updated registry {place}", err=True)
    return place


def _registry(agencies: Path | None = None) -> Registry:
    """The registry in use; raises typer.Exit with a message for an updated one that cannot be read."""
    try:
        return registry_at(agencies) if agencies is not None else registry_in_use()
    except SideFileError as error:
        stop(str(error), ExitCode.USAGE)


def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, with or without type and place, or a code.")],
    year: Annotated[
        int | None, typer.Option("--year", help="The fiscal year (พ.ศ.) in which it bore the name.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which local government a name stands for: code, place, names over the years; all that fit."""
    from thai_ita.normalize.registry_search import search

    found = search(_registry(), name, year)
    if as_json:
        tell_json({"found": [_record(entry) for entry in found.entries], "how": found.how}, indent=1)
    else:
        for entry in found.entries:
            tell(_line(entry))
        tell(f"note: {found.how}", err=True)
    raise typer.Exit(ExitCode.OK if found.entries else ExitCode.NOTHING_USABLE)


def list_agencies(
    province: Annotated[str | None, typer.Option("--province", metavar="NAME", help="Those of one province.")] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Types and names of a fiscal year (พ.ศ.); else of all.")
    ] = None,
) -> None:
    """Print the registry as CSV: code, type, name, district, province, from when to when (พ.ศ.)."""
    from thai_ita.normalize.places import match_province
    from thai_ita.normalize.registry import registry_text

    registry = _registry()
    if province is not None:
        match = match_province(province)
        if match is None:
            stop(f"{province}: is no province", ExitCode.USAGE)
        registry = type(registry)(tuple(e for e in registry.entries if e.province == match.name), registry.about)
    if year is not None:
        in_year = [(entry, entry.in_year(year)) for entry in registry.entries]
        registry = type(registry)(tuple(e._replace(periods=p) for e, p in in_year if p), registry.about)
    for line in registry_text(registry).splitlines():
        tell(line)


def update(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            readable=False,
            help="The official list (CSV, UTF-8 or TIS-620): codes, names or types and names, districts, provinces.",
        ),
    ],
    year: Annotated[
        int | None, typer.Option("--year", help="The fiscal year (พ.ศ.) that the list is of; else this one.")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="PATH", help=f"Where to keep it; else {PLACE}, else the user's folder for data of programs."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the registry up to date by a newer official list, and say what changed.

    The updated registry is a file of this user, which run and show read with from then on and say so; a run that
    finds it changed reads all again. Delete it to go back to the registry of the package. Names that the list
    no longer has stay, for documents of earlier years.
    """
    from thai_ita.normalize.gazetteer import GazetteerError, load_gazetteer
    from thai_ita.normalize.registry_update import updated

    place = to or place_of_update()
    if place is None:
        stop(
            f"no folder for data of this user is known; say with --to PATH or {PLACE} where to keep the registry",
            ExitCode.USAGE,
        )
    try:
        listed = load_gazetteer(file)
        registry, changes = updated(_registry(to if to and to.is_file() else None), listed, year or _this_year())
    except GazetteerError as error:
        stop(str(error) if str(error).startswith(str(file)) else f"{file}: {error}", ExitCode.USAGE)
    _tell_changes(changes, as_json)
    if dry_run:
        return
    _write(place, registry)
    tell(str(place), err=as_json)
    if to is not None and to != place_of_update():
        tell(f"note: to read with it: --agencies {to}, or set {PLACE}={to}", err=True)


def _this_year() -> int:
    today = date.today()
    return today.year + BUDDHIST_ERA + (today.month >= FIRST_MONTH)


def _write(place: Path, registry: Registry) -> None:
    from thai_ita.atomic_files import AtomicFiles
    from thai_ita.normalize.registry import registry_text

    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with AtomicFiles(place.parent) as files:
            files.stage(place.name).write(registry_text(registry).encode("utf-8"))
    except OSError as error:
        stop(
            f"{place}: cannot be written ({error.strerror or error}); say with --to PATH or {PLACE} where to keep the registry",
            ExitCode.USAGE,
        )


def _tell_changes(changes: Changes, as_json: bool) -> None:
    kinds = {
        "new": changes.new, "gone": changes.gone, "another type or name": changes.renamed, "moved": changes.moved,
        "under a former name": changes.older, "left out": changes.left_out,
    }  # fmt: skip
    if as_json:
        tell_json(
            {**{kind.replace(" ", "_"): lines for kind, lines in kinds.items()}, "unchanged": changes.unchanged},
            indent=1,
        )
        return
    for kind, lines in kinds.items():
        for line in lines[:MOST_SHOWN]:
            say(f"{kind}: {line}")
        if len(lines) > MOST_SHOWN:
            say(f"{kind}: and {len(lines) - MOST_SHOWN} more (--json names all)")
    say(changes.counts())


def _line(entry: RegistryEntry) -> str:
    names = "; ".join(
        p.full_name + (f" ({p.since or '…'} – {p.until or '…'})" if len(entry.periods) > 1 else "")
        for p in entry.periods
    )
    where = " ".join(filter(None, (entry.district and f"อำเภอ{entry.district}", f"จังหวัด{entry.province}")))
    return f"{entry.agency_id or 'without a code'}  {names}  {where}"


def _record(entry: RegistryEntry) -> dict[str, object]:
    return {
        "agency_id": entry.agency_id, "district": entry.district, "province": entry.province,
        "names": [
            {"type": p.type, "name": p.full_name, "since": p.since or None, "until": p.until or None} for p in entry.periods
        ],
    }  # fmt: skip
