"""The command that explains the codes of problems: problems."""

from __future__ import annotations

from typing import Annotated

import typer

from thai_ita.console import say, stop
from thai_ita.exitcodes import ExitCode
from thai_ita.messages import marked

_WORDS = marked("cause", "what to do")


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(epilog="Example: thai-ita problems figure-not-read")(problems)


def problems(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="The code of a problem, such as figure-not-read.")
    ] = None,
) -> None:
    """Explain a problem by its code: why it comes about and what to do; without a code, list all."""
    from thai_ita.messages.problems import problems as known

    if code is None:
        for each in known().values():
            say(f"{each.code}: {each.cause}")
        return
    found = known().get(code)
    if found is None:
        stop(f"{code}: is no code of a problem; thai-ita problems lists all", ExitCode.USAGE)
    say(f"{found.code}: {found.severity}")
    say(f"cause: {found.cause}")
    say(f"what to do: {found.remedy}")
