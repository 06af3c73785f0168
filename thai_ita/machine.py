"""Whether an exception speaks of this machine: its disk, its limits, a package that is damaged.

The same file is read well elsewhere, or later; nothing in a file brings these about.
"""

from __future__ import annotations

import errno
from types import TracebackType

# What the system says for reasons that no content of a file can bring about. Others, such as
# EINVAL for a seek to a place before the beginning, come from damaged files too.
_SYSTEM = frozenset(
    getattr(errno, name) for name in (
        "EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EFBIG", "EIO", "EREMOTEIO", "EMFILE",
        "ENFILE", "ENODEV", "ENXIO", "ENOENT", "ENOTDIR", "EBUSY", "ETXTBSY", "EAGAIN", "ENOLCK",
        "ENOEXEC", "ELIBACC", "ELIBBAD", "ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH",
        "ENETDOWN", "ENETUNREACH", "ENETRESET", "ECONNRESET", "ECONNREFUSED", "ECONNABORTED",
        "ETIMEDOUT", "ENOMEDIUM", "EMEDIUMTYPE",
    ) if hasattr(errno, name)
)  # fmt: skip
_OF_CODE = (SyntaxError, IndentationError, TabError)
_IMPORTING = "<frozen importlib"
_BODY = "<module>"


def is_of_the_machine(error: BaseException) -> bool:
    """Whether an exception by itself, not what is behind it, tells of the machine."""
    if isinstance(error, OSError) and error.errno in _SYSTEM:
        return True
    return came_of_an_import(error)


def came_of_an_import(error: BaseException) -> bool:
    """Whether a package that is missing, damaged or of another version is behind it."""
    # Those of XML readers are subclasses of the second, and tell of a file.
    if isinstance(error, ImportError) or type(error) in _OF_CODE:
        return True
    # A file may have used up what these tell of.
    if isinstance(error, (MemoryError, RecursionError)):
        return False
    return _raised_by_an_import(error.__traceback__)


def _raised_by_an_import(trace: TracebackType | None) -> bool:
    """Whether an exception came up while a module was loaded: it is damaged, or of another version."""
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename.startswith(_IMPORTING):
            return True
        # Code that is made of a text has such a name too, but no file.
        if code.co_name == _BODY and not code.co_filename.startswith("<") and _is_a_module(trace):
            return True
        trace = trace.tb_next
    return False


def _is_a_module(trace: TracebackType) -> bool:
    """Whether the code at work is the body of a module that is imported, not the script that runs."""
    return trace.tb_frame.f_globals.get("__name__") != "__main__"
