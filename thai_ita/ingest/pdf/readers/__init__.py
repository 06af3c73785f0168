"""What takes glyphs and rulings out of a file: PDFium, pdfplumber, and what of a page can be seen."""
