"""The kinds of files that are damaged: from which sound ones, and how."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

from tests.conftest import ROOT
from tests.fuzz.letters import mail_damaged
from tests.fuzz.marked import marked_damaged
from tests.fuzz.packed import picture_damaged, tar_damaged, zip_damaged
from tests.fuzz.plain import damaged, record_damaged, text_damaged
from tests.fuzz.printed import pdf_damaged

Mutator = Callable[[bytes, random.Random], bytes]
MUTATORS: dict[str, Mutator] = {
    "pdf": pdf_damaged, "word": zip_damaged, "excel": zip_damaged, "xls": record_damaged, "ods": zip_damaged, "slides": zip_damaged, "html": marked_damaged,
    "xml": marked_damaged, "text": text_damaged, "csv": text_damaged, "mail": mail_damaged, "archive": zip_damaged, "tar": tar_damaged, "picture": picture_damaged,
    "other": damaged,
}  # fmt: skip
_ENDINGS = {
    "pdf": "pdf", "docx": "word", "dotx": "word", "docm": "word", "xlsx": "excel", "xlsm": "excel", "xls": "xls", "ods": "ods", "pptx": "slides", "html": "html", "htm": "html",
    "mht": "mail", "eml": "mail", "fods": "xml", "xml": "xml", "txt": "text", "md": "text", "log": "text", "csv": "csv", "zip": "archive", "gz": "tar", "tar": "tar",
    "png": "picture", "jpg": "picture", "tif": "picture", "bmp": "picture",
}  # fmt: skip
LARGEST_SEED = 150_000
NAMES = (
    "a\x1b[31mb", "a\u202eb", "a\nb", "a\tb", "-rf", "--help", "a b", " a", "'a'", '"a"', "$(a)", "*", "[a]", "{a}", "a!/b".replace("/", "_"), "ก" * 60, "a" * 190, "%s%d", "\u2028",
    "=a", "file:a", "~a", "a#b?c", "\udce0\udcb8",
)  # fmt: skip
"""Stems of file names that a terminal, a shell, a pattern or a spreadsheet may take for something."""
ODD_NAMES = 0.03
"""The share of files that get such a name."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A sound file: its kind, the ending of its name (with the dot), its bytes."""

    kind: str
    ending: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Input:
    """A damaged file: the name that it gets, its bytes, and what it was made of."""

    name: str
    data: bytes
    kind: str


def kind_of(name: str) -> str:
    return _ENDINGS.get(PurePath(name).suffix.lower().lstrip("."), "other")


@cache
def sound_files(folder: Path | None = None) -> dict[str, list[Seed]]:
    """The sound files by kind: those of a folder, or the project's own."""
    found: dict[str, list[Seed]] = {kind: [] for kind in MUTATORS}
    for name, data in _files_of(folder) if folder else _own():
        if data and len(data) <= LARGEST_SEED:
            kind = kind_of(name)
            found[kind].append(Seed(kind, PurePath(name).suffix, data))
    return {kind: seeds for kind, seeds in found.items() if seeds}


def _files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()


def _own() -> Iterator[tuple[str, bytes]]:
    from tests.kinds_of_files import every_kind

    # The boundaries of mails are drawn from it.
    random.seed(0)
    for name, data in every_kind().items():
        if not name.endswith("/") and "/" not in name:
            yield name, data
    yield from _files_of(ROOT / "data" / "samples")
    yield from _pictures()


def _pictures() -> Iterator[tuple[str, bytes]]:
    """Pictures of a few figures, small enough to be read quickly."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (220, 60), 255)
    ImageDraw.Draw(picture).text((10, 10), "ITA 2567 83.33", fill=0)
    for ending in ("png", "jpg", "tif", "bmp"):
        out = io.BytesIO()
        picture.save(out, {"jpg": "JPEG", "tif": "TIFF"}.get(ending, ending.upper()))
        yield f"picture.{ending}", out.getvalue()


def made_input(seed: int, kind: str, number: int, folder: Path | None = None) -> Input:
    """The damaged file with this number; the same for the same seed and sound files."""
    rng = random.Random(f"{seed} {kind} {number}")
    sound = rng.choice(sound_files(folder)[kind])
    data = MUTATORS[kind](sound.data, rng)
    ending = sound.ending
    if rng.random() < ODD_NAMES:
        # Under the ending of another kind.
        ending = rng.choice([f".{e}" for e in _ENDINGS])
    stem = rng.choice(NAMES) if rng.random() < ODD_NAMES else kind
    return Input(f"{stem}-{number:06}{ending}", data, kind)
