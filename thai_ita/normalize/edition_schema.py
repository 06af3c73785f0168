"""The shape of an edition file: what one fiscal year of the assessment consists of.

Every entry says how sure it is (``basis``) and where it comes from (``source``, empty where no
source was found). Only ``editions.load_edition`` imports this module, since pydantic is slow to
import.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from thai_ita.model import ScoreKind

Basis = Literal["direct", "carried-over", "inferred", "memory", "unknown"]
"""direct: the source states it for that year. carried-over: stated for another year.
inferred: worked out from other evidence. memory: believed, no source. unknown: not found."""

Strength = Literal["verified", "assumed", "unknown"]
"""verified: the rule reproduces printed scores of that year. assumed: it was not tested."""

OVERALL_CODE = "ITA"
OVERALL_NAME = "ผลการประเมินภาพรวม"


class Record(BaseModel):
    """A part of an edition file; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Record):
    """An entry with its evidence."""

    basis: Basis
    source: str = ""
    note: str = ""


class Instrument(Sourced):
    """IIT, EIT, OIT (EBIT in 2561). ``weight`` is its share of the overall score, 0-1."""

    code: str = Field(pattern=r"^[A-Z]{3,4}$")
    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    aliases_en: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    weight: float | None = Field(default=None, ge=0, le=1)
    weight_basis: Basis = "unknown"
    weight_source: str = ""
    parts: tuple[str, ...] = ()
    parts_note: str = ""
    parts_basis: Basis = "unknown"
    parts_source: str = ""


class Indicator(Sourced):
    """An indicator; ``instrument`` is None where an indicator draws on several (2561).

    A scheme that counts something else from 1 on puts its year before the number (``2561.1``), so
    that nobody joins it with the indicator of another scheme that bears the same number.
    """

    code: str = Field(pattern=r"^(?:\d{4}\.)?\d{1,2}$")
    name: str
    name_en: str = ""
    aliases_en: tuple[str, ...] = ()
    instrument: str | None = None
    aliases: tuple[str, ...] = ()
    aliases_source: str = ""
    weight: float | None = Field(default=None, ge=0, le=1)
    weight_basis: Basis = "unknown"
    weight_note: str = ""

    @property
    def number(self) -> str:
        """The number as reports print it: ``1`` of ``2561.1``."""
        return self.code.rpartition(".")[2]


class SubIndicator(Sourced):
    """A group of OIT items such as 9.1; ``items_basis`` says how sure its item codes are."""

    code: str = Field(pattern=r"^\d{1,2}\.\d$")
    name: str
    name_en: str = ""
    indicator: str
    aliases: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    items_basis: Basis = "unknown"
    items_note: str = ""
    names_source: str = ""


class Item(Sourced):
    """A question (i1, e1) or an OIT item (o1). ``parts`` are the sub-questions of a question."""

    code: str = Field(pattern=r"^[ieo]\d{1,2}$")
    instrument: str
    wording: str
    indicator: str | None = None
    indicator_note: str = ""
    subindicator: str | None = None
    parts: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    answer_scale: str = ""

    @property
    def kind(self) -> ScoreKind:
        """OIT_ITEM for an item of OIT, QUESTION for one of IIT or EIT."""
        return ScoreKind.OIT_ITEM if self.instrument == "OIT" else ScoreKind.QUESTION


class ArithmeticRule(Sourced):
    """How one score follows from others: a mean, or a sum with ``weights`` by input code."""

    target: str
    target_kind: ScoreKind
    inputs: tuple[str, ...] = Field(min_length=1)
    inputs_kind: ScoreKind
    method: Literal["mean", "weighted_sum"]
    weights: dict[str, float] | None = None
    strength: Strength

    @model_validator(mode="after")
    def _weights_fit(self) -> Self:
        if self.weights is None:
            return self
        if set(self.weights) != set(self.inputs):
            raise ValueError("weights and inputs name different codes")
        if abs(sum(self.weights.values()) - 1) > 1e-9:
            raise ValueError("weights do not add up to 1")
        return self


class Rounding(Sourced):
    """How printed values are rounded; ``tolerance`` is allowed between printed and recomputed."""

    decimals: int = Field(ge=0, le=4)
    mode: Literal["half_up"]
    stage: str
    tolerance: float = Field(ge=0)


class Announcement(Sourced):
    """When the results came out: an ISO date if known, and the first and last possible month."""

    date: str | None = None
    first_month: int | None = Field(default=None, ge=1, le=12)
    last_month: int | None = Field(default=None, ge=1, le=12)


class Event(Record):
    text: str
    source: str = ""


class DocumentItem(Sourced):
    """The OIT item under which agencies publish a kind of report."""

    item: str
    name: str = ""


class Issue(Sourced):
    """One of the issues by which the results of the year are analysed."""

    number: int
    name: str


class Edition(Record):
    """The assessment of one fiscal year (พ.ศ.)."""

    fiscal_year: int = Field(ge=2555, le=2700)
    fiscal_year_ce: int
    scheme: Literal["five-indices", "ten-indicators"]
    level_scheme: str | None
    level_scheme_basis: Basis
    level_scheme_source: str = ""
    notes: tuple[str, ...] = ()
    item_counts: dict[str, int | None]
    item_counts_source: str = ""
    instruments: tuple[Instrument, ...]
    indicators: tuple[Indicator, ...]
    subindicators: tuple[SubIndicator, ...] = ()
    items: tuple[Item, ...] = ()
    arithmetic: tuple[ArithmeticRule, ...] = ()
    rounding: Rounding
    announcement: Announcement
    events: tuple[Event, ...] = ()
    documents: dict[str, DocumentItem] = Field(default_factory=dict)
    issues: tuple[Issue, ...] = ()

    @model_validator(mode="after")
    def _codes_hold_together(self) -> Self:
        """Every code is defined once and every reference leads somewhere."""
        if self.fiscal_year_ce != self.fiscal_year - 543:
            raise ValueError("fiscal_year_ce is not fiscal_year - 543")
        known: dict[str, set[str]] = {ScoreKind.OVERALL: {OVERALL_CODE}}
        for kind, entries in (
            (ScoreKind.INSTRUMENT, self.instruments),
            (ScoreKind.INDICATOR, self.indicators),
            (ScoreKind.SUBINDICATOR, self.subindicators),
            (ScoreKind.QUESTION, [i for i in self.items if i.kind is ScoreKind.QUESTION]),
            (ScoreKind.OIT_ITEM, [i for i in self.items if i.kind is ScoreKind.OIT_ITEM]),
        ):
            codes = [entry.code for entry in entries]
            doubled = sorted({code for code in codes if codes.count(code) > 1})
            if doubled:
                raise ValueError(f"{kind} codes stand twice: {', '.join(doubled)}")
            known[kind] = set(codes)
        for where, kind, code in self._references():
            if code not in known[kind]:
                raise ValueError(f"{where} names the unknown {kind} {code}")
        return self

    def _references(self) -> list[tuple[str, ScoreKind, str]]:
        refs: list[tuple[str, ScoreKind, str]] = []
        for instrument in self.instruments:
            refs += [(f"instrument {instrument.code}", ScoreKind.INDICATOR, code) for code in instrument.indicators]
        for indicator in self.indicators:
            if indicator.instrument:
                refs.append((f"indicator {indicator.code}", ScoreKind.INSTRUMENT, indicator.instrument))
        for sub in self.subindicators:
            refs.append((f"sub-indicator {sub.code}", ScoreKind.INDICATOR, sub.indicator))
            refs += [(f"sub-indicator {sub.code}", ScoreKind.OIT_ITEM, code) for code in sub.items]
        for item in self.items:
            refs.append((f"item {item.code}", ScoreKind.INSTRUMENT, item.instrument))
            if item.indicator:
                refs.append((f"item {item.code}", ScoreKind.INDICATOR, item.indicator))
            if item.subindicator:
                refs.append((f"item {item.code}", ScoreKind.SUBINDICATOR, item.subindicator))
        for rule in self.arithmetic:
            refs.append((f"rule for {rule.target}", rule.target_kind, rule.target))
            refs += [(f"rule for {rule.target}", rule.inputs_kind, code) for code in rule.inputs]
        return refs

    def instrument(self, code: str) -> Instrument | None:
        """The instrument with this code, None if the year has none."""
        return next((x for x in self.instruments if x.code == code.upper()), None)

    def indicator(self, code: str) -> Indicator | None:
        """The indicator with this code: ``indicator("7")``."""
        return next((x for x in self.indicators if x.code == code), None)

    def indicator_numbered(self, number: str) -> Indicator | None:
        """The indicator that reports of the year print with this number."""
        return next((x for x in self.indicators if x.number == number), None)

    def subindicator(self, code: str) -> SubIndicator | None:
        """The sub-indicator with this code: ``subindicator("9.1")``."""
        return next((x for x in self.subindicators if x.code == code), None)

    def item(self, code: str) -> Item | None:
        """The question or OIT item with this code, in either case: ``item("o28")``."""
        return self._items_by_code.get(code.lower())

    @cached_property
    def _items_by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    def items_of(self, code: str) -> list[Item]:
        """OIT items of a sub-indicator ("9.1"), or of an indicator ("9"), in their order."""
        return [x for x in self.items if x.kind is ScoreKind.OIT_ITEM and code in (x.subindicator, x.indicator)]

    def questions_of(self, code: str) -> list[Item]:
        """Questions of an IIT or EIT indicator, in their order."""
        return [x for x in self.items if x.kind is ScoreKind.QUESTION and x.indicator == code]

    def instrument_of(self, code: str) -> str:
        """The instrument that a code of any kind belongs to, "" for the overall or unknown."""
        if self.instrument(code):
            return code.upper()
        item = self.item(code)
        if item:
            return item.instrument
        sub = self.subindicator(code)
        indicator = self.indicator(sub.indicator if sub else code)
        return (indicator.instrument or "") if indicator else ""

    def canonical_name(self, kind: ScoreKind | str, code: str) -> str:
        """The Thai name of a score in this year, "" where the year does not define it."""
        kind = ScoreKind(kind)
        if kind is ScoreKind.OVERALL:
            return OVERALL_NAME
        if kind in (ScoreKind.QUESTION, ScoreKind.OIT_ITEM):
            item = self.item(code)
            return item.wording if item and item.kind is kind else ""
        found: Instrument | Indicator | SubIndicator | None
        if kind is ScoreKind.INSTRUMENT:
            found = self.instrument(code)
        elif kind is ScoreKind.INDICATOR:
            found = self.indicator(code)
        else:
            found = self.subindicator(code)
        return found.name if found else ""

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each instrument (of each indicator in 2561); empty where unknown."""
        rule = self.rule_for(OVERALL_CODE)
        return dict(rule.weights) if rule and rule.weights else {}

    def rule_for(self, target: str) -> ArithmeticRule | None:
        """The rule that gives this score, None if the year has none."""
        return next((r for r in self.arithmetic if r.target == target), None)
