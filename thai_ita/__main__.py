"""``python -m thai_ita``: the command line, where the command ``thai-ita`` is not on the path."""

from __future__ import annotations

from thai_ita.cli import main

if __name__ == "__main__":
    main()
