"""Writes what the commands of docs/tour.md print anew. Run it with ``python3 dev.py docs``.

The page has blocks of ``console``: a line with ``$`` and a command, below it what the command prints. A
comment above a block (``<!-- shows: PATTERN -->``) keeps the lines that the pattern finds and puts ``...`` for the
others. All runs in an empty folder with the sample reports and a study of invented municipalities.
With ``--pictures`` the pictures that the program draws are made too.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE / "tour.md"
INVENTED = {"เลย": "ตัวอย่าง", "น่าน": "สมมติ", "ตราด": "จำลอง", "สตูล": "สาธิต"}
"""Provinces of the study, of which the pictures must not speak."""
PICTURES = {"tour-trends.webp": "trends.png", "tour-heatmap.webp": "heatmap.png"}
_BLOCK = re.compile(r"(?:<!-- shows: (.*?) -->\n\n?)?```console\n\$ (.*?)\n(.*?)```\n", flags=re.DOTALL)


def tour_page(folder: Path) -> str:
    """The page with its blocks made anew; ``folder`` is empty and is worked in."""
    _prepare(folder)
    text = TARGET.read_text("utf-8")
    with contextlib.chdir(folder):
        return _BLOCK.sub(_made_anew, text)


def _prepare(folder: Path) -> None:
    from tests.study_corpus import make_study, write_tables

    shutil.copytree(HERE.parent / "data" / "samples", folder / "data" / "samples")
    study = make_study()
    named = {**INVENTED, **{f"เมือง{old}": f"เมือง{new}" for old, new in INVENTED.items()}}
    for frame in study.frames.values():
        for column in {"province", "district"} & set(frame.columns):
            frame[column] = frame[column].replace(named)
    write_tables(study, folder / "study")


def _made_anew(block: re.Match[str]) -> str:
    shown, command, _ = block.groups()
    lines, skipped = [], False
    for line in printed(command).splitlines():
        if not shown or re.search(shown, line):
            lines += [*(["..."] if skipped else []), line.rstrip()]
        skipped = bool(shown) and not re.search(shown, line)
    comment = block[0].partition("```console")[0]
    return "\n".join([f"{comment}```console", f"$ {command}", *lines, *(["..."] if skipped else []), "```", ""])


def printed(command: str) -> str:
    """What a command of thai-ita prints, both streams together, in this process."""
    from typer.testing import CliRunner

    from thai_ita.cli import app

    program, *words = shlex.split(command)
    if program != "thai-ita":
        raise ValueError(f"the tour runs thai-ita only, not {command}")
    done = CliRunner().invoke(app, words)
    if done.exit_code:
        raise RuntimeError(f"{command}: exit code {done.exit_code}\n{done.output}")
    return done.output


def _save_pictures(folder: Path) -> None:
    from PIL import Image

    for name, made in PICTURES.items():
        with Image.open(folder / made) as picture:
            picture.thumbnail((1400, 1400))
            picture.convert("RGB").save(HERE / name, quality=80, method=6)


def main() -> None:
    sys.path.insert(0, str(HERE.parent))
    with tempfile.TemporaryDirectory() as folder:
        TARGET.write_text(tour_page(Path(folder)), encoding="utf-8")
        if "--pictures" in sys.argv[1:]:
            _save_pictures(Path(folder))


if __name__ == "__main__":
    main()
