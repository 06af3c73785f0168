"""Archives made to do harm, and archives that are only large: linear, and bounded beforehand."""

from __future__ import annotations

import gzip
import io
import os
import struct
import tarfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.kinds_of_files import mail, pdf, pdf_with, tarred, text, zipped
from thai_ita.batch import archives, containers
from thai_ita.batch import at_hand as hand
from thai_ita.batch.archives import ArchiveError
from thai_ita.batch.at_hand import at_hand, let_go
from thai_ita.batch.containers import Container, look_inside
from thai_ita.batch.inputs import collect_inputs
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import RunSummary, run_batch
from thai_ita.batch.task import Hints, Task
from thai_ita.batch.worker import read_task
from thai_ita.ingest import zip_directory
from thai_ita.ingest.formats import Format
from thai_ita.ingest.sniffing import sniff
from thai_ita.ingest.zip_directory import TooManyEntries, open_zip

REPORT = text().encode()
OUT = Path("out")
OPTIONS = RunOptions(jobs=0)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    let_go()


def write(name: str, data: bytes) -> Path:
    Path(name).write_bytes(data)
    return Path(name)


def run(*names: str, **options: object) -> RunSummary:
    given = RunOptions.from_values({"jobs": 0, **options})
    return run_batch([Path(name) for name in names], OUT, given)


def refusal(data: bytes, kind: Format = Format.ZIP) -> str:
    path = write("bad", data)
    with pytest.raises(ArchiveError) as refused:
        look_inside(path, kind, "bad", OPTIONS)
    return refused.value.message


# -- large ----------------------------------------------------------------------------------------


def times_opened(name: str, data: bytes, number: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often what holds others is opened to read each of so many files in it."""
    path = write(name, data)
    made: list[Container] = []

    class Counted(Container):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            made.append(self)

    monkeypatch.setattr(hand, "Container", Counted)
    for index in range(number):
        with at_hand(Task(index, f"{name}!/x", str(path), within=(index,)), OPTIONS) as copy:
            assert copy.read_bytes() == f"{index}".encode()
    return len(made)


@pytest.mark.parametrize("make", [zipped, tarred])
def test_an_archive_is_opened_once_for_all_its_files(
    make: Callable[[dict[str, bytes]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{n:03}.txt": str(n).encode() for n in range(60)}
    assert times_opened("a.bin", make(files), 60, monkeypatch) == 1


def test_a_packed_archive_is_unpacked_once_for_all_its_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {f"{n:03}.txt": str(n).encode() for n in range(40)}
    path = write("a.tgz", gzip.compress(tarred(files)))
    unpacked: list[int] = []
    real = containers._unpacked

    def counted(file: object, options: RunOptions) -> Iterator[bytes]:
        unpacked.append(1)
        return real(file, options)  # type: ignore[arg-type]

    monkeypatch.setattr(containers, "_unpacked", counted)
    for index in range(40):
        task = Task(index, f"a.tgz!/a.tar!/{index:03}.txt", str(path), within=(0, index))
        with at_hand(task, OPTIONS) as copy:
            assert copy.read_bytes() == str(index).encode()
    assert len(unpacked) == 1


def test_an_archive_that_has_changed_is_opened_anew() -> None:
    path = write("a.zip", zipped({"r.txt": b"one"}))
    task = Task(0, "a.zip!/r.txt", str(path), within=(0,))
    with at_hand(task, OPTIONS) as copy:
        assert copy.read_bytes() == b"one"
    os.replace(write("b.zip", zipped({"r.txt": b"another"})), path)
    with at_hand(task, OPTIONS) as copy:
        assert copy.read_bytes() == b"another"


def test_what_is_kept_open_is_bounded_and_leaves_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("scratch").mkdir()
    monkeypatch.setattr(hand.tempfile, "tempdir", str(Path("scratch").resolve()))
    inner = zipped({"r.txt": REPORT})
    path = write("a.zip", zipped({f"{n:02}.zip": inner + bytes(n) for n in range(12)}))
    for index in range(12):
        task = Task(index, f"a.zip!/{index:02}.zip!/r.txt", str(path), within=(index, 0))
        with at_hand(task, OPTIONS) as copy:
            assert copy.read_bytes() == REPORT
        assert len(hand._kept) <= hand.MOST_KEPT
    assert list(Path("scratch").iterdir()) == []
    let_go()
    assert not hand._kept


def test_the_cost_of_an_archive_grows_with_its_entries() -> None:
    """20,000 entries took half an hour in opening alone: each opened the archive again."""

    def cost(number: int) -> float:
        path = write(f"{number}.zip", zipped({f"{n}.txt": b"x" for n in range(number)}))
        begin = time.process_time()
        for index in range(number):
            with at_hand(Task(index, f"{path}!/x.txt", str(path), within=(index,)), OPTIONS):
                pass
        return time.process_time() - begin

    cost(50)
    # Four times as many: sixteen times the work where each opens all.
    assert cost(1200) < 9 * max(cost(300), 0.05)


# -- refused before they are opened ---------------------------------------------------------------


def directory_of(entries: int, *, said: int | None = None, size: int | None = None) -> bytes:
    """An archive that is a directory alone, whose end record says what it is told to."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    directory = entry * entries
    said = entries if said is None else said
    size = len(directory) if size is None else size
    return (
        b"PK\x03\x04"
        + bytes(26)
        + directory
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, said & 0xFFFF, said & 0xFFFF, size, 0, 0)
    )


@pytest.mark.parametrize("said", [None, 1])
def test_a_directory_without_end_is_refused_before_it_is_taken_apart(said: int | None) -> None:
    data = directory_of(400_000, said=said)
    path = write("a.zip", data)
    del data
    tracemalloc.start()
    try:
        with pytest.raises(ArchiveError, match="more than 20000 entries"):
            look_inside(path, Format.ZIP, "a.zip", OPTIONS)
        assert sniff(path.read_bytes(), "a.zip") is Format.ZIP
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # As objects the entries would take some 200 MB; the file itself has 19.
    assert peak < 90_000_000
    summary = run("a.zip")
    assert "more than 20000 entries; unpack it" in summary.problems[0]


def test_a_directory_of_gigabytes_is_not_read() -> None:
    """The end record of zip64 may say any size."""
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 2, 2, 1 << 40, 0)
    data = bytes(100) + end + struct.pack("<4sLQL", b"PK\x06\x07", 0, 100, 1)
    data += struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert "is not a whole zip archive" in refusal(data)
    wide = zipped({"r.txt": b"x"})
    with pytest.raises(TooManyEntries):
        open_zip(io.BytesIO(wide), largest=40)
    with pytest.raises(TooManyEntries):
        open_zip(io.BytesIO(zipped({f"{n}": b"x" for n in range(4)})), most=3)
    assert open_zip(io.BytesIO(wide)).read("r.txt") == b"x"


def test_an_entry_without_a_name_is_none() -> None:
    data = bytearray(zipped({"r.txt": REPORT, "x": b"x"}))
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    # The name's length becomes that of a comment.
    data[at + 28 : at + 30], data[at + 32 : at + 34] = b"\0\0", b"\1\0"
    path = write("a.zip", bytes(data))
    assert [held.name for held in look_inside(path, Format.ZIP, "a.zip", OPTIONS).held] == ["r.txt"]


def test_a_tar_archive_is_refused_at_its_first_entry_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(containers, "MOST_MEMBERS", 3)
    assert "more than 3" in refusal(tarred({f"{n}": b"x" for n in range(6)}), Format.TAR)


def test_a_header_of_gigabytes_in_a_tar_archive_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, zip_directory.LARGEST_DIRECTORY * 2
    data = info.tobuf()
    with open("a.tar", "wb") as file:
        file.write(data)
        file.truncate(info.size + 4096)
    tracemalloc.start()
    try:
        with pytest.raises(ArchiveError, match="no whole tar archive"):
            look_inside(Path("a.tar"), Format.TAR, "a.tar", OPTIONS)
        assert tracemalloc.get_traced_memory()[1] < zip_directory.LARGEST_DIRECTORY
    finally:
        tracemalloc.stop()


# -- bombs ----------------------------------------------------------------------------------------


def test_many_entries_below_the_bound_of_one_are_a_bomb_together() -> None:
    """Each of 9.9 MB passed as small; with honest bytes beside them the whole has no high ratio."""
    tight = bytes(4_900_000)
    files = {f"{n}.txt": tight for n in range(3)}
    summary = run(str(write("a.zip", zipped({**files, "r.txt": REPORT, "noise.txt": os.urandom(500_000)}))))
    assert sum("as zip bombs do" in problem for problem in summary.problems) == 3
    assert summary.statuses["failed"] >= 3
    assert any("r.txt" not in problem for problem in summary.problems)
    # A few small ones are what blank forms are.
    few = zipped({f"{n}.txt": bytes(1_000_000) for n in range(5)})
    inside = look_inside(write("b.zip", few + b""), Format.ZIP, "b.zip", OPTIONS)
    assert all(held.content for held in inside.held)


def test_entries_that_lie_over_one_another_are_refused() -> None:
    data = bytearray(zipped({"a.txt": REPORT * 9, "b.txt": REPORT * 9}))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 1)
    honest = bytes(data)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert "lie over one another" in refusal(bytes(data))
    assert len(look_inside(write("ok", honest), Format.ZIP, "ok", OPTIONS).held) == 2


def sparse_tar(size: int) -> bytes:
    """A file of nothing but a hole, as GNU tar writes it."""
    info = tarfile.TarInfo("hole.txt")
    info.type = tarfile.GNUTYPE_SPARSE
    info.size = 0
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[386:410] = b"%011o\0%011o\0" % (size, 0)
    header[483:495] = b"%011o\0" % size
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + bytes(1024)


def test_a_hole_in_a_tar_archive_is_a_bomb() -> None:
    path = write("a.tar", sparse_tar(200_000_000))
    (held,) = look_inside(path, Format.TAR, "a.tar", OPTIONS).held
    assert held.content == ""
    summary = run("a.tar")
    assert "as zip bombs are" in summary.problems[0]


@pytest.mark.parametrize("number", [1, 40])
def test_the_ratio_holds_for_all_that_comes_out_of_one_input(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nested: 40 packed files in an archive, none of which is a bomb by itself."""
    monkeypatch.setattr(archives, "RATIO_FROM", 100_000)
    monkeypatch.setattr(archives, "HIGHEST_RATIO", 20)
    packed = gzip.compress(bytes(90_000))
    path = write("a.tar", tarred({f"{n:02}.gz": packed + bytes(n) for n in range(number)}))
    summary = run(str(path), ocr="off")
    told = [problem for problem in summary.problems if "it all unpacks to more than" in problem]
    assert bool(told) == (number > 1)


def test_what_a_pdf_holds_many_times_is_counted_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("r.pdf", pdf_with(pdf(), {f"{n}.txt": b"x" * 1000 for n in range(9)}))
    assert len(look_inside(path, Format.PDF, "r.pdf", OPTIONS).held) == 9
    monkeypatch.setattr(containers, "is_bomb", lambda unpacked, packed: unpacked > 5_000)
    assert "as zip bombs do" in refusal(path.read_bytes(), Format.PDF)
    # What its pages say is read all the same.
    assert run(str(path)).documents == 1


def test_links_and_devices_in_a_tar_archive_are_told() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("link.txt", tarfile.SYMTYPE), ("pipe.txt", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("r.txt")
        info.size = len(REPORT)
        archive.addfile(info, io.BytesIO(REPORT))
    write("a.tar", out.getvalue())
    summary = run("a.tar")
    assert [(p.path, str(p.reason)) for p in summary.passed_over] == [
        ("a.tar!/link.txt", "special"),
        ("a.tar!/pipe.txt", "special"),
    ]
    assert summary.documents == 1


# -- what is asked for ----------------------------------------------------------------------------


def test_single_files_of_an_archive_with_hints_of_their_own() -> None:
    inner = zipped({"s.txt": REPORT + b"\n3", "t.txt": REPORT + b"\n4"})
    write("a.zip", zipped({"1.txt": REPORT, "2.txt": REPORT + b"\n2", "b.zip": inner}))
    write("list.csv", b"path,fiscal_year\na.zip!/2.txt,2566\na.zip!/b.zip!/t.txt,\na.zip!/none.txt,\n")
    (file,) = collect_inputs([Path("list.csv")]).files
    assert file.asked is not None
    assert file.asked.inner["2.txt"].hints == Hints("", 2566)
    summary = run("list.csv")
    assert summary.documents == 2
    assert summary.problems == ["a.zip: no entry none.txt"]
    # Asked for as a whole, the rest comes too; asked for in part again, it is left out, not gone.
    assert (run("a.zip").documents, run("a.zip").read) == (4, 0)
    notes = run("list.csv").notes
    assert sorted(note.split(":")[0] for note in notes) == ["a.zip!/1.txt", "a.zip!/b.zip!/s.txt"]
    assert all("is no input of this run" in note for note in notes)


def test_content_that_is_sent_holds_the_way_on() -> None:
    """As a cluster sends it: the bytes of an entry, with the way on from there."""
    inner = zipped({"r.txt": b"text"})
    task = Task(0, "a.zip!/b.zip!/r.txt", "elsewhere", content=inner, within=(0,))
    with at_hand(task, OPTIONS) as copy:
        assert copy.read_bytes() == b"text"
    whole = Task(0, "a.zip!/b.zip!/r.txt", "elsewhere", content=zipped({"b.zip": inner}), within=(0, 0))
    with at_hand(whole, OPTIONS) as copy:
        assert copy.read_bytes() == b"text"


def test_a_mail_of_some_size_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("m.eml", mail("see file", {"r.txt": REPORT}))
    task = Task(0, "m.eml!/r.txt", str(path), within=(0,))
    with at_hand(task, OPTIONS):
        assert len(hand._kept) == 1
    monkeypatch.setattr(hand, "LARGEST_MAIL", 10)
    with at_hand(task, OPTIONS) as copy:
        assert copy.read_bytes() == REPORT
        assert not hand._kept


def test_reading_out_of_an_archive_says_what_is_wrong() -> None:
    path = write("a.zip", zipped({"r.txt": REPORT}))
    result = read_task(Task(0, "a.zip!/r.txt", str(path), within=(7,)), OPTIONS)
    assert "is not in the file any more" in result.error
    path.unlink()
    result = read_task(Task(0, "a.zip!/r.txt", str(path), within=(0,)), OPTIONS)
    assert "cannot be opened" in result.error


def _tar_header(name: bytes, size: int, kind: bytes) -> bytes:
    head = bytearray(name.ljust(100, b"\0") + b"0000644\0" * 3 + b"%011o\0" % size)
    head += b"%011o\0" % 0 + b" " * 8 + kind + b"\0" * 100 + b"ustar\x0000"
    head += b"\0" * (512 - len(head))
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head)


def _long_names_of_long_names() -> bytes:
    return _tar_header(b"././@LongLink", 512, b"L") * 5000 + b"\0" * 1024


def _links_to_one_another() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, to in (("a.txt", "b.txt"), ("b.txt", "a.txt"), ("c.txt", "gone.txt")):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.LNKTYPE, to
            archive.addfile(link)
    return made.getvalue()


@pytest.mark.parametrize("make", [_long_names_of_long_names, _links_to_one_another])
def test_what_a_library_makes_of_a_damaged_archive_is_said_of_it(make: Callable[[], bytes]) -> None:
    write("a.tar", make())
    result = read_task(Task(0, "a.tar", str(Path("a.tar").resolve())), RunOptions())
    assert str(result.status) == "failed"
    assert "a.tar: " in result.error
    assert "fault in thai-ita" not in result.error
    assert [note.code for note in result.notes] == ["archive"]


def test_a_library_that_raises_anything_else_costs_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("linkname")

    monkeypatch.setattr(containers, "_in_tar", broken)
    with pytest.raises(ArchiveError, match=r"is damaged \(KeyError"):
        look_inside(write("b.tar", tarred({"r.txt": b"x"})), Format.TAR, "b.tar", RunOptions())
