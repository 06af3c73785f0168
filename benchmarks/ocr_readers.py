"""The readers that are held side by side: ours, the prototype that came before it, Tesseract."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from thai_ita.ingest.scan.ocr_engine import Grey, LineReading, PixelBox

TESSERACT_LANGUAGES = "tha+eng"
TESSERACT_SECONDS = 600
ONE_LINE = "7"
AIR_PX = 12


class BenchReader(Protocol):
    """Reads boxes of a picture; ``seconds`` is the CPU time that all its reading took."""

    name: str
    seconds: float

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]: ...


@dataclass
class Ours:
    """The engine of the package."""

    name: str = "ours"
    seconds: float = 0.0

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        from thai_ita.ingest.scan.line_engine import line_engine

        engine = line_engine()
        start = time.process_time()
        readings = engine.read(image, boxes)
        self.seconds += time.process_time() - start
        return readings


class Prototype:
    """A model of the same form, read frame by frame by the likeliest character."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        about = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
        self.name = f"prototype ({model.stem})"
        self.seconds = 0.0
        self._characters: str = about["chars"]
        self._height = int(about["H"])
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        start = time.process_time()
        readings = [self._one(image, box) for box in boxes]
        self.seconds += time.process_time() - start
        return readings

    def _one(self, image: Grey, box: PixelBox) -> LineReading:
        from thai_ita.ingest.scan.ocr_engine import LineReading, ReadCharacter

        line = _line_picture(image, _tightened(image, box), self._height)
        if line is None:
            return LineReading("")
        scores = self._session.run(None, {"x": line[None, None]})[0][:, 0]
        risen = np.exp(scores - scores.max(1, keepdims=True))
        shares = risen / risen.sum(1, keepdims=True)
        best = shares.argmax(1)
        characters, before = [], 0
        for frame, k in enumerate(best):
            if k and k != before:
                run = frame
                while run + 1 < len(best) and best[run + 1] == k:
                    run += 1
                peak = frame + int(shares[frame : run + 1, k].argmax())
                others = shares[peak].copy()
                others[[0, k]] = 0
                second = int(others.argmax())
                characters.append(
                    ReadCharacter(
                        self._characters[k - 1],
                        float(shares[peak, k]),
                        self._characters[second - 1] if second else "",
                        float(others[second]),
                    )
                )
            before = k
        return LineReading("".join(c.char for c in characters), tuple(characters))


def _tightened(image: Grey, box: PixelBox) -> PixelBox:
    """The ink of a box: what is darker than the middle between its paper and its darkest."""
    x0, y0, x1, y1 = box
    part = image[max(0, y0) : y1, max(0, x0) : x1]
    if part.size == 0:
        return box
    low, high = np.percentile(part, (1, 90))
    dark = part < (low + high) / 2
    ys, xs = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    if not len(ys):
        return box
    left, top = max(0, x0), max(0, y0)
    return (left + int(xs[0]), top + int(ys[0]), left + int(xs[-1]) + 1, top + int(ys[-1]) + 1)


def _line_picture(image: Grey, box: PixelBox, height: int) -> NDArray[np.float32] | None:
    """The ink with a little air, as high as the model takes it; ink 1, paper 0."""
    x0, y0, x1, y1 = box
    tall = y1 - y0
    above, beside = round(0.06 * tall), round(0.15 * tall)
    part = image[max(0, y0 - above) : y1 + above, max(0, x0 - beside) : x1 + beside]
    if min(part.shape) < 2:
        return None
    scale = height / part.shape[0]
    width = max(8, round(part.shape[1] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    line: Any = cv2.resize(part, (width, height), interpolation=how).astype(np.float32)
    ink, paper = np.percentile(line, 2), np.percentile(line, 90)
    return np.asarray(np.clip((paper - line) / max(paper - ink, 30), -0.3, 1.3), dtype=np.float32)


@dataclass
class Tesseract:
    """The command line program with the Thai model that it finds, one line a picture."""

    name: str = "Tesseract"
    seconds: float = 0.0

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        import resource

        from thai_ita.ingest.scan.ocr_engine import LineReading

        if not boxes:
            return []
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with tempfile.TemporaryDirectory() as folder:
            names = []
            for number, (x0, y0, x1, y1) in enumerate(boxes):
                part = image[max(0, y0) : y1, max(0, x0) : x1]
                part = np.pad(part, AIR_PX, constant_values=int(np.percentile(part, 90)))
                names.append(f"{folder}/{number:04}.png")
                cv2.imwrite(names[-1], part)
            listed = Path(folder) / "list.txt"
            listed.write_text("\n".join(names) + "\n", encoding="utf-8")
            command = ["tesseract", str(listed), "-", "-l", TESSERACT_LANGUAGES, "--psm", ONE_LINE]
            done = subprocess.run(
                command, capture_output=True, text=True, check=True, timeout=TESSERACT_SECONDS,
                env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/usr/local/bin:/bin"},
            )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds += after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        texts = done.stdout.split("\f")[: len(boxes)]
        return [LineReading(" ".join(text.split())) for text in texts]

    @staticmethod
    def missing() -> str:
        """Why it cannot be asked; empty where it can."""
        if shutil.which("tesseract") is None:
            return "Tesseract is not on PATH (Debian: tesseract-ocr tesseract-ocr-tha): left out"
        done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
        if "tha" not in (done.stdout + done.stderr).split():
            return "Tesseract has no Thai model (Debian: tesseract-ocr-tha): left out"
        return ""
