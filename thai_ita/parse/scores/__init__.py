"""Scores from the structure that tables and text give: candidates, and what becomes of them."""
