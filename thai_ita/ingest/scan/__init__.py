"""Pictures of pages become lines, tables and cells, each figure with how sure its digits are.

``layout`` finds rules and text lines in a picture, an ``engine`` reads them, and ``page`` gives the
characters to the same builder that reads printed pages (``ingest.pdf.page_builder``).
"""
