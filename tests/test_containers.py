"""Files in files: what is found, what it is called, what bounds it; inputs from elsewhere."""

from __future__ import annotations

import csv
import ctypes
import gzip
import io
import os
import sys
import time
import tracemalloc
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw
import pytest

from tests.kinds_of_files import mail, pdf, pdf_with, tarred, text, workbook, zipped
from thai_ita.batch import plan
from thai_ita.batch.archives import ArchiveError
from thai_ita.batch.containers import look_inside
from thai_ita.batch.inputs import collect_inputs, meant_path
from thai_ita.batch.options import RunOptions
from thai_ita.batch.passing import split_entries
from thai_ita.batch.run import RunRefusedError, RunSummary, plan_run, run_batch
from thai_ita.columns import CORRECTIONS_HEADING
from thai_ita.corrections.record import CORRECTION_COLUMNS
from thai_ita.exitcodes import ExitCode
from thai_ita.ingest.formats import Format
from thai_ita.ingest.mail import mail_parts

REPORT = text().encode()
OUT = Path("out")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, data: bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def run(*paths: str | Path, **options: object) -> RunSummary:
    given = RunOptions.from_values({"jobs": 0, **options})
    return run_batch([Path(path) for path in paths], OUT, given)


def rows() -> dict[str, dict[str, str]]:
    with (OUT / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["path"]: row for row in csv.DictReader(file)}


def stored(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


# -- what is found --------------------------------------------------------------------------------


def test_files_are_found_at_every_depth_and_known_again() -> None:
    inner = zipped({"c/r.txt": REPORT, "m.eml": mail("see file", {"r.pdf": pdf()}), "Thumbs.db": b"x"})
    write("a.zip", zipped({"b.zip": inner}))
    summary = run("a.zip")
    assert {path: row["n_scores"] for path, row in rows().items()} == {
        "a.zip!/b.zip!/c/r.txt": "2",
        "a.zip!/b.zip!/m.eml!/r.pdf": "2",
    }
    assert [each.path for each in summary.passed_over] == ["a.zip!/b.zip!/Thumbs.db"]
    assert (summary.problems, summary.exit_code) == ([], ExitCode.OK)
    again = run("a.zip")
    assert (again.read, again.documents, again.notes) == (0, 2, [])
    assert [step for step in plan_run([Path("a.zip")], OUT, RunOptions()) if step[0] == "reuse"] == [
        ("reuse", "a.zip"),
        ("reuse", "a.zip!/b.zip"),
        ("reuse", "a.zip!/b.zip!/c/r.txt"),
        ("reuse", "a.zip!/b.zip!/m.eml"),
        ("reuse", "a.zip!/b.zip!/m.eml!/r.pdf"),
    ]


def test_workers_read_what_they_find() -> None:
    files = {f"{n}.txt": REPORT + f"\n{n}\n".encode() for n in range(6)}
    write("in/m.eml", mail("see files", files | {"all.zip": zipped(files)}))
    summary = run("in", jobs=2)
    assert (summary.statuses, summary.read) == ({"ok": 12}, 8)
    assert sum(row["duplicate_of"] != "" for row in rows().values()) == 6


def test_a_limit_leaves_what_is_inside_for_the_next_run() -> None:
    write("m.eml", mail("see files", {"1.txt": REPORT, "2.txt": REPORT + b"\n2"}))
    first = run("m.eml", limit=2)
    assert (first.documents, first.left) == (1, 1)
    assert (run("m.eml").documents, run("m.eml").read) == (2, 0)


def test_what_has_left_a_mail_leaves_the_tables() -> None:
    write("m.eml", mail("see files", {"1.txt": REPORT, "2.txt": REPORT + b"\n2"}))
    run("m.eml")
    write("m.eml", mail("see files", {"1.txt": REPORT}))
    summary = run("m.eml")
    assert list(rows()) == ["m.eml!/1.txt"]
    assert any("m.eml!/2.txt: is gone" in note for note in summary.notes)


def test_patterns_choose_among_what_is_inside() -> None:
    write("in/a.zip", zipped({"b.zip": zipped({"r.txt": REPORT, "draft.txt": REPORT})}))
    summary = run("in", include=["*.txt"], exclude=["draft*"])
    assert list(rows()) == ["in/a.zip!/b.zip!/r.txt"]
    assert [(p.path, str(p.reason)) for p in summary.passed_over] == [("in/a.zip!/b.zip!/draft.txt", "pattern")]


def test_a_pdf_with_files_attached_to_it_and_to_a_page() -> None:
    document = pypdfium2.PdfDocument(pdf())
    page = document[0]
    note = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_FILEATTACHMENT)
    name = (ctypes.c_ushort * 9)(*b"note.txt")
    handle = raw.FPDFAnnot_AddFileAttachment(note, name)
    pypdfium2.PdfAttachment(handle, document).set_data(REPORT)
    raw.FPDFPage_CloseAnnot(note)
    page.close()
    out = io.BytesIO()
    document.save(out)
    write("r.pdf", pdf_with(out.getvalue(), {"a/b.txt": REPORT, "b.txt": REPORT}))
    run("r.pdf")
    assert list(rows()) == ["r.pdf", "r.pdf!/a/b.txt", "r.pdf!/b.txt", "r.pdf!/note.txt"]


def test_a_row_tells_what_in_an_archive_cannot_be_had() -> None:
    summary_of = zipped({"../up.txt": REPORT, "r.txt": REPORT})
    write("a.zip", zipped({"b.zip": summary_of}))
    summary = run("a.zip")
    assert rows()["a.zip!/b.zip!/../up.txt"]["status"] == "failed"
    assert "leads out of the archive" in summary.problems[0]
    assert summary.exit_code is ExitCode.SOME_FAILED


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_twins_in_an_archive_are_each_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("r.txt", REPORT)
        archive.writestr("r.txt", REPORT + b"\n2")
    write("a.zip", stored({"b.zip": out.getvalue()}))
    write("c.zip", out.getvalue())
    run("a.zip", "c.zip")
    assert sorted(rows()) == ["a.zip!/b.zip!/r (2).txt", "a.zip!/b.zip!/r.txt", "c.zip!/r (2).txt", "c.zip!/r.txt"]


def test_data_that_a_pdf_repeats_for_machines_is_passed_over() -> None:
    write("r.pdf", pdf_with(pdf(), {"e-document.xml": b"<x/>"}))
    summary = run("r.pdf")
    assert (list(rows()), summary.exit_code) == (["r.pdf"], ExitCode.OK)
    assert [p.path for p in summary.passed_over] == ["r.pdf!/e-document.xml"]


def test_many_entries_are_judged_quickly() -> None:
    paths = [f"{n}.html" for n in range(10_000)] + [f"{n}_files/x.txt" for n in range(10_000)]
    begin = time.process_time()
    assert sum(why is None for _, why in split_entries(paths)) == 20_000
    assert time.process_time() - begin < 10


def test_an_archive_of_nothing_and_a_damaged_one_have_a_row() -> None:
    write(
        "a.zip",
        stored(
            {
                "none.zip": zipped({"x.exe": b"x"}),
                "cut.zip": zipped({"a.txt": b"x" * 999})[:60],
                "cut.tar": tarred({"a.txt": REPORT})[:600],
            }
        ),
    )
    run("a.zip")
    assert {p: r["error"].rpartition("!/")[2] for p, r in rows().items()} == {
        "a.zip!/cut.tar": "cut.tar: " + rows()["a.zip!/cut.tar"]["error"].rpartition("cut.tar: ")[2],
        "a.zip!/cut.zip": "cut.zip: is not a whole zip archive; download it again",
        "a.zip!/none.zip": "none.zip: holds no file that could be a report",
    }
    assert all(row["status"] == "failed" for row in rows().values())


def test_an_office_file_under_the_ending_of_an_archive_is_one_file() -> None:
    write("book.zip", workbook())
    run("book.zip")
    assert rows()["book.zip"]["n_scores"] == "2"


# -- bounds ---------------------------------------------------------------------------------------


def test_archives_are_opened_so_deep_and_no_deeper() -> None:
    data = REPORT
    for depth in range(plan.MOST_DEEP + 3):
        data = stored({f"{depth}.zip" if depth else "r.txt": data})
    write("deep.zip", data)
    summary = run("deep.zip")
    assert summary.documents == 0
    assert f"more than {plan.MOST_DEEP} archives deep" in summary.problems[0]


def test_all_that_comes_out_of_one_input_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = stored({f"{n}.txt": REPORT + str(n).encode() for n in range(4)})
    write("a.zip", stored({"1.zip": inner, "2.zip": inner}))
    monkeypatch.setattr(plan, "MOST_MEMBERS", 3)
    summary = run("a.zip")
    assert [(problem.split(":")[0], problem.count("more than 3 files")) for problem in summary.problems] == [
        ("a.zip!/1.zip!/1.txt", 1),
        ("a.zip!/2.zip!/0.txt", 1),
    ]
    assert "nor are 2 more of a.zip!/1.zip" in summary.problems[0]
    assert set(rows()) == {"a.zip!/1.zip!/0.txt"}


def test_bombs_inside_are_refused() -> None:
    bomb = gzip.compress(bytes(30_000_000))
    write("a.zip", stored({"b.gz": bomb, "c.zip": zipped({"d.txt": bytes(30_000_000), "r.txt": REPORT})}))
    summary = run("a.zip")
    assert {path: row["status"] for path, row in rows().items()} == {
        "a.zip!/b.gz!/b": "failed",
        "a.zip!/c.zip!/d.txt": "failed",
        "a.zip!/c.zip!/r.txt": "ok",
    }
    assert all("as zip bombs do" in problem for problem in summary.problems)
    with pytest.raises(ArchiveError, match="--max-zip-mb"):
        look_inside(write("t.tar", tarred({"a.txt": bytes(1_100_000)})), Format.TAR, "t.tar", RunOptions(max_zip_mb=1))


# -- mails ----------------------------------------------------------------------------------------


def raw_mail(*headers: bytes) -> bytes:
    part = b"\r\n".join((b"--x", *headers, b"", b"data"))
    head = b"Message-ID: <1@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head + part + b"\r\n--x--\r\n"


@pytest.mark.parametrize(
    "header",
    [
        b"filename*=utf-8''%E0%B9%81%E0%B8%9C%E0%B8%99.pdf",
        b"filename*0*=utf-8''%E0%B9%81%E0%B8%9C;\r\n filename*1*=%E0%B8%99.pdf",
        b"filename*=TIS-620''" + b"%E1%BC%B9.pdf",
        b"filename*=windows-874''" + b"%E1%BC%B9.pdf",
        b'filename="=?utf-8?B?4LmB4Lic4LiZLnBkZg==?="',
        b'filename="=?tis-620?Q?=E1=BC=B9.pdf?="',
        b'filename="=?windows-874?Q?=E1=BC=B9.pdf?="',
        'filename="แผน.pdf"'.encode(),
        'filename="แผน.pdf"'.encode("cp874"),
        'filename="C:\\\\งาน\\\\แผน.pdf"'.encode(),
    ],
)
def test_names_of_attachments_are_read_in_every_dress(header: bytes) -> None:
    data = raw_mail(b"Content-Disposition: attachment; " + header)
    assert [part.name for part in mail_parts(data, Path("m.eml"))] == ["แผน.pdf"]
    by_type = raw_mail(b"Content-Type: application/pdf; " + header.replace(b"filename", b"name"))
    assert [part.name for part in mail_parts(by_type, Path("m.eml"))] == ["แผน.pdf"]


def test_a_mail_in_a_mail_a_picture_of_its_text_and_twins() -> None:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "a@example.go.th", "<2@x>"
    message.set_content("ดูไฟล์แนบ")
    message.add_alternative('<p>ดูไฟล์แนบ</p><img src="cid:logo">', subtype="html")
    body = message.get_payload()[1]
    body.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    for _ in range(2):
        message.add_attachment(
            REPORT + os.urandom(1).hex().encode(), maintype="text", subtype="plain", filename="r.txt"
        )
    inner = EmailMessage()
    inner["From"], inner["Message-ID"] = "c@example.go.th", "<3@x>"
    inner["Subject"] = "เรื่อง: แผน"
    inner.set_content("ส่งต่อ")
    inner.add_attachment(pdf(), maintype="application", subtype="pdf", filename="in.pdf")
    message.add_attachment(inner)
    write("m.eml", message.as_bytes())
    summary = run("m.eml")
    assert sorted(rows()) == ["m.eml!/r (2).txt", "m.eml!/r.txt", "m.eml!/เรื่อง แผน.eml!/in.pdf"]
    assert [(p.path, str(p.reason)) for p in summary.passed_over] == [("m.eml!/logo.png", "page-part")]


def test_a_letter_whose_figures_were_not_read_keeps_its_row() -> None:
    """What a letter says is hidden only where it says nothing."""
    files = {"r.txt": REPORT}
    write("in/said.eml", mail("ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2567 คะแนนภาพรวม 90.12", files))
    run("in")
    assert set(rows()) == {"in/said.eml", "in/said.eml!/r.txt"}


def test_a_mail_without_anything_says_so() -> None:
    write("m.eml", mail("สวัสดีครับ", {}))
    assert run("m.eml").exit_code is ExitCode.NOTHING_USABLE
    assert rows()["m.eml"]["status"] == "no_data"


# -- inputs from elsewhere ------------------------------------------------------------------------


class Stdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.mark.parametrize("data", [REPORT, pdf(), workbook(), REPORT.decode().encode("cp874")])
def test_standard_input_is_one_report_of_any_format(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(data))
    assert run("-").exit_code is ExitCode.OK
    assert {path: row["n_scores"] for path, row in rows().items()} == {"stdin": "2"}


def test_standard_input_that_is_empty_too_long_or_an_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(b""))
    run("-")
    assert rows()["stdin"]["error"] == "stdin: the file holds no text; download or export it again"
    monkeypatch.setattr(sys, "stdin", Stdin(bytes(1_000_001)))
    run("-", max_file_mb=1)
    assert rows()["stdin"]["troubles"] == "too-large"
    monkeypatch.setattr(sys, "stdin", Stdin(zipped({"r.txt": REPORT})))
    run("-")
    assert list(rows()) == ["stdin!/r.txt"]


LISTED = ["path;agency;fiscal_year", '"in/r.txt";;๒๕๖๗']


@pytest.mark.parametrize(
    "data",
    [
        "\n".join(LISTED).encode(),
        "\r\n".join(LISTED).encode("utf-8-sig"),
        "\n".join(LISTED).replace(";", "\t").encode(),
        "\n".join(LISTED).replace(";", "|").encode("utf-16"),
        ("sep=;\n" + "\n".join(LISTED)).encode("cp874"),
        "ไฟล์;หน่วยงาน;ปีงบประมาณ\nin/r.txt;;2567".encode("cp874"),
        'ชื่อไฟล์,ปีงบประมาณ\n"in/r.txt",2567'.encode("utf-8-sig"),
        b"Path ; agency\n 'in/r.txt' ; ",
    ],
)
def test_lists_in_every_dress(data: bytes) -> None:
    write("in/r.txt", REPORT)
    inputs = collect_inputs([write("list.csv", data)])
    assert [file.file for file in inputs.files] == [Path("in/r.txt")]
    assert inputs.problems == []


def test_a_table_with_a_column_of_files_that_are_not_there_is_a_report() -> None:
    data = "ข้อ,ไฟล์,คะแนน\nO1,https://example.go.th/a.pdf,100\n".encode()
    inputs = collect_inputs([write("oit.csv", data)])
    assert [file.name for file in inputs.files] == ["oit.csv"]


def test_a_table_that_is_no_list_is_not_taken_apart() -> None:
    path = write("table.csv", b"item,score\n" + b"1,90.00\n" * 200_000)
    tracemalloc.start()
    try:
        assert [file.name for file in collect_inputs([path]).files] == ["table.csv"]
        # The text and its lines; as rows of cells it would be ten times as much.
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_a_list_may_name_folders_and_addresses() -> None:
    write("in/r.txt", REPORT)
    inputs = collect_inputs([write("list.csv", b"path\nin\nhttps://example.go.th/a.pdf\n")])
    assert [file.name for file in inputs.files] == ["in/r.txt"]
    assert "https://example.go.th/a.pdf: is a web address" in inputs.problems[0]


def test_addresses_are_refused_with_what_to_do() -> None:
    with pytest.raises(RunRefusedError, match=r"https://example\.go\.th/a\.pdf: is a web address.*download"):
        run("https://example.go.th/a.pdf")
    assert not (OUT / "run.json").exists()
    write("r.txt", REPORT)
    summary = run("r.txt", "HTTP://example.go.th/a.pdf")
    assert (summary.exit_code, len(summary.problems)) == (ExitCode.SOME_FAILED, 1)


def test_paths_as_they_are_dragged_or_copied() -> None:
    path = write("งาน/แผน 1.txt", REPORT)
    for given in (
        f"'{path}'",
        f'"{path}" ',
        f" {path}",
        f"“{path}”",
        path.resolve().as_uri(),
        f"file://localhost{path.resolve().as_uri()[7:]}",
    ):
        assert meant_path(Path(given)).resolve() == path.resolve(), given
    odd = write("'odd'.txt", REPORT)
    assert meant_path(odd) == odd
    assert meant_path(Path("none.txt")) == Path("none.txt")


def test_pipes_links_and_broken_links_of_a_folder() -> None:
    write("in/r.txt", REPORT)
    write("else/s.txt", REPORT)
    os.mkfifo("in/pipe.txt")
    os.symlink(Path("else").resolve(), "in/link")
    os.symlink("nowhere.txt", "in/broken.txt")
    summary = run("in")
    assert {path: row["status"] for path, row in rows().items()} == {"in/broken.txt": "failed", "in/r.txt": "ok"}
    assert sorted((p.path, str(p.reason)) for p in summary.passed_over) == [
        ("in/link/", "folder-link"),
        ("in/pipe.txt", "special"),
    ]


def test_the_list_of_an_earlier_run_brings_what_is_inside() -> None:
    write("a.zip", zipped({"b.zip": zipped({"r.txt": REPORT}), "s.txt": REPORT}))
    write("m.eml", mail("see file", {"t.txt": REPORT}))
    run("a.zip", "m.eml")
    before = set(rows())
    (OUT / "documents.csv").rename("list.csv")
    assert before == {"a.zip!/b.zip!/r.txt", "a.zip!/s.txt", "m.eml!/t.txt"}
    run("list.csv")
    assert set(rows()) == before


def test_tables_of_thai_ita_are_no_reports() -> None:
    write("r.txt", REPORT)
    run("r.txt", format="both")
    for name in ("scores.csv", "reports.json"):
        (OUT / name).rename(name)
    run("scores.csv", "reports.json")
    assert {row["troubles"] for row in rows().values()} == {"own-output"}


def test_what_a_run_leaves_in_its_folder_is_passed_over() -> None:
    write("r.txt", REPORT)
    run("r.txt")
    earlier = Path("in/earlier")
    earlier.parent.mkdir()
    OUT.rename(earlier)
    ours = ["review/d/0123.html", "profiles/น่าน.html", "scores.edited-20260101-1200.csv", "corrections.csv",
            "corrections.before-20260101-120000.csv"]  # fmt: skip
    for name in [*ours, "plan.edited.txt", "deep/review/r.txt"]:
        write(f"in/earlier/{name}", REPORT)
    archive = {f"out/{name}": REPORT for name in [*ours, "run.json", "documents.csv", "a.txt"]}
    write("in/o.zip", zipped(archive))
    write("in/corrections.csv", CORRECTIONS_HEADING.encode() + b"\r\n")
    run("in")
    assert set(rows()) == {
        "in/earlier/plan.edited.txt", "in/earlier/deep/review/r.txt", "in/o.zip!/out/a.txt", "in/corrections.csv"
    }  # fmt: skip
    assert rows()["in/corrections.csv"]["troubles"] == "own-output"
    assert ",".join(CORRECTION_COLUMNS) == CORRECTIONS_HEADING


def test_mails_without_end_are_refused_in_good_time() -> None:
    head = b"Message-ID: <1@x>\r\nMIME-Version: 1.0\r\n"
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1500))
    many = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n" * 3000
    )
    write("in/deep.eml", head + nested)
    write("in/many.eml", head + many)
    run("in")
    assert {row["troubles"].split("; ")[-1] for row in rows().values()} == {"damaged"}
    assert "parts in parts" in rows()["in/deep.eml"]["error"]
    assert "more than 2000 parts" in rows()["in/many.eml"]["error"]


def test_a_wide_archive_is_listed_in_good_time() -> None:
    path = write("wide.zip", stored({f"{n}/r.txt": b"x" for n in range(5000)}))
    begin = time.process_time()
    assert len(look_inside(path, Format.ZIP, "wide.zip", RunOptions()).held) == 5000
    assert time.process_time() - begin < 15
