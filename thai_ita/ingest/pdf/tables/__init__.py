"""Rulings and aligned text become tables."""
