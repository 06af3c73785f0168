"""Templates become pages in which every text is escaped and nothing from outside is loaded."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from thai_ita.messages import Language, translated
from thai_ita.visible import without_control

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
    """The templates of the package. A name that a template does not know is an error, not a blank.

    What turns the order of letters round, or a terminal obeys, is left out of every text; ``text|e`` keeps it, for
    an attribute that a script compares.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("thai_ita.web"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
        finalize=_shown,
    )  # fmt: skip
    made.globals["policy"] = POLICY
    made.globals["said_in"] = said_in
    return made


def said_in(text: str, lang: str) -> str:
    """What the program said, in the language of a page."""
    return translated(text, Language(lang))


def _shown(value: object) -> object:
    # What has __html__ is markup: of a template itself, whose texts have been through here, or escaped by |e.
    return without_control(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
