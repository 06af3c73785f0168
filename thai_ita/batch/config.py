"""``thai-ita.toml``: the options of a run in a file, under the names of their flags."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from thai_ita.side_files import SideFileError, shortened, side_bytes

CONFIG_NAME = "thai-ita.toml"
LARGEST_MB = 1
MOST_DOTS = 500
"""Dots of a line: a key of n parts costs tomllib the square of n, and no option has two."""
MOST_LINES = 10_000
MOST_TEXTS = 1_000
"""Texts of a list; each name of a file is held against each pattern."""
HIGHEST = 10**15
"""Over every bound of an option, and short enough to be quoted in a message."""


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names the file and what is wrong."""


def read_config(
    path: Path,
    parameters: Mapping[str, str],
    *,
    switches: Collection[str] = (),
    repeatable: Collection[str] = (),
) -> dict[str, Any]:
    """The values of a configuration file by parameter name.

    ``parameters`` gives the parameter name for every flag that the file may hold, such as
    ``max-pages`` (without dashes in front). Flags of ``switches`` need true or false, those of
    ``repeatable`` take a text or a list of texts, the others one text or whole number. Raises
    ``ConfigError``.
    """
    values = _parsed(path)
    read: dict[str, Any] = {}
    for name, value in values.items():
        if name not in parameters:
            known = ", ".join(sorted(parameters))
            raise ConfigError(f"{path}: {shortened(name)} is no option; it may hold {known}")
        if name in switches:
            wanted, fits = "true or false", isinstance(value, bool)
        elif name in repeatable:
            value = [value] if isinstance(value, str) else value
            wanted = f"a text or a list of at most {MOST_TEXTS:,} texts"
            fits = isinstance(value, list) and len(value) <= MOST_TEXTS and all(isinstance(v, str) for v in value)
        else:
            wanted, fits = "one text or whole number", _is_plain(value)
        if not fits:
            raise ConfigError(f"{path}: {name} needs {wanted}")
        if any("\0" in str(text) for text in (value if isinstance(value, list) else [value])):
            raise ConfigError(f"{path}: {name} holds a character NUL")
        read[parameters[name]] = value
    return read


def _parsed(path: Path) -> dict[str, Any]:
    try:
        text = side_bytes(path, LARGEST_MB).decode("utf-8-sig")
    except SideFileError as error:
        raise ConfigError(str(error)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is no valid TOML (not UTF-8 text; save it as UTF-8)") from error
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise ConfigError(f"{path}: is no file of options (over {MOST_LINES:,} lines)")
    for number, line in enumerate(lines, 1):
        if line.count(".") > MOST_DOTS:
            raise ConfigError(f"{path}: line {number} has over {MOST_DOTS} dots; part it")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(f"{path}: is no valid TOML (nested too deep)") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is no valid TOML ({shortened(str(error))})") from error
    except (ValueError, OverflowError) as error:
        # Python takes no number of thousands of digits.
        raise ConfigError(f"{path}: is no valid TOML (a number out of bounds)") from error


def _is_plain(value: object) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, str) or (isinstance(value, int) and abs(value) < HIGHEST)
