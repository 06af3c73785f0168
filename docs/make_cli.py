"""Writes docs/cli.md from the command line itself. Run it with ``python3 dev.py docs``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typer.main import get_command

from thai_ita.cli import app
from thai_ita.exitcodes import ExitCode

TARGET = Path(__file__).with_name("cli.md")


def cli_page() -> str:
    """The reference of every command, as Markdown."""
    root: Any = get_command(app)
    lines = ["# Command line", "", "Written by `python3 dev.py docs`; do not edit.", ""]
    lines += [root.help, "", *_options(root)]
    for name, command in root.commands.items():
        lines += _group(name, command) if hasattr(command, "commands") else _command(name, command)
    lines += ["## Exit codes", "", "| Code | Meaning |", "|---:|---|"]
    lines += [f"| {code.value} | {code.meaning} |" for code in ExitCode]
    lines += [
        "",
        "Data goes to stdout and to the output folder; progress and problems go to stderr, one line each.",
        "",
    ]
    return "\n".join(lines)


def _group(name: str, group: Any) -> list[str]:
    lines = [f"## {name}", "", group.help, "", *([group.epilog, ""] if group.epilog else [])]
    for below, command in group.commands.items():
        lines += _command(f"{name} {below}", command)
    return lines


def _command(name: str, command: Any) -> list[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = " ".join(["thai-ita", name, *(_metavar(p) for p in arguments), "[OPTIONS]"])
    about = [" ".join(part.split()) for part in command.help.split("\n\n")]
    lines = [f"## {name}", "", f"    {usage}", ""]
    for part in [*about, *([command.epilog] if command.epilog else [])]:
        lines += [part, ""]
    lines += [f"- `{_metavar(p)}`: {p.help}" for p in arguments]
    return [*lines, *([""] if arguments else []), *_options(command)]


def _options(command: Any) -> list[str]:
    options = [p for p in command.params if p.param_type_name == "option"]
    if not options:
        return []
    rows = ["| Option | Meaning | Default |", "|---|---|---|"]
    for option in options:
        names = ", ".join(f"`{name}`" for name in option.opts)
        default = "required" if option.required else _default(option.default)
        rows.append(f"| {names} | {option.help} | {default} |")
    return [*rows, ""]


def _metavar(argument: Any) -> str:
    name: str = argument.metavar
    return f"{name}..." if argument.nargs == -1 else name


def _default(value: Any) -> str:
    return "" if value is None or value is False else str(value)


if __name__ == "__main__":
    TARGET.write_text(cli_page(), encoding="utf-8")
