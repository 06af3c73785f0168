"""The command line: reads the arguments, calls the library, prints, exits. No logic of its own.

Everything heavy is imported inside the commands, so that ``thai-ita --help`` is quick. Data goes to
stdout, progress and messages to stderr.
"""

from __future__ import annotations

import os
import sys
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from thai_ita import (
    __version__,
    commands_agencies,
    commands_analyze,
    commands_corrections,
    commands_problems,
    commands_profile,
    commands_review,
)
from thai_ita.batch.options import OutputFormat, RunOptions, about
from thai_ita.command_group import ABOUT, OPTION, Commands
from thai_ita.commands_agencies import list_in_use
from thai_ita.console import (
    console,
    guard_streams,
    say,
    stop,
    tell,
    tell_json,
    tell_problem,
    tell_traceback,
)
from thai_ita.exitcodes import ExitCode
from thai_ita.machine import came_of_an_import
from thai_ita.messages import Language
from thai_ita.model import to_ce
from thai_ita.streams import give_up_output

DEFAULTS = RunOptions()
PIPE_WIDTH = 160
"""Columns of the output of ``show`` and ``editions`` where it does not go to a terminal."""
NOTES_SHOWN = 20
TRACEBACK = "THAI_ITA_TRACEBACK"
"""The variable with which a fault of thai-ita itself is printed with its traceback."""


app = typer.Typer(
    name="thai-ita",
    cls=Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    help="Reads the ITA (Integrity and Transparency Assessment) reports of Thai local governments "
    "into checked, tidy tables.",
    epilog="Example: thai-ita run reports/ -o out",
)

Agencies = Annotated[
    Path | None,
    typer.Option(
        "--agencies",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help=about("agencies"),
        envvar="THAI_ITA_AGENCIES",
        callback=list_in_use,
    ),
]


def main() -> None:
    """Run the command line that this process was given."""
    guard_streams()
    try:
        _run_app()
    finally:
        if why := give_up_output():
            tell_problem(f"standard output: {why}; the answer is not whole")
            sys.exit(ExitCode.USAGE)


def _run_app() -> None:
    """The command, its faults told in one line each; ends in SystemExit."""
    try:
        app(prog_name="thai-ita")
    except MemoryError:
        tell_problem("there is not enough memory; end other programs, or raise the limit (ulimit -v)")
    except (Exception, SystemExit) as error:
        if came_of_an_import(error):
            _tell_fault("a package that this command needs does not load", error, "install it anew")
        elif isinstance(error, SystemExit):
            raise
        elif isinstance(error, OSError):
            # What the system refuses, also where shell completion is installed.
            what = f"{error.filename or 'output'}: {error.strerror or error}; check the path"
            if "--install-completion" in sys.argv:
                what += "; thai-ita --show-completion prints what would be installed"
            tell_problem(what)
        else:
            again = f"please report it with what {TRACEBACK}=1 prints"
            _tell_fault("a fault in thai-ita", error, again)
    sys.exit(ExitCode.USAGE)


def _tell_fault(what: str, error: BaseException, advice: str) -> None:
    from thai_ita.batch.machine_faults import describe

    if os.environ.get(TRACEBACK):
        # Typer has put its own hook for uncaught ones in the place of ours.
        tell_traceback(error)
    tell_problem(f"{what} ({describe(error)}); {advice}")


def _print_version(wanted: bool) -> None:
    if wanted:
        tell(f"thai-ita {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and exit."),
    ] = False,
    lang: Annotated[Language | None, typer.Option(OPTION, help=ABOUT)] = None,
) -> None:
    pass


def _load_config(ctx: typer.Context, path: Path | None) -> Path | None:
    """Make the values of the configuration file the defaults of this command."""
    from thai_ita.batch.config import CONFIG_NAME, ConfigError, read_config

    # One that cannot be read is told: options that were meant would not be applied.
    found = path or (Path(CONFIG_NAME) if os.path.lexists(CONFIG_NAME) else None)
    if found is None:
        return None
    options = {
        flag.removeprefix("--"): parameter
        for parameter in ctx.command.params
        for flag in parameter.opts
        if flag.startswith("--") and flag not in ("--config", "--help")
    }
    try:
        ctx.default_map = read_config(
            found,
            {flag: str(option.name) for flag, option in options.items()},
            switches=[flag for flag, option in options.items() if getattr(option, "is_flag", False)],
            repeatable=[flag for flag, option in options.items() if getattr(option, "multiple", False)],
        )
    except ConfigError as error:
        stop(str(error), ExitCode.USAGE)
    return found


def _given(name: str, *flags: str, metavar: str | None = None) -> Any:
    """The command line option of a field of ``RunOptions``."""
    flag = next((f for f in flags if f.startswith("--")), f"--{name.replace('_', '-')}")
    variable = "THAI_ITA_" + flag.removeprefix("--").replace("-", "_").upper()
    short = [f for f in flags if not f.startswith("--")]
    return typer.Option(flag, *short, help=about(name), envvar=variable, metavar=metavar)


Ocr = Annotated[str, _given("ocr", metavar="READER")]


@app.command(epilog="Example: thai-ita run plan.txt reports/ more.zip -o out --format both")
def run(
    ctx: typer.Context,
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT",
            # One that cannot be read costs a line, not the others.
            readable=False,
            help="Files, folders with all that is under them, patterns such as '**/*.pdf', zip "
            "archives, mails (.eml), CSV lists with a column path (and agency, fiscal_year as "
            "hints), or - for one report on standard input.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="OUT", help="Folder for the tables.", envvar="THAI_ITA_OUT"),
    ],
    agencies: Agencies = DEFAULTS.agencies,
    format: Annotated[OutputFormat, _given("format")] = DEFAULTS.format,
    no_repair: Annotated[bool, _given("no_repair")] = DEFAULTS.no_repair,
    include: Annotated[list[str] | None, _given("include", metavar="PATTERN")] = None,
    exclude: Annotated[list[str] | None, _given("exclude", metavar="PATTERN")] = None,
    limit: Annotated[int | None, _given("limit")] = DEFAULTS.limit,
    force: Annotated[bool, _given("force", "--force")] = DEFAULTS.force,
    retry_failed: Annotated[bool, _given("retry_failed")] = DEFAULTS.retry_failed,
    jobs: Annotated[int | None, _given("jobs", "-j")] = DEFAULTS.jobs,
    deadline_s: Annotated[int, _given("deadline_s", "--deadline")] = DEFAULTS.deadline_s,
    memory_mb: Annotated[int, _given("memory_mb", "--memory")] = DEFAULTS.memory_mb,
    recycle: Annotated[int, _given("recycle")] = DEFAULTS.recycle,
    libreoffice: Annotated[str | None, _given("libreoffice", metavar="PROGRAM")] = DEFAULTS.libreoffice,
    ocr: Ocr = DEFAULTS.ocr,
    ocr_endpoint: Annotated[str, _given("ocr_endpoint", metavar="ADDRESS")] = "",
    ocr_model: Annotated[str, _given("ocr_model", metavar="NAME")] = "",
    ocr_cache: Annotated[Path | None, _given("ocr_cache", metavar="FOLDER")] = None,
    scheduler: Annotated[str | None, _given("scheduler", metavar="ADDRESS")] = DEFAULTS.scheduler,
    send_content: Annotated[bool, _given("send_content")] = DEFAULTS.send_content,
    max_file_mb: Annotated[int, _given("max_file_mb")] = DEFAULTS.max_file_mb,
    max_text_mb: Annotated[int, _given("max_text_mb")] = DEFAULTS.max_text_mb,
    max_pages: Annotated[int, _given("max_pages")] = DEFAULTS.max_pages,
    max_zip_mb: Annotated[int, _given("max_zip_mb")] = DEFAULTS.max_zip_mb,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            is_eager=True,
            callback=_load_config,
            exists=True,
            dir_okay=False,
            help="Options from a TOML file, under the names of these flags; without it "
            "thai-ita.toml of the current folder, where there is one.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be read, and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary of the run as JSON on stdout.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only, no progress or summary.")] = False,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Progress and problems as JSON lines on stderr.")
    ] = False,
) -> None:
    """Read reports and write the five tables to OUT.

    Only what is new or changed since the last run on OUT is read. A file that cannot be read costs
    one line on stderr and a row with status failed; the others are read all the same.
    """
    names = {option.name for option in fields(RunOptions)}
    try:
        options = RunOptions.from_values({k: v for k, v in ctx.params.items() if k in names})
    except ValueError as error:
        stop(str(error), ExitCode.USAGE)
    _run(inputs, out, options, dry_run=dry_run, as_json=as_json, quiet=quiet, log_json=log_json)


def _run(
    inputs: list[Path],
    out: Path,
    options: RunOptions,
    *,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    log_json: bool,
) -> NoReturn:
    from thai_ita.batch.run import RunRefusedError, plan_run, run_batch
    from thai_ita.present import gathered
    from thai_ita.progress import log_event, shown_progress

    try:
        if dry_run:
            for what, path in plan_run(inputs, out, options):
                tell(what, path)
            raise typer.Exit
        with shown_progress(quiet, log_json) as progress:
            summary = run_batch(inputs, out, options, progress=progress)
    except (RunRefusedError, KeyboardInterrupt) as error:
        code = ExitCode.USAGE if isinstance(error, RunRefusedError) else ExitCode.INTERRUPTED
        message = str(error) or "interrupted before anything was read"
        if not log_json:
            stop(message, code)
        log_event("stopped", message=message, exit_code=int(code))
        raise typer.Exit(code) from error
    if log_json:
        for message in summary.problems:
            log_event("problem", message=message)
        log_event("end", **summary.as_record())
    else:
        _print_notes([] if quiet else summary.notes)
        for message in gathered(summary.problems):
            tell_problem(message)
    if as_json:
        tell_json(summary.as_record(), indent=1)
    elif not quiet and not log_json:
        from thai_ita.present import show_summary

        show_summary(console(pipe_width=PIPE_WIDTH), summary)
    raise typer.Exit(summary.exit_code)


def _print_notes(notes: list[str]) -> None:
    for note in notes[:NOTES_SHOWN]:
        tell(f"note: {note}", err=True)
    if len(notes) > NOTES_SHOWN:
        tell(f"note: {len(notes) - NOTES_SHOWN} more such notes in run.json", err=True)


@app.command(epilog="Example: thai-ita status out")
def status(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the status as JSON on stdout.")] = False,
) -> None:
    """Show what is done on an output folder, what failed or was given up, and why."""
    from thai_ita.batch.run_status import read_status
    from thai_ita.batch.store import StoreError

    try:
        found = read_status(out)
    except StoreError as error:
        stop(str(error), ExitCode.USAGE)
    if as_json:
        tell_json(found.as_record(), indent=1)
    else:
        for line in found.lines():
            say(line)


@app.command(epilog="Example: thai-ita check out --problems")
def check(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.")],
    problems: Annotated[
        bool, typer.Option("--problems", help="Leave out documents of which nothing is doubtful.")
    ] = False,
) -> None:
    """Say of each document what its numbers prove, what contradicts what, and where to look."""
    from thai_ita.batch.check_report import NoTablesError, describe_checks

    try:
        for lines in describe_checks(out, problems_only=problems):
            for line in lines:
                say(line)
    except NoTablesError as error:
        stop(str(error), ExitCode.USAGE)


@app.command(epilog="Example: thai-ita show plan.txt --why")
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="One report.")],
    agencies: Agencies = DEFAULTS.agencies,
    ocr: Ocr = DEFAULTS.ocr,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", metavar="FILE", help="A corrections.csv to apply.")
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="Also show how names were matched, and each name and figure refused.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print all that was found as JSON on stdout.")] = False,
    page: Annotated[int, typer.Option("--page", min=1, help="The page that --image draws.")] = 1,
    image: Annotated[
        Path | None,
        typer.Option(
            "--image",
            help="Draw what was read over the page of a PDF or picture and write it as PNG; beside a scan "
            "stands its text as read, with what is not sure in red.",
        ),
    ] = None,
    deadline_s: Annotated[int, _given("deadline_s", "--deadline")] = DEFAULTS.deadline_s,
    memory_mb: Annotated[int, _given("memory_mb", "--memory")] = DEFAULTS.memory_mb,
    in_process: Annotated[
        bool,
        typer.Option(
            "--in-process",
            envvar="THAI_ITA_IN_PROCESS",
            help="Read in the main process, without deadline and memory limit.",
        ),
    ] = False,
) -> None:
    """Show what one report says, and where each fact was read."""
    if image is not None and _is_same(image, file):
        stop(f"{image}: is the report itself; give the picture another name", ExitCode.USAGE)
    from thai_ita.batch.guarded import CannotGuardError, attempt_guarded
    from thai_ita.batch.machine_faults import MachineFaultError, NothingReadableError
    from thai_ita.batch.one_file import attempt_here
    from thai_ita.batch.read_report import is_usable, problem_of
    from thai_ita.corrections.named_file import named_corrections
    from thai_ita.normalize.gazetteer import GazetteerError

    try:
        options = RunOptions(agencies=agencies, ocr=ocr, deadline_s=deadline_s, memory_mb=memory_mb)
    except ValueError as error:
        stop(str(error), ExitCode.USAGE)
    attempt = attempt_here if in_process else attempt_guarded
    given = named_corrections(corrections)
    try:
        report, not_drawn = attempt(file, options, page=page, image=image, corrections=given)
    except (GazetteerError, NothingReadableError, CannotGuardError) as error:
        stop(str(error), ExitCode.USAGE)
    except MachineFaultError as fault:
        from thai_ita.batch.worker import machine_loss

        stop(f"{file}: {machine_loss(str(fault)).reason}", ExitCode.USAGE)
    except KeyboardInterrupt:
        stop("interrupted", ExitCode.INTERRUPTED)
    if as_json:
        from thai_ita.export.json_files import report_record

        tell_json(report_record(report), indent=1)
    elif not report.error:
        from thai_ita.present import show_report

        show_report(console(pipe_width=PIPE_WIDTH), report, why=why)
    if image is not None and not report.error:
        if not_drawn:
            stop(not_drawn, ExitCode.USAGE)
        tell(f"page {page} drawn in {image}", err=True)
    if not is_usable(report):
        stop(problem_of(report) or "", ExitCode.NOTHING_USABLE)


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths are one file, by whatever links."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


@app.command(epilog="Example: thai-ita editions 2568")
def editions(
    year: Annotated[int | None, typer.Argument(metavar="[YEAR]", help="A fiscal year (พ.ศ.), such as 2568.")] = None,
) -> None:
    """List the fiscal years whose assessment is known, or show what one year assesses."""
    from thai_ita.normalize.editions import EditionNotFoundError, describe_edition, known_years
    from thai_ita.present import show_sections

    if year is None:
        for known in known_years():
            tell(f"{known} ({to_ce(known)})")
        return
    try:
        sections = describe_edition(year)
    except EditionNotFoundError as error:
        stop(str(error), ExitCode.USAGE)
    show_sections(console(pipe_width=PIPE_WIDTH), sections)


commands_review.register(app)
commands_agencies.register(app)
commands_corrections.register(app)
commands_analyze.register(app)
commands_profile.register(app)
commands_problems.register(app)

if __name__ == "__main__":
    main()
