"""Whether a table that nothing on its pages names is of the assessment, by the name of its file."""

from __future__ import annotations

from collections.abc import Iterable

from thai_ita.model import Document, ScoreKind
from thai_ita.normalize.edition_fit import Matchers
from thai_ita.normalize.names import Context
from thai_ita.parse.outside_text import names_of, properties_of
from thai_ita.parse.text.topic_cues import names_assessment

# Papers of every kind are filed under the assessment that asks for them; with so many of its indicators
# in their cells they are its results. Surveys of satisfaction share one or two.
MIN_INDICATORS = 4
MAX_NAME = 120


def told_outside(document: Document, texts: Iterable[str], matchers: Matchers) -> bool:
    """Whether the properties or names of a file name the assessment and its texts the indicators."""
    sayings = (*properties_of(document), *names_of(document))
    if not any(names_assessment(saying.text) for saying in sayings):
        return False
    matcher, context = matchers.of(None), Context(table=True)
    found = (matcher.match(text, context) for text in texts if 0 < len(text) <= MAX_NAME)
    codes = {m.code for m in found if m.accepted and m.kind is ScoreKind.INDICATOR}
    return len(codes) >= MIN_INDICATORS
