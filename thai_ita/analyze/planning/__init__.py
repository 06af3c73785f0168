"""Measures: what they address, whether they were reported on, copied, and what followed."""
