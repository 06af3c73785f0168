"""Templates become pages in which every text is escaped and nothing from outside is loaded."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

POLICY = (
    # file: for pages opened from a disk in browsers in which 'self' is no origin there.
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
    "base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of every page: files beside it only, no script or style in its text."""


@cache
def environment() -> Environment:
    """The templates of the package. A name that a template does not know is an error, not a blank."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("thai_ita.web"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals["policy"] = POLICY
    return made
