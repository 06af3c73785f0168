"""The command line: reads the arguments, calls the library, prints, exits. No logic of its own.

Everything heavy is imported inside the commands, so that ``thai-ita --help`` is quick. Data goes to
stdout, progress and messages to stderr.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from thai_ita import __version__
from thai_ita.batch.options import OutputFormat, RunOptions, about
from thai_ita.exitcodes import ExitCode
from thai_ita.model import to_ce

if TYPE_CHECKING:
    from rich.console import Console

DEFAULTS = RunOptions()
PIPE_WIDTH = 160
"""Columns of the output of ``show`` and ``editions`` where it does not go to a terminal."""

app = typer.Typer(
    name="thai-ita",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Reads the ITA (Integrity and Transparency Assessment) reports of Thai local governments "
    "into checked, tidy tables.",
    epilog="Example: thai-ita run reports/ -o out",
)

Agencies = Annotated[
    Path | None,
    typer.Option(
        "--agencies", metavar="FILE", exists=True, dir_okay=False, help=about("agencies")
    ),
]


def main() -> None:
    """The entry point of the ``thai-ita`` command."""
    for stream in (sys.stdout, sys.stderr):
        # Thai must come out right also where the terminal's locale says ASCII or cp1252.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    if version:
        typer.echo(f"thai-ita {__version__}")
        raise typer.Exit


@app.command(epilog="Example: thai-ita run plan.txt reports/ -o out --format both")
def run(
    inputs: Annotated[
        list[Path],
        typer.Argument(metavar="INPUT", help="Files, or folders with all that is under them."),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="OUT", help="Folder for the tables.")
    ],
    agencies: Agencies = DEFAULTS.agencies,
    format: Annotated[
        OutputFormat, typer.Option("--format", help=about("format"))
    ] = DEFAULTS.format,
    max_file_mb: Annotated[int, typer.Option(help=about("max_file_mb"))] = DEFAULTS.max_file_mb,
    max_text_mb: Annotated[int, typer.Option(help=about("max_text_mb"))] = DEFAULTS.max_text_mb,
    max_pages: Annotated[int, typer.Option(help=about("max_pages"))] = DEFAULTS.max_pages,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the summary of the run as JSON on stdout.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print problems only, no progress or summary.")
    ] = False,
) -> None:
    """Read reports and write the five tables to OUT.

    A file that cannot be read costs one line on stderr and a row with status failed; the others
    are read all the same.
    """
    from thai_ita.batch.run import RunRefused, run_batch
    from thai_ita.progress import shown_progress

    try:
        options = RunOptions(agencies, format, max_file_mb, max_text_mb, max_pages)
    except ValueError as error:
        _stop(str(error), ExitCode.USAGE)
    try:
        with shown_progress(quiet) as progress:
            summary = run_batch(inputs, out, options, progress=progress)
    except RunRefused as error:
        _stop(str(error), ExitCode.USAGE)
    except KeyboardInterrupt:
        _stop("interrupted; nothing was written", ExitCode.INTERRUPTED)
    for problem in summary.problems:
        typer.echo(f"problem: {problem}", err=True)
    if as_json:
        _print_json(summary.as_record())
    elif not quiet:
        from thai_ita.present import show_summary

        show_summary(_console(), summary)
    raise typer.Exit(summary.exit_code)


@app.command(epilog="Example: thai-ita show plan.txt --why")
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One report.")],
    agencies: Agencies = DEFAULTS.agencies,
    why: Annotated[
        bool, typer.Option("--why", help="Also show how names were matched, and those refused.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print all that was found as JSON on stdout.")
    ] = False,
) -> None:
    """Show what one report says, and where each fact was read."""
    from thai_ita.batch.reading import attempt_report
    from thai_ita.batch.run import RunRefused, agencies_for, is_usable, problem_of

    options = RunOptions(agencies=agencies)
    try:
        report = attempt_report(file, options=options, gazetteer=agencies_for(options))
    except RunRefused as error:
        _stop(str(error), ExitCode.USAGE)
    except KeyboardInterrupt:
        _stop("interrupted", ExitCode.INTERRUPTED)
    if as_json:
        from thai_ita.export.json_files import report_record

        _print_json(report_record(report))
    elif not report.error:
        from thai_ita.present import show_report

        show_report(_console(), report, why=why)
    if not is_usable(report):
        _stop(problem_of(report) or "", ExitCode.NOTHING_USABLE)


@app.command(epilog="Example: thai-ita editions 2568")
def editions(
    year: Annotated[
        int | None, typer.Argument(metavar="[YEAR]", help="A fiscal year (พ.ศ.), such as 2568.")
    ] = None,
) -> None:
    """List the fiscal years whose assessment is known, or show what one year assesses."""
    from thai_ita.normalize.editions import EditionNotFound, describe_edition, known_years
    from thai_ita.present import show_sections

    if year is None:
        for known in known_years():
            typer.echo(f"{known} ({to_ce(known)})")
        return
    try:
        sections = describe_edition(year)
    except EditionNotFound as error:
        _stop(str(error), ExitCode.USAGE)
    show_sections(_console(), sections)


def _console() -> Console:
    from rich.console import Console

    # In a file or a pipe there is no width; the default of 80 would cut the tables.
    return Console() if sys.stdout.isatty() else Console(width=PIPE_WIDTH)


def _print_json(record: object) -> None:
    import json

    typer.echo(json.dumps(record, ensure_ascii=False, indent=1))


def _stop(message: str, code: ExitCode) -> NoReturn:
    typer.echo(f"problem: {message}", err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    main()
