"""The id of a document: what its content is, under whatever name it lies."""

from __future__ import annotations

import hashlib
import re

_MARK = "d-"
_DIGITS = 16
DOC_ID = re.compile(rf"{_MARK}[0-9a-f]{{{_DIGITS}}}")
"""An id. Its letter keeps a spreadsheet from taking 12345678901e2345 for a number."""
_UNMARKED = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")


def doc_id_of(content: bytes) -> str:
    """The id of a content: ``d-`` and the first 16 hex digits of its SHA-256."""
    return doc_id_of_hash(hashlib.sha256(content).hexdigest())


def doc_id_of_hash(sha256: str) -> str:
    """The id of the content with this SHA-256 (64 hex digits)."""
    return _MARK + sha256[:_DIGITS]


def as_doc_id(text: str) -> str:
    """An id as tables hold it; one of a version whose ids had no letter gets it.

    >>> as_doc_id("0123456789ABCDEF"), as_doc_id("x")
    ('d-0123456789abcdef', 'x')
    """
    plain = text.lower()
    return _MARK + plain if _UNMARKED.fullmatch(plain) else plain


def digits_of(doc_id: str) -> str:
    """The hex digits of an id."""
    return doc_id.removeprefix(_MARK)
