"""What a Word file is made of: styles, list numbers, runs of text, paragraphs and tables."""
