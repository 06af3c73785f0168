"""Glyphs become lines: marks, turns, spaces, and whether a text is one."""
