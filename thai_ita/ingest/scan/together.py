"""A line with a doubtful figure, cut out in several ways: what all of them show together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import fmean

from thai_ita.ingest.scan.charset import Charset
from thai_ita.ingest.scan.decoding import Frames, characters_of, line_spans, reading_of
from thai_ita.ingest.scan.ocr_engine import LineReading, ReadCharacter
from thai_ita.ingest.scan.recognised_numbers import figure_readings
from thai_ita.ingest.scan.vocabulary import log_share
from thai_ita.ingest.scan.writable_path import Span, aligned

# A figure that is less likely than this is looked at again.
DOUBTFUL = 0.97
# The log of how unlikely one cut can make a text: a cut gone wrong has no veto.
LEAST_LOG = -12.0


def has_doubtful_figure(reading: LineReading) -> bool:
    """Whether a line has a number that is not sure."""
    return any(figure.p < DOUBTFUL for figure in figure_readings(reading.characters))


def read_together(
    many: Sequence[Frames], charset: Charset, bounds: tuple[float, float], before: str = ""
) -> LineReading:
    """The reading that all cuts of one line show likeliest, with the means of their probabilities.

    ``before`` is the text right before it on the page. The first cut gives the places of the characters where it shows that reading.
    """
    spans = [line_spans(frames.shares, charset, before) for frames in many]
    best = _best(many, spans, charset)
    if not spans[best]:
        return LineReading("")
    reading = reading_of(many[best], spans[best], charset, bounds)
    numbers = [span.number for span in spans[best]]
    characters = []
    for frames, own in zip(many, spans, strict=True):
        if [span.number for span in own] != numbers:
            if len(frames.shares) < 2 * len(numbers):
                continue
            own = aligned(frames.shares, numbers)
        characters.append(characters_of(own, frames.shares, charset))
    met = tuple(_mean(character, seen) for character, *seen in zip(reading.characters, *characters, strict=True))
    return LineReading(reading.text, met)


def _best(many: Sequence[Frames], spans: Sequence[list[Span]], charset: Charset) -> int:
    """The place of the first cut whose text all of them show likeliest."""
    texts = [tuple(span.number for span in own) for own in spans]
    if len(set(texts)) == 1:
        return 0
    likely = {
        text: sum(max(log_share(frames.shares, text), LEAST_LOG) for frames in many) for text in dict.fromkeys(texts)
    }
    return texts.index(max(likely, key=lambda text: likely[text]))


def _mean(character: ReadCharacter, seen: Sequence[ReadCharacter]) -> ReadCharacter:
    """The character with the means of what was seen of it."""
    second, p2 = _likeliest((c.second, c.p2) for c in seen)
    return replace(
        character,
        p=fmean(c.p for c in seen),
        second=second,
        p2=p2 / len(seen),
        p_none=fmean(c.p_none for c in seen),
        before=_share(_likeliest(c.before for c in seen), len(seen)),
        behind=_share(_likeliest(c.behind for c in seen), len(seen)),
    )


def _likeliest(seen: Iterable[tuple[str, float]]) -> tuple[str, float]:
    """The character with the largest sum of probabilities, and that sum."""
    sums: dict[str, float] = defaultdict(float)
    for char, p in seen:
        if char:
            sums[char] += p
    return max(sums.items(), key=lambda item: item[1], default=("", 0.0))


def _share(summed: tuple[str, float], many: int) -> tuple[str, float]:
    return summed[0], summed[1] / many
