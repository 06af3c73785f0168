"""``thai-ita.toml``: the options of a run in a file, under the names of their flags."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CONFIG_NAME = "thai-ita.toml"


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names the file and what is wrong."""


def read_config(path: Path, parameters: Mapping[str, str]) -> dict[str, Any]:
    """The values of a configuration file by parameter name.

    ``parameters`` gives the parameter name for every flag that the file may hold, such as
    ``max-pages`` (without dashes in front). Raises ``ConfigError``.
    """
    try:
        with path.open("rb") as file:
            values = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be opened ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is no valid TOML ({error})") from error
    for name, value in values.items():
        if name not in parameters:
            known = ", ".join(sorted(parameters))
            raise ConfigError(f"{path}: {name} is no option; it may hold {known}")
        if isinstance(value, dict):
            raise ConfigError(f"{path}: {name} needs a value, not a table")
    return {parameters[name]: value for name, value in values.items()}
