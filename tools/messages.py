"""Brings the catalogue of messages up to date: a part of ``python3 dev.py docs``.

Writes ``thai_ita/messages/th.po`` with every sentence that the program can say now (those that are gone are
dropped, new ones stand there without a translation, and a test fails until they have one) and
docs/problems.md from ``problems.toml``. The file is a plain gettext catalogue, which Poedit and others open.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from thai_ita.messages import Language
from thai_ita.messages.catalogue import sentences as known_sentences
from thai_ita.messages.problems import Meaning, problems
from tools.message_census import CATALOGUE, ROOT, faults, sentences

PROBLEMS_PAGE = ROOT / "docs" / "problems.md"
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""Written into the head of the catalogue, which is the same from the same sentences."""
_KINDS = {
    "file": ("Files that gave nothing", "ไฟล์ที่อ่านไม่ได้"),
    "document": ("Documents that were read", "เอกสารที่อ่านแล้ว"),
    "check": ("Checks", "การตรวจสอบ"),
}
_HEAD = """\
# Problems

Written by `python3 dev.py docs` from the catalogue of messages; do not edit. Each problem that thai-ita tells has a
code: in `documents.troubles`, in `checks.check`, and in what `thai-ita show` prints. `thai-ita problems CODE` says the
same in a terminal.

คำอธิบายปัญหาทุกข้อที่โปรแกรมแจ้ง พร้อมสาเหตุและสิ่งที่ต้องทำ เรียงตามรหัส; ในหน้าจอใช้คำสั่ง `thai-ita problems CODE`
"""


def main() -> int:
    """Write both files; 1 where a sentence lacks its translation."""
    wanted = sentences()
    write_catalogue(CATALOGUE, wanted, known_sentences(Language.TH))
    known_sentences.cache_clear()
    PROBLEMS_PAGE.write_text(problems_page(), encoding="utf-8")
    known = known_sentences(Language.TH)
    bad = {english: found for english in wanted if (found := faults(english, known.get(english, "")))}
    for english, found in bad.items():
        print(f"{english!r}: {', '.join(found)}")
    print(f"{len(wanted)} sentences, {len(bad)} to mend in {CATALOGUE.relative_to(ROOT)}")
    return 1 if bad else 0


def write_catalogue(path: Path, wanted: Iterable[str], known: dict[str, str]) -> None:
    """Write a catalogue of the sentences wanted, each with the translation known for it."""
    catalogue = Catalog(
        locale="th", project="thai-ita", version="", creation_date=_MADE, revision_date=_MADE,
        copyright_holder="The thai-ita developers", fuzzy=False,
    )  # fmt: skip
    for english in wanted:
        catalogue.add(english, known.get(english, ""))
    buffer = BytesIO()
    write_po(buffer, catalogue, width=0, sort_output=True, no_location=True)
    path.write_bytes(buffer.getvalue())


def problems_page() -> str:
    """docs/problems.md: every code with cause and remedy, in both languages."""
    lines = [_HEAD]
    for kind, (english, thai) in _KINDS.items():
        lines += [f"## {english} ({thai})", ""]
        for problem in problems().values():
            if problem.kind == kind:
                lines += _entry(problem)
    return "\n".join(lines)


def _entry(problem: Meaning) -> list[str]:
    cause, remedy = problem.said(Language.TH)
    return [
        f"### `{problem.code}`", "", f"*{problem.severity}* · {problem.cause} **What to do:** {problem.remedy}", "",
        f"สาเหตุ: {cause} **สิ่งที่ต้องทำ:** {remedy}", "",
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
