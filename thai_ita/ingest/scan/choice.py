"""Which recogniser reads the pictures of this run, and what is missing where none can."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Final

from thai_ita.extras import install_hint
from thai_ita.ingest.scan.engine import OcrEngine

AUTO: Final = "auto"
OFF: Final = "off"
EXTRA: Final = "ocr"
# The packages of the extra, as they are imported and as they are installed.
_NEEDED: Final = {"onnxruntime": "onnxruntime", "cv2": "opencv-python-headless"}


def is_off(ocr: str) -> bool:
    """Whether the user wants no picture read."""
    return ocr == OFF


def missing_packages() -> list[str]:
    """The packages of the extra that are not installed."""
    return [package for module, package in _NEEDED.items() if find_spec(module) is None]


def how_to_read() -> str:
    """What to do where pictures were not read, as the end of a sentence; "" where all is there."""
    missing = missing_packages()
    return f"that needs {' and '.join(missing)}; {install_hint(EXTRA)}" if missing else ""


def engine_for(ocr: str) -> OcrEngine | None:
    """The recogniser of this name; None where pictures are not to be read or cannot be.

    Raises ``ValueError`` for a name that is none.
    """
    if is_off(ocr) or missing_packages():
        return None
    if ocr in ("", AUTO):
        from thai_ita.ingest.scan.line_engine import line_engine

        return line_engine()
    raise ValueError(f"there is no recogniser {ocr!r}; choose '{AUTO}' or '{OFF}'")


def recogniser_version(ocr: str) -> str:
    """What the reading of pictures depends on, besides the rules: it changes with what is installed.

    Nothing is imported for it.
    """
    if is_off(ocr):
        return OFF
    if missing_packages():
        return "missing"
    versions = []
    for package in _NEEDED.values():
        try:
            versions.append(version(package))
        except PackageNotFoundError:  # another build of the same module
            versions.append("?")
    return " ".join([ocr or AUTO, *versions])
