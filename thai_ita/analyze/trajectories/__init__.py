"""Scores over years: lines, changes, spread, ranks, and who moved beyond noise."""
