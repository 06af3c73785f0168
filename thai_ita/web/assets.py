"""The looks and scripts of the pages, and data as a script that a page may load."""

from __future__ import annotations

import json
import re
from importlib.resources import files

# What ends a script or a line of one, or begins a comment of HTML, also where JSON allows it in a text; what turns the
# order of letters round for one who reads the file; halves of characters.
_UNSAFE = re.compile("[<>&\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]")


def read_asset(name: str) -> bytes:
    """A file of the package that pages use, such as ``base.css``."""
    return files("thai_ita.web").joinpath("assets", name).read_bytes()


def data_script(variable: str, value: object) -> bytes:
    """``value`` as a script that gives it to the page: ``self.NAME = JSON``, in which no text is more than a text.

    Pages on a disk may load scripts, but no JSON.
    """
    return f"self.{variable} = {script_json(value)};\n".encode()


def script_json(value: object) -> str:
    """``value`` as JSON that may stand in a script, or between tags; halves of characters as escapes."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", written)
