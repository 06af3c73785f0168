"""The commands as one group: in the language that is asked for, and helpful where a file stands for a command.

``--lang`` may stand before or behind the command. The help of all commands, and what typer says of a mistake,
are sentences of the one catalogue (``thai_ita.messages``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typer.core import TyperGroup

from thai_ita.console import stop
from thai_ita.messages import Language, language, marked, set_language, translated
from thai_ita.messages.language import named
from thai_ita.output_folder import quoted
from thai_ita.side_files import shortened
from thai_ita.visible import visible

LONGEST_MISTAKE = 2_000
"""Letters of what is said of a mistake, which may quote a value of the environment."""
OPTION = "--lang"
ABOUT = (
    "Language of messages and help, Thai or English, before or behind the command; default: THAI_ITA_LANG, "
    "else that of the computer."
)

_AROUND = dict(
    zip(
        ("DEFAULT_STRING", "ENVVAR_STRING", "REQUIRED_LONG_STRING", "ARGUMENTS_PANEL_TITLE", "OPTIONS_PANEL_TITLE",
         "COMMANDS_PANEL_TITLE", "ERRORS_PANEL_TITLE", "ABORTED_TEXT", "RICH_HELP"),
        marked(
            "[default: {}]", "[env var: {}]", "[required]", "Arguments", "Options", "Commands", "Error", "Aborted.",
            "Try [blue]'{command_path} {help_option}'[/] for help.",
        ),
        strict=True,
    )
)  # fmt: skip
"""What typer prints around the help, by the names of ``typer.rich_utils``."""
_MISTAKES = marked(
    "Usage",
    "Missing argument '{name}'",
    "Missing option '{name}'",
    "Missing command",
    "Missing parameter: {name}",
    "No such option: {name}",
    "No such command '{name}'",
    "Did you mean {other}?",
    "Possible options: {others}",
    "Did you mean one of: {others}?",
    "(Possible options: {others})",
    "Got unexpected extra argument ({name})",
    "Got unexpected extra arguments ({names})",
    "Option '{name}' requires an argument",
    "Option '{name}' requires {n} arguments",
    "Option '{name}' does not take a value",
    "Invalid value for '{name}': {why}",
    "Invalid value for '{name}' / '{other}': {why}",
    "Invalid value: {why}",
    "'{value}' is not one of {others}",
    "'{value}' is not a valid {kind}",
    "'{value}' is not a valid integer",
    "'{value}' is not a valid int",
    "{value} is not in the range {range}",
    "File '{name}' does not exist",
    "File '{name}' is a directory",
    "File '{name}' is not readable",
    "file '{name}' does not exist",
    "file '{name}' is a directory",
    "file '{name}' is not readable",
    "Value error, '{value}' is not one of {others}",
    "Input should be greater than or equal to {n}",
    "Input should be less than or equal to {n}",
    "Input should be a valid integer, unable to parse string as an integer",
    "Invalid value for '{name}' (env var: '{variable}'): {why}",
    "Invalid value for '{name}' / '{other}' (env var: '{variable}'): {why}",
    "Directory '{name}' does not exist",
    "Directory '{name}' is a file",
    "Path '{name}' does not exist",
    "Show this message and exit",
    "Install completion for the current shell",
    "Show completion for the current shell, to copy it or customize the installation",
)
"""What typer, and click below it, say of a mistake of the caller, and of their own options."""


class Commands(TyperGroup):
    """The commands; where a file stands in the place of one, the commands that take it are named."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **kwargs: Any) -> Any:
        asked, left = without_language(args, self._pages_commands())
        set_language(asked)
        if language() is not Language.EN:
            _speak(self)
            _speak_around()
        with mistakes_visible():
            return super().make_context(info_name, left, *rest, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        with mistakes_visible():
            return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        given = args[0] if args else ""
        if self.get_command(ctx, given) is None and Path(given).exists():
            path = quoted(given)
            read_one = "" if Path(given).is_dir() else f"thai-ita show {path}, or "
            stop(f"{given}: is no command; to read it: {read_one}thai-ita run {path} -o OUT")
        return super().resolve_command(ctx, args)

    def _pages_commands(self) -> frozenset[str]:
        """Names of the commands that have the option for what they make."""
        return frozenset(
            name for name, command in self.commands.items()
            if any(OPTION in parameter.opts for parameter in command.params)
        )  # fmt: skip


def without_language(arguments: Sequence[str], keep: Collection[str] = ()) -> tuple[Language | None, list[str]]:
    """The language that arguments ask for by ``--lang``, wherever it stands among them, and the others.

    Behind a command of ``keep`` it stays: that command takes it too. What is no language ends the command.
    """
    asked: Language | None = None
    left: list[str] = []
    rest = iter(arguments)
    kept = False
    for argument in rest:
        name, equals, value = argument.partition("=")
        if argument == "--":
            return asked, [*left, argument, *rest]
        if name != OPTION:
            kept = kept or argument in keep
            left.append(argument)
            continue
        if not equals:
            value = next(rest, "")
        asked = named(value)
        if asked is None:
            stop(f"{OPTION} {value}: is no language that is spoken here; there are: {', '.join(Language)}")
        if kept:
            left += [OPTION, str(asked)]
    return asked, left


def _speak(command: Any) -> None:
    """Say the help of a command, and of those below it, in the language in use."""
    for name in ("help", "short_help", "epilog"):
        if text := getattr(command, name, None):
            setattr(command, name, "\n\n".join(translated(" ".join(p.split())) for p in text.split("\n\n")))
    usage = command.get_usage
    command.get_usage = lambda ctx: usage(ctx).replace("Usage:", f"{translated('Usage')}:", 1)
    help_option = command.get_help_option
    command.get_help_option = lambda ctx: _said(help_option(ctx))
    for parameter in command.params:
        _said(parameter)
    for below in getattr(command, "commands", {}).values():
        _speak(below)


def _said(parameter: Any) -> Any:
    """The parameter, its help in the language in use."""
    if text := getattr(parameter, "help", None):
        parameter.help = translated(" ".join(text.split()))
    return parameter


def _speak_around() -> None:
    """Say what typer prints around the help in the language in use, broken between Thai words."""
    from typer import rich_utils

    from thai_ita.word_wrap import thai_lines

    for name, text in _AROUND.items():
        if getattr(rich_utils, name, None) is not None:
            setattr(rich_utils, name, translated(text))

    class InThai(rich_utils.OptionHighlighter):
        """The highlighter of the help, whose texts break between words."""

        def __call__(self, text: Any) -> Any:
            lit = super().__call__(text)
            wrapped = thai_lines(lit.plain, str(lit.style))
            wrapped.spans = lit.spans
            return wrapped

    rich_utils.highlighter = InThai()


@contextmanager
def mistakes_visible() -> Iterator[None]:
    """What typer says of a mistake of the caller quotes it: a name of a file, perhaps."""
    try:
        yield
    except Exception as error:
        # The class of the mistakes stands in click, or in the copy of it that newer typer has.
        said = getattr(error, "message", None)
        if hasattr(error, "format_message") and isinstance(said, str):
            vars(error)["message"] = shortened(visible(said), LONGEST_MISTAKE)
            whole = error.format_message
            vars(error)["format_message"] = lambda: translated(whole())
        raise
