"""A Document becomes a Report: which table is this, what do its columns mean, what does it say."""

from thai_ita.parse.report import parse_document

__all__ = ["parse_document"]
