"""One file for ``show``: its report, and on demand a picture of one of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from thai_ita.batch.options import RunOptions
from thai_ita.batch.read_report import attempt_report
from thai_ita.corrections.record import Correction
from thai_ita.model import Report
from thai_ita.normalize.gazetteer import Gazetteer, load_gazetteer


def attempt_here(
    path: Path,
    options: RunOptions,
    *,
    page: int = 1,
    image: Path | None = None,
    corrections: Sequence[Correction] = (),
) -> tuple[Report, str]:
    """The report of a file, also of one that fails, and why its page was not drawn to ``image`` ("" where
    it was, or was not to be). ``corrections`` of other files may stand among those of this one.

    Raises MachineFaultError and GazetteerError, where it is not the file's fault.
    """
    report = attempt_report(path, options=options, gazetteer=gazetteer_of(options), corrections=corrections)
    not_drawn = ""
    if image is not None and not report.error:
        from thai_ita.export.overlay import NoPictureError, draw_page

        try:
            draw_page(report, page, image, settings=options.for_ocr())
        except (NoPictureError, OSError) as error:
            not_drawn = str(error)
    return report, not_drawn


def gazetteer_of(options: RunOptions) -> Gazetteer | None:
    """The official list of the options; loaded again only where it has changed."""
    if options.agencies is None:
        return None
    path = options.agencies.absolute()
    try:
        status = path.stat()
    except OSError:
        return load_gazetteer(options.agencies)
    return _loaded(path, options.agencies, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)
def _loaded(_place: Path, named: Path, _changed: int, _size: int) -> Gazetteer:
    return load_gazetteer(named)
