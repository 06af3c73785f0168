"""Tables of several assessments of an agency, of which the ITA is one row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from thai_ita.normalize.numerals import strip_numbering
from thai_ita.normalize.repair import squash
from thai_ita.parse.text.topic_cues import about_other_scores

_WHOLE = re.compile(
    r"(?:ผล)?(?:คะแนน)?(?:การ)?(?:ประเมิน)?(?:คุณธรรม(?:จริยธรรม)?และความโปร่งใส(?:ในการดำเนินงาน)?"
    r"(?:ของ(?:หน่วยงาน(?:ภาครัฐ)?|องค์กรปกครองส่วนท้องถิ่น))?(?:ita)?|ita)"
)


def row_of_ita(labels: Mapping[int, Sequence[str]]) -> int | None:
    """The row of the ITA as a whole among rows of other assessments; ``labels`` are the words of
    each row. None where no other assessment is named, or where several rows are called ITA."""
    if not any(about_other_scores(text) for texts in labels.values() for text in texts):
        return None
    found = [r for r, texts in labels.items() if any(_is_ita(text) for text in texts)]
    return found[0] if len(found) == 1 else None


def _is_ita(text: str) -> bool:
    return bool(_WHOLE.fullmatch(squash(strip_numbering(text)[1])))
