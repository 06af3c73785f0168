"""The command that makes evidence pages: review."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from thai_ita.batch.options import RunOptions, about
from thai_ita.console import say, stop, tell, tell_json
from thai_ita.exitcodes import ExitCode
from thai_ita.messages import Language, chosen_language

_DEFAULTS = RunOptions()
SHOWN_PAGES = 40
"""Pages of a document that are drawn where nobody says otherwise."""
HIGHEST_PAGES = 20_000
MOST_FAULTS = 20
"""Pages that could not be made which are named on stderr; the index lists all of them."""


def language_of_pages(asked: Language | None) -> str:
    """The language that pages are made in: the one asked for, else Thai, which most of their readers read."""
    return str(asked or chosen_language() or Language.TH)


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(epilog="Example: thai-ita review out --lang en")(review)


def _limit(name: str, *flags: str, metavar: str | None = None) -> Any:
    """The option of a limit that ``run`` has too."""
    flag = flags[-1] if flags else f"--{name}"
    variable = "THAI_ITA_" + flag.removeprefix("--").replace("-", "_").upper()
    return typer.Option(*flags or (flag,), help=about(name), envvar=variable, metavar=metavar)


def review(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.")],
    lang: Annotated[
        Language | None, typer.Option("--lang", help="Language of the pages, Thai or English; default: th.")
    ] = None,
    pages: Annotated[
        int,
        typer.Option(
            "--pages",
            min=1,
            max=HIGHEST_PAGES,
            help="Show at most so many pages of a document, those with facts first.",
        ),
    ] = SHOWN_PAGES,
    no_pictures: Annotated[
        bool, typer.Option("--no-pictures", help="Open no report: pages show what was read only.")
    ] = False,
    jobs: Annotated[int | None, _limit("jobs", "-j", "--jobs")] = None,
    deadline_s: Annotated[int, _limit("deadline_s", "--deadline")] = _DEFAULTS.deadline_s,
    memory_mb: Annotated[int, _limit("memory_mb", "--memory")] = _DEFAULTS.memory_mb,
    libreoffice: Annotated[str | None, _limit("libreoffice", metavar="PROGRAM")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print how it went as JSON on stdout.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only, no progress or summary.")] = False,
) -> None:
    """Make pages to look at what was read beside its source, and to correct it: OUT/review/index.html.

    They need no server and no network. Only pages of which something changed are made anew.
    """
    from thai_ita.progress import shown_making
    from thai_ita.review.document_pages import MakeOptions
    from thai_ita.review.make import Interrupted, ReviewRefusedError, make_review

    try:
        run = RunOptions(jobs=jobs, deadline_s=deadline_s, memory_mb=memory_mb, libreoffice=libreoffice, ocr="off")
    except ValueError as error:
        stop(str(error), ExitCode.USAGE)
    options = MakeOptions(language_of_pages(lang), pages, not no_pictures, run)
    try:
        with shown_making(quiet) as (progress, looking):
            summary = make_review(out, options, progress=progress, looking=looking)
    except ReviewRefusedError as error:
        stop(str(error), ExitCode.USAGE)
    except Interrupted as error:
        stop(str(error), ExitCode.INTERRUPTED)
    except KeyboardInterrupt:
        stop("interrupted before anything was made", ExitCode.INTERRUPTED)
    if as_json:
        tell_json({**asdict(summary), "index": str(summary.index)}, indent=1)
    elif not quiet:
        for line in summary.lines():
            say(line)
    for fault in summary.faults[:MOST_FAULTS]:
        tell(fault.line(), err=True)
    if len(summary.faults) > MOST_FAULTS:
        tell(f"{len(summary.faults) - MOST_FAULTS} more pages could not be made; the index lists them", err=True)
    if summary.faults:
        raise typer.Exit(ExitCode.SOME_FAILED)
