"""Which recogniser reads, by its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from thai_ita.extras import need
from thai_ita.ingest.scan.cache import CachedEngine, ReadingCache
from thai_ita.ingest.scan.combine import WithSecondReader
from thai_ita.ingest.scan.line_engine import EXTRA, line_engine
from thai_ita.ingest.scan.ocr_engine import OcrEngine

OWN, TESSERACT, ENDPOINT = "own", "tesseract", "endpoint"
ENGINES = (OWN, TESSERACT, ENDPOINT)


@dataclass(frozen=True, slots=True)
class OcrChoice:
    """What reads pictures.

    ``own`` is the recogniser of this package; with ``tesseract`` that program helps with doubtful
    letters; ``endpoint`` is a vision model at ``endpoint`` named ``model``. Readings are kept in
    ``cache``; None keeps none.
    """

    engine: str = OWN
    endpoint: str = ""
    model: str = ""
    cache: Path | None = None


def chosen_engine(choice: OcrChoice | None = None) -> OcrEngine:
    """The recogniser that was chosen.

    Raises MissingExtraError with the install line where it is not installed, EndpointSettingError for an
    address that cannot be used, and ValueError for a name that is none of ``ENGINES``.
    """
    choice = choice or OcrChoice()
    engine = _engine(choice)
    return CachedEngine(engine, ReadingCache(choice.cache)) if choice.cache else engine


def _engine(choice: OcrChoice) -> OcrEngine:
    if choice.engine not in ENGINES:
        raise ValueError(f"there is no recogniser {choice.engine!r}: {', '.join(ENGINES)}")
    # Pictures are made straight by it, whatever reads them.
    need("cv2", EXTRA)
    if choice.engine == ENDPOINT:
        from thai_ita.ingest.scan.vision_endpoint import vision_endpoint

        return vision_endpoint(choice.endpoint, choice.model)
    own = line_engine()
    if choice.engine == OWN:
        return own
    from thai_ita.ingest.scan.tesseract import tesseract

    return WithSecondReader(own, tesseract())
