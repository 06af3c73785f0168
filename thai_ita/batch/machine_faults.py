"""What fails because of this machine and not because of a file.

A disk that is full, a package that cannot be imported, a home that refuses: the same file is read
well elsewhere, or later. Such a failure is never kept as the result of a file.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

from thai_ita.batch.task import EngineStoppedError
from thai_ita.machine import is_of_the_machine

_SAMPLE = """รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 เทศบาลตำบลตัวอย่างสุข
ตัวชี้วัด\tคะแนน
การปฏิบัติหน้าที่\t90.00
"""

_NO_MEMORY = (
    "memory allocation failed", "out of memory", "cannot allocate memory", "bad_alloc",
    "can't start new thread",
)  # fmt: skip
"""What libraries say where the memory that a worker may have is used up."""


class MachineFaultError(Exception):
    """A file was not read for want of something on this machine; the message says of what.

    Others may be read well.
    """


class NothingReadableError(MachineFaultError, EngineStoppedError):
    """No file at all can be read on this machine as it is, so a run stops; the message says why."""


def fault_behind(error: BaseException) -> MachineFaultError | None:
    """What of this machine made a reader raise; None where it was the file, or thai-ita itself.

    Whether anything can be read is found out by reading: where the few lines of a made-up report
    fail too, ``NothingReadableError`` is the answer.
    """
    try:
        read_sample()
    except (MemoryError, KeyboardInterrupt):
        pass  # The file has used it up, which says nothing of the machine.
    except BaseException as broken:  # noqa: BLE001 -- a package may raise anything when it is loaded
        return NothingReadableError(
            f"no report can be read on this machine ({describe(broken)}); mend that and run the same command again"
        )
    return machine_fault(error)


def machine_fault(error: BaseException) -> MachineFaultError | None:
    """The first of an exception and its causes that speaks of the machine, as a fault of it."""
    for found in _causes(error, context=False):
        if is_of_the_machine(found):
            return MachineFaultError(describe(found))
    return None


def lacks_memory(error: BaseException) -> bool:
    """Whether an exception, or one behind it, says that there is no memory left.

    Readers that go on after a MemoryError raise what they please, and libraries in C have words of
    their own for it.
    """
    return any(
        isinstance(found, MemoryError)
        or (isinstance(found, OSError) and found.errno == errno.ENOMEM)
        or (
            # The message of another exception may quote the file, or its name.
            isinstance(found, RuntimeError) and any(words in describe(found).lower() for words in _NO_MEMORY)
        )
        for found in _causes(error, context=True)
    )


def _causes(error: BaseException, *, context: bool) -> Iterator[BaseException]:
    """An exception and those behind it, each once: chains may lead back to where they began."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or (found.__context__ if context else None)


def read_sample() -> None:
    """Read a report of a few lines, which loads every table and word list that reading needs."""
    from thai_ita.analyze.reconcile import reconcile
    from thai_ita.ingest.text import read_text
    from thai_ita.parse import parse_document

    reconcile(parse_document(read_text(_SAMPLE, "0" * 16, Path("sample.txt"))))


def describe(error: BaseException) -> str:
    """Type and message of an exception on one line; also of one whose message cannot be made."""
    try:
        message = one_line(str(error))
    except (Exception, SystemExit):  # noqa: BLE001
        message = ""
    return f"{type(error).__name__}: {message}"[:300].rstrip(": ")


def one_line(message: str) -> str:
    """A message on one line, so that one document is one line of a log."""
    return " ".join(message.split())
