"""``thai-ita.toml``: the options of a run in a file, under the names of their flags."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

CONFIG_NAME = "thai-ita.toml"


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names the file and what is wrong."""


def read_config(path: Path, flags: Iterable[str]) -> dict[str, Any]:
    """The values of a configuration file by parameter name (``max-pages`` gives ``max_pages``).

    ``flags`` are the names that it may hold, without dashes in front. Raises ``ConfigError``.
    """
    try:
        with path.open("rb") as file:
            values = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be opened ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is no valid TOML ({error})") from error
    known = {flag.replace("_", "-") for flag in flags}
    for name, value in values.items():
        if name not in known:
            raise ConfigError(
                f"{path}: {name} is no option; it may hold {', '.join(sorted(known))}"
            )
        if isinstance(value, dict):
            raise ConfigError(f"{path}: {name} needs a value, not a table")
    return {name.replace("-", "_"): value for name, value in values.items()}
