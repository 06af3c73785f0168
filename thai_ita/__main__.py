"""``thai-ita`` and ``python -m thai_ita``: the way in to the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """The entry point of the ``thai-ita`` command; Ctrl-C is no traceback from the first moment."""
    try:
        from thai_ita.cli import main as command

        command()
    except KeyboardInterrupt:
        from thai_ita.exitcodes import ExitCode

        sys.exit(ExitCode.INTERRUPTED)


if __name__ == "__main__":
    main()
