"""A generated report: its blocks, its truth, and the register of templates."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .blocks import Block
from .places import Place
from .results import Result
from .thai import TO_THAI, round2


@dataclass
class Style:
    """How one author writes: numerals, trimmed zeros, the short form of พ.ศ."""

    rng: random.Random
    thai: bool = True
    trim: bool = False
    be: str = "พ.ศ. "

    def t(self, text: object) -> str:
        """Text with its numerals in this author's hand."""
        return str(text).translate(TO_THAI) if self.thai else str(text)

    def n(self, value: Fraction) -> str:
        """A score as this author prints it."""
        text = round2(value)
        if self.trim and text.endswith(".00"):
            text = text[:-3]
        return self.t(text)

    def fy(self, year: int) -> str:
        return self.t(f"{self.be}{year}")


@dataclass
class Report:
    blocks: list[Block] = field(default_factory=list)
    place: Place | None = None
    where: bool = True
    fiscal_year: int | None = None
    doc_type: str | None = None
    level: str | None = None
    scores: list[dict[str, Any]] = field(default_factory=list)
    measures: list[dict[str, Any]] = field(default_factory=list)
    kinds: list[str] | None = None
    landscape: bool = False

    def add(self, *blocks: Block) -> None:
        self.blocks.extend(blocks)

    def score(
        self,
        kind: str,
        code: str,
        value: Fraction,
        year: int,
        *,
        part: str = "",
        agency: str = "",
        weighted: bool = False,
    ) -> None:
        """Note one printed fact; a fact noted before is the same row."""
        row: dict[str, Any] = {
            "fiscal_year": year,
            "level": kind,
            "code": code,
            "value": float(round2(value)),
        }
        if part:
            row["part"] = part
        if agency:
            row["agency"] = agency
        if weighted:
            row["weighted"] = True
        if row not in self.scores:
            self.scores.append(row)

    def overall(self, r: Result, agency: str = "") -> None:
        self.score("overall", "ITA", r.overall, r.year, agency=agency)

    def instruments(self, r: Result, agency: str = "") -> None:
        for code, value in r.instruments.items():
            self.score("instrument", code, value, r.year, agency=agency)

    def indicators(self, r: Result, agency: str = "") -> None:
        for code, value in r.indicators.items():
            self.score("indicator", str(code), value, r.year, agency=agency)

    def truth(self, template: str, producer: str, style: Style) -> dict[str, Any]:
        p = self.place
        out: dict[str, Any] = {
            "agency": p.name if p else None,
            "agency_type": p.type if p else None,
            "district": p.district if p and self.where else None,
            "province": p.province if p and self.where else None,
            "fiscal_year": self.fiscal_year,
            "doc_type": self.doc_type,
            "level": self.level,
            "scores": self.scores,
            "measures": self.measures,
            "template": template,
            "thai_digits": style.thai,
            "producer": producer,
        }
        if self.kinds:
            out["kinds"] = self.kinds
        return out


Maker = Callable[[Style], Report]


@dataclass(frozen=True)
class Template:
    name: str
    make: Maker
    formats: tuple[str, ...]
    damage: tuple[str, ...] = ()
    about: str = ""


TEMPLATES: dict[str, Template] = {}


def template(name: str, *formats: str, damage: tuple[str, ...] = ()) -> Callable[[Maker], Maker]:
    """Register a template with the text formats it is written in, one document each."""

    def register(make: Maker) -> Maker:
        about = (make.__doc__ or "").strip().splitlines()[0] if make.__doc__ else ""
        TEMPLATES[name] = Template(name, make, formats, damage, about)
        return make

    return register
