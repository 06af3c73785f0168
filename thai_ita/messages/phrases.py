"""Small phrases of which messages are put together, and what the system itself says."""

from __future__ import annotations

from thai_ita.messages.catalogue import marked

PHRASES = marked(
    "nothing", "nobody named", "no year", "applied", "confirmed", "duplicate", "superseded", "disputed", "misfit", "unread",
    "pending", "absent", "{n} correction applied", "{n} corrections applied", "{n} not", "{n} applied", "{n} confirmed",
    "{n} duplicate", "{n} superseded", "{n} disputed", "{n} misfit", "{n} unread", "{n} pending", "{n} absent",
    "a PDF", "a picture", "a link", "a folder", "a pipe", "a link to a folder", "highest", "lowest", "semicolons", "tabs",
    "province", "district", "type", "quarter", "line {n}", "lines {n}", "page {n}", "pages {n}", "more than {n} s",
    "more than {n} MB", "{n} MB", "{n} s", "{n} file", "{n} files", "{n} page", "{n} pages", "{n} table", "{n} tables", "{n} cell",
    "{n} cells", "{n} line", "{n} lines", "{n} removed", "once", "there", "column {code}", "a web page", "in the tables", "listing {n} s", "reading {n} s",
    "comparing {n} s", "tables {n} s", "workers", "pass", "read", "the overall score of {year} {n}",
)
"""Words that fill the blanks of sentences, and stand nowhere by themselves."""
OF_THE_SYSTEM = marked(
    "No such file or directory", "Permission denied", "File exists", "Is a directory", "Not a directory",
    "No space left on device", "Read-only file system", "Input/output error", "Too many open files", "Connection refused",
    "Device or resource busy", "File name too long", "Operation not permitted", "Too many levels of symbolic links",
    "Disk quota exceeded", "Cannot allocate memory", "Broken pipe", "Directory not empty",
)
"""What an operating system says of a file that it refuses."""


def counted(count: int, noun: str) -> str:
    """A count with its noun: ``1 score``, ``2 scores``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
