"""A file becomes a ``Document``. The only room that knows formats; it knows nothing of the ITA."""

from thai_ita.ingest.ingest_options import IngestOptions
from thai_ita.ingest.read_document import read_document

__all__ = ["IngestOptions", "read_document"]
