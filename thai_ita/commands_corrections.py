"""The commands on the corrections of an output folder: corrections list, from, add."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from thai_ita.console import say, stop, tell, tell_json, tell_problem
from thai_ita.exitcodes import ExitCode
from thai_ita.output_folder import quoted

if TYPE_CHECKING:
    from thai_ita.corrections.folder_corrections import Added

LIST = "list"
Out = Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print all of it as JSON on stdout.")]


class _ListFirst(TyperGroup):
    """The commands; a folder in the place of one is listed."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        names = [*self.commands, *ctx.help_option_names]
        return super().parse_args(ctx, [LIST, *args] if args and args[0] not in names else args)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(
        name="corrections", cls=_ListFirst, no_args_is_help=True,
        help="What persons say of what was read: OUT/corrections.csv. thai-ita corrections OUT lists it.",
        epilog="Example: thai-ita corrections out",
    )  # fmt: skip
    group.command(LIST, epilog="Example: thai-ita corrections list out --not-applied")(list_corrections)
    group.command("from", epilog="Example: thai-ita corrections from out/scores.csv --who 'A. Reader'")(from_table)
    group.command("add", epilog="Example: thai-ita corrections add theirs.csv out")(add)
    app.add_typer(group)


def list_corrections(
    out: Out,
    not_applied: Annotated[
        bool, typer.Option("--not-applied", help="Leave out those that stand in the tables.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the corrections of OUT, each with what came of it at the last run.

    Applied or confirmed; or why not: misfit (what is read now is not what it corrects), disputed (persons
    say different things), unread (its document gave nothing), pending (run again), absent (no such input).
    """
    from thai_ita.batch.correction_outcomes import counts_of, in_words
    from thai_ita.corrections.folder_corrections import CannotCorrectError, listed

    try:
        every, problems = listed(out)
    except CannotCorrectError as error:
        stop(str(error), ExitCode.USAGE)
    shown = [each for each in every if not (not_applied and each.came.is_in)]
    if as_json:
        tell_json(
            {"corrections": [each.as_record() for each in shown], "problems": problems,
             "counts": counts_of(every)}, indent=1,
        )  # fmt: skip
    else:
        for each in shown:
            say(each.line())
        tell(in_words(counts_of(every)) or f"{out}: no corrections", err=True)
    for problem in problems:
        tell_problem(problem)
    raise typer.Exit(ExitCode.SOME_FAILED if problems else ExitCode.OK)


def from_table(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            readable=False,
            help="A table that a run wrote and a person changed, or what a run has kept of one.",
        ),
    ],
    who: Annotated[str, typer.Option("--who", metavar="NAME", envvar="THAI_ITA_WHO", help="Who says so.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, where one reason holds for all.")] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="OUT", help="Output folder, where FILE lies in another one."),
    ] = None,
    table: Annotated[
        str, typer.Option("--table", metavar="NAME", help="Which table it is, where its columns do not tell.")
    ] = "",
    removed: Annotated[
        bool, typer.Option("--removed", help="Rows that are gone are no facts; else they are told only.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make corrections of what was changed in a table, in Excel for one, and add them to OUT/corrections.csv.

    The next run applies them. Columns may be missing or in another order; what cannot be corrected is told.
    """
    from thai_ita.corrections.folder_corrections import CannotCorrectError, made_of_table

    if not who.strip():
        stop("--who is empty; say whose corrections these are", ExitCode.USAGE)
    try:
        added = made_of_table(file, out=out, name=table, who=who.strip(), why=why.strip(), removed=removed)
    except CannotCorrectError as error:
        stop(str(error), ExitCode.USAGE)
    _tell_added(added, as_json=as_json)


def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="Corrections of others, or of a page.")],
    out: Out,
    as_json: AsJson = False,
) -> None:
    """Add the corrections of another file to those of OUT, each once.

    Where persons say different things of one cell, that is told, and none of it is applied until they agree.
    """
    from thai_ita.corrections.folder_corrections import CannotCorrectError, taken_over

    try:
        added = taken_over(file, out)
    except CannotCorrectError as error:
        stop(str(error), ExitCode.USAGE)
    _tell_added(added, as_json=as_json)


def _tell_added(added: Added, *, as_json: bool) -> None:
    from dataclasses import asdict

    for note in added.notes:
        tell(f"note: {note}", err=True)
    for problem in added.told:
        tell_problem(problem)
    if as_json:
        tell_json(asdict(added) | {"path": str(added.path)}, indent=1)
    else:
        there = f", {added.known} were in it already" if added.known else ""
        say(f"{added.path}: {len(added.new)} corrections added{there}")
        if added.new:
            say(f"the next run applies them; then: thai-ita corrections {quoted(added.path.parent)}")
    raise typer.Exit(ExitCode.SOME_FAILED if added.told else ExitCode.OK)
