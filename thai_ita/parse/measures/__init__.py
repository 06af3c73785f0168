"""Measures from tables, forms and labelled paragraphs."""
