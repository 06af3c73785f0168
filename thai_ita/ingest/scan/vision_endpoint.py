"""A vision model behind an OpenAI-compatible address (Typhoon OCR and the like); off by default.

Pictures of lines leave the machine. What such a model writes is plausible text: its figures count
as unproven, whatever they look like.
"""

from __future__ import annotations

import base64
import http.client
import io
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from thai_ita.ingest.scan.endpoint_setting import endpoint_key
from thai_ita.ingest.scan.line_pictures import framed_line
from thai_ita.ingest.scan.ocr_engine import Grey, LineReading, OcrEngineError, PixelBox
from thai_ita.ingest.scan.spread import spread_reading

PATH = "/chat/completions"
TIMEOUT_S = 60.0
RETRIES = 2
FIRST_WAIT_S = 1.0
# Lines that go in one picture, one below the other; what one picture and one answer may have.
LINES_A_PICTURE = 20
MOST_PIXELS = 8_000_000
MOST_ANSWER_BYTES = 1_000_000
MARGIN = 16
# Too many requests, and faults that pass.
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_FENCE = re.compile(r"^```\w*$")
_ASK = (
    "Transcribe this picture of Thai text. It shows {n} separate lines, one below the other. Answer with "
    "exactly {n} lines, in order, and nothing else: each as printed, Thai digits as Thai digits, Arabic "
    "digits as Arabic digits, no markup, no numbering, nothing corrected. Write ? for a line that you "
    "cannot read."
)
_UNREADABLE = "?"


@dataclass(frozen=True)
class VisionEndpoint:
    """Reads lines by a model at ``address`` (``https://.../v1``), named ``model``.

    ``key`` goes into the request's head and nowhere else.
    """

    address: str
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = TIMEOUT_S
    first_wait_s: float = FIRST_WAIT_S
    name: str = "endpoint"
    proven_digits: bool = False

    @property
    def version(self) -> str:
        return f"{self.model} at {urlsplit(self.address).hostname}"

    def read(self, image: Grey, boxes: Sequence[PixelBox]) -> list[LineReading]:
        """One reading a box, in their order; raises OcrEngineError where the endpoint gives nothing."""
        lines = [(i, line) for i, box in enumerate(boxes) if (line := framed_line(image, box, MARGIN // 2)) is not None]
        readings = [LineReading("")] * len(boxes)
        for part in _pictures(lines):
            texts = self._texts([line for _, line in part])
            for (i, _), text in zip(part, texts, strict=True):
                readings[i] = spread_reading(text, boxes[i], image.shape[1])
        return readings

    def _texts(self, lines: Sequence[Grey]) -> list[str]:
        """The text of each line; asked for one by one where all at once gave another number."""
        answer = self._answer(lines)
        if len(answer) == len(lines):
            return ["" if text == _UNREADABLE else text for text in answer]
        if len(lines) == 1:
            return [" ".join(answer)]
        return [text for line in lines for text in self._texts([line])]

    def _answer(self, lines: Sequence[Grey]) -> list[str]:
        """The lines that the model wrote for a picture of some lines."""
        ask = {"type": "text", "text": _ASK.format(n=len(lines))}
        picture = {"type": "image_url", "image_url": {"url": _data_uri(lines)}}
        body = {
            "model": self.model,
            "temperature": 0,
            "messages": [{"role": "user", "content": [ask, picture]}],
        }
        said = _content(self._post(json.dumps(body).encode()))
        stripped = [line.strip() for line in said.splitlines()]
        return [line for line in stripped if line and not _FENCE.match(line)]

    def _post(self, body: bytes) -> bytes:
        head = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            head["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(self.address.rstrip("/") + PATH, body, head, method="POST")
        why = ""
        for attempt in range(RETRIES + 1):
            if attempt:
                time.sleep(self.first_wait_s * 2 ** (attempt - 1))
            try:
                with _OPENER.open(request, timeout=self.timeout_s) as response:
                    answer: bytes = response.read(MOST_ANSWER_BYTES + 1)
            except urllib.error.HTTPError as error:
                error.close()
                why = f"answered {error.code}"
                if error.code not in _PASSING:
                    break
            except (OSError, ValueError, http.client.HTTPException) as error:
                why = f"cannot be reached ({getattr(error, 'reason', error)})"
            else:
                if len(answer) <= MOST_ANSWER_BYTES:
                    return answer
                why = f"answered more than {MOST_ANSWER_BYTES} bytes"
                break
        raise OcrEngineError(f"the endpoint {urlsplit(self.address).hostname} {why}")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Another address would be sent the key."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def _content(answer: bytes) -> str:
    try:
        said = json.loads(answer)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError):
        said = None
    if not isinstance(said, str):
        raise OcrEngineError("the endpoint answered something else than an OpenAI-compatible one does")
    return said


def _pictures(lines: Sequence[tuple[int, Grey]]) -> list[list[tuple[int, Grey]]]:
    """The lines in groups that each make a picture of bounded size."""
    groups: list[list[tuple[int, Grey]]] = []
    for item in lines:
        group = [*groups[-1], item] if groups else []
        if group and len(group) <= LINES_A_PICTURE and _pixels([line for _, line in group]) <= MOST_PIXELS:
            groups[-1] = group
        else:
            groups.append([item])
    return groups


def _pixels(lines: Sequence[Grey]) -> int:
    height = sum(int(line.shape[0]) + MARGIN for line in lines)
    return height * max(int(line.shape[1]) for line in lines)


def _data_uri(lines: Sequence[Grey]) -> str:
    """One picture of all lines as a data URI; larger ones than may be sent are made smaller."""
    from PIL import Image

    height = sum(line.shape[0] + MARGIN for line in lines)
    picture = np.full((height, max(line.shape[1] for line in lines)), 255, np.uint8)
    y = 0
    for line in lines:
        picture[y : y + line.shape[0], : line.shape[1]] = line
        y += line.shape[0] + MARGIN
    made = Image.fromarray(picture)
    if picture.size > MOST_PIXELS:
        share = (MOST_PIXELS / picture.size) ** 0.5
        made = made.resize((max(1, int(made.width * share)), max(1, int(made.height * share))))
    file = io.BytesIO()
    made.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")


def vision_endpoint(address: str, model: str) -> VisionEndpoint:
    """The endpoint with the key of the environment; raises EndpointSettingError."""
    return VisionEndpoint(address, model, endpoint_key(address, model))
