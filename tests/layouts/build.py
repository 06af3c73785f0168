"""Every layout as a document: its text in one of its formats, its truth beside it.

``python -m tests.layouts.build FOLDER --seed 5`` writes them to look at.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from . import (  # noqa: F401  each registers its templates
    odd_cells,
    other_papers,
    plan_papers,
    plan_shapes,
    plan_tables,
    score_agencies,
    score_lists,
    score_papers,
    score_prose,
    score_questions,
    score_years,
)
from .blocks import mapped
from .render_text import FORMATS
from .report import TEMPLATES, Style, Template
from .thai import damage


@dataclass(frozen=True)
class Made:
    """A document and what it says."""

    name: str
    text: str
    truth: dict[str, Any]

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        path.write_text(self.text, encoding="utf-8")
        return path


def _style(rng: random.Random) -> Style:
    return Style(rng, rng.random() < 0.55, rng.random() < 0.2, rng.choice(["พ.ศ. ", "พ.ศ.", ""]))


def made(template: Template, seed: int, turn: int) -> Made:
    """One document; its words, figures and format follow from the template, the seed and the turn.

    The turn also chooses the format and, where the template has some, the damage to the text.
    """
    rng = random.Random(f"{template.name}/{seed}/{turn}")
    style = _style(rng)
    report = template.make(style)
    form = template.formats[turn % len(template.formats)]
    hurt = template.damage[turn % len(template.damage)] if template.damage else ""
    blocks = report.blocks
    if hurt:
        blocks = mapped(blocks, partial(damage, kind=hurt, rng=rng))
    render, ending = FORMATS[form]
    stem = "_".join(filter(None, (template.name, str(seed), form, hurt)))
    return Made(f"{stem}.{ending}", render(blocks, rng), report.truth(template.name, form, style))


def documents(seed: int, turn: int | None = None) -> Iterator[Made]:
    """One document of every template; without a ``turn`` the formats alternate over templates."""
    for index, template in enumerate(TEMPLATES.values()):
        yield made(template, seed, index if turn is None else turn)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    (arguments.folder / "truth").mkdir(parents=True, exist_ok=True)
    for document in documents(arguments.seed):
        path = document.write(arguments.folder)
        truth = json.dumps(document.truth, ensure_ascii=False, indent=1)
        (arguments.folder / "truth" / f"{path.stem}.json").write_text(truth, encoding="utf-8")


if __name__ == "__main__":
    main()
