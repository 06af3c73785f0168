"""How a run reads pictures: which recogniser, where readings are kept, what is missing here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from thai_ita.extras import MissingExtraError, install_hint

if TYPE_CHECKING:
    from thai_ita.ingest.scan.ocr_engine import OcrEngine

AUTO: Final = "auto"
OFF: Final = "off"
_EXTRA: Final = "ocr"
# The packages of the extra, as they are imported and as they are installed.
_NEEDED: Final = {"onnxruntime": "onnxruntime", "cv2": "opencv-python-headless"}


@dataclass(frozen=True, slots=True)
class OcrSettings:
    """``engine`` is ``auto`` (the recogniser of this package, where its packages are installed),
    ``off``, or a name of ``choose.ENGINES``; ``endpoint`` and ``model`` are those of a vision model.

    Readings are kept in ``cache``; None keeps none.
    """

    engine: str = AUTO
    endpoint: str = ""
    model: str = ""
    cache: Path | None = None

    @property
    def is_off(self) -> bool:
        """Whether the user wants no picture read."""
        return self.engine == OFF


@dataclass(frozen=True, slots=True)
class Reader:
    """A recogniser, or None and ``why``: what is missing and how to install it ("" where off)."""

    engine: OcrEngine | None
    why: str = ""

    @property
    def name(self) -> str:
        """Name and version of the recogniser, "" where there is none."""
        return f"{self.engine.name} {self.engine.version}" if self.engine is not None else ""


def reader_for(settings: OcrSettings) -> Reader:
    """The recogniser that reads pictures here.

    Raises ``ValueError`` for a name that is none and for an address that cannot be used.
    """
    return Reader(None) if settings.is_off else _reader(settings)


@lru_cache(maxsize=4)
def _reader(settings: OcrSettings) -> Reader:
    if missing := missing_packages():
        return Reader(None, f"that needs {' and '.join(missing)}; {install_hint(_EXTRA)}")
    from thai_ita.ingest.scan.choose import OWN, OcrChoice, chosen_engine
    from thai_ita.ingest.scan.line_engine import DamagedModelError

    name = OWN if settings.engine in ("", AUTO) else settings.engine
    choice = OcrChoice(name, settings.endpoint, settings.model, settings.cache)
    try:
        return Reader(chosen_engine(choice))
    except (MissingExtraError, DamagedModelError) as error:
        return Reader(None, str(error))


def missing_packages() -> list[str]:
    """The packages of the extra that are not installed."""
    return [package for module, package in _NEEDED.items() if find_spec(module) is None]


def recogniser_version(settings: OcrSettings) -> str:
    """What readings depend on besides the rules: it changes with what is installed.

    Nothing is imported for it.
    """
    if settings.is_off:
        return OFF
    if missing_packages():
        return "missing"
    versions = []
    for package in _NEEDED.values():
        try:
            versions.append(version(package))
        except PackageNotFoundError:  # another build of the same module
            versions.append("?")
    return " ".join([settings.engine or AUTO, settings.endpoint, settings.model, *versions])
