"""Tesseract as a second reader of letters: its Thai data lacks five of the ten Thai digits.

By the package tesserocr where it is installed, else by the program ``tesseract`` of the PATH.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from thai_ita.extras import MissingExtra
from thai_ita.ingest.outside.programs import Bounds, OutsideFailed, find_program, own_folder, run
from thai_ita.ingest.scan.engine import EngineFailed, Grey, PixelBox, Reading
from thai_ita.ingest.scan.line_pictures import framed_line
from thai_ita.ingest.scan.spread import spread_reading

LANGUAGES = "tha+eng"
ONE_LINE = 7  # page segmentation mode: the picture is one line of text
# Paper around a line, in pixels: Tesseract wants some.
MARGIN = 12
# Seconds for the lines of a page.
DEADLINE_S = 60.0
_PAGE_END = "\f"
# Where its installer for Windows puts it, which tells no PATH.
_WINDOWS = Path(
    os.environ.get("PROGRAMFILES", "C:/Program Files"), "Tesseract-OCR", "tesseract.exe"
)


@dataclass(frozen=True)
class Tesseract:
    """Reads lines by Tesseract. ``program`` None takes the package tesserocr."""

    program: Path | None
    version: str = "1"
    name: str = "tesseract"
    proven_digits: bool = False
    deadline_s: float = DEADLINE_S

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[Reading]:
        """One reading a box, in their order; raises EngineFailed where Tesseract gives nothing."""
        there = [
            (i, line)
            for i, box in enumerate(boxes)
            if (line := framed_line(image, box, MARGIN)) is not None
        ]
        readings = [Reading("")] * len(boxes)
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
            listed, made = folder / "lines.txt", folder / "read.txt"
            listed.write_text("\n".join(names) + "\n", encoding="utf-8")
            command = [
                str(program), str(listed), str(made.with_suffix("")), "-l", LANGUAGES,
                "--psm", str(ONE_LINE),
            ]  # fmt: skip
            try:
                code = run(command, folder, Bounds(self.deadline_s))
                text = made.read_text(encoding="utf-8")
            except OutsideFailed as error:
                raise EngineFailed(f"tesseract gave nothing ({error}); {_HOW}") from None
            except (OSError, UnicodeDecodeError):
                raise EngineFailed(f"tesseract gave nothing; {_HOW}") from None
        texts = text.split(_PAGE_END)[:-1]
        if code or len(texts) != len(lines):
            raise EngineFailed(
                f"tesseract read {len(texts)} of {len(lines)} lines (exit code {code}); {_HOW}"
            )
        return texts


_HOW = "its data for Thai may be missing (Debian, Ubuntu: apt install tesseract-ocr-tha)"


def _by_package(lines: Sequence[Grey]) -> list[str]:
    import tesserocr
    from PIL import Image

    try:
        with tesserocr.PyTessBaseAPI(lang=LANGUAGES, psm=ONE_LINE) as reader:
            return [_text(reader, Image.fromarray(line)) for line in lines]
    except RuntimeError as error:
        raise EngineFailed(f"tesserocr cannot be used ({error}); {_HOW}") from None


def _text(reader: Any, picture: Any) -> str:
    reader.SetImage(picture)
    return str(reader.GetUTF8Text())


def tesseract() -> Tesseract:
    """Tesseract as it is installed here; raises MissingExtra where it is not."""
    if find_spec("tesserocr"):
        return Tesseract(None)
    program = find_program(["tesseract"], [_WINDOWS])
    if program is None:
        raise MissingExtra(
            "this needs Tesseract; install it (Debian, Ubuntu: apt install tesseract-ocr tesseract-ocr-tha) "
            "or the package tesserocr"
        )
    return Tesseract(program)
