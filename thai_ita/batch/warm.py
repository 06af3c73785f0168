"""Imported once by the server that worker processes are forked from: loads what reading needs.

Word lists, gazetteer and editions take a second to load. Loaded before the fork, every worker has
them at once and shares their memory. Nothing here may start a thread.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from importlib import import_module
from pathlib import Path

_SAMPLE = """รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 เทศบาลตำบลตัวอย่างสุข
ตัวชี้วัด\tคะแนน
การปฏิบัติหน้าที่\t90.00
"""


def load() -> None:
    """Read a few lines, which loads every table and word list that reading needs."""
    for module in ("pypdfium2", "pdfplumber", "thai_ita.export.tables"):
        try:
            import_module(module)
        except ImportError:
            continue
    with suppress(Exception):  # What is wrong with the parser, the first file will say.
        from thai_ita.analyze.reconcile import reconcile
        from thai_ita.ingest.text import read_text
        from thai_ita.parse import parse_document

        reconcile(parse_document(read_text(_SAMPLE, "0" * 16, Path("warm.txt"))))
    # What is loaded stays: keep the collector from touching, and so copying, its memory pages.
    gc.collect()
    gc.freeze()


load()
