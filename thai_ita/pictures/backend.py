"""Matplotlib, imported so that it writes nothing outside the temporary folder.

On import matplotlib makes folders in the home of the user and writes a list of all fonts there. It
gets a folder of its own instead, which goes when the import is done: a list of earlier times is
never read, so it cannot hide a font or be damaged, and no home is needed. The list is made anew in
about a tenth of a second, or some seconds where hundreds of fonts are installed.
"""

from __future__ import annotations

from functools import lru_cache
from tempfile import TemporaryDirectory

from thai_ita.extras import MissingExtraError, install_hint, need
from thai_ita.process_environment import environment_variables

EXTRA = "pictures"
LEAST_VERSION = (3, 11)
"""From this version on matplotlib shapes text (libraqm and HarfBuzz): marks stand above one another
instead of over each other."""


@lru_cache(maxsize=1)
def import_matplotlib() -> None:
    """Make ``import matplotlib`` safe for the caller; MissingExtraError where it is absent or too old.

    A program that has imported matplotlib before keeps its own folder and settings.
    """
    need("matplotlib", EXTRA)
    with (
        TemporaryDirectory(prefix="thai-ita-") as folder,
        environment_variables(MPLCONFIGDIR=folder),
    ):
        import matplotlib
        import matplotlib.font_manager
    have = tuple(int(part) for part in matplotlib.__version__.split(".")[:2])
    if have < LEAST_VERSION:
        raise MissingExtraError(
            f"matplotlib {matplotlib.__version__} draws Thai marks over each other; a newer one: " + install_hint(EXTRA)
        )
