"""Tesseract as a second reader of letters: its Thai data lacks five of the ten Thai digits.

By the package tesserocr where it is installed, else by the program ``tesseract`` of the PATH.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from thai_ita.extras import MissingExtraError
from thai_ita.ingest.outside.programs import (
    Bounds,
    OutsideProgramError,
    find_program,
    own_folder,
    run,
)
from thai_ita.ingest.scan.line_pictures import framed_line
from thai_ita.ingest.scan.ocr_engine import Grey, LineReading, OcrEngineError, PixelBox
from thai_ita.ingest.scan.spread import spread_reading

LANGUAGES = "tha+eng"
ONE_LINE = 7  # page segmentation mode: the picture is one line of text
# Paper around a line, in pixels: Tesseract wants some.
MARGIN = 12
# Seconds for the lines of a page.
DEADLINE_S = 60.0
# Columns of its table of words: the number of the picture from 1 on, and the word.
_PAGE, _TEXT = 1, 11
_BETWEEN_THAI = re.compile(r"(?<=[\u0e01-\u0e5b])\s+(?=[\u0e01-\u0e5b])")
# Its threads wait for each other more than they help with single lines.
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
# Where its installer for Windows puts it, which tells no PATH.
_WINDOWS = Path(os.environ.get("PROGRAMFILES", "C:/Program Files"), "Tesseract-OCR", "tesseract.exe")


@dataclass(frozen=True)
class Tesseract:
    """Reads lines by Tesseract. ``program`` None takes the package tesserocr."""

    program: Path | None
    version: str = "1"
    name: str = "tesseract"
    proven_digits: bool = False
    deadline_s: float = DEADLINE_S

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        """One reading a box, in their order; raises OcrEngineError where Tesseract gives nothing."""
        there = [(i, line) for i, box in enumerate(boxes) if (line := framed_line(image, box, MARGIN)) is not None]
        readings = [LineReading("")] * len(boxes)
        if not there:
            return readings
        lines = [line for _, line in there]
        texts = self._by_program(self.program, lines) if self.program else _by_package(lines)
        for (i, _), text in zip(there, texts, strict=True):
            readings[i] = spread_reading(text, boxes[i], image.shape[1])
        return readings

    def _by_program(self, program: Path, lines: Sequence[Grey]) -> list[str]:
        from PIL import Image

        with own_folder() as folder:
            names = []
            for i, line in enumerate(lines):
                names.append(str(folder / f"{i}.png"))
                Image.fromarray(line).save(names[-1])
            listed, made = folder / "lines.txt", folder / "read.tsv"
            listed.write_text("\n".join(names) + "\n", encoding="utf-8")
            command = [
                str(program), str(listed), str(made.with_suffix("")), "-l", LANGUAGES,
                "--psm", str(ONE_LINE), "tsv",
            ]  # fmt: skip
            try:
                code = run(command, folder, Bounds(self.deadline_s), _ONE_THREAD)
                table = made.read_text(encoding="utf-8")
            except OutsideProgramError as error:
                raise OcrEngineError(f"tesseract gave nothing ({error}); {_HOW}") from None
            except (OSError, UnicodeDecodeError):
                raise OcrEngineError(f"tesseract gave nothing; {_HOW}") from None
        if code:
            raise OcrEngineError(f"tesseract ended with exit code {code}; {_HOW}")
        return _texts(table, len(lines))


_HOW = "its data for Thai may be missing (Debian, Ubuntu: apt install tesseract-ocr-tha)"


def _texts(table: str, many: int) -> list[str]:
    """The text of each picture in Tesseract's table of words."""
    words: list[list[str]] = [[] for _ in range(many)]
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) > _TEXT and cells[_PAGE].isdecimal() and 0 < int(cells[_PAGE]) <= many:
            words[int(cells[_PAGE]) - 1].append(cells[_TEXT].strip())
    return [_joined(" ".join(filter(None, line))) for line in words]


def _joined(text: str) -> str:
    """The text without the spaces that Tesseract writes between Thai letters, and with one ำ."""
    return _BETWEEN_THAI.sub("", text).replace("\u0e4d\u0e32", "\u0e33")


def _by_package(lines: Sequence[Grey]) -> list[str]:
    import tesserocr
    from PIL import Image

    try:
        with tesserocr.PyTessBaseAPI(lang=LANGUAGES, psm=ONE_LINE) as reader:
            return [_text(reader, Image.fromarray(line)) for line in lines]
    except RuntimeError as error:
        raise OcrEngineError(f"tesserocr cannot be used ({error}); {_HOW}") from None


def _text(reader: Any, picture: Any) -> str:
    reader.SetImage(picture)
    return _joined(str(reader.GetUTF8Text()).strip())


def tesseract() -> Tesseract:
    """Tesseract as it is installed here; raises MissingExtraError where it is not."""
    if find_spec("tesserocr"):
        return Tesseract(None)
    program = find_program(["tesseract"], [_WINDOWS])
    if program is None:
        raise MissingExtraError(
            "this needs Tesseract; install it (Debian, Ubuntu: apt install tesseract-ocr tesseract-ocr-tha) "
            "or the package tesserocr"
        )
    return Tesseract(program)
