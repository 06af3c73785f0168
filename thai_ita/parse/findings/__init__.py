"""Weaknesses, points to improve or maintain, recommendations and limitations."""
