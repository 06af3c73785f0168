"""Our own recogniser of Thai text lines: a small network, run by onnxruntime on one thread."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thai_ita.extras import need
from thai_ita.ingest.scan.charset import Charset
from thai_ita.ingest.scan.decoding import Frames, read_frames
from thai_ita.ingest.scan.like_digits import doubted
from thai_ita.ingest.scan.line_pictures import (
    OTHERS,
    USUAL,
    Cut,
    LinePicture,
    as_batches,
    cut_ink,
    ink_box,
    padded_width,
    usual_height,
)
from thai_ita.ingest.scan.ocr_engine import Grey, LineReading, PixelBox
from thai_ita.ingest.scan.together import has_doubtful_figure, read_together
from thai_ita.process_environment import TELLS_NOBODY, environment_variables

EXTRA = "ocr"
MODEL, ABOUT = "thai_lines.onnx", "thai_lines.json"
# Columns that the network takes at a time, over all lines: some 60 MB.
MOST_COLUMNS = 6144
# A longer line goes through in parts that overlap by more than the network sees to either side, so
# that it gives the same as in one.
LONGEST = 2048
OVERLAP = 160
WIDTH_STEP = 32
COLUMNS_A_FRAME = 2
# A piece goes on with the line of the one before within so many heights of it.
NEXT_PIECE = 2.0


class DamagedModelError(Exception):
    """The model of the installation cannot be used."""


@dataclass(frozen=True)
class LineEngine:
    """Reads Thai and Latin text lines with Thai and Arabic digits. Make it by ``line_engine()``."""

    session: Any
    charset: Charset
    height: int
    name: str
    version: str
    proven_digits: bool = True

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        """One reading a box, in their order; an empty one where nothing can be read."""
        inks = [ink_box(image, box) for box in boxes]
        usual = usual_height(inks)
        cuts = [cut_ink(image, ink, self.height, USUAL, usual) if ink else None for ink in inks]
        there = [(i, cut) for i, cut in enumerate(cuts) if cut is not None]
        readings = [LineReading("")] * len(cuts)
        seen: dict[int, Frames] = {}
        for (i, cut), shares in zip(there, self._frames([cut for _, cut in there]), strict=True):
            seen[i] = Frames(shares, cut, COLUMNS_A_FRAME)
            before = _before(boxes, readings, i)
            readings[i] = read_frames(seen[i], self.charset, _bounds(image, boxes[i]), before)
        again = [i for i in seen if has_doubtful_figure(readings[i])]
        ways = {
            i: [cut_ink(image, ink, self.height, trim, usual) for trim in OTHERS]
            for i in again
            if (ink := inks[i]) is not None
        }
        self._read_again(image, boxes, readings, seen, ways)
        return doubted(readings)

    def _read_again(
        self,
        image: Grey,
        boxes: Sequence[PixelBox],
        readings: list[LineReading],
        seen: dict[int, Frames],
        ways: dict[int, list[Cut]],
    ) -> None:
        """Put readings from several cuts where there are more than one."""
        cuts = [(i, cut) for i, more in ways.items() for cut in more]
        again: dict[int, list[Frames]] = {i: [seen[i]] for i in ways}
        for (i, cut), shares in zip(cuts, self._frames([cut for _, cut in cuts]), strict=True):
            again[i].append(Frames(shares, cut, COLUMNS_A_FRAME))
        for i, frames in again.items():
            before = _before(boxes, readings, i)
            readings[i] = read_together(frames, self.charset, _bounds(image, boxes[i]), before)

    def _frames(self, cuts: Sequence[Cut]) -> list[NDArray[np.float32]]:
        """The probability of each character (0 none) for each frame of each line."""
        parts = [(i, a, b) for i, cut in enumerate(cuts) for a, b in _parts(cut.line.shape[1])]
        lines = [cuts[i].line[:, a:b] for i, a, b in parts]
        found: list[NDArray[np.float32]] = [np.empty((0, 0), np.float32)] * len(parts)
        for batch in as_batches(lines, WIDTH_STEP, MOST_COLUMNS):
            scores = self._run([lines[i] for i in batch])
            for k, i in enumerate(batch):
                n = -(-lines[i].shape[1] // COLUMNS_A_FRAME)
                found[i] = _probabilities(scores[:n, k])
        joined: list[list[NDArray[np.float32]]] = [[] for _ in cuts]
        for (i, a, b), frames in zip(parts, found, strict=True):
            first = OVERLAP // 2 if a else 0
            last = b - a - (OVERLAP // 2 if b < cuts[i].line.shape[1] else 0)
            joined[i].append(frames[first // COLUMNS_A_FRAME : -(-last // COLUMNS_A_FRAME)])
        return [np.concatenate(pieces) for pieces in joined]

    def _run(self, lines: Sequence[LinePicture]) -> NDArray[np.float32]:
        width = padded_width(lines[0].shape[1], WIDTH_STEP)
        batch = np.zeros((len(lines), 1, self.height, width), np.float32)
        for k, line in enumerate(lines):
            batch[k, 0, :, : line.shape[1]] = line
        scores: NDArray[np.float32] = self.session.run(None, {"x": batch})[0]
        return scores


def _bounds(image: Grey, box: PixelBox) -> tuple[int, int]:
    return max(0, box[0]), min(int(image.shape[1]), box[2])


def _before(boxes: Sequence[PixelBox], readings: Sequence[LineReading], i: int) -> str:
    """The text of the box before, where that ends right before this one in the same line."""
    if not i:
        return ""
    (_, a, end, b), (start, c, _, d) = boxes[i - 1], boxes[i]
    low = min(b - a, d - c)
    beside = min(b, d) - max(a, c) > low / 2 and -low < start - end < NEXT_PIECE * max(b - a, d - c)
    return readings[i - 1].text if beside else ""


def _parts(width: int) -> list[tuple[int, int]]:
    """The columns of each part of a line; neighbours share ``OVERLAP`` of them."""
    if width <= LONGEST:
        return [(0, width)]
    step = LONGEST - OVERLAP
    starts = range(0, width - OVERLAP, step)
    return [(a, min(a + LONGEST, width)) for a in starts]


def _probabilities(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    risen = np.exp(scores - scores.max(1, keepdims=True))
    shares: NDArray[np.float32] = risen / risen.sum(1, keepdims=True)
    return shares


@lru_cache(maxsize=1)
def line_engine() -> LineEngine:
    """The recogniser that the package holds. Raises MissingExtraError, and DamagedModelError."""
    need("onnxruntime", EXTRA)
    need("cv2", EXTRA)
    folder = files("thai_ita.data").joinpath("ocr")
    try:
        about = json.loads(folder.joinpath(ABOUT).read_text(encoding="utf-8"))
        model = folder.joinpath(MODEL).read_bytes()
        charset, height = Charset(about["charset"]), int(about["height"])
        # A weight that has changed would read other figures, and say nothing.
        if hashlib.sha256(model).hexdigest() != about["sha256"]:
            raise ValueError(f"{MODEL} is not the file that was released")
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DamagedModelError(
            f"the model of the recogniser cannot be read ({error}); install thai-ita anew"
        ) from None
    name, version = str(about.get("name", "thai-lines")), str(about.get("version", "0"))
    return LineEngine(_session(model), charset, height, name, version)


def _session(model: bytes) -> Any:
    """The network, ready to run on one thread, in an onnxruntime that tells nobody.

    A program that has begun it before keeps what it has chosen.
    """
    with environment_variables(**TELLS_NOBODY):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Its pool of memory would stay as large as the largest line ever read.
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
