"""Optional packages: imported when first needed, with the line that installs them if absent."""

from __future__ import annotations

from importlib.util import find_spec


class MissingExtra(ImportError):
    """A package that this answer needs is not installed; the message has the install line."""


def need(package: str, extra: str) -> None:
    """Nothing where ``package`` can be imported, else MissingExtra naming the extra."""
    if find_spec(package) is None:
        raise MissingExtra(
            f"this needs the package {package}; install it with: pip install 'thai-ita[{extra}]'"
        )
