"""Files that hold no report, and reports that are badly made, the whole way."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

import thai_ita
from tests.layouts.inline import ANALYSIS, PLAN, tabs
from thai_ita.ingest.errors import (
    BinaryInputError,
    EmptyDocumentError,
    IngestError,
    IsAFolderError,
    LostTextError,
    MojibakeError,
    NotReadError,
    TooLargeError,
    UnknownFormatError,
    UnreadableError,
)
from thai_ita.ingest.ingest_options import IngestOptions
from thai_ita.ingest.read_document import read_document
from thai_ita.model import DocStatus

SCORES = tabs("ตัวชี้วัด|คะแนน", "การใช้อำนาจ|80.10", "การใช้งบประมาณ|80.20")


def write(folder: Path, data: bytes | str, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("empty.txt", b"", EmptyDocumentError),
        ("blank.txt", b" \n\t\n", EmptyDocumentError),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), NotReadError),
        ("bytes.txt", bytes(range(256)), BinaryInputError),
        ("garbled.txt", ("ผลการประเมิน" * 9).encode().decode("cp874", "replace").encode(), MojibakeError),
        ("lost.txt", ("ผลการประเมิน 85.20\n" * 9).encode("ascii", "replace"), LostTextError),
        ("other.bin", b"PK\x03\x04" + b"\x14\x00" * 30, UnknownFormatError),
    ],
)
def test_a_file_that_gives_nothing_says_why_in_one_line(
    tmp_path: Path, name: str, data: bytes, error: type[IngestError]
) -> None:
    with pytest.raises(error) as caught:
        thai_ita.read(write(tmp_path, data, name), guarded=False)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="check its path"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(IsAFolderError, match=r"thai-ita run .* -o OUT"):
        read_document(tmp_path)


def test_a_hundred_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:  # sparse: the size counts, not the text
        file.truncate(100_000_000)
    begin = time.process_time()
    with pytest.raises(TooLargeError, match=r"huge\.txt: 100 MB is over the limit of 20 MB for text"):
        thai_ita.read(path, guarded=False)
    assert time.process_time() - begin < 2
    with pytest.raises(TooLargeError, match="limit of 50 MB"):
        read_document(path, IngestOptions(max_file_mb=50))


def test_two_megabytes_of_rows_are_read_in_good_time(tmp_path: Path) -> None:
    rows = "".join(f"{i}\tโครงการที่ {i}\t{i % 90}.25\n" for i in range(40_000))
    begin = time.process_time()
    assert read_document(write(tmp_path, rows)).tables[0].n_rows == 40_000
    assert time.process_time() - begin < 8


OTHER_PAPERS = {
    "award": "ประกาศเกียรติคุณ เทศบาลตำบลตัวอย่างสุข ได้คะแนน LPA 88.75 คะแนน ด้านการใช้งบประมาณ 17.50 จาก 20\n",
    "procurement": "รายงานผลการจัดซื้อจัดจ้าง ปีงบประมาณ พ.ศ. 2567\n\n" + tabs("วิธี|จำนวน|ร้อยละ", "วิธีคัดเลือก|3|5.26", "รวม|57|100.00"),
    "budget": "ข้อบัญญัติงบประมาณ พ.ศ. 2568\n\n"
    + tabs("ตัวชี้วัด|หน่วยนับ|ค่าเป้าหมาย ปี 2568", "ผลการประเมินคุณธรรมและความโปร่งใส (ITA)|คะแนน|90.00", "การใช้งบประมาณ|ร้อยละ|95.00"),
    "survey": "ผลสำรวจความพึงพอใจ ปี 2567\n\n" + tabs("ด้าน|ร้อยละ", "คุณภาพการดำเนินงาน|95.80", "ประสิทธิภาพการสื่อสาร|96.40"),
    "news": "เทศบาลตำบลตัวอย่างสุข อบรมเตรียมรับการประเมิน ITA ปี 2567 ตั้งเป้าไม่ต่ำกว่า 93 คะแนน\n",
    "letter": "เรื่อง ขอให้ตอบแบบวัด IIT ปี 2568 น้ำหนักร้อยละ 30 ภายในวันที่ 30 เมษายน 2568\n",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(OTHER_PAPERS))
def test_a_paper_that_is_no_report_gives_no_score(tmp_path: Path, name: str) -> None:
    report = thai_ita.read(write(tmp_path, OTHER_PAPERS[name]), guarded=False)
    assert (report.scores, report.status) == ([], DocStatus.NO_DATA)
    assert [t.code for t in report.problems] == ["no-data"]


def test_ragged_tables_do_not_stop_the_others(tmp_path: Path) -> None:
    ragged = tabs("ก|ข|ค", "ง", "จ|ฉ|ช|ซ|ฌ", "|", "||||||||")
    report = thai_ita.read(
        write(tmp_path, ANALYSIS + ragged + "\nผลคะแนน\n\n" + SCORES + "\nมาตรการ\n\n" + ragged), guarded=False
    )
    assert {s.code: s.value for s in report.scores} == {"3": 80.1, "2": 80.2}
    assert report.status is DocStatus.OK


def test_the_id_follows_from_the_content_alone(tmp_path: Path) -> None:
    one = thai_ita.read(write(tmp_path, ANALYSIS + SCORES, "one.txt"), guarded=False)
    two = thai_ita.read(write(tmp_path, ANALYSIS + SCORES, "two.md"), guarded=False)
    other = thai_ita.read(write(tmp_path, ANALYSIS + SCORES + " ", "three.txt"), guarded=False)
    assert one.document.doc_id == two.document.doc_id != other.document.doc_id
    assert len(one.document.doc_id) == 18


def test_encodings_and_formats_say_the_same(tmp_path: Path) -> None:
    text = ANALYSIS + SCORES
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in line.split(chr(9)))}</tr>" for line in SCORES.splitlines())
    page = (
        "<!doctype html><html><body>"
        + "".join(f"<p>{x}</p>" for x in ANALYSIS.splitlines())
        + f"<table>{rows}</table></body></html>"
    )
    found = [
        thai_ita.read(write(tmp_path, data, name), guarded=False)
        for name, data in (
            ("utf8.txt", text.encode("utf-8-sig")), ("tis.txt", text.encode("tis-620")),
            ("utf16.txt", text.encode("utf-16")), ("crlf.txt", text.replace("\n", "\r\n").encode()),
            ("page.html", page.encode()), ("page.txt", page.encode()),
        )
    ]  # fmt: skip
    facts = [[(s.code, s.value, s.fiscal_year, s.agency and s.agency.name) for s in r.scores] for r in found]
    assert len(facts[0]) == 2
    assert all(f == facts[0] for f in facts)


@pytest.mark.parametrize("seed", range(6))
def test_a_report_with_lines_lost_is_still_read(tmp_path: Path, seed: int) -> None:
    """A third of the lines gone, another third cut off: no exception, no figure made up."""
    rng = random.Random(seed)
    plan = tabs("มาตรการ|ขั้นตอน|ผู้รับผิดชอบ", "1. จัดทำคู่มือ|1. ร่าง 2. แจก|กองช่าง", "2. พัฒนาเว็บไซต์|จัดเมนู|กองคลัง")
    lines = (ANALYSIS + SCORES + "\n" + PLAN + plan).splitlines()
    kept = [x if rng.random() < 0.5 else x[: rng.randrange(len(x) + 1)] for x in lines if rng.random() < 0.7]
    if not "".join(kept).strip():
        return
    text = "\n".join(kept)
    report = thai_ita.read(write(tmp_path, text), guarded=False)
    for score in report.scores:
        assert score.value_as_seen in text


@pytest.mark.parametrize("name", ["a\0b.txt", "x" * 300 + ".txt", "d/" * 3000 + "a.txt"])
@pytest.mark.parametrize("guarded", [True, False])
def test_a_path_that_no_system_has_cannot_be_opened(name: str, guarded: bool) -> None:
    with pytest.raises(UnreadableError, match="cannot be opened"):
        thai_ita.read(name, guarded=guarded)
