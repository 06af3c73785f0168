"""Stand-ins for recognisers of others: they know a line of text by the width of its ink."""

from __future__ import annotations

import base64
import io
import json
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

# Reads the list of pictures that Tesseract takes; a picture's width is in its bytes 16 to 20.
_PROGRAM = """
import json, pathlib, sys
known = json.loads(pathlib.Path(__file__ + ".json").read_text("utf-8"))
rows = ["level\\tpage_num\\tblock\\tpar\\tline\\tword\\tleft\\ttop\\twidth\\theight\\tconf\\ttext"]
for page, name in enumerate(pathlib.Path(sys.argv[1]).read_text("utf-8").splitlines(), 1):
    width = int.from_bytes(pathlib.Path(name).read_bytes()[16:20], "big")
    nearest = min(known, key=lambda w: abs(int(w) - width))
    rows.append(f"1\\t{page}" + "\\t0" * 8 + "\\t-1\\t")
    rows.append(f"5\\t{page}" + "\\t0" * 8 + f"\\t90\\t{known[nearest]}")
pathlib.Path(sys.argv[2] + ".tsv").write_text("\\n".join(rows), "utf-8")
"""


def fake_tesseract(folder: Path, texts: Mapping[int, str], code: str = _PROGRAM) -> Path:
    """A program that reads lines as Tesseract does; ``texts`` by width of picture."""
    program = folder / "tesseract"
    program.write_text(f"#!{sys.executable} -IS\n{code}", encoding="utf-8")
    program.chmod(0o755)
    Path(f"{program}.json").write_text(json.dumps(texts), encoding="utf-8")
    return program


class Endpoint:
    """What a stub of a vision endpoint was asked, and what it answers.

    ``answers`` are (status, content) that come first; then it answers with the text of each line.
    """

    def __init__(self, texts: Mapping[int, str]) -> None:
        self.texts = texts
        self.answers: list[tuple[int, str]] = []
        self.asked: list[dict[str, Any]] = []
        self.heads: list[dict[str, str]] = []
        self.address = ""

    def answer(self, body: dict[str, Any]) -> str:
        uri = body["messages"][0]["content"][1]["image_url"]["url"]
        picture = Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2])))
        ink = np.asarray(picture) < 128
        rows = np.flatnonzero(np.diff(np.concatenate(([0], ink.any(1), [0]))))
        found = []
        for a, b in zip(rows[::2], rows[1::2], strict=True):
            columns = np.flatnonzero(ink[a:b].any(0))
            width = int(columns[-1] - columns[0]) + 1
            found.append(self.texts[min(self.texts, key=lambda w: abs(w - width))])
        return "\n".join(found)


@contextmanager
def endpoint_stub(texts: Mapping[int, str]) -> Iterator[Endpoint]:
    """A server on this machine that answers as an OpenAI-compatible one does."""
    stub = Endpoint(texts)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.asked.append(body)
            stub.heads.append({**self.headers, "path": self.path})
            status, content = stub.answers.pop(0) if stub.answers else (200, stub.answer(body))
            said = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("Location", stub.address + "/elsewhere")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: Any) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
